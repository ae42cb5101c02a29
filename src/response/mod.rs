//! What one person answered. A [`Response`] holds only answers that fit their questions; what does not fit is a [`Rejection`].

mod accept;
mod answer_value;
mod bind;
mod days;
mod file;
mod history;
mod misfit;
mod picks;
mod reserved;
mod shape;
mod text;
mod typed;
mod write;

pub use accept::{Accepted, MAX_TEXT, Rejection, accept, fits};
pub(crate) use accept::{day_fits, option_id, picks_fit};
pub use answer_value::AnswerValue;
pub use bind::{Unbound, Why};
pub(crate) use days::Days;
#[cfg(test)]
pub(crate) use file::KEYS;
pub use file::{Loaded, MAX_CLIENT, Misfits, is_client, load, load_with};
pub(crate) use file::{read_entry, unknown_question};
pub use history::{Visit, WrittenAnswer};
pub use text::parse_value;
pub use typed::{Prompted, TypedFault, parse_typed, read_prompted};
pub(crate) use write::earlier_inline;
pub use write::{answers_inline, reads_back, to_yaml, to_yaml_judged};

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::questionnaire::Questionnaire;
use crate::value::index::{IndexVec, QuestionIx};
use crate::value::{Answer, Date};

/// The answers of one person, by question, each with the day on which it was given. Answers to questions that do not apply now
/// are kept.
///
/// Invariant: every answer fits its question, since only [`Accepted`] ones come in; and a response is one to the questionnaire
/// that it was made for, which the engine asserts. [`Response::bound_to`] makes it one to another questionnaire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// Of the questionnaire that it answers.
    fingerprint: Arc<str>,
    answers: IndexVec<QuestionIx, Option<Given>>,
    client: Option<Arc<str>>,
    /// Whose questions did not apply when they were last looked at.
    hidden: BTreeSet<QuestionIx>,
    put_aside: Vec<PutAside>,
    /// `smp 1.0.0`, if the answers were given to other questions than these.
    given_to: Option<Arc<str>>,
}

/// What was said to one question, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Given {
    answer: Answer,
    answered_on: Option<Date>,
}

/// An answer that was given to these questions once and does not fit them any more: of another version, or of a day on which
/// it did. It counts for nothing, its question is open, and whoever shows the response says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutAside {
    /// The id of the question that it was given to, which may be none of this questionnaire.
    pub question: String,
    /// Why it does not fit, as a sentence without its full stop.
    pub because: String,
}

impl Response {
    /// No answers yet.
    pub fn new(questionnaire: &Questionnaire) -> Self {
        let fingerprint = questionnaire.shared_fingerprint();
        Response {
            fingerprint,
            answers: IndexVec::like(questionnaire.questions(), None),
            client: None,
            hidden: BTreeSet::new(),
            put_aside: Vec::new(),
            given_to: None,
        }
    }

    /// The questionnaire and version that the answers were read for, if that is another one: an older version, or the one that
    /// this stands on.
    pub fn given_to(&self) -> Option<&str> {
        self.given_to.as_deref()
    }

    /// Says to which other questionnaire and version the answers were given.
    pub fn set_given_to(&mut self, given_to: Option<&str>) {
        self.given_to = given_to.map(Arc::from);
    }

    /// Whose answers these are, by a name or number that the clinic gives; none if nobody said.
    pub fn client(&self) -> Option<&str> {
        self.client.as_deref()
    }

    /// Says whose answers these are.
    pub fn set_client(&mut self, client: Option<&str>) {
        self.client = client.map(Arc::from);
    }

    /// The answer to a question.
    pub fn get(&self, question: QuestionIx) -> Option<&Answer> {
        self.answers[question].as_ref().map(|given| &given.answer)
    }

    /// The day on which a question was answered; none if it was not, or if nobody knows.
    pub fn answered_on(&self, question: QuestionIx) -> Option<Date> {
        self.answers[question].as_ref()?.answered_on
    }

    /// The newest day on which an answer was given, as far as days are known.
    pub fn newest(&self) -> Option<Date> {
        self.answers.iter().flatten().filter_map(|given| given.answered_on).max()
    }

    /// The questions whose answers can age and of which nobody knows the day.
    pub fn undated<'r>(&'r self, questionnaire: &'r Questionnaire) -> impl Iterator<Item = QuestionIx> + 'r {
        let answered = self.iter().map(|(question, _)| question);
        answered
            .filter(|question| self.answered_on(*question).is_none() && questionnaire[*question].valid_for.can_age())
    }

    /// The same, ready to be [set](Response::set) in another response to the same questionnaire.
    pub fn accepted(&self, question: QuestionIx) -> Option<Accepted> {
        let Given { answer, answered_on } = self.answers[question].as_ref()?;
        Some(Accepted::known_to_fit(question, answer.clone(), *answered_on))
    }

    /// Sets the answer to a question.
    pub fn set(&mut self, accepted: Accepted) {
        let (question, answered_on) = (accepted.question(), accepted.answered_on());
        self.answers[question] = Some(Given { answer: accepted.into_answer(), answered_on });
        self.hidden.remove(&question);
    }

    /// Notes that a question did not apply on the last day on which anybody looked. Should it apply again on a later day, its
    /// answer is asked again: nobody may remember what was said to it.
    pub fn hide(&mut self, question: QuestionIx) {
        if self.get(question).is_some() {
            self.hidden.insert(question);
        }
    }

    /// Whether a question did not apply when it was last looked at.
    pub fn is_hidden(&self, question: QuestionIx) -> bool {
        self.hidden.contains(&question)
    }

    /// Takes the answer to a question away: it is open again.
    pub fn clear(&mut self, question: QuestionIx) {
        self.answers[question] = None;
        self.hidden.remove(&question);
    }

    /// The same response with the answers to these questions open again.
    #[must_use]
    pub fn without(&self, questions: &[QuestionIx]) -> Response {
        let mut opened = self.clone();
        questions.iter().for_each(|question| opened.clear(*question));
        opened
    }

    /// The same response without the answers to private questions, as it may be kept and handed on.
    #[must_use]
    pub fn without_private(&self, questionnaire: &Questionnaire) -> Response {
        let private = questionnaire.questions().enumerated().filter(|(_, question)| question.private);
        self.without(&private.map(|(question, _)| question).collect::<Vec<_>>())
    }

    /// Notes an answer that does not fit. Once its question is answered anew, [`put_aside`](Response::put_aside) names it no
    /// more.
    pub fn set_aside(&mut self, put_aside: PutAside) {
        self.put_aside.push(put_aside);
    }

    /// The answers that do not fit and that no other has replaced.
    pub fn put_aside<'r>(&'r self, questionnaire: &'r Questionnaire) -> impl Iterator<Item = &'r PutAside> {
        let answered =
            |id: &str| questionnaire.question_written(id).is_some_and(|question| self.get(question).is_some());
        self.put_aside.iter().filter(move |aside| !answered(&aside.question))
    }

    /// Whether it is a response to this questionnaire.
    pub fn belongs_to(&self, questionnaire: &Questionnaire) -> bool {
        *self.fingerprint == *questionnaire.fingerprint()
    }

    /// All answers, in questionnaire order.
    pub fn iter(&self) -> impl Iterator<Item = (QuestionIx, &Answer)> {
        self.answers.enumerated().filter_map(|(question, given)| Some((question, &given.as_ref()?.answer)))
    }
}
