//! What is tested where: by a condition itself, or through named conditions and scores.

use std::collections::BTreeSet;

use super::Questionnaire;
use crate::condition::{Condition, ConditionNode, Test};
use crate::value::index::{ConditionIx, QuestionIx, RuleIx, ScoreIx};

/// The questions that a condition tests, by itself or through named conditions and scores.
///
/// Each named condition and each score is looked into once, so long chains of names cost no more than they are long.
pub fn tested(questionnaire: &Questionnaire, condition: &Condition) -> BTreeSet<QuestionIx> {
    let mut questions = BTreeSet::new();
    let mut seen: BTreeSet<ConditionIx> = BTreeSet::new();
    let mut added: BTreeSet<ScoreIx> = BTreeSet::new();
    let mut waiting = vec![condition];
    while let Some(condition) = waiting.pop() {
        for node in condition.walk() {
            match &node.node {
                ConditionNode::Named(named) if seen.insert(*named) => {
                    waiting.push(&questionnaire[*named].condition);
                }
                ConditionNode::Test(Test::Score(score, ..)) => {
                    if added.insert(*score) {
                        let score = &questionnaire[*score];
                        questions.extend(score.answers().map(|answer| answer.question));
                        waiting.extend(score.conditions());
                    }
                }
                ConditionNode::Test(test) => questions.extend(test.questions()),
                ConditionNode::Named(_)
                | ConditionNode::Not(_)
                | ConditionNode::All(_)
                | ConditionNode::Any(_)
                | ConditionNode::AtLeast(..) => {}
            }
        }
    }
    questions
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
