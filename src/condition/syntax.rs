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
    /// `at least 2 of […]`, with the count as written.
    AtLeast(Operand<'t>, Vec<Phrase<'t>>),
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
    /// `in 59..69`
    InRange(Operand<'t>, Operand<'t>),
    /// `has sunburn`, `has any [psoriasis, sunburn]`
    Has(Quantifier, List<'t>),
    /// `has at least 3`, `has at least 2 of [psoriasis, sunburn]`
    HasAtLeast(Operand<'t>, Option<List<'t>>),
    /// `within 6 months`, `within next 6 weeks`
    Within(Direction, RawDuration<'t>),
    /// `within 2 days after patch_on`
    WithinOf(RawDuration<'t>, Side, Word<'t>),
    /// `between 3 months and 6 months ago`
    Between(RawDuration<'t>, RawDuration<'t>, Direction),
    /// `before 2008-03-01`, `after started`
    Calendar(Comparison, Operand<'t>),
    /// `is past`, `is ahead`
    Lies(Direction),
    /// `is answered`
    Answered,
    /// `is unsure`
    Unsure,
    /// `is withheld`
    Withheld,
}

/// A span of time: written out, or the name of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RawDuration<'t> {
    Written(Duration),
    Named(Word<'t>),
}

/// On which side of another date a date lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    After,
    Before,
}

/// What something is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Operand<'t> {
    /// An option, a question or a value.
    Word(Word<'t>),
    /// Something that begins with a digit: a number or a day.
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
