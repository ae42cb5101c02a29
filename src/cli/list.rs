//! `candidacy list`: the shipped question sets, and how many questions a set asks.

use candidacy::assessment::Engine;
use candidacy::catalog::shipped_ids;
use candidacy::outlook::{Paths, Walk, paths};
use candidacy::proof::Plan;
use candidacy::questionnaire::{Audience, Questionnaire};

use super::args::ListArgs;
use super::day::today;
use super::fault::{CliFault, Exit};
use super::open::open_set;
use super::output;
use super::progress::Working;

/// One line a set; the ways through it for each set that was named.
pub fn run(args: &ListArgs) -> Result<Exit, CliFault> {
    let mut text = String::new();
    let working = Working::on("looking for the ways through");
    for id in shipped_ids().iter().filter(|_| args.names.is_empty()) {
        text.push_str(&line(id, &open_set(id)?));
    }
    for name in &args.names {
        let questionnaire = open_set(name)?;
        text.push_str(&line(name, &questionnaire));
        text.push_str(&table(&questionnaire));
    }
    drop(working);
    output::print(&text)?;
    Ok(Exit::Done)
}

/// Id, version, number of questions, title.
fn line(name: &str, questionnaire: &Questionnaire) -> String {
    let (version, count) = (questionnaire.version(), questionnaire.questions().len());
    format!("{name}  {version}  {count} questions  {}\n", questionnaire.title())
}

/// How many questions are asked, by who answers.
fn table(questionnaire: &Questionnaire) -> String {
    let engine = Engine::new(questionnaire, today());
    let plan = Plan::new(&engine);
    let mut table = format!("\n{:<42} {:>8} {:>8} {:>8}\n", "screens", "shortest", "typical", "longest");
    for (who, walk) in walks(questionnaire) {
        table.push_str(&match paths(&plan, walk) {
            Ok(Some(found)) => row(who, &found),
            Ok(None) => format!("{who:<42} {:>8}\n", "every way is ended by a rule"),
            Err(gave_up) => format!("{who:<42} not decided {gave_up}\n"),
        });
    }
    table + "\nA way that a rule ends early is not counted.\n"
}

fn row(who: &str, found: &Paths) -> String {
    let (shortest, longest) = (found.shortest.screens, found.longest.screens);
    format!("{who:<42} {shortest:>8} {:>8} {longest:>8}\n", found.typical)
}

/// The ways that differ: a technician's only where something is for the technician.
fn walks(questionnaire: &Questionnaire) -> Vec<(&'static str, Walk)> {
    let client = ("of a client", Walk::from_nothing(Audience::Client));
    let after = Walk { holder: Audience::Technician, answered: Some(Audience::Client) };
    let technician = [
        ("of a technician, beside a client's answers", after),
        ("of a technician, without them", Walk::from_nothing(Audience::Technician)),
    ];
    let differs = questionnaire.questions().iter().any(|question| question.audience != Audience::Everyone);
    std::iter::once(client).chain(technician.into_iter().filter(|_| differs)).collect()
}
