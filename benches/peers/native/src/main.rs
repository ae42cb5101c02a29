//! The upper bound: the rules written by hand over a typed struct, in two truth values; and what serde_json alone takes.

mod hand;

use hand::{Answers, Line};
use peer_common::{Engine, clock, count, responses, run};
use serde::de::IgnoredAny;

struct Hand;

impl Engine for Hand {
    type Input = Answers;

    fn name(&self) -> &str {
        "hand-written"
    }

    fn parse(&self, line: &str) -> (String, Answers) {
        let line: Line<'_> = serde_json::from_str(line).unwrap();
        (line.id.to_owned(), line.answers)
    }

    fn judge(&mut self, a: &Answers) -> u32 {
        hand::judge(a)
    }
}

fn main() {
    run(Hand);
    let text = responses(count());
    let (valid, good) = clock(count(), || text.lines().all(|line| serde_json::from_str::<IgnoredAny>(line).is_ok()));
    let (typed, sum) = clock(count(), || text.lines().map(|line| serde_json::from_str::<Line<'_>>(line).unwrap().answers.age).sum::<u32>());
    assert!(good && sum > 0);
    println!("{{\"engine\":\"serde_json: valid or not\",\"count\":{},\"line_ns\":{valid:.2}}}", count());
    println!("{{\"engine\":\"serde_json: typed struct\",\"count\":{},\"line_ns\":{typed:.2}}}", count());
}
