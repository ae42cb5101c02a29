//! Proofs about a questionnaire, over every possible response: skip logic, unknowns, exclusive options, ranges, dates and
//! scores included. It says, and never changes.
//!
//! Every question is reduced to the finitely many answers that its conditions can tell apart (`domain`), the part of the
//! questionnaire that a proof is about becomes clauses (`encode`), and a satisfiability solver decides (`solver`). Nothing
//! is sampled. A witness is the smallest there is: no response with fewer answers shows the same. What is proved of every
//! questionnaire stands in [`check`], one file a family.
//!
//! Invariant: a witness, judged by the [`Engine`](crate::assessment::Engine), shows what the proof says.

mod answers;
mod bits;
mod bound;
pub mod check;
mod days;
pub(crate) mod deep_stack;
pub(crate) mod domain;
pub(crate) mod encode;
pub(crate) mod exact;
pub(crate) mod pairs;
pub(crate) mod plan;
mod planned;
mod search;
mod settled;
mod showing;
pub(crate) mod solver;
mod spoken_of;
pub(crate) mod staircase;
pub(crate) mod undecided;
pub(crate) mod witness;

pub use check::{Family, Proved, prove, prove_only, prove_until, prove_with_witnesses};
pub use pairs::ResponsePair;
pub use plan::Plan;
pub use solver::Undecided;
pub use witness::{Breach, ToShow, broken_by, rule_witness, verdict_witness, witness_showing};
