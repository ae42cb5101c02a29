//! Judging a tree, in three truth values.
//!
//! Both functions here are total. [`evaluate`] goes down a tree whose depth the parser bounds; [`support`] keeps a list of
//! what is left to visit, because named conditions may name each other in chains of any length.

use super::{Comparison, Condition, ConditionNode, Test};
use crate::value::index::{ConditionIx, QuestionIx, ScoreIx, fault};
use crate::value::{Date, Interval, OptionSet, State, Truth, Value};
use std::collections::BTreeSet;

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
    match &condition.node {
        ConditionNode::Test(test) => judge(test, facts),
        ConditionNode::Named(named) => facts.named(*named),
        ConditionNode::Not(inner) => !evaluate(inner, facts),
        ConditionNode::All(parts) => parts.iter().fold(Truth::True, |truth, part| truth.and(evaluate(part, facts))),
        ConditionNode::Any(parts) => parts.iter().fold(Truth::False, |truth, part| truth.or(evaluate(part, facts))),
    }
}

/// The questions whose states decided the truth value that [`evaluate`] gives, and only those, in questionnaire order:
/// of a true `or` the true parts, of a false `and` the false parts, of an unknown one the unknown parts.
///
/// A named condition stands for the questions of its tree. A score stands for its questions that apply; where the score
/// leaves the test unknown, only for those of them that are not answered.
pub fn support(condition: &Condition, facts: &dyn Facts) -> Vec<QuestionIx> {
    let mut questions = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut waiting = vec![condition];
    while let Some(condition) = waiting.pop() {
        match &condition.node {
            ConditionNode::Test(Test::Score(score, ..)) => questions.extend(score_support(*score, condition, facts)),
            ConditionNode::Test(test) => questions.extend(test.question()),
            ConditionNode::Named(named) => waiting.extend(facts.tree(*named).filter(|_| seen.insert(*named))),
            ConditionNode::Not(inner) => waiting.push(inner),
            // A part decides the whole exactly when it has the truth value of the whole.
            ConditionNode::All(parts) | ConditionNode::Any(parts) => {
                let truth = evaluate(condition, facts);
                waiting.extend(parts.iter().filter(|part| evaluate(part, facts) == truth));
            }
        }
    }
    questions.into_iter().collect()
}

/// The questions of a score that decide a test on it.
fn score_support(score: ScoreIx, condition: &Condition, facts: &dyn Facts) -> impl Iterator<Item = QuestionIx> {
    let unknown = evaluate(condition, facts) == Truth::Unknown;
    facts.addends(score).iter().copied().filter(move |question| match facts.state(*question) {
        State::NotApplicable => false,
        State::Answered(_) => !unknown,
        State::Unsure | State::Withheld | State::Open => true,
    })
}

/// Whether a test holds.
fn judge(test: &Test, facts: &dyn Facts) -> Truth {
    match (test, test.question()) {
        (Test::Score(score, comparison, bound), _) => compare_interval(facts.score(*score), *comparison, *bound),
        (_, Some(question)) => judge_state(test, facts.state(question), facts.day()),
        (_, None) => fault("every test but one on a score names a question"),
    }
}

/// Whether a test holds of a question in that state. This is the one place that says what a test means; whoever needs it
/// often makes a table of it.
///
/// # Panics
/// If the test is one on a score, or on answers of another type than this one.
pub fn judge_state(test: &Test, state: State<'_>, day: Date) -> Truth {
    match test {
        Test::Answered(_) => is_answered(state),
        Test::Unsure(_) => is_unsure(state),
        Test::Yes(_)
        | Test::OneOf(..)
        | Test::HasAny(..)
        | Test::HasAll(..)
        | Test::HasNone(..)
        | Test::Number(..)
        | Test::Within(..)
        | Test::WithinNext(..) => match state {
            // What it says of each day that it can be.
            State::Answered(Value::Period(period)) => {
                Truth::agreed(period.days().map(|date| holds(test, &Value::Date(date), day).into()))
            }
            State::Answered(value) => holds(test, value, day).into(),
            State::NotApplicable => Truth::False,
            State::Unsure | State::Withheld | State::Open => Truth::Unknown,
        },
        Test::Score(..) => fault("a score is no question: it is compared with what it can still be"),
    }
}

/// Whether an answer passes a test of its type.
///
/// # Panics
/// If the answer is of another type than the test: the check makes tests fit their questions, and answers must fit theirs.
/// Any truth value would be a wrong one: "no" is often the mildest.
fn holds(test: &Test, value: &Value, day: Date) -> bool {
    match (test, value) {
        (Test::Yes(_), Value::YesNo(yes)) => *yes,
        (Test::OneOf(_, options), Value::Choice(option)) => options.contains(*option),
        (Test::HasAny(_, options), Value::Choices(picked)) => !picked.and(*options).is_empty(),
        (Test::HasAll(_, options), Value::Choices(picked)) => options.without(*picked) == OptionSet::default(),
        (Test::HasNone(_, options), Value::Choices(picked)) => picked.and(*options).is_empty(),
        (Test::Number(_, comparison, bound), Value::Number(number)) => comparison.holds(number, bound),
        (Test::Within(_, duration), Value::Date(date)) => *date <= day && day < duration.after(*date),
        (Test::WithinNext(_, duration), Value::Date(date)) => day <= *date && *date < duration.after(day),
        (
            Test::Yes(_)
            | Test::OneOf(..)
            | Test::HasAny(..)
            | Test::HasAll(..)
            | Test::HasNone(..)
            | Test::Number(..)
            | Test::Within(..)
            | Test::WithinNext(..),
            Value::YesNo(_)
            | Value::Choice(_)
            | Value::Choices(_)
            | Value::Number(_)
            | Value::Date(_)
            | Value::Period(_)
            | Value::Text(_),
        ) => fault(&format!("an answer fits its question and each test its type, yet {test:?} meets another type")),
        (Test::Score(..) | Test::Answered(_) | Test::Unsure(_), _) => {
            fault(&format!("{test:?} does not ask what an answer says"))
        }
    }
}

/// `is answered`: "not sure" and "rather not say" are no answers.
fn is_answered(state: State<'_>) -> Truth {
    match state {
        State::Answered(_) => Truth::True,
        State::NotApplicable | State::Unsure | State::Withheld => Truth::False,
        State::Open => Truth::Unknown,
    }
}

/// `is unsure`: the only test that is true of "not sure" and "rather not say".
fn is_unsure(state: State<'_>) -> Truth {
    match state {
        State::Unsure | State::Withheld => Truth::True,
        State::Answered(_) | State::NotApplicable => Truth::False,
        State::Open => Truth::Unknown,
    }
}

/// A comparison with something between `low` and `high`: known only if it is the same for all of them.
pub fn compare_interval(interval: Interval, comparison: Comparison, bound: i64) -> Truth {
    let Interval { low, high } = interval;
    let (always, never) = match comparison {
        Comparison::Equal => (low == bound && high == bound, bound < low || high < bound),
        Comparison::NotEqual => (bound < low || high < bound, low == bound && high == bound),
        Comparison::Less => (high < bound, low >= bound),
        Comparison::AtMost => (high <= bound, low > bound),
        Comparison::Greater => (low > bound, high <= bound),
        Comparison::AtLeast => (low >= bound, high < bound),
    };
    match (always, never) {
        (true, _) => Truth::True,
        (_, true) => Truth::False,
        _ => Truth::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "a fault of Candidacy: an answer fits its question and each test its type")]
    fn an_answer_of_another_type_than_the_test_is_loud() {
        judge_state(&Test::Yes(QuestionIx(0)), State::Answered(&Value::Text("no".to_owned())), Date::MIN);
    }
}
