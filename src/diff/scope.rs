//! What of two versions takes part in a search: some of their rules, questions and sections, and all that these rest on.
//!
//! Of a large set most searches are about little. What takes no part is not encoded, and so says nothing of a response: whatever is
//! found has no answer to it.

use std::collections::BTreeSet;

use super::joint::Joint;
use super::list::unsure;
use crate::proof::plan::Plan;
use crate::questionnaire::Questionnaire;
use crate::value::index::{QuestionIx, RuleIx, SectionIx};

/// What of one version takes part.
#[derive(Default)]
pub(super) struct Part {
    pub(super) rules: BTreeSet<RuleIx>,
    pub(super) questions: BTreeSet<QuestionIx>,
    /// Those of which it is asked whether they apply.
    pub(super) sections: BTreeSet<SectionIx>,
}

impl Part {
    fn whole(questionnaire: &Questionnaire) -> Part {
        Part {
            rules: questionnaire.rules().indices().collect(),
            questions: questionnaire.questions().indices().collect(),
            sections: questionnaire.sections().indices().collect(),
        }
    }

    fn of_section(questionnaire: &Questionnaire, section: SectionIx) -> Part {
        let of = &questionnaire[section];
        let floors = of.questions.iter().filter(|question| questionnaire[*question].unsure.is_some());
        Part { rules: of.rules.iter().collect(), questions: floors.collect(), sections: BTreeSet::from([section]) }
    }

    /// The questions that all this rests on.
    fn cone(&self, plan: &Plan<'_>) -> BTreeSet<QuestionIx> {
        let questionnaire = plan.questionnaire;
        let rules = self.rules.iter().map(|rule| &questionnaire[*rule].when);
        let sections = self.sections.iter().filter_map(|section| questionnaire[*section].when.as_ref());
        plan.questions_in_cone(rules.chain(sections), self.questions.iter().copied())
    }
}

/// What of both versions takes part.
pub(super) struct Scope {
    pub(super) old: Part,
    pub(super) new: Part,
}

impl Scope {
    /// All of both.
    pub(super) fn whole(joint: &Joint<'_>) -> Scope {
        let [old, new] = joint.versions().map(Part::whole);
        Scope { old, new }
    }

    /// What the verdict of a section rests on.
    pub(super) fn of_section(joint: &Joint<'_>, places: [Option<SectionIx>; 2]) -> Scope {
        let [before, after] = places;
        let part = |questionnaire: &Questionnaire, section: Option<SectionIx>| {
            section.map(|section| Part::of_section(questionnaire, section)).unwrap_or_default()
        };
        let [old, new] = joint.versions();
        Scope { old: part(old, before), new: part(new, after) }.closed(joint)
    }

    /// What leads to verdicts and may do so in one version alone: rules that do not hold for the same responses or lead to another
    /// verdict, and questions whose unclear answers do.
    pub(super) fn of_verdicts(joint: &Joint<'_>) -> Scope {
        let [old, new] = joint.versions();
        let rules = |version: &Questionnaire| -> BTreeSet<RuleIx> {
            version
                .rules()
                .enumerated()
                .filter(|(_, rule)| !joint.leads_alike(&rule.id))
                .map(|(place, _)| place)
                .collect()
        };
        let unlike = joint.shared.iter().filter(|shared| !shared.same || !unsure(joint, shared).is_empty());
        let (mut before, mut after): (BTreeSet<QuestionIx>, BTreeSet<QuestionIx>) =
            unlike.map(|shared| (shared.old, shared.new)).unzip();
        let (gone, added) = joint.unshared();
        before.extend(gone);
        after.extend(added);
        let part = |rules, questions| Part { rules, questions, sections: BTreeSet::new() };
        Scope { old: part(rules(old), before), new: part(rules(new), after) }.closed(joint)
    }

    /// Whether it has more than a quarter of the questions of both.
    pub(super) fn is_much(&self, joint: &Joint<'_>) -> bool {
        let all = joint.versions().map(|version| version.questions().len()).iter().sum::<usize>();
        4 * (self.old.questions.len() + self.new.questions.len()) > all
    }

    /// With all that it rests on: what a shared question is to one version it must be to the other.
    fn closed(mut self, joint: &Joint<'_>) -> Scope {
        loop {
            let (mut before, mut after) = (self.old.cone(&joint.old), self.new.cone(&joint.new));
            for shared in &joint.shared {
                if before.contains(&shared.old) || after.contains(&shared.new) {
                    before.insert(shared.old);
                    after.insert(shared.new);
                }
            }
            if before == self.old.questions && after == self.new.questions {
                return self;
            }
            (self.old.questions, self.new.questions) = (before, after);
        }
    }
}
