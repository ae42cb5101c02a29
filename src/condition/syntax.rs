//! What a condition says before its names are looked up: words with their places.

use super::tree::Comparison;
use crate::value::Duration;
use std::ops::Range;

/// A word of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word<'t> {
    pub text: &'t str,
    pub at: Range<usize>,
}

/// A part of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phrase<'t> {
    pub at: Range<usize>,
    pub form: Form<'t>,
}

/// How a part of a condition is built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Form<'t> {
    /// It was reported and says nothing.
    Broken,
    /// One test.
    Test(RawTest<'t>),
    /// `not …`
    Not(Box<Phrase<'t>>),
    /// `… and …`
    All(Vec<Phrase<'t>>),
    /// `… or …`
    Any(Vec<Phrase<'t>>),
}

/// A test: what it is about and what it asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RawTest<'t> {
    /// The question, named condition or score.
    pub name: Word<'t>,
    /// The word or sign that makes the test (`has`, `==`); the name itself where it stands alone.
    pub sign: Word<'t>,
    pub tail: Tail<'t>,
}

/// What a test asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tail<'t> {
    /// The name alone.
    Bare,
    /// `== often`, `< 18`
    Compare(Comparison, Operand<'t>),
    /// `in [once, often]`
    In(List<'t>),
    /// `has sunburn`, `has any [psoriasis, sunburn]`
    Has(Quantifier, List<'t>),
    /// `within 6 months`, `within next 6 weeks`
    Within(Direction, Duration),
    /// `is answered`
    Answered,
    /// `is unsure`
    Unsure,
}

/// What something is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Operand<'t> {
    /// An option.
    Word(Word<'t>),
    /// Something that begins with a digit.
    Number(Word<'t>),
}

impl<'t> Operand<'t> {
    /// What is written.
    pub fn word(&self) -> &Word<'t> {
        match self {
            Operand::Word(word) | Operand::Number(word) => word,
        }
    }
}

/// Options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct List<'t> {
    pub items: Vec<Word<'t>>,
    pub at: Range<usize>,
}

/// How many of a list are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quantifier {
    Any,
    All,
    None,
}

/// Which way `within` looks from the day of assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Back,
    Ahead,
}
