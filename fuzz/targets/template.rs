//! Any bytes as a report template over a fixed report, and as a short text of a questionnaire.
#![no_main]

mod world;

use std::sync::LazyLock;

use candidacy::assessment::Engine;
use candidacy::catalog::shipped_templates;
use candidacy::document::Scalar;
use candidacy::outlook::Outlook;
use candidacy::questionnaire::Audience;
use candidacy::report::{Format, Report, render, report};
use candidacy::response::load;
use candidacy::source::{Sources, Span};
use candidacy::template::{MAX_OUTPUT_BYTES, Text, Words};
use libfuzzer_sys::fuzz_target;
use world::{clinic, day, expect_sane};

const ANSWERS: &str = "answers: { age: 34, keloid: unsure, skin_now: [sunburn], isotretinoin: yes, \
                       isotretinoin_stopped: 2026-06-22, note: \"<script>*secret-of-a-person*\" }\n";

static REPORT: LazyLock<Report> = LazyLock::new(|| {
    let clinic = clinic();
    let mut sources = Sources::default();
    let source = sources.add("answers.yaml", ANSWERS);
    let (loaded, faults) = load(&clinic, source, &sources, day());
    assert!(!faults.has_errors(), "{faults:?}");
    let engine = Engine::new(&clinic, day());
    let assessment = engine.assess(&loaded.response, Audience::Client);
    report(&engine, &loaded.response, &assessment, &Outlook::of(&engine, &loaded.response, &assessment))
});

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    as_a_report(&text);
    as_a_text(&text);
});

fn as_a_report(text: &str) {
    let mut templates = shipped_templates();
    templates.by_name.insert("mine.html".to_owned(), text.to_owned());
    // One format for each input: rendering is the slow part.
    let formats = [Format::Text, Format::Markdown, Format::Html];
    for format in formats.into_iter().skip(text.len() % 3).take(1) {
        match render(&REPORT, format, "mine.html", &templates, 60) {
            Ok(written) => {
                assert!(written.len() <= 2 * MAX_OUTPUT_BYTES, "{}", written.len());
                assert!(
                    format != Format::Html || text.contains("<script") || !written.contains("<script"),
                    "{written}"
                );
            }
            Err(fault) => {
                assert!(!fault.message.is_empty());
                let told = fault.to_string();
                assert!(text.contains("secret") || !told.contains("secret"), "{told}");
                let source = templates.by_name.get(&fault.name).unwrap_or_else(|| panic!("no {:?}", fault.name));
                assert!(fault.range.is_none_or(|range| source.get(range).is_some()), "a place outside {source:?}");
            }
        }
    }
}

fn as_a_text(text: &str) {
    let mut sources = Sources::default();
    let index = sources.add("questionnaire.yaml", text);
    let scalar = Scalar::verbatim(text, Span::new(index, 0, text.len()));
    let (checked, faults) = Text::check(&scalar, &["age", "keloid", "note"]);
    assert_eq!(checked.is_none(), faults.has_errors(), "{faults:?}");
    expect_sane(text.as_bytes(), &faults, &sources);
    if let Some(checked) = checked {
        let words = Words::from([("age".to_owned(), "34 years".to_owned()), ("note".to_owned(), "{{ x }}".to_owned())]);
        for words in [&Words::new(), &words] {
            assert!(checked.fill(words).len() <= 16 * text.len() + 16, "{:?}", checked.fill(words));
        }
    }
}
