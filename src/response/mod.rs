//! What one person answered. A [`Response`] holds only answers that fit their questions; what does not fit is a [`Rejection`].

mod accept;
mod answer_value;
mod bind;
mod file;
mod misfit;
mod picks;
mod reserved;
mod text;
mod typed;
mod write;

pub use accept::{Accepted, MAX_TEXT, Rejection, accept, fits};
pub(crate) use accept::{day_fits, option_id, picks_fit};
pub use answer_value::AnswerValue;
pub use bind::{Unbound, Why};
#[cfg(test)]
pub(crate) use file::KEYS;
pub use file::{Loaded, load};
pub(crate) use file::{read_entry, unknown_question};
pub use text::parse_value;
pub use typed::{Prompted, TypedFault, parse_typed, read_prompted};
pub use write::{answers_inline, reads_back, to_yaml};

use std::sync::Arc;

use crate::questionnaire::Questionnaire;
use crate::value::Answer;
use crate::value::index::{IndexVec, QuestionIx};

/// The answers of one person, by question. Answers to questions that do not apply now are kept.
///
/// Invariant: every answer fits its question, since only [`Accepted`] ones come in; and a response is one to the questionnaire
/// that it was made for, which the engine asserts. [`Response::bound_to`] makes it one to another questionnaire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// Of the questionnaire that it answers.
    fingerprint: Arc<str>,
    answers: IndexVec<QuestionIx, Option<Answer>>,
}

impl Response {
    /// No answers yet.
    pub fn new(questionnaire: &Questionnaire) -> Self {
        let fingerprint = questionnaire.shared_fingerprint();
        Response { fingerprint, answers: IndexVec::like(questionnaire.questions(), None) }
    }

    /// The answer to a question.
    pub fn get(&self, question: QuestionIx) -> Option<&Answer> {
        self.answers[question].as_ref()
    }

    /// The same, ready to be [set](Response::set) in another response to the same questionnaire.
    pub fn accepted(&self, question: QuestionIx) -> Option<Accepted> {
        self.get(question).map(|answer| Accepted::known_to_fit(question, answer.clone()))
    }

    /// Sets the answer to a question.
    pub fn set(&mut self, accepted: Accepted) {
        let question = accepted.question();
        self.answers[question] = Some(accepted.into_answer());
    }

    /// Takes the answer to a question away: it is open again.
    pub fn clear(&mut self, question: QuestionIx) {
        self.answers[question] = None;
    }

    /// Whether it is a response to this questionnaire.
    pub fn belongs_to(&self, questionnaire: &Questionnaire) -> bool {
        *self.fingerprint == *questionnaire.fingerprint()
    }

    /// All answers, in questionnaire order.
    pub fn iter(&self) -> impl Iterator<Item = (QuestionIx, &Answer)> {
        self.answers.enumerated().filter_map(|(question, answer)| Some((question, answer.as_ref()?)))
    }
}
