//! Counts in words.

/// The ending of a noun behind a count: `s`, but for one.
pub fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// A count and what is counted. The noun is one that takes an `s`.
///
/// ```
/// assert_eq!(candidacy::text::counted(1, "answer"), "1 answer");
/// assert_eq!(candidacy::text::counted(0, "answer"), "0 answers");
/// ```
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", plural(count))
}
