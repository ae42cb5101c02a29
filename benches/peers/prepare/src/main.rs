//! Writes what the engines take, below `made`: each set's rules in two truth values, as JSONLogic and as json-rules-engine
//! reads them, and its responses. Prints what it wrote.
//! Usage: peer-prepare [RESPONSES]

mod chance;
mod respond;
mod translate;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};

use candidacy::catalog::open;
use candidacy::questionnaire::Questionnaire;
use candidacy::source::Sources;
use candidacy::value::parse_date;
use peer_common::MADE;
use peer_common::print::{JsonRules, json_logic};

/// The diving course is a file beside this crate, the SMP set is shipped.
const SETS: [&str; 2] = [concat!(env!("CARGO_MANIFEST_DIR"), "/../sets/course.yaml"), "smp"];

fn main() -> io::Result<()> {
    let count = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(200_000);
    fs::create_dir_all(MADE)?;
    SETS.iter().try_for_each(|name| prepare(&opened(name), count))
}

fn opened(name: &str) -> Questionnaire {
    let (questionnaire, faults) = open(name, &mut Sources::default()).unwrap();
    questionnaire.unwrap_or_else(|| panic!("{name}: {faults:?}"))
}

fn prepare(questionnaire: &Questionnaire, count: usize) -> io::Result<()> {
    let day = parse_date("2026-11-22").unwrap();
    let set = translate::translate(questionnaire, day);
    let path = |kind: &str| format!("{MADE}/{}.{kind}", set.id);
    let logic: Vec<_> = set.rules.iter().map(|rule| json_logic(&set, &rule.when)).collect();
    fs::write(path("json"), serde_json::to_string(&set)?)?;
    fs::write(path("logic.json"), serde_json::to_string(&logic)?)?;
    fs::write(path("rules.json"), JsonRules::default().print(&set).to_string())?;
    let mut out = BufWriter::new(File::create(path("ndjson"))?);
    let drawn = respond::write(questionnaire, day, count, &mut out)?;
    let each = |sum: usize| sum as f64 / count as f64;
    println!(
        "{{\"set\":\"{}\",\"questions\":{},\"rules\":{},\"responses\":{count},\"answers\":{:.1},\"unsure\":{:.2},\
         \"drawn_again\":{}}}",
        set.id,
        questionnaire.questions().len(),
        questionnaire.rules().len(),
        each(drawn.answers),
        each(drawn.unsure),
        drawn.again
    );
    out.flush()
}
