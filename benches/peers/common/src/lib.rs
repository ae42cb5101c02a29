//! What all engines share: the rule sets, their printers, the records and the clock.

use std::fmt::Write as _;

use cpu_time::ThreadTime;

pub mod print;
pub mod set;

use set::Set;

/// Where `peer-prepare` leaves the rule sets and responses.
pub const MADE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../made");

/// An engine under measurement.
pub trait Engine {
    /// A response in the engine's own form.
    type Input;
    type Held: Held;
    fn name(&self) -> &str;
    /// Reads a line; gives the id as well.
    fn parse(&self, line: &str) -> (String, Self::Input);
    /// Which rules hold.
    fn judge(&mut self, input: &Self::Input) -> Self::Held;
}

/// Which rules hold, as bits, rule 0 the lowest of the first word.
pub trait Held: Copy {
    fn words(&self) -> impl Iterator<Item = u64>;
}

/// Enough for the largest set.
pub type Bits = [u64; 4];

impl Held for Bits {
    fn words(&self) -> impl Iterator<Item = u64> {
        self.iter().copied()
    }
}

impl Held for u32 {
    fn words(&self) -> impl Iterator<Item = u64> {
        std::iter::once(u64::from(*self))
    }
}

/// The bits of rules judged one after the other.
pub fn bits(held: impl Iterator<Item = bool>) -> Bits {
    let mut bits = Bits::default();
    for (rule, held) in held.enumerate() {
        bits[rule / 64] |= u64::from(held) << (rule % 64);
    }
    bits
}

/// The positions of the rules that hold.
fn positions(held: &impl Held) -> impl Iterator<Item = usize> {
    held.words().enumerate().flat_map(|(at, mut word)| {
        std::iter::from_fn(move || {
            let bit = word.trailing_zeros() as usize;
            (word != 0).then(|| {
                word &= word - 1;
                at * 64 + bit
            })
        })
    })
}

/// Writes the record that all engines write.
pub fn record(out: &mut String, set: &Set, id: &str, held: &impl Held) {
    let verdict = positions(held).map(|rule| set.rules[rule].verdict).max().unwrap_or(0);
    let _ = write!(out, "{{\"id\":\"{id}\",\"verdict\":\"{}\",\"findings\":[", set.verdicts[verdict]);
    let mut comma = "";
    for rule in positions(held).map(|rule| &set.rules[rule]).filter(|rule| rule.finding) {
        let _ = write!(out, "{comma}\"{}\"", rule.id);
        comma = ",";
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

/// What a run is about: a rule set and its responses.
pub struct Task {
    pub set: Set,
    /// One response a line.
    pub text: String,
    pub count: usize,
}

impl Task {
    /// From the arguments `SET COUNT`.
    pub fn of_arguments() -> Task {
        let mut arguments = std::env::args().skip(1);
        let name = arguments.next().unwrap_or_else(|| "course".to_owned());
        let count = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(200_000);
        Task::new(&name, count)
    }

    pub fn new(name: &str, count: usize) -> Task {
        let read = |kind: &str| {
            let path = format!("{MADE}/{name}.{kind}");
            std::fs::read_to_string(&path).unwrap_or_else(|fault| panic!("{path}: {fault}; peer-prepare writes it"))
        };
        let set = serde_json::from_str(&read("json")).unwrap();
        let text: String = read("ndjson").split_inclusive('\n').take(count).collect();
        let count = text.lines().count();
        Task { set, text, count }
    }

    /// Measures an engine on its own input form and on whole lines, and prints one line of JSON.
    pub fn run(&self, mut engine: impl Engine) {
        let lines: Vec<&str> = self.text.lines().collect();
        let (mut judging, mut sum) = (0.0, 0u64);
        for part in lines.chunks(1024) {
            let inputs: Vec<_> = part.iter().map(|line| engine.parse(line).1).collect();
            let (time, found) = clock(1, || {
                let judged = inputs.iter().map(|input| engine.judge(input));
                judged.fold(0u64, |sum, held| held.words().fold(sum, u64::wrapping_add))
            });
            judging += time;
            sum = sum.wrapping_add(found);
        }
        let mut out = self.room();
        let (line, records) = clock(self.count, || {
            for line in self.text.lines() {
                let (id, input) = engine.parse(line);
                record(&mut out, &self.set, &id, &engine.judge(&input));
            }
            out
        });
        self.report(engine.name(), (self.count, judging / self.count as f64), line, records.as_bytes());
        std::hint::black_box(sum);
    }

    /// Room for the records, its pages already there: that the system hands out memory is no engine's speed.
    pub fn room(&self) -> String {
        let mut room = " ".repeat(self.text.len());
        room.clear();
        room
    }

    /// Prints what was measured (judging by how many responses), with hashes of the first records and of all.
    pub fn report(&self, name: &str, (judged, judging): (usize, f64), line: f64, records: &[u8]) {
        let (set, count) = (&self.set.id, self.count);
        let hashes: Vec<String> = prefixes(count)
            .into_iter()
            .map(|many| format!("\"{many}\":\"{:016x}\"", hash(first(records, many))))
            .collect();
        println!(
            "{{\"set\":\"{set}\",\"engine\":\"{name}\",\"count\":{count},\"judged\":{judged},\"eval_ns\":{judging:.2},\
             \"line_ns\":{line:.2},\"hashes\":{{{}}}}}",
            hashes.join(",")
        );
    }
}

/// How many records are hashed: a slow engine writes fewer, and is compared on those.
fn prefixes(count: usize) -> Vec<usize> {
    let mut prefixes: Vec<usize> =
        [1_000, 2_000, 5_000, 10_000, 20_000].into_iter().filter(|few| *few < count).collect();
    prefixes.push(count);
    prefixes
}

/// The first so many lines.
fn first(records: &[u8], many: usize) -> &[u8] {
    let ends = records.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    let end = ends.map(|(at, _)| at + 1).nth(many.saturating_sub(1)).unwrap_or(records.len());
    &records[..end]
}
