//! A sentence to a typed tree: names become numbers, options become sets, and each test is held against the type of what
//! it tests. All parts are looked at, also after a fault.

use super::faults::{Faults, Subject, What};
use super::scope::{AnswerType, Constant, Scope, Symbol};
use super::syntax::{Direction, Form, List, Operand, Phrase, Quantifier, RawDuration, RawTest, Side, Tail, Word};
use super::tree::{Comparison, Condition, ConditionNode, DateTest, NumberTest, PairTest, PicksTest, Test};
use crate::document::Scalar;
use crate::value::index::QuestionIx;
use crate::value::{Date, Decimal, Duration, OptionSet, Unit, parse_date, parse_decimal};
use std::ops::Range;

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
            Form::All(parts) => self.joined(parts, true).map(ConditionNode::All),
            Form::Any(parts) => self.joined(parts, false).map(ConditionNode::Any),
            Form::AtLeast(count, parts) => self.counted(count, parts, &phrase.at),
        };
        Some(Condition { span: self.scalar.place(phrase.at.start, phrase.at.end), node: node? })
    }

    /// Tests with `and` (`all`) or `or` between them. A test with options of the same question behind it is one thought.
    fn joined(&mut self, parts: &[Phrase<'_>], all: bool) -> Option<Vec<Condition>> {
        let mut conditions = Vec::new();
        let mut rest = parts;
        while let Some((first, others)) = rest.split_first() {
            let options = self.options_behind(first, others);
            if options == 0 {
                conditions.push(self.condition(first));
                rest = others;
                continue;
            }
            let (named, after) = others.split_at(options);
            self.report_options(first, named, all);
            conditions.push(None);
            rest = after;
        }
        conditions.into_iter().collect()
    }

    /// How many of the parts behind a test name nothing, but an option of the question that it asks about.
    fn options_behind(&self, first: &Phrase<'_>, others: &[Phrase<'_>]) -> usize {
        let Some((_, options)) = self.asked_of_options(first) else { return 0 };
        let is_option = |part: &&Phrase<'_>| match &part.form {
            Form::Test(RawTest { name, tail: Tail::Bare, .. }) => {
                self.scope.resolve(name.text).is_none() && options.iter().any(|option| option == name.text)
            }
            _ => false,
        };
        others.iter().take_while(is_option).count()
    }

    /// The test of a part, and the options of its question, if it says that some of them were chosen.
    fn asked_of_options<'p, 't>(&self, part: &'p Phrase<'t>) -> Option<(&'p RawTest<'t>, Vec<String>)> {
        let Form::Test(test) = &part.form else { return None };
        let chosen = match &test.tail {
            Tail::Compare(comparison, Operand::Word(_)) => *comparison == Comparison::Equal,
            Tail::In(_) | Tail::Has(Quantifier::Any | Quantifier::All, _) => true,
            _ => false,
        };
        match self.scope.resolve(test.name.text) {
            Some(Symbol::Question(
                _,
                AnswerType::Choice(options) | AnswerType::Scale(options) | AnswerType::Choices { options, .. },
                _,
            )) if chosen => Some((test, options.clone())),
            _ => None,
        }
    }

    fn report_options(&mut self, first: &Phrase<'_>, named: &[Phrase<'_>], all: bool) {
        let Form::Test(test) = &first.form else { return };
        let Some(Symbol::Question(_, kind, defined)) = self.scope.resolve(test.name.text) else { return };
        let words = named.iter().filter_map(|part| match &part.form {
            Form::Test(test) => Some(test.name.text),
            _ => None,
        });
        let words: Vec<&str> = words.collect();
        let end = named.last().map_or(first.at.end, |last| last.at.end);
        let subject = Subject { name: test.name.text, what: What::Question(kind), defined };
        self.faults.options_joined(&(test.sign.at.start..end), test, &words, all, &subject);
    }

    fn parts(&mut self, parts: &[Phrase<'_>]) -> Option<Vec<Condition>> {
        let parts: Vec<_> = parts.iter().map(|part| self.condition(part)).collect();
        parts.into_iter().collect()
    }

    /// `at least 2 of […]`: from 1 to as many as there are, and nothing counted twice.
    fn counted(&mut self, count: &Operand<'_>, parts: &[Phrase<'_>], at: &Range<usize>) -> Option<ConditionNode> {
        let least = self.count(count, parts.len(), at);
        let conditions = self.parts(parts)?;
        for (position, (condition, phrase)) in conditions.iter().zip(parts).enumerate() {
            let before = conditions.iter().zip(parts).take(position);
            if let Some((_, first)) = before.into_iter().find(|(before, _)| before.says_the_same(condition)) {
                self.faults.counted_twice(&phrase.at, &first.at);
                return None;
            }
        }
        Some(ConditionNode::AtLeast(least?, conditions))
    }

    /// How many of `most` are wanted.
    fn count(&mut self, count: &Operand<'_>, most: usize, at: &Range<usize>) -> Option<usize> {
        let number = match count {
            Operand::Number(word) => word.text.parse::<usize>().ok(),
            Operand::Word(word) => match self.scope.resolve(word.text) {
                Some(Symbol::Value(Constant::Number(number), _)) => usize::try_from(number).ok(),
                Some(Symbol::Broken) => return None,
                _ => None,
            },
        };
        if number.is_none_or(|number| number == 0 || number > most) {
            self.faults.bad_count(count.word(), most, at);
            return None;
        }
        number
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
                let subject = Subject { name, what: What::Score, defined };
                let bounds = self.points(test, &subject)?.into_iter();
                let tests =
                    bounds.map(|(comparison, points)| ConditionNode::Test(Test::Score(score, comparison, points)));
                Some(self.all_of(tests.collect(), test))
            }
            Some(Symbol::Derived(number, defined)) => {
                let subject = Subject { name, what: What::Derived, defined };
                Some(ConditionNode::Test(Test::Derived(number, self.on_a_number(&test.tail, None, test, &subject)?)))
            }
            Some(Symbol::Classes(table, defined)) => {
                // They are tested as the options of a scale are.
                let kind = AnswerType::Scale(table.classes.clone());
                let subject = Subject { name, what: What::Question(&kind), defined };
                let set = self.one_of(&table.classes, true, test, &subject)?;
                Some(table.is_one_of(set, self.scalar.place(test.name.at.start, self.end(test))))
            }
            Some(Symbol::Value(value, defined)) => {
                self.faults.value_alone(&test.name, value, defined);
                None
            }
            Some(Symbol::Question(question, kind, defined)) => {
                let subject = Subject { name, what: What::Question(kind), defined };
                if let Tail::HasAtLeast(count, list) = &test.tail {
                    return self.picks_counted(question, kind, (count, list.as_ref()), test, &subject);
                }
                self.on_question(question, kind, test, &subject).map(ConditionNode::Test)
            }
        }
    }

    /// Where a test of one option or of a list of them ends.
    fn end(&self, test: &RawTest<'_>) -> usize {
        match &test.tail {
            Tail::In(list) => list.at.end,
            Tail::Compare(_, value) => value.word().at.end,
            _ => test.sign.at.end,
        }
    }

    /// One test, or all of several that stand for what is written as one.
    fn all_of(&self, mut nodes: Vec<ConditionNode>, test: &RawTest<'_>) -> ConditionNode {
        let end = match &test.tail {
            Tail::InRange(_, high) => high.word().at.end,
            _ => test.sign.at.end,
        };
        let span = self.scalar.place(test.name.at.start, end);
        match (nodes.len(), nodes.pop()) {
            (1, Some(only)) => only,
            (_, last) => {
                ConditionNode::All(nodes.into_iter().chain(last).map(|node| Condition { span, node }).collect())
            }
        }
    }

    /// `skin has at least 2 of [a, b, c]`: it counts as `at least 2 of [skin has a, skin has b, skin has c]` does. Without a
    /// list all options are meant but those that exclude the others.
    fn picks_counted(
        &mut self,
        question: QuestionIx,
        kind: &AnswerType,
        (count, list): (&Operand<'_>, Option<&List<'_>>),
        test: &RawTest<'_>,
        subject: &Subject<'_>,
    ) -> Option<ConditionNode> {
        let AnswerType::Choices { options, exclusive } = kind else {
            self.faults.wrong_test(test, subject);
            return None;
        };
        let whole = test.name.at.start..list.map_or(count.word().at.end, |list| list.at.end);
        let named = match list {
            Some(list) => {
                let set = self.set(list, options, subject)?;
                if let Some(alone) = list
                    .items
                    .iter()
                    .find(|item| position(options, item.text).is_some_and(|position| exclusive.contains(position)))
                {
                    self.faults.exclusive_counted(alone);
                    return None;
                }
                set
            }
            None => OptionSet::first(options.len()).without(*exclusive),
        };
        let least = self.count(count, named.len(), &whole)?;
        let span = self.scalar.place(whole.start, whole.end);
        let picked = |option| ConditionNode::Test(Test::Picks(question, PicksTest::Any, OptionSet::of(option)));
        Some(ConditionNode::AtLeast(
            least,
            named.iter().map(|option| Condition { span, node: picked(option) }).collect(),
        ))
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
            (_, Tail::Withheld) => Some(Test::Withheld(question)),
            (_, Tail::Compare(comparison, Operand::Word(word))) if self.is_state(kind, word) => {
                let not = if *comparison == Comparison::NotEqual { "not " } else { "" };
                let state = if word.text == "answered" { "answered" } else { "unsure" };
                self.faults.state_compared(&word.at, &format!("{not}{} is {state}", subject.name));
                None
            }
            (_, Tail::Compare(comparison, Operand::Word(word))) if self.is_question(kind, word) => {
                self.pair((question, kind), PairTest::Compared(*comparison), word, subject)
            }
            (AnswerType::YesNo, _) => self.bare(test, subject).then_some(Test::Yes(question)),
            (AnswerType::Choice(options), _) => {
                self.one_of(options, false, test, subject).map(|set| Test::OneOf(question, set))
            }
            (AnswerType::Scale(options), _) => {
                self.one_of(options, true, test, subject).map(|set| Test::OneOf(question, set))
            }
            (AnswerType::Choices { options, .. }, Tail::Has(quantifier, list)) => {
                let set = self.set(list, options, subject)?;
                Some(picks(question, *quantifier, set))
            }
            (AnswerType::Number { decimals, .. }, tail) => {
                Some(Test::Number(question, self.on_a_number(tail, Some(*decimals), test, subject)?))
            }
            (AnswerType::Date, tail) => self.on_date(question, kind, tail, test, subject),
            (AnswerType::Choices { .. }, _) => {
                self.faults.wrong_test(test, subject);
                None
            }
        }
    }

    /// A test on a number: of an answer, no finer than the answer can be.
    fn on_a_number(
        &mut self,
        tail: &Tail<'_>,
        decimals: Option<u32>,
        test: &RawTest<'_>,
        subject: &Subject<'_>,
    ) -> Option<NumberTest> {
        match tail {
            Tail::Compare(comparison, value) => {
                Some(NumberTest::Compared(*comparison, self.measured(value, decimals, subject)?))
            }
            Tail::InRange(low, high) => {
                let ends = [low, high].map(|end| self.measured(end, decimals, subject));
                let [Some(least), Some(most)] = ends else { return None };
                self.in_order(low, high, least <= most).then_some(NumberTest::Between(least, most))
            }
            _ => {
                self.faults.wrong_test(test, subject);
                None
            }
        }
    }

    /// A test on a date.
    fn on_date(
        &mut self,
        question: QuestionIx,
        kind: &AnswerType,
        tail: &Tail<'_>,
        test: &RawTest<'_>,
        subject: &Subject<'_>,
    ) -> Option<Test> {
        let asked = match tail {
            Tail::Within(Direction::Back, duration) => DateTest::Within(self.duration(duration)?),
            Tail::Within(Direction::Ahead, duration) => DateTest::WithinNext(self.duration(duration)?),
            Tail::Lies(Direction::Back) => DateTest::Past,
            Tail::Lies(Direction::Ahead) => DateTest::Ahead,
            Tail::Between(least, most, direction) => {
                let [Some(least), Some(most)] = [least, most].map(|span| self.duration(span)) else { return None };
                if least.days().1 >= most.days().1 {
                    self.faults.spans_out_of_order(&test.sign, subject, &least.to_string(), &most.to_string());
                    return None;
                }
                match direction {
                    Direction::Back => DateTest::BetweenAgo(least, most),
                    Direction::Ahead => DateTest::BetweenAhead(least, most),
                }
            }
            Tail::Calendar(comparison, Operand::Word(word)) if self.is_question(kind, word) => {
                return self.pair((question, kind), PairTest::Compared(*comparison), word, subject);
            }
            Tail::Calendar(comparison, day) => DateTest::Calendar(*comparison, self.day(day, subject)?),
            Tail::WithinOf(duration, side, other) => {
                let days = self.days(duration, other)?;
                let test = match side {
                    Side::After => PairTest::WithinAfter(days),
                    Side::Before => PairTest::WithinBefore(days),
                };
                return self.pair((question, kind), test, other, subject);
            }
            Tail::Compare(comparison, Operand::Number(day)) if parse_date(day.text).is_some() => {
                self.faults.day_compared(test, *comparison, day);
                return None;
            }
            Tail::Bare
            | Tail::Compare(..)
            | Tail::In(_)
            | Tail::InRange(..)
            | Tail::Has(..)
            | Tail::HasAtLeast(..)
            | Tail::Answered
            | Tail::Unsure
            | Tail::Withheld => {
                self.faults.wrong_test(test, subject);
                return None;
            }
        };
        Some(Test::Date(question, asked))
    }

    /// A span of time.
    fn duration(&mut self, duration: &RawDuration<'_>) -> Option<Duration> {
        match duration {
            RawDuration::Written(duration) => Some(*duration),
            RawDuration::Named(word) => match self.scope.resolve(word.text) {
                Some(Symbol::Value(Constant::Duration(duration), _)) => Some(duration),
                Some(Symbol::Broken) => None,
                known => {
                    self.faults.no_duration(word, known.as_ref(), self.scope);
                    None
                }
            },
        }
    }

    /// A span of time between two dates, in days: months have no one length.
    fn days(&mut self, duration: &RawDuration<'_>, other: &Word<'_>) -> Option<u32> {
        let span = self.duration(duration)?;
        let days = match span.unit {
            Unit::Days => Some(span.count),
            Unit::Weeks => span.count.checked_mul(7),
            Unit::Months | Unit::Years | Unit::MonthsNext | Unit::YearsNext => {
                self.faults.months_between_dates(other, span);
                return None;
            }
        };
        // Longer than all calendars.
        Some(days.unwrap_or(u32::MAX))
    }

    /// A fixed day.
    fn day(&mut self, day: &Operand<'_>, subject: &Subject<'_>) -> Option<Date> {
        let found = match day {
            Operand::Number(word) => parse_date(word.text),
            Operand::Word(word) => match self.scope.resolve(word.text) {
                Some(Symbol::Value(Constant::Day(day), _)) => Some(day),
                Some(Symbol::Broken) => return None,
                _ => None,
            },
        };
        if found.is_none() {
            self.faults.no_day(day.word(), subject);
        }
        found
    }

    /// Whether a word that something is compared with is another question, and no option of that name is meant.
    fn is_question(&self, kind: &AnswerType, word: &Word<'_>) -> bool {
        let own = match kind {
            AnswerType::Choice(options) | AnswerType::Scale(options) | AnswerType::Choices { options, .. } => {
                position(options, word.text).is_some()
            }
            AnswerType::YesNo | AnswerType::Number { .. } | AnswerType::Date | AnswerType::Text => false,
        };
        !own && matches!(self.scope.resolve(word.text), Some(Symbol::Question(..)))
    }

    /// Two answers held against each other.
    fn pair(
        &mut self,
        (question, kind): (QuestionIx, &AnswerType),
        test: PairTest,
        word: &Word<'_>,
        subject: &Subject<'_>,
    ) -> Option<Test> {
        let Some(Symbol::Question(other, other_kind, defined)) = self.scope.resolve(word.text) else {
            match self.scope.resolve(word.text) {
                None => self.faults.unknown_name(word, self.scope),
                Some(Symbol::Later { stands, because }) => self.faults.too_early(word, stands, because),
                Some(Symbol::Broken) => {}
                Some(
                    Symbol::Question(..)
                    | Symbol::Condition(..)
                    | Symbol::Score(..)
                    | Symbol::Derived(..)
                    | Symbol::Classes(..)
                    | Symbol::Value(..),
                ) => {
                    self.faults.no_pair(word, subject);
                }
            }
            return None;
        };
        if question == other {
            self.faults.paired_with_itself(word);
            return None;
        }
        let other_subject = Subject { name: word.text, what: What::Question(other_kind), defined };
        let (compares, orders) = match (kind, other_kind) {
            (AnswerType::Choice(options), AnswerType::Choice(others)) => (options == others, false),
            (AnswerType::Scale(options), AnswerType::Scale(others)) => (options == others, true),
            (
                AnswerType::Number { decimals, unit, ranged },
                AnswerType::Number { decimals: others, unit: other_unit, ranged: other_ranged },
            ) => {
                if !(*ranged && *other_ranged) {
                    self.faults.endless(word, if *ranged { &other_subject } else { subject });
                    return None;
                }
                (decimals == others && unit == other_unit, true)
            }
            (AnswerType::Date, AnswerType::Date) => (true, true),
            _ => (false, false),
        };
        let wants_order =
            !matches!(test, PairTest::Compared(Comparison::Equal) | PairTest::Compared(Comparison::NotEqual));
        if !compares {
            self.faults.unlike(word, subject, &other_subject);
            return None;
        }
        if wants_order && !orders {
            self.faults.no_order_between(word, subject);
            return None;
        }
        Some(Test::Pair(question, test, other))
    }

    /// Whether the ends of a range stand in order; if not, it is said.
    fn in_order(&mut self, low: &Operand<'_>, high: &Operand<'_>, ordered: bool) -> bool {
        if !ordered {
            self.faults.range_out_of_order(low.word(), high.word());
        }
        ordered
    }

    /// Whether a word that is compared with is really a state, and no option of that name is meant.
    fn is_state(&self, kind: &AnswerType, word: &Word<'_>) -> bool {
        let options = match kind {
            AnswerType::Choice(options) | AnswerType::Scale(options) | AnswerType::Choices { options, .. } => {
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
            Operand::Word(word) => match self.scope.resolve(word.text) {
                Some(Symbol::Value(Constant::Number(number), _)) => Some(number),
                Some(Symbol::Broken) => None,
                _ => {
                    self.faults.not_a_number(word, subject);
                    None
                }
            },
            Operand::Number(word) => {
                let number = parse_decimal(word.text);
                if number.is_none() {
                    self.faults.bad_number(word);
                }
                number
            }
        }
    }

    /// A number to compare with; where answers have so many decimals, one that they can be equal to.
    fn measured(&mut self, value: &Operand<'_>, decimals: Option<u32>, subject: &Subject<'_>) -> Option<Decimal> {
        let number = self.number(value, subject)?;
        match decimals {
            Some(decimals) if number.scale() > decimals => {
                self.faults.too_exact(value.word(), decimals, subject);
                None
            }
            _ => Some(number),
        }
    }

    /// The points that a score is compared with: once, or at both ends of a range.
    fn points(&mut self, test: &RawTest<'_>, subject: &Subject<'_>) -> Option<Vec<(Comparison, i64)>> {
        match &test.tail {
            Tail::Compare(comparison, value) => Some(vec![(*comparison, self.whole_points(value, subject)?)]),
            Tail::InRange(low, high) => {
                let ends = [low, high].map(|end| self.whole_points(end, subject));
                let [Some(least), Some(most)] = ends else { return None };
                self.in_order(low, high, least <= most).then_some(())?;
                Some(vec![(Comparison::AtLeast, least), (Comparison::AtMost, most)])
            }
            _ => {
                self.faults.wrong_test(test, subject);
                None
            }
        }
    }

    fn whole_points(&mut self, value: &Operand<'_>, subject: &Subject<'_>) -> Option<i64> {
        let number = self.number(value, subject)?;
        let points = i64::try_from(number).ok().filter(|_| number.scale() == 0);
        if points.is_none() {
            self.faults.points_whole(value.word(), subject);
        }
        points
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
