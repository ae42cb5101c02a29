//! The two answers that every question may take and no option may be called: `unsure` and `withheld`.

use crate::questionnaire::Question;
use crate::value::Answer;

/// "Not sure" and "rather not say", unless the text may well be the answer itself.
pub(super) fn reserved(question: &Question, word: &str) -> Option<Answer> {
    let offered = question.unsure.is_some() || !question.kind.is_free_text();
    match word {
        "unsure" if offered => Some(Answer::Unsure),
        "withheld" if offered => Some(Answer::Withheld),
        _ => None,
    }
}
