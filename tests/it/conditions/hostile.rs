//! Texts that want to hurt the reader.

use super::world::parse;
use candidacy::condition::MAX_BYTES;
use proptest::prelude::*;

/// The codes of what is wrong, without doubles.
fn codes(text: &str) -> Vec<&'static str> {
    let (condition, diagnostics) = parse(text);
    assert_eq!(condition.is_none(), diagnostics.has_errors());
    let mut codes: Vec<_> = diagnostics.iter().map(|fault| fault.code.name()).collect();
    codes.dedup();
    codes
}

#[test]
fn depth_and_length_are_bounded() {
    let nested = |open: &str, depth: usize, close: &str| format!("{}smoker{}", open.repeat(depth), close.repeat(depth));
    assert_eq!(codes(&nested("(", 32, ")")), [""; 0]);
    assert_eq!(codes(&nested("not ", 32, "")), [""; 0]);
    for deep in [
        nested("(", 33, ")"),
        nested("not ", 33, ""),
        nested("not (", 17, ")"),
        nested("(", 8_000, ")"),
        nested("not ", 4_000, ""),
        "(".repeat(MAX_BYTES),
        nested("(", 100_000, ")"),
        "smoker and ".repeat(1_000_000),
    ] {
        assert_eq!(codes(&deep), ["condition-deep"], "{} bytes", deep.len());
    }
}

#[test]
fn a_long_flat_condition_is_fine() {
    let text = format!("{}smoker", "smoker and ".repeat(1_000));
    assert_eq!(codes(&text), [""; 0]);
    assert_eq!(parse(&text).0.map(|condition| condition.walk().len()), Some(1_002));
}

#[test]
fn a_text_full_of_faults_gives_some_of_them() {
    for (text, code) in [
        ("@".repeat(MAX_BYTES), "condition-syntax"),
        ("] ".repeat(8_000), "condition-syntax"),
        (") ".repeat(8_000), "condition-syntax"),
        (") and ".repeat(2_700), "condition-syntax"),
        ("x or ".repeat(3_000) + "x", "unknown-name"),
        (format!("keloid in [once{}]", ", nothing".repeat(1_500)), "unknown-option"),
        ("x".repeat(MAX_BYTES), "unknown-name"),
        (format!("age > {}", "9".repeat(MAX_BYTES - 6)), "bad-number"),
        (format!("stopped within {} days", "9".repeat(1_000)), "bad-duration"),
        ("\"".repeat(MAX_BYTES - 1), "condition-syntax"),
    ] {
        let (condition, diagnostics) = parse(&text);
        assert!(condition.is_none());
        assert!((1..=20).contains(&diagnostics.len()), "{}", diagnostics.len());
        assert!(diagnostics.iter().all(|fault| fault.code.name() == code), "{code}: {:?}", diagnostics.iter().next());
    }
}

/// Many warnings must not hide the error behind them.
#[test]
fn the_first_error_is_told_after_any_number_of_warnings() {
    let text = format!("keloid in [once{}] and smokr", ", once".repeat(100));
    assert_eq!(codes(&text), ["repeated-option", "unknown-name"]);
}

#[test]
fn unusual_characters_are_told_and_never_cut() {
    for text in [
        "größe",
        "smoker\u{0}",
        "smoker \u{1b}[31m",
        "smoker \u{202e}",
        "👩‍👩‍👧 and smoker",
        "é",
        "“once”",
        "\u{feff}smoker",
        "smoker\u{200B}",
    ] {
        let (condition, diagnostics) = parse(text);
        assert!(condition.is_none(), "{text:?}");
        for fault in diagnostics.iter() {
            assert!(text.get(fault.span.start as usize..fault.span.end as usize).is_some(), "{text:?}: {fault:?}");
        }
    }
}

proptest! {
    #![proptest_config(crate::support::sample(256))]

    /// Any text: no panic, a tree exactly if there is no error, every place inside the text and on character borders.
    #[test]
    fn any_text_is_read_or_refused(text in any_text()) {
        let (condition, diagnostics) = parse(&text);
        prop_assert_eq!(condition.is_none(), diagnostics.has_errors());
        let spans = diagnostics.iter().flat_map(|fault| fault.also.iter().map(|also| also.0).chain([fault.span]));
        for span in spans.filter(|span| span.source.0 == 0).chain(condition.iter().flat_map(|tree| tree.walk()).map(|tree| tree.span)) {
            prop_assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?}");
        }
    }
}

/// Words, signs and rubbish of the language in any order, which comes nearer to conditions than any characters do.
fn any_text() -> impl Strategy<Value = String> {
    let words = prop::sample::select(
        "and or not in has any all none is within next answered unsure ( ) [ ] { } , == != < <= > >= = && || ! smoker \
         keloid once stage ii skin_now sunburn age 18 1e3 18,5 stopped 6 months day active_skin worry note sunburnt yes \
         \" ' `once` the last between 0 -1 é @ {{ }} AND Not ;"
            .split_whitespace()
            .collect::<Vec<_>>(),
    );
    let sentence = prop::collection::vec(words, 0..24).prop_map(|words| words.join(" "));
    prop_oneof![8 => sentence, 1 => ".{0,40}", 1 => "[a-z()\\[\\] ,=<>!&|0-9\"']{0,60}"]
}
