//! A questionnaire that stands on another one, and says only what it adds, changes and removes.
//!
//! All of it happens on the tree of the files, before anything is checked: so every value keeps the place where it was written,
//! in this file or in that of the base, and what comes out is an ordinary questionnaire. There is one base and one pass. What is
//! meant is named by id, with its kind in the path (`skin.rules.skin_07_tan`), never by its place in a list; a part stands
//! under one entry at most, so the order of the entries means nothing.

mod derive;
mod faults;
mod flatten;
mod merge;
mod tree;
mod upgrade;

use super::Files;
use super::loaded::Loaded;
use super::shape::{Fields, Form, as_list, as_map, as_scalar, text, wrong_value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Entry, Scalar, YamlNode, YamlValue};
use crate::questionnaire::{Acceptance, EntryKind, OverlayEntry};
use crate::source::{Span, Spanned};
use crate::value::parse_date;

pub(super) use faults::rests_on_removed;
pub use flatten::FlatSet;
pub(super) use flatten::flat;
pub(super) use upgrade::upgrade;
pub use upgrade::{Conflict, Decisions, Upgrade};

/// The key by which a main file says that it is an overlay.
pub(super) const KEY: &str = "based_on";

pub(super) const OVERLAY: Form = Form {
    noun: "overlay",
    keys: &[
        "questionnaire",
        "version",
        "title",
        "status",
        "url",
        "tags",
        KEY,
        "clinic",
        "values",
        "add",
        "change",
        "remove",
        "accepts",
    ],
};
const BASE: Form = Form { noun: "base", keys: &["questionnaire", "version", "fingerprint"] };
const ACCEPTANCE: Form =
    Form { noun: "acceptance", keys: &["add", "change", "remove", "says", "promises", "because", "by", "on"] };

/// What an overlay says of itself in place of its base.
const OWN: [&str; 7] = ["questionnaire", "version", "title", "status", "url", "tags", "clinic"];

/// Which entries of an overlay are put into its base.
pub type Wanted<'w> = dyn Fn(&OverlayEntry) -> bool + 'w;

/// An overlay, as it was read.
pub(super) struct Overlay {
    /// Its id, version and the like.
    own: Vec<Entry>,
    base: Option<Named>,
    actions: Vec<Action>,
    accepts: Vec<Acceptance>,
    /// The sections that it adds: mappings, or the names of files.
    sections: Vec<YamlValue>,
    /// Whether it is a set that is whole by itself, and its entries are what leads there from the base.
    is_whole: bool,
}

/// The base, as it is named.
struct Named {
    questionnaire: Scalar,
    version: Scalar,
    fingerprint: Option<Scalar>,
    span: Span,
}

/// One thing to be done with the base.
struct Action {
    entry: OverlayEntry,
    what: What,
}

enum What {
    /// Puts this in: an item of the list, or an entry of the mapping, to which the path leads.
    Add(Entry),
    /// Sets these fields, or the thing itself.
    Change(Vec<FieldChange>),
    Remove,
}

/// What a field was and what it is to be.
struct FieldChange {
    /// Its key; nothing for the thing itself.
    key: Option<Entry>,
    was: Option<YamlValue>,
    is: YamlValue,
}

impl Overlay {
    /// Reads what an overlay says.
    pub fn read(main: &YamlValue) -> (Overlay, Diagnostics) {
        let mut out = Diagnostics::default();
        let mut overlay = Overlay::new(main);
        if let Some(fields) = Fields::of_main(main, OVERLAY, &mut out) {
            overlay.base = fields.entry(KEY).and_then(|entry| named(entry, &mut out));
            overlay.values(&fields, &mut out);
            for entry in fields.map("add", &mut out) {
                overlay.add(entry, "", &mut out);
            }
            for entry in fields.map("change", &mut out) {
                overlay.actions.extend(change(entry, &entry.key.value, &mut out));
            }
            for entry in fields.map("remove", &mut out) {
                overlay.remove(entry, &mut out);
            }
            overlay.acceptances(main, &mut out);
        }
        overlay.each_once(&mut out);
        overlay.accepted_is_there(&mut out);
        (overlay, out)
    }

    /// Reads what a set says of its base that has sections of its own, and was once taken from that base or is held against it.
    pub fn of_whole(main: &YamlValue) -> (Overlay, Diagnostics) {
        let mut out = Diagnostics::default();
        let mut overlay = Overlay { is_whole: true, ..Overlay::new(main) };
        let entry = as_map(main).iter().find(|entry| entry.key.value == KEY);
        overlay.base = entry.and_then(|entry| named(entry, &mut out));
        overlay.acceptances(main, &mut out);
        (overlay, out)
    }

    fn new(main: &YamlValue) -> Overlay {
        let own = as_map(main).iter().filter(|entry| OWN.contains(&entry.key.value.as_str())).cloned().collect();
        let (actions, accepts, sections) = (Vec::new(), Vec::new(), Vec::new());
        Overlay { own, base: None, actions, accepts, sections, is_whole: false }
    }

    /// Finds out what leads from the base to a set that is whole by itself.
    pub fn derive(&mut self, base: &Loaded, own: &Loaded) -> Diagnostics {
        let mut out = Diagnostics::default();
        (self.actions, self.sections) = derive::between((&base.main, &base.sections), (&own.main, &own.sections));
        self.accepted_is_there(&mut out);
        out
    }

    /// Takes the promises that need not be held out of a set that is whole by itself.
    pub fn release(&self, main: &mut YamlValue) {
        let Some(guarantees) = main.get_mut("guarantees") else { return };
        for promise in self.accepts.iter().flat_map(|acceptance| &acceptance.promises) {
            tree::take(guarantees, promise);
        }
    }

    fn acceptances(&mut self, main: &YamlValue, out: &mut Diagnostics) {
        let items = main.get("accepts").map(as_list).unwrap_or_default();
        self.accepts.extend(items.iter().filter_map(|item| acceptance(item, out)));
    }

    /// The files of the base. Says what is wrong with its name.
    pub fn base(&self, files: &dyn Files, out: &mut Diagnostics) -> Option<Box<dyn Files>> {
        let named = self.base.as_ref()?;
        let found = files.base(&named.questionnaire.text, &named.version.text);
        if found.is_none() {
            out.push(faults::no_base(named, &files.bases()));
        }
        found
    }

    /// The sections that it adds; those that are names of files are read by whoever has the files.
    pub fn sections(&mut self) -> &mut [YamlValue] {
        &mut self.sections
    }

    /// `values` in short: what says what it was is changed, all else is new.
    fn values(&mut self, fields: &Fields<'_>, out: &mut Diagnostics) {
        for entry in fields.map("values", out) {
            let path = format!("values.{}", entry.key.value);
            if entry.value.get("was").is_some() {
                self.actions.extend(change(entry, &path, out));
            } else {
                self.actions.push(added(entry.clone(), "values"));
            }
        }
    }

    /// What stands under `add`, as deep as it leads: down to items of lists, and to entries that the base has not.
    fn add(&mut self, entry: &Entry, above: &str, out: &mut Diagnostics) {
        let key = &entry.key.value;
        let path = if above.is_empty() { key.clone() } else { format!("{above}.{key}") };
        match &entry.value.node {
            YamlNode::List(items) if path == "sections" => self.sections.extend(items.iter().cloned()),
            YamlNode::List(items) => {
                for item in items {
                    let Some(id) = item.get("id").and_then(as_scalar) else {
                        out.push(faults::added_without_id(item, &path));
                        continue;
                    };
                    let key = Spanned::new(id.text.clone(), id.span);
                    self.actions.push(added(Entry { key, value: item.clone() }, &path));
                }
            }
            YamlNode::Map(entries) if tree::leads_on(&path) => {
                entries.iter().for_each(|entry| self.add(entry, &path, out));
            }
            YamlNode::Map(_) | YamlNode::Scalar(_) | YamlNode::Null => self.actions.push(added(entry.clone(), above)),
        }
    }

    fn remove(&mut self, entry: &Entry, out: &mut Diagnostics) {
        let Some(because) = text(entry, out) else { return };
        let entry = OverlayEntry {
            kind: EntryKind::Remove,
            path: entry.key.value.clone(),
            because: Some(because.text.clone()),
            says: Vec::new(),
            span: entry.key.span,
        };
        self.actions.push(Action { entry, what: What::Remove });
    }

    /// A part under two entries would make their order matter.
    fn each_once(&mut self, out: &mut Diagnostics) {
        let mut kept: Vec<Action> = Vec::new();
        for action in std::mem::take(&mut self.actions) {
            let first = kept.iter().find(|kept| tree::overlap(&kept.entry.path, &action.entry.path));
            match first {
                Some(first) => out.push(faults::twice(&action.entry, &first.entry)),
                None => kept.push(action),
            }
        }
        self.actions = kept;
    }

    /// An acceptance names an entry that stands here; else nobody would know what it is for.
    fn accepted_is_there(&self, out: &mut Diagnostics) {
        let entries: Vec<&OverlayEntry> = self.actions.iter().map(|action| &action.entry).collect();
        for acceptance in &self.accepts {
            if !entries.iter().any(|entry| acceptance.covers(entry)) {
                let paths = entries.iter().map(|entry| entry.path.as_str());
                out.push(faults::accepts_nothing(acceptance, paths));
            }
        }
    }
}

fn named(entry: &Entry, out: &mut Diagnostics) -> Option<Named> {
    let fields = Fields::of_entry(entry, BASE, out)?;
    Some(Named {
        questionnaire: fields.needed_text("questionnaire", out)?.clone(),
        version: fields.needed_text("version", out)?.clone(),
        fingerprint: fields.text("fingerprint", out).cloned(),
        span: entry.key.span,
    })
}

fn added(entry: Entry, to: &str) -> Action {
    let path = if to.is_empty() { entry.key.value.clone() } else { format!("{to}.{}", entry.key.value) };
    let span = entry.key.span;
    let entry_of = OverlayEntry { kind: EntryKind::Add, path, because: None, says: Vec::new(), span };
    Action { entry: entry_of, what: What::Add(entry) }
}

/// An entry under `change`: fields with what each was and is, or what the thing itself was and is.
fn change(entry: &Entry, path: &str, out: &mut Diagnostics) -> Option<Action> {
    let YamlNode::Map(entries) = &entry.value.node else {
        out.push(faults::no_was(&entry.key.value, entry.value.span));
        return None;
    };
    let because = entries.iter().find(|field| field.key.value == "because");
    let because = because.filter(|field| as_map(&field.value).is_empty());
    let Some(reason) = because.and_then(|field| text(field, out)) else {
        if because.is_none() {
            out.push(faults::no_reason(&entry.key.value, entry.key.span));
        }
        return None;
    };
    let rest = entries.iter().filter(|field| because.is_none_or(|because| because.key.span != field.key.span));
    let rest: Vec<&Entry> = rest.collect();
    let itself = rest.iter().all(|field| ["was", "is"].contains(&field.key.value.as_str()));
    let fields: Option<Vec<FieldChange>> = if itself {
        was_and_is(&entry.value, None, entry, out).map(|field| vec![field])
    } else {
        rest.iter().map(|field| was_and_is(&field.value, Some((*field).clone()), field, out)).collect()
    };
    let entry = OverlayEntry {
        kind: EntryKind::Change,
        path: path.to_owned(),
        because: Some(reason.text.clone()),
        says: Vec::new(),
        span: entry.key.span,
    };
    Some(Action { entry, what: What::Change(fields?) })
}

fn was_and_is(value: &YamlValue, key: Option<Entry>, named: &Entry, out: &mut Diagnostics) -> Option<FieldChange> {
    let is = value.get("is").filter(|is| is.node != YamlNode::Null);
    let Some(is) = is else {
        out.push(faults::no_was(&named.key.value, named.key.span));
        return None;
    };
    for stray in as_map(value).iter().filter(|field| !["was", "is", "because"].contains(&field.key.value.as_str())) {
        let message = format!("`{}` has no meaning beside `was` and `is`", stray.key.value);
        out.push(Diagnostic::new(Code::UnknownKey, stray.key.span, message).help("write only `was` and `is` there"));
    }
    let was = value.get("was").filter(|was| was.node != YamlNode::Null).cloned();
    Some(FieldChange { key, was, is: is.clone() })
}

fn acceptance(item: &YamlValue, out: &mut Diagnostics) -> Option<Acceptance> {
    let fields = Fields::of_item(item, ACCEPTANCE, out)?;
    let kinds = [EntryKind::Add, EntryKind::Change, EntryKind::Remove];
    let Some(entry) = kinds.into_iter().find_map(|kind| fields.entry(kind.name())) else {
        out.push(faults::accepts_what(fields.head));
        return None;
    };
    let path = text(entry, out)?;
    let on = fields.needed_text("on", out)?;
    if parse_date(&on.text).is_none() {
        out.push(wrong_value("on", on).help("write the day as in `2026-11-29`"));
    }
    let promises = fields.entry("promises").map(|entry| as_list(&entry.value)).unwrap_or_default();
    Some(Acceptance {
        entry: path.text.clone(),
        says: fields.text("says", out).map(|says| says.text.clone()),
        promises: promises.iter().filter_map(as_scalar).map(|promise| promise.text.clone()).collect(),
        because: fields.needed_text("because", out)?.text.clone(),
        by: fields.needed_text("by", out)?.text.clone(),
        on: on.text.clone(),
        span: path.span,
    })
}
