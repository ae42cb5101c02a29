//! Widths, lines and cuts. A width is in terminal cells: an emoji or a Chinese character takes two, an accent that stands
//! alone none.

use textwrap::core::Fragment;
use textwrap::wrap_algorithms::wrap_first_fit;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// How many cells a text takes on a terminal.
pub fn width(text: &str) -> usize {
    text.width()
}

/// A word in a line. Its width is ours and not `textwrap`'s: that adds up characters, and so takes a family of emoji for
/// four of them.
#[derive(Clone, Copy, Debug)]
struct Word<'w>(&'w str);

impl Fragment for Word<'_> {
    fn width(&self) -> f64 {
        width(self.0) as f64
    }

    fn whitespace_width(&self) -> f64 {
        1.0
    }

    fn penalty_width(&self) -> f64 {
        0.0
    }
}

/// Words in lines, a blank between two of them: the first line has `first` cells, all others have `rest`. A word that is wider
/// than a line has one of its own; [`pieces`] cuts such words before.
pub fn fill<'w>(words: impl IntoIterator<Item = &'w str>, first: usize, rest: usize) -> Vec<String> {
    let words: Vec<Word<'w>> = words.into_iter().map(Word).collect();
    let lines = wrap_first_fit(&words, &[first as f64, rest as f64]);
    lines.into_iter().map(|line| line.iter().map(|word| word.0).collect::<Vec<_>>().join(" ")).collect()
}

/// A text in lines of at most `columns` cells, broken between words; a word that is wider is broken between characters. The
/// text's own line breaks stay.
///
/// ```
/// assert_eq!(candidacy::text::wrap("one two three", 7), ["one two", "three"]);
/// ```
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    text.lines().flat_map(|line| fill(pieces(line, columns), columns, columns)).collect()
}

/// The words of a line, those that are wider than `columns` cut between characters.
pub fn pieces(line: &str, columns: usize) -> impl Iterator<Item = &str> {
    line.split_whitespace().flat_map(move |word| cut_apart(word, columns))
}

fn cut_apart(word: &str, columns: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = word;
    while width(rest) > columns {
        // At least one character a line, however narrow that is: else there would be no end.
        let least = rest.graphemes(true).next().map_or(rest.len(), str::len);
        let (part, more) = rest.split_at(prefix(rest, columns).len().max(least));
        parts.push(part);
        rest = more;
    }
    parts.extend(Some(rest).filter(|rest| !rest.is_empty() || parts.is_empty()));
    parts
}

/// The characters of a text as people count them: a family of emoji is one, and so is a letter with its accents.
pub fn characters(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.graphemes(true)
}

/// The longest beginning of a text that fits into `columns`, whole characters only.
pub fn prefix(text: &str, columns: usize) -> &str {
    let mut cells = 0;
    for (at, character) in text.grapheme_indices(true) {
        cells += width(character);
        if cells > columns {
            return text.get(..at).unwrap_or_default();
        }
    }
    text
}

/// The text cut to `columns`, with `…` where something is missing.
///
/// ```
/// assert_eq!(candidacy::text::cut("longer", 5), "long…");
/// ```
pub fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    format!("{}…", prefix(text, columns.saturating_sub(1)))
}

/// The text with blanks behind it, up to `columns`.
pub fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_no_word_is_lost() {
        let text =
            "Has a scar of yours ever grown beyond the wound, Donaudampfschifffahrtsgesellschaft?\nYes 日本語日本語 👩‍👩‍👧‍👦";
        for columns in 2..60 {
            let lines = wrap(text, columns);
            assert!(lines.iter().all(|line| width(line) <= columns), "{columns}: {lines:?}");
            let squeezed = |text: &str| text.split_whitespace().collect::<String>();
            assert_eq!(squeezed(&lines.concat()), squeezed(text), "{columns}");
        }
        assert_eq!(wrap("a\n\nb", 20), ["a", "", "b"]);
        assert_eq!(wrap("日本", 1), ["日", "本"]);
        assert_eq!(fill(["one", "two", "three"], 4, 9), ["one", "two three"]);
        assert_eq!(fill([], 4, 9), [""]);
    }

    #[test]
    fn a_cut_text_fits() {
        assert_eq!(cut("short", 5), "short");
        assert_eq!(cut("longer", 5), "long…");
        assert_eq!(width(&cut("日本語日本語", 6)), 5);
        assert_eq!(cut("👩‍👩‍👧👩‍👩‍👧", 3), "👩‍👩‍👧…");
        assert_eq!(pad("日", 4), "日  ");
    }
}
