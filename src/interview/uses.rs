//! Which rules use a question: the answer to "why do we ask this".

use crate::condition::{Condition, Node, Test};
use crate::questionnaire::Questionnaire;
use crate::value::index::{QuestionIx, RuleIx};

/// The rules whose condition uses the question, by itself or through named conditions and scores, in questionnaire order.
pub fn rules_using(questionnaire: &Questionnaire, question: QuestionIx) -> Vec<RuleIx> {
    let rules = questionnaire.rules().iter().enumerate();
    rules
        .filter(|(_, rule)| uses(questionnaire, &rule.when, question))
        .map(|(position, _)| RuleIx::new(position))
        .collect()
}

fn uses(questionnaire: &Questionnaire, condition: &Condition, question: QuestionIx) -> bool {
    condition.walk().into_iter().any(|part| match &part.node {
        Node::Test(Test::Score(score, ..)) => {
            questionnaire.scores().get(score.at()).is_some_and(|score| score.sum.contains(&question))
        }
        Node::Test(test) => test.question() == Some(question),
        Node::Named(named) => {
            // Named conditions name only earlier ones, so this ends.
            let named = questionnaire.conditions().get(named.at());
            named.is_some_and(|named| uses(questionnaire, &named.condition, question))
        }
        Node::Not(_) | Node::All(_) | Node::Any(_) => false,
    })
}
