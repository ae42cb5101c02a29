//! Weighing a response: findings, verdict, reasons, what is open. Total and deterministic; the day is an argument.

mod assess;
mod codes;
mod engine;
mod points;
mod program;
mod situation;
mod stop;
mod tables;
mod without_private;

#[doc(hidden)]
pub use engine::engines_made;
pub use engine::{Engine, Weighed};
pub(crate) use points::{chosen_options, points_of, points_when, waiting_points};
pub use program::Scratch;
pub use situation::Situation;
pub use tables::Cause;

use crate::questionnaire::Audience;
use crate::questionnaire::Questionnaire;
use crate::value::index::{IndexVec, QuestionIx, RuleIx, ScoreIx, SectionIx, VerdictIx};
use crate::value::{Answer, Date, Interval};

/// All findings, the verdict and what is still open. Texts are not in it: the report fills them.
///
/// A response is read twice. *As given*: every answer is believed, however old. Verdict, findings and days come from there, so
/// that an old answer keeps its caution. *Open*: every answer that is past its time is open again. What is certain, what the
/// verdict could become, open points and stops come from there, so that an old answer settles nothing. Where no answer has
/// aged, the two are the same. What the verdict could become also counts that "not sure" may be cleared up: where some condition
/// asks for "not sure" itself, that is a third reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The day of assessment.
    pub assessed_on: Date,
    /// The newest day on which an answer was given; none if nobody knows.
    pub answered_on: Option<Date>,
    /// For whom it was made.
    pub audience: Audience,
    /// The rules that held, in questionnaire order.
    pub findings: Vec<Finding>,
    /// Questions answered "not sure" or "rather not say", or too vaguely, in questionnaire order.
    pub unsure: Vec<Unsure>,
    /// Questions that could still change the verdict, in questionnaire order.
    pub open: Vec<Open>,
    /// The verdict of each section that applies or may still apply, in order.
    pub sections: Vec<SectionVerdict>,
    /// What each score is, in order.
    pub scores: IndexVec<ScoreIx, Interval>,
    /// The most cautious verdict of any finding and of any "not sure"; the first verdict if there is none.
    pub verdict: VerdictIx,
    /// A verdict that is certain whatever open and aged answers turn out to be. Rule by rule it is the verdict, unless an aged
    /// answer led to it; exactly, the mildest verdict of all ways of going on.
    pub at_least: VerdictIx,
    /// The most cautious verdict that answers still open, or unclear, could lead to; never less than the verdict.
    pub could_become: VerdictIx,
    /// The same if whatever is unclear stays so: what open and aged answers alone could lead to. Rule by rule nothing less.
    pub open_could_make_it: VerdictIx,
    /// How these were found, those of the sections and the open points with them.
    pub bounds: Bounds,
    /// Whether no way of answering what is left for this audience changes the verdict; none where that was not decided.
    pub settled_here: Option<bool>,
    /// The answers past their time, in questionnaire order: of questions that apply.
    pub aged: Vec<Aged>,
    /// The questions whose answer picks an option that is not offered after the other answers, or not known to be: they are
    /// open, in questionnaire order.
    pub not_offered: Vec<QuestionIx>,
    /// The rule that ends the interview at once, if one does. No aged answer can make it hold.
    pub stopped: Option<RuleIx>,
}

/// How bounds were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bounds {
    /// Rule by rule, in microseconds: never too narrow, and sometimes too wide. No rule is looked at together with another.
    Quick,
    /// Exactly, by a proof over every way of going on: see [`ExactBounds`](crate::outlook::ExactBounds).
    Exact,
}

impl Bounds {
    /// As tools read it: `quick` or `exact`.
    pub fn name(self) -> &'static str {
        match self {
            Bounds::Quick => "quick",
            Bounds::Exact => "exact",
        }
    }
}

/// An answer past its time: to be asked again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aged {
    /// The question.
    pub question: QuestionIx,
    /// The day on which it was answered.
    pub answered_on: Date,
    /// What was said then.
    pub answer: Answer,
}

/// A rule that held, with its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: RuleIx,
    /// The first day on which it no longer stands in the way.
    pub not_before: Option<Date>,
    /// The day by which it must be dealt with; it may have passed.
    pub by: Option<Date>,
    /// The answers that made its condition true, and only those.
    pub because: Vec<Reason>,
}

impl Finding {
    /// The day on which its wait ends, if it has one that is not over: a wait that is over holds nobody up.
    pub fn still_to_come(&self, day: Date) -> Option<Date> {
        self.not_before.filter(|ends| *ends > day)
    }
}

/// An answer that decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The question.
    pub question: QuestionIx,
    /// Its answer; none if it does not apply.
    pub answer: Option<Answer>,
    /// The day on which it was given; none if nobody knows.
    pub answered_on: Option<Date>,
}

/// A question answered "not sure" or "rather not say", or with a month or a year that leaves undecided what rests on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsure {
    /// The question.
    pub question: QuestionIx,
    /// Which of these.
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
    /// What it could lead to it by, in questionnaire order: rules that wait for it, "not sure" to it or to what it opens.
    pub causes: Vec<Cause>,
}

impl Open {
    /// The rules that wait for it, in questionnaire order.
    pub fn rules(&self) -> impl Iterator<Item = RuleIx> {
        self.causes.iter().filter_map(|cause| cause.rule())
    }
}

/// The verdict of one section, from its own rules and questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionVerdict {
    /// The section.
    pub section: SectionIx,
    /// As for the whole.
    pub verdict: VerdictIx,
    /// As for the whole.
    pub at_least: VerdictIx,
    /// As for the whole.
    pub could_become: VerdictIx,
}

impl Assessment {
    /// Whether nothing that is open, aged or unclear can change the verdict. Rule by rule, only what is settled at a glance is.
    pub fn settled(&self) -> bool {
        self.at_least == self.could_become
    }

    /// Whether an answer that is open or aged can still move the verdict found so far.
    pub(crate) fn can_move(&self) -> bool {
        self.open_could_make_it > self.verdict || self.at_least < self.verdict
    }

    /// Whether the person may be treated, whatever must be waited for or done before: the verdict is no graver than the
    /// questionnaire's `treats_up_to`, also once old answers are given anew, and nothing ended the interview. A questionnaire
    /// that sets no such bound treats whoever is not stopped.
    pub fn may_be_treated(&self, questionnaire: &Questionnaire) -> bool {
        let gravest = self.verdict.max(self.at_least);
        self.stopped.is_none() && questionnaire.treats_up_to().is_none_or(|bound| gravest <= bound)
    }

    /// The findings, what decides first: the gravest, of those the one whose wait ends last, and else in the order of the
    /// questionnaire.
    pub fn in_order(&self, questionnaire: &Questionnaire) -> Vec<&Finding> {
        let mut findings: Vec<&Finding> = self.findings.iter().collect();
        let rank = |finding: &Finding| (questionnaire[finding.rule].verdict, finding.still_to_come(self.assessed_on));
        findings.sort_by_key(|finding| std::cmp::Reverse(rank(finding)));
        findings
    }

    /// The questions whose answers stand behind what decides first; of a "not sure" that is graver than any finding, that one.
    pub fn decided_first(&self, questionnaire: &Questionnaire) -> Vec<QuestionIx> {
        let finding = self.in_order(questionnaire).into_iter().next();
        let found = finding.map_or(VerdictIx(0), |finding| questionnaire[finding.rule].verdict);
        let unsure =
            self.unsure.iter().filter(|unsure| unsure.verdict > found).rev().max_by_key(|unsure| unsure.verdict);
        match (unsure, finding) {
            (Some(unsure), _) => vec![unsure.question],
            (None, Some(finding)) => finding.because.iter().map(|reason| reason.question).collect(),
            (None, None) => Vec::new(),
        }
    }

    /// The latest day of all findings that carry one.
    pub fn not_before(&self) -> Option<Date> {
        self.findings.iter().filter_map(|finding| finding.not_before).max()
    }

    /// The earliest day by which a finding must be dealt with; it may have passed.
    pub fn by(&self) -> Option<Date> {
        self.findings.iter().filter_map(|finding| finding.by).min()
    }
}
