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

/// A kind of proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Sections, questions, options, rules and verdicts can be reached.
    Reach,
    /// No rule is always hidden, and no two are the same.
    Rules,
    /// Every part of every condition matters, and every `not` rests on an answer.
    Parts,
    /// Guarantees hold.
    Guarantees,
    /// Everything is used, and dates keep to one unit.
    Use,
    /// No text of a finding shows an empty gap.
    Gaps,
}

impl Family {
    /// All kinds, in the order in which they are proved.
    pub const ALL: [Family; 6] =
        [Family::Reach, Family::Rules, Family::Parts, Family::Guarantees, Family::Use, Family::Gaps];

    fn prove(self, plan: &Plan<'_>, witnesses: &Witnesses) -> Diagnostics {
        match self {
            Family::Reach => reach::prove(plan, witnesses),
            Family::Rules => rules::prove(plan, witnesses),
            Family::Parts => parts::prove(plan),
            Family::Guarantees => guarantees::prove(plan),
            Family::Use => use_of::prove(plan),
            Family::Gaps => gaps::prove(plan),
        }
    }
}

/// Decides everything that can be decided about a questionnaire, on a day (which only matters for dates). The levels that
/// its author sets for lints are applied.
pub fn prove(questionnaire: &Questionnaire, day: Date) -> Diagnostics {
    prove_only(questionnaire, &Family::ALL, day)
}

/// Decides what these kinds of proof are about.
pub fn prove_only(questionnaire: &Questionnaire, families: &[Family], day: Date) -> Diagnostics {
    let found = with_deep_stack(|| {
        let plan = Plan::new(questionnaire, day);
        let needed = families.iter().any(|family| matches!(family, Family::Reach | Family::Rules));
        let witnesses = if needed { Witnesses::of(&plan) } else { Witnesses::default() };
        families.iter().fold(Diagnostics::default(), |mut found, family| {
            found.append(family.prove(&plan, &witnesses));
            found
        })
    });
    found.with_levels(questionnaire.lints())
}

/// Decides everything, and gives responses that together show every verdict and every rule that can occur, for rehearsing
/// reports.
pub fn prove_with_witnesses(questionnaire: &Questionnaire, day: Date) -> (Diagnostics, Vec<Response>) {
    let (found, responses) = with_deep_stack(|| {
        let plan = Plan::new(questionnaire, day);
        let witnesses = Witnesses::of(&plan);
        let mut found = Diagnostics::default();
        Family::ALL.iter().for_each(|family| found.append(family.prove(&plan, &witnesses)));
        let known = witnesses.verdicts();
        let others = (0..questionnaire.verdicts().len()).map(VerdictIx::new).filter(|verdict| !known.contains(verdict));
        let of_verdicts = others.filter_map(|verdict| verdict_witness(&plan, verdict).ok().flatten());
        let of_rules = witnesses.found().map(|(_, witness)| witness.response.clone());
        (found, of_verdicts.chain(of_rules).collect())
    });
    (found.with_levels(questionnaire.lints()), responses)
}

fn with_deep_stack<T: Send>(work: impl Fn() -> T + Send + Sync) -> T {
    let done = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, &work);
        thread.ok().and_then(|thread| thread.join().ok())
    });
    done.unwrap_or_else(work)
}

/// What a proof says when it had to give up.
pub(super) fn undecided(gave_up: Undecided, span: Span, question: &str) -> Diagnostic {
    Diagnostic::new(Code::Undecided, span, format!("not decided {gave_up}: {question}"))
        .help("split long chains of conditions or large scores into named conditions")
}
