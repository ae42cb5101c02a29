//! The file of one person, from one visit to the next: what `--save` writes and what it never does, and answers that do not fit
//! any more.

use candidacy::questionnaire::Questionnaire;
use candidacy::response::{load, to_yaml};
use candidacy::source::Sources;

use crate::support::{Room, day, opened, set, smp};

const SET: &str = "
questionnaire: v
version: 1.0.0
title: T
valid_for: 6 months
verdicts: [{ fine: { title: F, says: F. } }, { wait: { title: W, says: W. } }]
sections:
  - id: s
    title: S
    questions:
      - { id: age, ask: Age?, type: number, unit: years, valid_for: always }
      - { id: pregnant, ask: Pregnant?, type: yes_no, valid_for: visit }
      - { id: smokes, ask: Smoke?, type: yes_no }
      - { id: scan, ask: When is the scan?, type: date, range: future, required: false }
    rules:
      - { id: wait_for_it, when: pregnant, verdict: wait, finding: Wait. }
      - { id: smoker, when: smokes, verdict: wait, finding: Smoke. }
      - { id: minor, when: age < 18, verdict: wait, finding: Young. }
      - { id: scanned, when: scan is answered, verdict: wait, finding: Scan. }
";

const ANNA: &str = "questionnaire: v
version: 1.0.0
client: anna
answered_on: 2026-04-03
verdict: wait
answers: { age: 34, pregnant: no, smokes: yes }
";

fn room() -> Room {
    let room = Room::new();
    room.has("v.yaml", SET).has("anna.yaml", ANNA);
    room
}

/// What `assess` does without a person, on the day of `--today`.
fn assess<'a>(today: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["assess", "v.yaml", "--no-input", "--today", today], more].concat()
}

#[test]
fn nothing_grows_younger_by_being_saved() {
    let room = room();
    room.runs(&assess("2026-11-22", &["--answers", "anna.yaml", "--save", "kept.yaml"])).succeeded();
    let kept = room.read("kept.yaml");
    assert!(kept.contains("client: anna\nanswered_on: \"2026-04-03\"\n"), "{kept}");
    assert!(!kept.contains("visits"), "nothing was said anew: {kept}");
    // What is said today is of today, and it alone.
    room.runs(&assess("2026-11-22", &["--answers", "anna.yaml", "--set", "pregnant=no", "--save", "said.yaml"]))
        .succeeded();
    let said = room.read("said.yaml");
    assert!(said.contains("answered_on: \"2026-11-22\"\n"), "{said}");
    assert!(said.contains("earlier:\n  \"2026-04-03\": [age, smokes]\n"), "{said}");
    // Of what nobody noted the day, nobody makes one up.
    room.has("old.yaml", "questionnaire: v\nanswers: { age: 34, smokes: no }\n");
    room.runs(&assess("2026-11-22", &["--answers", "old.yaml", "--set", "pregnant=no", "--save", "mixed.yaml"]))
        .succeeded();
    let mixed = room.read("mixed.yaml");
    assert!(mixed.contains("earlier:\n  unknown: [age, smokes]\n"), "{mixed}");
    let report = room.runs(&assess("2026-11-22", &["--answers", "old.yaml"]));
    assert!(report.out.contains("Nobody noted when some of these answers were given."), "{report:?}");
}

#[test]
fn a_return_is_saved_over_its_own_file_and_keeps_what_was_said() {
    let room = room();
    let again = ["--answers", "anna.yaml", "--set", "pregnant=no", "--set", "smokes=no", "--save", "anna.yaml"];
    room.runs(&assess("2026-11-22", &again)).succeeded();
    let once = room.read("anna.yaml");
    let visit = "visits:\n  - on: \"2026-04-03\"\n    version: \"1.0.0\"\n    verdict: wait\n    answers:\n      age: 34\n      pregnant: \"no\"\n      smokes: \"yes\"\n";
    assert!(once.contains("smokes: no\n") && once.ends_with(visit), "{once}");
    // On the same day again: a correction, and no visit.
    room.runs(&assess("2026-11-22", &again)).succeeded();
    assert_eq!(room.read("anna.yaml").matches("- on:").count(), 1);
    room.runs(&assess("2027-06-22", &again)).succeeded();
    let twice = room.read("anna.yaml");
    assert!(twice.contains("verdict: fine\nanswers:"), "{twice}");
    assert_eq!(twice.matches("- on:").count(), 2, "{twice}");
    assert!(twice.contains("client: anna\nanswered_on: \"2027-06-22\"\nverdict: fine\n"), "{twice}");
    assert!(twice.contains(visit.trim_start_matches("visits:\n")), "what was said first stays: {twice}");
}

/// What comes from new answers and what comes from new rules.
#[test]
fn a_return_begins_with_what_has_changed() {
    let room = room();
    let report = |file: &str, more: &[&str]| {
        let ran = room.runs(&assess("2026-11-22", &[&["--answers", file, "--set", "pregnant=yes"], more].concat()));
        ran.out.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let same = report("anna.yaml", &[]);
    for says in ["Since 3 April 2026", "1 answer changed.", "Pregnant? No → Yes"] {
        assert!(same.contains(says), "{says}: {same}");
    }
    assert!(!same.contains("The rules have changed"), "{same}");
    room.has("old.yaml", ANNA.replace("verdict: wait", "verdict: fine").replace("version: 1.0.0", "version: 0.9.0"));
    let other = report("old.yaml", &[]);
    for says in
        ["By those of today, the answers of then come to “W”, not to “F”", "The questions were of version 0.9.0 then"]
    {
        assert!(other.contains(says), "{says}: {other}");
    }
    for format in ["markdown", "html"] {
        assert!(report("old.yaml", &["--format", format]).contains("The rules have changed since"), "{format}");
    }
    // Nothing is said anew: there is no return.
    let ran = room.runs(&assess("2026-11-22", &["--answers", "anna.yaml"]));
    assert!(!ran.out.contains("Since 3 April"), "{ran:?}");
}

#[test]
fn one_file_is_one_persons() {
    let room = room();
    room.has("ben.yaml", ANNA.replace("anna", "ben")).has("empty.yaml", "").has_link("link.yaml", "anna.yaml");
    let refused = |more: &[&str], says: &str| {
        room.runs_and_changes_nothing(&assess("2026-11-22", more), b"").failed(4, &[says]);
    };
    refused(&["--answers", "anna.yaml", "--save", "ben.yaml"], "these answers did not begin from it");
    refused(&["--set", "age=34", "--save", "anna.yaml"], "these answers did not begin from it");
    refused(&["--set", "age=34", "--save", "link.yaml"], "these answers did not begin from it");
    let other = assess("2026-11-22", &["--answers", "anna.yaml", "--client", "ben"]);
    room.runs_and_changes_nothing(&other, b"").failed(2, &["these are the answers of `anna`"]);
    // By whatever name, a file is its own; an empty one is nobody's; and `--force` is a word.
    room.runs(&assess("2026-11-22", &["--answers", "link.yaml", "--save", "anna.yaml"])).succeeded();
    room.runs(&assess("2026-11-22", &["--answers", "anna.yaml", "--save", "empty.yaml"])).succeeded();
    room.runs(&assess("2026-11-22", &["--answers", "anna.yaml", "--save", "ben.yaml", "--force"])).succeeded();
    assert!(room.read("ben.yaml").contains("client: anna\n"));
    // In an old file `id` is the person.
    room.has("old.yaml", "id: c-7\nanswers: { age: 34 }\n");
    room.runs(&assess("2026-11-22", &["--answers", "old.yaml", "--save", "new.yaml"])).succeeded();
    assert!(room.read("new.yaml").contains("client: c-7\n"));
    for format in ["text", "markdown", "html", "json", "summary"] {
        let report = room.runs(&assess("2026-11-22", &["--answers", "new.yaml", "--format", format]));
        assert!(report.out.contains("c-7") || report.out.contains("c\\-7"), "{format}: {}", report.out);
    }
    // On paper it stands on every page: the head of a table is repeated.
    let sheet = ["--answers", "new.yaml", "--for", "technician", "--format", "html"];
    assert!(room.runs(&assess("2026-11-22", &sheet)).out.contains("Reference <strong>c-7</strong>"));
    let findings = [&sheet[..], &["--part", "findings"]].concat();
    assert!(room.runs(&assess("2026-11-22", &findings)).out.contains("<thead><tr><td>c-7 · "));
}

#[test]
fn no_answer_is_of_a_day_to_come() {
    let questionnaire = set(SET);
    for (file, says) in [
        (
            "answered_on: 2026-11-23\nanswers: { age: 34 }",
            "answered on 2026-11-23, and the day of assessment is 2026-11-22",
        ),
        ("answers: { age: 34 }\nearlier: { 2027-01-01: [age] }", "answered on 2027-01-01"),
        ("answers: { age: 34 }\nvisits: [{ on: 2027-01-01, answers: {} }]", "answered on 2027-01-01"),
        ("answers: { age: 34 }\nearlier: { soon: [age] }", "`soon` is not a day"),
        ("answers: { age: 34 }\nearlier: { 2026-01-01: age }", "below a day of `earlier` stands a list of questions"),
        ("answers: { age: 34 }\nearlier: { 2026-01-01: [agee] }", "`earlier` names `agee`, which has no answer here"),
        (
            "answered_on: 2026-01-01\nanswers: { age: 34 }\nearlier: { 2026-02-01: [age] }",
            "`earlier` says 2026-02-01, and `answered_on` is 2026-01-01",
        ),
        ("answers: { age: 34 }\nearlier: [age]", "`earlier` is a mapping from days to lists of questions"),
        (
            "answers: { age: 34 }\nearlier: { 2026-01-01: [age], 2026-02-01: [age] }",
            "gives two days for the answer to `age`",
        ),
        ("answers: { age: 34 }\nvisits: { on: 2026-01-01 }", "`visits` is a list"),
        ("answers: { age: 34 }\nvisits: [{ on: 2026-01-01 }]", "a visit needs `answers`"),
        ("answers: { age: 34 }\nvisits: [{ on: 2026-01-01, answer: {} }]", "`answer` has no meaning in a visit"),
        ("answers: { age: 34 }\nvisits: [3]", "a visit is a mapping"),
    ] {
        let mut sources = Sources::default();
        let source = sources.add("a.yaml", file);
        let (_, faults) = load(&questionnaire, source, &sources, day());
        assert!(faults.has_errors(), "{file}");
        assert!(faults.iter().any(|fault| fault.message.contains(says)), "{file}: {faults:?}");
    }
}

#[test]
fn a_day_that_passes_or_a_question_that_changes_spoils_no_file() {
    let room = room();
    // It was to come when it was named.
    room.has("scan.yaml", "version: 1.0.0\nanswered_on: 2026-11-20\nanswers: { smokes: yes, scan: 2026-11-21 }");
    let json = |more: &[&str]| -> serde_json::Value {
        let ran = room.runs(&assess("2026-11-22", &[more, &["--format", "json"]].concat()));
        serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{ran:?}"))
    };
    let ids = |json: &serde_json::Value, list: &str, key: &str| -> Vec<String> {
        json[list].as_array().unwrap().iter().map(|item| item[key].as_str().unwrap().to_owned()).collect()
    };
    let scan = json(&["--answers", "scan.yaml"]);
    assert_eq!(
        (ids(&scan, "findings", "rule"), ids(&scan, "put_aside", "question")),
        (vec!["smoker".into(), "scanned".into()], vec![])
    );
    // Nobody knows when: it may have been.
    room.has("when.yaml", "answers: { smokes: yes, scan: 2026-11-21 }");
    let when = json(&["--answers", "when.yaml"]);
    assert_eq!(
        (ids(&when, "findings", "rule"), ids(&when, "put_aside", "question")),
        (vec!["smoker".into()], vec!["scan".into()])
    );
    // It never was: the file is wrong.
    room.has("wrong.yaml", "answered_on: 2026-11-21\nanswers: { scan: 2026-11-20 }");
    room.runs(&assess("2026-11-22", &["--answers", "wrong.yaml"])).failed(3, &["must be today or later"]);
    // Of another version: put aside by name, the rest judged.
    room.has("old.yaml", "version: 0.9.0\nanswered_on: 2026-11-20\nanswers: { smokes: often, age: 34, gone: yes }");
    let old = json(&["--answers", "old.yaml"]);
    assert_eq!(ids(&old, "put_aside", "question"), ["smokes", "gone"]);
    let report = room.runs(&assess("2026-11-22", &["--answers", "old.yaml"]));
    assert!(
        report.out.contains("Answers that do not fit") && report.err.contains("warning[wrong-answer]"),
        "{report:?}"
    );
    // A batch says the same, and its verdicts do not stand alone.
    room.has("in.ndjson", "{\"version\":\"0.9.0\",\"answered_on\":\"2026-11-20\",\"answers\":{\"smokes\":\"often\",\"pregnant\":false}}\n");
    let batch = ["batch", "v.yaml", "--input", "in.ndjson", "--today", "2026-11-22", "--fields", "verdict,put_aside"];
    assert_eq!(room.runs(&batch).out, "{\"verdict\":\"fine\",\"aged\":[\"pregnant\"],\"put_aside\":[\"smokes\"]}\n");
}

/// A question or an option that was called otherwise reads old answers by its former name.
#[test]
fn former_ids_are_read() {
    let renamed = SET
        .replace("{ id: smokes,", "{ id: smoking, was: smokes,")
        .replace("when: smokes,", "when: smoking,")
        .replace("    rules:", "      - { id: kind, ask: Which?, type: choice, options: { pipe: { label: P, was: [clay, briar] }, none: N } }\n    rules:");
    let questionnaire = set(&renamed);
    let read = |file: &str| {
        let mut sources = Sources::default();
        let source = sources.add("a.yaml", file);
        let (loaded, faults) = load(&questionnaire, source, &sources, day());
        let told: Vec<String> = faults.iter().map(|fault| fault.message.clone()).collect();
        (to_yaml(&questionnaire, &loaded.response, &[]), told)
    };
    let (yaml, faults) = read(
        "version: 1.0.0\nanswered_on: 2026-11-22\nanswers: { smokes: yes, kind: briar }\nearlier: { 2026-08-03: [smokes] }",
    );
    assert!(faults.is_empty(), "{faults:?}");
    assert!(yaml.contains("  smoking: yes\n  kind: pipe\n") && yaml.contains("\"2026-08-03\": [smoking]"), "{yaml}");
    let (_, faults) = read("answers: { smokes: yes, smoking: no }");
    assert_eq!(faults, ["`smoking` is answered under two of its names"]);
    // A former name is nobody else's.
    for (from, to, says) in [
        ("{ id: age,", "{ id: age, was: smokes,", "`smokes` is already the id of a former question"),
        ("{ id: age,", "{ id: age, was: pregnant,", "`pregnant` is already the id of a former question"),
        ("none: N", "clay: C", "`clay` is the id of an option, or what two of them were called"),
    ] {
        let mut sources = Sources::default();
        let texts = candidacy::questionnaire::Texts::one("questionnaire.yaml", renamed.replace(from, to));
        let (_, faults) = candidacy::questionnaire::load(&texts, "questionnaire.yaml", &mut sources);
        assert!(faults.iter().any(|fault| fault.message.contains(says)), "{says}: {faults:?}");
    }
}

#[test]
fn an_interview_asks_again_what_does_not_fit_and_loses_nothing_else() {
    let room = room();
    room.has(
        "old.yaml",
        "version: 1.0.0\nanswered_on: 2026-11-22\nanswers: { age: 34, pregnant: no, smokes: often, gone: yes }",
    );
    let asks = [
        "assess",
        "v.yaml",
        "--answers",
        "old.yaml",
        "--plain",
        "--no-draft",
        "--today",
        "2026-11-22",
        "--save",
        "old.yaml",
    ];
    let ran = room.runs_with(&asks, b"1\nn\ns\ny\n");
    assert_eq!(ran.status, 0, "{ran:?}");
    for says in ["`smokes` takes `yes` or `no`", "`gone` is not a question of `v`", "Smoke?"] {
        assert!(ran.err.contains(says), "{says}: {}", ran.err);
    }
    let kept = room.read("old.yaml");
    assert!(kept.contains("age: 34") && kept.contains("smokes: no"), "{kept}");
    // What did not fit stands nowhere else, so it stays as it was written, also on the same day.
    for said in ["      gone: \"yes\"\n", "      smokes: often\n"] {
        assert!(kept.contains(said), "{said}: {kept}");
    }
    // So it is without an interview, and what it came to then is not made up anew.
    room.has("older.yaml", "version: 0.9.0\nanswered_on: 2026-11-20\nverdict: wait\nanswers: { age: 34, gone: yes }");
    room.runs(&assess("2026-11-22", &["--answers", "older.yaml", "--save", "older.yaml"])).succeeded();
    let older = room.read("older.yaml");
    assert!(
        older.contains("    version: \"0.9.0\"\n    verdict: wait\n") && older.contains("gone: \"yes\""),
        "{older}"
    );
    room.runs(&assess("2026-11-22", &["--answers", "older.yaml", "--save", "older.yaml"])).succeeded();
    assert_eq!(room.read("older.yaml"), older, "nothing more is said by saving twice");
}

#[test]
fn what_logs_keep_quotes_no_lines_and_no_notes() {
    let room = room();
    room.has("note.yaml", "answers:\n  age: 34\n  smokes: sometimes when Dr Jones is away\n  pregnant: no\n");
    let ran = room.runs(&assess("2026-11-22", &["--answers", "note.yaml"]));
    assert!(ran.status == 3 && ran.err.contains("note.yaml:3:11: error[wrong-answer]"), "{ran:?}");
    assert!(!ran.err.contains("Jones") && !ran.err.contains("pregnant"), "{ran:?}");
}

#[test]
fn whatever_was_said_at_a_visit_reads_back() {
    let questionnaire = set(SET);
    let file = "answers: { age: 34 }
visits:
  - { on: 2026-01-01, version: \"0.1\", answers: { a: yes, b: 'no', c: [x, y], d: ~, e: 2026-01-01, f: \"a: 'b' #c\\n\", g: 1e3, h: {} }, earlier: { 2025-01-01: [a, b], unknown: [c] } }
  - { on: ~, answers: {} }
";
    let mut sources = Sources::default();
    let source = sources.add("a.yaml", file);
    let (loaded, faults) = load(&questionnaire, source, &sources, day());
    assert!(!faults.has_errors(), "{faults:?}");
    let yaml = to_yaml(&questionnaire, &loaded.response, &loaded.visits);
    let again = sources.add("b.yaml", yaml.clone());
    let (read, faults) = load(&questionnaire, again, &sources, day());
    assert!(!faults.has_errors() && read.visits == loaded.visits && read.visits.len() == 2, "{yaml}");
}

/// Everybody of the scenarios, as they were saved under the first version of the shipped set, stays readable: each answer is
/// there, or named. The file is never made again.
#[test]
fn whoever_was_saved_under_the_first_version_stays_readable() {
    let people = include_str!("../fixtures/smp/saved-under-1.0.0.ndjson");
    assert!(people.lines().count() >= 600);
    nobody_is_lost(people, smp());
    // A clinic's own set that asks less and more, and takes other options.
    let room = Room::new();
    room.has_folder("own").has(
        "own/questionnaire.yaml",
        "questionnaire: own
version: 1.0.0
based_on: { questionnaire: smp, version: 1.1.0 }
add: { skin: { questions: [{ id: pool_job, ask: Do you work in a pool?, type: yes_no }] } }
change: { you.questions.age.range: { was: 0..120, is: 18..99, because: We see adults only. } }
remove: { practical.questions.wants_help: We ask everybody., you.rules.con_03_wants_help: We ask everybody. }
",
    );
    nobody_is_lost(people, &opened(room.path("own").to_str().unwrap()));
}

/// Every answer of saved people is there, or put aside by name.
fn nobody_is_lost(people: &str, set: &Questionnaire) {
    let someday = candidacy::value::parse_date("2040-01-01").unwrap();
    for line in people.lines() {
        let mut sources = Sources::default();
        let source = sources.add("saved", line);
        let (loaded, faults) = load(set, source, &sources, someday);
        assert!(!faults.has_errors(), "{line}: {faults:?}");
        assert_eq!(loaded.response.given_to(), Some("smp 1.0.0"));
        let said: serde_json::Value = serde_json::from_str(line).unwrap();
        for id in said["answers"].as_object().unwrap().keys() {
            let kept = set.question_written(id).is_some_and(|index| loaded.response.get(index).is_some());
            let named = loaded.response.put_aside(set).any(|aside| aside.question == *id);
            assert!(kept || named, "{id} is lost: {line}");
        }
    }
}

/// Each answer is put aside once, however many things are wrong with it.
#[test]
fn an_answer_is_put_aside_once() {
    let room = room();
    let skin = "      - { id: skin, ask: Skin?, type: choices, options: { a: A, b: B }, required: false }\n    rules:";
    room.has("v.yaml", SET.replace("    rules:", skin));
    room.has("old.yaml", "version: 0.9.0\nanswers: { skin: [a, a, zz] }");
    let ran = room.runs(&assess("2026-11-22", &["--answers", "old.yaml", "--format", "json"]));
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["put_aside"].as_array().unwrap().len(), 1, "{ran:?}");
}

/// "Nothing can change this" stands in no report where something unclear can.
#[test]
fn what_is_unclear_is_never_said_to_be_settled() {
    let room = Room::new();
    let unclear = include_str!("smp/examined.yaml").replace("keloid: never", "keloid: unsure");
    assert!(unclear.contains("keloid: unsure"));
    room.has("e.yaml", &unclear);
    for format in ["text", "markdown", "html", "summary"] {
        for holder in ["client", "technician"] {
            let asked = [
                "assess",
                "smp",
                "--answers",
                "e.yaml",
                "--no-input",
                "--today",
                "2026-11-22",
                "--format",
                format,
                "--for",
                holder,
            ];
            let ran = room.runs(&asked);
            assert!(
                !ran.out.contains("Nothing that is left") && !ran.out.contains("nothing that matters"),
                "{format}: {}",
                ran.out
            );
            let says = ["could become", "unclear answers could make it", "Unclear answers, cleared up, could make it"];
            assert!(says.iter().any(|says| ran.out.contains(says)), "{format} {holder}: {}", ran.out);
        }
    }
}

/// A gate that hides an answer on one day and brings it back on another, in every way in which that happens.
#[test]
fn a_hidden_answer_that_comes_back_is_asked_again() {
    let room = Room::new();
    let set = "questionnaire: g
version: 1.0.0
title: Gate
valid_for: always
verdicts: [{ ok: { title: Suitable, says: F. } }, { no: { title: Unsuitable, says: N. } }]
sections:
  - id: h
    title: Health
    questions:
      - { id: a, ask: A today?, type: yes_no, valid_for: visit }
      - { id: b, ask: How bad?, type: choice, when: a, options: { mild: Mild, bad: Bad } }
      - { id: c, ask: C?, type: yes_no }
    rules: [{ id: rb, when: b == bad, verdict: no, finding: Bad. }, { id: rc, when: c, verdict: no, finding: C. }]
";
    let person = "questionnaire: g\nclient: g1\nanswered_on: 2026-03-01\nanswers: { a: no, b: mild, c: no }\nearlier: { 2026-01-01: [b] }\n";
    room.has("g.yaml", set).has("g1.yaml", person);
    let asks = ["assess", "g.yaml", "--answers", "g1.yaml", "--plain", "--today", "2026-11-22"];
    // Left in the middle, and taken up again.
    let first = room.runs_with(&asks, b"1\ny\n");
    assert!(first.err.contains("How bad?") && first.err.contains("On 1 January 2026 you said: Mild."), "{first:?}");
    let second = room.runs_with(&asks, b"2\n2\ny\n");
    assert!(second.err.contains("How bad?") && second.out.contains("Unsuitable"), "{second:?}");
    // The gate on the command line; without an interview the answer is old.
    let over = [&asks[..], &["--set", "a=yes", "--no-draft"]].concat();
    let set_over = room.runs_with(&over, b"1\n2\ny\n");
    assert!(set_over.err.contains("How bad?") && set_over.out.contains("Unsuitable"), "{set_over:?}");
    let judged = ["assess", "g.yaml", "--answers", "g1.yaml", "--no-input", "--set", "a=yes", "--today", "2026-11-22"];
    let report = room.runs(&judged);
    assert!(report.out.contains("Ask again first: 1 answer is too old"), "{report:?}");
    // The gate was put aside: whether b applied is not known.
    let newer = set.replace("version: 1.0.0", "version: 2.0.0").replace(
        "{ id: a, ask: A today?, type: yes_no,",
        "{ id: a, ask: A today?, type: choice, options: { nope: No, yep: Yes },",
    );
    room.has("g2.yaml", newer.replace("when: a,", "when: a == yep,"));
    let asks = ["assess", "g2.yaml", "--answers", "g1.yaml", "--plain", "--no-draft", "--today", "2026-11-22"];
    let ran = room.runs_with(&asks, b"1\n\n2\n2\ny\n");
    assert!(ran.err.contains("How bad?"), "{ran:?}");
    // Saved, it is noted which answers were hidden.
    let keep =
        ["assess", "g.yaml", "--answers", "g1.yaml", "--no-input", "--today", "2026-11-22", "--save", "kept.yaml"];
    room.runs(&keep).succeeded();
    assert!(room.read("kept.yaml").contains("hidden: [b]\n"), "{}", room.read("kept.yaml"));
}

/// What takes another answer's place leaves it in a visit, also on the same day.
#[test]
fn a_correction_leaves_what_was_said() {
    let room = room();
    room.has("c.yaml", "client: c\nanswered_on: 2026-11-22\nanswers: { age: 34, smokes: yes, pregnant: no }\nearlier: { 2026-08-03: [smokes] }\n");
    room.runs(&assess("2026-11-22", &["--answers", "c.yaml", "--set", "smokes=no", "--save", "c.yaml"])).succeeded();
    let kept = room.read("c.yaml");
    assert!(kept.contains("      smokes: \"yes\"\n    earlier:\n      \"2026-08-03\": [smokes]\n"), "{kept}");
}

/// Standard input and output are files like others.
#[test]
fn what_is_read_through_a_pipe_is_not_written_over() {
    let room = room();
    let program = env!("CARGO_BIN_EXE_candidacy");
    let shell = |line: &str| {
        let mut command = std::process::Command::new("sh");
        command.args(["-c", &line.replace("candidacy", program)]).current_dir(room.folder());
        crate::support::run(command, b"")
    };
    let judge = "candidacy assess v.yaml --no-input --today 2026-11-22";
    for line in [
        format!("{judge} --answers - --output anna.yaml < anna.yaml"),
        format!("{judge} --answers anna.yaml >> anna.yaml"),
        "candidacy batch v.yaml --output anna.yaml < anna.yaml".to_owned(),
        format!("{judge} --answers anna.yaml --output -"),
    ] {
        let ran = shell(&line);
        assert!(ran.status == 2 && room.read("anna.yaml") == ANNA, "{line}: {ran:?}");
    }
}

/// Two files that name nobody are not of one person.
#[test]
fn an_empty_name_is_none() {
    let room = room();
    room.has("a.yaml", "client: ' '\nanswers: { age: 34 }\n")
        .has("b.yaml", "client: \"a\\e[31m\"\nanswers: { age: 34 }\n");
    let ran = room.runs(&assess("2026-11-22", &["--answers", "a.yaml", "--format", "json"]));
    assert!(ran.out.contains("\"client\":null"), "{ran:?}");
    room.runs(&assess("2026-11-22", &["--answers", "b.yaml"]))
        .failed(3, &["`client` is no name or number of a client"]);
}
