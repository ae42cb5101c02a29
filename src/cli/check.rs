//! `candidacy check`.

use std::collections::BTreeMap;

use candidacy::catalog;
use candidacy::diagnostic::{Diagnostic, Diagnostics, render};
use candidacy::proof::prove_with_witnesses;
use candidacy::questionnaire::{Audience, Questionnaire};
use candidacy::report::{Format, Stumble, Templates, check, rehearse, unlike, unsafe_places};
use candidacy::response::{Response, answers_inline};
use candidacy::source::Sources;
use candidacy::text::{counted, pad, prefix, visible_line};
use candidacy::wording::{self, Reading, lint};

use super::args::{CheckArgs, CheckFormat};
use super::day::today;
use super::fault::{CliFault, Exit};
use super::output;

/// Checks all paths, shows all faults, and says which sets are sound.
pub fn run(args: &CheckArgs) -> Result<Exit, CliFault> {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let mut sound = String::new();
    let mut missing = false;
    for path in &args.paths {
        let opened = catalog::check(path, &mut sources).map_err(|fault| output::complain(&fault.into()));
        missing |= opened.is_err();
        let Some(questionnaire) = opened.ok().and_then(|opened| diagnostics.keep(opened)) else { continue };
        let day = args.today.unwrap_or_else(today);
        let (mut proofs, witnesses) = prove_with_witnesses(&questionnaire, day);
        proofs.append(lint(&questionnaire));
        let rehearsal = Rehearsal { args, path, questionnaire: &questionnaire, witnesses: &witnesses };
        proofs.append(rehearsal.hold(&mut sources)?);
        if !proofs.has_errors() {
            sound.push_str(&summary(path, &questionnaire));
        }
        if args.reading {
            sound.push_str(&reading(&questionnaire));
        }
        diagnostics.append(proofs);
    }
    let failed = diagnostics.has_errors();
    let diagnostics = diagnostics.sorted();
    match args.format {
        CheckFormat::Human => {
            let drawn = render::human(&diagnostics, &sources, output::width_of_stdout(), output::colour_of_stdout());
            output::print_drawn(&drawn)?;
            output::print(&sound)?;
        }
        CheckFormat::Short => output::print(&render::short(&diagnostics, &sources))?,
        CheckFormat::Json => output::print_json(&render::json(&diagnostics, &sources))?,
        CheckFormat::Sarif => output::print_json(&render::sarif(&diagnostics, &sources))?,
    }
    Ok(match (missing, failed) {
        (true, _) => Exit::File,
        (false, true) => Exit::Questionnaire,
        (false, false) => Exit::Done,
    })
}

/// All templates, tried on all witnesses before a client meets them.
struct Rehearsal<'r> {
    args: &'r CheckArgs,
    path: &'r str,
    questionnaire: &'r Questionnaire,
    witnesses: &'r [Response],
}

impl Rehearsal<'_> {
    fn hold(&self, sources: &mut Sources) -> Result<Diagnostics, CliFault> {
        let day = self.args.today.unwrap_or_else(today);
        let brought = catalog::templates_for(self.path)?;
        let mut found = self.tell(&brought, &named(), &unlike(self.questionnaire, self.witnesses, day), sources);
        for file in &self.args.template {
            let (templates, name) = catalog::templates_beside(catalog::templates_for(self.path)?, file)?;
            // Names are held against all that there is, in branches too that no witness takes: a branch may want several
            // findings at once.
            let named = check(self.questionnaire, &templates, std::slice::from_ref(&name));
            let sound = named.is_empty();
            for fault in named.iter().chain(&unsafe_places(&templates, std::slice::from_ref(&name))) {
                found.push(fault.diagnostic(fault.name.clone(), &templates.by_name, sources));
            }
            if sound {
                let format = Format::of_path(file).unwrap_or(Format::Text);
                found.append(self.tell(&templates, &[(format, name)], self.witnesses, sources));
            }
        }
        Ok(found.with_levels(self.questionnaire.lints()))
    }

    fn tell(
        &self,
        templates: &Templates,
        named: &[(Format, String)],
        responses: &[Response],
        sources: &mut Sources,
    ) -> Diagnostics {
        let day = self.args.today.unwrap_or_else(today);
        let mut found = Diagnostics::default();
        for stumble in rehearse(self.questionnaire, templates, named, responses, day) {
            found.push(told(self.questionnaire, templates, &stumble, sources));
        }
        found
    }
}

/// The templates that are rendered by name, each once.
fn named() -> Vec<(Format, String)> {
    let readers = [Audience::Client, Audience::Technician];
    let formats = [Format::Text, Format::Markdown, Format::Html, Format::Summary];
    let all = readers.into_iter().flat_map(|reader| formats.map(|format| (format.template(reader), format)));
    all.collect::<BTreeMap<_, _>>().into_iter().map(|(name, format)| (format, name)).collect()
}

/// A failing template, with its place and the answers that lead there.
fn told(questionnaire: &Questionnaire, templates: &Templates, stumble: &Stumble, sources: &mut Sources) -> Diagnostic {
    let fault = &stumble.fault;
    let diagnostic = fault.diagnostic(fault.name.clone(), &templates.by_name, sources);
    let answers = answers_inline(questionnaire, &stumble.response);
    diagnostic.help(format!("it fails in the report for the {} with the answers {answers}", stumble.audience.name()))
}

fn summary(path: &str, questionnaire: &Questionnaire) -> String {
    let path = render::one_line(path);
    format!(
        "{path}: {} {}: {}, {}, {}, {}: sound\n",
        questionnaire.id(),
        questionnaire.version(),
        counted(questionnaire.sections().len(), "section"),
        counted(questionnaire.questions().len(), "question"),
        counted(questionnaire.rules().len(), "rule"),
        counted(questionnaire.guarantees().len(), "guarantee"),
    )
}

/// How hard the texts are to read: a line a section, and one for all.
fn reading(questionnaire: &Questionnaire) -> String {
    if !wording::is_judged(questionnaire) {
        return format!("the reading age is known for English only, not for `{}`\n", questionnaire.language());
    }
    let sections = wording::by_section(questionnaire);
    let all = sections.iter().fold(Reading::default(), |all, section| all.and(section.all));
    let mut table =
        format!("\n{:<34} {:>5} {:>6} {:>5}  hardest text\n", "what clients read", "texts", "words", "grade");
    for section in sections.iter().filter(|section| section.all.texts > 0) {
        let title = section.title.as_deref().unwrap_or("title, verdicts, evidence");
        let hardest = section.hardest.as_ref().map(|(tenths, name)| format!("{} {name}", wording::grade(*tenths)));
        table.push_str(&reading_line(title, section.all, &hardest.unwrap_or_default()));
    }
    let most = format!("(at most {} a text)", questionnaire.wording().reading_grade);
    table + &reading_line("all", all, &most)
}

fn reading_line(title: &str, reading: Reading, hardest: &str) -> String {
    let title = pad(prefix(&visible_line(title), 34), 34);
    let grade = reading.grade_in_tenths().map_or("-".to_owned(), wording::grade);
    let line = format!("{title} {:>5} {:>6} {grade:>5}  {hardest}", reading.texts, reading.words);
    format!("{}\n", line.trim_end())
}
