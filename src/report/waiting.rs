//! What can be answered now and still matters.

use serde::Serialize;

use super::fill::Labels;
use crate::assessment::{Assessment, Open};
use crate::questionnaire::Audience;
use crate::value::Truth;
use crate::value::index::{QuestionIx, SectionIx};

/// The open questions that are known to apply and can still change the verdict: the client's by section, the technician's by
/// their number.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Waiting {
    /// How many there are for the client.
    pub(super) count: usize,
    /// And for the technician.
    pub(super) technician: usize,
    /// How many the client was not asked, whether they matter or not: of whoever stopped early.
    unasked: usize,
    /// Whether one of those can add a wait, though the verdict stays.
    day_can_move: bool,
    pub(super) sections: Vec<Group>,
}

/// Those of one section.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Group {
    id: String,
    pub(super) title: String,
    pub(super) count: usize,
    pub(super) asks: Vec<String>,
}

impl Waiting {
    pub(super) fn new(labels: &Labels<'_>, assessment: &Assessment) -> Waiting {
        // Answers that have aged are asked for apart.
        let is_aged = |open: &Open| assessment.aged.iter().any(|aged| aged.question == open.question);
        let now = |open: &&Open| labels.situation.applies(open.question) == Truth::True && !is_aged(open);
        let is_technicians = |open: &&Open| labels.questionnaire[open.question].audience == Audience::Technician;
        let open = assessment.open.iter().filter(now);
        let (theirs, ours): (Vec<&Open>, Vec<&Open>) = open.partition(is_technicians);
        let unasked = unasked(labels, assessment);
        Waiting {
            count: ours.len(),
            technician: theirs.len(),
            unasked,
            day_can_move: unasked > 0 && labels.treated && can_wait(labels),
            sections: groups(labels, &ours),
        }
    }
}

/// The questions of the client that are known to apply and have no answer.
fn unasked(labels: &Labels<'_>, assessment: &Assessment) -> usize {
    let situation = labels.situation;
    let is_aged = |question: QuestionIx| assessment.aged.iter().any(|aged| aged.question == question);
    let unasked = labels.questionnaire.questions().enumerated().filter(|(index, question)| {
        question.audience != Audience::Technician
            && situation.applies(*index) == Truth::True
            && situation.response().get(*index).is_none()
            && situation.can_be_answered(*index)
            && !is_aged(*index)
    });
    unasked.count()
}

/// Whether a rule that waits for a day may yet come to hold.
fn can_wait(labels: &Labels<'_>) -> bool {
    let mut waits = labels.questionnaire.rules().iter().filter(|rule| rule.not_before.is_some());
    waits.any(|rule| labels.situation.holds(&rule.when) == Truth::Unknown)
}

fn groups(labels: &Labels<'_>, open: &[&Open]) -> Vec<Group> {
    let sections = labels.questionnaire.sections().indices();
    sections.map(|section| group(labels, section, open)).filter(|group| group.count > 0).collect()
}

fn group(labels: &Labels<'_>, section: SectionIx, open: &[&Open]) -> Group {
    let inside = open.iter().filter(|open| labels.questionnaire[open.question].section == section);
    let told = inside.filter(|open| !labels.questionnaire[open.question].private);
    let asks: Vec<String> = told.map(|open| labels.asks(open.question)).collect();
    let named = labels.named(section);
    Group { id: named.id, title: named.title, count: asks.len(), asks }
}
