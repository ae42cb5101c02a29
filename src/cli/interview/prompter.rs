//! The narrow face behind which a terminal, plain lines and the tests look alike.

use std::io;

use thiserror::Error;

use super::page::{Page, Reply};

/// Whoever puts things before a person. All texts given to it may hold anything; it makes them harmless itself.
pub trait Prompter {
    /// How to answer, go back, get help and stop, for the first screen.
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

    /// Whether all rows of a menu are before a person at once.
    fn shows_whole(&self, menu: &Menu) -> bool;

    /// Asks one question.
    ///
    /// # Errors
    /// The person broke off, or the terminal went away.
    fn ask(&mut self, page: &Page<'_>) -> Result<Reply, PromptFault>;

    /// Leaves the screen tidy at the end.
    fn close(&mut self);
}

/// Something to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notice {
    /// What it is about.
    pub title: String,
    /// Its paragraphs.
    pub lines: Vec<String>,
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
