//! Exact answers in clauses: of numbers and days that are held against each other, a class does not say enough, so each such
//! question also has its answer as bits.
//!
//! A cell is a run of values; it binds the bits to its run. Whether one answer stands so to another is then arithmetic on
//! bits, for any values: nothing is cut where two questions meet, and every proof stays exact.

use super::bits::{Bits, bits_stand_so};
use super::encode::{Encoder, States};
use super::solver::Lit;
use crate::condition::PairTest;
use crate::questionnaire::{Question, QuestionKind};
use crate::value::index::{QuestionIx, fault};
use crate::value::{Date, Decimal, Value};

/// A value in whole units of its question: of its last decimal, or days.
pub(crate) fn units(question: &Question, value: &Value) -> i128 {
    const FIRST: Date = Date::constant(1, 1, 1);
    match (&question.kind, value) {
        (QuestionKind::Number { decimals, .. }, Value::Number(number)) => {
            let finer = decimals.checked_sub(number.scale());
            let units = finer.and_then(|finer| number.mantissa().checked_mul(10i128.checked_pow(finer)?));
            match units {
                Some(units) => units,
                None => fault("a number that fits its question is a whole number of its last decimals"),
            }
        }
        (QuestionKind::Date(_), Value::Date(date)) => i128::from((*date - FIRST).get_days()),
        _ => fault("only numbers and days have an exact value"),
    }
}

/// The value that so many units are.
fn value_of(question: &Question, units: i128) -> Value {
    const FIRST: Date = Date::constant(1, 1, 1);
    match &question.kind {
        QuestionKind::Number { decimals, .. } => {
            Value::Number(Decimal::from_i128_with_scale(units, *decimals).normalize())
        }
        QuestionKind::Date(_) => {
            let days = i64::try_from(units).ok().and_then(|days| jiff::Span::new().try_days(days).ok());
            match days.and_then(|days| FIRST.checked_add(days).ok()) {
                Some(date) => Value::Date(date),
                None => fault("the bits of a date are bound to days of the calendar"),
            }
        }
        QuestionKind::YesNo
        | QuestionKind::Choice(_)
        | QuestionKind::Scale(_)
        | QuestionKind::Choices { .. }
        | QuestionKind::Text => fault("only numbers and days have an exact value"),
    }
}

impl Encoder<'_, '_> {
    /// Gives a question its bits, each cell bound to its run. In a comparison of versions both share the bits of the first.
    pub(super) fn add_bits(&mut self, index: QuestionIx, states: &States) {
        if !self.exact.contains_key(&index) {
            let runs = self.runs(index);
            let base = runs.iter().map(|(low, _)| *low).min().unwrap_or(0);
            let most = runs.iter().map(|(_, high)| *high).max().unwrap_or(base) - base;
            let width = (i128::BITS - most.leading_zeros()) as usize;
            let bits = (0..width).map(|_| self.solver.fresh()).collect();
            self.exact.insert(index, Bits { base, bits });
        }
        self.bind_runs(index, &states.cells);
    }

    /// "Where this cell is said, the bits are in its run."
    pub(crate) fn bind_runs(&mut self, index: QuestionIx, cells: &[Lit]) {
        let runs = self.runs(index);
        assert_eq!(runs.len(), cells.len(), "a fault of Candidacy: a cell of an exact question has no run");
        for ((low, high), cell) in runs.into_iter().zip(cells) {
            let (reaches, passes) = (self.reaches(index, low), self.reaches(index, high + 1));
            self.solver.clause(&[!*cell, reaches]);
            self.solver.clause(&[!*cell, !passes]);
        }
    }

    /// The first and the last value of each cell, in units.
    fn runs(&self, index: QuestionIx) -> Vec<(i128, i128)> {
        let question = &self.plan.questionnaire[index];
        let runs = self.plan.domains[index].runs.iter();
        runs.map(|(low, high)| (units(question, low), units(question, high))).collect()
    }

    /// The least and the greatest value of a question, in units.
    pub(super) fn ends(&self, index: QuestionIx) -> (i128, i128) {
        let runs = self.runs(index);
        let (low, high) = (runs.iter().map(|run| run.0).min(), runs.iter().map(|run| run.1).max());
        low.zip(high).unwrap_or((0, 0))
    }

    /// The number that so many units of a question are.
    pub(super) fn number(&self, index: QuestionIx, units: i128) -> Decimal {
        match value_of(&self.plan.questionnaire[index], units) {
            Value::Number(number) => number,
            _ => fault("a number is worked out from numbers"),
        }
    }

    /// "The answer is at least so many units", found once for each.
    pub(super) fn reaches(&mut self, index: QuestionIx, units: i128) -> Lit {
        if let Some(known) = self.reached.get(&(index, units)) {
            return *known;
        }
        let bits = self.bits(index);
        let reaches = bits.at_least(&mut self.solver, units);
        self.reached.insert((index, units), reaches);
        reaches
    }

    fn bits(&self, index: QuestionIx) -> Bits {
        match self.exact.get(&index) {
            Some(bits) => bits.clone(),
            None => fault("an exact question has its bits before anything is said of it"),
        }
    }

    /// "The answer is at least that."
    pub(crate) fn answers_at_least(&mut self, index: QuestionIx, value: &Value) -> Lit {
        self.reaches(index, units(&self.plan.questionnaire[index], value))
    }

    /// "The answer is at most so many units away from that."
    pub(crate) fn answers_near(&mut self, index: QuestionIx, value: &Value, away: i128) -> Lit {
        let units = units(&self.plan.questionnaire[index], value);
        let (reaches, passes) = (self.reaches(index, units - away), self.reaches(index, units + away + 1));
        self.solver.all(&[reaches, !passes])
    }

    /// "The bits say just this value."
    pub(super) fn says_exactly(&mut self, question: QuestionIx, value: &Value) -> Lit {
        if self.exact.contains_key(&question) { self.answers_near(question, value, 0) } else { self.solver.yes() }
    }

    /// The value that the bits of a question say in the answer just found; none of a question without bits.
    pub(crate) fn exact_value(&self, question: QuestionIx) -> Option<Value> {
        Some(self.value_in(question, self.exact.get(&question)?))
    }

    /// The value of a question that some bits say in the answer just found.
    pub(super) fn value_in(&self, question: QuestionIx, bits: &Bits) -> Value {
        let set = bits.bits.iter().enumerate().filter(|(_, bit)| self.solver.holds(**bit));
        let units = set.fold(bits.base, |units, (at, _)| units + (1 << at));
        value_of(&self.plan.questionnaire[question], units)
    }

    /// "The two answers stand so to each other", where both are answered.
    pub(super) fn stand_so(&mut self, left: QuestionIx, test: PairTest, right: QuestionIx) -> Lit {
        match (self.exact.get(&left).cloned(), self.exact.get(&right).cloned()) {
            (Some(left), Some(right)) => bits_stand_so(&mut self.solver, &left, test, &right),
            (None, None) => {
                let PairTest::Compared(comparison) = test else { fault("only dates lie so many days apart") };
                let (left, right) = (self.known(left).cells.clone(), self.known(right).cells.clone());
                let pairs = left.iter().enumerate().map(|(position, cell)| {
                    let others = right.iter().enumerate().filter(|(other, _)| comparison.holds(&position, other));
                    let others: Vec<Lit> = others.map(|(_, other)| *other).collect();
                    let other = self.solver.any(&others);
                    self.solver.all(&[*cell, other])
                });
                let pairs: Vec<Lit> = pairs.collect();
                self.solver.any(&pairs)
            }
            (Some(_), None) | (None, Some(_)) => fault("two answers of one type are held against each other"),
        }
    }
}
