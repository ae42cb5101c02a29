//! What a person asks of the proofs, as tools read it: what would change a verdict, and what a question is for. Ids stand for
//! indices, and the keys are a contract: they are only ever added to.

use serde::Serialize;

use super::purpose::Purpose;
use super::what_if::{AnswerChange, WhatIf};
use crate::assessment::{Assessment, Open};
use crate::questionnaire::Questionnaire;
use crate::response::{AnswerValue, Response};
use crate::template::{Text, Words};
use crate::value::Date;
use crate::value::index::{QuestionIx, RuleIx, VerdictIx};
use crate::value::json::{json_line, maybe_day};

/// What would change a verdict, and what open answers can still do to it, with ids, for tools.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct WhatIfRecord<'q> {
    /// The verdict as things are.
    pub verdict: &'q str,
    /// How many questions are answered.
    pub answered: usize,
    /// What would have to change.
    pub ways: Vec<WayRecord<'q>>,
    /// The mildest verdict that any way of going on leads to.
    pub at_least: &'q str,
    /// The most cautious verdict that open questions can lead to.
    pub open_could_make_it: &'q str,
    /// The same if whatever is unclear were cleared up as well.
    pub could_become: &'q str,
    /// The open questions that can lead to more caution.
    pub open: Vec<OpenRecord<'q>>,
}

/// One smallest set of changes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct WayRecord<'q> {
    /// The answers that would have to be others.
    pub changes: Vec<ChangeRecord<'q>>,
    /// The days that the changes ask for, answered with the day of assessment: it passes today at the earliest.
    pub opened: Vec<OpenedRecord<'q>>,
    /// The first day on which this gives the verdict, if it needs time.
    #[serde(serialize_with = "maybe_day")]
    pub from: Option<Date>,
    /// Whether it is not in the person's hands alone.
    pub with_time: bool,
    /// The verdict that it leads to.
    pub verdict: &'q str,
    /// What that verdict could still become.
    pub could_become: &'q str,
}

/// One answer that would have to be another.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ChangeRecord<'q> {
    /// The question.
    pub question: &'q str,
    /// What it says now.
    pub from: AnswerValue<'q>,
    /// What it would have to say.
    pub to: AnswerValue<'q>,
    /// Who brings it about: `person`, `time` or `prescriber`.
    pub by: &'static str,
}

/// A day that a change asks for, answered with the day of assessment.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct OpenedRecord<'q> {
    /// The question.
    pub question: &'q str,
    /// The day that it is answered with.
    pub to: String,
}

/// One open question that can still lead to more caution.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct OpenRecord<'q> {
    /// The question.
    pub question: &'q str,
    /// The verdict that it can lead to.
    pub could_become: &'q str,
}

impl<'q> WhatIfRecord<'q> {
    /// What was found about one response; the bounds of its assessment are exact.
    pub fn new(
        questionnaire: &'q Questionnaire,
        response: &Response,
        assessment: &Assessment,
        ways: &[WhatIf],
    ) -> WhatIfRecord<'q> {
        let verdict = |index: VerdictIx| questionnaire[index].id.as_str();
        let still = |open: &Open| OpenRecord {
            question: &questionnaire[open.question].id,
            could_become: verdict(open.could_become),
        };
        WhatIfRecord {
            verdict: verdict(assessment.verdict),
            answered: response.iter().count(),
            ways: ways.iter().map(|way| WayRecord::new(questionnaire, way)).collect(),
            at_least: verdict(assessment.at_least),
            open_could_make_it: verdict(assessment.open_could_make_it),
            could_become: verdict(assessment.could_become),
            open: assessment.without_private(questionnaire).open.iter().map(still).collect(),
        }
    }

    /// As one line of JSON.
    pub fn to_json(&self) -> String {
        json_line(self)
    }
}

impl<'q> WayRecord<'q> {
    fn new(questionnaire: &'q Questionnaire, way: &WhatIf) -> WayRecord<'q> {
        let change = |change: &AnswerChange| {
            let question = &questionnaire[change.question];
            ChangeRecord {
                question: &question.id,
                from: AnswerValue::of(question, &change.from),
                to: AnswerValue::of(question, &change.to),
                by: change.by.name(),
            }
        };
        let opened = |(question, day): &(QuestionIx, Date)| OpenedRecord {
            question: &questionnaire[*question].id,
            to: day.to_string(),
        };
        WayRecord {
            changes: way.changes.iter().map(change).collect(),
            opened: way.opened.iter().map(opened).collect(),
            from: way.from,
            with_time: way.takes_time(),
            verdict: &questionnaire[way.verdict].id,
            could_become: &questionnaire[way.could_become].id,
        }
    }
}

/// What a question is for, with ids, for tools. Texts are as before any answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PurposeRecord<'q> {
    /// The question.
    pub question: &'q str,
    /// What it asks.
    pub ask: String,
    /// What people are told about why it is asked.
    pub why: Option<String>,
    /// The least verdict that "not sure" leaves, if that is offered.
    pub unsure: Option<&'q str>,
    /// The rules that its answer can decide.
    pub decides: Vec<RuleRecord<'q>>,
    /// The questions that are asked, or not, by its answer.
    pub opens: Vec<&'q str>,
    /// The rules that rest on questions which it opens.
    pub leads_to: Vec<RuleRecord<'q>>,
    /// Whether no response reaches it.
    pub never_asked: bool,
}

/// A rule that a question can lead to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RuleRecord<'q> {
    /// The rule.
    pub rule: &'q str,
    /// Its section.
    pub section: &'q str,
    /// The verdict that it gives.
    pub verdict: &'q str,
    /// What it says to clients.
    pub finding: Option<String>,
}

impl<'q> PurposeRecord<'q> {
    /// What was found about one question.
    pub fn new(questionnaire: &'q Questionnaire, index: QuestionIx, purpose: &Purpose) -> PurposeRecord<'q> {
        let gaps = words_before_any_answer(questionnaire);
        let filled = |text: &Text| fill_paragraph(text, &gaps);
        let rules = |rules: &[RuleIx]| -> Vec<RuleRecord<'q>> {
            let rules = rules.iter().map(|index| &questionnaire[*index]);
            rules
                .map(|rule| RuleRecord {
                    rule: &rule.id,
                    section: &questionnaire[rule.section].id,
                    verdict: &questionnaire[rule.verdict].id,
                    finding: rule.finding.as_ref().map(filled),
                })
                .collect()
        };
        let question = &questionnaire[index];
        PurposeRecord {
            question: &question.id,
            ask: filled(&question.ask),
            why: question.why.as_ref().map(filled),
            unsure: purpose.unsure.map(|unsure| questionnaire[unsure].id.as_str()),
            decides: rules(&purpose.decides),
            opens: purpose.told_opens(questionnaire).map(|opened| questionnaire[opened].id.as_str()).collect(),
            leads_to: rules(&purpose.leads_to),
            never_asked: purpose.never_asked,
        }
    }

    /// As one line of JSON.
    pub fn to_json(&self) -> String {
        json_line(self)
    }
}

/// What the gaps of texts show before anybody has answered: `…`.
pub fn words_before_any_answer(questionnaire: &Questionnaire) -> Words {
    questionnaire.questions().iter().map(|question| (question.id.clone(), "…".to_owned())).collect()
}

/// A text with its gaps filled, as one paragraph.
pub fn fill_paragraph(text: &Text, words: &Words) -> String {
    text.fill(words).split_whitespace().collect::<Vec<_>>().join(" ")
}
