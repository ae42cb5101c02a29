//! On which day each answer of a file was given: `answered_on` says it once, `earlier` names the exceptions by day.

use std::collections::BTreeMap;

use super::misfit::shown;
use super::picks::item_text;
use super::shape::{text_of, wrong_shape};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Entry, YamlNode, YamlValue};
use crate::source::{Span, Spanned};
use crate::value::{Date, parse_date};

/// The key of `earlier` below which answers stand of which nobody knows the day.
pub(super) const UNKNOWN: &str = "unknown";

/// The day of every answer in a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Days {
    /// Of all that is not named apart.
    pub(super) answered_on: Option<Date>,
    /// By the id of the question; none where nobody knows.
    earlier: BTreeMap<String, (Option<Date>, Span)>,
}

impl Days {
    /// Reads `earlier` and the day of all else, below a key such as `answered_on`. `today` is the day of assessment: no answer can be newer.
    pub(crate) fn read(tree: &YamlValue, key: &str, today: Date, faults: &mut Diagnostics) -> Days {
        let answered_on = text_of(tree, key, faults).and_then(|text| past_day(&text, today, faults));
        let mut days = Days { answered_on, earlier: BTreeMap::new() };
        match tree.get("earlier").map(|value| (&value.node, value)) {
            None | Some((YamlNode::Null, _)) => {}
            Some((YamlNode::Map(entries), _)) => {
                entries.iter().for_each(|entry| days.given_earlier(entry, today, faults));
            }
            Some((_, value)) => {
                faults.push(wrong_shape(value, "`earlier` is a mapping from days to lists of questions"));
            }
        }
        days
    }

    /// The same, where all that is not named apart was answered on `day` if nothing else is said.
    pub(crate) fn or_on(self, day: Date) -> Days {
        Days { answered_on: self.answered_on.or(Some(day)), ..self }
    }

    /// Reports what is named with a day and has no answer here, and days that are newer than the newest: a slip in either would
    /// make an old answer young.
    pub(crate) fn hold_against(&self, answered: &dyn Fn(&str) -> bool, faults: &mut Diagnostics) {
        for (question, (day, span)) in &self.earlier {
            if !answered(question) {
                let message = format!("`earlier` names `{question}`, which has no answer here");
                let fault = Diagnostic::new(Code::UnknownQuestion, *span, message);
                faults.push(fault.help("write it as it stands below `answers`, or leave it out"));
            }
            if let (Some(day), Some(newest)) = (day, self.answered_on)
                && *day > newest
            {
                let message = format!("`earlier` says {day}, and `answered_on` is {newest}");
                let fault = Diagnostic::new(Code::AnsweredLater, *span, message);
                faults.push(fault.help("`answered_on` is the newest day; the others are earlier"));
            }
        }
    }

    /// The day on which a question was answered; none if nobody knows.
    pub(crate) fn of(&self, question: &str) -> Option<Date> {
        self.earlier.get(question).map_or(self.answered_on, |(day, _)| *day)
    }

    /// The questions that were answered on other days, by day.
    pub(super) fn by_day(&self) -> BTreeMap<Option<Date>, Vec<String>> {
        let mut by_day: BTreeMap<Option<Date>, Vec<String>> = BTreeMap::new();
        for (question, (day, _)) in &self.earlier {
            by_day.entry(*day).or_default().push(question.clone());
        }
        by_day
    }

    fn given_earlier(&mut self, entry: &Entry, today: Date, faults: &mut Diagnostics) {
        let day = if entry.key.value == UNKNOWN { None } else { past_day(&entry.key, today, faults) };
        let YamlNode::List(items) = &entry.value.node else {
            return faults.push(wrong_shape(&entry.value, "below a day of `earlier` stands a list of questions"));
        };
        for item in items {
            let Some(question) = item_text(item) else {
                faults.push(wrong_shape(item, "below a day of `earlier` stands a list of questions"));
                continue;
            };
            if let Some((_, first)) = self.earlier.insert(question.to_owned(), (day, item.span)) {
                let message = format!("`earlier` gives two days for the answer to `{question}`");
                let fault = Diagnostic::new(Code::DuplicateKey, item.span, message).also(first, "first here");
                faults.push(fault.help("keep the day on which it was answered last"));
            }
        }
    }
}

/// A day that is not after the day of assessment.
fn past_day(text: &Spanned<String>, today: Date, faults: &mut Diagnostics) -> Option<Date> {
    let Some(day) = parse_date(text.value.trim()) else {
        faults.push(bad_date(text));
        return None;
    };
    if day > today {
        faults.push(answered_later(text, today));
        return None;
    }
    Some(day)
}

fn bad_date(text: &Spanned<String>) -> Diagnostic {
    let message = match shown(&text.value) {
        Some(said) => format!("`{said}` is not a day"),
        None => "what is written there is not a day".to_owned(),
    };
    Diagnostic::new(Code::BadDate, text.span, message).help("write year, month and day, such as `2026-11-22`")
}

fn answered_later(text: &Spanned<String>, today: Date) -> Diagnostic {
    let message = format!("answered on {}, and the day of assessment is {today}", text.value.trim());
    Diagnostic::new(Code::AnsweredLater, text.span, message)
        .help("nobody can be judged by answers that are still to come: correct the day, or assess on a later one")
}
