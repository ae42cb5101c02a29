//! A list on a terminal: a key goes to its row, or marks it where several can be marked, and Enter goes on. Nothing is answered by
//! one key alone.

use std::io::{self, Write};

use crossterm::cursor::{Hide, MoveToColumn, MoveUp, Show};
use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use crossterm::queue;
use crossterm::terminal::{Clear, ClearType, disable_raw_mode, enable_raw_mode};

use super::super::interview::page::begins_with_yes_or_no;
use super::super::interview::prompter::PromptFault;
use super::cells::{Look, Picture};
use super::gallery::Gallery;
use super::kitty;
use super::layout::{cut, pad, width, wrap};
use super::window::{Ink, Key, Screen};

/// How far PageUp and PageDown go.
const PAGE: usize = 5;

/// One row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListRow {
    /// A heading above it.
    pub heading: Option<String>,
    /// What jumps to it when typed.
    pub key: String,
    /// What it says.
    pub label: String,
    /// Whether it is marked; none if it cannot be.
    pub mark: Option<bool>,
    /// What stands at its right.
    pub value: Option<String>,
    /// What stands below it while one is here.
    pub help: Option<String>,
    /// What is drawn beside the list while one is here.
    pub drawing: Option<Picture>,
}

/// What the person did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListAction {
    /// Pressed Enter on the row at this position.
    Choose(usize),
    /// Pressed the key of the row at this position, or Space there, in a list in which rows are marked.
    Mark(usize),
    /// Pressed Enter before going to any row.
    Nowhere,
    /// Wants an explanation.
    Explain,
    /// Wants the drawings as a page.
    Open,
    /// Goes back.
    Back,
    /// Made the window larger or smaller.
    Resize,
    /// Typed one of the letters that answer the row at this position.
    Answer(usize, char),
}

/// A list while it is shown. The terminal is raw as long as it lives.
#[derive(Debug)]
pub struct List {
    /// Where one is; nowhere at first where nothing may be chosen beforehand.
    cursor: Option<usize>,
    top: usize,
    drawn: usize,
    typed: String,
    /// The letters that answer the row where one is, rather than going to another.
    letters: String,
    /// Whether the key of a row marks it.
    marks: bool,
    /// The drawings that stand instead of the first rows, and whether they are images.
    gallery: Option<(Gallery, Look)>,
    /// Whether images were shown since the screen was cleared.
    shown: bool,
    /// Whether there are drawings to open as a page.
    opens: bool,
}

impl List {
    /// Takes the terminal; `cursor` is where one is at first.
    ///
    /// # Errors
    /// It is none.
    pub fn open(cursor: Option<usize>) -> io::Result<List> {
        enable_raw_mode()?;
        let list = List {
            cursor,
            top: 0,
            drawn: 0,
            typed: String::new(),
            letters: String::new(),
            marks: false,
            gallery: None,
            shown: false,
            opens: false,
        };
        queue!(io::stderr(), Hide)?;
        Ok(list)
    }

    /// From now on these letters answer the row where one is.
    pub fn answer_with(&mut self, letters: String) {
        self.letters = letters;
    }

    /// From now on the key of a row, and Space, mark it.
    pub fn mark_by_key(&mut self) {
        self.marks = true;
    }

    /// From now on `o` opens the drawings.
    pub fn open_by_key(&mut self) {
        self.opens = true;
    }

    /// From now on these drawings stand instead of the first rows; or all rows are rows again.
    pub fn show(&mut self, gallery: Option<Gallery>, look: Look) {
        self.gallery = gallery.map(|gallery| (gallery, look));
    }

    /// Where one is.
    pub fn row(&self) -> Option<usize> {
        self.cursor
    }

    /// Goes to a row.
    pub fn go(&mut self, row: usize) {
        self.cursor = Some(row);
    }

    /// Forgets what is drawn, after the screen was cleared.
    pub fn redraw(&mut self) {
        self.drawn = 0;
        self.shown = false;
    }

    /// Shows the rows in at most `height` lines, with a message and the keys below, and waits for the person.
    ///
    /// # Errors
    /// Broken off, or the terminal has gone.
    pub fn next(&mut self, screen: &Screen, rows: &[ListRow], foot: &Foot<'_>) -> Result<ListAction, PromptFault> {
        let mut foot = *foot;
        loop {
            self.draw(screen, rows, &foot)?;
            match event::read()? {
                Event::Key(key) if key.kind != KeyEventKind::Release => {
                    // What was said of the last key no longer matters.
                    foot.message = "";
                    if let Some(act) = self.press(key, rows)? {
                        return Ok(act);
                    }
                }
                Event::Resize(..) => return Ok(ListAction::Resize),
                _ => {}
            }
        }
    }

    fn press(&mut self, key: KeyEvent, rows: &[ListRow]) -> Result<Option<ListAction>, PromptFault> {
        let last = rows.len().saturating_sub(1);
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        match key.code {
            KeyCode::Char('c') if control => return Err(PromptFault::Interrupted),
            KeyCode::Char('d' | 'g') if control => return Ok(Some(ListAction::Back)),
            KeyCode::Char('p') if control => self.up(last),
            KeyCode::Char('n') if control => self.down(last),
            // Enter comes as Ctrl-J where it was pressed before the screen was ready, or from a program that types.
            KeyCode::Enter => return Ok(Some(self.chosen())),
            KeyCode::Char('j') if control => return Ok(Some(self.chosen())),
            KeyCode::Char(_) if control || alt => {}
            KeyCode::Esc => return Ok(Some(ListAction::Back)),
            KeyCode::Char(' ') => return Ok(self.cursor.filter(|_| self.marks).map(ListAction::Mark)),
            KeyCode::Char('?') => return Ok(Some(ListAction::Explain)),
            KeyCode::Char(character) if self.letters.contains(character.to_ascii_lowercase()) => {
                return Ok(self.cursor.map(|row| ListAction::Answer(row, character.to_ascii_lowercase())));
            }
            KeyCode::Char(character) if self.jump(character, rows) && self.marks => {
                return Ok(self.cursor.map(ListAction::Mark));
            }
            KeyCode::Char('o') if self.opens => return Ok(Some(ListAction::Open)),
            KeyCode::Left if self.gallery.is_some() => self.up(last),
            KeyCode::Right if self.gallery.is_some() => self.down(last),
            KeyCode::Up | KeyCode::Down if self.in_gallery() => self.by_row(key.code == KeyCode::Down),
            KeyCode::Up => self.up(last),
            KeyCode::Down => self.down(last),
            KeyCode::PageUp => self.cursor = Some(self.cursor.unwrap_or(0).saturating_sub(PAGE)),
            KeyCode::PageDown => self.cursor = Some((self.cursor.unwrap_or(0) + PAGE).min(last)),
            KeyCode::Home => self.cursor = Some(0),
            KeyCode::End => self.cursor = Some(last),
            _ => {}
        }
        if !matches!(key.code, KeyCode::Char(_)) {
            self.typed.clear();
        }
        Ok(None)
    }

    /// What Enter does: it chooses where one is.
    fn chosen(&self) -> ListAction {
        self.cursor.map_or(ListAction::Nowhere, ListAction::Choose)
    }

    /// Whether one is at a drawing.
    fn in_gallery(&self) -> bool {
        self.gallery.as_ref().is_some_and(|(gallery, _)| self.cursor.is_some_and(|at| at < gallery.count()))
    }

    /// From a drawing to the one below or above it; below the last ones stands the next row.
    fn by_row(&mut self, down: bool) {
        let Some((gallery, _)) = &self.gallery else { return };
        let (count, step) = (gallery.count(), gallery.per_row());
        let below = |at: usize| if at + step < count { at + step } else { count };
        self.cursor = self.cursor.map(|at| if down { below(at) } else { at.checked_sub(step).unwrap_or(at) });
    }

    fn up(&mut self, last: usize) {
        self.cursor = Some(self.cursor.and_then(|at| at.checked_sub(1)).unwrap_or(last));
    }

    fn down(&mut self, last: usize) {
        self.cursor = Some(self.cursor.filter(|at| *at < last).map_or(0, |at| at + 1));
    }

    /// Goes to the row whose key was typed; two digits in a row are one number where there is such a row. `y` and `n` go to
    /// the one row that begins with Yes or No. Gives whether there is such a row.
    fn jump(&mut self, character: char, rows: &[ListRow]) -> bool {
        let character = character.to_lowercase().to_string();
        let both = format!("{}{character}", self.typed);
        let found = |key: &str| rows.iter().position(|row| row.key == key);
        let says_so = || only(rows, |row| begins_with_yes_or_no(&row.label, &character));
        let row = found(&both).or_else(|| found(&character)).or_else(says_so);
        if row.is_some() {
            self.cursor = row;
            self.typed = if found(&both).is_some() { both } else { character };
        }
        row.is_some()
    }

    fn draw(&mut self, screen: &Screen, rows: &[ListRow], foot: &Foot<'_>) -> io::Result<()> {
        if let Some((gallery, look)) = &self.gallery {
            self.cursor = self.cursor.map(|at| at.min(rows.len().saturating_sub(1)));
            let lines = [gallery_lines(screen, (gallery, rows), self.cursor), foot.lines(screen)].concat();
            let images = (*look == Look::Images && !self.shown).then(|| gallery.clone());
            self.put(&lines, &(0, Vec::new()))?;
            if let Some(gallery) = images {
                kitty::show(&mut io::stderr().lock(), &gallery, lines.len())?;
                io::stderr().flush()?;
                self.shown = true;
            }
            return Ok(());
        }
        let panel = Panel::of(rows, self.cursor);
        let narrow = screen.narrowed(panel.as_ref().map_or(screen.columns, |panel| panel.left(screen)));
        let drawn: Vec<Vec<String>> =
            rows.iter().enumerate().map(|(at, row)| row.lines(&narrow, Some(at) == self.cursor)).collect();
        let below = foot.lines(screen);
        let height = foot.height.saturating_sub(below.len()).max(2);
        let mut lines = seen(screen, &drawn, (&mut self.top, self.cursor), height);
        // The keys stand apart where there is room.
        lines.extend((lines.len() < height).then(String::new));
        let beside = panel.map_or((0, Vec::new()), |panel| (panel.left(screen) + 1, panel.lines));
        lines.extend(below);
        self.put(&lines, &beside)
    }

    fn put(&mut self, lines: &[String], (column, beside): &(usize, Vec<String>)) -> io::Result<()> {
        let mut out = io::stderr().lock();
        if self.drawn > 0 {
            queue!(out, MoveUp(u16::try_from(self.drawn).unwrap_or(u16::MAX)))?;
        }
        queue!(out, MoveToColumn(0))?;
        for (at, line) in lines.iter().enumerate() {
            queue!(out, Clear(ClearType::UntilNewLine))?;
            write!(out, "{line}")?;
            if let Some(part) = beside.get(at) {
                queue!(out, MoveToColumn(u16::try_from(*column).unwrap_or(u16::MAX)))?;
                write!(out, "{part}")?;
            }
            write!(out, "\r\n")?;
        }
        queue!(out, Clear(ClearType::FromCursorDown))?;
        self.drawn = lines.len();
        out.flush()
    }
}

/// The place of the only row that is so.
fn only(rows: &[ListRow], is_so: impl Fn(&ListRow) -> bool) -> Option<usize> {
    let mut places = rows.iter().enumerate().filter(|(_, row)| is_so(row)).map(|(place, _)| place);
    places.next().filter(|_| places.next().is_none())
}

/// A drawing beside the list.
struct Panel {
    lines: Vec<String>,
    columns: usize,
}

impl Panel {
    /// The drawing of the row where one is; an empty one as wide if that row has none. None if no row has.
    fn of(rows: &[ListRow], cursor: Option<usize>) -> Option<Panel> {
        let columns = rows.iter().filter_map(|row| row.drawing.as_ref()).map(|drawing| drawing.columns).max()?;
        let here = cursor.and_then(|at| rows.get(at)).and_then(|row| row.drawing.as_ref());
        Some(Panel { lines: here.map(|drawing| drawing.lines.clone()).unwrap_or_default(), columns })
    }

    /// The columns left for the list.
    fn left(&self, screen: &Screen) -> usize {
        screen.columns.saturating_sub(self.columns + 2)
    }
}

impl Drop for List {
    fn drop(&mut self) {
        // Nothing can be done if the terminal has gone.
        if self.shown {
            let _ = kitty::clear(&mut io::stderr());
        }
        let _ = queue!(io::stderr(), Show);
        let _ = io::stderr().flush();
        let _ = disable_raw_mode();
    }
}

/// What stands below the rows, and the lines that there are for all of it.
#[derive(Clone, Copy, Debug)]
pub struct Foot<'a> {
    /// Something to know or to do besides, or nothing.
    pub note: &'a str,
    /// A sentence about the last key, or nothing.
    pub message: &'a str,
    /// The keys.
    pub keys: &'a [Key],
    /// The lines for rows and foot.
    pub height: usize,
}

impl Foot<'_> {
    fn lines(&self, screen: &Screen) -> Vec<String> {
        let block = |ink, text: &str| if text.is_empty() { Vec::new() } else { screen.block(ink, text, 0) };
        let note = if self.note.is_empty() { Vec::new() } else { screen.block(Ink::Plain, self.note, 2) };
        [note, block(Ink::Alarm, self.message), screen.keys(self.keys)].concat()
    }
}

impl ListRow {
    pub fn lines(&self, screen: &Screen, here: bool) -> Vec<String> {
        let mark = match self.mark {
            Some(true) => "[x] ",
            Some(false) => "[ ] ",
            None => "",
        };
        let key = if self.key.is_empty() { String::new() } else { format!("{:>2} ", self.key) };
        let start = format!("{} {key}{mark}", if here { ">" } else { " " });
        let indent = width(&start);
        let ink = if here { Ink::Accent } else { Ink::Plain };
        let value = self.value.as_deref().unwrap_or_default();
        // A value stands at the right of the first line, with two blanks before it.
        let aside = if value.is_empty() { 0 } else { width(value) + 2 };
        let columns = screen.columns.saturating_sub(indent + aside + 1);
        let mut lines: Vec<String> = Vec::new();
        if let Some(heading) = &self.heading {
            lines.push(String::new());
            lines.push(screen.paint(Ink::Strong, &cut(heading, screen.columns.saturating_sub(1))));
        }
        for (at, line) in wrap(&self.label, columns).iter().enumerate() {
            lines.push(screen.paint(
                ink,
                &match at {
                    0 if aside > 0 => format!("{start}{}  {value}", pad(line, columns)),
                    0 => format!("{start}{line}"),
                    _ => format!("{}{line}", " ".repeat(indent)),
                },
            ));
        }
        let help = self.help.iter().filter(|_| here).flat_map(|help| screen.block(Ink::Dim, help, indent));
        lines.into_iter().chain(help).collect()
    }
}

/// The lines below a gallery that say what the drawing is where one is.
const ABOUT: usize = 2;

/// How many lines stand below the drawings: what one is, and the other rows.
pub const BELOW_GALLERY: usize = ABOUT + 1;

/// The drawings, what the one is where one is, and the other rows in a line.
fn gallery_lines(screen: &Screen, (gallery, rows): (&Gallery, &[ListRow]), cursor: Option<usize>) -> Vec<String> {
    let here = cursor.filter(|at| *at < gallery.count()).and_then(|at| rows.get(at));
    let about = here.map_or(Vec::new(), |row| {
        let about = row.help.as_ref().map_or(row.label.clone(), |help| format!("{}. {help}", row.label));
        screen.block(Ink::Accent, &about, 0)
    });
    let about = about.into_iter().chain(std::iter::repeat(String::new())).take(ABOUT);
    let other = rows.iter().enumerate().skip(gallery.count()).map(|(at, row)| {
        let (sign, ink) = if cursor == Some(at) { (">", Ink::Accent) } else { (" ", Ink::Plain) };
        screen.paint(ink, &format!("{sign} {} {}", row.key, row.label))
    });
    let other = other.collect::<Vec<_>>().join("    ");
    gallery.lines(screen, cursor).into_iter().chain(about).chain([other]).collect()
}

/// The lines of rows that there is room for: the row where one is is among them, and arrows say where there are more.
pub fn seen(
    screen: &Screen,
    drawn: &[Vec<String>],
    (top, cursor): (&mut usize, Option<usize>),
    height: usize,
) -> Vec<String> {
    let cursor = cursor.unwrap_or(0);
    *top = (*top).min(cursor);
    let lines = |from: usize, to: usize| drawn.iter().take(to + 1).skip(from).map(Vec::len).sum::<usize>();
    while *top < cursor && lines(*top, cursor) > height {
        *top += 1;
    }
    let more_below = drawn.iter().skip(*top).map(Vec::len).sum::<usize>() > height;
    let mut shown: Vec<String> = drawn.iter().skip(*top).flatten().take(height).cloned().collect();
    mark_more(screen, &mut shown, *top > 0, more_below);
    shown
}

/// Shows on the first and last line that there is more.
fn mark_more(screen: &Screen, lines: &mut [String], above: bool, below: bool) {
    let mark = |line: &mut String, arrow: &str| {
        if !line.contains('>') {
            let rest: String = line.chars().skip(usize::from(line.starts_with(' '))).collect();
            *line = format!("{}{rest}", screen.paint(Ink::Accent, arrow));
        }
    };
    if let Some(first) = lines.first_mut().filter(|_| above) {
        mark(first, "↑");
    }
    if let Some(last) = lines.last_mut().filter(|_| below) {
        mark(last, "↓");
    }
}
