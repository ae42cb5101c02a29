//! Which question set a command means: none is named where one lies in the folder, and a page stands for its set.

use std::path::{Path, PathBuf};

use candidacy::catalog::{self, MAIN_FILE, shipped_ids};
use candidacy::document::MAX_BYTES;

use super::args::{Command, NONE};
use super::fault::CliFault;
use super::output;

/// The set that is asked where none is named and none lies in the folder.
const SHIPPED: &str = "smp";

/// How far above a page its set is looked for.
const MOST_FOLDERS_UP: usize = 3;

/// Puts the sets that a command means where it names none, or only a page of one, and says on stderr what was put.
///
/// # Errors
/// None is named, none lies in the folder, and the command has no set of its own.
pub fn settle(command: &mut Command) -> Result<(), CliFault> {
    let here = Path::new(MAIN_FILE).is_file();
    match command {
        Command::Assess(args) => one(&mut args.questionnaire, here, Some(SHIPPED))?,
        Command::Check(args) => many(&mut args.paths, here)?,
        Command::Test(args) => many(&mut args.paths, here)?,
        Command::WhatIf(args) => one(&mut args.questionnaire, here, None)?,
        Command::Why(args) => {
            // `why age` in the folder of a set: what is no set is its question.
            let names_a_question = here && args.question.is_none() && args.answers.is_none();
            if names_a_question && args.questionnaire != NONE && catalog::find(&args.questionnaire).is_err() {
                args.question = Some(std::mem::replace(&mut args.questionnaire, NONE.to_owned()));
            }
            one(&mut args.questionnaire, here, None)?;
        }
        Command::Show(args) => {
            let names_a_part = here && args.id.is_none() && args.questionnaire != NONE;
            if names_a_part && catalog::find(&args.questionnaire).is_err() {
                args.id = Some(std::mem::replace(&mut args.questionnaire, NONE.to_owned()));
            }
            one(&mut args.questionnaire, here, None)?;
        }
        Command::Graph(args) => one(&mut args.questionnaire, here, None)?,
        Command::Print(args) => one(&mut args.questionnaire, here, None)?,
        Command::Batch(args) => one(&mut args.questionnaire, here, None)?,
        Command::Upgrade(args) => one(&mut args.questionnaire, here, None)?,
        Command::Flatten(args) => one(&mut args.questionnaire, here, None)?,
        Command::Rename(args) => of_page(&mut args.questionnaire),
        Command::Diff(args) => {
            of_page(&mut args.old);
            of_page(&mut args.new);
        }
        Command::List(args) => args.names.iter_mut().for_each(of_page),
        Command::New(_)
        | Command::Schema(_)
        | Command::Drafts(_)
        | Command::Explain(_)
        | Command::Completions(_)
        | Command::Man(_) => {}
    }
    Ok(())
}

fn one(name: &mut String, here: bool, otherwise: Option<&str>) -> Result<(), CliFault> {
    match (name == NONE, here, otherwise) {
        (false, ..) => of_page(name),
        (true, true, _) => {
            // By its main file: then the folder may be written to, as it is where the person is.
            MAIN_FILE.clone_into(name);
            output::tell(&format!("No set is named: the one in this folder is meant (`{MAIN_FILE}`)."));
        }
        (true, false, Some(shipped)) => shipped.clone_into(name),
        (true, false, None) => {
            let message = format!(
                "name a question set: a shipped one ({}), or the path of one; in a folder with a `{MAIN_FILE}` that one is meant",
                shipped_ids().join(", ")
            );
            return Err(CliFault::Usage { message });
        }
    }
    Ok(())
}

fn many(names: &mut Vec<String>, here: bool) -> Result<(), CliFault> {
    if names.is_empty() {
        names.push(NONE.to_owned());
    }
    names.iter_mut().try_for_each(|name| one(name, here, None))
}

/// Where a page or a file of scenarios is named, puts its set.
fn of_page(name: &mut String) {
    if let Some(set) = set_of_page(Path::new(name.as_str())) {
        let set = set.display().to_string();
        output::tell(&format!("`{name}` is a part of the question set `{set}`, which is meant."));
        *name = set;
    }
}

/// The set that a file belongs to which is no main file itself; none where it is one, or no set is found.
fn set_of_page(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let is_yaml = [".yaml", ".yml"].iter().any(|ending| name.ends_with(ending));
    if !is_yaml || name == MAIN_FILE || !path.is_file() {
        return None;
    }
    let text = String::from_utf8(catalog::read_limited(path, MAX_BYTES).ok()?).ok()?;
    let begins = |key: &str| text.lines().any(|line| line.starts_with(key));
    let is_part = ["id:", "questions:", "rules:", "scenarios:", "bases:"].into_iter().any(begins);
    if begins("questionnaire:") || !is_part {
        return None;
    }
    let folder = path.parent()?;
    let beside = name.strip_suffix(".scenarios.yaml").map(|set| folder.join(format!("{set}.yaml")));
    let main = beside.filter(|main| main.is_file());
    main.or_else(|| {
        let above = folder.ancestors().take(MOST_FOLDERS_UP).find(|folder| folder.join(MAIN_FILE).is_file())?;
        Some(if above == Path::new("") { PathBuf::from(MAIN_FILE) } else { above.to_owned() })
    })
}
