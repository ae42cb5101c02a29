//! Both versions as clauses in one solver, over the same response: every answer that both take is one solution.
//!
//! A question that is the same in both has one set of states. Any other has states of its own in each version, tied to
//! what the person said: a version sees the answer where it asks the question and offers the answer, and nothing else.

use std::collections::BTreeMap;

use super::joint::{Joint, Shared};
use super::{DifferenceKind, Side, Witness};
use crate::proof::encode::{Encoder, States, ThreeValued};
use crate::proof::plan::Plan;
use crate::proof::solver::{Lit, Undecided};
use crate::response::{Accepted, Response};
use crate::value::index::{IndexVec, QuestionIx, RuleIx, VerdictIx, fault, item, item_mut};
use crate::value::{Answer, OptionSet, Truth, Value};

/// What a person said to a shared question, whether a version asks it or not.
struct Raw {
    none: Lit,
    unsure: Option<Lit>,
    /// Of what is unsure, "rather not say", where that is told apart.
    withheld: Option<Lit>,
    /// One for each of [`Shared::cells`].
    cells: Vec<Lit>,
    /// For `choices`, one for each of [`Shared::options`].
    picks: Vec<Lit>,
}

/// One version in the solver.
struct Version {
    rules: IndexVec<RuleIx, ThreeValued>,
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
        let old_rules = rules(&mut old, &BTreeMap::new());
        let old_states = states(&mut old);
        old.solve(&[])?;
        // What is the same in both versions has the same literals, so that the solver need not find that out.
        let exact = old.exact.clone();
        let mut new = old.followed_by(&joint.new);
        for shared in &joint.shared {
            if let Some(bits) = exact.get(&shared.old) {
                new.exact.insert(shared.new, bits.clone());
            }
            if shared.same {
                new.adopt(shared.new, old_states[shared.old].clone());
            }
        }
        let known = joint.same_rules.iter().map(|(before, after)| (*after, old_rules[*before]));
        let new_rules = rules(&mut new, &known.collect());
        let new_states = states(&mut new);
        new.solve(&[])?;
        let mut raws = Vec::new();
        for shared in &joint.shared {
            let (before, after) = (&old_states[shared.old], &new_states[shared.new]);
            raws.push(if shared.same {
                untied(&mut new, before)
            } else {
                Tie { joint, shared, before, after }.bind(&mut new)
            });
        }
        let (gone, added) = joint.unshared();
        let gone = gone.iter().map(|question| &old_states[*question]);
        let added = added.iter().map(|question| &new_states[*question]);
        for states in gone.chain(added) {
            new.solver.clause(&[states.absent, states.open]);
        }
        let asked_before = joint.shared.iter().map(|shared| old_states[shared.old].applies.yes).collect();
        let asked_after = joint.shared.iter().map(|shared| new_states[shared.new].applies.yes).collect();
        let old_version = version(&mut new, &joint.old, old_rules, &old_states, asked_before);
        let new_version = version(&mut new, &joint.new, new_rules, &new_states, asked_after);
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
        // A version without the rule never makes its finding.
        let never = self.encoder.solver.no();
        let exactly = |bounds: &[Lit], verdict: VerdictIx| {
            let at = |position: usize| *item(bounds, position, "verdict");
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
                    plan.questionnaire.rule(rule).map_or(never, |rule| version.rules[rule].yes)
                };
                only(*only_in, holds(&self.old, &self.joint.old), holds(&self.new, &self.joint.new)).to_vec()
            }
            DifferenceKind::Asked { question, only_in } => {
                let place = self.joint.place_of(question);
                let asked = |version: &Version| *item(&version.asked, place, "shared question");
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
                old.set(Accepted::known_to_fit(shared.old, before, None));
                new.set(Accepted::known_to_fit(shared.new, after, None));
            }
        }
        Witness { old, new }
    }

    fn answers(&self, shared: &Shared, raw: &Raw) -> Option<(Answer, Answer)> {
        let holds = |literal: Lit| self.encoder.solver.holds(literal);
        if holds(raw.none) {
            return None;
        }
        if raw.withheld.is_some_and(holds) {
            return Some((Answer::Withheld, Answer::Withheld));
        }
        if raw.unsure.is_some_and(holds) {
            return Some((Answer::Unsure, Answer::Unsure));
        }
        let Some(position) = raw.cells.iter().position(|cell| holds(*cell)) else {
            fault("a shared question has exactly one state, yet the answer found gives it none")
        };
        if !raw.picks.is_empty() {
            let picked = shared.options.iter().zip(&raw.picks).filter(|(_, pick)| holds(**pick));
            let (old, new): (Vec<usize>, Vec<usize>) = picked.map(|(option, _)| *option).unzip();
            let set = |positions: Vec<usize>| Answer::Given(Value::Choices(positions.into_iter().collect()));
            return Some((set(old), set(new)));
        }
        if let Some(value) = self.encoder.exact_value(shared.new) {
            return Some((Answer::Given(value.clone()), Answer::Given(value)));
        }
        let (before, after) = *item(&shared.cells, position, "cell that both take");
        Some((self.joint.old.answer_in(shared.old, before), self.joint.new.answer_in(shared.new, after)))
    }
}

/// The literals of every rule; those in `known` are taken over.
fn rules(encoder: &mut Encoder<'_, '_>, known: &BTreeMap<RuleIx, ThreeValued>) -> IndexVec<RuleIx, ThreeValued> {
    let rules = encoder.plan.questionnaire.rules().indices();
    rules.map(|rule| known.get(&rule).copied().unwrap_or_else(|| encoder.rule(rule))).collect()
}

/// The states of every question.
fn states(encoder: &mut Encoder<'_, '_>) -> IndexVec<QuestionIx, States> {
    let questions = encoder.plan.questionnaire.questions().indices();
    questions.map(|question| encoder.states(question).clone()).collect()
}

/// The verdicts of one version.
fn version(
    encoder: &mut Encoder<'_, '_>,
    plan: &Plan<'_>,
    rules: IndexVec<RuleIx, ThreeValued>,
    states: &IndexVec<QuestionIx, States>,
    asked: Vec<Lit>,
) -> Version {
    let (mut at_least, mut could) = (vec![encoder.solver.yes()], vec![encoder.solver.yes()]);
    for least in plan.questionnaire.verdicts().indices().skip(1) {
        let grave = plan.questionnaire.rules().iter().zip(rules.iter()).filter(|(rule, _)| rule.verdict >= least);
        let (mut sure, mut may): (Vec<Lit>, Vec<Lit>) = grave.map(|(_, holds)| (holds.yes, !holds.no)).unzip();
        for ((index, question), states) in plan.questionnaire.questions().enumerated().zip(states) {
            if question.unsure.is_some_and(|floor| floor >= least) {
                let floor = states.floor(plan, index);
                may.extend(floor.iter().copied().chain([states.open]));
                sure.extend(floor);
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
        withheld: states.withheld,
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
            withheld: (self.shared.unsure && self.shared.withheld).then(|| solver.fresh()),
            cells: self.shared.cells.iter().map(|_| solver.fresh()).collect(),
            picks: self.shared.options.iter().filter(|_| choices).map(|_| solver.fresh()).collect(),
        };
        let said = [raw.none].into_iter().chain(raw.unsure).chain(raw.cells.iter().copied());
        solver.exactly_one(&said.collect::<Vec<_>>());
        if let (Some(withheld), Some(unsure)) = (raw.withheld, raw.unsure) {
            solver.clause(&[!withheld, unsure]);
        }
        if encoder.exact.contains_key(&self.shared.new) {
            encoder.bind_runs(self.shared.new, &raw.cells);
        }
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
            let mut picks = vec![encoder.solver.no(); states.picks.len()];
            for ((before, after), pick) in self.shared.options.iter().zip(&raw.picks) {
                let position = if side == Side::Old { before } else { after };
                *item_mut(&mut picks, *position, "pick") = *pick;
            }
            let constant = encoder.constant(Truth::True);
            let said = States {
                absent: raw.none,
                open: raw.none,
                unsure: raw.unsure,
                withheld: raw.withheld,
                cells: raw.cells.clone(),
                picks,
                applies: constant,
                offered: Vec::new(),
            };
            encoder.bind_picks(&plan.questionnaire[question], &said);
        }
    }
}

/// Ties the states of one version to what was said. `cells` and `options` say which of its own each of the raw ones is.
fn see(encoder: &mut Encoder<'_, '_>, raw: &Raw, states: &States, (cells, options): (&[usize], &[usize])) {
    let solver = &mut encoder.solver;
    if let Some(unsure) = states.unsure {
        solver.clause(&[!unsure, raw.unsure.unwrap_or(solver.no())]);
        if let Some(withheld) = states.withheld {
            let said = raw.withheld.unwrap_or(solver.no());
            solver.clause(&[!withheld, said]);
            solver.clause(&[!unsure, withheld, !said]);
        }
    }
    for (position, cell) in states.cells.iter().enumerate() {
        let said = cells.iter().zip(&raw.cells).filter(|(own, _)| **own == position).map(|(_, said)| *said);
        let clause: Vec<Lit> = [!*cell].into_iter().chain(said).collect();
        solver.clause(&clause);
    }
    if !states.picks.is_empty() {
        // Where the version counts the answer, it picks just what was said; an option of its own was never said.
        let answered = states.answered();
        let known: OptionSet = options.iter().copied().collect();
        for (_, pick) in states.picks.iter().enumerate().filter(|(position, _)| !known.contains(*position)) {
            solver.clause(&[!*pick]);
        }
        for (own, said) in options.iter().zip(&raw.picks) {
            let pick = *item(&states.picks, *own, "pick");
            solver.clause(&[!answered, !pick, *said]);
            solver.clause(&[!answered, pick, !*said]);
        }
    }
    // Open, although it was answered: nobody asks for sure, or what was said is not offered for sure.
    let chosen = if states.picks.is_empty() { &raw.cells } else { &raw.picks };
    let mut refused = vec![!states.open, raw.none, !states.applies.yes];
    for (own, said) in options.iter().zip(chosen) {
        let offered = *item(&states.offered, *own, "option");
        refused.push(solver.all(&[*said, !offered.yes]));
    }
    solver.clause(&refused);
}
