//! Every section, question, option and verdict can be reached, and every rule can hold.

use crate::condition::{Condition, ConditionNode};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::proof::encode::Encoder;
use crate::proof::plan::Plan;
use crate::proof::solver::{Lit, Undecided};
use crate::proof::undecided::undecided;
use crate::proof::witness::{Witnesses, verdict_can_be};
use crate::questionnaire::Section;
use crate::source::Span;
use crate::value::index::{QuestionIx, VerdictIx, item};

/// Proves reachability.
pub(super) fn prove(plan: &Plan<'_>, witnesses: &Witnesses) -> Diagnostics {
    let mut found = Diagnostics::default();
    for diagnostic in
        sections(plan, witnesses).into_iter().chain(rules(plan, witnesses)).chain(verdicts(plan, witnesses))
    {
        found.push(diagnostic);
    }
    found
}

/// What to do about most of what is impossible.
const CORRECT: &str = "correct the condition, or remove what can never happen";

/// A thing that must be possible: all of its conditions together.
pub(super) struct Claim<'c> {
    pub(super) code: Code,
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) conditions: Vec<&'c Condition>,
    /// What to do if they exclude each other.
    pub(super) help: &'static str,
}

/// Nothing is said about what stands in a section, or belongs to a question, that cannot be reached itself.
fn sections(plan: &Plan<'_>, witnesses: &Witnesses) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for section in plan.questionnaire.sections() {
        let claim = section.when.as_ref().map(|when| Claim {
            code: Code::UnreachableSection,
            span: section.span,
            message: format!("no response can reach the section `{}`", section.id),
            conditions: vec![when],
            help: CORRECT,
        });
        let is_reached = section.questions.iter().any(|question| witnesses.asks(question));
        match claim.filter(|_| !is_reached).and_then(|claim| refute(plan, &claim)) {
            Some(diagnostic) => found.push(diagnostic),
            None => found.extend(questions(plan, section, witnesses)),
        }
    }
    found
}

fn questions(plan: &Plan<'_>, section: &Section, witnesses: &Witnesses) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for index in section.questions.iter() {
        let question = &plan.questionnaire[index];
        let claim = Claim {
            code: Code::UnreachableQuestion,
            span: question.span,
            message: format!("no response can reach the question `{}`", question.id),
            conditions: section.when.iter().chain(&question.when).collect(),
            help: CORRECT,
        };
        let is_doubtful = question.when.is_some() && !witnesses.asks(index);
        let own = is_doubtful.then(|| refute(plan, &claim)).flatten();
        match own {
            Some(diagnostic) => found.push(diagnostic),
            None => found.extend(options(plan, index, &claim.conditions)),
        }
    }
    found
}

/// Every option can be chosen. Where all are always offered there is nothing to prove: the check has seen to their number.
fn options(plan: &Plan<'_>, index: QuestionIx, conditions: &[&Condition]) -> Vec<Diagnostic> {
    let question = &plan.questionnaire[index];
    if question.options().iter().all(|option| option.when.is_none()) {
        return Vec::new();
    }
    let options = question.options().iter().enumerate();
    let missed = options.filter_map(|(position, option)| {
        let claim = Claim {
            code: Code::UnreachableOption,
            span: option.span,
            message: format!("no response can choose the option `{}` of `{}`", option.id, question.id),
            conditions: conditions.iter().copied().chain(&option.when).collect(),
            help: CORRECT,
        };
        refute(plan, &claim).or_else(|| refute_pick(plan, index, position, &claim))
    });
    missed.collect()
}

/// An option that is offered, but never together with as many others as must be picked.
fn refute_pick(plan: &Plan<'_>, index: QuestionIx, position: usize, claim: &Claim<'_>) -> Option<Diagnostic> {
    let mut encoder = Encoder::new(plan);
    let states = encoder.states(index);
    let by_option = if states.picks.is_empty() { &states.cells } else { &states.picks };
    let chosen = *item(by_option, position, "option");
    match encoder.solve(&[chosen]) {
        Ok(true) => None,
        Ok(false) => Some(
            Diagnostic::new(claim.code, claim.span, claim.message.clone())
                .label("never offered together with as many others as must be picked")
                .help("lower `min`, or offer more options along with it"),
        ),
        Err(gave_up) => Some(undecided(gave_up, claim.span, &format!("whether {}", claim.message))),
    }
}

fn rules(plan: &Plan<'_>, witnesses: &Witnesses) -> Vec<Diagnostic> {
    let doubtful = plan.questionnaire.rules().enumerated().filter(|(rule, _)| !witnesses.shows(*rule));
    let claims = doubtful.map(|(_, rule)| Claim {
        code: Code::DeadRule,
        span: rule.span,
        message: format!("the rule `{}` can never hold", rule.id),
        conditions: vec![&rule.when],
        help: CORRECT,
    });
    claims.filter_map(|claim| refute(plan, &claim)).collect()
}

/// What is wrong if the claim is.
pub(super) fn refute(plan: &Plan<'_>, claim: &Claim<'_>) -> Option<Diagnostic> {
    match possible(plan, &claim.conditions) {
        Ok(true) => None,
        Ok(false) => Some(contradiction(plan, claim)),
        Err(gave_up) => Some(undecided(gave_up, claim.span, &format!("whether {}", claim.message))),
    }
}

fn possible(plan: &Plan<'_>, conditions: &[&Condition]) -> Result<bool, Undecided> {
    let mut encoder = Encoder::new(plan);
    let assumed: Vec<Lit> = conditions.iter().map(|condition| encoder.condition(condition).yes).collect();
    encoder.solve(&assumed)
}

/// Finds the parts that exclude each other, skip logic included, and points at all of them.
fn contradiction(plan: &Plan<'_>, claim: &Claim<'_>) -> Diagnostic {
    let diagnostic = Diagnostic::new(claim.code, claim.span, claim.message.clone());
    let parts: Vec<&Condition> = claim.conditions.iter().flat_map(|condition| conjuncts(condition)).collect();
    let places = excluding(plan, &parts).unwrap_or_else(|_| parts.iter().map(|part| part.span).collect());
    let many = places.len() > 1;
    let label = |position: usize| match (many, position) {
        (false, _) => "this can never be true",
        (true, 0) => "this …",
        (true, _) => "… and this exclude each other",
    };
    let labelled = places.into_iter().enumerate();
    let diagnostic = labelled.fold(diagnostic, |diagnostic, (position, span)| diagnostic.also(span, label(position)));
    diagnostic.help(claim.help)
}

/// The places of a smallest set of parts, and of the `when`s of questions, that cannot all hold.
fn excluding(plan: &Plan<'_>, parts: &[&Condition]) -> Result<Vec<Span>, Undecided> {
    let mut encoder = Encoder::with_guards(plan);
    let mut places: Vec<(Lit, Span)> = Vec::new();
    for part in parts {
        places.push((encoder.condition(part).yes, part.span));
    }
    // Parts come first in the list, so that skip logic is left out first where either would do.
    let whens: Vec<(Lit, Span)> =
        encoder.guards().filter_map(|(question, guard)| Some((guard, when_of(plan, question)?))).collect();
    let free: Vec<Lit> =
        encoder.guards().map(|(_, guard)| guard).filter(|guard| !whens.iter().any(|(lit, _)| lit == guard)).collect();
    for guard in free {
        encoder.solver.clause(&[guard]);
    }
    let assumed: Vec<Lit> = whens.iter().chain(&places).map(|(literal, _)| *literal).collect();
    let core = encoder.solver.contradiction(&assumed)?;
    let taking_part = places.iter().chain(&whens).filter(|(literal, _)| core.contains(literal));
    let mut spans: Vec<Span> = taking_part.map(|(_, span)| *span).collect();
    spans.dedup();
    Ok(spans)
}

/// Where it is written when a question is asked; none if it is always asked.
fn when_of(plan: &Plan<'_>, question: QuestionIx) -> Option<Span> {
    let question = &plan.questionnaire[question];
    let section = &plan.questionnaire[question.section];
    question.when.as_ref().or(section.when.as_ref()).map(|when| when.span)
}

/// The parts that a condition joins by `and`.
pub(super) fn conjuncts(condition: &Condition) -> Vec<&Condition> {
    match &condition.node {
        ConditionNode::All(parts) => parts.iter().flat_map(conjuncts).collect(),
        ConditionNode::Test(_)
        | ConditionNode::Named(_)
        | ConditionNode::Not(_)
        | ConditionNode::Any(_)
        | ConditionNode::AtLeast(..) => vec![condition],
    }
}

fn verdicts(plan: &Plan<'_>, witnesses: &Witnesses) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let reached = witnesses.verdicts();
    for (index, verdict) in plan.questionnaire.verdicts().enumerated() {
        if reached.contains(&index) {
            continue;
        }
        let message = format!("no response can get the verdict `{}`", verdict.id);
        match verdict_can_be(plan, index) {
            Ok(true) => {}
            Ok(false) => found.push(no_verdict(plan, index, verdict.span, message)),
            Err(gave_up) => found.push(undecided(gave_up, verdict.span, &format!("whether {message}"))),
        }
    }
    found
}

fn no_verdict(plan: &Plan<'_>, verdict: VerdictIx, span: Span, message: String) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnreachableVerdict, span, message);
    match plan.questionnaire.rules().iter().find(|rule| rule.verdict == verdict) {
        Some(rule) => diagnostic
            .also(rule.span, "this rule gives it, but holds only together with graver ones, or never")
            .help("correct the conditions of such rules, or remove the verdict"),
        None => diagnostic.help("give a rule this verdict, or remove the verdict"),
    }
}
