//! Where a value stands in a page that escaping for HTML does not keep it harmless.
//!
//! Values are escaped for two places: between tags, and in attributes in quotes. In a script, a style sheet, an `on…`, `style` or
//! `srcdoc` attribute, outside quotes, or where an address begins (`javascript:…`), what a person typed can still act. This reads a template only as far as needed to tell these
//! places apart; it takes the branches of an `if` as if they stood one after the other.

use std::collections::BTreeMap;
use std::ops::Range;

use super::fault::TemplateFault;
use super::scan::{TagKind, scan};
use super::vet::{named_template, vet};
use crate::diagnostic::Code;

/// Where the text of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Between tags.
    Text,
    /// In `<!-- … -->`, which an escaped value cannot end.
    Comment,
    /// In the name of a tag.
    TagName,
    /// In a tag, where the next attribute may begin.
    InTag,
    /// In the name of an attribute, or after it.
    AttributeName,
    /// After `=`.
    BeforeValue,
    /// In a value between two of these, of which nothing was read yet but blanks.
    QuotedStart(char),
    /// In a value between two of these.
    Quoted(char),
    /// In a value without quotes.
    Unquoted,
    /// In a script or a style sheet, up to this.
    Raw(&'static str),
}

/// A page, read up to some place.
pub(super) struct Page {
    pub(super) place: Place,
    /// The name of the tag that was read last, in small letters.
    pub(super) tag: String,
    /// The name of the attribute that was read last, in small letters.
    pub(super) attribute: String,
}

impl Page {
    /// One of which nothing was read yet.
    pub(super) fn new() -> Page {
        Page { place: Place::Text, tag: String::new(), attribute: String::new() }
    }

    fn read(&mut self, text: &str) {
        for (at, c) in text.char_indices() {
            self.step(c, text.get(at..).unwrap_or_default());
        }
    }

    /// Goes on by one character; `rest` begins with it.
    pub(super) fn step(&mut self, c: char, rest: &str) {
        self.place = match self.place {
            Place::Text if rest.starts_with("<!--") => Place::Comment,
            Place::Text if c == '<' && begins_tag(rest) => {
                self.tag.clear();
                Place::TagName
            }
            Place::Comment if rest.starts_with("-->") => Place::Text,
            Place::Raw(end) if rest.get(..end.len()).is_some_and(|start| start.eq_ignore_ascii_case(end)) => {
                self.tag.clear();
                Place::TagName
            }
            Place::TagName | Place::InTag | Place::AttributeName | Place::BeforeValue | Place::Unquoted if c == '>' => {
                self.content()
            }
            Place::TagName if c.is_ascii_whitespace() => Place::InTag,
            Place::TagName => {
                self.tag.push(c.to_ascii_lowercase());
                Place::TagName
            }
            Place::InTag | Place::AttributeName if c == '=' => Place::BeforeValue,
            Place::InTag if c.is_ascii_whitespace() || c == '/' => Place::InTag,
            Place::InTag => {
                self.attribute = c.to_ascii_lowercase().to_string();
                Place::AttributeName
            }
            Place::AttributeName if c.is_ascii_whitespace() => Place::InTag,
            Place::AttributeName => {
                self.attribute.push(c.to_ascii_lowercase());
                Place::AttributeName
            }
            Place::BeforeValue if c.is_ascii_whitespace() => Place::BeforeValue,
            Place::BeforeValue if matches!(c, '"' | '\'') => Place::QuotedStart(c),
            Place::BeforeValue => Place::Unquoted,
            Place::QuotedStart(quote) | Place::Quoted(quote) if c == quote => Place::InTag,
            // Readers of pages pass over these before an address.
            Place::QuotedStart(quote) if c.is_ascii_whitespace() => Place::QuotedStart(quote),
            Place::QuotedStart(quote) => Place::Quoted(quote),
            Place::Unquoted if c.is_ascii_whitespace() => Place::InTag,
            same => same,
        };
    }

    /// What follows the tag that ends here.
    fn content(&self) -> Place {
        match self.tag.as_str() {
            "script" => Place::Raw("</script"),
            "style" => Place::Raw("</style"),
            _ => Place::Text,
        }
    }

    /// Why a value is not safe here, an address that the check has looked at or any other. The place goes on behind the value.
    fn danger(&mut self, is_address: bool) -> Option<&'static str> {
        let place = self.place;
        if let Place::QuotedStart(quote) = place {
            self.place = Place::Quoted(quote);
        }
        match place {
            Place::Text | Place::Comment => None,
            Place::Raw("</script") => Some("in a script"),
            Place::Raw(_) => Some("in a style sheet"),
            Place::TagName | Place::InTag | Place::AttributeName => {
                Some("in a tag, outside the quotes of an attribute")
            }
            Place::BeforeValue | Place::Unquoted => {
                self.place = Place::Unquoted;
                Some("in an attribute without quotes")
            }
            Place::QuotedStart(_) | Place::Quoted(_) => match self.attribute.as_str() {
                name if name.starts_with("on") => Some("in an attribute that is a script"),
                "style" => Some("in an attribute that is a style sheet"),
                "srcdoc" => Some("in an attribute that is a page"),
                name if ADDRESSES.contains(&name) && matches!(place, Place::QuotedStart(_)) && !is_address => {
                    Some("where an address begins")
                }
                _ => None,
            },
        }
    }
}

/// Attributes that hold an address, which can be a script (`javascript:…`) by the way it begins.
const ADDRESSES: &[&str] = &["href", "src", "action", "formaction", "data", "xlink:href", "poster", "background"];

/// Whether an expression is the address of a source or a drawing: those are the set's, and the check has looked at them.
fn is_checked_address(expression: &str) -> bool {
    let name = expression.trim_start_matches("{{").trim_end_matches("}}").trim_matches(['-', '+', ' ', '\n', '\t']);
    name.ends_with(".url") || name.ends_with(".uri")
}

/// Whether a `<` begins a tag. At the end of the text a value follows, and would be its name.
fn begins_tag(rest: &str) -> bool {
    rest.chars().nth(1).is_none_or(|next| next.is_ascii_alphabetic() || next == '/')
}

/// How many includes are followed, each time that they stand somewhere.
const MOST_INCLUDES: usize = 1_000;

/// The values of a page, and of what it includes, that stand where escaping does not keep them harmless. Templates that cannot
/// be used give nothing here: the check says why.
pub(super) fn unsafe_places(given: &BTreeMap<String, String>, name: &str) -> Vec<TemplateFault> {
    let mut reading = Reading { given, page: Page::new(), includes: MOST_INCLUDES, found: Vec::new() };
    if vet(given, name).is_ok() {
        reading.template(name);
    }
    reading.found
}

struct Reading<'a> {
    given: &'a BTreeMap<String, String>,
    page: Page,
    includes: usize,
    found: Vec<TemplateFault>,
}

impl Reading<'_> {
    /// An included template goes on where the page is.
    fn template(&mut self, name: &str) {
        // One that was not given may be missing: the templates were vetted.
        let Some((name, source)) = self.given.get_key_value(name) else { return };
        let mut at = 0;
        for tag in scan(source).0 {
            self.page.read(source.get(at..tag.range.start).unwrap_or_default());
            at = tag.range.end;
            if tag.kind == TagKind::Expression {
                self.value(name, source, tag.range);
            } else if let Some(target) = named_template(&tag)
                && self.includes > 0
            {
                self.includes -= 1;
                self.template(target);
            }
        }
        self.page.read(source.get(at..).unwrap_or_default());
    }

    fn value(&mut self, name: &str, source: &str, range: Range<usize>) {
        let is_address = source.get(range.clone()).is_some_and(is_checked_address);
        let Some(place) = self.page.danger(is_address) else { return };
        let fault = TemplateFault {
            name: name.to_owned(),
            code: Code::UnsafePlace,
            message: format!("this value stands {place}, where it can do harm"),
            range: Some(range),
            help: Some("put it between tags, or between the quotes of an attribute such as `title`".to_owned()),
            included: None,
        };
        // What is included twice is said once.
        if !self.found.contains(&fault) {
            self.found.push(fault);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where the values of a page stand that are not safe.
    fn places(templates: &[(&str, &str)]) -> Vec<String> {
        let given: BTreeMap<String, String> =
            templates.iter().map(|(name, source)| ((*name).to_owned(), (*source).to_owned())).collect();
        let place = |fault: TemplateFault| {
            let words =
                fault.message.trim_start_matches("this value stands ").trim_end_matches(", where it can do harm");
            let text = &given[&fault.name][fault.range.unwrap_or_default()];
            format!("{text} {words}")
        };
        unsafe_places(&given, "t").into_iter().map(place).collect()
    }

    #[test]
    fn values_between_tags_and_in_quotes_are_safe() {
        for page in [
            "<p>{{ a }}</p> 1 < {{ a }} {{ b }}",
            "<!-- <script> {{ a }} --> {{ b }}",
            "<a href=\"{{ a.url }}\" title='{{ b }}'>{{ c }}</a><img src=\"{{- d.uri -}}\"/>{{ e }}",
            "<a href=\"#source-{{ a }}\">{{ b }}</a><a href='/{{ c }}'></a><a href='https://a.example/?{{ d }}'></a>",
            "<td class=\"tone-{{ a }}\" {% if b %}hidden{% endif %}>{{ c }}",
            "<style>p { color: red }</style>{{ a }}<script>1 < 2 && '</p>'</script >{{ b }}",
            "<p title = \"it's > {{ a }}\">{{ b }}</p>",
            "<scripture>{{ a }}</scripture>",
        ] {
            assert_eq!(places(&[("t", page)]), Vec::<String>::new(), "{page}");
        }
    }

    #[test]
    fn values_elsewhere_are_named_with_their_place() {
        for (page, expected) in [
            ("<script>let a = '{{ a }}';</script>{{ b }}", "{{ a }} in a script"),
            ("<SCRIPT type=\"x\">{{ a }}</SCRIPT>{{ b }}", "{{ a }} in a script"),
            ("<style>p { color: {{ a }} }</style>", "{{ a }} in a style sheet"),
            ("<p onclick=\"f('{{ a }}')\" title=\"{{ b }}\">", "{{ a }} in an attribute that is a script"),
            ("<p style='color: {{ a }}'>", "{{ a }} in an attribute that is a style sheet"),
            ("<p class={{ a }}>{{ b }}</p>", "{{ a }} in an attribute without quotes"),
            ("<p class=tone-{{ a }} title=\"{{ b }}\">", "{{ a }} in an attribute without quotes"),
            ("<a href=\"{{ a }}\">{{ b }}</a>", "{{ a }} where an address begins"),
            ("<a HREF=' {{ a.b }}{{ c }}'>{{ d }}</a>", "{{ a.b }} where an address begins"),
            ("<form action=\"{% if a %}{{ b }}{% endif %}\">", "{{ b }} where an address begins"),
            ("<iframe srcdoc=\"<p>{{ a }}\"></iframe>", "{{ a }} in an attribute that is a page"),
            ("<p {{ a }}>{{ b }}", "{{ a }} in a tag, outside the quotes of an attribute"),
            ("<{{ a }}>", "{{ a }} in a tag, outside the quotes of an attribute"),
        ] {
            assert_eq!(places(&[("t", page)]), [expected], "{page}");
        }
        let both = "<p class={{ a }}{{ b }} id=\"c\" title={{ d }}>";
        assert_eq!(places(&[("t", both)]).len(), 3);
    }

    #[test]
    fn an_include_stands_where_it_is_included() {
        let part = ("part", "{{ a }}");
        assert_eq!(places(&[("t", "<p>{% include 'part' %}</p>"), part]), Vec::<String>::new());
        let page = "<script>{% include 'part' %}{% include 'part' %}</script>";
        assert_eq!(places(&[("t", page), part]), ["{{ a }} in a script"]);
        let opens = [("t", "{% include 'head' %}{{ a }}</style>{{ b }}"), ("head", "<style>")];
        assert_eq!(places(&opens), ["{{ a }} in a style sheet"]);
    }
}
