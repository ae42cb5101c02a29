//! `docs/language.md`, the page on conditions for people who write sets, says what the program does.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use candidacy::assessment::Engine;
use candidacy::diagnostic::Code;
use candidacy::proof::{Family, prove_only};
use candidacy::questionnaire::{Audience, Texts, load};
use candidacy::source::Sources;
use candidacy::value::index::VerdictIx;

use crate::oracle::Oracle;
use crate::pages::blocks;
use crate::readme_and_docs::{spans, tables};
use crate::support::{Room, answers, day};

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

/// The values and the worked-out numbers of the page are taken.
#[test]
fn the_other_blocks_of_the_page_are_sound() {
    let of = |words: &[&str]| blocks(&page()).into_iter().find(|block| block.words == words).unwrap().text;
    let head = set().split("values:\n").next().unwrap().to_owned();
    let questions = "    questions:\n\
        \x20     - { id: weight, ask: What?, type: number, range: 30..250, decimals: 1 }\n\
        \x20     - { id: height, ask: How?, type: number, range: 100..230 }\n\
        \x20     - { id: cigarettes, ask: How many?, type: number, range: 0..99 }\n\
        \x20     - { id: smoked_for, ask: How long?, type: number, range: 0..80 }\n";
    let derived: String = of(&["yaml", "derived"]).lines().map(|line| format!("    {line}\n")).collect();
    let numbers = format!("sections:\n  - id: body\n    title: Your body\n{questions}{derived}");
    let classes: String = of(&["yaml", "derived", "classes"]).lines().map(|line| format!("    {line}\n")).collect();
    let asked = "    questions:\n\
        \x20     - { id: age, ask: How old?, type: number, range: 0..120 }\n\
        \x20     - { id: stage, ask: Which?, type: scale, options: { i: One, ii: Two, iii: Three } }\n";
    let tables = head.clone() + &format!("sections:\n  - id: body\n    title: Your body\n{asked}{classes}");
    for text in [head.clone() + &of(&["yaml", "values"]), head + &numbers, tables] {
        let (questionnaire, found) = load(&Texts::one("a.yaml", text.clone()), "a.yaml", &mut Sources::default());
        assert_eq!(found.iter().map(|one| one.message.clone()).collect::<Vec<_>>(), [""; 0], "{text}");
        assert!(questionnaire.is_some());
    }
}

/// The lists of options of the page are used as it shows, and conditions and scores see their options.
#[test]
fn the_shared_options_of_the_page_are_options_of_its_questions() {
    let block = |word: &str| blocks(&page()).into_iter().find(|block| block.words == ["yaml", word]).unwrap().text;
    let conditions = ["tired > never and tense in [sometimes, daily]", "tiredness >= 3"].map(str::to_owned);
    let set = with_rules(&conditions)
        .replacen("sections:\n", &format!("{}sections:\n", block("option_lists")), 1)
        .replacen("    conditions:\n", &format!("{}    conditions:\n", block("shared")), 1)
        .replacen("    scores:\n", "    scores:\n      tiredness: { title: Tiredness, sum: [tired, tense] }\n", 1);
    let mut sources = Sources::default();
    let (questionnaire, found) = load(&Texts::one("a.yaml", set), "a.yaml", &mut sources);
    assert_eq!(found.iter().map(|one| one.message.clone()).collect::<Vec<_>>(), [""; 0]);
    let questionnaire = questionnaire.unwrap();
    let options = |id: &str| questionnaire[questionnaire.question(id).unwrap()].options().to_vec();
    let told = |id: &str| options(id).iter().map(|option| (option.label.clone(), option.points)).collect::<Vec<_>>();
    assert_eq!(
        told("tired"),
        [("Never".to_owned(), Some(0)), ("Some days".to_owned(), Some(1)), ("Every day".to_owned(), Some(2))]
    );
    assert_eq!(told("tense"), told("tired"));
    // A list is read once, however many questions use it.
    assert_eq!(questionnaire.texts().iter().filter(|text| text.text() == "Every day").count(), 1);
}

/// The codes of the page are taken, and name what they stand at.
#[test]
fn the_codes_of_the_page_name_its_question_and_options() {
    let block = blocks(&page()).into_iter().find(|block| block.words == ["yaml", "codes"]).unwrap().text;
    let set = set().replacen("    conditions:\n", &format!("{block}    conditions:\n"), 1);
    let mut sources = Sources::default();
    let (questionnaire, found) = load(&Texts::one("a.yaml", set), "a.yaml", &mut sources);
    assert_eq!(found.iter().map(|one| one.message.clone()).collect::<Vec<_>>(), [""; 0]);
    let questionnaire = questionnaire.unwrap();
    for name in ["coughs", "loinc:64145-6", "snomed:49727002"] {
        let question = &questionnaire[questionnaire.question_written(name).unwrap()];
        assert_eq!(question.id, "coughs");
        let options = ["loinc:LA6568-5", "LA6568-5", "never", "LA10082-8", "loinc:none"];
        assert_eq!(options.map(|word| question.option_written(word)), [Some(0), Some(0), Some(0), Some(1), None]);
    }
}

/// The text of the page is told to whoever is not sure, and to nobody else.
#[test]
fn the_clearing_up_of_the_page_is_told() {
    let block = blocks(&page()).into_iter().find(|block| block.words == ["yaml", "clear_up"]).unwrap().text;
    let set = set().replacen("    conditions:\n", &format!("{block}    conditions:\n"), 1);
    let room = Room::new();
    room.has("page/questionnaire.yaml", set);
    for (answer, told) in [("unsure", true), ("withheld", false), ("yes", false)] {
        let set = format!("thinner={answer}");
        for format in ["text", "markdown", "html", "summary", "json"] {
            for reader in ["client", "technician"] {
                let line = ["assess", "page", "--no-input", "--set", &set, "--format", format, "--for", reader];
                let ran = room.runs(&line);
                assert!(ran.out.contains("least") || ran.out.len() > 100, "{ran:?}");
                let said = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
                assert_eq!(said.contains("A pharmacist can tell you"), told, "{line:?}: {ran:?}");
            }
        }
        room.has("answers.yaml", format!("answers: {{ thinner: {answer} }}\n"));
        let ran = room.runs(&["what-if", "page", "--answers", "answers.yaml"]);
        assert_eq!(ran.out.contains("A pharmacist can tell you"), told, "{ran:?}");
    }
}

/// Advice that another finding takes back is told in no format, to no reader; the finding stays.
#[test]
fn the_advice_that_the_page_takes_back_is_told_to_nobody() {
    let block = blocks(&page()).into_iter().find(|block| block.words == ["yaml", "silences"]).unwrap().text;
    let room = Room::new();
    let set = with_rules(&[]);
    let (before, _) = set.split_once("    rules:").unwrap_or((&set, ""));
    room.has("page/questionnaire.yaml", format!("{before}{block}"));
    for (age, told) in [("30", true), ("17", false)] {
        for format in ["text", "markdown", "html", "json"] {
            for reader in ["client", "technician"] {
                let age = format!("age={age}");
                let line = [
                    "assess",
                    "page",
                    "--no-input",
                    "--set",
                    &age,
                    "--set",
                    "smoker=yes",
                    "--format",
                    format,
                    "--for",
                    reader,
                ];
                let part: &[&str] =
                    if (reader, format) == ("technician", "html") { &["--part", "findings"] } else { &[] };
                let ran = room.runs(&[&line[..], part].concat());
                let said = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
                assert_eq!(said.contains("Smoke less before the visit."), told, "{line:?}: {said}");
                assert!(said.contains("You smoke."), "{line:?}: {said}");
            }
        }
    }
}

/// What helps to decide on the page is told to those whom it concerns, each number as so many in 100.
#[test]
fn the_decision_aid_of_the_page_is_told_to_whom_it_concerns() {
    let block = blocks(&page()).into_iter().find(|block| block.words == ["yaml", "decision"]).unwrap().text;
    let sources = "treats_up_to: suitable\nsources:\n  A1: { title: A study, kind: study }\n";
    let set = with_rules(&["smoker".to_owned()]).replacen("sections:\n", &format!("{sources}{block}sections:\n"), 1);
    let room = Room::new();
    room.has("page/questionnaire.yaml", set);
    let told = |given: &[&str]| {
        let mut line = vec!["assess", "page", "--no-input", "--set", "note=x"];
        given.iter().for_each(|one| line.extend(["--set", *one]));
        room.runs(&line).out.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    // Everything is answered that could change the verdict, so that it is known.
    let adult = told(&["smoker=no", "age=30"]);
    for passage in [
        "Leave it as it is",
        "Take the tablets",
        "About 15 in 100 (12 of 80)",
        "From 2 to 67 in 100",
        "Nobody has counted",
    ] {
        assert!(adult.contains(passage), "{passage}: {adult}");
    }
    assert!(!told(&["smoker=no", "age=17"]).contains("Take the tablets"));
    // Whoever may not be treated is told of no treatment, and of none of its chances.
    let waits = told(&["smoker=yes", "age=30", "cigarettes=1"]);
    assert!(
        waits.contains("Leave it as it is") && !waits.contains("Take the tablets") && !waits.contains("in 100"),
        "{waits}"
    );
}

/// The group of the page is one screen of plain questions.
#[test]
fn the_group_of_the_page_is_asked_on_one_screen() {
    let block = blocks(&page()).into_iter().find(|block| block.words == ["yaml", "together"]).unwrap().text;
    let set = with_rules(&["asthma and not fits".to_owned()]);
    let set = crate::support::set(&set.replacen("    conditions:\n", &format!("{block}    conditions:\n"), 1));
    let group = &set.together()[0];
    let ids: Vec<&str> = group.questions.iter().map(|question| set[question].id.as_str()).collect();
    assert_eq!((group.title.source(), ids), ("Have you ever had any of these?", vec!["asthma", "fits"]));
    let verdict = |smoker: &str| {
        let given = answers(&set, &format!("answers: {{ smoker: {smoker}, asthma: yes, fits: no }}\n"));
        Engine::new(&set, day()).assess(&given, Audience::Everyone).findings.len()
    };
    assert_eq!((verdict("yes"), verdict("no")), (1, 0), "the `when` of the group is that of each");
}

/// The private question of the page decides, and no report shows it; nor does the page's set take what would.
#[test]
fn the_private_question_of_the_page_is_shown_to_nobody() {
    let block = blocks(&page()).into_iter().find(|block| block.words == ["yaml", "private"]).unwrap().text;
    let set = with_rules(&["virus".to_owned()]).replacen("    conditions:\n", &format!("{block}    conditions:\n"), 1);
    let room = Room::new();
    room.has("page/questionnaire.yaml", set.replace("finding: So.", "finding: Please ask us."));
    for format in ["text", "markdown", "html", "summary", "json"] {
        for reader in ["client", "technician"] {
            let line = ["assess", "page", "--no-input", "--set", "virus=yes", "--format", format, "--for", reader];
            let ran = room.runs(&line);
            assert!(ran.out.contains("defer") || ran.out.contains("Not now"), "{line:?}: {ran:?}");
            assert!(!ran.out.contains("virus"), "{line:?}: {ran:?}");
        }
    }
    room.has("page/questionnaire.yaml", set.replace("finding: So.", "finding: \"{{ virus }}\""));
    let ran = room.runs(&["check", "page"]);
    assert!(ran.status == 1 && (ran.out.clone() + &ran.err).contains("private-shown"), "{ran:?}");
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
            // A rule of a span alone waits by itself, unless it says that it does not.
            let none = if position == 2 { ", not_before: none" } else { "" };
            let effect = effect.map_or(none.to_owned(), |effect| format!(", {effect}"));
            whole += &format!("finding: So.{effect} }}{part}");
        }
        let found = prove_only(&crate::support::set(&whole), &[Family::Guarantees], day());
        found.iter().map(|one| one.message.split('`').nth(1).unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(broken(None), [""; 0]);
    assert_eq!(broken(Some(0)), ["smokers_get_a_spot"]);
    assert_eq!(broken(Some(1)), ["sore_skin_waits"]);
    assert_eq!(broken(Some(2)), ["tablets_wait"]);
}

/// A promise about one person is broken as the page says, by the response that it shows.
#[test]
fn the_promises_about_one_are_broken_as_the_page_says() {
    let (told, written) = broken_in("one", 1);
    assert_eq!(told, written);
}

/// Of the promises about two people on the page, those are broken that it says, by the two that it shows.
#[test]
fn the_promises_about_two_are_broken_as_the_page_says() {
    let (told, written) = broken_in("two", 0);
    assert_eq!(told, written);
}

/// What is said of the promises of an example, each with one of its lines of help, and what the page says.
fn broken_in(example: &str, help: usize) -> (String, String) {
    let block = |kind: &str| blocks(&page()).into_iter().find(|block| block.words == [kind, example]).unwrap().text;
    let found = prove_only(&crate::support::set(&block("yaml")), &[Family::Guarantees], day());
    let told = found.iter().flat_map(|one| [one.message.clone(), one.help[help].clone()]);
    (told.map(|line| line + "\n").collect(), block("text"))
}

/// A rule of each condition and one of its opposite: where neither makes its finding, it is unknown.
#[test]
fn every_example_is_judged_as_the_page_says() {
    let of = |head: &[&str]| -> Vec<Vec<String>> {
        let tables = tables(&page()).into_iter().filter(|table| table.head == head);
        tables.flat_map(|table| table.rows).collect()
    };
    let on_other_days = of(&["condition", "answers", "on", "is"]).into_iter();
    let others = on_other_days.map(|row| [row[0].clone(), row[1].clone(), row[3].clone(), row[2].clone()]);
    let today = of(&["condition", "answers", "is"]).into_iter();
    let today = today.map(|row| [row[0].clone(), row[1].clone(), row[2].clone(), "2026-11-22".to_owned()]);
    let rows: Vec<[String; 4]> = today.chain(others).collect();
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
        let (answers, on) = (code(&row[1]), &row[3]);
        writeln!(scenarios, "  - {{ id: s{number}, today: {on}, answers: {answers}, {expected} }}").unwrap();
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

/// Where two readings are possible, the page says which one holds; so does the oracle.
#[test]
fn the_edges_are_judged_as_the_page_says() {
    let page = page();
    let set = blocks(&page).into_iter().find(|block| block.words == ["yaml", "edges"]).unwrap().text;
    let rows = tables(&page).into_iter().find(|table| table.head[0] == "answers").unwrap().rows;
    assert!(rows.len() >= 6);
    let mut sources = Sources::default();
    let (questionnaire, _) = load(&Texts::one("questionnaire.yaml", set), "questionnaire.yaml", &mut sources);
    let questionnaire = questionnaire.unwrap();
    let engine = Engine::new(&questionnaire, day());
    for row in rows {
        let response = answers(&questionnaire, &format!("answers: {}", code(&row[0])));
        let assessment = engine.assess(&response, Audience::Everyone);
        let verdict = |verdict: VerdictIx| format!("`{}`", questionnaire.verdicts()[verdict].id);
        assert_eq!(
            [verdict(assessment.verdict), verdict(assessment.could_become)],
            [row[1].clone(), row[2].clone()],
            "{row:?}"
        );
        let found = assessment.findings.iter().map(|finding| format!("`{}`", questionnaire.rules()[finding.rule].id));
        assert_eq!(found.collect::<Vec<_>>().join(", "), row[3], "{row:?}");
        let oracle = Oracle { questionnaire: &questionnaire, response: &response, day: day() };
        assert_eq!(oracle.verdicts(), (assessment.verdict.0, assessment.could_become.0), "{row:?}");
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
            .find(|table| table.head[1..] == ["any other test", "`is answered`", "`is unsure`", "`is withheld`"])
            .unwrap()
            .rows
    };
    assert_eq!(states(&page), states(&room));
}
