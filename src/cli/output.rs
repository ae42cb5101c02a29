//! Writing: to stdout, to stderr, and to files that are either whole or untouched.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use candidacy::diagnostic::Diagnostics;
use candidacy::diagnostic::render::{self, Colour};
use candidacy::source::Sources;
use candidacy::text::{escape, visible};

use super::fault::CliFault;
use super::screen::layout::on_screen;

/// The widest that texts are set, so that lines stay readable.
const WIDEST: usize = 100;

/// How wide they are set where there is no window.
const USUAL: usize = 80;

/// Prints a result. Whatever a set, a response or a path has put into it, nothing of it acts on a terminal: this is the last
/// gate, and all that is printed passes it or one of the two below.
pub fn print(text: &str) -> Result<(), CliFault> {
    print_bytes(visible(text).as_bytes())
}

/// Prints a result that is JSON.
pub fn print_json(text: &str) -> Result<(), CliFault> {
    print_bytes(format!("{}\n", escape::json(text.trim_end())).as_bytes())
}

/// Prints diagnostics as [`render::human`] drew them: with our own colours, and everything from files made visible.
pub fn print_drawn(drawn: &str) -> Result<(), CliFault> {
    print_bytes(drawn.as_bytes())
}

/// Prints bytes in which nothing comes from outside the program.
pub fn print_bytes(bytes: &[u8]) -> Result<(), CliFault> {
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(bytes).and_then(|()| stdout.flush()).map_err(|error| CliFault::output(&error))
}

/// Says something beside the results, on stderr.
pub fn say(text: &str) -> Result<(), CliFault> {
    std::io::stderr().lock().write_all(visible(text).as_bytes()).map_err(|error| CliFault::output(&error))
}

/// Tells a fault on stderr. If even that cannot be written, there is nobody left to tell.
pub fn complain(fault: &CliFault) {
    let _ = writeln!(anstream::stderr(), "\u{1b}[1;31merror\u{1b}[0m: {}", render::one_line(&fault.to_string()));
}

/// Says something to a person at a terminal, on stderr. If even that cannot be written, there is nobody left to tell.
pub fn tell(words: &str) {
    let _ = writeln!(std::io::stderr(), "{}", on_screen(words));
}

/// Shows diagnostics on stderr, drawn for people.
pub fn show(diagnostics: Diagnostics, sources: &Sources) {
    if !diagnostics.is_empty() {
        let text = render::human(&diagnostics.sorted(), sources, width_of_stderr(), colour_of_stderr());
        let _ = anstream::stderr().write_all(text.as_bytes());
    }
}

/// Shows diagnostics on stderr with their places and nothing of the text there.
pub fn show_places(diagnostics: Diagnostics, sources: &Sources) {
    if !diagnostics.is_empty() {
        let _ = anstream::stderr().write_all(render::places(&diagnostics, sources).as_bytes());
    }
}

/// Whether stderr wants colours: a terminal, no `NO_COLOR`, not `TERM=dumb`.
fn colour_of_stderr() -> Colour {
    colour(anstream::AutoStream::choice(&std::io::stderr()))
}

/// Whether stdout wants colours.
pub fn colour_of_stdout() -> Colour {
    colour(anstream::AutoStream::choice(&std::io::stdout()))
}

fn colour(choice: anstream::ColorChoice) -> Colour {
    if choice == anstream::ColorChoice::Never { Colour::Plain } else { Colour::Ansi }
}

/// The width for texts on stderr.
fn width_of_stderr() -> usize {
    width(terminal_size::terminal_size_of(std::io::stderr()), USUAL)
}

/// The width for texts on stdout.
pub fn width_of_stdout() -> usize {
    width(terminal_size::terminal_size_of(std::io::stdout()), USUAL)
}

/// The width for help on stdout: where there is no window, as wide as clap sets it then.
pub fn width_of_help() -> usize {
    width(terminal_size::terminal_size_of(std::io::stdout()), WIDEST)
}

fn width(size: Option<(terminal_size::Width, terminal_size::Height)>, otherwise: usize) -> usize {
    let columns = || std::env::var("COLUMNS").ok()?.parse().ok();
    size.map(|(width, _)| usize::from(width.0)).or_else(columns).unwrap_or(otherwise).clamp(20, WIDEST)
}

/// Endings of documents that other programs write: text under such a name opens nowhere.
const DOCUMENTS: [&str; 12] = ["pdf", "ps", "doc", "docx", "odt", "rtf", "pages", "png", "jpg", "xls", "xlsx", "ods"];

/// Endings that some command writes: what a message proposes is looked for among them.
const WRITTEN: [&str; 4] = ["html", "md", "txt", "json"];

/// How a file is written: as was said, or else as the ending of its name tells. None where neither tells anything.
///
/// # Errors
/// The name ends like a document that other programs write, or nothing was said and no ending like its own is written here.
pub fn format_for<F: Copy>(
    path: Option<&Path>,
    said: Option<F>,
    of_ending: impl Fn(&Path) -> Option<F>,
) -> Result<Option<F>, CliFault> {
    let Some((path, ending)) = path.and_then(|path| Some((path, path.extension()?.to_string_lossy().to_lowercase())))
    else {
        return Ok(said);
    };
    let message = if DOCUMENTS.contains(&ending.as_str()) {
        let page = path.with_extension("html");
        format!(
            "`--output {}`: no {} is written here. Write a page with `--output {}`, open it, and print it from there, to paper or to a file",
            path.display(),
            ending.to_uppercase(),
            page.display(),
        )
    } else if let Some(format) = said.or_else(|| of_ending(path)) {
        return Ok(Some(format));
    } else {
        let known = WRITTEN.iter().filter(|ending| of_ending(&path.with_extension(ending)).is_some());
        let known: Vec<String> = known.map(|ending| format!("`.{ending}`")).collect();
        format!(
            "`--output {}`: the ending `.{ending}` does not tell how it is to be written; end it in one of {}, or say `--format`",
            path.display(),
            known.join(", "),
        )
    };
    Err(CliFault::Usage { message })
}

/// A text on its way to a file, which is either wholly new afterwards or as it was.
pub enum Staged {
    /// The text is on disk beside the file whose place it takes.
    File(tempfile::NamedTempFile, PathBuf),
    /// A device or a pipe, which takes the text as it comes.
    Device(PathBuf, String),
}

impl Staged {
    /// Does all that can fail but the last step.
    ///
    /// # Errors
    /// When the file cannot be written; it is as it was.
    pub fn new(path: &Path, text: &str) -> Result<Staged, CliFault> {
        if is_device(path) {
            return Ok(Staged::Device(path.to_owned(), text.to_owned()));
        }
        let fault = |error: std::io::Error| CliFault::unwritable(path, &error);
        let path = place_of(path).map_err(fault)?;
        let mut file = prepare(&path)?;
        file.write_all(text.as_bytes()).and_then(|()| file.as_file().sync_all()).map_err(fault)?;
        Ok(Staged::File(file, path))
    }

    /// Puts the text in its place.
    ///
    /// # Errors
    /// When that fails; a plain file is as it was.
    pub fn commit(self) -> Result<(), CliFault> {
        match self {
            Staged::File(file, path) => {
                file.persist(&path).map_err(|error| CliFault::unwritable(&path, &error.error))?;
                // Only then is the name on disk, too, and a draft may go. Some file systems cannot sync a folder.
                let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
                let _ = std::fs::File::open(folder).and_then(|folder| folder.sync_all());
                Ok(())
            }
            Staged::Device(path, text) => {
                let device = std::fs::OpenOptions::new().write(true).open(&path);
                let written = device.and_then(|mut device| device.write_all(text.as_bytes()));
                written.map_err(|error| CliFault::unwritable(&path, &error))
            }
        }
    }
}

/// Whether a path takes what is written as it comes. `/dev/stdout` does, also when it leads to a plain file.
pub fn is_device(path: &Path) -> bool {
    path.starts_with("/dev") || path.metadata().is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

/// The file itself: a link stays a link, and what it leads to is replaced, or made if it is not there.
///
/// # Errors
/// The link leads round in a circle.
pub fn place_of(path: &Path) -> std::io::Result<PathBuf> {
    let mut place = path.to_owned();
    for _ in 0..MOST_LINKS {
        // No link: a file, or nothing yet.
        let Ok(target) = place.read_link() else { return Ok(place) };
        place = place.parent().unwrap_or(Path::new("")).join(target);
    }
    Err(std::io::Error::other("it is a link that leads round in a circle"))
}

/// How many links in a row are followed, as by the system itself.
const MOST_LINKS: usize = 40;

/// Makes sure that a file can be written before a person spends ten minutes on answers that belong in it.
pub fn expect_writable(path: &Path) -> Result<(), CliFault> {
    if is_device(path) {
        return Ok(());
    }
    let place = place_of(path).map_err(|error| CliFault::unwritable(path, &error))?;
    prepare(&place).map(|_| ())
}

/// An empty file beside `path`, which takes its place once it is whole. A file that is there keeps its permissions; a new one
/// gets the usual ones less the group's and others': reports are about people's health.
pub fn prepare(path: &Path) -> Result<tempfile::NamedTempFile, CliFault> {
    let fault = |error: std::io::Error| CliFault::unwritable(path, &error);
    if path.is_dir() {
        return Err(fault(std::io::Error::other("it is a folder")));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(fault(std::io::Error::other(format!("there is no folder `{}`", folder.display()))));
    }
    let file = tempfile::Builder::new().prefix(".candidacy-").tempfile_in(folder).map_err(fault)?;
    if let Ok(known) = path.metadata() {
        file.as_file().set_permissions(known.permissions()).map_err(fault)?;
    }
    Ok(file)
}
