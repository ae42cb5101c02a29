//! Any bytes as a response to the made-up clinic.
#![no_main]

mod world;

use std::sync::LazyLock;

use candidacy::assessment::Engine;
use candidacy::catalog::shipped_templates;
use candidacy::outlook::Outlook;
use candidacy::questionnaire::{Audience, Questionnaire};
use candidacy::report::{Format, render, report};
use candidacy::response::{load, parse_value, to_yaml};
use candidacy::source::Sources;
use libfuzzer_sys::fuzz_target;
use world::{clinic, day, expect_sane, is_rendered};

static CLINIC: LazyLock<Questionnaire> = LazyLock::new(clinic);
static ENGINE: LazyLock<Engine<'static>> = LazyLock::new(|| Engine::new(&CLINIC, day()));

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    // Also one value of the command line.
    for question in CLINIC.questions() {
        let _ = parse_value(question, &text, day());
    }
    let mut sources = Sources::default();
    let source = sources.add("response.yaml", text);
    let (loaded, faults) = load(&CLINIC, source, &sources, day());
    expect_sane(bytes, &faults, &sources);
    if faults.has_errors() {
        return;
    }
    let yaml = to_yaml(&CLINIC, &loaded.response, &[]);
    let again = sources.add("again.yaml", yaml.clone());
    let (same, faults) = load(&CLINIC, again, &sources, day());
    assert!(faults.is_empty(), "{yaml}\n{faults:?}");
    assert_eq!(same.response, loaded.response, "{yaml}");
    for audience in [Audience::Client, Audience::Technician] {
        let assessment = ENGINE.assess(&loaded.response, audience);
        assert!(assessment.verdict <= assessment.could_become);
        if !is_rendered(bytes) {
            continue;
        }
        let report =
            report(&ENGINE, &loaded.response, &assessment, &Outlook::of(&ENGINE, &loaded.response, &assessment));
        let text = render(&report, Format::Text, "client.txt", &shipped_templates(), 60).unwrap();
        assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
        let html = render(&report, Format::Html, "technician.html", &shipped_templates(), 60).unwrap();
        assert!(!html.contains("<script"), "{html}");
        render(&report, Format::Markdown, "client.md", &shipped_templates(), 60).unwrap();
    }
});
