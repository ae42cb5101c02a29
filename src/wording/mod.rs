//! Lints: what is allowed, but reads badly or should not be told to people.
//!
//! They look at words, not at meaning, so they are warnings: an author who knows better sets a level under `lints`.

mod claims;
mod medicine;
mod negation;
mod prose;
mod questions;
mod reading;
mod rules;
mod syllables;

pub use reading::{Reading, SectionReading, by_section, for_clients, grade, is_judged};

use crate::diagnostic::Diagnostics;
use crate::questionnaire::Questionnaire;

/// Everything that the lints find in the texts of a questionnaire, at the levels that its author sets.
pub fn lint(questionnaire: &Questionnaire) -> Diagnostics {
    let mut found = Diagnostics::default();
    for family in [reading::lint, medicine::lint, claims::lint, rules::lint, questions::lint] {
        found.append(family(questionnaire));
    }
    found.with_levels(questionnaire.lints())
}
