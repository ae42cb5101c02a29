//! The plan of the house, held against the code: who may use whom, which room knows which library, how files look.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Each room and the rooms that it may use, lowest floor first. A room may only use rooms that stand above it in this
/// list, so there can be no circle.
const PLAN: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("source", &[]),
    ("value", &[]),
    ("diagnostic", &["source", "value"]),
    ("document", &["source", "diagnostic"]),
    ("schema", &["diagnostic"]),
    ("condition", &["source", "value", "diagnostic", "document"]),
    ("template", &["source", "value", "diagnostic", "document"]),
    ("questionnaire", &["source", "value", "diagnostic", "document", "condition", "template"]),
    ("graph", &["source", "value", "condition", "template", "questionnaire"]),
    ("response", &["source", "value", "diagnostic", "document", "template", "questionnaire"]),
    ("assessment", &["value", "condition", "questionnaire", "response"]),
    ("wording", &["value", "diagnostic", "questionnaire"]),
    ("proof", &["source", "value", "diagnostic", "condition", "template", "questionnaire", "response", "assessment"]),
    ("outlook", &["value", "condition", "template", "questionnaire", "response", "assessment", "proof"]),
    (
        "diff",
        &["source", "value", "diagnostic", "condition", "template", "questionnaire", "response", "assessment", "proof"],
    ),
    (
        "scenario",
        &["source", "value", "diagnostic", "document", "condition", "questionnaire", "response", "assessment"],
    ),
    ("interview", &["value", "condition", "questionnaire", "response", "assessment"]),
    // A report proves nothing: what it says about other ways is asked before, and comes in as an outlook.
    ("report", &["value", "template", "questionnaire", "response", "assessment", "outlook"]),
    (
        "batch",
        &[
            "source",
            "value",
            "diagnostic",
            "document",
            "condition",
            "questionnaire",
            "response",
            "assessment",
            "report",
        ],
    ),
    (
        "catalog",
        &[
            "source",
            "value",
            "diagnostic",
            "document",
            "template",
            "questionnaire",
            "response",
            "assessment",
            "wording",
            "proof",
            "report",
        ],
    ),
];

/// Rooms that every room may use: they use none themselves.
const FOR_EVERYBODY: &[&str] = &["text"];

/// Libraries that only one room may know. `cli` is the binary.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("granit_parser", &["document"]),
    ("minijinja", &["template"]),
    ("annotate_snippets", &["diagnostic"]),
    ("strsim", &["diagnostic"]),
    ("batsat", &["proof"]),
    ("include_dir", &["catalog"]),
    ("inquire", &["cli"]),
    ("crossterm", &["cli"]),
    ("clap", &["cli"]),
    ("signal_hook", &["cli"]),
    ("anstream", &["cli"]),
    ("tempfile", &["cli"]),
    ("csv", &["cli"]),
    ("flate2", &["cli"]),
    ("indicatif", &["cli"]),
    ("memchr", &["batch", "cli"]),
    ("unicode_width", &["text"]),
    ("unicode_segmentation", &["text"]),
    ("textwrap", &["text"]),
    ("roxmltree", &["questionnaire"]),
];

/// The longest a file may be before its tests start.
const LONGEST_FILE: usize = 600;

fn source_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every Rust file below `src`, with its room and its text before the tests.
fn files() -> Vec<(PathBuf, String, String)> {
    let mut waiting = vec![source_root()];
    let mut files = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                waiting.push(entry);
            } else if entry.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&entry).unwrap();
                let room = room_of(&entry);
                let production = text.split("\n#[cfg(test)]\nmod tests").next().unwrap().to_owned();
                files.push((entry, room, production));
            }
        }
    }
    assert!(files.len() > 20, "the test looks at the wrong folder");
    files.sort();
    files
}

fn room_of(file: &Path) -> String {
    let inside = file.strip_prefix(source_root()).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// The rooms that a text names after `prefix` (`crate::` in the library, `candidacy::` in the binary).
fn rooms_named(text: &str, prefix: &str) -> BTreeSet<String> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let word = |rest: &str| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    code.flat_map(|line| line.match_indices(prefix).map(|(at, _)| word(&line[at + prefix.len()..])).collect::<Vec<_>>())
        .collect()
}

#[test]
fn no_room_uses_a_room_above_it() {
    let mut faults = Vec::new();
    for (path, room, text) in files() {
        let Some((_, allowed)) = PLAN.iter().find(|(name, _)| *name == room) else {
            assert!(["lib", "main", "cli"].contains(&room.as_str()), "{} is in no room of the plan", path.display());
            continue;
        };
        for used in rooms_named(&text, "crate::") {
            if used != room && !allowed.contains(&used.as_str()) && !FOR_EVERYBODY.contains(&used.as_str()) {
                faults.push(format!("{} uses `{used}`", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn the_plan_itself_has_no_circle() {
    for (position, (room, allowed)) in PLAN.iter().enumerate() {
        for used in *allowed {
            let floor = PLAN.iter().position(|(name, _)| name == used);
            assert!(
                floor.is_some_and(|floor| floor < position),
                "`{room}` may use `{used}`, which does not stand above it"
            );
        }
    }
}

#[test]
fn each_library_stays_in_its_room() {
    let mut faults = Vec::new();
    for (path, room, text) in files() {
        for (library, rooms) in ONLY_IN {
            let named = text.lines().any(|line| {
                !line.trim_start().starts_with("//")
                    && (line.contains(&format!("{library}::")) || line.contains(&format!("use {library}")))
            });
            if named && !rooms.contains(&room.as_str()) {
                faults.push(format!("{} names `{library}`", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_file_says_what_it_is_for_and_stays_readable() {
    for (path, _, text) in files() {
        let shown = path.display();
        assert!(text.starts_with("//!"), "{shown} does not open with `//!`");
        assert!(!text.contains("use crate::{"), "{shown} groups rooms in one `use`");
        let lines = text.lines().count();
        assert!(lines <= LONGEST_FILE, "{shown} has {lines} lines before its tests");
        for (number, line) in text.lines().enumerate() {
            let bad = line.contains("TODO")
                || line.contains("FIXME")
                || line.contains("todo!(")
                || line.contains("unimplemented!(");
            assert!(!bad, "{shown}:{}: {line}", number + 1);
        }
    }
}
