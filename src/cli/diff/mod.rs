//! `candidacy diff`: what two versions of a question set judge differently, for people, tools and pull requests.

mod human;
mod markdown;
mod view;

use candidacy::assessment::Engine;
use candidacy::diff::{Diff, DiffRecord, DifferenceWords, StoredResponse, diff};

use super::args::{DiffArgs, DiffFormat, FailOn};
use super::day::today;
use super::fault::{CliFault, Exit};
use super::open::{open_set, read_text};
use super::output;
use super::progress::Working;
use view::DiffView;

/// Compares two versions and prints what differs.
pub fn run(args: &DiffArgs) -> Result<Exit, CliFault> {
    let working = Working::on("comparing");
    let (old, new) = (open_set(&args.old)?, open_set(&args.new)?);
    let day = args.today.unwrap_or_else(today);
    let (before, after) = (Engine::new(&old, day), Engine::new(&new, day));
    let found = diff(&before, &after, args.budget);
    let engines = [&before, &after];
    let stored = args.responses.iter().map(|path| {
        let text = read_text(path)?;
        Ok(StoredResponse::compare(&path.display().to_string(), &text, engines))
    });
    let stored = stored.collect::<Result<Vec<_>, CliFault>>()?;
    drop(working);
    let view =
        DiffView { old: &old, new: &new, engines, words: DifferenceWords::new(engines), diff: &found, stored: &stored };
    match args.format {
        DiffFormat::Human => output::print(&human::write(&view))?,
        DiffFormat::Json => output::print_json(&DiffRecord::new(engines, &found, &stored).to_json())?,
        DiffFormat::Markdown => output::print(&markdown::write(&view))?,
    }
    Ok(if args.fail_on.is_some_and(|fail_on| fails(fail_on, &view, &found)) { Exit::Questionnaire } else { Exit::Done })
}

/// Whether the command is to fail. What was not decided counts as found: nobody has shown that it is not there.
fn fails(fail_on: FailOn, view: &DiffView<'_>, found: &Diff) -> bool {
    match fail_on {
        FailOn::LessCautious => found.may_be_less_cautious() || view.stored.iter().any(StoredResponse::less_cautious),
        FailOn::Any => !found.same_judgement() || view.stored.iter().any(StoredResponse::differs),
    }
}
