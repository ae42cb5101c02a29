//! What a report needs to name a thing in a few words, and to say how sure we are of it and what it rests on.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::questionnaire::{Audience, DecisionOption, Question, QuestionKind, Questionnaire, Rule, SourceNote};
use crate::value::index::VerdictIx;

/// A questionnaire that lists no levels of evidence, or no sources, is not held to naming them.
pub(super) fn lint(questionnaire: &Questionnaire) -> Diagnostics {
    let mut found = Diagnostics::default();
    for rule in questionnaire.rules().iter().filter(|rule| rule.verdict > VerdictIx(0)) {
        if rule.evidence.is_none() && !questionnaire.evidence().is_empty() {
            found.push(without_evidence(rule));
        }
        if rule.sources.is_empty() && !questionnaire.sources().is_empty() {
            found.push(without_source(rule));
        }
    }
    let options = questionnaire.decision().into_iter().flat_map(|aid| &aid.options);
    let unfounded = options.filter(|option| option.sources.is_empty() && !questionnaire.sources().is_empty());
    unfounded.for_each(|option| found.push(option_without_source(option)));
    found.append(unnamed(questionnaire));
    found
}

/// A questionnaire that names no rule by its point is not held to it, and so with the labels of dates and the kinds of sources.
fn unnamed(questionnaire: &Questionnaire) -> Diagnostics {
    let mut found = Diagnostics::default();
    let stands = |rule: &&Rule| rule.verdict > VerdictIx(0) && rule.finding.is_some();
    let rules = questionnaire.rules().iter();
    if rules.clone().any(|rule| rule.title.is_some()) {
        rules.filter(stands).filter(|rule| rule.title.is_none()).for_each(|rule| found.push(without_title(rule)));
    }
    let told = |question: &&Question| !question.private && question.audience != Audience::Technician;
    let dates = questionnaire.questions().iter().filter(|one| matches!(one.kind, QuestionKind::Date(_))).filter(told);
    if questionnaire.questions().iter().any(|question| question.label.is_some()) {
        dates.filter(|date| date.label.is_none()).for_each(|date| found.push(without_label(date)));
    }
    let sources = questionnaire.sources().iter();
    if sources.clone().any(|source| source.kind.is_some()) {
        sources.filter(|source| source.kind.is_none()).for_each(|source| found.push(without_kind(source)));
    }
    found
}

fn without_title(rule: &Rule) -> Diagnostic {
    Diagnostic::new(Code::MissingTitle, rule.span, format!("`{}` has no point to put above its finding", rule.id))
        .help("name it in a word or a few, as in `title: Sunburn`")
}

fn without_label(question: &Question) -> Diagnostic {
    Diagnostic::new(Code::MissingLabel, question.span, format!("a report cannot name the day of `{}`", question.id))
        .help("say in a few words what is on that day, as in `label: Last capsule`")
}

fn without_kind(source: &SourceNote) -> Diagnostic {
    let message = format!("the source `{}` does not say what sort of work it is", source.id);
    Diagnostic::new(Code::MissingKind, source.span, message)
        .help("add `kind: study`, `authority`, `handbook`, `trade` or `press`")
}

fn without_evidence(rule: &Rule) -> Diagnostic {
    Diagnostic::new(Code::MissingEvidence, rule.span, format!("`{}` does not say how sure we are", rule.id))
        .help("name one of the levels of evidence under the key `evidence`")
}

fn option_without_source(option: &DecisionOption) -> Diagnostic {
    let message = format!("what the option `{}` says of itself rests on nothing", option.id);
    Diagnostic::new(Code::MissingSource, option.span, message).help("name one or more sources, as in `sources: [B1]`")
}

fn without_source(rule: &Rule) -> Diagnostic {
    Diagnostic::new(Code::MissingSource, rule.span, format!("`{}` does not say what it rests on", rule.id))
        .help("name one or more sources, as in `sources: [B1]`")
}
