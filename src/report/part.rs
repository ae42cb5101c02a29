//! The parts of a technician's report that can be written alone: a letter goes to a doctor without the sheet.

use serde::Serialize;

use super::format::Format;

/// A part of a technician's report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
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

impl Part {
    /// Every part, in the order in which they are written.
    pub const ALL: [Part; 6] = [Part::Sheet, Part::Consent, Part::Letter, Part::Plan, Part::Findings, Part::Answers];

    /// Its name on the command line and in templates.
    pub fn name(self) -> &'static str {
        match self {
            Part::Sheet => "sheet",
            Part::Consent => "consent",
            Part::Letter => "letter",
            Part::Plan => "plan",
            Part::Findings => "findings",
            Part::Answers => "answers",
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
    pub(super) fn of(parts: &[Part]) -> Parts {
        let has = |part| parts.is_empty() || parts.contains(&part);
        Parts {
            said: !parts.is_empty(),
            sheet: has(Part::Sheet),
            consent: has(Part::Consent),
            letter: has(Part::Letter),
            plan: has(Part::Plan),
            findings: has(Part::Findings),
            answers: has(Part::Answers),
        }
    }

    /// A page is printed: unless somebody says more, it is the sheet.
    pub(super) fn written_as(self, format: Format) -> Parts {
        if !self.said && format == Format::Html { Parts::of(&[Part::Sheet]) } else { self }
    }
}
