//! The finite domain of a question: one representative for each set of answers that no condition tells apart.
//!
//! Which answers a condition tells apart is found by the evaluator itself, on candidates at both sides of every bound, so
//! a proof and a judgement cannot disagree about what a test means. For dates this holds on the day given; see
//! `calendar-order` for what could differ on another day.

use std::collections::BTreeSet;

use crate::condition::{Condition, ConditionNode, Test, judge_state};
use crate::questionnaire::{DateRange, Question, QuestionKind, Questionnaire};
use crate::response::fits;
use crate::value::{Answer, Date, Decimal, Duration, OptionSet, State, Truth, Unit, Value};

/// What a question can be answered, as far as anything tells it apart.
pub(crate) struct Domain {
    /// One representative for each class of answers; for `choices` a single one, since its picks are told apart one by one.
    pub(crate) cells: Vec<Value>,
    /// The tests that tell the cells of a number or a date apart.
    tests: Vec<Test>,
}

/// What the evaluator says of a test on a question in that state.
pub(crate) fn judge(test: &Test, state: State<'_>, day: Date) -> Truth {
    judge_state(test, state, day)
}

/// Every condition of a questionnaire.
pub(crate) fn conditions(questionnaire: &Questionnaire) -> Vec<&Condition> {
    let sections = questionnaire.sections().iter().filter_map(|section| section.when.as_ref());
    let questions = questionnaire.questions().iter().filter_map(|question| question.when.as_ref());
    let options =
        questionnaire.questions().iter().flat_map(Question::options).filter_map(|option| option.when.as_ref());
    let named = questionnaire.conditions().iter().map(|named| &named.condition);
    let rules = questionnaire.rules().iter().map(|rule| &rule.when);
    let guarantees = questionnaire.guarantees().iter().filter_map(|guarantee| guarantee.when.as_ref());
    sections.chain(questions).chain(options).chain(named).chain(rules).chain(guarantees).collect()
}

/// The tests on each question, by question.
pub(crate) fn tests(questionnaire: &Questionnaire) -> Vec<Vec<Test>> {
    let mut tests = vec![Vec::new(); questionnaire.questions().len()];
    for node in conditions(questionnaire).into_iter().flat_map(Condition::walk) {
        let ConditionNode::Test(test) = &node.node else { continue };
        let slot = test.question().and_then(|question| tests.get_mut(question.at()));
        if let Some(list) = slot.filter(|list| !list.contains(test)) {
            list.push(test.clone());
        }
    }
    tests
}

impl Domain {
    /// The classes of answers to a question that the tests tell apart on that day.
    pub(crate) fn of(question: &Question, tests: &[Test], day: Date) -> Domain {
        let candidates = match &question.kind {
            QuestionKind::YesNo => vec![Value::YesNo(false), Value::YesNo(true)],
            QuestionKind::Choice(options) | QuestionKind::Scale(options) => {
                (0..options.len()).map(Value::Choice).collect()
            }
            QuestionKind::Choices { .. } => vec![Value::Choices(OptionSet::default())],
            QuestionKind::Number { range, decimals, .. } => {
                let mut cells = taken(numbers(tests, *range, *decimals), question, day);
                // Runs, not classes: what is on either side of a number stays apart, so that cells are in order.
                cells.dedup_by_key(|value| class(tests, value, day));
                return Domain { cells, tests: tests.to_vec() };
            }
            QuestionKind::Date(range) => {
                let mut seen = BTreeSet::new();
                let mut cells = taken(days(tests, *range, day), question, day);
                cells.retain(|value| seen.insert(class(tests, value, day)));
                return Domain { cells, tests: tests.to_vec() };
            }
            QuestionKind::Text => vec![Value::Text("text".to_owned())],
        };
        Domain { cells: candidates, tests: Vec::new() }
    }

    /// Knows also an answer that was given on another day, when other days were taken.
    pub(crate) fn admit(&mut self, value: &Value, day: Date) {
        if self.cell_of(value, day).is_none() {
            self.cells.push(value.clone());
        }
    }

    /// The cell that a value falls into.
    pub(crate) fn cell_of(&self, value: &Value, day: Date) -> Option<usize> {
        match value {
            Value::Number(number) => {
                let wanted = class(&self.tests, value, day);
                let alike = |cell: &Value| class(&self.tests, cell, day) == wanted;
                let below = |cell: &Value| matches!(cell, Value::Number(start) if start <= number);
                // A cell is shown by its least number, except the lowest of a question without a range.
                let above_its_start = self.cells.iter().rposition(|cell| below(cell) && alike(cell));
                above_its_start.or_else(|| self.cells.iter().position(alike))
            }
            Value::Date(_) => {
                let wanted = class(&self.tests, value, day);
                self.cells.iter().position(|cell| class(&self.tests, cell, day) == wanted)
            }
            Value::Choices(_) | Value::Text(_) => Some(0),
            Value::YesNo(_) | Value::Choice(_) => self.cells.iter().position(|cell| cell == value),
        }
    }
}

/// Of the candidates, those that the question takes.
fn taken(candidates: Vec<Value>, question: &Question, day: Date) -> Vec<Value> {
    let takes = |value: &Value| fits(question, Answer::Given(value.clone()), day).is_ok();
    candidates.into_iter().filter(takes).collect()
}

/// What the tests say of a value: two values with the same class cannot be told apart.
fn class(tests: &[Test], value: &Value, day: Date) -> Vec<Truth> {
    tests.iter().map(|test| judge(test, State::Answered(value), day)).collect()
}

/// Both sides of every bound, and the ends of the range.
fn numbers(tests: &[Test], range: Option<(Decimal, Decimal)>, decimals: u32) -> Vec<Value> {
    let step = Decimal::new(1, decimals);
    let mut numbers = BTreeSet::new();
    for test in tests {
        if let Test::Number(_, _, bound) = test {
            // A bound may lie between two numbers that the question takes.
            let near = bound.trunc_with_scale(decimals);
            let around = [near.checked_sub(step), Some(near), near.checked_add(step)];
            numbers.extend(around.into_iter().flatten());
        }
    }
    numbers.extend(range.into_iter().flat_map(|(low, high)| [low, high]));
    if numbers.is_empty() {
        numbers.insert(Decimal::ZERO);
    }
    numbers.into_iter().map(Value::Number).collect()
}

/// Both sides of every bound that a duration draws, seen from `day`, the ends of the range, and days far off.
fn days(tests: &[Test], range: DateRange, day: Date) -> Vec<Value> {
    let mut days = BTreeSet::from([day, day.yesterday().unwrap_or(day), day.tomorrow().unwrap_or(day)]);
    let century = Duration { count: 150, unit: Unit::Years };
    days.extend([century.after(day), century.earliest_past(day)]);
    for test in tests {
        match test {
            Test::Within(_, duration) => {
                let first = duration.earliest_past(day);
                days.extend([Some(first), first.yesterday().ok()].into_iter().flatten());
            }
            Test::WithinNext(_, duration) => {
                let end = duration.after(day);
                days.extend([Some(end), end.yesterday().ok()].into_iter().flatten());
            }
            _ => {}
        }
    }
    if let DateRange::Between(first, last) = range {
        days.extend([first, last]);
    }
    // Nearest first, so that witnesses show days that people would write.
    let mut days: Vec<Date> = days.into_iter().collect();
    days.sort_by_key(|date| (since(*date, day).abs(), *date));
    days.into_iter().map(Value::Date).collect()
}

/// Whole days from `day` to `date`.
fn since(date: Date, day: Date) -> i64 {
    i64::from((date - day).get_days())
}
