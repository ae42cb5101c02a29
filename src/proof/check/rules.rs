//! No rule is always hidden behind a graver one, and no two rules say the same.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::proof::encode::Encoder;
use crate::proof::plan::Plan;
use crate::proof::undecided::undecided;
use crate::proof::witness::{Witness, Witnesses, can_decide};
use crate::questionnaire::Rule;
use crate::value::index::RuleIx;

/// Proves that every rule has a say of its own.
pub(super) fn prove(plan: &Plan<'_>, witnesses: &Witnesses) -> Diagnostics {
    let mut found = Diagnostics::default();
    for diagnostic in outranked(plan, witnesses).into_iter().chain(twins(plan, witnesses)) {
        found.push(diagnostic);
    }
    found
}

fn outranked(plan: &Plan<'_>, witnesses: &Witnesses) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (index, witness) in witnesses.found() {
        let rule = &plan.questionnaire[index];
        // A rule with advice or steps, or that only informs, has its say whatever the verdict is.
        let advises = rule.advice_for(true).next().is_some() || !rule.plan.is_empty();
        let speaks = advises || rule.verdict.at() == 0 || rule.not_before.is_some() || rule.by.is_some() || rule.stop;
        if speaks || witness.verdict <= rule.verdict {
            continue;
        }
        match can_decide(plan, index, rule.verdict) {
            Ok(false) => found.push(hidden(rule, outranking(plan, index, witness))),
            Ok(true) => {}
            Err(gave_up) => {
                found.push(undecided(gave_up, rule.span, &format!("whether `{}` is always outranked", rule.id)))
            }
        }
    }
    found
}

/// A single graver rule that always holds with this one, if there is one: of those that hold for its smallest witness.
fn outranking<'p>(plan: &Plan<'p>, index: RuleIx, witness: &Witness) -> Option<&'p Rule> {
    let questionnaire = plan.questionnaire;
    let held = witness.causes.iter().filter_map(|cause| cause.rule());
    let mut graver = held.filter(|other| questionnaire[*other].verdict > questionnaire[index].verdict);
    let always = |other: &RuleIx| {
        let mut encoder = Encoder::new(plan);
        let (holds, other) = (encoder.rule(index).yes, encoder.rule(*other).yes);
        encoder.solve(&[holds, !other]) == Ok(false)
    };
    graver.find(always).map(|other| &questionnaire[other])
}

fn hidden(rule: &Rule, graver: Option<&Rule>) -> Diagnostic {
    let id = &rule.id;
    let diagnostic =
        Diagnostic::new(Code::OutrankedRule, rule.span, format!("whenever `{id}` holds, a graver verdict does too"))
            .help("correct one of the conditions, give it advice of its own, or remove it");
    match graver {
        Some(graver) => diagnostic.also(graver.span, format!("`{}` is graver and always holds with it", graver.id)),
        None => diagnostic,
    }
}

/// Rules that no witness tells apart are compared by a proof; the others are already known to differ.
fn twins(plan: &Plan<'_>, witnesses: &Witnesses) -> Vec<Diagnostic> {
    // Of each rule, the witnesses for which it holds: a few, since a smallest response makes few rules hold.
    let mut held: BTreeMap<RuleIx, Vec<RuleIx>> = BTreeMap::new();
    for (of, witness) in witnesses.found() {
        for rule in witness.causes.iter().filter_map(|cause| cause.rule()) {
            held.entry(rule).or_default().push(of);
        }
    }
    let mut alike: BTreeMap<&[RuleIx], Vec<RuleIx>> = BTreeMap::new();
    for (rule, by) in &held {
        alike.entry(by).or_default().push(*rule);
    }
    let mut found = Vec::new();
    for group in alike.values() {
        for (position, first) in group.iter().enumerate() {
            found.extend(group.iter().skip(position + 1).filter_map(|second| twin(plan, *first, *second)));
        }
    }
    found
}

fn twin(plan: &Plan<'_>, first: RuleIx, second: RuleIx) -> Option<Diagnostic> {
    let (one, other) = (&plan.questionnaire[first], &plan.questionnaire[second]);
    let mut encoder = Encoder::new(plan);
    let (a, b) = (encoder.rule(first).yes, encoder.rule(second).yes);
    let differ = encoder.solve(&[a, !b]).and_then(|only_a| Ok(only_a || encoder.solve(&[!a, b])?));
    match differ {
        Ok(true) => None,
        Ok(false) => Some(
            Diagnostic::new(
                Code::TwinRules,
                other.span,
                format!("`{}` and `{}` always hold together", one.id, other.id),
            )
            .also(one.span, "the other one")
            .help("merge them into one rule"),
        ),
        Err(gave_up) => Some(undecided(
            gave_up,
            other.span,
            &format!("whether `{}` and `{}` always hold together", one.id, other.id),
        )),
    }
}
