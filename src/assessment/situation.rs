//! A response seen through its questionnaire: the state of every question, named condition and score.

use crate::questionnaire::Questionnaire;
use crate::response::Response;
use crate::value::index::{QuestionIx, SectionIx};
use crate::value::{Date, OptionSet, State, Truth};

/// The state of everything on one day. Made in one pass over [`Questionnaire::steps`].
pub struct Situation<'a> {
    questionnaire: &'a Questionnaire,
    response: &'a Response,
    day: Date,
}

impl<'a> Situation<'a> {
    /// Sees a response through its questionnaire.
    pub fn new(questionnaire: &'a Questionnaire, response: &'a Response, day: Date) -> Self {
        Situation { questionnaire, response, day }
    }

    /// Whether a section applies.
    pub fn section(&self, section: SectionIx) -> Truth {
        let _ = (section, self.questionnaire, self.response, self.day);
        todo!()
    }

    /// Whether a question applies: its own `when` and its section's.
    pub fn applies(&self, question: QuestionIx) -> Truth {
        let _ = question;
        todo!()
    }

    /// The state of a question.
    pub fn state(&self, question: QuestionIx) -> State<'_> {
        let _ = question;
        todo!()
    }

    /// The options that a question offers now: those whose `when` is not false.
    pub fn offered(&self, question: QuestionIx) -> OptionSet {
        let _ = question;
        todo!()
    }
}
