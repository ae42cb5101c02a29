//! What an id names.

use crate::diagnostic::near;
use crate::questionnaire::Questionnaire;
use crate::value::index::{GuaranteeIx, QuestionIx, RuleIx, SectionIx, SourceNoteIx};

/// Something that can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// The whole set.
    Set,
    /// A section with its questions and rules.
    Section(SectionIx),
    /// A question.
    Question(QuestionIx),
    /// A rule.
    Rule(RuleIx),
    /// A value, by its place among the values.
    Value(usize),
    /// A guarantee.
    Guarantee(GuaranteeIx),
    /// A source.
    Source(SourceNoteIx),
}

/// What an id names, or the ids nearest to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named<'q> {
    /// It.
    Thing(Thing),
    /// Nothing has that id: these are nearest.
    Nearest(Vec<&'q str>),
}

/// Looks an id up. Questions come first: a section, or a source, may be called as one of them is.
pub fn find<'q>(questionnaire: &'q Questionnaire, id: &str) -> Named<'q> {
    match all(questionnaire).find(|(known, _)| *known == id) {
        Some((_, thing)) => Named::Thing(thing),
        None => {
            let mut known: Vec<&str> = all(questionnaire).map(|(known, _)| known).collect();
            known.sort_unstable();
            known.dedup();
            Named::Nearest(near(id, &known))
        }
    }
}

/// Everything that has an id.
pub(super) fn all(questionnaire: &Questionnaire) -> impl Iterator<Item = (&str, Thing)> {
    let questions = questionnaire.questions().enumerated().map(|(at, of)| (of.id.as_str(), Thing::Question(at)));
    let rules = questionnaire.rules().enumerated().map(|(at, of)| (of.id.as_str(), Thing::Rule(at)));
    let sections = questionnaire.sections().enumerated().map(|(at, of)| (of.id.as_str(), Thing::Section(at)));
    let values = questionnaire.values().iter().enumerate().map(|(at, of)| (of.id.as_str(), Thing::Value(at)));
    let guarantees = questionnaire.guarantees().enumerated().map(|(at, of)| (of.id.as_str(), Thing::Guarantee(at)));
    let sources = questionnaire.sources().enumerated().map(|(at, of)| (of.id.as_str(), Thing::Source(at)));
    questions.chain(rules).chain(sections).chain(values).chain(guarantees).chain(sources)
}
