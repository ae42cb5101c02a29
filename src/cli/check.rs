//! `candidacy check`.

use std::collections::BTreeMap;
use std::path::Path;

use candidacy::assessment::Engine;
use candidacy::catalog;
use candidacy::caution::HeldToBase;
use candidacy::diagnostic::{Diagnostics, render};
use candidacy::guideline::{hold, read_guideline};
use candidacy::outlook::slips_of_set;
use candidacy::proof::Plan;
use candidacy::questionnaire::Questionnaire;
use candidacy::report::entry;
use candidacy::source::{Source, Sources};
use candidacy::text::{counted, fill, pad, prefix, visible_line};
use candidacy::value::index::QuestionIx;
use candidacy::value::{Date, Duration, Unit};
use candidacy::wording::{self, Reading};

use super::args::{CheckArgs, CheckFormat};
use super::day::today;
use super::fault::{CliFault, Exit};
use super::open::read_text;
use super::output;
use super::progress::Working;

/// For how long a set is proved, if nobody says otherwise.
const TEN_YEARS: Duration = Duration { count: 10, unit: Unit::Years };

/// Checks all paths, shows all faults, and says which sets are sound.
pub fn run(args: &CheckArgs) -> Result<Exit, CliFault> {
    if args.against.is_some() && args.paths.len() > 1 {
        let message = "`--against` takes one set: name just one, and check the others without it".to_owned();
        return Err(CliFault::Usage { message });
    }
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let mut sound = String::new();
    let mut missing = false;
    let day = args.today.unwrap_or_else(today);
    let until = args.until.unwrap_or_else(|| TEN_YEARS.after(day));
    let mut proved = BTreeMap::new();
    let working = Working::on("checking");
    for path in &args.paths {
        let found = match catalog::find(path) {
            Ok(found) => found,
            Err(fault) => {
                // The others are checked all the same.
                output::complain(&fault.into());
                missing = true;
                continue;
            }
        };
        let checked = catalog::check(&found, (day, until), &args.template, &mut sources)?;
        let proved_until = checked.proved_until.unwrap_or(day);
        if checked.proved_until.is_some() {
            proved.insert(path.clone(), proved_until);
        }
        if let Some(questionnaire) = &checked.questionnaire {
            if checked.is_sound() {
                sound.push_str(&summary(path, questionnaire, proved_until, checked.not_rehearsed));
                sound.push_str(&care_of_base(questionnaire, checked.held.as_ref()));
            }
            if args.reading {
                sound.push_str(&reading(questionnaire));
            }
            if args.slips {
                sound.push_str(&slips(questionnaire, day)?);
            }
            if let Some(table) = &args.against {
                let (found, proved) = against(table, questionnaire, day, &mut sources)?;
                diagnostics.append(found);
                sound.push_str(&proved);
            }
        }
        diagnostics.append(checked.into_diagnostics());
    }
    drop(working);
    let failed = diagnostics.has_errors();
    let diagnostics = diagnostics.sorted();
    match args.format {
        CheckFormat::Human => {
            let drawn = render::human(&diagnostics, &sources, output::width_of_stdout(), output::colour_of_stdout());
            output::print_drawn(&drawn)?;
            output::print(&sound)?;
        }
        CheckFormat::Short => output::print(&render::short(&diagnostics, &sources))?,
        CheckFormat::Json => output::print_json(&render::json_of_check(&diagnostics, &sources, &proved))?,
        CheckFormat::Sarif => output::print_json(&render::sarif(&diagnostics, &sources))?,
    }
    Ok(match (missing, failed) {
        (true, _) => Exit::File,
        (false, true) => Exit::Questionnaire,
        (false, false) => Exit::Done,
    })
}

/// Holds a set against a table. Gives what is wrong, and in a line what was proved.
fn against(
    path: &Path,
    questionnaire: &Questionnaire,
    day: Date,
    sources: &mut Sources,
) -> Result<(Diagnostics, String), CliFault> {
    let name = if path == Path::new("-") { "<standard input>".to_owned() } else { path.display().to_string() };
    let source = Source { name: name.clone(), text: read_text(path)? };
    let index = sources.add(source.name.clone(), source.text.clone());
    let (guideline, mut found) = read_guideline(questionnaire, index, &source);
    // The table is at fault: nothing was proved.
    let Some(guideline) = guideline else { return Ok((found, String::new())) };
    let held = hold(questionnaire, &guideline, day);
    found.append(held.diagnostics(questionnaire));
    let (name, rows) = (render::one_line(&name), counted(guideline.rows.len(), "row"));
    let cells = counted(held.cells, "cell");
    let of = if held.holding == held.cells { String::new() } else { format!("{} of ", held.holding) };
    let hold = if held.cells == 1 { "holds" } else { "hold" };
    let proved = format!("{name}: {rows}: {of}{cells} {hold} for every response\n");
    Ok((found, proved))
}

fn summary(path: &str, questionnaire: &Questionnaire, until: Date, not_rehearsed: usize) -> String {
    let path = render::one_line(path);
    let rehearsed = match not_rehearsed {
        0 => String::new(),
        some => format!("; no report was tried for {}: that would take too long", counted(some, "rule")),
    };
    format!(
        "{path}: {} {}: {}, {}, {}, {}: sound, proved until {}{rehearsed}\n",
        questionnaire.id(),
        questionnaire.version(),
        counted(questionnaire.sections().len(), "section"),
        counted(questionnaire.questions().len(), "question"),
        counted(questionnaire.rules().len(), "rule"),
        counted(questionnaire.guarantees().len(), "guarantee"),
        until.strftime("%-d %B %Y"),
    )
}

/// Of an overlay, what was proved of the care that it takes.
fn care_of_base(questionnaire: &Questionnaire, held: Option<&HeldToBase>) -> String {
    let (Some(based_on), Some(held)) = (questionnaire.based_on(), held) else { return String::new() };
    let base = format!("{} {}", based_on.questionnaire, based_on.version);
    let mut text = String::new();
    if !held.more_cautious.is_empty() {
        text.push_str(&format!("More cautious than {base}, which needs no word:\n"));
        for line in &held.more_cautious {
            let width = output::width_of_stdout();
            let lines = fill(line.split_whitespace(), width.saturating_sub(2), width.saturating_sub(4));
            text.push_str(&format!("  {}\n", lines.join("\n    ")));
        }
    }
    if held.is_proved() {
        let but = match based_on.accepted.len() {
            0 => String::new(),
            1 => ", but for one entry that you accept".to_owned(),
            accepted => format!(", but for {accepted} entries that you accept"),
        };
        text.push_str(&format!("For nobody less cautious than {base}{but}: proved\n"));
    }
    text
}

/// The answers that are read back to a person before the result, question by question.
fn slips(questionnaire: &Questionnaire, day: Date) -> Result<String, CliFault> {
    let engine = Engine::new(questionnaire, day);
    let slips = slips_of_set(&Plan::new(&engine))?;
    if slips.is_empty() {
        return Ok("\nNo answer stands one key beside another with which nobody is treated.\n".to_owned());
    }
    let mut by_question: BTreeMap<QuestionIx, Vec<String>> = BTreeMap::new();
    for slip in &slips {
        let question = &questionnaire[slip.question];
        let told = format!("{} (beside {})", entry(question, &slip.said), entry(question, &slip.beside));
        by_question.entry(slip.question).or_default().push(told);
    }
    let mut text = format!(
        "\n{} of {} beside which, one key away, stands one with which nobody is treated; each is read back before the result\n",
        counted(slips.len(), "answer"),
        counted(by_question.len(), "question")
    );
    for (question, told) in by_question {
        let line = format!("  {}: {}", questionnaire[question].id, told.join(", "));
        text.push_str(&format!(
            "{}\n",
            fill(line.split(' '), output::width_of_stdout(), output::width_of_stdout() - 4).join("\n    ")
        ));
    }
    Ok(text)
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
