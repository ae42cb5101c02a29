//! What was said at earlier visits. The answers of a visit are kept as they were written: the questions
//! may have changed since, and what was said then stays said.

use std::collections::BTreeMap;

use super::days::Days;
use super::picks::item_text;
use super::shape::{text_of, wrong_shape};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{YamlNode, YamlValue};
use crate::questionnaire::Questionnaire;
use crate::source::Span;
use crate::value::Date;

/// What was said on one day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visit {
    /// The day; none if nobody knows.
    pub on: Option<Date>,
    /// The version of the questions, if it was noted.
    pub version: Option<String>,
    /// What the answers came to then, if it was noted.
    pub verdict: Option<String>,
    /// The answers as they were written, by the ids of that version's questions.
    pub answers: BTreeMap<String, WrittenAnswer>,
    /// Those of them that were older than the visit, by day; none where nobody knows the day.
    pub earlier: BTreeMap<Option<Date>, Vec<String>>,
}

/// An answer as a file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WrittenAnswer {
    /// Passed over.
    Nothing,
    /// A number, an option, a day, a text.
    One(String),
    /// Several options.
    Several(Vec<String>),
}

impl Visit {
    /// The same without the answers to questions that are private by now.
    #[must_use]
    pub fn without_private(&self, questionnaire: &Questionnaire) -> Visit {
        let mut rest = self.clone();
        rest.answers.retain(|id, _| !questionnaire.is_private(id));
        rest.earlier.values_mut().for_each(|ids| ids.retain(|id| !questionnaire.is_private(id)));
        rest.earlier.retain(|_, ids| !ids.is_empty());
        rest
    }

    /// The answers that a file has now.
    pub(super) fn of(tree: &YamlValue, days: &Days) -> Visit {
        let mut silent = Diagnostics::default();
        let [version, verdict] =
            ["version", "verdict"].map(|key| text_of(tree, key, &mut silent).map(|text| text.value));
        Visit { on: days.answered_on, version, verdict, answers: written(tree), earlier: days.by_day() }
    }
}

const VISIT_KEYS: [&str; 5] = ["on", "version", "verdict", "answers", "earlier"];

/// The visits of a file.
pub(super) fn read_visits(tree: &YamlValue, today: Date, faults: &mut Diagnostics) -> Vec<Visit> {
    match tree.get("visits").map(|value| (&value.node, value)) {
        None | Some((YamlNode::Null, _)) => Vec::new(),
        Some((YamlNode::List(items), _)) => items.iter().map(|item| read_visit(item, today, faults)).collect(),
        Some((_, value)) => {
            faults.push(wrong_shape(value, "`visits` is a list"));
            Vec::new()
        }
    }
}

fn read_visit(item: &YamlValue, today: Date, faults: &mut Diagnostics) -> Visit {
    let YamlNode::Map(entries) = &item.node else {
        faults.push(wrong_shape(item, "a visit is a mapping"));
        return Visit::default();
    };
    for entry in entries.iter().filter(|entry| !VISIT_KEYS.contains(&entry.key.value.as_str())) {
        let message = format!("`{}` has no meaning in a visit", entry.key.value);
        faults.push(Diagnostic::new(Code::UnknownKey, entry.key.span, message).nearest(&entry.key.value, VISIT_KEYS));
    }
    if item.get("answers").is_none() {
        let start = Span { end: item.span.start, ..item.span };
        let fault = Diagnostic::new(Code::MissingKey, start, "a visit needs `answers`");
        faults.push(fault.help("write `answers:` and below it what was said then"));
    }
    let days = Days::read(item, "on", today, faults);
    let [version, verdict] = ["version", "verdict"].map(|key| text_of(item, key, faults).map(|text| text.value));
    Visit { on: days.answered_on, version, verdict, answers: written(item), earlier: days.by_day() }
}

/// The answers as they stand there, whatever they are.
fn written(tree: &YamlValue) -> BTreeMap<String, WrittenAnswer> {
    let entries = match tree.get("answers").map(|answers| &answers.node) {
        Some(YamlNode::Map(entries)) => entries.as_slice(),
        _ => &[],
    };
    entries.iter().map(|entry| (entry.key.value.clone(), WrittenAnswer::of(&entry.value))).collect()
}

impl WrittenAnswer {
    fn of(value: &YamlValue) -> WrittenAnswer {
        match &value.node {
            YamlNode::Scalar(scalar) => WrittenAnswer::One(scalar.text.clone()),
            YamlNode::List(items) => {
                WrittenAnswer::Several(items.iter().filter_map(item_text).map(str::to_owned).collect())
            }
            // A mapping is no answer in any version.
            YamlNode::Null | YamlNode::Map(_) => WrittenAnswer::Nothing,
        }
    }
}
