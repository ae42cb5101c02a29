//! Bad input and faults of the world, each run against the real program: it says what is wrong and where, ends with the
//! right status, and has changed nothing on disk. Never a panic, never a hang.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_candidacy");
const SMALL: &str = include_str!("../fixtures/small.yaml");
const CLINIC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/clinic");
const INTERVIEW: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/interview/small.yaml");
/// After this a run counts as hung. Nothing here takes a tenth of it, even in a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(300);

/// A folder with a questionnaire in it, `small.yaml`, in which the program runs.
pub struct Room(TempDir);

/// What came of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Room {
    pub fn new() -> Room {
        let room = Room(TempDir::new().unwrap());
        room.has("small.yaml", SMALL);
        room
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, with its folders.
    pub fn has(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    fn has_folder(&self, name: &str) -> &Self {
        fs::create_dir_all(self.path(name)).unwrap();
        self
    }

    fn has_link(&self, name: &str, target: &str) -> &Self {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        symlink(target, self.path(name)).unwrap();
        self
    }

    fn has_pipe(&self, name: &str) -> &Self {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        assert!(Command::new("mkfifo").arg(self.path(name)).status().unwrap().success());
        self
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The program, to run in this room and in no other state of the world.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).current_dir(self.0.path()).env("TERM", "xterm-256color");
        command.env("HOME", self.0.path()).env("XDG_STATE_HOME", self.path("state"));
        for variable in ["NO_COLOR", "CLICOLOR_FORCE", "ACCESSIBLE", "COLUMNS", "RUST_BACKTRACE"] {
            command.env_remove(variable);
        }
        command
    }

    pub fn runs(&self, arguments: &[&str]) -> Ran {
        run(self.command(arguments), b"")
    }

    pub fn runs_with(&self, arguments: &[&str], input: &[u8]) -> Ran {
        run(self.command(arguments), input)
    }

    /// Runs, and expects every file to be as it was.
    fn runs_and_changes_nothing(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let before = self.everything();
        let ran = self.runs_with(arguments, input);
        assert!(self.everything() == before, "{arguments:?} changed files: {:?}", self.everything().keys());
        ran
    }

    /// All that is in the room: folders, what links lead to, pipes, what is in files.
    fn everything(&self) -> BTreeMap<PathBuf, (u32, Vec<u8>)> {
        let mut found = BTreeMap::new();
        let mut waiting = vec![self.0.path().to_owned()];
        while let Some(folder) = waiting.pop() {
            for entry in fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                let about = path.symlink_metadata().unwrap();
                let content = if about.is_symlink() {
                    fs::read_link(&path).unwrap().into_os_string().into_encoded_bytes()
                } else if about.is_file() {
                    fs::read(&path).unwrap()
                } else {
                    Vec::new()
                };
                if about.is_dir() {
                    waiting.push(path.clone());
                }
                found.insert(path, (about.permissions().mode(), content));
            }
        }
        found
    }
}

/// Runs to the end, in which nothing may be left of what programmers see or terminals obey.
pub fn run(mut command: Command, input: &[u8]) -> Ran {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // Whoever does not read to the end has its reasons.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let out = read_all(child.stdout.take().unwrap());
    let err = read_all(child.stderr.take().unwrap());
    let status = wait(&mut child).unwrap_or_else(|| panic!("{command:?} does not end"));
    writer.join().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap_or_else(|_| panic!("{command:?} writes no UTF-8"));
    let ran = Ran { status, out: text(out.join().unwrap()), err: text(err.join().unwrap()) };
    for text in [&ran.out, &ran.err] {
        assert!(!text.contains("panicked at") && !text.contains("overflowed its stack"), "{command:?}: {text}");
        assert!(!text.contains('\u{1b}'), "{command:?} writes escapes: {text:?}");
    }
    ran
}

fn read_all(mut from: impl Read + Send + 'static) -> std::thread::JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = from.read_to_end(&mut bytes);
        bytes
    })
}

/// The exit status; nothing if the program hangs, after it was killed.
fn wait(child: &mut Child) -> Option<i32> {
    let until = Instant::now() + PATIENCE;
    loop {
        match child.try_wait().unwrap() {
            Some(status) => return Some(status.code().unwrap_or_else(|| panic!("killed: {status}"))),
            None if Instant::now() > until => {
                child.kill().unwrap();
                return None;
            }
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    }
}

impl Ran {
    /// Ended like this, and said all of these on stderr, with nothing on stdout.
    fn failed(&self, status: i32, texts: &[&str]) {
        assert_eq!(self.status, status, "{self:?}");
        assert!(self.out.is_empty(), "{self:?}");
        let said = self.err.split_whitespace().collect::<Vec<_>>().join(" ");
        for text in texts {
            assert!(said.contains(text), "{text:?} was not said: {}", self.err);
        }
    }

    fn succeeded(&self) -> &Self {
        assert_eq!(self.status, 0, "{self:?}");
        self
    }
}

/// The head of a questionnaire whose sections follow.
const HEAD: &str = "\
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
type Bad = (&'static str, fn(&Room), &'static str, i32, &'static str, &'static [&'static str]);

const QUESTIONNAIRES: &[Bad] = &[
    ("10^5 open brackets", |room| drop(room.has("q.yaml", "a: ".to_owned() + &"[".repeat(100_000))), "q.yaml", 1, "q.yaml:1:68", &["error[too-deep]"]),
    ("10^5 nested lists", |room| drop(room.has("q.yaml", format!("a: {}{}", "[".repeat(100_000), "]".repeat(100_000)))), "q.yaml", 1, "q.yaml:1:68", &["error[too-deep]"]),
    ("10^5 nested mappings", |room| drop(room.has("q.yaml", "{a: ".repeat(100_000))), "q.yaml", 1, "q.yaml:1:257", &["error[too-deep]"]),
    ("10^6 nested items", |room| drop(room.has("q.yaml", "- ".repeat(1_000_000))), "q.yaml", 1, "q.yaml:1:129", &["error[too-deep]"]),
    ("an alias bomb", |room| drop(room.has("q.yaml", bomb())), "q.yaml", 1, "q.yaml:1:4", &["error[alias-limit]", "`&` starts a YAML anchor"]),
    ("a file of 50 MB", |room| drop(room.has("q.yaml", "# x\n".repeat(12_500_000))), "q.yaml", 1, "q.yaml:1:1", &["error[too-large]", "`q.yaml` is too large to be read"]),
    ("10^6 commas", |room| drop(room.has("q.yaml", format!("[{}]", ",".repeat(1_000_000)))), "q.yaml", 1, "q.yaml:1:2", &["error[yaml-syntax]"]),
    ("4 MB of quotes and backslashes", |room| drop(room.has("q.yaml", "\"".to_owned() + &"\\".repeat(4_000_000))), "q.yaml", 1, "q.yaml:1:1", &["error[yaml-syntax]", "this quote is never closed"]),
    ("invalid UTF-8", |room| drop(room.has("q.yaml", b"questionnaire: caf\xe9\n")), "q.yaml", 1, "q.yaml:1:1", &["error[not-text]", "`q.yaml` is not UTF-8 text"]),
    ("an escape sequence", |room| drop(room.has("q.yaml", "questionnaire: q\ntitle: a\u{1b}[2J\n")), "q.yaml", 1, "q.yaml:2:9", &["error[yaml-syntax]", "control character (U+001B)"]),
    ("tabs", |room| drop(room.has("q.yaml", SMALL.replace("\n  ", "\n\t"))), "q.yaml", 1, "q.yaml:8:1", &["error[tab-indent]"]),
    ("duplicate keys", |room| drop(room.has("q.yaml", SMALL.replace("language: en", "language: en\ntitle: Again"))), "q.yaml", 1, "q.yaml:6:1", &["error[duplicate-key]", "`title` stands twice"]),
    ("an empty file", |room| drop(room.has("q.yaml", "")), "q.yaml", 1, "q.yaml:1:1", &["error[empty-file]"]),
    ("only a note", |room| drop(room.has("q.yaml", "# later\n")), "q.yaml", 1, "q.yaml:1:1", &["error[empty-file]"]),
    ("a second document", |room| drop(room.has("q.yaml", format!("{SMALL}---\na: b\n"))), "q.yaml", 1, "q.yaml:46:1", &["error[second-document]"]),
    ("a list", |room| drop(room.has("q.yaml", "- a\n")), "q.yaml", 1, "q.yaml:1:3", &["error[wrong-shape]"]),
    ("`no` as an id", |room| drop(room.has("q.yaml", questions("      - { id: no, ask: A?, type: yes_no }"))), "q.yaml", 1, "q.yaml:10:15", &["error[reserved-id]", "`no` is a word of the condition language"]),
    ("`1e3` as an id", |room| drop(room.has("q.yaml", questions("      - { id: 1e3, ask: A?, type: yes_no }"))), "q.yaml", 1, "q.yaml:10:15", &["error[bad-id]", "`1e3` cannot be an id"]),
    ("`0o7` as an id", |room| drop(room.has("q.yaml", questions("      - { id: 0o7, ask: A?, type: yes_no }"))), "q.yaml", 1, "q.yaml:10:15", &["error[bad-id]", "`0o7` cannot be an id"]),
    ("`1e3` as an option", |room| drop(room.has("q.yaml", choice("a: A", "1e3: B"))), "q.yaml", 1, "q.yaml:10:62", &["error[bad-id]"]),
    ("a missing include", |room| drop(room.has("set/questionnaire.yaml", format!("{HEAD}sections: [gone.yaml]\n"))), "set", 1, "set/questionnaire.yaml:6:12", &["error[missing-file]", "`gone.yaml` is not there"]),
    ("an include with ..", |room| drop(room.has("set/questionnaire.yaml", format!("{HEAD}sections: [../small.yaml]\n"))), "set", 1, "set/questionnaire.yaml:6:12", &["error[outside-folder]"]),
    ("an absolute include", |room| drop(room.has("set/questionnaire.yaml", format!("{HEAD}sections: [/etc/passwd]\n"))), "set", 1, "set/questionnaire.yaml:6:12", &["error[outside-folder]"]),
    ("an include through a link", |room| drop(room.has("set/questionnaire.yaml", format!("{HEAD}sections: [l.yaml]\n")).has_link("set/l.yaml", "/etc/passwd")), "set", 1, "set/questionnaire.yaml:6:12", &["error[outside-folder]"]),
    ("an include through a linked folder", |room| drop(room.has("set/questionnaire.yaml", format!("{HEAD}sections: [etc/passwd]\n")).has_link("set/etc", "/etc")), "set", 1, "set/questionnaire.yaml:6:12", &["error[outside-folder]"]),
    ("an include of itself", |room| drop(room.has("set/questionnaire.yaml", format!("{HEAD}sections: [questionnaire.yaml]\n"))), "set", 1, "set/questionnaire.yaml:6:12", &["error[include-loop]", "includes itself"]),
    ("a file included twice", |room| drop(room.has("set/questionnaire.yaml", format!("{HEAD}sections: [a.yaml, a.yaml]\n")).has("set/a.yaml", "id: a\ntitle: A\n")), "set", 1, "set/questionnaire.yaml:6:20", &["error[include-loop]", "`a.yaml` is included twice"]),
    ("links that lead to each other", |room| drop(room.has("set/questionnaire.yaml", format!("{HEAD}sections: [a.yaml]\n")).has_link("set/a.yaml", "b.yaml").has_link("set/b.yaml", "a.yaml")), "set", 1, "set/questionnaire.yaml:6:12", &["error[missing-file]", "`a.yaml` cannot be read"]),
    ("a folder as an include", |room| drop(room.has("set/questionnaire.yaml", format!("{HEAD}sections: [d]\n")).has_folder("set/d")), "set", 1, "set/questionnaire.yaml:6:12", &["error[missing-file]", "`d` cannot be read"]),
    ("a pipe as an include", |room| drop(room.has("set/questionnaire.yaml", format!("{HEAD}sections: [p.yaml]\n")).has_pipe("set/p.yaml")), "set", 1, "set/questionnaire.yaml:6:12", &["error[missing-file]", "`p.yaml` cannot be read"]),
    ("an include of 50 MB", |room| drop(room.has("set/questionnaire.yaml", format!("{HEAD}sections: [a.yaml]\n")).has("set/a.yaml", "x".repeat(50_000_000))), "set", 1, "set/questionnaire.yaml:6:12", &["error[too-large]"]),
    ("300,000 includes", |room| drop(room.has("q.yaml", format!("{HEAD}sections: [{}]\n", (0..300_000).map(|n| format!("{n:x},")).collect::<String>()))), "q.yaml", 1, "q.yaml:6:1", &["error[too-many]"]),
    ("an unknown word in most of 10^6 conditions", |room| drop(room.has("q.yaml", unknown_names())), "q.yaml", 1, "q.yaml:10:50", &["error[unknown-name]", "there are more like this, which are not shown"]),
    ("half a million unknown keys", |room| drop(room.has("q.yaml", HEAD.to_owned() + &(0..500_000).map(|n| format!("{n:x}:\n")).collect::<String>())), "q.yaml", 1, "q.yaml:6:1", &["error[unknown-key]", "there are more like this"]),
];

/// What cannot even be opened.
const UNOPENED: &[(&str, fn(&Room), &str, &str)] = &[
    ("a folder without a questionnaire", |room| drop(room.has_folder("set")), "set", "the folder `set` has no `questionnaire.yaml`"),
    ("a folder as the main file", |room| drop(room.has_folder("set/questionnaire.yaml")), "set", "cannot read `set/questionnaire.yaml`: it is a folder"),
    ("nothing there", |_| {}, "gone.yaml", "there is no questionnaire `gone.yaml`"),
    ("no name", |_| {}, "", "there is no questionnaire ``"),
    ("a file as a folder", |_| {}, "small.yaml/q.yaml", "there is no questionnaire `small.yaml/q.yaml`"),
    ("a link to nowhere", |room| drop(room.has_link("l.yaml", "nowhere")), "l.yaml", "there is no questionnaire `l.yaml`"),
    ("a link that leads out", |room| drop(room.has_link("set/questionnaire.yaml", "../small.yaml")), "set", "cannot read `set`: it is a link that leads out of its folder"),
    ("a link to itself", |room| drop(room.has_link("l.yaml", "l.yaml")), "l.yaml", "cannot read `l.yaml`: "),
    ("a pipe", |room| drop(room.has_pipe("p.yaml")), "p.yaml", "cannot read `p.yaml`: it is not a plain file"),
    ("a device without end", |_| {}, "/dev/zero", "cannot read `/dev/zero`: it is not a plain file"),
    ("memory", |_| {}, "/proc/self/mem", "cannot read `/proc/self/mem`: "),
    ("an escape sequence as a name", |_| {}, "a\u{1b}[2Jb.yaml", "`a␛[2Jb.yaml`"),
];

fn bomb() -> String {
    let line = |n: u8| format!("{}: &{0} [{}]\n", char::from(n), format!("*{}, ", char::from(n - 1)).repeat(10));
    "a: &a [x, x]\n".to_owned() + &(b'b'..=b'z').map(line).collect::<String>()
}

/// As many rules and questions as there may be, all of whose conditions name what is not there, but nearly.
fn unknown_names() -> String {
    let question = |n| format!("      - {{ id: question_number_{n}, ask: A?, type: yes_no, when: questoin_nubmer_{n}_x }}\n");
    let rule = |n| format!("      - {{ id: r{n}, when: questoin_nubmer_{n} and questoin_nubmer_{n}_x, technician: \"{{{{ qeustion_{n} }}}}\" }}\n");
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
        let line = short.out.lines().find(|line| line.contains(says[0])).unwrap_or_else(|| panic!("{name}: {:.300}", short.out));
        assert!(line.starts_with(place), "{name}: {line}");
        let mut texts = says.to_vec();
        texts.push(place);
        texts.push("the questionnaire cannot be used until this is mended");
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
        ("`on` as an id", SMALL.replace("id: fever", "id: \"on\"").replace("when: fever", "when: on")),
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
        assert!(checked.out.contains(": sound\n"), "{name}: {}", checked.out);
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
    let options: Vec<_> = WORLD.iter().zip('a'..).map(|(label, id)| format!("{id}: {{ label: \"{label}\" }}")).collect();
    let question = format!("      - {{ id: c, ask: \"{}?\", type: choice, options: {{ {} }} }}", WORLD.join(" "), options.join(", "));
    let rule = "    rules: [{ id: r, when: c != a, verdict: later, finding: \"You said {{ c }}.\" }]\n";
    for (at, label) in WORLD.iter().enumerate().skip(1) {
        let room = Room::new();
        room.has("q.yaml", questions(&question) + rule);
        assert!(room.runs(&["check", "q.yaml"]).succeeded().out.contains(": sound\n"));
        let typed = format!("1\n{}\ny\n", at + 1);
        let ran = room.runs_with(&["assess", "q.yaml", "--plain", "--no-draft", "--save", "saved.yaml"], typed.as_bytes());
        assert!(ran.succeeded().out.contains(&format!("You said {label}.")), "{}", ran.out);
        assert!(WORLD.iter().all(|label| ran.err.contains(label)), "{}", ran.err);
        let again = room.runs(&["assess", "q.yaml", "--answers", "saved.yaml", "--no-input"]);
        assert_eq!(again.succeeded().out, ran.out);
    }
}
