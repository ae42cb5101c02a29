//! A question set as people read it who review it: questions and what their answers lead to, rules, waits, values, promises,
//! sources.
//!
//! Invariant: an answer is said to lead *at least* to a verdict only if every response has it in which the question is asked and
//! answered so: the proofs are asked, not the look of a rule.

mod document;
mod find;
mod leads;
mod page;
mod record;

pub use find::{Named, Thing, find};
pub use page::{ShowFormat, page};
pub use record::{
    SetView, ShownAnswer, ShownGuarantee, ShownLead, ShownPart, ShownQuestion, ShownRule, ShownSection, ShownSet,
    ShownSource, ShownValue, ShownVerdict, show,
};
