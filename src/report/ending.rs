//! What stands on the screen at the end of an interview: of an assessment the few parts by which people decide, as plain
//! data. The words around them are the screen's.

use super::aged::Changes;
use super::fill::{Labels, tidy};
use super::order::{InTheWay, in_the_way};
use super::planned::told_points;
use super::points::{ToDo, points, to_do, told};
use super::waiting::Waiting;
use crate::assessment::{Assessment, Engine};
use crate::plan::{CarePlan, Unclear, care_plan};
use crate::questionnaire::Audience;
use crate::response::Response;
use crate::value::Date;
use crate::value::index::QuestionIx;

/// The end of an interview in its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// For whom it was made; findings are in the words for that reader.
    pub audience: Audience,
    /// The person, by the name or number that the clinic uses.
    pub client: Option<String>,
    /// The day of assessment.
    pub assessed_on: Date,
    /// How firmly the result stands.
    pub standing: Standing,
    /// The result by its title; none if too little is known for one.
    pub verdict: Option<String>,
    /// What that result means.
    pub says: String,
    /// The first day of a treatment as the plan has it; without a plan, the day on which no wait stands in the way any more.
    pub first_day: Option<Date>,
    /// The steps of the plan that are to come, with their days, as they come.
    pub plan: Vec<PlannedStep>,
    /// What has a day, the latest first.
    pub waits: Vec<Wait>,
    /// What has none and must be settled first: whatever is unclear, and the deciding findings without a day.
    pub to_settle: Vec<String>,
    /// What decided, in a sentence or more; none if nothing stands in the way.
    pub reason: Option<String>,
    /// How many points there are beside it.
    pub more: usize,
    /// What to do next, at most three things.
    pub to_do: Vec<String>,
    /// What can still be asked and matters.
    pub open: OpenPoints,
    /// What has changed since the person was here before.
    pub since: Option<String>,
}

/// How firmly a result stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is the result.
    Result,
    /// Questions are open that could change it.
    SoFar,
    /// Answers are too old: they are asked again first.
    AskAgain,
}

/// A step of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedStep {
    /// What it is.
    pub title: String,
    /// The first day on which it can be.
    pub on: Date,
}

/// What waits for a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wait {
    /// The first day on which it no longer stands in the way.
    pub until: Date,
    /// What it is.
    pub text: String,
}

/// How many questions are open that could change the result, and to what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenPoints {
    /// The client's.
    pub client: usize,
    /// The technician's.
    pub technician: usize,
    /// The most cautious result that they could lead to, if that is another.
    pub can_become: Option<String>,
}

/// The end of an interview, from what the engine made of the answers, and what has changed since an earlier visit.
///
/// # Panics
/// If the response is not one to the questionnaire of the engine.
pub fn ending(engine: &Engine<'_>, response: &Response, assessment: &Assessment, changes: Option<&Changes>) -> Ending {
    let situation = engine.situation(response);
    let labels = Labels::new(&situation, assessment.may_be_treated(engine.questionnaire()), assessment);
    let questionnaire = labels.questionnaire;
    let verdict = &questionnaire[assessment.verdict];
    let waiting = Waiting::new(&labels, assessment);
    let told = assessment.without_private(questionnaire);
    let points = points(&labels, &told);
    let can_change = assessment.can_move();
    let known = assessment.verdict.at() > 0 || waiting.count == 0;
    let plan = care_plan(&situation, assessment).filter(|_| known);
    Ending {
        audience: assessment.audience,
        client: response.client().map(str::to_owned),
        assessed_on: assessment.assessed_on,
        standing: match (can_change && !assessment.aged.is_empty(), can_change && waiting.count > 0) {
            (true, _) => Standing::AskAgain,
            (false, true) if assessment.settled_here != Some(true) => Standing::SoFar,
            (false, _) => Standing::Result,
        },
        verdict: known.then(|| verdict.title.clone()),
        says: if known { tidy(&verdict.says) } else { "Too little is answered so far to give a result.".to_owned() },
        first_day: first_day(&labels, assessment, plan.as_ref()),
        plan: plan.as_ref().map_or_else(Vec::new, |plan| steps(&labels, plan)),
        waits: waits(&labels, assessment),
        to_settle: to_settle(&labels, &told, plan.as_ref()),
        reason: points.first().map(|point| point.text.clone()),
        more: points.len().saturating_sub(1),
        to_do: to_do(&labels, assessment, &points).into_iter().map(ToDo::in_words).collect(),
        open: OpenPoints {
            client: waiting.count,
            technician: waiting.technician,
            can_become: (assessment.open_could_make_it > assessment.verdict)
                .then(|| questionnaire[assessment.open_could_make_it].title.clone()),
        },
        since: changes.map(Changes::in_words),
    }
}

/// The first day on which somebody can be treated. This is the one place that says so.
fn first_day(labels: &Labels<'_>, assessment: &Assessment, plan: Option<&CarePlan>) -> Option<Date> {
    let Some(definition) = labels.questionnaire.plan() else {
        let still_to_come = assessment.not_before().filter(|day| *day > assessment.assessed_on);
        return still_to_come.filter(|_| !is_gravest(labels, assessment));
    };
    plan.filter(|plan| plan.dated)?.first_treatment(definition)?.on
}

/// Without a plan, nobody with the gravest result is treated.
fn is_gravest(labels: &Labels<'_>, assessment: &Assessment) -> bool {
    assessment.verdict.at() + 1 == labels.questionnaire.verdicts().len()
}

fn steps(labels: &Labels<'_>, plan: &CarePlan) -> Vec<PlannedStep> {
    let Some(definition) = labels.questionnaire.plan().filter(|_| plan.dated) else { return Vec::new() };
    let to_come = plan.steps.iter().filter(|item| !item.done);
    let mut steps: Vec<PlannedStep> = to_come
        .filter_map(|item| item.on.map(|on| PlannedStep { title: definition.steps[item.step].title.clone(), on }))
        .collect();
    steps.sort_by_key(|step| step.on);
    steps
}

fn waits(labels: &Labels<'_>, assessment: &Assessment) -> Vec<Wait> {
    let wait = |point: InTheWay<'_>| match point {
        InTheWay::Found(finding, rank) => {
            let text = told(labels, assessment, &labels.questionnaire[finding.rule]);
            rank.until.map(|until| Wait { until, text })
        }
        InTheWay::Unclear(_) => None,
    };
    let mut waits: Vec<Wait> = in_the_way(labels, assessment).into_iter().filter_map(wait).collect();
    waits.sort_by_key(|wait| std::cmp::Reverse(wait.until));
    waits
}

/// What the plan says must be clear; without one, the deciding findings that have no day, and what nobody is sure of.
fn to_settle(labels: &Labels<'_>, assessment: &Assessment, plan: Option<&CarePlan>) -> Vec<String> {
    let not_clear = |question: QuestionIx| format!("Not clear: {}", labels.text(&labels.questionnaire[question].ask));
    if labels.questionnaire.plan().is_some() {
        let unclear = plan.into_iter().flat_map(|plan| told_points(labels, plan));
        return unclear
            .map(|point| match point {
                Unclear::Finding(rule) => told(labels, assessment, &labels.questionnaire[*rule]),
                Unclear::Answer(question) => not_clear(*question),
            })
            .collect();
    }
    if is_gravest(labels, assessment) {
        return Vec::new();
    }
    let to_settle = |point: InTheWay<'_>| match point {
        InTheWay::Found(finding, rank) => {
            let stays = rank.verdict == assessment.verdict && rank.until.is_none();
            stays.then(|| told(labels, assessment, &labels.questionnaire[finding.rule]))
        }
        InTheWay::Unclear(unsure) => Some(not_clear(unsure.question)),
    };
    in_the_way(labels, assessment).into_iter().filter_map(to_settle).collect()
}
