//! `candidacy drafts`: what is kept, and deleting it.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::time::{Duration, SystemTime};

use ptyprocess::PtyProcess;

use crate::support::{DAY, Ran, Room};

const SMALL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/interview/small.yaml");

/// A room in which three interviews stopped.
fn kept() -> Room {
    let room = Room::empty();
    for (arguments, typed) in [
        (&[][..], "1\n34\n2\n"),
        (&["--client", "c-0042"][..], "1\n34\n2\n1\n"),
        (&["--for", "technician"][..], "1\n34\n"),
    ] {
        let ran = room.runs_with(&[&["assess", SMALL, "--today", DAY], arguments].concat(), typed.as_bytes());
        assert_eq!(ran.status, 130, "{ran:?}");
    }
    room
}

fn json(ran: &Ran) -> serde_json::Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|fault| panic!("{fault}: {ran:?}"))
}

fn names(room: &Room) -> Vec<String> {
    let files = fs::read_dir(room.path("state/candidacy")).unwrap();
    let mut names: Vec<String> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn what_is_kept_is_listed_without_an_answer() {
    let room = kept();
    let text = room.runs_and_changes_nothing(&["drafts"], b"").out;
    for said in
        ["small, of a client · ", " · 2 answers", " · client c-0042 · ", " · 3 answers", "small, of a technician"]
    {
        assert!(text.contains(said), "{said:?} is not in\n{text}");
    }
    let listed = json(&room.runs_and_changes_nothing(&["drafts", "--format", "json"], b""));
    let drafts = listed["drafts"].as_array().unwrap();
    assert_eq!(drafts.len(), 3);
    assert_eq!(drafts.iter().map(|draft| draft["answers"].as_u64().unwrap()).collect::<Vec<_>>(), [3, 2, 1]);
    assert_eq!(drafts[0]["client"], "c-0042");
    for text in [text, listed.to_string()] {
        assert!(!text.contains("iii") && !text.contains("age"), "{text}");
    }
    let none = Room::empty().runs_and_changes_nothing(&["drafts"], b"");
    assert_eq!((none.status, none.out.as_str()), (0, "No answers are kept.\n"));
}

#[test]
fn what_is_asked_for_is_deleted_and_nothing_else() {
    let room = kept();
    room.runs(&["drafts", "--delete", "small.klient"]).failed(2, &["there is no draft `small.klient`"]);
    let dry = room.runs_and_changes_nothing(&["drafts", "--all", "--dry-run"], b"");
    assert!(dry.out.contains("3 drafts would be deleted; 0 left."), "{}", dry.out);
    let one = room.runs(&["drafts", "--delete", "small.client"]);
    assert!(one.succeeded().out.contains("1 draft deleted; 2 left."), "{}", one.out);
    assert!(!names(&room).contains(&"small.client.draft.yaml".to_owned()));
    assert!(room.runs(&["drafts", "--all", "--older-than", "30d"]).out.contains("0 drafts deleted; 2 left."));
    let old = room.path("state/candidacy/small.technician.draft.yaml");
    let moment = SystemTime::now() - Duration::from_secs(31 * 24 * 3600);
    File::options().write(true).open(&old).unwrap().set_modified(moment).unwrap();
    let listed = json(&room.runs(&["drafts", "--all", "--older-than", "30d", "--format", "json"]));
    let deleted = listed["drafts"].as_array().unwrap().iter().map(|draft| draft["deleted"].as_bool().unwrap());
    assert_eq!((deleted.collect::<Vec<_>>(), old.exists()), (vec![false, true], false));
    for wrong in ["30", "d", "1.5d", "30w"] {
        room.runs(&["drafts", "--all", "--older-than", wrong]).failed(2, &["such as 30d or 12h"]);
    }
    room.runs(&["drafts", "--all"]).succeeded();
    assert_eq!(names(&room), Vec::<String>::new());
}

#[test]
fn leftovers_are_swept_and_what_cannot_be_read_is_listed() {
    let room = kept();
    room.has("state/candidacy/.draft-small.client-aaaaaa", "age: 34").has("state/candidacy/.draft-bbbbbb", "age: 34");
    room.has("state/candidacy/small.client.draft.yaml.broken-2", "age: 34").has("state/candidacy/gone.client.lock", "");
    let listed = room.runs(&["drafts"]);
    assert!(
        listed.succeeded().out.contains("small.client.draft.yaml.broken-2\n  small, of a client"),
        "{}",
        listed.out
    );
    assert!(listed.out.contains("cannot be read") && listed.out.contains("Deleted: 2 files"), "{}", listed.out);
    assert_eq!(names(&room).len(), 4, "{:?}", names(&room));
    room.runs(&["drafts", "--delete", "small.client.draft.yaml.broken-2"]).succeeded();
    assert_eq!(names(&room).len(), 3, "{:?}", names(&room));
}

#[test]
fn what_was_put_aside_of_a_draft_is_deleted_with_it_and_said_so() {
    for arguments in [&["--delete", "small.client"][..], &["--delete", "small.client", "--dry-run"]] {
        let room = kept();
        room.has("state/candidacy/small.client.draft.yaml.unreadable", "age: 34");
        let dry = arguments.contains(&"--dry-run");
        let text = [&["drafts", "--format", "json"], arguments].concat();
        let listed = json(&room.runs(&text));
        let drafts = listed["drafts"].as_array().unwrap();
        for draft in drafts {
            let name = draft["name"].as_str().unwrap();
            let of_it = name.starts_with("small.client") && !name.contains("c-0042");
            assert_eq!(draft["deleted"], of_it, "{listed}");
            assert_eq!(std::path::Path::new(draft["path"].as_str().unwrap()).exists(), dry || !of_it, "{listed}");
            assert!(draft["written"].is_string(), "{listed}");
        }
        let room = kept();
        room.has("state/candidacy/small.client.draft.yaml.unreadable", "age: 34");
        let text = room.runs(&[&["drafts"], arguments].concat()).out;
        let verb = if dry { "would be deleted" } else { "deleted" };
        assert!(text.contains(&format!("2 drafts {verb}; 2 left.")), "{text}");
    }
}

/// Whoever sits at a terminal is asked before all drafts go, and nothing is chosen for them.
#[test]
fn at_a_terminal_all_is_asked_once_before_it_is_gone() {
    let room = kept();
    let types = |keys: &str| {
        let person = PtyProcess::spawn(room.command(&["drafts", "--all"])).unwrap();
        let mut screen = person.get_raw_handle().unwrap();
        let (mut seen, mut bytes) = (String::new(), [0; 4096]);
        let mut asked = false;
        while let Ok(count @ 1..) = screen.read(&mut bytes) {
            seen.push_str(&String::from_utf8_lossy(&bytes[..count]));
            if !asked && seen.contains("Nobody can get these answers back.") {
                asked = true;
                screen.write_all(keys.as_bytes()).unwrap();
            }
        }
        assert!(asked, "{seen}");
        person.wait().unwrap();
        seen
    };
    let before = names(&room);
    for unsure in ["\r", "n\r", "\x1b"] {
        let seen = types(unsure);
        assert!(seen.contains("would be deleted"), "{unsure:?}: {seen}");
        assert_eq!(names(&room), before, "{unsure:?}: {seen}");
    }
    let seen = types("y\r");
    assert!(seen.contains("3 drafts deleted"), "{seen}");
    assert!(names(&room).is_empty());
}
