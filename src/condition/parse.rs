//! Text to tree: cut into tokens, read as a sentence, look up and type.

use super::duration::duration;
use super::faults::Faults;
use super::resolve::Resolver;
use super::{Condition, Scope};
use super::{grammar, lex};
use crate::diagnostic::Diagnostics;
use crate::document::Scalar;
use crate::value::Duration;

/// The longest text that is read as a condition, in bytes.
pub const MAX_BYTES: usize = 16 << 10;

/// Reads a condition. Without an error among the diagnostics there is a tree, and with one there is none.
///
/// Reading goes on after a fault where that makes sense; a condition gives at most 20 diagnostics.
pub fn parse(scalar: &Scalar, scope: &dyn Scope) -> (Option<Condition>, Diagnostics) {
    let mut faults = Faults::new(scalar);
    let condition = read(scalar, scope, &mut faults).filter(|_| !faults.has_errors());
    (condition, faults.found())
}

fn read<'s>(scalar: &'s Scalar, scope: &dyn Scope, faults: &mut Faults<'s>) -> Option<Condition> {
    if scalar.text.len() > MAX_BYTES {
        faults.too_long(MAX_BYTES);
        return None;
    }
    let tokens = lex::lex(&scalar.text, faults);
    if tokens.is_empty() {
        faults.empty();
        return None;
    }
    let sentence = grammar::read(&tokens, faults);
    Resolver { scalar, scope, faults }.condition(&sentence)
}

/// Reads a duration such as `6 months`: a whole number and `days`, `weeks`, `months` or `years`; after 1 also the singular.
pub fn parse_duration(scalar: &Scalar) -> (Option<Duration>, Diagnostics) {
    let mut faults = Faults::new(scalar);
    let found = read_duration(scalar, &mut faults).filter(|_| !faults.has_errors());
    (found, faults.found())
}

fn read_duration<'s>(scalar: &'s Scalar, faults: &mut Faults<'s>) -> Option<Duration> {
    let whole = 0..scalar.text.len();
    if scalar.text.len() > MAX_BYTES {
        faults.duration_missing(&whole);
        return None;
    }
    let mut unread = Faults::new(scalar);
    let tokens = lex::lex(&scalar.text, &mut unread);
    if unread.has_errors() {
        faults.duration_missing(&whole);
        return None;
    }
    let (found, taken) = duration(&tokens, &whole, faults)?;
    if let Some(more) = tokens.get(taken) {
        faults.duration_trailing(&(more.at.start..whole.end), &found.to_string());
        return None;
    }
    Some(found)
}
