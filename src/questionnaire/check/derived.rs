//! What named conditions and scores rest on: each other, in any order but in no circle, and so on questions.

use std::collections::{BTreeMap, BTreeSet};

use super::shape::{as_list, as_map, as_scalar};
use crate::condition::{self, Condition, ConditionNode, Scope, Symbol, Test};
use crate::document::{Scalar, YamlNode, YamlValue};
use crate::value::index::{ConditionIx, Ix, QuestionIx, ScoreIx};

/// A named condition or a score. Of those that are ready at once, scores come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum DerivedIx {
    Score(ScoreIx),
    Condition(ConditionIx),
}

/// Named things that name each other in a circle: each the next, and the last one the first.
pub(super) struct Circle {
    pub first: DerivedIx,
    pub others: Vec<DerivedIx>,
}

/// What one names directly.
#[derive(Default)]
pub(super) struct Named {
    pub questions: BTreeSet<QuestionIx>,
    pub derived: BTreeSet<DerivedIx>,
}

/// What was found of all of them.
#[derive(Default)]
pub(super) struct Order {
    /// Each after all that it names. What is faulty, or rests on something faulty or on a circle, is not here.
    pub known: Vec<DerivedIx>,
    /// The questions that each of them rests on, by itself or through others.
    pub uses: BTreeMap<DerivedIx, BTreeSet<QuestionIx>>,
    /// Those that name each other in a circle.
    pub circles: Vec<Circle>,
}

/// Finds it, in silence: what is faulty is told of where it is read. The scope is to know every name, wherever it stands.
pub(super) fn order(scope: &dyn Scope, sections: &[&YamlValue]) -> Order {
    let entries = |key: &'static str| sections.iter().filter_map(move |section| section.get(key)).flat_map(as_map);
    let mut named: BTreeMap<DerivedIx, Named> = BTreeMap::new();
    for (position, entry) in entries("scores").enumerate() {
        let found = ScoreIx::fitting(position).zip(of_score(scope, &entry.value));
        named.extend(found.map(|(index, found)| (DerivedIx::Score(index), found)));
    }
    for (position, entry) in entries("conditions").enumerate() {
        let found = as_scalar(&entry.value).and_then(|scalar| of_condition(scope, scalar));
        let found = ConditionIx::fitting(position).zip(found);
        named.extend(found.map(|(index, found)| (DerivedIx::Condition(index), found)));
    }
    sorted(named)
}

/// What a score names; nothing if it adds nothing that can be read.
fn of_score(scope: &dyn Scope, score: &YamlValue) -> Option<Named> {
    let mut named = Named::default();
    for item in score.get("sum").map(as_list).unwrap_or_default() {
        let question = match &item.node {
            YamlNode::Map(_) => {
                let when = item.get("when").and_then(as_scalar).and_then(|when| of_condition(scope, when));
                named.questions.extend(when.iter().flat_map(|when| when.questions.iter().copied()));
                named.derived.extend(when.iter().flat_map(|when| when.derived.iter().copied()));
                item.get("of").and_then(as_scalar)
            }
            _ => as_scalar(item),
        };
        if let Some(Symbol::Question(index, ..)) = question.and_then(|question| scope.resolve(&question.text)) {
            named.questions.insert(index);
        }
    }
    (!named.questions.is_empty() || !named.derived.is_empty()).then_some(named)
}

/// What a condition names; nothing if it cannot be read.
fn of_condition(scope: &dyn Scope, scalar: &Scalar) -> Option<Named> {
    let (condition, _) = condition::parse(scalar, scope);
    Some(names(&condition?))
}

/// What a condition names.
pub(super) fn names(condition: &Condition) -> Named {
    let mut named = Named::default();
    for part in condition.walk() {
        match &part.node {
            ConditionNode::Named(index) => named.derived.extend([DerivedIx::Condition(*index)]),
            ConditionNode::Test(Test::Score(index, ..)) => named.derived.extend([DerivedIx::Score(*index)]),
            ConditionNode::Test(test) => named.questions.extend(test.questions()),
            ConditionNode::Not(_) | ConditionNode::All(_) | ConditionNode::Any(_) | ConditionNode::AtLeast(..) => {}
        }
    }
    named
}

/// Puts each after all that it names: again and again the first of those that wait for nothing.
fn sorted(named: BTreeMap<DerivedIx, Named>) -> Order {
    let mut order = Order::default();
    let mut waited_for: BTreeMap<DerivedIx, Vec<DerivedIx>> = BTreeMap::new();
    let mut waits: BTreeMap<DerivedIx, usize> = BTreeMap::new();
    for (index, names) in &named {
        waits.insert(*index, names.derived.len());
        for other in &names.derived {
            waited_for.entry(*other).or_default().push(*index);
        }
    }
    let free = waits.iter().filter(|(_, count)| **count == 0);
    let mut ready: BTreeSet<DerivedIx> = free.map(|(index, _)| *index).collect();
    while let Some(next) = ready.pop_first() {
        let Some(names) = named.get(&next) else { continue };
        let mut questions = names.questions.clone();
        questions.extend(names.derived.iter().filter_map(|other| order.uses.get(other)).flatten());
        order.uses.insert(next, questions);
        order.known.push(next);
        waits.remove(&next);
        for waiting in waited_for.get(&next).into_iter().flatten() {
            if let Some(count) = waits.get_mut(waiting) {
                *count -= 1;
                if *count == 0 {
                    ready.insert(*waiting);
                }
            }
        }
    }
    order.circles = circles(&named, waits.into_keys().collect());
    order
}

/// The circles among what waits for ever: from each follow the first name that waits too, until one comes again. What waits
/// only for something faulty goes round in no circle, and is left out first.
fn circles(named: &BTreeMap<DerivedIx, Named>, mut stuck: BTreeSet<DerivedIx>) -> Vec<Circle> {
    let next = |index: &DerivedIx, stuck: &BTreeSet<DerivedIx>| {
        named.get(index).and_then(|names| names.derived.iter().find(|other| stuck.contains(other))).copied()
    };
    loop {
        let round: BTreeSet<DerivedIx> = stuck.iter().filter(|index| next(index, &stuck).is_some()).copied().collect();
        if round.len() == stuck.len() {
            break;
        }
        stuck = round;
    }
    let mut circles = Vec::new();
    let mut done: BTreeSet<DerivedIx> = BTreeSet::new();
    for start in &stuck {
        let mut path: Vec<DerivedIx> = Vec::new();
        let mut met: BTreeMap<DerivedIx, usize> = BTreeMap::new();
        let mut here = Some(*start);
        while let Some(index) = here.filter(|index| !done.contains(index)) {
            if let Some(first) = met.get(&index) {
                circles.push(Circle { first: index, others: path.split_off(first + 1) });
                break;
            }
            met.insert(index, path.len());
            path.push(index);
            here = next(&index, &stuck);
        }
        done.extend(met.into_keys());
    }
    circles
}
