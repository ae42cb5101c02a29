//! The verdicts, the levels of evidence and the sources.

use super::Checker;
use super::names::Namespace;
use super::shape::{self, Fields, Form, head};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Entry, YamlNode, YamlValue};
use crate::questionnaire::{Evidence, SourceKind, SourceNote, Verdict};

pub(super) const VERDICT: Form = Form { noun: "verdict", keys: &["title", "says"] };
pub(super) const SOURCE: Form =
    Form { noun: "source", keys: &["title", "publisher", "year", "url", "kind", "for_clients"] };

pub(super) const KINDS: &[(&str, SourceKind)] = &SourceKind::ALL;

const MOST_VERDICTS: usize = 100;
const MOST_LEVELS: usize = 100;
const MOST_SOURCES: usize = 1_000;

impl Checker<'_> {
    pub(super) fn verdicts(&mut self, fields: &Fields<'_>) {
        self.broken.insert(Namespace::Verdict);
        let Some(entry) = fields.needed("verdicts", &mut self.out) else { return };
        let Some(items) = shape::list(entry, &mut self.out) else { return };
        if items.is_empty() {
            self.out.push(no_verdict(entry));
        }
        if self.check_most("verdicts", items.len(), MOST_VERDICTS, entry.key.span) {
            return;
        }
        self.verdicts = items.iter().filter_map(|item| self.verdict(item)).collect();
        if self.verdicts.len() == items.len() {
            self.broken.remove(&Namespace::Verdict);
        }
    }

    fn verdict(&mut self, item: &YamlValue) -> Option<Verdict> {
        let entry =
            self.single(item, "verdict", "- suitable: { title: Suitable, says: Nothing stands in the way. }")?;
        self.ids.take(&entry.key, Namespace::Verdict, "verdict", &mut self.out);
        let mut verdict =
            Verdict { id: entry.key.value.clone(), title: String::new(), says: String::new(), span: entry.key.span };
        if let Some(fields) = Fields::of_entry(entry, VERDICT, &mut self.out) {
            verdict.title = self.needed_plain(&fields, "title").unwrap_or_default();
            verdict.says = self.needed_plain(&fields, "says").unwrap_or_default();
        }
        Some(verdict)
    }

    pub(super) fn evidence(&mut self, fields: &Fields<'_>) {
        let items = fields.list("evidence", &mut self.out);
        if self.check_most("levels of evidence", items.len(), MOST_LEVELS, fields.head) {
            self.broken.insert(Namespace::Evidence);
            return;
        }
        self.evidence = items.iter().filter_map(|item| self.level(item)).collect();
        if self.evidence.len() < items.len() {
            self.broken.insert(Namespace::Evidence);
        }
    }

    fn level(&mut self, item: &YamlValue) -> Option<Evidence> {
        let entry = self.single(item, "level of evidence", "- studied: Good studies show this.")?;
        self.ids.take(&entry.key, Namespace::Evidence, "level of evidence", &mut self.out);
        let says = shape::text(entry, &mut self.out).map(|says| says.text.clone()).unwrap_or_default();
        Some(Evidence { id: entry.key.value.clone(), says, span: entry.key.span })
    }

    /// The only entry of a list item such as `- id: …`.
    fn single<'d>(&mut self, item: &'d YamlValue, noun: &str, example: &str) -> Option<&'d Entry> {
        if let YamlNode::Map(entries) = &item.node
            && let [entry] = entries.as_slice()
        {
            return Some(entry);
        }
        self.out.push(not_single(item, noun, example));
        None
    }

    pub(super) fn notes(&mut self, fields: &Fields<'_>) {
        let entries = fields.map("sources", &mut self.out);
        if self.check_most("sources", entries.len(), MOST_SOURCES, fields.head) {
            self.broken.insert(Namespace::Source);
            return;
        }
        self.notes = entries.iter().map(|entry| self.note(entry)).collect();
    }

    fn note(&mut self, entry: &Entry) -> SourceNote {
        self.ids.take(&entry.key, Namespace::Source, "source", &mut self.out);
        let id = entry.key.value.clone();
        let mut note = SourceNote {
            id,
            title: String::new(),
            publisher: None,
            year: None,
            url: None,
            kind: None,
            for_clients: None,
            span: entry.key.span,
        };
        if let Some(fields) = Fields::of_entry(entry, SOURCE, &mut self.out) {
            note.title = self.needed_plain(&fields, "title").unwrap_or_default();
            note.publisher = self.plain(&fields, "publisher");
            note.year = self.plain(&fields, "year");
            note.url = self.url(&fields);
            let kinds: Vec<(&str, Option<SourceKind>)> =
                KINDS.iter().map(|(word, kind)| (*word, Some(*kind))).collect();
            note.kind = fields.word("kind", &kinds, None, &mut self.out);
            note.for_clients = self.plain(&fields, "for_clients");
        }
        note
    }

    /// Reports the sources that no rule cites.
    pub(super) fn unused_notes(&mut self) {
        if self.outline.has_gaps() {
            return;
        }
        let idle = self.notes.iter().enumerate().filter(|(at, _)| !self.cited.contains(at));
        for (_, note) in idle {
            self.out.push(unused_source(note));
        }
    }
}

fn no_verdict(entry: &Entry) -> Diagnostic {
    Diagnostic::new(Code::MissingKey, entry.key.span, "`verdicts` has no verdict in it")
        .help("list the outcomes, the least cautious first")
}

fn not_single(item: &YamlValue, noun: &str, example: &str) -> Diagnostic {
    let message = match &item.node {
        YamlNode::Map(entries) => format!("each {noun} is an item of its own, but this one has {} keys", entries.len()),
        _ => format!("a {noun} should be a mapping, but this is {}", item.describe()),
    };
    Diagnostic::new(Code::WrongShape, head(item), message).help(format!("write it as in `{example}`"))
}

fn unused_source(note: &SourceNote) -> Diagnostic {
    Diagnostic::new(Code::UnusedSource, note.span, format!("no rule cites the source `{}`", note.id))
        .help(format!("cite it with `sources: [{}]` on a rule, or leave it out", note.id))
}
