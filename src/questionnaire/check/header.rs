//! What stands at the top of a questionnaire: its id, version, language and the like.

use super::Checker;
use super::names::Namespace;
use super::shape::{Fields, Form, wrong_value};
use super::validity::Validity;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Scalar;
use crate::questionnaire::{Codes, Status, ValidForFrom};
use crate::text::is_unseen;

pub(super) const QUESTIONNAIRE: Form = Form {
    noun: "questionnaire",
    keys: &[
        "questionnaire",
        "version",
        "title",
        "language",
        "about",
        "url",
        "status",
        "tags",
        "codes",
        "clinic",
        "values",
        "valid_for",
        "verdicts",
        "treats_up_to",
        "waits_from",
        "plan",
        "decision",
        "evidence",
        "sources",
        "option_lists",
        "sections",
        "guarantees",
        "lints",
        "reading_grade",
        "glossary",
        "forbidden",
        "medicines",
        "based_on",
        "accepts",
    ],
};

pub(super) const STATUSES: &[(&str, Status)] =
    &[("draft", Status::Draft), ("active", Status::Active), ("retired", Status::Retired)];

/// The texts at the top; what is missing was reported and reads as empty.
pub(super) struct Header {
    pub id: String,
    pub version: String,
    pub title: String,
    pub language: String,
    pub about: Option<String>,
    pub url: Option<String>,
    pub status: Status,
    pub tags: Vec<String>,
    pub codes: Codes,
    pub validity: Validity,
}

impl Checker<'_> {
    pub(super) fn header(&mut self, fields: &Fields<'_>) -> Header {
        let id = fields.needed_text("questionnaire", &mut self.out);
        Header {
            id: id.and_then(|id| self.id(id, Namespace::Questionnaire, "questionnaire")).unwrap_or_default(),
            version: self.version(fields).unwrap_or_default(),
            title: self.needed_plain(fields, "title").unwrap_or_default(),
            language: self.language(fields),
            about: self.plain(fields, "about"),
            url: self.url(fields),
            status: fields.word("status", STATUSES, Status::Active, &mut self.out),
            tags: self.tags(fields),
            codes: self.codes(fields),
            validity: self.validity(fields, ValidForFrom::Questionnaire, Validity::UNSAID),
        }
    }

    fn version(&mut self, fields: &Fields<'_>) -> Option<String> {
        let scalar = fields.needed_text("version", &mut self.out)?;
        if !is_version(&scalar.text) {
            self.out.push(bad_version(scalar));
        }
        Some(scalar.text.clone())
    }

    fn language(&mut self, fields: &Fields<'_>) -> String {
        let Some(scalar) = fields.text("language", &mut self.out) else { return "en".to_owned() };
        if !is_language(&scalar.text) {
            self.out.push(bad_language(scalar));
        }
        scalar.text.clone()
    }

    /// An address under the key `url`, if there is one.
    pub(super) fn url(&mut self, fields: &Fields<'_>) -> Option<String> {
        let scalar = fields.text("url", &mut self.out)?;
        if !is_address(&scalar.text) {
            self.out.push(bad_url(scalar));
        }
        Some(scalar.text.clone())
    }
}

fn is_version(text: &str) -> bool {
    let number = |part: &str| {
        !part.is_empty()
            && part.len() <= 9
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && (part == "0" || !part.starts_with('0'))
    };
    text.split('.').count() == 3 && text.split('.').all(number)
}

/// A language of two or three letters, then subtags: `en`, `pt-BR`, `zh-Hans-CN`.
fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or_default();
    let named = (2..=3).contains(&language.len()) && language.bytes().all(|byte| byte.is_ascii_alphabetic());
    named && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

pub(super) fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty())
        && !text.contains(|c: char| c.is_whitespace() || is_unseen(c) || "<>\"`".contains(c))
}

fn bad_version(scalar: &Scalar) -> Diagnostic {
    wrong_value("version", scalar).help("write three whole numbers, as in `1.0.0`")
}

fn bad_language(scalar: &Scalar) -> Diagnostic {
    wrong_value("language", scalar).help("write a language tag, as in `en` or `pt-BR`")
}

fn bad_url(scalar: &Scalar) -> Diagnostic {
    Diagnostic::new(Code::WrongValue, scalar.span, "`url` is not a web address")
        .help("write the whole address, starting with `https://`")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What decides, what it takes, what it refuses.
    type Shape = (fn(&str) -> bool, &'static [&'static str], &'static [&'static str]);

    #[test]
    fn versions_languages_and_addresses_are_held_to_their_shapes() {
        let cases: [Shape; 3] = [
            (
                is_version,
                &["0.0.0", "1.20.3"],
                &["", "1", "1.0", "1.0.0.0", "01.0.0", "1.0.-1", "1.0.x", "v1.0.0", "1..0"],
            ),
            (
                is_language,
                &["en", "pt-BR", "zh-Hans-CN", "gsw"],
                &["", "e", "English", "en_GB", "en-", "12", "e\u{301}n"],
            ),
            (
                is_address,
                &["https://a.example/b?c=d#e", "http://a"],
                &[
                    "",
                    "https://",
                    "a.example",
                    "ftp://a",
                    "javascript:alert(1)",
                    "https://a b",
                    "https://a\"b",
                    "https://a<b",
                ],
            ),
        ];
        for (holds, good, bad) in cases {
            for text in good {
                assert!(holds(text), "{text}");
            }
            for text in bad {
                assert!(!holds(text), "{text}");
            }
        }
    }
}
