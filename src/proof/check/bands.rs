//! Bands that rules make of one number, score or worked-out number: none is missing between two, and no two touch.

use std::collections::BTreeMap;

use super::lone::{meant, own_test};
use super::reach::conjuncts;
use crate::condition::{Comparison, NumberTest, Test};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::proof::plan::Plan;
use crate::questionnaire::{Questionnaire, Rule};
use crate::value::Decimal;
use crate::value::index::{QuestionIx, ScoreIx, VerdictIx};

/// What is cut into bands.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Measured {
    Number(QuestionIx),
    Score(ScoreIx),
}

/// The numbers for which a rule holds.
#[derive(Clone, Copy)]
struct Band<'q> {
    low: Option<Decimal>,
    high: Option<Decimal>,
    rule: &'q Rule,
}

/// Finds the places at which one band ends and the next does not begin. Only rules that rest on the number alone are held
/// against each other, and only where both say more than the mildest verdict: between "too low" and "too high" all is well.
pub(super) fn prove(plan: &Plan<'_>) -> Diagnostics {
    let questionnaire = plan.questionnaire;
    let mut bands: BTreeMap<Measured, Vec<Band<'_>>> = BTreeMap::new();
    for rule in questionnaire.rules().iter().filter(|rule| rule.verdict > VerdictIx(0)) {
        if let Some((measured, band)) = band_of(questionnaire, rule) {
            bands.entry(measured).or_default().push(band);
        }
    }
    let mut found = Diagnostics::default();
    for (measured, bands) in bands {
        let (name, step) = match measured {
            Measured::Number(question) => (&questionnaire[question].id, questionnaire[question].step()),
            Measured::Score(score) => (&questionnaire[score].id, Decimal::ONE),
        };
        faults(name, step, bands).into_iter().for_each(|fault| found.push(fault));
    }
    found
}

/// The band of a rule that tests one number and nothing else, perhaps from both sides.
fn band_of<'q>(questionnaire: &'q Questionnaire, rule: &'q Rule) -> Option<(Measured, Band<'q>)> {
    let mut whole: Option<(Measured, Band<'_>)> = None;
    for part in conjuncts(meant(questionnaire, &rule.when)) {
        let (measured, part) = band(questionnaire, rule, own_test(questionnaire, part)?)?;
        whole = match whole {
            None => Some((measured, part)),
            Some((same, band)) if same == measured => {
                let low = band.low.max(part.low);
                let high = match (band.high, part.high) {
                    (Some(one), Some(other)) => Some(one.min(other)),
                    (one, other) => one.or(other),
                };
                Some((measured, Band { low, high, rule }))
            }
            Some(_) => return None,
        };
    }
    whole
}

/// The band of a test: with its ends included.
fn band<'q>(questionnaire: &Questionnaire, rule: &'q Rule, test: &Test) -> Option<(Measured, Band<'q>)> {
    let compared = |comparison: Comparison, bound: Decimal, step: Decimal| match comparison {
        Comparison::Less => Some((None, Some(bound - step))),
        Comparison::AtMost => Some((None, Some(bound))),
        Comparison::Greater => Some((Some(bound + step), None)),
        Comparison::AtLeast => Some((Some(bound), None)),
        Comparison::Equal => Some((Some(bound), Some(bound))),
        Comparison::NotEqual => None,
    };
    let (measured, ends) = match test {
        Test::Number(question, NumberTest::Compared(comparison, bound)) => {
            (Measured::Number(*question), compared(*comparison, *bound, questionnaire[*question].step()))
        }
        Test::Number(question, NumberTest::Between(low, high)) => {
            (Measured::Number(*question), Some((Some(*low), Some(*high))))
        }
        Test::Score(score, comparison, bound) => {
            (Measured::Score(*score), compared(*comparison, Decimal::from(*bound), Decimal::ONE))
        }
        Test::Yes(_)
        | Test::OneOf(..)
        | Test::Picks(..)
        | Test::Date(..)
        | Test::Pair(..)
        | Test::Derived(..)
        | Test::Answered(_)
        | Test::Unsure(_)
        | Test::Withheld(_) => return None,
    };
    let (low, high) = ends?;
    Some((measured, Band { low, high, rule }))
}

/// What lies between two bands, or in both.
fn faults(name: &str, step: Decimal, mut bands: Vec<Band<'_>>) -> Vec<Diagnostic> {
    // A band without a least number comes first.
    bands.sort_by_key(|band| (band.low, band.high));
    let mut found = Vec::new();
    for (position, lower) in bands.iter().enumerate() {
        let Some(high) = lower.high else { continue };
        // A number that another band takes as well is not missing.
        let taken = |number: Decimal| {
            bands
                .iter()
                .any(|band| band.low.is_none_or(|low| low <= number) && band.high.is_none_or(|high| number <= high))
        };
        for upper in bands.iter().skip(position + 1) {
            let Some(low) = upper.low else { continue };
            let inside = upper.high.is_some_and(|end| end <= high);
            if low == high + step + step && !taken(high + step) {
                found.push(hole(name, high + step, lower.rule, upper.rule));
            } else if low == high && !inside && lower.low != Some(high) {
                found.push(touching(name, high, lower.rule, upper.rule));
            }
        }
    }
    found
}

fn hole(name: &str, missing: Decimal, lower: &Rule, upper: &Rule) -> Diagnostic {
    let message = format!("`{name}` of {missing} is left out between the rules `{}` and `{}`", lower.id, upper.id);
    Diagnostic::new(Code::BandHole, upper.when.span, message)
        .also(lower.when.span, "the band below ends here")
        .help("let one of the two take it, or write that it is meant, with a rule of the first verdict")
}

fn touching(name: &str, both: Decimal, lower: &Rule, upper: &Rule) -> Diagnostic {
    let message = format!("`{name}` of {both} lies in both the rules `{}` and `{}`", lower.id, upper.id);
    Diagnostic::new(Code::BandTouch, upper.when.span, message)
        .also(lower.when.span, "the band below ends with the same number")
        .help("let only one of the two take it")
}
