//! Two-valued formulas over the states of questions, each kept once: two that are written alike are the same number.
//!
//! A condition of three truth values becomes two of these, "is true" and "is false". Giving a question a state leaves a
//! smaller formula; responses that leave the same formula can be counted together.

use std::collections::HashMap;

use crate::value::index::{fault, item};

/// A formula, by its place in the [`Store`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Formula(u32);

/// Always false.
pub(super) const NEVER: Formula = Formula(0);
/// Always true.
pub(super) const ALWAYS: Formula = Formula(1);

/// A question as one version sees it: its place among the questions counted, and the version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Seen {
    pub(super) variable: usize,
    pub(super) side: usize,
}

/// What one question adds to a sum, by its state.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Term {
    pub(super) seen: Seen,
    pub(super) points: Vec<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum CountNode {
    Constant(bool),
    /// The state is one of these.
    State(Seen, Vec<bool>),
    All(Vec<Formula>),
    Any(Vec<Formula>),
    /// So many of the parts hold.
    AtLeast(usize, Vec<Formula>),
    /// What the terms add reaches the bound, or (`false`) does not.
    Sum(Vec<Term>, i64, bool),
}

/// The states that the two versions of a question are given.
#[derive(Clone, Copy, Debug)]
pub(super) struct Given {
    pub(super) variable: usize,
    pub(super) states: [usize; 2],
}

/// All formulas made so far.
pub(super) struct Store {
    nodes: Vec<CountNode>,
    known: HashMap<CountNode, Formula>,
    /// The variables of each formula, in order.
    supports: Vec<Vec<usize>>,
    /// How much all formulas hold: a sum of many terms takes as much room as many formulas.
    size: usize,
}

impl Store {
    pub(super) fn new() -> Self {
        let mut store = Store { nodes: Vec::new(), known: HashMap::new(), supports: Vec::new(), size: 0 };
        store.keep(CountNode::Constant(false));
        store.keep(CountNode::Constant(true));
        store
    }

    /// How much room the formulas take, in formulas of one part.
    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// The variables that a formula still depends on, in order.
    pub(super) fn variables(&self, formula: Formula) -> impl Iterator<Item = usize> {
        self.support(formula).iter().copied()
    }

    /// Whether a formula depends on a variable.
    pub(super) fn rests_on(&self, formula: Formula, variable: usize) -> bool {
        self.support(formula).binary_search(&variable).is_ok()
    }

    fn support(&self, formula: Formula) -> &[usize] {
        let support: &Vec<usize> = item(&self.supports, formula.0 as usize, "formula");
        support
    }

    fn node(&self, formula: Formula) -> &CountNode {
        item(&self.nodes, formula.0 as usize, "formula")
    }

    fn keep(&mut self, node: CountNode) -> Formula {
        if let Some(known) = self.known.get(&node) {
            return *known;
        }
        let Ok(place) = u32::try_from(self.nodes.len()) else {
            fault("the room for formulas ends long before 2^32 of them")
        };
        let formula = Formula(place);
        let mut support: Vec<usize> = match &node {
            CountNode::Constant(_) => Vec::new(),
            CountNode::State(seen, _) => vec![seen.variable],
            CountNode::Sum(terms, ..) => terms.iter().map(|term| term.seen.variable).collect(),
            CountNode::All(parts) | CountNode::Any(parts) | CountNode::AtLeast(_, parts) => {
                parts.iter().flat_map(|part| self.support(*part).iter().copied()).collect()
            }
        };
        support.sort_unstable();
        support.dedup();
        self.size += match &node {
            CountNode::Constant(_) | CountNode::State(..) => 1,
            CountNode::All(parts) | CountNode::Any(parts) | CountNode::AtLeast(_, parts) => 1 + parts.len() / 8,
            CountNode::Sum(terms, ..) => 1 + terms.len(),
        };
        self.nodes.push(node.clone());
        self.supports.push(support);
        self.known.insert(node, formula);
        formula
    }

    /// "The state is one of these", of those that `possible` allows.
    pub(super) fn state(&mut self, seen: Seen, allowed: &[bool], possible: &[bool]) -> Formula {
        let allowed: Vec<bool> =
            allowed.iter().zip(possible).map(|(allowed, possible)| *allowed && *possible).collect();
        if !allowed.contains(&true) {
            NEVER
        } else if allowed == possible {
            ALWAYS
        } else {
            self.keep(CountNode::State(seen, allowed))
        }
    }

    /// "What the terms add reaches the bound", or, if not `reached`, stays below it.
    pub(super) fn sum(&mut self, terms: Vec<Term>, bound: i64, reached: bool) -> Formula {
        let least = |term: &Term| term.points.iter().min().copied().unwrap_or(0);
        let most = |term: &Term| term.points.iter().max().copied().unwrap_or(0);
        let low = terms.iter().map(least).fold(0, i64::saturating_add);
        let high = terms.iter().map(most).fold(0, i64::saturating_add);
        if low >= bound {
            constant(reached)
        } else if high < bound {
            constant(!reached)
        } else {
            self.keep(CountNode::Sum(terms, bound, reached))
        }
    }

    /// All of these hold.
    pub(super) fn all(&mut self, parts: &[Formula]) -> Formula {
        self.joined(parts, true)
    }

    /// One of these holds.
    pub(super) fn any(&mut self, parts: &[Formula]) -> Formula {
        self.joined(parts, false)
    }

    /// So many of these hold; a part that stands there twice counts twice.
    pub(super) fn at_least(&mut self, least: usize, parts: &[Formula]) -> Formula {
        let certain = parts.iter().filter(|part| **part == ALWAYS).count();
        let mut open: Vec<Formula> = parts.iter().copied().filter(|part| *part != ALWAYS && *part != NEVER).collect();
        match least.saturating_sub(certain) {
            0 => ALWAYS,
            1 => self.any(&open),
            left if left > open.len() => NEVER,
            left if left == open.len() => self.all(&open),
            left => {
                open.sort_unstable();
                self.keep(CountNode::AtLeast(left, open))
            }
        }
    }

    fn joined(&mut self, parts: &[Formula], all: bool) -> Formula {
        let (neutral, decisive) = if all { (ALWAYS, NEVER) } else { (NEVER, ALWAYS) };
        let Some(flat) = self.flat(parts, all) else { return decisive };
        match flat.as_slice() {
            [] => neutral,
            [one] => *one,
            _ => self.keep(if all { CountNode::All(flat) } else { CountNode::Any(flat) }),
        }
    }

    /// What all of these come to together, in parts, of which none is joined by "and" itself; none if it cannot be. Not kept: as long as
    /// a set is, one step of a count after the other would keep a list of all that is left.
    pub(super) fn together(&self, parts: &[Formula]) -> Option<Vec<Formula>> {
        self.flat(parts, true)
    }

    /// The parts that are joined, each once, in order; none if one of them decides by itself.
    fn flat(&self, parts: &[Formula], all: bool) -> Option<Vec<Formula>> {
        let (neutral, decisive) = if all { (ALWAYS, NEVER) } else { (NEVER, ALWAYS) };
        let mut flat: Vec<Formula> = Vec::new();
        for part in parts {
            match self.node(*part) {
                CountNode::All(inner) if all => flat.extend(inner),
                CountNode::Any(inner) if !all => flat.extend(inner),
                _ => flat.push(*part),
            }
        }
        flat.sort_unstable();
        flat.dedup();
        flat.retain(|part| *part != neutral);
        if flat.contains(&decisive) {
            return None;
        }
        self.absorb(&mut flat, all);
        Some(flat)
    }

    /// `a and (a or b)` is `a`, and so with the words exchanged.
    fn absorb(&self, flat: &mut Vec<Formula>, all: bool) {
        let inner = |part: Formula| match self.node(part) {
            CountNode::Any(inner) if all => Some(inner),
            CountNode::All(inner) if !all => Some(inner),
            _ => None,
        };
        let whole = flat.clone();
        // What another part has in full begins with one of its own: so few are held against each other.
        let mut by_first: HashMap<Formula, Vec<&Vec<Formula>>> = HashMap::new();
        for parts in whole.iter().filter_map(|part| inner(*part)) {
            by_first.entry(parts.first().copied().unwrap_or(NEVER)).or_default().push(parts);
        }
        flat.retain(|part| {
            let Some(parts) = inner(*part) else { return true };
            let has = |one: &Formula| parts.binary_search(one).is_ok();
            let alone = parts.iter().any(|one| inner(*one).is_none() && whole.binary_search(one).is_ok());
            let mut beginning = parts.iter().filter_map(|one| by_first.get(one)).flatten();
            !alone && !beginning.any(|fewer| fewer.len() < parts.len() && fewer.iter().all(has))
        });
    }

    /// The formula that holds exactly when this one does not. `possible` tells the states that can be.
    pub(super) fn not(&mut self, formula: Formula, possible: &dyn Fn(Seen) -> Vec<bool>) -> Formula {
        match self.node(formula).clone() {
            CountNode::Constant(holds) => constant(!holds),
            CountNode::State(seen, states) => {
                let others: Vec<bool> = states.iter().map(|state| !state).collect();
                self.state(seen, &others, &possible(seen))
            }
            CountNode::Sum(terms, bound, reached) => self.sum(terms, bound, !reached),
            CountNode::All(parts) => {
                let parts: Vec<Formula> = parts.into_iter().map(|part| self.not(part, possible)).collect();
                self.any(&parts)
            }
            CountNode::Any(parts) => {
                let parts: Vec<Formula> = parts.into_iter().map(|part| self.not(part, possible)).collect();
                self.all(&parts)
            }
            CountNode::AtLeast(least, parts) => {
                let parts: Vec<Formula> = parts.into_iter().map(|part| self.not(part, possible)).collect();
                self.at_least(parts.len() + 1 - least, &parts)
            }
        }
    }

    /// What is left of a formula when a question is in these states. `done` remembers parts met before.
    pub(super) fn given(&mut self, formula: Formula, given: Given, done: &mut HashMap<Formula, Formula>) -> Formula {
        if !self.rests_on(formula, given.variable) {
            return formula;
        }
        if let Some(known) = done.get(&formula) {
            return *known;
        }
        let state = |seen: Seen| *item(&given.states, seen.side, "version");
        let left = match self.node(formula).clone() {
            CountNode::Constant(_) => formula,
            CountNode::State(seen, states) => constant(*item(&states, state(seen), "state")),
            CountNode::Sum(terms, bound, reached) => {
                let (here, rest): (Vec<Term>, Vec<Term>) =
                    terms.into_iter().partition(|term| term.seen.variable == given.variable);
                let added = here.iter().map(|term| *item(&term.points, state(term.seen), "state"));
                self.sum(rest, added.fold(bound, i64::saturating_sub), reached)
            }
            CountNode::All(parts) => {
                let parts: Vec<Formula> = parts.into_iter().map(|part| self.given(part, given, done)).collect();
                self.all(&parts)
            }
            CountNode::Any(parts) => {
                let parts: Vec<Formula> = parts.into_iter().map(|part| self.given(part, given, done)).collect();
                self.any(&parts)
            }
            CountNode::AtLeast(least, parts) => {
                let parts: Vec<Formula> = parts.into_iter().map(|part| self.given(part, given, done)).collect();
                self.at_least(least, &parts)
            }
        };
        done.insert(formula, left);
        left
    }
}

fn constant(holds: bool) -> Formula {
    if holds { ALWAYS } else { NEVER }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counting stops by the room that formulas take: by their number alone, long sums would fill the memory first.
    #[test]
    fn a_long_sum_takes_the_room_of_its_terms_and_nothing_is_kept_twice() {
        let mut store = Store::new();
        let term = |variable: usize| Term { seen: Seen { variable, side: 0 }, points: vec![0, 1] };
        let before = store.size();
        store.sum((0..30).map(term).collect(), 15, true);
        assert_eq!(store.size() - before, 31);
        store.sum((0..30).map(term).collect(), 15, true);
        assert_eq!(store.size() - before, 31);
    }
}
