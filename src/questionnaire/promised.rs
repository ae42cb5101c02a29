//! What a guarantee promises, as it is written.

use super::{CountedFrom, PairPromise, Promise, Questionnaire, StepWait};
use crate::value::index::RuleIx;

impl Questionnaire {
    /// A promise in the words of the files, by ids: `verdict: at least defer`.
    pub fn promised(&self, promise: &Promise) -> String {
        let rule = |index: RuleIx| self[index].id.as_str();
        match promise {
            Promise::AtLeast(index) => format!("verdict: at least {}", self[*index].id),
            Promise::AtMost(index) => format!("verdict: at most {}", self[*index].id),
            Promise::Exactly(index) => format!("verdict: exactly {}", self[*index].id),
            Promise::Finding(index) => format!("finding: {}", rule(*index)),
            Promise::Never(index) => format!("never: {}", rule(*index)),
            Promise::OneOf(rules) => {
                let rules: Vec<&str> = rules.iter().map(|index| rule(*index)).collect();
                format!("one_of: [{}]", rules.join(", "))
            }
            Promise::Asks(index) => format!("asks: {}", self[*index].id),
            Promise::Settled => "settled: true".to_owned(),
            Promise::OfTwo(PairPromise { kind, of, except }) => {
                let except: Vec<&str> = except.iter().map(|index| rule(*index)).collect();
                format!("{}: {{ of: {}, except: [{}] }}", kind.name(), self[*of].id, except.join(", "))
            }
            Promise::NeverAsks(words) => format!("never_asks: [{}]", words.join(", ")),
            Promise::Planned(step) => format!("plan: {}", self[*step].id),
            Promise::Waits(StepWait { step, wait, after }) => {
                let after = match after {
                    CountedFrom::Today => "today",
                    CountedFrom::Question(index) => &self[*index].id,
                    CountedFrom::Step(other) => &self[*other].id,
                };
                format!("plan: {}: at least {wait} after {after}", self[*step].id)
            }
        }
    }
}
