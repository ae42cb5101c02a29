//! The smallest set of answers that decides a verdict by itself: the reason that a person can be told in one line.
//!
//! Such answers are enough if every response in which these questions are asked and answered so has at least this verdict,
//! whatever is said to all others, or not said. A smallest set is found between two ends. From all answers, one after the other
//! is left out until none can be: that is enough, and nothing of it is idle. From the other side, each set that is not enough
//! leaves a largest response with a milder verdict; of the answers that this one does not share, every set that is enough has
//! one. The smallest set that meets all of these is enough, or shows the next one; so the last is a smallest of all.

use super::bounds::ExactBounds;
#[cfg(doc)]
use crate::assessment::Assessment;
use crate::assessment::Reason;
use crate::proof::solver::{Lit, Solver, Undecided};
use crate::response::Response;
use crate::value::State;
use crate::value::index::{QuestionIx, item};

/// Answers that decide a verdict by themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SufficientReason {
    /// The answers, in questionnaire order: of each nothing can be left out.
    pub answers: Vec<Reason>,
    /// Whether it is proved that no fewer are enough.
    pub minimum: bool,
}

/// The most responses with a milder verdict that are looked at to prove that no fewer answers are enough.
const MOST_MILDER: usize = 60;

impl ExactBounds<'_, '_> {
    /// The smallest set of answers that decides the verdict of a response: none for the mildest verdict, which nothing needs to
    /// lead to, and none where only a private answer decides, which is told to nobody. Of sets that are as small, one of the answers
    /// to the questions that a reader is told of first: see [`Assessment::decided_first`].
    ///
    /// ```
    /// use candidacy::assessment::Engine;
    /// use candidacy::outlook::ExactBounds;
    /// use candidacy::proof::Plan;
    /// use candidacy::questionnaire::Audience;
    /// use candidacy::response::load;
    /// use candidacy::source::Sources;
    /// use candidacy::value::Date;
    ///
    /// let mut sources = Sources::default();
    /// let (smp, _) = candidacy::catalog::open("smp", &mut sources).unwrap();
    /// let smp = smp.unwrap();
    /// let day = Date::constant(2026, 11, 22);
    /// let engine = Engine::new(&smp, day);
    /// let file = sources.add("minor.yaml", "answers: { age: 16, smoking: no }");
    /// let (minor, _) = load(&smp, file, &sources, day);
    /// let first = engine.assess(&minor.response, Audience::Client).decided_first(&smp);
    /// let reason = ExactBounds::new(&Plan::new(&engine)).sufficient_reason(&minor.response, &first)?.unwrap();
    /// assert!(reason.minimum);
    /// let [age] = reason.answers.as_slice() else { panic!("one answer decides") };
    /// assert_eq!(smp[age.question].id, "age");
    /// # Ok::<(), candidacy::proof::Undecided>(())
    /// ```
    ///
    /// # Errors
    /// [`Undecided`] if deciding takes more work than allowed.
    pub fn sufficient_reason(
        &mut self,
        response: &Response,
        first: &[QuestionIx],
    ) -> Result<Option<SufficientReason>, Undecided> {
        self.on_its_plan(response, |exact| exact.deciding(response, first))
    }

    fn deciding(&mut self, response: &Response, first: &[QuestionIx]) -> Result<Option<SufficientReason>, Undecided> {
        let plan = self.encoder.plan;
        let verdict = plan.weigh(response).0;
        if verdict.at() == 0 {
            return Ok(None);
        }
        let mut search = Enough { milder: !self.reaches[verdict], answers: self.told(response), exact: self };
        let all: Vec<usize> = (0..search.answers.len()).collect();
        if search.milder_with(&all)? {
            return Ok(None);
        }
        let some = search.without_idle(all, first)?;
        let (least, minimum) = search.least(some)?;
        let reason = |position: usize| {
            let (question, _) = *item(&search.answers, position, "answer");
            Reason { question, answer: response.get(question).cloned(), answered_on: response.answered_on(question) }
        };
        Ok(Some(SufficientReason { answers: least.into_iter().map(reason).collect(), minimum }))
    }

    /// "This is asked and answered so", of each answer that counts and that may be told.
    fn told(&mut self, response: &Response) -> Vec<(QuestionIx, Lit)> {
        let plan = self.encoder.plan;
        let situation = plan.engine.situation(response);
        let counts = |question: QuestionIx| {
            !plan.questionnaire[question].private
                && matches!(situation.state(question), State::Answered(_) | State::Unsure | State::Withheld)
        };
        let told: Vec<QuestionIx> = response.iter().map(|(question, _)| question).filter(|one| counts(*one)).collect();
        told.into_iter().map(|question| (question, self.encoder.said(question, response.get(question)))).collect()
    }
}

/// The search for the smallest set of answers that is enough. Answers go by their position.
struct Enough<'s, 'p, 'q> {
    exact: &'s mut ExactBounds<'p, 'q>,
    answers: Vec<(QuestionIx, Lit)>,
    /// "The verdict is milder."
    milder: Lit,
}

impl Enough<'_, '_, '_> {
    fn says(&self, position: usize) -> Lit {
        item(&self.answers, position, "answer").1
    }

    /// Whether some response with these answers has a milder verdict.
    fn milder_with(&mut self, answers: &[usize]) -> Result<bool, Undecided> {
        let assumed: Vec<Lit> = answers.iter().map(|answer| self.says(*answer)).chain([self.milder]).collect();
        self.exact.encoder.solve(&assumed)
    }

    /// Of answers that are enough, some that are, and of which none can be left out. Those that a reader is told of first stay longest,
    /// and else those to early questions.
    fn without_idle(&mut self, enough: Vec<usize>, first: &[QuestionIx]) -> Result<Vec<usize>, Undecided> {
        let is_first = |position: &usize| first.contains(&item(&self.answers, *position, "answer").0);
        let (last, rest): (Vec<usize>, Vec<usize>) = enough.iter().partition(|position| is_first(position));
        let mut needed = enough;
        for position in rest.into_iter().rev().chain(last.into_iter().rev()) {
            let fewer: Vec<usize> = needed.iter().copied().filter(|one| *one != position).collect();
            if !self.milder_with(&fewer)? {
                needed = fewer;
            }
        }
        Ok(needed)
    }

    /// The smallest set that is enough, given one that is; and whether it was proved to be that.
    fn least(&mut self, some: Vec<usize>) -> Result<(Vec<usize>, bool), Undecided> {
        if some.len() <= 1 {
            return Ok((some, true));
        }
        // Each answer has a literal "it is in the set", in a solver of its own.
        let mut sets = Solver::new(&self.exact.encoder.plan.pool);
        let chosen: Vec<Lit> = self.answers.iter().map(|_| sets.fresh()).collect();
        for _ in 0..MOST_MILDER {
            let fewest = sets.fewest(&[], &chosen)?;
            if fewest.is_none_or(|fewest| fewest >= some.len()) {
                return Ok((some, true));
            }
            let in_set = chosen.iter().enumerate().filter(|(_, chosen)| sets.holds(**chosen));
            let set: Vec<usize> = in_set.map(|(position, _)| position).collect();
            if !self.milder_with(&set)? {
                return Ok((set, true));
            }
            let missing = self.missing_in_largest(set)?;
            let one_of: Vec<Lit> = missing.into_iter().map(|position| *item(&chosen, position, "answer")).collect();
            sets.clause(&one_of);
        }
        Ok((some, false))
    }

    /// The answers that a largest response with a milder verdict does not share, which has at least these.
    fn missing_in_largest(&mut self, mut shared: Vec<usize>) -> Result<Vec<usize>, Undecided> {
        let mut missing = Vec::new();
        let mut shares = self.shared();
        for position in 0..self.answers.len() {
            if shared.contains(&position) {
                continue;
            }
            if shares.contains(&position) {
                shared.push(position);
                continue;
            }
            shared.push(position);
            if self.milder_with(&shared)? {
                shares = self.shared();
            } else {
                shared.pop();
                missing.push(position);
            }
        }
        Ok(missing)
    }

    /// The answers that the response just found shares.
    fn shared(&self) -> Vec<usize> {
        let shares = |position: &usize| self.exact.encoder.solver.holds(self.says(*position));
        (0..self.answers.len()).filter(shares).collect()
    }
}
