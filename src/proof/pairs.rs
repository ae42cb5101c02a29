//! Promises about two responses that differ in one answer: both in one solver, with the same literals wherever nothing that they
//! differ in takes part.
//!
//! Both are complete and without "not sure". What both are asked they answer alike, but for the one question; what only one is
//! asked is free. First only those rules are encoded that the question can move: if they cannot break the promise, no rule can,
//! because all others hold of both or of neither. If they can, everything is encoded, and the smallest pair is looked for.

use std::collections::{BTreeMap, BTreeSet};

use super::bits::Bits;
use super::encode::{Encoder, States};
use super::plan::Plan;
use super::solver::{Lit, Solver, Undecided, disagreement};
use crate::condition::{Condition, evaluate};
use crate::questionnaire::{PairKind, PairPromise, Rule};
use crate::response::Response;
use crate::value::index::{QuestionIx, RuleIx, SectionIx, VerdictIx, fault};
use crate::value::{Answer, Date, Truth, Value};

/// Two complete responses that differ in one answer, and in what only one of them is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponsePair {
    /// The one with the milder answer, if one is promised to matter; else the one with the milder verdict.
    pub first: Response,
    /// The other.
    pub second: Response,
    /// Whether no two with fewer answers show the same; else that was not decided.
    pub smallest: bool,
}

/// The smallest pair that breaks a promise, if one does: fewest answers, then fewest picks.
///
/// # Errors
/// [`Undecided`] if deciding takes more work than allowed.
pub(super) fn breaking(
    plan: &Plan<'_>,
    when: Option<&Condition>,
    promise: &PairPromise,
) -> Result<Option<ResponsePair>, Undecided> {
    let mut found = breaking_by_class(plan, when, promise)?;
    // Two days of one class are told apart by a wait that counts from them.
    let mut waits = plan.questionnaire.rules().iter().filter_map(|rule| rule.not_before?.question);
    if waits.any(|day| day == promise.of) {
        let by_day = breaking_by_class(&Plan::with_exact(plan.engine, promise.of), when, promise)?;
        let size = |pair: &ResponsePair| pair.first.iter().count() + pair.second.iter().count();
        found = found.into_iter().chain(by_day).min_by_key(size);
    }
    // Of two that differ, the one with the milder verdict is told first.
    let found = found.map(|pair| match promise.kind {
        PairKind::Independent if plan.weigh(&pair.first).0 > plan.weigh(&pair.second).0 => {
            ResponsePair { first: pair.second, second: pair.first, ..pair }
        }
        PairKind::Independent | PairKind::Monotone => pair,
    });
    match found {
        Some(pair) if !is_broken(plan, when, promise, &pair) => {
            Err(disagreement("two responses found for a promise do not break it when they are judged"))
        }
        found => Ok(found),
    }
}

/// The same, of answers that some condition tells apart.
fn breaking_by_class(
    plan: &Plan<'_>,
    when: Option<&Condition>,
    promise: &PairPromise,
) -> Result<Option<ResponsePair>, Undecided> {
    let moved = Part::moved_by(plan, promise.of);
    let some = Part { questions: BTreeSet::from([promise.of]), rules: moved.rules.clone() };
    if !Pair::new(plan, &moved, &some, (when, promise)).can_break()? {
        return Ok(None);
    }
    Pair::new(plan, &moved, &Part::whole(plan), (when, promise)).smallest()
}

/// Of pairs of answers to one question, whether somebody who gives the first may be treated, and with the second, all else alike,
/// may not: two complete responses without "not sure".
///
/// # Errors
/// [`Undecided`] if deciding takes more work than allowed.
pub(crate) fn treated_and_not(
    plan: &Plan<'_>,
    of: QuestionIx,
    answers: &[(Answer, Answer)],
) -> Result<Vec<bool>, Undecided> {
    let moved = Part::moved_by(plan, of);
    let bound = plan.questionnaire.treats_up_to();
    let bars = |rule: &RuleIx| {
        let rule = &plan.questionnaire[*rule];
        rule.stop || bound.is_some_and(|bound| rule.verdict > bound)
    };
    if !moved.rules.iter().any(bars) {
        return Ok(vec![false; answers.len()]);
    }
    let whole = Part::whole(plan);
    let mut encoder = Encoder::new(plan);
    let first = Side::encode(&mut encoder, &whole, None, &BTreeMap::new());
    let said: Vec<Lit> = answers.iter().map(|(said, _)| encoder.said(of, Some(said))).collect();
    let mut pair = Pair::beside((encoder, first), &moved, (&whole, None), of);
    let barred = |side: &Side| -> Vec<Lit> {
        side.rules.iter().filter(|(rule, _)| bars(rule)).map(|(_, holds)| *holds).collect()
    };
    let (first, second) = (barred(&pair.first), barred(&pair.second));
    let solver = &mut pair.encoder.solver;
    let (first, second) = (solver.any(&first), solver.any(&second));
    let mut found = Vec::new();
    for ((_, beside), said) in answers.iter().zip(said) {
        let beside = pair.encoder.said(of, Some(beside));
        found.push(pair.encoder.solve(&[said, beside, !first, second])?);
    }
    Ok(found)
}

/// Whether the engine, too, sees a promise broken.
fn is_broken(plan: &Plan<'_>, when: Option<&Condition>, promise: &PairPromise, pair: &ResponsePair) -> bool {
    let responses = [&pair.first, &pair.second];
    let spoken_of = responses
        .iter()
        .all(|response| when.is_none_or(|when| evaluate(when, &plan.engine.situation(response)) == Truth::True));
    let [first, second] = responses.map(|response| Outcome::of(plan, response, &promise.except));
    let broken = match promise.kind {
        PairKind::Monotone => first.verdict() > second.verdict(),
        PairKind::Independent => first != second,
    };
    spoken_of && broken
}

/// What a response comes to with some rules left out.
#[derive(PartialEq)]
struct Outcome {
    /// Of the sections whose verdict is not the mildest.
    verdicts: BTreeMap<SectionIx, VerdictIx>,
    waits: BTreeMap<RuleIx, Date>,
}

impl Outcome {
    fn of(plan: &Plan<'_>, response: &Response, except: &[RuleIx]) -> Self {
        let mut outcome = Outcome { verdicts: BTreeMap::new(), waits: BTreeMap::new() };
        for finding in plan.assess(response).findings.iter().filter(|finding| !except.contains(&finding.rule)) {
            let rule = &plan.questionnaire[finding.rule];
            outcome.waits.extend(finding.not_before.map(|day| (finding.rule, day)));
            if rule.verdict.at() > 0 {
                let verdict = outcome.verdicts.entry(rule.section).or_insert(rule.verdict);
                *verdict = rule.verdict.max(*verdict);
            }
        }
        outcome
    }

    fn verdict(&self) -> Option<VerdictIx> {
        self.verdicts.values().max().copied()
    }
}

/// A part of a questionnaire.
struct Part {
    questions: BTreeSet<QuestionIx>,
    rules: BTreeSet<RuleIx>,
}

impl Part {
    fn whole(plan: &Plan<'_>) -> Self {
        let questionnaire = plan.questionnaire;
        Part {
            questions: questionnaire.questions().indices().collect(),
            rules: questionnaire.rules().indices().collect(),
        }
    }

    /// What the answer to a question can move: what is asked after it, and what holds.
    fn moved_by(plan: &Plan<'_>, question: QuestionIx) -> Self {
        let resting = plan.resting_on(question);
        let rests = |rule: &Rule| {
            let day = rule.not_before.and_then(|wait| wait.question);
            plan.touches(&resting, &rule.when) || day.is_some_and(|day| plan.asks_one_of(&resting, day))
        };
        let questions = plan.questionnaire.questions().indices();
        let rules = plan.questionnaire.rules().enumerated();
        Part {
            questions: questions.filter(|question| plan.asks_one_of(&resting, *question)).collect(),
            rules: rules.filter(|(_, rule)| rests(rule)).map(|(index, _)| index).collect(),
        }
    }
}

/// One of the two, as far as it is encoded.
struct Side {
    states: BTreeMap<QuestionIx, States>,
    exact: BTreeMap<QuestionIx, Bits>,
    /// "This rule holds."
    rules: BTreeMap<RuleIx, Lit>,
}

impl Side {
    /// A complete response of which the condition holds, with these rules and questions; those in `known` hold already.
    fn encode(
        encoder: &mut Encoder<'_, '_>,
        part: &Part,
        when: Option<&Condition>,
        known: &BTreeMap<RuleIx, Lit>,
    ) -> Self {
        if let Some(when) = when {
            let holds = encoder.condition(when).yes;
            encoder.solver.clause(&[holds]);
        }
        let plan = encoder.plan;
        let days = part.rules.iter().filter_map(|rule| plan.questionnaire[*rule].not_before?.question);
        let asked: BTreeSet<QuestionIx> = part.questions.iter().copied().chain(days).collect();
        for question in asked {
            encoder.states(question);
        }
        let holds = |rule: &RuleIx| (*rule, known.get(rule).copied().unwrap_or_else(|| encoder.rule(*rule).yes));
        let rules = part.rules.iter().map(holds).collect();
        for question in encoder.encoded() {
            let full = encoder.answered_in_full(question);
            encoder.solver.clause(&[full]);
            // A month that leaves open what rests on it is as good as "not sure".
            if plan.questionnaire[question].unsure.is_some() {
                let vague = encoder.states(question).floor(plan, question);
                vague.into_iter().for_each(|vague| encoder.solver.clause(&[!vague]));
            }
        }
        Side { states: encoder.all_states().clone(), exact: encoder.exact.clone(), rules }
    }

    fn states(&self, question: QuestionIx) -> &States {
        match self.states.get(&question) {
            Some(states) => states,
            None => fault("what a promise rests on is encoded for both responses, yet a question is not"),
        }
    }

    fn holds(&self, rule: RuleIx) -> Lit {
        match self.rules.get(&rule) {
            Some(holds) => *holds,
            None => fault("the rules that a question can move are encoded for both responses, yet one is not"),
        }
    }
}

/// Two responses in one solver.
struct Pair<'p, 'q, 'm> {
    encoder: Encoder<'p, 'q>,
    first: Side,
    second: Side,
    moved: &'m Part,
    of: QuestionIx,
    /// "The promise is broken."
    broken: Lit,
}

impl<'p, 'q, 'm> Pair<'p, 'q, 'm> {
    /// Encodes a part for both, and when the promise is broken.
    fn new(
        plan: &'p Plan<'q>,
        moved: &'m Part,
        part: &Part,
        (when, promise): (Option<&Condition>, &PairPromise),
    ) -> Self {
        let mut encoder = Encoder::new(plan);
        let first = Side::encode(&mut encoder, part, when, &BTreeMap::new());
        let mut pair = Pair::beside((encoder, first), moved, (part, when), promise.of);
        pair.differ(promise.kind);
        pair.broken = match promise.kind {
            PairKind::Monotone => pair.is_milder(&promise.except),
            PairKind::Independent => pair.is_told_apart(&promise.except),
        };
        pair
    }

    /// Encodes the second beside the first, so that both answer alike but for one question.
    fn beside(
        (encoder, first): (Encoder<'p, 'q>, Side),
        moved: &'m Part,
        (part, when): (&Part, Option<&Condition>),
        of: QuestionIx,
    ) -> Self {
        let plan = encoder.plan;
        let mut encoder = encoder.followed_by(plan);
        for (question, states) in first.states.iter().filter(|(question, _)| !moved.questions.contains(question)) {
            encoder.adopt(*question, states.clone());
        }
        // One answer where both are asked: the bits are shared, and bind where they are said.
        let shared = first.exact.iter().filter(|(question, _)| **question != of);
        encoder.exact.extend(shared.map(|(question, bits)| (*question, bits.clone())));
        let known = first.rules.iter().filter(|(rule, _)| !moved.rules.contains(rule));
        let known = known.map(|(rule, holds)| (*rule, *holds)).collect();
        let second = Side::encode(&mut encoder, part, when, &known);
        let broken = encoder.solver.no();
        let mut pair = Pair { encoder, first, second, moved, of, broken };
        pair.agree();
        pair
    }

    /// What both are asked they answer alike.
    fn agree(&mut self) {
        for question in self.moved.questions.iter().filter(|question| **question != self.of) {
            // No rule of this part looks at it.
            let Some((before, after)) = self.first.states.get(question).zip(self.second.states.get(question)) else {
                continue;
            };
            let same = before.cells.iter().zip(&after.cells).chain(before.picks.iter().zip(&after.picks));
            for (one, other) in same {
                self.encoder.solver.clause(&[before.absent, after.absent, !*one, *other]);
                self.encoder.solver.clause(&[before.absent, after.absent, *one, !*other]);
            }
        }
    }

    /// Both answer the question in which they differ, the second more gravely if the promise is about that.
    fn differ(&mut self, kind: PairKind) {
        let plan = self.encoder.plan;
        let monotone = kind == PairKind::Monotone;
        let (before, after) = (self.first.states(self.of), self.second.states(self.of));
        let solver = &mut self.encoder.solver;
        solver.clause(&before.cells);
        solver.clause(&after.cells);
        if let Some((one, other)) = self.first.exact.get(&self.of).zip(self.second.exact.get(&self.of)) {
            // A class is not all that matters of it: the values differ, whatever class they are of.
            let ways = one.bits.iter().zip(&other.bits).flat_map(|(one, other)| either(solver, *one, *other));
            let ways: Vec<Lit> = ways.collect();
            solver.clause(&ways);
            return;
        }
        if before.picks.is_empty() {
            let values = &plan.domains[self.of].cells;
            for (mild, one) in values.iter().zip(&before.cells) {
                let graver = |grave: &Value| if monotone { is_graver(grave, mild) } else { grave != mild };
                let others = values.iter().zip(&after.cells).filter(|(grave, _)| graver(grave));
                let clause: Vec<Lit> = others.map(|(_, other)| *other).chain([!*one]).collect();
                solver.clause(&clause);
            }
            return;
        }
        let exclusive = plan.questionnaire[self.of].exclusive();
        let mut ways = Vec::new();
        for (position, (one, other)) in before.picks.iter().zip(&after.picks).enumerate() {
            if monotone {
                // What excludes all others stands for no pick at all: any picks are graver, and no picks lead to it.
                solver.clause(&if exclusive.contains(position) { [!*other, *one] } else { [!*one, *other] });
            }
            ways.extend(either(solver, *one, *other));
        }
        solver.clause(&ways);
    }

    /// "The first has a graver verdict than the second", with these rules left out.
    fn is_milder(&mut self, except: &[RuleIx]) -> Lit {
        let plan = self.encoder.plan;
        let mut ways = Vec::new();
        for least in plan.questionnaire.verdicts().indices().skip(1) {
            let [first, second] = self.reach(least, |rule| !except.contains(&rule));
            ways.push(self.encoder.solver.all(&[first, !second]));
        }
        self.encoder.solver.any(&ways)
    }

    /// "A section has another verdict, or a rule waits for another day": with these rules left out. The whole has the gravest verdict
    /// of its sections, so it is the same where they are.
    fn is_told_apart(&mut self, except: &[RuleIx]) -> Lit {
        let plan = self.encoder.plan;
        let mut ways = Vec::new();
        for section in plan.questionnaire.sections().indices() {
            for least in plan.questionnaire.verdicts().indices().skip(1) {
                let of = |rule: RuleIx| plan.questionnaire[rule].section == section && !except.contains(&rule);
                let [first, second] = self.reach(least, of);
                ways.extend(either(&mut self.encoder.solver, first, second));
            }
        }
        let waiting: Vec<RuleIx> = self.moved.rules.iter().copied().filter(|rule| !except.contains(rule)).collect();
        for rule in waiting {
            ways.extend(self.waits_otherwise(rule));
        }
        self.encoder.solver.any(&ways)
    }

    /// "The verdict of these rules is at least this", of the first and of the second.
    fn reach(&mut self, least: VerdictIx, of: impl Fn(RuleIx) -> bool) -> [Lit; 2] {
        let plan = self.encoder.plan;
        let grave = |side: &Side| -> Vec<Lit> {
            let rules = side.rules.iter().filter(|(rule, _)| plan.questionnaire[**rule].verdict >= least && of(**rule));
            rules.map(|(_, holds)| *holds).collect()
        };
        let (first, second) = (grave(&self.first), grave(&self.second));
        [self.encoder.solver.any(&first), self.encoder.solver.any(&second)]
    }

    /// "The rule waits in one and not in the other, or for another day."
    fn waits_otherwise(&mut self, rule: RuleIx) -> Vec<Lit> {
        let Some(wait) = self.encoder.plan.questionnaire[rule].not_before else { return Vec::new() };
        let solver = &mut self.encoder.solver;
        let [first, second] = [&self.first, &self.second].map(|side| {
            let dated = wait.question.map(|day| solver.any(&side.states(day).cells));
            let waits: Vec<Lit> = dated.into_iter().chain([side.holds(rule)]).collect();
            solver.all(&waits)
        });
        let mut ways = either(solver, first, second).to_vec();
        // They differ in the very day that it waits for.
        ways.extend((wait.question == Some(self.of)).then(|| solver.all(&[first, second])));
        ways
    }

    fn can_break(mut self) -> Result<bool, Undecided> {
        self.encoder.solve(&[self.broken])
    }

    /// The smallest two that break the promise.
    fn smallest(mut self) -> Result<Option<ResponsePair>, Undecided> {
        let own = self.first.states.iter().filter(|(question, _)| self.moved.questions.contains(question));
        let (mut costs, mut picks) = (self.encoder.costs(), self.encoder.picks());
        for (_, states) in own {
            costs.push(self.encoder.solver.any(&states.cells));
            picks.extend(&states.picks);
        }
        if !self.encoder.solve(&[self.broken])? {
            return Ok(None);
        }
        // That it is broken is known, whether the smallest two are found or not.
        let some = self.found(false);
        match self.encoder.solver.fewest_then(&[self.broken], &costs, &picks) {
            Ok(true) => Ok(Some(self.found(true))),
            Ok(false) => Err(disagreement("two responses were found, and then none")),
            Err(_) => Ok(Some(some)),
        }
    }

    /// The two in the answer just found.
    fn found(&self, smallest: bool) -> ResponsePair {
        let first = self.encoder.response_of(&self.first.states, &self.first.exact);
        ResponsePair { first, second: self.encoder.response(), smallest }
    }
}

/// "The one and not the other", and the other way round.
fn either(solver: &mut Solver, one: Lit, other: Lit) -> [Lit; 2] {
    [solver.all(&[one, !other]), solver.all(&[!one, other])]
}

/// Whether one answer is graver than another to the same question: further along its scale, or yes over no.
fn is_graver(grave: &Value, mild: &Value) -> bool {
    match (grave, mild) {
        (Value::YesNo(grave), Value::YesNo(mild)) => grave > mild,
        (Value::Choice(grave), Value::Choice(mild)) => grave > mild,
        _ => fault("only answers to a scale or to yes or no go from mild to grave one by one"),
    }
}
