//! What clients read is easy to read, and promises nothing: every text of the shipped questionnaires and of the reports.

use candidacy::diagnostic::{Code, Diagnostics};
use candidacy::questionnaire::Texts;
use candidacy::source::Sources;
use candidacy::wording::{by_section, grade, is_judged, lint};
use proptest::prelude::*;

use crate::readme_and_docs::printed;
use crate::support::{ran_in, sample, set, set_with_sources, smp};

/// The highest school grade of a text, in tenths: about age twelve.
const HIGHEST: u32 = 70;

#[test]
fn the_shipped_texts_are_clean() {
    let questionnaire = smp();
    let found = lint(questionnaire).sorted();
    assert!(found.is_empty(), "{found:#?}");
    assert!(questionnaire.lints().is_empty(), "nothing is switched off to get there");
}

#[test]
fn no_shipped_text_is_above_age_twelve() {
    let questionnaire = smp();
    assert!(is_judged(questionnaire) && questionnaire.wording().reading_grade * 10 <= HIGHEST);
    let sections = by_section(questionnaire);
    assert_eq!(sections.len(), questionnaire.sections().len() + 1);
    for section in sections {
        let (worst, name) = section.hardest.unwrap();
        assert!(worst <= HIGHEST, "{name}: {}", grade(worst));
        let all = section.all.grade_in_tenths().unwrap();
        assert!(all <= HIGHEST / 2, "{:?}: {}", section.title, grade(all));
    }
}

/// The glossary is for names of illnesses and medicines: each word of it is used, and none of it is there to be clever.
#[test]
fn every_word_of_the_glossary_is_used() {
    let questionnaire = smp();
    let texts = questionnaire.texts().iter().map(|text| text.text().to_lowercase()).collect::<Vec<_>>().join(" ");
    let unused = questionnaire.wording().glossary.iter().filter(|word| !texts.contains(word.as_str()));
    assert_eq!(unused.collect::<Vec<_>>(), Vec::<&String>::new());
    assert!(questionnaire.wording().glossary.len() <= 40);
}

/// A questionnaire that says nothing but `text`, to those who do not read it as a template.
fn saying(text: &str, glossary: &[String]) -> (Diagnostics, Sources) {
    let quoted = |text: &str| serde_json::to_string(text).unwrap();
    let yaml = format!(
        "questionnaire: q\nversion: 1.0.0\ntitle: Reports\nglossary: {}\nabout: {}\nverdicts:\n  - ok: {{ title: Ok, says: Ok. }}\nsections:\n  - id: s\n    title: S\n    questions: [{{ id: q, ask: Is it so?, type: yes_no }}]\n",
        serde_json::to_string(glossary).unwrap(),
        quoted(text),
    );
    let (questionnaire, sources) = set_with_sources(&Texts::one("questionnaire.yaml", yaml));
    (lint(&questionnaire), sources)
}

/// The words of a page without its tags; each tag ends a line.
fn without_tags(html: &str) -> String {
    let pieces = html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    pieces.collect::<Vec<_>>().join("\n\n")
}

/// A template without its statements; each ends a paragraph.
fn without_statements(template: &str) -> String {
    let pieces = template.split("{%").map(|piece| piece.split_once("%}").map_or(piece, |(_, text)| text));
    pieces.collect::<Vec<_>>().join("\n\n")
}

#[test]
fn what_reports_say_by_themselves_is_as_easy() {
    let glossary = smp().wording().glossary.clone();
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders =
        ["report_templates", "questionnaires/smp/report"].map(|folder| std::fs::read_dir(here.join(folder)).unwrap());
    let mut faults = String::new();
    let mut read = 0;
    for path in folders.into_iter().flatten().map(|entry| entry.unwrap().path()) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        // The technician's sheets are for technicians; the style has no words.
        if name.starts_with("technician") || name.ends_with("style.html") {
            continue;
        }
        let text = without_statements(&std::fs::read_to_string(&path).unwrap());
        let text = if name.ends_with(".md") { text.replace('|', "\n\n") } else { text };
        let text = if name.ends_with(".html") { without_tags(&text) } else { text };
        for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
            read += 1;
            let (found, sources) = saying(paragraph, &glossary);
            for fault in found.iter() {
                let place = sources.get(fault.span.source).unwrap().slice(fault.span);
                faults += &format!("{name}: {}: {} ({})\n  {place}\n", fault.code.name(), fault.message, fault.label);
            }
        }
    }
    assert!(read > 50, "the test looks at the wrong folder");
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn levels_are_the_authors_to_set() {
    let text = "questionnaire: q\nversion: 1.0.0\ntitle: It is safe\nLINTS\nverdicts:\n  - ok: { title: Ok, says: Ok. }\nsections:\n  - id: s\n    title: S\n    questions: [{ id: q, ask: Is it so?, type: yes_no }]\n";
    for (lints, expected) in [
        ("about: Hello.", vec!["warning"]),
        ("lints: { forbidden-claim: off }", vec![]),
        ("lints: { forbidden-claim: error }", vec!["error"]),
        ("lints: { forbidden-claim: note }", vec!["note"]),
    ] {
        let found = lint(&set(&text.replace("LINTS", lints)));
        assert_eq!(found.iter().map(|one| one.level.name()).collect::<Vec<_>>(), expected, "{lints}");
    }
}

#[test]
fn the_command_shows_a_line_for_each_section() {
    let questionnaire = smp();
    let table = printed("candidacy check smp --reading");
    let lines: Vec<&str> = table.lines().collect();
    for section in questionnaire.sections() {
        let line = lines.iter().find(|line| line.starts_with(&section.title)).unwrap();
        let grade = line.split_whitespace().rev().nth(2).unwrap();
        assert!(grade.parse::<f64>().unwrap() <= 7.0, "{line}");
    }
    assert!(lines.last().unwrap().starts_with("all ") && lines.last().unwrap().ends_with("(at most 7 a text)"));
    assert_ne!(ran_in(".", &["check", "smp", "--reading", "--format", "json"]).status, 0, "a table is not JSON");
}

proptest! {
    #![proptest_config(sample(96))]

    /// Whatever the words are, the lints read them, and what they point at is there.
    #[test]
    fn any_words_can_be_read(words in prop::collection::vec(prop_oneof![
        Just("stop".to_owned()), Just("not".to_owned()), Just("aspirin".to_owned()), Just("safe".to_owned()), Just("is".to_owned()),
        Just("100".to_owned()), Just("%".to_owned()), Just("{{".to_owned()), Just("%}".to_owned()), Just("it,".to_owned()),
        Just("risk-".to_owned()), Just("free.".to_owned()), Just("\n".to_owned()), "\\PC{0,6}",
    ], 1..40)) {
        let text = words.join(" ");
        prop_assume!(!text.trim().is_empty());
        let (found, sources) = saying(&text, &["aspirin".to_owned()]);
        for fault in found.iter() {
            let source = sources.get(fault.span.source).unwrap();
            prop_assert!((fault.span.end as usize) <= source.text.len());
            prop_assert!(fault.code == Code::LongSentence || !source.slice(fault.span).is_empty(), "{}", fault.message);
        }
    }
}
