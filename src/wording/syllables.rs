//! How many syllables an English word has: rules, and a list of the words that they get wrong.

use super::lexicon::Lexicon;

/// What words end in whose stem may end with a silent `e`, with the syllables that it adds. The first that fits counts, so
/// longer endings stand before those that they end with.
const ENDINGS: &[(&str, usize)] =
    &[("fully", 2), ("lessly", 2), ("ments", 1), ("ment", 1), ("ness", 1), ("less", 1), ("ful", 1), ("ly", 1)];

/// The syllables of a word of letters and apostrophes. A number counts as one, an abbreviation by its letters.
pub(super) fn syllables(word: &str) -> usize {
    if !word.chars().any(char::is_alphabetic) {
        return if word == "%" { 2 } else { 1 };
    }
    let lists = Lexicon::english();
    let lower = word.to_lowercase().replace('\u{2019}', "'");
    if is_abbreviation(word, &lower, lists) {
        return lower.chars().map(|letter| if letter == 'w' { 3 } else { 1 }).sum();
    }
    let owner = lower.strip_suffix("'s").or_else(|| lower.strip_suffix('\'')).unwrap_or(&lower);
    match owner.strip_suffix("n't") {
        // "didn't", "isn't" and "haven't" have a syllable more than their verb; "can't" and "aren't" have not.
        Some(verb) => of_word(verb, lists) + usize::from(verb.ends_with(['d', 's']) || verb == "have"),
        None => of_word(owner.split_once('\'').map_or(owner, |(before, _)| before), lists),
    }
}

/// Two to four capitals are read letter by letter, and so are letters without a vowel.
fn is_abbreviation(word: &str, lower: &str, lists: &Lexicon) -> bool {
    let letters = word.chars().count();
    let spoken = lower.chars().any(is_vowel);
    let shouted = (2..=4).contains(&letters) && word.chars().all(|letter| letter.is_ascii_uppercase());
    shouted && !lists.shouted.contains(lower)
        || letters > 1 && !spoken && lower.chars().all(|letter| letter.is_ascii_lowercase())
}

/// A listed word; a stem with an ending, a word after an opening, since an `e` between the two is silent; else by its letters.
fn of_word(word: &str, lists: &Lexicon) -> usize {
    if let Some(count) = lists.syllables.of(word) {
        return count;
    }
    let ending = ENDINGS.iter().find_map(|(ending, count)| Some((word.strip_suffix(ending)?, *count)));
    if let Some((stem, count)) = ending.filter(|(stem, _)| stem.len() > 2 && stem.ends_with('e')) {
        return of_word(stem, lists) + count;
    }
    if let Some(rest) = lists.silent_e_openings.iter().find_map(|opening| opened(word, opening)) {
        return 1 + of_word(rest, lists);
    }
    by_letters(word)
}

/// The rest of a word after an opening, if it can be a word of its own.
fn opened<'w>(word: &'w str, opening: &str) -> Option<&'w str> {
    let rest = word.strip_prefix(opening).filter(|_| opening.ends_with('e') && opening.len() > 2)?;
    let vowels = rest.chars().skip(1).any(is_vowel);
    let inner = !matches!(rest, "ly" | "ty" | "ies" | "ry" | "ved");
    (rest.len() >= 3 && vowels && inner && !rest.starts_with(is_vowel) || rest == "by").then_some(rest)
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'é' | 'è' | 'ï' | 'ö' | 'ü' | 'ä')
}

/// Groups of vowels, less the silent ones, more those that are spoken apart.
fn by_letters(word: &str) -> usize {
    let groups = groups(word) + spoken_apart(word);
    groups.saturating_sub(silent(word)).max(1)
}

fn groups(word: &str) -> usize {
    let mut groups = 0;
    let mut inside = false;
    for (at, letter) in word.chars().enumerate() {
        let vowel = is_vowel(letter) && !(at == 0 && letter == 'y');
        groups += usize::from(vowel && !inside);
        inside = vowel;
    }
    groups
}

/// Vowels in one group that are two syllables: `ia` of `media`, `ua` of `actual`, the `ing` of `trying`.
fn spoken_apart(word: &str) -> usize {
    let pairs = word.as_bytes().windows(3).filter(|letters| {
        let after = |before: &[u8]| letters.first().is_some_and(|first| before.contains(first));
        match letters.get(1..) {
            Some(b"ia") => !after(b"ctgs"),
            Some(b"io") => !after(b"ctgsx"),
            Some(b"iu" | b"eo") => true,
            Some(b"ua") => !after(b"qg"),
            _ => false,
        }
    });
    let before_ing = word.strip_suffix("ing").is_some_and(|stem| stem.ends_with(is_vowel) && !stem.ends_with("qu"));
    let compared = ["ier", "iers", "iest", "iety", "ience", "iences", "ienced"]
        .iter()
        .any(|ending| word.strip_suffix(ending).is_some_and(|stem| stem.chars().any(is_vowel) || *ending == "iety"));
    let humming = word.ends_with("ism") || word.ends_with("isms") || word.ends_with("thm");
    pairs.count() + usize::from(before_ing) + usize::from(compared) + usize::from(humming)
}

/// The silent `e` at the end of `make`, `makes`, `asked` and `vague`.
fn silent(word: &str) -> usize {
    let rounded = |stem: &str| {
        // The `l` of `needle` and `needles` is a syllable of its own.
        let before = stem.strip_suffix('l').and_then(|stem| stem.chars().last());
        before.is_some_and(|letter| "bcdfgkpstz".contains(letter))
    };
    let consonant = |stem: &str| stem.chars().last().is_some_and(|letter| !is_vowel(letter)) && !rounded(stem);
    let hissing = |stem: &str| ["s", "z", "x", "ch", "sh", "c", "g"].iter().any(|end| stem.ends_with(end));
    let silent = if let Some(stem) = word.strip_suffix("es") {
        consonant(stem) && !hissing(stem)
    } else if let Some(stem) = word.strip_suffix("ed") {
        consonant(stem) && !stem.ends_with(['t', 'd'])
    } else if let Some(stem) = word.strip_suffix('e') {
        consonant(stem) || stem.ends_with("gu") || stem.ends_with("qu")
    } else {
        false
    };
    usize::from(silent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_counted_as_people_speak() {
        let table = [
            (
                1,
                "a the I we scalp skin ink hair tried makes asked changed bleed through weight strength shaved dye dots moles eye five fade fades bald curled called don't can't aren't won't one whole tongue vague",
            ),
            (
                2,
                "needle needles needle's treatments' crooked tattoo doctor before after water wounded started hairline being going trying drying lying careful safely likely something someone sometimes lifetime healing pigment colour wanted rounded changes washes faces bottle little table outline bodies worried older isn't didn't couldn't doesn't haven't wouldn't question option unique dermis prescribed forehead homesick fever scarring cautious special makeup therefore therein",
            ),
            (
                3,
                "technician's technicians infectious however area idea reaction medicine allergy completely media easier earlier family continue actual usual guarantee allergic clinical satisfied disappear disorder supplement awareness previous aftercare",
            ),
            (
                4,
                "dermatitis bacteria's diabetes ability experience anxiety biologic diagnosis January February uncertainty invisible irritation",
            ),
            (5, "examination alopecia university immediately temporary possibility"),
            (6, "responsibility isotretinoin micropigmentation"),
        ];
        let mut wrong = Vec::new();
        let mut counted = 0;
        for (expected, words) in table {
            for word in words.split(' ') {
                counted += 1;
                if syllables(word) != expected {
                    wrong.push(format!("{word}: {} not {expected}", syllables(word)));
                }
            }
        }
        assert!(counted >= 100);
        assert!(wrong.is_empty(), "{counted}: {wrong:#?}");
    }

    #[test]
    fn letters_numbers_and_shouting() {
        for (word, expected) in
            [("SMP", 3), ("UK", 2), ("WHO", 5), ("NOT", 1), ("24", 1), ("%", 2), ("mm", 2), ("x", 1), ("hmm", 3)]
        {
            assert_eq!(syllables(word), expected, "{word}");
        }
    }
}
