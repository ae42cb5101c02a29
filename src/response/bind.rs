//! A response to one questionnaire as a response to another: two versions judge one person, a clinic's own set reads answers to
//! the set that it rests on.

use super::{Rejection, Response, accept};
use crate::questionnaire::{Question, Questionnaire};
use crate::value::index::QuestionIx;
use crate::value::{Answer, Date, Value};

/// An answer that the other questionnaire cannot take. It is never dropped in silence: whoever binds a response says of each
/// what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unbound {
    /// The question, in the questionnaire that the answer was given to.
    pub question: QuestionIx,
    /// What was said to it.
    pub answer: Answer,
    /// Why it does not fit.
    pub why: Why,
}

/// Why an answer does not fit another questionnaire.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// It has no question with that id.
    NoSuchQuestion,
    /// The question does not take the answer.
    Rejected(Rejection),
}

impl Response {
    /// The answers as answers to another questionnaire: by the ids of questions and options, each accepted anew as of the day on
    /// which it was given, or as of `day` where nobody knows it. What does not fit is given back by name, in the order of the
    /// first questionnaire.
    ///
    /// # Panics
    /// If the response is not one to `from`.
    pub fn bound_to(&self, to: &Questionnaire, from: &Questionnaire, day: Date) -> (Response, Vec<Unbound>) {
        assert!(
            self.belongs_to(from),
            "a fault of Candidacy: a response is read by a questionnaire that it does not answer"
        );
        let (mut bound, mut unbound) = (Response::new(to), Vec::new());
        bound.set_client(self.client());
        bound.set_given_to(self.given_to());
        self.put_aside(from).cloned().for_each(|aside| bound.set_aside(aside));
        for (question, answer) in self.iter() {
            let answered_on = self.answered_on(question);
            let taken = match to.question_once_called(&from[question].id) {
                None => Err(Why::NoSuchQuestion),
                Some(there) => translated(&from[question], &to[there], answer)
                    .and_then(|answer| accept(to, there, answer, answered_on.unwrap_or(day)))
                    .map_err(Why::Rejected),
            };
            match taken {
                Ok(accepted) if answered_on.is_none() => bound.set(accepted.undated()),
                Ok(accepted) => bound.set(accepted),
                Err(why) => unbound.push(Unbound { question, answer: answer.clone(), why }),
            }
        }
        (bound, unbound)
    }
}

/// The answer with the options of the other question, by their ids.
fn translated(from: &Question, to: &Question, answer: &Answer) -> Result<Answer, Rejection> {
    let option = |position: usize| {
        let id = &from.option(position).id;
        to.option_once_called(id).ok_or_else(|| Rejection::UnknownOption { option: id.clone() })
    };
    Ok(match answer {
        Answer::Given(Value::Choice(position)) => Answer::Given(Value::Choice(option(*position)?)),
        Answer::Given(Value::Choices(set)) => {
            Answer::Given(Value::Choices(set.iter().map(option).collect::<Result<_, _>>()?))
        }
        Answer::Given(Value::YesNo(_) | Value::Number(_) | Value::Date(_) | Value::Period(_) | Value::Text(_))
        | Answer::Unsure
        | Answer::Withheld
        | Answer::Skipped => answer.clone(),
    })
}
