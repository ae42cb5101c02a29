//! The keys of a scenario file.

use crate::questionnaire::shape::Form;

pub(super) const FILE: Form = Form { noun: "scenario file", keys: &["today", "bases", "accepted", "scenarios"] };

/// What comes out differently of a scenario of the base: the keys by which a scenario says what comes of its answers.
pub(super) const ACCEPTED: Form = Form {
    noun: "accepted outcome",
    keys: &[
        "id",
        "because",
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
    ],
};

pub(super) const SCENARIO: Form = Form {
    noun: "scenario",
    keys: &[
        "id",
        "about",
        "reviewed",
        "base",
        "today",
        "for",
        "answers",
        "answered_on",
        "earlier",
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
    ],
};
