//! What a score adds up.

use crate::condition::{Comparison, Condition, NumberTest, PicksTest, Test};
use crate::source::Span;
use crate::value::index::{QuestionIx, SectionIx};
use crate::value::{Decimal, OptionSet};

/// A sum of points.
#[derive(Clone, Debug)]
pub struct Score {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// What it adds up.
    pub sum: Vec<ScoreItem>,
    /// How many of its questions may lack an answer that counts; with more of them no test on it is known. Any number, if none.
    pub missing_up_to: Option<usize>,
    /// The section it stands in.
    pub section: SectionIx,
    /// Whether it adds up a private question, by itself or through what it names: then it is shown nowhere.
    pub private: bool,
    /// Where its id is written.
    pub span: Span,
}

/// One thing that a score adds.
#[derive(Clone, Debug)]
pub enum ScoreItem {
    /// The points of the answer to a question.
    Answer(AnswerPoints),
    /// Points where a condition holds.
    When {
        /// The condition.
        when: Condition,
        /// What it adds where it holds.
        points: i64,
    },
}

/// What the answers to a question add to a score.
#[derive(Clone, Debug)]
pub struct AnswerPoints {
    /// The question.
    pub question: QuestionIx,
    /// What each answer adds.
    pub points: Points,
    /// What tells apart the answers that add something else, where not every answer has a class of its own.
    tests: Vec<Test>,
}

/// What each answer to a question adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Points {
    /// To a `yes_no` question.
    YesNo {
        /// What "no" adds.
        no: i64,
        /// What "yes" adds.
        yes: i64,
    },
    /// What each option adds, in their order. Several picks add together.
    Options(Vec<i64>),
    /// To a number, by the band that it lies in.
    Bands {
        /// What the lowest band adds.
        lowest: i64,
        /// The other bands, from below: the least number of each, and what it adds.
        above: Vec<(Decimal, i64)>,
    },
}

impl Score {
    /// The items that add the points of an answer.
    pub fn answers(&self) -> impl Iterator<Item = &AnswerPoints> {
        self.sum.iter().filter_map(|item| match item {
            ScoreItem::Answer(answer) => Some(answer),
            ScoreItem::When { .. } => None,
        })
    }

    /// The conditions that add points.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.sum.iter().filter_map(|item| match item {
            ScoreItem::Answer(_) => None,
            ScoreItem::When { when, .. } => Some(when),
        })
    }
}

impl AnswerPoints {
    /// What the answers to a question add, which takes several options or one answer.
    pub(super) fn new(question: QuestionIx, points: Points, several: bool) -> AnswerPoints {
        let tests = match &points {
            Points::Options(points) if several => {
                let adding = points.iter().enumerate().filter(|(_, points)| **points != 0);
                let adding: OptionSet = adding.map(|(position, _)| position).collect();
                if adding.is_empty() { Vec::new() } else { vec![Test::Picks(question, PicksTest::Any, adding)] }
            }
            Points::YesNo { .. } | Points::Options(_) => Vec::new(),
            Points::Bands { above, .. } => above
                .iter()
                .map(|(from, _)| Test::Number(question, NumberTest::Compared(Comparison::AtLeast, *from)))
                .collect(),
        };
        AnswerPoints { question, points, tests }
    }

    /// The tests that tell apart the answers that add something else: the classes of answers are cut by them too.
    pub(crate) fn tests(&self) -> &[Test] {
        &self.tests
    }
}
