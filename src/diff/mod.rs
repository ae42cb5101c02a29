//! What two versions of a questionnaire judge differently: every kind of difference with the smallest response that shows
//! it, how many responses show it, and what was added, removed and changed.
//!
//! Compared are all responses to the questions that both versions ask under the same id in a compatible type (`joint`),
//! with answers that both take; questions of one version only stay open. Both versions become clauses over the same
//! response in one solver (`solve`), which decides each kind of difference exactly. Counting (`count`) is exact as well,
//! and says nothing where it would take more work than allowed.

mod changes;
mod count;
mod formula;
mod joint;
mod record;
mod solve;
mod stored;
mod terms;

pub use changes::{ChangedPart, How, SetChange};
pub use num_bigint::BigUint;
pub use record::{
    ChangedRecord, CountsRecord, DiffRecord, DifferenceRecord, Judgement, KindRecord, PartRecord, StoredOutcome,
    StoredRecord, UndecidedRecord, WitnessRecord, percent,
};
pub use stored::{StoredResponse, StoredVerdict};

use count::Counter;
use joint::Joint;
use solve::Solving;

use crate::assessment::Engine;
use crate::proof::deep_stack::deep_stack;
use crate::questionnaire::Questionnaire;
use crate::response::Response;
use crate::value::Date;
use crate::value::index::VerdictIx;

/// How much work all counts of one comparison may take together; what is left then is not counted. Whether a count ends
/// within it is the same on every machine, and what it counts is exact in any case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Budget {
    /// A tenth of the usual: for checks that run often.
    Small,
    /// Enough for versions of the size of the shipped sets.
    #[default]
    Normal,
    /// Ten times as much: for versions that share hundreds of questions.
    Large,
}

impl Budget {
    /// Every budget, the smallest first.
    pub const ALL: [Budget; 3] = [Budget::Small, Budget::Normal, Budget::Large];

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Budget::Small => "small",
            Budget::Normal => "normal",
            Budget::Large => "large",
        }
    }

    /// In steps, each of which gives one question one state.
    fn steps(self) -> u64 {
        match self {
            Budget::Small => 50_000,
            Budget::Normal => 500_000,
            Budget::Large => 5_000_000,
        }
    }
}

/// One of two versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The first.
    Old,
    /// The second.
    New,
}

/// A way in which two versions can judge a response differently.
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
    /// Only one version asks a question that both have.
    Asked {
        /// The question's id.
        question: String,
        /// Which version.
        only_in: Side,
    },
}

/// The same answers, as each version keeps them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// For the old version.
    pub old: Response,
    /// For the new version.
    pub new: Response,
}

/// A kind of difference that some response shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which kind.
    pub kind: DifferenceKind,
    /// The response with the fewest answers that shows it.
    pub witness: Witness,
    /// How many complete responses show it; none if that was not counted.
    pub count: Option<BigUint>,
}

/// How many complete responses there are, and how many are judged differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    /// All complete responses.
    pub all: BigUint,
    /// Those with another verdict; none if that was not counted.
    pub other_verdict: Option<BigUint>,
}

/// All that two versions differ in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diff {
    /// The day for which dates were compared.
    pub day: Date,
    /// How many questions both have.
    pub shared: usize,
    /// What was added, removed and changed, in questionnaire order.
    pub changes: Vec<SetChange>,
    /// The kinds of difference that there are.
    pub differences: Vec<Difference>,
    /// The kinds of which it was not decided, within the allowed work, whether there are any.
    pub undecided: Vec<DifferenceKind>,
    /// How many responses there are; none if that was not counted.
    pub counts: Option<Counts>,
}

/// Compares two versions on a day (which only matters for dates).
///
/// # Panics
/// If the engines are not for the same day.
pub fn diff(old: &Engine<'_>, new: &Engine<'_>, budget: Budget) -> Diff {
    assert_eq!(old.day(), new.day(), "two versions are compared on one day");
    deep_stack(|| compare(old, new, budget))
}

fn compare(old: &Engine<'_>, new: &Engine<'_>, budget: Budget) -> Diff {
    let joint = Joint::new([old, new]);
    let changes = changes::between(old.questionnaire(), new.questionnaire());
    let (mut differences, undecided) = decide(&joint);
    let counts = count(&joint, &mut differences, budget);
    Diff { day: old.day(), shared: joint.shared.len(), changes, differences, undecided, counts }
}

/// Every kind of difference that a response shows, with its smallest witness; and those of which it was not decided.
fn decide(joint: &Joint<'_>) -> (Vec<Difference>, Vec<DifferenceKind>) {
    let kinds = kinds(joint);
    let Ok(mut solving) = Solving::new(joint) else { return (Vec::new(), kinds) };
    let (mut differences, mut undecided) = (Vec::new(), Vec::new());
    for kind in kinds {
        match solving.witness(&kind) {
            Ok(Some(witness)) => differences.push(Difference { kind, witness, count: None }),
            Ok(None) => {}
            Err(_) => undecided.push(kind),
        }
    }
    (differences, undecided)
}

/// Every kind of difference that there could be.
fn kinds(joint: &Joint<'_>) -> Vec<DifferenceKind> {
    let (old, new) = (joint.old.questionnaire, joint.new.questionnaire);
    let mut kinds = Vec::new();
    let mut later = Vec::new();
    for (old, before) in old.verdicts().enumerated() {
        for (new, _) in new.verdicts().enumerated().filter(|(_, after)| after.id != before.id) {
            kinds.push(DifferenceKind::Verdict { old, new });
            later.push(DifferenceKind::CouldBecome { old, new });
        }
    }
    let finding = |id: &str, only_in: Side| DifferenceKind::Finding { rule: id.to_owned(), only_in };
    for (index, rule) in old.rules().enumerated() {
        if !joint.same_rules.iter().any(|(before, _)| *before == index) {
            kinds.push(finding(&rule.id, Side::Old));
            kinds.extend(new.rule(&rule.id).map(|_| finding(&rule.id, Side::New)));
        }
    }
    let added = new.rules().iter().filter(|rule| old.rule(&rule.id).is_none());
    kinds.extend(added.map(|rule| finding(&rule.id, Side::New)));
    for shared in joint.shared.iter().filter(|shared| !shared.same) {
        let asked = |only_in: Side| DifferenceKind::Asked { question: old[shared.old].id.clone(), only_in };
        kinds.extend([asked(Side::Old), asked(Side::New)]);
    }
    kinds.extend(later);
    kinds
}

/// Counts all responses, and those that show each difference; what takes least work first.
fn count(joint: &Joint<'_>, differences: &mut [Difference], budget: Budget) -> Option<Counts> {
    let mut counter = Counter::new(joint, budget.steps()).ok()?;
    let all = counter.total().ok()?;
    for turn in [Turn::First, Turn::Second, Turn::Last] {
        for difference in differences.iter_mut().filter(|one| Turn::of(&one.kind) == turn) {
            difference.count = counter.showing(&difference.kind).ok();
        }
    }
    let verdicts = differences.iter().filter(|difference| matches!(difference.kind, DifferenceKind::Verdict { .. }));
    let other_verdict = verdicts.map(|difference| difference.count.clone()).sum();
    Some(Counts { all, other_verdict })
}

/// When a kind is counted.
#[derive(PartialEq)]
enum Turn {
    /// It rests on a few questions.
    First,
    /// It rests on every rule.
    Second,
    /// It says least.
    Last,
}

impl Turn {
    fn of(kind: &DifferenceKind) -> Turn {
        match kind {
            DifferenceKind::Finding { .. } | DifferenceKind::Asked { .. } => Turn::First,
            DifferenceKind::Verdict { .. } => Turn::Second,
            DifferenceKind::CouldBecome { .. } => Turn::Last,
        }
    }
}

impl Diff {
    /// Whether nothing was found that differs, texts included, and nothing was left undecided.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.same_judgement()
    }

    /// Whether no response is judged differently, for sure.
    pub fn same_judgement(&self) -> bool {
        self.differences.is_empty() && self.undecided.is_empty()
    }
}

/// Whether going from one verdict to the other may be less cautious. Where the versions disagree about the order, or one
/// does not know a verdict of the other, this is said to be so: nobody has shown that it is not.
fn less_cautious(old: &Questionnaire, new: &Questionnaire, (before, after): (VerdictIx, VerdictIx)) -> bool {
    let (from, to) = (&old[before], &new[after]);
    let in_new = new.verdict(&from.id).map(|from| after < from);
    let in_old = old.verdict(&to.id).map(|to| to < before);
    match (in_old, in_new) {
        (None, None) => true,
        (in_old, in_new) => in_old == Some(true) || in_new == Some(true),
    }
}

impl DifferenceKind {
    /// Whether a response of this kind may get a less cautious verdict, or a less cautious outlook, from the new version.
    pub fn less_cautious(&self, old: &Questionnaire, new: &Questionnaire) -> bool {
        match self {
            DifferenceKind::Verdict { old: before, new: after } => less_cautious(old, new, (*before, *after)),
            DifferenceKind::CouldBecome { .. } | DifferenceKind::Finding { .. } | DifferenceKind::Asked { .. } => false,
        }
    }
}
