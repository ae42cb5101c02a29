//! What is wrong with a span of time.

use super::Faults;
use crate::diagnostic::Code;
use std::ops::Range;

impl Faults<'_> {
    /// `within [6]`, `within soon`, or nothing: there is no number.
    pub fn duration_missing(&mut self, at: &Range<usize>) {
        let message = "a duration is a whole number and a unit";
        self.simple(Code::BadDuration, at, message, "write as in `10 days`, `4 weeks`, `6 months` or `2 years`");
    }

    /// `6.5 months`, `1e3 days`, `-6 months`
    pub fn duration_count(&mut self, at: &Range<usize>) {
        let written = self.written(at);
        let (message, help) = match written.starts_with(['-', '+']) {
            true => (format!("`{written}` has a sign, and a duration has none"), "write as in `6 months`"),
            false => {
                (format!("`{written}` is not a whole number"), "use a whole number of a smaller unit, as in `26 weeks`")
            }
        };
        self.simple(Code::BadDuration, at, message, help);
    }

    /// `0 months`
    pub fn duration_zero(&mut self, at: &Range<usize>) {
        self.simple(Code::BadDuration, at, "a duration is at least 1 long", "write as in `1 day`");
    }

    /// More than fits into the calendar.
    pub fn duration_long(&mut self, at: &Range<usize>) {
        let message = format!("`{}` is more than the calendar has", self.written(at));
        self.simple(Code::BadDuration, at, message, "write a shorter duration");
    }

    /// `within 6`
    pub fn unit_missing(&mut self, at: &Range<usize>) {
        let count = self.written(at);
        let help = format!("write `{count} days`, `{count} weeks`, `{count} months` or `{count} years`");
        self.simple(Code::BadDuration, at, format!("`{count}` of what?"), help);
    }

    /// `6 month`, `6months`, `6 mo`: it is clear what is meant.
    pub fn unit_form(&mut self, at: &Range<usize>, cure: &str) {
        let message = format!("`{}` is not the way a duration is written", self.written(at));
        self.simple(Code::BadDuration, at, message, format!("write `{cure}`"));
    }

    /// `6 hours`
    pub fn unit_unknown(&mut self, at: &Range<usize>) {
        let message = format!("`{}` is not a unit of time here", self.written(at));
        self.simple(Code::BadDuration, at, message, "the units are `days`, `weeks`, `months` and `years`");
    }

    /// `6 months ago`, where only a duration may stand.
    pub fn duration_trailing(&mut self, at: &Range<usize>, duration: &str) {
        let message = format!("`{}` does not belong to a duration", self.written(at));
        self.simple(Code::BadDuration, at, message, format!("write `{duration}`"));
    }

    /// `within the last 6 months`, `within the next 6 weeks`
    pub fn within_filler(&mut self, at: &Range<usize>, ahead: bool) {
        let help = match ahead {
            true => "write as in `within next 6 weeks`",
            false => "`within` looks back by itself: write as in `within 6 months`",
        };
        let message = format!("`{}` is too much here", self.written(at));
        self.simple(Code::ConditionSyntax, at, message, help);
    }
}
