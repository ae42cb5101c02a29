//! One way to a less cautious verdict, in words.

use serde::Serialize;

use super::fill::{Labels, ShownDay, ShownVerdict, shown_day};
use super::labels::entry;
use crate::outlook::{AnswerChange, WhatIf};
use crate::questionnaire::ChangedBy;
use crate::value::{Answer, Value};

/// One way to a less cautious verdict.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Way {
    changes: Vec<Turn>,
    from: Option<ShownDay>,
    with_time: bool,
    earliest: bool,
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
    by: &'static str,
    passed: Option<String>,
}

impl Way {
    pub(super) fn new(labels: &Labels<'_>, way: &WhatIf) -> Way {
        Way {
            changes: way.changes.iter().map(|change| turn(labels, change)).collect(),
            // A number, as an age, grows in its own time: a day would promise what nobody knows.
            from: way.from.filter(|_| !way.changes.iter().any(grows)).map(shown_day),
            with_time: way.takes_time(),
            // What passes today at the earliest may pass later, and the day with it.
            earliest: way.changes.iter().any(|change| change.by != ChangedBy::Person),
            verdict: labels.verdict(way.verdict),
            could_become: labels.verdict(way.could_become),
        }
    }
}

fn grows(change: &AnswerChange) -> bool {
    change.by == ChangedBy::Time && matches!(change.to, Answer::Given(Value::Number(_)))
}

fn turn(labels: &Labels<'_>, change: &AnswerChange) -> Turn {
    let question = &labels.questionnaire[change.question];
    Turn {
        question: question.id.clone(),
        ask: labels.text(&question.ask),
        now: entry(question, &change.from),
        then: entry(question, &change.to),
        by: change.by.name(),
        passed: passed(change).map(|passed| entry(question, &passed)),
    }
}

/// Of several options, those that are left out.
fn passed(change: &AnswerChange) -> Option<Answer> {
    match (&change.from, &change.to) {
        (Answer::Given(Value::Choices(now)), Answer::Given(Value::Choices(then))) => {
            Some(Answer::Given(Value::Choices(now.without(*then))))
        }
        _ => None,
    }
}
