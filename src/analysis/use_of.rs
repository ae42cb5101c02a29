//! Every question is used: ask for no more than is needed. And no date mixes units whose order the calendar decides.

use std::collections::BTreeSet;

use super::domain::{conditions, tests};
use super::plan::Plan;
use crate::condition::{Node, Test};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::questionnaire::{Question, QuestionKind};
use crate::template::Text;
use crate::value::index::{ConditionIx, QuestionIx, ScoreIx};
use crate::value::{Duration, Unit};

/// The tag by which an author says that a question is kept for the record, though nothing judges it.
const RECORD: &str = "record";

/// Finds what nothing uses.
pub(super) fn prove(plan: &Plan<'_>) -> Diagnostics {
    let used = Used::of(plan);
    let mut found = Diagnostics::default();
    for (position, question) in plan.questionnaire.questions().iter().enumerate() {
        let free = matches!(question.kind, QuestionKind::Text) || question.tags.iter().any(|tag| tag == RECORD);
        if !free && !used.questions.contains(&QuestionIx::new(position)) {
            found.push(idle_question(question));
        }
    }
    for (position, named) in plan.questionnaire.conditions().iter().enumerate() {
        if !used.conditions.contains(&ConditionIx::new(position)) {
            found.push(
                Diagnostic::new(Code::IdleCondition, named.span, format!("nothing uses the condition `{}`", named.id))
                    .help("remove it"),
            );
        }
    }
    for (position, score) in plan.questionnaire.scores().iter().enumerate() {
        if !used.scores.contains(&ScoreIx::new(position)) {
            found.push(
                Diagnostic::new(Code::IdleCondition, score.span, format!("nothing uses the score `{}`", score.id))
                    .help("remove it"),
            );
        }
    }
    calendar(plan).into_iter().for_each(|diagnostic| found.push(diagnostic));
    found
}

fn idle_question(question: &Question) -> Diagnostic {
    Diagnostic::new(Code::IdleQuestion, question.span, format!("nothing uses the answer to `{}`", question.id)).help(
        "ask only what is used: add a rule, remove the question, or say `tags: [record]` if it is kept for the record",
    )
}

/// What conditions, scores and texts name.
#[derive(Default)]
struct Used {
    questions: BTreeSet<QuestionIx>,
    conditions: BTreeSet<ConditionIx>,
    scores: BTreeSet<ScoreIx>,
}

impl Used {
    fn of(plan: &Plan<'_>) -> Used {
        let mut used = Used::default();
        let questionnaire = plan.questionnaire;
        for node in conditions(questionnaire).into_iter().flat_map(|condition| condition.walk()) {
            match &node.node {
                Node::Named(named) => used.conditions.extend([*named]),
                Node::Test(Test::Score(score, ..)) => used.scores.extend([*score]),
                Node::Test(test) => used.questions.extend(test.question()),
                Node::Not(_) | Node::All(_) | Node::Any(_) => {}
            }
        }
        used.questions.extend(questionnaire.scores().iter().flat_map(|score| score.sum.iter().copied()));
        used.questions.extend(questionnaire.rules().iter().filter_map(|rule| rule.not_before?.question));
        let names = texts(plan).into_iter().flat_map(Text::names);
        used.questions.extend(names.filter_map(|name| questionnaire.question(name)));
        used
    }
}

/// Every text that people read.
fn texts<'p>(plan: &Plan<'p>) -> Vec<&'p Text> {
    let questions = plan.questionnaire.questions().iter();
    let asked = questions.flat_map(|question| [Some(&question.ask), question.help.as_ref(), question.why.as_ref()]);
    let rules = plan.questionnaire.rules().iter();
    let found = rules.flat_map(|rule| {
        [rule.finding.as_ref(), rule.technician.as_ref(), rule.changes.as_ref()]
            .into_iter()
            .chain(rule.advice.iter().map(Some))
    });
    let intros = plan.questionnaire.sections().iter().map(|section| section.intro.as_ref());
    asked.chain(found).chain(intros).flatten().collect()
}

/// Pairs of durations on one date of which neither is always the longer.
fn calendar(plan: &Plan<'_>) -> Vec<Diagnostic> {
    let tests = tests(plan.questionnaire);
    let mut found = Vec::new();
    for (question, tests) in plan.questionnaire.questions().iter().zip(&tests) {
        let back =
            tests.iter().filter_map(|test| if let Test::Within(_, duration) = test { Some(*duration) } else { None });
        let ahead = tests
            .iter()
            .filter_map(|test| if let Test::WithinNext(_, duration) = test { Some(*duration) } else { None });
        let pairs = clashes(&back.collect::<Vec<_>>()).into_iter().chain(clashes(&ahead.collect::<Vec<_>>()));
        found.extend(pairs.map(|(one, other)| mixed(question, one, other)));
    }
    found
}

fn mixed(question: &Question, one: Duration, other: Duration) -> Diagnostic {
    let message =
        format!("`{}` is compared with {one} and with {other}: which is longer depends on the calendar", question.id);
    Diagnostic::new(Code::CalendarOrder, question.span, message).help("write both in the same unit")
}

fn clashes(durations: &[Duration]) -> Vec<(Duration, Duration)> {
    let pairs = durations
        .iter()
        .enumerate()
        .flat_map(|(at, one)| durations.iter().skip(at + 1).map(move |other| (*one, *other)));
    pairs.filter(|(one, other)| clash(*one, *other)).collect()
}

/// Whether there are days from which one is the longer and days from which the other is.
fn clash(one: Duration, other: Duration) -> bool {
    let (least, most) = (least_days(one), most_days(one));
    let (other_least, other_most) = (least_days(other), most_days(other));
    let exact = |duration: Duration| matches!(duration.unit, Unit::Days | Unit::Weeks);
    exact(one) != exact(other) && least <= other_most && other_least <= most
}

/// The fewest days that a duration can span: 12 months have at least 365 days, other months at least 28 in the first.
fn least_days(duration: Duration) -> u64 {
    let months = |count: u64| {
        (count / 12) * 365
            + [0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334]
                .get(usize::try_from(count % 12).unwrap_or(0))
                .copied()
                .unwrap_or(0)
    };
    days(duration, months)
}

/// The most days that a duration can span.
fn most_days(duration: Duration) -> u64 {
    let months = |count: u64| {
        (count / 12) * 366
            + [0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337]
                .get(usize::try_from(count % 12).unwrap_or(0))
                .copied()
                .unwrap_or(0)
    };
    days(duration, months)
}

fn days(duration: Duration, of_months: impl Fn(u64) -> u64) -> u64 {
    let count = u64::from(duration.count);
    match duration.unit {
        Unit::Days => count,
        Unit::Weeks => count * 7,
        Unit::Months => of_months(count),
        Unit::Years => of_months(count * 12),
    }
}
