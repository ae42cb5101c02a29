//! What a report template may say: read before MiniJinja sees it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::fault::{TemplateFault, nearest};
use super::filters;
use super::scan::{
    BlockFault, MAX_BRANCHES, MAX_DEPTH, MAX_TOKENS, ScanFault, Tag, TagKind, Token, TokenSort, check_blocks, scan,
};
use crate::diagnostic::Code;

/// The largest template, in bytes.
pub const MAX_TEMPLATE_BYTES: usize = 64 << 10;
/// What a statement may be.
const STATEMENTS: [&str; 7] = ["if", "elif", "else", "endif", "for", "endfor", "include"];

/// How many includes can stand inside each other.
const MAX_INCLUDES: usize = 10;

type Given = BTreeMap<String, String>;

/// The templates that `name` uses, itself first, each once, if all of them say only what they may.
pub(super) fn vet<'t>(given: &'t Given, name: &str) -> Result<Vec<(&'t str, &'t str)>, TemplateFault> {
    let mut found = Vec::new();
    let Some((name, source)) = given.get_key_value(name) else { return Err(unknown_template(given, name)) };
    follow(given, &mut vec![name.as_str()], source, &mut found)?;
    Ok(found)
}

/// Vets the last of `path` and all that it includes. `path` is the way from the first template to this one.
fn follow<'t>(
    given: &'t Given,
    path: &mut Vec<&'t str>,
    source: &'t str,
    found: &mut Vec<(&'t str, &'t str)>,
) -> Result<(), TemplateFault> {
    let Some(name) = path.last().copied() else { return Ok(()) };
    let tags = vet_one(name, source)?;
    found.push((name, source));
    for include in tags.iter().filter(|tag| tag.keyword() == Some("include")) {
        let (target, place) = included(name, include)?;
        let Some((target, source)) = given.get_key_value(target) else {
            if include.tokens.len() > 2 {
                continue;
            }
            return Err(unknown_template(given, target).at(name, place));
        };
        if path.len() >= MAX_INCLUDES {
            return Err(fault(name, place, "includes are nested too deeply here", "put these templates into fewer")
                .code(Code::TemplateLarge));
        }
        if path.contains(&target.as_str()) {
            return Err(includes_itself(target).at(name, place));
        }
        if found.iter().all(|(found, _)| found != target) {
            path.push(target);
            follow(given, path, source, found)?;
            path.pop();
        }
    }
    Ok(())
}

fn fault(name: &str, range: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> TemplateFault {
    let (message, help) = (message.into(), Some(help.into()));
    TemplateFault {
        name: name.to_owned(),
        code: Code::TemplateSyntax,
        message,
        range: Some(range),
        help,
        included: None,
    }
}

fn vet_one<'s>(name: &str, source: &'s str) -> Result<Vec<Tag<'s>>, TemplateFault> {
    if source.len() > MAX_TEMPLATE_BYTES {
        return Err(too_large(name, source));
    }
    let (tags, faults) = scan(source);
    if let Some(first) = faults.into_iter().next() {
        return Err(broken_tag(name, source, first));
    }
    for tag in &tags {
        vet_tag(name, tag)?;
    }
    check_blocks(&tags).map_err(|fault| broken_block(name, fault))?;
    Ok(tags)
}

fn vet_tag(name: &str, tag: &Tag<'_>) -> Result<(), TemplateFault> {
    if tag.kind == TagKind::Statement && !tag.keyword().is_some_and(|word| STATEMENTS.contains(&word)) {
        return Err(unknown_statement(name, tag));
    }
    let before = std::iter::once(None).chain(tag.tokens.iter().map(Some));
    for (token, before) in tag.tokens.iter().zip(before) {
        vet_token(name, token, before)?;
    }
    Ok(())
}

fn vet_token(name: &str, token: &Token<'_>, before: Option<&Token<'_>>) -> Result<(), TemplateFault> {
    let after_pipe = before.is_some_and(|before| before.text == "|");
    if after_pipe && filters::of_reports().all(|filter| filter.name != token.text) {
        return Err(unknown_filter(name, token));
    }
    let subscript = before.is_some_and(|before| before.sort == TokenSort::Word || matches!(before.text, "]" | ")"));
    if token.text == "[" && !subscript {
        return Err(fault(
            name,
            token.range(),
            "a list cannot be written here",
            "a template shows what the report holds",
        ));
    }
    if token.sort == TokenSort::Word && matches!(token.text, "recursive" | "is") {
        let message = format!("`{}` is not taken in a template", token.text);
        return Err(fault(name, token.range(), message, "ask for the value itself: `{% if not_before %}`"));
    }
    Ok(())
}

/// The template that an `include` names, which must be written out: `{% include "name" %}`, or with `ignore missing`.
fn included<'a>(name: &str, tag: &Tag<'a>) -> Result<(&'a str, Range<usize>), TemplateFault> {
    let words: Vec<&str> = tag.tokens.iter().skip(2).map(|token| token.text).collect();
    let target = tag.tokens.get(1).filter(|token| token.sort == TokenSort::Quoted && !token.text.contains('\\'));
    match (target, words.as_slice()) {
        (Some(token), [] | ["ignore", "missing"]) => {
            Ok((token.text.get(1..token.text.len() - 1).unwrap_or_default(), token.range()))
        }
        _ => {
            let help = "write `{% include \"name\" %}` or `{% include \"name\" ignore missing %}`";
            Err(fault(name, tag.range.clone(), "an include names one template, in quotes", help))
        }
    }
}

/// The name that a well-formed `include` has in its quotes.
pub(super) fn named_template<'a>(tag: &Tag<'a>) -> Option<&'a str> {
    let is_include = tag.keyword() == Some("include");
    is_include.then(|| included("", tag).ok()).flatten().map(|(target, _)| target)
}

fn unknown_template(given: &Given, name: &str) -> TemplateFault {
    let known: Vec<&str> = given.keys().map(String::as_str).collect();
    let message = format!("there is no template `{}`", name.escape_debug());
    let help = nearest(name, &known).or_else(|| Some("templates are found by name only, never by path".to_owned()));
    TemplateFault { name: name.to_owned(), code: Code::TemplateName, message, range: None, help, included: None }
}

fn includes_itself(name: &str) -> TemplateFault {
    let help = Some("take the include out; a template cannot be inside itself".to_owned());
    let message = format!("`{name}` includes itself");
    TemplateFault { name: name.to_owned(), code: Code::TemplateFails, message, range: None, help, included: None }
}

fn too_large(name: &str, source: &str) -> TemplateFault {
    let message = format!("this template has {} bytes", source.len());
    let help = format!("a template takes at most {MAX_TEMPLATE_BYTES} bytes; put parts of it into others");
    TemplateFault {
        name: name.to_owned(),
        code: Code::TemplateLarge,
        message,
        range: None,
        help: Some(help),
        included: None,
    }
}

fn broken_block(name: &str, broken: BlockFault) -> TemplateFault {
    match broken {
        BlockFault::Open(keyword, range) => {
            let help = format!("write `{{% end{keyword} %}}` where it ends");
            fault(name, range, format!("this `{keyword}` is never closed"), help)
        }
        BlockFault::Stray(keyword, range) => {
            let message = format!("`{keyword}` stands here without what it belongs to");
            fault(name, range, message, "every `if` ends with `endif`, every `for` with `endfor`")
        }
        BlockFault::Deep(range) => {
            let help = format!("at most {MAX_DEPTH} `if` and `for` can stand inside each other; use an include");
            fault(name, range, "blocks are nested too deeply here", help).code(Code::TemplateLarge)
        }
        BlockFault::Branches(range) => {
            let help = format!("at most {MAX_BRANCHES} `elif` can stand before a place; use an include");
            fault(name, range, "there are too many `elif` here", help).code(Code::TemplateLarge)
        }
    }
}

fn unknown_statement(name: &str, tag: &Tag<'_>) -> TemplateFault {
    let place = tag.tokens.first().map_or_else(|| tag.range.clone(), Token::range);
    let word = tag.tokens.first().map_or("", |token| token.text);
    let help = "a template takes `if`, `elif`, `else`, `endif`, `for`, `endfor` and `include`";
    fault(name, place, format!("`{word}` is not taken in a template"), help)
}

fn unknown_filter(name: &str, token: &Token<'_>) -> TemplateFault {
    let known: Vec<&str> = filters::of_reports().map(|filter| filter.name).collect();
    let help = nearest(token.text, &known).unwrap_or_default();
    fault(name, token.range(), format!("there is no filter `{}`", token.text), help).code(Code::TemplateName)
}

fn broken_tag(name: &str, source: &str, broken: ScanFault) -> TemplateFault {
    match broken {
        ScanFault::Unclosed(kind, range) => {
            let message = format!("this tag is never closed by `{}`", kind.end());
            fault(name, range, message, "close it, or look for a quote that is open")
        }
        ScanFault::Strange(range) => {
            let character = source.get(range.clone()).unwrap_or_default().escape_debug();
            let help = "a template shows what the report holds; it does not calculate";
            fault(name, range, format!("`{character}` has no meaning in a tag"), help)
        }
        ScanFault::Long(range) => {
            let help = format!("a tag takes at most {MAX_TOKENS} words and signs");
            fault(name, range, "this tag is too long", help).code(Code::TemplateLarge)
        }
        ScanFault::Empty(range) => {
            fault(name, range, "there is nothing in this tag", "write a name in it, or take it out")
        }
    }
}
