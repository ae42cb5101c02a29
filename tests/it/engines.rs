//! How often a run compiles a questionnaire: once, and once for each further day that a report looks at.

use candidacy::assessment::engines_made;
use candidacy::batch::{Batch, BatchOptions, Chunk, Counting, OnFault, RecordFormat, Records};
use candidacy::interview::{Interview, Step};
use candidacy::questionnaire::{Audience, QuestionKind, Questionnaire};
use candidacy::value::{Answer, OptionSet, Value};
use candidacy::{Engine, Outlook, Response, contract, report};

use crate::support::{answers, day, set, smp};

/// Engines made on this thread while `work` runs.
fn made<T>(work: impl FnOnce() -> T) -> u64 {
    let before = engines_made();
    drop(work());
    engines_made() - before
}

#[test]
fn an_assessment_for_tools_compiles_once() {
    let client = answers(smp(), include_str!("../fixtures/smp/client.yaml"));
    let once = made(|| {
        let engine = Engine::new(smp(), day());
        contract(&engine, &client, &engine.assess(&client, Audience::Client))
    });
    assert_eq!(once, 1);
}

#[test]
fn an_interview_of_forty_answers_compiles_once() {
    let once = made(|| {
        let engine = Engine::new(smp(), day());
        let mut interview = Interview::new(&engine, Response::new(smp()), Audience::Client);
        for _ in 0..40 {
            let Step::Ask(index) = interview.step() else { panic!("{:?}", interview.step()) };
            let first = interview.offered(index).iter().next();
            let value = match &smp()[index].kind {
                QuestionKind::YesNo => Value::YesNo(false),
                QuestionKind::Choice(_) | QuestionKind::Scale(_) => Value::Choice(first.unwrap()),
                QuestionKind::Choices { .. } => {
                    Value::Choices(OptionSet::of(smp()[index].exclusive().iter().next().or(first).unwrap()))
                }
                QuestionKind::Number { .. } => Value::Number(34.into()),
                QuestionKind::Date(_) => Value::Date(day()),
                QuestionKind::Text => Value::Text("no".to_owned()),
            };
            interview.answer(Answer::Given(value)).unwrap();
        }
        assert_eq!(interview.response().iter().count(), 40);
    });
    assert_eq!(once, 1);
}

#[test]
fn a_batch_of_a_thousand_compiles_once() {
    let once = made(|| {
        let batch = Batch::new(options(smp()));
        let bytes = b"{\"answers\":{\"age\":34}}\n".repeat(1_000);
        let part = batch.judge(&Chunk { bytes, first: 1, ..Chunk::default() });
        assert_eq!(part.text.iter().filter(|byte| **byte == b'\n').count(), 1_000);
    });
    assert_eq!(once, 1);
}

fn options(questionnaire: &Questionnaire) -> BatchOptions<'_> {
    BatchOptions {
        questionnaire,
        against: None,
        day: day(),
        audience: Audience::Client,
        bounds: candidacy::assessment::Bounds::Quick,
        written: RecordFormat::Json(None),
        faults: OnFault::GoOn,
        counting: Counting::Off,
        records: Records::All,
    }
}

#[test]
fn a_report_compiles_once_more_for_each_further_day() {
    let healing = set("questionnaire: wait
version: 1.0.0
title: Wait
language: en
verdicts:
  - fine: { title: Fine, says: So. }
  - later: { title: Later, says: So. }
sections:
  - id: s
    title: You
    questions:
      - { id: cut, ask: When were you cut?, type: date, range: past }
    rules:
      - { id: healing, when: cut within 6 months, verdict: later, finding: It still heals. }
");
    let cut = answers(&healing, "answers: { cut: 2026-06-22 }");
    let made = made(|| {
        let engine = Engine::new(&healing, day());
        let assessment = engine.assess(&cut, Audience::Client);
        let outlook = Outlook::of(&engine, &cut, &assessment);
        assert_eq!(outlook.ways.len(), 1, "{outlook:?}");
        report(&engine, &cut, &assessment, &outlook)
    });
    assert_eq!(made, 2, "today, and the day on which the wound is six months old");
}
