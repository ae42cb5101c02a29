//! `private: true`: an answer that decides is shown nowhere.

use std::collections::BTreeSet;

use candidacy::assessment::{Bounds, Engine};
use candidacy::batch::{Batch, BatchOptions, Chunk, Counting, Field, OnFault, RecordFormat, Records};
use candidacy::catalog::shipped_templates;
use candidacy::outlook::{Outlook, WhatIfRecord, assess_exactly, what_if};
use candidacy::questionnaire::{Audience, Questionnaire, Texts, load, opened_by, tested};
use candidacy::report::{Format, changes, contract, ending, render, report};
use candidacy::response::{Response, Visit, to_yaml};
use candidacy::source::Sources;
use candidacy::value::index::QuestionIx;
use proptest::prelude::*;

use crate::generate::{Tape, questionnaire, response, tapes};
use crate::support::{DAY, Room, answers, contract_on, day, sample, set};

const AUDIENCES: [Audience; 3] = [Audience::Client, Audience::Technician, Audience::Everyone];

/// Everything that is said of a response, to anybody, in any form.
fn everything_said(questionnaire: &Questionnaire, response: &Response) -> Vec<(String, String)> {
    let engine = Engine::new(questionnaire, day());
    let mut said = Vec::new();
    let mut say = |what: String, text: String| said.push((what, text));
    let ways = what_if(&engine, response);
    for audience in AUDIENCES {
        let assessment = assess_exactly(&engine, response, audience);
        let outlook = Outlook::of(&engine, response, &assessment);
        let nobody = Response::new(questionnaire);
        let changes = changes((&engine, &nobody), (&engine, response, &assessment), &Visit::default());
        let report = report(&engine, response, &assessment, &outlook).since(changes.clone());
        for format in Format::ALL {
            let template = format.template(audience);
            let text = render(&report, format, &template, &shipped_templates(), 80).unwrap();
            say(format!("{audience:?} {format:?}"), text);
        }
        say(format!("{audience:?} data"), serde_json::to_string(&report).unwrap());
        say(format!("{audience:?} end"), format!("{:?}", ending(&engine, response, &assessment, Some(&changes))));
        say(format!("{audience:?} JSON"), contract(&engine, response, &assessment).to_json());
        if let Ok(ways) = &ways {
            let record = WhatIfRecord::new(questionnaire, response, &assessment, ways);
            say(format!("{audience:?} what-if"), record.to_json());
        }
        let line = serde_json::to_string(
            &serde_yaml::from_str::<serde_json::Value>(&to_yaml(questionnaire, response, &[])).unwrap(),
        );
        let short = vec![Field::Verdict, Field::Findings, Field::Unsure, Field::Aged];
        for (written, counting) in [
            (RecordFormat::Json(None), Counting::Off),
            (RecordFormat::Json(Some(short)), Counting::Off),
            (RecordFormat::Json(Some(Field::ALL.to_vec())), Counting::On),
            (RecordFormat::Rows(Field::ALL.to_vec()), Counting::Off),
        ] {
            let options = BatchOptions {
                questionnaire,
                against: None,
                audience,
                day: day(),
                bounds: Bounds::Quick,
                written,
                faults: OnFault::GoOn,
                counting,
                records: Records::All,
            };
            let batch = Batch::new(options);
            let line = line.as_ref().unwrap().clone().into_bytes();
            let part = batch.judge(&Chunk { bytes: line, first: 1, ..Chunk::default() });
            assert_eq!(part.summary.refused, 0);
            say(format!("{audience:?} record"), String::from_utf8(part.text).unwrap());
            say(format!("{audience:?} table"), part.summary.table(batch.wanted()));
            say(format!("{audience:?} counts"), serde_json::to_string(&part.summary.record(batch.wanted())).unwrap());
        }
    }
    say("saved".to_owned(), to_yaml(questionnaire, &response.without_private(questionnaire), &[]));
    said
}

/// The questions that can be private together with one: whatever it opens. None if something shows that it was asked.
fn with_what_it_opens(set: &Questionnaire, question: QuestionIx) -> Option<BTreeSet<QuestionIx>> {
    let mut all = BTreeSet::from([question]);
    let mut waiting = vec![question];
    while let Some(question) = waiting.pop() {
        let by_option = set.questions().indices().filter(|other| {
            let mut whens = set[*other].options().iter().filter_map(|option| option.when.as_ref());
            whens.any(|when| tested(set, when).contains(&question))
        });
        let opened: Vec<QuestionIx> = opened_by(set, question).into_iter().chain(by_option).collect();
        waiting.extend(opened.into_iter().filter(|opened| all.insert(*opened)));
    }
    let shown = |question: &QuestionIx| {
        let sections = set.sections().iter().filter_map(|section| section.when.as_ref());
        let counted = set
            .rules()
            .iter()
            .flat_map(|rule| [rule.not_before.and_then(|wait| wait.question), rule.by.and_then(|by| by.question)]);
        sections.into_iter().any(|when| tested(set, when).contains(question))
            || counted.flatten().any(|counted| counted == *question)
    };
    (!all.iter().any(shown)).then_some(all)
}

/// The set with some questions private, whose names, texts and options nothing else has.
fn hushed(yaml: &str, set: &Questionnaire, private: &BTreeSet<QuestionIx>) -> Questionnaire {
    let ids: Vec<&str> = private.iter().rev().map(|question| set[*question].id.as_str()).collect();
    let mut lines: Vec<String> = yaml.lines().map(str::to_owned).collect();
    for line in &mut lines {
        for id in &ids {
            if line.contains(&format!("id: {id}, ask: ")) {
                *line = line.replace("Option ", "Hush ").replace(", ask: Ask ", ", private: true, ask: Hush ");
            }
            let (mut rest, mut written) = (line.as_str(), String::new());
            while let Some((before, after)) = rest.split_once(id) {
                written += before;
                let whole = !after.starts_with(|next: char| next.is_ascii_digit());
                written += &if whole { format!("hush_{id}") } else { (*id).to_owned() };
                rest = after;
            }
            *line = written + rest;
        }
    }
    let yaml = lines.join("\n");
    let (set, faults) = load(&Texts::one("a.yaml", yaml.clone()), "a.yaml", &mut Sources::default());
    assert!(!faults.has_errors(), "{:?}\n{yaml}", faults.iter().map(|fault| &fault.message).collect::<Vec<_>>());
    set.unwrap()
}

proptest! {
    #![proptest_config(sample(60))]

    #[test]
    fn nothing_private_is_in_anything_that_is_said(tape in tapes(), answered in tapes()) {
        let mut tape = Tape(&tape);
        let draft = questionnaire(&mut tape).ageing(&mut tape);
        let (open, yaml) = (draft.load(), draft.yaml());
        let mut answered = Tape(&answered);
        let mut private: BTreeSet<QuestionIx> = BTreeSet::new();
        for question in open.questions().indices() {
            if answered.once_in(2) {
                private.extend(with_what_it_opens(&open, question).unwrap_or_default());
            }
        }
        let set = hushed(&yaml, &open, &private);
        prop_assert_eq!(set.has_private(), !private.is_empty());
        let response = response(&set, &mut answered);
        for (what, text) in everything_said(&set, &response) {
            prop_assert!(!text.to_lowercase().contains("hush"), "{what}: {text}");
            if what.ends_with("JSON") || what.ends_with("record") {
                for score in set.scores().iter().filter(|score| score.private) {
                    prop_assert!(!text.contains(&score.id), "{what}: {text}");
                }
            }
        }
        // It decides as if everybody might know it.
        let engine = Engine::new(&set, day());
        let verdict = engine.assess(&response, Audience::Everyone).verdict;
        let mut same = Response::new(&open);
        for (question, _) in response.iter() {
            let accepted = response.accepted(question).unwrap();
            same.set(accepted);
        }
        prop_assert_eq!(Engine::new(&open, day()).assess(&same, Audience::Everyone).verdict, verdict);
    }
}

const CLINIC: &str = "\
questionnaire: clinic
version: 1.0.0
title: Does it suit you?
language: en
treats_up_to: later
valid_for: 6 months
verdicts:
  - fine: { title: Suitable, says: Nothing stands in the way. }
  - later: { title: Not now, says: Wait a little. }
  - ask: { title: Ask us first, says: Speak to us. }
sources:
  blood: { title: Viruses in blood }
sections:
  - id: health
    title: Your health
    questions:
      - { id: age, ask: How old are you?, type: number, range: 0..120 }
      - { id: virus, ask: Do you carry a virus?, type: yes_no, unsure: ask, private: true }
      - { id: smoker, ask: Do you smoke?, type: yes_no, yes: { becomes: no } }
    rules:
      - { id: talk, when: virus and age >= 18, verdict: ask, finding: Please speak to us first., sources: [blood] }
      - { id: alone, when: virus, verdict: ask, finding: There is something to talk about. }
      - { id: smoke, when: smoker, verdict: later, finding: Stop smoking first. }
";

#[test]
fn a_finding_stands_with_its_other_reasons() {
    let set = set(CLINIC);
    let given = answers(&set, "questionnaire: clinic\nversion: 1.0.0\nanswers: { age: 30, virus: yes, smoker: no }\n");
    let json: serde_json::Value = serde_json::from_str(&contract_on(&set, &given, Audience::Client)).unwrap();
    let finding = |at: usize| &json["findings"][at];
    assert_eq!((json["verdict"].as_str(), finding(0)["rule"].as_str()), (Some("ask"), Some("talk")));
    let reasons = finding(0)["because"].as_array().unwrap();
    assert_eq!(reasons.iter().map(|reason| reason["question"].as_str().unwrap()).collect::<Vec<_>>(), ["age"]);
    assert_eq!(finding(0)["sources"].as_array().unwrap().len(), 0);
    assert_eq!((finding(1)["rule"].as_str(), finding(1)["because"].as_array().unwrap().len()), (Some("alone"), 0));
    // What it was is not to be read off: "no" and "not sure" of it differ in the verdict alone.
    let unsure =
        answers(&set, "questionnaire: clinic\nversion: 1.0.0\nanswers: { age: 30, virus: unsure, smoker: no }\n");
    let json: serde_json::Value = serde_json::from_str(&contract_on(&set, &unsure, Audience::Client)).unwrap();
    assert_eq!((json["verdict"].as_str(), json["unsure"].as_array().unwrap().len()), (Some("ask"), 0));
}

#[test]
fn a_way_never_goes_by_a_private_answer() {
    let set = set(&CLINIC
        .replace("type: yes_no, unsure: ask", "type: number, range: 0..9, unsure: ask")
        .replace("when: virus", "when: virus > 3"));
    let given = answers(&set, "questionnaire: clinic\nversion: 1.0.0\nanswers: { age: 30, virus: 5, smoker: yes }\n");
    assert_eq!(what_if(&Engine::new(&set, day()), &given).unwrap(), []);
}

/// What was saved, and what an interview said, for these keys.
fn interviewed(arguments: &[&str], input: &str) -> (Room, String) {
    let room = Room::empty();
    room.has("clinic.yaml", CLINIC);
    let arguments = [&["assess", "clinic.yaml", "--plain", "--today", DAY], arguments].concat();
    let ran = room.runs_with(&arguments, input.as_bytes());
    (room, ran.succeeded().err.clone() + &ran.out)
}

#[test]
fn an_interview_asks_it_and_then_keeps_it_to_itself() {
    let script = "1\n30\ny\nb\nn\nn\ny\n";
    let (room, said) = interviewed(&["--save", "me.yaml"], script);
    assert_eq!(said.matches("Do you carry a virus?").count(), 2, "asked, and asked again after going back: {said}");
    assert_eq!(said.matches("It is in no report.").count(), 2, "told beside it, before it is answered: {said}");
    assert!(!said.contains("Your answer so far"), "{said}");
    assert!(said.contains("Check your answers") && said.contains("How old are you? — 30"), "{said}");
    assert!(said.contains("(without those to private questions; `--save-private` keeps them)"), "{said}");
    assert!(!room.read("me.yaml").contains("virus"), "{}", room.read("me.yaml"));
    // A file that lacks it asks again, and nothing else.
    let again = [
        "assess",
        "clinic.yaml",
        "--plain",
        "--today",
        DAY,
        "--answers",
        "me.yaml",
        "--save",
        "me.yaml",
        "--save-private",
    ];
    let ran = room.runs_with(&again, b"1\nn\ny\n");
    let said = &ran.succeeded().err;
    assert_eq!(
        (said.matches("Do you carry a virus?").count(), said.matches("Do you smoke?").count()),
        (1, 1),
        "{said}"
    );
    assert!(room.read("me.yaml").contains("virus: no"), "{}", room.read("me.yaml"));
    // Whoever does not ask for it any more has it no more, nor in what was said before.
    let later = [
        "assess",
        "clinic.yaml",
        "--no-input",
        "--today",
        "2027-08-01",
        "--answers",
        "me.yaml",
        "--save",
        "me.yaml",
        "--set",
        "smoker=yes",
    ];
    room.runs(&later).succeeded();
    let saved = room.read("me.yaml");
    assert!(saved.contains("visits:") && !saved.contains("virus"), "{saved}");
}

#[test]
fn an_old_private_answer_is_asked_again_by_itself_and_not_said_back() {
    let room = Room::empty();
    room.has("clinic.yaml", CLINIC);
    room.has(
        "me.yaml",
        "questionnaire: clinic\nversion: 1.0.0\nanswered_on: 2026-01-01\nanswers: { age: 30, virus: no, smoker: no }\n",
    );
    let ran =
        room.runs_with(&["assess", "clinic.yaml", "--plain", "--today", DAY, "--answers", "me.yaml"], b"1\nn\ny\ny\n");
    let said = &ran.succeeded().err;
    let list = said.split("You told us").nth(1).unwrap();
    assert!(list.contains("Do you smoke? — No") && !list.contains("virus"), "{said}");
    let asked = said.split("Do you carry a virus?").nth(1).unwrap();
    assert!(!asked.lines().nth(1).unwrap().contains("you said"), "{said}");
}

/// Going on from a draft: the answer is there, and is not shown.
#[test]
fn a_draft_holds_it() {
    let room = Room::empty();
    room.has("clinic.yaml", CLINIC);
    let arguments = ["assess", "clinic.yaml", "--plain", "--today", DAY];
    room.runs_with(&arguments, b"1\n30\ny\n");
    assert!(room.read("state/candidacy/clinic.client.draft.yaml").contains("virus: yes"));
    let listed = room.runs(&["drafts"]);
    assert!(!(listed.out.clone() + &listed.err).contains("virus"));
    let ran = room.runs_with(&arguments, b"2\nn\ny\n");
    assert!(ran.succeeded().out.contains("Please speak to us first."), "{}", ran.out);
    assert!(!(ran.out.clone() + &ran.err).contains("virus"), "{}{}", ran.out, ran.err);
    assert!(!room.path("state/candidacy/clinic.client.draft.yaml").exists());
}

/// Nor does a record say what was wrong with it.
#[test]
fn a_faulty_private_answer_is_told_without_question_and_answer() {
    let room = Room::empty();
    room.has("clinic.yaml", CLINIC);
    let line = "{\"answers\":{\"age\":30,\"virus\":\"perhaps\",\"smoker\":\"no\"}}\n";
    let ran = room.runs_with(&["batch", "clinic.yaml", "--today", DAY], line.as_bytes());
    assert!(ran.out.contains("an answer to a private question does not fit it"), "{ran:?}");
    assert!(!(ran.out.clone() + &ran.err).contains("virus") && !ran.out.contains("perhaps"), "{ran:?}");
}
