//! Logical lines to lines of a terminal.
//!
//! A template writes one line for each paragraph, list item or heading; here it is broken at blanks so that it fits, with the
//! following lines hung under its text. A width is in terminal cells: an emoji or a Chinese character takes two, an accent
//! that stands alone none.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Narrower terminals are written for as if they had this many cells.
const LEAST_WIDTH: usize = 20;
/// The most blanks that a line may be indented on a narrow terminal, as a share of its width.
const INDENT_SHARE: usize = 3;

/// Breaks every line of a text so that it fits into `width` cells.
pub(super) fn wrap(text: &str, width: usize) -> String {
    let width = width.max(LEAST_WIDTH);
    let mut wrapped = String::with_capacity(text.len() + text.len() / 8);
    let (mut above, mut blank) = (0, true);
    for line in text.lines() {
        let line = line.trim_end();
        if line.is_empty() && blank {
            continue;
        }
        blank = line.is_empty();
        above =
            if is_ruler(line) { ruler(&mut wrapped, line, above.min(width)) } else { fold(&mut wrapped, line, width) };
    }
    wrapped.truncate(wrapped.trim_end().len());
    wrapped.push('\n');
    wrapped
}

/// A line of only `=`, `-` or `─` underlines the heading above it.
fn is_ruler(line: &str) -> bool {
    let mut characters = line.chars();
    let first = characters.next().filter(|first| matches!(first, '=' | '-' | '─'));
    first.is_some_and(|first| line.chars().count() > 2 && characters.all(|c| c == first))
}

/// Draws a ruler as long as the heading above it.
fn ruler(out: &mut String, line: &str, length: usize) -> usize {
    out.extend(line.chars().next().into_iter().flat_map(|c| std::iter::repeat_n(c, length)));
    out.push('\n');
    length
}

/// Writes one logical line; gives the width of its widest part.
fn fold(out: &mut String, line: &str, width: usize) -> usize {
    let (indent, hang) = hanging(line, width);
    let mut at = indent;
    let mut widest = 0;
    out.extend(std::iter::repeat_n(' ', indent));
    for (number, word) in pieces(line, width - hang).enumerate() {
        let cells = word.width();
        if number > 0 && at + 1 + cells > width {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', hang));
            at = hang;
        } else if number > 0 {
            out.push(' ');
            at += 1;
        }
        out.push_str(word);
        at += cells;
        widest = widest.max(at);
    }
    out.push('\n');
    widest
}

/// How far the first line and the following ones are indented.
fn hanging(line: &str, width: usize) -> (usize, usize) {
    let text = line.trim_start();
    let indent = (line.len() - text.len()).min(width / INDENT_SHARE);
    let marker = text.split_once(' ').map_or("", |(first, _)| first);
    let numbered =
        marker.strip_suffix('.').is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()));
    let marked = numbered || matches!(marker, "-" | "*" | "•" | "→" | "·" | "!" | "[" | "☐" | "✓");
    let box_or_marker = if text.starts_with("[ ] ") { 4 } else { marker.width() + 1 };
    let hang = if marked { indent + box_or_marker } else { indent };
    (indent, hang.min(width / 2))
}

/// The words of a line, those that are wider than a whole line cut between characters.
fn pieces(line: &str, width: usize) -> impl Iterator<Item = &str> {
    line.split_whitespace().flat_map(move |word| cut(word, width))
}

fn cut(word: &str, width: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut cells) = (0, 0);
    for (at, character) in word.grapheme_indices(true) {
        if cells > 0 && cells + character.width() > width {
            parts.extend(word.get(start..at));
            (start, cells) = (at, 0);
        }
        cells += character.width();
    }
    parts.extend(word.get(start..));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_at_blanks_and_hang_under_their_text() {
        for (text, expected) in [
            ("one two three four five six", "one two three four\nfive six\n"),
            ("- one two three four five six", "- one two three four\n  five six\n"),
            ("  12. one two three four", "  12. one two three\n      four\n"),
            ("[ ] one two three four five", "[ ] one two three\n    four five\n"),
            ("a\n\n\n\nb\n\n", "a\n\nb\n"),
            ("Heading\n====", "Heading\n=======\n"),
            ("abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrst\nuvwxyz\n"),
            ("日本語日本語日本語日本語", "日本語日本語日本語日\n本語\n"),
            ("👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽", "👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽\n👍🏽\n"),
            ("e\u{301}e\u{301} e\u{301}", "e\u{301}e\u{301} e\u{301}\n"),
        ] {
            assert_eq!(wrap(text, 20), expected, "{text}");
        }
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        let text = "            - a b c 日本語 supercalifragilistic 👩‍👩‍👧‍👦 x\n\n1. word word word\n========\n";
        for width in 0..60 {
            for line in wrap(text, width).lines() {
                assert!(line.width() <= width.max(LEAST_WIDTH), "{width}: {line}");
            }
        }
    }
}
