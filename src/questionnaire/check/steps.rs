//! The order in which a response is read in one pass.

use super::scope::{Derived, Outline};
use crate::questionnaire::{EvaluationStep, Section};
use crate::value::index::{IndexVec, Ix, SectionIx};

/// All sections, questions, scores and named conditions, each after everything it needs.
///
/// Invariant: a section comes before its questions; questions are in file order; a score comes right after the last
/// question it adds; a named condition right after the last question it rests on, and after the scores and conditions it
/// names. A `when` names only what needs earlier questions, so it finds all it names already done.
pub(super) fn steps(sections: &[Section], outline: &Outline) -> Vec<EvaluationStep> {
    let mut steps = Vec::new();
    for (position, section) in sections.iter().enumerate() {
        steps.push(EvaluationStep::Section(SectionIx::new(position)));
        for question in section.questions.iter() {
            steps.push(EvaluationStep::Question(question));
            let known = |derived: &Derived| derived.needs() == Some(question.at() + 1);
            steps.extend(ready(&outline.scores, known).map(EvaluationStep::Score));
            steps.extend(ready(&outline.conditions, known).map(EvaluationStep::Condition));
        }
    }
    steps
}

fn ready<I: Ix>(derived: &IndexVec<I, Derived>, known: impl Fn(&Derived) -> bool) -> impl Iterator<Item = I> {
    derived.enumerated().filter(move |(_, derived)| known(derived)).map(|(index, _)| index)
}
