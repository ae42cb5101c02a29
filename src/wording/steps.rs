//! Texts that name a step of the plan which their rule does not want: whoever reads them waits for a step that is not planned.

use super::prose::sentences;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::questionnaire::{PlanStep, Questionnaire, Rule, WrittenText};
use crate::value::index::StepIx;

/// Finds them. A step that everybody's plan has is always planned, so only those on request are looked for.
pub(super) fn lint(questionnaire: &Questionnaire) -> Diagnostics {
    let mut found = Diagnostics::default();
    let steps = questionnaire.plan().into_iter().flat_map(|plan| plan.steps.enumerated());
    let on_request: Vec<_> = steps.filter(|(_, step)| step.on_request).collect();
    for (rule, text) in texts_of_rules(questionnaire) {
        for (index, step) in &on_request {
            named_unplanned(questionnaire, text, rule, (*index, step)).into_iter().for_each(|fault| found.push(fault));
        }
    }
    found
}

/// The texts of all rules.
pub(super) fn texts_of_rules(questionnaire: &Questionnaire) -> impl Iterator<Item = (&Rule, &WrittenText)> {
    questionnaire.texts().iter().filter_map(|text| {
        let rule = &questionnaire[questionnaire.rule(&text.owner)?];
        says(rule, text).then_some((rule, text))
    })
}

/// Whether a text is one of a rule, not of a question with the same id.
fn says(rule: &Rule, text: &WrittenText) -> bool {
    text.section == Some(rule.section)
        && !matches!(text.key, "ask" | "help" | "why" | "clear_up" | "title" | "intro" | "label" | "alt")
}

fn named_unplanned(
    questionnaire: &Questionnaire,
    text: &WrittenText,
    rule: &Rule,
    (index, step): (StepIx, &PlanStep),
) -> Option<Diagnostic> {
    if rule.plan.iter().any(|wanted| wanted.step == index) {
        return None;
    }
    // Where nobody is treated, only what is said to do can ask for a step; the rest tells what was.
    let refused = questionnaire.treats_up_to().is_some_and(|bound| rule.verdict > bound);
    if refused && matches!(text.key, "finding" | "technician") {
        return None;
    }
    let (start, end) = place(text.text(), &step.title)?;
    let message = format!("this names the step `{}`, which the rule `{}` does not want", step.id, rule.id);
    let fault = Diagnostic::new(Code::UnplannedStep, text.place(start, end), message);
    let cure = if refused {
        "a person who gets this verdict has no plan: say it in other words".to_owned()
    } else {
        format!("write `plan: {}` at the rule, or how long it takes: `plan: {{ {}: 4 weeks }}`", step.id, step.id)
    };
    Some(fault.help(cure).also(step.span, "the step"))
}

/// Where a text names a step by its title, in the singular or the plural.
fn place(text: &str, title: &str) -> Option<(usize, usize)> {
    let title = title.to_lowercase();
    let plural = format!("{title}s");
    sentences(text).iter().find_map(|sentence| {
        let mut starts = 0..sentence.words.len();
        starts.find_map(|at| {
            let length = [&plural, &title].into_iter().find_map(|phrase| sentence.reads(at, phrase))?;
            Some(sentence.range(at, length))
        })
    })
}
