//! MiniJinja: one compiled expression a rule.

use minijinja::{Environment, Expression, Value};
use peer_common::print::{Words, plain};
use peer_common::set::RULES;
use peer_common::{Engine, run};

struct Peer {
    rules: Vec<Expression<'static, 'static>>,
}

impl Engine for Peer {
    type Input = Value;

    fn name(&self) -> &str {
        "minijinja"
    }

    fn parse(&self, line: &str) -> (String, Value) {
        let line: Value = serde_json::from_str(line).unwrap();
        (line.get_attr("id").unwrap().to_string(), line.get_attr("answers").unwrap())
    }

    fn judge(&mut self, input: &Value) -> u32 {
        let held = self.rules.iter().map(|rule| rule.eval(input.clone()).unwrap().is_true());
        held.enumerate().fold(0, |bits, (rule, held)| bits | u32::from(held) << rule)
    }
}

fn main() {
    let words = Words {
        and: "and", or: "or", not: "not ",
        var: str::to_owned, number: plain,
        given: |id| format!("{id} is defined"),
        holds: |id, option| format!("\"{option}\" in {id}"),
    };
    let environment: &'static Environment<'static> = Box::leak(Box::new(Environment::new()));
    let compile = |text: String| environment.compile_expression(text.leak()).unwrap();
    run(Peer { rules: RULES.iter().map(|rule| compile(words.print(&rule.when))).collect() });
}
