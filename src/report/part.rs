//! The parts of a technician's report that can be written alone: a letter goes to a doctor without the sheet.

use serde::Serialize;

use super::format::Format;

/// A part of a technician's report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportPart {
    /// The sheet to decide and to examine by.
    Sheet,
    /// What the client signs.
    Consent,
    /// The letter to a doctor.
    Letter,
    /// The plan, and all that belongs to the work.
    Plan,
    /// All findings with their reasons and sources.
    Findings,
    /// All answers.
    Answers,
}

impl ReportPart {
    /// Every part, in the order in which they are written.
    pub const ALL: [ReportPart; 6] = [
        ReportPart::Sheet,
        ReportPart::Consent,
        ReportPart::Letter,
        ReportPart::Plan,
        ReportPart::Findings,
        ReportPart::Answers,
    ];

    /// Its name on the command line and in templates.
    pub fn name(self) -> &'static str {
        match self {
            ReportPart::Sheet => "sheet",
            ReportPart::Consent => "consent",
            ReportPart::Letter => "letter",
            ReportPart::Plan => "plan",
            ReportPart::Findings => "findings",
            ReportPart::Answers => "answers",
        }
    }
}

/// Which parts are written.
#[derive(Clone, Copy, Debug, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key that templates ask for by its name")]
pub(super) struct Parts {
    /// Whether somebody said which.
    #[serde(skip)]
    said: bool,
    sheet: bool,
    consent: bool,
    letter: bool,
    plan: bool,
    findings: bool,
    answers: bool,
}

impl Parts {
    /// These; all if none is named.
    pub(super) fn of(parts: &[ReportPart]) -> Parts {
        let has = |part| parts.is_empty() || parts.contains(&part);
        Parts {
            said: !parts.is_empty(),
            sheet: has(ReportPart::Sheet),
            consent: has(ReportPart::Consent),
            letter: has(ReportPart::Letter),
            plan: has(ReportPart::Plan),
            findings: has(ReportPart::Findings),
            answers: has(ReportPart::Answers),
        }
    }

    /// A page is printed: unless somebody says more, it is the sheet.
    pub(super) fn written_as(self, format: Format) -> Parts {
        if !self.said && format == Format::Html { Parts::of(&[ReportPart::Sheet]) } else { self }
    }
}
