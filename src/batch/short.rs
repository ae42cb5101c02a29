//! Records of a few plain fields, written from the masks without an assessment in between.

use serde_json::Value as Json;

use super::Field;
use crate::assessment::{Bounds, Weighed};
use crate::questionnaire::Questionnaire;
use crate::value::index::{IndexVec, QuestionIx, RuleIx};

/// How to write such records: every piece of JSON that can occur, made once, with a comma before it. The first piece of a
/// record or a list then has its comma replaced by the bracket: nothing need be asked in between.
pub(super) struct Short {
    parts: Vec<Part>,
    /// Whether a field says what the verdict could become: more than the masks know, where clearing up decides.
    pub(super) tells_outlook: bool,
    rules: IndexVec<RuleIx, Piece>,
    stops: IndexVec<RuleIx, bool>,
    /// Nothing stands for a private one.
    questions: IndexVec<QuestionIx, Option<Piece>>,
}

/// One field: its key, and key and value for each value that it can have.
struct Part {
    field: Field,
    key: Piece,
    pairs: Vec<Piece>,
}

/// Some bytes to write.
type Piece = Vec<u8>;

/// What a short record tells of.
pub(super) struct ShortRecord<'w> {
    pub number: u64,
    pub id: Option<&'w [u8]>,
    pub weighed: Weighed<'w, 'w>,
}

impl Short {
    /// None if some field needs more than the masks.
    pub(super) fn new(of: &Questionnaire, fields: &[Field]) -> Option<Short> {
        let parts = fields.iter().map(|field| Part::new(of, *field)).collect::<Option<Vec<_>>>()?;
        let item = |id: &String| format!(",{}", Json::from(id.as_str())).into_bytes();
        let outlook = |field: &Field| matches!(field, Field::CouldBecome | Field::Settled);
        Some(Short {
            parts,
            tells_outlook: fields.iter().any(outlook),
            rules: of.rules().iter().map(|rule| item(&rule.id)).collect(),
            stops: of.rules().iter().map(|rule| rule.stop).collect(),
            questions: of.questions().iter().map(|question| (!question.private).then(|| item(&question.id))).collect(),
        })
    }

    /// Writes a record and its line feed.
    pub(super) fn write(&self, out: &mut Vec<u8>, of: &ShortRecord<'_>) {
        let start = out.len();
        for part in &self.parts {
            self.part(out, part, of);
        }
        open(out, start, b'{');
        out.extend_from_slice(b"}\n");
    }

    #[inline]
    fn part(&self, out: &mut Vec<u8>, part: &Part, of: &ShortRecord<'_>) {
        let mut one = |at: usize| {
            debug_assert!(at < part.pairs.len(), "a fault of Candidacy: {:?} has no value {at}", part.field);
            part.pairs.get(at).into_iter().for_each(|pair| out.extend_from_slice(pair));
        };
        let (verdict, could_become) = (of.weighed.verdict, of.weighed.open_could_make_it);
        match part.field {
            Field::Verdict => one(verdict.at()),
            Field::CouldBecome => one(could_become.at()),
            // Exact bounds are more than the masks know.
            Field::Bounds => one(0),
            Field::Settled => one(usize::from(verdict == could_become)),
            Field::Stopped => {
                let stops = |rule: RuleIx| self.stops[rule];
                one(usize::from(of.weighed.findings().any(stops)));
            }
            Field::Id => {
                if let Some(id) = of.id {
                    out.extend_from_slice(&part.key);
                    out.push(b'"');
                    out.extend_from_slice(id);
                    out.push(b'"');
                }
            }
            Field::Findings => list(out, &part.key, of.weighed.findings().map(|rule| &self.rules[rule])),
            Field::Unsure => {
                let questions = of.weighed.unsure().filter_map(|question| self.questions[question].as_ref());
                list(out, &part.key, questions);
            }
            // A line of which an answer has aged is none for short records.
            Field::Aged => list(out, &part.key, std::iter::empty()),
            Field::Line => {
                out.extend_from_slice(&part.key);
                out.extend_from_slice(of.number.to_string().as_bytes());
            }
            Field::File
            | Field::Client
            | Field::AtLeast
            | Field::SettledHere
            | Field::NotBefore
            | Field::By
            | Field::Plan
            | Field::PutAside
            | Field::Sections
            | Field::Open
            | Field::Scores
            | Field::OldVerdict
            | Field::Flip => {
                debug_assert!(false, "a fault of Candidacy: {:?} is no field of a short record", part.field);
            }
        }
    }
}

impl Part {
    fn new(of: &Questionnaire, field: Field) -> Option<Part> {
        let key = format!(",\"{}\":", field.name());
        let values: Vec<Json> = match field {
            Field::Id | Field::Line | Field::Aged | Field::Findings | Field::Unsure => Vec::new(),
            Field::Verdict | Field::CouldBecome => {
                of.verdicts().iter().map(|verdict| Json::from(verdict.id.as_str())).collect()
            }
            Field::Settled | Field::Stopped => vec![Json::from(false), Json::from(true)],
            Field::Bounds => vec![Json::from(Bounds::Quick.name())],
            Field::File
            | Field::Client
            | Field::AtLeast
            | Field::SettledHere
            | Field::NotBefore
            | Field::By
            | Field::Plan
            | Field::PutAside
            | Field::Sections
            | Field::Open
            | Field::Scores
            | Field::OldVerdict
            | Field::Flip => {
                return None;
            }
        };
        let pairs = values.iter().map(|value| format!("{key}{value}").into_bytes()).collect();
        Some(Part { field, key: key.into_bytes(), pairs })
    }
}

fn list<'p>(out: &mut Vec<u8>, key: &[u8], items: impl Iterator<Item = &'p Piece>) {
    out.extend_from_slice(key);
    let start = out.len();
    items.for_each(|item| out.extend_from_slice(item));
    open(out, start, b'[');
    out.push(b']');
}

/// Replaces the comma that stands at `start` by a bracket; if nothing was written there, only the bracket stands there.
fn open(out: &mut Vec<u8>, start: usize, bracket: u8) {
    match out.get_mut(start) {
        Some(comma) => *comma = bracket,
        None => out.push(bracket),
    }
}
