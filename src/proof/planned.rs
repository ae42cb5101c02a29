//! Promises about steps of the plan: of every response that may be treated, the plan has the step, or the step lies late enough.
//!
//! Days follow from a plan by more than clauses can say, so the two take turns. The solver finds a response that may break the
//! promise; the plan of that response is worked out. If it keeps the promise, the [`Bound`] says why: the least of what is known
//! of it with which everybody keeps it. All those are ruled out at once, and the search goes on. A day matters only if it turns
//! up in such a reason, and is cut there ([`Days`]): so every promise is decided on the days that tell its plans apart.

use super::bound::{Bound, Knowledge, KnownStep, Status};
use super::days::Days;
use super::plan::Plan;
use super::search::Search;
use super::solver::{Lit, Undecided};
use super::spoken_of::SpokenOf;
use crate::assessment::Assessment;
use crate::plan::{CarePlan, DoneDay, StepFacts, care_plan, facts};
use crate::questionnaire::{CountedFrom, Done, NotBefore, PlanDefinition, QuestionKind, StepWait, Want};
use crate::response::Response;
use crate::value::index::{QuestionIx, RuleIx, StepIx, VerdictIx, fault};
use crate::value::{Date, Duration, State, Truth, Value};

/// The most plans that are worked out for one promise.
const MOST_PLANS: usize = 1_000;
/// How many propagations looking for them may take: a few seconds of work.
const MOST_WORK: u64 = 20_000_000;

/// The rules that want a step of people who may be treated, each with how it wants it.
pub(super) fn wanting<'p>(plan: &'p Plan<'_>, step: StepIx) -> impl Iterator<Item = (RuleIx, Want)> + 'p {
    let bound = plan.questionnaire.treats_up_to();
    let rules =
        plan.questionnaire.rules().enumerated().filter(move |(_, rule)| bound.is_none_or(|it| rule.verdict <= it));
    rules.flat_map(move |(index, rule)| {
        let wanted = rule.plan.iter().filter(move |wanted| wanted.step == step);
        wanted.map(move |wanted| (index, wanted.how))
    })
}

fn definition<'q>(plan: &Plan<'q>) -> &'q PlanDefinition {
    plan.questionnaire.plan().unwrap_or_else(|| fault("a promise names a step, yet nothing is planned"))
}

/// The smallest response of which a plan lacks a step, if there is any.
pub(super) fn missing(plan: &Plan<'_>, these: SpokenOf<'_>, step: StepIx) -> Result<Option<Response>, Undecided> {
    if !definition(plan).steps[step].on_request {
        return Ok(None);
    }
    let (mut search, above) = Search::treated(plan, these);
    let wanted = is_wanted(&mut search, step);
    search.assumed.push(!wanted);
    search.smallest_below(above)
}

/// Whether the plan of a response, if it has one, has the step.
pub(super) fn has(plan: &Plan<'_>, response: &Response, step: StepIx) -> bool {
    let (_, planned) = planned(plan, response);
    planned.is_none_or(|planned| planned.step(step).is_some())
}

/// Whether no day in the plan of a response comes too soon.
pub(super) fn keeps(plan: &Plan<'_>, response: &Response, promised: &StepWait) -> bool {
    let (_, planned) = planned(plan, response);
    let Some(planned) = planned else { return true };
    let Some(day) = planned.step(promised.step).filter(|item| !item.done).and_then(|item| item.on) else {
        return true;
    };
    let start = match promised.after {
        CountedFrom::Today => Some(plan.day),
        CountedFrom::Question(question) => counted_from(plan, response, question),
        CountedFrom::Step(start) => planned.step(start).and_then(|item| item.on),
    };
    start.is_none_or(|start| promised.wait.after(start) <= day)
}

fn planned(plan: &Plan<'_>, response: &Response) -> (Assessment, Option<CarePlan>) {
    let assessment = plan.assess(response);
    let planned = care_plan(&plan.engine.situation(response), &assessment);
    (assessment, planned)
}

/// The day that a question was answered with or, of one that asks for none, the day on which it was answered.
fn counted_from(plan: &Plan<'_>, response: &Response, question: QuestionIx) -> Option<Date> {
    let is_date = asks_for_a_day(plan, question);
    match plan.engine.situation(response).state(question) {
        State::Answered(Value::Date(day)) => Some(*day),
        State::Answered(Value::Period(period)) => Some(period.last()),
        State::Unsure | State::Withheld if is_date => None,
        State::Answered(_) | State::Unsure | State::Withheld => response.answered_on(question).or(Some(plan.day)),
        State::Open | State::NotApplicable => None,
    }
}

fn asks_for_a_day(plan: &Plan<'_>, question: QuestionIx) -> bool {
    matches!(plan.questionnaire[question].kind, QuestionKind::Date(_))
}

/// "Some rule wants the step."
fn is_wanted(search: &mut Search<'_, '_>, step: StepIx) -> Lit {
    if !definition(search.encoder.plan).steps[step].on_request {
        return search.encoder.solver.yes();
    }
    any_wanting(search, step, |_| true)
}

/// "Some rule wants the step in such a way."
fn any_wanting(search: &mut Search<'_, '_>, step: StepIx, how: impl Fn(Want) -> bool) -> Lit {
    let rules: Vec<RuleIx> =
        wanting(search.encoder.plan, step).filter(|(_, want)| how(*want)).map(|(rule, _)| rule).collect();
    let holds: Vec<Lit> = rules.into_iter().map(|rule| search.encoder.rule(rule).yes).collect();
    search.encoder.solver.any(&holds)
}

/// The smallest response with a day that comes too soon, if there is any.
pub(super) fn too_soon(
    plan: &Plan<'_>,
    these: SpokenOf<'_>,
    promised: &StepWait,
) -> Result<Option<Response>, Undecided> {
    let mut hunt = Hunt::new(plan, these, promised);
    // Any response will do to find all reasons.
    match hunt.next(any_response)? {
        None => Ok(None),
        Some(_) => hunt.next(|search, above| search.smallest_below(above)),
    }
}

/// Whether a promise about days is kept on every day of assessment that has the same classes as this one. True as well where it is
/// broken, or not decided: then that has been said.
pub(super) fn is_kept_on_any_day(plan: &Plan<'_>, these: SpokenOf<'_>, promised: &StepWait) -> bool {
    let mut hunt = Hunt::new(plan, these, promised);
    match hunt.next(any_response) {
        Ok(None) => hunt.on_any_day && !hunt.dated,
        Ok(Some(_)) | Err(_) => true,
    }
}

/// Any response: it is found sooner than a smallest.
fn any_response(search: &mut Search<'_, '_>, above: VerdictIx) -> Result<Option<Response>, Undecided> {
    let found = search.possible_below(above)?;
    Ok(found.then(|| search.encoder.response()))
}

/// The search for a response that breaks a promise about days.
struct Hunt<'p, 'q> {
    search: Search<'p, 'q>,
    /// The mildest verdict with which nobody is treated.
    above: VerdictIx,
    days: Days,
    definition: &'q PlanDefinition,
    promised: StepWait,
    bound: Bound<'q>,
    /// Whether plans without days are left out by now.
    dated: bool,
    /// Whether a plan was passed over of which it is not known why it keeps the promise.
    unexplained: bool,
    /// Whether all reasons so far hold on any day of assessment.
    on_any_day: bool,
}

impl<'p, 'q> Hunt<'p, 'q> {
    fn new(plan: &'p Plan<'q>, these: SpokenOf<'_>, promised: &StepWait) -> Self {
        let (mut search, above) = Search::treated(plan, these);
        // Where nothing is promised, nothing can be broken.
        let wanted = is_wanted(&mut search, promised.step);
        let start = match promised.after {
            CountedFrom::Today => search.encoder.solver.yes(),
            CountedFrom::Question(question) => has_day(&mut search, question),
            CountedFrom::Step(start) => is_wanted(&mut search, start),
        };
        search.assumed.extend([wanted, start]);
        let definition = definition(plan);
        Hunt {
            search,
            above,
            days: Days::default(),
            definition,
            promised: *promised,
            bound: Bound::new(plan.questionnaire, *promised, plan.day),
            dated: false,
            unexplained: false,
            on_any_day: true,
        }
    }

    /// The next response that breaks the promise. All that keep it are ruled out on the way.
    fn next(
        &mut self,
        find: impl Fn(&mut Search<'p, 'q>, VerdictIx) -> Result<Option<Response>, Undecided>,
    ) -> Result<Option<Response>, Undecided> {
        let too_many = Undecided::Plans(MOST_PLANS);
        for _ in 0..MOST_PLANS {
            if self.search.encoder.solver.propagations() > MOST_WORK {
                return Err(Undecided::Propagations(MOST_WORK));
            }
            let Some(response) = find(&mut self.search, self.above)? else {
                return if self.unexplained { Err(too_many) } else { Ok(None) };
            };
            let response = self.days.settle(&self.search.encoder, response);
            if !keeps(self.search.encoder.plan, &response, &self.promised) {
                return Ok(Some(response));
            }
            self.rule_out(&response);
        }
        Err(too_many)
    }

    /// Rules out all responses that keep the promise for the same reason as this one.
    fn rule_out(&mut self, response: &Response) {
        let plan = self.search.encoder.plan;
        let (assessment, planned) = planned(plan, response);
        let mut known = self.known(response, &assessment);
        let mut dayless = known.without_days();
        if self.bound.holds_on_any_day(&dayless) {
            self.forget(&mut dayless, |known| self.bound.holds_on_any_day(known));
            known = dayless;
        } else if self.bound.holds(&known) {
            self.on_any_day = false;
            self.forget(&mut known, |known| self.bound.holds(known));
        } else if !self.dated && planned.is_some_and(|planned| !planned.dated) {
            self.dated = true;
            return self.leave_out_undated();
        } else {
            self.on_any_day = false;
            self.unexplained = true;
        }
        let reason = self.reason(&known);
        let clause: Vec<Lit> = reason.into_iter().map(|literal| !literal).collect();
        self.search.encoder.solver.clause(&clause);
    }

    /// All that is known of the plan of a response.
    fn known(&self, response: &Response, assessment: &Assessment) -> Knowledge {
        let plan = self.search.encoder.plan;
        let situation = plan.engine.situation(response);
        let facts = facts(&situation, assessment, self.definition);
        let step = |facts: &StepFacts| {
            let day = match facts.done {
                Some(DoneDay::On(day)) => Some(day),
                Some(DoneDay::Unknown) | None => None,
            };
            KnownStep {
                in_plan: if facts.in_plan { Truth::True } else { Truth::False },
                status: Some(Status::of(facts.done)),
                from: day,
                up_to: day,
                rests: facts.rests.clone(),
            }
        };
        let waits = assessment.findings.iter().filter_map(|finding| Some((finding.rule, finding.not_before?)));
        // Whether a day is the one that the promise counts from, or a later one.
        let is_no_earlier = |start: Option<QuestionIx>| match (self.promised.after, start) {
            (CountedFrom::Question(question), Some(start)) => question == start,
            (CountedFrom::Question(question), None) => !asks_for_a_day(plan, question),
            (CountedFrom::Today, start) => start.is_none(),
            (CountedFrom::Step(_), _) => false,
        };
        let after = assessment.findings.iter().filter(|finding| finding.not_before.is_some()).filter_map(|finding| {
            let not_before = plan.questionnaire[finding.rule].not_before?;
            is_no_earlier(not_before.question).then_some((finding.rule, not_before.duration))
        });
        let counted_from = match self.promised.after {
            CountedFrom::Question(question) => counted_from(plan, response, question),
            CountedFrom::Today | CountedFrom::Step(_) => None,
        };
        Knowledge {
            steps: facts.iter().map(step).collect(),
            wait: waits.max_by_key(|(_, day)| *day),
            waits_after: after.max_by_key(|(_, wait)| wait.days().0),
            counted_from,
        }
    }

    /// Forgets all that the promise does not rest on, and widens the days of what is left.
    fn forget(&self, known: &mut Knowledge, holds: impl Fn(&Knowledge) -> bool) {
        let attempt = |known: &mut Knowledge, change: &dyn Fn(&mut Knowledge)| {
            let mut less = known.clone();
            change(&mut less);
            if holds(&less) {
                *known = less;
            }
        };
        attempt(known, &|known| known.wait = None);
        attempt(known, &|known| known.counted_from = None);
        for step in self.definition.steps.indices() {
            attempt(known, &|known| {
                known.steps[step] = KnownStep { status: None, from: None, up_to: None, ..known.steps[step].clone() };
            });
            attempt(known, &|known| known.steps[step].in_plan = Truth::Unknown);
            attempt(known, &|known| known.steps[step].rests.clear());
            attempt(known, &|known| known.steps[step].from = None);
            attempt(known, &|known| known.steps[step].up_to = None);
        }
        attempt(known, &|known| known.waits_after = None);
        for step in self.definition.steps.indices() {
            self.widen(known, Date::MIN, |known| known.steps[step].from.as_mut());
            self.widen(known, Date::MAX, |known| known.steps[step].up_to.as_mut());
        }
        self.widen(known, Date::MIN, |known| known.wait.as_mut().map(|(_, day)| day));
        self.widen(known, Date::MAX, |known| known.counted_from.as_mut());
    }

    /// Moves a day as far towards another as the promise allows, by halving.
    fn widen(&self, known: &mut Knowledge, far: Date, day: impl Fn(&mut Knowledge) -> Option<&mut Date>) {
        let Some(mut good) = day(known).map(|day| *day) else { return };
        let mut bad = far;
        while (bad - good).get_days().abs() > 1 {
            let half = jiff::Span::new().days((bad - good).get_days() / 2);
            let middle = good.saturating_add(half);
            day(known).into_iter().for_each(|day| *day = middle);
            *(if self.bound.holds(known) { &mut good } else { &mut bad }) = middle;
        }
        day(known).into_iter().for_each(|day| *day = good);
    }

    /// What is known, as literals: whoever they hold for, of him the same is known.
    fn reason(&mut self, known: &Knowledge) -> Vec<Lit> {
        let mut reason = Vec::new();
        for (index, of) in known.steps.enumerated() {
            let step = &self.definition.steps[index];
            match of.in_plan {
                Truth::True => reason.push(is_wanted(&mut self.search, index)),
                Truth::False => reason.push(!is_wanted(&mut self.search, index)),
                Truth::Unknown => {}
            }
            for rest in &of.rests {
                let enough =
                    |want: Want| want.rest().is_some_and(|other| other.unit == rest.unit && other.count >= rest.count);
                reason.push(any_wanting(&mut self.search, index, enough));
            }
            if let (Some(status), Some(done)) = (of.status, &step.done) {
                let is_done = self.is_done(index, done);
                reason.push(if status == Status::Due { !is_done } else { is_done });
                if let Done::On(question) = done {
                    reason.extend(of.from.map(|from| self.from(*question, from)));
                    let later = of.up_to.and_then(|last| last.tomorrow().ok());
                    reason.extend(later.map(|later| !self.from(*question, later)));
                }
            }
        }
        reason.extend(known.wait.map(|(rule, day)| self.waits_until(rule, day)));
        reason.extend(known.waits_after.into_iter().flat_map(|(rule, _)| self.waits(rule)));
        if let (CountedFrom::Question(question), Some(last)) = (self.promised.after, known.counted_from) {
            let later = last.tomorrow().ok();
            reason.extend(later.map(|later| !self.from(question, later)));
        }
        reason
    }

    fn from(&mut self, question: QuestionIx, day: Date) -> Lit {
        self.days.from(&mut self.search.encoder, question, day)
    }

    /// "Answers say that the step is done, and no rule wants it again."
    fn is_done(&mut self, step: StepIx, done: &Done) -> Lit {
        let again = any_wanting(&mut self.search, step, |want| want == Want::Again);
        let said = match done {
            Done::On(question) => has_day(&mut self.search, *question),
            Done::When(condition) => self.search.encoder.condition(condition).yes,
        };
        self.search.encoder.solver.all(&[said, !again])
    }

    /// "The rule holds", and "there is a day that its wait counts from".
    fn waits(&mut self, rule: RuleIx) -> [Lit; 2] {
        let question = self.search.encoder.plan.questionnaire[rule].not_before.and_then(|it| it.question);
        let starts = match question {
            Some(question) => has_day(&mut self.search, question),
            None => self.search.encoder.solver.yes(),
        };
        [self.search.encoder.rule(rule).yes, starts]
    }

    /// "The rule holds, and its wait ends on this day or later."
    fn waits_until(&mut self, rule: RuleIx, day: Date) -> Lit {
        let plan = self.search.encoder.plan;
        let holds = self.search.encoder.rule(rule).yes;
        let Some(NotBefore { duration, question }) = plan.questionnaire[rule].not_before else {
            fault("a finding has a day, yet its rule names none")
        };
        let ends = match question {
            Some(question) => self.from(question, starts(duration, day)),
            None if duration.after(plan.day) >= day => self.search.encoder.solver.yes(),
            None => self.search.encoder.solver.no(),
        };
        self.search.encoder.solver.all(&[holds, ends])
    }

    /// From here on, only responses whose plan has days, or sets the promised step by an answer: what decides has a day ahead, or
    /// nothing that decides is unclear.
    fn leave_out_undated(&mut self) {
        let plan = self.search.encoder.plan;
        let tomorrow = plan.day.tomorrow().unwrap_or(Date::MAX);
        let set = match &self.definition.steps[self.promised.step].done {
            Some(Done::On(question)) => has_day(&mut self.search, *question),
            Some(Done::When(_)) | None => self.search.encoder.solver.no(),
        };
        let mut graver: Vec<Lit> = Vec::new();
        let (waits_from, above) = (self.definition.waits_from, self.above);
        let verdicts = plan.questionnaire.verdicts().indices().rev();
        for verdict in verdicts.filter(|verdict| *verdict >= waits_from && *verdict < above) {
            let rules = plan.questionnaire.rules().enumerated().filter(|(_, rule)| rule.verdict == verdict);
            let (mut all, mut ahead, mut unclear) = (Vec::new(), Vec::new(), Vec::new());
            for (index, rule) in rules {
                let holds = self.search.encoder.rule(index).yes;
                let dated = rule.not_before.map(|_| self.waits_until(index, tomorrow));
                all.push(holds);
                ahead.extend(dated);
                unclear.push(match dated {
                    Some(dated) => self.search.encoder.solver.all(&[holds, !dated]),
                    None => holds,
                });
            }
            let floors = plan.questionnaire.questions().enumerated();
            for (question, _) in floors.filter(|(_, question)| question.unsure == Some(verdict)) {
                if let Some(unsure) = self.search.encoder.states(question).unsure {
                    all.push(unsure);
                    unclear.push(unsure);
                }
            }
            let unclear = self.search.encoder.solver.any(&unclear);
            let clause: Vec<Lit> = graver.iter().chain(&ahead).copied().chain([!unclear, set]).collect();
            self.search.encoder.solver.clause(&clause);
            graver.extend(all);
        }
    }
}

/// The first day from which a span of time ends on a day or later.
fn starts(span: Duration, day: Date) -> Date {
    match (span.count, day.yesterday()) {
        (0, _) => day,
        (_, Ok(before)) => span.earliest_past(before),
        (_, Err(_)) => Date::MIN,
    }
}

/// "There is a day to count from."
fn has_day(search: &mut Search<'_, '_>, question: QuestionIx) -> Lit {
    let is_date = asks_for_a_day(search.encoder.plan, question);
    let states = search.encoder.states(question);
    let said: Vec<Lit> = states.cells.iter().copied().chain(states.unsure.filter(|_| !is_date)).collect();
    search.encoder.solver.any(&said)
}
