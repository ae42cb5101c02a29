//! What decides first: the one order in which points stand, on every page, sheet and letter, and at the end of an interview.

use super::fill::Labels;
use crate::assessment::{Assessment, Finding, Unsure};
use crate::value::Date;
use crate::value::index::VerdictIx;

/// What a finding is ranked by; the higher, the nearer it stands to the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    pub(super) verdict: VerdictIx,
    /// The day on which its wait ends, if that lies ahead: a wait that is over holds nobody up.
    pub(super) until: Option<Date>,
}

impl Rank {
    pub(super) fn of(labels: &Labels<'_>, finding: &Finding) -> Rank {
        Rank { verdict: labels.questionnaire[finding.rule].verdict, until: still_to_come(labels, finding) }
    }
}

/// The day on which the wait of a finding ends, if it has one that is not over.
pub(super) fn still_to_come(labels: &Labels<'_>, finding: &Finding) -> Option<Date> {
    finding.still_to_come(labels.situation.day())
}

/// Something that is more than a note.
#[derive(Clone, Copy, Debug)]
pub(super) enum InTheWay<'a> {
    Found(&'a Finding, Rank),
    Unclear(&'a Unsure),
}

impl InTheWay<'_> {
    pub(super) fn verdict(self) -> VerdictIx {
        match self {
            InTheWay::Found(_, rank) => rank.verdict,
            InTheWay::Unclear(unsure) => unsure.verdict,
        }
    }
}

/// All that stands in the way: the findings in their order, and what nobody is sure of after what is as grave.
pub(super) fn in_the_way<'a>(labels: &Labels<'_>, assessment: &'a Assessment) -> Vec<InTheWay<'a>> {
    let found = assessment.in_order(labels.questionnaire).into_iter();
    let found = found.map(|finding| InTheWay::Found(finding, Rank::of(labels, finding)));
    let unclear = assessment.unsure.iter().map(InTheWay::Unclear);
    let mut points: Vec<InTheWay<'a>> = found.chain(unclear).filter(|point| point.verdict().at() > 0).collect();
    // Stable: findings stay before what is unclear.
    points.sort_by_key(|point| std::cmp::Reverse(point.verdict()));
    points
}
