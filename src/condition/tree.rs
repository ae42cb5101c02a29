//! The typed tree of a condition. Every node keeps its place.

use crate::source::Span;
use crate::value::index::{ConditionIx, QuestionIx, ScoreIx};
use crate::value::{Decimal, Duration, OptionSet};

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
    /// A test on one question or score.
    Test(Test),
    /// A condition by its name.
    Named(ConditionIx),
    /// `not …`
    Not(Box<Condition>),
    /// `… and …`: at least two parts.
    All(Vec<Condition>),
    /// `… or …`: at least two parts.
    Any(Vec<Condition>),
}

/// A test on one question or score.
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
    /// A score compared with a bound.
    Score(ScoreIx, Comparison, i64),
    /// `q is answered`.
    Answered(QuestionIx),
    /// `q is unsure`: "not sure" and "rather not say" alike.
    Unsure(QuestionIx),
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
}

/// What a day is held against. `day` is the day of assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateTest {
    /// `d within 6 months`: d ≤ day < d + 6 months.
    Within(Duration),
    /// `d within next 6 weeks`: day ≤ d < day + 6 weeks.
    WithinNext(Duration),
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
    /// The question that the test is about; none for a score.
    pub fn question(&self) -> Option<QuestionIx> {
        match *self {
            Test::Yes(question)
            | Test::OneOf(question, _)
            | Test::Picks(question, ..)
            | Test::Number(question, _)
            | Test::Date(question, _)
            | Test::Answered(question)
            | Test::Unsure(question) => Some(question),
            Test::Score(..) => None,
        }
    }
}

impl Condition {
    /// Every node of the tree, this one first, in reading order.
    pub fn walk(&self) -> Vec<&Condition> {
        let mut nodes = Vec::new();
        let mut waiting = vec![self];
        while let Some(condition) = waiting.pop() {
            nodes.push(condition);
            match &condition.node {
                ConditionNode::Not(inner) => waiting.push(inner),
                ConditionNode::All(parts) | ConditionNode::Any(parts) => waiting.extend(parts.iter().rev()),
                ConditionNode::Test(_) | ConditionNode::Named(_) => {}
            }
        }
        nodes
    }
}
