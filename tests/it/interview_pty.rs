//! The interview on a real terminal: a pseudo-terminal on one side, a model of its screen on the other. A test reads as
//! what a person sees and presses.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use ptyprocess::PtyProcess;

use crate::support::{DAY, PROGRAM, Room};

pub const SMALL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/interview/small.yaml");
const ESC: &str = "\u{1b}";
const UP: &str = "\u{1b}[A";
pub const DOWN: &str = "\u{1b}[B";
const RIGHT: &str = "\u{1b}[C";
const LEFT: &str = "\u{1b}[D";
pub const CTRL_C: &str = "\u{3}";

/// A folder that remembers drafts between runs.
pub struct Home(Room);

impl Home {
    pub fn new() -> Home {
        Home(Room::empty())
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.0.path(name)
    }

    pub fn draft(&self) -> PathBuf {
        self.file("state/candidacy/small.client.draft.yaml")
    }

    pub fn sits_down(&self, arguments: &[&str]) -> Person {
        self.sits_down_at((80, 24), "xterm-256color", &[], arguments)
    }

    /// Starts an interview in a window. When it has ended, the terminal's state is printed by the shell around it.
    pub fn sits_down_at(&self, window: (u16, u16), term: &str, env: &[(&str, &str)], arguments: &[&str]) -> Person {
        let (columns, rows) = window;
        let script = format!(
            "trap : INT; while ! [ -e {go} ]; do sleep 0.01; done; stty echo cols {columns} rows {rows}; sh -c 'echo $$ > {pid}; $LIMIT; exec \"$0\" \"$@\"' \"$0\" \"$@\"; \
             echo status=$?; stty -a | tr ' ' '\\n' | grep -x -e icanon -e -icanon -e echo -e -echo | tr '\\n' ' '; echo END",
            pid = self.file("pid").display(),
            go = self.file("go").display()
        );
        let mut command = Command::new("sh");
        command.args(["-c", &script, PROGRAM, "assess"]).args(arguments);
        command.args(["--today", DAY]).current_dir(self.0.folder());
        command.env_remove("NO_COLOR").env_remove("ACCESSIBLE").env("TERM", term).env("TZ", "UTC");
        command.env("XDG_STATE_HOME", self.file("state")).env("HOME", self.0.folder()).env("PAGER", "cat");
        command.env_remove("XDG_CONFIG_HOME").env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
        command.env("LIMIT", ":").envs(env.iter().copied());
        // The size that `spawn` sets of itself must not come after ours.
        let _ = fs::remove_file(self.file("go"));
        let process = PtyProcess::spawn(command).unwrap();
        fs::write(self.file("go"), "").unwrap();
        let screen = Arc::new(Mutex::new((vt100::Parser::new(rows, columns, 500), Vec::new())));
        let mut reader = process.get_raw_handle().unwrap();
        let seen = Arc::clone(&screen);
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                let mut seen = seen.lock().unwrap();
                seen.0.process(&bytes[..count]);
                seen.1.extend_from_slice(&bytes[..count]);
            }
        });
        Person { process, screen, pid: self.file("pid") }
    }
}

/// Somebody in front of the terminal.
pub struct Person {
    process: PtyProcess,
    screen: Arc<Mutex<(vt100::Parser, Vec<u8>)>>,
    pid: PathBuf,
}

impl Person {
    pub fn contents(&self) -> String {
        self.screen.lock().unwrap().0.screen().contents()
    }

    pub fn raw(&self) -> String {
        String::from_utf8_lossy(&self.screen.lock().unwrap().1).into_owned()
    }

    /// Waits until the screen shows all of these.
    pub fn sees(&self, texts: &[&str]) -> &Self {
        let until = Instant::now() + Duration::from_secs(15);
        while !texts.iter().all(|text| self.contents().contains(text)) {
            assert!(Instant::now() < until, "no {texts:?} on the screen:\n{}", self.contents());
            std::thread::sleep(Duration::from_millis(10));
        }
        self
    }

    /// Waits until one line of the screen shows all of these.
    pub fn sees_line(&self, texts: &[&str]) -> &Self {
        let until = Instant::now() + Duration::from_secs(15);
        let is_there = || self.contents().lines().any(|line| texts.iter().all(|text| line.contains(text)));
        while !is_there() {
            assert!(Instant::now() < until, "no line with {texts:?} on the screen:\n{}", self.contents());
            std::thread::sleep(Duration::from_millis(10));
        }
        self
    }

    /// Waits for that many plain prompts since the start.
    pub fn has_been_asked(&self, times: usize) -> &Self {
        let until = Instant::now() + Duration::from_secs(15);
        while self.raw().matches("\n> ").count() < times {
            assert!(Instant::now() < until, "not asked {times} times:\n{}", self.raw());
            std::thread::sleep(Duration::from_millis(10));
        }
        self
    }

    /// Reads the first screen, window by window.
    fn reads_to_the_end(&self) -> &Self {
        self.reads_to("1 Begin")
    }

    /// Reads window by window until this is on the screen.
    pub fn reads_to(&self, end: &str) -> &Self {
        let mut before = String::new();
        let until = Instant::now() + Duration::from_secs(15);
        loop {
            assert!(Instant::now() < until, "no end on the screen:\n{}", self.contents());
            let now = self.contents();
            if now.contains(end) {
                return self;
            }
            if now != before && now.contains("> Read on") {
                self.presses("\r");
                before = now;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub fn does_not_see(&self, text: &str) -> &Self {
        assert!(!self.contents().contains(text), "{text:?} on the screen:\n{}", self.contents());
        self
    }

    pub fn presses(&self, keys: &str) -> &Self {
        self.process.get_raw_handle().unwrap().write_all(keys.as_bytes()).unwrap();
        self
    }

    /// Types a line and presses Enter.
    pub fn types(&self, line: &str) -> &Self {
        self.presses(line).presses("\r")
    }

    /// At the end of the interview: keeps nothing, and reads to the last screen.
    pub fn keeps_nothing(&self) -> &Self {
        self.sees(&["Nothing is saved yet."]).presses("4\r").sees(&["Is that what you want?"]).presses("y\r");
        self.sees(&["are deleted", ">  d Done"]).presses("\r")
    }

    pub fn gets_signal(&self, signal: &str) -> &Self {
        let pid = fs::read_to_string(&self.pid).unwrap();
        assert!(Command::new("kill").args([signal, pid.trim()]).status().unwrap().success());
        self
    }

    /// The program has ended with this status and the terminal is as it was.
    pub fn is_free_again(&self, status: i32) -> &Self {
        self.sees(&[&format!("status={status}"), "icanon echo END"]);
        let screen = self.screen.lock().unwrap();
        assert!(!screen.0.screen().hide_cursor(), "the cursor is hidden");
        assert!(!screen.0.screen().bracketed_paste(), "pastes are still bracketed");
        drop(screen);
        self
    }
}

/// A question of the small questionnaire, and what is typed for it.
const ANSWERS: [(&str, &str); 7] = [
    ("How old are you?", "34\r"),
    ("Which drawing is closest?", "2\r"),
    ("Has a scar of yours", "u\r"),
    ("What do you see on your scalp", "2"),
    ("Have you ever taken isotretinoin?", "y\r"),
    ("When did you take the last tablet?", "2026-06-22\r"),
    ("Anything else we should know?", "I am fine\r"),
];

/// Answers the questions from `first` to before `last`, waiting for each.
pub fn answers(person: &Person, first: usize, last: usize) {
    for (question, keys) in &ANSWERS[first..last] {
        person.sees(&[question]);
        if *question == "What do you see on your scalp" {
            // Psoriasis is marked and unmarked, then sunburn is marked.
            person.presses(" ").sees(&["[x] Psoriasis"]).presses(" ").sees(&["[ ] Psoriasis"]);
            person.presses("2").sees(&["[x] Sunburn"]).presses("\r");
        } else {
            person.presses(keys);
        }
    }
}

pub fn saved(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

const WHOLE: [&str; 7] = [
    "age: 34",
    "stage: iii",
    "keloid: unsure",
    "skin_now: [sunburn]",
    "isotretinoin: yes",
    "isotretinoin_stopped: ",
    "note: ",
];

#[test]
fn a_whole_interview_ends_in_a_report() {
    let home = Home::new();
    let person = home.sits_down(&[SMALL]);
    person.sees(&[
        "A small test of everything",
        "About 6 screens, 2 minutes.",
        "kept on this computer",
        "Enter go on · Ctrl-C stop",
        "Begin",
    ]);
    assert!(!home.draft().exists());
    person.presses("\r");
    answers(&person, 0, 7);
    person.sees(&["Check your answers", "34 years", "Not sure", "Sunburn", "22 June 2026", "I am fine"]);
    assert!(home.draft().exists());
    person.types("y").sees(&["Your result, 22 November 2026: Not now"]);
    assert!(home.draft().exists(), "nothing is chosen yet");
    person.keeps_nothing().is_free_again(0);
    assert!(!home.draft().exists(), "a finished interview leaves a draft");
}

#[test]
fn every_question_says_where_one_is_and_preselects_nothing() {
    let home = Home::new();
    let person = home.sits_down(&[SMALL]);
    person.sees(&["Begin"]).presses("\r");
    person.sees(&["Your skin", "part 1 of 3 · about 2 min left", "These answers tell us about your skin."]);
    person.types("34").sees(&["Which drawing", "(|||||)", "2 Deep temples"]);
    person.presses("\r").sees(&["Choose with ↑ and ↓"]).sees(&["Which drawing"]);
    person.presses(DOWN).sees(&[">  1 Full hairline"]).presses("\r").sees(&["Has a scar", "Never"]);
}

#[test]
fn what_does_not_fit_is_said_and_asked_again() {
    let home = Home::new();
    let person = home.sits_down(&[SMALL]);
    person.sees(&["Begin"]).presses("\r").sees(&["How old"]);
    person.types("old").sees(&["Write a number in digits, such as 34."]);
    person.presses("\u{7f}\u{7f}\u{7f}").types("121").sees(&["from 0 to 120"]).sees(&["How old are you?"]);
    person
        .presses("\u{7f}\u{7f}\u{7f}")
        .types("34")
        .sees(&["Which drawing"])
        .types("1")
        .sees(&["Has a scar"])
        .types("1");
    person.sees(&["What do you see"]).presses("\r").sees(&["Nothing is marked yet", "mark “None of these”"]);
    person.types("1").sees(&["Have you ever taken"]).types("y").sees(&["last tablet"]);
    person.types("soon").sees(&["“soon” is not understood."]);
    person.presses(&"\u{7f}".repeat(4)).types("2026-02-31").sees(&["There is no day 2026-02-31."]);
    person.presses(&"\u{7f}".repeat(10)).types("2027-01-01").sees(&["A day in the past"]);
    person.presses(&"\u{7f}".repeat(10)).types("not sure").sees(&["Anything else we should know?"]);
}

/// A date in a form of one's own is said back before it counts, and of a month that decides something the day is asked for.
#[test]
fn dates_are_said_back_and_asked_for_more_closely() {
    let home = Home::new();
    let person = home.sits_down(&[SMALL]);
    person.sees(&["Begin"]).presses("\r");
    answers(&person, 0, 5);
    person
        .sees(&["last tablet", "4 Last month — October 2026"])
        .presses("1/6/2026")
        .sees(&["1 June 2026, or 6 January 2026"]);
    person.presses("\r").sees(&[
        "Which of these do you mean?",
        ">  1 1 June 2026",
        "   2 6 January 2026",
        "Write it again",
    ]);
    // What can be read in one way was read while it was typed, and is not asked about.
    person.presses("b\r").sees(&["last tablet"]).presses("may 2026").sees(&["  May 2026"]).presses("\r");
    person.sees(&["Which day in May 2026?", "If you do not know, go back: it stays at May 2026."]);
    person.types("31 June").sees(&["That is no day in May 2026"]).presses(ESC).sees(&["Anything else"]);
    person.presses(ESC).sees(&["last tablet", "2026-05"]).presses("\r").sees(&["Anything else"]);
    answers(&person, 6, 7);
    person.sees(&["Check your answers", "last tablet? — May 2026"]);
}

#[test]
fn back_keeps_answers_and_the_review_changes_them() {
    let home = Home::new();
    let person = home.sits_down(&[SMALL]);
    person.sees(&["Begin"]).presses("\r");
    answers(&person, 0, 5);
    person.sees(&["last tablet"]).presses(ESC).sees(&["Have you ever taken", "so far: Yes"]);
    person.presses(ESC).sees(&["[x] Sunburn"]).presses(ESC).sees(&["so far: Not sure"]);
    person.presses("\r").sees(&["last tablet"]);
    answers(&person, 5, 7);
    person.sees(&["Check your answers", "6 When did you take the last tablet? — 22 June 2026"]);
    person.presses("5\r").sees(&["so far: Yes"]).types("n");
    person.sees(&["Check your answers", "taken isotretinoin? — No"]).does_not_see("last tablet");
    // The hidden answer comes back with its question; a change that opens a new question asks it first.
    person.presses("5\r").sees(&["so far: No"]).types("y").sees(&["last tablet? — 22 June 2026"]);
    person.presses("y\r").keeps_nothing().is_free_again(0);
}

#[test]
fn a_change_that_opens_a_question_asks_it_before_the_review() {
    let home = Home::new();
    let person = home.sits_down(&[SMALL, "--save", "saved.yaml"]);
    person.sees(&["Begin"]).presses("\r");
    answers(&person, 0, 4);
    person.sees(&["Have you ever taken"]).types("n").sees(&["Anything else we should know?"]).types("s");
    person.sees(&["Check your answers"]).presses("5\r").sees(&["so far: No"]).types("y");
    person.sees(&["When did you take the last tablet?"]).does_not_see("Check your answers");
    person
        .presses(DOWN)
        .sees(&[">  1 Today — 22 November 2026"])
        .presses(&DOWN.repeat(7))
        .sees(&[">  u Not sure"])
        .presses("\r")
        .sees(&["Check your answers", "last tablet? — Not sure"]);
    person.presses("y\r").is_free_again(0);
    let saved = saved(&home.file("saved.yaml"));
    assert!(saved.contains("isotretinoin_stopped: unsure"), "{saved}");
}

#[test]
fn arrows_in_a_list_of_several_neither_mark_nor_unmark_everything() {
    let home = Home::new();
    let person = home.sits_down(&[SMALL]);
    person.sees(&["Begin"]).presses("\r");
    answers(&person, 0, 3);
    person.sees(&["[ ] Psoriasis"]).presses(RIGHT).presses(" ").sees(&["[x] Psoriasis", "[ ] Sunburn"]);
    person.presses(LEFT).presses(DOWN).presses(" ").sees(&["[x] Psoriasis", "[x] Sunburn"]);
    // What stands alone is marked alone, at once and with a word about it.
    person.presses(DOWN).presses(" ").sees(&["[ ] Psoriasis", "[ ] Sunburn", "[x] None of these", "stands alone"]);
    person.presses("1").sees(&["[x] Psoriasis", "[ ] None of these", "was unmarked"]);
    // Letters, control keys and a lone Alt do nothing.
    person.presses("x").presses("\u{15}\u{17}\u{1}").presses("\u{1b}b").sees(&["[x] Psoriasis"]);
    person.presses("\r").sees(&["Have you ever taken"]);
}

#[test]
fn a_question_mark_explains_and_comes_back() {
    let home = Home::new();
    let person = home.sits_down(&[SMALL]);
    person.sees(&["Begin"]).presses("\r");
    answers(&person, 0, 2);
    person.sees(&["Has a scar"]).presses("?");
    person.sees(&["Why we ask", "Needles can make new keloids.", "may lead to “Not suitable”."]);
    person.presses("\r").sees(&["Has a scar", "Never"]).types("1");
    person
        .sees(&["What do you see"])
        .presses("?")
        .sees(&["may lead to “Not now”."])
        .presses(ESC)
        .sees(&["What do you see"]);
}

#[test]
fn a_technician_reads_which_rules_use_a_question() {
    let home = Home::new();
    let person = home.sits_down(&[SMALL, "--for", "technician"]);
    person.sees(&["Begin"]).presses("\r");
    answers(&person, 0, 2);
    person.sees(&["Has a scar"]).presses("?").sees(&["• keloid_prone (can lead to “Not suitable”)"]);
}

#[test]
fn who_asks_for_plain_lines_gets_them() {
    for (env, arguments) in [(vec![("ACCESSIBLE", "1")], vec![SMALL]), (vec![], vec![SMALL, "--plain"])] {
        let home = Home::new();
        let person = home.sits_down_at((80, 24), "xterm", &env, &arguments);
        person.has_been_asked(1).types("1").has_been_asked(2).types("34").has_been_asked(3).presses(CTRL_C);
        person.is_free_again(130).sees(&["Your answers so far are kept in"]);
        assert!(!person.raw().contains('\u{1b}'), "{:?}", person.raw());
        assert!(saved(&home.draft()).contains("age: 34"));
    }
}

#[test]
fn esc_at_the_first_question_asks_before_leaving() {
    let home = Home::new();
    let person = home.sits_down(&[SMALL]);
    person.sees(&["Begin"]).presses("\r").sees(&["How old are you?"]).presses(ESC).sees(&["Do you want to leave?"]);
    person
        .presses("\r")
        .sees(&["How old are you?"])
        .types("34")
        .sees(&["Which drawing"])
        .presses(ESC)
        .sees(&["so far", "34"]);
    person.presses(ESC).sees(&["Leave, and keep my answers for later"]).presses(DOWN).presses("\r").is_free_again(130);
    assert!(home.draft().exists());
    let person = home.sits_down(&[SMALL]);
    person.sees(&["after 1 question.", "That was me"]).presses(DOWN).presses("\r");
    person.sees(&["Which drawing"]).presses(ESC).sees(&["so far"]);
    person.presses(ESC).sees(&["Leave, and delete"]).presses(UP).presses("\r").is_free_again(130);
    assert!(!home.draft().exists());
}

#[test]
fn every_way_to_be_interrupted_leaves_a_sane_terminal_and_keeps_the_answers() {
    for signal in ["ctrl-c", "-INT", "-TERM", "-HUP", "-QUIT"] {
        // In a text prompt, in a list of several answers, and in the review.
        for answered in [2, 3, 7] {
            let home = Home::new();
            let person = home.sits_down(&[SMALL]);
            person.sees(&["Begin"]).presses("\r");
            answers(&person, 0, answered);
            person.sees(&[ANSWERS.get(answered).map_or("Check your answers", |answer| answer.0)]);
            if signal == "ctrl-c" {
                person.presses(CTRL_C)
            } else {
                person.gets_signal(signal)
            };
            person.is_free_again(130).sees(&["Your answers so far are kept in"]);
            let draft = saved(&home.draft());
            for line in &WHOLE[..answered] {
                assert!(draft.contains(line), "{signal} after {answered}: {draft}");
            }
        }
    }
}

#[test]
fn a_closed_terminal_loses_nothing() {
    let home = Home::new();
    let person = home.sits_down(&[SMALL]);
    person.sees(&["Begin"]).presses("\r");
    answers(&person, 0, 2);
    person.sees(&["Has a scar"]);
    let pid = fs::read_to_string(home.file("pid")).unwrap();
    // Closing the terminal hangs up on all that runs in it.
    person.gets_signal("-HUP");
    drop(person);
    let until = Instant::now() + Duration::from_secs(15);
    while Command::new("kill").args(["-0", pid.trim()]).output().unwrap().status.success() {
        assert!(Instant::now() < until, "still there");
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(saved(&home.draft()).contains("stage: iii"));
}

#[test]
fn killed_after_each_answer_in_turn_nothing_is_lost() {
    let whole = Home::new();
    let person = whole.sits_down(&[SMALL, "--save", "saved.yaml"]);
    person.sees(&["Begin"]).presses("\r");
    answers(&person, 0, 7);
    person.sees(&["Check your answers"]).presses("y\r").is_free_again(0);

    let home = Home::new();
    for answered in 0..=7 {
        let person = home.sits_down(&[SMALL, "--save", "saved.yaml"]);
        match answered {
            0 => person.sees(&["Begin"]),
            1 => person.sees(&["after 1 question."]).presses(DOWN),
            more => person.sees(&[&format!("after {more} questions.")]).presses(DOWN),
        };
        person.presses("\r");
        if answered < 7 {
            answers(&person, answered, answered + 1);
            person.sees(&[ANSWERS.get(answered + 1).map_or("Check your answers", |next| next.0)]);
            person.gets_signal("-KILL").sees(&["status=137"]);
        } else {
            person.sees(&["Check your answers"]).presses("y\r").is_free_again(0);
        }
    }
    assert_eq!(saved(&home.file("saved.yaml")), saved(&whole.file("saved.yaml")));
    let names: Vec<_> = fs::read_dir(home.file("state/candidacy")).unwrap().collect();
    assert!(names.is_empty(), "left behind: {names:?}");
}

#[test]
fn starting_new_leaves_earlier_answers_alone_and_only_their_owner_deletes_them() {
    let home = Home::new();
    let person = home.sits_down(&[SMALL]);
    person.sees(&["Begin"]).presses("\r");
    answers(&person, 0, 2);
    person.sees(&["Has a scar"]).presses(CTRL_C).is_free_again(130);
    let before = saved(&home.draft());
    let person = home.sits_down(&[SMALL]);
    person.sees(&["Someone stopped here on", "after 2 questions.", "1 Start new"]).does_not_see("years");
    person
        .presses("\r")
        .sees(&["How old are you?"])
        .types("50")
        .sees(&["Which drawing"])
        .presses(CTRL_C)
        .is_free_again(130);
    assert_eq!(saved(&home.draft()), before);
    let second = home.file("state/candidacy/small.client.2.draft.yaml");
    assert!(saved(&second).contains("age: 50"));
    let person = home.sits_down(&[SMALL]);
    person.sees(&["after 1 question", "after 2 questions", "delete those"]);
    person.presses(&DOWN.repeat(3)).sees(&[">  4 That was me: delete"]).presses("\r");
    // Nothing is chosen beforehand where something is deleted.
    person.sees(&["Which answers are yours"]).presses("\r").sees(&["Choose with ↑ and ↓"]);
    person.presses("1").sees(&["> "]).presses("\r").sees(&["Those answers are deleted.", "after 2 questions."]);
    assert!(!second.exists() && home.draft().exists());
}

#[test]
fn a_rule_that_stops_asks_once_and_keeps_nothing() {
    let home = Home::new();
    let person = home.sits_down(&[SMALL, "--save", "saved.yaml"]);
    person.sees(&["Begin"]).presses("\r").sees(&["How old are you?"]).types("34").sees(&["Which drawing"]).presses(ESC);
    person.sees(&["so far"]).presses("\u{7f}\u{7f}").types("12").sees(&["You answered: 12 years", "Is that right?"]);
    // A wrong key: all is as it was.
    person.presses("\r").sees(&["Choose with ↑ and ↓"]).presses("n\r").sees(&["How old are you?", "34"]);
    assert!(saved(&home.draft()).contains("age: 34"));
    person.presses("\u{7f}\u{7f}").types("12").sees(&["Is that right?"]).presses("y\r");
    person.is_free_again(0).sees(&["This is only for adults.", "Your answers were not kept."]);
    assert!(!home.draft().exists());
    assert!(!home.file("saved.yaml").exists());
}

#[test]
fn a_stop_that_brings_help_shows_it_at_once_with_a_way_back() {
    for window in [(80, 24), (60, 20)] {
        let home = Home::new();
        fs::write(home.file("low.yaml"), "answered_on: 2026-11-22\nanswers: { age: 34, mood: help_now }\n").unwrap();
        let person = home.sits_down_at(window, "xterm", &[], &["smp", "--answers", "low.yaml"]);
        person.reads_to("1 Start from");
        person.presses("\r").reads_to("That was a wrong key");
        person.sees(&["116 123", "wrong key: go back"]).does_not_see("Is that right?");
        person.presses(DOWN).presses("\r").sees(&["How have you felt", "you said: I need help now"]);
    }
}

#[test]
fn a_stop_from_a_file_puts_its_question_first() {
    let home = Home::new();
    fs::write(home.file("minor.yaml"), "answered_on: 2026-11-22\nanswers: { age: 12, stage: i }\n").unwrap();
    let person = home.sits_down(&[SMALL, "--answers", "minor.yaml"]);
    person.sees(&["These are the answers of minor.yaml.", "1 Start from"]).presses("\r");
    person
        .sees(&["How old are you?", "you said: 12 years"])
        .types("12")
        .sees(&["You answered: 12 years"])
        .presses("n\r");
    person.sees(&["How old are you?"]).types("34").sees(&["Has a scar of yours"]);
}

#[test]
fn two_clients_one_after_the_other_do_not_meet() {
    let home = Home::new();
    let person = home.sits_down(&[SMALL, "--client", "c-1"]);
    person.sees(&["Client: c-1.", "1 Begin"]).presses("\r");
    answers(&person, 0, 2);
    person.sees(&["Has a scar"]).presses(CTRL_C).is_free_again(130);
    let person = home.sits_down(&[SMALL, "--client", "c-2"]);
    person.sees(&["Client: c-2.", "1 Begin"]).does_not_see("stopped here").presses("\r").sees(&["How old are you?"]);
    person.types("50").sees(&["Which drawing"]).presses(CTRL_C).is_free_again(130);
    let person = home.sits_down(&[SMALL, "--client", "c-1"]);
    person.sees(&["Client: c-1.", "after 2 questions.", "1 Go on where"]).presses("\r").sees(&["Has a scar"]);
}

#[test]
fn two_interviews_at_once_do_not_share_a_draft() {
    let home = Home::new();
    let first = home.sits_down(&[SMALL]);
    first.sees(&["Begin"]).presses("\r").sees(&["How old are you?"]).types("34").sees(&["Which drawing"]);
    let before = saved(&home.draft());
    let second = home.sits_down(&[SMALL]);
    second.sees(&["Begin"]).does_not_see("stopped here").presses("\r").sees(&["How old are you?"]);
    second.types("50").sees(&["Which drawing"]).presses(CTRL_C).is_free_again(130).sees(&["small.client.2.draft.yaml"]);
    assert_eq!(saved(&home.draft()), before);
    first.presses("1\r").sees(&["Has a scar"]);
}

#[test]
fn nothing_is_kept_where_nobody_wants_it_or_nobody_can() {
    let home = Home::new();
    let person = home.sits_down(&[SMALL, "--no-draft"]);
    person
        .sees(&["Nothing is kept", "Begin"])
        .presses("\r")
        .sees(&["How old are you?"])
        .types("34")
        .sees(&["Which drawing"]);
    person.presses(CTRL_C).is_free_again(130).sees(&["Of this interview, no answers are kept."]);
    assert!(!home.file("state").exists());

    fs::write(home.file("state"), "in the way").unwrap();
    let person = home.sits_down(&[SMALL]);
    person.sees(&["cannot be kept", "Begin"]).presses("\r");
    answers(&person, 0, 7);
    person.sees(&["Check your answers"]).presses("y\r").sees(&["Not now"]).keeps_nothing().is_free_again(0);
    assert_eq!(saved(&home.file("state")), "in the way");
}

#[test]
fn a_draft_that_cannot_be_read_is_put_aside_and_named_until_the_end() {
    let unreadable: [(&str, fn(&str) -> Vec<u8>); 3] = [
        ("its end is missing", |draft| draft.as_bytes()[..draft.len() - 9].to_vec()),
        ("its end is missing", |_| Vec::new()),
        ("not text", |_| vec![0xff, 0xfe, 0]),
    ];
    for (reason, spoils) in unreadable {
        let home = Home::new();
        let person = home.sits_down(&[SMALL]);
        person
            .sees(&["Begin"])
            .presses("\r")
            .sees(&["How old are you?"])
            .types("34")
            .sees(&["Which drawing"])
            .presses(CTRL_C);
        person.is_free_again(130);
        let bytes = spoils(&saved(&home.draft()));
        fs::write(home.draft(), &bytes).unwrap();
        let person = home.sits_down(&[SMALL]);
        person.reads_to("1 Begin").sees(&["put aside"]);
        assert!(person.raw().contains(reason));
        person.presses("\r");
        assert_eq!(fs::read(home.draft().with_added_extension("unreadable")).unwrap(), bytes);
        answers(&person, 0, 7);
        person.sees(&["Check your answers"]).presses("y\r").keeps_nothing().is_free_again(0);
        assert_eq!(fs::read_dir(home.file("state/candidacy")).unwrap().count(), 0);
    }
}

#[test]
fn a_small_window_shows_a_question_with_its_answers() {
    for window in [(40, 15), (34, 12)] {
        let home = Home::new();
        let person = home.sits_down_at(window, "xterm", &[], &[SMALL]);
        person.reads_to_the_end();
        person.presses("\r");
        for (question, answer) in [("How old are you?", "34"), ("Which drawing", "2"), ("Has a scar of yours", "1")] {
            person.sees(&[question, "Enter", "Esc back"]).types(answer);
        }
        person.sees(&["What do you see", "[ ] Sunburn", "Enter", "Esc back"]);
    }
}

#[test]
fn a_tiny_window_gets_plain_lines() {
    let home = Home::new();
    let person = home.sits_down_at((20, 5), "xterm", &[], &[SMALL]);
    for (line, asked) in ["1", "34", "2", "u", "2", "y", "2026-06-22", "s", "y", "4", "y", "d"].iter().zip(1..) {
        person.has_been_asked(asked).types(line);
    }
    person.is_free_again(0);
    assert!(!person.raw().contains('\u{1b}'), "{:?}", person.raw());
}

#[test]
fn a_list_follows_the_window_when_it_changes() {
    let home = Home::new();
    let mut person = home.sits_down(&[SMALL]);
    person.sees(&["Begin"]).presses("\r");
    answers(&person, 0, 3);
    person.sees(&["[ ] Psoriasis"]);
    person.screen.lock().unwrap().0.screen_mut().set_size(12, 40);
    person.process.set_window_size(40, 12).unwrap();
    person
        .sees(&["What do you see on your scalp", "[ ] None of these", "1–3 ↑↓ · Enter"])
        .presses(" ")
        .sees(&["[x] Psoriasis"]);
}

#[test]
fn drawings_that_do_not_fit_together_stand_beside_the_list() {
    let home = Home::new();
    let person = home.sits_down_at((80, 11), "xterm", &[], &[SMALL]);
    person.reads_to_the_end();
    person
        .presses("\r")
        .sees(&["How old are you?"])
        .types("34")
        .sees(&["Which drawing", "Full hairline"])
        .does_not_see(".---.");
    person.presses("\r").sees(&["Choose with ↑ and ↓", "Which drawing"]);
    person.presses(DOWN).sees(&[">  1 Full", "(|||||)"]).presses(DOWN).sees(&[">  2 Deep", "( ||| )"]);
    person.does_not_see("(|||||)").does_not_see("Choose with").presses("\r").sees(&["Has a scar"]);
    person.presses(ESC).sees(&["so far: Deep temples", ">  2 Deep", "( ||| )"]);
}

#[test]
fn texts_cannot_steer_the_terminal() {
    let home = Home::new();
    let hostile = saved(Path::new(SMALL))
        .replace("How old are you?", "\"How \\e[2J\\e[31mold\\u202e are\\a you? 👩‍🦲 שלום e\\u0301\"")
        .replace("Full hairline", "\"Full \\e]0;title\\a hairline\"");
    fs::write(home.file("hostile.yaml"), hostile).unwrap();
    let person = home.sits_down(&["hostile.yaml"]);
    person.sees(&["Begin"]).presses("\r").sees(&["[2J", "old<U+202E> are", "you?", "שלום"]).types("34");
    person.sees(&["Full ␛]0;title␇ hairline"]);
    assert!(!person.raw().contains("\u{1b}]0"));
    assert!(!person.raw().contains('\u{202e}'));
}

/// A paste as terminals send it.
fn pasted(text: &str) -> String {
    format!("\u{1b}[200~{text}\u{1b}[201~")
}

#[test]
fn a_long_paste_is_drawn_once_and_one_that_is_too_long_is_refused() {
    let home = Home::new();
    let person = home.sits_down(&[SMALL]);
    person.sees(&["Begin"]).presses("\r");
    answers(&person, 0, 6);
    person.sees(&["Anything else we should know?", "In your own words"]);
    let before = person.raw().len();
    let long = "word\nby word ".repeat(750);
    person.presses(&pasted(&long)).sees(&["word by word word"]);
    person.presses("the end").sees(&["the end"]);
    // Each pasted character was once drawn with all those before it, which is 40 million bytes.
    let written = person.raw().len() - before;
    assert!(written < 2 * long.len(), "{written} bytes for {} characters", long.len());

    person.presses("\u{15}").does_not_see("<canceled>").presses("short").sees(&["short"]);
    person.presses(&pasted(&"x".repeat(200_000))).sees(&["At most 10000 characters are taken", "short"]);
    person.presses("\r").sees(&["Check your answers", "short"]).does_not_see("xxx");
}

#[test]
fn an_earlier_answer_cannot_steer_the_line_it_is_typed_in() {
    let home = Home::new();
    let answers = "answers: { age: 34, stage: i, keloid: never, skin_now: [none], isotretinoin: no, note: \"a\\e[7m\\u202e\\u200bz\" }\n";
    fs::write(home.file("answers.yaml"), answers).unwrap();
    let answers = home.file("answers.yaml");
    let person = home.sits_down(&[SMALL, "--answers", answers.to_str().unwrap()]);
    person.sees(&["1 Start from"]).presses("\r").sees(&["Check your answers", "<U+202E>"]);
    person.presses("6\r").sees(&["Your answer so far", "<U+202E><U+200B>z"]);
    assert!(!person.raw().contains(['\u{202e}', '\u{200b}']) && !person.raw().contains("\u{1b}[7m"));
}

#[test]
fn one_earlier_answer_is_one() {
    let home = Home::new();
    let person = home.sits_down(&[SMALL]);
    person.sees(&["Begin"]).presses("\r").sees(&["How old"]).types("34").sees(&["Which drawing"]);
    person.gets_signal("-TERM").is_free_again(130);
    let person = home.sits_down(&[SMALL]);
    person.sees(&["Someone stopped here on", "after 1 question."]);
}

#[test]
fn no_color_shows_no_colours_and_a_dumb_terminal_no_escapes() {
    let home = Home::new();
    let person = home.sits_down_at((80, 24), "xterm", &[("NO_COLOR", "1")], &[SMALL]);
    person.sees(&["Begin"]).presses("\r");
    answers(&person, 0, 4);
    person.sees(&["Have you ever taken"]);
    let raw = person.raw();
    for code in raw.split("\u{1b}[").skip(1) {
        let end = code.find(|character: char| character.is_ascii_alphabetic()).unwrap();
        let colour = code[end..].starts_with('m') && !["", "0", "1"].contains(&&code[..end]);
        assert!(!colour, "{:?}", &code[..=end]);
    }

    let home = Home::new();
    let person = home.sits_down_at((80, 24), "dumb", &[], &[SMALL]);
    person
        .sees(&["3. Leave"])
        .types("1")
        .sees(&["Part 1 of 3, about 2 minutes left."])
        .types("34")
        .sees(&["Which drawing"]);
    assert!(!person.raw().contains('\u{1b}'), "{:?}", person.raw());
    person.types("q").is_free_again(130);
}

/// At a limit on the size of files the system sends a signal that kills whoever does not expect it, and would leave the
/// terminal raw. The draft fits into one block until the note comes, which is said, and so is that the answers cannot be saved.
#[test]
fn a_file_at_the_limit_of_its_size_is_said_and_leaves_a_sane_terminal() {
    let home = Home::new();
    let limit = [("LIMIT", "ulimit -f 1")];
    let person = home.sits_down_at((80, 24), "xterm-256color", &limit, &[SMALL, "--save", "saved.yaml"]);
    person.sees(&["Begin"]).presses("\r");
    answers(&person, 0, 6);
    person.sees(&["Anything else we should know?"]).types(&"a word and ".repeat(60));
    person.sees(&["Your last answer could not be saved", "Go on all the same?"]).presses("\r");
    person.sees(&["Check your answers"]).presses("y\r").is_free_again(4).sees(&["saved.yaml"]);
    assert!(!home.file("saved.yaml").exists());
    // What was kept before is there, and nothing that was begun and not finished.
    assert!(saved(&home.draft()).contains("isotretinoin_stopped: "));
    let files = fs::read_dir(home.file("state/candidacy")).unwrap().map(|file| file.unwrap().file_name());
    let files: BTreeSet<_> = files.map(|name| name.into_string().unwrap()).collect();
    assert_eq!(files, BTreeSet::from(["small.client.draft.yaml".to_owned()]));
}

/// A set of which answers age, and somebody who was here in April.
pub fn was_here_before(home: &Home) {
    let set = "questionnaire: v
version: 1.0.0
title: Are you fit for it?
valid_for: 6 months
verdicts: [{ fine: { title: Fine, says: F. } }, { wait: { title: Wait, says: W. } }]
sections:
  - id: s
    title: Your health
    questions:
      - { id: pregnant, ask: Are you pregnant?, type: yes_no, valid_for: visit }
      - { id: smokes, ask: Do you smoke?, type: yes_no }
      - { id: sleeps, ask: Do you sleep well?, type: yes_no }
    rules:
      - { id: wait_for_it, when: pregnant or smokes or not sleeps, verdict: wait, finding: Wait. }
";
    fs::write(home.file("v.yaml"), set).unwrap();
    let anna =
        "questionnaire: v\nclient: anna\nanswered_on: 2026-04-03\nanswers: { pregnant: no, smokes: no, sleeps: yes }\n";
    fs::write(home.file("anna.yaml"), anna).unwrap();
}

#[test]
fn who_comes_back_is_asked_again_and_confirms_what_stands_on_the_screen() {
    let home = Home::new();
    was_here_before(&home);
    let person = home.sits_down(&["v.yaml", "--answers", "anna.yaml", "--save", "anna.yaml"]);
    person.sees(&["anna", "1 question and 1 short list", "1 Start from"]).presses("\r");
    // The old answer stands there, and nothing is chosen: Enter alone answers nothing.
    person.sees(&["Are you pregnant?", "On 3 April 2026 you said: No. We ask this at each visit."]).presses("\r");
    person.sees(&["Are you pregnant?"]).does_not_see("You told us").types("n");
    person.sees(&["You told us on 3 April 2026:", "Do you smoke? — No", "All 2 are still so"]);
    // Enter alone confirms nothing either.
    person.presses("\r").sees(&["Choose with ↑ and ↓", "All 2 are still so"]).presses("1\r");
    person.sees(&["Do you smoke?", "you said: No."]).does_not_see("All 2").types("y");
    person.sees(&["Do you sleep well? — Yes", "This is still so"]).presses("y\r");
    person.sees(&["Check your answers", "Do you smoke? — Yes"]).presses("y\r").is_free_again(0);
    assert!(person.raw().contains("Since 3 April 2026") && person.raw().contains("1 answer changed."));
    let kept = fs::read_to_string(home.file("anna.yaml")).unwrap();
    assert!(
        kept.contains("client: anna\nanswered_on: \"2026-11-22\"\n") && kept.contains("  - on: \"2026-04-03\"\n"),
        "{kept}"
    );
}

/// Whoever has confirmed one list has not confirmed the next: nothing is chosen there beforehand, also where it is as long.
#[test]
fn every_list_is_confirmed_by_itself() {
    let home = Home::new();
    let questions: String =
        (0..14).map(|n| format!("      - {{ id: q{n}, ask: Is it {n}?, type: yes_no }}\n")).collect();
    let answers: Vec<String> = (0..14).map(|n| format!("q{n}: no")).collect();
    let set = format!(
        "questionnaire: v\nversion: 1.0.0\ntitle: Many?\nvalid_for: 6 months\nverdicts: [{{ fine: {{ title: Fine, says: F. }} }}, {{ wait: {{ title: Wait, says: W. }} }}]\nsections:\n  - id: s\n    title: S\n    questions:\n{questions}    rules:\n      - {{ id: r, when: q0, verdict: wait, finding: W. }}\n"
    );
    fs::write(home.file("v.yaml"), set).unwrap();
    fs::write(home.file("a.yaml"), format!("answered_on: 2026-04-03\nanswers: {{ {} }}\n", answers.join(", ")))
        .unwrap();
    // In a low window a list is only as long as it can be seen.
    let person = home.sits_down_at((80, 14), "xterm-256color", &[], &["v.yaml", "--answers", "a.yaml"]);
    person.reads_to("1 Start from");
    person.presses("\r").sees(&["Is it 0?", "All 3 are still so"]).presses("y\r");
    person.sees(&["Is it 3?", "All 3 are still so"]).presses("\r").sees(&["Choose with ↑ and ↓"]).presses("1\r");
    person.sees(&["Is it 3?", "you said: No."]).does_not_see("All 3").types("n");
    person.sees(&["Is it 4?", "Is it 6?", "All 3 are still so"]);
}

/// With the client there, a technician reads the client's old answers aloud from one list.
#[test]
fn a_technician_reads_old_answers_aloud() {
    let home = Home::new();
    was_here_before(&home);
    let person = home.sits_down(&["v.yaml", "--answers", "anna.yaml", "--for", "technician"]);
    person.sees(&["1 short list", "1 Start from"]).presses("\r");
    person.sees(&["Read to the client. Told on 3 April 2026:", "Are you pregnant? — No", "All 3 are still so"]);
    person.presses("y\r").sees(&["Check your answers"]);
}
