//! How long answers may be believed: `always`, `visit`, or a duration.

use super::Checker;
use super::shape::{Fields, wrong_value};
use crate::condition;
use crate::diagnostic::Diagnostic;
use crate::document::Scalar;
use crate::questionnaire::ValidFor;

/// The values that are words; any other is a duration.
const WORDS: &[(&str, ValidFor)] = &[("always", ValidFor::Always), ("visit", ValidFor::Visit)];

impl Checker<'_> {
    /// What stands under `valid_for`, if the key is there and reads as one.
    pub(super) fn valid_for(&mut self, fields: &Fields<'_>) -> Option<ValidFor> {
        let scalar = fields.text("valid_for", &mut self.out)?;
        if let Some((_, valid_for)) = WORDS.iter().find(|(word, _)| *word == scalar.text) {
            return Some(*valid_for);
        }
        // What begins with a letter is no duration, so it was meant as a word.
        if scalar.text.starts_with(char::is_alphabetic) {
            self.out.push(unknown_word(scalar));
            return None;
        }
        self.out.keep(condition::parse_duration(scalar)).map(ValidFor::Span)
    }
}

fn unknown_word(scalar: &Scalar) -> Diagnostic {
    wrong_value("valid_for", scalar)
        .nearest(&scalar.text, WORDS.iter().map(|(word, _)| *word))
        .help("write `always`, `visit` (only on the day itself), or a duration as in `6 months`")
}
