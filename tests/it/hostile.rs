//! Bad input and faults of the world, each run against the real program: it says what is wrong and where, ends with the
//! right status, and has changed nothing on disk. Never a panic, never a hang.

mod interviews;
mod outputs;
mod questionnaires;
mod responses;
mod templates;
mod usage;

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

/// Puts something into a room.
type Make = fn(&Room) -> &Room;

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

/// The program as somebody who may not read and write everything, if there is a way.
fn as_nobody(room: &Room, arguments: &[&str]) -> Option<Command> {
    fs::set_permissions(room.0.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let is_root = Command::new("id").arg("-u").output().ok()?.stdout == b"0\n";
    let mut command = if is_root { Command::new("setpriv") } else { Command::new(PROGRAM) };
    if is_root {
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups", PROGRAM]);
    }
    let template = room.command(arguments);
    let environment: Vec<_> =
        template.get_envs().filter_map(|(key, value)| Some((key.to_owned(), value?.to_owned()))).collect();
    command.envs(environment).current_dir(room.0.path());
    let mut probe = Command::new(command.get_program());
    let works = probe.args(command.get_args()).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    works.ok().filter(|status| status.success())?;
    command.args(arguments);
    Some(command)
}

fn mode(room: &Room, name: &str, mode: u32) {
    fs::set_permissions(room.path(name), fs::Permissions::from_mode(mode)).unwrap();
}

/// Guards the helper itself: what it looks for is found.
#[test]
fn a_change_on_disk_is_seen() {
    let room = Room::new();
    let before = room.everything();
    room.has("a/b", "x");
    assert_ne!(room.everything(), before);
    let before = room.everything();
    mode(&room, "a/b", 0o600);
    assert_ne!(room.everything(), before);
    assert!(Path::new(PROGRAM).exists());
}
