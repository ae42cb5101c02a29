//! An interview that dies at any point: no answer that was taken is lost, nothing that was said to be deleted is there, and
//! once somebody has finished, the folder is empty.
//!
//! `cargo test` kills a few dozen interviews between two answers. `tests/long/kills.sh` runs the long test: each call of the
//! system by which drafts are written and deleted is made to fail or to kill in turn, and signals come at random moments.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::process::{Command, Stdio};

use crate::support::{DAY, PROGRAM, Room, read_all, setting};

const SMALL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/interview/small.yaml");
/// What is typed to the questions, in turn.
const ANSWERS: [&str; 6] = ["34", "1", "1", "3", "n", "s"];
/// The questions that they answer, by words of each. Whoever took isotretinoin is asked one more before the last.
const ASKED: [&str; 6] = [
    "How old are you?",
    "Which drawing is closest?",
    "Has a scar of yours",
    "on your scalp today?",
    "ever taken isotretinoin?",
    "Anything else we should know?",
];
const ASKED_OF_FEW: &str = "the last tablet?";
const WELCOME: &str = "Begin\n";

/// Somebody's way through an interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// Answers all and finishes.
    Finishes,
    /// Comes back after three answers and deletes them.
    Deletes,
    /// Gives two answers, then one that stops the interview.
    Stops,
}

impl Way {
    const ALL: [Way; 3] = [Way::Finishes, Way::Deletes, Way::Stops];

    /// What is typed where `put` stands on the screen, for the time `times` that it does; nothing if the person goes.
    fn types(self, put: &str, times: usize) -> Option<String> {
        let row = |label: &str| {
            let line = put.lines().find(|line| line.ends_with(label));
            line.and_then(|line| line.trim().split('.').next()).map(str::to_owned)
        };
        let answer = |number: usize| Some(ANSWERS[number].to_owned());
        if put.contains("Go on all the same?") {
            return row("Go on");
        }
        if put.contains(WELCOME) {
            return match (self, times) {
                (Way::Deletes, 1) => row("delete those answers"),
                (Way::Deletes, _) => row("Leave"),
                (Way::Finishes | Way::Stops, _) => Some("1".to_owned()),
            };
        }
        if put.contains("Is that right?") || put.contains("Check your answers") {
            return Some("y".to_owned());
        }
        if put.contains(ASKED_OF_FEW) {
            return answer(ANSWERS.len() - 1);
        }
        match (ASKED.iter().position(|asked| put.contains(asked))?, self, times) {
            (0, Way::Stops, 2) => Some("12".to_owned()),
            (1, Way::Stops, 2) | (2, Way::Stops, _) => Some("b".to_owned()),
            (position, ..) => answer(position),
        }
    }
}

/// A folder in which an interview dies.
struct Grave(Room);

/// What came of an interview that died.
struct Death {
    said: String,
    finished: bool,
    /// Whether the fault was met at all.
    met: bool,
}

impl Grave {
    fn new(way: Way) -> Grave {
        let grave = Grave(Room::empty());
        if way == Way::Deletes {
            grave.0.runs_with(&["assess", SMALL, "--today", DAY], b"1\n34\n1\n1\n");
            assert_eq!(grave.answers_waiting(), 3);
        }
        grave
    }

    fn arguments() -> [&'static str; 7] {
        ["assess", SMALL, "--today", DAY, "--save", "saved.yaml", "--force"]
    }

    /// Runs with a fault of strace's making, such as `fsync:error=EIO:when=3`.
    fn dies_by(&self, way: Way, fault: &str) -> Death {
        let call = fault.split(':').next().unwrap();
        let mut command = Command::new("strace");
        let traced = [format!("trace={call}"), format!("inject={fault}")];
        let trace = self.0.path("trace");
        command.args(["-f", "-qq", "-o", trace.to_str().unwrap(), "-e", &traced[0], "-e", &traced[1], "--", PROGRAM]);
        command.args(Grave::arguments()).current_dir(self.0.folder());
        command.env("HOME", self.0.folder()).env("XDG_STATE_HOME", self.0.path("state"));
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("strace");
        let out = read_all(child.stdout.take().unwrap());
        let mut keys = child.stdin.take();
        let mut screen = child.stderr.take().unwrap();
        let (mut said, mut put) = (String::new(), String::new());
        let mut times: BTreeMap<String, usize> = BTreeMap::new();
        loop {
            let mut bytes = [0; 4096];
            let count = screen.read(&mut bytes).unwrap();
            if count == 0 {
                break;
            }
            put.push_str(&String::from_utf8_lossy(&bytes[..count]));
            if put.ends_with("> ") {
                let names = [WELCOME, ASKED_OF_FEW].into_iter().chain(ASKED);
                let name = names.into_iter().find(|name| put.contains(name));
                let times = times.entry(name.unwrap_or_default().to_owned()).or_default();
                *times += 1;
                match way.types(&put, *times) {
                    // Whoever has died does not read it.
                    Some(line) => drop(keys.as_mut().map(|keys| writeln!(keys, "{line}"))),
                    None => keys = None,
                }
                said.push_str(&std::mem::take(&mut put));
            }
        }
        said.push_str(&put);
        let status = child.wait().unwrap();
        drop(out.join());
        let trace = fs::read_to_string(trace).unwrap();
        let met = trace.contains("(INJECTED)") || trace.contains("SIGKILL");
        Death { said, finished: status.code() == Some(0), met }
    }

    /// Answers so many questions, types one answer more, and gets the signal after so many microseconds.
    fn dies_of(&self, signal: &str, answered: usize, pause: u64) -> Death {
        let mut command = self.0.command(&Grave::arguments());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let (mut keys, mut screen) = (child.stdin.take().unwrap(), child.stderr.take().unwrap());
        let mut said = String::new();
        let mut hears = |text: &str, said: &mut String| {
            while !said.contains(text) {
                let mut bytes = [0; 4096];
                let count = screen.read(&mut bytes).unwrap();
                assert!(count > 0, "no {text:?}: {said}");
                said.push_str(&String::from_utf8_lossy(&bytes[..count]));
            }
        };
        hears(WELCOME, &mut said);
        keys.write_all(b"1\n").unwrap();
        for (answer, asked) in ANSWERS[..answered].iter().zip(ASKED) {
            hears(asked, &mut said);
            writeln!(keys, "{answer}").unwrap();
        }
        hears(ASKED.get(answered).unwrap_or(&"Check your answers"), &mut said);
        writeln!(keys, "{}", ANSWERS.get(answered).unwrap_or(&"")).unwrap();
        std::thread::sleep(std::time::Duration::from_micros(pause));
        let pid = child.id().to_string();
        assert!(Command::new("kill").args([signal, &pid]).status().unwrap().success());
        let finished = child.wait().unwrap().code() == Some(0);
        screen.read_to_string(&mut said).unwrap();
        Death { said, finished, met: true }
    }

    /// The files in the folder of drafts that have anything in them.
    fn left(&self) -> Vec<String> {
        let Ok(files) = fs::read_dir(self.0.path("state/candidacy")) else { return Vec::new() };
        let files = files.map(|file| file.unwrap()).filter(|file| file.metadata().unwrap().len() > 0);
        files.map(|file| file.file_name().into_string().unwrap()).collect()
    }

    /// How many answers wait for whoever comes back.
    fn answers_waiting(&self) -> usize {
        let ran = self.0.runs_with(&Grave::arguments(), b"");
        assert!(!ran.err.contains("cannot be read"), "{}", ran.err);
        let after = ran.err.split(", after ").nth(1);
        after.map_or(0, |after| after.split(' ').next().unwrap().parse().unwrap())
    }

    /// Goes on from what waits, and finishes.
    fn goes_on_and_finishes(&self, waiting: usize) {
        let go_on = if waiting == 0 { "1" } else { "2" };
        let rest: String = ANSWERS[waiting..].iter().map(|answer| format!("{answer}\n")).collect();
        let ran = self.0.runs_with(&Grave::arguments(), format!("{go_on}\n{rest}y\n").as_bytes());
        assert_eq!(ran.status, 0, "{}", ran.err);
        for line in ["age: 34", "stage: i\n", "keloid: never", "skin_now: [none]", "isotretinoin: no", "note: null"] {
            assert!(self.0.read("saved.yaml").contains(line), "{line}: {}", self.0.read("saved.yaml"));
        }
        let left: Vec<_> =
            fs::read_dir(self.0.path("state/candidacy")).unwrap().map(|file| file.unwrap().path()).collect();
        assert!(left.is_empty(), "left behind: {left:?}");
    }
}

impl Death {
    /// How many answers are on disk, since another question was asked and nothing else was said.
    fn confirmed(&self) -> usize {
        let asked = |number: usize| self.said.contains(ASKED[number]);
        let all = if self.said.contains("Check your answers") { ANSWERS.len() } else { 0 };
        let saved = !self.said.contains("could not be saved") && !self.said.contains("cannot be kept");
        if saved { (1..ANSWERS.len()).rev().find(|number| asked(*number)).unwrap_or(0).max(all) } else { 0 }
    }

    fn said_deleted(&self) -> bool {
        self.said.contains("Those answers are deleted.") || self.said.contains("Your answers were not kept.")
    }
}

/// What was found after deaths of one kind.
#[derive(Default)]
struct Count {
    deaths: usize,
    unharmed: usize,
    left_a_copy: usize,
    resumed: usize,
}

/// Holds everything that is promised after a death.
fn autopsy(grave: &Grave, way: Way, death: &Death, cause: &str, count: &mut Count) {
    let left = grave.left();
    *if death.finished { &mut count.unharmed } else { &mut count.deaths } += 1;
    count.left_a_copy += usize::from(left.iter().any(|name| name.starts_with('.')));
    if death.said_deleted() {
        assert!(left.is_empty(), "{cause}: said to be deleted, but there are {left:?}\n{}", death.said);
    }
    // Finished, and the draft is there: then that was said.
    let told = death.said.contains("cannot be deleted");
    assert!(!death.finished || left.is_empty() || told, "{cause}: {left:?} after the end\n{}", death.said);
    let waiting = grave.answers_waiting();
    let least = match way {
        _ if death.finished || death.said_deleted() || told => 0,
        Way::Finishes if left.is_empty() && death.said.contains("y. These are right") => 0,
        Way::Finishes => death.confirmed(),
        Way::Deletes | Way::Stops => 0,
    };
    assert!(waiting >= least, "{cause}: {waiting} of {least} answers are there\n{}", death.said);
    // What was said last of the disk is true.
    let said = death.said.rsplit_once("On disk: ").and_then(|(_, said)| said.split(' ').next()?.parse::<usize>().ok());
    assert!(death.finished || said.is_none_or(|said| waiting >= said), "{cause}: {waiting}\n{}", death.said);
    let whole = match way {
        Way::Finishes => waiting <= ANSWERS.len(),
        Way::Deletes => waiting == 0 || waiting == 3,
        Way::Stops => waiting <= 2,
    };
    assert!(whole, "{cause}: {waiting} answers\n{}", death.said);
    count.resumed += usize::from(waiting > 0);
    grave.goes_on_and_finishes(waiting);
}

#[test]
fn killed_between_two_answers_nothing_is_lost_or_left_behind() {
    let mut count = Count::default();
    for (signal, turn) in ["-KILL", "-TERM", "-HUP", "-INT"].into_iter().zip(0..) {
        for answered in (0..ANSWERS.len()).filter(|answered| answered % 2 == turn % 2) {
            let grave = Grave::new(Way::Finishes);
            let death = grave.dies_of(signal, answered, 0);
            if signal != "-KILL" {
                let copies: Vec<String> = grave.left().into_iter().filter(|name| name.starts_with('.')).collect();
                assert!(copies.is_empty(), "{signal} leaves {copies:?}");
            }
            autopsy(&grave, Way::Finishes, &death, signal, &mut count);
        }
    }
}

/// A different number each time, the same in each run.
fn next(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *seed >> 33
}

/// `KILLS` is how many signals come at random moments; the calls of the system are gone through whatever it says.
#[test]
#[ignore = "takes minutes and needs strace: see tests/long/kills.sh"]
fn killed_at_every_call_of_the_system_nothing_is_lost_or_left_behind() {
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    for way in Way::ALL {
        for call in ["rename,renameat,renameat2", "fsync", "unlink,unlinkat", "flock", "write", "openat"] {
            for what in ["signal=SIGKILL", "error=ENOSPC", "error=EIO"] {
                for when in 1..400 {
                    let fault = format!("{call}:{what}:when={when}");
                    let grave = Grave::new(way);
                    let death = grave.dies_by(way, &fault);
                    if !death.met {
                        break;
                    }
                    let count = counts.entry(format!("{:<26} {what:<15} {way:?}", call)).or_default();
                    autopsy(&grave, way, &death, &format!("{way:?} {fault}"), count);
                }
            }
        }
    }
    let mut seed = setting("KILLS_SEED", 1);
    for _ in 0..setting("KILLS", 500) {
        let signal = ["-KILL", "-TERM", "-HUP", "-INT"][usize::try_from(next(&mut seed) % 4).unwrap()];
        let answered = usize::try_from(next(&mut seed) % 7).unwrap();
        let grave = Grave::new(Way::Finishes);
        let death = grave.dies_of(signal, answered, next(&mut seed) % 4_000);
        if signal != "-KILL" {
            assert!(!grave.left().iter().any(|name| name.starts_with('.')), "{signal} leaves a copy");
        }
        let count = counts.entry(format!("{:<26} {signal:<15} {:?}", "at a random moment", Way::Finishes)).or_default();
        autopsy(&grave, Way::Finishes, &death, signal, count);
    }
    println!("{:<52} {:>10} {:>9} {:>12} {:>8}", "fault", "not at end", "finished", "left a copy", "resumed");
    let mut sum = Count::default();
    for (cause, count) in &counts {
        let Count { deaths, unharmed, left_a_copy, resumed } = count;
        println!("{cause:<52} {deaths:>10} {unharmed:>9} {left_a_copy:>12} {resumed:>8}");
        sum.deaths += deaths;
        sum.unharmed += unharmed;
        sum.left_a_copy += left_a_copy;
        sum.resumed += resumed;
    }
    let Count { deaths, unharmed, left_a_copy, resumed } = sum;
    println!("{:<52} {deaths:>10} {unharmed:>9} {left_a_copy:>12} {resumed:>8}", "all");
    println!("answers lost: 0; copies after the end or after \"deleted\": 0");
    assert!(deaths + unharmed >= 500, "only {} runs", deaths + unharmed);
}
