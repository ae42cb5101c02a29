//! Named conditions and scores.

use std::collections::BTreeMap;

use super::Checker;
use super::names::Namespace;
use super::scope::Declared;
use super::shape::{self, Fields, Form, as_map};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Entry, Scalar, YamlValue};
use crate::questionnaire::{NamedCondition, Score};
use crate::source::Span;
use crate::value::index::{Ix, QuestionIx, SectionIx};

pub(super) const SCORE: Form = Form { noun: "score", keys: &["title", "sum"] };

impl Checker<'_> {
    /// Reads the named conditions of all sections, before anything that may use them.
    pub(super) fn conditions(&mut self, sections: &[&YamlValue]) -> Vec<NamedCondition> {
        let mut conditions = Vec::new();
        let mut position = 0;
        for (section, value) in sections.iter().enumerate() {
            for entry in value.get("conditions").map(as_map).unwrap_or_default() {
                conditions.extend(self.named_condition(entry, SectionIx::new(section), position));
                position += 1;
            }
        }
        conditions
    }

    fn named_condition(&mut self, entry: &Entry, section: SectionIx, position: usize) -> Option<NamedCondition> {
        let scalar = shape::text(entry, &mut self.out)?;
        let everything = self.outline.questions.len();
        let condition = self.condition(scalar, |outline| outline.view(everything, position))?;
        let uses = self.outline.uses(&condition);
        if let Some(derived) = self.outline.conditions.iter_mut().nth(position) {
            derived.uses = Some(uses);
        }
        Some(NamedCondition { id: entry.key.value.clone(), condition, section, span: entry.key.span })
    }

    /// Takes the names of a section's conditions, in their turn.
    pub(super) fn condition_ids(&mut self, fields: &Fields<'_>) {
        for entry in fields.map("conditions", &mut self.out) {
            self.ids.take(&entry.key, Namespace::Name, "named condition", &mut self.out);
        }
    }

    pub(super) fn scores(&mut self, fields: &Fields<'_>, section: SectionIx) -> Vec<Score> {
        let entries = fields.map("scores", &mut self.out);
        entries.iter().filter_map(|entry| self.score(entry, section)).collect()
    }

    fn score(&mut self, entry: &Entry, section: SectionIx) -> Option<Score> {
        let id = self.ids.take(&entry.key, Namespace::Name, "score", &mut self.out);
        let fields = Fields::of_entry(entry, SCORE, &mut self.out)?;
        let title = self.needed_plain(&fields, "title").unwrap_or_default();
        let list = fields.needed("sum", &mut self.out)?;
        if shape::list(list, &mut self.out)?.is_empty() {
            self.out.push(empty_sum(list));
        }
        let mut seen = BTreeMap::new();
        let texts = fields.texts("sum", &mut self.out);
        let sum = texts.into_iter().filter_map(|scalar| self.addend(scalar, &mut seen)).collect();
        Some(Score { id: id?, title, sum, section, span: entry.key.span })
    }

    fn addend(&mut self, scalar: &Scalar, seen: &mut BTreeMap<usize, Span>) -> Option<QuestionIx> {
        let Some(position) = self.outline.question_named(&scalar.text) else {
            if !self.outline.may_be_there(&scalar.text) {
                let outline = &self.outline;
                self.out.push_with(Code::UnknownName, || unknown_addend(scalar, &outline.question_ids(usize::MAX)));
            }
            return None;
        };
        if let Some(first) = seen.insert(position, scalar.span) {
            self.out.push(added_twice(scalar, first));
        }
        let question = self.outline.questions.as_slice().get(position)?;
        if question.kind.is_some() && question.points != Some(true) {
            self.out.push(no_points(scalar, question));
        }
        QuestionIx::fitting(position)
    }
}

fn empty_sum(entry: &Entry) -> Diagnostic {
    Diagnostic::new(Code::BadScore, entry.key.span, "a score of no questions")
        .help("list the questions whose points it adds, as in `sum: [worry_time, worry_mirror]`")
}

fn unknown_addend(scalar: &Scalar, ids: &[&str]) -> Diagnostic {
    Diagnostic::new(Code::UnknownName, scalar.span, format!("there is no question `{}`", scalar.text))
        .nearest(&scalar.text, ids.iter().copied())
}

fn added_twice(scalar: &Scalar, first: Span) -> Diagnostic {
    Diagnostic::new(Code::BadScore, scalar.span, format!("`{}` is added twice", scalar.text))
        .also(first, "first added here")
        .help("leave one of the two out")
}

fn no_points(scalar: &Scalar, question: &Declared) -> Diagnostic {
    let name = &scalar.text;
    let (message, help) = if question.points.is_some() {
        (
            format!("the options of `{name}` have no points"),
            "give its options points, as in `often: { label: Often, points: 2 }`, or leave it out of the score",
        )
    } else {
        (format!("`{name}` has no options, and so no points"), "leave it out of the score, or make it a `choice`")
    };
    Diagnostic::new(Code::BadScore, scalar.span, message).also(question.span, "asked here").help(help)
}
