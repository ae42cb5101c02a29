//! One person's plan: which steps lie before them, on which days, and because of which rules.
//!
//! The steps are those of the questionnaire; what was found says which of them are wanted, which are done, and which waits bind
//! them. Nothing is stored: a plan follows from a questionnaire, a response and a day, as the assessment does.
//!
//! Laws: no step but one that `prepares` lies before a wait has ended; no step that is not done lies before tomorrow; order,
//! waits and `at_latest` hold between any two days; no plan with all its days on time has an earlier day.

mod facts;
mod schedule;

use facts::Deciding;
pub(crate) use facts::facts;
pub(crate) use schedule::{DoneDay, StepFacts, links, schedule};
use schedule::{Link, due_with_what_they_follow, is_longer};

use crate::assessment::{Assessment, Situation};
use crate::questionnaire::PlanDefinition;
use crate::value::index::{IndexVec, QuestionIx, RuleIx, StepIx};
use crate::value::{Date, Duration};

/// One person's plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarePlan {
    /// The steps, in order.
    pub steps: Vec<CareStep>,
    /// Whether the steps have days. They have none while what decides has no day, and while an old answer must be given anew
    /// first.
    pub dated: bool,
    /// What decides and has no day: it must be clear first, whatever day the plan names.
    pub unclear: Vec<Unclear>,
}

/// A step of one person's plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CareStep {
    /// The step.
    pub step: StepIx,
    /// The first day on which it can be, or the day on which it was done; none if nobody knows.
    pub on: Option<Date>,
    /// The last day, as long as what it follows is on its own first day; none if there is no such bound.
    pub at_latest: Option<Date>,
    /// Whether it is done.
    pub done: bool,
    /// Whether an answer sets its day, which lies ahead.
    pub appointed: bool,
    /// What it follows in this plan, and how far behind.
    pub after: Vec<CareLink>,
    /// How long what follows it waits, because a rule wants that.
    pub rest: Option<Duration>,
    /// The rules that want it, whose wait ends on its day, or who want what it follows to have the rest that ends on its day.
    pub because: Vec<RuleIx>,
}

/// What a step follows in one person's plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CareLink {
    /// The earlier step.
    pub step: StepIx,
    /// The least time between the two.
    pub wait: Option<Duration>,
    /// The longest time between the two.
    pub at_latest: Option<Duration>,
}

/// What decides and has no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unclear {
    /// What a rule found.
    Finding(RuleIx),
    /// A question answered "not sure" or "rather not say".
    Answer(QuestionIx),
}

impl CarePlan {
    /// The first treatment that is not done yet: its day is the one that people ask for.
    pub fn first_treatment(&self, plan: &PlanDefinition) -> Option<&CareStep> {
        self.steps.iter().find(|item| plan.steps[item.step].treats && !item.done)
    }

    /// The step, if it is in the plan.
    pub fn step(&self, step: StepIx) -> Option<&CareStep> {
        self.steps.iter().find(|item| item.step == step)
    }
}

/// The plan of a person; none if the questionnaire plans nothing, or if the person may not be treated.
///
/// ```
/// use candidacy::assessment::Engine;
/// use candidacy::plan::care_plan;
/// use candidacy::questionnaire::Audience;
/// use candidacy::response::Response;
/// use candidacy::value::Date;
///
/// let (smp, _) = candidacy::catalog::open("smp", &mut candidacy::source::Sources::default()).unwrap();
/// let smp = smp.unwrap();
/// let engine = Engine::new(&smp, Date::constant(2026, 11, 22));
/// let nobody = Response::new(&smp);
/// let plan = care_plan(&engine.situation(&nobody), &engine.assess(&nobody, Audience::Client)).unwrap();
/// assert!(plan.steps.iter().all(|step| step.on > Some(engine.day())), "nothing is planned for today");
/// ```
pub fn care_plan(situation: &Situation<'_>, assessment: &Assessment) -> Option<CarePlan> {
    let questionnaire = situation.questionnaire();
    let definition = questionnaire.plan()?;
    if !assessment.may_be_treated(questionnaire) {
        return None;
    }
    let deciding = Deciding::of(questionnaire, assessment, definition);
    let mut facts = facts(situation, assessment, definition);
    due_with_what_they_follow(definition, &mut facts);
    let days = if may_be_dated(assessment, definition, &deciding) { schedule(definition, &mut facts) } else { None };
    let planning = Planning { situation, assessment, definition, facts: &facts, days: days.as_ref() };
    let present = definition.steps.indices().filter(|step| facts[*step].in_plan);
    let steps = present.map(|step| planning.step(step)).collect();
    Some(CarePlan { steps, dated: days.is_some(), unclear: deciding.unclear })
}

/// Whether days can be named: something that decides has one, and no old answer decides or can make the result graver.
fn may_be_dated(assessment: &Assessment, definition: &PlanDefinition, deciding: &Deciding) -> bool {
    let ask_again = !assessment.aged.is_empty()
        && (assessment.at_least < assessment.verdict || assessment.could_become > assessment.verdict);
    !ask_again && (assessment.verdict < definition.waits_from || deciding.unclear.is_empty() || deciding.has_day)
}

/// All that a step's place in the plan follows from.
struct Planning<'p> {
    situation: &'p Situation<'p>,
    assessment: &'p Assessment,
    definition: &'p PlanDefinition,
    facts: &'p IndexVec<StepIx, StepFacts>,
    days: Option<&'p IndexVec<StepIx, Option<Date>>>,
}

impl Planning<'_> {
    fn step(&self, step: StepIx) -> CareStep {
        let facts = &self.facts[step];
        let appointed = facts.fixed().is_some_and(|day| day > self.assessment.assessed_on);
        let links = if facts.done.is_some() { Vec::new() } else { links(self.definition, self.facts, step) };
        let latest = links.iter().filter_map(|link| Some(link.at_latest?.after(self.on(link.from)?))).min();
        CareStep {
            step,
            on: self.on(step),
            at_latest: latest.filter(|_| self.days.is_some()),
            done: facts.done.is_some() && !appointed,
            appointed,
            after: links.iter().map(CareLink::of).collect(),
            rest: longest(&facts.rests),
            because: self.because(step, &links),
        }
    }

    /// The day of a step: worked out, or that on which it was done.
    fn on(&self, step: StepIx) -> Option<Date> {
        match self.days {
            Some(days) => days[step],
            None => self.facts[step].fixed(),
        }
    }

    fn because(&self, step: StepIx, links: &[Link]) -> Vec<RuleIx> {
        let questionnaire = self.situation.questionnaire();
        let day = if self.facts[step].done.is_some() { None } else { self.on(step) };
        let waited_for = day.filter(|_| !self.definition.steps[step].prepares);
        let held = self.assessment.findings.iter().filter(|finding| {
            let rule = &questionnaire[finding.rule];
            let wants = rule.plan.iter().any(|wanted| wanted.step == step);
            let waits = finding.not_before.is_some() && finding.not_before == waited_for;
            let rests = links.iter().any(|link| {
                let rests =
                    rule.plan.iter().filter(|wanted| wanted.step == link.from).filter_map(|wanted| wanted.rest());
                let ends = |rest: Duration| self.on(link.from).map(|from| rest.after(from));
                day.is_some() && rests.map(ends).any(|end| end == day)
            });
            wants || waits || rests
        });
        held.map(|finding| finding.rule).collect()
    }
}

impl CareLink {
    /// The first day that it allows if the earlier step is on `day`.
    pub fn wait_from(&self, day: Date) -> Date {
        self.wait.map_or(day, |wait| wait.after(day))
    }

    fn of(link: &Link) -> CareLink {
        CareLink { step: link.from, wait: longest(&link.waits), at_latest: link.at_latest }
    }
}

fn longest(spans: &[Duration]) -> Option<Duration> {
    spans.iter().copied().reduce(|longest, span| if is_longer(span, longest) { span } else { longest })
}
