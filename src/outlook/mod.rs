//! What a person or a report asks of the proofs: what would change the result, how long an interview is, what a question is
//! for. It says, and never changes.

mod bounds;
mod for_report;
mod key_slips;
mod length;
mod pace;
mod purpose;
mod reason;
mod records;
mod what_if;

pub use bounds::ExactBounds;
pub use for_report::{Outlook, assess_exactly, assess_with_outlook};
pub use key_slips::{KeySlip, SetSlip, key_slips, slips_of_set};
pub use length::{Effort, Path, Paths, Walk, paths, typical, typical_effort};
pub use pace::{Pace, in_minutes};
pub use purpose::{Purpose, purpose};
pub use reason::SufficientReason;
pub use records::{
    ChangeRecord, OpenRecord, PurposeRecord, RuleRecord, WayRecord, WhatIfRecord, fill_paragraph,
    words_before_any_answer,
};
pub use what_if::{AnswerChange, WhatIf, can_still_hold, what_if};
