//! A month or a year where nobody knows the day.

use std::fmt;

use super::Date;

/// A month or a year that somebody names because they do not know the day, and the days of it that it can be: all of them, or
/// those that a question takes.
///
/// ```
/// use candidacy::value::{Date, Period};
///
/// let june = Period::parse("2024-06").unwrap();
/// assert_eq!((june.first(), june.last()), (Date::constant(2024, 6, 1), Date::constant(2024, 6, 30)));
/// assert_eq!(june.to_string(), "2024-06");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    year: i16,
    /// None for a whole year.
    month: Option<i8>,
    first: Date,
    last: Date,
}

impl Period {
    /// A month, counted from 1; none before year 1, and none that the calendar does not have.
    pub fn month(year: i16, month: i8) -> Option<Period> {
        let first = Date::new(year, month, 1).ok().filter(|date| date.year() >= 1)?;
        Some(Period { year, month: Some(month), first, last: first.last_of_month() })
    }

    /// A year; none before year 1.
    pub fn year(year: i16) -> Option<Period> {
        let first = Date::new(year, 1, 1).ok().filter(|date| date.year() >= 1)?;
        Some(Period { year, month: None, first, last: first.last_of_year() })
    }

    /// Reads `2024-06` and `2024`, and nothing else.
    pub fn parse(text: &str) -> Option<Period> {
        let digits = |part: &str, count: usize| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
        let (year, month) = text.split_once('-').map_or((text, None), |(year, month)| (year, Some(month)));
        if !digits(year, 4) || !month.is_none_or(|month| digits(month, 2)) {
            return None;
        }
        let year = year.parse().ok()?;
        match month {
            Some(month) => Period::month(year, month.parse().ok()?),
            None => Period::year(year),
        }
    }

    /// The first day that it can be.
    pub fn first(self) -> Date {
        self.first
    }

    /// The last day that it can be.
    pub fn last(self) -> Date {
        self.last
    }

    /// Every day that it can be, in order: one at least.
    pub fn days(self) -> impl Iterator<Item = Date> {
        self.first.series(jiff::Span::new().days(1)).take_while(move |day| *day <= self.last)
    }

    /// The same month or year with only those of its days that lie between two others, both included; none if there are none.
    #[must_use]
    pub fn cut(self, first: Date, last: Date) -> Option<Period> {
        let whole = match self.month {
            Some(month) => Period::month(self.year, month),
            None => Period::year(self.year),
        }?;
        let (first, last) = (whole.first.max(first), whole.last.min(last));
        (first <= last).then_some(Period { first, last, ..whole })
    }

    /// In words: `June 2024`, `2024`.
    pub fn in_words(self) -> String {
        match self.month {
            Some(_) => self.first.strftime("%B %-Y").to_string(),
            None => self.year.to_string(),
        }
    }

    /// As one word for what it is: `month`, `year`.
    pub fn what(self) -> &'static str {
        if self.month.is_some() { "month" } else { "year" }
    }
}

/// As files have it: `2024-06`, `2024`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.month {
            Some(month) => write!(f, "{:04}-{month:02}", self.year),
            None => write!(f, "{:04}", self.year),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_written_as_it_is_read() {
        for (text, first, last, words) in [
            ("2024-02", Date::constant(2024, 2, 1), Date::constant(2024, 2, 29), "February 2024"),
            ("2023-12", Date::constant(2023, 12, 1), Date::constant(2023, 12, 31), "December 2023"),
            ("0001", Date::constant(1, 1, 1), Date::constant(1, 12, 31), "1"),
            ("9999", Date::constant(9999, 1, 1), Date::constant(9999, 12, 31), "9999"),
        ] {
            let period = Period::parse(text).unwrap();
            assert_eq!((period.first(), period.last()), (first, last), "{text}");
            assert_eq!((period.to_string().as_str(), period.in_words().as_str()), (text, words));
            assert_eq!(period.days().last(), Some(last));
        }
        for bad in
            ["", "0000", "0000-01", "2024-00", "2024-13", "2024-6", "24", "02024", "2024-06-01", "+024", "２０２４"]
        {
            assert_eq!(Period::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_cut_is_always_of_the_whole() {
        let june = Period::parse("2024-06").unwrap();
        let cut = june.cut(Date::constant(2024, 6, 20), Date::MAX).unwrap();
        assert_eq!((cut.first(), cut.to_string().as_str()), (Date::constant(2024, 6, 20), "2024-06"));
        let again = cut.cut(Date::MIN, Date::constant(2024, 6, 10)).unwrap();
        assert_eq!((again.first(), again.last()), (june.first(), Date::constant(2024, 6, 10)));
        assert_eq!(june.cut(Date::constant(2024, 7, 1), Date::MAX), None);
    }
}
