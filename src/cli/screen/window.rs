//! The lines above a prompt: painted, and short enough that the question never scrolls away.

use std::io::{self, Write};

use crossterm::cursor::MoveTo;
use crossterm::queue;
use crossterm::terminal::{Clear, ClearType, size};

use super::super::interview::page::Page;
use super::layout::{bar, cut, side_by_side, width, wrap};

/// Lines wider than this are hard to read, however wide the window.
const WIDEST: usize = 90;

/// The window, and whether it shows colours.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    /// Columns to write in.
    pub columns: usize,
    /// Lines that can be seen at once.
    pub rows: usize,
    colour: bool,
}

/// What is said to Enter before anything was chosen.
pub const NOWHERE: &str = "Choose with ↑ and ↓, then press Enter.";

/// The lines around the rows of a prompt: what is wrong, what is typed, the keys.
pub const AROUND: usize = 3;

/// From this width on, a drawing has room beside the list.
const BESIDE: usize = 56;

/// Where drawings of options are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawings {
    /// Nowhere; there are none, or they are told in words under "why do we ask this".
    None,
    /// All of them above the list.
    Above,
    /// One beside the list, for the row where one is.
    Beside,
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
        Screen { columns: usize::from(columns).min(WIDEST), rows: usize::from(rows), colour }
    }

    /// The same window with fewer columns to write in.
    pub fn narrowed(self, columns: usize) -> Screen {
        Screen { columns, ..self }
    }

    /// Whether a question and its answers cannot be seen together.
    pub fn is_tiny(&self) -> bool {
        self.columns < 30 || self.rows < 10
    }

    /// The longer of two texts if it fits in brackets.
    pub fn fitting(&self, [long, short]: [&'static str; 2]) -> &'static str {
        if width(long) + 3 <= self.columns { long } else { short }
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
    pub fn block(&self, ink: Ink, text: &str, indent: usize) -> Vec<String> {
        let lines = wrap(text, self.columns.saturating_sub(indent + 1));
        lines.iter().map(|line| format!("{}{}", " ".repeat(indent), self.paint(ink, line))).collect()
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
        let any = page.options().any(|(_, option)| option.drawing.is_some());
        match (any, fit) {
            (false, _) => Drawings::None,
            (true, true) => Drawings::Above,
            (true, false) if self.columns >= BESIDE => Drawings::Beside,
            (true, false) => Drawings::None,
        }
    }

    pub fn progress(&self, page: &Page<'_>) -> String {
        let progress = page.progress;
        let count = page.count();
        let bar_columns = (self.columns / 5).clamp(6, 16);
        let title_columns = self.columns.saturating_sub(width(&count) + bar_columns + 4);
        let title = cut(&page.section, title_columns);
        let gap = " ".repeat(title_columns.saturating_sub(width(&title)) + 1);
        let bar = self.paint(Ink::Accent, &bar(progress.done, progress.of, bar_columns));
        format!("{}{gap}{}  {bar}", self.paint(Ink::Accent, &title), self.paint(Ink::Dim, &count))
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
