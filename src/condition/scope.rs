//! What a condition may name: the questions, named conditions and scores that come before it.

use crate::source::Span;
use crate::value::index::{ConditionIx, QuestionIx, ScoreIx};

/// What a question takes, as far as the language cares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerType {
    /// Yes or no.
    YesNo,
    /// One option of several, by id.
    Choice(Vec<String>),
    /// One option of an ordered list, by id.
    Scale(Vec<String>),
    /// Several options, by id.
    Choices(Vec<String>),
    /// A number with that many decimals.
    Number {
        /// Digits after the point.
        decimals: u32,
    },
    /// A day.
    Date,
    /// Free text, which no condition may judge.
    Text,
}

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Symbol<'a> {
    /// A question, what it takes and where its id is written.
    Question(QuestionIx, &'a AnswerType, Span),
    /// A named condition.
    Condition(ConditionIx, Span),
    /// A score.
    Score(ScoreIx, Span),
    /// Something that only comes later.
    Later {
        /// Where it stands.
        stands: Span,
        /// The question that it rests on, by id and place, if that is what comes later.
        because: Option<(&'a str, Span)>,
    },
    /// Something that is there, or may be there, with a fault that is reported where it stands: nothing is said here.
    Broken,
}

/// The names that a condition can see.
pub trait Scope {
    /// What `name` stands for here.
    fn resolve(&self, name: &str) -> Option<Symbol<'_>>;

    /// All names in scope, for the offer of the nearest.
    fn names(&self) -> Vec<&str>;
}
