//! What is proved for every day of some years, against proofs and enumeration on single days.

use candidacy::diagnostic::{Code, Diagnostics};
use candidacy::proof::{Proved, prove, prove_until};
use candidacy::questionnaire::Questionnaire;
use candidacy::source::Span;
use candidacy::value::{Date, parse_date};

use super::{numbers, small};
use crate::generate::Tape;
use crate::support::{day, set, setting};

/// A set about one date, with these rules and guarantees.
fn dated(range: &str, rules: &[(&str, &str)], guarantee: &str) -> Questionnaire {
    let rules = rules.iter().map(|(id, when)| {
        format!("      - {{ id: {id}, when: '{when}', verdict: later, finding: So., advice: Wait. }}\n")
    });
    set(&format!(
        "questionnaire: dated
version: 1.0.0
title: Dated
lints: {{ missing-validity: off }}
verdicts:
  - fine: {{ title: Fine, says: Go. }}
  - later: {{ title: Later, says: Wait. }}
sections:
  - id: all
    title: All
    questions:
      - {{ id: operation, ask: When was it?, type: date, range: {range} }}
    rules:
{}guarantees:
  - {{ id: promise, {guarantee} }}
",
        rules.collect::<String>()
    ))
}

fn told(found: &Diagnostics) -> Vec<String> {
    found.iter().map(|one| format!("{}: {}", one.code.name(), one.help.join(" | "))).collect()
}

const ALWAYS: &str = "when: operation within 2 weeks, verdict: at least later";

fn years(count: i64) -> Date {
    day().saturating_add(jiff::Span::new().years(count))
}

#[test]
fn a_fault_of_a_later_day_is_shown_with_its_day() {
    let promise = "when: operation within 30 days, verdict: at least later";
    let questionnaire = dated("past", &[("fresh", "operation within 1 month")], promise);
    assert_eq!(told(&prove(&questionnaire, day())), [""; 0]);
    let Proved { found, until, .. } = prove_until(&questionnaire, day(), years(10));
    assert_eq!(until, years(10));
    assert_eq!(
        told(&found),
        ["broken-guarantee: the smallest response that breaks it, ready to paste into `scenarios.yaml` | \
          { id: promise_broken, today: 2027-03-01, answers: { operation: \"2027-02-01\" }, verdict: fine } | \
          this is so when the day of assessment is 2027-03-01, and not on the first day"]
    );
    // It is enough to prove the days before.
    let before = prove_until(&questionnaire, day(), parse_date("2027-02-27").unwrap());
    assert_eq!(told(&before.found), [""; 0]);
}

#[test]
fn nothing_is_dead_that_lives_on_another_day() {
    let rules =
        [("month", "operation within 1 month and not operation within 30 days"), ("new", "operation within 2 weeks")];
    let questionnaire = dated("past", &rules, ALWAYS);
    let dead = parse_date("2026-12-01").unwrap();
    assert!(prove(&questionnaire, dead).iter().any(|one| one.code == Code::DeadRule));
    assert_eq!(told(&prove_until(&questionnaire, dead, years(10)).found), [""; 0]);
    let never =
        [("month", "operation within 29 days and not operation within 30 days"), ("new", "operation within 2 weeks")];
    let never = prove_until(&dated("past", &never, ALWAYS), dead, years(10));
    assert!(never.found.iter().any(|one| one.code == Code::DeadRule));
}

#[test]
fn fixed_days_pass_by() {
    // Once the last day that is taken has passed for two weeks, nobody is meant any more; on the first days somebody is.
    let questionnaire = dated("2026-01-01..2026-12-31", &[("new", "operation within 2 weeks")], ALWAYS);
    assert_eq!(told(&prove_until(&questionnaire, day(), years(10)).found), [""; 0]);
    let later = prove(&questionnaire, parse_date("2027-02-01").unwrap());
    assert!(later.iter().any(|one| one.code == Code::EmptyGuarantee));
    let until = prove_until(&questionnaire, day(), years(10)).until;
    assert_eq!(until, years(10));
}

/// Only on the last day of a month a whole one lies behind of which one day is today: a test then knows of it what it does not of any other.
#[test]
fn months_are_proved_as_they_lie_on_every_day() {
    let questionnaire = set("\
questionnaire: swim
version: 1.0.0
title: May I go swimming?
verdicts:
  - fine: { title: Go swimming, says: Nothing stands in the way. }
  - later: { title: Not now, says: Wait a little. }
sections:
  - id: health
    title: Your health
    questions:
      - { id: operation, ask: When was it?, type: date, unsure: later }
    scores:
      soon: { title: Soon, sum: [{ when: operation within next 30 days, points: 1 }] }
    rules:
      - { id: fresh, when: 'soon == 1 or not (not (operation within 1 month) or operation within next 30 days)', verdict: later, finding: Wait. }
");
    let idle = |found: &Diagnostics| found.iter().any(|one| one.code == Code::IdlePart);
    let on = |day: &str| idle(&prove(&questionnaire, parse_date(day).unwrap()));
    assert_eq!((on("2026-11-22"), on("2027-01-30"), on("2027-01-31"), on("2027-02-27")), (true, true, false, true));
    let Proved { found, until, .. } = prove_until(&questionnaire, day(), years(10));
    assert!(!idle(&found) && until == years(10));
    assert!(idle(&prove_until(&questionnaire, day(), parse_date("2026-11-29").unwrap()).found));
}

/// On any day of the span, proved alone: whatever can happen on some day was found, and whatever is said never to happen does not.
#[test]
fn every_day_is_as_it_was_proved() {
    let cases = setting("PROOF_CASES", 30);
    let (mut sorts, mut tried, mut seed) = (0, 0, setting("PROOF_SEED", 0) * 1_000_000);
    while tried < cases {
        seed += 1;
        let numbers = numbers(seed);
        let yaml = small::questionnaire(&mut Tape(&numbers)).replace("2 weeks", "30 days");
        if !yaml.contains("30 days") || !yaml.contains("1 month") {
            continue;
        }
        tried += 1;
        let questionnaire = set(&yaml);
        let Proved { found, until, .. } = prove_until(&questionnaire, day(), years(10));
        let places = |found: &Diagnostics| found.iter().map(|one| (one.code, one.span)).collect::<Vec<(Code, Span)>>();
        let over_time = places(&found);
        let days = i64::from((until - day()).get_days());
        for number in numbers.iter().take(6) {
            let on = day().saturating_add(jiff::Span::new().days(i64::from(*number) % (days + 1)));
            let alone = places(&prove(&questionnaire, on));
            sorts += usize::from(alone != over_time);
            const CAN_BE: [Code; 9] = [
                Code::BrokenGuarantee,
                Code::EmptyGap,
                Code::FewOffered,
                Code::ImpossiblePlan,
                Code::NotOfAbsent,
                Code::Undecided,
                Code::WaitOver,
                Code::WaitUndated,
                Code::WaitWindow,
            ];
            for place in alone.iter().filter(|(code, _)| CAN_BE.contains(code)) {
                assert!(over_time.contains(place), "{yaml}\nnot found: {place:?} on {on}");
            }
            // Where less can be answered than on other days, something wider may be dead, and is said instead.
            let wider = alone.iter().any(|place| !over_time.contains(place));
            for place in over_time.iter().filter(|(code, _)| !CAN_BE.contains(code)) {
                assert!(alone.contains(place) || wider, "{yaml}\nnot so: {place:?} on {on}");
            }
        }
    }
    assert!(sorts > 0, "no day was like no other");
}
