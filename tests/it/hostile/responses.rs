//! Response files that want to hurt the reader.

use super::{CLINIC, Room};

/// A name, the response file, the exit status, and what is said. The file is `r.yaml`.
type BadAnswers = (&'static str, fn() -> Vec<u8>, i32, &'static [&'static str]);

const RESPONSES: &[BadAnswers] = &[
    (
        "an unknown question",
        || b"answers: { agge: 3 }".into(),
        3,
        &["error[unknown-question]", "r.yaml:1:12", "did you mean `age`?"],
    ),
    (
        "an unknown key",
        || b"anwsers: { age: 3 }".into(),
        3,
        &["error[unknown-key]", "r.yaml:1:1", "did you mean `answers`?"],
    ),
    ("a truth value for a number", || b"answers: { age: yes }".into(), 3, &["error[wrong-answer]", "r.yaml:1:17"]),
    ("a number for yes or no", || b"answers: { isotretinoin: 3 }".into(), 3, &["error[wrong-answer]", "r.yaml:1:26"]),
    ("a list for a choice", || b"answers: { keloid: [never] }".into(), 3, &["error[wrong-answer]", "r.yaml:1:20"]),
    (
        "a mapping for a choice",
        || b"answers: { keloid: { never: yes } }".into(),
        3,
        &["error[wrong-answer]", "r.yaml:1:20"],
    ),
    (
        "an unknown option",
        || b"answers: { keloid: nevr }".into(),
        3,
        &["error[unknown-option]", "r.yaml:1:20", "did you mean `never`?"],
    ),
    (
        "out of range",
        || b"answers: { age: 121 }".into(),
        3,
        &["error[answer-out-of-range]", "r.yaml:1:17", "`age` must be from 0 to 120"],
    ),
    ("too exact", || b"answers: { age: 34.5 }".into(), 3, &["r.yaml:1:17"]),
    ("NaN", || b"answers: { age: NaN }".into(), 3, &["error[wrong-answer]", "r.yaml:1:17"]),
    (".nan", || b"answers: { age: .nan }".into(), 3, &["error[wrong-answer]", "r.yaml:1:17"]),
    ("1e400", || b"answers: { age: 1e400 }".into(), 3, &["error[wrong-answer]", "r.yaml:1:17"]),
    ("a thousand digits", || format!("answers: {{ age: {} }}", "9".repeat(1_000)).into(), 3, &["r.yaml:1:17"]),
    (
        "0000-00-00",
        || b"answers: { isotretinoin_stopped: 0000-00-00 }".into(),
        3,
        &["error[wrong-answer]", "r.yaml:1:34", "there is no day `0000-00-00`"],
    ),
    (
        "31 February",
        || b"answers: { isotretinoin_stopped: 2026-02-31 }".into(),
        3,
        &["error[wrong-answer]", "r.yaml:1:34", "there is no day `2026-02-31`"],
    ),
    (
        "29 February of another year",
        || b"answers: { isotretinoin_stopped: 2025-02-29 }".into(),
        3,
        &["there is no day `2025-02-29`"],
    ),
    (
        "a past day that is to come",
        || b"answers: { isotretinoin_stopped: 2026-11-23 }".into(),
        3,
        &["error[answer-out-of-range]", "r.yaml:1:34"],
    ),
    (
        "an excluded combination",
        || b"answers: { skin_now: [none, sunburn] }".into(),
        3,
        &["error[excluded-options]", "r.yaml:1:23"],
    ),
    (
        "400,000 excluded options",
        || format!("answers: {{ skin_now: [none{}] }}", ", sunburn".repeat(400_000)).into(),
        3,
        &["error[excluded-options]", "r.yaml:1:23"],
    ),
    (
        "400,000 unknown options",
        || format!("answers: {{ skin_now: [{}] }}", (0..400_000).map(|n| format!("{n:x},")).collect::<String>()).into(),
        3,
        &["error[unknown-option]", "r.yaml:1:23"],
    ),
    (
        "400,000 unknown questions",
        || format!("answers:\n{}", (0..400_000).map(|n| format!(" {n:x}:\n")).collect::<String>()).into(),
        3,
        &["error[unknown-question]", "r.yaml:2:2", "there are more like this"],
    ),
    (
        "another questionnaire",
        || b"questionnaire: other\nanswers: { age: 3 }".into(),
        3,
        &["error[other-questionnaire]", "r.yaml:1:16"],
    ),
    ("a key twice", || b"answers: { age: 3, age: 4 }".into(), 3, &["error[duplicate-key]", "r.yaml:1:20"]),
    ("a tag", || b"answers: { age: !!int 3 }".into(), 3, &["error[yaml-tag]", "r.yaml:1:17"]),
    ("deep nesting", || ("{\"answers\":".to_owned() + &"[".repeat(100_000)).into(), 3, &["error[too-deep]"]),
    (
        "50 MB",
        || format!("{{\"answers\":{{\"note\":\"{}\"}}}}", "x".repeat(50_000_000)).into(),
        3,
        &["error[too-large]", "more than 4 MiB"],
    ),
    ("invalid UTF-8", || b"answers:\n  note: caf\xe9\n".into(), 4, &["cannot read `r.yaml`: line 2 is not UTF-8 text"]),
    ("nothing", || Vec::new(), 3, &["error[empty-file]", "r.yaml:1:1"]),
    ("a list", || b"- a\n".into(), 3, &["error[wrong-shape]", "r.yaml:1:1"]),
    ("a word", || b"hello\n".into(), 3, &["error[wrong-shape]", "r.yaml:1:1"]),
    ("a null byte", || b"answers: { age: 3 }\n\0".into(), 3, &["error[yaml-syntax]", "r.yaml:2:1"]),
    (
        "an escape sequence",
        || b"answers: { \"a\\e[2Jb\": 3 }\n".into(),
        3,
        &["error[unknown-question]", "what is written there is not a question"],
    ),
    (
        "JSON that is cut off",
        || b"{\"answers\":{\"age\":3".into(),
        3,
        &["error[yaml-syntax]", "this bracket is never closed"],
    ),
];

#[test]
fn answers_that_cannot_be_used_are_refused_and_nothing_is_saved() {
    for (name, make, status, says) in RESPONSES {
        let room = Room::new();
        room.has("r.yaml", make()).has("kept.yaml", "earlier answers").has("kept.html", "earlier report");
        let arguments = [
            "assess",
            CLINIC,
            "--answers",
            "r.yaml",
            "--no-input",
            "--today",
            "2026-11-22",
            "--save",
            "kept.yaml",
            "--output",
            "kept.html",
        ];
        let ran = room.runs_and_changes_nothing(&arguments, b"");
        assert!(ran.err.len() < 200_000, "{name}: {} bytes said", ran.err.len());
        ran.failed(*status, says);
        // The same by standard input, but for what is large and takes long: how it came makes no difference to that.
        if (1_000_000..10_000_000).contains(&make().len()) {
            continue;
        }
        let says: Vec<_> = says
            .iter()
            .map(|text| text.replace("r.yaml", if *status == 3 { "<standard input>" } else { "-" }))
            .collect();
        let says: Vec<_> = says.iter().map(String::as_str).collect();
        let arguments = ["assess", CLINIC, "--answers", "-", "--no-input", "--today", "2026-11-22"];
        room.runs_and_changes_nothing(&arguments, &make()).failed(*status, &says);
    }
}

#[test]
fn answers_for_another_version_are_used_with_a_warning() {
    let room = Room::new();
    room.has("r.yaml", "version: 0.9\nanswers: { age: 34 }");
    let ran = room.runs_and_changes_nothing(&["assess", CLINIC, "--answers", "r.yaml", "--no-input"], b"");
    assert!(ran.succeeded().err.contains("warning[other-version]") && ran.err.contains("r.yaml:1:10"), "{}", ran.err);
    assert!(!ran.out.is_empty());
}

#[test]
fn an_answer_file_that_cannot_be_read_is_named() {
    let room = Room::new();
    room.has_folder("d").has_pipe("p").has_link("l", "l");
    for (path, says) in [
        ("gone.yaml", "cannot read `gone.yaml`: no such file or directory"),
        ("d", "cannot read `d`: it is a folder"),
        ("p", "cannot read `p`: it is not a plain file"),
        ("/dev/zero", "cannot read `/dev/zero`: it is not a plain file"),
        ("l", "cannot read `l`: "),
    ] {
        room.runs_and_changes_nothing(&["assess", "small.yaml", "--no-input", "--answers", path], b"")
            .failed(4, &[says]);
    }
}
