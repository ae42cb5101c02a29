//! Tokens to a sentence. One function for each line of the grammar; after a fault, reading goes on at the next `and`, `or`
//! or closing bracket, so that one mistake gives one message.

use super::duration::{duration, is_unit};
use super::faults::Faults;
use super::lex::{Token, TokenKind};
use super::syntax::{Direction, Form, List, Operand, Phrase, Quantifier, RawTest, Tail, Word};
use super::tree::Comparison;
use std::ops::Range;

/// How deep brackets and `not` may stand inside each other. It bounds the recursion here and of all that walk the tree.
pub(super) const MAX_DEPTH: usize = 32;

/// Words that people use for a word of the language.
const SYNONYMS: &[(&str, &str)] = &[
    ("contains", "has"),
    ("includes", "has"),
    ("have", "has"),
    ("equals", "=="),
    ("eq", "=="),
    ("are", "is"),
    ("was", "is"),
    ("over", ">"),
    ("above", ">"),
    ("under", "<"),
    ("below", "<"),
];

/// Reads the whole text as one condition.
pub(super) fn read<'t>(tokens: &[Token<'t>], faults: &mut Faults<'_>) -> Phrase<'t> {
    let mut grammar = Grammar { tokens, next: 0, depth: 0, abandoned: false, faults };
    let condition = grammar.condition();
    while let Some(token) = grammar.advance() {
        grammar.faults.bracket_unopened(&token.at);
        if grammar.joint().is_some() {
            grammar.next += 1;
        }
        if grammar.peek().is_some() {
            grammar.condition();
        }
    }
    condition
}

/// A place in the tokens.
struct Grammar<'g, 't, 's> {
    tokens: &'g [Token<'t>],
    next: usize,
    depth: usize,
    /// Set when the text is nested too deeply: nothing after that is read, or complained about.
    abandoned: bool,
    faults: &'g mut Faults<'s>,
}

impl<'g, 't> Grammar<'g, 't, '_> {
    fn peek(&self) -> Option<&'g Token<'t>> {
        self.tokens.get(self.next)
    }

    fn advance(&mut self) -> Option<&'g Token<'t>> {
        let token = self.peek()?;
        self.next += 1;
        Some(token)
    }

    fn kind(&self) -> Option<TokenKind> {
        self.peek().map(|token| token.kind)
    }

    /// Takes the next token if it is of this kind.
    fn take(&mut self, kind: TokenKind) -> Option<&'g Token<'t>> {
        if self.kind() == Some(kind) { self.advance() } else { None }
    }

    /// Takes the next token if it is this word.
    fn take_word(&mut self, word: &str) -> Option<Word<'t>> {
        let token = self.peek().filter(|token| token.kind == TokenKind::Word && token.text == word)?;
        self.next += 1;
        Some(as_word(token))
    }

    /// The `and` or `or` that is next.
    fn joint(&self) -> Option<Word<'t>> {
        let joins = |token: &&Token<'_>| token.kind == TokenKind::Word && matches!(token.text, "and" | "or");
        self.peek().filter(joins).map(as_word)
    }

    /// Whether a test is over here.
    fn at_end(&self) -> bool {
        matches!(self.kind(), None | Some(TokenKind::Close)) || self.joint().is_some()
    }

    /// What was read last.
    fn last(&self) -> Option<&'g Token<'t>> {
        self.next.checked_sub(1).and_then(|last| self.tokens.get(last))
    }

    /// From a byte to the end of what was read last.
    fn since(&self, start: usize) -> Range<usize> {
        start..self.last().map_or(start, |token| token.at.end.max(start))
    }

    /// After a fault: on to the end of the test, brackets and all.
    fn skip(&mut self) {
        let mut open = 0usize;
        while let Some(token) = self.peek() {
            match token.kind {
                TokenKind::Open | TokenKind::OpenList => open += 1,
                TokenKind::Close | TokenKind::CloseList if open > 0 => open -= 1,
                TokenKind::Close => return,
                _ if open == 0 && self.joint().is_some() => return,
                _ => {}
            }
            self.next += 1;
        }
    }

    /// `conjunct or conjunct …`
    fn condition(&mut self) -> Phrase<'t> {
        let mut parts = vec![self.conjunct()];
        let mut first = None;
        while let Some(or) = self.take_word("or") {
            parts.push(self.conjunct());
            first = first.or(Some(or.at));
        }
        if let Some(or) = first {
            self.mixed(&parts, &or);
        }
        joined(parts.into_iter().map(|(part, _)| part).collect(), Form::Any)
    }

    /// `negation and negation …`, with the place of the first `and`.
    fn conjunct(&mut self) -> (Phrase<'t>, Option<Range<usize>>) {
        let mut parts = vec![self.negation()];
        let mut first = None;
        while let Some(and) = self.take_word("and") {
            parts.push(self.negation());
            first = first.or(Some(and.at));
        }
        (joined(parts, Form::All), first)
    }

    /// `not negation`, `( condition )` or a test.
    fn negation(&mut self) -> Phrase<'t> {
        let Some(token) = self.peek().filter(|token| token.text == "not" || token.kind == TokenKind::Open) else {
            return self.test();
        };
        if self.depth == MAX_DEPTH {
            self.abandoned = true;
            self.next = self.tokens.len();
            self.faults.too_deep(&token.at, MAX_DEPTH);
            return broken(token.at.clone());
        }
        self.next += 1;
        self.depth += 1;
        let phrase = if token.kind == TokenKind::Open { self.bracketed(token) } else { self.negated(token) };
        self.depth -= 1;
        phrase
    }

    fn negated(&mut self, not: &Token<'t>) -> Phrase<'t> {
        let inner = self.negation();
        Phrase { at: not.at.start..inner.at.end.max(not.at.end), form: Form::Not(Box::new(inner)) }
    }

    fn bracketed(&mut self, open: &Token<'t>) -> Phrase<'t> {
        let inner = self.condition();
        if self.take(TokenKind::Close).is_none() && !self.abandoned {
            self.faults.bracket_open(&open.at);
        }
        let at = self.since(open.at.start);
        if self.at_end() || self.abandoned {
            return Phrase { at, ..inner };
        }
        self.trailing(&at);
        broken(at)
    }

    /// A name and what is asked of it.
    fn test(&mut self) -> Phrase<'t> {
        if self.at_end() {
            let (before, after) = (self.last().map(as_word), self.peek().map(as_word));
            self.faults.test_missing(before.as_ref(), after.as_ref());
            return broken(self.since(self.peek().map_or(0, |token| token.at.start)));
        }
        let Some(first) = self.advance() else { return broken(0..0) };
        if first.kind == TokenKind::Word {
            return self.test_on(as_word(first));
        }
        match first.kind {
            TokenKind::Number => self.number_first(first),
            TokenKind::Bad => {}
            _ => self.faults.no_test(&first.at),
        }
        if first.kind == TokenKind::OpenList {
            self.next -= 1;
        }
        self.skip();
        broken(self.since(first.at.start))
    }

    /// The test on a name, up to its end.
    fn test_on(&mut self, name: Word<'t>) -> Phrase<'t> {
        let start = name.at.start;
        let Some((sign, tail)) = self.tail(&name) else {
            self.skip();
            return broken(self.since(start));
        };
        let at = self.since(start);
        if self.at_end() {
            return Phrase { at, form: Form::Test(RawTest { name, sign, tail }) };
        }
        self.after_test(&name, &tail, &at);
        broken(at)
    }

    /// What follows a name. `None` was reported.
    fn tail(&mut self, name: &Word<'t>) -> Option<(Word<'t>, Tail<'t>)> {
        if self.at_end() {
            return Some((name.clone(), Tail::Bare));
        }
        let sign = self.advance()?;
        let word = as_word(sign);
        let tail = match (sign.kind, sign.text) {
            (TokenKind::Compare(comparison), _) => Tail::Compare(comparison, self.operand(&word)?),
            (TokenKind::Word, "in") => Tail::In(self.list(&word)?),
            (TokenKind::Word, "has") => self.has(name, &word)?,
            (TokenKind::Word, "within") => self.within(&word)?,
            (TokenKind::Word, "is") => self.is(name)?,
            (TokenKind::Bad, _) => return None,
            _ => return self.no_tail(name, sign),
        };
        Some((word, tail))
    }

    /// What is compared with.
    fn operand(&mut self, sign: &Word<'t>) -> Option<Operand<'t>> {
        if self.at_end() {
            self.faults.value_missing(sign, "a value");
            return None;
        }
        let token = self.advance()?;
        match token.kind {
            TokenKind::Word => Some(Operand::Word(as_word(token))),
            TokenKind::Number => Some(Operand::Number(as_word(token))),
            TokenKind::Bad => None,
            _ => {
                self.next -= 1;
                match token.kind {
                    TokenKind::OpenList => self.faults.list_compared(&token.at, sign.text),
                    _ => self.faults.value_missing(sign, "a value"),
                }
                None
            }
        }
    }

    /// `sunburn`, `any [psoriasis, sunburn]`: an option may be called `any`, so what follows decides.
    fn has(&mut self, name: &Word<'t>, sign: &Word<'t>) -> Option<Tail<'t>> {
        if let Some(not) = self.take_word("not") {
            self.inner_not(name.text, &not.at, "has");
            return None;
        }
        let first = self.peek();
        if let Some(list) = first.filter(|token| matches!(token.kind, TokenKind::OpenList | TokenKind::Open)) {
            let items = self.list(sign)?;
            self.faults.no_quantifier(&(list.at.start..items.at.end), sign);
            return None;
        }
        let Some(token) = self.take(TokenKind::Word).filter(|token| !matches!(token.text, "and" | "or")) else {
            self.faults.value_missing(sign, "an option");
            return None;
        };
        let more = !self.at_end();
        let quantifier = match token.text {
            "any" if more => Quantifier::Any,
            "all" if more => Quantifier::All,
            "none" if more => Quantifier::None,
            _ => return Some(Tail::Has(Quantifier::Any, List { items: vec![as_word(token)], at: token.at.clone() })),
        };
        Some(Tail::Has(quantifier, self.list(&as_word(token))?))
    }

    /// `[a, b]`. Round brackets and a bare option are reported and understood.
    fn list(&mut self, sign: &Word<'t>) -> Option<List<'t>> {
        if self.at_end() {
            self.faults.value_missing(sign, "a list");
            return None;
        }
        let open = self.advance()?;
        match open.kind {
            TokenKind::OpenList => {
                if open.text != "[" {
                    self.faults.round_list(&open.at);
                }
                self.items(open, TokenKind::CloseList)
            }
            TokenKind::Open => {
                self.faults.round_list(&open.at);
                self.items(open, TokenKind::Close)
            }
            TokenKind::Word => {
                self.faults.bare_list(&open.at);
                Some(List { items: vec![as_word(open)], at: open.at.clone() })
            }
            TokenKind::Bad => None,
            _ => {
                self.faults.value_missing(sign, "a list");
                None
            }
        }
    }

    /// The options between the brackets. The first comma that is missing or too much is reported.
    fn items(&mut self, open: &Token<'t>, close: TokenKind) -> Option<List<'t>> {
        let mut items: Vec<Word<'t>> = Vec::new();
        let mut comma: Option<&Token<'t>> = None;
        let mut stray = None;
        while let Some(token) = self.peek().filter(|token| token.kind != close) {
            match token.kind {
                TokenKind::Comma if comma.is_none() && !items.is_empty() => comma = Some(token),
                TokenKind::Comma => stray = stray.or(Some(token.at.clone())),
                TokenKind::Word | TokenKind::Number => {
                    if comma.take().is_none() && !items.is_empty() {
                        stray = stray.or(Some(token.at.clone()));
                    }
                    items.push(as_word(token));
                }
                TokenKind::Bad => comma = Some(token).filter(|_| !items.is_empty()),
                _ => break,
            }
            self.next += 1;
        }
        let Some(end) = self.take(close) else {
            self.faults.bracket_open(&open.at);
            return None;
        };
        let at = open.at.start..end.at.end;
        if let Some(at) = stray.or(comma.map(|comma| comma.at.clone())) {
            self.faults.list_comma(&at);
        }
        if items.is_empty() {
            self.faults.empty_list(&at);
            return None;
        }
        Some(List { items, at })
    }

    /// `6 months`, `next 6 weeks`
    fn within(&mut self, sign: &Word<'t>) -> Option<Tail<'t>> {
        self.filler(&["the", "last", "past", "previous"]);
        let direction = if self.take_word("next").is_some() { Direction::Ahead } else { Direction::Back };
        let rest = if self.at_end() { &[] } else { self.tokens.get(self.next..).unwrap_or_default() };
        let (duration, taken) = duration(rest, &sign.at, self.faults)?;
        self.next += taken;
        Some(Tail::Within(direction, duration))
    }

    /// `within the last 6 months`: reported, then read as if the words were not there.
    fn filler(&mut self, words: &[&str]) {
        let start = self.peek().map_or(0, |token| token.at.start);
        let before = self.next;
        while self.peek().is_some_and(|token| words.contains(&token.text)) {
            self.next += 1;
        }
        if self.next > before {
            let ahead = self.peek().is_some_and(|token| token.text == "next");
            let at = self.since(start);
            self.faults.within_filler(&at, ahead);
        }
    }

    /// `answered`, `unsure`
    fn is(&mut self, name: &Word<'t>) -> Option<Tail<'t>> {
        if self.at_end() {
            let sign = self.last().map(as_word)?;
            self.faults.value_missing(&sign, "`answered` or `unsure`");
            return None;
        }
        let token = self.advance()?;
        let name = name.text;
        let cure = match token.text {
            "answered" => return Some(Tail::Answered),
            "unsure" => return Some(Tail::Unsure),
            "not" => {
                self.inner_not(name, &token.at, "is");
                return None;
            }
            "withheld" => format!("write `{name} is unsure`: it holds for \"not sure\" and \"rather not say\" alike"),
            "unanswered" | "open" | "empty" | "missing" | "blank" | "null" => format!("write `not {name} is answered`"),
            "yes" | "true" => format!("write `{name}`"),
            "no" | "false" => format!("write `not {name}`"),
            other => match token.kind {
                TokenKind::Compare(_) => "remove `is`".into(),
                TokenKind::Number => format!("write `{name} == {other}`"),
                _ => format!("write `{name} == {other}` if `{other}` is an option"),
            },
        };
        if token.kind != TokenKind::Bad {
            self.faults.is_what(&token.at, &cure);
        }
        None
    }

    /// `not` in the middle of a test, behind the word `before` or straight behind the name.
    fn inner_not(&mut self, name: &str, not: &Range<usize>, before: &str) {
        let start = not.end;
        let test = self.peek().is_some_and(|token| {
            matches!(token.kind, TokenKind::Compare(_)) || matches!(token.text, "in" | "has" | "is" | "within")
        });
        self.skip();
        let rest = self.faults.written(&self.since(start)).trim();
        let cure = match (before, rest) {
            ("", "") => format!("not {name}"),
            ("", option) if !test => format!("not {name} == {option}"),
            ("", rest) => format!("not {name} {rest}"),
            (before, "") => format!("not {name} {before} …"),
            (before, rest) => format!("not {name} {before} {rest}"),
        };
        self.faults.inner_not(not, &cure);
    }

    /// What follows the name does not make a test.
    fn no_tail(&mut self, name: &Word<'t>, sign: &Token<'t>) -> Option<(Word<'t>, Tail<'t>)> {
        if sign.text == "not" && sign.kind == TokenKind::Word {
            self.inner_not(name.text, &sign.at, "");
        } else if sign.text == "between" {
            self.between(name, sign);
        } else if let Some((_, right)) = SYNONYMS.iter().find(|(wrong, _)| *wrong == sign.text) {
            self.faults.other_word(&sign.at, right);
        } else if sign.kind == TokenKind::Word {
            self.faults.two_names(&sign.at, name.text);
        } else {
            self.faults.trailing(&sign.at, name.text);
            self.next -= 1;
        }
        None
    }

    /// `age between 18 and 65`: its `and` belongs to it.
    fn between(&mut self, name: &Word<'t>, sign: &Token<'t>) {
        let name = name.text;
        let low = self.take(TokenKind::Number);
        let high = self.take_word("and").and_then(|_| self.take(TokenKind::Number));
        let text = |token: Option<&Token<'t>>, other: &'t str| token.map_or(other, |token| token.text);
        let cure = format!("{name} >= {} and {name} <= {}", text(low, "18"), text(high, "65"));
        self.faults.between(&sign.at, &cure);
    }

    /// `18 < age`: turned round for the cure.
    fn number_first(&mut self, number: &Token<'t>) {
        let cure = match (self.tokens.get(self.next), self.tokens.get(self.next + 1)) {
            (Some(sign), Some(name)) if name.kind == TokenKind::Word => match sign.kind {
                TokenKind::Compare(comparison) => {
                    Some(format!("{} {} {}", name.text, mirrored(comparison), number.text))
                }
                _ => None,
            },
            _ => None,
        };
        self.faults.number_first(&number.at, cure);
    }

    /// Something stands between a whole test and the next `and`, `or` or end.
    fn after_test(&mut self, name: &Word<'t>, tail: &Tail<'t>, test: &Range<usize>) {
        let Some(token) = self.peek() else { return };
        match (token.kind, tail) {
            (TokenKind::Word, Tail::Compare(_, Operand::Number(_))) => {
                self.unit(name, token, test);
                self.skip();
            }
            (TokenKind::Comma, Tail::Compare(_, Operand::Word(first))) => {
                self.faults.options_unlisted(&token.at, &format!("{} in [{}, …]", name.text, first.text));
                self.skip();
            }
            (TokenKind::Comma, Tail::Has(_, list)) => {
                let first = list.items.first().map_or("…", |option| option.text);
                self.faults.options_unlisted(&token.at, &format!("{} has any [{first}, …]", name.text));
                self.skip();
            }
            (TokenKind::Compare(_), Tail::Compare(..)) => {
                self.faults.second_comparison(&token.at, name.text);
                self.skip();
            }
            _ => self.trailing(test),
        }
    }

    /// `age > 18 years`; also `stopped > 6 months`, where a date was meant.
    fn unit(&mut self, name: &Word<'t>, unit: &Token<'t>, test: &Range<usize>) {
        let count = self.last().map_or("", |token| token.text);
        let on_a_date = is_unit(unit.text).then(|| format!("{} within {count} {}", name.text, unit.text));
        let test = self.faults.written(test);
        self.faults.unit(&unit.at, test, on_a_date);
    }

    /// Something stands where a test or a bracket is over.
    fn trailing(&mut self, test: &Range<usize>) {
        let test = self.faults.written(test);
        if let Some(token) = self.peek().filter(|token| token.kind != TokenKind::Bad) {
            self.faults.trailing(&token.at, test);
        }
        self.skip();
    }

    /// `a or b and c`: shows with brackets how it is read.
    fn mixed(&mut self, parts: &[(Phrase<'t>, Option<Range<usize>>)], or: &Range<usize>) {
        let Some(and) = parts.iter().find_map(|(_, and)| and.as_ref()) else { return };
        let written = |(part, and): &(Phrase<'t>, Option<Range<usize>>)| {
            let text = self.faults.written(&part.at);
            if and.is_some() { format!("({text})") } else { text.to_string() }
        };
        let reading = parts.iter().map(written).collect::<Vec<_>>().join(" or ");
        self.faults.mixed(or, and, &reading);
    }
}

/// One part stands for itself; several become one phrase from the first to the last.
fn joined<'t>(mut parts: Vec<Phrase<'t>>, form: impl FnOnce(Vec<Phrase<'t>>) -> Form<'t>) -> Phrase<'t> {
    let start = parts.first().map_or(0, |part| part.at.start);
    let end = parts.last().map_or(0, |part| part.at.end);
    match parts.len() {
        1 => parts.pop().unwrap_or_else(|| broken(start..end)),
        _ => Phrase { at: start..end.max(start), form: form(parts) },
    }
}

fn broken<'t>(at: Range<usize>) -> Phrase<'t> {
    Phrase { at, form: Form::Broken }
}

fn as_word<'t>(token: &Token<'t>) -> Word<'t> {
    Word { text: token.text, at: token.at.clone() }
}

/// The sign to use when the two sides change places.
fn mirrored(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "==",
        Comparison::NotEqual => "!=",
        Comparison::Less => ">",
        Comparison::AtMost => ">=",
        Comparison::Greater => "<",
        Comparison::AtLeast => "<=",
    }
}
