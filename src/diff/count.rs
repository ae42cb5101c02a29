//! How many responses show a difference, exactly.
//!
//! Counted are complete responses to the questions that both versions share: each question that at least one version asks
//! has an answer that both take and that each version that asks it offers, or "not sure" where both offer it; a question
//! that nobody asks has none, nor has one for which no answer is left. Answers that no condition of either version tells
//! apart count as one; of `choices`, every set of picks counts. Questions of one version only stay open.
//!
//! What must hold of the responses counted is a formula. A question is given each of its states in turn; what is left
//! falls into parts that share no question, which are counted apart and multiplied, and parts met before are looked up.

use std::collections::{BTreeMap, HashMap};

use num_bigint::BigUint;

use super::alike::Alike;
use super::formula::{ALWAYS, Formula, Given, NEVER};
use super::joint::Joint;
use super::kind::{DifferenceKind, Side};
use super::list::unsure;
use super::terms::{ASKED, MAYBE, NotCounted, Table, Variable, terms};
use crate::value::index::{VerdictIx, fault, item, item_mut};

/// The most room that formulas may take, in formulas of one part: a few hundred megabytes.
const MOST_ROOM: usize = 2_000_000;
/// The most that may stand in the questions of which the count is kept, in formulas and waiting questions.
const MOST_KEPT: usize = 4_000_000;

/// A question still to be given a state, and the conditions under which each version asks it and offers its options. Lists of these
/// are kept by the million, as long as a set is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Waiting {
    variable: u32,
    gates: GatesIx,
}

impl Waiting {
    fn place(self) -> usize {
        self.variable as usize
    }
}

/// Conditions of a question, by their place in [`Gates`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct GatesIx(u32);

/// The conditions of questions, each list of them once.
#[derive(Default)]
struct Gates {
    lists: Vec<Vec<Formula>>,
    known: HashMap<Vec<Formula>, GatesIx>,
}

impl Gates {
    fn keep(&mut self, gates: Vec<Formula>) -> GatesIx {
        if let Some(known) = self.known.get(&gates) {
            return *known;
        }
        let Ok(place) = u32::try_from(self.lists.len()) else {
            fault("formulas are fewer than the room for them, and these more")
        };
        self.lists.push(gates.clone());
        self.known.insert(gates, GatesIx(place));
        GatesIx(place)
    }

    fn of(&self, waiting: Waiting) -> &[Formula] {
        let gates: &Vec<Formula> = item(&self.lists, waiting.gates.0 as usize, "conditions of a question");
        gates
    }
}

/// What must hold, and the questions that all of it is about.
type Piece = (Vec<Formula>, Vec<Waiting>);

/// Whether what counts is known, or only possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Surely,
    Possibly,
}

/// Counts responses of two versions.
pub(super) struct Counter<'j, 'q> {
    joint: &'j Joint<'q>,
    table: Table<'j, 'q>,
    gates: Gates,
    known: HashMap<Piece, BigUint>,
    /// The ways to give a state to one question that nothing else rests on.
    alone: HashMap<Waiting, BigUint>,
    places: Places,
    /// How much stands in the keys of `known`.
    kept: usize,
    within: BTreeMap<(Sort, usize, usize), BigUint>,
    /// Steps that may still be taken, by all counts together.
    left: u64,
}

impl<'j, 'q> Counter<'j, 'q> {
    /// Gets ready to count; all counts together may take `left` steps.
    ///
    /// # Errors
    /// [`NotCounted`] if there are too many answers to one question to tell apart.
    pub(super) fn new(joint: &'j Joint<'q>, left: u64) -> Result<Self, NotCounted> {
        let table = terms(joint)?;
        let places = Places(vec![0; table.variables.len()]);
        Ok(Counter {
            joint,
            table,
            gates: Gates::default(),
            known: HashMap::new(),
            alone: HashMap::new(),
            places,
            kept: 0,
            within: BTreeMap::new(),
            left,
        })
    }

    /// All complete responses.
    ///
    /// # Errors
    /// [`NotCounted`] if that takes more work than allowed.
    pub(super) fn total(&mut self) -> Result<BigUint, NotCounted> {
        self.satisfying(&[])
    }

    /// The complete responses that show a kind of difference.
    ///
    /// # Errors
    /// [`NotCounted`] if that takes more work than allowed.
    pub(super) fn showing(&mut self, kind: &DifferenceKind) -> Result<BigUint, NotCounted> {
        match kind {
            DifferenceKind::Verdict { old, new } => self.exactly(Sort::Surely, *old, *new),
            DifferenceKind::CouldBecome { old, new } => self.exactly(Sort::Possibly, *old, *new),
            DifferenceKind::Finding { rule, only_in } => {
                let old = self.finding(0, rule)?;
                let new = self.finding(1, rule)?;
                self.only(*only_in, old, new)
            }
            DifferenceKind::Asked { question, only_in } => {
                let (old, new) = self.asked(question)?;
                self.only(*only_in, old, new)
            }
            DifferenceKind::AskedOf { question, only_in, .. } => {
                let (old, new) = self.asked(question)?;
                self.satisfying(&[only_in.of([old, new])])
            }
            DifferenceKind::Order { first, second } => {
                let ((one, other), (two, others)) = (self.asked(first)?, self.asked(second)?);
                self.satisfying(&[one, other, two, others])
            }
            DifferenceKind::Stopped { rule, only_in } => {
                let (old, new) = (self.stops(0, rule)?, self.stops(1, rule)?);
                self.only(*only_in, old, new)
            }
            DifferenceKind::Unsure { question, old, new } => {
                let (one, other) = (self.leaves(0, question), self.leaves(1, question));
                match (old, new) {
                    (Some(_), Some(_)) => self.satisfying(&[one, other]),
                    (Some(_), None) => self.only(Side::Old, one, other),
                    (None, _) => self.only(Side::New, one, other),
                }
            }
            DifferenceKind::Taken { .. }
            | DifferenceKind::NotBefore { .. }
            | DifferenceKind::By { .. }
            | DifferenceKind::Section { .. }
            | DifferenceKind::Score { .. }
            | DifferenceKind::Plan { .. }
            | DifferenceKind::Validity { .. } => fault("a kind that has no turn is not counted, yet here it is"),
        }
    }

    /// The complete responses that a changed rule, or a changed "not sure", concerns: those of which it holds in one version.
    ///
    /// # Errors
    /// [`NotCounted`] if that takes more work than allowed.
    pub(super) fn concerned(&mut self) -> Result<BigUint, NotCounted> {
        let [old, new] = self.joint.versions();
        if !Alike::new([old, new], &self.joint.same).verdicts() {
            // Where verdicts are ordered otherwise, every rule is as good as changed.
            return Err(NotCounted);
        }
        let all = old.rules().iter().chain(new.rules().iter().filter(|rule| old.rule(&rule.id).is_none()));
        let changed = all.filter(|rule| !self.joint.leads_alike(&rule.id));
        let changed: Vec<&str> = changed.map(|rule| rule.id.as_str()).collect();
        let mut none = Vec::new();
        for rule in changed {
            for side in [0, 1] {
                let holds = self.finding(side, rule)?;
                none.push(self.table.not(holds));
            }
        }
        let floors = self.joint.shared.iter().filter(|of| !of.same || !unsure(self.joint, of).is_empty());
        let floors: Vec<&str> = floors.map(|of| old[of.old].id.as_str()).collect();
        for question in floors {
            for side in [0, 1] {
                let leaves = self.leaves(side, question);
                none.push(self.table.not(leaves));
            }
        }
        Ok(self.total()? - self.satisfying(&none)?)
    }

    /// The complete responses that what a kind is about concerns: in which its rule holds, or its question is asked, in one of the
    /// versions; of verdicts, those that `changed` says. None if that was not counted.
    pub(super) fn concerned_by(&mut self, kind: &DifferenceKind, changed: Option<&BigUint>) -> Option<BigUint> {
        let (one, other) = match kind {
            DifferenceKind::Verdict { .. } => return changed.cloned(),
            DifferenceKind::Finding { rule, .. } | DifferenceKind::Stopped { rule, .. } => {
                (self.finding(0, rule).ok()?, self.finding(1, rule).ok()?)
            }
            DifferenceKind::Asked { question, .. }
            | DifferenceKind::AskedOf { question, .. }
            | DifferenceKind::Unsure { question, .. } => self.asked(question).ok()?,
            DifferenceKind::CouldBecome { .. }
            | DifferenceKind::Taken { .. }
            | DifferenceKind::Order { .. }
            | DifferenceKind::NotBefore { .. }
            | DifferenceKind::By { .. }
            | DifferenceKind::Section { .. }
            | DifferenceKind::Score { .. }
            | DifferenceKind::Plan { .. }
            | DifferenceKind::Validity { .. } => return None,
        };
        let either = self.table.store.any(&[one, other]);
        self.satisfying(&[either]).ok()
    }

    /// "Each version asks this question", if both have it.
    fn asked(&self, question: &str) -> Result<(Formula, Formula), NotCounted> {
        let index = self.joint.old.questionnaire.question(question);
        let place = self.joint.shared.iter().position(|shared| Some(shared.old) == index).ok_or(NotCounted)?;
        Ok(self.table.asked(place))
    }

    /// "This rule is the first that ends the interview."
    fn stops(&mut self, side: usize, rule: &str) -> Result<Formula, NotCounted> {
        let questionnaire = self.table.plan(side).questionnaire;
        let Some(index) = questionnaire.rule(rule).filter(|index| questionnaire[*index].stop) else { return Ok(NEVER) };
        let mut parts = vec![self.table.truth(side, &questionnaire[index].when, true)?];
        for (_, earlier) in questionnaire.rules().enumerated().filter(|(other, of)| of.stop && *other < index) {
            let holds = self.table.truth(side, &earlier.when, true)?;
            parts.push(self.table.not(holds));
        }
        Ok(self.table.store.all(&parts))
    }

    /// "The question is unclear, and leaves the verdict of that."
    fn leaves(&mut self, side: usize, question: &str) -> Formula {
        let questionnaire = self.table.plan(side).questionnaire;
        match questionnaire.question(question).filter(|index| questionnaire[*index].unsure.is_some()) {
            Some(index) => self.table.floor(side, index, false),
            None => NEVER,
        }
    }

    fn finding(&mut self, side: usize, rule: &str) -> Result<Formula, NotCounted> {
        let questionnaire = self.table.plan(side).questionnaire;
        match questionnaire.rule(rule) {
            Some(rule) => self.table.truth(side, &questionnaire[rule].when, true),
            // A version without the rule never makes its finding.
            None => Ok(NEVER),
        }
    }

    fn only(&mut self, side: Side, old: Formula, new: Formula) -> Result<BigUint, NotCounted> {
        let (here, there) = if side == Side::Old { (old, new) } else { (new, old) };
        let not_there = self.table.not(there);
        self.satisfying(&[here, not_there])
    }

    /// The responses with these verdicts: those with at most these, less those with less in either.
    fn exactly(&mut self, sort: Sort, old: VerdictIx, new: VerdictIx) -> Result<BigUint, NotCounted> {
        let (old, new) = (old.at(), new.at());
        let mut most = self.at_most(sort, old, new)?;
        if let (Some(less), Some(fewer)) = (old.checked_sub(1), new.checked_sub(1)) {
            most += self.at_most(sort, less, fewer)?;
        }
        if let Some(less) = old.checked_sub(1) {
            most -= self.at_most(sort, less, new)?;
        }
        if let Some(fewer) = new.checked_sub(1) {
            most -= self.at_most(sort, old, fewer)?;
        }
        Ok(most)
    }

    fn at_most(&mut self, sort: Sort, old: usize, new: usize) -> Result<BigUint, NotCounted> {
        if let Some(known) = self.within.get(&(sort, old, new)) {
            return Ok(known.clone());
        }
        let parts = [self.nothing_above(0, old, sort)?, self.nothing_above(1, new, sort)?].concat();
        let count = self.satisfying(&parts)?;
        self.within.insert((sort, old, new), count.clone());
        Ok(count)
    }

    /// "No rule and no floor gives a verdict above this", in parts. The verdict is the gravest of all that hold, so it stays at
    /// `most` exactly if nothing graver is true (for what it could become: if all that is graver is false).
    fn nothing_above(&mut self, side: usize, most: usize, sort: Sort) -> Result<Vec<Formula>, NotCounted> {
        let questionnaire = self.table.plan(side).questionnaire;
        let mut parts = Vec::new();
        for rule in questionnaire.rules().iter().filter(|rule| rule.verdict.at() > most) {
            parts.push(match sort {
                Sort::Possibly => self.table.truth(side, &rule.when, false)?,
                Sort::Surely => {
                    let holds = self.table.truth(side, &rule.when, true)?;
                    self.table.not(holds)
                }
            });
        }
        for (index, question) in questionnaire.questions().enumerated() {
            if question.unsure.is_some_and(|floor| floor.at() > most) {
                let floor = self.table.floor(side, index, sort == Sort::Possibly);
                parts.push(self.table.not(floor));
            }
        }
        Ok(parts)
    }

    fn satisfying(&mut self, parts: &[Formula]) -> Result<BigUint, NotCounted> {
        let Some(parts) = self.table.store.together(parts) else { return Ok(BigUint::ZERO) };
        let gates = &mut self.gates;
        let waiting = (0_u32..).zip(&self.table.variables);
        let waiting = waiting.map(|(variable, of)| Waiting { variable, gates: gates.keep(of.gates.clone()) });
        let waiting: Vec<Waiting> = waiting.collect();
        self.count(&parts, &waiting)
    }

    /// The ways to give states to all that waits so that all parts hold.
    fn count(&mut self, parts: &[Formula], waiting: &[Waiting]) -> Result<BigUint, NotCounted> {
        let (mut product, mut apart) = self.apart(parts, waiting);
        // The smallest first: where one cannot be satisfied, nothing else needs counting.
        apart.sort_by_key(|(_, waiting)| waiting.len());
        for piece in apart {
            product *= self.part(piece)?;
            if product == BigUint::ZERO {
                break;
            }
        }
        Ok(product)
    }

    /// Splits into parts that share no question. Those of one question on which nothing rests are counted at once: of a long chain
    /// most is never asked once one answer is known.
    fn apart(&mut self, parts: &[Formula], waiting: &[Waiting]) -> (BigUint, Vec<Piece>) {
        self.places.note(waiting);
        let (store, places) = (&self.table.store, &self.places);
        let mut groups = Groups::new(waiting.len());
        for (at, one) in waiting.iter().enumerate() {
            for gate in self.gates.of(*one) {
                store.variables(*gate).for_each(|other| groups.join(at, places.of(other)));
            }
        }
        for part in parts {
            let mut named = store.variables(*part).map(|variable| places.of(variable));
            if let Some(first) = named.next() {
                named.for_each(|other| groups.join(first, other));
            }
        }
        let mut apart: Vec<Piece> = Vec::new();
        let mut place_of: Vec<Option<usize>> = vec![None; waiting.len()];
        let mut place = |apart: &mut Vec<_>, group: usize| -> usize {
            *item_mut(&mut place_of, group, "group").get_or_insert_with(|| {
                apart.push((Vec::new(), Vec::new()));
                apart.len() - 1
            })
        };
        let mut alone = vec![true; waiting.len()];
        for part in parts {
            if let Some(first) = store.variables(*part).next() {
                let group = groups.of(places.of(first));
                *item_mut(&mut alone, group, "group") = false;
                let place = place(&mut apart, group);
                item_mut(&mut apart, place, "part").0.push(*part);
            }
        }
        let mut product = BigUint::from(1u8);
        for (at, one) in waiting.iter().enumerate() {
            let group = groups.of(at);
            if groups.size(group) == 1 && *item(&alone, group, "group") {
                let variable = item(&self.table.variables, one.place(), "variable");
                let gates = self.gates.of(*one);
                let ways = self.alone.entry(*one);
                product *= &*ways.or_insert_with(|| cases(variable, gates).into_iter().map(|(_, ways)| ways).sum());
            } else {
                let place = place(&mut apart, group);
                item_mut(&mut apart, place, "part").1.push(*one);
            }
        }
        (product, apart)
    }

    /// One part: a question that is ready is given each of its states.
    fn part(&mut self, key: Piece) -> Result<BigUint, NotCounted> {
        if let Some(known) = self.known.get(&key) {
            return Ok(known.clone());
        }
        let (parts, waiting) = &key;
        let one = self.choose(parts, waiting).ok_or(NotCounted)?;
        let chosen = one.place();
        let variable = item(&self.table.variables, chosen, "variable");
        let mut sum = BigUint::ZERO;
        for (states, weight) in cases(variable, self.gates.of(one)) {
            // Of a large set each step takes as much work as many of a small one.
            self.left = self.left.checked_sub(1 + waiting.len() as u64 / 256).ok_or(NotCounted)?;
            let given = Given { variable: chosen, states };
            let mut done = HashMap::new();
            let store = &mut self.table.store;
            let mut parts_left = Vec::with_capacity(parts.len());
            for part in parts {
                parts_left.push(store.given(*part, given, &mut done));
            }
            let Some(parts_left) = store.together(&parts_left) else { continue };
            let lists = &mut self.gates;
            let others = waiting.iter().filter(|other| **other != one);
            let others = others.map(|other| {
                if !lists.of(*other).iter().any(|gate| store.rests_on(*gate, chosen)) {
                    return *other;
                }
                let gates = lists.of(*other).iter().map(|gate| store.given(*gate, given, &mut done)).collect();
                Waiting { variable: other.variable, gates: lists.keep(gates) }
            });
            let others: Vec<Waiting> = others.collect();
            if store.size() > MOST_ROOM {
                return Err(NotCounted);
            }
            sum += weight * self.count(&parts_left, &others)?;
        }
        self.kept += parts.len() + waiting.len();
        if self.kept > MOST_KEPT {
            return Err(NotCounted);
        }
        self.known.insert(key, sum.clone());
        Ok(sum)
    }

    /// Of the questions of which it is known whether they are asked, the one that most depends on; of several the one in the middle, so
    /// that what is left of a long chain falls into halves, which are counted apart.
    fn choose(&mut self, parts: &[Formula], waiting: &[Waiting]) -> Option<Waiting> {
        self.places.note(waiting);
        let gates = waiting.iter().flat_map(|one| self.gates.of(*one));
        let mut weights = vec![0_usize; waiting.len()];
        for variable in parts.iter().chain(gates).flat_map(|formula| self.table.store.variables(*formula)) {
            *item_mut(&mut weights, self.places.of(variable), "variable") += 1;
        }
        let ready = waiting.iter().zip(weights).filter(|(one, _)| self.gates.of(**one).iter().all(is_constant));
        let most = ready.clone().map(|(_, weight)| weight).max()?;
        let alike: Vec<&Waiting> = ready.filter(|(_, weight)| *weight == most).map(|(one, _)| one).collect();
        alike.get(alike.len() / 2).map(|one| **one)
    }
}

/// Where each question stands among those that wait.
struct Places(Vec<usize>);

impl Places {
    fn note(&mut self, waiting: &[Waiting]) {
        for (place, one) in waiting.iter().enumerate() {
            *item_mut(&mut self.0, one.place(), "variable") = place;
        }
    }

    /// Formulas rest on questions that wait, so what was noted of others earlier is not met.
    fn of(&self, variable: usize) -> usize {
        *item(&self.0, variable, "variable")
    }
}

/// Whether a formula has its truth.
fn is_constant(formula: &Formula) -> bool {
    [ALWAYS, NEVER].contains(formula)
}

/// The states that a question can be in once it is known who asks it, by version, with the number of answers that each stands
/// for. These are the rows of the table: whoever does not ask sees "not applicable", or "open" where it is not known whether
/// the question applies; whoever asks sees the answer, if it offers every option that the answer picks; and if no answer is
/// left that all who ask offer, the question stays open.
fn cases(variable: &Variable, gates: &[Formula]) -> Vec<([usize; 2], BigUint)> {
    let mut gates = gates.iter().copied();
    let mut unasked = [0; 2];
    let mut asked = [false; 2];
    let mut offered: [Vec<usize>; 2] = [Vec::new(), Vec::new()];
    for ((options, unasked), (asked, offered)) in
        variable.conditional.iter().zip(&mut unasked).zip(asked.iter_mut().zip(&mut offered))
    {
        let Some(options) = options else { continue };
        let (yes, no) = (gates.next(), gates.next());
        *asked = yes == Some(ALWAYS);
        *unasked = if *asked { ASKED } else { usize::from(no != Some(ALWAYS)) * MAYBE };
        offered.extend(options.iter().zip(gates.by_ref()).filter(|(_, gate)| *gate == ALWAYS).map(|(at, _)| *at));
    }
    if !asked.contains(&true) {
        return vec![(unasked, BigUint::from(1u8))];
    }
    let mut cases = Vec::new();
    for (position, class) in variable.classes.iter().enumerate() {
        let needs = class.needs.iter().zip(&offered).zip(&asked);
        if needs.clone().all(|((needs, offered), asked)| !asked || needs.iter().all(|option| offered.contains(option)))
        {
            let mut states = unasked;
            for (state, _) in states.iter_mut().zip(&asked).filter(|(_, asked)| **asked) {
                *state = ASKED + 1 + position;
            }
            cases.push((states, class.weight.clone()));
        }
    }
    if cases.is_empty() { vec![(unasked, BigUint::from(1u8))] } else { cases }
}

/// Which questions belong together.
struct Groups {
    parents: Vec<usize>,
    sizes: Vec<usize>,
}

impl Groups {
    fn new(count: usize) -> Self {
        Groups { parents: (0..count).collect(), sizes: vec![1; count] }
    }

    fn of(&self, mut one: usize) -> usize {
        loop {
            let parent = *item(&self.parents, one, "variable");
            if parent == one {
                return one;
            }
            one = parent;
        }
    }

    /// How many belong to the group that this one stands for.
    fn size(&self, group: usize) -> usize {
        *item(&self.sizes, group, "variable")
    }

    fn join(&mut self, one: usize, other: usize) {
        let (first, second) = (self.of(one), self.of(other));
        let (low, high) = (first.min(second), first.max(second));
        if low != high {
            *item_mut(&mut self.parents, high, "variable") = low;
            *item_mut(&mut self.sizes, low, "variable") += self.size(high);
        }
        // Shorten the way for the next who asks.
        *item_mut(&mut self.parents, one.max(other), "variable") = low;
    }
}
