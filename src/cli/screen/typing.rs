//! One answer, typed into a line or chosen from the list below it.
//!
//! inquire's prompt of this kind counts, passes on and draws the whole text after each key, so that a pasted page took the
//! square of its length. Here a paste comes in one piece, keys that wait are taken together, and of a long text only as much
//! is drawn as there are lines for: a pasted character costs the same wherever it stands.

use std::io::{self, Write};
use std::time::Duration;

use crossterm::cursor::{MoveToColumn, MoveUp};
use crossterm::event::{
    DisableBracketedPaste, EnableBracketedPaste, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, poll, read,
};
use crossterm::queue;
use crossterm::terminal::{Clear, ClearType, disable_raw_mode, enable_raw_mode};

use candidacy::response::MAX_TEXT;
use candidacy::text::{characters, prefix, visible_line, width};

use super::super::interview::prompter::PromptFault;
use super::window::{Ink, Screen};

/// What stands around the line, and what the list has.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// Before the line.
    pub words: &'a str,
    /// What Enter gives while nothing is typed.
    pub default: Option<&'a str>,
    /// What is typed at first.
    pub initial: &'a str,
    /// The rows of the list, each a line or several.
    pub rows: &'a [String],
    /// How many rows are shown at once.
    pub page: usize,
    /// The keys, below the list.
    pub keys: &'a str,
    /// The lines that there are for what is typed.
    pub lines: usize,
}

/// What the person did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// Pressed Enter on this text, or on this row of the list.
    Text(String),
    /// Wants an explanation.
    Explain,
    /// Goes back.
    Back,
    /// Made the window larger or smaller, with this text typed.
    Resize(String),
}

/// A line while it is typed. The terminal is raw as long as one that was opened lives.
#[derive(Debug)]
pub struct Typing<'a> {
    around: Around<'a>,
    text: String,
    /// The byte before which the next character comes.
    cursor: usize,
    /// The row of the list where one is, among those that are found.
    row: Option<usize>,
    message: String,
    /// How many lines the cursor stands below the first one drawn.
    below: usize,
    /// Held to the end; none in tests, which have no terminal.
    _raw: Option<Raw>,
}

/// What a key leads to.
enum Next {
    On,
    End(Typed),
    Submit,
}

impl<'a> Typing<'a> {
    /// Takes the terminal; `text` is what is typed already.
    ///
    /// # Errors
    /// It is none.
    pub fn open(around: Around<'a>, text: String) -> io::Result<Typing<'a>> {
        enable_raw_mode()?;
        let raw = Some(Raw);
        queue!(io::stderr(), EnableBracketedPaste)?;
        Ok(Typing { around, cursor: text.len(), text, row: None, message: String::new(), below: 0, _raw: raw })
    }

    /// Waits for an answer that `judge` takes; of one that it does not it gives a sentence to show.
    ///
    /// # Errors
    /// Broken off, or the terminal has gone.
    pub fn answer(
        &mut self,
        screen: &Screen,
        judge: impl Fn(&str) -> Result<(), String>,
    ) -> Result<Typed, PromptFault> {
        loop {
            self.draw(screen)?;
            // All that is waiting is taken before anything is drawn again.
            loop {
                match self.take(read()?)? {
                    Next::On => {}
                    Next::End(done) => return Ok(done),
                    Next::Submit => match self.submitted() {
                        chosen if judge(&chosen).is_ok() => return Ok(Typed::Text(chosen)),
                        chosen => self.message = judge(&chosen).err().unwrap_or_default(),
                    },
                }
                if !poll(Duration::ZERO)? {
                    break;
                }
            }
        }
    }

    fn take(&mut self, event: Event) -> Result<Next, PromptFault> {
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => self.press(key),
            Event::Paste(text) => {
                // A line has no line breaks, and nothing else that acts.
                self.insert(&text.replace(char::is_control, " "));
                Ok(Next::On)
            }
            Event::Resize(..) => Ok(Next::End(Typed::Resize(std::mem::take(&mut self.text)))),
            _ => Ok(Next::On),
        }
    }

    fn press(&mut self, key: KeyEvent) -> Result<Next, PromptFault> {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let last = self.found().len().checked_sub(1);
        match key.code {
            KeyCode::Char('c') if control => return Err(PromptFault::Interrupted),
            KeyCode::Char('d' | 'g') if control => return Ok(Next::End(Typed::Back)),
            KeyCode::Esc => return Ok(Next::End(Typed::Back)),
            KeyCode::Char('j') if control => return Ok(Next::Submit),
            KeyCode::Enter => return Ok(Next::Submit),
            KeyCode::Char('p') if control => self.up(1),
            KeyCode::Char('n') if control => self.down(1, last),
            KeyCode::Up => self.up(1),
            KeyCode::PageUp => self.up(self.around.page),
            KeyCode::Down => self.down(1, last),
            KeyCode::PageDown => self.down(self.around.page, last),
            KeyCode::Char('a') if control => self.cursor = 0,
            KeyCode::Char('e') if control => self.cursor = self.text.len(),
            KeyCode::Char('u') if control => self.delete(0, self.cursor),
            KeyCode::Char('k') if control => self.delete(self.cursor, self.text.len()),
            KeyCode::Char('w') if control => self.delete(self.word_before(), self.cursor),
            KeyCode::Char(_) if control => {}
            KeyCode::Char(character) => {
                self.insert(character.encode_utf8(&mut [0; 4]));
                if self.text == "?" {
                    return Ok(Next::End(Typed::Explain));
                }
            }
            KeyCode::Backspace => self.delete(self.before(), self.cursor),
            KeyCode::Delete => self.delete(self.cursor, self.after()),
            KeyCode::Left => self.cursor = self.before(),
            KeyCode::Right => self.cursor = self.after(),
            KeyCode::Home => self.cursor = 0,
            KeyCode::End => self.cursor = self.text.len(),
            _ => {}
        }
        Ok(Next::On)
    }

    fn up(&mut self, rows: usize) {
        self.row = self.row.and_then(|row| row.checked_sub(rows));
    }

    fn down(&mut self, rows: usize, last: Option<usize>) {
        let next = self.row.map_or(rows - 1, |row| row + rows);
        self.row = last.map(|last| next.min(last));
    }

    /// Puts a text where the cursor is; one that makes the whole too long is not taken at all.
    fn insert(&mut self, new: &str) {
        // Characters are only counted where their bytes could be too many.
        let long = self.text.len() + new.len() > MAX_TEXT;
        if long && self.text.chars().count() + new.chars().count() > MAX_TEXT {
            self.message = format!("At most {MAX_TEXT} characters are taken; what came last was left out.");
            return;
        }
        self.text.insert_str(self.cursor, new);
        self.cursor += new.len();
        self.row = None;
    }

    fn delete(&mut self, from: usize, to: usize) {
        self.text.replace_range(from..to, "");
        self.cursor = from;
        self.row = None;
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

    /// Where the word before the cursor starts, with the blanks behind it.
    fn word_before(&self) -> usize {
        let before = self.halves().0.trim_end();
        before.len() - before.rsplit(char::is_whitespace).next().map_or(0, str::len)
    }

    /// The rows that go with what is typed; all of them if none does.
    fn found(&self) -> Vec<&'a String> {
        let rows = self.around.rows;
        // No row is as long as this; a long text is not looked for after each key.
        let longest = rows.iter().map(String::len).max().unwrap_or(0);
        let input = if self.text.len() > longest.max(64) { String::new() } else { self.text.trim().to_lowercase() };
        if input.is_empty() || input == self.around.initial.to_lowercase() {
            return rows.iter().collect();
        }
        let begins = |row: &&String| {
            let row = row.trim_start().to_lowercase();
            row.split_once(' ').is_some_and(|(key, label)| key == input || label.starts_with(&input))
        };
        let found: Vec<&String> = rows.iter().filter(begins).collect();
        if found.is_empty() { rows.iter().collect() } else { found }
    }

    /// What Enter gives: the row where one is, what Enter gives to an empty line, or what is typed.
    fn submitted(&self) -> String {
        let row = self.row.and_then(|row| self.found().get(row).map(|row| (*row).clone()));
        let default = self.around.default.filter(|_| self.text.is_empty()).map(str::to_owned);
        row.or(default).unwrap_or_else(|| self.text.clone())
    }

    fn draw(&mut self, screen: &Screen) -> io::Result<()> {
        let mut lines = Vec::new();
        if !self.message.is_empty() {
            lines.extend(screen.block(Ink::Alarm, &format!("! {}", self.message), 0));
        }
        let (line, cursor) = self.line(screen);
        let cursor = (lines.len() + cursor.0, cursor.1);
        lines.extend(line);
        lines.extend(self.list(screen));
        lines.push(screen.paint(Ink::Accent, &format!("[{}]", self.around.keys)));
        let mut out = io::stderr().lock();
        up(&mut out, self.below)?;
        queue!(out, MoveToColumn(0))?;
        for line in &lines {
            queue!(out, Clear(ClearType::UntilNewLine))?;
            write!(out, "{line}\r\n")?;
        }
        queue!(out, Clear(ClearType::FromCursorDown))?;
        up(&mut out, lines.len() - cursor.0)?;
        queue!(out, MoveToColumn(u16::try_from(cursor.1).unwrap_or(u16::MAX)))?;
        self.below = cursor.0;
        out.flush()
    }

    /// The words and what is typed behind them, in as many lines as there are; and where in them the cursor stands.
    fn line(&self, screen: &Screen) -> (Vec<String>, (usize, usize)) {
        let columns = screen.columns.saturating_sub(1).max(1);
        let default = self.around.default.map_or(String::new(), |default| format!("({default}) "));
        let start = format!("→ {} {default}", self.around.words);
        let room = (columns * self.around.lines.max(1)).saturating_sub(width(&start) + 2).max(columns / 2);
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
        let before = format!("{start}{left_out}{}", visible_line(before.get(kept..).unwrap_or_default()));
        let behind = visible_line(prefix(behind, columns.min(room.saturating_sub(cells))));
        let above = hard_lines(&before, columns);
        let mut cursor = (above.len().saturating_sub(1), above.last().map_or(0, |line| width(line)));
        if cursor.1 == columns {
            cursor = (cursor.0 + 1, 0);
        }
        let mut lines: Vec<String> =
            hard_lines(&format!("{before}{behind} "), columns).into_iter().map(str::to_owned).collect();
        if let Some(first) = lines.first_mut() {
            *first = first.replacen('→', &screen.paint(Ink::Accent, "→"), 1);
        }
        (lines, cursor)
    }

    /// The rows around the one where one is.
    fn list(&self, screen: &Screen) -> Vec<String> {
        let (rows, page) = (self.found(), self.around.page.max(1));
        let most = rows.len().saturating_sub(page);
        let top = self.row.map_or(0, |row| row.saturating_sub(page / 2).min(most));
        let shown = rows.iter().enumerate().skip(top).take(page);
        let lines = shown.flat_map(|(at, row)| {
            let here = self.row == Some(at);
            let more = (at == top && top > 0, at + 1 == top + page && top < most);
            let sign = match (here, more) {
                (true, _) => ">",
                (false, (true, _)) => "^",
                (false, (false, true)) => "v",
                (false, (false, false)) => " ",
            };
            let ink = if here { Ink::Accent } else { Ink::Plain };
            let before = std::iter::once(format!("{sign} ")).chain(std::iter::repeat(String::new()));
            before
                .zip(row.lines())
                .map(|(before, line)| screen.paint(ink, &format!("{before}{line}")))
                .collect::<Vec<_>>()
        });
        lines.collect()
    }
}

fn up(out: &mut impl Write, lines: usize) -> io::Result<()> {
    // Some terminals take 0 for 1.
    if lines > 0 { queue!(out, MoveUp(u16::try_from(lines).unwrap_or(u16::MAX))) } else { Ok(()) }
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

/// A terminal that takes keys one by one, and pastes as one. It is as before when this is dropped.
#[derive(Debug)]
struct Raw;

impl Drop for Raw {
    fn drop(&mut self) {
        // Nothing can be done if the terminal has gone.
        let _ = queue!(io::stderr(), DisableBracketedPaste, MoveToColumn(0), Clear(ClearType::FromCursorDown));
        let _ = io::stderr().flush();
        let _ = disable_raw_mode();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: [&str; 3] = [" 1 Yes, once", " 2 Yes, often", " s Skip"];

    fn typing(rows: &[String]) -> Typing<'_> {
        let around = Around { words: "Say:", default: None, initial: "", rows, page: 2, keys: "keys", lines: 2 };
        Typing { around, text: String::new(), cursor: 0, row: None, message: String::new(), below: 0, _raw: None }
    }

    fn press(typing: &mut Typing<'_>, code: KeyCode, modifiers: KeyModifiers) {
        assert!(typing.press(KeyEvent::new(code, modifiers)).is_ok());
    }

    #[test]
    fn keys_edit_the_line_as_in_a_shell() {
        let mut typing = typing(&[]);
        for (keys, text) in
            [("one two  ", "one two  "), ("^W", "one "), ("é👩‍👩‍👧", "one é👩‍👩‍👧"), ("<", "one é"), ("^A", "one é")]
        {
            match keys {
                "^W" => press(&mut typing, KeyCode::Char('w'), KeyModifiers::CONTROL),
                "^A" => press(&mut typing, KeyCode::Char('a'), KeyModifiers::CONTROL),
                "<" => press(&mut typing, KeyCode::Backspace, KeyModifiers::NONE),
                letters => letters.chars().for_each(|c| press(&mut typing, KeyCode::Char(c), KeyModifiers::NONE)),
            }
            assert_eq!(typing.text, text, "{keys}");
        }
        press(&mut typing, KeyCode::Right, KeyModifiers::NONE);
        press(&mut typing, KeyCode::Char('k'), KeyModifiers::CONTROL);
        assert_eq!((typing.text.as_str(), typing.cursor), ("o", 1));
    }

    #[test]
    fn the_list_follows_what_is_typed() {
        let rows = ROWS.map(str::to_owned);
        let mut typing = typing(&rows);
        for (text, found) in [("", 3), ("y", 2), ("yes, o", 2), ("yes, of", 1), ("s", 1), ("zzz", 3)] {
            typing.text = text.to_owned();
            assert_eq!(typing.found().len(), found, "{text}");
        }
        typing.text.clear();
        typing.down(1, Some(2));
        assert_eq!(typing.submitted(), ROWS[0]);
        typing.down(5, Some(2));
        assert_eq!(typing.submitted(), ROWS[2]);
        typing.up(5);
        assert_eq!(typing.submitted(), "");
    }

    #[test]
    fn what_is_too_long_is_left_out_whole() {
        let mut typing = typing(&[]);
        typing.insert(&"é".repeat(MAX_TEXT - 1));
        typing.insert("ab");
        assert!(typing.message.contains("At most 10000 characters"), "{}", typing.message);
        typing.insert("a");
        assert_eq!(typing.text.chars().count(), MAX_TEXT);
    }

    /// However long a text is, drawing it looks at no more of it than fits.
    #[test]
    fn of_a_long_text_the_end_is_drawn() {
        let screen = Screen::now(false).narrowed(20);
        let mut typing = typing(&[]);
        typing.insert(&"abcdefghi ".repeat(900));
        let (lines, cursor) = typing.line(&screen);
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines[0].starts_with("→ Say: …") && lines.iter().all(|line| width(line) <= 19), "{lines:?}");
        assert!(cursor.0 < 2 && cursor.1 < 20, "{cursor:?}");
    }
}
