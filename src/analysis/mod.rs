//! Proofs about a questionnaire, over every possible response: skip logic, unknowns, exclusive options, ranges, dates and
//! scores included. It says, and never changes.
//!
//! Every question is reduced to the finitely many answers that its conditions can tell apart (`domain`), the part of the
//! questionnaire that a proof is about becomes clauses (`encode`), and a satisfiability solver decides (`solver`). Nothing
//! is sampled. A witness is the smallest there is: no response with fewer answers shows the same.
//!
//! Invariant: a witness, judged by [`crate::assessment::assess`], shows what the proof says.

mod diff;
mod domain;
mod encode;
mod gaps;
mod guarantees;
pub mod lints;
mod parts;
mod paths;
mod plan;
mod prove;
mod reach;
mod rules;
mod solver;
mod use_of;
mod what_if;
mod why;
mod witness;

pub use diff::{BigUint, Budget, Change as Changed, Counts, Diff, Difference, How, Kind, Part, Side, Witness, diff};
pub use paths::{Path, Paths, Walk, paths, typical};
pub use plan::Plan;
pub use prove::{Family, prove, prove_only, prove_with_witnesses};
pub use solver::Undecided;
pub use what_if::{Change, Reachable, WhatIf, can_still_hold, reachable, still_matter, what_if};
pub use why::{Purpose, purpose};
pub use witness::{broken_by, rule_witness, verdict_witness};
