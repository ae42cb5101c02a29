//! A report that holds everything which any report of a questionnaire can hold, to hold templates against.

use super::aged::{Changes, changes};
use super::data::{Planning, Report, fill_report};
use crate::assessment::{Aged, Assessment, Bounds, Cause, Engine, Finding, Open, Reason, SectionVerdict, Unsure};
use crate::outlook::{AnswerChange, Outlook, WhatIf};
use crate::plan::{CareLink, CarePlan, CareStep, Unclear};
use crate::questionnaire::{Audience, ChangedBy, Follows, Questionnaire};
use crate::response::{Accepted, Response, Visit};
use crate::value::index::{QuestionIx, VerdictIx};
use crate::value::{Answer, Date, Duration, Interval, Unit};

/// A day that stands for any.
const DAY: Date = Date::constant(2026, 11, 22);
/// A day to come: a wait that is over is not shown.
const LATER: Date = Date::constant(2026, 11, 23);

/// Everything at once: all findings, all questions open and unclear. No response gives it.
pub(super) fn everything(questionnaire: &Questionnaire) -> Report {
    let outlook = Outlook { ways: ways(questionnaire), ..Outlook::unasked() };
    sample(questionnaire, &all(questionnaire), &outlook)
}

/// Nothing at all: no answer, no finding.
pub(super) fn nothing(questionnaire: &Questionnaire) -> Report {
    let none = Assessment {
        findings: Vec::new(),
        unsure: Vec::new(),
        open: Vec::new(),
        sections: Vec::new(),
        aged: Vec::new(),
        not_offered: Vec::new(),
        verdict: VerdictIx(0),
        at_least: VerdictIx(0),
        could_become: VerdictIx(0),
        open_could_make_it: VerdictIx(0),
        ..all(questionnaire)
    };
    sample(questionnaire, &none, &Outlook::unasked())
}

fn sample(questionnaire: &Questionnaire, assessment: &Assessment, outlook: &Outlook) -> Report {
    let (engine, response) = (Engine::new(questionnaire, DAY), Response::new(questionnaire));
    let since = (!assessment.findings.is_empty()).then(|| everything_changed(&engine, &response, assessment));
    let plan = (!assessment.findings.is_empty()).then(|| every_step(questionnaire));
    let everything = !assessment.findings.is_empty();
    let planning = Planning { treated: true, plan: plan.flatten(), everything };
    fill_report(&engine.situation(&response), assessment, (outlook, &planning), since)
}

/// A plan with every step in it, of which everything is known.
fn every_step(questionnaire: &Questionnaire) -> Option<CarePlan> {
    let definition = questionnaire.plan()?;
    let span = Some(Duration { count: 2, unit: Unit::Weeks });
    let steps = definition.steps.enumerated().map(|(index, step)| {
        let link = |follows: &Follows| CareLink { step: follows.step, wait: span, at_latest: span };
        CareStep {
            step: index,
            on: Some(DAY),
            at_latest: Some(DAY),
            done: false,
            appointed: true,
            after: step.after.iter().map(link).collect(),
            rest: span,
            because: questionnaire.rules().indices().take(1).collect(),
        }
    });
    let unclear = a_question(questionnaire).map(Unclear::Answer);
    let unclear = unclear.chain(questionnaire.rules().indices().take(1).map(Unclear::Finding)).collect();
    Some(CarePlan { steps: steps.collect(), dated: true, unclear })
}

/// Changes of which every list has something in it.
fn everything_changed(engine: &Engine<'_>, response: &Response, assessment: &Assessment) -> Changes {
    let mut before = response.clone();
    for question in a_question(engine.questionnaire()) {
        before.set(Accepted::known_to_fit(question, Answer::Unsure, Some(DAY)));
    }
    let written = Visit {
        version: Some("0.1".to_owned()),
        verdict: engine.questionnaire().verdicts().iter().last().map(|last| last.id.clone()),
        ..Visit::default()
    };
    changes((engine, &before), (engine, response, assessment), &written)
}

fn worst(questionnaire: &Questionnaire) -> VerdictIx {
    VerdictIx::new(questionnaire.verdicts().len().saturating_sub(1))
}

/// One question as an example of any; none of a questionnaire that asks nothing.
fn a_question(questionnaire: &Questionnaire) -> impl Iterator<Item = QuestionIx> {
    questionnaire.questions().indices().take(1)
}

fn all(questionnaire: &Questionnaire) -> Assessment {
    let worst = worst(questionnaire);
    let causes: Vec<Cause> = questionnaire.rules().indices().take(1).map(Cause::Rule).collect();
    let because = || {
        let reason = |question| Reason { question, answer: Some(Answer::Unsure), answered_on: Some(DAY) };
        a_question(questionnaire).map(reason).collect()
    };
    let questions = || questionnaire.questions().indices();
    Assessment {
        assessed_on: DAY,
        answered_on: Some(DAY),
        audience: Audience::Everyone,
        findings: questionnaire
            .rules()
            .indices()
            .map(|rule| Finding { rule, not_before: Some(LATER), by: Some(DAY), because: because() })
            .collect(),
        unsure: questions().map(|question| Unsure { question, answer: Answer::Unsure, verdict: worst }).collect(),
        open: questions().map(|question| Open { question, could_become: worst, causes: causes.clone() }).collect(),
        sections: questionnaire
            .sections()
            .indices()
            .map(|section| SectionVerdict {
                section,
                verdict: VerdictIx(0),
                at_least: VerdictIx(0),
                could_become: worst,
            })
            .collect(),
        scores: questionnaire.scores().iter().map(|_| Interval { low: 0, high: 1 }).collect(),
        verdict: worst,
        at_least: worst,
        could_become: worst,
        open_could_make_it: worst,
        bounds: Bounds::Exact,
        settled_here: Some(true),
        aged: questions().map(|question| Aged { question, answered_on: DAY, answer: Answer::Unsure }).collect(),
        not_offered: questions().collect(),
        stopped: None,
    }
}

fn ways(questionnaire: &Questionnaire) -> Vec<WhatIf> {
    let change =
        |question| AnswerChange { question, from: Answer::Unsure, to: Answer::Withheld, by: ChangedBy::Prescriber };
    let (verdict, could_become) = (VerdictIx(0), worst(questionnaire));
    vec![WhatIf {
        changes: a_question(questionnaire).map(change).collect(),
        opened: a_question(questionnaire).map(|question| (question, DAY)).collect(),
        from: Some(DAY),
        verdict,
        could_become,
    }]
}
