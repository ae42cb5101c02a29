//! What a scenario lacks to be settled again, after a question was added: answers that change nothing of what came.

use super::compare::compare;
use super::why::{AssessedScenario, said};
use super::{Expectation, Scenario};
use crate::assessment::{Assessment, Engine};
use crate::plan::care_plan;
use crate::proof::Plan;
use crate::response::{Response, accept};
use crate::value::Answer;
use crate::value::index::QuestionIx;

/// The most answers that are proposed for one scenario: one that lacks more was not meant to be whole.
const MOST_ANSWERS: usize = 4;

/// What to add to a scenario that expects to be settled and is not, in words. None where nothing of the kind makes all that it
/// expects come true.
pub(super) fn settling(engine: &Engine<'_>, scenario: &Scenario, assessment: &Assessment) -> Option<String> {
    let lines: Vec<String> = lacking(engine, scenario, assessment)?.iter().map(|line| format!("`{line}`")).collect();
    Some(format!("add {} to the base that it starts from, or to its own `answers`; `--fix` does", lines.join(" and ")))
}

/// The same as lines of YAML.
pub(super) fn lacking(engine: &Engine<'_>, scenario: &Scenario, assessment: &Assessment) -> Option<Vec<String>> {
    let wants = scenario.expected.iter().any(|expected| expected.value == Expectation::Settled(true));
    if !wants || assessment.open.is_empty() || assessment.settled() {
        return None;
    }
    let line = |(question, answer): &(QuestionIx, Answer)| {
        let of = &engine.questionnaire()[*question];
        format!("{}: {}", of.id, said(of, answer).trim_matches('`'))
    };
    Some(answers(engine, scenario, assessment)?.iter().map(line).collect())
}

/// Of each question that is open, the first answer that leaves verdict and findings as they are.
fn answers(engine: &Engine<'_>, scenario: &Scenario, first: &Assessment) -> Option<Vec<(QuestionIx, Answer)>> {
    let questionnaire = engine.questionnaire();
    let plan = Plan::new(engine);
    let mut response = scenario.response.clone();
    let mut added = Vec::new();
    let mut assessment = first.clone();
    let same = |now: &Assessment| {
        let rules = |of: &Assessment| of.findings.iter().map(|finding| finding.rule).collect::<Vec<_>>();
        now.verdict == first.verdict && rules(now) == rules(first)
    };
    while let Some(open) = assessment.open.first().filter(|_| !assessment.settled()) {
        if added.len() == MOST_ANSWERS {
            return None;
        }
        let fitting = plan.values(open.question).iter().find_map(|value| {
            let mut with: Response = response.clone();
            with.set(accept(questionnaire, open.question, Answer::Given(value.clone()), engine.day()).ok()?);
            let now = engine.assess(&with, scenario.audience);
            same(&now).then_some((value.clone(), with, now))
        });
        let (value, with, now) = fitting?;
        added.push((open.question, Answer::Given(value)));
        (response, assessment) = (with, now);
    }
    holds(engine, scenario, &response, &assessment).then_some(added)
}

/// Whether all comes that the scenario expects. What only proofs tell is not asked.
fn holds(engine: &Engine<'_>, scenario: &Scenario, response: &Response, assessment: &Assessment) -> bool {
    let situation = engine.situation(response);
    let plan = care_plan(&situation, assessment);
    let view = AssessedScenario {
        questionnaire: engine.questionnaire(),
        scenario,
        situation: &situation,
        assessment,
        plan: plan.as_ref(),
        ways: &Ok(Vec::new()),
    };
    scenario.expected.iter().all(|expected| compare(&view, expected).is_none())
}
