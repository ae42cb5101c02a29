//! Judging a tree, in three truth values.
//!
//! Both functions here are total. [`evaluate`] goes down a tree whose depth the parser bounds; [`support`] keeps a list of
//! what is left to visit, because named conditions may name each other in chains of any length.

use super::derived::{DerivedNumber, Ratio};
use super::{Comparison, Condition, ConditionNode, DateTest, NumberTest, PairTest, PicksTest, Test};
use crate::value::index::{ConditionIx, QuestionIx, ScoreIx, fault};
use crate::value::{Date, Decimal, Interval, OptionSet, State, Truth, Value};
use std::collections::BTreeSet;

/// What a condition is judged against.
pub trait Facts {
    /// The state of a question.
    fn state(&self, question: QuestionIx) -> State<'_>;
    /// Whether a named condition holds.
    fn named(&self, condition: ConditionIx) -> Truth;
    /// The tree behind a named condition, for reasons.
    fn tree(&self, condition: ConditionIx) -> Option<&Condition>;
    /// What a score can still be; nothing if too many of its questions lack an answer for any test on it to be known.
    fn score(&self, score: ScoreIx) -> Option<Interval>;
    /// What a score adds up, for reasons.
    fn addends(&self, score: ScoreIx) -> Vec<Addend<'_>>;
    /// The day of assessment.
    fn day(&self) -> Date;
}

/// Something that a score adds up.
#[derive(Clone, Copy, Debug)]
pub enum Addend<'f> {
    /// The points of the answer to a question.
    Answer(QuestionIx),
    /// Points where this condition holds.
    When(&'f Condition),
}

/// Whether the condition holds.
pub fn evaluate(condition: &Condition, facts: &dyn Facts) -> Truth {
    match &condition.node {
        ConditionNode::Test(test) => judge(test, facts),
        ConditionNode::Named(named) => facts.named(*named),
        ConditionNode::Not(inner) => !evaluate(inner, facts),
        ConditionNode::All(parts) => parts.iter().fold(Truth::True, |truth, part| truth.and(evaluate(part, facts))),
        ConditionNode::Any(parts) => parts.iter().fold(Truth::False, |truth, part| truth.or(evaluate(part, facts))),
        ConditionNode::AtLeast(least, parts) => at_least(*least, parts.iter().map(|part| evaluate(part, facts))),
    }
}

/// Whether so many are true: so, if they are for sure; not so, if too few are left even where the unknown ones may be; else
/// unknown.
pub(crate) fn at_least(least: usize, truths: impl Iterator<Item = Truth>) -> Truth {
    let (mut certain, mut possible) = (0, 0);
    for truth in truths {
        certain += usize::from(truth == Truth::True);
        possible += usize::from(truth != Truth::False);
    }
    match (certain >= least, possible >= least) {
        (true, _) => Truth::True,
        (false, true) => Truth::Unknown,
        (false, false) => Truth::False,
    }
}

/// The questions whose states decided the truth value that [`evaluate`] gives, and only those, in questionnaire order:
/// of a true `or` or count the true parts, of a false `and` or count the false parts, of an unknown one the unknown parts.
///
/// A named condition stands for the questions of its tree. A score stands for its questions that apply, and for what decided
/// the conditions in it; where the score leaves the test unknown, only for what is not answered and not known of these.
pub fn support(condition: &Condition, facts: &dyn Facts) -> Vec<QuestionIx> {
    let mut questions = Vec::new();
    let (mut seen, mut added) = (BTreeSet::new(), BTreeSet::new());
    let mut waiting = vec![condition];
    while let Some(condition) = waiting.pop() {
        match &condition.node {
            ConditionNode::Test(Test::Score(score, ..)) => {
                let unknown = evaluate(condition, facts) == Truth::Unknown;
                if added.insert((*score, unknown)) {
                    for addend in deciding(*score, unknown, facts) {
                        match addend {
                            Addend::Answer(question) => questions.push(question),
                            Addend::When(when) => waiting.push(when),
                        }
                    }
                }
            }
            ConditionNode::Test(test) => questions.extend(pair_support(test, facts)),
            ConditionNode::Named(named) => waiting.extend(facts.tree(*named).filter(|_| seen.insert(*named))),
            ConditionNode::Not(inner) => waiting.push(inner),
            // A part decides the whole exactly when it has the truth value of the whole.
            ConditionNode::All(parts) | ConditionNode::Any(parts) | ConditionNode::AtLeast(_, parts) => {
                let truth = evaluate(condition, facts);
                waiting.extend(parts.iter().filter(|part| evaluate(part, facts) == truth));
            }
        }
    }
    questions.sort_unstable();
    questions.dedup();
    questions
}

/// What of a score decides a test on it, which it leaves unknown or not.
fn deciding(score: ScoreIx, unknown: bool, facts: &dyn Facts) -> impl Iterator<Item = Addend<'_>> {
    facts.addends(score).into_iter().filter(move |addend| match addend {
        Addend::Answer(question) => match facts.state(*question) {
            State::NotApplicable => false,
            State::Answered(_) => !unknown,
            State::Unsure | State::Withheld | State::Open => true,
        },
        Addend::When(when) => !unknown || evaluate(when, facts) == Truth::Unknown,
    })
}

/// The questions that decide a test: its own; of several, those that do not apply if there are any, else those that are not
/// answered if there are any, else all.
fn pair_support(test: &Test, facts: &dyn Facts) -> Vec<QuestionIx> {
    let questions = test.questions();
    let those = |wanted: fn(State<'_>) -> bool| {
        questions.iter().copied().filter(|question| wanted(facts.state(*question))).collect::<Vec<_>>()
    };
    let absent = those(|state| matches!(state, State::NotApplicable));
    let unknown = those(|state| !matches!(state, State::NotApplicable | State::Answered(_)));
    [absent, unknown].into_iter().find(|some| !some.is_empty()).unwrap_or(questions)
}

/// Whether a test holds.
fn judge(test: &Test, facts: &dyn Facts) -> Truth {
    match (test, test.question()) {
        (Test::Score(score, comparison, bound), _) => {
            facts.score(*score).map_or(Truth::Unknown, |points| compare_interval(points, *comparison, *bound))
        }
        (Test::Pair(left, test, right), _) => judge_pair(*test, facts.state(*left), facts.state(*right)),
        (Test::Derived(number, test), _) => judge_derived(number, *test, |question| facts.state(question)),
        (_, Some(question)) => judge_state(test, facts.state(question), facts.day()),
        (_, None) => fault("every test names a question but one on a score, or on several"),
    }
}

/// Whether two answers stand so to each other: never, if one of the questions does not apply; unknown, unless both are
/// answered. This is the one place that says what such a test means.
///
/// # Panics
/// If the answers are not of one type, or of one that does not compare.
pub fn judge_pair(test: PairTest, left: State<'_>, right: State<'_>) -> Truth {
    match (left, right) {
        (State::NotApplicable, _) | (_, State::NotApplicable) => Truth::False,
        (State::Answered(left), State::Answered(right)) => stand_so(test, left, right).into(),
        (State::Answered(_) | State::Unsure | State::Withheld | State::Open, _) => Truth::Unknown,
    }
}

fn stand_so(test: PairTest, left: &Value, right: &Value) -> bool {
    let days_after = |one: &Date, other: &Date| i64::from((*one - *other).get_days());
    match (test, left, right) {
        (PairTest::Compared(comparison), Value::Choice(left), Value::Choice(right)) => comparison.holds(left, right),
        (PairTest::Compared(comparison), Value::Number(left), Value::Number(right)) => comparison.holds(left, right),
        (PairTest::Compared(comparison), Value::Date(left), Value::Date(right)) => comparison.holds(left, right),
        (PairTest::WithinAfter(days), Value::Date(left), Value::Date(right)) => {
            (0..i64::from(days)).contains(&days_after(left, right))
        }
        (PairTest::WithinBefore(days), Value::Date(left), Value::Date(right)) => {
            (0..i64::from(days)).contains(&days_after(right, left))
        }
        (PairTest::Compared(_) | PairTest::WithinAfter(_) | PairTest::WithinBefore(_), _, _) => {
            fault(&format!("two answers of one type are held against each other, yet here are {left:?} and {right:?}"))
        }
    }
}

/// Whether a number worked out from answers passes a test: never, if one of its questions does not apply; unknown, unless all
/// are answered. This is the one place that says what such a test means.
///
/// # Panics
/// If one of the answers is no number.
pub fn judge_derived<'s>(number: &DerivedNumber, test: NumberTest, state: impl Fn(QuestionIx) -> State<'s>) -> Truth {
    let questions = number.questions();
    if questions.iter().any(|question| matches!(state(*question), State::NotApplicable)) {
        return Truth::False;
    }
    if questions.iter().any(|question| !matches!(state(*question), State::Answered(_))) {
        return Truth::Unknown;
    }
    let ratio = number.of(|question| match state(question) {
        State::Answered(Value::Number(number)) => *number,
        _ => fault("a number is worked out from numbers"),
    });
    passes(&ratio, test).into()
}

/// Whether a ratio passes a test on numbers.
pub(crate) fn passes(ratio: &Ratio, test: NumberTest) -> bool {
    match test {
        NumberTest::Compared(comparison, bound) => {
            let order = ratio.compare(bound);
            match comparison {
                Comparison::Equal => order.is_eq(),
                Comparison::NotEqual => order.is_ne(),
                Comparison::Less => order.is_lt(),
                Comparison::AtMost => order.is_le(),
                Comparison::Greater => order.is_gt(),
                Comparison::AtLeast => order.is_ge(),
            }
        }
        NumberTest::Between(low, high) => ratio.compare(low).is_ge() && ratio.compare(high).is_le(),
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
        Test::Withheld(_) => is_withheld(state),
        Test::Yes(_) | Test::OneOf(..) | Test::Picks(..) | Test::Number(..) | Test::Date(..) => match state {
            // What it says of each day that it can be.
            State::Answered(Value::Period(period)) => {
                Truth::agreed(period.days().map(|date| holds(test, &Value::Date(date), day).into()))
            }
            State::Answered(value) => holds(test, value, day).into(),
            State::NotApplicable => Truth::False,
            State::Unsure | State::Withheld | State::Open => Truth::Unknown,
        },
        Test::Score(..) => fault("a score is no question: it is compared with what it can still be"),
        Test::Pair(..) | Test::Derived(..) => {
            fault("several questions have several states: see `judge_pair` and `judge_derived`")
        }
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
        (Test::Picks(_, test, options), Value::Choices(picked)) => are_picked(*test, *options, *picked),
        (Test::Number(_, test), Value::Number(number)) => number_passes(*test, number),
        (Test::Date(_, test), Value::Date(date)) => day_passes(*test, *date, day),
        (
            Test::Yes(_) | Test::OneOf(..) | Test::Picks(..) | Test::Number(..) | Test::Date(..),
            Value::YesNo(_)
            | Value::Choice(_)
            | Value::Choices(_)
            | Value::Number(_)
            | Value::Date(_)
            | Value::Period(_)
            | Value::Text(_),
        ) => fault(&format!("an answer fits its question and each test its type, yet {test:?} meets another type")),
        (
            Test::Pair(..)
            | Test::Derived(..)
            | Test::Score(..)
            | Test::Answered(_)
            | Test::Unsure(_)
            | Test::Withheld(_),
            _,
        ) => fault(&format!("{test:?} does not ask what an answer says")),
    }
}

/// Whether so many of the options are picked.
fn are_picked(test: PicksTest, options: OptionSet, picked: OptionSet) -> bool {
    match test {
        PicksTest::Any => !picked.and(options).is_empty(),
        PicksTest::All => options.without(picked).is_empty(),
        PicksTest::None => picked.and(options).is_empty(),
    }
}

/// Whether a number passes a test on numbers.
fn number_passes(test: NumberTest, number: &Decimal) -> bool {
    match test {
        NumberTest::Compared(comparison, bound) => comparison.holds(number, &bound),
        NumberTest::Between(low, high) => (low..=high).contains(number),
    }
}

/// Whether a date passes a test on dates, on the day of assessment.
fn day_passes(test: DateTest, date: Date, day: Date) -> bool {
    match test {
        DateTest::Within(duration) => date <= day && day < duration.after(date),
        DateTest::WithinNext(duration) => day <= date && date < duration.after(day),
        DateTest::BetweenAgo(least, most) => least.after(date) <= day && day < most.after(date),
        DateTest::BetweenAhead(least, most) => least.after(day) <= date && date < most.after(day),
        DateTest::Past => date <= day,
        DateTest::Ahead => day <= date,
        DateTest::Calendar(comparison, bound) => comparison.holds(&date, &bound),
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

/// `is unsure`: true of "not sure" and "rather not say" alike.
fn is_unsure(state: State<'_>) -> Truth {
    match state {
        State::Unsure | State::Withheld => Truth::True,
        State::Answered(_) | State::NotApplicable => Truth::False,
        State::Open => Truth::Unknown,
    }
}

/// `is withheld`: "rather not say" alone.
fn is_withheld(state: State<'_>) -> Truth {
    match state {
        State::Withheld => Truth::True,
        State::Answered(_) | State::NotApplicable | State::Unsure => Truth::False,
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
    fn a_body_mass_index_is_exact() {
        let (weight, height) = (QuestionIx(0), QuestionIx(1));
        let bmi = DerivedNumber {
            name: "bmi".to_owned(),
            above: vec![weight],
            below: vec![height, height],
            scale: Decimal::from(10_000),
        };
        let above_35 = NumberTest::Compared(Comparison::Greater, Decimal::from(35));
        for (tenths, centimetres, above) in
            [(1072, 175, true), (1071, 175, false), (1400, 200, false), (1401, 200, true)]
        {
            let answers = [Value::Number(Decimal::new(tenths, 1)), Value::Number(Decimal::from(centimetres))];
            let truth = judge_derived(&bmi, above_35, |question| State::Answered(&answers[question.at()]));
            assert_eq!(truth, above.into(), "{tenths} {centimetres}");
        }
    }

    #[test]
    #[should_panic(expected = "a fault of Candidacy: an answer fits its question and each test its type")]
    fn an_answer_of_another_type_than_the_test_is_loud() {
        judge_state(&Test::Yes(QuestionIx(0)), State::Answered(&Value::Text("no".to_owned())), Date::MIN);
    }
}
