//! Whether a word is taken back by a "not" before it.

use super::lexicon::Lexicon;
use super::prose::{Sentence, Word};

/// Whether a word says no by itself.
pub(super) fn is_negator(word: &Word<'_>, lexicon: &Lexicon) -> bool {
    lexicon.negators.contains(&word.lower) || word.lower.ends_with("n't")
}

/// Whether a "not", "never", "without" … before the word at `at` reaches it. Goes on over commas, as in "no promise, no cure".
pub(super) fn reaches(sentence: &Sentence<'_>, at: usize, lexicon: &Lexicon) -> bool {
    let mut next: Option<&Word<'_>> = sentence.words.get(at);
    for word in sentence.words.iter().take(at).rev() {
        let begins = next.is_some_and(|next| lexicon.statement_openings.contains(&next.lower));
        let parted = next.is_some_and(|next| next.clause != word.clause) || word.lower == "and";
        if begins && parted || lexicon.turns.contains(&word.lower) {
            return false;
        }
        if is_negator(word, lexicon) {
            return true;
        }
        next = Some(word);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::prose::sentences;
    use super::*;

    #[test]
    fn a_not_reaches_as_far_as_people_mean_it() {
        for (text, expected) in [
            ("It is not X", true),
            ("We cannot promise a cure, a result or X", true),
            ("Nobody can say that it is X", true),
            ("It isn't really X", true),
            ("It is not a cure, it is X", false),
            ("It does not hurt and it is X", false),
            ("It is not cheap but X", false),
            ("It is X, not Y", false),
            ("X", false),
        ] {
            let sentence = sentences(text).remove(0);
            let at = sentence.words.iter().position(|word| word.text == "X").unwrap();
            assert_eq!(reaches(&sentence, at, Lexicon::english()), expected, "{text}");
        }
    }
}
