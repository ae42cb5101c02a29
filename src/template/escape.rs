//! What a person typed shows as typed, in every format.
//!
//! First, everything that is not seen but acts (control characters, escape sequences, marks that turn the direction of
//! writing) is drawn as a visible sign. Then the format's own markup is taken out of what is left.

use crate::text::{escape, visible_line};

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
        let visible = visible_line(value);
        match self {
            Escape::Text => visible,
            Escape::Markdown => escape::markdown(&visible),
            Escape::Html => escape::html(&visible),
        }
    }
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
