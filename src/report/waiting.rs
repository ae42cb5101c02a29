//! What can be answered now and still matters.

use serde::Serialize;

use super::fill::Labels;
use crate::assessment::{Assessment, Open};
use crate::questionnaire::Audience;
use crate::value::Truth;
use crate::value::index::SectionIx;

/// The open questions that are known to apply and can still change the verdict: the client's by section, the technician's by
/// their number.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Waiting {
    /// How many there are for the client.
    pub(super) count: usize,
    /// And for the technician.
    pub(super) technician: usize,
    sections: Vec<Group>,
}

/// Those of one section.
#[derive(Clone, Debug, Serialize)]
struct Group {
    id: String,
    title: String,
    count: usize,
    asks: Vec<String>,
}

impl Waiting {
    pub(super) fn new(labels: &Labels<'_>, assessment: &Assessment) -> Waiting {
        // Answers that have aged are asked for apart.
        let is_aged = |open: &Open| assessment.aged.iter().any(|aged| aged.question == open.question);
        let now = |open: &&Open| labels.situation.applies(open.question) == Truth::True && !is_aged(open);
        let is_technicians = |open: &&Open| labels.questionnaire[open.question].audience == Audience::Technician;
        let open = assessment.open.iter().filter(now);
        let (theirs, ours): (Vec<&Open>, Vec<&Open>) = open.partition(is_technicians);
        Waiting { count: ours.len(), technician: theirs.len(), sections: groups(labels, &ours) }
    }
}

fn groups(labels: &Labels<'_>, open: &[&Open]) -> Vec<Group> {
    let sections = labels.questionnaire.sections().indices();
    sections.map(|section| group(labels, section, open)).filter(|group| group.count > 0).collect()
}

fn group(labels: &Labels<'_>, section: SectionIx, open: &[&Open]) -> Group {
    let questions = open.iter().map(|open| &labels.questionnaire[open.question]);
    let inside = questions.filter(|question| question.section == section);
    let asks: Vec<String> = inside.map(|question| labels.text(&question.ask)).collect();
    let named = labels.named(section);
    Group { id: named.id, title: named.title, count: asks.len(), asks }
}
