//! A set of one's own, its faults as JSON: `cargo run --example check`.

use candidacy::diagnostic::render::json;
use candidacy::proof::prove;
use candidacy::questionnaire::{Texts, load};
use candidacy::source::Sources;
use candidacy::value::Date;

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
      - { id: age, ask: How old are you?, type: number, range: 0..120 }
    rules:
      - { id: small, when: age < 6, verdict: later, finding: Small children swim with somebody beside them. }
      - { id: both, when: age < 6 and age > 90, verdict: later, finding: Nobody can be both. }
";

fn main() {
    let mut sources = Sources::default();
    let files = Texts::one("questionnaire.yaml", SET);
    let (questionnaire, mut faults) = load(&files, "questionnaire.yaml", &mut sources);
    if let Some(questionnaire) = &questionnaire {
        faults.append(prove(questionnaire, Date::constant(2026, 11, 22)));
    }
    println!("{}", json(&faults.sorted(), &sources));
}
