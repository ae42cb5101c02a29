//! A set, answers, a judgement: `cargo run --example judge`.
#![allow(clippy::print_stdout, reason = "an example shows what it found")]

use std::error::Error;

use candidacy::value::{Answer, Date, Value};
use candidacy::{Audience, Engine, Response, Sources, Texts, accept, load};

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
      - { id: fever, ask: Do you have a fever?, type: yes_no, unsure: later, yes: { becomes: no, by: time }, valid_for: visit }
    rules:
      - { id: feverish, when: fever, verdict: later, finding: Swimming with a fever strains the heart., not_before: 2 days after today }
";

fn main() -> Result<(), Box<dyn Error>> {
    print!("{}", judged()?);
    Ok(())
}

/// What the example prints.
pub fn judged() -> Result<String, Box<dyn Error>> {
    let mut out = String::new();

    // A set is checked whole; what is wrong with it comes back as diagnostics with their places.
    let files = Texts::one("questionnaire.yaml", SET);
    let (questionnaire, faults) = load(&files, "questionnaire.yaml", &mut Sources::default());
    let questionnaire = questionnaire.ok_or_else(|| format!("{} faults", faults.iter().count()))?;

    // An engine judges any number of responses on one day.
    let day = Date::constant(2026, 11, 22);
    let engine = Engine::new(&questionnaire, day);

    // Only answers that fit come into a response.
    let fever = questionnaire.question("fever").ok_or("no question `fever`")?;
    if let Err(rejection) = accept(&questionnaire, fever, Answer::Given(Value::Number(38.into())), day) {
        out += &format!("38 is no answer: {rejection}\n");
    }
    let mut response = Response::new(&questionnaire);
    response.set(accept(&questionnaire, fever, Answer::Given(Value::YesNo(true)), day)?);

    let assessment = engine.assess(&response, Audience::Client);
    out += &format!("verdict: {}\n", questionnaire[assessment.verdict].title);
    for finding in &assessment.findings {
        out += &format!("finding: {}\n", questionnaire[finding.rule].id);
    }
    if let Some(day) = assessment.not_before() {
        out += &format!("not before: {day}\n");
    }
    out += &format!("settled: {}\n", assessment.settled());
    Ok(out)
}
