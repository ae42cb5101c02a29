//! cel: one program a rule.

use std::sync::Arc;

use cel::{Context, Env, Program, Value};
use peer_common::print::{Words, decimal};
use peer_common::set::{QUESTIONS, RULES};
use peer_common::{Engine, run};
use serde_json::Value as Json;

struct Peer {
    env: Arc<Env>,
    rules: Vec<Program>,
}

fn value(json: &Json) -> Value {
    match json {
        Json::Bool(yes) => Value::Bool(*yes),
        Json::Number(number) => Value::Float(number.as_f64().unwrap()),
        Json::String(text) => Value::String(Arc::new(text.clone())),
        Json::Array(items) => Value::List(Arc::new(items.iter().map(value).collect())),
        _ => Value::Null,
    }
}

impl Engine for Peer {
    type Input = Context<'static, 'static>;

    fn name(&self) -> &str {
        "cel"
    }

    fn parse(&self, line: &str) -> (String, Self::Input) {
        let line: Json = serde_json::from_str(line).unwrap();
        let mut context = Context::with_env(self.env.clone());
        for question in QUESTIONS {
            let answer = line["answers"].get(question.id).map_or(Value::Null, value);
            context.add_variable_from_value(question.id.to_owned(), answer);
        }
        (line["id"].as_str().unwrap().to_owned(), context)
    }

    fn judge(&mut self, input: &Self::Input) -> u32 {
        let held = self.rules.iter().map(|rule| matches!(rule.execute(input).unwrap(), Value::Bool(true)));
        held.enumerate().fold(0, |bits, (rule, held)| bits | u32::from(held) << rule)
    }
}

fn main() {
    let words = Words {
        and: "&&", or: "||", not: "!",
        var: str::to_owned, number: decimal,
        given: |id| format!("{id} != null"),
        holds: |id, option| format!("\"{option}\" in {id}"),
    };
    let env = Arc::new(Env::stdlib());
    let rules = RULES.iter().map(|rule| env.compile(&words.print(&rule.when)).unwrap()).collect();
    run(Peer { env, rules });
}
