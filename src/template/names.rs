//! Whether every name in a template exists, found without rendering it: a fault in a branch that is rarely taken is found too.
//!
//! The names are held against a sample of the data that holds everything once. Where the sample has nothing (an empty list, a
//! value that is not there), what stands below it is not known, and anything is taken.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::fault::{TemplateFault, nearest};
use super::scan::{TagKind, TokenSort, Tag, Token, scan};
use super::vet::named_template;
use crate::diagnostic::Code;

/// Words of the language, which are no names.
const WORDS: [&str; 12] =
    ["if", "elif", "else", "in", "not", "and", "or", "true", "false", "none", "ignore", "missing"];
/// What a loop knows of itself.
const LOOP: [&str; 9] = ["index", "index0", "first", "last", "length", "revindex", "revindex0", "previtem", "nextitem"];
/// How many tags are looked at, includes counted each time.
const MOST_TAGS: usize = 100_000;

/// One value that has everything that either has: mappings joined, lists with one element that has what all have.
pub fn union(one: Value, other: Value) -> Value {
    match (one, other) {
        (Value::Null, any) | (any, Value::Null) => any,
        (Value::Object(one), Value::Object(other)) => Value::Object(join(one, other)),
        (Value::Array(one), Value::Array(other)) => element(one.into_iter().chain(other)),
        (one, _) => one,
    }
}

/// The same value, every list of it with one element that has what all have.
pub fn folded(value: Value) -> Value {
    match value {
        Value::Array(items) => element(items.into_iter().map(folded)),
        Value::Object(map) => Value::Object(map.into_iter().map(|(key, value)| (key, folded(value))).collect()),
        other => other,
    }
}

fn element(items: impl Iterator<Item = Value>) -> Value {
    Value::Array(items.reduce(union).into_iter().collect())
}

fn join(mut one: Map<String, Value>, other: Map<String, Value>) -> Map<String, Value> {
    for (key, value) in other {
        let joined = union(one.remove(&key).unwrap_or_default(), value);
        one.insert(key, joined);
    }
    one
}

/// The longest help that is given: of many known names only a near one is told.
const MOST_HELP: usize = 600;

/// What stands under a name: a part of the sample, or something that the sample does not show.
type Shape<'a> = Option<&'a Value>;

/// Looks at every name of `name` and of all that it includes.
///
/// # Errors
/// The first name that does not exist.
pub(super) fn check(given: &BTreeMap<String, String>, name: &str, sample: &Value) -> Result<(), TemplateFault> {
    let mut reader = Reader { given, sample, scope: Vec::new(), left: MOST_TAGS };
    reader.template(name)
}

struct Reader<'a> {
    given: &'a BTreeMap<String, String>,
    sample: &'a Value,
    /// The variables of the loops around this place, the innermost last.
    scope: Vec<(&'a str, Shape<'a>)>,
    left: usize,
}

impl<'a> Reader<'a> {
    fn template(&mut self, name: &str) -> Result<(), TemplateFault> {
        let Some((name, source)) = self.given.get_key_value(name) else { return Ok(()) };
        let (tags, _) = scan(source);
        let outside = self.scope.len();
        for tag in &tags {
            let Some(left) = self.left.checked_sub(1) else { return Ok(()) };
            self.left = left;
            self.tag(name, tag)?;
        }
        self.scope.truncate(outside);
        Ok(())
    }

    fn tag(&mut self, name: &str, tag: &Tag<'a>) -> Result<(), TemplateFault> {
        match (tag.kind, tag.keyword()) {
            (TagKind::Comment, _) => Ok(()),
            (TagKind::Statement, Some("include")) => named_template(tag).map_or(Ok(()), |target| self.template(target)),
            (TagKind::Statement, Some("for")) => self.enter(name, &tag.tokens),
            (TagKind::Statement, Some("endfor")) => {
                self.scope.pop();
                Ok(())
            }
            (TagKind::Statement, _) => self.names(name, tag.tokens.get(1..).unwrap_or_default()),
            (TagKind::Expression, _) => self.names(name, &tag.tokens),
        }
    }

    /// `for x in list if …`: `x` is known in the rest, also in its own `if`.
    fn enter(&mut self, name: &str, tokens: &[Token<'a>]) -> Result<(), TemplateFault> {
        let (Some(variable), Some(list)) = (tokens.get(1), tokens.get(3..)) else { return Ok(()) };
        let (shape, used) = self.path(name, list)?;
        let rest = list.get(used..).unwrap_or_default();
        let filtered = rest.first().is_some_and(|token| token.text == "|");
        let inside = shape.filter(|_| !filtered).and_then(|shape| shape.as_array()?.first());
        self.scope.push((variable.text, inside));
        self.names(name, rest)
    }

    /// Every path among some tokens.
    fn names(&self, name: &str, tokens: &[Token<'a>]) -> Result<(), TemplateFault> {
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let after_pipe = at > 0 && tokens.get(at - 1).is_some_and(|before| before.text == "|");
            if token.sort == TokenSort::Word && !after_pipe && !WORDS.contains(&token.text) {
                at += self.path(name, tokens.get(at..).unwrap_or_default())?.1;
            } else {
                at += 1;
            }
        }
        Ok(())
    }

    /// Follows `a.b["c"]` at the start of some tokens: what it leads to, and how many tokens it takes.
    fn path(&self, name: &str, tokens: &[Token<'a>]) -> Result<(Shape<'a>, usize), TemplateFault> {
        let Some(first) = tokens.first().filter(|token| token.sort == TokenSort::Word) else { return Ok((None, 0)) };
        let mut shape = self.root(name, first)?;
        let mut used = 1;
        loop {
            let rest = tokens.get(used..).unwrap_or_default();
            let text = |at: usize| rest.get(at).map(|token| token.text);
            let (key, step) = match (text(0), rest.get(1), text(2)) {
                (Some("."), Some(key), _) => (key, 2),
                (Some("["), Some(key), Some("]")) if key.sort == TokenSort::Quoted => (key, 3),
                _ => return Ok((shape, used)),
            };
            shape = below(name, shape, key)?;
            used += step;
        }
    }

    fn root(&self, name: &str, token: &Token<'a>) -> Result<Shape<'a>, TemplateFault> {
        if let Some((_, shape)) = self.scope.iter().rev().find(|(variable, _)| *variable == token.text) {
            return Ok(*shape);
        }
        if token.text == "loop" && !self.scope.is_empty() {
            return Ok(None);
        }
        below(name, Some(self.sample), token)
    }
}

fn below<'a>(name: &str, shape: Shape<'a>, key: &Token<'_>) -> Result<Shape<'a>, TemplateFault> {
    let Some(value) = shape else { return Ok(None) };
    let word = key.text.trim_matches(['"', '\'']);
    match value {
        Value::Object(map) => match map.get(word) {
            Some(Value::Null) => Ok(None),
            Some(value) => Ok(Some(value)),
            None => Err(unknown(name, key, word, map.keys().map(String::as_str).collect())),
        },
        Value::Null => Ok(None),
        _ if LOOP.contains(&word) => Ok(None),
        _ => Err(unknown(name, key, word, Vec::new())),
    }
}

fn unknown(name: &str, key: &Token<'_>, word: &str, known: Vec<&str>) -> TemplateFault {
    TemplateFault {
        name: name.to_owned(),
        code: Code::TemplateName,
        message: format!("there is no `{}` here", word.escape_debug()),
        range: Some(key.range()),
        help: nearest(word, &known).filter(|help| help.len() <= MOST_HELP),
    }
}
