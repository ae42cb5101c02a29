//! What is wrong with a report template, and how it is shown.

use std::collections::BTreeMap;
use std::ops::Range;

use minijinja::{Error, ErrorKind};
use thiserror::Error as ThisError;

use super::data::Misses;
use crate::diagnostic::{Code, Diagnostic, offer};
use crate::source::{Sources, Span};

/// A template that cannot be rendered.
#[derive(Clone, Debug, PartialEq, Eq, ThisError)]
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
    /// Where the template that was to be written includes the one at fault, if it is another: whose author can do something.
    pub included: Option<Box<(String, Range<usize>)>>,
}

impl TemplateFault {
    /// A page that its pictures make larger than so many MiB.
    pub fn large_with_pictures(name: &str, most: usize) -> TemplateFault {
        TemplateFault {
            name: name.to_owned(),
            code: Code::TemplateLarge,
            message: format!("with its pictures this page has more than {most} MiB"),
            range: None,
            help: Some("name each picture once, outside loops".to_owned()),
            included: None,
        }
    }

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

    /// The same at the place that includes the template in which it shows, and then where it shows: for what is included from
    /// elsewhere, and right in other places. None if the fault is in no included template.
    pub fn diagnostic_at_include(
        &self,
        templates: &BTreeMap<String, String>,
        sources: &mut Sources,
    ) -> Option<Diagnostic> {
        let (name, place) = self.included.as_deref()?;
        let own = sources.add(name, templates.get(name).map_or("", String::as_str));
        let message = format!("`{}` cannot be included here: {}", self.name, self.message);
        let diagnostic = Diagnostic::new(self.code, Span::new(own, place.start, place.end), message);
        let range = self.range.clone().unwrap_or(0..0);
        let included = sources.add(&self.name, templates.get(&self.name).map_or("", String::as_str));
        let help = "what is included knows the names of the place that includes it: include it where these are, as inside a `for`";
        Some(diagnostic.also(Span::new(included, range.start, range.end), "it fails here").help(help))
    }

    /// An error of MiniJinja in our words. Its own may quote the data, that is a person's answers; only what it says about the
    /// syntax is passed on.
    pub(super) fn of_minijinja(error: &Error, name: &str, misses: &Misses) -> TemplateFault {
        let (outer, error) = (error, innermost(error));
        let code = match error.kind() {
            ErrorKind::SyntaxError | ErrorKind::BadEscape => Code::TemplateSyntax,
            ErrorKind::UndefinedError | ErrorKind::UnknownFunction | ErrorKind::UnknownMethod => Code::TemplateName,
            ErrorKind::OutOfFuel => Code::TemplateLarge,
            _ => Code::TemplateFails,
        };
        let (message, help) = match error.kind() {
            ErrorKind::SyntaxError | ErrorKind::BadEscape => {
                let detail = error.detail().unwrap_or("it is not well formed");
                (format!("this does not read as a template: {detail}"), None)
            }
            ErrorKind::UndefinedError => undefined(misses),
            ErrorKind::NonPrimitive => (
                "this is a list or a group of values and cannot be written".to_owned(),
                some("write one of its parts, or use `for`"),
            ),
            ErrorKind::OutOfFuel => (
                "this template works too long".to_owned(),
                some("look for a loop inside a loop, or a very long `join`"),
            ),
            ErrorKind::UnknownFunction | ErrorKind::UnknownMethod => (
                "there are no functions in a template".to_owned(),
                some("a template shows what the report holds; it does not calculate"),
            ),
            _ => ("this cannot be done with this value".to_owned(), None),
        };
        let shows_in = error.name().unwrap_or(name);
        let included = outer.range().filter(|_| outer.name().unwrap_or(name) != shows_in);
        let included = included.map(|range| Box::new((outer.name().unwrap_or(name).to_owned(), range)));
        TemplateFault { name: shows_in.to_owned(), code, message, range: error.range(), help, included }
    }

    /// Sorts a fault under another code.
    pub(super) fn code(mut self, code: Code) -> Self {
        self.code = code;
        self
    }

    /// Says where the template at fault is included; called from the inside out, so that the outermost place stays.
    pub(super) fn included_at(mut self, name: &str, place: Range<usize>) -> Self {
        self.included = Some(Box::new((name.to_owned(), place)));
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

fn some(help: &str) -> Option<String> {
    Some(help.to_owned())
}

fn undefined(misses: &Misses) -> (String, Option<String>) {
    let Some(miss) = misses.last() else { return ("there is nothing here to write".to_owned(), None) };
    let known: Vec<&str> = miss.known.iter().map(String::as_str).collect();
    (format!("there is no `{}` here", miss.name), nearest(&miss.name, &known))
}

/// An error in an included template is the cause of the including one's.
fn innermost(error: &Error) -> &Error {
    let cause = std::error::Error::source(error).and_then(|cause| cause.downcast_ref::<Error>());
    cause.map_or(error, innermost)
}
