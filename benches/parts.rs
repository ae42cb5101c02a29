//! What the parts of judging take: `cargo bench --bench parts`. Other engines are measured in `benches/peers`.
#![allow(
    missing_docs,
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a measurement that fails should fail loudly"
)]

use candidacy::assessment::{Engine, Scratch};
use candidacy::batch::{Batch, BatchOptions, Chunk, Counting, Field, OnFault, RecordFormat, Records};
use candidacy::questionnaire::{Audience, Questionnaire, Texts, load};
use candidacy::response::{Response, load as read};
use candidacy::source::Sources;
use candidacy::value::{Date, parse_date};
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use serde::de::IgnoredAny;

#[path = "peers/prepare/src/chance.rs"]
mod chance;
#[path = "peers/native/src/hand.rs"]
mod hand;
#[path = "peers/prepare/src/respond.rs"]
mod respond;

/// How many responses each measurement goes through.
const COUNT: usize = 1000;

fn main() {
    divan::main();
}

fn day() -> Date {
    parse_date("2026-11-22").unwrap()
}

fn course() -> Questionnaire {
    let yaml = include_str!("peers/sets/course.yaml");
    let mut sources = Sources::default();
    load(&Texts::one("questionnaire.yaml", yaml), "questionnaire.yaml", &mut sources).0.unwrap()
}

/// So many made-up responses to the course, a line each.
fn responses(count: usize) -> String {
    let mut text = Vec::new();
    respond::write(&course(), day(), count, &mut text).unwrap();
    String::from_utf8(text).unwrap()
}

/// A line, as far as the rules by hand look at it.
#[derive(serde::Deserialize)]
struct ByHand {
    answers: hand::Answers,
}

fn smp() -> Questionnaire {
    candidacy::catalog::open("smp", &mut Sources::default()).unwrap().0.unwrap()
}

fn parsed(questionnaire: &Questionnaire, text: &str) -> Vec<Response> {
    let one = |line: &str| {
        let mut sources = Sources::default();
        let source = sources.add("line", line);
        read(questionnaire, source, &sources, day()).0.response
    };
    text.lines().map(one).collect()
}

fn batch(questionnaire: &Questionnaire, fields: Option<Vec<Field>>) -> Batch<'_> {
    Batch::new(BatchOptions {
        questionnaire,
        against: None,
        audience: Audience::Client,
        day: day(),
        bounds: candidacy::assessment::Bounds::Quick,
        written: RecordFormat::Json(fields),
        faults: OnFault::GoOn,
        counting: Counting::Off,
        records: Records::All,
    })
}

/// The rules alone, answers already encoded.
#[divan::bench]
fn judge_encoded(bencher: Bencher) {
    let course = course();
    let compiled = Engine::new(&course, day());
    let slates: Vec<Scratch> = parsed(&course, &responses(COUNT))
        .iter()
        .map(|response| {
            let mut slate = Scratch::default();
            compiled.encode(response, &mut slate);
            slate
        })
        .collect();
    bencher.counter(ItemsCount::new(COUNT)).with_inputs(|| slates.clone()).bench_local_refs(|slates| {
        for slate in slates {
            black_box(compiled.weigh(slate));
        }
    });
}

/// The same rules by hand, in two truth values.
#[divan::bench]
fn judge_by_hand(bencher: Bencher) {
    let text = responses(COUNT);
    let answers: Vec<hand::Answers> =
        text.lines().map(|line| serde_json::from_str::<ByHand>(line).unwrap().answers).collect();
    bencher.counter(ItemsCount::new(COUNT)).bench_local(|| {
        for answers in &answers {
            black_box(hand::judge(answers));
        }
    });
}

/// Bytes to bytes, a few fields.
#[divan::bench]
fn line_with_few_fields(bencher: Bencher) {
    let course = course();
    let batch = batch(&course, Some(vec![Field::Id, Field::Verdict, Field::Findings]));
    let chunk = Chunk { bytes: responses(COUNT).into_bytes(), first: 1, ..Chunk::default() };
    bencher.counter(ItemsCount::new(COUNT)).bench_local(|| batch.judge(&chunk));
}

/// Bytes to bytes, the whole assessment.
#[divan::bench]
fn line_with_everything(bencher: Bencher) {
    let course = course();
    let batch = batch(&course, None);
    let chunk = Chunk { bytes: responses(COUNT).into_bytes(), first: 1, ..Chunk::default() };
    bencher.counter(ItemsCount::new(COUNT)).bench_local(|| batch.judge(&chunk));
}

/// What serde_json takes to say that the same bytes are JSON.
#[divan::bench]
fn line_is_json(bencher: Bencher) {
    let text = responses(COUNT);
    bencher
        .counter(ItemsCount::new(COUNT))
        .bench_local(|| text.lines().all(|line| serde_json::from_str::<IgnoredAny>(line).is_ok()));
}

/// The reader of response files, which the scanner falls back to.
#[divan::bench]
fn line_by_the_full_reader(bencher: Bencher) {
    let course = course();
    let text = responses(COUNT / 10);
    bencher.counter(ItemsCount::new(COUNT / 10)).bench_local(|| parsed(&course, &text));
}

/// What every single assessment pays.
#[divan::bench]
fn compile_smp(bencher: Bencher) {
    let smp = smp();
    bencher.bench_local(|| Engine::new(&smp, day()));
}

/// One response to the shipped set, with reasons.
#[divan::bench]
fn assess_smp(bencher: Bencher) {
    let smp = smp();
    let response = Response::new(&smp);
    bencher.bench_local(|| Engine::new(&smp, day()).assess(&response, Audience::Client));
}
