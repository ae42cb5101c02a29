//! How the proofs grow: time and memory of loading and of each kind of proof, over generated sets shaped like the one for
//! SMP (sections of twelve questions, a third of them conditional, two rules a question, a guarantee for every third).
//!
//! `cargo bench --bench proofs`; `cargo bench --bench proofs -- 320` for one size.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a benchmark that cannot run should fail loudly, and it reads files"
)]

use std::fmt::Write as _;

use candidacy::analysis::{Family, Plan, prove, prove_only, reachable, what_if};
use candidacy::assessment::assess;
use candidacy::catalog;
use candidacy::diagnostic::render::short;
use candidacy::questionnaire::{Audience, Questionnaire, Texts, load};
use candidacy::response::Response;
use candidacy::source::Sources;
use candidacy::value::index::QuestionIx;
use candidacy::value::{Answer, Date, Value, parse_date};
use divan::Bencher;

/// Counts what is allocated: the columns `alloc` and `max alloc`.
#[global_allocator]
static ALLOCATOR: divan::AllocProfiler = divan::AllocProfiler::system();

const SIZES: [usize; 6] = [10, 20, 40, 80, 160, 320];

fn main() {
    divan::main();
}

fn day() -> Date {
    parse_date("2026-11-22").unwrap()
}

/// A set of so many questions.
fn yaml(questions: usize) -> String {
    let mut yaml = String::from(
        "questionnaire: generated\nversion: 1.0.0\ntitle: Generated\nlanguage: en\nverdicts:\n  - v0: { title: Zero, says: Zero. }\n  - v1: { title: One, says: One. }\n  - v2: { title: Two, says: Two. }\n  - v3: { title: Three, says: Three. }\nsections:\n",
    );
    let mut guarantees = String::from("guarantees:\n");
    for first in (0..questions).step_by(12) {
        section(&mut yaml, &mut guarantees, first..questions.min(first + 12));
    }
    yaml + &guarantees
}

fn section(yaml: &mut String, guarantees: &mut String, range: std::ops::Range<usize>) {
    let first = range.start;
    writeln!(yaml, "  - id: s{first}\n    title: Section\n    questions:").unwrap();
    for number in range.clone() {
        let kind = match number % 6 {
            0 => "type: choice, options: { a: A, b: B, c: C, d: D, e: E }",
            1 => "type: choices, options: { a: A, b: B, c: C, d: D, none_of: { label: None, exclusive: true } }",
            2 => "type: date",
            3 => {
                "type: scale, options: { a: { label: A, points: 0 }, b: { label: B, points: 1 }, c: { label: C, points: 2 } }"
            }
            4 => "type: yes_no",
            _ => "type: number, range: 0..120",
        };
        let when = match number % 6 {
            2 => format!(", when: \"q{} == a\"", number - 2),
            4 => format!(", when: \"q{} has any [a, b]\"", number - 3),
            _ => String::new(),
        };
        writeln!(yaml, "      - {{ id: q{number}, ask: Ask?, {kind}, unsure: v2{when} }}").unwrap();
    }
    if range.len() == 12 {
        writeln!(yaml, "    conditions:\n      bad{first}: q{first} == b or q{} >= b", first + 3).unwrap();
        writeln!(yaml, "    scores:\n      sum{first}: {{ title: Sum, sum: [q{}, q{}] }}", first + 3, first + 9)
            .unwrap();
    }
    yaml.push_str("    rules:\n");
    for number in range.clone() {
        rules(yaml, guarantees, number);
    }
    if range.len() == 12 {
        writeln!(
            yaml,
            "      - {{ id: worst{first}, when: bad{first} and sum{first} >= 3, verdict: v2, finding: So. }}"
        )
        .unwrap();
    }
}

fn rules(yaml: &mut String, guarantees: &mut String, number: usize) {
    let earlier = number.saturating_sub(6);
    let (one, other) = match number % 6 {
        0 => (format!("q{number} == b"), format!("q{number} in [c, d] and q{earlier} == b")),
        1 => (format!("q{number} has a"), format!("q{number} has any [b, c]")),
        2 => (
            format!("q{number} within 6 months"),
            format!("q{number} within 12 months and not q{number} within 6 months"),
        ),
        3 => (format!("q{number} == c"), format!("q{number} == b and q{} == a", number - 3)),
        4 => (format!("q{number}"), format!("not q{number} and q{number} is answered")),
        _ => (format!("q{number} < 18"), format!("q{number} >= 65 or q{} == c", number - 2)),
    };
    writeln!(yaml, "      - {{ id: r{number}a, when: \"{one}\", verdict: v2, finding: So. }}").unwrap();
    writeln!(
        yaml,
        "      - {{ id: r{number}b, when: \"{other}\", verdict: v{}, finding: So., advice: Do. }}",
        1 + 2 * (number % 2)
    )
    .unwrap();
    if number.is_multiple_of(3) {
        writeln!(guarantees, "  - {{ id: g{number}, when: \"{one}\", verdict: at least v2 }}").unwrap();
    }
}

fn loaded(questions: usize) -> Questionnaire {
    let files = Texts::one("questionnaire.yaml", yaml(questions));
    let mut sources = Sources::default();
    let (questionnaire, diagnostics) = load(&files, "questionnaire.yaml", &mut sources);
    questionnaire.unwrap_or_else(|| panic!("{}", short(&diagnostics, &sources)))
}

/// Everything answered with what is least remarkable.
fn answered(questionnaire: &Questionnaire) -> Response {
    let mut response = Response::new(questionnaire);
    for (position, question) in questionnaire.questions().iter().enumerate() {
        let answer = match question.type_name() {
            "choice" | "scale" => Some(Answer::Given(Value::Choice(1))),
            "number" => Some(Answer::Given(Value::Number(40.into()))),
            _ => None,
        };
        response.set(QuestionIx::new(position), answer);
    }
    response
}

#[divan::bench(args = SIZES)]
fn loading(bencher: Bencher, questions: usize) {
    let files = Texts::one("questionnaire.yaml", yaml(questions));
    bencher.bench_local(|| load(&files, "questionnaire.yaml", &mut Sources::default()));
}

fn family(bencher: Bencher, questions: usize, family: Family) {
    let questionnaire = loaded(questions);
    bencher.bench_local(|| prove_only(&questionnaire, &[family], day()));
}

#[divan::bench(args = SIZES)]
fn reach(bencher: Bencher, questions: usize) {
    family(bencher, questions, Family::Reach);
}

#[divan::bench(args = SIZES)]
fn rules_apart(bencher: Bencher, questions: usize) {
    family(bencher, questions, Family::Rules);
}

#[divan::bench(args = SIZES)]
fn parts(bencher: Bencher, questions: usize) {
    family(bencher, questions, Family::Parts);
}

#[divan::bench(args = SIZES)]
fn guarantees(bencher: Bencher, questions: usize) {
    family(bencher, questions, Family::Guarantees);
}

#[divan::bench(args = SIZES)]
fn use_and_gaps(bencher: Bencher, questions: usize) {
    let questionnaire = loaded(questions);
    bencher.bench_local(|| prove_only(&questionnaire, &[Family::Use, Family::Gaps], day()));
}

#[divan::bench(args = SIZES)]
fn everything(bencher: Bencher, questions: usize) {
    let questionnaire = loaded(questions);
    bencher.bench_local(|| prove(&questionnaire, day()));
}

#[divan::bench(args = SIZES)]
fn what_if_of_one(bencher: Bencher, questions: usize) {
    let questionnaire = loaded(questions);
    let response = answered(&questionnaire);
    bencher.bench_local(|| what_if(&questionnaire, &response, day()));
}

#[divan::bench(args = SIZES)]
fn still_reachable(bencher: Bencher, questions: usize) {
    let questionnaire = loaded(questions);
    let response = answered(&questionnaire);
    let assessment = assess(&questionnaire, &response, Audience::Everyone, day());
    bencher.bench_local(|| reachable(&Plan::new(&questionnaire, day()), &response, &assessment));
}

#[divan::bench]
fn smp_loading(bencher: Bencher) {
    bencher.bench_local(|| catalog::open("smp", &mut Sources::default()).unwrap());
}

#[divan::bench]
fn smp_everything(bencher: Bencher) {
    let questionnaire = catalog::open("smp", &mut Sources::default()).unwrap().0.unwrap();
    bencher.bench_local(|| prove(&questionnaire, day()));
}
