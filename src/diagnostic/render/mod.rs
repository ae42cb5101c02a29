//! Diagnostics as people and tools read them.
//!
//! Every rendering is by place and without doubles, and shows nothing of the files that a terminal would obey.

mod human;
mod machine;
mod place;
mod sarif;
mod words;

pub use human::{Colour, human};
pub use machine::{json, json_of_check, places, short};
pub use sarif::sarif;
pub use words::one_line;

use super::{Diagnostics, Level};
use crate::text::counted;

/// How many of each level there are.
struct Counts {
    errors: usize,
    warnings: usize,
    notes: usize,
}

impl Counts {
    fn of(diagnostics: &Diagnostics) -> Self {
        let count = |level| diagnostics.iter().filter(|diagnostic| diagnostic.level == level).count();
        Counts { errors: count(Level::Error), warnings: count(Level::Warning), notes: count(Level::Note) }
    }

    /// `2 errors, 1 warning`; empty when there is nothing to count.
    fn words(&self) -> String {
        let parts = [(self.errors, "error"), (self.warnings, "warning"), (self.notes, "note")];
        let words = parts.iter().filter(|(count, _)| *count > 0).map(|(count, name)| counted(*count, name));
        words.collect::<Vec<_>>().join(", ")
    }
}
