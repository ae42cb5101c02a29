//! The plan in the contract.

use serde::Serialize;

use crate::plan::{CareLink, CarePlan, CareStep};
use crate::questionnaire::Questionnaire;
use crate::value::Date;
use crate::value::json::maybe_day;

/// A step of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ContractStep<'q> {
    /// The step.
    pub step: &'q str,
    /// The first day on which it can be, or that on which it was done; absent if no day can be named.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "maybe_day")]
    pub on: Option<Date>,
    /// The last day, as long as what it follows is on its own first day; absent if there is no such bound.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "maybe_day")]
    pub at_latest: Option<Date>,
    /// Whether it is done; absent if not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub done: bool,
    /// Whether an answer sets its day, which lies ahead; absent if not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub appointed: bool,
    /// What it follows; absent if nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<ContractLink<'q>>,
    /// The rules that want it, or whose wait ends on its day.
    pub because: Vec<&'q str>,
}

/// What a step of the plan follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ContractLink<'q> {
    /// The earlier step.
    pub step: &'q str,
    /// The least time between the two; absent if both may be on one day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wait: Option<String>,
    /// The longest time between the two; absent if there is no such bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_latest: Option<String>,
}

/// The steps of one person's plan.
pub(crate) fn steps<'q>(questionnaire: &'q Questionnaire, plan: &CarePlan) -> Vec<ContractStep<'q>> {
    let link = |link: &CareLink| ContractLink {
        step: &questionnaire[link.step].id,
        wait: link.wait.map(|wait| wait.to_string()),
        at_latest: link.at_latest.map(|at_latest| at_latest.to_string()),
    };
    let step = |item: &CareStep| ContractStep {
        step: &questionnaire[item.step].id,
        on: item.on,
        at_latest: item.at_latest,
        done: item.done,
        appointed: item.appointed,
        after: item.after.iter().map(link).collect(),
        because: item.because.iter().map(|rule| questionnaire[*rule].id.as_str()).collect(),
    };
    plan.steps.iter().map(step).collect()
}
