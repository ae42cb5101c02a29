//! What would change the result, proved by the analysis: other answers, time, and what is still open.

use serde::Serialize;

use super::data::{Day, Filler, Verdict, day};
use super::labels::entry;
use crate::assessment::{Assessment, Engine};
use crate::outlook::{self, AnswerChange, reachable, what_if};
use crate::proof::Plan;
use crate::response::Response;
use crate::value::Answer;
use crate::value::index::{QuestionIx, RuleIx, VerdictIx};

/// What the analysis found.
#[derive(Clone, Debug)]
pub(super) struct Ways {
    /// Smallest changes that lead to a less cautious verdict, first those in the person's hands.
    pub(super) ways: Vec<outlook::WhatIf>,
    /// The most cautious verdict that open answers can lead to.
    pub(super) verdict: VerdictIx,
    /// The rules through which they can; none if that was not worked out.
    pub(super) rules: Option<Vec<RuleIx>>,
}

impl Ways {
    /// Asks the analysis. Where deciding takes more work than allowed, less is said, and nothing wrong.
    pub(super) fn of(engine: &Engine<'_>, response: &Response, assessment: &Assessment) -> Ways {
        let bound = Ways::unasked(assessment);
        if assessment.stopped(engine.questionnaire()).is_some() {
            return bound;
        }
        let ways = what_if(engine, response).unwrap_or_default();
        match reachable(&Plan::new(engine), response, assessment) {
            Ok(reach) => Ways { ways, verdict: reach.verdict, rules: Some(reach.rules) },
            Err(_) => Ways { ways, ..bound },
        }
    }

    /// What the assessment itself knows, without asking the analysis.
    pub(super) fn unasked(assessment: &Assessment) -> Ways {
        Ways { ways: Vec::new(), verdict: assessment.could_become, rules: None }
    }

    /// Whether an open question can still make the verdict more cautious: through a rule, or by "not sure".
    pub(super) fn matters(&self, filler: &Filler<'_>, question: QuestionIx, rules: &[RuleIx], now: VerdictIx) -> bool {
        let floor = filler.questionnaire.questions().get(question.at()).and_then(|question| question.unsure);
        let by_rule = self.rules.as_ref().is_none_or(|reached| rules.iter().any(|rule| reached.contains(rule)));
        by_rule || floor.is_some_and(|floor| floor > now)
    }
}

/// One way to a less cautious verdict.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Way {
    changes: Vec<Turn>,
    from: Option<Day>,
    with_time: bool,
    verdict: Verdict,
    could_become: Verdict,
}

/// One answer that would have to be another.
#[derive(Clone, Debug, Serialize)]
struct Turn {
    question: String,
    ask: String,
    now: String,
    then: String,
}

impl Way {
    pub(super) fn new(filler: &Filler<'_>, way: &outlook::WhatIf) -> Way {
        Way {
            changes: way.changes.iter().filter_map(|change| turn(filler, change)).collect(),
            from: way.from.map(day),
            with_time: way.takes_time(filler.questionnaire),
            verdict: filler.verdict(way.verdict),
            could_become: filler.verdict(way.could_become),
        }
    }
}

fn turn(filler: &Filler<'_>, change: &AnswerChange) -> Option<Turn> {
    let question = filler.questionnaire.questions().get(change.question.at())?;
    let said = |answer: &Answer| entry(question, answer);
    Some(Turn {
        question: question.id.clone(),
        ask: filler.text(&question.ask),
        now: change.from.as_ref().map(said).unwrap_or_default(),
        then: said(&change.to),
    })
}
