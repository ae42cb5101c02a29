//! All proofs of one questionnaire.

mod bands;
mod fixed_waits;
mod gaps;
mod guarantees;
mod leap_days;
mod lone;
mod options;
mod order;
mod over_time;
mod parts;
mod reach;
mod rules;
mod slips;
mod steps;
mod stops;
mod use_of;
mod validity;
mod waits;

pub use over_time::{Proved, prove_until};

use crate::assessment::Engine;
use crate::diagnostic::Diagnostics;
use crate::proof::deep_stack::deep_stack;
use crate::proof::plan::Plan;
use crate::proof::showing::Showing;
use crate::proof::witness::{Witnesses, verdict_witness};
use crate::questionnaire::Questionnaire;
use crate::response::Response;
use crate::value::Date;

/// A kind of proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Sections, questions, options, rules and verdicts can be reached.
    Reach,
    /// No rule is always hidden, no two are the same, and none stands only behind one that ends the interview.
    Rules,
    /// Every part of every condition matters, and every `not` rests on an answer.
    Parts,
    /// Guarantees hold.
    Guarantees,
    /// Everything is used.
    Use,
    /// No text shows an empty gap.
    Gaps,
    /// Every wait has a day, which lies ahead.
    Waits,
    /// Nothing is written that is a slip whatever it is about.
    Slips,
    /// It was thought of how long answers may be believed, and when long spans of time are over.
    Validity,
    /// There is a plan for everybody.
    Steps,
    /// What can decide most is asked early.
    Order,
}

impl Family {
    /// All kinds, in the order in which they are proved.
    pub const ALL: [Family; 11] = [
        Family::Reach,
        Family::Rules,
        Family::Parts,
        Family::Guarantees,
        Family::Use,
        Family::Gaps,
        Family::Waits,
        Family::Slips,
        Family::Validity,
        Family::Steps,
        Family::Order,
    ];

    fn prove(self, plan: &Plan<'_>, witnesses: &Witnesses) -> Diagnostics {
        match self {
            Family::Reach => reach::prove(plan, witnesses),
            Family::Rules => {
                let mut found = rules::prove(plan, witnesses);
                stops::prove(plan, witnesses).into_iter().for_each(|behind| found.push(behind));
                found
            }
            Family::Parts => parts::prove(plan),
            Family::Guarantees => guarantees::prove(plan),
            Family::Use => use_of::prove(plan),
            Family::Gaps => gaps::prove(plan),
            Family::Waits => {
                let mut found = waits::prove(plan);
                found.append(fixed_waits::prove(plan.questionnaire));
                found
            }
            Family::Slips => {
                let mut found = slips::prove(plan);
                found.append(options::prove(plan));
                found.append(bands::prove(plan));
                found
            }
            Family::Validity => {
                let mut found = validity::prove(plan.questionnaire);
                found.append(leap_days::prove(plan.questionnaire));
                found
            }
            Family::Steps => steps::prove(plan),
            Family::Order => order::prove(plan),
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
    let found = deep_stack(|| {
        let engine = Engine::new(questionnaire, day);
        let plan = Plan::new(&engine);
        let needed = families.iter().any(|family| matches!(family, Family::Reach | Family::Rules));
        let witnesses = if needed { Witnesses::of(&plan, &mut Showing::default()) } else { Witnesses::default() };
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
    let shown = deep_stack(|| {
        let engine = Engine::new(questionnaire, day);
        prove_all(&Plan::new(&engine))
    });
    (shown.found.with_levels(questionnaire.lints()), shown.witnesses)
}

/// What was proved on one day.
struct ProvedOnce {
    found: Diagnostics,
    /// Responses that together show every verdict and every rule that can occur.
    witnesses: Vec<Response>,
    /// How many rules they do not show, because it would have been too much.
    not_shown: usize,
}

/// Everything on the day of a plan.
fn prove_all(plan: &Plan<'_>) -> ProvedOnce {
    let mut shown = Showing::default();
    let witnesses = Witnesses::of(plan, &mut shown);
    let mut found = Diagnostics::default();
    Family::ALL.iter().for_each(|family| found.append(family.prove(plan, &witnesses)));
    let known = witnesses.verdicts();
    let others = plan.questionnaire.verdicts().indices().filter(|verdict| !known.contains(verdict));
    // A verdict of which it was not decided has been said above; there is nothing to rehearse.
    let of_verdicts = others.filter_map(|verdict| verdict_witness(plan, verdict).ok().flatten());
    let not_shown = shown.left_out();
    ProvedOnce { found, witnesses: of_verdicts.chain(shown.into_responses()).collect(), not_shown }
}
