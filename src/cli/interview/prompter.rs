//! The narrow face behind which a terminal, plain lines and the tests look alike.

use std::io;

use thiserror::Error;

use super::page::{Page, Place, Reply, SheetReply};

/// Whoever puts things before a person. All texts given to it may hold anything; it makes them harmless itself.
pub trait Prompter {
    /// How to answer, go back, get help and stop, for the first screen; empty if each screen says it.
    fn keys(&self) -> &'static str;

    /// Says something that needs no decision.
    ///
    /// # Errors
    /// As for [`Prompter::ask`].
    fn show(&mut self, notice: &Notice) -> Result<(), PromptFault>;

    /// Lets the person choose one of some rows that are no answers.
    ///
    /// # Errors
    /// As for [`Prompter::ask`].
    fn choose(&mut self, menu: &Menu) -> Result<Pick, PromptFault>;

    /// Shows a summary, which is fitted to what there is room for, and lets the person choose one of its rows.
    ///
    /// # Errors
    /// As for [`Prompter::ask`].
    fn decide(&mut self, summary: &Summary) -> Result<Pick, PromptFault>;

    /// Asks for one line of text; none if the person goes back.
    ///
    /// # Errors
    /// As for [`Prompter::ask`].
    fn line(&mut self, notice: &Notice) -> Result<Option<String>, PromptFault>;

    /// Lets the person read a text that may be long.
    ///
    /// # Errors
    /// As for [`Prompter::ask`].
    fn read(&mut self, text: &str) -> Result<(), PromptFault>;

    /// Takes all that was shown off the screen and out of its history. Gives whether that could be done.
    fn wipe(&mut self) -> bool;

    /// Whether all rows of a menu are before a person at once.
    fn shows_whole(&self, menu: &Menu) -> bool;

    /// Asks one question.
    ///
    /// # Errors
    /// The person broke off, or the terminal went away.
    fn ask(&mut self, page: &Page<'_>) -> Result<Reply, PromptFault>;

    /// Puts questions that are asked together before the person, at least two, all at once; or says that it has no screen for that.
    ///
    /// # Errors
    /// As for [`Prompter::ask`].
    fn together(&mut self, lines: &[Page<'_>]) -> Result<SheetReply, PromptFault>;

    /// Leaves the screen tidy at the end.
    fn close(&mut self);
}

/// Something to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notice {
    /// What it is about.
    pub title: String,
    /// Where in the interview it stands, if it is a part of it.
    pub place: Option<Place>,
    /// Its paragraphs.
    pub lines: Vec<String>,
}

impl Notice {
    /// Something that stands beside the interview.
    pub fn new(title: impl Into<String>, lines: Vec<String>) -> Notice {
        Notice { title: title.into(), place: None, lines }
    }
}

/// Some rows of which one is chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Menu {
    /// What stands above, before the question.
    pub notice: Notice,
    /// What is to be chosen.
    pub question: String,
    /// The rows; never empty.
    pub rows: Vec<MenuRow>,
    /// Whether no row may be chosen beforehand: what follows cannot be taken back, or must be meant.
    pub careful: bool,
    /// Whether plain lines name the way back. On a screen Esc goes back, and the keys say so.
    pub names_back: bool,
}

/// One row of a menu.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MenuRow {
    /// A heading above it, where a group begins.
    pub heading: Option<String>,
    /// What is typed for it in plain mode.
    pub key: String,
    /// What it says.
    pub label: String,
}

impl MenuRow {
    /// A row without a heading.
    pub fn new(key: impl Into<String>, label: impl Into<String>) -> Self {
        MenuRow { heading: None, key: key.into(), label: label.into() }
    }
}

/// Some short parts that belong on one screen, and rows of which one is chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// What matters most.
    pub title: String,
    /// What stands below, in this order.
    pub parts: Vec<Part>,
    /// What is to be chosen.
    pub question: String,
    /// The rows; never empty. The first is where one is.
    pub rows: Vec<MenuRow>,
    /// Whether empty lines between paragraphs count for more than what is extra.
    pub airy: bool,
}

/// A part of a summary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// A word at the left, where a group of parts begins.
    pub label: String,
    /// What it says.
    pub text: String,
    /// The same where there is less room; nothing if it cannot be said in less.
    pub short: Option<String>,
    /// Whether it goes where there is no room for all.
    pub extra: bool,
    /// Whether it begins a paragraph.
    pub apart: bool,
}

impl Part {
    /// A part that is always there.
    pub fn new(label: &str, text: impl Into<String>) -> Part {
        Part { label: label.to_owned(), text: text.into(), ..Part::default() }
    }

    /// It and its label as a paragraph.
    pub fn paragraph(&self) -> String {
        if self.label.is_empty() { self.text.clone() } else { format!("{}: {}", self.label, self.text) }
    }
}

impl Summary {
    /// The same where there is always room, and for whoever takes no notice of how it looks.
    pub fn menu(&self) -> Menu {
        let lines = self.parts.iter().map(Part::paragraph).collect();
        let notice = Notice::new(self.title.clone(), lines);
        Menu { notice, question: self.question.clone(), rows: self.rows.clone(), ..Menu::default() }
    }
}

/// What was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// The row at this position.
    Row(usize),
    /// None: the person went back.
    Back,
    /// None: the person leaves, and the answers are kept.
    Leave,
}

/// Why nothing was chosen or answered.
#[derive(Debug, Error)]
pub enum PromptFault {
    /// The person broke off.
    #[error("interrupted")]
    Interrupted,
    /// There is nobody to answer any more.
    #[error("the input has ended")]
    Ended,
    /// The terminal cannot be used.
    #[error("the terminal cannot be used: {0}")]
    Terminal(#[from] io::Error),
}
