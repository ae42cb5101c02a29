//! Answers as small numbers. Every question has one column or more, and in each column its state is one code.
//!
//! Two answers with the same code cannot be told apart by any condition: an age is the number of bounds that it has passed,
//! a date the same as seen from the day, the picks of a `choices` question the subset of those options that something asks
//! for. Many such options are split into columns of at most [`WIDEST`], so that a column has a few hundred codes at most.

use std::ops::Range;

use crate::condition::{Condition, Test, judge_state};
use crate::questionnaire::{Question, QuestionKind, Questionnaire};
use crate::response::Response;
use crate::value::index::QuestionIx;
use crate::value::{Answer, Date, Decimal, OptionSet, State, Truth, Value};

/// The state of a question, seen through one of its columns.
pub(crate) type Code = u16;

/// It applies and is not answered, or was passed over.
pub(crate) const OPEN: Code = 0;
/// It is not known whether it applies.
pub(crate) const MAYBE: Code = 1;
/// It does not apply.
pub(crate) const ABSENT: Code = 2;
/// "Not sure", or "rather not say": no condition tells them apart.
pub(crate) const UNSURE: Code = 3;
/// The first code that stands for answers.
pub(crate) const FIRST: Code = 4;

/// The most options that share a column: 2^8 subsets.
const WIDEST: usize = 8;

/// One column.
#[derive(Debug)]
pub(crate) struct Column {
    pub classes: Classes,
    /// How many codes there are.
    pub codes: usize,
}

/// The classes of answers that have a code each, from [`FIRST`] on.
#[derive(Debug)]
pub(crate) enum Classes {
    /// No question: a truth value found on the way, with the codes 0 false, 1 unknown, 2 true.
    Truth,
    /// No, yes.
    YesNo,
    /// Each option.
    Options(usize),
    /// Each subset of these options.
    Picks(Vec<usize>),
    /// At each bound and on both its sides.
    Numbers(Vec<Decimal>),
    /// From each bound up to the next.
    Days(Vec<Date>),
    /// All answers alike.
    Any,
}

/// The columns of a questionnaire on one day.
#[derive(Debug)]
pub(crate) struct Layout {
    pub columns: Vec<Column>,
    /// The columns of each question.
    pub of: Vec<Range<usize>>,
    pub day: Date,
}

impl Layout {
    pub(crate) fn new(questionnaire: &Questionnaire, conditions: &[&Condition], day: Date) -> Layout {
        let tests = tests(questionnaire, conditions);
        let mut layout = Layout { columns: Vec::new(), of: Vec::new(), day };
        for (question, tests) in questionnaire.questions().iter().zip(&tests) {
            let start = layout.columns.len();
            layout.columns.extend(classes(question, tests, day).into_iter().map(Column::new));
            layout.of.push(start..layout.columns.len());
        }
        layout
    }

    /// A column more, for a truth value found on the way.
    pub(crate) fn add_truth(&mut self) -> usize {
        self.columns.push(Column::new(Classes::Truth));
        self.columns.len() - 1
    }

    pub(crate) fn columns_of(&self, question: QuestionIx) -> Range<usize> {
        self.of.get(question.at()).cloned().unwrap_or_default()
    }

    pub(crate) fn column(&self, column: usize) -> Option<&Column> {
        self.columns.get(column)
    }

    /// The codes of all answers, as if every question applied, over codes that are all open.
    pub(crate) fn encode(&self, response: &Response, codes: &mut [Code]) {
        for (index, answer) in response.iter() {
            for column in self.columns_of(index) {
                if let (Some(slot), Some(column)) = (codes.get_mut(column), self.column(column)) {
                    *slot = column.classes.code(answer);
                }
            }
        }
    }

    /// What a test on a question says for each code of one of the question's columns.
    pub(crate) fn truths(&self, column: usize, test: &Test) -> Vec<Truth> {
        let Some(column) = self.column(column) else { return Vec::new() };
        let states = [State::Open, State::Open, State::NotApplicable, State::Unsure];
        let special = states.into_iter().map(|state| judge_state(test, state, self.day));
        let classes = usize::from(FIRST)..column.codes;
        let answered = classes.map(|code| column.classes.truth(test, code - usize::from(FIRST), self.day));
        special.chain(answered).collect()
    }
}

impl Column {
    fn new(classes: Classes) -> Column {
        let answers = match &classes {
            Classes::Truth => return Column { classes, codes: 3 },
            Classes::YesNo => 2,
            Classes::Options(count) => *count,
            Classes::Picks(options) => 1 << options.len(),
            Classes::Numbers(bounds) => 2 * bounds.len() + 1,
            Classes::Days(bounds) => bounds.len() + 1,
            Classes::Any => 1,
        };
        Column { classes, codes: usize::from(FIRST) + answers }
    }
}

impl Classes {
    /// The code of an answer that fits its question.
    fn code(&self, answer: &Answer) -> Code {
        match answer {
            Answer::Skipped => OPEN,
            Answer::Unsure | Answer::Withheld => UNSURE,
            Answer::Given(value) => FIRST.saturating_add(self.class(value)),
        }
    }

    fn class(&self, value: &Value) -> u16 {
        match (self, value) {
            (Classes::YesNo, Value::YesNo(yes)) => u16::from(*yes),
            (Classes::Options(_), Value::Choice(position)) => u16::try_from(*position).unwrap_or(u16::MAX),
            (Classes::Picks(options), Value::Choices(picked)) => subset(options, *picked),
            (Classes::Numbers(bounds), Value::Number(number)) => passed(bounds, number) + reached(bounds, number),
            (Classes::Days(bounds), Value::Date(date)) => reached(bounds, date),
            _ => 0,
        }
    }

    /// What a test says of the answers in a class.
    fn truth(&self, test: &Test, class: usize, day: Date) -> Truth {
        let answered = |value: Value| judge_state(test, State::Answered(&value), day);
        match (self, test) {
            // Class 2n + 1 is the n-th bound itself, so classes compare as their numbers do.
            (Classes::Numbers(bounds), Test::Number(_, comparison, bound)) => {
                let place = bounds.iter().position(|known| known == bound).unwrap_or(0);
                comparison.holds(&class, &(2 * place + 1)).into()
            }
            (Classes::Numbers(_), _) => answered(Value::Number(Decimal::ZERO)),
            (Classes::YesNo, _) => answered(Value::YesNo(class == 1)),
            (Classes::Options(_), _) => answered(Value::Choice(class)),
            (Classes::Picks(options), _) => answered(Value::Choices(picks(options, class))),
            // Before the first bound no day lies within anything.
            (Classes::Days(bounds), Test::Within(..) | Test::WithinNext(..)) => {
                let first = class.checked_sub(1).and_then(|before| bounds.get(before));
                first.map_or(Truth::False, |first| answered(Value::Date(*first)))
            }
            (Classes::Days(_), _) => answered(Value::Date(day)),
            (Classes::Any | Classes::Truth, _) => answered(Value::Text(String::new())),
        }
    }
}

/// How many bounds a value has reached. There are a few at most: adding up beats halving, which guesses wrong half the time.
pub(crate) fn reached<T: PartialOrd>(bounds: &[T], value: &T) -> u16 {
    bounds.iter().map(|bound| u16::from(bound <= value)).sum()
}

/// How many bounds a value has passed.
fn passed<T: PartialOrd>(bounds: &[T], value: &T) -> u16 {
    bounds.iter().map(|bound| u16::from(bound < value)).sum()
}

/// The subset of `options` that is picked, as bits.
pub(crate) fn subset(options: &[usize], picked: OptionSet) -> u16 {
    options.iter().enumerate().fold(0, |bits, (bit, option)| bits | u16::from(picked.contains(*option)) << bit)
}

/// The options that the bits of a subset stand for.
pub(crate) fn picks(options: &[usize], class: usize) -> OptionSet {
    options.iter().enumerate().filter(|(bit, _)| class >> bit & 1 == 1).map(|(_, option)| *option).collect()
}

/// The tests on each question.
fn tests<'c>(questionnaire: &Questionnaire, conditions: &[&'c Condition]) -> Vec<Vec<&'c Test>> {
    let mut tests: Vec<Vec<&Test>> = vec![Vec::new(); questionnaire.questions().len()];
    for node in conditions.iter().flat_map(|condition| condition.walk()) {
        if let crate::condition::ConditionNode::Test(test) = &node.node
            && let Some(list) = test.question().and_then(|question| tests.get_mut(question.at()))
        {
            list.push(test);
        }
    }
    tests
}

/// The columns that a question needs.
fn classes(question: &Question, tests: &[&Test], day: Date) -> Vec<Classes> {
    vec![match &question.kind {
        QuestionKind::YesNo => Classes::YesNo,
        QuestionKind::Choice(options) | QuestionKind::Scale(options) => Classes::Options(options.len()),
        QuestionKind::Choices { options, .. } => {
            let points = options.iter().enumerate().filter(|(_, option)| option.points.is_some());
            let points: OptionSet = points.map(|(position, _)| position).collect();
            let asked = tests.iter().filter_map(|test| options_of(test)).fold(points, OptionSet::or);
            let asked: Vec<usize> = asked.iter().collect();
            if asked.is_empty() {
                return vec![Classes::Any];
            }
            return asked.chunks(WIDEST).map(|options| Classes::Picks(options.to_vec())).collect();
        }
        QuestionKind::Number { .. } => Classes::Numbers(number_bounds(tests)),
        QuestionKind::Date(_) => Classes::Days(day_bounds(tests, day)),
        QuestionKind::Text => Classes::Any,
    }]
}

/// The options that a test on picks asks for.
pub(crate) fn options_of(test: &Test) -> Option<OptionSet> {
    match test {
        Test::HasAny(_, options) | Test::HasAll(_, options) | Test::HasNone(_, options) => Some(*options),
        _ => None,
    }
}

fn number_bounds(tests: &[&Test]) -> Vec<Decimal> {
    let bounds = tests.iter().filter_map(|test| match test {
        Test::Number(_, _, bound) => Some(*bound),
        _ => None,
    });
    sorted(bounds.collect())
}

/// The first day and the day after the last of every span that a test draws.
fn day_bounds(tests: &[&Test], day: Date) -> Vec<Date> {
    let mut bounds = Vec::new();
    for test in tests {
        match test {
            Test::Within(_, duration) => {
                bounds.push(duration.earliest_past(day));
                bounds.extend(day.tomorrow());
            }
            Test::WithinNext(_, duration) => bounds.extend([day, duration.after(day)]),
            _ => {}
        }
    }
    sorted(bounds)
}

fn sorted<T: Ord>(mut bounds: Vec<T>) -> Vec<T> {
    bounds.sort_unstable();
    bounds.dedup();
    bounds
}
