//! `candidacy new`: a question set to start from, sound and tested, in a folder of its own.
//!
//! The folder is there whole or not at all: it is made beside its place and moved there. In a folder that is there already
//! and empty, the main file comes last, since without it there is no question set.

use std::fs;
use std::path::Path;

use candidacy::catalog::MAIN_FILE;
use candidacy::schema::{SchemaKind, schema};
use candidacy::text::is_unseen;
use tempfile::TempDir;

use super::args::NewArgs;
use super::fault::{CliFault, Exit};
use super::output;
use super::overlay::start;

const MAIN: &str = include_str!("questionnaire.yaml");
const SECTION: &str = include_str!("health.yaml");
const SCENARIOS: &str = include_str!("scenarios.yaml");
const README: &str = include_str!("README.md");
/// A part of the client's report, all of it a remark.
const PART: &str = include_str!("client_first.html");

/// The folder of the schemas, which the first line of each file names.
const SCHEMAS: &str = "schemas";
/// The id of a set whose folder has no name that could be one.
const ID: &str = "my_set";
const TITLE: &str = "Is the treatment right for you?";

/// Writes the files and says what to do next.
pub fn run(args: &NewArgs) -> Result<Exit, CliFault> {
    let title = args.title.as_deref().unwrap_or(TITLE).trim();
    if title.is_empty() || title.chars().any(char::is_control) {
        return Err(CliFault::Usage { message: "`--title` needs a text of one line".to_owned() });
    }
    let folder = args.folder.as_path();
    let fault = |error: std::io::Error| CliFault::unwritable(folder, &error);
    let there = folder.symlink_metadata().is_ok();
    expect_free(folder).map_err(fault)?;
    let name = if there { folder.canonicalize().map_err(fault)? } else { folder.to_owned() };
    let id = id_of(&name);
    let mut files = match &args.from {
        Some(base) => start(base, &id)?,
        None => own_files(&id, title),
    };
    files.extend(schemas());
    if there { fill(folder, &files) } else { make(folder, &files) }.map_err(fault)?;
    output::print(&if args.from.is_some() { next_steps_on_a_base(folder) } else { next_steps(folder) })?;
    Ok(Exit::Done)
}

/// Writes files into a folder that is not there yet, or is empty: all of them or none.
///
/// # Errors
/// Something is there, or the folder cannot be written.
pub fn write_folder<T: AsRef<[u8]>>(folder: &Path, files: &[(String, T)]) -> Result<(), CliFault> {
    let fault = |error: std::io::Error| CliFault::unwritable(folder, &error);
    expect_free(folder).map_err(fault)?;
    let there = folder.symlink_metadata().is_ok();
    if there { fill(folder, files) } else { make(folder, files) }.map_err(fault)
}

/// The files of a set that stands on nothing, by their paths.
fn own_files(id: &str, title: &str) -> Vec<(String, String)> {
    let files = [
        (MAIN_FILE, main_file(id, title)),
        ("health.yaml", SECTION.to_owned()),
        ("scenarios.yaml", SCENARIOS.to_owned()),
        ("README.md", README.to_owned()),
        ("report/client_first.html", PART.to_owned()),
    ];
    files.map(|(path, text)| (path.to_owned(), text)).into()
}

/// The schemas that the files name.
fn schemas() -> impl Iterator<Item = (String, String)> {
    SchemaKind::ALL.into_iter().map(|kind| (format!("{SCHEMAS}/{}.schema.json", kind.name()), schema(kind).to_owned()))
}

/// Refuses whatever is there, but for an empty folder.
fn expect_free(folder: &Path) -> std::io::Result<()> {
    if folder.symlink_metadata().is_err() {
        return Ok(());
    }
    if !folder.is_dir() {
        return Err(std::io::Error::other("there is a file of that name; nothing was changed"));
    }
    match fs::read_dir(folder)?.next() {
        Some(_) => Err(std::io::Error::other("the folder is not empty; nothing was changed")),
        None => Ok(()),
    }
}

/// Makes the folder, by one move.
fn make<T: AsRef<[u8]>>(folder: &Path, files: &[(String, T)]) -> std::io::Result<()> {
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !parent.is_dir() {
        return Err(std::io::Error::other(format!("there is no folder `{}`", parent.display())));
    }
    let stage = stage(parent, files)?;
    // A folder for temporary files is closed to others; this one is to be shared like any other.
    let whole = stage.path().join("set");
    fs::create_dir(&whole)?;
    for entry in entries(stage.path())?.into_iter().filter(|entry| entry != "set") {
        fs::rename(stage.path().join(&entry), whole.join(&entry))?;
    }
    fs::rename(whole, folder)
}

/// Fills an empty folder; what was moved is taken back if the rest cannot follow.
fn fill<T: AsRef<[u8]>>(folder: &Path, files: &[(String, T)]) -> std::io::Result<()> {
    let stage = stage(folder, files)?;
    let mut moved = Vec::new();
    for entry in entries(stage.path())? {
        if let Err(error) = fs::rename(stage.path().join(&entry), folder.join(&entry)) {
            for entry in moved {
                let _ = fs::rename(folder.join(&entry), stage.path().join(&entry));
            }
            return Err(error);
        }
        moved.push(entry);
    }
    Ok(())
}

/// All files, in a folder below `parent` that removes itself.
fn stage<T: AsRef<[u8]>>(parent: &Path, files: &[(String, T)]) -> std::io::Result<TempDir> {
    let stage = tempfile::Builder::new().prefix(".candidacy-").tempdir_in(parent)?;
    for (path, text) in files {
        let place = stage.path().join(path);
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(place, text)?;
    }
    Ok(stage)
}

/// The names in a folder, the main file last.
fn entries(folder: &Path) -> std::io::Result<Vec<std::ffi::OsString>> {
    let mut names: Vec<_> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.file_name())).collect::<Result<_, _>>()?;
    names.sort_by_key(|name| (name == MAIN_FILE, name.clone()));
    Ok(names)
}

/// The main file with its own id and title.
fn main_file(id: &str, title: &str) -> String {
    let main = MAIN.replacen(&format!("questionnaire: {ID} "), &format!("questionnaire: {id} "), 1);
    main.replacen(&format!("title: {TITLE}"), &format!("title: {}", scalar(title)), 1)
}

/// A text as YAML takes it anywhere, whatever is in it.
fn scalar(text: &str) -> String {
    let plain = text.starts_with(|first: char| first.is_alphabetic())
        && text.chars().all(|c| c.is_alphanumeric() || " ,.?!'()".contains(c))
        && !["true", "false", "null"].contains(&text.to_lowercase().as_str());
    if plain {
        return text.to_owned();
    }
    let escaped = |c: char| match c {
        '"' | '\\' => format!("\\{c}"),
        c if c.is_alphanumeric() || c.is_ascii() => c.to_string(),
        c => format!("\\U{:08X}", u32::from(c)),
    };
    format!("\"{}\"", text.chars().map(escaped).collect::<String>())
}

/// An id from a folder's name: its letters and digits in small letters, all else as `_`.
fn id_of(folder: &Path) -> String {
    let name = folder.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let id: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let id = id.trim_matches('_');
    if id.starts_with(|first: char| first.is_ascii_lowercase()) { id.to_owned() } else { ID.to_owned() }
}

fn next_steps(folder: &Path) -> String {
    let shown = shown(folder);
    format!(
        "{shown} is ready:\n  \
         questionnaire.yaml  the outcomes, the pages, and what must always hold\n  \
         health.yaml         one page: its questions, and the rules that judge the answers\n  \
         scenarios.yaml      made-up people, and what should come out for them\n  \
         report/             a part of your own in reports, with an example\n  \
         schemas/            by which your editor completes and checks what you type\n\n\
         Next:\n  \
         candidacy check {shown}\n  \
         candidacy test {shown}\n  \
         candidacy assess {shown}\n"
    )
}

fn next_steps_on_a_base(folder: &Path) -> String {
    let shown = shown(folder);
    format!(
        "{shown} is ready:\n  \
         questionnaire.yaml  what you change, and nothing else\n  \
         schemas/            by which your editor completes and checks what you type\n\n\
         Next:\n  \
         candidacy help overlays\n  \
         candidacy check {shown}\n  \
         candidacy test {shown}\n  \
         candidacy assess {shown}\n"
    )
}

/// The folder as it can be pasted behind a command. The stroke at its end tells it from a shipped set of the same name.
fn shown(folder: &Path) -> String {
    let path = folder.display().to_string();
    let path = if path.starts_with('-') { format!("./{path}") } else { path };
    let path = if path.ends_with('/') { path } else { format!("{path}/") };
    let plain = path.chars().all(|c| c.is_alphanumeric() || "/._-".contains(c));
    match (plain, path.chars().any(is_unseen)) {
        (true, _) => path,
        (false, false) => format!("'{}'", path.replace('\'', r"'\''")),
        (false, true) => format!("$'{}'", path.chars().map(in_dollar_quotes).collect::<String>()),
    }
}

/// A character as shells take it between `$'` and `'`, which have a name for what is unseen.
fn in_dollar_quotes(character: char) -> String {
    match character {
        '\'' | '\\' => format!("\\{character}"),
        _ if is_unseen(character) => format!("\\U{:08x}", u32::from(character)),
        _ => character.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_comes_from_the_name_of_the_folder() {
        for (folder, id) in [
            ("my-clinic", "my_clinic"),
            ("a/b/Laser Clinic 2", "laser_clinic_2"),
            ("2nd", ID),
            ("Ärzte", "rzte"),
            ("..", ID),
            ("/", ID),
            ("日本", ID),
            ("smp/", "smp"),
        ] {
            assert_eq!(id_of(Path::new(folder)), id, "{folder}");
        }
    }

    #[test]
    fn a_folder_can_be_pasted_behind_a_command() {
        for (folder, pasted) in [
            ("smp", "smp/"),
            ("a/", "a/"),
            (".", "./"),
            ("my set", "'my set/'"),
            ("-x", "./-x/"),
            ("it's", r"'it'\''s/'"),
            ("a\u{1b}\u{202e}'", r"$'a\U0000001b\U0000202e\'/'"),
        ] {
            assert_eq!(shown(Path::new(folder)), pasted, "{folder}");
        }
    }

    #[test]
    fn the_lines_that_are_replaced_are_there() {
        let main = main_file("other", "Other");
        assert!(main.contains("\nquestionnaire: other ") && main.contains("\ntitle: Other\n"), "{main}");
        assert_eq!(main_file(ID, TITLE), MAIN);
    }
}
