//! What came of scenarios, and how it reads.

use super::coverage::Coverage;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use crate::value::Date;

/// What came of a suite.
#[derive(Clone, Debug)]
pub struct Results {
    /// One for each scenario, in file order.
    pub outcomes: Vec<Outcome>,
    /// What of the questionnaire they show.
    pub coverage: Coverage,
    /// What is unwise in the scenarios.
    pub warnings: Diagnostics,
}

/// What came of one scenario. It passed if there are no failures.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The scenario's id.
    pub id: String,
    /// What it is about.
    pub about: Option<String>,
    /// Whether a person has read it, or wrote it.
    pub reviewed: bool,
    /// The day of assessment.
    pub day: Date,
    /// Where its id is written.
    pub span: Span,
    /// What was expected and did not come.
    pub failures: Vec<Failure>,
}

/// Something that was expected and did not come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What it is about: `the verdict`, ``the section `skin` ``.
    pub about: String,
    /// What was expected.
    pub expected: String,
    /// What came instead.
    pub got: String,
    /// Why it came so.
    pub reasons: Vec<String>,
    /// Where the expectation is written.
    pub span: Span,
    /// Where what decided is written, with its label.
    pub also: Option<(Span, String)>,
}

impl Results {
    /// How many scenarios failed.
    pub fn failed(&self) -> usize {
        self.outcomes.iter().filter(|outcome| !outcome.failures.is_empty()).count()
    }

    /// How many scenarios nobody has read yet.
    pub fn unreviewed(&self) -> usize {
        self.outcomes.iter().filter(|outcome| !outcome.reviewed).count()
    }

    /// All failures and warnings, to be drawn in the files.
    pub fn diagnostics(&self) -> Diagnostics {
        let mut diagnostics = self.warnings.clone();
        for outcome in &self.outcomes {
            for failure in &outcome.failures {
                diagnostics.push(failure.diagnostic(outcome));
            }
        }
        diagnostics
    }
}

impl Failure {
    /// One line that says it all.
    pub fn message(&self) -> String {
        format!("{} should be {}, but is {}", self.about, self.expected, self.got)
    }

    fn diagnostic(&self, outcome: &Outcome) -> Diagnostic {
        let message = format!("scenario `{}`: {}", outcome.id, self.message());
        let fault = Diagnostic::new(Code::ScenarioFailed, self.span, message).label("expected here");
        let fault = self.reasons.iter().fold(fault, |fault, reason| fault.help(reason));
        match &self.also {
            Some((span, label)) => fault.also(*span, label),
            None => fault,
        }
    }
}
