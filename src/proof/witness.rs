//! Smallest responses that show something.

use std::collections::BTreeSet;

use super::encode::Encoder;
use super::plan::Plan;
use super::solver::{Lit, Undecided};
use crate::assessment::Cause;
use crate::condition::Condition;
use crate::questionnaire::{Guarantee, Promise};
use crate::response::Response;
use crate::value::index::{RuleIx, VerdictIx};

/// The response with the fewest answers, and the fewest picks in them, for which all of `assumed` hold.
pub(crate) fn smallest(encoder: &mut Encoder<'_, '_>, assumed: &[Lit]) -> Result<Option<Response>, Undecided> {
    // An encoder that had to leave something out must not speak.
    encoder.solve(&[])?;
    let (costs, picks) = (encoder.costs(), encoder.picks());
    let found = encoder.solver.fewest_then(assumed, &costs, &picks)?;
    Ok(found.then(|| encoder.response()))
}

/// A response that shows something, and what it comes to.
pub(crate) struct Witness {
    pub(crate) response: Response,
    pub(crate) verdict: VerdictIx,
    /// All that leads to a verdict, in questionnaire order.
    pub(crate) causes: Vec<Cause>,
}

/// Of each rule, the smallest response for which it holds; none if there is none.
#[derive(Default)]
pub(crate) struct Witnesses(Vec<Result<Option<Witness>, Undecided>>);

impl Witnesses {
    /// Looks for them all, and weighs them, once for all proofs.
    pub(crate) fn of(plan: &Plan<'_>) -> Self {
        let rules = (0..plan.questionnaire.rules().len()).map(RuleIx::new);
        let weighed = |response: Response| {
            let (verdict, causes) = plan.weigh(&response);
            Witness { response, verdict, causes }
        };
        Witnesses(rules.map(|rule| Ok(rule_witness(plan, rule)?.map(weighed))).collect())
    }

    /// Whether a rule is known to hold for some response.
    pub(crate) fn shows(&self, rule: RuleIx) -> bool {
        matches!(self.0.get(rule.at()), Some(Ok(Some(_))))
    }

    /// The rules that can hold, each with its witness.
    pub(crate) fn found(&self) -> impl Iterator<Item = (RuleIx, &Witness)> {
        let all = self.0.iter().enumerate();
        all.filter_map(|(position, found)| Some((RuleIx::new(position), found.as_ref().ok()?.as_ref()?)))
    }

    /// The verdicts that these witnesses get, which is nearly always all of them.
    pub(crate) fn verdicts(&self) -> BTreeSet<VerdictIx> {
        self.found().map(|(_, witness)| witness.verdict).collect()
    }
}

/// The smallest response for which a rule holds, if there is any.
///
/// # Errors
/// [`Undecided`] if deciding takes more work than allowed.
pub fn rule_witness(plan: &Plan<'_>, rule: RuleIx) -> Result<Option<Response>, Undecided> {
    Search::of(plan, None, Some(Cause::Rule(rule))).smallest()
}

/// The smallest response with exactly that verdict, if there is any.
///
/// # Errors
/// [`Undecided`] if deciding takes more work than allowed.
pub fn verdict_witness(plan: &Plan<'_>, verdict: VerdictIx) -> Result<Option<Response>, Undecided> {
    let above = VerdictIx::new(verdict.at() + 1);
    if verdict.at() == 0 {
        return Search::of(plan, None, None).smallest_below(above);
    }
    let causes = plan.causes(|of| of == verdict).into_iter();
    least(causes.map(|cause| Search::of(plan, None, Some(cause)).smallest_below(above)))
}

/// The smallest response that breaks a guarantee, if any does.
///
/// # Errors
/// [`Undecided`] if deciding takes more work than allowed.
pub fn broken_by(plan: &Plan<'_>, guarantee: &Guarantee) -> Result<Option<Response>, Undecided> {
    let when = guarantee.when.as_ref();
    let below = |verdict| Search::of(plan, when, None).smallest_below(verdict);
    let above = |verdict| {
        let causes = plan.causes(|of| of > verdict).into_iter();
        least(causes.map(|cause| Search::of(plan, when, Some(cause)).smallest()))
    };
    match guarantee.promise {
        Promise::AtLeast(verdict) => below(verdict),
        Promise::AtMost(verdict) => above(verdict),
        Promise::Exactly(verdict) => least([below(verdict), above(verdict)].into_iter()),
        Promise::Never(rule) => Search::of(plan, when, Some(Cause::Rule(rule))).smallest(),
        Promise::Finding(rule) => {
            let mut search = Search::of(plan, when, None);
            let missed = !search.encoder.rule(rule).yes;
            search.assumed.push(missed);
            search.smallest()
        }
        Promise::Settled => {
            let mut search = Search::of(plan, when, None);
            let unsettled = unsettled(&mut search.encoder);
            search.assumed.push(unsettled);
            search.smallest()
        }
    }
}

/// Whether a rule can hold without a graver verdict.
pub(crate) fn can_decide(plan: &Plan<'_>, rule: RuleIx, verdict: VerdictIx) -> Result<bool, Undecided> {
    Search::of(plan, None, Some(Cause::Rule(rule))).possible_below(VerdictIx::new(verdict.at() + 1))
}

/// The one with the fewest answers.
fn least(found: impl Iterator<Item = Result<Option<Response>, Undecided>>) -> Result<Option<Response>, Undecided> {
    let mut least: Option<Response> = None;
    for response in found {
        let size = |response: &Response| response.iter().count();
        let shorter = response?.filter(|new| least.as_ref().is_none_or(|known| size(new) < size(known)));
        least = shorter.or(least);
    }
    Ok(least)
}

/// A search for responses with which something holds, of which only what it is about is encoded.
struct Search<'p, 'q> {
    encoder: Encoder<'p, 'q>,
    assumed: Vec<Lit>,
    forbidden: Vec<Cause>,
}

impl<'p, 'q> Search<'p, 'q> {
    /// For responses with which the condition and the cause hold.
    fn of(plan: &'p Plan<'q>, when: Option<&Condition>, cause: Option<Cause>) -> Self {
        let mut encoder = Encoder::new(plan);
        let when = when.map(|when| encoder.condition(when).yes);
        let cause = cause.map(|cause| encoder.cause(cause));
        Search { encoder, assumed: when.into_iter().chain(cause).collect(), forbidden: Vec::new() }
    }

    /// The smallest.
    fn smallest(&mut self) -> Result<Option<Response>, Undecided> {
        smallest(&mut self.encoder, &self.assumed)
    }

    /// The smallest whose verdict stays below `bound`.
    ///
    /// A verdict rests on every rule, but a proof on few. So no rule is encoded before a response turns up that gets the
    /// verdict `bound` through it; it is forbidden then, and the search goes on. What cannot be with some rules forbidden
    /// cannot be with all, and a response that is given back was judged by all of them. With every rule encoded for every
    /// guarantee, proofs grew with the square of the questionnaire; this way nearly in line with it (`docs/speed.md`).
    fn smallest_below(&mut self, bound: VerdictIx) -> Result<Option<Response>, Undecided> {
        // Any response will do to find what must be forbidden, and is found sooner than a smallest.
        if !self.possible_below(bound)? {
            return Ok(None);
        }
        while let Some(response) = self.smallest()? {
            if !self.forbid(&response, bound)? {
                return Ok(Some(response));
            }
        }
        Ok(None)
    }

    /// Whether there is any whose verdict stays below `bound`.
    fn possible_below(&mut self, bound: VerdictIx) -> Result<bool, Undecided> {
        while bound.at() > 0 && self.encoder.solve(&self.assumed)? {
            let response = self.encoder.response();
            if !self.forbid(&response, bound)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Forbids whatever gives this response the verdict `bound` or a graver one; false if nothing does.
    fn forbid(&mut self, response: &Response, bound: VerdictIx) -> Result<bool, Undecided> {
        let plan = self.encoder.plan;
        let (_, mut graver) = plan.weigh(response);
        graver.retain(|cause| plan.verdict_of(*cause).is_some_and(|verdict| verdict >= bound));
        // Clauses and judgement agree; if ever they did not, this must not go on for good.
        if graver.iter().any(|cause| self.forbidden.contains(cause)) {
            return Err(Undecided::Steps(0));
        }
        for cause in &graver {
            let holds = self.encoder.cause(*cause);
            self.encoder.solver.clause(&[!holds]);
        }
        self.forbidden.extend(&graver);
        Ok(!graver.is_empty())
    }
}

/// "There is a verdict that is not reached for sure, but still could be."
fn unsettled(encoder: &mut Encoder<'_, '_>) -> Lit {
    let verdicts = (1..encoder.plan.questionnaire.verdicts().len()).map(VerdictIx::new);
    let rails: Vec<_> = verdicts.map(|verdict| encoder.verdict(verdict)).collect();
    let waiting: Vec<Lit> = rails.iter().map(|rail| encoder.solver.all(&[!rail.yes, !rail.no])).collect();
    encoder.solver.any(&waiting)
}
