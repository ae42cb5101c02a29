//! The technician's sheet of every scenario: how many sides it has, that what stands on a side has room there, what has to stand
//! on each, and what may not.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::OnceLock;

use candidacy::assessment::{Assessment, Engine};
use candidacy::catalog;
use candidacy::diagnostic::render::short;
use candidacy::outlook::Outlook;
use candidacy::questionnaire::{Audience, Questionnaire};
use candidacy::report::{Format, Part, Report, Templates, render, report};
use candidacy::scenario::read;
use candidacy::value::Date;

use crate::support::{day, set_with_sources};

/// A person of a scenario with the report for the technician.
struct Person {
    id: String,
    report: Report,
    assessment: Assessment,
    /// Whether the person may be treated.
    treated: bool,
}

fn templates() -> &'static Templates {
    static CELL: OnceLock<Templates> = OnceLock::new();
    CELL.get_or_init(|| catalog::templates_for("smp").unwrap())
}

/// Everybody in the scenarios of the set.
fn people() -> &'static [Person] {
    static CELL: OnceLock<Vec<Person>> = OnceLock::new();
    CELL.get_or_init(|| {
        let found = catalog::find("smp").unwrap();
        let (questionnaire, mut sources) = set_with_sources(found.files.as_ref());
        let questionnaire: &'static Questionnaire = Box::leak(Box::new(questionnaire));
        let (suite, faults) = read(questionnaire, found.files.as_ref(), &found.main, &mut sources, day());
        assert_eq!(short(&faults, &sources), "", "the scenarios are sound");
        let mut engines: BTreeMap<Date, Engine<'_>> = BTreeMap::new();
        let people = suite.unwrap().scenarios.into_iter().map(|scenario| {
            let engine = engines.entry(scenario.day).or_insert_with(|| Engine::new(questionnaire, scenario.day));
            let mut response = scenario.response.clone();
            response.set_client(Some("c-0042"));
            let assessment = engine.assess(&response, Audience::Technician);
            let report = report(engine, &response, &assessment, &Outlook::unasked());
            let treated = assessment.may_be_treated(questionnaire);
            Person { id: scenario.id, report, assessment, treated }
        });
        people.collect()
    })
}

fn page(person: &Person, parts: &[Part]) -> String {
    let report = person.report.clone().only(parts);
    render(&report, Format::Html, "technician.html", templates(), 80).unwrap_or_else(|fault| panic!("{fault:?}"))
}

/// Writes pages to be printed by `tests/long/sheets.sh`; the number at the beginning of each name is that of the pages that it
/// may come to.
#[test]
#[ignore = "writes pages to print into the folder named by SHEETS"]
fn write_sheets_to_print() {
    let folder = PathBuf::from(std::env::var("SHEETS").unwrap());
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for person in people() {
        let sides = if person.treated { 2 } else { 1 };
        let mut write = |most: usize, what: &str, page: String| {
            // Many scenarios differ in what nobody prints: each page once.
            seen.entry(page).or_insert_with(|| format!("{most}-{what}-{}.html", person.id));
        };
        write(sides, "sheet", page(person, &[Part::Sheet]));
        write(1, "letter", page(person, &[Part::Letter]));
        if person.treated {
            write(3, "signed", page(person, &[Part::Sheet, Part::Consent]));
        }
    }
    for (page, name) in &seen {
        std::fs::write(folder.join(name), page).unwrap();
    }
}
