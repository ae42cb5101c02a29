//! What depends on what, worked out once, so that a proof only looks at the part of a questionnaire that it is about.

use std::collections::{BTreeMap, BTreeSet};

use super::domain::{Domain, tests};
use super::solver::Pool;
use crate::assessment::{Assessment, Cause, Engine, Scratch};
use crate::condition::{Condition, ConditionNode, Test};
use crate::questionnaire::{Audience, EvaluationStep, Questionnaire};
use crate::response::Response;
use crate::value::index::{ConditionIx, IndexVec, QuestionIx, RuleIx, ScoreIx, SectionIx, VerdictIx};
use crate::value::{Answer, Date};

/// A questionnaire made ready for proofs on one day.
pub struct Plan<'q> {
    /// The form that judges: what a proof finds is shown by it.
    pub(crate) engine: &'q Engine<'q>,
    pub(crate) questionnaire: &'q Questionnaire,
    pub(crate) day: Date,
    pub(crate) domains: IndexVec<QuestionIx, Domain>,
    /// For each step, by its position, the positions of the steps that it needs.
    needs: Vec<Vec<usize>>,
    positions: BTreeMap<Key, usize>,
    pub(crate) pool: Pool,
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
        let (questionnaire, day) = (engine.questionnaire(), engine.day());
        let tests = tests(questionnaire);
        let questions = questionnaire.questions().iter().zip(&tests);
        let domains = questions.map(|(question, tests)| Domain::of(question, tests, day)).collect();
        let steps = questionnaire.steps();
        let positions: BTreeMap<Key, usize> =
            steps.iter().enumerate().map(|(at, step)| (Key::from(*step), at)).collect();
        let needs = steps.iter().map(|step| needs(questionnaire, *step));
        let needs = needs.map(|keys| keys.iter().filter_map(|key| positions.get(key).copied()).collect()).collect();
        Plan { engine, questionnaire, day, domains, needs, positions, pool: Pool::default() }
    }

    /// The same for one response, whose answers may have been given on an earlier day.
    pub(crate) fn with_answers(mut self, response: &Response) -> Self {
        let day = self.day;
        for (question, answer) in response.iter() {
            if let (Some(domain), Answer::Given(value)) = (self.domains.get_mut(question.at()), answer) {
                domain.admit(value, day);
            }
        }
        self
    }

    /// What a response comes to, whoever answers.
    pub(crate) fn assess(&self, response: &Response) -> Assessment {
        self.engine.assess(response, Audience::Everyone)
    }

    /// All that leads to a verdict that is wanted: rules, and questions that offer "not sure".
    pub(crate) fn causes(&self, wanted: impl Fn(VerdictIx) -> bool) -> Vec<Cause> {
        let rules = (0..self.questionnaire.rules().len()).map(|position| Cause::Rule(RuleIx::new(position)));
        let questions = 0..self.questionnaire.questions().len();
        let all = rules.chain(questions.map(|position| Cause::Unsure(QuestionIx::new(position))));
        all.filter(|cause| self.verdict_of(*cause).is_some_and(&wanted)).collect()
    }

    /// The verdict of a response, and all that leads to one, in questionnaire order.
    pub(crate) fn weigh(&self, response: &Response) -> (VerdictIx, Vec<Cause>) {
        let (judge, mut scratch) = (self.engine, Scratch::default());
        judge.encode(response, &mut scratch);
        let (verdict, _) = judge.weigh(&mut scratch);
        let mut causes: Vec<Cause> = judge.certain(&scratch).collect();
        causes.dedup();
        (verdict, causes)
    }

    /// The verdict that a cause leads to.
    pub(crate) fn verdict_of(&self, cause: Cause) -> Option<VerdictIx> {
        match cause {
            Cause::Rule(rule) => self.questionnaire.rules().get(rule.at()).map(|rule| rule.verdict),
            Cause::Unsure(question) => self.questionnaire.questions().get(question.at())?.unsure,
        }
    }

    /// The steps that these conditions rest on, in an order in which each comes after what it needs.
    pub(crate) fn cone<'c>(&self, conditions: impl IntoIterator<Item = &'c Condition>) -> Vec<EvaluationStep> {
        let named = conditions.into_iter().flat_map(names).collect::<Vec<_>>();
        self.closure(named.iter().filter_map(|key| self.positions.get(key).copied()).collect())
    }

    /// The steps that these questions rest on, themselves included.
    pub(crate) fn cone_of_questions(&self, questions: impl IntoIterator<Item = QuestionIx>) -> Vec<EvaluationStep> {
        let keys = questions.into_iter().map(Key::Question);
        self.closure(keys.filter_map(|key| self.positions.get(&key).copied()).collect())
    }

    fn closure(&self, mut waiting: Vec<usize>) -> Vec<EvaluationStep> {
        let mut cone = BTreeSet::new();
        while let Some(position) = waiting.pop() {
            if cone.insert(position) {
                waiting.extend(self.needs.get(position).into_iter().flatten());
            }
        }
        cone.into_iter().filter_map(|position| self.questionnaire.steps().get(position).copied()).collect()
    }
}

/// What a step names directly.
fn needs(questionnaire: &Questionnaire, step: EvaluationStep) -> Vec<Key> {
    match step {
        EvaluationStep::Section(section) => {
            let section = questionnaire.sections().get(section.at());
            section.and_then(|section| section.when.as_ref()).map(names).unwrap_or_default()
        }
        EvaluationStep::Question(question) => {
            let Some(question) = questionnaire.questions().get(question.at()) else { return Vec::new() };
            let options = question.options().iter().filter_map(|option| option.when.as_ref());
            let whens = question.when.iter().chain(options).flat_map(names);
            std::iter::once(Key::Section(question.section)).chain(whens).collect()
        }
        EvaluationStep::Condition(condition) => {
            let named = questionnaire.conditions().get(condition.at());
            named.map(|named| names(&named.condition)).unwrap_or_default()
        }
        EvaluationStep::Score(score) => {
            let score = questionnaire.scores().get(score.at());
            score.map(|score| score.sum.iter().copied().map(Key::Question).collect()).unwrap_or_default()
        }
    }
}

/// What a condition names directly.
fn names(condition: &Condition) -> Vec<Key> {
    let name = |node: &&Condition| match &node.node {
        ConditionNode::Named(condition) => Some(Key::Condition(*condition)),
        ConditionNode::Test(Test::Score(score, ..)) => Some(Key::Score(*score)),
        ConditionNode::Test(test) => test.question().map(Key::Question),
        ConditionNode::Not(_) | ConditionNode::All(_) | ConditionNode::Any(_) => None,
    };
    condition.walk().iter().filter_map(name).collect()
}
