//! Named conditions, and circles of names.

use super::Checker;
use super::derived::Circle;
use super::names::Namespace;
use super::scope::{Derived, Outline};
use super::shape::{self, Fields, as_map};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Entry, YamlValue};
use crate::questionnaire::NamedCondition;
use crate::value::index::SectionIx;

impl Checker<'_> {
    /// Reads the named conditions of all sections, before anything that may use them.
    pub(super) fn conditions(&mut self, sections: &[&YamlValue]) -> Vec<NamedCondition> {
        for circle in &self.outline.circles {
            self.out.push(in_a_circle(&self.outline, circle));
        }
        let mut conditions = Vec::new();
        for (section, value) in sections.iter().enumerate() {
            for entry in value.get("conditions").map(as_map).unwrap_or_default() {
                conditions.extend(self.named_condition(entry, SectionIx::new(section)));
            }
        }
        conditions
    }

    fn named_condition(&mut self, entry: &Entry, section: SectionIx) -> Option<NamedCondition> {
        let scalar = shape::text(entry, &mut self.out)?;
        let condition = self.condition(scalar, Outline::whole)?;
        Some(NamedCondition { id: entry.key.value.clone(), condition, section, private: false, span: entry.key.span })
    }

    /// Takes the names of a section's conditions, in their turn.
    pub(super) fn condition_ids(&mut self, fields: &Fields<'_>) {
        for entry in fields.map("conditions", &mut self.out) {
            self.ids.take(&entry.key, Namespace::Name, "named condition", &mut self.out);
        }
    }
}

/// A circle has no beginning: it is told of at one of its names, with each other one beside.
fn in_a_circle(outline: &Outline, circle: &Circle) -> Diagnostic {
    let first = outline.derived(circle.first);
    let others: Vec<&Derived> = circle.others.iter().map(|index| outline.derived(*index)).collect();
    let message = match others.first() {
        None => format!("`{}` rests on itself", first.id),
        Some(next) => format!("`{}` rests on `{}`, which rests on `{}` again", first.id, next.id, first.id),
    };
    let named = others.iter().skip(1).copied().chain([first]);
    let fault = Diagnostic::new(Code::NameCircle, first.span, message);
    let fault = others
        .iter()
        .zip(named)
        .fold(fault, |fault, (other, named)| fault.also(other.span, format!("rests on `{}`", named.id)));
    fault.help("leave out one of these names, so that each can be worked out from others")
}
