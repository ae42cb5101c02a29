//! `candidacy check`.

use candidacy::analysis::lints::lint;
use candidacy::analysis::prove;
use candidacy::catalog;
use candidacy::diagnostic::{Diagnostics, render};
use candidacy::questionnaire::Questionnaire;
use candidacy::source::Sources;

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
        let mut proofs = prove(&questionnaire, args.today.unwrap_or_else(super::today));
        proofs.append(lint(&questionnaire));
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
