//! The condition language: what reads, what does not and how that is said, and what every test makes of every answer.

mod faults;
mod hostile;
mod laws;
mod meaning;
mod world;
