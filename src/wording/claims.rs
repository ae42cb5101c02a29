//! Promises that nobody can keep, and what advertising says that sources do not.

use super::lexicon::Lexicon;
use super::negation::reaches;
use super::prose::{Sentence, as_phrase, quoted, sentences};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::questionnaire::{Questionnaire, WrittenText};

const NUMBERS: &str = "say it in words, such as \"most people in small studies\", and name the study as a source";

/// Claims that a lexicon lists, if there is one for the language; and what the author forbids, in any language.
pub(super) fn lint(questionnaire: &Questionnaire, lexicon: Option<&Lexicon>) -> Diagnostics {
    let mut found = Diagnostics::default();
    let forbidden: Vec<String> = questionnaire.wording().forbidden.iter().map(|phrase| as_phrase(phrase)).collect();
    for text in questionnaire.texts() {
        for sentence in sentences(text.text()) {
            if let Some(lexicon) = lexicon {
                claims(text, &sentence, lexicon, &mut found);
            }
            own(text, &sentence, &forbidden, &mut found);
        }
    }
    found
}

/// The first claim of each kind that a sentence makes. A question claims nothing. Of phrases of one kind that begin at the same
/// word, the shortest comes first in a sorted list; it says enough.
fn claims(text: &WrittenText, sentence: &Sentence<'_>, lexicon: &Lexicon, found: &mut Diagnostics) {
    if sentence.asks {
        return;
    }
    for claim in &lexicon.claims {
        let at = |at| claim.phrases.iter().find_map(|phrase| Some((at, claimed(sentence, at, phrase, lexicon)?)));
        if let Some((at, length)) = (0..sentence.words.len()).find_map(at) {
            found.push(promise(text, sentence.range(at, length), claim.instead));
        }
    }
    if let Some((at, length)) = (0..sentence.words.len()).find_map(|at| Some((at, share(sentence, at, lexicon)?))) {
        found.push(promise(text, sentence.range(at, length), NUMBERS));
    }
}

/// How many words of a claim stand at `at`, if they do and are not taken back.
fn claimed(sentence: &Sentence<'_>, at: usize, phrase: &str, lexicon: &Lexicon) -> Option<usize> {
    let length = sentence.reads(at, phrase)?;
    // "no risk" is not what "no risk-free way" says.
    let next = sentence.words.get(at + length);
    // "It does not hurt more" only compares.
    let compares = next.is_some_and(|next| ["more", "worse"].contains(&next.lower.as_str()));
    let goes_on = compares || next.is_some_and(|next| next.tied);
    (!goes_on && !reaches(sentence, at, lexicon) && !said_by_others(sentence, at, lexicon)).then_some(length)
}

/// Whether the words before `at` put a claim into somebody else's mouth; what "we think" is still our own.
fn said_by_others(sentence: &Sentence<'_>, at: usize, lexicon: &Lexicon) -> bool {
    let words = &sentence.words;
    let ours = |at: usize| at.checked_sub(1).and_then(|at| words.get(at)).is_some_and(|word| word.lower == "we");
    words.iter().enumerate().take(at).any(|(at, word)| lexicon.other_speakers.contains(&word.lower) && !ours(at))
}

/// A share of happy people, as in `95 %` or `9 out of 10`.
fn share(sentence: &Sentence<'_>, at: usize, lexicon: &Lexicon) -> Option<usize> {
    let number =
        |at: usize| sentence.words.get(at).is_some_and(|word| word.lower.starts_with(|c: char| c.is_ascii_digit()));
    let percent =
        ["%", "percent", "per cent"].iter().find_map(|word| sentence.reads(at + 1, word)).map(|length| length + 1);
    let out_of = sentence.reads(at + 1, "out of").filter(|length| number(at + 1 + length)).map(|length| length + 2);
    let length = percent.or(out_of).filter(|_| number(at) && sentence.reads(at, "100").is_none())?;
    let pleased = |at: usize| lexicon.successes.iter().any(|word| sentence.reads(at, word).is_some());
    (0..sentence.words.len()).any(pleased).then_some(length)
}

fn own(text: &WrittenText, sentence: &Sentence<'_>, forbidden: &[String], found: &mut Diagnostics) {
    for phrase in forbidden.iter().filter(|phrase| !phrase.is_empty()) {
        for at in 0..sentence.words.len() {
            if let Some(length) = sentence.reads(at, phrase) {
                let (start, end) = sentence.range(at, length);
                let fault = Diagnostic::new(
                    Code::ForbiddenClaim,
                    text.place(start, end),
                    format!("`{phrase}` is forbidden here"),
                );
                found.push(fault.help("say it in other words: the questionnaire lists this under `forbidden`"));
            }
        }
    }
}

fn promise(text: &WrittenText, range: (usize, usize), instead: &str) -> Diagnostic {
    let message = format!("`{}` is a promise that nobody can keep", quoted(text.text(), range));
    Diagnostic::new(Code::ForbiddenClaim, text.place(range.0, range.1), message).help(instead)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_claimed(text: &str) -> bool {
        let lexicon = Lexicon::english();
        let sentence = sentences(text).remove(0);
        let words = 0..sentence.words.len();
        !sentence.asks
            && words.into_iter().any(|at| {
                let mut phrases = lexicon.claims.iter().flat_map(|claim| claim.phrases.iter());
                phrases.any(|phrase| claimed(&sentence, at, phrase, lexicon).is_some())
                    || share(&sentence, at, lexicon).is_some()
            })
    }

    #[test]
    fn promises_are_found_and_honest_words_are_not() {
        for text in [
            "We guarantee a natural look.",
            "SMP is safe.",
            "A safe, painless treatment.",
            "It is a non-invasive method.",
            "The dots never fade.",
            "This is risk-free.",
            "There are no side effects.",
            "It will restore your confidence.",
            "The result is undetectable.",
            "95 % of clients are happy.",
            "It works in 100% of cases.",
            "The success rate is high.",
            "It will cure hair loss.",
            "SMP is not a tattoo.",
            "It is not cheap, but it is safe.",
            "It does not hurt.",
            "Book now, while it lasts.",
            "Our ink is hypoallergenic.",
            "We think that SMP is safe.",
            "9 out of 10 clients are happy.",
            "Your confidence will be back.",
            "It works on any skin type.",
            "Nobody will ever know.",
        ] {
            assert!(is_claimed(text), "{text}");
        }
        for text in [
            "Nobody can guarantee a look.",
            "It is not safe for you now.",
            "No tattoo is risk-free.",
            "We cannot promise you a result.",
            "It does not make hair grow.",
            "Come back when you feel safe.",
            "Is it safe?",
            "There is no cure, no permanent result.",
            "It is not painless.",
            "Ask what you pay if the dots fade.",
            "You were cured of it.",
            "The air is 40 % moist.",
            "Read 9 out of 10 pages.",
            "Unsafe inks have been found.",
            "You think that SMP can make hair grow.",
            "Walk away from a price for today only.",
            "Do not take part in a no-risk offer.",
            "Come when you feel safe and well.",
        ] {
            assert!(!is_claimed(text), "{text}");
        }
    }
}
