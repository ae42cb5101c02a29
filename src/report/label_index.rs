//! What a template looks up by name: answers by question, findings by rule and by tag, conditions and scores.
//!
//! Every id of the questionnaire is a key, whatever was answered, so that a misspelt one is found without any answer.

use std::collections::BTreeMap;

use serde::Serialize;

use super::data::{Filler, Finding, Said, Score};
use super::labels::picked;
use crate::questionnaire::{Question, QuestionKind};
use crate::value::index::{ConditionIx, QuestionIx};
use crate::value::{Answer, State, Truth, Value};

/// The key of `chose` under which "not sure" and "rather not say" stand; no option can have this id.
const UNSURE: &str = "unsure";

/// Everything by its id.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Lookup {
    answer: BTreeMap<String, Said>,
    chose: BTreeMap<String, BTreeMap<String, bool>>,
    found: BTreeMap<String, Option<Finding>>,
    tagged: BTreeMap<String, Vec<Finding>>,
    condition: BTreeMap<String, bool>,
    score: BTreeMap<String, Score>,
}

impl Lookup {
    /// Looks up everything once. `findings` are all, notes among them, most cautious first.
    pub(super) fn new(filler: &Filler<'_>, findings: &[&Finding], scores: &[Score]) -> Lookup {
        let questions = || filler.questionnaire.questions().iter().enumerate();
        Lookup {
            answer: questions().filter_map(|(at, one)| Some((one.id.clone(), answer(filler, at)?))).collect(),
            chose: questions().map(|(at, one)| (one.id.clone(), chose(filler, at, one))).collect(),
            found: found(filler, findings),
            tagged: tagged(filler, findings),
            condition: conditions(filler),
            score: scores.iter().map(|score| (score.id.clone(), score.clone())).collect(),
        }
    }
}

fn answer(filler: &Filler<'_>, at: usize) -> Option<Said> {
    let question = filler.questionnaire.questions().get(at)?;
    let given = filler.response.get(QuestionIx::new(at));
    Some(match filler.situation.state(QuestionIx::new(at)) {
        State::NotApplicable => filler.said(question, None, "not_applicable"),
        State::Open => filler.said(question, None, "open"),
        State::Answered(_) => filler.said(question, given, "answered"),
        State::Unsure => filler.said(question, given, "unsure"),
        State::Withheld => filler.said(question, given, "withheld"),
    })
}

/// Which options an answer picks; nothing of a question that does not apply, whatever was once said to it.
fn chose(filler: &Filler<'_>, at: usize, question: &Question) -> BTreeMap<String, bool> {
    let state = filler.situation.state(QuestionIx::new(at));
    let given = match state {
        State::Answered(value) => Some(Answer::Given(value.clone())),
        _ => None,
    };
    let picks: Vec<&str> =
        given.iter().flat_map(|answer| picked(question, answer)).map(|one| one.id.as_str()).collect();
    let options = question.options().iter().map(|one| (one.id.clone(), picks.contains(&one.id.as_str())));
    let mut chose: BTreeMap<String, bool> = options.collect();
    if matches!(question.kind, QuestionKind::YesNo) {
        let said = |yes: bool| given == Some(Answer::Given(Value::YesNo(yes)));
        chose.extend([("yes".to_owned(), said(true)), ("no".to_owned(), said(false))]);
    }
    chose.insert(UNSURE.to_owned(), matches!(state, State::Unsure | State::Withheld));
    chose
}

fn found(filler: &Filler<'_>, findings: &[&Finding]) -> BTreeMap<String, Option<Finding>> {
    let of = |id: &str| findings.iter().find(|finding| finding.rule == id).map(|finding| (*finding).clone());
    filler.questionnaire.rules().iter().map(|rule| (rule.id.clone(), of(&rule.id))).collect()
}

fn tagged(filler: &Filler<'_>, findings: &[&Finding]) -> BTreeMap<String, Vec<Finding>> {
    let tags = filler.questionnaire.rules().iter().flat_map(|rule| &rule.tags);
    let with = |tag: &String| -> Vec<Finding> {
        findings.iter().filter(|finding| finding.tags.contains(tag)).map(|one| (*one).clone()).collect()
    };
    tags.map(|tag| (tag.clone(), with(tag))).collect()
}

fn conditions(filler: &Filler<'_>) -> BTreeMap<String, bool> {
    let conditions = filler.questionnaire.conditions().iter().enumerate();
    let holds = |at: usize| filler.situation.condition(ConditionIx::new(at)) == Truth::True;
    conditions.map(|(at, named)| (named.id.clone(), holds(at))).collect()
}
