//! Texts with gaps, filled by MiniJinja. The only room that knows MiniJinja.
//!
//! [`Text`] is a short text of a questionnaire (`finding`, `ask`, …) over the labels of answers. Whole report templates are
//! rendered by [`Renderer`]. Both are strict about undefined names, bounded in work, output and depth, and cannot read files.

mod data;
mod engine;
mod escape;
mod names;
mod scan;
mod text;
mod vet;

pub use engine::{MAX_OUTPUT_BYTES, MAX_TEMPLATE_BYTES, Renderer, TemplateFault};
pub use escape::Escape;
pub use text::{Text, Words};
