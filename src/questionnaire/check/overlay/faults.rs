//! What can be wrong with an overlay, in words.

use super::Named;
use super::tree::shown;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Entry, Scalar, YamlValue};
use crate::questionnaire::check::shape::head;
use crate::questionnaire::{Acceptance, EntryKind, OverlayEntry};
use crate::source::Span;

impl Named {
    /// `smp 1.1.0`.
    pub fn told(&self) -> String {
        format!("{} {}", self.questionnaire.text, self.version.text)
    }
}

pub(super) fn no_base(named: &Named, bases: &[(String, Vec<String>)]) -> Diagnostic {
    let known = bases.iter().find(|(id, _)| *id == named.questionnaire.text);
    match known {
        Some((id, versions)) => {
            let message = format!("there is no version `{}` of `{id}` here", named.version.text);
            Diagnostic::new(Code::UnknownSet, named.version.span, message).help(format!(
                "here are {}; install the release that you wrote it for, or name one of these",
                versions.join(", ")
            ))
        }
        None => {
            let message = format!("there is no questionnaire `{}` to be based on", named.questionnaire.text);
            let known: Vec<&str> = bases.iter().map(|(id, _)| id.as_str()).collect();
            Diagnostic::new(Code::UnknownSet, named.questionnaire.span, message)
                .nearest(&named.questionnaire.text, known.iter().copied())
                .help(format!("an overlay stands on a set that comes with Candidacy: {}", known.join(", ")))
        }
    }
}

pub(super) fn other_base(said: &Scalar, named: &Named, here: &str) -> Diagnostic {
    let message = format!("{} is not what it was when this was written", named.told());
    Diagnostic::new(Code::OtherBase, said.span, message)
        .help("look at `candidacy diff`, and at what `candidacy check` says of your entries")
        .help(format!("then write `fingerprint: \"{here}\"`"))
}

/// Something of the base that rests on what the overlay takes out, with where that is.
pub(in super::super) fn rests_on_removed(fault: Diagnostic, entry: &OverlayEntry) -> Diagnostic {
    fault
        .also(entry.span, "taken out here")
        .help("take out what rests on it as well; of a promise, name that under `promises` of an entry of `accepts`")
}

pub(super) fn twice(entry: &OverlayEntry, first: &OverlayEntry) -> Diagnostic {
    let message = if entry.path == first.path {
        format!("`{}` stands under two entries", entry.path)
    } else {
        format!("`{}` and `{}` are about the same part", first.path, entry.path)
    };
    Diagnostic::new(Code::OverlayTwice, entry.span, message)
        .also(first.span, "first here")
        .help("write all that concerns it in one entry")
}

pub(super) fn accepts_what(place: Span) -> Diagnostic {
    Diagnostic::new(Code::IdleAcceptance, place, "this acceptance does not say which entry it accepts")
        .help("write `change:`, `add:` or `remove:` with the path of the entry, as it stands above")
}

pub(super) fn accepts_nothing<'p>(acceptance: &Acceptance, paths: impl Iterator<Item = &'p str>) -> Diagnostic {
    let message = format!("there is no entry `{}` in this overlay to accept", acceptance.entry);
    Diagnostic::new(Code::IdleAcceptance, acceptance.span, message)
        .nearest(&acceptance.entry, paths)
        .help("name an entry under `add`, `change` or `remove`, or take the acceptance out")
}

pub(super) fn moved_on(acceptance: &Acceptance, accepted: &str, says: &str) -> Diagnostic {
    let message = format!("`{}` is another than the one that was accepted", acceptance.entry);
    Diagnostic::new(Code::IdleAcceptance, acceptance.span, message)
        .help(format!("accepted was \"{accepted}\", and it says \"{says}\" now"))
        .help("look at it again; if you still accept it, write what it says now under `says`")
}

pub(super) fn no_such_promise(promise: &str, place: Span) -> Diagnostic {
    Diagnostic::new(Code::IdleAcceptance, place, format!("the base makes no promise `{promise}`"))
        .help("take it out of `promises`")
}

pub(super) fn no_was(name: &str, place: Span) -> Diagnostic {
    Diagnostic::new(Code::OverlayWas, place, format!("`{name}` does not say what it was and what it is to be"))
        .help("write `{ was: …, is: … }`; what the base does not have yet needs no `was`, and what is to go stands under `remove`")
}

pub(super) fn no_reason(name: &str, place: Span) -> Diagnostic {
    Diagnostic::new(Code::MissingKey, place, format!("the change of `{name}` has no `because`"))
        .help("write `because: …` beside it, with your reason: whoever upgrades will want to know")
}

pub(super) fn added_without_id(item: &YamlValue, path: &str) -> Diagnostic {
    Diagnostic::new(Code::MissingKey, head(item), format!("what is added to `{path}` has no `id`"))
        .help("write `id: …` in it")
}

pub(super) fn fixed(entry: &OverlayEntry, base: &str) -> Diagnostic {
    let what = entry.path.split('.').next().unwrap_or(&entry.path);
    let fault = Diagnostic::new(Code::OverlayFixed, entry.span, format!("`{what}` of {base} stay as they are"));
    match what {
        "guarantees" => fault.help(
            "what the base promises is proved of your set as well; a promise that you mean to break is named under `promises` of an entry of `accepts`",
        ),
        "sections" => fault.help("write the section's own id: its questions stand under `ID.questions`, its rules under `ID.rules`"),
        _ => fault.help("people and programs rely on what they mean; a set of your own, made by `candidacy flatten`, may have others"),
    }
}

pub(super) fn is_there(entry: &OverlayEntry, base: &str) -> Diagnostic {
    Diagnostic::new(Code::OverlayExists, entry.span, format!("{base} has `{}` already", entry.path))
        .help("give what you add another id, or put what you mean under `change`")
}

pub(super) fn no_target(entry: &OverlayEntry, paths: &[String]) -> Diagnostic {
    let message = match entry.kind {
        EntryKind::Add => format!("there is nothing to which `{}` could be added", entry.path),
        EntryKind::Change => format!("there is no `{}` to change", entry.path),
        EntryKind::Remove => format!("there is no `{}` to remove", entry.path),
    };
    let fault = Diagnostic::new(Code::OverlayTarget, entry.span, message);
    // The same id elsewhere is what was meant; the path to it was not known. What comes behind it is one of its keys.
    let known = |id: &str| paths.iter().find(|path| path.contains('.') && path.rsplit('.').next() == Some(id));
    let parts: Vec<&str> = entry.path.split('.').collect();
    let meant = parts.iter().enumerate().skip(1).rev().find_map(|(at, part)| known(part).map(|path| (at, path)));
    match meant {
        Some((at, path)) => {
            let rest = parts.get(at + 1..).unwrap_or_default();
            let whole: Vec<&str> = std::iter::once(path.as_str()).chain(rest.iter().copied()).collect();
            fault.help(format!("did you mean `{}`?", whole.join(".")))
        }
        None => fault
            .nearest(&entry.path, paths.iter().map(String::as_str))
            .help("a path is a section, a kind and an id, as in `skin.rules.skin_07_tan`; `candidacy show` lists them"),
    }
}

pub(super) fn no_fields(entry: &OverlayEntry, place: Span) -> Diagnostic {
    Diagnostic::new(Code::OverlayTarget, place, format!("`{}` has no keys of its own", entry.path))
        .help("write `was` and `is` beside `because`: they are about the thing itself")
}

pub(super) fn no_place<'k>(id: &str, place: Span, known: impl IntoIterator<Item = &'k str>) -> Diagnostic {
    Diagnostic::new(Code::OverlayTarget, place, format!("there is no `{id}` beside which this could stand"))
        .nearest(id, known)
        .help("name one that stands in the same list, or leave `after` out: then it comes last")
}

pub(super) fn was_otherwise(
    entry: &OverlayEntry,
    field: Option<&Entry>,
    (was, there): (Option<&YamlValue>, Option<&YamlValue>),
    base: &str,
) -> Box<Diagnostic> {
    let what = match field {
        Some(field) => format!("`{}` of `{}`", field.key.value, entry.path),
        None => format!("`{}`", entry.path),
    };
    let is = there.map_or_else(|| "not there".to_owned(), |there| format!("`{}`", shown(there)));
    let place = was.map(head).or(field.map(|field| field.key.span)).unwrap_or(entry.span);
    let thought =
        was.map_or_else(|| ", and you do not say what it was".to_owned(), |was| format!(", not `{}`", shown(was)));
    let fault = Diagnostic::new(Code::OverlayWas, place, format!("{what} is {is} in {base}{thought}"));
    let fault = match there {
        Some(there) => fault.also(head(there), "in the base"),
        None => fault,
    };
    let cure = match there {
        Some(there) => format!("look whether your change still makes sense, then write `was: {}`", shown(there)),
        None => "look whether your change still makes sense, then leave `was` out".to_owned(),
    };
    fault.help(cure).into()
}
