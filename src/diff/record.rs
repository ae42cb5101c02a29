//! A comparison as tools read it: ids stand for indices, and the keys are a contract that is only ever added to. Counts are
//! texts, because they may be larger than a JSON number holds.

use num_bigint::BigUint;
use serde::Serialize;

use super::changes::{How, SetChange};
use super::kind::{DifferenceKind, MayDiffer, TakenAnswer};
use super::stored::{StoredResponse, StoredVerdict};
use super::words::DifferenceWords;
use super::{Count, Diff, Difference, UndecidedKind, Witness};
use crate::assessment::Engine;
use crate::questionnaire::{Audience, Questionnaire, QuestionnaireIdentity};
use crate::response::{AnswerValue, Response};
use crate::value::index::VerdictIx;
use crate::value::json::{day, json_line, maybe_day};
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
    /// Whether no response comes to anything else on any day, for sure.
    pub same_judgement: bool,
    /// How many questions both have.
    pub shared_questions: usize,
    /// How many complete responses there are; none if that was not counted.
    pub responses: Option<CountsRecord>,
    /// The kinds of difference that there are.
    pub differences: Vec<DifferenceRecord<'q>>,
    /// Those of which it was not decided whether there are any.
    pub undecided: Vec<UndecidedRecord<'q>>,
    /// The changes that no difference shows, and by which something may differ all the same.
    pub may_differ: Vec<MayDifferRecord<'q>>,
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
    /// Those that a changed rule, or a changed "not sure", concerns; none if that was not counted.
    pub concerned: Option<String>,
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
    /// Only one version asks a question.
    Asked {
        /// The question.
        question: &'q str,
        /// `old` or `new`.
        only_in: &'static str,
    },
    /// Only one version asks these people.
    AskedOf {
        /// The question.
        question: &'q str,
        /// `client` or `technician`.
        audience: &'static str,
        /// `old` or `new`.
        only_in: &'static str,
    },
    /// Only one version takes an answer.
    Taken {
        /// The question.
        question: &'q str,
        /// `option`, `unsure`, `silence`, `values` or `all`.
        answer: &'static str,
        /// Which option.
        #[serde(skip_serializing_if = "Option::is_none")]
        option: Option<&'q str>,
        /// `old` or `new`.
        only_in: &'static str,
    },
    /// Two questions are asked in another order.
    Order {
        /// What the old version asks first.
        first: &'q str,
        /// What the new version asks first.
        second: &'q str,
    },
    /// Only one version ends the interview by a rule.
    Stopped {
        /// The rule.
        rule: &'q str,
        /// `old` or `new`.
        only_in: &'static str,
    },
    /// A finding waits until another day.
    NotBefore {
        /// The rule.
        rule: &'q str,
        /// `sooner` or `later`.
        moved: &'static str,
    },
    /// A finding must be dealt with by another day.
    By {
        /// The rule.
        rule: &'q str,
        /// `sooner` or `later`.
        moved: &'static str,
    },
    /// "Not sure" leaves another verdict.
    Unsure {
        /// The question.
        question: &'q str,
        /// What it leaves in the old version; none if nothing.
        old: Option<&'q str>,
        /// What it leaves in the new version; none if nothing.
        new: Option<&'q str>,
    },
    /// A section has another verdict.
    Section {
        /// The section.
        section: &'q str,
        /// Its verdict in the old version; none if it does not apply.
        old: Option<&'q str>,
        /// Its verdict in the new version; none if it does not apply.
        new: Option<&'q str>,
    },
    /// A score comes to something else.
    Score {
        /// The score.
        score: &'q str,
    },
    /// A plan differs.
    Plan {
        /// The step; none of the plan as a whole.
        step: Option<&'q str>,
        /// `only_in_old`, `only_in_new`, `sooner`, `later`, `dated_only_in_old`, `dated_only_in_new` or `otherwise`.
        change: &'static str,
    },
    /// Answers are believed for another time.
    Validity {
        /// The question.
        question: &'q str,
        /// `shorter` or `longer`.
        moved: &'static str,
    },
}

/// A kind of difference of which it was not decided whether any response shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct UndecidedRecord<'q> {
    /// Which kind.
    #[serde(flatten)]
    pub kind: KindRecord<'q>,
    /// Whether the new version may come to something less cautious by it.
    pub less_cautious: bool,
}

/// A change that no difference shows, and by which something may differ all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct MayDifferRecord<'q> {
    /// What sort of item was changed.
    pub what: &'static str,
    /// Its id.
    pub id: &'q str,
    /// The key that was changed; `added` or `removed` of the item itself.
    pub key: &'static str,
    /// What may differ by it, in words.
    pub says: &'static str,
    /// Whether that may be less cautious.
    pub less_cautious: bool,
}

/// A kind of difference that some response shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DifferenceRecord<'q> {
    /// Which kind.
    #[serde(flatten)]
    pub kind: KindRecord<'q>,
    /// Whether the new version may come to something less cautious by it.
    pub less_cautious: bool,
    /// Who it is about, and from what to what.
    pub words: String,
    /// The day on which the witness shows it.
    #[serde(serialize_with = "day")]
    pub day: Date,
    /// How many complete responses show it; none if that was not counted.
    pub count: Option<String>,
    /// How many what was changed concerns; none if that was not counted.
    pub concerned: Option<String>,
    /// The first in percent of the second; none if that says nothing.
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
    /// Answers that only the old version takes.
    #[serde(skip_serializing_if = "ById::is_empty")]
    pub old_answers: ById<'q, AnswerValue<'q>>,
    /// The days on which answers were given, of those that are not as if of today.
    #[serde(skip_serializing_if = "ById::is_empty")]
    pub answered_on: ById<'q, String>,
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
    /// The first day on which no finding stands in the way. Absent if none names one.
    #[serde(serialize_with = "maybe_day", skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Date>,
    /// Whether a rule ends the interview. Absent if none does.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub stopped: bool,
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
    pub fn new([old, new]: [&'q Engine<'q>; 2], diff: &'q Diff, stored: &'q [StoredResponse]) -> DiffRecord<'q> {
        let versions = [old.questionnaire(), new.questionnaire()];
        let words = DifferenceWords::new([old, new]);
        let counts = diff.counts.as_ref().map(|counts| CountsRecord {
            all: counts.all.to_string(),
            concerned: counts.concerned.as_ref().map(BigUint::to_string),
            other_verdict: counts.other_verdict.as_ref().map(BigUint::to_string),
        });
        let undecided = |one: &'q UndecidedKind| UndecidedRecord {
            kind: KindRecord::new(versions, &one.kind),
            less_cautious: one.less_cautious,
        };
        DiffRecord {
            old: versions[0].identity(),
            new: versions[1].identity(),
            day: diff.day,
            identical: versions[0].fingerprint() == versions[1].fingerprint(),
            same_judgement: diff.same_judgement(),
            shared_questions: diff.shared,
            responses: counts,
            differences: diff.differences.iter().map(|one| DifferenceRecord::new([old, new], &words, one)).collect(),
            undecided: diff.undecided.iter().map(undecided).collect(),
            may_differ: diff.may_differ.iter().map(MayDifferRecord::new).collect(),
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
        let maybe = |version: &'q Questionnaire, verdict: &Option<VerdictIx>| verdict.map(|it| version[it].id.as_str());
        match kind {
            DifferenceKind::Verdict { old, new } => KindRecord::Verdict { old: &older[*old].id, new: &newer[*new].id },
            DifferenceKind::CouldBecome { old, new } => {
                KindRecord::CouldBecome { old: &older[*old].id, new: &newer[*new].id }
            }
            DifferenceKind::Finding { rule, only_in } => KindRecord::Finding { rule, only_in: only_in.name() },
            DifferenceKind::Asked { question, only_in } => KindRecord::Asked { question, only_in: only_in.name() },
            DifferenceKind::AskedOf { question, audience, only_in } => {
                KindRecord::AskedOf { question, audience: audience.name(), only_in: only_in.name() }
            }
            DifferenceKind::Taken { question, answer, only_in } => {
                let option = match answer {
                    TakenAnswer::Option(option) => Some(option.as_str()),
                    TakenAnswer::Unsure | TakenAnswer::Silence | TakenAnswer::Values | TakenAnswer::All => None,
                };
                KindRecord::Taken { question, answer: answer.name(), option, only_in: only_in.name() }
            }
            DifferenceKind::Order { first, second } => KindRecord::Order { first, second },
            DifferenceKind::Stopped { rule, only_in } => KindRecord::Stopped { rule, only_in: only_in.name() },
            DifferenceKind::NotBefore { rule, moved } => KindRecord::NotBefore { rule, moved: moved.of_a_day() },
            DifferenceKind::By { rule, moved } => KindRecord::By { rule, moved: moved.of_a_day() },
            DifferenceKind::Unsure { question, old, new } => {
                KindRecord::Unsure { question, old: maybe(older, old), new: maybe(newer, new) }
            }
            DifferenceKind::Section { section, old, new } => {
                KindRecord::Section { section, old: maybe(older, old), new: maybe(newer, new) }
            }
            DifferenceKind::Score { score } => KindRecord::Score { score },
            DifferenceKind::Plan { step, change } => KindRecord::Plan { step: step.as_deref(), change: change.name() },
            DifferenceKind::Validity { question, moved } => KindRecord::Validity { question, moved: moved.of_a_span() },
        }
    }
}

impl<'q> MayDifferRecord<'q> {
    fn new(one: &'q MayDiffer) -> MayDifferRecord<'q> {
        let MayDiffer { what, id, key, says, less_cautious } = one;
        MayDifferRecord { what, id, key, says, less_cautious: *less_cautious }
    }
}

impl<'q> DifferenceRecord<'q> {
    fn new(
        [old, new]: [&'q Engine<'q>; 2],
        words: &DifferenceWords<'_>,
        difference: &'q Difference,
    ) -> DifferenceRecord<'q> {
        let versions = [old.questionnaire(), new.questionnaire()];
        let count = difference.count.as_ref();
        DifferenceRecord {
            kind: KindRecord::new(versions, &difference.kind),
            less_cautious: difference.less_cautious,
            words: words.line(difference),
            day: difference.day,
            count: count.map(|count| count.showing.to_string()),
            concerned: count.and_then(|count| count.concerned.as_ref()).map(BigUint::to_string),
            share: count.and_then(Count::share),
            witness: WitnessRecord::new([old, new], difference),
        }
    }
}

impl<'q> WitnessRecord<'q> {
    fn new(engines: [&'q Engine<'q>; 2], difference: &'q Difference) -> WitnessRecord<'q> {
        let Witness { old, new } = &difference.witness;
        let [older, newer] = engines.map(|engine| engine.questionnaire());
        let answers = new.iter().map(|(index, answer)| {
            let question = &newer[index];
            (question.id.as_str(), AnswerValue::of(question, answer))
        });
        let is_new = |id: &str| newer.question(id).is_some_and(|index| new.get(index).is_some());
        let alone = old.iter().filter(|(index, _)| !is_new(&older[*index].id)).map(|(index, answer)| {
            let question = &older[index];
            (question.id.as_str(), AnswerValue::of(question, answer))
        });
        let dated =
            new.iter().filter_map(|(index, _)| Some((newer[index].id.as_str(), new.answered_on(index)?.to_string())));
        let [before, after] = Judgement::both(engines, difference);
        WitnessRecord {
            answers: answers.collect(),
            old_answers: alone.collect(),
            answered_on: dated.collect(),
            old: before,
            new: after,
        }
    }
}

impl Count {
    /// Those that show it in percent of those that are concerned; none if that says nothing.
    pub fn share(&self) -> Option<String> {
        let concerned = self.concerned.as_ref().filter(|concerned| **concerned != BigUint::ZERO)?;
        percent(&self.showing, concerned)
    }
}

impl<'q> Judgement<'q> {
    /// What both versions say of the response that shows a difference, on the day on which it does.
    pub fn both(engines: [&Engine<'q>; 2], difference: &Difference) -> [Judgement<'q>; 2] {
        let judge = |engine: &Engine<'q>, response: &Response| {
            if engine.day() == difference.day {
                Judgement::of(engine, response)
            } else {
                Judgement::of(&Engine::new(engine.questionnaire(), difference.day), response)
            }
        };
        let [old, new] = engines;
        [judge(old, &difference.witness.old), judge(new, &difference.witness.new)]
    }

    /// What an engine says of a response, whoever answers.
    pub fn of(engine: &Engine<'q>, response: &Response) -> Judgement<'q> {
        let questionnaire = engine.questionnaire();
        let assessment = engine.assess(response, Audience::Everyone);
        Judgement {
            verdict: &questionnaire[assessment.verdict].id,
            could_become: &questionnaire[assessment.open_could_make_it].id,
            not_before: assessment.not_before(),
            stopped: assessment.stopped.is_some(),
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

/// A share in percent, with three digits that count; none if it is so small that nobody can tell it from nothing.
pub fn percent(count: &BigUint, all: &BigUint) -> Option<String> {
    let mut scale = 0u32;
    let mut value = count * 100u8 / all;
    while value < BigUint::from(100u8) && scale < 8 {
        scale += 1;
        value = (count * 1_000u32 * BigUint::from(10u8).pow(scale) / all + 5u8) / 10u8;
    }
    if scale == 8 && value < BigUint::from(100u8) {
        return None;
    }
    let digits = format!("{:0>width$}", value.to_string(), width = scale as usize + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale as usize);
    let fraction = fraction.trim_end_matches('0');
    Some(if fraction.is_empty() { format!("{whole} %") } else { format!("{whole}.{fraction} %") })
}
