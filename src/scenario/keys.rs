//! The keys of a scenario file.

use crate::questionnaire::shape::Form;

pub(super) const FILE: Form = Form { noun: "scenario file", keys: &["today", "bases", "accepted", "scenarios"] };

/// The keys by which a scenario says what comes of its answers.
pub(super) const OUTCOME: [&str; 14] = [
    "verdict",
    "could_become",
    "settled",
    "stopped",
    "not_before",
    "plan",
    "sections",
    "findings",
    "no_findings",
    "only_findings",
    "open",
    "no_open",
    "unsure",
    "not_proposed",
];

/// What comes out differently of a scenario of the base.
pub(super) const ACCEPTED: Form =
    Form { noun: "accepted outcome", keys: &joined::<2, 14, 16>(["id", "because"], OUTCOME) };

pub(super) const SCENARIO: Form = Form {
    noun: "scenario",
    keys: &joined::<9, 14, 23>(
        ["id", "about", "reviewed", "base", "today", "for", "answers", "answered_on", "earlier"],
        OUTCOME,
    ),
};

/// One list behind another.
#[expect(clippy::indexing_slicing, reason = "it runs while this is compiled, and a wrong length is told there")]
const fn joined<const A: usize, const B: usize, const ALL: usize>(
    first: [&'static str; A],
    rest: [&'static str; B],
) -> [&'static str; ALL] {
    assert!(A + B == ALL, "the lengths of the lists");
    let mut all = [""; ALL];
    let mut at = 0;
    while at < ALL {
        all[at] = if at < A { first[at] } else { rest[at - A] };
        at += 1;
    }
    all
}
