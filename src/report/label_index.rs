//! What a template looks up by name: answers by question, findings by rule and by tag, conditions and scores.
//!
//! Every id of the questionnaire is a key, whatever was answered, so that a misspelt one is found without any answer. What is
//! private, or rests on it, is no key: no template can show it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::fill::{Labels, Said};
use super::items::{ShownFinding, ShownScore};
use super::labels::picked;
use super::picture::{Choosable, choosables};
use crate::questionnaire::{Question, QuestionKind};
use crate::value::index::QuestionIx;
use crate::value::{Answer, State, Truth, Value};

/// The key of `chose` under which "not sure" and "rather not say" stand; no option can have this id.
const UNSURE: &str = "unsure";

/// Everything by its id.
#[derive(Clone, Debug, Serialize)]
pub(super) struct LabelIndex {
    answer: BTreeMap<String, Said>,
    chose: BTreeMap<String, BTreeMap<String, bool>>,
    drawn: BTreeMap<String, Vec<Choosable>>,
    found: BTreeMap<String, Option<ShownFinding>>,
    tagged: BTreeMap<String, Vec<ShownFinding>>,
    condition: BTreeMap<String, bool>,
    score: BTreeMap<String, ShownScore>,
}

impl LabelIndex {
    /// Looks up everything once. `findings` are all, notes among them, most cautious first.
    pub(super) fn new(labels: &Labels<'_>, findings: &[&ShownFinding], scores: &[ShownScore]) -> LabelIndex {
        let questions = || labels.questionnaire.questions().enumerated().filter(|(_, question)| !question.private);
        LabelIndex {
            answer: questions().map(|(index, one)| (one.id.clone(), answer(labels, index, one))).collect(),
            chose: questions().map(|(index, one)| (one.id.clone(), chose(labels, index, one))).collect(),
            drawn: questions().map(|(index, one)| (one.id.clone(), drawn(labels, index, one))).collect(),
            found: found(labels, findings),
            tagged: tagged(labels, findings),
            condition: conditions(labels),
            score: scores.iter().map(|score| (score.id.clone(), score.clone())).collect(),
        }
    }
}

fn answer(labels: &Labels<'_>, index: QuestionIx, question: &Question) -> Said {
    let given = labels.response.get(index);
    match labels.situation.state(index) {
        State::NotApplicable => labels.said(question, None, "not_applicable"),
        State::Open => labels.said(question, None, "open"),
        State::Answered(_) => labels.said(question, given, "answered"),
        State::Unsure => labels.said(question, given, "unsure"),
        State::Withheld => labels.said(question, given, "withheld"),
    }
}

/// Which options an answer picks; nothing of a question that does not apply, whatever was once said to it.
fn chose(labels: &Labels<'_>, index: QuestionIx, question: &Question) -> BTreeMap<String, bool> {
    let state = labels.situation.state(index);
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

/// The drawings that somebody chose among, of an answer that counts.
fn drawn(labels: &Labels<'_>, index: QuestionIx, question: &Question) -> Vec<Choosable> {
    match labels.situation.state(index) {
        State::Answered(value) => choosables(question, &Answer::Given(value.clone()), labels.questionnaire.images()),
        State::NotApplicable | State::Open | State::Unsure | State::Withheld => Vec::new(),
    }
}

fn found(labels: &Labels<'_>, findings: &[&ShownFinding]) -> BTreeMap<String, Option<ShownFinding>> {
    let of = |id: &str| findings.iter().find(|finding| finding.rule == id).map(|finding| (*finding).clone());
    labels.questionnaire.rules().iter().map(|rule| (rule.id.clone(), of(&rule.id))).collect()
}

fn tagged(labels: &Labels<'_>, findings: &[&ShownFinding]) -> BTreeMap<String, Vec<ShownFinding>> {
    let tags = labels.questionnaire.rules().iter().flat_map(|rule| &rule.tags);
    let with = |tag: &String| -> Vec<ShownFinding> {
        findings.iter().filter(|finding| finding.tags.contains(tag)).map(|one| (*one).clone()).collect()
    };
    tags.map(|tag| (tag.clone(), with(tag))).collect()
}

fn conditions(labels: &Labels<'_>) -> BTreeMap<String, bool> {
    let conditions = labels.questionnaire.conditions().enumerated().filter(|(_, named)| !named.private);
    let holds = |index| labels.situation.condition(index) == Truth::True;
    conditions.map(|(index, named)| (named.id.clone(), holds(index))).collect()
}
