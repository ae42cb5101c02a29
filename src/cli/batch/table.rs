//! Records as rows of a CSV file (RFC 4180).

use candidacy::batch::{Field, Row};
use candidacy::text::{is_blank, visible};

/// The first row of a file with these columns.
pub fn header(fields: &[Field]) -> Vec<u8> {
    let names = fields.iter().map(|field| field.name().to_owned()).chain(std::iter::once("errors".to_owned()));
    rows(&[Row { cells: names.collect() }])
}

/// The rows as they stand in the file.
pub fn rows(rows: &[Row]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written = rows.iter().try_for_each(|row| writer.write_record(row.cells.iter().map(|cell| guarded(cell))));
    let bytes = writer.into_inner();
    assert!(written.is_ok() && bytes.is_ok(), "rows of one batch differ in length: a fault of Candidacy");
    bytes.unwrap_or_default()
}

/// A cell with everything unseen drawn. What a spreadsheet would run as a formula gets an apostrophe before it.
fn guarded(cell: &str) -> String {
    let shown = visible(cell);
    if is_formula(cell) { format!("'{shown}") } else { shown }
}

/// Whether a spreadsheet may take a cell for a formula. Some pass over blanks and unseen characters before it, and those of
/// East Asia take the wide forms of the signs as well. A negative number is none.
fn is_formula(cell: &str) -> bool {
    let begins = cell.trim_start_matches(|first: char| is_blank(first.encode_utf8(&mut [0; 4])));
    begins.starts_with(['=', '+', '@', '＝', '＋', '－', '＠'])
        || cell.starts_with(['\t', '\r'])
        || (begins.starts_with('-') && begins.parse::<f64>().is_err())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cell: &str) -> String {
        let row = Row { cells: vec![cell.to_owned(), "x".to_owned()] };
        String::from_utf8(rows(&[row])).unwrap()
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        for (cell, expected) in [
            ("", ",x\n"),
            ("plain é", "plain é,x\n"),
            ("a, b", "\"a, b\",x\n"),
            ("say \"a\"", "\"say \"\"a\"\"\",x\n"),
            ("a\nb", "\"a\nb\",x\n"),
            ("a b ", "a b ,x\n"),
            ("\u{1b}[31m\u{202e}", "␛[31m<U+202E>,x\n"),
        ] {
            assert_eq!(written(cell), expected, "{cell:?}");
        }
    }

    #[test]
    fn no_cell_is_a_formula() {
        for cell in [
            "=1",
            "+1",
            "@a",
            "-a",
            "\ta",
            "\ra",
            " =1",
            "\u{a0}=1",
            "\u{200b}=1",
            "＝1",
            "＋1",
            "－1",
            "＠a",
            "\u{3000}-a",
        ] {
            assert!(written(cell).trim_start_matches('"').starts_with('\''), "{cell:?}: {}", written(cell));
        }
        for cell in ["-5", "-0.5", "a=1", "5", "low..high", "a@b"] {
            assert_eq!(written(cell), format!("{cell},x\n"));
        }
    }
}
