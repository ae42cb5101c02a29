//! How long each kind of proof takes and how much memory it holds at most, over generated sets of 10 to 320 questions (a third
//! of them conditional, two rules a question, a guarantee for every third), and for the SMP set.
//!
//! `cargo bench --bench proofs` prints the tables of `docs/speed.md`; `cargo bench --bench proofs -- 640 1280` other sizes.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a benchmark that cannot run should fail loudly, tells what it measured, and reads clocks and files"
)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Instant;

use candidacy::assessment::Engine;
use candidacy::catalog;
use candidacy::diagnostic::render::short;
use candidacy::outlook::{assess_exactly, what_if};
use candidacy::proof::{Family, prove, prove_only};
use candidacy::questionnaire::{Audience, Questionnaire, Texts, load};
use candidacy::response::{Response, accept};
use candidacy::source::Sources;
use candidacy::value::index::QuestionIx;
use candidacy::value::{Answer, Date, Value, parse_date};
use peak_alloc::PeakAlloc;

/// Counts what is held, whichever thread holds it: the proofs run in one of their own.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const SIZES: [usize; 6] = [10, 20, 40, 80, 160, 320];
/// Each figure is the median of so many rounds, in each of which everything is measured once.
const ROUNDS: usize = 5;

/// What is measured, by name.
type Work = Box<dyn Fn()>;

/// One figure: milliseconds, and megabytes held at most beyond what was held before.
#[derive(Clone, Copy, Default)]
struct Figure {
    time: f64,
    memory: f64,
}

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if sizes.is_empty() { SIZES.to_vec() } else { sizes };
    let columns: Vec<Vec<(&str, Figure)>> = sizes.iter().map(|size| measured(&generated(*size))).collect();
    println!("Milliseconds, and the exponent by which they grow from the size before the last but one to the last:\n");
    table(&sizes, &columns, |figure| figure.time);
    println!("\nMegabytes held at most:\n");
    table(&sizes, &columns, |figure| figure.memory);
    let smp = measured(&smp());
    let figure = |name: &str| smp.iter().find(|(known, _)| *known == name).map(|(_, figure)| *figure).unwrap();
    let (loading, proofs) = (figure("loading"), figure("all proofs"));
    println!(
        "\nThe SMP set: loading {:.1} ms, all proofs {:.1} ms ({:.1} MB): {:.2} times loading.",
        loading.time,
        proofs.time,
        proofs.memory,
        proofs.time / loading.time
    );
}

/// The median figures of everything.
fn measured(works: &[(&'static str, Work)]) -> Vec<(&'static str, Figure)> {
    let mut rounds = vec![Vec::new(); works.len()];
    for _ in 0..ROUNDS {
        for ((_, work), figures) in works.iter().zip(&mut rounds) {
            figures.push(measure(work));
        }
    }
    works.iter().zip(rounds).map(|((name, _), figures)| (*name, median(figures))).collect()
}

fn measure(work: &Work) -> Figure {
    let before = MEMORY.current_usage_as_mb();
    MEMORY.reset_peak_usage();
    let start = Instant::now();
    work();
    let time = start.elapsed().as_secs_f64() * 1e3;
    Figure { time, memory: f64::from(MEMORY.peak_usage_as_mb() - before) }
}

fn median(mut figures: Vec<Figure>) -> Figure {
    figures.sort_by(|a, b| a.time.total_cmp(&b.time));
    figures[figures.len() / 2]
}

fn table(sizes: &[usize], columns: &[Vec<(&str, Figure)>], of: fn(Figure) -> f64) {
    let heads = sizes.iter().map(|size| format!(" {size} |")).collect::<String>();
    println!("| questions |{heads} exponent |\n|---|{}---|", "---|".repeat(sizes.len()));
    for (row, (name, _)) in columns.first().into_iter().flatten().enumerate() {
        let values: Vec<f64> = columns.iter().map(|column| of(column[row].1)).collect();
        let cells = values.iter().map(|value| format!(" {} |", shown(*value))).collect::<String>();
        println!("| {name} |{cells} {} |", exponent(sizes, &values));
    }
}

/// Three digits that count.
fn shown(value: f64) -> String {
    match value {
        ..1.0 => format!("{value:.2}"),
        ..10.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}

fn exponent(sizes: &[usize], values: &[f64]) -> String {
    let Some(from) = sizes.len().checked_sub(3) else { return "-".to_owned() };
    let last = sizes.len() - 1;
    format!("{:.2}", (values[last] / values[from]).ln() / (sizes[last] as f64 / sizes[from] as f64).ln())
}

/// All that is measured of a questionnaire, and how it is loaded.
fn works(questionnaire: Questionnaire, loading: Work) -> Vec<(&'static str, Work)> {
    let questionnaire: &'static Questionnaire = Box::leak(Box::new(questionnaire));
    let some = |families: &'static [Family]| -> Work {
        Box::new(|| drop(black_box(prove_only(questionnaire, families, day()))))
    };
    let response: &'static Response = Box::leak(Box::new(answered(questionnaire)));
    vec![
        ("loading", loading),
        ("all proofs", Box::new(|| drop(black_box(prove(questionnaire, day()))))),
        ("– everything can be reached", some(&[Family::Reach])),
        ("– rules kept apart", some(&[Family::Rules])),
        ("– parts that never matter", some(&[Family::Parts])),
        ("– guarantees", some(&[Family::Guarantees])),
        ("– use, and gaps in texts", some(&[Family::Use, Family::Gaps])),
        (
            "what-if of one response",
            Box::new(|| drop(black_box(what_if(&Engine::new(questionnaire, day()), response)))),
        ),
        (
            "exact bounds of one response, encoding and all",
            Box::new(|| {
                let engine = Engine::new(questionnaire, day());
                drop(black_box(assess_exactly(&engine, response, Audience::Everyone)));
            }),
        ),
    ]
}

fn generated(questions: usize) -> Vec<(&'static str, Work)> {
    let files = Texts::one("questionnaire.yaml", yaml(questions));
    let loading = move || drop(black_box(load(&files, "questionnaire.yaml", &mut Sources::default())));
    works(loaded(questions), Box::new(loading))
}

fn smp() -> Vec<(&'static str, Work)> {
    let open = || catalog::open("smp", &mut Sources::default()).unwrap().0.unwrap();
    works(open(), Box::new(move || drop(black_box(open()))))
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
        let answer = match question.type_name().name() {
            "choice" | "scale" => Some(Answer::Given(Value::Choice(1))),
            "number" => Some(Answer::Given(Value::Number(40.into()))),
            _ => None,
        };
        let question = QuestionIx::new(position);
        if let Some(answer) = answer {
            response.set(accept(questionnaire, question, answer, day()).unwrap());
        }
    }
    response
}
