//! What a person or a report asks of the proofs: what would change the result, how long an interview is, what a question is
//! for. It says, and never changes.

mod for_report;
mod length;
mod purpose;
mod records;
mod what_if;

pub use for_report::Outlook;
pub use length::{Path, Paths, Walk, paths, typical};
pub use purpose::{Purpose, purpose};
pub use records::{
    ChangeRecord, OpenRecord, Prospects, PurposeRecord, RuleRecord, WayRecord, WhatIfRecord, fill_paragraph,
    words_before_any_answer,
};
pub use what_if::{AnswerChange, Reachable, WhatIf, can_still_hold, reachable, still_matter, what_if};
