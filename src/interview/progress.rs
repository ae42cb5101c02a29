//! How far an interview is.

use std::collections::BTreeMap;

use super::Interview;
use crate::assessment::Situation;
use crate::condition::support;
use crate::value::Truth;
use crate::value::index::QuestionIx;

/// How far it is; see [`Interview::progress`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Screens behind: questions, or groups of questions that are asked together.
    pub done: usize,
    /// Screens behind and screens that may still come, on the longest path. Nought if nothing is asked at all.
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
        // Screens, each with whether all of it is behind: what is asked together counts once.
        let mut screens: BTreeMap<QuestionIx, bool> = BTreeMap::new();
        for question in self.all().filter(|question| self.could_be_put(&situation, *question)) {
            let is_behind = match situation.applies(question) {
                Truth::True => !self.is_missing(&situation, question),
                Truth::Unknown if waits_for(&situation, question, &coming) => false,
                Truth::False | Truth::Unknown => continue,
            };
            if !is_behind {
                coming.push(question);
            }
            let screen = screens.entry(self.questionnaire().screen_of(question)).or_insert(true);
            *screen &= is_behind;
        }
        Progress { done: screens.values().filter(|behind| **behind).count(), of: screens.len() }
    }
}

/// Whether it hangs on one of the questions that may still come whether a question applies.
fn waits_for(situation: &Situation<'_>, question: QuestionIx, coming: &[QuestionIx]) -> bool {
    let undecided = situation.undecided(question).into_iter();
    undecided.flat_map(|when| support(when, situation)).any(|decider| coming.contains(&decider))
}
