//! Reports: golden files of every format and variant, what people type shows as typed, templates cannot do harm, and the page
//! keeps its promises to the eye.

use std::collections::BTreeMap;

use candidacy::assessment::assess;
use candidacy::catalog::shipped_templates;
use candidacy::questionnaire::{Audience, FileFault, Files, Questionnaire, load};
use candidacy::report::{Format, Report, Templates, render, report};
use candidacy::response;
use candidacy::source::Sources;
use candidacy::value::parse_date;

const QUESTIONNAIRE: &str = include_str!("reports/questionnaire.yaml");
const RASH: &str =
    r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle id="dot" cx="4" cy="4" r="3"/></svg>"##;
const DAY: &str = "2026-11-22";

/// A response with a finding of every kind, something not sure and something open.
const FULL: &str = "questionnaire: fitness\nversion: 2.1.0\nanswers:\n  age: 34\n  faint: once\n  skin_now: [rash, burn]\n  \
                    operation: 2026-06-22\n  note: My arm itches\n";
const UNSURE: &str = "questionnaire: fitness\nversion: 2.1.0\nanswers: { age: 34, faint: unsure, skin_now: [none], operation: 2020-01-01, note: null }\n";
const CLEAR: &str = "questionnaire: fitness\nversion: 2.1.0\nanswers: { age: 34.0, faint: never, pulse: yes, skin_now: [none], operation: 2020-01-01, note: null }\n";
const STOPPED: &str = "questionnaire: fitness\nversion: 2.1.0\nanswers: { age: 17 }\n";

struct Memory;

impl Files for Memory {
    fn read(&self, path: &str) -> Result<String, FileFault> {
        match path {
            "questionnaire.yaml" => Ok(QUESTIONNAIRE.to_owned()),
            "images/rash.svg" => Ok(RASH.to_owned()),
            _ => Err(FileFault::Missing),
        }
    }

    fn name(&self, path: &str) -> String {
        path.to_owned()
    }
}

fn questionnaire() -> Questionnaire {
    let mut sources = Sources::default();
    let (questionnaire, diagnostics) = load(&Memory, "questionnaire.yaml", &mut sources);
    questionnaire.unwrap_or_else(|| panic!("{diagnostics:#?}"))
}

fn report_of(answers: &str, audience: Audience) -> Report {
    let questionnaire = questionnaire();
    let mut sources = Sources::default();
    let source = sources.add("answers.yaml", answers);
    let day = parse_date(DAY).unwrap();
    let (loaded, diagnostics) = response::load(&questionnaire, source, &sources, day);
    assert!(!diagnostics.has_errors(), "{diagnostics:#?}");
    report(&questionnaire, &loaded.response, &assess(&questionnaire, &loaded.response, audience, day))
}

fn rendered(answers: &str, audience: Audience, format: Format, template: &str) -> String {
    render(&report_of(answers, audience), format, template, &shipped_templates(), 72)
        .unwrap_or_else(|fault| panic!("{fault:?}"))
}

/// A golden file holds its input.
fn golden(answers: &str, output: &str) -> String {
    format!("{answers}\n────────\n{output}")
}

#[test]
fn shipped_reports_are_golden() {
    for (case, answers) in [("full", FULL), ("unsure", UNSURE), ("clear", CLEAR), ("stopped", STOPPED)] {
        for (variant, audience) in [("client", Audience::Client), ("technician", Audience::Technician)] {
            for format in [Format::Text, Format::Markdown, Format::Html, Format::Json] {
                let template = format!("{variant}.{}", format.ending());
                let output = rendered(answers, audience, format, &template);
                insta::assert_snapshot!(format!("{case}_{template}"), golden(answers, &output));
            }
        }
        let summary = rendered(answers, Audience::Client, Format::Text, "summary.txt");
        insta::assert_snapshot!(format!("{case}_summary.txt"), golden(answers, &summary));
    }
}

#[test]
#[ignore = "writes pages to look at into the folder named by REPORT_PAGES"]
fn write_pages_to_look_at() {
    let folder = std::path::PathBuf::from(std::env::var("REPORT_PAGES").unwrap());
    for (case, answers) in [("full", FULL), ("unsure", UNSURE), ("clear", CLEAR), ("stopped", STOPPED)] {
        for (variant, audience) in [("client", Audience::Client), ("technician", Audience::Technician)] {
            let page = rendered(answers, audience, Format::Html, &format!("{variant}.html"));
            std::fs::write(folder.join(format!("{case}-{variant}.html")), page).unwrap();
        }
    }
}
