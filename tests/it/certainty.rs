//! How soon results are certain, and that the order of questions changes none.

use candidacy::assessment::Engine;
use candidacy::questionnaire::{Audience, Questionnaire, Texts, load};
use candidacy::response::{Response, accept};
use candidacy::source::Sources;
use proptest::prelude::*;

use crate::generate::{Tape, questionnaire, response, tapes};
use crate::support::{Room, candidacy, day, run, sample};

/// The same set with its sections in another order; none if a condition would then name what comes later.
fn reordered(yaml: &str, tape: &mut Tape) -> Option<Questionnaire> {
    let (head, rest) = yaml.split_once("sections:\n")?;
    let (sections, tail) = match rest.find("\nguarantees:") {
        Some(at) => rest.split_at(at + 1),
        None => (rest, ""),
    };
    let mut left: Vec<String> =
        sections.split("  - id: ").skip(1).map(|section| format!("  - id: {section}")).collect();
    let mut shuffled = String::new();
    while !left.is_empty() {
        shuffled += &left.remove(tape.pick(left.len()));
    }
    let text = format!("{head}sections:\n{shuffled}{tail}");
    load(&Texts::one("questionnaire.yaml", text), "questionnaire.yaml", &mut Sources::default()).0
}

/// The verdict of a response to another order of the same questions, and the rules that held.
fn judged(set: &Questionnaire, from: (&Questionnaire, &Response)) -> (String, Vec<String>) {
    let (of, given) = from;
    let mut response = Response::new(set);
    for (index, answer) in given.iter() {
        let question = set.question(&of[index].id).unwrap();
        response.set(accept(set, question, answer.clone(), day()).unwrap());
    }
    let assessment = Engine::new(set, day()).assess(&response, Audience::Everyone);
    let mut rules: Vec<String> = assessment.findings.iter().map(|finding| set[finding.rule].id.clone()).collect();
    rules.sort();
    (set[assessment.verdict].id.clone(), rules)
}

proptest! {
    #![proptest_config(sample(256))]

    #[test]
    fn the_order_of_sections_changes_no_result(drawn in tapes(), said in tapes(), order in tapes()) {
        let draft = questionnaire(&mut Tape(&drawn));
        let set = draft.load();
        let Some(other) = reordered(&draft.yaml(), &mut Tape(&order)) else { return Ok(()) };
        let given = response(&set, &mut Tape(&said));
        prop_assert_eq!(judged(&other, (&set, &given)), judged(&set, (&set, &given)), "{}", draft.yaml());
    }
}

/// The page shows what the command prints, and the SMP set is in a good order: the least that its people should get.
#[test]
fn results_of_the_shipped_set_are_certain_early() {
    let ran = run(candidacy(env!("CARGO_MANIFEST_DIR").as_ref(), &["test", "smp", "--certainty"]), b"");
    let table = ran.succeeded().out.split_once("657 answered").expect("the table comes last").1.to_owned();
    let page = include_str!("../../docs/certainty.md");
    let (_, shown) = page.split_once("657 answered").unwrap();
    assert_eq!(shown.split("```").next().unwrap().trim(), table.trim());
    let after = |group: &str| -> usize {
        let line = table.lines().skip(2).find(|line| line.split_whitespace().next() == Some(group)).unwrap();
        line.split_whitespace().nth(3).unwrap().parse().unwrap()
    };
    assert!(after("all") <= 42 && after("refer") <= 20 && after("not_suitable") <= 8, "{table}");
}

/// What concerns the mind neither begins nor ends the interview, and the first question is an easy one.
#[test]
fn the_mind_is_asked_about_in_the_middle() {
    let smp = crate::support::smp();
    let client: Vec<&str> = smp
        .questions()
        .iter()
        .filter(|question| question.audience.includes(Audience::Client) && question.when.is_none())
        .map(|question| question.id.as_str())
        .collect();
    let mind = ["worry", "worry_avoid", "earlier_work", "mood", "upset", "whose_idea"];
    for question in mind {
        let at = client.iter().position(|id| *id == question).unwrap();
        assert!(at >= 10 && at + 5 < client.len(), "`{question}` is question {at} of {}", client.len());
    }
    assert_eq!(client[0], "age");
}

/// Whoever stops early reads that we stopped asking, on every page, and that a day can still move; never that all was answered.
#[test]
fn whoever_stops_early_reads_so() {
    let room = Room::new();
    room.has("never.yaml", "questionnaire: smp\nanswers: { age: 34, keloid: two_or_more }\n");
    let waits =
        "questionnaire: smp\nanswers: { age: 34, goal: [shaved_look], pattern: receding, keloid: one_elsewhere }\n";
    room.has("waits.yaml", waits);
    for format in ["text", "markdown", "html"] {
        let page = |file| {
            let arguments =
                ["assess", "smp", "--no-input", "--answers", file, "--today", "2026-11-22", "--format", format];
            room.runs(&arguments).succeeded().out.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let never = page("never.yaml");
        assert!(never.contains("We stopped asking early"), "{format}: {never}");
        assert!(!never.contains("The day can still move"), "nobody waits for what is refused: {format}");
        for said in [&never, &page("waits.yaml")] {
            assert!(!said.contains("You have answered all that counts"), "{format}: {said}");
        }
    }
}
