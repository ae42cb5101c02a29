//! The addresses from which a page would load something, as its template writes them: pictures, style sheets and the like.
//!
//! An address with a gap in it is not looked at: what values may stand there is held by [`unsafe_places`](super::places).

use std::ops::Range;

use super::places::{Page, Place};
use super::scan::scan;

/// Attributes whose address is loaded when the page is opened, whatever the element.
const LOADED: [&str; 4] = ["src", "srcset", "poster", "background"];
/// Elements that load what their `href` names.
const LOADERS: [&str; 4] = ["link", "image", "use", "feimage"];

/// Something that a page would load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadedAddress {
    /// The address as written.
    pub text: String,
    /// Where it stands in the template.
    pub range: Range<usize>,
}

/// All that a template of a page would load, in the order of reading.
pub fn loaded_addresses(source: &str) -> Vec<LoadedAddress> {
    let mut reading = Reading { page: Page::new(), value: None, found: Vec::new() };
    let mut at = 0;
    for tag in scan(source).0 {
        reading.text(source, at..tag.range.start);
        reading.gap();
        at = tag.range.end;
    }
    reading.text(source, at..source.len());
    reading.found
}

/// A value or a style sheet that is being read.
struct Open {
    start: usize,
    has_gap: bool,
    is_sheet: bool,
}

struct Reading {
    page: Page,
    value: Option<Open>,
    found: Vec<LoadedAddress>,
}

impl Reading {
    fn text(&mut self, source: &str, range: Range<usize>) {
        let (start, text) = (range.start, source.get(range).unwrap_or_default());
        for (at, c) in text.char_indices() {
            let (place, before) = (start + at, self.page.place);
            self.page.step(c, text.get(at..).unwrap_or_default());
            self.moved(source, (before, self.page.place), place..place + c.len_utf8());
        }
    }

    /// A tag of the template: what it writes is not known here.
    fn gap(&mut self) {
        if let Some(open) = &mut self.value {
            open.has_gap = true;
        }
    }

    fn moved(&mut self, source: &str, (before, now): (Place, Place), at: Range<usize>) {
        let open = |start: usize, is_sheet: bool| Some(Open { start, has_gap: false, is_sheet });
        match (before, now) {
            (Place::BeforeValue, Place::QuotedStart(_)) => self.value = open(at.end, self.page.attribute == "style"),
            (Place::BeforeValue, Place::Unquoted) => self.value = open(at.start, false),
            (
                Place::QuotedStart(_) | Place::Quoted(_) | Place::Unquoted,
                Place::InTag | Place::Text | Place::Raw(_),
            ) => {
                self.close(source, at.start);
                if matches!(now, Place::Raw("</style")) {
                    self.value = open(at.end, true);
                }
            }
            (_, Place::Raw("</style")) if !matches!(before, Place::Raw(_)) => self.value = open(at.end, true),
            (Place::Raw("</style"), Place::TagName) => self.close(source, at.start),
            _ => {}
        }
    }

    fn close(&mut self, source: &str, end: usize) {
        let Some(open) = self.value.take() else { return };
        let text = source.get(open.start..end).unwrap_or_default();
        if open.is_sheet {
            self.sheet(text, open.start);
        } else if self.page.loads() && !open.has_gap {
            self.address(text, open.start);
        }
    }

    /// What `url(…)` and `@import` of a style sheet name.
    fn sheet(&mut self, text: &str, start: usize) {
        let small = text.to_ascii_lowercase();
        for (at, word) in small.match_indices("url(") {
            let from = at + word.len();
            let length = small.get(from..).and_then(|rest| rest.find(')')).unwrap_or(0);
            let inner = text.get(from..from + length).unwrap_or_default();
            let bare = inner.trim().trim_matches(['"', '\'']);
            let lead = inner.find(bare).unwrap_or(0);
            self.address(bare, start + from + lead);
        }
        for (at, word) in small.match_indices("@import") {
            let rest = text.get(at + word.len()..).unwrap_or_default();
            let name = rest.trim_start();
            if let Some(quote) = name.chars().next().filter(|c| matches!(c, '"' | '\'')) {
                let from = at + word.len() + (rest.len() - name.len()) + 1;
                let length = text.get(from..).and_then(|rest| rest.find(quote)).unwrap_or(0);
                self.address(text.get(from..from + length).unwrap_or_default(), start + from);
            }
        }
    }

    fn address(&mut self, text: &str, start: usize) {
        let bare = text.trim();
        let lead = text.len() - text.trim_start().len();
        // A part of the page itself, or a picture that is written out already, is not loaded.
        let is_here = bare.is_empty() || bare.starts_with('#') || bare.to_ascii_lowercase().starts_with("data:");
        if !is_here && !bare.contains("{{") && !bare.contains("{%") {
            let range = start + lead..start + lead + bare.len();
            self.found.push(LoadedAddress { text: bare.to_owned(), range });
        }
    }
}

impl Page {
    /// Whether the attribute that was read last loads what it names.
    fn loads(&self) -> bool {
        let (tag, attribute) = (self.tag.as_str(), self.attribute.as_str());
        LOADED.contains(&attribute)
            || tag == "object" && attribute == "data"
            || LOADERS.contains(&tag) && ["href", "xlink:href"].contains(&attribute)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(source: &str) -> Vec<String> {
        let found = loaded_addresses(source);
        for one in &found {
            assert_eq!(source[one.range.clone()], one.text, "{source}");
        }
        found.into_iter().map(|one| one.text).collect()
    }

    #[test]
    fn what_a_page_would_load_is_found_with_its_place() {
        for (page, expected) in [
            ("<img src=\"logo.png\" alt=\"x\">", vec!["logo.png"]),
            ("<p>{{ a }}</p><IMG alt='a > b' SRC=' a b.svg '>", vec!["a b.svg"]),
            ("<img src=logo.png>", vec!["logo.png"]),
            ("<img src=logo.png alt=x><img src='b.png'>", vec!["logo.png", "b.png"]),
            ("<link rel=stylesheet href=\"https://a.example/a.css\">", vec!["https://a.example/a.css"]),
            (
                "<style>@import 'a.css'; p { background: url( \"b.png\" ) } q { mask: url(c.svg) }</style>",
                vec!["b.png", "c.svg", "a.css"],
            ),
            ("<p style=\"background: url('d.png')\">url(e.png) src=\"f.png\"</p>", vec!["d.png"]),
            ("<script src=\"g.js\"></script><iframe src=\"h.html\">", vec!["g.js", "h.html"]),
        ] {
            assert_eq!(addresses(page), expected, "{page}");
        }
    }

    #[test]
    fn what_stands_in_the_page_or_is_only_a_link_is_not_loaded() {
        for page in [
            "<img src=\"data:image/png;base64,AA==\"><a href=\"https://a.example\">src=\"x.png\"</a>",
            "<img src=\"{{ image.uri }}\"><img src='{{ a }}/b.png'><use href=\"#a\">",
            "<!-- <img src=\"a.png\"> --><style>p { color: red; fill: url(#a) }</style>",
            "{# <img src=\"a.png\"> #}{% if a %}<p title=\"src='x'\">{% endif %}",
        ] {
            assert_eq!(addresses(page), Vec::<String>::new(), "{page}");
        }
    }
}
