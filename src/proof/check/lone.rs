//! Conditions that say one thing: what an answer alone leads to.

use crate::condition::{Condition, ConditionNode, Test};
use crate::questionnaire::Questionnaire;

/// What is meant by a condition that is a name: names name each other in no circle.
pub(super) fn meant<'q>(questionnaire: &'q Questionnaire, condition: &'q Condition) -> &'q Condition {
    let mut meant = condition;
    while let ConditionNode::Named(named) = &meant.node {
        meant = &questionnaire[*named].condition;
    }
    meant
}

/// The conditions of which each alone makes this one hold: the parts of an `or`, names looked into.
pub(super) fn lone_parts<'q>(questionnaire: &'q Questionnaire, condition: &'q Condition) -> Vec<&'q Condition> {
    let condition = meant(questionnaire, condition);
    match &condition.node {
        ConditionNode::Any(parts) | ConditionNode::AtLeast(1, parts) => {
            parts.iter().flat_map(|part| lone_parts(questionnaire, part)).collect()
        }
        ConditionNode::Test(_)
        | ConditionNode::Named(_)
        | ConditionNode::Not(_)
        | ConditionNode::All(_)
        | ConditionNode::AtLeast(..) => vec![condition],
    }
}

/// The one test that a condition is, if it is one.
pub(super) fn own_test<'q>(questionnaire: &'q Questionnaire, condition: &'q Condition) -> Option<&'q Test> {
    meant(questionnaire, condition).test()
}
