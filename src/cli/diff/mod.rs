//! `candidacy diff`: what two versions of a question set judge differently, for people, tools and pull requests.

mod human;
mod json;
mod markdown;
mod stored;
mod view;

use candidacy::assessment::Engine;
use candidacy::diff::{Budget, Diff, diff};

use super::args::{DiffArgs, DiffFormat, FailOn};
use super::day::today;
use super::fault::{CliFault, Exit};
use super::open::open_set;
use super::output;
use view::DiffView;

/// Compares two versions and prints what differs.
pub fn run(args: &DiffArgs) -> Result<Exit, CliFault> {
    let (old, new) = (open_set(&args.old)?, open_set(&args.new)?);
    let day = args.today.unwrap_or_else(today);
    let budget = args.budget.map_or_else(Budget::default, Budget);
    let (before, after) = (Engine::new(&old, day), Engine::new(&new, day));
    let found = diff(&before, &after, budget);
    let stored =
        args.responses.iter().map(|path| stored::compare(path, [&before, &after])).collect::<Result<_, _>>()?;
    let view = DiffView { old: &old, new: &new, engines: [&before, &after], diff: &found, stored };
    match args.format {
        DiffFormat::Human => output::print(&human::write(&view))?,
        DiffFormat::Json => output::print_json(&json::write(&view).to_string())?,
        DiffFormat::Markdown => output::print(&markdown::write(&view))?,
    }
    Ok(if args.fail_on.is_some_and(|fail_on| fails(fail_on, &view, &found)) { Exit::Questionnaire } else { Exit::Done })
}

/// Whether the command is to fail. What was not decided counts as found: nobody has shown that it is not there.
fn fails(fail_on: FailOn, view: &DiffView<'_>, found: &Diff) -> bool {
    let kinds = found.differences.iter().map(|difference| &difference.kind).chain(&found.undecided);
    match fail_on {
        FailOn::LessCautious => {
            let less = kinds.into_iter().any(|kind| kind.less_cautious(view.old, view.new));
            less || view.stored.iter().any(|stored| stored.less_cautious())
        }
        FailOn::Any => !found.same_judgement() || view.stored.iter().any(stored::Stored::differs),
    }
}
