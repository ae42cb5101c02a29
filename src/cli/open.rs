//! Opens what commands read: question sets and answers. What is at fault is shown here, so that a command goes on only with
//! what can be used.

use std::io::Read as _;
use std::path::Path;

use candidacy::catalog;
use candidacy::diagnostic::Code;
use candidacy::document::MAX_BYTES;
use candidacy::questionnaire::Questionnaire;
use candidacy::response::{Loaded, Misfits, Response, load_with};
use candidacy::source::Sources;
use candidacy::value::Date;

use super::fault::{CliFault, Exit};
use super::output;

/// A question set that can be used. Its faults are shown on stderr; warnings are for `check` and stay unsaid here.
///
/// # Errors
/// It cannot be found or read, or is at fault.
pub fn open_set(name: &str) -> Result<Questionnaire, CliFault> {
    open_with_sources(name).map(|(questionnaire, _)| questionnaire)
}

/// As [`open_set`], with the texts of the files that were read.
///
/// # Errors
/// As [`open_set`].
pub fn open_with_sources(name: &str) -> Result<(Questionnaire, Sources), CliFault> {
    let mut sources = Sources::default();
    let (questionnaire, diagnostics) = catalog::open(name, &mut sources)?;
    match questionnaire {
        Some(questionnaire) => {
            // Warnings are for `check`, but for the one of which every report would speak.
            output::show(diagnostics.filtered(|told| told.code == Code::ShippedId), &sources);
            Ok((questionnaire, sources))
        }
        None => {
            output::show(diagnostics, &sources);
            Err(CliFault::Diagnosed(Exit::Questionnaire))
        }
    }
}

/// Reads a response file as one that cannot be asked about: see [`read_person`].
///
/// # Errors
/// The file cannot be read, or is at fault.
pub fn read_response(path: &Path, questionnaire: &Questionnaire, day: Date) -> Result<Response, CliFault> {
    let (loaded, _) = read_person(path, questionnaire, (day, Misfits::Explained))?;
    Ok(loaded.response)
}

/// Reads a person's response file, and gives its text as well. Its faults are shown with their places, without the lines
/// around: what is shown may end in a log, and answers are nobody else's. What will be asked again is not shown here.
///
/// # Errors
/// The file cannot be read, or is at fault.
pub fn read_person(
    path: &Path,
    questionnaire: &Questionnaire,
    (day, misfits): (Date, Misfits),
) -> Result<(Loaded, String), CliFault> {
    let mut sources = Sources::default();
    let name = if path == Path::new("-") { "<standard input>".to_owned() } else { path.display().to_string() };
    let text = read_text(path)?;
    let source = sources.add(name, text.clone());
    let (loaded, diagnostics) = load_with(questionnaire, source, &sources, (day, misfits));
    let failed = diagnostics.has_errors();
    if failed || misfits != Misfits::AskedAgain {
        output::show_places(diagnostics, &sources);
    }
    if failed { Err(CliFault::Diagnosed(Exit::Response)) } else { Ok((loaded.of_a_person(), text)) }
}

/// The text of a file of answers; `-` is standard input.
///
/// # Errors
/// It cannot be read, or is no text.
pub fn read_text(path: &Path) -> Result<String, CliFault> {
    let fault = |reason: String| catalog::CatalogFault::Unreadable { path: path.to_owned(), reason };
    let bytes = if path == Path::new("-") { stdin_bytes() } else { catalog::read_limited(path, MAX_BYTES) };
    let bytes = bytes.map_err(|error| fault(catalog::plain_reason(&error)))?;
    Ok(String::from_utf8(bytes).map_err(|error| fault(catalog::not_text(&error)))?)
}

fn stdin_bytes() -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
