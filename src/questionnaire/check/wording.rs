//! The texts that people read, gathered with their places, and how the author wants them worded.

use std::collections::BTreeMap;

use super::Checker;
use super::loaded::Loaded;
use super::shape::{Fields, as_list, as_map, as_scalar, wrong_value};
use super::together::Group;
use crate::document::{Entry, Scalar, YamlNode, YamlValue};
use crate::questionnaire::{Audience, Wording, WrittenText};
use crate::source::Span;
use crate::value::index::{Ix, SectionIx};

/// The grades that can be asked for: from the first year of school to the end of a long one.
const GRADES: std::ops::RangeInclusive<u32> = 1..=20;

impl Checker<'_> {
    pub(super) fn wording(&mut self, fields: &Fields<'_>) -> Wording {
        let plain = Wording::default();
        Wording {
            reading_grade: self.reading_grade(fields).unwrap_or(plain.reading_grade),
            glossary: self.phrases(fields, "glossary").iter().flat_map(|term| words(term)).collect(),
            forbidden: self.phrases(fields, "forbidden"),
            medicines: self.phrases(fields, "medicines"),
        }
    }

    fn reading_grade(&mut self, fields: &Fields<'_>) -> Option<u32> {
        let scalar = fields.text("reading_grade", &mut self.out)?;
        let grade = scalar.text.parse().ok().filter(|grade| GRADES.contains(grade));
        if grade.is_none() {
            let fault = wrong_value("reading_grade", scalar);
            self.out.push(fault.help("write a school grade from 1 to 20, as in `reading_grade: 7` for age twelve"));
        }
        grade
    }

    fn phrases(&mut self, fields: &Fields<'_>, key: &str) -> Vec<String> {
        let phrases = fields.texts(key, &mut self.out).into_iter();
        phrases.map(|phrase| phrase.text.trim().to_lowercase()).collect()
    }
}

/// The words of a term, since each word of a text is judged by itself.
fn words(term: &str) -> Vec<String> {
    term.split([' ', '-']).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Every text that people read, in file order. For a questionnaire that was read without an error.
pub(super) fn written(loaded: &Loaded) -> Vec<WrittenText> {
    let mut gather = Gather {
        groups: &loaded.groups,
        section: None,
        readers: Audience::Everyone,
        texts: Vec::new(),
        seen: BTreeMap::new(),
    };
    gather.keys(&loaded.main, "", &["title", "about"]);
    for entry in loaded.main.get("verdicts").map_or(&[][..], as_list).iter().flat_map(as_map) {
        gather.titled(entry, &["title", "says"]);
    }
    for entry in loaded.main.get("evidence").map_or(&[][..], as_list).iter().flat_map(as_map) {
        gather.titled(entry, &["says"]);
    }
    for step in loaded.main.get("plan").map_or(&[][..], as_list) {
        gather.keys(step, id(step), &["title"]);
    }
    if let Some(decision) = loaded.main.get("decision") {
        gather.decision(decision);
    }
    for (position, section) in loaded.sections().into_iter().enumerate() {
        gather.section = SectionIx::fitting(position);
        gather.section(section);
    }
    gather.texts
}

struct Gather<'l> {
    groups: &'l [Group],
    section: Option<SectionIx>,
    readers: Audience,
    texts: Vec<WrittenText>,
    /// Where each text stands in the list, by its place in the files.
    seen: BTreeMap<Span, usize>,
}

impl Gather<'_> {
    fn push(&mut self, owner: &str, key: &'static str, scalar: &Scalar) {
        let Gather { section, readers, .. } = *self;
        // A list of options is read once, however many questions use it, and by all who are asked any of them.
        if let Some(known) = self.seen.get(&scalar.span).and_then(|at| self.texts.get_mut(*at)) {
            known.readers = if known.readers == readers { readers } else { Audience::Everyone };
            return;
        }
        self.seen.insert(scalar.span, self.texts.len());
        self.texts.push(WrittenText { section, owner: owner.to_owned(), key, readers, scalar: scalar.clone() });
    }

    fn keys(&mut self, value: &YamlValue, owner: &str, keys: &[&'static str]) {
        for key in keys {
            match value.get(key).map(|value| &value.node) {
                Some(YamlNode::Scalar(scalar)) => self.push(owner, key, scalar),
                Some(YamlNode::List(items)) => {
                    items.iter().filter_map(as_scalar).for_each(|scalar| self.push(owner, key, scalar));
                }
                _ => {}
            }
        }
    }

    /// `id: Text` in short, or `id:` with the text under one of the keys.
    fn titled(&mut self, entry: &Entry, keys: &[&'static str]) {
        match (as_scalar(&entry.value), keys) {
            (Some(scalar), [.., key]) => self.push(&entry.key.value, key, scalar),
            _ => self.keys(&entry.value, &entry.key.value, keys),
        }
    }

    fn decision(&mut self, decision: &YamlValue) {
        self.readers = Audience::Client;
        self.keys(decision, "", &["renewed", "interests"]);
        for option in decision.get("options").map_or(&[][..], as_list) {
            self.keys(option, id(option), &["title", "benefits", "harms", "life"]);
        }
        for chance in decision.get("chances").map_or(&[][..], as_list) {
            self.keys(chance, id(chance), &["what", "group", "time"]);
        }
        self.readers = Audience::Everyone;
    }

    fn section(&mut self, section: &YamlValue) {
        self.readers = Audience::Everyone;
        let questions = section.get("questions").map_or(&[][..], as_list);
        let for_technicians =
            !questions.is_empty() && questions.iter().all(|question| readers(question) == Audience::Technician);
        self.keys(section, id(section), &["title"]);
        self.readers = if for_technicians { Audience::Technician } else { Audience::Everyone };
        self.keys(section, id(section), &["intro"]);
        for question in questions {
            if let Some(title) = self.groups.iter().find(|group| group.first == question.span) {
                self.readers = readers(question);
                as_scalar(&title.title.value).iter().for_each(|scalar| self.push(id(question), "together", scalar));
            }
            self.question(question);
        }
        section.get("rules").map_or(&[][..], as_list).iter().for_each(|rule| self.rule(rule));
    }

    fn question(&mut self, question: &YamlValue) {
        self.readers = readers(question);
        self.keys(question, id(question), &["ask", "help", "why", "label", "clear_up"]);
        for option in question.get("options").map_or(&[][..], as_map) {
            let owner = format!("{}.{}", id(question), option.key.value);
            match as_scalar(&option.value) {
                Some(label) => self.push(&owner, "label", label),
                None => self.keys(&option.value, &owner, &["label", "help", "alt"]),
            }
        }
    }

    fn rule(&mut self, rule: &YamlValue) {
        self.readers = Audience::Everyone;
        self.keys(
            rule,
            id(rule),
            &["title", "finding", "advice", "advice_if_treated", "changes", "changes_if_treated"],
        );
        self.readers = Audience::Technician;
        self.keys(rule, id(rule), &["technician", "technician_if_treated"]);
    }
}

fn id(value: &YamlValue) -> &str {
    value.get("id").and_then(as_scalar).map_or("", |scalar| &scalar.text)
}

fn readers(question: &YamlValue) -> Audience {
    match question.get("for").and_then(as_scalar).map(|scalar| scalar.text.as_str()) {
        Some("technician") => Audience::Technician,
        Some("client") => Audience::Client,
        _ => Audience::Everyone,
    }
}
