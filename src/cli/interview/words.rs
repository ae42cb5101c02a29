//! Answers in words, and texts with their gaps filled.

use candidacy::assessment::Situation;
use candidacy::questionnaire::{AnswerOption, Question, QuestionKind, Questionnaire};
use candidacy::response::Response;
use candidacy::template::Words;
use candidacy::value::index::QuestionIx;
use candidacy::value::{Answer, Date, State, Value};

/// What a person reads for an answer: `Not sure`, `34 years`, `22 June 2026`, the labels of options.
pub fn label(question: &Question, answer: &Answer) -> String {
    match answer {
        Answer::Unsure => "Not sure".to_owned(),
        Answer::Withheld => "Rather not say".to_owned(),
        Answer::Skipped => "Skipped".to_owned(),
        Answer::Given(value) => match (value, &question.kind) {
            (Value::Number(number), QuestionKind::Number { unit: Some(unit), .. }) => format!("{number} {unit}"),
            (Value::YesNo(yes), _) => if *yes { "Yes" } else { "No" }.to_owned(),
            _ => word(question, value),
        },
    }
}

/// The words that the texts of a questionnaire can use, as the answers stand.
pub fn words(questionnaire: &Questionnaire, response: &Response, day: Date) -> Words {
    let situation = Situation::new(questionnaire, response, day);
    let questions = questionnaire.questions().iter().enumerate();
    let in_words = |(position, question): (usize, &Question)| {
        let said = match situation.state(QuestionIx::new(position)) {
            State::Answered(value) => word(question, value),
            State::Unsure => "not sure".to_owned(),
            State::Withheld => "rather not say".to_owned(),
            State::NotApplicable | State::Open => String::new(),
        };
        (question.id.clone(), said)
    };
    questions.map(in_words).collect()
}

fn word(question: &Question, value: &Value) -> String {
    match value {
        Value::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Choice(position) => option_label(question, *position),
        Value::Choices(picked) if picked.is_empty() => "none".to_owned(),
        Value::Choices(picked) => list(picked.iter().map(|position| option_label(question, position)).collect()),
        Value::Number(number) => number.to_string(),
        Value::Date(date) => date.strftime("%-d %B %Y").to_string(),
        Value::Text(text) => text.clone(),
    }
}

fn option_label(question: &Question, position: usize) -> String {
    question.options().get(position).map(|option: &AnswerOption| option.label.clone()).unwrap_or_default()
}

/// `A, B and C`.
fn list(mut items: Vec<String>) -> String {
    let last = items.pop().unwrap_or_default();
    if items.is_empty() { last } else { format!("{} and {last}", items.join(", ")) }
}
