//! The formats that reports are written in. Each is a template's: the contract, which is JSON, is none of them.

use std::path::Path;

use crate::questionnaire::Audience;
use crate::template::Escape;

/// How a report is written.
///
/// A format is added here and in [`Format::ALL`]; whatever else it needs, the compiler or the test that holds `--format`
/// against this list asks for. Being in the list, it is rehearsed by the check, and a questionnaire can bring parts to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// For a terminal, wrapped.
    Text,
    /// Markdown.
    Markdown,
    /// One self-contained page.
    Html,
    /// Five lines of plain text to paste elsewhere, not wrapped.
    Summary,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 4] = [Format::Text, Format::Markdown, Format::Html, Format::Summary];

    /// The ending of files, and of template names, in this format.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Text | Format::Summary => "txt",
            Format::Markdown => "md",
            Format::Html => "html",
        }
    }

    /// How answers are kept from being read as markup.
    pub(super) fn escape(self) -> Escape {
        match self {
            Format::Text | Format::Summary => Escape::Text,
            Format::Markdown => Escape::Markdown,
            Format::Html => Escape::Html,
        }
    }

    /// The name of the shipped template for this format and reader.
    pub fn template(self, audience: Audience) -> String {
        let reader = match audience {
            Audience::Technician => "technician",
            Audience::Client | Audience::Everyone => "client",
        };
        match self {
            Format::Text | Format::Markdown | Format::Html => format!("{reader}.{}", self.ending()),
            // Whoever pastes it has both readers' business in one place.
            Format::Summary => format!("summary.{}", self.ending()),
        }
    }

    /// The format that the ending of a path suggests.
    pub fn of_path(path: &Path) -> Option<Format> {
        match path.extension()?.to_str()? {
            "html" | "htm" => Some(Format::Html),
            "md" | "markdown" => Some(Format::Markdown),
            "txt" => Some(Format::Text),
            _ => None,
        }
    }

    /// Every ending, once.
    pub fn endings() -> Vec<&'static str> {
        let mut endings = Vec::new();
        for ending in Format::ALL.map(Format::ending) {
            if !endings.contains(&ending) {
                endings.push(ending);
            }
        }
        endings
    }

    /// The shipped templates that are rendered by name, each once, with its format; by name.
    pub fn templates() -> Vec<(Format, String)> {
        let readers = [Audience::Client, Audience::Technician];
        let all = readers.into_iter().flat_map(|reader| Format::ALL.map(|format| (format, format.template(reader))));
        let mut templates: Vec<(Format, String)> = all.collect();
        templates.sort_by(|(_, one), (_, other)| one.cmp(other));
        templates.dedup_by(|(_, one), (_, other)| one == other);
        templates
    }
}
