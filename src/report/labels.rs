//! Answers in the words that people read.

use std::borrow::Cow;

use crate::assessment::Situation;
use crate::questionnaire::{AnswerOption, Audience, Question, QuestionKind, Questionnaire};
use crate::template::Words;
use crate::text::unit_of_one;
use crate::value::index::QuestionIx;
use crate::value::{Answer, Decimal, State, Value, day_in_words};

/// What the gaps of a questionnaire's texts are filled with: the label of each question's answer, as far as there is one.
pub fn words(questionnaire: &Questionnaire, situation: &Situation<'_>) -> Words {
    let questions = questionnaire.questions().enumerated();
    let word = |index: QuestionIx, question: &Question| word(question, situation, index).map(Cow::into_owned);
    questions.filter_map(|(index, question)| Some((question.id.clone(), word(index, question)?))).collect()
}

/// What the gap of a text is filled with that names a question: the label of its answer. A question that is open or
/// does not apply has none, and so reads as nothing.
pub(super) fn word(question: &Question, situation: &Situation<'_>, index: QuestionIx) -> Option<Cow<'static, str>> {
    match situation.state(index) {
        State::Answered(value) => Some(Cow::Owned(value_label(question, value))),
        State::Unsure => Some(Cow::Owned(label(question, &Answer::Unsure))),
        State::Withheld => Some(Cow::Borrowed("rather not say")),
        State::NotApplicable | State::Open => None,
    }
}

/// An answer as it stands inside a sentence: an option's label, "A, B and C", "yes", "34", "22 June 2026", "June 2026", "not sure".
pub fn label(question: &Question, answer: &Answer) -> String {
    match answer {
        Answer::Given(value) => value_label(question, value),
        Answer::Unsure if question.audience == Audience::Technician => "not yet checked".to_owned(),
        Answer::Unsure => "not sure".to_owned(),
        Answer::Withheld => "rather not say".to_owned(),
        Answer::Skipped => String::new(),
    }
}

/// An answer as it stands alone, in a table: as [`label`], with a capital where the word is ours, with its unit, and several options
/// with semicolons between them, since each may be a sentence.
pub fn entry(question: &Question, answer: &Answer) -> String {
    match (answer, &question.kind) {
        (Answer::Given(Value::YesNo(yes)), _) => if *yes { "Yes" } else { "No" }.to_owned(),
        (Answer::Given(Value::Number(number)), QuestionKind::Number { unit: Some(unit), .. }) => {
            let unit = if number.abs() == Decimal::ONE { unit_of_one(unit) } else { unit.clone() };
            format!("{} {unit}", number.normalize())
        }
        (Answer::Given(Value::Choices(set)), _) if set.is_empty() => "None of them".to_owned(),
        (Answer::Given(Value::Choices(_)), _) => {
            let labels: Vec<&str> = picked(question, answer).into_iter().map(|option| option.label.as_str()).collect();
            labels.join("; ")
        }
        (Answer::Unsure, _) if question.audience == Audience::Technician => "Not yet checked".to_owned(),
        (Answer::Unsure, _) => "Not sure".to_owned(),
        (Answer::Withheld, _) => "Rather not say".to_owned(),
        (Answer::Skipped, _) => "Passed over".to_owned(),
        (
            Answer::Given(Value::Choice(_) | Value::Number(_) | Value::Date(_) | Value::Period(_) | Value::Text(_)),
            _,
        ) => label(question, answer),
    }
}

/// The options that an answer picks.
pub fn picked<'q>(question: &'q Question, answer: &Answer) -> Vec<&'q AnswerOption> {
    match answer {
        Answer::Given(Value::Choice(position)) => vec![question.option(*position)],
        Answer::Given(Value::Choices(set)) => set.iter().map(|position| question.option(position)).collect(),
        Answer::Given(Value::YesNo(_) | Value::Number(_) | Value::Date(_) | Value::Period(_) | Value::Text(_))
        | Answer::Unsure
        | Answer::Withheld
        | Answer::Skipped => Vec::new(),
    }
}

fn value_label(question: &Question, value: &Value) -> String {
    let option = |position: usize| question.option(position).label.as_str();
    match value {
        Value::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Choice(position) => option(*position).to_owned(),
        Value::Choices(set) => and_list(&set.iter().map(option).collect::<Vec<_>>()),
        Value::Number(number) => number.normalize().to_string(),
        Value::Date(date) => day_in_words(*date),
        Value::Period(period) => period.in_words(),
        Value::Text(text) => text.clone(),
    }
}

/// `A`, `A and B`, `A, B and C`.
fn and_list(parts: &[&str]) -> String {
    match parts {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_days_read_as_english() {
        assert_eq!(and_list(&[]), "");
        assert_eq!(and_list(&["A"]), "A");
        assert_eq!(and_list(&["A", "B"]), "A and B");
        assert_eq!(and_list(&["A", "B", "C"]), "A, B and C");
        assert_eq!(day_in_words(crate::value::Date::constant(2027, 5, 2)), "2 May 2027");
    }
}
