//! `candidacy flatten`: an overlay as a set that is whole by itself.

use std::path::Path;

use candidacy::catalog::{self, Found, MAIN_FILE};
use candidacy::questionnaire::{FlatSet, Questionnaire, flatten};
use candidacy::scenario::{file_beside, written_out};
use candidacy::source::Sources;

use super::super::args::FlattenArgs;
use super::super::fault::{CliFault, Exit};
use super::super::new::write_folder;
use super::super::output;

/// Prints the files, or writes them into a folder of their own, with all that they name.
pub fn run(args: &FlattenArgs) -> Result<Exit, CliFault> {
    let found = catalog::find(&args.questionnaire)?;
    let mut sources = Sources::default();
    // What is at fault is told before anything is written: a set that cannot be used is no way out.
    let (questionnaire, faults) = catalog::open(&args.questionnaire, &mut sources)?;
    let Some(set) = questionnaire else {
        output::show(faults, &sources);
        return Ok(Exit::Questionnaire);
    };
    let (flat, faults) = flatten(found.files.as_ref(), &found.main, &mut Sources::default());
    let Some(flat) = flat else {
        output::show(faults, &sources);
        return Ok(Exit::Questionnaire);
    };
    match &args.output {
        Some(folder) => write(folder, (&found, &set), flat)?,
        None => print(&flat)?,
    }
    Ok(Exit::Done)
}

fn print(flat: &FlatSet) -> Result<(), CliFault> {
    let mut text = format!("# {MAIN_FILE}\n{}", flat.main);
    for (path, section) in &flat.sections {
        text.push_str(&format!("\n# {path}\n{section}"));
    }
    output::print(&text)
}

/// The folder with all that the set names: pictures, parts of reports and scenarios.
fn write(folder: &Path, (found, set): (&Found, &Questionnaire), flat: FlatSet) -> Result<(), CliFault> {
    let scenarios = written_out(set, found.files.as_ref(), &found.main).map(|text| (file_beside(MAIN_FILE), text));
    let texts = [(MAIN_FILE.to_owned(), flat.main)].into_iter().chain(flat.sections).chain(scenarios);
    let texts = texts.map(|(path, text)| (path, text.into_bytes()));
    let mut files: Vec<(String, Vec<u8>)> =
        texts.chain(flat.pictures).chain(catalog::parts_of_reports(found)).collect();
    files.sort();
    files.dedup();
    if let Some([(path, _), _]) = files.array_windows().find(|[(one, _), (other, _)]| one == other) {
        let message =
            format!("`{path}` is in your folder and in the base, and is not the same there; give yours another name");
        return Err(CliFault::Usage { message });
    }
    write_folder(folder, &files)?;
    output::tell(&format!(
        "{}: written. It is a set of its own now, held against its base by `based_on`.",
        folder.display()
    ));
    Ok(())
}
