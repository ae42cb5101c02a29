//! Every part of every condition matters: leaving it out would change some judgement.

use crate::classes::all_conditions;
use crate::condition::{Condition, ConditionNode, Test};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::proof::encode::Encoder;
use crate::proof::plan::Plan;
use crate::proof::solver::Undecided;
use crate::proof::undecided::undecided;
use crate::questionnaire::{NamedCondition, Question, Questionnaire};
use crate::source::Span;
use crate::value::index::QuestionIx;

/// Proves that conditions say no more than they need to, and that a `not` rests on an answer.
pub(super) fn prove(plan: &Plan<'_>) -> Diagnostics {
    let mut found = Diagnostics::default();
    for named in plan.questionnaire.conditions() {
        match constant(plan, named) {
            Ok(diagnostic) => diagnostic.into_iter().for_each(|diagnostic| found.push(diagnostic)),
            Err(gave_up) => {
                found.push(undecided(gave_up, named.span, &format!("whether `{}` is always the same", named.id)))
            }
        }
    }
    for condition in all_conditions(plan.questionnaire) {
        match idle(plan, condition) {
            Ok(idle) => idle.into_iter().for_each(|diagnostic| found.push(diagnostic)),
            Err(gave_up) => {
                let question = format!("whether every part {} matters", of_what(plan.questionnaire, condition));
                found.push(undecided(gave_up, condition.span, &question))
            }
        }
    }
    for rule in plan.questionnaire.rules() {
        match absent_nots(plan, &rule.when) {
            Ok(nots) => nots.into_iter().for_each(|diagnostic| found.push(diagnostic)),
            Err(gave_up) => {
                found.push(undecided(gave_up, rule.span, "whether a `not` rests on a question that was not asked"))
            }
        }
    }
    found
}

fn constant(plan: &Plan<'_>, named: &NamedCondition) -> Result<Option<Diagnostic>, Undecided> {
    let mut encoder = Encoder::new(plan);
    let holds = encoder.condition(&named.condition);
    let word = match (encoder.solve(&[holds.yes])?, encoder.solve(&[holds.no])?) {
        (true, true) => return Ok(None),
        (false, _) => "true",
        (_, false) => "false",
    };
    let message = format!("`{}` can never be {word}", named.id);
    Ok(Some(
        Diagnostic::new(Code::ConstantCondition, named.condition.span, message)
            .help("correct it, or remove it and its uses"),
    ))
}

/// Whose condition it is, where it has a name.
fn of_what(questionnaire: &Questionnaire, condition: &Condition) -> String {
    let rule = questionnaire.rules().iter().find(|rule| std::ptr::eq(&rule.when, condition));
    let named = questionnaire.conditions().iter().find(|named| std::ptr::eq(&named.condition, condition));
    match (rule, named) {
        (Some(rule), _) => format!("of the rule `{}`", rule.id),
        (None, Some(named)) => format!("of `{}`", named.id),
        (None, None) => "of this condition".to_owned(),
    }
}

/// The parts that could be left out.
fn idle(plan: &Plan<'_>, condition: &Condition) -> Result<Vec<Diagnostic>, Undecided> {
    let joined = condition
        .walk()
        .into_iter()
        .any(|node| matches!(node.node, ConditionNode::All(_) | ConditionNode::Any(_) | ConditionNode::AtLeast(..)));
    if !joined {
        return Ok(Vec::new());
    }
    let mut encoder = Encoder::new(plan);
    let whole = encoder.condition(condition);
    // A condition that cannot be true is told of elsewhere, and all its parts would be idle.
    if !encoder.solve(&[whole.yes])? {
        return Ok(Vec::new());
    }
    // One formula for all parts, so that what is learnt of one serves the others.
    let (shorter, parts) = encoder.shortened(condition);
    let differ = encoder.differ(whole, shorter);
    let mut found: Vec<Diagnostic> = Vec::new();
    for part in parts {
        // Of a part that never matters, nothing more is said.
        if found.last().is_some_and(|idle| idle.span.to(part.span) == idle.span) {
            continue;
        }
        if !encoder.solve_of_many(&[part.switch, differ])? {
            found.push(
                Diagnostic::new(Code::IdlePart, part.span, "this part never matters")
                    .label("leaving it out changes nothing")
                    .help("remove it, or write what was meant"),
            );
        }
    }
    Ok(found)
}

/// The `not`s without which a rule would not hold, and which hold although their question was never asked.
fn absent_nots(plan: &Plan<'_>, condition: &Condition) -> Result<Vec<Diagnostic>, Undecided> {
    let nots = condition.walk().into_iter().filter_map(|node| match &node.node {
        ConditionNode::Not(inner) => Some((node, inner.as_ref())),
        _ => None,
    });
    let mut found = Vec::new();
    for (not, inner) in nots {
        for index in questions_in(inner) {
            let question = &plan.questionnaire[index];
            // A question that is always asked always applies.
            let Some(when) = question.when.as_ref().or(plan.questionnaire[question.section].when.as_ref()) else {
                continue;
            };
            if rests_on_absent(plan, condition, not, index)? {
                found.push(not_of_absent(question, not.span, when.span));
            }
        }
    }
    Ok(found)
}

/// The questions whose answers a condition tests; `is answered` asks for none.
fn questions_in(condition: &Condition) -> Vec<QuestionIx> {
    let tests = condition.walk().into_iter().flat_map(|node| match &node.node {
        ConditionNode::Test(Test::Answered(_)) => Vec::new(),
        ConditionNode::Test(test) => test.questions(),
        ConditionNode::Named(_)
        | ConditionNode::Not(_)
        | ConditionNode::All(_)
        | ConditionNode::Any(_)
        | ConditionNode::AtLeast(..) => Vec::new(),
    });
    let mut questions: Vec<QuestionIx> = tests.collect();
    questions.sort_unstable();
    questions.dedup();
    questions
}

/// Whether the whole condition can hold although the question does not apply, and would not hold if the `not` did not.
fn rests_on_absent(
    plan: &Plan<'_>,
    whole: &Condition,
    not: &Condition,
    question: QuestionIx,
) -> Result<bool, Undecided> {
    let mut encoder = Encoder::new(plan);
    let assumed =
        [encoder.condition(whole).yes, encoder.condition(not).yes, !encoder.condition(&without(whole, not)).yes];
    let absent = encoder.states(question).absent;
    encoder.solve(&[assumed.as_slice(), &[absent]].concat())
}

/// The whole condition with one part made false.
fn without(whole: &Condition, part: &Condition) -> Condition {
    if std::ptr::eq(whole, part) {
        return Condition { span: part.span, node: ConditionNode::Any(Vec::new()) };
    }
    let all = |parts: &[Condition]| parts.iter().map(|inner| without(inner, part)).collect();
    let node = match &whole.node {
        ConditionNode::Not(inner) => ConditionNode::Not(Box::new(without(inner, part))),
        ConditionNode::All(parts) => ConditionNode::All(all(parts)),
        ConditionNode::Any(parts) => ConditionNode::Any(all(parts)),
        ConditionNode::AtLeast(least, parts) => ConditionNode::AtLeast(*least, all(parts)),
        ConditionNode::Test(_) | ConditionNode::Named(_) => whole.node.clone(),
    };
    Condition { span: whole.span, node }
}

fn not_of_absent(question: &Question, span: Span, when: Span) -> Diagnostic {
    let id = &question.id;
    Diagnostic::new(Code::NotOfAbsent, span, format!("this `not` also holds when `{id}` was never asked"))
        .also(when, format!("`{id}` is asked only when this holds"))
        .help(format!("add `and {id} is answered`, if the rule is meant for those who were asked"))
}
