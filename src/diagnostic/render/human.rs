//! The picture for people: the file's own lines with carets.

use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level as Title, Origin, Renderer, Snippet};

use super::Counts;
use super::place::{Place, Places};
use super::words::{one_line, wrapped};
use crate::diagnostic::{Diagnostic, Diagnostics, Level};
use crate::source::{Sources, Span};
use crate::text::visible_in_place;

/// Whether to use colours. The caller knows the terminal and what its owner wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// No escape codes at all.
    Plain,
    /// ANSI escape codes.
    Ansi,
}

/// The narrowest width that is honoured, in columns; in less, words would stand one below the other.
const NARROWEST: usize = 40;
/// The widest lines of messages, in columns; longer ones are hard to read.
const WIDEST: usize = 120;

/// The longest piece of a file that is drawn, in bytes. Drawing costs time for every byte of it, shown or not.
const LONGEST: usize = 16 << 10;

/// Every diagnostic with the lines it is about, and how many there are of each level. Messages and helps are wrapped to
/// `width` columns, long lines of the files are cut.
pub fn human(diagnostics: &Diagnostics, sources: &Sources, width: usize, colour: Colour) -> String {
    let diagnostics = diagnostics.clone().sorted();
    let drawing = Drawing { places: Places::new(sources), width: width.clamp(NARROWEST, WIDEST) };
    let renderer = match colour {
        Colour::Plain => Renderer::plain(),
        Colour::Ansi => Renderer::styled(),
    };
    let renderer = renderer.term_width(drawing.width);
    let pictures = diagnostics.iter().map(|diagnostic| renderer.render(&[drawing.group(diagnostic)]) + "\n\n");
    let counts = Counts::of(&diagnostics).words();
    pictures.chain((!counts.is_empty()).then(|| counts + "\n")).collect()
}

struct Drawing<'s> {
    places: Places<'s>,
    width: usize,
}

/// A place with what is written beside it.
struct Mark<'s> {
    kind: AnnotationKind,
    span: Span,
    place: Place<'s>,
    label: String,
}

impl<'s> Drawing<'s> {
    fn group(&self, diagnostic: &Diagnostic) -> Group<'static> {
        let marks = self.marks(diagnostic);
        let code = diagnostic.code.name();
        let beside_title = diagnostic.level.name().len() + code.len() + "[]: ".len();
        let message = wrapped(&diagnostic.message, self.width.saturating_sub(beside_title));
        let snippets = files(&marks).into_iter().flat_map(|marks| self.snippets(&marks)).collect::<Vec<_>>();
        let helps = diagnostic.help.iter().map(|help| Title::HELP.message(self.help(help, &marks)));
        title(diagnostic.level).primary_title(message).id(code).elements(snippets).elements(helps)
    }

    /// Help stands to the right of the line numbers, so it is wrapped to what they leave.
    fn help(&self, help: &str, marks: &[Mark<'_>]) -> String {
        let line = marks.iter().map(|mark| mark.place.start.line).max().unwrap_or_default();
        let beside = line.to_string().len() + " = help: ".len();
        wrapped(help, self.width.saturating_sub(beside))
    }

    fn marks(&self, diagnostic: &Diagnostic) -> Vec<Mark<'s>> {
        let first = (AnnotationKind::Primary, diagnostic.span, diagnostic.label.as_str());
        let others = diagnostic.also.iter().map(|(span, label)| (AnnotationKind::Context, *span, label.as_str()));
        let marks = std::iter::once(first).chain(others).filter_map(|(kind, span, label)| {
            let place = self.places.resolve(span)?;
            Some(Mark { kind, span, place, label: one_line(label) })
        });
        marks.collect()
    }

    /// One file with its marks in one picture, or one for each where they are far apart; only the place where there is
    /// nothing to draw or too much.
    fn snippets(&self, marks: &[&Mark<'s>]) -> Vec<Element<'static>> {
        match (self.snippet(marks), marks) {
            (Some(snippet), _) => vec![snippet.into()],
            (None, [mark]) => vec![origin(mark).into()],
            (None, marks) => marks.iter().flat_map(|mark| self.snippets(&[mark])).collect(),
        }
    }

    /// The lines of one file from its first mark to its last.
    fn snippet(&self, marks: &[&Mark<'s>]) -> Option<Snippet<'static, Annotation<'static>>> {
        let mark = marks.first()?;
        let lines = || marks.iter().map(|mark| mark.place.start.line);
        let (first, last) = (lines().min()?, lines().max()?);
        let window = self.places.lines(mark.span.source, first, last)?;
        let text = mark.place.source.text.get(window.clone())?;
        if text.len() > LONGEST || text.trim().is_empty() {
            return None;
        }
        let annotations = marks.iter().filter_map(|mark| annotation(mark, text, window.start)).collect::<Vec<_>>();
        let path = one_line(&mark.place.source.name);
        Some(Snippet::source(visible_in_place(text)).path(path).line_start(first).annotations(annotations))
    }
}

/// The carets of a mark in `text`, which starts at `offset` of the file. A mark that spans lines would draw all of them;
/// its first line says where it is.
fn annotation(mark: &Mark<'_>, text: &str, offset: usize) -> Option<Annotation<'static>> {
    let start = mark.place.start.byte.checked_sub(offset)?;
    let line = text.get(start..)?.split(['\r', '\n']).next()?;
    let length = (mark.place.end.byte - mark.place.start.byte).min(line.len());
    // A mark between CR and LF: both are one break, and `visible_in_place` drops the CR only when it sees the LF.
    let between = text.get(start..)?.starts_with('\n') && text.get(..start)?.ends_with('\r');
    // Both ends are measured from the start of the text: what is unseen may depend on what stands before it.
    let shown = |end: usize| Some(visible_in_place(text.get(..end)?).len());
    let first = shown(start - usize::from(between))?;
    let last = if length == 0 { first } else { shown(start + length)? };
    let annotation = mark.kind.span(first..last);
    Some(if mark.label.is_empty() { annotation } else { annotation.label(mark.label.clone()) })
}

fn origin(mark: &Mark<'_>) -> Origin<'static> {
    let start = mark.place.start;
    Origin::path(one_line(&mark.place.source.name)).line(start.line).char_column(start.column)
}

/// The marks of each file, in the order in which the files are first marked.
fn files<'m, 's>(marks: &'m [Mark<'s>]) -> Vec<Vec<&'m Mark<'s>>> {
    let mut files: Vec<Vec<&Mark<'_>>> = Vec::new();
    for mark in marks {
        let known = files.iter_mut().find(|file| file.iter().any(|other| other.span.source == mark.span.source));
        match known {
            Some(file) => file.push(mark),
            None => files.push(vec![mark]),
        }
    }
    files
}

fn title(level: Level) -> Title<'static> {
    match level {
        Level::Error => Title::ERROR,
        Level::Warning => Title::WARNING,
        Level::Note => Title::NOTE,
    }
}
