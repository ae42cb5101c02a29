//! Both versions as clauses in one solver, over the same response: every answer that both take is one solution.
//!
//! A question that is the same in both has one set of states. Any other has states of its own in each version, tied to
//! what the person said: a version sees the answer where it asks the question and offers the answer, and nothing else.

use std::collections::BTreeMap;

use super::joint::{Joint, Shared};
use super::{DifferenceKind, Side, Witness};
use crate::proof::encode::{Encoder, Rail, States};
use crate::proof::plan::Plan;
use crate::proof::solver::{Lit, Undecided};
use crate::response::{Accepted, Response};
use crate::value::index::{QuestionIx, RuleIx, VerdictIx};
use crate::value::{Answer, OptionSet, Truth, Value};

/// What a person said to a shared question, whether a version asks it or not.
struct Raw {
    none: Lit,
    unsure: Option<Lit>,
    /// One for each of [`Shared::cells`].
    cells: Vec<Lit>,
    /// For `choices`, one for each of [`Shared::options`].
    picks: Vec<Lit>,
}

/// One version in the solver.
struct Version {
    rules: Vec<Rail>,
    /// "The verdict is at least this", for sure and possibly, and one past the last verdict.
    at_least: Vec<Lit>,
    could: Vec<Lit>,
    /// For each shared question, that it is asked.
    asked: Vec<Lit>,
}

/// Both versions in one solver.
pub(super) struct Solving<'j, 'q> {
    joint: &'j Joint<'q>,
    encoder: Encoder<'j, 'q>,
    raws: Vec<Raw>,
    old: Version,
    new: Version,
    costs: Vec<Lit>,
}

impl<'j, 'q> Solving<'j, 'q> {
    /// Encodes both.
    ///
    /// # Errors
    /// [`Undecided`] if a version is too large to be encoded.
    pub(super) fn new(joint: &'j Joint<'q>) -> Result<Self, Undecided> {
        let mut old = Encoder::new(&joint.old);
        let mut new = Encoder::new(&joint.new);
        let old_rules = rules(&mut old, &BTreeMap::new());
        let old_states = states(&mut old);
        old.solve(&[])?;
        std::mem::swap(&mut old.solver, &mut new.solver);
        for shared in joint.shared.iter().filter(|shared| shared.same) {
            if let Some(states) = old_states.get(shared.old.at()).cloned().flatten() {
                new.adopt(shared.new, states);
            }
        }
        let known = joint.same_rules.iter().filter_map(|(before, after)| Some((*after, *old_rules.get(*before)?)));
        let new_rules = rules(&mut new, &known.collect());
        let new_states = states(&mut new);
        new.solve(&[])?;
        let mut raws = Vec::new();
        for shared in &joint.shared {
            let both = (state_of(&old_states, shared.old), state_of(&new_states, shared.new));
            let (Some(before), Some(after)) = both else { return Err(Encoder::TOO_LARGE) };
            raws.push(if shared.same {
                untied(&mut new, before)
            } else {
                Tie { joint, shared, before, after }.bind(&mut new)
            });
        }
        let (gone, added) = joint.unshared();
        let silent = gone.iter().map(|question| state_of(&old_states, *question));
        for states in silent.chain(added.iter().map(|question| state_of(&new_states, *question))).flatten() {
            new.solver.clause(&[states.absent, states.open]);
        }
        let asked = |states: &[Option<States>], side: fn(&Shared) -> QuestionIx, no: Lit| {
            joint.shared.iter().map(|one| state_of(states, side(one)).map_or(no, |states| states.applies.yes)).collect()
        };
        let no = new.solver.no();
        let old_version = version(&mut new, &joint.old, old_rules, &old_states, asked(&old_states, |one| one.old, no));
        let new_version = version(&mut new, &joint.new, new_rules, &new_states, asked(&new_states, |one| one.new, no));
        let costs = raws.iter().map(|raw| !raw.none).collect();
        Ok(Solving { joint, encoder: new, raws, old: old_version, new: new_version, costs })
    }

    /// The smallest response that shows a kind of difference; none if there is no such response.
    ///
    /// # Errors
    /// [`Undecided`] if deciding takes more work than allowed.
    pub(super) fn witness(&mut self, kind: &DifferenceKind) -> Result<Option<Witness>, Undecided> {
        let assumed = self.shows(kind);
        let picks: Vec<Lit> = self.raws.iter().flat_map(|raw| raw.picks.iter().copied()).collect();
        let found = self.encoder.solver.fewest_then(&assumed, &self.costs, &picks)?;
        Ok(found.then(|| self.said()))
    }

    /// What must hold of a response for it to show a kind of difference.
    fn shows(&self, kind: &DifferenceKind) -> Vec<Lit> {
        let no = self.encoder.solver.no();
        let exactly = |bounds: &[Lit], verdict: VerdictIx| {
            let at = |position: usize| bounds.get(position).copied().unwrap_or(no);
            [at(verdict.at()), !at(verdict.at() + 1)]
        };
        let only = |side: Side, old: Lit, new: Lit| if side == Side::Old { [old, !new] } else { [!old, new] };
        match kind {
            DifferenceKind::Verdict { old, new } => {
                [exactly(&self.old.at_least, *old), exactly(&self.new.at_least, *new)].concat()
            }
            DifferenceKind::CouldBecome { old, new } => {
                [exactly(&self.old.could, *old), exactly(&self.new.could, *new)].concat()
            }
            DifferenceKind::Finding { rule, only_in } => {
                let holds = |version: &Version, plan: &Plan<'_>| {
                    let position = plan.questionnaire.rule(rule);
                    position.and_then(|rule: RuleIx| version.rules.get(rule.at())).map_or(no, |rail| rail.yes)
                };
                only(*only_in, holds(&self.old, &self.joint.old), holds(&self.new, &self.joint.new)).to_vec()
            }
            DifferenceKind::Asked { question, only_in } => {
                let position = self.joint.old.questionnaire.question(question);
                let position = self.joint.shared.iter().position(|shared| Some(shared.old) == position);
                let asked = |version: &Version| {
                    position.and_then(|position| version.asked.get(position)).copied().unwrap_or(no)
                };
                only(*only_in, asked(&self.old), asked(&self.new)).to_vec()
            }
        }
    }

    /// The response behind the answer just found, as each version keeps it.
    fn said(&self) -> Witness {
        let mut old = Response::new(self.joint.old.questionnaire);
        let mut new = Response::new(self.joint.new.questionnaire);
        for (shared, raw) in self.joint.shared.iter().zip(&self.raws) {
            if let Some((before, after)) = self.answers(shared, raw) {
                old.set(Accepted::known_to_fit(shared.old, before));
                new.set(Accepted::known_to_fit(shared.new, after));
            }
        }
        Witness { old, new }
    }

    fn answers(&self, shared: &Shared, raw: &Raw) -> Option<(Answer, Answer)> {
        let holds = |literal: Lit| self.encoder.solver.holds(literal);
        if holds(raw.none) {
            return None;
        }
        if raw.unsure.is_some_and(holds) {
            return Some((Answer::Unsure, Answer::Unsure));
        }
        let position = raw.cells.iter().position(|cell| holds(*cell))?;
        if !raw.picks.is_empty() {
            let picked = shared.options.iter().zip(&raw.picks).filter(|(_, pick)| holds(**pick));
            let (old, new): (Vec<usize>, Vec<usize>) = picked.map(|(option, _)| *option).unzip();
            let set = |positions: Vec<usize>| Answer::Given(Value::Choices(positions.into_iter().collect()));
            return Some((set(old), set(new)));
        }
        let (before, after) = shared.cells.get(position)?;
        let value = |plan: &Plan<'_>, question: QuestionIx, cell: usize| {
            plan.domains.get(question.at())?.cells.get(cell).cloned().map(Answer::Given)
        };
        Some((value(&self.joint.old, shared.old, *before)?, value(&self.joint.new, shared.new, *after)?))
    }
}

fn state_of(states: &[Option<States>], question: QuestionIx) -> Option<&States> {
    states.get(question.at())?.as_ref()
}

/// The literals of every rule; those in `known` are taken over.
fn rules(encoder: &mut Encoder<'_, '_>, known: &BTreeMap<usize, Rail>) -> Vec<Rail> {
    let count = encoder.plan.questionnaire.rules().len();
    let rail = |position: usize| known.get(&position).copied().unwrap_or_else(|| encoder.rule(RuleIx::new(position)));
    (0..count).map(rail).collect()
}

/// The states of every question.
fn states(encoder: &mut Encoder<'_, '_>) -> Vec<Option<States>> {
    let count = encoder.plan.questionnaire.questions().len();
    (0..count).map(|position| encoder.states(QuestionIx::new(position)).cloned()).collect()
}

/// The verdicts of one version.
fn version(
    encoder: &mut Encoder<'_, '_>,
    plan: &Plan<'_>,
    rules: Vec<Rail>,
    states: &[Option<States>],
    asked: Vec<Lit>,
) -> Version {
    let (mut at_least, mut could) = (vec![encoder.solver.yes()], vec![encoder.solver.yes()]);
    for least in (1..plan.questionnaire.verdicts().len()).map(VerdictIx::new) {
        let grave = plan.questionnaire.rules().iter().zip(&rules).filter(|(rule, _)| rule.verdict >= least);
        let (mut sure, mut may): (Vec<Lit>, Vec<Lit>) = grave.map(|(_, rail)| (rail.yes, !rail.no)).unzip();
        for (question, states) in plan.questionnaire.questions().iter().zip(states) {
            let (Some(floor), Some(states)) = (question.unsure, states) else { continue };
            if floor >= least {
                sure.extend(states.unsure);
                may.extend(states.unsure.into_iter().chain([states.open]));
            }
        }
        at_least.push(encoder.solver.any(&sure));
        could.push(encoder.solver.any(&may));
    }
    at_least.push(encoder.solver.no());
    could.push(encoder.solver.no());
    Version { rules, at_least, could, asked }
}

/// What was said to a question that is the same in both: what nobody asks has no answer.
fn untied(encoder: &mut Encoder<'_, '_>, states: &States) -> Raw {
    Raw {
        none: encoder.solver.any(&[states.absent, states.open]),
        unsure: states.unsure,
        cells: states.cells.clone(),
        picks: states.picks.clone(),
    }
}

/// A shared question that the versions do not treat alike.
struct Tie<'t, 'q> {
    joint: &'t Joint<'q>,
    shared: &'t Shared,
    before: &'t States,
    after: &'t States,
}

impl Tie<'_, '_> {
    fn bind(&self, encoder: &mut Encoder<'_, '_>) -> Raw {
        let solver = &mut encoder.solver;
        let choices = !self.before.picks.is_empty();
        let raw = Raw {
            none: solver.fresh(),
            unsure: self.shared.unsure.then(|| solver.fresh()),
            cells: self.shared.cells.iter().map(|_| solver.fresh()).collect(),
            picks: self.shared.options.iter().filter(|_| choices).map(|_| solver.fresh()).collect(),
        };
        let said = [raw.none].into_iter().chain(raw.unsure).chain(raw.cells.iter().copied());
        solver.exactly_one(&said.collect::<Vec<_>>());
        if choices {
            self.bind_picks(encoder, &raw);
        }
        let first: Vec<(usize, usize)> = self.shared.cells.clone();
        let (cells, others): (Vec<usize>, Vec<usize>) = first.into_iter().unzip();
        let (options, rest): (Vec<usize>, Vec<usize>) = self.shared.options.iter().copied().unzip();
        see(encoder, &raw, self.before, (&cells, &options));
        see(encoder, &raw, self.after, (&others, &rest));
        raw
    }

    /// What was picked must fit both versions, even where one of them does not ask.
    fn bind_picks(&self, encoder: &mut Encoder<'_, '_>, raw: &Raw) {
        let sides = [
            (&self.joint.old, self.shared.old, self.before, Side::Old),
            (&self.joint.new, self.shared.new, self.after, Side::New),
        ];
        for (plan, question, states, side) in sides {
            let Some(question) = plan.questionnaire.questions().get(question.at()) else { continue };
            let mut picks = vec![encoder.solver.no(); states.picks.len()];
            for ((before, after), pick) in self.shared.options.iter().zip(&raw.picks) {
                let position = if side == Side::Old { before } else { after };
                if let Some(slot) = picks.get_mut(*position) {
                    *slot = *pick;
                }
            }
            let constant = encoder.constant(Truth::True);
            let said = States {
                absent: raw.none,
                open: raw.none,
                unsure: raw.unsure,
                cells: raw.cells.clone(),
                picks,
                applies: constant,
                offered: Vec::new(),
            };
            encoder.bind_picks(question, &said);
        }
    }
}

/// Ties the states of one version to what was said. `cells` and `options` say which of its own each of the raw ones is.
fn see(encoder: &mut Encoder<'_, '_>, raw: &Raw, states: &States, (cells, options): (&[usize], &[usize])) {
    let solver = &mut encoder.solver;
    if let Some(unsure) = states.unsure {
        solver.clause(&[!unsure, raw.unsure.unwrap_or(solver.no())]);
    }
    for (position, cell) in states.cells.iter().enumerate() {
        let said = cells.iter().zip(&raw.cells).filter(|(own, _)| **own == position).map(|(_, said)| *said);
        let clause: Vec<Lit> = [!*cell].into_iter().chain(said).collect();
        solver.clause(&clause);
    }
    let answered = states.cells.first().copied().unwrap_or(solver.no());
    let known: OptionSet = options.iter().copied().collect();
    for (_, pick) in states.picks.iter().enumerate().filter(|(position, _)| !known.contains(*position)) {
        solver.clause(&[!*pick]);
    }
    for (own, said) in options.iter().zip(&raw.picks) {
        if let Some(pick) = states.picks.get(*own) {
            solver.clause(&[!answered, !*pick, *said]);
            solver.clause(&[!answered, *pick, !*said]);
        }
    }
    // Open, although it was answered: nobody asks for sure, or what was said is not offered for sure.
    let chosen = if states.picks.is_empty() { &raw.cells } else { &raw.picks };
    let mut refused = vec![!states.open, raw.none, !states.applies.yes];
    for (own, said) in options.iter().zip(chosen) {
        if let Some(offered) = states.offered.get(*own) {
            refused.push(solver.all(&[*said, !offered.yes]));
        }
    }
    solver.clause(&refused);
}
