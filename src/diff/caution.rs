//! Which kinds of difference are less cautious.

use super::joint::Joint;
use super::kind::{DifferenceKind, Moved, PlanChange, Side, TakenAnswer, less_cautious};

/// Whether a response of this kind may come to something less cautious by the new version: `docs/diff.md` says what that is,
/// kind by kind.
pub(super) fn is_less_cautious(kind: &DifferenceKind, joint: &Joint<'_>) -> bool {
    let (old, new) = (joint.old.questionnaire, joint.new.questionnaire);
    let weighs = |question: &str| old.question(question).is_some_and(|question| joint.weighty.contains(&question));
    match kind {
        DifferenceKind::Verdict { old: before, new: after }
        | DifferenceKind::CouldBecome { old: before, new: after } => less_cautious(old, new, (*before, *after)),
        DifferenceKind::Section { old: before, new: after, .. }
        | DifferenceKind::Unsure { old: before, new: after, .. } => match (before, after) {
            (Some(before), Some(after)) => less_cautious(old, new, (*before, *after)),
            // Whatever comes of it then is a kind of its own.
            (Some(_), None) | (None, _) => false,
        },
        // What a finding brings with it, a verdict, a step or a stop, is a kind of its own; its day is looked at for itself.
        DifferenceKind::Finding { .. } | DifferenceKind::Order { .. } | DifferenceKind::Score { .. } => false,
        DifferenceKind::Stopped { only_in, .. } => *only_in == Side::Old,
        DifferenceKind::Asked { question, only_in } | DifferenceKind::AskedOf { question, only_in, .. } => {
            *only_in == Side::Old && weighs(question)
        }
        DifferenceKind::Taken { question, answer, only_in } => {
            let passed_over = *answer == TakenAnswer::Silence;
            weighs(question) && (passed_over == (*only_in == Side::New))
        }
        DifferenceKind::NotBefore { moved, .. } => *moved == Moved::Less,
        // What is due later, and an answer that is believed for longer.
        DifferenceKind::By { moved, .. } | DifferenceKind::Validity { moved, .. } => *moved == Moved::More,
        DifferenceKind::Plan { step, change } => match (step, change) {
            (_, PlanChange::Sooner | PlanChange::DatedOnlyIn(Side::New)) => true,
            // Nothing is planned any more, though people are still treated; or a person is who was not.
            (None, PlanChange::OnlyIn(Side::Old)) => new.plan().is_none(),
            (None, PlanChange::OnlyIn(Side::New)) => old.plan().is_some(),
            (Some(_), PlanChange::OnlyIn(side)) => *side == Side::Old,
            (_, PlanChange::Later | PlanChange::DatedOnlyIn(Side::Old) | PlanChange::Otherwise) => false,
        },
    }
}

/// Whether a finding that only the old version makes may take a day with it.
pub(super) fn may_lose_a_day(kind: &DifferenceKind, joint: &Joint<'_>) -> bool {
    let DifferenceKind::Finding { rule, only_in: Side::Old } = kind else { return false };
    let old = joint.old.questionnaire;
    old.rule(rule).is_some_and(|rule| old[rule].not_before.is_some() || old[rule].by.is_some())
}
