//! Finds every kind of difference, each with a response that shows it.
//!
//! Of most kinds the clauses decide, and both engines confirm what was found. Days follow from answers by more than clauses
//! say (`waits`), and plans from all of an assessment (`planned`): there responses are looked for in which they can differ, and
//! what was neither shown nor ruled out is said to be undecided.

use std::collections::BTreeSet;

use super::alike::Alike;
use super::caution::is_less_cautious;
use super::joint::Joint;
use super::kind::{DifferenceKind, MayDiffer, Moved, Side, TakenAnswer};
use super::scope::Scope;
use super::shows::is_shown;
use super::solve::Solving;
use super::{Difference, UndecidedKind, Witness, list, unshown, values};
use crate::assessment::Engine;
use crate::proof::solver::{Lit, Undecided, disagreement};
use crate::questionnaire::{QuestionKind, Questionnaire, ScoreItem, tested};
use crate::response::{Accepted, Response, fits};
use crate::value::index::{QuestionIx, fault};
use crate::value::{Answer, Date, Value};

use super::changes::SetChange;

/// The most pairs of questions of which it is asked whether anybody is asked both in another order.
const MOST_PAIRS: usize = 1_000;

/// What was found on one day.
#[derive(Default)]
pub(super) struct Found {
    pub(super) differences: Vec<Difference>,
    pub(super) undecided: Vec<UndecidedKind>,
}

/// The search for everything that differs on one day.
pub(super) struct Deciding<'d, 'q> {
    pub(super) joint: &'d Joint<'q>,
    pub(super) engines: [&'d Engine<'q>; 2],
    pub(super) solving: Solving<'d, 'q>,
    pub(super) found: Found,
}

/// Every kind of difference that a response shows on the day of the engines, with its smallest witness; and those of which it was
/// not decided.
pub(super) fn decide<'q>(joint: &Joint<'q>, engines: [&Engine<'q>; 2]) -> Found {
    let Ok(solving) = Solving::new(joint, &Scope::whole(joint)) else {
        let kinds = list::verdicts(joint).into_iter().chain(list::kinds(joint));
        let undecided = kinds.map(|kind| UndecidedKind::new(kind, joint));
        return Found { differences: Vec::new(), undecided: undecided.collect() };
    };
    let mut deciding = Deciding { joint, engines, solving, found: Found::default() };
    deciding.all();
    deciding.found
}

/// What was changed and no difference shows.
pub(super) fn may_differ(joint: &Joint<'_>, changes: &[SetChange], found: &Found) -> Vec<MayDiffer> {
    let alike = Alike::new(joint.versions(), &joint.same).in_all();
    let rests_on_days = |change: &SetChange| rests_on_days(joint, change);
    unshown::of(changes, (&found.differences, &found.undecided), (alike, rests_on_days))
}

/// Whether days are asked for in what was changed.
fn rests_on_days(joint: &Joint<'_>, change: &SetChange) -> bool {
    let on_days = |version: &Questionnaire| {
        let rule = version.rules().iter().filter(|rule| change.what == "rule" && rule.id == change.id);
        let named = version.conditions().iter().filter(|named| change.what == "condition" && named.id == change.id);
        let sections = version.sections().iter().filter(|section| change.what == "section" && section.id == change.id);
        let (question, option) = change.id.split_once('.').unwrap_or((&change.id, ""));
        let is_asked = ["question", "option"].contains(&change.what);
        let questions = version.questions().iter().filter(|of| is_asked && of.id == question);
        let options = questions.clone().flat_map(|of| of.options()).filter(|of| of.id == option);
        let whens = sections.filter_map(|of| of.when.as_ref()).chain(questions.filter_map(|of| of.when.as_ref()));
        let conditions = rule.map(|rule| &rule.when).chain(named.map(|named| &named.condition)).chain(whens);
        let conditions = conditions.chain(options.filter_map(|of| of.when.as_ref()));
        let is_day = |question: QuestionIx| matches!(version[question].kind, QuestionKind::Date(_));
        conditions.flat_map(|condition| tested(version, condition)).any(is_day)
    };
    joint.versions().into_iter().any(on_days)
}

impl<'d, 'q> Deciding<'d, 'q> {
    fn all(&mut self) {
        self.verdicts();
        for kind in list::kinds(self.joint) {
            self.exactly(kind);
        }
        self.sections();
        self.order();
        self.waits();
        self.scores();
        self.validity();
        self.plans();
    }

    /// Decides a kind by clauses alone.
    fn exactly(&mut self, kind: DifferenceKind) {
        let Some(assumed) = self.solving.shows(&kind) else { return self.undecided(kind) };
        let extra = match &kind {
            DifferenceKind::Taken { question, answer, only_in } if *answer != TakenAnswer::Silence => {
                match self.only_here(question, answer, *only_in) {
                    Some(extra) => Some((*only_in, extra)),
                    // Neither version was seen to take anything here that the other does not.
                    None if *answer == TakenAnswer::Values => return,
                    None => return self.undecided(kind),
                }
            }
            _ => None,
        };
        let found = self.solving.smallest_that_shows(&kind, &assumed).map(|found| match extra {
            Some((side, (question, answer))) => found.map(|witness| witness.with(side, question, answer)),
            None => found,
        });
        self.note(kind, found);
    }

    /// Notes what came of the search for a kind.
    fn note(&mut self, kind: DifferenceKind, found: Result<Option<Witness>, Undecided>) {
        match found {
            Ok(None) => {}
            Ok(Some(witness)) => self.confirm(kind, witness),
            Err(_) => self.undecided(kind),
        }
    }

    /// The verdicts of all. What makes them differ is among what leads to verdicts in one version alone, so that is asked first: a
    /// response that is smallest where nothing else is asked of it, and shows the kind all the same, is smallest.
    fn verdicts(&mut self) {
        let mut narrow = Solving::new(self.joint, &Scope::of_verdicts(self.joint));
        for kind in list::verdicts(self.joint) {
            let by_few = narrow.as_mut().ok().and_then(|narrow| {
                let (ways, assumed) = narrow.ways(&kind).zip(narrow.no_graver(&kind))?;
                narrow.smallest_of(&ways, &assumed).ok()
            });
            match by_few {
                Some(None) => {}
                Some(Some(witness)) if is_shown(&kind, self.engines, &witness) => self.push(kind, witness),
                Some(Some(_)) | None => self.exactly(kind),
            }
        }
    }

    /// An answer that only one version takes, and its question there.
    fn only_here(&self, question: &str, answer: &TakenAnswer, side: Side) -> Option<(QuestionIx, Answer)> {
        let [old, new] = self.joint.versions();
        let (before, after) = (old.question(question)?, new.question(question)?);
        let found = values::only_here([&old[before], &new[after]], (answer, side), self.joint.old.day)?;
        Some((side.of([before, after]), found))
    }

    /// Notes a difference that both engines must show.
    fn confirm(&mut self, kind: DifferenceKind, witness: Witness) {
        if is_shown(&kind, self.engines, &witness) {
            self.push(kind, witness);
        } else {
            let _told = disagreement(&format!("{kind:?} is not shown by the response found for it"));
            self.undecided(kind);
        }
    }

    /// Notes a difference that a response was seen to show.
    pub(super) fn push(&mut self, kind: DifferenceKind, witness: Witness) {
        let less_cautious = is_less_cautious(&kind, self.joint) || self.loses_a_day(&kind);
        let day = self.joint.old.day;
        self.found.differences.push(Difference { kind, less_cautious, witness, day, count: None });
    }

    pub(super) fn undecided(&mut self, kind: DifferenceKind) {
        self.found.undecided.push(UndecidedKind::new(kind, self.joint));
    }

    /// The verdicts of sections, each by what it rests on, unless that is so much that what is there already does as well.
    fn sections(&mut self) {
        for (section, places) in list::sections(self.joint) {
            let scope = Scope::of_section(self.joint, places);
            let mut narrow = if scope.is_much(self.joint) { None } else { Solving::new(self.joint, &scope).ok() };
            for kind in list::section_kinds(self.joint, &section) {
                let solving = narrow.as_mut().unwrap_or(&mut self.solving);
                let Some(assumed) = solving.shows(&kind) else {
                    fault("clauses decide of the verdict of a section, yet there are none")
                };
                let found = solving.smallest_that_shows(&kind, &assumed);
                self.note(kind, found);
            }
        }
    }

    fn order(&mut self) {
        let neighbours = list::swapped(self.joint);
        if neighbours.is_empty() {
            return;
        }
        let is_order = |kind: &DifferenceKind| matches!(kind, DifferenceKind::Order { .. });
        neighbours.into_iter().for_each(|kind| self.exactly(kind));
        if self.found.differences.iter().any(|one| is_order(&one.kind)) {
            return;
        }
        // Nobody is asked any two neighbours: others may be.
        for (count, kind) in list::all_swapped(self.joint, MOST_PAIRS + 1).into_iter().enumerate() {
            if count == MOST_PAIRS {
                return self.undecided(kind);
            }
            self.exactly(kind);
            if self.found.differences.iter().any(|one| is_order(&one.kind)) {
                return;
            }
        }
    }

    /// Scores stand in the assessment, whether anything rests on them or not.
    fn scores(&mut self) {
        let [old, new] = self.joint.versions();
        let gone = old.scores().iter().filter(|score| new.scores().find(|twin| twin.id == score.id).is_none());
        let added = new.scores().iter().filter(|score| old.scores().find(|twin| twin.id == score.id).is_none());
        for score in gone.chain(added) {
            self.push(DifferenceKind::Score { score: score.id.clone() }, Witness::empty([old, new]));
        }
        let changed = new.scores().enumerated().filter(|(index, _)| !self.joint.same.scores.contains(index));
        let changed: Vec<_> = changed
            .filter_map(|(index, score)| Some((old.scores().find(|twin| twin.id == score.id)?, index)))
            .collect();
        for (before, after) in changed {
            let kind = DifferenceKind::Score { score: new[after].id.clone() };
            let items = old[before].sum.iter().map(|item| (Side::Old, item));
            let items = items.chain(new[after].sum.iter().map(|item| (Side::New, item)));
            let mut ways = vec![Vec::new()];
            for (side, item) in items {
                let rests_on = match item {
                    ScoreItem::Answer(answer) => BTreeSet::from([answer.question]),
                    ScoreItem::When { when, .. } => tested(side.of([old, new]), when).into_iter().collect(),
                };
                for question in rests_on {
                    let states = self.solving.version(side).states(question);
                    ways.extend(states.cells.iter().chain(&states.picks).map(|cell| vec![*cell]));
                }
            }
            if let Some(witness) = self.first_that_shows(&kind, ways) {
                self.push(kind, witness);
            }
        }
    }

    /// The smallest response, of those with one of these, that shows a kind.
    pub(super) fn first_that_shows(&mut self, kind: &DifferenceKind, ways: Vec<Vec<Lit>>) -> Option<Witness> {
        let mut best: Option<Witness> = None;
        for way in ways {
            let Ok(Some(witness)) = self.solving.smallest(&way) else { continue };
            let is_smaller = best.as_ref().is_none_or(|best| witness.size() < best.size());
            if is_smaller && is_shown(kind, self.engines, &witness) {
                best = Some(witness);
            }
            if best.as_ref().is_some_and(|best| best.size() <= 1) {
                break;
            }
        }
        best
    }

    /// For how long answers are believed: an answer of an earlier day that only one version still believes.
    fn validity(&mut self) {
        let [old, new] = self.joint.versions();
        let (joint, day) = (self.joint, self.joint.old.day);
        for shared in &joint.shared {
            let (before, after) = (&old[shared.old], &new[shared.new]);
            let fresh = [before, after].map(|question| question.valid_for.fresh_from(day));
            let [since, from] = fresh;
            let (side, moved, last) = match since.cmp(&from) {
                std::cmp::Ordering::Greater => (Side::Old, Moved::More, since),
                std::cmp::Ordering::Less => (Side::New, Moved::Less, from),
                std::cmp::Ordering::Equal => continue,
            };
            let kind = DifferenceKind::Validity { question: before.id.clone(), moved };
            let Ok(answered_on) = last.yesterday() else { continue };
            let states = self.solving.version(side).states(side.of([shared.old, shared.new]));
            let said: Vec<Lit> = states.unsure.into_iter().chain(states.cells.iter().copied()).collect();
            let applies = states.applies.yes;
            let places = (shared.old, shared.new);
            let mut is_possible = false;
            let mut shown = None;
            for said in said {
                let found = self.solving.smallest(&[applies, said]);
                is_possible |= !matches!(found, Ok(None));
                let Ok(Some(witness)) = found else { continue };
                let fits_then = witness
                    .old
                    .get(places.0)
                    .is_some_and(|answer| fits(before, answer.clone(), answered_on).is_ok())
                    && witness.new.get(places.1).is_some_and(|answer| fits(after, answer.clone(), answered_on).is_ok());
                let dated = witness.answered_on(places, answered_on);
                if fits_then && is_shown(&kind, self.engines, &dated) {
                    shown = Some(dated);
                    break;
                }
            }
            match shown {
                Some(witness) => self.push(kind, witness),
                None if is_possible => self.undecided(kind),
                None => {}
            }
        }
    }
}

impl Witness {
    /// No answers.
    pub(super) fn empty([old, new]: [&Questionnaire; 2]) -> Witness {
        Witness { old: Response::new(old), new: Response::new(new) }
    }

    /// How many answers it has.
    pub(super) fn size(&self) -> usize {
        self.old.iter().count().max(self.new.iter().count())
    }

    /// How many answers it has, and how many picks are in them.
    pub(super) fn cost(&self) -> (usize, usize) {
        let picks = self.new.iter().map(|(_, answer)| match answer {
            Answer::Given(Value::Choices(picked)) => picked.len(),
            Answer::Given(_) | Answer::Unsure | Answer::Withheld | Answer::Skipped => 0,
        });
        (self.size(), picks.sum())
    }

    /// The same with an answer that only one version takes.
    fn with(mut self, side: Side, question: QuestionIx, answer: Answer) -> Witness {
        let response = match side {
            Side::Old => &mut self.old,
            Side::New => &mut self.new,
        };
        response.set(Accepted::known_to_fit(question, answer, None));
        self
    }

    /// The same with one answer given on another day.
    fn answered_on(&self, (old, new): (QuestionIx, QuestionIx), day: Date) -> Witness {
        let mut dated = self.clone();
        for (response, question) in [(&mut dated.old, old), (&mut dated.new, new)] {
            if let Some(answer) = response.get(question).cloned() {
                response.set(Accepted::known_to_fit(question, answer, Some(day)));
            }
        }
        dated
    }
}
