//! Both versions as clauses in one solver, over the same response: every answer that both take is one solution.
//!
//! A question that is the same in both has one set of states. Any other has states of its own in each version, tied to
//! what the person said (`tie`): a version sees the answer where it asks the question and offers the answer, and nothing else.

use std::collections::BTreeMap;

use super::Witness;
use super::joint::{Joint, Shared};
use super::kind::Side;
use super::tie::{Raw, Tie, untied};
use crate::proof::encode::{Encoder, States, ThreeValued};
use crate::proof::plan::Plan;
use crate::proof::solver::{Lit, Undecided};
use crate::questionnaire::QuestionKind;
use crate::response::{Accepted, Response};
use crate::value::index::{IndexVec, QuestionIx, RuleIx, SectionIx, VerdictIx, fault, item};
use crate::value::{Answer, Truth, Value};

/// One version in the solver.
pub(super) struct Version {
    pub(super) rules: IndexVec<RuleIx, ThreeValued>,
    /// "The verdict is at least this", for sure and possibly, and one past the last verdict.
    pub(super) at_least: Vec<Lit>,
    pub(super) could: Vec<Lit>,
    pub(super) states: IndexVec<QuestionIx, States>,
    /// Whether each section applies.
    pub(super) sections: IndexVec<SectionIx, ThreeValued>,
}

/// Both versions in one solver.
pub(super) struct Solving<'j, 'q> {
    pub(super) joint: &'j Joint<'q>,
    pub(super) encoder: Encoder<'j, 'q>,
    pub(super) raws: Vec<Raw>,
    pub(super) old: Version,
    pub(super) new: Version,
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
        let old_sections = sections(&mut old);
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
        let new_sections = sections(&mut new);
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
        let old_version = version(&mut new, &joint.old, (old_rules, old_states, old_sections));
        let new_version = version(&mut new, &joint.new, (new_rules, new_states, new_sections));
        let costs = raws.iter().map(|raw| !raw.none).collect();
        Ok(Solving { joint, encoder: new, raws, old: old_version, new: new_version, costs })
    }

    /// One of the versions.
    pub(super) fn version(&self, side: Side) -> &Version {
        side.of([&self.old, &self.new])
    }

    /// Whether any response has all this.
    ///
    /// # Errors
    /// [`Undecided`] if deciding takes more work than allowed.
    pub(super) fn possible(&mut self, assumed: &[Lit]) -> Result<bool, Undecided> {
        self.encoder.solve(assumed)
    }

    /// The smallest response with all this; none if there is no such response.
    ///
    /// # Errors
    /// [`Undecided`] if deciding takes more work than allowed.
    pub(super) fn smallest(&mut self, assumed: &[Lit]) -> Result<Option<Witness>, Undecided> {
        let picks = self.raws.iter().flat_map(|raw| raw.picks.iter().copied());
        // Where a day shows the same as a month or a year, it shows it more clearly.
        let vague = self.joint.shared.iter().zip(&self.raws).flat_map(|(shared, raw)| {
            self.joint.new.domains[shared.new].periods().map(|cell| *item(&raw.cells, cell, "cell"))
        });
        let then: Vec<Lit> = picks.chain(vague).collect();
        let found = self.encoder.solver.fewest_then(assumed, &self.costs, &then)?;
        Ok(found.then(|| self.said()))
    }

    /// "There is a day to count from": of a date the one that was said, of any other answer the one on which it was given, and
    /// always where nothing is named.
    pub(super) fn has_day(&mut self, side: Side, question: Option<QuestionIx>) -> Lit {
        let Some(question) = question else { return self.encoder.solver.yes() };
        let is_date = matches!(self.joint.plan(side).questionnaire[question].kind, QuestionKind::Date(_));
        let states = &self.version(side).states[question];
        let said: Vec<Lit> = states.cells.iter().copied().chain(states.unsure.filter(|_| !is_date)).collect();
        self.encoder.solver.any(&said)
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

/// Whether each section applies.
fn sections(encoder: &mut Encoder<'_, '_>) -> IndexVec<SectionIx, ThreeValued> {
    let sections = encoder.plan.questionnaire.sections();
    let applies = sections.iter().map(|section| match &section.when {
        Some(when) => encoder.condition(when),
        None => encoder.constant(Truth::True),
    });
    applies.collect()
}

/// The rules, the questions and the sections of one version.
type Parts = (IndexVec<RuleIx, ThreeValued>, IndexVec<QuestionIx, States>, IndexVec<SectionIx, ThreeValued>);

/// The verdicts of one version.
fn version(encoder: &mut Encoder<'_, '_>, plan: &Plan<'_>, (rules, states, sections): Parts) -> Version {
    let (mut at_least, mut could) = (vec![encoder.solver.yes()], vec![encoder.solver.yes()]);
    for least in plan.questionnaire.verdicts().indices().skip(1) {
        let grave = plan.questionnaire.rules().iter().zip(rules.iter()).filter(|(rule, _)| rule.verdict >= least);
        let (mut sure, mut may): (Vec<Lit>, Vec<Lit>) = grave.map(|(_, holds)| (holds.yes, !holds.no)).unzip();
        for ((index, question), states) in plan.questionnaire.questions().enumerated().zip(&states) {
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
    Version { rules, at_least, could, states, sections }
}

impl Version {
    /// What leads to a verdict for sure, of all of the version or of one section: the verdict, and a literal.
    pub(super) fn causes(&self, plan: &Plan<'_>, of: Option<SectionIx>) -> Vec<(VerdictIx, Lit)> {
        let questionnaire = plan.questionnaire;
        let counts = |section: SectionIx| of.is_none_or(|of| of == section);
        let rules = questionnaire.rules().enumerated().filter(|(_, rule)| counts(rule.section));
        let mut causes: Vec<_> = rules.map(|(index, rule)| (rule.verdict, self.rules[index].yes)).collect();
        for (index, question) in questionnaire.questions().enumerated().filter(|(_, one)| counts(one.section)) {
            let floor = question.unsure.map(|verdict| (verdict, self.states[index].floor(plan, index)));
            causes.extend(floor.into_iter().flat_map(|(verdict, any)| any.into_iter().map(move |one| (verdict, one))));
        }
        causes
    }

    /// "The verdict of the section is at least this", by what stands in it.
    pub(super) fn section_reaches(
        &self,
        encoder: &mut Encoder<'_, '_>,
        plan: &Plan<'_>,
        (section, least): (SectionIx, VerdictIx),
    ) -> Lit {
        if least.at() == 0 {
            return encoder.solver.yes();
        }
        let questionnaire = plan.questionnaire;
        let of = &questionnaire[section];
        let rules = of.rules.iter().filter(|rule| questionnaire[*rule].verdict >= least);
        let mut sure: Vec<Lit> = rules.map(|rule| self.rules[rule].yes).collect();
        for question in of.questions.iter() {
            if questionnaire[question].unsure.is_some_and(|floor| floor >= least) {
                sure.extend(self.states[question].floor(plan, question));
            }
        }
        encoder.solver.any(&sure)
    }
}
