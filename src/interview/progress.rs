//! How far an interview is.

use super::Interview;
use crate::assessment::Situation;
use crate::condition::support;
use crate::value::Truth;
use crate::value::index::QuestionIx;

/// How far it is; see [`Interview::progress`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Questions behind.
    pub done: usize,
    /// Questions behind and questions that may still come, on the longest path. Nought if nothing is asked at all.
    pub of: usize,
}

impl Progress {
    /// The one that is further.
    pub(super) fn further(self, other: Progress) -> Progress {
        if other.done * self.of >= self.done * other.of { other } else { self }
    }
}

impl Interview<'_> {
    /// Counts what is behind and what may still come.
    ///
    /// A question that waits for an earlier one may still come as long as that one may be asked; once its `when` hangs only
    /// on "not sure" or on answers of another audience, it will not come.
    pub(super) fn count(&self) -> Progress {
        let situation = self.situation();
        let mut coming: Vec<QuestionIx> = Vec::new();
        let mut done = 0;
        for question in self.all().filter(|question| self.could_be_put(&situation, *question)) {
            match situation.applies(question) {
                Truth::False => {}
                Truth::True if !self.is_missing(&situation, question) => done += 1,
                Truth::True => coming.push(question),
                Truth::Unknown if waits_for(&situation, question, &coming) => coming.push(question),
                Truth::Unknown => {}
            }
        }
        Progress { done, of: done + coming.len() }
    }
}

/// Whether it hangs on one of the questions that may still come whether a question applies.
fn waits_for(situation: &Situation<'_>, question: QuestionIx, coming: &[QuestionIx]) -> bool {
    let undecided = situation.undecided(question).into_iter();
    undecided.flat_map(|when| support(when, situation)).any(|decider| coming.contains(&decider))
}
