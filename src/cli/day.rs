//! The only clock: what day it is where the person is, and how a moment reads there.

use std::time::SystemTime;

use candidacy::value::Date;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The day on which the command runs.
pub fn today() -> Date {
    jiff::Zoned::now().date()
}

/// `22 November 2026, 14:05`; a moment that no calendar has is `earlier`.
pub fn moment_in_words(moment: SystemTime) -> String {
    let zoned = Timestamp::try_from(moment).map(|stamp| stamp.to_zoned(TimeZone::system()));
    zoned.map_or("earlier".to_owned(), |zoned| zoned.strftime("%-d %B %Y, %H:%M").to_string())
}
