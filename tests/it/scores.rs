//! What scores add up: each kind of item in each state, missing answers, and what is said of mistakes.

use candidacy::assessment::Engine;
use candidacy::condition::{evaluate, support};
use candidacy::diagnostic::Code;
use candidacy::diff::{Budget, diff};
use candidacy::proof::prove;
use candidacy::questionnaire::{Audience, Texts, load};
use candidacy::source::Sources;
use candidacy::value::Truth;
use candidacy::value::index::{RuleIx, ScoreIx};

use crate::support::{answers, day, set};

/// A set with this sum; a rule asks whether it is at least 2.
fn summed(sum: &str) -> String {
    format!(
        "questionnaire: scored
version: 1.0.0
title: Scored
verdicts: [{{ a: {{ title: A, says: A. }} }}, {{ b: {{ title: B, says: B. }} }}]
sections:
  - id: one
    title: One
    questions:
      - {{ id: gate, ask: Gate?, type: yes_no, unsure: b, yes: {{ points: 3 }}, no: {{ points: -1 }} }}
      - {{ id: pulse, ask: Pulse?, type: number, range: 20..250, unsure: b, required: false }}
      - {{ id: heat, ask: Heat?, type: number, decimals: 1, range: 34..42, when: gate }}
      - {{ id: worry, ask: Worry?, type: choice, unsure: b, options: {{ none: {{ label: None, points: 1 }}, some: Some }} }}
      - {{ id: signs, ask: Signs?, type: choices, options: {{ x: X, y: Y, no: {{ label: No, exclusive: true }} }} }}
    conditions:
      hot: heat >= 38 and fast
      fast: pulse > 110
    scores:
      total: {{ title: Total, sum: [{sum}] }}
    rules:
      - {{ id: r, when: total >= 2, verdict: b, finding: So. }}
"
    )
}

#[test]
fn each_item_adds_what_its_state_allows() {
    let bands = "{ of: pulse, bands: { ..40: 3, 41..50: 1, 51..90: 0, 91..110: 1, 111..130: 2, 131..: 3 } }";
    let warm = "{ of: heat, bands: { ..36.4: -1, 36.5..37.9: 0, 38.0..: 2 } }";
    let own = "{ of: worry, points: { none: 0, some: 2 } }";
    let picks = "{ of: signs, points: { x: 2, y: -3, no: 1 } }";
    for (sum, response, (low, high)) in [
        ("gate", "{ gate: yes }", (3, 3)),
        ("gate", "{ gate: no }", (-1, -1)),
        ("gate", "{ gate: unsure }", (-1, 3)),
        ("gate", "{}", (-1, 3)),
        ("{ of: gate, points: { yes: 1, no: 5 } }", "{ gate: yes }", (1, 1)),
        ("{ of: gate, points: { yes: 1, no: 5 } }", "{}", (1, 5)),
        (bands, "{ pulse: 40 }", (3, 3)),
        (bands, "{ pulse: 41 }", (1, 1)),
        (bands, "{ pulse: 50 }", (1, 1)),
        (bands, "{ pulse: 51 }", (0, 0)),
        (bands, "{ pulse: 90 }", (0, 0)),
        (bands, "{ pulse: 91 }", (1, 1)),
        (bands, "{ pulse: 110 }", (1, 1)),
        (bands, "{ pulse: 111 }", (2, 2)),
        (bands, "{ pulse: 130 }", (2, 2)),
        (bands, "{ pulse: 131 }", (3, 3)),
        (bands, "{ pulse: null }", (0, 3)),
        (bands, "{ pulse: withheld }", (0, 3)),
        (warm, "{ gate: yes, heat: 36.4 }", (-1, -1)),
        (warm, "{ gate: yes, heat: 36.5 }", (0, 0)),
        (warm, "{ gate: yes, heat: 38 }", (2, 2)),
        (warm, "{ gate: no }", (0, 0)),
        (warm, "{ gate: yes }", (-1, 2)),
        // Not known to apply.
        ("{ of: heat, bands: { ..36.4: 1, 36.5..: 2 } }", "{}", (0, 2)),
        ("{ of: heat, bands: { ..36.4: 1, 36.5..: 2 } }", "{ gate: yes }", (1, 2)),
        ("worry", "{ worry: none }", (1, 1)),
        (own, "{ worry: none }", (0, 0)),
        (own, "{ worry: some }", (2, 2)),
        (own, "{ worry: unsure }", (0, 2)),
        (picks, "{ signs: [x, y] }", (-1, -1)),
        (picks, "{ signs: [no] }", (1, 1)),
        (picks, "{}", (-3, 2)),
        ("{ when: hot, points: 2 }", "{ gate: yes, heat: 38, pulse: 120 }", (2, 2)),
        ("{ when: hot, points: 2 }", "{ gate: no }", (0, 0)),
        ("{ when: hot, points: 2 }", "{ pulse: 120 }", (0, 2)),
        ("{ when: hot, points: -2 }", "{ pulse: 120 }", (-2, 0)),
        ("{ when: gate is unsure, points: 4 }, { when: not gate, points: 1 }", "{ gate: withheld }", (4, 5)),
    ] {
        let questionnaire = set(&summed(sum));
        let response_read = answers(&questionnaire, &format!("answers: {response}\n"));
        let total = Engine::new(&questionnaire, day()).assess(&response_read, Audience::Client).scores[ScoreIx(0)];
        assert_eq!((total.low, total.high), (low, high), "{sum} {response}");
    }
}

/// A response, whether a score of it is at least 2, and the questions that decide it.
type Row = (&'static str, Truth, &'static [&'static str]);

/// Holds a rule `total >= 2` against rows.
fn holds(questionnaire: &str, rows: &[Row]) {
    let questionnaire = set(questionnaire);
    let engine = Engine::new(&questionnaire, day());
    for (response, expected, because) in rows {
        let response_read = answers(&questionnaire, &format!("answers: {response}\n"));
        let situation = engine.situation(&response_read);
        let when = &questionnaire[RuleIx(0)].when;
        assert_eq!(evaluate(when, &situation), *expected, "{response}");
        let reasons = support(when, &situation);
        let reasons: Vec<&str> = reasons.iter().map(|index| questionnaire[*index].id.as_str()).collect();
        assert_eq!(reasons, *because, "{response}");
        let found = engine.assess(&response_read, Audience::Everyone);
        assert_eq!(found.findings.len(), usize::from(*expected == Truth::True), "{response}");
        assert!(*expected != Truth::Unknown || found.could_become.at() == 1, "{response}");
    }
}

#[test]
fn a_condition_that_decides_gives_its_questions_as_reasons() {
    holds(
        &summed("worry, { when: hot, points: 2 }"),
        &[
            ("{ gate: yes, heat: 38, pulse: 120, worry: some }", Truth::True, &["pulse", "heat", "worry"]),
            ("{ gate: yes, heat: 37, pulse: 120, worry: none }", Truth::False, &["heat", "worry"]),
            ("{ gate: yes, heat: 39, pulse: 100, worry: none }", Truth::False, &["pulse", "worry"]),
            // What is answered leaves nothing unknown; the rest of the condition does.
            ("{ gate: yes, heat: 39, worry: none }", Truth::Unknown, &["pulse"]),
            ("{ gate: yes, heat: 39, pulse: 120 }", Truth::True, &["pulse", "heat", "worry"]),
        ],
    );
}

#[test]
fn with_more_missing_than_may_nothing_is_known() {
    let limited = |most: usize| {
        summed("gate, { of: pulse, bands: { ..60: 2, 61..: 0 } }, worry, { when: heat > 40, points: 1 }")
            .replace("points: 1 }] }", &format!("points: 1 }}], missing: {{ up_to: {most} }} }}"))
    };
    holds(
        &limited(0),
        &[
            ("{ gate: no, pulse: 60, worry: none, heat: 41 }", Truth::True, &["gate", "pulse", "heat", "worry"]),
            ("{ gate: yes, pulse: 60 }", Truth::Unknown, &["heat", "worry"]),
            ("{ gate: no, pulse: unsure, worry: some }", Truth::Unknown, &["pulse"]),
        ],
    );
    holds(
        &limited(1),
        &[
            // A condition that is not known is no missing answer.
            ("{ gate: yes, worry: none }", Truth::True, &["gate", "pulse", "heat", "worry"]),
            ("{ gate: yes, pulse: 60, worry: withheld }", Truth::True, &["gate", "pulse", "heat", "worry"]),
            ("{ gate: yes, pulse: null, worry: unsure }", Truth::Unknown, &["pulse", "heat", "worry"]),
            ("{ gate: unsure, worry: some }", Truth::Unknown, &["gate", "pulse", "heat"]),
        ],
    );
}

/// Conditions and scores in the wrong order, and the right answers.
#[test]
fn names_stand_in_any_order() {
    let text = summed("{ when: second >= 4, points: 2 }, worry").replace(
        "    rules:",
        "      second: { title: Second, sum: [gate, { when: hot, points: 1 }, { when: third == 1, points: 9 }] }
      third: { title: Third, sum: [{ when: fast, points: 2 }] }
    rules:",
    );
    holds(
        &text,
        &[
            ("{ gate: yes, heat: 38, pulse: 120, worry: some }", Truth::True, &["gate", "pulse", "heat", "worry"]),
            ("{ gate: yes, heat: 38, pulse: 100, worry: some }", Truth::False, &["gate", "pulse", "worry"]),
        ],
    );
    let found = prove(&set(&text), day());
    let told: Vec<&str> = found.iter().map(|one| one.message.as_str()).filter(|told| told.contains("score")).collect();
    assert_eq!(told, [""; 0]);
}

/// Scores that rest on scores in a long chain cost no more than they are long.
#[test]
fn long_chains_of_scores_are_judged_proved_and_compared() {
    let chain = |first: i64| {
        let mut text = summed("{ when: s59 >= 1, points: 2 }");
        for number in (0..60).rev() {
            let on = if number == 0 { "gate".to_owned() } else { format!("s{} >= 1", number - 1) };
            let points = if number == 0 { first } else { 1 };
            let line =
                format!("      s{number}: {{ title: S, sum: [{{ when: {on}, points: {points} }}] }}\n    rules:");
            text = text.replacen("    rules:", &line, 1);
        }
        text
    };
    holds(
        &chain(1),
        &[
            ("{ gate: yes }", Truth::True, &["gate"]),
            ("{ gate: no }", Truth::False, &["gate"]),
            ("{}", Truth::Unknown, &["gate"]),
        ],
    );
    let (old, new) = (set(&chain(1)), set(&chain(-1)));
    let told = diff(&Engine::new(&old, day()), &Engine::new(&new, day()), Budget::default());
    assert!(!told.same_judgement() && told.undecided.is_empty(), "{told:?}");
    let counted = told.differences.iter().filter(|one| one.kind.is_counted());
    assert!(counted.clone().count() > 0 && counted.clone().all(|one| one.count.is_some()), "{told:?}");
    assert!(!prove(&old, day()).iter().any(|one| one.code == Code::Undecided));
}

/// One mistake gives one message, which says what to do.
#[test]
fn a_mistake_in_a_sum_gives_one_message_with_its_cure() {
    for (sum, message, cure) in [
        ("{ of: pulse, bands: { ..40: 3, 42..: 0 } }", "no band takes 41, which `pulse` can be", "write `41: 0`"),
        ("{ of: pulse, bands: { ..40: 3, 45..: 0 } }", "no band takes 41, which `pulse` can be", "write `41..44: 0`"),
        ("{ of: pulse, bands: { ..40: 3, 40..: 0 } }", "two bands of `pulse` take 40", "`..40` and `41..`"),
        ("{ of: pulse, bands: { ..40: 3, 30..60: 1, 61..: 0 } }", "two bands of `pulse` take 30", "begins"),
        ("{ of: pulse, bands: { 21..40: 3, 41..: 0 } }", "no band takes 20, which `pulse` can be", "write `..20: 0`"),
        (
            "{ of: pulse, bands: { ..40: 3, 41..249: 0 } }",
            "no band takes 250, which `pulse` can be",
            "write `250..: 0`",
        ),
        ("{ of: pulse, bands: { ..10: 3, 11..: 0 } }", "no answer to `pulse` lies in this band", "leave the band out"),
        ("{ of: pulse, bands: { ..40.5: 3, 41..: 0 } }", "`40.5` has more digits", "decimals: 1"),
        ("{ of: pulse, bands: { 40-: 3, 41..: 0 } }", "`40-` is not a number", "write a band as `41..50`"),
        ("{ of: pulse, bands: { 40..20: 3, 41..: 0 } }", "nothing lies in the band `40..20`", "the lower end first"),
        ("{ of: pulse, bands: { ..40: 2.5, 41..: 0 } }", "`..40` cannot be `2.5`", "a whole number"),
        ("{ of: pulse, bands: { ..40: 1,000, 41..: 0 } }", "`000` stands alone behind a comma", "as in `1000`"),
        ("{ of: pulse, bands: { ..40: '1,000', 41..: 0 } }", "`..40` cannot be `1,000`", "write `1000`"),
        ("{ of: pulse, bands: {} }", "`bands` has no band in it", "as in `bands:"),
        ("{ of: heat, bands: { ..36.9: 0, 37.1..: 1 } }", "no band takes 37.0, which `heat` can be", "write `37.0: 0`"),
        ("{ of: worry, points: { some: 2 } }", "these points of `worry` leave out `none`", "write `none: 0`"),
        ("{ of: worry, points: { none: 0, somme: 2 } }", "`worry` has no option `somme`", "`some`"),
        ("{ of: worry, points: { none: 1,000, some: 2 } }", "`000` stands alone behind a comma", "as in `1000`"),
        ("{ of: worry, bands: { ..40: 3, 41..: 0 } }", "the points of `worry` go by its options", "of: worry, points:"),
        (
            "{ of: gate, bands: { ..40: 3, 41..: 0 } }",
            "the points of `gate` go by its answers",
            "points: { yes: 2, no: 0 }",
        ),
        ("{ of: pulse, points: { a: 3 } }", "the points of the number `pulse` go by bands", "of: pulse, bands:"),
        ("{ of: pulse }", "the points of the number `pulse` go by bands", "of: pulse, bands:"),
        ("pulse", "`pulse` is a number, and has no points by itself", "of: pulse, bands:"),
        ("{ of: pulsee, bands: { ..40: 3, 41..: 0 } }", "there is no question `pulsee`", "`pulse`"),
        ("hot > 1", "there is no question `hot > 1`", "{ when: age >= 75, points: 2 }"),
        ("{ when: pulse > 90 }", "this summand has no `points`", "add a line `points: …`"),
        ("{ when: pulse > 90, points: 0 }", "this condition adds 0 points", "give it points"),
        ("{ when: pulse > 90, points: 2.5 }", "`points` cannot be `2.5`", "a whole number"),
        ("{ when: pulse > 90, points: 1,000 }", "`000` stands alone behind a comma", "as in `1000`"),
        ("{ when: puls > 90, points: 1 }", "there is no question, condition or score `puls`", "`pulse`"),
        ("{ when: total > 1, points: 1 }", "`total` rests on itself", "leave out one of these names"),
        ("{ if: pulse > 90, points: 1 }", "`if` has no meaning in a summand", "`of`"),
        ("{ points: 1 }", "this summand names neither a question nor a condition", "of: pulse"),
        ("worry, { of: worry, points: { none: 0, some: 1 } }", "`worry` is added twice", "leave one of the two out"),
    ] {
        told(&summed(sum), message, cure);
    }
    let limited =
        |limit: &str| summed("gate, worry").replacen("[gate, worry] }", &format!("[gate, worry], {limit} }}"), 1);
    for (limit, message, cure) in [
        ("missing: { up_to: 2 }", "`up_to: 2` never counts: the score adds the answers to 2", "a smaller number"),
        ("missing: { up_to: half }", "`up_to` cannot be `half`", "write a whole number"),
        ("missing: 1", "a limit should be a mapping", "write its keys"),
        ("missing: {}", "limit `missing` has no `up_to`", "add a line `up_to: …`"),
        ("missing: { prorate: true }", "`prorate`: nothing is filled in by a mean", "missing: { up_to: 2 }"),
        ("prorate: true", "`prorate`: nothing is filled in by a mean", "missing: { up_to: 2 }"),
    ] {
        let text = limited(limit);
        told(&text, message, cure);
    }
    let yes = summed("gate").replace("yes: { points: 3 }", "yes: { points: lots }");
    told(&yes, "`points` cannot be `lots`", "a whole number");
}

fn told(text: &str, message: &str, cure: &str) {
    let (_, found) = load(&Texts::one("questionnaire.yaml", text), "questionnaire.yaml", &mut Sources::default());
    let all: Vec<String> = found.iter().map(|one| format!("{} / {}", one.message, one.help.join(" / "))).collect();
    let [one] = all.as_slice() else { panic!("not one message: {all:#?}\n{text}") };
    assert!(one.contains(message) && one.contains(cure), "{one}\nwanted: {message} / {cure}");
}
