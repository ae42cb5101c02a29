//! What is left of answers once a rule has stopped an interview: those that it rests on, and nothing else.

use super::Engine;
use crate::questionnaire::{Audience, tested};
use crate::response::Response;

impl Engine<'_> {
    /// Of answers that a rule stops, those that it rests on: nothing else is worked out then, or told. All of them, should they
    /// not stop anybody by themselves. None if no rule stops.
    pub fn stop_alone(&self, response: &Response, audience: Audience) -> Option<Response> {
        let questionnaire = self.questionnaire();
        let rule = self.assess(response, audience).stopped?;
        let mut alone = Response::new(questionnaire);
        alone.set_client(response.client());
        let rests_on = tested(questionnaire, &questionnaire[rule].when);
        rests_on.iter().filter_map(|index| response.accepted(*index)).for_each(|accepted| alone.set(accepted));
        let stops = self.assess(&alone, audience).stopped.is_some();
        Some(if stops { alone } else { response.clone() })
    }
}
