//! Short texts of a questionnaire.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use minijinja::{Environment, UndefinedBehavior};

use super::filters;
use super::scan::{BlockFault, MAX_BRANCHES, MAX_DEPTH, ScanFault, Tag, TagKind, Token, TokenSort, check_blocks, scan};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::Scalar;
use crate::source::{Span, Spanned};

/// The largest text, in bytes.
const MAX_BYTES: usize = 8 << 10;
/// The words that join names; no question can have one of them as its id.
const KEYWORDS: [&str; 3] = ["and", "or", "not"];

/// What the names in a text stand for: the label of each question's answer, by the question's id.
pub type Words = BTreeMap<String, String>;

/// A text that has been checked: it parses, and names only what its author may name.
///
/// Its language is small on purpose: `{{ name }}`, `{{ name|lower }}` and `{% if name %} … {% else %} … {% endif %}`. There
/// are no loops, so filling it takes no more work than reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    template: String,
    /// Never empty if the text has gaps; a text without names is kept word for word.
    names: Vec<String>,
    /// The names written where no `if` asks first, each with its place.
    open_gaps: Vec<Spanned<String>>,
    /// How it is filled without a template engine, if it has plain gaps only.
    cut: Option<Cut>,
    /// Whether it is one paragraph as it is written: see [`Text::paragraph`].
    is_paragraph: bool,
}

/// A text cut at its gaps, each of which is a name alone: most texts that have gaps at all. Filling one is adding up then, where the
/// template engine reads the text again each time.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Cut {
    /// What stands before each gap, and the name in it.
    gaps: Vec<(String, String)>,
    /// What stands behind the last.
    rest: String,
}

/// What a name in a text stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameInText {
    /// A question that has been asked when the text is shown.
    Known,
    /// A value that is the same for everybody, as people read it.
    Value(String),
    /// A question that is only asked later, and where it stands.
    Later(Span),
    /// A question whose answer is shown nowhere, and where it stands.
    Private(Span),
    /// Something that is there, or may be there, with a fault that is reported where it stands: nothing is said here.
    Broken,
    /// No question.
    Unknown,
}

/// The names that a text may use.
pub trait NamesForText {
    /// What `name` stands for here.
    fn find(&self, name: &str) -> NameInText;

    /// All names that may be used, for the offer of the nearest.
    fn all(&self) -> Vec<&str>;
}

/// A plain list of names, all of them known.
impl<const N: usize> NamesForText for [&str; N] {
    fn find(&self, name: &str) -> NameInText {
        if self.contains(&name) { NameInText::Known } else { NameInText::Unknown }
    }

    fn all(&self) -> Vec<&str> {
        self.to_vec()
    }
}

impl Text {
    /// Checks a text against the names that it may use. Blanks at either end are dropped.
    pub fn check(scalar: &Scalar, known: &dyn NamesForText) -> (Option<Text>, Diagnostics) {
        let mut check = Check { scalar, known, faults: Diagnostics::default() };
        if scalar.text.len() > MAX_BYTES {
            check.too_large();
            return (None, check.faults);
        }
        let (tags, faults) = scan(&scalar.text);
        faults.into_iter().for_each(|fault| check.broken_tag(fault));
        tags.iter().for_each(|tag| check.tag(tag));
        if check.faults.is_empty() {
            check.blocks(&tags);
        }
        let (template, tags) = with_values(scalar, tags, known);
        let (names, open_gaps) = (names(&tags), open_gaps(scalar, &tags));
        let cut = if names.is_empty() { None } else { Cut::of(&template) };
        let is_paragraph = names.is_empty() && is_paragraph(&template);
        let text = Text { template, names, open_gaps, cut, is_paragraph };
        if check.faults.is_empty() {
            check.fills(&text);
        }
        (check.faults.is_empty().then_some(text), check.faults)
    }

    /// A text without gaps.
    pub fn plain(text: impl Into<String>) -> Text {
        let template = text.into();
        let is_paragraph = is_paragraph(&template);
        Text { template, names: Vec::new(), open_gaps: Vec::new(), cut: None, is_paragraph }
    }

    /// The text as written.
    pub fn source(&self) -> &str {
        &self.template
    }

    /// The names that it uses, in reading order, each once.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The names that it writes without asking first, by an `if`, whether they were answered.
    pub fn open_gaps(&self) -> &[Spanned<String>] {
        &self.open_gaps
    }

    /// The text with its gaps filled. Never fails: a name that is not in `words` reads as nothing; see `template-fails` for
    /// what the check does to keep anything else from going wrong.
    ///
    /// # Panics
    /// On a broken promise of our own: a text that [`Text::check`] filled and that does not fill here.
    pub fn fill(&self, words: &Words) -> String {
        self.fill_with(|name| words.get(name).map(|word| Cow::Borrowed(word.as_str()))).into_owned()
    }

    /// The same, with the words of whoever knows them: nothing is looked up that the text does not name.
    ///
    /// # Panics
    /// As [`fill`](Text::fill).
    #[allow(clippy::panic, reason = "a text with raw gaps in front of a client would be worse than no text")]
    pub fn fill_with<'w>(&self, word: impl Fn(&str) -> Option<Cow<'w, str>>) -> Cow<'_, str> {
        if self.names.is_empty() {
            return Cow::Borrowed(&self.template);
        }
        if let Some(cut) = &self.cut {
            return Cow::Owned(cut.fill(word));
        }
        match self.try_fill(word) {
            Ok(filled) => Cow::Owned(filled),
            // Only the kind: what MiniJinja says besides may quote the words, which are a person's answers.
            Err(error) => panic!(
                "the text {:?} was filled when it was checked and does not fill now ({:?}): this is a fault of Candidacy, \
                 please report it with the text",
                self.template,
                error.kind()
            ),
        }
    }

    /// The same as one paragraph: line breaks and runs of blanks become one blank.
    ///
    /// # Panics
    /// As [`fill`](Text::fill).
    pub fn paragraph<'w>(&self, word: impl Fn(&str) -> Option<Cow<'w, str>>) -> Cow<'_, str> {
        if self.is_paragraph {
            return Cow::Borrowed(&self.template);
        }
        let filled = self.fill_with(word);
        if is_paragraph(&filled) { filled } else { Cow::Owned(one_paragraph(&filled).into_owned()) }
    }

    fn try_fill<'w>(&self, word: impl Fn(&str) -> Option<Cow<'w, str>>) -> Result<String, minijinja::Error> {
        let word = |name: &String| word(name).map(Cow::into_owned).unwrap_or_default();
        let gaps = self.names.iter().map(|name| (name.as_str(), word(name)));
        ENVIRONMENT.render_str(&self.template, minijinja::Value::from_pairs(gaps))
    }
}

impl Cut {
    /// None if the text asks an `if`, changes letters, or takes blanks away around a tag.
    fn of(template: &str) -> Option<Cut> {
        // The template engine leaves out one line break at the end, as of `help: |`.
        let template = template.strip_suffix('\n').map_or(template, |line| line.strip_suffix('\r').unwrap_or(line));
        let (tags, faults) = scan(template);
        let (mut gaps, mut end) = (Vec::new(), 0);
        for tag in &tags {
            let written = template.get(tag.range.clone())?;
            let trims = |mark: Option<char>| matches!(mark, Some('-' | '+'));
            let inner = written.strip_prefix("{{")?.strip_suffix("}}")?;
            let [only] = tag.tokens.as_slice() else { return None };
            if only.sort != TokenSort::Word || trims(inner.chars().next()) || trims(inner.chars().next_back()) {
                return None;
            }
            gaps.push((template.get(end..tag.range.start)?.to_owned(), only.text.to_owned()));
            end = tag.range.end;
        }
        faults.is_empty().then_some(Cut { gaps, rest: template.get(end..)?.to_owned() })
    }

    fn fill<'w>(&self, word: impl Fn(&str) -> Option<Cow<'w, str>>) -> String {
        let mut filled = String::new();
        for (before, name) in &self.gaps {
            filled.push_str(before);
            filled.push_str(word(name).as_deref().unwrap_or_default());
        }
        filled.push_str(&self.rest);
        filled
    }
}

/// A text as one paragraph: line breaks and runs of blanks become one blank.
pub fn one_paragraph(text: &str) -> Cow<'_, str> {
    // Most texts are, and all of them are asked for in each report.
    if is_paragraph(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// Whether there are single blanks in it, and only between words.
fn is_paragraph(text: &str) -> bool {
    let mut before = ' ';
    for character in text.chars() {
        if character.is_whitespace() && (character != ' ' || before == ' ') {
            return false;
        }
        before = character;
    }
    before != ' '
}

/// Knows nothing but the few filters.
static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Lenient);
    environment.set_debug(false);
    filters::register(filters::of_texts(), &mut environment);
    environment
});

/// The words of a tag that are names: neither keywords nor filters.
fn named<'t, 'a>(tag: &'t Tag<'a>) -> impl Iterator<Item = &'t Token<'a>> {
    let skip = usize::from(tag.kind == TagKind::Statement);
    let before = std::iter::once(None).chain(tag.tokens.iter().map(Some));
    let words = tag.tokens.iter().zip(before).skip(skip);
    let is_filter = |before: Option<&Token<'_>>| before.is_some_and(|token| token.text == "|");
    words
        .filter(move |(token, before)| {
            token.sort == TokenSort::Word && !KEYWORDS.contains(&token.text) && !is_filter(*before)
        })
        .map(|(token, _)| token)
}

fn names(tags: &[Tag<'_>]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for token in tags.iter().flat_map(named) {
        if names.iter().all(|name| name != token.text) {
            names.push(token.text.to_owned());
        }
    }
    names
}

/// The text with its values written out, and the tags that are left.
fn with_values<'t>(scalar: &'t Scalar, tags: Vec<Tag<'t>>, known: &dyn NamesForText) -> (String, Vec<Tag<'t>>) {
    let mut written = String::new();
    let (mut end, mut left) = (0, Vec::new());
    for tag in tags {
        let value = match (tag.kind, tag.tokens.as_slice()) {
            (TagKind::Expression, [only]) => match known.find(only.text) {
                NameInText::Value(value) => Some(value),
                NameInText::Known
                | NameInText::Later(_)
                | NameInText::Private(_)
                | NameInText::Broken
                | NameInText::Unknown => None,
            },
            _ => None,
        };
        if let Some(value) = value {
            written += scalar.text.get(end..tag.range.start).unwrap_or_default();
            written += &value;
            end = tag.range.end;
        } else {
            left.push(tag);
        }
    }
    written += scalar.text.get(end..).unwrap_or_default();
    (written.trim().to_owned(), left)
}

/// What is written outside every `if`.
fn open_gaps(scalar: &Scalar, tags: &[Tag<'_>]) -> Vec<Spanned<String>> {
    let mut depth = 0usize;
    let mut gaps = Vec::new();
    for tag in tags {
        match (tag.kind, tag.keyword()) {
            (TagKind::Statement, Some("if")) => depth += 1,
            (TagKind::Statement, Some("endif")) => depth = depth.saturating_sub(1),
            (TagKind::Expression, _) if depth == 0 => {
                let place = |token: &Token<'_>| scalar.place(token.start, token.start + token.text.len());
                gaps.extend(named(tag).map(|token| Spanned::new(token.text.to_owned(), place(token))));
            }
            _ => {}
        }
    }
    gaps
}

/// One run of the check.
struct Check<'a> {
    scalar: &'a Scalar,
    known: &'a dyn NamesForText,
    faults: Diagnostics,
}

impl Check<'_> {
    fn fault(&self, code: Code, range: Range<usize>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.scalar.place(range.start, range.end), message)
    }

    fn too_large(&mut self) {
        let message = format!("this text has {} bytes", self.scalar.text.len());
        let fault = Diagnostic::new(Code::TemplateLarge, self.scalar.span, message);
        self.faults.push(fault.help(format!("a text takes at most {MAX_BYTES} bytes; say it in fewer words")));
    }

    fn broken_tag(&mut self, fault: ScanFault) {
        let diagnostic = match fault {
            ScanFault::Unclosed(kind, range) => self.unclosed(kind, range),
            ScanFault::Strange(range) => self.strange(range),
            ScanFault::Long(range) => self
                .fault(Code::TemplateLarge, range, "this tag is too long")
                .help("split it into several, or say it in the condition of a rule"),
            ScanFault::Empty(range) => self
                .fault(Code::TemplateSyntax, range, "there is nothing in this tag")
                .help("write the id of a question in it, or take it out"),
        };
        self.faults.push(diagnostic);
    }

    fn unclosed(&self, kind: TagKind, range: Range<usize>) -> Diagnostic {
        let message = format!("this tag is never closed by `{}`", kind.end());
        self.fault(Code::TemplateSyntax, range, message)
    }

    fn strange(&self, range: Range<usize>) -> Diagnostic {
        let character = self.scalar.text.get(range.clone()).unwrap_or_default();
        self.fault(Code::TemplateSyntax, range, format!("`{character}` has no meaning in a text's tag"))
            .help("a tag takes `{{ question }}`, or `{% if question %} … {% else %} … {% endif %}`")
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        match (tag.kind, tag.keyword()) {
            (TagKind::Comment, _) => self.comment(tag),
            (TagKind::Expression, _) => self.gap(tag),
            (TagKind::Statement, Some("if" | "elif")) => self.condition(tag),
            (TagKind::Statement, Some("else" | "endif")) => self.nothing_after(tag),
            (TagKind::Statement, _) => return self.statement(tag),
        }
        self.unknown_names(tag);
    }

    fn comment(&mut self, tag: &Tag<'_>) {
        let fault = self.fault(Code::TemplateSyntax, tag.range.clone(), "a text takes no `{# … #}` comment");
        self.faults.push(fault.help("write a YAML comment, from `#` to the end of the line, beside the text"));
    }

    fn statement(&mut self, tag: &Tag<'_>) {
        let Some(first) = tag.tokens.first() else { return };
        let message = format!("`{}` is not taken in a text", first.text);
        let fault = self.fault(Code::TemplateSyntax, first.range(), message);
        self.faults.push(fault.help("a text takes only `if`, `elif`, `else` and `endif`"));
    }

    fn nothing_after(&mut self, tag: &Tag<'_>) {
        if let (Some(keyword), Some(extra)) = (tag.keyword(), tag.tokens.get(1)) {
            let message = format!("nothing can stand after `{keyword}`");
            self.faults.push(self.fault(Code::TemplateSyntax, extra.range(), message));
        }
    }

    /// `name`, then any number of `| filter`.
    fn gap(&mut self, tag: &Tag<'_>) {
        for (at, token) in tag.tokens.iter().enumerate() {
            let expected = match at % 2 {
                0 => token.sort == TokenSort::Word && !KEYWORDS.contains(&token.text),
                _ => token.text == "|",
            };
            if !expected {
                return self.not_a_gap(token);
            }
            if at > 0 && at % 2 == 0 {
                self.filter(token);
            }
        }
        if tag.tokens.len().is_multiple_of(2)
            && let Some(last) = tag.tokens.last()
        {
            self.not_a_gap(last);
        }
    }

    fn not_a_gap(&mut self, token: &Token<'_>) {
        let message = format!("`{}` cannot stand here", token.text);
        let fault = self.fault(Code::TemplateSyntax, token.range(), message);
        self.faults.push(fault.help("write the id of one question, as in `{{ age }}` or `{{ age|lower }}`"));
    }

    fn filter(&mut self, token: &Token<'_>) {
        if filters::of_texts().all(|filter| filter.name != token.text) {
            let message = format!("there is no filter `{}`", token.text);
            let fault = self.fault(Code::TemplateName, token.range(), message);
            self.faults.push(fault.nearest(token.text, filters::of_texts().map(|filter| filter.name)));
        }
    }

    /// Names, `and`, `or`, `not` and round brackets; how they fit together is for MiniJinja to say.
    fn condition(&mut self, tag: &Tag<'_>) {
        let fits = |token: &&Token<'_>| token.sort == TokenSort::Word || matches!(token.text, "(" | ")");
        if let Some(token) = tag.tokens.iter().skip(1).find(|token| !fits(token)) {
            let message = format!("`{}` cannot stand here", token.text);
            let fault = self.fault(Code::TemplateSyntax, token.range(), message);
            self.faults.push(fault.help("an `if` in a text only asks whether questions were answered: `{% if age %}`"));
        } else if named(tag).next().is_none() {
            self.asks_nothing(tag);
        }
    }

    fn asks_nothing(&mut self, tag: &Tag<'_>) {
        let fault = self.fault(Code::TemplateSyntax, tag.range.clone(), "this tag names no question");
        self.faults.push(fault.help("write the id of a question in it, as in `{% if age %}`"));
    }

    fn unknown_names(&mut self, tag: &Tag<'_>) {
        for token in named(tag) {
            let fault = |message: String| self.fault(Code::TemplateName, token.range(), message);
            let fault = match self.known.find(token.text) {
                NameInText::Known | NameInText::Broken => continue,
                NameInText::Value(_) if tag.kind == TagKind::Expression && tag.tokens.len() == 1 => continue,
                NameInText::Value(value) => {
                    fault(format!("`{}` is the value {value}: it is always there, and written as it is", token.text))
                        .help(format!("write `{{{{ {} }}}}`, without an `if` and without a filter", token.text))
                }
                NameInText::Later(asked) => {
                    fault(format!("`{}` has no answer yet when this text is shown", token.text))
                        .also(asked, "asked here")
                        .help("name only questions that stand before this text")
                }
                NameInText::Private(asked) => Diagnostic::new(
                    Code::PrivateShown,
                    self.scalar.place(token.range().start, token.range().end),
                    format!("this text would show what was said to `{}`, which is private", token.text),
                )
                .also(asked, "asked here")
                .help("say it so that anybody may read it, without this name"),
                NameInText::Unknown => {
                    fault(format!("there is no question `{}`", token.text)).nearest(token.text, self.known.all())
                }
            };
            self.faults.push(fault);
        }
    }

    fn blocks(&mut self, tags: &[Tag<'_>]) {
        let Err(fault) = check_blocks(tags) else { return };
        let diagnostic = match fault {
            BlockFault::Open(keyword, range) => self
                .fault(Code::TemplateSyntax, range, format!("this `{keyword}` is never closed"))
                .help(format!("write `{{% end{keyword} %}}` where it ends")),
            BlockFault::Stray(keyword, range) => self
                .fault(Code::TemplateSyntax, range, format!("`{keyword}` stands here without an `if`"))
                .help("write `{% if question %}` before it, or take it out"),
            BlockFault::Deep(range) => self
                .fault(Code::TemplateLarge, range, "`if` is nested too deeply here")
                .help(format!("at most {MAX_DEPTH} of them can stand inside each other")),
            BlockFault::Branches(range) => self
                .fault(Code::TemplateLarge, range, "there are too many `elif` here")
                .help(format!("at most {MAX_BRANCHES} of them can stand before a place")),
        };
        self.faults.push(diagnostic);
    }

    /// The proof of `fill`: with all words there, and with none.
    fn fills(&mut self, text: &Text) {
        let all = text.names.iter().map(|name| (name.clone(), "word".to_owned())).collect();
        let failed = [all, Words::new()]
            .iter()
            .find_map(|words| text.try_fill(|name| words.get(name).map(|word| Cow::Borrowed(word.as_str()))).err());
        if let Some(error) = failed {
            self.refused(text, &error);
        }
    }

    fn refused(&mut self, text: &Text, error: &minijinja::Error) {
        let code = match error.kind() {
            minijinja::ErrorKind::SyntaxError => Code::TemplateSyntax,
            _ => Code::TemplateFails,
        };
        let trimmed = self.scalar.text.len() - self.scalar.text.trim_start().len();
        let range = error.range().unwrap_or(0..text.template.len());
        let message = format!("this text does not read as a template: {}", error.detail().unwrap_or("it fails"));
        self.faults.push(self.fault(code, range.start + trimmed..range.end + trimmed, message));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceIx, Span};

    fn check(text: &str) -> (Option<Text>, Vec<(Code, String)>) {
        let scalar = Scalar::verbatim(text, Span::new(SourceIx(0), 0, text.len()));
        let (checked, faults) = Text::check(&scalar, &["age", "stage", "note"]);
        let faults = faults.iter().map(|fault| {
            let (start, end) = (fault.span.start as usize, fault.span.end as usize);
            (fault.code, format!("{} @ {}", fault.message, &text[start..end]))
        });
        (checked, faults.collect())
    }

    #[test]
    fn gaps_are_filled_and_what_is_missing_reads_as_nothing() {
        for (template, expected) in [
            ("no gaps at all", "no gaps at all"),
            ("You are {{ age }}.", "You are 34."),
            ("{{ stage|lower }} and {{stage|upper}}", "deep temples and DEEP TEMPLES"),
            ("A{% if note %} ({{ note }}){% else %}.{% endif %}", "A."),
            ("{% if not note and (age or note) %}yes{% elif stage %}no{%- endif %}", "yes"),
            ("  trimmed {{ note }}\n", "trimmed"),
            ("a } b }} c %} {d}", "a } b }} c %} {d}"),
        ] {
            let (text, faults) = check(template);
            assert_eq!(faults, [], "{template}");
            let words =
                [("age", "34"), ("stage", "Deep temples")].map(|(name, word)| (name.to_owned(), word.to_owned()));
            assert_eq!(text.unwrap().fill(&words.into()).trim_end(), expected, "{template}");
        }
    }

    /// The other way of filling says the same.
    #[test]
    fn plain_gaps_are_filled_as_the_template_engine_fills_them() {
        for template in [
            "{{ age }}",
            "You are {{ age }}, {{stage}}.{{ note }}",
            "{{ age }}{{ age }}\n\n  and {{ stage }} ",
            "a } b }} c {{ note }}%} {d}",
            "é {{\tage\n}} é",
            "{{ age }} years\n",
            "{{ age }} years\n\n",
            "{{ age }}\r\n",
        ] {
            let text = check(template).0.unwrap();
            assert!(text.cut.is_some(), "{template}");
            for words in [vec![], vec![("age", "34"), ("note", "{{ age }} é"), ("stage", " two  blanks ")]] {
                let words: Words = words.into_iter().map(|(name, word)| (name.to_owned(), word.to_owned())).collect();
                let rendered = Text { cut: None, ..text.clone() }.fill(&words);
                assert_eq!(text.fill(&words), rendered, "{template}");
            }
        }
        for template in ["{{- age }}", "{{ age -}}", "{{ age|upper }}", "{% if age %}x{% endif %}"] {
            assert_eq!(check(template).0.unwrap().cut, None, "{template}");
        }
    }

    #[test]
    fn a_paragraph_has_single_blanks_between_its_words() {
        for (text, tidied) in [
            ("", ""),
            (" ", ""),
            ("a", "a"),
            ("a b", "a b"),
            ("a  b", "a b"),
            (" a b", "a b"),
            ("a b ", "a b"),
            ("a\nb", "a b"),
            ("a\u{a0}b", "a b"),
            ("é\u{3000}\t日", "é 日"),
        ] {
            assert_eq!(one_paragraph(text), tidied, "{text:?}");
            assert_eq!(Text::plain(text).paragraph(|_| None), tidied, "{text:?}");
        }
    }

    #[test]
    fn faults_have_their_place() {
        use Code::{TemplateLarge as Large, TemplateName as Name, TemplateSyntax as Syntax};
        for (text, code, expected) in [
            ("{{ agee }}", Name, "there is no question `agee` @ agee"),
            ("{{ true }}", Name, "there is no question `true` @ true"),
            ("{{ age|uper }}", Name, "there is no filter `uper` @ uper"),
            ("é {% if stage and agee %}x{% endif %}", Name, "there is no question `agee` @ agee"),
            ("{{ age", Syntax, "this tag is never closed by `}}` @ {{"),
            ("{{ }}", Syntax, "there is nothing in this tag @ {{ }}"),
            ("{{ age + 1 }}", Syntax, "`+` has no meaning in a text's tag @ +"),
            ("{{ age stage }}", Syntax, "`stage` cannot stand here @ stage"),
            ("{{ age. }}", Syntax, "`.` cannot stand here @ ."),
            ("{{ age| }}", Syntax, "`|` cannot stand here @ |"),
            ("{{ 'age' }}", Syntax, "`'age'` cannot stand here @ 'age'"),
            ("{# note #}", Syntax, "a text takes no `{# … #}` comment @ {# note #}"),
            ("{% for x in age %}{% endfor %}", Syntax, "`for` is not taken in a text @ for"),
            ("{% include 'x' %}", Syntax, "`include` is not taken in a text @ include"),
            ("{% raw %}", Syntax, "`raw` is not taken in a text @ raw"),
            ("{% if age == 3 %}{% endif %}", Syntax, "`==` cannot stand here @ =="),
            ("{% if age %}", Syntax, "this `if` is never closed @ {% if age %}"),
            ("{% endif %}", Syntax, "`endif` stands here without an `if` @ {% endif %}"),
            ("{% if age %}{% endif age %}", Syntax, "nothing can stand after `endif` @ age"),
        ] {
            let (checked, faults) = check(text);
            assert_eq!(checked, None, "{text}");
            assert_eq!(faults.first(), Some(&(code, expected.to_owned())), "{text}");
        }
        for text in ["x".repeat(9000), "{% if age %}".repeat(17), format!("{{{{ {}age }}}}", "not ".repeat(100))] {
            assert!(check(&text).1.iter().any(|(code, _)| *code == Large), "{:.30}", text);
        }
        for text in ["{% if %}{% endif %}", "{% if age stage %}{% endif %}", "{% if (age %}{% endif %}", "{{ and }}"] {
            assert_eq!(check(text).1.first().map(|(code, _)| *code), Some(Syntax), "{text}");
        }
    }

    #[test]
    fn a_word_is_never_read_as_a_template() {
        let text = check("{{ note }}").0.unwrap();
        let hostile = "{{ age }} {% if %} <b>&";
        assert_eq!(text.fill(&[("note".to_owned(), hostile.to_owned())].into()), hostile);
    }

    #[test]
    fn a_text_without_gaps_is_kept_word_for_word() {
        assert_eq!(Text::plain("a {{ b }}\n").fill(&Words::new()), "a {{ b }}\n");
    }

    /// No such text can be made outside this file; it is made here by hand.
    #[test]
    #[should_panic(expected = "this is a fault of Candidacy")]
    fn a_text_that_breaks_its_promise_is_never_shown_raw() {
        let unchecked = Text { names: vec!["note".to_owned()], is_paragraph: false, ..Text::plain("{{ note") };
        unchecked.fill(&Words::new());
    }
}
