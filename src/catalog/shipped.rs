//! What is embedded in the binary, so that it runs with nothing beside it: the shipped questionnaires, the versions of them that
//! were released before, compressed, and the templates.

use std::collections::BTreeMap;
use std::io::Read as _;

use flate2::read::GzDecoder;
use include_dir::{Dir, include_dir};

use super::MAIN_FILE;
use crate::questionnaire::{FileFault, Files};

static QUESTIONNAIRES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/questionnaires");
pub(super) static TEMPLATES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/report_templates");

/// Where released versions lie, each as `ID-VERSION.json.gz`: a mapping from paths to texts.
const RELEASED: &str = "released";
const ARCHIVE: &str = ".json.gz";

/// The ids of the shipped questionnaires, sorted.
pub fn shipped_ids() -> Vec<&'static str> {
    let folders = QUESTIONNAIRES.dirs().filter(|folder| folder.get_file(folder.path().join(MAIN_FILE)).is_some());
    let mut ids: Vec<_> = folders.filter_map(|folder| folder.path().to_str()).collect();
    ids.sort_unstable();
    ids
}

/// The versions of a shipped questionnaire that are here, the oldest first; the last one is in use. None if there is no such
/// questionnaire.
pub fn shipped_versions(id: &str) -> Vec<String> {
    let Some(now) = embedded(id).and_then(|files| files.version()) else { return Vec::new() };
    let archives = QUESTIONNAIRES.get_dir(RELEASED).into_iter().flat_map(Dir::files);
    let names = archives.filter_map(|file| file.path().file_name()?.to_str());
    let mut versions: Vec<String> = names
        .filter_map(|name| name.strip_suffix(ARCHIVE)?.strip_prefix(id)?.strip_prefix('-').map(str::to_owned))
        .collect();
    versions.push(now);
    versions.sort_by_key(|version| numbers(version));
    versions
}

/// The three numbers of a version, by which it is older or newer.
fn numbers(version: &str) -> Vec<u32> {
    version.split('.').filter_map(|number| number.parse().ok()).collect()
}

/// The files of one version of a shipped questionnaire.
pub(super) fn version_of(id: &str, version: &str) -> Option<Box<dyn Files>> {
    let now = embedded(id)?;
    if now.version().as_deref() == Some(version) {
        return Some(Box::new(now));
    }
    Released::open(id, version).map(|files| Box::new(files) as Box<dyn Files>)
}

/// Every shipped questionnaire with its versions.
pub(super) fn all_versions() -> Vec<(String, Vec<String>)> {
    shipped_ids().into_iter().map(|id| (id.to_owned(), shipped_versions(id))).collect()
}

/// The files of one shipped questionnaire.
pub(super) struct Embedded(&'static Dir<'static>);

pub(super) fn embedded(id: &str) -> Option<Embedded> {
    QUESTIONNAIRES.get_dir(id).filter(|_| id != RELEASED).map(Embedded)
}

impl Embedded {
    fn version(&self) -> Option<String> {
        let main = self.read(MAIN_FILE).ok()?;
        main.lines().find_map(|line| line.strip_prefix("version:")).map(|version| version.trim().to_owned())
    }
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

/// The files of a version that was released before.
struct Released {
    name: String,
    texts: BTreeMap<String, String>,
}

impl Released {
    fn open(id: &str, version: &str) -> Option<Released> {
        let file = QUESTIONNAIRES.get_file(format!("{RELEASED}/{id}-{version}{ARCHIVE}"))?;
        let mut json = String::new();
        #[expect(clippy::expect_used, reason = "the archives are part of the binary, and a test opens each")]
        GzDecoder::new(file.contents())
            .read_to_string(&mut json)
            .expect("a fault of Candidacy: a released version is damaged");
        #[expect(clippy::expect_used, reason = "the archives are part of the binary, and a test opens each")]
        let texts =
            serde_json::from_str(&json).expect("a fault of Candidacy: a released version is no mapping of texts");
        Some(Released { name: format!("{id}@{version}"), texts })
    }
}

impl Files for Released {
    fn read(&self, path: &str) -> Result<String, FileFault> {
        self.texts.get(path).cloned().ok_or(FileFault::Missing)
    }

    fn name(&self, path: &str) -> String {
        format!("<shipped>/{}/{path}", self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::load;
    use crate::source::Sources;

    /// Answers to a version are read with its questions for as long as anybody has such answers.
    #[test]
    fn every_released_version_can_still_be_read() {
        for id in shipped_ids() {
            let versions = shipped_versions(id);
            assert!(versions.windows(2).all(|pair| numbers(&pair[0]) < numbers(&pair[1])), "{versions:?}");
            for version in versions {
                let files = version_of(id, &version).unwrap();
                let (set, faults) = load(files.as_ref(), MAIN_FILE, &mut Sources::default());
                let faults: Vec<_> = faults.iter().map(|fault| fault.message.clone()).collect();
                let set = set.unwrap_or_else(|| panic!("{id} {version}: {faults:#?}"));
                assert_eq!((set.id(), set.version()), (id, version.as_str()));
            }
        }
    }
}
