//! Text to tree.

use super::{Condition, Scope};
use crate::diagnostic::Diagnostics;
use crate::document::Scalar;
use crate::value::Duration;

/// Reads a condition.
pub fn parse(scalar: &Scalar, scope: &dyn Scope) -> (Option<Condition>, Diagnostics) {
    let _ = (scalar, scope);
    todo!()
}

/// Reads `6 months`.
pub fn parse_duration(scalar: &Scalar) -> (Option<Duration>, Diagnostics) {
    let _ = scalar;
    todo!()
}
