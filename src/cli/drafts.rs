//! `candidacy drafts`: which answers are kept of interviews that were not finished, and deleting them. No answer is shown.

use std::io::IsTerminal;
use std::path::Path;
use std::time::{Duration, SystemTime};

use candidacy::document::{self, YamlNode, YamlValue};
use candidacy::source::Sources;
use candidacy::text::counted;
use inquire::{Confirm, InquireError};
use jiff::Timestamp;
use serde::Serialize;

use super::args::{AnswerFormat, DraftsArgs};
use super::assess::state_folder;
use super::day::moment_of_day;
use super::fault::{CliFault, Exit};
use super::interview::shelf::{DraftName, FileRole, Found, Shelf};
use super::output;

/// One draft, as it is listed.
#[derive(Serialize)]
struct Listed {
    name: String,
    questionnaire: String,
    audience: String,
    client: Option<String>,
    /// When it was written last.
    written: Option<String>,
    /// How many answers are in it; none if it cannot be read.
    answers: Option<usize>,
    /// Whether its interview is going on.
    in_use: bool,
    path: String,
    deleted: bool,
    #[serde(skip)]
    moment: Option<SystemTime>,
}

/// All that is found, and what became of it.
#[derive(Serialize)]
struct Listing {
    folder: Option<String>,
    dry_run: bool,
    drafts: Vec<Listed>,
    /// What interviews that were killed left half written; deleted, unless the run was dry.
    swept: Vec<String>,
}

/// Lists, and deletes what is asked for.
pub fn run(args: &DraftsArgs) -> Result<Exit, CliFault> {
    let folder = state_folder();
    let listing = match &folder {
        Some(folder) if folder.is_dir() => look_through(folder, args)?,
        _ => {
            expect_all_named(args, &[])?;
            let folder = folder.map(|folder| folder.display().to_string());
            Listing { folder, dry_run: args.dry_run, drafts: Vec::new(), swept: Vec::new() }
        }
    };
    match args.format {
        AnswerFormat::Text => output::print(&render(&listing, args))?,
        AnswerFormat::Json => output::print_json(&serde_json::json!(listing).to_string())?,
    }
    Ok(Exit::Done)
}

fn look_through(folder: &Path, args: &DraftsArgs) -> Result<Listing, CliFault> {
    let unusable = |fault: std::io::Error| CliFault::unwritable(folder, &fault);
    let shelf = Shelf::there(folder).map_err(unusable)?;
    let files = shelf.files().map_err(unusable)?;
    let files: Vec<Found> =
        files.into_iter().filter(|file| matches!(file.role, FileRole::Draft | FileRole::PutAside)).collect();
    expect_all_named(args, &files)?;
    let listed = files.iter().map(|file| (file, Listed::of(&shelf, file)));
    // What is only listed is listed by age; of what is deleted, the rest is counted as left.
    let lists = !args.all && args.delete.is_empty();
    let old_enough = |listed: &Listed| !lists || is_old_enough(args, listed);
    let (files, mut drafts): (Vec<&Found>, Vec<Listed>) = listed.filter(|(_, listed)| old_enough(listed)).unzip();
    let dry_run = args.dry_run || !is_meant(args, drafts.iter().filter(|listed| wants(args, listed)).count())?;
    let mut gone: Vec<&DraftName> = Vec::new();
    for (file, listed) in files.into_iter().zip(&mut drafts) {
        let name = file.name.as_ref();
        // What was put aside of a draft, which comes after it in order, is deleted with it.
        if name.is_some_and(|name| gone.contains(&name)) {
            listed.deleted = true;
        } else if wants(args, listed) && !listed.in_use {
            listed.deleted = dry_run || delete(&shelf, file)?;
            listed.in_use = !listed.deleted;
            gone.extend(name.filter(|_| listed.deleted && file.role == FileRole::Draft));
        }
    }
    let swept = shelf.sweep(!dry_run).iter().map(|path| path.display().to_string()).collect();
    Ok(Listing { folder: Some(folder.display().to_string()), dry_run, drafts, swept })
}

/// Whoever sits at a terminal is asked once before all drafts go: nobody gets these answers back. A script has said what it wants.
fn is_meant(args: &DraftsArgs, count: usize) -> Result<bool, CliFault> {
    let at_a_window = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    if !args.all || args.dry_run || count == 0 || !at_a_window {
        return Ok(true);
    }
    let question = format!("Delete {}? Nobody can get these answers back.", counted(count, "draft"));
    match Confirm::new(&question).with_default(false).prompt() {
        Ok(meant) => Ok(meant),
        Err(InquireError::OperationCanceled | InquireError::OperationInterrupted) => Ok(false),
        Err(fault) => {
            Err(CliFault::Usage { message: format!("`--all` asks before it deletes, and cannot here: {fault}") })
        }
    }
}

/// A name with which nothing can be deleted is a slip, and said before anything is deleted.
fn expect_all_named(args: &DraftsArgs, files: &[Found]) -> Result<(), CliFault> {
    let known = |name: &String| files.iter().any(|file| name_of(file) == *name);
    match args.delete.iter().find(|name| !known(name)) {
        Some(name) => {
            let message = format!("there is no draft `{name}`; `candidacy drafts` lists those that are there");
            Err(CliFault::Usage { message })
        }
        None => Ok(()),
    }
}

/// The name by which a file is listed and deleted.
fn name_of(file: &Found) -> String {
    let file_name = file.path.file_name().unwrap_or_default().to_string_lossy();
    match (&file.name, file.role) {
        (Some(name), FileRole::Draft) => name.to_string(),
        _ => file_name.into_owned(),
    }
}

fn wants(args: &DraftsArgs, listed: &Listed) -> bool {
    (args.all || args.delete.contains(&listed.name)) && is_old_enough(args, listed)
}

fn is_old_enough(args: &DraftsArgs, listed: &Listed) -> bool {
    args.older_than.is_none_or(|age| is_older(listed.moment, age))
}

/// A file whose age nobody knows is not known to be old.
fn is_older(written: Option<SystemTime>, age: Duration) -> bool {
    written.and_then(|written| written.elapsed().ok()).is_some_and(|elapsed| elapsed >= age)
}

/// Deletes a draft with its copies, or one that was put aside. False if an interview holds it.
fn delete(shelf: &Shelf, file: &Found) -> Result<bool, CliFault> {
    let Some(name) = &file.name else { return Ok(false) };
    let fault = |fault: std::io::Error| CliFault::unwritable(&file.path, &fault);
    // Whoever takes it up in this very moment keeps it.
    let Some(held) = shelf.hold(name).map_err(|reason| fault(std::io::Error::other(reason)))? else { return Ok(false) };
    let removed = match file.role {
        FileRole::Draft => held.remove(),
        FileRole::PutAside | FileRole::Temporary | FileRole::Lock => held.remove_one_put_aside(&file.path),
    };
    removed.map(|()| true).map_err(fault)
}

impl Listed {
    fn of(shelf: &Shelf, file: &Found) -> Listed {
        let held = file.name.as_ref().map(|name| shelf.hold(name));
        let in_use = matches!(held, Some(Ok(None)));
        let text = match (&held, file.role) {
            (Some(Ok(Some(held))), FileRole::Draft) => held.read().ok().and_then(|bytes| String::from_utf8(bytes).ok()),
            _ => None,
        };
        let tree = text.and_then(|text| tree(&text));
        let (questionnaire, audience) = file.name.as_ref().map(|name| name.parts()).unwrap_or_default();
        let moment = file.written();
        let stamp = moment.and_then(|moment| Timestamp::try_from(moment).ok());
        Listed {
            name: name_of(file),
            questionnaire: questionnaire.to_owned(),
            audience: audience.to_owned(),
            client: tree.as_ref().and_then(client),
            written: stamp.and_then(|stamp| stamp.round(jiff::Unit::Second).ok()).map(|stamp| stamp.to_string()),
            answers: tree.as_ref().and_then(answers),
            in_use,
            path: file.path.display().to_string(),
            deleted: false,
            moment,
        }
    }
}

fn tree(text: &str) -> Option<YamlValue> {
    let mut sources = Sources::default();
    let source = sources.add("draft", text);
    document::parse(source, sources.get(source)?).0
}

/// Whose answers they are, as the file says.
fn client(tree: &YamlValue) -> Option<String> {
    let value = ["client", "id"].into_iter().find_map(|key| tree.get(key))?;
    match &value.node {
        YamlNode::Scalar(scalar) => Some(scalar.text.clone()),
        YamlNode::Null | YamlNode::List(_) | YamlNode::Map(_) => None,
    }
}

fn answers(tree: &YamlValue) -> Option<usize> {
    match &tree.get("answers")?.node {
        YamlNode::Map(entries) => Some(entries.len()),
        YamlNode::Null => Some(0),
        YamlNode::Scalar(_) | YamlNode::List(_) => None,
    }
}

/// The list for people.
fn render(listing: &Listing, args: &DraftsArgs) -> String {
    let mut text = String::new();
    for draft in &listing.drafts {
        let written = draft.moment.map_or("an unknown day".to_owned(), moment_of_day);
        let what = match (draft.answers, draft.in_use) {
            (_, true) => "its interview is going on".to_owned(),
            (Some(count), false) => counted(count, "answer"),
            (None, false) => "cannot be read".to_owned(),
        };
        let client = draft.client.as_ref().map_or(String::new(), |client| format!(" · client {client}"));
        let state = match (draft.deleted, listing.dry_run) {
            (true, false) => " · deleted",
            (true, true) => " · would be deleted",
            (false, _) => "",
        };
        let (name, set, audience) = (&draft.name, &draft.questionnaire, &draft.audience);
        text.push_str(&format!(
            "{name}\n  {set}, of a {audience}{client} · {written} · {what}{state}\n  {}\n",
            draft.path
        ));
    }
    if listing.drafts.is_empty() {
        text.push_str("No answers are kept.\n");
    }
    if !listing.swept.is_empty() {
        let verb = if listing.dry_run { "Would be deleted" } else { "Deleted" };
        let count = counted(listing.swept.len(), "file");
        text.push_str(&format!("{verb}: {count} that interviews left half written when they were killed.\n"));
    }
    text + &sum(listing, args)
}

/// What was deleted, in one line.
fn sum(listing: &Listing, args: &DraftsArgs) -> String {
    let asked = args.all || !args.delete.is_empty();
    if !asked || listing.drafts.is_empty() {
        return String::new();
    }
    let deleted = listing.drafts.iter().filter(|draft| draft.deleted).count();
    let (count, verb) = (counted(deleted, "draft"), if listing.dry_run { "would be deleted" } else { "deleted" });
    let left = listing.drafts.len() - deleted;
    format!("\n{count} {verb}; {left} left.\n")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_an_interview_has_taken_meanwhile_is_not_said_to_be_deleted() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::open(folder.path()).unwrap();
        for file in ["small.client.draft.yaml", "small.client.draft.yaml.unreadable"] {
            fs::write(folder.path().join(file), "age: 34").unwrap();
        }
        let files = shelf.files().unwrap();
        let held = shelf.hold(files[0].name.as_ref().unwrap()).unwrap().unwrap();
        for file in &files {
            assert!(!delete(&shelf, file).unwrap() && file.path.exists(), "{file:?}");
        }
        drop(held);
        assert!(delete(&shelf, &files[0]).unwrap());
        assert!(files.iter().all(|file| !file.path.exists()));
    }
}
