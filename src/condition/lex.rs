//! Text to tokens. What people bring along from other languages (`&&`, `=`, `AND`, `"often"`) is reported once, here, and
//! then read as what was meant, so that the later steps need not know it.

use super::faults::Faults;
use super::tree::Comparison;
use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A name or a word of the language; which of the two, the grammar knows.
    Word,
    /// Whatever begins with a digit.
    Number,
    /// `==`, `<` and so on.
    Compare(Comparison),
    /// `(`
    Open,
    /// `)`
    Close,
    /// `[`
    OpenList,
    /// `]`
    CloseList,
    /// `,`
    Comma,
    /// `..`, between the ends of a range.
    Range,
    /// Something that was reported already.
    Bad,
}

/// A piece of the text: what it is, what it says, where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub kind: TokenKind,
    /// As written, or the right word where another was written.
    pub text: &'t str,
    pub at: Range<usize>,
}

/// The words that stand between names. Written in capitals they are reported and understood.
const WORDS: [&str; 25] = [
    "and", "or", "not", "in", "has", "any", "all", "none", "is", "within", "next", "answered", "unsure", "withheld",
    "at", "least", "of", "between", "ago", "ahead", "past", "before", "after", "from", "until",
];

/// What is written with signs, longer ones first: the sign, what it is, and what should be written instead.
const SIGNS: &[(&str, TokenKind, Option<&str>)] = &[
    ("===", TokenKind::Compare(Comparison::Equal), Some("==")),
    ("!==", TokenKind::Compare(Comparison::NotEqual), Some("!=")),
    ("==", TokenKind::Compare(Comparison::Equal), None),
    ("!=", TokenKind::Compare(Comparison::NotEqual), None),
    ("<=", TokenKind::Compare(Comparison::AtMost), None),
    (">=", TokenKind::Compare(Comparison::AtLeast), None),
    ("=<", TokenKind::Compare(Comparison::AtMost), Some("<=")),
    ("=>", TokenKind::Compare(Comparison::AtLeast), Some(">=")),
    ("<>", TokenKind::Compare(Comparison::NotEqual), Some("!=")),
    ("&&", TokenKind::Word, Some("and")),
    ("||", TokenKind::Word, Some("or")),
    ("<", TokenKind::Compare(Comparison::Less), None),
    (">", TokenKind::Compare(Comparison::Greater), None),
    ("=", TokenKind::Compare(Comparison::Equal), Some("==")),
    ("≤", TokenKind::Compare(Comparison::AtMost), Some("<=")),
    ("≥", TokenKind::Compare(Comparison::AtLeast), Some(">=")),
    ("≠", TokenKind::Compare(Comparison::NotEqual), Some("!=")),
    ("&", TokenKind::Word, Some("and")),
    ("|", TokenKind::Word, Some("or")),
    ("!", TokenKind::Word, Some("not")),
    ("(", TokenKind::Open, None),
    (")", TokenKind::Close, None),
    ("[", TokenKind::OpenList, None),
    ("]", TokenKind::CloseList, None),
    ("{", TokenKind::OpenList, None),
    ("}", TokenKind::CloseList, None),
    (",", TokenKind::Comma, None),
    ("...", TokenKind::Range, Some("..")),
    ("..", TokenKind::Range, None),
    ("…", TokenKind::Range, Some("..")),
    ("–", TokenKind::Range, Some("..")),
];

/// Cuts a text into tokens. Never fails: what cannot be read becomes a fault and a [`TokenKind::Bad`] token.
pub(super) fn lex<'t>(text: &'t str, faults: &mut Faults) -> Vec<Token<'t>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = rest(text, at).chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let token = token(text, at, faults);
        at = token.at.end;
        tokens.push(token);
    }
    tokens
}

/// The token that begins at `at`, where there is a character that is not blank.
fn token<'t>(text: &'t str, at: usize, faults: &mut Faults) -> Token<'t> {
    let here = rest(text, at);
    let first = here.chars().next().unwrap_or_default();
    if starts_number(here) {
        piece(TokenKind::Number, here, at, number_length(here))
    } else if first.is_alphabetic() || first == '_' {
        word(piece(TokenKind::Word, here, at, word_length(here)), faults)
    } else if here.starts_with("{{") {
        braces(here, at, faults)
    } else if let Some(quote) = closing_quote(first) {
        quoted(here, at, quote, faults)
    } else {
        sign(here, at, faults)
    }
}

/// The text from a byte on.
fn rest(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or_default()
}

/// The first `length` bytes as a token.
fn piece(kind: TokenKind, here: &str, at: usize, length: usize) -> Token<'_> {
    Token { kind, text: here.get(..length).unwrap_or_default(), at: at..at + length }
}

/// A word of the language in capitals is reported, then taken as the word.
fn word<'t>(token: Token<'t>, faults: &mut Faults) -> Token<'t> {
    match WORDS.iter().find(|word| token.text != **word && token.text.eq_ignore_ascii_case(word)) {
        Some(word) => {
            faults.capitals(&token.at, token.text, word);
            Token { text: word, ..token }
        }
        None => token,
    }
}

/// A text in quotes: options stand without quotes, but what is meant is clear.
fn quoted<'t>(here: &'t str, at: usize, quote: char, faults: &mut Faults) -> Token<'t> {
    let open = here.chars().next().map_or(0, char::len_utf8);
    let Some(length) = rest(here, open).find(quote) else {
        faults.quote_open(&(at..at + open));
        return piece(TokenKind::Bad, here, at, here.len());
    };
    let inner = here.get(open..open + length).unwrap_or_default();
    let at = at..at + open + length + quote.len_utf8();
    let plain = !inner.is_empty() && word_length(inner) == inner.len();
    faults.quoted(&at, inner, plain);
    Token { kind: if plain { TokenKind::Word } else { TokenKind::Bad }, text: inner, at }
}

/// `{{ smoker }}`: a condition is no template.
fn braces<'t>(here: &'t str, at: usize, faults: &mut Faults) -> Token<'t> {
    let length = here.find("}}").map_or(2, |end| end + 2);
    let token = piece(TokenKind::Bad, here, at, length);
    faults.braces(&token.at, token.text.trim_matches(['{', '}', ' ']));
    token
}

/// A sign, or a character that means nothing here.
fn sign<'t>(here: &'t str, at: usize, faults: &mut Faults) -> Token<'t> {
    let Some((sign, kind, cure)) = SIGNS.iter().find(|(sign, ..)| here.starts_with(sign)) else {
        let length = here.chars().next().map_or(0, char::len_utf8);
        let token = piece(TokenKind::Bad, here, at, length);
        faults.stray_character(&token.at, token.text);
        return token;
    };
    let token = piece(*kind, here, at, sign.len());
    match cure {
        Some(cure) => {
            faults.foreign_sign(&token.at, sign, cure);
            Token { text: cure, ..token }
        }
        None => token,
    }
}

/// The quote that ends a text begun by `first`, if that is a quote.
fn closing_quote(first: char) -> Option<char> {
    match first {
        '"' | '\'' | '`' => Some(first),
        '“' | '„' => Some('”'),
        '‘' => Some('’'),
        _ => None,
    }
}

/// Digits, also behind a sign or a point.
fn starts_number(here: &str) -> bool {
    let digits = here.strip_prefix(['-', '+']).unwrap_or(here);
    let digits = digits.strip_prefix('.').unwrap_or(digits);
    digits.starts_with(|first: char| first.is_ascii_digit())
}

/// How far something that begins like a number goes on: `18,5`, `1e3` and `2020-01-01` are one piece, so that they can be
/// named as a whole in a message.
fn number_length(here: &str) -> usize {
    let joins = |sign: char, next: Option<char>| match sign {
        '.' | ',' | '+' | '-' | ':' | '/' => next.is_some_and(|next| next.is_ascii_digit()),
        _ => sign.is_alphanumeric() || sign == '_',
    };
    let start = here.len() - here.trim_start_matches(['-', '+', '.']).len();
    length(here, start, joins)
}

/// How far a word goes on. A hyphen between letters belongs to it: `hair-loss` is one wrong name, not a subtraction.
fn word_length(here: &str) -> usize {
    length(here, 0, |sign, next| match sign {
        '-' => next.is_some_and(char::is_alphanumeric),
        _ => sign.is_alphanumeric() || sign == '_',
    })
}

/// The bytes up to the first character, from `start` on, that does not belong given its successor.
fn length(here: &str, start: usize, belongs: impl Fn(char, Option<char>) -> bool) -> usize {
    let mut characters = rest(here, start).char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if !belongs(character, characters.peek().map(|(_, next)| *next)) {
            return start + at;
        }
    }
    here.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Scalar;
    use crate::source::Span;

    /// The tokens as `kind:text`, and how many faults there were.
    fn cut(text: &str) -> (String, usize) {
        let scalar = Scalar::verbatim(text, Span::default());
        let mut faults = Faults::new(&scalar);
        let tokens: Vec<_> =
            lex(text, &mut faults).iter().map(|token| format!("{:?}:{}", token.kind, token.text)).collect();
        (tokens.join(" ").replace("Compare(", "").replace("):", ":"), faults.found().len())
    }

    #[test]
    fn texts_are_cut_where_people_would_cut_them() {
        for (text, tokens, faults) in [
            ("", "", 0),
            ("age>=18", "Word:age AtLeast:>= Number:18", 0),
            ("age<-1", "Word:age Less:< Number:-1", 0),
            ("a==b", "Word:a Equal:== Word:b", 0),
            ("[a,b]", "OpenList:[ Word:a Comma:, Word:b CloseList:]", 0),
            ("(x)", "Open:( Word:x Close:)", 0),
            ("18,5 1e3 2020-01-01 6months .5", "Number:18,5 Number:1e3 Number:2020-01-01 Number:6months Number:.5", 0),
            ("18, 19", "Number:18 Comma:, Number:19", 0),
            (
                "59..69 0.5..1.5 -3..-1",
                "Number:59 Range:.. Number:69 Number:0.5 Range:.. Number:1.5 Number:-3 Range:.. Number:-1",
                0,
            ),
            ("59…69 59–69", "Number:59 Range:.. Number:69 Number:59 Range:.. Number:69", 2),
            ("hair-loss a- b", "Word:hair-loss Word:a Bad:- Word:b", 1),
            ("a&&b", "Word:a Word:and Word:b", 1),
            ("a And b", "Word:a Word:and Word:b", 1),
            ("Keloid", "Word:Keloid", 0),
            ("größe≥1", "Word:größe AtLeast:>= Number:1", 1),
            ("'once' \"a b\" “x”", "Word:once Bad:a b Word:x", 3),
            ("a 'b", "Word:a Bad:'b", 1),
            ("{{ a }} b {{", "Bad:{{ a }} Word:b Bad:{{", 2),
            ("@\u{0}", "Bad:@ Bad:\u{0}", 2),
        ] {
            assert_eq!(cut(text), (tokens.to_string(), faults), "{text:?}");
        }
    }
}
