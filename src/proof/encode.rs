//! A questionnaire as clauses: every response, partial and unsure ones too, is one solution, and the other way round.
//!
//! A question is in exactly one state: does not apply, open, unsure, or answered by one class of its [`super::domain`].
//! A condition is two literals, "is true" and "is false"; when neither holds it is unknown. Only what a proof is about is
//! encoded: see [`super::plan::Plan::cone`].

use std::collections::BTreeMap;

use super::domain::judge;
use super::plan::Plan;
use super::solver::{Lit, Solver, Undecided};
use crate::assessment::{Cause, waiting_points};
use crate::condition::{Comparison, Condition, ConditionNode, Test};
use crate::questionnaire::{EvaluationStep, Question, QuestionKind};
use crate::response::{Accepted, Response};
use crate::value::index::{ConditionIx, QuestionIx, RuleIx, ScoreIx, SectionIx, VerdictIx};
use crate::value::{Answer, Interval, OptionSet, State, Truth, Value};

/// How many clauses the sums of one score may take.
const SCORE_CLAUSES: usize = 100_000;
/// How many options with a `when` an addend of a score may have.
const CONDITIONAL_OPTIONS: usize = 5;

/// A condition in three truth values: true, false, or neither.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rail {
    pub(crate) yes: Lit,
    pub(crate) no: Lit,
}

impl Rail {
    fn negated(self) -> Rail {
        Rail { yes: self.no, no: self.yes }
    }
}

/// The states of one question.
#[derive(Clone)]
pub(crate) struct States {
    pub(crate) absent: Lit,
    pub(crate) open: Lit,
    pub(crate) unsure: Option<Lit>,
    /// One for each class of answers.
    pub(crate) cells: Vec<Lit>,
    /// For `choices`: one for each option.
    pub(crate) picks: Vec<Lit>,
    pub(crate) applies: Rail,
    pub(crate) offered: Vec<Rail>,
}

/// Clauses for a part of a questionnaire.
pub(crate) struct Encoder<'p, 'q> {
    pub(crate) plan: &'p Plan<'q>,
    pub(crate) solver: Solver,
    sections: BTreeMap<SectionIx, Rail>,
    questions: BTreeMap<QuestionIx, States>,
    named: BTreeMap<ConditionIx, Rail>,
    /// For each score, "the least it can be is at least n" and "the most …", by n from the bottom up.
    scores: BTreeMap<ScoreIx, (Sums, Sums)>,
    /// If skip logic may be switched off, the literal that switches each question's on.
    guards: Option<BTreeMap<QuestionIx, Lit>>,
    too_large: bool,
}

/// "The sum is at least `base + n`", for n = 1, 2, …
struct Sums {
    base: i64,
    at_least: Vec<Lit>,
}

impl<'p, 'q> Encoder<'p, 'q> {
    /// Some score would take more clauses than it may.
    pub(crate) const TOO_LARGE: Undecided = Undecided::Clauses(SCORE_CLAUSES);

    pub(crate) fn new(plan: &'p Plan<'q>) -> Self {
        Encoder {
            plan,
            solver: Solver::new(&plan.pool),
            sections: BTreeMap::new(),
            questions: BTreeMap::new(),
            named: BTreeMap::new(),
            scores: BTreeMap::new(),
            guards: None,
            too_large: false,
        }
    }

    /// An encoder in which a question's skip logic only binds while its guard holds, to find out which take part.
    pub(crate) fn with_guards(plan: &'p Plan<'q>) -> Self {
        Encoder { guards: Some(BTreeMap::new()), ..Encoder::new(plan) }
    }

    /// The guards of the questions encoded so far.
    pub(crate) fn guards(&self) -> impl Iterator<Item = (QuestionIx, Lit)> + '_ {
        self.guards.iter().flatten().map(|(question, guard)| (*question, *guard))
    }

    /// Whether everything can hold together with `assumed`.
    pub(crate) fn solve(&mut self, assumed: &[Lit]) -> Result<bool, Undecided> {
        if self.too_large { Err(Encoder::TOO_LARGE) } else { self.solver.solve(assumed) }
    }

    /// The literals of a condition, encoding first what it rests on.
    pub(crate) fn condition(&mut self, condition: &Condition) -> Rail {
        let cone = self.plan.cone([condition]);
        self.prepare(cone);
        self.tree(condition)
    }

    /// Encodes these steps, each of which comes after what it needs.
    fn prepare(&mut self, steps: Vec<EvaluationStep>) {
        for step in steps {
            match step {
                EvaluationStep::Section(section) if !self.sections.contains_key(&section) => self.section(section),
                EvaluationStep::Question(question) if !self.questions.contains_key(&question) => {
                    self.question(question)
                }
                EvaluationStep::Condition(condition) if !self.named.contains_key(&condition) => self.name(condition),
                EvaluationStep::Score(score) if !self.scores.contains_key(&score) => self.score(score),
                _ => {}
            }
        }
    }

    /// The states of a question, encoding first what it rests on.
    pub(crate) fn states(&mut self, question: QuestionIx) -> Option<&States> {
        let cone = self.plan.cone_of_questions([question]);
        self.prepare(cone);
        self.questions.get(&question)
    }

    /// Takes the states of a question over from another version that asks the same.
    pub(crate) fn adopt(&mut self, question: QuestionIx, states: States) {
        self.questions.insert(question, states);
    }

    pub(crate) fn constant(&self, truth: Truth) -> Rail {
        let (yes, no) = (self.solver.yes(), self.solver.no());
        match truth {
            Truth::True => Rail { yes, no },
            Truth::False => Rail { yes: no, no: yes },
            Truth::Unknown => Rail { yes: no, no },
        }
    }

    fn holds(&mut self, when: Option<&Condition>) -> Rail {
        match when {
            Some(when) => self.tree(when),
            None => self.constant(Truth::True),
        }
    }

    fn both(&mut self, parts: &[Rail]) -> Rail {
        let yes: Vec<Lit> = parts.iter().map(|part| part.yes).collect();
        let no: Vec<Lit> = parts.iter().map(|part| part.no).collect();
        Rail { yes: self.solver.all(&yes), no: self.solver.any(&no) }
    }

    fn tree(&mut self, condition: &Condition) -> Rail {
        match &condition.node {
            ConditionNode::Test(test) => self.test(test),
            ConditionNode::Named(named) => {
                self.named.get(named).copied().unwrap_or_else(|| self.constant(Truth::Unknown))
            }
            ConditionNode::Not(inner) => self.tree(inner).negated(),
            ConditionNode::All(parts) => {
                let parts: Vec<Rail> = parts.iter().map(|part| self.tree(part)).collect();
                self.both(&parts)
            }
            ConditionNode::Any(parts) => {
                let parts: Vec<Rail> = parts.iter().map(|part| self.tree(part).negated()).collect();
                self.both(&parts).negated()
            }
        }
    }

    fn section(&mut self, section: SectionIx) {
        let when = self.plan.questionnaire.sections().get(section.at()).and_then(|section| section.when.as_ref());
        let rail = self.holds(when);
        self.sections.insert(section, rail);
    }

    fn name(&mut self, condition: ConditionIx) {
        if let Some(named) = self.plan.questionnaire.conditions().get(condition.at()) {
            let rail = self.tree(&named.condition);
            self.named.insert(condition, rail);
        }
    }

    fn question(&mut self, index: QuestionIx) {
        let plan = self.plan;
        let Some(question) = plan.questionnaire.questions().get(index.at()) else { return };
        let own = self.holds(question.when.as_ref());
        let section = self.sections.get(&question.section).copied().unwrap_or_else(|| self.constant(Truth::True));
        let applies = self.both(&[section, own]);
        let offered: Vec<Rail> = question.options().iter().map(|option| self.holds(option.when.as_ref())).collect();
        let cells = plan.domains.get(index.at()).map_or(0, |domain| domain.cells.len());
        let picks = if matches!(question.kind, QuestionKind::Choices { .. }) { offered.len() } else { 0 };
        let states = States {
            absent: self.solver.fresh(),
            open: self.solver.likely(),
            unsure: question.unsure.map(|_| self.solver.fresh()),
            cells: (0..cells).map(|_| self.solver.fresh()).collect(),
            picks: (0..picks).map(|_| self.solver.fresh()).collect(),
            applies,
            offered,
        };
        self.bind(index, question, &states);
        self.questions.insert(index, states);
    }

    /// The clauses that tie the states of a question to each other and to its skip logic.
    fn bind(&mut self, index: QuestionIx, question: &Question, states: &States) {
        let unless = self.guard(index);
        let solver = &mut self.solver;
        let alternatives =
            [states.absent, states.open].into_iter().chain(states.unsure).chain(states.cells.iter().copied());
        solver.exactly_one(&alternatives.collect::<Vec<_>>());
        let mut bound = |literals: &[Lit]| solver.clause(&literals.iter().copied().chain(unless).collect::<Vec<_>>());
        bound(&[!states.applies.no, states.absent]);
        bound(&[states.applies.no, !states.absent]);
        bound(&[states.applies.yes, states.applies.no, states.open]);
        let chosen = if states.picks.is_empty() { &states.cells } else { &states.picks };
        for (offered, chosen) in states.offered.iter().zip(chosen) {
            bound(&[!*chosen, offered.yes]);
        }
        self.bind_picks(question, states);
    }

    fn guard(&mut self, index: QuestionIx) -> Option<Lit> {
        let guards = self.guards.as_mut()?;
        let guard = self.solver.fresh();
        guards.insert(index, guard);
        Some(!guard)
    }

    /// Picks only in the answered state, `min` to `max` of them, exclusive ones alone.
    pub(crate) fn bind_picks(&mut self, question: &Question, states: &States) {
        let (QuestionKind::Choices { min, max, .. }, Some(answered)) = (&question.kind, states.cells.first()) else {
            return;
        };
        let exclusive = question.exclusive();
        for (position, pick) in states.picks.iter().enumerate() {
            self.solver.clause(&[!*pick, *answered]);
            for (_, other) in
                states.picks.iter().enumerate().filter(|(other, _)| exclusive.contains(position) && *other != position)
            {
                self.solver.clause(&[!*pick, !*other]);
            }
        }
        let counts = self.solver.counts(&states.picks, states.picks.len().min(max.saturating_add(1)));
        if let Some(too_many) = counts.get(*max) {
            self.solver.clause(&[!*too_many]);
        }
        // An exclusive option stands for the whole answer, however many must be picked otherwise.
        let alone = exclusive.iter().filter_map(|position| states.picks.get(position).copied());
        let enough = min.checked_sub(1).map(|least| counts.get(least).copied().unwrap_or(self.solver.no()));
        if let Some(enough) = enough {
            let clause: Vec<Lit> = [!*answered, enough].into_iter().chain(alone).collect();
            self.solver.clause(&clause);
        }
    }

    fn test(&mut self, test: &Test) -> Rail {
        if let Test::Score(score, comparison, bound) = test {
            return self.score_test(*score, *comparison, *bound);
        }
        let plan = self.plan;
        let Some((question, states)) = test.question().and_then(|index| Some((index, self.questions.get(&index)?)))
        else {
            return self.constant(Truth::Unknown);
        };
        if !states.picks.is_empty() && !matches!(test, Test::Answered(_) | Test::Unsure(_)) {
            return self.picks_test(test, question);
        }
        let values = plan.domains.get(question.at()).map_or(&[][..], |domain| &domain.cells);
        let answered = values.iter().map(State::Answered).zip(states.cells.iter().copied());
        let others = [(State::NotApplicable, states.absent), (State::Open, states.open)];
        let others = others.into_iter().chain(states.unsure.map(|unsure| (State::Unsure, unsure)));
        let (mut yes, mut no) = (Vec::new(), Vec::new());
        for (state, literal) in answered.chain(others) {
            match judge(test, state, plan.day) {
                Truth::True => yes.push(literal),
                Truth::False => no.push(literal),
                Truth::Unknown => {}
            }
        }
        Rail { yes: self.solver.any(&yes), no: self.solver.any(&no) }
    }

    /// A test on the picks of a `choices` question: judged when it is answered, false when it does not apply.
    fn picks_test(&mut self, test: &Test, question: QuestionIx) -> Rail {
        let Some(states) = self.questions.get(&question) else { return self.constant(Truth::Unknown) };
        let (absent, answered) = (states.absent, states.cells.first().copied());
        let picked =
            |set: OptionSet| set.iter().filter_map(|position| states.picks.get(position).copied()).collect::<Vec<_>>();
        let holds = match test {
            Test::HasAny(_, set) => self.solver.any(&picked(*set)),
            Test::HasAll(_, set) => self.solver.all(&picked(*set)),
            Test::HasNone(_, set) => !self.solver.any(&picked(*set)),
            _ => self.solver.no(),
        };
        let answered = answered.unwrap_or(self.solver.no());
        let yes = self.solver.all(&[answered, holds]);
        let fails = self.solver.all(&[answered, !holds]);
        Rail { yes, no: self.solver.any(&[absent, fails]) }
    }

    fn score_test(&mut self, score: ScoreIx, comparison: Comparison, bound: i64) -> Rail {
        let Some((low, high)) = self.scores.get(&score) else { return self.constant(Truth::Unknown) };
        let (yes, no) = (self.solver.yes(), self.solver.no());
        let reaches = |sums: &Sums, bound: i64| sums.reaches(bound, yes, no);
        let (low_at, low_over) = (reaches(low, bound), reaches(low, bound.saturating_add(1)));
        let (high_at, high_over) = (reaches(high, bound), reaches(high, bound.saturating_add(1)));
        let exactly = |solver: &mut Solver| Rail {
            yes: solver.all(&[low_at, !high_over]),
            no: solver.any(&[!high_at, low_over]),
        };
        match comparison {
            Comparison::AtLeast => Rail { yes: low_at, no: !high_at },
            Comparison::Greater => Rail { yes: low_over, no: !high_over },
            Comparison::Less => Rail { yes: !high_at, no: low_at },
            Comparison::AtMost => Rail { yes: !high_over, no: low_over },
            Comparison::Equal => exactly(&mut self.solver),
            Comparison::NotEqual => exactly(&mut self.solver).negated(),
        }
    }

    fn score(&mut self, score: ScoreIx) {
        let questions = self.plan.questionnaire.scores().get(score.at()).map_or(&[][..], |score| &score.sum);
        let (mut low, mut high) = (Vec::new(), Vec::new());
        for question in questions {
            for (literals, points) in self.addends(*question) {
                let at = |end: fn(&Interval) -> i64| {
                    literals.iter().copied().zip(points.iter().map(end)).collect::<Vec<_>>()
                };
                low.push(at(|points| points.low));
                high.push(at(|points| points.high));
            }
        }
        let sums = (self.sums(&low), self.sums(&high));
        self.scores.insert(score, sums);
    }

    /// What a question adds to a score: lists of literals, of which exactly one holds, with what each then adds.
    fn addends(&mut self, index: QuestionIx) -> Vec<(Vec<Lit>, Vec<Interval>)> {
        let plan = self.plan;
        let Some(question) = plan.questionnaire.questions().get(index.at()) else { return Vec::new() };
        let waiting = self.waiting_points(index, question);
        let Some(states) = self.questions.get(&index) else { return Vec::new() };
        let exact = |points: i64| Interval { low: points, high: points };
        let points =
            |position: usize| exact(question.options().get(position).and_then(|option| option.points).unwrap_or(0));
        let by_picks = !states.picks.is_empty();
        let cells = states
            .cells
            .iter()
            .enumerate()
            .map(|(position, cell)| (*cell, if by_picks { exact(0) } else { points(position) }));
        let whole = std::iter::once((states.absent, exact(0))).chain(cells).chain(waiting).unzip();
        let picks = states.picks.iter().enumerate();
        let picks = picks.map(|(position, pick)| (vec![*pick, !*pick], vec![points(position), exact(0)]));
        std::iter::once(whole).chain(picks).collect()
    }

    /// What an open or unsure question can still add, case by case: by whether it applies for sure, and by whether each of
    /// its conditional options is offered, may be, or is not.
    fn waiting_points(&mut self, index: QuestionIx, question: &Question) -> Vec<(Lit, Interval)> {
        let Some(states) = self.questions.get(&index) else { return Vec::new() };
        let (open, unsure, applies) = (states.open, states.unsure, states.applies.yes);
        let options = question.options().iter().zip(&states.offered).enumerate();
        let conditional = options.filter(|(_, (option, _))| option.when.is_some());
        let conditional: Vec<(usize, Rail)> = conditional.map(|(position, (_, rail))| (position, *rail)).collect();
        if conditional.len() > CONDITIONAL_OPTIONS {
            self.too_large = true;
            return Vec::new();
        }
        let waits = self.solver.any(&unsure.into_iter().chain([open]).collect::<Vec<_>>());
        let every = OptionSet::first(question.options().len());
        let always = every.without(conditional.iter().map(|(position, _)| *position).collect());
        let mut cases = vec![(waits, always, always)];
        for (position, rail) in conditional {
            cases = self.split(&cases, position, rail);
        }
        let mut points = Vec::new();
        for (here, offered, certain) in cases {
            for (applies, known) in [(applies, true), (!applies, false)] {
                points.push((self.solver.all(&[here, applies]), waiting_points(question, offered, certain, known)));
            }
        }
        points
    }

    /// Each case three ways: the option is offered for sure, may be offered, or is not.
    fn split(
        &mut self,
        cases: &[(Lit, OptionSet, OptionSet)],
        position: usize,
        rail: Rail,
    ) -> Vec<(Lit, OptionSet, OptionSet)> {
        let option = OptionSet::of(position);
        let mut split = Vec::new();
        for (here, offered, certain) in cases {
            split.push((self.solver.all(&[*here, rail.yes]), offered.or(option), certain.or(option)));
            split.push((self.solver.all(&[*here, !rail.yes, !rail.no]), offered.or(option), *certain));
            split.push((self.solver.all(&[*here, rail.no]), *offered, *certain));
        }
        split
    }

    /// Adds up: `addends` are lists of which exactly one literal holds, with what it adds.
    fn sums(&mut self, addends: &[Vec<(Lit, i64)>]) -> Sums {
        let mut sums = Sums { base: 0, at_least: Vec::new() };
        let mut clauses = 0usize;
        for addend in addends {
            let least = addend.iter().map(|(_, points)| *points).min().unwrap_or(0);
            let most = addend.iter().map(|(_, points)| *points).max().unwrap_or(0);
            let reach =
                usize::try_from(most.saturating_sub(least)).unwrap_or(usize::MAX).saturating_add(sums.at_least.len());
            clauses = clauses.saturating_add(reach.saturating_mul(addend.len()));
            if self.too_large || clauses > SCORE_CLAUSES {
                self.too_large = true;
                return sums;
            }
            sums = self.add(&sums, addend, least, reach);
        }
        sums
    }

    fn add(&mut self, sums: &Sums, addend: &[(Lit, i64)], least: i64, reach: usize) -> Sums {
        let base = sums.base.saturating_add(least);
        let (yes, no) = (self.solver.yes(), self.solver.no());
        let mut at_least = Vec::with_capacity(reach);
        for bound in (1..).take(reach) {
            let total = self.solver.fresh();
            for (chosen, points) in addend {
                let rest = sums.reaches(base.saturating_add(bound).saturating_sub(*points), yes, no);
                self.solver.clause(&[!*chosen, !total, rest]);
                self.solver.clause(&[!*chosen, total, !rest]);
            }
            at_least.push(total);
        }
        Sums { base, at_least }
    }

    /// "The verdict is at least this", for sure (`yes`) or not even possibly (`no`). Encodes every rule.
    pub(crate) fn verdict(&mut self, least: VerdictIx) -> Rail {
        if least.at() == 0 {
            return self.constant(Truth::True);
        }
        let plan = self.plan;
        let rules = plan.questionnaire.rules().iter().filter(|rule| rule.verdict >= least);
        let mut parts: Vec<Rail> = rules.map(|rule| self.condition(&rule.when).negated()).collect();
        let floors = plan.questionnaire.questions().iter().enumerate();
        for (position, _) in floors.filter(|(_, question)| question.unsure.is_some_and(|floor| floor >= least)) {
            if let Some(states) = self.states(QuestionIx::new(position)) {
                let (unsure, open) = (states.unsure, states.open);
                let unsure = unsure.unwrap_or(self.solver.no());
                // Floor surely there: `no` of the negation; surely not there: neither unsure nor open.
                let never = self.solver.all(&[!unsure, !open]);
                parts.push(Rail { yes: never, no: unsure });
            }
        }
        self.both(&parts).negated()
    }

    /// The literals of a rule.
    pub(crate) fn rule(&mut self, rule: RuleIx) -> Rail {
        match self.plan.questionnaire.rules().get(rule.at()) {
            Some(rule) => self.condition(&rule.when),
            None => self.constant(Truth::Unknown),
        }
    }

    /// "This rule holds", or "this question was answered with *not sure*".
    pub(crate) fn cause(&mut self, cause: Cause) -> Lit {
        let no = self.solver.no();
        match cause {
            Cause::Rule(rule) => self.rule(rule).yes,
            Cause::Unsure(question) => self.states(question).and_then(|states| states.unsure).unwrap_or(no),
        }
    }

    /// "The question is in the state that this answer gives"; without an answer, that it is open.
    pub(crate) fn said(&mut self, question: QuestionIx, answer: Option<&Answer>) -> Lit {
        let plan = self.plan;
        let no = self.solver.no();
        let Some(states) = self.states(question) else { return no };
        let value = match answer {
            None | Some(Answer::Skipped) => return states.open,
            Some(Answer::Unsure | Answer::Withheld) => return states.unsure.unwrap_or(no),
            Some(Answer::Given(value)) => value,
        };
        let cell = plan.domains.get(question.at()).and_then(|domain| domain.cell_of(value, plan.day));
        let Some(cell) = cell.and_then(|cell| states.cells.get(cell).copied()) else { return no };
        let Value::Choices(set) = value else { return cell };
        let picks = states.picks.iter().enumerate();
        let exact = picks.map(|(position, pick)| if set.contains(position) { *pick } else { !*pick });
        let exact: Vec<Lit> = exact.chain([cell]).collect();
        self.solver.all(&exact)
    }

    /// "The question was left as it was": it says what it said before, or nobody can answer it now.
    pub(crate) fn kept(&mut self, question: QuestionIx, answer: Option<&Answer>) -> Lit {
        let said = self.said(question, answer);
        let (no, yes) = (self.solver.no(), self.solver.yes());
        let Some(states) = self.questions.get(&question) else { return yes };
        let chosen = crate::assessment::chosen_options(answer);
        let by_option = if states.picks.is_empty() { states.cells.len() } else { states.picks.len() };
        let offered =
            states.offered.iter().enumerate().take(by_option).filter(|(position, _)| chosen.contains(*position));
        let refused: Vec<Lit> = offered.map(|(_, rail)| !rail.yes).collect();
        let (absent, open, applies) = (states.absent, states.open, states.applies.yes);
        let refused = self.solver.any(&refused);
        let out_of_reach = self.solver.any(&[!applies, refused]);
        let waits = if answer.is_some() { self.solver.all(&[open, out_of_reach]) } else { no };
        self.solver.any(&[absent, said, waits])
    }

    /// "An option that this answer picks is surely not offered", so that the question is asked again.
    pub(crate) fn ruled_out(&mut self, question: QuestionIx, answer: &Answer) -> Lit {
        let chosen = crate::assessment::chosen_options(Some(answer));
        let Some(states) = self.questions.get(&question) else { return self.solver.no() };
        let offered = states.offered.iter().enumerate().filter(|(position, _)| chosen.contains(*position));
        let refused: Vec<Lit> = offered.map(|(_, rail)| rail.no).collect();
        self.solver.any(&refused)
    }

    /// The questions encoded so far.
    pub(crate) fn encoded(&self) -> Vec<QuestionIx> {
        self.questions.keys().copied().collect()
    }

    /// What a response costs: one for each question that is answered or unsure.
    pub(crate) fn costs(&mut self) -> Vec<Lit> {
        let said: Vec<[Lit; 2]> = self.questions.values().map(|states| [!states.open, !states.absent]).collect();
        said.iter().map(|said| self.solver.all(said)).collect()
    }

    /// All picks of the questions encoded so far.
    pub(crate) fn picks(&self) -> Vec<Lit> {
        self.questions.values().flat_map(|states| states.picks.iter().copied()).collect()
    }

    /// The response behind the answer just found; questions that were not encoded stay open.
    pub(crate) fn response(&self) -> Response {
        let mut response = Response::new(self.plan.questionnaire);
        for (question, states) in &self.questions {
            if let Some(answer) = self.answer_of(*question, states) {
                response.set(Accepted::known_to_fit(*question, answer));
            }
        }
        response
    }

    /// The answer to one question in the answer just found.
    pub(crate) fn answer(&self, question: QuestionIx) -> Option<Answer> {
        self.answer_of(question, self.questions.get(&question)?)
    }

    fn answer_of(&self, question: QuestionIx, states: &States) -> Option<Answer> {
        if states.unsure.is_some_and(|unsure| self.solver.holds(unsure)) {
            return Some(Answer::Unsure);
        }
        let cell = states.cells.iter().position(|cell| self.solver.holds(*cell))?;
        if !states.picks.is_empty() {
            let picks = states.picks.iter().enumerate().filter(|(_, pick)| self.solver.holds(**pick));
            return Some(Answer::Given(Value::Choices(picks.map(|(position, _)| position).collect())));
        }
        self.plan.domains.get(question.at())?.cells.get(cell).cloned().map(Answer::Given)
    }
}

impl Sums {
    /// "The sum is at least `bound`."
    fn reaches(&self, bound: i64, yes: Lit, no: Lit) -> Lit {
        let over = bound.saturating_sub(self.base);
        match usize::try_from(over.saturating_sub(1)) {
            Err(_) => yes,
            Ok(position) => self.at_least.get(position).copied().unwrap_or(no),
        }
    }
}
