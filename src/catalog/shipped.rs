//! What is embedded in the binary, so that it runs with nothing beside it.

use include_dir::{Dir, include_dir};

use super::MAIN_FILE;
use crate::questionnaire::{FileFault, Files};

static QUESTIONNAIRES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/questionnaires");
pub(super) static TEMPLATES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/report_templates");

/// The ids of the shipped questionnaires, sorted.
pub fn shipped_ids() -> Vec<&'static str> {
    let folders = QUESTIONNAIRES.dirs().filter(|folder| folder.get_file(folder.path().join(MAIN_FILE)).is_some());
    let mut ids: Vec<_> = folders.filter_map(|folder| folder.path().to_str()).collect();
    ids.sort_unstable();
    ids
}

/// The files of one shipped questionnaire.
pub(super) struct Embedded(&'static Dir<'static>);

pub(super) fn embedded(id: &str) -> Option<Embedded> {
    QUESTIONNAIRES.get_dir(id).map(Embedded)
}

impl Files for Embedded {
    fn read(&self, path: &str) -> Result<String, FileFault> {
        let file = self.0.get_file(self.0.path().join(path)).ok_or(FileFault::Missing)?;
        file.contents_utf8().map(str::to_owned).ok_or(FileFault::NotText)
    }

    fn bytes(&self, path: &str, most: usize) -> Result<Vec<u8>, FileFault> {
        let file = self.0.get_file(self.0.path().join(path)).ok_or(FileFault::Missing)?;
        if file.contents().len() > most { Err(FileFault::TooLarge) } else { Ok(file.contents().to_vec()) }
    }

    fn name(&self, path: &str) -> String {
        format!("<shipped>/{}/{path}", self.0.path().display())
    }
}
