//! The assessment as plain data for templates, its rendering, and the contract with tools.
//!
//! [`report()`] fills every text and looks up every label once; [`render()`] arranges them by a template. [`contract()`] needs
//! neither: it is JSON, and typed to the leaf.
//!
//! Nothing is proved here: what a report says about other ways comes in as an [`Outlook`](crate::outlook::Outlook).

mod aged;
mod contract;
mod contract_plan;
mod contract_reason;
mod data;
mod decision;
mod ending;
mod fill;
mod format;
mod items;
mod label_index;
mod labels;
mod letter;
mod letterhead;
mod order;
mod part;
mod picture;
mod planned;
mod points;
mod rehearse;
mod render;
mod sample;
mod sheet;
mod waiting;
mod way;
mod wrap;

pub use crate::template::loaded_addresses;
pub use crate::value::day_in_words;
pub use aged::{Changes, changes};
pub use contract::{
    Contract, ContractAged, ContractAside, ContractFinding, ContractOpen, ContractSection, ContractUnsure, contract,
};
pub(crate) use contract::{contract_of_seen, scores};
pub(crate) use contract_plan::steps;
pub use contract_plan::{ContractLink, ContractStep};
pub use contract_reason::{ContractDecided, ContractReason, VerdictReason};
pub use data::{Report, report};
pub use ending::{Ending, OpenPoints, PlannedStep, Standing, Wait, ending};
pub use format::Format;
pub use labels::{entry, label, words};
pub use part::ReportPart;
pub use rehearse::{RehearsalFailure, rehearse};
pub use render::{Templates, check, picture_mark, render, unsafe_places};
