//! Two versions, or what of them takes part in a search, as clauses in one solver, over the same response: every answer that
//! both take is one solution.
//!
//! A question that is the same in both has one set of states. Any other has states of its own in each version, tied to
//! what the person said (`tie`): a version sees the answer where it asks the question and offers the answer, and nothing else.

use std::collections::BTreeMap;
use std::fmt;

use super::Witness;
use super::joint::{Joint, Shared};
use super::kind::{DifferenceKind, Side};
use super::scope::{Part, Scope};
use super::tie::{Raw, Tie, untied};
use crate::proof::encode::{Encoder, States, ThreeValued};
use crate::proof::plan::Plan;
use crate::proof::solver::{Lit, Undecided};
use crate::questionnaire::QuestionKind;
use crate::response::{Accepted, Response};
use crate::value::index::{QuestionIx, RuleIx, SectionIx, VerdictIx, fault, item};
use crate::value::{Answer, Truth, Value};

/// One version in the solver.
pub(super) struct Version {
    rules: BTreeMap<RuleIx, ThreeValued>,
    /// "The verdict is at least this" by what takes part, for sure and possibly, and one past the last verdict.
    pub(super) at_least: Vec<Lit>,
    pub(super) could: Vec<Lit>,
    states: BTreeMap<QuestionIx, States>,
    /// Whether each section applies.
    sections: BTreeMap<SectionIx, ThreeValued>,
}

/// Both versions in one solver.
pub(super) struct Solving<'j, 'q> {
    pub(super) joint: &'j Joint<'q>,
    pub(super) encoder: Encoder<'j, 'q>,
    raws: Vec<(&'j Shared, Raw)>,
    pub(super) old: Version,
    pub(super) new: Version,
    costs: Vec<Lit>,
}

impl<'j, 'q> Solving<'j, 'q> {
    /// Encodes what takes part of both.
    ///
    /// # Errors
    /// [`Undecided`] if it is too large to be encoded.
    pub(super) fn new(joint: &'j Joint<'q>, scope: &Scope) -> Result<Self, Undecided> {
        let mut encoder = Encoder::new(&joint.old);
        let before = Encoded::of(&mut encoder, &scope.old, &BTreeMap::new());
        encoder.solve(&[])?;
        // What is the same in both versions has the same literals, so that the solver need not find that out.
        let exact = encoder.exact.clone();
        let mut encoder = encoder.followed_by(&joint.new);
        let shared: Vec<&Shared> =
            joint.shared.iter().filter(|shared| scope.new.questions.contains(&shared.new)).collect();
        for shared in &shared {
            if let Some(bits) = exact.get(&shared.old) {
                encoder.exact.insert(shared.new, bits.clone());
            }
            if shared.same {
                encoder.adopt(shared.new, known(&before.states, shared.old).clone());
            }
        }
        let rules = joint.same_rules.iter().filter_map(|(old, new)| Some((*new, *before.rules.get(old)?)));
        let after = Encoded::of(&mut encoder, &scope.new, &rules.collect());
        encoder.solve(&[])?;
        let mut raws = Vec::new();
        for shared in shared {
            let (old, new) = (known(&before.states, shared.old), known(&after.states, shared.new));
            let raw = if shared.same {
                untied(&mut encoder, old)
            } else {
                Tie { joint, shared, before: old, after: new }.bind(&mut encoder)
            };
            raws.push((shared, raw));
        }
        let (gone, added) = joint.unshared();
        let gone = gone.iter().filter_map(|question| before.states.get(question));
        let added = added.iter().filter_map(|question| after.states.get(question));
        for states in gone.chain(added) {
            encoder.solver.clause(&[states.absent, states.open]);
        }
        let old = before.with_verdicts(&mut encoder, &joint.old);
        let new = after.with_verdicts(&mut encoder, &joint.new);
        let costs = raws.iter().map(|(_, raw)| !raw.none).collect();
        Ok(Solving { joint, encoder, raws, old, new, costs })
    }

    /// One of the versions.
    pub(super) fn version(&self, side: Side) -> &Version {
        side.of([&self.old, &self.new])
    }

    /// The smallest response that shows a kind, of which all that is `assumed` must hold.
    ///
    /// # Errors
    /// [`Undecided`] if deciding takes more work than allowed.
    pub(super) fn smallest_that_shows(
        &mut self,
        kind: &DifferenceKind,
        assumed: &[Lit],
    ) -> Result<Option<Witness>, Undecided> {
        match self.ways(kind) {
            Some(ways) => self.smallest_of(&ways, assumed),
            None => self.smallest(assumed),
        }
    }

    /// The smallest response with all that is assumed and one of these.
    ///
    /// # Errors
    /// [`Undecided`] if deciding takes more work than allowed.
    pub(super) fn smallest_of(&mut self, ways: &[Lit], assumed: &[Lit]) -> Result<Option<Witness>, Undecided> {
        let mut least: Option<Witness> = None;
        for way in ways {
            let found = self.smallest(&[assumed, &[*way]].concat())?;
            let is_smaller = |one: &Witness| least.as_ref().is_none_or(|known| one.cost() < known.cost());
            least = found.filter(is_smaller).or(least);
        }
        Ok(least)
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
        let picks = self.raws.iter().flat_map(|(_, raw)| raw.picks.iter().copied());
        // Where a day shows the same as a month or a year, it shows it more clearly.
        let vague = self.raws.iter().flat_map(|(shared, raw)| {
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
        let states = self.version(side).states(question);
        let said: Vec<Lit> = states.cells.iter().copied().chain(states.unsure.filter(|_| !is_date)).collect();
        self.encoder.solver.any(&said)
    }

    /// The response behind the answer just found, as each version keeps it.
    fn said(&self) -> Witness {
        let mut old = Response::new(self.joint.old.questionnaire);
        let mut new = Response::new(self.joint.new.questionnaire);
        for (shared, raw) in &self.raws {
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

/// What of a version takes part, encoded.
struct Encoded {
    rules: BTreeMap<RuleIx, ThreeValued>,
    states: BTreeMap<QuestionIx, States>,
    sections: BTreeMap<SectionIx, ThreeValued>,
}

impl Encoded {
    /// Encodes a part; the rules in `known` are taken over.
    fn of(encoder: &mut Encoder<'_, '_>, part: &Part, known: &BTreeMap<RuleIx, ThreeValued>) -> Encoded {
        let questionnaire = encoder.plan.questionnaire;
        let rules = part.rules.iter();
        let rules =
            rules.map(|rule| (*rule, known.get(rule).copied().unwrap_or_else(|| encoder.rule(*rule)))).collect();
        let states = part.questions.iter().map(|question| (*question, encoder.states(*question).clone())).collect();
        let sections = part.sections.iter().map(|section| {
            let applies = match &questionnaire[*section].when {
                Some(when) => encoder.condition(when),
                None => encoder.constant(Truth::True),
            };
            (*section, applies)
        });
        let sections = sections.collect();
        Encoded { rules, states, sections }
    }

    /// The same with its verdicts.
    fn with_verdicts(self, encoder: &mut Encoder<'_, '_>, plan: &Plan<'_>) -> Version {
        let Encoded { rules, states, sections } = self;
        let questionnaire = plan.questionnaire;
        let (mut at_least, mut could) = (vec![encoder.solver.yes()], vec![encoder.solver.yes()]);
        for least in questionnaire.verdicts().indices().skip(1) {
            let grave = rules.iter().filter(|(rule, _)| questionnaire[**rule].verdict >= least);
            let (mut sure, mut may): (Vec<Lit>, Vec<Lit>) = grave.map(|(_, holds)| (holds.yes, !holds.no)).unzip();
            for (question, states) in &states {
                if questionnaire[*question].unsure.is_some_and(|floor| floor >= least) {
                    let floor = states.floor(plan, *question);
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
}

/// What takes part in a search and is asked for.
fn known<K: Copy + Ord + fmt::Debug, V>(encoded: &BTreeMap<K, V>, key: K) -> &V {
    match encoded.get(&key) {
        Some(value) => value,
        None => fault(&format!("{key:?} takes no part in a search, yet the search asks for it")),
    }
}

impl Version {
    /// Whether a rule that takes part holds.
    pub(super) fn rule(&self, rule: RuleIx) -> ThreeValued {
        *known(&self.rules, rule)
    }

    /// The states of a question that takes part.
    pub(super) fn states(&self, question: QuestionIx) -> &States {
        known(&self.states, question)
    }

    /// Whether a section that takes part applies.
    pub(super) fn applies(&self, section: SectionIx) -> ThreeValued {
        *known(&self.sections, section)
    }

    /// What leads to a verdict for sure, of all that takes part or of one section: the verdict, and a literal.
    pub(super) fn causes(&self, plan: &Plan<'_>, of: Option<SectionIx>) -> Vec<(VerdictIx, Lit)> {
        let questionnaire = plan.questionnaire;
        let counts = |section: SectionIx| of.is_none_or(|of| of == section);
        let rules = self.rules.iter().map(|(rule, holds)| (&questionnaire[*rule], holds));
        let rules = rules.filter(|(rule, _)| counts(rule.section));
        let mut causes: Vec<_> = rules.map(|(rule, holds)| (rule.verdict, holds.yes)).collect();
        for (index, states) in self.states.iter().filter(|(index, _)| counts(questionnaire[**index].section)) {
            let floor = questionnaire[*index].unsure.map(|verdict| (verdict, states.floor(plan, *index)));
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
        let mut sure: Vec<Lit> = rules.map(|rule| self.rule(rule).yes).collect();
        for question in of.questions.iter() {
            if questionnaire[question].unsure.is_some_and(|floor| floor >= least) {
                sure.extend(self.states(question).floor(plan, question));
            }
        }
        encoder.solver.any(&sure)
    }
}
