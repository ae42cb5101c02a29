//! The assessment as JSON: a contract with whoever reads it. A change of a key is a change of version.

use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use super::data::Filler;
use crate::assessment::{Assessment, Finding, Open, Reason, SectionVerdict, Unsure};
use crate::response::answer_json;
use crate::value::index::{EvidenceIx, QuestionIx, RuleIx, SectionIx, SourceNoteIx, VerdictIx};

/// The contract, keys in the documented order.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Contract {
    questionnaire: Json,
    assessed_on: String,
    audience: &'static str,
    verdict: String,
    could_become: String,
    settled: bool,
    not_before: Option<String>,
    stopped: bool,
    sections: Vec<Json>,
    findings: Vec<Json>,
    unsure: Vec<Json>,
    open: Vec<Json>,
    scores: Json,
}

impl Contract {
    pub(super) fn new(filler: &Filler<'_>, assessment: &Assessment) -> Contract {
        let questionnaire = filler.questionnaire;
        let identity = json!({
            "id": questionnaire.id(), "version": questionnaire.version(), "fingerprint": questionnaire.fingerprint(),
        });
        Contract {
            questionnaire: identity,
            assessed_on: assessment.assessed_on.to_string(),
            audience: assessment.audience.name(),
            verdict: verdict(filler, assessment.verdict),
            could_become: verdict(filler, assessment.could_become),
            settled: assessment.settled(),
            not_before: assessment.not_before().map(|day| day.to_string()),
            stopped: assessment.stopped(questionnaire).is_some(),
            sections: assessment.sections.iter().map(|item| section(filler, item)).collect(),
            findings: assessment.findings.iter().map(|item| finding(filler, item)).collect(),
            unsure: assessment.unsure.iter().map(|item| unsure(filler, item)).collect(),
            open: assessment.open.iter().map(|item| open(filler, item)).collect(),
            scores: scores(filler, assessment),
        }
    }
}

fn verdict(filler: &Filler<'_>, index: VerdictIx) -> String {
    filler.questionnaire.verdicts().get(index.at()).map(|verdict| verdict.id.clone()).unwrap_or_default()
}

fn section_id(filler: &Filler<'_>, index: SectionIx) -> String {
    filler.questionnaire.sections().get(index.at()).map(|section| section.id.clone()).unwrap_or_default()
}

fn question_id(filler: &Filler<'_>, index: QuestionIx) -> String {
    filler.questionnaire.questions().get(index.at()).map(|question| question.id.clone()).unwrap_or_default()
}

fn rule_id(filler: &Filler<'_>, index: RuleIx) -> String {
    filler.questionnaire.rules().get(index.at()).map(|rule| rule.id.clone()).unwrap_or_default()
}

fn evidence_id(filler: &Filler<'_>, index: EvidenceIx) -> Option<String> {
    filler.questionnaire.evidence().get(index.at()).map(|evidence| evidence.id.clone())
}

fn source_id(filler: &Filler<'_>, index: SourceNoteIx) -> Option<String> {
    filler.questionnaire.sources().get(index.at()).map(|source| source.id.clone())
}

fn section(filler: &Filler<'_>, item: &SectionVerdict) -> Json {
    json!({
        "id": section_id(filler, item.section),
        "verdict": verdict(filler, item.verdict),
        "could_become": verdict(filler, item.could_become),
    })
}

fn finding(filler: &Filler<'_>, item: &Finding) -> Json {
    let Some(rule) = filler.questionnaire.rules().get(item.rule.at()) else { return Json::Null };
    let sources: Vec<_> = rule.sources.iter().filter_map(|source| source_id(filler, *source)).collect();
    json!({
        "rule": rule.id,
        "section": section_id(filler, rule.section),
        "verdict": verdict(filler, rule.verdict),
        "not_before": item.not_before.map(|day| day.to_string()),
        "text": filler.maybe(rule.finding.as_ref()),
        "advice": filler.all(&rule.advice),
        "changes": filler.maybe(rule.changes.as_ref()),
        "evidence": rule.evidence.and_then(|evidence| evidence_id(filler, evidence)),
        "sources": sources,
        "because": item.because.iter().map(|reason| because(filler, reason)).collect::<Vec<_>>(),
    })
}

fn because(filler: &Filler<'_>, reason: &Reason) -> Json {
    let question = filler.questionnaire.questions().get(reason.question.at());
    let answer = question.zip(reason.answer.as_ref()).map(|(question, answer)| answer_json(question, answer));
    json!({ "question": question_id(filler, reason.question), "answer": answer })
}

fn unsure(filler: &Filler<'_>, item: &Unsure) -> Json {
    let question = filler.questionnaire.questions().get(item.question.at());
    json!({
        "question": question_id(filler, item.question),
        "answer": question.map(|question| answer_json(question, &item.answer)),
        "verdict": verdict(filler, item.verdict),
    })
}

fn open(filler: &Filler<'_>, item: &Open) -> Json {
    let question = filler.questionnaire.questions().get(item.question.at());
    json!({
        "question": question_id(filler, item.question),
        "audience": question.map(|question| question.audience.name()),
        "could_become": verdict(filler, item.could_become),
        "rules": item.rules.iter().map(|rule| rule_id(filler, *rule)).collect::<Vec<_>>(),
    })
}

fn scores(filler: &Filler<'_>, assessment: &Assessment) -> Json {
    let scores = filler.questionnaire.scores().iter().zip(&assessment.scores);
    let named = scores.map(|(score, sum)| (score.id.clone(), json!({ "low": sum.low, "high": sum.high })));
    Json::Object(named.collect::<Map<_, _>>())
}
