//! All key tables and word lists of the check, for the test that holds the schema against them.

use super::change::{MOVERS, SIDE, WAYS};
use super::clinic::CLINIC;
use super::decision::{CHANCE, DECISION, DECISION_OPTION};
use super::guarantees::{GUARANTEE, PROMISES};
use super::header::{QUESTIONNAIRE, STATUSES};
use super::kinds::OPTION;
use super::lints::LEVELS;
use super::lists::{KINDS, SOURCE, VERDICT};
pub(crate) use super::names::KEYWORDS;
use super::overlay::OVERLAY;
use super::plan::{BOUNDS, STEP};
use super::questions::{AUDIENCES, QUESTION};
use super::rules::{EFFECTS, RULE};
use super::scores::{LIMIT, SCORE, SUMMAND};
use super::sections::SECTION;
use super::shape::Form;
use crate::value::TypeName;

/// Every mapping whose keys are known.
pub(crate) const FORMS: &[Form] = &[
    VERDICT,
    SOURCE,
    SECTION,
    QUESTION,
    OPTION,
    SIDE,
    SCORE,
    SUMMAND,
    LIMIT,
    RULE,
    GUARANTEE,
    STEP,
    BOUNDS,
    DECISION,
    DECISION_OPTION,
    CHANCE,
    CLINIC,
];

/// The keys of a main file: of a set that is whole by itself, and of one that stands on another.
pub(crate) fn keys_of_main() -> Vec<&'static str> {
    QUESTIONNAIRE.keys.iter().chain(OVERLAY.keys).copied().collect()
}

/// The lists of which one or several must stand in a mapping.
pub(crate) const ONE_OF: &[(&str, &[&str])] = &[("rule", EFFECTS), ("guarantee", PROMISES)];

/// The words that a key takes.
pub(crate) fn words() -> Vec<(&'static str, Vec<&'static str>)> {
    vec![
        ("status", STATUSES.iter().map(|(word, _)| *word).collect()),
        ("type", TypeName::ALL.iter().map(|name| name.name()).collect()),
        ("for", AUDIENCES.iter().map(|(word, _)| *word).collect()),
        ("can_change", WAYS.iter().map(|(word, _)| *word).collect()),
        ("by", MOVERS.iter().map(|(word, _)| *word).collect()),
        ("kind", KINDS.iter().map(|(word, _)| *word).collect()),
        ("lints", LEVELS.iter().map(|(word, _)| *word).collect()),
    ]
}

/// Each type of question with the keys of [`TypeName::KEYS`] that it takes.
pub(crate) fn keys_by_type() -> Vec<(&'static str, Vec<(&'static str, bool)>)> {
    let keys = |taken: &[&str]| TypeName::KEYS.iter().map(|key| (*key, taken.contains(key))).collect();
    TypeName::ALL.iter().map(|name| (name.name(), keys(name.keys()))).collect()
}
