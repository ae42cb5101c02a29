//! Writing records.

use serde_json::{Map, Value as Json, json};

use super::input::{Given, Unusable};
use super::{BatchOptions, Earlier, Field, Part, RecordFormat};
use crate::assessment::{Assessment, Engine};
use crate::questionnaire::Questionnaire;
use crate::report::contract;
use crate::source::Sources;
use crate::value::index::VerdictIx;

/// What a record tells of.
pub(super) struct Told<'t> {
    pub engine: &'t Engine<'t>,
    pub number: u64,
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
            let pairs = chosen.map(|field| (field.name().to_owned(), value(batch, told, *field)));
            part.line(&Json::Object(pairs.collect()).to_string());
        }
        RecordFormat::Rows(fields) => {
            let cells = fields.iter().map(|field| cell(&value(batch, told, *field)));
            part.row(cells.chain(std::iter::once(String::new())));
        }
    }
}

/// Writes the record of a response that cannot be used.
pub(super) fn refused(
    batch: &BatchOptions<'_>,
    part: &mut Part,
    number: u64,
    (unusable, earlier): (&Unusable, Option<Earlier>),
) {
    let old = earlier.map(|earlier| before(batch, earlier));
    match &batch.written {
        RecordFormat::Json(_) => {
            let mut record = Map::new();
            record.insert("line".to_owned(), number.into());
            record.extend(unusable.id.as_ref().map(|id| ("id".to_owned(), id.as_str().into())));
            record.extend(old.map(|old| (Field::OldVerdict.name().to_owned(), old)));
            record.insert("errors".to_owned(), errors(unusable));
            part.line(&Json::Object(record).to_string());
        }
        RecordFormat::Rows(fields) => {
            let cells = fields.iter().map(|field| match field {
                Field::Id => unusable.id.clone().unwrap_or_default(),
                Field::Line => number.to_string(),
                Field::OldVerdict => old.as_ref().map(cell).unwrap_or_default(),
                _ => String::new(),
            });
            let told = unusable.faults.iter().map(|fault| format!("{}: {}", fault.code.name(), fault.message));
            let told = told.collect::<Vec<_>>().join("; ");
            part.row(cells.chain(std::iter::once(told)));
        }
    }
}

/// The whole assessment, as `assess` writes it, with the response's id before it and the earlier verdict behind.
fn whole(batch: &BatchOptions<'_>, told: &Told<'_>) -> String {
    let mut text = contract(told.engine, &told.given.response, told.assessment);
    if let Some(id) = &told.given.id {
        let rest = text.strip_prefix('{').unwrap_or(&text);
        text = format!("{{\"id\":{},{rest}", Json::from(id.as_str()));
    }
    if told.earlier.is_some() {
        let old = value(batch, told, Field::OldVerdict);
        let flip = value(batch, told, Field::Flip);
        // Only the last brace: what stands before it may end in one of its own.
        text.pop();
        text.push_str(&format!(",\"old_verdict\":{old},\"flip\":{flip}}}"));
    }
    text
}

fn errors(unusable: &Unusable) -> Json {
    let error = |fault: &crate::diagnostic::Diagnostic| {
        json!({
            "code": fault.code.name(), "level": fault.level.name(), "message": fault.message,
            "column": column(&unusable.sources, fault), "help": fault.help,
        })
    };
    unusable.faults.iter().map(error).collect()
}

/// Where in its line a fault stands, counted in characters from 1.
fn column(sources: &Sources, fault: &crate::diagnostic::Diagnostic) -> usize {
    sources.get(fault.span.source).map_or(1, |source| source.line_column(fault.span.start).1)
}

fn value(batch: &BatchOptions<'_>, told: &Told<'_>, field: Field) -> Json {
    let (questionnaire, assessment) = (batch.questionnaire, told.assessment);
    match field {
        Field::Id => told.given.id.as_deref().into(),
        Field::Line => told.number.into(),
        Field::Verdict => verdict(questionnaire, assessment.verdict),
        Field::CouldBecome => verdict(questionnaire, assessment.could_become),
        Field::Settled => assessment.settled().into(),
        Field::NotBefore => assessment.not_before().map(|day| day.to_string()).into(),
        Field::Stopped => assessment.stopped(questionnaire).is_some().into(),
        Field::Sections => sections(questionnaire, assessment),
        Field::Findings => {
            let rules = assessment.findings.iter().filter_map(|finding| questionnaire.rules().get(finding.rule.at()));
            rules.map(|rule| rule.id.as_str()).collect()
        }
        Field::Unsure => assessment.unsure.iter().map(|unsure| question(questionnaire, unsure.question)).collect(),
        Field::Open => assessment.open.iter().map(|open| question(questionnaire, open.question)).collect(),
        Field::Scores => scores(questionnaire, assessment),
        Field::OldVerdict => told.earlier.map_or(Json::Null, |earlier| before(batch, earlier)),
        Field::Flip => {
            let comparable = told.earlier.filter(|Earlier(before)| before.is_some());
            comparable.map(|earlier| flips(batch, earlier, assessment.verdict)).into()
        }
    }
}

/// What the verdict was.
fn before(batch: &BatchOptions<'_>, earlier: Earlier) -> Json {
    match (earlier, batch.against) {
        (Earlier(Some(index)), Some(old)) => verdict(old, index),
        _ => Json::Null,
    }
}

/// Whether a response has another verdict now than it had. Verdicts are the same if their ids are.
pub(super) fn flips(batch: &BatchOptions<'_>, earlier: Earlier, now: VerdictIx) -> bool {
    let id = |questionnaire: &Questionnaire, index: VerdictIx| verdict(questionnaire, index);
    let Earlier(Some(before)) = earlier else { return false };
    batch.against.is_some_and(|old| id(old, before) != id(batch.questionnaire, now))
}

fn verdict(questionnaire: &Questionnaire, index: VerdictIx) -> Json {
    questionnaire.verdicts().get(index.at()).map(|verdict| verdict.id.as_str()).into()
}

fn question(questionnaire: &Questionnaire, index: crate::value::index::QuestionIx) -> &str {
    questionnaire.questions().get(index.at()).map_or("", |question| &question.id)
}

fn sections(questionnaire: &Questionnaire, assessment: &Assessment) -> Json {
    let named = assessment.sections.iter().filter_map(|item| {
        let section = questionnaire.sections().get(item.section.at())?;
        Some((section.id.clone(), verdict(questionnaire, item.verdict)))
    });
    Json::Object(named.collect())
}

fn scores(questionnaire: &Questionnaire, assessment: &Assessment) -> Json {
    let scores = questionnaire.scores().iter().zip(&assessment.scores);
    let named = scores.map(|(score, sum)| (score.id.clone(), json!({ "low": sum.low, "high": sum.high })));
    Json::Object(named.collect())
}

/// A value in one cell: lists with blanks between, `section=verdict`, `score=low..high`.
fn cell(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join(" "),
        Json::Object(pairs) => match (pairs.get("low"), pairs.get("high")) {
            (Some(low), Some(high)) if pairs.len() == 2 && low.is_i64() => format!("{low}..{high}"),
            _ => pairs.iter().map(|(key, value)| format!("{key}={}", cell(value))).collect::<Vec<_>>().join(" "),
        },
        other => other.to_string(),
    }
}
