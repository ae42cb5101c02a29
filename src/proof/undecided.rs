//! What a proof says when it had to give up.

use super::solver::Undecided;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// The fault that says which question was not decided, and what to do.
pub(crate) fn undecided(gave_up: Undecided, span: Span, question: &str) -> Diagnostic {
    Diagnostic::new(Code::Undecided, span, format!("not decided {gave_up}: {question}"))
        .help("split long chains of conditions or large scores into named conditions")
}
