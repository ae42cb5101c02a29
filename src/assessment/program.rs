//! What every question, named condition and score comes to, as a flat list of steps over codes.
//!
//! A condition becomes a [`Formula`]: negations pushed down into its literals, each literal a table that gives one of three
//! truth values for each code of one column. Kleene's logic is a distributive lattice with De Morgan's laws, so neither this
//! nor multiplying out can change a truth value, as long as nothing is left out that only two-valued logic would leave out
//! (`x and not x` stays).

use std::collections::HashMap;

use super::codes::{ABSENT, Classes, Code, FIRST, Layout, MAYBE, OPEN, UNSURE, options_of, picks};
use super::situation::{chosen_options, sum_of, waiting_points};
use crate::condition::{Comparison, Condition, ConditionNode, Test, compare_interval};
use crate::questionnaire::{EvaluationStep, Question, Questionnaire};
use crate::response::Response;
use crate::value::index::{ConditionIx, QuestionIx, ScoreIx, SectionIx};
use crate::value::{Date, Interval, OptionSet, Truth};

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
}

/// Looks up a literal: the column, and where its truth values start.
#[derive(Clone, Copy, Debug)]
struct Term {
    column: usize,
    start: usize,
}

/// One step.
#[derive(Debug)]
enum Op {
    /// The least of the terms.
    All { to: usize, terms: Vec<Term> },
    /// The greatest of the terms.
    Any { to: usize, terms: Vec<Term> },
    /// Whether a question applies: the least of the terms.
    Applies { question: QuestionIx, terms: Vec<Term> },
    /// Which of a question's options are offered.
    Offers { question: QuestionIx, options: Vec<Option<Term>> },
    /// Adds up a score.
    Score(ScoreIx),
    /// Compares a score.
    Compare { to: usize, score: ScoreIx, comparison: Comparison, bound: i64 },
}

/// The steps, and what they work on.
#[derive(Debug)]
pub(crate) struct Program<'q> {
    questionnaire: &'q Questionnaire,
    pub layout: Layout,
    truths: Vec<Truth>,
    /// What verdicts need.
    ops: Vec<Op>,
    /// What only reasons and reports need beside.
    rest: Vec<Op>,
    sections: Vec<Option<Term>>,
    conditions: Vec<Term>,
    /// Whether some option is not always offered.
    offering: bool,
}

/// What a run works on; used again for the next response.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    pub(crate) codes: Vec<Code>,
    /// The options picked, of questions whose options may not be offered.
    picked: Vec<OptionSet>,
    /// Options perhaps offered, and surely, of the same.
    offers: Vec<(OptionSet, OptionSet)>,
    pub(crate) scores: Vec<Interval>,
    pub(crate) alive: Vec<u64>,
}

/// A program under construction.
pub(crate) struct Builder<'q> {
    program: Program<'q>,
    starts: HashMap<Vec<Truth>, usize>,
    named: Vec<Option<Formula>>,
    compared: Vec<(ScoreIx, Comparison, i64, usize)>,
}

/// All conditions of a questionnaire that take part in judging.
fn conditions(questionnaire: &Questionnaire) -> Vec<&Condition> {
    let sections = questionnaire.sections().iter().filter_map(|section| section.when.as_ref());
    let questions = questionnaire.questions().iter().filter_map(|question| question.when.as_ref());
    let options = questionnaire.questions().iter().flat_map(Question::options);
    let named = questionnaire.conditions().iter().map(|named| &named.condition);
    let rules = questionnaire.rules().iter().map(|rule| &rule.when);
    let whens = sections.chain(questions).chain(options.filter_map(|option| option.when.as_ref()));
    whens.chain(named).chain(rules).collect()
}

impl<'q> Builder<'q> {
    /// The steps that find every state; rules are added by [`Builder::formula`].
    pub(crate) fn new(questionnaire: &'q Questionnaire, day: Date) -> Builder<'q> {
        let conditions = conditions(questionnaire);
        let program = Program {
            questionnaire,
            layout: Layout::new(questionnaire, &conditions, day),
            truths: Vec::new(),
            ops: Vec::new(),
            rest: Vec::new(),
            sections: vec![None; questionnaire.sections().len()],
            conditions: Vec::new(),
            offering: questionnaire.questions().iter().flat_map(Question::options).any(|option| option.when.is_some()),
        };
        let named = vec![None; questionnaire.conditions().len()];
        let mut builder = Builder { program, starts: HashMap::new(), named, compared: Vec::new() };
        let tested = tested_scores(&conditions);
        for step in questionnaire.steps() {
            builder.step(*step, &tested);
        }
        builder
    }

    /// The program, complete with what only reasons need.
    pub(crate) fn finish(mut self) -> Program<'q> {
        let needed = std::mem::take(&mut self.program.ops);
        for named in std::mem::take(&mut self.named) {
            let term = named.map(|formula| self.term(formula));
            self.program.conditions.extend(term);
        }
        let last = std::mem::replace(&mut self.program.ops, needed);
        self.program.rest.extend(last);
        self.program
    }

    fn step(&mut self, step: EvaluationStep, tested: &[ScoreIx]) {
        let questionnaire = self.program.questionnaire;
        match step {
            EvaluationStep::Section(index) => {
                let when = questionnaire.sections().get(index.at()).and_then(|section| section.when.as_ref());
                let term = when.map(|when| self.judged(when));
                if let Some(slot) = self.program.sections.get_mut(index.at()) {
                    *slot = term;
                }
            }
            EvaluationStep::Question(index) => self.question(index),
            EvaluationStep::Condition(index) => self.name(index),
            EvaluationStep::Score(index) if tested.contains(&index) => self.program.ops.push(Op::Score(index)),
            EvaluationStep::Score(index) => self.program.rest.push(Op::Score(index)),
        }
    }

    fn question(&mut self, index: QuestionIx) {
        let Some(question) = self.program.questionnaire.questions().get(index.at()) else { return };
        let section = self.program.sections.get(question.section.at()).copied().flatten();
        let own = question.when.as_ref().map(|when| self.judged(when));
        let terms: Vec<Term> = section.into_iter().chain(own).collect();
        if question.options().iter().any(|option| option.when.is_some()) {
            let options = question.options().iter().map(|option| option.when.as_ref().map(|when| self.judged(when)));
            let options = options.collect();
            self.program.ops.push(Op::Offers { question: index, options });
        }
        if !terms.is_empty() {
            self.program.ops.push(Op::Applies { question: index, terms });
        }
    }

    /// Keeps what a named condition says, for whoever names it: all that it names has been found by now.
    fn name(&mut self, index: ConditionIx) {
        let Some(named) = self.program.questionnaire.conditions().get(index.at()) else { return };
        let mut formula = self.formula(&named.condition);
        if formula.size() > SMALL {
            formula = Formula::Literal(self.literal(formula));
        }
        if let Some(slot) = self.named.get_mut(index.at()) {
            *slot = Some(formula);
        }
    }

    /// A condition over columns. The parser bounds the depth of a condition.
    pub(crate) fn formula(&mut self, condition: &Condition) -> Formula {
        match &condition.node {
            ConditionNode::Test(test) => self.test(test),
            ConditionNode::Named(named) => {
                let known = self.named.get(named.at()).cloned().flatten();
                known.unwrap_or_else(|| Formula::All(Vec::new()))
            }
            ConditionNode::Not(inner) => self.formula(inner).negated(),
            ConditionNode::All(parts) => Formula::all(parts.iter().map(|part| self.formula(part)).collect()),
            ConditionNode::Any(parts) => Formula::any(parts.iter().map(|part| self.formula(part)).collect()),
        }
    }

    fn test(&mut self, test: &Test) -> Formula {
        if let Test::Score(score, comparison, bound) = test {
            return Formula::Literal(self.compared(*score, *comparison, *bound));
        }
        let columns = test.question().map(|question| self.program.layout.columns_of(question)).unwrap_or_default();
        let Some(asked) = options_of(test).filter(|_| columns.len() > 1) else {
            return Formula::Literal(self.tested(columns.start, test));
        };
        // Each column answers for its own options: any of them has any, all of them have all, or none.
        let within = |column: usize| match self.program.layout.column(column).map(|column| &column.classes) {
            Some(Classes::Picks(options)) => asked.and(options.iter().copied().collect()),
            _ => OptionSet::default(),
        };
        let parts = columns.map(|column| (column, within(column))).filter(|(_, options)| !options.is_empty());
        let parts = parts.filter_map(|(column, options)| Some((column, narrowed(test, options)?)));
        let parts = parts.map(|(column, test)| Formula::Literal(self.tested(column, &test))).collect();
        if matches!(test, Test::HasAny(..)) { Formula::any(parts) } else { Formula::all(parts) }
    }

    fn tested(&self, column: usize, test: &Test) -> Literal {
        Literal { column, truths: self.program.layout.truths(column, test) }
    }

    fn compared(&mut self, score: ScoreIx, comparison: Comparison, bound: i64) -> Literal {
        let same =
            |known: &&(ScoreIx, Comparison, i64, usize)| (known.0, known.1, known.2) == (score, comparison, bound);
        let known = self.compared.iter().find(same).map(|known| known.3);
        let column = known.unwrap_or_else(|| {
            let to = self.program.layout.add_truth();
            self.program.ops.push(Op::Compare { to, score, comparison, bound });
            self.compared.push((score, comparison, bound, to));
            to
        });
        Literal::of_truth(column)
    }

    fn judged(&mut self, when: &Condition) -> Term {
        let formula = self.formula(when);
        self.term(formula)
    }

    fn term(&mut self, formula: Formula) -> Term {
        let literal = self.literal(formula);
        let truths = &mut self.program.truths;
        let start = *self.starts.entry(literal.truths).or_insert_with_key(|table| {
            truths.extend(table);
            truths.len() - table.len()
        });
        Term { column: literal.column, start }
    }

    /// One literal that says the same: of a formula with several, a column that steps find.
    pub(crate) fn literal(&mut self, formula: Formula) -> Literal {
        let (parts, all) = match formula {
            Formula::Literal(literal) => return literal,
            Formula::All(parts) => (parts, true),
            Formula::Any(parts) => (parts, false),
        };
        let terms = parts.into_iter().map(|part| self.term(part)).collect();
        let to = self.program.layout.add_truth();
        self.program.ops.push(if all { Op::All { to, terms } } else { Op::Any { to, terms } });
        Literal::of_truth(to)
    }

    pub(crate) fn unsure(&self, question: QuestionIx) -> Literal {
        self.tested(self.program.layout.columns_of(question).start, &Test::Unsure(question))
    }
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

/// The same test, asking only for `options`.
fn narrowed(test: &Test, options: OptionSet) -> Option<Test> {
    match test {
        Test::HasAny(question, _) => Some(Test::HasAny(*question, options)),
        Test::HasAll(question, _) => Some(Test::HasAll(*question, options)),
        Test::HasNone(question, _) => Some(Test::HasNone(*question, options)),
        _ => None,
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
        }
    }

    /// How many literals it has.
    fn size(&self) -> usize {
        match self {
            Formula::Literal(_) => 1,
            Formula::All(parts) | Formula::Any(parts) => parts.iter().map(Formula::size).sum(),
        }
    }

    /// As an `or` of `and`s of literals, if that takes at most `most` of them.
    pub(crate) fn multiplied_out(&self, most: usize) -> Option<Vec<Vec<&Literal>>> {
        match self {
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
    pub(crate) fn pick(&mut self, question: usize, options: OptionSet) {
        if let Some(slot) = self.picked.get_mut(question) {
            *slot = options;
        }
    }
}

/// All options, perhaps and surely offered.
const EVERYTHING: (OptionSet, OptionSet) = (OptionSet(u64::MAX), OptionSet(u64::MAX));

impl<'q> Program<'q> {
    pub(crate) fn questionnaire(&self) -> &'q Questionnaire {
        self.questionnaire
    }

    /// An empty scratch: no answers yet.
    pub(crate) fn clear(&self, scratch: &mut Scratch) {
        scratch.codes.clear();
        scratch.codes.resize(self.layout.columns.len(), OPEN);
        scratch.scores.clear();
        scratch.scores.resize(self.questionnaire.scores().len(), Interval { low: 0, high: 0 });
        // Questions whose options are always offered need no record of what is picked: most sets have no others.
        let questions = if self.offering { self.questionnaire.questions().len() } else { 0 };
        scratch.offers.clear();
        scratch.offers.resize(questions, EVERYTHING);
        scratch.picked.clear();
        scratch.picked.resize(questions, OptionSet::default());
    }

    /// Puts the answers of a response on the scratch.
    pub(crate) fn encode(&self, response: &Response, scratch: &mut Scratch) {
        self.clear(scratch);
        self.layout.encode(response, &mut scratch.codes);
        if self.offering {
            response.iter().for_each(|(index, answer)| scratch.pick(index.at(), chosen_options(Some(answer))));
        }
    }

    /// Finds all that verdicts need.
    pub(crate) fn run(&self, scratch: &mut Scratch) {
        self.ops.iter().for_each(|op| self.take(op, scratch));
    }

    /// Finds the rest.
    pub(crate) fn run_rest(&self, scratch: &mut Scratch) {
        self.rest.iter().for_each(|op| self.take(op, scratch));
    }

    /// Whether a section applies.
    pub(crate) fn section(&self, section: SectionIx, scratch: &Scratch) -> Truth {
        let term = self.sections.get(section.at()).copied().flatten();
        term.map_or(Truth::True, |term| self.look(term, &scratch.codes))
    }

    /// Whether each named condition holds; only after [`Program::run_rest`].
    pub(crate) fn named(&self, scratch: &Scratch) -> Vec<Truth> {
        self.conditions.iter().map(|term| self.look(*term, &scratch.codes)).collect()
    }

    fn look(&self, term: Term, codes: &[Code]) -> Truth {
        let code = codes.get(term.column).copied().unwrap_or(OPEN);
        self.truths.get(term.start + usize::from(code)).copied().unwrap_or(Truth::Unknown)
    }

    fn least(&self, terms: &[Term], codes: &[Code]) -> Truth {
        terms.iter().fold(Truth::True, |truth, term| truth.and(self.look(*term, codes)))
    }

    fn take(&self, op: &Op, scratch: &mut Scratch) {
        match op {
            Op::All { to, terms } => set(scratch, *to, self.least(terms, &scratch.codes)),
            Op::Any { to, terms } => {
                let truth = terms.iter().fold(Truth::False, |truth, term| truth.or(self.look(*term, &scratch.codes)));
                set(scratch, *to, truth);
            }
            Op::Applies { question, terms } => match self.least(terms, &scratch.codes) {
                Truth::True => {}
                Truth::False => self.put(scratch, *question, ABSENT),
                Truth::Unknown => self.put(scratch, *question, MAYBE),
            },
            Op::Offers { question, options } => self.offer(scratch, *question, options),
            Op::Score(score) => {
                let sum = self.add_up(*score, scratch);
                if let Some(slot) = scratch.scores.get_mut(score.at()) {
                    *slot = sum;
                }
            }
            Op::Compare { to, score, comparison, bound } => {
                let score =
                    scratch.scores.get(score.at()).copied().unwrap_or(Interval { low: i64::MIN, high: i64::MAX });
                set(scratch, *to, compare_interval(score, *comparison, *bound));
            }
        }
    }

    fn put(&self, scratch: &mut Scratch, question: QuestionIx, code: Code) {
        let columns = self.layout.columns_of(question);
        scratch.codes.get_mut(columns).unwrap_or_default().fill(code);
    }

    /// An answer that picks an option which may not be offered does not count yet.
    fn offer(&self, scratch: &mut Scratch, question: QuestionIx, options: &[Option<Term>]) {
        let truths = options.iter().map(|term| term.map_or(Truth::True, |term| self.look(term, &scratch.codes)));
        let (mut perhaps, mut surely) = (OptionSet::default(), OptionSet::default());
        for (position, truth) in truths.enumerate().filter(|(_, truth)| *truth != Truth::False) {
            perhaps = perhaps.or(OptionSet::of(position));
            surely = if truth == Truth::True { surely.or(OptionSet::of(position)) } else { surely };
        }
        let picked = scratch.picked.get(question.at()).copied().unwrap_or_default();
        if !picked.without(surely).is_empty() {
            self.put(scratch, question, OPEN);
        }
        if let Some(slot) = scratch.offers.get_mut(question.at()) {
            *slot = (perhaps, surely);
        }
    }

    fn add_up(&self, score: ScoreIx, scratch: &Scratch) -> Interval {
        let addends = self.questionnaire.scores().get(score.at()).map_or(&[][..], |score| &score.sum);
        addends.iter().map(|question| self.points(*question, scratch)).fold(
            Interval { low: 0, high: 0 },
            |total, part| Interval {
                low: total.low.saturating_add(part.low),
                high: total.high.saturating_add(part.high),
            },
        )
    }

    /// What a question can still add to a score.
    fn points(&self, index: QuestionIx, scratch: &Scratch) -> Interval {
        let nothing = Interval { low: 0, high: 0 };
        let Some(question) = self.questionnaire.questions().get(index.at()) else { return nothing };
        match self.code(index, scratch) {
            ABSENT => nothing,
            code @ (OPEN | MAYBE | UNSURE) => {
                let all = OptionSet::first(question.options().len());
                let (perhaps, surely) = scratch.offers.get(index.at()).copied().unwrap_or(EVERYTHING);
                waiting_points(question, perhaps.and(all), surely.and(all), code != MAYBE)
            }
            _ => {
                let sum = sum_of(question, self.chosen(index, scratch));
                Interval { low: sum, high: sum }
            }
        }
    }

    /// The options chosen that matter, from the codes.
    fn chosen(&self, index: QuestionIx, scratch: &Scratch) -> OptionSet {
        let columns = self.layout.columns_of(index);
        let chosen = columns.filter_map(|column| {
            let class = usize::from(scratch.codes.get(column)?.checked_sub(FIRST)?);
            match &self.layout.column(column)?.classes {
                Classes::Options(_) => Some(OptionSet::of(class)),
                Classes::Picks(options) => Some(picks(options, class)),
                _ => None,
            }
        });
        chosen.fold(OptionSet::default(), OptionSet::or)
    }

    /// The state of a question.
    pub(crate) fn code(&self, question: QuestionIx, scratch: &Scratch) -> Code {
        let column = self.layout.columns_of(question).start;
        scratch.codes.get(column).copied().unwrap_or(OPEN)
    }
}

fn set(scratch: &mut Scratch, column: usize, truth: Truth) {
    if let Some(slot) = scratch.codes.get_mut(column) {
        *slot = truth as Code;
    }
}
