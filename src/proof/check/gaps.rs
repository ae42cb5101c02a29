//! No text of a finding shows an empty gap: whenever its rule holds, what the text names was answered, or the text asks first.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::proof::encode::Encoder;
use crate::proof::plan::Plan;
use crate::proof::solver::Undecided;
use crate::proof::undecided::undecided;
use crate::questionnaire::Rule;
use crate::source::{Span, Spanned};

/// Proves that the texts of findings are whole.
pub(super) fn prove(plan: &Plan<'_>) -> Diagnostics {
    let mut found = Diagnostics::default();
    for rule in plan.questionnaire.rules() {
        for gap in gaps(rule) {
            match may_be_empty(plan, rule, gap) {
                Ok(false) => {}
                Ok(true) => found.push(empty_gap(plan, rule, gap)),
                Err(gave_up) => {
                    let question = format!("whether `{}` is answered whenever `{}` holds", gap.value, rule.id);
                    found.push(undecided(gave_up, gap.span, &question));
                }
            }
        }
    }
    found
}

/// The gaps in a rule's texts that no `if` guards.
fn gaps(rule: &Rule) -> impl Iterator<Item = &Spanned<String>> {
    let texts = rule.texts();
    texts.flat_map(|text| text.open_gaps())
}

fn may_be_empty(plan: &Plan<'_>, rule: &Rule, gap: &Spanned<String>) -> Result<bool, Undecided> {
    // Scores and named conditions always have a value to show.
    let Some(question) = plan.questionnaire.question(&gap.value) else { return Ok(false) };
    let mut encoder = Encoder::new(plan);
    let holds = encoder.condition(&rule.when).yes;
    let states = encoder.states(question);
    let (open, absent) = (states.open, states.absent);
    let empty = encoder.solver.any(&[open, absent]);
    encoder.solve(&[holds, empty])
}

fn empty_gap(plan: &Plan<'_>, rule: &Rule, gap: &Spanned<String>) -> Diagnostic {
    let name = &gap.value;
    let message =
        format!("`{}` can be found while `{name}` has no answer, and its text then shows an empty gap", rule.id);
    let diagnostic = Diagnostic::new(Code::EmptyGap, gap.span, message)
        .also(rule.when.span, format!("this can hold without an answer to `{name}`"))
        .help(format!("write `{{% if {name} %}} … {{{{ {name} }}}} … {{% endif %}}`"))
        .help(format!("or add `{name} is answered` to the rule, if it is meant for those who answered"));
    match asked_when(plan, gap) {
        Some(when) => diagnostic.also(when, format!("`{name}` is asked only when this holds")),
        None => diagnostic,
    }
}

fn asked_when(plan: &Plan<'_>, gap: &Spanned<String>) -> Option<Span> {
    let question = plan.questionnaire.question(&gap.value)?;
    plan.questionnaire[question].when.as_ref().map(|when| when.span)
}
