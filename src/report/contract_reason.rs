//! Answers that decided something, for tools: a finding, or a verdict by themselves.

use serde::Serialize;

use crate::assessment::{Assessment, Reason};
use crate::outlook::SufficientReason;
use crate::questionnaire::{Codes, Question, Questionnaire, QuestionnaireIdentity};
use crate::response::AnswerValue;
use crate::value::json::{day, json_line, maybe_day};
use crate::value::{Answer, ById, Date, OptionSet, Value};

/// An answer that decided.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ContractReason<'q> {
    /// The question.
    pub question: &'q str,
    /// What other systems call it.
    #[serde(skip_serializing_if = "Codes::is_empty")]
    pub codes: &'q Codes,
    /// Its answer; none if it does not apply.
    pub answer: Option<AnswerValue<'q>>,
    /// What other systems call the options of the answer, by their ids.
    #[serde(skip_serializing_if = "ById::is_empty")]
    pub answer_codes: ById<'q, &'q Codes>,
    /// The day on which it was given; none if nobody knows.
    #[serde(serialize_with = "maybe_day")]
    pub answered_on: Option<Date>,
}

/// Answers that decide the verdict by themselves: whatever is said to all other questions, it is not milder.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ContractDecided<'q> {
    /// The answers, in questionnaire order.
    pub answers: Vec<ContractReason<'q>>,
    /// Whether it is proved that no fewer are enough.
    pub minimum: bool,
}

impl<'q> ContractDecided<'q> {
    pub(super) fn new(questionnaire: &'q Questionnaire, reason: &SufficientReason) -> ContractDecided<'q> {
        let answers = reason.answers.iter().map(|reason| because(questionnaire, reason)).collect();
        ContractDecided { answers, minimum: reason.minimum }
    }
}

/// A verdict and the answers that decide it by themselves, where nothing else of the assessment is asked for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct VerdictReason<'q> {
    /// Which questionnaire judged.
    pub questionnaire: QuestionnaireIdentity<'q>,
    /// The day of assessment.
    #[serde(serialize_with = "day")]
    pub assessed_on: Date,
    /// The verdict.
    pub verdict: &'q str,
    /// None for the mildest verdict, and where only a private answer decides.
    pub decided_by: Option<ContractDecided<'q>>,
}

impl<'q> VerdictReason<'q> {
    /// Of an assessment.
    pub fn new(
        questionnaire: &'q Questionnaire,
        assessment: &Assessment,
        reason: Option<&SufficientReason>,
    ) -> VerdictReason<'q> {
        VerdictReason {
            questionnaire: questionnaire.identity(),
            assessed_on: assessment.assessed_on,
            verdict: &questionnaire[assessment.verdict].id,
            decided_by: reason.map(|reason| ContractDecided::new(questionnaire, reason)),
        }
    }

    /// As one line of JSON, without a line break at the end.
    pub fn to_json(&self) -> String {
        json_line(self)
    }
}

/// An answer that decided.
pub(super) fn because<'q>(questionnaire: &'q Questionnaire, reason: &Reason) -> ContractReason<'q> {
    let question = &questionnaire[reason.question];
    let answer = reason.answer.as_ref().map(|answer| AnswerValue::of(question, answer));
    let answer_codes = answer_codes(question, reason.answer.as_ref());
    ContractReason {
        question: &question.id,
        codes: &question.codes,
        answer,
        answer_codes,
        answered_on: reason.answered_on,
    }
}

/// What other systems call the options that an answer picks, of those that have a code.
pub(super) fn answer_codes<'q>(question: &'q Question, answer: Option<&Answer>) -> ById<'q, &'q Codes> {
    let picked = match answer {
        Some(Answer::Given(Value::Choice(position))) => OptionSet::of(*position),
        Some(Answer::Given(Value::Choices(picked))) => *picked,
        Some(
            Answer::Given(Value::YesNo(_) | Value::Number(_) | Value::Date(_) | Value::Period(_) | Value::Text(_))
            | Answer::Unsure
            | Answer::Withheld
            | Answer::Skipped,
        )
        | None => OptionSet::default(),
    };
    let options = picked.iter().map(|position| question.option(position));
    options.filter(|option| !option.codes.is_empty()).map(|option| (option.id.as_str(), &option.codes)).collect()
}
