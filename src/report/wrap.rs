//! Logical lines to lines of a terminal.
//!
//! A template writes one line for each paragraph, list item or heading; here it is broken at blanks so that it fits, with the
//! following lines hung under its text. Words and widths are `text`'s.

use crate::text;

/// Narrower terminals are written for as if they had this many cells.
const LEAST_WIDTH: usize = 20;
/// The most blanks that a line may be indented on a narrow terminal, as a share of its width.
const INDENT_SHARE: usize = 3;

/// Breaks every line of a text so that it fits into `width` cells.
pub(super) fn wrap(report: &str, width: usize) -> String {
    let width = width.max(LEAST_WIDTH);
    let mut wrapped = String::with_capacity(report.len() + report.len() / 8);
    let (mut above, mut blank) = (0, true);
    for line in report.lines() {
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
    let lines = text::fill(text::pieces(line, width - hang), width - indent, width - hang);
    let mut widest = 0;
    for (line, before) in lines.iter().zip(std::iter::once(indent).chain(std::iter::repeat(hang))) {
        out.extend(std::iter::repeat_n(' ', before));
        out.push_str(line);
        out.push('\n');
        widest = widest.max(before + text::width(line));
    }
    widest
}

/// How far the first line and the following ones are indented.
fn hanging(line: &str, width: usize) -> (usize, usize) {
    let unindented = line.trim_start();
    let indent = (line.len() - unindented.len()).min(width / INDENT_SHARE);
    let marker = unindented.split_once(' ').map_or("", |(first, _)| first);
    let numbered =
        marker.strip_suffix('.').is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()));
    let marked = numbered || matches!(marker, "-" | "*" | "•" | "→" | "·" | "!" | "[" | "☐" | "✓");
    let box_or_marker = if unindented.starts_with("[ ] ") { 4 } else { text::width(marker) + 1 };
    let hang = if marked { indent + box_or_marker } else { indent };
    (indent, hang.min(width / 2))
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
        let report = "            - a b c 日本語 supercalifragilistic 👩‍👩‍👧‍👦 x\n\n1. word word word\n========\n";
        for width in 0..60 {
            for line in wrap(report, width).lines() {
                assert!(text::width(line) <= width.max(LEAST_WIDTH), "{width}: {line}");
            }
        }
    }
}
