//! Responses to the rule set, always the same.

use std::fmt::Write as _;

use crate::set::{Kind, QUESTIONS};

/// A small generator with a fixed seed (xorshift64*).
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Chance(seed | 1)
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % bound
    }
}

/// `count` responses, always the same.
pub fn responses(count: usize) -> String {
    let mut chance = Chance::new(2026);
    let mut text = String::new();
    for number in 0..count {
        let _ = write!(text, "{{\"id\":\"r{number:06}\",\"answers\":{{");
        let mut comma = "";
        for question in QUESTIONS {
            let value = match question.kind {
                Kind::YesNo => (chance.below(5) == 0).to_string(),
                Kind::Choice(options) => format!("\"{}\"", options[chance.below(options.len() as u64) as usize]),
                Kind::Choices(options) => {
                    let picked = options.iter().filter(|_| chance.below(5) == 0).map(|option| format!("\"{option}\""));
                    format!("[{}]", picked.collect::<Vec<_>>().join(","))
                }
                Kind::Number { optional: true, .. } if chance.below(2) == 0 => continue,
                Kind::Number { low, high, decimals, .. } => {
                    let whole = low + chance.below((high - low) as u64) as i64;
                    if decimals == 0 { whole.to_string() } else { format!("{whole}.{}", chance.below(10)) }
                }
            };
            let _ = write!(text, "{comma}\"{}\":{value}", question.id);
            comma = ",";
        }
        text.push_str("}}\n");
    }
    text
}
