//! Codes of other systems.

use std::collections::BTreeMap;

use super::Checker;
use super::names;
use super::shape::{self, Fields};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Entry, Scalar};
use crate::questionnaire::{Codes, SystemCode};
use crate::text::is_unseen;

impl Checker<'_> {
    /// The codes under the key `codes`, if there are any.
    pub(super) fn codes(&mut self, fields: &Fields<'_>) -> Codes {
        let entries = fields.map("codes", &mut self.out);
        Codes(entries.iter().filter_map(|entry| self.code(entry)).collect())
    }

    fn code(&mut self, entry: &Entry) -> Option<SystemCode> {
        let known = names::system_id(&entry.key, &mut self.out);
        let scalar = shape::text(entry, &mut self.out)?;
        if scalar.text.chars().any(|character| character.is_whitespace() || is_unseen(character)) {
            self.out.push(unseen_code(entry, scalar));
            return None;
        }
        known.map(|()| SystemCode { system: entry.key.value.clone(), code: scalar.text.clone(), span: scalar.span })
    }

    /// Reports what shares a code with an earlier thing of its kind: a code must mean one of them.
    pub(super) fn codes_differ<'c>(&mut self, things: &str, codes: impl Iterator<Item = &'c Codes>) {
        let mut seen = BTreeMap::new();
        for known in codes.flat_map(Codes::iter) {
            if let Some(first) = seen.insert((known.system.as_str(), known.code.as_str()), known.span) {
                let message = format!("`{}` of `{}` is the code of two {things}", known.code, known.system);
                self.out.push(
                    Diagnostic::new(Code::BadCode, known.span, message)
                        .also(first, "first written here")
                        .help("correct one of the two, or leave it out: a code that comes in must mean one of them"),
                );
            }
        }
    }
}

fn unseen_code(entry: &Entry, scalar: &Scalar) -> Diagnostic {
    let message = format!("the code of `{}` has a blank or another character that is not seen", entry.key.value);
    Diagnostic::new(Code::BadCode, scalar.span, message).help("write it as that system prints it, without blanks")
}
