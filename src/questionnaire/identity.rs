//! Which questionnaire it was, down to its last byte: what every result carries.

use serde::Serialize;

use super::{Codes, Questionnaire};

/// Which questionnaire it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct QuestionnaireIdentity<'q> {
    /// Its id.
    pub id: &'q str,
    /// Its version.
    pub version: &'q str,
    /// A hash of all its files.
    pub fingerprint: &'q str,
    /// What other systems call it.
    #[serde(skip_serializing_if = "Codes::is_empty")]
    pub codes: &'q Codes,
}

impl Questionnaire {
    /// Its id, its version and the hash of its files.
    pub fn identity(&self) -> QuestionnaireIdentity<'_> {
        QuestionnaireIdentity {
            id: self.id(),
            version: self.version(),
            fingerprint: self.fingerprint(),
            codes: self.codes(),
        }
    }
}
