//! Answers that one of two questions takes and the other does not.

use super::kind::{Side, TakenAnswer};
use super::same::Taken;
use crate::questionnaire::{DateRange, Question, QuestionKind};
use crate::response::fits;
use crate::value::{Answer, Date, Decimal, OptionSet, Period, Value};

/// Whether two questions of compatible types take the same answers, as far as that is not a matter of which options they have:
/// ranges, decimals, how many may be picked, what excludes the others, and whether a month or a year will do.
pub(super) fn takes_alike(before: &Question, after: &Question) -> bool {
    let kind = |question: &Question| match &question.kind {
        // As many as there are options is as good as any number.
        QuestionKind::Choices { options, min, max } => Taken::Choices { min: *min, max: *(max.min(&options.len())) },
        kind => Taken::of(kind),
    };
    let all = |question: &Question| match &question.kind {
        QuestionKind::Choices { options, max, .. } => *max >= options.len(),
        QuestionKind::YesNo
        | QuestionKind::Choice(_)
        | QuestionKind::Scale(_)
        | QuestionKind::Number { .. }
        | QuestionKind::Date(_)
        | QuestionKind::Text => false,
    };
    let alone = |question: &Question, other: &Question| -> Vec<String> {
        let exclusive = question.options().iter().filter(|option| option.exclusive);
        let shared = exclusive.filter(|option| other.options().iter().any(|twin| twin.id == option.id));
        let mut ids: Vec<String> = shared.map(|option| option.id.clone()).collect();
        ids.sort();
        ids
    };
    let bounds_alike = kind(before) == kind(after) || all(before) && all(after) && least(before) == least(after);
    bounds_alike && before.day_only == after.day_only && alone(before, after) == alone(after, before)
}

fn least(question: &Question) -> usize {
    match &question.kind {
        QuestionKind::Choices { min, .. } => *min,
        QuestionKind::YesNo
        | QuestionKind::Choice(_)
        | QuestionKind::Scale(_)
        | QuestionKind::Number { .. }
        | QuestionKind::Date(_)
        | QuestionKind::Text => 0,
    }
}

/// An answer, as the one version keeps it, that only it takes on a day; none if none was found.
pub(super) fn only_here(
    [before, after]: [&Question; 2],
    (answer, side): (&TakenAnswer, Side),
    day: Date,
) -> Option<Answer> {
    let (here, there) = if side == Side::Old { (before, after) } else { (after, before) };
    let fits_here = |answer: Answer| fits(here, answer, day).ok();
    match answer {
        TakenAnswer::Unsure => fits_here(Answer::Unsure),
        TakenAnswer::Silence => None,
        TakenAnswer::Option(id) => {
            let position = here.options().iter().position(|option| option.id == *id)?;
            match here.kind {
                QuestionKind::Choices { .. } => picks(here, Some(position)).into_iter().find_map(fits_here),
                _ => fits_here(Answer::Given(Value::Choice(position))),
            }
        }
        TakenAnswer::Values | TakenAnswer::All => {
            let refused = |answer: &Answer| match translated(here, there, answer) {
                Some(answer) => fits(there, answer, day).is_err(),
                None => false,
            };
            let all = *answer == TakenAnswer::All;
            candidates([here, there], day).into_iter().filter_map(fits_here).find(|answer| all || refused(answer))
        }
    }
}

/// The same answer by the options of the other question; none if it has not all of them.
fn translated(here: &Question, there: &Question, answer: &Answer) -> Option<Answer> {
    let place = |position: usize| {
        let id = &here.option(position).id;
        there.options().iter().position(|option| option.id == *id)
    };
    Some(match answer {
        Answer::Given(Value::Choice(position)) => Answer::Given(Value::Choice(place(*position)?)),
        Answer::Given(Value::Choices(picks)) => {
            Answer::Given(Value::Choices(picks.iter().map(place).collect::<Option<OptionSet>>()?))
        }
        answer => answer.clone(),
    })
}

/// Answers at and beside every bound of either question.
fn candidates([here, there]: [&Question; 2], day: Date) -> Vec<Answer> {
    let values: Vec<Value> = match &here.kind {
        QuestionKind::YesNo => vec![Value::YesNo(true)],
        QuestionKind::Choice(options) | QuestionKind::Scale(options) => (0..options.len()).map(Value::Choice).collect(),
        QuestionKind::Choices { .. } => return picks(here, None),
        QuestionKind::Number { .. } => numbers([here, there]).into_iter().map(Value::Number).collect(),
        QuestionKind::Date(_) => days([here, there], day),
        QuestionKind::Text => vec![Value::Text("text".to_owned())],
    };
    values.into_iter().map(Answer::Given).collect()
}

/// Sets of picks of every size, and each option that excludes others with another beside it; if one is named, with that one.
fn picks(question: &Question, with: Option<usize>) -> Vec<Answer> {
    let options = question.options().len();
    let exclusive = question.exclusive();
    let first = with.into_iter().collect::<OptionSet>();
    let plain: Vec<usize> = (0..options).filter(|at| !exclusive.contains(*at) && !first.contains(*at)).collect();
    let sizes = (0..=plain.len()).map(|size| first.or(plain.iter().take(size).copied().collect()));
    let singles = (0..options).map(OptionSet::of);
    let pairs = (0..options).flat_map(|one| (0..options).map(move |other| OptionSet::of(one).or(OptionSet::of(other))));
    let sets = sizes.chain(singles).chain(pairs).filter(|set| with.is_none_or(|with| set.contains(with)));
    sets.map(|set| Answer::Given(Value::Choices(set))).collect()
}

fn numbers(questions: [&Question; 2]) -> Vec<Decimal> {
    let mut numbers = vec![Decimal::ZERO, Decimal::ONE];
    for question in questions {
        let QuestionKind::Number { range, decimals, .. } = &question.kind else { continue };
        let step = Decimal::new(1, *decimals);
        for bound in range.iter().flat_map(|(low, high)| [*low, *high]) {
            numbers.extend([bound, bound - step, bound + step, bound - Decimal::ONE, bound + Decimal::ONE]);
        }
        numbers.push(step);
    }
    numbers
}

fn days(questions: [&Question; 2], day: Date) -> Vec<Value> {
    let mut days = vec![day];
    for question in questions {
        let QuestionKind::Date(range) = question.kind else { continue };
        if range != DateRange::Any {
            let (first, last) = range.ends(day);
            days.extend([first, last]);
        }
    }
    let beside = days.iter().flat_map(|day| [day.yesterday(), day.tomorrow()]).flatten().collect::<Vec<_>>();
    days.extend(beside);
    let months = days.iter().filter_map(|day| Period::month(day.year(), day.month())).map(Value::Period);
    let months: Vec<Value> = months.collect();
    days.into_iter().map(Value::Date).chain(months).collect()
}
