//! Characters that act without being seen, and how they are shown.

use std::fmt::Write as _;

/// Whether a character acts without being seen, so that a reader and a program could take a text for two different ones.
///
/// These are the controls of both ranges, the marks and overrides of the writing direction, the line ends that are no line
/// feed, characters without width (zero-width space, word joiner, invisible operators, byte order marks), the old format
/// controls of Unicode, tags, and code points that are reserved for more of the same.
///
/// Not among them, on purpose:
///
/// - The joiners U+200C and U+200D and the variation selectors. Persian, the scripts of India, families of emoji and Japanese
///   names are wrong without them. They belong to the character before them, so [`visible`] lets them pass behind one and
///   shows them where they stand alone.
/// - The soft hyphen U+00AD. Authors put it into long words of German or Finnish; nothing hides in it, and a text that is
///   nothing else is blank: [`is_blank`].
/// - Blanks of any width, among them U+00A0, U+3000 and the fillers of Hangul: they take room, which is seen.
///
/// Line feeds and tabs are controls too. Who lets them pass says so.
///
/// ```
/// use candidacy::text::is_unseen;
/// assert!(is_unseen('\u{1b}') && is_unseen('\u{202e}') && is_unseen('\u{200b}') && is_unseen('\u{e0041}'));
/// assert!(!is_unseen('é') && !is_unseen('\u{200d}') && !is_unseen('\u{ad}'));
/// ```
pub fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{61c}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
            | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}')
}

/// Whether a character is a control that no text of people has in it: all controls but tabs and line ends.
pub fn is_control(character: char) -> bool {
    character.is_control() && !matches!(character, '\t' | '\n' | '\r' | '\u{85}')
}

/// Whether nothing of a text is seen: it has only blanks, unseen characters, and what shows only beside others.
///
/// ```
/// use candidacy::text::is_blank;
/// assert!(is_blank("") && is_blank(" \u{200b}\u{3000}") && is_blank("\u{ad}\u{200d}\u{fe0f}"));
/// assert!(!is_blank(" a\u{200b}"));
/// ```
pub fn is_blank(text: &str) -> bool {
    let nothing = |character: char| {
        let filler =
            matches!(character, '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}');
        character.is_whitespace() || is_unseen(character) || is_joiner(character) || is_selector(character) || filler
    };
    text.chars().all(nothing)
}

/// The text with everything unseen in it drawn as a sign: `␛` for an escape, `<U+202E>` for a mark that turns the writing.
/// Line feeds and tabs stay, a CR before a line feed goes, and so does a byte order mark at the very start.
///
/// ```
/// assert_eq!(candidacy::text::visible("a\u{1b}[31m\r\nb\u{200b}"), "a␛[31m\nb<U+200B>");
/// ```
pub fn visible(text: &str) -> String {
    drawn(text.strip_prefix('\u{feff}').unwrap_or(text), |character| match character {
        '\n' | '\t' => Some(character),
        _ => None,
    })
}

/// The same with one sign for each character, U+FFFD where there is no better one: for excerpts of files, in which columns
/// are counted.
///
/// ```
/// assert_eq!(candidacy::text::visible_in_place("\u{1b}\u{202e}x"), "␛\u{fffd}x");
/// ```
pub fn visible_in_place(text: &str) -> String {
    drawn(text.strip_prefix('\u{feff}').unwrap_or(text), |character| match character {
        '\n' | '\t' => Some(character),
        _ if character.is_ascii() => None,
        _ => Some('\u{fffd}'),
    })
}

/// The same as one line: a line break becomes `⏎`, a tab a blank.
///
/// ```
/// assert_eq!(candidacy::text::visible_line("a\r\nb\tc"), "a⏎b c");
/// ```
pub fn visible_line(text: &str) -> String {
    drawn(text, |character| match character {
        '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('⏎'),
        '\t' => Some(' '),
        _ => None,
    })
}

/// Draws what is unseen, unless `instead` has another sign for it.
fn drawn(text: &str, instead: impl Fn(char) -> Option<char>) -> String {
    // Nearly every text, and the addresses of drawings, which are long.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    let mut characters = unseen_in(text).peekable();
    while let Some((character, unseen)) = characters.next() {
        let before_line_feed = character == '\r' && characters.peek().is_some_and(|(next, _)| *next == '\n');
        match (unseen, instead(character)) {
            (false, _) => shown.push(character),
            (true, _) if before_line_feed => {}
            (true, Some(sign)) => shown.push(sign),
            (true, None) => draw(character, &mut shown),
        }
    }
    shown
}

/// The sign of one unseen character. The controls of ASCII have pictures of their own in Unicode.
fn draw(character: char, shown: &mut String) {
    let code = u32::from(character);
    match code {
        0..=0x1f => shown.extend(char::from_u32(0x2400 + code)),
        0x7f => shown.push('␡'),
        // Writing to a string cannot fail.
        _ => drop(write!(shown, "<U+{code:04X}>")),
    }
}

/// What stood before a character, as far as that matters for it.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    Nothing,
    Ascii,
    Other,
    Selector,
    Joiner,
}

/// The characters of a text, each with whether it is unseen where it stands.
pub(super) fn unseen_in(text: &str) -> impl Iterator<Item = (char, bool)> + '_ {
    let mut before = Before::Nothing;
    text.chars().map(move |character| {
        let stray = match character {
            _ if is_joiner(character) => matches!(before, Before::Nothing | Before::Joiner),
            // Behind ASCII only the look of an emoji is chosen: `1️⃣`. Any other selector there carries something hidden.
            '\u{fe0e}' | '\u{fe0f}' => !matches!(before, Before::Ascii | Before::Other),
            _ if is_selector(character) => before != Before::Other,
            _ => false,
        };
        let unseen = stray || is_unseen(character);
        before = match character {
            _ if unseen || character.is_whitespace() => Before::Nothing,
            _ if is_joiner(character) => Before::Joiner,
            _ if is_selector(character) => Before::Selector,
            _ if character.is_ascii() => Before::Ascii,
            _ => Before::Other,
        };
        (character, unseen)
    })
}

/// Joins or parts the letters on its sides.
fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}')
}

/// Chooses between the forms of the character before it.
fn is_selector(character: char) -> bool {
    matches!(character, '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_unseen_is_drawn_and_what_people_need_stays() {
        for (text, shown) in [
            ("a\x1b[31mb\0\x7f", "a␛[31mb␀␡"),
            ("\u{FEFF}a\r\nb\rc\u{FEFF}", "a\nb␍c<U+FEFF>"),
            ("\u{9b}31m", "<U+009B>31m"),
            ("x\u{202E}y\u{2066}z\u{2028}", "x<U+202E>y<U+2066>z<U+2028>"),
            ("a\u{61c}\u{200b}\u{200e}\u{e0041}", "a<U+061C><U+200B><U+200E><U+E0041>"),
            ("tab\there é 👩‍🦲 ❤️‍🔥 1️⃣ שלום", "tab\there é 👩‍🦲 ❤️‍🔥 1️⃣ שלום"),
            ("می‌خواهم क्‍ष 葛\u{e0100}城", "می‌خواهم क्‍ष 葛\u{e0100}城"),
            ("\u{200d}a \u{fe0f} b\u{e0101}", "<U+200D>a <U+FE0F> b<U+E0101>"),
            ("é\u{fe00}\u{fe01}\u{200d}\u{200d}", "é\u{fe00}<U+FE01><U+200D><U+200D>"),
            ("Donau\u{ad}dampf", "Donau\u{ad}dampf"),
        ] {
            assert_eq!(visible(text), shown, "{text:?}");
            assert_eq!(visible(&visible(text)), shown, "{text:?} twice");
        }
    }

    #[test]
    fn a_line_has_no_break_left() {
        assert_eq!(visible_line("a\r\nb\nc\rd\u{85}e\u{2028}f\u{2029}\tg"), "a⏎b⏎c⏎d⏎e⏎f⏎ g");
    }

    /// Everything that Unicode 17 calls ignorable by default and that has no room of its own is decided upon.
    #[test]
    fn every_character_without_width_is_decided() {
        let decided = |c: char| {
            is_unseen(c)
                || is_joiner(c)
                || is_selector(c)
                || matches!(c, '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}')
        };
        for (first, last) in [
            (0x00, 0x1f),
            (0x7f, 0x9f),
            (0xad, 0xad),
            (0x34f, 0x34f),
            (0x61c, 0x61c),
            (0x115f, 0x1160),
            (0x17b4, 0x17b5),
            (0x180b, 0x180f),
            (0x200b, 0x200f),
            (0x2028, 0x202e),
            (0x2060, 0x206f),
            (0xfe00, 0xfe0f),
            (0xfeff, 0xfeff),
            (0xfff0, 0xfffb),
            (0x1bca0, 0x1bca3),
            (0x1d173, 0x1d17a),
            (0xe0000, 0xe0fff),
        ] {
            for code in first..=last {
                assert!(decided(char::from_u32(code).unwrap()), "U+{code:04X}");
            }
        }
    }

    #[test]
    fn blank_is_what_shows_nothing() {
        for blank in ["", " \t\n", "\u{200b}", "\u{feff} \u{2060}", "\u{3164}", "\u{2800}\u{200d}", "\u{e0041}\u{202e}"]
        {
            assert!(is_blank(blank), "{blank:?}");
        }
        for seen in ["a", "\u{200b}a", "。", "👩‍🦲", "\u{301}"] {
            assert!(!is_blank(seen), "{seen:?}");
        }
    }
}
