//! Lists of options that stand once at the top and are used by name, as in `options: often`.
//!
//! They are put where they are used before anything else is read. So the rest of the check, and all that comes after it,
//! sees ordinary options; what is wrong with one points into the list, and is the same message however many questions use it.

use std::collections::BTreeSet;

use super::names;
use super::shape::{self, as_map, as_scalar, head};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Entry, MAX_BYTES, YamlNode, YamlValue};
use crate::source::Span;
use crate::value::TypeName;

/// The key at the top of a questionnaire under which the lists stand.
pub(super) const KEY: &str = "option_lists";

/// The lists of a questionnaire, while they are put where they are used.
pub(super) struct OptionLists {
    lists: Vec<Entry>,
    used: BTreeSet<String>,
    /// How many bytes have been put so far: a few lines could else stand for millions.
    bytes: usize,
    out: Diagnostics,
}

impl OptionLists {
    /// The lists that the main file has.
    pub fn of(main: &YamlValue) -> Self {
        let mut out = Diagnostics::default();
        let entry = as_map(main).iter().find(|entry| entry.key.value == KEY);
        let lists = entry.and_then(|entry| shape::map(entry, &mut out)).unwrap_or_default().to_vec();
        for list in &lists {
            names::list_id(&list.key, &mut out);
            shape::map(list, &mut out);
        }
        OptionLists { lists, used: BTreeSet::new(), bytes: 0, out }
    }

    /// Puts the lists that the questions of a section use.
    pub fn put(&mut self, section: &mut YamlValue) {
        let Some(questions) = section.get_mut("questions") else { return };
        let YamlNode::List(questions) = &mut questions.node else { return };
        for question in questions {
            let takes = takes_options(question);
            let YamlNode::Map(entries) = &mut question.node else { continue };
            match entries.iter_mut().find(|entry| entry.key.value == "options") {
                Some(entry) if takes => self.put_options(entry),
                // What is wrong with such a question is told where it stands; the list does not seem idle by it.
                Some(entry) => self.used.extend(self.name_in(&entry.value).map(|(name, _)| name)),
                None => {}
            }
        }
    }

    fn put_options(&mut self, entry: &mut Entry) {
        let Some((name, span)) = self.name_in(&entry.value) else { return };
        let Some(list) = self.lists.iter().find(|list| list.key.value == name) else {
            let known = self.lists.iter().map(|list| list.key.value.as_str());
            self.out.push_with(Code::UnknownOptionList, || unknown_list(&name, span, known));
            return;
        };
        self.used.insert(name.clone());
        if !matches!(list.value.node, YamlNode::Map(_)) {
            return;
        }
        if as_scalar(&entry.value).is_none() {
            self.out.push(not_by_name(&name, &entry.value));
        }
        let before = self.bytes;
        self.bytes += (list.value.span.end - list.value.span.start) as usize;
        if self.bytes > MAX_BYTES {
            // Told at the first use that is too much: each further one is as well.
            if before <= MAX_BYTES {
                self.out.push(too_long(span));
            }
            return;
        }
        // What is wrong with the whole list is told at its name, not at each question.
        entry.key.span = list.key.span;
        entry.value = list.value.clone();
    }

    /// The name of a list, if that is what stands there: as a text, or in brackets or braces by mistake.
    fn name_in(&self, options: &YamlValue) -> Option<(String, Span)> {
        match &options.node {
            YamlNode::Scalar(scalar) if scalar.text.trim().is_empty() => None,
            YamlNode::Scalar(scalar) => Some((scalar.text.clone(), scalar.span)),
            YamlNode::Map(entries) => match entries.as_slice() {
                [Entry { key, value }] if value.node == YamlNode::Null => Some((key.value.clone(), key.span)),
                _ => None,
            },
            YamlNode::List(items) => match items.as_slice() {
                [item] => as_scalar(item).map(|scalar| (scalar.text.clone(), scalar.span)),
                _ => None,
            },
            YamlNode::Null => None,
        }
        .filter(|(name, _)| as_scalar(options).is_some() || self.lists.iter().any(|list| list.key.value == *name))
    }

    /// What was wrong. The lists that nothing uses are among it, if every section could be read.
    pub fn finish(mut self, gaps: bool) -> Diagnostics {
        if !gaps {
            let idle = self.lists.iter().filter(|list| !self.used.contains(&list.key.value));
            for list in idle {
                self.out.push_with(Code::UnusedOptionList, || unused_list(list));
            }
        }
        self.out
    }
}

/// Whether a question is of a type that has options.
fn takes_options(question: &YamlValue) -> bool {
    let name = question.get("type").and_then(as_scalar).and_then(|name| TypeName::parse(&name.text));
    name.is_some_and(|name| name.keys().contains(&"options"))
}

/// Whether the options of a question are still a name: the list could not be had, which was told.
pub(super) fn is_missing(options: &YamlValue) -> bool {
    as_scalar(options).is_some_and(|scalar| !scalar.text.trim().is_empty())
}

fn unknown_list<'a>(name: &str, span: Span, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    Diagnostic::new(Code::UnknownOptionList, span, format!("there is no list of options `{name}`"))
        .nearest(name, known)
        .help(format!("write the list under `{KEY}` at the top, or the options here, each as `id: Label`"))
}

fn not_by_name(name: &str, options: &YamlValue) -> Diagnostic {
    Diagnostic::new(
        Code::WrongShape,
        head(options),
        format!("`{name}` is a list of options, and stands here by its name"),
    )
    .help(format!("write `options: {name}`"))
}

fn too_long(span: Span) -> Diagnostic {
    let message = format!("all uses of lists of options together stand for more than {} MiB", MAX_BYTES >> 20);
    Diagnostic::new(Code::TooLarge, span, message).help("shorten the texts of the lists, or use them less often")
}

fn unused_list(list: &Entry) -> Diagnostic {
    let name = &list.key.value;
    Diagnostic::new(Code::UnusedOptionList, list.key.span, format!("no question uses the list of options `{name}`"))
        .help(format!("use it with `options: {name}` at a question, or leave it out"))
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Code;
    use crate::questionnaire::{Texts, load};
    use crate::source::Sources;

    /// A few lines never stand for more than a file can hold.
    #[test]
    fn all_uses_together_are_bounded_and_that_is_told_once() {
        let label = "a".repeat(1 << 20);
        let questions: String =
            (0..9).map(|n| format!("      - {{ id: q{n}, ask: A?, type: choice, options: long }}\n")).collect();
        let text = format!(
            "questionnaire: a\nversion: 1.0.0\ntitle: A\nverdicts:\n  - v: {{ title: V, says: V. }}\noption_lists:\n  \
             long: {{ a: A, b: {label} }}\nsections:\n  - id: s\n    title: S\n    questions:\n{questions}"
        );
        let (questionnaire, found) = load(&Texts::one("a.yaml", text), "a.yaml", &mut Sources::default());
        let codes: Vec<Code> = found.iter().map(|one| one.code).collect();
        assert_eq!((questionnaire.is_none(), codes), (true, vec![Code::TooLarge]));
    }
}
