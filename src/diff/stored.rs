//! Stored responses under two versions: which no longer load, and why, and which are judged differently.

use super::kind::less_cautious;
use crate::assessment::Engine;
use crate::diagnostic::render;
use crate::questionnaire::Audience;
use crate::response::{Misfits, load_with};
use crate::source::Sources;
use crate::value::index::VerdictIx;

/// What one version makes of a stored response: its verdict, or why it cannot be used, a line a fault.
pub type StoredVerdict = Result<VerdictIx, Vec<String>>;

/// One stored response under two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredResponse {
    /// Its file.
    pub file: String,
    /// What the old version makes of it.
    pub old: StoredVerdict,
    /// What the new version makes of it.
    pub new: StoredVerdict,
    differs: bool,
    less_cautious: bool,
}

impl StoredResponse {
    /// Reads the text of a response file with both versions.
    pub fn compare(file: &str, text: &str, [old, new]: [&Engine<'_>; 2]) -> StoredResponse {
        let (before, after) = (judge(file, text, old), judge(file, text, new));
        let (old, new) = (old.questionnaire(), new.questionnaire());
        let (differs, less_cautious) = match (&before, &after) {
            (Ok(before), Ok(after)) => {
                let differs = old[*before].id != new[*after].id;
                (differs, differs && less_cautious(old, new, (*before, *after)))
            }
            (Err(_), Err(_)) => (false, false),
            (Ok(_), Err(_)) | (Err(_), Ok(_)) => (true, false),
        };
        StoredResponse { file: file.to_owned(), old: before, new: after, differs, less_cautious }
    }

    /// Whether only one version can use it, or the verdicts differ.
    pub fn differs(&self) -> bool {
        self.differs
    }

    /// Whether the new version gives a less cautious verdict.
    pub fn less_cautious(&self) -> bool {
        self.less_cautious
    }
}

fn judge(file: &str, text: &str, engine: &Engine<'_>) -> StoredVerdict {
    let mut sources = Sources::default();
    let source = sources.add(file, text);
    let (loaded, faults) = load_with(engine.questionnaire(), source, &sources, (engine.day(), Misfits::Refused));
    if faults.has_errors() {
        return Err(render::short(&faults.sorted(), &sources).lines().map(str::to_owned).collect());
    }
    Ok(engine.assess(&loaded.response, Audience::Everyone).verdict)
}
