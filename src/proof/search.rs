//! The search for a response with which something holds.

use super::encode::Encoder;
use super::plan::Plan;
use super::solver::{Lit, Undecided, disagreement};
use crate::assessment::Cause;
use crate::condition::Condition;
use crate::response::Response;
use crate::value::index::VerdictIx;

/// From how many questions on it pays to say for good what is sought.
const MANY: usize = 64;

/// A search for responses with which something holds, of which only what it is about is encoded.
pub(super) struct Search<'p, 'q> {
    pub(super) encoder: Encoder<'p, 'q>,
    pub(super) assumed: Vec<Lit>,
    forbidden: Vec<Cause>,
}

impl<'p, 'q> Search<'p, 'q> {
    /// For responses with which the condition and the cause hold.
    pub(super) fn of(plan: &'p Plan<'q>, when: Option<&Condition>, cause: Option<Cause>) -> Self {
        Search::with(Encoder::new(plan), when, cause)
    }

    /// The same, on an encoding that was begun.
    pub(super) fn with(mut encoder: Encoder<'p, 'q>, when: Option<&Condition>, cause: Option<Cause>) -> Self {
        let when = when.map(|when| encoder.condition(when).yes);
        let cause = cause.map(|cause| encoder.cause(cause));
        Search { encoder, assumed: when.into_iter().chain(cause).collect(), forbidden: Vec::new() }
    }

    /// For responses of people who may be treated with which the condition holds, with the verdict below which to search.
    pub(super) fn treated(plan: &'p Plan<'q>, when: Option<&Condition>) -> (Self, VerdictIx) {
        let mut search = Search::of(plan, when, None);
        let gravest = match plan.questionnaire.treats_up_to() {
            Some(bound) => bound,
            None => VerdictIx::new(plan.questionnaire.verdicts().len() - 1),
        };
        // Whoever is stopped is not treated, however mild the verdict is.
        let stops = plan.questionnaire.rules().enumerated().filter(|(_, rule)| rule.stop && rule.verdict <= gravest);
        for (rule, _) in stops {
            let holds = search.encoder.rule(rule).yes;
            search.encoder.solver.clause(&[!holds]);
        }
        (search, VerdictIx::new(gravest.at() + 1))
    }

    /// The smallest.
    pub(super) fn smallest(&mut self) -> Result<Option<Response>, Undecided> {
        self.settle();
        smallest(&mut self.encoder, &self.assumed)
    }

    /// Says for good what was assumed: a search is for one thing. What follows from it by itself, as that whoever is asked was
    /// asked what comes before, then need not be searched for, nor counted. Where little is encoded, that brings nothing.
    fn settle(&mut self) {
        if self.encoder.costs().len() < MANY {
            return;
        }
        for assumed in std::mem::take(&mut self.assumed) {
            self.encoder.solver.clause(&[assumed]);
        }
    }

    /// The smallest whose verdict stays below `bound`.
    ///
    /// A verdict rests on every rule, but a proof on few. So no rule is encoded before a response turns up that gets the
    /// verdict `bound` through it; it is forbidden then, and the search goes on. What cannot be with some rules forbidden
    /// cannot be with all, and a response that is given back was judged by all of them. With every rule encoded for every
    /// guarantee, proofs grew with the square of the questionnaire; this way nearly in line with it (`docs/speed.md`).
    pub(super) fn smallest_below(&mut self, bound: VerdictIx) -> Result<Option<Response>, Undecided> {
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
    pub(super) fn possible_below(&mut self, bound: VerdictIx) -> Result<bool, Undecided> {
        self.settle();
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
        graver.retain(|cause| plan.verdict_of(*cause) >= bound);
        // Clauses and judgement say the same of a cause that is forbidden: where they do not, we are wrong, and going on
        // would mean going on for good.
        if let Some(cause) = graver.iter().find(|cause| self.forbidden.contains(cause)) {
            return Err(disagreement(&format!("{cause:?} holds although it is forbidden")));
        }
        for cause in &graver {
            let holds = self.encoder.cause(*cause);
            self.encoder.solver.clause(&[!holds]);
        }
        self.forbidden.extend(&graver);
        Ok(!graver.is_empty())
    }
}

/// The response with the fewest answers, and the fewest picks in them, for which all of `assumed` hold.
fn smallest(encoder: &mut Encoder<'_, '_>, assumed: &[Lit]) -> Result<Option<Response>, Undecided> {
    // An encoder that had to leave something out must not speak.
    encoder.solve(&[])?;
    let (costs, picks) = (encoder.costs(), encoder.picks());
    let found = encoder.solver.fewest_then(assumed, &costs, &picks)?;
    Ok(found.then(|| encoder.response()))
}

/// What was found, if the engine says so too: the solver proposes, the engine confirms.
pub(super) fn confirmed(
    found: Option<Response>,
    what: &str,
    shows: impl Fn(&Response) -> bool,
) -> Result<Option<Response>, Undecided> {
    match found {
        Some(response) if !shows(&response) => {
            Err(disagreement(&format!("the response found for {what} does not show it when it is judged")))
        }
        found => Ok(found),
    }
}
