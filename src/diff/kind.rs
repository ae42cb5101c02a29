//! The ways in which two versions can come to something else, and which of them are less cautious.

use crate::questionnaire::{Audience, Questionnaire};
use crate::value::index::VerdictIx;

/// One of two versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The first.
    Old,
    /// The second.
    New,
}

impl Side {
    /// As tools read it: `old` or `new`.
    pub fn name(self) -> &'static str {
        match self {
            Side::Old => "old",
            Side::New => "new",
        }
    }

    /// Of two things, that of this version.
    pub(super) fn of<T>(self, [old, new]: [T; 2]) -> T {
        match self {
            Side::Old => old,
            Side::New => new,
        }
    }
}

/// Which way a day, or a span of time, moved from the old version to the new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// The day comes sooner, or is gone; the span is shorter.
    Less,
    /// The day comes later, or is there at last; the span is longer.
    More,
}

impl Moved {
    /// As tools read it, of a day: `sooner` or `later`.
    pub fn of_a_day(self) -> &'static str {
        match self {
            Moved::Less => "sooner",
            Moved::More => "later",
        }
    }

    /// As tools read it, of a span of time: `shorter` or `longer`.
    pub fn of_a_span(self) -> &'static str {
        match self {
            Moved::Less => "shorter",
            Moved::More => "longer",
        }
    }
}

/// What one version takes for an answer and the other does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TakenAnswer {
    /// This option.
    Option(String),
    /// "Not sure".
    Unsure,
    /// Nothing: the question may be passed over.
    Silence,
    /// Some numbers, days or sets of picks.
    Values,
    /// All of its answers: the types have none in common.
    All,
}

impl TakenAnswer {
    /// As tools read it.
    pub fn name(&self) -> &'static str {
        match self {
            TakenAnswer::Option(_) => "option",
            TakenAnswer::Unsure => "unsure",
            TakenAnswer::Silence => "silence",
            TakenAnswer::Values => "values",
            TakenAnswer::All => "all",
        }
    }
}

/// How one person's plan differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanChange {
    /// Only one version plans it.
    OnlyIn(Side),
    /// The new version names an earlier day.
    Sooner,
    /// The new version names a later day.
    Later,
    /// Only one version names a day. Where the new one does because what was unclear is graver now, or is still unclear beside
    /// something that has a day, that is no such case but [`PlanChange::Otherwise`].
    DatedOnlyIn(Side),
    /// The same day, with other reasons, waits or bounds.
    Otherwise,
}

impl PlanChange {
    /// As tools read it.
    pub fn name(self) -> &'static str {
        match self {
            PlanChange::OnlyIn(Side::Old) => "only_in_old",
            PlanChange::OnlyIn(Side::New) => "only_in_new",
            PlanChange::Sooner => "sooner",
            PlanChange::Later => "later",
            PlanChange::DatedOnlyIn(Side::Old) => "dated_only_in_old",
            PlanChange::DatedOnlyIn(Side::New) => "dated_only_in_new",
            PlanChange::Otherwise => "otherwise",
        }
    }
}

/// A way in which two versions can come to something else of one response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DifferenceKind {
    /// The verdicts have different ids.
    Verdict {
        /// What the old version says.
        old: VerdictIx,
        /// What the new version says.
        new: VerdictIx,
    },
    /// What the verdict could still become has different ids.
    CouldBecome {
        /// What the old version says.
        old: VerdictIx,
        /// What the new version says.
        new: VerdictIx,
    },
    /// Only one version makes a finding.
    Finding {
        /// The rule's id.
        rule: String,
        /// Which version.
        only_in: Side,
    },
    /// Only one version asks a question.
    Asked {
        /// The question's id.
        question: String,
        /// Which version.
        only_in: Side,
    },
    /// Both ask a question, but only one asks these people.
    AskedOf {
        /// The question's id.
        question: String,
        /// Whom: the client or the technician.
        audience: Audience,
        /// Which version.
        only_in: Side,
    },
    /// Both ask a question, but only one takes an answer.
    Taken {
        /// The question's id.
        question: String,
        /// Which answer.
        answer: TakenAnswer,
        /// Which version.
        only_in: Side,
    },
    /// Both ask two questions, in another order.
    Order {
        /// What the old version asks first.
        first: String,
        /// What the new version asks first.
        second: String,
    },
    /// Only one version ends the interview by this rule.
    Stopped {
        /// The rule's id.
        rule: String,
        /// Which version.
        only_in: Side,
    },
    /// A finding of both stops standing in the way on another day.
    NotBefore {
        /// The rule's id.
        rule: String,
        /// Which way.
        moved: Moved,
    },
    /// A finding of both must be dealt with by another day.
    By {
        /// The rule's id.
        rule: String,
        /// Which way.
        moved: Moved,
    },
    /// "Not sure", or an answer as vague as that, leaves another verdict, or leaves one in one version only.
    Unsure {
        /// The question's id.
        question: String,
        /// What it leaves in the old version.
        old: Option<VerdictIx>,
        /// What it leaves in the new version.
        new: Option<VerdictIx>,
    },
    /// A section has another verdict, or is there in one version only.
    Section {
        /// The section's id.
        section: String,
        /// What the old version says.
        old: Option<VerdictIx>,
        /// What the new version says.
        new: Option<VerdictIx>,
    },
    /// A score comes to something else.
    Score {
        /// The score's id.
        score: String,
    },
    /// A person's plan differs.
    Plan {
        /// The step's id; none of the plan as a whole.
        step: Option<String>,
        /// How.
        change: PlanChange,
    },
    /// An answer is believed for another time.
    Validity {
        /// The question's id.
        question: String,
        /// Which way.
        moved: Moved,
    },
}

/// A change of which no response was found that shows it, and of which it is not proved either that none does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MayDiffer {
    /// What sort of item was changed: `question`, `rule`, …
    pub what: &'static str,
    /// Its id.
    pub id: String,
    /// The key that was changed.
    pub key: &'static str,
    /// What may differ by it, in words.
    pub says: &'static str,
    /// Whether that may be less cautious.
    pub less_cautious: bool,
}

/// Whether going from one verdict to the other may be less cautious. Where the versions disagree about the order, or one
/// does not know a verdict of the other, this is said to be so: nobody has shown that it is not.
pub(super) fn less_cautious(old: &Questionnaire, new: &Questionnaire, (before, after): (VerdictIx, VerdictIx)) -> bool {
    let (from, to) = (&old[before], &new[after]);
    let in_new = new.verdict(&from.id).map(|from| after < from);
    let in_old = old.verdict(&to.id).map(|to| to < before);
    match (in_old, in_new) {
        (None, None) => true,
        (in_old, in_new) => in_old == Some(true) || in_new == Some(true),
    }
}

impl DifferenceKind {
    /// Whether responses of this kind are counted, where that does not take too much work.
    pub fn is_counted(&self) -> bool {
        self.turn().is_some()
    }

    /// When responses of this kind are counted; none if never. What days, plans and old answers come to is no matter of classes
    /// of answers; a section is told by its rules.
    pub(super) fn turn(&self) -> Option<Turn> {
        match self {
            DifferenceKind::Verdict { .. } => Some(Turn::Second),
            DifferenceKind::CouldBecome { .. } => Some(Turn::Last),
            DifferenceKind::Finding { .. }
            | DifferenceKind::Asked { .. }
            | DifferenceKind::AskedOf { .. }
            | DifferenceKind::Order { .. }
            | DifferenceKind::Stopped { .. }
            | DifferenceKind::Unsure { .. } => Some(Turn::First),
            DifferenceKind::Taken { .. }
            | DifferenceKind::NotBefore { .. }
            | DifferenceKind::By { .. }
            | DifferenceKind::Section { .. }
            | DifferenceKind::Score { .. }
            | DifferenceKind::Plan { .. }
            | DifferenceKind::Validity { .. } => None,
        }
    }
}

/// When a kind is counted: what takes least work first.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// It rests on a few questions.
    First,
    /// It rests on every rule.
    Second,
    /// It says least.
    Last,
}
