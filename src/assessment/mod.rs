//! Weighing a response: findings, verdict, reasons, what is open. Total and deterministic; the day is an argument.

mod assess;
mod codes;
mod engine;
mod points;
mod program;
mod situation;
mod tables;

#[cfg(debug_assertions)]
#[doc(hidden)]
pub use engine::engines_made;
pub use engine::{Engine, Weighed};
pub(crate) use points::{chosen_options, sum_of, waiting_points};
pub use program::Scratch;
pub use situation::Situation;
pub(crate) use tables::Cause;

use crate::questionnaire::{Audience, Questionnaire};
use crate::value::index::{IndexVec, QuestionIx, RuleIx, ScoreIx, SectionIx, VerdictIx};
use crate::value::{Answer, Date, Interval};

/// All findings, the verdict and what is still open. Texts are not in it: the report fills them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The day of assessment.
    pub assessed_on: Date,
    /// For whom it was made.
    pub audience: Audience,
    /// The rules that held, in questionnaire order.
    pub findings: Vec<Finding>,
    /// Questions answered "not sure" or "rather not say", in questionnaire order.
    pub unsure: Vec<Unsure>,
    /// Questions that could still change the verdict, in questionnaire order.
    pub open: Vec<Open>,
    /// The verdict of each section that applies or may still apply, in order.
    pub sections: Vec<SectionVerdict>,
    /// What each score is, in order.
    pub scores: IndexVec<ScoreIx, Interval>,
    /// The most cautious verdict of any finding and of any "not sure"; the first verdict if there is none.
    pub verdict: VerdictIx,
    /// The most cautious verdict that answers still open could lead to; never less than the verdict.
    pub could_become: VerdictIx,
}

/// A rule that held, with its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: RuleIx,
    /// The first day on which it no longer stands in the way.
    pub not_before: Option<Date>,
    /// The answers that made its condition true, and only those.
    pub because: Vec<Reason>,
}

/// An answer that decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The question.
    pub question: QuestionIx,
    /// Its answer; none if it does not apply.
    pub answer: Option<Answer>,
}

/// A question answered "not sure" or "rather not say".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsure {
    /// The question.
    pub question: QuestionIx,
    /// Which of the two.
    pub answer: Answer,
    /// The verdict that it makes at least.
    pub verdict: VerdictIx,
}

/// A question that could still change the verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// The question.
    pub question: QuestionIx,
    /// The most cautious verdict that it could lead to.
    pub could_become: VerdictIx,
    /// The rules that wait for it, in questionnaire order.
    pub rules: Vec<RuleIx>,
}

/// The verdict of one section, from its own rules and questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionVerdict {
    /// The section.
    pub section: SectionIx,
    /// As for the whole.
    pub verdict: VerdictIx,
    /// As for the whole.
    pub could_become: VerdictIx,
}

impl Assessment {
    /// Whether nothing that is open can change the verdict.
    pub fn settled(&self) -> bool {
        self.verdict == self.could_become
    }

    /// The latest day of all findings that carry one.
    pub fn not_before(&self) -> Option<Date> {
        self.findings.iter().filter_map(|finding| finding.not_before).max()
    }

    /// The first finding whose rule ends the interview at once, if any.
    pub fn stopped(&self, questionnaire: &Questionnaire) -> Option<RuleIx> {
        self.findings.iter().map(|finding| finding.rule).find(|rule| questionnaire[*rule].stop)
    }
}
