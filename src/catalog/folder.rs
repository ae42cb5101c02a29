//! A questionnaire's folder on disk.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::shipped::{all_versions, version_of};
use crate::document::MAX_BYTES;
use crate::questionnaire::{FileFault, Files};

/// The most entries of a folder, and the deepest folder, that are gone through for files of a set.
const MOST_ENTRIES: usize = 1_000;
const DEEPEST: usize = 3;

/// The files below one folder. Links are followed only if they stay inside.
pub struct Folder {
    shown: PathBuf,
    root: PathBuf,
}

impl Folder {
    /// Opens a folder.
    ///
    /// # Errors
    /// When the folder is not there or may not be entered.
    pub fn new(path: &Path) -> std::io::Result<Self> {
        Ok(Folder { shown: path.to_owned(), root: path.canonicalize()? })
    }
}

impl Files for Folder {
    fn read(&self, path: &str) -> Result<String, FileFault> {
        String::from_utf8(self.bytes(path, MAX_BYTES)?).map_err(|_| FileFault::NotText)
    }

    fn bytes(&self, path: &str, most: usize) -> Result<Vec<u8>, FileFault> {
        let target = self.root.join(path).canonicalize().map_err(|error| fault_of(&error))?;
        if !target.starts_with(&self.root) {
            return Err(FileFault::Outside);
        }
        let bytes = read_limited(&target, most).map_err(|error| fault_of(&error))?;
        if bytes.len() > most { Err(FileFault::TooLarge) } else { Ok(bytes) }
    }

    fn name(&self, path: &str) -> String {
        let joined = if self.shown == Path::new(".") { PathBuf::from(path) } else { self.shown.join(path) };
        joined.display().to_string()
    }

    fn base(&self, questionnaire: &str, version: &str) -> Option<Box<dyn Files>> {
        version_of(questionnaire, version)
    }

    fn bases(&self) -> Vec<(String, Vec<String>)> {
        all_versions()
    }

    fn paths(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut waiting = vec![(self.root.clone(), 0)];
        while let Some((folder, depth)) = waiting.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten().take(MOST_ENTRIES) {
                let path = entry.path();
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() && depth < DEEPEST => waiting.push((path, depth + 1)),
                    Ok(kind) if kind.is_file() => {
                        let inside = path.strip_prefix(&self.root).ok().and_then(Path::to_str).map(str::to_owned);
                        found.extend(inside);
                    }
                    Ok(_) | Err(_) => {}
                }
            }
        }
        found.sort();
        found
    }
}

fn fault_of(error: &std::io::Error) -> FileFault {
    match error.kind() {
        std::io::ErrorKind::NotFound => FileFault::Missing,
        _ => FileFault::Unreadable,
    }
}

/// Reads a plain file, at most one byte more than `limit`, so that the caller can tell a file that is too large. Pipes and
/// devices are refused: they might never end.
///
/// # Errors
/// What the system says, or that it is no plain file.
pub fn read_limited(path: &Path, limit: usize) -> std::io::Result<Vec<u8>> {
    if !path.metadata()?.is_file() {
        let kind = if path.is_dir() { "it is a folder" } else { "it is not a plain file" };
        return Err(std::io::Error::other(kind));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_never_gives_what_lies_outside() {
        let base = tempfile::tempdir().unwrap();
        let inside = base.path().join("set");
        std::fs::create_dir(&inside).unwrap();
        std::fs::write(base.path().join("secret.yaml"), "x").unwrap();
        std::fs::write(inside.join("ok.yaml"), "y").unwrap();
        std::os::unix::fs::symlink("../secret.yaml", inside.join("link.yaml")).unwrap();
        std::os::unix::fs::symlink("ok.yaml", inside.join("good.yaml")).unwrap();
        std::os::unix::fs::symlink("loop.yaml", inside.join("loop.yaml")).unwrap();
        let folder = Folder::new(&inside).unwrap();
        for (path, expected) in [
            ("ok.yaml", Ok("y".to_owned())),
            ("good.yaml", Ok("y".to_owned())),
            ("../secret.yaml", Err(FileFault::Outside)),
            ("link.yaml", Err(FileFault::Outside)),
            ("/etc/passwd", Err(FileFault::Outside)),
            ("loop.yaml", Err(FileFault::Unreadable)),
            ("none.yaml", Err(FileFault::Missing)),
            (".", Err(FileFault::Unreadable)),
        ] {
            assert_eq!(folder.read(path), expected, "{path}");
        }
    }
}
