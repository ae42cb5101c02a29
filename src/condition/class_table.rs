//! Classes that a table gives to two answers: what a guideline prints as rows and columns.

use super::tree::{Condition, ConditionNode, Test};
use crate::source::Span;
use crate::value::OptionSet;
use crate::value::index::QuestionIx;

/// A class read from a table. It is shorthand: a test of the class is an `or` over the rows, and in each an `and` with the columns
/// that have such a class there. So nothing that judges or proves knows of tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassTable {
    /// Its name.
    pub name: String,
    /// Its classes, from least to most: conditions test them as the options of a scale.
    pub classes: Vec<String>,
    /// The rows.
    pub rows: Vec<ClassRow>,
}

/// One row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassRow {
    /// Whether an answer is of this row.
    pub test: Test,
    /// Whether an answer is of a column, and the class in it.
    pub columns: Vec<(Test, usize)>,
}

impl ClassTable {
    /// The questions that it rests on, in the order in which they are asked.
    pub fn questions(&self) -> Vec<QuestionIx> {
        let columns = |row: &'_ ClassRow| row.columns.iter().map(|(test, _)| test.question()).collect::<Vec<_>>();
        let tested = self.rows.iter().flat_map(|row| std::iter::once(row.test.question()).chain(columns(row)));
        let mut questions: Vec<QuestionIx> = tested.flatten().collect();
        questions.sort_unstable();
        questions.dedup();
        questions
    }

    /// "The class is one of these", written at `span`.
    pub(super) fn is_one_of(&self, classes: OptionSet, span: Span) -> ConditionNode {
        let at = |node| Condition { span, node };
        let rows = self.rows.iter().filter_map(|row| {
            let such = row.columns.iter().filter(|(_, class)| classes.contains(*class)).map(|(test, _)| test);
            let columns: Vec<Condition> =
                together(such).into_iter().map(|test| at(ConditionNode::Test(test))).collect();
            let columns = (!columns.is_empty()).then(|| any(columns))?;
            Some(at(ConditionNode::All(vec![at(ConditionNode::Test(row.test.clone())), at(columns)])))
        });
        any(rows.collect())
    }
}

/// The `or` of conditions; of a single one, that one.
fn any(mut conditions: Vec<Condition>) -> ConditionNode {
    match (conditions.len(), conditions.pop()) {
        (1, Some(only)) => only.node,
        (_, last) => ConditionNode::Any(conditions.into_iter().chain(last).collect()),
    }
}

/// Tests of which one must hold; those on the options of a question are one test.
fn together<'t>(tests: impl Iterator<Item = &'t Test>) -> Vec<Test> {
    let mut found: Vec<Test> = Vec::new();
    for test in tests {
        match (found.last_mut(), test) {
            (Some(Test::OneOf(last, known)), Test::OneOf(question, more)) if last == question => {
                *known = known.or(*more);
            }
            _ => found.push(test.clone()),
        }
    }
    found
}
