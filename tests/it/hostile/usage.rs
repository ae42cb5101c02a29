//! Command lines that make no sense, and paths that are hard to print.

use super::{Room, SMALL, run};

/// Arguments, and what is said; all end with status 2 or, for answers, 3.
const MISUSE: &[(&[&str], i32, &str)] = &[
    (&["frobnicate"], 2, "unrecognized subcommand 'frobnicate'"),
    (&["chek"], 2, "'check'"),
    (&["check"], 2, "name a question set"),
    (&["assess", "small.yaml", "--no-input", "--output", ""], 2, "a value is required for '--output <PATH>'"),
    (&["check", "small.yaml", "--format", "xml"], 2, "invalid value 'xml'"),
    (&["completions", "dos"], 2, "invalid value 'dos'"),
    (&["explain", "unknown-nam"], 2, "did you mean `unknown-name`?"),
    (&["explain", "a\u{1b}[2Jb"], 2, "there is no diagnostic `a␛[2Jb`"),
    (&["assess", "small.yaml", "--no-input", "--today", "tomorrow"], 2, "write a day that exists as year-month-day"),
    (&["assess", "small.yaml", "--no-input", "--today", "2026-02-31"], 2, "write a day that exists"),
    (&["assess", "small.yaml", "--no-input", "--today", "0000-00-00"], 2, "write a day that exists"),
    (&["assess", "small.yaml", "--no-input", "--today", ""], 2, "--today"),
    (&["check", "small.yaml", "--today", "1e400"], 2, "write a day that exists"),
    (&["assess", "small.yaml", "--for", "dog"], 2, "invalid value 'dog'"),
    (&["assess", "small.yaml", "--frob"], 2, "unexpected argument '--frob'"),
    (&["assess", "small.yaml", "other.yaml"], 2, "unexpected argument 'other.yaml'"),
    (&["assess", "small.yaml", "--no-input", "--set", "age"], 3, "`--set age`: write it as ID=VALUE"),
    (&["assess", "small.yaml", "--no-input", "--set", "=3"], 3, "`--set =3`: there is no question ``"),
    (&["assess", "small.yaml", "--no-input", "--set", "agge=3"], 3, "`--set agge=3`: there is no question `agge`"),
    (&["assess", "small.yaml", "--no-input", "--set", "age=NaN"], 3, "`--set age=NaN`: "),
    (&["assess", "small.yaml", "--no-input", "--set", "age=121"], 3, "`--set age=121`: must be from 0 to 120"),
    (&["assess", "small.yaml", "--no-input", "--set", "ear=wel"], 3, "`--set ear=wel`: "),
    (&["assess", "small.yaml", "--no-input", "--set", "ear=unsure"], 3, "`--set ear=unsure`: "),
    (&["assess", "small.yaml", "--no-input", "--set", "age=\u{1b}[2J"], 3, "`--set age=␛[2J`: "),
    (&["why", "small.yaml", "agge"], 2, "agge"),
];

#[test]
fn misuse_is_told_with_what_to_do() {
    for (arguments, status, says) in MISUSE {
        let room = Room::new();
        room.runs_and_changes_nothing(arguments, b"").failed(*status, &[says]);
    }
    let room = Room::new();
    let mut command = room.command(&["assess", "--set"]);
    command.arg(std::ffi::OsStr::new(std::str::from_utf8(b"age=").unwrap()));
    command.arg(<std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(b"caf\xe9"));
    run(command, b"").failed(2, &["invalid UTF-8"]);
}

#[test]
fn a_path_is_shown_as_it_is_and_nothing_else() {
    let room = Room::new();
    for name in ["with space.yaml", "-dash.yaml", "new\nline.yaml", "ünïcödé 👩‍🦲.yaml", "a'b\"c`d.yaml"] {
        room.has(name, SMALL);
        let path = format!("./{name}");
        assert!(room.runs(&["check", &path]).succeeded().out.contains(": sound, proved until "), "{name:?}");
        room.has(name, "");
        let ran = room.runs(&["check", &path, "--format", "short"]);
        assert_eq!((ran.status, ran.out.lines().count()), (1, 1), "{name:?}: {}", ran.out);
    }
}
