//! What is wrong with a report template, and how it is shown.

use std::collections::BTreeMap;
use std::ops::Range;

use thiserror::Error;

use crate::diagnostic::{Code, Diagnostic, offer};
use crate::source::{Sources, Span};

/// A template that cannot be rendered.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct TemplateFault {
    /// The template's name.
    pub name: String,
    /// What kind of trouble it is.
    pub code: Code,
    /// One line that says what is wrong; never holds anything of the data.
    pub message: String,
    /// The byte range in the template; none where the fault is not at one place, or its place is not known.
    pub range: Option<Range<usize>>,
    /// What to do.
    pub help: Option<String>,
}

impl TemplateFault {
    /// The fault at its place in the text of its template, which is added to `sources` and shown under the name `shown`.
    pub fn diagnostic(
        &self,
        shown: impl Into<String>,
        templates: &BTreeMap<String, String>,
        sources: &mut Sources,
    ) -> Diagnostic {
        // The fault may be that there is no such template; what has no place stands at the beginning of its text.
        let text = templates.get(&self.name).map_or("", String::as_str);
        let range = self.range.clone().unwrap_or(0..0);
        let source = sources.add(shown, text);
        let diagnostic = Diagnostic::new(self.code, Span::new(source, range.start, range.end), self.message.clone());
        match &self.help {
            Some(help) => diagnostic.help(help.clone()),
            None => diagnostic,
        }
    }

    /// Sorts a fault under another code.
    pub(super) fn code(mut self, code: Code) -> Self {
        self.code = code;
        self
    }

    /// Moves a fault to a place in a template.
    pub(super) fn at(mut self, name: &str, range: Range<usize>) -> Self {
        self.name = name.to_owned();
        self.range = Some(range);
        self
    }
}

/// The nearest of the known names, or all of them if none is near. The names that a report holds are many: where a long list
/// would not help, the caller leaves it out.
pub(super) fn nearest(name: &str, known: &[&str]) -> Option<String> {
    let list = || known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    offer(name, known).or_else(|| (!known.is_empty()).then(|| format!("known here: {}", list())))
}
