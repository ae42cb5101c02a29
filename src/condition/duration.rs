//! Spans of time, as authors write them: `6 months`.

use super::faults::Faults;
use super::lex::{Token, TokenKind};
use crate::value::{Duration, Unit};

/// Every way to write a unit that is understood: the right plural first. Only plurals are taken (and the singular after 1).
const UNITS: &[(Unit, &[&str])] = &[
    (Unit::Days, &["days", "day", "d"]),
    (Unit::Weeks, &["weeks", "week", "wks", "wk", "w"]),
    (Unit::Months, &["months", "month", "mos", "mo", "m"]),
    (Unit::Years, &["years", "year", "yrs", "yr", "y"]),
];

/// Reads a duration off the front of `tokens` and says how many tokens it took. `None` was reported.
/// `after` is where a message points when there are no tokens.
pub(super) fn duration(
    tokens: &[Token<'_>],
    after: &std::ops::Range<usize>,
    faults: &mut Faults,
) -> Option<(Duration, usize)> {
    let Some(first) = tokens.first() else {
        faults.duration_missing(after);
        return None;
    };
    if first.kind != TokenKind::Number {
        if first.kind != TokenKind::Bad {
            faults.duration_missing(&first.at);
        }
        return None;
    }
    let digits = first.text.bytes().take_while(u8::is_ascii_digit).count();
    let (count, glued) = first.text.split_at_checked(digits).unwrap_or((first.text, ""));
    if !glued.is_empty() {
        report_glued(first, count, glued, faults);
        return None;
    }
    let count = counted(first, faults)?;
    let unit = tokens.get(1).filter(|token| token.kind == TokenKind::Word && !is_joint(token.text));
    let Some(unit) = unit else {
        faults.unit_missing(&first.at);
        return None;
    };
    Some((Duration { count, unit: unit_of(unit, first, count, faults)? }, 2))
}

/// Whether a word is a unit of time, written as it should be.
pub(super) fn is_unit(word: &str) -> bool {
    UNITS.iter().any(|(_, forms)| forms.first() == Some(&word))
}

/// Words that end a test.
fn is_joint(word: &str) -> bool {
    matches!(word, "and" | "or")
}

/// The count, if it is a whole number that is not 0 and not beyond all calendars.
fn counted(number: &Token<'_>, faults: &mut Faults) -> Option<u32> {
    match number.text.parse() {
        Ok(0) => {
            faults.duration_zero(&number.at);
            None
        }
        Ok(count) => Some(count),
        Err(_) => {
            faults.duration_long(&number.at);
            None
        }
    }
}

/// `6months` is understood; `6.5` and `1e3` are no whole numbers.
fn report_glued(token: &Token<'_>, count: &str, glued: &str, faults: &mut Faults) {
    match (count.parse(), meant(glued)) {
        (Ok(count), Some(unit)) => faults.unit_form(&token.at, &Duration { count, unit }.to_string()),
        _ => faults.duration_count(&token.at),
    }
}

/// The unit that a word is, or is meant to be.
fn meant(word: &str) -> Option<Unit> {
    let word = word.to_lowercase();
    UNITS.iter().find(|(_, forms)| forms.contains(&word.as_str())).map(|(unit, _)| *unit)
}

/// The unit, if it is written as it should be.
fn unit_of(word: &Token<'_>, number: &Token<'_>, count: u32, faults: &mut Faults) -> Option<Unit> {
    let Some(unit) = meant(word.text) else {
        faults.unit_unknown(&word.at);
        return None;
    };
    let right = Duration { count, unit }.to_string();
    if is_unit(word.text) || right.ends_with(&format!(" {}", word.text)) {
        return Some(unit);
    }
    faults.unit_form(&(number.at.start..word.at.end), &right);
    None
}
