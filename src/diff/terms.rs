//! Two versions as formulas over the states of their questions: the classes of answers, and what each condition says of them.
//!
//! The meaning is the page at the head of the room [`condition`](crate::condition): each function names the row or the
//! sentence that it writes down. States are judged by `judge_state`; classes are those of [`classes`](crate::classes) for the
//! tests of both versions together.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use num_bigint::BigUint;

use super::formula::{ALWAYS, Formula, Seen, Store, Term};
use super::joint::{Joint, Shared};
use crate::assessment::{chosen_options, points_of, waiting_points};
use crate::classes::{Touched, all_conditions, options_of, tests, told};
use crate::condition::{Comparison, Condition, ConditionNode, PairTest, Test, judge_pair, judge_state};
use crate::proof::plan::Plan;
use crate::questionnaire::{AnswerPoints, EvaluationStep, Points, Question, QuestionKind, Score, ScoreItem};
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
    totals: HashMap<(usize, ScoreIx), Result<Rc<Total>, NotCounted>>,
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
        totals: HashMap::new(),
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
        // Once in order, so that chains of names are never followed far. A sum that cannot be followed only matters where something
        // rests on it, and is given up on there.
        for step in steps {
            match step {
                EvaluationStep::Condition(named) => {
                    for wanted in [true, false] {
                        let _kept_for_then = table.remember(side, *named, wanted);
                    }
                }
                EvaluationStep::Score(score) => {
                    let _kept_for_then = table.total(side, *score);
                }
                EvaluationStep::Section(_) | EvaluationStep::Question(_) => {}
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
        // Of numbers and days that are held against others no class can say how many answers it stands for.
        if self.joint.old.exact.contains(&shared.old) {
            return Err(NotCounted);
        }
        let sides = [(0, shared.old), (1, shared.new)];
        let asked = sides.map(|(side, index)| &self.plan(side).questionnaire[index]);
        let [before, after] = asked;
        let mut classes = match before.kind {
            QuestionKind::Choices { .. } => {
                let adds = sides.iter().flat_map(|(side, index)| self.adds(*side, *index)).collect();
                Picking { shared, asked, tests, adds }.classes(self.joint)?
            }
            // One answer each: those that nothing tells apart count as one.
            QuestionKind::Number { .. } | QuestionKind::Date(_) => self.single_classes(shared, asked, Some(tests)),
            // Each option counts, alike or not; of texts there is one class.
            QuestionKind::YesNo | QuestionKind::Choice(_) | QuestionKind::Scale(_) | QuestionKind::Text => {
                self.single_classes(shared, asked, None)
            }
        };
        if shared.unsure {
            let needs = [Vec::new(), Vec::new()];
            classes.push(Class {
                answers: [Answer::Unsure, Answer::Unsure],
                needs: needs.clone(),
                weight: BigUint::from(1u8),
            });
            if shared.withheld {
                let answers = [Answer::Withheld, Answer::Withheld];
                classes.push(Class { answers, needs, weight: BigUint::from(1u8) });
            }
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

    /// The points that the scores of a version give to each option of a question.
    fn adds(&self, side: usize, question: QuestionIx) -> impl Iterator<Item = (usize, &'j [i64])> {
        let answers = self.plan(side).questionnaire.scores().iter().flat_map(Score::answers);
        answers.filter(move |answer| answer.question == question).filter_map(move |answer| match &answer.points {
            Points::Options(each) => Some((side, each.as_slice())),
            Points::YesNo { .. } | Points::Bands { .. } => None,
        })
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
            // Classes of numbers do not say what they make together.
            ConditionNode::Test(Test::Derived(..)) => Err(NotCounted),
            ConditionNode::Test(Test::Pair(left, test, right)) => self.pair(side, *left, (*test, *right), wanted),
            ConditionNode::Test(
                test @ (Test::Yes(question)
                | Test::OneOf(question, _)
                | Test::Picks(question, ..)
                | Test::Number(question, _)
                | Test::Date(question, _)
                | Test::Answered(question)
                | Test::Unsure(question)
                | Test::Withheld(question)),
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
            // True if so many are; false if so many are false that the others do not do.
            ConditionNode::AtLeast(least, parts) => {
                let least = if wanted { *least } else { parts.len() + 1 - least };
                let parts = parts.iter().map(|part| self.truth(side, part, wanted)).collect::<Result<Vec<_>, _>>()?;
                Ok(self.store.at_least(least, &parts))
            }
        }
    }

    /// "The two answers stand so to each other", or do not: false where one of the questions does not apply, unknown where one is
    /// not answered.
    ///
    /// # Errors
    /// [`NotCounted`] of numbers and days: their classes do not say which is greater.
    fn pair(
        &mut self,
        side: usize,
        left: QuestionIx,
        (test, right): (PairTest, QuestionIx),
        wanted: bool,
    ) -> Result<Formula, NotCounted> {
        let exact = &self.plan(side).exact;
        if exact.contains(&left) || exact.contains(&right) {
            return Err(NotCounted);
        }
        let options = self.plan(side).questionnaire[left].options().len();
        let mut ways = Vec::new();
        for option in 0..options {
            let here = Value::Choice(option);
            let left_says = self.states(side, left, |state| state == State::Answered(&here));
            let right_says = self.states(side, right, |other| {
                matches!(other, State::Answered(_))
                    && judge_pair(test, State::Answered(&here), other) == Truth::from(wanted)
            });
            ways.push(self.store.all(&[left_says, right_says]));
        }
        if !wanted {
            ways.push(self.states(side, left, |state| state == State::NotApplicable));
            ways.push(self.states(side, right, |state| state == State::NotApplicable));
        }
        Ok(self.store.any(&ways))
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
        let total = self.total(side, score)?;
        let over = bound.saturating_add(1);
        // "For sure at least n" is about the least that it can be; "for sure below n" about the most.
        let (reached, passed) = (self.reaches(&total, bound), self.reaches(&total, over));
        let (under, not_over) = (self.stays_below(&total, bound), self.stays_below(&total, over));
        let store = &mut self.store;
        let equal = (store.all(&[reached, not_over]), store.any(&[under, passed]));
        let (holds, fails) = match comparison {
            Comparison::AtLeast => (reached, under),
            Comparison::Greater => (passed, not_over),
            Comparison::Less => (under, reached),
            Comparison::AtMost => (not_over, passed),
            Comparison::Equal => equal,
            Comparison::NotEqual => (equal.1, equal.0),
        };
        Ok(store.all(&[if wanted { holds } else { fails }, total.enough]))
    }

    fn total(&mut self, side: usize, score: ScoreIx) -> Result<Rc<Total>, NotCounted> {
        if let Some(known) = self.totals.get(&(side, score)) {
            return known.clone();
        }
        let found = self.add_up(side, score).map(Rc::new);
        self.totals.insert((side, score), found.clone());
        found
    }

    /// What each item of a score adds at least and at most.
    fn add_up(&mut self, side: usize, score: ScoreIx) -> Result<Total, NotCounted> {
        let score = &self.plan(side).questionnaire[score];
        let mut total = Total { low: Vec::new(), high: Vec::new(), conditional: Vec::new(), enough: ALWAYS };
        let mut missing = Vec::new();
        for item in &score.sum {
            match item {
                ScoreItem::Answer(answer) => {
                    let question = &self.plan(side).questionnaire[answer.question];
                    // What an open question can add depends on its options' `when`s: that is not followed here.
                    if question.options().iter().any(|option| option.when.is_some()) {
                        return Err(NotCounted);
                    }
                    let seen = self.seen_as(side, answer.question);
                    let points = self.points(seen, side, answer);
                    total.low.push(Term { seen, points: points.iter().map(|points| points.low).collect() });
                    total.high.push(Term { seen, points: points.iter().map(|points| points.high).collect() });
                    missing.push(Term { seen, points: self.lacks(seen, side) });
                }
                ScoreItem::When { when, points } => {
                    let (holds, fails) = (self.truth(side, when, true)?, self.truth(side, when, false)?);
                    total.conditional.push(Conditional { holds, fails, points: *points });
                }
            }
        }
        if let Some(most) = score.missing_up_to {
            let too_many = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
            total.enough = self.store.sum(missing, too_many, false);
        }
        Ok(total)
    }

    /// "The least that a score can be is at least `bound`": a condition with points adds them where it surely holds, one with
    /// points below nothing where it does not surely fail.
    fn reaches(&mut self, total: &Total, bound: i64) -> Formula {
        let mut known = HashMap::new();
        let more = |one: &Conditional| if one.points >= 0 { (0, one.holds, one.points) } else { one.unless_it_fails() };
        let steps: Vec<_> = total.conditional.iter().map(more).collect();
        self.counted(&total.low, &steps, (bound, true), &mut known)
    }

    /// "The most that a score can be is below `bound`": the same with the ends exchanged.
    fn stays_below(&mut self, total: &Total, bound: i64) -> Formula {
        let mut known = HashMap::new();
        let fewer =
            |one: &Conditional| if one.points >= 0 { one.unless_it_fails() } else { (0, one.holds, one.points) };
        let steps: Vec<_> = total.conditional.iter().map(fewer).collect();
        self.counted(&total.high, &steps, (bound, false), &mut known)
    }

    /// What the terms and the steps add reaches the bound, or, if not `reached`, stays below it. Of each step what it adds
    /// in any case, and what more where its formula holds, which is for the good of what is asked: so where it would do without,
    /// it need not hold.
    fn counted(
        &mut self,
        terms: &[Term],
        steps: &[(i64, Formula, i64)],
        (bound, reached): (i64, bool),
        known: &mut HashMap<(usize, i64), Formula>,
    ) -> Formula {
        let Some(((always, formula, more), rest)) = steps.split_first() else {
            return self.store.sum(terms.to_vec(), bound, reached);
        };
        if let Some(known) = known.get(&(steps.len(), bound)) {
            return *known;
        }
        let bound_left = bound.saturating_sub(*always);
        let without = self.counted(terms, rest, (bound_left, reached), known);
        let with = self.counted(terms, rest, (bound_left.saturating_sub(*more), reached), known);
        let with = self.store.all(&[*formula, with]);
        let found = self.store.any(&[without, with]);
        known.insert((steps.len(), bound), found);
        found
    }

    /// What a question adds in each of its states: nothing where it does not apply, what it may yet add where it is open or
    /// unsure, and what was picked where it is answered.
    fn points(&self, seen: Seen, side: usize, answer: &AnswerPoints) -> Vec<Interval> {
        let question = &self.plan(side).questionnaire[answer.question];
        let every = OptionSet::first(question.options().len());
        let waits = |applies: bool| waiting_points((question, &answer.points), every, every, applies);
        let answered = self.variable(seen).classes.iter().map(|class| match class.answer(side) {
            Answer::Given(value) => Interval::exactly(points_of(&answer.points, value)),
            Answer::Unsure | Answer::Withheld | Answer::Skipped => waits(true),
        });
        [Interval::exactly(0), waits(false), waits(true)].into_iter().chain(answered).collect()
    }

    /// In each state of a question 1 if it may apply and has no answer that counts, else 0.
    fn lacks(&self, seen: Seen, side: usize) -> Vec<i64> {
        let answered = self.variable(seen).classes.iter().map(|class| match class.answer(side) {
            Answer::Given(_) => 0,
            Answer::Unsure | Answer::Withheld | Answer::Skipped => 1,
        });
        [0, 1, 1].into_iter().chain(answered).collect()
    }
}

/// What a score comes to.
struct Total {
    low: Vec<Term>,
    high: Vec<Term>,
    conditional: Vec<Conditional>,
    /// "No more of its questions lack an answer than may."
    enough: Formula,
}

/// Points where a condition holds.
struct Conditional {
    holds: Formula,
    fails: Formula,
    points: i64,
}

impl Conditional {
    /// All its points in any case, taken back where it surely fails.
    fn unless_it_fails(&self) -> (i64, Formula, i64) {
        (self.points, self.fails, self.points.saturating_neg())
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
    /// The points that scores give to each option, with the version.
    adds: Vec<(usize, &'p [i64])>,
}

/// Sets of picks with the same number of picks that no test, option's `when` or score tells apart.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Alike {
    picks: usize,
    /// For each set of options that a test names.
    touched: Vec<Touched>,
    conditional: u64,
    /// What they add, for each of [`Picking::adds`].
    points: Vec<i64>,
}

impl Picking<'_> {
    fn classes(&self, joint: &Joint<'_>) -> Result<Vec<Class>, NotCounted> {
        let sets = self.sets();
        let outside = |(side, set): &(usize, OptionSet)| self.known(*side).and(*set) != *set;
        let start = Alike {
            picks: 0,
            touched: sets.iter().map(|set| Touched::at_first(outside(set))).collect(),
            conditional: 0,
            points: self.adds.iter().map(|_| 0).collect(),
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
        for (question, option) in [(first, before), (second, after)] {
            conditional |= question.option(option).when.is_some();
        }
        for ((side, each), points) in self.adds.iter().zip(&mut alike.points) {
            *points = points.saturating_add(*item(each, if *side == 0 { before } else { after }, "option"));
        }
        if conditional {
            alike.conditional |= OptionSet::of(before).0;
        }
        (alike, [old.or(OptionSet::of(before)), new.or(OptionSet::of(after))])
    }
}
