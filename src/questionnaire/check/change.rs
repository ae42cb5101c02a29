//! What answers may become: `becomes` and `passes` at options, `yes` and `no` of a question, `can_change` of a number.

use super::Checker;
use super::kinds::OPTION;
use super::shape::{self, Fields, Form, as_map, wrong_value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Entry, Scalar, YamlNode};
use crate::questionnaire::{AnswerOption, Becomes, CanChange, ChangedBy, Direction, QuestionKind};
use crate::value::OptionSet;

/// What stands under `yes` and `no` of a question.
pub(super) const SIDE: Form = Form { noun: "side", keys: &["becomes", "by", "points"] };

/// The words of `by`.
pub(super) const MOVERS: &[(&str, ChangedBy)] =
    &[("person", ChangedBy::Person), ("time", ChangedBy::Time), ("prescriber", ChangedBy::Prescriber)];

/// The words of `can_change`.
pub(super) const WAYS: &[(&str, Option<Direction>)] =
    &[("up", Some(Direction::Up)), ("down", Some(Direction::Down)), ("yes", Some(Direction::Either)), ("no", None)];

/// What `can_change` took once, for any type.
const FORMER: &str = "with_time";

/// The tags of questions whose answers never change, whatever their options say: nobody gets another past, and nobody is told
/// how to answer a screening or lose a diagnosis.
const LASTING: [&str; 3] = ["history", "screening", "diagnosis"];
/// The tags of questions whose answers only a prescriber changes.
const PRESCRIBED: [&str; 2] = ["medicine", "treatment"];

impl Checker<'_> {
    /// All that a question says of what its answer may become.
    pub(super) fn can_change(&mut self, fields: &Fields<'_>, kind: &QuestionKind, tags: &[String]) -> CanChange {
        let said = self.direction(fields, kind);
        let changes = match kind {
            QuestionKind::YesNo => self.sides(fields),
            QuestionKind::Choice(options) | QuestionKind::Scale(options) => self.becoming(fields, options),
            QuestionKind::Choices { options, .. } => self.passing(fields, options),
            QuestionKind::Number { .. } => said.flatten().map_or(CanChange::No, CanChange::Number),
            QuestionKind::Date(_) | QuestionKind::Text => CanChange::No,
        };
        self.locked(fields, &changes, tags);
        if said == Some(None) && changes != CanChange::No {
            self.out.push(said_twice(fields));
            return CanChange::No;
        }
        changes
    }

    /// The word of `can_change`; for anything but a number it can only be `no`.
    fn direction(&mut self, fields: &Fields<'_>, kind: &QuestionKind) -> Option<Option<Direction>> {
        let scalar = fields.text("can_change", &mut self.out)?;
        let number = matches!(kind, QuestionKind::Number { .. });
        let way = WAYS.iter().find(|(word, _)| *word == scalar.text).map(|(_, way)| *way);
        if let Some(way) = way.filter(|way| way.is_none() || number) {
            return Some(way);
        }
        let known = WAYS.iter().map(|(word, _)| *word).chain([FORMER]).any(|word| word == scalar.text);
        let fault = wrong_value("can_change", scalar);
        let words = WAYS.iter().map(|(word, _)| *word);
        self.out.push(if known { fault.help(cure(scalar, kind)) } else { fault.nearest(&scalar.text, words) });
        None
    }

    fn sides(&mut self, fields: &Fields<'_>) -> CanChange {
        let ids = ["no", "yes"];
        let becomes = ids.map(|side| match fields.entry(side) {
            Some(entry) => Fields::of_entry(entry, SIDE, &mut self.out).map_or(STAYS, |side| {
                // Whoever adds them up reads them too: here it is only said what is wrong with them.
                let _read_by_scores = self.points(&side);
                self.becomes(&side, &entry.key.value, &ids)
            }),
            None => STAYS,
        });
        all_of(becomes.to_vec())
    }

    fn becoming(&mut self, fields: &Fields<'_>, options: &[AnswerOption]) -> CanChange {
        let ids: Vec<&str> = options.iter().map(|option| option.id.as_str()).collect();
        let becomes = |id: &&str| {
            let Some(option) = long_option(fields, id) else { return STAYS };
            if let Some(entry) = option.entry("passes") {
                self.out.push(passes_alone(entry, &ids, id));
            }
            self.becomes(&option, id, &ids)
        };
        all_of(ids.iter().map(becomes).collect())
    }

    fn passing(&mut self, fields: &Fields<'_>, options: &[AnswerOption]) -> CanChange {
        let passes = |option: &AnswerOption| {
            let option = long_option(fields, &option.id)?;
            if let Some(entry) = option.entry("becomes") {
                self.out.push(becomes_among_several(entry));
            }
            let passes = option.flag("passes", &mut self.out).unwrap_or(false);
            let by = option.word("by", MOVERS, ChangedBy::Time, &mut self.out);
            self.mover_alone(&option, passes || option.has("becomes"));
            passes.then_some(by)
        };
        let passes: Vec<Option<ChangedBy>> = options.iter().map(passes).collect();
        if passes.iter().all(Option::is_none) { CanChange::No } else { CanChange::Passes(passes) }
    }

    /// What one of these answers becomes.
    fn becomes(&mut self, fields: &Fields<'_>, own: &str, ids: &[&str]) -> Becomes {
        let by = fields.word("by", MOVERS, ChangedBy::Person, &mut self.out);
        self.mover_alone(fields, fields.has("becomes"));
        let Some(entry) = fields.entry("becomes") else { return STAYS };
        let mut to = OptionSet::default();
        for target in shape::one_or_more(entry, fields, &mut self.out) {
            match ids.iter().position(|id| *id == target.text) {
                Some(_) if target.text == own => self.out.push(becomes_itself(target)),
                Some(position) => to = to.or(OptionSet::of(position)),
                None => self.out.push(unknown_target(target, ids)),
            }
        }
        Becomes { to, by }
    }

    /// `by` says who brings about a change, so there has to be one.
    fn mover_alone(&mut self, fields: &Fields<'_>, changes: bool) {
        if let Some(entry) = fields.entry("by").filter(|_| !changes) {
            let message = format!("`by` says who brings about a change, but {} never changes", fields.what);
            self.out.push(
                Diagnostic::new(Code::UnusedKey, entry.key.span, message)
                    .help("leave it out, or say with `becomes` or `passes` what changes"),
            );
        }
    }

    /// Holds the tags of a question: what never changes, and what only a prescriber changes.
    fn locked(&mut self, fields: &Fields<'_>, changes: &CanChange, tags: &[String]) {
        let tagged = |of: &[&'static str]| of.iter().copied().find(|tag| tags.iter().any(|own| own == tag));
        let movers = changes.movers();
        if let Some(tag) = tagged(&LASTING).filter(|_| !movers.is_empty()) {
            let message =
                format!("{} is tagged `{tag}`, so no answer to it may be told as one that changes", fields.what);
            self.out.push(Diagnostic::new(Code::LockedAnswer, fields.head, message).help(
                "leave out `becomes`, `passes` and `can_change`, or the tag if the question asks something else",
            ));
        } else if let Some(tag) = tagged(&PRESCRIBED).filter(|_| movers.iter().any(|by| *by != ChangedBy::Prescriber)) {
            let message = format!("{} is tagged `{tag}`, so only a prescriber changes an answer to it", fields.what);
            self.out.push(
                Diagnostic::new(Code::LockedAnswer, fields.head, message)
                    .help("write `by: prescriber` beside each `becomes` or `passes`, or leave those out"),
            );
        }
    }
}

/// An option that says more than its label. Its other faults are told where it is read.
fn long_option<'d>(fields: &Fields<'d>, id: &str) -> Option<Fields<'d>> {
    let entries = as_map(&fields.entry("options")?.value);
    let entry = entries.iter().find(|entry| entry.key.value == id && matches!(entry.value.node, YamlNode::Map(_)))?;
    Fields::of_entry(entry, OPTION, &mut Diagnostics::default())
}

const STAYS: Becomes = Becomes { to: OptionSet(0), by: ChangedBy::Person };

fn all_of(becomes: Vec<Becomes>) -> CanChange {
    if becomes.iter().all(|one| one.to.is_empty()) { CanChange::No } else { CanChange::Becomes(becomes) }
}

/// How a word that `can_change` took once is said now, with the question's own options.
fn cure(scalar: &Scalar, kind: &QuestionKind) -> String {
    let by = if scalar.text == FORMER { ", by: time" } else { "" };
    let passing = if scalar.text == FORMER { "" } else { ", by: person" };
    let of = |options: &[AnswerOption], at: usize| options.get(at).map_or("…", |option| option.id.as_str()).to_owned();
    match kind {
        QuestionKind::YesNo => format!("write what an answer may become, as in `yes: {{ becomes: no{by} }}`"),
        QuestionKind::Choice(options) | QuestionKind::Scale(options) => format!(
            "write at each option what it may become, as in `{}: {{ label: …, becomes: {}{by} }}`",
            of(options, 1),
            of(options, 0)
        ),
        QuestionKind::Choices { options, .. } => format!(
            "write at each option that may be left out one day, as in `{}: {{ label: …, passes: true{passing} }}`",
            of(options, 0)
        ),
        QuestionKind::Number { .. } => "write `up` for a number that only grows, as an age does, or `down`".to_owned(),
        QuestionKind::Date(_) => "leave it out: days stay as they are, and later days are always tried".to_owned(),
        QuestionKind::Text => "leave it out: a text is never judged".to_owned(),
    }
}

fn said_twice(fields: &Fields<'_>) -> Diagnostic {
    let place = fields.entry("can_change").map_or(fields.head, |entry| entry.key.span);
    let message = format!("{} has `can_change: no`, yet says what its answers may become", fields.what);
    Diagnostic::new(Code::UnusedKey, place, message).help("leave out one of the two")
}

fn passes_alone(entry: &Entry, ids: &[&str], own: &str) -> Diagnostic {
    let other = ids.iter().find(|id| **id != own).map_or("…", |id| *id);
    Diagnostic::new(Code::UnusedKey, entry.key.span, "`passes` has no effect where only one option can be chosen")
        .help(format!("say what comes instead, as in `becomes: {other}`"))
}

fn becomes_among_several(entry: &Entry) -> Diagnostic {
    let message = "`becomes` has no effect where several options can be chosen";
    Diagnostic::new(Code::UnusedKey, entry.key.span, message)
        .help("write `passes: true` if this option may be left out one day")
}

fn becomes_itself(target: &Scalar) -> Diagnostic {
    Diagnostic::new(Code::WrongValue, target.span, format!("`{}` cannot become itself", target.text))
        .help("name what it may become, or leave `becomes` out if it stays")
}

fn unknown_target(target: &Scalar, ids: &[&str]) -> Diagnostic {
    let message = format!("there is no option `{}` that this could become", target.text);
    Diagnostic::new(Code::UnknownOption, target.span, message).one_of(&target.text, ids.iter().copied())
}
