//! An overlay on another version of its base: what of it fits as it is, what both changed, and the file with what was decided.
//!
//! Three texts meet: the base as it was, the base as it is to be, and the overlay. What only one of them changes fits. Where both
//! changed a part, a person says whose stays. The file is edited at those places and nowhere else, so remarks and order stay.

use std::ops::Range;

use super::super::loaded::Loaded;
use super::super::shape::{as_map, as_scalar};
use super::tree::{self, Tree, says_the_same, shown};
use super::{Action, KEY, Overlay, What};
use crate::document::{Edit, Entry, YamlValue, edited, one_line};
use crate::questionnaire::EntryKind;
use crate::source::Span;

/// What an upgrade would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upgrade {
    /// How many entries the overlay has.
    pub entries: usize,
    /// How many of them fit as they are.
    pub fitting: usize,
    /// The parts that both changed, in file order, and of which nobody has said whose stays.
    pub conflicts: Vec<Conflict>,
    /// The decisions that concern no such part.
    pub idle: Vec<String>,
    /// The file as it was read.
    pub before: String,
    /// The file after the upgrade.
    pub text: String,
}

/// A part that the base changed and the overlay as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Its path.
    pub path: String,
    /// What it was.
    pub before: Option<String>,
    /// What the new version of the base says; nothing if it has it no more.
    pub theirs: Option<String>,
    /// What the overlay says; nothing if it takes it out.
    pub yours: Option<String>,
    /// Why the overlay says so.
    pub because: Option<String>,
    /// Where it does.
    pub span: Span,
    /// Whether the overlay's can stay.
    pub can_keep: bool,
}

/// Whose stays, by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    /// The overlay's.
    pub keep: Vec<String>,
    /// The base's.
    pub take: Vec<String>,
}

/// One part of an entry, at its own path.
struct Part<'a> {
    path: String,
    action: &'a Action,
    /// What it says that the base was, and what it is to be.
    change: Option<(&'a YamlValue, &'a YamlValue)>,
}

/// Works out the upgrade of an overlay from one version of its base to another.
pub(in super::super) fn upgrade(
    (main, text): (&YamlValue, &str),
    (mut old, mut new): (Loaded, Loaded),
    (version, fingerprint): (&str, &str),
    decisions: &Decisions,
) -> Upgrade {
    let (overlay, _) = Overlay::read(main);
    let mut before = Tree { main: &mut old.main, sections: &mut old.sections };
    let mut after = Tree { main: &mut new.main, sections: &mut new.sections };
    let mut upgrade = Upgrade {
        entries: overlay.actions.len(),
        fitting: 0,
        conflicts: Vec::new(),
        idle: Vec::new(),
        before: text.to_owned(),
        text: String::new(),
    };
    let mut edits: Vec<Edit> = Vec::new();
    let mut met = Vec::new();
    for action in &overlay.actions {
        let parts = parts(action);
        let mut moved = Vec::new();
        for part in &parts {
            let path = tree::parts(&part.path);
            let (was, theirs) = (before.find(&path).cloned(), after.find(&path).cloned());
            if part.meets(was.as_ref(), theirs.as_ref()) {
                moved.push((part, was, theirs));
            }
        }
        if moved.is_empty() {
            upgrade.fitting += 1;
        }
        let whole = parts.len() == moved.len();
        for (part, was, theirs) in moved {
            met.push(part.path.clone());
            let can_keep = part.change.is_some() && theirs.is_some();
            if decisions.takes(&part.path) {
                edits.extend(part.taken_out(main, text, whole));
            } else if can_keep && decisions.keeps(&part.path) {
                edits.extend(part.change.zip(theirs.as_ref()).map(|((was, _), theirs)| (bytes(was), one_line(theirs))));
            } else {
                upgrade.conflicts.push(Conflict {
                    before: was.as_ref().map(shown),
                    theirs: theirs.as_ref().map(shown),
                    yours: part.says(),
                    because: action.entry.because.clone(),
                    span: action.entry.span,
                    path: part.path.clone(),
                    can_keep,
                });
            }
        }
    }
    let known = |said: &String| met.iter().any(|path| is_part(said, path));
    let decided = decisions.keep.iter().chain(&decisions.take);
    upgrade.idle = decided.filter(|said| !known(said)).cloned().collect();
    edits.extend(stands_on(main, version, fingerprint));
    upgrade.text = edited(text, edits);
    upgrade
}

impl Decisions {
    fn keeps(&self, path: &str) -> bool {
        names(&self.keep, path)
    }

    fn takes(&self, path: &str) -> bool {
        names(&self.take, path)
    }
}

fn names(said: &[String], path: &str) -> bool {
    said.iter().any(|said| is_part(said, path))
}

/// Whether a path is meant by some of its parts: `values.trip_wait` by `trip_wait`.
fn is_part(said: &str, path: &str) -> bool {
    format!(".{path}.").contains(&format!(".{said}."))
}

fn parts(action: &Action) -> Vec<Part<'_>> {
    let path = &action.entry.path;
    match &action.what {
        What::Add(_) | What::Remove => vec![Part { path: path.clone(), action, change: None }],
        What::Change(fields) => fields
            .iter()
            .map(|field| Part {
                path: field.key.as_ref().map_or(path.clone(), |key| format!("{path}.{}", key.key.value)),
                action,
                change: field.was.as_ref().map(|was| (was, &field.is)),
            })
            .collect(),
    }
}

impl Part<'_> {
    /// Whether the base moved there: changed what is changed here, has what is added, or has no more what is taken out.
    fn meets(&self, before: Option<&YamlValue>, after: Option<&YamlValue>) -> bool {
        match (self.action.entry.kind, before, after) {
            (EntryKind::Add, _, after) => after.is_some(),
            (EntryKind::Remove, _, after) => after.is_none(),
            (EntryKind::Change, Some(before), Some(after)) => !says_the_same(before, after),
            (EntryKind::Change, before, after) => before.is_some() != after.is_some(),
        }
    }

    fn says(&self) -> Option<String> {
        match &self.action.what {
            What::Add(entry) => Some(shown(&entry.value)),
            What::Change(fields) => {
                let here = |key: &str| self.path.ends_with(&format!(".{key}"));
                let field = fields.iter().find(|field| field.key.as_ref().is_none_or(|key| here(&key.key.value)));
                field.map(|field| shown(&field.is))
            }
            What::Remove => None,
        }
    }

    /// The edit that takes the part out of the file: the whole entry if nothing else is in it.
    fn taken_out(&self, main: &YamlValue, text: &str, whole: bool) -> Option<Edit> {
        let span = self.action.entry.span;
        let (holder, entry) = holder_of(main, span)?;
        if whole {
            let alone = as_map(&holder.value).len() == 1;
            let (from, to) = if alone { (holder.key.span, bytes(&holder.value).end) } else { (span, entry_end(entry)) };
            return Some((line_or_part(text, from.start as usize..to), String::new()));
        }
        let key = self.path.rsplit('.').next()?;
        let field = as_map(&entry.value).iter().find(|field| field.key.value == key)?;
        Some((line_or_part(text, field.key.span.start as usize..entry_end(field)), String::new()))
    }
}

fn entry_end(entry: &Entry) -> usize {
    bytes(&entry.value).end.max(entry.key.span.end as usize)
}

/// The key that holds the entry with that place, and the entry.
fn holder_of(main: &YamlValue, span: Span) -> Option<(&Entry, &Entry)> {
    as_map(main).iter().find_map(|holder| {
        let entry = as_map(&holder.value).iter().find(|entry| entry.key.span == span)?;
        Some((holder, entry))
    })
}

fn bytes(value: &YamlValue) -> Range<usize> {
    value.span.start as usize..value.span.end as usize
}

/// All lines of something that has lines of its own; of something in brackets, it and a comma beside it.
fn line_or_part(text: &str, range: Range<usize>) -> Range<usize> {
    let before = text.get(..range.start).unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    if before.get(start..).unwrap_or_default().trim().is_empty() {
        let end = after.find('\n').map_or(text.len(), |newline| range.end + newline + 1);
        return start..end;
    }
    let blanks = |text: &str| text.len() - text.trim_start().len();
    if let Some(rest) = after.trim_start().strip_prefix(',') {
        return range.start..range.end + blanks(after) + 1 + blanks(rest);
    }
    let kept = before.trim_end();
    kept.strip_suffix(',').map_or(range.clone(), |kept| kept.len()..range.end)
}

/// The edits by which the file names the other version.
fn stands_on(main: &YamlValue, version: &str, fingerprint: &str) -> Vec<Edit> {
    let Some(named) = main.get(KEY) else { return Vec::new() };
    let at = |key: &str| named.get(key).filter(|value| as_scalar(value).is_some()).map(bytes);
    let version = at("version").map(|place| (place, version.to_owned()));
    version.into_iter().chain(at("fingerprint").map(|place| (place, format!("\"{fingerprint}\"")))).collect()
}
