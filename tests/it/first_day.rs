//! A clinic's first day with a set of its own, with nothing but the program and its help: each step as it is typed and what comes
//! of it, word for word.

use std::fmt::Write as _;

use crate::readme_and_docs::document;
use crate::support::{Room, ran_in};

/// A day as a transcript, with all that is typed.
struct Day {
    room: Room,
    told: String,
    typed: usize,
    commands: usize,
}

impl Day {
    /// A command, which is to end so.
    fn types(&mut self, command: &str, status: i32) {
        self.typed += command.chars().count() + 1;
        self.commands += 1;
        let arguments: Vec<&str> = command.split(' ').skip(1).collect();
        let dated: &[&str] =
            if arguments[0] == "new" || arguments[0] == "flatten" { &[] } else { &["--today", "2026-11-30"] };
        let ran = self.room.runs(&[&arguments[..], dated].concat());
        write!(self.told, "$ {command}\n{}{}", ran.out, ran.err).unwrap();
        self.told.push_str(if ran.out.ends_with('\n') || ran.err.ends_with('\n') { "\n" } else { "\n\n" });
        assert_eq!(ran.status, status, "{command}: {}", self.told);
    }

    /// Lines at the end of a file; every sign of them is typed.
    fn writes(&mut self, file: &str, lines: &str) {
        self.typed += lines.chars().count();
        let before = self.room.read(file);
        self.room.has(file, format!("{before}{lines}"));
        writeln!(self.told, "(typed at the end of {file})\n{lines}").unwrap();
    }
}

#[test]
fn the_first_day_is_as_it_is_told() {
    let room = Room::empty();
    // What is there already: the logo, and the answers that a client gave at home to the shipped set.
    room.has("logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 20\"><rect width=\"40\" height=\"20\" fill=\"#246\"/></svg>");
    room.has("home.yaml", "questionnaire: smp\nversion: 1.0.0\nanswered_on: 2026-11-20\nanswers: { age: 34, keloid: never, isotretinoin: stopped, isotretinoin_stopped: 2026-02-15 }\n");
    let mut day = Day { room, told: String::new(), typed: 0, commands: 0 };
    // The first report of one's own.
    day.types("candidacy new lake --from smp@1.0.0", 0);
    std::fs::copy(day.room.path("logo.svg"), day.room.path("lake/logo.svg")).unwrap();
    day.writes("lake/questionnaire.yaml", "clinic: { name: Lakeside Studio, phone: 0113 496 0000, logo: logo.svg }\n");
    day.types("candidacy assess lake/ --answers home.yaml --no-input --output report.html", 0);
    let (keys, commands) = (day.typed, day.commands);
    let report = day.room.read("report.html");
    assert!(report.contains("Lakeside Studio") && report.contains("<img"), "the letterhead with its logo");
    // One wait, one question, and a rule that the next version of the base changes too.
    day.writes(
        "lake/questionnaire.yaml",
        "values:
  isotretinoin_wait: { was: 6 months, is: 12 months, because: Our insurer asks for it. }
add:
  skin:
    questions:
      - { id: pool_job, ask: Do you work in a pool?, why: Chlorine fades the ink., type: yes_no, unsure: conditions, clear_up: Ask at work what is in the water. }
    rules:
      - { id: pool_01_job, when: pool_job, title: Work in a pool, verdict: conditions, evidence: custom, sources: [C48], finding: Chlorine fades the ink. Talk with us about more touch-ups. }
change:
  practical.rules.lif_02_trip: { not_before: { was: trip_wait after trip_back, is: 6 weeks after trip_back }, because: Our light is strong. }
",
    );
    day.types("candidacy check lake/", 0);
    day.types("candidacy test lake/ --accept", 0);
    day.types("candidacy upgrade lake/", 1);
    day.types("candidacy upgrade lake/ --keep practical.rules.lif_02_trip.not_before", 0);
    // Six weeks from the return are less than the base has now, where nobody knows of a return: that is seen, and taken upon somebody.
    day.types("candidacy check lake/", 1);
    day.writes(
        "lake/questionnaire.yaml",
        "accepts:
  - { change: practical.rules.lif_02_trip, says: \"not_before: trip_wait after trip_start → 6 weeks after trip_back\", because: We ask again before each visit., by: owner, on: 2026-11-30 }
",
    );
    day.types("candidacy check lake/", 0);
    day.types("candidacy flatten lake/ --output whole", 0);
    day.types("candidacy check whole/", 0);
    insta::assert_snapshot!("first_day", day.told);
    let page = document("docs/overlays.md").replace('\n', " ");
    let minutes = keys.div_ceil(100);
    for told in [
        format!(
            "From nothing to the first report under your own name it takes {commands} commands and {keys} keystrokes"
        ),
        format!("{minutes} minutes at 100 keystrokes a minute"),
    ] {
        assert!(page.contains(&told), "docs/overlays.md: {told}");
    }
}

/// Whoever asks for help finds the way: each command of the day is named by the help of the one before, or by the page.
#[test]
fn the_help_leads_through_the_day() {
    let room = Room::empty();
    let start = room.runs(&["new", "lake", "--from", "smp"]);
    for next in ["candidacy help overlays", "candidacy check lake/", "candidacy test lake/", "candidacy assess lake/"] {
        assert!(start.out.contains(next) || start.err.contains(next), "{next}: {start:?}");
    }
    let help = ran_in(room.folder(), &["help", "overlays"]).out;
    for next in ["candidacy upgrade", "candidacy flatten", "candidacy show", "--accept", "candidacy new"] {
        assert!(help.contains(next), "{next}");
    }
}
