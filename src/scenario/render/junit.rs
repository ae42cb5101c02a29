//! JUnit XML, as continuous integration reads it.

use std::fmt::Write as _;

use super::{Tested, percent};
use crate::scenario::{CoverageRow, Outcome};
use crate::source::Sources;
use crate::text::{escape, visible};

/// Whether what no scenario shows counts as a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// Only the scenarios themselves can fail.
    Nothing,
    /// Everything must be shown.
    Everything,
}

/// All results as one XML document: a suite for each questionnaire, a case for each scenario, and the coverage as
/// properties. Where full coverage is demanded, it is a case of its own.
pub fn junit(tested: &[Tested<'_>], sources: &Sources, demand: Demand) -> String {
    let suites: Vec<Suite> = tested.iter().map(|tested| suite(*tested, sources, demand)).collect();
    let sum = |count: fn(&Suite) -> usize| suites.iter().map(count).sum::<usize>();
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let (all, failed) = (sum(|suite| suite.all), sum(|suite| suite.failed));
    // Writing to a string cannot fail.
    let _ = writeln!(xml, "<testsuites name=\"candidacy\" tests=\"{all}\" failures=\"{failed}\" errors=\"0\">");
    xml.extend(suites.into_iter().map(|suite| suite.xml));
    xml + "</testsuites>\n"
}

struct Suite {
    all: usize,
    failed: usize,
    xml: String,
}

fn suite(tested: Tested<'_>, sources: &Sources, demand: Demand) -> Suite {
    let results = tested.results;
    let mut cases: Vec<String> = results.outcomes.iter().map(|outcome| case(tested, outcome, sources)).collect();
    let mut failed = results.failed();
    if demand == Demand::Everything {
        failed += usize::from(!results.coverage.is_complete());
        cases.push(coverage_case(tested));
    }
    let (all, name) = (cases.len(), escaped(tested.name));
    let xml = format!(
        "  <testsuite name=\"{name}\" tests=\"{all}\" failures=\"{failed}\" errors=\"0\" skipped=\"0\">\n{}{}  </testsuite>\n",
        properties(tested),
        cases.concat()
    );
    Suite { all, failed, xml }
}

fn properties(tested: Tested<'_>) -> String {
    let row = |row: CoverageRow| {
        let counts = tested.results.coverage.counts(row);
        format!("      <property name=\"coverage.{}\" value=\"{}\"/>\n", row.key(), percent(counts))
    };
    format!("    <properties>\n{}    </properties>\n", CoverageRow::ALL.map(row).concat())
}

fn case(tested: Tested<'_>, outcome: &Outcome, sources: &Sources) -> String {
    let place = sources.get(outcome.span.source).map(|source| {
        format!(" file=\"{}\" line=\"{}\"", escaped(&source.name), source.line_column(outcome.span.start).0)
    });
    let head = format!(
        "    <testcase classname=\"{}\" name=\"{}\"{}",
        escaped(tested.questionnaire.id()),
        escaped(&outcome.id),
        place.unwrap_or_default()
    );
    let failures = outcome.failures.iter();
    let told = failures.map(|failure| [vec![failure.message()], failure.reasons.clone()].concat().join("\n  "));
    closed(head, "scenario-failed", &told.collect::<Vec<_>>())
}

fn coverage_case(tested: Tested<'_>) -> String {
    let missing = |row: CoverageRow| {
        let names: Vec<&str> = tested.results.coverage.missing(row).map(|part| part.name.as_str()).collect();
        (!names.is_empty()).then(|| format!("{}, but not: {}", row.title(), names.join(", ")))
    };
    let head = format!("    <testcase classname=\"{}\" name=\"coverage\"", escaped(tested.questionnaire.id()));
    closed(head, "coverage-missing", &CoverageRow::ALL.into_iter().filter_map(missing).collect::<Vec<_>>())
}

/// A case with what failed in it, as one element: some readers take only the first.
fn closed(head: String, kind: &str, failures: &[String]) -> String {
    let Some(first) = failures.first() else { return head + "/>\n" };
    let message = first.lines().next().unwrap_or_default();
    format!(
        "{head}>\n      <failure type=\"{kind}\" message=\"{}\">{}</failure>\n    </testcase>\n",
        escaped(message),
        escaped(&failures.join("\n")).replace("&#10;", "\n")
    )
}

/// A text for an element or an attribute, with everything unseen drawn.
fn escaped(text: &str) -> String {
    escape::xml(&visible(text))
}
