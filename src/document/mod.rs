//! YAML (and JSON, its subset) to a spanned tree, and CSV to rows of spanned cells. The only room that knows the YAML library.
//!
//! Invariant: reading never fails. It gives the tree that could be read and all the diagnostics; every scalar keeps its
//! text, whether it was quoted, and the place of each of its characters.
//!
//! It is the part of YAML 1.2 that people need to write questionnaires. Refused, each with its place, are anchors and
//! aliases (a few lines could stand for millions; and a text that merely starts with `&` would lose its first word in
//! silence), tags, keys that are no texts, duplicate keys, a second document and control characters. Reading goes on
//! after all of these that leave a tree; after a fault of syntax there is none.

mod align;
mod edit;
mod fault;
mod read;
mod scalar;
mod table;
mod write;

pub use edit::{Edit, edited, entry_before};
pub use read::parse;
pub use scalar::{Scalar, Style};
pub use table::{TableRow, parse_table};
pub use write::{Remarks, one_line, to_yaml};

use crate::source::{Span, Spanned};

/// The largest text that is read.
pub const MAX_BYTES: usize = 4 << 20;
/// The deepest nesting that is read.
pub const MAX_DEPTH: usize = 64;

/// A value in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YamlValue {
    /// Where it stands. For a block mapping or list: from its first key or dash to the end of its last value.
    pub span: Span,
    /// What it is.
    pub node: YamlNode,
}

/// What a value is. Scalars stay text: what `no`, `012` or `1e3` mean is for the reader who knows what is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum YamlNode {
    /// Nothing: an empty value, `~` or `null`, not quoted.
    Null,
    /// A text.
    Scalar(Scalar),
    /// A list.
    List(Vec<YamlValue>),
    /// A mapping, in file order, without duplicate keys.
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key's text and place. Keys are always scalars; anything else was a fault.
    pub key: Spanned<String>,
    /// The value.
    pub value: YamlValue,
}

impl YamlValue {
    /// `a text`, `a list`, … for messages.
    pub fn describe(&self) -> &'static str {
        match self.node {
            YamlNode::Null => "nothing",
            YamlNode::Scalar(_) => "a text",
            YamlNode::List(_) => "a list",
            YamlNode::Map(_) => "a mapping",
        }
    }

    /// The value of `key`, if this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&YamlValue> {
        match &self.node {
            YamlNode::Map(entries) => entries.iter().find(|entry| entry.key.value == key).map(|entry| &entry.value),
            _ => None,
        }
    }

    /// The same, to change it.
    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut YamlValue> {
        match &mut self.node {
            YamlNode::Map(entries) => {
                entries.iter_mut().find(|entry| entry.key.value == key).map(|entry| &mut entry.value)
            }
            YamlNode::Null | YamlNode::Scalar(_) | YamlNode::List(_) => None,
        }
    }
}
