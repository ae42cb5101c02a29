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
use candidacy::report::{Format, Report, ReportPart, Templates, render, report};
use candidacy::scenario::read;
use candidacy::value::Date;

use crate::support::{Room, day, set_with_sources};

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
    CELL.get_or_init(|| catalog::templates_for(&set()).unwrap())
}

/// The shipped set; for pages to print it may be another, as a copy of it with a letterhead.
fn set() -> String {
    std::env::var("SHEETS_OF").unwrap_or("smp".to_owned())
}

/// Everybody in the scenarios of the set.
fn people() -> &'static [Person] {
    static CELL: OnceLock<Vec<Person>> = OnceLock::new();
    CELL.get_or_init(|| {
        let found = catalog::find(&set()).unwrap();
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

fn page(person: &Person, parts: &[ReportPart]) -> String {
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
        write(sides, "sheet", page(person, &[ReportPart::Sheet]));
        write(1, "letter", page(person, &[ReportPart::Letter]));
        if person.treated {
            write(3, "signed", page(person, &[ReportPart::Sheet, ReportPart::Consent]));
        }
    }
    for (page, name) in &seen {
        std::fs::write(folder.join(name), page).unwrap();
    }
}

fn templates_for_text(person: &Person, format: Format) -> String {
    let name = format.template(Audience::Technician);
    render(&person.report, format, &name, templates(), 100).unwrap_or_else(|fault| panic!("{fault:?}"))
}

fn data(person: &Person) -> serde_json::Value {
    serde_json::to_value(&person.report).unwrap()
}

/// Two sides for whoever may be treated, one above that: by the measure in which the program fits what stands there.
#[test]
fn whoever_may_be_treated_has_two_sides_and_all_others_one() {
    assert!(people().len() > 500);
    for person in people() {
        let sides = if person.treated { 2 } else { 1 };
        assert_eq!(data(person)["sheet"]["pages"], sides, "{}", person.id);
        let page = page(person, &[ReportPart::Sheet]);
        assert_eq!(page.matches("<div class=\"side\">").count(), sides, "{}", person.id);
        assert!(page.contains(&format!("page {sides} of {sides}")), "{}", person.id);
        // No examination, and no plan, for whoever may not be treated.
        for treating in ["Examination", "Patch test", "id=\"plan-short\""] {
            assert!(person.treated || !page.contains(treating), "{}: {treating}", person.id);
        }
    }
}

/// A part of a page, from a mark to the next one that ends it, without its tags.
fn bare(page: &str, from: &str, to: &str) -> Option<String> {
    let part = page.split_once(from)?.1.split(to).next()?;
    let pieces = part.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    Some(pieces.collect::<Vec<_>>().join("").split_whitespace().collect::<Vec<_>>().join(" "))
}

/// What is not cut by rank is short: the whole width takes 104 characters of the size of the first side, and more of that of the
/// second. So many lines are what the sides leave for it.
#[test]
fn what_is_not_cut_is_short() {
    for person in people() {
        let page = page(person, &[ReportPart::Sheet]);
        for (what, from, to, most) in [
            ("the result", "<section class=\"result\"", "</section>", 9),
            ("the client in short", "<div class=\"in-short\">", "</div>", 5),
            ("the plan", "<section class=\"chain\"", "</section>", 7),
            ("the work", "<p class=\"work\">", "</p>", 3),
            ("what the client chose", "<section class=\"last\"", "</section>", 5),
        ] {
            let lines = bare(&page, from, to).map_or(0, |text| candidacy::text::wrap(&text, 104).len());
            assert!(lines <= most, "{}: {what} takes {lines} lines", person.id);
        }
    }
}

/// What each sheet has, whoever it is about, and what none has.
#[test]
fn every_sheet_can_be_filed_and_signed_and_tells_nothing_that_it_may_not() {
    for person in people() {
        let sheet = page(person, &[ReportPart::Sheet]);
        let body = sheet.split_once("</head>").unwrap().1;
        let first = ["c-0042", ">Name<", ">Born<", ">Technician<", "Decided otherwise", "Spoke with the client alone"];
        for wanted in first {
            assert!(body.contains(wanted), "{}: {wanted} is missing", person.id);
        }
        // Ids of rules are for the findings.
        for finding in &person.assessment.findings {
            let rule = &crate::support::smp()[finding.rule].id;
            assert!(!body.contains(rule.as_str()), "{}: {rule} stands on the sheet", person.id);
        }
    }
}

/// The technician stages before the client's own stage can be read: it stands behind everything else, and in no other place.
#[test]
fn the_clients_own_stage_is_read_last() {
    let mut seen = 0;
    for person in people().iter().filter(|person| person.treated) {
        let data = data(person);
        let own = data["answer"]["norwood"]["answer"].as_str().unwrap_or_default();
        if data["answer"]["norwood"]["state"] != "answered"
            || !data["answer"]["exam_norwood"]["answer"].as_str().unwrap_or_default().is_empty()
        {
            continue;
        }
        let sheet = page(person, &[ReportPart::Sheet]);
        let (before, after) = sheet.split_once("id=\"last\"").unwrap();
        let before = before.split_once("</head>").unwrap().1;
        assert!(after.contains(own) && !before.contains(own), "{}: {own}", person.id);
        seen += 1;
    }
    assert!(seen > 100, "{seen}");
}

/// The graver stands before what is less grave, what has a day before what has none, and what has no room is counted.
#[test]
fn lists_are_cut_by_rank() {
    let mut cut = 0;
    for person in people() {
        let sheet = data(person)["sheet"].clone();
        for list in ["waits", "clear", "conditions", "flags"] {
            cut += usize::from(sheet[list]["more"] != 0);
        }
        let days: Vec<&str> = sheet["waits"]["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["day"]["date"].as_str().unwrap())
            .collect();
        let of_the_result =
            sheet["waits"]["items"].as_array().unwrap().iter().filter(|one| one["verdict"].is_null()).count();
        assert!(days[..of_the_result].is_sorted_by(|one, next| one >= next), "{}: {days:?}", person.id);
        for text in [Format::Text, Format::Markdown].map(|format| templates_for_text(person, format)) {
            for list in ["waits", "clear", "conditions", "flags"] {
                let more = sheet[list]["more"].as_u64().unwrap();
                assert!(more == 0 || text.contains(&format!("and {more} more: see findings")), "{}", person.id);
            }
        }
    }
    // Hardly anybody has so much that a list must be cut; the unit tests of the measure cut.
    assert!(cut < 20, "{cut}");
}

/// Each part alone is that part and no other; a letter has its lines also where no answer asks for a doctor.
#[test]
fn parts_are_written_alone() {
    let treated = people().iter().find(|person| person.treated).unwrap();
    let held = people().iter().find(|person| !person.treated && person.assessment.stopped.is_none()).unwrap();
    for (part, heading) in [
        (ReportPart::Sheet, "id=\"decision\""),
        (ReportPart::Consent, "id=\"consent\""),
        (ReportPart::Letter, "id=\"letter\""),
        (ReportPart::Plan, "id=\"plan\""),
        (ReportPart::Findings, "id=\"findings\""),
        (ReportPart::Answers, "id=\"answers\""),
    ] {
        let all = ["id=\"decision\"", "id=\"consent\"", "id=\"letter\"", "id=\"plan\"", "id=\"answers\""];
        let only = page(treated, &[part]);
        for other in all {
            assert_eq!(only.contains(other), other == heading, "{part:?}: {other}");
        }
        let held = page(held, &[part]);
        let treating = matches!(part, ReportPart::Consent | ReportPart::Plan);
        assert_eq!(held.contains("there is no plan, and no consent is taken"), treating, "{part:?}");
        assert!(held.contains("<h1"), "{part:?}");
    }
    assert!(page(treated, &[ReportPart::Letter]).contains("Dear doctor"));
}

/// What a client wrote in their own words is not printed for all who pass the sheet by.
#[test]
fn a_clients_note_is_told_of_and_not_printed() {
    let small = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/interview/small.yaml");
    let line = ["assess", small, "--no-input", "--for", "technician", "--set", "age=34", "--set"];
    let of = |note: &str| Room::new().runs(&[&line[..], &[note, "--format", "html"]].concat()).out;
    let noted = of("note=my own words");
    assert!(noted.contains("The client wrote a note: ask.") && !noted.contains("my own words"), "{noted}");
    assert!(!of("stage=i").contains("The client wrote a note"));
}
