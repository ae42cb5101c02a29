//! Messages, made visible and narrow.

use crate::text;

/// The longest message that is shown whole, in characters. A message may quote a file, and a file may hold anything.
const LONGEST: usize = 8_000;

/// A text on one line with everything unseen made visible, cut where it is endless.
pub fn one_line(text: &str) -> String {
    let mut line = text::visible(text).replace(['\n', '\t'], " ");
    if let Some((end, _)) = line.char_indices().nth(LONGEST) {
        line.truncate(end);
        line.push('…');
    }
    line
}

/// A text in lines of at most `width` columns, broken at spaces only, and not within short names in backticks.
pub(super) fn wrapped(text: &str, width: usize) -> String {
    text::fill(glued(&one_line(text)).split(' '), width, width).join("\n").replace(GLUE, " ")
}

/// A space at which no line is broken.
const GLUE: char = '\u{A0}';
/// The longest text in backticks that is kept on one line, in bytes.
const SHORT: usize = 24;

fn glued(text: &str) -> String {
    let ticks = text.matches('`').count();
    let pieces = text.split('`').enumerate().map(|(at, piece)| {
        let is_short_code = at % 2 == 1 && at < ticks && piece.len() <= SHORT;
        if is_short_code { piece.replace(' ', GLUE.encode_utf8(&mut [0; 2])) } else { piece.to_owned() }
    });
    pieces.collect::<Vec<_>>().join("`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endless_text_is_cut() {
        assert_eq!(one_line("a\tb"), "a b");
        assert_eq!(one_line(&"é".repeat(LONGEST)), "é".repeat(LONGEST));
        assert_eq!(one_line(&"é".repeat(10_000)), "é".repeat(LONGEST) + "…");
    }

    #[test]
    fn lines_break_at_spaces_and_long_words_stay_whole() {
        assert_eq!(wrapped("one two three", 7), "one two\nthree");
        assert_eq!(wrapped("unbreakable", 4), "unbreakable");
        assert_eq!(wrapped("a\nb", 10), "a b");
        assert_eq!(wrapped("", 10), "");
        assert_eq!(wrapped("a `b: c` d", 7), "a\n`b: c`\nd");
        assert_eq!(wrapped("a ` b c", 3), "a `\nb c");
    }
}
