//! The one rule for everything that is written: a path that is read, or that lies inside a question set that is read, is
//! never written.
//!
//! Files are compared as the system knows them, by device and number, not by the spelling of paths: so a link, a second name
//! of the same file and `a/../b` are all found out. It is looked at before anything is asked or judged, and protects from
//! mistakes, not from somebody who moves files about meanwhile.

use std::fs::{self, File};
use std::os::fd::AsFd as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use candidacy::catalog::{self, CatalogFault, Origin};
use candidacy::scenario::file_beside;
use candidacy::source::Sources;

use super::fault::CliFault;
use super::output::place_of;

/// What a command reads.
#[derive(Default)]
pub struct ReadPaths {
    /// Each file, and what it is called.
    files: Vec<(Identity, String)>,
    /// Each folder in which nothing may be written, and what it is called.
    folders: Vec<(PathBuf, String)>,
}

/// A file as the system knows it, or the place of one that is not there yet.
#[derive(PartialEq)]
enum Identity {
    There { device: u64, number: u64 },
    Place(PathBuf),
}

impl Identity {
    /// None for a folder, a device or a pipe: what is read from them is not lost by writing.
    fn of(path: &Path) -> Option<Identity> {
        match path.metadata() {
            Ok(about) if about.is_file() => Some(Identity::There { device: about.dev(), number: about.ino() }),
            Ok(_) => None,
            Err(_) => real_place(path).map(Identity::Place),
        }
    }
}

impl ReadPaths {
    /// Adds a file that is read; `-` is none.
    pub fn file(&mut self, path: &Path, called: impl Into<String>) {
        if path != Path::new("-")
            && let Some(identity) = Identity::of(path)
        {
            self.files.push((identity, called.into()));
        }
    }

    /// Adds what standard input comes from, if that is a file.
    pub fn stdin(&mut self, called: impl Into<String>) {
        let about = std::io::stdin().as_fd().try_clone_to_owned().and_then(|stdin| File::from(stdin).metadata());
        if let Ok(about) = about
            && about.is_file()
        {
            self.files.push((Identity::There { device: about.dev(), number: about.ino() }, called.into()));
        }
    }

    /// Adds a folder in which nothing may be written.
    pub fn folder(&mut self, path: &Path, called: impl Into<String>) {
        if let Ok(path) = path.canonicalize() {
            self.folders.push((path, called.into()));
        }
    }

    /// Adds a question set by its name, and the files from which it was read. All of its folder belongs to it; if it was named
    /// by its main file, the folder may be anybody's, so only what a set is known to be made of does.
    ///
    /// # Errors
    /// It cannot be found any more.
    pub fn set(&mut self, name: &str, sources: &Sources) -> Result<(), CatalogFault> {
        let found = catalog::find(name)?;
        if found.origin == Origin::Shipped {
            return Ok(());
        }
        let path = Path::new(name);
        for (_, source) in sources.iter() {
            self.file(Path::new(&source.name), "the questionnaire");
        }
        if path.is_dir() {
            self.folder(path, format!("the question set `{name}`"));
        } else {
            let folder = path.parent().unwrap_or(Path::new(""));
            self.file(&folder.join(file_beside(&found.main)), "the scenarios of the questionnaire");
            self.folder(&folder.join("report"), format!("the parts of reports that `{name}` brings"));
        }
        Ok(())
    }

    /// Refuses to write to a path that is read. `option` is what it was given with.
    ///
    /// # Errors
    /// It is read, or lies in a folder in which nothing may be written.
    pub fn expect_apart(&self, option: &str, output: &Path) -> Result<(), CliFault> {
        let refuse = |what: String| {
            let message = format!("`{option} {}` {what}; give it a path of its own", output.display());
            Err(CliFault::Usage { message })
        };
        if output == Path::new("-") {
            return Ok(());
        }
        let Some(identity) = Identity::of(output) else { return Ok(()) };
        if let Some((_, called)) = self.files.iter().find(|(read, _)| *read == identity) {
            return refuse(format!("would overwrite {called}"));
        }
        let place = real_place(output);
        let inside = |folder: &Path| place.as_deref().is_some_and(|place| place.starts_with(folder));
        match self.folders.iter().find(|(folder, _)| inside(folder)) {
            Some((_, called)) => refuse(format!("would write into {called}")),
            None => Ok(()),
        }
    }

    /// Refuses to print to a file that is read, as in `… >> input.ndjson`, where reading would never come to an end.
    ///
    /// # Errors
    /// Standard output is such a file.
    pub fn expect_apart_from_stdout(&self) -> Result<(), CliFault> {
        let about = std::io::stdout().as_fd().try_clone_to_owned().and_then(|stdout| File::from(stdout).metadata());
        // A standard output that is closed or no file overwrites nothing.
        let Ok(about) = about else { return Ok(()) };
        let identity = Identity::There { device: about.dev(), number: about.ino() };
        match self.files.iter().find(|(read, _)| about.is_file() && *read == identity) {
            Some((_, called)) => {
                Err(CliFault::Usage { message: format!("standard output is {called}; give it a file of its own") })
            }
            None => Ok(()),
        }
    }
}

/// Whether two paths lead to one file, by whatever names or links.
pub fn is_same_file(one: &Path, other: &Path) -> bool {
    let identity = Identity::of(one);
    identity.is_some() && identity == Identity::of(other)
}

/// Where a path leads, also if there is nothing yet.
fn real_place(path: &Path) -> Option<PathBuf> {
    let place = place_of(path).ok()?;
    let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Some(fs::canonicalize(folder).ok()?.join(place.file_name()?))
}
