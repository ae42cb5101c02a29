//! What stands on the screen at the end of an interview: of an assessment the few parts by which people decide, as plain
//! data. The words around them are the screen's.

use super::aged::Changes;
use super::fill::{Labels, tidy};
use super::planned::told_points;
use super::waiting::Waiting;
use crate::assessment::{Assessment, Engine, Finding};
use crate::plan::{CarePlan, Unclear, care_plan};
use crate::questionnaire::{Audience, Rule};
use crate::response::Response;
use crate::value::Date;
use crate::value::index::QuestionIx;

/// The most things that a person is told to do next.
const TO_DO: usize = 3;

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
    let labels = Labels::new(&situation, assessment.may_be_treated(engine.questionnaire()));
    let questionnaire = labels.questionnaire;
    let verdict = &questionnaire[assessment.verdict];
    let waiting = Waiting::new(&labels, assessment);
    let told = assessment.without_private(questionnaire);
    let points = points(&labels, &told);
    let can_change = assessment.open_could_make_it > assessment.verdict || assessment.at_least < assessment.verdict;
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
        to_do: to_do(&labels, assessment, &points),
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

/// Something that stands in the way, for the reader of this report.
struct Point {
    text: String,
    advice: Vec<String>,
    /// Whether it makes the verdict what it is.
    decides: bool,
    /// Whether it ends by itself, on a day.
    dated: bool,
}

/// All that stands in the way, what decides first: the gravest findings, of those the one with the latest day, and else in
/// the order of the questionnaire; then, as grave, what nobody is sure of.
fn points(labels: &Labels<'_>, assessment: &Assessment) -> Vec<Point> {
    let mut findings: Vec<&Finding> = in_the_way(labels, assessment).collect();
    let rule = |finding: &Finding| &labels.questionnaire[finding.rule];
    findings.sort_by_key(|finding| std::cmp::Reverse((rule(finding).verdict, finding.not_before)));
    let mut points: Vec<(usize, Point)> = findings
        .into_iter()
        .map(|finding| {
            let rule = rule(finding);
            let decides = rule.verdict == assessment.verdict;
            (
                rule.verdict.at(),
                Point {
                    text: told(labels, assessment, rule),
                    advice: labels.all(rule.advice_for(labels.treated)),
                    decides,
                    dated: finding.not_before.is_some(),
                },
            )
        })
        .collect();
    points.extend(assessment.unsure.iter().filter(|unsure| unsure.verdict.at() > 0).map(|unsure| {
        let ask = labels.text(&labels.questionnaire[unsure.question].ask);
        let decides = unsure.verdict == assessment.verdict;
        let clear_up = labels.clear_up(&labels.questionnaire[unsure.question], &unsure.answer);
        let advice = vec![clear_up.unwrap_or_else(|| format!("Find out: {ask}"))];
        (
            unsure.verdict.at(),
            Point {
                text: format!("You are not sure about this, or did not say: {ask}"),
                advice,
                decides,
                dated: false,
            },
        )
    }));
    // Stable: findings stay before what is unclear.
    points.sort_by_key(|(verdict, _)| std::cmp::Reverse(*verdict));
    points.into_iter().map(|(_, point)| point).collect()
}

/// The findings that are more than a note.
fn in_the_way<'a>(labels: &'a Labels<'_>, assessment: &'a Assessment) -> impl Iterator<Item = &'a Finding> {
    assessment.findings.iter().filter(|finding| labels.questionnaire[finding.rule].verdict.at() > 0)
}

/// A rule in the words for the reader; one without words by the part that it belongs to.
fn told(labels: &Labels<'_>, assessment: &Assessment, rule: &Rule) -> String {
    let technicians = match assessment.audience {
        Audience::Technician => labels.all(rule.technician_for(labels.treated)),
        Audience::Client | Audience::Everyone => Vec::new(),
    };
    let text = if technicians.is_empty() { labels.maybe(rule.finding.as_ref()) } else { Some(technicians.join(" ")) };
    text.unwrap_or_else(|| labels.questionnaire[rule.section].title.clone())
}

fn waits(labels: &Labels<'_>, assessment: &Assessment) -> Vec<Wait> {
    let to_come = |finding: &Finding| finding.not_before.filter(|day| *day > assessment.assessed_on);
    let mut waits: Vec<Wait> = in_the_way(labels, assessment)
        .filter_map(|finding| {
            let text = told(labels, assessment, &labels.questionnaire[finding.rule]);
            to_come(finding).map(|until| Wait { until, text })
        })
        .collect();
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
    let decides = |finding: &&Finding| labels.questionnaire[finding.rule].verdict == assessment.verdict;
    let without_day = in_the_way(labels, assessment).filter(decides).filter(|finding| finding.not_before.is_none());
    let findings = without_day.map(|finding| told(labels, assessment, &labels.questionnaire[finding.rule]));
    let unsure = assessment.unsure.iter().filter(|unsure| unsure.verdict.at() > 0);
    findings.chain(unsure.map(|unsure| not_clear(unsure.question))).collect()
}

/// The first advice of each point that decides, what does not end by itself first, then that of the others, then what else is advised; each once. Where nothing
/// stands in the way, what the notes advise.
fn to_do(labels: &Labels<'_>, assessment: &Assessment, points: &[Point]) -> Vec<String> {
    let (mut decide, others): (Vec<&Point>, Vec<&Point>) = points.iter().partition(|point| point.decides);
    decide.sort_by_key(|point| point.dated);
    let firsts = decide.iter().chain(&others).filter_map(|point| point.advice.first());
    let rest = decide.iter().chain(&others).flat_map(|point| point.advice.iter().skip(1));
    let notes = assessment.findings.iter().map(|finding| &labels.questionnaire[finding.rule]);
    let notes =
        notes.filter(|rule| rule.verdict.at() == 0).flat_map(|rule| labels.all(rule.advice_for(labels.treated)));
    let mut to_do: Vec<String> = Vec::new();
    for advice in firsts.chain(rest).cloned().chain(notes) {
        if to_do.len() < TO_DO && !to_do.contains(&advice) {
            to_do.push(advice);
        }
    }
    to_do
}
