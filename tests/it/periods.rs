//! Dates of which people know the month or the year: how they are read, kept, judged and shown.

use candidacy::assessment::{Assessment, Cause, Engine};
use candidacy::condition::{ConditionNode, Test};
use candidacy::outlook::ExactBounds;
use candidacy::plan::care_plan;
use candidacy::proof::Plan;
use candidacy::questionnaire::{Audience, QuestionKind, Questionnaire};
use candidacy::response::{Response, accept, to_yaml};
use candidacy::value::index::{QuestionIx, VerdictIx};
use candidacy::value::{Answer, Date, Period, Value};
use proptest::prelude::*;

use crate::generate::{Tape, put, questionnaire, response, tapes};
use crate::oracle::{Oracle, names};
use crate::support::{Room, answers, contract_on, day, sample, set};

/// Two dates, one of which can be unsure, and rules that wait for them.
const DATES: &str = "questionnaire: dates
version: 1.0.0
title: Dates
verdicts:
  - fine: { title: Fine, says: Fine. }
  - later: { title: Later, says: Later. }
  - doctor: { title: Doctor, says: Doctor. }
sections:
  - id: s
    title: Days
    questions:
      - { id: stopped, ask: When did you stop?, type: date, range: past, unsure: later }
      - { id: operation, ask: When was the operation?, type: date }
      - { id: fever, ask: Have you got a fever?, type: yes_no, when: stopped within 2 weeks }
    conditions:
      fresh: stopped within 6 months
    rules:
      - { id: stopped_lately, when: fresh, verdict: doctor, finding: 'You stopped in {{ stopped }}.', not_before: 6 months after stopped }
      - { id: operated, when: operation within 1 year, verdict: doctor, finding: So., not_before: 2 years after operation }
";

fn judged(questionnaire: &Questionnaire, said: &str) -> Assessment {
    let response = answers(questionnaire, &format!("answered_on: 2026-11-22\nanswers: {{ {said} }}"));
    Engine::new(questionnaire, day()).assess(&response, Audience::Everyone)
}

/// On 22 November 2026, six months begin on 23 May.
#[test]
fn a_month_is_judged_by_all_of_its_days() {
    let questionnaire = set(DATES);
    for (said, verdict, could_become, not_before, unsure) in [
        // All of its days lie within six months.
        ("stopped: 2026-06", 2, 2, Some("2026-12-30"), false),
        ("stopped: June 2026", 2, 2, Some("2026-12-30"), false),
        // None of them does.
        ("stopped: 2026-04", 0, 0, None, false),
        ("stopped: 2025", 0, 0, None, false),
        ("stopped: '2025'", 0, 0, None, false),
        // Some do: as good as "not sure".
        ("stopped: 2026-05", 1, 2, None, true),
        ("stopped: 2026", 1, 2, None, true),
        ("stopped: unsure", 1, 2, None, true),
        // The month of today ends today, where only past days are taken; and whether the fever is asked of is not known.
        ("stopped: 2026-11", 2, 2, Some("2027-05-22"), true),
    ] {
        let assessment = judged(&questionnaire, &format!("{said}, operation: 2010"));
        let seen =
            (assessment.verdict.0, assessment.could_become.0, assessment.not_before().map(|day| day.to_string()));
        assert_eq!(seen, (verdict, could_become, not_before.map(str::to_owned)), "{said}");
        assert_eq!(!assessment.unsure.is_empty(), unsure, "{said}");
        assert!(assessment.open.iter().all(|open| open.question != QuestionIx(0)), "{said}: nobody asks again");
    }
}

/// Where "not sure" is not offered, the day stays asked for.
#[test]
fn without_a_floor_the_day_stays_open() {
    let questionnaire = set(DATES);
    let assessment = judged(&questionnaire, "stopped: 2025, operation: 2025");
    let open: Vec<_> = assessment.open.iter().map(|open| (open.question.0, open.could_become.0)).collect();
    assert_eq!((assessment.verdict.0, assessment.could_become.0), (0, 2));
    assert_eq!(open, [(1, 2)], "the day of the operation");
    assert!(assessment.unsure.is_empty() && !assessment.settled());
    let settled = judged(&questionnaire, "stopped: 2025, operation: 2024");
    assert!(settled.settled() && settled.open.is_empty());
}

/// The JSON of an assessment, a report and a written file say what was said, and no day.
#[test]
fn a_month_stays_a_month_wherever_it_goes() {
    let questionnaire = set(DATES);
    let response = answers(&questionnaire, "answered_on: 2026-11-22\nanswers: { stopped: '5/2026', operation: 2025 }");
    let contract = contract_on(&questionnaire, &response, Audience::Everyone);
    let contract: serde_json::Value = serde_json::from_str(&contract).unwrap();
    assert_eq!(contract["unsure"][0]["answer"], "2026-05", "{contract:#}");
    let room = Room::new();
    room.has("dates.yaml", DATES).has("a.yaml", to_yaml(&questionnaire, &response, &[]));
    let text = room.runs(&[
        "assess",
        "dates.yaml",
        "--answers",
        "a.yaml",
        "--no-input",
        "--today",
        "2026-11-22",
        "--for",
        "technician",
    ]);
    assert!(text.out.contains("May 2026") && !text.out.contains("2026-05-01"), "{text:?}");
    assert!(to_yaml(&questionnaire, &response, &[]).contains("stopped: \"2026-05\"\n  operation: \"2025\"\n"));
}

/// A file is read on other days, and what it said on its own day stays so.
#[test]
fn the_days_of_a_month_are_those_of_the_day_of_the_answer() {
    let questionnaire = set(DATES);
    let said = |on: &str| answers(&questionnaire, &format!("answered_on: {on}\nanswers: {{ stopped: 2026-11 }}"));
    for (on, last) in [("2026-11-01", 1), ("2026-11-10", 10), ("2026-11-22", 22)] {
        let expected = Period::month(2026, 11).unwrap().cut(Date::MIN, Date::constant(2026, 11, last)).unwrap();
        assert_eq!(said(on).get(QuestionIx(0)), Some(&Answer::Given(Value::Period(expected))), "{on}");
    }
}

/// All places that take a date take the same; only what counts from today is for people who type.
#[test]
fn every_place_reads_the_same_dates() {
    let room = Room::new();
    room.has("dates.yaml", DATES);
    let run = |more: &[&str]| {
        let fixed = ["assess", "dates.yaml", "--no-input", "--format", "json", "--today", "2026-11-22"];
        room.runs(&[&fixed, more].concat())
    };
    let set = |text: &str| run(&["--set", &format!("operation={text}"), "--set", "stopped=2025"]);
    let file = |text: &str| {
        room.has("a.yaml", format!("answered_on: 2026-11-22\nanswers: {{ operation: '{text}', stopped: 2025 }}"));
        run(&["--answers", "a.yaml"])
    };
    let batch = |name: &str, content: String| {
        room.has(name, content);
        room.runs(&["batch", "dates.yaml", "--input", name, "--today", "2026-11-22"])
    };
    let line = |text: &str| {
        let line =
            format!("{{\"answered_on\":\"2026-11-22\",\"answers\":{{\"operation\":\"{text}\",\"stopped\":2025}}}}\n");
        batch("a.ndjson", line)
    };
    let row = |text: &str| batch("a.csv", format!("answered_on,operation,stopped\n2026-11-22,\"{text}\",2025\n"));
    for (text, same) in [
        ("2026-6-5", "2026-06-05"),
        ("5.6.2026", "2026-06-05"),
        ("5 June 2026", "2026-06-05"),
        ("june 5, 2026", "2026-06-05"),
        ("25/6/2026", "2026-06-25"),
        ("6/2026", "2026-06"),
        ("June 2026", "2026-06"),
        ("2026", "2026"),
    ] {
        let plain = [set(same), file(same), line(same), row(same)];
        let freely = [set(text), file(text), line(text), row(text)];
        for (plain, freely) in plain.iter().zip(&freely) {
            assert_eq!((plain.status, &plain.err), (0, &String::new()), "{same}: {plain:?}");
            assert_eq!((&freely.out, &freely.err), (&plain.out, &plain.err), "{text}");
        }
    }
    for (text, same) in
        [("yesterday", "2026-11-21"), ("3 months ago", "2026-08"), ("2 weeks ago", "2026-11-08"), ("last year", "2025")]
    {
        assert_eq!(set(text).out, set(same).out, "{text}");
        for refused in [file(text), line(text), row(text)] {
            let says = refused.out.clone() + &refused.err;
            assert!(refused.status != 0 && says.contains("write the day itself"), "{text}: {refused:?}");
        }
    }
    for (place, ran) in
        [("--set", set("1/6/2026")), ("YAML", file("1/6/2026")), ("NDJSON", line("1/6/2026")), ("CSV", row("1/6/2026"))]
    {
        let says = ["1 June 2026", "6 January 2026", "2026-06-01", "2026-01-06"];
        assert!(
            ran.status != 0 && says.iter().all(|says| (ran.out.clone() + &ran.err).contains(says)),
            "{place}: {ran:?}"
        );
    }
}

/// A step that was done some time in a month was done on its last day: what follows it never comes too early.
#[test]
fn what_follows_a_step_counts_from_the_last_day() {
    let planned = DATES.replace(
        "sections:\n",
        "treats_up_to: later\nplan:\n  - { id: operated_on, title: Operation, done: operation }\n  - { id: visit, title: Visit, after: operated_on, wait: 10 days, treats: true }\nsections:\n",
    );
    let questionnaire =
        set(&planned.replace("doctor, finding: So., not_before: 2 years after operation", "fine, finding: So."));
    for (operation, visit) in [("2026-11", "2026-12-10"), ("2026-11-20", "2026-11-30"), ("2026-10", "2026-11-23")] {
        let said = format!("answered_on: 2026-11-22\nanswers: {{ stopped: 2020, operation: {operation} }}");
        let response = answers(&questionnaire, &said);
        let engine = Engine::new(&questionnaire, day());
        let assessment = engine.assess(&response, Audience::Everyone);
        let plan = care_plan(&engine.situation(&response), &assessment).unwrap();
        let days: Vec<_> = plan.steps.iter().map(|step| step.on.map(|on| on.to_string())).collect();
        assert_eq!(days.last().unwrap().as_deref(), Some(visit), "{operation}");
    }
}

/// The questions that ask for a date and were answered.
fn dated(questionnaire: &Questionnaire, response: &Response) -> Vec<QuestionIx> {
    let answered = response.iter().filter(|(_, answer)| matches!(answer, Answer::Given(_))).map(|(index, _)| index);
    answered.filter(|index| matches!(questionnaire[*index].kind, QuestionKind::Date(_))).collect()
}

/// Whether some condition asks of a question if it is unsure, or answered: "not sure" decides by that alone then.
fn asks_for_clarity(questionnaire: &Questionnaire, question: QuestionIx) -> bool {
    let options = questionnaire.questions().iter().flat_map(candidacy::questionnaire::Question::options);
    let whens = questionnaire.sections().iter().map(|section| &section.when);
    let whens = whens.chain(questionnaire.questions().iter().map(|question| &question.when));
    let whens = whens.chain(options.map(|option| &option.when)).flatten();
    let named = questionnaire.conditions().iter().map(|named| &named.condition);
    let all = whens.chain(named).chain(questionnaire.rules().iter().map(|rule| &rule.when));
    let mut nodes = all.flat_map(|condition| condition.walk());
    nodes.any(|node| {
        let asks = matches!(node.node, ConditionNode::Test(Test::Unsure(_) | Test::Answered(_)));
        asks && names(questionnaire, node).contains(&question)
    })
}

fn with(questionnaire: &Questionnaire, response: &Response, question: QuestionIx, answer: Answer) -> Response {
    let mut changed = response.clone();
    changed.set(accept(questionnaire, question, answer, day()).unwrap());
    changed
}

proptest! {
    #![proptest_config(sample(256))]

    /// A vaguer date leaves the verdict of "not sure" at least, or else decides all that any of its days decides; and what could
    /// become is never milder than that of a day that it can be.
    #[test]
    fn a_vaguer_date_is_never_milder(drawn in tapes(), said in tapes(), more in tapes()) {
        let questionnaire = questionnaire(&mut Tape(&drawn)).load();
        let response = response(&questionnaire, &mut Tape(&said));
        let engine = Engine::new(&questionnaire, day());
        let mut tape = Tape(&more);
        for question in dated(&questionnaire, &response) {
            let year = 2024 + i16::try_from(tape.pick(4)).unwrap();
            let month = 1 + i8::try_from(tape.pick(12)).unwrap();
            let whole = if tape.once_in(3) { Period::year(year) } else { Period::month(year, month) }.unwrap();
            let said = accept(&questionnaire, question, Answer::Given(Value::Period(whole)), day());
            let Ok(Answer::Given(Value::Period(period))) = said.map(|said| said.into_answer()) else { continue };
            let vague = with(&questionnaire, &response, question, Answer::Given(Value::Period(period)));
            let assessment = engine.assess(&vague, Audience::Everyone);
            let told = || to_yaml(&questionnaire, &vague, &[]);
            let oracle = Oracle { questionnaire: &questionnaire, response: &vague, day: day() };
            let is_vague = oracle.vague().contains(&question);
            let floor = assessment.unsure.iter().any(|unsure| unsure.question == question);
            prop_assert_eq!(floor, is_vague && questionnaire[question].unsure.is_some(), "{}", told());
            if is_vague && questionnaire[question].unsure.is_some() && !asks_for_clarity(&questionnaire, question) {
                let unsure = with(&questionnaire, &response, question, Answer::Unsure);
                let unsure = engine.assess(&unsure, Audience::Everyone);
                prop_assert!(assessment.verdict >= unsure.verdict, "than not sure: {}", told());
            }
            for date in period.days().step_by(7).chain([period.last()]) {
                let day = with(&questionnaire, &response, question, Answer::Given(Value::Date(date)));
                let of_day = engine.assess(&day, Audience::Everyone);
                prop_assert!(assessment.could_become >= of_day.could_become, "than on {}: {}", date, told());
                if !is_vague {
                    prop_assert_eq!(assessment.verdict, of_day.verdict, "not as on {}: {}", date, told());
                    // A sum that no rule rests on may stay open in between.
                    for (vague, exact) in assessment.scores.iter().zip(of_day.scores.iter()) {
                        prop_assert!(vague.low <= exact.low && exact.high <= vague.high, "on {}: {}", date, told());
                    }
                }
            }
        }
    }
}

/// The same of exact bounds, one day after the other.
#[test]
fn exact_bounds_of_a_month_hold_those_of_each_day() {
    let questionnaire = set(DATES);
    let engine = Engine::new(&questionnaire, day());
    let plan = Plan::new(&engine);
    let mut exact = ExactBounds::new(&plan);
    let mut bound = |response: &Response| exact.sharpen(response, engine.assess(response, Audience::Everyone)).unwrap();
    let mut widened = 0;
    for (question, text) in [(0, "2026-05"), (0, "2026"), (0, "2026-11"), (1, "2025-11"), (1, "2026"), (1, "2025")] {
        let mut vague = Response::new(&questionnaire);
        put(
            &questionnaire,
            &mut vague,
            QuestionIx(1 - question),
            Answer::Given(Value::Date(Date::constant(2010, 1, 1))),
        );
        let (other, period) = (vague.clone(), Period::parse(text).unwrap());
        put(&questionnaire, &mut vague, QuestionIx(question), Answer::Given(Value::Period(period)));
        let Some(Answer::Given(Value::Period(period))) = vague.get(QuestionIx(question)).cloned() else { panic!() };
        let found = bound(&vague);
        let days = period
            .days()
            .map(|date| bound(&with(&questionnaire, &other, QuestionIx(question), Answer::Given(Value::Date(date)))));
        let days: Vec<Assessment> = days.collect();
        let gravest = days.iter().map(|of_day| of_day.could_become).max().unwrap();
        let floor = questionnaire[QuestionIx(question)].unsure.filter(|_| !found.unsure.is_empty());
        assert_eq!(found.could_become, gravest.max(floor.unwrap_or(VerdictIx(0))), "{text}");
        assert!(days.iter().all(|of_day| found.verdict <= of_day.verdict.max(floor.unwrap_or(VerdictIx(0)))), "{text}");
        let led = found.open.iter().flat_map(|open| &open.causes);
        widened += led.filter(|cause| matches!(cause, Cause::Rule(_))).count();
    }
    assert!(widened > 0, "a day that is open leads somewhere");
}
