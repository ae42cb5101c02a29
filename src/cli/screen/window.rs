//! The lines above a prompt: painted, and short enough that the question never scrolls away.

use std::io::{self, Write};

use crossterm::cursor::MoveTo;
use crossterm::queue;
use crossterm::terminal::{Clear, ClearType, size};

use super::super::interview::page::{Page, Place};
use super::layout::{cut, side_by_side, width, wrap};

/// Lines wider than this are hard to read, however wide the window.
const WIDEST: usize = 90;

/// The window, and whether it shows colours.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    /// Columns to write in.
    pub columns: usize,
    /// All columns, for what is no text.
    pub whole: usize,
    /// Lines that can be seen at once.
    pub rows: usize,
    colour: bool,
}

/// From so many lines on, there is room for keys on two of them.
const ROOMY: usize = 18;

/// A key and what it does, in words and in fewer; in fewer it may be said with the key before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    long: String,
    short: String,
}

impl Key {
    /// A key in words, and in fewer.
    pub fn new(long: impl Into<String>, short: impl Into<String>) -> Key {
        Key { long: long.into(), short: short.into() }
    }

    /// The keys of rows that are chosen, such as `1–4 u r or ↑↓ choose`; `does` is what they do.
    pub fn rows<'r>(keys: impl IntoIterator<Item = &'r str>, does: &str) -> Key {
        let keys = in_short(keys);
        if keys.is_empty() {
            return Key::new(format!("↑↓ {does}"), "↑↓");
        }
        Key::new(format!("{keys} or ↑↓ {does}"), format!("{keys} ↑↓"))
    }

    /// The same behind some words.
    pub fn after(self, words: &str) -> Key {
        Key { long: format!("{words} {}", self.long), short: self.short }
    }

    /// Enter, which goes on.
    pub fn enter() -> Key {
        Key::new("Enter go on", "Enter")
    }

    /// What explains a question.
    pub fn why() -> Key {
        Key::new("? why", "? why")
    }

    /// The way back.
    pub fn back() -> Key {
        Key::new("Esc back", "Esc back")
    }
}

/// `1–4 u r`: numbers in a row by the first and the last.
fn in_short<'r>(keys: impl IntoIterator<Item = &'r str>) -> String {
    let keys: Vec<&str> = keys.into_iter().filter(|key| !key.is_empty()).collect();
    let numbers = keys.iter().zip(1..).take_while(|(key, number)| **key == format!("{number}")).count();
    let first = match numbers {
        0 => Vec::new(),
        1 => vec!["1".to_owned()],
        more => vec![format!("1–{more}")],
    };
    let rest = keys.iter().skip(numbers).map(|key| (*key).to_owned());
    first.into_iter().chain(rest).collect::<Vec<_>>().join(" ")
}

/// Before a point of a list.
const POINT: &str = "• ";

/// Between two keys of a line.
const BETWEEN: &str = " · ";

/// What is said to Enter before anything was chosen.
pub const NOWHERE: &str = "Choose with ↑ and ↓, then press Enter.";

/// The lines around the rows of a prompt: what is wrong, what is typed, the keys.
pub const AROUND: usize = 3;

/// From this width on, a drawing has room beside the list.
pub const BESIDE: usize = 56;

/// Where drawings of options are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawings {
    /// Nowhere; there are none, or they are told in words under "why do we ask this".
    None,
    /// All of them above the list.
    Above,
    /// One beside the list, for the row where one is.
    Beside,
    /// Side by side instead of the list.
    Gallery,
}

/// How a line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// As it is.
    Plain,
    /// What matters most.
    Strong,
    /// What may be passed over.
    Dim,
    /// Where one is, or what is chosen.
    Accent,
    /// What went wrong.
    Alarm,
}

impl Screen {
    /// The window as it is now; one of the usual size if it does not say.
    pub fn now(colour: bool) -> Screen {
        let (columns, rows) = size().ok().filter(|size| size.0 > 0 && size.1 > 0).unwrap_or((80, 24));
        let whole = usize::from(columns);
        Screen { columns: whole.min(WIDEST), whole, rows: usize::from(rows), colour }
    }

    /// The same window with fewer columns to write in.
    pub fn narrowed(self, columns: usize) -> Screen {
        Screen { columns, ..self }
    }

    /// Whether a question and its answers cannot be seen together.
    pub fn is_tiny(&self) -> bool {
        self.columns < 30 || self.rows < 10
    }

    /// The keys of a screen, in as few words as there is room for. Where one line is too short for any, they go on in the next, and
    /// no key is parted from what it does.
    pub fn keys(&self, keys: &[Key]) -> Vec<String> {
        let columns = self.columns.saturating_sub(1);
        let long: Vec<&str> = keys.iter().map(|key| key.long.as_str()).collect();
        let short: Vec<&str> = keys.iter().map(|key| key.short.as_str()).collect();
        let fits = width(&long.join(BETWEEN)) <= columns;
        // Where lines are short and many, words go on in the next line; where they are few, the keys alone must do.
        let words = if fits || self.rows >= ROOMY { long } else { short };
        let mut lines: Vec<String> = Vec::new();
        for word in words.into_iter().filter(|word| !word.is_empty()) {
            match lines.last_mut() {
                Some(line) if width(line) + width(BETWEEN) + width(word) <= columns => {
                    *line += &format!("{BETWEEN}{word}")
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines.iter().map(|line| self.paint(Ink::Accent, line)).collect()
    }

    /// A text in ink.
    pub fn paint(&self, ink: Ink, text: &str) -> String {
        let code = match (ink, self.colour) {
            (Ink::Plain, _) | (Ink::Accent | Ink::Alarm | Ink::Dim, false) => return text.to_owned(),
            (Ink::Strong, _) => "1",
            (Ink::Dim, true) => "2",
            (Ink::Accent, true) => "36",
            (Ink::Alarm, true) => "31",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }

    /// A text in ink, wrapped and moved in by `indent`.
    /// A point of a list hangs on its mark.
    pub fn block(&self, ink: Ink, text: &str, indent: usize) -> Vec<String> {
        let hang = if text.starts_with(POINT) { width(POINT) } else { 0 };
        let lines = wrap(text.strip_prefix(POINT).unwrap_or(text), self.columns.saturating_sub(indent + hang + 1));
        let before = |at: usize| if at == 0 && hang > 0 { POINT.to_owned() } else { " ".repeat(hang) };
        let line = |(at, line): (usize, &String)| {
            format!("{}{}", " ".repeat(indent), self.paint(ink, &format!("{}{line}", before(at))))
        };
        lines.iter().enumerate().map(line).collect()
    }

    /// Starts an empty screen with these lines.
    ///
    /// # Errors
    /// The terminal has gone.
    pub fn fresh(&self, lines: &[String]) -> io::Result<()> {
        let mut out = io::stderr().lock();
        queue!(out, Clear(ClearType::All), MoveTo(0, 0))?;
        for line in lines {
            write!(out, "{line}\r\n")?;
        }
        out.flush()
    }

    /// Empties the window and its history.
    ///
    /// # Errors
    /// The terminal has gone.
    pub fn wipe(&self) -> io::Result<()> {
        let mut out = io::stderr().lock();
        queue!(out, Clear(ClearType::All), Clear(ClearType::Purge), MoveTo(0, 0))?;
        out.flush()
    }

    /// Moves what the window shows into its history, so that clearing loses nothing.
    ///
    /// # Errors
    /// The terminal has gone.
    pub fn scroll_away(&self) -> io::Result<()> {
        let mut out = io::stderr().lock();
        queue!(out, MoveTo(0, u16::try_from(self.rows).unwrap_or(u16::MAX)))?;
        out.write_all("\n".repeat(self.rows).as_bytes())?;
        out.flush()
    }

    /// The lines above a question's answers, of which at least `below` lines must fit as well. What is not needed to
    /// understand the question goes first; all of it can be read under "why do we ask this".
    pub fn header(&self, page: &Page<'_>, below: usize, drawings: Drawings) -> Vec<String> {
        let room = self.rows.saturating_sub(below);
        // What was said before goes with the question.
        let before = page.before.as_ref().map(|before| self.block(Ink::Accent, before, 0)).unwrap_or_default();
        let above = page.together.as_ref().map(|above| self.block(Ink::Dim, &above.title, 0)).unwrap_or_default();
        let ask = [above, self.block(Ink::Strong, &page.ask, 0), before].concat();
        let intro = page.intro.as_ref().map(|intro| self.block(Ink::Dim, intro, 0)).unwrap_or_default();
        let help = page.help.as_ref().map(|help| self.block(Ink::Plain, help, 0)).unwrap_or_default();
        let drawings = if drawings == Drawings::Above { self.drawings(page) } else { Vec::new() };
        // Intro, drawings, help, and empty lines between them.
        let all = [true, true, true, true];
        let less = [[true, true, true, false], [false, true, true, false], [false, false, true, false]];
        for [intro_too, drawings_too, help_too, air] in [all].into_iter().chain(less) {
            let gap = |lines: &[String]| if air && !lines.is_empty() { vec![String::new()] } else { Vec::new() };
            let kept = |keep: bool, lines: &[String]| if keep { lines.to_vec() } else { Vec::new() };
            let (intro, drawings) = (kept(intro_too, &intro), kept(drawings_too, &drawings));
            let parts =
                [gap(&ask), intro.clone(), gap(&intro), ask.clone(), kept(help_too, &help), gap(&drawings), drawings];
            let lines: Vec<String> = [vec![self.progress(page)], parts.concat(), gap(&ask)].concat();
            if lines.len() <= room {
                return lines;
            }
        }
        if ask.len() < room { [vec![self.progress(page)], ask].concat() } else { ask }
    }

    /// Where the drawings of a question are best seen.
    pub fn place_drawings(&self, page: &Page<'_>, below: usize) -> Drawings {
        let drawings = self.drawings(page);
        let header = self.header(page, below, Drawings::Above);
        let fit = drawings.first().is_some_and(|line| header.contains(line));
        let any = page.options().any(|(_, option)| option.drawing.is_some() && option.image.is_none());
        match (any, fit) {
            (false, _) => Drawings::None,
            (true, true) => Drawings::Above,
            (true, false) if self.columns >= BESIDE => Drawings::Beside,
            (true, false) => Drawings::None,
        }
    }

    pub fn progress(&self, page: &Page<'_>) -> String {
        self.titled(Ink::Accent, &page.section, page.place)
    }

    /// A title, and at its right where in the interview one is, in as many words as there is room for.
    pub fn titled(&self, ink: Ink, title: &str, place: Place) -> String {
        let columns = self.columns.saturating_sub(1);
        let [long, short] = place.in_short();
        let place = if width(title) + width(&long) + 2 <= columns { long } else { short };
        let title = cut(title, columns.saturating_sub(width(&place) + 2));
        let gap = " ".repeat(columns.saturating_sub(width(&title) + width(&place)));
        format!("{}{gap}{}", self.paint(ink, &title), self.paint(Ink::Dim, &place))
    }

    fn drawings(&self, page: &Page<'_>) -> Vec<String> {
        let drawn: Vec<(String, String)> = page
            .answers()
            .iter()
            .zip(page.options())
            .filter_map(|(row, (_, option))| Some((format!("{} {}", row.key, option.label), option.drawing.clone()?)))
            .collect();
        side_by_side(&drawn, self.columns.saturating_sub(1))
    }
}
