//! Responses that together show every rule that can occur, for rehearsing reports.

use super::plan::Plan;
use crate::assessment::Cause;
use crate::response::Response;
use crate::value::index::RuleIx;

/// How many questions and rules all responses may have together, since a report looks at each: rules whose own responses are no
/// more than that have one each.
const MOST_LOOKED_AT: usize = 128_000;
/// How many responses there may be however large a set is.
const ALWAYS: usize = 16;
/// How many rules one response shows at most, where several share one.
const MOST_TOGETHER: usize = 1_024;
/// With how many of the last responses one more is put together, if that can be.
const MOST_TRIED: usize = 8;

/// Responses that show rules. Each rule has its own smallest one, as long as they are not too many; in large sets several rules
/// share a response in which all of them hold, and what is too much even so is left out, and counted.
#[derive(Default)]
pub(crate) struct Showing {
    shown: Vec<Shown>,
    left_out: usize,
}

struct Shown {
    response: Response,
    rules: Vec<RuleIx>,
}

impl Showing {
    /// Takes one more response, for which a rule holds.
    pub(super) fn add(&mut self, plan: &Plan<'_>, rule: RuleIx, response: Response) {
        let (questions, rules) = (plan.questionnaire.questions().len(), plan.questionnaire.rules().len());
        let size = (questions + rules).max(1);
        let is_large = size * rules > MOST_LOOKED_AT;
        if is_large && self.shared(plan, rule, &response) {
            return;
        }
        if is_large && self.shown.len() >= ALWAYS.max(MOST_LOOKED_AT / size) {
            self.left_out += 1;
        } else {
            self.shown.push(Shown { response, rules: vec![rule] });
        }
    }

    /// Puts it together with one of the last, if all rules of both then hold.
    fn shared(&mut self, plan: &Plan<'_>, rule: RuleIx, response: &Response) -> bool {
        let last = self.shown.iter_mut().rev().take(MOST_TRIED).filter(|shown| shown.rules.len() < MOST_TOGETHER);
        for shown in last {
            let Some(both) = together(&shown.response, response) else { continue };
            let (_, causes) = plan.weigh(&both);
            // In questionnaire order.
            let holds = |rule: &RuleIx| causes.binary_search(&Cause::Rule(*rule)).is_ok();
            if holds(&rule) && shown.rules.iter().all(holds) {
                shown.response = both;
                shown.rules.push(rule);
                return true;
            }
        }
        false
    }

    /// How many rules no response shows, because it would have been too much.
    pub(crate) fn left_out(&self) -> usize {
        self.left_out
    }

    /// All of them.
    pub(crate) fn into_responses(self) -> impl Iterator<Item = Response> {
        self.shown.into_iter().map(|shown| shown.response)
    }
}

/// The answers of both; none if they answer a question differently.
fn together(one: &Response, other: &Response) -> Option<Response> {
    if other.iter().any(|(question, answer)| one.get(question).is_some_and(|known| known != answer)) {
        return None;
    }
    let mut both = one.clone();
    other.iter().filter_map(|(question, _)| other.accepted(question)).for_each(|accepted| both.set(accepted));
    Some(both)
}
