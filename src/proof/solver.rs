//! A satisfiability solver behind a narrow face. The only file that knows batsat.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;

use batsat::{Callbacks, SolverInterface, SolverOpts, lbool};
use thiserror::Error;

pub(crate) use batsat::Lit;

use crate::value::index::{fault, item};

/// It was given up to decide something: it took more than is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Undecided {
    /// Steps, each of which is a conflict that the solver learns from: the same on every machine.
    #[error("within {0} steps")]
    Steps(u64),
    /// Propagations, by which each of many questions about one condition takes a little: the same on every machine.
    #[error("within {0} propagations")]
    Propagations(u64),
    /// Clauses, to add up a score.
    #[error("within {0} clauses")]
    Clauses(usize),
    /// Plans, each worked out for one response.
    #[error("within {0} plans")]
    Plans(usize),
    /// Clauses and judgement say different things of one response: one of them is wrong, so neither is told.
    #[error(
        "because of a fault of Candidacy: what was proved and what is judged disagree; please report it with this question set"
    )]
    Disagreement,
}

/// That clauses and judgement disagree. What is wrong then is this program, so builds with debug assertions end here; in the
/// field it is said, like all else that was not decided, and nothing is proved.
#[cold]
#[track_caller]
pub(crate) fn disagreement(how: &str) -> Undecided {
    if cfg!(debug_assertions) {
        fault(&format!("what was proved and what is judged disagree: {how}"));
    }
    Undecided::Disagreement
}

/// How many steps one question may take. All proofs of the SMP set take about 2,000 together.
const WORK: u64 = 20_000;
/// How many all questions about a set may take together before each one after it gets but little.
const ALL_WORK: u64 = 60_000;
/// How many a question gets then: enough for what is easy.
const LITTLE_WORK: u64 = 500;

/// A step takes longer the more variables there are: where there are so many more, each counts once more.
const MANY_VARIABLES: u64 = 16_384;

/// How many propagations many questions about one condition may take together: a few seconds of work. Those of the largest
/// condition of the SMP set take 10,000.
const MANY_WORK: u64 = 20_000_000;
/// How many all such questions about a set may take before each condition after them gets but little.
const ALL_MANY_WORK: u64 = 40_000_000;
/// How many the questions about a condition get then: enough for what is easy.
const LITTLE_MANY_WORK: u64 = 500_000;

/// How many of what should be few an answer may have before it is asked which of them must be.
const FEW: usize = 16;

/// Of how many costs fewest are sought by what stands in the way of sparing them.
const LONG: usize = 256;

/// How many costs are allowed before all are counted; and before it is found out which of them must be.
const MOST_ALLOWED: usize = 32;
const FEW_ALLOWED: usize = 8;

/// More parts than this are joined by groups of so many.
const WIDE: usize = 512;
const NARROW: usize = 16;

/// How many answers are looked at to find out what must be.
const MOST_SPARING: usize = 32;

/// Of how many lists the counts are kept: answers, and picks in them.
const MOST_COUNTED: usize = 2;

/// What all proofs of one questionnaire may take together, so that one that explodes does not do so a hundred times.
#[derive(Clone, Debug)]
pub(crate) struct Pool {
    steps: Rc<Cell<u64>>,
    propagations: Rc<Cell<u64>>,
}

impl Default for Pool {
    fn default() -> Self {
        Pool { steps: Rc::new(Cell::new(ALL_WORK)), propagations: Rc::new(Cell::new(ALL_MANY_WORK)) }
    }
}

impl Pool {
    fn take(left: &Cell<u64>, taken: u64) {
        left.set(left.get().saturating_sub(taken));
    }
}

/// Counts learnt clauses, so that "too much work" does not depend on the machine or the clock.
struct Budget {
    left: u64,
    /// As how many steps one step counts.
    weight: u64,
    pool: Pool,
}

impl Callbacks for Budget {
    fn on_new_clause(&mut self, _: &[Lit], kind: batsat::ClauseKind) {
        if kind == batsat::ClauseKind::Learnt {
            self.left = self.left.saturating_sub(1);
            Pool::take(&self.pool.steps, self.weight);
        }
    }

    fn stop(&self) -> bool {
        self.left == 0
    }
}

/// Boolean variables, clauses over them, and the question whether all can hold.
pub(crate) struct Solver {
    inner: batsat::Solver<Budget>,
    yes: Lit,
    /// How many propagations many questions may take together, from the first of them on.
    allowed_to_many: Option<u64>,
    /// What was counted last to find the fewest: of one comparison the same literals are counted again and again.
    counted: Vec<Counted>,
}

/// What came of looking for fewest by what stands in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ByCores {
    /// The answer just found has fewest.
    Found,
    /// There is no answer, however many are allowed.
    Impossible,
    /// So many are needed that counting all is as good.
    TooMany,
}

/// Literals that were counted, and how far.
struct Counted {
    literals: Vec<Lit>,
    counts: Vec<Lit>,
}

impl Solver {
    /// An empty solver that takes its work out of `pool`.
    pub(crate) fn new(pool: &Pool) -> Self {
        let budget = Budget { left: WORK, weight: 1, pool: pool.clone() };
        let mut inner = batsat::Solver::new(SolverOpts::default(), budget);
        let yes = Lit::new(inner.new_var(lbool::UNDEF, true), true);
        let mut solver = Solver { inner, yes, allowed_to_many: None, counted: Vec::new() };
        solver.clause(&[yes]);
        solver
    }

    /// Gives back all work that was taken out of the pool: what is asked next is another matter.
    pub(crate) fn refill(&mut self) {
        let pool = &self.inner.cb_mut().pool;
        pool.steps.set(ALL_WORK);
        pool.propagations.set(ALL_MANY_WORK);
    }

    /// A literal that always holds.
    pub(crate) fn yes(&self) -> Lit {
        self.yes
    }

    /// A literal that never holds.
    pub(crate) fn no(&self) -> Lit {
        !self.yes
    }

    /// A new free literal. Left to itself, the solver makes it false.
    pub(crate) fn fresh(&mut self) -> Lit {
        Lit::new(self.inner.new_var(lbool::UNDEF, true), true)
    }

    /// A new literal that others decide: the solver finds it and never guesses it.
    fn defined(&mut self) -> Lit {
        Lit::new(self.inner.new_var(lbool::UNDEF, false), true)
    }

    /// A new free literal that the solver, left to itself, makes true. With open questions left open, a first answer is nearly a smallest one.
    pub(crate) fn likely(&mut self) -> Lit {
        Lit::new(self.inner.new_var(lbool::TRUE, true), true)
    }

    /// At least one of these must hold.
    pub(crate) fn clause(&mut self, literals: &[Lit]) {
        self.inner.add_clause_reuse(&mut literals.to_vec());
    }

    /// A literal that holds exactly if all of these do.
    pub(crate) fn all(&mut self, literals: &[Lit]) -> Lit {
        let mut parts: Vec<Lit> = literals.iter().copied().filter(|part| *part != self.yes).collect();
        parts.sort_unstable();
        parts.dedup();
        match parts.as_slice() {
            [] => self.yes,
            [one] => *one,
            _ if parts.contains(&self.no()) => self.no(),
            // To find out that none of so many is left takes a look at all of them, each time that one goes.
            many if many.len() > WIDE => {
                let groups: Vec<Lit> = many.chunks(NARROW).map(|group| self.all(group)).collect();
                self.all(&groups)
            }
            _ => {
                let both = self.defined();
                let mut back = vec![both];
                for part in parts {
                    self.clause(&[!both, part]);
                    back.push(!part);
                }
                self.clause(&back);
                both
            }
        }
    }

    /// A literal that holds exactly if one of these does.
    pub(crate) fn any(&mut self, literals: &[Lit]) -> Lit {
        let negated: Vec<Lit> = literals.iter().map(|literal| !*literal).collect();
        !self.all(&negated)
    }

    /// Exactly one of these must hold.
    pub(crate) fn exactly_one(&mut self, literals: &[Lit]) {
        self.clause(literals);
        self.at_most_one(literals);
    }

    /// Pairwise where that is small, else by halves joined through a new literal.
    fn at_most_one(&mut self, literals: &[Lit]) {
        if literals.len() <= 6 {
            for (position, one) in literals.iter().enumerate() {
                for other in literals.iter().skip(position + 1) {
                    self.clause(&[!*one, !*other]);
                }
            }
            return;
        }
        let (left, right) = literals.split_at(literals.len() / 2);
        let side = self.fresh();
        for literal in left {
            self.clause(&[!*literal, side]);
        }
        for literal in right {
            self.clause(&[!*literal, !side]);
        }
        self.at_most_one(left);
        self.at_most_one(right);
    }

    /// Literals for "at least 1, 2, … `most` of these hold", by a counter that walks along them.
    pub(crate) fn counts(&mut self, literals: &[Lit], most: usize) -> Vec<Lit> {
        let mut counts = vec![self.no(); most];
        for literal in literals {
            let mut below = self.yes;
            let before = counts.clone();
            for (count, old) in counts.iter_mut().zip(before) {
                let step = self.all(&[below, *literal]);
                *count = self.any(&[old, step]);
                below = old;
            }
        }
        counts
    }

    /// Whether everything can hold together with `assumed`. After `true`, [`Solver::holds`] tells how.
    pub(crate) fn solve(&mut self, assumed: &[Lit]) -> Result<bool, Undecided> {
        let weight = 1 + u64::from(self.inner.num_vars()) / MANY_VARIABLES;
        let budget = self.inner.cb_mut();
        let allowed = if budget.pool.steps.get() > 0 { WORK } else { LITTLE_WORK } / weight;
        (budget.left, budget.weight) = (allowed, weight);
        match self.inner.solve_limited(assumed) {
            answer if answer == lbool::TRUE => Ok(true),
            answer if answer == lbool::FALSE => Ok(false),
            _ => Err(Undecided::Steps(allowed)),
        }
    }

    /// The same, for one of many questions that share what may be taken: a solver that is asked so serves them alone.
    pub(crate) fn solve_of_many(&mut self, assumed: &[Lit]) -> Result<bool, Undecided> {
        let left = self.inner.cb_mut().pool.propagations.clone();
        let before = self.inner.num_propagations();
        let now = if left.get() > 0 { MANY_WORK } else { LITTLE_MANY_WORK };
        let allowed = *self.allowed_to_many.get_or_insert(now);
        if before > allowed {
            return Err(Undecided::Propagations(allowed));
        }
        let answer = self.solve(assumed);
        Pool::take(&left, self.inner.num_propagations().saturating_sub(before));
        answer
    }

    /// How many propagations it has made: work that is the same on every machine.
    pub(crate) fn propagations(&self) -> u64 {
        self.inner.num_propagations()
    }

    /// Whether a literal holds in the answer just found.
    pub(crate) fn holds(&self, literal: Lit) -> bool {
        self.inner.value_lit(literal) == lbool::TRUE
    }

    /// Of `assumed`, which cannot all hold, a part that cannot either, and of which nothing can be left out.
    pub(crate) fn contradiction(&mut self, assumed: &[Lit]) -> Result<Vec<Lit>, Undecided> {
        let mut needed = assumed.to_vec();
        let mut position = 0;
        while position < needed.len() {
            let mut without = needed.clone();
            without.remove(position);
            if self.solve(&without)? {
                position += 1;
            } else {
                needed = without;
            }
        }
        Ok(needed)
    }

    /// Fewest of `costs` to hold together with `assumed`; the answer is left for [`Solver::holds`]. `None` if impossible.
    pub(crate) fn fewest(&mut self, assumed: &[Lit], costs: &[Lit]) -> Result<Option<usize>, Undecided> {
        if costs.len() >= LONG {
            match self.fewest_by_cores(assumed, costs, FEW_ALLOWED)? {
                ByCores::Found => return Ok(Some(self.cost(costs))),
                ByCores::Impossible => return Ok(None),
                ByCores::TooMany => {}
            }
        }
        if !self.solve(assumed)? {
            return Ok(None);
        }
        let mut free: Vec<Lit> = costs.to_vec();
        // Counting far takes clauses by the square. What holds whatever is assumed cannot be spared.
        if self.cost(&free) > FEW {
            free.retain(|cost| !self.is_settled(*cost));
            let forced = self.forced(assumed, &free)?;
            free.retain(|cost| !forced.contains(cost));
            match self.fewest_by_cores(assumed, &free, MOST_ALLOWED)? {
                ByCores::Found => return Ok(Some(self.cost(costs))),
                ByCores::Impossible => fault("an answer was found with all that is assumed, and then none"),
                ByCores::TooMany => self.solve(assumed)?,
            };
        }
        self.fewest_by_counting(assumed, &free)?;
        Ok(Some(self.cost(costs)))
    }

    /// Spares all costs but those that were found to stand in the way of sparing all, and of these allows one more each time that
    /// this cannot be: what can be in the end is fewest, and only those few were ever counted. Of any answer at least as many hold
    /// as are allowed, since each time one more is needed of those met so far. This is MSU3 (Marques-Silva and Planes, 2007).
    fn fewest_by_cores(&mut self, assumed: &[Lit], costs: &[Lit], most: usize) -> Result<ByCores, Undecided> {
        let mut met: BTreeSet<Lit> = BTreeSet::new();
        for allowed in 0..=most {
            let counted: Vec<Lit> = met.iter().copied().collect();
            let counts = self.counts(&counted, allowed + 1);
            let too_many = *item(&counts, allowed, "count");
            let spared = costs.iter().filter(|cost| !met.contains(cost)).map(|cost| !*cost);
            let bounded: Vec<Lit> = assumed.iter().copied().chain([!too_many]).chain(spared).collect();
            if self.solve(&bounded)? {
                return Ok(ByCores::Found);
            }
            let known = met.len();
            met.extend(costs.iter().filter(|cost| self.inner.unsat_core_contains_var(cost.var())));
            if met.len() == known && !self.inner.unsat_core_contains_var(too_many.var()) {
                return Ok(ByCores::Impossible);
            }
        }
        Ok(ByCores::TooMany)
    }

    /// Allows one less each time than in the answer just found, until that cannot be.
    fn fewest_by_counting(&mut self, assumed: &[Lit], costs: &[Lit]) -> Result<(), Undecided> {
        let mut best = self.cost(costs);
        let counts = self.counts_again(costs, best.saturating_add(1));
        let mut bounded = assumed.to_vec();
        // None left to spare: it cannot be fewer.
        while let Some(reaches) = best.checked_sub(1).map(|one_less| *item(&counts, one_less, "count")) {
            bounded.truncate(assumed.len());
            bounded.push(!reaches);
            if !self.solve(&bounded)? {
                // A failed attempt leaves no answer to look at: find the best one again, bound and all.
                bounded.truncate(assumed.len());
                bounded.extend(counts.get(best).map(|too_many| !*too_many));
                self.solve(&bounded)?;
                break;
            }
            best = self.cost(costs);
        }
        Ok(())
    }

    /// Of those that hold in the answer just found, these hold in every answer: as long as another answer spares one of them, those
    /// that it spares are out. Not all are found where each answer spares but few.
    fn forced(&mut self, assumed: &[Lit], costs: &[Lit]) -> Result<BTreeSet<Lit>, Undecided> {
        let mut held: BTreeSet<Lit> = costs.iter().copied().filter(|cost| self.holds(*cost)).collect();
        for _ in 0..MOST_SPARING {
            let sparing = self.fresh();
            let clause: Vec<Lit> = held.iter().map(|cost| !*cost).chain([!sparing]).collect();
            self.clause(&clause);
            let spares = self.solve(&[assumed, &[sparing]].concat())?;
            held.retain(|cost| !spares || self.holds(*cost));
            self.clause(&[!sparing]);
            if !spares {
                return Ok(held);
            }
        }
        Ok(BTreeSet::new())
    }

    /// Whether a literal holds, or not, in every answer.
    fn is_settled(&self, literal: Lit) -> bool {
        self.inner.value_lvl_0(literal) != lbool::UNDEF
    }

    /// As [`Solver::counts`], taken from the last time where the same were counted as far.
    fn counts_again(&mut self, literals: &[Lit], most: usize) -> Vec<Lit> {
        let known = |counted: &&Counted| counted.literals == literals && counted.counts.len() >= most;
        if let Some(counted) = self.counted.iter().find(known) {
            return counted.counts.clone();
        }
        let counts = self.counts(literals, most);
        self.counted.truncate(MOST_COUNTED - 1);
        self.counted.insert(0, Counted { literals: literals.to_vec(), counts: counts.clone() });
        counts
    }

    /// Fewest of `costs` to hold together with `assumed`, and with the same of them fewest of `then`: of a witness, answers
    /// and then picks, so that nothing in it is there by chance. The answer is left for [`Solver::holds`]; false if impossible.
    pub(crate) fn fewest_then(&mut self, assumed: &[Lit], costs: &[Lit], then: &[Lit]) -> Result<bool, Undecided> {
        if self.fewest(assumed, costs)?.is_none() {
            return Ok(false);
        }
        if self.cost(then) > 0 {
            let settled = costs.iter().map(|cost| if self.holds(*cost) { *cost } else { !*cost });
            let assumed: Vec<Lit> = assumed.iter().copied().chain(settled).collect();
            self.fewest(&assumed, then)?;
        }
        Ok(true)
    }

    /// How many of `costs` hold in the answer just found.
    fn cost(&self, costs: &[Lit]) -> usize {
        costs.iter().filter(|cost| self.holds(**cost)).count()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const VARIABLES: usize = 7;

    /// Clauses over a few variables: each is a list of a place and a sign.
    fn clauses() -> impl Strategy<Value = Vec<Vec<(usize, bool)>>> {
        prop::collection::vec(prop::collection::vec((0..VARIABLES, any::<bool>()), 1..4), 0..14)
    }

    /// What holds where the bits of a number say so.
    fn holds(bits: usize, (place, sign): (usize, bool)) -> bool {
        (bits >> place & 1 == 1) == sign
    }

    proptest! {
        /// By either way fewest are as few as looking at all answers finds, and what must hold is what holds in all of them.
        #[test]
        fn fewest_and_forced_are_those_of_all_answers(clauses in clauses(), assumed in (0..VARIABLES, any::<bool>())) {
            let all = (0..1 << VARIABLES).filter(|bits| {
                holds(*bits, assumed) && clauses.iter().all(|clause| clause.iter().any(|literal| holds(*bits, *literal)))
            });
            let all: Vec<usize> = all.collect();
            let fewest = all.iter().map(|bits| bits.count_ones() as usize).min();
            let mut solver = Solver::new(&Pool::default());
            let costs: Vec<Lit> = (0..VARIABLES).map(|_| solver.fresh()).collect();
            let literal = |(place, sign): (usize, bool)| if sign { costs[place] } else { !costs[place] };
            for clause in &clauses {
                solver.clause(&clause.iter().map(|one| literal(*one)).collect::<Vec<_>>());
            }
            let assumed = [literal(assumed)];
            let by_cores = solver.fewest_by_cores(&assumed, &costs, VARIABLES).unwrap();
            prop_assert_eq!(by_cores == ByCores::Found, fewest.is_some());
            prop_assert_eq!(by_cores == ByCores::Impossible, fewest.is_none());
            if let Some(fewest) = fewest {
                prop_assert_eq!(solver.cost(&costs), fewest);
                solver.solve(&assumed).unwrap();
                let must: Vec<bool> =
                    (0..VARIABLES).map(|place| all.iter().all(|bits| holds(*bits, (place, true)))).collect();
                let forced = solver.forced(&assumed, &costs).unwrap();
                prop_assert_eq!(costs.iter().map(|cost| forced.contains(cost)).collect::<Vec<_>>(), must);
                solver.solve(&assumed).unwrap();
                solver.fewest_by_counting(&assumed, &costs).unwrap();
                prop_assert_eq!(solver.cost(&costs), fewest);
            }
            prop_assert_eq!(solver.fewest(&assumed, &costs).unwrap(), fewest);
        }
    }

    #[test]
    fn of_a_long_list_nothing_is_counted_but_what_stands_in_the_way() {
        let mut solver = Solver::new(&Pool::default());
        let costs: Vec<Lit> = (0..2 * LONG).map(|_| solver.fresh()).collect();
        // One of three, and one of the same three and a fourth; and a hundred that must be.
        solver.clause(&costs[..3]);
        solver.clause(&[costs[1], costs[2], costs[3]]);
        assert_eq!(solver.fewest(&[], &costs), Ok(Some(1)));
        assert_eq!(solver.fewest(&[!costs[1], !costs[2]], &costs), Ok(Some(2)));
        assert_eq!(solver.fewest(&[!costs[0], !costs[1], !costs[2]], &costs), Ok(None));
        let asked = solver.fresh();
        for cost in &costs[LONG..LONG + 100] {
            solver.clause(&[!asked, *cost]);
        }
        assert_eq!(solver.fewest(&[asked], &costs), Ok(Some(101)));
    }
}
