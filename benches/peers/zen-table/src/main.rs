//! The decision table of the ZEN engine: all rules are rows of one table that collects, their conditions cells of a column of
//! expressions. With a column for each question and cells below it the table is slower, by a tenth for the diving course and
//! by two thirds for the SMP set.

use std::sync::Arc;

use peer_common::print::zen;
use peer_common::set::Set;
use peer_common::{Bits, Engine, Task};
use serde_json::{Value as Json, json};
use tokio::runtime::{Builder, Runtime};
use zen_engine::{Decision, DecisionEngine, Variable};

struct Peer {
    decision: Decision,
    runtime: Runtime,
}

impl Engine for Peer {
    type Input = Variable;
    type Held = Bits;

    fn name(&self) -> &str {
        "zen-engine table"
    }

    fn parse(&self, line: &str) -> (String, Variable) {
        let line: Variable = serde_json::from_str(line).unwrap();
        let id = line.dot("id").unwrap().as_str().unwrap().to_owned();
        (id, line.dot("answers").unwrap())
    }

    fn judge(&mut self, input: &Variable) -> Bits {
        let response = self.runtime.block_on(self.decision.evaluate(input.clone())).unwrap();
        let rows = response.result.dot("rows").unwrap();
        let rows = rows.as_array().unwrap();
        let mut bits = Bits::default();
        for row in rows.borrow().iter() {
            let rule = usize::try_from(row.dot("rule").unwrap().as_number().unwrap()).unwrap();
            bits[rule / 64] |= 1 << (rule % 64);
        }
        bits
    }
}

/// A table between an input and an output.
fn graph(table: Json) -> Json {
    let node = |id: &str, kind: &str, content: Json| json!({ "id": id, "name": id, "type": kind, "position": { "x": 0, "y": 0 }, "content": content });
    json!({
        "nodes": [
            node("in", "inputNode", json!({})),
            node("table", "decisionTableNode", table),
            node("out", "outputNode", json!({})),
        ],
        "edges": [
            { "id": "first", "sourceId": "in", "targetId": "table", "type": "edge" },
            { "id": "last", "sourceId": "table", "targetId": "out", "type": "edge" },
        ],
    })
}

fn table(set: &Set) -> Json {
    let conditions = zen().print_all(set).into_iter().enumerate();
    let row =
        |(rule, when): (usize, String)| json!({ "_id": rule.to_string(), "when": when, "rule": rule.to_string() });
    json!({
        "hitPolicy": "collect",
        "inputs": [{ "id": "when", "name": "when" }],
        "outputs": [{ "id": "rule", "name": "rule", "field": "rule" }],
        "rules": conditions.map(row).collect::<Vec<_>>(),
        "passThrough": false,
        "executionMode": "single",
        "outputPath": "rows",
    })
}

fn main() {
    let task = Task::of_arguments();
    let content = serde_json::from_value(graph(table(&task.set))).unwrap();
    let mut decision = DecisionEngine::default().create_decision(Arc::new(content)).unwrap();
    decision.validate().unwrap();
    decision.compile();
    task.run(Peer { decision, runtime: Builder::new_current_thread().build().unwrap() });
}
