//! The files of a set, one of them with another text: what would be so if that were written.

use candidacy::questionnaire::{FileFault, Files};

/// The files of a set with one text that is not written yet.
pub struct WithFile<'f> {
    /// The files as they are.
    pub files: &'f dyn Files,
    /// The path of the one that is another.
    pub path: &'f str,
    /// Its text.
    pub text: &'f str,
}

impl Files for WithFile<'_> {
    fn read(&self, path: &str) -> Result<String, FileFault> {
        if path == self.path { Ok(self.text.to_owned()) } else { self.files.read(path) }
    }

    fn name(&self, path: &str) -> String {
        self.files.name(path)
    }

    fn base(&self, questionnaire: &str, version: &str) -> Option<Box<dyn Files>> {
        self.files.base(questionnaire, version)
    }
}
