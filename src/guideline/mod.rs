//! A published guideline as a table, held against a question set cell by cell, over every complete response.
//!
//! A row says for whom it speaks (`when`, in the language of conditions), and which verdict each section gives them. The rows of
//! such tables overlap: a person may smoke and have high blood pressure, and each has a row. What is meant then is the
//! graver of the two, in every guideline that we know. So of one response:
//!
//! - A row *speaks* of a section if its `when` is true and its cell names a verdict. An empty cell claims nothing: for that
//!   section the row is not there.
//! - The section's verdict must be named by a row that speaks, and be no milder than the mildest that any of them names. Of
//!   rows that name one verdict each, that is the gravest of them.
//!
//! Each way of failing is a finding of its own ([`Departure`]), and each finding is about one row:
//!
//! - *Too mild* a verdict contradicts just the rows that name nothing so mild. No other row excuses it, so those are told.
//! - A verdict that *no row names* contradicts all rows that speak, and only one of them need be wrong. Told is the one that rests
//!   on the same answers as the rules which give the verdict, else the gravest. Responses of which a row speaks that was told are
//!   then left alone, and the search goes on until nothing is left. So two rows that overlap are never both told for one mistake;
//!   and what only shows together with a row that is wrong shows once that row is right.
//!
//! A response is *complete* if every question that applies and can be put is answered, and none with "not sure". The verdict of
//! a section is the gravest of its rules that hold, as it counts in the verdict of the whole.
//!
//! Invariant: whatever a departure says of a response, the [`Engine`](crate::assessment::Engine) says too.

mod hold;
mod read;
mod scope;
mod sheet;
mod tell;

pub use hold::{Departure, Held, hold};
pub use read::{Claim, Guideline, GuidelineRow, MAX_ROWS, read_guideline};
