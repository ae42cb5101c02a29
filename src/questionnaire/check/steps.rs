//! The order in which a response is read in one pass.

use super::derived::DerivedIx;
use super::scope::Outline;
use crate::questionnaire::{EvaluationStep, Section};
use crate::value::index::SectionIx;

/// All sections, questions, scores and named conditions, each after everything it needs.
///
/// Invariant: a section comes before its questions; questions are in file order; a score or a named condition comes right
/// after the last question that it rests on, and after the scores and conditions that it names. A `when` names only what needs
/// earlier questions, so it finds all it names already done.
pub(super) fn steps(sections: &[Section], outline: &Outline) -> Vec<EvaluationStep> {
    let mut steps = Vec::new();
    for (position, section) in sections.iter().enumerate() {
        steps.push(EvaluationStep::Section(SectionIx::new(position)));
        for question in section.questions.iter() {
            steps.push(EvaluationStep::Question(question));
            let ready = |index: &&DerivedIx| outline.derived(**index).needs() == Some(question.at() + 1);
            steps.extend(outline.order.iter().filter(ready).map(|index| match index {
                DerivedIx::Score(index) => EvaluationStep::Score(*index),
                DerivedIx::Condition(index) => EvaluationStep::Condition(*index),
            }));
        }
    }
    steps
}
