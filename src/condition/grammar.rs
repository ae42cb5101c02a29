//! Tokens to a sentence. One function for each line of the grammar; after a fault, reading goes on at the next `and`, `or`
//! or closing bracket, so that one mistake gives one message.

use super::duration::{duration, is_unit};
use super::faults::Faults;
use super::lex::{Token, TokenKind};
use super::syntax::{Direction, Form, List, Operand, Phrase, Quantifier, RawDuration, RawTest, Side, Tail, Word};
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

/// Words by which people ask what a text says.
const PATTERNS: &[&str] = &["matches", "like", "starts", "startswith", "ends", "endswith", "regex"];

/// Reads the whole text as one condition.
pub(super) fn read<'t>(tokens: &[Token<'t>], faults: &mut Faults<'_>) -> Phrase<'t> {
    let mut grammar = Grammar { tokens, next: 0, depth: 0, counting: 0, abandoned: false, faults };
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
    /// How many counts are open: inside their brackets a comma ends a test.
    counting: usize,
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
        matches!(self.kind(), None | Some(TokenKind::Close)) || self.joint().is_some() || self.at_item_end()
    }

    /// Whether an item of a count is over here.
    fn at_item_end(&self) -> bool {
        self.counting > 0 && matches!(self.kind(), Some(TokenKind::Comma | TokenKind::CloseList))
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
                _ if open == 0 && (self.joint().is_some() || self.at_item_end()) => return,
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

    /// `not negation`, `( condition )`, a count or a test.
    fn negation(&mut self) -> Phrase<'t> {
        let counts = self.counts();
        let nests = |token: &&Token<'_>| token.text == "not" || token.kind == TokenKind::Open || counts;
        let Some(token) = self.peek().filter(nests) else {
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
        let phrase = match token.kind {
            TokenKind::Open => self.bracketed(token),
            _ if counts => self.counted(token),
            _ => self.negated(token),
        };
        self.depth -= 1;
        phrase
    }

    /// Whether `at least` stands here, and not a question called `at`.
    fn counts(&self) -> bool {
        let is = |at: usize, word: &str| {
            self.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Word && token.text == word)
        };
        is(self.next, "at") && is(self.next + 1, "least")
    }

    /// `at least 2 of [ condition , … ]`, from behind `at`.
    fn counted(&mut self, at: &Token<'t>) -> Phrase<'t> {
        let start = at.at.start;
        let form = self.count_and_items(start);
        if form.is_none() {
            self.skip();
        }
        let at = self.since(start);
        match form {
            Some(form) if self.at_end() || self.abandoned => Phrase { at, form },
            Some(_) => {
                self.trailing(&at);
                broken(at)
            }
            None => broken(at),
        }
    }

    /// `least 2 of [ condition , … ]`; `None` was reported.
    fn count_and_items(&mut self, start: usize) -> Option<Form<'t>> {
        let least = as_word(self.advance()?);
        let count = self.operand(&least)?;
        let of = self.take_word("of");
        let Some(open) = of.and_then(|_| self.take(TokenKind::OpenList)) else {
            let written = self.since(start);
            self.faults.count_of_what(&written, count.word().text);
            return None;
        };
        self.counting += 1;
        let mut items = vec![self.condition()];
        while self.take(TokenKind::Comma).is_some() {
            items.push(self.condition());
        }
        self.counting -= 1;
        if self.take(TokenKind::CloseList).is_none() && !self.abandoned {
            self.faults.bracket_open(&open.at);
            return None;
        }
        Some(Form::AtLeast(count, items))
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
        if let Some(written) = self.other_count() {
            return broken(written);
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

    /// `exactly 2 of [a, b]`, `2 of [a, b]`: reported with what says the same. The place of what was skipped.
    fn other_count(&mut self) -> Option<Range<usize>> {
        let ahead = self.tokens.get(self.next..).unwrap_or_default();
        let of = ahead.iter().take(5).position(|token| token.text == "of")?;
        let opens = ahead.get(of + 1).is_some_and(|token| matches!(token.kind, TokenKind::OpenList | TokenKind::Open));
        if of == 0 || !opens {
            return None;
        }
        let words: Vec<&str> = ahead.iter().take(of).map(|token| token.text).collect();
        // `keloid is one of [once, often]` counts nothing.
        if matches!(words.get(1), Some(&"is" | &"are" | &"in" | &"has")) {
            return None;
        }
        let start = ahead.first().map_or(0, |token| token.at.start);
        self.faults.other_count(&(start..ahead.get(of).map_or(start, |token| token.at.end)), &words);
        // `two or more of`: its `or` joins no tests.
        self.next += of;
        self.skip();
        Some(self.since(start))
    }

    /// The test on a name, up to its end.
    fn test_on(&mut self, name: Word<'t>) -> Phrase<'t> {
        let start = name.at.start;
        // `where is unsure` is a test on a question that is called so.
        let is_tested = |next: &Token<'_>| matches!(next.text, "is" | "are" | "in" | "has" | "within" | "and" | "or");
        let follows =
            self.peek().is_some_and(|next| matches!(next.kind, TokenKind::Word | TokenKind::Open) && !is_tested(next));
        if matches!(name.text, "if" | "when" | "where") && follows && self.joint().is_none() {
            let rest = self.rest_of_test();
            self.skip();
            self.faults.leading_word(&name.at, &rest);
            return broken(self.since(start));
        }
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
        let written = self.advance()?;
        let synonym = self.synonym(name, written);
        let sign = synonym.as_ref().unwrap_or(written);
        let word = as_word(sign);
        let tail = match (sign.kind, sign.text) {
            (TokenKind::Compare(comparison), _) => Tail::Compare(comparison, self.operand(&word)?),
            (TokenKind::Word, "in") => self.in_list_or_range(name, &word)?,
            (TokenKind::Word, "has") => self.has(name, &word)?,
            (TokenKind::Word, "within") => self.within(&word)?,
            (TokenKind::Word, "between") => self.between(name, sign)?,
            (TokenKind::Word, "before") => Tail::Calendar(Comparison::Less, self.calendar(name, &word)?),
            (TokenKind::Word, "until") => Tail::Calendar(Comparison::AtMost, self.calendar(name, &word)?),
            (TokenKind::Word, "after") => Tail::Calendar(Comparison::Greater, self.calendar(name, &word)?),
            (TokenKind::Word, "from") => Tail::Calendar(Comparison::AtLeast, self.calendar(name, &word)?),
            (TokenKind::Word, "is") => self.is(name)?,
            (TokenKind::Bad, _) => return None,
            _ => return self.no_tail(name, sign),
        };
        Some((word, tail))
    }

    /// `skin contains rash`, `age equals 18`: reported, and read on as what says the same, so that all that is wrong with the
    /// test is said at once.
    fn synonym(&mut self, name: &Word<'t>, sign: &Token<'t>) -> Option<Token<'t>> {
        let (_, right) = SYNONYMS.iter().find(|(wrong, _)| sign.kind == TokenKind::Word && *wrong == sign.text)?;
        let kind = match *right {
            "==" => TokenKind::Compare(Comparison::Equal),
            ">" => TokenKind::Compare(Comparison::Greater),
            "<" => TokenKind::Compare(Comparison::Less),
            _ => TokenKind::Word,
        };
        // `are less than` is told as a whole.
        if *right != "is" || self.words_of_comparison(&[]).is_none() {
            let rest = self.rest_of_test();
            self.faults.other_word(&sign.at, &format!("{} {right} {rest}", name.text));
        }
        Some(Token { kind, text: right, at: sign.at.clone() })
    }

    /// What is written from here to the end of the test.
    fn rest_of_test(&mut self) -> String {
        let (before, start) = (self.next, self.peek().map_or(0, |token| token.at.start));
        self.skip();
        let end = self.since(start);
        let written = if self.next > before { self.faults.written(&end).trim() } else { "…" };
        self.next = before;
        written.to_owned()
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

    /// A day, or what names one. `stopped after 6 months` is reported: a span is no day.
    fn calendar(&mut self, name: &Word<'t>, sign: &Word<'t>) -> Option<Operand<'t>> {
        let unit = self.tokens.get(self.next + 1).filter(|token| is_unit(token.text));
        if let (Some(count), Some(unit)) = (self.peek().filter(|token| token.kind == TokenKind::Number), unit) {
            self.faults.span_for_a_day(&(count.at.start..unit.at.end), sign.text, name.text);
            return None;
        }
        self.operand(sign)
    }

    /// `[once, often]`, `59..69`
    fn in_list_or_range(&mut self, name: &Word<'t>, sign: &Word<'t>) -> Option<Tail<'t>> {
        let kinds = [self.next, self.next + 1].map(|at| self.tokens.get(at).map(|token| token.kind));
        match kinds {
            [Some(TokenKind::Number), Some(TokenKind::Range)] | [Some(TokenKind::Word), Some(TokenKind::Range)] => {
                let low = self.operand(sign)?;
                let range = as_word(self.advance()?);
                let high = self.operand(&range)?;
                Some(Tail::InRange(low, high))
            }
            [Some(TokenKind::Number), _] => {
                let number = self.advance()?;
                let second = self.peek().filter(|token| token.kind == TokenKind::Number);
                self.faults.no_range(&number.at, name.text, number.text, second.map(|token| token.text));
                None
            }
            [Some(TokenKind::Range), _] => {
                let range = self.advance()?;
                let end = self.peek().map_or("…", |token| token.text);
                self.faults.open_range(&range.at, &format!("{} <= {end}", name.text));
                None
            }
            _ => Some(Tail::In(self.list(sign)?)),
        }
    }

    /// `sunburn`, `any [psoriasis, sunburn]`: an option may be called `any`, so what follows decides.
    fn has(&mut self, name: &Word<'t>, sign: &Word<'t>) -> Option<Tail<'t>> {
        if let Some(not) = self.take_word("not") {
            self.inner_not(name.text, &not.at, "has");
            return None;
        }
        if self.counts() {
            self.next += 1;
            let least = as_word(self.advance()?);
            let count = self.operand(&least)?;
            let of = self.take_word("of");
            let list = of.map(|of| self.list(&of).ok_or(())).transpose().ok()?;
            return Some(Tail::HasAtLeast(count, list));
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
        let duration = self.duration(sign)?;
        for (word, side) in [("after", Side::After), ("before", Side::Before)] {
            if direction == Direction::Back
                && let Some(word) = self.take_word(word)
            {
                return match self.operand(&word)? {
                    Operand::Word(other) => Some(Tail::WithinOf(duration, side, other)),
                    Operand::Number(day) => {
                        self.faults.within_of_day(&day);
                        None
                    }
                };
            }
        }
        Some(Tail::Within(direction, duration))
    }

    /// `6 months`, or the name of a value.
    fn duration(&mut self, sign: &Word<'t>) -> Option<RawDuration<'t>> {
        let rest = if self.at_end() { &[] } else { self.tokens.get(self.next..).unwrap_or_default() };
        if let [first, following @ ..] = rest
            && first.kind == TokenKind::Word
            && !following.first().is_some_and(|next| next.kind == TokenKind::Word && is_unit(next.text))
        {
            self.next += 1;
            return Some(RawDuration::Named(as_word(first)));
        }
        let (duration, taken) = duration(rest, &sign.at, self.faults)?;
        self.next += taken;
        Some(RawDuration::Written(duration))
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

    /// `answered`, `unsure`. `often` and `18` are reported, and read as if `==` stood before them.
    fn is(&mut self, name: &Word<'t>) -> Option<Tail<'t>> {
        let is = self.last().map(as_word)?;
        if self.at_end() {
            self.faults.value_missing(&is, "`answered` or `unsure`");
            return None;
        }
        let name = name.text;
        if let Some(cure) = self.number_or_more(name).or_else(|| self.comparison_in_words(name, &["is"])) {
            let at = self.since(is.at.start);
            self.faults.in_words(&at, &cure);
            return None;
        }
        let token = self.advance()?;
        let not = token.text == "not" && token.kind == TokenKind::Word;
        let state = |token: &Token<'_>| {
            matches!(token.text, "answered" | "unsure" | "withheld" | "past" | "ahead") && token.kind == TokenKind::Word
        };
        let cure = match token.text {
            "answered" => return Some(Tail::Answered),
            "unsure" => return Some(Tail::Unsure),
            "withheld" => return Some(Tail::Withheld),
            "past" => return Some(Tail::Lies(Direction::Back)),
            "ahead" => return Some(Tail::Lies(Direction::Ahead)),
            "not" if self.at_end() || self.peek().is_some_and(state) => {
                self.inner_not(name, &token.at, "is");
                return None;
            }
            "unanswered" | "open" | "empty" | "missing" | "blank" | "null" => format!("not {name} is answered"),
            "yes" | "true" => name.to_owned(),
            "no" | "false" => format!("not {name}"),
            _ => {
                let value = if not { self.advance()? } else { token };
                let comparison = if not { Comparison::NotEqual } else { Comparison::Equal };
                let operand = match value.kind {
                    TokenKind::Word => Operand::Word(as_word(value)),
                    TokenKind::Number => Operand::Number(as_word(value)),
                    TokenKind::Bad => return None,
                    TokenKind::Compare(_) => {
                        let rest = self.rest_of_test();
                        self.faults.is_what(&is.at, &format!("{name} {} {rest}", value.text));
                        return None;
                    }
                    _ => {
                        self.faults.is_what(&is.at, &format!("{name} is answered"));
                        return None;
                    }
                };
                let cure = match (not, value.text) {
                    (true, "yes" | "true") => format!("not {name}"),
                    (true, "no" | "false") => name.to_owned(),
                    _ => format!("{name} {} {}", comparison.sign(), value.text),
                };
                self.faults.is_what(&is.at, &cure);
                return if matches!(value.text, "yes" | "no" | "true" | "false") {
                    None
                } else {
                    Some(Tail::Compare(comparison, operand))
                };
            }
        };
        self.faults.is_what(&is.at, &cure);
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
        self.next -= 1;
        let cure = if sign.kind == TokenKind::Word { self.said_in_words(name.text) } else { None };
        if let Some(cure) = cure {
            let at = self.since(sign.at.start);
            self.faults.in_words(&at, &cure);
            return None;
        }
        self.next += 1;
        if sign.text == "not" && sign.kind == TokenKind::Word {
            self.inner_not(name.text, &sign.at, "");
        } else if sign.text == "between" {
            self.between(name, sign);
        } else if PATTERNS.contains(&sign.text) {
            self.faults.looks_into_text(&sign.at);
        } else if sign.kind == TokenKind::Word {
            self.faults.two_names(&sign.at, name.text);
        } else {
            self.faults.trailing(&sign.at, name.text);
            self.next -= 1;
        }
        None
    }

    /// `between 3 months and 6 months ago`: its `and` belongs to it. `age between 18 and 65` is reported.
    fn between(&mut self, name: &Word<'t>, sign: &Token<'t>) -> Option<Tail<'t>> {
        let number = |at: usize| self.tokens.get(at).filter(|token| token.kind == TokenKind::Number);
        let bare = |at: usize| !self.tokens.get(at).is_some_and(|token| is_unit_like(token));
        if let (Some(low), true) = (number(self.next), bare(self.next + 1)) {
            let high = number(self.next + 2).map_or("65", |token| token.text);
            let unit = self.tokens.get(self.next + 3).filter(|token| is_unit(token.text)).map(|token| token.text);
            let cure = match unit {
                Some(unit) => format!("{} between {} {unit} and {high} {unit} ago", name.text, low.text),
                None => format!("{} in {}..{high}", name.text, low.text),
            };
            self.next += 1;
            if self.take_word("and").is_some() {
                self.take(TokenKind::Number);
            }
            self.faults.between(&sign.at, &cure);
            return None;
        }
        let word = as_word(sign);
        let least = self.duration(&word)?;
        let Some(and) = self.take_word("and") else {
            self.faults.between(&sign.at, &format!("{} between 3 months and 6 months ago", name.text));
            return None;
        };
        let most = self.duration(&and)?;
        for (word, direction) in [("ago", Direction::Back), ("ahead", Direction::Ahead)] {
            if self.take_word(word).is_some() {
                return Some(Tail::Between(least, most, direction));
            }
        }
        let written = self.since(name.at.start);
        let written = self.faults.written(&written).to_owned();
        self.faults.between(&sign.at, &format!("{written} ago` or `{written} ahead"));
        None
    }

    /// `age less than 18`, `skin does not have rash`: what says the same, and the test is taken.
    fn said_in_words(&mut self, name: &str) -> Option<String> {
        let ahead = self.tokens.get(self.next..).unwrap_or_default();
        let text = |at: usize| ahead.get(at).map_or("", |token| token.text);
        if matches!((text(0), text(1)), ("does" | "do" | "did", "not")) {
            let verb = text(2);
            self.next += 3.min(ahead.len());
            let rest = self.rest_of_test();
            self.skip();
            return Some(match verb {
                "have" | "contain" | "include" => format!("not {name} has {rest}"),
                "equal" => format!("{name} != {rest}"),
                _ => format!("not {name}"),
            });
        }
        let joins = self.tokens.get(self.next + 1).is_some_and(|token| matches!(token.text, "and" | "or"));
        let not_alone = text(0) == "not";
        if joins || not_alone { None } else { self.comparison_in_words(name, &[]) }
    }

    /// What says the same as `age is less than 18`, `trip is after 2026-01-01`, `age older than 18`; the whole test is taken.
    /// `before` are the words that stand behind the name already.
    fn comparison_in_words(&mut self, name: &str, before: &[&str]) -> Option<String> {
        let words = self.words_of_comparison(before)?;
        self.next += words.skipped;
        let value = self.peek().map_or("…", |token| token.text).to_owned();
        let start = self.peek().map_or(0, |token| token.at.start);
        let rest = self.rest_of_test();
        self.skip();
        let not = if words.not { "not " } else { "" };
        Some(match words.says {
            InWords::Compared(sign) if words.not => format!("{name} {} {value}", opposite(sign)),
            InWords::Compared(sign) => format!("{name} {sign} {value}"),
            InWords::OneOf => format!("{not}{name} in [{}]", rest.trim_matches(['[', ']', '(', ')'])),
            InWords::BetweenSpans => {
                // The `and` in the middle joins no tests.
                let mut ago = false;
                while let Some(token) = self.peek().filter(|_| !ago) {
                    ago = matches!(token.text, "ago" | "ahead");
                    self.next += 1;
                }
                let spans = self.since(start);
                format!("{not}{name} between {}", self.faults.written(&spans).trim())
            }
            InWords::Between => format!("{not}{name} in {value}..{}", self.between_in_words()),
            InWords::Word(word) => format!("{not}{name} {word} {rest}"),
        })
    }

    /// The upper end of `between 18 and 65`, from its `and` on; it is taken.
    fn between_in_words(&mut self) -> &'t str {
        let and = self.take_word("and").is_some();
        if and { self.advance().map_or("…", |token| token.text) } else { "…" }
    }

    /// A comparison in words, from here on; none is taken.
    fn words_of_comparison(&self, before: &[&str]) -> Option<ComparisonInWords> {
        let ahead = self.tokens.get(self.next..).unwrap_or_default();
        let not = ahead.first().is_some_and(|token| token.text == "not");
        let ahead = if not { ahead.get(1..).unwrap_or_default() } else { ahead };
        let text = |at: usize| ahead.get(at).map_or("", |token| token.text);
        let found = |says, skipped: usize| Some(ComparisonInWords { says, not, skipped: skipped + usize::from(not) });
        let less = is_less(text(0));
        let or_equal = matches!((text(2), text(3)), ("or", "equal")) && is_than(text(1));
        match (text(0), text(1), text(2)) {
            (word, "than", "or") if or_equal && (less || is_more(word)) => {
                found(InWords::Compared(if less { "<=" } else { ">=" }), if text(4) == "to" { 5 } else { 4 })
            }
            (word, "than", _) if less || is_more(word) => found(InWords::Compared(if less { "<" } else { ">" }), 2),
            ("at", "least", _) => found(InWords::Compared(">="), 2),
            ("at", "most", _) | ("up", "to", _) => found(InWords::Compared("<="), 2),
            ("under" | "below", ..) => found(InWords::Compared("<"), 1),
            ("over" | "above", ..) => found(InWords::Compared(">"), 1),
            ("equal", "to", _) => found(InWords::Compared("=="), 2),
            ("equal" | "equals", ..) => found(InWords::Compared("=="), 1),
            ("between", ..) if before == ["is"] => {
                found(if text(2) == "and" { InWords::Between } else { InWords::BetweenSpans }, 1)
            }
            ("one" | "any", "of", _) => found(InWords::OneOf, 2),
            ("either", ..) => found(InWords::OneOf, 1),
            // Behind the name alone these are words of the language.
            ("in" | "within" | "before" | "after" | "from" | "until", ..) if before == ["is"] => {
                let word =
                    ["in", "within", "before", "after", "from", "until"].into_iter().find(|word| *word == text(0))?;
                found(InWords::Word(word), 1)
            }
            _ => None,
        }
    }

    /// `18 or older`, from the number on: what says the same, and the test is taken.
    fn number_or_more(&mut self, name: &str) -> Option<String> {
        let ahead = self.tokens.get(self.next..)?;
        let [number, or, more, ..] = ahead else { return None };
        let sign = match more.text {
            "older" | "more" | "over" | "above" | "greater" | "higher" => ">=",
            "younger" | "less" | "under" | "below" | "fewer" | "lower" => "<=",
            _ => return None,
        };
        let fits = number.kind == TokenKind::Number && or.text == "or";
        fits.then(|| {
            self.next += 3;
            format!("{name} {sign} {}", number.text)
        })
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

/// A comparison that is said in words of English.
struct ComparisonInWords {
    says: InWords,
    /// Whether `not` stands before it.
    not: bool,
    /// How many words there are before what is compared with.
    skipped: usize,
}

/// How it is written here.
enum InWords {
    /// With this sign.
    Compared(&'static str),
    /// With `in` and a list.
    OneOf,
    /// With `in` and a range.
    Between,
    /// With `between` and two spans of time.
    BetweenSpans,
    /// With this word.
    Word(&'static str),
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

/// Whether a word stands for a unit of time, well written or not.
fn is_unit_like(token: &Token<'_>) -> bool {
    token.kind == TokenKind::Word && !matches!(token.text, "and" | "or")
}

/// Whether a word says that something is less.
fn is_less(word: &str) -> bool {
    matches!(word, "less" | "fewer" | "smaller" | "lower" | "younger" | "earlier")
}

/// Whether a word says that something is more.
fn is_more(word: &str) -> bool {
    matches!(word, "more" | "greater" | "larger" | "higher" | "older" | "bigger" | "later")
}

fn is_than(word: &str) -> bool {
    word == "than"
}

/// The sign that says that it is not so.
fn opposite(sign: &str) -> &'static str {
    match sign {
        "<" => ">=",
        "<=" => ">",
        ">" => "<=",
        ">=" => "<",
        _ => "!=",
    }
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
