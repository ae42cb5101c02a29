//! A set, answers, a report: `cargo run --example judge`.

use std::error::Error;

use candidacy::assessment::Engine;
use candidacy::questionnaire::{Audience, Texts, load as load_questionnaire};
use candidacy::response::{Response, accept};
use candidacy::source::Sources;
use candidacy::value::{Answer, Date, Value};

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
      - { id: fever, ask: Do you have a fever?, type: yes_no, unsure: later, can_change: with_time }
    rules:
      - { id: feverish, when: fever, verdict: later, finding: Swimming with a fever strains the heart., not_before: 2 days after today }
";

fn main() -> Result<(), Box<dyn Error>> {
    // A set is checked whole; what is wrong with it comes back as diagnostics with their places.
    let files = Texts::one("questionnaire.yaml", SET);
    let (questionnaire, faults) = load_questionnaire(&files, "questionnaire.yaml", &mut Sources::default());
    let questionnaire = questionnaire.ok_or_else(|| format!("{} faults", faults.iter().count()))?;

    // An engine judges any number of responses on one day.
    let day = Date::constant(2026, 11, 22);
    let engine = Engine::new(&questionnaire, day);

    // Only answers that fit come into a response.
    let fever = questionnaire.question("fever").ok_or("no question `fever`")?;
    let mut response = Response::new(&questionnaire);
    println!(
        "a number for a yes or no: {}",
        accept(&questionnaire, fever, Answer::Given(Value::Number(38.into())), day).unwrap_err()
    );
    response.set(accept(&questionnaire, fever, Answer::Given(Value::YesNo(true)), day)?);

    let assessment = engine.assess(&response, Audience::Client);
    println!("verdict: {}", questionnaire[assessment.verdict].title);
    for finding in &assessment.findings {
        let rule = &questionnaire[finding.rule];
        println!(
            "finding: {} (not before {})",
            rule.id,
            finding.not_before.map_or("-".to_owned(), |day| day.to_string())
        );
    }
    println!("settled: {}", assessment.settled());
    Ok(())
}
