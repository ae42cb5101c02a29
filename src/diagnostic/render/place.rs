//! Spans as lines and columns. The line starts of each text are found once, however many diagnostics there are.

use std::ops::Range;

use serde::Serialize;

use crate::source::{Source, SourceIx, Sources, Span, floor_char_boundary};

/// A point in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Point {
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1; a byte order mark does not count.
    pub column: usize,
    /// In bytes, counted from 0.
    pub byte: usize,
}

/// A span with the text it is in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'s> {
    pub source: &'s Source,
    pub start: Point,
    pub end: Point,
}

/// All texts, each with the starts of its lines.
pub(super) struct Places<'s>(Vec<(&'s Source, Vec<usize>)>);

impl<'s> Places<'s> {
    pub(super) fn new(sources: &'s Sources) -> Self {
        Places(sources.iter().map(|(_, source)| (source, line_starts(&source.text))).collect())
    }

    /// Where a span is, clamped to its text. `None` when there is no such text.
    pub(super) fn resolve(&self, span: Span) -> Option<Place<'s>> {
        let (source, _) = self.source(span.source)?;
        let start = self.point(span.source, span.start as usize)?;
        let end = self.point(span.source, (span.end as usize).max(start.byte))?;
        Some(Place { source, start, end })
    }

    /// The bytes of the lines `first` to `last`, both counted from 1, with their line breaks.
    pub(super) fn lines(&self, index: SourceIx, first: usize, last: usize) -> Option<Range<usize>> {
        let (source, starts) = self.source(index)?;
        let start = *starts.get(first.checked_sub(1)?)?;
        let end = starts.get(last).copied().unwrap_or(source.text.len());
        Some(start..end.max(start))
    }

    fn source(&self, index: SourceIx) -> Option<(&'s Source, &[usize])> {
        self.0.get(usize::from(index.0)).map(|(source, starts)| (*source, starts.as_slice()))
    }

    fn point(&self, index: SourceIx, offset: usize) -> Option<Point> {
        let (source, starts) = self.source(index)?;
        let byte = floor_char_boundary(&source.text, offset);
        let line = starts.partition_point(|start| *start <= byte);
        let before = source.text.get(*starts.get(line.checked_sub(1)?)?..byte)?;
        let mark = usize::from(before.starts_with('\u{FEFF}'));
        Some(Point { line, column: before.chars().count() + 1 - mark, byte })
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(newline, _)| newline + 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_past_the_end_is_clamped_and_a_byte_order_mark_has_no_column() {
        let mut sources = Sources::default();
        let index = sources.add("x", "\u{FEFF}aé\nb");
        let places = Places::new(&sources);
        let place = places.resolve(Span::new(index, 4, 99)).unwrap();
        assert_eq!((place.start.line, place.start.column), (1, 2));
        assert_eq!((place.end.line, place.end.column, place.end.byte), (2, 2, 8));
        assert!(places.resolve(Span::new(SourceIx(7), 0, 1)).is_none());
        assert_eq!(places.lines(index, 2, 2), Some(7..8));
    }
}
