//! Somebody thought of how long each answer may be believed that a verdict rests on.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::questionnaire::{ChangedBy, Question, Questionnaire, Rule, ValidFor, ValidForFrom, tested};
use crate::source::Span;
use crate::value::index::{QuestionIx, VerdictIx};

/// Finds the questions whose answers may be believed for longer than anybody meant.
pub(super) fn prove(questionnaire: &Questionnaire) -> Diagnostics {
    let judged = judged(questionnaire);
    let unsaid = |question: QuestionIx| {
        let from = questionnaire[question].valid_for_from;
        judged.contains(&question) && matches!(from, ValidForFrom::Questionnaire | ValidForFrom::Nowhere)
    };
    let mut found = Diagnostics::default();
    missing(questionnaire, unsaid).into_iter().for_each(|diagnostic| found.push(diagnostic));
    let lasting = questionnaire.questions().enumerated().filter(|(index, question)| lasts(question) && !unsaid(*index));
    lasting.for_each(|(_, question)| found.push(lasting_change(question)));
    found
}

/// The questions that a rule graver than the mildest verdict reads.
fn judged(questionnaire: &Questionnaire) -> BTreeSet<QuestionIx> {
    let grave = questionnaire.rules().iter().filter(|rule| rule.verdict > VerdictIx(0));
    let dated = |rule: &Rule| {
        let wait = rule.not_before.and_then(|wait| wait.question);
        wait.into_iter().chain(rule.by.and_then(|due| due.question))
    };
    grave.flat_map(|rule| tested(questionnaire, &rule.when).into_iter().chain(dated(rule))).collect()
}

/// One for each section, or one for all where the whole set says nothing. A default of the questionnaire alone is no thought
/// about any of them.
fn missing(questionnaire: &Questionnaire, unsaid: impl Fn(QuestionIx) -> bool) -> Vec<Diagnostic> {
    let all = questionnaire.sections().iter().map(|section| {
        let questions = section.questions.iter().filter(|question| unsaid(*question));
        (section, questions.map(|question| questionnaire[question].id.as_str()).collect::<Vec<_>>())
    });
    let all: Vec<_> = all.filter(|(_, questions)| !questions.is_empty()).collect();
    let nowhere = |question: &Question| question.valid_for_from == ValidForFrom::Nowhere;
    match all.first() {
        Some((first, _)) if questionnaire.questions().iter().all(nowhere) => {
            let questions: Vec<_> = all.iter().flat_map(|(_, questions)| questions).copied().collect();
            vec![missing_validity("this questionnaire", first.span, &questions)]
        }
        _ => all
            .iter()
            .map(|(section, questions)| missing_validity(&format!("`{}`", section.id), section.span, questions))
            .collect(),
    }
}

/// Whether an answer that changes by itself is believed for ever.
fn lasts(question: &Question) -> bool {
    question.can_change.movers().contains(&ChangedBy::Time) && question.valid_for == ValidFor::Always
}

/// How many questions a message names.
const NAMED: usize = 4;

fn missing_validity(whole: &str, place: Span, questions: &[&str]) -> Diagnostic {
    let named: Vec<_> = questions.iter().take(NAMED).map(|question| format!("`{question}`")).collect();
    let more = match questions.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = format!(
        "verdicts rest on answers in {whole} of which neither question nor section says how long they may be believed: {}{more}",
        named.join(", ")
    );
    Diagnostic::new(Code::MissingValidity, place, message)
        .help("write `valid_for` at the question or its section: `visit`, a duration as in `6 months`, or `always`")
}

fn lasting_change(question: &Question) -> Diagnostic {
    let message = format!("`{}` changes with time, but its answer is believed for ever", question.id);
    Diagnostic::new(Code::LastingChange, question.span, message)
        .help("give it a `valid_for`: `visit`, or a duration as in `6 months`")
}
