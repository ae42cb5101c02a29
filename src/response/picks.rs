//! The options that a value in a file picks, as they are written there.

use super::text::parts;
use crate::document::{YamlNode, YamlValue};
use crate::source::Spanned;

/// The options that a value picks, each with its place: the items of a list, or the parts of a text with commas.
pub(super) fn picked(value: &YamlValue) -> Vec<Spanned<String>> {
    match &value.node {
        YamlNode::Scalar(scalar) => {
            let place =
                |(start, part): (usize, &str)| Spanned::new(part.into(), scalar.place(start, start + part.len()));
            parts(&scalar.text).map(place).collect()
        }
        YamlNode::List(items) => {
            items.iter().filter_map(|item| Some(Spanned::new(item_text(item)?.to_owned(), item.span))).collect()
        }
        YamlNode::Null | YamlNode::Map(_) => Vec::new(),
    }
}

/// The text of one item of a list.
pub(super) fn item_text(item: &YamlValue) -> Option<&str> {
    match &item.node {
        YamlNode::Scalar(scalar) => Some(scalar.text.trim()),
        _ => None,
    }
}
