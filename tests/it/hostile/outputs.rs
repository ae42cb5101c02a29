//! Output that cannot be written: closed, full, in the way, not permitted.

use std::fs;
use std::process::Stdio;

use super::questionnaires::HEAD;
use super::{Room, SMALL, as_nobody, mode, run};

/// Arguments after `assess small.yaml --no-input`, the exit status, and what is said.
const OUTPUTS: &[(&[&str], i32, &str)] = &[
    (&["--output", "gone/report.html"], 4, "cannot write `gone/report.html`: there is no folder `gone`"),
    (&["--save", "gone/a.yaml"], 4, "cannot write `gone/a.yaml`: there is no folder `gone`"),
    (&["--output", "folder"], 4, "cannot write `folder`: it is a folder"),
    (&["--save", "folder"], 4, "cannot write `folder`: it is a folder"),
    (&["--output", "."], 4, "cannot write `.`: it is a folder"),
    (
        &["--output", "small.yaml/report.txt"],
        4,
        "cannot write `small.yaml/report.txt`: there is no folder `small.yaml`",
    ),
    (&["--output", "/dev/full"], 4, "cannot write `/dev/full`: no space left on device"),
    (
        &["--output", "/dev/full", "--save", "kept.yaml", "--force"],
        4,
        "cannot write `/dev/full`: no space left on device",
    ),
    (&["--save", "/dev/full", "--output", "/proc/report.txt"], 4, "cannot write `/proc/report.txt`: "),
    (&["--output", "kept.yaml", "--save", "kept.yaml"], 2, "`--output kept.yaml` would overwrite the file of `--save`"),
    (&["--output", "kept.yaml", "--answers", "./kept.yaml"], 2, "would overwrite the file of `--answers`"),
    (&["--output", "small.yaml"], 2, "would overwrite the questionnaire"),
    (&["--output", "new.yaml", "--save", "folder/../new.yaml"], 2, "would overwrite the file of `--save`"),
];

#[test]
fn what_cannot_be_written_is_said_and_changes_nothing() {
    for (wanted, status, says) in OUTPUTS {
        let room = Room::new();
        room.has_folder("folder").has("kept.yaml", "answers: {}\n");
        let mut arguments = vec!["assess", "small.yaml", "--no-input"];
        arguments.extend(*wanted);
        room.runs_and_changes_nothing(&arguments, b"").failed(*status, &[says]);
    }
}

/// A path that is read, or lies inside a set that is read, is never written, whatever it is called.
#[test]
fn what_is_read_is_never_written() {
    const READ: &[(&[&str], &str)] = &[
        (&["batch", "small.yaml", "--input", "b.ndjson", "--output", "b.ndjson"], "the file of `--input`"),
        (&["batch", "small.yaml", "--input", "b.ndjson", "--output", "soft.ndjson"], "the file of `--input`"),
        (&["batch", "small.yaml", "--input", "b.ndjson", "--output", "hard.ndjson"], "the file of `--input`"),
        (&["batch", "small.yaml", "--input", "soft.ndjson", "--output", "./b.ndjson"], "the file of `--input`"),
        (&["batch", "small.yaml", "--input", "b.ndjson", "--output", "small.yaml"], "the questionnaire"),
        (&["batch", "set", "--input", "b.ndjson", "--output", "set/a.yaml"], "the questionnaire"),
        (&["batch", "set", "--input", "b.ndjson", "--output", "set/new.csv"], "write into the question set `set`"),
        (
            &["batch", "small.yaml", "--against", "set", "--input", "b.ndjson", "--output", "set/a.yaml"],
            "questionnaire",
        ),
        (&["assess", "set", "--no-input", "--output", "set/questionnaire.yaml"], "the questionnaire"),
        (&["assess", "set", "--no-input", "--save", "set/questionnaire.yaml"], "the questionnaire"),
        (&["assess", "set", "--no-input", "--save", "set/scenarios.yaml"], "write into the question set `set`"),
        (&["assess", "set/questionnaire.yaml", "--no-input", "--save", "set/a.yaml"], "the questionnaire"),
        (&["assess", "set/questionnaire.yaml", "--no-input", "--save", "set/scenarios.yaml"], "the scenarios"),
        (&["assess", "set/questionnaire.yaml", "--no-input", "--output", "set/report/client_first.txt"], "the parts"),
        (&["assess", "set", "--no-input", "--output", "other/a.yaml"], "the questionnaire"),
        (&["assess", "set", "--no-input", "--output", "dangling"], "write into the question set `set`"),
        (&["assess", "small.yaml", "--no-input", "--template", "own.txt", "--save", "own.txt"], "the template"),
        (&["assess", "small.yaml", "--no-input", "--template", "own.txt", "--output", "own.txt"], "the template"),
        (&["assess", "small.yaml", "--no-input", "--save", "state/candidacy/x.yaml"], "the folder of drafts"),
        (&["print", "set", "--blank", "--output", "set/blank.html"], "write into the question set `set`"),
    ];
    let room = Room::new();
    room.has("b.ndjson", "{\"answers\":{}}\n").has_link("soft.ndjson", "b.ndjson").has("own.txt", "{{ title }}\n");
    room.has("set/questionnaire.yaml", SMALL.replace("sections:\n", "sections:\n  - a.yaml\n"));
    room.has("set/a.yaml", "id: more\ntitle: More\nquestions:\n  - { id: more, ask: More?, type: yes_no }\n");
    room.has("set/scenarios.yaml", "scenarios: []\n").has_folder("set/report").has_folder("state/candidacy");
    room.has_link("other", "set").has_link("dangling", "set/gone.html");
    fs::hard_link(room.path("b.ndjson"), room.path("hard.ndjson")).unwrap();
    for (arguments, says) in READ {
        room.runs_and_changes_nothing(arguments, b"").failed(2, &[says, "a path of its own"]);
    }
    // Reading what was just printed would never end.
    let records = fs::OpenOptions::new().append(true).open(room.path("b.ndjson")).unwrap();
    let mut command = room.command(&["batch", "small.yaml", "--input", "b.ndjson"]);
    let ended = command.stdin(Stdio::null()).stdout(records).stderr(Stdio::piped()).output().unwrap();
    assert_eq!((ended.status.code(), room.read("b.ndjson").lines().count()), (Some(2), 1));
    // The answers that an interview began from may be saved over: they are its own.
    room.has("me.yaml", "answers: {}\n");
    let own = ["assess", "small.yaml", "--no-input", "--answers", "me.yaml", "--set", "fever=no", "--save", "me.yaml"];
    room.runs(&own).succeeded();
    assert!(room.read("me.yaml").contains("fever: no"));
}

#[test]
fn a_link_stays_a_link_also_where_it_leads_to_nothing() {
    let room = Room::new();
    room.has_folder("folder").has_link("dangling", "folder/report.txt").has_link("far", "dangling");
    for (link, option) in [("dangling", &["--output"][..]), ("far", &["--force", "--save"][..])] {
        let asked = [&["assess", "small.yaml", "--no-input", "--set", "age=34"][..], option, &[link][..]].concat();
        room.runs(&asked).succeeded();
        assert!(room.path(link).symlink_metadata().unwrap().is_symlink(), "{link}");
    }
    assert!(room.read("folder/report.txt").contains("age: 34"));
    room.has_link("one", "two").has_link("two", "one");
    for arguments in [
        &["assess", "small.yaml", "--no-input", "--output", "one"][..],
        &["assess", "small.yaml", "--no-input", "--save", "two"],
        &["batch", "small.yaml", "--output", "one"],
    ] {
        let ran = room.runs_and_changes_nothing(arguments, b"");
        ran.failed(4, &["it is a link that leads round in a circle"]);
    }
}

/// The limit is one block: a report is longer.
#[test]
fn a_limit_on_the_size_of_files_is_a_fault_like_any_other() {
    let room = Room::new();
    let limited = |limit: &str, arguments: &[&str]| {
        let mut command = std::process::Command::new("bash");
        command.args(["-c", &format!("ulimit -f {limit}; exec \"$@\""), "bash", super::PROGRAM]).args(arguments);
        command.current_dir(room.path(".")).env("XDG_STATE_HOME", room.path("state"));
        command
    };
    let before = room.everything();
    let report = limited("1", &["assess", "smp", "--no-input", "--output", "report.html"]);
    run(report, b"").failed(4, &["cannot write `report.html`: file too large"]);
    assert!(room.everything() == before, "{:?}", room.everything().keys());
    // In an interview the person is told, may leave, and no half draft is left behind.
    let interview = run(limited("0", &["assess", "small.yaml", "--plain"]), b"1\n34\n2\n");
    assert!(interview.status == 130 && interview.err.contains("Answers are not being saved"), "{interview:?}");
    let left = room.everything();
    assert!(left.keys().all(|path| !path.to_string_lossy().contains(".draft-")), "{:?}", left.keys());
}

#[test]
fn a_full_disk_is_told_by_every_command() {
    let room = Room::new();
    room.has("kept.yaml", "answers: {}\n");
    for arguments in [
        &["assess", "small.yaml", "--no-input", "--save", "kept.yaml", "--force"][..],
        &["check", "small.yaml"],
        &["check", "small.yaml", "--format", "json"],
        &["explain"],
        &["explain", "bad-id"],
        &["list"],
        &["completions", "bash"],
        &["what-if", "small.yaml", "--answers", "kept.yaml"],
        &["why", "small.yaml", "fever"],
    ] {
        let before = room.everything();
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let ended = room.command(arguments).stdin(Stdio::null()).stdout(full).stderr(Stdio::piped()).output().unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(4), "{arguments:?}: {said}");
        assert!(said.contains("cannot write to standard output: no space left on device"), "{arguments:?}: {said}");
        assert!(room.everything() == before, "{arguments:?} changed a file");
    }
}

#[test]
fn a_reader_that_goes_is_no_fault() {
    let room = Room::new();
    for arguments in [
        &["assess", "small.yaml", "--no-input", "--save", "saved.yaml", "--force"][..],
        &["check", "small.yaml"],
        &["explain"],
        &["completions", "zsh"],
        &["list"],
        &["--help"],
        &["assess", "--help"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let ended =
            room.command(arguments).stdin(Stdio::null()).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(0), "{arguments:?}: {said}");
        assert!(!said.contains("error") && !said.contains("panicked"), "{arguments:?}: {said}");
    }
    // What was to be saved is saved all the same.
    assert!(room.read("saved.yaml").contains("questionnaire: small"));
}

#[test]
fn what_is_written_takes_the_place_of_what_was() {
    let room = Room::new();
    room.has("report.md", "earlier".repeat(10_000)).has("real.yaml", "earlier").has_link("saved.yaml", "real.yaml");
    let arguments = [
        "assess",
        "small.yaml",
        "--no-input",
        "--set",
        "age=34",
        "--output",
        "report.md",
        "--save",
        "saved.yaml",
        "--force",
    ];
    assert!(room.runs(&arguments).succeeded().out.is_empty());
    assert!(room.read("report.md").starts_with('#') && !room.read("report.md").contains("earlier"));
    assert!(room.read("real.yaml").contains("age: 34"));
    assert!(room.path("saved.yaml").symlink_metadata().unwrap().is_symlink());
    let names: Vec<_> = room.everything().into_keys().map(|path| path.file_name().unwrap().to_owned()).collect();
    assert_eq!(names.len(), 4, "left behind: {names:?}");
}

#[test]
fn what_may_not_be_read_is_said() {
    let room = Room::new();
    room.has("secret.yaml", SMALL)
        .has("set/questionnaire.yaml", format!("{HEAD}sections: [a.yaml]\n"))
        .has("set/a.yaml", "");
    mode(&room, "secret.yaml", 0o000);
    mode(&room, "set/a.yaml", 0o000);
    for (arguments, status, says) in [
        (["assess", "secret.yaml", "--no-input"], 4, "cannot read `secret.yaml`: permission denied"),
        (["assess", "set", "--no-input"], 1, "`a.yaml` cannot be read"),
        (["assess", "--no-input", "--answers=secret.yaml"], 4, "cannot read `secret.yaml`: permission denied"),
        (["assess", "--no-input", "--template=secret.yaml"], 4, "cannot read `secret.yaml`: permission denied"),
        (["assess", "--no-input", "--output=report.html"], 4, "cannot write `report.html`: permission denied"),
    ] {
        let Some(command) = as_nobody(&room, &arguments) else { return };
        run(command, b"").failed(status, &[says]);
    }
}

#[test]
fn twenty_columns_are_enough_for_every_output() {
    let room = Room::new();
    room.has("q.yaml", SMALL.replace("type: yes_no", "type: yes_not_no_and_something_longer"));
    for arguments in [&["check", "q.yaml"][..], &["assess", "small.yaml", "--no-input"], &["check", "small.yaml"]] {
        for columns in ["20", "1", "0", "-5", "99999999999999999999", "wide"] {
            let mut command = room.command(arguments);
            command.env("COLUMNS", columns);
            assert!(!run(command, b"").out.is_empty(), "{arguments:?} in {columns}");
        }
    }
    let mut narrow = room.command(&["assess", "small.yaml", "--no-input"]);
    narrow.env("COLUMNS", "20");
    let ran = run(narrow, b"");
    let longest = ran.out.lines().map(|line| line.chars().count()).max().unwrap();
    assert!(longest <= 24, "{longest}: {}", ran.out);
}
