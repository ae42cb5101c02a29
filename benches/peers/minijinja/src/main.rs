//! MiniJinja: one compiled expression a rule.

use minijinja::{Environment, Expression, Value};
use peer_common::print::Words;
use peer_common::{Bits, Engine, Task, bits};

struct Peer {
    rules: Vec<Expression<'static, 'static>>,
}

impl Engine for Peer {
    type Input = Value;
    type Held = Bits;

    fn name(&self) -> &str {
        "minijinja"
    }

    fn parse(&self, line: &str) -> (String, Value) {
        let line: Value = serde_json::from_str(line).unwrap();
        (line.get_attr("id").unwrap().to_string(), line.get_attr("answers").unwrap())
    }

    fn judge(&mut self, input: &Value) -> Bits {
        bits(self.rules.iter().map(|rule| rule.eval(input.clone()).unwrap().is_true()))
    }
}

fn main() {
    let task = Task::of_arguments();
    let words = Words {
        and: "and",
        or: "or",
        not: "not ",
        var: str::to_owned,
        number: str::to_owned,
        given: |id| format!("{id} is defined"),
        holds: |id, option| format!("\"{option}\" in {id}"),
        between: |id, first, last| format!("({id} >= \"{first}\" and {id} <= \"{last}\")"),
        points: |test, points| format!("({points} if {test} else 0)"),
        // A list that is not there holds nothing, and neither does a text that no option is a part of.
        guard_lists: false,
        // What is not there comes before all texts, and `unsure` after all days.
        guard_dates: false,
    };
    let environment: &'static Environment<'static> = Box::leak(Box::new(Environment::new()));
    let compile = |text: String| environment.compile_expression(text.leak()).unwrap();
    let rules = words.print_all(&task.set).into_iter().map(compile).collect();
    task.run(Peer { rules });
}
