//! Assessing scenarios and comparing.

use super::Suite;
use super::compare::compare;
use super::coverage::Coverage;
use super::why::View;
use std::collections::BTreeMap;

use crate::assessment::{Engine, chosen_options};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::questionnaire::{Audience, Question, Questionnaire};
use crate::source::{Span, Spanned};
use crate::value::index::QuestionIx;
use crate::value::{Date, Truth};

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

/// Assesses every scenario, compares, and counts what they show of the questionnaire.
pub fn run(questionnaire: &Questionnaire, suite: &Suite) -> Results {
    let mut results =
        Results { outcomes: Vec::new(), coverage: Coverage::new(questionnaire), warnings: Diagnostics::default() };
    let mut engines: BTreeMap<Date, Engine<'_>> = BTreeMap::new();
    for scenario in &suite.scenarios {
        let engine = engines.entry(scenario.day).or_insert_with(|| Engine::new(questionnaire, scenario.day));
        let situation = engine.situation(&scenario.response);
        let assessment = engine.assess(&scenario.response, scenario.audience);
        let view = View { questionnaire, scenario, situation: &situation, assessment: &assessment };
        results.coverage.count(&view);
        results.warnings.append(warnings(&view));
        results.outcomes.push(Outcome {
            id: scenario.id.clone(),
            about: scenario.about.clone(),
            day: scenario.day,
            span: scenario.span,
            failures: scenario.expected.iter().filter_map(|expected| compare(&view, expected)).collect(),
        });
    }
    results.warnings = results.warnings.with_levels(questionnaire.lints());
    results
}

/// Answers of the scenario itself that do not count. Those of a base may well be hidden by what differs.
fn warnings(view: &View<'_>) -> Diagnostics {
    let mut warnings = Diagnostics::default();
    for own in &view.scenario.own {
        if let Some(why) = uncounted(view, own) {
            warnings.push(why);
        }
    }
    warnings
}

fn uncounted(view: &View<'_>, own: &Spanned<QuestionIx>) -> Option<Diagnostic> {
    let question = view.question(own.value)?;
    match view.situation.applies(own.value) {
        Truth::False => Some(not_asked(view, own, question)),
        Truth::Unknown => Some(perhaps_not_asked(view, own, question)),
        Truth::True => not_for_a_client(view, own, question).or_else(|| not_offered(view, own, question)),
    }
}

fn uncounting(own: &Spanned<QuestionIx>, question: &Question, why: &str) -> Diagnostic {
    let message = format!("the answer to `{}` does not count: {why}", question.id);
    Diagnostic::new(Code::HiddenAnswer, own.span, message)
}

fn not_asked(view: &View<'_>, own: &Spanned<QuestionIx>, question: &Question) -> Diagnostic {
    uncounting(own, question, "the question does not apply")
        .help(view.not_asked(own.value))
        .help("leave the answer out, or change what hides its question")
}

fn perhaps_not_asked(view: &View<'_>, own: &Spanned<QuestionIx>, question: &Question) -> Diagnostic {
    uncounting(own, question, "it is not known whether the question applies")
        .help(view.not_asked(own.value))
        .help("answer that first")
}

fn not_for_a_client(view: &View<'_>, own: &Spanned<QuestionIx>, question: &Question) -> Option<Diagnostic> {
    let asked = question.audience.includes(Audience::Client) || view.scenario.audience != Audience::Client;
    (!asked).then(|| {
        Diagnostic::new(Code::HiddenAnswer, own.span, format!("`{}` is never asked of a client", question.id))
            .help("write `for: technician`, or leave the answer out")
    })
}

fn not_offered(view: &View<'_>, own: &Spanned<QuestionIx>, question: &Question) -> Option<Diagnostic> {
    let chosen = chosen_options(view.scenario.response.get(own.value));
    let gone = chosen.without(view.situation.offered(own.value)).iter().next()?;
    let option = question.options().get(gone)?;
    let fault = uncounting(own, question, &format!("the option `{}` is not offered here", option.id));
    Some(fault.help("choose an option that is offered, or change what rules it out"))
}
