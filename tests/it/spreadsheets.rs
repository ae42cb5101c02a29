//! Tables as spreadsheets and other systems save them: what was said is read, and nothing is guessed.

use crate::readme_and_docs::{spans, tables};
use crate::support::{Ran, Room};

const SET: &str = "\
questionnaire: mini
version: 1.0.0
title: A small set
verdicts:
  - fine: { title: Fine, says: Nothing stands in the way. }
  - later: { title: Not now, says: Wait. }
sections:
  - id: a
    title: Part A
    questions:
      - { id: stopped, ask: When did you stop?, type: date, range: past, codes: { loinc: 1-1 } }
      - { id: smokes, ask: Do you smoke?, type: yes_no }
      - { id: weight, ask: How heavy are you?, type: number, unit: kg, range: 25..350, decimals: 1 }
      - { id: sees, ask: What do you see?, type: choices, options: { rash: A rash, cut: A cut, none: { label: None of these, exclusive: true } } }
    rules:
      - { id: recently, when: stopped within 6 months, verdict: later, finding: Later. }
      - { id: heavy, when: weight > 80.4, verdict: later, finding: Later. }
      - { id: smoking, when: smokes, verdict: later, finding: Later. }
      - { id: rash, when: sees has rash, verdict: later, finding: Later. }
";

/// Judges a table, and gives the records without their fingerprints.
fn judged(table: &str, options: &[&str]) -> Ran {
    let room = Room::empty();
    room.has("set.yaml", SET).has("in.csv", table);
    let usual =
        ["batch", "set.yaml", "--input", "in.csv", "--today", "2026-11-22", "--fields", "id,verdict,findings,open"];
    room.runs(&[&usual[..], options].concat())
}

/// The three tables of a clinic: as a British and a German spreadsheet save them, and as a data system writes them.
#[test]
fn each_table_is_read_as_was_said_and_refused_else() {
    let plain = judged("id,stopped,smokes,weight,sees\n1,2026-10-22,no,80.5,none\n", &[]);
    assert!(plain.status == 0 && plain.out.contains("[\"recently\",\"heavy\"]"), "{plain:?}");
    let british = "id,stopped,smokes,weight,sees\n1,22/10/2026,no,80.5,none\n";
    assert_eq!(judged(british, &["--dates", "day-first"]), plain);
    let german = "id;stopped;smokes;weight;sees\n1;22.10.2026;no;80,5;none\n";
    assert_eq!(judged(german, &["--separator", ";", "--decimal", ","]), plain);
    let system = "id,stopped,smokes,weight,sees___rash,sees___cut,sees___none\n1,2026-10-22,0,80.5,0,0,1\n";
    assert_eq!(judged(system, &["--yes-no", "1/0"]), plain);
    for (table, options, reason) in [
        (german, &[][..], "say `--separator \";\"`"),
        (british, &["--separator", ";"], "leave `--separator` out"),
        (system, &[], "sees___rash` is `0`, and takes yes or no; if it means one of them, say so: `--yes-no 1/0`"),
        (german, &["--separator", ";"], "`weight` is `80,5`: if the comma stands before decimals, say `--decimal ,`"),
        (
            british,
            &["--decimal", ","],
            "`weight` is `80.5`: with `--decimal ,` a number has a comma before its decimals and no point",
        ),
        (british, &["--dates", "month-first"], "`stopped` is `22/10/2026`, which is no day with the month first"),
    ] {
        let ran = judged(table, options);
        assert!(ran.status == 3 || ran.status == 4, "{options:?}: {ran:?}");
        let said = (ran.out + &ran.err).replace("\\\"", "\"");
        assert!(said.contains(reason), "{options:?}: {said}");
    }
}

/// A day that can be two is refused, with what a spreadsheet has done and which option reads it; one that can be only one is read.
#[test]
fn a_day_that_a_spreadsheet_turned_round_is_not_guessed() {
    let table = |day: &str| format!("id,stopped,answered_on\n1,{day},\n");
    let refused = judged(&table("01/10/2026"), &[]);
    assert_eq!(refused.status, 3);
    let message = "`stopped` is `01/10/2026`, which is 1 October 2026 (2026-10-01) or 10 January 2026 (2026-01-10): spreadsheets turn days round when they save; \
                   say `--dates day-first` or `--dates month-first`";
    assert!(refused.out.contains(message), "{}", refused.out);
    for (day, options, means) in [
        ("01/10/2026", &["--dates", "day-first"][..], "2026-10-01"),
        ("1-10-2026", &["--dates", "day-first"], "2026-10-01"),
        ("01/10/2026", &["--dates", "month-first"], "2026-01-10"),
        ("01.10.2026", &["--dates", "month-first"], "2026-10-01"),
        ("01.10.2026", &[], "2026-10-01"),
        ("22/10/2026", &[], "2026-10-22"),
        ("10/10/2026", &[], "2026-10-10"),
        ("2026-10-01", &["--dates", "month-first"], "2026-10-01"),
        ("2026-10", &["--dates", "day-first"], "2026-10"),
        ("unsure", &["--dates", "day-first"], "unsure"),
    ] {
        assert_eq!(judged(&table(day), options), judged(&table(means), &[]), "{day} {options:?}");
    }
    // The day on which a row was answered is a day as well; two digits for a year are none.
    let answered = "id,smokes,answered_on\n1,yes,01/10/2026\n";
    assert_eq!(judged(answered, &["--dates", "day-first"]), judged("id,smokes,answered_on\n1,yes,2026-10-01\n", &[]));
    assert_eq!(judged(&table("01/10/26"), &["--dates", "day-first"]).status, 3);
}

#[test]
fn columns_of_options_are_one_answer() {
    let table = |cells: &str| format!("id,sees___rash,sees___cut,sees___none\n1,{cells}\n");
    for (cells, answer) in [("yes,no,no", "rash"), ("yes,yes,no", "\"rash,cut\""), ("no,no,yes", "none"), (",,", "")] {
        assert_eq!(judged(&table(cells), &[]), judged(&format!("id,sees\n1,{answer}\n"), &[]), "{cells}");
    }
    let half = judged(&table("yes,,no"), &[]);
    assert!(
        half.out.contains("`sees___cut` is empty, and `sees___rash` beside it is not: fill in all columns of `sees`"),
        "{half:?}"
    );
    // What is no option of a question is no such column: it is an unknown question, as ever.
    let unknown = judged("id,sees___lump\n1,yes\n", &[]);
    assert!(unknown.status == 3 && unknown.out.contains("unknown-question"), "{unknown:?}");
    // A code of another system names its question here as well.
    assert_eq!(
        judged("id,loinc:1-1\n1,01/10/2026\n", &["--dates", "day-first"]),
        judged("id,stopped\n1,2026-10-01\n", &[])
    );
}

/// Every row of the page's table is so.
#[test]
fn the_page_says_how_cells_are_read() {
    let page = include_str!("../../docs/batch.md");
    let table = tables(page).into_iter().find(|table| table.head == ["cell", "say", "read as"]).unwrap();
    assert!(table.rows.len() >= 5);
    for row in table.rows {
        let [cell, say, read] = [0, 1, 2].map(|at| spans(&row[at]).remove(0));
        let heading = if cell.contains('/') {
            "stopped"
        } else if cell.contains(',') {
            "weight"
        } else {
            "smokes"
        };
        let options: Vec<&str> = say.split(' ').collect();
        let of = |cell: &str| format!("id,{heading}\n1,\"{cell}\"\n");
        let plain = judged(&of(&read), &[]);
        assert_eq!((judged(&of(&cell), &options), plain.status), (plain.clone(), 0), "{cell} {say}");
        assert_ne!(judged(&of(&cell), &[]), plain, "{cell} is not guessed");
    }
}

#[test]
fn what_is_said_of_a_table_must_make_sense() {
    for options in [
        &["--dates", "either"][..],
        &["--separator", "ab"],
        &["--decimal", ";"],
        &["--yes-no", "1"],
        &["--yes-no", "1/1"],
        &["--yes-no", "no/yes"],
    ] {
        assert_eq!(judged("id\n1\n", options).status, 2, "{options:?}");
    }
    let room = Room::empty();
    room.has("set.yaml", SET);
    let lines = room.runs_with(&["batch", "set.yaml", "--dates", "day-first"], b"{}\n");
    assert!(lines.status == 2 && lines.err.contains("are for CSV"), "{lines:?}");
}
