//! Conditions written back as authors write them, by id: what two versions are compared by, and what people are shown.

use super::derived::DerivedNumber;
use super::tree::{Comparison, Condition, ConditionNode, DateTest, NumberTest, PairTest, PicksTest, Test};
use crate::value::index::{ConditionIx, QuestionIx, ScoreIx};
use crate::value::{Duration, OptionSet, Unit};

/// The names under which an author knows what a condition speaks of.
pub trait Names {
    /// The id of a question.
    fn question(&self, question: QuestionIx) -> &str;

    /// The id of an option of a question, by its position.
    fn option(&self, question: QuestionIx, position: usize) -> &str;

    /// The name of a named condition.
    fn condition(&self, condition: ConditionIx) -> &str;

    /// The id of a score.
    fn score(&self, score: ScoreIx) -> &str;
}

/// A condition in the language of the files.
pub fn print(condition: &Condition, names: &dyn Names) -> String {
    Printer { names }.whole(condition)
}

/// The same, for a condition that may be missing: then it always holds.
pub fn print_when(when: Option<&Condition>, names: &dyn Names) -> String {
    when.map_or_else(|| "always".to_owned(), |when| print(when, names))
}

struct Printer<'n> {
    names: &'n dyn Names,
}

impl Printer<'_> {
    fn whole(&self, condition: &Condition) -> String {
        match &condition.node {
            ConditionNode::Test(test) => self.test(test),
            ConditionNode::Named(named) => self.names.condition(*named).to_owned(),
            ConditionNode::Not(inner) => format!("not {}", self.part(inner)),
            ConditionNode::All(parts) => self.joined(parts, " and "),
            ConditionNode::Any(parts) => self.joined(parts, " or "),
            ConditionNode::AtLeast(least, parts) => {
                let parts = parts.iter().map(|part| self.whole(part)).collect::<Vec<_>>();
                format!("at least {least} of [{}]", parts.join(", "))
            }
        }
    }

    fn joined(&self, parts: &[Condition], word: &str) -> String {
        parts.iter().map(|part| self.part(part)).collect::<Vec<_>>().join(word)
    }

    fn part(&self, condition: &Condition) -> String {
        let text = self.whole(condition);
        if matches!(condition.node, ConditionNode::All(_) | ConditionNode::Any(_)) { format!("({text})") } else { text }
    }

    fn test(&self, test: &Test) -> String {
        match test {
            Test::Yes(question) => self.question(*question).to_owned(),
            Test::OneOf(question, set) if set.len() == 1 => {
                format!("{} == {}", self.question(*question), self.options(*question, *set))
            }
            Test::OneOf(question, set) => {
                format!("{} in [{}]", self.question(*question), self.options(*question, *set))
            }
            Test::Picks(question, PicksTest::Any, set) => self.has(*question, "any", *set),
            Test::Picks(question, PicksTest::All, set) => self.has(*question, "all", *set),
            Test::Picks(question, PicksTest::None, set) => self.has(*question, "none", *set),
            Test::Number(question, test) => format!("{} {}", self.question(*question), on_a_number(*test)),
            Test::Score(score, comparison, bound) => format!("{} {} {bound}", self.score(*score), comparison.sign()),
            Test::Date(question, test) => format!("{} {}", self.question(*question), on_a_date(*test)),
            Test::Pair(left, test, right) => self.pair(*left, *test, *right),
            Test::Derived(number, test) => format!("{} {}", self.derived(number), on_a_number(*test)),
            Test::Withheld(question) => format!("{} is withheld", self.question(*question)),
            Test::Answered(question) => format!("{} is answered", self.question(*question)),
            Test::Unsure(question) => format!("{} is unsure", self.question(*question)),
        }
    }

    /// Whether dates or other answers are compared, the sign means the same.
    fn pair(&self, left: QuestionIx, test: PairTest, right: QuestionIx) -> String {
        let (left, right) = (self.question(left), self.question(right));
        match test {
            PairTest::Compared(comparison) => format!("{left} {} {right}", comparison.sign()),
            PairTest::WithinAfter(days) => format!("{left} within {} after {right}", in_days(days)),
            PairTest::WithinBefore(days) => format!("{left} within {} before {right}", in_days(days)),
        }
    }

    /// A worked-out number with how it is worked out: two that are called alike may differ in it.
    fn derived(&self, number: &DerivedNumber) -> String {
        let joined = |questions: &[QuestionIx]| {
            questions.iter().map(|question| self.question(*question)).collect::<Vec<_>>().join(" * ")
        };
        let below = if number.below.is_empty() { String::new() } else { format!(" / ({})", joined(&number.below)) };
        format!("{} ({} * {}{below})", number.name, number.scale, joined(&number.above))
    }

    fn has(&self, question: QuestionIx, word: &str, set: OptionSet) -> String {
        let (id, options) = (self.question(question), self.options(question, set));
        if word == "any" && set.len() == 1 {
            format!("{id} has {options}")
        } else {
            format!("{id} has {word} [{options}]")
        }
    }

    fn question(&self, question: QuestionIx) -> &str {
        self.names.question(question)
    }

    fn score(&self, score: ScoreIx) -> &str {
        self.names.score(score)
    }

    /// The ids of options, sorted, so that moving an option changes no condition.
    fn options(&self, question: QuestionIx, set: OptionSet) -> String {
        let mut ids: Vec<&str> = set.iter().map(|position| self.names.option(question, position)).collect();
        ids.sort_unstable();
        ids.join(", ")
    }
}

/// What a number is tested for.
fn on_a_number(test: NumberTest) -> String {
    match test {
        NumberTest::Compared(comparison, bound) => format!("{} {bound}", comparison.sign()),
        NumberTest::Between(low, high) => format!("in {low}..{high}"),
    }
}

/// What a date is tested for.
fn on_a_date(test: DateTest) -> String {
    match test {
        DateTest::Within(duration) => format!("within {}", exact(duration)),
        DateTest::WithinNext(duration) => format!("within next {}", exact(duration)),
        DateTest::BetweenAgo(least, most) => format!("between {} and {} ago", exact(least), exact(most)),
        DateTest::BetweenAhead(least, most) => format!("between {} and {} ahead", exact(least), exact(most)),
        DateTest::Past => "is past".to_owned(),
        DateTest::Ahead => "is ahead".to_owned(),
        DateTest::Calendar(comparison, day) => format!("{} {day}", calendar_word(comparison)),
    }
}

/// The word for a comparison of days.
pub(super) fn calendar_word(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Less => "before",
        Comparison::AtMost => "until",
        Comparison::Greater => "after",
        Comparison::AtLeast => "from",
        Comparison::Equal | Comparison::NotEqual => comparison.sign(),
    }
}

/// A span of time, and whether it ends on the next day where a month is too short: conditions that differ in it differ.
pub fn exact(duration: Duration) -> String {
    if duration.unit.is_next() { format!("{duration} (next day)") } else { duration.to_string() }
}

fn in_days(days: u32) -> Duration {
    Duration { count: days, unit: Unit::Days }
}
