//! How hard a text is to read: the school grade after Flesch and Kincaid.
//!
//! Grade = 0.39 × words per sentence + 11.8 × syllables per word − 15.59. Grade 7 is about age twelve. The formula was made
//! for English, so texts in other languages are not judged.

use super::lexicon::Lexicon;
use super::prose::{Sentence, sentences};
use super::syllables::syllables;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::questionnaire::{Audience, Questionnaire, Wording, WrittenText};

/// The most words of a sentence.
const LONGEST_SENTENCE: usize = 18;
/// The fewest words that the formula is used on: of fewer, one long word would decide.
const FEWEST_WORDS: usize = 5;

/// What was counted in one or many texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Texts.
    pub texts: usize,
    /// Sentences.
    pub sentences: usize,
    /// Words.
    pub words: usize,
    /// Syllables; each word of the glossary has one.
    pub syllables: usize,
}

impl Reading {
    /// Counts one text.
    pub fn of(text: &str, wording: &Wording) -> Self {
        let mut reading = Reading { texts: 1, ..Reading::default() };
        for sentence in sentences(text) {
            reading.sentences += 1;
            reading.words += sentence.counted();
            reading.syllables +=
                sentence.words.iter().map(|word| spoken(&word.lower, word.text, wording)).sum::<usize>();
        }
        reading
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Reading) -> Self {
        Reading {
            texts: self.texts + other.texts,
            sentences: self.sentences + other.sentences,
            words: self.words + other.words,
            syllables: self.syllables + other.syllables,
        }
    }

    /// The school grade in tenths, never below 0; none for fewer words than can be judged.
    pub fn grade_in_tenths(&self) -> Option<u32> {
        if self.words < FEWEST_WORDS {
            return None;
        }
        let per = |count: usize, of: usize| i64::try_from(count * 100_000 / of.max(1)).unwrap_or(i64::MAX);
        let grade = (39 * per(self.words, self.sentences) + 1_180 * per(self.syllables, self.words)) / 100_000 - 1_559;
        // Hundredths to tenths, rounded half up.
        Some(u32::try_from((grade + 5) / 10).unwrap_or(0))
    }
}

/// A grade in tenths as people write it: `6.4`.
pub fn grade(tenths: u32) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn spoken(lower: &str, text: &str, wording: &Wording) -> usize {
    if text.starts_with("{{") || known(lower, wording) { 1 } else { syllables(text) }
}

/// Whether a word stands in the glossary, by itself, as a plural or with an owner's `s`.
fn known(word: &str, wording: &Wording) -> bool {
    let is = |one: &str| wording.glossary.iter().any(|known| known == one);
    is(word) || word.strip_suffix("'s").or_else(|| word.strip_suffix('s')).is_some_and(is)
}

/// Whether the client reads this text, so that it must be easy.
pub fn for_clients(text: &WrittenText) -> bool {
    text.readers != Audience::Technician
}

/// Whether the formula knows the language.
pub fn is_judged(questionnaire: &Questionnaire) -> bool {
    Lexicon::of(questionnaire.language()).is_some()
}

/// How hard the texts of a section are to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionReading {
    /// Its title; none for the texts at the top of a questionnaire.
    pub title: Option<String>,
    /// All texts that clients read, together.
    pub all: Reading,
    /// The hardest text, by its name, with its grade in tenths.
    pub hardest: Option<(u32, String)>,
}

/// What clients read, section by section in file order, the texts at the top first.
pub fn by_section(questionnaire: &Questionnaire) -> Vec<SectionReading> {
    let sections = questionnaire.sections().enumerated();
    let titled = sections.map(|(index, section)| (Some(index), Some(section.title.clone())));
    let read = |(section, title)| {
        let texts = questionnaire.texts().iter().filter(|text| text.section == section && for_clients(text));
        read_together(title, texts, questionnaire.wording())
    };
    std::iter::once((None, None)).chain(titled).map(read).collect()
}

fn read_together<'t>(
    title: Option<String>,
    texts: impl Iterator<Item = &'t WrittenText>,
    wording: &Wording,
) -> SectionReading {
    let mut section = SectionReading { title, all: Reading::default(), hardest: None };
    for text in texts {
        let reading = Reading::of(text.text(), wording);
        section.all = section.all.and(reading);
        let least = section.hardest.as_ref().map(|(tenths, _)| *tenths);
        if let Some(tenths) = reading.grade_in_tenths().filter(|tenths| Some(*tenths) > least) {
            section.hardest = Some((tenths, text.name()));
        }
    }
    section
}

/// For a questionnaire that [`is_judged`].
pub(super) fn lint(questionnaire: &Questionnaire) -> Diagnostics {
    let mut found = Diagnostics::default();
    for text in questionnaire.texts().iter().filter(|text| for_clients(text)) {
        for sentence in sentences(text.text()).iter().filter(|sentence| sentence.counted() > LONGEST_SENTENCE) {
            found.push(long_sentence(text, sentence));
        }
        let most = questionnaire.wording().reading_grade;
        let reading = Reading::of(text.text(), questionnaire.wording());
        if let Some(tenths) = reading.grade_in_tenths().filter(|tenths| *tenths > most * 10) {
            found.push(too_hard(text, tenths, questionnaire.wording()));
        }
    }
    found
}

fn long_sentence(text: &WrittenText, sentence: &Sentence<'_>) -> Diagnostic {
    let (start, end) = sentence.range(0, sentence.words.len());
    let message = format!("this sentence has {} words", sentence.counted());
    Diagnostic::new(Code::LongSentence, text.place(start, end), message)
        .help(format!("make two sentences of it: at most {LONGEST_SENTENCE} words are easy to follow"))
}

fn too_hard(text: &WrittenText, tenths: u32, wording: &Wording) -> Diagnostic {
    let message = format!("this text needs school grade {}, above {}", grade(tenths), wording.reading_grade);
    let fault = Diagnostic::new(Code::ReadingAge, text.place(0, text.text().len()), message);
    let hard = hard_words(text.text(), wording);
    let fault = if hard.is_empty() { fault } else { fault.label(format!("long words: {}", hard.join(", "))) };
    fault.help("use shorter words and sentences, or put words that are explained into the `glossary`")
}

/// The three longest words by syllables, in backticks.
fn hard_words(text: &str, wording: &Wording) -> Vec<String> {
    let all = sentences(text);
    let words = all.iter().flat_map(|sentence| &sentence.words);
    let mut hard: Vec<(usize, &str)> = words
        .map(|word| (spoken(&word.lower, word.text, wording), word.text))
        .filter(|(count, _)| *count > 2)
        .collect();
    hard.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    hard.dedup();
    hard.into_iter().take(3).map(|(_, word)| format!("`{word}`")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades_are_those_of_the_formula() {
        // Words, sentences and syllables counted by hand; the grade by the formula.
        for (text, counts, expected) in [
            ("The cat sat on the mat.", (1, 6, 6), Some(0)),
            ("Needles break the skin. The ink stays for years.", (2, 9, 10), Some(0)),
            ("A technician looks at your scalp before anything else.", (1, 9, 14), Some(63)),
            ("Too short.", (1, 2, 2), None),
        ] {
            let reading = Reading::of(text, &Wording::default());
            assert_eq!((reading.sentences, reading.words, reading.syllables), counts, "{text}");
            assert_eq!(reading.grade_in_tenths(), expected, "{text}");
        }
    }

    #[test]
    fn words_of_the_glossary_are_easy() {
        let wording = Wording { glossary: vec!["technician".to_owned()], ..Wording::default() };
        for text in ["technician", "Technicians", "technician's", "{{ technician }}"] {
            assert_eq!(Reading::of(text, &wording).syllables, 1, "{text}");
        }
        assert_eq!(Reading::of("technical", &wording).syllables, 3);
    }
}
