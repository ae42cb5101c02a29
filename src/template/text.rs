//! Short texts of a questionnaire.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostics;
use crate::document::Scalar;

/// What the names in a text stand for: the label of each question's answer, by the question's id.
pub type Words = BTreeMap<String, String>;

/// A text that has been checked: it parses, and names only what its author may name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    template: String,
    names: Vec<String>,
}

impl Text {
    /// Checks a text against the names that it may use.
    pub fn check(scalar: &Scalar, known: &[&str]) -> (Option<Text>, Diagnostics) {
        let _ = (scalar, known);
        todo!()
    }

    /// A text without gaps.
    pub fn plain(text: impl Into<String>) -> Text {
        Text { template: text.into(), names: Vec::new() }
    }

    /// The text as written.
    pub fn source(&self) -> &str {
        &self.template
    }

    /// The names that it uses, in reading order, each once.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The text with its gaps filled. Never fails: a name that is not in `words` reads as nothing; see `template-fails` for
    /// what the check does to keep anything else from going wrong.
    pub fn fill(&self, words: &Words) -> String {
        let _ = words;
        todo!()
    }
}
