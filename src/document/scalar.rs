//! A scalar that remembers where each of its characters came from.

use crate::source::Span;

/// How a scalar was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In single or double quotes.
    Quoted,
    /// As a `|` or `>` block.
    Block,
}

/// A text as YAML reads it, with the way back to the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// The text that the scalar stands for.
    pub text: String,
    /// How it was written.
    pub style: Style,
    /// Where it stands, quotes included.
    pub span: Span,
    /// Runs of bytes that stand in the file as they stand in the text: (offset in the text, offset in the file), ascending.
    pub(super) runs: Vec<(u32, u32)>,
}

impl Scalar {
    /// A scalar that is not from a YAML file (a command-line value, a test): its text stands at `span.start` byte for byte.
    pub fn verbatim(text: impl Into<String>, span: Span) -> Self {
        Scalar { text: text.into(), style: Style::Plain, span, runs: vec![(0, span.start)] }
    }

    /// The place in the file of the bytes `start..end` of the text: the exact place, also inside quotes, folded and block
    /// scalars. Without anything better, the whole scalar.
    pub fn place(&self, start: usize, end: usize) -> Span {
        let _ = (start, end);
        todo!()
    }
}
