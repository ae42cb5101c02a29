//! What answers add to scores: exactly if they are known, else the least and the most that may yet be.

use crate::questionnaire::{Question, QuestionKind};
use crate::value::{Answer, Interval, OptionSet, Value};

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

/// What these options of a question add together.
pub(crate) fn sum_of(question: &Question, options: OptionSet) -> i64 {
    let points = options.iter().filter_map(|position| question.option(position).points);
    points.fold(0, i64::saturating_add)
}

/// What a question without a known answer can still add, if it offers `offered`, `certain` of them for sure: nothing too, if
/// it may yet not apply, or if all that it offers may yet be ruled out.
pub(crate) fn waiting_points(question: &Question, offered: OptionSet, certain: OptionSet, applies: bool) -> Interval {
    let range = possible_points(question, offered);
    if applies && allow_an_answer(question, certain) {
        return range;
    }
    Interval { low: range.low.min(0), high: range.high.max(0) }
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
fn possible_points(question: &Question, offered: OptionSet) -> Interval {
    let single = |options: OptionSet| options.iter().map(|position| sum_of(question, OptionSet::of(position)));
    let sums: Vec<i64> = match question.kind {
        QuestionKind::Choices { min, max, .. } => {
            let exclusive = question.exclusive();
            let mut points: Vec<i64> = single(offered.without(exclusive)).collect();
            points.sort_unstable();
            let least = sums_of_first(points.iter(), min, max);
            let most = sums_of_first(points.iter().rev(), min, max);
            least.into_iter().chain(most).chain(single(offered.and(exclusive))).collect()
        }
        QuestionKind::Choice(_) | QuestionKind::Scale(_) => single(offered).collect(),
        // Only options have points.
        QuestionKind::YesNo | QuestionKind::Number { .. } | QuestionKind::Date(_) | QuestionKind::Text => Vec::new(),
    };
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
