//! Two versions side by side: the questions that both have, the answers that both take, and what is the same in both down
//! to everything that it rests on.

use std::collections::BTreeSet;

use crate::assessment::Engine;
use crate::condition::{Condition, ConditionNode, Test, print};
use crate::proof::domain::{Domain, tests};
use crate::proof::plan::Plan;
use crate::questionnaire::{DateRange, EvaluationStep, Question, QuestionKind, Questionnaire};
use crate::value::Date;
use crate::value::index::{ConditionIx, QuestionIx, ScoreIx, SectionIx};

/// A question that both versions ask in a compatible type.
pub(super) struct Shared {
    pub(super) old: QuestionIx,
    pub(super) new: QuestionIx,
    /// Whether both take the same answers at the same times, whatever the response.
    pub(super) same: bool,
    /// The cells that both take, by their position in each version.
    pub(super) cells: Vec<(usize, usize)>,
    /// The options that both have, by their position in each version.
    pub(super) options: Vec<(usize, usize)>,
    /// Whether both offer "not sure".
    pub(super) unsure: bool,
}

/// Two versions on one day.
pub(super) struct Joint<'q> {
    pub(super) old: Plan<'q>,
    pub(super) new: Plan<'q>,
    pub(super) shared: Vec<Shared>,
    /// The rules that hold for the same responses, by position in each version.
    pub(super) same_rules: Vec<(usize, usize)>,
}

impl<'q> Joint<'q> {
    /// The two engines are for the same day.
    pub(super) fn new(engines: [&'q Engine<'q>; 2]) -> Self {
        let [(old, mut old_plan), (new, mut new_plan)] =
            engines.map(|engine| (engine.questionnaire(), Plan::new(engine)));
        let day = old_plan.day;
        let same = Same::find(old, new);
        let (old_tests, new_tests) = (tests(old), tests(new));
        let mut shared = Vec::new();
        for (old_ix, new_ix) in pairs(old, new) {
            let (Some(before), Some(after)) = (old.questions().get(old_ix.at()), new.questions().get(new_ix.at()))
            else {
                continue;
            };
            let told = |list: &[Vec<Test>], at: usize| list.get(at).cloned().unwrap_or_default();
            let tests = [told(&old_tests, old_ix.at()), told(&new_tests, new_ix.at())].concat();
            if let Some(both) = narrowed(before, after, day) {
                put(&mut old_plan.domains, old_ix.at(), Domain::of(&both, &tests, day));
                put(&mut new_plan.domains, new_ix.at(), Domain::of(&both, &tests, day));
            }
            let options = shared_options(before, after);
            let count = old_plan.domains.get(old_ix.at()).map_or(0, |domain| domain.cells.len());
            let single = matches!(before.kind, QuestionKind::Choice(_) | QuestionKind::Scale(_));
            shared.push(Shared {
                old: old_ix,
                new: new_ix,
                same: same.questions.contains(&new_ix),
                cells: if single { options.clone() } else { (0..count).map(|at| (at, at)).collect() },
                options,
                unsure: before.unsure.is_some() && after.unsure.is_some(),
            });
        }
        Joint { old: old_plan, new: new_plan, shared, same_rules: same.rules(old, new) }
    }

    /// The questions of the old version that the new one does not ask, and the other way round.
    pub(super) fn unshared(&self) -> (Vec<QuestionIx>, Vec<QuestionIx>) {
        let rest = |plan: &Plan<'_>, known: BTreeSet<QuestionIx>| {
            let all = (0..plan.questionnaire.questions().len()).map(QuestionIx::new);
            all.filter(|question| !known.contains(question)).collect::<Vec<_>>()
        };
        let old = self.shared.iter().map(|shared| shared.old).collect();
        let new = self.shared.iter().map(|shared| shared.new).collect();
        (rest(&self.old, old), rest(&self.new, new))
    }
}

fn put<T>(list: &mut [T], at: usize, value: T) {
    if let Some(slot) = list.get_mut(at) {
        *slot = value;
    }
}

/// The questions with the same id and a compatible type.
fn pairs(old: &Questionnaire, new: &Questionnaire) -> Vec<(QuestionIx, QuestionIx)> {
    let questions = old.questions().iter().enumerate();
    let pair = |(position, question): (usize, &Question)| {
        let other = new.question(&question.id)?;
        let fits = compatible(&question.kind, &new.questions().get(other.at())?.kind);
        fits.then_some((QuestionIx::new(position), other))
    };
    questions.filter_map(pair).collect()
}

/// Whether an answer of one type can be an answer of the other.
pub(super) fn compatible(old: &QuestionKind, new: &QuestionKind) -> bool {
    use QuestionKind as K;
    matches!(
        (old, new),
        (K::YesNo, K::YesNo)
            | (K::Choice(_) | K::Scale(_), K::Choice(_) | K::Scale(_))
            | (K::Choices { .. }, K::Choices { .. })
            | (K::Number { .. }, K::Number { .. })
            | (K::Date(_), K::Date(_))
            | (K::Text, K::Text)
    )
}

fn shared_options(old: &Question, new: &Question) -> Vec<(usize, usize)> {
    let options = old.options().iter().enumerate();
    let pair = |(position, option): (usize, &crate::questionnaire::AnswerOption)| {
        Some((position, new.options().iter().position(|other| other.id == option.id)?))
    };
    options.filter_map(pair).collect()
}

/// A number or date question that takes exactly what both take; none for the other types.
fn narrowed(old: &Question, new: &Question, day: Date) -> Option<Question> {
    let kind = match (&old.kind, &new.kind) {
        (
            QuestionKind::Number { range: first, decimals: one, unit },
            QuestionKind::Number { range: second, decimals: other, .. },
        ) => {
            let range = match (first, second) {
                (Some((low, high)), Some((least, most))) => Some((*low.max(least), *high.min(most))),
                (range, None) | (None, range) => *range,
            };
            QuestionKind::Number { range, decimals: *one.min(other), unit: unit.clone() }
        }
        (QuestionKind::Date(first), QuestionKind::Date(second)) if first == second => QuestionKind::Date(*first),
        (QuestionKind::Date(first), QuestionKind::Date(second)) => {
            let ((start, end), (least, most)) = (ends(*first, day), ends(*second, day));
            QuestionKind::Date(DateRange::Between(start.max(least), end.min(most)))
        }
        _ => return None,
    };
    Some(Question { kind, ..old.clone() })
}

/// The first and the last day of a range.
fn ends(range: DateRange, day: Date) -> (Date, Date) {
    let first = Date::new(1, 1, 1).unwrap_or(Date::MIN);
    match range {
        DateRange::Any => (first, Date::MAX),
        DateRange::Past => (first, day),
        DateRange::Future => (day, Date::MAX),
        DateRange::Between(first, last) => (first, last),
    }
}

/// What is the same in both versions, by position in the new one.
#[derive(Default)]
struct Same {
    sections: BTreeSet<SectionIx>,
    questions: BTreeSet<QuestionIx>,
    conditions: BTreeSet<ConditionIx>,
    scores: BTreeSet<ScoreIx>,
}

impl Same {
    /// One pass over the steps of the new version, each of which comes after what it needs.
    fn find(old: &Questionnaire, new: &Questionnaire) -> Self {
        let mut same = Same::default();
        for step in new.steps() {
            match step {
                EvaluationStep::Section(section) if same.section(*section, old, new) == Some(true) => {
                    same.sections.insert(*section);
                }
                EvaluationStep::Question(question) if same.question(*question, old, new) == Some(true) => {
                    same.questions.insert(*question);
                }
                EvaluationStep::Condition(condition) if same.condition(*condition, old, new) == Some(true) => {
                    same.conditions.insert(*condition);
                }
                EvaluationStep::Score(score) if same.score(*score, old, new) == Some(true) => {
                    same.scores.insert(*score);
                }
                _ => {}
            }
        }
        same
    }

    /// Whether two conditions say the same of things that are the same.
    fn says(&self, (old, before): (&Questionnaire, &Condition), (new, after): (&Questionnaire, &Condition)) -> bool {
        let known = |node: &&Condition| match &node.node {
            ConditionNode::Named(condition) => self.conditions.contains(condition),
            ConditionNode::Test(Test::Score(score, ..)) => self.scores.contains(score),
            ConditionNode::Test(test) => test.question().is_none_or(|question| self.questions.contains(&question)),
            ConditionNode::Not(_) | ConditionNode::All(_) | ConditionNode::Any(_) => true,
        };
        print(before, old) == print(after, new) && after.walk().iter().all(known)
    }

    fn when(
        &self,
        (old, before): (&Questionnaire, Option<&Condition>),
        (new, after): (&Questionnaire, Option<&Condition>),
    ) -> bool {
        match (before, after) {
            (None, None) => true,
            (Some(before), Some(after)) => self.says((old, before), (new, after)),
            _ => false,
        }
    }

    fn section(&self, index: SectionIx, old: &Questionnaire, new: &Questionnaire) -> Option<bool> {
        let after = new.sections().get(index.at())?;
        let before = old.sections().iter().find(|section| section.id == after.id)?;
        Some(self.when((old, before.when.as_ref()), (new, after.when.as_ref())))
    }

    fn question(&self, index: QuestionIx, old: &Questionnaire, new: &Questionnaire) -> Option<bool> {
        let after = new.questions().get(index.at())?;
        let before = old.questions().get(old.question(&after.id)?.at())?;
        let section = old.sections().get(before.section.at())?;
        let own_section = new.sections().get(after.section.at())?;
        let options = before.options().iter().zip(after.options());
        let mut options = options.map(|(one, other)| {
            (&one.id, one.exclusive) == (&other.id, other.exclusive)
                && self.when((old, one.when.as_ref()), (new, other.when.as_ref()))
        });
        let sections = section.id == own_section.id && self.sections.contains(&after.section)
            || section.when.is_none() && own_section.when.is_none();
        Some(
            takes(&before.kind) == takes(&after.kind)
                && before.options().len() == after.options().len()
                && options.all(|same| same)
                && before.unsure.is_some() == after.unsure.is_some()
                && sections
                && self.when((old, before.when.as_ref()), (new, after.when.as_ref())),
        )
    }

    fn condition(&self, index: ConditionIx, old: &Questionnaire, new: &Questionnaire) -> Option<bool> {
        let after = new.conditions().get(index.at())?;
        let before = old.conditions().iter().find(|condition| condition.id == after.id)?;
        Some(self.says((old, &before.condition), (new, &after.condition)))
    }

    fn score(&self, index: ScoreIx, old: &Questionnaire, new: &Questionnaire) -> Option<bool> {
        let after = new.scores().get(index.at())?;
        let before = old.scores().iter().find(|score| score.id == after.id)?;
        let asked = |questionnaire: &Questionnaire, sum: &[QuestionIx]| {
            let questions = sum.iter().filter_map(|question| questionnaire.questions().get(question.at()));
            let points =
                |question: &Question| question.options().iter().map(|option| option.points).collect::<Vec<_>>();
            questions.map(|question| (question.id.clone(), points(question))).collect::<Vec<_>>()
        };
        let known = after.sum.iter().all(|question| self.questions.contains(question));
        Some(known && asked(old, &before.sum) == asked(new, &after.sum))
    }

    fn rules(&self, old: &Questionnaire, new: &Questionnaire) -> Vec<(usize, usize)> {
        let mut same = Vec::new();
        for (position, rule) in new.rules().iter().enumerate() {
            let before = old.rule(&rule.id).and_then(|before| Some((before, old.rules().get(before.at())?)));
            if let Some((before, _)) = before.filter(|(_, before)| self.says((old, &before.when), (new, &rule.when))) {
                same.push((before.at(), position));
            }
        }
        same
    }
}

/// What a type takes, besides its options.
fn takes(kind: &QuestionKind) -> String {
    match kind {
        QuestionKind::YesNo => "yes_no".to_owned(),
        QuestionKind::Choice(_) => "choice".to_owned(),
        QuestionKind::Scale(_) => "scale".to_owned(),
        QuestionKind::Choices { min, max, .. } => format!("choices {min} {max}"),
        QuestionKind::Number { range, decimals, .. } => format!("number {range:?} {decimals}"),
        QuestionKind::Date(range) => format!("date {range:?}"),
        QuestionKind::Text => "text".to_owned(),
    }
}
