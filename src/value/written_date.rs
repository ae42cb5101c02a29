//! Dates as people write them: the one reading of all places that take one, files and prompts alike.
//!
//! What is taken: a day (`2024-06-15`, `2024-6-5`, `15 June 2024`, `15.6.2024`, `15/6/2024`), a month (`2024-06`, `June 2024`,
//! `6/2024`) and a year (`2024`). With slashes and dashes, who writes the month first and who writes the day first cannot be told
//! apart: `1/6/2026` is two days, and whoever reads it must ask. With points the day stands first everywhere.
//!
//! Words that count from today (`yesterday`, `3 months ago`) are read where somebody types them. A file is read on other days.

use super::{Date, Duration, Period, Unit};

/// What a text says of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrittenDate {
    /// This day.
    Day(Date),
    /// Some day of this month or year.
    Period(Period),
    /// One of two days: with the day first, and with the month first.
    Either(Date, Date),
}

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoDate {
    /// It has not the form of one.
    Form,
    /// It has, but the calendar has no such day.
    NoSuchDay,
    /// It counts from today, and here nobody knows which day that is.
    Relative,
}

/// Reads a date. `today` is the day on which it was written, for words that count from there; none in a file.
///
/// # Errors
/// Says why it is none.
///
/// ```
/// use candidacy::value::{Date, NoDate, Period, WrittenDate, read_date};
///
/// let today = Some(Date::constant(2026, 11, 22));
/// assert_eq!(read_date("1.6.2026", None), Ok(WrittenDate::Day(Date::constant(2026, 6, 1))));
/// assert_eq!(read_date("June 2024", None), Ok(WrittenDate::Period(Period::month(2024, 6).unwrap())));
/// assert_eq!(read_date("3 months ago", today), Ok(WrittenDate::Period(Period::month(2026, 8).unwrap())));
/// assert_eq!(read_date("yesterday", None), Err(NoDate::Relative));
/// ```
pub fn read_date(text: &str, today: Option<Date>) -> Result<WrittenDate, NoDate> {
    let text = text.trim().to_lowercase();
    if let Some(relative) = Relative::read(&text) {
        return relative.from(today.ok_or(NoDate::Relative)?);
    }
    let sign = text.chars().find(|character| matches!(character, '-' | '/' | '.'));
    let by_sign: Vec<&str> = text.split(['-', '/', '.']).map(str::trim).collect();
    let one_sign = text.chars().filter(|character| matches!(character, '-' | '/' | '.')).all(|one| Some(one) == sign);
    if one_sign && by_sign.iter().all(|part| is_number(part)) {
        return read_numbers(&by_sign, sign == Some('.'));
    }
    read_named(&text)
}

/// `2024-06-15`, `2024/6`, `2024`, `15.6.2024`, `6/2024`.
fn read_numbers(parts: &[&str], points: bool) -> Result<WrittenDate, NoDate> {
    let is_year = |part: &str| part.len() == 4;
    let short = |part: &str| part.len() <= 2;
    match *parts {
        [year] if is_year(year) => period(Period::year(number(year)?)),
        [year, month] | [month, year] if is_year(year) && short(month) => {
            period(Period::month(number(year)?, number(month)?))
        }
        [year, month, day] if is_year(year) && short(month) && short(day) => one(day_of(year, month, day)?),
        [first, second, year] if short(first) && short(second) && is_year(year) => {
            let (day_first, month_first) = (day_of(year, second, first)?, day_of(year, first, second)?);
            match (day_first, month_first) {
                // Who writes points writes the day first.
                (Some(day), Some(other)) if !points && day != other => Ok(WrittenDate::Either(day, other)),
                (Some(day), _) => Ok(WrittenDate::Day(day)),
                (None, Some(day)) if !points => Ok(WrittenDate::Day(day)),
                (None, _) => Err(NoDate::NoSuchDay),
            }
        }
        _ => Err(NoDate::Form),
    }
}

/// `15 June 2024`, `June 15, 2024`, `15-jun-2024`, `June 2024`, `2024 June`.
fn read_named(text: &str) -> Result<WrittenDate, NoDate> {
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '-' | '/' | '.')).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty() && *word != "of").collect();
    let mut months = words.iter().filter_map(|word| month_called(word));
    let (Some(month), None) = (months.next(), months.next()) else { return Err(NoDate::Form) };
    let numbers: Vec<&str> = words.iter().filter(|word| month_called(word).is_none()).copied().collect();
    match *numbers.as_slice() {
        [year] if is_number(year) && year.len() == 4 => period(Period::month(number(year)?, month)),
        [one_of, other] => {
            let (year, day) = if is_year(other) { (other, one_of) } else { (one_of, other) };
            let day = ["st", "nd", "rd", "th"].iter().find_map(|end| day.strip_suffix(end)).unwrap_or(day);
            if !is_year(year) || !is_number(day) || day.len() > 2 {
                return Err(NoDate::Form);
            }
            one(date(number(year)?, month, number(day)?))
        }
        _ => Err(NoDate::Form),
    }
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && is_number(text)
}

/// A month by its name or the first letters of it, three at least.
fn month_called(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.trim_end_matches('.');
    let found = MONTHS.iter().zip(1..).find(|(name, _)| word.len() >= 3 && name.starts_with(word));
    found.map(|(_, month)| month)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn number<T: std::str::FromStr>(digits: &str) -> Result<T, NoDate> {
    digits.parse().map_err(|_| NoDate::Form)
}

fn day_of(year: &str, month: &str, day: &str) -> Result<Option<Date>, NoDate> {
    Ok(date(number(year)?, number(month)?, number(day)?))
}

/// A day that the calendar has, from year 1 on.
fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok().filter(|date| date.year() >= 1)
}

fn one(day: Option<Date>) -> Result<WrittenDate, NoDate> {
    day.map(WrittenDate::Day).ok_or(NoDate::NoSuchDay)
}

fn period(period: Option<Period>) -> Result<WrittenDate, NoDate> {
    period.map(WrittenDate::Period).ok_or(NoDate::NoSuchDay)
}

/// A date that counts from today: so many units on, or back where that is less than 0. Days and weeks give the day, months the
/// month, years the year: who says "3 months ago" does not mean a day.
#[derive(Clone, Copy)]
struct Relative {
    count: i64,
    unit: Unit,
}

impl Relative {
    /// `today`, `last month`, `5 days ago`, `in 3 weeks`.
    fn read(text: &str) -> Option<Relative> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let of = |count, unit| Some(Relative { count, unit });
        match *words.as_slice() {
            ["today"] => of(0, Unit::Days),
            ["yesterday"] => of(-1, Unit::Days),
            ["tomorrow"] => of(1, Unit::Days),
            [which @ ("this" | "last" | "next"), unit] => {
                // A week is neither a day nor a month: nobody could say which day is meant.
                let unit = unit_called(unit).filter(|unit| matches!(unit, Unit::Months | Unit::Years))?;
                of(["last", "this", "next"].iter().zip(-1..).find(|(word, _)| **word == which)?.1, unit)
            }
            [count, unit, "ago"] => of(-counted(count)?, unit_called(unit)?),
            ["in", count, unit] => of(counted(count)?, unit_called(unit)?),
            _ => None,
        }
    }

    fn from(self, today: Date) -> Result<WrittenDate, NoDate> {
        let far = u32::try_from(self.count.unsigned_abs()).map_err(|_| NoDate::NoSuchDay)?;
        let duration = Duration { count: far, unit: self.unit };
        let day = if self.count < 0 { duration.before(today) } else { duration.after(today) };
        match self.unit {
            Unit::Days | Unit::Weeks => one(Some(day).filter(|day| day.year() >= 1)),
            Unit::Months | Unit::MonthsNext => period(Period::month(day.year(), day.month())),
            Unit::Years | Unit::YearsNext => period(Period::year(day.year())),
        }
    }
}

fn counted(word: &str) -> Option<i64> {
    match word {
        "a" | "an" | "one" => Some(1),
        digits if is_number(digits) && digits.len() <= 5 => digits.parse().ok(),
        _ => None,
    }
}

fn unit_called(word: &str) -> Option<Unit> {
    match word {
        "day" | "days" => Some(Unit::Days),
        "week" | "weeks" => Some(Unit::Weeks),
        "month" | "months" => Some(Unit::Months),
        "year" | "years" => Some(Unit::Years),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = Date::constant(2026, 3, 31);

    fn read(text: &str) -> String {
        match read_date(text, Some(TODAY)) {
            Ok(WrittenDate::Day(day)) => day.to_string(),
            Ok(WrittenDate::Period(period)) => period.to_string(),
            Ok(WrittenDate::Either(first, second)) => format!("{first} or {second}"),
            Err(fault) => format!("{fault:?}"),
        }
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        for (text, meant) in [
            ("2024-06-15", "2024-06-15"),
            ("2024-6-5", "2024-06-05"),
            (" 2024/6/5 ", "2024-06-05"),
            ("2024.06.05", "2024-06-05"),
            ("15 June 2024", "2024-06-15"),
            ("15. Juni 2024", "Form"),
            ("15th of June 2024", "2024-06-15"),
            ("June 15, 2024", "2024-06-15"),
            ("15-jun-2024", "2024-06-15"),
            ("1.6.2026", "2026-06-01"),
            ("01.06.2026", "2026-06-01"),
            ("1-6-2026", "2026-06-01 or 2026-01-06"),
            ("1/6/2026", "2026-06-01 or 2026-01-06"),
            ("6/6/2026", "2026-06-06"),
            ("13/6/2026", "2026-06-13"),
            ("6/13/2026", "2026-06-13"),
            ("6.13.2026", "NoSuchDay"),
            ("13/13/2026", "NoSuchDay"),
            ("31/2/2026", "NoSuchDay"),
            ("2024-06", "2024-06"),
            ("2024-6", "2024-06"),
            ("6/2024", "2024-06"),
            ("06.2024", "2024-06"),
            ("June 2024", "2024-06"),
            ("jun 2024", "2024-06"),
            ("Sept. 2024", "2024-09"),
            ("2024 June", "2024-06"),
            ("2024", "2024"),
            ("0000", "NoSuchDay"),
            ("2024-13", "NoSuchDay"),
            ("2024-02-30", "NoSuchDay"),
            ("30 February 2024", "NoSuchDay"),
        ] {
            assert_eq!(read(text), meant, "{text}");
        }
        for text in [
            "",
            "24",
            "1.6.26",
            "june",
            "june july 2024",
            "2024-06-15T10:00",
            "2024-6/5",
            "mid June 2024",
            "12345",
            "-2024",
            "2024-",
            "ju 2024",
        ] {
            assert_eq!(read(text), "Form", "{text}");
        }
    }

    #[test]
    fn words_that_count_from_today_need_a_today() {
        for (text, meant) in [
            ("today", "2026-03-31"),
            ("Yesterday", "2026-03-30"),
            ("tomorrow", "2026-04-01"),
            ("5 days ago", "2026-03-26"),
            ("2 weeks ago", "2026-03-17"),
            ("in 3 weeks", "2026-04-21"),
            ("a month ago", "2026-02"),
            ("1 month ago", "2026-02"),
            ("3 months ago", "2025-12"),
            ("in 1 month", "2026-04"),
            ("this month", "2026-03"),
            ("last month", "2026-02"),
            ("next month", "2026-04"),
            ("2 years ago", "2024"),
            ("last year", "2025"),
            ("3000 years ago", "NoSuchDay"),
            ("last week", "Form"),
            ("soon", "Form"),
            ("-3 days ago", "Form"),
        ] {
            assert_eq!(read(text), meant, "{text}");
            let alone = read_date(text, None);
            let counts_from_today = !["last week", "soon", "-3 days ago"].contains(&text);
            assert_eq!(alone == Err(NoDate::Relative), counts_from_today, "{text}: {alone:?}");
        }
    }
}
