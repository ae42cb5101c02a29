//! What depends on what, worked out once, so that a proof only looks at the part of a questionnaire that it is about.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::domain::Domain;
use super::solver::Pool;
use crate::assessment::{Assessment, Cause, Engine, Scratch};
use crate::classes::{all_conditions, deciding_tests, exact_questions, is_vague, tests, withheld_questions};
use crate::condition::{Condition, ConditionNode, Test};
use crate::questionnaire::{Audience, EvaluationStep, Questionnaire};
use crate::response::Response;
use crate::value::index::{ConditionIx, IndexVec, QuestionIx, ScoreIx, SectionIx, VerdictIx, fault, item};
use crate::value::{Answer, Date, Value};

/// A questionnaire made ready for proofs on one day.
pub struct Plan<'q> {
    /// The form that judges: what a proof finds is shown by it.
    pub(crate) engine: &'q Engine<'q>,
    pub(crate) questionnaire: &'q Questionnaire,
    pub(crate) day: Date,
    pub(crate) domains: IndexVec<QuestionIx, Domain>,
    /// Of these not only the class of an answer matters, but the answer itself.
    pub(crate) exact: BTreeSet<QuestionIx>,
    /// Of these "rather not say" is told apart from "not sure".
    pub(crate) withheld: BTreeSet<QuestionIx>,
    /// The tests on each question that decide something.
    deciding: IndexVec<QuestionIx, Vec<&'q Test>>,
    /// For each step, by its position, the positions of the steps that it needs.
    needs: Vec<Vec<usize>>,
    positions: BTreeMap<Key, usize>,
    pub(crate) pool: Pool,
    /// What is judged for proofs is judged on one scratch paper.
    scratch: RefCell<Scratch>,
}

/// A step, as something that can be looked up.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Section(SectionIx),
    Question(QuestionIx),
    Condition(ConditionIx),
    Score(ScoreIx),
}

impl From<EvaluationStep> for Key {
    fn from(step: EvaluationStep) -> Key {
        match step {
            EvaluationStep::Section(section) => Key::Section(section),
            EvaluationStep::Question(question) => Key::Question(question),
            EvaluationStep::Condition(condition) => Key::Condition(condition),
            EvaluationStep::Score(score) => Key::Score(score),
        }
    }
}

impl<'q> Plan<'q> {
    /// Works out domains and dependencies, for the questionnaire and the day of an engine.
    pub fn new(engine: &'q Engine<'q>) -> Self {
        Plan::with_conditions(engine, &[])
    }

    /// The same for proofs that are also about conditions from elsewhere: answers that only these tell apart have cells of
    /// their own.
    pub(crate) fn with_conditions(engine: &'q Engine<'q>, others: &[&Condition]) -> Self {
        Plan::of(engine, others, None)
    }

    /// The same for a proof to which each answer to this question matters, and not only its class.
    pub(super) fn with_exact(engine: &'q Engine<'q>, question: QuestionIx) -> Self {
        Plan::of(engine, &[], Some(question))
    }

    fn of(engine: &'q Engine<'q>, others: &[&Condition], exact_too: Option<QuestionIx>) -> Self {
        let (questionnaire, day) = (engine.questionnaire(), engine.day());
        let conditions = [all_conditions(questionnaire).as_slice(), others].concat();
        let tests = tests(questionnaire, &conditions);
        let questions = questionnaire.questions().iter().zip(&tests);
        let mut exact = exact_questions(questionnaire, &conditions);
        exact.extend(exact_too);
        let domains = questions
            .zip(questionnaire.questions().indices())
            .map(|((question, tests), index)| Domain::of(question, tests, day, exact.contains(&index)))
            .collect();
        let steps = questionnaire.steps();
        let positions: BTreeMap<Key, usize> =
            steps.iter().enumerate().map(|(at, step)| (Key::from(*step), at)).collect();
        let needs = steps.iter().map(|step| places(&positions, needs(questionnaire, *step))).collect();
        let withheld = withheld_questions(&conditions);
        let deciding = deciding_tests(questionnaire);
        let (pool, scratch) = (Pool::default(), RefCell::default());
        Plan { engine, questionnaire, day, domains, exact, withheld, deciding, needs, positions, pool, scratch }
    }

    /// What it is a plan of.
    pub fn questionnaire(&self) -> &'q Questionnaire {
        self.questionnaire
    }

    /// The day of assessment.
    pub fn day(&self) -> Date {
        self.day
    }

    /// Of each class of answers to a question that is told apart, one.
    pub(crate) fn values(&self, question: QuestionIx) -> &[Value] {
        &self.domains[question].cells
    }

    /// The same for changes to one response: each answer in it has a cell. An answer that was given on an earlier day may be
    /// one that its question would not take today.
    pub(crate) fn for_changes(engine: &'q Engine<'q>, response: &Response) -> Self {
        let mut plan = Plan::new(engine);
        for (question, answer) in response.iter() {
            if let Answer::Given(value) = answer {
                let exact = plan.exact.contains(&question);
                plan.domains[question].admit(value, exact);
            }
            if let Answer::Given(Value::Period(period)) = answer {
                // It may be cleared up to any of its days.
                plan.domains[question].admit_days(*period);
            }
        }
        plan
    }

    /// The answer that a cell of a question stands for.
    pub(crate) fn answer_in(&self, question: QuestionIx, cell: usize) -> Answer {
        Answer::Given(item(&self.domains[question].cells, cell, "cell").clone())
    }

    /// Whether an answer to a question is so vague that the floor of "not sure" is there.
    pub(crate) fn is_vague(&self, question: QuestionIx, value: &Value) -> bool {
        is_vague(&self.deciding[question], value, self.day)
    }

    /// What a response comes to, whoever answers.
    pub(crate) fn assess(&self, response: &Response) -> Assessment {
        self.engine.assess_with(response, Audience::Everyone, &mut self.scratch.borrow_mut())
    }

    /// All that leads to a verdict that is wanted: rules, and questions that offer "not sure".
    pub(crate) fn causes(&self, wanted: impl Fn(VerdictIx) -> bool) -> Vec<Cause> {
        let rules = self.questionnaire.rules().enumerated().map(|(rule, of)| (Cause::Rule(rule), Some(of.verdict)));
        let questions = self.questionnaire.questions().enumerated();
        let questions = questions.map(|(question, of)| (Cause::Unsure(question), of.unsure));
        let causes = rules.chain(questions).filter(|(_, verdict)| verdict.is_some_and(&wanted));
        causes.map(|(cause, _)| cause).collect()
    }

    /// The verdict of a response, and all that leads to one, in questionnaire order.
    pub(crate) fn weigh(&self, response: &Response) -> (VerdictIx, Vec<Cause>) {
        let mut scratch = self.scratch.borrow_mut();
        self.engine.encode(response, &mut scratch);
        let weighed = self.engine.weigh(&mut scratch);
        let mut causes: Vec<Cause> = weighed.certain().collect();
        causes.dedup();
        (weighed.verdict, causes)
    }

    /// The verdict that a cause leads to.
    pub(crate) fn verdict_of(&self, cause: Cause) -> VerdictIx {
        match cause {
            Cause::Rule(rule) => self.questionnaire[rule].verdict,
            Cause::Unsure(question) => match self.questionnaire[question].unsure {
                Some(verdict) => verdict,
                None => fault("\"not sure\" leads to a verdict where it is offered, yet here it is not"),
            },
        }
    }

    /// The steps that these conditions rest on, in an order in which each comes after what it needs.
    pub(crate) fn cone<'c>(&self, conditions: impl IntoIterator<Item = &'c Condition>) -> Vec<EvaluationStep> {
        self.cone_beyond(conditions, |_| false)
    }

    /// The same without the steps that are known, and what only those rest on.
    pub(crate) fn cone_beyond<'c>(
        &self,
        conditions: impl IntoIterator<Item = &'c Condition>,
        is_known: impl Fn(EvaluationStep) -> bool,
    ) -> Vec<EvaluationStep> {
        self.closure(places(&self.positions, conditions.into_iter().flat_map(names)), is_known)
    }

    /// The steps that these questions rest on, themselves included.
    pub(crate) fn cone_of_questions(&self, questions: impl IntoIterator<Item = QuestionIx>) -> Vec<EvaluationStep> {
        self.cone_of_questions_beyond(questions, |_| false)
    }

    /// The same without the steps that are known, and what only those rest on.
    pub(crate) fn cone_of_questions_beyond(
        &self,
        questions: impl IntoIterator<Item = QuestionIx>,
        is_known: impl Fn(EvaluationStep) -> bool,
    ) -> Vec<EvaluationStep> {
        self.closure(places(&self.positions, questions.into_iter().map(Key::Question)), is_known)
    }

    /// The questions that these conditions and questions rest on, themselves included.
    pub(crate) fn questions_in_cone<'c>(
        &self,
        conditions: impl IntoIterator<Item = &'c Condition>,
        questions: impl IntoIterator<Item = QuestionIx>,
    ) -> BTreeSet<QuestionIx> {
        let question = |step| match step {
            EvaluationStep::Question(question) => Some(question),
            EvaluationStep::Section(_) | EvaluationStep::Condition(_) | EvaluationStep::Score(_) => None,
        };
        let cone = self.cone(conditions).into_iter().chain(self.cone_of_questions(questions));
        cone.filter_map(question).collect()
    }

    /// The steps that rest on the answer to a question, its own included, by position: one pass, since each step comes after
    /// what it needs.
    pub(super) fn resting_on(&self, question: QuestionIx) -> BTreeSet<usize> {
        let mut resting: BTreeSet<usize> = places(&self.positions, [Key::Question(question)]).into_iter().collect();
        for (position, needs) in self.needs.iter().enumerate() {
            if needs.iter().any(|needed| resting.contains(needed)) {
                resting.insert(position);
            }
        }
        resting
    }

    /// Whether a condition names one of these steps.
    pub(super) fn touches(&self, steps: &BTreeSet<usize>, condition: &Condition) -> bool {
        places(&self.positions, names(condition)).iter().any(|place| steps.contains(place))
    }

    /// Whether the question is one of these steps.
    pub(super) fn asks_one_of(&self, steps: &BTreeSet<usize>, question: QuestionIx) -> bool {
        places(&self.positions, [Key::Question(question)]).iter().any(|place| steps.contains(place))
    }

    fn closure(&self, mut waiting: Vec<usize>, is_known: impl Fn(EvaluationStep) -> bool) -> Vec<EvaluationStep> {
        let step = |position: usize| *item(self.questionnaire.steps(), position, "step");
        let mut cone = BTreeSet::new();
        while let Some(position) = waiting.pop() {
            if !is_known(step(position)) && cone.insert(position) {
                waiting.extend(item(&self.needs, position, "step"));
            }
        }
        cone.into_iter().map(step).collect()
    }
}

/// The positions of steps: the check has given every section, question, named condition and score one.
fn places(positions: &BTreeMap<Key, usize>, keys: impl IntoIterator<Item = Key>) -> Vec<usize> {
    let place = |key: Key| match positions.get(&key) {
        Some(place) => *place,
        None => fault("all that a condition can name has a step of its own"),
    };
    keys.into_iter().map(place).collect()
}

/// What a step names directly.
fn needs(questionnaire: &Questionnaire, step: EvaluationStep) -> Vec<Key> {
    match step {
        EvaluationStep::Section(section) => questionnaire[section].when.iter().flat_map(names).collect(),
        EvaluationStep::Question(question) => {
            let question = &questionnaire[question];
            let options = question.options().iter().filter_map(|option| option.when.as_ref());
            let whens = question.when.iter().chain(options).flat_map(names);
            std::iter::once(Key::Section(question.section)).chain(whens).collect()
        }
        EvaluationStep::Condition(condition) => names(&questionnaire[condition].condition),
        EvaluationStep::Score(score) => {
            let score = &questionnaire[score];
            let asked = score.answers().map(|answer| Key::Question(answer.question));
            asked.chain(score.conditions().flat_map(names)).collect()
        }
    }
}

/// What a condition names directly.
fn names(condition: &Condition) -> Vec<Key> {
    let name = |node: &&Condition| match &node.node {
        ConditionNode::Named(condition) => vec![Key::Condition(*condition)],
        ConditionNode::Test(Test::Score(score, ..)) => vec![Key::Score(*score)],
        ConditionNode::Test(test) => test.questions().into_iter().map(Key::Question).collect(),
        ConditionNode::Not(_) | ConditionNode::All(_) | ConditionNode::Any(_) | ConditionNode::AtLeast(..) => {
            Vec::new()
        }
    };
    condition.walk().iter().flat_map(name).collect()
}
