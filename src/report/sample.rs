//! A report that holds everything which any report of a questionnaire can hold, to hold templates against.

use super::data::{Report, filled};
use super::way::Ways;
use crate::assessment::{Assessment, Engine, Finding, Open, Reason, SectionVerdict, Unsure};
use crate::outlook::{AnswerChange, WhatIf};
use crate::questionnaire::{Audience, Questionnaire};
use crate::response::Response;
use crate::value::index::{QuestionIx, RuleIx, SectionIx, VerdictIx};
use crate::value::{Answer, Date, Interval};

/// A day that stands for any.
const DAY: Date = Date::constant(2026, 11, 22);

/// Everything at once: all findings, all questions open and unclear. No response gives it.
pub(super) fn everything(questionnaire: &Questionnaire) -> Report {
    let ways = Ways { ways: ways(questionnaire), verdict: last(questionnaire), rules: None };
    let (engine, response) = (Engine::new(questionnaire, DAY), Response::new(questionnaire));
    filled(&engine.situation(&response), &assessment(questionnaire), &ways)
}

/// Nothing at all: no answer, no finding.
pub(super) fn nothing(questionnaire: &Questionnaire) -> Report {
    let empty = Assessment {
        findings: Vec::new(),
        unsure: Vec::new(),
        open: Vec::new(),
        sections: Vec::new(),
        verdict: VerdictIx(0),
        could_become: VerdictIx(0),
        ..assessment(questionnaire)
    };
    let ways = Ways { ways: Vec::new(), verdict: VerdictIx(0), rules: None };
    let (engine, response) = (Engine::new(questionnaire, DAY), Response::new(questionnaire));
    filled(&engine.situation(&response), &empty, &ways)
}

fn last(questionnaire: &Questionnaire) -> VerdictIx {
    VerdictIx::new(questionnaire.verdicts().len().saturating_sub(1))
}

fn assessment(questionnaire: &Questionnaire) -> Assessment {
    let worst = last(questionnaire);
    let questions = || (0..questionnaire.questions().len()).map(QuestionIx::new);
    let section = |section| SectionVerdict { section, verdict: VerdictIx(0), could_become: worst };
    Assessment {
        assessed_on: DAY,
        audience: Audience::Everyone,
        findings: (0..questionnaire.rules().len()).map(|rule| finding(RuleIx::new(rule))).collect(),
        unsure: questions().map(|question| Unsure { question, answer: Answer::Unsure, verdict: worst }).collect(),
        open: questions().map(|question| Open { question, could_become: worst, rules: vec![RuleIx(0)] }).collect(),
        sections: (0..questionnaire.sections().len()).map(SectionIx::new).map(section).collect(),
        scores: questionnaire.scores().iter().map(|_| Interval { low: 0, high: 1 }).collect(),
        verdict: worst,
        could_become: worst,
    }
}

fn finding(rule: RuleIx) -> Finding {
    let because = vec![Reason { question: QuestionIx(0), answer: Some(Answer::Unsure) }];
    Finding { rule, not_before: Some(DAY), because }
}

fn ways(questionnaire: &Questionnaire) -> Vec<WhatIf> {
    let change = AnswerChange { question: QuestionIx(0), from: Some(Answer::Unsure), to: Answer::Withheld };
    let (verdict, could_become) = (VerdictIx(0), last(questionnaire));
    vec![WhatIf { changes: vec![change], from: Some(DAY), verdict, could_become }]
}
