//! Plans that differ.
//!
//! A plan follows from the assessment and from the steps: where neither differs, it does not. So what makes plans differ is a
//! change of the steps, of who may be treated, or of findings, and each is looked at in the responses in which it counts. A day
//! that comes sooner needs more than findings that ask for more ([`Deciding::may_be_sooner`]); where it may be and none was
//! seen, it is undecided.

use std::collections::BTreeMap;

use super::Witness;
use super::alike::{Alike, wants_no_less};
use super::caution::is_less_cautious;
use super::decide::Deciding;
use super::judged::Judged;
use super::kind::{DifferenceKind, Moved, PlanChange, Side};
use super::plans;
use super::same::twin;
use crate::proof::solver::Lit;
use crate::questionnaire::{Done, PlanStep, Questionnaire, tested};
use crate::value::index::{RuleIx, StepIx, VerdictIx, item};

/// The most responses whose plans are looked at.
const MOST_PLANS: usize = 200;

/// The smallest response seen to show each kind, by its name.
type Seen = BTreeMap<(Option<String>, &'static str), (PlanChange, Witness)>;

impl Deciding<'_, '_> {
    /// All kinds of plans that differ.
    pub(super) fn plans(&mut self) {
        let versions = self.joint.versions();
        let alike = Alike::new(versions, &self.joint.same);
        if versions.iter().all(|version| version.plan().is_none()) || alike.in_planning() {
            return;
        }
        let mut seen = Seen::new();
        let found: Vec<Witness> = self.found.differences.iter().map(|one| one.witness.clone()).collect();
        for witness in [Witness::empty(versions)].into_iter().chain(found) {
            self.look(&witness, &mut seen);
        }
        let ways = self.plan_ways();
        for way in ways.into_iter().take(MOST_PLANS) {
            if let Ok(Some(witness)) = self.solving.smallest(&way) {
                self.look(&witness, &mut seen);
            }
        }
        let is_sooner = |(change, _): &(PlanChange, Witness)| {
            matches!(change, PlanChange::Sooner | PlanChange::DatedOnlyIn(Side::New) | PlanChange::OnlyIn(Side::Old))
        };
        let sooner = seen.values().any(is_sooner);
        for ((step, _), (change, witness)) in seen {
            self.push(DifferenceKind::Plan { step, change }, witness);
        }
        if !sooner && self.may_be_sooner() {
            self.undecided(DifferenceKind::Plan { step: None, change: PlanChange::Sooner });
        }
    }

    /// Notes how the plans of a response differ.
    fn look(&self, witness: &Witness, seen: &mut Seen) {
        let judged =
            |witness: &Witness| [Judged::of(self.engines[0], &witness.old), Judged::of(self.engines[1], &witness.new)];
        let [before, after] = judged(witness);
        for (step, change) in plans::changes([&before, &after]) {
            let key = (step, change.name());
            let is_smaller = seen.get(&key).is_none_or(|(_, known)| witness.size() < known.size());
            if is_smaller {
                seen.insert(key, (change, witness.clone()));
            }
        }
    }

    /// What must hold of responses in which a change can count in a plan.
    fn plan_ways(&mut self) -> Vec<Vec<Lit>> {
        let [old, new] = self.joint.versions();
        let treated = [self.treated(Side::Old), self.treated(Side::New)];
        let mut ways = Vec::new();
        for (place, before) in old.rules().enumerated() {
            let alike = Alike::new([old, new], &self.joint.same);
            if twin(new, place, &before.id).is_some_and(|after| alike.finds(before, after)) {
                continue;
            }
            ways.extend(self.ways_of_rule(&before.id, &treated));
        }
        let added: Vec<String> = new
            .rules()
            .enumerated()
            .filter(|(place, rule)| twin(old, *place, &rule.id).is_none())
            .map(|(_, rule)| rule.id.clone())
            .collect();
        for rule in added {
            ways.extend(self.ways_of_rule(&rule, &treated));
        }
        for side in [Side::Old, Side::New] {
            let (here, there) = (side.of([old, new]), side.of([new, old]));
            let steps = here.plan().into_iter().flat_map(|plan| &plan.steps);
            for step in steps {
                let twin = there.plan().and_then(|plan| plan.steps.iter().find(|twin| twin.id == step.id));
                let alike = Alike::new([old, new], &self.joint.same);
                let (before, after) = if side == Side::Old { (Some(step), twin) } else { (twin, Some(step)) };
                let same = before.zip(after).is_some_and(|(before, after)| alike.step(before, after));
                if !same {
                    ways.extend(self.ways_of_step(side, step, &treated));
                }
            }
        }
        let bounds = |version: &Questionnaire| {
            let waits_from = version.plan().map(|plan| plan.waits_from);
            [version.treats_up_to(), waits_from].map(|bound| bound.map(|bound| version[bound].id.clone()))
        };
        if bounds(old) != bounds(new) {
            for (side, version) in [(Side::Old, old), (Side::New, new)] {
                for verdict in version.verdicts().indices() {
                    ways.push(self.exactly_at(side, verdict));
                }
            }
        }
        ways
    }

    /// "The verdict is this" in one version.
    fn exactly_at(&self, side: Side, verdict: VerdictIx) -> Vec<Lit> {
        let bounds = &self.solving.version(side).at_least;
        vec![*item(bounds, verdict.at(), "verdict"), !*item(bounds, verdict.at() + 1, "verdict")]
    }

    /// "The person may be treated", but for stops.
    fn treated(&self, side: Side) -> Lit {
        let questionnaire = self.joint.plan(side).questionnaire;
        let last = questionnaire.verdicts().len() - 1;
        let bound = questionnaire.treats_up_to().map_or(last, |bound| bound.at());
        !*item(&self.solving.version(side).at_least, bound + 1, "verdict")
    }

    /// The rule holds in either version, or in both, of people who are treated in both; also where the steps that it wants are done.
    fn ways_of_rule(&mut self, rule: &str, treated: &[Lit; 2]) -> Vec<Vec<Lit>> {
        let never = self.solving.encoder.solver.no();
        let [before, after] = self.solving.rule(rule).map(|holds| holds.unwrap_or(never));
        let holds = [vec![before, after], vec![before, !after], vec![!before, after]];
        let mut ways = Vec::new();
        // Whoever is treated by one version alone is shown by the verdicts that differ.
        ways.extend(holds.into_iter().map(|holds| [holds.as_slice(), treated].concat()));
        for side in [Side::Old, Side::New] {
            let questionnaire = self.joint.plan(side).questionnaire;
            let Some((index, plan)) = questionnaire.rule(rule).zip(questionnaire.plan()) else { continue };
            let wanted = questionnaire[index].plan.iter().map(|wanted| &plan.steps[wanted.step]);
            for step in wanted {
                let Some(done) = self.done(side, step) else { continue };
                let holds = self.solving.version(side).rule(index).yes;
                ways.push(vec![holds, done, side.of(*treated)]);
            }
        }
        ways
    }

    /// A rule that wants the step holds, or it is done.
    fn ways_of_step(&mut self, side: Side, step: &PlanStep, treated: &[Lit; 2]) -> Vec<Vec<Lit>> {
        let questionnaire = self.joint.plan(side).questionnaire;
        let wants =
            |rule: &RuleIx| questionnaire[*rule].plan.iter().any(|wanted| questionnaire[wanted.step].id == step.id);
        let rules: Vec<RuleIx> = questionnaire.rules().indices().filter(wants).collect();
        let mut ways = Vec::new();
        let done = self.done(side, step);
        for rule in rules {
            let holds = self.solving.version(side).rule(rule).yes;
            ways.push([[holds].as_slice(), treated].concat());
            ways.extend(done.map(|done| [[holds, done].as_slice(), treated].concat()));
        }
        ways.extend(done.map(|done| [[done].as_slice(), treated].concat()));
        // What prepares need not wait for what others wait for.
        let waiting = questionnaire.rules().enumerated().filter(|(_, rule)| rule.not_before.is_some());
        for (rule, of) in waiting {
            let from = of.not_before.and_then(|wait| wait.question);
            let (holds, has_day) = (self.solving.version(side).rule(rule).yes, self.solving.has_day(side, from));
            ways.push([[holds, has_day].as_slice(), treated].concat());
        }
        // What follows it may be one that is wanted at times only.
        let follows = questionnaire.plan().into_iter().flat_map(|plan| &plan.steps);
        let follows: Vec<&PlanStep> =
            follows.filter(|other| other.after.iter().any(|link| questionnaire[link.step].id == step.id)).collect();
        for other in follows {
            ways.extend(self.done(side, other).map(|done| [[done].as_slice(), treated].concat()));
        }
        ways
    }

    /// "Answers say that the step is done."
    fn done(&mut self, side: Side, step: &PlanStep) -> Option<Lit> {
        match step.done.as_ref()? {
            Done::On(question) => Some(self.solving.has_day(side, Some(*question))),
            // The encoder knows the conditions of the new version alone by now.
            Done::When(condition) if side == Side::New => Some(self.solving.encoder.condition(condition).yes),
            Done::When(_) => None,
        }
    }

    /// Whether a day may come sooner in the new version: the steps are others, people are treated who were not, or a finding is lost
    /// or asks for less. Otherwise every step of the old plan is in the new one, every wait is as long, and what is done stays
    /// done or is due again: days only move on.
    fn may_be_sooner(&mut self) -> bool {
        let [old, new] = self.joint.versions();
        let alike = Alike::new([old, new], &self.joint.same);
        let bound = |version: &Questionnaire| version.treats_up_to().map(|bound| version[bound].id.clone());
        if !alike.steps_ask_no_less() || bound(old) != bound(new) {
            return true;
        }
        let kinds = self.found.differences.iter().map(|one| &one.kind);
        let kinds: Vec<&DifferenceKind> = kinds.chain(self.found.undecided.iter().map(|one| &one.kind)).collect();
        let lost = |rule: &str| {
            kinds.iter().any(|kind| match kind {
                DifferenceKind::Finding { rule: lost, only_in } => lost == rule && *only_in == Side::Old,
                DifferenceKind::NotBefore { rule: lost, moved } => lost == rule && *moved == Moved::Less,
                _ => false,
            })
        };
        let asks_for_less = old.rules().enumerated().any(|(place, before)| {
            let counts = before.not_before.is_some() || !before.plan.is_empty();
            let after = twin(new, place, &before.id).map(|after| &new[after]);
            counts && (lost(&before.id) || after.is_none_or(|after| !wants_no_less((old, before), (new, after))))
        });
        let milder = kinds.iter().any(|kind| match kind {
            DifferenceKind::Verdict { .. } => is_less_cautious(kind, self.joint),
            DifferenceKind::Stopped { only_in, .. } => *only_in == Side::Old,
            _ => false,
        });
        asks_for_less || milder || self.may_wake_a_step() || self.may_be_forgotten()
    }

    /// Whether a rule of the new version wants a step more often that is done at times: what follows it then goes by that day, and no
    /// longer by what comes before the step.
    fn may_wake_a_step(&self) -> bool {
        let [old, new] = self.joint.versions();
        let Some(plan) = new.plan() else { return false };
        let alike = Alike::new([old, new], &self.joint.same);
        let wakes = |step: StepIx| plan.steps[step].on_request && alike.may_wake(&plan.steps[step]);
        new.rules().enumerated().any(|(place, rule)| {
            let finds_alike = || twin(old, place, &rule.id).is_some_and(|before| alike.finds(&old[before], place));
            rule.plan.iter().any(|wanted| wakes(wanted.step)) && !finds_alike()
        })
    }

    /// Whether an answer that was unclear may be clear in the new version without leading to what is as grave.
    fn may_be_forgotten(&mut self) -> bool {
        let [old, new] = self.joint.versions();
        let found: Vec<DifferenceKind> = self.found.differences.iter().map(|one| one.kind.clone()).collect();
        for kind in found {
            let DifferenceKind::Unsure { question, old: Some(floor), new: None } = &kind else { continue };
            let (Some(index), Some(least)) = (new.question(question), new.verdict(&old[*floor].id)) else {
                return true;
            };
            let rests = new
                .rules()
                .enumerated()
                .filter(|(_, rule)| rule.verdict >= least && tested(new, &rule.when).contains(&index));
            let none = rests.map(|(rule, _)| !self.solving.new.rule(rule).yes).collect::<Vec<Lit>>();
            let Some(shows) = self.solving.shows(&kind) else { return true };
            if self.solving.possible(&[shows, none].concat()) != Ok(false) {
                return true;
            }
        }
        false
    }
}
