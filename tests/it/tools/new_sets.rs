//! `candidacy new`: what it writes is sound, tested, and taken by the editors' schemas; it never touches what is there.

use std::fs;
use std::path::Path;
use std::process::Command;

use candidacy::schema::SchemaKind;
use proptest::prelude::*;
use tempfile::TempDir;

use super::schemas::{complaints, read, validator};
use crate::support::{PROGRAM, Ran, opened, ran_in, sample};

fn new(home: &TempDir, arguments: &[&str]) -> Ran {
    ran_in(home.path(), &[&["new"], arguments].concat())
}

/// Everything below a folder, sorted.
fn tree(folder: &Path) -> Vec<String> {
    let mut waiting = vec![folder.to_owned()];
    let mut found = Vec::new();
    while let Some(path) = waiting.pop() {
        for entry in fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                waiting.push(entry);
            } else {
                found.push(entry.strip_prefix(folder).unwrap().display().to_string());
            }
        }
    }
    found.sort();
    found
}

const FILES: [&str; 9] = [
    "README.md",
    "health.yaml",
    "questionnaire.yaml",
    "report/client_first.html",
    "scenarios.yaml",
    "schemas/questionnaire.schema.json",
    "schemas/response.schema.json",
    "schemas/scenarios.schema.json",
    "schemas/section.schema.json",
];

#[test]
fn a_new_set_is_sound_tested_and_says_what_comes_next() {
    let home = TempDir::new().unwrap();
    let made = new(&home, &["my clinic"]);
    assert_eq!((made.status, made.err.as_str()), (0, ""), "{}", made.out);
    assert_eq!(tree(&home.path().join("my clinic")), FILES);
    assert!(made.out.ends_with(
        "Next:\n  candidacy check 'my clinic/'\n  candidacy test 'my clinic/'\n  candidacy assess 'my clinic/'\n"
    ));
    let check = ran_in(home.path(), &["check", "my clinic/", "--format", "short"]);
    assert_eq!((check.status, check.out.as_str()), (0, ""), "neither a fault nor a warning: {}", check.err);
    let test = ran_in(home.path(), &["test", "my clinic/", "--require-coverage"]);
    assert_eq!(test.status, 0, "{}{}", test.out, test.err);
    assert!(test.out.contains("The scenarios show everything."), "{}", test.out);
    let answers = ["--set", "age=34", "--set", "scars=never", "--set", "skin=nothing", "--set", "tablets=no"];
    let assess = ran_in(home.path(), &[&["assess", "my clinic/", "--no-input"], &answers[..]].concat());
    assert!(assess.status == 0 && assess.out.contains("Suitable"), "{}{}", assess.out, assess.err);
    assert_eq!(opened(home.path().join("my clinic").to_str().unwrap()).id(), "my_clinic");
}

/// What is only a remark at first is as sound as the rest once the signs before it are gone.
#[test]
fn what_a_new_set_shows_as_remarks_can_be_used() {
    let home = TempDir::new().unwrap();
    assert_eq!(new(&home, &["set"]).status, 0);
    let path = |file: &str| home.path().join("set").join(file);
    // The lines below the sentence that begins so, without the sign before them.
    let opened = |file: &str, from: &str| {
        let text = fs::read_to_string(path(file)).unwrap();
        let (head, block) = text.split_once(from).unwrap_or_else(|| panic!("{file} has no `{from}`"));
        let (block, rest) = block.split_once("\n\n").unwrap_or((block, ""));
        let lines: String =
            format!("{from}{block}").lines().map(|line| format!("{}\n", line.strip_prefix('#').unwrap())).collect();
        fs::write(path(file), format!("{head}{lines}\n{rest}")).unwrap();
    };
    opened("scenarios.yaml", "#  - id: my_person");
    let test = ran_in(home.path(), &["test", "set/"]);
    assert!(test.status == 0 && test.out.contains("9 scenarios"), "{}{}", test.out, test.err);
    let main =
        fs::read_to_string(path("questionnaire.yaml")).unwrap().replace("# clinic:", "#clinic:").replace("#   ", "#  ");
    fs::write(path("questionnaire.yaml"), main).unwrap();
    opened("questionnaire.yaml", "#clinic:");
    fs::write(path("logo.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0h9\"/></svg>").unwrap();
    fs::write(path("studio.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0v9\"/></svg>").unwrap();
    let part = fs::read_to_string(path("report/client_first.html")).unwrap();
    let example = part.split("\n\n").nth(1).unwrap().replace("studio.png", "studio.svg");
    fs::write(path("report/client_first.html"), example).unwrap();
    let check = ran_in(home.path(), &["check", "set/", "--format", "short"]);
    assert_eq!((check.status, check.out.as_str()), (0, ""), "{}", check.err);
    let page = ran_in(home.path(), &["assess", "set/", "--no-input", "--set", "age=34", "--format", "html"]).out;
    for shown in ["Lakeside Studio", "Leeds LS1 1AA", "Before you come"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert_eq!(page.matches("src=\"data:image/svg+xml,").count(), 2, "{page}");
}

#[test]
fn the_first_line_of_each_file_leads_to_the_schema_that_takes_it() {
    let home = TempDir::new().unwrap();
    assert_eq!(new(&home, &["set"]).status, 0);
    let folder = home.path().join("set");
    for (file, kind) in [
        ("questionnaire.yaml", SchemaKind::Questionnaire),
        ("health.yaml", SchemaKind::Section),
        ("scenarios.yaml", SchemaKind::Scenarios),
    ] {
        let text = fs::read_to_string(folder.join(file)).unwrap();
        let line = text.lines().next().unwrap();
        let path = line.strip_prefix("# yaml-language-server: $schema=").unwrap();
        assert_eq!(fs::read_to_string(folder.join(path)).unwrap(), candidacy::schema::schema(kind), "{file}");
        assert_eq!(complaints(&validator(kind), &read(&folder.join(file)).unwrap()), [""; 0], "{file}");
    }
}

#[test]
fn what_is_there_is_never_touched() {
    let home = TempDir::new().unwrap();
    fs::create_dir(home.path().join("full")).unwrap();
    fs::write(home.path().join("full/.hidden"), "mine").unwrap();
    fs::write(home.path().join("file"), "mine").unwrap();
    for (folder, reason) in [
        ("full", "the folder is not empty; nothing was changed"),
        ("file", "there is a file of that name; nothing was changed"),
        ("file/deeper", "there is no folder `file`"),
        ("no/such", "there is no folder `no`"),
    ] {
        let refused = new(&home, &[folder]);
        assert_eq!((refused.status, refused.out.as_str()), (4, ""), "{folder}");
        assert_eq!(refused.err.trim_end(), format!("error: cannot write `{folder}`: {reason}"));
    }
    for title in ["", "  ", "two\nlines", "\u{7}"] {
        assert_eq!(new(&home, &["other", "--title", title]).status, 2, "{title:?}");
    }
    assert_eq!(tree(home.path()), ["file", "full/.hidden"]);
}

#[test]
fn an_empty_folder_is_filled_even_from_within() {
    let home = TempDir::new().unwrap();
    fs::create_dir(home.path().join("empty")).unwrap();
    assert_eq!(new(&home, &["empty"]).status, 0);
    assert_eq!(tree(&home.path().join("empty")), FILES);
    fs::create_dir(home.path().join("Here")).unwrap();
    let made = ran_in(home.path().join("Here"), &["new", "."]);
    assert!(made.status == 0 && made.out.contains("candidacy check ./\n"), "{}{}", made.out, made.err);
    assert_eq!(tree(&home.path().join("Here")), FILES);
    let main = fs::read_to_string(home.path().join("Here/questionnaire.yaml")).unwrap();
    assert!(main.contains("\nquestionnaire: here "), "{main}");
    assert_eq!(tree(home.path()).len(), 2 * FILES.len(), "nothing temporary is left");
}

#[cfg(unix)]
#[test]
fn where_nothing_can_be_written_nothing_is() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = TempDir::new().unwrap();
    let shut = home.path().join("shut");
    fs::create_dir(&shut).unwrap();
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o500)).unwrap();
    // Whoever may write everywhere cannot be shut out.
    if fs::write(shut.join("probe"), "").is_ok() {
        return;
    }
    for folder in ["shut", "shut/new"] {
        assert_eq!(new(&home, &[folder]).status, 4, "{folder}");
    }
    assert_eq!(tree(home.path()), [""; 0]);
}

#[cfg(unix)]
#[test]
fn a_new_folder_is_as_open_as_any_other() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = TempDir::new().unwrap();
    let status = Command::new("sh")
        .args(["-c", "umask 022; exec \"$0\" new set", PROGRAM])
        .current_dir(home.path())
        .output()
        .unwrap();
    assert!(status.status.success());
    for (path, mode) in [("set", 0o755), ("set/schemas", 0o755), ("set/questionnaire.yaml", 0o644)] {
        let found = fs::metadata(home.path().join(path)).unwrap().permissions().mode() & 0o777;
        assert_eq!(found, mode, "{path}");
    }
}

proptest! {
    #![proptest_config(sample(48))]

    /// Whatever a clinic calls its set, the file says so.
    #[test]
    fn any_title_is_kept_as_it_is(title in "(\\PC|[:#\"'\\\\{}&*!|>%@`-])*") {
        let title = title.trim();
        prop_assume!(!title.is_empty() && !title.chars().any(char::is_control));
        let home = TempDir::new().unwrap();
        let made = new(&home, &["set", "--title", &format!(" {title} ")]);
        prop_assert_eq!(made.status, 0, "{}", made.err);
        let questionnaire = opened(home.path().join("set").to_str().unwrap());
        prop_assert_eq!(questionnaire.title(), title);
    }
}
