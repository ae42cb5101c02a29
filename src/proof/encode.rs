//! A questionnaire as clauses: every response, partial and unsure ones too, is one solution, and the other way round.
//!
//! A question is in exactly one state: does not apply, open, unsure, or answered by one class of its [`super::domain`].
//! A condition is two literals, "is true" and "is false"; when neither holds it is unknown. Only what a proof is about is
//! encoded: see [`super::plan::Plan::cone`].
//!
//! What is encoded is the page at the head of the room [`condition`](crate::condition), "Meaning" there: each function below
//! names the row or the sentence that its clauses say. It is never the last word: what the solver finds is judged by the
//! engine before anyone hears of it (see [`super::witness`]).

use std::collections::BTreeMap;

use super::bits::Bits;
use super::plan::Plan;
use super::solver::{Lit, Solver, Undecided};
use crate::assessment::{Cause, chosen_options, points_of, points_when, waiting_points};
use crate::condition::{Comparison, Condition, ConditionNode, PicksTest, Test, judge_state};
use crate::questionnaire::{AnswerPoints, EvaluationStep, Points, Question, QuestionKind, ScoreItem};
use crate::source::Span;
use crate::value::index::{ConditionIx, QuestionIx, RuleIx, ScoreIx, SectionIx, VerdictIx, fault, item};
use crate::value::{Answer, Interval, OptionSet, State, Truth};

/// How many clauses the sums of one score may take.
const SCORE_CLAUSES: usize = 100_000;
/// How many options with a `when` an addend of a score may have.
const CONDITIONAL_OPTIONS: usize = 5;

/// A condition in three truth values: true, false, or neither. Both at once cannot be: every function below makes the two
/// from states that exclude each other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ThreeValued {
    pub(crate) yes: Lit,
    pub(crate) no: Lit,
}

impl ThreeValued {
    /// `not` swaps true and false and leaves unknown alone (Kleene).
    fn negated(self) -> ThreeValued {
        ThreeValued { yes: self.no, no: self.yes }
    }
}

/// A part of a condition that can be left out, and the literal under which it is.
pub(crate) struct LeftOut {
    pub(crate) span: Span,
    pub(crate) switch: Lit,
}

/// The states of one question.
#[derive(Clone)]
pub(crate) struct States {
    pub(crate) absent: Lit,
    pub(crate) open: Lit,
    pub(crate) unsure: Option<Lit>,
    /// Of those that are unsure, "rather not say"; only where some test tells them apart.
    pub(crate) withheld: Option<Lit>,
    /// One for each class of answers.
    pub(crate) cells: Vec<Lit>,
    /// For `choices`: one for each option.
    pub(crate) picks: Vec<Lit>,
    pub(crate) applies: ThreeValued,
    pub(crate) offered: Vec<ThreeValued>,
}

/// Clauses for a part of a questionnaire.
pub(crate) struct Encoder<'p, 'q> {
    pub(crate) plan: &'p Plan<'q>,
    pub(crate) solver: Solver,
    sections: BTreeMap<SectionIx, ThreeValued>,
    pub(super) questions: BTreeMap<QuestionIx, States>,
    /// The exact answers of those questions that are held against others.
    pub(crate) exact: BTreeMap<QuestionIx, Bits>,
    /// Of these, "the answer is at least so many units", as far as something asked.
    pub(super) reached: BTreeMap<(QuestionIx, i128), Lit>,
    named: BTreeMap<ConditionIx, ThreeValued>,
    scores: BTreeMap<ScoreIx, Totals>,
    /// If skip logic may be switched off, the literal that switches each question's on.
    guards: Option<BTreeMap<QuestionIx, Lit>>,
    too_large: bool,
}

/// What a score comes to.
struct Totals {
    /// "The least it can be is at least n", by n from the bottom up.
    low: Sums,
    /// "The most it can be is at least n."
    high: Sums,
    /// "No more of its questions lack an answer than may."
    enough: Lit,
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
            exact: BTreeMap::new(),
            reached: BTreeMap::new(),
            named: BTreeMap::new(),
            scores: BTreeMap::new(),
            guards: None,
            too_large: false,
        }
    }

    /// An encoder of another plan in the same solver, so that clauses can tie the two together. The first one ends here: its
    /// literals stay good, and nothing can be asked of an encoder that has no solver any more.
    pub(crate) fn followed_by(self, plan: &'p Plan<'q>) -> Self {
        let next = Encoder::new(plan);
        Encoder { solver: self.solver, too_large: self.too_large, ..next }
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

    /// The same, for one of many questions of this encoder, all of which share one allowance.
    pub(crate) fn solve_of_many(&mut self, assumed: &[Lit]) -> Result<bool, Undecided> {
        if self.too_large { Err(Encoder::TOO_LARGE) } else { self.solver.solve_of_many(assumed) }
    }

    /// The literals of a condition, encoding first what it rests on.
    pub(crate) fn condition(&mut self, condition: &Condition) -> ThreeValued {
        let cone = self.plan.cone_beyond([condition], |step| self.has(step));
        self.prepare(cone);
        self.tree(condition)
    }

    /// Whether a step is encoded, and so all that it rests on.
    fn has(&self, step: EvaluationStep) -> bool {
        match step {
            EvaluationStep::Section(section) => self.sections.contains_key(&section),
            EvaluationStep::Question(question) => self.questions.contains_key(&question),
            EvaluationStep::Condition(condition) => self.named.contains_key(&condition),
            EvaluationStep::Score(score) => self.scores.contains_key(&score),
        }
    }

    /// Encodes these steps, none of which is encoded, each of which comes after what it needs.
    fn prepare(&mut self, steps: Vec<EvaluationStep>) {
        for step in steps {
            match step {
                EvaluationStep::Section(section) => self.section(section),
                EvaluationStep::Question(question) => self.question(question),
                EvaluationStep::Condition(condition) => self.name(condition),
                EvaluationStep::Score(score) => self.score(score),
            }
        }
    }

    /// The states of a question, encoding first what it rests on.
    pub(crate) fn states(&mut self, question: QuestionIx) -> &States {
        let cone = self.plan.cone_of_questions_beyond([question], |step| self.has(step));
        self.prepare(cone);
        self.known(question)
    }

    /// The states of a question that was encoded before what rests on it.
    pub(super) fn known(&self, question: QuestionIx) -> &States {
        match self.questions.get(&question) {
            Some(states) => states,
            None => fault("steps come in an order in which each has what it needs, yet a question is not encoded"),
        }
    }

    /// Takes the states of a question over from another version that asks the same.
    pub(crate) fn adopt(&mut self, question: QuestionIx, states: States) {
        self.questions.insert(question, states);
    }

    pub(crate) fn constant(&self, truth: Truth) -> ThreeValued {
        let (yes, no) = (self.solver.yes(), self.solver.no());
        match truth {
            Truth::True => ThreeValued { yes, no },
            Truth::False => ThreeValued { yes: no, no: yes },
            Truth::Unknown => ThreeValued { yes: no, no },
        }
    }

    fn holds(&mut self, when: Option<&Condition>) -> ThreeValued {
        match when {
            Some(when) => self.tree(when),
            None => self.constant(Truth::True),
        }
    }

    /// `and`: true where all parts are, false where one is. Kleene's `and` says just that, and unknown for the rest.
    fn both(&mut self, parts: &[ThreeValued]) -> ThreeValued {
        let yes: Vec<Lit> = parts.iter().map(|part| part.yes).collect();
        let no: Vec<Lit> = parts.iter().map(|part| part.no).collect();
        ThreeValued { yes: self.solver.all(&yes), no: self.solver.any(&no) }
    }

    /// "`not`, `and` and `or` follow Kleene's strong logic"; `or` by De Morgan's law, which holds in it.
    fn tree(&mut self, condition: &Condition) -> ThreeValued {
        self.tree_with(condition, &mut None)
    }

    /// The condition with one of its parts left out, and which part that is: exactly one of the literals holds.
    pub(crate) fn shortened(&mut self, condition: &Condition) -> (ThreeValued, Vec<LeftOut>) {
        let cone = self.plan.cone_beyond([condition], |step| self.has(step));
        self.prepare(cone);
        let mut switches = Some(Vec::new());
        let shortened = self.tree_with(condition, &mut switches);
        let Some(switches) = switches else { fault("the parts of a condition were asked for, yet nobody listed them") };
        self.solver.exactly_one(&switches.iter().map(|part: &LeftOut| part.switch).collect::<Vec<_>>());
        (shortened, switches)
    }

    /// The literals of a condition; where a list of switches is given, with one for each part that can be left out.
    fn tree_with(&mut self, condition: &Condition, switches: &mut Option<Vec<LeftOut>>) -> ThreeValued {
        match &condition.node {
            ConditionNode::Test(test) => self.test(test),
            ConditionNode::Named(named) => match self.named.get(named) {
                Some(known) => *known,
                None => fault("steps come in an order in which each has what it needs, yet a name is not encoded"),
            },
            ConditionNode::Not(inner) => self.tree_with(inner, switches).negated(),
            ConditionNode::All(parts) => {
                let parts = self.parts_with(parts, Truth::True, switches);
                self.both(&parts)
            }
            ConditionNode::Any(parts) => {
                let parts = self.parts_with(parts, Truth::False, switches);
                let parts: Vec<ThreeValued> = parts.into_iter().map(ThreeValued::negated).collect();
                self.both(&parts).negated()
            }
            ConditionNode::AtLeast(least, parts) => {
                // Of a count of all, all that are left.
                let without = if *least == parts.len() { Truth::True } else { Truth::False };
                let parts = self.parts_with(parts, without, switches);
                self.counted(*least, &parts)
            }
        }
    }

    /// The parts that something joins; `without` is what stands for one in its place so that it counts for nothing.
    fn parts_with(
        &mut self,
        parts: &[Condition],
        without: Truth,
        switches: &mut Option<Vec<LeftOut>>,
    ) -> Vec<ThreeValued> {
        let without = self.constant(without);
        let mut encoded = Vec::with_capacity(parts.len());
        for part in parts {
            let mut switch = None;
            // Of one thing alone nothing can be left out.
            if let Some(switches) = switches.as_mut().filter(|_| parts.len() > 1) {
                let literal = self.solver.fresh();
                switches.push(LeftOut { span: part.span, switch: literal });
                switch = Some(literal);
            }
            let whole = self.tree_with(part, switches);
            encoded.push(switch.map_or(whole, |switch| self.replaced(whole, switch, without)));
        }
        encoded
    }

    /// A part, or what stands in its place where the switch holds.
    fn replaced(&mut self, part: ThreeValued, switch: Lit, instead: ThreeValued) -> ThreeValued {
        let mut either = |part: Lit, instead: Lit| {
            let (kept, replaced) = (self.solver.all(&[!switch, part]), self.solver.all(&[switch, instead]));
            self.solver.any(&[kept, replaced])
        };
        ThreeValued { yes: either(part.yes, instead.yes), no: either(part.no, instead.no) }
    }

    /// "These two are not of the same truth."
    pub(crate) fn differ(&mut self, one: ThreeValued, other: ThreeValued) -> Lit {
        let pairs: [[Lit; 2]; 4] =
            [[one.yes, !other.yes], [!one.yes, other.yes], [one.no, !other.no], [!one.no, other.no]];
        let ways = pairs.map(|pair| self.solver.all(&pair));
        self.solver.any(&ways)
    }

    /// A count: true where so many parts are, false where so many are false that the others do not do.
    fn counted(&mut self, least: usize, parts: &[ThreeValued]) -> ThreeValued {
        let too_few = parts.len() + 1 - least;
        let yes: Vec<Lit> = parts.iter().map(|part| part.yes).collect();
        let no: Vec<Lit> = parts.iter().map(|part| part.no).collect();
        let (yes, no) = (self.solver.counts(&yes, least), self.solver.counts(&no, too_few));
        ThreeValued { yes: *item(&yes, least - 1, "count"), no: *item(&no, too_few - 1, "count") }
    }

    fn section(&mut self, section: SectionIx) {
        let applies = self.holds(self.plan.questionnaire[section].when.as_ref());
        self.sections.insert(section, applies);
    }

    fn name(&mut self, condition: ConditionIx) {
        let holds = self.tree(&self.plan.questionnaire[condition].condition);
        self.named.insert(condition, holds);
    }

    /// The states of a question: the rows of the table. It applies if its section's `when` and its own hold.
    fn question(&mut self, index: QuestionIx) {
        let plan = self.plan;
        let question = &plan.questionnaire[index];
        let own = self.holds(question.when.as_ref());
        let Some(section) = self.sections.get(&question.section).copied() else {
            fault("a section comes before its questions, yet one is not encoded")
        };
        let applies = self.both(&[section, own]);
        let offered: Vec<ThreeValued> =
            question.options().iter().map(|option| self.holds(option.when.as_ref())).collect();
        let cells = plan.domains[index].cells.len();
        let picks = if matches!(question.kind, QuestionKind::Choices { .. }) { offered.len() } else { 0 };
        let states = States {
            absent: self.solver.fresh(),
            open: self.solver.likely(),
            unsure: question.unsure.map(|_| self.solver.fresh()),
            withheld: question.unsure.filter(|_| plan.withheld.contains(&index)).map(|_| self.solver.fresh()),
            cells: (0..cells).map(|_| self.solver.fresh()).collect(),
            picks: (0..picks).map(|_| self.solver.fresh()).collect(),
            applies,
            offered,
        };
        self.bind(index, question, &states);
        if plan.exact.contains(&index) {
            self.add_bits(index, &states);
        }
        self.questions.insert(index, states);
    }

    /// The clauses that tie the states of a question to each other and to its skip logic.
    fn bind(&mut self, index: QuestionIx, question: &Question, states: &States) {
        let unless = self.guard(index);
        let solver = &mut self.solver;
        // A question is in one row of the table, never in two.
        let alternatives =
            [states.absent, states.open].into_iter().chain(states.unsure).chain(states.cells.iter().copied());
        solver.exactly_one(&alternatives.collect::<Vec<_>>());
        let mut bound = |literals: &[Lit]| solver.clause(&literals.iter().copied().chain(unless).collect::<Vec<_>>());
        // Row "not applicable": exactly where it surely does not apply.
        bound(&[!states.applies.no, states.absent]);
        bound(&[states.applies.no, !states.absent]);
        // Row "open": also where it is not known whether it applies; an answer to it is kept, but does not count.
        bound(&[states.applies.yes, states.applies.no, states.open]);
        // An answer counts only if every option that it picks is surely offered.
        let chosen = if states.picks.is_empty() { &states.cells } else { &states.picks };
        for (offered, chosen) in states.offered.iter().zip(chosen) {
            bound(&[!*chosen, offered.yes]);
        }
        if let (Some(withheld), Some(unsure)) = (states.withheld, states.unsure) {
            self.solver.clause(&[!withheld, unsure]);
        }
        self.bind_picks(question, states);
    }

    fn guard(&mut self, index: QuestionIx) -> Option<Lit> {
        let guards = self.guards.as_mut()?;
        let guard = self.solver.fresh();
        guards.insert(index, guard);
        Some(!guard)
    }

    /// Picks only in the answered state, `min` to `max` of them, exclusive ones alone: just the sets that `accept` takes.
    pub(crate) fn bind_picks(&mut self, question: &Question, states: &States) {
        let QuestionKind::Choices { min, max, .. } = &question.kind else { return };
        let answered = states.answered();
        let exclusive = question.exclusive();
        for (position, pick) in states.picks.iter().enumerate() {
            self.solver.clause(&[!*pick, answered]);
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
        let alone = exclusive.iter().map(|position| *item(&states.picks, position, "pick"));
        if let Some(one_less) = min.checked_sub(1) {
            // "At least `min`"; never where there are not so many options.
            let enough = counts.get(one_less).copied().unwrap_or(self.solver.no());
            let clause: Vec<Lit> = [!answered, enough].into_iter().chain(alone).collect();
            self.solver.clause(&clause);
        }
    }

    /// A test: for each row of the table, `judge_state` says whether the test is true, false or unknown in it.
    fn test(&mut self, test: &Test) -> ThreeValued {
        match test {
            Test::Score(score, comparison, bound) => self.score_test(*score, *comparison, *bound),
            Test::Picks(question, test, options) => self.picks_test(*question, *test, *options),
            Test::Pair(left, test, right) => {
                let holds = self.stand_so(*left, *test, *right);
                self.together(&[*left, *right], holds)
            }
            Test::Derived(number, test) => {
                let holds = self.derived(number, *test);
                self.together(&number.questions(), holds)
            }
            Test::Yes(question)
            | Test::OneOf(question, _)
            | Test::Number(question, _)
            | Test::Date(question, _)
            | Test::Answered(question)
            | Test::Unsure(question)
            | Test::Withheld(question) => self.state_test(test, *question),
        }
    }

    /// All rows of the table for a test of which the class of an answer decides.
    fn state_test(&mut self, test: &Test, question: QuestionIx) -> ThreeValued {
        let plan = self.plan;
        let states = self.known(question);
        let answered = plan.domains[question].cells.iter().map(State::Answered).zip(states.cells.iter().copied());
        let others = [(State::NotApplicable, states.absent), (State::Open, states.open)];
        let (unsure, withheld) = (states.unsure, states.withheld);
        let mut rows: Vec<(State<'_>, Lit)> = answered.chain(others).collect();
        match (unsure, withheld) {
            (Some(unsure), Some(withheld)) => {
                let only_unsure = self.solver.all(&[unsure, !withheld]);
                rows.extend([(State::Unsure, only_unsure), (State::Withheld, withheld)]);
            }
            (unsure, _) => rows.extend(unsure.map(|unsure| (State::Unsure, unsure))),
        }
        let (mut yes, mut no) = (Vec::new(), Vec::new());
        for (state, literal) in rows {
            match judge_state(test, state, plan.day) {
                Truth::True => yes.push(literal),
                Truth::False => no.push(literal),
                Truth::Unknown => {}
            }
        }
        ThreeValued { yes: self.solver.any(&yes), no: self.solver.any(&no) }
    }

    /// The rows for several questions: false where one does not apply, unknown where one is not answered, else what `holds` says.
    fn together(&mut self, questions: &[QuestionIx], holds: Lit) -> ThreeValued {
        let states: Vec<States> = questions.iter().map(|question| self.known(*question).clone()).collect();
        let answered: Vec<Lit> = states.iter().map(|states| self.solver.any(&states.cells)).collect();
        let yes = self.solver.all(&[answered.as_slice(), &[holds]].concat());
        let fails = self.solver.all(&[answered.as_slice(), &[!holds]].concat());
        let no: Vec<Lit> = states.iter().map(|states| states.absent).chain([fails]).collect();
        ThreeValued { yes, no: self.solver.any(&no) }
    }

    /// The rows `c has any […]`, `c has all […]` and `c has none […]`: decided pick by pick where the question is answered,
    /// false where it does not apply, unknown where it is open or unsure. A set of picks has no cell of its own, so this is
    /// the one place where a test is not asked of `judge_state`.
    fn picks_test(&mut self, question: QuestionIx, test: PicksTest, options: OptionSet) -> ThreeValued {
        let states = self.known(question);
        let (absent, answered) = (states.absent, states.answered());
        let picks: Vec<Lit> = options.iter().map(|option| *item(&states.picks, option, "pick")).collect();
        let holds = match test {
            PicksTest::Any => self.solver.any(&picks),
            PicksTest::All => self.solver.all(&picks),
            PicksTest::None => !self.solver.any(&picks),
        };
        let yes = self.solver.all(&[answered, holds]);
        let fails = self.solver.all(&[answered, !holds]);
        ThreeValued { yes, no: self.solver.any(&[absent, fails]) }
    }

    /// The row `score >= 3`: true if it holds for all that the score can still be, that is for the least (or the most) that
    /// it can be; false if it holds for none of it.
    fn score_test(&mut self, score: ScoreIx, comparison: Comparison, bound: i64) -> ThreeValued {
        let Some(Totals { low, high, enough }) = self.scores.get(&score) else {
            fault("steps come in an order in which each has what it needs, yet a score is not encoded")
        };
        let (yes, no, enough) = (self.solver.yes(), self.solver.no(), *enough);
        let reaches = |sums: &Sums, bound: i64| sums.reaches(bound, yes, no);
        let (low_at, low_over) = (reaches(low, bound), reaches(low, bound.saturating_add(1)));
        let (high_at, high_over) = (reaches(high, bound), reaches(high, bound.saturating_add(1)));
        let exactly = |solver: &mut Solver| ThreeValued {
            yes: solver.all(&[low_at, !high_over]),
            no: solver.any(&[!high_at, low_over]),
        };
        let known = match comparison {
            Comparison::AtLeast => ThreeValued { yes: low_at, no: !high_at },
            Comparison::Greater => ThreeValued { yes: low_over, no: !high_over },
            Comparison::Less => ThreeValued { yes: !high_at, no: low_at },
            Comparison::AtMost => ThreeValued { yes: !high_over, no: low_over },
            Comparison::Equal => exactly(&mut self.solver),
            Comparison::NotEqual => exactly(&mut self.solver).negated(),
        };
        if enough == yes {
            return known;
        }
        ThreeValued { yes: self.solver.all(&[known.yes, enough]), no: self.solver.all(&[known.no, enough]) }
    }

    /// "All that the score can still be": the least and the most that its items add, summed apart.
    fn score(&mut self, index: ScoreIx) {
        let score = &self.plan.questionnaire[index];
        let (mut low, mut high) = (Vec::new(), Vec::new());
        for item in &score.sum {
            let addends = match item {
                ScoreItem::Answer(answer) => self.addends(answer),
                ScoreItem::When { when, points } => vec![self.conditional_points(when, *points)],
            };
            for (literals, points) in addends {
                let at = |end: fn(&Interval) -> i64| {
                    literals.iter().copied().zip(points.iter().map(end)).collect::<Vec<_>>()
                };
                low.push(at(|points| points.low));
                high.push(at(|points| points.high));
            }
        }
        let enough = match score.missing_up_to {
            Some(most) => self.at_most_missing(score.answers(), most),
            None => self.solver.yes(),
        };
        let totals = Totals { low: self.sums(&low), high: self.sums(&high), enough };
        self.scores.insert(index, totals);
    }

    /// "No more of these questions may apply and have no answer that counts": a question is open also where it may not apply.
    fn at_most_missing<'a>(&mut self, answers: impl Iterator<Item = &'a AnswerPoints>, most: usize) -> Lit {
        let mut missing = Vec::new();
        for answer in answers {
            let states = self.known(answer.question);
            let waits: Vec<Lit> = states.unsure.into_iter().chain([states.open]).collect();
            missing.push(self.solver.any(&waits));
        }
        let needed = missing.len().min(most.saturating_add(1));
        if missing.len().saturating_mul(needed) > SCORE_CLAUSES {
            self.too_large = true;
            return self.solver.yes();
        }
        let counts = self.solver.counts(&missing, needed);
        // "At least so many and one more"; never where there are not so many questions.
        counts.get(most).map_or(self.solver.yes(), |too_many| !*too_many)
    }

    /// What a condition adds: one of three literals holds, with what it then adds.
    fn conditional_points(&mut self, when: &Condition, points: i64) -> (Vec<Lit>, Vec<Interval>) {
        let holds = self.tree(when);
        let unknown = self.solver.all(&[!holds.yes, !holds.no]);
        let adds = [Truth::True, Truth::False, Truth::Unknown].map(|truth| points_when(truth, points));
        (vec![holds.yes, holds.no, unknown], adds.to_vec())
    }

    /// What a question adds to a score: lists of literals, of which exactly one holds, with what each then adds. What does
    /// not apply adds nothing; picks add one by one.
    fn addends(&mut self, answer: &AnswerPoints) -> Vec<(Vec<Lit>, Vec<Interval>)> {
        let plan = self.plan;
        let waiting = self.waiting_points(answer);
        let states = self.known(answer.question);
        let nothing = Interval::exactly(0);
        let by_picks = !states.picks.is_empty();
        let cells = plan.domains[answer.question].cells.iter().zip(&states.cells);
        let cells = cells.map(|(value, cell)| {
            (*cell, if by_picks { nothing } else { Interval::exactly(points_of(&answer.points, value)) })
        });
        let whole = std::iter::once((states.absent, nothing)).chain(cells).chain(waiting).unzip();
        let each: &[i64] = match &answer.points {
            Points::Options(each) if by_picks => each,
            Points::Options(_) | Points::YesNo { .. } | Points::Bands { .. } => &[],
        };
        let picks = states.picks.iter().zip(each);
        let picks = picks.map(|(pick, points)| (vec![*pick, !*pick], vec![Interval::exactly(*points), nothing]));
        std::iter::once(whole).chain(picks).collect()
    }

    /// What an open or unsure question can still add, case by case: by whether it applies for sure, and by whether each of
    /// its conditional options is offered, may be, or is not.
    fn waiting_points(&mut self, answer: &AnswerPoints) -> Vec<(Lit, Interval)> {
        let question = &self.plan.questionnaire[answer.question];
        let states = self.known(answer.question);
        let (open, unsure, applies) = (states.open, states.unsure, states.applies.yes);
        let options = question.options().iter().zip(&states.offered).enumerate();
        let conditional = options.filter(|(_, (option, _))| option.when.is_some());
        let conditional: Vec<(usize, ThreeValued)> =
            conditional.map(|(position, (_, offer))| (position, *offer)).collect();
        if conditional.len() > CONDITIONAL_OPTIONS {
            self.too_large = true;
            return Vec::new();
        }
        let waits = self.solver.any(&unsure.into_iter().chain([open]).collect::<Vec<_>>());
        let every = OptionSet::first(question.options().len());
        let always = every.without(conditional.iter().map(|(position, _)| *position).collect());
        let mut cases = vec![(waits, always, always)];
        for (position, offer) in conditional {
            cases = self.split(&cases, position, offer);
        }
        let mut points = Vec::new();
        for (here, offered, certain) in cases {
            for (applies, known) in [(applies, true), (!applies, false)] {
                let adds = waiting_points((question, &answer.points), offered, certain, known);
                points.push((self.solver.all(&[here, applies]), adds));
            }
        }
        points
    }

    /// Each case three ways: the option is offered for sure, may be offered, or is not.
    fn split(
        &mut self,
        cases: &[(Lit, OptionSet, OptionSet)],
        position: usize,
        offer: ThreeValued,
    ) -> Vec<(Lit, OptionSet, OptionSet)> {
        let option = OptionSet::of(position);
        let mut split = Vec::new();
        for (here, offered, certain) in cases {
            split.push((self.solver.all(&[*here, offer.yes]), offered.or(option), certain.or(option)));
            split.push((self.solver.all(&[*here, !offer.yes, !offer.no]), offered.or(option), *certain));
            split.push((self.solver.all(&[*here, offer.no]), *offered, *certain));
        }
        split
    }

    /// Adds up, one addend at a time: `addends` are lists of which exactly one literal holds, with what it adds.
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

    /// "The total is at least n" holds where an addend is chosen and the rest is at least n less what it adds.
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
    pub(crate) fn verdict(&mut self, least: VerdictIx) -> ThreeValued {
        if least.at() == 0 {
            return self.constant(Truth::True);
        }
        let plan = self.plan;
        let rules = plan.questionnaire.rules().iter().filter(|rule| rule.verdict >= least);
        let mut parts: Vec<ThreeValued> = rules.map(|rule| self.condition(&rule.when).negated()).collect();
        let floors = plan.questionnaire.questions().enumerated();
        for (index, _) in floors.filter(|(_, question)| question.unsure.is_some_and(|floor| floor >= least)) {
            let (unsure, open) = (self.floor(index), self.known(index).open);
            // Floor surely there: `no` of the negation; surely not there: neither unsure nor open.
            let never = self.solver.all(&[!unsure, !open]);
            parts.push(ThreeValued { yes: never, no: unsure });
        }
        self.both(&parts).negated()
    }

    /// "The question was answered with *not sure*", which it must offer, or with a month or a year that is as good as that.
    fn floor(&mut self, question: QuestionIx) -> Lit {
        let plan = self.plan;
        let floor = self.states(question).floor(plan, question);
        self.solver.any(&floor)
    }

    /// The literals of a rule.
    pub(crate) fn rule(&mut self, rule: RuleIx) -> ThreeValued {
        self.condition(&self.plan.questionnaire[rule].when)
    }

    /// "This rule holds", or "this question was answered with *not sure*" or as good as that.
    pub(crate) fn cause(&mut self, cause: Cause) -> Lit {
        match cause {
            Cause::Rule(rule) => self.rule(rule).yes,
            Cause::Unsure(question) => self.floor(question),
        }
    }
}

impl States {
    /// Of `choices`: "it is answered". Its picks are told apart one by one, so there is one cell.
    pub(crate) fn answered(&self) -> Lit {
        match self.cells.as_slice() {
            [answered] => *answered,
            cells => fault(&format!("a question of picks has one cell, yet here are {}", cells.len())),
        }
    }

    /// The states of a question that leave the verdict of its "not sure".
    pub(crate) fn floor(&self, plan: &Plan<'_>, question: QuestionIx) -> Vec<Lit> {
        let Some(unsure) = self.unsure else {
            fault("\"not sure\" leads to a verdict where it is offered, yet here it is not")
        };
        let cells = plan.domains[question].cells.iter().zip(&self.cells);
        let vague = cells.filter(|(value, _)| plan.is_vague(question, value)).map(|(_, cell)| *cell);
        vague.chain([unsure]).collect()
    }

    /// Whether each option that an answer picks is offered.
    pub(super) fn offered_of(&self, answer: Option<&Answer>) -> impl Iterator<Item = ThreeValued> {
        chosen_options(answer).iter().map(|option| *item(&self.offered, option, "option"))
    }
}

impl Sums {
    /// "The sum is at least `bound`."
    fn reaches(&self, bound: i64, yes: Lit, no: Lit) -> Lit {
        let over = bound.saturating_sub(self.base);
        match usize::try_from(over.saturating_sub(1)) {
            // At or below the base: it cannot be less. Past the last literal: it cannot be so much.
            Err(_) => yes,
            Ok(position) => self.at_least.get(position).copied().unwrap_or(no),
        }
    }
}
