//! The table for people.

use std::fmt::Write as _;

use super::{Tested, percent};
use crate::scenario::{Coverage, CoverageRow};
use crate::text::{counted, fill, visible_line};

/// How much of the coverage is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoverageDetail {
    /// The table, and what is missing.
    Missing,
    /// Every part, with the number of scenarios that show it.
    All,
}

/// How many scenarios passed, which failed, and the coverage. Why they failed is drawn in their file:
/// [`Results::diagnostics`](crate::scenario::Results::diagnostics). Lists are wrapped to `width` columns.
pub fn human(tested: Tested<'_>, detail: CoverageDetail, width: usize) -> String {
    let results = tested.results;
    let (all, failed) = (results.outcomes.len(), results.failed());
    let (name, scenarios) = (visible_line(tested.name), counted(all, "scenario"));
    let unread = match results.unreviewed() {
        0 => String::new(),
        unread => format!("; {unread} not reviewed yet, which say only that nothing has changed"),
    };
    let mut text = format!("{name}: {scenarios}, {} passed, {failed} failed{unread}\n", all - failed);
    let failing = results.outcomes.iter().filter(|outcome| !outcome.failures.is_empty());
    list(&mut text, "failed", &failing.map(|outcome| outcome.id.as_str()).collect::<Vec<_>>(), width);
    text.push('\n');
    table(&mut text, &results.coverage);
    match detail {
        CoverageDetail::Missing => missing(&mut text, &results.coverage, width),
        CoverageDetail::All => everything(&mut text, &results.coverage),
    }
    text
}

fn table(text: &mut String, coverage: &Coverage) {
    for row in CoverageRow::ALL.into_iter().filter(|row| coverage.row(*row).next().is_some()) {
        let (shown, all) = coverage.counts(row);
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {:<24}{shown:>5} of {all:>4}  {:>3} %", row.title(), percent((shown, all)));
    }
}

fn missing(text: &mut String, coverage: &Coverage, width: usize) {
    if coverage.is_complete() {
        return text.push_str("\nThe scenarios show everything.\n");
    }
    text.push_str("\nNot shown by any scenario yet\n");
    for row in CoverageRow::ALL {
        let names: Vec<&str> = coverage.missing(row).map(|part| part.name.as_str()).collect();
        list(text, row.title(), &names, width);
    }
}

fn everything(text: &mut String, coverage: &Coverage) {
    for row in CoverageRow::ALL.into_iter().filter(|row| coverage.row(*row).next().is_some()) {
        let _ = writeln!(text, "\n{}", row.title());
        for part in coverage.row(row) {
            let times = if part.times == 0 { "never".to_owned() } else { part.times.to_string() };
            let _ = writeln!(text, "{times:>7}  {}", part.name);
        }
    }
}

/// `  heading: a, b, c`, wrapped between the names; nothing if there are none.
fn list(text: &mut String, heading: &str, names: &[&str], width: usize) {
    let Some((last, before)) = names.split_last() else { return };
    let names: Vec<String> = before.iter().map(|name| format!("{name},")).chain([(*last).to_owned()]).collect();
    let heading = format!("  {heading}:");
    let words = std::iter::once(heading.as_str()).chain(names.iter().map(String::as_str));
    text.push_str(&fill(words, width, width.saturating_sub(4)).join("\n    "));
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_wrapped_between_names() {
        let names: Vec<String> = (0..40).map(|at| format!("rule_number_{at}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        for width in [20, 40, 80] {
            let mut text = String::new();
            list(&mut text, "failed", &names, width);
            assert!(text.lines().all(|line| line.chars().count() <= width), "{text}");
            let words: Vec<&str> = text.split_whitespace().skip(1).map(|word| word.trim_end_matches(',')).collect();
            assert_eq!(words, names);
        }
        let mut text = String::new();
        list(&mut text, "failed", &[], 80);
        assert_eq!(text, "");
    }
}
