//! `candidacy print`: a question set on paper, to be filled in by hand.

use std::path::Path;

use candidacy::blank::{BlankFormat, blank};
use candidacy::report::Format;

use super::args::{PrintArgs, PrintFormat};
use super::fault::{CliFault, Exit};
use super::open::open_with_sources;
use super::output::{self, Staged};
use super::protect::ReadPaths;

/// Writes the blank questionnaire.
pub fn run(args: &PrintArgs) -> Result<Exit, CliFault> {
    if !args.blank {
        let message = "`candidacy print` prints a blank questionnaire: say `--blank`. What came of answers is printed by \
                       `candidacy assess`";
        return Err(CliFault::Usage { message: message.to_owned() });
    }
    let (questionnaire, sources) = open_with_sources(&args.questionnaire)?;
    let mut read = ReadPaths::default();
    read.set(&args.questionnaire, &sources)?;
    args.output.iter().try_for_each(|path| read.expect_apart("--output", path))?;
    let format = output::format_for(args.output.as_deref(), args.format, format_of)?.unwrap_or(PrintFormat::Html);
    let page = blank(&questionnaire, args.holder.into(), format.into());
    match &args.output {
        Some(path) => Staged::new(path, &page)?.commit()?,
        None => output::print(&page)?,
    }
    Ok(Exit::Done)
}

/// The format that the ending of a path suggests.
fn format_of(path: &Path) -> Option<PrintFormat> {
    match Format::of_path(path)? {
        Format::Markdown => Some(PrintFormat::Markdown),
        Format::Html => Some(PrintFormat::Html),
        _ => Some(PrintFormat::Text),
    }
}

impl From<PrintFormat> for BlankFormat {
    fn from(format: PrintFormat) -> BlankFormat {
        match format {
            PrintFormat::Html => BlankFormat::Html,
            PrintFormat::Markdown => BlankFormat::Markdown,
            PrintFormat::Text => BlankFormat::Text,
        }
    }
}
