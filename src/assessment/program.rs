//! What every question, named condition and score comes to, as a flat list of steps over codes.
//!
//! A condition becomes a [`Formula`]: negations pushed down into its literals, each literal a table that gives one of three
//! truth values for each code of one column. A table is filled by [`Classes::truths`](crate::classes::Classes::truths), that
//! is by `judge_state`: each of its entries is one field of the table "Meaning" at the head of the room
//! [`condition`](crate::condition). Kleene's logic is a distributive lattice with De Morgan's laws, so neither this nor
//! multiplying out can change a truth value, as long as nothing is left out that only two-valued logic would leave out
//! (`x and not x` stays).

use std::collections::HashMap;
use std::sync::Arc;

use super::codes::Layout;
use super::points::{chosen_options, points_of, points_when, waiting_points};
use crate::classes::{
    ABSENT, ClassCode, Classes, FIRST, MAYBE, OPEN, UNSURE, WITHHELD, deciding_tests, judged_conditions, options_of,
};
use crate::condition::{
    Comparison, Condition, ConditionNode, DerivedNumber, NumberTest, PairTest, PicksTest, Test, at_least,
    compare_interval, judge_derived, judge_pair,
};
use crate::questionnaire::{AnswerPoints, EvaluationStep, Question, Questionnaire, ScoreItem};
use crate::response::Response;
use crate::value::index::{ConditionIx, IndexVec, QuestionIx, ScoreIx, SectionIx, fault, item, item_mut};
use crate::value::{Answer, Date, Interval, OptionSet, State, Truth};

/// Named conditions with more literals than this are found once, as a column of their own, instead of being written into
/// every condition that names them.
const SMALL: usize = 8;

/// A truth value for each code of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Literal {
    pub column: usize,
    pub truths: Vec<Truth>,
}

/// A condition over columns, without negations.
#[derive(Clone, Debug)]
pub(crate) enum Formula {
    Literal(Literal),
    All(Vec<Formula>),
    Any(Vec<Formula>),
    /// So many of them.
    AtLeast(usize, Vec<Formula>),
}

/// Where to look a literal up: its column, and where its truth values start.
#[derive(Clone, Copy, Debug)]
struct LiteralLookup {
    column: usize,
    start: usize,
}

/// A test on the exact answers to several questions.
#[derive(Clone, Debug)]
enum Together {
    Pair(QuestionIx, PairTest, QuestionIx),
    Derived(Arc<DerivedNumber>, NumberTest),
}

/// What decides of several questions, once all are answered.
#[derive(Clone, Copy, Debug)]
enum TogetherLookup {
    /// The codes of two: of options, these are in the order of the options.
    Codes(Comparison),
    /// Codes do not tell numbers or days apart: by what was found, and kept at this place, when the answers were put on the
    /// scratch.
    Found(usize),
}

/// Whether the question of a column applies.
#[derive(Clone, Copy, Debug)]
struct Gate {
    column: usize,
    when: LiteralLookup,
}

/// One step.
#[derive(Debug)]
enum Op {
    /// The least of the terms.
    All { to: usize, terms: Vec<LiteralLookup> },
    /// The greatest of the terms.
    Any { to: usize, terms: Vec<LiteralLookup> },
    /// Whether questions apply, one after the other: most steps are about that, and a list needs no look at what comes next.
    Applies(Vec<Gate>),
    /// Which of a question's options are offered.
    Offers { question: QuestionIx, options: Vec<Option<LiteralLookup>> },
    /// Adds up a score.
    Sum(Sum),
    /// Compares a score.
    Compare { to: usize, score: ScoreIx, comparison: Comparison, bound: i64 },
    /// Counts the terms.
    AtLeast { to: usize, least: usize, terms: Vec<LiteralLookup> },
    /// Holds the answers in several columns against each other.
    Together { to: usize, columns: Vec<usize>, by: TogetherLookup },
}

/// Where to look up what a code adds: its column, and where the points of the column start.
#[derive(Clone, Copy, Debug)]
struct PointLookup {
    column: usize,
    start: usize,
}

/// How a score is added up.
#[derive(Debug)]
struct Sum {
    score: ScoreIx,
    /// What each column adds, by its code.
    lookups: Vec<PointLookup>,
    /// The items whose options are not always offered: what they add unanswered is in no table.
    offering: Vec<AnswerPoints>,
    /// A column of each question that may lack an answer, and how many of them may.
    missing: Option<(Vec<usize>, usize)>,
}

/// What a score comes to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Total {
    /// All that it can still be.
    pub points: Interval,
    /// Whether more of its questions lack an answer than may, so that no test on it is known.
    pub lacking: bool,
}

const NOTHING: Total = Total { points: Interval { low: 0, high: 0 }, lacking: false };

/// The steps, and what they work on.
#[derive(Debug)]
pub(crate) struct Program<'q> {
    questionnaire: &'q Questionnaire,
    pub layout: Layout,
    truths: Vec<Truth>,
    /// What codes add to scores.
    points: Vec<Interval>,
    /// What verdicts need.
    ops: Vec<Op>,
    /// What only reasons and reports need beside.
    rest: Vec<Op>,
    /// Whether each section applies; none of those that always do.
    sections: IndexVec<SectionIx, Option<LiteralLookup>>,
    /// Whether each named condition holds.
    conditions: IndexVec<ConditionIx, LiteralLookup>,
    /// The questions of which some option is not always offered, in order.
    offering: Vec<QuestionIx>,
    /// What is asked of the exact answers to several questions.
    together: Vec<Together>,
}

/// What a run works on; used again for the next response.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    pub(crate) codes: Vec<ClassCode>,
    /// One for each of [`Program::offering`].
    offered: Vec<Offered>,
    pub(crate) scores: IndexVec<ScoreIx, Total>,
    /// Whether each of [`Program::together`] holds, as far as all is answered.
    together: Vec<bool>,
    pub(crate) alive: Vec<u64>,
}

/// What is picked and offered of a question that does not always offer all its options.
#[derive(Clone, Copy, Debug)]
struct Offered {
    question: QuestionIx,
    picked: OptionSet,
    /// The options that are offered for sure, or may be.
    perhaps: OptionSet,
    surely: OptionSet,
}

/// A program under construction.
pub(crate) struct Builder<'q> {
    program: Program<'q>,
    starts: HashMap<Vec<Truth>, usize>,
    /// The scores that some condition tests.
    tested: Vec<ScoreIx>,
    /// The named conditions met so far.
    named: IndexVec<ConditionIx, Option<Formula>>,
    compared: HashMap<(ScoreIx, Comparison, i64), usize>,
    deciding: IndexVec<QuestionIx, Vec<&'q Test>>,
}

impl<'q> Builder<'q> {
    /// The steps that find every state; rules are added by [`Builder::formula`].
    pub(crate) fn new(questionnaire: &'q Questionnaire, day: Date) -> Builder<'q> {
        let conditions = judged_conditions(questionnaire);
        let program = Program {
            questionnaire,
            layout: Layout::new(questionnaire, &conditions, day),
            truths: Vec::new(),
            points: Vec::new(),
            ops: Vec::new(),
            rest: Vec::new(),
            sections: IndexVec::like(questionnaire.sections(), None),
            conditions: IndexVec::default(),
            offering: questionnaire.questions().enumerated().filter(|(_, of)| offers(of)).map(|(at, _)| at).collect(),
            together: Vec::new(),
        };
        let named = IndexVec::like(questionnaire.conditions(), None);
        let deciding = deciding_tests(questionnaire);
        let tested = tested_scores(&conditions);
        let mut builder =
            Builder { program, starts: HashMap::new(), tested, named, compared: HashMap::new(), deciding };
        for step in questionnaire.steps() {
            builder.step(*step);
        }
        builder
    }

    /// The program, complete with what only reasons need.
    pub(crate) fn finish(mut self) -> Program<'q> {
        // The rest begins here: what was needed so far is found before it, and can be named by it.
        let needed = std::mem::take(&mut self.program.ops);
        let scores = self.program.questionnaire.scores().indices();
        for score in scores.filter(|score| !self.tested.contains(score)).collect::<Vec<_>>() {
            self.add_up(score);
        }
        for named in std::mem::take(&mut self.named) {
            let Some(formula) = named else { fault("every named condition has a step of its own") };
            let lookup = self.lookup(formula);
            self.program.conditions.push(lookup);
        }
        self.program.rest = std::mem::replace(&mut self.program.ops, needed);
        self.program
    }

    fn step(&mut self, step: EvaluationStep) {
        match step {
            EvaluationStep::Section(index) => {
                let when = self.program.questionnaire[index].when.as_ref();
                self.program.sections[index] = when.map(|when| self.judged(when));
            }
            EvaluationStep::Question(index) => self.question(index),
            EvaluationStep::Condition(index) => self.name(index),
            EvaluationStep::Score(index) if self.tested.contains(&index) => self.add_up(index),
            // What no condition tests is only needed for reports: see `finish`.
            EvaluationStep::Score(_) => {}
        }
    }

    fn add_up(&mut self, index: ScoreIx) {
        let questionnaire = self.program.questionnaire;
        let score = &questionnaire[index];
        let mut sum = Sum { score: index, lookups: Vec::new(), offering: Vec::new(), missing: None };
        let mut tables: Vec<(usize, Vec<Interval>)> = Vec::new();
        for item in &score.sum {
            match item {
                ScoreItem::Answer(answer) => {
                    let question = &questionnaire[answer.question];
                    if offers(question) {
                        sum.offering.push(answer.clone());
                    }
                    tables.extend(self.answer_points(question, answer));
                }
                ScoreItem::When { when, points } => {
                    let formula = self.formula(when);
                    let literal = self.literal(formula);
                    let adds = literal.truths.iter().map(|truth| points_when(*truth, *points)).collect();
                    tables.push((literal.column, adds));
                }
            }
        }
        for (column, adds) in tables {
            let start = self.program.points.len();
            self.program.points.extend(adds);
            sum.lookups.push(PointLookup { column, start });
        }
        let first = |answer: &AnswerPoints| self.program.layout.columns_of(answer.question).start;
        sum.missing = score.missing_up_to.map(|most| (score.answers().map(first).collect(), most));
        self.program.ops.push(Op::Sum(sum));
    }

    /// What each code of a question's columns adds: picks that several columns hold add up; where there is no answer, the first
    /// column says it for all, and none does if that depends on what is offered.
    fn answer_points(&self, question: &Question, answer: &AnswerPoints) -> Vec<(usize, Vec<Interval>)> {
        let nothing = Interval::exactly(0);
        let every = OptionSet::first(question.options().len());
        let always = question.options().iter().all(|option| option.when.is_none());
        let waiting = |applies: bool| waiting_points((question, &answer.points), every, every, applies);
        let columns = self.program.layout.columns_of(answer.question);
        let table = |column: usize| {
            let first = column == columns.start && always;
            let unanswered = |code: ClassCode| match code {
                _ if !first => nothing,
                ABSENT => nothing,
                code => waiting(code != MAYBE),
            };
            let classes = self.program.layout.classes(column);
            let given = (0..classes.count()).map(|class| points_of(&answer.points, &classes.shown(class)));
            (column, (OPEN..FIRST).map(unanswered).chain(given.map(Interval::exactly)).collect())
        };
        columns.clone().map(table).collect()
    }

    /// A question applies if its section's `when` and its own hold, unknown included: see [`Op::Applies`]. Its options come
    /// first: an answer that they rule out does not count, but one that does not apply at all is not even open.
    fn question(&mut self, index: QuestionIx) {
        let question = &self.program.questionnaire[index];
        let section = self.program.sections[question.section];
        let own = question.when.as_ref().map(|when| self.judged(when));
        let when = match (section, own) {
            (Some(section), Some(own)) => Some(self.both(section, own)),
            (when, None) | (None, when) => when,
        };
        if offers(question) {
            let options = question.options().iter().map(|option| option.when.as_ref().map(|when| self.judged(when)));
            let options = options.collect();
            self.program.ops.push(Op::Offers { question: index, options });
        }
        if let Some(when) = when {
            let gates = self.program.layout.columns_of(index).map(|column| Gate { column, when });
            match self.program.ops.last_mut() {
                Some(Op::Applies(before)) => before.extend(gates),
                _ => self.program.ops.push(Op::Applies(gates.collect())),
            }
        }
    }

    /// Where to look up whether two things hold.
    fn both(&mut self, one: LiteralLookup, other: LiteralLookup) -> LiteralLookup {
        let to = self.program.layout.add_truth();
        self.program.ops.push(Op::All { to, terms: vec![one, other] });
        self.lookup(Formula::Literal(Literal::of_truth(to)))
    }

    /// Keeps what a named condition says, for whoever names it: all that it names has been found by now.
    fn name(&mut self, index: ConditionIx) {
        let formula = self.formula(&self.program.questionnaire[index].condition);
        let kept = if formula.size() > SMALL { Formula::Literal(self.literal(formula)) } else { formula };
        self.named[index] = Some(kept);
    }

    /// A condition over columns. The parser bounds the depth of a condition.
    pub(crate) fn formula(&mut self, condition: &Condition) -> Formula {
        match &condition.node {
            ConditionNode::Test(test) => self.test(test),
            ConditionNode::Named(named) => match &self.named[*named] {
                Some(known) => known.clone(),
                None => fault("the steps come in an order in which each has what it needs, yet a name is not known"),
            },
            ConditionNode::Not(inner) => self.formula(inner).negated(),
            ConditionNode::All(parts) => Formula::all(parts.iter().map(|part| self.formula(part)).collect()),
            ConditionNode::Any(parts) => Formula::any(parts.iter().map(|part| self.formula(part)).collect()),
            ConditionNode::AtLeast(least, parts) => {
                Formula::AtLeast(*least, parts.iter().map(|part| self.formula(part)).collect())
            }
        }
    }

    /// A test: the literal of its question's column, or of the column in which its score is compared.
    fn test(&mut self, test: &Test) -> Formula {
        let question = match test {
            Test::Score(score, comparison, bound) => {
                return Formula::Literal(self.compared(*score, *comparison, *bound));
            }
            Test::Pair(left, test, right) => return Formula::Literal(self.pair(*left, *test, *right)),
            Test::Derived(number, test) => {
                let of = Together::Derived(Arc::clone(number), *test);
                return Formula::Literal(self.found_together(&number.questions(), of));
            }
            Test::Picks(question, ..) => {
                if self.program.layout.columns_of(*question).len() > 1 {
                    return self.picks_test(test, *question);
                }
                *question
            }
            // "Is answered", "is unsure" and "is withheld" are said alike by every column of a question.
            Test::Yes(question)
            | Test::OneOf(question, _)
            | Test::Number(question, _)
            | Test::Date(question, _)
            | Test::Answered(question)
            | Test::Unsure(question)
            | Test::Withheld(question) => *question,
        };
        Formula::Literal(self.tested(self.program.layout.columns_of(question).start, test))
    }

    /// A test on picks that several columns hold: each answers for its own options. Any of them has any; all of them have
    /// all, or none.
    fn picks_test(&mut self, test: &Test, question: QuestionIx) -> Formula {
        let mut literals = Vec::new();
        for column in self.program.layout.columns_of(question) {
            let Classes::Picks(held) = self.program.layout.classes(column) else {
                fault("only picks are held by several columns")
            };
            let held: OptionSet = held.iter().copied().collect();
            if let Some(part) = narrowed(test, held) {
                literals.push(Formula::Literal(self.tested(column, &part)));
            }
        }
        if matches!(test, Test::Picks(_, PicksTest::Any, _)) { Formula::any(literals) } else { Formula::all(literals) }
    }

    fn tested(&self, column: usize, test: &Test) -> Literal {
        Literal { column, truths: self.program.layout.truths(column, test) }
    }

    /// The row "score >= 3" of the table: true or false if it holds for all that the score can still be or for none of it,
    /// else unknown. Not a table but a step, since a score has no codes.
    fn compared(&mut self, score: ScoreIx, comparison: Comparison, bound: i64) -> Literal {
        let program = &mut self.program;
        let column = *self.compared.entry((score, comparison, bound)).or_insert_with(|| {
            let to = program.layout.add_truth();
            program.ops.push(Op::Compare { to, score, comparison, bound });
            to
        });
        Literal::of_truth(column)
    }

    /// One answer held against another: a step, since a table would be as large as both columns multiplied.
    fn pair(&mut self, left: QuestionIx, test: PairTest, right: QuestionIx) -> Literal {
        let column = self.program.layout.columns_of(left).start;
        match (test, self.program.layout.classes(column)) {
            (PairTest::Compared(comparison), Classes::Options(_)) => {
                self.together(&[left, right], TogetherLookup::Codes(comparison))
            }
            _ => self.found_together(&[left, right], Together::Pair(left, test, right)),
        }
    }

    fn found_together(&mut self, questions: &[QuestionIx], of: Together) -> Literal {
        self.program.together.push(of);
        let place = self.program.together.len() - 1;
        self.together(questions, TogetherLookup::Found(place))
    }

    fn together(&mut self, questions: &[QuestionIx], by: TogetherLookup) -> Literal {
        let program = &mut self.program;
        let columns = questions.iter().map(|question| program.layout.columns_of(*question).start).collect();
        let to = program.layout.add_truth();
        program.ops.push(Op::Together { to, columns, by });
        Literal::of_truth(to)
    }

    fn judged(&mut self, when: &Condition) -> LiteralLookup {
        let formula = self.formula(when);
        self.lookup(formula)
    }

    fn lookup(&mut self, formula: Formula) -> LiteralLookup {
        let literal = self.literal(formula);
        let truths = &mut self.program.truths;
        let start = *self.starts.entry(literal.truths).or_insert_with_key(|table| {
            truths.extend(table);
            truths.len() - table.len()
        });
        LiteralLookup { column: literal.column, start }
    }

    /// One literal that says the same: of a formula with several, a column that steps find.
    pub(crate) fn literal(&mut self, formula: Formula) -> Literal {
        let mut gate = |parts: Vec<Formula>| {
            let terms: Vec<LiteralLookup> = parts.into_iter().map(|part| self.lookup(part)).collect();
            (self.program.layout.add_truth(), terms)
        };
        let (to, op) = match formula {
            Formula::Literal(literal) => return literal,
            Formula::All(parts) => {
                let (to, terms) = gate(parts);
                (to, Op::All { to, terms })
            }
            Formula::Any(parts) => {
                let (to, terms) = gate(parts);
                (to, Op::Any { to, terms })
            }
            Formula::AtLeast(least, parts) => {
                let (to, terms) = gate(parts);
                (to, Op::AtLeast { to, least, terms })
            }
        };
        self.program.ops.push(op);
        Literal::of_truth(to)
    }

    /// The column "is unsure" of the table, for the verdict of "not sure"; and so is a month or a year that leaves undecided what
    /// rests on it.
    pub(crate) fn floor(&self, question: QuestionIx) -> Literal {
        let (layout, deciding) = (&self.program.layout, &self.deciding[question]);
        let column = layout.columns_of(question).start;
        Literal { column, truths: layout.floors(column, &Test::Unsure(question), deciding) }
    }
}

/// Whether a question does not always offer all its options.
fn offers(question: &Question) -> bool {
    question.options().iter().any(|option| option.when.is_some())
}

/// The scores that some condition tests.
fn tested_scores(conditions: &[&Condition]) -> Vec<ScoreIx> {
    let nodes = conditions.iter().flat_map(|condition| condition.walk());
    let scores = nodes.filter_map(|node| match &node.node {
        ConditionNode::Test(Test::Score(score, ..)) => Some(*score),
        _ => None,
    });
    scores.collect()
}

/// The same test, asking only for the options of a column; none if it asks for none of them.
fn narrowed(test: &Test, held: OptionSet) -> Option<Test> {
    let asked = options_of(test)?.and(held);
    if asked.is_empty() {
        return None;
    }
    match test {
        Test::Picks(question, test, _) => Some(Test::Picks(*question, *test, asked)),
        Test::Yes(_)
        | Test::OneOf(..)
        | Test::Number(..)
        | Test::Date(..)
        | Test::Score(..)
        | Test::Pair(..)
        | Test::Derived(..)
        | Test::Answered(_)
        | Test::Unsure(_)
        | Test::Withheld(_) => None,
    }
}

impl Literal {
    /// The truth value of a column that holds one.
    fn of_truth(column: usize) -> Literal {
        Literal { column, truths: vec![Truth::False, Truth::Unknown, Truth::True] }
    }

    /// Joins another literal on the same column.
    fn join(&mut self, other: &Literal, join: fn(Truth, Truth) -> Truth) {
        self.truths.iter_mut().zip(&other.truths).for_each(|(mine, theirs)| *mine = join(*mine, *theirs));
    }
}

impl Formula {
    fn all(parts: Vec<Formula>) -> Formula {
        Formula::joined(parts, Truth::and, Formula::All)
    }

    fn any(parts: Vec<Formula>) -> Formula {
        Formula::joined(parts, Truth::or, Formula::Any)
    }

    /// Literals on the same column become one.
    fn joined(parts: Vec<Formula>, join: fn(Truth, Truth) -> Truth, make: fn(Vec<Formula>) -> Formula) -> Formula {
        let mut joined: Vec<Formula> = Vec::new();
        for part in parts {
            let twin = joined.iter_mut().find_map(|known| match (known, &part) {
                (Formula::Literal(known), Formula::Literal(new)) if known.column == new.column => Some(known),
                _ => None,
            });
            match (twin, part) {
                (Some(known), Formula::Literal(new)) => known.join(&new, join),
                (_, part) => joined.push(part),
            }
        }
        match (joined.len(), joined.pop()) {
            (1, Some(only)) => only,
            (_, last) => make(joined.into_iter().chain(last).collect()),
        }
    }

    fn negated(self) -> Formula {
        let negate = |parts: Vec<Formula>| parts.into_iter().map(Formula::negated).collect();
        match self {
            Formula::Literal(mut literal) => {
                literal.truths.iter_mut().for_each(|truth| *truth = !*truth);
                Formula::Literal(literal)
            }
            Formula::All(parts) => Formula::Any(negate(parts)),
            Formula::Any(parts) => Formula::All(negate(parts)),
            // Too few are true exactly if so many are false that the others do not do; unknown ones are in neither count.
            Formula::AtLeast(least, parts) => Formula::AtLeast(parts.len() + 1 - least, negate(parts)),
        }
    }

    /// How many literals it has.
    fn size(&self) -> usize {
        match self {
            Formula::Literal(_) => 1,
            Formula::All(parts) | Formula::Any(parts) | Formula::AtLeast(_, parts) => {
                parts.iter().map(Formula::size).sum()
            }
        }
    }

    /// As an `or` of `and`s of literals, if that takes at most `most` of them.
    pub(crate) fn multiplied_out(&self, most: usize) -> Option<Vec<Vec<&Literal>>> {
        match self {
            // Its conjunctions would be as many as there are ways to choose so many of the parts: it is counted instead.
            Formula::AtLeast(..) => None,
            Formula::Literal(literal) => Some(vec![vec![literal]]),
            Formula::Any(parts) => {
                let parts = parts.iter().map(|part| part.multiplied_out(most)).collect::<Option<Vec<_>>>()?;
                Some(parts.concat()).filter(|cubes| cubes.len() <= most)
            }
            Formula::All(parts) => parts.iter().try_fold(vec![Vec::new()], |cubes, part| {
                let factors = part.multiplied_out(most)?;
                let both =
                    cubes.iter().flat_map(|cube| factors.iter().map(|factor| [cube.as_slice(), factor].concat()));
                Some(both.take(most + 1).collect::<Vec<_>>()).filter(|cubes| cubes.len() <= most)
            }),
        }
    }
}

impl Scratch {
    /// Keeps which options are picked, for questions that may not offer them.
    pub(crate) fn pick(&mut self, question: QuestionIx, options: OptionSet) {
        if let Some(offered) = self.offered_of(question) {
            offered.picked = options;
        }
    }

    /// Of the few questions that do not always offer all options.
    fn offered_of(&mut self, question: QuestionIx) -> Option<&mut Offered> {
        let place = self.offered.binary_search_by_key(&question, |offered| offered.question).ok()?;
        self.offered.get_mut(place)
    }
}

/// All options.
const EVERYTHING: OptionSet = OptionSet(u64::MAX);

impl<'q> Program<'q> {
    pub(crate) fn questionnaire(&self) -> &'q Questionnaire {
        self.questionnaire
    }

    /// An empty scratch: no answers yet.
    pub(crate) fn clear(&self, scratch: &mut Scratch) {
        scratch.codes.clear();
        scratch.codes.resize(self.layout.count(), OPEN);
        scratch.scores.refill(self.questionnaire.scores().len(), NOTHING);
        // Most questions always offer all options and need no record: many scratches stay in the processor's nearest memory.
        let nothing = |question: &QuestionIx| Offered {
            question: *question,
            picked: OptionSet::default(),
            perhaps: EVERYTHING,
            surely: EVERYTHING,
        };
        scratch.offered.clear();
        scratch.offered.extend(self.offering.iter().map(nothing));
        scratch.together.clear();
        scratch.together.resize(self.together.len(), false);
    }

    /// Puts the answers of a response on the scratch.
    pub(crate) fn encode(&self, response: &Response, scratch: &mut Scratch) {
        self.clear(scratch);
        self.layout.encode(response, &mut scratch.codes);
        for question in &self.offering {
            scratch.pick(*question, chosen_options(response.get(*question)));
        }
        let state = |question: QuestionIx| match response.get(question) {
            Some(Answer::Given(value)) => State::Answered(value),
            Some(Answer::Unsure | Answer::Withheld | Answer::Skipped) | None => State::Open,
        };
        for (together, found) in self.together.iter().zip(&mut scratch.together) {
            let truth = match together {
                Together::Pair(left, test, right) => judge_pair(*test, state(*left), state(*right)),
                Together::Derived(number, test) => judge_derived(number, *test, state),
            };
            *found = truth == Truth::True;
        }
    }

    /// Whether the exact answer to a question takes part in a test with others: its code does not say enough of it.
    pub(crate) fn is_exact(&self, question: QuestionIx) -> bool {
        self.together.iter().any(|together| match together {
            Together::Pair(left, _, right) => *left == question || *right == question,
            Together::Derived(number, _) => number.questions().contains(&question),
        })
    }

    /// Finds all that verdicts need.
    pub(crate) fn run(&self, scratch: &mut Scratch) {
        self.ops.iter().for_each(|op| self.take(op, scratch));
    }

    /// Finds what only reasons and reports need, on the scratch of a response that was weighed.
    pub(super) fn run_rest<'s>(&self, scratch: &'s mut Scratch) -> Whole<'s> {
        self.rest.iter().for_each(|op| self.take(op, scratch));
        Whole {
            sections: self.sections.iter().map(|lookup| self.section(*lookup, scratch)).collect(),
            questions: self.questionnaire.questions().indices().map(|question| self.code(question, scratch)).collect(),
            conditions: self.conditions.iter().map(|lookup| self.look(*lookup, &scratch.codes)).collect(),
            scores: &scratch.scores,
        }
    }

    /// Whether a section applies.
    fn section(&self, lookup: Option<LiteralLookup>, scratch: &Scratch) -> Truth {
        lookup.map_or(Truth::True, |lookup| self.look(lookup, &scratch.codes))
    }

    fn look(&self, lookup: LiteralLookup, codes: &[ClassCode]) -> Truth {
        let code = *item(codes, lookup.column, "column");
        *item(&self.truths, lookup.start + code as usize, "code of a column")
    }

    fn least(&self, terms: &[LiteralLookup], codes: &[ClassCode]) -> Truth {
        terms.iter().fold(Truth::True, |truth, term| truth.and(self.look(*term, codes)))
    }

    fn take(&self, op: &Op, scratch: &mut Scratch) {
        match op {
            Op::All { to, terms } => set(scratch, *to, self.least(terms, &scratch.codes)),
            Op::Any { to, terms } => {
                let truth = terms.iter().fold(Truth::False, |truth, term| truth.or(self.look(*term, &scratch.codes)));
                set(scratch, *to, truth);
            }
            // "Not applicable" and "open" of the table; an answer to a question that may not apply is kept, yet unknown. Each
            // time one of three is put there: a processor that has to guess whether anything is would be wrong too often.
            Op::Applies(gates) => {
                for Gate { column, when } in gates {
                    let truth = self.look(*when, &scratch.codes);
                    let code = item_mut(&mut scratch.codes, *column, "column");
                    *code = match truth {
                        Truth::True => *code,
                        Truth::False => ABSENT,
                        Truth::Unknown => MAYBE,
                    };
                }
            }
            Op::Offers { question, options } => self.offer(scratch, *question, options),
            Op::Sum(sum) => scratch.scores[sum.score] = self.add_up(sum, scratch),
            Op::Compare { to, score, comparison, bound } => {
                let Total { points, lacking } = scratch.scores[*score];
                let truth = if lacking { Truth::Unknown } else { compare_interval(points, *comparison, *bound) };
                set(scratch, *to, truth);
            }
            Op::AtLeast { to, least, terms } => {
                let truth = at_least(*least, terms.iter().map(|term| self.look(*term, &scratch.codes)));
                set(scratch, *to, truth);
            }
            Op::Together { to, columns, by } => set(scratch, *to, together(columns, *by, scratch)),
        }
    }

    fn put(&self, scratch: &mut Scratch, question: QuestionIx, code: ClassCode) {
        for column in self.layout.columns_of(question) {
            *item_mut(&mut scratch.codes, column, "column") = code;
        }
    }

    /// An answer that picks an option which may not be offered does not count yet.
    fn offer(&self, scratch: &mut Scratch, question: QuestionIx, options: &[Option<LiteralLookup>]) {
        let (mut perhaps, mut surely) = (OptionSet::default(), OptionSet::default());
        for (position, when) in options.iter().enumerate() {
            let option = OptionSet::of(position);
            match when.map_or(Truth::True, |when| self.look(when, &scratch.codes)) {
                Truth::False => {}
                Truth::Unknown => perhaps = perhaps.or(option),
                Truth::True => (perhaps, surely) = (perhaps.or(option), surely.or(option)),
            }
        }
        let Some(offered) = scratch.offered_of(question) else {
            fault("a question that does not always offer all its options is among those, yet one is not")
        };
        (offered.perhaps, offered.surely) = (perhaps, surely);
        if !offered.picked.without(surely).is_empty() {
            self.put(scratch, question, OPEN);
        }
    }

    fn add_up(&self, sum: &Sum, scratch: &Scratch) -> Total {
        let code = |column: usize| *item(&scratch.codes, column, "column");
        let tables = sum.lookups.iter().map(|lookup| {
            *item(&self.points, lookup.start + code(lookup.column) as usize, "code of a column that adds points")
        });
        let known = tables.fold(NOTHING.points, Interval::plus);
        let points = sum.offering.iter().map(|answer| self.offered_points(answer, scratch));
        let lacks = |column: &&usize| matches!(code(**column), OPEN | MAYBE | UNSURE | WITHHELD);
        let lacking = sum.missing.as_ref().is_some_and(|(columns, most)| columns.iter().filter(lacks).count() > *most);
        Total { points: points.fold(known, Interval::plus), lacking }
    }

    /// What a question can still add that does not always offer all its options.
    fn offered_points(&self, answer: &AnswerPoints, scratch: &Scratch) -> Interval {
        match self.code(answer.question, scratch) {
            code @ (OPEN | MAYBE | UNSURE | WITHHELD) => {
                let question = &self.questionnaire[answer.question];
                let all = OptionSet::first(question.options().len());
                let offered = scratch.offered.iter().find(|offered| offered.question == answer.question);
                let Some(offered) = offered else {
                    fault("a score knows which questions do not always offer all options, yet one is not among them")
                };
                let (perhaps, surely) = (offered.perhaps.and(all), offered.surely.and(all));
                waiting_points((question, &answer.points), perhaps, surely, code != MAYBE)
            }
            // A table says what answers add, and that what does not apply adds nothing.
            _ => NOTHING.points,
        }
    }

    /// Whether "not sure" or "rather not say" stands on the scratch for a question.
    pub(super) fn is_unsure(&self, question: QuestionIx, scratch: &Scratch) -> bool {
        matches!(self.code(question, scratch), UNSURE | WITHHELD)
    }

    /// The state of a question.
    fn code(&self, question: QuestionIx, scratch: &Scratch) -> ClassCode {
        *item(&scratch.codes, self.layout.columns_of(question).start, "column")
    }
}

/// What a whole run found, the rest included.
pub(super) struct Whole<'s> {
    pub sections: IndexVec<SectionIx, Truth>,
    pub questions: IndexVec<QuestionIx, ClassCode>,
    pub conditions: IndexVec<ConditionIx, Truth>,
    pub scores: &'s IndexVec<ScoreIx, Total>,
}

/// The rows of the table for several questions: false where one does not apply, unknown where one is not answered.
fn together(columns: &[usize], by: TogetherLookup, scratch: &Scratch) -> Truth {
    let code = |column: &usize| *item(&scratch.codes, *column, "column");
    if columns.iter().any(|column| code(column) == ABSENT) {
        return Truth::False;
    }
    if columns.iter().any(|column| code(column) < FIRST) {
        return Truth::Unknown;
    }
    match (by, columns) {
        (TogetherLookup::Codes(comparison), [left, right]) => comparison.holds(&code(left), &code(right)).into(),
        (TogetherLookup::Codes(_), _) => fault("options are compared two by two"),
        (TogetherLookup::Found(place), _) => (*item(&scratch.together, place, "test on several answers")).into(),
    }
}

fn set(scratch: &mut Scratch, column: usize, truth: Truth) {
    *item_mut(&mut scratch.codes, column, "column") = truth as ClassCode;
}
