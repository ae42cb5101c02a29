//! Calendar days and spans between them. Calendar arithmetic is jiff's: 31 January and one month is the last day of February.

use std::fmt;

pub use jiff::civil::Date;

use super::index::item;
use crate::text::counted;

/// Reads `2026-11-22`, and nothing else: no times, no other order, no day that does not exist.
pub fn parse_date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes
            .iter()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() });
    let date: Date = shaped.then(|| text.parse().ok()).flatten()?;
    (date.year() >= 1).then_some(date)
}

/// A day in words: `22 June 2026`.
pub fn day_in_words(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// The unit of a [`Duration`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Calendar days.
    Days,
    /// Seven days.
    Weeks,
    /// Calendar months.
    Months,
    /// Twelve calendar months.
    Years,
    /// Calendar months, of which an end that does not exist is the first day of the month after: 31 August and 6 months is
    /// 1 March.
    MonthsNext,
    /// The same of years: 29 February and 18 years is 1 March.
    YearsNext,
}

impl Unit {
    /// The same unit, counted on to the next day where the month is too short; none of days and weeks, which always end on a day.
    pub(crate) fn on_the_next_day(self) -> Option<Unit> {
        match self {
            Unit::Months | Unit::MonthsNext => Some(Unit::MonthsNext),
            Unit::Years | Unit::YearsNext => Some(Unit::YearsNext),
            Unit::Days | Unit::Weeks => None,
        }
    }

    /// Whether an end that does not exist is the next day.
    pub(crate) fn is_next(self) -> bool {
        matches!(self, Unit::MonthsNext | Unit::YearsNext)
    }
}

/// A span of calendar time, as an author writes it: `6 months`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Duration {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: Unit,
}

impl Duration {
    /// The day that lies this long after `date`; past the last day of year 9999, that last day.
    pub fn after(self, date: Date) -> Date {
        let end = self.span().map_or(Date::MAX, |span| date.saturating_add(span));
        let cut_short = self.unit.is_next() && end.day() < date.day();
        if cut_short { end.tomorrow().unwrap_or(Date::MAX) } else { end }
    }

    /// The day that lies this long before `date`, the last day of a month that is too short; before the first day that dates
    /// know, that first day.
    pub fn before(self, date: Date) -> Date {
        self.span().map_or(Date::MIN, |span| date.saturating_sub(span))
    }

    /// As the calendar counts; none if it is longer than any calendar.
    fn span(self) -> Option<jiff::Span> {
        let count = i64::from(self.count);
        let span = match self.unit {
            Unit::Days => jiff::Span::new().try_days(count),
            Unit::Weeks => jiff::Span::new().try_weeks(count),
            Unit::Months | Unit::MonthsNext => jiff::Span::new().try_months(count),
            Unit::Years | Unit::YearsNext => jiff::Span::new().try_years(count),
        };
        // The only fault is that it is too long.
        span.ok()
    }

    /// How many days it lasts at least and at most, whatever day it begins on. Of years the two may lie a day or two apart from what
    /// any calendar has, never the other way.
    pub(crate) fn days(self) -> (i64, i64) {
        // Of one month, two, …: counted from the start of February, and through the long months.
        const LEAST: [i64; 12] = [0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334];
        const MOST: [i64; 12] = [0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337];
        let count = i64::from(self.count);
        let of = |years: i64, (least, most): (i64, i64)| {
            let leap_days = (years / 4 - 1 - years / 100).max(0);
            (365 * years + leap_days + least, 365 * years + (years + 3) / 4 + most)
        };
        match self.unit {
            Unit::Days => (count, count),
            Unit::Weeks => (7 * count, 7 * count),
            // Counted on to the next day it takes no longer than from the day that exists.
            Unit::Years | Unit::YearsNext => of(count, (0, 0)),
            Unit::Months | Unit::MonthsNext => {
                let rest = self.count as usize % 12;
                of(count / 12, (*item(&LEAST, rest, "month"), *item(&MOST, rest, "month")))
            }
        }
    }

    /// The earliest date from which this long after is past `day`, found by halving: the day after never falls as the date
    /// grows.
    pub fn earliest_past(self, day: Date) -> Date {
        let since = |date: Date, day: Date| i64::from((date - day).get_days());
        let (mut early, mut late) = (Date::MIN, day);
        if self.after(early) > day {
            return early;
        }
        while since(late, early) > 1 {
            let half = jiff::Span::new().try_days(since(late, early) / 2);
            let middle = half.map_or(late, |half| early.saturating_add(half));
            if self.after(middle) > day { late = middle } else { early = middle }
        }
        late
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Days => "day",
            Unit::Weeks => "week",
            Unit::Months | Unit::MonthsNext => "month",
            Unit::Years | Unit::YearsNext => "year",
        };
        f.write_str(&counted(self.count as usize, unit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_iso_days_that_exist() {
        for good in ["2026-11-22", "2024-02-29", "0001-01-01", "9999-12-31"] {
            assert_eq!(parse_date(good).map(|date| date.to_string()).as_deref(), Some(good));
        }
        for bad in [
            "",
            "2026-02-31",
            "0000-00-00",
            "0000-01-01",
            "2026-1-1",
            "22.11.2026",
            "2026-11-22T10:00",
            "+026-11-22",
            "２０２６-11-22",
        ] {
            assert_eq!(parse_date(bad), None, "{bad}");
        }
    }

    #[test]
    fn spans_last_no_less_and_no_more_days_than_is_said() {
        let first = Date::constant(2095, 1, 1);
        for (count, unit) in [1, 2, 3, 5, 11, 12, 18, 25, 60, 119]
            .map(|count| (count, Unit::Months))
            .into_iter()
            .chain([1, 3, 4, 8, 110].map(|count| (count, Unit::Years)))
            .chain([(9, Unit::Days), (3, Unit::Weeks)])
        {
            let span = Duration { count, unit };
            let (least, most) = span.days();
            let lasts = first.series(jiff::Span::new().days(1)).take(10 * 366).map(|day| {
                let days = i64::from((span.after(day) - day).get_days());
                assert!(least <= days && days <= most, "{span} from {day}: {days}");
                days
            });
            let (shortest, longest) = lasts.fold((i64::MAX, 0), |(low, high), days| (low.min(days), high.max(days)));
            assert!(shortest - least <= 2 && most - longest <= 2, "{span}: {least} to {most}");
        }
    }

    #[test]
    fn durations_follow_the_calendar_and_saturate() {
        let day = |text| parse_date(text).unwrap();
        for (start, count, unit, end) in [
            ("2026-01-31", 1, Unit::Months, "2026-02-28"),
            ("2026-02-28", 1, Unit::Months, "2026-03-28"),
            ("2024-02-29", 1, Unit::Years, "2025-02-28"),
            ("2026-12-30", 2, Unit::Weeks, "2027-01-13"),
            ("2026-12-30", u32::MAX, Unit::Years, "9999-12-31"),
            ("9999-12-30", 5, Unit::Days, "9999-12-31"),
            ("2026-08-31", 6, Unit::Months, "2027-02-28"),
            ("2026-08-31", 6, Unit::MonthsNext, "2027-03-01"),
            ("2026-08-28", 6, Unit::MonthsNext, "2027-02-28"),
            ("2008-02-29", 18, Unit::Years, "2026-02-28"),
            ("2008-02-29", 18, Unit::YearsNext, "2026-03-01"),
            ("2008-02-29", 20, Unit::YearsNext, "2028-02-29"),
        ] {
            assert_eq!(Duration { count, unit }.after(day(start)), day(end), "{start} + {count} {unit:?}");
        }
        for (end, count, unit, start) in [
            ("2026-03-31", 1, Unit::Months, "2026-02-28"),
            ("2024-02-29", 1, Unit::Years, "2023-02-28"),
            ("2027-01-13", 2, Unit::Weeks, "2026-12-30"),
            ("2026-03-01", 1, Unit::Days, "2026-02-28"),
        ] {
            assert_eq!(Duration { count, unit }.before(day(end)), day(start), "{end} - {count} {unit:?}");
        }
        assert_eq!(Duration { count: u32::MAX, unit: Unit::Years }.before(day("2026-12-30")), Date::MIN);
    }
}
