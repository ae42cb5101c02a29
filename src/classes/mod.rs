//! Answers, reduced to what conditions tell apart: the one place where that is worked out.
//!
//! A question has as many answers as people can write; its conditions tell a few of them apart. `age >= 18` makes two
//! classes of all ages, `since within 6 months` three of all days. Judging works on the numbers of the classes
//! ([`Classes::code`]), a proof on one answer of each ([`Classes::shown`]), and a comparison of two versions on the classes
//! of the tests of both. So whatever is new, a test or a type of question, is right here or nowhere; all `match`es name
//! every case, so that the compiler leads to them.
//!
//! What a test means is not decided here: that is [`judge_state`], which is asked on both sides of every place where a test
//! could change its mind ([`runs`]).
//!
//! A date that is only a month or a year stands for an interval of days. A test on it is true if it holds on all of them, false
//! if on none, else unknown: its classes are pairs of runs, its first day's and its last's ([`runs`]).
//!
//! What may come, and where it belongs:
//!
//! - An answer that has aged (given on another day than the day of assessment) is a state between answered and open. It gets
//!   a code before [`FIRST`], as "not sure" has, and a row in the table of the condition language.

mod conditions;
mod picks;
mod runs;

pub(crate) use conditions::{
    all_conditions, deciding_tests, exact_questions, is_vague, judged_conditions, tests, withheld_questions,
};
pub(crate) use picks::{Touched, options_of};
pub(crate) use runs::Runs;

use std::collections::BTreeSet;

use crate::condition::{Comparison, DateTest, NumberTest, Test, judge_state};
use crate::questionnaire::QuestionKind;
use crate::value::index::fault;
use crate::value::{Answer, Date, Decimal, Duration, OptionSet, State, Truth, Value};

/// The state of a question as a number: one of those below, or from [`FIRST`] on the class of its answer.
pub(crate) type ClassCode = u32;

/// It applies and is not answered, or was passed over.
pub(crate) const OPEN: ClassCode = 0;
/// It is not known whether it applies.
pub(crate) const MAYBE: ClassCode = 1;
/// It does not apply.
pub(crate) const ABSENT: ClassCode = 2;
/// "Not sure".
pub(crate) const UNSURE: ClassCode = 3;
/// "Rather not say": told apart from "not sure" by `is withheld` alone.
pub(crate) const WITHHELD: ClassCode = 4;
/// The first code that stands for answers.
pub(crate) const FIRST: ClassCode = 5;

/// The classes of the answers to a question: of two answers of one class, all tests say the same. Classes are numbered from 0.
#[derive(Clone, Debug)]
pub(crate) enum Classes {
    /// No, yes.
    YesNo,
    /// Each option.
    Options(usize),
    /// Each subset of those options that something asks for.
    Picks(Vec<usize>),
    /// Runs of numbers.
    Numbers(Runs<Decimal>),
    /// Runs of days; and after them, for a month or year that begins in one and ends in another, each pair of runs.
    Days(Runs<Date>),
    /// All texts alike: no test asks what they say.
    Text,
}

/// What the tests say of a question in that state. Answers of which they say the same are alike.
pub(crate) fn told(tests: &[&Test], state: State<'_>, day: Date) -> Vec<Truth> {
    tests.iter().map(|test| judge_state(test, state, day)).collect()
}

impl Classes {
    /// The classes that these tests need on that day.
    pub(crate) fn of(kind: &QuestionKind, tests: &[&Test], day: Date) -> Classes {
        let apart = |one: Value, other: Value| {
            tests.iter().any(|test| {
                let says = |value: &Value| judge_state(test, State::Answered(value), day);
                says(&one) != says(&other)
            })
        };
        match kind {
            QuestionKind::YesNo => Classes::YesNo,
            QuestionKind::Choice(options) | QuestionKind::Scale(options) => Classes::Options(options.len()),
            QuestionKind::Choices { .. } => {
                let asked = tests.iter().filter_map(|test| options_of(test)).fold(OptionSet::default(), OptionSet::or);
                Classes::Picks(asked.iter().collect())
            }
            QuestionKind::Number { decimals, .. } => {
                let near = numbers_near(tests, *decimals);
                Classes::Numbers(Runs::cut(near, |one, other| apart(Value::Number(one), Value::Number(other))))
            }
            QuestionKind::Date(_) => {
                let near = days_near(tests, day);
                Classes::Days(Runs::cut(near, |one, other| apart(Value::Date(one), Value::Date(other))))
            }
            QuestionKind::Text => Classes::Text,
        }
    }

    /// How many classes there are.
    pub(crate) fn count(&self) -> usize {
        match self {
            Classes::YesNo => 2,
            Classes::Options(count) => *count,
            Classes::Picks(options) => picks::count(options),
            Classes::Numbers(runs) => runs.count(),
            Classes::Days(runs) => runs.count() + runs.pairs(),
            Classes::Text => 1,
        }
    }

    /// The code of the state that an answer gives, as if its question applied.
    pub(crate) fn code(&self, answer: &Answer) -> ClassCode {
        match answer {
            Answer::Skipped => OPEN,
            Answer::Unsure => UNSURE,
            Answer::Withheld => WITHHELD,
            Answer::Given(value) => FIRST + self.class(value),
        }
    }

    /// The class of an answer that fits its question.
    pub(crate) fn class(&self, value: &Value) -> ClassCode {
        match (self, value) {
            (Classes::YesNo, Value::YesNo(yes)) => ClassCode::from(*yes),
            // An option is one of at most 64: see `OptionSet`.
            (Classes::Options(_), Value::Choice(position)) => *position as ClassCode,
            (Classes::Picks(options), Value::Choices(picked)) => picks::subset(options, *picked),
            (Classes::Numbers(runs), Value::Number(number)) => runs.of(number),
            (Classes::Days(runs), Value::Date(date)) => runs.of(date),
            (Classes::Days(runs), Value::Period(period)) => runs.of_both(&period.first(), &period.last()),
            (Classes::Text, Value::Text(_)) => 0,
            (
                Classes::YesNo
                | Classes::Options(_)
                | Classes::Picks(_)
                | Classes::Numbers(_)
                | Classes::Days(_)
                | Classes::Text,
                Value::YesNo(_)
                | Value::Choice(_)
                | Value::Choices(_)
                | Value::Number(_)
                | Value::Date(_)
                | Value::Period(_)
                | Value::Text(_),
            ) => fault("an answer fits its question, yet one is of another type"),
        }
    }

    /// An answer of a class, whether its question takes it or not.
    ///
    /// # Panics
    /// If it is one of months or years: not every pair of runs has one. See [`Classes::says`].
    pub(crate) fn shown(&self, class: usize) -> Value {
        match self {
            Classes::YesNo => Value::YesNo(class == 1),
            Classes::Options(_) => Value::Choice(class),
            Classes::Picks(options) => Value::Choices(picks::picked(options, class)),
            Classes::Numbers(runs) => Value::Number(runs.shown(class)),
            Classes::Days(runs) => Value::Date(runs.shown(class)),
            Classes::Text => Value::Text("text".to_owned()),
        }
    }

    /// What a test says, by code.
    pub(crate) fn truths(&self, test: &Test, day: Date) -> Vec<Truth> {
        // In the order of the codes: open, perhaps applying, not applying, unsure, withheld.
        let unanswered = [State::Open, State::Open, State::NotApplicable, State::Unsure, State::Withheld];
        let unanswered = unanswered.into_iter().map(|state| judge_state(test, state, day));
        let answered = (0..self.count()).map(|class| self.says(test, class, day));
        unanswered.chain(answered).collect()
    }

    /// What a test says of the answers of a class.
    fn says(&self, test: &Test, class: usize, day: Date) -> Truth {
        let judge = |class: usize| judge_state(test, State::Answered(&self.shown(class)), day);
        match self {
            // It says the same of all days of a run.
            Classes::Days(runs) => Truth::agreed(runs.covered(class).map(judge)),
            Classes::YesNo | Classes::Options(_) | Classes::Picks(_) | Classes::Numbers(_) | Classes::Text => {
                judge(class)
            }
        }
    }

    /// What the floor of "not sure" says, by code: it is there where `is unsure` is true, and where a month or a year leaves one
    /// of the tests undecided that something rests on.
    pub(crate) fn floors(&self, unsure: &Test, deciding: &[&Test], day: Date) -> Vec<Truth> {
        let mut floors = self.truths(unsure, day);
        let answered = floors.iter_mut().skip(FIRST as usize).enumerate();
        for (class, floor) in answered {
            if deciding.iter().any(|test| self.says(test, class, day) == Truth::Unknown) {
                *floor = Truth::True;
            }
        }
        floors
    }

    /// For each class the first that no test tells apart from it: of `x == 5`, the numbers above 5 are like those below.
    pub(crate) fn alike(&self, tests: &[&Test], day: Date) -> Vec<usize> {
        let mut kinds: Vec<(Vec<Truth>, usize)> = Vec::new();
        let first_like = |class: usize| {
            let says = tests.iter().map(|test| self.says(test, class, day)).collect();
            match kinds.iter().find(|(known, _)| *known == says) {
                Some((_, first)) => *first,
                None => {
                    kinds.push((says, class));
                    class
                }
            }
        };
        (0..self.count()).map(first_like).collect()
    }
}

/// Numbers at each bound and next to it on both sides, as many decimals as answers have.
fn numbers_near(tests: &[&Test], decimals: u32) -> BTreeSet<Decimal> {
    let step = Decimal::new(1, decimals);
    let mut near = BTreeSet::new();
    for bound in tests.iter().flat_map(|test| number_bounds(test)) {
        // A bound may lie between two numbers that the question takes.
        let at = bound.trunc_with_scale(decimals);
        near.extend([at.checked_sub(step), Some(at), at.checked_add(step)].into_iter().flatten());
    }
    if near.is_empty() {
        near.insert(Decimal::ZERO);
    }
    near
}

/// The numbers with which a test compares.
fn number_bounds(test: &Test) -> Vec<Decimal> {
    match test {
        Test::Number(_, NumberTest::Compared(_, bound)) => vec![*bound],
        Test::Number(_, NumberTest::Between(low, high)) => vec![*low, *high],
        Test::Yes(_)
        | Test::OneOf(..)
        | Test::Picks(..)
        | Test::Date(..)
        | Test::Score(..)
        | Test::Pair(..)
        | Test::Derived(..)
        | Test::Answered(_)
        | Test::Unsure(_)
        | Test::Withheld(_) => Vec::new(),
    }
}

/// The first and the last day of every span that a test draws, with the days before and after; and the day itself.
fn days_near(tests: &[&Test], day: Date) -> BTreeSet<Date> {
    let mut near = BTreeSet::from([day]);
    for (first, after_last) in tests.iter().filter_map(|test| day_span(test, day)) {
        near.extend(
            [Some(first), first.yesterday().ok(), after_last, after_last.and_then(|end| end.yesterday().ok())]
                .into_iter()
                .flatten(),
        );
    }
    near
}

/// The days of assessment on which a test may say something else of a date than the day before.
pub(crate) fn turning_days(test: &Test, date: Date) -> Vec<Date> {
    match date_test(test) {
        Some(DateTest::Within(duration)) => vec![date, duration.after(date)],
        Some(DateTest::WithinNext(duration)) => {
            [Some(duration.earliest_past(date)), date.tomorrow().ok()].into_iter().flatten().collect()
        }
        Some(DateTest::BetweenAgo(least, most)) => vec![least.after(date), most.after(date)],
        Some(DateTest::BetweenAhead(least, most)) => vec![most.earliest_past(date), least.earliest_past(date)],
        Some(DateTest::Past) => vec![date],
        Some(DateTest::Ahead) => date.tomorrow().into_iter().collect(),
        // A fixed day does not move with the day of assessment.
        Some(DateTest::Calendar(..)) | None => Vec::new(),
    }
}

/// The spans of time that a test reaches from the day of assessment.
pub(crate) fn spans_of(test: &Test) -> Vec<Duration> {
    date_test(test).map_or_else(Vec::new, DateTest::spans)
}

/// Whether a test is about a fixed day of the calendar.
pub(crate) fn is_fixed(test: &Test) -> bool {
    matches!(date_test(test), Some(DateTest::Calendar(..)))
}

/// What a test asks of a day; none of one that asks for something else.
fn date_test(test: &Test) -> Option<DateTest> {
    match test {
        Test::Date(_, test) => Some(*test),
        Test::Yes(_)
        | Test::OneOf(..)
        | Test::Picks(..)
        | Test::Number(..)
        | Test::Score(..)
        | Test::Pair(..)
        | Test::Derived(..)
        | Test::Answered(_)
        | Test::Unsure(_)
        | Test::Withheld(_) => None,
    }
}

/// The span of days of which a test holds, or of which it does not: its first day, and the day after its last (none after the
/// end of the calendar).
fn day_span(test: &Test, day: Date) -> Option<(Date, Option<Date>)> {
    match date_test(test)? {
        DateTest::Within(duration) => Some((duration.earliest_past(day), day.tomorrow().ok())),
        DateTest::WithinNext(duration) => Some((day, Some(duration.after(day)))),
        DateTest::BetweenAgo(least, most) => Some((most.earliest_past(day), Some(least.earliest_past(day)))),
        DateTest::BetweenAhead(least, most) => Some((least.after(day), Some(most.after(day)))),
        DateTest::Past => Some((Date::MIN, day.tomorrow().ok())),
        DateTest::Ahead => Some((day, None)),
        DateTest::Calendar(comparison, bound) => match comparison {
            Comparison::Less | Comparison::AtLeast => Some((bound, None)),
            Comparison::Greater | Comparison::AtMost => Some((bound.tomorrow().ok()?, None)),
            Comparison::Equal | Comparison::NotEqual => Some((bound, bound.tomorrow().ok())),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::DateRange;
    use crate::value::index::QuestionIx;
    use crate::value::{Period, Unit};

    const DAY: Date = Date::constant(2024, 2, 29);

    /// Of neighbours on a line: those in one class are told apart by no test, those in two by one; and what is shown of a
    /// class is in it.
    fn cut_where_tests_cut(classes: &Classes, tests: &[&Test], line: &[Value], day: Date) {
        let says = |value: &Value| told(tests, State::Answered(value), day);
        for pair in line.windows(2) {
            let (before, after) = (&pair[0], &pair[1]);
            let alike = classes.class(before) == classes.class(after);
            assert_eq!(alike, says(before) == says(after), "{before:?} and {after:?} on {day} under {tests:?}");
        }
        let alone = if let Classes::Days(runs) = classes { runs.count() } else { classes.count() };
        for class in 0..alone {
            assert_eq!(classes.class(&classes.shown(class)) as usize, class);
        }
    }

    #[test]
    fn numbers_are_cut_where_a_test_changes_its_mind() {
        use Comparison as C;
        let kind = QuestionKind::Number { range: None, decimals: 1, unit: None };
        let test = |comparison, tenths| {
            Test::Number(QuestionIx::new(0), NumberTest::Compared(comparison, Decimal::new(tenths, 1)))
        };
        let comparisons = [C::Equal, C::NotEqual, C::Less, C::AtMost, C::Greater, C::AtLeast];
        let all: Vec<Test> =
            comparisons.into_iter().flat_map(|one| [-3, 0, 1, 25].map(|tenths| test(one, tenths))).collect();
        let line: Vec<Value> = (-60..60).map(|tenths| Value::Number(Decimal::new(tenths, 1))).collect();
        for (position, first) in all.iter().enumerate() {
            for second in all.iter().skip(position) {
                let tests = [first, second];
                cut_where_tests_cut(&Classes::of(&kind, &tests, DAY), &tests, &line, DAY);
            }
        }
        cut_where_tests_cut(&Classes::of(&kind, &[], DAY), &[], &line, DAY);
    }

    #[test]
    fn days_are_cut_where_a_test_changes_its_mind() {
        let kind = QuestionKind::Date(DateRange::Any);
        let durations = [(1, Unit::Days), (2, Unit::Weeks), (1, Unit::Months), (1, Unit::Years)];
        let durations = durations.map(|(count, unit)| Duration { count, unit });
        let past = durations.map(|duration| Test::Date(QuestionIx::new(0), DateTest::Within(duration)));
        let ahead = durations.map(|duration| Test::Date(QuestionIx::new(0), DateTest::WithinNext(duration)));
        // Across the end of February, and where the calendar itself ends.
        for day in [DAY, Date::constant(2023, 3, 31), Date::constant(2024, 3, 30)] {
            let first = day - jiff::Span::new().days(400);
            let line: Vec<Value> = first.series(jiff::Span::new().days(1)).take(800).map(Value::Date).collect();
            for one in past.iter().chain(&ahead) {
                for other in &ahead {
                    let tests = [one, other];
                    cut_where_tests_cut(&Classes::of(&kind, &tests, day), &tests, &line, day);
                }
            }
        }
        for day in [Date::MIN, Date::MAX] {
            for test in past.iter().chain(&ahead) {
                let classes = Classes::of(&kind, &[test], day);
                cut_where_tests_cut(&classes, &[test], &[], day);
            }
        }
    }

    /// Of a month or year, the class says what its days say, and two of one class are told apart by no test.
    #[test]
    fn a_period_is_judged_by_the_runs_that_it_lies_in() {
        let kind = QuestionKind::Date(DateRange::Any);
        let duration = |count, unit| Duration { count, unit };
        let question = QuestionIx::new(0);
        let all = [
            Test::Date(question, DateTest::Within(duration(2, Unit::Weeks))),
            Test::Date(question, DateTest::Within(duration(6, Unit::Months))),
            Test::Date(question, DateTest::WithinNext(duration(1, Unit::Months))),
            Test::Date(question, DateTest::WithinNext(duration(1, Unit::Years))),
        ];
        let tests: Vec<&Test> = all.iter().collect();
        let months = (2022..2027).flat_map(|year| (1..=12).map(move |month| Period::month(year, month).unwrap()));
        let years = (2021..2028).map(|year| Period::year(year).unwrap());
        let periods: Vec<Period> = months.chain(years).collect();
        let cuts = periods.iter().flat_map(|period| [period.cut(Date::MIN, DAY), period.cut(DAY, Date::MAX)]);
        let periods: Vec<Value> = periods.iter().copied().chain(cuts.flatten()).map(Value::Period).collect();
        let classes = Classes::of(&kind, &tests, DAY);
        for period in &periods {
            let class = classes.class(period) as usize;
            for test in &tests {
                let told = judge_state(test, State::Answered(period), DAY);
                assert_eq!(classes.truths(test, DAY)[FIRST as usize + class], told, "{period:?} under {test:?}");
            }
            assert_eq!(classes.says(&Test::Answered(question), class, DAY), Truth::True);
        }
        assert!(periods.iter().any(|period| classes.class(period) as usize >= classes.count() / 2));
    }

    #[test]
    fn what_no_test_tells_apart_is_alike_though_it_lies_apart() {
        let kind = QuestionKind::Number { range: None, decimals: 0, unit: None };
        let five = Test::Number(QuestionIx::new(0), NumberTest::Compared(Comparison::Equal, Decimal::new(5, 0)));
        let classes = Classes::of(&kind, &[&five], DAY);
        assert_eq!(classes.alike(&[&five], DAY), [0, 1, 0]);
    }

    #[test]
    fn picks_that_are_asked_for_share_columns_of_eight() {
        let classes = Classes::Picks((0..20).collect()).columns();
        assert_eq!(classes.iter().map(Classes::count).collect::<Vec<_>>(), [256, 256, 16]);
        let picked = Value::Choices([1, 9, 19].into_iter().collect());
        assert_eq!(classes.iter().map(|column| column.class(&picked)).collect::<Vec<_>>(), [2, 2, 8]);
    }

    #[test]
    #[should_panic(expected = "a fault of Candidacy: an answer fits its question")]
    fn an_answer_of_another_type_is_loud() {
        Classes::YesNo.class(&Value::Text("yes".to_owned()));
    }
}
