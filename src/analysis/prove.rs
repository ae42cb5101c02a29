//! All proofs of one questionnaire.

use super::plan::Plan;
use super::solver::Undecided;
use super::{guarantees, parts, reach, rules, use_of};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::questionnaire::Questionnaire;
use crate::source::Span;
use crate::value::Date;

/// How much of the stack the proofs may take: the trees they walk are bounded, but deep in unoptimised builds.
const STACK: usize = 64 << 20;

/// Decides everything that can be decided about a questionnaire, on a day (which only matters for dates). The levels that
/// its author sets for lints are applied.
pub fn prove(questionnaire: &Questionnaire, day: Date) -> Diagnostics {
    let all = || {
        let plan = Plan::new(questionnaire, day);
        let mut found = Diagnostics::default();
        for family in [reach::prove, rules::prove, parts::prove, guarantees::prove, use_of::prove] {
            found.append(family(&plan));
        }
        found
    };
    let found = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, all);
        thread.ok().and_then(|thread| thread.join().ok())
    });
    found.unwrap_or_else(all).with_levels(questionnaire.lints())
}

/// What a proof says when it had to give up.
pub(super) fn undecided(_: Undecided, span: Span, question: &str) -> Diagnostic {
    Diagnostic::new(Code::Undecided, span, format!("not decided within the allowed work: {question}"))
        .help("split long chains of conditions or large scores into named conditions")
}
