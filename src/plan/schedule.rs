//! The days of a plan: the least solution of what its steps ask of each other.
//!
//! A step lies no earlier than its floor and than each step that it follows allows; a step moves later where one that follows it
//! must come soon after and cannot. Each of these only ever moves days on, so going round until nothing moves gives the one
//! solution in which every day is as early as it can be.

use crate::questionnaire::{Follows, PlanDefinition};
use crate::value::index::{IndexVec, StepIx};
use crate::value::{Date, Duration};

/// What is known of a step before its day is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StepFacts {
    /// Whether it is in the plan.
    pub in_plan: bool,
    /// Whether it is done, as far as answers say.
    pub done: Option<DoneDay>,
    /// The first day on which it may lie if it is not done.
    pub floor: Date,
    /// How long what follows it waits, as rules want it.
    pub rests: Vec<Duration>,
}

/// When a step was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DoneDay {
    /// On this day, or it is appointed for it.
    On(Date),
    /// Some day.
    Unknown,
}

/// What a step follows in one person's plan, once steps that are not in it are skipped over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// The earlier step. It has a day, or will have one.
    pub from: StepIx,
    /// It lies at least each of these after it.
    pub waits: Vec<Duration>,
    /// It lies at most so long after it.
    pub at_latest: Option<Duration>,
}

/// The most rounds in which days may move: far more than any plan of days and weeks needs. Months are of different lengths, so a
/// plan may have to move on for the calendar to fit; one that has not come to rest by then has no days.
const MOST_ROUNDS: usize = 1_000;

impl StepFacts {
    /// Whether it has a day: it is in the plan, and not done on a day that nobody knows.
    fn has_day(&self) -> bool {
        self.in_plan && self.done != Some(DoneDay::Unknown)
    }

    /// The day on which it was done, or for which it is appointed.
    pub fn fixed(&self) -> Option<Date> {
        match self.done {
            Some(DoneDay::On(day)) => Some(day),
            Some(DoneDay::Unknown) | None => None,
        }
    }
}

/// The day of each step that has one; none if there is no such plan. A step that is done, but too long ago for one that must
/// come soon after it, is due again: `facts` say so afterwards.
pub(crate) fn schedule(
    plan: &PlanDefinition,
    facts: &mut IndexVec<StepIx, StepFacts>,
) -> Option<IndexVec<StepIx, Option<Date>>> {
    loop {
        due_with_what_they_follow(plan, facts);
        match least(plan, facts) {
            Least::Days(days) => return Some(days),
            // Days only move on, so it can never be kept: that the step was done is of no use.
            Least::TooLongAgo(step) => facts[step].done = None,
            Least::Never => return None,
        }
    }
}

/// A step that is done on a day that nobody knows was done after what it follows: if that is due (again), so is it.
pub(crate) fn due_with_what_they_follow(plan: &PlanDefinition, facts: &mut IndexVec<StepIx, StepFacts>) {
    for (index, step) in plan.steps.enumerated() {
        let due = |follows: &Follows| facts[follows.step].in_plan && facts[follows.step].done.is_none();
        if facts[index].done == Some(DoneDay::Unknown) && step.after.iter().any(due) {
            facts[index].done = None;
        }
    }
}

enum Least {
    Days(IndexVec<StepIx, Option<Date>>),
    TooLongAgo(StepIx),
    Never,
}

fn least(plan: &PlanDefinition, facts: &IndexVec<StepIx, StepFacts>) -> Least {
    let links: IndexVec<StepIx, Vec<Link>> = plan.steps.indices().map(|step| links(plan, facts, step)).collect();
    let mut days: IndexVec<StepIx, Date> = facts.iter().map(|step| step.fixed().unwrap_or(step.floor)).collect();
    for _ in 0..MOST_ROUNDS {
        let mut moved = false;
        // What is done lies where it lies, whatever it follows.
        for step in plan.steps.indices().filter(|step| facts[*step].has_day() && facts[*step].fixed().is_none()) {
            for link in &links[step] {
                let from = days[link.from];
                let earliest = link.waits.iter().map(|wait| wait.after(from)).max().unwrap_or(from).max(from);
                moved |= move_on(&mut days[step], earliest);
                let Some(at_latest) = link.at_latest.filter(|at_latest| at_latest.after(from) < days[step]) else {
                    continue;
                };
                if facts[link.from].fixed().is_some() {
                    return Least::TooLongAgo(link.from);
                }
                let before = days[step].yesterday().unwrap_or(Date::MIN);
                moved |= move_on(&mut days[link.from], at_latest.earliest_past(before));
            }
        }
        if !moved {
            return Least::Days(
                facts.enumerated().map(|(step, facts)| facts.has_day().then_some(days[step])).collect(),
            );
        }
    }
    Least::Never
}

fn move_on(day: &mut Date, to: Date) -> bool {
    let moves = *day < to;
    *day = to.max(*day);
    moves
}

/// What a step follows, each step once. A step without a day is skipped over: what it follows itself stands in its place, by the
/// bounds of whoever follows it.
pub(crate) fn links(plan: &PlanDefinition, facts: &IndexVec<StepIx, StepFacts>, step: StepIx) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    let mut met: Vec<Follows> = Vec::new();
    let mut waiting: Vec<Follows> = plan.steps[step].after.iter().rev().copied().collect();
    while let Some(follows) = waiting.pop() {
        if met.contains(&follows) {
            continue;
        }
        met.push(follows);
        let Follows { step, wait, at_latest } = follows;
        if !facts[step].has_day() {
            let before = plan.steps[step].after.iter().rev();
            waiting.extend(before.map(|before| Follows { step: before.step, ..follows }));
            continue;
        }
        let waits = wait.into_iter().chain(facts[step].rests.iter().copied());
        match links.iter_mut().find(|link| link.from == step) {
            Some(known) => {
                known.waits.extend(waits);
                known.at_latest = sooner(known.at_latest, at_latest);
            }
            None => links.push(Link { from: step, waits: waits.collect(), at_latest }),
        }
    }
    links
}

fn sooner(one: Option<Duration>, other: Option<Duration>) -> Option<Duration> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if is_longer(one, other) { other } else { one }),
        (one, other) => one.or(other),
    }
}

/// Whether one span of time is longer than another, reckoned from a day at the start of a long month.
pub(crate) fn is_longer(one: Duration, other: Duration) -> bool {
    const START: Date = Date::constant(2026, 7, 1);
    one.after(START) > other.after(START)
}
