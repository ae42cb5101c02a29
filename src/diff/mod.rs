//! What two versions of a questionnaire come to differently: every kind of difference with the smallest response that shows
//! it, how many responses show it, and what was added, removed and changed.
//!
//! Compared are all responses to the questions that both versions ask under the same id in a compatible type (`joint`),
//! with answers that both take; questions of one version only stay open. What is the same down to all that it rests on
//! differs on no day (`same`, `alike`). Of the rest, both versions become clauses over the same response in one solver
//! (`solve`, `shows`), which decides each kind of difference (`decide`); days (`waits`) and plans (`planned`) are looked for in
//! the responses in which they can differ. What is neither shown nor ruled out is named (`unshown`). Counting (`count`) is
//! exact, and says nothing where it would take more work than allowed.

mod alike;
mod caution;
mod changes;
mod count;
mod decide;
mod formula;
mod joint;
mod judged;
mod kind;
mod list;
mod planned;
mod plans;
mod record;
mod same;
mod scope;
mod shows;
mod solve;
mod stored;
mod terms;
mod tie;
mod unshown;
mod values;
mod waits;
mod words;

pub use changes::{ChangedPart, How, SetChange};
use kind::Turn;
pub use kind::{DifferenceKind, MayDiffer, Moved, PlanChange, Side, TakenAnswer};
pub use num_bigint::BigUint;
pub use record::{
    ChangedRecord, CountsRecord, DiffRecord, DifferenceRecord, Judgement, KindRecord, MayDifferRecord, PartRecord,
    StoredOutcome, StoredRecord, UndecidedRecord, WitnessRecord, percent,
};
pub use stored::{StoredResponse, StoredVerdict};
pub use words::{DifferenceWords, Said};

use caution::{is_less_cautious, may_lose_a_day};
use count::Counter;
use joint::Joint;

use crate::assessment::Engine;
use crate::proof::deep_stack::deep_stack;
use crate::response::Response;
use crate::value::Date;

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
    /// Whether the new version may come to something less cautious by it.
    pub less_cautious: bool,
    /// The response with the fewest answers that shows it; of plans, the one with the fewest that was seen.
    pub witness: Witness,
    /// The day on which it shows it.
    pub day: Date,
    /// How many complete responses show it; none if that was not counted.
    pub count: Option<Count>,
}

/// How many complete responses show a difference, and among how many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// Those that show it.
    pub showing: BigUint,
    /// Those that what was changed can concern: in which a changed rule holds, or a changed question is asked, in one of the
    /// versions. None if that was not counted.
    pub concerned: Option<BigUint>,
}

/// A kind of difference of which it was not decided whether any response shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndecidedKind {
    /// Which kind.
    pub kind: DifferenceKind,
    /// Whether the new version may come to something less cautious by it.
    pub less_cautious: bool,
}

impl UndecidedKind {
    fn new(kind: DifferenceKind, joint: &Joint<'_>) -> UndecidedKind {
        let less_cautious = is_less_cautious(&kind, joint) || may_lose_a_day(&kind, joint);
        UndecidedKind { kind, less_cautious }
    }
}

/// How many complete responses there are, and how many are judged differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    /// All complete responses.
    pub all: BigUint,
    /// Those that a changed rule, or a changed "not sure", concerns in one of the versions; none if that was not counted.
    pub concerned: Option<BigUint>,
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
    /// The kinds of which it was not decided whether there are any.
    pub undecided: Vec<UndecidedKind>,
    /// The changes that no difference shows, and by which something may differ all the same.
    pub may_differ: Vec<MayDiffer>,
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
    // What the later version calls otherwise is the same question: its answers are read by either name.
    let (named, renamed) = old.questionnaire().with_names_of(new.questionnaire()).unzip();
    let named = named.as_ref().map(|named| Engine::new(named, old.day()));
    let old = named.as_ref().unwrap_or(old);
    let joint = Joint::new([old, new]);
    let mut changes = changes::between(old.questionnaire(), new.questionnaire());
    let mut found = decide::decide(&joint, [old, new]);
    let may_differ = decide::may_differ(&joint, &changes, &found);
    let counts = count(&joint, &mut found.differences, budget);
    changes.extend(renamed.into_iter().flatten().map(changes::renamed));
    let decide::Found { differences, undecided } = found;
    Diff { day: old.day(), shared: joint.shared.len(), changes, differences, undecided, may_differ, counts }
}

/// Counts all responses, and those that show each difference; what takes least work first.
fn count(joint: &Joint<'_>, differences: &mut [Difference], budget: Budget) -> Option<Counts> {
    let mut counter = Counter::new(joint, budget.steps()).ok()?;
    let all = counter.total().ok()?;
    for turn in [Turn::First, Turn::Second, Turn::Last] {
        for difference in differences.iter_mut().filter(|one| one.kind.turn() == Some(turn)) {
            let showing = counter.showing(&difference.kind).ok();
            difference.count = showing.map(|showing| Count { showing, concerned: None });
        }
    }
    let concerned = counter.concerned().ok();
    for difference in differences.iter_mut() {
        if let Some(count) = &mut difference.count {
            count.concerned = counter.concerned_by(&difference.kind, concerned.as_ref());
        }
    }
    let verdicts = differences.iter().filter(|difference| matches!(difference.kind, DifferenceKind::Verdict { .. }));
    let showing = verdicts.map(|difference| difference.count.as_ref().map(|count| count.showing.clone()));
    let other_verdict = showing.sum();
    Some(Counts { all, concerned, other_verdict })
}

impl Diff {
    /// Whether nothing was found that differs, texts included, and nothing was left undecided.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.same_judgement()
    }

    /// Whether no response comes to anything else on any day, for sure: not its assessment, nor its plan, nor what is asked.
    pub fn same_judgement(&self) -> bool {
        self.differences.is_empty() && self.undecided.is_empty() && self.may_differ.is_empty()
    }

    /// Whether something may be less cautious: nobody has shown that it is not.
    pub fn may_be_less_cautious(&self) -> bool {
        self.differences.iter().any(|one| one.less_cautious)
            || self.undecided.iter().any(|one| one.less_cautious)
            || self.may_differ.iter().any(|one| one.less_cautious)
    }
}
