//! Interviews by lines whose world fails: no place for a draft, a second one beside them, a draft that is cut off.

use std::fs;
use std::io::{Read, Write};
use std::process::Stdio;

use super::{INTERVIEW, Room, as_nobody, mode, run};

/// The interview's answers up to the review.
const ANSWERS: &[u8] = b"1\n34\n1\n1\n3\nn\ns\ny\n";

#[test]
fn a_state_folder_that_cannot_be_written_stops_no_interview() {
    let room = Room::new();
    room.has_folder("state").has("q.yaml", fs::read(INTERVIEW).unwrap());
    mode(&room, "state", 0o555);
    let arguments = ["assess", "q.yaml", "--plain"];
    let Some(command) = as_nobody(&room, &arguments) else { return };
    let ran = run(command, ANSWERS);
    assert!(ran.succeeded().err.contains("cannot be kept"), "{}", ran.err);
    assert!(!ran.out.is_empty());
}

#[test]
fn a_second_interview_leaves_the_first_ones_draft_alone() {
    let room = Room::new();
    let mut first = room.command(&["assess", INTERVIEW, "--plain"]);
    let mut first = first.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut keys = first.stdin.take().unwrap();
    let mut said = first.stderr.take().unwrap();
    keys.write_all(b"1\n34\n").unwrap();
    // Its second question is asked once its first answer is on disk.
    let mut heard = String::new();
    while !heard.contains("Which drawing is closest?") {
        let mut bytes = [0; 4096];
        let count = said.read(&mut bytes).unwrap();
        assert!(count > 0, "{heard}");
        heard.push_str(&String::from_utf8_lossy(&bytes[..count]));
    }
    let draft = "state/candidacy/small.client.draft.yaml";
    let before = room.read(draft);
    assert!(before.contains("age: 34"), "{before}");
    let second = room.runs_with(&["assess", INTERVIEW, "--plain"], ANSWERS);
    assert!(!second.succeeded().err.contains("stopped here"), "{}", second.err);
    assert_eq!(room.read(draft), before);
    first.kill().unwrap();
    first.wait().unwrap();
    let third = room.runs_with(&["assess", INTERVIEW, "--plain"], b"2\n1\n1\n3\nn\ns\ny\n");
    assert!(third.succeeded().err.contains("after 1 question."), "{}", third.err);
    assert!(!room.path(draft).exists());
}

#[test]
fn a_draft_that_was_cut_off_anywhere_is_told_or_used_and_never_lost() {
    let room = Room::new();
    room.runs_with(&["assess", INTERVIEW, "--plain"], b"1\n34\n2\nu\n");
    let draft = "state/candidacy/small.client.draft.yaml";
    let whole = fs::read(room.path(draft)).unwrap();
    for length in (0..whole.len()).step_by(7).chain([whole.len() - 1]) {
        room.has(draft, &whole[..length]);
        let ran = room.runs_with(&["assess", INTERVIEW, "--plain"], b"");
        assert_eq!(ran.status, 130, "{length}: {}", ran.err);
        let kept = fs::read(room.path(draft)).ok();
        let aside = fs::read(room.path(draft).with_added_extension("unreadable")).ok();
        assert!([&kept, &aside].contains(&&Some(whole[..length].to_vec())), "{length}: {}", ran.err);
        assert_eq!(aside.is_some(), ran.err.contains("put aside"), "{length}: {}", ran.err);
        fs::remove_dir_all(room.path("state")).unwrap();
        room.has_folder("state/candidacy");
    }
}
