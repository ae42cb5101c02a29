//! Named texts and places in them. A leaf: it knows nothing of YAML, conditions or people.
//!
//! A [`Span`] is two byte offsets and the number of a text, so it is cheap to keep everywhere; line and column are
//! found only when a diagnostic is printed.

/// The number of a [`Source`] in its [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SourceIx(pub u16);

/// A half-open byte range of one source. Both ends are meant to lie on character borders; readers of a span clamp it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The text that the range is in.
    pub source: SourceIx,
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// The bytes `start..end` of `source`. Offsets beyond 4 GiB saturate; readers refuse such texts long before.
    pub fn new(source: SourceIx, start: usize, end: usize) -> Self {
        let narrow = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span { source, start: narrow(start), end: narrow(end.max(start)) }
    }

    /// The smallest span that covers both; of two texts, the first wins.
    pub fn to(self, other: Span) -> Self {
        if self.source != other.source {
            return self;
        }
        Span { source: self.source, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A value and the place it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Ties a value to its place.
    pub fn new(value: T, span: Span) -> Self {
        Spanned { value, span }
    }
}

/// A text with the name that messages show for it (a path, or `<embedded>/…`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The name that messages show.
    pub name: String,
    /// The whole text, as read.
    pub text: String,
}

impl Source {
    /// Line and column of a byte offset, both counted from 1, columns in characters. An offset past the end counts as the end.
    pub fn line_column(&self, offset: u32) -> (usize, usize) {
        let offset = floor_char_boundary(&self.text, offset as usize);
        let before = self.text.get(..offset).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        (line, before.get(line_start..).unwrap_or_default().chars().count() + 1)
    }

    /// The text of a span, clamped to whole characters of this text.
    pub fn slice(&self, span: Span) -> &str {
        let start = floor_char_boundary(&self.text, span.start as usize);
        let end = floor_char_boundary(&self.text, span.end as usize);
        self.text.get(start..end.max(start)).unwrap_or_default()
    }
}

/// All texts of one run, numbered in the order they were read.
#[derive(Clone, Debug, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Keeps a text and numbers it.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceIx {
        self.0.push(Source { name: name.into(), text: text.into() });
        SourceIx(u16::try_from(self.0.len() - 1).unwrap_or(u16::MAX))
    }

    /// The text with that number.
    pub fn get(&self, index: SourceIx) -> Option<&Source> {
        self.0.get(usize::from(index.0))
    }

    /// How many texts there are: the number of the next one.
    pub fn count(&self) -> u16 {
        u16::try_from(self.0.len()).unwrap_or(u16::MAX)
    }

    /// All texts in the order they were read.
    pub fn iter(&self) -> impl Iterator<Item = (SourceIx, &Source)> {
        (0u16..).map(SourceIx).zip(&self.0)
    }
}

/// The largest character border of `text` that is not past `offset`.
pub fn floor_char_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_and_column_count_characters_and_clamp() {
        let source = Source { name: "x".into(), text: "aé\nb\r\nc".into() };
        for (offset, expected) in
            [(0, (1, 1)), (1, (1, 2)), (2, (1, 2)), (3, (1, 3)), (4, (2, 1)), (7, (3, 1)), (99, (3, 2))]
        {
            assert_eq!(source.line_column(offset), expected, "offset {offset}");
        }
    }

    #[test]
    fn a_slice_never_cuts_a_character() {
        let source = Source { name: "x".into(), text: "aé".into() };
        assert_eq!(source.slice(Span::new(SourceIx(0), 0, 2)), "a");
        assert_eq!(source.slice(Span::new(SourceIx(0), 5, 9)), "");
    }
}
