//! One JSON object for tools.

use serde_json::{Value, json as object};

use super::{Tested, percent};
use crate::scenario::{Coverage, CoverageRow, Failure, Outcome};
use crate::source::{Sources, Span};
use crate::text::escape;

/// All results as one line of JSON: `passed`, `failed`, and for each questionnaire its scenarios and coverage. Lines and
/// columns count from 1.
pub fn json(tested: &[Tested<'_>], sources: &Sources) -> String {
    let failed: usize = tested.iter().map(|tested| tested.results.failed()).sum();
    let all: usize = tested.iter().map(|tested| tested.results.outcomes.len()).sum();
    let sets: Vec<Value> = tested.iter().map(|tested| set(*tested, sources)).collect();
    let all = object!({ "passed": all - failed, "failed": failed, "questionnaires": sets });
    escape::json(&all.to_string()).into_owned() + "\n"
}

fn set(tested: Tested<'_>, sources: &Sources) -> Value {
    let scenarios = tested.results.outcomes.iter().map(|outcome| scenario(outcome, sources));
    object!({
        "name": tested.name,
        "id": tested.questionnaire.id(),
        "version": tested.questionnaire.version(),
        "fingerprint": tested.questionnaire.fingerprint(),
        "scenarios": scenarios.collect::<Vec<_>>(),
        "coverage": coverage(&tested.results.coverage),
    })
}

fn scenario(outcome: &Outcome, sources: &Sources) -> Value {
    object!({
        "id": outcome.id,
        "about": outcome.about,
        "reviewed": outcome.reviewed,
        "assessed_on": outcome.day.to_string(),
        "passed": outcome.failures.is_empty(),
        "at": place(outcome.span, sources),
        "failures": outcome.failures.iter().map(|failure| of_failure(failure, sources)).collect::<Vec<_>>(),
    })
}

fn of_failure(failure: &Failure, sources: &Sources) -> Value {
    object!({
        "about": failure.about,
        "expected": failure.expected,
        "got": failure.got,
        "reasons": failure.reasons,
        "at": place(failure.span, sources),
    })
}

fn place(span: Span, sources: &Sources) -> Value {
    let Some(source) = sources.get(span.source) else { return Value::Null };
    let (line, column) = source.line_column(span.start);
    object!({ "file": source.name, "line": line, "column": column })
}

fn coverage(coverage: &Coverage) -> Value {
    let rows = CoverageRow::ALL.into_iter().map(|row| {
        let (shown, all) = coverage.counts(row);
        let missing: Vec<&str> = coverage.missing(row).map(|part| part.name.as_str()).collect();
        let row_value = object!({ "shown": shown, "of": all, "percent": percent((shown, all)), "missing": missing });
        (row.key().to_owned(), row_value)
    });
    Value::Object(rows.collect())
}
