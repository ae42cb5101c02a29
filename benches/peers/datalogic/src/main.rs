//! datalogic-rs: compiled JSONLogic over data in an arena.

use datalogic_rs::{Engine as Logic, Logic as Rule, ParsedData};
use peer_common::print::json_logic;
use peer_common::set::RULES;
use peer_common::{Engine, run};

struct Peer {
    engine: Logic,
    rules: Vec<Rule>,
    arena: bumpalo::Bump,
}

impl Engine for Peer {
    type Input = ParsedData;

    fn name(&self) -> &str {
        "datalogic-rs"
    }

    fn parse(&self, line: &str) -> (String, ParsedData) {
        let data = ParsedData::from_json(line).unwrap();
        let id = data.value().get("id").and_then(|id| id.as_str()).unwrap().to_owned();
        (id, data)
    }

    fn judge(&mut self, input: &ParsedData) -> u32 {
        let holds = |rule: &Rule| self.engine.evaluate(rule, input, &self.arena).unwrap().as_bool().unwrap();
        let bits = self.rules.iter().enumerate().fold(0, |bits, (at, rule)| bits | u32::from(holds(rule)) << at);
        self.arena.reset();
        bits
    }
}

fn main() {
    let engine = Logic::new();
    let rules = RULES.iter().map(|rule| engine.compile(json_logic(&rule.when).to_string().as_str()).unwrap()).collect();
    run(Peer { engine, rules, arena: bumpalo::Bump::new() });
}
