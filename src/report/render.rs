//! From report to text, Markdown or HTML.

use super::data::Report;
use super::format::Format;
use super::sample;
use super::wrap::wrap;
use crate::questionnaire::Questionnaire;
use crate::template::{Renderer, TemplateFault};
use crate::text::{escape, visible};
use crate::value::json::json_tree;

/// The most that a page with its pictures may hold, in bytes.
const MAX_PAGE_BYTES: usize = 8 << 20;

/// The templates to render with: shipped ones, or a clinic's folder or file.
#[derive(Clone, Debug, Default)]
pub struct Templates {
    /// Templates by name: `client.txt`, `client.md`, `client.html`, `technician.txt`, … and what they include.
    pub by_name: std::collections::BTreeMap<String, String>,
    /// Pictures that templates name, whole, as addresses (`data:…`). Where a template says [`picture_mark`] the page gets the one
    /// with that number.
    pub pictures: Vec<String>,
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
) -> Result<String, TemplateFault> {
    let written = Renderer::new(templates.by_name.clone()).render(
        name,
        format.escape(),
        &json_tree(&report.clone().written_as(format)),
    )?;
    Ok(match format {
        // Values were made visible on their way in; a template may bring unseen characters of its own.
        Format::Text => wrap(&visible(&written), width),
        Format::Summary | Format::Markdown => squeeze(&visible(&written)),
        Format::Html => with_pictures(squeeze(&escape::html_page(&written)), name, &templates.pictures)?,
    })
}

/// What stands in a template for a picture. No value can write it, since a value's `<` is escaped.
pub fn picture_mark(number: usize) -> String {
    format!("<picture {number}>")
}

/// The page with its pictures in it. They come last, so that no bound on templates counts them, and have a bound of their own.
fn with_pictures(page: String, name: &str, pictures: &[String]) -> Result<String, TemplateFault> {
    let mut page = page;
    for (number, uri) in pictures.iter().enumerate() {
        let mark = picture_mark(number);
        if page.len() + page.matches(&mark).count() * uri.len() > MAX_PAGE_BYTES {
            return Err(TemplateFault::large_with_pictures(name, MAX_PAGE_BYTES >> 20));
        }
        page = page.replace(&mark, uri);
    }
    Ok(page)
}

/// Checks templates for a questionnaire: that each reads as one, that every name in it exists, and that it takes both a report
/// that holds everything and one that holds nothing. Gives the first fault of each.
pub fn check(questionnaire: &Questionnaire, templates: &Templates, names: &[String]) -> Vec<TemplateFault> {
    if names.is_empty() {
        return Vec::new();
    }
    let samples = [sample::everything(questionnaire), sample::nothing(questionnaire)];
    let samples = samples.map(|report| json_tree(&report)).to_vec();
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
