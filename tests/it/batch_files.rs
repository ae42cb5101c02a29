//! What `batch` reads beside lines: response files and folders of them, tables with a column of JSON, tables from a pipe that is still
//! open. And whoever reads its records may stop reading.

use std::fs::{create_dir, write};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::support::{DAY, Ran, SMALL, candidacy, ran_in};

/// A folder with the small set, of which the fever is believed for a week.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let ages = SMALL.replace("type: yes_no\n", "type: yes_no\n        valid_for: 7 days\n");
    assert_ne!(ages, SMALL);
    write(folder.path().join("set.yaml"), ages).unwrap();
    folder
}

fn batch(folder: &Path, args: &[&str]) -> Ran {
    ran_in(folder, &[&["batch", "set.yaml", "--today", DAY], args].concat())
}

fn records(ran: &Ran) -> Vec<Json> {
    ran.out.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

#[test]
fn a_folder_of_response_files_is_judged_file_by_file_and_old_answers_age() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    create_dir(at("clients")).unwrap();
    create_dir(at("clients/b")).unwrap();
    let anna = "questionnaire: small\nversion: 1.0.0\nclient: Anna\nanswered_on: 2026-11-20\nanswers:\n  age: 34\n  fever: no\n  ear: well\n";
    write(at("clients/c.yaml"), anna).unwrap();
    // The day of one answer is older than that of the rest.
    let old = "client: Bo\nanswered_on: 2026-11-20\nearlier: { 2026-10-01: [fever] }\nanswers: { age: 20, fever: no, ear: hurts }\n";
    write(at("clients/b/old.yml"), old).unwrap();
    write(at("clients/a.json"), "{\n  \"id\": \"Cem\",\n  \"answers\": { \"age\": 3 }\n}\n").unwrap();
    write(at("clients/wrong.yaml"), "client: Di\nanswers:\n  age: 34\n  ear: itchy\n").unwrap();
    for passed_over in ["notes.txt", ".hidden.yaml", "rows.csv"] {
        write(at("clients").join(passed_over), "answers: {}").unwrap();
    }
    let ran = batch(folder.path(), &["--input", "clients", "--fields", "file,client,line,verdict"]);
    assert_eq!(ran.status, 3, "{}", ran.err);
    let told = records(&ran);
    let (wrong, judged) = told.split_last().unwrap();
    let row = |file: &str, client: &str, verdict: &str, aged: Json| json!({ "file": file, "client": client, "line": null, "verdict": verdict, "aged": aged });
    let expected = [
        row("a.json", "Cem", "fine", json!([])),
        row("b/old.yml", "Bo", "later", json!(["fever"])),
        row("c.yaml", "Anna", "fine", json!([])),
    ];
    assert_eq!(judged, expected);
    assert_eq!((&wrong["file"], &wrong["line"]), (&json!("wrong.yaml"), &Json::Null));
    let error = &wrong["errors"][0];
    assert_eq!((&error["code"], &error["line"], &error["column"]), (&json!("unknown-option"), &json!(4), &json!(8)));

    let table = batch(folder.path(), &["--input", "clients", "--format", "csv"]);
    let lines: Vec<&str> = table.out.lines().collect();
    assert_eq!(lines[0], "file,client,verdict,aged,could_become,settled,bounds,not_before,findings,errors");
    assert!(lines[2].starts_with("b/old.yml,Bo,later,fever,"), "{}", table.out);

    // The whole record is what `assess` says of the file, named.
    let whole = records(&batch(folder.path(), &["--input", "clients"]));
    let assess = ran_in(
        folder.path(),
        &["assess", "set.yaml", "--answers", "clients/c.yaml", "--no-input", "--today", DAY, "--format", "json"],
    );
    let assessed: Json = serde_json::from_str(&assess.out).expect(&assess.err);
    assert_eq!((&whole[2]["file"], &whole[2]["client"]), (&json!("c.yaml"), &json!("Anna")));
    for key in ["verdict", "findings", "answered_on", "sections", "aged"] {
        assert_eq!(whole[2][key], assessed[key], "{key}");
    }
}

#[test]
fn one_response_file_is_one_response() {
    let folder = folder();
    write(folder.path().join("bo.yaml"), "client: Bo\nanswers:\n  age: 20\n  fever: yes\n").unwrap();
    let ran = batch(folder.path(), &["--input", "bo.yaml", "--fields", "file,client,findings"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert_eq!(records(&ran), [json!({ "file": "bo.yaml", "client": "Bo", "findings": ["feverish"] })]);
    let named = batch(folder.path(), &["--input", "set.yaml", "--fields", "file"]);
    assert_eq!(named.status, 3, "a question set is no response: {}", named.out);
}

/// A YAML file read as lines gave a verdict for its line `answers:`.
#[test]
fn yaml_is_no_row_of_lines() {
    let folder = folder();
    let yaml = "answers:\n  age: 20\n";
    write(folder.path().join("bo.txt"), yaml).unwrap();
    let ran = batch(folder.path(), &["--input", "bo.txt"]);
    assert_eq!((ran.status, ran.out.as_str()), (4, ""));
    assert!(ran.err.contains("looks like YAML") && ran.err.contains("--input-format yaml"), "{}", ran.err);
    let said = batch(folder.path(), &["--input", "bo.txt", "--input-format", "yaml", "--fields", "verdict"]);
    assert_eq!(said.status, 0, "{}", said.err);
    // Further down, such a line is refused alone.
    write(folder.path().join("rows.ndjson"), "{\"answers\":{}}\nanswers:\n").unwrap();
    let rows = records(&batch(folder.path(), &["--input", "rows.ndjson", "--fields", "line"]));
    assert_eq!((&rows[0]["line"], &rows[1]["errors"][0]["message"]), (&json!(1), &json!("the line is no JSON object")));
}

#[test]
fn a_folder_without_responses_and_an_output_within_the_input_are_refused() {
    let folder = folder();
    create_dir(folder.path().join("empty")).unwrap();
    let empty = batch(folder.path(), &["--input", "empty"]);
    assert_eq!(empty.status, 4);
    assert!(empty.err.contains("without response files"), "{}", empty.err);
    write(folder.path().join("empty/a.yaml"), "answers: {}\n").unwrap();
    let into = batch(folder.path(), &["--input", "empty", "--output", "empty/b.json"]);
    assert_eq!(into.status, 2, "{}", into.err);
    let table = batch(folder.path(), &["--input", "empty", "--input-format", "csv"]);
    assert!(table.status == 2 && table.err.contains("is a folder"), "{}", table.err);
}

#[test]
fn a_column_of_a_table_may_hold_json() {
    let folder = folder();
    let table = "id,answers,age,answered_on,earlier\n\
                 a,\"{\"\"fever\"\":false,\n \"\"ear\"\":\"\"hurts\"\"}\",34,2026-11-20,\n\
                 b,\"{\"\"fever\"\":false}\",,2026-11-20,\"{\"\"2026-10-01\"\":[\"\"fever\"\"]}\"\n\
                 c,{},7,,\n\
                 d,nothing,7,,\n\
                 e,\"{\"\"age\"\":1}\",7,,\n";
    write(folder.path().join("in.csv"), table).unwrap();
    let ran = batch(folder.path(), &["--input", "in.csv", "--fields", "id,line,findings,aged"]);
    let told = records(&ran);
    assert_eq!(told[0], json!({ "id": "a", "line": 2, "findings": ["sore_ear"], "aged": [] }), "{}", ran.err);
    assert_eq!(told[1], json!({ "id": "b", "line": 4, "findings": [], "aged": ["fever"] }));
    assert_eq!(told[2], json!({ "id": "c", "line": 5, "findings": [], "aged": [] }));
    let message = told[3]["errors"][0]["message"].as_str().unwrap();
    assert_eq!(message, "`answers` holds no JSON object; write it as {\"age\":34}");
    assert_eq!(told[4]["errors"][0]["code"], "duplicate-key", "{}", told[4]);
}

#[test]
fn a_table_with_tabs_is_known_by_its_ending() {
    let folder = folder();
    write(folder.path().join("in.tsv"), "id\tage\tear\na\t34\thurts\n").unwrap();
    let ran = batch(folder.path(), &["--input", "in.tsv", "--fields", "id,findings"]);
    assert_eq!(records(&ran), [json!({ "id": "a", "findings": ["sore_ear"] })], "{}", ran.err);
}

/// Each row is answered before the next one is written, and the pipe stays open.
#[test]
fn rows_of_a_pipe_are_answered_as_they_come() {
    let folder = folder();
    let args = ["batch", "set.yaml", "--today", DAY, "--input-format", "csv", "--fields", "id,findings"];
    let mut command = candidacy(folder.path(), &args);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut stdin, stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let mut stdout = BufReader::new(stdout);
    stdin.write_all(b"id,ear\n").unwrap();
    for (row, expected) in [
        ("a,hurts\n", "{\"id\":\"a\",\"findings\":[\"sore_ear\"]}\n"),
        ("\"b\nb\",well\n", "{\"id\":\"b\\nb\",\"findings\":[]}\n"),
        ("c,\"hurts\"\r\n", "{\"id\":\"c\",\"findings\":[\"sore_ear\"]}\n"),
    ] {
        stdin.write_all(row.as_bytes()).unwrap();
        let mut record = String::new();
        stdout.read_line(&mut record).unwrap();
        assert_eq!(record, expected);
    }
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

/// Whoever reads the records stops reading: a write never comes back, and Ctrl-C ends the run all the same.
#[test]
fn an_interrupt_ends_a_run_whose_reader_stalls() {
    let folder = folder();
    let args = ["batch", "set.yaml", "--today", DAY, "--fields", "id,verdict,findings"];
    let mut command = candidacy(folder.path(), &args);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let line = |number: usize| {
        format!("{{\"id\":\"r{number}\",\"answers\":{{\"age\":{},\"ear\":\"hurts\"}}}}\n", number % 100)
    };
    // Far more than a pipe holds; the writing ends when the program does.
    let feeder =
        std::thread::spawn(
            move || while stdin.write_all((0..1000).map(line).collect::<String>().as_bytes()).is_ok() {},
        );
    let mut stdout = child.stdout.take().unwrap();
    let mut first = [0; 10];
    stdout.read_exact(&mut first).unwrap();
    // Time to fill the pipe again and to stall.
    std::thread::sleep(Duration::from_millis(1500));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).unwrap();
    feeder.join().unwrap();
    let all = String::from_utf8(first.to_vec()).unwrap() + &rest;
    assert!(rest.len() > 10_000 && all.ends_with("}\n"), "{:?}", all.get(all.len() - 200..));
    assert!(all.lines().all(|line| serde_json::from_str::<Json>(line).is_ok()));
}
