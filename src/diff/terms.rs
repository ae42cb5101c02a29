//! Two versions as formulas over the states of their questions: the classes of answers, and what each condition says of them.
//!
//! The meaning is the page at the head of the room [`condition`](crate::condition): each function names the row or the
//! sentence that it writes down. States are judged by `judge_state`; classes are those of [`classes`](crate::classes) for the
//! tests of both versions together.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use num_bigint::BigUint;

use super::formula::{Formula, Seen, Store, Term};
use super::joint::{Joint, Shared};
use crate::assessment::{chosen_options, sum_of, waiting_points};
use crate::classes::{Touched, all_conditions, options_of, tests, told};
use crate::condition::{Comparison, Condition, ConditionNode, Test, judge_state};
use crate::proof::plan::Plan;
use crate::questionnaire::{EvaluationStep, Question, QuestionKind};
use crate::response::fits;
use crate::value::index::{ConditionIx, IndexVec, QuestionIx, ScoreIx, fault, item, item_mut};
use crate::value::{Answer, Interval, OptionSet, State, Truth, Value};

/// The state of a question that does not apply is 0; then come these, then its classes of answers.
pub(super) const MAYBE: usize = 1;
/// It is asked, and no answer is left that it could have.
pub(super) const ASKED: usize = 2;
/// The most classes of answers to one question.
const MOST_CLASSES: usize = 4_096;

/// Counting would take more work than allowed, or the versions ask their questions in orders that cannot be joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotCounted;

/// Answers to a shared question that nothing tells apart.
#[derive(Clone, Debug)]
pub(super) struct Class {
    answers: [Answer; 2],
    /// The conditional options that it picks, by version.
    pub(super) needs: [Vec<usize>; 2],
    /// How many answers it stands for.
    pub(super) weight: BigUint,
}

/// A question to be given a state: one that both share, or one of a single version.
pub(super) struct Variable {
    /// None if only one version has it: nobody answers it.
    pub(super) classes: Vec<Class>,
    /// For each version that sees it on its own, the options that it offers at times only.
    pub(super) conditional: [Option<Vec<usize>>; 2],
    /// For each such version: it is asked, it is not, then whether each conditional option is offered.
    pub(super) gates: Vec<Formula>,
    possible: [Vec<bool>; 2],
}

/// Both versions as formulas.
pub(super) struct Table<'j, 'q> {
    joint: &'j Joint<'q>,
    pub(super) store: Store,
    pub(super) variables: Vec<Variable>,
    /// How each version sees each of its questions.
    seen: [IndexVec<QuestionIx, Option<Seen>>; 2],
    named: HashMap<(usize, ConditionIx, bool), Result<Formula, NotCounted>>,
}

/// Makes the table.
///
/// # Errors
/// [`NotCounted`] if there are too many answers to one question to tell apart, or a `when` rests on a sum that cannot be
/// followed.
pub(super) fn terms<'j, 'q>(joint: &'j Joint<'q>) -> Result<Table<'j, 'q>, NotCounted> {
    let mut table = Table {
        joint,
        store: Store::new(),
        variables: Vec::new(),
        seen: [&joint.old, &joint.new].map(|plan| IndexVec::like(plan.questionnaire.questions(), None)),
        named: HashMap::new(),
    };
    let [old_tests, new_tests] =
        [&joint.old, &joint.new].map(|plan| tests(plan.questionnaire, &all_conditions(plan.questionnaire)));
    for shared in &joint.shared {
        table.add_shared(shared, [&old_tests[shared.old], &new_tests[shared.new]])?;
    }
    let (gone, added) = joint.unshared();
    for (side, questions) in [gone, added].into_iter().enumerate() {
        questions.into_iter().for_each(|question| table.add_single(side, question));
    }
    for side in 0..2 {
        let steps = table.plan(side).questionnaire.steps();
        for step in steps {
            if let EvaluationStep::Condition(named) = step {
                // Once in order, so that chains of names are never followed far.
                for wanted in [true, false] {
                    // A sum that cannot be followed only matters where something rests on it, and is given up on there.
                    let _kept_for_then = table.remember(side, *named, wanted);
                }
            }
        }
    }
    table.add_gates()?;
    Ok(table)
}

impl<'j, 'q> Table<'j, 'q> {
    pub(super) fn plan(&self, side: usize) -> &'j Plan<'q> {
        if side == 0 { &self.joint.old } else { &self.joint.new }
    }

    fn add_shared(&mut self, shared: &Shared, tests: [&[&Test]; 2]) -> Result<(), NotCounted> {
        let sides = [(0, shared.old), (1, shared.new)];
        let asked = sides.map(|(side, index)| &self.plan(side).questionnaire[index]);
        let [before, after] = asked;
        let mut classes = match before.kind {
            QuestionKind::Choices { .. } => Picking { shared, asked, tests }.classes(self.joint)?,
            // One answer each: those that nothing tells apart count as one.
            QuestionKind::Number { .. } | QuestionKind::Date(_) => self.single_classes(shared, asked, Some(tests)),
            // Each option counts, alike or not; of texts there is one class.
            QuestionKind::YesNo | QuestionKind::Choice(_) | QuestionKind::Scale(_) | QuestionKind::Text => {
                self.single_classes(shared, asked, None)
            }
        };
        if shared.unsure {
            let needs = [Vec::new(), Vec::new()];
            classes.push(Class { answers: [Answer::Unsure, Answer::Unsure], needs, weight: BigUint::from(1u8) });
        }
        let variable = self.variables.len();
        let own = if shared.same { 0 } else { 1 };
        let [seen_before, seen_after] = &mut self.seen;
        seen_before[shared.old] = Some(Seen { variable, side: 0 });
        seen_after[shared.new] = Some(Seen { variable, side: own });
        let possible = sides.map(|(side, index)| self.possible(side, index, &classes));
        let conditional = [Some(conditional(before)), (!shared.same).then(|| conditional(after))];
        self.variables.push(Variable { classes, conditional, gates: Vec::new(), possible });
        Ok(())
    }

    /// The classes of answers that are one value; if there are tests, those that the tests of both versions tell apart: runs
    /// of numbers on both sides of another can be alike.
    fn single_classes(&self, shared: &Shared, asked: [&Question; 2], tests: Option<[&[&Test]; 2]>) -> Vec<Class> {
        let day = self.joint.old.day;
        let mut seen = BTreeSet::new();
        let mut classes = Vec::new();
        for (before, after) in &shared.cells {
            let old = self.joint.old.answer_in(shared.old, *before);
            let new = self.joint.new.answer_in(shared.new, *after);
            let apart = tests.is_none_or(|[by_old, by_new]| {
                let says = [told(by_old, state_of(&old), day), told(by_new, state_of(&new), day)];
                seen.insert(says)
            });
            if apart {
                let answers = [old, new];
                classes.push(Class { needs: needs(asked, &answers), answers, weight: BigUint::from(1u8) });
            }
        }
        classes
    }

    /// A question of one version only: nobody answers it, so it offers nothing that anybody could need.
    fn add_single(&mut self, side: usize, index: QuestionIx) {
        let variable = self.variables.len();
        item_mut(&mut self.seen, side, "version")[index] = Some(Seen { variable, side });
        let mut conditional = [None, None];
        *item_mut(&mut conditional, side, "version") = Some(Vec::new());
        let possible = self.possible(side, index, &[]);
        let possible = [possible.clone(), possible];
        self.variables.push(Variable { classes: Vec::new(), conditional, gates: Vec::new(), possible });
    }

    /// The states that a question can be in at all.
    fn possible(&self, side: usize, index: QuestionIx, classes: &[Class]) -> Vec<bool> {
        let questionnaire = self.plan(side).questionnaire;
        let question = &questionnaire[index];
        // Only what has a `when`, of its own or its section's, can fail to apply, or apply perhaps.
        let at_times = question.when.is_some() || questionnaire[question.section].when.is_some();
        // Only answers that pick an option with a `when` can be refused, so that none is left.
        let refusing = classes.iter().all(|class| class.needs.iter().any(|needs| !needs.is_empty()));
        [at_times, at_times, refusing].into_iter().chain(classes.iter().map(|_| true)).collect()
    }

    /// What decides whether each version asks a question, and offers its options.
    fn add_gates(&mut self) -> Result<(), NotCounted> {
        for side in 0..2 {
            let plan = self.plan(side);
            for (index, question) in plan.questionnaire.questions().enumerated() {
                let seen = self.seen_as(side, index);
                // A question that is the same in both has the gates of the old version.
                if seen.side != side {
                    continue;
                }
                let (mut yes, mut no) = (Vec::new(), Vec::new());
                for when in plan.questionnaire[question.section].when.iter().chain(&question.when) {
                    yes.push(self.truth(side, when, true)?);
                    no.push(self.truth(side, when, false)?);
                }
                let mut gates = vec![self.store.all(&yes), self.store.any(&no)];
                let nobody_answers = self.variable(seen).classes.is_empty();
                if !nobody_answers {
                    for when in question.options().iter().filter_map(|option| option.when.as_ref()) {
                        gates.push(self.truth(side, when, true)?);
                    }
                }
                let variable = item_mut(&mut self.variables, seen.variable, "variable");
                variable.gates.extend(gates);
                if nobody_answers && let Some(options) = item_mut(&mut variable.conditional, side, "version") {
                    options.clear();
                }
            }
        }
        Ok(())
    }

    /// "Each version asks this shared question."
    pub(super) fn asked(&self, shared: usize) -> (Formula, Formula) {
        let variable = item(&self.variables, shared, "variable");
        let [before, after] = &variable.conditional;
        // Of each version that sees the question on its own: asked, not asked, then one gate for each conditional option.
        let second = before.as_ref().map_or(0, |options| options.len() + 2);
        let gate = |at: usize| *item(&variable.gates, at, "gate");
        (gate(0), if after.is_some() { gate(second) } else { gate(0) })
    }

    /// "The question is unsure", and, if `possibly`, "or may yet become so".
    pub(super) fn floor(&mut self, side: usize, question: QuestionIx, possibly: bool) -> Formula {
        let plan = self.plan(side);
        let judge = |state: State<'_>| match state {
            State::Unsure | State::Withheld => true,
            State::Open => possibly,
            State::Answered(value) => plan.is_vague(question, value),
            State::NotApplicable => false,
        };
        self.states(side, question, judge)
    }

    pub(super) fn not(&mut self, formula: Formula) -> Formula {
        let variables = &self.variables;
        let possible = |seen: Seen| item(variables, seen.variable, "variable").possible_in(seen.side).to_vec();
        self.store.not(formula, &possible)
    }

    fn seen_as(&self, side: usize, question: QuestionIx) -> Seen {
        match item(&self.seen, side, "version")[question] {
            Some(seen) => seen,
            None => fault("a question is shared or of one version, yet this one is neither"),
        }
    }

    fn variable(&self, seen: Seen) -> &Variable {
        item(&self.variables, seen.variable, "variable")
    }

    /// "The question is in a state of which `holds` says so": a row of the table for each state.
    fn states(&mut self, side: usize, question: QuestionIx, holds: impl Fn(State<'_>) -> bool) -> Formula {
        let seen = self.seen_as(side, question);
        let variable = item(&self.variables, seen.variable, "variable");
        // In the order of the states: not applying, perhaps applying, asked without an answer.
        let unanswered = [State::NotApplicable, State::Open, State::Open];
        let classes = variable.classes.iter().map(|class| state_of(class.answer(side)));
        let allowed: Vec<bool> = unanswered.into_iter().chain(classes).map(holds).collect();
        let possible = variable.possible_in(seen.side).to_vec();
        self.store.state(seen, &allowed, &possible)
    }

    /// "The condition is true", or "is false".
    ///
    /// # Errors
    /// [`NotCounted`] if it rests on a sum that cannot be followed.
    pub(super) fn truth(&mut self, side: usize, condition: &Condition, wanted: bool) -> Result<Formula, NotCounted> {
        match &condition.node {
            ConditionNode::Test(Test::Score(score, comparison, bound)) => {
                self.score(side, *score, (*comparison, *bound), wanted)
            }
            ConditionNode::Test(
                test @ (Test::Yes(question)
                | Test::OneOf(question, _)
                | Test::HasAny(question, _)
                | Test::HasAll(question, _)
                | Test::HasNone(question, _)
                | Test::Number(question, ..)
                | Test::Within(question, _)
                | Test::WithinNext(question, _)
                | Test::Answered(question)
                | Test::Unsure(question)),
            ) => {
                let (day, truth) = (self.joint.old.day, Truth::from(wanted));
                Ok(self.states(side, *question, |state| judge_state(test, state, day) == truth))
            }
            ConditionNode::Named(named) => self.remember(side, *named, wanted),
            ConditionNode::Not(inner) => self.truth(side, inner, !wanted),
            // Kleene: `and` is true if all are, false if one is; `or` is false if all are, true if one is.
            ConditionNode::All(parts) | ConditionNode::Any(parts) => {
                let parts = parts.iter().map(|part| self.truth(side, part, wanted)).collect::<Result<Vec<_>, _>>()?;
                let all = matches!(condition.node, ConditionNode::All(_)) == wanted;
                Ok(if all { self.store.all(&parts) } else { self.store.any(&parts) })
            }
        }
    }

    fn remember(&mut self, side: usize, named: ConditionIx, wanted: bool) -> Result<Formula, NotCounted> {
        if let Some(known) = self.named.get(&(side, named, wanted)) {
            return *known;
        }
        let found = self.truth(side, &self.plan(side).questionnaire[named].condition, wanted);
        self.named.insert((side, named, wanted), found);
        found
    }

    /// The row `score >= 3`: it holds for all that the score can still be, or fails for all of it.
    fn score(
        &mut self,
        side: usize,
        score: ScoreIx,
        (comparison, bound): (Comparison, i64),
        wanted: bool,
    ) -> Result<Formula, NotCounted> {
        let (low, high) = self.sum(side, score)?;
        let over = bound.saturating_add(1);
        let store = &mut self.store;
        // "For sure at least n" is about the least that it can be; "for sure below n" about the most.
        let mut at_least = |bound: i64| store.sum(low.clone(), bound, true);
        let (reached, passed) = (at_least(bound), at_least(over));
        let mut below = |bound: i64| store.sum(high.clone(), bound, false);
        let (under, not_over) = (below(bound), below(over));
        let equal = (store.all(&[reached, not_over]), store.any(&[under, passed]));
        let (holds, fails) = match comparison {
            Comparison::AtLeast => (reached, under),
            Comparison::Greater => (passed, not_over),
            Comparison::Less => (under, reached),
            Comparison::AtMost => (not_over, passed),
            Comparison::Equal => equal,
            Comparison::NotEqual => (equal.1, equal.0),
        };
        Ok(if wanted { holds } else { fails })
    }

    /// What each question of a score adds at least and at most, by its state.
    fn sum(&self, side: usize, score: ScoreIx) -> Result<(Vec<Term>, Vec<Term>), NotCounted> {
        let questionnaire = self.plan(side).questionnaire;
        let (mut low, mut high) = (Vec::new(), Vec::new());
        for index in &questionnaire[score].sum {
            let question = &questionnaire[*index];
            // What an open question can add depends on its options' `when`s: that is not followed here.
            if question.options().iter().any(|option| option.when.is_some()) {
                return Err(NotCounted);
            }
            let seen = self.seen_as(side, *index);
            let points = self.points(seen, side, question);
            low.push(Term { seen, points: points.iter().map(|points| points.low).collect() });
            high.push(Term { seen, points: points.iter().map(|points| points.high).collect() });
        }
        Ok((low, high))
    }

    /// What a question adds in each of its states: nothing where it does not apply, what it may yet add where it is open or
    /// unsure, and what was picked where it is answered.
    fn points(&self, seen: Seen, side: usize, question: &Question) -> Vec<Interval> {
        let every = OptionSet::first(question.options().len());
        let waits = |applies: bool| waiting_points(question, every, every, applies);
        let exact = |points: i64| Interval { low: points, high: points };
        let answered = self.variable(seen).classes.iter().map(|class| match class.answer(side) {
            answer @ Answer::Given(_) => exact(sum_of(question, chosen_options(Some(answer)))),
            Answer::Unsure | Answer::Withheld | Answer::Skipped => waits(true),
        });
        [exact(0), waits(false), waits(true)].into_iter().chain(answered).collect()
    }
}

impl Class {
    fn answer(&self, side: usize) -> &Answer {
        item(&self.answers, side, "version")
    }
}

impl Variable {
    fn possible_in(&self, side: usize) -> &[bool] {
        let possible: &Vec<bool> = item(&self.possible, side, "version");
        possible
    }
}

fn state_of(answer: &Answer) -> State<'_> {
    match answer {
        Answer::Given(value) => State::Answered(value),
        Answer::Unsure => State::Unsure,
        Answer::Withheld => State::Withheld,
        Answer::Skipped => State::Open,
    }
}

/// The options that are offered at times only.
fn conditional(question: &Question) -> Vec<usize> {
    let options = question.options().iter().enumerate();
    options.filter(|(_, option)| option.when.is_some()).map(|(position, _)| position).collect()
}

fn needs(asked: [&Question; 2], answers: &[Answer; 2]) -> [Vec<usize>; 2] {
    let [before, after] = asked;
    let [old, new] = answers;
    let needs = |question: &Question, answer: &Answer| {
        let chosen = chosen_options(Some(answer));
        conditional(question).into_iter().filter(|option| chosen.contains(*option)).collect()
    };
    [needs(before, old), needs(after, new)]
}

/// The sets of picks of a `choices` question, by what the tests of both versions say of them.
struct Picking<'p> {
    shared: &'p Shared,
    asked: [&'p Question; 2],
    tests: [&'p [&'p Test]; 2],
}

/// Sets of picks with the same number of picks that no test, option's `when` or score tells apart.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Alike {
    picks: usize,
    /// For each set of options that a test names.
    touched: Vec<Touched>,
    conditional: u64,
    points: [i64; 2],
}

impl Picking<'_> {
    fn classes(&self, joint: &Joint<'_>) -> Result<Vec<Class>, NotCounted> {
        let sets = self.sets();
        let outside = |(side, set): &(usize, OptionSet)| self.known(*side).and(*set) != *set;
        let start = Alike {
            picks: 0,
            touched: sets.iter().map(|set| Touched::at_first(outside(set))).collect(),
            conditional: 0,
            points: [0, 0],
        };
        let mut kinds = BTreeMap::from([(start.clone(), ([OptionSet::default(); 2], BigUint::from(1u8)))]);
        let options = self.shared.options.iter();
        let together = options.clone().filter(|option| !self.exclusive(**option));
        let alone = options.filter(|option| self.exclusive(**option));
        for option in together {
            let mut next: BTreeMap<Alike, ([OptionSet; 2], BigUint)> = BTreeMap::new();
            for (alike, (picked, weight)) in kinds {
                for chosen in [false, true] {
                    let (alike, picked) = self.with(&alike, picked, *option, (chosen, &sets));
                    next.entry(alike).or_insert_with(|| (picked, BigUint::ZERO)).1 += &weight;
                }
            }
            kinds = next;
            if kinds.len() > MOST_CLASSES {
                return Err(NotCounted);
            }
        }
        let alone = alone.map(|(before, after)| ([OptionSet::of(*before), OptionSet::of(*after)], BigUint::from(1u8)));
        let all = kinds.into_values().chain(alone);
        Ok(all.filter_map(|(picked, weight)| self.class(joint, picked, weight)).collect())
    }

    fn class(&self, joint: &Joint<'_>, [old, new]: [OptionSet; 2], weight: BigUint) -> Option<Class> {
        let [before, after] = self.asked;
        let old = fits(before, Answer::Given(Value::Choices(old)), joint.old.day).ok()?;
        let new = fits(after, Answer::Given(Value::Choices(new)), joint.new.day).ok()?;
        let answers = [old, new];
        Some(Class { needs: needs(self.asked, &answers), answers, weight })
    }

    /// The sets of options that tests name, by version.
    fn sets(&self) -> Vec<(usize, OptionSet)> {
        let named = |(side, tests): (usize, &&[&Test])| {
            tests.iter().filter_map(move |test| Some((side, options_of(test)?))).collect::<Vec<_>>()
        };
        self.tests.iter().enumerate().flat_map(named).collect()
    }

    fn known(&self, side: usize) -> OptionSet {
        self.shared.options.iter().map(|(before, after)| if side == 0 { *before } else { *after }).collect()
    }

    fn exclusive(&self, (before, after): (usize, usize)) -> bool {
        let [old, new] = self.asked;
        old.exclusive().contains(before) || new.exclusive().contains(after)
    }

    fn with(
        &self,
        alike: &Alike,
        [old, new]: [OptionSet; 2],
        (before, after): (usize, usize),
        (chosen, sets): (bool, &[(usize, OptionSet)]),
    ) -> (Alike, [OptionSet; 2]) {
        let mut alike = alike.clone();
        for ((side, set), touched) in sets.iter().zip(&mut alike.touched) {
            if set.contains(if *side == 0 { before } else { after }) {
                touched.take(chosen);
            }
        }
        if !chosen {
            return (alike, [old, new]);
        }
        alike.picks += 1;
        let [first, second] = self.asked;
        let mut conditional = false;
        for ((question, option), points) in [(first, before), (second, after)].into_iter().zip(&mut alike.points) {
            let option = question.option(option);
            conditional |= option.when.is_some();
            *points = points.saturating_add(option.points.unwrap_or(0));
        }
        if conditional {
            alike.conditional |= OptionSet::of(before).0;
        }
        (alike, [old.or(OptionSet::of(before)), new.or(OptionSet::of(after))])
    }
}
