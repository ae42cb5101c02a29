//! What all targets share: the clinic of the fixtures, a day, and what must hold of any diagnostics.
#![allow(dead_code, reason = "no target uses all of it")]

use candidacy::diagnostic::Diagnostics;
use candidacy::diagnostic::render::{self, Colour};
use candidacy::questionnaire::{Questionnaire, Texts, load};
use candidacy::source::{Sources, Span};
use candidacy::value::{Date, parse_date};

/// The day of every assessment.
pub fn day() -> Date {
    parse_date("2026-11-22").unwrap()
}

/// The files of the made-up clinic, which uses every feature of the language.
pub fn clinic_files() -> Texts {
    Texts::one("questionnaire.yaml", include_str!("../../tests/fixtures/clinic/questionnaire.yaml"))
        .with("hair_loss.yaml", include_str!("../../tests/fixtures/clinic/hair_loss.yaml"))
        .with("images/full.svg", include_str!("../../tests/fixtures/clinic/images/full.svg"))
        .with("images/rim.svg", include_str!("../../tests/fixtures/clinic/images/rim.svg"))
}

/// The made-up clinic.
pub fn clinic() -> Questionnaire {
    let (questionnaire, diagnostics) = load(&clinic_files(), "questionnaire.yaml", &mut Sources::default());
    questionnaire.unwrap_or_else(|| panic!("{diagnostics:#?}"))
}

/// Whether this input is one of the fifty whose diagnostics and reports are also rendered.
///
/// Rendering all of them takes some 95 % of the time, which is better spent on more inputs. The choice is a hash of the
/// input alone, so that an input that breaks something breaks it again.
pub fn is_rendered(input: &[u8]) -> bool {
    // FNV-1a: stable for ever, unlike the hashes of the standard library.
    let hash = input
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    // The low bits of this hash say little about the end of the input.
    (hash >> 32).is_multiple_of(50)
}

/// Every place is in its text and cuts no character. Where the input [`is_rendered`], every rendering works, says as much as
/// there is, and gives a terminal nothing to obey.
pub fn expect_sane(input: &[u8], diagnostics: &Diagnostics, sources: &Sources) {
    for fault in diagnostics.iter() {
        expect_place(fault.span, sources);
        fault.also.iter().for_each(|(span, _)| expect_place(*span, sources));
        assert!(!fault.message.is_empty());
    }
    if is_rendered(input) {
        expect_rendered(diagnostics, sources);
    }
}

fn expect_rendered(diagnostics: &Diagnostics, sources: &Sources) {
    let human = render::human(diagnostics, sources, 60, Colour::Plain);
    let short = render::short(diagnostics, sources);
    for text in [&human, &short] {
        assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "control characters in {text:?}");
    }
    assert_eq!(diagnostics.is_empty(), short.is_empty());
    for text in [render::json(diagnostics, sources), render::sarif(diagnostics, sources)] {
        serde_json::from_str::<serde_json::Value>(&text).unwrap();
    }
}

fn expect_place(span: Span, sources: &Sources) {
    let source = sources.get(span.source).unwrap_or_else(|| panic!("no text {span:?}"));
    assert!(source.text.get(span.start as usize..span.end as usize).is_some(), "{span:?} of {:?}", source.name);
}
