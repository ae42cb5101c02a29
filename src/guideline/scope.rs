//! The names that a row of a table can see: all of a checked questionnaire, as its rules do.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::condition::{AnswerType, Scope, Symbol};
use crate::questionnaire::{Question, QuestionKind, Questionnaire};
use crate::value::index::{ConditionIx, IndexVec, QuestionIx, ScoreIx, item};

/// All names of a questionnaire.
pub(super) struct AllNames<'q> {
    questionnaire: &'q Questionnaire,
    types: IndexVec<QuestionIx, AnswerType>,
    names: BTreeMap<&'q str, Named>,
}

#[derive(Clone, Copy)]
enum Named {
    Question(QuestionIx),
    Condition(ConditionIx),
    Score(ScoreIx),
    /// By its place in the list of values.
    Value(usize),
    /// By its place in the list of worked-out numbers.
    Derived(usize),
    /// By its place in the list of tables.
    Classes(usize),
}

impl<'q> AllNames<'q> {
    pub(super) fn of(questionnaire: &'q Questionnaire) -> Self {
        let questions = questionnaire.questions().enumerated().map(|(ix, of)| (of.id.as_str(), Named::Question(ix)));
        let conditions = questionnaire.conditions().enumerated().map(|(ix, of)| (of.id.as_str(), Named::Condition(ix)));
        let scores = questionnaire.scores().enumerated().map(|(ix, of)| (of.id.as_str(), Named::Score(ix)));
        let values = questionnaire.values().iter().enumerate().map(|(at, of)| (of.id.as_str(), Named::Value(at)));
        let derived = questionnaire.derived().iter().enumerate();
        let derived = derived.map(|(at, of)| (of.number.name.as_str(), Named::Derived(at)));
        let tables = questionnaire.tables().iter().enumerate();
        let tables = tables.map(|(at, of)| (of.table.name.as_str(), Named::Classes(at)));
        let derived = derived.chain(tables);
        let names = questions.chain(conditions).chain(scores).chain(values).chain(derived).collect();
        AllNames { questionnaire, types: questionnaire.questions().iter().map(answer_type).collect(), names }
    }
}

/// What a question takes, as conditions see it.
fn answer_type(question: &Question) -> AnswerType {
    let ids = || question.options().iter().map(|option| option.id.clone()).collect();
    match &question.kind {
        QuestionKind::YesNo => AnswerType::YesNo,
        QuestionKind::Choice(_) => AnswerType::Choice(ids()),
        QuestionKind::Scale(_) => AnswerType::Scale(ids()),
        QuestionKind::Choices { .. } => AnswerType::Choices { options: ids(), exclusive: question.exclusive() },
        QuestionKind::Number { decimals, unit, range } => {
            AnswerType::Number { decimals: *decimals, unit: unit.clone(), ranged: range.is_some() }
        }
        QuestionKind::Date(_) => AnswerType::Date,
        QuestionKind::Text => AnswerType::Text,
    }
}

impl Scope for AllNames<'_> {
    fn resolve(&self, name: &str) -> Option<Symbol<'_>> {
        Some(match *self.names.get(name)? {
            Named::Question(ix) => Symbol::Question(ix, &self.types[ix], self.questionnaire[ix].span),
            Named::Condition(ix) => Symbol::Condition(ix, self.questionnaire[ix].span),
            Named::Score(ix) => Symbol::Score(ix, self.questionnaire[ix].span),
            Named::Value(at) => {
                let value = item(self.questionnaire.values(), at, "value");
                Symbol::Value(value.constant, value.span)
            }
            Named::Derived(at) => {
                let derived = item(self.questionnaire.derived(), at, "worked-out number");
                Symbol::Derived(Arc::clone(&derived.number), derived.span)
            }
            Named::Classes(at) => {
                let named = item(self.questionnaire.tables(), at, "table");
                Symbol::Classes(Arc::clone(&named.table), named.span)
            }
        })
    }

    fn names(&self) -> Vec<&str> {
        self.names.keys().copied().collect()
    }
}
