//! From report to text, Markdown, HTML or JSON.

use thiserror::Error;

use super::Report;
use crate::template::TemplateFault;

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For a terminal, wrapped.
    Text,
    /// Markdown.
    Markdown,
    /// One self-contained page.
    Html,
    /// The JSON contract.
    Json,
}

/// The templates to render with: shipped ones, or a clinic's folder or file.
#[derive(Clone, Debug, Default)]
pub struct Templates {
    /// Templates by name: `client.txt`, `client.md`, `client.html`, `technician.txt`, … and what they include.
    pub by_name: std::collections::BTreeMap<String, String>,
}

/// A report that cannot be rendered.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RenderFault {
    /// The template is at fault.
    #[error(transparent)]
    Template(#[from] TemplateFault),
}

/// Renders with the template `name`; `width` is the terminal's, for text.
///
/// # Errors
/// Only a template can be at fault.
pub fn render(
    report: &Report,
    format: Format,
    name: &str,
    templates: &Templates,
    width: usize,
) -> Result<String, RenderFault> {
    let _ = (report, format, name, templates, width);
    todo!()
}
