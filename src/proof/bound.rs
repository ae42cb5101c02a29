//! How early a step can lie at least, for all people of whom the same is known.
//!
//! The less is known, the earlier a step may lie: what is not known of a step is taken each way that it can be. So the least that
//! a promise needs to hold can be found by forgetting one thing after another. A step lies where [`crate::plan`] puts it or later
//! than is said here, never earlier.

use crate::plan::DoneDay;
use crate::questionnaire::{
    CountedFrom, DateRange, Done, Follows, PlanDefinition, QuestionKind, Questionnaire, StepWait,
};
use crate::value::index::{IndexVec, QuestionIx, RuleIx, StepIx, fault};
use crate::value::{Date, Duration, Truth, Unit};

/// What is known of a person's plan.
#[derive(Clone)]
pub(super) struct Knowledge {
    pub(super) steps: IndexVec<StepIx, KnownStep>,
    /// A finding whose wait ends on this day or later.
    pub(super) wait: Option<(RuleIx, Date)>,
    /// A finding that waits so long after what the promise counts from.
    pub(super) waits_after: Option<(RuleIx, Duration)>,
    /// The last day that this date can be.
    pub(super) counted_from: Option<Date>,
}

impl Knowledge {
    /// The same, but for all that names a day.
    pub(super) fn without_days(&self) -> Knowledge {
        let dayless = |step: &KnownStep| KnownStep { from: None, up_to: None, ..step.clone() };
        Knowledge {
            steps: self.steps.iter().map(dayless).collect(),
            wait: None,
            waits_after: self.waits_after,
            counted_from: None,
        }
    }
}

/// What is known of one step.
#[derive(Clone)]
pub(super) struct KnownStep {
    /// Whether it is in the plan.
    pub(super) in_plan: Truth,
    /// Whether answers say that it is done, or on which day it is; none if that is not known.
    pub(super) status: Option<Status>,
    /// Of a step with a day, the first that it can be.
    pub(super) from: Option<Date>,
    /// The same, the last.
    pub(super) up_to: Option<Date>,
    /// What follows it waits each of these at least, because a rule wants that.
    pub(super) rests: Vec<Duration>,
}

/// What answers say of a step.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    /// Not done.
    Due,
    /// Done, or appointed, on the day that answers a date question.
    OnDay,
    /// Done on a day that nobody knows.
    Done,
}

impl Status {
    pub(super) fn of(done: Option<DoneDay>) -> Status {
        match done {
            None => Status::Due,
            Some(DoneDay::On(_)) => Status::OnDay,
            Some(DoneDay::Unknown) => Status::Done,
        }
    }

    /// All that answers can say of a step.
    fn all(done: Option<&Done>) -> &'static [Status] {
        match done {
            None => &[Status::Due],
            Some(Done::On(_)) => &[Status::Due, Status::OnDay],
            Some(Done::When(_)) => &[Status::Due, Status::Done],
        }
    }
}

/// How late a step lies at least: by the calendar, and behind what the promise counts from.
#[derive(Clone, Copy)]
struct Late {
    day: Date,
    gap: Option<Gap>,
}

/// So long at least: so many days, and so many months. Months one after the other may fall short of their sum, so they are not
/// added up.
#[derive(Clone, Copy)]
struct Gap {
    days: i64,
    months: u32,
}

const NO_GAP: Gap = Gap { days: 0, months: 0 };
const ONE_DAY: Gap = Gap { days: 1, months: 0 };

impl Gap {
    fn then(self, wait: Duration) -> Gap {
        Gap { days: self.days + wait.days().0, months: self.months.max(months(wait)) }
    }

    fn covers(self, wait: Duration) -> bool {
        // A wait that is counted on to the next day may be a day longer than as many months.
        let same_months = months(wait) > 0 && !wait.unit.is_next() && self.months >= months(wait);
        self.days >= wait.days().1 || same_months
    }
}

/// The months of a span of months or years.
fn months(wait: Duration) -> u32 {
    match wait.unit {
        Unit::Days | Unit::Weeks => 0,
        Unit::Months | Unit::MonthsNext => wait.count,
        Unit::Years | Unit::YearsNext => wait.count.saturating_mul(12),
    }
}

impl Late {
    fn then(self, wait: Duration) -> Late {
        Late { day: wait.after(self.day), gap: self.gap.map(|gap| gap.then(wait)) }
    }

    /// Both are so.
    fn and(self, other: Late) -> Late {
        let later = |one: Gap, other: Gap| Gap { days: one.days.max(other.days), months: one.months.max(other.months) };
        let gap = match (self.gap, other.gap) {
            (Some(one), Some(other)) => Some(later(one, other)),
            (one, other) => one.or(other),
        };
        Late { day: self.day.max(other.day), gap }
    }

    /// One of the two is so.
    fn or(self, other: Late) -> Late {
        let earlier =
            |(one, other): (Gap, Gap)| Gap { days: one.days.min(other.days), months: one.months.min(other.months) };
        Late { day: self.day.min(other.day), gap: self.gap.zip(other.gap).map(earlier) }
    }
}

/// Where a step can lie.
#[derive(Clone, Copy)]
struct Place {
    /// Whether it may have no day: it is not in the plan, or was done on a day that nobody knows.
    may_have_none: bool,
    /// How late it lies if it is still to be done; none if it is not.
    due: Option<Late>,
    /// How late it lies if an answer sets its day; none if no answer does.
    set: Option<Late>,
}

impl Place {
    const NOWHERE: Place = Place { may_have_none: true, due: None, set: None };

    fn late(&self) -> Option<Late> {
        either(self.due, self.set)
    }

    fn is_surely_due(&self) -> bool {
        !self.may_have_none && self.set.is_none() && self.due.is_some()
    }
}

/// One of the two, whichever can be.
fn either(one: Option<Late>, other: Option<Late>) -> Option<Late> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.or(other)),
        (one, other) => one.or(other),
    }
}

/// How often days are carried back from a step to what it must follow soon. Stopping early only says less.
const ROUNDS: usize = 4;

/// The bound for one promise.
pub(super) struct Bound<'q> {
    definition: &'q PlanDefinition,
    promised: StepWait,
    today: Date,
    tomorrow: Date,
    /// The steps that something must follow soon: one that is done may be due again for it.
    may_be_due_again: IndexVec<StepIx, bool>,
    /// The steps whose date never lies ahead.
    never_ahead: IndexVec<StepIx, bool>,
    /// Whether the promise counts from the day of assessment, or from one on which a question was answered: never one ahead.
    from_past: bool,
}

impl<'q> Bound<'q> {
    pub(super) fn new(questionnaire: &'q Questionnaire, promised: StepWait, today: Date) -> Self {
        let Some(definition) = questionnaire.plan() else { fault("a promise names a step, yet nothing is planned") };
        let range = |question: QuestionIx| match questionnaire[question].kind {
            QuestionKind::Date(range) => Some(range),
            QuestionKind::YesNo
            | QuestionKind::Choice(_)
            | QuestionKind::Scale(_)
            | QuestionKind::Choices { .. }
            | QuestionKind::Number { .. }
            | QuestionKind::Text => None,
        };
        let never_ahead = definition.steps.iter().map(|step| match step.done {
            Some(Done::On(question)) => range(question) == Some(DateRange::Past),
            Some(Done::When(_)) | None => false,
        });
        let never_ahead = never_ahead.collect();
        let from_past = match promised.after {
            CountedFrom::Today => true,
            CountedFrom::Question(question) => range(question).is_none(),
            CountedFrom::Step(_) => false,
        };
        let mut may_be_due_again = IndexVec::like(&definition.steps, false);
        let bounded =
            definition.steps.iter().flat_map(|step| &step.after).filter(|follows| follows.at_latest.is_some());
        let mut waiting: Vec<StepIx> = bounded.map(|follows| follows.step).collect();
        while let Some(step) = waiting.pop() {
            if !std::mem::replace(&mut may_be_due_again[step], true) {
                // If it has no day, what it follows stands in its place.
                waiting.extend(definition.steps[step].after.iter().map(|follows| follows.step));
            }
        }
        let tomorrow = today.tomorrow().unwrap_or(Date::MAX);
        Bound { definition, promised, today, tomorrow, may_be_due_again, never_ahead, from_past }
    }

    /// Whether the promise holds for everybody of whom this is known.
    pub(super) fn holds(&self, known: &Knowledge) -> bool {
        let StepWait { step, wait, after } = self.promised;
        let places = self.places(known);
        let is_past = known.steps[step].up_to.is_some_and(|last| last <= self.today);
        let Some(late) = self.late(&places, is_past) else { return true };
        let last = match after {
            CountedFrom::Today => Some(self.today),
            CountedFrom::Question(_) => known.counted_from.or(self.from_past.then_some(self.today)),
            CountedFrom::Step(start) => match (places[start].due, places[start].set) {
                (None, None) => return true,
                (None, Some(_)) => known.steps[start].up_to,
                (Some(_), _) => None,
            },
        };
        late.gap.is_some_and(|gap| gap.covers(wait)) || last.is_some_and(|last| wait.after(last) <= late.day)
    }

    /// Whether it holds for them on every day of assessment. What is known must name no day.
    pub(super) fn holds_on_any_day(&self, known: &Knowledge) -> bool {
        let places = self.places(known);
        let Some(late) = self.late(&places, false) else { return true };
        let starts = match self.promised.after {
            CountedFrom::Today | CountedFrom::Question(_) => true,
            CountedFrom::Step(start) => places[start].late().is_some(),
        };
        !starts || late.gap.is_some_and(|gap| gap.covers(self.promised.wait))
    }

    /// How late the promised step lies; none if it has no day, or one that is past.
    fn late(&self, places: &IndexVec<StepIx, Place>, is_past: bool) -> Option<Late> {
        let step = self.promised.step;
        // What is done is past; what is set for a day to come lies there.
        let ahead = |late: Late| late.and(Late { day: self.tomorrow, gap: self.from_past.then_some(ONE_DAY) });
        let set = places[step].set.filter(|_| !is_past && !self.never_ahead[step]);
        either(places[step].due, set.map(ahead))
    }

    fn places(&self, known: &Knowledge) -> IndexVec<StepIx, Place> {
        let mut floors = IndexVec::like(&self.definition.steps, self.tomorrow);
        let mut places = self.forward(known, &floors);
        for _ in 0..ROUNDS {
            let mut moved = false;
            for (index, step) in self.definition.steps.enumerated() {
                for Follows { step: from, at_latest, .. } in &step.after {
                    let sure = places[index].is_surely_due() && places[*from].is_surely_due();
                    let (Some(at_latest), true, Some(late)) = (at_latest, sure, places[index].due) else { continue };
                    let earliest = at_latest.earliest_past(late.day.yesterday().unwrap_or(Date::MIN));
                    if places[*from].due.is_some_and(|late| late.day < earliest) {
                        floors[*from] = earliest;
                        moved = true;
                    }
                }
            }
            if !moved {
                break;
            }
            places = self.forward(known, &floors);
        }
        places
    }

    fn forward(&self, known: &Knowledge, floors: &IndexVec<StepIx, Date>) -> IndexVec<StepIx, Place> {
        let mut places = IndexVec::like(&self.definition.steps, Place::NOWHERE);
        for step in self.definition.steps.indices() {
            places[step] = self.place(known, &places, step, floors[step]);
        }
        places
    }

    fn place(&self, known: &Knowledge, places: &IndexVec<StepIx, Place>, index: StepIx, floor: Date) -> Place {
        let (step, of) = (&self.definition.steps[index], &known.steps[index]);
        if of.in_plan == Truth::False {
            return Place::NOWHERE;
        }
        let may_be = |status: Status| match of.status {
            Some(known) => known == status,
            None => Status::all(step.done.as_ref()).contains(&status),
        };
        // Done on a day that nobody knows, it was done after what it follows: if that is due, so is it.
        let follows_due = step.after.iter().any(|follows| places[follows.step].due.is_some());
        let surely_follows_due = step.after.iter().any(|follows| places[follows.step].is_surely_due());
        let is_due = may_be(Status::Due)
            || may_be(Status::Done) && follows_due
            || may_be(Status::OnDay) && self.may_be_due_again[index];
        let start = match self.promised.after {
            CountedFrom::Step(start) => (start == index).then_some(NO_GAP),
            CountedFrom::Today | CountedFrom::Question(_) => None,
        };
        // What is due lies tomorrow at the earliest.
        let tomorrow = start.or(self.from_past.then_some(ONE_DAY));
        let due = is_due.then(|| {
            let late = self.after_all(known, places, (index, None), &mut Vec::new());
            let floor = Late { day: floor, gap: tomorrow };
            let floor = if step.prepares { floor } else { floor.and(self.waits(known)) };
            late.map_or(floor, |late| late.and(floor))
        });
        let set = may_be(Status::OnDay).then(|| Late {
            day: of.from.unwrap_or(Date::MIN),
            gap: start.or(self.counts_from(step.done.as_ref()).then_some(NO_GAP)),
        });
        let may_have_none = of.in_plan != Truth::True || may_be(Status::Done) && !surely_follows_due;
        Place { may_have_none, due, set }
    }

    /// How late a step lies because of waits that findings have.
    fn waits(&self, known: &Knowledge) -> Late {
        let day = known.wait.map_or(self.tomorrow, |(_, day)| day);
        Late { day, gap: known.waits_after.map(|(_, wait)| NO_GAP.then(wait)) }
    }

    /// Whether a step is on the very day that the promise counts from.
    fn counts_from(&self, done: Option<&Done>) -> bool {
        let asked = |question: QuestionIx| self.promised.after == CountedFrom::Question(question);
        match done {
            Some(Done::On(question)) => asked(*question),
            Some(Done::When(_)) | None => false,
        }
    }

    /// How late something lies that follows all that a step follows: with the step's own waits, or with one that stands in place
    /// of them.
    fn after_all(
        &self,
        known: &Knowledge,
        places: &IndexVec<StepIx, Place>,
        (step, instead): (StepIx, Option<Option<Duration>>),
        met: &mut Vec<(StepIx, Option<Duration>, Option<Late>)>,
    ) -> Option<Late> {
        let mut all: Option<Late> = None;
        for follows in &self.definition.steps[step].after {
            let (from, wait) = (follows.step, instead.unwrap_or(follows.wait));
            let seen = met.iter().find(|(step, by, _)| (*step, *by) == (from, wait)).map(|(_, _, late)| *late);
            let late = seen.unwrap_or_else(|| {
                let late = self.after_one(known, places, (from, wait), met);
                met.push((from, wait, late));
                late
            });
            all = match (all, late) {
                (Some(all), Some(late)) => Some(all.and(late)),
                (all, late) => all.or(late),
            };
        }
        all
    }

    /// How late something lies that follows a step; none if nothing binds it.
    fn after_one(
        &self,
        known: &Knowledge,
        places: &IndexVec<StepIx, Place>,
        (from, wait): (StepIx, Option<Duration>),
        met: &mut Vec<(StepIx, Option<Duration>, Option<Late>)>,
    ) -> Option<Late> {
        let place = &places[from];
        let waits = || wait.iter().chain(&known.steps[from].rests);
        let follows = place.late().map(|late| waits().fold(late, |all, wait| all.and(late.then(*wait))));
        if !place.may_have_none {
            return follows;
        }
        // What it follows itself stands in its place, by the bounds of whoever follows it.
        let skips = self.after_all(known, places, (from, Some(wait)), met);
        if follows.is_none() { skips } else { Some(follows?.or(skips?)) }
    }
}
