//! Questions, all but what they take; see [`super::kinds`] for that.

use super::Checker;
use super::names::Namespace;
use super::shape::{self, Fields, Form};
use super::validity::Validity;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Scalar, YamlValue};
use crate::questionnaire::{Audience, Question, ValidForFrom};
use crate::template::Text;
use crate::value::index::{Ix, SectionIx, VerdictIx};

pub(super) const QUESTION: Form = Form {
    noun: "question",
    keys: &[
        "id",
        "ask",
        "help",
        "why",
        "label",
        "type",
        "options",
        "min",
        "max",
        "range",
        "unit",
        "decimals",
        "when",
        "unsure",
        "clear_up",
        "required",
        "private",
        "for",
        "can_change",
        "yes",
        "no",
        "valid_for",
        "tags",
        "was",
        "codes",
    ],
};

pub(super) const AUDIENCES: &[(&str, Audience)] =
    &[("client", Audience::Client), ("technician", Audience::Technician), ("everyone", Audience::Everyone)];

/// Where a question stands.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// In which section.
    pub section: SectionIx,
    /// After how many questions of the whole questionnaire.
    pub asked: usize,
    /// How long answers may be believed there, if a question says nothing itself.
    pub validity: Validity,
}

impl Checker<'_> {
    pub(super) fn question(&mut self, value: &YamlValue, place: Place) -> Option<Question> {
        let fields = Fields::of_item(value, QUESTION, &mut self.out)?;
        let id = self.own_id(&fields, Namespace::Name, "question");
        let ask = match fields.needed_text("ask", &mut self.out) {
            Some(ask) => self.filled(ask, place.asked),
            None => None,
        };
        let kind = self.kind(&fields, place.asked);
        let tags = self.tags(&fields);
        let private = fields.flag("private", &mut self.out).unwrap_or(false);
        let can_change = kind.as_ref().map(|kind| self.can_change(&fields, kind, &tags));
        let can_change =
            can_change.map(|changes| if private { self.never_proposed(&fields, &changes) } else { changes });
        let unsure = self.unsure(&fields);
        let validity = self.validity(&fields, ValidForFrom::Question, place.validity);
        Some(Question {
            id: id.unwrap_or_default(),
            was: self.former_ids(&fields),
            section: place.section,
            ask: ask.unwrap_or_else(|| Text::plain("")),
            help: self.template(&fields, "help", place.asked),
            why: self.template(&fields, "why", place.asked),
            label: self.plain(&fields, "label"),
            when: self.when(&fields, place.asked),
            unsure,
            clear_up: self.clear_up(&fields, place.asked),
            // Known once all conditions are: see `Questionnaire::hold_days`.
            day_only: false,
            required: fields.flag("required", &mut self.out).unwrap_or(true),
            private,
            audience: fields.word("for", AUDIENCES, Audience::Everyone, &mut self.out),
            valid_for: validity.valid_for,
            valid_for_from: validity.from,
            tags,
            codes: self.codes(&fields),
            span: fields.head,
            // Last, so that a faulty type hides no other fault.
            can_change: can_change?,
            kind: kind?,
        })
    }

    /// What a question was called once: names that nothing else has, so that an old answer can mean one question only.
    fn former_ids(&mut self, fields: &Fields<'_>) -> Vec<String> {
        let Some(entry) = fields.entry("was") else { return Vec::new() };
        let former = shape::one_or_more(entry, fields, &mut self.out);
        former.into_iter().filter_map(|id| self.id(id, Namespace::Name, "former question")).collect()
    }

    /// How a "not sure" is cleared up: of use only where that can be said.
    fn clear_up(&mut self, fields: &Fields<'_>, asked: usize) -> Option<Text> {
        if let Some(entry) = fields.entry("clear_up").filter(|_| !fields.has("unsure")) {
            self.out.push(
                Diagnostic::new(
                    Code::UnusedKey,
                    entry.key.span,
                    "`clear_up` has no effect where \"not sure\" is not offered",
                )
                .help("add `unsure: VERDICT`, which offers it, or leave `clear_up` out"),
            );
        }
        if let Some(entry) = fields.entry("clear_up").filter(|_| says_private(fields)) {
            self.out.push(
                Diagnostic::new(Code::UnusedKey, entry.key.span, "`clear_up` is never read: the question is private")
                    .help("leave `clear_up` out; what may be known to everybody can stand in `help`"),
            );
        }
        self.template(fields, "clear_up", asked)
    }

    fn unsure(&mut self, fields: &Fields<'_>) -> Option<VerdictIx> {
        let scalar = fields.text("unsure", &mut self.out)?;
        self.verdict_named(scalar)
    }

    /// The verdict that a text names.
    pub(super) fn verdict_named(&mut self, scalar: &Scalar) -> Option<VerdictIx> {
        let found = self.verdicts.iter().position(|verdict| verdict.id == scalar.text);
        if found.is_none() && !self.broken.contains(&Namespace::Verdict) {
            self.out.push(unknown_verdict(scalar, self.verdicts.iter().map(|verdict| verdict.id.as_str())));
        }
        found.and_then(VerdictIx::fitting)
    }
}

/// Whether a question says that it is private, whatever else is wrong with it.
fn says_private(fields: &Fields<'_>) -> bool {
    fields.entry("private").and_then(|entry| shape::as_scalar(&entry.value)).is_some_and(|said| said.text == "true")
}

fn unknown_verdict<'a>(scalar: &Scalar, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    Diagnostic::new(Code::UnknownVerdict, scalar.span, format!("there is no verdict `{}`", scalar.text))
        .one_of(&scalar.text, known)
}
