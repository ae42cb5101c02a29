//! Smallest responses that show something.

use super::encode::Encoder;
use super::plan::Plan;
use super::solver::{Lit, Undecided};
use crate::questionnaire::{Guarantee, Promise};
use crate::response::Response;
use crate::value::index::{RuleIx, VerdictIx};

/// The response with the fewest answers for which all of `assumed` hold.
pub(super) fn smallest(encoder: &mut Encoder<'_, '_>, assumed: &[Lit]) -> Result<Option<Response>, Undecided> {
    // An encoder that had to leave something out must not speak.
    encoder.solve(&[])?;
    let costs = encoder.costs();
    let found = encoder.solver.fewest(assumed, &costs)?;
    Ok(found.map(|_| encoder.response()))
}

/// Of each rule, the smallest response for which it holds; none if there is none.
#[derive(Default)]
pub(super) struct Witnesses(Vec<Result<Option<Response>, Undecided>>);

impl Witnesses {
    /// Looks for them all, once for all proofs.
    pub(super) fn of(plan: &Plan<'_>) -> Self {
        let rules = (0..plan.questionnaire.rules().len()).map(RuleIx::new);
        Witnesses(rules.map(|rule| rule_witness(plan, rule)).collect())
    }

    /// What was found for a rule.
    pub(super) fn of_rule(&self, rule: RuleIx) -> Result<Option<&Response>, Undecided> {
        self.0.get(rule.at()).map_or(Ok(None), |found| found.as_ref().map(Option::as_ref).map_err(|gave_up| *gave_up))
    }

    /// The rules that can hold, each with its response.
    pub(super) fn found(&self) -> impl Iterator<Item = (RuleIx, &Response)> {
        let all = self.0.iter().enumerate();
        all.filter_map(|(position, found)| Some((RuleIx::new(position), found.as_ref().ok()?.as_ref()?)))
    }
}

/// The smallest response for which a rule holds, if there is any.
///
/// # Errors
/// [`Undecided`] if deciding takes more work than allowed.
pub fn rule_witness(plan: &Plan<'_>, rule: RuleIx) -> Result<Option<Response>, Undecided> {
    let mut encoder = Encoder::new(plan);
    let holds = encoder.rule(rule).yes;
    smallest(&mut encoder, &[holds])
}

/// The smallest response with exactly that verdict, if there is any.
///
/// # Errors
/// [`Undecided`] if deciding takes more work than allowed.
pub fn verdict_witness(plan: &Plan<'_>, verdict: VerdictIx) -> Result<Option<Response>, Undecided> {
    let mut encoder = Encoder::new(plan);
    let exactly = exactly(&mut encoder, verdict);
    smallest(&mut encoder, &exactly)
}

/// The smallest response that breaks a guarantee, if any does.
///
/// # Errors
/// [`Undecided`] if deciding takes more work than allowed.
pub fn broken_by(plan: &Plan<'_>, guarantee: &Guarantee) -> Result<Option<Response>, Undecided> {
    let mut encoder = Encoder::new(plan);
    let applies = guarantee.when.as_ref().map(|when| encoder.condition(when).yes);
    let broken = broken(&mut encoder, guarantee.promise);
    let assumed: Vec<Lit> = applies.into_iter().chain([broken]).collect();
    smallest(&mut encoder, &assumed)
}

/// What makes the verdict this one.
fn exactly(encoder: &mut Encoder<'_, '_>, verdict: VerdictIx) -> Vec<Lit> {
    let above = above(encoder, verdict);
    vec![encoder.verdict(verdict).yes, !above]
}

/// "The verdict is more cautious than this."
fn above(encoder: &mut Encoder<'_, '_>, verdict: VerdictIx) -> Lit {
    let next = VerdictIx::new(verdict.at() + 1);
    if next.at() < encoder.plan.questionnaire.verdicts().len() {
        encoder.verdict(next).yes
    } else {
        encoder.solver.no()
    }
}

/// "The promise is not kept."
fn broken(encoder: &mut Encoder<'_, '_>, promise: Promise) -> Lit {
    match promise {
        Promise::AtLeast(verdict) => !encoder.verdict(verdict).yes,
        Promise::AtMost(verdict) => above(encoder, verdict),
        Promise::Exactly(verdict) => {
            let parts = exactly(encoder, verdict);
            !encoder.solver.all(&parts)
        }
        Promise::Finding(rule) => !encoder.rule(rule).yes,
        Promise::Never(rule) => encoder.rule(rule).yes,
        Promise::Settled => unsettled(encoder),
    }
}

/// "There is a verdict that is not reached for sure, but still could be."
fn unsettled(encoder: &mut Encoder<'_, '_>) -> Lit {
    let verdicts = (1..encoder.plan.questionnaire.verdicts().len()).map(VerdictIx::new);
    let rails: Vec<_> = verdicts.map(|verdict| encoder.verdict(verdict)).collect();
    let waiting: Vec<Lit> = rails.iter().map(|rail| encoder.solver.all(&[!rail.yes, !rail.no])).collect();
    encoder.solver.any(&waiting)
}
