//! `candidacy what-if`: what a person is told, and that it promises nothing that cannot come.

use serde_json::Value;

use crate::support::{DAY, Ran, Room, ran_in};

const SET: &str = "\
questionnaire: gym
version: 1.0.0
title: May I train today?
verdicts:
  - fine: { title: Go, says: Nothing stands in the way. }
  - light: { title: Light, says: Train lightly. }
  - later: { title: Later, says: Wait. }
  - never: { title: Never, says: Do not train. }
sections:
  - id: you
    title: You
    questions:
      - { id: age, ask: How old are you?, type: number, range: 0..120, can_change: up }
      - id: pain
        ask: Where does it hurt?
        type: choices
        options:
          knee: { label: Knee, passes: true, by: person }
          heart: { label: Heart, passes: true, by: person }
          none: { label: Nowhere, exclusive: true }
      - { id: child, ask: Do your parents agree?, type: yes_no, when: age < 18, yes: { becomes: no }, no: { becomes: yes } }
      - { id: injury, ask: When were you injured?, type: date, range: past }
      - { id: hired, ask: Do you hire the hall?, type: yes_no }
      - { id: floor, ask: Which floor?, type: choice, options: { one: One, two: Two, three: Three } }
      - { id: lift, ask: Does the lift work?, type: yes_no, when: floor == two or hired, unsure: light }
      - { id: stuck, ask: Were you ever stuck in it?, type: yes_no, when: floor == three and lift, unsure: later }
    rules:
      - { id: minor, when: age < 16, verdict: never, finding: You are too young. }
      - { id: parents, when: child is answered and not child, verdict: later, finding: They must agree. }
      - { id: heart, when: pain has heart, verdict: never, finding: See a doctor. }
      - { id: knee, when: pain has knee, verdict: light, finding: It hurts. }
      - { id: fresh, when: injury within 6 weeks, verdict: later, finding: It is fresh. }
      - { id: trapped, when: floor == three and lift, verdict: never, finding: The lift is shut there. }
      - { id: stairs, when: floor == one and not hired, verdict: light, finding: You take the stairs. }
      - { id: shaken, when: stuck, verdict: later, finding: You were stuck. }
";

/// Asks what would change for these answers, on a day.
fn what_if(answers: &str, arguments: &[&str]) -> Ran {
    what_if_in(SET, answers, arguments)
}

fn what_if_in(set: &str, answers: &str, arguments: &[&str]) -> Ran {
    let room = Room::empty();
    room.has("gym.yaml", set).has("me.yaml", format!("answers: {{ {answers} }}\n"));
    room.runs(&[&["what-if", "gym.yaml", "--answers", "me.yaml", "--today", DAY], arguments].concat())
}

fn told(answers: &str) -> String {
    let ran = what_if(answers, &[]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    ran.out
}

#[test]
fn what_a_person_can_do_comes_before_what_time_does() {
    let answers = "age: 15, pain: [knee, heart], child: yes, injury: 2026-11-10, hired: no, floor: two, lift: yes";
    insta::assert_snapshot!("what_if_with_time", told(answers));
    let grown = "age: 30, pain: [heart], injury: 2026-11-10, hired: no, floor: two, lift: yes";
    insta::assert_snapshot!("what_if_in_hand", told(grown));
}

/// Nobody is sent further than they must go: at 16, not at 18, and with one pick less, not none.
#[test]
fn numbers_go_no_further_than_they_must() {
    let text = told("age: 15, pain: [none], child: yes, injury: 2020-01-01, hired: no, floor: two, lift: yes");
    assert!(text.contains("\nWith time\n- once one can say: How old are you? 15 -> 16\n"), "{text}");
    assert!(!text.contains("What could be different now"), "{text}");
}

/// Nobody can reach `trapped` or be asked about `stuck`: the lift is not asked about on the third floor of a hall that is not
/// hired. So the floor can lead to the stairs at most, and the lift to a "not sure".
#[test]
fn an_open_question_is_told_with_what_it_can_truly_lead_to() {
    let answers = "age: 30, pain: [none], injury: 2020-01-01, hired: no";
    let text = told(answers);
    let end = "Answers still missing can make it Light:\n- Which floor? (could become Light)\n\
               - Does the lift work? (could become Light)\n";
    assert!(text.ends_with(end), "{text}");
    let json: Value = serde_json::from_str(&what_if(answers, &["--format", "json"]).out).unwrap();
    let open = serde_json::json!([
        { "question": "floor", "could_become": "light" },
        { "question": "lift", "could_become": "light" },
    ]);
    assert_eq!((&json["open_could_make_it"], &json["open"]), (&Value::from("light"), &open));
}

/// What passes passes today at the earliest: a day that this asks for is today, whatever was said of it once.
#[test]
fn a_hidden_date_tells_when_as_well() {
    let set = "\
questionnaire: gym
version: 1.0.0
title: May I swim?
verdicts:
  - fine: { title: Go, says: Nothing stands in the way. }
  - later: { title: Later, says: Wait. }
sections:
  - id: you
    title: You
    questions:
      - { id: cast, ask: Do you wear a cast?, type: yes_no, yes: { becomes: no, by: time } }
      - { id: since, ask: Since when is it off?, type: date, range: past, when: not cast }
    rules:
      - { id: worn, when: cast, verdict: later, finding: Water spoils it. }
      - { id: fresh, when: since within 2 weeks, verdict: later, finding: The bone is soft. }
";
    let ran = what_if_in(set, "cast: yes, since: 2026-11-20", &[]);
    let way = "\nWith time\n- from 6 December 2026 at the earliest: once one can say: Do you wear a cast? yes -> no\n  => Go\n";
    assert!(ran.out.contains(way), "{}{}", ran.out, ran.err);
}

#[test]
fn when_nothing_is_left_it_is_said() {
    let all = "age: 30, pain: [none], injury: 2020-01-01, hired: no, floor: two, lift: no";
    assert!(told(all).ends_with("Now: Go\n\nNothing left to answer can change this verdict.\n"), "{}", told(all));
    let stuck = "age: 30, pain: [none], injury: 2020-01-01, hired: no, floor: one";
    assert!(told(stuck).contains("No change of answers that can change, and no waiting, leads to"), "{}", told(stuck));
}

#[test]
fn answers_that_do_not_fit_are_refused_with_their_place() {
    let ran = what_if("age: 130", &[]);
    assert_eq!(ran.status, 3);
    assert!(ran.err.contains("me.yaml:1:17"), "{}", ran.err);
    let ran = ran_in(".", &["what-if", "smp", "--answers", "nowhere.yaml"]);
    assert_eq!((ran.status, ran.err.as_str()), (4, "error: cannot read `nowhere.yaml`: no such file or directory\n"));
}
