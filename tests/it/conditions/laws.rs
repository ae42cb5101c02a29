//! Laws that hold for all conditions and all responses, and a naive evaluator as the oracle.

use super::world::{ADDENDS, Known, NAMES, Names, World, parsed};
use candidacy::condition::{
    AnswerType, Comparison, Condition, ConditionNode, DateTest, Facts, NumberTest, PairTest, PicksTest, Test, evaluate,
    support,
};
use candidacy::source::Span;
use candidacy::value::index::{ConditionIx, QuestionIx, ScoreIx};
use candidacy::value::{Date, Decimal, Duration, OptionSet, Truth, Unit, Value};
use proptest::prelude::*;

/// The oracle: 0 false, 1 unknown, 2 true.
fn naive(tree: &ConditionNode, world: &World) -> u8 {
    let known = |question: &QuestionIx| &world.known[question.at()];
    match tree {
        ConditionNode::Not(inner) => 2 - naive(&inner.node, world),
        ConditionNode::All(parts) => parts.iter().map(|part| naive(&part.node, world)).min().unwrap(),
        ConditionNode::Any(parts) => parts.iter().map(|part| naive(&part.node, world)).max().unwrap(),
        ConditionNode::AtLeast(least, parts) => {
            // By heart: whatever becomes of the unknown ones, are there always, never or perhaps so many?
            let truths: Vec<u8> = parts.iter().map(|part| naive(&part.node, world)).collect();
            let reaches = |unknown: u8| truths.iter().filter(|truth| **truth + unknown >= 2).count() >= *least;
            u8::from(reaches(1)) + u8::from(reaches(0))
        }
        ConditionNode::Named(named) => naive(&world.tree(*named).unwrap().node, world),
        ConditionNode::Test(Test::Score(_, comparison, bound)) => naive_score(*comparison, *bound, world),
        ConditionNode::Test(Test::Answered(question)) => match known(question) {
            Known::Answer(_) => 2,
            Known::Open => 1,
            _ => 0,
        },
        ConditionNode::Test(Test::Unsure(question)) => match known(question) {
            Known::Unsure | Known::Withheld => 2,
            Known::Open => 1,
            _ => 0,
        },
        ConditionNode::Test(Test::Withheld(question)) => match known(question) {
            Known::Withheld => 2,
            Known::Open => 1,
            _ => 0,
        },
        ConditionNode::Test(Test::Pair(left, test, right)) => match (known(left), known(right)) {
            (Known::NotApplicable, _) | (_, Known::NotApplicable) => 0,
            (Known::Answer(left), Known::Answer(right)) => 2 * u8::from(naive_pair(*test, left, right)),
            _ => 1,
        },
        ConditionNode::Test(test) => match known(&test.question().unwrap()) {
            Known::NotApplicable => 0,
            Known::Answer(value) => 2 * u8::from(naive_test(test, value, world.day())),
            _ => 1,
        },
    }
}

/// Tries every sum that is still possible.
fn naive_score(comparison: Comparison, bound: i64, world: &World) -> u8 {
    let possible = ADDENDS.map(|question| match &world.known[question.at()] {
        Known::Answer(Value::Choice(at)) => vec![*at as i64],
        Known::NotApplicable => vec![0],
        _ => vec![0, 1, 2, 3],
    });
    let sums = possible[0].iter().flat_map(|one| possible[1].iter().map(move |other| one + other));
    let (yes, no): (Vec<_>, Vec<_>) = sums.partition(|sum| comparison.holds(sum, &bound));
    if no.is_empty() { 2 } else { u8::from(!yes.is_empty()) }
}

fn naive_pair(test: PairTest, left: &Value, right: &Value) -> bool {
    let later = |days: u32, date: &Date| date.saturating_add(jiff::Span::new().days(i64::from(days)));
    match (test, left, right) {
        (PairTest::Compared(comparison), Value::Choice(left), Value::Choice(right)) => comparison.holds(left, right),
        (PairTest::Compared(comparison), Value::Number(left), Value::Number(right)) => comparison.holds(left, right),
        (PairTest::Compared(comparison), Value::Date(left), Value::Date(right)) => comparison.holds(left, right),
        (PairTest::WithinAfter(days), Value::Date(left), Value::Date(right)) => {
            right <= left && *left < later(days, right)
        }
        (PairTest::WithinBefore(days), Value::Date(left), Value::Date(right)) => {
            left <= right && *right < later(days, left)
        }
        other => panic!("{other:?}"),
    }
}

fn naive_test(test: &Test, value: &Value, day: Date) -> bool {
    let list = |set: &OptionSet| set.iter().collect::<Vec<_>>();
    match (test, value) {
        (Test::Yes(_), Value::YesNo(yes)) => *yes,
        (Test::OneOf(_, set), Value::Choice(at)) => list(set).contains(at),
        (Test::Picks(_, PicksTest::Any, set), Value::Choices(picked)) => {
            list(set).iter().any(|at| picked.contains(*at))
        }
        (Test::Picks(_, PicksTest::All, set), Value::Choices(picked)) => {
            list(set).iter().all(|at| picked.contains(*at))
        }
        (Test::Picks(_, PicksTest::None, set), Value::Choices(picked)) => {
            !list(set).iter().any(|at| picked.contains(*at))
        }
        (Test::Number(_, NumberTest::Compared(comparison, bound)), Value::Number(number)) => {
            comparison.holds(number, bound)
        }
        (Test::Date(_, DateTest::Within(duration)), Value::Date(date)) => date <= &day && duration.after(*date) > day,
        (Test::Date(_, DateTest::WithinNext(duration)), Value::Date(date)) => {
            date >= &day && duration.after(day) > *date
        }
        (Test::Number(_, NumberTest::Between(low, high)), Value::Number(number)) => low <= number && number <= high,
        (Test::Date(_, DateTest::BetweenAgo(least, most)), Value::Date(date)) => {
            least.after(*date) <= day && most.after(*date) > day
        }
        (Test::Date(_, DateTest::BetweenAhead(least, most)), Value::Date(date)) => {
            *date >= least.after(day) && *date < most.after(day)
        }
        (Test::Date(_, DateTest::Past), Value::Date(date)) => *date <= day,
        (Test::Date(_, DateTest::Ahead), Value::Date(date)) => *date >= day,
        (Test::Date(_, DateTest::Calendar(comparison, bound)), Value::Date(date)) => comparison.holds(date, bound),
        other => panic!("{other:?}"),
    }
}

/// A tree back to text.
fn print(tree: &ConditionNode) -> String {
    let names = Names::read(NAMES);
    let joined = |parts: &[Condition], word: &str| {
        parts.iter().map(|part| grouped(&part.node)).collect::<Vec<_>>().join(&format!(" {word} "))
    };
    match tree {
        ConditionNode::Test(test) => print_test(test, &names),
        ConditionNode::Named(named) => ["active_skin", "twice_named"][named.at()].into(),
        ConditionNode::Not(inner) => format!("not {}", grouped(&inner.node)),
        ConditionNode::All(parts) => joined(parts, "and"),
        ConditionNode::Any(parts) => joined(parts, "or"),
        ConditionNode::AtLeast(least, parts) => {
            let parts: Vec<String> = parts.iter().map(|part| print(&part.node)).collect();
            format!("at least {least} of [{}]", parts.join(", "))
        }
    }
}

fn grouped(tree: &ConditionNode) -> String {
    match tree {
        ConditionNode::All(_) | ConditionNode::Any(_) => format!("({})", print(tree)),
        _ => print(tree),
    }
}

fn print_test(test: &Test, names: &Names) -> String {
    let questions = names.questions();
    if let Test::Pair(left, test, right) = test {
        let (left, right) = (questions[left.at()].0, questions[right.at()].0);
        return match test {
            PairTest::Compared(comparison) => format!("{left} {} {right}", comparison.sign()),
            PairTest::WithinAfter(days) => format!("{left} within {days} days after {right}"),
            PairTest::WithinBefore(days) => format!("{left} within {days} days before {right}"),
        };
    }
    let Some(question) = test.question() else {
        let Test::Score(_, comparison, bound) = test else { panic!() };
        return format!("worry {} {bound}", comparison.sign());
    };
    let (name, kind) = questions[question.at()];
    let list = |set: &OptionSet| match kind {
        AnswerType::Choice(options) | AnswerType::Scale(options) | AnswerType::Choices { options, .. } => {
            format!("[{}]", set.iter().map(|at| options[at].as_str()).collect::<Vec<_>>().join(", "))
        }
        _ => panic!("{name} has no options"),
    };
    match test {
        Test::Yes(_) => name.to_string(),
        Test::OneOf(_, set) => format!("{name} in {}", list(set)),
        Test::Picks(_, PicksTest::Any, set) => format!("{name} has any {}", list(set)),
        Test::Picks(_, PicksTest::All, set) => format!("{name} has all {}", list(set)),
        Test::Picks(_, PicksTest::None, set) => format!("{name} has none {}", list(set)),
        Test::Number(_, NumberTest::Compared(comparison, bound)) => format!("{name} {} {bound}", comparison.sign()),
        Test::Date(_, DateTest::Within(duration)) => format!("{name} within {duration}"),
        Test::Date(_, DateTest::WithinNext(duration)) => format!("{name} within next {duration}"),
        Test::Number(_, NumberTest::Between(low, high)) => format!("{name} in {low}..{high}"),
        Test::Date(_, DateTest::BetweenAgo(least, most)) => format!("{name} between {least} and {most} ago"),
        Test::Date(_, DateTest::BetweenAhead(least, most)) => format!("{name} between {least} and {most} ahead"),
        Test::Date(_, DateTest::Past) => format!("{name} is past"),
        Test::Date(_, DateTest::Ahead) => format!("{name} is ahead"),
        Test::Date(_, DateTest::Calendar(comparison, day)) => match comparison {
            Comparison::Less => format!("{name} before {day}"),
            Comparison::AtMost => format!("{name} until {day}"),
            Comparison::Greater => format!("{name} after {day}"),
            Comparison::AtLeast => format!("{name} from {day}"),
            Comparison::Equal | Comparison::NotEqual => panic!("no word for it"),
        },
        Test::Answered(_) => format!("{name} is answered"),
        Test::Unsure(_) => format!("{name} is unsure"),
        Test::Withheld(_) => format!("{name} is withheld"),
        Test::Score(..) | Test::Pair(..) | Test::Derived(..) => panic!(),
    }
}

/// The same tree with all places wiped.
pub fn without_places(condition: Condition) -> Condition {
    let wiped = |parts: Vec<Condition>| parts.into_iter().map(without_places).collect();
    let node = match condition.node {
        ConditionNode::Not(inner) => ConditionNode::Not(Box::new(without_places(*inner))),
        ConditionNode::All(parts) => ConditionNode::All(wiped(parts)),
        ConditionNode::Any(parts) => ConditionNode::Any(wiped(parts)),
        ConditionNode::AtLeast(least, parts) => ConditionNode::AtLeast(least, wiped(parts)),
        leaf => leaf,
    };
    tree(node)
}

fn tree(node: ConditionNode) -> Condition {
    Condition { span: Span::default(), node }
}

fn any_comparison() -> impl Strategy<Value = Comparison> {
    use Comparison::*;
    prop::sample::select(vec![Equal, NotEqual, Less, AtMost, Greater, AtLeast])
}

fn any_duration() -> impl Strategy<Value = Duration> {
    let unit = prop::sample::select(vec![Unit::Days, Unit::Weeks, Unit::Months, Unit::Years]);
    (1u32..40, unit).prop_map(|(count, unit)| Duration { count, unit })
}

/// Any test that fits the questions of the world.
fn any_test() -> impl Strategy<Value = Test> {
    let set = (1u64..16).prop_map(OptionSet);
    let question = |low: u16, high: u16| (low..=high).prop_map(QuestionIx);
    prop_oneof![
        question(0, 1).prop_map(Test::Yes),
        (question(2, 3), set.clone()).prop_map(|(question, set)| Test::OneOf(question, set)),
        set.clone().prop_map(|set| Test::Picks(QuestionIx(4), PicksTest::Any, set)),
        set.clone().prop_map(|set| Test::Picks(QuestionIx(4), PicksTest::All, set)),
        set.prop_map(|set| Test::Picks(QuestionIx(4), PicksTest::None, set)),
        (any_comparison(), -2i64..6)
            .prop_map(|(sign, bound)| Test::Number(QuestionIx(5), NumberTest::Compared(sign, bound.into()))),
        (any_comparison(), -1i64..8).prop_map(|(sign, bound)| Test::Score(ScoreIx(0), sign, bound)),
        any_duration().prop_map(|duration| Test::Date(QuestionIx(7), DateTest::Within(duration))),
        any_duration().prop_map(|duration| Test::Date(QuestionIx(7), DateTest::WithinNext(duration))),
        question(0, 7).prop_map(Test::Answered),
        question(0, 7).prop_map(Test::Unsure),
        question(0, 7).prop_map(Test::Withheld),
        (-2i64..3, 0i64..4).prop_map(|(low, more)| {
            Test::Number(QuestionIx(5), NumberTest::Between(low.into(), (low + more).into()))
        }),
        (1u32..20, 1u32..20, prop::bool::ANY).prop_map(|(least, more, ago)| {
            let months = |count| Duration { count, unit: Unit::Months };
            let make = if ago { DateTest::BetweenAgo } else { DateTest::BetweenAhead };
            Test::Date(QuestionIx(7), make(months(least), months(least + more)))
        }),
        prop::bool::ANY.prop_map(|past| Test::Date(QuestionIx(7), if past { DateTest::Past } else { DateTest::Ahead })),
        (0..4usize, -900i64..900).prop_map(|(comparison, days)| {
            let comparisons = [Comparison::Less, Comparison::AtMost, Comparison::Greater, Comparison::AtLeast];
            Test::Date(QuestionIx(7), DateTest::Calendar(comparisons[comparison], shifted(days)))
        }),
        any_comparison().prop_map(|sign| Test::Pair(QuestionIx(3), PairTest::Compared(sign), QuestionIx(9))),
        any_comparison().prop_map(|sign| Test::Pair(QuestionIx(11), PairTest::Compared(sign), QuestionIx(5))),
        any_comparison().prop_map(|sign| Test::Pair(QuestionIx(7), PairTest::Compared(sign), QuestionIx(10))),
        (1u32..900).prop_map(|days| Test::Pair(QuestionIx(10), PairTest::WithinAfter(days), QuestionIx(7))),
        (1u32..900).prop_map(|days| Test::Pair(QuestionIx(10), PairTest::WithinBefore(days), QuestionIx(7))),
    ]
}

fn any_tree() -> impl Strategy<Value = Condition> {
    let leaf = prop_oneof![
        8 => any_test().prop_map(ConditionNode::Test),
        1 => (0u16..2).prop_map(|named| ConditionNode::Named(ConditionIx(named))),
    ]
    .prop_map(tree);
    leaf.prop_recursive(5, 40, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|inner| tree(ConditionNode::Not(Box::new(inner)))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| tree(ConditionNode::All(parts))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| tree(ConditionNode::Any(parts))),
            (prop::collection::vec(inner, 1..4), 0usize..3).prop_filter_map("nothing twice", |(parts, least)| {
                let twice = |(at, part): (usize, &Condition)| parts[..at].contains(part);
                let distinct = !parts.iter().enumerate().any(twice);
                distinct.then(|| tree(ConditionNode::AtLeast(1 + least % parts.len(), parts)))
            }),
        ]
    })
}

/// So many days from the day of assessment.
fn shifted(days: i64) -> Date {
    candidacy::value::parse_date("2026-11-22").unwrap().saturating_add(jiff::Span::new().days(days))
}

/// Anything but open.
fn any_closed(kind: &AnswerType) -> BoxedStrategy<Known> {
    let answer: BoxedStrategy<Value> = match kind {
        AnswerType::YesNo => any::<bool>().prop_map(Value::YesNo).boxed(),
        AnswerType::Choice(_) | AnswerType::Scale(_) => (0usize..4).prop_map(Value::Choice).boxed(),
        AnswerType::Choices { .. } => (1u64..16).prop_map(|set| Value::Choices(OptionSet(set))).boxed(),
        AnswerType::Number { .. } => (-2i64..6).prop_map(|number| Value::Number(Decimal::from(number))).boxed(),
        AnswerType::Date => (-900i64..900).prop_map(move |days| Value::Date(shifted(days))).boxed(),
        AnswerType::Text => Just(Value::Text("…".into())).boxed(),
    };
    prop_oneof![
        6 => answer.prop_map(Known::Answer),
        1 => Just(Known::NotApplicable),
        1 => Just(Known::Unsure),
        1 => Just(Known::Withheld),
    ]
    .boxed()
}

/// What could be known at the end, and which questions are still open.
fn any_response() -> impl Strategy<Value = (Vec<Known>, Vec<bool>)> {
    let names = Names::read(NAMES);
    let closed: Vec<_> = names.questions().iter().map(|(_, kind)| any_closed(kind)).collect();
    let count = closed.len();
    (closed, prop::collection::vec(prop::bool::weighted(0.3), count))
}

/// The response with some questions open again.
fn reopened(closed: &[Known], open: &[bool]) -> World {
    let known = closed.iter().zip(open).map(|(known, open)| if *open { Known::Open } else { known.clone() });
    World::of(known.collect())
}

fn as_number(truth: Truth) -> u8 {
    match truth {
        Truth::False => 0,
        Truth::Unknown => 1,
        Truth::True => 2,
    }
}

proptest! {
    #![proptest_config(crate::support::sample(1000))]

    #[test]
    fn what_is_printed_reads_back_as_the_same_tree(condition in any_tree()) {
        let text = print(&condition.node);
        prop_assert_eq!(without_places(parsed(&text)), condition, "{}", text);
    }

    #[test]
    fn the_evaluator_agrees_with_the_oracle(condition in any_tree(), (closed, open) in any_response()) {
        let world = reopened(&closed, &open);
        prop_assert_eq!(as_number(evaluate(&condition, &world)), naive(&condition.node, &world), "{}", print(&condition.node));
    }

    #[test]
    fn closing_an_open_question_never_turns_true_to_false_or_back(condition in any_tree(), (closed, open) in any_response()) {
        let before = evaluate(&condition, &reopened(&closed, &open));
        let after = evaluate(&condition, &World::of(closed));
        prop_assert!(before == Truth::Unknown || before == after, "{}: {:?} → {:?}", print(&condition.node), before, after);
    }

    #[test]
    fn what_is_no_reason_does_not_matter(condition in any_tree(), (one, open) in any_response(), (other, _) in any_response()) {
        let world = reopened(&one, &open);
        let truth = evaluate(&condition, &world);
        prop_assume!(truth != Truth::Unknown);
        let reasons = support(&condition, &world);
        let kept = |at: usize| reasons.contains(&QuestionIx::new(at)) || ADDENDS.contains(&QuestionIx::new(at));
        let known = world.known.iter().zip(other).enumerate().map(|(at, (old, new))| if kept(at) { old.clone() } else { new });
        prop_assert_eq!(evaluate(&condition, &World::of(known.collect())), truth, "{}", print(&condition.node));
    }

    #[test]
    fn what_leaves_a_condition_unknown_is_not_answered(condition in any_tree(), (closed, open) in any_response()) {
        let world = reopened(&closed, &open);
        let reasons = support(&condition, &world);
        prop_assert!(reasons.is_sorted_by(|one, other| one < other), "{:?}", reasons);
        if evaluate(&condition, &world) == Truth::Unknown {
            prop_assert!(!reasons.is_empty());
            for question in reasons {
                prop_assert!(matches!(world.known[question.at()], Known::Open | Known::Unsure | Known::Withheld));
            }
        }
    }

    #[test]
    fn de_morgan_and_the_double_not(one in any_tree(), other in any_tree(), (closed, open) in any_response()) {
        let world = reopened(&closed, &open);
        let not = |inner: Condition| tree(ConditionNode::Not(Box::new(inner)));
        let truth = |condition: &Condition| evaluate(condition, &world);
        let all = tree(ConditionNode::All(vec![one.clone(), other.clone()]));
        let any = tree(ConditionNode::Any(vec![not(one.clone()), not(other.clone())]));
        prop_assert_eq!(truth(&not(all.clone())), truth(&any));
        prop_assert_eq!(support(&not(all), &world), support(&any, &world));
        prop_assert_eq!(truth(&not(not(one.clone()))), truth(&one));
        let swapped = tree(ConditionNode::All(vec![other.clone(), one.clone()]));
        prop_assert_eq!(truth(&swapped), truth(&tree(ConditionNode::All(vec![one, other]))));
    }
}

/// Strong Kleene, by heart.
#[test]
fn kleene_tables() {
    use Truth::{False as F, True as T, Unknown as U};
    for (one, other, and, or) in [(T, T, T, T), (T, U, U, T), (T, F, F, T), (U, U, U, U), (U, F, F, U), (F, F, F, F)] {
        assert_eq!((one.and(other), other.and(one)), (and, and), "{one:?} and {other:?}");
        assert_eq!((one.or(other), other.or(one)), (or, or), "{one:?} or {other:?}");
    }
    assert_eq!([!T, !U, !F], [F, U, T]);
}
