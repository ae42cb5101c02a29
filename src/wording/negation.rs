//! Whether a word is taken back by a "not" before it.

use super::prose::{Sentence, Word};

/// Words that say no.
const NEGATORS: &[&str] = &[
    "not", "no", "never", "nobody", "none", "nothing", "cannot", "neither", "nor", "without", "rather", "instead",
    "hardly",
];
/// Words that part what was said from what is said now.
const TURNS: &[&str] = &["but", "yet", "so", "because", "although", "though", "while"];
/// Words that begin a statement of its own, so that an earlier "not" no longer reaches it.
const SUBJECTS: &[&str] = &[
    "it", "they", "this", "that", "these", "we", "you", "he", "she", "there", "the", "is", "are", "smp", "dots",
    "then", "your",
];

pub(super) fn is_negator(word: &Word<'_>) -> bool {
    NEGATORS.contains(&word.lower.as_str()) || word.lower.ends_with("n't")
}

/// Whether a "not", "never", "without" … before the word at `at` reaches it. Goes on over commas, as in "no promise, no cure".
pub(super) fn reaches(sentence: &Sentence<'_>, at: usize) -> bool {
    let mut next: Option<&Word<'_>> = sentence.words.get(at);
    for word in sentence.words.get(..at).unwrap_or_default().iter().rev() {
        let begins = next.is_some_and(|next| SUBJECTS.contains(&next.lower.as_str()));
        let parted = next.is_some_and(|next| next.clause != word.clause) || word.lower == "and";
        if begins && parted || TURNS.contains(&word.lower.as_str()) {
            return false;
        }
        if is_negator(word) {
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
            assert_eq!(reaches(&sentence, at), expected, "{text}");
        }
    }
}
