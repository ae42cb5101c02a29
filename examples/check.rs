//! A set of one's own, its faults as JSON: `cargo run --example check`.
#![allow(clippy::print_stdout, reason = "an example shows what it found")]

use candidacy::diagnostic::render::json;
use candidacy::value::Date;
use candidacy::{Sources, Texts, load, prove};

/// The second rule can never make its finding: nobody is both.
const SET: &str = "
questionnaire: swim
version: 1.0.0
title: May I go swimming today?
language: en
verdicts:
  - fine: { title: Go swimming, says: Nothing you told us stands in the way. }
  - later: { title: Not now, says: Wait until the points below have passed. }
sections:
  - id: health
    title: Your health today
    questions:
      - { id: age, ask: How old are you?, type: number, range: 0..120, valid_for: 6 months }
    rules:
      - { id: small, when: age < 6, verdict: later, finding: Small children swim with somebody beside them. }
      - { id: both, when: age < 6 and age > 90, verdict: later, finding: Nobody can be both. }
";

fn main() {
    println!("{}", checked());
}

/// What the example prints.
pub fn checked() -> String {
    let mut sources = Sources::default();
    let files = Texts::one("questionnaire.yaml", SET);
    let (questionnaire, mut faults) = load(&files, "questionnaire.yaml", &mut sources);
    // What can be proved is proved of a sound set only.
    if let Some(questionnaire) = &questionnaire {
        faults.append(prove(questionnaire, Date::constant(2026, 11, 22)));
    }
    json(&faults.sorted(), &sources)
}
