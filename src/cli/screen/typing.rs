//! One answer, typed into a line or chosen from the rows below it.
//!
//! A paste comes in one piece, and keys that wait are taken together, so that a pasted character costs the same wherever it
//! stands.

use std::io::{self, Write};
use std::time::Duration;

use crossterm::cursor::{MoveToColumn, MoveUp};
use crossterm::event::{
    DisableBracketedPaste, EnableBracketedPaste, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, poll, read,
};
use crossterm::queue;
use crossterm::terminal::{Clear, ClearType, disable_raw_mode, enable_raw_mode};

use candidacy::response::MAX_TEXT;

use super::super::interview::prompter::PromptFault;
use super::line::{Edited, Line};
use super::list::{ListRow, seen};
use super::window::{Ink, Key, Screen};

/// How far PageUp and PageDown go.
const PAGE: usize = 5;

/// Before what is typed.
const SIGN: &str = "→ ";

/// What stands around the line.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// How to answer, above the line; it stays there.
    pub hint: &'a str,
    /// What can be chosen instead, below it.
    pub rows: &'a [ListRow],
    /// The keys, below everything.
    pub keys: &'a [Key],
    /// The lines for all of it.
    pub height: usize,
    /// How what is typed is read, to say so while it is typed.
    pub reads: &'a dyn Fn(&str) -> Option<String>,
    /// Whether a question mark may be part of an answer, unless it is all of it.
    pub takes_question_marks: bool,
}

/// What Enter was pressed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// This text.
    Text(String),
    /// The row at this position.
    Row(usize),
}

/// What the person did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// Pressed Enter on something that was taken.
    Chosen(Chosen),
    /// Wants an explanation, with this text typed.
    Explain(String),
    /// Goes back.
    Back,
    /// Made the window larger or smaller, with this text typed.
    Resize(String),
}

/// A line while it is typed. The terminal is raw as long as one that was opened lives.
pub struct Typing<'a> {
    around: Around<'a>,
    line: Line,
    /// The row where one is; none in the line.
    row: Option<usize>,
    top: usize,
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
    /// Takes the terminal; `text` is what is typed already, `message` what to say of it.
    ///
    /// # Errors
    /// It is none.
    pub fn open(around: Around<'a>, text: String, message: String) -> io::Result<Typing<'a>> {
        enable_raw_mode()?;
        let raw = Some(Raw);
        queue!(io::stderr(), EnableBracketedPaste)?;
        Ok(Typing { around, line: Line::new(text), row: None, top: 0, message, below: 0, _raw: raw })
    }

    /// Goes to a row.
    pub fn go(&mut self, row: Option<usize>) {
        self.row = row;
    }

    /// Waits for something that `judge` takes; of what it does not it gives a sentence to show.
    ///
    /// # Errors
    /// Broken off, or the terminal has gone.
    pub fn answer(
        &mut self,
        screen: &Screen,
        judge: impl Fn(&Chosen) -> Result<(), String>,
    ) -> Result<Typed, PromptFault> {
        loop {
            self.draw(screen)?;
            // All that is waiting is taken before anything is drawn again.
            loop {
                match self.take(read()?)? {
                    Next::On => {}
                    Next::End(done) => return Ok(done),
                    Next::Submit => {
                        let chosen = self.chosen();
                        match judge(&chosen) {
                            Ok(()) => return Ok(Typed::Chosen(chosen)),
                            Err(sentence) => self.message = sentence,
                        }
                    }
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
                let edited = self.line.insert(&text);
                self.edited(edited);
                Ok(Next::On)
            }
            Event::Resize(..) => Ok(Next::End(Typed::Resize(self.line.text().to_owned()))),
            _ => Ok(Next::On),
        }
    }

    fn press(&mut self, key: KeyEvent) -> Result<Next, PromptFault> {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let text = self.line.text();
        match key.code {
            KeyCode::Char('c') if control => return Err(PromptFault::Interrupted),
            // In a shell an empty line ends so; in one that is not, it takes the character behind the cursor away.
            KeyCode::Char('d') if control && text.is_empty() => return Ok(Next::End(Typed::Back)),
            KeyCode::Char('g') if control => return Ok(Next::End(Typed::Back)),
            KeyCode::Esc => return Ok(Next::End(Typed::Back)),
            KeyCode::Char('j') if control => return Ok(Next::Submit),
            KeyCode::Enter => return Ok(Next::Submit),
            KeyCode::Char('?') if text.is_empty() || !self.around.takes_question_marks => {
                return Ok(Next::End(Typed::Explain(text.to_owned())));
            }
            KeyCode::Char('p') if control => self.up(1),
            KeyCode::Char('n') if control => self.down(1),
            KeyCode::Up => self.up(1),
            KeyCode::PageUp => self.up(PAGE),
            KeyCode::Down => self.down(1),
            KeyCode::PageDown => self.down(PAGE),
            _ => {
                let edited = self.line.press(key);
                self.edited(edited);
            }
        }
        Ok(Next::On)
    }

    /// After a key of the line: one is in the line, and what was said before no longer matters. A text that is the key of a row
    /// chooses that row.
    fn edited(&mut self, edited: Edited) {
        match edited {
            Edited::Not => {}
            Edited::TooLong => {
                self.message = format!("At most {MAX_TEXT} characters are taken; what came last was left out.");
            }
            Edited::Taken => {
                self.message.clear();
                let typed = self.line.text().trim();
                self.row = self.around.rows.iter().position(|row| row.key.eq_ignore_ascii_case(typed));
            }
        }
    }

    fn up(&mut self, rows: usize) {
        self.row = self.row.and_then(|row| row.checked_sub(rows));
    }

    fn down(&mut self, rows: usize) {
        let next = self.row.map_or(rows - 1, |row| row + rows);
        self.row = self.around.rows.len().checked_sub(1).map(|last| next.min(last));
    }

    fn chosen(&self) -> Chosen {
        self.row.map_or_else(|| Chosen::Text(self.line.text().to_owned()), Chosen::Row)
    }

    fn draw(&mut self, screen: &Screen) -> io::Result<()> {
        let (lines, cursor) = self.lines(screen);
        let mut out = io::stderr().lock();
        up(&mut out, self.below)?;
        queue!(out, MoveToColumn(0))?;
        for (at, line) in lines.iter().enumerate() {
            queue!(out, Clear(ClearType::UntilNewLine))?;
            // Behind the last line nothing comes, so that the window never scrolls.
            write!(out, "{line}{}", if at + 1 == lines.len() { "" } else { "\r\n" })?;
        }
        queue!(out, Clear(ClearType::FromCursorDown))?;
        up(&mut out, (lines.len() - 1).saturating_sub(cursor.0))?;
        queue!(out, MoveToColumn(u16::try_from(cursor.1).unwrap_or(u16::MAX)))?;
        self.below = cursor.0;
        out.flush()
    }

    /// All lines, and where in them the cursor stands.
    fn lines(&mut self, screen: &Screen) -> (Vec<String>, (usize, usize)) {
        let message = match self.message.as_str() {
            "" => Vec::new(),
            message => screen.block(Ink::Alarm, &format!("! {message}"), 0),
        };
        let hint = if self.around.hint.is_empty() { Vec::new() } else { screen.block(Ink::Dim, self.around.hint, 0) };
        let reading = (self.around.reads)(self.line.text()).filter(|_| self.row.is_none());
        let reading = reading.map(|reading| screen.block(Ink::Dim, &reading, SIGN.chars().count())).unwrap_or_default();
        let keys = screen.keys(self.around.keys);
        let drawn: Vec<Vec<String>> =
            self.around.rows.iter().enumerate().map(|(at, row)| row.lines(screen, Some(at) == self.row)).collect();
        let all: usize = drawn.iter().map(Vec::len).sum();
        let fixed = message.len() + hint.len() + reading.len() + keys.len();
        // The rows have what the line leaves, and the line what all rows leave, at least some lines each.
        let room = self.around.height.saturating_sub(fixed);
        let all_room = room;
        let (mut line, cursor) = self.line.shown(SIGN, screen.columns, room.saturating_sub(all).clamp(2, 12));
        if let Some(first) = line.first_mut() {
            *first = first.replacen(SIGN, &screen.paint(Ink::Accent, SIGN), 1);
        }
        let room = room.saturating_sub(line.len());
        let rows = if drawn.is_empty() || room == 0 {
            Vec::new()
        } else {
            seen(screen, &drawn, (&mut self.top, self.row), room)
        };
        let gap = vec![String::new(); usize::from(room > rows.len() && !rows.is_empty())];
        let above = message.len() + hint.len();
        let used = line.len() + gap.len() + rows.len();
        let apart = vec![String::new(); usize::from(all_room > used)];
        let lines = [message, hint, line, reading, gap, rows, apart, keys].concat();
        (lines, (above + cursor.0, cursor.1))
    }
}

fn up(out: &mut impl Write, lines: usize) -> io::Result<()> {
    // Some terminals take 0 for 1.
    if lines > 0 { queue!(out, MoveUp(u16::try_from(lines).unwrap_or(u16::MAX))) } else { Ok(()) }
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

    fn rows() -> Vec<ListRow> {
        let row = |key: &str, label: &str| ListRow { key: key.into(), label: label.into(), ..ListRow::default() };
        vec![row("1", "This month"), row("2", "Last month"), row("u", "Not sure")]
    }

    fn typing<'a>(rows: &'a [ListRow], keys: &'a [Key], text: &str) -> Typing<'a> {
        let (reads, height) = (&(|text: &str| Some(format!("read as {text}"))), 9);
        let around = Around { hint: "A day", rows, keys, height, reads, takes_question_marks: false };
        Typing { around, line: Line::new(text), row: None, top: 0, message: String::new(), below: 0, _raw: None }
    }

    fn press(typing: &mut Typing<'_>, code: KeyCode) -> Next {
        typing.press(KeyEvent::new(code, KeyModifiers::NONE)).unwrap_or_else(|_| panic!("{code:?}"))
    }

    #[test]
    fn a_key_chooses_its_row_and_anything_else_is_typed() {
        let rows = rows();
        let mut typing = typing(&rows, &[], "");
        assert_eq!(typing.chosen(), Chosen::Text(String::new()));
        press(&mut typing, KeyCode::Char('1'));
        assert_eq!(typing.chosen(), Chosen::Row(0));
        press(&mut typing, KeyCode::Char('.'));
        assert_eq!(typing.chosen(), Chosen::Text("1.".to_owned()));
        press(&mut typing, KeyCode::PageDown);
        assert_eq!(typing.chosen(), Chosen::Row(2));
        press(&mut typing, KeyCode::Up);
        press(&mut typing, KeyCode::Up);
        assert_eq!(typing.chosen(), Chosen::Row(0));
        press(&mut typing, KeyCode::Up);
        assert_eq!(typing.chosen(), Chosen::Text("1.".to_owned()));
    }

    #[test]
    fn the_hint_and_the_cursor_stay_where_something_is_typed_already() {
        let (rows, keys) = (rows(), [Key::enter()]);
        let mut typing = typing(&rows, &keys, "46");
        let screen = Screen::now(false).narrowed(40);
        let (lines, cursor) = typing.lines(&screen);
        assert_eq!(lines[..3], ["A day", "→ 46 ", "  read as 46"]);
        assert_eq!((cursor, lines.last().map(String::as_str)), ((1, 4), Some("Enter go on")));
        assert!(lines.len() <= 9, "{lines:?}");
        press(&mut typing, KeyCode::Char('4'));
        typing.message = "Too much.".to_owned();
        let (lines, cursor) = typing.lines(&screen);
        assert_eq!((lines[..3].join("|"), cursor), ("! Too much.|A day|→ 464 ".to_owned(), (2, 5)));
    }

    #[test]
    fn a_question_mark_explains_where_it_can_be_no_answer() {
        let mut typing = typing(&[], &[], "46");
        assert!(matches!(press(&mut typing, KeyCode::Char('?')), Next::End(Typed::Explain(text)) if text == "46"));
        typing.around.takes_question_marks = true;
        assert!(matches!(press(&mut typing, KeyCode::Char('?')), Next::On) && typing.line.text() == "46?");
    }
}
