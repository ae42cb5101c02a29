//! Every guarantee speaks of some response and holds for every one; if not, the smallest response that breaks it.

use super::plan::Plan;
use super::prove::undecided;
use super::reach::{Claim, refute};
use super::witness::broken_by;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::questionnaire::{Guarantee, Promise};
use crate::response::{Response, answers_inline};

/// Proves the guarantees.
pub(super) fn prove(plan: &Plan<'_>) -> Diagnostics {
    let mut found = Diagnostics::default();
    for diagnostic in plan.questionnaire.guarantees().iter().filter_map(|guarantee| fault(plan, guarantee)) {
        found.push(diagnostic);
    }
    found
}

fn fault(plan: &Plan<'_>, guarantee: &Guarantee) -> Option<Diagnostic> {
    match broken_by(plan, guarantee) {
        // A promise about nobody cannot be broken either.
        Ok(None) => empty(plan, guarantee),
        Ok(Some(response)) => Some(broken(plan, guarantee, &response)),
        Err(gave_up) => Some(undecided(gave_up, guarantee.span, &format!("whether `{}` always holds", guarantee.id))),
    }
}

fn empty(plan: &Plan<'_>, guarantee: &Guarantee) -> Option<Diagnostic> {
    let claim = Claim {
        code: Code::EmptyGuarantee,
        span: guarantee.span,
        message: format!("the guarantee `{}` speaks of nobody: its `when` can never hold", guarantee.id),
        conditions: vec![guarantee.when.as_ref()?],
        help: "mend its `when`, or remove the guarantee: a promise about nobody protects nobody",
    };
    refute(plan, &claim)
}

fn broken(plan: &Plan<'_>, guarantee: &Guarantee, response: &Response) -> Diagnostic {
    let answers = answers_inline(plan.questionnaire, response);
    let verdict = plan.assess(response).verdict;
    let verdict = plan.questionnaire.verdicts().get(verdict.at()).map_or("", |verdict| &verdict.id);
    let message = format!("the guarantee `{}` does not hold: {}", guarantee.id, promised(plan, guarantee.promise));
    let scenario =
        format!("{{ id: {}_broken, today: {}, answers: {answers}, verdict: {verdict} }}", guarantee.id, plan.day);
    let diagnostic = Diagnostic::new(Code::BrokenGuarantee, guarantee.span, message)
        .help("the smallest response that breaks it, ready to paste into `scenarios.yaml`")
        .help(scenario);
    let because =
        guarantee.because.iter().map(|because| format!("it was promised because: {}", because.trim_end_matches('.')));
    because.fold(diagnostic, Diagnostic::help)
}

fn promised(plan: &Plan<'_>, promise: Promise) -> String {
    let verdict = |index: crate::value::index::VerdictIx| {
        plan.questionnaire.verdicts().get(index.at()).map_or("", |verdict| &verdict.id)
    };
    let rule =
        |index: crate::value::index::RuleIx| plan.questionnaire.rules().get(index.at()).map_or("", |rule| &rule.id);
    match promise {
        Promise::AtLeast(index) => format!("the verdict is to be at least `{}`", verdict(index)),
        Promise::AtMost(index) => format!("the verdict is to be at most `{}`", verdict(index)),
        Promise::Exactly(index) => format!("the verdict is to be exactly `{}`", verdict(index)),
        Promise::Finding(index) => format!("`{}` is to be found", rule(index)),
        Promise::Never(index) => format!("`{}` is never to be found", rule(index)),
        Promise::Settled => "the verdict is to be settled".to_owned(),
    }
}
