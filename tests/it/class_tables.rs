//! Classes of a table, against reading the table by hand.

use candidacy::assessment::Engine;
use candidacy::condition::evaluate;
use candidacy::proof::prove;
use candidacy::questionnaire::Questionnaire;
use candidacy::value::Truth;

use crate::support::{answers, day, set};

const STAGES: [&str; 3] = ["i", "ii", "iii"];
/// From which age on, and the class for each stage.
const ROWS: [(u32, [usize; 3]); 3] = [(0, [0, 0, 1]), (60, [0, 1, 2]), (80, [1, 2, 2])];
/// Each test, and the classes of which it is true.
const TESTS: [(&str, &[usize]); 8] = [
    ("frailty == low", &[0]),
    ("frailty == middle", &[1]),
    ("frailty == high", &[2]),
    ("frailty != low", &[1, 2]),
    ("frailty >= middle", &[1, 2]),
    ("frailty < high", &[0, 1]),
    ("frailty in [low, high]", &[0, 2]),
    ("frailty <= high", &[0, 1, 2]),
];

fn questionnaire() -> Questionnaire {
    let conditions: String =
        TESTS.iter().enumerate().map(|(at, (test, _))| format!("      test{at}: \"{test}\"\n")).collect();
    let rules: String = (0..TESTS.len() - 1)
        .map(|at| format!("      - {{ id: rule{at}, when: test{at}, finding: It is so. }}\n"))
        .collect();
    set(&format!(
        "questionnaire: frail
version: 1.0.0
title: Frail
lints: {{ missing-validity: off, twin-rules: off, outranked-rule: off }}
verdicts: [{{ v0: {{ title: A, says: A. }} }}, {{ v1: {{ title: B, says: B. }} }}]
sections:
  - id: s
    title: S
    questions:
      - {{ id: age, ask: How old?, type: number, range: 0..120 }}
      - {{ id: stage, ask: Which?, type: scale, options: {{ i: One, ii: Two, iii: Three }} }}
    derived:
      frailty:
        classes: [low, middle, high]
        table:
          rows: age
          columns: stage
          cells:
            80..: {{ iii: high, i: middle, ii: high }}
            ..59: {{ i: low, ii: low, iii: middle }}
            60..79: {{ i: low, ii: middle, iii: high }}
    conditions:
{conditions}    rules:
{rules}      - {{ id: frail, when: frailty == high, verdict: v1, finding: It is so. }}
guarantees:
  - {{ id: old, verdict: at least v1, when: age >= 80 and stage >= ii }}
  - {{ id: young, verdict: at most v0, when: age < 60 }}
"
    ))
}

/// What a test says where some answers are missing is what all tables of answers say that they can become.
#[test]
fn a_class_is_what_the_table_says() {
    let questionnaire = questionnaire();
    let engine = Engine::new(&questionnaire, day());
    let ages: Vec<u32> = vec![0, 1, 59, 60, 79, 80, 120];
    let class = |age: u32, stage: usize| ROWS.iter().rev().find(|(from, _)| *from <= age).unwrap().1[stage];
    for age in ages.iter().map(|age| Some(*age)).chain([None]) {
        for stage in [Some(0), Some(1), Some(2), None] {
            let said = [age.map(|age| format!("age: {age}")), stage.map(|at| format!("stage: {}", STAGES[at]))];
            let said: Vec<String> = said.into_iter().flatten().collect();
            let response = answers(&questionnaire, &format!("answers: {{ {} }}", said.join(", ")));
            let situation = engine.situation(&response);
            for ((test, classes), named) in TESTS.iter().zip(questionnaire.conditions().iter()) {
                let could = |age: u32, stage: usize| classes.contains(&class(age, stage));
                let all = ages.iter().filter(|other| age.is_none_or(|age| age == **other));
                let said: Vec<bool> = all
                    .flat_map(|age| (0..3).map(move |stage| (*age, stage)))
                    .filter(|(_, other)| stage.is_none_or(|stage| stage == *other))
                    .map(|(age, stage)| could(age, stage))
                    .collect();
                let found = evaluate(&named.condition, &situation);
                match (age, stage) {
                    (Some(_), Some(_)) => assert_eq!(found, Truth::from(said[0]), "{test} {age:?} {stage:?}"),
                    // Never more than is known; an `or` may know less.
                    _ => assert!(
                        match found {
                            Truth::True => said.iter().all(|so| *so),
                            Truth::False => said.iter().all(|so| !so),
                            Truth::Unknown => true,
                        },
                        "{test} {age:?} {stage:?}: {found:?}"
                    ),
                }
            }
        }
    }
}

/// Proofs know of tables what they know of the conditions that they stand for: the guarantees hold, and no part is idle.
#[test]
fn tables_are_proved_as_what_they_stand_for() {
    let found = prove(&questionnaire(), day());
    let codes: Vec<String> =
        found.iter().map(|diagnostic| format!("{}: {}", diagnostic.code.name(), diagnostic.message)).collect();
    // `frailty <= high` is a named condition that no rule uses.
    let others: Vec<&String> = codes.iter().filter(|line| !line.contains("`test7`")).collect();
    assert!(others.is_empty(), "{others:#?}");
}
