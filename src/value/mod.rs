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

impl Interval {
    /// So many points and no others.
    pub fn exactly(points: i64) -> Interval {
        Interval { low: points, high: points }
    }

    /// The same, and nothing too.
    pub fn or_nothing(self) -> Interval {
        Interval { low: self.low.min(0), high: self.high.max(0) }
    }

    /// What both come to together. Sums end where whole numbers do.
    pub fn plus(self, other: Interval) -> Interval {
        Interval { low: self.low.saturating_add(other.low), high: self.high.saturating_add(other.high) }
    }
}
