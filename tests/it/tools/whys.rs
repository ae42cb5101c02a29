//! `candidacy why`: what a question can lead to, for people and for tools, in agreement with the interview's `?`.

use std::fmt::Write as _;

use candidacy::questionnaire::{rules_testing, tested};
use candidacy::value::index::{QuestionIx, RuleIx};
use serde_json::Value;

use crate::proofs::chain;
use crate::support::{Room, fixtures, ran_in, set, smp};

#[test]
fn a_question_tells_what_it_can_lead_to() {
    let ran = ran_in(fixtures(), &["why", "interview/small.yaml", "isotretinoin"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    insta::assert_snapshot!("why_it_opens", ran.out);
    let ran = ran_in(fixtures(), &["why", "interview/small.yaml", "note"]);
    insta::assert_snapshot!("why_nothing_uses_it", ran.out);
    let ran = ran_in(fixtures(), &["why", "interview/small.yaml", "keloid", "--format", "json"]);
    insta::assert_snapshot!("why_as_json", ran.out);
}

#[test]
fn a_question_that_is_not_there_is_a_fault_of_usage() {
    let ran = ran_in(fixtures(), &["why", "interview/small.yaml", "keloids"]);
    assert_eq!(ran.status, 2);
    assert_eq!(ran.err, "error: there is no question `keloids`; did you mean `keloid`?\n");
}

#[test]
fn a_question_that_nobody_reaches_is_for_nothing() {
    let ran = ran_in("tests/diagnostics/unreachable-question", &["why", "questionnaire.yaml", "cream"]);
    assert!(ran.out.ends_with("\n\nNo response reaches this question: it is never asked.\n"), "{}", ran.out);
    assert!(!ran.out.contains("Not sure"), "{}", ran.out);
}

#[test]
fn lines_fit_and_long_lists_are_cut_but_not_for_tools() {
    let ran = ran_in(".", &["why", "smp", "health_list"]);
    assert!(ran.out.lines().all(|line| line.chars().count() <= 80), "{}", ran.out);
    assert!(ran.out.contains("    and "), "{}", ran.out);
    let json = ran_in(".", &["why", "smp", "health_list", "--format", "json"]).out;
    let told: Value = serde_json::from_str(&json).unwrap();
    let rules = [&told["decides"], &told["leads_to"]].map(|rules| rules.as_array().unwrap().len());
    assert!(rules.iter().sum::<usize>() > 12 && json.lines().count() == 1, "{rules:?}");
}

/// In a set without dead rules, `why` and the interview's `?` speak of the same rules.
#[test]
fn why_and_the_interview_agree() {
    let questionnaire = smp();
    for question in ["age", "goal", "health_list", "scar_date", "pattern"] {
        let ran = ran_in(".", &["why", "smp", question, "--format", "json"]);
        let told: Value = serde_json::from_str(&ran.out).unwrap();
        let decides: Vec<&str> =
            told["decides"].as_array().unwrap().iter().map(|rule| rule["rule"].as_str().unwrap()).collect();
        let rules = rules_testing(questionnaire, questionnaire.question(question).unwrap());
        let named: Vec<&str> = rules.iter().map(|rule| questionnaire.rules()[*rule].id.as_str()).collect();
        assert_eq!(decides, named, "{question}");
    }
}

/// That two long chains of exclusive ors in different orders are the same is out of reach for such a solver.
#[test]
fn what_is_not_decided_is_said_with_a_cure() {
    let questions: String =
        (0..40).map(|at| format!("      - {{ id: q{at}, ask: Is it {at}?, type: yes_no }}\n")).collect();
    let (sorted, shuffled): (Vec<_>, Vec<_>) = (0..40).map(|at| (at, at * 27 % 40)).unzip();
    let (up, mixed) = (chain("up", &sorted), chain("mix", &shuffled));
    let yaml = format!(
        "questionnaire: chain\nversion: 1.0.0\ntitle: A chain\nverdicts:\n  - fine: {{ title: Fine, says: Fine. }}\n  \
         - later: {{ title: Later, says: Later. }}\nsections:\n  - id: s\n    title: S\n    questions:\n{questions}    \
         conditions:\n{up}{mixed}    rules:\n      - {{ id: odd, when: up39 and not mix39, verdict: later, finding: Odd. }}\n"
    );
    let ran = Room::empty().has("chain.yaml", yaml).runs(&["why", "chain.yaml", "q1"]);
    let said = ran.err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(ran.status, 1);
    assert!(said.starts_with("error: not decided within") && said.contains("split long chains"), "{said}");
}

/// Each condition names the one before it twice: walked without a memory, that is 2^200 steps.
#[test]
fn chained_names_are_looked_into_once() {
    let mut conditions = "      c0: a or b\n".to_owned();
    for number in 1..=200 {
        let before = number - 1;
        writeln!(conditions, "      c{number}: (c{before} and a) or (not c{before} and b)").unwrap();
    }
    let text = format!(
        "questionnaire: chain\nversion: 1.0.0\ntitle: Chain\nverdicts:\n  - fine: {{ title: Fine, says: Fine. }}\n  \
         - wait: {{ title: Wait, says: Wait. }}\nsections:\n  - id: s\n    title: S\n    questions:\n      \
         - {{ id: a, ask: A?, type: yes_no }}\n      - {{ id: b, ask: B?, type: yes_no }}\n      \
         - {{ id: c, ask: C?, type: yes_no }}\n    conditions:\n{conditions}    rules:\n      \
         - {{ id: last, when: c200, verdict: wait, finding: Wait. }}\n"
    );
    let questionnaire = set(&text);
    let (a, b) = (QuestionIx::new(0), QuestionIx::new(1));
    assert_eq!(tested(&questionnaire, &questionnaire[RuleIx(0)].when), [a, b].into());
    assert_eq!(rules_testing(&questionnaire, a), [RuleIx::new(0)]);
    assert_eq!(rules_testing(&questionnaire, QuestionIx::new(2)), []);
}
