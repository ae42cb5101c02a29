//! Scenarios: what they say when they fail, what they count, and that no file makes them fall over.

use std::fmt::Write as _;

use candidacy::assessment::Engine;
use candidacy::diagnostic::render::{Colour, human, short};
use candidacy::diagnostic::{Code, Diagnostics};
use candidacy::proof::prove;
use candidacy::questionnaire::{Audience, Questionnaire, Texts, load};
use candidacy::response::{Response, answers_inline};
use candidacy::scenario::render::{CoverageDetail, Demand, Tested, human as table, json, junit};
use candidacy::scenario::{Coverage, CoverageRow, Results, Suite, file_beside, read, run};
use candidacy::source::Sources;
use candidacy::value::index::QuestionIx;
use proptest::prelude::*;

use crate::diagnostics::{damage, damaged, with_marks, without_marks};
use crate::generate::{Tape, questionnaire, response, tapes};
use crate::support::{Ran, day, ran_in, sample, set_with_sources};

const POOL: &str = include_str!("scenarios/questionnaire.yaml");
const GOOD: &str = include_str!("scenarios/scenarios.yaml");
const FAULTS: &str = include_str!("scenarios/faults.yaml");

/// A questionnaire with its scenarios, read and run.
struct Set {
    questionnaire: Questionnaire,
    suite: Option<Suite>,
    diagnostics: Diagnostics,
    results: Results,
    sources: Sources,
}

fn set(questionnaire: &str, scenarios: &str) -> Set {
    let files = Texts::one("questionnaire.yaml", questionnaire).with("scenarios.yaml", scenarios);
    let (questionnaire, mut sources) = set_with_sources(&files);
    let (suite, diagnostics) = read(&questionnaire, &files, "questionnaire.yaml", &mut sources, day());
    let results = run(&questionnaire, suite.as_ref().unwrap_or(&Suite::default()));
    Set { questionnaire, suite, diagnostics, results, sources }
}

/// A set of the pool questionnaire whose scenarios are sound.
fn pool(scenarios: &str) -> Set {
    let set = set(POOL, scenarios);
    assert!(!set.diagnostics.has_errors(), "{}", short(&set.diagnostics, &set.sources));
    set
}

impl Set {
    fn tested(&self) -> Tested<'_> {
        Tested { name: "pool/", questionnaire: &self.questionnaire, results: &self.results }
    }

    /// What failed, in short.
    fn told(&self) -> String {
        short(&self.results.diagnostics(), &self.sources)
    }

    fn failed(&self) -> Vec<&str> {
        let failed = self.results.outcomes.iter().filter(|outcome| !outcome.failures.is_empty());
        failed.map(|outcome| outcome.id.as_str()).collect()
    }

    fn missing(&self, row: CoverageRow) -> Vec<&str> {
        self.results.coverage.missing(row).map(|part| part.name.as_str()).collect()
    }
}

#[test]
fn failures_are_drawn_in_their_file() {
    let set = pool(GOOD);
    let drawn = human(&set.results.diagnostics(), &set.sources, 100, Colour::Plain);
    insta::assert_snapshot!(
        "human",
        format!("{GOOD}\n--------\n{drawn}{}", table(set.tested(), CoverageDetail::Missing, 80))
    );
    insta::assert_snapshot!("human_all", table(set.tested(), CoverageDetail::All, 80));
}

#[test]
fn tools_get_json_and_junit() {
    let set = pool(GOOD);
    let written = json(&[set.tested()], &set.sources);
    assert_eq!(written.matches('\n').count(), 1, "one line");
    let value: serde_json::Value = serde_json::from_str(&written).unwrap();
    insta::assert_snapshot!("json", format!("{value:#}"));
    insta::assert_snapshot!("junit", junit(&[set.tested()], &set.sources, Demand::Everything));
    assert!(!junit(&[set.tested()], &set.sources, Demand::Nothing).contains("name=\"coverage\""));
}

#[test]
fn exactly_the_wrong_scenarios_fail() {
    let set = pool(GOOD);
    assert_eq!(set.failed(), ["wrong_in_everything", "wrong_in_other_ways", "too_hopeful"], "{}", set.told());
}

/// The faults stand in the file that has them; `BLESS=1` draws them anew.
#[test]
fn every_fault_of_a_scenario_file_is_told_at_its_place() {
    let set = set(POOL, &without_marks(FAULTS));
    let (index, source) = set.sources.iter().find(|(_, source)| source.name == "scenarios.yaml").unwrap();
    let drawn = with_marks(index, source, &set.diagnostics);
    if std::env::var_os("BLESS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/scenarios/faults.yaml");
        return std::fs::write(path, drawn).unwrap();
    }
    assert_eq!(drawn, FAULTS);
    for diagnostic in set.diagnostics.iter() {
        assert!(!diagnostic.message.ends_with('.') && !diagnostic.message.starts_with(char::is_uppercase));
        let says_it_all = diagnostic.code == Code::AnswerOutOfRange || diagnostic.message.contains(" takes ");
        assert!(says_it_all || !diagnostic.help.is_empty(), "{}: what is to be done?", diagnostic.message);
    }
}

#[test]
fn every_code_of_a_scenario_is_shown() {
    let mut shown: Vec<Code> = set(POOL, &without_marks(FAULTS)).diagnostics.iter().map(|one| one.code).collect();
    shown.extend(pool(GOOD).results.diagnostics().iter().map(|one| one.code));
    let mine = Code::ALL.iter().filter(|code| (Code::ScenarioFailed..=Code::UnusedBase).contains(code));
    assert_eq!(mine.filter(|code| !shown.contains(code)).collect::<Vec<_>>(), Vec::<&Code>::new());
}

#[test]
fn a_scenarios_own_day_wins_over_that_of_its_file_and_of_the_run() {
    let scenarios = "  - { id: a, answers: { fever: yes }, not_before: 2030-01-03 }
  - { id: b, today: 2031-01-01, answers: { fever: yes }, not_before: 2031-01-03 }\n";
    let set = pool(&format!("today: 2030-01-01\nscenarios:\n{scenarios}"));
    assert_eq!(set.told(), "");
    assert_eq!(pool(&format!("scenarios:\n{scenarios}")).failed(), ["a"], "the day of the run is another");
}

#[test]
fn a_set_without_scenarios_has_none_and_no_faults() {
    let files = Texts::one("questionnaire.yaml", POOL);
    let mut sources = Sources::default();
    let questionnaire = load(&files, "questionnaire.yaml", &mut sources).0.unwrap();
    let (suite, diagnostics) = read(&questionnaire, &files, "questionnaire.yaml", &mut sources, day());
    assert!(suite.is_none() && diagnostics.is_empty());
}

#[test]
fn the_file_is_named_after_the_questionnaire() {
    for (main, file) in [
        ("questionnaire.yaml", "scenarios.yaml"),
        ("questionnaire.yml", "scenarios.yml"),
        ("small.yaml", "small.scenarios.yaml"),
        ("a.b.yaml", "a.b.scenarios.yaml"),
        ("small", "small.scenarios.yaml"),
    ] {
        assert_eq!(file_beside(main), file);
    }
}

#[test]
fn a_file_may_be_just_the_list_and_may_be_json() {
    for text in [
        "- { id: a, answers: { age: 3 }, stopped: true }\n",
        "[{\"id\": \"a\", \"answers\": {\"age\": 3, \"fever\": null}, \"stopped\": true}]",
        "scenarios: [{ id: a, answers: { age: 3 }, stopped: true }]",
    ] {
        let set = pool(text);
        assert_eq!((set.results.outcomes.len(), set.results.failed()), (1, 0), "{text}");
    }
}

#[test]
fn of_two_bases_the_later_wins_and_null_takes_an_answer_away() {
    let bases = "bases:\n  a: { age: 30, fever: yes, pills: no }\n  b: { fever: no, pills: null }\nscenarios:\n";
    for (scenario, passes) in [
        ("{ id: x, base: a, findings: [feverish] }", true),
        ("{ id: x, base: [a, b], no_findings: [feverish], open: [fever] }", false),
        ("{ id: x, base: [a, b], no_findings: [feverish], no_open: [fever] }", true),
        ("{ id: x, base: [a, b], open: [pills] }", true),
        ("{ id: x, base: [b, a], findings: [feverish], no_open: [pills] }", true),
        ("{ id: x, base: a, answers: { fever: null }, open: [fever] }", true),
        ("{ id: x, base: [a, b], answers: { fever: yes }, findings: [feverish] }", true),
    ] {
        let set = pool(&format!("{bases}  - {scenario}\n"));
        assert_eq!(set.results.failed() == 0, passes, "{scenario}: {}", set.told());
    }
}

/// What a scenario shows counts; what it leaves unknown does not.
#[test]
fn coverage_counts_what_is_known() {
    let nothing = pool("- { id: a, answers: {}, verdict: fine }");
    assert_eq!(nothing.missing(CoverageRow::Held).len(), nothing.questionnaire.rules().len());
    assert_eq!(
        nothing.missing(CoverageRow::NotHeld).len(),
        nothing.questionnaire.rules().len(),
        "unknown is not false"
    );
    assert_eq!(nothing.missing(CoverageRow::Asked), ["kinds", "tan", "rash"]);
    assert_eq!(nothing.missing(CoverageRow::Skipped), ["kinds", "tan", "rash"], "the section's `when` counts as well");
    assert_eq!(nothing.missing(CoverageRow::Verdict), ["careful", "later"]);

    let child = pool("- { id: a, answers: { age: 3, pills: no }, verdict: later }");
    assert_eq!(child.missing(CoverageRow::Skipped), Vec::<&str>::new());
    assert!(
        !child.missing(CoverageRow::Held).contains(&"child") && child.missing(CoverageRow::NotHeld).contains(&"child")
    );
    assert!(!child.missing(CoverageRow::NotHeld).contains(&"rash"), "false, because its question does not apply");

    let ruled_out = pool("- { id: a, answers: { age: 30, pills: no, tan: tired }, verdict: fine }");
    assert!(
        ruled_out.missing(CoverageRow::Chosen).contains(&"tan: tired"),
        "an option that is not offered does not count"
    );
    let offered = pool("- { id: a, answers: { age: 30, pills: yes, kinds: red, tan: tired }, verdict: careful }");
    assert!(!offered.missing(CoverageRow::Chosen).contains(&"tan: tired"));
    assert!(
        !offered.missing(CoverageRow::Chosen).contains(&"kinds: red")
            && offered.missing(CoverageRow::Chosen).contains(&"kinds: blue")
    );
    assert!(
        !offered.missing(CoverageRow::Chosen).contains(&"pills: yes")
            && offered.missing(CoverageRow::Chosen).contains(&"pills: no")
    );
    assert_eq!(offered.missing(CoverageRow::Unsure), ["fever"]);
}

#[test]
fn full_coverage_is_complete_and_nothing_less() {
    let empty = Coverage::new(&pool(GOOD).questionnaire);
    assert!(!empty.is_complete());
    let every = "\
- { id: a, answers: { age: 30, fever: unsure, pills: yes, kinds: [red, blue], tan: tired, rash: no }, verdict: later }
- { id: b, answers: { age: 30, fever: yes, pills: yes, kinds: none, tan: pale, rash: yes }, verdict: later }
- { id: c, answers: { age: 30, fever: no, pills: no, tan: brown, cut: 2026-11-21, rash: no }, verdict: later }
- { id: d, answers: { age: 3, fever: no, pills: no, cut: 2026-01-01 }, verdict: later }
- { id: e, answers: { age: 30, fever: no, pills: no, tan: brown, rash: no }, verdict: fine }
- { id: f, answers: { age: 30, fever: no, pills: no, tan: pale, rash: no, cut: 2026-01-01 }, verdict: careful }
";
    let set = pool(every);
    assert!(set.results.coverage.is_complete(), "{}", table(set.tested(), CoverageDetail::Missing, 80));
    assert!(junit(&[set.tested()], &set.sources, Demand::Everything).contains("name=\"coverage\"/>"));
    for left_out in 0..6 {
        let lines: String =
            every.lines().enumerate().filter(|(at, _)| *at != left_out).map(|(_, line)| format!("{line}\n")).collect();
        assert!(!pool(&lines).results.coverage.is_complete(), "line {left_out} shows something of its own");
    }
}

/// The response that breaks a guarantee can be pasted as it is printed.
#[test]
fn the_witness_of_a_broken_guarantee_is_a_scenario() {
    for guarantee in [
        "when: pills, verdict: at least later",
        "when: fever is unsure, verdict: exactly fine",
        "when: tan == tired, verdict: at most fine",
        "when: age >= 18, finding: pale",
        "never: open_cut",
        "settled: true",
    ] {
        let text = format!("{POOL}guarantees:\n  - {{ id: promise, {guarantee} }}\n");
        let before = set(&text, "[{ id: a, answers: {}, verdict: fine }]");
        let broken = prove(&before.questionnaire, day());
        let broken =
            broken.iter().find(|fault| fault.code == Code::BrokenGuarantee).unwrap_or_else(|| panic!("{guarantee}"));
        let scenario = broken.help.iter().find(|help| help.starts_with('{')).unwrap_or_else(|| panic!("{broken:?}"));
        let pasted = set(&text, &format!("scenarios:\n  - {scenario}\n"));
        assert!(pasted.diagnostics.is_empty(), "{scenario}\n{}", short(&pasted.diagnostics, &pasted.sources));
        assert_eq!((pasted.results.outcomes.len(), pasted.told()), (1, String::new()), "{scenario}");
    }
}

/// A scenario that expects exactly what a response gives.
fn scenario_of(questionnaire: &Questionnaire, response: &Response) -> String {
    let assessment = Engine::new(questionnaire, day()).assess(response, Audience::Everyone);
    let verdict = |index: candidacy::value::index::VerdictIx| &questionnaire.verdicts()[index].id;
    let question = |index: QuestionIx| questionnaire.questions()[index].id.clone();
    let rules: Vec<&str> =
        assessment.findings.iter().map(|found| questionnaire.rules()[found.rule].id.as_str()).collect();
    let others = questionnaire.rules().iter().map(|rule| rule.id.as_str()).filter(|rule| !rules.contains(rule));
    let sections = questionnaire.sections().iter().enumerate().map(|(at, section)| {
        let found = assessment.sections.iter().find(|found| found.section.at() == at);
        format!("{}: {}", section.id, found.map_or("null", |found| verdict(found.verdict)))
    });
    let open: Vec<String> = assessment.open.iter().map(|open| question(open.question)).collect();
    let closed: Vec<String> = (0..questionnaire.questions().len())
        .map(|at| question(QuestionIx::new(at)))
        .filter(|id| !open.contains(id))
        .collect();
    let unsure: Vec<String> = assessment.unsure.iter().map(|unsure| question(unsure.question)).collect();
    let mut yaml = format!("  - id: drawn\n    today: {}\n", day());
    let mut line = |key: &str, value: String| writeln!(yaml, "    {key}: {value}").unwrap();
    line("answers", answers_inline(questionnaire, response));
    line("verdict", verdict(assessment.verdict).clone());
    line("could_become", verdict(assessment.could_become).clone());
    line("settled", assessment.settled().to_string());
    line("stopped", assessment.stopped.is_some().to_string());
    line("not_before", assessment.not_before().map_or("none".to_owned(), |day| day.to_string()));
    line("sections", format!("{{ {} }}", sections.collect::<Vec<_>>().join(", ")));
    line("findings", format!("[{}]", rules.join(", ")));
    line("only_findings", format!("[{}]", rules.join(", ")));
    line("no_findings", format!("[{}]", others.collect::<Vec<_>>().join(", ")));
    line("open", format!("[{}]", open.join(", ")));
    line("no_open", format!("[{}]", closed.join(", ")));
    line("unsure", format!("[{}]", unsure.join(", ")));
    yaml
}

/// Another value for one line, which therefore must fail.
fn spoilt(yaml: &str, key: &str, questionnaire: &Questionnaire) -> Option<String> {
    let line = yaml.lines().find(|line| line.trim_start().starts_with(&format!("{key}: ")))?;
    let value = line.split_once(": ")?.1;
    let other = match key {
        "verdict" | "could_become" => {
            questionnaire.verdicts().iter().map(|verdict| verdict.id.as_str()).find(|id| *id != value)?
        }
        "settled" | "stopped" => {
            if value == "true" {
                "false"
            } else {
                "true"
            }
        }
        "not_before" => {
            if value == "none" {
                "2026-01-01"
            } else {
                "none"
            }
        }
        _ => return None,
    };
    Some(yaml.replace(line, &format!("    {key}: {other}")))
}

proptest! {
    #![proptest_config(sample(250))]

    #[test]
    fn a_scenario_made_of_its_own_assessment_passes_and_one_spoilt_line_fails(drawn in (tapes(), tapes())) {
        let draft = questionnaire(&mut Tape(&drawn.0));
        let loaded = draft.load();
        let response = response(&loaded, &mut Tape(&drawn.1));
        let yaml = scenario_of(&loaded, &response);
        let run = |yaml: &str| set(&draft.yaml(), &format!("scenarios:\n{yaml}"));
        let passed = run(&yaml);
        prop_assert!(!passed.diagnostics.has_errors(), "{yaml}{}", short(&passed.diagnostics, &passed.sources));
        prop_assert_eq!(passed.failed(), Vec::<&str>::new(), "{}{}{}", draft.yaml(), yaml, passed.told());
        for key in ["verdict", "could_become", "settled", "stopped", "not_before"] {
            if let Some(spoilt) = spoilt(&yaml, key, &loaded) {
                let after = run(&spoilt);
                prop_assert_eq!(after.failed(), ["drawn"], "{}", spoilt);
            }
        }
    }

    /// Coverage against its definition, said another way.
    #[test]
    fn coverage_agrees_with_the_findings(drawn in (tapes(), tapes())) {
        let draft = questionnaire(&mut Tape(&drawn.0));
        let loaded = draft.load();
        let response = response(&loaded, &mut Tape(&drawn.1));
        let set = set(&draft.yaml(), &format!("scenarios:\n{}", scenario_of(&loaded, &response)));
        let assessment = Engine::new(&loaded, day()).assess(&response, Audience::Everyone);
        let situation = Engine::new(&loaded, day()).situation(&response);
        let held = set.results.coverage.row(CoverageRow::Held).map(|part| part.times == 1).collect::<Vec<_>>();
        let found = |at: usize| assessment.findings.iter().any(|finding| finding.rule.at() == at);
        prop_assert_eq!(held, (0..loaded.rules().len()).map(found).collect::<Vec<_>>());
        let asked = set.results.coverage.row(CoverageRow::Asked).map(|part| part.times == 1).collect::<Vec<_>>();
        let applies = |at: usize| situation.applies(QuestionIx::new(at)) == candidacy::value::Truth::True;
        prop_assert_eq!(asked, (0..loaded.questions().len()).map(applies).collect::<Vec<_>>());
    }

    #[test]
    fn no_damage_makes_a_test_fall_over(damages in prop::collection::vec(damage(), 1..6)) {
        unharmed(&damages.iter().fold(GOOD.to_owned(), |text, damage| damaged(&text, damage)));
    }

    #[test]
    fn no_text_makes_a_test_fall_over(noise in "\\PC{0,200}") {
        unharmed(&noise);
        unharmed(&format!("scenarios:\n  - {{ id: a, answers: {{ {noise} }}, verdict: fine }}\n"));
    }
}

fn unharmed(scenarios: &str) {
    let set = set(POOL, scenarios);
    let all = set.results.diagnostics();
    for diagnostic in set.diagnostics.iter().chain(all.iter()) {
        let source = set.sources.get(diagnostic.span.source).unwrap();
        assert!(diagnostic.span.end as usize <= source.text.len(), "{diagnostic:?}");
    }
    human(&all, &set.sources, 80, Colour::Plain);
    table(set.tested(), CoverageDetail::All, 20);
    let written: serde_json::Value = serde_json::from_str(&json(&[set.tested()], &set.sources)).unwrap();
    assert_eq!(written["failed"], set.results.failed());
    well_formed(&junit(&[set.tested()], &set.sources, Demand::Everything));
    assert!(set.suite.is_some() || !set.diagnostics.is_empty(), "nothing is dropped in silence");
}

/// Tags that close in the order in which they opened, attributes in quotes, and nothing raw that XML has a use for.
fn well_formed(xml: &str) {
    let body = xml.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").unwrap();
    let mut open = Vec::new();
    for piece in body.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap();
        assert!(!text.contains('>'), "{piece}");
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        for reference in piece.split('&').skip(1) {
            let name = reference.split(';').next().unwrap();
            assert!(["amp", "lt", "gt", "quot", "#9", "#10", "#13"].contains(&name), "{piece}");
        }
        assert!(piece.chars().all(|c| c == '\n' || !c.is_ascii_control()), "{piece:?}");
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop().as_deref(), Some(name)),
            None if tag.ends_with('/') => {}
            None => open.push(tag.split(' ').next().unwrap().to_owned()),
        }
    }
    assert_eq!(open, Vec::<String>::new());
}

#[test]
fn a_hostile_name_stays_inside_its_attribute() {
    let set = pool(GOOD);
    let name = "a\"><b>&\u{1b}[31m\u{0}\n\t]]>\u{ffff}";
    let tested = Tested { name, ..set.tested() };
    well_formed(&junit(&[tested], &set.sources, Demand::Nothing));
    assert!(serde_json::from_str::<serde_json::Value>(&json(&[tested], &set.sources)).is_ok());
}

#[test]
fn large_files_are_refused_or_read_in_one_go() {
    let many = |count: usize| (0..count).map(|at| format!("- {{ id: a{at}, verdict: fine }}\n")).collect::<String>();
    let refused = set(POOL, &many(10_001));
    assert_eq!(refused.diagnostics.iter().map(|one| one.code).collect::<Vec<_>>(), [Code::TooMany]);
    assert_eq!(pool(&many(500)).results.outcomes.len(), 500);
    let bases =
        format!("bases: {{ w: {{ age: 400 }} }}\nscenarios:\n{}", "- { id: a, base: w, verdict: fine }\n".repeat(300));
    let told = set(POOL, &bases).diagnostics;
    assert_eq!(told.iter().filter(|one| one.code == Code::AnswerOutOfRange).count(), 1, "a base is told once");
    let list = format!(
        "bases: {{ w: {{ age: 4 }} }}\nscenarios:\n- {{ id: a, base: [{}], verdict: fine }}\n",
        "w, ".repeat(17)
    );
    assert!(set(POOL, &list).diagnostics.iter().any(|one| one.code == Code::TooMany));
}

fn candidacy(arguments: &[&str]) -> (i32, String, String) {
    let Ran { status, out, err } = ran_in(".", arguments);
    (status, out, err)
}

#[test]
fn the_command_says_how_it_went() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("questionnaire.yaml", POOL);
    let (exit, out, _) = candidacy(&["test", path]);
    assert_eq!(exit, 0);
    assert!(out.contains("no scenarios yet") && out.contains("scenarios.yaml"), "{out}");
    assert_eq!(candidacy(&["test", path, "--require-coverage"]).0, 1, "of nothing, nothing is shown");

    write("scenarios.yaml", "- { id: child, answers: { age: 3 }, stopped: true }\n");
    let (exit, out, err) = candidacy(&["test", path]);
    assert_eq!((exit, err.as_str()), (0, ""));
    assert!(out.contains("1 scenario, 1 passed, 0 failed"), "{out}");
    let (exit, out, _) = candidacy(&["test", path, "--require-coverage"]);
    assert_eq!(exit, 1);
    assert!(out.contains("`--require-coverage` asks for"), "{out}");

    write("scenarios.yaml", "- { id: child, answers: { age: 3 }, stopped: false }\n");
    for format in ["human", "json", "junit"] {
        let (exit, out, _) = candidacy(&["test", path, "--format", format]);
        assert_eq!(exit, 1, "{format}");
        assert!(out.contains("should be") || out.contains("\"expected\""), "{out}");
    }

    write("scenarios.yaml", "- { id: child, answers: { agee: 3 }, stopped: false }\n");
    let (exit, out, err) = candidacy(&["test", path, "--format", "json"]);
    assert_eq!(exit, 1);
    assert!(err.contains("unknown-question") && err.contains("did you mean `age`?"), "{err}");
    assert_eq!(out, "", "half a result would look like a whole one");

    assert_eq!(candidacy(&["test", "no/such/set"]).0, 4);
    assert_eq!(candidacy(&["test"]).0, 2);
}

#[test]
fn the_day_of_the_test_is_an_argument() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    std::fs::write(folder.path().join("questionnaire.yaml"), POOL).unwrap();
    let text = "- { id: fever, answers: { fever: yes }, not_before: 2030-05-03 }\n";
    std::fs::write(folder.path().join("scenarios.yaml"), text).unwrap();
    assert_eq!(candidacy(&["test", path, "--today", "2030-05-01"]).0, 0);
    assert_eq!(candidacy(&["test", path, "--today", "2030-05-02"]).0, 1);
}

/// What must not be told as a change fails where it is told, and only there.
#[test]
fn a_scenario_says_what_must_not_be_proposed() {
    let pool = POOL.replace(
        "ask: Do you have a fever?, type: yes_no,",
        "ask: Do you have a fever?, type: yes_no, yes: { becomes: no, by: time },",
    );
    assert_ne!(pool, POOL);
    let scenarios = "\
today: 2026-03-02
scenarios:
  - { id: told, answers: { age: 30, fever: yes, pills: no, tan: brown, rash: no }, not_proposed: [fever] }
  - { id: told_so, answers: { age: 30, fever: yes, pills: no, tan: brown, rash: no }, not_proposed: [tan, fever.no] }
  - { id: not_told, answers: { age: 30, fever: yes, pills: no, tan: brown, rash: no }, not_proposed: [fever.yes, age, tan.pale] }
  - { id: never_told, answers: { age: 30, fever: no, pills: yes, kinds: [red], tan: brown, rash: no }, not_proposed: [kinds, kinds.none] }
";
    let set = set(&pool, scenarios);
    assert_eq!(set.failed(), ["told", "told_so"], "{}", set.told());
    assert!(set.told().contains("a change of `fever`") && set.told().contains("proposed: `no`"), "{}", set.told());
}
