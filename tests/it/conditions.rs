//! The condition language: what reads, what does not and how that is said, and what every test makes of every answer.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on fails at that line"
)]

mod faults;
mod hostile;
mod laws;
mod meaning;
mod pages;
mod world;
