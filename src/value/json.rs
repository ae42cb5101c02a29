//! Results as JSON.
//!
//! Invariant: what is written here is made of texts, numbers, lists and mappings with text keys, which JSON holds all of. So
//! writing cannot fail, and where it does, an empty result with exit status 0 would be the worst answer: it ends the run.

use std::borrow::Cow;
use std::fmt::Display;

use serde::{Serialize, Serializer};

use super::Date;
use crate::text::escape;

/// A result of ours as one line of JSON, without a line break at the end.
///
/// # Panics
/// If it cannot be written as JSON, which is a fault of Candidacy.
pub(crate) fn json_line(result: &impl Serialize) -> String {
    visible(serde_json::to_string(result).unwrap_or_else(|error| not_json(&error)))
}

/// A result of ours as indented JSON, without a line break at the end.
///
/// # Panics
/// If it cannot be written as JSON, which is a fault of Candidacy.
pub(crate) fn json_pretty(result: &impl Serialize) -> String {
    visible(serde_json::to_string_pretty(result).unwrap_or_else(|error| not_json(&error)))
}

/// A result of ours as the tree that templates are given.
///
/// # Panics
/// If it cannot be written as JSON, which is a fault of Candidacy.
pub(crate) fn json_tree(result: &impl Serialize) -> serde_json::Value {
    serde_json::to_value(result).unwrap_or_else(|error| not_json(&error))
}

/// Unseen characters as `\u…`. Almost no result has any, and looking for them must cost nothing.
fn visible(json: String) -> String {
    if json.is_ascii() && !json.contains('\u{7f}') {
        return json;
    }
    match escape::json(&json) {
        Cow::Borrowed(_) => json,
        Cow::Owned(escaped) => escaped,
    }
}

#[cold]
#[track_caller]
#[expect(clippy::panic, reason = "an empty result that looks like one would be a wrong answer")]
fn not_json(error: &dyn Display) -> ! {
    panic!("a fault of Candidacy: a result cannot be written as JSON, though each must: {error}")
}

/// Things by their ids, in order; in JSON a mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ById<'q, T>(pub Vec<(&'q str, T)>);

impl<T> ById<'_, T> {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'q, T> FromIterator<(&'q str, T)> for ById<'q, T> {
    fn from_iter<I: IntoIterator<Item = (&'q str, T)>>(pairs: I) -> Self {
        ById(pairs.into_iter().collect())
    }
}

impl<T: Serialize> Serialize for ById<'_, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(id, thing)| (id, thing)))
    }
}

/// Writes a day as `"2026-11-22"`; for `#[serde(serialize_with = …)]`.
pub(crate) fn day<S: Serializer>(day: &Date, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(day)
}

/// The same of a day that may not be there.
pub(crate) fn maybe_day<S: Serializer>(day: &Option<Date>, to: S) -> Result<S::Ok, S::Error> {
    match day {
        Some(day) => to.collect_str(day),
        None => to.serialize_none(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn things_by_id_keep_their_order() {
        assert_eq!(json_line(&ById(vec![("b", 1), ("a", 2)])), r#"{"b":1,"a":2}"#);
    }

    #[test]
    #[should_panic(expected = "a fault of Candidacy: a result cannot be written as JSON")]
    fn a_result_that_is_no_json_is_loud() {
        let _ = json_line(&BTreeMap::from([((1, 2), "keys must be texts")]));
    }
}
