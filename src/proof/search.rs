//! The search for a response with which something holds.

use std::collections::BTreeSet;

use super::encode::Encoder;
use super::plan::Plan;
use super::solver::{Lit, Undecided, disagreement};
use super::spoken_of::SpokenOf;
use crate::assessment::{Cause, Situation};
use crate::questionnaire::{Audience, Question, QuestionKind};
use crate::response::{Accepted, Response};
use crate::value::index::{QuestionIx, VerdictIx};
use crate::value::{Answer, OptionSet, Value};

/// From how many questions on it pays to say for good what is sought.
const MANY: usize = 64;

/// A search for responses with which something holds, of which only what it is about is encoded.
pub(super) struct Search<'p, 'q> {
    pub(super) encoder: Encoder<'p, 'q>,
    pub(super) assumed: Vec<Lit>,
    forbidden: Vec<Cause>,
    complete: bool,
    audience: Audience,
    /// The questions that are known to be answered by nobody else, and in full where only complete responses count.
    narrowed: BTreeSet<QuestionIx>,
    /// Of those that count as open however they are answered, because it is not known whether what they pick is offered: that this is so.
    uncertain: Vec<(QuestionIx, Lit)>,
}

impl<'p, 'q> Search<'p, 'q> {
    /// For these responses, if the cause holds with them.
    pub(super) fn of(plan: &'p Plan<'q>, these: SpokenOf<'_>, cause: Option<Cause>) -> Self {
        Search::with(Encoder::new(plan), these, cause)
    }

    /// The same, on an encoding that was begun.
    pub(super) fn with(mut encoder: Encoder<'p, 'q>, these: SpokenOf<'_>, cause: Option<Cause>) -> Self {
        let SpokenOf { when, complete, audience } = these;
        let when = when.map(|when| encoder.condition(when).yes);
        let cause = cause.map(|cause| encoder.cause(cause));
        let assumed = when.into_iter().chain(cause).collect();
        Search {
            encoder,
            assumed,
            forbidden: Vec::new(),
            complete,
            audience,
            narrowed: BTreeSet::new(),
            uncertain: Vec::new(),
        }
    }

    /// For these responses of people who may be treated, with the verdict below which to search.
    pub(super) fn treated(plan: &'p Plan<'q>, these: SpokenOf<'_>) -> (Self, VerdictIx) {
        let mut search = Search::of(plan, these, None);
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
        if !self.can_be_complete()? {
            return Ok(None);
        }
        let uncertain: Vec<Lit> = self.uncertain.iter().map(|(_, left)| *left).collect();
        let found = smallest(&mut self.encoder, &self.assumed, &uncertain)?;
        Ok(found.map(|response| self.with_uncertain(response)))
    }

    /// A complete response with those answers, too, that count for nothing yet: what they pick may not be offered.
    fn with_uncertain(&self, response: Response) -> Response {
        let left = self.uncertain.iter().filter(|(_, left)| self.encoder.solver.holds(*left));
        let left: Vec<QuestionIx> = left.map(|(question, _)| *question).collect();
        let situation = self.encoder.plan.engine.situation(&response);
        let mut whole = response.clone();
        for question in left {
            if let Some(value) = uncertain_pick(&self.encoder.plan.questionnaire[question], &situation, question) {
                whole.set(Accepted::known_to_fit(question, Answer::Given(value), None));
            }
        }
        whole
    }

    /// Keeps what is encoded by now to what the audience may answer and, of complete responses, must.
    fn narrow(&mut self) {
        if !self.complete && self.audience == Audience::Everyone {
            return;
        }
        for question in self.encoder.encoded() {
            if !self.narrowed.insert(question) {
                continue;
            }
            let is_asked = self.encoder.plan.questionnaire[question].audience.includes(self.audience);
            if !is_asked {
                let unanswered = self.encoder.unanswered(question);
                self.encoder.solver.clause(&[unanswered]);
            } else if self.complete {
                let completed = self.encoder.completed(question);
                self.encoder.solver.clause(&[completed]);
                let asked = &self.encoder.plan.questionnaire[question];
                if asked.required && asked.options().iter().any(|option| option.when.is_some()) {
                    let is_left = self.encoder.left_open(question);
                    self.uncertain.push((question, is_left));
                }
            }
        }
    }

    /// Whether complete responses show it, as far as can be seen; true where others count as well. A part that no complete response
    /// answers so needs no more; else everything is encoded, since whatever is asked is answered.
    fn can_be_complete(&mut self) -> Result<bool, Undecided> {
        self.narrow();
        let questions = self.encoder.plan.questionnaire.questions();
        if !self.complete || self.narrowed.len() == questions.len() {
            return Ok(true);
        }
        if !self.encoder.solve(&self.assumed)? {
            return Ok(false);
        }
        for question in questions.indices() {
            self.encoder.states(question);
        }
        self.narrow();
        Ok(true)
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
        if !self.can_be_complete()? {
            return Ok(false);
        }
        while bound.at() > 0 && self.encoder.solve(&self.assumed)? {
            let response = self.encoder.response();
            if !self.forbid(&response, bound)? {
                return Ok(true);
            }
            self.narrow();
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

/// An answer that picks an option of which it is not known whether it is offered, if one does.
fn uncertain_pick(question: &Question, situation: &Situation<'_>, index: QuestionIx) -> Option<Value> {
    let uncertain = situation.uncertain(index);
    let first = uncertain.iter().next()?;
    match &question.kind {
        QuestionKind::Choice(_) | QuestionKind::Scale(_) => Some(Value::Choice(first)),
        QuestionKind::Choices { min, .. } => {
            let exclusive = question.exclusive();
            if let Some(alone) = uncertain.iter().find(|option| exclusive.contains(*option)) {
                return Some(Value::Choices(OptionSet::of(alone)));
            }
            let others = situation.offered(index).without(exclusive).without(OptionSet::of(first));
            let picks: OptionSet = std::iter::once(first).chain(others.iter()).take((*min).max(1)).collect();
            (picks.len() >= *min).then_some(Value::Choices(picks))
        }
        QuestionKind::YesNo | QuestionKind::Number { .. } | QuestionKind::Date(_) | QuestionKind::Text => None,
    }
}

/// The response with the fewest answers, and the fewest picks in them, for which all of `assumed` hold; what is `uncertain` is one answer
/// more each.
fn smallest(encoder: &mut Encoder<'_, '_>, assumed: &[Lit], uncertain: &[Lit]) -> Result<Option<Response>, Undecided> {
    // An encoder that had to leave something out must not speak.
    encoder.solve(&[])?;
    let (mut costs, picks) = (encoder.costs(), encoder.picks());
    costs.extend(uncertain);
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
