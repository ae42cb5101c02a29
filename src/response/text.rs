//! Answers as text: what stands in a response file or a table. What people write more freely is read by [`super::typed`].

use super::accept::wrong_type;
use super::reserved::reserved;
use super::{Rejection, fits};
use crate::questionnaire::{Question, QuestionKind};
use crate::value::{Answer, Date, Decimal, NoDate, OptionSet, Value, WrittenDate, parse_decimal, read_date};

/// Reads an answer from a text: `yes`, `no`, `true`, `false`; an option's id; ids with commas between them; `-0.5`;
/// `2026-11-22`, `22.11.2026`, `November 2026`; any text. `unsure` and `withheld` stand for themselves where the question offers them, and everywhere but
/// in free text. A blank text passes the question over; `[]` picks no option.
///
/// # Errors
/// Says why the text is no answer to this question, or no fitting one: see [`fits()`].
pub fn parse_value(question: &Question, text: &str, day: Date) -> Result<Answer, Rejection> {
    fits(question, read_text(question, text)?, day)
}

/// The answer that a text stands for, by the type of the question; it may be out of range.
pub(super) fn read_text(question: &Question, text: &str) -> Result<Answer, Rejection> {
    let word = text.trim();
    if let Some(reserved) = reserved(question, word) {
        return Ok(reserved);
    }
    let value = match &question.kind {
        _ if word.is_empty() => return Ok(Answer::Skipped),
        QuestionKind::YesNo => parse_yes_no(word).map(Value::YesNo),
        QuestionKind::Choice(_) | QuestionKind::Scale(_) => Some(Value::Choice(find_option(question, word)?)),
        QuestionKind::Choices { .. } => Some(Value::Choices(find_options(question, parts(word).map(|(_, id)| id))?)),
        QuestionKind::Number { decimals, .. } => read_decimal(word, *decimals)?.map(Value::Number),
        QuestionKind::Date(_) => Some(read_day(question, word, None)?),
        QuestionKind::Text => Some(Value::Text(text.into())),
    };
    value.map(Answer::Given).ok_or_else(|| wrong_type(question))
}

/// A number; none if it is none.
///
/// # Errors
/// In half of the world `2.000` is two thousand, in the other half it is two.
pub(super) fn read_decimal(word: &str, decimals: u32) -> Result<Option<Decimal>, Rejection> {
    let Some(number) = parse_decimal(word) else { return Ok(None) };
    let thousands = |before: &str| before.len() <= 3 && !before.starts_with('0');
    match word.split_once('.') {
        Some((before, after)) if after.len() == 3 && decimals != 3 && thousands(before.trim_start_matches('-')) => {
            let whole = format!("{before}{after}");
            Err(Rejection::TwoReadings { whole, fraction: number.normalize().to_string() })
        }
        _ => Ok(Some(number)),
    }
}

/// The options with these ids.
pub(super) fn find_options<'t>(
    question: &Question,
    ids: impl Iterator<Item = &'t str>,
) -> Result<OptionSet, Rejection> {
    ids.map(|id| find_option(question, id)).collect()
}

/// The parts of a list with commas, in brackets or not, each with the byte at which it starts.
pub(super) fn parts(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let list = text.trim();
    let list = list.strip_prefix('[').and_then(|list| list.strip_suffix(']')).unwrap_or(list);
    let mut start = text.find(list).unwrap_or(0);
    list.split(',').filter_map(move |part| {
        let at = start + (part.len() - part.trim_start().len());
        start += part.len() + 1;
        (!part.trim().is_empty()).then_some((at, part.trim()))
    })
}

fn find_option(question: &Question, id: &str) -> Result<usize, Rejection> {
    question.option_written(id).ok_or_else(|| Rejection::UnknownOption { option: id.into() })
}

fn parse_yes_no(word: &str) -> Option<bool> {
    let is = |words: [&str; 2]| words.iter().any(|known| word.eq_ignore_ascii_case(known));
    if is(["yes", "true"]) { Some(true) } else { is(["no", "false"]).then_some(false) }
}

/// A date; `today` is the day on which it was typed, if it was.
pub(super) fn read_day(question: &Question, word: &str, today: Option<Date>) -> Result<Value, Rejection> {
    match read_date(word, today) {
        Ok(WrittenDate::Day(day)) => Ok(Value::Date(day)),
        Ok(WrittenDate::Period(period)) => Ok(Value::Period(period)),
        Ok(WrittenDate::Either(day_first, month_first)) => Err(Rejection::TwoDays { day_first, month_first }),
        Err(NoDate::Form) => Err(wrong_type(question)),
        Err(NoDate::NoSuchDay) => Err(Rejection::NoSuchDay { day: word.into() }),
        Err(NoDate::Relative) => Err(Rejection::RelativeDay),
    }
}
