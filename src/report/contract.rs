//! The assessment as JSON: a contract with whoever reads it. A change of a key is a change of version; its JSON Schema is
//! `docs/contract.schema.json`.
//!
//! It holds what was decided, and costs no proof: whether the bounds are exact is as whoever made the assessment chose.

use std::borrow::Cow;

use serde::Serialize;

use super::contract_plan::{ContractStep, steps};
use super::contract_reason::{ContractDecided, ContractReason, answer_codes, because};
use super::fill::Labels;
use crate::assessment::{Aged, Assessment, Bounds, Engine, Finding, Open, SectionVerdict, Situation, Unsure};
use crate::outlook::SufficientReason;
use crate::plan::care_plan;
use crate::questionnaire::{Codes, Questionnaire, QuestionnaireIdentity};
use crate::response::{AnswerValue, PutAside, Response};
use crate::value::index::{RuleIx, VerdictIx};
use crate::value::json::{day, json_line, maybe_day};
use crate::value::{ById, Date, Interval};

/// An assessment for tools: ids, days and filled texts, keys in the documented order.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Contract<'q> {
    /// The version of the contract.
    pub contract: u32,
    /// Which questionnaire judged.
    pub questionnaire: QuestionnaireIdentity<'q>,
    /// Whose answers these are, if anybody said.
    pub client: Option<String>,
    /// The day of assessment.
    #[serde(serialize_with = "day")]
    pub assessed_on: Date,
    /// The newest day on which an answer was given; none if nobody knows.
    #[serde(serialize_with = "maybe_day")]
    pub answered_on: Option<Date>,
    /// For whom: `client`, `technician` or `everyone`.
    pub audience: &'static str,
    /// The verdict.
    pub verdict: &'q str,
    /// The mildest verdict of all ways of going on; none where bounds are quick.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<&'q str>,
    /// The most cautious verdict that open or unclear answers could lead to.
    pub could_become: &'q str,
    /// How bounds were found: `exact`, by a proof, or `quick`, rule by rule.
    pub bounds: &'static str,
    /// Whether nothing open, aged or unclear can change the verdict. Where bounds are quick, it may be false though nothing can.
    pub settled: bool,
    /// Whether nothing that is left for this audience can change the verdict; none where bounds are quick.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled_here: Option<bool>,
    /// The latest day of all findings that carry one.
    #[serde(serialize_with = "maybe_day")]
    pub not_before: Option<Date>,
    /// The earliest day by which a finding must be dealt with; it may have passed. Absent if none has such a day.
    #[serde(serialize_with = "maybe_day", skip_serializing_if = "Option::is_none")]
    pub by: Option<Date>,
    /// The steps up to a treatment, in order; absent if there is no plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<Vec<ContractStep<'q>>>,
    /// Whether a rule ended the interview at once.
    pub stopped: bool,
    /// The answers past their time, to be asked again.
    pub aged: Vec<ContractAged<'q>>,
    /// The answers that count for nothing because they do not fit: their questions are open.
    pub put_aside: Vec<ContractAside>,
    /// The verdict of each section that applies or may still apply.
    pub sections: Vec<ContractSection<'q>>,
    /// The rules that held, in questionnaire order.
    pub findings: Vec<ContractFinding<'q>>,
    /// The answers that decide the verdict by themselves; absent where that was not asked, for the mildest verdict, and where only a
    /// private answer decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<ContractDecided<'q>>,
    /// The questions answered "not sure" or "rather not say", or too vaguely, that give a verdict.
    pub unsure: Vec<ContractUnsure<'q>>,
    /// The questions that could still change the verdict.
    pub open: Vec<ContractOpen<'q>>,
    /// What each score is, or can still be.
    pub scores: ById<'q, Interval>,
}

/// An answer past its time.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ContractAged<'q> {
    /// The question.
    pub question: &'q str,
    /// What other systems call it.
    #[serde(skip_serializing_if = "Codes::is_empty")]
    pub codes: &'q Codes,
    /// The day on which it was answered.
    #[serde(serialize_with = "day")]
    pub answered_on: Date,
    /// What was said then.
    pub answer: AnswerValue<'q>,
    /// What other systems call the options of the answer, by their ids.
    #[serde(skip_serializing_if = "ById::is_empty")]
    pub answer_codes: ById<'q, &'q Codes>,
}

/// An answer that does not fit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ContractAside {
    /// The question that it was given to, which this questionnaire may not have.
    pub question: String,
    /// Why it does not fit.
    pub because: String,
}

/// The verdict of one section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ContractSection<'q> {
    /// The section.
    pub id: &'q str,
    /// As for the whole.
    pub verdict: &'q str,
    /// As for the whole.
    pub could_become: &'q str,
}

/// A rule that held.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ContractFinding<'q> {
    /// The rule.
    pub rule: &'q str,
    /// Its point in a word or a few. Absent if it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<&'q str>,
    /// Its section.
    pub section: &'q str,
    /// The verdict that it gives.
    pub verdict: &'q str,
    /// The first day on which it no longer stands in the way.
    #[serde(serialize_with = "maybe_day")]
    pub not_before: Option<Date>,
    /// The day by which it must be dealt with; it may have passed. Absent if it has none.
    #[serde(serialize_with = "maybe_day", skip_serializing_if = "Option::is_none")]
    pub by: Option<Date>,
    /// What it says to clients.
    pub text: Option<Cow<'q, str>>,
    /// What it advises.
    pub advice: Vec<Cow<'q, str>>,
    /// What would change it.
    pub changes: Option<Cow<'q, str>>,
    /// Its level of evidence.
    pub evidence: Option<&'q str>,
    /// The sources that it cites.
    pub sources: Vec<&'q str>,
    /// The answers that made it hold.
    pub because: Vec<ContractReason<'q>>,
}

/// A question answered "not sure" or "rather not say", or with a month or a year that leaves something undecided.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ContractUnsure<'q> {
    /// The question.
    pub question: &'q str,
    /// What other systems call it.
    #[serde(skip_serializing_if = "Codes::is_empty")]
    pub codes: &'q Codes,
    /// Which of these.
    pub answer: AnswerValue<'q>,
    /// The verdict that it makes at least.
    pub verdict: &'q str,
    /// How it is cleared up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clear_up: Option<String>,
}

/// A question that could still change the verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ContractOpen<'q> {
    /// The question.
    pub question: &'q str,
    /// What other systems call it.
    #[serde(skip_serializing_if = "Codes::is_empty")]
    pub codes: &'q Codes,
    /// Who is asked.
    pub audience: &'static str,
    /// The most cautious verdict that it could lead to.
    pub could_become: &'q str,
    /// The rules that wait for it.
    pub rules: Vec<&'q str>,
}

/// The contract of an assessment, by the engine that made it.
///
/// ```
/// use candidacy::assessment::Engine;
/// use candidacy::catalog::open;
/// use candidacy::questionnaire::Audience;
/// use candidacy::report::contract;
/// use candidacy::response::Response;
/// use candidacy::source::Sources;
/// use candidacy::value::Date;
///
/// let (smp, _) = open("smp", &mut Sources::default()).unwrap();
/// let smp = smp.unwrap();
/// let engine = Engine::new(&smp, Date::constant(2026, 11, 22));
/// let nobody = Response::new(&smp);
/// let contract = contract(&engine, &nobody, &engine.assess(&nobody, Audience::Client));
/// assert!(!contract.settled, "nothing was answered yet");
/// assert!(contract.to_json().starts_with(r#"{"contract":2,"questionnaire":{"id":"smp","#));
/// ```
pub fn contract<'q>(engine: &Engine<'q>, response: &Response, assessment: &Assessment) -> Contract<'q> {
    contract_of_seen(engine.questionnaire(), &engine.situation(response), assessment)
}

/// The same of a response that was seen already.
pub(crate) fn contract_of_seen<'q>(
    questionnaire: &'q Questionnaire,
    situation: &Situation<'_>,
    assessment: &Assessment,
) -> Contract<'q> {
    let response = situation.response();
    let labels = Labels::new(situation, assessment.may_be_treated(questionnaire), assessment);
    let verdict = |index: VerdictIx| questionnaire[index].id.as_str();
    let told = assessment.without_private(questionnaire);
    Contract {
        contract: 2,
        questionnaire: questionnaire.identity(),
        client: response.client().map(str::to_owned),
        assessed_on: assessment.assessed_on,
        answered_on: assessment.answered_on,
        audience: assessment.audience.name(),
        verdict: verdict(assessment.verdict),
        at_least: (assessment.bounds == Bounds::Exact).then(|| verdict(assessment.at_least)),
        could_become: verdict(assessment.could_become),
        bounds: assessment.bounds.name(),
        settled: assessment.settled(),
        settled_here: assessment.settled_here,
        not_before: assessment.not_before(),
        by: assessment.by(),
        plan: care_plan(situation, assessment).map(|plan| steps(questionnaire, &plan)),
        stopped: assessment.stopped.is_some(),
        aged: told.aged.iter().map(|item| aged(questionnaire, item)).collect(),
        put_aside: assessment.put_aside(questionnaire, response).into_iter().map(aside).collect(),
        sections: assessment.sections.iter().map(|item| section(questionnaire, item)).collect(),
        findings: told.findings.iter().map(|item| finding(questionnaire, &labels, item)).collect(),
        decided_by: None,
        unsure: told.unsure.iter().map(|item| unsure(questionnaire, &labels, item)).collect(),
        open: told.open.iter().map(|item| open(questionnaire, item)).collect(),
        scores: scores(questionnaire, assessment),
    }
}

impl<'q> Contract<'q> {
    /// The same with the answers that decide by themselves, as the proofs found them.
    #[must_use]
    pub fn decided_by(self, questionnaire: &'q Questionnaire, reason: &SufficientReason) -> Contract<'q> {
        Contract { decided_by: Some(ContractDecided::new(questionnaire, reason)), ..self }
    }

    /// As one line of JSON, without a line break at the end.
    pub fn to_json(&self) -> String {
        json_line(self)
    }
}

/// What each score is, by its id; nothing of one that a private answer could be read off.
pub(crate) fn scores<'q>(questionnaire: &'q Questionnaire, assessment: &Assessment) -> ById<'q, Interval> {
    let scores = questionnaire.scores().iter().zip(&assessment.scores).filter(|(score, _)| !score.private);
    scores.map(|(score, sum)| (score.id.as_str(), *sum)).collect()
}

fn aged<'q>(questionnaire: &'q Questionnaire, item: &Aged) -> ContractAged<'q> {
    let question = &questionnaire[item.question];
    ContractAged {
        question: &question.id,
        codes: &question.codes,
        answered_on: item.answered_on,
        answer: AnswerValue::of(question, &item.answer),
        answer_codes: answer_codes(question, Some(&item.answer)),
    }
}

fn aside(item: PutAside) -> ContractAside {
    ContractAside { question: item.question, because: item.because }
}

fn section<'q>(questionnaire: &'q Questionnaire, item: &SectionVerdict) -> ContractSection<'q> {
    ContractSection {
        id: &questionnaire[item.section].id,
        verdict: &questionnaire[item.verdict].id,
        could_become: &questionnaire[item.could_become].id,
    }
}

fn finding<'q>(questionnaire: &'q Questionnaire, labels: &Labels<'_>, item: &Finding) -> ContractFinding<'q> {
    let rule = &questionnaire[item.rule];
    ContractFinding {
        rule: &rule.id,
        title: rule.title.as_deref(),
        section: &questionnaire[rule.section].id,
        verdict: &questionnaire[rule.verdict].id,
        not_before: item.not_before,
        by: item.by,
        text: labels.found(rule.finding.as_ref()),
        advice: labels.advised(questionnaire, item.rule),
        changes: labels.found(rule.changes_for(labels.treated)),
        evidence: rule.evidence.map(|evidence| questionnaire[evidence].id.as_str()),
        sources: rule.told_sources().iter().map(|source| questionnaire[*source].id.as_str()).collect(),
        because: item.because.iter().map(|reason| because(questionnaire, reason)).collect(),
    }
}

fn unsure<'q>(questionnaire: &'q Questionnaire, labels: &Labels<'_>, item: &Unsure) -> ContractUnsure<'q> {
    let question = &questionnaire[item.question];
    ContractUnsure {
        question: &question.id,
        codes: &question.codes,
        answer: AnswerValue::of(question, &item.answer),
        verdict: &questionnaire[item.verdict].id,
        clear_up: labels.clear_up(question, &item.answer),
    }
}

fn open<'q>(questionnaire: &'q Questionnaire, item: &Open) -> ContractOpen<'q> {
    let question = &questionnaire[item.question];
    let rule = |index: RuleIx| questionnaire[index].id.as_str();
    ContractOpen {
        question: &question.id,
        codes: &question.codes,
        audience: question.audience.name(),
        could_become: &questionnaire[item.could_become].id,
        rules: item.rules().map(rule).collect(),
    }
}
