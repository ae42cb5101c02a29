//! The plan that a questionnaire lays down: the steps up to a treatment, and what follows what.

use crate::condition::Condition;
use crate::source::Span;
use crate::value::Duration;
use crate::value::index::{IndexVec, QuestionIx, StepIx, VerdictIx};

/// The steps up to a treatment, in order. What one person's plan is follows from it and from an assessment.
#[derive(Clone, Debug)]
pub struct PlanDefinition {
    /// From this verdict on, a plan has days only if something that decides has one.
    pub waits_from: VerdictIx,
    /// The steps, in order.
    pub steps: IndexVec<StepIx, PlanStep>,
}

/// A step of the plan.
#[derive(Clone, Debug)]
pub struct PlanStep {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// What it follows. Only earlier steps.
    pub after: Vec<Follows>,
    /// How it is known to be done.
    pub done: Option<Done>,
    /// Whether it is only in the plan of those for whom a rule wants it.
    pub on_request: bool,
    /// Whether it may stand before a wait ends.
    pub prepares: bool,
    /// Whether it is a treatment.
    pub treats: bool,
    /// Where its id is written.
    pub span: Span,
}

/// What a step follows, and how far behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Follows {
    /// The earlier step.
    pub step: StepIx,
    /// The least time between the two; none if both may be on one day.
    pub wait: Option<Duration>,
    /// The longest time between the two; any, if none.
    pub at_latest: Option<Duration>,
}

/// How a step is known to be done.
#[derive(Clone, Debug)]
pub enum Done {
    /// On the day that answers a date question.
    On(QuestionIx),
    /// On some day, where a condition holds.
    When(Condition),
}

/// A step that a rule wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WantedStep {
    /// The step.
    pub step: StepIx,
    /// How.
    pub how: Want,
}

/// How a rule wants a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// In the plan.
    Planned,
    /// In the plan, and what follows it waits at least so long.
    Rest(Duration),
    /// In the plan, and done once more if it was done.
    Again,
}

impl Want {
    /// How long what follows the step waits.
    pub fn rest(self) -> Option<Duration> {
        match self {
            Want::Rest(rest) => Some(rest),
            Want::Planned | Want::Again => None,
        }
    }
}

impl WantedStep {
    /// How long what follows the step waits.
    pub fn rest(&self) -> Option<Duration> {
        self.how.rest()
    }
}

impl PlanDefinition {
    /// The step with that id.
    pub fn step(&self, id: &str) -> Option<StepIx> {
        self.steps.find(|step| step.id == id)
    }
}
