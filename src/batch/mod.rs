//! Judging many responses: one record in, one record out, in order, in memory that does not grow.
//!
//! Everything here is pure: a [`Chunk`] of lines goes in, a [`Part`] of the output comes out, so that any number of
//! threads can share one [`Batch`]. A response that cannot be used becomes a record that says why, and judging goes on.
//!
//! What a record says about a response is what `assess` says of the same response in a file: with no fields chosen it is
//! the same JSON, key for key.

mod field;
mod input;
mod record;
mod scan;
mod short;
mod summary;

pub use field::Field;
pub use input::{ANSWERED_ON, CellKind, Chunk, CsvRecord, ResponseFile, csv_record};
pub use summary::{ComparedRecord, Summary, SummaryRecord};

use std::borrow::Cow;

use crate::assessment::{Bounds, Engine, Scratch};
use crate::diagnostic::Diagnostics;
use crate::outlook::ExactBounds;
use crate::proof::Plan;
use crate::questionnaire::{Audience, Questionnaire};
use crate::text::escape::json;
use crate::value::Date;
use crate::value::index::VerdictIx;
use input::{Given, Line, Place, Unusable, read};
use record::Told;
use scan::Scanner;
use short::{Short, ShortRecord};

/// What is wanted of a batch.
pub struct BatchOptions<'q> {
    /// The questionnaire that judges.
    pub questionnaire: &'q Questionnaire,
    /// An earlier one, whose verdicts are set beside.
    pub against: Option<&'q Questionnaire>,
    /// For whom.
    pub audience: Audience,
    /// The day of assessment.
    pub day: Date,
    /// How bounds are found: rule by rule, or by proofs, which take milliseconds a response.
    pub bounds: Bounds,
    /// How records are written.
    pub written: RecordFormat,
    /// What to do with a response that cannot be used.
    pub faults: OnFault,
    /// Whether records are counted.
    pub counting: Counting,
    /// Which records are written.
    pub records: Records,
}

/// A batch, made ready.
pub struct Batch<'q> {
    wanted: BatchOptions<'q>,
    judge: Judge<'q>,
    earlier: Option<Judge<'q>>,
    short: Option<Short>,
}

/// A questionnaire, ready to read and judge lines.
struct Judge<'q> {
    compiled: Engine<'q>,
    scanner: Scanner,
}

/// How records are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordFormat {
    /// One JSON object a line; the whole assessment if no fields are chosen.
    Json(Option<Vec<Field>>),
    /// One row each, with these columns and one for errors.
    Rows(Vec<Field>),
}

/// What to do with a response that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnFault {
    /// Write an error record and go on.
    GoOn,
    /// Write an error record and stop.
    Stop,
}

/// Whether a [`Summary`] is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// Only how many responses there were.
    Off,
    /// By verdict, section, finding and open question.
    On,
}

/// Which records are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Records {
    /// All.
    All,
    /// Those that have another verdict than before, and errors.
    Flips,
}

/// The output of one chunk, or of some of its lines.
#[derive(Debug)]
pub struct Part {
    /// Whole lines of JSON.
    pub text: Vec<u8>,
    /// The records as rows, if they are wanted so.
    pub rows: Vec<Row>,
    /// How many bytes the cells of the rows have.
    cells: usize,
    /// What they say, counted.
    pub summary: Summary,
    /// Whether judging ends here ([`OnFault::Stop`]).
    pub last: bool,
    /// Whether the chunk ends here.
    pub ends: bool,
}

/// A record in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// A cell for each field, and one for errors.
    pub cells: Vec<String>,
}

impl Part {
    /// Adds a line of JSON.
    fn line(&mut self, text: &str) {
        self.text.extend_from_slice(text.as_bytes());
        self.text.push(b'\n');
    }

    /// Adds a row.
    fn row(&mut self, cells: impl Iterator<Item = String>) {
        let cells: Vec<String> = cells.collect();
        self.cells += cells.iter().map(String::len).sum::<usize>();
        self.rows.push(Row { cells });
    }

    /// Writes what is unseen in lines of JSON as `\u…`. Almost no batch has any, and looking for it must cost nothing.
    fn escape(&mut self) {
        if self.text.is_ascii() && memchr::memchr(0x7f, &self.text).is_none() {
            return;
        }
        if let Cow::Owned(escaped) = json(&String::from_utf8_lossy(&self.text)) {
            self.text = escaped.into_bytes();
        }
    }
}

/// About how much a part of a chunk says at most: a whole assessment may be hundreds of times as long as its line.
const PART: usize = 1 << 20;

/// What the earlier questionnaire says of the same response; none if it cannot use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Earlier(Option<VerdictIx>);

impl<'q> Judge<'q> {
    fn new(questionnaire: &'q Questionnaire, day: Date) -> Judge<'q> {
        let compiled = Engine::new(questionnaire, day);
        Judge { scanner: Scanner::new(&compiled), compiled }
    }

    /// Reads a line: by the scanner if it is of the usual shape, else by the reader of response files.
    fn read(&self, line: &Line<'_>) -> Result<Given, Box<Unusable>> {
        let questionnaire = self.compiled.questionnaire();
        let usual = line.broken.is_none() && !line.is_file();
        let scanned = usual.then(|| self.scanner.response(line, questionnaire)).flatten();
        match scanned {
            Some((head, response)) => {
                let id = head.id.map(|id| String::from_utf8_lossy(id).into_owned());
                Ok(Given { id, response, warnings: Diagnostics::default() })
            }
            None => read(questionnaire, line, self.compiled.day()),
        }
    }

    /// The verdict of a line; none if it cannot be used.
    fn verdict(&self, line: &Line<'_>, scratch: &mut Scratch) -> Option<VerdictIx> {
        let given = self.read(line).ok()?;
        self.compiled.encode(&given.response, scratch);
        Some(self.compiled.weigh(scratch).verdict)
    }
}

impl<'q> Batch<'q> {
    /// Compiles the questionnaires.
    pub fn new(mut wanted: BatchOptions<'q>) -> Batch<'q> {
        wanted.written = match wanted.written {
            RecordFormat::Json(fields) => {
                RecordFormat::Json(fields.map(|fields| Field::beside(fields, wanted.questionnaire)))
            }
            RecordFormat::Rows(fields) => RecordFormat::Rows(Field::beside(fields, wanted.questionnaire)),
        };
        let short = match &wanted.written {
            RecordFormat::Json(Some(fields))
                if wanted.counting == Counting::Off && wanted.against.is_none() && wanted.bounds == Bounds::Quick =>
            {
                Short::new(wanted.questionnaire, fields)
            }
            _ => None,
        };
        let judge = Judge::new(wanted.questionnaire, wanted.day);
        let earlier = wanted.against.map(|old| Judge::new(old, wanted.day));
        Batch { judge, earlier, short, wanted }
    }

    /// What was wanted.
    pub fn wanted(&self) -> &BatchOptions<'q> {
        &self.wanted
    }

    /// Judges the lines of a chunk.
    pub fn judge(&self, chunk: &Chunk) -> Part {
        self.some(&mut chunk.lines(), (chunk.bytes.len(), usize::MAX))
    }

    /// The same in parts that are not much longer than a chunk, however long its records are.
    pub fn parts<'b>(&'b self, chunk: &'b Chunk) -> impl Iterator<Item = Part> + 'b {
        let mut lines = chunk.lines();
        let mut done = false;
        std::iter::from_fn(move || {
            let part = (!done).then(|| self.some(&mut lines, (chunk.bytes.len(), PART)))?;
            done = part.ends || part.last;
            Some(part)
        })
    }

    /// Judges lines until they end or about `most` bytes have been written. `room` is what they will probably take: records
    /// of a few fields are shorter than their lines, and growing copied everything several times.
    fn some<'c>(&self, lines: &mut impl Iterator<Item = Line<'c>>, (room, most): (usize, usize)) -> Part {
        let (text, summary) = (Vec::with_capacity(room), Summary::new(&self.wanted));
        let mut part = Part { text, rows: Vec::new(), cells: 0, summary, last: false, ends: false };
        let mut scratch = Scratch::default();
        let plan = (self.wanted.bounds == Bounds::Exact).then(|| Plan::new(&self.judge.compiled));
        let mut exact = plan.as_ref().map(ExactBounds::new);
        while part.text.len() + part.cells < most {
            let Some(line) = lines.next() else {
                part.ends = true;
                break;
            };
            let used = self.shortly(&line, (&mut scratch, &mut part))
                || self.one(&line, (&mut scratch, exact.as_mut(), &mut part));
            if !used && self.wanted.faults == OnFault::Stop {
                part.last = true;
                break;
            }
        }
        part.escape();
        part
    }

    /// Judges a line of the usual shape if only a few fields are wanted; false if that is not so.
    fn shortly(&self, line: &Line<'_>, (scratch, part): (&mut Scratch, &mut Part)) -> bool {
        let Some(short) = self.short.as_ref().filter(|_| line.broken.is_none()) else { return false };
        let Place::Line(number) = line.place else { return false };
        let compiled = &self.judge.compiled;
        let Some(id) = self.judge.scanner.codes(line, compiled, scratch) else { return false };
        if short.tells_outlook && compiled.is_unclear(scratch) {
            return false;
        }
        let weighed = compiled.weigh(scratch);
        part.summary.judged += 1;
        short.write(&mut part.text, &ShortRecord { number, id, weighed });
        true
    }

    /// Judges one line; false if the response cannot be used.
    fn one(
        &self,
        line: &Line<'_>,
        (scratch, exact, part): (&mut Scratch, Option<&mut ExactBounds<'_, '_>>, &mut Part),
    ) -> bool {
        let earlier = self.earlier.as_ref().map(|old| Earlier(old.verdict(line, scratch)));
        let given = match self.judge.read(line) {
            Ok(given) => given,
            Err(unusable) => {
                part.summary.refuse(&unusable.faults, earlier);
                record::refused(&self.wanted, part, line.place, (&unusable, earlier));
                return false;
            }
        };
        let (quick, situation) = self.judge.compiled.assess_and_see(&given.response, self.wanted.audience, scratch);
        // Where that takes more work than allowed, the record says that its bounds are quick.
        let proved = exact.and_then(|exact| exact.sharpen(&given.response, quick.clone()).ok());
        let assessment = proved.unwrap_or(quick);
        part.summary.count(&self.wanted, &assessment, earlier);
        part.summary.warn(&given.warnings);
        let flips = earlier.is_some_and(|earlier| record::flips(&self.wanted, earlier, assessment.verdict));
        if self.wanted.records == Records::Flips && !flips {
            return true;
        }
        let told = Told { situation: &situation, place: line.place, given: &given, assessment: &assessment, earlier };
        record::assessed(&self.wanted, part, &told);
        true
    }
}
