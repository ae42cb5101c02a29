//! Results as people and tools read them.

mod human;
mod json;
mod junit;

pub use human::{CoverageDetail, human};
pub use json::json;
pub use junit::{Demand, junit};

use super::Results;
use crate::questionnaire::Questionnaire;

/// The results of one questionnaire, with what is needed to speak of them.
#[derive(Clone, Copy)]
pub struct Tested<'t> {
    /// The questionnaire as it was named to the program.
    pub name: &'t str,
    /// The questionnaire.
    pub questionnaire: &'t Questionnaire,
    /// What came of its scenarios.
    pub results: &'t Results,
}

/// Whole percents, rounded down, so that 100 means all; of nothing, all.
fn percent((shown, all): (usize, usize)) -> usize {
    (shown * 100).checked_div(all).unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn only_all_is_a_hundred_percent() {
        for (counts, expected) in [((0, 0), 100), ((0, 3), 0), ((1, 3), 33), ((999, 1000), 99), ((7, 7), 100)] {
            assert_eq!(percent(counts), expected, "{counts:?}");
        }
    }
}
