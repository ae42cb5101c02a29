//! From report to text, Markdown, HTML or JSON.

use std::path::Path;

use super::Report;
use super::sample;
use super::wrap::wrap;
use crate::questionnaire::{Audience, Questionnaire};
use crate::template::{Escape, Renderer, TemplateFault};
use crate::text::{escape, visible};

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
    /// Five lines of plain text to paste elsewhere, not wrapped.
    Summary,
}

impl Format {
    /// The format that the ending of a path suggests.
    pub fn of_path(path: &Path) -> Option<Format> {
        match path.extension()?.to_str()? {
            "html" | "htm" => Some(Format::Html),
            "md" | "markdown" => Some(Format::Markdown),
            "json" => Some(Format::Json),
            "txt" => Some(Format::Text),
            _ => None,
        }
    }

    /// The ending of files, and of template names, in this format.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Text | Format::Summary => "txt",
            Format::Markdown => "md",
            Format::Html => "html",
            Format::Json => "json",
        }
    }

    /// How answers are kept from being read as markup; none where there is no template.
    pub(super) fn escape(self) -> Option<Escape> {
        match self {
            Format::Text | Format::Summary => Some(Escape::Text),
            Format::Markdown => Some(Escape::Markdown),
            Format::Html => Some(Escape::Html),
            Format::Json => None,
        }
    }

    /// The name of the shipped template for this format and reader.
    pub fn template(self, audience: Audience) -> String {
        let reader = if audience == Audience::Technician { "technician" } else { "client" };
        match self {
            Format::Summary => "summary.txt".to_owned(),
            _ => format!("{reader}.{}", self.ending()),
        }
    }
}

/// The templates to render with: shipped ones, or a clinic's folder or file.
#[derive(Clone, Debug, Default)]
pub struct Templates {
    /// Templates by name: `client.txt`, `client.md`, `client.html`, `technician.txt`, … and what they include.
    pub by_name: std::collections::BTreeMap<String, String>,
}

/// Renders with the template `name`; `width` is the terminal's, for text. JSON needs no template.
///
/// # Errors
/// Only a template can be at fault.
pub fn render(
    report: &Report,
    format: Format,
    name: &str,
    templates: &Templates,
    width: usize,
) -> Result<String, TemplateFault> {
    let fill = |escape| {
        let data = serde_json::to_value(report).unwrap_or_default();
        Renderer::new(templates.by_name.clone()).render(name, escape, &data)
    };
    Ok(match format {
        Format::Json => escape::json(&report.contract()).into_owned() + "\n",
        // Values were made visible on their way in; a template may bring unseen characters of its own.
        Format::Text => wrap(&visible(&fill(Escape::Text)?), width),
        Format::Summary => squeeze(&visible(&fill(Escape::Text)?)),
        Format::Markdown => squeeze(&visible(&fill(Escape::Markdown)?)),
        Format::Html => squeeze(&escape::html_page(&fill(Escape::Html)?)),
    })
}

/// Checks templates for a questionnaire: that each reads as one, that every name in it exists, and that it takes both a report
/// that holds everything and one that holds nothing. Gives the first fault of each.
pub fn check(questionnaire: &Questionnaire, templates: &Templates, names: &[String]) -> Vec<TemplateFault> {
    if names.is_empty() {
        return Vec::new();
    }
    let samples = [sample::everything(questionnaire), sample::nothing(questionnaire)];
    let samples = samples.map(|report| serde_json::to_value(report).unwrap_or_default()).to_vec();
    Renderer::new(templates.by_name.clone()).check(names, samples).into_iter().flatten().collect()
}

/// The values in HTML templates that stand where escaping does not keep them harmless; templates in other formats have none.
pub fn unsafe_places(templates: &Templates, names: &[String]) -> Vec<TemplateFault> {
    let renderer = Renderer::new(templates.by_name.clone());
    let pages = names.iter().filter(|name| name.ends_with(".html") || name.ends_with(".htm"));
    pages.flat_map(|name| renderer.unsafe_places(name)).collect()
}

/// At most one empty line in a row, and one line break at the end.
fn squeeze(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    let mut blank = true;
    for line in text.lines().map(str::trim_end) {
        if !(line.is_empty() && blank) {
            squeezed.push_str(line);
            squeezed.push('\n');
        }
        blank = line.is_empty();
    }
    squeezed.truncate(squeezed.trim_end().len());
    squeezed.push('\n');
    squeezed
}
