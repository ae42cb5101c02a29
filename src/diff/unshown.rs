//! What was changed and no difference shows: a response may yet come to something else by it.
//!
//! Whether two versions are alike is a matter of structure, and proved by it. Where they are not, every kind of difference is
//! sought; what was neither shown nor is without effect is told here, with what may differ by it.

use super::changes::{How, SetChange};
use super::kind::{DifferenceKind, MayDiffer};
use super::{Difference, UndecidedKind};

const REASONS: &str = "the answers that are named as reasons, and as open";
const OTHER_DAYS: &str = "what is found and asked on another day of assessment, and which answers are named as reasons";
const PLAN: &str = "the plan";

/// When a change is told.
enum When {
    /// Always: no kind of difference is about it.
    Always,
    /// If no kind of difference names the item.
    Unshown,
    /// If there is no difference at all.
    Alone,
}

/// What may differ by these changes.
pub(super) fn of(
    changes: &[SetChange],
    (differences, undecided): (&[Difference], &[UndecidedKind]),
    (alike, rests_on_days): (bool, impl Fn(&SetChange) -> bool),
) -> Vec<MayDiffer> {
    let kinds = || {
        let undecided = undecided.iter().map(|one| &one.kind);
        differences.iter().map(|one| &one.kind).chain(undecided)
    };
    let mut may_differ: Vec<MayDiffer> = Vec::new();
    for change in changes {
        let Some((when, says, less_cautious)) = effect(change) else { continue };
        let is_told = match when {
            When::Always => true,
            When::Unshown => !alike && !kinds().any(|kind| names(kind, change)),
            When::Alone => !alike && kinds().next().is_none(),
        };
        if is_told {
            let key = key(change);
            // On the day of the comparison it makes no difference; on another, other days lie where it looks.
            let on_other_days = says == REASONS && rests_on_days(change);
            let (says, less_cautious) = if on_other_days { (OTHER_DAYS, true) } else { (says, less_cautious) };
            may_differ.push(MayDiffer { what: change.what, id: change.id.clone(), key, says, less_cautious });
        }
    }
    if !alike && kinds().next().is_none() && may_differ.is_empty() {
        // Nothing that is compared by structure differs without a change of its own; should it ever, it is not passed over.
        let says = "something that was compared by its structure alone";
        may_differ.push(MayDiffer {
            what: "questionnaire",
            id: String::new(),
            key: "other",
            says,
            less_cautious: true,
        });
    }
    may_differ
}

/// The key that was changed; of an item that is there in one version only, that.
pub(super) fn key(change: &SetChange) -> &'static str {
    match &change.how {
        How::Added => "added",
        How::Removed => "removed",
        How::Logic(part) | How::Text(part) => part.key,
    }
}

/// When a change is told, what may differ by it, and whether that may be less cautious; none of what takes no part in judging,
/// planning or asking.
fn effect(change: &SetChange) -> Option<(When, &'static str, bool)> {
    if matches!(change.how, How::Text(_)) {
        return None;
    }
    Some(match (change.what, key(change)) {
        ("acceptance" | "guarantee" | "value" | "verdict", _) => return None,
        ("decision option" | "chance", _) => (When::Always, "what helps to decide", false),
        ("question", "private") => (When::Always, "what is told of the answer", false),
        ("question", "can_change" | "yes" | "no") | ("option", "becomes" | "passes") => {
            (When::Always, "what people are told could change the result", false)
        }
        ("question" | "option", "was") => (When::Always, "which answers to earlier versions are read", false),
        ("question", "order of options") => (When::Always, "the order in which the options stand", false),
        ("question", "asked together") => (When::Always, "what is asked on one screen", false),
        ("rule", "silences") => (When::Always, "which advice is told", false),
        ("section", "order of rules") => (When::Always, "the order of the findings", false),
        ("questionnaire", "order of scores") => (When::Always, "the order of the scores", false),
        ("question", "valid_for") => (When::Unshown, "how answers of earlier days are taken", true),
        ("question", "takes" | "type") => (When::Unshown, "which answers are taken", true),
        ("step", _) | ("questionnaire", "order of steps" | "treats_up_to" | "waits_from") => {
            (When::Unshown, PLAN, true)
        }
        ("rule", "plan") => (When::Unshown, PLAN, true),
        ("rule", "stop") => (When::Unshown, "how the interview ends", true),
        ("rule" | "question", _) => (When::Unshown, REASONS, false),
        ("score", _) => (When::Unshown, "what the score comes to", false),
        (_, _) => (When::Alone, REASONS, false),
    })
}

/// Whether a kind of difference names the item of a change.
fn names(kind: &DifferenceKind, change: &SetChange) -> bool {
    let plan = matches!(kind, DifferenceKind::Plan { .. });
    match (change.what, key(change)) {
        ("questionnaire", _) | ("rule", "plan") => plan,
        ("step", _) => match kind {
            DifferenceKind::Plan { step, .. } => step.as_ref().is_none_or(|step| *step == change.id),
            _ => false,
        },
        ("question", "valid_for") => {
            matches!(kind, DifferenceKind::Validity { question, .. } if *question == change.id)
        }
        ("question", "takes" | "type") => {
            matches!(kind, DifferenceKind::Taken { question, .. } | DifferenceKind::Asked { question, .. } if *question == change.id)
        }
        ("rule", "stop") => matches!(kind, DifferenceKind::Stopped { rule, .. } if *rule == change.id),
        ("rule", "verdict") => matches!(
            kind,
            DifferenceKind::Verdict { .. } | DifferenceKind::Section { .. } | DifferenceKind::CouldBecome { .. }
        ),
        ("rule", _) => match kind {
            DifferenceKind::Finding { rule, .. }
            | DifferenceKind::Stopped { rule, .. }
            | DifferenceKind::NotBefore { rule, .. }
            | DifferenceKind::By { rule, .. } => *rule == change.id,
            _ => false,
        },
        ("question", _) => match kind {
            DifferenceKind::Asked { question, .. }
            | DifferenceKind::AskedOf { question, .. }
            | DifferenceKind::Taken { question, .. }
            | DifferenceKind::Unsure { question, .. } => *question == change.id,
            _ => false,
        },
        ("score", _) => matches!(kind, DifferenceKind::Score { score } if *score == change.id),
        (_, _) => false,
    }
}
