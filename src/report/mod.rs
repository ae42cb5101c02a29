//! The assessment as plain data for templates, and its rendering.
//!
//! [`report()`] fills every text and looks up every label once; [`render()`] arranges them by a template. The JSON contract is
//! [`Report::contract`] and needs no template.

mod contract;
mod data;
mod label_index;
mod labels;
mod picture;
mod rehearse;
mod render;
mod sample;
mod waiting;
mod way;
mod wrap;

pub use data::{Report, contract, report};
pub use labels::{day_in_words, entry, label, words};
pub use rehearse::{Stumble, rehearse, unlike};
pub use render::{Format, Templates, check, render, unsafe_places};
