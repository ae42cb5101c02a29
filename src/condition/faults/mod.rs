//! What can be wrong with a condition, in words: one small function a fault.
//!
//! [`syntax`] holds what is wrong with the sentence, [`names`] what is wrong with what it names, [`durations`] what is wrong
//! with spans of time.

mod durations;
mod names;
mod syntax;

pub(super) use names::{Subject, What};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Level};
use crate::document::Scalar;
use std::ops::Range;

/// The most faults that are reported for one condition; a text with more is not a condition at all.
const MOST: usize = 20;

/// The faults of one scalar, with the way from its bytes to places in the file.
pub(super) struct Faults<'s> {
    scalar: &'s Scalar,
    found: Vec<Diagnostic>,
}

impl<'s> Faults<'s> {
    /// No faults yet.
    pub fn new(scalar: &'s Scalar) -> Self {
        Faults { scalar, found: Vec::new() }
    }

    /// All of them, in the order they were found.
    pub fn found(self) -> Diagnostics {
        let mut found = Diagnostics::default();
        self.found.into_iter().for_each(|diagnostic| found.push(diagnostic));
        found
    }

    /// Whether the scalar cannot be used.
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|diagnostic| diagnostic.level == Level::Error)
    }

    /// Takes back what was said of a part of the text, of which something better will be said as a whole.
    pub fn take_back(&mut self, at: &Range<usize>) {
        let whole = self.scalar.place(at.start, at.end);
        self.found.retain(|diagnostic| diagnostic.span.start < whole.start || diagnostic.span.end > whole.end);
    }

    /// What stands at a place of the text.
    pub fn written(&self, at: &Range<usize>) -> &'s str {
        self.scalar.text.get(at.clone()).unwrap_or_default()
    }

    /// A diagnostic at a place of the text, to be finished and given to [`Faults::push`].
    fn at(&self, code: Code, at: &Range<usize>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.scalar.place(at.start, at.end), message)
    }

    /// Points at a second place of the text.
    fn also(&self, diagnostic: Diagnostic, at: &Range<usize>, label: impl Into<String>) -> Diagnostic {
        diagnostic.also(self.scalar.place(at.start, at.end), label)
    }

    /// Whether there are as many as are reported.
    fn full(&self) -> bool {
        self.found.len() >= MOST
    }

    /// Keeps a fault, unless there are very many; the first error is always kept. Of one place one thing is said: each step of
    /// the reading knows more than the one before, so what it says takes the place of what was said.
    fn push(&mut self, diagnostic: Diagnostic) {
        self.found.retain(|before| before.span != diagnostic.span || before.level != diagnostic.level);
        let first_error = diagnostic.level == Level::Error && !self.has_errors();
        if !self.full() || first_error {
            self.found.push(diagnostic);
        }
    }

    /// Keeps a fault that needs no more than a message and a cure.
    fn simple(&mut self, code: Code, at: &Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        let diagnostic = self.at(code, at, message).help(help);
        self.push(diagnostic);
    }
}
