//! The typed tree of a condition. Every node keeps its place.

use std::sync::Arc;

use super::derived::DerivedNumber;
use crate::source::Span;
use crate::value::index::{ConditionIx, QuestionIx, ScoreIx};
use crate::value::{Date, Decimal, Duration, OptionSet};

/// A condition whose names are resolved and whose tests fit the types of what they name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Where it is written.
    pub span: Span,
    /// What it says.
    pub node: ConditionNode,
}

/// One step of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConditionNode {
    /// A single test.
    Test(Test),
    /// A condition by its name.
    Named(ConditionIx),
    /// `not …`
    Not(Box<Condition>),
    /// `… and …`: at least two parts.
    All(Vec<Condition>),
    /// `… or …`: at least two parts.
    Any(Vec<Condition>),
    /// `at least 2 of […]`: so many of the parts, from 1 to all of them.
    AtLeast(usize, Vec<Condition>),
}

/// A test on one question, on one score, or on two questions held against each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// A `yes_no` question is answered yes.
    Yes(QuestionIx),
    /// The option chosen is among these: `==`, `!=`, `in` on a choice, and also `<` … on a scale.
    OneOf(QuestionIx, OptionSet),
    /// So many of these are picked.
    Picks(QuestionIx, PicksTest, OptionSet),
    /// What a number is held against.
    Number(QuestionIx, NumberTest),
    /// What a day is held against.
    Date(QuestionIx, DateTest),
    /// One answer held against another of the same type.
    Pair(QuestionIx, PairTest, QuestionIx),
    /// A number worked out from answers, held against a fixed one.
    Derived(Arc<DerivedNumber>, NumberTest),
    /// A score compared with a bound.
    Score(ScoreIx, Comparison, i64),
    /// `q is answered`.
    Answered(QuestionIx),
    /// `q is unsure`: "not sure" and "rather not say" alike.
    Unsure(QuestionIx),
    /// `q is withheld`: "rather not say" alone.
    Withheld(QuestionIx),
}

/// How many of a set of options must be picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PicksTest {
    /// At least one of them: `has x`, `has any […]`.
    Any,
    /// All of them, whatever else is picked.
    All,
    /// None of them.
    None,
}

/// What a number is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberTest {
    /// `age >= 18`
    Compared(Comparison, Decimal),
    /// `hba1c in 59..69`: both ends included.
    Between(Decimal, Decimal),
}

/// What a day is held against. `day` is the day of assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateTest {
    /// `d within 6 months`: d ≤ day < d + 6 months.
    Within(Duration),
    /// `d within next 6 weeks`: day ≤ d < day + 6 weeks.
    WithinNext(Duration),
    /// `d between 3 months and 6 months ago`: d + 3 months ≤ day < d + 6 months.
    BetweenAgo(Duration, Duration),
    /// `d between 3 weeks and 6 weeks ahead`: day + 3 weeks ≤ d < day + 6 weeks.
    BetweenAhead(Duration, Duration),
    /// `d is past`: d ≤ day.
    Past,
    /// `d is ahead`: day ≤ d.
    Ahead,
    /// `d before 2022-01-04`, `after`, `from`, `until`: a fixed day of the calendar.
    Calendar(Comparison, Date),
}

impl DateTest {
    /// The spans of time that it reaches from the day of assessment, back or ahead.
    pub fn spans(self) -> Vec<Duration> {
        match self {
            DateTest::Within(duration) | DateTest::WithinNext(duration) => vec![duration],
            DateTest::BetweenAgo(least, most) | DateTest::BetweenAhead(least, most) => vec![least, most],
            DateTest::Past | DateTest::Ahead | DateTest::Calendar(..) => Vec::new(),
        }
    }
}

/// How an answer stands to another of the same type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PairTest {
    /// `said > seen`; of dates `ended after started`.
    Compared(Comparison),
    /// `d within 2 days after e`, in days: e ≤ d < e + 2 days.
    WithinAfter(u32),
    /// `d within 2 days before e`, in days: d ≤ e < d + 2 days.
    WithinBefore(u32),
}

/// How two numbers are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

impl Comparison {
    /// The sign that authors write.
    pub fn sign(self) -> &'static str {
        match self {
            Comparison::Equal => "==",
            Comparison::NotEqual => "!=",
            Comparison::Less => "<",
            Comparison::AtMost => "<=",
            Comparison::Greater => ">",
            Comparison::AtLeast => ">=",
        }
    }

    /// Whether `left` stands in this relation to `right`.
    pub fn holds<T: Ord>(self, left: &T, right: &T) -> bool {
        match self {
            Comparison::Equal => left == right,
            Comparison::NotEqual => left != right,
            Comparison::Less => left < right,
            Comparison::AtMost => left <= right,
            Comparison::Greater => left > right,
            Comparison::AtLeast => left >= right,
        }
    }
}

impl Test {
    /// The question that the test is about; none of a score, or where several questions decide together.
    pub fn question(&self) -> Option<QuestionIx> {
        match *self {
            Test::Yes(question)
            | Test::OneOf(question, _)
            | Test::Picks(question, ..)
            | Test::Number(question, _)
            | Test::Date(question, _)
            | Test::Answered(question)
            | Test::Unsure(question)
            | Test::Withheld(question) => Some(question),
            Test::Pair(..) | Test::Derived(..) | Test::Score(..) => None,
        }
    }

    /// The questions that the test names itself, or works a number out from; none of a score, which has questions of its own.
    pub fn questions(&self) -> Vec<QuestionIx> {
        match self {
            Test::Pair(left, _, right) => vec![*left, *right],
            Test::Derived(number, _) => number.questions(),
            Test::Yes(_)
            | Test::OneOf(..)
            | Test::Picks(..)
            | Test::Number(..)
            | Test::Date(..)
            | Test::Score(..)
            | Test::Answered(_)
            | Test::Unsure(_)
            | Test::Withheld(_) => self.question().into_iter().collect(),
        }
    }
}

impl Condition {
    /// Whether two conditions are written alike, wherever they stand.
    pub(crate) fn says_the_same(&self, other: &Condition) -> bool {
        let all = |some: &[Condition], others: &[Condition]| {
            some.len() == others.len() && some.iter().zip(others).all(|(one, other)| one.says_the_same(other))
        };
        match (&self.node, &other.node) {
            (ConditionNode::Test(one), ConditionNode::Test(other)) => one == other,
            (ConditionNode::Named(one), ConditionNode::Named(other)) => one == other,
            (ConditionNode::Not(one), ConditionNode::Not(other)) => one.says_the_same(other),
            (ConditionNode::All(some), ConditionNode::All(others))
            | (ConditionNode::Any(some), ConditionNode::Any(others)) => all(some, others),
            (ConditionNode::AtLeast(one, some), ConditionNode::AtLeast(other, others)) => {
                one == other && all(some, others)
            }
            (
                ConditionNode::Test(_)
                | ConditionNode::Named(_)
                | ConditionNode::Not(_)
                | ConditionNode::All(_)
                | ConditionNode::Any(_)
                | ConditionNode::AtLeast(..),
                _,
            ) => false,
        }
    }

    /// The test that this node is, if it is one.
    pub fn test(&self) -> Option<&Test> {
        match &self.node {
            ConditionNode::Test(test) => Some(test),
            ConditionNode::Named(_)
            | ConditionNode::Not(_)
            | ConditionNode::All(_)
            | ConditionNode::Any(_)
            | ConditionNode::AtLeast(..) => None,
        }
    }

    /// Every node of the tree, this one first, in reading order.
    pub fn walk(&self) -> Vec<&Condition> {
        let mut nodes = Vec::new();
        let mut waiting = vec![self];
        while let Some(condition) = waiting.pop() {
            nodes.push(condition);
            match &condition.node {
                ConditionNode::Not(inner) => waiting.push(inner),
                ConditionNode::All(parts) | ConditionNode::Any(parts) | ConditionNode::AtLeast(_, parts) => {
                    waiting.extend(parts.iter().rev());
                }
                ConditionNode::Test(_) | ConditionNode::Named(_) => {}
            }
        }
        nodes
    }
}
