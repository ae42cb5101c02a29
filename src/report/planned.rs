//! The plan as a report shows it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::fill::{Labels, ShownDay, shown_day};
use crate::plan::{CareLink, CarePlan, CareStep, Unclear};
use crate::questionnaire::PlanDefinition;
use crate::value::{Date, Duration};

/// A day from which waits are compared.
const START: Date = Date::constant(2026, 7, 1);

/// One person's plan.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ShownPlan {
    steps: Vec<ShownStep>,
    dated: bool,
    first: Option<ShownStep>,
    unclear: Vec<String>,
}

/// A step of it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ShownStep {
    step: String,
    title: String,
    on: Option<ShownDay>,
    at_latest: Option<ShownDay>,
    done: bool,
    appointed: bool,
    prepares: bool,
    rest: Option<String>,
    after: Vec<ShownLink>,
    /// That of `after` with the longest wait: enough to say where no day is named.
    longest: Option<ShownLink>,
    because: Vec<String>,
}

/// What it follows.
#[derive(Clone, Debug, Serialize)]
struct ShownLink {
    step: String,
    title: String,
    wait: Option<String>,
    at_latest: Option<String>,
}

impl ShownPlan {
    pub(super) fn new(labels: &Labels<'_>, definition: &PlanDefinition, plan: &CarePlan) -> ShownPlan {
        let mut items: Vec<&CareStep> = plan.steps.iter().collect();
        if plan.dated {
            // As they come, for people. Without a day stands what was done on a day that nobody knows: before what is to come.
            let day = |item: &CareStep| item.on.unwrap_or(labels.situation.day());
            items.sort_by_key(|item| day(item));
        }
        ShownPlan {
            steps: items.into_iter().map(|item| shown_step(labels, definition, item)).collect(),
            dated: plan.dated,
            first: plan.first_treatment(definition).map(|item| shown_step(labels, definition, item)),
            unclear: told_points(labels, plan).map(|point| unclear(labels, *point)).collect(),
        }
    }
}

/// The steps by id: also those that are not in the plan, so that a misspelt one is found without any answer.
pub(super) fn planned(labels: &Labels<'_>, plan: Option<&CarePlan>) -> BTreeMap<String, Option<ShownStep>> {
    let Some(definition) = labels.questionnaire.plan() else { return BTreeMap::new() };
    let steps = definition.steps.enumerated().map(|(index, step)| {
        let item = plan.and_then(|plan| plan.step(index));
        (step.id.clone(), item.map(|item| shown_step(labels, definition, item)))
    });
    steps.collect()
}

fn shown_step(labels: &Labels<'_>, definition: &PlanDefinition, item: &CareStep) -> ShownStep {
    let step = &definition.steps[item.step];
    let span = |span: Option<Duration>| span.map(|span| span.to_string());
    let link = |link: &CareLink| {
        let before = &definition.steps[link.step];
        let (wait, at_latest) = (span(link.wait), span(link.at_latest));
        ShownLink { step: before.id.clone(), title: before.title.clone(), wait, at_latest }
    };
    ShownStep {
        step: step.id.clone(),
        title: step.title.clone(),
        on: item.on.map(shown_day),
        at_latest: item.at_latest.map(shown_day),
        done: item.done,
        appointed: item.appointed,
        prepares: step.prepares,
        rest: span(item.rest),
        after: item.after.iter().map(link).collect(),
        longest: item
            .after
            .iter()
            .filter(|link| link.wait.is_some())
            .max_by_key(|link| link.wait_from(START))
            .map(link),
        because: item.because.iter().map(|rule| labels.questionnaire[*rule].id.clone()).collect(),
    }
}

/// What must be clear before there are days, as far as it may be told.
pub(super) fn told_points<'p>(labels: &Labels<'_>, plan: &'p CarePlan) -> impl Iterator<Item = &'p Unclear> {
    plan.unclear.iter().filter(|point| match point {
        Unclear::Answer(question) => !labels.questionnaire[*question].private,
        Unclear::Finding(_) => true,
    })
}

/// What must be clear first, in the words of whoever asks or finds it.
fn unclear(labels: &Labels<'_>, point: Unclear) -> String {
    match point {
        Unclear::Answer(question) => {
            let question = &labels.questionnaire[question];
            question.label.clone().unwrap_or_else(|| labels.text(&question.ask))
        }
        Unclear::Finding(rule) => {
            let rule = &labels.questionnaire[rule];
            labels.maybe(rule.finding.as_ref().or(rule.technician.as_ref())).unwrap_or_else(|| rule.id.clone())
        }
    }
}
