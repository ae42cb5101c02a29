//! The checked questionnaire, and the check: the only way to make one.
//!
//! Invariant: in a [`Questionnaire`] every name is resolved, every condition is typed, every text is a template that fills,
//! and a thing is only named by what comes after it. Nothing that judges a response can fail afterwards.

mod based_on;
mod change;
mod check;
mod clinic;
mod codes;
mod decision;
mod former;
mod identity;
mod model;
mod plan;
mod promised;
mod score;
mod uses;
mod written;

pub use based_on::{Acceptance, BasedOn, EntryKind, OverlayEntry};
pub use change::{Becomes, CanChange, ChangedBy, Direction};
#[cfg(test)]
pub(crate) use check::tables;
pub use check::{
    Conflict, Decisions, FileFault, Files, FlatSet, MAIN_FILE, MAX_PICTURE_BYTES, Texts, Upgrade, WithTexts, base_of,
    flatten, load, load_partly, picture, unlisted_files, upgrade,
};
pub(crate) use check::{file_fault, shape};
pub use clinic::{Clinic, Logo};
pub use codes::{Codes, SystemCode};
pub use decision::{Chance, Counted, DecisionAid, DecisionOption};
pub(crate) use former::Renamed;
pub use identity::QuestionnaireIdentity;
pub use model::*;
pub use plan::{Done, Follows, PlanDefinition, PlanStep, Want, WantedStep};
pub use score::{AnswerPoints, Points, Score, ScoreItem};
pub(crate) use uses::{cuts_of_rule, spans_of_rule, tests_of};
pub use uses::{opened_by, rules_testing, tested};
pub use written::{READING_GRADE, Wording, WrittenText};
