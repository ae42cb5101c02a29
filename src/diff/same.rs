//! What is the same in both versions, down to everything that it rests on: in none of it can a response be judged differently,
//! on whatever day.

use std::collections::BTreeSet;

use crate::condition::{Condition, ConditionNode, Test, print};
use crate::questionnaire::{DateRange, EvaluationStep, QuestionKind, Questionnaire, ScoreItem};
use crate::value::Decimal;
use crate::value::index::{ConditionIx, QuestionIx, RuleIx, ScoreIx, SectionIx};

/// What is the same in both versions, by index in the new one.
#[derive(Default)]
pub(super) struct Same {
    pub(super) sections: BTreeSet<SectionIx>,
    pub(super) questions: BTreeSet<QuestionIx>,
    pub(super) conditions: BTreeSet<ConditionIx>,
    pub(super) scores: BTreeSet<ScoreIx>,
}

impl Same {
    /// One pass over the steps of the new version, each of which comes after what it needs.
    pub(super) fn find(old: &Questionnaire, new: &Questionnaire) -> Self {
        let mut same = Same::default();
        for step in new.steps() {
            match *step {
                EvaluationStep::Section(section) => {
                    if same.section(section, old, new) {
                        same.sections.insert(section);
                    }
                }
                EvaluationStep::Question(question) => {
                    if same.question(question, old, new) {
                        same.questions.insert(question);
                    }
                }
                EvaluationStep::Condition(condition) => {
                    if same.condition(condition, old, new) {
                        same.conditions.insert(condition);
                    }
                }
                EvaluationStep::Score(score) => {
                    if same.score(score, old, new) {
                        same.scores.insert(score);
                    }
                }
            }
        }
        same
    }

    /// Whether two conditions say the same of things that are the same.
    pub(super) fn says(
        &self,
        (old, before): (&Questionnaire, &Condition),
        (new, after): (&Questionnaire, &Condition),
    ) -> bool {
        let known = |node: &&Condition| match &node.node {
            ConditionNode::Named(condition) => self.conditions.contains(condition),
            ConditionNode::Test(Test::Score(score, ..)) => self.scores.contains(score),
            ConditionNode::Test(test) => test.questions().iter().all(|question| self.questions.contains(question)),
            ConditionNode::Not(_) | ConditionNode::All(_) | ConditionNode::Any(_) | ConditionNode::AtLeast(..) => true,
        };
        print(before, old) == print(after, new) && after.walk().iter().all(known)
    }

    pub(super) fn when(
        &self,
        (old, before): (&Questionnaire, Option<&Condition>),
        (new, after): (&Questionnaire, Option<&Condition>),
    ) -> bool {
        match (before, after) {
            (None, None) => true,
            (Some(before), Some(after)) => self.says((old, before), (new, after)),
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    fn section(&self, index: SectionIx, old: &Questionnaire, new: &Questionnaire) -> bool {
        let after = &new[index];
        let before = old.sections().iter().find(|section| section.id == after.id);
        before.is_some_and(|before| self.when((old, before.when.as_ref()), (new, after.when.as_ref())))
    }

    fn question(&self, index: QuestionIx, old: &Questionnaire, new: &Questionnaire) -> bool {
        let after = &new[index];
        let Some(before) = old.question(&after.id).map(|before| &old[before]) else { return false };
        let (section, own_section) = (&old[before.section], &new[after.section]);
        let options = before.options().iter().zip(after.options());
        let mut options = options.map(|(one, other)| {
            (&one.id, one.exclusive) == (&other.id, other.exclusive)
                && self.when((old, one.when.as_ref()), (new, other.when.as_ref()))
        });
        let sections = section.id == own_section.id && self.sections.contains(&after.section)
            || section.when.is_none() && own_section.when.is_none();
        Taken::of(&before.kind) == Taken::of(&after.kind)
            && before.day_only == after.day_only
            && before.options().len() == after.options().len()
            && options.all(|same| same)
            && before.unsure.is_some() == after.unsure.is_some()
            && sections
            && self.when((old, before.when.as_ref()), (new, after.when.as_ref()))
    }

    fn condition(&self, index: ConditionIx, old: &Questionnaire, new: &Questionnaire) -> bool {
        let after = &new[index];
        let before = old.conditions().iter().find(|condition| condition.id == after.id);
        before.is_some_and(|before| self.says((old, &before.condition), (new, &after.condition)))
    }

    fn score(&self, index: ScoreIx, old: &Questionnaire, new: &Questionnaire) -> bool {
        let after = &new[index];
        let Some(before) = old.scores().iter().find(|score| score.id == after.id) else { return false };
        before.sum.len() == after.sum.len()
            && before.missing_up_to == after.missing_up_to
            && before.sum.iter().zip(&after.sum).all(|(one, other)| self.adds((old, one), (new, other)))
    }

    /// Whether two items add the same to a score.
    fn adds(&self, (old, before): (&Questionnaire, &ScoreItem), (new, after): (&Questionnaire, &ScoreItem)) -> bool {
        match (before, after) {
            (ScoreItem::Answer(before), ScoreItem::Answer(after)) => {
                self.questions.contains(&after.question)
                    && old[before.question].id == new[after.question].id
                    && before.points == after.points
            }
            (ScoreItem::When { when, points }, ScoreItem::When { when: other, points: others }) => {
                points == others && self.says((old, when), (new, other))
            }
            (ScoreItem::Answer(_), ScoreItem::When { .. }) | (ScoreItem::When { .. }, ScoreItem::Answer(_)) => false,
        }
    }

    pub(super) fn rules(&self, old: &Questionnaire, new: &Questionnaire) -> Vec<(RuleIx, RuleIx)> {
        let both = new.rules().enumerated().filter_map(|(after, rule)| Some((twin(old, after, &rule.id)?, after)));
        both.filter(|(before, after)| self.says((old, &old[*before].when), (new, &new[*after].when))).collect()
    }
}

/// The rule with that id: nearly always it stands near the place where the other version has it, so that a large set is not
/// searched for each of its rules.
pub(super) fn twin(version: &Questionnaire, place: RuleIx, id: &str) -> Option<RuleIx> {
    const NEAR: usize = 8;
    let rules = version.rules();
    let near = place.at().saturating_sub(NEAR)..rules.len().min(place.at() + NEAR + 1);
    let nearby = near.map(RuleIx::new).find(|rule| version[*rule].id == id);
    nearby.or_else(|| version.rule(id))
}

/// What a type takes, besides its options. A unit is only words, so it takes no part.
#[derive(PartialEq)]
pub(super) enum Taken {
    YesNo,
    Choice,
    Choices { min: usize, max: usize },
    Number { range: Option<(Decimal, Decimal)>, decimals: u32 },
    Date(DateRange),
    Text,
}

impl Taken {
    pub(super) fn of(kind: &QuestionKind) -> Taken {
        match kind {
            QuestionKind::YesNo => Taken::YesNo,
            // In which order options stand is compared option by option.
            QuestionKind::Choice(_) | QuestionKind::Scale(_) => Taken::Choice,
            QuestionKind::Choices { min, max, .. } => Taken::Choices { min: *min, max: *max },
            QuestionKind::Number { range, decimals, .. } => Taken::Number { range: *range, decimals: *decimals },
            QuestionKind::Date(range) => Taken::Date(*range),
            QuestionKind::Text => Taken::Text,
        }
    }
}
