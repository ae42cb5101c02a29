//! Writing records.

use serde::Serialize;

use super::input::{Given, Place, Unusable};
use super::{BatchOptions, Earlier, Field, Part, RecordFormat};
use crate::assessment::{Assessment, Bounds, Situation};
use crate::diagnostic::Diagnostic;
use crate::plan::care_plan;
use crate::questionnaire::Questionnaire;
use crate::report::{Contract, ContractStep, contract_of_seen, scores, steps};
use crate::response::PutAside;
use crate::source::Sources;
use crate::value::index::{QuestionIx, SectionIx, VerdictIx};
use crate::value::json::json_line;
use crate::value::{ById, Date, Interval};

/// What a record tells of.
pub(super) struct Told<'t> {
    pub situation: &'t Situation<'t>,
    pub place: Place<'t>,
    pub given: &'t Given,
    pub assessment: &'t Assessment,
    pub earlier: Option<Earlier>,
}

/// Writes the record of an assessment.
pub(super) fn assessed(batch: &BatchOptions<'_>, part: &mut Part, told: &Told<'_>) {
    match &batch.written {
        RecordFormat::Json(None) => part.line(&whole(batch, told)),
        RecordFormat::Json(Some(fields)) => {
            let chosen = fields.iter().filter(|field| **field != Field::Id || told.given.id.is_some());
            // An answer that does not fit the questions is named, also where nobody asked for it.
            let told_of = |aside: &PutAside| !batch.questionnaire.is_private(&aside.question);
            let misfits = told.given.response.put_aside(batch.questionnaire).any(told_of);
            let unasked = (misfits && !fields.contains(&Field::PutAside)).then_some(&Field::PutAside);
            let pairs: ById<'_, FieldValue<'_>> =
                chosen.chain(unasked).map(|field| (field.name(), value(batch, told, *field))).collect();
            part.line(&json_line(&pairs));
        }
        RecordFormat::Rows(fields) => {
            let cells = fields.iter().map(|field| cell(value(batch, told, *field)));
            let aside = put_aside(batch, told);
            let aside: Vec<String> = aside.iter().map(|aside| format!("put aside: {}", aside.because)).collect();
            part.row(cells.chain(std::iter::once(aside.join("; "))));
        }
    }
}

fn put_aside(batch: &BatchOptions<'_>, told: &Told<'_>) -> Vec<PutAside> {
    told.assessment.put_aside(batch.questionnaire, &told.given.response)
}

/// Writes the record of a response that cannot be used.
pub(super) fn refused(
    batch: &BatchOptions<'_>,
    part: &mut Part,
    place: Place<'_>,
    (unusable, earlier): (&Unusable, Option<Earlier>),
) {
    let old = earlier.map(|earlier| before(batch, earlier));
    match &batch.written {
        RecordFormat::Json(_) => {
            let errors = unusable.faults.iter().map(|fault| error(unusable, place, fault)).collect();
            let id = unusable.id.as_deref();
            part.line(&json_line(&RefusedRecord {
                line: place.line(),
                file: place.file(),
                id,
                old_verdict: old,
                errors,
            }));
        }
        RecordFormat::Rows(fields) => {
            let cells = fields.iter().map(|field| match field {
                Field::Id => unusable.id.clone().unwrap_or_default(),
                Field::Line => place.line().map(|line| line.to_string()).unwrap_or_default(),
                Field::File => place.file().unwrap_or_default().to_owned(),
                Field::OldVerdict => old.flatten().unwrap_or_default().to_owned(),
                Field::Client
                | Field::Verdict
                | Field::AtLeast
                | Field::CouldBecome
                | Field::Bounds
                | Field::Settled
                | Field::SettledHere
                | Field::NotBefore
                | Field::By
                | Field::Plan
                | Field::Stopped
                | Field::Aged
                | Field::PutAside
                | Field::Sections
                | Field::Findings
                | Field::Unsure
                | Field::Open
                | Field::Scores
                | Field::Flip => String::new(),
            });
            let told = unusable.faults.iter().map(|fault| format!("{}: {}", fault.code.name(), fault.message));
            let told = told.collect::<Vec<_>>().join("; ");
            part.row(cells.chain(std::iter::once(told)));
        }
    }
}

/// The whole assessment, as `assess` writes it, with the response's file and id before it and the earlier verdict behind.
#[derive(Serialize)]
struct WholeRecord<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'r str>,
    #[serde(flatten)]
    contract: Contract<'r>,
    #[serde(flatten)]
    compared: Option<Compared<'r>>,
}

/// How an assessment compares with the earlier questionnaire's.
#[derive(Serialize)]
struct Compared<'r> {
    /// None if the earlier one could not use the response.
    old_verdict: Option<&'r str>,
    flip: Option<bool>,
}

fn whole(batch: &BatchOptions<'_>, told: &Told<'_>) -> String {
    let compared = told
        .earlier
        .map(|earlier| Compared { old_verdict: before(batch, earlier), flip: flip(batch, earlier, told.assessment) });
    let contract = contract_of_seen(batch.questionnaire, told.situation, told.assessment);
    json_line(&WholeRecord { file: told.place.file(), id: told.given.id.as_deref(), contract, compared })
}

/// A response that cannot be used.
#[derive(Serialize)]
struct RefusedRecord<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'r str>,
    /// Absent if nothing is compared; null if the earlier questionnaire cannot use the response either.
    #[serde(skip_serializing_if = "Option::is_none")]
    old_verdict: Option<Option<&'r str>>,
    errors: Vec<ErrorRecord<'r>>,
}

/// Why a response cannot be used.
#[derive(Serialize)]
struct ErrorRecord<'r> {
    code: &'static str,
    level: &'static str,
    message: &'r str,
    /// Its line, in a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    column: usize,
    help: &'r [String],
}

fn error<'r>(unusable: &'r Unusable, place: Place<'_>, fault: &'r Diagnostic) -> ErrorRecord<'r> {
    let (line, column) = line_column(&unusable.sources, fault);
    ErrorRecord {
        code: fault.code.name(),
        level: fault.level.name(),
        message: &fault.message,
        line: place.file().map(|_| line),
        column,
        help: &fault.help,
    }
}

/// Where a fault stands, counted in lines and characters from 1.
fn line_column(sources: &Sources, fault: &Diagnostic) -> (usize, usize) {
    sources.get(fault.span.source).map_or((1, 1), |source| source.line_column(fault.span.start))
}

/// What one field says.
#[derive(Serialize)]
#[serde(untagged)]
enum FieldValue<'r> {
    /// An id, or nothing.
    Id(Option<&'r str>),
    Text(String),
    /// The number of a line, or nothing.
    Line(Option<u64>),
    So(bool),
    /// Whether it is so, where that can be said.
    Perhaps(Option<bool>),
    Ids(Vec<&'r str>),
    Named(Vec<String>),
    Verdicts(ById<'r, &'r str>),
    Scores(ById<'r, Interval>),
    /// The steps, or nothing.
    Plan(Option<Vec<ContractStep<'r>>>),
}

fn value<'r>(batch: &BatchOptions<'r>, told: &Told<'r>, field: Field) -> FieldValue<'r> {
    let (questionnaire, assessment) = (batch.questionnaire, told.assessment);
    match field {
        Field::Id => FieldValue::Id(told.given.id.as_deref()),
        Field::Line => FieldValue::Line(told.place.line()),
        Field::File => FieldValue::Id(told.place.file()),
        Field::Client => FieldValue::Id(told.given.response.client()),
        Field::Verdict => FieldValue::Id(Some(&questionnaire[assessment.verdict].id)),
        Field::AtLeast => {
            let exact = assessment.bounds == Bounds::Exact;
            FieldValue::Id(exact.then(|| questionnaire[assessment.at_least].id.as_str()))
        }
        Field::CouldBecome => FieldValue::Id(Some(&questionnaire[assessment.could_become].id)),
        Field::Bounds => FieldValue::Id(Some(assessment.bounds.name())),
        Field::Settled => FieldValue::So(assessment.settled()),
        Field::SettledHere => FieldValue::Perhaps(assessment.settled_here),
        Field::NotBefore => day_if_any(assessment.not_before()),
        Field::By => day_if_any(assessment.by()),
        Field::Plan => FieldValue::Plan(care_plan(told.situation, assessment).map(|plan| steps(questionnaire, &plan))),
        Field::Stopped => FieldValue::So(assessment.stopped.is_some()),
        Field::Aged => FieldValue::Ids(told_ids(questionnaire, assessment.aged.iter().map(|it| it.question))),
        Field::PutAside => FieldValue::Named(put_aside(batch, told).into_iter().map(|aside| aside.question).collect()),
        Field::Sections => {
            let sections = assessment.sections.iter();
            let named = |section: SectionIx| questionnaire[section].id.as_str();
            FieldValue::Verdicts(
                sections.map(|item| (named(item.section), questionnaire[item.verdict].id.as_str())).collect(),
            )
        }
        Field::Findings => {
            FieldValue::Ids(assessment.findings.iter().map(|it| questionnaire[it.rule].id.as_str()).collect())
        }
        Field::Unsure => FieldValue::Ids(told_ids(questionnaire, assessment.unsure.iter().map(|it| it.question))),
        Field::Open => FieldValue::Ids(told_ids(questionnaire, assessment.open.iter().map(|it| it.question))),
        Field::Scores => FieldValue::Scores(scores(questionnaire, assessment)),
        Field::OldVerdict => FieldValue::Id(told.earlier.and_then(|earlier| before(batch, earlier))),
        Field::Flip => FieldValue::Perhaps(told.earlier.and_then(|earlier| flip(batch, earlier, assessment))),
    }
}

/// The ids of these questions, but for those that are private.
fn told_ids(questionnaire: &Questionnaire, questions: impl Iterator<Item = QuestionIx>) -> Vec<&str> {
    questions.map(|question| &questionnaire[question]).filter(|it| !it.private).map(|it| it.id.as_str()).collect()
}

fn day_if_any<'r>(day: Option<Date>) -> FieldValue<'r> {
    day.map_or(FieldValue::Id(None), |day| FieldValue::Text(day.to_string()))
}

/// What the verdict was; none if the earlier questionnaire cannot use the response.
fn before<'r>(batch: &BatchOptions<'r>, Earlier(before): Earlier) -> Option<&'r str> {
    let (before, old) = (before?, batch.against?);
    Some(&old[before].id)
}

/// Whether the verdict is another than before; none if there was none.
fn flip(batch: &BatchOptions<'_>, earlier: Earlier, assessment: &Assessment) -> Option<bool> {
    before(batch, earlier).map(|_| flips(batch, earlier, assessment.verdict))
}

/// Whether a response has another verdict now than it had. Verdicts are the same if their ids are.
pub(super) fn flips(batch: &BatchOptions<'_>, earlier: Earlier, now: VerdictIx) -> bool {
    before(batch, earlier).is_some_and(|before| before != batch.questionnaire[now].id)
}

/// A value in one cell: lists with blanks between, `section=verdict`, `score=low..high`, `step=day`.
fn cell(value: FieldValue<'_>) -> String {
    match value {
        FieldValue::Id(None) | FieldValue::Line(None) | FieldValue::Perhaps(None) | FieldValue::Plan(None) => {
            String::new()
        }
        FieldValue::Id(Some(id)) => id.to_owned(),
        FieldValue::Text(text) => text,
        FieldValue::Line(Some(line)) => line.to_string(),
        FieldValue::So(so) | FieldValue::Perhaps(Some(so)) => so.to_string(),
        FieldValue::Ids(ids) => ids.join(" "),
        FieldValue::Named(names) => names.join(" "),
        FieldValue::Verdicts(ById(pairs)) => {
            pairs.iter().map(|(section, verdict)| format!("{section}={verdict}")).collect::<Vec<_>>().join(" ")
        }
        FieldValue::Plan(Some(steps)) => {
            let day = |step: &ContractStep<'_>| step.on.map_or(String::new(), |day| format!("={day}"));
            steps.iter().map(|step| format!("{}{}", step.step, day(step))).collect::<Vec<_>>().join(" ")
        }
        FieldValue::Scores(ById(pairs)) => {
            pairs.iter().map(|(score, sum)| format!("{score}={}..{}", sum.low, sum.high)).collect::<Vec<_>>().join(" ")
        }
    }
}
