//! How long a person waits for the next question: CPU time of the whole program per question of the SMP interview.
//!
//! The same interview is held in plain mode with no answer and with forty, each many times in turn; what forty questions cost
//! is the difference. `cargo bench --bench waiting` prints it. CPU time is counted by the system in hundredths of a second, so
//! that many runs are added up before anything is divided.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark runs programs and prints what they took"
)]

use std::io::Write as _;
use std::process::{Command, Stdio};

use candidacy::assessment::Engine;
use candidacy::interview::{Interview, Step};
use candidacy::questionnaire::{Audience, DateRange, QuestionKind};
use candidacy::response::Response;
use candidacy::source::Sources;
use candidacy::value::{Answer, Date, OptionSet, Value};

/// How many questions are answered in the long interview.
const QUESTIONS: usize = 40;
/// How often each interview is held.
const RUNS: usize = 20;
/// The day of assessment.
const DAY: Date = Date::constant(2026, 11, 22);

fn main() {
    let answers = lines();
    let (mut nothing, mut forty) = (0.0, 0.0);
    for _ in 0..RUNS {
        nothing += cpu_of(&[]);
        forty += cpu_of(&answers);
    }
    let (nothing, forty) = (nothing / RUNS as f64, forty / RUNS as f64);
    println!("the first question on the screen   {:6.2} ms CPU", nothing * 1000.0);
    println!("a question after it                {:6.2} ms CPU", (forty - nothing) / QUESTIONS as f64 * 1000.0);
}

/// What a person without findings types for the first questions.
fn lines() -> Vec<String> {
    let (smp, _) = candidacy::catalog::open("smp", &mut Sources::default()).unwrap();
    let smp = smp.unwrap();
    let engine = Engine::new(&smp, DAY);
    let mut interview = Interview::new(&engine, Response::new(&smp), Audience::Client);
    let mut lines = Vec::new();
    while let Step::Ask(index) = interview.step()
        && lines.len() < QUESTIONS
    {
        let offered: Vec<usize> = interview.offered(index).iter().collect();
        let number = |position: usize| (offered.iter().position(|one| *one == position).unwrap() + 1).to_string();
        let (value, line) = match &smp[index].kind {
            QuestionKind::YesNo => (Value::YesNo(false), "n".to_owned()),
            QuestionKind::Choice(_) | QuestionKind::Scale(_) => (Value::Choice(offered[0]), "1".to_owned()),
            QuestionKind::Choices { .. } => {
                let chosen = smp[index].exclusive().iter().next().unwrap_or(offered[0]);
                (Value::Choices(OptionSet::of(chosen)), number(chosen))
            }
            QuestionKind::Number { .. } => (Value::Number(34.into()), "34".to_owned()),
            QuestionKind::Date(DateRange::Future) => (Value::Date(Date::constant(2027, 6, 1)), "2027-06-01".to_owned()),
            QuestionKind::Date(_) => (Value::Date(Date::constant(2026, 1, 1)), "2026-01-01".to_owned()),
            QuestionKind::Text => {
                interview.answer(Answer::Skipped).unwrap();
                lines.push("s".to_owned());
                continue;
            }
        };
        interview.answer(Answer::Given(value)).unwrap();
        lines.push(line);
    }
    assert_eq!(lines.len(), QUESTIONS, "the interview is shorter than that");
    lines
}

/// Seconds of CPU that an interview with these answers takes, from the start of the program to the end of its input.
fn cpu_of(answers: &[String]) -> f64 {
    let before = children_cpu();
    let mut child = Command::new(env!("CARGO_BIN_EXE_candidacy"))
        .args(["assess", "smp", "--plain", "--no-draft", "--today", "2026-11-22"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let script = format!("1\n{}\n", answers.join("\n"));
    child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    child.wait().unwrap();
    children_cpu() - before
}

/// Seconds of CPU, user and system, of all children that have ended, as the system counts them.
fn children_cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
    let ticks: f64 = [fields[13], fields[14]].iter().map(|field| field.parse::<f64>().unwrap()).sum();
    ticks / 100.0
}
