//! Questions of what was ever so, whose answers would become a "no": what once was so stays so.

use super::lexicon::{Lexicon, WordList};
use super::prose::{Sentence, sentences};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::questionnaire::{CanChange, Question, Questionnaire};

/// How an option begins that says that nothing was so.
const DENIALS: [&str; 3] = ["never", "no", "none"];

/// Finds the questions that give people another past. A step to another "yes", as in "Yes, and it is flat now", is none.
pub(super) fn lint(questionnaire: &Questionnaire, lexicon: &Lexicon) -> Diagnostics {
    let mut found = Diagnostics::default();
    for text in questionnaire.texts().iter().filter(|text| text.key == "ask") {
        let Some(change) = questionnaire.question(&text.owner).and_then(|index| undone(&questionnaire[index])) else {
            continue;
        };
        let asked = sentences(text.text()).iter().find_map(|sentence| ever(sentence, lexicon));
        if let Some((start, end)) = asked {
            let message = format!("this asks what was ever so, and yet {change}");
            let fault = Diagnostic::new(Code::EverChanges, text.place(start, end), message);
            found.push(fault.help("leave that change out, or ask how it is now"));
        }
    }
    found
}

/// The words that ask for all of the past: "have you ever", but not "have you had … in the past week".
fn ever(sentence: &Sentence<'_>, lexicon: &Lexicon) -> Option<(usize, usize)> {
    let found = |list: &WordList| {
        let places = 0..sentence.words.len();
        places.into_iter().find_map(|at| list.iter().find_map(|phrase| Some((at, sentence.reads(at, phrase)?))))
    };
    let (at, length) = found(&lexicon.evers).filter(|_| sentence.asks && found(&lexicon.lately).is_none())?;
    // "Do you ever …?" asks for a habit of now.
    let past = sentence.words.iter().take(at + length).any(|word| lexicon.past_verbs.contains(&word.lower));
    past.then(|| sentence.range(at, length))
}

/// The first change after which it never was so.
fn undone(question: &Question) -> Option<String> {
    let denies = |at: usize| {
        let label = sentences(&question.option(at).label).into_iter().flat_map(|sentence| sentence.words).next();
        label.is_some_and(|word| DENIALS.contains(&word.lower.as_str()))
    };
    match &question.can_change {
        CanChange::No | CanChange::Number(_) => None,
        CanChange::Becomes(becomes) if question.options().is_empty() => {
            let yes = becomes.get(1).filter(|yes| !yes.to.is_empty());
            yes.map(|_| "`yes` may become `no`".to_owned())
        }
        CanChange::Becomes(becomes) => becomes.iter().enumerate().find_map(|(from, change)| {
            let to = change.to.iter().find(|to| denies(*to)).filter(|_| !denies(from))?;
            Some(format!("`{}` may become `{}`", question.option(from).id, question.option(to).id))
        }),
        CanChange::Passes(passes) => {
            let at = passes.iter().position(Option::is_some)?;
            Some(format!("`{}` may pass", question.option(at).id))
        }
    }
}
