//! Whether a set that stands on another one takes care as that does: for no response and on no day a milder verdict, an earlier
//! day or a question less, but for what somebody took upon them by name.
//!
//! Compared is the whole overlay with its base into which only the accepted entries were put, so an acceptance covers what its entry
//! does and nothing else. Where something is less cautious, each other entry is tried by itself: the one that is so alone is
//! named, with the promises of the base that it breaks, so that one cause gives one message.

mod faults;

use std::collections::BTreeSet;

use crate::assessment::Engine;
use crate::diagnostic::{Code, Diagnostics};
use crate::diff::{Budget, Diff, DifferenceKind, DifferenceWords, diff};
use crate::proof::{Family, prove_only};
use crate::questionnaire::{BasedOn, EntryKind, Files, OverlayEntry, Questionnaire, load_partly};
use crate::source::Sources;
use crate::value::Date;
use faults::{together, undecided, unfit};

/// How many lines tell what is more cautious.
const MOST_TOLD: usize = 6;

/// What came of holding an overlay against its base.
#[derive(Debug)]
pub struct HeldToBase {
    /// Where it takes less care, and where that is not decided. Nothing here: it takes at least as much, and that is proved.
    pub found: Diagnostics,
    /// The promises of the base that are broken by what `found` speaks of.
    pub explained: BTreeSet<String>,
    /// What it takes more care of, for people, in whole lines; not all if there is much.
    pub more_cautious: Vec<String>,
}

impl HeldToBase {
    /// Whether it is proved that nothing is less cautious.
    pub fn is_proved(&self) -> bool {
        self.found.is_empty()
    }
}

/// The files of an overlay, from which it is read again with some of its entries.
#[derive(Clone, Copy)]
pub struct OverlayFiles<'f> {
    /// The files.
    pub files: &'f dyn Files,
    /// The main file among them.
    pub main: &'f str,
}

/// Holds an overlay against its base; none if it stands on nothing.
pub fn hold_to_base(overlay: OverlayFiles<'_>, whole: &Questionnaire, day: Date) -> Option<HeldToBase> {
    let based_on = whole.based_on()?;
    let mut held = HeldToBase { found: Diagnostics::default(), explained: BTreeSet::new(), more_cautious: Vec::new() };
    let Some(accepted) = overlay.with(&|entry| based_on.accepts(entry)) else {
        held.found.push(unfit(based_on));
        return Some(held);
    };
    let versions = Versions { old: Engine::new(&accepted, day), new: Engine::new(whole, day) };
    let all = versions.differences();
    held.more_cautious = versions.more_cautious(&all);
    if is_less_cautious(&all) {
        let entries = based_on.entries.iter().filter(|entry| !based_on.accepts(entry));
        for entry in entries {
            overlay.try_alone((&accepted, day), (based_on, entry), &mut held);
        }
        if held.found.is_empty() {
            held.found.push(together(based_on, &versions.words(), &all));
        }
    } else {
        held.found = undecided(based_on, &all);
    }
    Some(held)
}

/// Whether a difference is less cautious that was shown.
fn is_less_cautious(diff: &Diff) -> bool {
    diff.differences.iter().any(|difference| difference.less_cautious)
}

impl OverlayFiles<'_> {
    /// The base with these entries, if they fit by themselves.
    fn with(self, wanted: &dyn Fn(&OverlayEntry) -> bool) -> Option<Questionnaire> {
        load_partly(self.files, self.main, &mut Sources::default(), wanted).0
    }

    /// What one entry does beside those that are accepted. One that does not fit without others is judged with all that is added:
    /// what is new can only be asked, and find, more.
    fn try_alone(
        self,
        (accepted, day): (&Questionnaire, Date),
        (based_on, entry): (&BasedOn, &OverlayEntry),
        held: &mut HeldToBase,
    ) {
        // Places are no help: the files are read anew here, by themselves.
        let is_it = |other: &OverlayEntry| other.path == entry.path && other.kind == entry.kind;
        let alone = self.with(&|other| based_on.accepts(other) || is_it(other));
        let added = |other: &OverlayEntry| other.kind == EntryKind::Add;
        let Some(one) = alone.or_else(|| self.with(&|other| based_on.accepts(other) || is_it(other) || added(other)))
        else {
            return;
        };
        let versions = Versions { old: Engine::new(accepted, day), new: Engine::new(&one, day) };
        let differences = versions.differences();
        if !is_less_cautious(&differences) {
            return;
        }
        let promises = broken_promises(&one, day);
        let fault = faults::less_cautious((based_on, entry), (&versions.words(), &differences), (&promises, day));
        held.found.push(fault);
        held.explained.extend(promises.into_iter().map(|(id, _)| id));
    }
}

/// The promises that a set does not keep, each with why it was made.
fn broken_promises(set: &Questionnaire, day: Date) -> Vec<(String, Option<String>)> {
    let broken = prove_only(set, &[Family::Guarantees], day);
    let broken = broken.iter().filter(|found| found.code == Code::BrokenGuarantee);
    let promise = broken.filter_map(|found| set.guarantees().iter().find(|guarantee| guarantee.span == found.span));
    promise.map(|guarantee| (guarantee.id.clone(), guarantee.because.clone())).collect()
}

/// The base with what is accepted, and what is held against it.
struct Versions<'q> {
    old: Engine<'q>,
    new: Engine<'q>,
}

impl<'q> Versions<'q> {
    fn differences(&self) -> Diff {
        diff(&self.old, &self.new, Budget::Small)
    }

    fn words(&self) -> DifferenceWords<'_> {
        DifferenceWords::new([&self.old, &self.new])
    }

    /// For whom more care is taken, by the verdict they get, and else by the days they wait for.
    fn more_cautious(&self, diff: &Diff) -> Vec<String> {
        let words = self.words();
        let careful = diff.differences.iter().filter(|difference| !difference.less_cautious);
        let verdicts = careful.clone().filter(|difference| matches!(difference.kind, DifferenceKind::Verdict { .. }));
        let waits = careful.filter(|difference| matches!(difference.kind, DifferenceKind::NotBefore { .. }));
        verdicts.chain(waits).take(MOST_TOLD).map(|difference| words.line(difference)).collect()
    }
}
