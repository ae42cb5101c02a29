//! Answers and what they are made of: total operations only, nothing here can panic.
//!
//! A leaf room: it knows no questionnaire. Questions, options, conditions and the like are named here by small numbers
//! (see [`index`]), given out by the check in the order in which things stand in the files.

pub mod index;
pub(crate) mod json;

mod answer;
mod date;
mod decimal;
mod period;
mod truth;
mod type_name;
mod written_date;

pub use answer::{Answer, OptionSet, State, Value};
pub use date::{Date, Duration, Unit, day_in_words, parse_date};
pub use decimal::{Decimal, parse_decimal};
pub use json::ById;
pub use period::Period;
pub use truth::Truth;
pub use type_name::TypeName;
pub use written_date::{NoDate, WrittenDate, read_date};

/// A closed range of whole points: what a score can still be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Interval {
    /// The least it can be.
    pub low: i64,
    /// The most it can be.
    pub high: i64,
}
