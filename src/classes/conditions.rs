//! Where conditions stand in a questionnaire, and what they ask of each question.

use std::collections::BTreeSet;

use crate::condition::{Condition, ConditionNode, Test, judge_state};
use crate::questionnaire::{Done, Question, Questionnaire};
use crate::value::index::{IndexVec, QuestionIx};
use crate::value::{Date, State, Truth, Value};

/// The conditions that take part in judging: of sections, questions, options and rules, and those that have a name.
pub(crate) fn judged_conditions(questionnaire: &Questionnaire) -> Vec<&Condition> {
    let named = questionnaire.conditions().iter().map(|named| &named.condition);
    deciding_conditions(questionnaire).into_iter().chain(named).collect()
}

/// The conditions of sections, questions, options and rules.
fn deciding_conditions(questionnaire: &Questionnaire) -> Vec<&Condition> {
    let sections = questionnaire.sections().iter().filter_map(|section| section.when.as_ref());
    let questions = questionnaire.questions().iter().filter_map(|question| question.when.as_ref());
    let options = questionnaire.questions().iter().flat_map(Question::options);
    let options = options.filter_map(|option| option.when.as_ref());
    let rules = questionnaire.rules().iter().map(|rule| &rule.when);
    sections.chain(questions).chain(options).chain(rules).collect()
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

/// The tests on each question that decide something: those of rules and of what is asked and offered, by themselves or through
/// named conditions. Whoever is vague about one of them is unsure of the answer.
pub(crate) fn deciding_tests(questionnaire: &Questionnaire) -> IndexVec<QuestionIx, Vec<&Test>> {
    let mut conditions = deciding_conditions(questionnaire);
    let mut named = BTreeSet::new();
    let mut met = 0;
    // A named condition joins the list when the first condition that names it is met.
    while let Some(condition) = conditions.get(met).copied() {
        for node in condition.walk() {
            if let ConditionNode::Named(name) = node.node
                && named.insert(name)
            {
                conditions.push(&questionnaire[name].condition);
            }
        }
        met += 1;
    }
    tests(questionnaire, &conditions)
}

/// Whether an answer is a month or a year that leaves one of these tests undecided.
pub(crate) fn is_vague(deciding: &[&Test], value: &Value, day: Date) -> bool {
    let undecided = |test: &&Test| judge_state(test, State::Answered(value), day) == Truth::Unknown;
    matches!(value, Value::Period(_)) && deciding.iter().any(undecided)
}

/// The tests on each question, each once.
pub(crate) fn tests<'c>(
    questionnaire: &Questionnaire,
    conditions: &[&'c Condition],
) -> IndexVec<QuestionIx, Vec<&'c Test>> {
    let mut tests = IndexVec::like(questionnaire.questions(), Vec::new());
    for node in conditions.iter().flat_map(|condition| condition.walk()) {
        let ConditionNode::Test(test) = &node.node else { continue };
        if let Some(question) = test.question()
            && !tests[question].contains(&test)
        {
            tests[question].push(test);
        }
    }
    tests
}
