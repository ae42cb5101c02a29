//! The documents of a questionnaire as they were read, in one tree or several, and their fingerprint.

use std::collections::BTreeMap;
use std::ops::Range;

use sha2::{Digest, Sha256};

use super::files::{Files, inside};
use super::option_lists::OptionLists;
use super::shape::as_scalar;
use super::together::{Group, open_groups};
use crate::diagnostic::Diagnostics;
use crate::document::{Scalar, YamlNode, YamlValue};
use crate::questionnaire::BasedOn;
use crate::source::Span;

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
    pub base: Option<Base>,
    /// The texts of its files, by path.
    pub texts: BTreeMap<String, String>,
}

/// The files of what an overlay stands on.
pub(super) struct Base {
    /// The files.
    pub files: Box<dyn Files>,
    /// The numbers of the texts that were read from them.
    pub texts: Range<u16>,
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

    /// The numbers of the texts that are files of a base.
    pub fn texts_of_base(&self) -> Range<u16> {
        self.base.as_ref().map_or(0..0, |base| base.texts.clone())
    }

    /// The files in which a path is looked for that is written there: in an overlay, those of its base for what stands in the base.
    pub fn files_of<'a>(&'a self, own: &'a dyn Files, place: Span) -> &'a dyn Files {
        match &self.base {
            Some(base) if base.has(place) => base.files.as_ref(),
            Some(_) | None => own,
        }
    }

    /// The pictures that the sections name, with what is in them.
    pub fn pictures(&self, files: &dyn Files) -> BTreeMap<String, String> {
        let paths = self.sections.iter().flat_map(|section| all_under(section, "image"));
        let read = |path: &str| files.read(path).ok().map(|picture| (path.to_owned(), picture));
        paths.filter_map(|scalar| inside(&scalar.text)).filter_map(|path| read(&path)).collect()
    }

    /// Puts the lists of options where questions use them. Says what was wrong.
    pub fn put_option_lists(&mut self) -> Diagnostics {
        let mut lists = OptionLists::of(&self.main);
        self.sections.iter_mut().for_each(|section| lists.put(section));
        lists.finish(self.gaps)
    }

    /// Puts the questions of groups in their places. Says what was wrong.
    pub fn open_groups(&mut self) -> Diagnostics {
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

/// The texts that stand under a key, anywhere in a value.
pub(super) fn all_under<'v>(value: &'v YamlValue, key: &str) -> Vec<&'v Scalar> {
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
