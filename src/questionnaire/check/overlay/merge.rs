//! What an overlay makes of its base.

use super::super::loaded::Loaded;
use super::super::shape::{as_map, as_scalar};
use super::tree::{self, Tree, says_the_same, shown};
use super::{Action, FieldChange, Overlay, Wanted, What, faults};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{Entry, YamlNode, YamlValue};
use crate::questionnaire::{Acceptance, BasedOn, EntryKind, OverlayEntry};
use crate::source::{Span, Spanned};

/// What nobody changes: what a verdict or a level of evidence means holds for every set that stands on the base.
const FIXED: [&str; 4] = ["verdicts", "evidence", "treats_up_to", "sections"];

impl Overlay {
    /// Puts the wanted entries into the base, which then has the id and the version of the overlay. Says what does not fit.
    pub fn merge(
        mut self,
        base: &mut Loaded,
        sections: Vec<YamlValue>,
        (fingerprint, wanted): (String, &Wanted<'_>),
    ) -> (BasedOn, Diagnostics) {
        let mut out = Diagnostics::default();
        #[expect(clippy::expect_used, reason = "an overlay whose base is not named is not merged")]
        let named = self.base.take().expect("a fault of Candidacy: an overlay is merged into no base");
        if let Some(other) = named.fingerprint.as_ref().filter(|said| said.text != fingerprint) {
            out.push(faults::other_base(other, &named, &fingerprint));
        }
        for entry in std::mem::take(&mut self.own) {
            set(&mut base.main, entry);
        }
        let mut merging = Merging {
            tree: Tree { main: &mut base.main, sections: &mut base.sections },
            base: named.told(),
            is_whole: self.is_whole,
            out,
        };
        let mut entries = Vec::new();
        let added = sections.into_iter().filter_map(|section| section_entry(section, &mut merging.out));
        for (entry, section) in added.collect::<Vec<_>>() {
            if wanted(&entry) {
                merging.add_section(section);
            }
            entries.push(entry);
        }
        let is_released = |entry: &OverlayEntry| self.accepts.iter().any(|acceptance| acceptance.releases(entry));
        for mut action in self.actions {
            if wanted(&action.entry) && !is_released(&action.entry) {
                merging.act(&mut action);
            }
            entries.push(action.entry);
        }
        entries.sort_by_key(|entry| entry.span);
        let mut out = merging.out;
        out.append(moved_on(&self.accepts, &entries, wanted));
        // A promise that somebody took upon them to break is no longer held; it must be one of the base.
        for acceptance in &self.accepts {
            for promise in &acceptance.promises {
                let there = base.main.get_mut("guarantees").is_some_and(|list| tree::take(list, promise));
                let again = self.accepts.iter().filter(|other| other.promises.contains(promise)).count() > 1;
                if !there && !again {
                    out.push(faults::no_such_promise(promise, acceptance.span));
                }
            }
        }
        let based_on = BasedOn {
            questionnaire: named.questionnaire.text,
            version: named.version.text,
            fingerprint,
            entries,
            accepted: self.accepts,
            is_whole: self.is_whole,
            span: named.span,
            texts: base.texts_of_base(),
        };
        (based_on, out)
    }
}

/// Acceptances of what an entry said once and says no more.
fn moved_on(accepts: &[Acceptance], entries: &[OverlayEntry], wanted: &Wanted<'_>) -> Diagnostics {
    let mut out = Diagnostics::default();
    for acceptance in accepts {
        let Some(accepted) = &acceptance.says else { continue };
        let covered = entries.iter().filter(|entry| acceptance.covers(entry) && wanted(entry));
        // The line that is offered for an acceptance has other quotes inside than around.
        let parts: Vec<String> =
            covered.flat_map(|entry| acceptance.said_by(entry)).map(|part| part.replace('"', "'")).collect();
        let says = parts.join("; ");
        // A copy that is whole by itself tells the same parts in the order of its file.
        let is_same = says.len() == accepted.len() && parts.iter().all(|part| accepted.contains(part));
        if !says.is_empty() && !is_same {
            out.push(faults::moved_on(acceptance, accepted, &says));
        }
    }
    out
}

/// A section that is added, with the entry that stands for it.
fn section_entry(section: YamlValue, out: &mut Diagnostics) -> Option<(OverlayEntry, YamlValue)> {
    let Some(id) = section.get("id").and_then(as_scalar) else {
        out.push(faults::added_without_id(&section, "sections"));
        return None;
    };
    let (path, span) = (id.text.clone(), id.span);
    Some((OverlayEntry { kind: EntryKind::Add, path, because: None, says: Vec::new(), span }, section))
}

struct Merging<'t> {
    tree: Tree<'t>,
    /// `smp 1.1.0`.
    base: String,
    is_whole: bool,
    out: Diagnostics,
}

impl Merging<'_> {
    fn act(&mut self, action: &mut Action) {
        let path = action.entry.path.clone();
        let parts = tree::parts(&path);
        let is_fixed = |part: &&str| {
            !self.is_whole && FIXED.contains(part) || *part == "guarantees" && action.entry.kind != EntryKind::Add
        };
        if parts.first().is_some_and(is_fixed) {
            return self.out.push(faults::fixed(&action.entry, &self.base));
        }
        let parts = parts.as_slice();
        match &action.what {
            What::Add(entry) => self.add(entry, parts, &action.entry),
            What::Change(fields) => action.entry.says = self.change(fields, parts, &action.entry),
            What::Remove => self.remove(parts, &action.entry),
        }
    }

    fn add_section(&mut self, mut section: YamlValue) {
        let Some(place) = place_of(&mut section) else { return self.tree.sections.push(section) };
        match self.tree.sections.iter().position(|known| tree::id(known) == Some(&place.id)) {
            Some(position) => self.tree.sections.insert(position + usize::from(place.after), section),
            None => {
                let known: Vec<&str> = self.tree.sections.iter().filter_map(tree::id).collect();
                self.out.push(faults::no_place(&place.id, place.span, known));
            }
        }
    }

    fn add(&mut self, entry: &Entry, path: &[&str], of: &OverlayEntry) {
        let Some((name, above)) = path.split_last() else { return };
        if self.tree.find(path).is_some() {
            return self.out.push(faults::is_there(of, &self.base));
        }
        let holder = if above.is_empty() { Some(&mut *self.tree.main) } else { self.tree.find(above) };
        match holder.map(|holder| &mut holder.node) {
            Some(YamlNode::List(items)) => {
                let mut item = entry.value.clone();
                // A step of a plan says itself what it comes after.
                let place = if above == ["plan"] { None } else { place_of(&mut item) };
                if let Some(fault) = put(items, item, place) {
                    self.out.push(fault);
                }
            }
            Some(YamlNode::Map(entries)) => entries.push(entry.clone()),
            Some(YamlNode::Null | YamlNode::Scalar(_)) => self.out.push(faults::no_target(of, &self.tree.paths())),
            None => self.first_of_its_kind(entry, (name, above), of),
        }
    }

    /// A section without a rule, or a set without a value, has no such list yet.
    fn first_of_its_kind(&mut self, entry: &Entry, (_, above): (&str, &[&str]), of: &OverlayEntry) {
        const LISTS: [&str; 4] = ["questions", "rules", "guarantees", "plan"];
        const MAPS: [&str; 7] = ["conditions", "scores", "derived", "values", "sources", "option_lists", "lints"];
        let Some((kind, over)) = above.split_last() else { return };
        let holder = if over.is_empty() { Some(&mut *self.tree.main) } else { self.tree.find(over) };
        let node = match *kind {
            kind if LISTS.contains(&kind) => YamlNode::List(vec![entry.value.clone()]),
            kind if MAPS.contains(&kind) => YamlNode::Map(vec![entry.clone()]),
            _ => return self.out.push(faults::no_target(of, &self.tree.paths())),
        };
        let Some(YamlNode::Map(entries)) = holder.map(|holder| &mut holder.node) else {
            return self.out.push(faults::no_target(of, &self.tree.paths()));
        };
        let key = Spanned::new((*kind).to_owned(), entry.key.span);
        entries.push(Entry { key, value: YamlValue { span: entry.value.span, node } });
    }

    /// Gives what became of each field, in a line.
    fn change(&mut self, fields: &[FieldChange], path: &[&str], of: &OverlayEntry) -> Vec<String> {
        let Some(target) = self.tree.find(path) else {
            self.out.push(faults::no_target(of, &self.tree.paths()));
            return Vec::new();
        };
        let mut says = Vec::new();
        for field in fields {
            match change_field(target, field, of, &self.base) {
                Ok(line) => says.push(line),
                Err(fault) => self.out.push(*fault),
            }
        }
        says
    }

    fn remove(&mut self, path: &[&str], of: &OverlayEntry) {
        let Some((name, above)) = path.split_last() else { return };
        let gone = if above.is_empty() {
            let before = self.tree.sections.len();
            self.tree.sections.retain(|section| tree::id(section) != Some(name));
            self.tree.sections.len() < before || tree::take(self.tree.main, name)
        } else {
            self.tree.find(above).is_some_and(|holder| tree::take(holder, name))
        };
        if !gone {
            self.out.push(faults::no_target(of, &self.tree.paths()));
        }
    }
}

/// Sets what a field says, if it says what the overlay thinks.
fn change_field(
    target: &mut YamlValue,
    field: &FieldChange,
    of: &OverlayEntry,
    base: &str,
) -> Result<String, Box<Diagnostic>> {
    let Some(key) = &field.key else {
        let was = field.was.as_ref().filter(|was| says_the_same(was, target));
        let Some(was) = was else {
            return Err(faults::was_otherwise(of, None, (field.was.as_ref(), Some(target)), base));
        };
        let line = format!("{} → {}", shown(was), shown(&field.is));
        *target = field.is.clone();
        return Ok(line);
    };
    let name = &key.key.value;
    if !matches!(target.node, YamlNode::Map(_)) {
        return Err(faults::no_fields(of, key.key.span).into());
    }
    let there = target.get(name);
    let fits = match (&field.was, there) {
        (Some(was), Some(there)) => says_the_same(was, there),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    if !fits {
        return Err(faults::was_otherwise(of, Some(key), (field.was.as_ref(), there), base));
    }
    let was = there.map_or_else(|| "nothing".to_owned(), shown);
    let line = format!("{name}: {was} → {}", shown(&field.is));
    set(target, Entry { key: key.key.clone(), value: field.is.clone() });
    Ok(line)
}

/// Puts an entry in the place of the one with its key, or behind all.
fn set(value: &mut YamlValue, entry: Entry) {
    let YamlNode::Map(entries) = &mut value.node else { return };
    match entries.iter_mut().find(|known| known.key.value == entry.key.value) {
        Some(known) => *known = entry,
        None => entries.push(entry),
    }
}

/// Where an added item is to stand.
struct Place {
    id: String,
    span: Span,
    /// Behind it; else before it.
    after: bool,
}

/// Takes `after` or `before` out of an added item.
fn place_of(item: &mut YamlValue) -> Option<Place> {
    let found = as_map(item).iter().find(|entry| ["after", "before"].contains(&entry.key.value.as_str()))?;
    let scalar = as_scalar(&found.value)?;
    let place = Place { id: scalar.text.clone(), span: scalar.span, after: found.key.value == "after" };
    let key = found.key.value.clone();
    tree::take(item, &key);
    Some(place)
}

/// Puts an item into a list; of one that is to stand beside a question of a group, beside the whole group.
fn put(items: &mut Vec<YamlValue>, item: YamlValue, place: Option<Place>) -> Option<Diagnostic> {
    let Some(place) = place else {
        items.push(item);
        return None;
    };
    match items.iter().position(|known| tree::item_ids(known).contains(&place.id)) {
        Some(position) => {
            items.insert(position + usize::from(place.after), item);
            None
        }
        None => {
            let known: Vec<String> = items.iter().flat_map(tree::item_ids).collect();
            // It is there all the same, so that nothing else is a fault by that.
            items.push(item);
            Some(faults::no_place(&place.id, place.span, known.iter().map(String::as_str)))
        }
    }
}
