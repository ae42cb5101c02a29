//! `candidacy test`: the scenarios of question sets, and what they show.

use candidacy::catalog;
use candidacy::diagnostic::render as draw;
use candidacy::questionnaire::{Questionnaire, load};
use candidacy::scenario::render::{CoverageDetail, Demand, Tested, human, json, junit};
use candidacy::scenario::{Results, Suite, file_beside, read, run as run_suite};
use candidacy::source::Sources;
use candidacy::text::visible;

use super::args::{TestArgs, TestFormat};
use super::certainty;
use super::day::today;
use super::fault::{CliFault, Exit};
use super::output;
use super::unreviewed::{accept_file, fill_file, fix_file, review_file};

/// Runs the scenarios of all paths. It fails if a scenario does, or a file is at fault, or, where that is demanded, if
/// something is not shown.
pub fn run(args: &TestArgs) -> Result<Exit, CliFault> {
    let mut sources = Sources::default();
    let mut sets = Vec::new();
    let mut at_fault = false;
    for path in &args.paths {
        match open_and_run(path, args, &mut sources)? {
            Some(set) => sets.push(set),
            None => at_fault = true,
        }
    }
    // Half a result would look like a whole one to a program.
    if at_fault && args.format != TestFormat::Human {
        return Ok(Exit::Questionnaire);
    }
    let demand = if args.require_coverage { Demand::Everything } else { Demand::Nothing };
    let tested: Vec<Tested<'_>> = sets.iter().map(TestedSet::tested).collect();
    match args.format {
        TestFormat::Human => for_people(args, &sets, &sources)?,
        TestFormat::Json => output::print_json(&json(&tested, &sources))?,
        TestFormat::Junit => output::print(&junit(&tested, &sources, demand))?,
    }
    let incomplete = args.require_coverage && sets.iter().any(|set| !set.results.coverage.is_complete());
    let failed = at_fault || incomplete || sets.iter().any(|set| set.results.failed() > 0);
    Ok(if failed { Exit::Questionnaire } else { Exit::Done })
}

/// A questionnaire with what came of its scenarios.
struct TestedSet {
    name: String,
    /// Where its scenarios are, or would be.
    file: String,
    questionnaire: Questionnaire,
    results: Results,
    /// How soon results are certain, if that is wanted.
    certainty: Option<String>,
}

impl TestedSet {
    fn tested(&self) -> Tested<'_> {
        Tested { name: &self.name, questionnaire: &self.questionnaire, results: &self.results }
    }
}

/// Nothing, if a file is at fault: then it was shown.
fn open_and_run(path: &str, args: &TestArgs, sources: &mut Sources) -> Result<Option<TestedSet>, CliFault> {
    let found = catalog::find(path)?;
    let files = found.files.as_ref();
    let (questionnaire, faults) = load(files, &found.main, sources);
    let Some(questionnaire) = questionnaire else {
        output::show(faults, sources);
        return Ok(None);
    };
    let day = args.today.unwrap_or_else(today);
    let (suite, faults) = read(&questionnaire, files, &found.main, sources, day);
    let at_fault = faults.has_errors();
    let mut suite = suite.unwrap_or(Suite::default());
    if !at_fault && args.fill {
        fill_file(path, &questionnaire, &suite, day)?;
        suite = read(&questionnaire, files, &found.main, sources, day).0.unwrap_or(suite);
    }
    if !at_fault && args.fix {
        fix_file(path, &questionnaire, &suite, day)?;
        suite = read(&questionnaire, files, &found.main, sources, day).0.unwrap_or(suite);
    }
    if !at_fault && args.accept {
        accept_file(path, &questionnaire, &suite, day)?;
        suite = read(&questionnaire, files, &found.main, sources, day).0.unwrap_or(suite);
    }
    if !at_fault && args.review {
        review_file(path, &questionnaire, &suite, day)?;
        suite = read(&questionnaire, files, &found.main, sources, day).0.unwrap_or(suite);
    }
    let mut results = run_suite(&questionnaire, &suite);
    if at_fault {
        output::show(faults, sources);
        return Ok(None);
    }
    results.warnings.append(faults);
    let file = files.name(&file_beside(&found.main));
    let certainty = if args.certainty { Some(certainty::table(&questionnaire, &suite)?) } else { None };
    Ok(Some(TestedSet { name: path.to_owned(), file, questionnaire, results, certainty }))
}

/// What failed, drawn in the files, then the tables.
fn for_people(args: &TestArgs, sets: &[TestedSet], sources: &Sources) -> Result<(), CliFault> {
    let detail = if args.coverage { CoverageDetail::All } else { CoverageDetail::Missing };
    let width = output::width_of_stdout();
    let mut text = String::new();
    for (position, set) in sets.iter().enumerate() {
        text.push_str(if position > 0 { "\n" } else { "" });
        if set.results.outcomes.is_empty() {
            text.push_str(&visible(&none_yet(set)));
            continue;
        }
        text.push_str(&draw::human(&set.results.diagnostics(), sources, width, output::colour_of_stdout()));
        text.push_str(&visible(&human(set.tested(), detail, width)));
        text.extend(set.certainty.iter().map(|certainty| format!("\n{}", visible(certainty))));
        if args.require_coverage && !set.results.coverage.is_complete() {
            text.push_str("\nNot passed: `--require-coverage` asks for scenarios that show everything.\n");
        }
    }
    output::print_drawn(&text)
}

fn none_yet(set: &TestedSet) -> String {
    let verdict = set.questionnaire.verdicts().iter().next().map_or("", |verdict| &verdict.id);
    format!(
        "{}: no scenarios yet. Write some into `{}`; the smallest is\n\nscenarios:\n  - id: nothing_said\n    answers: {{}}\n    verdict: {verdict}\n",
        set.name, set.file
    )
}
