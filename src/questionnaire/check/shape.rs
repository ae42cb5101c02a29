//! Mappings, lists, texts and words: the shape of what an author writes, before anything is known of its meaning.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest_name};
use crate::document::{Entry, Scalar, Style, YamlNode, YamlValue};
use crate::source::Span;

/// A mapping whose keys are known, with what messages need to speak of it.
pub(crate) struct Fields<'d> {
    /// How messages name it: ``question `age` ``, `the questionnaire`.
    pub what: String,
    /// Where its name stands, or else its first key: where a missing key is reported.
    pub head: Span,
    entries: &'d [Entry],
    /// The keys that it takes.
    keys: &'static [&'static str],
}

/// What kind of mapping is read: the word for messages and the keys it takes.
#[derive(Clone, Copy)]
pub(crate) struct Form {
    /// `question`, `rule`, …
    pub noun: &'static str,
    /// The keys taken, in the order in which they are listed to the author.
    pub keys: &'static [&'static str],
}

impl<'d> Fields<'d> {
    /// Reads a mapping that says its own name under the key `id`.
    pub fn of_item(value: &'d YamlValue, form: Form, out: &mut Diagnostics) -> Option<Self> {
        let entries = mapping(value, form.noun, out)?;
        let id = value.get("id").and_then(as_scalar);
        let what = id.map_or_else(|| format!("this {}", form.noun), |id| format!("{} `{}`", form.noun, id.text));
        let head = id.map(|id| id.span).or(entries.first().map(|entry| entry.key.span)).unwrap_or(value.span);
        known_keys(entries, form, out);
        Some(Fields { what, head, entries, keys: form.keys })
    }

    /// Reads the mapping that is the whole main file.
    pub fn of_main(value: &'d YamlValue, form: Form, out: &mut Diagnostics) -> Option<Self> {
        let fields = Fields::of_item(value, form, out)?;
        let head = value.get("questionnaire").map(head).unwrap_or(fields.head);
        Some(Fields { what: format!("the {}", form.noun), head, ..fields })
    }

    /// Reads a mapping whose name is the key it stands under.
    pub fn of_entry(entry: &'d Entry, form: Form, out: &mut Diagnostics) -> Option<Self> {
        let entries = mapping(&entry.value, form.noun, out)?;
        known_keys(entries, form, out);
        Some(Fields {
            what: format!("{} `{}`", form.noun, entry.key.value),
            head: entry.key.span,
            entries,
            keys: form.keys,
        })
    }

    /// The entry of a key, if the author wrote it.
    pub fn entry(&self, key: &str) -> Option<&'d Entry> {
        self.entries.iter().find(|entry| entry.key.value == key)
    }

    /// Whether the author wrote the key.
    pub fn has(&self, key: &str) -> bool {
        self.entry(key).is_some()
    }

    /// Whether the author wrote the key, or one that is not taken and most likely means it: that was reported, and what would
    /// be said of a missing key only repeats it.
    pub fn means(&self, key: &str) -> bool {
        let meant = |entry: &Entry| {
            let written = entry.key.value.as_str();
            !self.keys.contains(&written) && nearest_name(written, self.keys) == Some(key)
        };
        self.has(key) || self.entries.iter().any(meant)
    }

    /// A text, if the key is there and holds one.
    pub fn text(&self, key: &str, out: &mut Diagnostics) -> Option<&'d Scalar> {
        self.entry(key).and_then(|entry| text(entry, out))
    }

    /// A text that must be there.
    pub fn needed_text(&self, key: &str, out: &mut Diagnostics) -> Option<&'d Scalar> {
        self.needed(key, out).and_then(|entry| text(entry, out))
    }

    /// The entry of a key that must be there.
    pub fn needed(&self, key: &str, out: &mut Diagnostics) -> Option<&'d Entry> {
        let entry = self.entry(key);
        if !self.means(key) {
            out.push(missing_key(self, key));
        }
        entry
    }

    /// The items of a list; none if the key is not there.
    pub fn list(&self, key: &str, out: &mut Diagnostics) -> &'d [YamlValue] {
        self.entry(key).and_then(|entry| list(entry, out)).unwrap_or_default()
    }

    /// The entries of a mapping; none if the key is not there.
    pub fn map(&self, key: &str, out: &mut Diagnostics) -> &'d [Entry] {
        self.entry(key).and_then(|entry| map(entry, out)).unwrap_or_default()
    }

    /// The texts of a list; none if the key is not there.
    pub fn texts(&self, key: &str, out: &mut Diagnostics) -> Vec<&'d Scalar> {
        self.list(key, out).iter().filter_map(|item| text_item(item, key, out)).collect()
    }

    /// `true` or `false`, if the key is there and holds one of them.
    pub fn flag(&self, key: &str, out: &mut Diagnostics) -> Option<bool> {
        let scalar = self.text(key, out)?;
        match scalar.text.as_str() {
            "true" if scalar.style == Style::Plain => Some(true),
            "false" if scalar.style == Style::Plain => Some(false),
            _ if key == "required"
                && !matches!(scalar.text.as_str(), "yes" | "no" | "True" | "False" | "true" | "false") =>
            {
                out.push(wrong_value(key, scalar).help(
                    "`required` is `true` or `false` for everybody; give the question a `when`, and where it does not hold nobody is asked",
                ));
                None
            }
            _ => {
                out.push(not_a_flag(key, scalar));
                None
            }
        }
    }

    /// One of a few words; `default` if the key is not there or holds something else.
    pub fn word<T: Copy>(&self, key: &str, words: &[(&str, T)], default: T, out: &mut Diagnostics) -> T {
        let Some(scalar) = self.text(key, out) else { return default };
        let Some((_, value)) = words.iter().find(|(word, _)| *word == scalar.text) else {
            let known = words.iter().map(|(word, _)| *word);
            out.push(wrong_value(key, scalar).nearest(&scalar.text, known));
            return default;
        };
        *value
    }
}

/// The scalar of a value that is one.
pub(crate) fn as_scalar(value: &YamlValue) -> Option<&Scalar> {
    match &value.node {
        YamlNode::Scalar(scalar) => Some(scalar),
        _ => None,
    }
}

/// The entries of a value that is a mapping; nothing for anything else.
pub(crate) fn as_map(value: &YamlValue) -> &[Entry] {
    match &value.node {
        YamlNode::Map(entries) => entries,
        _ => &[],
    }
}

/// The items of a value that is a list; nothing for anything else.
pub(crate) fn as_list(value: &YamlValue) -> &[YamlValue] {
    match &value.node {
        YamlNode::List(items) => items,
        _ => &[],
    }
}

/// A text that people can read: a scalar that is not blank.
pub(crate) fn text<'d>(entry: &'d Entry, out: &mut Diagnostics) -> Option<&'d Scalar> {
    match &entry.value.node {
        YamlNode::Null => out.push(empty_text(&entry.key.value, entry.key.span)),
        YamlNode::Scalar(scalar) if scalar.text.trim().is_empty() => {
            out.push(empty_text(&entry.key.value, scalar.span))
        }
        YamlNode::Scalar(scalar) => return Some(scalar),
        _ => out.push(
            wrong_shape(&entry.key.value, "a text", &entry.value).help("if it is meant as text, put it in quotes"),
        ),
    }
    None
}

/// A text in a list.
pub(crate) fn text_item<'d>(item: &'d YamlValue, key: &str, out: &mut Diagnostics) -> Option<&'d Scalar> {
    match &item.node {
        YamlNode::Scalar(scalar) if !scalar.text.trim().is_empty() => return Some(scalar),
        YamlNode::Null | YamlNode::Scalar(_) => out.push(empty_text(key, item.span)),
        _ => out.push(
            Diagnostic::new(
                Code::WrongShape,
                head(item),
                format!("an item of `{key}` should be a text, but is {}", item.describe()),
            )
            .help("put the text in quotes if it has a colon in it"),
        ),
    }
    None
}

/// The items of a list.
pub(crate) fn list<'d>(entry: &'d Entry, out: &mut Diagnostics) -> Option<&'d [YamlValue]> {
    if let YamlNode::List(items) = &entry.value.node {
        return Some(items);
    }
    let key = &entry.key.value;
    out.push(
        wrong_shape(key, "a list", &entry.value).help(format!("write each item of `{key}` on its own line after `- `")),
    );
    None
}

/// The entries of a mapping.
pub(crate) fn map<'d>(entry: &'d Entry, out: &mut Diagnostics) -> Option<&'d [Entry]> {
    if let YamlNode::Map(entries) = &entry.value.node {
        return Some(entries);
    }
    let key = &entry.key.value;
    out.push(
        wrong_shape(key, "a mapping", &entry.value)
            .help(format!("write each entry of `{key}` as `id: …` on its own line")),
    );
    None
}

fn mapping<'d>(value: &'d YamlValue, noun: &str, out: &mut Diagnostics) -> Option<&'d [Entry]> {
    if let YamlNode::Map(entries) = &value.node {
        return Some(entries);
    }
    let message = format!("{} should be a mapping, but this is {}", a(noun), value.describe());
    out.push(
        Diagnostic::new(Code::WrongShape, head(value), message)
            .help("write its keys below each other, as in `title: …`"),
    );
    None
}

/// A noun with its article.
fn a(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

fn known_keys(entries: &[Entry], form: Form, out: &mut Diagnostics) {
    for entry in entries.iter().filter(|entry| !form.keys.contains(&entry.key.value.as_str())) {
        out.push_with(Code::UnknownKey, || unknown_key(entry, form));
    }
}

/// What people write who expect that a missing answer is filled in.
const PRORATING: [&str; 6] = ["prorate", "prorated", "prorating", "mean", "average", "impute"];

/// What other tools have and this language has not: where it stands, its key, and what says the same here.
const REFUSED: [(&str, &str, &str); 7] = [
    ("rule", "table", "write each row of the table as a rule with a `when` of its own"),
    ("section", "table", "write each row of the table as a rule with a `when` of its own"),
    ("section", "tables", "write each row of the table as a rule with a `when` of its own"),
    ("question", "required_if", "give the question a `when`: where it does not hold, nobody is asked"),
    ("question", "required_when", "give the question a `when`: where it does not hold, nobody is asked"),
    ("question", "pattern", "a text is for people and never judged: ask a choice, a number or a date instead"),
    ("question", "regex", "a text is for people and never judged: ask a choice, a number or a date instead"),
];

fn unknown_key(entry: &Entry, form: Form) -> Diagnostic {
    let key = &entry.key.value;
    if let Some(split) = split_number(entry) {
        return split;
    }
    if PRORATING.contains(&key.as_str()) && ["score", "limit"].contains(&form.noun) {
        return Diagnostic::new(Code::UnknownKey, entry.key.span, format!("`{key}`: nothing is filled in by a mean"))
            .help("write `missing: { up_to: 2 }`: so many may lack an answer and add what they could, and with more nothing is known");
    }
    let diagnostic =
        Diagnostic::new(Code::UnknownKey, entry.key.span, format!("`{key}` has no meaning in {}", a(form.noun)));
    if let Some((.., cure)) = REFUSED.iter().find(|(noun, refused, _)| *noun == form.noun && *refused == key) {
        return diagnostic.help(*cure);
    }
    if key == "together" && form.noun == "question" {
        return diagnostic.help("write it around the questions: `- together: …`, and them below it under `questions:`");
    }
    if entry.value.node == YamlNode::Null && key.contains(' ') {
        return diagnostic.help("if it belongs to the text before the comma, put the whole text in quotes");
    }
    offer(diagnostic, key, form.keys)
}

/// What a comma in a number leaves in `{ points: 1,000 }`: a key of digits with nothing behind it.
pub(super) fn split_number(entry: &Entry) -> Option<Diagnostic> {
    let key = &entry.key.value;
    let digits = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit());
    (digits && entry.value.node == YamlNode::Null).then(|| {
        Diagnostic::new(Code::UnknownKey, entry.key.span, format!("`{key}` stands alone behind a comma"))
            .help("if it belongs to the number before the comma, write that number without one, as in `1000`")
    })
}

/// Offers the nearest key, else all that are taken.
fn offer(diagnostic: Diagnostic, key: &str, keys: &[&str]) -> Diagnostic {
    let before = diagnostic.help.len();
    let diagnostic = diagnostic.nearest(key, keys.iter().copied());
    if diagnostic.help.len() > before {
        return diagnostic;
    }
    let list = keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    diagnostic.help(format!("known here: {list}"))
}

fn missing_key(fields: &Fields<'_>, key: &str) -> Diagnostic {
    Diagnostic::new(Code::MissingKey, fields.head, format!("{} has no `{key}`", fields.what))
        .help(format!("add a line `{key}: …`"))
}

/// Something of another shape than the key takes.
pub(crate) fn wrong_shape(key: &str, wanted: &str, found: &YamlValue) -> Diagnostic {
    let message = format!("`{key}` should be {wanted}, but is {}", found.describe());
    Diagnostic::new(Code::WrongShape, head(found), message)
}

fn empty_text(key: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::EmptyText, span, format!("`{key}` has no text"))
        .help(format!("write the text of `{key}`, or leave the line out"))
}

/// A value that is none of those that the key takes.
pub(crate) fn wrong_value(key: &str, scalar: &Scalar) -> Diagnostic {
    Diagnostic::new(Code::WrongValue, scalar.span, format!("`{key}` cannot be `{}`", scalar.text))
}

fn not_a_flag(key: &str, scalar: &Scalar) -> Diagnostic {
    let help = match scalar.text.to_lowercase().as_str() {
        "yes" | "on" | "y" | "true" => "write `true`, without quotes",
        "no" | "off" | "n" | "false" => "write `false`, without quotes",
        _ => "write `true` or `false`, without quotes",
    };
    wrong_value(key, scalar).help(help)
}

/// A short place for a value: of a mapping or a list that runs over lines, only where it begins.
pub(crate) fn head(value: &YamlValue) -> Span {
    match &value.node {
        YamlNode::Map(entries) => entries.first().map_or(value.span, |entry| entry.key.span),
        YamlNode::List(items) => items.first().map_or(value.span, head),
        _ => value.span,
    }
}

/// The texts of a key under which one stands, or a list of them.
pub(crate) fn one_or_more<'d>(entry: &'d Entry, fields: &Fields<'d>, out: &mut Diagnostics) -> Vec<&'d Scalar> {
    match entry.value.node {
        YamlNode::List(_) => fields.texts(&entry.key.value, out),
        _ => text(entry, out).into_iter().collect(),
    }
}
