//! The shapes that the parts of a response file have.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{YamlNode, YamlValue};
use crate::source::Spanned;

/// The text of a key that may be missing or empty.
pub(super) fn text_of(tree: &YamlValue, key: &str, faults: &mut Diagnostics) -> Option<Spanned<String>> {
    let value = tree.get(key)?;
    match &value.node {
        YamlNode::Scalar(scalar) => Some(Spanned::new(scalar.text.clone(), scalar.span)),
        YamlNode::Null => None,
        YamlNode::List(_) | YamlNode::Map(_) => {
            faults.push(wrong_shape(value, &format!("`{key}` is a text")));
            None
        }
    }
}

pub(super) fn wrong_shape(value: &YamlValue, expected: &str) -> Diagnostic {
    let message = format!("{expected}, and this is {}", value.describe());
    Diagnostic::new(Code::WrongShape, value.span, message)
}
