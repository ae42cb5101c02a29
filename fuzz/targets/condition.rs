//! Any text as a condition over a fixed scope, judged in worlds that know more and more.
#![no_main]

mod world;

use candidacy::condition::{
    Addend, AnswerType, Condition, Facts, Scope, Symbol, evaluate, parse, parse_duration, support,
};
use candidacy::document::Scalar;
use candidacy::source::{Sources, Span};
use candidacy::value::index::{ConditionIx, QuestionIx, ScoreIx};
use candidacy::value::{Date, Interval, OptionSet, State, Truth, Value, parse_date, parse_decimal};
use libfuzzer_sys::fuzz_target;
use world::{day, expect_sane};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut sources = Sources::default();
    let index = sources.add("questionnaire.yaml", text.clone());
    sources.add("names.yaml", " ".repeat(64));
    let span = Span::new(index, 0, text.len());
    let scalar = Scalar::verbatim(text, span);
    let (condition, faults) = parse(&scalar, &Names(names()));
    assert_eq!(condition.is_none(), faults.has_errors(), "{faults:?}");
    expect_sane(bytes, &faults, &sources);
    if let Some(condition) = condition {
        for tree in condition.walk() {
            assert!(scalar.text.get(tree.span.start as usize..tree.span.end as usize).is_some(), "{:?}", tree.span);
        }
        holds_its_laws(&condition);
    }
    expect_sane(bytes, &parse_duration(&scalar).1, &sources);
});

/// What is judged with less known stays so with more known, and rests on questions that there are.
fn holds_its_laws(condition: &Condition) {
    for seed in 0..6 {
        let mut before = None;
        for known in 0..=QUESTIONS {
            let world = World { known, values: values(seed), unsure: seed };
            let truth = evaluate(condition, &world);
            assert!(before.is_none_or(|before| before == Truth::Unknown || before == truth), "{before:?} to {truth:?}");
            assert!(support(condition, &world).iter().all(|question| question.at() < QUESTIONS));
            before = Some(truth);
        }
    }
}

const QUESTIONS: usize = 8;

enum Entry {
    Question(usize, AnswerType),
    Condition,
    Score,
    Later,
}

struct Names(Vec<(&'static str, Entry)>);

fn names() -> Vec<(&'static str, Entry)> {
    let options = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    // The last one excludes the others.
    let several = |options: Vec<String>| {
        let exclusive = std::iter::once(options.len() - 1).collect();
        AnswerType::Choices { options, exclusive }
    };
    let number = |decimals| AnswerType::Number { decimals, unit: None, ranged: decimals == 0 };
    vec![
        ("smoker", Entry::Question(0, AnswerType::YesNo)),
        ("keloid", Entry::Question(1, AnswerType::Choice(options("never family once often")))),
        ("stage", Entry::Question(2, AnswerType::Scale(options("i ii iii iv")))),
        ("skin_now", Entry::Question(3, several(options("psoriasis sunburn eczema none")))),
        ("age", Entry::Question(4, number(0))),
        ("weight", Entry::Question(5, number(1))),
        ("stopped", Entry::Question(6, AnswerType::Date)),
        ("note", Entry::Question(7, AnswerType::Text)),
        ("worry", Entry::Score),
        ("sunburnt", Entry::Later),
        ("active", Entry::Condition),
    ]
}

impl Scope for Names {
    fn resolve(&self, name: &str) -> Option<Symbol<'_>> {
        let at = self.0.iter().position(|(known, _)| *known == name)?;
        let place = Span::new(candidacy::source::SourceIx(1), at, at + 1);
        Some(match &self.0[at].1 {
            Entry::Question(question, kind) => Symbol::Question(QuestionIx::new(*question), kind, place),
            Entry::Condition => Symbol::Condition(ConditionIx(0), place),
            Entry::Score => Symbol::Score(ScoreIx(0), place),
            Entry::Later => Symbol::Later { stands: place, because: None },
        })
    }

    fn names(&self) -> Vec<&str> {
        self.0.iter().map(|(name, _)| *name).collect()
    }
}

/// Knows the first `known` questions; some of them only as unsure, withheld or not applicable, by `unsure`.
struct World {
    known: usize,
    values: Vec<Value>,
    unsure: usize,
}

fn values(seed: usize) -> Vec<Value> {
    let number = |text: &str| Value::Number(parse_decimal(text).unwrap());
    let date = |text: &str| Value::Date(parse_date(text).unwrap());
    vec![
        Value::YesNo(seed.is_multiple_of(2)),
        Value::Choice(seed % 4),
        Value::Choice((seed + 2) % 4),
        Value::Choices(OptionSet((seed as u64 % 15) + 1)),
        number(["0", "18", "-3", "120", "17", "65"][seed % 6]),
        number(["70.5", "0.1", "-0.1", "999", "18", "65.0"][seed % 6]),
        date(["2026-11-22", "2026-05-22", "0001-01-01", "9999-12-31", "2027-02-28", "2024-02-29"][seed % 6]),
        Value::Text("words".to_owned()),
    ]
}

impl Facts for World {
    fn state(&self, question: QuestionIx) -> State<'_> {
        match self.values.get(question.at()).filter(|_| question.at() < self.known) {
            None => State::Open,
            Some(_) if (question.at() + self.unsure) % 7 == 1 => State::Unsure,
            Some(_) if (question.at() + self.unsure) % 7 == 3 => State::NotApplicable,
            Some(_) if (question.at() + self.unsure) % 7 == 5 => State::Withheld,
            Some(value) => State::Answered(value),
        }
    }

    fn named(&self, _: ConditionIx) -> Truth {
        match self.state(QuestionIx(0)) {
            State::Answered(Value::YesNo(true)) => Truth::True,
            State::Answered(_) | State::NotApplicable => Truth::False,
            _ => Truth::Unknown,
        }
    }

    fn tree(&self, _: ConditionIx) -> Option<&Condition> {
        None
    }

    fn score(&self, _: ScoreIx) -> Option<Interval> {
        Some(match self.state(QuestionIx(1)) {
            State::Answered(Value::Choice(position)) => Interval { low: *position as i64, high: *position as i64 },
            State::NotApplicable => Interval { low: 0, high: 0 },
            _ => Interval { low: 0, high: 3 },
        })
    }

    fn addends(&self, _: ScoreIx) -> Vec<Addend<'_>> {
        vec![Addend::Answer(QuestionIx(1))]
    }

    fn day(&self) -> Date {
        day()
    }
}
