//! The response file: YAML or JSON in, YAML out.

use super::Response;
use crate::diagnostic::Diagnostics;
use crate::questionnaire::Questionnaire;
use crate::source::{SourceIx, Sources};
use crate::value::Date;

/// A response file as read.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The answers that fit.
    pub response: Response,
    /// The day on which they were given, if the file says so.
    pub answered_on: Option<Date>,
    /// The person's or case's id, if the file gives one.
    pub id: Option<String>,
}

/// Reads a response. The answers may be used only if no diagnostic is an error.
pub fn load(questionnaire: &Questionnaire, source: SourceIx, sources: &Sources, day: Date) -> (Loaded, Diagnostics) {
    let _ = (questionnaire, source, sources, day);
    todo!()
}

/// Writes a response so that [`load`], and any YAML 1.1 or 1.2 reader, reads the same.
pub fn to_yaml(questionnaire: &Questionnaire, response: &Response, answered_on: Date) -> String {
    let _ = (questionnaire, response, answered_on);
    todo!()
}
