//! A technician goes through what the client said, on a real terminal and in plain lines.

use std::fs;

use crate::interview_pty::Home;

const SET: &str = "questionnaire: w
version: 1.0.0
title: Are you fit for it?
verdicts: [{ fine: { title: Fine, says: F. } }, { wait: { title: Wait, says: W. } }]
sections:
  - id: s
    title: Your health
    questions:
      - { id: pregnant, ask: Are you pregnant?, type: yes_no }
      - { id: tablets, ask: Do you take tablets?, type: yes_no }
      - { id: since, ask: Since when?, label: Tablets since, type: date, range: past, when: tablets }
      - { id: secret, ask: Does somebody push you?, type: yes_no, private: true }
      - { id: note, ask: What else?, type: text, required: false }
  - id: exam
    title: The examination
    questions:
      - id: changed
        ask: Has anything changed?
        why: Answers go stale.
        type: yes_no
        for: technician
        tags: [pregnant, secret, review]
        unsure: wait
    rules:
      - { id: expects, when: pregnant or secret, verdict: wait, finding: Wait. }
      - { id: new_tablets, when: since within 6 months, verdict: wait, finding: Wait. }
      - { id: ask_again, when: changed, verdict: wait, finding: Ask again. }
";

fn home() -> Home {
    let home = Home::new();
    fs::write(home.file("w.yaml"), SET).unwrap();
    let said = "questionnaire: w\nanswers: { pregnant: no, tablets: no, secret: no, note: I am shy }\n";
    fs::write(home.file("said.yaml"), said).unwrap();
    home
}

/// The answers that were saved, each as a line.
fn saved(home: &Home) -> Vec<String> {
    let text = fs::read_to_string(home.file("out.yaml")).unwrap();
    text.lines().filter_map(|line| line.strip_prefix("  ")).map(str::to_owned).collect()
}

const TECHNICIAN: [&str; 7] = ["w.yaml", "--answers", "said.yaml", "--for", "technician", "--save", "out.yaml"];

#[test]
fn each_answer_of_the_client_has_a_key_and_a_yes_opens_all_of_them() {
    let home = home();
    let person = home.sits_down(&TECHNICIAN);
    person.sees(&["1 Start from"]).presses("\r");
    // What the question names is before the technician, but nothing that is private.
    person.sees(&["Has anything changed?", "The client said:", "1 Are you pregnant? — No", "n No, nothing else"]);
    assert!(!person.contents().contains("push you"), "{}", person.contents());
    person.presses("?").sees(&["Answers go stale."]).presses("\r").sees(&["The client said:"]);
    // Enter that is pressed before the screen is ready comes as another sign, and chooses all the same.
    person.presses("1\n").sees(&["Your answer so far: No"]).presses("y\r").sees(&["1 Are you pregnant? — Yes"]);
    // A Yes records nothing: it opens all that was said, without what is private or in the client's own words.
    person.presses("y\r").sees(&["All that the client said", "2 Do you take tablets? — No"]);
    assert!(!person.contents().contains("push you") && !person.contents().contains("shy"), "{}", person.contents());
    // Esc leads back to what the question names.
    person.presses("\u{1b}").sees(&["The client said:"]).presses("y\r").sees(&["2 Do you take tablets? — No"]);
    // What a change opens is asked at once, though it is the client's.
    person.presses("2\r").sees(&["Do you take tablets?", "Your answer so far: No"]).presses("y\r");
    person.sees(&["Since when?"]).presses("2026-09-01\r");
    person.sees(&["All that the client said", "3 Tablets since — 1 September 2026", "y All of this is right now"]);
    person.presses("y\r").sees(&["Check your answers", "Has anything changed? — No"]);
    person.presses("y\r").sees(&["status=0"]);
    let saved = saved(&home);
    // What is private is saved only where that is asked for.
    assert!(!saved.iter().any(|line| line.contains("secret")), "{saved:#?}");
    for line in ["pregnant: yes", "tablets: yes", "since: \"2026-09-01\"", "note: \"I am shy\"", "changed: no"] {
        assert!(saved.iter().any(|saved| saved == line), "no {line}: {saved:#?}");
    }
}

#[test]
fn what_cannot_be_put_right_today_is_kept_as_a_change() {
    let home = home();
    let person = home.sits_down(&[&TECHNICIAN[..], &["--plain"]].concat());
    person.has_been_asked(1).types("1").has_been_asked(2).sees(&["The client said:", "1. Are you pregnant? — No"]);
    person.types("y").has_been_asked(3).sees(&["2. Do you take tablets? — No", "b. Back"]);
    person.types("n").has_been_asked(4).sees(&["Has anything changed? — Yes"]).types("y").sees(&["status=0"]);
    assert!(saved(&home).contains(&"changed: yes".to_owned()), "{:#?}", saved(&home));
}
