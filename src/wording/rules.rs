//! Rules that do not say how sure they are or what they rest on.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::questionnaire::{Questionnaire, Rule};
use crate::value::index::VerdictIx;

/// A questionnaire that lists no levels of evidence, or no sources, is not held to naming them.
pub(super) fn lint(questionnaire: &Questionnaire) -> Diagnostics {
    let mut found = Diagnostics::default();
    for rule in questionnaire.rules().iter().filter(|rule| rule.verdict > VerdictIx(0)) {
        if rule.evidence.is_none() && !questionnaire.evidence().is_empty() {
            found.push(without_evidence(rule));
        }
        if rule.sources.is_empty() && !questionnaire.sources().is_empty() {
            found.push(without_source(rule));
        }
    }
    found
}

fn without_evidence(rule: &Rule) -> Diagnostic {
    Diagnostic::new(Code::MissingEvidence, rule.span, format!("`{}` does not say how sure we are", rule.id))
        .help("name one of the levels of evidence under the key `evidence`")
}

fn without_source(rule: &Rule) -> Diagnostic {
    Diagnostic::new(Code::MissingSource, rule.span, format!("`{}` does not say what it rests on", rule.id))
        .help("name one or more sources, as in `sources: [B1]`")
}
