//! Stored responses under two versions: which no longer load, and why, and which are judged differently.

use std::path::Path;

use candidacy::assessment::Engine;
use candidacy::diagnostic::render;
use candidacy::questionnaire::Audience;
use candidacy::response::load;
use candidacy::source::Sources;
use candidacy::value::index::VerdictIx;

use super::super::fault::CliFault;
use super::super::open::read_text;
use super::told::Told;

/// One stored response.
pub struct Stored {
    /// Its file.
    pub file: String,
    /// What each version makes of it: its verdict, or why it cannot be used.
    pub old: Result<VerdictIx, Vec<String>>,
    /// As above.
    pub new: Result<VerdictIx, Vec<String>>,
    /// Whether both give a verdict with the same id.
    same: Agreement,
}

#[derive(PartialEq)]
enum Agreement {
    Same,
    Other,
}

/// Reads a response with both versions.
///
/// # Errors
/// The file cannot be read.
pub fn compare(path: &Path, [old, new]: [&Engine<'_>; 2]) -> Result<Stored, CliFault> {
    let text = read_text(path)?;
    let file = path.display().to_string();
    let judge = |engine: &Engine<'_>| {
        let mut sources = Sources::default();
        let source = sources.add(file.clone(), text.clone());
        let (loaded, faults) = load(engine.questionnaire(), source, &sources, engine.day());
        if faults.has_errors() {
            return Err(render::short(&faults.sorted(), &sources).lines().map(str::to_owned).collect::<Vec<_>>());
        }
        Ok(engine.assess(&loaded.response, Audience::Everyone).verdict)
    };
    let (before, after) = (judge(old), judge(new));
    let id = |engine: &Engine<'_>, verdict: &VerdictIx| engine.questionnaire()[*verdict].id.clone();
    let same = match (&before, &after) {
        (Ok(before), Ok(after)) => id(old, before) == id(new, after),
        (Err(_), Err(_)) => true,
        _ => false,
    };
    let same = if same { Agreement::Same } else { Agreement::Other };
    Ok(Stored { file, old: before, new: after, same })
}

impl Stored {
    /// Whether only one version can use it, or the verdicts differ.
    pub fn differs(&self) -> bool {
        self.same == Agreement::Other
    }

    /// Whether the new version gives a less cautious verdict.
    pub fn less_cautious(&self, told: &Told<'_>) -> bool {
        match (&self.old, &self.new) {
            (Ok(old), Ok(new)) if self.differs() => {
                candidacy::diff::DifferenceKind::Verdict { old: *old, new: *new }.less_cautious(told.old, told.new)
            }
            _ => false,
        }
    }
}
