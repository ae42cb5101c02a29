//! `docs/language.md`, the page on conditions for people who write sets, says what the program does.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use candidacy::diagnostic::Code;
use candidacy::proof::{Family, prove_only};
use candidacy::questionnaire::{Texts, load};
use candidacy::source::Sources;

use crate::pages::blocks;
use crate::readme_and_docs::{spans, tables};
use crate::support::Room;

fn page() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/language.md")).unwrap()
}

/// The set that the page speaks of.
fn set() -> String {
    blocks(&page()).into_iter().find(|block| block.words == ["yaml"]).unwrap().text
}

/// The set with these rules, by their conditions.
fn with_rules(conditions: &[String]) -> String {
    let mut set = set() + "    rules:\n";
    for (number, condition) in conditions.iter().enumerate() {
        writeln!(set, "      - {{ id: r{number}, when: '{condition}', verdict: defer, finding: So. }}").unwrap();
    }
    set
}

/// What a code span holds.
fn code(cell: &str) -> &str {
    cell.trim_matches('`')
}

/// The plan of the page belongs to its set, and rules can want its steps in each way that the page shows.
#[test]
fn the_plan_of_the_page_is_sound() {
    let plan = blocks(&page()).into_iter().find(|block| block.words == ["yaml", "plan"]).unwrap().text;
    let set = with_rules(&["smoker".to_owned(), "sore".to_owned()]);
    let set = set.replacen("sections:\n", &format!("{plan}sections:\n"), 1);
    for wants in [
        "test_spot",
        "[test_spot, patch_test]",
        "{ test_spot: 12 weeks }",
        "{ test_spot: 12 weeks, patch_test: again }",
    ] {
        let wanting = set.replace("finding: So. }", &format!("finding: So., plan: {wants}, advice_if_treated: So. }}"));
        let mut sources = Sources::default();
        let (questionnaire, found) = load(&Texts::one("a.yaml", wanting), "a.yaml", &mut sources);
        assert_eq!(found.iter().map(|one| one.message.clone()).collect::<Vec<_>>(), [""; 0], "{wants}");
        assert_eq!(questionnaire.unwrap().plan().unwrap().steps.len(), 4);
    }
}

/// The promises of the page hold where rules keep them, and each is broken where its rule does not.
#[test]
fn the_promises_of_the_page_are_proved() {
    let block = |word: &str| blocks(&page()).into_iter().find(|block| block.words == ["yaml", word]).unwrap().text;
    let set = with_rules(&["smoker".to_owned(), "sore".to_owned(), "stopped within 4 weeks".to_owned()]);
    let set = set.replacen("sections:\n", &format!("{}sections:\n", block("plan")), 1) + &block("guarantees");
    let effects =
        ["plan: { test_spot: 12 weeks }", "not_before: 1 week after today", "not_before: 4 weeks after stopped"];
    let broken = |left_out: Option<usize>| {
        let mut parts = set.split("finding: So. }");
        let mut whole = parts.next().unwrap().to_owned();
        for (position, part) in parts.enumerate() {
            let effect = effects.get(position).filter(|_| left_out != Some(position));
            let effect = effect.map_or(String::new(), |effect| format!(", {effect}"));
            whole += &format!("finding: So.{effect} }}{part}");
        }
        let found = prove_only(&crate::support::set(&whole), &[Family::Guarantees], crate::support::day());
        found.iter().map(|one| one.message.split('`').nth(1).unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(broken(None), [""; 0]);
    assert_eq!(broken(Some(0)), ["smokers_get_a_spot"]);
    assert_eq!(broken(Some(1)), ["sore_skin_waits"]);
    assert_eq!(broken(Some(2)), ["tablets_wait"]);
}

/// A rule of each condition and one of its opposite: where neither makes its finding, it is unknown.
#[test]
fn every_example_is_judged_as_the_page_says() {
    let rows: Vec<Vec<String>> = tables(&page())
        .into_iter()
        .filter(|table| table.head == ["condition", "answers", "is"])
        .flat_map(|table| table.rows)
        .collect();
    assert!(rows.len() > 40, "{rows:?}");
    let mut conditions = Vec::new();
    let mut scenarios = "today: 2026-11-22\nscenarios:\n".to_owned();
    for (number, row) in rows.iter().enumerate() {
        conditions.extend([code(&row[0]).to_owned(), format!("not ({})", code(&row[0]))]);
        let (holds, opposite) = (format!("r{}", 2 * number), format!("r{}", 2 * number + 1));
        let expected = match row[2].as_str() {
            "true" => format!("findings: [{holds}], no_findings: [{opposite}]"),
            "false" => format!("findings: [{opposite}], no_findings: [{holds}]"),
            "unknown" => format!("no_findings: [{holds}, {opposite}]"),
            other => panic!("{other}"),
        };
        writeln!(scenarios, "  - {{ id: s{number}, answers: {}, {expected} }}", code(&row[1])).unwrap();
    }
    let room = Room::new();
    room.has("page/questionnaire.yaml", with_rules(&conditions)).has("page/scenarios.yaml", scenarios);
    let ran = room.runs(&["test", "page"]);
    assert_eq!(ran.status, 0, "{rows:#?}{ran:?}");
    assert!(ran.out.contains(&format!("{0} scenarios, {0} passed", rows.len())), "{ran:?}");
}

fn codes(condition: &str) -> Vec<Code> {
    let texts = Texts::one("questionnaire.yaml", with_rules(&[condition.to_owned()]));
    let (_, faults) = load(&texts, "questionnaire.yaml", &mut Sources::default());
    faults.iter().map(|fault| fault.code).collect()
}

#[test]
fn what_the_page_offers_is_taken_and_what_it_calls_refused_is_refused() {
    let page = page();
    let find = |head: &str| tables(&page).into_iter().find(|table| table.head[0] == head).unwrap().rows;
    for row in find("what is named") {
        for written in spans(&row[1]) {
            let named = code(&row[0].replace('`', "")).to_owned();
            // A sign alone is not a whole test.
            if written.contains(' ') || written.chars().all(|c| c.is_ascii_alphabetic() || c == '_') {
                assert_eq!(codes(&written), [], "{named}: {written}");
            }
        }
    }
    let refused = find("written");
    assert!(refused.len() > 10);
    for row in refused {
        let names: Vec<&str> = codes(code(&row[0])).into_iter().map(Code::name).collect();
        assert_eq!(names, [code(&row[1])], "{}", row[0]);
    }
}

/// The page for authors and the page of the room are about one language.
#[test]
fn the_grammar_and_the_states_are_those_of_the_program() {
    let room = include_str!("../../src/condition/mod.rs");
    let room: String = room
        .lines()
        .filter_map(|line| line.strip_prefix("//!"))
        .map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line)))
        .collect();
    let page = page();
    let grammar = |text: &str| blocks(text).into_iter().find(|block| block.words == ["ebnf"]).unwrap().text;
    assert_eq!(grammar(&page), grammar(&room));
    let states = |text: &str| {
        tables(text)
            .into_iter()
            .find(|table| table.head[1..] == ["any other test", "`is answered`", "`is unsure`"])
            .unwrap()
            .rows
    };
    assert_eq!(states(&page), states(&room));
}
