//! Lints: what is allowed, but reads badly or should not be told to people.
//!
//! They look at words, not at meaning, so they are warnings: an author who knows better sets a level under `lints`. Which words
//! they look for is listed for each language; an author adds to it with `medicines`, `glossary` and `forbidden`.

mod audience;
mod claims;
mod ever;
mod lexicon;
mod medicine;
mod negation;
mod numbers;
mod prose;
mod questions;
mod reading;
mod rules;
mod steps;
mod syllables;
mod waits;

pub use reading::{Reading, SectionReading, by_section, for_clients, grade, is_judged};

use lexicon::Lexicon;

use crate::diagnostic::Diagnostics;
use crate::questionnaire::Questionnaire;

/// Everything that the lints find in the texts of a questionnaire, at the levels that its author sets.
pub fn lint(questionnaire: &Questionnaire) -> Diagnostics {
    let mut found = Diagnostics::default();
    let lexicon = Lexicon::of(questionnaire.language());
    if let Some(lexicon) = lexicon {
        found.append(reading::lint(questionnaire));
        found.append(medicine::lint(questionnaire, lexicon));
        found.append(ever::lint(questionnaire, lexicon));
        found.append(waits::lint(questionnaire, lexicon));
        found.append(numbers::lint(questionnaire, lexicon));
        found.append(audience::lint(questionnaire, lexicon));
    }
    found.append(claims::lint(questionnaire, lexicon));
    found.append(rules::lint(questionnaire));
    found.append(steps::lint(questionnaire));
    found.append(questions::lint(questionnaire, lexicon));
    found.with_levels(questionnaire.lints())
}
