//! Where a person keeps what came of an interview: the folder, names that nothing has yet, and the program that opens a page.

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use candidacy::value::Date;

use super::fault::CliFault;
use super::output::{Staged, prepare};

/// The longest beginning of a name.
const LONGEST: usize = 60;
/// How many files of one name are made.
const MOST: usize = 10_000;

/// How long whatever opens pages may take to say that it cannot: so many times so long.
const PATIENCE: (usize, Duration) = (40, Duration::from_millis(50));

/// A file that is to be written: its name without a number, its ending, and what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// What it is called, before any number.
    pub stem: String,
    /// Its ending, without a dot.
    pub ending: &'static str,
    /// What is in it.
    pub text: String,
}

/// What files are called: the client if one is named, else the questionnaire, and the day.
pub fn stem(questionnaire: &str, client: Option<&str>, day: Date) -> String {
    let named = client.map(safe).filter(|name| !name.is_empty());
    format!("{}-{day}", named.unwrap_or_else(|| safe(questionnaire)))
}

/// A name of which no system thinks anything: letters, digits and `-`, `_`, `.` inside.
fn safe(name: &str) -> String {
    let safe = |character: char| if character.is_alphanumeric() || "-_.".contains(character) { character } else { '-' };
    let name: String = name.chars().map(safe).take(LONGEST).collect();
    name.trim_matches(['-', '.', '_']).to_owned()
}

/// The folder that is offered: that for documents if there is one, else the home folder, else where the command runs; the first
/// in which a file can be made.
pub fn usual_folder() -> PathBuf {
    let home = etcetera::home_dir().ok();
    let documents = home.as_deref().and_then(documents);
    let folders = documents.into_iter().chain(home);
    folders
        .filter(|folder| folder.is_absolute())
        .find(|folder| takes_files(folder))
        .unwrap_or_else(|| PathBuf::from("."))
}

/// The user's folder for documents: as the desktop names it, else by its usual name.
fn documents(home: &Path) -> Option<PathBuf> {
    let config = std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from).unwrap_or_else(|| home.join(".config"));
    let named = std::fs::read_to_string(config.join("user-dirs.dirs")).ok().and_then(|text| named_in(&text, home));
    named.or_else(|| Some(home.join("Documents")).filter(|folder| folder.is_dir()))
}

/// The folder in a line such as `XDG_DOCUMENTS_DIR="$HOME/Documents"`; none if the desktop has no folder of its own for them.
fn named_in(text: &str, home: &Path) -> Option<PathBuf> {
    let line = text.lines().find_map(|line| line.trim().strip_prefix("XDG_DOCUMENTS_DIR="))?;
    let value = line.trim().trim_matches('"');
    let folder = match value.strip_prefix("$HOME") {
        Some(inside) => home.join(inside.trim_start_matches('/')),
        None => PathBuf::from(value),
    };
    (folder.is_absolute() && folder != home && folder.is_dir()).then_some(folder)
}

/// What a person typed for a folder: `~` is the home folder.
pub fn typed_folder(typed: &str) -> PathBuf {
    let home = || etcetera::home_dir().ok();
    let path = match typed.strip_prefix('~').filter(|rest| rest.is_empty() || rest.starts_with('/')) {
        Some(rest) => home().map(|home| home.join(rest.trim_start_matches('/'))),
        None => None,
    };
    let path = path.unwrap_or_else(|| PathBuf::from(typed));
    path.canonicalize().unwrap_or(path)
}

/// A path as people read it: with `~` for the home folder.
pub fn shown(path: &Path) -> String {
    let home = etcetera::home_dir().ok().filter(|home| home.is_absolute() && home.parent().is_some());
    match home.and_then(|home| path.strip_prefix(home).ok().map(Path::to_owned)) {
        Some(inside) if inside.as_os_str().is_empty() => "~".to_owned(),
        Some(inside) => format!("~/{}", inside.display()),
        None if path == Path::new(".") => "this folder".to_owned(),
        None => path.display().to_string(),
    }
}

/// Makes sure that files can be made in a folder.
///
/// # Errors
/// It is none, or takes no files.
pub fn expect_folder(folder: &Path) -> Result<(), CliFault> {
    prepare(&folder.join("new")).map(drop)
}

fn takes_files(folder: &Path) -> bool {
    folder.is_dir() && expect_folder(folder).is_ok()
}

/// Writes files under names that nothing has yet, for the owner's eyes: all of them, or none. Never replaces anything.
///
/// # Errors
/// One cannot be written.
pub fn write_new(folder: &Path, files: &[NewFile]) -> Result<Vec<PathBuf>, CliFault> {
    let mut claimed = Claimed(Vec::new());
    claimed.claim(folder, files)?;
    let paths = claimed.0.clone();
    // All that can fail comes before the first name shows a whole file.
    let staged = files.iter().zip(&paths).map(|(file, path)| Staged::new(path, &file.text));
    staged.collect::<Result<Vec<_>, _>>()?.into_iter().try_for_each(Staged::commit)?;
    claimed.0.clear();
    Ok(paths)
}

/// Names that were taken; the files are removed again when this is dropped.
struct Claimed(Vec<PathBuf>);

impl Claimed {
    /// Takes names with the first number that all of them are free with. An empty file is made for each, by the one call that
    /// fails if something is there: so nobody's file is ever replaced, whoever else writes at that moment.
    fn claim(&mut self, folder: &Path, files: &[NewFile]) -> Result<(), CliFault> {
        for number in 1..=MOST {
            let mut taken = false;
            for file in files {
                let number = if number == 1 { String::new() } else { format!("-{number}") };
                let path = folder.join(format!("{}{number}.{}", file.stem, file.ending));
                match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
                    Ok(_) => self.0.push(path),
                    Err(fault) if fault.kind() == ErrorKind::AlreadyExists => taken = true,
                    Err(fault) => return Err(CliFault::unwritable(&path, &fault)),
                }
                if taken {
                    break;
                }
            }
            if !taken {
                return Ok(());
            }
            self.give_back();
        }
        let fault = std::io::Error::other("there are too many files of that name");
        Err(CliFault::unwritable(folder, &fault))
    }

    fn give_back(&mut self) {
        for path in self.0.drain(..) {
            // It is ours; one that cannot be removed is empty.
            let _ = std::fs::remove_file(path);
        }
    }
}

impl Drop for Claimed {
    fn drop(&mut self) {
        self.give_back();
    }
}

/// Whether nobody but the owner can read these files, as far as the system says.
pub fn are_private(paths: &[PathBuf]) -> bool {
    paths.iter().all(|path| path.metadata().is_ok_and(|about| about.mode() & 0o077 == 0))
}

/// Opens a page with whatever the user's desktop opens pages with. Gives whether it seems to have worked.
pub fn open_page(path: &Path) -> bool {
    let Some(opener) = opener() else { return false };
    let started = Command::new(opener)
        .arg(path.canonicalize().unwrap_or_else(|_| path.to_owned()))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    started.is_ok_and(has_not_failed)
}

/// Whether there is something to open a page with.
pub fn can_open_pages() -> bool {
    opener().is_some()
}

/// What opens a page here; none on a machine without a desktop, where a browser of letters would take the terminal.
fn opener() -> Option<&'static str> {
    if cfg!(target_os = "macos") {
        return Some("open");
    }
    let said = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    (said("DISPLAY") || said("WAYLAND_DISPLAY")).then_some("xdg-open")
}

/// Waits a moment for it to fail. Some go on for as long as the page is open.
fn has_not_failed(mut child: Child) -> bool {
    let (times, pause) = PATIENCE;
    for _ in 0..times {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) => thread::sleep(pause),
            Err(_) => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Date = Date::constant(2026, 11, 22);

    #[test]
    fn names_are_safe_on_every_system() {
        for (client, stem) in [
            (None, "smp-2026-11-22"),
            (Some("c-0042"), "c-0042-2026-11-22"),
            (Some("../../etc/passwd"), "etc-passwd-2026-11-22"),
            (Some("Anna Müller"), "Anna-Müller-2026-11-22"),
            (Some("a:b\\c*?\"<>|"), "a-b-c-2026-11-22"),
            (Some(".."), "smp-2026-11-22"),
        ] {
            assert_eq!(super::stem("smp", client, DAY), stem, "{client:?}");
        }
    }

    #[test]
    fn nothing_is_ever_replaced_and_the_files_of_one_run_share_a_number() {
        let room = tempfile::tempdir().unwrap();
        let file = |ending, text: &str| NewFile { stem: "smp".to_owned(), ending, text: text.to_owned() };
        std::fs::write(room.path().join("smp.yaml"), "somebody's").unwrap();
        std::os::unix::fs::symlink("nowhere", room.path().join("smp-2.html")).unwrap();
        for number in [3, 4] {
            let paths = write_new(room.path(), &[file("html", "page"), file("yaml", "answers")]).unwrap();
            let names = [format!("smp-{number}.html"), format!("smp-{number}.yaml")];
            assert_eq!(paths, names.map(|name| room.path().join(name)));
            assert!(are_private(&paths));
            assert_eq!(std::fs::read_to_string(&paths[0]).unwrap(), "page");
        }
        assert_eq!(std::fs::read_to_string(room.path().join("smp.yaml")).unwrap(), "somebody's");
        // A name that was tried and not used is free again.
        assert!(!room.path().join("smp.html").exists());
        assert!(write_new(&room.path().join("none"), &[file("html", "page")]).is_err());
        assert_eq!(std::fs::read_dir(room.path()).unwrap().count(), 6);
    }

    #[test]
    fn the_desktop_says_where_documents_are() {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("Papers")).unwrap();
        let named = |line: &str| named_in(&format!("# dirs\n{line}\n"), home.path());
        assert_eq!(named("XDG_DOCUMENTS_DIR=\"$HOME/Papers\""), Some(home.path().join("Papers")));
        // As desktops write it where there is none.
        assert_eq!(named("XDG_DOCUMENTS_DIR=\"$HOME/\""), None);
        assert_eq!(named("XDG_DOCUMENTS_DIR=\"$HOME/gone\""), None);
        assert_eq!(documents(home.path()), None);
    }
}
