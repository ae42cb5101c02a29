//! The upper bound: the rules of the diving course written by hand over a typed struct, those of the SMP set generated the
//! same way (`build.rs`), in two truth values; and what serde_json alone takes.

mod generated;
mod hand;
#[allow(dead_code, reason = "what of it is used depends on the set")]
mod said;

use peer_common::{Bits, Engine, Task, clock};
use serde::Deserialize;
use serde::de::IgnoredAny;

#[derive(Deserialize)]
struct Line<'l, A> {
    #[serde(borrow)]
    id: &'l str,
    answers: A,
}

fn parse<'l, A: Deserialize<'l>>(line: &'l str) -> Line<'l, A> {
    serde_json::from_str(line).unwrap()
}

struct Hand;

impl Engine for Hand {
    type Input = hand::Answers;
    type Held = u32;

    fn name(&self) -> &str {
        "hand-written"
    }

    fn parse(&self, line: &str) -> (String, hand::Answers) {
        let line: Line<'_, hand::Answers> = parse(line);
        (line.id.to_owned(), line.answers)
    }

    fn judge(&mut self, answers: &hand::Answers) -> u32 {
        hand::judge(answers)
    }
}

struct Generated;

impl Engine for Generated {
    type Input = generated::Answers;
    type Held = Bits;

    fn name(&self) -> &str {
        "straight-line Rust, generated"
    }

    fn parse(&self, line: &str) -> (String, generated::Answers) {
        let line: Line<'_, generated::Answers> = parse(line);
        (line.id.to_owned(), line.answers)
    }

    fn judge(&mut self, answers: &generated::Answers) -> Bits {
        generated::judge(answers)
    }
}

/// What serde_json takes for the lines alone: to see that they are valid, and to fill the struct.
fn alone<A: for<'l> Deserialize<'l>>(task: &Task) {
    let lines = || task.text.lines();
    let (valid, good) = clock(task.count, || lines().all(|line| serde_json::from_str::<IgnoredAny>(line).is_ok()));
    let (typed, bytes) =
        clock(task.count, || lines().map(|line| std::hint::black_box(parse::<A>(line)).id.len()).sum::<usize>());
    assert!(good && bytes > 0);
    for (engine, time) in [("serde_json: valid or not", valid), ("serde_json: typed struct", typed)] {
        let (set, count) = (&task.set.id, task.count);
        println!("{{\"set\":\"{set}\",\"engine\":\"{engine}\",\"count\":{count},\"line_ns\":{time:.2}}}");
    }
}

fn main() {
    let task = Task::of_arguments();
    if task.set.id == "course" {
        task.run(Hand);
        alone::<hand::Answers>(&task);
    } else {
        assert_eq!(task.set.id, "smp");
        task.run(Generated);
        alone::<generated::Answers>(&task);
    }
}
