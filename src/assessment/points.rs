//! What answers add to scores: exactly if they are known, else the least and the most that may yet be.

use crate::questionnaire::{Points, Question, QuestionKind};
use crate::value::index::{fault, item};
use crate::value::{Answer, Interval, OptionSet, Truth, Value};

/// The options that an answer picks; none for answers without options.
pub(crate) fn chosen_options(answer: Option<&Answer>) -> OptionSet {
    match answer {
        Some(Answer::Given(Value::Choice(position))) => OptionSet::of(*position),
        Some(Answer::Given(Value::Choices(set))) => *set,
        Some(Answer::Given(
            Value::YesNo(_) | Value::Number(_) | Value::Date(_) | Value::Period(_) | Value::Text(_),
        ))
        | Some(Answer::Unsure | Answer::Withheld | Answer::Skipped)
        | None => OptionSet::default(),
    }
}

/// What an answer adds.
///
/// # Panics
/// If it is of another type than the points: the check makes points fit their question, and answers must fit theirs.
pub(crate) fn points_of(points: &Points, value: &Value) -> i64 {
    match (points, value) {
        (Points::YesNo { no, yes }, Value::YesNo(said)) => *(if *said { yes } else { no }),
        (Points::Options(each), Value::Choice(position)) => sum_of(each, OptionSet::of(*position)),
        (Points::Options(each), Value::Choices(picked)) => sum_of(each, *picked),
        (Points::Bands { lowest, above }, Value::Number(number)) => {
            above.iter().take_while(|(from, _)| from <= number).last().map_or(*lowest, |(_, points)| *points)
        }
        (
            Points::YesNo { .. } | Points::Options(_) | Points::Bands { .. },
            Value::YesNo(_)
            | Value::Choice(_)
            | Value::Choices(_)
            | Value::Number(_)
            | Value::Date(_)
            | Value::Period(_)
            | Value::Text(_),
        ) => fault("an answer fits its question and its points too, yet one is of another type"),
    }
}

/// What these options add together.
fn sum_of(each: &[i64], options: OptionSet) -> i64 {
    options.iter().map(|position| *item(each, position, "option")).fold(0, i64::saturating_add)
}

/// What a question without a known answer can still add, if it offers `offered`, `certain` of them for sure: nothing too, if
/// it may yet not apply, or if all that it offers may yet be ruled out.
pub(crate) fn waiting_points(
    (question, points): (&Question, &Points),
    offered: OptionSet,
    certain: OptionSet,
    applies: bool,
) -> Interval {
    let range = possible_points(question, points, offered);
    if applies && allow_an_answer(question, certain) {
        return range;
    }
    range.or_nothing()
}

/// What a condition adds that has this truth value.
pub(crate) fn points_when(truth: Truth, points: i64) -> Interval {
    match truth {
        Truth::True => Interval::exactly(points),
        Truth::False => Interval::exactly(0),
        Truth::Unknown => Interval::exactly(points).or_nothing(),
    }
}

/// Whether these options allow an answer.
pub(super) fn allow_an_answer(question: &Question, options: OptionSet) -> bool {
    match &question.kind {
        QuestionKind::Choice(_) | QuestionKind::Scale(_) => !options.is_empty(),
        QuestionKind::Choices { min, .. } => {
            let exclusive = options.and(question.exclusive());
            !exclusive.is_empty() || options.without(exclusive).len() >= *min
        }
        QuestionKind::YesNo | QuestionKind::Number { .. } | QuestionKind::Date(_) | QuestionKind::Text => true,
    }
}

/// The least and the most that an answer within `offered` adds; nothing if there is no such answer.
fn possible_points(question: &Question, points: &Points, offered: OptionSet) -> Interval {
    let single = |each: &[i64], options: OptionSet| -> Vec<i64> {
        options.iter().map(|position| *item(each, position, "option")).collect()
    };
    let sums: Vec<i64> = match (points, &question.kind) {
        (Points::Options(each), QuestionKind::Choices { min, max, .. }) => {
            let exclusive = question.exclusive();
            let mut points = single(each, offered.without(exclusive));
            points.sort_unstable();
            let least = sums_of_first(points.iter(), *min, *max);
            let most = sums_of_first(points.iter().rev(), *min, *max);
            least.into_iter().chain(most).chain(single(each, offered.and(exclusive))).collect()
        }
        (
            Points::Options(each),
            QuestionKind::YesNo
            | QuestionKind::Choice(_)
            | QuestionKind::Scale(_)
            | QuestionKind::Number { .. }
            | QuestionKind::Date(_)
            | QuestionKind::Text,
        ) => single(each, offered),
        (Points::YesNo { no, yes }, _) => vec![*no, *yes],
        // The check sees to it that the question takes a number of each band.
        (Points::Bands { lowest, above }, _) => {
            std::iter::once(*lowest).chain(above.iter().map(|(_, points)| *points)).collect()
        }
    };
    // Where no option can be chosen there is no sum.
    let low = sums.iter().min().copied().unwrap_or(0);
    Interval { low, high: sums.iter().max().copied().unwrap_or(0) }
}

/// The sums of the first `min`, `min + 1`, … `max` points, as far as there are that many.
fn sums_of_first<'p>(points: impl Iterator<Item = &'p i64>, min: usize, max: usize) -> Vec<i64> {
    let sums = points.scan(0i64, |sum, point| {
        *sum = sum.saturating_add(*point);
        Some(*sum)
    });
    let prefixes = std::iter::once(0).chain(sums);
    prefixes.enumerate().filter(|(count, _)| (min..=max).contains(count)).map(|(_, sum)| sum).collect()
}
