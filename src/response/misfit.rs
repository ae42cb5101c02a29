//! An answer in a file that does not fit its question, as a diagnostic.

use super::Rejection;
use super::picks::picked;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{YamlNode, YamlValue};
use crate::questionnaire::{Question, QuestionKind};
use crate::source::{Span, Spanned};
use crate::text::counted;
use crate::value::{Date, day_in_words};

/// An answer where it stands.
pub(super) struct Said<'a> {
    /// The question it is for.
    pub question: &'a Question,
    /// The question's id in the file.
    pub key: &'a Spanned<String>,
    /// What the file says.
    pub value: &'a YamlValue,
}

/// Says what is wrong with an answer, at the smallest place that is.
pub(super) fn misfit(said: &Said<'_>, rejection: Rejection) -> Diagnostic {
    let fault = told(said, rejection);
    if !said.question.private {
        return fault;
    }
    // Neither what was asked nor what was said: messages go into the records of a batch.
    Diagnostic::new(fault.code, said.value.span, "an answer to a private question does not fit it")
        .help("correct the answer at this place, or leave it out: then it is open")
}

fn told(said: &Said<'_>, rejection: Rejection) -> Diagnostic {
    match &rejection {
        Rejection::WrongType { expected } => wrong_answer(said, expected),
        Rejection::NoSuchDay { day } => no_such_day(said, day),
        Rejection::TwoDays { day_first, month_first } => two_days(said, *day_first, *month_first),
        Rejection::RelativeDay => relative_day(said),
        Rejection::UnknownOption { option } | Rejection::NotOffered { option } => unknown_option(said, option),
        Rejection::Exclusive { option } => excluded_options(said, option),
        Rejection::Picks { .. } => wrong_picks(said, &rejection),
        Rejection::UnsureNotOffered => unsure_not_offered(said),
        Rejection::Required => required_answer(said),
        Rejection::NumberRange { .. }
        | Rejection::DayOnly
        | Rejection::Decimals { .. }
        | Rejection::TwoReadings { .. }
        | Rejection::DateRange { .. }
        | Rejection::TextLong => out_of_range(said, &rejection),
    }
}

fn wrong_answer(said: &Said<'_>, expected: &str) -> Diagnostic {
    let label = match said.value.node {
        YamlNode::List(_) | YamlNode::Map(_) => format!("this is {}", said.value.describe()),
        _ => String::new(),
    };
    let message = format!("`{}` takes {expected}", said.question.id);
    let fault = Diagnostic::new(Code::WrongAnswer, said.value.span, message).label(label);
    match how_to_write(said) {
        Some(help) => fault.help(help),
        None => fault,
    }
}

/// How to write what was probably meant.
fn how_to_write(said: &Said<'_>) -> Option<&'static str> {
    let text = match &said.value.node {
        YamlNode::Scalar(scalar) => scalar.text.as_str(),
        _ => "",
    };
    match said.question.kind {
        QuestionKind::Number { .. } if text.contains(',') => Some("write the number with a point, and no commas"),
        QuestionKind::Number { .. } => Some("write digits, with a point if need be; no exponent, no unit"),
        QuestionKind::Date(_) => Some("write year, month and day, or only the year and the month, or only the year"),
        QuestionKind::YesNo
        | QuestionKind::Choice(_)
        | QuestionKind::Scale(_)
        | QuestionKind::Choices { .. }
        | QuestionKind::Text => None,
    }
}

fn no_such_day(said: &Said<'_>, day: &str) -> Diagnostic {
    let message = match shown(day) {
        Some(day) => format!("there is no day `{day}`"),
        None => "there is no such day".to_owned(),
    };
    Diagnostic::new(Code::WrongAnswer, said.value.span, message).label(format!("`{}` takes a day", said.question.id))
}

fn two_days(said: &Said<'_>, day_first: Date, month_first: Date) -> Diagnostic {
    let message = format!("this can be read as {} or as {}", day_in_words(day_first), day_in_words(month_first));
    Diagnostic::new(Code::WrongAnswer, said.value.span, message)
        .label(format!("`{}` takes a day", said.question.id))
        .help(format!("write {day_first} or {month_first}"))
}

fn relative_day(said: &Said<'_>) -> Diagnostic {
    let message = "a file can be read on any day, so this could be any day".to_owned();
    Diagnostic::new(Code::WrongAnswer, said.value.span, message)
        .label(format!("`{}` takes a day", said.question.id))
        .help("write the day itself, such as 2026-11-22, or only the month (2026-11) or the year (2026)")
}

fn unknown_option(said: &Said<'_>, option: &str) -> Diagnostic {
    let of = &said.question.id;
    let message = match shown(option) {
        Some(option) => format!("`{option}` is not an option of `{of}`"),
        None => format!("what is written there is not an option of `{of}`"),
    };
    let known = said.question.options().iter().map(|option| option.id.as_str());
    Diagnostic::new(Code::UnknownOption, place_of(said, option), message).nearest(option, known)
}

fn excluded_options(said: &Said<'_>, option: &str) -> Diagnostic {
    let message = format!("`{option}` cannot be combined with other options of `{}`", said.question.id);
    // A few show what is meant; a file can hold any number.
    let others = picked(said.value).into_iter().filter(|other| other.value != option).take(5);
    let fault = Diagnostic::new(Code::ExcludedOptions, place_of(said, option), message).label("excludes all others");
    let fault = others.fold(fault, |fault, other| fault.also(other.span, "picked as well"));
    fault.help(format!("remove `{option}`, or everything else"))
}

/// What an answer says, if it has the looks of an id. Messages end in logs: what a person wrote in words of their own does not.
pub(super) fn shown(text: &str) -> Option<&str> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    (text.len() <= 40 && text.bytes().all(plain)).then_some(text)
}

/// The place of an option among those picked; the whole value if it is not there.
fn place_of(said: &Said<'_>, option: &str) -> Span {
    let picked = picked(said.value).into_iter().find(|picked| picked.value == option);
    picked.map_or(said.value.span, |picked| picked.span)
}

fn wrong_picks(said: &Said<'_>, rejection: &Rejection) -> Diagnostic {
    let count = counted(picked(said.value).len(), "option");
    let message = format!("`{}` has {count} picked", said.question.id);
    Diagnostic::new(Code::WrongPicks, said.value.span, message).help(rejection.to_string())
}

fn unsure_not_offered(said: &Said<'_>) -> Diagnostic {
    let message = format!("`{}` does not offer \"not sure\" or \"rather not say\"", said.question.id);
    Diagnostic::new(Code::UnsureNotOffered, said.value.span, message)
        .help("answer it, or leave the line out to keep the question open")
}

fn required_answer(said: &Said<'_>) -> Diagnostic {
    // An empty value has no width to point at.
    let span = if said.value.span.start < said.value.span.end { said.value.span } else { said.key.span };
    Diagnostic::new(Code::RequiredAnswer, span, format!("`{}` needs an answer", said.question.id))
        .help("answer it, or leave the line out to keep the question open")
}

fn out_of_range(said: &Said<'_>, rejection: &Rejection) -> Diagnostic {
    Diagnostic::new(Code::AnswerOutOfRange, said.value.span, format!("`{}` {rejection}", said.question.id))
}
