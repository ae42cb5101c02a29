//! Labels: one line of text, cut to a length and broken into short lines.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// The most cells in a line of a label.
const LINE: usize = 34;

/// A text of at most `most` cells, in lines that make a box of a good shape. What cannot be printed shows as a blank.
pub(super) fn label(text: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in shorten(text, most).split(' ') {
        match lines.last_mut() {
            Some(last) if last.width() + 1 + word.width() <= LINE => {
                last.push(' ');
                last.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A text in one line of at most `most` cells, with `…` where something is missing.
fn shorten(text: &str, most: usize) -> String {
    let printable: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = printable.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.width() <= most {
        return line;
    }
    let mut short = String::new();
    for piece in line.graphemes(true) {
        if short.width() + piece.width() + 1 > most {
            break;
        }
        short.push_str(piece);
    }
    format!("{}…", short.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_and_broken_between_words() {
        for (text, most, expected) in [
            ("", 10, &[""][..]),
            ("How old\n are  you?", 40, &["How old are you?"]),
            ("one two three", 9, &["one two…"]),
            ("one two three", 8, &["one two…"]),
            ("👩‍👩‍👧👩‍👩‍👧", 3, &["👩‍👩‍👧…"]),
            ("a\0b\u{7}c", 9, &["a b c"]),
            (
                "Has a scar of yours ever grown beyond the wound?",
                99,
                &["Has a scar of yours ever grown", "beyond the wound?"],
            ),
        ] {
            assert_eq!(label(text, most), expected, "{text:?}");
        }
    }
}
