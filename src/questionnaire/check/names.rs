//! Ids: how they look, which are kept by the language, and that no two things share one.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{Span, Spanned};

/// A group of things whose ids must differ.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Namespace {
    /// What conditions can name: questions, named conditions and scores.
    Name,
    Questionnaire,
    Section,
    Rule,
    Guarantee,
    Verdict,
    Evidence,
    Source,
    Step,
    DecisionOption,
    Chance,
}

/// The words of the condition language, which cannot be names.
pub(crate) const KEYWORDS: &[&str] = &[
    "and", "or", "not", "in", "has", "any", "all", "none", "is", "within", "next", "answered", "unsure", "withheld",
    "today", "after", "days", "weeks", "months", "years", "yes", "no", "true", "false", "null", "if", "elif", "else",
    "endif",
];

/// The answers that every question may have, which cannot be options.
const ANSWERS: &[&str] = &["unsure", "withheld"];

/// The ids seen so far, each with what it names and where.
#[derive(Default)]
pub(super) struct Ids(BTreeMap<(Namespace, String), Named>);

struct Named {
    noun: &'static str,
    span: Span,
}

impl Ids {
    /// Takes the id of a thing: reports one that is malformed, kept by the language, or taken.
    pub fn take(
        &mut self,
        id: &Spanned<String>,
        space: Namespace,
        noun: &'static str,
        out: &mut Diagnostics,
    ) -> Option<String> {
        check_form(id, space, noun == "question", out)?;
        if space == Namespace::Name && KEYWORDS.contains(&id.value.as_str()) {
            out.push(reserved_id(id));
            return None;
        }
        let key = (space, id.value.clone());
        if let Some(first) = self.0.get(&key) {
            out.push(duplicate_id(id, first));
            return None;
        }
        self.0.insert(key, Named { noun, span: id.span });
        Some(id.value.clone())
    }
}

/// Checks the id of an option; that no two are the same is the mapping's own rule.
pub(super) fn option_id(id: &Spanned<String>, out: &mut Diagnostics) -> Option<String> {
    check_form(id, Namespace::Name, true, out)?;
    if ANSWERS.contains(&id.value.as_str()) {
        out.push(reserved_option(id));
        return None;
    }
    Some(id.value.clone())
}

/// Checks the name of a list of options.
pub(super) fn list_id(id: &Spanned<String>, out: &mut Diagnostics) -> Option<()> {
    check_form(id, Namespace::Name, false, out)
}

/// Checks the name of another system that has codes.
pub(super) fn system_id(id: &Spanned<String>, out: &mut Diagnostics) -> Option<()> {
    check_form(id, Namespace::Name, false, out)
}

/// `coded` things can have `codes` of other systems.
fn check_form(id: &Spanned<String>, space: Namespace, coded: bool, out: &mut Diagnostics) -> Option<()> {
    if well_formed(&id.value, space) {
        return Some(());
    }
    out.push(bad_id(id, space, coded && looks_like_a_code(&id.value)));
    None
}

fn well_formed(id: &str, space: Namespace) -> bool {
    let starts = |byte: u8| byte.is_ascii_lowercase() || space == Namespace::Source && byte.is_ascii_uppercase();
    let goes_on =
        |byte: u8| starts(byte) || byte.is_ascii_digit() || byte == b'_' || space == Namespace::Source && byte == b'-';
    id.bytes().next().is_some_and(starts) && id.bytes().all(goes_on)
}

/// Whether a text that is no id may be the code of another system: `44250-9`, `LA6568-5`, `0`, `18-25`.
fn looks_like_a_code(id: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    id.starts_with(digit) || id.contains(digit) && id.contains(['-', '.', ':', '/'])
}

fn bad_id(id: &Spanned<String>, space: Namespace, code: bool) -> Diagnostic {
    let form = match space {
        Namespace::Source => "an id has letters, digits, `_` and `-`, and starts with a letter",
        _ => "an id has small letters, digits and `_`, and starts with a letter",
    };
    let diagnostic = Diagnostic::new(Code::BadId, id.span, format!("`{}` cannot be an id", id.value)).help(form);
    let diagnostic = match mended(&id.value) {
        Some(mended) => diagnostic.help(format!("write `{mended}`")),
        None => diagnostic,
    };
    if code {
        return diagnostic
            .help(format!("to keep the code of another system, add `codes: {{ SYSTEM: \"{}\" }}`", id.value));
    }
    diagnostic
}

/// The nearest id that would do, if enough of the text can be kept.
pub(super) fn mended(id: &str) -> Option<String> {
    let small = id.trim().to_lowercase();
    let mapped: String = small.chars().map(|c| if matches!(c, ' ' | '-' | '.') { '_' } else { c }).collect();
    well_formed(&mapped, Namespace::Name).then_some(mapped)
}

fn reserved_id(id: &Spanned<String>) -> Diagnostic {
    Diagnostic::new(Code::ReservedId, id.span, format!("`{}` is a word of the condition language", id.value))
        .help(format!("choose another id, such as `{}_it`", id.value))
}

fn reserved_option(id: &Spanned<String>) -> Diagnostic {
    Diagnostic::new(Code::ReservedId, id.span, format!("`{}` is an answer that every question may have", id.value))
        .help("leave the option out and write `unsure: VERDICT` on the question: that offers \"not sure\" and \"rather not say\"")
}

fn duplicate_id(id: &Spanned<String>, first: &Named) -> Diagnostic {
    let twice =
        Diagnostic::new(Code::DuplicateId, id.span, format!("`{}` is already the id of a {}", id.value, first.noun))
            .also(first.span, "first used here")
            .help("ids are unique in the whole questionnaire: choose another one here");
    match first.noun {
        "question" => {
            twice.help("a question stands in one place: ask it where the first needs it, and name it in both")
        }
        _ => twice,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_small_letters_digits_and_underscores() {
        for (id, name, source) in [
            ("age", true, true),
            ("a1_b", true, true),
            ("C33", false, true),
            ("Law-1", false, true),
            ("", false, false),
            ("1a", false, false),
            ("_a", false, false),
            ("a b", false, false),
            ("a-b", false, true),
            ("naïve", false, false),
            ("a\u{200b}", false, false),
        ] {
            assert_eq!(well_formed(id, Namespace::Name), name, "{id}");
            assert_eq!(well_formed(id, Namespace::Source), source, "{id}");
        }
    }

    #[test]
    fn an_id_is_mended_where_its_letters_can_be_kept() {
        for (id, mended_id) in
            [("Skin Type", Some("skin_type")), ("a-b.c", Some("a_b_c")), ("2nd", None), ("naïve", None), ("", None)]
        {
            assert_eq!(mended(id).as_deref(), mended_id, "{id}");
        }
    }
}
