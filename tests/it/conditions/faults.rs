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

/// What people write in English has one message, whose cure reads as it stands and says what was meant.
#[test]
fn a_condition_in_english_has_one_cure_that_reads() {
    for (english, cure) in [
        ("age is less than 18", "age < 18"),
        ("age is less than or equal to 18", "age <= 18"),
        ("age is greater than or equal to 18", "age >= 18"),
        ("age is at least 18", "age >= 18"),
        ("age is at most 65", "age <= 65"),
        ("age is not less than 18", "age >= 18"),
        ("age is older than 65", "age > 65"),
        ("age is under 18", "age < 18"),
        ("age is over 65", "age > 65"),
        ("age is 18", "age == 18"),
        ("age is not 18", "age != 18"),
        ("age is 18 or older", "age >= 18"),
        ("age is 17 or younger", "age <= 17"),
        ("age is equal to 18", "age == 18"),
        ("age is not equal to 18", "age != 18"),
        ("age equals 18", "age == 18"),
        ("age less than 18", "age < 18"),
        ("age more than 65", "age > 65"),
        ("age at least 18", "age >= 18"),
        ("age over 65", "age > 65"),
        ("age below 18", "age < 18"),
        ("age is between 18 and 65", "age in 18..65"),
        ("age does not equal 18", "age != 18"),
        ("age is less than 18 years", "age < 18"),
        ("age is >= 18", "age >= 18"),
        ("keloid is often", "keloid == often"),
        ("keloid is not often", "keloid != often"),
        ("keloid equals often", "keloid == often"),
        ("keloid is one of [once, often]", "keloid in [once, often]"),
        ("keloid is in [once, often]", "keloid in [once, often]"),
        ("keloid = once or often", "keloid in [once, often]"),
        ("keloid == once or often", "keloid in [once, often]"),
        ("keloid is once or often", "keloid in [once, often]"),
        ("keloid = once or often or never", "keloid in [once, often, never]"),
        ("smoker is yes", "smoker"),
        ("smoker is not yes", "not smoker"),
        ("smoker is false", "not smoker"),
        ("smoker is unanswered", "not smoker is answered"),
        ("smoker = yes", "smoker"),
        ("smoker != yes", "not smoker"),
        ("skin_now = sunburn", "skin_now has sunburn"),
        ("skin_now is sunburn", "skin_now has sunburn"),
        ("skin_now is not sunburn", "not skin_now has sunburn"),
        ("skin_now contains sunburn", "skin_now has sunburn"),
        ("skin_now includes sunburn", "skin_now has sunburn"),
        ("skin_now does not contain sunburn", "not skin_now has sunburn"),
        ("skin_now does not have sunburn", "not skin_now has sunburn"),
        ("skin_now = sunburn or eczema", "skin_now has any [sunburn, eczema]"),
        ("skin_now has sunburn or eczema", "skin_now has any [sunburn, eczema]"),
        ("skin_now contains sunburn or eczema", "skin_now has any [sunburn, eczema]"),
        ("skin_now has sunburn and eczema", "skin_now has all [sunburn, eczema]"),
        ("stopped is within 6 months", "stopped within 6 months"),
        ("stopped is before 2022-01-04", "stopped before 2022-01-04"),
        ("stopped is between 3 months and 6 months ago", "stopped between 3 months and 6 months ago"),
        ("if age < 18", "age < 18"),
        ("when smoker", "smoker"),
    ] {
        let found = parse(english).1;
        let told: Vec<_> = found.iter().map(|fault| (&fault.message, &fault.help)).collect();
        let cures: Vec<&String> = found.iter().flat_map(|fault| &fault.help).collect();
        assert_eq!(cures, [&format!("write `{cure}`")], "{english}: {told:#?}");
        let (read, found) = parse(cure);
        assert!(read.is_some() && found.is_empty(), "{cure}");
    }
}
