//! Records of a few plain fields, written from the masks without an assessment in between.

use serde_json::Value as Json;

use super::Field;
use crate::assessment::{Compiled, Slate};
use crate::questionnaire::Questionnaire;
use crate::value::index::VerdictIx;

/// How to write such records: every piece of JSON that can occur, made once.
pub(super) struct Short {
    parts: Vec<Part>,
    rules: Vec<Vec<u8>>,
    stops: Vec<bool>,
    questions: Vec<Vec<u8>>,
}

/// One field: its key, ready to write, and what can stand behind it.
struct Part {
    field: Field,
    key: Vec<u8>,
    values: Vec<Vec<u8>>,
}

/// What a short record tells of.
pub(super) struct Weighed<'w> {
    pub number: u64,
    pub id: Option<&'w [u8]>,
    pub verdicts: (VerdictIx, VerdictIx),
    pub compiled: &'w Compiled<'w>,
    pub slate: &'w Slate,
}

impl Short {
    /// None if some field needs more than the masks.
    pub(super) fn new(of: &Questionnaire, fields: &[Field]) -> Option<Short> {
        let parts = fields.iter().map(|field| Part::new(of, *field)).collect::<Option<Vec<_>>>()?;
        let json = |text: &String| Json::from(text.as_str()).to_string().into_bytes();
        Some(Short {
            parts,
            rules: of.rules().iter().map(|rule| json(&rule.id)).collect(),
            stops: of.rules().iter().map(|rule| rule.stop).collect(),
            questions: of.questions().iter().map(|question| json(&question.id)).collect(),
        })
    }

    /// Writes a record and its line feed.
    pub(super) fn write(&self, out: &mut Vec<u8>, of: &Weighed<'_>) {
        out.push(b'{');
        let mut following = false;
        for part in self.parts.iter().filter(|part| part.field != Field::Id || of.id.is_some()) {
            if following {
                out.push(b',');
            }
            following = true;
            out.extend_from_slice(&part.key);
            self.value(out, part, of);
        }
        out.extend_from_slice(b"}\n");
    }

    fn value(&self, out: &mut Vec<u8>, part: &Part, of: &Weighed<'_>) {
        let one = |at: usize| part.values.get(at).map_or(&[][..], Vec::as_slice);
        let (verdict, could_become) = of.verdicts;
        match part.field {
            Field::Id => {
                out.push(b'"');
                out.extend_from_slice(of.id.unwrap_or_default());
                out.push(b'"');
            }
            Field::Verdict => out.extend_from_slice(one(verdict.at())),
            Field::CouldBecome => out.extend_from_slice(one(could_become.at())),
            Field::Settled => out.extend_from_slice(one(usize::from(verdict == could_become))),
            Field::Stopped => {
                let stops = |rule: usize| self.stops.get(rule).copied().unwrap_or(false);
                out.extend_from_slice(one(usize::from(of.compiled.findings(of.slate).any(|rule| stops(rule.at())))));
            }
            Field::Findings => list(out, &self.rules, of.compiled.findings(of.slate).map(|rule| rule.at())),
            Field::Unsure => list(out, &self.questions, of.compiled.unsure(of.slate).map(|question| question.at())),
            _ => out.extend_from_slice(of.number.to_string().as_bytes()),
        }
    }
}

impl Part {
    fn new(of: &Questionnaire, field: Field) -> Option<Part> {
        let verdicts = || of.verdicts().iter().map(|verdict| Json::from(verdict.id.as_str()).to_string().into_bytes());
        let values = match field {
            Field::Id | Field::Line | Field::Findings | Field::Unsure => Vec::new(),
            Field::Verdict | Field::CouldBecome => verdicts().collect(),
            Field::Settled | Field::Stopped => vec![b"false".to_vec(), b"true".to_vec()],
            Field::NotBefore | Field::Sections | Field::Open | Field::Scores | Field::OldVerdict | Field::Flip => {
                return None;
            }
        };
        Some(Part { field, key: format!("\"{}\":", field.name()).into_bytes(), values })
    }
}

fn list(out: &mut Vec<u8>, names: &[Vec<u8>], positions: impl Iterator<Item = usize>) {
    out.push(b'[');
    let mut following = false;
    for name in positions.filter_map(|position| names.get(position)) {
        if following {
            out.push(b',');
        }
        following = true;
        out.extend_from_slice(name);
    }
    out.push(b']');
}
