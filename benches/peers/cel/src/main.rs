//! cel: one program a rule.

use std::sync::Arc;

use cel::{Context, Env, Program, Value};
use peer_common::print::{Words, pointed};
use peer_common::{Bits, Engine, Task, bits};
use serde_json::Value as Json;

struct Peer {
    env: Arc<Env>,
    /// What the rules name: a variable that is not there would be an error.
    variables: Vec<String>,
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
    type Held = Bits;

    fn name(&self) -> &str {
        "cel"
    }

    fn parse(&self, line: &str) -> (String, Self::Input) {
        let line: Json = serde_json::from_str(line).unwrap();
        let mut context = Context::with_env(self.env.clone());
        for id in &self.variables {
            let answer = line["answers"].get(id).map_or(Value::Null, value);
            context.add_variable_from_value(id.clone(), answer);
        }
        (line["id"].as_str().unwrap().to_owned(), context)
    }

    fn judge(&mut self, input: &Self::Input) -> Bits {
        bits(self.rules.iter().map(|rule| matches!(rule.execute(input).unwrap(), Value::Bool(true))))
    }
}

fn main() {
    let task = Task::of_arguments();
    let words = Words {
        and: "&&",
        or: "||",
        not: "!",
        var: str::to_owned,
        number: pointed,
        given: |id| format!("{id} != null"),
        holds: |id, option| format!("\"{option}\" in {id}"),
        between: |id, first, last| format!("({id} >= \"{first}\" && {id} <= \"{last}\")"),
        points: |test, points| format!("({test} ? {points}.0 : 0.0)"),
        guard_lists: true,
        guard_dates: true,
    };
    let env = Arc::new(Env::stdlib());
    let rules = words.print_all(&task.set).iter().map(|rule| env.compile(rule).unwrap()).collect();
    let variables = task.set.variables.iter().map(|variable| variable.id.clone()).collect();
    task.run(Peer { env, variables, rules });
}
