//! The report as data: the JSON contract, and the labels that templates need beside it.

use serde::Serialize;

use crate::assessment::Assessment;
use crate::questionnaire::Questionnaire;
use crate::response::Response;

/// Everything that a report can show.
#[derive(Clone, Debug, Serialize)]
pub struct Report {}

impl Report {
    /// The assessment as the JSON contract: one line, keys in the documented order.
    pub fn contract(&self) -> String {
        todo!()
    }
}

/// Fills all texts and labels of an assessment.
pub fn report(questionnaire: &Questionnaire, response: &Response, assessment: &Assessment) -> Report {
    let _ = (questionnaire, response, assessment);
    todo!()
}
