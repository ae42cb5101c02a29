//! What a proof says when it had to give up.

use super::solver::Undecided;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// The fault that says which question was not decided, and what to do.
pub(crate) fn undecided(gave_up: Undecided, span: Span, question: &str) -> Diagnostic {
    let help = match gave_up {
        Undecided::Steps(_) | Undecided::Clauses(_) => {
            "split long chains of conditions or large scores into named conditions"
        }
        Undecided::Propagations(_) => {
            "write a count, as in `at least 2 of [a, b, c]`, in place of groups that are written out, or name parts of the condition"
        }
        Undecided::Plans(_) => "promise less of one step at a time, or let fewer rules want rests of different lengths",
        Undecided::Disagreement => {
            "nothing in the question set need be wrong; do not rely on this proof until that is repaired"
        }
    };
    Diagnostic::new(Code::Undecided, span, format!("not decided {gave_up}: {question}")).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proof::solver::disagreement;

    #[test]
    fn a_disagreement_asks_to_be_reported_and_names_no_steps() {
        let said = undecided(Undecided::Disagreement, Span::default(), "whether `promise` always holds").message;
        assert!(said.contains("a fault of Candidacy") && said.contains("please report it"), "{said}");
        assert!(!said.contains("steps"), "{said}");
    }

    #[test]
    #[should_panic(expected = "a fault of Candidacy: what was proved and what is judged disagree")]
    fn a_disagreement_ends_a_test() {
        let _ = disagreement("a rule holds although it is forbidden");
    }
}
