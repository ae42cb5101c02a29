//! Scenarios: worked responses with what their assessment is to be, kept beside the questionnaire.
//!
//! [`read()`] makes a [`Suite`] of the file, [`run()`] assesses each scenario and compares, [`Coverage`] counts what of the
//! questionnaire the scenarios show. The format is told in `docs/scenarios.md`.
//!
//! Invariant: a scenario of a [`Suite`] only holds answers that fit their questions, and names only what is there.

mod compare;
mod coverage;
mod cure;
mod expect;
mod faults;
mod file;
mod fill;
mod fix;
mod keys;
mod of_base;
mod read;
pub mod render;
mod results;
mod run;
#[cfg(test)]
pub(crate) mod tables;
mod why;

pub use coverage::{Coverage, CoverageRow, CoveredPart, Subject};
pub use file::file_beside;
pub use fill::{Filled, FilledScenario, changed_outcomes, fill};
pub use fix::{AddedAnswers, Fixed, FixedPlace, fix};
pub use of_base::written_out;
pub use read::read;
pub use results::{Failure, Outcome, Results};
pub use run::run;

use crate::questionnaire::Audience;
use crate::response::Response;
use crate::source::{Span, Spanned};
use crate::value::Date;
use crate::value::index::{QuestionIx, RuleIx, SectionIx, StepIx, VerdictIx};

/// The scenarios of one questionnaire.
#[derive(Clone, Debug, Default)]
pub struct Suite {
    /// In file order, those of a base first.
    pub scenarios: Vec<Scenario>,
    /// How many of them are those of a base.
    pub of_base: usize,
}

/// One worked response and what is expected of its assessment.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Its id.
    pub id: String,
    /// What it is about, in words.
    pub about: Option<String>,
    /// Where it says that nobody has read it yet.
    pub unreviewed: Option<Span>,
    /// The day of assessment.
    pub day: Date,
    /// For whom it is assessed.
    pub audience: Audience,
    /// All answers: those of its bases, and its own over them.
    pub response: Response,
    /// The questions that it answers itself.
    pub own: Vec<Spanned<QuestionIx>>,
    /// What is to be so; never empty.
    pub expected: Vec<Spanned<Expectation>>,
    /// Where its id is written.
    pub span: Span,
}

/// An answer that is not to be proposed: an option, or yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proposed {
    /// The option at this position, alone or among others.
    Option(usize),
    /// Yes, or no.
    YesNo(bool),
}

/// How a step is to be in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedStep {
    /// There, whatever its day.
    There,
    /// Not there.
    Absent,
    /// There, and done.
    Done,
    /// There, to be done, and without a day.
    Undated,
    /// There, on this day.
    On(Date),
}

/// Something that a scenario says of its assessment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// The verdict is this.
    Verdict(VerdictIx),
    /// The most cautious verdict that open answers could lead to is this.
    CouldBecome(VerdictIx),
    /// Whether nothing that is open can change the verdict.
    Settled(bool),
    /// Whether a rule ends the interview.
    Stopped(bool),
    /// The latest day of all findings, or that there is none.
    NotBefore(Option<Date>),
    /// The verdict of a section; none if the section is not to apply.
    Section(SectionIx, Option<VerdictIx>),
    /// The rule holds.
    Finding(RuleIx),
    /// The rule does not hold.
    NoFinding(RuleIx),
    /// These rules hold and no others.
    OnlyFindings(Vec<RuleIx>),
    /// The question could still change the verdict.
    Open(QuestionIx),
    /// The question can no longer change the verdict.
    NoOpen(QuestionIx),
    /// The question was answered "not sure" or "rather not say".
    Unsure(QuestionIx),
    /// There is no plan.
    NoPlan,
    /// The step is so in the plan.
    Step(StepIx, ExpectedStep),
    /// No report tells a change of the answer to the question as what would help; with a value, none to this one.
    NotProposed(QuestionIx, Option<Proposed>),
}
