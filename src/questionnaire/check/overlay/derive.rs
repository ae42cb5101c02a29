//! From two trees to what the one makes of the other: the entries of an overlay that nobody wrote. A set that was once taken from
//! another and is now whole by itself is held against that other one by them, and two versions of a base are told apart for an
//! upgrade.

use super::super::shape::{self, as_map};
use super::tree::{self, item_ids, says_the_same, shown};
use super::{Action, FieldChange, What};
use crate::document::{Entry, Scalar, YamlNode, YamlValue};
use crate::questionnaire::{EntryKind, OverlayEntry};
use crate::source::{Span, Spanned};

/// What of a main file belongs to one set only.
const ITS_OWN: [&str; 9] =
    ["questionnaire", "version", "title", "status", "url", "tags", "clinic", "accepts", super::KEY];

/// What leads from one questionnaire to another.
pub(super) fn between(
    (old, old_sections): (&YamlValue, &[YamlValue]),
    (new, new_sections): (&YamlValue, &[YamlValue]),
) -> (Vec<Action>, Vec<YamlValue>) {
    let mut found = Found { actions: Vec::new() };
    let mut added = Vec::new();
    found.maps("", (old, new), &|key| key == "sections" || ITS_OWN.contains(&key));
    let there = |sections: &[YamlValue], id: &str| sections.iter().position(|section| tree::id(section) == Some(id));
    let mut before: Option<&str> = None;
    for section in new_sections {
        let Some(id) = tree::id(section) else { continue };
        match there(old_sections, id).and_then(|position| old_sections.get(position)) {
            Some(old) => found.maps(id, (old, section), &|key| key == "id"),
            None => added.push(behind(section, before)),
        }
        before = Some(id);
    }
    let head = new.get("sections").map_or(new.span, shape::head);
    for id in old_sections.iter().filter_map(tree::id).filter(|id| there(new_sections, id).is_none()) {
        found.removed(id, head);
    }
    (found.actions, added)
}

/// An added item that says behind which one it stands.
fn behind(item: &YamlValue, before: Option<&str>) -> YamlValue {
    let mut item = item.clone();
    if let (YamlNode::Map(entries), Some(before)) = (&mut item.node, before) {
        let scalar = Scalar::verbatim(before.to_owned(), item.span);
        let value = YamlValue { span: item.span, node: YamlNode::Scalar(scalar) };
        entries.push(Entry { key: Spanned::new("after".to_owned(), item.span), value });
    }
    item
}

struct Found {
    actions: Vec<Action>,
}

impl Found {
    fn push(&mut self, kind: EntryKind, path: String, says: Vec<String>, (span, what): (Span, What)) {
        let entry = OverlayEntry { kind, path, because: None, says, span };
        self.actions.push(Action { entry, what });
    }

    fn removed(&mut self, path: &str, span: Span) {
        self.push(EntryKind::Remove, path.to_owned(), Vec::new(), (span, What::Remove));
    }

    /// Two mappings, key by key.
    fn maps(&mut self, path: &str, (old, new): (&YamlValue, &YamlValue), is_left_out: &dyn Fn(&str) -> bool) {
        let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        for entry in as_map(new).iter().filter(|entry| !is_left_out(&entry.key.value)) {
            let path = below(&entry.key.value);
            match old.get(&entry.key.value) {
                Some(old) => self.values(&path, old, entry),
                None => self.push(EntryKind::Add, path, Vec::new(), (entry.key.span, What::Add(entry.clone()))),
            }
        }
        for entry in as_map(old).iter().filter(|entry| !is_left_out(&entry.key.value)) {
            if new.get(&entry.key.value).is_none() {
                let head = as_map(new).first().map_or(new.span, |first| first.key.span);
                self.removed(&below(&entry.key.value), head);
            }
        }
    }

    /// Two values under one key: taken apart where their parts have ids, and else changed as a whole.
    fn values(&mut self, path: &str, old: &YamlValue, new: &Entry) {
        if says_the_same(&new.value, old) && same_order(&new.value, old) {
            return;
        }
        match (&old.node, &new.value.node) {
            (YamlNode::Map(before), YamlNode::Map(now))
                if !has_order(path) || same_keys_in_order(before, now) && new_at_the_end(before, now) =>
            {
                self.maps(path, (old, &new.value), &|_| false);
            }
            (YamlNode::List(before), YamlNode::List(now)) if differ_by_items(before, now) => {
                self.items(path, (before, now), new.key.span);
            }
            _ => {
                let was = Some(old.clone());
                let says = vec![format!("{} → {}", shown(old), shown(&new.value))];
                let change = FieldChange { key: None, was, is: new.value.clone() };
                let place = shape::head(&new.value);
                self.push(EntryKind::Change, path.to_owned(), says, (place, What::Change(vec![change])));
            }
        }
    }

    /// Two lists of items with ids, which stand in the same order but for those that only one has.
    fn items(&mut self, path: &str, (old, new): (&[YamlValue], &[YamlValue]), head: Span) {
        let mut before: Option<String> = None;
        for item in plain(new) {
            let Some(id) = tree::id(item) else { continue };
            let path = format!("{path}.{id}");
            match plain(old).into_iter().find(|old| tree::id(old) == Some(id)) {
                Some(old) => self.maps(&path, (old, item), &|key| key == "id"),
                None => {
                    let place = item.get("id").map_or(item.span, |id| id.span);
                    let entry =
                        Entry { key: Spanned::new(id.to_owned(), place), value: behind(item, before.as_deref()) };
                    self.push(EntryKind::Add, path, Vec::new(), (place, What::Add(entry)));
                }
            }
            before = Some(id.to_owned());
        }
        let kept = ids(new);
        for id in ids(old).into_iter().filter(|id| !kept.contains(id)) {
            self.removed(&format!("{path}.{id}"), head);
        }
    }
}

/// The items of a list, those of groups among them.
fn plain(items: &[YamlValue]) -> Vec<&YamlValue> {
    let mut plain = Vec::new();
    for item in items {
        match (tree::id(item), item.get("questions")) {
            (None, Some(YamlValue { node: YamlNode::List(questions), .. })) => plain.extend(questions),
            _ => plain.push(item),
        }
    }
    plain
}

fn ids(items: &[YamlValue]) -> Vec<String> {
    items.iter().flat_map(item_ids).collect()
}

/// Mappings whose common keys stand in the same order: of options and values, which can be told one by one.
fn same_keys_in_order(old: &[Entry], new: &[Entry]) -> bool {
    let keys = |entries: &[Entry], others: &[Entry]| -> Vec<String> {
        let known = |key: &str| others.iter().any(|other| other.key.value == key);
        entries.iter().map(|entry| entry.key.value.clone()).filter(|key| known(key)).collect()
    };
    keys(old, new) == keys(new, old)
}

/// Whether the entries of a mapping stand in an order that people see, and that conditions compare by: options do.
fn has_order(path: &str) -> bool {
    path.ends_with(".options") || path.starts_with("option_lists.")
}

/// Whether what only the new mapping has stands behind all else.
fn new_at_the_end(old: &[Entry], new: &[Entry]) -> bool {
    let known = |entry: &Entry| old.iter().any(|other| other.key.value == entry.key.value);
    new.iter().skip_while(|entry| known(entry)).all(|entry| !known(entry))
}

/// Whether the entries of all mappings in it stand in the same order.
fn same_order(one: &YamlValue, other: &YamlValue) -> bool {
    match (&one.node, &other.node) {
        (YamlNode::Map(new), YamlNode::Map(old)) => {
            let below = |entry: &Entry| other.get(&entry.key.value).is_none_or(|there| same_order(&entry.value, there));
            same_keys_in_order(old, new) && new.iter().all(below)
        }
        (YamlNode::List(new), YamlNode::List(old)) => new.iter().zip(old).all(|(new, old)| same_order(new, old)),
        _ => true,
    }
}

/// Whether two lists hold items with ids, grouped alike and in the same order, but for items that only one has.
fn differ_by_items(old: &[YamlValue], new: &[YamlValue]) -> bool {
    let (before, now) = (ids(old), ids(new));
    let common = |ids: &[String], others: &[String]| -> Vec<String> {
        ids.iter().filter(|id| others.contains(id)).cloned().collect()
    };
    let groups = |items: &[YamlValue], others: &[String]| -> Vec<(String, Vec<String>)> {
        let groups = items.iter().filter(|item| tree::id(item).is_none());
        groups.map(|group| (heading(group), common(&item_ids(group), others))).collect()
    };
    let have_ids = plain(old).into_iter().chain(plain(new)).all(|item| tree::id(item).is_some());
    // What comes first cannot be put behind anything.
    let begins_alike = now.first().is_none_or(|first| before.contains(first));
    have_ids
        && begins_alike
        && common(&before, &now) == common(&now, &before)
        && groups(old, &now) == groups(new, &before)
        && new
            .iter()
            .filter(|item| tree::id(item).is_none())
            .all(|group| item_ids(group).iter().all(|id| before.contains(id)))
}

/// What a group says of its own.
fn heading(group: &YamlValue) -> String {
    let own = as_map(group).iter().filter(|entry| entry.key.value != "questions");
    own.map(|entry| format!("{}: {}", entry.key.value, shown(&entry.value))).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::super::super::files::{Files, Texts};
    use crate::diagnostic::Diagnostics;
    use crate::questionnaire::{Questionnaire, load_partly};
    use crate::source::Sources;

    const BASE: &str = "questionnaire: base
version: 1.0.0
title: B
values: { long: 6 months, short: 2 weeks }
verdicts: [{ fine: { title: F, says: F. } }, { wait: { title: W, says: W. } }]
sections:
  - id: one
    title: One
    questions:
      - { id: age, ask: Age?, type: number, unit: years }
      - together: Ever?
        questions:
          - { id: fits, ask: Fits?, type: yes_no }
          - { id: scars, ask: Scars?, type: yes_no }
          - { id: burns, ask: Burns?, type: yes_no }
      - { id: tone, ask: Tone?, type: choice, options: { light: Light, deep: Deep } }
    rules:
      - { id: young, when: age < 18, verdict: wait, finding: Young. }
      - { id: fitting, when: fits, verdict: wait, finding: Fits. }
  - id: two
    title: Two
    questions: [{ id: ends, ask: When?, type: date, range: past }]
    rules: [{ id: ended, when: ends within long, verdict: wait, finding: Ended. }]
guarantees: [{ id: minors, when: age < 18, verdict: at least wait }]
";

    fn files(main: &str) -> Texts {
        Texts::one("questionnaire.yaml", main).with_base("base", "1.0.0", Texts::one("questionnaire.yaml", BASE))
    }

    /// What the entries of a set that is whole by itself make of its base: by saying of the last look that something is left out.
    fn by_its_entries(files: &dyn Files) -> (Option<Questionnaire>, Vec<String>, Diagnostics) {
        let whole = load_partly(files, "questionnaire.yaml", &mut Sources::default(), &|_| true);
        let entries = whole.0.as_ref().and_then(Questionnaire::based_on).map(|based_on| based_on.entries.clone());
        let paths: Vec<String> =
            entries.iter().flatten().map(|entry| format!("{} {}", entry.kind.name(), entry.path)).collect();
        let looks = std::cell::Cell::new(0);
        let wanted = |_: &crate::questionnaire::OverlayEntry| {
            looks.set(looks.get() + 1);
            looks.get() <= paths.len()
        };
        let (set, faults) = load_partly(files, "questionnaire.yaml", &mut Sources::default(), &wanted);
        (set, paths, faults)
    }

    #[test]
    fn what_leads_to_a_set_makes_it_of_its_base() {
        for (edits, paths) in [
            (vec![], vec![]),
            (vec![("long: 6 months", "long: 9 months")], vec!["change values.long"]),
            (
                vec![("verdict: wait, finding: Young.", "verdict: fine, finding: Young.")],
                vec!["change one.rules.young.verdict"],
            ),
            (
                vec![("      - { id: fitting, when: fits, verdict: wait, finding: Fits. }\n", "")],
                vec!["remove one.rules.fitting"],
            ),
            (
                vec![(
                    "    rules:\n      - { id: young",
                    "    rules:\n      - { id: old, when: age > 90, verdict: wait, finding: Old. }\n      - { id: young",
                )],
                vec!["change one.rules"],
            ),
            (
                vec![(
                    "finding: Fits. }\n",
                    "finding: Fits. }\n      - { id: old, when: age > 90, verdict: wait, finding: Old. }\n",
                )],
                vec!["add one.rules.old"],
            ),
            (
                vec![("light: Light, deep: Deep", "light: Light, mid: Mid, deep: Deep")],
                vec!["change one.questions.tone.options"],
            ),
            (vec![("deep: Deep }", "deep: Deep, olive: Olive }")], vec!["add one.questions.tone.options.olive"]),
            (vec![("light: Light, deep: Deep", "deep: Deep, light: Light")], vec!["change one.questions.tone.options"]),
            (vec![("          - { id: scars, ask: Scars?, type: yes_no }\n", "")], vec!["remove one.questions.scars"]),
            (vec![("together: Ever?", "together: Ever had?")], vec!["change one.questions"]),
            (
                vec![("title: Two", "title: Second"), ("short: 2 weeks", "short: 3 weeks")],
                vec!["change values.short", "change two.title"],
            ),
            (
                vec![(
                    "guarantees:",
                    "  - id: three\n    title: Three\n    questions: [{ id: extra, ask: E?, type: yes_no }]\nguarantees:",
                )],
                vec!["add three"],
            ),
        ] {
            let new = edits.iter().fold(BASE.to_owned(), |text, (from, to)| {
                assert_eq!(text.matches(from).count(), 1, "{from}");
                text.replace(from, to)
            });
            let head = "questionnaire: mine\nbased_on: { questionnaire: base, version: 1.0.0 }\n";
            let new = new.replacen("questionnaire: base\n", head, 1);
            let texts = files(&new);
            let (made, found, faults) = by_its_entries(&texts);
            let faults: Vec<_> = faults.iter().map(|fault| &fault.message).collect();
            assert_eq!(found, paths, "{edits:?}");
            let Some(made) = made else { panic!("{edits:?}: {faults:#?}") };
            let (plain, _) = load_partly(&texts, "questionnaire.yaml", &mut Sources::default(), &|_| true);
            let plain = plain.unwrap();
            let told = |set: &Questionnaire| {
                let rules: Vec<_> = set.rules().iter().map(|rule| (rule.id.clone(), rule.verdict)).collect();
                let questions: Vec<_> = set
                    .questions()
                    .iter()
                    .map(|question| {
                        (
                            question.id.clone(),
                            question.options().iter().map(|option| option.id.clone()).collect::<Vec<_>>(),
                        )
                    })
                    .collect();
                (rules, questions, set.sections().len(), set.guarantees().len())
            };
            assert_eq!(told(&made), told(&plain), "{edits:?}");
        }
    }
}
