//! Response files: one, or those of a folder and the folders in it, by name.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use candidacy::batch::{Chunk, ResponseFile};
use candidacy::catalog::plain_reason;
use candidacy::document::MAX_BYTES;

use super::super::args::InputFormat;
use super::bytes::{Bytes, unpacked};

/// The files still to come.
pub struct Files {
    /// The last comes first.
    paths: Vec<PathBuf>,
    /// The folder by which files are named; none of a single file.
    root: Option<PathBuf>,
}

impl Files {
    /// All response files of a folder and of the folders in it, in the order of their names. What begins with a point is passed over, as
    /// elsewhere; links to folders are not followed, for they may lead round in a circle.
    ///
    /// # Errors
    /// A folder cannot be read, or there is no such file.
    pub fn of_folder(root: &Path) -> io::Result<Files> {
        let mut paths = Vec::new();
        let mut folders = vec![root.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in folder.read_dir()? {
                let entry = entry?;
                let path = entry.path();
                if entry.file_name().to_string_lossy().starts_with('.') {
                    continue;
                }
                if entry.file_type()?.is_dir() {
                    folders.push(path);
                } else if InputFormat::is_response_file(&path) && !path.is_dir() {
                    paths.push(path);
                }
            }
        }
        if paths.is_empty() {
            return Err(io::Error::other(
                "it is a folder without response files, whose names end in .yaml, .yml or .json",
            ));
        }
        paths.sort_unstable_by(|one, other| other.cmp(one));
        Ok(Files { paths, root: Some(root.to_owned()) })
    }

    /// How many are still to come.
    pub fn left(&self) -> usize {
        self.paths.len()
    }

    /// The next files, of together about `most` bytes; none at the end. One that cannot be read is refused alone.
    pub fn next(&mut self, most: usize) -> Option<Chunk> {
        let mut chunk = Chunk::default();
        let mut size = 0;
        while size < most
            && let Some(path) = self.paths.pop()
        {
            let text = File::open(&path).and_then(|file| whole(Box::new(file)));
            let text = text.map_err(|error| format!("the file cannot be read: {}", plain_reason(&error)));
            // What a file without a byte costs is not nothing.
            size += 1024 + text.as_ref().map_or(0, Vec::len);
            let name = self.root.as_deref().and_then(|root| path.strip_prefix(root).ok()).unwrap_or(&path);
            chunk.files.push(ResponseFile { name: name.display().to_string(), text });
        }
        (!chunk.files.is_empty()).then_some(chunk)
    }
}

/// A file of one response, as far as one can be long, so that its record says so.
pub fn whole(bytes: Bytes) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    unpacked(bytes)?.take(MAX_BYTES as u64 + 1).read_to_end(&mut text)?;
    Ok(text)
}
