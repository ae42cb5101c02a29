//! Questions that speak to the client, lead to a verdict, and that no client is asked.

use super::lexicon::Lexicon;
use super::prose::sentences;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::questionnaire::{Audience, Question, Questionnaire, Section, tested};
use crate::value::index::{QuestionIx, VerdictIx};

/// Finds them: in a section that asks clients, what says "you" is meant for them. What a technician sees is asked in other words, or
/// in a section of its own.
pub(super) fn lint(questionnaire: &Questionnaire, lexicon: &Lexicon) -> Diagnostics {
    let mut found = Diagnostics::default();
    for (index, question) in questionnaire.questions().enumerated() {
        let section = &questionnaire[question.section];
        if question.audience == Audience::Technician
            && asks_clients(questionnaire, section)
            && speaks_to_somebody(question, lexicon)
            && let Some(verdict) = gravest(questionnaire, index)
        {
            let message = format!(
                "no client is asked `{}`, which can lead to `{}` and speaks to the client",
                question.id, questionnaire[verdict].id
            );
            found.push(
                Diagnostic::new(Code::UnaskedClient, question.span, message)
                    .help("leave `for: technician` out, or ask it as the technician would be asked"),
            );
        }
    }
    found
}

/// Whether a section asks clients of most things.
fn asks_clients(questionnaire: &Questionnaire, section: &Section) -> bool {
    let audiences = section.questions.iter().map(|question| questionnaire[question].audience);
    let clients = audiences.filter(|audience| audience.includes(Audience::Client)).count();
    2 * clients >= section.questions.iter().count().max(2)
}

fn speaks_to_somebody(question: &Question, lexicon: &Lexicon) -> bool {
    let words = sentences(question.ask.source()).into_iter().flat_map(|sentence| sentence.words);
    words.into_iter().any(|word| lexicon.addressing.contains(&word.lower))
}

/// The gravest verdict of the rules that rest on a question, if it is more than the first.
fn gravest(questionnaire: &Questionnaire, question: QuestionIx) -> Option<VerdictIx> {
    let rules = questionnaire.rules().iter().filter(|rule| rule.verdict > VerdictIx(0));
    rules.filter(|rule| tested(questionnaire, &rule.when).contains(&question)).map(|rule| rule.verdict).max()
}
