//! Proofs for every day of assessment of some years.
//!
//! What is proved on a day is about the classes of answers that conditions tell apart on it. Classes come and go from day to day
//! only where the calendar decides which of two spans of time is longer (30 days or a month), or where a question takes fixed
//! days. For all other questions, and for all days with the same classes, the proofs are the same. So of each sort of days one
//! is proved.
//!
//! Not so the months and years without a day: which of them a test leaves undecided changes with the day of the month, as on the
//! 31st, when a whole month lies behind. They are proved as they are on the first day, and on those of each further sort.
//!
//! A promise about days of the plan rests on more than classes. Where its reasons hold on any day, it is shared like the others;
//! where they do not, it is proved day by day.

use std::collections::BTreeSet;

use super::{guarantees, prove_all};
use crate::assessment::Engine;
use crate::classes::{all_conditions, is_fixed, spans_of, tests, told};
use crate::condition::Test;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::proof::deep_stack::deep_stack;
use crate::proof::domain::Domain;
use crate::proof::plan::Plan;
use crate::proof::planned::is_kept_on_any_day;
use crate::questionnaire::{DateRange, Guarantee, Question, QuestionKind, Questionnaire};
use crate::response::Response;
use crate::value::index::QuestionIx;
use crate::value::{Date, Duration, State, Truth, Unit};

/// What was proved of a questionnaire, and for which days of assessment.
#[derive(Debug)]
pub struct Proved {
    /// What is wrong. The levels that its author sets for lints are applied.
    pub found: Diagnostics,
    /// Responses that together show every verdict and every rule that can occur on the first day, for rehearsing reports.
    pub witnesses: Vec<Response>,
    /// The last day of assessment for which it was proved: the one asked for, unless that would take too much work.
    pub until: Date,
}

/// The most sorts of days that are proved beside the first.
const MOST_SORTS: usize = 48;
/// The most days that are proved for promises that no two days share.
const MOST_DAYS: usize = 64;
/// How often the classes of one question on one day are looked at to sort days.
const MOST_LOOKS: usize = 20_000;

/// The faults that count if there is a day on which they happen. All others say that something never happens, and count only
/// if that is so on all days.
const ON_ANY_DAY: [Code; 5] =
    [Code::BrokenGuarantee, Code::EmptyGap, Code::ImpossiblePlan, Code::NotOfAbsent, Code::Undecided];

/// Decides everything for every day of assessment from one to another. What is wrong is said once; if that is not so on the
/// first day, with a day on which it is.
pub fn prove_until(questionnaire: &Questionnaire, from: Date, until: Date) -> Proved {
    let proved = deep_stack(|| {
        let engine = Engine::new(questionnaire, from);
        let plan = Plan::new(&engine);
        let (found, witnesses) = prove_all(&plan);
        let mut proved = Proved { found, witnesses, until: until.max(from) };
        for day in proved.sorts(&plan) {
            // What takes too much work on one day would do so on each.
            if proved.found.iter().any(|found| found.code == Code::Undecided) {
                proved.until = day.yesterday().unwrap_or(from);
                break;
            }
            proved.another_sort(questionnaire, day);
        }
        proved.day_by_day(&plan);
        proved
    });
    Proved { found: proved.found.with_levels(questionnaire.lints()), ..proved }
}

impl Proved {
    /// The first day of each further sort. Where there are too many, the time ends before.
    fn sorts(&mut self, plan: &Plan<'_>) -> Vec<Date> {
        let tests = tests(plan.questionnaire, &all_conditions(plan.questionnaire));
        let questions = plan.questionnaire.questions().iter().zip(&tests);
        let changing: Vec<(&Question, &Vec<&Test>)> =
            questions.filter(|(question, tests)| changes(question, tests, self.until)).collect();
        let mut firsts = Vec::new();
        // Days that are held against each other have more between them than classes.
        let is_date = |question: &QuestionIx| matches!(plan.questionnaire[*question].kind, QuestionKind::Date(_));
        let each_its_own = plan.exact.iter().any(is_date) && !moves_with_the_day(plan.questionnaire);
        if changing.is_empty() && !each_its_own {
            return firsts;
        }
        let most_days = MOST_LOOKS / changing.len().max(1);
        let mut known = BTreeSet::from([sort(&changing, plan.day)]);
        for (count, day) in days_after(plan.day, self.until).enumerate() {
            let is_new = known.insert(sort(&changing, day)) || each_its_own;
            if count == most_days || is_new && firsts.len() == MOST_SORTS {
                self.until = day.yesterday().unwrap_or(plan.day);
                break;
            }
            firsts.extend(is_new.then_some(day));
        }
        firsts
    }

    /// Proves it all on a day of another sort.
    fn another_sort(&mut self, questionnaire: &Questionnaire, day: Date) {
        let engine = Engine::new(questionnaire, day);
        let (found, _) = prove_all(&Plan::new(&engine));
        let known = std::mem::take(&mut self.found);
        // Of what never happens, all days must say so; where some are not kept, there is no telling.
        self.found = known.filtered(|known| {
            ON_ANY_DAY.contains(&known.code)
                || found.is_over(known.code)
                || found.iter().any(|found| same(known, found))
        });
        for found in found.iter().filter(|found| ON_ANY_DAY.contains(&found.code)) {
            self.add(found.clone(), day);
        }
    }

    /// Proves the promises about the plan that no two days share, on each day.
    fn day_by_day(&mut self, plan: &Plan<'_>) {
        if moves_with_the_day(plan.questionnaire) {
            return;
        }
        let own = |guarantee: &&Guarantee| {
            let wait = guarantee.promise.wait();
            wait.is_some_and(|wait| !is_kept_on_any_day(plan, guarantee.when.as_ref(), wait))
        };
        let own: Vec<&Guarantee> = plan.questionnaire.guarantees().iter().filter(own).collect();
        if own.is_empty() {
            return;
        }
        for (count, day) in days_after(plan.day, self.until).enumerate() {
            if count == MOST_DAYS {
                self.until = day.yesterday().unwrap_or(plan.day);
                return;
            }
            let engine = Engine::new(plan.questionnaire, day);
            let plan = Plan::new(&engine);
            for found in own.iter().filter_map(|guarantee| guarantees::fault(&plan, guarantee)) {
                self.add(found, day);
            }
        }
    }

    /// Says what happens on a later day, if nothing like it was said yet.
    fn add(&mut self, found: Diagnostic, day: Date) {
        if !self.found.iter().any(|known| same(known, &found)) {
            self.found
                .push(found.help(format!("this is so when the day of assessment is {day}, and not on the first day")));
        }
    }
}

fn same(one: &Diagnostic, other: &Diagnostic) -> bool {
    (one.code, one.span) == (other.code, other.span)
}

/// The days after one, up to another.
fn days_after(first: Date, last: Date) -> impl Iterator<Item = Date> {
    first.series(jiff::Span::new().days(1)).skip(1).take_while(move |day| *day <= last)
}

/// Whether other classes of answers can come on another day: the question takes fixed days, or the calendar decides which of two
/// spans of time is longer.
fn changes(question: &Question, tests: &[&Test], until: Date) -> bool {
    /// Near the end of the calendar, spans of time are cut short.
    const LAST_YEAR: i16 = 9_000;
    let QuestionKind::Date(range) = question.kind else { return false };
    let spans: Vec<(bool, Duration)> = tests.iter().flat_map(|test| spans_of(test)).collect();
    let clashing = |position: usize, (ahead, span): (bool, Duration)| {
        spans.iter().skip(position + 1).any(|(other, with)| *other == ahead && clash(span, *with))
    };
    let fixed = matches!(range, DateRange::Between(..)) || until.year() > LAST_YEAR;
    // A fixed day of the calendar comes nearer from day to day.
    tests.iter().any(|test| is_fixed(test))
        || fixed && !spans.is_empty()
        || spans.iter().enumerate().any(|(position, span)| clashing(position, *span))
}

/// Whether it may depend on the day which of two spans of time is longer, or whether they are equally long.
fn clash(one: Duration, other: Duration) -> bool {
    let ((least, most), (other_least, other_most)) = (one.days(), other.days());
    is_counted(one) != is_counted(other) && least <= other_most && other_least <= most
}

/// Whether a span of time has as many days wherever it begins.
fn is_counted(span: Duration) -> bool {
    matches!(span.unit, Unit::Days | Unit::Weeks)
}

/// The classes of all these questions on a day: what their tests say of each answer that is taken.
fn sort(questions: &[(&Question, &Vec<&Test>)], day: Date) -> Vec<BTreeSet<Vec<Truth>>> {
    let classes = questions.iter().map(|(question, tests)| {
        let domain = Domain::of(question, tests, day, false);
        domain.cells.iter().map(|cell| told(tests, State::Answered(cell), day)).collect()
    });
    classes.collect()
}

/// Whether all dates can be moved on together by any number of days, and all is as before: no span of time is one of months, and
/// no question takes fixed days.
fn moves_with_the_day(questionnaire: &Questionnaire) -> bool {
    let tests = tests(questionnaire, &all_conditions(questionnaire));
    let tested = tests.iter().flatten().flat_map(|test| spans_of(test)).map(|(_, span)| span);
    let names_days = tests.iter().flatten().any(|test| is_fixed(test));
    let rules = questionnaire.rules().iter();
    let waited = rules.clone().filter_map(|rule| rule.not_before).map(|not_before| not_before.duration);
    let rested = rules.flat_map(|rule| &rule.plan).filter_map(|wanted| wanted.rest());
    let steps = questionnaire.plan().into_iter().flat_map(|plan| &plan.steps);
    let between = steps.flat_map(|step| &step.after).flat_map(|after| [after.wait, after.at_latest]).flatten();
    let promised = questionnaire.guarantees().iter().filter_map(|guarantee| guarantee.promise.wait());
    let promised = promised.map(|promised| promised.wait);
    let takes_days = |question: &Question| matches!(question.kind, QuestionKind::Date(DateRange::Between(..)));
    tested.chain(waited).chain(rested).chain(between).chain(promised).all(is_counted)
        && !questionnaire.questions().iter().any(takes_days)
        && !names_days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_clash_if_their_order_depends_on_the_day() {
        let duration = |count, unit| Duration { count, unit };
        for (one, other, expected) in [
            (duration(30, Unit::Days), duration(1, Unit::Months), true),
            (duration(31, Unit::Days), duration(1, Unit::Months), true),
            (duration(32, Unit::Days), duration(1, Unit::Months), false),
            (duration(28, Unit::Days), duration(1, Unit::Months), true),
            (duration(27, Unit::Days), duration(1, Unit::Months), false),
            (duration(4, Unit::Weeks), duration(1, Unit::Months), true),
            (duration(26, Unit::Weeks), duration(6, Unit::Months), true),
            (duration(25, Unit::Weeks), duration(6, Unit::Months), false),
            (duration(365, Unit::Days), duration(1, Unit::Years), true),
            (duration(52, Unit::Weeks), duration(1, Unit::Years), false),
            (duration(12, Unit::Months), duration(1, Unit::Years), false),
            (duration(4, Unit::Weeks), duration(28, Unit::Days), false),
            (duration(u32::MAX, Unit::Days), duration(u32::MAX, Unit::Years), false),
        ] {
            assert_eq!(clash(one, other), expected, "{one} and {other}");
            assert_eq!(clash(other, one), expected, "{other} and {one}");
        }
    }
}
