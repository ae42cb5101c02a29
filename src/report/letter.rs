//! The reasons of a letter to a doctor: what was said or seen, as much of it as has room on its page.

use std::collections::BTreeSet;

use serde::Serialize;

use super::fill::{Labels, ShownDay, shown_day};
use super::labels::entry;
use super::order::still_to_come;
use crate::assessment::Assessment;
use crate::text::wrap;
use crate::value::Answer;
use crate::value::index::{QuestionIx, VerdictIx};

/// How many lines the reasons have, and how many characters each.
const LETTER: (usize, usize) = (20, 88);

/// The reasons that have room, and how many have none.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Reasons {
    items: Vec<ReasonTold>,
    more: usize,
    /// The tags of all findings with this verdict, and those that every one of them has: by these a letter asks what concerns them.
    tags: BTreeSet<String>,
    common_tags: BTreeSet<String>,
}

/// One of them: what was said or seen, and when our own wait for it ends.
#[derive(Clone, Debug, Serialize)]
struct ReasonTold {
    says: Vec<String>,
    not_before: Option<ShownDay>,
}

impl Reasons {
    /// Of the findings with one verdict. A reason that is only unclear is one as well. What several rest on is told once.
    pub(super) fn of(labels: &Labels<'_>, told: &Assessment, verdict: VerdictIx) -> Reasons {
        let mut said_already = BTreeSet::new();
        let mut said = |question: QuestionIx, answer: &Answer| {
            let asked = &labels.questionnaire[question];
            let said = format!("{} {}", labels.text(&asked.ask), entry(asked, answer));
            said_already.insert(question).then_some(said)
        };
        let findings = told.in_order(labels.questionnaire).into_iter();
        let findings = findings.filter(|finding| labels.questionnaire[finding.rule].verdict == verdict);
        let findings: Vec<_> = findings.collect();
        let unsure: Vec<_> = told.unsure.iter().filter(|unsure| unsure.verdict == verdict).collect();
        let mut all: Vec<ReasonTold> = Vec::new();
        for finding in &findings {
            let reasons = finding.because.iter();
            let says = reasons.filter_map(|one| said(one.question, one.answer.as_ref()?)).collect();
            all.push(ReasonTold { says, not_before: still_to_come(labels, finding).map(shown_day) });
        }
        for one in &unsure {
            all.push(ReasonTold { says: said(one.question, &one.answer).into_iter().collect(), not_before: None });
        }
        all.retain(|one| !one.says.is_empty());
        let of_rules = findings.iter().map(|finding| &labels.questionnaire[finding.rule].tags);
        let of_all = of_rules.map(|tags| tags.iter().cloned().collect::<BTreeSet<_>>());
        let of_all: Vec<_> = of_all.chain(unsure.iter().map(|_| BTreeSet::new())).collect();
        let shown = room_for(&all);
        Reasons {
            more: all.len() - shown,
            items: all.into_iter().take(shown).collect(),
            tags: of_all.iter().flatten().cloned().collect(),
            common_tags: of_all.iter().cloned().reduce(|one, other| &one & &other).unwrap_or_default(),
        }
    }
}

/// How many have room.
fn room_for(all: &[ReasonTold]) -> usize {
    let (most, columns) = LETTER;
    let mut taken = 0;
    let fits = |one: &&ReasonTold| {
        let says = one.says.iter().map(|line| wrap(line, columns).len()).sum::<usize>();
        taken += says + usize::from(one.not_before.is_some());
        taken <= most
    };
    all.iter().take_while(fits).count()
}
