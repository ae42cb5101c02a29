//! A sentence to a typed tree: names become numbers, options become sets, and each test is held against the type of what
//! it tests. All parts are looked at, also after a fault.

use super::faults::{Faults, Subject, What};
use super::scope::{AnswerType, Scope, Symbol};
use super::syntax::{Direction, Form, List, Operand, Phrase, Quantifier, RawTest, Tail, Word};
use super::tree::{Comparison, Condition, ConditionNode, DateTest, NumberTest, PicksTest, Test};
use crate::document::Scalar;
use crate::value::index::QuestionIx;
use crate::value::{Decimal, OptionSet, parse_decimal};

/// Looks names up and types the tests of one condition.
pub(super) struct Resolver<'r, 's> {
    pub scalar: &'s Scalar,
    pub scope: &'r dyn Scope,
    pub faults: &'r mut Faults<'s>,
}

impl Resolver<'_, '_> {
    /// The typed tree; `None` was reported. The depth is bounded by the grammar.
    pub fn condition(&mut self, phrase: &Phrase<'_>) -> Option<Condition> {
        let node = match &phrase.form {
            Form::Broken => None,
            Form::Test(test) => self.test(test),
            Form::Not(inner) => self.condition(inner).map(|inner| ConditionNode::Not(Box::new(inner))),
            Form::All(parts) => self.parts(parts).map(ConditionNode::All),
            Form::Any(parts) => self.parts(parts).map(ConditionNode::Any),
        };
        Some(Condition { span: self.scalar.place(phrase.at.start, phrase.at.end), node: node? })
    }

    fn parts(&mut self, parts: &[Phrase<'_>]) -> Option<Vec<Condition>> {
        let parts: Vec<_> = parts.iter().map(|part| self.condition(part)).collect();
        parts.into_iter().collect()
    }

    fn test(&mut self, test: &RawTest<'_>) -> Option<ConditionNode> {
        let name = test.name.text;
        match self.scope.resolve(name) {
            None => {
                self.faults.unknown_name(&test.name, self.scope);
                None
            }
            Some(Symbol::Later { stands, because }) => {
                self.faults.too_early(&test.name, stands, because);
                None
            }
            Some(Symbol::Broken) => None,
            Some(Symbol::Condition(condition, defined)) => self
                .bare(test, &Subject { name, what: What::Condition, defined })
                .then_some(ConditionNode::Named(condition)),
            Some(Symbol::Score(score, defined)) => {
                let (comparison, points) = self.points(test, &Subject { name, what: What::Score, defined })?;
                Some(ConditionNode::Test(Test::Score(score, comparison, points)))
            }
            Some(Symbol::Question(question, kind, defined)) => {
                let subject = Subject { name, what: What::Question(kind), defined };
                self.on_question(question, kind, test, &subject).map(ConditionNode::Test)
            }
        }
    }

    /// A test on a question, by the type of the question.
    fn on_question(
        &mut self,
        question: QuestionIx,
        kind: &AnswerType,
        test: &RawTest<'_>,
        subject: &Subject<'_>,
    ) -> Option<Test> {
        match (kind, &test.tail) {
            (AnswerType::Text, _) => {
                self.faults.not_testable(&test.name, subject);
                None
            }
            (_, Tail::Answered) => Some(Test::Answered(question)),
            (_, Tail::Unsure) => Some(Test::Unsure(question)),
            (_, Tail::Compare(comparison, Operand::Word(word))) if self.is_state(kind, word) => {
                let not = if *comparison == Comparison::NotEqual { "not " } else { "" };
                let state = if word.text == "answered" { "answered" } else { "unsure" };
                self.faults.state_compared(&word.at, &format!("{not}{} is {state}", subject.name));
                None
            }
            (AnswerType::YesNo, _) => self.bare(test, subject).then_some(Test::Yes(question)),
            (AnswerType::Choice(options), _) => {
                self.one_of(options, false, test, subject).map(|set| Test::OneOf(question, set))
            }
            (AnswerType::Scale(options), _) => {
                self.one_of(options, true, test, subject).map(|set| Test::OneOf(question, set))
            }
            (AnswerType::Choices(options), Tail::Has(quantifier, list)) => {
                let set = self.set(list, options, subject)?;
                Some(picks(question, *quantifier, set))
            }
            (AnswerType::Number { decimals }, Tail::Compare(comparison, value)) => {
                let number = self.measured(value, *decimals, subject)?;
                Some(Test::Number(question, NumberTest::Compared(*comparison, number)))
            }
            (AnswerType::Date, Tail::Within(Direction::Back, duration)) => {
                Some(Test::Date(question, DateTest::Within(*duration)))
            }
            (AnswerType::Date, Tail::Within(Direction::Ahead, duration)) => {
                Some(Test::Date(question, DateTest::WithinNext(*duration)))
            }
            (AnswerType::Choices(_) | AnswerType::Number { .. } | AnswerType::Date, _) => {
                self.faults.wrong_test(test, subject);
                None
            }
        }
    }

    /// Whether a word that is compared with is really a state, and no option of that name is meant.
    fn is_state(&self, kind: &AnswerType, word: &Word<'_>) -> bool {
        let options = match kind {
            AnswerType::Choice(options) | AnswerType::Scale(options) | AnswerType::Choices(options) => {
                options.as_slice()
            }
            AnswerType::YesNo | AnswerType::Number { .. } | AnswerType::Date | AnswerType::Text => &[],
        };
        matches!(word.text, "unsure" | "withheld" | "answered") && position(options, word.text).is_none()
    }

    /// Yes_no questions and named conditions stand alone.
    fn bare(&mut self, test: &RawTest<'_>, subject: &Subject<'_>) -> bool {
        let Tail::Compare(comparison, value) = &test.tail else {
            if test.tail != Tail::Bare {
                self.faults.wrong_test(test, subject);
            }
            return test.tail == Tail::Bare;
        };
        let said = match value.word().text {
            "yes" | "true" => Some(true),
            "no" | "false" => Some(false),
            _ => None,
        };
        match (said, comparison) {
            (Some(said), Comparison::Equal | Comparison::NotEqual) => {
                let not = if said == (*comparison == Comparison::Equal) { "" } else { "not " };
                let at = test.sign.at.start..value.word().at.end;
                self.faults.yes_no_compared(&at, &format!("{not}{}", subject.name), subject);
            }
            _ => self.faults.wrong_test(test, subject),
        }
        false
    }

    /// The options of a choice or scale that pass a test.
    fn one_of(
        &mut self,
        options: &[String],
        ordered: bool,
        test: &RawTest<'_>,
        subject: &Subject<'_>,
    ) -> Option<OptionSet> {
        match &test.tail {
            Tail::In(list) => self.set(list, options, subject),
            Tail::Compare(Comparison::Equal | Comparison::NotEqual, _) => self.compared(options, test, subject),
            Tail::Compare(..) if !ordered => {
                self.faults.no_order(&test.sign, subject);
                None
            }
            Tail::Compare(..) => self.compared(options, test, subject),
            _ => {
                self.faults.wrong_test(test, subject);
                None
            }
        }
    }

    /// The options that stand in a relation to one of them. There must be any.
    fn compared(&mut self, options: &[String], test: &RawTest<'_>, subject: &Subject<'_>) -> Option<OptionSet> {
        let Tail::Compare(comparison, value) = &test.tail else { return None };
        let value = value.word();
        let bound = self.option(value, options, subject)?;
        let set: OptionSet = (0..options.len()).filter(|at| comparison.holds(at, &bound)).collect();
        let strict = matches!(comparison, Comparison::Less | Comparison::Greater);
        if strict && set.is_empty() {
            self.faults.beyond_scale(test, value, subject);
            return None;
        }
        Some(set)
    }

    /// The options of a list.
    fn set(&mut self, list: &List<'_>, options: &[String], subject: &Subject<'_>) -> Option<OptionSet> {
        let mut found: Vec<(usize, &Word<'_>)> = Vec::new();
        let mut complete = true;
        for item in &list.items {
            let Some(at) = self.option(item, options, subject) else {
                complete = false;
                continue;
            };
            match found.iter().find(|(known, _)| *known == at) {
                Some((_, first)) => self.faults.repeated_option(item, first),
                None => found.push((at, item)),
            }
        }
        complete.then(|| found.into_iter().map(|(at, _)| at).collect())
    }

    /// The position of an option.
    fn option(&mut self, word: &Word<'_>, options: &[String], subject: &Subject<'_>) -> Option<usize> {
        let found = position(options, word.text);
        if found.is_none() && matches!(word.text, "unsure" | "withheld") {
            self.faults.state_compared(&word.at, &format!("{} is unsure", subject.name));
        } else if found.is_none() {
            self.faults.unknown_option(word, options, subject);
        }
        found
    }

    /// A number to compare with.
    fn number(&mut self, value: &Operand<'_>, subject: &Subject<'_>) -> Option<Decimal> {
        match value {
            Operand::Word(word) => {
                self.faults.not_a_number(word, subject);
                None
            }
            Operand::Number(word) => {
                let number = parse_decimal(word.text);
                if number.is_none() {
                    self.faults.bad_number(word);
                }
                number
            }
        }
    }

    /// A number that an answer with so many decimals can be equal to.
    fn measured(&mut self, value: &Operand<'_>, decimals: u32, subject: &Subject<'_>) -> Option<Decimal> {
        let number = self.number(value, subject)?;
        if number.scale() > decimals {
            self.faults.too_exact(value.word(), decimals, subject);
            return None;
        }
        Some(number)
    }

    /// The points that a score is compared with.
    fn points(&mut self, test: &RawTest<'_>, subject: &Subject<'_>) -> Option<(Comparison, i64)> {
        let Tail::Compare(comparison, value) = &test.tail else {
            self.faults.wrong_test(test, subject);
            return None;
        };
        let number = self.number(value, subject)?;
        let points = i64::try_from(number).ok().filter(|_| number.scale() == 0);
        if points.is_none() {
            self.faults.points_whole(value.word(), subject);
        }
        Some((*comparison, points?))
    }
}

/// `has`, with how many of the options.
fn picks(question: QuestionIx, quantifier: Quantifier, set: OptionSet) -> Test {
    let test = match quantifier {
        Quantifier::Any => PicksTest::Any,
        Quantifier::All => PicksTest::All,
        Quantifier::None => PicksTest::None,
    };
    Test::Picks(question, test, set)
}

/// Where an option stands.
fn position(options: &[String], name: &str) -> Option<usize> {
    options.iter().position(|option| option == name)
}
