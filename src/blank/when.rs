//! When a question is to be answered, in words that lead back to numbers on the paper. What is not private never depends on what
//! is: the check holds that.

use crate::condition::{Comparison, Condition, ConditionNode, DateTest, NumberTest, PairTest, PicksTest, Test};
use crate::questionnaire::{QuestionKind, Questionnaire};
use crate::value::index::QuestionIx;
use crate::value::{OptionSet, day_in_words};

/// Says conditions in words.
pub(super) struct OnlyIf<'q> {
    pub questionnaire: &'q Questionnaire,
    /// The number of a question on the paper.
    pub number: Box<dyn Fn(QuestionIx) -> Option<usize> + 'q>,
}

impl OnlyIf<'_> {
    /// A condition as it stands after "only if".
    pub fn whole(&self, condition: &Condition) -> String {
        match &condition.node {
            ConditionNode::Test(test) => self.test(test),
            ConditionNode::Named(named) => self.whole(&self.questionnaire[*named].condition),
            ConditionNode::Not(inner) => format!("it is not so that {}", self.part(inner)),
            ConditionNode::All(parts) => self.joined(parts, " and "),
            ConditionNode::Any(parts) => self.joined(parts, " or "),
            ConditionNode::AtLeast(least, parts) => {
                let parts: Vec<String> = parts.iter().map(|part| self.whole(part)).collect();
                format!("at least {least} of these are so: {}", parts.join("; "))
            }
        }
    }

    fn joined(&self, parts: &[Condition], word: &str) -> String {
        parts.iter().map(|part| self.part(part)).collect::<Vec<_>>().join(word)
    }

    /// A condition inside another: where "and" and "or" could be mistaken for the outer ones, in brackets.
    fn part(&self, condition: &Condition) -> String {
        let inner = match &condition.node {
            ConditionNode::Named(named) => &self.questionnaire[*named].condition,
            _ => condition,
        };
        let text = self.whole(condition);
        if matches!(inner.node, ConditionNode::All(_) | ConditionNode::Any(_) | ConditionNode::AtLeast(..)) {
            format!("({text})")
        } else {
            text
        }
    }

    fn test(&self, test: &Test) -> String {
        match test {
            Test::Yes(question) => format!("{} is “Yes”", self.question(*question)),
            Test::OneOf(question, set) => self.one_of(*question, *set),
            Test::Picks(question, PicksTest::Any, set) => {
                format!("{} has {}", self.question(*question), self.options(*question, *set, "or"))
            }
            Test::Picks(question, PicksTest::All, set) => {
                format!("{} has {}", self.question(*question), self.options(*question, *set, "and"))
            }
            Test::Picks(question, PicksTest::None, set) => {
                format!("{} does not have {}", self.question(*question), self.options(*question, *set, "or"))
            }
            Test::Number(question, test) => format!("{} {}", self.question(*question), number(*test)),
            Test::Date(question, test) => format!("the day in {} {}", self.question(*question), day(*test)),
            Test::Pair(left, test, right) => {
                format!("{} {} {}", self.question(*left), self.pair(*left, *test), self.question(*right))
            }
            Test::Derived(derived, test) => {
                let from: Vec<String> = derived.questions().into_iter().map(|one| self.question(one)).collect();
                format!("“{}”, worked out from {}, {}", derived.name, from.join(" and "), number(*test))
            }
            Test::Score(score, comparison, bound) => {
                let title = &self.questionnaire.scores()[*score].title;
                format!("“{title}” comes to {}", compared(*comparison, &bound.to_string()))
            }
            Test::Answered(question) => format!("{} is answered", self.question(*question)),
            Test::Unsure(question) => format!("{} is “not sure” or not said", self.question(*question)),
            Test::Withheld(question) => format!("{} is not said", self.question(*question)),
        }
    }

    /// A question by its number; one that is not on the paper by what is asked.
    fn question(&self, question: QuestionIx) -> String {
        match (self.number)(question) {
            Some(number) => format!("number {number}"),
            None => format!("“{}”", self.questionnaire[question].ask.source().trim()),
        }
    }

    /// The fewer of the options that fit and of those that do not.
    fn one_of(&self, question: QuestionIx, set: OptionSet) -> String {
        let all = OptionSet::first(self.questionnaire[question].options().len());
        let others = all.without(set);
        let (named, word) =
            if set.len() > others.len() && !others.is_empty() { (others, "is not") } else { (set, "is") };
        format!("{} {word} {}", self.question(question), self.options(question, named, "or"))
    }

    fn options(&self, question: QuestionIx, set: OptionSet, word: &str) -> String {
        let labels: Vec<String> =
            set.iter().map(|position| format!("“{}”", self.questionnaire[question].option(position).label)).collect();
        match labels.as_slice() {
            [first @ .., last] if !first.is_empty() => format!("{} {word} {last}", first.join(", ")),
            _ => labels.concat(),
        }
    }

    fn pair(&self, left: QuestionIx, test: PairTest) -> String {
        let dates = matches!(self.questionnaire[left].kind, QuestionKind::Date(_));
        match test {
            PairTest::Compared(Comparison::Equal) => "is the same as".to_owned(),
            PairTest::Compared(Comparison::NotEqual) => "is not the same as".to_owned(),
            PairTest::Compared(Comparison::Less) => if dates { "is before" } else { "is less than" }.to_owned(),
            PairTest::Compared(Comparison::AtMost) => if dates { "is not after" } else { "is no more than" }.to_owned(),
            PairTest::Compared(Comparison::Greater) => if dates { "is after" } else { "is more than" }.to_owned(),
            PairTest::Compared(Comparison::AtLeast) => {
                if dates { "is not before" } else { "is no less than" }.to_owned()
            }
            PairTest::WithinAfter(days) => format!("is less than {days} days after"),
            PairTest::WithinBefore(days) => format!("is less than {days} days before"),
        }
    }
}

fn number(test: NumberTest) -> String {
    match test {
        NumberTest::Compared(comparison, bound) => {
            format!("is {}", compared(comparison, &bound.normalize().to_string()))
        }
        NumberTest::Between(low, high) => format!("is from {} to {}", low.normalize(), high.normalize()),
    }
}

fn compared(comparison: Comparison, bound: &str) -> String {
    match comparison {
        Comparison::Equal => bound.to_owned(),
        Comparison::NotEqual => format!("not {bound}"),
        Comparison::Less => format!("less than {bound}"),
        Comparison::AtMost => format!("{bound} or less"),
        Comparison::Greater => format!("more than {bound}"),
        Comparison::AtLeast => format!("{bound} or more"),
    }
}

fn day(test: DateTest) -> String {
    match test {
        DateTest::Within(span) => format!("is less than {span} ago"),
        DateTest::WithinNext(span) => format!("comes in less than {span}"),
        DateTest::BetweenAgo(least, most) => format!("is from {least} to {most} ago"),
        DateTest::BetweenAhead(least, most) => format!("comes in {least} to {most}"),
        DateTest::Past => "has come".to_owned(),
        DateTest::Ahead => "is still to come".to_owned(),
        DateTest::Calendar(comparison, day) => match comparison {
            Comparison::Equal => format!("is {}", day_in_words(day)),
            Comparison::NotEqual => format!("is not {}", day_in_words(day)),
            Comparison::Less => format!("is before {}", day_in_words(day)),
            Comparison::AtMost => format!("is {} or before", day_in_words(day)),
            Comparison::Greater => format!("is after {}", day_in_words(day)),
            Comparison::AtLeast => format!("is {} or after", day_in_words(day)),
        },
    }
}
