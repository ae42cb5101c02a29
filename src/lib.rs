//! A suitability questionnaire engine that proves its own question sets.
//!
//! The tree is the flow. Each step is one room:
//!
//! 1. [`document::parse`] reads YAML to a tree that keeps every place.
//! 2. [`questionnaire::load`] checks it: names resolved, conditions typed, texts that fill.
//! 3. [`interview::Interview`] asks; [`response::load`] reads answers from a file.
//! 4. [`assessment::assess`] weighs a response on a day.
//! 5. [`report::report`] fills the texts, [`report::render`] writes them for people.
#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

pub mod assessment;
pub mod batch;
pub mod catalog;
pub mod condition;
pub mod diagnostic;
pub mod diff;
pub mod document;
pub mod graph;
pub mod interview;
pub mod outlook;
pub mod proof;
pub mod questionnaire;
pub mod report;
pub mod response;
pub mod scenario;
pub mod schema;
pub mod source;
pub mod template;
pub mod text;
pub mod value;
pub mod wording;
