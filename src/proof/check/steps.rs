//! There is a plan for everybody: the waits between steps leave room for every `at_latest`, whatever rules want.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::plan::{StepFacts, facts, links, schedule};
use crate::proof::plan::Plan;
use crate::proof::planned;
use crate::proof::undecided::undecided;
use crate::proof::witness::{Sought, planless};
use crate::questionnaire::{Follows, PlanDefinition};
use crate::response::{Response, answers_inline};
use crate::source::Span;
use crate::value::index::{IndexVec, RuleIx, StepIx};
use crate::value::{Date, Duration, Unit};

/// The most ways in which rules can want steps that are looked at one by one.
const MOST_WAYS: usize = 4_096;

/// The days on which a plan is tried where months and years leave open how long it takes: four years have every length.
const TRIED_DAYS: u32 = 4 * 366;

/// Proves that every response that may be treated has a plan.
pub(super) fn prove(plan: &Plan<'_>) -> Diagnostics {
    let mut found = Diagnostics::default();
    if let Some(definition) = plan.questionnaire.plan() {
        impossible(plan, definition).into_iter().for_each(|diagnostic| found.push(diagnostic));
    }
    found
}

/// One way in which rules can want a step: whether it is in the plan, and how long what follows it waits at least.
type Wanted = (bool, Option<Duration>);

/// One way in which rules can want all steps.
type Way = IndexVec<StepIx, Wanted>;

fn impossible(plan: &Plan<'_>, definition: &PlanDefinition) -> Option<Diagnostic> {
    if comes_to_rest(definition, &all_edges(plan, definition)) {
        return None;
    }
    let choices: IndexVec<StepIx, Vec<Wanted>> =
        definition.steps.indices().map(|step| choices(plan, definition, step)).collect();
    let count = choices.iter().try_fold(1_usize, |count, choices| count.checked_mul(choices.len()));
    if count.is_none_or(|count| count > MOST_WAYS) {
        return definition.steps.iter().next().map(|step| too_many_ways(step.span));
    }
    let mut ways: Vec<Way> = vec![Way::default()];
    for choices in &choices {
        let longer = |way: &Way| choices.iter().map(|choice| with(way, *choice)).collect::<Vec<_>>();
        ways = ways.iter().flat_map(longer).collect();
    }
    // The plainest first: they make the plainest example.
    ways.sort_by_key(|way| way.iter().filter(|(in_plan, _)| *in_plan).count());
    let impossible = ways.iter().filter_map(|way| Some((way, no_room(definition, way, plan.day)?)));
    for (way, tight) in impossible {
        match planless(plan, &sought(plan, definition, way), |response| wants(plan, definition, way, response)) {
            Ok(None) => {}
            Ok(Some(response)) => return Some(no_plan(plan, definition, &tight, &response)),
            Err(gave_up) => {
                let place = definition.steps[tight.step].span;
                return Some(undecided(gave_up, place, "whether there is a plan for every response"));
            }
        }
    }
    None
}

fn too_many_ways(place: Span) -> Diagnostic {
    let message =
        format!("not decided within {MOST_WAYS} ways of wanting steps: whether there is a plan for every response");
    Diagnostic::new(Code::Undecided, place, message)
        .help("let rules ask for the same few waits, or leave more time between the steps")
}

fn with(way: &Way, choice: Wanted) -> Way {
    way.iter().copied().chain([choice]).collect()
}

/// The quick bound: all that steps can ask of each other at once, whichever of them are in the plan. Each wait is taken at its
/// longest and each `at_latest` at its shortest, so that no calendar matters.
fn all_edges(plan: &Plan<'_>, definition: &PlanDefinition) -> Vec<(StepIx, StepIx, i64)> {
    let rest = |step: StepIx| wanting(plan, step).filter_map(|(_, rest)| rest).map(|rest| rest.days().1).max();
    let rests: IndexVec<StepIx, i64> = definition.steps.indices().map(|step| rest(step).unwrap_or(0)).collect();
    let mut edges = Vec::new();
    for (index, step) in definition.steps.enumerated() {
        let mut waiting = step.after.clone();
        let mut met: Vec<Follows> = Vec::new();
        while let Some(follows) = waiting.pop() {
            if met.contains(&follows) {
                continue;
            }
            met.push(follows);
            let wait = follows.wait.map_or(0, |wait| wait.days().1);
            edges.push((follows.step, index, wait.max(rests[follows.step])));
            edges.extend(follows.at_latest.map(|at_latest| (index, follows.step, -at_latest.days().0)));
            let skipped = &definition.steps[follows.step];
            let before = skipped.after.iter().filter(|_| skipped.on_request);
            waiting.extend(before.map(|before| Follows { step: before.step, ..follows }));
        }
    }
    edges
}

/// How rules can want a step: not at all if it is on request, and with each rest that one of them asks for.
fn choices(plan: &Plan<'_>, definition: &PlanDefinition, step: StepIx) -> Vec<Wanted> {
    let absent = definition.steps[step].on_request.then_some((false, None));
    let mut choices: Vec<Wanted> = absent.into_iter().chain([(true, None)]).collect();
    for (_, rest) in wanting(plan, step) {
        if !choices.contains(&(true, rest)) {
            choices.push((true, rest));
        }
    }
    choices
}

/// The rules that want a step of people who may be treated, each with the rest that it asks for.
fn wanting<'p>(plan: &'p Plan<'_>, step: StepIx) -> impl Iterator<Item = (RuleIx, Option<Duration>)> + 'p {
    planned::wanting(plan, step).map(|(rule, wanted)| (rule, wanted.rest()))
}

/// A step that must come too soon after another.
struct Tight {
    from: StepIx,
    step: StepIx,
    at_latest: Duration,
    /// The day of assessment for which there is no plan, where that is not so on every day.
    on: Option<Date>,
}

/// The step for which this way leaves no room, if there is one.
fn no_room(definition: &PlanDefinition, way: &Way, today: Date) -> Option<Tight> {
    let facts_on = |day: Date| -> IndexVec<StepIx, StepFacts> {
        let fact = |(in_plan, rest): &(bool, Option<Duration>)| StepFacts {
            in_plan: *in_plan,
            done: None,
            floor: day.tomorrow().unwrap_or(Date::MAX),
            rests: rest.iter().copied().collect(),
        };
        way.iter().map(fact).collect()
    };
    let facts = facts_on(today);
    let spans = |step: StepIx| links(definition, &facts, step);
    let present = || definition.steps.indices().filter(|step| facts[*step].in_plan);
    let bounded =
        |step: StepIx| spans(step).into_iter().filter_map(move |link| Some((link.from, step, link.at_latest?)));
    let bounds: Vec<(StepIx, StepIx, Duration)> = present().flat_map(bounded).collect();
    // The quick bound: each wait at its longest, each `at_latest` at its shortest; then no calendar matters.
    let waits = present().flat_map(|step| spans(step).into_iter().map(move |link| (link, step)));
    let edges: Vec<(StepIx, StepIx, i64)> = waits
        .map(|(link, step)| (link.from, step, link.waits.iter().map(|wait| wait.days().1).max().unwrap_or(0)))
        .chain(bounds.iter().map(|(from, step, at_latest)| (*step, *from, -at_latest.days().0)))
        .collect();
    if comes_to_rest(definition, &edges) {
        return None;
    }
    let days = (0..TRIED_DAYS).map(|after| Duration { count: after, unit: Unit::Days }.after(today));
    let mut days = days.map(|day| (day, schedule(definition, &mut facts_on(day)).is_some()));
    let (day, _) = days.find(|(_, is_there)| !is_there)?;
    // The one that is short by itself, else any that is bounded.
    let alone = |(from, step, at_latest): &&(StepIx, StepIx, Duration)| {
        let waits: Vec<_> = edges.iter().filter(|(_, _, length)| *length >= 0).copied().collect();
        !comes_to_rest(definition, &[waits, vec![(*step, *from, -at_latest.days().0)]].concat())
    };
    let (from, step, at_latest) = *bounds.iter().find(alone).or(bounds.first())?;
    Some(Tight { from, step, at_latest, on: (day != today).then_some(day) })
}

/// Whether days that follow each other by at least these lengths come to rest: no circle of them is longer than nothing.
fn comes_to_rest(definition: &PlanDefinition, edges: &[(StepIx, StepIx, i64)]) -> bool {
    let mut days: IndexVec<StepIx, i64> = IndexVec::like(&definition.steps, 0);
    for _ in 0..=definition.steps.len() {
        let mut moved = false;
        for (from, to, length) in edges {
            let earliest = days[*from] + length;
            moved |= days[*to] < earliest;
            days[*to] = earliest.max(days[*to]);
        }
        if !moved {
            return true;
        }
    }
    false
}

/// What must hold of the rules for a response to be of this way, or to want still more rest.
fn sought(plan: &Plan<'_>, definition: &PlanDefinition, way: &Way) -> Vec<Sought> {
    let step = |(step, (in_plan, rest)): (StepIx, &(bool, Option<Duration>))| {
        let all = || wanting(plan, step);
        match (in_plan, rest) {
            (false, _) => Some(Sought::NoneOf(all().map(|(rule, _)| rule).collect())),
            (true, Some(rest)) => {
                let enough = |other: &Option<Duration>| other.is_some_and(|other| other.days().0 >= rest.days().0);
                Some(Sought::AnyOf(all().filter(|(_, other)| enough(other)).map(|(rule, _)| rule).collect()))
            }
            (true, None) => {
                definition.steps[step].on_request.then(|| Sought::AnyOf(all().map(|(rule, _)| rule).collect()))
            }
        }
    };
    way.enumerated().filter_map(step).collect()
}

/// Whether the engine, too, sees these steps wanted of a response.
fn wants(plan: &Plan<'_>, definition: &PlanDefinition, way: &Way, response: &Response) -> bool {
    let assessment = plan.assess(response);
    let facts = facts(&plan.engine.situation(response), &assessment, definition);
    let all = way.enumerated().all(|(step, (in_plan, rest))| {
        facts[step].in_plan == *in_plan
            && rest.is_none_or(|rest| facts[step].rests.iter().any(|other| other.days().0 >= rest.days().0))
    });
    assessment.may_be_treated(plan.questionnaire) && all
}

fn no_plan(plan: &Plan<'_>, definition: &PlanDefinition, tight: &Tight, response: &Response) -> Diagnostic {
    let (from, step) = (&definition.steps[tight.from], &definition.steps[tight.step]);
    let message = format!(
        "there is no plan for some people: `{}` must come at most {} after `{}`, and what lies between takes longer",
        step.id, tight.at_latest, from.id
    );
    let answers = answers_inline(plan.questionnaire, response);
    let verdict = &plan.questionnaire[plan.assess(response).verdict].id;
    let today = tight.on.unwrap_or(plan.day);
    let held =
        plan.weigh(response).1.into_iter().filter_map(|cause| cause.rule()).map(|rule| &plan.questionnaire[rule]);
    let wanting = held.filter(|rule| !rule.plan.is_empty());
    let diagnostic = Diagnostic::new(Code::ImpossiblePlan, step.span, message)
        .help("give it more time, or ask for less between the two")
        .help("the smallest response of such people, ready to paste into `scenarios.yaml`")
        .help(format!("{{ id: no_plan_for_{}, today: {today}, answers: {answers}, verdict: {verdict} }}", step.id));
    let diagnostic = diagnostic.also(from.span, "counted from here");
    wanting.fold(diagnostic, |diagnostic, rule| diagnostic.also(rule.span, "this rule wants steps of them"))
}
