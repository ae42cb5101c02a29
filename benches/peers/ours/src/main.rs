//! This project. `growth` shows how evaluation grows with rules, `threads` what a second thread brings.

use std::hint::black_box;

use candidacy::assessment::{Compiled, Slate};
use candidacy::batch::{Batch, Chunk, Counting, Field, OnFault, Wanted, Written};
use candidacy::questionnaire::{Audience, Questionnaire, Texts, load};
use candidacy::response::{Response, load as read};
use candidacy::source::Sources;
use candidacy::value::{Date, parse_date};
use peer_common::print::{our_rules, questionnaire};
use peer_common::set::{Kind, QUESTIONS, VERDICTS};
use peer_common::{Chance, clock, count, report, responses};

fn loaded(yaml: &str) -> Questionnaire {
    let mut sources = Sources::default();
    let (questionnaire, faults) = load(&Texts::one("questionnaire.yaml", yaml), "questionnaire.yaml", &mut sources);
    questionnaire.unwrap_or_else(|| panic!("{faults:?}"))
}

fn day() -> Date {
    parse_date("2026-11-22").unwrap()
}

fn wanted(questionnaire: &Questionnaire) -> Wanted<'_> {
    Wanted {
        questionnaire,
        against: None,
        audience: Audience::Client,
        day: day(),
        written: Written::Json(Some(vec![Field::Id, Field::Verdict, Field::Findings])),
        faults: OnFault::GoOn,
        counting: Counting::Off,
    }
}

/// Whole lines, some 128 KiB at a time, as the command reads them.
fn chunks(text: &str) -> Vec<Chunk> {
    let mut chunks = vec![Chunk { first: 1, ..Chunk::default() }];
    for line in text.split_inclusive('\n') {
        if chunks.last().unwrap().bytes.len() > 128 << 10 {
            chunks.push(Chunk { first: 1, ..Chunk::default() });
        }
        chunks.last_mut().unwrap().bytes.extend_from_slice(line.as_bytes());
    }
    chunks
}

fn parsed(questionnaire: &Questionnaire, text: &str) -> Vec<Response> {
    let one = |line: &str| {
        let mut sources = Sources::default();
        let source = sources.add("line", line);
        let (loaded, faults) = read(questionnaire, source, &sources, day());
        assert!(!faults.has_errors(), "{line}: {faults:?}");
        loaded.response
    };
    text.lines().map(one).collect()
}

/// Nanoseconds to judge one of these responses, already encoded.
fn judging(questionnaire: &Questionnaire, responses: &[Response], rounds: usize) -> f64 {
    let compiled = Compiled::new(questionnaire, day());
    let mut time = 0.0;
    for part in responses.chunks(1024) {
        let encode = |response: &Response| {
            let mut slate = Slate::default();
            compiled.encode(response, &mut slate);
            compiled.weigh(&mut slate);
            compiled.encode(response, &mut slate);
            slate
        };
        let mut slates: Vec<Slate> = part.iter().map(encode).collect();
        let (spent, _) = clock(1, || {
            for _ in 0..rounds {
                for slate in &mut slates {
                    let verdicts = compiled.weigh(slate);
                    let findings = compiled.findings(slate).fold(0u32, |bits, rule| bits | 1u32.wrapping_shl(u32::from(rule.0)));
                    black_box((verdicts, findings));
                }
            }
        });
        time += spent;
    }
    time / (responses.len() * rounds) as f64
}

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("growth") => growth(),
        Some("threads") => threads(),
        _ => engine(),
    }
}

fn engine() {
    let questionnaire = loaded(&questionnaire(&our_rules()));
    let text = responses(count());
    let few: String = text.lines().take(20_000).map(|line| format!("{line}\n")).collect();
    let eval = judging(&questionnaire, &parsed(&questionnaire, &few), 10);
    let chunks = chunks(&text);
    let batch = Batch::new(wanted(&questionnaire));
    // As in the command, each part goes out as it is.
    let (line, parts) = clock(count(), || chunks.iter().map(|chunk| batch.judge(chunk).text).collect::<Vec<_>>());
    report("candidacy", eval, line, &parts.concat());
}

/// Random rules of one to three tests.
fn growth() {
    let text = responses(4_000);
    for rules in [8usize, 16, 32, 64, 128, 256, 512, 1024, 2048] {
        let mut chance = Chance::new(7);
        let rules: Vec<_> = (0..rules).map(|rule| random(&mut chance, rule)).collect();
        let questionnaire = loaded(&questionnaire(&rules));
        let time = judging(&questionnaire, &parsed(&questionnaire, &text), 10);
        println!("{{\"rules\":{},\"eval_ns\":{time:.2}}}", rules.len());
    }
}

fn random(chance: &mut Chance, rule: usize) -> (String, &'static str, String) {
    let tests: Vec<String> = (0..=chance.below(3)).map(|_| test(chance)).collect();
    (format!("rule_{rule}"), VERDICTS[1 + chance.below(4) as usize], tests.join(" and "))
}

fn test(chance: &mut Chance) -> String {
    let question = &QUESTIONS[chance.below(QUESTIONS.len() as u64) as usize];
    let id = question.id;
    match question.kind {
        Kind::YesNo => id.to_owned(),
        Kind::Choice(options) => format!("{id} == {}", options[chance.below(options.len() as u64) as usize]),
        Kind::Choices(options) => format!("{id} has {}", options[chance.below(options.len() as u64) as usize]),
        Kind::Number { low, high, .. } => {
            // Bounds as authors choose them: a few round numbers.
            let step = (high - low) / 8;
            format!("{id} >= {}", low + step * (1 + chance.below(6) as i64))
        }
    }
}

fn threads() {
    let questionnaire = loaded(&questionnaire(&our_rules()));
    let chunks = chunks(&responses(200_000));
    let batch = Batch::new(wanted(&questionnaire));
    for threads in [1, 2, 1, 2, 1, 2, 1, 2, 1, 2] {
        let next = std::sync::atomic::AtomicUsize::new(0);
        let start = std::time::Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    while let Some(chunk) = chunks.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
                        black_box(batch.judge(chunk));
                    }
                });
            }
        });
        println!("{{\"threads\":{threads},\"wall_ms\":{:.2}}}", start.elapsed().as_secs_f64() * 1e3);
    }
}
