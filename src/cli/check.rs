//! `candidacy check`.

use std::collections::BTreeMap;

use candidacy::analysis::prove_with_witnesses;
use candidacy::catalog;
use candidacy::diagnostic::{Diagnostic, Diagnostics, render};
use candidacy::questionnaire::{Audience, Questionnaire};
use candidacy::report::{Format, Stumble, Templates, rehearse, unlike};
use candidacy::response::{Response, answers_inline};
use candidacy::source::{Sources, Span};

use super::args::{Check, CheckFormat};
use super::fault::{CliFault, Exit};
use super::output;

/// Checks all paths, shows all faults, and says which sets are sound.
pub fn run(args: &Check) -> Result<Exit, CliFault> {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let mut sound = String::new();
    for path in &args.paths {
        let Some(questionnaire) = diagnostics.keep(catalog::open(path, &mut sources)?) else { continue };
        let day = args.today.unwrap_or_else(super::today);
        let (mut proofs, witnesses) = prove_with_witnesses(&questionnaire, day);
        proofs.append(rehearsed(args, &questionnaire, &witnesses, &mut sources)?);
        if !proofs.has_errors() {
            sound.push_str(&summary(path, &questionnaire));
        }
        diagnostics.append(proofs);
    }
    let failed = diagnostics.has_errors();
    let diagnostics = diagnostics.sorted();
    match args.format {
        CheckFormat::Human => {
            let drawn = render::human(&diagnostics, &sources, output::width_of_stdout(), output::colour_of_stdout());
            output::print(&format!("{drawn}{sound}"))?;
        }
        CheckFormat::Short => output::print(&render::short(&diagnostics, &sources))?,
        CheckFormat::Json => output::print(&render::json(&diagnostics, &sources))?,
        CheckFormat::Sarif => output::print(&render::sarif(&diagnostics, &sources))?,
    }
    Ok(if failed { Exit::Questionnaire } else { Exit::Done })
}

/// Renders all templates for all witnesses.
fn rehearsed(
    args: &Check,
    questionnaire: &Questionnaire,
    witnesses: &[Response],
    sources: &mut Sources,
) -> Result<Diagnostics, CliFault> {
    let day = args.today.unwrap_or_else(super::today);
    let readers = [Audience::Client, Audience::Technician];
    let formats = [Format::Text, Format::Markdown, Format::Html, Format::Summary];
    let shipped = readers.into_iter().flat_map(|reader| formats.map(|format| (format, format.template(reader))));
    let shipped: BTreeMap<String, Format> = shipped.map(|(format, name)| (name, format)).collect();
    let shipped: Vec<(Format, String)> = shipped.into_iter().map(|(name, format)| (format, name)).collect();
    let mut found = Diagnostics::default();
    let mut tell = |templates: &Templates, named: &[(Format, String)], responses: &[Response]| {
        for stumble in rehearse(questionnaire, templates, named, responses, day) {
            found.push(told(questionnaire, templates, &stumble, sources));
        }
    };
    tell(&catalog::shipped_templates(), &shipped, &unlike(questionnaire, witnesses, day));
    for file in &args.template {
        let (templates, name) = catalog::templates_beside(file)?;
        let format = super::assess::format_of(file).unwrap_or(Format::Text);
        tell(&templates, &[(format, name)], witnesses);
    }
    Ok(found)
}

/// A failing template, with its place and the answers that lead there.
fn told(questionnaire: &Questionnaire, templates: &Templates, stumble: &Stumble, sources: &mut Sources) -> Diagnostic {
    let fault = &stumble.fault;
    let text = templates.by_name.get(&fault.name).map_or("", String::as_str);
    let source = sources.add(fault.name.clone(), text);
    let range = fault.range.clone().unwrap_or(0..0);
    let diagnostic = Diagnostic::new(fault.code, Span::new(source, range.start, range.end), fault.message.clone());
    let diagnostic = fault.help.iter().fold(diagnostic, |diagnostic, help| diagnostic.help(help));
    let answers = answers_inline(questionnaire, &stumble.response);
    diagnostic.help(format!("it fails in the report for the {} with the answers {answers}", stumble.audience.name()))
}

fn summary(path: &str, questionnaire: &Questionnaire) -> String {
    let count = |number: usize, thing: &str| format!("{number} {thing}{}", if number == 1 { "" } else { "s" });
    format!(
        "{path}: {} {}: {}, {}, {}, {}: sound\n",
        questionnaire.id(),
        questionnaire.version(),
        count(questionnaire.sections().len(), "section"),
        count(questionnaire.questions().len(), "question"),
        count(questionnaire.rules().len(), "rule"),
        count(questionnaire.guarantees().len(), "guarantee"),
    )
}

/// A questionnaire that can be used. Its faults are shown on stderr; warnings are for `check` and stay unsaid here.
pub fn usable(name: &str) -> Result<Questionnaire, CliFault> {
    let mut sources = Sources::default();
    let (questionnaire, diagnostics) = catalog::open(name, &mut sources)?;
    questionnaire.ok_or_else(|| {
        output::show(diagnostics, &sources);
        CliFault::Diagnosed(Exit::Questionnaire)
    })
}
