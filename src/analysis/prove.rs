//! All proofs of one questionnaire.

use super::plan::Plan;
use super::solver::Undecided;
use super::witness::{Witnesses, verdict_witness};
use super::{gaps, guarantees, parts, reach, rules, use_of};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::questionnaire::Questionnaire;
use crate::response::Response;
use crate::source::Span;
use crate::value::Date;
use crate::value::index::VerdictIx;

/// How much of the stack the proofs may take: the trees they walk are bounded, but deep in unoptimised builds.
const STACK: usize = 64 << 20;

/// Decides everything that can be decided about a questionnaire, on a day (which only matters for dates). The levels that
/// its author sets for lints are applied.
pub fn prove(questionnaire: &Questionnaire, day: Date) -> Diagnostics {
    prove_with_witnesses(questionnaire, day).0
}

/// The same, and responses that together show every verdict and every rule that can occur, for rehearsing reports.
pub fn prove_with_witnesses(questionnaire: &Questionnaire, day: Date) -> (Diagnostics, Vec<Response>) {
    let found = std::thread::scope(|scope| {
        let all = || all(questionnaire, day);
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, all);
        thread.ok().and_then(|thread| thread.join().ok())
    });
    let (found, responses) = found.unwrap_or_else(|| all(questionnaire, day));
    (found.with_levels(questionnaire.lints()), responses)
}

fn all(questionnaire: &Questionnaire, day: Date) -> (Diagnostics, Vec<Response>) {
    let plan = Plan::new(questionnaire, day);
    let witnesses = Witnesses::of(&plan);
    let mut found = reach::prove(&plan, &witnesses);
    found.append(rules::prove(&plan, &witnesses));
    for family in [parts::prove, guarantees::prove, use_of::prove, gaps::prove] {
        found.append(family(&plan));
    }
    let verdicts = (0..questionnaire.verdicts().len()).map(VerdictIx::new);
    let of_verdicts = verdicts.filter_map(|verdict| verdict_witness(&plan, verdict).ok().flatten());
    let of_rules = witnesses.found().map(|(_, response)| response.clone());
    (found, of_verdicts.chain(of_rules).collect())
}

/// What a proof says when it had to give up.
pub(super) fn undecided(_: Undecided, span: Span, question: &str) -> Diagnostic {
    Diagnostic::new(Code::Undecided, span, format!("not decided within the allowed work: {question}"))
        .help("split long chains of conditions or large scores into named conditions")
}
