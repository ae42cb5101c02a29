//! A set that calls itself as a shipped one does. Answers and drafts know a set by its id and version: two that share them and
//! judge differently are taken for one.

use super::{Found, Origin, shipped};
use crate::diagnostic::{Code, Diagnostic};
use crate::document;
use crate::questionnaire::{MAIN_FILE, Questionnaire, load};
use crate::source::{Sources, Span};

/// What to say of it; nothing of a shipped set itself, or of a copy that is the same to the byte.
pub(super) fn told(found: &Found, questionnaire: &Questionnaire, sources: &Sources) -> Option<Diagnostic> {
    let (id, version) = (questionnaire.id(), questionnaire.version());
    if found.origin == Origin::Shipped || !shipped::shipped_ids().contains(&id) {
        return None;
    }
    let namesake = shipped::version_of(id, version);
    let namesake = namesake.and_then(|files| load(files.as_ref(), MAIN_FILE, &mut Sources::default()).0);
    if namesake.as_ref().is_some_and(|shipped| shipped.fingerprint() == questionnaire.fingerprint()) {
        return None;
    }
    let message = match namesake.is_some() {
        true => format!("this calls itself `{id}` {version}, and is not the same as the shipped `{id}` {version}"),
        false => format!("`{id}` is the id of a shipped question set"),
    };
    let help = "give it an id of its own, as in `my_clinic`: answers and reports know a set by its id and version";
    Some(Diagnostic::new(Code::ShippedId, place(found, sources), message).help(help))
}

/// Where the main file says its id.
fn place(found: &Found, sources: &Sources) -> Span {
    let name = found.files.name(&found.main);
    let Some((index, source)) = sources.iter().find(|(_, source)| source.name == name) else { return Span::default() };
    let tree = document::parse(index, source).0;
    let id = tree.as_ref().and_then(|tree| tree.get("questionnaire"));
    id.map_or(Span::new(index, 0, 0), |id| id.span)
}
