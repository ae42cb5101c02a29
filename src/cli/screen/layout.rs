//! Text for a screen of a given width: wrapped, measured, and free of anything that a terminal would obey.

use candidacy::text::{self, visible};

pub use candidacy::text::{pad, width};

/// A text with everything unseen drawn, as it stands on a screen whose columns are counted: a tab takes one. Line breaks stay.
pub fn on_screen(text: &str) -> String {
    visible(text).replace('\t', " ")
}

/// What a person typed, as it is kept: without control characters and blanks around it.
pub fn typed(text: &str) -> String {
    let shown = |character: char| if character.is_control() { ' ' } else { character };
    text.chars().map(shown).collect::<String>().trim().to_owned()
}

/// The text in lines of at most `columns`, broken between words; a word that is longer is broken between characters. Line
/// breaks in the text stay.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    text::wrap(&on_screen(text), columns.max(4))
}

/// The text cut to `columns`, with `…` where something is missing.
pub fn cut(text: &str, columns: usize) -> String {
    text::cut(&on_screen(text).replace('\n', " "), columns)
}

/// Small drawings beside each other, each with its caption below, in as many rows as `columns` need. Empty if one is too wide.
pub fn side_by_side(drawings: &[(String, String)], columns: usize) -> Vec<String> {
    let cells: Vec<Vec<String>> = drawings.iter().map(|(caption, drawing)| cell(caption, drawing)).collect();
    let cell_width = cells.iter().flatten().map(|line| width(line)).max().unwrap_or(0) + 2;
    if cells.is_empty() || cell_width > columns {
        return Vec::new();
    }
    let rows = cells.chunks((columns / cell_width).max(1));
    rows.flat_map(|row| beside(row, cell_width)).collect()
}

/// A drawing's lines and its caption, which is cut to what a drawing may take.
fn cell(caption: &str, drawing: &str) -> Vec<String> {
    let drawing = on_screen(drawing);
    let mut lines: Vec<String> = drawing.lines().map(|line| line.trim_end().to_owned()).collect();
    let widest = lines.iter().map(|line| width(line)).max().unwrap_or(0);
    lines.push(cut(caption, widest.max(14)));
    lines
}

fn beside(cells: &[Vec<String>], cell_width: usize) -> Vec<String> {
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    let line = |at: usize| {
        // Drawings stand on their captions, so shorter ones start lower.
        let part = |cell: &Vec<String>| {
            let text = (at + cell.len()).checked_sub(height).and_then(|at| cell.get(at)).cloned();
            pad(&text.unwrap_or_default(), cell_width)
        };
        cells.iter().map(part).collect::<String>().trim_end().to_owned()
    };
    (0..height).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_is_shown() {
        for (text, expected) in [
            ("plain", "plain"),
            ("\u{1b}[31mred\tit", "␛[31mred it"),
            ("two\nlines\r\n", "two\nlines\n"),
            ("a\u{200b}\u{202e}", "a<U+200B><U+202E>"),
        ] {
            assert_eq!(on_screen(text), expected, "{text:?}");
        }
    }

    #[test]
    fn drawings_stand_beside_each_other_or_below() {
        let drawings = [("A".to_owned(), "/\\\n||".to_owned()), ("B".to_owned(), "()".to_owned())];
        assert_eq!(side_by_side(&drawings, 40), ["/\\", "||  ()", "A   B"]);
        assert_eq!(side_by_side(&drawings, 5), ["/\\", "||", "A", "()", "B"]);
        assert!(side_by_side(&drawings, 2).is_empty());
    }
}
