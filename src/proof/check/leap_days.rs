//! Somebody thought of 29 February where a span of many years is counted from a day: an age by the law.

use crate::classes::{all_conditions, spans_of};
use crate::condition::{Condition, ConditionNode, Constant};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::questionnaire::{NamedValue, Questionnaire};
use crate::value::{Duration, Unit};

/// From so many years on a span is an age, or a term of the law.
const MANY_YEARS: u32 = 10;

/// Finds the spans whose end on a 29 February nobody laid down. Who says it of a value with a name has said it of that span.
pub(super) fn prove(questionnaire: &Questionnaire) -> Diagnostics {
    let mut found = Diagnostics::default();
    let mut named: Vec<Duration> = Vec::new();
    for (condition, span) in tested(questionnaire) {
        let alike = |value: &&NamedValue| value.constant == Constant::Duration(span);
        let values: Vec<&NamedValue> = questionnaire.values().iter().filter(alike).collect();
        if values.iter().any(|value| value.end_said) || named.contains(&span) {
            continue;
        }
        match values.iter().find(|value| value.used) {
            Some(value) => {
                named.push(span);
                found.push(unsaid_of_value(value, span));
            }
            None => found.push(unsaid(condition, span)),
        }
    }
    found
}

/// The tests on dates that count many years, each with that span.
fn tested(questionnaire: &Questionnaire) -> Vec<(&Condition, Duration)> {
    let nodes = all_conditions(questionnaire).into_iter().flat_map(Condition::walk);
    let of = |node: &&Condition| match &node.node {
        ConditionNode::Test(test) => spans_of(test),
        ConditionNode::Named(_)
        | ConditionNode::Not(_)
        | ConditionNode::All(_)
        | ConditionNode::Any(_)
        | ConditionNode::AtLeast(..) => Vec::new(),
    };
    // Counted on to the next day, it was thought of.
    let is_long = |span: &Duration| span.unit == Unit::Years && span.count >= MANY_YEARS;
    let spans = nodes.flat_map(|node| of(&node).into_iter().filter(is_long).map(move |span| (node, span)));
    spans.collect()
}

fn unsaid(condition: &Condition, span: Duration) -> Diagnostic {
    let message = format!("this does not say when {span} from 29 February are over");
    Diagnostic::new(Code::LeapDay, condition.span, message).help(format!(
        "they are over on 28 February; give the span a name and say so, as in `values: {{ age_limit: {{ is: {span}, day: last }} }}`, or `day: next` for 1 March"
    ))
}

fn unsaid_of_value(value: &NamedValue, span: Duration) -> Diagnostic {
    let message = format!("`{}` does not say when {span} from 29 February are over", value.id);
    Diagnostic::new(Code::LeapDay, value.span, message).help(format!(
        "they are over on 28 February; write `{}: {{ is: {span}, day: last }}` to say so, or `day: next` for 1 March",
        value.id
    ))
}
