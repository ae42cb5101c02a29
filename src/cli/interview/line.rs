//! An answer as a line among others, by which it can be checked.

use candidacy::interview::Interview;
use candidacy::report::entry;
use candidacy::template::Words;
use candidacy::value::index::QuestionIx;

/// A question, by its label where it has one, and its answer.
pub fn line(interview: &Interview<'_>, words: &Words, index: QuestionIx) -> String {
    let question = &interview.questionnaire()[index];
    let answer = interview.response().get(index).map_or(String::new(), |answer| entry(question, answer));
    let asked = question.label.clone().unwrap_or_else(|| question.ask.fill(words));
    format!("{asked} — {answer}")
}
