//! Every question is used: ask for no more than is needed. And no date mixes units whose order the calendar decides.

use std::collections::BTreeSet;

use crate::classes::all_conditions;
use crate::condition::{ConditionNode, Test};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::proof::plan::Plan;
use crate::questionnaire::{CountedFrom, Done, Promise, Question, StepWait};
use crate::source::Span;
use crate::template::Text;
use crate::value::index::{ConditionIx, QuestionIx, ScoreIx};
use crate::value::{Date, Duration, Unit};

/// The tag by which an author says that a question is kept for the record, though nothing judges it.
const RECORD: &str = "record";

/// Finds what nothing uses.
pub(super) fn prove(plan: &Plan<'_>) -> Diagnostics {
    let used = Used::of(plan);
    let mut found = Diagnostics::default();
    for (index, question) in plan.questionnaire.questions().enumerated() {
        let free = question.kind.is_free_text() || question.tags.iter().any(|tag| tag == RECORD);
        if !free && !used.questions.contains(&index) {
            found.push(idle_question(question));
        }
    }
    for (index, named) in plan.questionnaire.conditions().enumerated() {
        if !used.conditions.contains(&index) {
            found.push(
                Diagnostic::new(Code::IdleCondition, named.span, format!("nothing uses the condition `{}`", named.id))
                    .help("remove it"),
            );
        }
    }
    for (index, score) in plan.questionnaire.scores().enumerated() {
        if !used.scores.contains(&index) {
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
        for node in all_conditions(questionnaire).into_iter().flat_map(|condition| condition.walk()) {
            match &node.node {
                ConditionNode::Named(named) => used.conditions.extend([*named]),
                ConditionNode::Test(Test::Score(score, ..)) => used.scores.extend([*score]),
                ConditionNode::Test(test) => used.questions.extend(test.question()),
                ConditionNode::Not(_) | ConditionNode::All(_) | ConditionNode::Any(_) => {}
            }
        }
        used.questions.extend(questionnaire.scores().iter().flat_map(|score| score.sum.iter().copied()));
        used.questions.extend(questionnaire.rules().iter().filter_map(|rule| rule.not_before?.question));
        used.questions
            .extend(questionnaire.guarantees().iter().filter_map(|guarantee| counted_from(guarantee.promise)));
        let steps = questionnaire.plan().into_iter().flat_map(|plan| &plan.steps);
        used.questions.extend(steps.filter_map(|step| match step.done {
            Some(Done::On(question)) => Some(question),
            Some(Done::When(_)) | None => None,
        }));
        let names = texts(plan).into_iter().flat_map(Text::names);
        used.questions.extend(names.filter_map(|name| questionnaire.question(name)));
        used
    }
}

/// The question whose day a promise counts from.
fn counted_from(promise: Promise) -> Option<QuestionIx> {
    match promise {
        Promise::Waits(StepWait { after: CountedFrom::Question(question), .. }) => Some(question),
        Promise::Waits(StepWait { after: CountedFrom::Today | CountedFrom::Step(_), .. })
        | Promise::AtLeast(_)
        | Promise::AtMost(_)
        | Promise::Exactly(_)
        | Promise::Finding(_)
        | Promise::Never(_)
        | Promise::Settled
        | Promise::Planned(_) => None,
    }
}

/// Every text that people read.
fn texts<'p>(plan: &Plan<'p>) -> Vec<&'p Text> {
    let questions = plan.questionnaire.questions().iter();
    let asked = questions.flat_map(|question| [Some(&question.ask), question.help.as_ref(), question.why.as_ref()]);
    let rules = plan.questionnaire.rules().iter();
    let found = rules.flat_map(|rule| rule.texts().map(Some));
    let intros = plan.questionnaire.sections().iter().map(|section| section.intro.as_ref());
    asked.chain(found).chain(intros).flatten().collect()
}

/// A duration that a date is compared with, and where.
#[derive(Clone, Copy)]
struct Compared {
    question: QuestionIx,
    ahead: bool,
    duration: Duration,
    span: Span,
}

/// Pairs of durations on one date whose order the calendar decides; each pair once, at its first places.
fn calendar(plan: &Plan<'_>) -> Vec<Diagnostic> {
    let mut all: Vec<Compared> = Vec::new();
    for node in all_conditions(plan.questionnaire).into_iter().flat_map(|condition| condition.walk()) {
        let (question, ahead, duration) = match node.node {
            ConditionNode::Test(Test::Within(question, duration)) => (question, false, duration),
            ConditionNode::Test(Test::WithinNext(question, duration)) => (question, true, duration),
            // Only durations are as long as the calendar makes them.
            _ => continue,
        };
        let known = |other: &Compared| (other.question, other.ahead, other.duration) == (question, ahead, duration);
        if !all.iter().any(known) {
            all.push(Compared { question, ahead, duration, span: node.span });
        }
    }
    let mut found = Vec::new();
    for (position, one) in all.iter().enumerate() {
        let others = all.iter().skip(position + 1);
        let others = others.filter(|other| (other.question, other.ahead) == (one.question, one.ahead));
        found.extend(others.filter(|other| clash(one.duration, other.duration)).map(|other| mixed(plan, one, other)));
    }
    found
}

fn mixed(plan: &Plan<'_>, one: &Compared, other: &Compared) -> Diagnostic {
    let id = &plan.questionnaire[one.question].id;
    let (first, second) = (one.duration, other.duration);
    let message = format!(
        "`{id}` is compared with {second} here and with {first} elsewhere: which is longer depends on the calendar"
    );
    Diagnostic::new(Code::CalendarOrder, other.span, message)
        .also(one.span, format!("compared with {first} here"))
        .help("write both in the same unit")
}

/// Whether it depends on the day which of the two is longer, or whether they are equally long.
fn clash(one: Duration, other: Duration) -> bool {
    let (least, most) = length(one);
    let (other_least, other_most) = length(other);
    let exact = |duration: Duration| matches!(duration.unit, Unit::Days | Unit::Weeks);
    let always_equal = least == most && other_least == other_most && least == other_least;
    exact(one) != exact(other) && least <= other_most && other_least <= most && !always_equal
}

/// The fewest and the most days that a duration can span, from whatever day it is counted.
fn length(duration: Duration) -> (i64, i64) {
    let count = i64::from(duration.count);
    match duration.unit {
        Unit::Days => (count, count),
        Unit::Weeks => (count.saturating_mul(7), count.saturating_mul(7)),
        Unit::Months => length_of_months(count),
        Unit::Years => length_of_months(count.saturating_mul(12)),
    }
}

/// The calendar repeats itself after 400 years.
const CYCLE_MONTHS: i64 = 400 * 12;
const CYCLE_DAYS: i64 = 146_097;

/// Tries every month of the cycle as the first. A day that the last month does not have becomes its last day, so that from
/// the end of a long month to a short one there are fewer days than from its beginning.
fn length_of_months(count: i64) -> (i64, i64) {
    let (cycles, count) = (count / CYCLE_MONTHS, count % CYCLE_MONTHS);
    let month = |months: i64| {
        let span = jiff::Span::new().try_months(months);
        span.map_or(Date::MAX, |span| Date::constant(2000, 1, 1).saturating_add(span))
    };
    let lengths = (0..CYCLE_MONTHS).map(|start| {
        let (first, last) = (month(start), month(start + count));
        let days = i64::from((last - first).get_days());
        let missing = i64::from(first.days_in_month() - last.days_in_month()).max(0);
        (days - missing, days)
    });
    let (least, most) = lengths.fold((i64::MAX, 0), |(least, most), (fewer, days)| (least.min(fewer), most.max(days)));
    let whole = cycles.saturating_mul(CYCLE_DAYS);
    (whole.saturating_add(least), whole.saturating_add(most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_those_of_every_day_of_the_calendar() {
        for count in [1u32, 2, 3, 6, 11, 12, 13, 18, 24, 60] {
            let duration = Duration { count, unit: Unit::Months };
            let (mut least, mut most) = (i64::MAX, 0);
            let mut day = Date::constant(2000, 1, 1);
            for _ in 0..CYCLE_DAYS {
                let days = i64::from((duration.after(day) - day).get_days());
                (least, most) = (least.min(days), most.max(days));
                day = day.tomorrow().unwrap();
            }
            assert_eq!(length(duration), (least, most), "{duration}");
        }
    }

    #[test]
    fn durations_clash_if_their_order_depends_on_the_day() {
        let duration = |count, unit| Duration { count, unit };
        for (one, other, expected) in [
            (duration(30, Unit::Days), duration(1, Unit::Months), true),
            (duration(31, Unit::Days), duration(1, Unit::Months), true),
            (duration(32, Unit::Days), duration(1, Unit::Months), false),
            (duration(28, Unit::Days), duration(1, Unit::Months), true),
            (duration(27, Unit::Days), duration(1, Unit::Months), false),
            (duration(4, Unit::Weeks), duration(1, Unit::Months), true),
            (duration(26, Unit::Weeks), duration(6, Unit::Months), true),
            (duration(25, Unit::Weeks), duration(6, Unit::Months), false),
            (duration(365, Unit::Days), duration(1, Unit::Years), true),
            (duration(52, Unit::Weeks), duration(1, Unit::Years), false),
            (duration(146_097, Unit::Days), duration(400, Unit::Years), false),
            (duration(12, Unit::Months), duration(1, Unit::Years), false),
            (duration(4, Unit::Weeks), duration(28, Unit::Days), false),
            (duration(u32::MAX, Unit::Days), duration(u32::MAX, Unit::Years), false),
        ] {
            assert_eq!(clash(one, other), expected, "{one} and {other}");
            assert_eq!(clash(other, one), expected, "{other} and {one}");
        }
    }
}
