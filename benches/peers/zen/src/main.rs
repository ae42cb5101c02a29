//! zen-expression, the language of the ZEN engine: one compiled expression a rule.

use peer_common::print::zen;
use peer_common::{Bits, Engine, Task, bits};
use zen_expression::expression::Standard;
use zen_expression::scope::Scope;
use zen_expression::variable::Variable;
use zen_expression::vm::VM;
use zen_expression::{Expression, compile_expression};

struct Peer {
    rules: Vec<Expression<Standard>>,
    vm: VM,
}

impl Engine for Peer {
    type Input = Variable;
    type Held = Bits;

    fn name(&self) -> &str {
        "zen-expression"
    }

    fn parse(&self, line: &str) -> (String, Variable) {
        let line: Variable = serde_json::from_str(line).unwrap();
        let id = line.dot("id").unwrap().as_str().unwrap().to_owned();
        (id, line.dot("answers").unwrap())
    }

    fn judge(&mut self, input: &Variable) -> Bits {
        let scope = Scope::new(input.clone());
        let holds = |rule: &Expression<Standard>| rule.evaluate_with_scope(&scope, &mut self.vm).unwrap().as_bool();
        bits(self.rules.iter().map(holds).map(Option::unwrap))
    }
}

fn main() {
    let task = Task::of_arguments();
    let compile = |text: &String| compile_expression(text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
    let rules = zen().print_all(&task.set).iter().map(compile).collect();
    task.run(Peer { rules, vm: VM::new() });
}
