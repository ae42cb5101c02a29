//! Which question comes next: a state machine without I/O and without a clock. Terminals, plain mode and tests drive it.

use crate::questionnaire::{Audience, Questionnaire};
use crate::response::{Rejection, Response};
use crate::value::index::{QuestionIx, RuleIx};
use crate::value::{Answer, Date};

/// What the driver has to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Ask this question.
    Ask(QuestionIx),
    /// Show all answers that apply and let the person change any or finish.
    Review,
    /// A rule with `stop: true` holds: show its finding, keep nothing.
    Stopped(RuleIx),
    /// The person confirmed the answers.
    Done,
}

/// How far it is. Both only ever grow as a fraction: see [`Interview::progress`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Questions behind.
    pub done: usize,
    /// Questions on the longest path.
    pub of: usize,
}

/// An interview in progress.
#[derive(Clone, Debug)]
pub struct Interview<'q> {
    questionnaire: &'q Questionnaire,
    response: Response,
    audience: Audience,
    day: Date,
}

impl<'q> Interview<'q> {
    /// Starts, or goes on from the answers of `response`.
    pub fn new(questionnaire: &'q Questionnaire, response: Response, audience: Audience, day: Date) -> Self {
        Interview { questionnaire, response, audience, day }
    }

    /// What comes now.
    pub fn step(&self) -> Step {
        let _ = (self.questionnaire, self.audience, self.day);
        todo!()
    }

    /// Answers the question of the current step.
    ///
    /// # Errors
    /// Says why the answer does not fit; nothing has changed then.
    pub fn answer(&mut self, answer: Answer) -> Result<(), Rejection> {
        let _ = answer;
        todo!()
    }

    /// Goes back one question; its answer stays. False at the first one.
    pub fn back(&mut self) -> bool {
        todo!()
    }

    /// From the review: asks one question again, then whatever its change opens, then returns to the review.
    pub fn change(&mut self, question: QuestionIx) {
        let _ = question;
        todo!()
    }

    /// From the review: the answers are right.
    pub fn confirm(&mut self) {
        todo!()
    }

    /// How far it is. Never goes back while answering forward.
    pub fn progress(&self) -> Progress {
        todo!()
    }

    /// The answers so far, hidden ones included.
    pub fn response(&self) -> &Response {
        &self.response
    }

    /// The questions that apply now and are for this audience, answered or not, in order: the lines of the review.
    pub fn asked(&self) -> Vec<QuestionIx> {
        todo!()
    }
}
