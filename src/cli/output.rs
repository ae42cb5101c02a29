//! Writing: to stdout, to stderr, and to files that are either whole or untouched.

use std::io::Write as _;
use std::path::Path;

use candidacy::diagnostic::Diagnostics;
use candidacy::diagnostic::render::{self, Colour};
use candidacy::source::Sources;

use super::fault::CliFault;

/// The widest that texts are set, so that lines stay readable.
const WIDEST: usize = 100;

/// Prints a result.
pub fn print(text: &str) -> Result<(), CliFault> {
    print_bytes(text.as_bytes())
}

/// Prints a result.
pub fn print_bytes(bytes: &[u8]) -> Result<(), CliFault> {
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(bytes).and_then(|()| stdout.flush()).map_err(|error| CliFault::output(&error))
}

/// Says something beside the results, on stderr.
pub fn say(text: &str) -> Result<(), CliFault> {
    std::io::stderr().lock().write_all(text.as_bytes()).map_err(|error| CliFault::output(&error))
}

/// Tells a fault on stderr. If even that cannot be written, there is nobody left to tell.
pub fn complain(fault: &CliFault) {
    let _ = writeln!(anstream::stderr(), "\u{1b}[1;31merror\u{1b}[0m: {fault}");
}

/// Shows diagnostics on stderr, drawn for people.
pub fn show(diagnostics: Diagnostics, sources: &Sources) {
    if !diagnostics.is_empty() {
        let text = render::human(&diagnostics.sorted(), sources, width_of_stderr(), colour_of_stderr());
        let _ = anstream::stderr().write_all(text.as_bytes());
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
    width(terminal_size::terminal_size_of(std::io::stderr()))
}

/// The width for texts on stdout.
pub fn width_of_stdout() -> usize {
    width(terminal_size::terminal_size_of(std::io::stdout()))
}

fn width(size: Option<(terminal_size::Width, terminal_size::Height)>) -> usize {
    let columns = || std::env::var("COLUMNS").ok()?.parse().ok();
    size.map(|(width, _)| usize::from(width.0)).or_else(columns).unwrap_or(80).clamp(20, WIDEST)
}

/// Writes a file so that it is either wholly new or as it was. Devices and pipes are written directly.
pub fn write_file(path: &Path, text: &str) -> Result<(), CliFault> {
    let fault = |error: std::io::Error| CliFault::unwritable(path, &error);
    if path.metadata().is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
        let mut device = std::fs::OpenOptions::new().write(true).open(path).map_err(fault)?;
        return device.write_all(text.as_bytes()).map_err(fault);
    }
    let mut file = prepare(path)?;
    file.write_all(text.as_bytes()).and_then(|()| file.as_file().sync_all()).map_err(fault)?;
    file.persist(path).map(|_| ()).map_err(|error| fault(error.error))
}

/// Makes sure that a file can be written before a person spends ten minutes on answers that belong in it.
pub fn expect_writable(path: &Path) -> Result<(), CliFault> {
    if path.metadata().is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
        return Ok(());
    }
    prepare(path).map(|_| ())
}

/// An empty file beside `path`, which takes its place once it is whole. A new file gets the usual permissions less the
/// group's and others': reports are about people's health.
pub fn prepare(path: &Path) -> Result<tempfile::NamedTempFile, CliFault> {
    let fault = |error: std::io::Error| CliFault::unwritable(path, &error);
    if path.is_dir() {
        return Err(fault(std::io::Error::other("it is a folder")));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(fault(std::io::Error::other(format!("there is no folder `{}`", folder.display()))));
    }
    tempfile::Builder::new().prefix(".candidacy-").tempfile_in(folder).map_err(fault)
}
