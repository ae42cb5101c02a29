//! Whether an answer fits its question.

use thiserror::Error;

use super::reserved::reserved;
use crate::questionnaire::{DateRange, Question, QuestionKind, Questionnaire};
use crate::text::is_blank;
use crate::value::index::QuestionIx;
use crate::value::{Answer, Date, Decimal, OptionSet, Period, Value, day_in_words};

/// The longest text that a person can give as an answer, in characters.
pub const MAX_TEXT: usize = 10_000;

/// Why an answer does not fit. Its text is a sentence for the person who answers.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Rejection {
    /// Of another type than the question.
    #[error("this question takes {expected}")]
    WrongType {
        /// What it takes, in words.
        expected: &'static str,
    },
    /// No such option.
    #[error("there is no option `{option}` here")]
    UnknownOption {
        /// The id given.
        option: String,
    },
    /// An option that other answers rule out.
    #[error("`{option}` is not offered after the earlier answers")]
    NotOffered {
        /// The option's id.
        option: String,
    },
    /// A number outside the range.
    #[error("must be from {low} to {high}")]
    NumberRange {
        /// The least taken.
        low: Decimal,
        /// The greatest taken.
        high: Decimal,
    },
    /// More digits after the point than taken.
    #[error("{}", decimals_taken(*decimals))]
    Decimals {
        /// How many are taken.
        decimals: u32,
    },
    /// A point that may stand before decimals or between thousands.
    #[error("can be read in two ways: write {whole} or {fraction}")]
    TwoReadings {
        /// With the point between thousands.
        whole: String,
        /// With the point before decimals.
        fraction: String,
    },
    /// A day outside the range.
    #[error("{}", days_taken(range))]
    DateRange {
        /// The days taken.
        range: DateRange,
    },
    /// A month or a year, where the day counts.
    #[error("this date is held against another one, so it takes the day; if you do not know it, say `unsure`")]
    DayOnly,
    /// A day that the calendar does not have.
    #[error("there is no day `{day}` in the calendar")]
    NoSuchDay {
        /// The day given.
        day: String,
    },
    /// A date with slashes, which stands for one day where the day comes first and for another where the month does.
    #[error("can be read as {} or as {}: write {day_first} or {month_first}", day_in_words(*day_first), day_in_words(*month_first))]
    TwoDays {
        /// With the day first.
        day_first: Date,
        /// With the month first.
        month_first: Date,
    },
    /// A date that counts from a day that nobody knows: "yesterday" in a file.
    #[error(
        "a file can be read on any day: write the day itself, such as 2026-11-22, a month (2026-11) or a year (2026)"
    )]
    RelativeDay,
    /// Too few or too many options.
    #[error("{}", picks_taken(*min, *max))]
    Picks {
        /// The fewest.
        min: usize,
        /// The most.
        max: usize,
    },
    /// An exclusive option with others.
    #[error("`{option}` cannot be combined with others")]
    Exclusive {
        /// The exclusive option's id.
        option: String,
    },
    /// "Not sure" where it is not offered.
    #[error("\"not sure\" is not offered here")]
    UnsureNotOffered,
    /// Skipping a required question.
    #[error("this question needs an answer")]
    Required,
    /// A longer text than is kept.
    #[error("takes at most {MAX_TEXT} characters")]
    TextLong,
}

/// An answer that fits the question which it is for, with the day on which it was given. Only [`accept()`] makes one, so a
/// [`Response`](super::Response) holds nothing that a condition could not judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    question: QuestionIx,
    answer: Answer,
    answered_on: Option<Date>,
}

impl Accepted {
    /// The question.
    pub fn question(&self) -> QuestionIx {
        self.question
    }

    /// What was said to it.
    pub fn answer(&self) -> &Answer {
        &self.answer
    }

    /// What was said to it, alone.
    pub fn into_answer(self) -> Answer {
        self.answer
    }

    /// The day on which it was given; none if nobody knows.
    pub fn answered_on(&self) -> Option<Date> {
        self.answered_on
    }

    /// The same answer, of which nobody knows when it was given: it fits as if it had been given on the day that it was
    /// accepted for, and that day is not noted down.
    #[must_use]
    pub fn undated(self) -> Accepted {
        Accepted { answered_on: None, ..self }
    }

    /// An answer whose making holds that it fits: a class of answers that a proof chose, an answer that stood in a response
    /// to the same questionnaire before, or a line that the scanner of batches held against the same bounds.
    pub(crate) fn known_to_fit(question: QuestionIx, answer: Answer, answered_on: Option<Date>) -> Accepted {
        Accepted { question, answer, answered_on }
    }
}

/// Lets an answer to a question through if it fits: see [`fits()`]. `day` is the day on which it is given.
///
/// # Errors
/// Says why it does not fit.
///
/// ```
/// use candidacy::response::{Response, accept};
/// use candidacy::value::{Answer, Date, Value};
///
/// let (smp, _) = candidacy::catalog::open("smp", &mut candidacy::source::Sources::default()).unwrap();
/// let smp = smp.unwrap();
/// let (age, day) = (smp.question("age").unwrap(), Date::constant(2026, 11, 22));
/// let mut response = Response::new(&smp);
/// response.set(accept(&smp, age, Answer::Given(Value::Number(34.into())), day).unwrap());
/// assert!(accept(&smp, age, Answer::Given(Value::YesNo(true)), day).is_err());
/// ```
pub fn accept(
    questionnaire: &Questionnaire,
    question: QuestionIx,
    answer: Answer,
    day: Date,
) -> Result<Accepted, Rejection> {
    let answered_on = Some(day);
    fits(&questionnaire[question], answer, day).map(|answer| Accepted { question, answer, answered_on })
}

/// What of an answer is kept, if it fits the question. `day` is the day on which the answer was given, for `past`
/// and `future`: a day that was still to come when somebody named it was rightly named.
///
/// Of a month or a year, the days stay that the question takes. Numbers lose trailing zeros; a text that says just `unsure` or `withheld` means that where the question offers it, so that
/// files cannot confuse the two; a text of which nothing is seen is the same as passing
/// the question over. Whether an
/// option is offered after the other answers is not looked at.
///
/// # Errors
/// Says why it does not fit.
pub fn fits(question: &Question, answer: Answer, day: Date) -> Result<Answer, Rejection> {
    match answer {
        Answer::Given(value) => accept_value(question, value, day),
        Answer::Unsure | Answer::Withheld if question.unsure.is_none() => Err(Rejection::UnsureNotOffered),
        Answer::Skipped if question.required => Err(Rejection::Required),
        answer => Ok(answer),
    }
}

fn accept_value(question: &Question, value: Value, day: Date) -> Result<Answer, Rejection> {
    let value = match (&question.kind, value) {
        (QuestionKind::YesNo, value @ Value::YesNo(_)) => value,
        (QuestionKind::Choice(_) | QuestionKind::Scale(_), Value::Choice(position)) => {
            accept_choice(question, position)?
        }
        (QuestionKind::Choices { min, max, .. }, Value::Choices(set)) => accept_choices(question, set, (*min, *max))?,
        (QuestionKind::Number { range, decimals, .. }, Value::Number(number)) => {
            accept_number(number, *range, *decimals)?
        }
        (QuestionKind::Date(range), Value::Date(date)) => accept_date(*range, date, day)?,
        (QuestionKind::Date(_), Value::Period(_)) if question.day_only => return Err(Rejection::DayOnly),
        (QuestionKind::Date(range), Value::Period(period)) => accept_period(*range, period, day)?,
        (QuestionKind::Text, Value::Text(text)) => return accept_text(question, text),
        (
            QuestionKind::YesNo
            | QuestionKind::Choice(_)
            | QuestionKind::Scale(_)
            | QuestionKind::Choices { .. }
            | QuestionKind::Number { .. }
            | QuestionKind::Date(_)
            | QuestionKind::Text,
            Value::YesNo(_)
            | Value::Choice(_)
            | Value::Choices(_)
            | Value::Number(_)
            | Value::Date(_)
            | Value::Period(_)
            | Value::Text(_),
        ) => return Err(wrong_type(question)),
    };
    Ok(Answer::Given(value))
}

/// The rejection that says what the question takes.
pub(super) fn wrong_type(question: &Question) -> Rejection {
    let expected = match question.kind {
        QuestionKind::YesNo => "`yes` or `no`",
        QuestionKind::Choice(_) | QuestionKind::Scale(_) => "one option",
        QuestionKind::Choices { .. } => "a list of options",
        QuestionKind::Number { .. } => "a number such as `12` or `-0.5`",
        QuestionKind::Date(_) => "a day such as `2026-11-22`, a month such as `2026-11`, or a year",
        QuestionKind::Text => "a text",
    };
    Rejection::WrongType { expected }
}

fn accept_choice(question: &Question, position: usize) -> Result<Value, Rejection> {
    let known = position < question.options().len();
    known.then_some(Value::Choice(position)).ok_or_else(|| Rejection::UnknownOption { option: position.to_string() })
}

fn accept_choices(question: &Question, set: OptionSet, (min, max): (usize, usize)) -> Result<Value, Rejection> {
    if let Some(position) = set.without(OptionSet::first(question.options().len())).iter().next() {
        return Err(Rejection::UnknownOption { option: position.to_string() });
    }
    match set.and(question.exclusive()).iter().next() {
        Some(position) if set.len() > 1 => Err(Rejection::Exclusive { option: option_id(question, position) }),
        _ if picks_fit(set, question.exclusive(), (min, max)) => Ok(Value::Choices(set)),
        _ => Err(Rejection::Picks { min, max }),
    }
}

/// The id of an option that fits the question.
pub(crate) fn option_id(question: &Question, position: usize) -> String {
    question.option(position).id.clone()
}

fn accept_number(number: Decimal, range: Option<(Decimal, Decimal)>, decimals: u32) -> Result<Value, Rejection> {
    let number = number.normalize();
    if let Some((low, high)) = range
        && !(low..=high).contains(&number)
    {
        return Err(Rejection::NumberRange { low, high });
    }
    if number.scale() > decimals {
        return Err(Rejection::Decimals { decimals });
    }
    Ok(Value::Number(number))
}

fn accept_date(range: DateRange, date: Date, day: Date) -> Result<Value, Rejection> {
    day_fits(range, date, day).then_some(Value::Date(date)).ok_or(Rejection::DateRange { range })
}

/// Of a month or year, the days that the question takes.
fn accept_period(range: DateRange, period: Period, day: Date) -> Result<Value, Rejection> {
    let (first, last) = range.ends(day);
    period.cut(first, last).map(Value::Period).ok_or(Rejection::DateRange { range })
}

/// Whether a date question takes a date from somebody who answers on that day.
pub(crate) fn day_fits(range: DateRange, date: Date, day: Date) -> bool {
    // Years before 1 cannot be written in a response file.
    date.year() >= 1
        && match range {
            DateRange::Any => true,
            DateRange::Past => date <= day,
            DateRange::Future => date >= day,
            DateRange::Between(first, last) => (first..=last).contains(&date),
        }
}

/// Whether so many options may be picked together: a number that is asked for, and nothing beside an option that excludes
/// the rest.
pub(crate) fn picks_fit(set: OptionSet, exclusive: OptionSet, (min, max): (usize, usize)) -> bool {
    (min..=max).contains(&set.len()) && (set.len() <= 1 || set.and(exclusive).is_empty())
}

fn accept_text(question: &Question, text: String) -> Result<Answer, Rejection> {
    if text.chars().nth(MAX_TEXT).is_some() {
        return Err(Rejection::TextLong);
    }
    if let Some(reserved) = reserved(question, text.trim()) {
        return Ok(reserved);
    }
    match is_blank(&text) {
        false => Ok(Answer::Given(Value::Text(text))),
        true if question.required => Err(Rejection::Required),
        true => Ok(Answer::Skipped),
    }
}

fn decimals_taken(decimals: u32) -> String {
    match decimals {
        0 => "takes whole numbers only".into(),
        1 => "takes at most 1 digit after the point".into(),
        more => format!("takes at most {more} digits after the point"),
    }
}

fn days_taken(range: &DateRange) -> String {
    match range {
        DateRange::Any => "takes days from 0001-01-01".into(),
        DateRange::Past => "must be today or earlier".into(),
        DateRange::Future => "must be today or later".into(),
        DateRange::Between(first, last) => format!("must be from {first} to {last}"),
    }
}

fn picks_taken(min: usize, max: usize) -> String {
    match (min, max) {
        (min, max) if min == max => format!("pick exactly {min} of them"),
        (0, max) => format!("pick at most {max} of them"),
        (min, usize::MAX) => format!("pick at least {min} of them"),
        (min, max) => format!("pick {min} to {max} of them"),
    }
}
