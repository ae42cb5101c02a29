//! What is tested where: by a condition itself, or through named conditions and scores.

use std::collections::BTreeSet;

use super::{Done, Question, QuestionKind, Questionnaire, Rule, Score};
use crate::condition::{Comparison, Condition, ConditionNode, NumberTest, PairTest, Test};
use crate::value::index::{ConditionIx, QuestionIx, RuleIx, ScoreIx};
use crate::value::{Decimal, Duration, Unit};

/// The questions that a condition tests, by itself or through named conditions and scores.
pub fn tested(questionnaire: &Questionnaire, condition: &Condition) -> BTreeSet<QuestionIx> {
    let asked = |test: &Test| match test {
        Test::Score(score, ..) => questionnaire[*score].answers().map(|answer| answer.question).collect(),
        test => test.questions(),
    };
    tests_of(questionnaire, condition).into_iter().flat_map(asked).collect()
}

/// The tests that a condition makes, by itself or through named conditions and scores.
///
/// Each named condition and each score is looked into once, so long chains of names cost no more than they are long.
pub(crate) fn tests_of<'q>(questionnaire: &'q Questionnaire, condition: &'q Condition) -> Vec<&'q Test> {
    let mut tests = Vec::new();
    let mut seen: BTreeSet<ConditionIx> = BTreeSet::new();
    let mut added: BTreeSet<ScoreIx> = BTreeSet::new();
    let mut waiting = vec![condition];
    while let Some(condition) = waiting.pop() {
        for node in condition.walk() {
            match &node.node {
                ConditionNode::Named(named) => {
                    waiting.extend(seen.insert(*named).then(|| &questionnaire[*named].condition));
                }
                ConditionNode::Test(test) => {
                    tests.push(test);
                    if let Test::Score(score, ..) = test
                        && added.insert(*score)
                    {
                        waiting.extend(questionnaire[*score].conditions());
                    }
                }
                ConditionNode::Not(_) | ConditionNode::All(_) | ConditionNode::Any(_) | ConditionNode::AtLeast(..) => {}
            }
        }
    }
    tests
}

/// The spans of time that a rule waits for, wants something to be done by, lets the plan rest for, or tests.
pub(crate) fn spans_of_rule(questionnaire: &Questionnaire, rule: &Rule) -> Vec<Duration> {
    let tested = tests_of(questionnaire, &rule.when).into_iter().flat_map(|test| match test {
        Test::Date(_, test) => test.spans(),
        Test::Pair(_, PairTest::WithinAfter(count) | PairTest::WithinBefore(count), _) => {
            vec![Duration { count: *count, unit: Unit::Days }]
        }
        Test::Pair(_, PairTest::Compared(_), _)
        | Test::Yes(_)
        | Test::OneOf(..)
        | Test::Picks(..)
        | Test::Number(..)
        | Test::Score(..)
        | Test::Derived(..)
        | Test::Answered(_)
        | Test::Unsure(_)
        | Test::Withheld(_) => Vec::new(),
    });
    let waits = rule.not_before.iter().map(|wait| wait.duration).chain(rule.by.iter().map(|due| due.duration));
    let rests = rule.plan.iter().filter_map(|wanted| wanted.how.rest());
    waits.chain(rests).chain(tested).collect()
}

/// Where the one number question that a rule tests is cut by its tests: each number is the first of what lies above.
pub(crate) fn cuts_of_rule(questionnaire: &Questionnaire, rule: &Rule) -> Option<(QuestionIx, Vec<Decimal>)> {
    let mut of = None;
    let mut cuts = Vec::new();
    for test in tests_of(questionnaire, &rule.when) {
        let Test::Number(question, test) = test else { continue };
        if of.is_some_and(|of| of != *question) {
            return None;
        }
        of = Some(*question);
        let step = questionnaire[*question].step();
        match test {
            NumberTest::Compared(Comparison::Less | Comparison::AtLeast, bound) => cuts.push(*bound),
            NumberTest::Compared(Comparison::Greater | Comparison::AtMost, bound) => cuts.push(*bound + step),
            NumberTest::Compared(Comparison::Equal | Comparison::NotEqual, bound) => {
                cuts.extend([*bound, *bound + step])
            }
            NumberTest::Between(low, high) => cuts.extend([*low, *high + step]),
        }
    }
    of.map(|question| (question, cuts))
}

/// The rules whose condition tests a question, by itself or through named conditions and scores, in their order: what
/// "why do we ask this" names.
pub fn rules_testing(questionnaire: &Questionnaire, question: QuestionIx) -> Vec<RuleIx> {
    let rules = questionnaire.rules().enumerated();
    rules.filter(|(_, rule)| tested(questionnaire, &rule.when).contains(&question)).map(|(index, _)| index).collect()
}

/// The other questions that are asked, or not, by the answer to a question: their own `when` tests it, or their section's.
pub fn opened_by(questionnaire: &Questionnaire, question: QuestionIx) -> Vec<QuestionIx> {
    let others = questionnaire.questions().indices().filter(|other| *other != question);
    others.filter(|other| opens(questionnaire, question, *other)).collect()
}

fn opens(questionnaire: &Questionnaire, question: QuestionIx, other: QuestionIx) -> bool {
    let asked = &questionnaire[other];
    let mut whens = questionnaire[asked.section].when.iter().chain(asked.when.as_ref());
    whens.any(|when| tested(questionnaire, when).contains(&question))
}

impl Questionnaire {
    /// Whether any answer is shown nowhere.
    pub fn has_private(&self) -> bool {
        self.questions.iter().any(|question| question.private)
    }

    /// Whether an answer is to a private question, however it names it: by its id, a former one or a code.
    pub fn is_private(&self, written: &str) -> bool {
        self.question_written(written).is_some_and(|question| self[question].private)
    }

    /// Marks what rests on a private question.
    pub(super) fn note_private(mut self) -> Questionnaire {
        if !self.has_private() {
            return self;
        }
        let rests = |when: &Condition| tested(&self, when).into_iter().any(|question| self[question].private);
        let rules: Vec<bool> = self.rules.iter().map(|rule| rests(&rule.when)).collect();
        let named: Vec<bool> = self.conditions.iter().map(|named| rests(&named.condition)).collect();
        let adds = |score: &Score| {
            score.answers().any(|answer| self[answer.question].private) || score.conditions().any(rests)
        };
        let scores: Vec<bool> = self.scores.iter().map(adds).collect();
        self.rules.iter_mut().zip(rules).for_each(|(rule, private)| rule.private = private);
        self.conditions.iter_mut().zip(named).for_each(|(named, private)| named.private = private);
        self.scores.iter_mut().zip(scores).for_each(|(score, private)| score.private = private);
        self
    }

    /// Marks the dates that some condition holds against others: of these a month or a year does not say enough.
    pub(super) fn hold_days(mut self) -> Questionnaire {
        let sections = self.sections.iter().filter_map(|section| section.when.as_ref());
        let questions = self.questions.iter();
        let options = questions.clone().flat_map(Question::options).filter_map(|option| option.when.as_ref());
        let questions = questions.filter_map(|question| question.when.as_ref());
        let named = self.conditions.iter().map(|named| &named.condition);
        let added = self.scores.iter().flat_map(Score::conditions);
        let rules = self.rules.iter().map(|rule| &rule.when);
        let promised = self.guarantees.iter().filter_map(|guarantee| guarantee.when.as_ref());
        let steps = self.plan.iter().flat_map(|plan| &plan.steps).filter_map(|step| match &step.done {
            Some(Done::When(condition)) => Some(condition),
            Some(Done::On(_)) | None => None,
        });
        let all = sections.chain(questions).chain(options).chain(named).chain(added).chain(rules).chain(promised);
        let tests = all.chain(steps).flat_map(Condition::walk).filter_map(Condition::test);
        let pairs = tests.filter(|test| matches!(test, Test::Pair(..)));
        let held: BTreeSet<QuestionIx> = pairs.flat_map(Test::questions).collect();
        for question in held {
            let date = matches!(self.questions[question].kind, QuestionKind::Date(_));
            self.questions[question].day_only = date;
        }
        self
    }
}
