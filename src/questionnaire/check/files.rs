//! The files of a questionnaire: the main file, the section files it names, and their fingerprint.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::limits::MOST_SECTIONS;
use super::option_lists::OptionLists;
use super::shape::as_scalar;
use super::together::{Group, open_groups};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{self, Scalar, YamlNode, YamlValue};
use crate::source::{Sources, Span};

/// The name of the main file of a set that has a folder of its own.
pub const MAIN_FILE: &str = "questionnaire.yaml";

/// Why a file of a questionnaire cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// It is not there.
    Missing,
    /// The path leaves the questionnaire's folder.
    Outside,
    /// It is there but cannot be read, or is no file.
    Unreadable,
    /// It is not UTF-8.
    NotText,
    /// It is too large.
    TooLarge,
}

/// The files of one questionnaire: a folder on disk, or embedded ones. The check's only window to the world.
pub trait Files {
    /// The text of a file, by its path inside the questionnaire's folder, with `/` between the parts.
    ///
    /// # Errors
    /// Says why it cannot be had; the check turns that into a diagnostic at the place that names the file.
    fn read(&self, path: &str) -> Result<String, FileFault>;

    /// The name that messages show for a path.
    fn name(&self, path: &str) -> String;

    /// The paths of the YAML files in the folder, whether anything names them or not; none where that cannot be told.
    fn all_yaml(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Files held in memory, by path; messages name them by their paths.
#[derive(Clone, Debug, Default)]
pub struct Texts(BTreeMap<String, String>);

impl Texts {
    /// A questionnaire of one file.
    pub fn one(path: impl Into<String>, text: impl Into<String>) -> Self {
        Texts::default().with(path, text)
    }

    /// One more file.
    #[must_use]
    pub fn with(mut self, path: impl Into<String>, text: impl Into<String>) -> Self {
        self.0.insert(path.into(), text.into());
        self
    }
}

impl Files for Texts {
    fn read(&self, path: &str) -> Result<String, FileFault> {
        self.0.get(path).cloned().ok_or(FileFault::Missing)
    }

    fn name(&self, path: &str) -> String {
        path.to_owned()
    }

    fn all_yaml(&self) -> Vec<String> {
        self.0.keys().filter(|path| is_yaml(path)).cloned().collect()
    }
}

/// Whether a path is that of a YAML file, by its ending.
pub(crate) fn is_yaml(path: &str) -> bool {
    [".yaml", ".yml"].iter().any(|ending| path.ends_with(ending))
}

/// The documents of a questionnaire.
pub(super) struct Loaded {
    /// The main file.
    pub main: YamlValue,
    /// The section files, by the place in the main file that names them.
    included: Vec<(Span, YamlValue)>,
    /// Whether a section could not be read.
    pub gaps: bool,
    /// The questions that are asked together.
    pub groups: Vec<Group>,
    texts: BTreeMap<String, String>,
}

impl Loaded {
    /// Every section mapping, in order: those in place and those of section files.
    pub fn sections(&self) -> Vec<&YamlValue> {
        let items = self.main.get("sections").map(super::shape::as_list).unwrap_or_default();
        items.iter().filter_map(|item| self.section(item)).collect()
    }

    fn section<'a>(&'a self, item: &'a YamlValue) -> Option<&'a YamlValue> {
        if as_scalar(item).is_none() {
            return Some(item);
        }
        self.included.iter().find(|(place, _)| *place == item.span).map(|(_, section)| section)
    }

    /// Puts the lists of options where questions use them. Says what was wrong.
    fn put_option_lists(&mut self) -> Diagnostics {
        let mut lists = OptionLists::of(&self.main);
        if let Some(YamlValue { node: YamlNode::List(items), .. }) = self.main.get_mut("sections") {
            items.iter_mut().for_each(|section| lists.put(section));
        }
        self.included.iter_mut().for_each(|(_, section)| lists.put(section));
        lists.finish(self.gaps)
    }

    /// Puts the questions of groups in their places. Says what was wrong.
    fn open_groups(&mut self) -> Diagnostics {
        let mut out = Diagnostics::default();
        let mut groups = Vec::new();
        if let Some(YamlValue { node: YamlNode::List(items), .. }) = self.main.get_mut("sections") {
            items.iter_mut().for_each(|section| groups.extend(open_groups(section, &mut out)));
        }
        self.included.iter_mut().for_each(|(_, section)| groups.extend(open_groups(section, &mut out)));
        self.groups = groups;
        out
    }

    /// `sha256:…` over the documents and the pictures, in the order of their paths.
    pub fn fingerprint<'a>(&'a self, pictures: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
        let mut all: BTreeMap<&str, &str> =
            self.texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        all.extend(pictures);
        let mut digest = Sha256::new();
        for part in all.into_iter().flat_map(|(path, text)| [path, text]) {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part);
        }
        digest.finalize().iter().fold("sha256:".to_owned(), |text, byte| format!("{text}{byte:02x}"))
    }
}

/// Reads the main file and the section files it names.
pub(super) fn load(files: &dyn Files, main: &str, sources: &mut Sources) -> (Option<Loaded>, Diagnostics) {
    let mut reader = Reader { files, sources, out: Diagnostics::default(), texts: BTreeMap::new() };
    let loaded = reader.main(main).map(|value| reader.sections(main, value));
    (loaded, reader.out)
}

struct Reader<'a> {
    files: &'a dyn Files,
    sources: &'a mut Sources,
    out: Diagnostics,
    texts: BTreeMap<String, String>,
}

impl Reader<'_> {
    fn main(&mut self, path: &str) -> Option<YamlValue> {
        match self.files.read(path) {
            Ok(text) => {
                self.texts.insert(String::new(), text.clone());
                self.parse(path, text)
            }
            Err(fault) => {
                let index = self.sources.add(self.files.name(path), "");
                self.out.push(file_fault(path, fault, Span::new(index, 0, 0)));
                None
            }
        }
    }

    fn parse(&mut self, path: &str, text: String) -> Option<YamlValue> {
        let index = self.sources.add(self.files.name(path), text);
        let source = self.sources.get(index)?;
        self.out.keep(document::parse(index, source))
    }

    fn sections(&mut self, main: &str, value: YamlValue) -> Loaded {
        let mut seen = BTreeMap::new();
        if let Some(path) = inside(main) {
            seen.insert(path, None);
        }
        let items = value.get("sections").map(super::shape::as_list).unwrap_or_default();
        let paths: Vec<_> = items.iter().take(MOST_SECTIONS).filter_map(as_scalar).collect();
        let mut included = Vec::new();
        for scalar in &paths {
            included.extend(self.section(scalar, &mut seen).map(|section| (scalar.span, section)));
        }
        let mappings = items.iter().filter(|item| matches!(item.node, YamlNode::Map(_))).count();
        let gaps = items.is_empty() || included.len() + mappings < items.len();
        let texts = std::mem::take(&mut self.texts);
        let mut loaded = Loaded { included, gaps, groups: Vec::new(), texts, main: value };
        self.out.append(loaded.open_groups());
        self.out.append(loaded.put_option_lists());
        loaded
    }

    fn section(&mut self, scalar: &Scalar, seen: &mut BTreeMap<String, Option<Span>>) -> Option<YamlValue> {
        let Some(path) = inside(&scalar.text) else {
            self.out.push(outside(&scalar.text, scalar.span));
            return None;
        };
        if let Some(first) = seen.get(&path) {
            self.out.push(include_loop(scalar, *first));
            return None;
        }
        seen.insert(path.clone(), Some(scalar.span));
        match self.files.read(&path) {
            Ok(text) => {
                self.texts.insert(path.clone(), text.clone());
                self.parse(&path, text)
            }
            Err(fault) => {
                self.out.push(file_fault(&path, fault, scalar.span));
                None
            }
        }
    }
}

/// The path without idle parts, if it stays inside the folder.
pub(super) fn inside(path: &str) -> Option<String> {
    if path.starts_with('/') || path.contains(['\\', ':', '\0']) {
        return None;
    }
    let parts: Vec<_> = path.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    (!parts.is_empty() && !parts.contains(&"..")).then(|| parts.join("/"))
}

/// A path that leaves the folder.
pub(super) fn outside(path: &str, place: Span) -> Diagnostic {
    Diagnostic::new(Code::OutsideFolder, place, format!("`{path}` is not a path inside the questionnaire's folder"))
        .help("put the file into the folder and write its path from there, with `/` between the parts")
}

/// A file that cannot be had.
pub(crate) fn file_fault(path: &str, fault: FileFault, place: Span) -> Diagnostic {
    let (code, message, help) = match fault {
        FileFault::Outside => return outside(path, place),
        FileFault::Missing => (
            Code::MissingFile,
            "is not there",
            "check its spelling, also capital letters; paths start at the questionnaire's folder",
        ),
        FileFault::Unreadable => {
            (Code::MissingFile, "cannot be read", "check that it is a file, not a folder, and that you may read it")
        }
        FileFault::NotText => {
            (Code::NotText, "is not UTF-8 text", "save it again in your editor with the encoding UTF-8")
        }
        FileFault::TooLarge => {
            (Code::TooLarge, "is too large to be read", "split it, or check that it is the right file")
        }
    };
    Diagnostic::new(code, place, format!("`{path}` {message}")).help(help)
}

fn include_loop(scalar: &Scalar, first: Option<Span>) -> Diagnostic {
    let path = &scalar.text;
    match first {
        Some(first) => Diagnostic::new(Code::IncludeLoop, scalar.span, format!("`{path}` is included twice"))
            .also(first, "first included here")
            .help("leave one of the two lines out"),
        None => Diagnostic::new(Code::IncludeLoop, scalar.span, format!("`{path}` includes itself"))
            .help("name the file of a section here"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_inside_the_folder_or_is_none() {
        for (path, expected) in [
            ("a.yaml", Some("a.yaml")),
            ("./a//b/./c.yaml", Some("a/b/c.yaml")),
            ("..a/b..", Some("..a/b..")),
            ("../a", None),
            ("a/../b", None),
            ("a/..", None),
            ("/etc/passwd", None),
            ("C:/a", None),
            ("a\\b", None),
            ("a\0b", None),
            ("file://a", None),
            ("", None),
            (".", None),
        ] {
            assert_eq!(inside(path).as_deref(), expected, "{path:?}");
        }
    }
}
