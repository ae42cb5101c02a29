//! An overlay as a set that is whole by itself, with the origin of each part beside it: the way out, and a way to see what was made
//! of the base.

use super::super::loaded::Loaded;
use super::super::shape::as_map;
use super::tree;
use crate::document::{Entry, Scalar, YamlNode, YamlValue, to_yaml};
use crate::questionnaire::{Acceptance, BasedOn, EntryKind};
use crate::source::{Sources, Span, Spanned};

/// A set in files of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlatSet {
    /// The main file.
    pub main: String,
    /// The files of its sections, by their paths, in order.
    pub sections: Vec<(String, String)>,
    /// The pictures that its questions and its letterhead name, by their paths, with what is in them.
    pub pictures: Vec<(String, Vec<u8>)>,
}

/// Keys in the order in which a main file has them; what else there is comes behind `values`.
const FIRST: [&str; 13] = [
    "questionnaire",
    "version",
    "title",
    "language",
    "status",
    "tags",
    "url",
    super::KEY,
    "accepts",
    "clinic",
    "valid_for",
    "about",
    "values",
];
const LAST: [&str; 2] = ["sections", "guarantees"];

/// Writes what was read, as files.
pub(in super::super) fn flat(loaded: &Loaded, sources: &Sources, pictures: Vec<(String, Vec<u8>)>) -> FlatSet {
    let origin = Origin { loaded, sources };
    let mut sections = Vec::new();
    for section in &loaded.sections {
        let id = tree::id(section).unwrap_or("section");
        let text = to_yaml(section, &|path, value| origin.told(&[&[id], path].concat(), value));
        sections.push((format!("{id}.yaml"), text));
    }
    let main = main_file(loaded, &sections);
    let text = to_yaml(&main, &|path, value| origin.told(path, value));
    FlatSet { main: format!("{}{text}", origin.head()), sections, pictures }
}

/// The main file, which names the files of its sections and what it was taken from.
fn main_file(loaded: &Loaded, sections: &[(String, String)]) -> YamlValue {
    let mut entries: Vec<Entry> = as_map(&loaded.main).to_vec();
    entries.retain(|entry| !["sections", super::KEY, "accepts"].contains(&entry.key.value.as_str()));
    let paths = sections.iter().map(|(path, _)| text(path)).collect();
    entries.push(entry("sections", YamlNode::List(paths)));
    if let Some(based_on) = &loaded.based_on {
        entries.push(entry(super::KEY, named(based_on)));
        if !based_on.accepted.is_empty() {
            entries.push(entry("accepts", accepts(based_on)));
        }
    }
    let place = |key: &str| {
        let first = FIRST.iter().position(|known| *known == key);
        let last = LAST.iter().position(|known| *known == key).map(|last| FIRST.len() + 1 + last);
        first.or(last).unwrap_or(FIRST.len())
    };
    entries.sort_by_key(|entry| place(&entry.key.value));
    YamlValue { span: loaded.main.span, node: YamlNode::Map(entries) }
}

fn named(based_on: &BasedOn) -> YamlNode {
    let BasedOn { questionnaire, version, fingerprint, .. } = based_on;
    let said = [("questionnaire", questionnaire), ("version", version), ("fingerprint", fingerprint)];
    YamlNode::Map(said.map(|(key, said)| entry(key, text(said).node)).into())
}

fn accepts(based_on: &BasedOn) -> YamlNode {
    let item = |acceptance: &Acceptance| {
        let kind = based_on
            .entries
            .iter()
            .find(|entry| acceptance.covers(entry))
            .map_or(EntryKind::Change, |entry| entry.kind);
        let mut entries = vec![entry(kind.name(), text(&acceptance.entry).node)];
        entries.extend(acceptance.says.iter().map(|says| entry("says", text(says).node)));
        if !acceptance.promises.is_empty() {
            entries.push(entry("promises", YamlNode::List(acceptance.promises.iter().map(|id| text(id)).collect())));
        }
        let said = [("because", &acceptance.because), ("by", &acceptance.by), ("on", &acceptance.on)];
        entries.extend(said.map(|(key, said)| entry(key, text(said).node)));
        YamlValue { span: Span::default(), node: YamlNode::Map(entries) }
    };
    YamlNode::List(based_on.accepted.iter().map(item).collect())
}

fn entry(key: &str, node: YamlNode) -> Entry {
    Entry { key: Spanned::new(key.to_owned(), Span::default()), value: YamlValue { span: Span::default(), node } }
}

fn text(text: &str) -> YamlValue {
    let scalar = Scalar::verbatim(text, Span::default());
    YamlValue { span: Span::default(), node: YamlNode::Scalar(scalar) }
}

/// Where each part comes from.
struct Origin<'o> {
    loaded: &'o Loaded,
    sources: &'o Sources,
}

impl Origin<'_> {
    /// What stands above the whole.
    fn head(&self) -> String {
        let Some(based_on) = &self.loaded.based_on else { return String::new() };
        let mut head = format!(
            "# {} {}, written out. What says nothing else comes from there.\n",
            based_on.questionnaire, based_on.version
        );
        for entry in based_on.entries.iter().filter(|entry| entry.kind == EntryKind::Remove) {
            let because = entry.because.as_deref().unwrap_or("no reason is written");
            head.push_str(&format!("# Taken out: {} ({})\n", entry.path, because.trim_end_matches('.')));
        }
        head
    }

    /// The origin of a thing that has an id, and of whatever an entry is about.
    fn told(&self, path: &[&str], value: &YamlValue) -> Option<String> {
        let based_on = self.loaded.based_on.as_ref()?;
        let path = path.join(".");
        let entry = based_on.entries.iter().find(|entry| entry.path == path);
        if let Some(entry) = entry {
            let place = self.place(entry.span);
            let says = entry.says.join("; ");
            let because = entry.because.as_deref().map(|because| format!(" ({})", because.trim_end_matches('.')));
            return Some(match entry.kind {
                EntryKind::Add => format!("added in {place}"),
                EntryKind::Change | EntryKind::Remove => {
                    format!("changed in {place}: {says}{}", because.unwrap_or_default())
                }
            });
        }
        let from_base = tree::id(value).is_some() && value.span != Span::default();
        let base = format!("{} {}", based_on.questionnaire, based_on.version);
        from_base.then(|| format!("{base}, {}", self.place(value.span)))
    }

    /// `skin.yaml:12`.
    fn place(&self, span: Span) -> String {
        let Some(source) = self.sources.get(span.source) else { return String::new() };
        let name = source.name.rsplit('/').next().unwrap_or(&source.name);
        format!("{name}:{}", source.line_column(span.start).0)
    }
}
