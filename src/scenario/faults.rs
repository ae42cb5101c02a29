//! What can be wrong in a scenario file, one function a fault.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Entry, Scalar};
use crate::questionnaire::shape::Fields;
use crate::questionnaire::{Question, QuestionKind, Questionnaire};
use crate::response;
use crate::source::{Span, Spanned};

pub(super) fn too_many(what: &str, count: usize, most: usize, place: Span) -> Diagnostic {
    Diagnostic::new(Code::TooMany, place, format!("{count} {what} are more than the {most} that are taken here"))
        .help("leave some out")
}

pub(super) fn bad_id(id: &Scalar) -> Diagnostic {
    Diagnostic::new(Code::BadId, id.span, format!("`{}` cannot be an id", id.text))
        .help("write lower-case letters, digits and underscores, starting with a letter")
}

pub(super) fn duplicate_id(id: &Scalar, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateId, id.span, format!("two scenarios are called `{}`", id.text))
        .also(first, "the other one")
        .help("give one of them another id")
}

pub(super) fn bad_date(scalar: &Scalar) -> Diagnostic {
    Diagnostic::new(Code::BadDate, scalar.span, format!("`{}` is not a day", scalar.text))
        .help("write year, month and day, such as `2026-11-22`")
}

pub(super) fn nothing_expected(fields: &Fields<'_>) -> Diagnostic {
    Diagnostic::new(Code::NothingExpected, fields.head, format!("{} expects nothing, so it cannot fail", fields.what))
        .help("add what is to come out, such as `verdict: …` or `findings: […]`")
}

pub(super) fn unused_base(key: &Spanned<String>) -> Diagnostic {
    Diagnostic::new(Code::UnusedBase, key.span, format!("no scenario starts from the base `{}`", key.value))
        .help("name it in a scenario, or leave it out; its answers are not looked at")
}

pub(super) fn unknown_section(key: &Spanned<String>, questionnaire: &Questionnaire) -> Diagnostic {
    let known = questionnaire.sections().iter().map(|section| section.id.as_str());
    let fault = Diagnostic::new(Code::UnknownSection, key.span, format!("there is no section `{}`", key.value));
    or_help(fault.nearest(&key.value, known), "look up its `id` in the questionnaire")
}

pub(super) fn unknown_rule(name: &Scalar, questionnaire: &Questionnaire) -> Diagnostic {
    let known = questionnaire.rules().iter().map(|rule| rule.id.as_str());
    let fault = Diagnostic::new(Code::UnknownRule, name.span, format!("there is no rule `{}`", name.text));
    or_help(fault.nearest(&name.text, known), "look up its `id` in the questionnaire")
}

pub(super) fn unknown_step(id: &str, place: Span, questionnaire: &Questionnaire) -> Diagnostic {
    let steps = questionnaire.plan().into_iter().flat_map(|plan| &plan.steps);
    let fault = Diagnostic::new(Code::UnknownStep, place, format!("there is no step `{id}`"));
    or_help(fault.nearest(id, steps.map(|step| step.id.as_str())), "look up its `id` under `plan` in the questionnaire")
}

pub(super) fn unknown_question(name: &Scalar, questionnaire: &Questionnaire) -> Diagnostic {
    let name = Spanned::new(name.text.clone(), name.span);
    or_help(response::unknown_question(&name, questionnaire), "look up its `id` in the questionnaire")
}

pub(super) fn unknown_option(name: &Scalar, question: &Question) -> Diagnostic {
    let message = format!("`{}` has no option `{}`", question.id, name.text);
    let sides: &[&str] = if matches!(question.kind, QuestionKind::YesNo) { &["yes", "no"] } else { &[] };
    let known = sides.iter().copied().chain(question.options().iter().map(|option| option.id.as_str()));
    let fault = Diagnostic::new(Code::UnknownOption, name.span, message).nearest(&name.text, known);
    or_help(fault, "leave the point and what follows out: then no change of the question is to be proposed")
}

pub(super) fn unknown_verdict(name: &Scalar, questionnaire: &Questionnaire) -> Diagnostic {
    let known = questionnaire.verdicts().iter().map(|verdict| verdict.id.as_str());
    let fault = Diagnostic::new(Code::UnknownVerdict, name.span, format!("there is no verdict `{}`", name.text));
    or_help(fault.one_of(&name.text, known), "look up its `id` in the questionnaire")
}

/// A fault with this help, unless it says something better already.
pub(super) fn or_help(fault: Diagnostic, help: &str) -> Diagnostic {
    if fault.help.is_empty() { fault.help(help) } else { fault }
}

/// Accepted outcomes beside a set that stands on no other.
pub(super) fn accepts_nothing(entry: &Entry) -> Diagnostic {
    Diagnostic::new(Code::UnknownKey, entry.key.span, "there is no base whose scenarios could come to something else")
        .help("take `accepted` out, and write what is expected into the scenarios themselves")
}
