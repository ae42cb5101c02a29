//! A blank questionnaire on paper: every question of every set is on it, once, with room for its answer and in words when it is
//! wanted; nothing private is.

use candidacy::blank::{BlankFormat, blank};
use candidacy::questionnaire::{Audience, Questionnaire};
use proptest::prelude::*;

use crate::generate::{Tape, questionnaire, tapes};
use crate::support::{Room, clinic, sample, set, set_of, small, smp};

const FORMATS: [BlankFormat; 3] = [BlankFormat::Html, BlankFormat::Markdown, BlankFormat::Text];

/// A question of each type, a condition of each kind, a private question and one that rests on it.
const ALL: &str = r#"
questionnaire: paper
version: 1.0.0
title: Everything on paper
language: en
verdicts:
  - fine: { title: Fine, says: So. }
  - later: { title: Later, says: So. }
sections:
  - id: first
    title: First
    intro: Read this first.
    questions:
      - { id: age, ask: How old are you?, type: number, range: 0..120, unit: years, unsure: later }
      - together: Have you had any of these?
        questions:
          - { id: burn, ask: A burn, type: yes_no, unsure: later }
          - { id: cut, ask: A cut, type: yes_no, unsure: later }
      - { id: stage, ask: Which stage?, type: scale, options: { i: I, ii: II, iii: III, iv: IV } }
      - { id: kind, ask: Which kind?, type: choice, options: { a: Ache, b: Bruise, c: Cold }, unsure: later }
      - { id: signs, ask: Which signs?, type: choices, options: { red: Red skin, hot: Hot skin, none: { label: None, exclusive: true } } }
      - { id: began, ask: When did it begin?, type: date, range: past }
      - { id: trip, ask: When do you travel?, type: date, range: future }
      - { id: said, ask: Anything else?, type: text, required: false }
      - { id: idea, ask: Whose idea is it?, type: choice, options: { mine: Mine, theirs: Somebody else's }, private: true }
  - id: second
    title: Second
    when: age >= 18
    questions:
      - { id: q1, ask: One?, type: yes_no, when: burn }
      - { id: q2, ask: Two?, type: yes_no, when: stage >= ii and not cut }
      - { id: q3, ask: Three?, type: yes_no, when: "kind in [a, b] or signs has any [red, hot]" }
      - { id: q4, ask: Four?, type: yes_no, when: "signs has all [red, hot] and age in 20..30" }
      - { id: q5, ask: Five?, type: yes_no, when: "began within 6 months and trip is ahead" }
      - { id: q6, ask: Six?, type: yes_no, when: "at least 2 of [burn, cut, kind == c]" }
      - { id: q7, ask: Seven?, type: yes_no, when: kind is unsure }
      - { id: q8, ask: Eight?, type: yes_no, when: idea == theirs, private: true }
      - { id: q9, ask: Nine?, type: yes_no, when: early }
      - { id: look, ask: What do you see?, type: yes_no, for: technician }
    conditions:
      early: stage == i and age < 40
    rules:
      - { id: hurt, when: burn or cut, verdict: later, finding: It hurts. }
"#;

#[test]
fn a_question_says_in_words_when_it_is_wanted() {
    let page = blank(&set(ALL), Audience::Client, BlankFormat::Text);
    let flat = page.split_whitespace().collect::<Vec<_>>().join(" ");
    for wanted in [
        "1. How old are you? ________________________ (years, or “not sure”)",
        "2–3. Have you had any of these? 2. A burn [ ] yes [ ] no [ ] not sure 3. A cut",
        "6. Which signs? Tick all that fit. [ ] Red skin [ ] Hot skin [ ] None",
        "(day, month or year)",
        "Second ------ Only if number 1 is 18 or more.",
        "10. Only if number 2 is “Yes”: One? [ ] Yes [ ] No",
        "11. Only if number 4 is not “I” and it is not so that number 3 is “Yes”: Two?",
        "12. Only if number 5 is not “Cold” or number 6 has “Red skin” or “Hot skin”: Three?",
        "13. Only if number 6 has “Red skin” and “Hot skin” and number 1 is from 20 to 30: Four?",
        "14. Only if the day in number 7 is less than 6 months ago and the day in number 8 is still to come: Five?",
        "15. Only if at least 2 of these are so: number 2 is “Yes”; number 3 is “Yes”; number 5 is “Cold”: Six?",
        "16. Only if number 5 is “not sure” or not said: Seven?",
        "17. Only if number 4 is “I” and number 1 is less than 40: Nine?",
        "the clinic asks you about them in person",
    ] {
        assert!(flat.contains(wanted), "{wanted:?} is missing in\n{page}");
    }
}

/// Neither a private question nor its answers stand on the paper, and what is for the technician is not on the client's.
#[test]
fn nothing_private_is_on_the_paper() {
    for audience in [Audience::Client, Audience::Technician] {
        for format in FORMATS {
            let page = blank(&set(ALL), audience, format);
            for private in ["Whose idea", "Somebody else", "Eight?"] {
                assert!(!page.contains(private), "{audience:?}, {format:?}: {private}");
            }
            assert_eq!(page.contains("What do you see?"), audience == Audience::Technician, "{audience:?}, {format:?}");
        }
    }
}

fn is_whole(set: &Questionnaire) {
    for audience in [Audience::Client, Audience::Technician] {
        let asked = set.questions().iter().filter(|question| !question.private && question.audience.includes(audience));
        let count = asked.count();
        let page = blank(set, audience, BlankFormat::Text);
        for number in 1..=count {
            let begins = |line: &str| {
                let line = line.trim_start();
                line.starts_with(&format!("{number}. ")) || line.starts_with(&format!("{number}–"))
            };
            assert!(page.lines().any(begins), "{number} of {count} is missing in\n{page}");
        }
        assert!(!page.lines().any(|line| line.starts_with(&format!("{}. ", count + 1))), "{page}");
        for format in FORMATS {
            assert_eq!(blank(set, audience, format), blank(set, audience, format));
        }
    }
}

#[test]
fn every_question_of_every_set_is_there_once() {
    is_whole(smp());
    is_whole(&small());
    is_whole(&set_of(&clinic()));
    is_whole(&set(ALL));
}

proptest! {
    #![proptest_config(sample(40))]

    #[test]
    fn every_question_of_random_sets_is_there_once(drawn in tapes()) {
        is_whole(&questionnaire(&mut Tape(&drawn)).load());
    }
}

/// The page runs nothing, loads nothing and closes its tags; drawings are images.
#[test]
fn the_page_is_harmless_and_has_the_drawings() {
    let page = blank(smp(), Audience::Client, BlankFormat::Html);
    assert_eq!(page.matches("<img src=\"data:image/svg+xml,").count(), 15, "the stages of both charts");
    for harmful in ["<script", "<svg", "url(", "@import", "href=", "src=\"http"] {
        assert!(!page.contains(harmful), "{harmful}");
    }
    for tag in ["div", "ul", "li", "p", "table", "main"] {
        let open = page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        assert_eq!(open, page.matches(&format!("</{tag}>")).count(), "{tag}");
    }
}

#[test]
fn the_command_writes_the_paper() {
    let room = Room::new();
    let said = room.runs(&["print", "smp", "--blank", "--format", "text"]);
    assert!(said.succeeded().out.contains("Only if number"), "{}", said.out);
    room.runs(&["print", "smp", "--blank", "--output", "blank.html"]).succeeded();
    assert!(room.read("blank.html").starts_with("<!doctype html>"));
    room.runs(&["print", "smp"]).failed(2, &["say `--blank`"]);
}

/// A page under the name of another program's document would open nowhere.
#[test]
fn no_paper_is_written_under_the_name_of_another_programs_document() {
    let room = Room::new();
    for name in ["b.pdf", "b.DOCX", "b.xlsx"] {
        let ran = room.runs_and_changes_nothing(&["print", "small.yaml", "--blank", "--output", name], b"");
        assert_eq!(ran.status, 2, "{name}");
        assert!(ran.err.contains("is written here. Write a page with `--output b.html`"), "{}", ran.err);
    }
    assert_eq!(room.runs(&["print", "small.yaml", "--blank", "--output", "b.html"]).status, 0);
}

/// What the ending of a name does not tell is not guessed, unless it is said.
#[test]
fn an_ending_that_tells_nothing_is_asked_about() {
    let room = Room::new();
    let wrong: [(&[&str], &str); 3] = [
        (&["print", "small.yaml", "--blank"], "`.html`, `.md`, `.txt`, or say `--format`"),
        (&["show", "small.yaml"], "`.html`, `.md`, `.txt`, `.json`, or say `--format`"),
        (&["assess", "small.yaml", "--no-input"], "`.html`, `.md`, `.txt`, `.json`, or say `--format`"),
    ];
    for (command, known) in wrong {
        let command = [command, &["--output", "r.foo"]].concat();
        let ran = room.runs_and_changes_nothing(&command, b"");
        assert_eq!(ran.status, 2, "{command:?}");
        assert!(ran.err.contains("the ending `.foo` does not tell how it is to be written"), "{}", ran.err);
        assert!(ran.err.contains(known), "{}", ran.err);
        room.runs(&[&command[..], &["--format", "html"]].concat()).succeeded();
        assert!(room.read("r.foo").to_lowercase().starts_with("<!doctype html>"), "{command:?}");
        std::fs::remove_file(room.path("r.foo")).expect("it was written");
    }
}
