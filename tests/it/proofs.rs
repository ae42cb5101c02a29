//! Every proof against full enumeration: for random small questionnaires, every response is judged by the real evaluator, and
//! what the proofs say must be exactly what that shows.
//!
//! `PROOF_CASES=5000 PROOF_SPACE=20000 cargo test --test it proofs` tries more and larger ones; `PROOF_SEED` starts elsewhere.

mod brute;
mod changes;
pub mod small;

use candidacy::analysis::{Plan, broken_by, prove, purpose, rule_witness, verdict_witness};
use candidacy::diagnostic::Code;
use candidacy::questionnaire::Questionnaire;
use candidacy::source::Span;
use candidacy::value::index::{QuestionIx, RuleIx, VerdictIx};

use crate::generate::{Tape, day, load_text};
use brute::Brute;

/// What is wrong, and where.
type Place = (Code, Span);

/// What an environment variable says, or else a default.
fn setting(name: &str, default: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Numbers for a tape, the same for the same seed.
fn numbers(seed: usize) -> Vec<u16> {
    let mut state = seed as u64;
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
fn for_many(cases: usize, test: impl Fn(&str, &Questionnaire, &mut Tape)) {
    let (cases, space) = (setting("PROOF_CASES", cases), setting("PROOF_SPACE", 3_000));
    let (mut done, mut seed) = (0, setting("PROOF_SEED", 0) * 1_000_000);
    while done < cases {
        seed += 1;
        let tape = numbers(seed);
        let mut tape = Tape(&tape);
        let yaml = small::questionnaire(&mut tape);
        let questionnaire = load_text(&yaml);
        if small::space(&questionnaire, day()) <= space {
            test(&yaml, &questionnaire, &mut tape);
            done += 1;
        }
    }
    println!("{done} questionnaires");
}

#[test]
fn every_diagnostic_is_what_enumeration_shows() {
    for_many(250, |yaml, questionnaire, _| {
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
    for_many(250, |yaml, questionnaire, _| {
        let brute = Brute::of(questionnaire, day());
        let plan = Plan::new(questionnaire, day());
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
            let witness = broken_by(&plan, guarantee).unwrap();
            let shows = witness.as_ref().is_none_or(|response| brute.breaks(response, guarantee));
            let size = witness.map(|response| response.iter().count());
            assert!(shows && size == brute.broken[position], "{yaml}\nguarantee {}: {size:?}", guarantee.id);
        }
    });
}

#[test]
fn what_a_question_is_for_is_what_its_rules_say() {
    for_many(100, |yaml, questionnaire, _| {
        let brute = Brute::of(questionnaire, day());
        let plan = Plan::new(questionnaire, day());
        for question in (0..questionnaire.questions().len()).map(QuestionIx::new) {
            let (decides, leads_to) = brute.purpose(question);
            let purpose = purpose(&plan, question).unwrap();
            assert!(purpose.decides == decides && purpose.leads_to == leads_to, "{yaml}\n{question:?}: {purpose:?}");
        }
    });
}
