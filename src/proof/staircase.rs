//! Numbers worked out from two answers, in clauses. Such a number only grows, or only falls, with each answer: so for each value
//! of one of them, a step, there is a value of the other at which a bound is reached. The steps together are the whole truth.

use super::encode::Encoder;
use super::solver::Lit;
use crate::condition::{Comparison, DerivedNumber, NumberTest, passes};
use crate::value::Decimal;
use crate::value::index::{QuestionIx, fault};

/// A question of a worked-out number: its least and greatest value in units, and whether the number grows with it.
#[derive(Clone, Copy)]
struct Side {
    question: QuestionIx,
    low: i128,
    high: i128,
    grows: bool,
}

impl Encoder<'_, '_> {
    /// "The worked-out number passes the test", where all that it is worked out from is answered.
    pub(super) fn derived(&mut self, number: &DerivedNumber, test: NumberTest) -> Lit {
        let at_least = |bound| NumberTest::Compared(Comparison::AtLeast, bound);
        let above = |bound| NumberTest::Compared(Comparison::Greater, bound);
        match test {
            NumberTest::Compared(Comparison::AtLeast | Comparison::Greater, _) => self.reached(number, test),
            NumberTest::Compared(Comparison::Less, bound) => !self.reached(number, at_least(bound)),
            NumberTest::Compared(Comparison::AtMost, bound) => !self.reached(number, above(bound)),
            NumberTest::Compared(Comparison::Equal, bound) => self.between(number, bound, bound),
            NumberTest::Compared(Comparison::NotEqual, bound) => !self.between(number, bound, bound),
            NumberTest::Between(low, high) => self.between(number, low, high),
        }
    }

    fn between(&mut self, number: &DerivedNumber, low: Decimal, high: Decimal) -> Lit {
        let reaches = self.reached(number, NumberTest::Compared(Comparison::AtLeast, low));
        let passes = self.reached(number, NumberTest::Compared(Comparison::Greater, high));
        self.solver.all(&[reaches, !passes])
    }

    /// "It is at least so much", or more than so much.
    fn reached(&mut self, number: &DerivedNumber, test: NumberTest) -> Lit {
        let mut sides: Vec<Side> = number.questions().into_iter().map(|question| self.side(number, question)).collect();
        sides.sort_by_key(|side| side.high - side.low);
        let (steps, other) = match sides.as_slice() {
            [steps] => (*steps, None),
            [steps, other] => (*steps, Some(*other)),
            _ => fault("a number is worked out from one question or two"),
        };
        let holds = self.solver.fresh();
        let turns: Vec<(i128, Turn)> =
            (steps.low..=steps.high).map(|value| (value, self.turn(number, test, (steps, value), other))).collect();
        for run in turns.chunk_by(|(_, one), (_, next)| one == next) {
            let (Some((first, turn)), Some((last, _))) = (run.first(), run.last()) else { continue };
            // Of steps with one turn, what the least of them reaches the others reach too.
            let (least, most) = if steps.grows { (*first, *last) } else { (*last, *first) };
            let (at_least, at_most) = (self.as_good_as(steps, least), self.as_bad_as(steps, most));
            let there = match (turn, other) {
                (Turn::At(value), Some(other)) => self.as_good_as(other, *value),
                (Turn::Always, _) => self.solver.yes(),
                (Turn::Never, _) => self.solver.no(),
                (Turn::At(_), None) => fault("a step turns at a value of the other question"),
            };
            self.solver.clause(&[!at_least, !there, holds]);
            self.solver.clause(&[!at_most, there, !holds]);
        }
        holds
    }

    fn side(&self, number: &DerivedNumber, question: QuestionIx) -> Side {
        let (low, high) = self.ends(question);
        Side { question, low, high, grows: number.exponent(question) > 0 }
    }

    /// "The number is at least as great as with this value."
    fn as_good_as(&mut self, side: Side, value: i128) -> Lit {
        if side.grows { self.reaches(side.question, value) } else { !self.reaches(side.question, value + 1) }
    }

    /// "The number is at most as great as with this value."
    fn as_bad_as(&mut self, side: Side, value: i128) -> Lit {
        if side.grows { !self.reaches(side.question, value + 1) } else { self.reaches(side.question, value) }
    }

    /// Where, with one value of the steps, the test begins to pass as the other question makes the number grow.
    fn turn(
        &self,
        number: &DerivedNumber,
        test: NumberTest,
        (steps, value): (Side, i128),
        other: Option<Side>,
    ) -> Turn {
        let holds = |far: i128| {
            let ratio = number.of(|question| match other {
                Some(other) if question == other.question => self.number(question, far),
                _ => self.number(steps.question, value),
            });
            passes(&ratio, test)
        };
        let Some(other) = other else { return if holds(0) { Turn::Always } else { Turn::Never } };
        // From the value that makes the number least to the one that makes it greatest.
        let at = |far: i128| if other.grows { other.low + far } else { other.high - far };
        let (mut least, mut most) = (0, other.high - other.low);
        if holds(at(least)) {
            return Turn::Always;
        }
        if !holds(at(most)) {
            return Turn::Never;
        }
        while most - least > 1 {
            let middle = least + (most - least) / 2;
            if holds(at(middle)) { most = middle } else { least = middle }
        }
        Turn::At(at(most))
    }
}

/// Where a test begins to pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Always,
    Never,
    At(i128),
}
