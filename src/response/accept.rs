//! Whether an answer fits its question.

use thiserror::Error;

use crate::questionnaire::{DateRange, Question};
use crate::value::{Answer, Date, Decimal};

/// Why an answer does not fit. Its text is a sentence for the person who answers.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Rejection {
    /// Of another type than the question.
    #[error("this question takes {expected}")]
    WrongType {
        /// What it takes, in words.
        expected: &'static str,
    },
    /// No such option.
    #[error("there is no option `{option}` here")]
    UnknownOption {
        /// The id given.
        option: String,
    },
    /// A number outside the range.
    #[error("must be from {low} to {high}")]
    NumberRange {
        /// The least taken.
        low: Decimal,
        /// The greatest taken.
        high: Decimal,
    },
    /// More digits after the point than taken.
    #[error("takes at most {decimals} digits after the point")]
    Decimals {
        /// How many are taken.
        decimals: u32,
    },
    /// A day outside the range.
    #[error("this day is outside the days asked for")]
    DateRange {
        /// The days taken.
        range: DateRange,
    },
    /// Too few or too many options.
    #[error("pick {min} to {max} of them")]
    Picks {
        /// The fewest.
        min: usize,
        /// The most.
        max: usize,
    },
    /// An exclusive option with others.
    #[error("`{option}` cannot be combined with others")]
    Exclusive {
        /// The exclusive option's id.
        option: String,
    },
    /// "Not sure" where it is not offered.
    #[error("\"not sure\" is not offered here")]
    UnsureNotOffered,
    /// Skipping a required question.
    #[error("this question needs an answer")]
    Required,
}

/// Lets an answer through if it fits the question. `day` is the day of assessment, for `past` and `future`.
///
/// # Errors
/// Says why it does not fit.
pub fn accept(question: &Question, answer: Answer, day: Date) -> Result<Answer, Rejection> {
    let _ = (question, answer, day);
    todo!()
}
