//! The screen: text that fits it, a list to mark in, and the two ways to put questions to a person, on a terminal and by
//! lines.
//!
//! `layout` and `window` know nothing of interviews; `list` only that a person may break off. `terminal`, `listed` and `plain`
//! show the pages of [`super::interview`]; `prompters` says which of them does so.

mod cells;
mod gallery;
mod kitty;
pub mod layout;
mod line;
mod list;
mod listed;
mod pager;
mod pictures;
mod plain;
mod prompters;
mod raster;
mod summary;
mod svg;
mod terminal;
mod together;
mod typing;
mod window;

pub use pager::pages;
pub use prompters::{prompter, reads};
#[cfg(test)]
pub use summary::fits_at;
