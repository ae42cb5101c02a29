//! Whole numbers as bits in clauses, and how they stand to each other.

use super::solver::{Lit, Solver};
use crate::condition::{Comparison, PairTest};

/// A whole number from `base` on, as bits, the least first.
#[derive(Clone, Debug)]
pub(crate) struct Bits {
    pub(super) base: i128,
    pub(super) bits: Vec<Lit>,
}

/// "The left stands so to the right."
pub(super) fn bits_stand_so(solver: &mut Solver, left: &Bits, test: PairTest, right: &Bits) -> Lit {
    match test {
        PairTest::Compared(comparison) => match comparison {
            Comparison::AtLeast => left.ahead_by(solver, right, 0),
            Comparison::Greater => left.ahead_by(solver, right, 1),
            Comparison::Less => right.ahead_by(solver, left, 1),
            Comparison::AtMost => right.ahead_by(solver, left, 0),
            Comparison::Equal => equal(solver, left, right),
            Comparison::NotEqual => !equal(solver, left, right),
        },
        PairTest::WithinAfter(days) => less_than_ahead(solver, left, right, days),
        PairTest::WithinBefore(days) => less_than_ahead(solver, right, left, days),
    }
}

fn equal(solver: &mut Solver, left: &Bits, right: &Bits) -> Lit {
    let reaches = [left.ahead_by(solver, right, 0), right.ahead_by(solver, left, 0)];
    solver.all(&reaches)
}

/// "`later` is `earlier`, or less than so many days after it."
fn less_than_ahead(solver: &mut Solver, later: &Bits, earlier: &Bits, days: u32) -> Lit {
    let reaches = later.ahead_by(solver, earlier, 0);
    let passes = later.ahead_by(solver, earlier, i128::from(days));
    solver.all(&[reaches, !passes])
}

impl Bits {
    /// "It is at least `bound`."
    pub(super) fn at_least(&self, solver: &mut Solver, bound: i128) -> Lit {
        let over = bound - self.base;
        if over <= 0 {
            return solver.yes();
        }
        if over >> self.bits.len() != 0 {
            return solver.no();
        }
        // From the least bit up: above so far, or level so far and nothing asked of the bits below.
        let mut reaches = solver.yes();
        for (at, bit) in self.bits.iter().enumerate() {
            reaches = if over >> at & 1 == 1 { solver.all(&[*bit, reaches]) } else { solver.any(&[*bit, reaches]) };
        }
        reaches
    }

    /// "It is at least `other` and `ahead` more."
    fn ahead_by(&self, solver: &mut Solver, other: &Bits, ahead: i128) -> Lit {
        // In bits: mine >= theirs + shift.
        let shift = other.base + ahead - self.base;
        let (mine, theirs) = if shift >= 0 {
            (self.bits.clone(), plus(solver, &other.bits, shift))
        } else {
            (plus(solver, &self.bits, -shift), other.bits.clone())
        };
        let no = solver.no();
        let mut reaches = solver.yes();
        for at in 0..mine.len().max(theirs.len()) {
            let [mine, theirs] = [&mine, &theirs].map(|bits| bits.get(at).copied().unwrap_or(no));
            let above = solver.all(&[mine, !theirs]);
            let level = solver.any(&[mine, !theirs]);
            let stays = solver.all(&[level, reaches]);
            reaches = solver.any(&[above, stays]);
        }
        reaches
    }
}

/// The bits of a number and a constant added up.
fn plus(solver: &mut Solver, bits: &[Lit], constant: i128) -> Vec<Lit> {
    let width = bits.len().max((i128::BITS - constant.leading_zeros()) as usize) + 1;
    let mut carry = solver.no();
    let mut sum = Vec::with_capacity(width);
    for at in 0..width {
        let bit = bits.get(at).copied().unwrap_or(solver.no());
        let odd = exclusive_or(solver, bit, carry);
        if constant >> at & 1 == 1 {
            sum.push(!odd);
            carry = solver.any(&[bit, carry]);
        } else {
            sum.push(odd);
            carry = solver.all(&[bit, carry]);
        }
    }
    sum
}

fn exclusive_or(solver: &mut Solver, one: Lit, other: Lit) -> Lit {
    let either = solver.any(&[one, other]);
    let both = solver.all(&[one, other]);
    solver.all(&[either, !both])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proof::solver::Pool;

    /// Every pair of small numbers, whatever their bases: arithmetic on bits says what arithmetic says.
    #[test]
    fn bits_stand_to_each_other_as_numbers_do() {
        let tests = [
            PairTest::Compared(Comparison::Less),
            PairTest::Compared(Comparison::AtMost),
            PairTest::Compared(Comparison::Equal),
            PairTest::Compared(Comparison::NotEqual),
            PairTest::Compared(Comparison::Greater),
            PairTest::Compared(Comparison::AtLeast),
            PairTest::WithinAfter(1),
            PairTest::WithinAfter(3),
            PairTest::WithinBefore(2),
        ];
        for (left_base, right_base) in [(0, 0), (-3, 2), (5, -1), (100, 0)] {
            let pool = Pool::default();
            let mut solver = Solver::new(&pool);
            let mut number =
                |base, width| Bits { base, bits: (0..width).map(|_| solver.fresh()).collect::<Vec<Lit>>() };
            let (left, right) = (number(left_base, 3), number(right_base, 2));
            for test in tests {
                let stands = bits_stand_so(&mut solver, &left, test, &right);
                for (one, other) in
                    (0..8).flat_map(|one| (0..4).map(move |other| (left_base + one, right_base + other)))
                {
                    let so = match test {
                        PairTest::Compared(comparison) => comparison.holds(&one, &other),
                        PairTest::WithinAfter(days) => (0..i128::from(days)).contains(&(one - other)),
                        PairTest::WithinBefore(days) => (0..i128::from(days)).contains(&(other - one)),
                    };
                    let mut assumed = Vec::new();
                    for (bits, value) in [(&left, one), (&right, other)] {
                        let (reaches, passes) =
                            (bits.at_least(&mut solver, value), bits.at_least(&mut solver, value + 1));
                        assumed.extend([reaches, !passes]);
                    }
                    assumed.push(stands);
                    assert_eq!(solver.solve(&assumed).unwrap(), so, "{one} {test:?} {other}");
                }
            }
        }
    }
}
