//! A wait that counts from today is for what still lasts: something that its rule asks about must be able to end.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::questionnaire::{Question, QuestionKind, Questionnaire, Rule, tested};

/// Rules that wait from today, though nothing that they ask about ever becomes otherwise: after the wait they hold as before, and a
/// report can name no day on which more is possible.
pub(super) fn prove(questionnaire: &Questionnaire) -> Diagnostics {
    let mut found = Diagnostics::default();
    for rule in questionnaire.rules().iter() {
        let from_today = rule.not_before.is_some_and(|wait| wait.question.is_none());
        let asked = tested(questionnaire, &rule.when);
        let asked: Vec<&Question> = asked.iter().map(|question| &questionnaire[*question]).collect();
        if from_today && rule.verdict.at() > 0 && !asked.is_empty() && asked.iter().all(|question| stays(question)) {
            found.push(fixed(rule, &asked));
        }
    }
    found
}

/// Whether no answer to it ever becomes another. What is asked of a day comes nearer or lies further back by itself.
fn stays(question: &Question) -> bool {
    match question.kind {
        QuestionKind::Date(_) => false,
        QuestionKind::YesNo
        | QuestionKind::Choice(_)
        | QuestionKind::Scale(_)
        | QuestionKind::Choices { .. }
        | QuestionKind::Number { .. }
        | QuestionKind::Text => question.can_change.movers().is_empty(),
    }
}

fn fixed(rule: &Rule, asked: &[&Question]) -> Diagnostic {
    let message = format!("`{}` waits, and nothing that it asks about ever changes", rule.id);
    let first = asked.first().map_or("", |question| question.id.as_str());
    let diagnostic = asked.iter().fold(Diagnostic::new(Code::WaitFixed, rule.span, message), |diagnostic, question| {
        diagnostic.also(question.span, "no answer to this becomes another")
    });
    diagnostic.help(format!(
        "say at `{first}` what time makes of an answer, as in `yes: {{ becomes: no, by: time }}`; or ask for the day, and count from it"
    ))
}
