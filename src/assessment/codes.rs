//! Answers as small numbers. Every question has one column or more, and in each column its state is one code: the number of
//! its class (see [`classes`](crate::classes)). Columns past those of the questions hold truth values found on the way.

use std::ops::Range;

use crate::classes::{ClassCode, Classes, tests};
use crate::condition::{Condition, Test};
use crate::questionnaire::Questionnaire;
use crate::response::Response;
use crate::value::index::{IndexVec, QuestionIx, item, item_mut};
use crate::value::{Date, Truth};

/// The columns of a questionnaire on one day.
#[derive(Debug)]
pub(crate) struct Layout {
    /// What the codes of the questions' columns stand for, by column.
    classes: Vec<Classes>,
    /// The columns of each question.
    of: IndexVec<QuestionIx, Range<usize>>,
    /// How many columns hold truth values; their codes are 0 false, 1 unknown, 2 true.
    truths: usize,
    pub day: Date,
}

impl Layout {
    pub(crate) fn new(questionnaire: &Questionnaire, conditions: &[&Condition], day: Date) -> Layout {
        let tests = tests(questionnaire, conditions);
        let mut layout = Layout { classes: Vec::new(), of: IndexVec::default(), truths: 0, day };
        for (index, question) in questionnaire.questions().enumerated() {
            let start = layout.classes.len();
            layout.classes.extend(Classes::of(&question.kind, &tests[index], day).columns());
            layout.of.push(start..layout.classes.len());
        }
        layout
    }

    /// A column more, for a truth value found on the way.
    pub(crate) fn add_truth(&mut self) -> usize {
        self.truths += 1;
        self.count() - 1
    }

    /// How many columns there are.
    pub(crate) fn count(&self) -> usize {
        self.classes.len() + self.truths
    }

    pub(crate) fn columns_of(&self, question: QuestionIx) -> Range<usize> {
        self.of[question].clone()
    }

    /// What the codes of a question's column stand for.
    pub(crate) fn classes(&self, column: usize) -> &Classes {
        item(&self.classes, column, "column of a question")
    }

    /// The codes of all answers, as if every question applied, over codes that are all open.
    pub(crate) fn encode(&self, response: &Response, codes: &mut [ClassCode]) {
        for (index, answer) in response.iter() {
            for column in self.columns_of(index) {
                *item_mut(codes, column, "column") = self.classes(column).code(answer);
            }
        }
    }

    /// What the floor of "not sure" to a question says for each code of one of the question's columns.
    pub(crate) fn floors(&self, column: usize, unsure: &Test, deciding: &[&Test]) -> Vec<Truth> {
        self.classes(column).floors(unsure, deciding, self.day)
    }

    /// What a test on a question says for each code of one of the question's columns.
    pub(crate) fn truths(&self, column: usize, test: &Test) -> Vec<Truth> {
        self.classes(column).truths(test, self.day)
    }
}
