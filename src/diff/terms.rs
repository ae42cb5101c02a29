//! Two versions as formulas over the states of their questions: the classes of answers, and what each condition says of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use num_bigint::BigUint;

use super::count::NotCounted;
use super::formula::{Formula, NEVER, Seen, Store, Term};
use super::joint::{Joint, Shared};
use crate::assessment::{chosen_options, waiting_points};
use crate::condition::{Comparison, Condition, ConditionNode, Test};
use crate::proof::domain::{judge, tests};
use crate::proof::plan::Plan;
use crate::questionnaire::{EvaluationStep, Question, QuestionKind};
use crate::response::fits;
use crate::value::index::{ConditionIx, QuestionIx, ScoreIx};
use crate::value::{Answer, Interval, OptionSet, State, Truth, Value};

/// The state of a question that does not apply is 0; then come these, then its classes of answers.
pub(super) const MAYBE: usize = 1;
/// It is asked, and no answer is left that it could have.
pub(super) const ASKED: usize = 2;
/// The most classes of answers to one question.
const MOST_CLASSES: usize = 4_096;

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
    seen: [Vec<Option<Seen>>; 2],
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
        seen: [&joint.old, &joint.new].map(|plan| vec![None; plan.questionnaire.questions().len()]),
        named: HashMap::new(),
    };
    let told = [tests(joint.old.questionnaire), tests(joint.new.questionnaire)];
    for shared in &joint.shared {
        table.add_shared(shared, &told)?;
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
                    // A sum that cannot be followed is told of where something rests on it.
                    table.remember(side, *named, wanted).unwrap_or(NEVER);
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

    fn add_shared(&mut self, shared: &Shared, told: &[Vec<Vec<Test>>; 2]) -> Result<(), NotCounted> {
        let sides = [(0, shared.old), (1, shared.new)];
        let questions = sides.map(|(side, index)| self.plan(side).questionnaire.questions().get(index.at()));
        let [Some(before), Some(after)] = questions else { return Ok(()) };
        let asked = [before, after];
        let tests = [(0, shared.old), (1, shared.new)]
            .map(|(side, index)| told.get(side).and_then(|list: &Vec<Vec<Test>>| list.get(index.at())));
        let mut classes = match before.kind {
            QuestionKind::Choices { .. } => {
                let tests = tests.map(|tests| tests.map_or(&[][..], Vec::as_slice));
                Picking { shared, asked, tests }.classes(self.joint)?
            }
            _ => self.single_classes(shared, asked, &tests),
        };
        if shared.unsure {
            let needs = [Vec::new(), Vec::new()];
            classes.push(Class { answers: [Answer::Unsure, Answer::Unsure], needs, weight: BigUint::from(1u8) });
        }
        let variable = self.variables.len();
        let own = if shared.same { 0 } else { 1 };
        put(&mut self.seen, 0, shared.old, Seen { variable, side: 0 });
        put(&mut self.seen, 1, shared.new, Seen { variable, side: own });
        let possible = sides.map(|(side, index)| self.possible(side, index, &classes));
        let conditional = [Some(conditional(before)), (!shared.same).then(|| conditional(after))];
        self.variables.push(Variable { classes, conditional, gates: Vec::new(), possible });
        Ok(())
    }

    /// The classes of answers that are one value. Numbers on both sides of another can be alike: they count as one.
    fn single_classes(&self, shared: &Shared, asked: [&Question; 2], tests: &[Option<&Vec<Test>>; 2]) -> Vec<Class> {
        let day = self.joint.old.day;
        let told = |answers: &[Answer; 2]| {
            let sides = tests.iter().zip(answers);
            let all = sides
                .flat_map(|(tests, answer)| tests.iter().flat_map(|list| list.iter()).map(move |test| (test, answer)));
            all.map(|(test, answer)| judge(test, state_of(answer), day)).collect::<Vec<_>>()
        };
        let ranged =
            matches!(asked.map(|question| &question.kind), [QuestionKind::Number { .. } | QuestionKind::Date(_), _]);
        let mut seen = BTreeSet::new();
        let value = |plan: &Plan<'_>, question: QuestionIx, cell: usize| {
            plan.domains.get(question.at())?.cells.get(cell).cloned().map(Answer::Given)
        };
        let class = |(before, after): &(usize, usize)| {
            let answers = [value(&self.joint.old, shared.old, *before)?, value(&self.joint.new, shared.new, *after)?];
            Some(Class { needs: needs(asked, &answers), answers, weight: BigUint::from(1u8) })
        };
        let classes = shared.cells.iter().filter_map(class);
        classes.filter(|class| !ranged || seen.insert(told(&class.answers))).collect()
    }

    fn add_single(&mut self, side: usize, index: QuestionIx) {
        let variable = self.variables.len();
        put(&mut self.seen, side, index, Seen { variable, side });
        let mut conditional = [None, None];
        if let Some(slot) = conditional.get_mut(side) {
            *slot = Some(Vec::new());
        }
        let possible = self.possible(side, index, &[]);
        let possible = [possible.clone(), possible];
        self.variables.push(Variable { classes: Vec::new(), conditional, gates: Vec::new(), possible });
    }

    /// The states that a question can be in at all.
    fn possible(&self, side: usize, index: QuestionIx, classes: &[Class]) -> Vec<bool> {
        let questionnaire = self.plan(side).questionnaire;
        let question = questionnaire.questions().get(index.at());
        let section = question.and_then(|question| questionnaire.sections().get(question.section.at()));
        let own = question.is_some_and(|question| question.when.is_some());
        let at_times = own || section.is_some_and(|section| section.when.is_some());
        let refusing = classes.iter().all(|class| class.needs.iter().any(|needs| !needs.is_empty()));
        [at_times, at_times, refusing].into_iter().chain(classes.iter().map(|_| true)).collect()
    }

    /// What decides whether each version asks a question, and offers its options.
    fn add_gates(&mut self) -> Result<(), NotCounted> {
        for side in 0..2 {
            let plan = self.plan(side);
            for (position, question) in plan.questionnaire.questions().iter().enumerate() {
                let seen = self.seen_as(side, QuestionIx::new(position));
                let Some(seen) = seen.filter(|seen| seen.side == side) else { continue };
                let section = plan.questionnaire.sections().get(question.section.at());
                let whens = section.and_then(|section| section.when.as_ref()).into_iter().chain(&question.when);
                let (mut yes, mut no) = (Vec::new(), Vec::new());
                for when in whens {
                    yes.push(self.truth(side, when, true)?);
                    no.push(self.truth(side, when, false)?);
                }
                let mut gates = vec![self.store.all(&yes), self.store.any(&no)];
                if !self.variables.get(seen.variable).is_some_and(|variable| variable.classes.is_empty()) {
                    for when in question.options().iter().filter_map(|option| option.when.as_ref()) {
                        gates.push(self.truth(side, when, true)?);
                    }
                }
                if let Some(variable) = self.variables.get_mut(seen.variable) {
                    variable.gates.extend(gates);
                    if variable.classes.is_empty()
                        && let Some(Some(options)) = variable.conditional.get_mut(side)
                    {
                        options.clear();
                    }
                }
            }
        }
        Ok(())
    }

    /// "Each version asks this shared question."
    pub(super) fn asked(&self, shared: usize) -> (Formula, Formula) {
        let Some(variable) = self.variables.get(shared) else { return (NEVER, NEVER) };
        let [before, after] = &variable.conditional;
        let second = before.as_ref().map_or(0, |options| options.len() + 2);
        let gate = |at: usize| variable.gates.get(at).copied().unwrap_or(NEVER);
        (gate(0), if after.is_some() { gate(second) } else { gate(0) })
    }

    /// "The question is unsure", and, if `possibly`, "or may yet become so".
    pub(super) fn floor(&mut self, side: usize, question: QuestionIx, possibly: bool) -> Formula {
        let judge = |state: State<'_>| match state {
            State::Unsure | State::Withheld => true,
            State::Open => possibly,
            State::Answered(_) | State::NotApplicable => false,
        };
        self.states(side, question, judge)
    }

    pub(super) fn not(&mut self, formula: Formula) -> Formula {
        let variables = &self.variables;
        let possible = |seen: Seen| {
            let variable: Option<&Variable> = variables.get(seen.variable);
            variable.and_then(|variable| variable.possible.get(seen.side)).cloned().unwrap_or_default()
        };
        self.store.not(formula, &possible)
    }

    fn seen_as(&self, side: usize, question: QuestionIx) -> Option<Seen> {
        self.seen.get(side)?.get(question.at()).copied().flatten()
    }

    /// "The question is in a state of which `holds` says so."
    fn states(&mut self, side: usize, question: QuestionIx, holds: impl Fn(State<'_>) -> bool) -> Formula {
        let Some(seen) = self.seen_as(side, question) else { return NEVER };
        let Some(variable) = self.variables.get(seen.variable) else { return NEVER };
        let open = [State::NotApplicable, State::Open, State::Open];
        let classes = variable.classes.iter().filter_map(|class| class.answers.get(side)).map(state_of);
        let allowed: Vec<bool> = open.into_iter().chain(classes).map(holds).collect();
        let possible = variable.possible.get(seen.side).cloned().unwrap_or_default();
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
            ConditionNode::Test(test) => {
                let (Some(question), day) = (test.question(), self.joint.old.day) else { return Ok(NEVER) };
                let truth = Truth::from(wanted);
                Ok(self.states(side, question, |state| judge(test, state, day) == truth))
            }
            ConditionNode::Named(named) => self.remember(side, *named, wanted),
            ConditionNode::Not(inner) => self.truth(side, inner, !wanted),
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
        let found = match self.plan(side).questionnaire.conditions().get(named.at()) {
            Some(condition) => self.truth(side, &condition.condition, wanted),
            None => Ok(NEVER),
        };
        self.named.insert((side, named, wanted), found);
        found
    }

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
        let sum = questionnaire.scores().get(score.at()).map_or(&[][..], |score| &score.sum);
        let (mut low, mut high) = (Vec::new(), Vec::new());
        for index in sum {
            let question = questionnaire.questions().get(index.at()).ok_or(NotCounted)?;
            let seen = self.seen_as(side, *index).ok_or(NotCounted)?;
            if question.options().iter().any(|option| option.when.is_some()) {
                return Err(NotCounted);
            }
            let points = self.points(seen, side, question).ok_or(NotCounted)?;
            low.push(Term { seen, points: points.iter().map(|points| points.low).collect() });
            high.push(Term { seen, points: points.iter().map(|points| points.high).collect() });
        }
        Ok((low, high))
    }

    fn points(&self, seen: Seen, side: usize, question: &Question) -> Option<Vec<Interval>> {
        let every = OptionSet::first(question.options().len());
        let waits = |applies: bool| waiting_points(question, every, every, applies);
        let exact = |points: i64| Interval { low: points, high: points };
        let classes = self.variables.get(seen.variable)?.classes.iter().filter_map(|class| class.answers.get(side));
        let answered = classes.map(|answer| match answer {
            Answer::Given(_) => exact(added(question, chosen_options(Some(answer)))),
            _ => waits(true),
        });
        Some([exact(0), waits(false), waits(true)].into_iter().chain(answered).collect())
    }
}

fn added(question: &Question, options: OptionSet) -> i64 {
    let points = options.iter().filter_map(|option| question.options().get(option)?.points);
    points.fold(0, i64::saturating_add)
}

fn put(seen: &mut [Vec<Option<Seen>>; 2], side: usize, question: QuestionIx, value: Seen) {
    if let Some(slot) = seen.get_mut(side).and_then(|list| list.get_mut(question.at())) {
        *slot = Some(value);
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
    tests: [&'p [Test]; 2],
}

/// Sets of picks with the same number of picks that no test, option's `when` or score tells apart.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Alike {
    picks: usize,
    /// For each set of options named: whether one of it was picked, and whether one was left out.
    touched: Vec<(bool, bool)>,
    conditional: u64,
    points: [i64; 2],
}

impl Picking<'_> {
    fn classes(&self, joint: &Joint<'_>) -> Result<Vec<Class>, NotCounted> {
        let sets = self.sets();
        let outside = |(side, set): &(usize, OptionSet)| self.known(*side).and(*set) != *set;
        let start = Alike {
            picks: 0,
            touched: sets.iter().map(|set| (false, outside(set))).collect(),
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
        let mut sets = Vec::new();
        for (side, tests) in self.tests.iter().enumerate() {
            for test in *tests {
                if let Test::HasAny(_, set) | Test::HasAll(_, set) | Test::HasNone(_, set) = test {
                    sets.push((side, *set));
                }
            }
        }
        sets
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
        for ((side, set), (touched, left_out)) in sets.iter().zip(&mut alike.touched) {
            if set.contains(if *side == 0 { before } else { after }) {
                *touched |= chosen;
                *left_out |= !chosen;
            }
        }
        if !chosen {
            return (alike, [old, new]);
        }
        alike.picks += 1;
        let [first, second] = self.asked;
        let mut conditional = false;
        for ((question, option), points) in [(first, before), (second, after)].into_iter().zip(&mut alike.points) {
            let option = question.options().get(option);
            conditional |= option.is_some_and(|option| option.when.is_some());
            *points = points.saturating_add(option.and_then(|option| option.points).unwrap_or(0));
        }
        if conditional {
            alike.conditional |= OptionSet::of(before).0;
        }
        (alike, [old.or(OptionSet::of(before)), new.or(OptionSet::of(after))])
    }
}
