//! Reading a response file, YAML or JSON.

use std::collections::BTreeMap;

use super::accept::wrong_type;
use super::days::Days;
use super::history::{Visit, read_visits};
use super::misfit::{Said, misfit, shown};
use super::picks::{item_text, picked};
use super::shape::{text_of, wrong_shape};
use super::text::{find_options, read_text};
use super::{Accepted, PutAside, Rejection, Response, accept};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Level};
use crate::document::{self, Entry, YamlNode, YamlValue};
use crate::questionnaire::{DateRange, Question, QuestionKind, Questionnaire};
use crate::source::{SourceIx, Sources, Span, Spanned};
use crate::text::{is_blank, is_unseen};
use crate::value::{Answer, Date, Value};

/// A response file as read.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The answers that fit, each with the day on which it was given, and whose they are.
    pub response: Response,
    /// The row in a batch, or in an old file the person: see [`Loaded::of_a_person`].
    pub id: Option<String>,
    /// What was said at earlier visits, oldest first.
    pub visits: Vec<Visit>,
    /// The answers as the file has them: what becomes a visit when newer ones take their place.
    pub as_written: Visit,
}

impl Loaded {
    /// The same as a file of its own, in which `id` was the old name of `client`.
    #[must_use]
    pub fn of_a_person(mut self) -> Loaded {
        if self.response.client().is_none() {
            self.response.set_client(self.id.as_deref());
        }
        self
    }
}

/// What becomes of an answer that does not fit its question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfits {
    /// It is a fault: the file cannot be used.
    Refused,
    /// It is put aside if another version of the questions or a day that has passed explains it, and else it is a fault.
    Explained,
    /// It is put aside: whoever reads the file asks that question again.
    AskedAgain,
}

/// Reads a response as a judge does that cannot ask back: see [`load_with`] and [`Misfits::Explained`].
pub fn load(questionnaire: &Questionnaire, source: SourceIx, sources: &Sources, day: Date) -> (Loaded, Diagnostics) {
    load_with(questionnaire, source, sources, (day, Misfits::Explained))
}

/// Reads a response on the day of assessment. The answers may be used only if no diagnostic is an error.
///
/// `answers` must be there; every other key may be left out, as in a line of a batch. An answer counts only if it fits, as of
/// the day on which it was given; one that does not is a fault with its place, or is put aside by name, so nothing is dropped in
/// silence. Answers that belong to another questionnaire are not looked at any further.
pub fn load_with(
    questionnaire: &Questionnaire,
    source: SourceIx,
    sources: &Sources,
    (day, misfits): (Date, Misfits),
) -> (Loaded, Diagnostics) {
    let loaded =
        Loaded { response: Response::new(questionnaire), id: None, visits: Vec::new(), as_written: Visit::default() };
    let mut reader = ResponseReader { questionnaire, day, misfits, loaded, faults: Diagnostics::default() };
    if let Some(text) = sources.get(source)
        && let Some(tree) = reader.faults.keep(document::parse(source, text))
    {
        reader.file(&tree);
    }
    (reader.loaded, reader.faults)
}

pub(crate) const KEYS: [&str; 10] =
    ["questionnaire", "version", "client", "answered_on", "verdict", "id", "answers", "earlier", "hidden", "visits"];

/// Whose questions a file answers.
enum QuestionsOf {
    /// Those of this questionnaire, in this version or another.
    These,
    /// Those of the one that this stands on, which is named there.
    TheBase(Spanned<String>),
}

struct ResponseReader<'q> {
    questionnaire: &'q Questionnaire,
    day: Date,
    misfits: Misfits,
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
        let Some(whose) = self.questions_of(tree) else { return };
        let same_version = self.version(tree, whose);
        self.loaded.id = text_of(tree, "id", &mut self.faults).map(|id| id.value);
        let client = text_of(tree, "client", &mut self.faults).filter(|client| !is_blank(&client.value));
        match client {
            Some(client) if !is_client(&client.value) => self.faults.push(bad_client(&client)),
            client => self.loaded.response.set_client(client.as_ref().map(|client| client.value.trim())),
        }
        let days = Days::read(tree, "answered_on", self.day, &mut self.faults);
        self.loaded.visits = read_visits(tree, self.day, &mut self.faults);
        self.loaded.as_written = Visit::of(tree, &days);
        let written = &self.loaded.as_written.answers;
        days.hold_against(&|question| written.contains_key(question), &mut self.faults);
        match tree.get("answers") {
            Some(answers) => self.answers(answers, &days, same_version),
            None => self.faults.push(missing_answers(tree)),
        }
        self.hidden(tree);
    }

    /// The questions that did not apply when the file was written.
    fn hidden(&mut self, tree: &YamlValue) {
        let items = match tree.get("hidden").map(|value| (&value.node, value)) {
            None | Some((YamlNode::Null, _)) => return,
            Some((YamlNode::List(items), _)) => items,
            Some((_, value)) => return self.faults.push(wrong_shape(value, "`hidden` is a list of questions")),
        };
        let ids = items.iter().filter_map(item_text);
        for question in ids.filter_map(|id| self.questionnaire.question_written(id)) {
            self.loaded.response.hide(question);
        }
    }

    /// Whose questions the file says that it answers; nothing if it answers another questionnaire.
    fn questions_of(&mut self, tree: &YamlValue) -> Option<QuestionsOf> {
        let Some(id) = text_of(tree, "questionnaire", &mut self.faults) else { return Some(QuestionsOf::These) };
        if id.value == self.questionnaire.id() {
            return Some(QuestionsOf::These);
        }
        if self.questionnaire.based_on().is_some_and(|based_on| based_on.questionnaire == id.value) {
            return Some(QuestionsOf::TheBase(id));
        }
        self.faults.push(other_questionnaire(&id, self.questionnaire));
        None
    }

    /// Whether the file says no other version than this one. Answers to the set that this one stands on are answers to this one as
    /// well, as far as they fit.
    fn version(&mut self, tree: &YamlValue, whose: QuestionsOf) -> bool {
        let version = text_of(tree, "version", &mut self.faults);
        let fault = match (whose, &version) {
            (QuestionsOf::TheBase(id), version) => Some(answers_to_the_base(&id, version.as_ref(), self.questionnaire)),
            (QuestionsOf::These, Some(version)) if version.value != self.questionnaire.version() => {
                Some((other_version(version, self.questionnaire), with_version(self.questionnaire.id(), Some(version))))
            }
            (QuestionsOf::These, _) => None,
        };
        let Some((fault, given_to)) = fault else { return true };
        self.faults.push(fault);
        self.loaded.response.set_given_to(Some(&given_to));
        false
    }

    fn answers(&mut self, answers: &YamlValue, days: &Days, same_version: bool) {
        match &answers.node {
            YamlNode::Map(entries) => entries.iter().for_each(|entry| self.entry(entry, days, same_version)),
            YamlNode::Null => {}
            _ => self.faults.push(wrong_shape(answers, "`answers` is a mapping from questions to answers")),
        }
    }

    fn entry(&mut self, entry: &Entry, days: &Days, same_version: bool) {
        let answered_on = days.of(&entry.key.value);
        let (accepted, faults) = read_entry(self.questionnaire, entry, answered_on.unwrap_or(self.day));
        if let Some(accepted) = accepted {
            if self.loaded.response.get(accepted.question()).is_some() {
                self.faults.push(answered_twice(&entry.key, &self.questionnaire[accepted.question()]));
            }
            self.loaded.response.set(if answered_on.is_some() { accepted } else { accepted.undated() });
            return faults.into_iter().for_each(|fault| self.faults.push(fault));
        }
        let aside = match self.misfits {
            Misfits::Refused => false,
            Misfits::Explained => !same_version || answered_on.is_none() && self.has_passed(entry),
            Misfits::AskedAgain => true,
        };
        let first = faults.iter().next().map(|fault| fault.message.clone());
        if let Some(because) = first.filter(|_| aside) {
            self.loaded.response.set_aside(PutAside { question: entry.key.value.clone(), because });
        }
        for mut fault in faults {
            if aside {
                fault.level = Level::Warning;
            }
            self.faults.push(fault);
        }
    }

    /// Whether an answer is a day that was still to come when it was named, whenever that was.
    fn has_passed(&self, entry: &Entry) -> bool {
        let question = self.questionnaire.question_written(&entry.key.value).map(|index| &self.questionnaire[index]);
        let asks_ahead = question.is_some_and(|asked| matches!(asked.kind, QuestionKind::Date(DateRange::Future)));
        let said = question.and_then(|question| read_answer(question, &entry.value).ok());
        match said {
            Some(Answer::Given(Value::Date(date))) => asks_ahead && date < self.day,
            Some(Answer::Given(Value::Period(period))) => asks_ahead && period.last() < self.day,
            Some(_) | None => false,
        }
    }
}

/// Reads one line of a mapping from questions to answers, given on a day. An answer comes back only if it fits its question.
pub(crate) fn read_entry(questionnaire: &Questionnaire, entry: &Entry, day: Date) -> (Option<Accepted>, Diagnostics) {
    let Some(index) = questionnaire.question_written(&entry.key.value) else {
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

fn repeated_option(question: &Question, value: &YamlValue) -> Option<Diagnostic> {
    let QuestionKind::Choices { .. } = question.kind else { return None };
    let picked = picked(value);
    let mut seen = BTreeMap::new();
    picked.iter().find_map(|option| {
        let first = seen.insert(option.value.as_str(), option.span)?;
        let message = if question.private {
            "an option stands twice in the answer to a private question".to_owned()
        } else {
            format!("`{}` stands twice in the answer to `{}`", option.value, question.id)
        };
        Some(
            Diagnostic::new(Code::RepeatedOption, option.span, message)
                .also(first, "first here")
                .help("remove one of them; it counts once"),
        )
    })
}

/// The longest name or number of a client, in characters.
pub const MAX_CLIENT: usize = 64;

/// Whether a text can name a client: short, and all of it seen.
pub fn is_client(text: &str) -> bool {
    !is_blank(text) && !text.chars().any(is_unseen) && text.chars().count() <= MAX_CLIENT
}

fn bad_client(client: &Spanned<String>) -> Diagnostic {
    Diagnostic::new(Code::WrongShape, client.span, "`client` is no name or number of a client")
        .help(format!("write a name or number such as c-0042, at most {MAX_CLIENT} characters that can be seen"))
}

/// Under its id and under a former one.
fn answered_twice(key: &Spanned<String>, question: &Question) -> Diagnostic {
    let message = format!("`{}` is answered under two of its names", question.id);
    Diagnostic::new(Code::DuplicateKey, key.span, message).help("keep the newer answer")
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
    let (theirs, ours) = (shown(&version.value).unwrap_or("another"), questionnaire.version());
    Diagnostic::new(
        Code::OtherVersion,
        version.span,
        format!("answered for version `{theirs}`, and this is version `{ours}`"),
    )
    .help("the answers are used where they still fit; read the result with care")
}

/// `smp 1.0.0`; the id alone where the version is none that could be shown.
fn with_version(id: &str, version: Option<&Spanned<String>>) -> String {
    let version = version.and_then(|version| shown(&version.value));
    version.map_or_else(|| id.to_owned(), |version| format!("{id} {version}"))
}

/// Answers to the set that this one stands on, with what they are called.
fn answers_to_the_base(
    id: &Spanned<String>,
    version: Option<&Spanned<String>>,
    questionnaire: &Questionnaire,
) -> (Diagnostic, String) {
    let given_to = with_version(&id.value, version);
    let message =
        format!("answered for {given_to}, on which {} {} stands", questionnaire.id(), questionnaire.version());
    let fault = Diagnostic::new(Code::OtherVersion, id.span, message)
        .help("the answers are used where they fit; what this set asks besides is still open");
    (fault, given_to)
}

/// A name that is no question.
pub(crate) fn unknown_question(key: &Spanned<String>, questionnaire: &Questionnaire) -> Diagnostic {
    let message = match shown(&key.value) {
        Some(id) => format!("`{id}` is not a question of `{}`", questionnaire.id()),
        None => format!("what is written there is not a question of `{}`", questionnaire.id()),
    };
    let told = questionnaire.questions().iter().filter(|question| !question.private);
    let known = told.map(|question| question.id.as_str());
    Diagnostic::new(Code::UnknownQuestion, key.span, message).nearest(&key.value, known)
}
