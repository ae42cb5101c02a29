//! Questionnaires that want to hurt the reader, and unusual ones that are right.

use super::{Make, Room, SMALL};

/// The head of a questionnaire whose sections follow.
pub const HEAD: &str = "\
questionnaire: q
version: 1.0.0
title: T
language: en
verdicts: [{ fine: { title: A, says: Go on. } }, { later: { title: B, says: Wait. } }]
";

/// A section with the questions that follow.
fn questions(lines: &str) -> String {
    format!("{HEAD}sections:\n  - id: s\n    title: S\n    questions:\n{lines}\n")
}

/// A sound questionnaire around one choice with these options; the first is the good one.
fn choice(first: &str, second: &str) -> String {
    let question = format!("      - {{ id: c, ask: C?, type: choice, options: {{ {first}, {second} }} }}");
    let id = second.split(':').next().unwrap_or_default();
    questions(&question) + &format!("    rules: [{{ id: r, when: c == {id}, verdict: later, finding: F }}]\n")
}

/// A name, what to put into the room, what to open, the exit status, the place in the short form, and what is said.
type Bad = (&'static str, Make, &'static str, i32, &'static str, &'static [&'static str]);

const QUESTIONNAIRES: &[Bad] = &[
    (
        "10^5 open brackets",
        |room| room.has("q.yaml", "a: ".to_owned() + &"[".repeat(100_000)),
        "q.yaml",
        1,
        "q.yaml:1:68",
        &["error[too-deep]"],
    ),
    (
        "10^5 nested lists",
        |room| room.has("q.yaml", format!("a: {}{}", "[".repeat(100_000), "]".repeat(100_000))),
        "q.yaml",
        1,
        "q.yaml:1:68",
        &["error[too-deep]"],
    ),
    (
        "10^5 nested mappings",
        |room| room.has("q.yaml", "{a: ".repeat(100_000)),
        "q.yaml",
        1,
        "q.yaml:1:257",
        &["error[too-deep]"],
    ),
    (
        "10^6 nested items",
        |room| room.has("q.yaml", "- ".repeat(1_000_000)),
        "q.yaml",
        1,
        "q.yaml:1:129",
        &["error[too-deep]"],
    ),
    (
        "an alias bomb",
        |room| room.has("q.yaml", bomb()),
        "q.yaml",
        1,
        "q.yaml:1:4",
        &["error[alias-refused]", "`&` starts a YAML anchor"],
    ),
    (
        "a file of 50 MB",
        |room| room.has("q.yaml", "# x\n".repeat(12_500_000)),
        "q.yaml",
        1,
        "q.yaml:1:1",
        &["error[too-large]", "`q.yaml` is too large to be read"],
    ),
    (
        "10^6 commas",
        |room| room.has("q.yaml", format!("[{}]", ",".repeat(1_000_000))),
        "q.yaml",
        1,
        "q.yaml:1:2",
        &["error[yaml-syntax]"],
    ),
    (
        "4 MB of quotes and backslashes",
        |room| room.has("q.yaml", "\"".to_owned() + &"\\".repeat(4_000_000)),
        "q.yaml",
        1,
        "q.yaml:1:1",
        &["error[yaml-syntax]", "this quote is never closed"],
    ),
    (
        "invalid UTF-8",
        |room| room.has("q.yaml", b"questionnaire: caf\xe9\n"),
        "q.yaml",
        1,
        "q.yaml:1:1",
        &["error[not-text]", "`q.yaml` is not UTF-8 text"],
    ),
    (
        "an escape sequence",
        |room| room.has("q.yaml", "questionnaire: q\ntitle: a\u{1b}[2J\n"),
        "q.yaml",
        1,
        "q.yaml:2:9",
        &["error[yaml-syntax]", "control character (U+001B)"],
    ),
    (
        "tabs",
        |room| room.has("q.yaml", SMALL.replace("\n  ", "\n\t")),
        "q.yaml",
        1,
        "q.yaml:8:1",
        &["error[tab-indent]"],
    ),
    (
        "duplicate keys",
        |room| room.has("q.yaml", SMALL.replace("language: en", "language: en\ntitle: Again")),
        "q.yaml",
        1,
        "q.yaml:6:1",
        &["error[duplicate-key]", "`title` stands twice"],
    ),
    ("an empty file", |room| room.has("q.yaml", ""), "q.yaml", 1, "q.yaml:1:1", &["error[empty-file]"]),
    ("only a note", |room| room.has("q.yaml", "# later\n"), "q.yaml", 1, "q.yaml:1:1", &["error[empty-file]"]),
    (
        "a second document",
        |room| room.has("q.yaml", format!("{SMALL}---\na: b\n")),
        "q.yaml",
        1,
        "q.yaml:47:1",
        &["error[second-document]"],
    ),
    ("a list", |room| room.has("q.yaml", "- a\n"), "q.yaml", 1, "q.yaml:1:3", &["error[wrong-shape]"]),
    (
        "`no` as an id",
        |room| room.has("q.yaml", questions("      - { id: no, ask: A?, type: yes_no }")),
        "q.yaml",
        1,
        "q.yaml:10:15",
        &["error[reserved-id]", "`no` is a word of the condition language"],
    ),
    (
        "`1e3` as an id",
        |room| room.has("q.yaml", questions("      - { id: 1e3, ask: A?, type: yes_no }")),
        "q.yaml",
        1,
        "q.yaml:10:15",
        &["error[bad-id]", "`1e3` cannot be an id"],
    ),
    (
        "`0o7` as an id",
        |room| room.has("q.yaml", questions("      - { id: 0o7, ask: A?, type: yes_no }")),
        "q.yaml",
        1,
        "q.yaml:10:15",
        &["error[bad-id]", "`0o7` cannot be an id"],
    ),
    (
        "`1e3` as an option",
        |room| room.has("q.yaml", choice("a: A", "1e3: B")),
        "q.yaml",
        1,
        "q.yaml:10:58",
        &["error[bad-id]"],
    ),
    (
        "a missing include",
        |room| room.has("set/questionnaire.yaml", format!("{HEAD}sections: [gone.yaml]\n")),
        "set",
        1,
        "set/questionnaire.yaml:6:12",
        &["error[missing-file]", "`gone.yaml` is not there"],
    ),
    (
        "an include with ..",
        |room| room.has("set/questionnaire.yaml", format!("{HEAD}sections: [../small.yaml]\n")),
        "set",
        1,
        "set/questionnaire.yaml:6:12",
        &["error[outside-folder]"],
    ),
    (
        "an absolute include",
        |room| room.has("set/questionnaire.yaml", format!("{HEAD}sections: [/etc/passwd]\n")),
        "set",
        1,
        "set/questionnaire.yaml:6:12",
        &["error[outside-folder]"],
    ),
    (
        "an include through a link",
        |room| {
            room.has("set/questionnaire.yaml", format!("{HEAD}sections: [l.yaml]\n"))
                .has_link("set/l.yaml", "/etc/passwd")
        },
        "set",
        1,
        "set/questionnaire.yaml:6:12",
        &["error[outside-folder]"],
    ),
    (
        "an include through a linked folder",
        |room| {
            room.has("set/questionnaire.yaml", format!("{HEAD}sections: [etc/passwd]\n")).has_link("set/etc", "/etc")
        },
        "set",
        1,
        "set/questionnaire.yaml:6:12",
        &["error[outside-folder]"],
    ),
    (
        "an include of itself",
        |room| room.has("set/questionnaire.yaml", format!("{HEAD}sections: [questionnaire.yaml]\n")),
        "set",
        1,
        "set/questionnaire.yaml:6:12",
        &["error[include-loop]", "includes itself"],
    ),
    (
        "a file included twice",
        |room| {
            room.has("set/questionnaire.yaml", format!("{HEAD}sections: [a.yaml, a.yaml]\n"))
                .has("set/a.yaml", "id: a\ntitle: A\n")
        },
        "set",
        1,
        "set/questionnaire.yaml:6:20",
        &["error[include-loop]", "`a.yaml` is included twice"],
    ),
    (
        "links that lead to each other",
        |room| {
            room.has("set/questionnaire.yaml", format!("{HEAD}sections: [a.yaml]\n"))
                .has_link("set/a.yaml", "b.yaml")
                .has_link("set/b.yaml", "a.yaml")
        },
        "set",
        1,
        "set/questionnaire.yaml:6:12",
        &["error[missing-file]", "`a.yaml` cannot be read"],
    ),
    (
        "a folder as an include",
        |room| room.has("set/questionnaire.yaml", format!("{HEAD}sections: [d]\n")).has_folder("set/d"),
        "set",
        1,
        "set/questionnaire.yaml:6:12",
        &["error[missing-file]", "`d` cannot be read"],
    ),
    (
        "a pipe as an include",
        |room| room.has("set/questionnaire.yaml", format!("{HEAD}sections: [p.yaml]\n")).has_pipe("set/p.yaml"),
        "set",
        1,
        "set/questionnaire.yaml:6:12",
        &["error[missing-file]", "`p.yaml` cannot be read"],
    ),
    (
        "an include of 50 MB",
        |room| {
            room.has("set/questionnaire.yaml", format!("{HEAD}sections: [a.yaml]\n"))
                .has("set/a.yaml", "x".repeat(50_000_000))
        },
        "set",
        1,
        "set/questionnaire.yaml:6:12",
        &["error[too-large]"],
    ),
    (
        "300,000 includes",
        |room| {
            room.has(
                "q.yaml",
                format!("{HEAD}sections: [{}]\n", (0..300_000).map(|n| format!("{n:x},")).collect::<String>()),
            )
        },
        "q.yaml",
        1,
        "q.yaml:6:1",
        &["error[too-many]"],
    ),
    (
        "an unknown word in most of 10^6 conditions",
        |room| room.has("q.yaml", unknown_names()),
        "q.yaml",
        1,
        "q.yaml:10:63",
        &["error[unknown-name]", "there are more like this, which are not shown"],
    ),
    (
        "half a million unknown keys",
        |room| room.has("q.yaml", HEAD.to_owned() + &(0..500_000).map(|n| format!("{n:x}:\n")).collect::<String>()),
        "q.yaml",
        1,
        "q.yaml:6:1",
        &["error[unknown-key]", "there are more like this"],
    ),
];

/// What cannot even be opened.
const UNOPENED: &[(&str, Make, &str, &str)] = &[
    (
        "a folder without a questionnaire",
        |room| room.has_folder("set"),
        "set",
        "the folder `set` has no `questionnaire.yaml`",
    ),
    (
        "a folder as the main file",
        |room| room.has_folder("set/questionnaire.yaml"),
        "set",
        "cannot read `set/questionnaire.yaml`: it is a folder",
    ),
    ("nothing there", |room| room, "gone.yaml", "there is no questionnaire `gone.yaml`"),
    ("no name", |room| room, "", "there is no questionnaire ``"),
    ("a file as a folder", |room| room, "small.yaml/q.yaml", "there is no questionnaire `small.yaml/q.yaml`"),
    ("a link to nowhere", |room| room.has_link("l.yaml", "nowhere"), "l.yaml", "there is no questionnaire `l.yaml`"),
    (
        "a link that leads out",
        |room| room.has_link("set/questionnaire.yaml", "../small.yaml"),
        "set",
        "cannot read `set`: it is a link that leads out of its folder",
    ),
    ("a link to itself", |room| room.has_link("l.yaml", "l.yaml"), "l.yaml", "cannot read `l.yaml`: "),
    ("a pipe", |room| room.has_pipe("p.yaml"), "p.yaml", "cannot read `p.yaml`: it is not a plain file"),
    ("a device without end", |room| room, "/dev/zero", "cannot read `/dev/zero`: it is not a plain file"),
    ("memory", |room| room, "/proc/self/mem", "cannot read `/proc/self/mem`: "),
    ("an escape sequence as a name", |room| room, "a\u{1b}[2Jb.yaml", "`a␛[2Jb.yaml`"),
];

fn bomb() -> String {
    let line = |n: u8| format!("{}: &{0} [{}]\n", char::from(n), format!("*{}, ", char::from(n - 1)).repeat(10));
    "a: &a [x, x]\n".to_owned() + &(b'b'..=b'z').map(line).collect::<String>()
}

/// As many rules and questions as there may be, all of whose conditions name what is not there, but nearly.
fn unknown_names() -> String {
    let question =
        |n| format!("      - {{ id: question_number_{n}, ask: A?, type: yes_no, when: questoin_nubmer_{n}_x }}\n");
    let rule = |n| {
        format!(
            "      - {{ id: r{n}, when: questoin_nubmer_{n} and questoin_nubmer_{n}_x, technician: \"{{{{ qeustion_{n} }}}}\" }}\n"
        )
    };
    let all: String = (0..2_000).map(question).collect();
    questions(all.trim_end()) + "    rules:\n" + &(0..10_000).map(rule).collect::<String>()
}

#[test]
fn bad_questionnaires_are_refused_with_their_place() {
    for (name, make, target, status, place, says) in QUESTIONNAIRES {
        let room = Room::new();
        make(&room);
        let short = room.runs_and_changes_nothing(&["check", target, "--format", "short"], b"");
        assert_eq!(short.status, *status, "{name}: {short:.300?}");
        assert!(short.err.is_empty(), "{name}: {}", short.err);
        let line = short
            .out
            .lines()
            .find(|line| line.contains(says[0]))
            .unwrap_or_else(|| panic!("{name}: {:.300}", short.out));
        assert!(line.starts_with(place), "{name}: {line}");
        let mut texts = says.to_vec();
        texts.push(place);
        texts.push("the questionnaire cannot be used until this is corrected");
        room.runs_and_changes_nothing(&["assess", target, "--no-input"], b"").failed(*status, &texts);
    }
}

#[test]
fn what_cannot_be_opened_is_said() {
    for (name, make, target, says) in UNOPENED {
        let room = Room::new();
        make(&room);
        for arguments in [&["check", "small.yaml", target][..], &["assess", target, "--no-input"]] {
            let ran = room.runs_and_changes_nothing(arguments, b"");
            assert_eq!(ran.status, 4, "{name}: {ran:?}");
            assert!(ran.err.contains(says), "{name}: {}", ran.err);
            // A check goes on with the other sets.
            assert_eq!(ran.out.contains("small 1.0.0"), arguments[0] == "check", "{name}: {}", ran.out);
        }
    }
}

#[test]
fn every_format_of_the_check_stands_a_hostile_file() {
    let room = Room::new();
    room.has("q.yaml", unknown_names());
    for format in ["json", "sarif"] {
        let ran = room.runs_and_changes_nothing(&["check", "q.yaml", "--format", format], b"");
        assert_eq!(ran.status, 1, "{format}");
        serde_json::from_str::<serde_json::Value>(&ran.out).unwrap();
        assert!(ran.out.len() < 2_000_000, "{format}: {}", ran.out.len());
    }
}

#[test]
fn unusual_but_right_questionnaires_are_taken() {
    let with_label = |label: &str| SMALL.replace("Do you have a fever?", label);
    for (name, text) in [
        ("a byte order mark", format!("\u{feff}{SMALL}")),
        ("CR LF", SMALL.replace('\n', "\r\n")),
        ("`on` as an id", SMALL.replace("id: fever\n", "id: \"on\"\n").replace("when: fever\n", "when: on\n")),
        ("`no` and `on` as options and labels", choice("no: no", "on: on")),
        ("`1e3` and `0o7` as labels", choice("a: 1e3", "b: 0o7")),
        ("emoji, joined", with_label("Fever 👩‍🦲👨‍👩‍👧‍👦🇩🇪?")),
        ("right to left", with_label("האם יש לך חום? هل لديك حمى؟")),
        ("combining", with_label("Fe\u{301}ver e\u{328}\u{301}\u{302}\u{303}?")),
        ("wide", with_label("熱がありますか？")),
        ("overrides of the direction", with_label("\"Fe\\u202ever?\"")),
    ] {
        let room = Room::new();
        room.has("q.yaml", &text);
        let checked = room.runs_and_changes_nothing(&["check", "q.yaml"], b"");
        assert_eq!(checked.status, 0, "{name}: {}", checked.out);
        assert!(checked.out.contains(": sound, proved until "), "{name}: {}", checked.out);
        for format in ["text", "markdown", "html", "json"] {
            let ran = room.runs_and_changes_nothing(&["assess", "q.yaml", "--no-input", "--format", format], b"");
            assert!(!ran.succeeded().out.is_empty() && ran.err.is_empty(), "{name}: {}", ran.err);
            assert!(!ran.out.contains('\u{202e}') || format == "json", "{name}, {format}");
        }
    }
}

#[test]
fn texts_of_all_the_world_go_through_check_report_and_interview() {
    const WORLD: [&str; 5] = ["👩‍🦲 Emoji", "עברית", "عربي", "Zalgo\u{301}\u{302}\u{303}", "한국어"];
    let options: Vec<_> =
        WORLD.iter().zip('a'..).map(|(label, id)| format!("{id}: {{ label: \"{label}\" }}")).collect();
    let question = format!(
        "      - {{ id: c, ask: \"{}?\", type: choice, options: {{ {} }} }}",
        WORLD.join(" "),
        options.join(", ")
    );
    let rule = "    rules: [{ id: r, when: c != a, verdict: later, finding: \"You said {{ c }}.\" }]\n";
    for (at, label) in WORLD.iter().enumerate().skip(1) {
        let room = Room::new();
        room.has("q.yaml", questions(&question) + rule);
        assert!(room.runs(&["check", "q.yaml"]).succeeded().out.contains(": sound, proved until "));
        let typed = format!("1\n{}\ny\n", at + 1);
        let ran =
            room.runs_with(&["assess", "q.yaml", "--plain", "--no-draft", "--save", "saved.yaml"], typed.as_bytes());
        assert!(ran.succeeded().out.contains(&format!("You said {label}.")), "{}", ran.out);
        assert!(WORLD.iter().all(|label| ran.err.contains(label)), "{}", ran.err);
        let again = room.runs(&["assess", "q.yaml", "--answers", "saved.yaml", "--no-input"]);
        assert_eq!(again.succeeded().out, ran.out);
    }
}
