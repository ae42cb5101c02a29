//! An answer as tools read it in JSON: in assessments, batches, what-ifs and diffs alike.

use serde::Serialize;

use crate::questionnaire::Question;
use crate::value::{Answer, Value};

/// An answer as JSON: yes_no as `true` or `false`, an option as its id, several options as a list of ids, a day as
/// `"2026-11-22"`, a month or year as `"2026-11"` or `"2026"`, `"unsure"`, `"withheld"`, and `null` if passed over. A number is a JSON number if that says it exactly,
/// else (many digits) a string of its digits.
///
/// A response file or a line of a batch that holds these values reads back as the same answers.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum AnswerValue<'q> {
    /// Yes or no.
    YesNo(bool),
    /// An option, or one of the words `unsure` and `withheld`.
    Word(&'q str),
    /// Several options.
    Options(Vec<&'q str>),
    /// A whole number that JSON says exactly.
    Whole(i64),
    /// A number with a fraction that JSON says exactly.
    Fraction(f64),
    /// A day, a month, a year, a text, or the digits of a number that JSON does not say exactly.
    Text(String),
    /// Passed over.
    Skipped,
}

impl<'q> AnswerValue<'q> {
    /// An answer to a question.
    pub fn of(question: &'q Question, answer: &Answer) -> AnswerValue<'q> {
        let option = |position: usize| question.option(position).id.as_str();
        match answer {
            Answer::Unsure => AnswerValue::Word("unsure"),
            Answer::Withheld => AnswerValue::Word("withheld"),
            Answer::Skipped => AnswerValue::Skipped,
            Answer::Given(Value::YesNo(yes)) => AnswerValue::YesNo(*yes),
            Answer::Given(Value::Choice(position)) => AnswerValue::Word(option(*position)),
            Answer::Given(Value::Choices(set)) => AnswerValue::Options(set.iter().map(option).collect()),
            Answer::Given(Value::Number(number)) => AnswerValue::number(number.to_string()),
            Answer::Given(Value::Date(date)) => AnswerValue::Text(date.to_string()),
            Answer::Given(Value::Period(period)) => AnswerValue::Text(period.to_string()),
            Answer::Given(Value::Text(text)) => AnswerValue::Text(text.clone()),
        }
    }

    /// A JSON number, if it reads as exactly these digits; a string of them otherwise.
    fn number(digits: String) -> AnswerValue<'q> {
        if let Some(whole) = digits.parse().ok().filter(|whole: &i64| whole.to_string() == digits) {
            return AnswerValue::Whole(whole);
        }
        let reads_so =
            |fraction: &f64| serde_json::Number::from_f64(*fraction).is_some_and(|it| it.to_string() == digits);
        match digits.parse().ok().filter(reads_so) {
            Some(fraction) => AnswerValue::Fraction(fraction),
            None => AnswerValue::Text(digits),
        }
    }
}
