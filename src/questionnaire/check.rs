//! From documents to a questionnaire.

use super::Questionnaire;
use crate::diagnostic::Diagnostics;
use crate::source::Sources;

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
}

/// Reads a questionnaire from its main file. All faults of all its files are in the diagnostics, in file order; there is a
/// questionnaire if none of them is an error.
pub fn load(files: &dyn Files, main: &str, sources: &mut Sources) -> (Option<Questionnaire>, Diagnostics) {
    let _ = (files, main, sources);
    todo!()
}
