//! The files of a questionnaire, wherever they are, and what keeps one from being had.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

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

    /// The bytes of a file, of which no more than `most` are wanted.
    ///
    /// # Errors
    /// As [`Files::read`]; one that has more is too large.
    fn bytes(&self, path: &str, most: usize) -> Result<Vec<u8>, FileFault> {
        let bytes = self.read(path)?.into_bytes();
        if bytes.len() > most { Err(FileFault::TooLarge) } else { Ok(bytes) }
    }

    /// The name that messages show for a path.
    fn name(&self, path: &str) -> String;

    /// The files of another questionnaire in one of its versions, for one that is based on it.
    fn base(&self, questionnaire: &str, version: &str) -> Option<Box<dyn Files>> {
        let (_, _) = (questionnaire, version);
        None
    }

    /// The questionnaires that one can be based on, each with its versions, the oldest first.
    fn bases(&self) -> Vec<(String, Vec<String>)> {
        Vec::new()
    }

    /// The paths of the files in the folder, whether anything names them or not; none where that cannot be told.
    fn paths(&self) -> Vec<String> {
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

    fn paths(&self) -> Vec<String> {
        self.files.keys().cloned().collect()
    }
}

/// The files of a questionnaire with some texts that are not written yet: what would be so if they were.
pub struct WithTexts<F> {
    /// The files as they are.
    pub files: F,
    /// The texts that stand in place of others, by their paths.
    pub texts: BTreeMap<String, String>,
}

impl<F: Deref<Target: Files>> Files for WithTexts<F> {
    fn read(&self, path: &str) -> Result<String, FileFault> {
        self.texts.get(path).map_or_else(|| self.files.read(path), |text| Ok(text.clone()))
    }

    fn bytes(&self, path: &str, most: usize) -> Result<Vec<u8>, FileFault> {
        match self.texts.get(path) {
            Some(text) if text.len() > most => Err(FileFault::TooLarge),
            Some(text) => Ok(text.clone().into_bytes()),
            None => self.files.bytes(path, most),
        }
    }

    fn name(&self, path: &str) -> String {
        self.files.name(path)
    }

    fn base(&self, questionnaire: &str, version: &str) -> Option<Box<dyn Files>> {
        self.files.base(questionnaire, version)
    }

    fn bases(&self) -> Vec<(String, Vec<String>)> {
        self.files.bases()
    }

    fn paths(&self) -> Vec<String> {
        let new = self.texts.keys().cloned();
        self.files.paths().into_iter().chain(new).collect::<BTreeSet<String>>().into_iter().collect()
    }
}

/// Whether a path is that of a YAML file, by its ending.
pub(super) fn is_yaml(path: &str) -> bool {
    [".yaml", ".yml"].iter().any(|ending| path.ends_with(ending))
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
