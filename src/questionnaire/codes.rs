//! Codes of other systems: what a questionnaire, a question or an option is called there.
//!
//! They judge nothing. They go out beside ids, and in as headings of tables and as answers.

use serde::{Serialize, Serializer};

use super::{Question, Questionnaire};
use crate::source::Span;
use crate::value::index::QuestionIx;

/// What one thing is called in other systems, one code a system, in file order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codes(pub(super) Vec<SystemCode>);

/// A code of another system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SystemCode {
    /// Which system, as in `loinc`.
    pub system: String,
    /// The code, as that system writes it.
    pub code: String,
    /// Where it is written.
    pub span: Span,
}

impl Codes {
    /// Each code with its system.
    pub fn iter(&self) -> std::slice::Iter<'_, SystemCode> {
        self.0.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of them is written as `SYSTEM:CODE`.
    fn has(&self, written: &str) -> bool {
        written
            .split_once(':')
            .is_some_and(|(system, code)| self.0.iter().any(|known| known.system == system && known.code == code))
    }
}

impl Serialize for Codes {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|known| (&known.system, &known.code)))
    }
}

impl Questionnaire {
    /// The question that a name in a file of answers means: its id, a former id, or a code of another system, as in
    /// `loinc:8867-4`. An id has no colon, so the three are never mistaken for each other.
    pub fn question_written(&self, name: &str) -> Option<QuestionIx> {
        self.question_once_called(name).or_else(|| self.questions().find(|question| question.codes.has(name)))
    }
}

impl Question {
    /// The position of the option that a word in a file of answers means: its id, a former id, a code as in
    /// `loinc:LA6568-5`, or the code alone, if one option only has it.
    pub fn option_written(&self, word: &str) -> Option<usize> {
        let position = |has: &dyn Fn(&Codes) -> bool| {
            let mut found = self.options().iter().enumerate().filter(|(_, option)| has(&option.codes));
            let first = found.next().map(|(position, _)| position);
            first.filter(|_| found.next().is_none())
        };
        self.option_once_called(word)
            .or_else(|| position(&|codes| codes.has(word)))
            .or_else(|| position(&|codes| codes.iter().any(|known| known.code == word)))
    }
}
