//! What an assessment says of the steps of a plan: which are wanted, which are done, and from when on they may lie.

use super::Unclear;
use super::schedule::{DoneDay, StepFacts};
use crate::assessment::{Assessment, Situation};
use crate::condition::{evaluate, support};
use crate::questionnaire::{Done, PlanDefinition, PlanStep, Questionnaire, Want, WantedStep};
use crate::value::index::{IndexVec, StepIx};
use crate::value::{Date, State, Truth, Value};

/// What is known of each step.
pub(crate) fn facts(
    situation: &Situation<'_>,
    assessment: &Assessment,
    plan: &PlanDefinition,
) -> IndexVec<StepIx, StepFacts> {
    let questionnaire = situation.questionnaire();
    let tomorrow = assessment.assessed_on.tomorrow().unwrap_or(Date::MAX);
    let waits_end = assessment.not_before().map_or(tomorrow, |day| day.max(tomorrow));
    let found = assessment.findings.iter().map(|finding| &questionnaire[finding.rule]);
    let wanted: Vec<WantedStep> = found.flat_map(|rule| rule.plan.iter().copied()).collect();
    let steps = plan.steps.enumerated().map(|(index, step)| {
        let wants = wanted.iter().filter(|wanted| wanted.step == index);
        let again = wants.clone().any(|wanted| wanted.how == Want::Again);
        StepFacts {
            in_plan: !step.on_request || wants.clone().next().is_some(),
            done: if again { None } else { done(situation, assessment, step) },
            floor: if step.prepares { tomorrow } else { waits_end },
            rests: wants.filter_map(WantedStep::rest).collect(),
        }
    });
    steps.collect()
}

/// Whether a step is done. An old answer no longer shows that it is; but a day that lies ahead stays appointed.
fn done(situation: &Situation<'_>, assessment: &Assessment, step: &PlanStep) -> Option<DoneDay> {
    let is_aged = |question| assessment.aged.iter().any(|aged| aged.question == question);
    match step.done.as_ref()? {
        Done::On(question) => match situation.state(*question) {
            State::Answered(Value::Date(day)) => Some(*day),
            // Nobody knows the day: what follows it waits for each that it can be.
            State::Answered(Value::Period(period)) => Some(period.last()),
            State::Answered(_) | State::NotApplicable | State::Unsure | State::Withheld | State::Open => None,
        }
        .filter(|day| *day > assessment.assessed_on || !is_aged(*question))
        .map(DoneDay::On),
        Done::When(condition) => {
            let holds = evaluate(condition, situation) == Truth::True;
            let rests_on_aged = || support(condition, situation).into_iter().any(is_aged);
            (holds && !rests_on_aged()).then_some(DoneDay::Unknown)
        }
    }
}

/// What gives the verdict, as far as it makes the plan wait.
pub(super) struct Deciding {
    /// What has no day, or one that has come without changing anything.
    pub unclear: Vec<Unclear>,
    /// Whether something has a day ahead.
    pub has_day: bool,
}

impl Deciding {
    /// Nothing is waited for below `waits_from`.
    pub fn of(questionnaire: &Questionnaire, assessment: &Assessment, plan: &PlanDefinition) -> Deciding {
        let verdict = assessment.verdict;
        if verdict < plan.waits_from {
            return Deciding { unclear: Vec::new(), has_day: false };
        }
        let findings = assessment.findings.iter().filter(|finding| questionnaire[finding.rule].verdict == verdict);
        let ahead = |day: Option<Date>| day.is_some_and(|day| day > assessment.assessed_on);
        let (dated, undated): (Vec<_>, Vec<_>) = findings.partition(|finding| ahead(finding.not_before));
        let unsure = assessment.unsure.iter().filter(|item| item.verdict == verdict);
        let unclear = undated.into_iter().map(|finding| Unclear::Finding(finding.rule));
        Deciding {
            unclear: unclear.chain(unsure.map(|item| Unclear::Answer(item.question))).collect(),
            has_day: !dated.is_empty(),
        }
    }
}
