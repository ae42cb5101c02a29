//! The only clock: what day it is where the person is, and how a moment reads there.

use std::time::SystemTime;

use candidacy::value::Date;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The day on which the command runs.
pub fn today() -> Date {
    jiff::Zoned::now().date()
}

/// `27 November at 14:05`, with the year if it is not this one; a moment that no calendar has is `an earlier day`.
pub fn moment_of_day(moment: SystemTime) -> String {
    let Ok(stamp) = Timestamp::try_from(moment) else { return "an earlier day".to_owned() };
    let zoned = stamp.to_zoned(TimeZone::system());
    let form = if zoned.year() == today().year() { "%-d %B at %H:%M" } else { "%-d %B %Y at %H:%M" };
    zoned.strftime(form).to_string()
}
