//! Tables of guidelines, held against question sets: a published chart, planted faults, hostile tables, and random tables
//! against enumeration.

use std::collections::BTreeSet;

use candidacy::assessment::Engine;
use candidacy::condition::{Condition, evaluate};
use candidacy::diagnostic::Diagnostics;
use candidacy::diagnostic::render::short;
use candidacy::guideline::{Departure, Guideline, Held, MAX_ROWS, hold, read_guideline};
use candidacy::questionnaire::{Audience, Questionnaire};
use candidacy::response::{Response, answers_inline};
use candidacy::source::Sources;
use candidacy::value::index::{QuestionIx, SectionIx, VerdictIx};
use candidacy::value::{Answer, State, Truth};

use crate::oracle::names;
use crate::pages::blocks;
use crate::proofs::{brute, for_many};
use crate::support::{Room, day, fixtures, opened, set};

/// A chart with its headings.
type Sheet = Vec<Vec<String>>;

fn mec() -> Questionnaire {
    opened(fixtures().join("us_mec/questionnaire.yaml").to_str().unwrap())
}

/// The cells of the chart. It has no quotes inside cells.
fn chart() -> Sheet {
    let text = std::fs::read_to_string(fixtures().join("us_mec/chart.csv")).unwrap();
    let mut rows = csv_rows(&text);
    assert_eq!(rows.remove(0).join(","), "when,label,copper_iud,injection,combined");
    rows
}

fn csv_rows(text: &str) -> Sheet {
    let cells = |line: &str| {
        let (mut cells, mut quoted) = (vec![String::new()], false);
        for sign in line.chars() {
            match sign {
                '"' => quoted = !quoted,
                ',' if !quoted => cells.push(String::new()),
                sign => cells.last_mut().unwrap().push(sign),
            }
        }
        cells
    };
    text.lines().map(cells).collect()
}

fn written(rows: &Sheet) -> String {
    let line = |row: &Vec<String>| row.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",") + "\n";
    "when,label,copper_iud,injection,combined\n".to_owned() + &rows.iter().map(line).collect::<String>()
}

fn read(questionnaire: &Questionnaire, table: &str) -> (Option<Guideline>, String) {
    let mut sources = Sources::default();
    let index = sources.add("table.csv", table);
    let (guideline, found) = read_guideline(questionnaire, index, sources.get(index).unwrap());
    (guideline, short(&found.sorted(), &sources))
}

#[track_caller]
fn guideline(questionnaire: &Questionnaire, table: &str) -> Guideline {
    let (guideline, found) = read(questionnaire, table);
    guideline.unwrap_or_else(|| panic!("the table has faults:\n{found}"))
}

/// The wrong cells, by the label of the row and the section, in order.
fn wrong(questionnaire: &Questionnaire, held: &Held<'_>) -> BTreeSet<(String, String)> {
    let wrong = held.departures.iter().filter_map(|departure| match departure {
        Departure::WrongCell { row, claim, .. } | Departure::NeverGiven { row, claim, .. } => {
            Some((row.label.clone(), questionnaire[claim.section].id.clone()))
        }
        _ => None,
    });
    wrong.collect()
}

fn told(questionnaire: &Questionnaire, held: &Held<'_>) -> Diagnostics {
    held.diagnostics(questionnaire).sorted()
}

// ---- The chart ----

#[test]
fn the_chart_holds_for_every_response() {
    let mec = mec();
    let table = guideline(&mec, &written(&chart()));
    let held = hold(&mec, &table, day());
    assert_eq!((table.rows.len(), held.cells, held.holding), (158, 430, 430));
    let overlaps = held.departures.iter().all(|departure| matches!(departure, Departure::Overlap { .. }));
    assert!(overlaps, "{:#?}", told(&mec, &held));
    assert_eq!(held.departures.len(), 9, "three of each section");
}

/// One category graver, or milder, in every tenth row: each is found, and no other cell is told.
#[test]
fn what_is_planted_in_every_tenth_row_of_the_chart_is_found_there_and_nowhere_else() {
    let mec = mec();
    let sections = ["copper_iud", "injection", "combined"];
    for (graver, first, expected) in [(true, 0, 41), (false, 2, 20), (true, 5, 44)] {
        let mut rows = chart();
        let mut planted = BTreeSet::new();
        for row in rows.iter_mut().skip(first).step_by(10) {
            let label = row[1].clone();
            for (cell, section) in row[2..].iter_mut().zip(sections) {
                let number = |verdict: &str| verdict.trim_start_matches("category_").parse::<u8>().unwrap();
                let Some(gravest) = cell.split('|').filter(|cell| !cell.is_empty()).map(number).max() else { continue };
                let mildest = cell.split('|').map(number).min().unwrap();
                let other = match (graver, gravest) {
                    (true, 4) => mildest - 1,
                    (true, _) => gravest + 1,
                    (false, 1) => continue,
                    // Of two, the milder one alone.
                    (false, _) => gravest - 1,
                };
                if other == 0 || (!graver && mildest == 1 && gravest > 2) {
                    continue;
                }
                *cell = format!("category_{other}");
                // Whoever is under 18 has a 2 for the copper IUD from the row of that age: a 2 here too is no mistake.
                if (label.as_str(), section, other) != ("Obesity: under 18 and BMI from 30", "copper_iud", 2) {
                    planted.insert((label.clone(), section.to_owned()));
                }
            }
        }
        assert_eq!(planted.len(), expected, "{graver} {first}");
        let table = guideline(&mec, &written(&rows));
        let held = hold(&mec, &table, day());
        let found = wrong(&mec, &held);
        let missed: Vec<_> = planted.difference(&found).collect();
        let extra: Vec<_> = found.difference(&planted).collect();
        assert!(missed.is_empty() && extra.is_empty(), "{graver} {first}: missed {missed:?}, told too {extra:?}");
        assert_eq!(held.holding, held.cells - planted.len());
        for departure in &held.departures {
            let Departure::WrongCell { row, claim, verdict, shown } = departure else { continue };
            assert!(!claim.verdicts.contains(verdict), "{row:?}");
            let engine = Engine::new(&mec, day());
            assert_eq!(engine.situation(&shown.response).holds(&row.when), Truth::True, "{row:?}");
            // The parts that decide are few, of the fifty answers of the whole.
            assert!(shown.deciding.iter().count() <= 5, "{}", answers_inline(&mec, &shown.deciding));
        }
    }
}

#[test]
fn a_row_that_is_missing_is_a_gap() {
    let mec = mec();
    let mut rows = chart();
    // Everybody has an age, so the rows of ages speak of everybody: they go, too.
    rows.retain(|row| {
        row[1] != "Heart valves: complicated" && !row[0].contains("age") && !row[1].starts_with("Parity")
    });
    let table = guideline(&mec, &written(&rows));
    let held = hold(&mec, &table, day());
    let gaps: Vec<(String, String, String)> = held
        .departures
        .iter()
        .filter_map(|departure| match departure {
            Departure::Gap { section, verdict, shown, .. } => {
                let id = |verdict: VerdictIx| mec[verdict].id.clone();
                Some((mec[*section].id.clone(), id(*verdict), answers_inline(&mec, &shown.deciding)))
            }
            _ => None,
        })
        .collect();
    let has = |section: &str, verdict: &str, answers: &str| {
        gaps.contains(&(section.to_owned(), verdict.to_owned(), answers.to_owned()))
    };
    assert!(has("combined", "category_4", "{ heart: [valve_complicated] }"), "{gaps:#?}");
}

// ---- A small table ----

const POOL: &str = "questionnaire: pool
version: 1.0.0
title: Pool
verdicts:
  - open: { title: Open, says: Go. }
  - ask: { title: Ask, says: Ask. }
  - closed: { title: Closed, says: Stay out. }
sections:
  - id: health
    title: Health
    questions:
      - { id: wound, ask: Wound?, type: yes_no, unsure: ask }
      - { id: ears, ask: Ears?, type: yes_no }
      - { id: age, ask: Age?, type: number, range: 0..120 }
      - { id: note, ask: Note?, type: text, required: false }
    conditions:
      old: age >= 75
  - id: warm
    title: Warm
    rules:
      - { id: warm_wound, when: wound, verdict: closed, finding: A wound. }
      - { id: warm_old, when: old, verdict: ask, finding: Old. }
";

/// What is said of a table, in short; and how many cells hold.
fn said(table: &str) -> (String, usize) {
    let pool = set(POOL);
    let mut sources = Sources::default();
    let index = sources.add("t.csv", table);
    let (guideline, found) = read_guideline(&pool, index, sources.get(index).unwrap());
    let guideline = guideline.unwrap_or_else(|| panic!("{}", short(&found, &sources)));
    let held = hold(&pool, &guideline, day());
    (short(&told(&pool, &held), &sources), held.holding)
}

#[test]
fn each_kind_of_departure_is_told_with_its_place() {
    let good = "when,label,warm\nwound,W,closed\nold and not wound,O,ask\nnot old and not wound,N,open\n";
    assert_eq!(said(good), (String::new(), 3));
    for (from, to, holding, expected) in [
        (
            "wound,W,closed",
            "wound,W,ask",
            2,
            "t.csv:2:9: error[wrong-cell]: `W`, `warm`: the table says `ask`, the set says `closed`\n",
        ),
        (
            "N,open",
            "N,ask",
            2,
            "t.csv:4:25: error[wrong-cell]: `N`, `warm`: the table says `ask`, the set says `open`\n",
        ),
        (
            "O,ask",
            "O,ask|closed",
            2,
            "t.csv:3:21: error[wrong-cell]: `O`, `warm`: the table says `ask` or `closed`, the set never says `closed`\n",
        ),
        ("N,open", "N,", 2, ""),
        (
            "old and not wound,O,ask",
            "old and not wound,O,",
            2,
            "t.csv:1:12: warning[table-gap]: the set says `ask` for `warm` where no row of the table speaks\n",
        ),
        (
            "old and not wound,O",
            "old and age < 75,O",
            2,
            "t.csv:1:12: warning[table-gap]: the set says `ask` for `warm` where no row of the table speaks\nt.csv:3:1: error[empty-row]: no complete response makes this row true: `O`\n",
        ),
        (
            "not old and not wound,N",
            "wound is unsure,N",
            2,
            "t.csv:4:1: error[empty-row]: no complete response makes this row true: `N`\n",
        ),
        (
            "old and not wound,O",
            "old,O",
            3,
            "t.csv:3:7: note[rows-overlap]: `W` and `O` can be true together, and name different verdicts for `warm`: `closed` and `ask`\n",
        ),
    ] {
        let table = good.replace(from, to);
        assert_ne!(table, good);
        assert_eq!(said(&table), (expected.to_owned(), holding), "{table}");
    }
}

/// Where rows overlap, the graver counts; a fault of one of them is not told of the other.
#[test]
fn of_rows_that_overlap_only_the_one_at_fault_is_told() {
    let table = "when,label,warm\nwound,W,closed\nold,O,ask\nears,E,open\nage < 75,Y,open\n";
    let only = |table: &str| {
        let (said, holding) = said(table);
        (said.lines().filter(|line| !line.contains("note[")).map(str::to_owned).collect::<Vec<_>>(), holding)
    };
    assert_eq!(only(table), (vec![], 4));
    let milder = only(&table.replace("W,closed", "W,ask"));
    assert_eq!(
        milder,
        (vec!["t.csv:2:9: error[wrong-cell]: `W`, `warm`: the table says `ask`, the set says `closed`".to_owned()], 3)
    );
    let graver = only(&table.replace("E,open", "E,ask"));
    assert_eq!(
        graver,
        (vec!["t.csv:4:8: error[wrong-cell]: `E`, `warm`: the table says `ask`, the set says `open`".to_owned()], 3)
    );
}

#[test]
fn what_would_take_too_much_work_is_not_decided() {
    let options: Vec<String> =
        (0..6).map(|at| format!("o{at}: {{ label: L{at}, points: {}, when: \"age > {at}\" }}", at * 1_000)).collect();
    let options = options.join(", ");
    let yaml = POOL.replace("    conditions:\n", &format!("      - {{ id: pick, ask: Pick?, type: choice, options: {{ {options} }} }}\n    scores:\n      sum: {{ title: Sum, sum: [pick] }}\n    conditions:\n"));
    let pool = set(&yaml);
    let table = guideline(&pool, "when,label,warm\nsum > 3,S,open\nwound,W,closed\n");
    let held = hold(&pool, &table, day());
    let undecided = held.departures.iter().filter(|departure| matches!(departure, Departure::Undecided { .. })).count();
    assert_eq!((held.cells, held.holding, undecided), (2, 1, 1), "{:?}", told(&pool, &held));
}

// ---- Tables that cannot be read ----

#[test]
fn a_table_that_cannot_be_read_is_said_with_its_place() {
    let pool = set(POOL);
    let many = format!("when,label,warm\n{}", "wound,W,closed\n".repeat(MAX_ROWS + 1));
    for (table, expected) in [
        ("", "t:1:1: error[bad-table]: the table has no rows"),
        ("when,label,warm\n", "t:1:1: error[bad-table]: the table has no rows"),
        ("wenn,label,warm\n", "t:1:1: error[bad-table]: the first two headings are not `when` and `label`"),
        ("when,label\nwound,W\n", "t:1:1: error[bad-table]: no heading names a section"),
        ("when,label,warn\nwound,W,closed\n", "t:1:12: error[unknown-section]: there is no section `warn`"),
        ("when,label,warm,\nwound,W,closed,\n", "t:1:17: error[unknown-section]: a heading is empty"),
        ("when,label,warm,warm\nwound,W,open,open\n", "t:1:17: error[bad-table]: `warm` has two columns"),
        ("when,label,warm\nwound,W\n", "t:2:1: error[bad-table]: this row has 2 cells, and there are 3 headings"),
        ("when,label,warm\nwound\n", "t:2:1: error[bad-table]: this row has 1 cell, and there are 3 headings"),
        ("when,label,warm\nwound,W,shut\n", "t:2:9: error[unknown-verdict]: there is no verdict `shut`"),
        ("when,label,warm\nwound,W,ask | shut\n", "t:2:15: error[unknown-verdict]: there is no verdict `shut`"),
        ("when,label,warm\nwound,W,ask|\n", "t:2:13: error[unknown-verdict]: a verdict is missing beside the `|`"),
        ("when,label,warm\nwound,W,=ask()\n", "t:2:9: error[unknown-verdict]: there is no verdict `=ask()`"),
        (
            "when,label,warm\nwound,=1+1,ask\n",
            "t:2:7: error[bad-table]: a spreadsheet would run this cell as a formula",
        ),
        ("when,label,warm\n=1+1,W,ask\n", "t:2:1: error[bad-table]: a spreadsheet would run this cell as a formula"),
        ("when,label,warm\nwoond,W,closed\n", "t:2:1: error[unknown-name]: there is no"),
        ("when,label,warm\n\"age < \"\"a\"\" and woond\",W,closed\n", "t:2:"),
        ("when,label,warm\n,W,closed\n", "t:2:1: error[condition-syntax]:"),
        ("when,label,warm\nnote is answered,W,closed\n", "t:2:1: error[not-testable]:"),
        ("when,label,warm\n\"wound,W,closed\n", "t:2:1: error[bad-table]: this quote is never closed"),
        (&many, "error[bad-table]: the table has more than 1000 rows, the most that are read"),
    ] {
        let (guideline, found) = read(&pool, table);
        let found = found.replace("table.csv:", "t:");
        assert!(guideline.is_none() && found.contains(expected), "{:.60}: {found}", table);
        let one_message = found.lines().count() == 1;
        assert!(one_message || table.contains("woond\"") || table.starts_with("wenn"), "{:.60}: {found}", table);
    }
    // Rows at fault do not hide those below them, and a warning leaves the table as it is.
    let (_, found) = read(&pool, "when,label,warm\nwoond,W,shut\nears,E\n");
    assert_eq!(found.lines().count(), 3, "{found}");
    let (guideline, found) = read(&pool, "when,label,warm\nwound or ears and old,W,closed|ask|ask\n");
    assert!(found.contains("warning[mixed-and-or]"), "{found}");
    assert_eq!(guideline.unwrap().rows[0].claims[0].verdicts.len(), 2);
}

// ---- The command ----

#[test]
fn the_command_says_what_was_proved() {
    let room = Room::empty();
    room.has("pool.yaml", POOL).has("good.csv", "when,label,warm\nwound,W,closed\nold,O,ask\n");
    room.has("bad.csv", "when,label,warm\nwound,W,closed\nold,O,open\n");
    room.has("broken.csv", "when,label\n").has("latin.csv", b"when,label,warm\nwound,W\xe9,closed\n");
    room.has("large.csv", vec![b','; 5 << 20]);
    let ran = room.runs(&["check", "pool.yaml", "--against", "good.csv"]);
    assert!(ran.succeeded().out.ends_with("good.csv: 2 rows: 2 cells hold for every response\n"), "{}", ran.out);
    let ran = room.runs(&["check", "pool.yaml", "--against", "bad.csv"]);
    assert_eq!(ran.status, 1);
    assert!(ran.out.ends_with("bad.csv: 2 rows: 1 of 2 cells hold for every response\n"), "{}", ran.out);
    assert!(ran.out.contains("it is so with { age: 75 }"), "{}", ran.out);
    let ran = room.runs(&["check", "pool.yaml", "--against", "bad.csv", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let found = json["diagnostics"].as_array().unwrap();
    let wrong = found.iter().find(|one| one["code"] == "wrong-cell").unwrap();
    assert_eq!(wrong["message"], "`O`, `warm`: the table says `open`, the set says `ask`");
    let ran = room.runs(&["check", "pool.yaml", "--against", "broken.csv"]);
    assert!(ran.status == 1 && !ran.out.contains("every response"), "{ran:?}");
    room.runs(&["check", "pool.yaml", "--against", "latin.csv"]).failed(4, &["latin.csv", "line 2 is not UTF-8 text"]);
    room.runs(&["check", "pool.yaml", "--against", "gone.csv"]).failed(4, &["gone.csv"]);
    room.runs(&["check", "pool.yaml", "smp", "--against", "good.csv"]).failed(2, &["`--against` takes one set"]);
    let ran = room.runs(&["check", "pool.yaml", "--against", "large.csv"]);
    assert!(ran.status == 1 && ran.out.contains("error[too-large]"), "{ran:?}");
    let ran =
        room.runs_with(&["check", "pool.yaml", "--against", "-"], b"when,label,warm\nwound,W,closed\nold,O,ask\n");
    assert!(ran.succeeded().out.contains("<standard input>: 2 rows: 2 cells hold"), "{}", ran.out);
}

#[test]
fn the_page_shows_what_happens() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/guidelines.md")).unwrap();
    let block = |kind: &str| blocks(&page).into_iter().find(|block| block.words == [kind]).unwrap().text;
    let room = Room::empty();
    room.has("pool.yaml", block("yaml")).has("pools.csv", block("csv"));
    let text = block("text");
    let (command, expected) = text.split_once('\n').unwrap();
    let arguments: Vec<&str> = command.trim_start_matches("$ candidacy ").split(' ').collect();
    assert_eq!(room.runs(&arguments).out, expected);
    let ran = room.runs(&["check", "pool.yaml", "--against", "pools.csv"]);
    let last = ran.out.lines().last().unwrap();
    assert!(page.contains(&format!("`{last}`")), "{last}");
    assert!(page.contains(&format!("at most {},000 rows", MAX_ROWS / 1_000)));
}

// ---- Against enumeration ----

/// A complete response with what a section makes of it.
struct Complete {
    verdict: VerdictIx,
    /// Whether each row is true of it.
    rows: Vec<bool>,
    size: usize,
}

/// The questions that these conditions rest on, also through those by which they are asked.
fn cone(questionnaire: &Questionnaire, conditions: &[&Condition]) -> BTreeSet<QuestionIx> {
    let mut waiting: Vec<QuestionIx> =
        conditions.iter().flat_map(|condition| names(questionnaire, condition)).collect();
    let mut cone = BTreeSet::new();
    while let Some(question) = waiting.pop() {
        if cone.insert(question) {
            let asked = &questionnaire[question];
            let options = asked.options().iter().map(|option| &option.when);
            let whens = [&questionnaire[asked.section].when, &asked.when].into_iter().chain(options).flatten();
            waiting.extend(whens.flat_map(|when| names(questionnaire, when)));
        }
    }
    cone
}

fn is_complete(questionnaire: &Questionnaire, engine: &Engine<'_>, response: &Response) -> bool {
    let situation = engine.situation(response);
    questionnaire.questions().indices().all(|question| match situation.state(question) {
        State::Answered(_) | State::NotApplicable => true,
        State::Unsure | State::Withheld => false,
        // Nothing more can be said to it.
        State::Open => {
            let options = questionnaire[question].options().iter().filter_map(|option| option.when.as_ref());
            situation.applies(question) != Truth::True
                || !situation.can_be_answered(question)
                || options.into_iter().any(|when| situation.holds(when) == Truth::Unknown)
        }
    })
}

fn complete(
    questionnaire: &Questionnaire,
    engine: &Engine<'_>,
    table: &Guideline,
    section: SectionIx,
) -> Vec<Complete> {
    let all: Vec<Response> = brute::responses(questionnaire, day());
    // A row that is true of nobody speaks of nothing.
    let is_true = |when: &Condition| {
        let holds = |one: &&Response| engine.situation(one).holds(when) == Truth::True;
        all.iter().filter(holds).any(|one| is_complete(questionnaire, engine, one))
    };
    let rows = table.rows.iter().filter(|row| row.claim(section).is_some() && is_true(&row.when)).map(|row| &row.when);
    let rules = questionnaire[section].rules.iter().map(|rule| &questionnaire[rule].when);
    let cone = cone(questionnaire, &rows.chain(rules).collect::<Vec<_>>());
    let mut found = Vec::new();
    for response in all.iter().filter(|one| is_complete(questionnaire, engine, one)) {
        let situation = engine.situation(response);
        let said = |question: &QuestionIx| matches!(situation.state(*question), State::Answered(_));
        let size = cone.iter().filter(|question| said(question)).count();
        found.push(seen(questionnaire, engine, table, section, response, size));
    }
    found
}

/// What a section makes of a response.
fn seen(
    questionnaire: &Questionnaire,
    engine: &Engine<'_>,
    table: &Guideline,
    section: SectionIx,
    response: &Response,
    size: usize,
) -> Complete {
    let situation = engine.situation(response);
    let assessment = engine.assess(response, Audience::Everyone);
    let here = assessment.findings.iter().map(|finding| &questionnaire[finding.rule]);
    let verdict = here.filter(|rule| rule.section == section).map(|rule| rule.verdict).max();
    let rows = table.rows.iter().map(|row| evaluate(&row.when, &situation) == Truth::True).collect();
    Complete { verdict: verdict.unwrap_or(VerdictIx(0)), rows, size }
}

/// A table whose rows are conditions of the set, with random cells.
fn random_table(yaml: &str, questionnaire: &Questionnaire, tape: &mut crate::generate::Tape) -> String {
    let when = |condition: &Condition| {
        let text = &yaml[condition.span.start as usize..condition.span.end as usize];
        text.replace('\n', " ")
    };
    let mut whens: Vec<String> = questionnaire.rules().iter().map(|rule| when(&rule.when)).collect();
    whens.extend(questionnaire.guarantees().iter().filter_map(|guarantee| guarantee.when.as_ref()).map(when));
    let opposites: Vec<String> = whens.iter().map(|when| format!("not ({when})")).collect();
    whens.extend(opposites);
    let sections: Vec<&str> = questionnaire.sections().iter().map(|section| section.id.as_str()).collect();
    let verdicts: Vec<&str> = questionnaire.verdicts().iter().map(|verdict| verdict.id.as_str()).collect();
    let mut table = format!("when,label,{}\n", sections.join(","));
    for row in 0..1 + tape.pick(5) {
        let when = tape.one(&whens).clone();
        let cell = |tape: &mut crate::generate::Tape| match tape.pick(6) {
            0 => String::new(),
            1 => format!("{}|{}", tape.one(&verdicts), tape.one(&verdicts)),
            _ => (*tape.one(&verdicts)).to_owned(),
        };
        let cells: Vec<String> = sections.iter().map(|_| cell(tape)).collect();
        table += &format!("\"{when}\",row {row},{}\n", cells.join(","));
    }
    table
}

#[test]
fn what_is_told_of_random_tables_is_what_enumeration_shows() {
    for_many(20, |yaml, questionnaire, tape| {
        if questionnaire.rules().is_empty() {
            return;
        }
        let text = random_table(yaml, questionnaire, tape);
        let table = guideline(questionnaire, &text);
        let held = hold(questionnaire, &table, day());
        let engine = Engine::new(questionnaire, day());
        let case = format!("{yaml}\n{text}");
        let mut holding = 0;
        for (section, _) in &table.sections {
            holding += column_is_right(&case, questionnaire, &engine, &table, *section, &held);
        }
        assert_eq!(held.holding, holding, "{case}");
    });
}

/// Holds all that was told of a column against all complete responses; gives how many of its cells hold.
fn column_is_right(
    case: &str,
    questionnaire: &Questionnaire,
    engine: &Engine<'_>,
    table: &Guideline,
    section: SectionIx,
    held: &Held<'_>,
) -> usize {
    let all = complete(questionnaire, engine, table, section);
    let position =
        |row: &candidacy::guideline::GuidelineRow| table.rows.iter().position(|one| std::ptr::eq(one, row)).unwrap();
    let empty: Vec<usize> = (0..table.rows.len()).filter(|row| !all.iter().any(|one| one.rows[*row])).collect();
    let told_empty = held.departures.iter().filter_map(|departure| match departure {
        Departure::EmptyRow { row } => Some(position(row)),
        _ => None,
    });
    assert_eq!(told_empty.collect::<Vec<_>>(), empty, "{case}");
    let claims: Vec<(usize, &[VerdictIx])> = (0..table.rows.len())
        .filter(|row| !empty.contains(row))
        .filter_map(|row| Some((row, table.rows[row].claim(section)?.verdicts.as_slice())))
        .collect();
    let speaking = |one: &Complete| claims.iter().filter(|(row, _)| one.rows[*row]).copied().collect::<Vec<_>>();
    let least = |wanted: &dyn Fn(&Complete) -> bool| all.iter().filter(|one| wanted(one)).map(|one| one.size).min();
    let size = |response: &Response| response.iter().filter(|(_, answer)| **answer != Answer::Skipped).count();
    let unnamed = |one: &Complete| {
        let speaking = speaking(one);
        !speaking.is_empty() && speaking.iter().all(|(_, of)| !of.contains(&one.verdict) && of[0] < one.verdict)
    };
    let mut faulty = BTreeSet::new();
    // A verdict that is too mild: exactly those rows, each with a smallest response.
    let wrong = |row: usize| {
        held.departures.iter().find_map(|departure| match departure {
            Departure::WrongCell { row: of, claim, verdict, shown }
                if claim.section == section && position(of) == row =>
            {
                Some((*verdict, shown))
            }
            _ => None,
        })
    };
    for (row, of) in &claims {
        let too_mild = least(&|one| one.rows[*row] && one.verdict < of[0]);
        let told = wrong(*row).filter(|(verdict, _)| *verdict < of[0]).map(|(_, shown)| size(&shown.response));
        assert_eq!(told, too_mild, "{case}\nrow {row} of {section:?} is too mild");
        faulty.extend(too_mild.map(|_| *row));
    }
    // A verdict that no row names: whatever shows it has a row that was told, and what was told shows it. A row that was told for
    // something milder can stand for such a response, too.
    let mut told: Vec<usize> = Vec::new();
    for departure in &held.departures {
        let Departure::WrongCell { row, claim, verdict, shown } = departure else { continue };
        if claim.section != section || *verdict < claim.verdicts[0] {
            continue;
        }
        let row = position(row);
        let shows = seen(questionnaire, engine, table, section, &shown.response, 0);
        let shows = shows.verdict == *verdict && shows.rows[row] && unnamed(&shows);
        assert!(shows, "{case}\nrow {row} of {section:?} is told with a response that does not show it");
        let free = |one: &Complete| unnamed(one) && !told.iter().any(|told| one.rows[*told]);
        let smallest = least(&free);
        // Rows that were told before for something milder may have been passed in between: the response is no smaller.
        assert!(smallest.is_some_and(|least| size(&shown.response) >= least), "{case}\nrow {row}: {smallest:?}");
        if faulty.is_empty() {
            assert_eq!(smallest, Some(size(&shown.response)), "{case}\nrow {row} of {section:?}");
        }
        told.push(row);
    }
    faulty.extend(&told);
    let left =
        all.iter().filter(|one| unnamed(one) && !speaking(one).iter().any(|(row, _)| faulty.contains(row))).count();
    assert_eq!(left, 0, "{case}\n{section:?}: responses get what no row names, and nothing is said");
    // Verdicts of a cell that nobody gets.
    for (row, of) in
        claims.iter().filter(|(row, of)| of.len() > 1 && !faulty.contains(row)).copied().collect::<Vec<_>>()
    {
        let never = of.iter().find(|verdict| !all.iter().any(|one| one.rows[row] && one.verdict == **verdict));
        let told = held.departures.iter().find_map(|departure| match departure {
            Departure::NeverGiven { row: of, claim, verdict } if claim.section == section && position(of) == row => {
                Some(verdict)
            }
            _ => None,
        });
        assert_eq!(told, never, "{case}\nrow {row} of {section:?}");
        faulty.extend(never.map(|_| row));
    }
    // Gaps, each verdict with a smallest response.
    for verdict in questionnaire.verdicts().indices().skip(1) {
        let gap = least(&|one| one.verdict == verdict && speaking(one).is_empty());
        let told = held.departures.iter().find_map(|departure| match departure {
            Departure::Gap { section: of, verdict: given, shown, .. } if *of == section && *given == verdict => {
                Some(size(&shown.response))
            }
            _ => None,
        });
        assert_eq!(told, gap, "{case}\na gap of {section:?}, {verdict:?}");
    }
    // The first three rows that overlap with a later one.
    let apart = |one: &[VerdictIx], other: &[VerdictIx]| !one.iter().any(|verdict| other.contains(verdict));
    let together =
        |row: usize, others: &[usize]| least(&|one| one.rows[row] && others.iter().any(|other| one.rows[*other]));
    let overlaps: Vec<(usize, usize)> = claims
        .iter()
        .enumerate()
        .filter_map(|(at, (row, of))| {
            let others: Vec<usize> =
                claims[at + 1..].iter().filter(|(_, other)| apart(of, other)).map(|(row, _)| *row).collect();
            Some((*row, together(*row, &others)?))
        })
        .take(3)
        .collect();
    let told: Vec<(usize, usize)> = held
        .departures
        .iter()
        .filter_map(|departure| match departure {
            Departure::Overlap { rows: [(first, claim), _], shown } if claim.section == section => {
                Some((position(first), size(&shown.response)))
            }
            _ => None,
        })
        .collect();
    assert_eq!(told, overlaps, "{case}\noverlaps of {section:?}");
    claims.len() - faulty.len()
}
