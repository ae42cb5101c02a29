//! A strict reading of the tags of a template, before MiniJinja sees it.
//!
//! MiniJinja parses by recursion and its operators can multiply memory, so what it is given is bounded here: only tokens
//! that both read alike get through, a tag is short, blocks are not nested deeply. A token that is not known is a fault.
//!
//! Why not by MiniJinja's own tokens: they hide what must be refused here (comments and `raw`, which never become tokens),
//! end at the first character that is not known, while an author wants to hear of all, and run on past the end of a tag in
//! which a bracket is open, so that what follows would be blamed. The tests hold that both read alike what gets through.

use std::ops::Range;

/// The most tokens that one tag takes: deep enough for any honest expression, far from the end of the stack.
pub(super) const MAX_TOKENS: usize = 64;
/// The deepest nesting of blocks.
pub(super) const MAX_DEPTH: usize = 16;
/// The most `elif` that stand before a place, in all blocks around it.
pub(super) const MAX_BRANCHES: usize = 100;

/// What a tag does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TagKind {
    /// `{{ … }}`
    Expression,
    /// `{% … %}`
    Statement,
    /// `{# … #}`
    Comment,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenSort {
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
    pub(super) sort: TokenSort,
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
    pub(super) kind: TagKind,
    pub(super) range: Range<usize>,
    pub(super) tokens: Vec<Token<'a>>,
}

impl Tag<'_> {
    /// The word that says what a statement does.
    pub(super) fn keyword(&self) -> Option<&str> {
        self.tokens.first().filter(|token| token.sort == TokenSort::Word).map(|token| token.text)
    }
}

/// What is wrong with the tags themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ScanFault {
    /// A tag that never ends.
    Unclosed(TagKind, Range<usize>),
    /// A character that has no meaning inside a tag.
    Strange(Range<usize>),
    /// A tag of too many tokens.
    Long(Range<usize>),
    /// A tag with nothing in it.
    Empty(Range<usize>),
}

impl TagKind {
    /// What closes it.
    pub(super) fn end(self) -> &'static str {
        match self {
            TagKind::Expression => "}}",
            TagKind::Statement => "%}",
            TagKind::Comment => "#}",
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
    /// An `elif` after too many others.
    Branches(Range<usize>),
}

/// A block that is open at some place.
struct OpenBlock<'t, 's> {
    keyword: &'t str,
    tag: &'t Tag<'s>,
    branches: usize,
}

/// Whether every `if` and `for` is closed by its own end, and not too many stand inside each other.
pub(super) fn check_blocks(tags: &[Tag<'_>]) -> Result<(), BlockFault> {
    let mut open: Vec<OpenBlock<'_, '_>> = Vec::new();
    for tag in tags.iter().filter(|tag| tag.kind == TagKind::Statement) {
        let Some(keyword) = tag.keyword() else { continue };
        let inside = open.last().map(|block| block.keyword);
        let belongs = match keyword {
            "endif" | "elif" => inside == Some("if"),
            "endfor" => inside == Some("for"),
            "else" => inside.is_some(),
            _ => true,
        };
        if !belongs {
            return Err(BlockFault::Stray(keyword.to_owned(), tag.range.clone()));
        }
        match keyword {
            "if" | "for" if open.len() >= MAX_DEPTH => return Err(BlockFault::Deep(tag.range.clone())),
            "if" | "for" => open.push(OpenBlock { keyword, tag, branches: 0 }),
            "elif" => {
                // To an author the branches stand beside each other; in MiniJinja's tree each stands inside the one before.
                if open.iter().map(|block| block.branches).sum::<usize>() >= MAX_BRANCHES {
                    return Err(BlockFault::Branches(tag.range.clone()));
                }
                open.iter_mut().last().into_iter().for_each(|block| block.branches += 1);
            }
            "endif" | "endfor" => drop(open.pop()),
            _ => {}
        }
    }
    open.pop().map_or(Ok(()), |block| Err(BlockFault::Open(block.keyword.to_owned(), block.tag.range.clone())))
}

/// All tags of a template, and what is wrong with them. After a tag that never ends, nothing more is read.
pub(super) fn scan(source: &str) -> (Vec<Tag<'_>>, Vec<ScanFault>) {
    let (mut tags, mut faults) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some((kind, start)) = next_tag(source, at) {
        let read = match kind {
            TagKind::Comment => read_comment(source, start),
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

fn next_tag(source: &str, from: usize) -> Option<(TagKind, usize)> {
    let bytes = source.as_bytes();
    let kind = |at: usize| match bytes.get(at + 1) {
        Some(b'{') => Some(TagKind::Expression),
        Some(b'%') => Some(TagKind::Statement),
        Some(b'#') => Some(TagKind::Comment),
        _ => None,
    };
    let starts = (from..bytes.len()).filter(|at| bytes.get(*at) == Some(&b'{'));
    starts.filter_map(|at| Some((kind(at)?, at))).next()
}

fn read_comment(source: &str, start: usize) -> Option<Tag<'_>> {
    let length = source.get(start + 2..)?.find("#}")?;
    Some(Tag { kind: TagKind::Comment, range: start..start + length + 4, tokens: Vec::new() })
}

fn read_tag<'a>(source: &'a str, start: usize, kind: TagKind, faults: &mut Vec<ScanFault>) -> Option<Tag<'a>> {
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

fn closes(rest: &str, kind: TagKind) -> Option<usize> {
    let trimmed = rest.strip_prefix(['-', '+']).unwrap_or(rest);
    trimmed.starts_with(kind.end()).then(|| rest.len() - trimmed.len() + 2)
}

/// The kind and length of the next token; no kind for blanks and for what is not known; `None` for a text that never ends.
fn next_token(rest: &str) -> Option<(Option<TokenSort>, usize)> {
    let first = rest.chars().next()?;
    Some(match first {
        'a'..='z' | 'A'..='Z' | '_' => (Some(TokenSort::Word), run(rest, |c| c.is_ascii_alphanumeric() || c == '_')),
        '0'..='9' => (Some(TokenSort::Number), run(rest, |c| c.is_ascii_digit())),
        '"' | '\'' => (Some(TokenSort::Quoted), quoted(rest, first)?),
        _ if first.is_ascii_whitespace() => (None, run(rest, |c| c.is_ascii_whitespace())),
        _ => mark(rest).map_or((None, first.len_utf8()), |length| (Some(TokenSort::Mark), length)),
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
    use minijinja::machinery::{self, Token as TheirToken};
    use minijinja::syntax::SyntaxConfig;

    use super::*;

    #[test]
    fn tags_are_found_with_their_tokens() {
        let (tags, faults) = scan("a {{ b|lower }}{# {{ c }} #}{%- if d == '}}' -%}");
        let shown: Vec<_> =
            tags.iter().map(|tag| (tag.kind, tag.tokens.iter().map(|token| token.text).collect::<Vec<_>>())).collect();
        let expected = [
            (TagKind::Expression, vec!["b", "|", "lower"]),
            (TagKind::Comment, vec![]),
            (TagKind::Statement, vec!["if", "d", "==", "'}}'"]),
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
        let branches = |count: usize| "{% if a %}".to_owned() + &"{% elif b %}".repeat(count) + "{% endif %}";
        assert_eq!(fault(&branches(100).repeat(2)), None);
        assert_eq!(fault(&branches(101)), Some(BlockFault::Branches(1_210..1_222)));
        assert_eq!(
            fault(&branches(60).replace("{% endif %}", &branches(50))),
            Some(BlockFault::Branches(1_220..1_232))
        );
    }

    #[test]
    fn what_is_not_known_is_a_fault_with_its_place() {
        for (source, expected) in [
            ("{{ a", ScanFault::Unclosed(TagKind::Expression, 0..2)),
            ("é {% if 'x %}", ScanFault::Unclosed(TagKind::Statement, 3..5)),
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

    /// A tag as MiniJinja reads it.
    struct TheirTag {
        range: Range<usize>,
        tokens: Vec<Range<usize>>,
    }

    /// The tags of a text as MiniJinja reads them; none where it stumbles.
    fn tags_of_minijinja(source: &str) -> Option<Vec<TheirTag>> {
        let mut tags: Vec<TheirTag> = Vec::new();
        for token in machinery::tokenize(source, false, SyntaxConfig::default()) {
            let (token, span) = token.ok()?;
            let range = span.start_offset as usize..span.end_offset as usize;
            match token {
                TheirToken::TemplateData(_) => {}
                TheirToken::VariableStart | TheirToken::BlockStart => tags.push(TheirTag { range, tokens: Vec::new() }),
                TheirToken::VariableEnd | TheirToken::BlockEnd => tags.last_mut().unwrap().range.end = range.end,
                _ => tags.last_mut().unwrap().tokens.push(range),
            }
        }
        Some(tags)
    }

    /// Whether each bracket of a tag is closed in it; which kind closes which is for the parser to say.
    fn balances(tag: &Tag<'_>) -> bool {
        let count = |marks: [&str; 2]| tag.tokens.iter().filter(|token| marks.contains(&token.text)).count();
        count(["(", "["]) == count([")", "]"])
    }

    /// What is taken in a tag, so that most tags made of it get through.
    const TAKEN: &[&str] = &[
        "a", "b_1", "if ", "not ", "(", ")", "[", "]", ".", ".", "|", ",", "==", "!=", "<", ">=", "1", "2.5", "'x}}'",
        "'a\\'b'", " ", "\n",
    ];

    /// Bits of templates: what is taken, what is not, and what only looks like it.
    const BITS: &[&str] = &[
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "#}",
        "-%}",
        "{%-",
        "+%}",
        "{{-",
        "-}}",
        "{{ a }}",
        "{% if a %}",
        "{% endif %}",
        "{",
        "}",
        "%",
        "a",
        "b_1",
        "if ",
        "not ",
        "(",
        ")",
        "[",
        "]",
        ".",
        "|",
        ",",
        "==",
        "!=",
        "<",
        ">=",
        "=",
        "!",
        "~",
        "1",
        "2.5",
        "'",
        "\"",
        "'x}}'",
        "\\",
        " ",
        "\n",
        "é",
    ];

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(2_000))]

        /// Whatever gets through is read alike: the same tags at the same places, and no token of MiniJinja's that was not
        /// counted here. A number with a point is several tokens here and one there.
        #[test]
        fn minijinja_reads_what_gets_through_alike(
            inside in proptest::collection::vec(proptest::sample::select(TAKEN), 1..8),
            after in proptest::collection::vec(proptest::sample::select(BITS), 0..7),
        ) {
            let source = format!("{{{{ {} }}}}{}", inside.concat(), after.concat());
            let (tags, faults) = scan(&source);
            if !faults.is_empty() {
                return Ok(());
            }
            let tags: Vec<_> = tags.iter().filter(|tag| tag.kind != TagKind::Comment).collect();
            let theirs = tags_of_minijinja(&source).filter(|_| tags.iter().all(|tag| balances(tag)));
            let Some(theirs) = theirs else {
                // Past an open bracket MiniJinja takes the text for tokens; its parser fails at the end of the tag.
                assert!(machinery::parse(&source, "t", SyntaxConfig::default()).is_err(), "{source:?}");
                return Ok(());
            };
            let places: Vec<_> = theirs.iter().map(|tag| tag.range.clone()).collect();
            assert_eq!(places, tags.iter().map(|tag| tag.range.clone()).collect::<Vec<_>>(), "{source:?}");
            for (tag, their) in tags.iter().zip(theirs) {
                for token in their.tokens {
                    assert!(tag.tokens.iter().any(|ours| ours.start == token.start), "{token:?} of {source:?}");
                    assert!(tag.tokens.iter().any(|ours| ours.range().end == token.end), "{token:?} of {source:?}");
                }
            }
        }
    }
}
