//! Proofs for every day of assessment of some years.
//!
//! What is proved on a day is about the classes of answers that conditions tell apart on it. Classes come and go from day to day:
//! where the calendar decides which of two spans of time is longer (30 days or a month), where a question takes fixed days, and
//! with months and years without a day, of which a test leaves other ones undecided on the last day of a month. For all days
//! with the same classes the proofs are the same, and what has fewer classes than another day is proved with it. So one day of
//! each sort is proved.
//!
//! A promise about days of the plan rests on more than classes. Where its reasons hold on any day, it is shared like the others;
//! where they do not, it is proved day by day.

use std::collections::BTreeSet;

use super::{ProvedOnce, guarantees, prove_all};
use crate::assessment::Engine;
use crate::classes::{all_conditions, is_fixed, spans_of, tests};
use crate::condition::{DateTest, Test};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::proof::deep_stack::deep_stack;
use crate::proof::domain::Domain;
use crate::proof::plan::Plan;
use crate::proof::planned::is_kept_on_any_day;
use crate::proof::spoken_of::SpokenOf;
use crate::questionnaire::{DateRange, Guarantee, NotBefore, Question, QuestionKind, Questionnaire, Rule};
use crate::response::Response;
use crate::value::index::QuestionIx;
use crate::value::{Date, Duration, Truth, Unit};

/// What was proved of a questionnaire, and for which days of assessment.
#[derive(Debug)]
pub struct Proved {
    /// What is wrong. The levels that its author sets for lints are applied.
    pub found: Diagnostics,
    /// Responses that together show every verdict and every rule that can occur on the first day, for rehearsing reports.
    pub witnesses: Vec<Response>,
    /// How many rules none of these shows, because there are too many for all to be shown.
    pub not_shown: usize,
    /// The last day of assessment for which it was proved: the one asked for, unless that would take too much work.
    pub until: Date,
}

/// The most sorts of days that are proved beside the first.
const MOST_SORTS: usize = 48;
/// The most days that are proved for promises that no two days share.
const MOST_DAYS: usize = 64;
/// How often the classes of one question on one day are looked at to sort days.
const MOST_LOOKS: usize = 400_000;

/// The faults that count if there is a day on which they happen. All others say that something never happens, and count only
/// if that is so on all days.
const ON_ANY_DAY: [Code; 9] = [
    Code::BrokenGuarantee,
    Code::EmptyGap,
    Code::FewOffered,
    Code::ImpossiblePlan,
    Code::NotOfAbsent,
    Code::Undecided,
    Code::WaitOver,
    Code::WaitUndated,
    Code::WaitWindow,
];

/// Decides everything for every day of assessment from one to another. What is wrong is said once; if that is not so on the
/// first day, with a day on which it is.
pub fn prove_until(questionnaire: &Questionnaire, from: Date, until: Date) -> Proved {
    let proved = deep_stack(|| {
        let engine = Engine::new(questionnaire, from);
        let plan = Plan::new(&engine);
        let ProvedOnce { found, witnesses, not_shown } = prove_all(&plan);
        let mut proved = Proved { found, witnesses, not_shown, until: until.max(from) };
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
    /// A day of each further sort, but for those of which another one has all. Where there are too many, the time ends before.
    fn sorts(&mut self, plan: &Plan<'_>) -> Vec<Date> {
        // Where a wait ends may tell days apart that no condition does.
        let ends: Vec<Test> = plan.questionnaire.rules().iter().filter_map(end_of_wait).collect();
        let mut tests = tests(plan.questionnaire, &all_conditions(plan.questionnaire));
        for end in &ends {
            if let Some(question) = end.question()
                && !tests[question].contains(&end)
            {
                tests[question].push(end);
            }
        }
        let is_date = |question: QuestionIx| matches!(plan.questionnaire[question].kind, QuestionKind::Date(_));
        // Days that are held against each other have more between them than classes.
        let each_its_own =
            plan.exact.iter().any(|question| is_date(*question)) && !moves_with_the_day(plan.questionnaire);
        let questions = plan.questionnaire.questions().enumerated().zip(&tests);
        let classed =
            questions.filter(|((index, _), tests)| is_date(*index) && !plan.exact.contains(index) && !tests.is_empty());
        let changing: Vec<(&Question, &Vec<&Test>)> = classed.map(|((_, question), tests)| (question, tests)).collect();
        if changing.is_empty() && !each_its_own {
            return Vec::new();
        }
        let most_days = MOST_LOOKS / changing.len().max(1);
        let first = sort(&changing, plan.day);
        let mut further: Vec<(Date, Sort)> = Vec::new();
        for (count, day) in days_after(plan.day, self.until).enumerate() {
            let here = sort(&changing, day);
            let is_new =
                each_its_own || !further.iter().any(|(_, known)| has_all(known, &here)) && !has_all(&first, &here);
            if is_new && !each_its_own {
                further.retain(|(_, known)| !has_all(&here, known));
            }
            if count == most_days || is_new && further.len() == MOST_SORTS {
                self.until = day.yesterday().unwrap_or(plan.day);
                break;
            }
            further.extend(is_new.then_some((day, here)));
        }
        let mut days: Vec<Date> = further.into_iter().map(|(day, _)| day).collect();
        days.sort();
        days
    }

    /// Proves it all on a day of another sort.
    fn another_sort(&mut self, questionnaire: &Questionnaire, day: Date) {
        let engine = Engine::new(questionnaire, day);
        let found = prove_all(&Plan::new(&engine)).found;
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
            wait.is_some_and(|wait| !is_kept_on_any_day(plan, SpokenOf::by(guarantee), wait))
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

/// "Its wait is not over", of a rule whose wait counts from the day that a date question was answered with.
fn end_of_wait(rule: &Rule) -> Option<Test> {
    let NotBefore { duration, question } = rule.not_before?;
    Some(Test::Date(question?, DateTest::Within(duration)))
}

/// The days after one, up to another.
fn days_after(first: Date, last: Date) -> impl Iterator<Item = Date> {
    first.series(jiff::Span::new().days(1)).skip(1).take_while(move |day| *day <= last)
}

/// Whether a span of time has as many days wherever it begins.
fn is_counted(span: Duration) -> bool {
    matches!(span.unit, Unit::Days | Unit::Weeks)
}

/// Of each question, what its tests say of each answer that it takes on a day.
type Sort = Vec<BTreeSet<Vec<Truth>>>;

fn sort(questions: &[(&Question, &Vec<&Test>)], day: Date) -> Sort {
    let classes = questions.iter().map(|(question, tests)| {
        let domain = Domain::of(question, tests, day, false);
        domain.cells.iter().map(|cell| domain.told(tests, cell, day)).collect()
    });
    classes.collect()
}

/// Whether whatever can be answered on days of one sort can be answered on those of another: what never happens on the first
/// never happens on the second, and what happens on the second happens on the first.
fn has_all(one: &Sort, other: &Sort) -> bool {
    one.iter().zip(other).all(|(one, other)| one.is_superset(other))
}

/// Whether all dates can be moved on together by any number of days, and all is as before: no span of time is one of months, and
/// no question takes fixed days.
fn moves_with_the_day(questionnaire: &Questionnaire) -> bool {
    let tests = tests(questionnaire, &all_conditions(questionnaire));
    let tested = tests.iter().flatten().flat_map(|test| spans_of(test));
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
