//! Writing reports that nobody reads, so that none fails first in front of a client.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Templates;
use super::data::filled;
use super::render::Format;
use super::way::Ways;
use crate::assessment::Engine;
use crate::questionnaire::{Audience, Questionnaire};
use crate::response::Response;
use crate::template::{Escape, Renderer, TemplateFault};
use crate::value::Date;

/// A template that fails, and the response whose report it could not write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stumble {
    /// What is wrong with the template.
    pub fault: TemplateFault,
    /// For whom the report would have been.
    pub audience: Audience,
    /// The answers that lead there.
    pub response: Response,
}

/// Writes the report of each response with each of the templates named, and tells of each template the first response that
/// it fails on. With a witness of every verdict and every rule as responses, no branch of a template stays untried.
pub fn rehearse(
    questionnaire: &Questionnaire,
    templates: &Templates,
    named: &[(Format, String)],
    responses: &[Response],
    day: Date,
) -> Vec<Stumble> {
    let judge = Engine::new(questionnaire, day);
    let renderer = Renderer::new(templates.by_name.clone());
    let mut stumbles: Vec<Stumble> = Vec::new();
    for audience in [Audience::Client, Audience::Technician] {
        let reports = responses.iter().map(|response| data(&judge, response, audience));
        let read = named.iter().filter(|(format, name)| is_read_by(*format, name, audience));
        let read: Vec<(&str, Escape)> =
            read.filter_map(|(format, name)| Some((name.as_str(), format.escape()?))).collect();
        for (position, fault) in renderer.rehearse(&read, reports).into_iter().flatten() {
            let known = stumbles.iter().any(|stumble| stumble.fault == fault);
            let response = responses.get(position).filter(|_| !known);
            stumbles.extend(response.map(|response| Stumble { fault, audience, response: response.clone() }));
        }
    }
    stumbles
}

/// Of these responses, those whose reports differ in more than words and names: in what is there, in how many of it (none,
/// one or several), in what is so or not, and in the verdict's place. A template that compares no texts, as the shipped ones
/// do not, takes the same branches for the others.
pub fn unlike(questionnaire: &Questionnaire, responses: &[Response], day: Date) -> Vec<Response> {
    let judge = Engine::new(questionnaire, day);
    let mut seen = BTreeSet::new();
    let mut is_new = |response: &Response| seen.insert(shape(&data(&judge, response, Audience::Everyone)));
    responses.iter().filter(|response| is_new(response)).cloned().collect()
}

/// What templates are given, but for the search for what would change the verdict: that would be made again for hundreds of
/// witnesses, and the names in it are held against the templates already when they are read (see [`super::check`]).
fn data(judge: &Engine<'_>, response: &Response, audience: Audience) -> Value {
    let assessment = judge.assess(response, audience);
    let report = filled(&judge.situation(response), &assessment, &Ways::unasked(&assessment));
    serde_json::to_value(report).unwrap_or_default()
}

/// A value without its words; of a list, what its items look like, each once.
fn shape(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => if text.is_empty() { "''" } else { "text" }.to_owned(),
        Value::Array(items) => {
            let shapes: BTreeSet<String> = items.iter().map(shape).collect();
            format!("{}[{}]", items.len().min(2), shapes.into_iter().collect::<Vec<_>>().join(","))
        }
        Value::Object(fields) => {
            // Where a source stands in the list of sources is no more than a name.
            let fields = fields.iter().filter(|(key, _)| *key != "number");
            fields.map(|(key, value)| format!("{key}:{};", shape(value))).collect()
        }
    }
}

/// A shipped template is for the reader in its name; a clinic's own may be for either.
fn is_read_by(format: Format, name: &str, audience: Audience) -> bool {
    let other = if audience == Audience::Technician { Audience::Client } else { Audience::Technician };
    format.template(audience) == name || format.template(other) != name
}
