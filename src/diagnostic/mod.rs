//! What an author did wrong, as data: a code, a level, one line, places, and what to do.
//!
//! Faults are collected, never thrown. This is the only room that draws carets ([`render`]).

mod code;
pub mod render;

pub use code::{Code, Level};

use crate::source::Span;

/// One thing that is wrong or unwise in a file that somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of trouble it is.
    pub code: Code,
    /// How grave. Starts as the code's own level; a questionnaire may set another for lints.
    pub level: Level,
    /// One line that says what is wrong: lower case, no final stop, names in backticks.
    pub message: String,
    /// The smallest place that is wrong.
    pub span: Span,
    /// What to write beside the carets; may be empty.
    pub label: String,
    /// Other places that take part, each with its label.
    pub also: Vec<(Span, String)>,
    /// What to do about it, as sentences without a final stop.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// A diagnostic at the code's own level.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            level: code.level(),
            message: message.into(),
            span,
            label: String::new(),
            also: Vec::new(),
            help: Vec::new(),
        }
    }

    /// Writes something beside the carets.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Points at a second place.
    #[must_use]
    pub fn also(mut self, span: Span, label: impl Into<String>) -> Self {
        self.also.push((span, label.into()));
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Offers the known name nearest to `name`, else lists the known ones if they are few.
    #[must_use]
    pub fn nearest<'a>(self, name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match offer(name, &known.into_iter().collect::<Vec<_>>()) {
            Some(help) => self.help(help),
            None => self,
        }
    }
}

/// `did you mean …?` with the known name nearest to `name`, or the list of what is known when nothing is near and the list is
/// short.
pub fn offer(name: &str, known: &[&str]) -> Option<String> {
    let near = |known: &&&str| strsim::damerau_levenshtein(&name.to_lowercase(), &known.to_lowercase());
    let nearest = known.iter().min_by_key(near)?;
    if near(&nearest) <= (name.chars().count() / 3).max(1) {
        return Some(format!("did you mean `{nearest}`?"));
    }
    let list = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    (known.len() <= 12).then(|| format!("known here: {list}"))
}

/// Diagnostics collected from one or many readers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Keeps one more.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Keeps all of `other`.
    pub fn append(&mut self, other: Diagnostics) {
        self.0.extend(other.0);
    }

    /// Keeps the diagnostics of a reader and passes its result on.
    pub fn keep<T>(&mut self, (value, other): (T, Diagnostics)) -> T {
        self.append(other);
        value
    }

    /// Whether any is an error, so that the file cannot be used.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.level == Level::Error)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// In the order they were found; see [`Diagnostics::sorted`].
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// With the levels that an author sets: `None` leaves a diagnostic out. Errors stay errors.
    #[must_use]
    pub fn with_levels(self, levels: &std::collections::BTreeMap<Code, Option<Level>>) -> Self {
        let set = |mut diagnostic: Diagnostic| match levels.get(&diagnostic.code) {
            Some(level) if diagnostic.code.level() != Level::Error => {
                diagnostic.level = (*level)?;
                Some(diagnostic)
            }
            _ => Some(diagnostic),
        };
        Diagnostics(self.0.into_iter().filter_map(set).collect())
    }

    /// By place, without doubles: what is printed.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.0.sort_by(|a, b| (a.span, a.code, &a.message).cmp(&(b.span, b.code, &b.message)));
        self.0.dedup();
        self
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Diagnostics(vec![diagnostic])
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
