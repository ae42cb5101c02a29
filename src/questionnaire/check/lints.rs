//! The levels that an author sets for warnings and notes.

use std::collections::BTreeMap;

use super::Checker;
use super::shape::{self, Fields, wrong_value};
use crate::diagnostic::{Code, Diagnostic, Level};
use crate::document::Entry;

pub(super) const LEVELS: &[(&str, Option<Level>)] =
    &[("off", None), ("note", Some(Level::Note)), ("warning", Some(Level::Warning)), ("error", Some(Level::Error))];

impl Checker<'_> {
    pub(super) fn lints(&mut self, fields: &Fields<'_>) -> BTreeMap<Code, Option<Level>> {
        let entries = fields.map("lints", &mut self.out);
        entries.iter().filter_map(|entry| self.lint(entry)).collect()
    }

    fn lint(&mut self, entry: &Entry) -> Option<(Code, Option<Level>)> {
        let code = self.lint_code(entry);
        let scalar = shape::text(entry, &mut self.out)?;
        let level = LEVELS.iter().find(|(word, _)| *word == scalar.text).map(|(_, level)| *level);
        if level.is_none() {
            let words = LEVELS.iter().map(|(word, _)| *word);
            self.out.push(wrong_value(&entry.key.value, scalar).nearest(&scalar.text, words));
        }
        Some((code?, level?))
    }

    fn lint_code(&mut self, entry: &Entry) -> Option<Code> {
        let name = &entry.key.value;
        match Code::ALL.iter().find(|code| code.name() == name) {
            Some(code) if code.level() == Level::Error => {
                self.out.push(not_a_lint(entry));
                None
            }
            Some(code) => Some(*code),
            None => {
                self.out.push_with(Code::UnknownKey, || unknown_lint(entry));
                None
            }
        }
    }
}

fn not_a_lint(entry: &Entry) -> Diagnostic {
    let message = format!("`{}` is always an error", entry.key.value);
    Diagnostic::new(Code::WrongValue, entry.key.span, message)
        .help("only warnings and notes can be set to another level")
}

fn unknown_lint(entry: &Entry) -> Diagnostic {
    let known = Code::ALL.iter().filter(|code| code.level() != Level::Error).map(|code| code.name());
    Diagnostic::new(Code::UnknownKey, entry.key.span, format!("`{}` is not the name of a diagnostic", entry.key.value))
        .nearest(&entry.key.value, known)
}
