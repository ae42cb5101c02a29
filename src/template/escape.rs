//! What a person typed shows as typed, in every format.
//!
//! First, everything that is not seen but acts (control characters, escape sequences, marks that turn the direction of
//! writing) is drawn as a visible sign. Then the format's own markup is taken out of what is left.

use std::fmt::Write;

/// How values are escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escape {
    /// Plain text: control characters and escape sequences are made visible.
    Text,
    /// Markdown: nothing a person typed can become markup.
    Markdown,
    /// HTML, between tags and in quoted attributes.
    Html,
}

impl Escape {
    /// The value as it may stand in a document of this format.
    pub fn apply(self, value: &str) -> String {
        let visible = visible(value);
        match self {
            Escape::Text => visible,
            Escape::Markdown => markdown(&visible),
            Escape::Html => html(&visible),
        }
    }
}

/// Draws what would act unseen: `␛` for an escape, `⏎` for a line break, `<U+202E>` for a mark that turns the writing.
fn visible(value: &str) -> String {
    let mut shown = String::with_capacity(value.len());
    let mut rest = value.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\r' if rest.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => shown.push('⏎'),
            '\t' => shown.push(' '),
            '\0'..='\u{1f}' => shown.extend(char::from_u32(0x2400 + u32::from(c))),
            '\u{7f}' => shown.push('␡'),
            _ if acts_unseen(c) => {
                let _ = write!(shown, "<U+{:04X}>", u32::from(c));
            }
            _ => shown.push(c),
        }
    }
    shown
}

/// Controls of the second range, marks that turn the direction of writing, and blanks without width. The joiners that
/// emoji and many scripts need are not among them.
fn acts_unseen(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

fn html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// A backslash before every sign that can begin markup anywhere, and before those that can do so at the start of a line.
fn markdown(text: &str) -> String {
    const ANYWHERE: &str = "\\`*_[]|~$^{}";
    let mut escaped = String::with_capacity(text.len() + 8);
    let list_dot = list_dot(text);
    for (at, c) in text.char_indices() {
        let starts = at == 0 && "#+-=!".contains(c);
        let link = c == ':' && text.get(at..).is_some_and(|rest| rest.starts_with("://"));
        let www = c == '.' && text.get(..at).is_some_and(|before| before.to_ascii_lowercase().ends_with("www"));
        if let Some(entity) = entity(c) {
            escaped.push_str(entity);
            continue;
        }
        if ANYWHERE.contains(c) || starts || link || www || list_dot == Some(at) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Brackets of tags are not left to a backslash: not every reader of Markdown keeps to it.
fn entity(c: char) -> Option<&'static str> {
    match c {
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '&' => Some("&amp;"),
        _ => None,
    }
}

/// The place of the `.` or `)` that would make `1.` at the start a numbered list.
fn list_dot(text: &str) -> Option<usize> {
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    (digits > 0 && matches!(text.as_bytes().get(digits), Some(b'.' | b')'))).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_shows_as_typed() {
        for (typed, text, markdown, html) in [
            ("plain é 日本 👍🏽", "plain é 日本 👍🏽", "plain é 日本 👍🏽", "plain é 日本 👍🏽"),
            ("<b>&\"'", "<b>&\"'", "&lt;b&gt;&amp;\"'", "&lt;b&gt;&amp;&quot;&#39;"),
            ("*a* _b_ `c`", "*a* _b_ `c`", "\\*a\\* \\_b\\_ \\`c\\`", "*a* _b_ `c`"),
            ("[x](http://y)", "[x](http://y)", "\\[x\\](http\\://y)", "[x](http://y)"),
            ("# h", "# h", "\\# h", "# h"),
            ("1. a", "1. a", "1\\. a", "1. a"),
            ("34.5", "34.5", "34\\.5", "34.5"),
            ("\u{1b}[31mred\u{7}", "␛[31mred␇", "␛\\[31mred␇", "␛[31mred␇"),
            ("a\r\nb\nc\u{2028}d", "a⏎b⏎c⏎d", "a⏎b⏎c⏎d", "a⏎b⏎c⏎d"),
            (
                "\u{202e}evil\u{9b}",
                "<U+202E>evil<U+009B>",
                "&lt;U+202E&gt;evil&lt;U+009B&gt;",
                "&lt;U+202E&gt;evil&lt;U+009B&gt;",
            ),
            ("مرحبا", "مرحبا", "مرحبا", "مرحبا"),
        ] {
            assert_eq!(Escape::Text.apply(typed), text);
            assert_eq!(Escape::Markdown.apply(typed), markdown);
            assert_eq!(Escape::Html.apply(typed), html);
        }
    }
}
