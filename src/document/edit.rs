//! Edits of a YAML text at places of its tree, so that not a byte beside them changes.

use std::ops::Range;

use super::{YamlNode, YamlValue};

/// What stands in place of a range of bytes.
pub type Edit = (Range<usize>, String);

/// A text with all edits, none of which touches another.
///
/// # Panics
/// If a range is none of the text.
pub fn edited(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut text = text.to_owned();
    for (range, with) in edits {
        text.replace_range(range, &with);
    }
    text
}

/// The edit that puts a further entry, `key: value` on one line, into a mapping that stands in `text`: before the entry at that
/// position, or before the last. None for what is no mapping in braces or lines.
///
/// ```
/// use candidacy::document::{edited, entry_before, parse};
/// use candidacy::source::{Source, SourceIx};
///
/// for (text, with) in [
///     ("a: 1\nb: 2\n", "a: 1\nnew: yes\nb: 2\n"),
///     ("{ a: 1, b: 2 }\n", "{ a: 1, new: yes, b: 2 }\n"),
///     ("map:\n  a: 1\n  b: 2\n", "map:\n  a: 1\n  new: yes\n  b: 2\n"),
///     ("{}\n", "{ new: yes }\n"),
/// ] {
///     let source = Source { name: "text.yaml".to_owned(), text: text.to_owned() };
///     let tree = parse(SourceIx(0), &source).0.unwrap();
///     let map = tree.get("map").unwrap_or(&tree);
///     assert_eq!(edited(text, vec![entry_before(text, map, 1, "new: yes").unwrap()]), with);
/// }
/// ```
pub fn entry_before(text: &str, map: &YamlValue, position: usize, entry: &str) -> Option<Edit> {
    let YamlNode::Map(entries) = &map.node else { return None };
    let begins = map.span.start as usize;
    let in_braces = text.get(begins..)?.starts_with('{');
    let Some(last) = entries.len().checked_sub(1) else {
        return in_braces.then(|| (begins..map.span.end as usize, format!("{{ {entry} }}")));
    };
    let at = entries.get(position.min(last))?.key.span.start as usize;
    let line = text.get(..at)?.rsplit('\n').next()?;
    let between = if in_braces { ", ".to_owned() } else { format!("\n{}", " ".repeat(line.chars().count())) };
    Some((at..at, format!("{entry}{between}")))
}
