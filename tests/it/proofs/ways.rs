//! What would change a verdict, against trying every other way of answering on every day to come.

use std::cell::RefCell;
use std::collections::BTreeSet;

use candidacy::assessment::{Assessment, Engine, Finding};
use candidacy::condition::{DateTest, Test};
use candidacy::outlook::{WhatIf, what_if};
use candidacy::questionnaire::{Audience, CanChange, DateRange, Direction, Question, QuestionKind, Questionnaire};
use candidacy::response::{Response, accept};
use candidacy::value::index::{QuestionIx, VerdictIx};
use candidacy::value::{Answer, Date, State, Truth, Value};

use super::{brute, for_many, small};
use crate::generate::{Tape, put};
use crate::support::{answers, day, set};

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

/// The answers, and today for each past day that is not asked for now: what passes passes today at the earliest.
fn onward(engine: &Engine<'_>, response: &Response) -> Response {
    let (questionnaire, mut onward) = (engine.questionnaire(), response.clone());
    for (position, question) in questionnaire.questions().iter().enumerate() {
        let index = QuestionIx::new(position);
        let hidden = engine.situation(response).applies(index) == Truth::False;
        if hidden && matches!(question.kind, QuestionKind::Date(DateRange::Past)) {
            onward.set(accept(questionnaire, index, Answer::Given(Value::Date(day())), day()).unwrap());
        }
    }
    onward
}

/// The days on which something may be another than the day before: a test on a date, or the end of a wait. None comes before
/// the last wait of today is over.
fn days(engine: &Engine<'_>, response: &Response, onward: &Response) -> Vec<Date> {
    let questionnaire = engine.questionnaire();
    let tests: Vec<Test> = brute::tests(questionnaire);
    let dates = |question: QuestionIx| match onward.get(question) {
        Some(Answer::Given(Value::Date(date))) => vec![*date],
        Some(Answer::Given(Value::Period(period))) => period.days().collect(),
        _ => Vec::new(),
    };
    let date = |question: QuestionIx| dates(question).last().copied();
    let seen = |on: Date| {
        let holds = |test: &Test| {
            let told = test.question().into_iter().flat_map(dates).map(|date| match test {
                Test::Date(_, DateTest::Within(duration)) => date <= on && on < duration.after(date),
                Test::Date(_, DateTest::WithinNext(duration)) => on <= date && date < duration.after(on),
                Test::Date(_, DateTest::BetweenAgo(least, most)) => least.after(date) <= on && on < most.after(date),
                Test::Date(_, DateTest::BetweenAhead(least, most)) => least.after(on) <= date && date < most.after(on),
                Test::Date(_, DateTest::Past) => date <= on,
                Test::Date(_, DateTest::Ahead) => on <= date,
                _ => false,
            });
            let told: Vec<bool> = told.collect();
            (told.contains(&true), told.contains(&false))
        };
        tests.iter().map(holds).collect::<Vec<_>>()
    };
    let waits = questionnaire.rules().iter().filter_map(|rule| rule.not_before);
    let waits = waits.filter_map(|wait| {
        let start = wait.question.map_or(Some(day()), date)?;
        Some(wait.duration.after(start))
    });
    let ahead: Vec<Date> = (0..=90i64).map(|ahead| day() + jiff::Span::new().days(ahead)).collect();
    let turning = ahead.windows(2).filter(|pair| seen(pair[0]) != seen(pair[1])).map(|pair| pair[1]);
    let first = engine.assess(response, Audience::Everyone).not_before().map_or(day(), |wait| wait.max(day()));
    let days: BTreeSet<Date> = turning.chain(waits).filter(|day| *day > first).collect();
    std::iter::once(first).chain(days).collect()
}

/// Whether one answer may become another, word for word as `docs/language.md` says.
fn may_become(question: &Question, now: &Value, then: &Value) -> bool {
    match (&question.can_change, now, then) {
        (CanChange::Becomes(becomes), Value::YesNo(now), Value::YesNo(then)) => {
            becomes[usize::from(*now)].to.contains(usize::from(*then))
        }
        (CanChange::Becomes(becomes), Value::Choice(now), Value::Choice(then)) => becomes[*now].to.contains(*then),
        (CanChange::Passes(passes), Value::Choices(now), Value::Choices(then)) => {
            (0..question.options().len()).all(|at| match (now.contains(at), then.contains(at)) {
                (true, false) => passes[at].is_some(),
                (false, true) => question.options()[at].exclusive,
                (true, true) | (false, false) => true,
            })
        }
        (CanChange::Number(Direction::Either), Value::Number(_), Value::Number(_)) => true,
        (CanChange::Number(Direction::Up), Value::Number(now), Value::Number(then)) => then > now,
        (CanChange::Number(Direction::Down), Value::Number(now), Value::Number(then)) => then < now,
        _ => false,
    }
}

/// What a question may say instead.
fn instead(question: &Question, now: Option<&Answer>, day: Date) -> Vec<Answer> {
    let Some(Answer::Given(now)) = now else { return Vec::new() };
    let others = small::answers(question, day).into_iter().flatten();
    let may = |answer: &Answer| matches!(answer, Answer::Given(then) if then != now && may_become(question, now, then));
    others.filter(may).collect()
}

/// Whether a day comes before no wait that still holds then; one that counts from the day of assessment began today.
fn waited(questionnaire: &Questionnaire, after: &Assessment, on: Date) -> bool {
    let wait = |finding: &Finding| {
        let wait = questionnaire[finding.rule].not_before?;
        if wait.question.is_none() { Some(wait.duration.after(day())) } else { finding.not_before }
    };
    after.findings.iter().filter_map(wait).all(|wait| wait <= on)
}

/// By verdict: the smallest sets of changed answers that lead to at most that one.
fn smallest_sets(
    questionnaire: &Questionnaire,
    response: &Response,
    onward: &Response,
    on: Date,
) -> Vec<BTreeSet<BTreeSet<QuestionIx>>> {
    let mut ways: Vec<(Response, BTreeSet<QuestionIx>)> = vec![(onward.clone(), BTreeSet::new())];
    for (position, question) in questionnaire.questions().iter().enumerate() {
        let index = QuestionIx::new(position);
        let others = instead(question, onward.get(index), on);
        let changed: Vec<_> = ways
            .iter()
            .flat_map(|(response, set)| {
                others.iter().map(|answer| {
                    let (mut response, mut set) = (response.clone(), set.clone());
                    response.set(accept(questionnaire, index, answer.clone(), on).unwrap());
                    set.insert(index);
                    (response, set)
                })
            })
            .collect();
        ways.extend(changed);
    }
    // If nothing changes, nothing is asked for.
    ways[0].0 = response.clone();
    let engine = Engine::new(questionnaire, on);
    // What is said instead must count: an option that is not offered then is no answer.
    let counts = |(response, set): &(Response, BTreeSet<QuestionIx>)| {
        let situation = engine.situation(response);
        set.iter().all(|question| situation.state(*question) != State::Open)
    };
    let judged: Vec<(VerdictIx, BTreeSet<QuestionIx>)> = ways
        .into_iter()
        .filter(|way| way.1.is_empty() || counts(way))
        .map(|(response, set)| (engine.assess(&response, Audience::Everyone), set))
        .filter(|(after, _)| waited(questionnaire, after, on))
        .map(|(after, set)| (after.verdict, set))
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

/// Holds that a way says only what may be, that it gives what it says on its day, and that its day comes before no wait.
fn holds_true(engine: &Engine<'_>, response: &Response, onward: &Response, way: &WhatIf) {
    let questionnaire = engine.questionnaire();
    let on = way.from.unwrap_or(day());
    let now = engine.assess(response, Audience::Everyone);
    assert!(way.verdict < now.verdict && way.from.is_none_or(|from| from > day()));
    assert!(now.not_before().is_none_or(|wait| wait <= on), "before the wait of today");
    let mut after = response.clone();
    for (question, said) in &way.opened {
        assert!(*said == day() && engine.situation(response).applies(*question) == Truth::False);
        after.set(accept(questionnaire, *question, Answer::Given(Value::Date(*said)), day()).unwrap());
    }
    for change in &way.changes {
        assert_eq!(Some(&change.from), onward.get(change.question));
        let (Answer::Given(from), Answer::Given(to)) = (&change.from, &change.to) else { panic!("not given") };
        assert!(
            may_become(&questionnaire[change.question], from, to) && !matches!(to, Value::Date(_) | Value::Period(_))
        );
        // What a question takes moves with the day: the change is made on the day from which it helps, or today.
        let fits = |day: Date| accept(questionnaire, change.question, change.to.clone(), day).ok();
        after.set([day(), on].into_iter().find_map(fits).unwrap());
    }
    let then = Engine::new(questionnaire, on);
    let assessment = then.assess(&after, Audience::Everyone);
    assert_eq!((assessment.verdict, assessment.could_become), (way.verdict, way.could_become));
    assert!(waited(questionnaire, &assessment, on), "before a wait that it begins");
    for (question, _) in &way.opened {
        assert!(matches!(then.situation(&after).state(*question), State::Answered(_)), "asked for");
    }
}

/// What was told, to see that enough was.
#[derive(Default)]
struct Told {
    ways: usize,
    later: usize,
    asking: usize,
}

/// Holds what is told to one person against trying everything.
fn held_against_all(yaml: &str, questionnaire: &Questionnaire, response: &Response, told: &mut Told) {
    let engine = Engine::new(questionnaire, day());
    let (now, onward) = (engine.assess(response, Audience::Everyone).verdict, onward(&engine, response));
    let ways = what_if(&engine, response).unwrap();
    told.ways += ways.len();
    told.later += ways.iter().filter(|way| way.from.is_some()).count();
    told.asking += ways.iter().filter(|way| !way.opened.is_empty()).count();
    let shown = || format!("{yaml}\n{response:?}\n{ways:#?}");
    let days = days(&engine, response, &onward);
    let sets: Vec<_> = days.iter().map(|day| smallest_sets(questionnaire, response, &onward, *day)).collect();
    for (position, way) in ways.iter().enumerate() {
        holds_true(&engine, response, &onward, way);
        let on = days.iter().position(|on| *on == way.from.unwrap_or(day()));
        let least = on.is_some_and(|on| sets[on][way.verdict.at()].contains(&changed(way)));
        assert!(least, "not smallest: {way:?}\n{}", shown());
        let again = ways.iter().skip(position + 1).any(|other| other.changes == way.changes);
        assert!(!again, "told twice: {way:?}\n{}", shown());
    }
    for (on, sets) in days.iter().zip(&sets) {
        for (target, smallest) in sets.iter().enumerate().take(now.at()) {
            // The same changes are told once, with their first day, even if they come to more later.
            let told_of = |set: &BTreeSet<QuestionIx>| {
                let soon = |way: &WhatIf| way.from.is_none_or(|from| from <= *on);
                let milder = |way: &WhatIf| way.verdict.at() <= target && changed(way).is_subset(set);
                ways.iter().any(|way| soon(way) && (milder(way) || changed(way) == *set))
            };
            let few = smallest.len() <= 6;
            let found = if few { smallest.iter().all(told_of) } else { smallest.iter().any(told_of) };
            assert!(found || smallest.is_empty(), "missed on {on} for v{target}: {smallest:?}\n{}", shown());
        }
    }
}

/// How many people answer each questionnaire.
const PEOPLE: usize = 12;

#[test]
fn every_smallest_change_is_found_and_is_smallest() {
    let told = RefCell::new(Told::default());
    for_many(150, |yaml, questionnaire, tape| {
        for _ in 0..PEOPLE {
            let response = response(questionnaire, tape);
            held_against_all(yaml, questionnaire, &response, &mut told.borrow_mut());
        }
    });
    let told = told.into_inner();
    println!("{} ways, {} of them with time, {} ask for a day", told.ways, told.later, told.asking);
    assert!(told.ways > 100 && told.later > 20, "too few ways to prove anything");
}

/// Two courses that end, by a prescriber and by themselves: how long each has to be over, and what it comes to, differ.
fn courses(waits: [&str; 3], verdicts: [&str; 4]) -> String {
    let [on_it, since, rash] = waits;
    let [now, after, red, burnt] = verdicts;
    format!(
        "questionnaire: courses
version: 1.0.0
title: Courses
verdicts: [{{ v0: {{ title: A, says: A. }} }}, {{ v1: {{ title: B, says: B. }} }}, {{ v2: {{ title: C, says: C. }} }}]
sections:
  - id: s
    title: S
    questions:
      - id: course
        ask: Course?
        type: choice
        tags: [medicine]
        options: {{ never: Never, now: {{ label: Now, becomes: ended, by: prescriber }}, ended: Ended }}
      - {{ id: ended, ask: When?, type: date, range: past, when: course == ended }}
      - id: skin
        ask: Skin?
        type: choices
        options:
          red: {{ label: Red, passes: true }}
          burnt: {{ label: Burnt, passes: true, by: person }}
          clear: {{ label: Clear, exclusive: true }}
      - {{ id: clear_since, ask: Since?, type: date, range: past, when: skin has clear }}
    rules:
      - {{ id: on_it, when: course == now, verdict: {now}, finding: F., not_before: {on_it} after today }}
      - {{ id: after_it, when: ended within {since}, verdict: {after}, finding: F., not_before: {since} after ended }}
      - {{ id: red, when: skin has red, verdict: {red}, finding: F., not_before: {rash} after today }}
      - {{ id: burnt, when: skin has burnt, verdict: {burnt}, finding: F. }}
      - {{ id: fresh, when: clear_since within {rash}, verdict: v1, finding: F. }}
"
    )
}

/// A course that ends today is over when its wait is, and not on the day on which the answer becomes another.
#[test]
fn what_passes_passes_today_at_the_earliest() {
    let mut told = Told::default();
    let spans = ["3 days", "2 weeks", "1 month"];
    for number in 0..48 {
        let of = |place: usize| (number / 3usize.pow(u32::try_from(place).unwrap())) % 3;
        let waits = [spans[of(0)], spans[of(1)], spans[of(2)]];
        let verdicts = [0, 1, 2, 3].map(|at| ["v1", "v2", "v2"][(number + at) % 3]);
        let yaml = courses(waits, verdicts);
        let questionnaire = set(&yaml);
        for said in [
            "course: now, skin: [clear], clear_since: 2026-01-01",
            "course: now, skin: [red], ended: 2026-01-01",
            "course: ended, ended: 2026-11-20, skin: [red, burnt]",
            "course: now, skin: [red, burnt], clear_since: 2026-11-20, ended: 2026-11-21",
            "course: never, skin: [burnt]",
            "course: ended, ended: 2026-11-10, skin: [clear], clear_since: 2026-11-21",
        ] {
            let response = answers(&questionnaire, &format!("answers: {{ {said} }}"));
            held_against_all(&yaml, &questionnaire, &response, &mut told);
        }
    }
    println!("{} ways, {} of them with time, {} ask for a day", told.ways, told.later, told.asking);
    assert!(told.ways > 200 && told.later > 150 && told.asking > 100, "too few ways to prove anything");
}

/// A rule that time alone makes hold makes one wait as well, from the day of assessment on.
#[test]
fn a_wait_that_time_begins_ends_on_a_day_of_its_own() {
    let yaml = "questionnaire: small
version: 1.0.0
title: Small
verdicts: [{ v0: { title: A, says: A. } }, { v1: { title: B, says: B. } }, { v2: { title: C, says: C. } }]
sections:
  - id: s
    title: S
    questions:
      - { id: burn, ask: When?, type: date, range: past }
    rules:
      - { id: fresh, when: burn within 3 days, verdict: v2, finding: F. }
      - { id: healing, when: not burn within 3 days, verdict: v1, finding: F., not_before: 4 weeks after today }
";
    let questionnaire = set(yaml);
    let response = answers(&questionnaire, "answers: { burn: 2026-11-21 }");
    let mut told = Told::default();
    held_against_all(yaml, &questionnaire, &response, &mut told);
    let engine = Engine::new(&questionnaire, day());
    let ways = what_if(&engine, &response).unwrap();
    let [way] = ways.as_slice() else { panic!("{ways:?}") };
    assert_eq!((way.verdict, way.from), (VerdictIx(1), Some(Date::constant(2026, 12, 20))));
}
