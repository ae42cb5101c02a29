//! Scenarios that wrote themselves: they show everything, change nothing that stands in the file, and are read by a person one
//! after the other.

use std::fs;
use std::io::{Read as _, Write as _};

use candidacy::scenario::{Suite, fill, run};
use ptyprocess::PtyProcess;

use crate::generate::Tape;
use crate::proofs::for_many;
use crate::support::{Room, day};

const SET: &str = "questionnaire: tiny
version: 1.0.0
title: Tiny
language: en
verdicts: [{ fine: { title: Fine, says: Fine. } }, { later: { title: Not now, says: Wait. } }]
sections:
  - id: s
    title: S
    questions:
      - { id: ill, ask: Are you ill?, type: yes_no, unsure: later }
      - { id: fever, ask: Have you a fever?, type: yes_no, when: ill }
    rules:
      - { id: sick, title: An illness, when: ill, verdict: later, finding: You are ill. }
";

fn tiny() -> Room {
    let room = Room::empty();
    room.has("tiny/questionnaire.yaml", SET);
    room
}

#[test]
fn an_empty_file_is_filled_until_everything_is_shown_and_then_nothing_is_added() {
    let room = tiny();
    let ran = room.runs(&["test", "tiny", "--fill", "--today", "2026-11-22"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(ran.err.starts_with("tiny/scenarios.yaml: 5 scenarios added, each `reviewed: no`."), "{ran:?}");
    assert!(ran.out.contains("5 scenarios, 5 passed, 0 failed; 5 not reviewed yet"), "{ran:?}");
    let text = room.read("tiny/scenarios.yaml");
    assert_eq!(
        text.lines().nth(1),
        Some(
            "  - { id: filled_sick_held, reviewed: no, today: 2026-11-22, answers: { ill: yes }, verdict: later, only_findings: [sick] }"
        ),
        "{text}"
    );
    assert_eq!(room.runs(&["test", "tiny", "--require-coverage"]).status, 0);
    let again = room.runs_and_changes_nothing(&["test", "tiny", "--fill", "--today", "2026-11-22"], b"");
    assert!(again.err.contains("nothing is added"), "{again:?}");
}

#[test]
fn what_stands_in_the_file_stays_as_it_is() {
    let room = tiny();
    let own = "# Ours.\ntoday: 2026-11-22\nscenarios:\n    - id: filled_sick_held   # a name of ours\n      answers: { ill: yes }\n      verdict: later";
    room.has("tiny/scenarios.yaml", own);
    let ran = room.runs(&["test", "tiny", "--fill"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let text = room.read("tiny/scenarios.yaml");
    assert!(text.starts_with(own) && text.contains("\n    - { id: filled_sick_not_held, reviewed: no,"), "{text}");
    assert_eq!(room.runs(&["test", "tiny", "--require-coverage"]).status, 0);
}

/// Where the list is not the last thing in the file, lines behind it would belong to something else.
#[test]
fn a_file_that_goes_on_after_its_list_is_left_alone_and_the_lines_are_shown() {
    let room = tiny();
    room.has(
        "tiny/scenarios.yaml",
        "scenarios: [{ id: one, answers: { ill: no }, verdict: fine }]\ntoday: 2026-11-22\n",
    );
    let ran = room.runs_and_changes_nothing(&["test", "tiny", "--fill"], b"");
    assert!(ran.status == 2 && ran.err.contains("does not end with its list of scenarios"), "{ran:?}");
    assert!(ran.out.starts_with("  - { id: filled_sick_held, reviewed: no,"), "{ran:?}");
}

#[test]
fn a_shipped_set_is_not_written_into() {
    let ran = Room::empty().runs_and_changes_nothing(&["test", "smp", "--fill"], b"");
    ran.failed(2, &["`smp` is shipped inside the program"]);
}

#[test]
fn everything_that_some_response_shows_is_shown() {
    for_many(40, |yaml, questionnaire, _: &mut Tape<'_>| {
        let none = Suite::default();
        let filled = fill(questionnaire, &none, day());
        let files = candidacy::questionnaire::Texts::one(
            "q.scenarios.yaml",
            filled.scenarios.iter().map(|one| format!("- {}\n", one.line)).collect::<String>(),
        );
        let mut sources = candidacy::source::Sources::default();
        let (suite, faults) = candidacy::scenario::read(questionnaire, &files, "q.yaml", &mut sources, day());
        assert!(!faults.has_errors(), "{yaml}\n{faults:?}");
        let suite = suite.unwrap_or(none);
        let results = run(questionnaire, &suite);
        assert_eq!(results.failed(), 0, "{yaml}");
        let brute = crate::proofs::brute::Brute::of(questionnaire, day());
        for part in candidacy::scenario::CoverageRow::ALL.into_iter().flat_map(|row| results.coverage.missing(row)) {
            use candidacy::scenario::Subject;
            // What no response shows is left, and only that.
            let never = match &part.subject {
                Subject::Held(rule) => brute.rules[rule.at()].is_none(),
                Subject::Verdict(verdict) => brute.verdicts[verdict.at()].is_none(),
                Subject::Asked(question) => !brute.reaches(*question),
                Subject::NotHeld(_) | Subject::Chosen(..) | Subject::Unsure(_) | Subject::Skipped(_) => true,
            };
            assert!(never && filled.left.iter().any(|left| left.subject == part.subject), "{yaml}\n{part:?}");
        }
    });
}

#[test]
fn a_person_reads_them_one_by_one_and_what_is_right_is_noted_at_once() {
    let room = tiny();
    room.runs(&["test", "tiny", "--fill", "--today", "2026-11-22"]).succeeded();
    // Right, wrong, and then enough.
    let keys = ["\r", "\x1b[B\r", "\x1b[B\x1b[B\r"];
    let person = PtyProcess::spawn(room.command(&["test", "tiny", "--review"])).unwrap();
    let mut screen = person.get_raw_handle().unwrap();
    let (mut seen, mut bytes, mut replied) = (String::new(), [0; 4096], 0);
    while let Ok(count @ 1..) = screen.read(&mut bytes) {
        seen.push_str(&String::from_utf8_lossy(&bytes[..count]));
        if replied < keys.len()
            && seen.matches("Stop here").count() > replied
            && seen.contains(&format!("{} of 5", replied + 1))
        {
            screen.write_all(keys[replied].as_bytes()).unwrap();
            replied += 1;
        }
    }
    person.wait().unwrap();
    assert!(
        seen.contains("Are you ill? Yes") && seen.contains("=> Not now") && seen.contains("An illness (sick)"),
        "{seen}"
    );
    assert!(seen.contains("Wrong, and left as they are: filled_sick_not_held."), "{seen}");
    let text = fs::read_to_string(room.path("tiny/scenarios.yaml")).unwrap();
    assert_eq!((text.matches("reviewed: yes").count(), text.matches("reviewed: no").count()), (1, 4), "{text}");
    assert!(text.contains("id: filled_sick_held, reviewed: yes,"), "{text}");
}

#[test]
fn without_a_terminal_nobody_can_read_them() {
    let room = tiny();
    room.runs(&["test", "tiny", "--fill"]).succeeded();
    room.runs_and_changes_nothing(&["test", "tiny", "--review"], b"").failed(2, &["needs a terminal"]);
    let text = room.read("tiny/scenarios.yaml").replace("reviewed: no", "reviewed: yes");
    room.has("tiny/scenarios.yaml", text);
    let ran = room.runs_and_changes_nothing(&["test", "tiny", "--review"], b"");
    assert!(ran.status == 0 && ran.err.contains("every scenario has been read"), "{ran:?}");
}
