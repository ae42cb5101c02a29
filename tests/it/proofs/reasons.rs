//! The smallest sets of answers that decide a verdict, against trying all of them on all responses.

use std::cell::Cell;
use std::collections::BTreeMap;

use candidacy::assessment::{Engine, Situation};
use candidacy::outlook::ExactBounds;
use candidacy::proof::Plan;
use candidacy::questionnaire::Audience;
use candidacy::response::Response;
use candidacy::value::State;
use candidacy::value::index::QuestionIx;

use super::brute::{Brute, responses};
use super::for_many;
use crate::support::day;

/// What each question that was asked and answered says: "not sure" too.
fn said(situation: &Situation<'_>, questions: usize) -> BTreeMap<QuestionIx, String> {
    let state = |question: QuestionIx| match situation.state(question) {
        State::Answered(value) => Some((question, format!("{value:?}"))),
        State::Unsure | State::Withheld => Some((question, format!("{:?}", situation.state(question)))),
        State::NotApplicable | State::Open => None,
    };
    (0..questions).map(QuestionIx::new).filter_map(state).collect()
}

/// Whether every response that says all this has at least the verdict.
fn is_enough(all: &[(BTreeMap<QuestionIx, String>, u16)], set: &BTreeMap<QuestionIx, String>, verdict: u16) -> bool {
    let has =
        |said: &BTreeMap<QuestionIx, String>| set.iter().all(|(question, said_so)| said.get(question) == Some(said_so));
    all.iter().filter(|(said, _)| has(said)).all(|(_, reached)| *reached >= verdict)
}

/// Every part of a set with so many answers.
fn parts(set: &BTreeMap<QuestionIx, String>, size: usize) -> Vec<BTreeMap<QuestionIx, String>> {
    let entries: Vec<_> = set.iter().collect();
    let chosen = (0u32..1 << entries.len()).filter(|bits| bits.count_ones() as usize == size);
    let part = |bits: u32| {
        let kept = entries.iter().enumerate().filter(|(at, _)| bits & (1 << at) != 0);
        kept.map(|(_, (question, said))| (**question, (*said).clone())).collect()
    };
    chosen.map(part).collect()
}

#[test]
fn what_decides_is_a_smallest_set_that_does() {
    let (reasons, several) = (Cell::new(0), Cell::new(0));
    for_many(60, |yaml, questionnaire, tape| {
        let brute = Brute::of(questionnaire, day());
        let engine = Engine::new(questionnaire, day());
        let plan = Plan::new(&engine);
        let mut exact = ExactBounds::new(&plan);
        let questions = questionnaire.questions().len();
        let responses = responses(questionnaire, day());
        let all: Vec<_> = responses
            .iter()
            .map(|response| (said(&engine.situation(response), questions), brute.verdict(response).0))
            .collect();
        for _ in 0..12 {
            let at = tape.pick(responses.len());
            let (response, (says, verdict)): (&Response, _) = (&responses[at], &all[at]);
            let first = engine.assess(response, Audience::Everyone).decided_first(questionnaire);
            let found = exact.sufficient_reason(response, &first).unwrap();
            let Some(found) = found else {
                assert_eq!(*verdict, 0, "{yaml}\n{response:?}");
                continue;
            };
            let of = |question: &QuestionIx| says.get(question).unwrap().clone();
            let set: BTreeMap<QuestionIx, String> =
                found.answers.iter().map(|reason| (reason.question, of(&reason.question))).collect();
            assert!(is_enough(&all, &set, *verdict), "{yaml}\n{response:?}\nnot enough: {set:?}");
            assert!(found.minimum, "{yaml}\n{response:?}: so few answers are decided");
            let fewer = (0..set.len()).flat_map(|size| parts(says, size)).find(|part| is_enough(&all, part, *verdict));
            assert!(fewer.is_none(), "{yaml}\n{response:?}\n{set:?}, but fewer do: {fewer:?}");
            // Of sets as small, one of the answers behind what decides first.
            let agrees = |set: &BTreeMap<QuestionIx, String>| set.keys().all(|question| first.contains(question));
            let could =
                parts(says, set.len()).into_iter().any(|part| agrees(&part) && is_enough(&all, &part, *verdict));
            assert!(agrees(&set) || !could, "{yaml}\n{response:?}\n{set:?}, told first: {first:?}");
            reasons.set(reasons.get() + 1);
            several.set(several.get() + usize::from(set.len() > 1));
        }
    });
    println!("{} reasons, {} of several answers", reasons.get(), several.get());
    assert!(several.get() > 4, "the test shows little");
}
