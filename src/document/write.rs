//! From a tree back to YAML that people can go on with: short things in one line, all else in blocks, remarks above.

use super::{Entry, Scalar, Style, YamlNode, YamlValue};
use crate::text::width;

/// The widest line for what is written in one line.
const WIDEST: usize = 118;
/// Signs with which a text without quotes cannot begin.
const OPENING: &str = "-?:,[]{}#&*!|>'\"%@`~=";

/// What stands above a part, by the path to it: keys, and the ids of items. Nothing: no remark.
pub type Remarks<'r> = dyn Fn(&[&str], &YamlValue) -> Option<String> + 'r;

/// Writes a tree. Reading it again gives the same texts under the same keys in the same order, but for the places.
///
/// ```
/// use candidacy::document::{parse, to_yaml};
/// use candidacy::source::Sources;
///
/// let mut sources = Sources::default();
/// let index = sources.add("a.yaml", "b: [ 1, 'no' ]\nc: yes");
/// let tree = parse(index, sources.get(index).unwrap()).0.unwrap();
/// assert_eq!(to_yaml(&tree, &|_, _| None), "b: [1, \"no\"]\nc: yes\n");
/// ```
pub fn to_yaml(value: &YamlValue, remarks: &Remarks<'_>) -> String {
    let mut writer = YamlWriter { text: String::new(), remarks };
    writer.block(value, 0, &mut Vec::new());
    if !writer.text.ends_with('\n') {
        writer.text.push('\n');
    }
    writer.text
}

struct YamlWriter<'r> {
    text: String,
    remarks: &'r Remarks<'r>,
}

impl YamlWriter<'_> {
    /// A value that begins on a line of its own.
    fn block<'v>(&mut self, value: &'v YamlValue, indent: usize, path: &mut Vec<&'v str>) {
        match &value.node {
            YamlNode::Map(entries) if !entries.is_empty() => {
                for entry in entries {
                    path.push(&entry.key.value);
                    self.remark(path, &entry.value, indent);
                    self.text.push_str(&" ".repeat(indent));
                    self.entry(entry, indent, path);
                    path.pop();
                }
            }
            YamlNode::List(items) if !items.is_empty() => {
                for item in items {
                    let id = item.get("id").and_then(|id| match &id.node {
                        YamlNode::Scalar(id) => Some(id.text.as_str()),
                        _ => None,
                    });
                    path.extend(id);
                    self.remark(path, item, indent);
                    self.item(item, indent, path);
                    id.iter().for_each(|_| _ = path.pop());
                }
            }
            _ => {
                self.text.push_str(&" ".repeat(indent));
                self.text.push_str(&in_one_line(value));
                self.text.push('\n');
            }
        }
    }

    fn remark(&mut self, path: &[&str], value: &YamlValue, indent: usize) {
        for line in (self.remarks)(path, value).iter().flat_map(|remark| remark.lines()) {
            self.text.push_str(&format!("{}# {line}\n", " ".repeat(indent)));
        }
    }

    fn item<'v>(&mut self, item: &'v YamlValue, indent: usize, path: &mut Vec<&'v str>) {
        self.text.push_str(&format!("{}- ", " ".repeat(indent)));
        match &item.node {
            YamlNode::Map(entries) if !self.fits(item, indent + 2) => {
                for (position, entry) in entries.iter().enumerate() {
                    path.push(&entry.key.value);
                    if position > 0 {
                        self.remark(path, &entry.value, indent + 2);
                        self.text.push_str(&" ".repeat(indent + 2));
                    }
                    self.entry(entry, indent + 2, path);
                    path.pop();
                }
            }
            YamlNode::Scalar(scalar) if scalar.text.contains('\n') => self.lines(scalar, indent + 2),
            _ => {
                self.text.push_str(&in_one_line(item));
                self.text.push('\n');
            }
        }
    }

    /// A key and its value, where the line is indented already.
    fn entry<'v>(&mut self, entry: &'v Entry, indent: usize, path: &mut Vec<&'v str>) {
        self.text.push_str(&format!("{}:", key(&entry.key.value)));
        match &entry.value.node {
            YamlNode::Scalar(scalar) if scalar.text.contains('\n') => {
                self.text.push(' ');
                self.lines(scalar, indent + 2);
            }
            YamlNode::Map(entries)
                if !entries.is_empty() && !self.fits(&entry.value, indent + entry.key.value.len() + 2) =>
            {
                self.text.push('\n');
                self.block(&entry.value, indent + 2, path);
            }
            YamlNode::List(items)
                if !items.is_empty() && !self.fits(&entry.value, indent + entry.key.value.len() + 2) =>
            {
                self.text.push('\n');
                self.block(&entry.value, indent + 2, path);
            }
            YamlNode::Null => self.text.push('\n'),
            _ => self.text.push_str(&format!(" {}\n", in_one_line(&entry.value))),
        }
    }

    /// Whether a value is short, and needs no remark inside: lists of things with ids never are.
    fn fits(&self, value: &YamlValue, indent: usize) -> bool {
        let has_ids = matches!(&value.node, YamlNode::List(items) if items.iter().any(|item| item.get("id").is_some()));
        !has_ids && !has_lines(value) && indent + width(&in_one_line(value)) <= WIDEST
    }

    /// A text of several lines, as a block that keeps them.
    fn lines(&mut self, scalar: &Scalar, indent: usize) {
        let blank_start = scalar.text.starts_with([' ', '\n']);
        if blank_start || scalar.text.chars().any(|c| c.is_control() && c != '\n') || scalar.text.ends_with([' ', '\t'])
        {
            self.text.push_str(&quoted(&scalar.text));
            self.text.push('\n');
            return;
        }
        let end = match scalar.text.len() - scalar.text.trim_end_matches('\n').len() {
            0 => "|-",
            1 => "|",
            _ => "|+",
        };
        self.text.push_str(end);
        self.text.push('\n');
        let body = scalar.text.strip_suffix('\n').unwrap_or(&scalar.text);
        for line in body.split('\n') {
            let blanks = if line.is_empty() { 0 } else { indent };
            self.text.push_str(&format!("{}{line}\n", " ".repeat(blanks)));
        }
    }
}

fn has_lines(value: &YamlValue) -> bool {
    match &value.node {
        YamlNode::Scalar(scalar) => scalar.text.contains('\n'),
        YamlNode::List(items) => items.iter().any(has_lines),
        YamlNode::Map(entries) => entries.iter().any(|entry| has_lines(&entry.value)),
        YamlNode::Null => false,
    }
}

/// A value in one line, as it can stand in brackets: with quotes only where they are needed.
pub fn one_line(value: &YamlValue) -> String {
    inline(value, true)
}

/// A value in one line.
fn in_one_line(value: &YamlValue) -> String {
    inline(value, false)
}

fn inline(value: &YamlValue, in_brackets: bool) -> String {
    match &value.node {
        YamlNode::Null => "~".to_owned(),
        YamlNode::Scalar(scalar) => scalar_text(scalar, in_brackets),
        YamlNode::List(items) => {
            format!("[{}]", items.iter().map(|item| inline(item, true)).collect::<Vec<_>>().join(", "))
        }
        YamlNode::Map(entries) if entries.is_empty() => "{}".to_owned(),
        YamlNode::Map(entries) => {
            let entry = |entry: &Entry| format!("{}: {}", key(&entry.key.value), inline(&entry.value, true));
            format!("{{ {} }}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
    }
}

fn scalar_text(scalar: &Scalar, in_brackets: bool) -> String {
    let plain = match scalar.style {
        Style::Plain | Style::Block => is_plain(&scalar.text, in_brackets),
        Style::Quoted => false,
    };
    let means_nothing = scalar.style == Style::Block && matches!(scalar.text.as_str(), "null" | "Null" | "NULL");
    if plain && !means_nothing { scalar.text.clone() } else { quoted(&scalar.text) }
}

fn key(key: &str) -> String {
    if is_plain(key, true) { key.to_owned() } else { quoted(key) }
}

/// Whether a text can stand without quotes.
fn is_plain(text: &str, in_brackets: bool) -> bool {
    !text.is_empty()
        && text.trim() == text
        && !text.starts_with(|first: char| OPENING.contains(first))
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
        && !text.chars().any(|c| c.is_control())
        && !(in_brackets && text.contains([',', '[', ']', '{', '}']))
        && !text.starts_with("---")
        && !text.starts_with("...")
}

fn quoted(text: &str) -> String {
    let escaped = |c: char| match c {
        '"' | '\\' => format!("\\{c}"),
        '\n' => "\\n".to_owned(),
        '\t' => "\\t".to_owned(),
        c if c.is_control() => format!("\\U{:08X}", u32::from(c)),
        c => c.to_string(),
    };
    format!("\"{}\"", text.chars().map(escaped).collect::<String>())
}
