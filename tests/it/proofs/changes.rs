//! What is still reachable, against trying every other way of answering.

use std::collections::BTreeSet;

use candidacy::assessment::Engine;
use candidacy::condition::evaluate;
use candidacy::outlook::reachable;
use candidacy::proof::Plan;
use candidacy::questionnaire::{Audience, Questionnaire};
use candidacy::response::Response;
use candidacy::value::index::{QuestionIx, RuleIx, VerdictIx};
use candidacy::value::{Answer, OptionSet, State, Truth, Value};

use super::{brute, for_many, small};
use crate::generate::{Tape, put};
use crate::support::day;

/// Draws a response; one question in four stays open.
pub fn response(questionnaire: &Questionnaire, tape: &mut Tape) -> Response {
    let mut response = Response::new(questionnaire);
    for (position, question) in questionnaire.questions().iter().enumerate() {
        let answers = small::answers(question, day());
        let skip = tape.once_in(4);
        let answer = tape.one(&answers[if skip { 0 } else { 1.min(answers.len() - 1) }..]).clone();
        put(questionnaire, &mut response, QuestionIx::new(position), answer);
    }
    response
}

/// Whether `after` is what may come of `before`: answers stay, unless the option chosen is no longer offered.
fn comes_of(engine: &Engine<'_>, before: &Response, after: &Response) -> bool {
    let (questionnaire, situation) = (engine.questionnaire(), engine.situation(after));
    (0..questionnaire.questions().len()).map(QuestionIx::new).all(|question| {
        let chosen = match before.get(question) {
            None | Some(Answer::Skipped) => return true,
            answer if answer == after.get(question) => return true,
            Some(Answer::Given(Value::Choice(option))) => OptionSet::of(*option),
            Some(Answer::Given(Value::Choices(set))) => *set,
            Some(_) => return false,
        };
        !chosen.without(situation.offered(question)).is_empty()
    })
}

#[test]
fn what_open_answers_can_still_do_is_exact() {
    for_many(90, |yaml, questionnaire, tape| {
        let response = response(questionnaire, tape);
        let engine = Engine::new(questionnaire, day());
        let assessment = engine.assess(&response, Audience::Everyone);
        let found = reachable(&Plan::new(&engine), &response, &assessment).unwrap();
        let (mut rules, mut highest) = (BTreeSet::new(), assessment.verdict);
        for after in brute::responses(questionnaire, day()) {
            if !comes_of(&engine, &response, &after) {
                continue;
            }
            let situation = engine.situation(&after);
            for (position, rule) in questionnaire.rules().iter().enumerate() {
                let held = assessment.findings.iter().any(|finding| finding.rule.at() == position);
                if rule.verdict > assessment.verdict && !held && evaluate(&rule.when, &situation) == Truth::True {
                    rules.insert(RuleIx::new(position));
                }
            }
            for (position, question) in questionnaire.questions().iter().enumerate() {
                if situation.state(QuestionIx::new(position)) == State::Unsure {
                    highest = highest.max(question.unsure.unwrap_or(VerdictIx(0)));
                }
            }
        }
        let of_rules = rules.iter().map(|rule| questionnaire.rules()[*rule].verdict).max();
        let expected = (highest.max(of_rules.unwrap_or(highest)), rules.into_iter().collect::<Vec<_>>());
        assert!((found.verdict, found.rules.clone()) == expected, "{yaml}\n{response:?}\n{found:?}\n{expected:?}");
    });
}
