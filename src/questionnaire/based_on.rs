//! What a questionnaire says that stands on another one: which, what it makes of it, and what it knowingly takes less care of.

use std::ops::Range;

use crate::source::Span;

/// What an overlay stands on, and what it makes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BasedOn {
    /// The id of the base.
    pub questionnaire: String,
    /// Its version.
    pub version: String,
    /// Its fingerprint, as it is here.
    pub fingerprint: String,
    /// All that the overlay adds, changes and removes, in file order; those that were left out as well.
    pub entries: Vec<OverlayEntry>,
    /// Whether the set is whole by itself: the base is only what it is held against.
    pub is_whole: bool,
    /// What of that is less cautious than the base, knowingly.
    pub accepted: Vec<Acceptance>,
    /// Where the base is named.
    pub span: Span,
    /// The numbers of the texts that are its files.
    pub(crate) texts: Range<u16>,
}

impl BasedOn {
    /// Whether a place is in a file of the base, which whoever writes the overlay cannot change.
    pub fn has(&self, place: Span) -> bool {
        self.texts.contains(&place.source.0)
    }

    /// Whether somebody took an entry upon them.
    pub fn accepts(&self, entry: &OverlayEntry) -> bool {
        self.accepted.iter().any(|acceptance| acceptance.covers(entry))
    }
}

/// What an overlay does with a part of its base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// It is new.
    Add,
    /// It is there, and says something else.
    Change,
    /// It goes.
    Remove,
}

impl EntryKind {
    /// The key under which it stands in an overlay.
    pub fn name(self) -> &'static str {
        match self {
            EntryKind::Add => "add",
            EntryKind::Change => "change",
            EntryKind::Remove => "remove",
        }
    }
}

/// One thing that an overlay does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverlayEntry {
    /// What it does.
    pub kind: EntryKind,
    /// With what: ids with their kinds, as in `skin.rules.skin_07_tan`.
    pub path: String,
    /// Why, in the clinic's own words; what is added needs no reason.
    pub because: Option<String>,
    /// What it makes of the old, in a line: `verdict: refer → defer`.
    pub says: Vec<String>,
    /// Where it stands.
    pub span: Span,
}

/// An entry of which somebody knows that it takes less care than the base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// The path of the entry.
    pub entry: String,
    /// What the entry said when it was accepted, as [`OverlayEntry::says`] has it, if that was noted: then the acceptance ends when
    /// the entry says something else.
    pub says: Option<String>,
    /// The promises of the base that it breaks, and that are no longer held.
    pub promises: Vec<String>,
    /// Why.
    pub because: String,
    /// Who took it upon them.
    pub by: String,
    /// On which day.
    pub on: String,
    /// Where it stands.
    pub span: Span,
}

impl Acceptance {
    /// Whether the entry takes away a promise of the base that it names.
    pub fn releases(&self, entry: &OverlayEntry) -> bool {
        let promise = entry.path.strip_prefix("guarantees.").filter(|_| entry.kind == EntryKind::Remove);
        promise.is_some_and(|promise| self.promises.iter().any(|named| named == promise))
    }

    /// What an entry says that it covers, as it stands at the thing that it is for: with its key, where the entry is only for that.
    pub(crate) fn said_by(&self, entry: &OverlayEntry) -> Vec<String> {
        let key = entry.path.strip_prefix(&self.entry).and_then(|rest| rest.strip_prefix('.'));
        let with_key = |part: &String| key.map_or_else(|| part.clone(), |key| format!("{key}: {part}"));
        entry.says.iter().map(with_key).collect()
    }

    /// Whether it is for this entry, or for the thing of which that is a part.
    pub fn covers(&self, entry: &OverlayEntry) -> bool {
        entry.path.strip_prefix(&self.entry).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}
