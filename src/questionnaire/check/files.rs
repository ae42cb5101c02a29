//! The files of a questionnaire: the main file, the section files it names, and their fingerprint.

use std::collections::BTreeMap;
use std::ops::Range;

use sha2::{Digest, Sha256};

use super::limits::MOST_SECTIONS;
use super::option_lists::OptionLists;
use super::overlay::{self, Decisions, FlatSet, Overlay, Upgrade, Wanted};
use super::shape::as_scalar;
use super::together::{Group, open_groups};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{self, Scalar, YamlNode, YamlValue};
use crate::questionnaire::BasedOn;
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

    /// The paths of all files that can be copied as they are; none where that cannot be told.
    fn paths(&self) -> Vec<String> {
        Vec::new()
    }

    /// The files of another questionnaire in one of its versions, for one that is based on it.
    fn base(&self, questionnaire: &str, version: &str) -> Option<Box<dyn Files>> {
        let (_, _) = (questionnaire, version);
        None
    }

    /// The questionnaires that one can be based on, each with its versions, the oldest first.
    fn bases(&self) -> Vec<(String, Vec<String>)> {
        Vec::new()
    }

    /// The paths of the YAML files in the folder, whether anything names them or not; none where that cannot be told.
    fn all_yaml(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Files held in memory, by path; messages name them by their paths.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    files: BTreeMap<String, String>,
    /// Questionnaires that others can be based on, with their versions.
    bases: Vec<(String, String, Texts)>,
}

impl Texts {
    /// A questionnaire of one file.
    pub fn one(path: impl Into<String>, text: impl Into<String>) -> Self {
        Texts::default().with(path, text)
    }

    /// One more file.
    #[must_use]
    pub fn with(mut self, path: impl Into<String>, text: impl Into<String>) -> Self {
        self.files.insert(path.into(), text.into());
        self
    }

    /// A questionnaire that can be a base, in one of its versions; a later one comes later.
    #[must_use]
    pub fn with_base(mut self, questionnaire: &str, version: &str, files: Texts) -> Self {
        self.bases.push((questionnaire.to_owned(), version.to_owned(), files));
        self
    }
}

impl Files for Texts {
    fn read(&self, path: &str) -> Result<String, FileFault> {
        self.files.get(path).cloned().ok_or(FileFault::Missing)
    }

    fn name(&self, path: &str) -> String {
        path.to_owned()
    }

    fn base(&self, questionnaire: &str, version: &str) -> Option<Box<dyn Files>> {
        let (.., files) = self.bases.iter().find(|(id, there, _)| id == questionnaire && there == version)?;
        Some(Box::new(files.clone()))
    }

    fn bases(&self) -> Vec<(String, Vec<String>)> {
        let mut bases: Vec<(String, Vec<String>)> = Vec::new();
        for (id, version, _) in &self.bases {
            match bases.iter_mut().find(|(known, _)| known == id) {
                Some((_, versions)) => versions.push(version.clone()),
                None => bases.push((id.clone(), vec![version.clone()])),
            }
        }
        bases
    }

    fn all_yaml(&self) -> Vec<String> {
        self.files.keys().filter(|path| is_yaml(path)).cloned().collect()
    }
}

/// The files of what a main file is based on, if it says so and that is here.
pub fn base_of(files: &dyn Files, main: &str) -> Option<Box<dyn Files>> {
    let text = files.read(main).ok().filter(|text| text.contains(overlay::KEY))?;
    let mut sources = Sources::default();
    let index = sources.add("", text);
    let (tree, _) = document::parse(index, sources.get(index)?);
    let tree = tree?;
    let named = tree.get(overlay::KEY)?;
    let of = |key: &str| named.get(key).and_then(as_scalar).map(|scalar| scalar.text.clone());
    files.base(&of("questionnaire")?, &of("version")?)
}

/// Whether a path is that of a YAML file, by its ending.
pub(crate) fn is_yaml(path: &str) -> bool {
    [".yaml", ".yml"].iter().any(|ending| path.ends_with(ending))
}

/// The documents of a questionnaire.
pub(super) struct Loaded {
    /// The main file, in which nothing stands for a section that is written in place.
    pub main: YamlValue,
    /// Every section in order, whether it is written in place or has a file of its own.
    pub sections: Vec<YamlValue>,
    /// Whether a section could not be read.
    pub gaps: bool,
    /// The questions that are asked together.
    pub groups: Vec<Group>,
    /// Of an overlay: what it stands on, and what it makes of that.
    pub based_on: Option<BasedOn>,
    /// The files of what an overlay stands on.
    base: Option<Base>,
    texts: BTreeMap<String, String>,
}

/// The files of what an overlay stands on.
struct Base {
    files: Box<dyn Files>,
    /// The numbers of the texts that were read from them.
    texts: Range<u16>,
}

impl Base {
    fn has(&self, place: Span) -> bool {
        self.texts.contains(&place.source.0)
    }
}

impl Loaded {
    /// Every section, in order.
    pub fn sections(&self) -> Vec<&YamlValue> {
        self.sections.iter().collect()
    }

    /// The files in which a path is looked for that is written there: in an overlay, those of its base for what stands in the base.
    pub fn files_of<'a>(&'a self, own: &'a dyn Files, place: Span) -> &'a dyn Files {
        match &self.base {
            Some(base) if base.has(place) => base.files.as_ref(),
            Some(_) | None => own,
        }
    }

    /// The pictures that the sections name, with what is in them.
    fn pictures(&self, files: &dyn Files) -> BTreeMap<String, String> {
        let paths = self.sections.iter().flat_map(|section| all_under(section, "image"));
        let read = |path: &str| files.read(path).ok().map(|picture| (path.to_owned(), picture));
        paths.filter_map(|scalar| inside(&scalar.text)).filter_map(|path| read(&path)).collect()
    }

    /// Puts the lists of options where questions use them. Says what was wrong.
    fn put_option_lists(&mut self) -> Diagnostics {
        let mut lists = OptionLists::of(&self.main);
        self.sections.iter_mut().for_each(|section| lists.put(section));
        lists.finish(self.gaps)
    }

    /// Puts the questions of groups in their places. Says what was wrong.
    fn open_groups(&mut self) -> Diagnostics {
        let mut out = Diagnostics::default();
        let mut groups = Vec::new();
        self.sections.iter_mut().for_each(|section| groups.extend(open_groups(section, &mut out)));
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

/// As [`read`], with the questions of groups and the lists of options in their places.
pub(super) fn load(
    files: &dyn Files,
    main: &str,
    sources: &mut Sources,
    wanted: &Wanted<'_>,
) -> (Option<Loaded>, Diagnostics) {
    let (loaded, mut out) = read(files, main, sources, wanted);
    let loaded = loaded.map(|mut loaded| {
        out.append(loaded.open_groups());
        out.append(loaded.put_option_lists());
        loaded
    });
    (loaded, out)
}

/// Reads a set, and writes it out in files of its own.
pub fn flatten(files: &dyn Files, main: &str, sources: &mut Sources) -> (Option<FlatSet>, Diagnostics) {
    let (loaded, out) = read(files, main, sources, &|_| true);
    let flat = loaded.map(|loaded| {
        let paths = loaded.sections.iter().flat_map(|section| all_under(section, "image"));
        let picture = |scalar: &Scalar| {
            let picture = loaded.files_of(files, scalar.span).read(&scalar.text).ok()?;
            Some((scalar.text.clone(), picture))
        };
        let mut pictures: Vec<_> = paths.filter_map(picture).collect();
        pictures.sort();
        pictures.dedup();
        overlay::flat(&loaded, sources, pictures)
    });
    (flat, out)
}

/// What becomes of an overlay on another version of its base, as far as both can be had.
pub fn upgrade(files: &dyn Files, main: &str, version: &str, decisions: &Decisions) -> Option<Upgrade> {
    let mut sources = Sources::default();
    let text = files.read(main).ok()?;
    let mut reader = Reader { files, sources: &mut sources, out: Diagnostics::default(), texts: BTreeMap::new() };
    let tree = reader.main(main)?;
    let named = tree.get(overlay::KEY)?;
    let of = |key: &str| named.get(key).and_then(as_scalar).map(|scalar| scalar.text.clone());
    let id = of("questionnaire")?;
    let (old, _) = reader.base(files.base(&id, &of("version")?)?)?;
    let (new, fingerprint) = reader.base(files.base(&id, version)?)?;
    Some(overlay::upgrade((&tree, &text), (old, new), (version, &fingerprint), decisions))
}

/// Reads the main file and the section files it names. Of an overlay, those of its base as well, and puts into that the entries
/// of the overlay that are wanted.
fn read(files: &dyn Files, main: &str, sources: &mut Sources, wanted: &Wanted<'_>) -> (Option<Loaded>, Diagnostics) {
    let mut reader = Reader { files, sources, out: Diagnostics::default(), texts: BTreeMap::new() };
    let loaded = reader.main(main).and_then(|value| match value.get(overlay::KEY) {
        Some(_) if value.get("sections").is_none() => reader.overlay(main, &value, wanted),
        Some(_) => reader.whole(main, value, wanted),
        None => Some(reader.sections(main, value)),
    });
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

    fn sections(&mut self, main: &str, mut value: YamlValue) -> Loaded {
        let mut seen = BTreeMap::new();
        if let Some(path) = inside(main) {
            seen.insert(path, None);
        }
        let (mut sections, mut written) = (Vec::new(), 0);
        if let Some(YamlValue { node: YamlNode::List(items), .. }) = value.get_mut("sections") {
            written = items.len();
            sections = self.listed(items, &mut seen);
        }
        self.unlisted(main, &value, &seen);
        let gaps = written == 0
            || sections.iter().filter(|section| matches!(section.node, YamlNode::Map(_))).count() < written;
        let texts = std::mem::take(&mut self.texts);
        Loaded { sections, gaps, groups: Vec::new(), based_on: None, base: None, texts, main: value }
    }

    /// The sections of a list, each in its place or from its own file.
    fn listed(&mut self, items: &mut [YamlValue], seen: &mut BTreeMap<String, Option<Span>>) -> Vec<YamlValue> {
        let mut sections = Vec::new();
        for item in items.iter_mut().take(MOST_SECTIONS) {
            match as_scalar(item) {
                Some(scalar) => sections.extend(self.section(scalar, seen)),
                None => {
                    let place = YamlValue { span: item.span, node: YamlNode::Null };
                    sections.push(std::mem::replace(item, place));
                }
            }
        }
        sections
    }

    /// A set that is whole by itself and is held against a base: it is what it says, or, if only some of what leads to it is
    /// wanted, the base with that.
    fn whole(&mut self, main: &str, value: YamlValue, wanted: &Wanted<'_>) -> Option<Loaded> {
        let mut overlay = self.out.keep(Overlay::of_whole(&value));
        let mut own = self.sections(main, value);
        let Some(files) = overlay.base(self.files, &mut self.out) else { return Some(own) };
        let (mut base, fingerprint) = self.base(files)?;
        self.out.append(overlay.derive(&base, &own));
        overlay.release(&mut own.main);
        let listed = overlay.sections().to_vec();
        let based_on = self.out.keep(overlay.merge(&mut base, listed, (fingerprint, wanted)));
        if !based_on.entries.iter().all(wanted) {
            base.based_on = Some(based_on);
            return Some(base);
        }
        own.based_on = Some(based_on);
        Some(own)
    }

    /// The documents of a base, and its fingerprint.
    fn base(&mut self, files: Box<dyn Files>) -> Option<(Loaded, String)> {
        let first = self.sources.count();
        let (out, texts) = (Diagnostics::default(), BTreeMap::new());
        let mut reader = Reader { files: files.as_ref(), sources: self.sources, out, texts };
        let value = reader.main(MAIN_FILE);
        let loaded = value.map(|value| reader.sections(MAIN_FILE, value));
        let found = reader.out;
        self.out.append(found);
        let mut loaded = loaded?;
        let pictures = loaded.pictures(files.as_ref());
        let fingerprint = loaded.fingerprint(pictures.iter().map(|(path, svg)| (path.as_str(), svg.as_str())));
        loaded.base = Some(Base { files, texts: first..self.sources.count() });
        Some((loaded, fingerprint))
    }

    /// What an overlay makes of its base. Nothing if there is no such base: everything else would be a fault by that.
    fn overlay(&mut self, main: &str, value: &YamlValue, wanted: &Wanted<'_>) -> Option<Loaded> {
        let mut overlay = self.out.keep(Overlay::read(value));
        let files = overlay.base(self.files, &mut self.out)?;
        let (mut loaded, fingerprint) = self.base(files)?;
        let mut seen: BTreeMap<_, _> = inside(main).map(|path| (path, None)).into_iter().collect();
        let sections = self.listed(overlay.sections(), &mut seen);
        self.texts.insert(overlay::KEY.to_owned(), fingerprint.clone());
        loaded.texts = std::mem::take(&mut self.texts);
        loaded.based_on = Some(self.out.keep(overlay.merge(&mut loaded, sections, (fingerprint, wanted))));
        Some(loaded)
    }

    /// Files of sections that lie in the folder of a set and that nothing names. A main file with a name of its own may share its
    /// folder with those of other sets.
    fn unlisted(&mut self, main: &str, value: &YamlValue, seen: &BTreeMap<String, Option<Span>>) {
        let YamlNode::Map(entries) = &value.node else { return };
        let sections = entries.iter().find(|entry| entry.key.value == "sections");
        let Some(entry) = sections.filter(|_| main == MAIN_FILE) else { return };
        for path in self.files.all_yaml().into_iter().filter(|path| !seen.contains_key(path)) {
            let begins = |text: &str, key: &str| text.lines().any(|line| line.starts_with(key));
            let is_section = |text: &str| {
                begins(text, "id:")
                    && (begins(text, "questions:") || begins(text, "rules:"))
                    && !begins(text, "questionnaire:")
            };
            if self.files.read(&path).is_ok_and(|text| is_section(&text)) {
                let message = format!("`{path}` looks like a section, and `sections` does not name it");
                let fault = Diagnostic::new(Code::UnlistedFile, entry.key.span, message);
                self.out.push(fault.help(format!("add `- {path}` to the list, or take the file out of the folder")));
            }
        }
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

/// The texts that stand under a key, anywhere in a value.
fn all_under<'v>(value: &'v YamlValue, key: &str) -> Vec<&'v Scalar> {
    match &value.node {
        YamlNode::Map(entries) => {
            let here =
                entries.iter().filter(|entry| entry.key.value == key).filter_map(|entry| as_scalar(&entry.value));
            here.chain(entries.iter().flat_map(|entry| all_under(&entry.value, key))).collect()
        }
        YamlNode::List(items) => items.iter().flat_map(|item| all_under(item, key)).collect(),
        YamlNode::Null | YamlNode::Scalar(_) => Vec::new(),
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
