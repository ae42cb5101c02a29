//! The scenarios of a base, as an overlay takes them over: with other outcomes where it says so by name, and without answers to
//! questions that it does not ask.

use super::file::{file_beside, tree_of};
use super::keys::{ACCEPTED, OUTCOME};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Entry, YamlNode, YamlValue, to_yaml};
use crate::questionnaire::shape::{Fields, as_list, as_map, as_scalar};
use crate::questionnaire::{EntryKind, Files, MAIN_FILE, Questionnaire};
use crate::source::Sources;

/// The key of an overlay's file under which the changed outcomes stand.
pub(super) const KEY: &str = "accepted";

/// Makes the file of a base fit an overlay. What an accepted outcome says stands in place of all that the base expects; one that
/// says nothing takes the scenario out.
pub(super) fn take_over(base: &mut YamlValue, own: Option<&YamlValue>, questionnaire: &Questionnaire) -> Diagnostics {
    let mut out = Diagnostics::default();
    let entries = questionnaire.based_on().map(|based_on| based_on.entries.as_slice()).unwrap_or_default();
    let gone = entries.iter().filter(|entry| entry.kind == EntryKind::Remove);
    let gone: Vec<&str> = gone.filter_map(|entry| asked(&entry.path)).collect();
    if let Some(YamlValue { node: YamlNode::Map(bases), .. }) = base.get_mut("bases") {
        bases.iter_mut().for_each(|entry| leave_out(&mut entry.value, &gone));
    }
    let Some(YamlValue { node: YamlNode::List(scenarios), .. }) = base.get_mut("scenarios") else { return out };
    for scenario in scenarios.iter_mut() {
        scenario.get_mut("answers").into_iter().for_each(|answers| leave_out(answers, &gone));
    }
    for item in own.and_then(|own| own.get(KEY)).map(as_list).unwrap_or_default() {
        let Some(fields) = Fields::of_item(item, ACCEPTED, &mut out) else { continue };
        let Some(id) = fields.needed_text("id", &mut out) else { continue };
        let named =
            |scenario: &YamlValue| scenario.get("id").and_then(as_scalar).is_some_and(|own| own.text == id.text);
        let Some(position) = scenarios.iter().position(named) else {
            let known = scenarios.iter().filter_map(|scenario| scenario.get("id").and_then(as_scalar));
            let message = format!("the base has no scenario `{}`", id.text);
            let fault = Diagnostic::new(Code::IdleAcceptance, id.span, message);
            out.push(fault.nearest(&id.text, known.map(|id| id.text.as_str())).help("take the entry out"));
            continue;
        };
        let expected: Vec<Entry> = as_map(item).iter().filter(|entry| is_expectation(entry)).cloned().collect();
        if expected.is_empty() {
            scenarios.remove(position);
        } else if let Some(YamlNode::Map(entries)) = scenarios.get_mut(position).map(|scenario| &mut scenario.node) {
            entries.retain(|entry| !is_expectation(entry));
            entries.extend(expected);
        }
    }
    out
}

/// Whether an entry says what comes of the answers, and not whose they are.
fn is_expectation(entry: &Entry) -> bool {
    OUTCOME.contains(&entry.key.value.as_str())
}

/// The question of a path such as `mind.questions.event`.
fn asked(path: &str) -> Option<&str> {
    path.split_once(".questions.").map(|(_, question)| question).filter(|question| !question.contains('.'))
}

fn leave_out(answers: &mut YamlValue, gone: &[&str]) {
    if let YamlNode::Map(entries) = &mut answers.node {
        entries.retain(|entry| !gone.contains(&entry.key.value.as_str()));
    }
}

/// The scenarios of a base and those of its overlay as one file, for a set that is whole by itself. None if there are none.
pub fn written_out(questionnaire: &Questionnaire, files: &dyn Files, main: &str) -> Option<String> {
    let mut sources = Sources::default();
    let (own, _) = tree_of(files, &file_beside(main), &mut sources);
    let based_on = questionnaire.based_on().filter(|based_on| !based_on.is_whole);
    let base = based_on.and_then(|based_on| files.base(&based_on.questionnaire, &based_on.version));
    let base = base.and_then(|base| tree_of(base.as_ref(), &file_beside(MAIN_FILE), &mut sources).0);
    let Some(mut whole) = base else { return own.map(|own| to_yaml(&own, &|_, _| None)) };
    take_over(&mut whole, own.as_ref(), questionnaire);
    if let Some(own) = own {
        let today = as_map(&own).iter().find(|entry| entry.key.value == "today").cloned();
        for entry in own.get("bases").map(as_map).unwrap_or_default() {
            if let Some(YamlNode::Map(bases)) = whole.get_mut("bases").map(|bases| &mut bases.node) {
                bases.push(entry.clone());
            }
        }
        let scenarios = if let YamlNode::List(scenarios) = &own.node {
            scenarios.as_slice()
        } else {
            own.get("scenarios").map(as_list).unwrap_or_default()
        };
        for scenario in scenarios {
            if let Some(YamlNode::List(all)) = whole.get_mut("scenarios").map(|all| &mut all.node) {
                all.push(on_its_day(scenario.clone(), today.as_ref()));
            }
        }
    }
    Some(to_yaml(&whole, &|_, _| None))
}

/// A scenario that says its day, where its file did.
fn on_its_day(mut scenario: YamlValue, today: Option<&Entry>) -> YamlValue {
    let says = scenario.get("today").is_some();
    if let (YamlNode::Map(entries), Some(today), false) = (&mut scenario.node, today, says) {
        entries.push(today.clone());
    }
    scenario
}
