//! A scalar that remembers where each of its characters came from.

use crate::source::Span;

/// How a scalar was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In single or double quotes.
    Quoted,
    /// As a `|` or `>` block.
    Block,
}

/// A text as YAML reads it, with the way back to the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// The text that the scalar stands for.
    pub text: String,
    /// How it was written.
    pub style: Style,
    /// Where it stands, quotes included. For a block: from its first word to the end of its last line.
    pub span: Span,
    /// The pieces of the text in order, without gaps; empty when the way back is not known.
    pub(super) runs: Vec<Run>,
}

/// A piece of a scalar's text and the bytes of the file that it was read from. When both are equally long, they are the
/// same bytes; else the piece is an escape or a folded line break and has no smaller parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// Where the piece starts in the text.
    pub text: u32,
    /// How long it is in the text.
    pub text_len: u32,
    /// Where it starts in the file.
    pub file: u32,
    /// How long it is in the file.
    pub file_len: u32,
}

impl Run {
    /// The place in the file where the byte `offset` of the text starts.
    fn start_of(self, offset: u32) -> u32 {
        match offset.saturating_sub(self.text) {
            within if within >= self.text_len => self.end(),
            within if self.is_verbatim() => self.file.saturating_add(within),
            _ => self.file,
        }
    }

    /// The place in the file where the bytes before `offset` of the text end.
    fn end_of(self, offset: u32) -> u32 {
        match offset.saturating_sub(self.text) {
            within if within < self.text_len && self.is_verbatim() => self.file.saturating_add(within),
            _ => self.end(),
        }
    }

    fn is_verbatim(self) -> bool {
        self.text_len == self.file_len
    }

    fn end(self) -> u32 {
        self.file.saturating_add(self.file_len)
    }
}

impl Scalar {
    /// A scalar that is not from a YAML file (a command-line value, a test): its text stands at `span.start` byte for byte.
    pub fn verbatim(text: impl Into<String>, span: Span) -> Self {
        let text = text.into();
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let runs = vec![Run { text: 0, text_len: length, file: span.start, file_len: length }];
        Scalar { text, style: Style::Plain, span, runs }
    }

    /// The place in the file of the bytes `start..end` of the text: the exact place, also inside quotes, folded and block
    /// scalars. Without anything better, the whole scalar.
    pub fn place(&self, start: usize, end: usize) -> Span {
        let narrow = |offset: usize| u32::try_from(offset.min(self.text.len())).unwrap_or(u32::MAX);
        let (start, end) = (narrow(start), narrow(end));
        let Some(first) = self.run_at(start) else { return self.span };
        let from = first.start_of(start);
        let last = self.run_at(end.saturating_sub(1)).filter(|_| end > start);
        let to = last.map_or(from, |run| run.end_of(end));
        Span { source: self.span.source, start: from, end: to.max(from) }
    }

    /// The run that holds the byte `offset` of the text, or the last one before it.
    fn run_at(&self, offset: u32) -> Option<Run> {
        let after = self.runs.partition_point(|run| run.text <= offset);
        self.runs.get(after.saturating_sub(1)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceIx;

    fn places(scalar: &Scalar, ranges: &[(usize, usize)]) -> Vec<(u32, u32)> {
        let place = |(start, end): &(usize, usize)| scalar.place(*start, *end);
        ranges.iter().map(place).map(|span| (span.start, span.end)).collect()
    }

    #[test]
    fn a_verbatim_text_stands_where_it_is_said_to_stand() {
        let scalar = Scalar::verbatim("age < 18", Span::new(SourceIx(0), 10, 18));
        let ranges = [(0, 3), (4, 5), (0, 8), (8, 8), (2, 2), (6, 99), (99, 99), (5, 3)];
        let expected = [(10, 13), (14, 15), (10, 18), (18, 18), (12, 12), (16, 18), (18, 18), (15, 15)];
        assert_eq!(places(&scalar, &ranges), expected);
    }

    #[test]
    fn an_escape_has_no_smaller_parts() {
        // The text `aé'b`, written as 'aé''b' at 100.
        let run = |text, text_len, file, file_len| Run { text, text_len, file, file_len };
        let runs = vec![run(0, 3, 101, 3), run(3, 1, 104, 2), run(4, 1, 106, 1)];
        let span = Span::new(SourceIx(0), 100, 108);
        let scalar = Scalar { text: "aé'b".into(), style: Style::Quoted, span, runs };
        let ranges = [(0, 1), (1, 3), (3, 4), (0, 4), (3, 5), (4, 5), (5, 5), (3, 3)];
        let expected = [(101, 102), (102, 104), (104, 106), (101, 106), (104, 107), (106, 107), (107, 107), (104, 104)];
        assert_eq!(places(&scalar, &ranges), expected);
    }

    #[test]
    fn without_a_way_back_the_whole_scalar_is_the_place() {
        let span = Span::new(SourceIx(0), 7, 9);
        let scalar = Scalar { text: "x y".into(), style: Style::Plain, span, runs: Vec::new() };
        assert_eq!(scalar.place(0, 1), span);
    }
}
