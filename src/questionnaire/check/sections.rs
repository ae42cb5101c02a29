//! Sections, and the whole questionnaire that they make up.

use std::collections::HashMap;

use super::Checker;
use super::header::QUESTIONNAIRE;
use super::limits::{MOST_DERIVED, MOST_QUESTIONS, MOST_RULES, MOST_SECTIONS};
use super::loaded::Loaded;
use super::names::Namespace;
use super::questions::Place;
use super::shape::{self, Fields, Form};
use super::steps::steps;
use super::together::Group;
use super::validity::Validity;
use super::wording;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Entry, YamlValue};
use crate::questionnaire::{NamedCondition, Question, Questionnaire, Rule, Score, Section, Together, ValidForFrom};
use crate::source::Span;
use crate::value::index::{IxRange, SectionIx};

pub(super) const SECTION: Form = Form {
    noun: "section",
    keys: &[
        "id",
        "title",
        "intro",
        "when",
        "questions",
        "conditions",
        "scores",
        "derived",
        "rules",
        "valid_for",
        "tags",
    ],
};

/// What the sections hold, in file order.
#[derive(Default)]
struct Parts {
    sections: Vec<Section>,
    questions: Vec<Question>,
    conditions: Vec<NamedCondition>,
    scores: Vec<Score>,
    rules: Vec<Rule>,
    together: Vec<Together>,
}

impl Checker<'_> {
    /// Reads everything.
    pub(super) fn run(mut self, loaded: &Loaded) -> (Option<Questionnaire>, Diagnostics) {
        match Fields::of_main(&loaded.main, QUESTIONNAIRE, &mut self.out) {
            Some(fields) => self.questionnaire(&fields, loaded),
            None => (None, self.out),
        }
    }

    fn questionnaire(mut self, fields: &Fields<'_>, loaded: &Loaded) -> (Option<Questionnaire>, Diagnostics) {
        let header = self.header(fields);
        let whole = [&[&loaded.main], loaded.sections().as_slice()].concat();
        let values = self.values(fields, &whole);
        self.verdicts(fields);
        self.evidence(fields);
        self.notes(fields);
        self.treats_up_to = self.verdict_under(fields, "treats_up_to");
        let parts = self.sections(fields, loaded, header.validity);
        let derived = self.derived(&loaded.sections(), &parts.questions);
        let tables = self.class_tables(&loaded.sections(), &whole);
        self.codes_differ("questions", parts.questions.iter().map(|question| &question.codes));
        self.hidden_with_what_opens_them(&parts.sections, &parts.questions);
        let guarantees = self.guarantees(fields);
        let plan = self.plan(fields, &parts.rules);
        let decision = self.decision(fields);
        let clinic = self.clinic(fields);
        let lints = self.lints(fields);
        let wording = self.wording(fields);
        self.unused_notes();
        let logo = clinic.as_ref().and_then(|clinic| clinic.logo.as_ref());
        let pictures = self.images.iter().map(|image| (image.path.as_str(), image.svg.as_str()));
        // One that an option names as well stands under its own name: what is shown where is told apart.
        let logo_key = logo.map(|logo| (format!("clinic:{}", logo.path), logo.uri.as_str()));
        let pictures = pictures.chain(logo_key.as_ref().map(|(path, uri)| (path.as_str(), *uri)));
        let fingerprint = loaded.fingerprint(pictures);
        let questionnaire = Questionnaire {
            id: header.id,
            version: header.version,
            title: header.title,
            language: header.language,
            about: header.about,
            url: header.url,
            status: header.status,
            tags: header.tags,
            values,
            derived,
            tables,
            codes: header.codes,
            fingerprint: fingerprint.into(),
            based_on: loaded.based_on.clone(),
            verdicts: self.verdicts.into(),
            evidence: self.evidence.into(),
            sources: self.notes.into(),
            steps: steps(&parts.sections, &self.outline),
            sections: parts.sections.into(),
            questions: parts.questions.into(),
            questions_by_id: HashMap::new(),
            conditions: parts.conditions.into(),
            scores: parts.scores.into(),
            rules: parts.rules.into(),
            rules_by_id: HashMap::new(),
            together: parts.together,
            guarantees: guarantees.into(),
            treats_up_to: self.treats_up_to,
            plan,
            decision,
            clinic,
            images: self.images.into(),
            lints,
            wording,
            texts: wording::written(loaded),
        };
        let questionnaire = questionnaire.with_ids_noted();
        // Of a set at fault, ids may name what could not be read; nobody sees more of it than its faults.
        let whole = if self.out.has_errors() { questionnaire } else { questionnaire.hold_days().note_private() };
        (Some(whole), self.out)
    }

    fn sections(&mut self, fields: &Fields<'_>, loaded: &Loaded, validity: Validity) -> Parts {
        let sections = loaded.sections();
        let mut parts = Parts::default();
        let Some(entry) = fields.needed("sections", &mut self.out) else { return parts };
        let Some(items) = shape::list(entry, &mut self.out) else { return parts };
        if items.is_empty() {
            self.out.push(no_section(entry));
        }
        if self.too_many(items.len(), entry.key.span) {
            return parts;
        }
        parts.conditions = self.conditions(&sections);
        let mut asked = 0;
        for (position, section) in sections.iter().enumerate() {
            let place = Place { section: SectionIx::new(position), asked, validity };
            self.section(section, (place, &loaded.groups), &mut parts);
            asked += section.get("questions").map_or(0, |questions| shape::as_list(questions).len());
        }
        parts
    }

    fn too_many(&mut self, written: usize, place: Span) -> bool {
        let derived = self.outline.conditions.len() + self.outline.scores.len();
        let counts = [
            ("sections", written, MOST_SECTIONS),
            ("questions", self.outline.questions.len(), MOST_QUESTIONS),
            ("rules", self.outline.rules.len(), MOST_RULES),
            ("conditions and scores", derived, MOST_DERIVED),
        ];
        counts.into_iter().filter(|(what, count, most)| self.check_most(what, *count, *most, place)).count() > 0
    }

    fn section(&mut self, value: &YamlValue, (place, groups): (Place, &[Group]), parts: &mut Parts) {
        let Some(fields) = Fields::of_item(value, SECTION, &mut self.out) else { return };
        let (first_question, first_rule) = (parts.questions.len(), parts.rules.len());
        let mut section = Section {
            id: self.own_id(&fields, Namespace::Section, "section").unwrap_or_default(),
            title: self.needed_plain(&fields, "title").unwrap_or_default(),
            intro: self.template(&fields, "intro", place.asked),
            when: self.when(&fields, place.asked),
            questions: IxRange::new(first_question..first_question),
            rules: IxRange::new(first_rule..first_rule),
            tags: self.tags(&fields),
            span: fields.head,
        };
        let validity = self.validity(&fields, ValidForFrom::Section, place.validity);
        self.used_validity(&fields, value);
        for (position, question) in fields.list("questions", &mut self.out).iter().enumerate() {
            let place = Place { asked: place.asked + position, validity, ..place };
            parts.together.extend(self.together(groups, question, place.asked));
            parts.questions.extend(self.question(question, place));
        }
        self.condition_ids(&fields);
        parts.scores.extend(self.scores(&fields, place.section));
        for rule in fields.list("rules", &mut self.out) {
            parts.rules.extend(self.rule(rule, place.section));
        }
        section.questions = IxRange::new(first_question..parts.questions.len());
        section.rules = IxRange::new(first_rule..parts.rules.len());
        parts.sections.push(section);
    }
}

fn no_section(entry: &Entry) -> Diagnostic {
    Diagnostic::new(Code::MissingKey, entry.key.span, "`sections` has no section in it")
        .help("write a section as `- id: …` with a title and its questions, or name its file")
}
