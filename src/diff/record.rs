//! A comparison as tools read it: ids stand for indices, and the keys are a contract that is only ever added to. Counts are
//! texts, because they may be larger than a JSON number holds.

use num_bigint::BigUint;
use serde::Serialize;

use super::changes::{How, SetChange};
use super::stored::{StoredResponse, StoredVerdict};
use super::{Diff, Difference, DifferenceKind, Side};
use crate::assessment::Engine;
use crate::questionnaire::{Audience, Questionnaire, QuestionnaireIdentity};
use crate::response::{AnswerValue, Response};
use crate::value::json::{day, json_line};
use crate::value::{ById, Date};

/// All that two versions differ in.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DiffRecord<'q> {
    /// The first version.
    pub old: QuestionnaireIdentity<'q>,
    /// The second version.
    pub new: QuestionnaireIdentity<'q>,
    /// The day for which dates were compared.
    #[serde(serialize_with = "day")]
    pub day: Date,
    /// Whether both are the same to the last byte.
    pub identical: bool,
    /// Whether no response is judged differently, for sure.
    pub same_judgement: bool,
    /// How many questions both have.
    pub shared_questions: usize,
    /// How many complete responses there are; none if that was not counted.
    pub responses: Option<CountsRecord>,
    /// The kinds of difference that there are.
    pub differences: Vec<DifferenceRecord<'q>>,
    /// Those of which it was not decided whether there are any.
    pub undecided: Vec<UndecidedRecord<'q>>,
    /// What was added, removed and changed.
    pub changes: Vec<ChangedRecord<'q>>,
    /// Stored responses under both.
    pub stored: Vec<StoredRecord<'q>>,
}

/// How many complete responses there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CountsRecord {
    /// All.
    pub all: String,
    /// Those with another verdict; none if that was not counted.
    pub other_verdict: Option<String>,
}

/// A kind of difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum KindRecord<'q> {
    /// The verdicts have different ids.
    Verdict {
        /// What the old version says.
        old: &'q str,
        /// What the new version says.
        new: &'q str,
    },
    /// What the verdict could still become has different ids.
    CouldBecome {
        /// What the old version says.
        old: &'q str,
        /// What the new version says.
        new: &'q str,
    },
    /// Only one version makes a finding.
    Finding {
        /// The rule.
        rule: &'q str,
        /// `old` or `new`.
        only_in: &'static str,
    },
    /// Only one version asks a question that both have.
    Asked {
        /// The question.
        question: &'q str,
        /// `old` or `new`.
        only_in: &'static str,
    },
}

/// A kind of difference of which it was not decided whether any response shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct UndecidedRecord<'q> {
    /// Which kind.
    #[serde(flatten)]
    pub kind: KindRecord<'q>,
    /// Whether a response of this kind may get a less cautious verdict from the new version.
    pub less_cautious: bool,
}

/// A kind of difference that some response shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DifferenceRecord<'q> {
    /// Which kind.
    #[serde(flatten)]
    pub kind: KindRecord<'q>,
    /// Whether a response of this kind may get a less cautious verdict from the new version.
    pub less_cautious: bool,
    /// How many complete responses show it; none if that was not counted.
    pub count: Option<String>,
    /// The same in percent of all.
    pub share: Option<String>,
    /// The response with the fewest answers that shows it.
    pub witness: WitnessRecord<'q>,
}

/// A response that shows a difference, and what both versions say of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct WitnessRecord<'q> {
    /// The answers, as the new version keeps them.
    pub answers: ById<'q, AnswerValue<'q>>,
    /// What the old version says.
    pub old: Judgement<'q>,
    /// What the new version says.
    pub new: Judgement<'q>,
}

/// What one version says of a response, by ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Judgement<'q> {
    /// The verdict.
    pub verdict: &'q str,
    /// What open answers could make it, what is unclear staying so.
    pub could_become: &'q str,
    /// The rules that made findings.
    pub findings: Vec<&'q str>,
}

/// An item that was added, removed or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ChangedRecord<'q> {
    /// What sort of item.
    pub what: &'static str,
    /// Its id.
    pub id: &'q str,
    /// `added`, `removed`, `logic` or `text`.
    pub how: &'static str,
    /// Which part of it changed, if it was neither added nor removed.
    #[serde(flatten)]
    pub part: Option<PartRecord<'q>>,
}

/// A part of an item that is another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PartRecord<'q> {
    /// Its key in the file.
    pub key: &'static str,
    /// What it was.
    pub old: &'q str,
    /// What it is.
    pub new: &'q str,
}

/// A stored response under both versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct StoredRecord<'q> {
    /// Its file.
    pub file: &'q str,
    /// Whether only one version can use it, or the verdicts differ.
    pub differs: bool,
    /// Whether the new version gives a less cautious verdict.
    pub less_cautious: bool,
    /// What the old version makes of it.
    pub old: StoredOutcome<'q>,
    /// What the new version makes of it.
    pub new: StoredOutcome<'q>,
}

/// What one version makes of a stored response.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StoredOutcome<'q> {
    /// Its verdict.
    Verdict(&'q str),
    /// Why it cannot be used.
    Faults(&'q [String]),
}

impl<'q> DiffRecord<'q> {
    /// What was found, with the engines that were compared, and stored responses under both.
    pub fn new([old, new]: [&Engine<'q>; 2], diff: &'q Diff, stored: &'q [StoredResponse]) -> DiffRecord<'q> {
        let versions = [old.questionnaire(), new.questionnaire()];
        let counts = diff.counts.as_ref().map(|counts| CountsRecord {
            all: counts.all.to_string(),
            other_verdict: counts.other_verdict.as_ref().map(BigUint::to_string),
        });
        let undecided = |kind| UndecidedRecord {
            kind: KindRecord::new(versions, kind),
            less_cautious: kind.less_cautious(versions[0], versions[1]),
        };
        DiffRecord {
            old: versions[0].identity(),
            new: versions[1].identity(),
            day: diff.day,
            identical: versions[0].fingerprint() == versions[1].fingerprint(),
            same_judgement: diff.same_judgement(),
            shared_questions: diff.shared,
            responses: counts,
            differences: diff.differences.iter().map(|one| DifferenceRecord::new([old, new], diff, one)).collect(),
            undecided: diff.undecided.iter().map(undecided).collect(),
            changes: diff.changes.iter().map(ChangedRecord::new).collect(),
            stored: stored.iter().map(|one| StoredRecord::new(versions, one)).collect(),
        }
    }

    /// As one line of JSON.
    pub fn to_json(&self) -> String {
        json_line(self)
    }
}

impl<'q> KindRecord<'q> {
    fn new([older, newer]: [&'q Questionnaire; 2], kind: &'q DifferenceKind) -> KindRecord<'q> {
        let side = |side: Side| match side {
            Side::Old => "old",
            Side::New => "new",
        };
        match kind {
            DifferenceKind::Verdict { old, new } => KindRecord::Verdict { old: &older[*old].id, new: &newer[*new].id },
            DifferenceKind::CouldBecome { old, new } => {
                KindRecord::CouldBecome { old: &older[*old].id, new: &newer[*new].id }
            }
            DifferenceKind::Finding { rule, only_in } => KindRecord::Finding { rule, only_in: side(*only_in) },
            DifferenceKind::Asked { question, only_in } => KindRecord::Asked { question, only_in: side(*only_in) },
        }
    }
}

impl<'q> DifferenceRecord<'q> {
    fn new([old, new]: [&Engine<'q>; 2], diff: &'q Diff, difference: &'q Difference) -> DifferenceRecord<'q> {
        let versions = [old.questionnaire(), new.questionnaire()];
        let counted = difference.count.as_ref().zip(diff.counts.as_ref());
        let answers = difference.witness.new.iter().map(|(index, answer)| {
            let question = &versions[1][index];
            (question.id.as_str(), AnswerValue::of(question, answer))
        });
        DifferenceRecord {
            kind: KindRecord::new(versions, &difference.kind),
            less_cautious: difference.kind.less_cautious(versions[0], versions[1]),
            count: difference.count.as_ref().map(BigUint::to_string),
            share: counted.map(|(count, counts)| percent(count, &counts.all)),
            witness: WitnessRecord {
                answers: answers.collect(),
                old: Judgement::of(old, &difference.witness.old),
                new: Judgement::of(new, &difference.witness.new),
            },
        }
    }
}

impl<'q> Judgement<'q> {
    /// What an engine says of a response, whoever answers.
    pub fn of(engine: &Engine<'q>, response: &Response) -> Judgement<'q> {
        let questionnaire = engine.questionnaire();
        let assessment = engine.assess(response, Audience::Everyone);
        Judgement {
            verdict: &questionnaire[assessment.verdict].id,
            could_become: &questionnaire[assessment.open_could_make_it].id,
            findings: assessment.findings.iter().map(|it| questionnaire[it.rule].id.as_str()).collect(),
        }
    }
}

impl<'q> ChangedRecord<'q> {
    fn new(change: &'q SetChange) -> ChangedRecord<'q> {
        let (how, part) = match &change.how {
            How::Added => ("added", None),
            How::Removed => ("removed", None),
            How::Logic(part) => ("logic", Some(part)),
            How::Text(part) => ("text", Some(part)),
        };
        let part = part.map(|part| PartRecord { key: part.key, old: &part.old, new: &part.new });
        ChangedRecord { what: change.what, id: &change.id, how, part }
    }
}

impl<'q> StoredRecord<'q> {
    fn new([older, newer]: [&'q Questionnaire; 2], stored: &'q StoredResponse) -> StoredRecord<'q> {
        let outcome = |questionnaire: &'q Questionnaire, found: &'q StoredVerdict| match found {
            Ok(verdict) => StoredOutcome::Verdict(&questionnaire[*verdict].id),
            Err(faults) => StoredOutcome::Faults(faults),
        };
        StoredRecord {
            file: &stored.file,
            differs: stored.differs(),
            less_cautious: stored.less_cautious(),
            old: outcome(older, &stored.old),
            new: outcome(newer, &stored.new),
        }
    }
}

/// A share in percent, with three digits that count.
pub fn percent(count: &BigUint, all: &BigUint) -> String {
    let mut scale = 0u32;
    let mut value = count * 100u8 / all;
    while value < BigUint::from(100u8) && scale < 8 {
        scale += 1;
        value = (count * 1_000u32 * BigUint::from(10u8).pow(scale) / all + 5u8) / 10u8;
    }
    if scale == 8 && value < BigUint::from(100u8) {
        return "less than 0.000001 %".to_owned();
    }
    let digits = format!("{:0>width$}", value.to_string(), width = scale as usize + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale as usize);
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { format!("{whole} %") } else { format!("{whole}.{fraction} %") }
}
