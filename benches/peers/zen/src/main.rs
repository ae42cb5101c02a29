//! zen-expression, the language of the ZEN engine: one compiled expression a rule.

use peer_common::print::{Words, plain};
use peer_common::set::RULES;
use peer_common::{Engine, run};
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

    fn name(&self) -> &str {
        "zen-expression"
    }

    fn parse(&self, line: &str) -> (String, Variable) {
        let line: Variable = serde_json::from_str(line).unwrap();
        let id = line.dot("id").unwrap().as_str().unwrap().to_owned();
        (id, line.dot("answers").unwrap())
    }

    fn judge(&mut self, input: &Variable) -> u32 {
        let (mut bits, scope) = (0, Scope::new(input.clone()));
        for (at, rule) in self.rules.iter().enumerate() {
            let held = rule.evaluate_with_scope(&scope, &mut self.vm).unwrap();
            bits |= u32::from(held.as_bool().unwrap()) << at;
        }
        bits
    }
}

fn main() {
    let words = Words {
        and: "and", or: "or", not: "not ",
        var: str::to_owned, number: plain,
        given: |id| format!("{id} != null"),
        holds: |id, option| format!("contains({id}, \"{option}\")"),
    };
    let rules = RULES.iter().map(|rule| compile_expression(&words.print(&rule.when)).unwrap()).collect();
    run(Peer { rules, vm: VM::new() });
}
