//! A text as words and sentences, each with its place.
//!
//! A gap (`{{ … }}`) is one word that nobody can judge; what steers a template (`{% … %}`) is no word at all.

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word<'t> {
    /// As written.
    pub text: &'t str,
    /// In lower case, with straight apostrophes.
    pub lower: String,
    /// Where it starts.
    pub start: usize,
    /// The clause of its sentence that it stands in: commas, colons, dashes and brackets part clauses.
    pub clause: usize,
    /// Whether a hyphen ties it to the word before.
    pub tied: bool,
}

impl Word<'_> {
    /// The byte after it.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// A sentence of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sentence<'t> {
    /// Its words.
    pub words: Vec<Word<'t>>,
    /// Whether it ends with a question mark.
    pub asks: bool,
}

impl Sentence<'_> {
    /// Whether the words from `at` are `phrase`, whose words may end in `*` for any ending.
    pub fn reads(&self, at: usize, phrase: &str) -> Option<usize> {
        // Nearly all phrases differ in their first letter already, and looking there costs less than taking them apart.
        let first = phrase.chars().next().filter(|first| *first != '*' && !first.is_whitespace());
        if first.is_some_and(|first| self.words.get(at).is_none_or(|word| !word.lower.starts_with(first))) {
            return None;
        }
        let mut words = self.words.get(at..)?.iter();
        let mut length = 0;
        for part in phrase.split_whitespace() {
            let word = &words.next()?.lower;
            let fits = match part.strip_suffix('*') {
                Some(start) => word.starts_with(start),
                None => word == part,
            };
            length += 1;
            fits.then_some(())?;
        }
        Some(length)
    }

    /// The bytes of the words `at..at + length`, of which there is one at least.
    #[expect(
        clippy::indexing_slicing,
        reason = "a fault at words that are not there would be a fault of ours, and is loud"
    )]
    pub fn range(&self, at: usize, length: usize) -> (usize, usize) {
        let words = &self.words[at..at + length];
        (words[0].start, words[length - 1].end())
    }

    /// How many words a reader counts: words that hyphens tie together are one.
    pub fn counted(&self) -> usize {
        self.words.iter().filter(|word| !word.tied).count()
    }
}

/// The sentences of a text, in order; none of them is empty.
pub(super) fn sentences(text: &str) -> Vec<Sentence<'_>> {
    let mut reader = ProseReader { text, at: 0, clause: 0, done: Vec::new(), now: Sentence::default() };
    while reader.step().is_some() {}
    reader.end(false);
    reader.done
}

/// Words of a text as a message shows them: in one line, without what ends the quotation.
pub(super) fn quoted(text: &str, (start, end): (usize, usize)) -> String {
    text[start..end].replace(['\n', '`'], " ")
}

/// A phrase in the words that sentences are made of, as [`Sentence::reads`] takes it.
pub(super) fn as_phrase(phrase: &str) -> String {
    let words = sentences(phrase).into_iter().flat_map(|sentence| sentence.words);
    words.map(|word| word.lower).collect::<Vec<_>>().join(" ")
}

struct ProseReader<'t> {
    text: &'t str,
    at: usize,
    clause: usize,
    done: Vec<Sentence<'t>>,
    now: Sentence<'t>,
}

impl<'t> ProseReader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn step(&mut self) -> Option<()> {
        let rest = self.rest();
        let next = rest.chars().next()?;
        if rest.starts_with("{{") {
            self.word(tag(rest, "}}"));
        } else if rest.starts_with("{%") {
            self.at += tag(rest, "%}");
        } else if next.is_alphanumeric() {
            self.word(word_length(rest));
        } else if next == '%' {
            self.word(1);
        } else {
            self.mark(next);
            self.at += next.len_utf8();
        }
        Some(())
    }

    fn word(&mut self, length: usize) {
        let (before, rest) = self.text.split_at(self.at);
        let text = &rest[..length];
        let tied =
            before.ends_with(['-', '\u{2011}']) && self.now.words.last().is_some_and(|word| word.end() + 4 > self.at);
        let lower = text.to_lowercase().replace('\u{2019}', "'");
        self.now.words.push(Word { text, lower, start: self.at, clause: self.clause, tied });
        self.at += length;
    }

    fn mark(&mut self, mark: char) {
        let after = &self.rest()[mark.len_utf8()..];
        let parted =
            after.chars().next().is_none_or(|next| next.is_whitespace() || "\"'\u{201d}\u{2019})]{".contains(next));
        match mark {
            '.' | '!' | '?' | '\u{2026}' if parted => self.end(mark == '?'),
            '\n' if starts_anew(after) => self.end(false),
            ',' | ';' | ':' | '(' | ')' | '\u{2013}' | '\u{2014}' | '\u{b7}' => self.clause += 1,
            _ => {}
        }
    }

    fn end(&mut self, asks: bool) {
        let words = std::mem::take(&mut self.now.words);
        if !words.is_empty() {
            self.done.push(Sentence { words, asks });
        }
        self.clause = 0;
    }
}

/// Whether a line starts something new: a capital, a bullet, an empty line. Else a line was only wrapped.
fn starts_anew(after: &str) -> bool {
    after.trim_start_matches([' ', '\t']).chars().next().is_none_or(|next| !next.is_lowercase())
}

fn tag(rest: &str, end: &str) -> usize {
    rest.find(end).map_or(rest.len(), |at| at + end.len())
}

/// The bytes of the word at the start of a text: letters and digits, an apostrophe inside, a point or comma between digits.
fn word_length(rest: &str) -> usize {
    let mut letters = rest.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map_or(' ', |(_, next)| *next);
        let joins = match letter {
            '\'' | '\u{2019}' => before.is_alphabetic() && next.is_alphabetic(),
            '.' | ',' => before.is_ascii_digit() && next.is_ascii_digit(),
            _ => letter.is_alphanumeric(),
        };
        if !joins {
            return at;
        }
        before = letter;
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Vec<String>> {
        sentences(text).iter().map(|one| one.words.iter().map(|word| word.lower.clone()).collect()).collect()
    }

    #[test]
    fn a_text_is_sentences_of_words() {
        for (text, expected) in [
            ("One. Two three! Four?", "one/two three/four"),
            ("It takes 1.5 or 2,000 days.", "it takes 1.5 or 2,000 days"),
            ("Don\u{2019}t. \"Stop.\" he said", "don't/stop/he said"),
            ("A line\nthat goes on\nAnd a new one", "a line that goes on/and a new one"),
            ("You said {{ a }}{% if b %}, and {{ b|lower }}{% endif %}.", "you said {{ a }} and {{ b|lower }}"),
            ("100 % and 5%", "100 % and 5 %"),
            ("… -- !", ""),
            ("", ""),
        ] {
            let joined = words(text).iter().map(|one| one.join(" ")).collect::<Vec<_>>().join("/");
            assert_eq!(joined, expected, "{text}");
        }
    }

    #[test]
    fn hyphens_tie_and_marks_part_clauses() {
        let sentence = sentences("A touch-up, then rest").remove(0);
        assert_eq!(sentence.counted(), 4);
        assert_eq!(sentence.words.iter().map(|word| word.clause).collect::<Vec<_>>(), [0, 0, 0, 1, 1]);
        assert_eq!(sentence.reads(1, "touch up"), Some(2));
        assert_eq!(sentence.reads(1, "tou* up the"), None);
        assert_eq!(sentence.range(1, 2), (2, 10));
    }

    #[test]
    fn any_text_can_be_read() {
        for text in ["{{", "{%", "%}", "\u{301}'", "a\u{2019}", "é{{ x", "1.", ".", "\n\n\n", "🏳️‍🌈 x"] {
            for sentence in sentences(text) {
                for word in sentence.words {
                    assert_eq!(&text[word.start..word.end()], word.text);
                }
            }
        }
    }
}
