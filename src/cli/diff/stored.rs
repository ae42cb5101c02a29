//! Stored responses under two versions: which no longer load, and why, and which are judged differently.

use std::path::Path;

use candidacy::assessment::Engine;
use candidacy::diagnostic::render;
use candidacy::diff::DifferenceKind;
use candidacy::questionnaire::Audience;
use candidacy::response::load;
use candidacy::source::Sources;
use candidacy::value::index::VerdictIx;

use super::super::fault::CliFault;
use super::super::open::read_text;

/// One stored response.
pub struct Stored {
    /// Its file.
    pub file: String,
    /// What each version makes of it: its verdict, or why it cannot be used.
    pub old: Result<VerdictIx, Vec<String>>,
    /// As above.
    pub new: Result<VerdictIx, Vec<String>>,
    agreement: Agreement,
}

/// How the verdict of the new version stands to that of the old one.
#[derive(Clone, Copy, PartialEq)]
enum Agreement {
    /// Both have the same id, or neither version can use the response.
    Same,
    /// They differ, or only one version can use it.
    Other,
    /// They differ, and the new one is less cautious.
    LessCautious,
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
    let agreement = match (&before, &after) {
        (Ok(before), Ok(after)) if id(old, before) == id(new, after) => Agreement::Same,
        (Ok(before), Ok(after)) => {
            let kind = DifferenceKind::Verdict { old: *before, new: *after };
            let less = kind.less_cautious(old.questionnaire(), new.questionnaire());
            if less { Agreement::LessCautious } else { Agreement::Other }
        }
        (Err(_), Err(_)) => Agreement::Same,
        (Ok(_), Err(_)) | (Err(_), Ok(_)) => Agreement::Other,
    };
    Ok(Stored { file, old: before, new: after, agreement })
}

impl Stored {
    /// Whether only one version can use it, or the verdicts differ.
    pub fn differs(&self) -> bool {
        self.agreement != Agreement::Same
    }

    /// Whether the new version gives a less cautious verdict.
    pub fn less_cautious(&self) -> bool {
        self.agreement == Agreement::LessCautious
    }
}
