//! Rows of a CSV file (RFC 4180), each made a line of JSON, with the number of the line that it starts on.

use std::io::{self, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use candidacy::batch::{Chunk, csv_record};
use candidacy::document::MAX_BYTES;
use candidacy::questionnaire::Questionnaire;

use super::spreadsheet::{Column, Spreadsheet};

/// Bytes on their way in.
pub type Bytes = Box<dyn Read + Send>;

/// What spreadsheets write before a table in UTF-8.
const BYTE_ORDER_MARK: [u8; 3] = [0xef, 0xbb, 0xbf];

/// The rows still to come.
pub struct Rows {
    rows: Box<csv::Reader<Measured>>,
    headings: csv::StringRecord,
    columns: Vec<Column>,
    spreadsheet: Spreadsheet,
    /// How many bytes came in since the last row.
    since: Arc<AtomicUsize>,
}

/// Ends a row that never ends: behind a quote that is not closed the whole file would be one cell, all of it in memory.
struct Measured {
    bytes: Bytes,
    since: Arc<AtomicUsize>,
}

impl Read for Measured {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.since.load(Ordering::Relaxed) > MAX_BYTES {
            return Err(io::Error::other(format!("a row is longer than {} MiB", MAX_BYTES >> 20)));
        }
        let count = self.bytes.read(buffer)?;
        self.since.fetch_add(count, Ordering::Relaxed);
        Ok(count)
    }
}

impl Rows {
    /// Reads the headings.
    ///
    /// # Errors
    /// If there are none that rows could be read by.
    pub fn new(bytes: Bytes, questionnaire: &Questionnaire, spreadsheet: Spreadsheet) -> io::Result<Rows> {
        let since = Arc::new(AtomicUsize::new(0));
        // With a line feed at the end every row has one, and lines can be counted by them.
        let bytes: Bytes = Box::new(without_mark(bytes)?.chain(Cursor::new(b"\n")));
        let bytes = Measured { bytes, since: Arc::clone(&since) };
        // A carriage return before the line feed is white space at the end of the last cell.
        let lines = csv::Terminator::Any(b'\n');
        let mut reader = csv::ReaderBuilder::new();
        reader.terminator(lines).flexible(true).has_headers(false).delimiter(spreadsheet.separator);
        let mut rows = reader.from_reader(bytes);
        let mut first = csv::ByteRecord::new();
        rows.read_byte_record(&mut first).map_err(reason)?;
        let not_text = |_| io::Error::other("its first line is not UTF-8 text; save it as \"CSV UTF-8\"");
        let mut headings = csv::StringRecord::from_byte_record(first).map_err(not_text)?;
        headings.trim();
        usable(&headings, spreadsheet.separator)?;
        let columns = headings.iter().map(|heading| Spreadsheet::column(questionnaire, heading)).collect();
        Ok(Rows { rows: Box::new(rows), headings, columns, spreadsheet, since })
    }

    /// Adds about `most` bytes of lines; none at the end.
    ///
    /// # Errors
    /// If the file cannot be read on.
    pub fn fill(&mut self, chunk: &mut Chunk, most: usize) -> io::Result<()> {
        let mut row = csv::ByteRecord::new();
        while chunk.bytes.len() < most {
            self.since.store(0, Ordering::Relaxed);
            let start = self.rows.position().line();
            let more = self.rows.read_byte_record(&mut row);
            if !more.map_err(|error| io::Error::other(format!("{} (from line {start} on)", reason(error))))? {
                return Ok(());
            }
            // A row ends with its line feed, and may have others in its cells; before it there may be empty lines.
            let within = row.iter().flatten().filter(|byte| **byte == b'\n').count() as u64;
            let line = self.rows.position().line().saturating_sub(1 + within);
            row.trim();
            if row.iter().all(<[u8]>::is_empty) {
                continue;
            }
            chunk.numbers.push(line);
            match self.json(&row) {
                Ok(text) => chunk.bytes.extend_from_slice(text.as_bytes()),
                Err(reason) => {
                    chunk.broken.insert(line, reason);
                }
            }
            chunk.bytes.push(b'\n');
        }
        Ok(())
    }

    fn json(&self, row: &csv::ByteRecord) -> Result<String, String> {
        let (cells, headings) = (row.len(), self.headings.len());
        if cells != headings {
            let of = if cells == 1 { "cell" } else { "cells" };
            return Err(format!("the row has {cells} {of}, and there are {headings} headings"));
        }
        let row =
            csv::StringRecord::from_byte_record(row.clone()).map_err(|_| "the row is not UTF-8 text".to_owned())?;
        let cells = self.headings.iter().zip(&self.columns).zip(row.iter());
        let cells = self.spreadsheet.read(cells.map(|((heading, column), cell)| (heading, column, cell)))?;
        Ok(csv_record(cells.iter().map(|(heading, cell)| (*heading, cell.as_ref()))))
    }
}

/// Says what is wrong with headings that no row could be read by.
fn usable(headings: &csv::StringRecord, separator: u8) -> io::Result<()> {
    let told = |message: String| Err(io::Error::other(message));
    let mut known = std::collections::BTreeSet::new();
    if let Some(twice) = headings.iter().filter(|heading| !heading.is_empty()).find(|heading| !known.insert(*heading)) {
        return told(format!("the heading `{twice}` stands twice in its first line"));
    }
    if headings.iter().any(|heading| heading.contains('\r')) {
        return told("its lines end in a carriage return alone; save it as \"CSV UTF-8\"".to_owned());
    }
    match headings.get(0) {
        Some(only) if headings.len() == 1 && separator == b',' && only.contains([';', '\t']) => {
            let sign = if only.contains(';') { "\";\"" } else { "tab" };
            told(format!(
                "its cells are not separated by commas; say `--separator {sign}`, or save it as \"CSV UTF-8\" with commas"
            ))
        }
        Some(only) if headings.len() == 1 && separator != b',' && only.contains(',') => {
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
    Ok(Box::new(Cursor::new(start).chain(bytes)))
}

/// What went wrong, without the words of the library around it.
fn reason(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
