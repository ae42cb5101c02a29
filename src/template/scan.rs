//! A strict reading of the tags of a template, before MiniJinja sees it.
//!
//! MiniJinja parses by recursion and its operators can multiply memory, so what it is given is bounded here: only tokens
//! that both read alike get through, a tag is short, blocks are not nested deeply. A token that is not known is a fault.

use std::ops::Range;

/// The most tokens that one tag takes: deep enough for any honest expression, far from the end of the stack.
pub(super) const MAX_TOKENS: usize = 64;
/// The deepest nesting of blocks.
pub(super) const MAX_DEPTH: usize = 16;

/// What a tag does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `{{ … }}`
    Expression,
    /// `{% … %}`
    Statement,
    /// `{# … #}`
    Comment,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A word: a name, a keyword, a filter.
    Word,
    /// Digits.
    Number,
    /// A text in quotes.
    Quoted,
    /// An operator or a bracket.
    Mark,
}

/// A token with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) sort: Sort,
    pub(super) text: &'a str,
    pub(super) start: usize,
}

impl Token<'_> {
    /// Where it stands.
    pub(super) fn range(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }
}

/// A tag with its tokens; a comment has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    pub(super) kind: Kind,
    pub(super) range: Range<usize>,
    pub(super) tokens: Vec<Token<'a>>,
}

impl Tag<'_> {
    /// The word that says what a statement does.
    pub(super) fn keyword(&self) -> Option<&str> {
        self.tokens.first().filter(|token| token.sort == Sort::Word).map(|token| token.text)
    }
}

/// What is wrong with the tags themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ScanFault {
    /// A tag that never ends.
    Unclosed(Kind, Range<usize>),
    /// A character that has no meaning inside a tag.
    Strange(Range<usize>),
    /// A tag of too many tokens.
    Long(Range<usize>),
    /// A tag with nothing in it.
    Empty(Range<usize>),
}

impl Kind {
    /// What closes it.
    pub(super) fn end(self) -> &'static str {
        match self {
            Kind::Expression => "}}",
            Kind::Statement => "%}",
            Kind::Comment => "#}",
        }
    }
}

/// What is wrong with how blocks stand inside each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum BlockFault {
    /// A block that is never closed: its keyword and place.
    Open(String, Range<usize>),
    /// A keyword without the block that it belongs to.
    Stray(String, Range<usize>),
    /// Blocks nested too deeply.
    Deep(Range<usize>),
}

/// Whether every `if` and `for` is closed by its own end, and not too many stand inside each other.
pub(super) fn check_blocks(tags: &[Tag<'_>]) -> Result<(), BlockFault> {
    let mut open: Vec<(&str, &Tag<'_>)> = Vec::new();
    for tag in tags.iter().filter(|tag| tag.kind == Kind::Statement) {
        let Some(keyword) = tag.keyword() else { continue };
        let inside = open.last().map(|(keyword, _)| *keyword);
        let belongs = match keyword {
            "endif" | "elif" => inside == Some("if"),
            "endfor" => inside == Some("for"),
            "else" => inside.is_some(),
            _ => true,
        };
        match keyword {
            _ if !belongs => return Err(BlockFault::Stray(keyword.to_owned(), tag.range.clone())),
            "if" | "for" if open.len() >= MAX_DEPTH => return Err(BlockFault::Deep(tag.range.clone())),
            "if" | "for" => open.push((keyword, tag)),
            "endif" | "endfor" => drop(open.pop()),
            _ => {}
        }
    }
    open.pop().map_or(Ok(()), |(keyword, tag)| Err(BlockFault::Open(keyword.to_owned(), tag.range.clone())))
}

/// All tags of a template, and what is wrong with them. After a tag that never ends, nothing more is read.
pub(super) fn scan(source: &str) -> (Vec<Tag<'_>>, Vec<ScanFault>) {
    let (mut tags, mut faults) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some((kind, start)) = next_tag(source, at) {
        let read = match kind {
            Kind::Comment => read_comment(source, start),
            _ => read_tag(source, start, kind, &mut faults),
        };
        let Some(tag) = read else {
            faults.push(ScanFault::Unclosed(kind, start..start + 2));
            break;
        };
        at = tag.range.end;
        faults.extend(size_fault(&tag));
        tags.push(tag);
    }
    (tags, faults)
}

fn size_fault(tag: &Tag<'_>) -> Option<ScanFault> {
    (tag.tokens.len() > MAX_TOKENS).then(|| ScanFault::Long(tag.range.clone()))
}

fn next_tag(source: &str, from: usize) -> Option<(Kind, usize)> {
    let bytes = source.as_bytes();
    let kind = |at: usize| match bytes.get(at + 1) {
        Some(b'{') => Some(Kind::Expression),
        Some(b'%') => Some(Kind::Statement),
        Some(b'#') => Some(Kind::Comment),
        _ => None,
    };
    let starts = (from..bytes.len()).filter(|at| bytes.get(*at) == Some(&b'{'));
    starts.filter_map(|at| Some((kind(at)?, at))).next()
}

fn read_comment(source: &str, start: usize) -> Option<Tag<'_>> {
    let length = source.get(start + 2..)?.find("#}")?;
    Some(Tag { kind: Kind::Comment, range: start..start + length + 4, tokens: Vec::new() })
}

fn read_tag<'a>(source: &'a str, start: usize, kind: Kind, faults: &mut Vec<ScanFault>) -> Option<Tag<'a>> {
    let mut at = skip_trim_mark(source, start + 2);
    let mut tokens = Vec::new();
    let before = faults.len();
    loop {
        let rest = source.get(at..).filter(|rest| !rest.is_empty())?;
        if let Some(end) = closes(rest, kind) {
            let range = start..at + end;
            if tokens.is_empty() && faults.len() == before {
                faults.push(ScanFault::Empty(range.clone()));
            }
            return Some(Tag { kind, range, tokens });
        }
        let (sort, length) = next_token(rest)?;
        match sort {
            Some(sort) => tokens.push(Token { sort, text: source.get(at..at + length)?, start: at }),
            None if rest.starts_with(char::is_whitespace) => {}
            None => faults.push(ScanFault::Strange(at..at + length)),
        }
        at += length;
    }
}

/// `{%-` and `{%+` say what happens to the blanks around a tag.
fn skip_trim_mark(source: &str, at: usize) -> usize {
    at + usize::from(matches!(source.as_bytes().get(at), Some(b'-' | b'+')))
}

fn closes(rest: &str, kind: Kind) -> Option<usize> {
    let trimmed = rest.strip_prefix(['-', '+']).unwrap_or(rest);
    trimmed.starts_with(kind.end()).then(|| rest.len() - trimmed.len() + 2)
}

/// The kind and length of the next token; no kind for blanks and for what is not known; `None` for a text that never ends.
fn next_token(rest: &str) -> Option<(Option<Sort>, usize)> {
    let first = rest.chars().next()?;
    Some(match first {
        'a'..='z' | 'A'..='Z' | '_' => (Some(Sort::Word), run(rest, |c| c.is_ascii_alphanumeric() || c == '_')),
        '0'..='9' => (Some(Sort::Number), run(rest, |c| c.is_ascii_digit())),
        '"' | '\'' => (Some(Sort::Quoted), quoted(rest, first)?),
        _ if first.is_ascii_whitespace() => (None, run(rest, |c| c.is_ascii_whitespace())),
        _ => mark(rest).map_or((None, first.len_utf8()), |length| (Some(Sort::Mark), length)),
    })
}

fn run(rest: &str, belongs: impl Fn(char) -> bool) -> usize {
    rest.find(|c| !belongs(c)).unwrap_or(rest.len())
}

fn quoted(rest: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// No arithmetic and no `~`: a report computes, a template shows, and nothing can be doubled a hundred times over.
fn mark(rest: &str) -> Option<usize> {
    const MARKS: [&str; 13] = ["==", "!=", "<=", ">=", "<", ">", "|", ".", ",", "(", ")", "[", "]"];
    MARKS.iter().find(|mark| rest.starts_with(**mark)).map(|mark| mark.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_with_their_tokens() {
        let (tags, faults) = scan("a {{ b|lower }}{# {{ c }} #}{%- if d == '}}' -%}");
        let shown: Vec<_> =
            tags.iter().map(|tag| (tag.kind, tag.tokens.iter().map(|token| token.text).collect::<Vec<_>>())).collect();
        let expected = [
            (Kind::Expression, vec!["b", "|", "lower"]),
            (Kind::Comment, vec![]),
            (Kind::Statement, vec!["if", "d", "==", "'}}'"]),
        ];
        assert_eq!(shown, expected);
        assert_eq!(faults, []);
    }

    #[test]
    fn blocks_are_closed_by_their_own_end() {
        let fault = |source: &str| check_blocks(&scan(source).0).err();
        assert_eq!(fault("{% if a %}{% for b in c %}{% else %}{% endfor %}{% elif d %}{% else %}{% endif %}"), None);
        assert_eq!(fault("{% if a %}"), Some(BlockFault::Open("if".to_owned(), 0..10)));
        assert_eq!(fault("{% if a %}{% endfor %}"), Some(BlockFault::Stray("endfor".to_owned(), 10..22)));
        assert_eq!(fault("{% else %}"), Some(BlockFault::Stray("else".to_owned(), 0..10)));
        assert_eq!(fault(&"{% if a %}".repeat(17)), Some(BlockFault::Deep(160..170)));
    }

    #[test]
    fn what_is_not_known_is_a_fault_with_its_place() {
        for (source, expected) in [
            ("{{ a", ScanFault::Unclosed(Kind::Expression, 0..2)),
            ("é {% if 'x %}", ScanFault::Unclosed(Kind::Statement, 3..5)),
            ("{{ a ~ b }}", ScanFault::Strange(5..6)),
            ("{{ é }}", ScanFault::Strange(3..5)),
            ("{{ }}", ScanFault::Empty(0..5)),
            ("{{ -1 }}", ScanFault::Strange(3..4)),
        ] {
            assert_eq!(scan(source).1, [expected], "{source}");
        }
        let long = format!("{{{{ {} }}}}", "a.".repeat(40));
        assert_eq!(scan(&long).1, [ScanFault::Long(0..long.len())]);
    }
}
