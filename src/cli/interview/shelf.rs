//! The folder in which drafts lie: which files belong to which draft, who may touch them, and what is swept away.
//!
//! A draft is a family (one questionnaire, one audience, one client or somebody who gave no name) and a number in it. All
//! its files bear its name: `NAME.draft.yaml`; `.draft-NAME-…` while that is written; `NAME.draft.yaml.unreadable`, if it
//! had to be put aside; `NAME.lock`. So of every file that is left behind it can be told whose it is.
//!
//! Invariant: whoever has a [`DraftLock`] is the only one who touches the files of that draft. The lock is the operating
//! system's, so it ends with the process, however that ends; what that process left behind is then nobody's, and whoever
//! comes next sweeps it away.

use std::fmt;
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Read as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use candidacy::document::MAX_BYTES;
use candidacy::questionnaire::Audience;
use rustix::fs::OFlags;
use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;
use thiserror::Error;

/// What the name of a draft ends with.
const DRAFT: &str = ".draft.yaml";
/// What stands behind that, if it cannot be read. Earlier versions called it broken.
const PUT_ASIDE: [&str; 2] = ["unreadable", "broken"];
const LOCK: &str = ".lock";
/// What the name of a draft that is being written begins with.
const TEMPORARY: &str = ".draft-";

/// How many drafts that cannot be read are kept of one name: the newest.
const MOST_PUT_ASIDE: usize = 3;
/// How many drafts of one family are looked for before giving up.
const MOST_DRAFTS: usize = 10_000;
/// How often a lock is tried: whoever only sweeps has it for a moment.
const TRIES: usize = 5;
const BETWEEN_TRIES: Duration = Duration::from_millis(10);

/// Why nothing can be kept.
#[derive(Debug, Error)]
#[error("{} cannot be used: {fault}", path.display())]
pub struct KeepFault {
    /// The folder or file.
    path: PathBuf,
    /// Why.
    fault: io::Error,
}

/// Whose drafts belong together: those of one questionnaire and audience, and of one client or of all who gave no name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family(String);

impl Family {
    /// The drafts of this client; of all who gave no name, if none is given. Two clients never share a family: what tells
    /// them apart is a digest of the whole name, beside as much of it as a file name takes.
    pub fn of(questionnaire: &str, audience: Audience, client: Option<&str>) -> Family {
        let all = format!("{questionnaire}.{}", audience.name());
        match client {
            None => Family(all),
            Some(client) => {
                let digest = digest(format!("{all}\n{client}").as_bytes());
                let short: String = digest.chars().take(16).collect();
                Family(format!("{all}.{}-{short}", slug(client)))
            }
        }
    }

    /// The draft with this number, counted from 1.
    fn draft(&self, number: usize) -> DraftName {
        DraftName(if number == 1 { self.0.clone() } else { format!("{}.{number}", self.0) })
    }

    /// Whether a draft is one of these.
    fn has(&self, name: &DraftName) -> bool {
        let number = name.0.strip_prefix(&self.0).map(|rest| rest.strip_prefix('.').unwrap_or(rest));
        number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
    }
}

/// SHA-256, in hexadecimal digits.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// As much of a name as a file name takes everywhere.
fn slug(name: &str) -> String {
    let kept = |character: char| if character.is_ascii_alphanumeric() { character.to_ascii_lowercase() } else { '-' };
    let words: String = name.chars().map(kept).collect();
    let words = words.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    let short: String = words.chars().take(24).collect();
    if short.is_empty() { "client".to_owned() } else { short }
}

/// What a draft and all its files are called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DraftName(String);

impl DraftName {
    /// The questionnaire and the audience that it names.
    pub fn parts(&self) -> (&str, &str) {
        let mut parts = self.0.split('.');
        (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
    }
}

impl fmt::Display for DraftName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What a file in the folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileRole {
    /// A draft.
    Draft,
    /// One that cannot be read.
    PutAside,
    /// One that was being written when its process ended.
    Temporary,
    /// Says that an interview is going on.
    Lock,
}

/// A file in the folder.
#[derive(Clone, Debug)]
pub struct Found {
    /// Whose it is. Nobody's, for what earlier versions left behind half written.
    pub name: Option<DraftName>,
    /// What it is.
    pub role: FileRole,
    /// Where.
    pub path: PathBuf,
}

impl Found {
    fn of(path: PathBuf) -> Option<Found> {
        let file = path.file_name()?.to_str()?;
        let put_aside = || {
            let (draft, ending) = file.rsplit_once('.')?;
            let word = ending.split('-').next().unwrap_or_default();
            draft.strip_suffix(DRAFT).filter(|_| PUT_ASIDE.contains(&word))
        };
        let (name, role) = if let Some(rest) = file.strip_prefix(TEMPORARY) {
            (rest.rsplit_once('-').map(|(name, _)| name), FileRole::Temporary)
        } else if let Some(name) = file.strip_suffix(DRAFT) {
            (Some(name), FileRole::Draft)
        } else if let Some(name) = file.strip_suffix(LOCK) {
            (Some(name), FileRole::Lock)
        } else {
            (Some(put_aside()?), FileRole::PutAside)
        };
        Some(Found { name: name.map(|name| DraftName(name.to_owned())), role, path: path.clone() })
    }

    /// When it was written last.
    pub fn written(&self) -> Option<SystemTime> {
        fs::symlink_metadata(&self.path).and_then(|about| about.modified()).ok()
    }
}

/// The folder of drafts.
#[derive(Clone, Debug)]
pub struct Shelf {
    folder: PathBuf,
}

impl Shelf {
    /// The folder, made if it is missing and closed to others.
    ///
    /// # Errors
    /// It cannot be made or closed.
    pub fn open(folder: &Path) -> Result<Shelf, KeepFault> {
        let unusable = |fault| KeepFault { path: folder.to_owned(), fault };
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(unusable)?;
        Shelf::there(folder).map_err(unusable)
    }

    /// The folder, which is there.
    ///
    /// # Errors
    /// It is not, or cannot be closed to others.
    pub fn there(folder: &Path) -> io::Result<Shelf> {
        close_to_others(folder)?;
        Ok(Shelf { folder: folder.to_owned() })
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// All files that belong to drafts, in the order of their names.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn files(&self) -> io::Result<Vec<Found>> {
        let paths: io::Result<Vec<PathBuf>> =
            fs::read_dir(&self.folder)?.map(|entry| entry.map(|entry| entry.path())).collect();
        let mut found: Vec<Found> = paths?.into_iter().filter_map(Found::of).collect();
        found.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(found)
    }

    /// The drafts of a family that are there.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn drafts_of(&self, family: &Family) -> io::Result<Vec<DraftName>> {
        let drafts = self.files()?.into_iter().filter(|file| file.role == FileRole::Draft);
        Ok(drafts.filter_map(|file| file.name).filter(|name| family.has(name)).collect())
    }

    /// Takes hold of a draft; none if another interview has it.
    ///
    /// # Errors
    /// The lock cannot be made.
    pub fn hold(&self, name: &DraftName) -> Result<Option<DraftLock>, KeepFault> {
        let lock_path = self.folder.join(format!("{name}{LOCK}"));
        let unusable = |fault| KeepFault { path: lock_path.clone(), fault };
        for turn in 0..TRIES {
            if turn > 0 {
                thread::sleep(BETWEEN_TRIES);
            }
            if let Some(lock) = take_lock(&lock_path).map_err(unusable)? {
                return Ok(Some(DraftLock { shelf: self.clone(), name: name.clone(), lock_path, lock }));
            }
        }
        Ok(None)
    }

    /// Takes hold of a draft that is not there yet, for an interview that begins anew.
    ///
    /// # Errors
    /// A lock cannot be made, or there are too many drafts.
    pub fn hold_new(&self, family: &Family) -> Result<DraftLock, KeepFault> {
        for name in (1..=MOST_DRAFTS).map(|number| family.draft(number)) {
            let there = |held: &DraftLock| fs::symlink_metadata(held.path()).is_ok();
            if let Some(held) = self.hold(&name)?.filter(|held| !there(held)) {
                return Ok(held);
            }
        }
        let fault = io::Error::other(format!("there are more than {MOST_DRAFTS} drafts in it"));
        Err(KeepFault { path: self.folder.clone(), fault })
    }

    /// Deletes what processes left behind that have ended: locks, and drafts half written. Gives what was deleted, or
    /// would be, of the latter. What cannot be deleted stays for the next time.
    pub fn sweep(&self, really: bool) -> Vec<PathBuf> {
        let mut swept = Vec::new();
        for file in self.files().unwrap_or_default() {
            if !matches!(file.role, FileRole::Temporary | FileRole::Lock) {
                continue;
            }
            // To let a lock go removes it; until then nobody else begins to write.
            let held = file.name.as_ref().map(|name| self.hold(name));
            let nobodys = !matches!(held, Some(Ok(None) | Err(_)));
            if nobodys && file.role == FileRole::Temporary && (!really || fs::remove_file(&file.path).is_ok()) {
                swept.push(file.path);
            }
        }
        self.sync();
        swept
    }

    /// Deletes what was put aside of a family, but not of drafts that another interview holds. `held` is ours.
    fn remove_put_aside(&self, family: &Family, held: &DraftLock) -> io::Result<()> {
        for file in self.files()?.into_iter().filter(|file| file.role == FileRole::PutAside) {
            let Some(name) = file.name.as_ref().filter(|name| family.has(name)) else { continue };
            let other = if *name == held.name { None } else { Some(self.hold(name)) };
            if !matches!(other, Some(Ok(None) | Err(_))) {
                remove_if_there(&file.path)?;
            }
        }
        Ok(())
    }

    /// What was renamed or removed is only so on disk once the folder is. Some file systems cannot sync a folder, and then
    /// there is nothing more to be done.
    fn sync(&self) {
        let _ = File::open(&self.folder).and_then(|folder| folder.sync_all());
    }
}

/// A draft of which this process alone has hold.
#[derive(Debug)]
pub struct DraftLock {
    shelf: Shelf,
    name: DraftName,
    lock_path: PathBuf,
    lock: File,
}

impl DraftLock {
    /// Where the draft is, or will be.
    pub fn path(&self) -> PathBuf {
        self.shelf.folder.join(format!("{}{DRAFT}", self.name))
    }

    /// What is in it, at most one byte more than a draft can have.
    ///
    /// # Errors
    /// It is not there, is no plain file or cannot be read.
    pub fn read(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        open_plain(&self.path(), OpenOptions::new().read(true))?.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Replaces it so that at any moment the file is either the old or the new one, also if the machine stops. Only its
    /// owner can read it: `tempfile` makes files of mode 0600, and a file keeps its mode when it takes its place.
    ///
    /// # Errors
    /// The disk is full, the folder has gone, and the like; the old draft stays then.
    pub fn replace(&self, text: &str) -> io::Result<()> {
        let prefix = format!("{TEMPORARY}{}-", self.name);
        let mut draft: NamedTempFile = tempfile::Builder::new().prefix(&prefix).tempfile_in(&self.shelf.folder)?;
        io::Write::write_all(&mut draft, text.as_bytes())?;
        draft.as_file().sync_all()?;
        draft.persist(self.path())?;
        self.shelf.sync();
        Ok(())
    }

    /// Puts a draft that cannot be read aside, under a name that is free, for its owner's eyes; of those that were put
    /// aside before, only the newest stay.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn set_aside(&self) -> io::Result<PathBuf> {
        let [word, _] = PUT_ASIDE;
        let draft = self.path();
        let name = |number: usize| {
            draft.with_added_extension(if number == 1 { word.to_owned() } else { format!("{word}-{number}") })
        };
        let free = (1..=MOST_DRAFTS).map(name).find(|path| fs::symlink_metadata(path).is_err());
        let path = free.ok_or_else(|| io::Error::from(io::ErrorKind::AlreadyExists))?;
        fs::rename(&draft, &path)?;
        if let Ok(file) = open_plain(&path, OpenOptions::new().read(true)) {
            file.set_permissions(Permissions::from_mode(0o600))?;
        }
        let mut before = self.own_files(FileRole::PutAside)?;
        before.retain(|file| file.path != path);
        before.sort_by_key(|file| std::cmp::Reverse(file.written()));
        before.iter().skip(MOST_PUT_ASIDE - 1).try_for_each(|file| remove_if_there(&file.path))?;
        self.shelf.sync();
        Ok(path)
    }

    /// Deletes the draft and every copy of it, and then it is gone on disk, too: half written ones first and the draft
    /// last, so that a copy never outlives it.
    ///
    /// # Errors
    /// One of them is there and cannot be deleted.
    pub fn remove(&self) -> io::Result<()> {
        let copies = [self.own_files(FileRole::Temporary)?, self.own_files(FileRole::PutAside)?].concat();
        copies.iter().try_for_each(|file| remove_if_there(&file.path))?;
        remove_if_there(&self.path())?;
        self.shelf.sync();
        Ok(())
    }

    /// Deletes what was put aside of this draft's family, once its answers are done with.
    ///
    /// # Errors
    /// A file is there and cannot be deleted.
    pub fn remove_put_aside(&self, family: &Family) -> io::Result<()> {
        self.shelf.remove_put_aside(family, self)
    }

    /// Deletes one file that was put aside of this draft.
    ///
    /// # Errors
    /// It is there and cannot be deleted.
    pub fn remove_one_put_aside(&self, path: &Path) -> io::Result<()> {
        remove_if_there(path)?;
        self.shelf.sync();
        Ok(())
    }

    fn own_files(&self, role: FileRole) -> io::Result<Vec<Found>> {
        let files = self.shelf.files()?.into_iter();
        Ok(files.filter(|file| file.role == role && file.name.as_ref() == Some(&self.name)).collect())
    }
}

impl Drop for DraftLock {
    fn drop(&mut self) {
        // Best effort: an empty lock file that stays behind does no harm, and is swept.
        let _ = fs::remove_file(&self.lock_path);
        let _ = self.lock.unlock();
    }
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(fault) if fault.kind() != io::ErrorKind::NotFound => Err(fault),
        _ => Ok(()),
    }
}

/// Takes the folder from everybody else who may look or write into it: answers about health lie there, and whoever can write
/// there can put another file in a draft's place.
fn close_to_others(folder: &Path) -> io::Result<()> {
    let mode = fs::metadata(folder)?.permissions().mode();
    if mode & 0o077 == 0 { Ok(()) } else { fs::set_permissions(folder, Permissions::from_mode(0o700)) }
}

/// Opens a plain file and nothing else: no link, which could lead to any file of its owner, and no pipe, which could wait
/// for ever. The file that was looked at is the one that was opened.
fn open_plain(path: &Path, how: &mut OpenOptions) -> io::Result<File> {
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed();
    let no_plain_file = || io::Error::other("it is not a plain file");
    match how.custom_flags(flags).open(path) {
        Ok(file) if file.metadata()?.is_file() => Ok(file),
        Ok(_) => Err(no_plain_file()),
        // What cannot be opened at all may be a link, or a pipe without a reader.
        Err(_) if fs::symlink_metadata(path).is_ok_and(|about| !about.is_file()) => Err(no_plain_file()),
        Err(fault) => Err(fault),
    }
}

/// The lock, or none if another process has it.
fn take_lock(path: &Path) -> io::Result<Option<File>> {
    loop {
        let lock = open_plain(path, OpenOptions::new().create(true).truncate(false).write(true).mode(0o600))?;
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
    use super::*;

    fn nobody() -> Family {
        Family::of("small", Audience::Client, None)
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn no_two_owners_share_a_file_and_every_name_is_safe() {
        let clients = ["c-1", "C-1", "c 1", "c-1.", "../../etc/passwd", "2", ".", "é", "é\u{301}", "a/b", "a-b", "界"];
        let mut all: Vec<String> = Vec::new();
        for questionnaire in ["small", "smp"] {
            for audience in [Audience::Client, Audience::Technician] {
                for client in clients.iter().map(|client| Some(*client)).chain([None]) {
                    let family = Family::of(questionnaire, audience, client);
                    for number in [1, 2, 10] {
                        let name = family.draft(number);
                        assert!(family.has(&name), "{name}");
                        let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
                        let text = name.to_string();
                        assert!(text.bytes().all(safe) && !text.starts_with('.') && text.len() < 100, "{text}");
                        all.push(text);
                    }
                }
            }
        }
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count);
        // Nobody's drafts are not taken for a client's, nor the other way round.
        assert!(!nobody().has(&Family::of("small", Audience::Client, Some("2")).draft(1)));
        assert!(!Family::of("small", Audience::Client, Some("2")).has(&nobody().draft(2)));
    }

    #[test]
    fn every_file_tells_whose_it_is() {
        let of = |file: &str| {
            let found = Found::of(Path::new("state").join(file))?;
            Some((found.role, found.name.map(|name| name.to_string())))
        };
        let some = |name: &str| Some(name.to_owned());
        for (file, expected) in [
            ("small.client.draft.yaml", Some((FileRole::Draft, some("small.client")))),
            ("small.client.2.draft.yaml", Some((FileRole::Draft, some("small.client.2")))),
            ("small.client.c-1-ab.lock", Some((FileRole::Lock, some("small.client.c-1-ab")))),
            (".draft-small.client.c-1-ab-x1Y2z3", Some((FileRole::Temporary, some("small.client.c-1-ab")))),
            (".draft-x1Y2z3", Some((FileRole::Temporary, None))),
            ("small.client.draft.yaml.unreadable", Some((FileRole::PutAside, some("small.client")))),
            ("small.client.draft.yaml.unreadable-7", Some((FileRole::PutAside, some("small.client")))),
            ("small.client.draft.yaml.broken", Some((FileRole::PutAside, some("small.client")))),
            ("small.client.draft.yaml.bak", None),
            ("notes.txt", None),
        ] {
            assert_eq!(of(file), expected, "{file}");
        }
    }

    #[test]
    fn a_draft_is_held_by_one_at_a_time_and_each_new_interview_gets_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::open(folder.path()).unwrap();
        let first = shelf.hold_new(&nobody()).unwrap();
        first.replace("x").unwrap();
        assert!(shelf.hold(&first.name).unwrap().is_none());
        let second = shelf.hold_new(&nobody()).unwrap();
        assert_eq!((first.name.to_string(), second.name.to_string()), ("small.client".into(), "small.client.2".into()));
        let name = first.name.clone();
        drop(first);
        assert!(shelf.hold(&name).unwrap().is_some());
        // What is there is nobody else's, also while nobody holds it.
        assert_eq!(shelf.hold_new(&nobody()).unwrap().name.to_string(), "small.client.3");
    }

    #[test]
    fn what_the_dead_left_behind_is_swept_and_what_the_living_write_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::open(folder.path()).unwrap();
        let living = shelf.hold_new(&nobody()).unwrap();
        living.replace("x").unwrap();
        for file in [
            ".draft-small.client-aaaaaa",
            ".draft-small.client.2-bbbbbb",
            ".draft-smp.technician.c-1-ab-cccccc",
            ".draft-dddddd",
            "smp.client.lock",
            "notes.txt",
        ] {
            fs::write(folder.path().join(file), "").unwrap();
        }
        assert_eq!((shelf.sweep(false).len(), names(folder.path()).len()), (3, 7));
        assert_eq!(shelf.sweep(true).len(), 3);
        let left = ["notes.txt", "small.client.draft.yaml", "small.client.lock"];
        assert_eq!(names(folder.path()), [&[".draft-small.client-aaaaaa"], &left[..]].concat());
        // Whoever deletes a draft deletes every copy of it.
        living.remove().unwrap();
        drop(living);
        assert_eq!(names(folder.path()), ["notes.txt"]);
    }

    #[test]
    fn a_folder_open_to_others_is_closed() {
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), Permissions::from_mode(0o777)).unwrap();
        Shelf::open(folder.path()).unwrap();
        assert_eq!(fs::metadata(folder.path()).unwrap().permissions().mode() & 0o777, 0o700);
    }

    #[test]
    fn a_lock_that_is_no_plain_file_is_a_fault_and_no_wait() {
        let make: [fn(&Path); 2] = [
            |path| assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success()),
            |path| std::os::unix::fs::symlink("elsewhere", path).unwrap(),
        ];
        for make in make {
            let folder = tempfile::tempdir().unwrap();
            make(&folder.path().join("small.client.lock"));
            let fault = Shelf::open(folder.path()).unwrap().hold_new(&nobody()).unwrap_err();
            assert!(fault.to_string().contains("not a plain file"), "{fault}");
            assert!(!folder.path().join("elsewhere").exists(), "a link led somewhere");
        }
    }

    #[test]
    fn a_folder_that_cannot_be_had_is_a_fault_with_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        let fault = Shelf::open(&file.join("state")).unwrap_err();
        assert!(fault.to_string().contains("file/state"), "{fault}");
    }
}
