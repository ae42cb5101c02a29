//! Numbers worked out from answers: a body mass index, pack-years. Exact: a ratio of whole numbers, never a rounded one.

use std::cmp::Ordering;

use num_bigint::BigInt;

use crate::value::Decimal;
use crate::value::index::QuestionIx;

/// A number worked out from the answers to number questions: those above the line multiplied, divided by those below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DerivedNumber {
    /// Its name.
    pub name: String,
    /// What is multiplied.
    pub above: Vec<QuestionIx>,
    /// What it is divided by.
    pub below: Vec<QuestionIx>,
    /// What the whole is multiplied with.
    pub scale: Decimal,
}

/// A positive number over a positive number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ratio {
    above: BigInt,
    below: BigInt,
}

impl DerivedNumber {
    /// The questions that it is worked out from, each once, in the order in which they are asked.
    pub fn questions(&self) -> Vec<QuestionIx> {
        let mut questions: Vec<QuestionIx> = self.above.iter().chain(&self.below).copied().collect();
        questions.sort_unstable();
        questions.dedup();
        questions
    }

    /// How often a question is multiplied with, less how often it is divided by.
    pub(crate) fn exponent(&self, question: QuestionIx) -> i64 {
        let times = |list: &[QuestionIx]| list.iter().filter(|of| **of == question).count() as i64;
        times(&self.above) - times(&self.below)
    }

    /// The number that these answers make.
    pub(crate) fn of(&self, answer: impl Fn(QuestionIx) -> Decimal) -> Ratio {
        let mut ratio = Ratio { above: BigInt::from(1), below: BigInt::from(1) };
        ratio.times(self.scale);
        self.above.iter().for_each(|question| ratio.times(answer(*question)));
        self.below.iter().for_each(|question| ratio.over(answer(*question)));
        ratio
    }
}

impl Ratio {
    fn times(&mut self, number: Decimal) {
        self.above *= number.mantissa();
        self.below *= BigInt::from(10).pow(number.scale());
    }

    fn over(&mut self, number: Decimal) {
        self.below *= number.mantissa();
        self.above *= BigInt::from(10).pow(number.scale());
    }

    /// How it stands to a decimal. What it is divided by is never 0 or less: the check asks that of the ranges.
    pub(crate) fn compare(&self, bound: Decimal) -> Ordering {
        let mine = &self.above * BigInt::from(10).pow(bound.scale());
        mine.cmp(&(&self.below * bound.mantissa()))
    }
}
