//! The parts of a base, by their paths: ids with their kinds, as in `skin.rules.skin_07_tan` or `values.trip_wait`.

use crate::document::{Entry, YamlNode, YamlValue};
use crate::questionnaire::check::shape::{as_list, as_map, as_scalar};

/// The parts of a path.
pub(super) fn parts(path: &str) -> Vec<&str> {
    path.split('.').collect()
}

/// Whether a path under `add` leads further down where a mapping stands, instead of naming what is added: a kind of thing in a
/// section or at the top, or a thing to whose own kinds something is added.
pub(super) fn leads_on(path: &str) -> bool {
    const AT_THE_TOP: [&str; 4] = ["values", "sources", "option_lists", "lints"];
    let parts = parts(path);
    match parts.as_slice() {
        [_] => true,
        [top, _] if AT_THE_TOP.contains(top) => *top == "option_lists",
        [_, "conditions" | "scores" | "derived", ..] => parts.len() == 2,
        [_, "questions" | "rules", _] | [_, _] => true,
        [_, "questions", _, "options"] | ["decision", ..] => true,
        _ => false,
    }
}

/// Whether two paths name the same part, or one a part of the other.
pub(super) fn overlap(one: &str, other: &str) -> bool {
    let starts =
        |long: &str, short: &str| long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    starts(one, other) || starts(other, one)
}

/// The parts of a questionnaire.
pub(super) struct Tree<'t> {
    pub main: &'t mut YamlValue,
    pub sections: &'t mut Vec<YamlValue>,
}

impl Tree<'_> {
    /// What a path leads to.
    pub fn find(&mut self, path: &[&str]) -> Option<&mut YamlValue> {
        let (first, rest) = path.split_first()?;
        let section = self.sections.iter_mut().find(|section| id(section) == Some(first));
        let start = match section {
            Some(section) => Some(section),
            None => self.main.get_mut(first),
        };
        rest.iter().try_fold(start?, |value, name| child(value, name))
    }

    /// The paths of all things that have an id, for proposals.
    pub fn paths(&self) -> Vec<String> {
        let sections = self.sections.iter().filter_map(|section| id(section).map(|id| (id, section)));
        let mut paths: Vec<String> = sections.clone().map(|(id, _)| id.to_owned()).collect();
        for (section, value) in sections {
            for kind in ["questions", "rules", "conditions", "scores", "derived"] {
                let ids = value.get(kind).map(ids).unwrap_or_default();
                paths.extend(ids.iter().map(|id| format!("{section}.{kind}.{id}")));
            }
        }
        for entry in as_map(self.main) {
            let key = &entry.key.value;
            paths.push(key.clone());
            paths.extend(ids(&entry.value).iter().map(|id| format!("{key}.{id}")));
        }
        paths
    }
}

/// The ids below a value: of items, of the questions in groups, and the keys of a mapping.
fn ids(value: &YamlValue) -> Vec<String> {
    match &value.node {
        YamlNode::Map(entries) => entries.iter().map(|entry| entry.key.value.clone()).collect(),
        YamlNode::List(items) => items.iter().flat_map(item_ids).collect(),
        YamlNode::Null | YamlNode::Scalar(_) => Vec::new(),
    }
}

pub(super) fn item_ids(item: &YamlValue) -> Vec<String> {
    match id(item) {
        Some(id) => vec![id.to_owned()],
        None => item.get("questions").map(as_list).unwrap_or_default().iter().flat_map(item_ids).collect(),
    }
}

/// The id of an item.
pub(super) fn id(value: &YamlValue) -> Option<&str> {
    value.get("id").and_then(as_scalar).map(|id| id.text.as_str())
}

fn child<'v>(value: &'v mut YamlValue, name: &str) -> Option<&'v mut YamlValue> {
    match &mut value.node {
        YamlNode::Map(entries) => {
            entries.iter_mut().find(|entry| entry.key.value == name).map(|entry| &mut entry.value)
        }
        YamlNode::List(items) => items.iter_mut().find_map(|item| in_item(item, name)),
        YamlNode::Null | YamlNode::Scalar(_) => None,
    }
}

/// The item itself, or the question of that name in a group.
fn in_item<'v>(item: &'v mut YamlValue, name: &str) -> Option<&'v mut YamlValue> {
    match id(item) {
        Some(id) => (id == name).then_some(item),
        None => child(item.get_mut("questions")?, name),
    }
}

/// Takes an item out of a list, or an entry out of a mapping. A group that is left with one question is none any more.
pub(super) fn take(value: &mut YamlValue, name: &str) -> bool {
    match &mut value.node {
        YamlNode::Map(entries) => {
            let before = entries.len();
            entries.retain(|entry| entry.key.value != name);
            entries.len() < before
        }
        YamlNode::List(items) => {
            let Some(position) = items.iter().position(|item| item_ids(item).iter().any(|id| id == name)) else {
                return false;
            };
            let is_group = items.get(position).is_some_and(|item| id(item).is_none());
            let mut item = items.remove(position);
            if let Some(questions) = item.get_mut("questions").filter(|_| is_group) {
                take(questions, name);
                items.splice(position..position, left_of(item));
            }
            true
        }
        YamlNode::Null | YamlNode::Scalar(_) => false,
    }
}

/// What is left of a group out of which a question was taken: the group, or its last question by itself.
fn left_of(mut group: YamlValue) -> Vec<YamlValue> {
    let when = as_map(&group).iter().find(|entry| entry.key.value == "when").cloned();
    let Some(YamlValue { node: YamlNode::List(questions), .. }) = group.get_mut("questions") else {
        return vec![group];
    };
    match questions.len() {
        0 => Vec::new(),
        1 => questions.drain(..).map(|question| with_entry(question, when.clone())).collect(),
        _ => vec![group],
    }
}

fn with_entry(mut value: YamlValue, more: Option<Entry>) -> YamlValue {
    if let YamlNode::Map(entries) = &mut value.node {
        entries.extend(more);
    }
    value
}

/// Whether two values say the same, however they are written. A text that ends in `…` stands for all that begins so.
pub(super) fn says_the_same(written: &YamlValue, there: &YamlValue) -> bool {
    match (&written.node, &there.node) {
        (YamlNode::Scalar(written), YamlNode::Scalar(there)) => {
            let (written, there) = (one_line(&written.text), one_line(&there.text));
            match written.strip_suffix('…') {
                Some(start) => there.starts_with(start.trim_end()),
                None => written == there,
            }
        }
        (YamlNode::List(written), YamlNode::List(there)) => {
            written.len() == there.len() && written.iter().zip(there).all(|(one, other)| says_the_same(one, other))
        }
        (YamlNode::Map(written), YamlNode::Map(entries)) => {
            let same =
                |entry: &Entry| there.get(&entry.key.value).is_some_and(|there| says_the_same(&entry.value, there));
            written.len() == entries.len() && written.iter().all(same)
        }
        (YamlNode::Null, YamlNode::Null) => true,
        _ => false,
    }
}

/// A value in one line, for messages.
pub(super) fn shown(value: &YamlValue) -> String {
    match &value.node {
        YamlNode::Null => "nothing".to_owned(),
        YamlNode::Scalar(scalar) => one_line(&scalar.text),
        YamlNode::List(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", ")),
        YamlNode::Map(entries) => {
            let entry = |entry: &Entry| format!("{}: {}", entry.key.value, shown(&entry.value));
            format!("{{ {} }}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
