//! The way back from a scalar's text to the bytes it was read from.
//!
//! The YAML library gives the text and the range of the whole scalar only. Walking both side by side finds the place of
//! each character. Every step compares: where the two do not fit, there is no alignment rather than a wrong one.

use super::scalar::Run;

/// How the scalar is written in the file, as far as walking it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notation {
    Plain,
    Single,
    Double,
    Literal,
    Folded,
}

/// The pieces of `text`, which was read from `file[start..end]`. Empty when they cannot be told.
pub(super) fn align(notation: Notation, file: &str, (start, end): (usize, usize), text: &str) -> Vec<Run> {
    let start = match notation {
        Notation::Plain => start,
        Notation::Single | Notation::Double => start + 1,
        Notation::Literal | Notation::Folded => block_start(file, start, text),
    };
    let end = if matches!(notation, Notation::Single | Notation::Double) { end.saturating_sub(1) } else { end };
    let mut walk = Walk { raw: file.get(..end).unwrap_or_default(), at: start, text, done: 0, runs: Vec::new() };
    let fits = match notation {
        Notation::Plain | Notation::Single | Notation::Double => walk.flow(notation),
        Notation::Literal | Notation::Folded => walk.block(notation),
    };
    fits.filter(|()| walk.done == text.len()).map(|()| walk.runs).unwrap_or_default()
}

/// The start of the first line after the header of a block. The library starts at the first word, after empty lines; or
/// at the header itself when no word follows.
fn block_start(file: &str, word: usize, text: &str) -> usize {
    if text.trim_matches('\n').is_empty() {
        let header = file.get(word..).unwrap_or_default();
        let length = header.find(['\n', '\r']).unwrap_or(header.len());
        return word + length + break_length(header.get(length..).unwrap_or_default());
    }
    let mut start = line_start(file, word);
    while let Some(before) = file.get(..start).filter(|before| !before.is_empty()) {
        let line = before.strip_suffix("\r\n").or_else(|| before.strip_suffix(['\n', '\r'])).unwrap_or(before);
        let previous = line_start(file, line.len());
        if !line.get(previous..).unwrap_or_default().trim().is_empty() {
            break;
        }
        start = previous;
    }
    start
}

fn line_start(file: &str, offset: usize) -> usize {
    file.get(..offset).unwrap_or_default().rfind(['\n', '\r']).map_or(0, |newline| newline + 1)
}

/// Two fingers: one in the file, one in the text.
struct Walk<'t> {
    /// The file up to the end of the scalar, so that offsets are the file's.
    raw: &'t str,
    at: usize,
    text: &'t str,
    done: usize,
    runs: Vec<Run>,
}

impl<'t> Walk<'t> {
    fn rest(&self) -> &'t str {
        self.raw.get(self.at..).unwrap_or_default()
    }

    fn text_rest(&self) -> &'t str {
        self.text.get(self.done..).unwrap_or_default()
    }

    /// The next `raw` bytes of the file stand for the next `text` bytes of the text.
    fn stand_for(&mut self, raw: usize, text: usize) -> Option<()> {
        let narrow = |length: usize| u32::try_from(length).ok();
        let run =
            Run { text: narrow(self.done)?, text_len: narrow(text)?, file: narrow(self.at)?, file_len: narrow(raw)? };
        self.at += raw;
        self.done += text;
        self.runs.push(run);
        self.text.is_char_boundary(self.done).then_some(())
    }

    /// The next `length` bytes are the same in both.
    fn copy(&mut self, length: usize) -> Option<()> {
        let piece = self.rest().get(..length)?;
        self.text_rest().starts_with(piece).then_some(())?;
        match self.runs.last_mut() {
            Some(run) if run.text_len == run.file_len && (run.file + run.file_len) as usize == self.at => {
                let length = u32::try_from(length).ok()?;
                run.text_len += length;
                run.file_len += length;
                self.at += piece.len();
                self.done += piece.len();
                Some(())
            }
            _ if length == 0 => Some(()),
            _ => self.stand_for(length, length),
        }
    }

    /// A plain or quoted scalar, without its quotes.
    fn flow(&mut self, notation: Notation) -> Option<()> {
        while let Some(next) = self.rest().chars().next() {
            match next {
                ' ' | '\t' | '\n' | '\r' => self.white()?,
                '\'' if notation == Notation::Single => self.stand_for(2, 1)?,
                '\\' if notation == Notation::Double => self.escape()?,
                _ => self.copy(plain_length(self.rest(), notation))?,
            }
        }
        Some(())
    }

    /// White space within a line is kept; around a line break it is folded.
    fn white(&mut self) -> Option<()> {
        let length = white_length(self.rest());
        match breaks(self.rest().get(..length)?) {
            0 => self.copy(length),
            1 => self.fold(length, " "),
            breaks => self.fold(length, self.text_rest().get(..breaks - 1)?),
        }
    }

    fn fold(&mut self, length: usize, expected: &str) -> Option<()> {
        let is_fold = expected == " " || expected.bytes().all(|byte| byte == b'\n');
        (is_fold && self.text_rest().starts_with(expected)).then_some(())?;
        self.stand_for(length, expected.len())
    }

    /// An escape in double quotes; an escaped line break stands for nothing, empty lines after it for themselves.
    fn escape(&mut self) -> Option<()> {
        let kind = self.rest().chars().nth(1)?;
        if !matches!(kind, '\n' | '\r') {
            let read = self.text_rest().chars().next()?;
            return self.stand_for(escape_length(kind, read), read.len_utf8());
        }
        let length = white_length(self.rest().get(1..)?);
        let breaks = breaks(self.rest().get(1..=length)?).checked_sub(1)?;
        self.text_rest().get(..breaks)?.bytes().all(|byte| byte == b'\n').then_some(())?;
        match breaks {
            0 => self.at += 1 + length,
            _ => self.stand_for(1 + length, breaks)?,
        }
        Some(())
    }

    /// The lines of a block scalar.
    fn block(&mut self, notation: Notation) -> Option<()> {
        let indent = self.indent()?;
        while !self.text_rest().is_empty() {
            let body = self.enter_line(indent);
            self.copy(body)?;
            match notation {
                Notation::Folded if body > 0 => self.folded_breaks(indent)?,
                _ => self.line_break()?,
            }
        }
        Some(())
    }

    /// By how much the block is indented: what its first line with more than spaces has more of them than the text's.
    /// Without such a line there are only line breaks, after any number of spaces.
    fn indent(&self) -> Option<usize> {
        let spaces = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let has_words = |line: &&str| spaces(line) < line.len();
        let Some(line) = self.rest().split(['\n', '\r']).find(has_words) else { return Some(usize::MAX) };
        spaces(line).checked_sub(self.text.split('\n').find(has_words).map_or(0, spaces))
    }

    /// Skips the indentation of a line and gives the length of what is left of it.
    fn enter_line(&mut self, indent: usize) -> usize {
        let spaces = self.rest().bytes().take(indent).take_while(|byte| *byte == b' ').count();
        self.at += spaces;
        self.rest().find(['\n', '\r']).unwrap_or(self.rest().len())
    }

    /// A line break that the text has too. At the very end the text may have one that the file lacks.
    fn line_break(&mut self) -> Option<()> {
        match self.text_rest().bytes().next() {
            Some(b'\n') if break_length(self.rest()) == 1 && self.rest().starts_with('\n') => self.copy(1),
            Some(b'\n') => self.stand_for(break_length(self.rest()), 1),
            None => Some(()),
            Some(_) => None,
        }
    }

    /// The breaks after a line of a folded block: one is a space, of more the first is dropped, and those around
    /// lines that are indented further stay. At the end the text has as many as its chomping keeps.
    fn folded_breaks(&mut self, indent: usize) -> Option<()> {
        let (breaks, more) = self.breaks_ahead(indent);
        let kept = self.text_rest().bytes().take_while(|byte| *byte == b'\n').count().min(breaks.len().max(1));
        if kept == 0 && more {
            return self.fold(break_length(self.rest()), " ");
        }
        let dropped = if more { breaks.len().saturating_sub(kept) } else { 0 };
        for (start, length) in breaks.into_iter().skip(dropped).take(kept) {
            self.at = start;
            self.stand_for(length, 1)?;
        }
        if !more && self.text_rest() == "\n" { self.stand_for(0, 1) } else { Some(()) }
    }

    /// The places and lengths of the line breaks up to the next line with a body, and whether there is such a line.
    fn breaks_ahead(&self, indent: usize) -> (Vec<(usize, usize)>, bool) {
        let (mut breaks, mut at) = (Vec::new(), self.at);
        loop {
            let rest = self.raw.get(at..).unwrap_or_default();
            let length = break_length(rest);
            if length == 0 {
                return (breaks, !rest.is_empty());
            }
            breaks.push((at, length));
            let line = rest.get(length..).unwrap_or_default();
            at += length + line.bytes().take(indent).take_while(|byte| *byte == b' ').count();
        }
    }
}

/// How far a quoted or plain text goes on without anything special.
fn plain_length(rest: &str, notation: Notation) -> usize {
    let special = |next: char| match next {
        ' ' | '\t' | '\n' | '\r' => true,
        '\'' => notation == Notation::Single,
        '\\' => notation == Notation::Double,
        _ => false,
    };
    rest.find(special).unwrap_or(rest.len())
}

fn white_length(rest: &str) -> usize {
    rest.bytes().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).count()
}

/// How many line breaks are in `white`; CR LF is one.
fn breaks(white: &str) -> usize {
    let pairs = white.matches("\r\n").count();
    white.bytes().filter(|byte| matches!(byte, b'\n' | b'\r')).count() - pairs
}

fn break_length(rest: &str) -> usize {
    match rest.as_bytes() {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    }
}

/// The length of an escape in the file. JSON writes a character above U+FFFF as two of them.
fn escape_length(kind: char, read: char) -> usize {
    match kind {
        'x' => 4,
        'u' if read > '\u{FFFF}' => 12,
        'u' => 6,
        'U' => 10,
        _ => 1 + kind.len_utf8(),
    }
}
