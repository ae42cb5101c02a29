//! Answers as people write them, at a prompt or behind `--set`: the one reading of both.
//!
//! A file is read strictly, by [`super::parse_value`]. A person may also write `y`, `34 years`, `yesterday` or an
//! option by its label. What depends on what else stands on the screen (an option's number, the beginning of its label) is
//! taken at a prompt only: behind `--set` it would mean something else as soon as the questions change.

use super::text::{parts, read_day, read_decimal, read_text};
use super::{Rejection, fits};
use crate::questionnaire::{AnswerOption, Question, QuestionKind};
use crate::text::unit_of_one;
use crate::value::index::fault;
use crate::value::{Answer, Date, NoDate, OptionSet, Value, WrittenDate, parse_decimal, read_date};

/// Reads an answer that a person wrote behind `--set`. Whatever [`super::parse_value`] takes keeps its meaning; only what
/// it does not take is read more freely.
///
/// # Errors
/// Says why the text is no answer to this question, or no fitting one, as [`super::parse_value`] does.
///
/// ```
/// use candidacy::{catalog, response::{parse_typed, parse_value}, source::Sources, value::parse_date};
///
/// let (set, _) = catalog::open("smp", &mut Sources::default()).unwrap();
/// let (set, day) = (set.unwrap(), parse_date("2026-11-22").unwrap());
/// let question = &set[set.question("mri_date").unwrap()];
/// assert_eq!(parse_typed(question, "yesterday", day), parse_value(question, "2026-11-21", day));
/// assert!(parse_value(question, "yesterday", day).is_err());
/// ```
pub fn parse_typed(question: &Question, text: &str, day: Date) -> Result<Answer, Rejection> {
    let strict = match read_text(question, text) {
        Ok(answer) => return fits(question, answer, day),
        Err(Rejection::RelativeDay) => {
            return fits(question, Answer::Given(read_day(question, text, Some(day))?), day);
        }
        Err(rejection) => rejection,
    };
    match read_freely(question, text.trim()) {
        Some(answer) => fits(question, answer, day),
        None => Err(strict),
    }
}

/// What a text that is not strictly an answer stands for by itself, without a screen.
fn read_freely(question: &Question, text: &str) -> Option<Answer> {
    match text.to_lowercase().as_str() {
        "not sure" => return Some(Answer::Unsure),
        "rather not say" => return Some(Answer::Withheld),
        _ => {}
    }
    let labelled = |text: &str| {
        let ids = question.options().iter().position(|option| option.id == text);
        ids.or_else(|| question.options().iter().position(|option| is_called(option, text)))
    };
    let value = match &question.kind {
        QuestionKind::YesNo => read_yes_no(text).map(Value::YesNo),
        QuestionKind::Choice(_) | QuestionKind::Scale(_) => labelled(text).map(Value::Choice),
        QuestionKind::Choices { .. } => {
            // A label may have a comma of its own.
            let whole = labelled(text).map(OptionSet::of);
            whole.or_else(|| parts(text).map(|(_, part)| labelled(part)).collect()).map(Value::Choices)
        }
        QuestionKind::Number { decimals, unit, .. } => read_number(text, *decimals, unit.as_deref()).ok(),
        // Whatever is a date, or any text, is an answer strictly already.
        QuestionKind::Date(_) | QuestionKind::Text => None,
    };
    value.map(Answer::Given)
}

/// Why something typed at a prompt is no answer. The words for it are the prompt's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypedFault {
    /// Neither yes nor no.
    YesNo,
    /// None of the options offered, of which there are so many.
    Option {
        /// How many are offered.
        offered: usize,
    },
    /// No option at all.
    NoOption,
    /// No number.
    Number {
        /// How many digits after the point are taken.
        decimals: u32,
    },
    /// A number with a point that may stand before decimals or between thousands.
    TwoReadings {
        /// With the point between thousands.
        whole: String,
        /// With the point before decimals.
        fraction: String,
    },
    /// A number with a comma for its point.
    Comma {
        /// With a point.
        with_point: String,
    },
    /// No day.
    Day,
    /// A day with slashes, which may have the day or the month first.
    TwoDays {
        /// With the day first.
        day_first: Date,
        /// With the month first.
        month_first: Date,
    },
    /// A day that the calendar does not have.
    NoSuchDay,
    /// Nothing.
    Empty,
}

/// What stands on the screen when something is typed.
#[derive(Clone, Copy, Debug)]
pub struct Prompted<'p> {
    /// The options that are offered, by their position in the question. They are numbered from 1.
    pub offered: OptionSet,
    /// What else can be chosen there; the beginning of a label must not stand for that as well.
    pub others: &'p [String],
    /// The day of assessment, for `today` and all that counts from there.
    pub day: Date,
}

/// The value that a text typed at a prompt stands for; it may be out of range.
///
/// # Errors
/// Says what kind of text would be one.
pub fn read_prompted(question: &Question, text: &str, prompted: Prompted<'_>) -> Result<Value, TypedFault> {
    match &question.kind {
        QuestionKind::YesNo => match text {
            "1" => Ok(Value::YesNo(true)),
            "2" => Ok(Value::YesNo(false)),
            _ => read_yes_no(text).map(Value::YesNo).ok_or(TypedFault::YesNo),
        },
        QuestionKind::Choice(_) | QuestionKind::Scale(_) => prompted.option(question, text).map(Value::Choice),
        QuestionKind::Choices { .. } => prompted.options(question, text).map(Value::Choices),
        QuestionKind::Number { decimals, unit, .. } => read_number(text, *decimals, unit.as_deref()),
        QuestionKind::Date(_) => read_prompted_day(text, prompted.day),
        QuestionKind::Text if text.is_empty() => Err(TypedFault::Empty),
        QuestionKind::Text => Ok(Value::Text(text.to_owned())),
    }
}

impl Prompted<'_> {
    /// An option by its number, its label, or the only label that begins so.
    fn option(&self, question: &Question, text: &str) -> Result<usize, TypedFault> {
        let text = text.to_lowercase();
        let options: Vec<(usize, &AnswerOption)> =
            question.options().iter().enumerate().filter(|(position, _)| self.offered.contains(*position)).collect();
        let numbered = text.parse::<usize>().ok().and_then(|number| options.get(number.checked_sub(1)?));
        let called = || options.iter().find(|(_, option)| is_called(option, &text));
        let begins = |label: &str| !text.is_empty() && label.to_lowercase().starts_with(&text);
        let begun = || {
            let mut found = options.iter().filter(|(_, option)| begins(&option.label));
            let first = found.next()?;
            let alone = found.next().is_none() && !self.others.iter().any(|other| begins(other));
            alone.then_some(first)
        };
        let found = numbered.or_else(called).or_else(begun);
        found.map(|(position, _)| *position).ok_or(TypedFault::Option { offered: options.len() })
    }

    /// One option, or several with commas, semicolons or, if these are numbers, blanks or "and" between them.
    fn options(&self, question: &Question, text: &str) -> Result<OptionSet, TypedFault> {
        let separated = |character: char| character == ',' || character == ';';
        if let Ok(one) = self.option(question, text) {
            return Ok(OptionSet::of(one));
        }
        let parts: Vec<&str> = match text.contains(separated) {
            true => text.split(separated).map(str::trim).collect(),
            false => text.split_whitespace().collect(),
        };
        // `1, 2 and 3`, `1 and 3`, `1 & 3`: between numbers the word is a comma.
        let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
        let joined = |part: &str| matches!(part.to_lowercase().as_str(), "and" | "&" | "+");
        let numbers = text.split(|c: char| separated(c) || c.is_whitespace()).filter(|word| !word.is_empty());
        let parts = if numbers.clone().all(|word| is_number(word) || joined(word)) {
            numbers.filter(|word| !joined(word)).collect()
        } else {
            parts
        };
        if parts.is_empty() {
            return Err(TypedFault::NoOption);
        }
        parts.into_iter().filter(|part| !part.is_empty()).map(|part| self.option(question, part)).collect()
    }
}

fn is_called(option: &AnswerOption, text: &str) -> bool {
    option.label.to_lowercase() == text.to_lowercase()
}

fn read_yes_no(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "y" | "yes" => Some(true),
        "n" | "no" => Some(false),
        _ => None,
    }
}

/// A number, with or without its unit behind it, for one of it or for more.
fn read_number(text: &str, decimals: u32, unit: Option<&str>) -> Result<Value, TypedFault> {
    let without = |unit: &str| text.strip_suffix(unit).or_else(|| text.strip_suffix(&unit_of_one(unit)));
    let bare = unit.and_then(without).unwrap_or(text).trim_end();
    let with_point = bare.replacen(',', ".", 1);
    match read_decimal(bare, decimals) {
        Ok(Some(number)) => Ok(Value::Number(number)),
        Err(Rejection::TwoReadings { whole, fraction }) => Err(TypedFault::TwoReadings { whole, fraction }),
        Ok(None) | Err(_) if decimals > 0 && parse_decimal(&with_point).is_some() => {
            Err(TypedFault::Comma { with_point })
        }
        Ok(None) | Err(_) => Err(TypedFault::Number { decimals }),
    }
}

/// A day, a month or a year.
fn read_prompted_day(text: &str, today: Date) -> Result<Value, TypedFault> {
    match read_date(text, Some(today)) {
        Ok(WrittenDate::Day(day)) => Ok(Value::Date(day)),
        Ok(WrittenDate::Period(period)) => Ok(Value::Period(period)),
        Ok(WrittenDate::Either(day_first, month_first)) => Err(TypedFault::TwoDays { day_first, month_first }),
        Err(NoDate::NoSuchDay) => Err(TypedFault::NoSuchDay),
        Err(NoDate::Form) => Err(TypedFault::Day),
        Err(NoDate::Relative) => fault("a prompt knows which day it is"),
    }
}
