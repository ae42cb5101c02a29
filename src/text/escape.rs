//! The escapes of each format. They take the markup out of a text; what is unseen in it is drawn before
//! ([`visible`](super::visible)), but in [`json`] and [`html_page`], which take whole documents.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::unseen::unseen_in;

/// For HTML, between tags and in quoted attributes.
pub fn html(text: &str) -> String {
    replaced(text, |character| match character {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&#39;"),
        _ => None,
    })
}

/// For XML 1.0, in elements and attributes. What XML cannot hold becomes U+FFFD.
pub fn xml(text: &str) -> String {
    replaced(text, |character| match character {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\t' => Some("&#9;"),
        '\n' => Some("&#10;"),
        '\r' => Some("&#13;"),
        '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => Some("\u{fffd}"),
        _ => None,
    })
}

/// For a string in quotes in the language of Graphviz. A backslash begins an escape in labels, so it is doubled.
pub fn dot(text: &str) -> String {
    replaced(text, |character| match character {
        '\\' => Some("\\\\"),
        '"' => Some("\\\""),
        _ => None,
    })
}

fn replaced(text: &str, instead: impl Fn(char) -> Option<&'static str>) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut kept = 0;
    for (at, character) in text.char_indices() {
        if let Some(entity) = instead(character) {
            escaped.push_str(text.get(kept..at).unwrap_or_default());
            escaped.push_str(entity);
            kept = at + character.len_utf8();
        }
    }
    escaped.push_str(text.get(kept..).unwrap_or_default());
    escaped
}

/// For Markdown: a backslash before every sign that can begin markup anywhere, and before those that can do so at the start
/// of a line. Blanks at the ends go: no reader of Markdown shows them, and `** x **` is not bold.
pub fn markdown(text: &str) -> String {
    const ANYWHERE: &str = "\\`*_[]|~$^{}@";
    let text = text.trim();
    let mut escaped = String::with_capacity(text.len() + 8);
    let list_dot = list_dot(text);
    for (at, c) in text.char_indices() {
        let starts = at == 0 && "#+-=!".contains(c);
        let link = c == ':' && text.get(at..).is_some_and(|rest| rest.starts_with("://"));
        let www = c == '.' && text.get(..at).is_some_and(|before| before.to_ascii_lowercase().ends_with("www"));
        if let Some(entity) = tag_bracket(c) {
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
fn tag_bracket(c: char) -> Option<&'static str> {
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

/// A whole JSON text with everything unseen in it written as `\u…`: it says the same to every reader of JSON, and nothing to
/// a terminal. Outside its strings JSON has no such characters but line feeds and tabs, which stay.
///
/// ```
/// assert_eq!(candidacy::text::escape::json("{\"a\":\"\u{9b}\u{e0041}\"}"), r#"{"a":"\u009b\udb40\udc41"}"#);
/// ```
pub fn json(text: &str) -> Cow<'_, str> {
    document(text, |character, out| {
        for unit in character.encode_utf16(&mut [0; 2]) {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{unit:04x}");
        }
    })
}

/// A whole page of HTML with everything unseen in it written as `&#x…;`. Values in it have been drawn before; this is what
/// a template brings itself, such as the marks of direction of a Hebrew page. A control, which HTML does not know, is drawn.
pub fn html_page(text: &str) -> Cow<'_, str> {
    document(text, |character, out| {
        if character.is_control() {
            out.push_str(&html(&super::visible_line(character.encode_utf8(&mut [0; 4]))));
        } else {
            let _ = write!(out, "&#x{:X};", u32::from(character));
        }
    })
}

/// Replaces what is unseen in a document, but for line feeds and tabs. Most documents have nothing of the kind.
fn document(text: &str, replace: impl Fn(char, &mut String)) -> Cow<'_, str> {
    let unseen = |(character, unseen): (char, bool)| unseen && !matches!(character, '\n' | '\t');
    if !unseen_in(text).any(unseen) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 64);
    for found in unseen_in(text) {
        if unseen(found) { replace(found.0, &mut out) } else { out.push(found.0) }
    }
    Cow::Owned(out)
}

/// An SVG as the address of an image: then it is no markup of the page, and no script or link in it acts.
pub fn data_uri(svg: &str) -> String {
    let digit = |four_bits: u8| char::from_digit(u32::from(four_bits), 16).map(|digit| digit.to_ascii_uppercase());
    let mut uri = String::with_capacity(2 * svg.len());
    uri.push_str("data:image/svg+xml,");
    for byte in svg.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' | b':' | b'=' | b',' => {
                uri.push(char::from(byte));
            }
            _ => uri.extend([Some('%'), digit(byte >> 4), digit(byte & 15)].into_iter().flatten()),
        }
    }
    uri
}

/// A PNG as the address of an image.
pub fn png_uri(png: &[u8]) -> String {
    format!("data:image/png;base64,{}", base64(png))
}

/// Bytes as letters.
pub fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let sign = |bits: u32| SIGNS.get((bits & 63) as usize).map_or('=', |sign| char::from(*sign));
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = (0..3).fold(0, |bits, at| bits << 8 | u32::from(three.get(at).copied().unwrap_or(0)));
        for at in 0..4 {
            text.push(if at <= three.len() { sign(bits >> (18 - 6 * at)) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_letters_as_the_standard_says() {
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
        assert_eq!(png_uri(&[0x89, b'P']), "data:image/png;base64,iVA=");
    }

    #[test]
    fn a_drawing_becomes_an_address_without_quotes_or_brackets() {
        assert_eq!(data_uri("<svg a=\"é\"/>"), "data:image/svg+xml,%3Csvg%20a=%22%C3%A9%22/%3E");
    }

    #[test]
    fn a_json_text_says_the_same_and_shows_nothing_unseen() {
        let all: String = (0..0x11_0000).filter_map(char::from_u32).collect();
        let value = serde_json::json!({ "all": all, "a\u{202e}": ["\u{7f}\u{9b}"] });
        for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
            let escaped = json(&text);
            assert!(!escaped.chars().any(|c| super::super::is_unseen(c) && c != '\n'));
            assert_eq!(serde_json::from_str::<serde_json::Value>(&escaped).unwrap(), value);
        }
    }

    #[test]
    fn a_page_keeps_the_marks_of_its_template_as_references() {
        assert_eq!(html_page("<p>\u{200f}א\u{1b}\u{9b}\n"), "<p>&#x200F;א␛&lt;U+009B&gt;\n");
    }

    #[test]
    fn markdown_reads_as_typed() {
        for (typed, written) in [
            ("*a* _b_ `c`", "\\*a\\* \\_b\\_ \\`c\\`"),
            ("[x](http://y)", "\\[x\\](http\\://y)"),
            ("anna@clinic.example", "anna\\@clinic.example"),
            ("  x ", "x"),
            ("\u{3000}# h", "\\# h"),
            ("1. a", "1\\. a"),
            ("www.a.example", "www\\.a.example"),
        ] {
            assert_eq!(markdown(typed), written, "{typed:?}");
        }
    }
}
