//! What an author did wrong, as data: a code, a level, one line, places, and what to do.
//!
//! Faults are collected, never thrown. This is the only room that draws carets ([`render`]).

mod code;
pub mod render;

pub use code::{Code, Level};

use std::collections::BTreeMap;

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

    /// Names the words that may stand here, for words whose order or choice decides a verdict: the one that is nearest by its
    /// letters may be the furthest by its meaning (`unsuitable`, `suitable`), so none of them is proposed.
    #[must_use]
    pub fn one_of<'a>(self, name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match choice(name, &known.into_iter().collect::<Vec<_>>()) {
            Some(help) => self.help(help),
            None => self,
        }
    }
}

/// The most known names that are listed.
const MOST_LISTED: usize = 12;

/// How many names are told of very many that may be meant.
const MOST_NEAR: usize = 3;

/// The longest name that is compared with others, in bytes. Comparing takes time and space by the product of the lengths.
const LONGEST_NAME: usize = 64;

/// `did you mean …?` with the known name nearest to `name`, or the list of what is known when nothing is near and the list is
/// short.
pub fn offer(name: &str, known: &[&str]) -> Option<String> {
    if let Some(nearest) = nearest_name(name, known) {
        return Some(format!("did you mean `{nearest}`?"));
    }
    (!known.is_empty() && known.len() <= MOST_LISTED).then(|| format!("known here: {}", listed(known)))
}

/// What may stand in the place of `name`, without proposing any: see [`Diagnostic::one_of`]. Only a word that is the same but
/// for capitals, signs and what cannot be seen is one.
fn choice(name: &str, known: &[&str]) -> Option<String> {
    let bare =
        |name: &str| name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    if let [same] = known.iter().filter(|known| bare(known) == bare(name)).collect::<Vec<_>>().as_slice() {
        return Some(format!("did you mean `{same}`?"));
    }
    match known.len() {
        0 => None,
        1..=MOST_LISTED => Some(format!("known here: {}", listed(known))),
        more => Some(format!("known here are {more}, the nearest {}", listed(&near(name, known)))),
    }
}

/// Names in backticks.
fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The three known names that differ least from `name`, however much that is, the nearest first.
pub fn near<'k>(name: &str, known: &[&'k str]) -> Vec<&'k str> {
    let lower: String = name.to_lowercase().chars().take(LONGEST_NAME).collect();
    let far = |known: &str| {
        let known: String = known.to_lowercase().chars().take(LONGEST_NAME).collect();
        // What has the word in it is near, whatever else it has.
        (!known.contains(&lower), strsim::damerau_levenshtein(&lower, &known))
    };
    let mut known: Vec<_> = known.iter().map(|known| (far(known), *known)).collect();
    known.sort();
    known.into_iter().take(MOST_NEAR).map(|(_, name)| name).collect()
}

/// The known name that differs least, if not more than one character in three.
pub fn nearest_name<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    let lower = name.to_lowercase();
    let length = lower.chars().count();
    let most = (name.chars().count() / 3).max(1);
    // Names whose lengths differ by more than that need no comparison.
    let alike = |known: &str| known.len() <= LONGEST_NAME && known.chars().count().abs_diff(length) <= most + 2;
    let candidates = known.iter().filter(|known| name.len() <= LONGEST_NAME && alike(known));
    let far = |known: &str| strsim::damerau_levenshtein(&lower, &known.to_lowercase());
    let nearest = candidates.map(|known| (far(known), *known)).min_by_key(|(far, _)| *far);
    nearest.filter(|(far, _)| *far <= most).map(|(_, nearest)| nearest)
}

/// The most diagnostics of one code that are kept. Nobody corrects more in one go, and a file can hold a million.
const MOST_OF_A_CODE: usize = 200;

const MORE: &str = "there are more like this, which are not shown; correct these first";

/// Diagnostics collected from one or many readers; of each code, the first two hundred.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    kept: Vec<Diagnostic>,
    /// How many there were of each code, kept or not.
    met: BTreeMap<Code, usize>,
}

impl Diagnostics {
    /// Keeps one more, if there are not too many of its code.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.push_with(diagnostic.code, || diagnostic);
    }

    /// Keeps one more of a code; it is only made if it is kept. For what is found in bulk and is dear to make, such as the
    /// search for the nearest name.
    pub fn push_with(&mut self, code: Code, make: impl FnOnce() -> Diagnostic) {
        let met = self.met.entry(code).or_default();
        *met += 1;
        if *met <= MOST_OF_A_CODE {
            self.kept.push(make());
        }
    }

    /// Whether there were so many of this code that some are not kept: a reader need not look for more of them.
    pub fn is_over(&self, code: Code) -> bool {
        self.met.get(&code).is_some_and(|met| *met > MOST_OF_A_CODE)
    }

    /// Keeps all of `other`.
    pub fn append(&mut self, other: Diagnostics) {
        let over: Vec<Code> = other.met.keys().copied().filter(|code| other.is_over(*code)).collect();
        other.kept.into_iter().for_each(|diagnostic| self.push(diagnostic));
        for code in over {
            self.met.insert(code, MOST_OF_A_CODE + 1);
        }
    }

    /// Only those that `wanted` says yes to.
    #[must_use]
    pub fn filtered(mut self, wanted: impl Fn(&Diagnostic) -> bool) -> Self {
        self.kept.retain(wanted);
        self
    }

    /// Each of them changed.
    #[must_use]
    pub fn map(self, change: impl FnMut(Diagnostic) -> Diagnostic) -> Self {
        Diagnostics { kept: self.kept.into_iter().map(change).collect(), met: self.met }
    }

    /// Keeps the diagnostics of a reader and passes its result on.
    pub fn keep<T>(&mut self, (value, other): (T, Diagnostics)) -> T {
        self.append(other);
        value
    }

    /// Whether any is an error, so that the file cannot be used.
    pub fn has_errors(&self) -> bool {
        self.kept.iter().any(|diagnostic| diagnostic.level == Level::Error)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// In the order they were found; see [`Diagnostics::sorted`].
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.kept.iter()
    }

    /// With the levels that an author sets: `None` leaves a diagnostic out. Errors stay errors.
    #[must_use]
    pub fn with_levels(self, levels: &BTreeMap<Code, Option<Level>>) -> Self {
        let set = |mut diagnostic: Diagnostic| match levels.get(&diagnostic.code) {
            Some(level) if diagnostic.code.level() != Level::Error => {
                diagnostic.level = (*level)?;
                Some(diagnostic)
            }
            _ => Some(diagnostic),
        };
        Diagnostics { kept: self.kept.into_iter().filter_map(set).collect(), met: self.met }
    }

    /// By place, without doubles: what is printed.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.kept.sort_by(|a, b| (a.span, a.code, &a.message).cmp(&(b.span, b.code, &b.message)));
        self.kept.dedup();
        let over: Vec<Code> = self.met.keys().copied().filter(|code| self.is_over(*code)).collect();
        over.into_iter().for_each(|code| self.say_more(code));
        self
    }

    /// Says at the last diagnostic of a code that there are more.
    fn say_more(&mut self, code: Code) {
        let last = self.kept.iter_mut().rev().find(|diagnostic| diagnostic.code == code);
        if let Some(last) = last.filter(|last| last.help.last().is_none_or(|help| help != MORE)) {
            last.help.push(MORE.to_owned());
        }
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(diagnostic);
        diagnostics
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.kept.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::source::SourceIx;

    #[test]
    fn the_nearest_name_is_offered_or_the_few_there_are() {
        let many = (0..13).map(|n| format!("name_number_{n}")).collect::<Vec<_>>();
        let many = many.iter().map(String::as_str).collect::<Vec<_>>();
        let long = "x".repeat(100_000);
        let table: [(&str, &[&str], Option<&str>); 8] = [
            ("keloids", &["age", "keloid"], Some("did you mean `keloid`?")),
            ("Age", &["age", "keloid"], Some("did you mean `age`?")),
            ("ega", &["age"], Some("known here: `age`")),
            ("weight", &["age", "keloid"], Some("known here: `age`, `keloid`")),
            ("weight", &[], None),
            ("weight", &many, None),
            ("name_nubmer_7", &many, Some("did you mean `name_number_7`?")),
            (&long, &many, None),
        ];
        for (name, known, expected) in table {
            assert_eq!(offer(name, known).as_deref(), expected, "{:.20}", name);
        }
    }

    #[test]
    fn of_words_that_decide_none_is_proposed() {
        let verdicts = ["suitable", "not_now", "not_suitable"];
        let all = "known here: `suitable`, `not_now`, `not_suitable`";
        for name in ["unsuitable", "suitabl", "not_suitabel", "notnow_", "x", ""] {
            let expected = if name == "notnow_" { "did you mean `not_now`?" } else { all };
            assert_eq!(choice(name, &verdicts).as_deref(), Some(expected), "{name}");
        }
        for same in ["Not_Suitable", "not-suitable", "not_suitable\u{200b}", "not suitable"] {
            assert_eq!(choice(same, &verdicts).as_deref(), Some("did you mean `not_suitable`?"), "{same}");
        }
        let many = (0..13).map(|n| format!("option_{n}")).collect::<Vec<_>>();
        let many = many.iter().map(String::as_str).collect::<Vec<_>>();
        let nearest = "known here are 13, the nearest `option_1`, `option_10`, `option_11`";
        assert_eq!(choice("option_1x", &many).as_deref(), Some(nearest));
        assert_eq!(choice("x", &[]), None);
    }

    #[test]
    fn what_is_printed_is_by_place_and_without_doubles() {
        let at = |start| Span::new(SourceIx(0), start, start + 1);
        let mut diagnostics = Diagnostics::from(Diagnostic::new(Code::BadId, at(5), "b"));
        diagnostics.push(Diagnostic::new(Code::BadId, at(1), "a"));
        diagnostics.append(Diagnostic::new(Code::BadId, at(5), "b").into());
        let kept = diagnostics.keep((7, Diagnostic::new(Code::UnusedKey, at(0), "c").into()));
        assert_eq!((kept, diagnostics.len(), diagnostics.has_errors()), (7, 4, true));
        let messages = diagnostics.sorted().into_iter().map(|diagnostic| diagnostic.message).collect::<Vec<_>>();
        assert_eq!(messages, ["c", "a", "b"]);
    }

    #[test]
    fn of_a_million_faults_of_a_kind_the_first_are_kept_and_the_last_says_so() {
        let at = |start| Span::new(SourceIx(0), start, start + 1);
        let mut faults = Diagnostics::default();
        for start in 0..MOST_OF_A_CODE {
            faults.push_with(Code::BadId, || Diagnostic::new(Code::BadId, at(start), "a"));
        }
        assert!(!faults.is_over(Code::BadId));
        assert!(faults.clone().sorted().iter().all(|fault| fault.help.is_empty()));
        for _ in 0..1_000_000 {
            faults.push_with(Code::BadId, || panic!("nobody sees it"));
        }
        let mut all = Diagnostics::from(Diagnostic::new(Code::UnusedKey, at(0), "b"));
        all.append(faults);
        assert!(all.is_over(Code::BadId) && !all.is_over(Code::UnusedKey));
        let all = all.sorted().sorted();
        assert_eq!(all.len(), MOST_OF_A_CODE + 1);
        let helps: Vec<_> = all.iter().map(|fault| fault.help.as_slice()).collect();
        assert_eq!((helps[0], helps[MOST_OF_A_CODE - 1], helps[MOST_OF_A_CODE].len()), (&[][..], &[][..], 1));
    }

    #[test]
    fn every_code_has_a_name_of_its_own_and_a_page() {
        let names = Code::ALL.iter().map(|code| code.name()).collect::<HashSet<_>>();
        assert_eq!(names.len(), Code::ALL.len());
        for code in Code::ALL {
            assert!(code.name().bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", code.name());
            assert!(code.explanation().starts_with(&format!("# {}\n", code.name())), "{}", code.name());
            assert!(!code.summary().is_empty() && !code.summary().ends_with('.'), "{}", code.name());
        }
    }
}
