//! Signs that look like an ordinary blank, or like nothing, where a program reads something else.

use super::unseen::is_unseen;

/// Whether a character is a blank that is none for a program, or cannot be seen at all: what comes along with text that is
/// copied from a page or a document. Ordinary blanks, tabs and line ends are not.
pub fn is_odd(character: char) -> bool {
    let joins = matches!(character, '\u{ad}' | '\u{34f}' | '\u{200c}' | '\u{200d}' | '\u{2800}' | '\u{3164}');
    let plain = matches!(character, ' ' | '\t' | '\n' | '\r');
    !plain && (character.is_whitespace() || is_unseen(character) || joins)
}

/// The first such sign of a text, and the byte where it stands.
///
/// ```
/// assert_eq!(candidacy::text::odd_sign("not_now\u{200b}"), Some((7, '\u{200b}')));
/// assert_eq!(candidacy::text::odd_sign("not now"), None);
/// ```
pub fn odd_sign(text: &str) -> Option<(usize, char)> {
    text.char_indices().find(|(_, character)| is_odd(*character))
}

/// How such a sign is called, with its number, for whoever looks for it in an editor.
///
/// ```
/// assert_eq!(candidacy::text::sign_name('\u{a0}'), "no-break space (U+00A0)");
/// ```
pub fn sign_name(character: char) -> String {
    let name = match character {
        '\u{a0}' | '\u{202f}' => "no-break space",
        '\u{ad}' => "soft hyphen",
        '\u{200b}' => "zero-width space",
        '\u{200c}' | '\u{200d}' => "zero-width joiner",
        '\u{2060}' => "word joiner",
        '\u{feff}' => "byte order mark",
        '\u{3000}' => "wide blank",
        _ if character.is_whitespace() => "blank of another width",
        _ => "sign that cannot be seen",
    };
    format!("{name} (U+{:04X})", u32::from(character))
}
