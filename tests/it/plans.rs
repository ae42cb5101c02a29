//! The plan: laws over random sets and over all people of the shipped scenarios, a naive oracle for the days, and what a person is
//! told of it.

use std::collections::BTreeMap;

use candidacy::assessment::{Assessment, Engine};
use candidacy::catalog;
use candidacy::condition::evaluate;
use candidacy::diagnostic::Code;
use candidacy::plan::{CarePlan, care_plan};
use candidacy::proof::{Breach, Family, Plan, Undecided, broken_by, prove_only, prove_until};
use candidacy::questionnaire::{
    Audience, CountedFrom, DateRange, Done, Follows, Guarantee, PlanDefinition, Promise, QuestionKind, Questionnaire,
    StepWait, Texts, Want, load,
};
use candidacy::response::{Response, accept};
use candidacy::scenario::{read, run};
use candidacy::source::Sources;
use candidacy::value::index::StepIx;
use candidacy::value::{Answer, Date, Duration, Period, State, Truth, Unit, Value, parse_date};
use proptest::prelude::*;
use serde_json::Value as Json;

use crate::generate::{Draft, Tape, questionnaire, response, tapes};
use crate::proofs::numbers;
use crate::support::{answers, contract_on, day, sample, set, set_with_sources, setting};

fn planned(questionnaire: &Questionnaire, response: &Response, today: Date) -> (Assessment, Option<CarePlan>) {
    planned_by(&Engine::new(questionnaire, today), response)
}

fn planned_by(engine: &Engine<'_>, response: &Response) -> (Assessment, Option<CarePlan>) {
    let assessment = engine.assess(response, Audience::Everyone);
    let plan = care_plan(&engine.situation(response), &assessment);
    (assessment, plan)
}

/// What a step follows, as the page of the language says it: a step without a day is skipped over.
fn follows(plan: &PlanDefinition, has_day: &dyn Fn(StepIx) -> bool, of: &Follows) -> Vec<Follows> {
    if has_day(of.step) {
        return vec![*of];
    }
    let before = plan.steps[of.step].after.iter();
    before.flat_map(|before| follows(plan, has_day, &Follows { step: before.step, ..*of })).collect()
}

/// The days, found by moving one step by one day as long as anything is asked for that is not so.
fn naive(
    (questionnaire, assessment): (&Questionnaire, &Assessment),
    fixed: &BTreeMap<StepIx, Option<Date>>,
) -> Option<BTreeMap<StepIx, Date>> {
    let plan = questionnaire.plan().unwrap();
    let tomorrow = assessment.assessed_on.tomorrow().unwrap();
    let waits_end = assessment.findings.iter().filter_map(|finding| finding.not_before).fold(tomorrow, Date::max);
    let has_day = |step: StepIx| fixed.contains_key(&step);
    let floor = |step: StepIx| if plan.steps[step].prepares { tomorrow } else { waits_end };
    let mut days: BTreeMap<StepIx, Date> =
        fixed.iter().map(|(step, fixed)| (*step, fixed.unwrap_or(floor(*step)))).collect();
    let rests = |step: StepIx| {
        let rules = assessment.findings.iter().map(|finding| &questionnaire[finding.rule]);
        let wanted = rules.flat_map(|rule| &rule.plan).filter(move |wanted| wanted.step == step);
        wanted.filter_map(|wanted| wanted.rest()).collect::<Vec<Duration>>()
    };
    for _ in 0..20_000 {
        let wrong = fixed.iter().filter(|(_, fixed)| fixed.is_none()).find_map(|(step, _)| {
            let all = plan.steps[*step].after.iter().flat_map(|of| follows(plan, &has_day, of));
            all.into_iter().find_map(|Follows { step: before, wait, at_latest }| {
                let early = wait.into_iter().chain(rests(before)).any(|wait| days[step] < wait.after(days[&before]));
                let late = at_latest.is_some_and(|at_latest| days[step] > at_latest.after(days[&before]));
                match (early || days[step] < days[&before], late) {
                    (true, _) => Some(*step),
                    (false, true) => Some(before),
                    (false, false) => None,
                }
            })
        });
        match wrong {
            None => return Some(days),
            // What is done cannot be moved.
            Some(step) if fixed[&step].is_some() => return None,
            Some(step) => *days.get_mut(&step).unwrap() = days[&step].tomorrow().unwrap(),
        }
    }
    None
}

/// What holds of every plan.
fn laws(questionnaire: &Questionnaire, assessment: &Assessment, plan: Option<&CarePlan>) {
    let definition = questionnaire.plan().unwrap();
    assert_eq!(plan.is_some(), assessment.may_be_treated(questionnaire));
    let Some(plan) = plan else { return };
    let rules: Vec<_> = assessment.findings.iter().map(|finding| &questionnaire[finding.rule]).collect();
    for (index, step) in definition.steps.enumerated() {
        let wanted = rules.iter().any(|rule| rule.plan.iter().any(|wanted| wanted.step == index));
        assert_eq!(plan.step(index).is_some(), wanted || !step.on_request, "{}", step.id);
    }
    let fixed: BTreeMap<StepIx, Option<Date>> = plan
        .steps
        .iter()
        .filter(|item| !(item.done && item.on.is_none()))
        .map(|item| (item.step, item.on.filter(|_| item.done || item.appointed)))
        .collect();
    let due = || plan.steps.iter().filter(|item| !item.done && !item.appointed);
    if !plan.dated {
        let asks_again = !assessment.aged.is_empty();
        let waits = assessment.verdict >= definition.waits_from && !plan.unclear.is_empty();
        let nothing_fixed = fixed.keys().map(|step| (*step, None)).collect();
        let solved = || naive((questionnaire, assessment), &nothing_fixed).is_some();
        assert!(asks_again || waits || !solved(), "no days without a reason");
        assert!(due().all(|item| item.on.is_none() && item.at_latest.is_none()));
        return;
    }
    let shown: BTreeMap<StepIx, Date> = plan.steps.iter().filter_map(|item| Some((item.step, item.on?))).collect();
    assert_eq!(naive((questionnaire, assessment), &fixed), Some(shown), "the least days");
    for item in due() {
        let step = &definition.steps[item.step];
        let on = item.on.unwrap();
        assert!(on > assessment.assessed_on, "{} before tomorrow", step.id);
        let waits = assessment.findings.iter().filter_map(|finding| finding.not_before);
        assert!(step.prepares || waits.into_iter().all(|wait| on >= wait), "{} before a wait has ended", step.id);
        assert!(item.at_latest.is_none_or(|latest| on <= latest), "{} too late", step.id);
    }
    for rule in &rules {
        for wanted in rule.plan.iter().filter(|wanted| wanted.how == Want::Again) {
            assert!(!plan.step(wanted.step).unwrap().done, "it is wanted once more");
        }
    }
}

/// Adds steps to a set, and what its rules want of them. Waits are in days and weeks, so that the naive way is quick.
pub fn with_steps(draft: &mut Draft, tape: &mut Tape<'_>) -> String {
    const WAITS: [&str; 4] = ["1 day", "3 days", "2 weeks", "5 weeks"];
    const LATEST: [&str; 4] = ["2 days", "10 days", "6 weeks", "20 weeks"];
    let dates: Vec<String> = {
        let plain = draft.load();
        let is_date = |kind: &_| matches!(kind, QuestionKind::Date(_));
        plain
            .questions()
            .iter()
            .filter(|question| is_date(&question.kind))
            .map(|question| question.id.clone())
            .collect()
    };
    let count = 1 + tape.pick(5);
    let mut steps = String::new();
    for step in 0..count {
        let mut line = format!("id: t{step}, title: Step {step}, treats: {}", step + 1 == count);
        let mut after = Vec::new();
        for before in 0..step {
            if !tape.once_in(3) {
                let latest =
                    if tape.once_in(3) { format!(", at_latest: {}", tape.one(&LATEST)) } else { String::new() };
                after.push(format!("t{before}: {{ wait: {}{latest} }}", tape.one(&WAITS)));
            }
        }
        if !after.is_empty() {
            line += &format!(", after: {{ {} }}", after.join(", "));
        }
        if tape.once_in(3) {
            line += ", on_request: true";
        }
        if tape.once_in(3) {
            line += ", prepares: true";
        }
        if !dates.is_empty() && tape.once_in(2) {
            line += &format!(", done: {}", tape.one(&dates));
        }
        steps += &format!("  - {{ {line} }}\n");
    }
    for section in &mut draft.sections {
        for rule in &mut section.rules {
            let open = rule.strip_suffix(" }").unwrap().to_owned();
            let step = tape.pick(count);
            let rest = ["4 weeks", "9 days", "again"][tape.pick(3)];
            *rule = match tape.pick(3) {
                0 => format!("{open} }}"),
                1 => format!("{open}, plan: t{step} }}"),
                _ => format!("{open}, plan: {{ t{step}: {rest} }} }}"),
            };
        }
    }
    let bound = ["v1", "v2", "v3"][tape.pick(3)];
    let plan = format!("treats_up_to: {bound}\nplan:\n{steps}sections:\n");
    draft.yaml().replacen("sections:\n", &plan, 1)
}

proptest! {
    #![proptest_config(sample(120))]

    /// Order, waits, the least days, and nothing before a wait has ended, for any set and any response.
    #[test]
    fn plans_of_random_sets_keep_the_laws(numbers in tapes(), said in tapes()) {
        let mut tape = Tape(&numbers);
        let mut draft = questionnaire(&mut tape);
        let yaml = with_steps(&mut draft, &mut tape);
        let questionnaire = set(&yaml);
        for (position, _) in said.iter().enumerate().take(6) {
            let response = response(&questionnaire, &mut Tape(&said[position..]));
            let (assessment, plan) = planned(&questionnaire, &response, day());
            laws(&questionnaire, &assessment, plan.as_ref());
        }
    }
}

/// A set of which nothing is left out.
const STEPS: &str = "\
questionnaire: steps
version: 1.0.0
title: Steps
verdicts:
  - fine: { title: Fine, says: Go. }
  - later: { title: Later, says: Wait. }
  - never: { title: Never, says: No. }
treats_up_to: later
plan:
  - { id: laser, title: Laser, on_request: true, prepares: true }
  - { id: test, title: Test, after: laser, done: tested_on }
  - { id: read, title: Reading, after: test, wait: 2 days, at_latest: 10 days, done: result == calm, prepares: true }
  - { id: spot, title: Spot, after: { test: 5 days, read: 1 day }, on_request: true }
  - { id: visit, title: Visit, after: { test: { wait: 10 days, at_latest: 3 months }, read: 1 day, spot: 1 day }, treats: true }
sections:
  - id: all
    title: All
    questions:
      - { id: old, ask: Old ink?, type: yes_no }
      - { id: scars, ask: Scars?, type: choice, options: { none: No, some: Some, many: Many } }
      - { id: sun, ask: Sunburn?, type: yes_no, unsure: later }
      - { id: red, ask: Red?, type: yes_no, valid_for: visit }
      - { id: tested_on, ask: Tested?, type: date, range: past, valid_for: 6 months }
      - { id: result, ask: Result?, type: choice, options: { calm: Calm, red: Red } }
      - { id: ill, ask: Ill?, type: yes_no }
    rules:
      - { id: old_ink, when: old, verdict: later, finding: Old ink., plan: { laser: 8 weeks } }
      - { id: scar, when: scars == some, verdict: fine, finding: Scars., plan: { spot: 4 weeks }, advice_if_treated: Try a spot. }
      - { id: scars, when: scars == many, verdict: later, finding: Scars., plan: { spot: 12 weeks }, not_before: 3 weeks after today }
      - { id: burnt, when: sun, verdict: later, finding: Burnt., not_before: 4 weeks after today }
      - { id: reddened, when: red, verdict: later, finding: Red. }
      - { id: reacted, when: result == red, verdict: fine, finding: It reacted., plan: { test: again } }
      - { id: unwell, when: ill, verdict: never, finding: You are ill., advice: See a doctor. }
";

/// The file of a response to it.
fn file(answers: &str) -> String {
    format!("questionnaire: steps\nanswers: {answers}\n")
}

/// The steps with their days, in short: `test 11-23`, `read done`, `visit -`.
fn told(yaml: &str) -> String {
    let steps = set(STEPS);
    let (assessment, plan) = planned(&steps, &answers(&steps, &file(yaml)), day());
    laws(&steps, &assessment, plan.as_ref());
    let Some(plan) = plan else { return "none".to_owned() };
    let told = plan.steps.iter().map(|item| {
        let on = item.on.map_or("-".to_owned(), |on| on.strftime("%y-%m-%d").to_string());
        format!("{} {on}{}", steps[item.step].id, if item.done { " done" } else { "" })
    });
    told.collect::<Vec<_>>().join(", ")
}

#[test]
fn steps_lie_where_findings_put_them() {
    for (said, wanted) in [
        ("{}", "test 26-11-23, read 26-11-25, visit 26-12-03"),
        ("{ scars: some }", "test 26-11-23, read 26-11-25, spot 26-11-28, visit 26-12-26"),
        // The rest would take longer than the test holds: so the test is not in its first days.
        ("{ scars: many }", "test 26-12-13, read 26-12-15, spot 26-12-18, visit 27-03-12"),
        ("{ sun: yes }", "test 26-12-20, read 26-12-22, visit 26-12-30"),
        ("{ sun: yes, scars: some }", "test 26-12-20, read 26-12-22, spot 26-12-25, visit 27-01-22"),
        // What decides has no day.
        ("{ old: yes }", "laser -, test -, read -, visit -"),
        ("{ sun: unsure }", "test -, read -, visit -"),
        // Something that decides has one.
        ("{ old: yes, sun: yes }", "laser 26-11-23, test 27-01-18, read 27-01-20, visit 27-01-28"),
        ("{ ill: yes, scars: some }", "none"),
        // The test was done, and is read now.
        ("{ tested_on: 2026-11-20 }", "test 26-11-20 done, read 26-11-23, visit 26-11-30"),
        ("{ tested_on: 2026-11-10, result: calm }", "test 26-11-10 done, read - done, visit 26-11-23"),
        // Nobody read it in time: it is due again.
        ("{ tested_on: 2026-11-10 }", "test 26-11-23, read 26-11-25, visit 26-12-03"),
        // It no longer holds on the day of the visit, so it is done again, and read again.
        ("{ tested_on: 2026-08-22, result: calm }", "test 26-11-23, read 26-11-25, visit 26-12-03"),
        ("{ tested_on: 2026-08-23, result: calm }", "test 26-08-23 done, read - done, visit 26-11-23"),
        ("{ tested_on: 2026-09-01, result: calm, sun: yes }", "test 26-12-20, read 26-12-22, visit 26-12-30"),
        ("{ tested_on: 2026-11-20, result: red }", "test 26-11-23, read 26-11-25, visit 26-12-03"),
    ] {
        assert_eq!(told(said), wanted, "{said}");
    }
}

/// A response of which every answer was given on the usual day.
fn given(questionnaire: &Questionnaire, yaml: &str) -> Response {
    let mut response = Response::new(questionnaire);
    for (question, answer) in answers(questionnaire, &file(yaml)).iter() {
        response.set(accept(questionnaire, question, answer.clone(), day()).unwrap());
    }
    response
}

#[test]
fn what_has_aged_is_due_again_and_promises_no_day() {
    let steps = set(STEPS);
    let dated = |yaml: &str, today: &str| {
        let plan = planned(&steps, &given(&steps, yaml), parse_date(today).unwrap()).1.unwrap();
        (plan.dated, plan.step(steps.plan().unwrap().step("test").unwrap()).unwrap().done)
    };
    let calm = "{ tested_on: 2026-11-20, result: calm, red: no }";
    assert_eq!(dated(calm, "2026-11-22"), (true, true));
    // The redness is asked about again first; until then no day is promised. That the test was done still counts.
    assert_eq!(dated(calm, "2026-11-23"), (false, true));
    // The test is believed for half a year.
    assert_eq!(dated(calm, "2027-05-22"), (false, false));
    let without = "{ tested_on: 2026-11-20, result: calm, old: no, sun: no, ill: no, scars: none }";
    assert_eq!(dated(without, "2027-05-21"), (true, false), "by the day of a visit the test no longer holds");
}

/// Every person of the shipped scenarios.
#[test]
fn plans_of_all_people_keep_the_laws_and_hold_what_is_advised() {
    let found = catalog::find("smp").unwrap();
    let (smp, mut sources) = set_with_sources(found.files.as_ref());
    let suite = read(&smp, found.files.as_ref(), &found.main, &mut sources, day()).0.unwrap();
    let definition = smp.plan().unwrap();
    let (mut treated, mut spots) = (0, 0);
    for scenario in &suite.scenarios {
        let (assessment, plan) = planned(&smp, &scenario.response, scenario.day);
        laws(&smp, &assessment, plan.as_ref());
        treated += usize::from(plan.is_some());
        let engine = Engine::new(&smp, scenario.day);
        let contract = candidacy::report::contract(&engine, &scenario.response, &assessment).to_json();
        let contract: Json = serde_json::from_str(&contract).unwrap();
        for (index, step) in definition.steps.enumerated().filter(|(_, step)| step.on_request) {
            let is_planned = plan.as_ref().is_some_and(|plan| plan.step(index).is_some());
            spots += usize::from(is_planned && step.id == "test_spot");
            let title = step.title.to_lowercase();
            for finding in contract["findings"].as_array().unwrap() {
                let advice = finding["advice"].as_array().unwrap().iter().chain([&finding["changes"]]);
                let names = advice.filter_map(Json::as_str).any(|text| text.to_lowercase().contains(&title));
                assert!(
                    !names || is_planned,
                    "{}: {} names {title}, which is not planned",
                    scenario.id,
                    finding["rule"]
                );
            }
        }
    }
    assert!(treated > 100 && spots > 20, "{treated} treated, {spots} with a test spot");
}

/// The same steps in the JSON, and nothing of them where there is no plan.
#[test]
fn the_contract_tells_the_plan() {
    let steps = set(STEPS);
    let of = |yaml: &str| -> Json {
        serde_json::from_str(&contract_on(&steps, &answers(&steps, &file(yaml)), Audience::Client)).unwrap()
    };
    assert_eq!(
        of("{ scars: some, tested_on: 2026-11-20 }")["plan"],
        serde_json::json!([
            { "step": "test", "on": "2026-11-20", "done": true, "because": [] },
            { "step": "read", "on": "2026-11-23", "at_latest": "2026-11-30", "because": [],
              "after": [{ "step": "test", "wait": "2 days", "at_latest": "10 days" }] },
            { "step": "spot", "on": "2026-11-25", "because": ["scar"],
              "after": [{ "step": "test", "wait": "5 days" }, { "step": "read", "wait": "1 day" }] },
            { "step": "visit", "on": "2026-12-23", "at_latest": "2027-02-20", "because": ["scar"],
              "after": [{ "step": "test", "wait": "10 days", "at_latest": "3 months" }, { "step": "read", "wait": "1 day" },
                        { "step": "spot", "wait": "4 weeks" }] },
        ])
    );
    let undated = &of("{ old: yes }")["plan"][0];
    assert_eq!(*undated, serde_json::json!({ "step": "laser", "because": ["old_ink"] }));
    let refused = of("{ ill: yes, scars: some }");
    assert_eq!(refused.get("plan"), None);
    assert_eq!(refused["findings"][0]["advice"], serde_json::json!([]), "advice for those who are treated");
    assert_eq!(of("{ scars: some }")["findings"][0]["advice"], serde_json::json!(["Try a spot."]));
}

/// What a set says in vain is warned of: steps that nobody wants, and what is meant for people whom nobody treats.
#[test]
fn what_is_said_in_vain_is_warned_of() {
    let warned = |from: &str, to: &str| {
        assert!(STEPS.contains(from), "{from}");
        let mut sources = Sources::default();
        let text = STEPS.replacen(from, to, 1);
        let (questionnaire, found) = load(&Texts::one("a.yaml", text), "a.yaml", &mut sources);
        assert!(questionnaire.is_some());
        found.iter().map(|one| format!("{}: {}", one.code.name(), one.message)).collect::<Vec<_>>()
    };
    assert_eq!(warned("title: Steps", "title: Steps"), [""; 0]);
    assert_eq!(
        warned(", plan: { laser: 8 weeks } }", " }"),
        ["unused-key: no rule wants the step `laser`, so it is in no plan"]
    );
    assert_eq!(
        warned("advice: See a doctor. }", "advice_if_treated: See a doctor., plan: spot }"),
        [
            "unused-key: rule `unwell` is graver than `treats_up_to`, so nobody ever reads this",
            "unused-key: rule `unwell` is graver than `treats_up_to`, so no plan ever holds what it wants"
        ]
    );
}

/// A step that is done is a date question or a condition, each in its own way.
#[test]
fn what_is_done_is_read_as_it_is_written() {
    let steps = set(STEPS);
    let plan = steps.plan().unwrap();
    assert!(matches!(plan.steps[plan.step("test").unwrap()].done, Some(Done::On(_))));
    assert!(matches!(plan.steps[plan.step("read").unwrap()].done, Some(Done::When(_))));
    let weeks = |count| Some(Duration { count, unit: Unit::Weeks });
    let rests = steps.rules().iter().flat_map(|rule| &rule.plan).map(|wanted| wanted.rest());
    assert_eq!(rests.collect::<Vec<_>>(), [weeks(8), weeks(4), weeks(12), None]);
    let day = Answer::Given(Value::Date(day()));
    assert!(
        candidacy::response::fits(&steps[steps.question("tested_on").unwrap()], day, crate::support::day()).is_ok()
    );
}

/// A small set whose answers can all be tried, with promises about its steps.
fn promising(tape: &mut Tape<'_>) -> String {
    const WAITS: [&str; 6] = ["1 day", "2 days", "4 days", "1 week", "10 days", "2 weeks"];
    const LONG: [&str; 5] = ["3 days", "1 week", "2 weeks", "3 weeks", "1 month"];
    const LATEST: [&str; 3] = ["2 weeks", "4 weeks", "2 months"];
    let dates = ["d0", "d1"];
    let count = 2 + tape.pick(3);
    let mut steps = String::new();
    for step in 0..count {
        let mut line = format!("id: t{step}, title: Step {step}, treats: {}", step + 1 == count);
        let follows = |before: usize, tape: &mut Tape<'_>| {
            let wait = if tape.once_in(4) { String::new() } else { format!("wait: {}", tape.one(&WAITS)) };
            let latest = if tape.once_in(4) { format!("at_latest: {}", tape.one(&LATEST)) } else { String::new() };
            let both: Vec<String> = [wait, latest].into_iter().filter(|part| !part.is_empty()).collect();
            format!("t{before}: {{ {} }}", both.join(", "))
        };
        let before: Vec<usize> = (0..step).filter(|_| !tape.once_in(3)).collect();
        let after: Vec<String> = before.into_iter().map(|before| follows(before, tape)).collect();
        if !after.is_empty() {
            line += &format!(", after: {{ {} }}", after.join(", "));
        }
        for (key, rare) in [("on_request", 3), ("prepares", 3)] {
            if tape.once_in(rare) {
                line += &format!(", {key}: true");
            }
        }
        match tape.pick(4) {
            0 => line += &format!(", done: {}", tape.one(&dates)),
            1 => line += ", done: b1",
            _ => {}
        }
        steps += &format!("  - {{ {line} }}\n");
    }
    let step = |tape: &mut Tape<'_>| format!("t{}", tape.pick(count));
    const WHENS: [&str; 9] = [
        "b0",
        "not b0",
        "b1",
        "b1 is unsure",
        "d0 is answered",
        "d1 is answered",
        "d0 within 1 week",
        "not d1 within 3 days",
        "b0 and d0 within next 1 week",
    ];
    let mut rules = String::new();
    for rule in 0..2 + tape.pick(4) {
        let mut line = format!("id: r{rule}, when: {}, finding: Found.", tape.one(&WHENS));
        line += &format!(", verdict: v{}", tape.pick(3));
        match tape.pick(4) {
            0 => line += &format!(", not_before: {} after today", tape.one(&WAITS)),
            1 | 2 => line += &format!(", not_before: {} after {}", tape.one(&WAITS), tape.one(&["d0", "d1", "b0"])),
            _ => {}
        }
        let wanted = step(tape);
        match tape.pick(4) {
            0 => line += &format!(", plan: {wanted}"),
            1 => line += &format!(", plan: {{ {wanted}: {} }}", tape.one(&LONG)),
            2 => line += &format!(", plan: {{ {wanted}: again }}"),
            _ => {}
        }
        rules += &format!("      - {{ {line} }}\n");
    }
    let mut guarantees = String::new();
    for guarantee in 0..4 {
        let when = if tape.once_in(3) { String::new() } else { format!(", when: {}", tape.one(&WHENS)) };
        let promised = step(tape);
        let after = match tape.pick(4) {
            0 => String::new(),
            1 => format!(" after {}", tape.one(&["d0", "d1", "b0"])),
            _ => match step(tape) {
                other if other == promised => String::new(),
                other => format!(" after {other}"),
            },
        };
        let promise =
            if tape.once_in(5) { promised } else { format!("{{ {promised}: at least {}{after} }}", tape.one(&WAITS)) };
        guarantees += &format!("  - {{ id: g{guarantee}{when}, plan: {promise} }}\n");
    }
    let (bound, waits) = [("v1", "v0"), ("v1", "v1"), ("v0", "v0"), ("v2", "v1")][tape.pick(4)];
    let valid_for = tape.one(&["always", "always", "6 days", "visit"]);
    format!(
        "questionnaire: small
version: 1.0.0
title: Small
verdicts:
  - v0: {{ title: A, says: A. }}
  - v1: {{ title: B, says: B. }}
  - v2: {{ title: C, says: C. }}
treats_up_to: {bound}
waits_from: {waits}
plan:
{steps}sections:
  - id: all
    title: All
    questions:
      - {{ id: b0, ask: Zero?, type: yes_no, valid_for: {valid_for} }}
      - {{ id: b1, ask: One?, type: yes_no, unsure: v1 }}
      - {{ id: d0, ask: When?, type: date, range: 2026-11-12..2026-12-08 }}
      - {{ id: d1, ask: And when?, type: date, range: 2026-11-18..2026-11-28, when: not b0 }}
    rules:
{rules}guarantees:
{guarantees}"
    )
}

/// Every response to such a set, on any day on which it matters that it was answered.
fn all_responses(questionnaire: &Questionnaire) -> Vec<Response> {
    let mut all = vec![Response::new(questionnaire)];
    let waits = questionnaire.rules().iter().filter_map(|rule| rule.not_before?.question);
    let promises = questionnaire.guarantees().iter().filter_map(|guarantee| match guarantee.promise {
        Promise::Waits(StepWait { after: CountedFrom::Question(question), .. }) => Some(question),
        _ => None,
    });
    let counted_from: Vec<_> = waits.chain(promises).collect();
    for (index, question) in questionnaire.questions().enumerated() {
        let is_date = matches!(question.kind, QuestionKind::Date(_));
        // The longest wait is two weeks.
        let longest = if counted_from.contains(&index) && !is_date { 15 } else { 0 };
        let earlier = (0..=longest).map(|ago| day().saturating_sub(jiff::Span::new().days(ago)));
        let earlier: Vec<Date> = earlier.filter(|on| !question.valid_for.is_aged(*on, day())).collect();
        let answers: Vec<Answer> = match question.kind {
            QuestionKind::Date(DateRange::Between(first, last)) => {
                let days = first.series(jiff::Span::new().days(1)).take_while(|day| *day <= last);
                let month = Period::month(first.year(), first.month()).map(Value::Period);
                days.map(Value::Date).chain(month).map(Answer::Given).collect()
            }
            _ => {
                let unsure = question.unsure.map(|_| Answer::Unsure);
                [false, true].map(|yes| Answer::Given(Value::YesNo(yes))).into_iter().chain(unsure).collect()
            }
        };
        let given: Vec<(&Answer, Date)> =
            answers.iter().flat_map(|answer| earlier.iter().map(move |on| (answer, *on))).collect();
        let with = |response: &Response, (answer, on): &(&Answer, Date)| {
            let mut response = response.clone();
            response.set(accept(questionnaire, index, (*answer).clone(), *on).unwrap());
            response
        };
        let answered: Vec<Response> = all
            .iter()
            .flat_map(|response| given.iter().map(|given| with(response, given)).collect::<Vec<_>>())
            .collect();
        all.extend(answered);
    }
    all
}

/// Whether a response breaks a promise about a step, read off its plan.
fn breaks(engine: &Engine<'_>, (response, plan): (&Response, Option<&CarePlan>), guarantee: &Guarantee) -> bool {
    let Some(plan) = plan else { return false };
    let situation = engine.situation(response);
    if guarantee.when.as_ref().is_some_and(|when| evaluate(when, &situation) != Truth::True) {
        return false;
    }
    let StepWait { step, wait, after } = match guarantee.promise {
        Promise::Planned(step) => return plan.step(step).is_none(),
        Promise::Waits(wait) => wait,
        _ => unreachable!("only steps are promised here"),
    };
    let Some(item) = plan.step(step).filter(|item| !item.done) else { return false };
    let start = match after {
        CountedFrom::Today => Some(engine.day()),
        CountedFrom::Step(other) => plan.step(other).and_then(|other| other.on),
        CountedFrom::Question(question) => match situation.state(question) {
            State::Answered(Value::Date(day)) => Some(*day),
            State::Answered(Value::Period(period)) => Some(period.last()),
            State::Answered(_) => response.answered_on(question).or(Some(engine.day())),
            _ => None,
        },
    };
    start.zip(item.on).is_some_and(|(start, on)| on < wait.after(start))
}

/// What is proved of steps, against every response there is: broken or not, by a smallest response.
#[test]
fn promises_about_steps_are_what_enumeration_shows() {
    let (mut kept, mut broken, mut undecided) = (0_u64, 0_u64, 0_u64);
    let cases = setting("PROOF_CASES", 40);
    for seed in 0..cases {
        let numbers = numbers(setting("PROOF_SEED", 0) * 1_000_000 + seed);
        let yaml = promising(&mut Tape(&numbers));
        let questionnaire = set(&yaml);
        // Where some have no plan, that is a fault of its own.
        if prove_only(&questionnaire, &[Family::Steps], day()).has_errors() {
            continue;
        }
        let engine = Engine::new(&questionnaire, day());
        let plan = Plan::new(&engine);
        let all: Vec<(Response, Option<CarePlan>)> = all_responses(&questionnaire)
            .into_iter()
            .map(|response| {
                let plan = planned_by(&engine, &response).1;
                (response, plan)
            })
            .collect();
        for guarantee in questionnaire.guarantees().iter() {
            let shown = all.iter().filter(|(response, plan)| breaks(&engine, (response, plan.as_ref()), guarantee));
            let least = shown.map(|(response, _)| response.iter().count()).min();
            match broken_by(&plan, guarantee) {
                Ok(found) => {
                    let found = found.and_then(Breach::response);
                    let size = found.as_ref().map(|response| response.iter().count());
                    assert_eq!(size, least, "{yaml}\n{}", guarantee.id);
                    let shows = |response: &Response| {
                        breaks(&engine, (response, planned_by(&engine, response).1.as_ref()), guarantee)
                    };
                    assert!(found.as_ref().is_none_or(shows), "{yaml}");
                    *(if least.is_some() { &mut broken } else { &mut kept }) += 1;
                }
                Err(Undecided::Plans(_)) => undecided += 1,
                Err(other) => panic!("{yaml}\n{}: {other}", guarantee.id),
            }
        }
    }
    println!("{kept} kept, {broken} broken, {undecided} not decided");
    assert!(
        undecided * 50 <= kept + broken && kept > cases && broken > cases,
        "{kept} kept, {broken} broken, {undecided} not decided"
    );
}

/// What is proved of steps for some weeks holds on each day of them.
#[test]
fn promises_about_steps_hold_until_the_day_that_is_said() {
    let until = day().saturating_add(jiff::Span::new().days(40));
    let mut held = 0;
    for seed in 0..setting("PROOF_CASES", 12) {
        let numbers = numbers(setting("PROOF_SEED", 0) * 1_000_000 + 500_000 + seed);
        let questionnaire = set(&promising(&mut Tape(&numbers)));
        let proved = prove_until(&questionnaire, day(), until);
        if proved.found.iter().any(|found| matches!(found.code, Code::ImpossiblePlan | Code::Undecided)) {
            continue;
        }
        let broken = |guarantee: &Guarantee| proved.found.iter().any(|found| found.span == guarantee.span);
        let days = i64::from((proved.until - day()).get_days());
        let all = all_responses(&questionnaire);
        for number in numbers.iter().take(2) {
            let on = day().saturating_add(jiff::Span::new().days(i64::from(*number) % (days + 1)));
            let engine = Engine::new(&questionnaire, on);
            for response in &all {
                let (assessment, plan) = planned_by(&engine, response);
                // Nothing is promised of answers that are not believed any more.
                if !assessment.aged.is_empty() {
                    continue;
                }
                for guarantee in questionnaire.guarantees().iter().filter(|guarantee| !broken(guarantee)) {
                    let holds = !breaks(&engine, (response, plan.as_ref()), guarantee);
                    let said = || candidacy::response::to_yaml(&questionnaire, response, &[]);
                    assert!(holds, "seed {seed}: {} on {on}\n{}", guarantee.id, said());
                    held += 1;
                }
            }
        }
    }
    assert!(held > 10_000, "{held}");
}

/// Scenarios expect steps, their days, and that there is no plan.
#[test]
fn scenarios_expect_steps() {
    let outcomes = |scenarios: &str| {
        let files = Texts::one("questionnaire.yaml", STEPS).with("scenarios.yaml", scenarios);
        let (steps, mut sources) = set_with_sources(&files);
        let (suite, faults) = read(&steps, &files, "questionnaire.yaml", &mut sources, day());
        let said: Vec<String> = faults.iter().map(|fault| fault.message.clone()).collect();
        if !said.is_empty() {
            return said;
        }
        let results = run(&steps, &suite.unwrap());
        results.outcomes.iter().flat_map(|outcome| &outcome.failures).map(|failure| failure.message()).collect()
    };
    let right = "\
- { id: one, answers: { scars: some, tested_on: 2026-11-20 }, plan: [test, spot] }
- { id: two, answers: { scars: some, tested_on: 2026-11-20 }, plan: { laser: none, test: done, spot: 2026-11-25, visit: } }
- { id: three, answers: { old: yes }, plan: { laser: undated } }
- { id: four, answers: { ill: yes }, plan: none }
- { id: five, answers: { tested_on: 2026-11-20 }, plan: test }
";
    assert_eq!(outcomes(right), [""; 0]);
    let wrong = "\
- { id: one, answers: { scars: some, tested_on: 2026-11-20 }, plan: [laser] }
- { id: two, answers: { scars: some, tested_on: 2026-11-20 }, plan: { test: undated, spot: 2026-11-26, visit: none, read: done } }
- { id: three, answers: { ill: yes }, plan: visit }
- { id: four, answers: {}, plan: none }
";
    assert_eq!(
        outcomes(wrong),
        [
            "the step `laser` should be in the plan, but is not in the plan",
            "the step `test` should be in the plan without a day, but is done on `2026-11-20`",
            "the step `spot` should be on `2026-11-26`, but is on `2026-11-25`",
            "the step `visit` should be not in the plan, but is on `2026-12-23`",
            "the step `read` should be done, but is on `2026-11-23`",
            "the step `visit` should be in the plan, but is in no plan, as there is none",
            "the plan should be `none`, but is `test`, `read`, `visit`",
        ]
    );
    assert_eq!(
        outcomes("- { id: one, answers: {}, plan: { spto: none, spot: soon } }"),
        ["there is no step `spto`", "`soon` is not a day"]
    );
}

/// Whoever is stopped has no plan, so none is missing: the proof of plans leaves them out as the plan itself does.
#[test]
fn nobody_who_is_stopped_lacks_a_plan() {
    let impossible = |stop: bool| {
        let yaml = STEPS
            .replacen("spot: 1 day }, treats", "spot: { wait: 1 day, at_latest: 2 weeks } }, treats", 1)
            .replacen("plan: { spot: 12 weeks }", &format!("stop: {stop}, plan: {{ spot: 12 weeks }}"), 1)
            .replacen(", plan: { spot: 4 weeks }", "", 1);
        prove_only(&set(&yaml), &[Family::Steps], day()).iter().count()
    };
    assert_eq!((impossible(false), impossible(true)), (1, 0));
}

/// A wait that counts from the day on which a question was answered may be over sooner for whoever answered it before, as long as
/// the answer is believed. What shows it is a scenario that runs.
#[test]
fn a_promise_is_proved_for_answers_of_earlier_days() {
    let shown = |valid_for: &str, promised: &str| {
        let yaml = STEPS
            .replacen("ask: Sunburn?, type: yes_no", &format!("ask: Sunburn?, type: yes_no, valid_for: {valid_for}"), 1)
            .replacen("not_before: 4 weeks after today", "not_before: 4 weeks after sun", 1)
            + "guarantees:\n  - { id: burnt_waits, when: sun, plan: { visit: "
            + promised
            + " } }\n";
        let found = prove_only(&set(&yaml), &[Family::Guarantees], day());
        let scenario = found.iter().next().map(|found| found.help[1].clone());
        if let Some(scenario) = &scenario {
            let files = Texts::one("questionnaire.yaml", yaml).with("scenarios.yaml", format!("- {scenario}"));
            let (steps, mut sources) = set_with_sources(&files);
            let (suite, faults) = read(&steps, &files, "questionnaire.yaml", &mut sources, day());
            assert_eq!(faults.iter().count(), 0, "{scenario}");
            assert!(
                run(&steps, &suite.unwrap()).outcomes.iter().all(|outcome| outcome.failures.is_empty()),
                "{scenario}"
            );
        }
        scenario
    };
    assert_eq!(shown("visit", "at least 4 weeks"), None);
    assert_eq!(shown("2 weeks", "at least 2 weeks"), None);
    assert_eq!(shown("always", "at least 4 weeks after sun"), None);
    assert_eq!(
        shown("2 weeks", "at least 4 weeks").unwrap(),
        "{ id: burnt_waits_broken, today: 2026-11-22, answers: { sun: yes }, earlier: { \"2026-11-11\": [sun] }, \
         verdict: later, plan: { visit: 2026-12-19 } }"
    );
}
