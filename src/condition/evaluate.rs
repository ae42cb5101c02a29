//! Judging a tree, in three truth values.

use super::Condition;
use crate::value::index::{ConditionIx, QuestionIx, ScoreIx};
use crate::value::{Date, Interval, State, Truth};

/// What a condition is judged against.
pub trait Facts {
    /// The state of a question.
    fn state(&self, question: QuestionIx) -> State<'_>;
    /// Whether a named condition holds.
    fn named(&self, condition: ConditionIx) -> Truth;
    /// The tree behind a named condition, for reasons.
    fn tree(&self, condition: ConditionIx) -> Option<&Condition>;
    /// What a score can still be.
    fn score(&self, score: ScoreIx) -> Interval;
    /// The questions that a score adds up, for reasons.
    fn addends(&self, score: ScoreIx) -> &[QuestionIx];
    /// The day of assessment.
    fn day(&self) -> Date;
}

/// Whether the condition holds.
pub fn evaluate(condition: &Condition, facts: &dyn Facts) -> Truth {
    let _ = (condition, facts);
    todo!()
}

/// The questions whose states decided the truth value that [`evaluate`] gives, and only those, in questionnaire order:
/// of a true `or` the true parts, of a false `and` the false parts, of an unknown one the unknown parts.
pub fn support(condition: &Condition, facts: &dyn Facts) -> Vec<QuestionIx> {
    let _ = (condition, facts);
    todo!()
}
