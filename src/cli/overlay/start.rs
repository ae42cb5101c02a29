//! `candidacy new --from`: a set of one's own that stands on a shipped one.

use candidacy::catalog::{self, MAIN_FILE};
use candidacy::questionnaire::{Questionnaire, load};
use candidacy::source::Sources;

use super::super::fault::CliFault;

const MAIN: &str = include_str!("questionnaire.yaml");

/// The files of a set with this id that stands on another one, which is named by its id and may be by its version.
///
/// # Errors
/// There is no such set.
pub fn start(base: &str, id: &str) -> Result<Vec<(String, String)>, CliFault> {
    let base = shipped(base)?;
    let main = MAIN
        .replace("{{id}}", id)
        .replace("{{base}}", base.id())
        .replace("{{version}}", base.version())
        .replace("{{fingerprint}}", base.fingerprint());
    Ok(vec![(MAIN_FILE.to_owned(), main)])
}

fn shipped(name: &str) -> Result<Questionnaire, CliFault> {
    let id = name.split('@').next().unwrap_or(name);
    if !catalog::shipped_ids().contains(&id) {
        let known = catalog::shipped_ids().join(", ");
        let message =
            format!("`--from` takes a shipped set ({known}), and `{name}` is none; copy the folder of any other");
        return Err(CliFault::Usage { message });
    }
    let found = catalog::find(name)?;
    let (base, faults) = load(found.files.as_ref(), &found.main, &mut Sources::default());
    base.ok_or_else(|| CliFault::Usage {
        message: format!("`{name}` cannot be read: {}", faults.iter().next().map_or("", |fault| &fault.message)),
    })
}
