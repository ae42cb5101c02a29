//! Where conditions stand in a questionnaire, and what they ask of each question.

use std::collections::BTreeSet;

use crate::condition::{Condition, ConditionNode, Test, judge_state};
use crate::questionnaire::{AnswerPoints, Done, Question, QuestionKind, Questionnaire, Score};
use crate::value::index::{IndexVec, QuestionIx};
use crate::value::{Date, State, Truth, Value};

/// The conditions that take part in judging: of sections, questions, options, scores and rules, and those that have a name.
pub(crate) fn judged_conditions(questionnaire: &Questionnaire) -> Vec<&Condition> {
    let named = questionnaire.conditions().iter().map(|named| &named.condition);
    let added = questionnaire.scores().iter().flat_map(Score::conditions);
    deciding_conditions(questionnaire).into_iter().chain(named).chain(added).collect()
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
/// named conditions and scores. Whoever is vague about one of them is unsure of the answer.
pub(crate) fn deciding_tests(questionnaire: &Questionnaire) -> IndexVec<QuestionIx, Vec<&Test>> {
    let mut conditions = deciding_conditions(questionnaire);
    let (mut named, mut scored) = (BTreeSet::new(), BTreeSet::new());
    let mut met = 0;
    // What a condition names joins the list when the first condition that names it is met.
    while let Some(condition) = conditions.get(met).copied() {
        for node in condition.walk() {
            match node.node {
                ConditionNode::Named(name) if named.insert(name) => conditions.push(&questionnaire[name].condition),
                ConditionNode::Test(Test::Score(score, ..)) if scored.insert(score) => {
                    conditions.extend(questionnaire[score].conditions());
                }
                ConditionNode::Named(_)
                | ConditionNode::Test(_)
                | ConditionNode::Not(_)
                | ConditionNode::All(_)
                | ConditionNode::Any(_)
                | ConditionNode::AtLeast(..) => {}
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

/// The tests on each question, each once: those of the conditions, and those by which scores tell answers apart.
pub(crate) fn tests<'c>(
    questionnaire: &'c Questionnaire,
    conditions: &[&'c Condition],
) -> IndexVec<QuestionIx, Vec<&'c Test>> {
    let mut tests = IndexVec::like(questionnaire.questions(), Vec::new());
    let nodes = conditions.iter().flat_map(|condition| condition.walk());
    let written = nodes.filter_map(Condition::test);
    let added = questionnaire.scores().iter().flat_map(Score::answers).flat_map(AnswerPoints::tests);
    for test in written.chain(added) {
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
pub(crate) fn exact_questions(questionnaire: &Questionnaire, conditions: &[&Condition]) -> BTreeSet<QuestionIx> {
    let paired = every_test(conditions).filter(|test| matches!(test, Test::Pair(..) | Test::Derived(..)));
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
pub(crate) fn withheld_questions(conditions: &[&Condition]) -> BTreeSet<QuestionIx> {
    every_test(conditions).filter(|test| matches!(test, Test::Withheld(_))).filter_map(Test::question).collect()
}

fn every_test<'c>(conditions: &[&'c Condition]) -> impl Iterator<Item = &'c Test> {
    conditions.iter().flat_map(|condition| condition.walk()).filter_map(Condition::test)
}
