//! Every part of every condition matters: leaving it out would change some judgement.

use crate::classes::all_conditions;
use crate::condition::{Condition, ConditionNode, Test};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::proof::encode::{Encoder, ThreeValued};
use crate::proof::plan::Plan;
use crate::proof::solver::{Lit, Undecided};
use crate::proof::undecided::undecided;
use crate::questionnaire::{NamedCondition, Question};
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
                found.push(undecided(gave_up, condition.span, "whether every part of this condition matters"))
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
    let mut found: Vec<Diagnostic> = Vec::new();
    for shorter in shortened(condition) {
        // Of a part that never matters, nothing more is said.
        if found.last().is_some_and(|idle| idle.span.to(shorter.left_out) == idle.span) {
            continue;
        }
        if same(&mut encoder, whole, &shorter.condition)? {
            found.push(
                Diagnostic::new(Code::IdlePart, shorter.left_out, "this part never matters")
                    .label("leaving it out changes nothing")
                    .help("remove it, or write what was meant"),
            );
        }
    }
    Ok(found)
}

fn same(encoder: &mut Encoder<'_, '_>, whole: ThreeValued, shorter: &Condition) -> Result<bool, Undecided> {
    let shorter = encoder.condition(shorter);
    let pairs: [[Lit; 2]; 4] =
        [[whole.yes, !shorter.yes], [!whole.yes, shorter.yes], [whole.no, !shorter.no], [!whole.no, shorter.no]];
    for pair in pairs {
        if encoder.solve(&pair)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A condition with one part left out.
struct Shortened {
    condition: Condition,
    left_out: Span,
}

/// The condition with each part of each `and`, `or` and count left out in turn.
fn shortened(condition: &Condition) -> Vec<Shortened> {
    let rebuild = |node: ConditionNode| Condition { span: condition.span, node };
    let wrap = |wrap: &dyn Fn(Condition) -> ConditionNode, inner: Vec<Shortened>| {
        let inner = inner.into_iter();
        inner
            .map(|short| Shortened { condition: rebuild(wrap(short.condition)), left_out: short.left_out })
            .collect::<Vec<_>>()
    };
    match &condition.node {
        ConditionNode::Test(_) | ConditionNode::Named(_) => Vec::new(),
        ConditionNode::Not(inner) => wrap(&|short| ConditionNode::Not(Box::new(short)), shortened(inner)),
        ConditionNode::All(parts) | ConditionNode::Any(parts) | ConditionNode::AtLeast(_, parts) => {
            let join = |parts: Vec<Condition>| match &condition.node {
                ConditionNode::All(_) => ConditionNode::All(parts),
                // Of a count of all, all that are left.
                ConditionNode::AtLeast(least, _) => ConditionNode::AtLeast(*least.min(&parts.len()), parts),
                _ => ConditionNode::Any(parts),
            };
            let mut all = Vec::new();
            for (position, part) in parts.iter().enumerate() {
                let others = |instead: Option<Condition>| {
                    let before = parts.iter().take(position).cloned();
                    before.chain(instead).chain(parts.iter().skip(position + 1).cloned()).collect::<Vec<_>>()
                };
                // Of a count of one thing nothing can be left out.
                if parts.len() > 1 {
                    all.push(Shortened { condition: rebuild(join(others(None))), left_out: part.span });
                }
                all.extend(wrap(&|short| join(others(Some(short))), shortened(part)));
            }
            all
        }
    }
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
