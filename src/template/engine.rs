//! Whole report templates.

use std::collections::BTreeMap;

use thiserror::Error;

/// How values are escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escape {
    /// Plain text: control characters and escape sequences are made visible or dropped.
    Text,
    /// Markdown: nothing a person typed can become markup.
    Markdown,
    /// HTML.
    Html,
}

/// A template that cannot be rendered.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct TemplateFault {
    /// The template's name.
    pub name: String,
    /// One line that says what is wrong.
    pub message: String,
    /// The byte range in the template, where known.
    pub range: Option<(usize, usize)>,
    /// What to do.
    pub help: Option<String>,
}

/// The templates of one report, by name.
pub struct Engine {
    templates: BTreeMap<String, String>,
}

impl Engine {
    /// Takes all templates that may be used or included.
    pub fn new(templates: BTreeMap<String, String>) -> Engine {
        Engine { templates }
    }

    /// Renders one of them over a value.
    ///
    /// # Errors
    /// A fault of the template: syntax, an unknown name, too much work or output.
    pub fn render(&self, name: &str, escape: Escape, data: &serde_json::Value) -> Result<String, TemplateFault> {
        let _ = (name, escape, data, &self.templates);
        todo!()
    }
}
