//! Writing reports that nobody reads, so that none fails first in front of a client.

use super::data::{Report, report};
use super::format::Format;
use super::render::Templates;
use crate::assessment::{Engine, Scratch};
use crate::outlook::Outlook;
use crate::questionnaire::Audience;
use crate::response::Response;
use crate::template::{Escape, Renderer, TemplateFault};

/// How many open questions are in a report that is rehearsed, and how many rules wait for each.
const MOST_OPEN: usize = 64;

/// A template that fails, and the response whose report it could not write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RehearsalFailure {
    /// What is wrong with the template.
    pub fault: TemplateFault,
    /// For whom the report would have been.
    pub audience: Audience,
    /// The answers that lead there.
    pub response: Response,
}

/// Writes the report of each response with each of the templates named, and tells of each template the first response that
/// it fails on. With a witness of every verdict and every rule as responses, no branch of a template stays untried.
///
/// All are written. Leaving out reports of the same shape was tried: each witness finds a rule that no other finds, so of the
/// 234 of the largest shipped set none could be left out, and looking for them took a third of the time that writing does.
pub fn rehearse(
    engine: &Engine<'_>,
    templates: &Templates,
    named: &[(Format, String)],
    responses: &[Response],
) -> Vec<RehearsalFailure> {
    let renderer = Renderer::new(templates.by_name.clone());
    let mut failures: Vec<RehearsalFailure> = Vec::new();
    let mut scratch = Scratch::default();
    for audience in [Audience::Client, Audience::Technician] {
        let reports = responses.iter().map(|response| data(engine, response, audience, &mut scratch));
        let read = named.iter().filter(|(format, name)| is_read_by(*format, name, audience));
        let read: Vec<(&str, Escape)> = read.map(|(format, name)| (name.as_str(), format.escape())).collect();
        for (position, fault) in renderer.rehearse(&read, reports).into_iter().flatten() {
            let known = failures.iter().any(|failure| failure.fault == fault);
            let response = responses.get(position).filter(|_| !known);
            failures.extend(response.map(|response| RehearsalFailure { fault, audience, response: response.clone() }));
        }
    }
    failures
}

/// What templates are given, but for the search for what would change the verdict: that would be made again for hundreds of
/// witnesses, and the names in it are held against the templates already when they are read (see [`super::check`]).
///
/// Where questions are skipped one after the other, each waits for all before it: a list that grows with the square of a set. What a
/// template makes of its first entries it makes of all.
fn data(engine: &Engine<'_>, response: &Response, audience: Audience, scratch: &mut Scratch) -> Report {
    let mut assessment = engine.assess_with(response, audience, scratch);
    assessment.open.truncate(MOST_OPEN);
    assessment.open.iter_mut().for_each(|open| open.causes.truncate(MOST_OPEN));
    report(engine, response, &assessment, &Outlook::unasked())
}

/// A shipped template is for the reader in its name; a clinic's own may be for either.
fn is_read_by(format: Format, name: &str, audience: Audience) -> bool {
    let other = if audience == Audience::Technician { Audience::Client } else { Audience::Technician };
    format.template(audience) == name || format.template(other) != name
}
