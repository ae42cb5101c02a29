//! Yes/no questions that are asked on one screen, below a title of their own: `together: …` around a list of them.
//!
//! The list is opened before anything else is read. So the rest of the check, and all that comes after it, sees plain questions in
//! their places; which of them stand together is kept apart.

use super::Checker;
use super::shape::{self, Fields, Form, as_scalar, head};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Entry, YamlNode, YamlValue};
use crate::questionnaire::Together;
use crate::source::Span;
use crate::value::index::IxRange;

/// How many questions stand together at least: one alone needs no title above it.
const FEWEST: usize = 2;
/// And at most: what a person sees at once.
const MOST: usize = 9;

const TOGETHER: Form = Form { noun: "group of questions", keys: &["together", "when", "questions"] };

/// A group as it is written.
pub(super) struct Group {
    /// Its title.
    pub title: Entry,
    /// Where its first question stands.
    pub first: Span,
    /// How many questions it has.
    pub count: usize,
}

/// Puts the questions of each group of a section in its place. Gives the groups, and says what was wrong.
pub(super) fn open_groups(section: &mut YamlValue, out: &mut Diagnostics) -> Vec<Group> {
    let mut groups = Vec::new();
    let Some(questions) = section.get_mut("questions") else { return groups };
    let YamlNode::List(items) = &mut questions.node else { return groups };
    if !items.iter().any(is_group) {
        return groups;
    }
    for item in std::mem::take(items) {
        if is_group(&item) {
            let members = members(&item, out);
            groups.extend(group(&item, &members));
            items.extend(members);
        } else {
            items.push(item);
        }
    }
    groups
}

/// A question that says `together` itself is none: it is told that it has no such key.
fn is_group(item: &YamlValue) -> bool {
    item.get("together").is_some() && (item.get("questions").is_some() || item.get("id").is_none())
}

fn group(item: &YamlValue, members: &[YamlValue]) -> Option<Group> {
    let entry = shape::as_map(item).iter().find(|entry| entry.key.value == "together")?;
    Some(Group { title: entry.clone(), first: members.first()?.span, count: members.len() })
}

/// The questions of a group, each with the group's `when`.
fn members(item: &YamlValue, out: &mut Diagnostics) -> Vec<YamlValue> {
    let Some(fields) = Fields::of_item(item, TOGETHER, out) else { return Vec::new() };
    let Some(entry) = fields.needed("questions", out) else { return Vec::new() };
    let mut members = shape::list(entry, out).unwrap_or_default().to_vec();
    if !(FEWEST..=MOST).contains(&members.len()) {
        out.push(too_few_or_many(entry, members.len()));
    }
    let asked_of = |member: &YamlValue| {
        let audience = member.get("for").and_then(as_scalar);
        audience.map_or_else(|| "everyone".to_owned(), |audience| audience.text.clone())
    };
    let first_of = members.first().map(asked_of);
    for member in &members {
        if let Some(kind) = member.get("type").and_then(as_scalar).filter(|kind| kind.text != "yes_no") {
            out.push(
                bad(kind.span, format!("a question of type `{}` cannot stand in a group", kind.text))
                    .help("ask it by itself, before or after the group: only `yes_no` questions are asked together"),
            );
        }
        if let Some(when) = member.get("when") {
            out.push(
                bad(head(when), "a question in a group has no `when` of its own".to_owned())
                    .help("write `when` beside `together`, for all of them, or ask this question by itself"),
            );
        }
        if Some(asked_of(member)) != first_of {
            let place = member.get("for").map_or(head(member), head);
            out.push(
                bad(place, "the questions of a group are not all asked of the same people".to_owned())
                    .help("give all of them the same `for`, or ask this question by itself"),
            );
        }
    }
    if let Some(when) = fields.entry("when") {
        for member in &mut members {
            if let YamlNode::Map(entries) = &mut member.node
                && entries.iter().all(|entry| entry.key.value != "when")
            {
                // What is wrong with it is the same message however many questions it stands at.
                entries.push(when.clone());
            }
        }
    }
    members
}

fn bad(place: Span, message: String) -> Diagnostic {
    Diagnostic::new(Code::BadTogether, place, message)
}

fn too_few_or_many(entry: &Entry, count: usize) -> Diagnostic {
    let are = match count {
        0 => "a group has no question in it".to_owned(),
        1 => "a group has one question only".to_owned(),
        _ => format!("{count} questions are more than can be asked together"),
    };
    let help = format!("put {FEWEST} to {MOST} yes/no questions into a group; one alone needs no `together`");
    bad(entry.key.span, are).help(help)
}

impl Checker<'_> {
    /// The group that begins with a question which stands after `asked` others.
    pub(super) fn together(&mut self, groups: &[Group], question: &YamlValue, asked: usize) -> Option<Together> {
        let group = groups.iter().find(|group| group.first == question.span)?;
        let scalar = shape::text(&group.title, &mut self.out)?;
        let title = self.filled(scalar, asked)?;
        Some(Together { title, questions: IxRange::new(asked..asked + group.count) })
    }
}
