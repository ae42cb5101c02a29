//! Conditions written back as authors write them, by id: what two versions are compared by, and what people are shown.

use super::tree::{Condition, ConditionNode, DateTest, NumberTest, PicksTest, Test};
use crate::value::OptionSet;
use crate::value::index::{ConditionIx, QuestionIx, ScoreIx};

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
            Test::Number(question, NumberTest::Compared(comparison, bound)) => {
                format!("{} {} {bound}", self.question(*question), comparison.sign())
            }
            Test::Score(score, comparison, bound) => format!("{} {} {bound}", self.score(*score), comparison.sign()),
            Test::Date(question, DateTest::Within(duration)) => {
                format!("{} within {duration}", self.question(*question))
            }
            Test::Date(question, DateTest::WithinNext(duration)) => {
                format!("{} within next {duration}", self.question(*question))
            }
            Test::Answered(question) => format!("{} is answered", self.question(*question)),
            Test::Unsure(question) => format!("{} is unsure", self.question(*question)),
        }
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
