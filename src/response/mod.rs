//! What one person answered. A [`Response`] holds only answers that fit their questions; what does not fit is a [`Rejection`].

mod accept;
mod file;
mod misfit;
mod text;
mod typed;
mod write;

pub(crate) use accept::option_id;
pub use accept::{MAX_TEXT, Rejection, accept};
#[cfg(test)]
pub(crate) use file::KEYS;
pub use file::{Loaded, load};
pub(crate) use file::{read_entry, unknown_question};
pub use text::{answer_json, parse_value};
pub use typed::{Prompted, TypedFault, parse_typed, read_prompted};
pub use write::{answers_inline, reads_back, to_yaml};

use crate::questionnaire::Questionnaire;
use crate::value::Answer;
use crate::value::index::QuestionIx;

/// The answers of one person, by question. Answers to questions that do not apply now are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    answers: Vec<Option<Answer>>,
}

impl Response {
    /// No answers yet.
    pub fn new(questionnaire: &Questionnaire) -> Self {
        Response { answers: vec![None; questionnaire.questions().len()] }
    }

    /// The answer to a question.
    pub fn get(&self, question: QuestionIx) -> Option<&Answer> {
        self.answers.get(question.at())?.as_ref()
    }

    /// Sets or clears an answer. The answer must have come from [`accept()`] for the same question.
    pub fn set(&mut self, question: QuestionIx, answer: Option<Answer>) {
        if let Some(slot) = self.answers.get_mut(question.at()) {
            *slot = answer;
        }
    }

    /// All answers, in questionnaire order.
    pub fn iter(&self) -> impl Iterator<Item = (QuestionIx, &Answer)> {
        let answers = self.answers.iter().enumerate();
        answers.filter_map(|(position, answer)| Some((QuestionIx::new(position), answer.as_ref()?)))
    }
}
