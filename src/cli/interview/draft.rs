//! What is kept on disk while an interview goes on: one file, for the owner's eyes only, always whole.
//!
//! Invariant: whoever holds a [`Keeper`] is the only one who writes its file. The lock is the operating system's, so it
//! ends with the process, however that ends.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Read as _, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use candidacy::document::MAX_BYTES;
use candidacy::questionnaire::{Audience, Questionnaire};
use candidacy::response::{self, Response};
use candidacy::source::Sources;
use candidacy::value::Date;
use thiserror::Error;

/// The last line of a whole draft; a draft without it was cut off.
const END: &str = "# end of draft";

/// Why nothing can be kept.
#[derive(Debug, Error)]
pub enum KeepFault {
    /// Another interview holds the draft.
    #[error("another interview with these questions is going on and uses {}", path.display())]
    InUse {
        /// The draft.
        path: PathBuf,
    },
    /// The folder cannot be used.
    #[error("{} cannot be used: {fault}", path.display())]
    Folder {
        /// The folder or file.
        path: PathBuf,
        /// Why.
        fault: io::Error,
    },
}

/// Keeps the answers of one interview on disk.
#[derive(Debug)]
pub struct Keeper {
    file: PathBuf,
    lock_path: PathBuf,
    lock: File,
    fingerprint: String,
}

/// Where the answers of an interview are kept.
#[derive(Debug)]
pub enum DraftStore {
    /// On disk.
    Kept(Keeper),
    /// Nowhere, because nobody wants it.
    Unwanted,
    /// Nowhere, because it cannot be done.
    Impossible(KeepFault),
}

impl DraftStore {
    /// Takes hold of the draft in this folder, if there is to be one.
    pub fn open(folder: Option<&Path>, questionnaire: &Questionnaire, audience: Audience) -> DraftStore {
        match folder.map(|folder| Keeper::open(folder, questionnaire, audience)) {
            None => DraftStore::Unwanted,
            Some(Ok(keeper)) => DraftStore::Kept(keeper),
            Some(Err(fault)) => DraftStore::Impossible(fault),
        }
    }

    /// Who keeps the answers, if anybody does.
    pub fn keeper(&self) -> Option<&Keeper> {
        match self {
            DraftStore::Kept(keeper) => Some(keeper),
            DraftStore::Unwanted | DraftStore::Impossible(_) => None,
        }
    }
}

/// The draft of a finished interview. Dropped, it stays on disk, so that nothing is lost if the result cannot be written.
#[derive(Debug)]
pub struct KeptDraft(DraftStore);

impl KeptDraft {
    /// What is left of an interview that was finished.
    pub fn new(store: DraftStore) -> KeptDraft {
        KeptDraft(store)
    }

    /// Removes the draft, once the result has been delivered.
    ///
    /// # Errors
    /// A sentence for the person: it is there and cannot be removed.
    pub fn discard(self) -> Result<(), String> {
        let Some(keeper) = self.0.keeper() else { return Ok(()) };
        let path = keeper.path().display();
        keeper.remove().map_err(|fault| format!("{path} cannot be deleted: {fault}. Please delete it yourself."))
    }
}

/// A draft found on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FoundDraft {
    /// None.
    Nothing,
    /// Answers to go on from.
    Answers {
        /// The answers that fit.
        response: Response,
        /// When they were written.
        written: Option<SystemTime>,
        /// What no longer fits, and will be asked again.
        misfits: Vec<String>,
    },
    /// It cannot be used, and why.
    Broken(String),
}

impl Keeper {
    /// Takes hold of the draft of one questionnaire in the state folder, which is made if missing.
    ///
    /// # Errors
    /// Another interview holds it, or the folder cannot be written.
    pub fn open(folder: &Path, questionnaire: &Questionnaire, audience: Audience) -> Result<Keeper, KeepFault> {
        let name = format!("{}.{}", questionnaire.id(), audience.name());
        let file = folder.join(format!("{name}.draft.yaml"));
        let lock_path = folder.join(format!("{name}.lock"));
        let unusable = |fault| KeepFault::Folder { path: folder.to_owned(), fault };
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(unusable)?;
        close_to_others(folder).map_err(unusable)?;
        let lock = take_lock(&lock_path).map_err(unusable)?.ok_or(KeepFault::InUse { path: file.clone() })?;
        Ok(Keeper { file, lock_path, lock, fingerprint: questionnaire.fingerprint().to_owned() })
    }

    /// Where the draft is.
    pub fn path(&self) -> &Path {
        &self.file
    }

    /// Looks for a draft.
    pub fn find(&self, questionnaire: &Questionnaire, day: Date) -> FoundDraft {
        let text = match read_draft(&self.file) {
            Ok(bytes) => bytes,
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => return FoundDraft::Nothing,
            Err(fault) => return FoundDraft::Broken(format!("it cannot be read: {fault}")),
        };
        if text.len() > MAX_BYTES {
            return FoundDraft::Broken(format!("it is larger than {} MiB", MAX_BYTES >> 20));
        }
        let Ok(text) = String::from_utf8(text) else { return FoundDraft::Broken("it is not text".to_owned()) };
        if text.lines().last() != Some(END) {
            return FoundDraft::Broken("its end is missing".to_owned());
        }
        if !text.lines().any(|line| line == self.fingerprint_line()) {
            return FoundDraft::Broken("it was written for another version of these questions".to_owned());
        }
        self.read(questionnaire, text, day)
    }

    fn read(&self, questionnaire: &Questionnaire, text: String, day: Date) -> FoundDraft {
        let mut sources = Sources::default();
        let source = sources.add(self.file.display().to_string(), text);
        let (loaded, diagnostics) = response::load(questionnaire, source, &sources, day);
        let faults: Vec<String> = diagnostics.iter().map(|diagnostic| diagnostic.message.clone()).collect();
        if diagnostics.has_errors() && loaded.response.iter().next().is_none() {
            return FoundDraft::Broken(faults.join("; "));
        }
        let written = fs::metadata(&self.file).and_then(|found| found.modified()).ok();
        let misfits = if diagnostics.has_errors() { faults } else { Vec::new() };
        FoundDraft::Answers { response: loaded.response, written, misfits }
    }

    /// Writes the answers so that the file is at any moment either the old or the new one, also if the machine stops. Only its
    /// owner can read it: `tempfile` makes files of mode 0600, and a file keeps its mode when it takes its place.
    ///
    /// # Errors
    /// The disk is full, the folder has gone, and the like; the old draft stays then.
    pub fn save(&self, questionnaire: &Questionnaire, response: &Response) -> io::Result<()> {
        let folder = self.file.parent().unwrap_or(Path::new("."));
        let mut draft = tempfile::Builder::new().prefix(".draft-").tempfile_in(folder)?;
        let answers = response::to_yaml(questionnaire, response, &[]);
        let answers = answers.trim_end();
        write!(
            draft,
            "# Answers of an interview that is not finished.\n{}\n{answers}\n{END}\n",
            self.fingerprint_line()
        )?;
        draft.as_file().sync_all()?;
        draft.persist(&self.file)?;
        // The name is only on disk once its folder is; some file systems cannot sync a folder, and then this is all.
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
        Ok(())
    }

    fn fingerprint_line(&self) -> String {
        format!("# {}", self.fingerprint)
    }

    /// Puts a draft that cannot be used aside, under a name that is free.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn set_aside(&self) -> io::Result<PathBuf> {
        let name = |number: usize| {
            let ending = if number == 1 { "broken".to_owned() } else { format!("broken-{number}") };
            self.file.with_added_extension(ending)
        };
        let free = (1..1000).map(name).find(|path| fs::symlink_metadata(path).is_err());
        let path = free.ok_or_else(|| io::Error::from(io::ErrorKind::AlreadyExists))?;
        fs::rename(&self.file, &path)?;
        Ok(path)
    }

    /// Removes the draft.
    ///
    /// # Errors
    /// It is there and cannot be removed.
    pub fn remove(&self) -> io::Result<()> {
        match fs::remove_file(&self.file) {
            Err(fault) if fault.kind() != io::ErrorKind::NotFound => Err(fault),
            _ => Ok(()),
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        // Best effort: an empty lock file that stays behind does no harm.
        let _ = fs::remove_file(&self.lock_path);
        let _ = self.lock.unlock();
    }
}

/// Takes the folder from everybody else who may look or write into it: answers about health lie there, and whoever can write
/// there can put another file in a draft's place.
fn close_to_others(folder: &Path) -> io::Result<()> {
    let mode = fs::metadata(folder)?.permissions().mode();
    if mode & 0o077 == 0 { Ok(()) } else { fs::set_permissions(folder, Permissions::from_mode(0o700)) }
}

/// Refuses what is there and no plain file: a pipe is never opened, for that could wait for ever, and a link could lead to
/// any file of its owner. Nobody else can change the folder, so what was looked at is what is opened.
fn expect_plain(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(about) if !about.is_file() => Err(io::Error::other("it is not a plain file")),
        Err(fault) if fault.kind() != io::ErrorKind::NotFound => Err(fault),
        Ok(_) | Err(_) => Ok(()),
    }
}

/// The bytes of a draft, at most one more than a response can have.
fn read_draft(path: &Path) -> io::Result<Vec<u8>> {
    expect_plain(path)?;
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The lock, or none if another process has it.
fn take_lock(path: &Path) -> io::Result<Option<File>> {
    loop {
        expect_plain(path)?;
        let lock = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(path)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(fault)) => return Err(fault),
        }
        // Its last holder may have removed the file between opening and locking; then this lock is nobody's.
        if fs::metadata(path).is_ok_and(|there| lock.metadata().is_ok_and(|held| held.ino() == there.ino())) {
            return Ok(Some(lock));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::super::testing::{day, small};
    use super::*;
    use candidacy::value::{Answer, Value};

    fn keeper(folder: &Path, questionnaire: &Questionnaire) -> Keeper {
        Keeper::open(folder, questionnaire, Audience::Client).unwrap()
    }

    fn answered(questionnaire: &Questionnaire) -> Response {
        let mut response = Response::new(questionnaire);
        let age = questionnaire.question("age").unwrap();
        response.set(response::accept(questionnaire, age, Answer::Given(Value::Number(34.into())), day()).unwrap());
        response
    }

    #[test]
    fn what_is_saved_is_found_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let questionnaire = small();
        let keeper = keeper(folder.path(), &questionnaire);
        assert_eq!(keeper.find(&questionnaire, day()), FoundDraft::Nothing);
        keeper.save(&questionnaire, &answered(&questionnaire)).unwrap();
        let FoundDraft::Answers { response, written, misfits } = keeper.find(&questionnaire, day()) else { panic!() };
        assert_eq!((response, misfits), (answered(&questionnaire), Vec::new()));
        assert!(written.is_some());
        assert_eq!(fs::metadata(keeper.path()).unwrap().permissions().mode() & 0o777, 0o600);
        keeper.remove().unwrap();
        keeper.remove().unwrap();
        drop(keeper);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_draft_cut_off_anywhere_is_found_broken_and_put_aside() {
        let folder = tempfile::tempdir().unwrap();
        let questionnaire = small();
        let keeper = keeper(folder.path(), &questionnaire);
        keeper.save(&questionnaire, &answered(&questionnaire)).unwrap();
        let whole = fs::read(keeper.path()).unwrap();
        for end in 0..whole.len() - 1 {
            fs::write(keeper.path(), &whole[..end]).unwrap();
            assert!(matches!(keeper.find(&questionnaire, day()), FoundDraft::Broken(_)), "cut at {end}");
        }
        for expected in ["broken", "broken-2", "broken-3"] {
            fs::write(keeper.path(), "x").unwrap();
            assert_eq!(keeper.set_aside().unwrap(), keeper.path().with_added_extension(expected));
        }
        assert_eq!(keeper.find(&questionnaire, day()), FoundDraft::Nothing);
    }

    #[test]
    fn a_draft_is_held_by_one_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let questionnaire = small();
        let first = keeper(folder.path(), &questionnaire);
        let second = Keeper::open(folder.path(), &questionnaire, Audience::Client);
        assert!(matches!(second, Err(KeepFault::InUse { .. })));
        assert!(Keeper::open(folder.path(), &questionnaire, Audience::Technician).is_ok());
        drop(first);
        assert!(Keeper::open(folder.path(), &questionnaire, Audience::Client).is_ok());
    }

    #[test]
    fn a_folder_open_to_others_is_closed() {
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), Permissions::from_mode(0o777)).unwrap();
        let _keeper = keeper(folder.path(), &small());
        assert_eq!(fs::metadata(folder.path()).unwrap().permissions().mode() & 0o777, 0o700);
    }

    #[test]
    fn what_is_no_plain_file_or_too_large_is_no_draft() {
        let folder = tempfile::tempdir().unwrap();
        let questionnaire = small();
        let keeper = keeper(folder.path(), &questionnaire);
        let pipe = || assert!(std::process::Command::new("mkfifo").arg(keeper.path()).status().unwrap().success());
        let elsewhere = folder.path().join("elsewhere");
        fs::write(&elsewhere, "x").unwrap();
        let link = || std::os::unix::fs::symlink(&elsewhere, keeper.path()).unwrap();
        // A hole in a file takes no room on disk.
        let huge = || File::create(keeper.path()).unwrap().set_len(300 << 20).unwrap();
        let cases: [(&dyn Fn(), &str); 3] =
            [(&pipe, "not a plain file"), (&link, "not a plain file"), (&huge, "larger than")];
        for (make, says) in cases {
            make();
            let FoundDraft::Broken(reason) = keeper.find(&questionnaire, day()) else { panic!("{says}") };
            assert!(reason.contains(says), "{reason}");
            keeper.set_aside().unwrap();
        }
        assert_eq!(fs::read_to_string(elsewhere).unwrap(), "x");
    }

    #[test]
    fn a_lock_that_is_no_plain_file_is_a_fault_and_no_wait() {
        let folder = tempfile::tempdir().unwrap();
        let lock = folder.path().join("small.client.lock");
        assert!(std::process::Command::new("mkfifo").arg(&lock).status().unwrap().success());
        let fault = Keeper::open(folder.path(), &small(), Audience::Client).unwrap_err();
        assert!(fault.to_string().contains("not a plain file"), "{fault}");
    }

    #[test]
    fn a_folder_that_cannot_be_had_is_a_fault_with_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        let fault = Keeper::open(&file.join("state"), &small(), Audience::Client).unwrap_err();
        assert!(fault.to_string().contains("file/state"), "{fault}");
    }
}
