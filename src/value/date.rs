//! Calendar days and spans between them. Calendar arithmetic is jiff's: 31 January and one month is the last day of February.

use std::fmt;

pub use jiff::civil::Date;

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
        self.span().map_or(Date::MAX, |span| date.saturating_add(span))
    }

    /// The day that lies this long before `date`; before the first day of year -9999, that first day.
    pub fn before(self, date: Date) -> Date {
        self.span().map_or(Date::MIN, |span| date.saturating_sub(span))
    }

    /// As the calendar counts; none if it is longer than any calendar.
    fn span(self) -> Option<jiff::Span> {
        let count = i64::from(self.count);
        let span = match self.unit {
            Unit::Days => jiff::Span::new().try_days(count),
            Unit::Weeks => jiff::Span::new().try_weeks(count),
            Unit::Months => jiff::Span::new().try_months(count),
            Unit::Years => jiff::Span::new().try_years(count),
        };
        // The only fault is that it is too long.
        span.ok()
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
            Unit::Months => "month",
            Unit::Years => "year",
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
    fn durations_follow_the_calendar_and_saturate() {
        let day = |text| parse_date(text).unwrap();
        for (start, count, unit, end) in [
            ("2026-01-31", 1, Unit::Months, "2026-02-28"),
            ("2026-02-28", 1, Unit::Months, "2026-03-28"),
            ("2024-02-29", 1, Unit::Years, "2025-02-28"),
            ("2026-12-30", 2, Unit::Weeks, "2027-01-13"),
            ("2026-12-30", u32::MAX, Unit::Years, "9999-12-31"),
            ("9999-12-30", 5, Unit::Days, "9999-12-31"),
        ] {
            assert_eq!(Duration { count, unit }.after(day(start)), day(end), "{start} + {count} {unit:?}");
        }
    }
}
