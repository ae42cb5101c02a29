//! One way to a less cautious verdict, in words.

use serde::Serialize;

use super::fill::{Labels, ShownDay, ShownVerdict, shown_day};
use super::labels::entry;
use crate::outlook::{AnswerChange, WhatIf};
use crate::value::Answer;

/// One way to a less cautious verdict.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Way {
    changes: Vec<Turn>,
    from: Option<ShownDay>,
    with_time: bool,
    verdict: ShownVerdict,
    could_become: ShownVerdict,
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
    pub(super) fn new(labels: &Labels<'_>, way: &WhatIf) -> Way {
        Way {
            changes: way.changes.iter().map(|change| turn(labels, change)).collect(),
            from: way.from.map(shown_day),
            with_time: way.takes_time(labels.questionnaire),
            verdict: labels.verdict(way.verdict),
            could_become: labels.verdict(way.could_become),
        }
    }
}

fn turn(labels: &Labels<'_>, change: &AnswerChange) -> Turn {
    let question = &labels.questionnaire[change.question];
    let said = |answer: &Answer| entry(question, answer);
    Turn {
        question: question.id.clone(),
        ask: labels.text(&question.ask),
        now: change.from.as_ref().map_or(String::new(), said),
        then: said(&change.to),
    }
}
