//! Finds questionnaires and templates, shipped or on disk. The only reader of those folders.
//!
//! Invariant: nothing outside the folder that was named is ever read, not even through a link, and no file is read past
//! its limit.
#![allow(clippy::disallowed_methods, reason = "this is the room that reads files")]

mod check;
mod folder;
mod layers;
mod namesake;
mod partials;
mod pictures;
mod shipped;
mod templates;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::diagnostic::Diagnostics;
use crate::questionnaire::{FileFault, Files, Questionnaire, WithTexts, base_of, load};
use crate::report::Templates;
use crate::source::Sources;

pub use check::{Checked, check};
pub use folder::{Folder, read_limited};
pub use partials::parts_of_reports;
pub use shipped::{shipped_ids, shipped_versions};
pub use templates::{shipped_templates, templates_beside};

use layers::Layers;

pub use crate::questionnaire::MAIN_FILE;

/// A questionnaire that was found: where its files are and which is the main one.
pub struct Found {
    /// Its files.
    pub files: Box<dyn Files>,
    /// The main file, by its path inside the folder.
    pub main: String,
    /// Where it comes from.
    pub origin: Origin,
    /// The files of what it is based on, if it is an overlay.
    pub base: Option<Box<dyn Files>>,
}

impl Found {
    fn new(files: Box<dyn Files>, main: String, origin: Origin) -> Found {
        let base = base_of(files.as_ref(), &main);
        Found { files, main, origin, base }
    }

    /// The same with some texts in place of those on disk, by their paths in the folder: what would be so if they were written.
    #[must_use]
    pub fn with_texts(self, texts: BTreeMap<String, String>) -> Found {
        Found::new(Box::new(WithTexts { files: self.files, texts }), self.main, self.origin)
    }

    /// Its files, and under them those of what it is based on.
    fn layers(&self) -> Layers<'_> {
        Layers { own: self.files.as_ref(), base: self.base.as_deref() }
    }
}

/// Where a questionnaire comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// From the binary, and checked with it.
    Shipped,
    /// From a folder.
    Disk,
}

/// Why something cannot be found or read.
#[derive(Debug, Error)]
pub enum CatalogFault {
    /// Neither a shipped id nor a path.
    #[error("there is no questionnaire `{name}`: it is neither a shipped one ({shipped}) nor a file or folder")]
    NoQuestionnaire {
        /// What was asked for.
        name: String,
        /// The shipped ids.
        shipped: String,
    },
    /// A version that is not here.
    #[error("there is no version `{version}` of `{id}` here; there are {versions}")]
    NoVersion {
        /// The shipped id.
        id: String,
        /// What was asked for.
        version: String,
        /// The versions that there are.
        versions: String,
    },
    /// A folder without a main file.
    #[error("the folder `{}` has no `{MAIN_FILE}`", folder.display())]
    NoMainFile {
        /// The folder.
        folder: PathBuf,
    },
    /// A file that cannot be read.
    #[error("cannot read `{}`: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why, in words.
        reason: String,
    },
}

/// Finds a questionnaire by a shipped id, alone or with one of its versions (`smp@1.0.0`), a folder or a file. A path wins over a shipped id of the same name only if it
/// has a separator or an ending, so that a stray folder `smp` cannot stand in for the shipped set unseen.
///
/// # Errors
/// Says what is missing, or why the main file cannot be read.
pub fn find(name: &str) -> Result<Found, CatalogFault> {
    if let Some((id, version)) = name.split_once('@').filter(|(id, _)| shipped_ids().contains(id)) {
        let files = shipped::version_of(id, version).ok_or_else(|| CatalogFault::NoVersion {
            id: id.to_owned(),
            version: version.to_owned(),
            versions: shipped_versions(id).join(", "),
        })?;
        return Ok(Found::new(files, MAIN_FILE.to_owned(), Origin::Shipped));
    }
    let looks_like_path = name.contains(['/', '\\', '.']);
    if !looks_like_path && let Some(files) = shipped::embedded(name) {
        return Ok(Found::new(Box::new(files), MAIN_FILE.to_owned(), Origin::Shipped));
    }
    let path = Path::new(name);
    let (folder, main) = if path.is_dir() { (path, MAIN_FILE.to_owned()) } else { split(path, name)? };
    let files = Folder::new(folder).map_err(|error| unreadable(path, &error))?;
    match files.read(&main) {
        Err(FileFault::Missing) if path.is_dir() => Err(CatalogFault::NoMainFile { folder: path.to_owned() }),
        Err(FileFault::Missing) => Err(no_questionnaire(name)),
        Err(FileFault::Unreadable) => Err(reason_of(&if path.is_dir() { path.join(&main) } else { path.to_owned() })),
        Err(FileFault::Outside) => Err(outside(path)),
        // Whatever is wrong with the text itself is told by the check, with its place.
        Ok(_) | Err(FileFault::NotText | FileFault::TooLarge) => Ok(Found::new(Box::new(files), main, Origin::Disk)),
    }
}

/// Finds and checks a questionnaire, and the parts that it brings to reports. The texts that diagnostics point into are added
/// to `sources`.
///
/// The parts of a shipped one were held against it by [`check_files`], in a test: they cannot have changed since, and doing so took
/// three quarters of the time of a whole assessment.
///
/// # Errors
/// As [`find`]; what is wrong in the files themselves is in the diagnostics.
pub fn open(name: &str, sources: &mut Sources) -> Result<(Option<Questionnaire>, Diagnostics), CatalogFault> {
    let found = find(name)?;
    Ok(match found.origin {
        Origin::Shipped => load(found.files.as_ref(), &found.main, sources),
        Origin::Disk => check_files(&found, sources),
    })
}

/// Checks all files of a questionnaire, the parts that it brings to reports among them, wherever they come from. Nothing is
/// proved: that is [`check()`].
pub fn check_files(found: &Found, sources: &mut Sources) -> (Option<Questionnaire>, Diagnostics) {
    let (questionnaire, mut diagnostics) = load(found.files.as_ref(), &found.main, sources);
    let Some(questionnaire) = questionnaire else { return (None, diagnostics) };
    diagnostics.append(partials::check_partials(found, &questionnaire, sources));
    namesake::told(found, &questionnaire, sources).into_iter().for_each(|told| diagnostics.push(told));
    let diagnostics = diagnostics.with_levels(questionnaire.lints());
    (Some(questionnaire).filter(|_| !diagnostics.has_errors()), diagnostics)
}

/// The templates for reports about a questionnaire: the shipped ones, and over them the parts that it brings.
///
/// # Errors
/// As [`find`].
pub fn templates_for(name: &str) -> Result<Templates, CatalogFault> {
    Ok(partials::templates_of(&find(name)?))
}

fn split<'p>(path: &'p Path, name: &str) -> Result<(&'p Path, String), CatalogFault> {
    let file = path.file_name().and_then(|file| file.to_str()).ok_or_else(|| no_questionnaire(name))?;
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if parent.is_dir() { Ok((parent, file.to_owned())) } else { Err(no_questionnaire(name)) }
}

fn no_questionnaire(name: &str) -> CatalogFault {
    CatalogFault::NoQuestionnaire { name: name.to_owned(), shipped: shipped_ids().join(", ") }
}

fn outside(path: &Path) -> CatalogFault {
    CatalogFault::Unreadable { path: path.to_owned(), reason: "it is a link that leads out of its folder".into() }
}

fn unreadable(path: &Path, error: &std::io::Error) -> CatalogFault {
    CatalogFault::Unreadable { path: path.to_owned(), reason: plain_reason(error) }
}

/// Why a file that is there cannot be read. A pipe is not opened: that could wait for ever.
fn reason_of(path: &Path) -> CatalogFault {
    match read_limited(path, 0) {
        Err(error) => unreadable(path, &error),
        Ok(_) => CatalogFault::Unreadable { path: path.to_owned(), reason: "it cannot be read to its end".into() },
    }
}

/// Where a file stops being text.
pub fn not_text(error: &std::string::FromUtf8Error) -> String {
    let good = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
    let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
    format!("line {line} is not UTF-8 text; save it again in your editor with the encoding UTF-8")
}

/// What the system said, without its error number.
pub fn plain_reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    text.chars().take(1).flat_map(char::to_lowercase).chain(text.chars().skip(1)).collect()
}
