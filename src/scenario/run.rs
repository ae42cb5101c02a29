//! Assessing scenarios and comparing.

use std::collections::BTreeMap;

use super::compare::{UNSETTLED, compare};
use super::coverage::Coverage;
use super::cure::settling;
use super::results::{Failure, Outcome, Results};
use super::why::AssessedScenario;
use super::{Expectation, Suite};
use crate::assessment::{Engine, chosen_options};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::outlook::what_if;
use crate::plan::care_plan;
use crate::questionnaire::{Audience, Question, Questionnaire};
use crate::source::Spanned;
use crate::value::index::QuestionIx;
use crate::value::{Date, Truth};

/// Assesses every scenario, compares, and counts what they show of the questionnaire.
pub fn run(questionnaire: &Questionnaire, suite: &Suite) -> Results {
    let mut results =
        Results { outcomes: Vec::new(), coverage: Coverage::new(questionnaire), warnings: Diagnostics::default() };
    let mut engines: BTreeMap<Date, Engine<'_>> = BTreeMap::new();
    for scenario in &suite.scenarios {
        let engine = engines.entry(scenario.day).or_insert_with(|| Engine::new(questionnaire, scenario.day));
        let situation = engine.situation(&scenario.response);
        let assessment = engine.assess(&scenario.response, scenario.audience);
        let asked = scenario.expected.iter().any(|one| matches!(one.value, Expectation::NotProposed(..)));
        let ways = &if asked { what_if(engine, &scenario.response) } else { Ok(Vec::new()) };
        let plan = care_plan(&situation, &assessment);
        let view = AssessedScenario {
            questionnaire,
            scenario,
            situation: &situation,
            assessment: &assessment,
            plan: plan.as_ref(),
            ways,
        };
        results.coverage.count(&situation, &assessment);
        results.warnings.append(warnings(&view));
        let mut failures: Vec<Failure> =
            scenario.expected.iter().filter_map(|expected| compare(&view, expected)).collect();
        let cure = settling(engine, scenario, &assessment);
        let unsettled = failures.iter_mut().find(|failure| failure.got == UNSETTLED);
        unsettled.into_iter().for_each(|failure| failure.reasons.extend(cure.clone()));
        results.outcomes.push(Outcome {
            id: scenario.id.clone(),
            about: scenario.about.clone(),
            reviewed: scenario.unreviewed.is_none(),
            day: scenario.day,
            span: scenario.span,
            failures,
        });
    }
    results.warnings = results.warnings.with_levels(questionnaire.lints());
    results
}

/// Answers of the scenario itself that do not count. Those of a base may well be hidden by what differs.
fn warnings(view: &AssessedScenario<'_>) -> Diagnostics {
    let mut warnings = Diagnostics::default();
    for own in &view.scenario.own {
        if let Some(why) = uncounted(view, own) {
            warnings.push(why);
        }
    }
    warnings
}

fn uncounted(view: &AssessedScenario<'_>, own: &Spanned<QuestionIx>) -> Option<Diagnostic> {
    let question = &view.questionnaire[own.value];
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

fn not_asked(view: &AssessedScenario<'_>, own: &Spanned<QuestionIx>, question: &Question) -> Diagnostic {
    uncounting(own, question, "the question does not apply")
        .help(view.not_asked(own.value))
        .help("leave the answer out, or change what hides its question")
}

fn perhaps_not_asked(view: &AssessedScenario<'_>, own: &Spanned<QuestionIx>, question: &Question) -> Diagnostic {
    uncounting(own, question, "it is not known whether the question applies")
        .help(view.not_asked(own.value))
        .help("answer that first")
}

fn not_for_a_client(view: &AssessedScenario<'_>, own: &Spanned<QuestionIx>, question: &Question) -> Option<Diagnostic> {
    let asked = question.audience.includes(Audience::Client) || view.scenario.audience != Audience::Client;
    (!asked).then(|| {
        Diagnostic::new(Code::HiddenAnswer, own.span, format!("`{}` is never asked of a client", question.id))
            .help("write `for: technician`, or leave the answer out")
    })
}

fn not_offered(view: &AssessedScenario<'_>, own: &Spanned<QuestionIx>, question: &Question) -> Option<Diagnostic> {
    let chosen = chosen_options(view.scenario.response.get(own.value));
    let gone = chosen.without(view.situation.offered(own.value)).iter().next()?;
    let why = format!("the option `{}` is not offered here", question.option(gone).id);
    let fault = uncounting(own, question, &why);
    Some(fault.help("choose an option that is offered, or change what rules it out"))
}
