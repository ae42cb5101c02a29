//! Whether a picture draws: it reads as XML, it is an SVG, and no part of it is drawn by way of itself.

use std::collections::BTreeMap;
use std::ops::Range;

use roxmltree::{Document, Node};

/// The name space without which no viewer takes a file for a drawing.
const SVG: &str = "http://www.w3.org/2000/svg";

/// The parts of a picture that are drawn where another part names them, and may name others in turn.
const DRAWN_ELSEWHERE: [&str; 6] = ["pattern", "mask", "clipPath", "marker", "symbol", "filter"];

/// Why a picture does not draw, in words that go behind "the picture", and where.
pub(super) struct Broken {
    pub(super) why: String,
    pub(super) place: Range<usize>,
}

/// The first thing for which a picture does not draw, or may draw without end.
pub(super) fn broken(svg: &str) -> Option<Broken> {
    let document = match Document::parse(svg) {
        Ok(document) => document,
        Err(fault) => return Some(unreadable(svg, &fault)),
    };
    let root = document.root_element();
    if root.tag_name().name() != "svg" || root.tag_name().namespace() != Some(SVG) {
        let why = format!("is no SVG: its first element is not `<svg xmlns=\"{SVG}\">`");
        return Some(Broken { why, place: name_of(&root) });
    }
    if let Some(copy) = document.descendants().find(|node| node.tag_name().name() == "use") {
        return Some(Broken { why: "copies parts of itself with `use`".to_owned(), place: name_of(&copy) });
    }
    endless(&document)
}

fn unreadable(svg: &str, fault: &roxmltree::Error) -> Broken {
    let (row, column) = (fault.pos().row as usize, fault.pos().col as usize);
    let line = svg.split_inclusive('\n').take(row.saturating_sub(1)).map(str::len).sum::<usize>();
    let rest = svg.get(line..).unwrap_or_default();
    let start = line + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at);
    let end = start + svg.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    // The reader's own words may quote the file and name its row and column once more.
    let why = match fault {
        roxmltree::Error::NonXmlChar(..) => "has a character in it that XML does not allow",
        roxmltree::Error::UnexpectedCloseTag(..) | roxmltree::Error::UnclosedRootNode => {
            "has an element that is not closed"
        }
        roxmltree::Error::UnknownNamespace(..) => "has a prefix that it does not explain with `xmlns:`",
        roxmltree::Error::DuplicatedAttribute(..) => "has an attribute that stands twice",
        _ => "does not read as XML",
    };
    Broken { why: why.to_owned(), place: start..end }
}

/// The name of an element, without its bracket.
fn name_of(node: &Node<'_, '_>) -> Range<usize> {
    let start = node.range().start + 1;
    start..start + node.tag_name().name().len()
}

/// A part that is drawn by way of itself, or of which one more step is drawn by way of another: each step may repeat what
/// it draws a thousand times, so a few of them keep a viewer busy for ever.
fn endless(document: &Document<'_>) -> Option<Broken> {
    let parts: BTreeMap<&str, Node<'_, '_>> = document
        .descendants()
        .filter(|node| DRAWN_ELSEWHERE.contains(&node.tag_name().name()))
        .filter_map(|node| Some((node.attribute("id")?, node)))
        .collect();
    let in_sheets: Vec<&str> = document
        .descendants()
        .filter(|node| node.tag_name().name() == "style")
        .flat_map(|node| node.text().map(named).unwrap_or_default())
        .collect();
    parts.values().find_map(|part| {
        let inner = part
            .descendants()
            .flat_map(|node| node.attributes().flat_map(|one| named(one.value())).collect::<Vec<_>>());
        // A style sheet may paint any part, so what it names counts as named in each.
        let names = inner.chain(in_sheets.iter().copied()).find(|name| parts.contains_key(name))?;
        let why = format!("draws `{names}` within `{}`, which may never end", part.attribute("id").unwrap_or_default());
        Some(Broken { why, place: name_of(part) })
    })
}

/// The ids that a value names: `url(#a)`, `#a`.
fn named(value: &str) -> Vec<&str> {
    let ends = |c: char| c.is_whitespace() || matches!(c, ')' | '"' | '\'' | ';' | ',');
    value.split('#').skip(1).filter_map(|rest| rest.split(ends).next()).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(inner: &str) -> Option<String> {
        broken(&format!("<svg xmlns='{SVG}' xmlns:xlink='x'>{inner}</svg>")).map(|broken| broken.why)
    }

    #[test]
    fn what_draws_is_let_through() {
        for good in [
            "<path d='M0 0h9' fill='#fff'/>",
            "<defs><pattern id='a'><path/></pattern></defs><rect fill='url(#a)'/>",
            "<linearGradient id='b'/><linearGradient id='c' xlink:href='#b'/><pattern id='a'><path fill='url(#c)'/></pattern>",
            "<style>.a { fill: url(#g) }</style><linearGradient id='g'/><mask id='m'><path fill='#333'/></mask>",
            "<text>&amp; &#65;</text>",
        ] {
            assert_eq!(verdict(good), None, "{good}");
        }
    }

    #[test]
    fn what_does_not_draw_is_named() {
        for (bad, why) in [
            ("<path>", "not closed"),
            ("<a:path/>", "prefix"),
            ("<path d='1' d='2'/>", "twice"),
            ("\0", "XML does not allow"),
            ("<use xlink:href='#a'/>", "with `use`"),
            ("<pattern id='a'><rect fill='url(#a)'/></pattern>", "draws `a` within `a`"),
            ("<pattern id='a'><rect style='fill: url( \"#b\" )'/></pattern><mask id='b'/>", "draws `b` within `a`"),
            ("<pattern id='a' href='#b'/><pattern id='b' href='#a'/>", "draws `b` within `a`"),
            ("<style>rect { fill: url(#a) }</style><pattern id='a'><rect/></pattern>", "draws `a` within `a`"),
        ] {
            let found = verdict(bad).unwrap_or_default();
            assert!(found.contains(why), "{bad}: {found}");
        }
        let at_the_end = format!("<svg xmlns='{SVG}'/>\0");
        assert!(broken(&at_the_end).is_some() && broken("<svg/>").is_some() && broken("<html/>").is_some());
    }

    #[test]
    fn the_place_is_the_one_at_fault() {
        let svg = format!("<svg xmlns='{SVG}'>\n  <é/><use/>\n</svg>");
        assert_eq!(&svg[broken(&svg).unwrap().place], "use");
        let svg = format!("<svg xmlns='{SVG}'>\n  <é></svg>");
        assert!(broken(&svg).unwrap().place.start >= svg.find("</svg>").unwrap());
    }
}
