//! Batches: a record says what `assess` says of the same response, however the line is written.

use candidacy::assessment::Engine;
use candidacy::batch::{Batch, BatchOptions, Chunk, Counting, Field, OnFault, RecordFormat, Records, csv_record};
use candidacy::questionnaire::{Audience, Questionnaire, ValidFor};
use candidacy::report::contract;
use candidacy::response::load;
use candidacy::source::Sources;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::generate::{Tape, questionnaire, response, tapes};
use crate::support::{SMALL, answer_json, day, sample, set};

const SHORT: [Field; 7] =
    [Field::Id, Field::Verdict, Field::CouldBecome, Field::Settled, Field::Stopped, Field::Findings, Field::Unsure];

fn wanted(questionnaire: &Questionnaire, written: RecordFormat) -> BatchOptions<'_> {
    BatchOptions {
        questionnaire,
        against: None,
        audience: Audience::Client,
        day: day(),
        bounds: candidacy::assessment::Bounds::Quick,
        written,
        faults: OnFault::GoOn,
        counting: Counting::Off,
        records: Records::All,
    }
}

fn run(wanted: BatchOptions<'_>, lines: &str) -> String {
    let chunk = Chunk { bytes: lines.as_bytes().to_vec(), first: 1, ..Chunk::default() };
    String::from_utf8(Batch::new(wanted).judge(&chunk).text).unwrap()
}

/// What the way of a single response says: the contract, or the codes of the faults.
fn single(questionnaire: &Questionnaire, line: &str) -> Result<(Option<String>, Json), Vec<String>> {
    let mut sources = Sources::default();
    let source = sources.add("line", line);
    let (loaded, faults) = load(questionnaire, source, &sources, day());
    if faults.has_errors() {
        return Err(faults.sorted().iter().map(|fault| fault.code.name().to_owned()).collect());
    }
    let assessment = Engine::new(questionnaire, day()).assess(&loaded.response, Audience::Client);
    let contract = contract(&Engine::new(questionnaire, assessment.assessed_on), &loaded.response, &assessment);
    Ok((loaded.id, serde_json::from_str(&contract.to_json()).unwrap()))
}

/// The short record that belongs to a contract.
fn shortened(id: Option<String>, contract: &Json, ages: bool) -> Json {
    let ids = |key: &str, name: &str| -> Json {
        contract[key].as_array().unwrap().iter().map(|item| item[name].clone()).collect()
    };
    let mut record = json!({});
    if let Some(id) = id {
        record["id"] = id.into();
    }
    for key in ["verdict", "could_become", "settled", "bounds", "stopped"] {
        record[key] = contract[key].clone();
    }
    if ages {
        record["aged"] = ids("aged", "question");
    }
    // What does not fit the questions is named also where nobody asked for it.
    let misfit =
        |aside: &Json| !aside["because"].as_str().unwrap().starts_with("an option is picked that is not offered");
    if contract["put_aside"].as_array().unwrap().iter().any(misfit) {
        record["put_aside"] = ids("put_aside", "question");
    }
    record["findings"] = ids("findings", "rule");
    record["unsure"] = ids("unsure", "question");
    record
}

fn codes(record: &Json) -> Vec<String> {
    record["errors"].as_array().unwrap().iter().map(|error| error["code"].as_str().unwrap().to_owned()).collect()
}

fn agrees(questionnaire: &Questionnaire, line: &str) -> Result<(), TestCaseError> {
    let long = run(wanted(questionnaire, RecordFormat::Json(None)), line);
    let short = run(wanted(questionnaire, RecordFormat::Json(Some(SHORT.to_vec()))), line);
    prop_assert_eq!(long.matches('\n').count(), 1, "{}", line);
    let long: Json = serde_json::from_str(&long).unwrap();
    let short: Json = serde_json::from_str(&short).unwrap();
    let ages = questionnaire.questions().iter().any(|question| question.valid_for != ValidFor::Always);
    match single(questionnaire, line) {
        Ok((id, contract)) => {
            let mut expected = contract.clone();
            if let Some(id) = &id {
                expected["id"] = id.as_str().into();
            }
            prop_assert_eq!(&long, &expected, "{}", line);
            prop_assert_eq!(&short, &shortened(id, &contract, ages), "{}", line);
        }
        Err(expected) => {
            prop_assert_eq!(&codes(&long), &expected, "{}", line);
            prop_assert_eq!(&codes(&short), &expected, "{}", line);
        }
    }
    Ok(())
}

/// What is written of a line does not depend on what follows it, cut off or not.
fn stands_alone(questionnaire: &Questionnaire, line: &str, following: &str) -> Result<(), TestCaseError> {
    let short = || wanted(questionnaire, RecordFormat::Json(Some(SHORT.to_vec())));
    let both = run(short(), &format!("{line}\n{following}"));
    prop_assert_eq!(both, run(short(), line) + &run(short(), following), "{}\n{}", line, following);
    Ok(())
}

/// A line for the response, written in one of the many ways that people and programs write JSON, or damaged.
fn line(questionnaire: &Questionnaire, pairs: &[(String, Json)], tape: &mut Tape) -> String {
    let colon = *tape.one(&[":", ":", ": ", " :", ":  ", ":\t"]);
    let comma = *tape.one(&[",", ",", ", ", " ,", ",  "]);
    let mut written: Vec<String> =
        pairs.iter().map(|(id, value)| format!("\"{id}\"{colon}{}", value_text(value, tape))).collect();
    if tape.once_in(8) && !written.is_empty() {
        written.push(written[0].clone());
    }
    if tape.once_in(8) {
        written.push(format!(
            "\"{}\"{colon}{}",
            tape.one(&["nobody", "", "q0 ", "id", "answers"]),
            tape.one(&["1", "null", "\"unsure\"", "[]"])
        ));
    }
    if tape.once_in(4) {
        written.reverse();
    }
    let answers = format!("{{{}}}", written.join(comma));
    let id = *tape.one(&[
        "\"p1\"",
        "\"p 1: #2\"",
        "17",
        "null",
        "\"\\u0041b\"",
        "\"Zoë\"",
        "\"a\\\"b\"",
        "\"\"",
        "[1]",
        "\"tab\\t\"",
        "true",
    ]);
    let shape = match tape.pick(12) {
        0..=3 => format!("{{\"id\"{colon}{id}{comma}\"answers\"{colon}{answers}}}"),
        4 => format!("{{\"answers\"{colon}{answers}}}"),
        5 => format!("{{\"answers\"{colon}{answers}{comma}\"id\"{colon}{id}}}"),
        6 => format!("{{\"questionnaire\":\"{}\",\"version\":\"0\",\"answers\":{answers}}}", questionnaire.id()),
        7 => format!("{{\"answered_on\":\"2026-11-20\",\"answers\":{answers}}}"),
        8 => format!("{{\"answers\":{answers},\"answers\":{answers}}}"),
        9 => format!("{{\"answers\":{answers}}} "),
        10 => format!("{{\"answers\":{answers}}}x"),
        _ => format!("{{\"ansvers\":{answers}}}"),
    };
    if tape.once_in(12) { shape.chars().take(tape.pick(shape.len())).collect() } else { shape }
}

fn value_text(value: &Json, tape: &mut Tape) -> String {
    let text = value.to_string();
    match tape.pick(28) {
        0 => text.replace('o', "\\u006f"),
        1 => text.replace('"', "'"),
        2 => format!("{text}0"),
        3 => format!("{text}.0"),
        4 => format!("0{text}"),
        5 => format!("-{text}"),
        6 => format!("{text}e1"),
        7 => format!("\"{}\"", text.replace('"', "")),
        8 => text.replace('"', "\" "),
        9 => "null".into(),
        10 => "\"unsure\"".into(),
        11 => "\"withheld\"".into(),
        12 => text.replace(']', ",\"o0\"]").replace("[,", "["),
        13 => text.to_uppercase(),
        14 => format!("{text} "),
        16 => "\"  \"".into(),
        17 => "\" unsure\"".into(),
        18 => "\"a\u{7f}b\"".into(),
        19 => "\"a\\u007fb\"".into(),
        15 => "[]".into(),
        _ => text,
    }
}

proptest! {
    #![proptest_config(sample(256))]

    #[test]
    fn a_line_with_a_day_is_judged_as_a_file(
        set in tapes(), times in tapes(), answers in tapes(), ages in 0i64..400, seldom in any::<bool>()
    ) {
        let draft = questionnaire(&mut Tape(&set));
        let draft = if seldom { draft } else { draft.ageing(&mut Tape(&times)) };
        let questionnaire = draft.load();
        let response = response(&questionnaire, &mut Tape(&answers));
        let pairs: serde_json::Map<String, Json> = response.iter().map(|(index, answer)| {
            (questionnaire[index].id.clone(), answer_json(&questionnaire[index], answer))
        }).collect();
        let on = day().checked_sub(jiff::Span::new().days(ages - 2)).unwrap().to_string();
        for line in [
            json!({ "id": "p", "answered_on": on, "answers": pairs }),
            json!({ "answered_on": on, "id": "p", "answers": pairs, "client": "c" }),
            json!({ "id": "p", "answers": pairs, "answered_on": on }),
        ] {
            agrees(&questionnaire, &line.to_string())?;
        }
    }

    #[test]
    fn a_line_is_judged_as_a_file_however_it_is_written(set in tapes(), answers in tapes(), writing in tapes()) {
        let questionnaire = questionnaire(&mut Tape(&set)).load();
        let response = response(&questionnaire, &mut Tape(&answers));
        let pairs = response.iter().map(|(index, answer)| {
            let question = &questionnaire.questions()[index];
            (question.id.clone(), answer_json(question, answer))
        });
        let pairs: Vec<(String, Json)> = pairs.collect();
        let plain = json!({ "id": "p", "answers": pairs.iter().cloned().collect::<serde_json::Map<_, _>>() }).to_string();
        agrees(&questionnaire, &plain)?;
        let mut tape = Tape(&writing);
        for _ in 0..4 {
            let line = line(&questionnaire, &pairs, &mut tape);
            if !line.trim().is_empty() {
                agrees(&questionnaire, &line)?;
                stands_alone(&questionnaire, &line, &plain)?;
            }
        }
    }
}

#[test]
fn records_keep_their_order_and_empty_lines_their_numbers() {
    let questionnaire = set(SMALL);
    let lines = "{\"answers\":{}}\n\n  \nno json\n{\"id\":\"z\",\"answers\":{}}";
    let fields = vec![Field::Line, Field::Id, Field::Verdict];
    let records = run(wanted(&questionnaire, RecordFormat::Json(Some(fields))), lines);
    let numbers: Vec<Json> =
        records.lines().map(|record| serde_json::from_str::<Json>(record).unwrap()["line"].clone()).collect();
    assert_eq!(numbers, [json!(1), json!(4), json!(5)]);
    assert!(records.lines().nth(1).unwrap().contains("wrong-shape"), "{records}");
}

#[test]
fn a_strict_batch_ends_with_the_first_error_record() {
    let questionnaire = set(SMALL);
    let wanted = BatchOptions { faults: OnFault::Stop, ..wanted(&questionnaire, RecordFormat::Json(None)) };
    let chunk = Chunk { bytes: b"{}\n{\"answers\":{}}\n".to_vec(), first: 1, ..Chunk::default() };
    let part = Batch::new(wanted).judge(&chunk);
    assert!(part.last && part.summary.refused == 1 && part.summary.judged == 0);
    assert_eq!(part.text.iter().filter(|byte| **byte == b'\n').count(), 1);
}

#[test]
fn bytes_that_are_no_text_are_an_error_record() {
    let questionnaire = set(SMALL);
    let chunk = Chunk { bytes: b"{\"id\":\"\xff\",\"answers\":{}}".to_vec(), first: 1, ..Chunk::default() };
    let part = Batch::new(wanted(&questionnaire, RecordFormat::Json(None))).judge(&chunk);
    assert!(String::from_utf8(part.text).unwrap().contains("not-text"));
}

#[test]
fn the_same_questionnaire_never_flips_and_fills_the_diagonal() {
    let questionnaire = set(SMALL);
    let wanted = BatchOptions {
        against: Some(&questionnaire),
        counting: Counting::On,
        ..wanted(&questionnaire, RecordFormat::Json(Some(vec![Field::Verdict, Field::OldVerdict, Field::Flip])))
    };
    let batch = Batch::new(wanted);
    let chunk = Chunk { bytes: b"{\"answers\":{}}\n{\"answers\":{}}\n".to_vec(), first: 1, ..Chunk::default() };
    let part = batch.judge(&chunk);
    assert_eq!((part.summary.judged, part.summary.flipped), (2, 0));
    let summary = serde_json::to_value(part.summary.record(batch.wanted())).unwrap();
    let first = questionnaire[candidacy::value::index::VerdictIx(0)].id.as_str();
    assert_eq!(summary["matrix"][first][first], json!(2), "{summary}");
    let record: Json = serde_json::from_slice(part.text.split(|byte| *byte == b'\n').next().unwrap()).unwrap();
    assert_eq!((&record["flip"], &record["old_verdict"]), (&json!(false), &json!(first)));
}

#[test]
fn a_row_of_csv_is_a_line_of_json_without_its_empty_cells() {
    let cells = [("id", "p1"), ("age", "34"), ("skin", ""), ("note", "a \"b\"\nc")];
    let line: Json = serde_json::from_str(&csv_record(cells.into_iter())).unwrap();
    assert_eq!(line, json!({ "id": "p1", "answers": { "age": "34", "note": "a \"b\"\nc" } }));
}

#[test]
fn a_row_has_a_cell_for_each_field_and_one_for_errors() {
    let questionnaire = set(SMALL);
    let lines = b"{\"id\":\"=1+1\",\"answers\":{}}\n{\"answers\":1}\n".to_vec();
    let chunk = Chunk { bytes: lines, first: 1, ..Chunk::default() };
    let part = Batch::new(wanted(&questionnaire, RecordFormat::Rows(vec![Field::Id, Field::Line]))).judge(&chunk);
    assert_eq!(part.rows[0].cells, ["=1+1", "1", ""]);
    assert_eq!(part.rows[1].cells[..2], ["", "2"]);
    assert!(part.rows[1].cells[2].starts_with("wrong-shape: ") && part.text.is_empty(), "{:?}", part.rows);
}

#[test]
fn long_records_come_in_parts_that_say_the_same() {
    let questionnaire = set(SMALL);
    let lines = "{\"answers\":{}}\n".repeat(8_000);
    let chunk = Chunk { bytes: lines.into_bytes(), first: 1, ..Chunk::default() };
    let batch = Batch::new(wanted(&questionnaire, RecordFormat::Json(None)));
    let whole = batch.judge(&chunk);
    let parts: Vec<_> = batch.parts(&chunk).collect();
    assert!(parts.len() > 2 && parts.iter().all(|part| part.text.len() < 2 << 20));
    assert!(parts.iter().flat_map(|part| &part.text).eq(&whole.text));
    assert_eq!(parts.iter().map(|part| part.summary.judged).sum::<u64>(), 8_000);
}
