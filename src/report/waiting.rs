//! What can be answered now and still matters.

use serde::Serialize;

use super::data::Filler;
use super::way::Ways;
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
    technician: usize,
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
    pub(super) fn new(filler: &Filler<'_>, assessment: &Assessment, ways: &Ways) -> Waiting {
        let matters = |open: &&Open| ways.matters(filler, open.question, &open.rules, assessment.verdict);
        let now = |open: &&Open| filler.situation.applies(open.question) == Truth::True;
        let open: Vec<&Open> = assessment.open.iter().filter(now).filter(matters).collect();
        let (theirs, ours): (Vec<&Open>, Vec<&Open>) = open.into_iter().partition(|open| is_technicians(filler, open));
        Waiting { count: ours.len(), technician: theirs.len(), sections: groups(filler, &ours) }
    }
}

fn is_technicians(filler: &Filler<'_>, open: &Open) -> bool {
    let question = filler.questionnaire.questions().get(open.question.at());
    question.is_some_and(|question| question.audience == Audience::Technician)
}

fn groups(filler: &Filler<'_>, open: &[&Open]) -> Vec<Group> {
    let sections = (0..filler.questionnaire.sections().len()).map(SectionIx::new);
    sections.map(|section| group(filler, section, open)).filter(|group| group.count > 0).collect()
}

fn group(filler: &Filler<'_>, section: SectionIx, open: &[&Open]) -> Group {
    let questions = open.iter().filter_map(|open| filler.questionnaire.questions().get(open.question.at()));
    let inside = questions.filter(|question| question.section == section);
    let asks: Vec<String> = inside.map(|question| filler.text(&question.ask)).collect();
    let named = filler.named(section);
    Group { id: named.id, title: named.title, count: asks.len(), asks }
}
