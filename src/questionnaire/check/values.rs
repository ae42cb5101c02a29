//! Values with a name: a wait, an age or a day of the law, stated once and named wherever it counts.

use super::Checker;
use super::names::Namespace;
use super::scope::Outline;
use super::shape::{self, Fields, Form, as_map, as_scalar};
use crate::condition::{self, Constant};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Entry, Scalar, YamlNode, YamlValue};
use crate::questionnaire::NamedValue;
use crate::value::{Duration, parse_date, parse_decimal};

pub(super) const VALUE: Form = Form { noun: "value", keys: &["is", "day"] };

/// Where a span of months or years ends, if the month is too short.
pub(super) const DAYS: &[(&str, bool)] = &[("last", false), ("next", true)];

/// A value as it is written: `6 months`, `18`, `2022-01-04`, or `{ is: 18 years, day: next }`.
pub(super) fn read(entry: &Entry) -> (Option<Constant>, Diagnostics) {
    let mut out = Diagnostics::default();
    let constant = match &entry.value.node {
        YamlNode::Map(_) => of_map(entry, &mut out),
        _ => shape::text(entry, &mut out).and_then(|scalar| of_text(scalar, &mut out)),
    };
    (constant, out)
}

fn of_map(entry: &Entry, out: &mut Diagnostics) -> Option<Constant> {
    let fields = Fields::of_entry(entry, VALUE, out)?;
    let written = fields.needed_text("is", out);
    let next = fields.word("day", DAYS, false, out);
    match (of_text(written?, out)?, next) {
        (Constant::Duration(duration), true) => match duration.unit.on_the_next_day() {
            Some(unit) => Some(Constant::Duration(Duration { unit, ..duration })),
            None => {
                fields.entry("day").into_iter().for_each(|day| out.push(no_month(day, duration)));
                None
            }
        },
        (constant @ (Constant::Number(_) | Constant::Day(_)), _) if fields.has("day") => {
            fields.entry("day").into_iter().for_each(|day| out.push(no_span(day, constant)));
            None
        }
        (constant, _) => Some(constant),
    }
}

fn of_text(scalar: &Scalar, out: &mut Diagnostics) -> Option<Constant> {
    let text = scalar.text.trim();
    let number = parse_decimal(text).map(Constant::Number);
    if let Some(constant) = parse_date(text).map(Constant::Day).or(number) {
        return Some(constant);
    }
    let (duration, faults) = condition::parse_duration(scalar);
    // Several words, or a unit glued to its number: a span of time was meant.
    if duration.is_some() || text.contains(' ') {
        out.append(faults);
        return duration.map(Constant::Duration);
    }
    out.push(no_value(scalar));
    None
}

impl Checker<'_> {
    pub(super) fn values(&mut self, fields: &Fields<'_>, whole: &[&YamlValue]) -> Vec<NamedValue> {
        let entries = fields.map("values", &mut self.out);
        entries.iter().filter_map(|entry| self.value(entry, whole)).collect()
    }

    fn value(&mut self, entry: &Entry, whole: &[&YamlValue]) -> Option<NamedValue> {
        let id = self.ids.take(&entry.key, Namespace::Name, "value", &mut self.out);
        let constant = self.out.keep(read(entry));
        let used = whole.iter().any(|part| is_named(part, &entry.key.value));
        let end_said = entry.value.get("day").is_some();
        Some(NamedValue { id: id?, constant: constant?, end_said, used, span: entry.key.span })
    }

    /// A span of time: written out, or the name of a value.
    pub(super) fn span_of_time(&mut self, scalar: &Scalar) -> Option<Duration> {
        match self.outline.value_named(scalar.text.trim()) {
            Some(Some(Constant::Duration(duration))) => Some(duration),
            Some(Some(constant @ (Constant::Number(_) | Constant::Day(_)))) => {
                self.out.push(not_a_span(scalar, constant));
                None
            }
            // What is wrong with it was said where it stands.
            Some(None) => None,
            None => self.out.keep(condition::parse_duration(scalar)),
        }
    }
}

impl Outline {
    /// Reads the values that a questionnaire names; what is wrong with them is said by the check.
    pub(super) fn read_values(main: &YamlValue) -> Vec<(&Entry, Option<Constant>)> {
        let entries = main.get("values").map(as_map).unwrap_or_default().iter();
        entries.map(|entry| (entry, read(entry).0)).collect()
    }
}

/// Whether a word stands somewhere in a document, other than as the key of the value itself.
pub(super) fn is_named(value: &YamlValue, word: &str) -> bool {
    let is_word = |character: char| character.is_alphanumeric() || character == '_';
    // Most texts do not have the letters at all, which is far quicker to see.
    let in_text =
        |text: &str| text.contains(word) && text.split(|character| !is_word(character)).any(|part| part == word);
    match &value.node {
        YamlNode::Map(entries) => {
            entries.iter().filter(|entry| entry.key.value != "values").any(|entry| is_named(&entry.value, word))
        }
        YamlNode::List(items) => items.iter().any(|item| is_named(item, word)),
        _ => as_scalar(value).is_some_and(|scalar| in_text(&scalar.text)),
    }
}

fn no_value(scalar: &Scalar) -> Diagnostic {
    Diagnostic::new(Code::WrongValue, scalar.span, format!("`{}` is no value that can have a name", scalar.text))
        .help("write a span of time (`6 months`), a number (`18`) or a day (`2022-01-04`)")
}

fn no_month(day: &Entry, duration: Duration) -> Diagnostic {
    Diagnostic::new(Code::WrongValue, day.key.span, format!("{duration} always ends on a day that exists"))
        .help("leave `day` out: it is for months and years, which may end on the 29th to the 31st of a shorter month")
}

fn no_span(day: &Entry, constant: Constant) -> Diagnostic {
    Diagnostic::new(Code::WrongValue, day.key.span, format!("{constant} is no span of time, so it ends on no day"))
        .help("leave `day` out")
}

fn not_a_span(scalar: &Scalar, constant: Constant) -> Diagnostic {
    Diagnostic::new(
        Code::BadDuration,
        scalar.span,
        format!("`{}` is {constant}, which is no span of time", scalar.text),
    )
    .help("name a value such as `6 months`, or write the span itself")
}
