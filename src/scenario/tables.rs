//! The key tables of the scenario file, for the test that holds its schema against them.

use super::keys::{FILE, SCENARIO};
use crate::questionnaire::shape::Form;

/// The mappings whose keys are known.
pub(crate) const FORMS: &[Form] = &[FILE, SCENARIO];
