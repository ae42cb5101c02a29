//! What takes long says so on a terminal, and ends at once when somebody wants it to.

use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use ptyprocess::PtyProcess;

use crate::support::{DAY, PROGRAM, Room};

/// The largest set that is taken: 2,000 questions, 10,000 rules.
fn largest() -> String {
    let verdicts = "verdicts:\n  - fine: { title: Fine, says: Go. }\n  - later: { title: Later, says: Wait. }\n";
    let mut set =
        format!("questionnaire: large\nversion: 1.0.0\ntitle: A large set\nlanguage: en\n{verdicts}sections:\n");
    for part in 0..100 {
        writeln!(set, "  - id: part{part}\n    title: Part {part}\n    valid_for: always\n    questions:").unwrap();
        let questions = || (0..20).map(|place| 20 * part + place);
        for question in questions() {
            let options = "{ a: A, b: B, c: C, d: D, e: E, f: F }";
            writeln!(set, "      - {{ id: q{question}, ask: Which is {question}?, type: choice, options: {options} }}")
                .unwrap();
        }
        set += "    rules:\n";
        for question in questions() {
            for option in ["a", "b", "c", "d", "e"] {
                let rule = format!("id: r{question}{option}, when: q{question} == {option}, verdict: later");
                writeln!(set, "      - {{ {rule}, finding: It is {option} of {question}. }}").unwrap();
            }
        }
    }
    set
}

#[test]
fn whoever_waits_for_a_check_is_told_and_can_end_it() {
    let room = Room::empty();
    room.has("large.yaml", largest());
    let mut command = Command::new("sh");
    let script = r#"trap : INT; "$0" check large.yaml --today "$1"; echo "status=$?"; echo END"#;
    command.args(["-c", script, PROGRAM, DAY]).current_dir(room.folder()).env("TERM", "xterm-256color");
    let process = PtyProcess::spawn(command).unwrap();
    let seen = Arc::new(Mutex::new(String::new()));
    let mut reader = process.get_raw_handle().unwrap();
    let written = Arc::clone(&seen);
    std::thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(count @ 1..) = reader.read(&mut bytes) {
            written.lock().unwrap().push_str(&String::from_utf8_lossy(&bytes[..count]));
        }
    });
    let shows = |text: &str| {
        let until = Instant::now() + Duration::from_secs(120);
        while !seen.lock().unwrap().contains(text) {
            assert!(Instant::now() < until, "no {text:?} in {:?}", seen.lock().unwrap());
            std::thread::sleep(Duration::from_millis(10));
        }
    };
    // On a busy machine the first word may come a second late.
    shows("Still checking (");
    process.get_raw_handle().unwrap().write_all(b"\x03").unwrap();
    shows("END");
    let seen = seen.lock().unwrap();
    assert!(seen.contains("status=130") && !seen.contains("sound"), "{seen:?}");
}
