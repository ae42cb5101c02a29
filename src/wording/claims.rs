//! Promises that nobody can keep, and what advertising says that sources do not.

use super::negation::reaches;
use super::prose::{Sentence, sentences};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::questionnaire::{Questionnaire, WrittenText};

/// Phrases of one kind, and what can honestly be said.
struct Claim {
    phrases: &'static [&'static str],
    instead: &'static str,
}

const CLAIMS: &[Claim] = &[
    Claim {
        phrases: &[
            "guarantee*",
            "we promise",
            "promise* you",
            "100 %",
            "100 percent",
            "100 per cent",
            "certain to work",
            "sure to work",
            "always works",
            "never fails",
            "perfect result*",
            "success rate*",
        ],
        instead: "say what many people see, and that it differs from person to person",
    },
    Claim {
        phrases: &[
            "is safe",
            "are safe",
            "completely safe",
            "totally safe",
            "perfectly safe",
            "entirely safe",
            "very safe",
            "safe and painless",
            "safe and effective",
            "safe and easy",
            "safe and natural",
            "safe for everyone",
            "safe for all",
            "safe for anyone",
            "safe procedure*",
            "safe treatment*",
            "safe method*",
            "safe ink*",
            "safe pigment*",
            "safe way to",
            "safe solution*",
            "safe option*",
            "safe choice*",
            "safe alternative*",
            "complications never",
            "risk free",
            "no risk",
            "no risks",
            "without risk*",
            "without any risk*",
            "zero risk",
            "is harmless",
            "are harmless",
            "no side effect*",
            "no known side effect*",
            "without side effect*",
            "no complication*",
        ],
        instead: "say that serious problems are rare but not zero, and what they are",
    },
    Claim {
        phrases: &[
            "painless*",
            "pain free",
            "no pain",
            "without pain",
            "without any pain",
            "does not hurt",
            "doesn't hurt",
            "will not hurt",
            "won't hurt",
        ],
        instead: "say that it stings, and how people bear it",
    },
    Claim {
        phrases: &["non invasive", "noninvasive", "not invasive", "no injury", "does not break the skin"],
        instead: "say that it is no surgery, but that needles break the skin",
    },
    Claim {
        phrases: &[
            "permanent result*",
            "results are permanent",
            "result is permanent",
            "semi permanent*",
            "permanent solution*",
            "permanent fix*",
            "last* forever",
            "last* for ever",
            "never fade*",
            "will not fade",
            "does not fade",
            "won't fade",
            "never change* colour",
            "never change* color",
            "will not change colour",
        ],
        instead: "say that it fades and can change colour, and that traces can stay for life",
    },
    Claim {
        phrases: &[
            "undetect*",
            "nobody will notice",
            "nobody will ever",
            "no one will ever",
            "no one will notice",
            "nobody will know",
            "no one will know",
            "nobody can tell",
            "no one can tell",
            "like real hair",
            "like natural hair",
            "looks real",
            "3d",
            "3 d",
        ],
        instead: "say how it looks from a few steps away, and how it looks close up",
    },
    Claim {
        phrases: &[
            "restore* confidence",
            "restore* your confidence",
            "boost* confidence",
            "boost* your confidence",
            "boost* self confidence",
            "confidence will",
            "gain* confidence",
            "confidence back",
            "give* you confidence",
            "new confidence",
            "change* your life",
            "life changing",
            "transform* your life",
            "look* younger",
            "years younger",
            "feel like yourself again",
        ],
        instead: "say that it may not change how people feel about themselves",
    },
    Claim {
        phrases: &[
            "will cure",
            "can cure",
            "cures",
            "cure for",
            "a cure",
            "cure your",
            "regrows",
            "regrow your",
            "make* hair grow",
            "makes your hair grow",
            "grow* hair back",
            "stimulate* growth",
            "stimulate* hair",
            "stop* hair loss",
            "stop* your hair loss",
        ],
        instead: "say that it hides, and does not treat or make hair grow",
    },
    Claim {
        phrases: &[
            "proves that you are not allergic",
            "proves you are not allergic",
            "rules out an allergy",
            "rules out allergy",
            "hypoallergenic",
            "vegan ink*",
            "organic ink*",
            "allergy free",
        ],
        instead: "say that a clear test lowers doubt, and is no proof",
    },
    Claim {
        phrases: &[
            "no recovery",
            "no downtime",
            "no down time",
            "back to normal at once",
            "back to normal life",
            "any skin type",
            "everyone is suitable",
            "back to normal life at once",
            "suits everyone",
            "suitable for everyone",
            "works for everyone",
            "works on everyone",
            "for all skin types",
            "on all skin types",
            "anyone can have",
        ],
        instead: "say for whom it is not, and how long people must take care",
    },
    Claim {
        phrases: &["not a tattoo", "not a real tattoo", "isn't a tattoo", "no tattoo in the"],
        instead: "say that it is a kind of tattoo, as the law does",
    },
    Claim {
        phrases: &[
            "book now",
            "today only",
            "only today",
            "limited offer*",
            "special offer*",
            "limited time",
            "last chance",
            "hurry",
        ],
        instead: "leave the selling out, and give people time to think",
    },
];

/// What a share of people is a promise of.
const SUCCESS: &[&str] = &[
    "success*",
    "happy",
    "satisf*",
    "pleased",
    "client*",
    "customer*",
    "patient*",
    "people",
    "recommend*",
    "work*",
    "result*",
    "natural*",
];

/// Words after which somebody else speaks: "you think that", "walk away from".
const OTHERS: &[&str] = &["think", "believe", "hope", "promises", "claims", "away", "wary", "beware", "whether", "if"];

const NUMBERS: &str = "say it in words, such as \"most people in small studies\", and name the study as a source";

pub(super) fn lint(questionnaire: &Questionnaire) -> Diagnostics {
    let mut found = Diagnostics::default();
    let forbidden: Vec<String> = questionnaire.wording().forbidden.iter().map(|phrase| as_phrase(phrase)).collect();
    for text in questionnaire.texts() {
        for sentence in sentences(text.text()) {
            claims(text, &sentence, &mut found);
            own(text, &sentence, &forbidden, &mut found);
        }
    }
    found
}

/// A phrase in the words that sentences are made of.
fn as_phrase(phrase: &str) -> String {
    let words = sentences(phrase).into_iter().flat_map(|sentence| sentence.words);
    words.map(|word| word.lower).collect::<Vec<_>>().join(" ")
}

/// The first claim of each kind that a sentence makes. A question claims nothing.
fn claims(text: &WrittenText, sentence: &Sentence<'_>, found: &mut Diagnostics) {
    if sentence.asks {
        return;
    }
    for claim in CLAIMS {
        let at = |at| claim.phrases.iter().find_map(|phrase| Some((at, claimed(sentence, at, phrase)?)));
        if let Some((at, length)) = (0..sentence.words.len()).find_map(at) {
            found.push(promise(text, sentence.range(at, length), claim.instead));
        }
    }
    if let Some((at, length)) = (0..sentence.words.len()).find_map(|at| Some((at, share(sentence, at)?))) {
        found.push(promise(text, sentence.range(at, length), NUMBERS));
    }
}

/// How many words of a claim stand at `at`, if they do and are not taken back.
fn claimed(sentence: &Sentence<'_>, at: usize, phrase: &str) -> Option<usize> {
    let length = sentence.reads(at, phrase)?;
    // "no risk" is not what "no risk-free way" says.
    let goes_on = sentence.words.get(at + length).is_some_and(|next| next.tied);
    (!goes_on && !reaches(sentence, at) && !said_by_others(sentence, at)).then_some(length)
}

/// Whether the words before `at` put a claim into somebody else's mouth; what "we think" is still our own.
fn said_by_others(sentence: &Sentence<'_>, at: usize) -> bool {
    let words = sentence.words.get(..at).unwrap_or_default();
    let ours = |at: usize| at.checked_sub(1).and_then(|at| words.get(at)).is_some_and(|word| word.lower == "we");
    words.iter().enumerate().any(|(at, word)| OTHERS.contains(&word.lower.as_str()) && !ours(at))
}

/// A share of happy people, as in `95 %` or `9 out of 10`.
fn share(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let number =
        |at: usize| sentence.words.get(at).is_some_and(|word| word.lower.starts_with(|c: char| c.is_ascii_digit()));
    let percent =
        ["%", "percent", "per cent"].iter().find_map(|word| sentence.reads(at + 1, word)).map(|length| length + 1);
    let out_of = sentence.reads(at + 1, "out of").filter(|length| number(at + 1 + length)).map(|length| length + 2);
    let length = percent.or(out_of).filter(|_| number(at) && sentence.reads(at, "100").is_none())?;
    let pleased = |at: usize| SUCCESS.iter().any(|word| sentence.reads(at, word).is_some());
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

fn promise(text: &WrittenText, (start, end): (usize, usize), instead: &str) -> Diagnostic {
    let said = text.text().get(start..end).unwrap_or_default().replace(['\n', '`'], " ");
    Diagnostic::new(Code::ForbiddenClaim, text.place(start, end), format!("`{said}` is a promise that nobody can keep"))
        .help(instead)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_claimed(text: &str) -> bool {
        let sentence = sentences(text).remove(0);
        let words = 0..sentence.words.len();
        !sentence.asks
            && words.into_iter().any(|at| {
                let mut phrases = CLAIMS.iter().flat_map(|claim| claim.phrases);
                phrases.any(|phrase| claimed(&sentence, at, phrase).is_some()) || share(&sentence, at).is_some()
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
