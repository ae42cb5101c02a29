//! The words that the lints look for, as lists in files: one folder a language, one list a file, one entry a line.
//!
//! A list holds words; what is made of them stays in the code of each lint. Only English has a folder. A questionnaire in
//! another language has no [`Lexicon`], so no English list judges it.
//!
//! Invariant: a list is sorted, without an entry twice, in lower case, so that a person finds the place of a new entry and two
//! people who add the same one see it. No other order of the entries has a meaning.

use std::sync::OnceLock;

/// Everything that is listed for one language.
pub(super) struct Lexicon {
    /// Words for medicines, in general and by name.
    pub medicines: WordList,
    /// How the names of many medicines end.
    pub medicine_endings: WordList,
    /// What must not be done to a medicine: "stop".
    pub orders: WordList,
    /// The same in "stopping it helps".
    pub orders_advised: WordList,
    /// The same in "it should be stopped".
    pub orders_passive: WordList,
    /// Orders that begin with a "not": "do not take".
    pub refusals: WordList,
    /// What people do next: an order before it is about something else.
    pub next_acts: WordList,
    /// Words before an order that make it one: "should".
    pub modals: WordList,
    /// Words before an order in `-ing` that make it advice: "consider".
    pub advising: WordList,
    /// Who may decide about a medicine.
    pub prescribers: WordList,
    /// Promises, kind by kind.
    pub claims: Vec<Claim>,
    /// What a share of people is a promise of: "satisf*".
    pub successes: WordList,
    /// Words after which somebody else speaks: "think".
    pub other_speakers: WordList,
    /// Words that say no.
    pub negators: WordList,
    /// Words that part what was said from what is said now: "but".
    pub turns: WordList,
    /// Words that begin a statement of its own: "it".
    pub statement_openings: WordList,
    /// Words that say no in their first letters: "unable".
    pub hidden_negatives: WordList,
    /// Verbs that a question begins with: "have".
    pub question_verbs: WordList,
    /// What stands after the verb of a question: "you".
    pub question_subjects: WordList,
    /// Phrases that ask for all of the past: "ever".
    pub evers: WordList,
    /// Phrases that ask for a part of the past only: "lately".
    pub lately: WordList,
    /// Verbs that ask for the past: "did".
    pub past_verbs: WordList,
    /// Phrases that hint at the answer that is wanted: "surely".
    pub hints: WordList,
    /// Phrases that speak of waiting: "not before".
    pub waits: WordList,
    /// Words before the first number of what lies above: "under".
    pub bounds_before: WordList,
    /// Words before a number that may be meant itself or not: "over".
    pub bounds_about: WordList,
    /// Words that speak to the person who is asked: "your".
    pub addressing: WordList,
    /// Numbers in words: "six".
    pub numbers: CountList,
    /// Words that the rules for syllables get wrong.
    pub syllables: CountList,
    /// What words begin with in whose middle an `e` is silent: "some".
    pub silent_e_openings: WordList,
    /// Short words that stay words in capitals: "not".
    pub shouted: WordList,
}

/// Promises of one kind, and what can honestly be said.
pub(super) struct Claim {
    /// How such a promise is worded.
    pub phrases: WordList,
    /// What can be said, for the author.
    pub instead: &'static str,
}

macro_rules! words {
    ($name:literal) => {
        WordList::read(concat!("en/", $name, ".txt"), include_str!(concat!("en/", $name, ".txt")))
    };
}

macro_rules! claim {
    ($name:literal, $instead:literal) => {
        Claim { phrases: words!($name), instead: $instead }
    };
}

impl Lexicon {
    /// The lists for a language, such as `en` or `en-GB`; none if nobody has made lists for it.
    pub fn of(language: &str) -> Option<&'static Lexicon> {
        (language == "en" || language.starts_with("en-")).then(Lexicon::english)
    }

    /// The lists for English, read once.
    pub fn english() -> &'static Lexicon {
        static ENGLISH: OnceLock<Lexicon> = OnceLock::new();
        ENGLISH.get_or_init(|| Lexicon {
            medicines: words!("medicines"),
            medicine_endings: words!("medicine-endings"),
            orders: words!("orders"),
            orders_advised: words!("orders-advised"),
            orders_passive: words!("orders-passive"),
            refusals: words!("refusals"),
            next_acts: words!("next-acts"),
            modals: words!("modals"),
            advising: words!("advising"),
            prescribers: words!("prescribers"),
            claims: english_claims(),
            successes: words!("successes"),
            other_speakers: words!("other-speakers"),
            negators: words!("negators"),
            turns: words!("turns"),
            statement_openings: words!("statement-openings"),
            hidden_negatives: words!("hidden-negatives"),
            question_verbs: words!("question-verbs"),
            question_subjects: words!("question-subjects"),
            evers: words!("evers"),
            lately: words!("lately"),
            past_verbs: words!("past-verbs"),
            hints: words!("hints"),
            waits: words!("waits"),
            bounds_before: words!("bounds-before"),
            bounds_about: words!("bounds-about"),
            addressing: words!("addressing"),
            numbers: CountList::read("en/numbers.txt", include_str!("en/numbers.txt")),
            syllables: CountList::read("en/syllables.txt", include_str!("en/syllables.txt")),
            silent_e_openings: words!("silent-e-openings"),
            shouted: words!("shouted"),
        })
    }
}

/// In the order in which faults of one sentence are told.
fn english_claims() -> Vec<Claim> {
    vec![
        claim!("claims/certainty", "say what many people see, and that it differs from person to person"),
        claim!("claims/safety", "say that serious problems are rare but not zero, and what they are"),
        claim!("claims/pain", "say that it stings, and how people bear it"),
        claim!("claims/needles", "say that it is no surgery, but that needles break the skin"),
        claim!("claims/permanence", "say that it fades and can change colour, and that traces can stay for life"),
        claim!("claims/invisibility", "say how it looks from a few steps away, and how it looks close up"),
        claim!("claims/feelings", "say that it may not change how people feel about themselves"),
        claim!("claims/cures", "say that it hides, and does not treat or make hair grow"),
        claim!("claims/allergies", "say that a clear test lowers doubt, and is no proof"),
        claim!("claims/suitability", "say for whom it is not, and how long people must take care"),
        claim!("claims/tattoo", "say that it is a kind of tattoo, as the law does"),
        claim!("claims/selling", "leave the selling out, and give people time to think"),
    ]
}

/// Words or phrases of one kind, sorted.
pub(super) struct WordList {
    entries: Vec<&'static str>,
}

impl WordList {
    /// The entries of a file, which `name` names in messages.
    fn read(name: &str, text: &'static str) -> Self {
        let entries = lines(name, text);
        assert_ascending(name, entries.iter().copied());
        WordList { entries }
    }

    /// Whether a word, in lower case, stands in the list.
    pub fn contains(&self, word: &str) -> bool {
        self.entries.binary_search(&word).is_ok()
    }

    /// Every entry, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.entries.iter().copied()
    }
}

/// Words with a number each, sorted by word: how many syllables they have, or what they count.
pub(super) struct CountList {
    entries: Vec<(&'static str, usize)>,
}

impl CountList {
    /// The entries of a file whose lines are a word and a number.
    fn read(name: &str, text: &'static str) -> Self {
        let entry = |line: &'static str| {
            let entry = line.split_once(' ').and_then(|(word, count)| Some((word, count.parse().ok()?)));
            assert!(entry.is_some(), "a fault of Candidacy: `{line}` in {name} is not a word and its number");
            entry
        };
        let entries: Vec<(&str, usize)> = lines(name, text).into_iter().filter_map(entry).collect();
        assert_ascending(name, entries.iter().map(|(word, _)| *word));
        CountList { entries }
    }

    /// The number of a word in lower case, if it is listed.
    pub fn of(&self, word: &str) -> Option<usize> {
        let position = self.entries.binary_search_by_key(&word, |(word, _)| word).ok()?;
        self.entries.get(position).map(|(_, count)| *count)
    }
}

/// The lines that hold an entry: what begins with `#` is for those who read the file.
fn lines(name: &str, text: &'static str) -> Vec<&'static str> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    for line in &lines {
        let plain = !line.is_empty() && *line == line.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        assert!(
            plain,
            "a fault of Candidacy: `{line}` in {name} is not in lower case, with single blanks between words"
        );
    }
    lines
}

/// Asserts that words are sorted and that none stands twice: `contains` looks them up by halves.
fn assert_ascending<'w>(name: &str, words: impl Iterator<Item = &'w str> + Clone) {
    for (word, next) in words.clone().zip(words.skip(1)) {
        assert!(word < next, "a fault of Candidacy: `{next}` in {name} does not belong after `{word}`");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reading asserts the order of every list.
    #[test]
    fn every_english_list_is_read_and_holds_words() {
        let english = Lexicon::english();
        assert!(english.medicines.contains("aspirin") && !english.medicines.contains("asp"));
        assert_eq!((english.syllables.of("idea"), english.syllables.of("ide")), (Some(3), None));
        assert!(english.claims.iter().all(|claim| claim.phrases.iter().next().is_some()));
        // A file that nobody reads would look as if it judged.
        let mut files = 0;
        for folder in ["src/wording/en", "src/wording/en/claims"] {
            let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
            for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                let stem = path.file_stem().unwrap().to_str().unwrap();
                let named = [format!("(\"{stem}\""), format!("(\"claims/{stem}\""), format!("(\"en/{stem}.txt\"")];
                let read = named.iter().any(|name| include_str!("lexicon.rs").contains(name.as_str()));
                assert!(read || path.is_dir(), "{} is read by nobody", path.display());
                files += usize::from(path.is_file());
            }
        }
        assert_eq!(files, 42);
    }

    #[test]
    fn only_english_is_known() {
        for (language, known) in [("en", true), ("en-GB", true), ("de", false), ("eng", false), ("enm-x", false)] {
            assert_eq!(Lexicon::of(language).is_some(), known, "{language}");
        }
    }

    #[test]
    #[should_panic(expected = "`an` in list.txt does not belong after `stop`")]
    fn an_unsorted_list_is_loud() {
        WordList::read("list.txt", "# Words.\nstop\nan\n");
    }

    #[test]
    #[should_panic(expected = "`stop` in list.txt does not belong after `stop`")]
    fn an_entry_that_stands_twice_is_loud() {
        WordList::read("list.txt", "stop\nstop\n");
    }

    #[test]
    #[should_panic(expected = "`Stop` in list.txt is not in lower case")]
    fn a_capital_is_loud() {
        WordList::read("list.txt", "Stop\n");
    }

    #[test]
    #[should_panic(expected = "`idea` in list.txt is not a word and its number")]
    fn a_word_without_its_syllables_is_loud() {
        CountList::read("list.txt", "idea\n");
    }
}
