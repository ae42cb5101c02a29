//! Reading a response file, YAML or JSON.

use std::collections::BTreeMap;

use super::accept::wrong_type;
use super::misfit::{Said, misfit};
use super::text::{find_options, parts, read_text};
use super::{Accepted, Rejection, Response, accept};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{self, Entry, YamlNode, YamlValue};
use crate::questionnaire::{Question, QuestionKind, Questionnaire};
use crate::source::{SourceIx, Sources, Span, Spanned};
use crate::value::{Answer, Date, Value, parse_date};

/// A response file as read.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The answers that fit.
    pub response: Response,
    /// The day on which they were given, if the file says so.
    pub answered_on: Option<Date>,
    /// The person's or case's id, if the file gives one.
    pub id: Option<String>,
}

/// Reads a response. The answers may be used only if no diagnostic is an error.
///
/// `answers` must be there; `questionnaire`, `version`, `answered_on` and `id` may be left out, as in a line of a batch. An
/// answer counts only if it fits; one that does not is a fault with its place, so nothing is dropped in silence. Answers
/// that belong to another questionnaire are not looked at any further.
pub fn load(questionnaire: &Questionnaire, source: SourceIx, sources: &Sources, day: Date) -> (Loaded, Diagnostics) {
    let loaded = Loaded { response: Response::new(questionnaire), answered_on: None, id: None };
    let mut reader = ResponseReader { questionnaire, day, loaded, faults: Diagnostics::default() };
    if let Some(text) = sources.get(source)
        && let Some(tree) = reader.faults.keep(document::parse(source, text))
    {
        reader.file(&tree);
    }
    (reader.loaded, reader.faults)
}

pub(crate) const KEYS: [&str; 5] = ["questionnaire", "version", "answered_on", "id", "answers"];

struct ResponseReader<'q> {
    questionnaire: &'q Questionnaire,
    day: Date,
    loaded: Loaded,
    faults: Diagnostics,
}

impl ResponseReader<'_> {
    fn file(&mut self, tree: &YamlValue) {
        let YamlNode::Map(entries) = &tree.node else {
            return self.faults.push(wrong_shape(tree, "a response file is a mapping"));
        };
        for entry in entries.iter().filter(|entry| !KEYS.contains(&entry.key.value.as_str())) {
            self.faults.push_with(Code::UnknownKey, || unknown_key(&entry.key, self.questionnaire));
        }
        if !self.is_for_this_questionnaire(tree) {
            return;
        }
        self.version(tree);
        self.loaded.answered_on = self.answered_on(tree);
        self.loaded.id = self.text(tree, "id").map(|id| id.value);
        match tree.get("answers") {
            Some(answers) => self.answers(answers),
            None => self.faults.push(missing_answers(tree)),
        }
    }

    fn is_for_this_questionnaire(&mut self, tree: &YamlValue) -> bool {
        let Some(id) = self.text(tree, "questionnaire") else { return true };
        let same = id.value == self.questionnaire.id();
        if !same {
            self.faults.push(other_questionnaire(&id, self.questionnaire));
        }
        same
    }

    fn version(&mut self, tree: &YamlValue) {
        let version = self.text(tree, "version");
        if let Some(version) = version.filter(|version| version.value != self.questionnaire.version()) {
            self.faults.push(other_version(&version, self.questionnaire));
        }
    }

    fn answered_on(&mut self, tree: &YamlValue) -> Option<Date> {
        let text = self.text(tree, "answered_on")?;
        let date = parse_date(text.value.trim());
        if date.is_none() {
            self.faults.push(bad_date(&text));
        }
        date
    }

    /// The text of a key that may be missing or empty.
    fn text(&mut self, tree: &YamlValue, key: &str) -> Option<Spanned<String>> {
        let value = tree.get(key)?;
        match &value.node {
            YamlNode::Scalar(scalar) => Some(Spanned::new(scalar.text.clone(), scalar.span)),
            YamlNode::Null => None,
            YamlNode::List(_) | YamlNode::Map(_) => {
                self.faults.push(wrong_shape(value, &format!("`{key}` is a text")));
                None
            }
        }
    }

    fn answers(&mut self, answers: &YamlValue) {
        match &answers.node {
            YamlNode::Map(entries) => entries.iter().for_each(|entry| self.entry(entry)),
            YamlNode::Null => {}
            _ => self.faults.push(wrong_shape(answers, "`answers` is a mapping from questions to answers")),
        }
    }

    fn entry(&mut self, entry: &Entry) {
        if let Some(accepted) = self.faults.keep(read_entry(self.questionnaire, entry, self.day)) {
            self.loaded.response.set(accepted);
        }
    }
}

/// Reads one line of a mapping from questions to answers. An answer is given only if it fits its question.
pub(crate) fn read_entry(questionnaire: &Questionnaire, entry: &Entry, day: Date) -> (Option<Accepted>, Diagnostics) {
    let Some(index) = questionnaire.question(&entry.key.value) else {
        return (None, unknown_question(&entry.key, questionnaire).into());
    };
    let question = &questionnaire[index];
    let mut faults = Diagnostics::default();
    let read = read_answer(question, &entry.value).and_then(|answer| accept(questionnaire, index, answer, day));
    let answer = match read {
        Ok(accepted) => Some(accepted),
        Err(rejection) => {
            faults.push(misfit(&Said { question, key: &entry.key, value: &entry.value }, rejection));
            None
        }
    };
    if let Some(repeated) = repeated_option(question, &entry.value) {
        faults.push(repeated);
    }
    (answer, faults)
}

/// The answer that a value stands for, by the question's type.
fn read_answer(question: &Question, value: &YamlValue) -> Result<Answer, Rejection> {
    match &value.node {
        YamlNode::Null => Ok(Answer::Skipped),
        YamlNode::Scalar(scalar) => read_text(question, &scalar.text),
        YamlNode::List(items) if matches!(question.kind, QuestionKind::Choices { .. }) => {
            let ids = items.iter().map(item_text).collect::<Option<Vec<_>>>();
            let ids = ids.ok_or_else(|| wrong_type(question))?;
            find_options(question, ids.into_iter()).map(|set| Answer::Given(Value::Choices(set)))
        }
        YamlNode::List(_) | YamlNode::Map(_) => Err(wrong_type(question)),
    }
}

/// The text of one item of a list.
fn item_text(item: &YamlValue) -> Option<&str> {
    match &item.node {
        YamlNode::Scalar(scalar) => Some(scalar.text.trim()),
        _ => None,
    }
}

/// The options that a value picks, each with its place: the items of a list, or the parts of a text with commas.
pub(super) fn picked(value: &YamlValue) -> Vec<Spanned<String>> {
    match &value.node {
        YamlNode::Scalar(scalar) => {
            let place =
                |(start, part): (usize, &str)| Spanned::new(part.into(), scalar.place(start, start + part.len()));
            parts(&scalar.text).map(place).collect()
        }
        YamlNode::List(items) => {
            items.iter().filter_map(|item| Some(Spanned::new(item_text(item)?.to_owned(), item.span))).collect()
        }
        YamlNode::Null | YamlNode::Map(_) => Vec::new(),
    }
}

fn repeated_option(question: &Question, value: &YamlValue) -> Option<Diagnostic> {
    let QuestionKind::Choices { .. } = question.kind else { return None };
    let picked = picked(value);
    let mut seen = BTreeMap::new();
    picked.iter().find_map(|option| {
        let first = seen.insert(option.value.as_str(), option.span)?;
        let message = format!("`{}` stands twice in the answer to `{}`", option.value, question.id);
        Some(
            Diagnostic::new(Code::RepeatedOption, option.span, message)
                .also(first, "first here")
                .help("remove one of them; it counts once"),
        )
    })
}

fn wrong_shape(value: &YamlValue, expected: &str) -> Diagnostic {
    let message = format!("{expected}, and this is {}", value.describe());
    Diagnostic::new(Code::WrongShape, value.span, message)
}

fn unknown_key(key: &Spanned<String>, questionnaire: &Questionnaire) -> Diagnostic {
    let message = format!("`{}` has no meaning in a response file", key.value);
    let fault = Diagnostic::new(Code::UnknownKey, key.span, message);
    match questionnaire.question(&key.value) {
        Some(_) => fault.help(format!("write the answer to `{}` below `answers:`", key.value)),
        None => fault.nearest(&key.value, KEYS),
    }
}

fn missing_answers(tree: &YamlValue) -> Diagnostic {
    let start = Span { end: tree.span.start, ..tree.span };
    Diagnostic::new(Code::MissingKey, start, "a response file needs `answers`")
        .help("write `answers:` and below it a line such as `age: 34` for each answer")
}

fn other_questionnaire(id: &Spanned<String>, questionnaire: &Questionnaire) -> Diagnostic {
    let message = format!("these answers belong to `{}`, not to `{}`", id.value, questionnaire.id());
    Diagnostic::new(Code::OtherQuestionnaire, id.span, message)
        .help(format!("use the answers with the questionnaire `{}`, or take a response to this one", id.value))
}

fn other_version(version: &Spanned<String>, questionnaire: &Questionnaire) -> Diagnostic {
    let (theirs, ours) = (&version.value, questionnaire.version());
    Diagnostic::new(
        Code::OtherVersion,
        version.span,
        format!("answered for version `{theirs}`, and this is version `{ours}`"),
    )
    .help("the answers are used where they still fit; read the result with care")
}

fn bad_date(text: &Spanned<String>) -> Diagnostic {
    Diagnostic::new(Code::BadDate, text.span, format!("`{}` is not a day", text.value))
        .help("write year, month and day, such as `2026-11-22`")
}

/// A name that is no question.
pub(crate) fn unknown_question(key: &Spanned<String>, questionnaire: &Questionnaire) -> Diagnostic {
    let message = format!("`{}` is not a question of `{}`", key.value, questionnaire.id());
    let known = questionnaire.questions().iter().map(|question| question.id.as_str());
    Diagnostic::new(Code::UnknownQuestion, key.span, message).nearest(&key.value, known)
}
