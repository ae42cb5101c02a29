//! Smallest responses that show something.

use std::collections::BTreeSet;

use super::encode::Encoder;
use super::pairs::{self, ResponsePair};
use super::plan::Plan;
use super::planned;
use super::search::{Search, confirmed};
use super::settled::unsettled;
use super::showing::Showing;
use super::solver::{Lit, Undecided};
use super::spoken_of::SpokenOf;
use crate::assessment::Cause;
use crate::questionnaire::{EvaluationStep, Guarantee, Promise, Question, Questionnaire};
use crate::response::Response;
use crate::value::index::{IndexVec, QuestionIx, RuleIx, VerdictIx, fault, item};
use crate::value::{Truth, Value};

/// What a response that shows something comes to.
pub(crate) struct Witness {
    pub(crate) verdict: VerdictIx,
    /// All that leads to a verdict, in questionnaire order.
    pub(crate) causes: Vec<Cause>,
}

/// From how many questions on that a rule rests on, its response is sought on the encoding of the rule before.
const FAR: usize = 256;

/// Of each rule, what the smallest response comes to for which it holds; none if there is none. Of one that rests on very many
/// questions it is only nearly the smallest.
#[derive(Default)]
pub(crate) struct Witnesses {
    of_rules: IndexVec<RuleIx, Result<Option<Witness>, Undecided>>,
    /// The questions that some of these responses answer.
    asked: BTreeSet<QuestionIx>,
}

impl Witnesses {
    /// Looks for them all, and weighs them, once for all proofs. The responses themselves are `shown`: those of a large set
    /// would take too much room.
    ///
    /// Rules at the end of long chains of questions rest on nearly the same questions: encoding those for each anew took half of
    /// the time of a check.
    pub(crate) fn of(plan: &Plan<'_>, shown: &mut Showing) -> Self {
        let rules = plan.questionnaire.rules().indices();
        let mut asked = BTreeSet::new();
        let mut weighed = |rule: RuleIx, response: Response| {
            let (verdict, causes) = plan.weigh(&response);
            asked.extend(response.iter().map(|(question, _)| question));
            shown.add(plan, rule, response);
            Witness { verdict, causes }
        };
        let mut far = FarSearch { plan, begun: None };
        let of_rules = rules.map(|rule| Ok(far.witness(rule)?.map(|found| weighed(rule, found)))).collect();
        Witnesses { of_rules, asked }
    }

    /// Whether a question is known to be asked of somebody: one of the smallest responses for which a rule holds answers it, and
    /// an answer that did not count would not be in it.
    pub(crate) fn asks(&self, question: QuestionIx) -> bool {
        self.asked.contains(&question)
    }

    /// Whether a rule is known to hold for some response.
    pub(crate) fn shows(&self, rule: RuleIx) -> bool {
        matches!(self.of_rules[rule], Ok(Some(_)))
    }

    /// The rules that can hold, each with its witness.
    pub(crate) fn found(&self) -> impl Iterator<Item = (RuleIx, &Witness)> {
        self.of_rules.enumerated().filter_map(|(rule, found)| Some((rule, found.as_ref().ok()?.as_ref()?)))
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
    let found = Search::of(plan, SpokenOf::ALL, Some(Cause::Rule(rule))).smallest()?;
    confirmed(found, "a rule", |response| plan.weigh(response).1.contains(&Cause::Rule(rule)))
}

/// Searches for rules one after the other; those that rest on many questions share what they rest on.
struct FarSearch<'p, 'q> {
    plan: &'p Plan<'q>,
    begun: Option<Encoder<'p, 'q>>,
}

impl FarSearch<'_, '_> {
    /// A response for which a rule holds, if there is any: the smallest, unless it rests on very many questions.
    fn witness(&mut self, rule: RuleIx) -> Result<Option<Response>, Undecided> {
        let cone = self.plan.cone([&self.plan.questionnaire[rule].when]);
        let rests_on = cone.iter().filter(|step| matches!(step, EvaluationStep::Question(_))).count();
        if rests_on < FAR {
            return rule_witness(self.plan, rule);
        }
        // Whatever else is encoded has to be decided as well.
        let begun = self.begun.take().filter(|begun| begun.encoded().len() <= 2 * rests_on);
        let mut encoder = begun.unwrap_or_else(|| Encoder::new(self.plan));
        let holds = encoder.cause(Cause::Rule(rule));
        let found = encoder.solve(&[holds])?.then(|| encoder.response());
        self.begun = Some(encoder);
        confirmed(found, "a rule", |response| self.plan.weigh(response).1.contains(&Cause::Rule(rule)))
    }
}

/// The smallest response with exactly that verdict, if there is any.
///
/// # Errors
/// [`Undecided`] if deciding takes more work than allowed.
pub fn verdict_witness(plan: &Plan<'_>, verdict: VerdictIx) -> Result<Option<Response>, Undecided> {
    let above = VerdictIx::new(verdict.at() + 1);
    let found = if verdict.at() == 0 {
        Search::of(plan, SpokenOf::ALL, None).smallest_below(above)?
    } else {
        let causes = plan.causes(|of| of == verdict).into_iter();
        least(causes.map(|cause| Search::of(plan, SpokenOf::ALL, Some(cause)).smallest_below(above)))?
    };
    confirmed(found, "a verdict", |response| plan.weigh(response).0 == verdict)
}

/// Whether some response has exactly that verdict: any will do, which is far easier to find than a smallest.
pub(crate) fn verdict_can_be(plan: &Plan<'_>, verdict: VerdictIx) -> Result<bool, Undecided> {
    let above = VerdictIx::new(verdict.at() + 1);
    let causes = plan.causes(|of| of == verdict).into_iter().map(Some);
    // Nothing need hold for the mildest.
    let causes: Vec<Option<Cause>> = if verdict.at() == 0 { vec![None] } else { causes.collect() };
    for cause in causes {
        let mut search = Search::of(plan, SpokenOf::ALL, cause);
        if search.possible_below(above)? {
            confirmed(Some(search.encoder.response()), "a verdict", |response| plan.weigh(response).0 == verdict)?;
            return Ok(true);
        }
    }
    Ok(false)
}

/// Something that a response can show of a questionnaire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToShow {
    /// A rule holds, or is known not to.
    Rule(RuleIx, bool),
    /// A question counts as answered with this: of several picks, with this one among them.
    Said(QuestionIx, Value),
    /// A question counts as answered with "not sure".
    Unsure(QuestionIx),
    /// A question applies, or surely does not.
    Applies(QuestionIx, bool),
    /// The verdict is this.
    Verdict(VerdictIx),
}

/// The smallest response that shows something, if any does.
///
/// # Errors
/// [`Undecided`] if deciding takes more work than allowed.
pub fn witness_showing(plan: &Plan<'_>, shown: &ToShow) -> Result<Option<Response>, Undecided> {
    let mut search = Search::of(plan, SpokenOf::ALL, None);
    let never = search.encoder.solver.no();
    let shows = match shown {
        ToShow::Verdict(verdict) => return verdict_witness(plan, *verdict),
        ToShow::Rule(rule, true) => search.encoder.rule(*rule).yes,
        ToShow::Rule(rule, false) => search.encoder.rule(*rule).no,
        ToShow::Applies(question, true) => search.encoder.states(*question).applies.yes,
        ToShow::Applies(question, false) => search.encoder.states(*question).applies.no,
        ToShow::Unsure(question) => search.encoder.states(*question).unsure.unwrap_or(never),
        ToShow::Said(question, value) => {
            let states = search.encoder.states(*question);
            match value {
                Value::Choice(option) if !states.picks.is_empty() => *item(&states.picks, *option, "pick"),
                _ => plan.domains[*question].cell_of(value).map_or(never, |cell| *item(&states.cells, cell, "cell")),
            }
        }
    };
    search.assumed.push(shows);
    search.smallest()
}

/// What breaks a guarantee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Breach {
    /// A response.
    Response(Response),
    /// Two responses that differ in one answer.
    Pair(ResponsePair),
    /// A question that is not to be asked, and the word that it says.
    Asked(QuestionIx, String),
}

impl Breach {
    /// The response that breaks it, if one alone does.
    pub fn response(self) -> Option<Response> {
        match self {
            Breach::Response(response) => Some(response),
            Breach::Pair(_) | Breach::Asked(..) => None,
        }
    }
}

/// What breaks a guarantee, if anything does: the smallest response, or the smallest pair.
///
/// # Errors
/// [`Undecided`] if deciding takes more work than allowed.
pub fn broken_by(plan: &Plan<'_>, guarantee: &Guarantee) -> Result<Option<Breach>, Undecided> {
    let these = SpokenOf::by(guarantee);
    let below = |verdict| Search::of(plan, these, None).smallest_below(verdict);
    let above = |verdict| {
        let causes = plan.causes(|of| of > verdict).into_iter();
        least(causes.map(|cause| Search::of(plan, these, Some(cause)).smallest()))
    };
    let found = match &guarantee.promise {
        Promise::AtLeast(verdict) => below(*verdict)?,
        Promise::AtMost(verdict) => above(*verdict)?,
        Promise::Exactly(verdict) => least([below(*verdict), above(*verdict)].into_iter())?,
        Promise::Never(rule) => Search::of(plan, these, Some(Cause::Rule(*rule))).smallest()?,
        Promise::OneOf(rules) => {
            let mut search = Search::of(plan, these, None);
            let found: Vec<Lit> = rules.iter().map(|rule| search.encoder.rule(*rule).yes).collect();
            let several = search.encoder.solver.counts(&found, 2);
            let (one, two) = (*item(&several, 0, "count"), *item(&several, 1, "count"));
            let broken = search.encoder.solver.any(&[!one, two]);
            search.assumed.push(broken);
            search.smallest()?
        }
        Promise::Asks(question) => {
            let mut search = Search::of(plan, these, None);
            let applies = search.encoder.states(*question).applies.yes;
            search.assumed.extend(these.asks(plan, *question).then_some(!applies));
            search.smallest()?
        }
        Promise::Finding(rule) => {
            let mut search = Search::of(plan, these, None);
            let missed = !search.encoder.rule(*rule).yes;
            search.assumed.push(missed);
            search.smallest()?
        }
        Promise::Settled => unsettled(plan, these).smallest()?,
        Promise::Planned(step) => planned::missing(plan, these, *step)?,
        Promise::Waits(wait) => planned::too_soon(plan, these, wait)?,
        Promise::OfTwo(promise) => return Ok(pairs::breaking(plan, these.when, promise)?.map(Breach::Pair)),
        Promise::NeverAsks(words) => return Ok(asked_about(plan.questionnaire, words)),
    };
    let found = confirmed(found, "a guarantee", |response| is_broken_by(plan, guarantee, response))?;
    Ok(found.map(Breach::Response))
}

/// Whether the engine, too, sees a guarantee broken by a response.
fn is_broken_by(plan: &Plan<'_>, guarantee: &Guarantee, response: &Response) -> bool {
    let these = SpokenOf::by(guarantee);
    let assessment = plan.assess(response);
    let found = |rule: RuleIx| assessment.findings.iter().any(|finding| finding.rule == rule);
    let kept = match &guarantee.promise {
        Promise::AtLeast(verdict) => assessment.verdict >= *verdict,
        Promise::AtMost(verdict) => assessment.verdict <= *verdict,
        Promise::Exactly(verdict) => assessment.verdict == *verdict,
        Promise::Never(rule) => !found(*rule),
        Promise::Finding(rule) => found(*rule),
        Promise::OneOf(rules) => rules.iter().filter(|rule| found(**rule)).count() == 1,
        Promise::Asks(question) => {
            these.asks(plan, *question) && plan.engine.situation(response).applies(*question) == Truth::True
        }
        Promise::Settled => assessment.settled(),
        Promise::Planned(step) => planned::has(plan, response, *step),
        Promise::Waits(wait) => planned::keeps(plan, response, wait),
        Promise::OfTwo(_) | Promise::NeverAsks(_) => {
            fault("one response alone breaks no such promise, yet one was found")
        }
    };
    these.has(plan, response) && !kept
}

/// The first question that asks about one of these words: in its id, its tags, what it asks, or the id or label of an option.
/// Texts around it may well say that it does not.
fn asked_about(questionnaire: &Questionnaire, words: &[String]) -> Option<Breach> {
    let asks = |question: &Question, word: &str| {
        let options = question.options().iter().flat_map(|option| [option.id.as_str(), option.label.as_str()]);
        let tags = question.tags.iter().map(String::as_str);
        let texts = [question.id.as_str(), question.ask.source()].into_iter().chain(tags).chain(options);
        texts.into_iter().any(|text| says(text, word))
    };
    questionnaire.questions().enumerated().find_map(|(index, question)| {
        let word = words.iter().find(|word| asks(question, word))?;
        Some(Breach::Asked(index, word.clone()))
    })
}

/// Whether a text has these words, whatever their case; `_` parts words of ids.
fn says(text: &str, words: &str) -> bool {
    let parted = |text: &str| -> Vec<String> {
        let parts = text.split(|letter: char| !letter.is_alphanumeric());
        parts.filter(|part| !part.is_empty()).map(str::to_lowercase).collect()
    };
    let (text, words) = (parted(text), parted(words));
    !words.is_empty() && text.windows(words.len()).any(|part| part == words)
}

/// Whether a rule can hold without a graver verdict.
pub(crate) fn can_decide(plan: &Plan<'_>, rule: RuleIx, verdict: VerdictIx) -> Result<bool, Undecided> {
    Search::of(plan, SpokenOf::ALL, Some(Cause::Rule(rule))).possible_below(VerdictIx::new(verdict.at() + 1))
}

/// Whether anybody with one of these responses may be treated.
pub(crate) fn can_be_treated(plan: &Plan<'_>, these: SpokenOf<'_>) -> Result<bool, Undecided> {
    let (mut search, above) = Search::treated(plan, these);
    search.possible_below(above)
}

/// Whether there is any of these responses.
pub(crate) fn can_be(plan: &Plan<'_>, these: SpokenOf<'_>) -> Result<bool, Undecided> {
    let verdicts = plan.questionnaire.verdicts().len();
    Search::of(plan, these, None).possible_below(VerdictIx::new(verdicts))
}

/// What is sought of rules.
pub(crate) enum Sought {
    /// One of these holds.
    AnyOf(Vec<RuleIx>),
    /// None of these holds.
    NoneOf(Vec<RuleIx>),
}

/// The smallest response of a person who may be treated and of whom all this is so, if there is any; `shows` is whether the
/// engine says so too.
pub(crate) fn planless(
    plan: &Plan<'_>,
    sought: &[Sought],
    shows: impl Fn(&Response) -> bool,
) -> Result<Option<Response>, Undecided> {
    let (mut search, above) = Search::treated(plan, SpokenOf::ALL);
    for sought in sought {
        let (Sought::AnyOf(rules) | Sought::NoneOf(rules)) = sought;
        let holds: Vec<Lit> = rules.iter().map(|rule| search.encoder.rule(*rule).yes).collect();
        let any = search.encoder.solver.any(&holds);
        search.assumed.push(if matches!(sought, Sought::AnyOf(_)) { any } else { !any });
    }
    let found = search.smallest_below(above)?;
    confirmed(found, "a plan", shows)
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
