//! Days that no condition asks about, in the clauses of an encoder: "the answer is this day or later".
//!
//! A cell of a date question stands for all days that no condition tells apart, but what follows from a day (a wait that ends, a
//! step that is done) may tell them apart all the same. So days can be asked for as they turn out to matter, and a solution then
//! says of each question between which of them its answer lies.

use std::collections::BTreeMap;

use super::encode::Encoder;
use super::solver::Lit;
use crate::questionnaire::{DateRange, QuestionKind};
use crate::response::{Accepted, Response};
use crate::value::index::{QuestionIx, fault};
use crate::value::{Answer, Date, Value};

/// The days asked for so far, each with "the answer is this day or later".
#[derive(Default)]
pub(super) struct Days(BTreeMap<QuestionIx, BTreeMap<Date, Lit>>);

impl Days {
    /// "It is answered with this day or a later one."
    pub(super) fn from(&mut self, encoder: &mut Encoder<'_, '_>, question: QuestionIx, from: Date) -> Lit {
        let known = self.0.entry(question).or_default();
        if let Some(literal) = known.get(&from) {
            return *literal;
        }
        let cells = encoder.states(question).cells.clone();
        if encoder.plan.exact.contains(&question) {
            // Its bits know every day already.
            let (answered, reaches) =
                (encoder.solver.any(&cells), encoder.answers_at_least(question, &Value::Date(from)));
            let literal = encoder.solver.all(&[answered, reaches]);
            known.insert(from, literal);
            return literal;
        }
        let spans = spans(encoder, question);
        let literal = encoder.solver.fresh();
        let answered = encoder.solver.any(&cells);
        encoder.solver.clause(&[!literal, answered]);
        let before = known.range(..from).next_back().map(|(day, literal)| (*day, *literal));
        let after = known.range(from..).next().map(|(day, literal)| (*day, *literal));
        if let Some((_, before)) = before {
            encoder.solver.clause(&[!literal, before]);
        }
        if let Some((_, after)) = after {
            encoder.solver.clause(&[!after, literal]);
        }
        for (cell, spans) in cells.iter().zip(spans) {
            let reaches = |start: Option<Date>, end: Option<Date>| {
                let starts = |last: Date| start.is_none_or(|start| start <= last);
                spans.iter().any(|(first, last)| starts(*last) && end.is_none_or(|end| *first < end))
            };
            // A cell without a day on one side of it lies on the other.
            if !reaches(before.map(|(day, _)| day), Some(from)) {
                let earlier = before.map(|(_, before)| !before);
                let clause: Vec<Lit> = [!*cell, literal].into_iter().chain(earlier).collect();
                encoder.solver.clause(&clause);
            }
            if !reaches(Some(from), after.map(|(day, _)| day)) {
                let later = after.map(|(_, after)| after);
                let clause: Vec<Lit> = [!*cell, !literal].into_iter().chain(later).collect();
                encoder.solver.clause(&clause);
            }
        }
        known.insert(from, literal);
        literal
    }

    /// The response just found, with days as they were asked for: of those that may be meant, the nearest to that of assessment.
    pub(super) fn settle(&self, encoder: &Encoder<'_, '_>, mut response: Response) -> Response {
        let plan = encoder.plan;
        for (question, known) in self.0.iter().filter(|(question, _)| !plan.exact.contains(question)) {
            let Some(Answer::Given(value)) = response.get(*question) else { continue };
            // A month or a year is what it is.
            if matches!(value, Value::Period(_)) {
                continue;
            }
            let Some(cell) = plan.domains[*question].cell_of(value) else {
                fault("a response was found of cells, yet an answer lies in none")
            };
            let from = known.iter().filter(|(_, literal)| encoder.solver.holds(**literal)).map(|(day, _)| *day).max();
            let before =
                known.iter().filter(|(_, literal)| !encoder.solver.holds(**literal)).map(|(day, _)| *day).min();
            let spans = plan.domains[*question].spans(cell, range(encoder, *question), plan.day).into_iter();
            let days = spans.filter_map(|(first, last)| {
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
            response.set(Accepted::known_to_fit(*question, Answer::Given(Value::Date(day)), None));
        }
        response
    }
}

/// Of each cell of a question the days that it stands for.
fn spans(encoder: &Encoder<'_, '_>, question: QuestionIx) -> Vec<Vec<(Date, Date)>> {
    let domain = &encoder.plan.domains[question];
    let range = range(encoder, question);
    (0..domain.cells.len()).map(|cell| domain.spans(cell, range, encoder.plan.day)).collect()
}

fn range(encoder: &Encoder<'_, '_>, question: QuestionIx) -> DateRange {
    match encoder.plan.questionnaire[question].kind {
        QuestionKind::Date(range) => range,
        QuestionKind::YesNo
        | QuestionKind::Choice(_)
        | QuestionKind::Scale(_)
        | QuestionKind::Choices { .. }
        | QuestionKind::Number { .. }
        | QuestionKind::Text => fault("a day is asked for of a question that takes none"),
    }
}
