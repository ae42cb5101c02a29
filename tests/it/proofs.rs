//! Every proof against full enumeration: for random small questionnaires, every response is judged by the real evaluator, and
//! what the proofs say must be exactly what that shows.
//!
//! `PROOF_CASES=5000 PROOF_SPACE=20000 cargo test --test it proofs` tries more and larger ones; `PROOF_SEED` starts elsewhere.

mod bounds;
pub mod brute;
mod over_time;
mod pairs;
mod reasons;
pub mod small;
mod ways;

use std::cell::Cell;

use candidacy::assessment::Engine;
use candidacy::diagnostic::Code;
use candidacy::outlook::purpose;
use candidacy::proof::{Breach, Family, Plan, broken_by, prove, prove_only, rule_witness, verdict_witness};
use candidacy::questionnaire::Questionnaire;
use candidacy::response::Response;
use candidacy::source::Span;
use candidacy::value::index::{QuestionIx, RuleIx, VerdictIx};
use candidacy::value::{Answer, Value};

use crate::generate::Tape;
use crate::support::{day, set, setting};
use brute::Brute;

/// What is wrong, and where.
type Place = (Code, Span);

/// Numbers for a tape, the same for the same seed.
pub fn numbers(seed: u64) -> Vec<u16> {
    let mut state = seed;
    let mut next = || {
        // SplitMix64.
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) as u16
    };
    (0..600).map(|_| next()).collect()
}

/// Calls `test` with as many questionnaires as wanted, each small enough to try all its responses.
pub fn for_many(cases: u64, test: impl Fn(&str, &Questionnaire, &mut Tape)) {
    let (cases, space) = (setting("PROOF_CASES", cases), setting("PROOF_SPACE", 3_000) as usize);
    let (mut done, mut seed) = (0, setting("PROOF_SEED", 0) * 1_000_000);
    while done < cases {
        seed += 1;
        let tape = numbers(seed);
        let mut tape = Tape(&tape);
        let yaml = small::questionnaire(&mut tape);
        let questionnaire = set(&yaml);
        if small::space(&questionnaire, day()) <= space {
            test(&yaml, &questionnaire, &mut tape);
            done += 1;
        }
    }
    println!("{done} questionnaires");
}

#[test]
fn every_diagnostic_is_what_enumeration_shows() {
    for_many(120, |yaml, questionnaire, _| {
        let brute = Brute::of(questionnaire, day());
        let mut expected = brute.diagnostics();
        let proved = prove(questionnaire, day());
        let mut found: Vec<_> = proved
            .iter()
            .filter(|diagnostic| brute::compared(diagnostic.code))
            .map(|diagnostic| (diagnostic.code, diagnostic.span))
            .collect();
        found.sort();
        found.dedup();
        expected.sort();
        expected.dedup();
        let shown = |list: &[Place]| {
            let line = |(code, span): &Place| {
                format!("  {}: {}\n", code.name(), yaml.get(span.start as usize..span.end as usize).unwrap_or("?"))
            };
            list.iter().map(line).collect::<String>()
        };
        let only = |one: &[Place], other: &[Place]| {
            shown(&one.iter().filter(|place| !other.contains(place)).copied().collect::<Vec<_>>())
        };
        let (too_much, missed) = (only(&found, &expected), only(&expected, &found));
        assert!(found == expected, "{yaml}\nproved, but not so:\n{too_much}so, but not proved:\n{missed}");
    });
}

#[test]
fn every_witness_is_a_smallest_one() {
    for_many(120, |yaml, questionnaire, _| {
        let brute = Brute::of(questionnaire, day());
        let engine = Engine::new(questionnaire, day());
        let plan = Plan::new(&engine);
        for rule in (0..questionnaire.rules().len()).map(RuleIx::new) {
            let witness = rule_witness(&plan, rule).unwrap();
            let shows = witness.as_ref().is_none_or(|response| brute.finds(response, rule));
            let size = witness.map(|response| response.iter().count());
            assert!(shows && size == brute.rules[rule.at()], "{yaml}\nrule {rule:?}: {size:?}");
        }
        for verdict in (0..questionnaire.verdicts().len()).map(VerdictIx::new) {
            let witness = verdict_witness(&plan, verdict).unwrap();
            let shows = witness.as_ref().is_none_or(|response| brute.verdict(response) == verdict);
            let size = witness.map(|response| response.iter().count());
            assert!(shows && size == brute.verdicts[verdict.at()], "{yaml}\nverdict {verdict:?}: {size:?}");
        }
        for (position, guarantee) in questionnaire.guarantees().iter().enumerate() {
            let witness = broken_by(&plan, guarantee).unwrap().and_then(Breach::response);
            let shows = witness.as_ref().is_none_or(|response| brute.breaks(response, guarantee));
            let size = witness.map(|response| response.iter().count());
            assert!(shows && size == brute.broken[position], "{yaml}\nguarantee {}: {size:?}", guarantee.id);
        }
    });
}

/// Promises of complete responses, of one audience, of one of several findings, and of what is asked: those that some response breaks,
/// each with one of the fewest answers, and those that speak of nobody.
#[test]
fn promises_of_some_are_what_enumeration_shows() {
    let (broken, kept, empty) = (Cell::new(0), Cell::new(0), Cell::new(0));
    let count = |cell: &Cell<usize>, so: bool| cell.set(cell.get() + usize::from(so));
    for_many(120, |yaml, questionnaire, tape| {
        let yaml = bounds::mixed(yaml, tape);
        let yaml = small::with_promises_of_some(&yaml, questionnaire, tape);
        let questionnaire = set(&yaml);
        let brute = Brute::of(&questionnaire, day());
        let engine = Engine::new(&questionnaire, day());
        let plan = Plan::new(&engine);
        let found = prove_only(&questionnaire, &[Family::Guarantees], day());
        for (position, guarantee) in questionnaire.guarantees().iter().enumerate() {
            let witness = broken_by(&plan, guarantee).unwrap().and_then(Breach::response);
            let shows = witness.as_ref().is_none_or(|response| brute.breaks(response, guarantee));
            let size = witness.map(|response| response.iter().count());
            let least = brute.broken[position];
            assert!(shows && size == least, "{yaml}\n{}: {size:?}, not {least:?}", guarantee.id);
            let said = |code: Code| found.iter().any(|one| one.code == code && one.span == guarantee.span);
            assert_eq!(said(Code::BrokenGuarantee), least.is_some(), "{yaml}\n{}", guarantee.id);
            let speaks = brute.speaks(position);
            assert_eq!(said(Code::EmptyGuarantee), !speaks, "{yaml}\n{}", guarantee.id);
            if guarantee.id.starts_with("some") {
                count(&broken, least.is_some());
                count(&kept, least.is_none() && speaks);
                count(&empty, !speaks);
            }
        }
    });
    println!("{} broken, {} kept, {} of nobody", broken.get(), kept.get(), empty.get());
    assert!(broken.get() > 50 && kept.get() > 50 && empty.get() > 3, "the test shows little");
}

#[test]
fn what_a_question_is_for_is_what_its_rules_say() {
    for_many(60, |yaml, questionnaire, _| {
        let brute = Brute::of(questionnaire, day());
        let engine = Engine::new(questionnaire, day());
        let plan = Plan::new(&engine);
        for question in (0..questionnaire.questions().len()).map(QuestionIx::new) {
            let purpose = purpose(&plan, question).unwrap();
            assert!(purpose.never_asked != brute.reaches(question), "{yaml}\n{question:?}: {purpose:?}");
            let (decides, leads_to) = if purpose.never_asked { Default::default() } else { brute.purpose(question) };
            assert!(purpose.decides == decides && purpose.leads_to == leads_to, "{yaml}\n{question:?}: {purpose:?}");
        }
    });
}

/// A chain of exclusive ors over so many questions, in this order.
pub fn chain(name: &str, order: &[usize]) -> String {
    let mut chain = format!("      {name}0: q{}\n", order[0]);
    for (step, question) in order.iter().enumerate().skip(1) {
        let before = step - 1;
        chain += &format!(
            "      {name}{step}: ({name}{before} and not q{question}) or (not {name}{before} and q{question})\n"
        );
    }
    chain
}

/// That two long chains in different orders are the same is out of reach for such a solver; scores with huge points are too.
#[test]
fn what_explodes_ends_undecided() {
    let count = 44;
    let questions: String = (0..count)
        .map(|number| format!("      - {{ id: q{number}, ask: Ask?, type: yes_no }}\n"))
        .chain((0..40).map(|number| {
            let points = 997u64 * (number % 9 + 1);
            format!("      - {{ id: p{number}, ask: Ask?, type: choice, options: {{ a: {{ label: A, points: {points} }}, b: B }} }}\n")
        }))
        .collect();
    let forward: Vec<usize> = (0..count).collect();
    let shuffled: Vec<usize> = (0..count).map(|number| number * 17 % count).collect();
    let sum = (0..40).map(|number| format!("p{number}")).collect::<Vec<_>>().join(", ");
    let last = count - 1;
    let yaml = format!(
        "questionnaire: hard\nversion: 1.0.0\ntitle: Hard\nlanguage: en\nverdicts:\n  - v0: {{ title: Zero, says: Zero. }}\n  - v1: {{ title: One, says: One. }}\nsections:\n  - id: s0\n    title: Section\n    questions:\n{questions}    conditions:\n{}{}    scores:\n      huge: {{ title: Huge, sum: [{sum}] }}\n    rules:\n      - {{ id: odd, when: a{last} and not b{last}, verdict: v1, finding: It is so. }}\n      - {{ id: large, when: huge > 5000, verdict: v1, finding: It is so. }}\n",
        chain("a", &forward),
        chain("b", &shuffled),
    );
    let proved = prove(&set(&yaml), day());
    let undecided: Vec<&str> = proved
        .iter()
        .filter(|diagnostic| diagnostic.code == Code::Undecided)
        .map(|diagnostic| diagnostic.message.as_str())
        .collect();
    assert!(undecided.iter().any(|message| message.contains("`odd`")), "{undecided:?}");
    assert!(undecided.iter().any(|message| message.contains("`large`")), "{undecided:?}");
}

/// That the same thirty answers come to the same sum whichever way they are added up is plain to us, and hard to find by trying:
/// the page of `undecided` is held to what the proofs say of this set.
pub fn scores_that_explode() -> String {
    let mut questions = String::new();
    for number in 0..30 {
        let (some, more) = (1 + (number * 7) % 5, 11 + (number * 3) % 7);
        questions += &format!(
            "      - {{ id: q{number}, ask: Ask?, type: scale, options: {{ a: {{ label: A, points: 0 }}, b: {{ label: B, points: {some} }}, c: {{ label: C, points: {more} }} }} }}\n"
        );
    }
    let sum = |step: usize| (0..30).map(|number| format!("q{}", number * step % 30)).collect::<Vec<_>>().join(", ");
    format!(
        "questionnaire: hard\nversion: 1.0.0\ntitle: Hard\nlanguage: en\nverdicts:\n  - v0: {{ title: Zero, says: Zero. }}\n  - v1: {{ title: One, says: One. }}\nsections:\n  - id: s0\n    title: Section\n    questions:\n{questions}    scores:\n      one: {{ title: One, sum: [{}] }}\n      two: {{ title: Two, sum: [{}] }}\n    rules:\n      - {{ id: odd, when: one == 98 and two == 99, verdict: v1, finding: It is so. }}\n",
        sum(1),
        sum(7),
    )
}

#[test]
fn a_witness_picks_no_more_than_it_needs() {
    let yaml = "questionnaire: picks\nversion: 1.0.0\ntitle: Picks\nlanguage: en\nverdicts:\n  - v0: { title: Zero, says: Zero. }\n  - v1: { title: One, says: One. }\n  - v2: { title: Two, says: Two. }\nsections:\n  - id: s0\n    title: Section\n    questions:\n      - { id: pain, ask: Where?, type: choices, options: { back: Back, knee: Knee, heart: Heart, head: Head } }\n    rules:\n      - { id: some, when: \"pain has any [back, knee]\", verdict: v1, finding: So. }\n      - { id: grave, when: pain has heart, verdict: v2, finding: So. }\n      - { id: both, when: \"pain has all [knee, head]\", verdict: v1, finding: So. }\nguarantees:\n  - { id: mild, verdict: at most v1 }\n";
    let questionnaire = set(yaml);
    let engine = Engine::new(&questionnaire, day());
    let plan = Plan::new(&engine);
    let picked = |response: Option<Response>| {
        let answers: Vec<Answer> = response.unwrap().iter().map(|(_, answer)| answer.clone()).collect();
        let [Answer::Given(Value::Choices(picked))] = answers.as_slice() else { panic!("{answers:?}") };
        picked.iter().collect::<Vec<usize>>()
    };
    assert_eq!(
        picked(
            broken_by(&plan, &questionnaire[candidacy::value::index::GuaranteeIx(0)])
                .unwrap()
                .and_then(Breach::response)
        ),
        [2]
    );
    assert_eq!(picked(rule_witness(&plan, RuleIx(1)).unwrap()), [2]);
    assert_eq!(picked(rule_witness(&plan, RuleIx(2)).unwrap()), [1, 3]);
}

/// What "not sure" decides, an answer undoes: a verdict that rests on it is not settled, and the proof of a guarantee says so.
#[test]
fn what_is_cleared_up_settles_nothing() {
    let yaml = "questionnaire: clear
version: 1.0.0
title: Clear
language: en
verdicts: [{ v0: { title: A, says: A. } }, { v1: { title: B, says: B. } }]
sections:
  - id: s
    title: S
    questions:
      - { id: rash, ask: Rash?, type: yes_no, unsure: v0 }
      - { id: where, ask: Where?, type: choice, options: { face: Face, arm: Arm }, unsure: v0 }
      - { id: more, ask: More?, type: yes_no, when: where is unsure or where == arm }
    rules:
      - { id: seen, when: rash is answered and rash, verdict: v1, finding: It is so. }
guarantees:
  - { id: settles, settled: true, when: rash is unsure }
  - { id: holds, settled: true, when: rash is answered }
";
    let questionnaire = set(yaml);
    let engine = Engine::new(&questionnaire, day());
    let plan = Plan::new(&engine);
    let promised = |at: usize| &questionnaire[candidacy::value::index::GuaranteeIx::new(at)];
    let broken = broken_by(&plan, promised(0)).unwrap().and_then(Breach::response).unwrap();
    let said: Vec<&Answer> = broken.iter().map(|(_, answer)| answer).collect();
    assert_eq!(said, [&Answer::Unsure]);
    assert!(!engine.assess(&broken, candidacy::questionnaire::Audience::Everyone).settled());
    assert!(broken_by(&plan, promised(1)).unwrap().is_none());
}
