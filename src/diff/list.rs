//! The kinds of difference that there could be between two versions, of which clauses alone decide: what is the same in both,
//! down to all that it rests on, is left out.

use super::alike::Alike;
use super::joint::{Joint, Shared};
use super::kind::{DifferenceKind, Side, TakenAnswer};
use super::same::twin;
use crate::questionnaire::{Audience, Question, Questionnaire};
use crate::value::index::{QuestionIx, SectionIx, VerdictIx};

/// Every such kind, those that decide most first; of verdicts, of sections and of the order there is a list for each.
pub(super) fn kinds(joint: &Joint<'_>) -> Vec<DifferenceKind> {
    let mut kinds = findings(joint);
    kinds.extend(stops(joint));
    kinds.extend(questions(joint));
    kinds.extend(joint.shared.iter().flat_map(|shared| unsure(joint, shared)));
    kinds.extend(pairs_of_verdicts(joint, |old, new| DifferenceKind::CouldBecome { old, new }));
    kinds
}

/// Every pair of verdicts of all.
pub(super) fn verdicts(joint: &Joint<'_>) -> Vec<DifferenceKind> {
    pairs_of_verdicts(joint, |old, new| DifferenceKind::Verdict { old, new })
}

/// Every pair of verdicts with different ids.
fn pairs_of_verdicts(joint: &Joint<'_>, kind: impl Fn(VerdictIx, VerdictIx) -> DifferenceKind) -> Vec<DifferenceKind> {
    let [old, new] = joint.versions();
    let pairs = old.verdicts().enumerated().flat_map(|(one, before)| {
        new.verdicts().enumerated().filter(|(_, after)| after.id != before.id).map(move |(other, _)| (one, other))
    });
    pairs.map(|(one, other)| kind(one, other)).collect()
}

fn findings(joint: &Joint<'_>) -> Vec<DifferenceKind> {
    let [old, new] = joint.versions();
    let mut kinds = Vec::new();
    let finding = |id: &str, only_in: Side| DifferenceKind::Finding { rule: id.to_owned(), only_in };
    for rule in old.rules().iter().filter(|rule| !joint.holds_alike(&rule.id)) {
        kinds.push(finding(&rule.id, Side::Old));
        kinds.extend(new.rule(&rule.id).map(|_| finding(&rule.id, Side::New)));
    }
    let added = new.rules().enumerated().filter(|(place, rule)| twin(old, *place, &rule.id).is_none());
    kinds.extend(added.map(|(_, rule)| finding(&rule.id, Side::New)));
    kinds
}

/// Which rule ends the interview first depends on all that end it, and on their order.
fn stops(joint: &Joint<'_>) -> Vec<DifferenceKind> {
    let [old, new] = joint.versions();
    let stopping = |version: &Questionnaire| -> Vec<String> {
        version.rules().iter().filter(|rule| rule.stop).map(|rule| rule.id.clone()).collect()
    };
    let (before, after) = (stopping(old), stopping(new));
    if before == after && before.iter().all(|rule| joint.holds_alike(rule)) {
        return Vec::new();
    }
    let stopped = |rule: &String, only_in| DifferenceKind::Stopped { rule: rule.clone(), only_in };
    let gone = before.iter().map(|rule| stopped(rule, Side::Old));
    gone.chain(after.iter().map(|rule| stopped(rule, Side::New))).collect()
}

/// What is asked, of whom, and which answers are taken.
fn questions(joint: &Joint<'_>) -> Vec<DifferenceKind> {
    let [old, new] = joint.versions();
    let mut kinds = Vec::new();
    let asked = |question: &Question, only_in| DifferenceKind::Asked { question: question.id.clone(), only_in };
    for shared in &joint.shared {
        let (before, after) = (&old[shared.old], &new[shared.new]);
        if !shared.same {
            kinds.extend([asked(before, Side::Old), asked(before, Side::New)]);
        }
        kinds.extend(asked_of(before, after));
        kinds.extend(taken(joint, shared, (before, after)));
    }
    let (gone, added) = joint.unshared();
    for question in gone.iter().map(|index| &old[*index]) {
        match new.question(&question.id).map(|index| &new[index]) {
            Some(twin) => {
                kinds.extend([asked(question, Side::Old), asked(question, Side::New)]);
                kinds.extend(asked_of(question, twin));
                let all = |only_in| DifferenceKind::Taken {
                    question: question.id.clone(),
                    answer: TakenAnswer::All,
                    only_in,
                };
                kinds.extend([all(Side::Old), all(Side::New)]);
            }
            None => kinds.push(asked(question, Side::Old)),
        }
    }
    let added = added.iter().map(|index| &new[*index]).filter(|question| old.question(&question.id).is_none());
    kinds.extend(added.map(|question| asked(question, Side::New)));
    kinds
}

fn asked_of(before: &Question, after: &Question) -> Vec<DifferenceKind> {
    let of = |audience: Audience| {
        let only_in = match (before.audience.includes(audience), after.audience.includes(audience)) {
            (true, false) => Side::Old,
            (false, true) => Side::New,
            (true, true) | (false, false) => return None,
        };
        Some(DifferenceKind::AskedOf { question: before.id.clone(), audience, only_in })
    };
    [Audience::Client, Audience::Technician].into_iter().filter_map(of).collect()
}

/// The answers that only one of the two takes, wherever both ask.
fn taken(joint: &Joint<'_>, shared: &Shared, (before, after): (&Question, &Question)) -> Vec<DifferenceKind> {
    let kind =
        |answer: TakenAnswer, only_in: Side| DifferenceKind::Taken { question: before.id.clone(), answer, only_in };
    let mut kinds = Vec::new();
    let mut only = |old: bool, new: bool, answer: TakenAnswer| match (old, new) {
        (true, false) => kinds.push(kind(answer, Side::Old)),
        (false, true) => kinds.push(kind(answer, Side::New)),
        (true, true) | (false, false) => {}
    };
    only(before.unsure.is_some(), after.unsure.is_some(), TakenAnswer::Unsure);
    only(!before.required, !after.required, TakenAnswer::Silence);
    let has = |question: &Question, option: &str| question.options().iter().any(|of| of.id == option);
    let options = before.options().iter().chain(after.options().iter().filter(|of| !has(before, &of.id)));
    for id in options.map(|option| &option.id) {
        let option = TakenAnswer::Option(id.clone());
        let both = has(before, id) && has(after, id);
        if !both {
            only(has(before, id), has(after, id), option);
        } else if !offered_alike(joint, shared, (before, after), id) {
            only(true, false, option.clone());
            only(false, true, option);
        }
    }
    if !super::values::takes_alike(before, after) {
        only(true, false, TakenAnswer::Values);
        only(false, true, TakenAnswer::Values);
    }
    kinds
}

/// Whether both offer an option after the same answers.
fn offered_alike(joint: &Joint<'_>, shared: &Shared, (before, after): (&Question, &Question), id: &str) -> bool {
    if shared.same {
        return true;
    }
    let [old, new] = joint.versions();
    let when = |question: &Question| question.options().iter().find(|of| of.id == id).map(|of| of.when.clone());
    match (when(before).flatten(), when(after).flatten()) {
        (None, None) => true,
        (Some(one), Some(other)) => joint.same.says((old, &one), (new, &other)),
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// What an unclear answer leaves.
pub(super) fn unsure(joint: &Joint<'_>, shared: &Shared) -> Vec<DifferenceKind> {
    let [old, new] = joint.versions();
    let (before, after) = (&old[shared.old], &new[shared.new]);
    let (one, other) = (before.unsure, after.unsure);
    let id = |version: &Questionnaire, floor: Option<VerdictIx>| floor.map(|floor| version[floor].id.clone());
    let vague = |plan: &crate::proof::plan::Plan<'_>, question| -> Vec<bool> {
        plan.domains[question].cells.iter().map(|cell| plan.is_vague(question, cell)).collect()
    };
    let floors_alike = id(old, one) == id(new, other);
    if shared.same && floors_alike && vague(&joint.old, shared.old) == vague(&joint.new, shared.new) {
        return Vec::new();
    }
    let kind = |old, new| DifferenceKind::Unsure { question: before.id.clone(), old, new };
    let both = (one.is_some() && other.is_some() && !floors_alike).then(|| kind(one, other));
    let gone = one.map(|_| kind(one, None));
    let added = other.map(|_| kind(None, other));
    both.into_iter().chain(gone).chain(added).collect()
}

/// The sections whose verdict may differ, by id, with their place in each version.
pub(super) fn sections(joint: &Joint<'_>) -> Vec<(String, [Option<SectionIx>; 2])> {
    let [old, new] = joint.versions();
    let place = |version: &Questionnaire, id: &str| version.sections().find(|section| section.id == id);
    let added = new.sections().iter().filter(|section| place(old, &section.id).is_none());
    let all = old.sections().iter().chain(added).map(|section| section.id.clone());
    let places = all.map(|id| {
        let places = [place(old, &id), place(new, &id)];
        (id, places)
    });
    places.filter(|(_, [before, after])| !section_alike(joint, *before, *after)).collect()
}

fn section_alike(joint: &Joint<'_>, before: Option<SectionIx>, after: Option<SectionIx>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    let [old, new] = joint.versions();
    let alike = Alike::new([old, new], &joint.same);
    let rules = |version: &Questionnaire, section: SectionIx| -> Vec<(String, String)> {
        let rules = version[section].rules.iter().map(|rule| &version[rule]);
        rules.map(|rule| (rule.id.clone(), version[rule.verdict].id.clone())).collect()
    };
    let offers = |version: &Questionnaire, section: SectionIx| -> Vec<QuestionIx> {
        let questions = version[section].questions.iter();
        questions.filter(|question| version[*question].unsure.is_some()).collect()
    };
    let floors = |version: &Questionnaire, section: SectionIx| -> Vec<(String, String)> {
        let offers = offers(version, section).into_iter().map(|question| &version[question]);
        offers.filter_map(|question| Some((question.id.clone(), version[question.unsure?].id.clone()))).collect()
    };
    let holds_alike = |(rule, _): &(String, String)| joint.holds_alike(rule);
    let unclear_alike = |question: QuestionIx| {
        let place = joint.shared.binary_search_by_key(&question, |shared| shared.old).ok();
        let shared = place.and_then(|place| joint.shared.get(place));
        shared.is_some_and(|shared| unsure(joint, shared).is_empty())
    };
    alike.verdicts()
        && joint.same.sections.contains(&after)
        && rules(old, before) == rules(new, after)
        && rules(old, before).iter().all(holds_alike)
        && floors(old, before) == floors(new, after)
        && offers(old, before).into_iter().all(unclear_alike)
}

/// Every pair of verdicts that a section can have, and that it does not apply.
pub(super) fn section_kinds(joint: &Joint<'_>, section: &str) -> Vec<DifferenceKind> {
    let [old, new] = joint.versions();
    let of = |version: &Questionnaire| -> Vec<Option<VerdictIx>> {
        version.verdicts().indices().map(Some).chain([None]).collect()
    };
    let id = |version: &Questionnaire, verdict: Option<VerdictIx>| verdict.map(|verdict| version[verdict].id.clone());
    let mut kinds = Vec::new();
    for before in of(old) {
        for after in of(new).into_iter().filter(|after| id(old, before) != id(new, *after)) {
            kinds.push(DifferenceKind::Section { section: section.to_owned(), old: before, new: after });
        }
    }
    kinds
}

/// The questions that both have, in the order of the new version.
fn in_order(joint: &Joint<'_>) -> Vec<(QuestionIx, QuestionIx)> {
    let [old, new] = joint.versions();
    let questions = new.questions().enumerated();
    questions.filter_map(|(after, question)| Some((old.question(&question.id)?, after))).collect()
}

fn order(joint: &Joint<'_>, earlier: QuestionIx, later: QuestionIx) -> DifferenceKind {
    let old = joint.old.questionnaire;
    DifferenceKind::Order { first: old[earlier].id.clone(), second: old[later].id.clone() }
}

/// The neighbours in the new version that the old one asks in another order: there are none only if the order is the same.
pub(super) fn swapped(joint: &Joint<'_>) -> Vec<DifferenceKind> {
    let shared = in_order(joint);
    let neighbours = shared.iter().zip(shared.iter().skip(1)).filter(|((one, _), (other, _))| other < one);
    neighbours.map(|((one, _), (other, _))| order(joint, *other, *one)).collect()
}

/// All pairs that the old version asks in another order, at most so many.
pub(super) fn all_swapped(joint: &Joint<'_>, most: usize) -> Vec<DifferenceKind> {
    let shared = in_order(joint);
    let pairs = shared.iter().enumerate().flat_map(|(position, (one, _))| {
        let later = shared.iter().skip(position + 1).filter(move |(other, _)| other < one);
        later.map(|(other, _)| order(joint, *other, *one))
    });
    pairs.take(most).collect()
}
