//! How long answers may be believed: `always`, `visit`, or a duration.

use super::Checker;
use super::shape::{Fields, as_list, wrong_value};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Scalar, YamlValue};
use crate::questionnaire::{ValidFor, ValidForFrom};
use crate::source::Span;

const VALID_FOR: &str = "valid_for";

/// The values that are words; any other is a duration.
const WORDS: &[(&str, ValidFor)] = &[("always", ValidFor::Always), ("visit", ValidFor::Visit)];

/// How long answers may be believed, and who says so.
#[derive(Clone, Copy)]
pub(super) struct Validity {
    pub valid_for: ValidFor,
    pub from: ValidForFrom,
}

impl Validity {
    /// Where nothing is said, answers hold for ever.
    pub const UNSAID: Validity = Validity { valid_for: ValidFor::Always, from: ValidForFrom::Nowhere };
}

impl Checker<'_> {
    /// What stands under `valid_for`, as said by `from`; else what holds around it.
    pub(super) fn validity(&mut self, fields: &Fields<'_>, from: ValidForFrom, around: Validity) -> Validity {
        self.valid_for(fields).map_or(around, |valid_for| Validity { valid_for, from })
    }

    fn valid_for(&mut self, fields: &Fields<'_>) -> Option<ValidFor> {
        let scalar = fields.text(VALID_FOR, &mut self.out)?;
        if let Some((_, valid_for)) = WORDS.iter().find(|(word, _)| *word == scalar.text) {
            return Some(*valid_for);
        }
        // What begins with a letter is no duration, so it was meant as a word.
        if scalar.text.starts_with(char::is_alphabetic) && self.outline.value_named(&scalar.text).is_none() {
            self.out.push(unknown_word(scalar));
            return None;
        }
        self.span_of_time(scalar).map(ValidFor::Span)
    }

    /// Reports the `valid_for` of a section if it speaks for none of its questions. That of the questionnaire is a net for
    /// what is added later, and may have nothing to hold.
    pub(super) fn used_validity(&mut self, fields: &Fields<'_>, section: &YamlValue) {
        let questions = section.get("questions").map(as_list).unwrap_or_default();
        let speaks = questions.iter().any(|question| question.get(VALID_FOR).is_none());
        if let Some(entry) = fields.entry(VALID_FOR).filter(|_| !speaks) {
            self.out.push(speaks_for_none(&fields.what, entry.key.span));
        }
    }
}

fn unknown_word(scalar: &Scalar) -> Diagnostic {
    wrong_value(VALID_FOR, scalar)
        .nearest(&scalar.text, WORDS.iter().map(|(word, _)| *word))
        .help("or write a duration, as in `6 months`")
}

fn speaks_for_none(what: &str, place: Span) -> Diagnostic {
    let message = format!("no question goes by the `valid_for` of {what}");
    Diagnostic::new(Code::UnusedKey, place, message).help("leave it out here, or at a question that can go by it")
}
