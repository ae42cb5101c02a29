//! Texts with gaps, filled by MiniJinja. The only room that knows MiniJinja.
//!
//! [`Text`] is a short text of a questionnaire (`finding`, `ask`, …) over the labels of answers. Whole report templates are
//! rendered by [`Engine`]. Both are strict about undefined names, bounded in work, output and depth, and cannot read files.

mod engine;
mod scan;
mod text;

pub use engine::{Engine, Escape, TemplateFault};
pub use text::{Text, Words};
