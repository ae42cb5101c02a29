//! What data people bring to `batch`: tables as spreadsheets write them, two versions of a set, files that others use.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::{Value as Json, json};

use crate::support::{DAY, PROGRAM, SMALL, candidacy};

fn batch(folder: &Path, set: &str, args: &[&str], input: &[u8]) -> Output {
    let mut command = candidacy(folder, &[&["batch", set, "--today", DAY], args].concat());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

/// A folder with the small set, and a later version of it: nobody is asked for an age, and an ear that itches waits too.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let (before, rest) = SMALL.split_once("      - id: age\n").unwrap();
    let (_, after) = rest.split_once("      - id: fever\n").unwrap();
    let later = format!("{before}      - id: fever\n{after}").replace("ear == hurts", "ear in [itches, hurts]");
    std::fs::write(folder.path().join("old.yaml"), SMALL).unwrap();
    std::fs::write(folder.path().join("new.yaml"), later).unwrap();
    folder
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn records(output: &Output) -> Vec<Json> {
    text(&output.stdout).lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

/// Rows as `id,line`, from a table of ids and ages.
fn lines_of(input: &[u8]) -> String {
    let folder = folder();
    let args = ["--input-format", "csv", "--format", "csv", "--fields", "id,line"];
    let output = batch(folder.path(), "old.yaml", &args, input);
    let rows: Vec<&str> = text(&output.stdout).lines().skip(1).map(|row| row.trim_end_matches(',')).collect();
    format!("{}{}", rows.join(" "), text(&output.stderr))
}

/// A heading may be the code of a question, and a cell that of an option.
#[test]
fn columns_and_cells_may_be_codes_of_other_systems() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("coded.yaml"), crate::contracts::CODED).unwrap();
    let table = "id,loinc:8867-4,loinc:44250-9,signs,plain\np1,70,LA6571-9,\"a:1,hot\",no\np2,120,never,,\n";
    let args = ["--input-format", "csv", "--fields", "id,findings,open"];
    let output = batch(folder.path(), "coded.yaml", &args, table.as_bytes());
    let expected =
        [json!({ "id": "p1", "findings": ["r"], "open": [] }), json!({ "id": "p2", "findings": ["fast"], "open": [] })];
    assert_eq!(records(&output), expected, "{}", text(&output.stderr));
    let whole = batch(folder.path(), "coded.yaml", &["--input-format", "csv"], table.as_bytes());
    assert_eq!(records(&whole)[1]["findings"][0]["because"][0]["codes"]["loinc"], "8867-4");
    let wrong = batch(folder.path(), "coded.yaml", &["--input-format", "csv"], b"id,8867-4\np1,70\n");
    assert_eq!(records(&wrong)[0]["errors"][0]["code"], "unknown-question");
}

#[test]
fn tables_of_spreadsheets_are_read_with_their_lines() {
    for (input, expected) in [
        (&b"id,age\na,3\nb,4\n"[..], "a,2 b,3"),
        (b"id,age\na,3\nb,4", "a,2 b,3"),
        (b"\xef\xbb\xbfid,age\r\na,3\r\nb,4\r\n", "a,2 b,3"),
        (b"id,age\n\n\na,3\n\n,\nb,4\n\n", "a,4 b,7"),
        (b"id,age\r\n\r\na,3\r\n,\r\nb,4", "a,3 b,5"),
        (b" id , age \n a , 3 \n\"b\n\",4\nc,5\n", "a,2 b,3 c,5"),
        (b"id,age,\na,3,\n", "a,2"),
    ] {
        assert_eq!(lines_of(input), expected, "{}", text(input));
    }
}

#[test]
fn tables_that_no_row_can_be_read_by_are_refused_whole() {
    for (input, expected) in [
        (&b"id,fever,fever\na,yes,no\n"[..], "the heading `fever` stands twice"),
        (b"id;age\na;3\n", "not separated by commas"),
        (b"id\tage\na\t3\n", "not separated by commas"),
        (b"id,age\ra,3\r", "carriage return alone"),
        (b"id,\xff\na,3\n", "not UTF-8 text"),
    ] {
        let told = lines_of(input);
        assert!(told.contains(expected) && !told.contains("a,2"), "{told}");
    }
}

#[test]
fn a_quote_that_is_never_closed_ends_the_run_and_says_from_where() {
    let folder = folder();
    let mut input = b"id,age\na,3\nb,\"4\n".to_vec();
    input.extend(b"c,5\n".repeat(2_000_000));
    std::fs::write(folder.path().join("in.csv"), input).unwrap();
    let output = batch(folder.path(), "old.yaml", &["--input", "in.csv", "--fields", "id"], b"");
    assert_eq!(output.status.code(), Some(4));
    let told = text(&output.stderr);
    assert!(told.contains("a row is longer than 4 MiB (from line 3 on)"), "{told}");
}

const STORED: &[u8] = br#"{"id":"same","answers":{"fever":true}}
{"id":"flips","answers":{"fever":false,"ear":"itches"}}
{"id":"aged","answers":{"age":30,"fever":true}}
{"id":"bad","answers":{"nose":"runs"}}
"#;

#[test]
fn two_versions_are_compared_also_where_only_one_can_use_a_response() {
    let folder = folder();
    let output = batch(folder.path(), "new.yaml", &["--against", "old.yaml", "--summary=json"], STORED);
    assert_eq!(output.status.code(), Some(3));
    let all = records(&output);
    let told: Vec<(&Json, &Json, &Json)> =
        all.iter().map(|one| (&one["id"], &one["old_verdict"], &one["flip"])).collect();
    assert_eq!(
        json!(told),
        json!([["same", "later", false], ["flips", "fine", true], ["aged", "later", null], ["bad", null, null]])
    );
    assert!(all[0]["scores"].is_object() && all[2]["errors"][0]["code"] == "unknown-question");
    let summary: Json = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(
        summary["matrix"],
        json!({
            "fine": { "fine": 0, "later": 1, "unusable": 0 },
            "later": { "fine": 0, "later": 1, "unusable": 1 },
            "unusable": { "fine": 0, "later": 0, "unusable": 1 },
        })
    );
    assert_eq!((&summary["flipped"], &summary["judged"], &summary["refused"]), (&json!(1), &json!(2), &json!(2)));
}

#[test]
fn flips_can_be_listed_alone() {
    let folder = folder();
    let args = ["--against", "old.yaml", "--flips", "--fields", "id,old_verdict,verdict"];
    let output = batch(folder.path(), "new.yaml", &args, STORED);
    let all = records(&output);
    assert_eq!(all[0], json!({ "id": "flips", "old_verdict": "fine", "verdict": "later" }));
    assert!(all.len() == 3 && all[1..].iter().all(|one| one["errors"].is_array()), "{all:?}");
    assert!(text(&output.stderr).contains("2 of 4 responses could not be used"), "{}", text(&output.stderr));
    let usage = batch(folder.path(), "new.yaml", &["--flips"], b"");
    assert_eq!(usage.status.code(), Some(2));
}

#[test]
fn warnings_are_counted() {
    let folder = folder();
    let line = br#"{"version":"0.9","answers":{"fever":true}}"#;
    let output = batch(folder.path(), "old.yaml", &["--summary=json"], line);
    let summary: Json = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!((&summary["warnings"]["other-version"], &summary["errors"]), (&json!(1), &json!({})));
}

#[test]
fn a_field_twice_is_a_fault_of_usage() {
    let folder = folder();
    let output = batch(folder.path(), "old.yaml", &["--fields", "verdict,verdict"], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("`verdict` stands there twice"));
}

#[cfg(unix)]
mod files {
    use super::*;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    #[test]
    fn a_link_stays_a_link_and_a_file_keeps_its_permissions() {
        let folder = folder();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("real.ndjson"), "old").unwrap();
        std::fs::set_permissions(at("real.ndjson"), std::fs::Permissions::from_mode(0o664)).unwrap();
        symlink("real.ndjson", at("link.ndjson")).unwrap();
        let args = ["--output", "link.ndjson", "--fields", "verdict"];
        let output = batch(folder.path(), "old.yaml", &args, br#"{"answers":{"fever":true}}"#);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        assert!(at("link.ndjson").is_symlink());
        assert_eq!(std::fs::read_to_string(at("real.ndjson")).unwrap(), "{\"verdict\":\"later\"}\n");
        assert_eq!(at("real.ndjson").metadata().unwrap().permissions().mode() & 0o777, 0o664);
    }

    /// A limit of the shell on the size of files stands in for a disk that is full.
    #[test]
    fn what_others_wrote_before_stays_when_the_disk_is_full() {
        let folder = folder();
        let before = "x".repeat(1000) + "\n";
        std::fs::write(folder.path().join("all.ndjson"), &before).unwrap();
        std::fs::write(folder.path().join("in.ndjson"), "{\"answers\":{\"fever\":true}}\n".repeat(500)).unwrap();
        let run =
            "trap '' XFSZ; ulimit -f 1; exec \"$0\" batch old.yaml --input in.ndjson --fields verdict >> all.ndjson";
        let status =
            Command::new("bash").current_dir(folder.path()).args(["-c", run, PROGRAM]).output().unwrap().status;
        assert_eq!(status.code(), Some(4));
        let after = std::fs::read_to_string(folder.path().join("all.ndjson")).unwrap();
        let added = after.strip_prefix(&before).unwrap();
        assert!(added.is_empty() || added.ends_with("}\n"), "{added}");
        // Full before the first byte: nothing is taken away either.
        let whole = "y".repeat(1023) + "\n";
        std::fs::write(folder.path().join("all.ndjson"), &whole).unwrap();
        Command::new("bash").current_dir(folder.path()).args(["-c", run, PROGRAM]).output().unwrap();
        assert_eq!(std::fs::read_to_string(folder.path().join("all.ndjson")).unwrap(), whole);
    }
}
