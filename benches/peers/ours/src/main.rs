//! This project. `growth` shows how judging grows with rules, `threads` what a second thread brings; else the arguments are
//! those of every engine: `SET COUNT`.

use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use candidacy::assessment::{Engine, Scratch};
use candidacy::batch::{Batch, BatchOptions, Chunk, Counting, Field, OnFault, RecordFormat, Records};
use candidacy::catalog::open;
use candidacy::questionnaire::{Audience, Question, QuestionKind, Questionnaire, Texts, load};
use candidacy::response::{Response, load as read};
use candidacy::source::Sources;
use candidacy::value::index::{QuestionIx, VerdictIx};
use candidacy::value::{Date, Decimal, parse_date};
use peer_common::{Task, clock};

/// The diving course, as written.
const COURSE: &str = include_str!("../../sets/course.yaml");

fn named(set: &str) -> Questionnaire {
    if set == "course" {
        return loaded(COURSE);
    }
    let (questionnaire, faults) = open(set, &mut Sources::default()).unwrap();
    questionnaire.unwrap_or_else(|| panic!("{set}: {faults:?}"))
}

fn loaded(yaml: &str) -> Questionnaire {
    let mut sources = Sources::default();
    let (questionnaire, faults) = load(&Texts::one("questionnaire.yaml", yaml), "questionnaire.yaml", &mut sources);
    questionnaire.unwrap_or_else(|| panic!("{faults:?}"))
}

fn day() -> Date {
    parse_date("2026-11-22").unwrap()
}

fn wanted(questionnaire: &Questionnaire) -> BatchOptions<'_> {
    BatchOptions {
        questionnaire,
        against: None,
        audience: Audience::Client,
        day: day(),
        bounds: candidacy::assessment::Bounds::Quick,
        written: RecordFormat::Json(Some(vec![Field::Id, Field::Verdict, Field::Findings])),
        faults: OnFault::GoOn,
        counting: Counting::Off,
        records: Records::All,
    }
}

/// Whole lines, some 128 KiB at a time, as the command reads them.
fn chunks(text: &str) -> Vec<Chunk> {
    let mut chunks = vec![Chunk { first: 1, ..Chunk::default() }];
    for line in text.split_inclusive('\n') {
        if chunks.last().unwrap().bytes.len() > 128 << 10 {
            chunks.push(Chunk { first: 1, ..Chunk::default() });
        }
        chunks.last_mut().unwrap().bytes.extend_from_slice(line.as_bytes());
    }
    chunks
}

fn parsed(questionnaire: &Questionnaire, text: &str) -> Vec<Response> {
    let one = |line: &str| {
        let mut sources = Sources::default();
        let source = sources.add("line", line);
        let (loaded, faults) = read(questionnaire, source, &sources, day());
        assert!(!faults.has_errors(), "{line}: {faults:?}");
        loaded.response
    };
    text.lines().map(one).collect()
}

/// Nanoseconds to judge one of these responses, already encoded. Each is judged once, as by the other engines: judged again
/// and again, the same responses take a third less, since the processor learns how they go.
fn judging(questionnaire: &Questionnaire, responses: &[Response]) -> f64 {
    let compiled = Engine::new(questionnaire, day());
    let mut time = 0.0;
    for part in responses.chunks(1024) {
        let encode = |response: &Response| {
            let mut slate = Scratch::default();
            compiled.encode(response, &mut slate);
            compiled.weigh(&mut slate);
            compiled.encode(response, &mut slate);
            slate
        };
        let mut slates: Vec<Scratch> = part.iter().map(encode).collect();
        let (spent, _) = clock(1, || {
            for slate in &mut slates {
                let weighed = compiled.weigh(slate);
                let findings = weighed.findings().fold(0u64, |bits, rule| bits.rotate_left(1) ^ u64::from(rule.0));
                black_box(((weighed.verdict, weighed.open_could_make_it), findings));
            }
        });
        time += spent;
    }
    time / responses.len() as f64
}

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("growth") => growth(),
        Some("threads") => threads(),
        _ => engine(&Task::of_arguments()),
    }
}

fn engine(task: &Task) {
    let questionnaire = named(&task.set.id);
    let few: String = task.text.split_inclusive('\n').take(20_000).collect();
    let few = parsed(&questionnaire, &few);
    let eval = judging(&questionnaire, &few);
    let chunks = chunks(&task.text);
    let batch = Batch::new(wanted(&questionnaire));
    let mut out = task.room().into_bytes();
    // As in the command, each part goes out as it is.
    let (line, ()) =
        clock(task.count, || chunks.iter().for_each(|chunk| out.extend_from_slice(&batch.judge(chunk).text)));
    // The others know nothing of answers that age, and here none has.
    let out = String::from_utf8(out).expect("records are text").replace("\"aged\":[],", "");
    task.report("candidacy", (few.len(), eval), line, out.as_bytes());
}

/// How long one thread and two take for the same chunks, in turn: judging alone, without a reader and a writer beside it.
fn threads() {
    let task = Task::new("course", 200_000);
    let questionnaire = named("course");
    let (chunks, batch) = (chunks(&task.text), Batch::new(wanted(&questionnaire)));
    for threads in [1, 2].repeat(7) {
        let next = AtomicUsize::new(0);
        let start = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    while let Some(chunk) = chunks.get(next.fetch_add(1, Ordering::Relaxed)) {
                        black_box(batch.judge(chunk));
                    }
                });
            }
        });
        println!("{{\"threads\":{threads},\"wall_ms\":{:.2}}}", start.elapsed().as_secs_f64() * 1e3);
    }
}

/// Random rules of one to three tests.
fn growth() {
    let task = Task::new("course", 20_000);
    let (head, _) = COURSE.split_once("    rules:\n").unwrap();
    let questionnaire = loaded(COURSE);
    for rules in [8usize, 16, 32, 64, 128, 256, 512, 1024, 2048] {
        let mut chance = Chance(7);
        let random = (0..rules).map(|rule| random(&mut chance, &questionnaire, rule));
        let grown = loaded(&format!("{head}    rules:\n{}", random.collect::<String>()));
        let time = judging(&grown, &parsed(&grown, &task.text));
        println!("{{\"rules\":{rules},\"eval_ns\":{time:.2}}}");
    }
}

/// A small generator with a fixed seed (xorshift64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % bound
    }
}

fn random(chance: &mut Chance, questionnaire: &Questionnaire, rule: usize) -> String {
    let questions = questionnaire.questions();
    let count = 1 + chance.below(3);
    let mut one = || {
        let at = chance.below(questions.len());
        test(chance, &questions[QuestionIx::new(at)])
    };
    let tests: Vec<String> = (0..count).map(|_| one()).collect();
    let verdict = &questionnaire.verdicts()[VerdictIx::new(1 + chance.below(4))].id;
    let when = tests.join(" and ");
    format!("      - {{ id: rule_{rule}, verdict: {verdict}, finding: It is so., when: \"{when}\" }}\n")
}

fn test(chance: &mut Chance, question: &Question) -> String {
    let id = &question.id;
    let mut option = || question.options()[chance.below(question.options().len())].id.as_str();
    match &question.kind {
        QuestionKind::YesNo => id.clone(),
        QuestionKind::Choice(_) => format!("{id} == {}", option()),
        QuestionKind::Choices { .. } => format!("{id} has {}", option()),
        QuestionKind::Number { range: Some((low, high)), .. } => {
            // Bounds as authors choose them: a few round numbers.
            let step = ((*high - *low) / Decimal::from(8)).floor();
            format!("{id} >= {}", *low + step * Decimal::from(1 + chance.below(6)))
        }
        _ => panic!("{id}: not of a kind that the course asks"),
    }
}
