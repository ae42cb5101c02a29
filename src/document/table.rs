//! A table as CSV (RFC 4180), each cell with the places of its characters. No library for CSV gives those.

use super::scalar::Run;
use super::{Scalar, Style, fault};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{Source, SourceIx, Span};

/// The most cells that are read: a guideline has some hundreds, and a file of nothing but commas millions.
const MAX_CELLS: usize = 100_000;

/// What spreadsheets write before a table in UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// Its cells, without the blanks around them.
    pub cells: Vec<Scalar>,
    /// Where it stands, without its line break.
    pub span: Span,
}

/// Reads all rows of a table, the headings too; those with nothing in them are left out. Reading never fails: what cannot be
/// read ends it, and is said.
pub fn parse_table(index: SourceIx, source: &Source) -> (Vec<TableRow>, Diagnostics) {
    if let Some(fault) = fault::too_large_table(index, &source.text) {
        return (Vec::new(), fault.into());
    }
    let start = if source.text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    let mut reader = TableReader { index, text: &source.text, at: start };
    let (mut rows, mut cells) = (Vec::new(), 0);
    while reader.at < source.text.len() {
        let row = match reader.row() {
            Ok(row) => row,
            Err(fault) => return (rows, Diagnostics::from(*fault)),
        };
        cells += row.cells.len();
        if cells > MAX_CELLS {
            return (rows, too_many_cells(row.span).into());
        }
        if row.cells.iter().any(|cell| !cell.text.is_empty()) {
            rows.push(row);
        }
    }
    (rows, Diagnostics::default())
}

struct TableReader<'t> {
    index: SourceIx,
    text: &'t str,
    at: usize,
}

impl TableReader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The cells up to the end of the row, which is left behind.
    fn row(&mut self) -> Result<TableRow, Box<Diagnostic>> {
        let start = self.at;
        let mut cells = Vec::new();
        loop {
            cells.push(self.cell()?);
            if !self.rest().starts_with(',') {
                break;
            }
            self.at += 1;
        }
        let span = Span::new(self.index, start, self.at);
        self.at += if self.rest().starts_with('\r') { 2 } else { 1 };
        Ok(TableRow { cells, span })
    }

    /// A cell up to its comma, or to the end of the row.
    fn cell(&mut self) -> Result<Scalar, Box<Diagnostic>> {
        let blanks = |text: &str| text.len() - text.trim_start_matches([' ', '\t']).len();
        self.at += blanks(self.rest());
        if self.rest().starts_with('"') { self.quoted() } else { Ok(self.plain()) }
    }

    fn plain(&mut self) -> Scalar {
        let rest = self.rest();
        // A carriage return is the end of a row only before a line feed.
        let end = rest.find([',', '\n']).unwrap_or(rest.len());
        let end = if rest.get(end.saturating_sub(1)..=end) == Some("\r\n") { end - 1 } else { end };
        let text = rest.get(..end).unwrap_or_default().trim_end().to_owned();
        let span = Span::new(self.index, self.at, self.at + text.len());
        self.at += end;
        Scalar::verbatim(text, span)
    }

    /// In quotes, of which two stand for one.
    fn quoted(&mut self) -> Result<Scalar, Box<Diagnostic>> {
        let start = self.at;
        let mut cell = Scalar { text: String::new(), style: Style::Quoted, span: Span::default(), runs: Vec::new() };
        self.at += 1;
        loop {
            let Some(length) = self.rest().find('"') else {
                return Err(not_closed(Span::new(self.index, start, start + 1)));
            };
            let more = self.rest().get(length + 1..).is_some_and(|after| after.starts_with('"'));
            self.take(&mut cell, length, length);
            if !more {
                break;
            }
            self.take(&mut cell, 2, 1);
        }
        self.at += 1;
        cell.span = Span::new(self.index, start, self.at);
        self.at += self.rest().len() - self.rest().trim_start_matches([' ', '\t']).len();
        match self.rest().chars().next() {
            None | Some(',' | '\n') => Ok(cell),
            Some('\r') if self.rest().starts_with("\r\n") => Ok(cell),
            Some(other) => Err(after_quote(Span::new(self.index, self.at, self.at + other.len_utf8()))),
        }
    }

    /// The next `raw` bytes of the file stand for the first `read` of them.
    fn take(&mut self, cell: &mut Scalar, raw: usize, read: usize) {
        let narrow = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        if raw > 0 {
            cell.runs.push(Run {
                text: narrow(cell.text.len()),
                text_len: narrow(read),
                file: narrow(self.at),
                file_len: narrow(raw),
            });
            cell.text.push_str(self.rest().get(..read).unwrap_or_default());
        }
        self.at += raw;
    }
}

fn not_closed(span: Span) -> Box<Diagnostic> {
    Diagnostic::new(Code::BadTable, span, "this quote is never closed")
        .help("write a quote at the end of the cell; a quote inside it is written twice")
        .into()
}

fn after_quote(span: Span) -> Box<Diagnostic> {
    Diagnostic::new(Code::BadTable, span, "something stands behind the quote that ends the cell")
        .help("a quote inside a cell is written twice; behind the last one stands a comma")
        .into()
}

fn too_many_cells(span: Span) -> Diagnostic {
    Diagnostic::new(Code::TooLarge, span, format!("the table has more than {MAX_CELLS} cells, the most that are read"))
        .help("split it, or check that it is the right file")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<Vec<String>>, Vec<String>) {
        let source = Source { name: "a.csv".into(), text: text.into() };
        let (rows, faults) = parse_table(SourceIx(0), &source);
        for cell in rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.style == Style::Plain) {
            assert_eq!(source.slice(cell.span), cell.text);
        }
        let cells = |row: &TableRow| row.cells.iter().map(|cell| cell.text.clone()).collect();
        (rows.iter().map(cells).collect(), faults.iter().map(|fault| fault.message.clone()).collect())
    }

    #[test]
    fn rows_are_read_as_spreadsheets_write_them() {
        for (text, rows) in [
            ("", vec![]),
            ("a", vec![vec!["a"]]),
            ("a,b\n", vec![vec!["a", "b"]]),
            ("a,b\r\nc,\r\n", vec![vec!["a", "b"], vec!["c", ""]]),
            ("\u{feff}a\n\n , \nb\n", vec![vec!["a"], vec!["b"]]),
            (" a b , \"c, d\" ,\"e\"\"f\"\n", vec![vec!["a b", "c, d", "e\"f"]]),
            ("\"a\nb\",c", vec![vec!["a\nb", "c"]]),
            ("a\rb,é", vec![vec!["a\rb", "é"]]),
            ("\"\",x", vec![vec!["", "x"]]),
        ] {
            assert_eq!(
                read(text),
                (rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect(), vec![]),
                "{text:?}"
            );
        }
    }

    #[test]
    fn what_cannot_be_read_is_said_after_the_rows_before_it() {
        for (text, rows, message) in [
            ("a\n\"b", 1, "this quote is never closed"),
            ("a\n\"b\"c,d\n", 1, "something stands behind the quote that ends the cell"),
            ("\"", 0, "this quote is never closed"),
            ("\"a\"\rb", 0, "something stands behind the quote that ends the cell"),
        ] {
            let (read, faults) = read(text);
            assert_eq!((read.len(), faults), (rows, vec![message.to_owned()]), "{text:?}");
        }
        let (_, faults) = read(&",".repeat(MAX_CELLS + 1));
        assert_eq!(faults, ["the table has more than 100000 cells, the most that are read"]);
    }

    #[test]
    fn a_doubled_quote_moves_no_place() {
        let text = "x,\"a \"\"b\"\" c\"";
        let source = Source { name: "a.csv".into(), text: text.into() };
        let (rows, _) = parse_table(SourceIx(0), &source);
        let cell = &rows[0].cells[1];
        assert_eq!(cell.text, "a \"b\" c");
        assert_eq!(source.slice(cell.place(6, 7)), "c");
        assert_eq!(source.slice(cell.place(3, 4)), "b");
        assert_eq!(source.slice(cell.span), "\"a \"\"b\"\" c\"");
    }
}
