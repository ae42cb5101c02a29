//! The assessment as plain data for templates, and its rendering.

mod data;
mod render;

pub use data::{Report, report};
pub use render::{Format, RenderFault, Templates, render};
