//! The examples, and what they print; and the names that the library promises.

#[path = "../../examples/check.rs"]
#[allow(dead_code, reason = "the example has a `main` of its own")]
mod check;
#[path = "../../examples/judge.rs"]
#[allow(dead_code, reason = "the example has a `main` of its own")]
mod judge;

#[test]
fn an_answer_is_judged() {
    insta::assert_snapshot!(judge::judged().unwrap(), @"
    38 is no answer: this question takes `yes` or `no`
    verdict: Not now
    finding: feverish
    not before: 2026-11-24
    settled: true
    ");
}

#[test]
fn a_set_is_checked() {
    let found: serde_json::Value = serde_json::from_str(&check::checked()).unwrap();
    let codes: Vec<&str> =
        found["diagnostics"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["dead-rule"], "{found:#}");
}

/// Everything under the crate's root that is part of its documented face.
#[test]
fn the_face_of_the_library_changes_on_purpose() {
    let lib = include_str!("../../src/lib.rs");
    let handed_on = lib.split("\npub use ").skip(1).map(|rest| rest.split(';').next().unwrap());
    let names = handed_on.flat_map(|path| {
        let (_, names) = path.rsplit_once("::{").or_else(|| path.rsplit_once("::")).unwrap();
        names.trim_end_matches('}').split(',').map(|name| name.trim().to_owned()).collect::<Vec<_>>()
    });
    let mut names: Vec<String> = names.filter(|name| !name.is_empty()).collect();
    names.sort_unstable();
    assert!(names.len() <= 72, "{} names are more than a reader can learn", names.len());
    insta::assert_snapshot!(names.join("\n"));
}
