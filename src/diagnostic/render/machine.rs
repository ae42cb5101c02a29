//! Diagnostics for tools: one line each, or JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Counts;
use super::place::{Place, Places, Point};
use super::words::one_line;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Sources;
use crate::value::Date;
use crate::value::json::json_line;

/// `file:line:column: level[code]: text`, one line each: what editors and continuous integration pick up.
pub fn short(diagnostics: &Diagnostics, sources: &Sources) -> String {
    let places = Places::new(sources);
    let diagnostics = diagnostics.clone().sorted();
    diagnostics.iter().map(|diagnostic| short_line(diagnostic, places.resolve(diagnostic.span))).collect()
}

/// The same with what to do about each, for what people read and logs keep: nothing of the text at fault is shown.
pub fn places(diagnostics: &Diagnostics, sources: &Sources) -> String {
    let places = Places::new(sources);
    let told = |diagnostic: &Diagnostic| {
        let help = diagnostic.help.iter().map(|help| format!("  help: {}\n", one_line(help)));
        short_line(diagnostic, places.resolve(diagnostic.span)) + &help.collect::<String>()
    };
    diagnostics.clone().sorted().iter().map(told).collect()
}

fn short_line(diagnostic: &Diagnostic, place: Option<Place<'_>>) -> String {
    let at =
        place.map(|place| format!("{}:{}:{}: ", one_line(&place.source.name), place.start.line, place.start.column));
    let (level, code) = (diagnostic.level.name(), diagnostic.code.name());
    format!("{}{level}[{code}]: {}\n", at.unwrap_or_default(), one_line(&diagnostic.message))
}

/// One JSON object: `diagnostics`, and how many are `errors` and `warnings`. Lines and columns count from 1, columns in
/// characters; bytes count from 0.
pub fn json(diagnostics: &Diagnostics, sources: &Sources) -> String {
    json_with(diagnostics, sources, None)
}

/// The same with `proved_until`: for each path that was checked, the last day of assessment for which it was proved.
pub fn json_of_check(diagnostics: &Diagnostics, sources: &Sources, proved_until: &BTreeMap<String, Date>) -> String {
    let proved_until = proved_until.iter().map(|(path, day)| (path.as_str(), day.to_string()));
    json_with(diagnostics, sources, Some(proved_until.collect()))
}

fn json_with(diagnostics: &Diagnostics, sources: &Sources, proved_until: Option<BTreeMap<&str, String>>) -> String {
    let places = Places::new(sources);
    let diagnostics = diagnostics.clone().sorted();
    let Counts { errors, warnings, .. } = Counts::of(&diagnostics);
    let diagnostics = diagnostics.iter().map(|diagnostic| item(diagnostic, &places)).collect();
    json_line(&Output { diagnostics, errors, warnings, proved_until }) + "\n"
}

#[derive(Serialize)]
struct Output<'d> {
    diagnostics: Vec<Item<'d>>,
    errors: usize,
    warnings: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    proved_until: Option<BTreeMap<&'d str, String>>,
}

#[derive(Serialize)]
struct Item<'d> {
    code: &'static str,
    level: &'static str,
    message: &'d str,
    #[serde(flatten)]
    at: Mark<'d>,
    also: Vec<Mark<'d>>,
    help: &'d [String],
}

#[derive(Serialize)]
struct Mark<'d> {
    file: Option<&'d str>,
    start: Option<Point>,
    end: Option<Point>,
    label: &'d str,
}

fn item<'d>(diagnostic: &'d Diagnostic, places: &Places<'d>) -> Item<'d> {
    let also = diagnostic.also.iter().map(|(span, label)| mark(places.resolve(*span), label));
    Item {
        code: diagnostic.code.name(),
        level: diagnostic.level.name(),
        message: &diagnostic.message,
        at: mark(places.resolve(diagnostic.span), &diagnostic.label),
        also: also.collect(),
        help: &diagnostic.help,
    }
}

fn mark<'d>(place: Option<Place<'d>>, label: &'d str) -> Mark<'d> {
    Mark {
        file: place.map(|place| place.source.name.as_str()),
        start: place.map(|place| place.start),
        end: place.map(|place| place.end),
        label,
    }
}
