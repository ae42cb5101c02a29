//! What must hold of a response for it to show a kind of difference, as literals; and whether both engines say that it shows it.

use std::collections::BTreeSet;

use super::Witness;
use super::judged::Judged;
use super::kind::{DifferenceKind, Moved, Side, TakenAnswer};
use super::plans;
use super::solve::Solving;
use crate::assessment::Engine;
use crate::proof::solver::Lit;
use crate::value::Date;
use crate::value::index::{VerdictIx, item};

/// The most causes of a verdict that are searched one after the other.
const MOST_WAYS: usize = 64;

impl Solving<'_, '_> {
    /// What must hold of a response for it to show a kind of difference; none of kinds that are not about answers alone, or of
    /// which more than clauses decides.
    pub(super) fn shows(&mut self, kind: &DifferenceKind) -> Option<Vec<Lit>> {
        // A version without the rule never makes its finding.
        let never = self.encoder.solver.no();
        let exactly = |bounds: &[Lit], verdict: VerdictIx| {
            let at = |position: usize| *item(bounds, position, "verdict");
            [at(verdict.at()), !at(verdict.at() + 1)]
        };
        let only = |side: Side, old: Lit, new: Lit| if side == Side::Old { vec![old, !new] } else { vec![!old, new] };
        Some(match kind {
            DifferenceKind::Verdict { old, new } => {
                [exactly(&self.old.at_least, *old), exactly(&self.new.at_least, *new)].concat()
            }
            DifferenceKind::CouldBecome { old, new } => {
                [exactly(&self.old.could, *old), exactly(&self.new.could, *new)].concat()
            }
            DifferenceKind::Finding { rule, only_in } => {
                let [old, new] = self.rule(rule).map(|holds| holds.unwrap_or(never));
                only(*only_in, old, new)
            }
            DifferenceKind::Asked { question, only_in } => {
                let [old, new] = self.asked(question).map(|asked| asked.unwrap_or(never));
                only(*only_in, old, new)
            }
            DifferenceKind::AskedOf { question, only_in, .. } => {
                vec![only_in.of(self.asked(question)).unwrap_or(never)]
            }
            DifferenceKind::Order { first, second } => {
                [self.asked(first), self.asked(second)].concat().into_iter().flatten().collect()
            }
            DifferenceKind::Stopped { rule, only_in } => {
                let [old, new] = [Side::Old, Side::New].map(|side| self.stops(side, rule));
                only(*only_in, old, new)
            }
            DifferenceKind::Unsure { question, old, new } => {
                let floors = [(Side::Old, old), (Side::New, new)].map(|(side, floor)| {
                    let holds = self.leaves(side, question);
                    if floor.is_some() { holds } else { !holds }
                });
                floors.to_vec()
            }
            DifferenceKind::Section { section, old, new } => {
                [self.section(Side::Old, section, *old), self.section(Side::New, section, *new)].concat()
            }
            DifferenceKind::Taken { question, answer, only_in } => self.takes(question, answer, *only_in)?,
            DifferenceKind::NotBefore { .. }
            | DifferenceKind::By { .. }
            | DifferenceKind::Score { .. }
            | DifferenceKind::Plan { .. }
            | DifferenceKind::Validity { .. } => return None,
        })
    }

    /// Of a kind about verdicts: the literals one of which holds for whatever response shows it, each the cause of the graver verdict
    /// in its version. What leads to it in the other version, too, does not make the two differ. None where that is not so simple,
    /// or where there are so many that one search among all is quicker.
    ///
    /// Searching for one cause after the other is far quicker: which answers do with fewest is then asked of a few questions instead
    /// of all of a set, and where no cause is left there is nothing to search for.
    pub(super) fn ways(&self, kind: &DifferenceKind) -> Option<Vec<Lit>> {
        let (section, old, new) = match kind {
            DifferenceKind::Verdict { old, new } => (None, *old, *new),
            DifferenceKind::Section { section, old: Some(old), new: Some(new) } => (Some(section), *old, *new),
            _ => return None,
        };
        let versions = self.joint.versions();
        let [before, after] = versions.map(|version| version.verdicts().iter().map(|verdict| &verdict.id));
        if !before.eq(after) {
            return None;
        }
        let (side, other, grave) = if new > old { (Side::New, Side::Old, new) } else { (Side::Old, Side::New, old) };
        let causes = |side: Side| {
            let plan = self.joint.plan(side);
            let of = section.and_then(|id| plan.questionnaire.sections().find(|of| of.id == *id));
            self.version(side).causes(plan, of)
        };
        let excluded: BTreeSet<Lit> =
            causes(other).into_iter().filter(|(verdict, _)| *verdict >= grave).map(|(_, one)| one).collect();
        let ways = causes(side).into_iter().filter(|(verdict, one)| *verdict == grave && !excluded.contains(one));
        let ways: Vec<Lit> = ways.map(|(_, one)| one).collect();
        (ways.len() <= MOST_WAYS).then_some(ways)
    }

    /// "No verdict is graver than this", of a kind about verdicts in both versions: what it asks of a response beside a cause of the
    /// graver verdict and of the milder one.
    pub(super) fn no_graver(&self, kind: &DifferenceKind) -> Option<[Lit; 2]> {
        let DifferenceKind::Verdict { old, new } = kind else { return None };
        let above = |bounds: &[Lit], verdict: VerdictIx| !*item(bounds, verdict.at() + 1, "verdict");
        Some([above(&self.old.at_least, *old), above(&self.new.at_least, *new)])
    }

    /// "The rule holds", in each version that has it.
    pub(super) fn rule(&self, rule: &str) -> [Option<Lit>; 2] {
        [Side::Old, Side::New].map(|side| {
            let rule = self.joint.plan(side).questionnaire.rule(rule)?;
            Some(self.version(side).rule(rule).yes)
        })
    }

    /// "The question applies", in each version that has it.
    pub(super) fn asked(&self, question: &str) -> [Option<Lit>; 2] {
        [Side::Old, Side::New].map(|side| {
            let question = self.joint.plan(side).questionnaire.question(question)?;
            Some(self.version(side).states(question).applies.yes)
        })
    }

    /// "This rule is the first that ends the interview."
    fn stops(&mut self, side: Side, rule: &str) -> Lit {
        let questionnaire = self.joint.plan(side).questionnaire;
        let Some(index) = questionnaire.rule(rule).filter(|index| questionnaire[*index].stop) else {
            return self.encoder.solver.no();
        };
        let version = self.version(side);
        let earlier = questionnaire.rules().enumerated().filter(|(other, of)| of.stop && *other < index);
        let holds: Vec<Lit> =
            earlier.map(|(other, _)| !version.rule(other).yes).chain([version.rule(index).yes]).collect();
        self.encoder.solver.all(&holds)
    }

    /// "The question is unclear, and leaves the verdict of that."
    fn leaves(&mut self, side: Side, question: &str) -> Lit {
        let plan = self.joint.plan(side);
        let index = plan.questionnaire.question(question);
        let offers = index.filter(|index| plan.questionnaire[*index].unsure.is_some());
        let Some(index) = offers else { return self.encoder.solver.no() };
        let floor = self.version(side).states(index).floor(plan, index);
        self.encoder.solver.any(&floor)
    }

    /// "The section has exactly this verdict", or, if none, "it does not apply".
    fn section(&mut self, side: Side, section: &str, verdict: Option<VerdictIx>) -> Vec<Lit> {
        let plan = self.joint.plan(side);
        let Some(index) = plan.questionnaire.sections().find(|of| of.id == section) else {
            let never = self.encoder.solver.no();
            return if verdict.is_none() { Vec::new() } else { vec![never] };
        };
        let version = side.of([&self.old, &self.new]);
        let absent = version.applies(index).no;
        let Some(verdict) = verdict else { return vec![absent] };
        let last = plan.questionnaire.verdicts().len() - 1;
        let mut lits = vec![!absent, version.section_reaches(&mut self.encoder, plan, (index, verdict))];
        if verdict.at() < last {
            let above = VerdictIx::new(verdict.at() + 1);
            lits.push(!version.section_reaches(&mut self.encoder, plan, (index, above)));
        }
        lits
    }

    /// "Both ask, and this version offers the answer"; none where that is not a matter of other answers.
    fn takes(&mut self, question: &str, answer: &TakenAnswer, side: Side) -> Option<Vec<Lit>> {
        let never = self.encoder.solver.no();
        let asked = self.asked(question).map(|asked| asked.unwrap_or(never));
        let mut lits = asked.to_vec();
        if let TakenAnswer::Option(option) = answer {
            let offered = [Side::Old, Side::New].map(|side| {
                let questionnaire = self.joint.plan(side).questionnaire;
                let index = questionnaire.question(question)?;
                let position = questionnaire[index].options().iter().position(|of| of.id == *option)?;
                Some(!item(&self.version(side).states(index).offered, position, "option").no)
            });
            let [old, new] = offered;
            let (here, there) = if side == Side::Old { (old, new) } else { (new, old) };
            lits.extend([here?, !there.unwrap_or(never)]);
        }
        Some(lits)
    }
}

/// Whether both engines say that a response shows a kind of difference.
pub(super) fn is_shown(kind: &DifferenceKind, engines: [&Engine<'_>; 2], witness: &Witness) -> bool {
    let [before, after] = [Judged::of(engines[0], &witness.old), Judged::of(engines[1], &witness.new)];
    is_shown_by(kind, [&before, &after])
}

/// The same of what they say of it.
pub(super) fn is_shown_by(kind: &DifferenceKind, [before, after]: [&Judged<'_>; 2]) -> bool {
    let only = |side: Side, old: bool, new: bool| if side == Side::Old { old && !new } else { new && !old };
    let (one, other) = (&before.assessment, &after.assessment);
    match kind {
        DifferenceKind::Verdict { old, new } => one.verdict == *old && other.verdict == *new,
        DifferenceKind::CouldBecome { old, new } => one.open_could_make_it == *old && other.open_could_make_it == *new,
        DifferenceKind::Finding { rule, only_in } => {
            only(*only_in, before.finding(rule).is_some(), after.finding(rule).is_some())
        }
        DifferenceKind::Asked { question, only_in } => only(*only_in, before.asks(question), after.asks(question)),
        DifferenceKind::AskedOf { question, audience, only_in } => {
            let asked_of = |judged: &Judged<'_>| {
                let of = judged.question(question).map(|index| judged.questionnaire[index].audience);
                judged.asks(question) && of.is_some_and(|of| of.includes(*audience))
            };
            only(*only_in, asked_of(before), asked_of(after))
        }
        DifferenceKind::Taken { question, answer, only_in } => {
            let asked = before.asks(question) && after.asks(question);
            let said = *answer == TakenAnswer::Silence
                || only(*only_in, before.has_answer(question), after.has_answer(question));
            asked && said
        }
        DifferenceKind::Order { first, second } => {
            let both = |judged: &Judged<'_>| judged.asks(first) && judged.asks(second);
            let earlier = |judged: &Judged<'_>| judged.question(first) < judged.question(second);
            both(before) && both(after) && earlier(before) && !earlier(after)
        }
        DifferenceKind::Stopped { rule, only_in } => {
            only(*only_in, before.stopped() == Some(rule), after.stopped() == Some(rule))
        }
        DifferenceKind::NotBefore { rule, moved } => {
            let days = [before, after].map(|judged| judged.finding(rule).map(|finding| finding.not_before));
            // No day at all is before every day.
            has_moved(days, *moved, |day| day.unwrap_or(Date::MIN))
        }
        DifferenceKind::By { rule, moved } => {
            let days = [before, after].map(|judged| judged.finding(rule).map(|finding| finding.by));
            // What has no day is never due.
            has_moved(days, *moved, |day| day.unwrap_or(Date::MAX))
        }
        DifferenceKind::Unsure { question, old, new } => {
            before.leaves(question) == *old && after.leaves(question) == *new
        }
        DifferenceKind::Section { section, old, new } => {
            before.section(section) == *old && after.section(section) == *new
        }
        DifferenceKind::Score { score } => before.score(score) != after.score(score),
        DifferenceKind::Plan { step, change } => plans::changes([before, after]).contains(&(step.clone(), *change)),
        DifferenceKind::Validity { question, moved } => only(
            if *moved == Moved::More { Side::Old } else { Side::New },
            before.is_aged(question),
            after.is_aged(question),
        ),
    }
}

fn has_moved(days: [Option<Option<Date>>; 2], moved: Moved, day: impl Fn(Option<Date>) -> Date) -> bool {
    let [Some(before), Some(after)] = days else { return false };
    match moved {
        Moved::Less => day(after) < day(before),
        Moved::More => day(after) > day(before),
    }
}
