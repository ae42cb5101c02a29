//! Days that no condition asks about, in the clauses of an encoder: "the answer is this day or later".
//!
//! A cell of a date question stands for all days that no condition tells apart, but what follows from a day (a wait that ends, a
//! step that is done) may tell them apart all the same. So days can be asked for as they turn out to matter, and a solution then
//! says of each question between which of them its answer lies. Of a question that asks for no day, it is the day on which it was
//! answered that may be asked for: any on which its answer is still believed, up to that of assessment.

use std::collections::BTreeMap;

use super::encode::Encoder;
use super::plan::Plan;
use super::solver::Lit;
use crate::questionnaire::{DateRange, QuestionKind};
use crate::response::{Accepted, Response};
use crate::value::index::{QuestionIx, fault};
use crate::value::{Answer, Date, Value};

/// The days asked for so far, each with "the answer is this day or later".
#[derive(Default)]
pub(super) struct Days(BTreeMap<QuestionIx, BTreeMap<Date, Lit>>);

impl Days {
    /// "It is answered with this day or a later one", or "on" it, if it asks for no day.
    pub(super) fn from(&mut self, encoder: &mut Encoder<'_, '_>, question: QuestionIx, from: Date) -> Lit {
        let known = self.0.entry(question).or_default();
        if let Some(literal) = known.get(&from) {
            return *literal;
        }
        let dated = dated(encoder, question);
        let said: Vec<Lit> = dated.iter().map(|(said, _)| *said).collect();
        if is_exact(encoder.plan, question) {
            // Its bits know every day already.
            let (answered, reaches) =
                (encoder.solver.any(&said), encoder.answers_at_least(question, &Value::Date(from)));
            let literal = encoder.solver.all(&[answered, reaches]);
            known.insert(from, literal);
            return literal;
        }
        let literal = encoder.solver.fresh();
        let answered = encoder.solver.any(&said);
        encoder.solver.clause(&[!literal, answered]);
        let before = known.range(..from).next_back().map(|(day, literal)| (*day, *literal));
        let after = known.range(from..).next().map(|(day, literal)| (*day, *literal));
        if let Some((_, before)) = before {
            encoder.solver.clause(&[!literal, before]);
        }
        if let Some((_, after)) = after {
            encoder.solver.clause(&[!after, literal]);
        }
        for (said, spans) in dated {
            let reaches = |start: Option<Date>, end: Option<Date>| {
                let starts = |last: Date| start.is_none_or(|start| start <= last);
                spans.iter().any(|(first, last)| starts(*last) && end.is_none_or(|end| *first < end))
            };
            // An answer without a day on one side of it lies on the other.
            if !reaches(before.map(|(day, _)| day), Some(from)) {
                let earlier = before.map(|(_, before)| !before);
                let clause: Vec<Lit> = [!said, literal].into_iter().chain(earlier).collect();
                encoder.solver.clause(&clause);
            }
            if !reaches(Some(from), after.map(|(day, _)| day)) {
                let later = after.map(|(_, after)| after);
                let clause: Vec<Lit> = [!said, !literal].into_iter().chain(later).collect();
                encoder.solver.clause(&clause);
            }
        }
        known.insert(from, literal);
        literal
    }

    /// The response just found, with days as they were asked for: of those that may be meant, the nearest to that of assessment.
    pub(super) fn settle(&self, encoder: &Encoder<'_, '_>, mut response: Response) -> Response {
        let plan = encoder.plan;
        for (question, known) in self.0.iter().filter(|(question, _)| !is_exact(plan, **question)) {
            let Some(answer) = response.get(*question).cloned() else { continue };
            let spans = match (range(plan, *question), &answer) {
                (Some(range), Answer::Given(value @ Value::Date(_))) => match plan.domains[*question].cell_of(value) {
                    Some(cell) => plan.domains[*question].spans(cell, range, plan.day),
                    None => fault("a response was found of cells, yet an answer lies in none"),
                },
                // A month or a year is what it is, and a day that nobody knows is none.
                (Some(_), _) => continue,
                (None, _) => vec![believed(plan, *question)],
            };
            let from = known.iter().filter(|(_, literal)| encoder.solver.holds(**literal)).map(|(day, _)| *day).max();
            let before =
                known.iter().filter(|(_, literal)| !encoder.solver.holds(**literal)).map(|(day, _)| *day).min();
            let days = spans.into_iter().filter_map(|(first, last)| {
                let first = from.map_or(first, |from| from.max(first));
                let last = match before {
                    Some(before) => last.min(before.yesterday().ok()?),
                    None => last,
                };
                (first <= last).then(|| plan.day.clamp(first, last))
            });
            let Some(day) = days.min_by_key(|day| ((*day - plan.day).get_days().abs(), *day)) else {
                fault("a cell is only chosen with days that it has, yet here is one without")
            };
            let asks_for_a_day = range(plan, *question).is_some();
            response.set(if asks_for_a_day {
                Accepted::known_to_fit(*question, Answer::Given(Value::Date(day)), None)
            } else {
                // What is answered on the day of assessment needs no word.
                Accepted::known_to_fit(*question, answer, Some(day).filter(|day| *day != plan.day))
            });
        }
        response
    }
}

/// Whether the bits of a question know each of its days.
fn is_exact(plan: &Plan<'_>, question: QuestionIx) -> bool {
    plan.exact.contains(&question) && range(plan, question).is_some()
}

/// What can be said to a question, each with the days that it can stand for.
fn dated(encoder: &mut Encoder<'_, '_>, question: QuestionIx) -> Vec<(Lit, Vec<(Date, Date)>)> {
    let plan = encoder.plan;
    let states = encoder.states(question);
    match range(plan, question) {
        Some(range) => {
            let spans = |cell| plan.domains[question].spans(cell, range, plan.day);
            states.cells.iter().enumerate().map(|(cell, said)| (*said, spans(cell))).collect()
        }
        None => {
            let said = states.cells.iter().copied().chain(states.unsure);
            said.map(|said| (said, vec![believed(plan, question)])).collect()
        }
    }
}

/// The days on which a question may have been answered, if its answer is still believed.
fn believed(plan: &Plan<'_>, question: QuestionIx) -> (Date, Date) {
    (plan.questionnaire[question].valid_for.fresh_from(plan.day), plan.day)
}

/// The days that a date question takes; none of any other.
fn range(plan: &Plan<'_>, question: QuestionIx) -> Option<DateRange> {
    match plan.questionnaire[question].kind {
        QuestionKind::Date(range) => Some(range),
        QuestionKind::YesNo
        | QuestionKind::Choice(_)
        | QuestionKind::Scale(_)
        | QuestionKind::Choices { .. }
        | QuestionKind::Number { .. }
        | QuestionKind::Text => None,
    }
}
