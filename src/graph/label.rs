//! Labels: one line of text, cut to a length and broken into short lines.

use crate::text;

/// The most cells in a line of a label.
const LINE: usize = 34;

/// A text of at most `most` cells, in lines that make a box of a good shape. What is unseen is drawn.
pub(super) fn label(label: &str, most: usize) -> Vec<String> {
    text::fill(shorten(label, most).split(' '), LINE, LINE)
}

/// A text in one line of at most `most` cells, with `…` where something is missing.
fn shorten(label: &str, most: usize) -> String {
    let line = text::visible(&label.split_whitespace().collect::<Vec<_>>().join(" "));
    if text::width(&line) <= most {
        return line;
    }
    format!("{}…", text::prefix(&line, most.saturating_sub(1)).trim_end())
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
            ("a\0b\u{7}c", 9, &["a␀b␇c"]),
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
