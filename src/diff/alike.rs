//! Whether two versions are alike in all that takes part in judging, planning and asking: then no response on no day comes to
//! anything else, however old its answers are. Where one thing is not alike, something is told of it.

use std::cmp::Ordering;

use super::same::{Same, twin};
use crate::questionnaire::{
    Done, DueBy, Follows, NotBefore, PlanStep, Question, Questionnaire, Rule, ValidFor, Want, WantedStep,
};
use crate::value::index::{QuestionIx, RuleIx, VerdictIx};
use crate::value::{Duration, Unit};

/// What two versions are held against each other by.
pub(super) struct Alike<'a> {
    old: &'a Questionnaire,
    new: &'a Questionnaire,
    same: &'a Same,
}

impl<'a> Alike<'a> {
    pub(super) fn new([old, new]: [&'a Questionnaire; 2], same: &'a Same) -> Self {
        Alike { old, new, same }
    }

    /// Whether all is.
    pub(super) fn in_all(&self) -> bool {
        let (old, new) = (self.old, self.new);
        self.verdicts()
            && self.in_planning()
            && in_order(old.sections().iter(), new.sections().iter(), |section| &section.id)
            && new.sections().indices().all(|section| self.same.sections.contains(&section))
            && in_order(old.questions().iter(), new.questions().iter(), |question| &question.id)
            && old.questions().enumerated().zip(new.questions().indices()).all(|((before, _), after)| {
                self.same.questions.contains(&after) && self.asked(&old[before], &new[after])
            })
            && in_order(old.scores().iter(), new.scores().iter(), |score| &score.id)
            && new.scores().indices().all(|score| self.same.scores.contains(&score))
            && in_order(old.rules().iter(), new.rules().iter(), |rule| &rule.id)
            && old.rules().indices().zip(new.rules().indices()).all(|(before, after)| {
                old[old[before].section].id == new[new[after].section].id
                    && silenced(old, before) == silenced(new, after)
            })
    }

    /// Whether the same verdicts stand in the same order.
    pub(super) fn verdicts(&self) -> bool {
        in_order(self.old.verdicts().iter(), self.new.verdicts().iter(), |verdict| &verdict.id)
    }

    /// Whether a question that takes the same answers at the same times is put to the same people, for as long, and leaves the
    /// same verdict where it stays unclear.
    fn asked(&self, before: &Question, after: &Question) -> bool {
        before.audience == after.audience
            && before.required == after.required
            && before.private == after.private
            && before.can_change == after.can_change
            && before.was == after.was
            && before.options().iter().zip(after.options()).all(|(one, other)| one.was == other.was)
            && lasts_as_long(before.valid_for, after.valid_for)
            && (before.valid_for == ValidFor::Visit) == (after.valid_for == ValidFor::Visit)
            && self.old[before.section].id == self.new[after.section].id
            && verdict_id(self.old, before.unsure) == verdict_id(self.new, after.unsure)
    }

    /// Whether every plan is: the steps, who may be treated, and all that findings ask of it.
    pub(super) fn in_planning(&self) -> bool {
        let (old, new) = (self.old, self.new);
        let floors = |one: &Questionnaire, other: &Questionnaire| {
            one.questions().iter().all(|question| {
                let twin = other.question(&question.id).map(|twin| &other[twin]);
                verdict_id(one, question.unsure) == twin.and_then(|twin| verdict_id(other, twin.unsure))
            })
        };
        self.verdicts()
            && self.steps()
            && verdict_id(old, old.treats_up_to()) == verdict_id(new, new.treats_up_to())
            && old.rules().len() == new.rules().len()
            && old
                .rules()
                .enumerated()
                .all(|(place, before)| twin(new, place, &before.id).is_some_and(|after| self.finds(before, after)))
            && floors(old, new)
            && floors(new, old)
    }

    /// Whether two rules find the same of the same people.
    pub(super) fn finds(&self, before: &Rule, after: RuleIx) -> bool {
        let (old, new) = (self.old, self.new);
        let rule = &new[after];
        self.same.says((old, &before.when), (new, &rule.when))
            && old[before.verdict].id == new[rule.verdict].id
            && (before.stop, before.helps) == (rule.stop, rule.helps)
            && self.waits(before.not_before, rule.not_before)
            && self.is_due(before.by, rule.by)
            && wanted(old, before) == wanted(new, rule)
    }

    /// Whether two waits end on the same day.
    pub(super) fn waits(&self, before: Option<NotBefore>, after: Option<NotBefore>) -> bool {
        match (before, after) {
            (None, None) => true,
            (Some(before), Some(after)) => {
                lasts(before.duration) == lasts(after.duration) && self.starts(before.question, after.question)
            }
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    /// Whether two things are due by the same day.
    pub(super) fn is_due(&self, before: Option<DueBy>, after: Option<DueBy>) -> bool {
        match (before, after) {
            (None, None) => true,
            (Some(before), Some(after)) => {
                lasts(before.duration) == lasts(after.duration)
                    && before.side == after.side
                    && self.starts(before.question, after.question)
            }
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    /// Whether two waits count from the same day.
    fn starts(&self, before: Option<QuestionIx>, after: Option<QuestionIx>) -> bool {
        match (before, after) {
            (None, None) => true,
            (Some(before), Some(after)) => {
                self.old[before].id == self.new[after].id && self.same.questions.contains(&after)
            }
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    /// Whether the steps are.
    pub(super) fn steps(&self) -> bool {
        match (self.old.plan(), self.new.plan()) {
            (None, None) => true,
            (Some(before), Some(after)) => {
                self.old[before.waits_from].id == self.new[after.waits_from].id
                    && in_order(before.steps.iter(), after.steps.iter(), |step| &step.id)
                    && before.steps.iter().zip(&after.steps).all(|(one, other)| self.step(one, other))
            }
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    /// Whether one step is.
    pub(super) fn step(&self, before: &PlanStep, after: &PlanStep) -> bool {
        (before.on_request, before.prepares, before.treats) == (after.on_request, after.prepares, after.treats)
            && follows(self.old, before) == follows(self.new, after)
            && self.done_alike(before, after)
    }

    fn done_alike(&self, before: &PlanStep, after: &PlanStep) -> bool {
        match (&before.done, &after.done) {
            (None, None) => true,
            (Some(Done::On(one)), Some(Done::On(other))) => self.starts(Some(*one), Some(*other)),
            (Some(Done::When(one)), Some(Done::When(other))) => self.same.says((self.old, one), (self.new, other)),
            (None | Some(Done::On(_) | Done::When(_)), _) => false,
        }
    }
}

/// What a step follows, by ids.
fn follows<'q>(questionnaire: &'q Questionnaire, step: &'q PlanStep) -> Vec<(&'q str, Option<Span>, Option<Span>)> {
    let follows = step.after.iter().map(|Follows { step, wait, at_latest }| {
        (questionnaire[*step].id.as_str(), wait.map(lasts), at_latest.map(lasts))
    });
    follows.collect()
}

impl Alike<'_> {
    /// Whether the steps of the new version, in themselves, only make days later: they are the same steps in the same order, none
    /// is wanted more seldom or prepares for what waits, and every wait is as long and every bound as tight. What is added to what
    /// a step follows asks for more.
    pub(super) fn steps_ask_no_less(&self) -> bool {
        match (self.old.plan(), self.new.plan()) {
            (None, None) => true,
            (Some(before), Some(after)) => {
                self.old[before.waits_from].id == self.new[after.waits_from].id
                    && in_order(before.steps.iter(), after.steps.iter(), |step| &step.id)
                    && before.steps.iter().zip(&after.steps).all(|(one, other)| self.step_asks_no_less(one, other))
            }
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    fn step_asks_no_less(&self, before: &PlanStep, after: &PlanStep) -> bool {
        let is_kept = |link: &Follows| {
            let twin = after.after.iter().find(|twin| self.new[twin.step].id == self.old[link.step].id);
            twin.is_some_and(|twin| {
                let waits = is_no_shorter(link.wait, twin.wait);
                let bound = link
                    .at_latest
                    .is_none_or(|_| twin.at_latest.is_some() && is_no_shorter(twin.at_latest, link.at_latest));
                waits && bound
            })
        };
        // A step that is wanted more often only asks for more, unless it is done: what follows it then goes by the day on which it was.
        (before.on_request == after.on_request || (before.on_request && !self.may_wake(after)))
            && (before.prepares || !after.prepares)
            && self.done_alike(before, after)
            && before.after.iter().all(is_kept)
    }
}

impl Alike<'_> {
    /// Whether something of the new version may come sooner where a step on request is wanted after all: it is done at times, and without
    /// it what follows it would wait longer for what comes before it.
    pub(super) fn may_wake(&self, step: &PlanStep) -> bool {
        let Some(plan) = self.new.plan() else { return false };
        let id = |link: &Follows| &self.new[link.step].id;
        let waits_by_itself = |follower: &PlanStep, before: &Follows, wait: Option<Duration>| {
            let direct = follower.after.iter().find(|direct| direct.step == before.step);
            direct.is_some_and(|direct| is_no_shorter(wait, direct.wait) && is_no_shorter(before.wait, direct.wait))
        };
        let hurries = |follower: &PlanStep| {
            let mut links = follower.after.iter().filter(|link| *id(link) == step.id);
            links.any(|link| step.after.iter().any(|before| !waits_by_itself(follower, before, link.wait)))
        };
        step.done.is_some() && plan.steps.iter().any(hurries)
    }
}

/// Whether the second span is at least as long as the first, wherever they begin.
fn is_no_shorter(one: Option<Duration>, other: Option<Duration>) -> bool {
    match (one, other) {
        (None, _) => true,
        (Some(one), Some(other)) => against(other, one).is_some_and(Ordering::is_ge),
        (Some(_), None) => false,
    }
}

/// The steps that a rule wants, by ids.
fn wanted<'q>(questionnaire: &'q Questionnaire, rule: &Rule) -> Vec<(&'q str, Option<Span>, bool)> {
    let wanted = rule.plan.iter();
    wanted
        .map(|wanted| (questionnaire[wanted.step].id.as_str(), wanted.rest().map(lasts), wanted.how == Want::Again))
        .collect()
}

/// Whether the second rule wants all that the first wants of the plan.
pub(super) fn wants_no_less(old: (&Questionnaire, &Rule), new: (&Questionnaire, &Rule)) -> bool {
    let id = |version: &Questionnaire, wanted: &WantedStep| version[wanted.step].id.clone();
    old.1.plan.iter().all(|before| {
        let mut twins = new.1.plan.iter().filter(|after| id(new.0, after) == id(old.0, before));
        let again = |wanted: &WantedStep| wanted.how == Want::Again;
        twins.any(|after| is_no_shorter(before.rest(), after.rest()) && (again(after) || !again(before)))
    })
}

/// The rules that a rule silences, by ids.
fn silenced(questionnaire: &Questionnaire, rule: RuleIx) -> Vec<&str> {
    questionnaire[rule].silences.iter().map(|silenced| questionnaire[*silenced].id.as_str()).collect()
}

fn verdict_id(questionnaire: &Questionnaire, verdict: Option<VerdictIx>) -> Option<&str> {
    verdict.map(|verdict| questionnaire[verdict].id.as_str())
}

/// Whether two lists have the same ids in the same order.
fn in_order<'i, T: 'i>(
    old: impl ExactSizeIterator<Item = &'i T>,
    new: impl ExactSizeIterator<Item = &'i T>,
    id: impl Fn(&T) -> &String,
) -> bool {
    old.len() == new.len() && old.zip(new).all(|(before, after)| id(before) == id(after))
}

/// A span of time as the calendar counts it: days and months, and whether it ends on the next day where a month is too short.
/// Two of one such span end on the same day, wherever they begin.
pub(super) type Span = (u64, u64, bool);

/// Which of two spans of time is longer, wherever they begin; none if that depends on the day.
pub(super) fn against(one: Duration, other: Duration) -> Option<Ordering> {
    let ((days, months, next), (others, other_months, other_next)) = (lasts(one), lasts(other));
    if next == other_next && (months == 0) == (other_months == 0) {
        return Some((days, months).cmp(&(others, other_months)));
    }
    let ((least, most), (other_least, other_most)) = (one.days(), other.days());
    if most < other_least {
        Some(Ordering::Less)
    } else if least > other_most {
        Some(Ordering::Greater)
    } else {
        None
    }
}

/// How long a span of time lasts.
pub(super) fn lasts(duration: Duration) -> Span {
    let count = u64::from(duration.count);
    match duration.unit {
        Unit::Days => (count, 0, false),
        Unit::Weeks => (7 * count, 0, false),
        Unit::Months | Unit::MonthsNext => (0, count, duration.unit.is_next()),
        Unit::Years | Unit::YearsNext => (0, 12 * count, duration.unit.is_next()),
    }
}

/// Whether answers are believed for as long, on every day.
pub(super) fn lasts_as_long(before: ValidFor, after: ValidFor) -> bool {
    let span = |valid_for: ValidFor| match valid_for {
        ValidFor::Always => None,
        ValidFor::Span(span) => Some(lasts(span)),
        ValidFor::Visit => Some((1, 0, false)),
    };
    span(before) == span(after)
}
