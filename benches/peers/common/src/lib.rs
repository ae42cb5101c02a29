//! One rule set for all engines: 16 questions and 32 rules about a diving course, its printers, its responses and the clock.

use std::fmt::Write as _;

use cpu_time::ThreadTime;

pub mod generate;
pub mod print;
pub mod set;

pub use generate::{Chance, responses};
use set::{RULES, VERDICTS};

/// An engine under measurement. Findings are bits, rule 0 the lowest.
pub trait Engine {
    /// A response in the engine's own form.
    type Input;
    fn name(&self) -> &str;
    /// Reads a line; gives the id as well.
    fn parse(&self, line: &str) -> (String, Self::Input);
    /// Which rules hold.
    fn judge(&mut self, input: &Self::Input) -> u32;
}

/// The most cautious verdict of these findings.
pub fn verdict(findings: u32) -> usize {
    let held = RULES.iter().enumerate().filter(|(rule, _)| findings >> rule & 1 == 1);
    held.map(|(_, rule)| rule.verdict).max().unwrap_or(0)
}

/// Writes the record that all engines write.
pub fn record(out: &mut String, id: &str, findings: u32) {
    let _ = write!(out, "{{\"id\":\"{id}\",\"verdict\":\"{}\",\"findings\":[", VERDICTS[verdict(findings)]);
    let held = RULES.iter().enumerate().filter(|(rule, _)| findings >> rule & 1 == 1);
    for (count, (_, rule)) in held.enumerate() {
        let _ = write!(out, "{}\"{}\"", if count == 0 { "" } else { "," }, rule.id);
    }
    out.push_str("]}\n");
}

/// A hash of what was written (FNV-1a): equal if and, but for chance, only if the records are equal.
pub fn hash(text: &[u8]) -> u64 {
    text.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Thread CPU time of `work` in nanoseconds an item.
pub fn clock<T>(items: usize, work: impl FnOnce() -> T) -> (f64, T) {
    let start = ThreadTime::now();
    let made = work();
    (start.elapsed().as_nanos() as f64 / items as f64, made)
}

/// How many responses this run takes: the first argument, else 200,000.
pub fn count() -> usize {
    std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(200_000)
}

/// Measures an engine on its own input form and on whole lines, and prints one line of JSON.
pub fn run(mut engine: impl Engine) {
    let count = count();
    let text = responses(count);
    let lines: Vec<&str> = text.lines().collect();
    let (mut judging, mut sum) = (0.0, 0u64);
    for part in lines.chunks(1024) {
        let inputs: Vec<_> = part.iter().map(|line| engine.parse(line).1).collect();
        let (time, found) = clock(1, || inputs.iter().fold(0u64, |sum, input| sum.wrapping_add(u64::from(engine.judge(input)))));
        judging += time;
        sum = sum.wrapping_add(found);
    }
    let (line, records) = clock(count, || {
        let mut out = String::with_capacity(text.len());
        for line in text.lines() {
            let (id, input) = engine.parse(line);
            record(&mut out, &id, engine.judge(&input));
        }
        out
    });
    report(engine.name(), judging / count as f64, line, records.as_bytes());
    std::hint::black_box(sum);
}

/// Prints what was measured.
pub fn report(name: &str, judging: f64, line: f64, records: &[u8]) {
    let hash = hash(records);
    println!("{{\"engine\":\"{name}\",\"count\":{},\"eval_ns\":{judging:.2},\"line_ns\":{line:.2},\"hash\":\"{hash:016x}\"}}", count());
}
