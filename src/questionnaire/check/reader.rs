//! Reads the documents of a questionnaire: the main file, the section files that it names, and those of the set that it stands on.

use std::collections::BTreeMap;

use super::files::{Files, MAIN_FILE, file_fault, inside, outside};
use super::limits::MOST_SECTIONS;
use super::loaded::{Base, Loaded, all_under};
use super::overlay::{self, Decisions, FlatSet, Overlay, Upgrade, Wanted};
use super::pictures::MAX_PICTURE_BYTES;
use super::shape::as_scalar;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{self, Scalar, YamlNode, YamlValue};
use crate::source::{Sources, Span};

/// The files of what a main file is based on, if it says so and that is here.
pub fn base_of(files: &dyn Files, main: &str) -> Option<Box<dyn Files>> {
    let text = files.read(main).ok().filter(|text| text.contains(overlay::KEY))?;
    let mut sources = Sources::default();
    let index = sources.add("", text);
    let (tree, _) = document::parse(index, sources.get(index)?);
    let (id, version) = stands_on(tree.as_ref()?)?;
    files.base(&id, &version)
}

/// The id and the version of the base that a main file names.
fn stands_on(main: &YamlValue) -> Option<(String, String)> {
    let named = main.get(overlay::KEY)?;
    let of = |key: &str| named.get(key).and_then(as_scalar).map(|scalar| scalar.text.clone());
    Some((of("questionnaire")?, of("version")?))
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
        let images = loaded.sections.iter().flat_map(|section| all_under(section, "image"));
        let paths = images.chain(loaded.main.get("clinic").into_iter().flat_map(|clinic| all_under(clinic, "logo")));
        let picture = |scalar: &Scalar| {
            let picture = loaded.files_of(files, scalar.span).bytes(&scalar.text, MAX_PICTURE_BYTES).ok()?;
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
    let mut reader = Reader { files, sources: &mut sources, out: Diagnostics::default(), texts: BTreeMap::new() };
    let tree = reader.main(main)?;
    // The very text whose places the tree has: the file may change at any time.
    let text = reader.texts.get("").cloned()?;
    let (id, from) = stands_on(&tree)?;
    let (old, _) = reader.base(files.base(&id, &from)?)?;
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
