//! Rows of a CSV file (RFC 4180), each made a line of JSON, with the number of the line that it starts on.
//!
//! The reader only finds where rows end; judges take them apart, so that a second thread helps here too. A row without a quote
//! in a cell is cut at its separators, and its cells stand between keys that were written once: so a row costs some two times
//! what its line of NDJSON does. It cost a hundred times as much when each row went through a tree of JSON, and its numbers
//! in quotes, which the scanner of lines did not know, through the reader of response files (`docs/speed.md`).

use std::borrow::Cow;
use std::io::{self, BufRead as _, BufReader, Read};
use std::ops::Range;
use std::sync::Arc;

use candidacy::batch::{CellKind, Chunk};
use candidacy::document::MAX_BYTES;
use candidacy::questionnaire::Questionnaire;

use super::bytes::Bytes;
use super::spreadsheet::{Column, Spreadsheet};

/// What spreadsheets write before a table in UTF-8.
const BYTE_ORDER_MARK: [u8; 3] = [0xef, 0xbb, 0xbf];

/// The rows still to come.
pub struct Rows {
    bytes: BufReader<Bytes>,
    /// The line on which the next row begins, from 1.
    line: u64,
    table: Arc<Table>,
}

/// Some whole rows as they came.
pub struct RowsChunk {
    bytes: Vec<u8>,
    first: u64,
    table: Arc<Table>,
}

/// What the first row says: how all others are read.
struct Table {
    headings: Vec<Heading>,
    spreadsheet: Spreadsheet,
}

/// A column.
struct Heading {
    name: String,
    column: Column,
    /// Its name as a key of JSON, with its colon and the quote that opens its value.
    key: Vec<u8>,
    kind: CellKind,
}

/// Where a reader of quotes stands.
///
/// A quote opens a cell only as its first sign; within, two quotes are one; behind the closing one the cell goes on without quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quoting {
    /// Where a cell may begin.
    CellStart,
    /// In a cell without quotes, or behind the closing one.
    Bare,
    /// Between quotes.
    Quoted,
    /// Behind a quote that closes, unless another follows.
    PerhapsClosed,
}

impl Quoting {
    /// Reads one byte.
    fn step(self, byte: u8, separator: u8) -> Quoting {
        match (self, byte) {
            (Quoting::Quoted, b'"') => Quoting::PerhapsClosed,
            (Quoting::Quoted, _) | (Quoting::CellStart | Quoting::PerhapsClosed, b'"') => Quoting::Quoted,
            (_, byte) if byte == separator || byte == b'\n' => Quoting::CellStart,
            (_, _) => Quoting::Bare,
        }
    }

    /// Reads on; says where the last row that is whole ends.
    fn last_end(&mut self, bytes: &[u8], separator: u8) -> Option<usize> {
        let mut end = None;
        let mut at = 0;
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            // Between quotes only a quote counts. Outside, the next one does, and line feeds before it.
            let quote = memchr::memchr(b'"', rest);
            let until = quote.unwrap_or(rest.len());
            let before = rest.get(..until).unwrap_or_default();
            if *self != Quoting::Quoted {
                end = memchr::memrchr(b'\n', before).map(|line_feed| at + line_feed + 1).or(end);
            }
            if let Some(last) = before.last()
                && *self != Quoting::Quoted
            {
                // What the last byte before the quote says does not rest on those before it.
                *self = Quoting::Bare.step(*last, separator);
            }
            if quote.is_some() {
                *self = self.step(b'"', separator);
            }
            at += until + 1;
        }
        end
    }
}

impl Rows {
    /// Reads the headings.
    ///
    /// # Errors
    /// If there are none that rows could be read by.
    pub fn new(
        bytes: Bytes,
        capacity: usize,
        questionnaire: &Questionnaire,
        spreadsheet: Spreadsheet,
    ) -> io::Result<Rows> {
        let mut rows = Rows {
            bytes: BufReader::with_capacity(capacity, without_mark(bytes)?),
            line: 1,
            table: Arc::new(Table { headings: Vec::new(), spreadsheet }),
        };
        let separator = rows.table.spreadsheet.separator;
        let first = rows.first_row(separator)?;
        let not_text = |_| io::Error::other("its first line is not UTF-8 text; save it as \"CSV UTF-8\"");
        let first = std::str::from_utf8(&first).map_err(not_text)?;
        let names: Vec<String> = cells(first, separator).iter().map(|cell| cell.trim().to_owned()).collect();
        usable(&names, separator)?;
        let headings = names.into_iter().map(|name| Heading::new(questionnaire, name)).collect();
        rows.table = Arc::new(Table { headings, spreadsheet: rows.table.spreadsheet.clone() });
        Ok(rows)
    }

    /// The headings, without their line feed; blank lines may precede them.
    fn first_row(&mut self, separator: u8) -> io::Result<Vec<u8>> {
        let mut first = Vec::new();
        let mut quoting = Quoting::CellStart;
        loop {
            let start = first.len();
            // More than a row can have is not read.
            let room = (MAX_BYTES + 1).saturating_sub(start);
            self.bytes.by_ref().take(room as u64).read_until(b'\n', &mut first)?;
            let line = first.get(start..).unwrap_or_default();
            self.line += u64::from(line.ends_with(b"\n"));
            let whole = line.iter().fold(quoting, |quoting, byte| quoting.step(*byte, separator));
            if line.is_empty() || whole == Quoting::CellStart && !first.trim_ascii().is_empty() {
                return Ok(first);
            }
            if first.trim_ascii().is_empty() {
                first.clear();
            }
            self.long(first.len(), self.line)?;
            quoting = whole;
        }
    }

    /// All rows that have come, as far as they are whole: a slow pipe is judged row by row, a file in chunks. None at the end.
    ///
    /// # Errors
    /// If the file cannot be read on.
    pub fn next(&mut self) -> io::Result<Option<RowsChunk>> {
        let separator = self.table.spreadsheet.separator;
        let mut rows = RowsChunk { bytes: Vec::new(), first: self.line, table: Arc::clone(&self.table) };
        let mut quoting = Quoting::CellStart;
        loop {
            let buffer = match self.bytes.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(io::Error::other(format!("{error} (from line {} on)", self.line))),
                Ok(buffer) => buffer,
            };
            if buffer.is_empty() {
                break;
            }
            let end = quoting.last_end(buffer, separator);
            let taken = end.unwrap_or(buffer.len());
            rows.bytes.extend_from_slice(buffer.get(..taken).unwrap_or_default());
            self.bytes.consume(taken);
            if end.is_some() {
                break;
            }
            self.long(rows.bytes.len(), self.line)?;
        }
        self.line += memchr::memchr_iter(b'\n', &rows.bytes).count() as u64;
        Ok((!rows.bytes.is_empty()).then_some(rows))
    }

    /// Ends a row that never ends: behind a quote that is not closed the whole file would be one cell, all of it in memory.
    fn long(&self, bytes: usize, line: u64) -> io::Result<()> {
        if bytes <= MAX_BYTES {
            return Ok(());
        }
        Err(io::Error::other(format!("a row is longer than {} MiB (from line {line} on)", MAX_BYTES >> 20)))
    }
}

impl RowsChunk {
    /// The rows as lines of JSON.
    pub fn lines(&self) -> Chunk {
        let mut chunk = Chunk { first: self.first, ..Chunk::default() };
        // A line of JSON names each column beside its cell.
        chunk.bytes.reserve(self.bytes.len() * 4);
        let (mut places, mut line) = (Vec::new(), self.first);
        let mut rest = self.bytes.as_slice();
        while !rest.is_empty() {
            let (row, lines, after) = self.row(rest);
            self.table.add(row, line, &mut places, &mut chunk);
            line += lines;
            rest = after;
        }
        chunk
    }

    /// The first row, how many lines it takes, and what follows it.
    fn row<'r>(&self, rest: &'r [u8]) -> (&'r [u8], u64, &'r [u8]) {
        let separator = self.table.spreadsheet.separator;
        let mut quoting = Quoting::CellStart;
        let (mut end, mut lines) = (0, 0);
        loop {
            let more = rest.get(end..).unwrap_or_default();
            let until = memchr::memchr(b'\n', more).map_or(more.len(), |line_feed| line_feed + 1);
            let line = more.get(..until).unwrap_or_default();
            (end, lines) = (end + until, lines + 1);
            let _ = quoting.last_end(line, separator);
            if quoting != Quoting::Quoted || end == rest.len() {
                let (row, after) = rest.split_at_checked(end).unwrap_or((rest, &[]));
                return (row.strip_suffix(b"\n").unwrap_or(row), lines, after);
            }
        }
    }
}

impl Table {
    /// Adds a row as a line. Rows of empty cells do not count.
    fn add(&self, row: &[u8], line: u64, places: &mut Vec<Range<usize>>, chunk: &mut Chunk) {
        if row.trim_ascii().is_empty() {
            return;
        }
        if !self.add_plain(row, places, &mut chunk.bytes) {
            match self.slowly(row) {
                Ok(None) => return,
                Ok(Some(text)) => chunk.bytes.extend_from_slice(text.as_bytes()),
                Err(reason) => drop(chunk.broken.insert(line, reason)),
            }
        }
        chunk.numbers.push(line);
        chunk.bytes.push(b'\n');
    }

    /// Adds the line of a row that says in plain ASCII, with no quote inside a cell, what is read just as it stands; false if this is
    /// none. It is the line that [`CsvRecord`](candidacy::batch::CsvRecord) makes.
    fn add_plain(&self, row: &[u8], places: &mut Vec<Range<usize>>, out: &mut Vec<u8>) -> bool {
        let row = row.strip_suffix(b"\r").unwrap_or(row);
        let separator = self.spreadsheet.separator;
        // Without a way out of the loop, many bytes are looked at at once.
        let plain = |byte: u8| (b' '..=b'~').contains(&byte) & (byte != b'\\') | (byte == separator);
        if !row.iter().fold(true, |all, byte| all & plain(*byte)) {
            return false;
        }
        let Ok(row) = std::str::from_utf8(row) else { return false };
        if !cut(row, separator, places) {
            return false;
        }
        if places.len() != self.headings.len() || places.iter().all(Range::is_empty) {
            return false;
        }
        let tabs = separator == b'\t';
        let begun = out.len();
        out.push(b'{');
        for beside in [true, false] {
            if !beside {
                out.extend_from_slice(b"\"answers\":{");
            }
            let opened = out.len();
            for (heading, place) in self.headings.iter().zip(places.iter()) {
                if (heading.kind == CellKind::Beside) != beside || place.is_empty() {
                    continue;
                }
                let cell = row.get(place.clone()).unwrap_or_default();
                // Columns without a heading may be several; a tab between quotes is no plain text.
                if heading.name.is_empty()
                    || tabs && cell.contains('\t')
                    || !self.spreadsheet.takes_as_it_is(&heading.column, cell)
                {
                    out.truncate(begun);
                    return false;
                }
                out.extend_from_slice(&heading.key);
                out.extend_from_slice(cell.as_bytes());
                out.extend_from_slice(b"\",");
            }
            if !beside && out.len() > opened {
                out.pop();
            }
        }
        out.extend_from_slice(b"}}");
        true
    }

    /// The same of any row; none of one of empty cells.
    fn slowly(&self, row: &[u8]) -> Result<Option<String>, String> {
        let row = String::from_utf8_lossy(row);
        let is_text = matches!(row, Cow::Borrowed(_));
        let cells = cells(&row, self.spreadsheet.separator);
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(None);
        }
        let (count, headings) = (cells.len(), self.headings.len());
        if count != headings {
            let of = if count == 1 { "cell" } else { "cells" };
            return Err(format!("the row has {count} {of}, and there are {headings} headings"));
        }
        if !is_text {
            return Err("the row is not UTF-8 text".to_owned());
        }
        let named = self.headings.iter().zip(&cells);
        let named = named.map(|(heading, cell)| (heading.name.as_str(), &heading.column, heading.kind, cell.trim()));
        Ok(Some(self.spreadsheet.read(named)?.finish()))
    }
}

impl Heading {
    fn new(questionnaire: &Questionnaire, name: String) -> Heading {
        let column = Spreadsheet::column(questionnaire, &name);
        let key = format!("{}:\"", serde_json::Value::from(name.as_str())).into_bytes();
        Heading { column, key, kind: CellKind::of(questionnaire, &name), name }
    }
}

/// Where the cells of a row stand, without blanks and quotes around them; false if there are quotes elsewhere.
fn cut(row: &str, separator: u8, places: &mut Vec<Range<usize>>) -> bool {
    places.clear();
    let bytes = row.as_bytes();
    let mut start = 0;
    loop {
        let rest = bytes.get(start..).unwrap_or_default();
        let (cell, next) = if let Some(quoted) = rest.strip_prefix(b"\"") {
            let Some(length) = quoted.iter().position(|byte| *byte == b'"') else { return false };
            (start + 1..start + 1 + length, start + length + 2)
        } else {
            // Most cells are shorter than what a search for many bytes at once costs before it begins.
            let ends = |byte: &u8| (*byte == separator) | (*byte == b'"');
            let length = rest.iter().position(ends).unwrap_or(rest.len());
            (start..start + length, start + length)
        };
        places.push(trimmed(bytes, cell));
        match bytes.get(next) {
            None => return true,
            Some(byte) if *byte == separator => start = next + 1,
            // A quote within a cell, or what follows the closing one and belongs to the cell.
            Some(_) => return false,
        }
    }
}

/// A cell without the blanks around it.
fn trimmed(bytes: &[u8], cell: Range<usize>) -> Range<usize> {
    let text = bytes.get(cell.clone()).unwrap_or_default();
    let is_blank = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_whitespace);
    if !is_blank(text.first()) && !is_blank(text.last()) {
        return cell;
    }
    let first = cell.start + (text.len() - text.trim_ascii_start().len());
    first..first + text.trim_ascii().len()
}

/// The cells of a row, their quotes taken away.
fn cells(row: &str, separator: u8) -> Vec<Cow<'_, str>> {
    let mut cells = Vec::new();
    let (mut start, mut quoting) = (0, Quoting::CellStart);
    for (at, byte) in row.bytes().enumerate() {
        let before = quoting;
        quoting = quoting.step(byte, separator);
        if byte == separator && before != Quoting::Quoted {
            cells.push(unquoted(row.get(start..at).unwrap_or_default()));
            start = at + 1;
        }
    }
    cells.push(unquoted(row.get(start..).unwrap_or_default()));
    cells
}

fn unquoted(cell: &str) -> Cow<'_, str> {
    let Some(mut rest) = cell.strip_prefix('"') else { return Cow::Borrowed(cell) };
    let mut text = String::with_capacity(rest.len());
    while let Some((before, after)) = rest.split_once('"') {
        text.push_str(before);
        let Some(more) = after.strip_prefix('"') else {
            text.push_str(after);
            return Cow::Owned(text);
        };
        text.push('"');
        rest = more;
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// Says what is wrong with headings that no row could be read by.
fn usable(headings: &[String], separator: u8) -> io::Result<()> {
    let told = |message: String| Err(io::Error::other(message));
    let mut known = std::collections::BTreeSet::new();
    if let Some(twice) = headings.iter().filter(|heading| !heading.is_empty()).find(|heading| !known.insert(*heading)) {
        return told(format!("the heading `{twice}` stands twice in its first line"));
    }
    if headings.iter().any(|heading| heading.contains('\r')) {
        return told("its lines end in a carriage return alone; save it as \"CSV UTF-8\"".to_owned());
    }
    match headings {
        [only] if separator == b',' && only.contains([';', '\t']) => {
            let sign = if only.contains(';') { "\";\"" } else { "tab" };
            told(format!(
                "its cells are not separated by commas; say `--separator {sign}`, or save it as \"CSV UTF-8\" with commas"
            ))
        }
        [only] if separator != b',' && only.contains(',') => {
            told("its cells are separated by commas; leave `--separator` out".to_owned())
        }
        _ => Ok(()),
    }
}

fn without_mark(mut bytes: Bytes) -> io::Result<Bytes> {
    let mut start = Vec::new();
    bytes.by_ref().take(3).read_to_end(&mut start)?;
    if start == BYTE_ORDER_MARK {
        start.clear();
    }
    Ok(Box::new(io::Cursor::new(start).chain(bytes)))
}

#[cfg(test)]
mod tests {
    use candidacy::questionnaire::{Texts, load};
    use candidacy::source::Sources;

    use super::*;

    const SET: &str = "questionnaire: q\nversion: 1.0.0\ntitle: T\nlanguage: en\nverdicts:\n  - fine: { title: F, says: F. }\n\
        \u{20} - later: { title: L, says: L. }\nsections:\n  - id: s\n    title: S\n    questions:\n\
        \u{20}     - { id: a, ask: \"A?\", type: text }\n      - { id: b, ask: \"B?\", type: text }\n";

    fn rows(table: &[u8], separator: u8, capacity: usize) -> Rows {
        let (set, faults) = load(&Texts::one("questionnaire.yaml", SET), "questionnaire.yaml", &mut Sources::default());
        let spreadsheet = Spreadsheet { separator, ..Spreadsheet::default() };
        let set = set.unwrap_or_else(|| panic!("{faults:?}"));
        Rows::new(Box::new(io::Cursor::new(table.to_vec())), capacity, &set, spreadsheet).unwrap()
    }

    /// The lines of JSON with their numbers, and the faults of rows.
    fn lines(mut rows: Rows) -> Vec<(u64, String)> {
        let mut lines = Vec::new();
        while let Some(chunk) = rows.next().unwrap() {
            let chunk = chunk.lines();
            let text = String::from_utf8(chunk.bytes.clone()).unwrap();
            assert_eq!(text.lines().count(), chunk.numbers.len(), "{text}");
            lines.extend(chunk.numbers.iter().zip(text.lines()).map(|(number, line)| {
                (*number, chunk.broken.get(number).map_or_else(|| line.to_owned(), |fault| format!("! {fault}")))
            }));
        }
        lines
    }

    /// The same by the library that reads CSV elsewhere.
    fn lines_by_library(table: &[u8], separator: u8) -> Vec<(u64, String)> {
        let mut table = table.to_vec();
        table.push(b'\n');
        let mut reader = csv::ReaderBuilder::new();
        reader.terminator(csv::Terminator::Any(b'\n')).flexible(true).has_headers(false).delimiter(separator);
        let mut reader = reader.from_reader(table.as_slice());
        let (mut row, mut lines) = (csv::ByteRecord::new(), Vec::new());
        assert!(reader.read_byte_record(&mut row).unwrap());
        let headings: Vec<String> = row.iter().map(|cell| String::from_utf8(cell.to_vec()).unwrap()).collect();
        while reader.read_byte_record(&mut row).unwrap() {
            let within = row.iter().flatten().filter(|byte| **byte == b'\n').count() as u64;
            let line = reader.position().line() - 1 - within;
            row.trim();
            if row.iter().all(<[u8]>::is_empty) {
                continue;
            }
            if row.len() != headings.len() {
                let of = if row.len() == 1 { "cell" } else { "cells" };
                lines.push((
                    line,
                    format!("! the row has {} {of}, and there are {} headings", row.len(), headings.len()),
                ));
                continue;
            }
            let cells: Vec<&str> = row.iter().map(|cell| std::str::from_utf8(cell).unwrap()).collect();
            let named = headings.iter().map(String::as_str).zip(cells);
            lines.push((line, candidacy::batch::csv_record(named)));
        }
        lines
    }

    /// Any table of the signs that matter, cut into buffers of any size, is read as the library reads it.
    #[test]
    fn rows_are_cut_as_by_the_library() {
        let signs = ["a", "1", ",", ",", "\"", "\"", "\n", "\n", " ", "\r\n", "\t", "é", "\\", "\u{7f}", "\"\"", ";"];
        let mut chance = 0x2545_f491_4f6c_dd1d_u64;
        let mut below = |bound: usize| {
            chance ^= chance << 13;
            chance ^= chance >> 7;
            chance ^= chance << 17;
            (chance >> 33) as usize % bound
        };
        for _ in 0..4000 {
            let separator = *[b',', b'\t', b';'].get(below(3)).unwrap();
            let sign = char::from(separator).to_string();
            let mut table = ["id", "a", "b"].join(&sign) + "\n";
            for _ in 0..below(40) {
                table += signs.get(below(signs.len())).unwrap();
                if below(6) == 0 {
                    table += &sign;
                }
            }
            // What is never closed is one cell to the end of the file in both, and ends differently.
            let quoting = table.bytes().fold(Quoting::CellStart, |quoting, byte| quoting.step(byte, separator));
            if quoting == Quoting::Quoted {
                table.push('"');
            }
            let expected = lines_by_library(table.as_bytes(), separator);
            assert_eq!(lines(rows(table.as_bytes(), separator, 1 + below(64))), expected, "{table:?}");
        }
    }
}
