//! Texts of a rule that speak of another wait than the rule has: "wait six months", where it waits twelve weeks.

use super::lexicon::Lexicon;
use super::prose::{Sentence, quoted, sentences};
use super::steps::texts_of_rules;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::questionnaire::{Questionnaire, Rule, WrittenText, spans_of_rule};
use crate::value::{Duration, Unit};

/// Words after a span of time that say that no wait is meant: "six months ago", "two days before the visit".
const NO_WAIT: [&str; 4] = ["ago", "before", "long", "old"];
/// Words between two numbers of one range: "six to eight weeks".
const RANGES: [&str; 3] = ["and", "or", "to"];

/// Finds them. A rule that waits for nothing and tests no span of time has none that a text could contradict.
pub(super) fn lint(questionnaire: &Questionnaire, lexicon: &Lexicon) -> Diagnostics {
    let mut found = Diagnostics::default();
    for (rule, text) in texts_of_rules(questionnaire) {
        let own = spans(questionnaire, rule);
        if own.is_empty() {
            continue;
        }
        for sentence in sentences(text.text()) {
            other_wait(&sentence, &own, lexicon).into_iter().for_each(|at| found.push(fault(rule, text, &own, at)));
        }
    }
    found
}

/// The spans of time that a rule knows of; of the same in other units, the first.
fn spans(questionnaire: &Questionnaire, rule: &Rule) -> Vec<Duration> {
    let mut spans: Vec<Duration> = Vec::new();
    for span in spans_of_rule(questionnaire, rule) {
        if !spans.iter().any(|known| length(*known) == length(span)) {
            spans.push(span);
        }
    }
    spans
}

/// A span in the smallest unit that it is a whole number of: days, or calendar months.
fn length(span: Duration) -> (bool, u64) {
    let count = u64::from(span.count);
    match span.unit {
        Unit::Days => (false, count),
        Unit::Weeks => (false, 7 * count),
        Unit::Months | Unit::MonthsNext => (true, count),
        Unit::Years | Unit::YearsNext => (true, 12 * count),
    }
}

/// The words in which a sentence tells people to wait for another span than these; none if it names one of these as well.
fn other_wait(sentence: &Sentence<'_>, own: &[Duration], lexicon: &Lexicon) -> Option<(usize, usize)> {
    let is_own = |span: &Duration| own.iter().any(|own| length(*own) == length(*span));
    let named: Vec<(usize, Vec<Duration>)> =
        (0..sentence.words.len()).filter_map(|at| Some((at, named(sentence, at, lexicon)?))).collect();
    if named.iter().flat_map(|(_, spans)| spans).any(is_own) {
        return None;
    }
    let places = 0..sentence.words.len();
    let waits = places.filter(|at| lexicon.waits.iter().any(|phrase| sentence.reads(*at, phrase).is_some()));
    let clauses: Vec<usize> = waits.filter_map(|at| Some(sentence.words.get(at)?.clause)).collect();
    let (at, _) =
        named.into_iter().find(|(at, _)| sentence.words.get(*at).is_some_and(|word| clauses.contains(&word.clause)))?;
    Some(sentence.range(at, 2))
}

/// The span of time that stands at `at`, as in "six months"; of a range, as in "six to eight weeks", that with its first number as
/// well.
fn named(sentence: &Sentence<'_>, at: usize, lexicon: &Lexicon) -> Option<Vec<Duration>> {
    let word = |at: usize| sentence.words.get(at);
    let count = |at: usize| {
        let word = &word(at)?.lower;
        word.parse().ok().or_else(|| u32::try_from(lexicon.numbers.of(word)?).ok())
    };
    let most: u32 = count(at)?;
    let unit = unit(&word(at + 1)?.lower)?;
    // "One day" is as often some day.
    let some_day = most == 1 && unit == Unit::Days;
    if some_day || word(at + 2).is_some_and(|next| NO_WAIT.contains(&next.lower.as_str())) {
        return None;
    }
    let least = if word(at)?.tied {
        at.checked_sub(1)
    } else {
        at.checked_sub(2).filter(|_| word(at - 1).is_some_and(|between| RANGES.contains(&between.lower.as_str())))
    };
    let counts = [Some(most), least.and_then(count)];
    Some(counts.into_iter().flatten().map(|count| Duration { count, unit }).collect())
}

/// The unit that a word is.
fn unit(word: &str) -> Option<Unit> {
    match word {
        "day" | "days" => Some(Unit::Days),
        "week" | "weeks" => Some(Unit::Weeks),
        "month" | "months" => Some(Unit::Months),
        "year" | "years" => Some(Unit::Years),
        _ => None,
    }
}

fn fault(rule: &Rule, text: &WrittenText, own: &[Duration], range: (usize, usize)) -> Diagnostic {
    let spans: Vec<String> = own.iter().map(Duration::to_string).collect();
    let message = format!(
        "this speaks of a wait of {}, and the rule `{}` only knows of {}",
        quoted(text.text(), range),
        rule.id,
        spans.join(" and ")
    );
    Diagnostic::new(Code::TextWait, text.place(range.0, range.1), message).help(
        "write the same at both; or give the wait a name under `values`, and show it in the text: `{{ skin_wait }}`",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_other(text: &str) -> bool {
        let own = [Duration { count: 12, unit: Unit::Weeks }, Duration { count: 1, unit: Unit::Years }];
        sentences(text).iter().any(|sentence| other_wait(sentence, &own, Lexicon::english()).is_some())
    }

    #[test]
    fn other_waits_are_found_and_all_else_is_not() {
        for text in [
            "Wait six months.",
            "Please wait at least 6 months after your last tablet.",
            "Not before 8 weeks have passed.",
            "Leave at least 14 days in between.",
            "In 3 months at the earliest.",
            "Have a six-month wait.",
            "Wait 4 to 6 weeks.",
        ] {
            assert!(is_other(text), "{text}");
        }
        for text in [
            "Wait twelve weeks.",
            "Wait 84 days.",
            "Wait 12 months, or 1 year.",
            "Wait 12 to 14 weeks.",
            "Wait until it is calm.",
            "Wait {{ wait }} months.",
            "You had it six months ago, so wait.",
            "Wait, as you had it six months ago.",
            "It heals within six months.",
            "Shave two days before the visit, and wait then.",
            "Do not wait until one day it bleeds.",
            "Wait 2 weeks, and 12 weeks with a scar.",
            "Is your scar less than 6 months old?",
        ] {
            assert!(!is_other(text), "{text}");
        }
    }
}
