//! Texts of files and messages, made harmless and narrow.

use unicode_width::UnicodeWidthStr;

/// A text without anything that a terminal obeys: control characters and overrides of the writing direction become
/// visible signs, and so does what breaks a line without being a line break. Line breaks and tabs stay; a byte order mark
/// and the first half of CR LF go.
pub fn harmless(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\n' | '\t' => shown.push(character),
            '\u{FEFF}' => {}
            '\r' if characters.peek() == Some(&'\n') => {}
            '\0'..='\x1F' => shown.push(char::from_u32(0x2400 + u32::from(character)).unwrap_or('\u{FFFD}')),
            '\x7F' => shown.push('\u{2421}'),
            '\u{80}'..='\u{9F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => shown.push('\u{FFFD}'),
            _ => shown.push(character),
        }
    }
    shown
}

/// The longest message that is shown whole, in characters. A message may quote a file, and a file may hold anything.
const LONGEST: usize = 600;

/// A harmless text on one line, cut where it is endless.
pub fn one_line(text: &str) -> String {
    let mut line = harmless(text).replace(['\n', '\t'], " ");
    if let Some((end, _)) = line.char_indices().nth(LONGEST) {
        line.truncate(end);
        line.push('…');
    }
    line
}

/// A text in lines of at most `width` columns, broken at spaces only, and not within short names in backticks.
pub(super) fn wrapped(text: &str, width: usize) -> String {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in glued(&one_line(text)).split(' ') {
        if !line.is_empty() && line.width() + 1 + word.width() > width {
            lines.push(std::mem::take(&mut line));
        } else if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines.join("\n").replace(GLUE, " ")
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
    fn nothing_that_a_terminal_obeys_is_left() {
        for (text, shown) in [
            ("a\x1b[31mb", "a␛[31mb"),
            ("\u{FEFF}a\r\nb\rc", "a\nb␍c"),
            ("\u{9b}31m\u{7f}", "\u{FFFD}31m␡"),
            ("x\u{202E}y\u{2066}z\u{2028}", "x\u{FFFD}y\u{FFFD}z\u{FFFD}"),
            ("tab\there é 👩‍🦲 שלום", "tab\there é 👩‍🦲 שלום"),
        ] {
            assert_eq!(harmless(text), shown);
        }
    }

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
