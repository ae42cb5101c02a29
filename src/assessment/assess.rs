//! The one function that judges.

use super::Assessment;
use crate::questionnaire::{Audience, Questionnaire};
use crate::response::Response;
use crate::value::Date;

/// Judges a response on a day. `audience` is recorded; answers for other audiences count if they are there.
pub fn assess(questionnaire: &Questionnaire, response: &Response, audience: Audience, day: Date) -> Assessment {
    let _ = (questionnaire, response, audience, day);
    todo!()
}
