//! What a template may do to a value before it is written: the one table of filters, for report templates and for texts.

use minijinja::value::{Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, filters};

use crate::value::{Duration, Unit, parse_date};

/// The longest text that `join` makes, in bytes.
const MAX_JOIN_BYTES: usize = 64 << 10;

/// A filter under its name.
pub(super) struct Filter {
    pub(super) name: &'static str,
    /// Whether a short text takes it too. There it stands after the label of an answer, so it may only change letters.
    in_texts: bool,
    register: fn(&mut Environment<'_>, &'static str),
}

/// All filters, in the order in which messages list them.
const FILTERS: [Filter; 8] = [
    Filter { name: "lower", in_texts: true, register: |to, name| to.add_filter(name, filters::lower) },
    Filter { name: "upper", in_texts: true, register: |to, name| to.add_filter(name, filters::upper) },
    Filter { name: "capitalize", in_texts: true, register: |to, name| to.add_filter(name, filters::capitalize) },
    Filter { name: "length", in_texts: false, register: |to, name| to.add_filter(name, filters::length) },
    Filter { name: "first", in_texts: false, register: |to, name| to.add_filter(name, filters::first) },
    Filter { name: "last", in_texts: false, register: |to, name| to.add_filter(name, filters::last) },
    Filter { name: "join", in_texts: false, register: |to, name| to.add_filter(name, join) },
    Filter { name: "later", in_texts: false, register: |to, name| to.add_filter(name, later) },
];

/// The filters of report templates.
pub(super) fn of_reports() -> impl Iterator<Item = &'static Filter> {
    FILTERS.iter()
}

/// The filters of short texts.
pub(super) fn of_texts() -> impl Iterator<Item = &'static Filter> {
    FILTERS.iter().filter(|filter| filter.in_texts)
}

/// Makes filters known to what fills templates.
pub(super) fn register(filters: impl Iterator<Item = &'static Filter>, environment: &mut Environment<'_>) {
    for filter in filters {
        (filter.register)(environment, filter.name);
    }
}

/// The texts of a list with something between them.
fn join(list: Value, between: Option<String>) -> Result<String, Error> {
    let between = between.unwrap_or_else(|| ", ".to_owned());
    let mut joined = String::new();
    for (at, item) in list.try_iter()?.enumerate() {
        if !matches!(item.kind(), ValueKind::String | ValueKind::Number) {
            return Err(Error::from(ErrorKind::NonPrimitive));
        }
        joined.push_str(if at == 0 { "" } else { &between });
        joined.push_str(&item.to_string());
        // A list can be joined again for each of its items: the length is bounded here, where fuel does not count it.
        if joined.len() > MAX_JOIN_BYTES {
            return Err(Error::from(ErrorKind::OutOfFuel));
        }
    }
    Ok(joined)
}

/// The day that lies so many days after a `date`, in words: `12 May 2027`.
fn later(date: Value, days: u32) -> Result<String, Error> {
    let start = date.as_str().and_then(parse_date).ok_or_else(|| Error::from(ErrorKind::InvalidOperation))?;
    let day = Duration { count: days, unit: Unit::Days }.after(start);
    Ok(day.strftime("%-d %B %Y").to_string())
}
