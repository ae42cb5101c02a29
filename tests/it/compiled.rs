//! The compiled form where the random questionnaires of `generate` do not reach: many options, long conditions.

use candidacy::assessment::{Engine, Scratch};
use candidacy::questionnaire::Audience;
use candidacy::response::Response;
use candidacy::value::index::QuestionIx;
use candidacy::value::{Answer, OptionSet, Value};

use crate::generate::{Tape, put, response};
use crate::oracle::Oracle;
use crate::support::{day, set};

/// Twenty options with points in three columns, tests across columns, rules too long to multiply out, a chain of named
/// conditions, and more than sixty-four conjunctions.
fn wide() -> String {
    let options = |count: usize| {
        (0..count).map(|at| format!("o{at}: {{ label: L, points: {} }}", at as i64 - 4)).collect::<Vec<_>>().join(", ")
    };
    let mut yaml = String::from(
        "questionnaire: wide\nversion: 1.0.0\ntitle: Wide\nlanguage: en\nverdicts:\n  - v0: { title: Zero, says: Zero. }\n  - v1: { title: One, says: One. }\n  - v2: { title: Two, says: Two. }\n  - v3: { title: Three, says: Three. }\nsections:\n  - id: s\n    title: S\n    questions:\n",
    );
    yaml +=
        &format!("      - {{ id: many, ask: Which?, type: choices, options: {{ {} }}, unsure: v1 }}\n", options(20));
    for at in 0..6 {
        yaml += &format!(
            "      - {{ id: q{at}, ask: Which?, type: choice, options: {{ a: A, b: B, c: C, d: D }}, unsure: v2 }}\n"
        );
    }
    yaml += "      - { id: n, ask: How much?, type: number, decimals: 10 }\n";
    yaml += "    scores:\n      sum: { title: Sum, sum: [many] }\n    conditions:\n";
    yaml += "      c0: \"q0 == a or q1 == a\"\n";
    for at in 1..8 {
        yaml += &format!(
            "      c{at}: \"(c{} and not (q{} == b)) or (not c{} and q{} in [c, d])\"\n",
            at - 1,
            at % 6,
            at - 1,
            (at + 1) % 6
        );
    }
    let long: Vec<String> = (0..6).map(|at| format!("(q{at} == a or q{} == b)", (at + 1) % 6)).collect();
    let mut rules = vec![
        "many has any [o1, o9, o18]".to_owned(),
        "many has all [o1, o9]".to_owned(),
        "many has none [o0, o8, o19]".to_owned(),
        "not (many has all [o2, o10, o17]) and q0 == a".to_owned(),
        long.join(" and "),
        format!("not ({})", long.join(" and ")),
        "c7".to_owned(),
        "not c7".to_owned(),
        "c3 and not c5".to_owned(),
        "q0 == a and not (q0 == a)".to_owned(),
        "sum >= 3".to_owned(),
        "sum < 0 or sum == 2".to_owned(),
        "n >= 0.0000000001".to_owned(),
        "n == 79228162514264337593543950335".to_owned(),
        "n < -70000000000000000000000000000".to_owned(),
    ];
    rules.extend((0..70).map(|at| {
        format!(
            "q{} == {} and q{} != {}",
            at % 6,
            ["a", "b", "c", "d"][at / 6 % 4],
            (at + 1) % 6,
            ["d", "c", "b", "a"][at % 4]
        )
    }));
    yaml += "    rules:\n";
    for (at, rule) in rules.iter().enumerate() {
        yaml += &format!("      - {{ id: r{at}, verdict: v{}, finding: So., when: \"{rule}\" }}\n", 1 + at % 3);
    }
    yaml
}

#[test]
fn many_options_and_long_conditions_are_judged_as_the_oracle_does() {
    let questionnaire = set(&wide());
    let compiled = Engine::new(&questionnaire, day());
    let mut seed = 1u32;
    let mut next = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) as u16
    };
    let mut slate = Scratch::default();
    for _ in 0..600 {
        let tape: Vec<u16> = (0..200).map(|_| next()).collect();
        let mut response = response(&questionnaire, &mut Tape(&tape));
        // Many picks at once, which the tape rarely draws; without an answer the oracle would try a million.
        let picks =
            OptionSet(u64::from(next()) | u64::from(next()) << 16).and(OptionSet::first(20)).or(OptionSet::of(0));
        put(&questionnaire, &mut response, QuestionIx(0), Answer::Given(Value::Choices(picks)));
        let oracle = Oracle { questionnaire: &questionnaire, response: &response, day: day() };
        let assessment = Engine::new(&questionnaire, day()).assess(&response, Audience::Client);
        assert_eq!((assessment.verdict.0, assessment.open_could_make_it.0), oracle.verdicts(), "{response:?}");
        let held: Vec<u16> = assessment.findings.iter().map(|finding| finding.rule.0).collect();
        let expected: Vec<u16> = (0u16..)
            .zip(questionnaire.rules())
            .filter(|(_, rule)| oracle.rule(rule) == Some(true))
            .map(|(at, _)| at)
            .collect();
        assert_eq!(held, expected, "{response:?}");
        compiled.encode(&response, &mut slate);
        let weighed = compiled.weigh(&mut slate);
        assert_eq!((weighed.verdict, weighed.open_could_make_it), (assessment.verdict, assessment.open_could_make_it));
        assert_eq!(weighed.findings().map(|rule| rule.0).collect::<Vec<_>>(), held);
    }
}

#[test]
fn a_slate_keeps_nothing_of_the_response_before() {
    let questionnaire = set(&wide());
    let compiled = Engine::new(&questionnaire, day());
    let mut slate = Scratch::default();
    let empty = Response::new(&questionnaire);
    let alone = compiled.assess_with(&empty, Audience::Client, &mut Scratch::default());
    let mut full = Response::new(&questionnaire);
    put(&questionnaire, &mut full, QuestionIx(0), Answer::Unsure);
    put(&questionnaire, &mut full, QuestionIx(1), Answer::Given(Value::Choice(0)));
    compiled.assess_with(&full, Audience::Client, &mut slate);
    assert_eq!(compiled.assess_with(&empty, Audience::Client, &mut slate), alone);
}
