//! `candidacy show`: what people review is what the set does.

use std::collections::BTreeMap;

use candidacy::assessment::Engine;
use candidacy::catalog;
use candidacy::proof::Plan;
use candidacy::questionnaire::{Audience, QuestionKind, Questionnaire, rules_testing};
use candidacy::scenario::read;
use candidacy::show::{Named, ShowFormat, ShownPart, Thing, find, page, show};
use candidacy::source::Sources;
use candidacy::value::index::QuestionIx;
use candidacy::value::{Answer, State, Value};

use crate::support::{Room, day, ran_in, smp};

#[test]
fn a_question_is_shown_with_what_its_answers_lead_to() {
    for (id, name) in [("keloid", "show_question"), ("age", "show_number"), ("skin_05_keloid_family", "show_rule")] {
        let ran = ran_in(".", &["show", "smp", id, "--today", "2026-11-22"]);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""));
        assert!(ran.out.lines().all(|line| line.chars().count() <= 80), "{}", ran.out);
        insta::assert_snapshot!(name, ran.out);
    }
}

#[test]
fn everything_that_has_an_id_is_shown() {
    let ran = ran_in(".", &["show", "smp", "--format", "json", "--today", "2026-11-22"]);
    let all: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let set = &all["part"]["set"];
    let questionnaire = smp();
    let ids = |of: &serde_json::Value| -> Vec<String> {
        of.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
    };
    let sections = set["sections"].as_array().unwrap();
    let inside = |key: &str| sections.iter().flat_map(|section| ids(&section[key])).collect::<Vec<_>>();
    let known = |ids: Vec<&String>| ids.into_iter().cloned().collect::<Vec<_>>();
    assert_eq!(inside("questions"), known(questionnaire.questions().iter().map(|of| &of.id).collect()));
    assert_eq!(inside("rules"), known(questionnaire.rules().iter().map(|of| &of.id).collect()));
    assert_eq!(ids(&set["guarantees"]), known(questionnaire.guarantees().iter().map(|of| &of.id).collect()));
    assert_eq!(ids(&set["sources"]), known(questionnaire.sources().iter().map(|of| &of.id).collect()));
    assert_eq!(ids(&set["values"]), known(questionnaire.values().iter().map(|of| &of.id).collect()));
    // And each alone, as text, Markdown and page.
    for (id, says) in [("healing", "keloid"), ("keloids_never", "verdict"), ("skin_05_keloid_many", "keloid")] {
        for format in ["text", "markdown", "html"] {
            let ran = ran_in(".", &["show", "smp", id, "--format", format]);
            assert!(ran.status == 0 && ran.out.contains(says), "{id} as {format}: {}{}", ran.out, ran.err);
        }
    }
}

#[test]
fn an_id_that_is_not_there_is_told_with_the_nearest_three() {
    let ran = ran_in(".", &["show", "smp", "keloids"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.starts_with("error: nothing of `smp` has the id `keloids`; nearest are `"), "{}", ran.err);
    assert_eq!(ran.err.matches('`').count(), 2 * 5, "three of them: {}", ran.err);
    assert!(ran.err.contains("`keloid`"), "{}", ran.err);
}

/// What is said of an answer holds for every worked person who is asked and answers so, and so does the floor of "not sure".
#[test]
fn no_person_gets_less_than_an_answer_is_said_to_lead_to() {
    let questionnaire = smp();
    let engine = Engine::new(questionnaire, day());
    let plan = Plan::new(&engine);
    let ShownPart::Set(set) = show(&plan, Thing::Set, &Sources::default()).unwrap().part else { panic!() };
    let shown: Vec<_> = set.sections.iter().flat_map(|section| &section.questions).collect();
    let found = catalog::find("smp").unwrap();
    let mut sources = Sources::default();
    let suite = read(questionnaire, found.files.as_ref(), &found.main, &mut sources, day()).0.unwrap();
    let rank = |title: &String| questionnaire.verdicts().find(|verdict| verdict.title == *title).unwrap();
    let (mut held, mut perhaps) = (0, 0);
    let mut engines = BTreeMap::new();
    for scenario in &suite.scenarios {
        let engine = engines.entry(scenario.day).or_insert_with(|| Engine::new(questionnaire, scenario.day));
        let situation = engine.situation(&scenario.response);
        let assessment = engine.assess(&scenario.response, Audience::Everyone);
        let found = |rule: &String| assessment.findings.iter().any(|finding| questionnaire[finding.rule].id == *rule);
        for (index, answer) in scenario.response.iter() {
            let of = shown[index.at()];
            assert_eq!(of.id, questionnaire[index].id);
            let said = match (situation.state(index), answer) {
                (State::Answered(_), Answer::Given(value)) => positions(questionnaire, index, value),
                (State::Unsure | State::Withheld, _) => {
                    let floor = of.unsure.as_ref().map(rank).unwrap();
                    assert!(assessment.verdict >= floor, "{}: {}", scenario.id, of.id);
                    continue;
                }
                _ => continue,
            };
            for position in said {
                let answer = &of.answers[position];
                let least = answer.at_least.as_ref().map(rank);
                assert!(
                    least.is_none_or(|least| assessment.verdict >= least),
                    "{}: {} {}",
                    scenario.id,
                    of.id,
                    answer.id
                );
                for lead in &answer.always {
                    assert!(found(&lead.rule), "{}: {} {} without `{}`", scenario.id, of.id, answer.id, lead.rule);
                    held += 1;
                }
                perhaps += answer.perhaps.iter().filter(|lead| found(&lead.rule)).count();
                // What holds for this person and looks at this answer is said of it.
                let rules = rules_testing(questionnaire, index);
                for rule in rules.iter().filter(|rule| found(&questionnaire[**rule].id)) {
                    let id = &questionnaire[*rule].id;
                    let told = of.answers.iter().flat_map(|answer| answer.always.iter().chain(&answer.perhaps));
                    assert!(told.into_iter().any(|lead| lead.rule == *id), "{}: {id} is not told of", of.id);
                }
            }
        }
    }
    assert!(held > 200 && perhaps > 100, "{held} {perhaps}");
}

/// The rows of a table of answers that an answer stands in.
fn positions(questionnaire: &Questionnaire, question: QuestionIx, value: &Value) -> Vec<usize> {
    match (&questionnaire[question].kind, value) {
        (QuestionKind::YesNo, Value::YesNo(yes)) => vec![usize::from(!yes)],
        (_, Value::Choice(option)) => vec![*option],
        (_, Value::Choices(options)) => options.iter().collect(),
        _ => Vec::new(),
    }
}

/// The page is one file that loads nothing, and ends with room to sign.
#[test]
fn the_page_to_sign_is_whole() {
    let room = Room::empty();
    room.runs(&["show", "smp", "--output", "review.html"]).succeeded();
    let html = room.read("review.html");
    for wanted in ["<html lang=\"en\">", "Review", "Signature", "sha256:", "default-src 'none'", "leads at least to"] {
        assert!(html.contains(wanted), "{wanted}");
    }
    for never in ["src=", "href=", "<script", "@import"] {
        assert!(!html.contains(never), "{never}");
    }
    room.runs(&["show", "smp", "--output", "review.md"]).succeeded();
    assert!(room.read("review.md").contains("- [ ] as they are\n"));
    let engine = Engine::new(smp(), day());
    let Named::Thing(thing) = find(smp(), "keloid") else { panic!() };
    let shown = show(&Plan::new(&engine), thing, &Sources::default()).unwrap();
    for columns in [20, 40, 60, 100] {
        let text = page(&shown, ShowFormat::Text, columns);
        let wide = text.lines().find(|line| line.chars().count() > columns.max(40));
        assert_eq!(wide, None, "{columns}");
    }
}
