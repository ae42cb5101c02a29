//! What the tests share, so that a test reads as a story, and a change of the library's calls touches one place.
//!
//! * **Sets**: [`smp`], [`small`], [`clinic`], [`set`] of a text, [`opened`] from a folder; all without faults, or the test
//!   ends with what is wrong.
//! * **Answers**: [`answers`], which must fit.
//! * **The program**: a [`Room`] is a folder in which it [`runs`](Room::runs); what came of it is [`Ran`].
//! * **Laws**: [`sample`] says how many random cases a law is tried on, always from the same seed.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use candidacy::assessment::Engine;
use candidacy::catalog;
use candidacy::diagnostic::render::short;
use candidacy::outlook::{Outlook, assess_exactly};
use candidacy::questionnaire::{Audience, FileFault, Files, Question, Questionnaire, Texts, load};
use candidacy::report::{Report, contract, report};
use candidacy::response::{self, AnswerValue, Response};
use candidacy::source::Sources;
use candidacy::value::{Answer, Date, parse_date};
use proptest::test_runner::{Config, RngSeed};
use tempfile::TempDir;

// ---- Sets and answers ----

/// The text of the small set of the fixtures.
pub const SMALL: &str = include_str!("../fixtures/small.yaml");

/// The day of assessment in all tests.
pub fn day() -> Date {
    static CELL: OnceLock<Date> = OnceLock::new();
    *CELL.get_or_init(|| parse_date(DAY).unwrap())
}

/// The same day, for the command line.
pub const DAY: &str = "2026-11-22";

/// A set of one file.
pub fn set(yaml: &str) -> Questionnaire {
    set_of(&Texts::one("questionnaire.yaml", yaml))
}

/// A set of several files, the first of which is `questionnaire.yaml`.
pub fn set_of(files: &dyn Files) -> Questionnaire {
    set_with_sources(files).0
}

/// The same, with the texts in which diagnostics have their places.
pub fn set_with_sources(files: &dyn Files) -> (Questionnaire, Sources) {
    let mut sources = Sources::default();
    let (questionnaire, faults) = load(files, "questionnaire.yaml", &mut sources);
    let questionnaire = questionnaire.unwrap_or_else(|| panic!("the set has faults:\n{}", short(&faults, &sources)));
    (questionnaire, sources)
}

/// A shipped set by its id, or one on disk by its path.
pub fn opened(name: &str) -> Questionnaire {
    let mut sources = Sources::default();
    let (questionnaire, faults) = catalog::open(name, &mut sources).unwrap_or_else(|fault| panic!("{name}: {fault}"));
    questionnaire.unwrap_or_else(|| panic!("{name} has faults:\n{}", short(&faults, &sources)))
}

/// The shipped SMP set, read once a process.
pub fn smp() -> &'static Questionnaire {
    static CELL: OnceLock<Questionnaire> = OnceLock::new();
    CELL.get_or_init(|| opened("smp"))
}

/// The shipped SMP set with some of its files changed: in the file of this name, this text, which stands there once, becomes that.
pub fn smp_with(edits: &'static [Edit]) -> Questionnaire {
    let edited = set_of(&Edited { files: catalog::find("smp").unwrap().files, edits });
    assert!(edits.is_empty() || edited.fingerprint() != smp().fingerprint(), "{edits:?}: no such file");
    edited
}

/// A file, a text that stands once in it, and what becomes of it.
pub type Edit = (&'static str, &'static str, &'static str);

struct Edited {
    files: Box<dyn Files>,
    edits: &'static [Edit],
}

impl Files for Edited {
    fn read(&self, path: &str) -> Result<String, FileFault> {
        let edits = self.edits.iter().filter(|(file, ..)| *file == path);
        edits.fold(self.files.read(path), |text, (_, from, to)| {
            let text = text?;
            assert_eq!(text.matches(from).count(), 1, "{path}: {from}");
            Ok(text.replacen(from, to, 1))
        })
    }

    fn name(&self, path: &str) -> String {
        self.files.name(path)
    }
}

/// The small set of the fixtures: three verdicts, one section that opens with an answer, a score.
pub fn small() -> Questionnaire {
    set(SMALL)
}

/// The files of the made-up clinic of the fixtures, which uses every feature.
pub fn clinic() -> Texts {
    let files = ["questionnaire.yaml", "hair_loss.yaml", "images/full.svg", "images/rim.svg"];
    let text = |path: &str| fs::read_to_string(fixtures().join("clinic").join(path)).unwrap();
    files.into_iter().fold(Texts::default(), |texts, path| texts.with(path, text(path)))
}

/// The folder of the fixtures.
pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// The response of a file, which must fit.
pub fn answers(questionnaire: &Questionnaire, yaml: &str) -> Response {
    let mut sources = Sources::default();
    let source = sources.add("answers.yaml", yaml);
    let (loaded, faults) = response::load(questionnaire, source, &sources, day());
    assert!(!faults.has_errors(), "the answers do not fit:\n{yaml}\n{}", short(&faults, &sources));
    loaded.response
}

/// The report of a response, on [`day`].
pub fn report_on(questionnaire: &Questionnaire, response: &Response, audience: Audience) -> Report {
    let engine = Engine::new(questionnaire, day());
    let assessment = assess_exactly(&engine, response, audience);
    report(&engine, response, &assessment, &Outlook::of(&engine, response, &assessment))
}

/// The contract of a response, as JSON.
pub fn contract_on(questionnaire: &Questionnaire, response: &Response, audience: Audience) -> String {
    let engine = Engine::new(questionnaire, day());
    contract(&engine, response, &assess_exactly(&engine, response, audience)).to_json()
}

/// An answer as JSON.
pub fn answer_json(question: &Question, answer: &Answer) -> serde_json::Value {
    serde_json::to_value(AnswerValue::of(question, answer)).unwrap()
}

// ---- Laws ----

/// On how many random cases a law is tried: a small sample, the same in every run.
///
/// `PROPTEST_CASES` tries more of all laws and `PROPTEST_RNG_SEED` others, which is what `tests/long` does.
pub fn sample(cases: u32) -> Config {
    let usual = Config::default();
    let is_set = |name: &str| std::env::var_os(name).is_some();
    Config {
        cases: if is_set("PROPTEST_CASES") { usual.cases } else { cases },
        rng_seed: if is_set("PROPTEST_RNG_SEED") { usual.rng_seed } else { RngSeed::Fixed(0) },
        // A law that leaves cases out leaves out more of them where more are drawn.
        max_global_rejects: 8 * usual.cases.max(1024),
        // A fault that was found becomes a test of its own.
        failure_persistence: None,
        ..usual
    }
}

/// What an environment variable says, or else a default.
pub fn setting(name: &str, default: u64) -> u64 {
    let said = std::env::var(name).ok();
    said.map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")))
}

// ---- The program ----

/// The program that is tested.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_candidacy");
/// After this a run counts as hung. Nothing here takes a tenth of it, even in a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(300);

/// A folder in which the program runs.
pub struct Room(TempDir);

/// What came of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Room {
    /// A room with the small set in it, `small.yaml`.
    pub fn new() -> Room {
        let room = Room::empty();
        room.has("small.yaml", SMALL);
        room
    }

    /// A room with nothing in it.
    pub fn empty() -> Room {
        Room(TempDir::new().unwrap())
    }

    /// The folder itself.
    pub fn folder(&self) -> &Path {
        self.0.path()
    }

    /// The path of a file in it.
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

    pub fn has_folder(&self, name: &str) -> &Self {
        fs::create_dir_all(self.path(name)).unwrap();
        self
    }

    pub fn has_link(&self, name: &str, target: &str) -> &Self {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        symlink(target, self.path(name)).unwrap();
        self
    }

    pub fn has_pipe(&self, name: &str) -> &Self {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        assert!(Command::new("mkfifo").arg(self.path(name)).status().unwrap().success());
        self
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The program, to run in this room and to keep its drafts there.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = candidacy(self.0.path(), arguments);
        command.env("HOME", self.0.path()).env("XDG_STATE_HOME", self.path("state"));
        command
    }

    pub fn runs(&self, arguments: &[&str]) -> Ran {
        run(self.command(arguments), b"")
    }

    pub fn runs_with(&self, arguments: &[&str], input: &[u8]) -> Ran {
        run(self.command(arguments), input)
    }

    /// Runs, and expects every file to be as it was.
    pub fn runs_and_changes_nothing(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let before = self.everything();
        let ran = self.runs_with(arguments, input);
        assert!(self.everything() == before, "{arguments:?} changed files: {:?}", self.everything().keys());
        ran
    }

    /// All that is in the room: folders, what links lead to, pipes, what is in files.
    pub fn everything(&self) -> BTreeMap<PathBuf, (u32, Vec<u8>)> {
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

/// The program in a folder, under nobody's own settings.
pub fn candidacy(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).current_dir(folder).env("TERM", "xterm-256color");
    for variable in ["NO_COLOR", "CLICOLOR_FORCE", "ACCESSIBLE", "COLUMNS", "RUST_BACKTRACE"] {
        command.env_remove(variable);
    }
    command
}

/// Runs the program in a folder that it does not write to, without input.
pub fn ran_in(folder: impl AsRef<Path>, arguments: &[&str]) -> Ran {
    run(candidacy(folder.as_ref(), arguments), b"")
}

/// The commands that the help lists, below the headings of those who use them.
pub fn commands() -> Vec<String> {
    let help = Room::new().runs(&["--help"]).out;
    let block = help.split("For clients:\n").nth(1).and_then(|rest| rest.split("\nOptions:\n").next()).unwrap();
    // A description may go on in a line of its own, further in; a heading stands at the margin.
    let named =
        |line: &str| Some(line.strip_prefix("  ").filter(|line| !line.starts_with(' '))?.split(' ').next()?.to_owned());
    let commands: Vec<String> = block.lines().filter_map(named).collect();
    assert!(commands.len() > 10 && commands.iter().any(|command| command == "assess"), "{commands:?}");
    commands
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

pub fn read_all(mut from: impl Read + Send + 'static) -> std::thread::JoinHandle<Vec<u8>> {
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
    pub fn failed(&self, status: i32, texts: &[&str]) {
        assert_eq!(self.status, status, "{self:?}");
        assert!(self.out.is_empty(), "{self:?}");
        let said = self.err.split_whitespace().collect::<Vec<_>>().join(" ");
        for text in texts {
            assert!(said.contains(text), "{text:?} was not said: {}", self.err);
        }
    }

    pub fn succeeded(&self) -> &Self {
        assert_eq!(self.status, 0, "{self:?}");
        self
    }
}
