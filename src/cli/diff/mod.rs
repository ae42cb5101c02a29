//! `candidacy diff`: what two versions of a question set judge differently, for people, tools and pull requests.

mod human;
mod markdown;
mod told;

use candidacy::assessment::Engine;
use candidacy::diff::{Budget, Diff, DiffRecord, StoredResponse, diff};

use super::args::{Diff as Args, DiffFormat, FailOn};
use super::assess::text_of;
use super::check::usable;
use super::fault::{CliFault, Exit};
use super::output;
use told::Told;

/// Compares two versions and prints what differs.
pub fn run(args: &Args) -> Result<Exit, CliFault> {
    let (old, new) = (usable(&args.old)?, usable(&args.new)?);
    let day = args.today.unwrap_or_else(super::today);
    let budget = args.budget.map_or_else(Budget::default, Budget);
    let (before, after) = (Engine::new(&old, day), Engine::new(&new, day));
    let found = diff(&before, &after, budget);
    let engines = [&before, &after];
    let stored = args.responses.iter().map(|path| {
        let text = text_of(path)?;
        Ok(StoredResponse::compare(&path.display().to_string(), &text, engines))
    });
    let stored = stored.collect::<Result<Vec<_>, CliFault>>()?;
    let told = Told { old: &old, new: &new, engines, diff: &found, stored: &stored };
    match args.format {
        DiffFormat::Human => output::print(&human::write(&told))?,
        DiffFormat::Json => output::print_json(&DiffRecord::new(engines, &found, &stored).to_json())?,
        DiffFormat::Markdown => output::print(&markdown::write(&told))?,
    }
    Ok(if args.fail_on.is_some_and(|fail_on| fails(fail_on, &told, &found)) { Exit::Questionnaire } else { Exit::Done })
}

/// Whether the command is to fail. What was not decided counts as found: nobody has shown that it is not there.
fn fails(fail_on: FailOn, told: &Told<'_>, found: &Diff) -> bool {
    let kinds = found.differences.iter().map(|difference| &difference.kind).chain(&found.undecided);
    match fail_on {
        FailOn::LessCautious => {
            let less = kinds.into_iter().any(|kind| kind.less_cautious(told.old, told.new));
            less || told.stored.iter().any(StoredResponse::less_cautious)
        }
        FailOn::Any => !found.same_judgement() || told.stored.iter().any(StoredResponse::differs),
    }
}
