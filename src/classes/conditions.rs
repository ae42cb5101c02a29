//! Where conditions stand in a questionnaire, and what they ask of each question.

use crate::condition::{Condition, ConditionNode, Test};
use std::collections::BTreeSet;

use crate::questionnaire::{Done, Question, QuestionKind, Questionnaire};
use crate::value::index::{IndexVec, QuestionIx};

/// The conditions that take part in judging: of sections, questions, options and rules, and those that have a name.
pub(crate) fn judged_conditions(questionnaire: &Questionnaire) -> Vec<&Condition> {
    let sections = questionnaire.sections().iter().filter_map(|section| section.when.as_ref());
    let questions = questionnaire.questions().iter().filter_map(|question| question.when.as_ref());
    let options = questionnaire.questions().iter().flat_map(Question::options);
    let options = options.filter_map(|option| option.when.as_ref());
    let named = questionnaire.conditions().iter().map(|named| &named.condition);
    let rules = questionnaire.rules().iter().map(|rule| &rule.when);
    sections.chain(questions).chain(options).chain(named).chain(rules).collect()
}

/// Every condition: also those of guarantees and of the plan, which nothing judges but which proofs are about.
pub(crate) fn all_conditions(questionnaire: &Questionnaire) -> Vec<&Condition> {
    let guarantees = questionnaire.guarantees().iter().filter_map(|guarantee| guarantee.when.as_ref());
    let steps = questionnaire.plan().into_iter().flat_map(|plan| &plan.steps);
    let done = steps.filter_map(|step| match &step.done {
        Some(Done::When(condition)) => Some(condition),
        Some(Done::On(_)) | None => None,
    });
    judged_conditions(questionnaire).into_iter().chain(guarantees).chain(done).collect()
}

/// The tests on each question, each once.
pub(crate) fn tests<'c>(
    questionnaire: &Questionnaire,
    conditions: &[&'c Condition],
) -> IndexVec<QuestionIx, Vec<&'c Test>> {
    let mut tests = IndexVec::like(questionnaire.questions(), Vec::new());
    for node in conditions.iter().flat_map(|condition| condition.walk()) {
        let ConditionNode::Test(test) = &node.node else { continue };
        // One of two answers that are held against each other is told apart from others by no class: see `domain`.
        if let Some(question) = test.question()
            && !tests[question].contains(&test)
        {
            tests[question].push(test);
        }
    }
    tests
}

/// The numbers and days that some condition holds against another answer, or works a number out from: their exact value
/// matters, not only its class.
pub(crate) fn exact_questions(questionnaire: &Questionnaire) -> BTreeSet<QuestionIx> {
    let paired = every_test(questionnaire).filter(|test| matches!(test, Test::Pair(..) | Test::Derived(..)));
    let ordered = |question: &QuestionIx| match questionnaire[*question].kind {
        QuestionKind::Number { .. } | QuestionKind::Date(_) => true,
        QuestionKind::YesNo
        | QuestionKind::Choice(_)
        | QuestionKind::Scale(_)
        | QuestionKind::Choices { .. }
        | QuestionKind::Text => false,
    };
    paired.flat_map(Test::questions).filter(ordered).collect()
}

/// The questions of which some condition asks whether they are withheld.
pub(crate) fn withheld_questions(questionnaire: &Questionnaire) -> BTreeSet<QuestionIx> {
    every_test(questionnaire).filter(|test| matches!(test, Test::Withheld(_))).filter_map(Test::question).collect()
}

fn every_test(questionnaire: &Questionnaire) -> impl Iterator<Item = &Test> {
    let nodes = all_conditions(questionnaire).into_iter().flat_map(Condition::walk);
    nodes.filter_map(|node| match &node.node {
        ConditionNode::Test(test) => Some(test),
        ConditionNode::Named(_)
        | ConditionNode::Not(_)
        | ConditionNode::All(_)
        | ConditionNode::Any(_)
        | ConditionNode::AtLeast(..) => None,
    })
}
