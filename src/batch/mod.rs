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
mod summary;

pub use field::Field;
pub use input::{Chunk, csv_record};
pub use record::csv_header;
pub use summary::{Matrix, Summary};

use crate::assessment::assess;
use crate::questionnaire::{Audience, Questionnaire};
use crate::value::Date;
use crate::value::index::VerdictIx;
use input::read;

/// What to judge with, and how records are written.
pub struct Batch<'q> {
    /// The questionnaire that judges.
    pub questionnaire: &'q Questionnaire,
    /// An earlier one, whose verdicts are set beside.
    pub against: Option<&'q Questionnaire>,
    /// For whom.
    pub audience: Audience,
    /// The day of assessment.
    pub day: Date,
    /// How records are written.
    pub written: Written,
    /// What to do with a response that cannot be used.
    pub faults: OnFault,
    /// Whether records are counted.
    pub counting: Counting,
}

/// How records are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// One JSON object a line; the whole assessment if no fields are chosen.
    Json(Option<Vec<Field>>),
    /// One row each, with these columns and one for errors.
    Csv(Vec<Field>),
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

/// The output of one chunk.
#[derive(Debug)]
pub struct Part {
    /// Whole lines.
    pub text: Vec<u8>,
    /// What they say, counted.
    pub summary: Summary,
    /// Whether judging ends here ([`OnFault::Stop`]).
    pub last: bool,
}

/// What the earlier questionnaire says of the same response; none if it cannot use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Earlier(Option<VerdictIx>);

impl Batch<'_> {
    /// Judges the lines of a chunk.
    pub fn judge(&self, chunk: &Chunk) -> Part {
        let mut part = Part { text: Vec::new(), summary: Summary::new(self), last: false };
        for (number, line) in chunk.lines() {
            if !self.one(number, line, &mut part) && self.faults == OnFault::Stop {
                part.last = true;
                break;
            }
        }
        part
    }

    /// Judges one line; false if the response cannot be used.
    fn one(&self, number: u64, line: input::Line<'_>, part: &mut Part) -> bool {
        let given = match read(self.questionnaire, &line, self.day) {
            Ok(given) => given,
            Err(unusable) => {
                part.summary.refuse(&unusable.faults);
                record::refused(self, &mut part.text, number, &unusable);
                return false;
            }
        };
        let assessment = assess(self.questionnaire, &given.response, self.audience, self.day);
        let earlier = self.against.map(|old| self.earlier(old, &line));
        part.summary.count(self, &assessment, earlier);
        record::assessed(
            self,
            &mut part.text,
            &record::Told { number, given: &given, assessment: &assessment, earlier },
        );
        true
    }

    fn earlier(&self, old: &Questionnaire, line: &input::Line<'_>) -> Earlier {
        let given = read(old, line, self.day);
        Earlier(given.ok().map(|given| assess(old, &given.response, self.audience, self.day).verdict))
    }
}
