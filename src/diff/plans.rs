//! Two plans of one person, step by step.

use super::alike::lasts;
use super::judged::Judged;
use super::kind::{PlanChange, Side};
use crate::plan::{CarePlan, CareStep, Unclear};
use crate::questionnaire::Questionnaire;
use crate::value::Date;

/// How the plans differ: of which step, and how; none of a step where it is the plan as a whole.
pub(super) fn changes([before, after]: [&Judged<'_>; 2]) -> Vec<(Option<String>, PlanChange)> {
    let (one, other) = match (&before.plan, &after.plan) {
        (None, None) => return Vec::new(),
        (Some(_), None) => return vec![(None, PlanChange::OnlyIn(Side::Old))],
        (None, Some(_)) => return vec![(None, PlanChange::OnlyIn(Side::New))],
        (Some(one), Some(other)) => (one, other),
    };
    let (old, new) = (before.questionnaire, after.questionnaire);
    let mut changes = Vec::new();
    if unclear(old, one) != unclear(new, other) {
        changes.push((None, PlanChange::Otherwise));
    }
    for step in &one.steps {
        let id = &old[step.step].id;
        let change = match other.steps.iter().find(|twin| new[twin.step].id == *id) {
            None => Some(PlanChange::OnlyIn(Side::Old)),
            Some(twin) => between([before, after], (step, twin)),
        };
        changes.extend(change.map(|change| (Some(id.clone()), change)));
    }
    for step in &other.steps {
        let id = &new[step.step].id;
        if !one.steps.iter().any(|twin| old[twin.step].id == *id) {
            changes.push((Some(id.clone()), PlanChange::OnlyIn(Side::New)));
        }
    }
    changes
}

/// How one step of both differs.
fn between([before, after]: [&Judged<'_>; 2], (step, twin): (&CareStep, &CareStep)) -> Option<PlanChange> {
    // What is done lies behind, so that it is as early as can be.
    let day = |step: &CareStep| if step.done { Some(Date::MIN) } else { step.on };
    match (day(step), day(twin)) {
        (Some(day), Some(then)) if then < day => Some(PlanChange::Sooner),
        (Some(day), Some(then)) if then > day => Some(PlanChange::Later),
        (Some(_), None) => Some(PlanChange::DatedOnlyIn(Side::Old)),
        (None, Some(_)) if asks_no_less([before, after]) => Some(PlanChange::Otherwise),
        (None, Some(_)) => Some(PlanChange::DatedOnlyIn(Side::New)),
        (Some(_), Some(_)) | (None, None) => {
            let alike = told(before.questionnaire, step) == told(after.questionnaire, twin);
            (!alike).then_some(PlanChange::Otherwise)
        }
    }
}

/// Whether the new version names days although it asks for no less: the verdict is graver, or what was unclear still is.
fn asks_no_less([before, after]: [&Judged<'_>; 2]) -> bool {
    let (old, new) = (before.questionnaire, after.questionnaire);
    let [(verdict, one), (then, other)] =
        [before, after].map(|judged| (judged.assessment.verdict, judged.plan.as_ref()));
    let is_graver = old.verdict(&new[then].id).is_some_and(|known| known > verdict);
    let (Some(one), Some(other)) = (one, other) else { return is_graver };
    let still = unclear(new, other);
    // What was unclear is found to be so: that is as grave, and has a day.
    let is_found = |question: &str| {
        after.assessment.findings.iter().any(|finding| {
            let as_grave = new[new[finding.rule].verdict].id == old[verdict].id;
            as_grave && finding.because.iter().any(|reason| new[reason.question].id == question)
        })
    };
    is_graver || unclear(old, one).iter().all(|unclear| still.contains(unclear) || is_found(unclear))
}

/// What is unclear, by ids.
fn unclear<'q>(questionnaire: &'q Questionnaire, plan: &CarePlan) -> Vec<&'q str> {
    let id = |unclear: &Unclear| match unclear {
        Unclear::Finding(rule) => questionnaire[*rule].id.as_str(),
        Unclear::Answer(question) => questionnaire[*question].id.as_str(),
    };
    plan.unclear.iter().map(id).collect()
}

/// All that is told of a step, by ids.
fn told<'q>(questionnaire: &'q Questionnaire, step: &CareStep) -> impl PartialEq + use<'q> {
    let after = step
        .after
        .iter()
        .map(|link| (questionnaire[link.step].id.as_str(), link.wait.map(lasts), link.at_latest.map(lasts)));
    let because = step.because.iter().map(|rule| questionnaire[*rule].id.as_str());
    let flags = (step.done, step.appointed, step.rest.map(lasts), step.at_latest);
    (step.on, flags, after.collect::<Vec<_>>(), because.collect::<Vec<_>>())
}
