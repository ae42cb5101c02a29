//! From the lines of the input to responses. Every line is read by the one reader of response files, so a fault has the
//! same code in a batch as in a file.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::MAX_BYTES;
use crate::questionnaire::Questionnaire;
use crate::response::{Response, load};
use crate::source::{Sources, Span};
use crate::text::escape;
use crate::value::Date;

/// Some whole lines of the input, each one response as JSON. Empty lines do not count.
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
}

/// One line of a chunk.
pub(super) struct Line<'c> {
    pub bytes: &'c [u8],
    /// The same and all that follows it.
    pub onwards: &'c [u8],
    pub broken: Option<&'c str>,
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
    pub(super) fn lines(&self) -> impl Iterator<Item = (u64, Line<'_>)> {
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
            Some((number, Line { bytes, onwards, broken: self.broken.get(&number).map(String::as_str) }))
        })
        .filter(|(_, line)| line.broken.is_some() || !line.bytes.trim_ascii().is_empty())
    }
}

/// Reads a line as `assess` reads a response file.
pub(super) fn read(questionnaire: &Questionnaire, line: &Line<'_>, day: Date) -> Result<Given, Box<Unusable>> {
    let mut sources = Sources::default();
    let text = match text_of(line) {
        Ok(text) => text,
        Err(fault) => return Err(Box::new(Unusable { id: None, faults: fault.into(), sources })),
    };
    let source = sources.add("input", text);
    let (loaded, faults) = load(questionnaire, source, &sources, day);
    if faults.has_errors() {
        return Err(Box::new(Unusable { id: loaded.id, faults: faults.sorted(), sources }));
    }
    Ok(Given { id: loaded.id, response: loaded.response, warnings: faults })
}

fn text_of<'c>(line: &Line<'c>) -> Result<&'c str, Diagnostic> {
    if let Some(reason) = line.broken {
        return Err(Diagnostic::new(Code::WrongShape, Span::default(), reason));
    }
    if line.bytes.len() > MAX_BYTES {
        return Err(Diagnostic::new(Code::TooLarge, Span::default(), "the line is longer than a response can be"));
    }
    let not_text = |_| Diagnostic::new(Code::NotText, Span::default(), "the line is not UTF-8 text");
    std::str::from_utf8(line.bytes).map_err(not_text)
}

/// The headings of a CSV file that are no questions.
const OUTSIDE: [&str; 5] = ["questionnaire", "version", "client", ANSWERED_ON, "id"];

/// The heading of the day on which the answers of a row were given.
pub const ANSWERED_ON: &str = "answered_on";

/// A row of a CSV file as a line of JSON. The headings are question ids, and the keys that a response file has beside its
/// answers; an empty cell leaves its question open.
pub fn csv_record<'c>(cells: impl Iterator<Item = (&'c str, &'c str)>) -> String {
    let (mut record, mut answers) = (Map::new(), Map::new());
    for (heading, cell) in cells.filter(|(_, cell)| !cell.trim().is_empty()) {
        let of = if OUTSIDE.contains(&heading) { &mut record } else { &mut answers };
        of.insert(heading.to_owned(), cell.into());
    }
    record.insert("answers".to_owned(), Json::Object(answers));
    // A cell may hold what no line of a response file may hold as itself.
    escape::json(&Json::Object(record).to_string()).into_owned()
}
