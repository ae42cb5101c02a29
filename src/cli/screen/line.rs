//! A line of text while it is typed, edited as in a shell. It knows no terminal: keys come in, lines to draw go out.
//!
//! Of a long text only as much is drawn as there are lines for: a pasted character costs the same wherever it stands.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use candidacy::response::MAX_TEXT;
use candidacy::text::{characters, prefix, visible_line, width};

/// The text, and where in it the next character comes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    text: String,
    /// The byte before which the next character comes.
    cursor: usize,
    /// What was cut last, to be put in again.
    killed: String,
}

/// What came of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    /// The line took it.
    Taken,
    /// What was typed would make the text too long; nothing has changed.
    TooLong,
    /// It is no key of a line.
    Not,
}

impl Line {
    /// A text, with the cursor behind it.
    pub fn new(text: impl Into<String>) -> Line {
        let text = text.into();
        Line { cursor: text.len(), text, killed: String::new() }
    }

    /// What is typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Takes a key.
    pub fn press(&mut self, key: KeyEvent) -> Edited {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        let by_word = control || alt;
        match key.code {
            KeyCode::Char('a') if control => self.cursor = 0,
            KeyCode::Char('e') if control => self.cursor = self.text.len(),
            KeyCode::Char('b') if control => self.cursor = self.before(),
            KeyCode::Char('f') if control => self.cursor = self.after(),
            KeyCode::Char('u') if control => self.kill(0, self.cursor),
            KeyCode::Char('k') if control => self.kill(self.cursor, self.text.len()),
            KeyCode::Char('w') if control => self.kill(self.blank_before(), self.cursor),
            KeyCode::Char('h') if control => self.delete(self.before(), self.cursor),
            KeyCode::Char('d') if control => self.delete(self.cursor, self.after()),
            KeyCode::Char('y') if control => return self.insert(&self.killed.clone()),
            KeyCode::Char('b') if alt => self.cursor = self.word_before(),
            KeyCode::Char('f') if alt => self.cursor = self.word_after(),
            KeyCode::Char('d') if alt => self.kill(self.cursor, self.word_after()),
            KeyCode::Char(_) if by_word => return Edited::Not,
            KeyCode::Char(character) => return self.insert(character.encode_utf8(&mut [0; 4])),
            KeyCode::Backspace if by_word => self.kill(self.word_before(), self.cursor),
            KeyCode::Backspace => self.delete(self.before(), self.cursor),
            KeyCode::Delete if by_word => self.kill(self.cursor, self.word_after()),
            KeyCode::Delete => self.delete(self.cursor, self.after()),
            KeyCode::Left if by_word => self.cursor = self.word_before(),
            KeyCode::Right if by_word => self.cursor = self.word_after(),
            KeyCode::Left => self.cursor = self.before(),
            KeyCode::Right => self.cursor = self.after(),
            KeyCode::Home => self.cursor = 0,
            KeyCode::End => self.cursor = self.text.len(),
            _ => return Edited::Not,
        }
        Edited::Taken
    }

    /// Puts a text where the cursor is; one that makes the whole too long is not taken at all. A line has no line breaks, and
    /// nothing else that acts.
    pub fn insert(&mut self, new: &str) -> Edited {
        let new = new.replace(char::is_control, " ");
        // Characters are only counted where their bytes could be too many.
        let long = self.text.len() + new.len() > MAX_TEXT;
        if long && self.text.chars().count() + new.chars().count() > MAX_TEXT {
            return Edited::TooLong;
        }
        self.text.insert_str(self.cursor, &new);
        self.cursor += new.len();
        Edited::Taken
    }

    fn delete(&mut self, from: usize, to: usize) {
        self.text.replace_range(from..to, "");
        self.cursor = from;
    }

    fn kill(&mut self, from: usize, to: usize) {
        self.killed = self.text.get(from..to).unwrap_or_default().to_owned();
        self.delete(from, to);
    }

    /// The text before the cursor and behind it.
    fn halves(&self) -> (&str, &str) {
        self.text.split_at(self.cursor)
    }

    fn before(&self) -> usize {
        self.cursor - characters(self.halves().0).next_back().map_or(0, str::len)
    }

    fn after(&self) -> usize {
        self.cursor + characters(self.halves().1).next().map_or(0, str::len)
    }

    /// Where what has no blank in it starts before the cursor, with the blanks behind it.
    fn blank_before(&self) -> usize {
        let before = self.halves().0.trim_end();
        before.len() - before.rsplit(char::is_whitespace).next().map_or(0, str::len)
    }

    /// Where the word before the cursor starts.
    fn word_before(&self) -> usize {
        let before = self.halves().0.trim_end_matches(|character: char| !character.is_alphanumeric());
        before.trim_end_matches(char::is_alphanumeric).len()
    }

    /// Where the word behind the cursor ends.
    fn word_after(&self) -> usize {
        let behind = self.halves().1.trim_start_matches(|character: char| !character.is_alphanumeric());
        self.text.len() - behind.trim_start_matches(char::is_alphanumeric).len()
    }

    /// The text behind a sign, in at most so many lines; and where in them the cursor stands.
    pub fn shown(&self, sign: &str, columns: usize, lines: usize) -> (Vec<String>, (usize, usize)) {
        let columns = columns.saturating_sub(1).max(1);
        let room = (columns * lines.max(1)).saturating_sub(width(sign) + 2).max(columns / 2);
        let (before, behind) = self.halves();
        let (mut kept, mut cells) = (before.len(), 0);
        for character in characters(before).rev() {
            cells += width(&visible_line(character));
            if cells > room {
                break;
            }
            kept -= character.len();
        }
        let left_out = if kept > 0 { "…" } else { "" };
        let before = format!("{sign}{left_out}{}", visible_line(before.get(kept..).unwrap_or_default()));
        let behind = visible_line(prefix(behind, columns.min(room.saturating_sub(cells))));
        let above = hard_lines(&before, columns);
        let mut cursor = (above.len().saturating_sub(1), above.last().map_or(0, |line| width(line)));
        if cursor.1 == columns {
            cursor = (cursor.0 + 1, 0);
        }
        (hard_lines(&format!("{before}{behind} "), columns).into_iter().map(str::to_owned).collect(), cursor)
    }
}

/// A text in full lines, broken where they end.
fn hard_lines(text: &str, columns: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let least = characters(rest).next().map_or(rest.len(), str::len);
        let (line, more) = rest.split_at(prefix(rest, columns).len().max(least));
        lines.push(line);
        rest = more;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Presses what a script says: `^W` is Ctrl-W, `~b` Alt-B, `<` Backspace, `>` Delete, `{` Home, `}` End; anything else is typed.
    fn press(line: &mut Line, script: &str) {
        let mut letters = script.chars();
        while let Some(letter) = letters.next() {
            let (code, modifiers) = match letter {
                '^' => (KeyCode::Char(letters.next().unwrap().to_ascii_lowercase()), KeyModifiers::CONTROL),
                '~' => (KeyCode::Char(letters.next().unwrap()), KeyModifiers::ALT),
                '<' => (KeyCode::Backspace, KeyModifiers::NONE),
                '>' => (KeyCode::Delete, KeyModifiers::NONE),
                '{' => (KeyCode::Home, KeyModifiers::NONE),
                '}' => (KeyCode::End, KeyModifiers::NONE),
                other => (KeyCode::Char(other), KeyModifiers::NONE),
            };
            line.press(KeyEvent::new(code, modifiers));
        }
    }

    #[test]
    fn keys_edit_a_line_as_in_a_shell() {
        for (script, text) in [
            ("one two  ^W", "one |"),
            ("one two^A", "|one two"),
            ("one two^Ax^Ey", "xone twoy|"),
            ("one two^B^B^K", "one t|"),
            ("one two^U", "|"),
            ("one two^U1 ^Y", "1 one two|"),
            ("one two~b^U", "|two"),
            ("one, two~b~b~d", "|, two"),
            ("one-two~b^W", "|two"),
            ("one two{~f!", "one!| two"),
            ("one two{^F^F^D^H", "o| two"),
            ("46^A4", "4|46"),
            ("46{>}0", "60|"),
            ("é👩‍👩‍👧<", "é|"),
            ("שלום<世界<", "שלו世|"),
            ("e\u{301}a<<", "|"),
        ] {
            let mut line = Line::default();
            press(&mut line, script);
            let (before, behind) = line.halves();
            assert_eq!(format!("{before}|{behind}"), text, "{script}");
        }
    }

    #[test]
    fn what_is_no_key_of_a_line_is_left_to_others() {
        let mut line = Line::new("a");
        for code in [KeyCode::Up, KeyCode::Esc, KeyCode::Enter, KeyCode::Tab] {
            assert_eq!(line.press(KeyEvent::new(code, KeyModifiers::NONE)), Edited::Not, "{code:?}");
        }
        assert_eq!(line.press(KeyEvent::new(KeyCode::Char('x'), KeyModifiers::ALT)), Edited::Not);
        assert_eq!(line.text(), "a");
    }

    #[test]
    fn what_is_too_long_is_left_out_whole() {
        let mut line = Line::default();
        line.insert(&"é".repeat(MAX_TEXT - 1));
        assert_eq!(line.insert("ab"), Edited::TooLong);
        assert_eq!(line.insert("a\n"), Edited::TooLong);
        assert_eq!(line.insert("\n"), Edited::Taken);
        assert!(line.text().ends_with("é ") && line.text().chars().count() == MAX_TEXT);
    }

    /// However long a text is, drawing it looks at no more of it than fits.
    #[test]
    fn of_a_long_text_the_end_is_drawn() {
        let mut line = Line::default();
        line.insert(&"abcdefghi ".repeat(900));
        let (lines, cursor) = line.shown("→ ", 20, 2);
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines[0].starts_with("→ …") && lines.iter().all(|line| width(line) <= 19), "{lines:?}");
        assert!(cursor.0 < 2 && cursor.1 < 20, "{cursor:?}");
    }

    #[test]
    fn the_cursor_stands_where_the_cells_say() {
        for (text, cursor) in
            [("", (0, 2)), ("ab", (0, 4)), ("世界", (0, 6)), ("e\u{301}", (0, 3)), ("12345678", (1, 0))]
        {
            assert_eq!(Line::new(text).shown("→ ", 11, 3).1, cursor, "{text}");
        }
    }
}
