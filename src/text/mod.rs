//! Text on its way out: what is not seen made visible, widths and lines, counts in words, and the escapes of each format.
//!
//! Whatever a question set, a response or a path brings goes through this room before a terminal or a document gets it.
//! [`is_unseen`] is the one list of characters that act without being seen; nobody else keeps one.

mod count;
pub mod escape;
mod odd;
mod unseen;
mod wrap;

pub use count::{counted, plural, unit_of_one};
pub use odd::{is_odd, odd_sign, sign_name};
pub use unseen::{is_blank, is_control, is_unseen, visible, visible_in_place, visible_line};
pub use wrap::{characters, cut, fill, pad, pieces, prefix, width, wrap};
