//! Texts with gaps, filled by MiniJinja. The only room that knows MiniJinja.
//!
//! [`Text`] is a short text of a questionnaire (`finding`, `ask`, …) over the labels of answers. Whole report templates are
//! rendered by [`Renderer`]. Both are strict about undefined names, bounded in work, output and depth, and cannot read files.

mod addresses;
mod ast;
mod data;
mod escape;
mod fault;
mod filters;
mod places;
mod renderer;
mod scan;
mod shape;
mod text;
mod vet;

pub use addresses::{LoadedAddress, loaded_addresses};
pub use escape::Escape;
pub use fault::TemplateFault;
pub use renderer::{MAX_OUTPUT_BYTES, Renderer};
pub use text::{NameInText, NamesForText, Text, Words, one_paragraph};
pub use vet::MAX_TEMPLATE_BYTES;
