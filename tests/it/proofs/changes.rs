//! What-if, against trying every other way of answering.

use std::cell::Cell;
use std::collections::BTreeSet;

use candidacy::assessment::Engine;
use candidacy::condition::Test;
use candidacy::outlook::{WhatIf, what_if};
use candidacy::questionnaire::{Audience, CanChange, Question, Questionnaire};
use candidacy::response::{Response, accept};
use candidacy::value::index::{QuestionIx, VerdictIx};
use candidacy::value::{Answer, Date, State, Value};

use super::{brute, for_many, small};
use crate::generate::{Tape, put};
use crate::support::day;

fn verdict(engine: &Engine<'_>, response: &Response) -> VerdictIx {
    engine.assess(response, Audience::Everyone).verdict
}

/// Draws a response; one question in four stays open.
fn response(questionnaire: &Questionnaire, tape: &mut Tape) -> Response {
    let mut response = Response::new(questionnaire);
    for (position, question) in questionnaire.questions().iter().enumerate() {
        let answers = small::answers(question, day());
        let skip = tape.once_in(4);
        let answer = tape.one(&answers[if skip { 0 } else { 1.min(answers.len() - 1) }..]).clone();
        put(questionnaire, &mut response, QuestionIx::new(position), answer);
    }
    response
}

/// The later days on which a test on an answered date says something else than the day before.
fn turning_days(questionnaire: &Questionnaire, response: &Response) -> Vec<Date> {
    let tests: Vec<Test> = brute::tests(questionnaire);
    let dates: Vec<(QuestionIx, Date)> = response
        .iter()
        .filter_map(|(question, answer)| match answer {
            Answer::Given(Value::Date(date)) => Some((question, *date)),
            _ => None,
        })
        .collect();
    let seen = |on: Date| {
        let holds = |test: &Test| {
            let date = dates.iter().find(|(question, _)| test.question() == Some(*question)).map(|(_, date)| *date);
            date.map(|date| match test {
                Test::Within(_, duration) => date <= on && on < duration.after(date),
                Test::WithinNext(_, duration) => on <= date && date < duration.after(on),
                _ => false,
            })
        };
        tests.iter().map(holds).collect::<Vec<_>>()
    };
    let days: Vec<Date> = (0..=90i64).map(|ahead| day() + jiff::Span::new().days(ahead)).collect();
    days.windows(2).filter(|pair| seen(pair[0]) != seen(pair[1])).map(|pair| pair[1]).collect()
}

/// What a question may say instead.
fn instead(question: &Question, now: Option<&Answer>, day: Date) -> Vec<Answer> {
    let Some(now) = now.filter(|answer| **answer != Answer::Skipped) else { return Vec::new() };
    let with_time = question.can_change == CanChange::WithTime;
    let fixed = question.can_change == CanChange::No || with_time && matches!(now, Answer::Given(Value::Date(_)));
    let grows = |answer: &Answer| match (now, answer) {
        (Answer::Given(Value::Number(now)), Answer::Given(Value::Number(then))) => !with_time || then > now,
        _ => true,
    };
    let given = small::answers(question, day).into_iter().flatten().filter(|answer| matches!(answer, Answer::Given(_)));
    given.filter(|answer| !fixed && answer != now && grows(answer)).collect()
}

/// By verdict: the smallest sets of changed answers that lead to at most that one.
fn smallest_sets(questionnaire: &Questionnaire, response: &Response, day: Date) -> Vec<BTreeSet<BTreeSet<QuestionIx>>> {
    let mut ways: Vec<(Response, BTreeSet<QuestionIx>)> = vec![(response.clone(), BTreeSet::new())];
    for (position, question) in questionnaire.questions().iter().enumerate() {
        let index = QuestionIx::new(position);
        let others = instead(question, response.get(index), day);
        let changed: Vec<_> = ways
            .iter()
            .flat_map(|(response, set)| {
                others.iter().map(|answer| {
                    let (mut response, mut set) = (response.clone(), set.clone());
                    response.set(accept(questionnaire, index, answer.clone(), day).unwrap());
                    set.insert(index);
                    (response, set)
                })
            })
            .collect();
        ways.extend(changed);
    }
    let engine = Engine::new(questionnaire, day);
    // What is said instead must count: an option that is not offered then is no answer.
    let counts = |(response, set): &(Response, BTreeSet<QuestionIx>)| {
        let situation = engine.situation(response);
        set.iter().all(|question| situation.state(*question) != State::Open)
    };
    let judged: Vec<(VerdictIx, BTreeSet<QuestionIx>)> = ways
        .into_iter()
        .filter(|way| way.1.is_empty() || counts(way))
        .map(|(response, set)| (verdict(&engine, &response), set))
        .collect();
    let sets = |target: usize| {
        let reach = judged.iter().filter(|(verdict, _)| verdict.at() <= target).map(|(_, set)| set);
        let least = reach.clone().map(BTreeSet::len).min();
        reach.filter(|set| Some(set.len()) == least).cloned().collect()
    };
    (0..questionnaire.verdicts().len()).map(sets).collect()
}

fn changed(way: &WhatIf) -> BTreeSet<QuestionIx> {
    way.changes.iter().map(|change| change.question).collect()
}

/// The days on which a way was judged: its own, or today where only `not_before` names a day.
fn judged_on(questionnaire: &Questionnaire, response: &Response, way: &WhatIf) -> Vec<Date> {
    let mut after = response.clone();
    for change in &way.changes {
        assert_eq!(change.from.as_ref(), response.get(change.question));
        // What a question takes moves with the day: the change is made on the day from which it helps, or today.
        let days = [day(), way.from.unwrap_or(day())];
        let fits = |day: Date| accept(questionnaire, change.question, change.to.clone(), day).ok();
        after.set(days.into_iter().find_map(fits).unwrap());
    }
    let gives = |day: &Date| {
        let assessment = Engine::new(questionnaire, *day).assess(&after, Audience::Everyone);
        assessment.verdict == way.verdict && assessment.could_become == way.could_become
    };
    let waits =
        way.changes.iter().any(|change| questionnaire.questions()[change.question].can_change == CanChange::WithTime);
    let today = (way.from.is_none() || waits).then(day);
    way.from.into_iter().chain(today).filter(gives).collect()
}

#[test]
fn every_smallest_change_is_found_and_is_smallest() {
    let (shown, later) = (Cell::new(0), Cell::new(0));
    for_many(150, |yaml, questionnaire, tape| {
        let response = response(questionnaire, tape);
        let engine = Engine::new(questionnaire, day());
        let now = verdict(&engine, &response);
        let ways = what_if(&engine, &response).unwrap();
        shown.set(shown.get() + ways.len());
        later.set(later.get() + ways.iter().filter(|way| way.from.is_some()).count());
        let told = || format!("{yaml}\n{response:?}\n{ways:#?}");
        let days: Vec<Date> = std::iter::once(day()).chain(turning_days(questionnaire, &response)).collect();
        let sets: Vec<_> = days.iter().map(|day| smallest_sets(questionnaire, &response, *day)).collect();
        for way in &ways {
            let on = judged_on(questionnaire, &response, way);
            let least = |judged: &Date| {
                let sets = days.iter().position(|day| day == judged).map(|position| &sets[position]);
                sets.is_some_and(|sets| sets[way.verdict.at()].contains(&changed(way)))
            };
            assert!(way.verdict < now && on.iter().any(least), "not smallest: {way:?}\n{}", told());
        }
        for (on, sets) in days.iter().zip(&sets) {
            for (target, smallest) in sets.iter().enumerate().take(now.at()) {
                let told_of = |set: &BTreeSet<QuestionIx>| {
                    let soon = |way: &WhatIf| {
                        way.from.is_none_or(|from| from <= *on)
                            || judged_on(questionnaire, &response, way).contains(&day())
                    };
                    ways.iter().any(|way| way.verdict.at() <= target && soon(way) && changed(way).is_subset(set))
                };
                let few = smallest.len() <= 6;
                let found = if few { smallest.iter().all(told_of) } else { smallest.iter().any(told_of) };
                assert!(found || smallest.is_empty(), "missed on {on} for v{target}: {:?}\n{}", smallest, told());
            }
        }
    });
    println!("{} ways, {} of them with time", shown.get(), later.get());
    assert!(shown.get() > 20 && later.get() > 1, "too few ways to prove anything: {} and {}", shown.get(), later.get());
}
