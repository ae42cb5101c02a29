//! Any bytes as lines of a batch for the made-up clinic: the scanner and the one reader of response files must say the same.
#![no_main]

mod world;

use std::sync::LazyLock;

use candidacy::assessment::Engine;
use candidacy::batch::{Batch, BatchOptions, Chunk, Counting, Field, OnFault, RecordFormat, Records};
use candidacy::questionnaire::{Audience, Questionnaire};
use candidacy::response::load;
use candidacy::source::Sources;
use candidacy::value::index::VerdictIx;
use libfuzzer_sys::fuzz_target;
use serde_json::{Value as Json, json};
use world::{clinic, day};

static CLINIC: LazyLock<Questionnaire> = LazyLock::new(clinic);
static ENGINE: LazyLock<Engine<'static>> = LazyLock::new(|| Engine::new(&CLINIC, day()));
static BATCH: LazyLock<Batch<'static>> = LazyLock::new(|| {
    Batch::new(BatchOptions {
        questionnaire: &CLINIC,
        against: None,
        audience: Audience::Client,
        day: day(),
        bounds: candidacy::assessment::Bounds::Quick,
        written: RecordFormat::Json(Some(vec![Field::Verdict, Field::CouldBecome, Field::Findings])),
        faults: OnFault::GoOn,
        counting: Counting::Off,
        records: Records::All,
    })
});

/// What a line says as a file; null if it cannot be used.
fn expected(line: &[u8]) -> Json {
    let Ok(text) = std::str::from_utf8(line) else { return Json::Null };
    let mut sources = Sources::default();
    let source = sources.add("line", text);
    let (loaded, faults) = load(&CLINIC, source, &sources, day());
    if faults.has_errors() {
        return Json::Null;
    }
    let assessment = ENGINE.assess(&loaded.response, Audience::Client);
    let verdict = |index: VerdictIx| CLINIC[index].id.clone();
    let findings: Vec<&str> = assessment.findings.iter().map(|finding| CLINIC[finding.rule].id.as_str()).collect();
    json!({ "verdict": verdict(assessment.verdict), "could_become": verdict(assessment.could_become), "findings": findings })
}

fuzz_target!(|bytes: &[u8]| {
    let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).collect();
    let part = BATCH.judge(&Chunk { bytes: bytes.to_vec(), first: 1, ..Chunk::default() });
    let records: Vec<Json> = part
        .text
        .split(|byte| *byte == b'\n')
        .filter(|record| !record.is_empty())
        .map(|record| {
            let record: Json = serde_json::from_slice(record).unwrap();
            if record["errors"].is_array() { Json::Null } else { record }
        })
        .collect();
    assert_eq!(records, lines.iter().map(|line| expected(line)).collect::<Vec<_>>());
});
