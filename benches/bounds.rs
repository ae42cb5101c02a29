//! How long exact bounds of a response take, on one encoding of the SMP set, beside the bounds that go rule by rule: of everybody
//! that answers every question in one of many ways, after none of the answers, after a quarter, half, three quarters, and all.
//!
//! `cargo bench --bench bounds` prints it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark that cannot run should fail loudly, tells what it measured, and reads clocks"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use candidacy::assessment::Engine;
use candidacy::interview::{Interview, Step};
use candidacy::outlook::ExactBounds;
use candidacy::proof::Plan;
use candidacy::questionnaire::{Audience, Question, Questionnaire};
use candidacy::response::{Response, fits};
use candidacy::source::Sources;
use candidacy::value::{Answer, Date, OptionSet, Value};

/// The day of assessment.
const DAY: Date = Date::constant(2026, 11, 22);
/// How many people are made up.
const PEOPLE: u64 = 100;

fn main() {
    let (smp, _) = candidacy::catalog::open("smp", &mut Sources::default()).unwrap();
    let smp = smp.unwrap();
    let engine = Engine::new(&smp, DAY);
    let start = Instant::now();
    let plan = Plan::new(&engine);
    let mut exact = ExactBounds::new(&plan);
    println!("one encoding             {:8.2} ms", millis(start.elapsed()));
    let people: Vec<Vec<Response>> = (0..PEOPLE).map(|person| stages(&engine, &smp, person)).collect();
    for (stage, name) in ["nothing", "a quarter", "half", "three quarters", "everything"].iter().enumerate() {
        let mut times = [Vec::new(), Vec::new(), Vec::new(), Vec::new()];
        for response in people.iter().map(|person| &person[stage]) {
            let quick = timed(&mut times[0], || engine.assess(response, Audience::Client));
            timed(&mut times[1], || {
                exact.settles(response, &quick, |question| smp[question].audience.includes(Audience::Client)).unwrap()
            });
            timed(&mut times[2], || exact.bound(response, quick.clone()).unwrap());
            timed(&mut times[3], || exact.sharpen(response, quick).unwrap());
        }
        for (what, mut times) in ["quick", "settled here", "exact", "with open points"].iter().zip(times) {
            times.sort_unstable();
            let (median, worst) = (times[times.len() / 2], times[times.len() - 1]);
            println!("{name:15} {what:17} median {:8.3} ms   worst {:8.3} ms", millis(median), millis(worst));
        }
    }
}

fn timed<T>(times: &mut Vec<Duration>, what: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = black_box(what());
    times.push(start.elapsed());
    result
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The answers of one made-up person after each quarter of their interview.
fn stages(engine: &Engine<'_>, smp: &Questionnaire, person: u64) -> Vec<Response> {
    let mut interview = Interview::new(engine, Response::new(smp), Audience::Client);
    let mut after = vec![interview.response().clone()];
    let mut dice = person.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    while let Step::Ask(question) = interview.step() {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let throw = usize::try_from(dice >> 33).unwrap();
        let asked = &smp[question];
        let answers = candidates(asked, interview.offered(question), throw);
        let fit = answers.into_iter().find(|answer| fits(asked, answer.clone(), DAY).is_ok()).unwrap();
        interview.answer(fit).unwrap();
        after.push(interview.response().clone());
    }
    (0..=4).map(|quarter| after[(after.len() - 1) * quarter / 4].clone()).collect()
}

/// Answers to try, the one thrown first.
fn candidates(asked: &Question, offered: OptionSet, throw: usize) -> Vec<Answer> {
    let options: Vec<usize> = offered.iter().collect();
    let mut answers = Vec::new();
    if asked.unsure.is_some() && throw.is_multiple_of(10) {
        answers.push(Answer::Unsure);
    }
    answers.push(Answer::Given(Value::YesNo(throw.is_multiple_of(3))));
    if !options.is_empty() {
        let option = options[throw % options.len()];
        let none = asked.exclusive().iter().next().filter(|_| throw.is_multiple_of(2));
        answers.push(Answer::Given(Value::Choice(option)));
        answers.push(Answer::Given(Value::Choices(OptionSet::of(none.unwrap_or(option)))));
        answers.push(Answer::Given(Value::Choices(OptionSet::of(option))));
    }
    let days = i32::try_from(throw % 900).unwrap();
    answers.push(Answer::Given(Value::Date(DAY - jiff::Span::new().days(days))));
    answers.push(Answer::Given(Value::Date(DAY + jiff::Span::new().days(days))));
    answers.extend([40, 58, 100, 30].map(|number| Answer::Given(Value::Number(number.into()))));
    answers.push(Answer::Skipped);
    answers.push(Answer::Unsure);
    answers.push(Answer::Given(Value::Text("text".to_owned())));
    answers
}
