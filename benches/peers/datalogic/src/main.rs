//! datalogic-rs: compiled JSONLogic over data in an arena.

use datalogic_rs::{Engine as Logic, Logic as Rule, ParsedData};
use peer_common::print::json_logic;
use peer_common::{Bits, Engine, Task, bits};

struct Peer {
    engine: Logic,
    rules: Vec<Rule>,
    arena: bumpalo::Bump,
}

impl Engine for Peer {
    type Input = ParsedData;
    type Held = Bits;

    fn name(&self) -> &str {
        "datalogic-rs"
    }

    fn parse(&self, line: &str) -> (String, ParsedData) {
        let data = ParsedData::from_json(line).unwrap();
        let id = data.value().get("id").and_then(|id| id.as_str()).unwrap().to_owned();
        (id, data)
    }

    fn judge(&mut self, input: &ParsedData) -> Bits {
        let holds = |rule: &Rule| self.engine.evaluate(rule, input, &self.arena).unwrap().as_bool().unwrap();
        let bits = bits(self.rules.iter().map(holds));
        self.arena.reset();
        bits
    }
}

fn main() {
    let (task, engine) = (Task::of_arguments(), Logic::new());
    let logic = task.set.rules.iter().map(|rule| json_logic(&task.set, &rule.when).to_string());
    let rules = logic.map(|text| engine.compile(text.as_str()).unwrap()).collect();
    task.run(Peer { engine, rules, arena: bumpalo::Bump::new() });
}
