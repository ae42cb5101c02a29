//! `candidacy show`: a question set, or a part of it, as people read it who review it.

use std::path::Path;

use candidacy::assessment::Engine;
use candidacy::proof::Plan;
use candidacy::report::Format;
use candidacy::show::{Named, ShowFormat, Thing, find, page, show};

use super::args::{ShowArgs, ShowFormatName};
use super::day::today;
use super::fault::{CliFault, Exit};
use super::open::open_with_sources;
use super::output::{self, Staged};
use super::protect::ReadPaths;

/// Shows all of a set, or what an id names.
pub fn run(args: &ShowArgs) -> Result<Exit, CliFault> {
    let (questionnaire, sources) = open_with_sources(&args.questionnaire)?;
    let mut read = ReadPaths::default();
    read.set(&args.questionnaire, &sources)?;
    args.output.iter().try_for_each(|path| read.expect_apart("--output", path))?;
    let format = output::format_for(args.output.as_deref(), args.format, format_of)?.unwrap_or(ShowFormatName::Text);
    let thing = match args.id.as_deref().map(|id| (id, find(&questionnaire, id))) {
        None => Thing::Set,
        Some((_, Named::Thing(thing))) => thing,
        Some((id, Named::Nearest(nearest))) => {
            let nearest: Vec<String> = nearest.iter().map(|near| format!("`{near}`")).collect();
            let message =
                format!("nothing of `{}` has the id `{id}`; nearest are {}", questionnaire.id(), nearest.join(", "));
            return Err(CliFault::Usage { message });
        }
    };
    let engine = Engine::new(&questionnaire, args.today.unwrap_or_else(today));
    let shown = show(&Plan::new(&engine), thing, &sources)?;
    let written = match format {
        ShowFormatName::Text => page(&shown, ShowFormat::Text, output::width_of_stdout()),
        ShowFormatName::Markdown => page(&shown, ShowFormat::Markdown, output::width_of_stdout()),
        ShowFormatName::Html => page(&shown, ShowFormat::Html, output::width_of_stdout()),
        ShowFormatName::Json => shown.to_json(),
    };
    match (&args.output, format) {
        (Some(path), _) => Staged::new(path, &written)?.commit()?,
        (None, ShowFormatName::Json) => output::print_json(&written)?,
        (None, _) => output::print(&written)?,
    }
    Ok(Exit::Done)
}

/// The format that the ending of a path suggests.
fn format_of(path: &Path) -> Option<ShowFormatName> {
    if path.extension().is_some_and(|ending| ending == "json") {
        return Some(ShowFormatName::Json);
    }
    match Format::of_path(path)? {
        Format::Markdown => Some(ShowFormatName::Markdown),
        Format::Html => Some(ShowFormatName::Html),
        _ => Some(ShowFormatName::Text),
    }
}
