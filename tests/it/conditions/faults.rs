//! What is wrong with a condition, drawn under it.

use super::world::{NAMES, Names, parse, scalar};
use candidacy::condition::{self, parse_duration};
use candidacy::diagnostic::{Diagnostic, Diagnostics};
use candidacy::document::{self, YamlNode};
use candidacy::source::{SourceIx, Sources, Span};
use std::fmt::Write;

/// A condition with what is said about it: carets under the place, the message, second places, the cures.
fn drawn(text: &str, diagnostics: Diagnostics) -> String {
    let mut out = format!("{text}\n");
    for diagnostic in diagnostics.sorted() {
        draw(&mut out, text, &diagnostic);
    }
    out
}

fn draw(out: &mut String, text: &str, diagnostic: &Diagnostic) {
    carets(
        out,
        text,
        diagnostic.span,
        &format!("{}[{}]: {}", diagnostic.level.name(), diagnostic.code.name(), diagnostic.message),
    );
    let names = Names::read(NAMES);
    for (span, label) in &diagnostic.also {
        if span.source == SourceIx(0) {
            carets(out, text, *span, label);
        } else {
            writeln!(out, "  at `{}`: {label}", names.0[span.start as usize].0).unwrap();
        }
    }
    for help in &diagnostic.help {
        writeln!(out, "  help: {help}").unwrap();
    }
}

fn carets(out: &mut String, text: &str, span: Span, label: &str) {
    let (start, end) = (span.start as usize, span.end as usize);
    let before = text[..start].chars().count();
    let under = text[start..end].chars().count().max(1);
    writeln!(out, "{}{} {label}", " ".repeat(before), "^".repeat(under)).unwrap();
}

/// The lines of a file that are no headings, each drawn by `draw`, under their headings.
fn table(lines: &str, mut draw: impl FnMut(&str) -> String) -> String {
    let mut out = String::new();
    for line in lines.lines().filter(|line| !line.is_empty()) {
        let drawn = if line.starts_with('#') { format!("{line}\n") } else { draw(line) };
        writeln!(out, "{drawn}").unwrap();
    }
    out
}

/// A table with its expectation beside it.
macro_rules! assert_table {
    ($name:literal, $table:expr) => {
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "." }, {
            insta::assert_snapshot!($name, $table)
        })
    };
}

#[test]
fn faults_are_told_with_place_and_cure() {
    assert_table!(
        "faults",
        table(include_str!("faults.txt"), |text| {
            let (condition, diagnostics) = parse(text);
            assert_eq!(condition.is_none(), diagnostics.has_errors(), "{text}");
            assert!(!diagnostics.is_empty(), "no fault in {text}");
            drawn(text, diagnostics)
        })
    );
}

#[test]
fn durations_are_read_or_told_what_is_wrong() {
    assert_table!(
        "durations",
        table(include_str!("durations.txt"), |text| {
            let (duration, diagnostics) = parse_duration(&scalar(text));
            assert_eq!(duration.is_none(), diagnostics.has_errors(), "{text}");
            let read = duration.map(|duration| format!("  reads as {duration}\n"));
            drawn(text, diagnostics) + &read.unwrap_or_default()
        })
    );
}

#[test]
fn every_fault_keeps_its_place_in_a_longer_text() {
    let text = "smoker and (smokr or keloid in [once, oft]) or not (age > 1e3)";
    let (condition, diagnostics) = parse(text);
    let places: Vec<_> = diagnostics
        .sorted()
        .iter()
        .map(|fault| (fault.code.name(), &text[fault.span.start as usize..fault.span.end as usize]))
        .collect();
    assert!(condition.is_none());
    let expected =
        [("unknown-name", "smokr"), ("unknown-option", "oft"), ("mixed-and-or", "or"), ("bad-number", "1e3")];
    assert_eq!(places, expected);
}

/// However the condition is written in the file, the place is the place in the file.
#[test]
fn places_reach_through_quotes_and_folded_lines() {
    for file in [
        "when: smoker and smokr",
        "when: 'smoker and smokr'",
        "when: \"smok\\u0065r and smokr\"",
        "when: >\n  smoker\n  and smokr\n",
        "when: |-\n    smoker and\n      smokr\n",
        "when: smoker\n  and\n  smokr",
    ] {
        let mut sources = Sources::default();
        let index = sources.add("x", file);
        let tree = document::parse(index, sources.get(index).unwrap()).0.unwrap();
        let Some(YamlNode::Scalar(scalar)) = tree.get("when").map(|value| &value.node) else { panic!("{file}") };
        let faults = condition::parse(scalar, &Names::read(NAMES)).1;
        let places: Vec<_> = faults.iter().map(|fault| sources.get(index).unwrap().slice(fault.span)).collect();
        assert_eq!(places, ["smokr"], "{file}");
    }
}
