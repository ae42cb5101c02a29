//! The finite domain of a question: one answer that it takes for each class of answers that no condition tells apart.
//!
//! The classes are those of [`classes`](crate::classes), found by the evaluator itself, so that a proof and a judgement
//! cannot disagree about what a test means. For dates this holds on the day given, and `check` proves each sort of
//! days.

use crate::classes::{Classes, Runs, told};
use crate::condition::{Test, judge_state};
use crate::questionnaire::{DateRange, Question, QuestionKind};
use crate::response::fits;
use crate::value::index::{fault, item, item_mut};
use crate::value::{Answer, Date, Decimal, OptionSet, Period, State, Truth, Value};
use std::collections::BTreeSet;

/// What a question can be answered, as far as anything tells it apart.
pub(crate) struct Domain {
    /// One answer for each class that the question takes; for `choices` a single one, since its picks are told apart one by
    /// one.
    pub(crate) cells: Vec<Value>,
    /// Of numbers and days, if more than their class matters: the first and the last value of each cell.
    pub(crate) runs: Vec<(Value, Value)>,
    /// Which cell a value falls into.
    places: Places,
}

enum Places {
    /// There is only one.
    One,
    /// By its class.
    ByClass {
        classes: Classes,
        /// For each class the one that stands for it.
        stands_for: Vec<usize>,
        /// For each class that stands for itself, its cell; none if the question takes no such answer.
        cells: Vec<Option<usize>>,
    },
}

impl Domain {
    /// The classes of answers to a question that the tests tell apart on that day. If the question is `exact`, that is, held
    /// against another, each cell is one run of values, and none is a month or a year.
    pub(crate) fn of(question: &Question, tests: &[&Test], day: Date, exact: bool) -> Domain {
        let mut domain = Domain::without_periods(question, tests, day, exact);
        let periods = if exact { Vec::new() } else { domain.vague_periods() };
        // Days come before what is vaguer, and months before years.
        for period in periods {
            if let Ok(Answer::Given(cut)) = fits(question, Answer::Given(Value::Period(period)), day) {
                domain.admit(&cut, false);
            }
        }
        domain
    }

    /// The same without the months and years that tests leave undecided.
    pub(crate) fn without_periods(question: &Question, tests: &[&Test], day: Date, exact: bool) -> Domain {
        let classes = Classes::of(&question.kind, tests, day);
        let each = || (0..classes.count()).collect::<Vec<usize>>();
        match (&question.kind, &classes) {
            (QuestionKind::Choices { .. }, _) => {
                Domain { cells: vec![Value::Choices(OptionSet::default())], runs: Vec::new(), places: Places::One }
            }
            (QuestionKind::Number { range, decimals, .. }, Classes::Numbers(runs)) => {
                let mut found = Vec::new();
                for run in each() {
                    let number = least(runs, run, *range, *decimals).map(Value::Number);
                    found.extend(number.filter(|number| takes(question, number, day)).map(|number| (run, number)));
                }
                let ends: Vec<(Value, Value)> = found
                    .iter()
                    .map(|(run, least)| (least.clone(), Value::Number(greatest(runs, *run, *range, *decimals))))
                    .collect();
                // Runs, not kinds of runs: what is on either side of a number stays apart, so that cells are in order.
                let stands_for = each();
                Domain { runs: if exact { ends } else { Vec::new() }, ..Domain::from(found, classes, stands_for) }
            }
            (QuestionKind::Date(range), Classes::Days(runs)) => {
                let mut found = Vec::new();
                for run in 0..runs.count() {
                    let date = nearest(runs, run, *range, day);
                    found.extend(date.filter(|date| takes(question, &Value::Date(*date), day)).map(|date| (run, date)));
                }
                // Nearest first, so that witnesses show days that people would write.
                found.sort_by_key(|(_, date)| (since(*date, day).abs(), *date));
                let ends: Vec<(Value, Value)> = found
                    .iter()
                    .filter_map(|(run, _)| taken(runs, *run, *range, day))
                    .map(|(first, last)| (Value::Date(first), Value::Date(last)))
                    .collect();
                let found = found.into_iter().map(|(run, date)| (run, Value::Date(date))).collect();
                if exact {
                    let stands_for = each();
                    return Domain { runs: ends, ..Domain::from(found, classes, stands_for) };
                }
                let stands_for = classes.alike(tests, day);
                Domain::from(found, classes, stands_for)
            }
            (QuestionKind::Number { .. } | QuestionKind::Date(_), _) => {
                fault("the classes of numbers are runs of numbers, and those of days runs of days")
            }
            (QuestionKind::YesNo | QuestionKind::Choice(_) | QuestionKind::Scale(_) | QuestionKind::Text, _) => {
                let found = each().into_iter().map(|class| (class, classes.shown(class))).collect();
                let stands_for = each();
                Domain::from(found, classes, stands_for)
            }
        }
    }

    /// From an answer of each class that the question takes. Of classes that one stands for, the first found is shown.
    fn from(found: Vec<(usize, Value)>, classes: Classes, stands_for: Vec<usize>) -> Domain {
        let mut cells = Vec::new();
        let mut by_class = vec![None; stands_for.len()];
        for (class, value) in found {
            let cell = item_mut(&mut by_class, *item(&stands_for, class, "class"), "class");
            if cell.is_none() {
                *cell = Some(cells.len());
                cells.push(value);
            }
        }
        Domain { cells, runs: Vec::new(), places: Places::ByClass { classes, stands_for, cells: by_class } }
    }

    /// The months, and then the years, of which a test may say one thing of one day and another of the next.
    pub(crate) fn vague_periods(&self) -> Vec<Period> {
        let Places::ByClass { classes: Classes::Days(runs), .. } = &self.places else { return Vec::new() };
        let months = runs.starts().iter().map(|start| Period::month(start.year(), start.month()));
        let years = runs.starts().iter().map(|start| Period::year(start.year()));
        let mut seen = BTreeSet::new();
        let named = months.chain(years).flatten().filter(|period| seen.insert(period.to_string()));
        named.filter(|period| runs.of(&period.first()) != runs.of(&period.last())).collect()
    }

    /// What the tests that its classes were cut by say of a cell. Of a month or a year one day of each run is asked that it
    /// reaches into: of all days of a run they say the same.
    pub(super) fn told(&self, tests: &[&Test], cell: &Value, day: Date) -> Vec<Truth> {
        let Value::Period(period) = cell else { return told(tests, State::Answered(cell), day) };
        let Places::ByClass { classes: Classes::Days(runs), .. } = &self.places else {
            fault("a month or a year answers a question for a date, yet its classes are no runs of days")
        };
        let reached = runs.of(&period.first())..=runs.of(&period.last());
        let days: Vec<Value> = reached.map(|run| Value::Date(runs.shown(run as usize))).collect();
        let agreed =
            |test: &&Test| Truth::agreed(days.iter().map(|date| judge_state(test, State::Answered(date), day)));
        tests.iter().map(agreed).collect()
    }

    /// A cell of its own for an answer, whatever others are like it.
    pub(crate) fn add(&mut self, value: Value) -> usize {
        self.cells.push(value);
        self.cells.len() - 1
    }

    /// Knows also an answer that was given on another day, when other days were taken.
    pub(super) fn admit(&mut self, value: &Value, exact: bool) {
        if let Places::ByClass { classes, stands_for, cells } = &mut self.places {
            let class = *item(stands_for, classes.class(value) as usize, "class");
            let cell = item_mut(cells, class, "class");
            match *cell {
                None => {
                    *cell = Some(self.cells.len());
                    self.cells.push(value.clone());
                    self.runs.extend(exact.then(|| (value.clone(), value.clone())));
                }
                Some(cell) if exact => {
                    let (first, last) = item_mut(&mut self.runs, cell, "run");
                    stretch(first, last, value);
                }
                Some(_) => {}
            }
        }
    }

    /// The days that a cell of a date question stands for, in spans from a first to a last. Of a month or a year it is the last
    /// day: whatever counts from such an answer counts from there.
    pub(super) fn spans(&self, cell: usize, range: DateRange, day: Date) -> Vec<(Date, Date)> {
        if let Value::Period(period) = item(&self.cells, cell, "cell") {
            return vec![(period.last(), period.last())];
        }
        match &self.places {
            Places::ByClass { classes: Classes::Days(runs), stands_for, cells } => {
                let is_in = |run: &usize| *item(cells, *item(stands_for, *run, "class"), "class") == Some(cell);
                (0..runs.count()).filter(is_in).filter_map(|run| taken(runs, run, range, day)).collect()
            }
            Places::One | Places::ByClass { .. } => fault("days are asked for of a question of another type"),
        }
    }

    /// The same of every day that a month or a year can be.
    pub(super) fn admit_days(&mut self, period: Period) {
        for day in period.days() {
            self.admit(&Value::Date(day), false);
        }
    }

    /// The cells of the days that a month or a year can be; none if one of them has none, because the question does not take it.
    pub(crate) fn cells_of_days(&self, period: Period) -> Option<BTreeSet<usize>> {
        period.days().map(|day| self.cell_of(&Value::Date(day))).collect()
    }

    /// The cells that are months or years.
    pub(crate) fn periods(&self) -> impl Iterator<Item = usize> {
        self.cells.iter().enumerate().filter(|(_, value)| matches!(value, Value::Period(_))).map(|(cell, _)| cell)
    }

    /// The cell that a value falls into; none if the question takes nothing like it.
    pub(crate) fn cell_of(&self, value: &Value) -> Option<usize> {
        match &self.places {
            Places::One => Some(0),
            Places::ByClass { classes, stands_for, cells } => {
                *item(cells, *item(stands_for, classes.class(value) as usize, "class"), "class")
            }
        }
    }
}

fn takes(question: &Question, value: &Value, day: Date) -> bool {
    fits(question, Answer::Given(value.clone()), day).is_ok()
}

/// The least number of a run within the range; of a run without a least, some number near its end.
fn least(runs: &Runs<Decimal>, run: usize, range: Option<(Decimal, Decimal)>, decimals: u32) -> Option<Decimal> {
    let start = runs.shown(run);
    let Some((low, _)) = range else { return Some(start) };
    // The range may begin between two numbers with as many decimals as answers have.
    let low = low.round_dp_with_strategy(decimals, rust_decimal::RoundingStrategy::ToPositiveInfinity);
    let least = if runs.start(run).is_some_and(|start| start >= low) { start } else { low };
    runs.holds(run, &least).then_some(least)
}

/// The greatest number of a run within the range; of a run without a greatest, its least.
fn greatest(runs: &Runs<Decimal>, run: usize, range: Option<(Decimal, Decimal)>, decimals: u32) -> Decimal {
    let next = runs.start_of_next(run).map(|next| next - Decimal::new(1, decimals));
    let high = range
        .map(|(_, high)| high.round_dp_with_strategy(decimals, rust_decimal::RoundingStrategy::ToNegativeInfinity));
    [next, high].into_iter().flatten().min().unwrap_or_else(|| runs.shown(run))
}

/// The day of a run, and of the range, that is nearest to the day of assessment.
fn nearest(runs: &Runs<Date>, run: usize, range: DateRange, day: Date) -> Option<Date> {
    taken(runs, run, range, day).map(|(first, last)| day.clamp(first, last))
}

/// The first and the last day of a run that the range takes.
fn taken(runs: &Runs<Date>, run: usize, range: DateRange, day: Date) -> Option<(Date, Date)> {
    let (first, last) = range.ends(day);
    let first = runs.start(run).map_or(first, |start| start.max(first));
    let last = match runs.start_of_next(run).map(|next| next.yesterday()) {
        Some(Ok(end)) => last.min(end),
        // The run ends before the calendar begins.
        Some(Err(_)) => Date::MIN,
        None => last,
    };
    (first <= last).then_some((first, last))
}

/// Lets a run of values reach to one more.
fn stretch(first: &mut Value, last: &mut Value, value: &Value) {
    let less = |one: &Value, other: &Value| match (one, other) {
        (Value::Number(one), Value::Number(other)) => one < other,
        (Value::Date(one), Value::Date(other)) => one < other,
        _ => fault("only numbers and days come in runs"),
    };
    if less(value, first) {
        *first = value.clone();
    }
    if less(last, value) {
        *last = value.clone();
    }
}

/// Whole days from `day` to `date`.
fn since(date: Date, day: Date) -> i64 {
    i64::from((date - day).get_days())
}
