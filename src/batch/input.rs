//! From the lines of the input to responses. Every line is read by the one reader of response files, so a fault has the
//! same code in a batch as in a file.

use std::collections::BTreeMap;

use serde::de::IgnoredAny;
use serde_json::Value as Json;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::MAX_BYTES;
use crate::questionnaire::Questionnaire;
use crate::response::{Response, load};
use crate::source::{Sources, Span};
use crate::text::escape;
use crate::value::Date;

/// Some whole lines of the input, each one response as JSON; empty lines do not count. Or some files, each one response.
#[derive(Clone, Debug, Default)]
pub struct Chunk {
    /// The lines, each ended by a line feed but perhaps the last.
    pub bytes: Vec<u8>,
    /// The number of the first line, from 1.
    pub first: u64,
    /// The number of each line, where they do not simply follow each other (a row of CSV may take several).
    pub numbers: Vec<u64>,
    /// Lines that cannot even be taken apart, by number, with the reason.
    pub broken: BTreeMap<u64, String>,
    /// Response files, YAML or JSON; then there are no lines.
    pub files: Vec<ResponseFile>,
}

/// A file of one person, as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseFile {
    /// How its record names it.
    pub name: String,
    /// What it says; none if it cannot be read, with the reason.
    pub text: Result<Vec<u8>, String>,
}

/// One line of a chunk, or one file.
pub(super) struct Line<'c> {
    pub bytes: &'c [u8],
    /// The same and all that follows it.
    pub onwards: &'c [u8],
    pub broken: Option<&'c str>,
    pub place: Place<'c>,
}

/// Where a response comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place<'c> {
    /// A line of the input, from 1.
    Line(u64),
    /// A file by its name.
    File(&'c str),
}

impl<'c> Place<'c> {
    pub(super) fn line(self) -> Option<u64> {
        match self {
            Place::Line(number) => Some(number),
            Place::File(_) => None,
        }
    }

    pub(super) fn file(self) -> Option<&'c str> {
        match self {
            Place::Line(_) => None,
            Place::File(name) => Some(name),
        }
    }
}

/// A response of a batch.
#[derive(Debug)]
pub(super) struct Given {
    pub id: Option<String>,
    pub response: Response,
    /// What the same response in a file would be warned of.
    pub warnings: Diagnostics,
}

/// A response that cannot be used.
#[derive(Debug)]
pub(super) struct Unusable {
    pub id: Option<String>,
    pub faults: Diagnostics,
    pub sources: Sources,
}

impl Chunk {
    /// Its lines that are not empty, with their numbers.
    pub(super) fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.files.iter().map(Line::of_file).chain(self.lines_of_bytes())
    }

    fn lines_of_bytes(&self) -> impl Iterator<Item = Line<'_>> {
        let mut rest = self.bytes.as_slice();
        let mut following = self.first;
        let mut numbers = self.numbers.iter();
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            let (onwards, (bytes, after)) = (rest, rest.split_at(end));
            rest = after.get(1..).unwrap_or_default();
            let number = numbers.next().copied().unwrap_or(following);
            following += 1;
            let broken = self.broken.get(&number).map(String::as_str);
            Some(Line { bytes, onwards, broken, place: Place::Line(number) })
        })
        .filter(|line| line.broken.is_some() || !line.bytes.trim_ascii().is_empty())
    }
}

impl<'c> Line<'c> {
    fn of_file(file: &'c ResponseFile) -> Line<'c> {
        let (bytes, broken) = match &file.text {
            Ok(text) => (text.as_slice(), None),
            Err(reason) => (&[][..], Some(reason.as_str())),
        };
        Line { bytes, onwards: bytes, broken, place: Place::File(&file.name) }
    }

    pub(super) fn is_file(&self) -> bool {
        matches!(self.place, Place::File(_))
    }
}

/// Reads a line or a file as `assess` reads a response file.
pub(super) fn read(questionnaire: &Questionnaire, line: &Line<'_>, day: Date) -> Result<Given, Box<Unusable>> {
    let mut sources = Sources::default();
    let text = match text_of(line) {
        Ok(text) => text,
        Err(fault) => return Err(Box::new(Unusable { id: None, faults: fault.into(), sources })),
    };
    let name = if let Place::File(name) = line.place { name } else { "input" };
    let source = sources.add(name, text);
    let (loaded, faults) = load(questionnaire, source, &sources, day);
    let loaded = if line.is_file() { loaded.of_a_person() } else { loaded };
    if faults.has_errors() {
        return Err(Box::new(Unusable { id: loaded.id, faults: faults.sorted(), sources }));
    }
    Ok(Given { id: loaded.id, response: loaded.response, warnings: faults })
}

fn text_of<'c>(line: &Line<'c>) -> Result<&'c str, Diagnostic> {
    if let Some(reason) = line.broken {
        return Err(Diagnostic::new(Code::WrongShape, Span::default(), reason));
    }
    let whole = if line.is_file() { "file" } else { "line" };
    let fault = |code: Code, what: &str| Diagnostic::new(code, Span::default(), format!("the {whole} {what}"));
    if line.bytes.len() > MAX_BYTES {
        return Err(fault(Code::TooLarge, "is longer than a response can be"));
    }
    let text = std::str::from_utf8(line.bytes).map_err(|_| fault(Code::NotText, "is not UTF-8 text"))?;
    // A line of a YAML file can be read as a whole one: `answers:` alone would be somebody who answered nothing.
    let is_object = text.trim_start_matches('\u{feff}').trim_ascii_start().starts_with('{');
    if !line.is_file() && !is_object {
        let help = "write each response as `{\"answers\": { … }}` in one line; YAML files are read as such where their names end in .yaml";
        return Err(fault(Code::WrongShape, "is no JSON object").help(help));
    }
    Ok(text)
}

/// The headings of a CSV file that are no questions.
const BESIDE: [&str; 5] = ["questionnaire", "version", "client", ANSWERED_ON, "id"];

/// The heading of the day on which the answers of a row were given.
pub const ANSWERED_ON: &str = "answered_on";

/// What a cell of a table says, by its heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// What a response file has beside its answers, as `id`.
    Beside,
    /// An answer.
    Answer,
    /// Several answers at once, as a JSON object of answers by question.
    Answers,
    /// The answers that are older than the others, as a JSON object of lists of questions by day.
    Earlier,
}

impl CellKind {
    /// What stands below a heading. A question may be called `answers` or `earlier`: then it is that question.
    pub fn of(questionnaire: &Questionnaire, heading: &str) -> CellKind {
        match heading {
            _ if BESIDE.contains(&heading) => CellKind::Beside,
            "answers" | "earlier" if questionnaire.question_written(heading).is_some() => CellKind::Answer,
            "answers" => CellKind::Answers,
            "earlier" => CellKind::Earlier,
            _ => CellKind::Answer,
        }
    }
}

/// A row of a table in the making: what becomes one line of JSON.
#[derive(Clone, Debug, Default)]
pub struct CsvRecord {
    /// The keys of the record, each as `"key":value` with a comma behind it.
    beside: String,
    /// The answers, in the same way.
    answers: String,
}

impl CsvRecord {
    /// Adds what a cell says; an empty one leaves its question open.
    ///
    /// # Errors
    /// If a cell of JSON holds no object, says what one looks like.
    pub fn add(&mut self, kind: CellKind, heading: &str, cell: &str) -> Result<(), String> {
        if cell.trim().is_empty() {
            return Ok(());
        }
        match kind {
            CellKind::Beside => push_pair(&mut self.beside, heading, &Json::from(cell).to_string()),
            CellKind::Answer => push_pair(&mut self.answers, heading, &Json::from(cell).to_string()),
            CellKind::Earlier => push_pair(&mut self.beside, heading, &object(heading, cell)?),
            CellKind::Answers => {
                let object = object(heading, cell)?;
                let inner = object.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or_default().trim();
                self.answers.push_str(inner);
                self.answers.push_str(if inner.is_empty() { "" } else { "," });
            }
        }
        Ok(())
    }

    /// The line.
    pub fn finish(self) -> String {
        let line = format!("{{{}\"answers\":{{{}}}}}", self.beside, self.answers.strip_suffix(',').unwrap_or_default());
        // A cell may hold what no line of a response file may hold as itself.
        escape::json(&line).into_owned()
    }
}

fn push_pair(to: &mut String, key: &str, value: &str) {
    to.push_str(&Json::from(key).to_string());
    to.push(':');
    to.push_str(value);
    to.push(',');
}

/// A JSON object in one line, as it was written: what its keys mean, the reader of responses says.
fn object(heading: &str, cell: &str) -> Result<String, String> {
    let cell = cell.trim();
    match serde_json::from_str::<IgnoredAny>(cell) {
        // Within a string JSON has no line breaks.
        Ok(_) if cell.starts_with('{') => Ok(cell.replace(['\n', '\r'], " ")),
        Ok(_) | Err(_) => {
            let like = if heading == "earlier" { r#"{"2026-01-31":["age"]}"# } else { r#"{"age":34}"# };
            Err(format!("`{heading}` holds no JSON object; write it as {like}"))
        }
    }
}

/// A row of a CSV file of questions as a line of JSON. The headings are question ids, and the keys that a response file has beside its
/// answers; an empty cell leaves its question open.
pub fn csv_record<'c>(cells: impl Iterator<Item = (&'c str, &'c str)>) -> String {
    let mut record = CsvRecord::default();
    for (heading, cell) in cells {
        let kind = if BESIDE.contains(&heading) { CellKind::Beside } else { CellKind::Answer };
        // Of these two kinds any text is taken.
        let _ = record.add(kind, heading, cell);
    }
    record.finish()
}
