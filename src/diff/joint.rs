//! Two versions side by side: the questions that both have, the answers that both take, and what is the same in both down
//! to everything that it rests on.

use std::collections::BTreeSet;

use crate::assessment::Engine;
use crate::classes::{all_conditions, tests, told};
use crate::condition::{Condition, ConditionNode, Test, print};
use crate::proof::domain::Domain;
use crate::proof::plan::Plan;
use crate::questionnaire::{DateRange, EvaluationStep, Question, QuestionKind, Questionnaire, ScoreItem};
use crate::response::fits;
use crate::value::index::{ConditionIx, QuestionIx, RuleIx, ScoreIx, SectionIx, fault};
use crate::value::{Answer, Date, Decimal, State, Truth, Value};

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
    /// Whether either tells "rather not say" apart from it.
    pub(super) withheld: bool,
}

/// Two versions on one day.
pub(super) struct Joint<'q> {
    pub(super) old: Plan<'q>,
    pub(super) new: Plan<'q>,
    pub(super) shared: Vec<Shared>,
    /// The rules that hold for the same responses, by their index in each version.
    pub(super) same_rules: Vec<(RuleIx, RuleIx)>,
}

impl<'q> Joint<'q> {
    /// The two engines are for the same day.
    pub(super) fn new(engines: [&'q Engine<'q>; 2]) -> Self {
        let [(old, mut old_plan), (new, mut new_plan)] =
            engines.map(|engine| (engine.questionnaire(), Plan::new(engine)));
        let day = old_plan.day;
        let same = Same::find(old, new);
        let [old_tests, new_tests] = [old, new].map(|version| tests(version, &all_conditions(version)));
        let mut shared = Vec::new();
        for (old_ix, new_ix) in pairs(old, new) {
            let (before, after) = (&old[old_ix], &new[new_ix]);
            let exact = join(&mut old_plan.exact, old_ix, &mut new_plan.exact, new_ix);
            let withheld = join(&mut old_plan.withheld, old_ix, &mut new_plan.withheld, new_ix);
            if let Some(both) = narrowed(before, after, day) {
                let tests_of_both: Vec<&Test> = old_tests[old_ix].iter().chain(&new_tests[new_ix]).copied().collect();
                old_plan.domains[old_ix] = Domain::without_periods(&both, &tests_of_both, day, exact);
                new_plan.domains[new_ix] = Domain::without_periods(&both, &tests_of_both, day, exact);
                let domains = [&mut old_plan.domains[old_ix], &mut new_plan.domains[new_ix]];
                // A date that is held against others is a day.
                if !exact {
                    add_periods(domains, [before, after], (&tests_of_both, day));
                }
            }
            let options = shared_options(before, after);
            let count = old_plan.domains[old_ix].cells.len();
            let single = match before.kind {
                QuestionKind::Choice(_) | QuestionKind::Scale(_) => true,
                QuestionKind::YesNo
                | QuestionKind::Choices { .. }
                | QuestionKind::Number { .. }
                | QuestionKind::Date(_)
                | QuestionKind::Text => false,
            };
            shared.push(Shared {
                old: old_ix,
                new: new_ix,
                same: same.questions.contains(&new_ix),
                cells: if single { options.clone() } else { (0..count).map(|at| (at, at)).collect() },
                options,
                unsure: before.unsure.is_some() && after.unsure.is_some(),
                withheld,
            });
        }
        Joint { old: old_plan, new: new_plan, shared, same_rules: same.rules(old, new) }
    }

    /// The place of a question among the shared ones, by its id.
    pub(super) fn place_of(&self, question: &str) -> usize {
        let index = self.old.questionnaire.question(question);
        match self.shared.iter().position(|shared| Some(shared.old) == index) {
            Some(place) => place,
            None => fault("only a shared question can be asked by one version and not by the other"),
        }
    }

    /// The questions of the old version that the new one does not ask, and the other way round.
    pub(super) fn unshared(&self) -> (Vec<QuestionIx>, Vec<QuestionIx>) {
        let rest = |plan: &Plan<'_>, known: BTreeSet<QuestionIx>| {
            plan.questionnaire.questions().indices().filter(|question| !known.contains(question)).collect::<Vec<_>>()
        };
        let old = self.shared.iter().map(|shared| shared.old).collect();
        let new = self.shared.iter().map(|shared| shared.new).collect();
        (rest(&self.old, old), rest(&self.new, new))
    }
}

/// What one version sees in a shared question, the other sees too; whether there is anything to see.
fn join(
    old: &mut BTreeSet<QuestionIx>,
    old_ix: QuestionIx,
    new: &mut BTreeSet<QuestionIx>,
    new_ix: QuestionIx,
) -> bool {
    let either = old.contains(&old_ix) || new.contains(&new_ix);
    if either {
        old.insert(old_ix);
        new.insert(new_ix);
    }
    either
}

/// The questions with the same id and a compatible type.
fn pairs(old: &Questionnaire, new: &Questionnaire) -> Vec<(QuestionIx, QuestionIx)> {
    let questions = old.questions().enumerated();
    let pairs = questions.filter_map(|(index, question)| Some((index, new.question(&question.id)?)));
    pairs.filter(|(before, after)| compatible(&old[*before].kind, &new[*after].kind)).collect()
}

/// Whether an answer of one type can be an answer of the other.
pub(super) fn compatible(old: &QuestionKind, new: &QuestionKind) -> bool {
    match old {
        QuestionKind::YesNo => matches!(new, QuestionKind::YesNo),
        QuestionKind::Choice(_) | QuestionKind::Scale(_) => {
            matches!(new, QuestionKind::Choice(_) | QuestionKind::Scale(_))
        }
        QuestionKind::Choices { .. } => matches!(new, QuestionKind::Choices { .. }),
        QuestionKind::Number { .. } => matches!(new, QuestionKind::Number { .. }),
        QuestionKind::Date(_) => matches!(new, QuestionKind::Date(_)),
        QuestionKind::Text => matches!(new, QuestionKind::Text),
    }
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
            let ((start, end), (least, most)) = (first.ends(day), second.ends(day));
            QuestionKind::Date(DateRange::Between(start.max(least), end.min(most)))
        }
        // The others are told apart by option, or not at all.
        (
            QuestionKind::YesNo
            | QuestionKind::Choice(_)
            | QuestionKind::Scale(_)
            | QuestionKind::Choices { .. }
            | QuestionKind::Number { .. }
            | QuestionKind::Date(_)
            | QuestionKind::Text,
            _,
        ) => return None,
    };
    Some(Question { kind, ..old.clone() })
}

/// Gives each month and year that tests of either version leave undecided a cell in both: each version takes of it the days
/// that it takes. Of those that nothing tells apart, the first.
fn add_periods([old, new]: [&mut Domain; 2], [before, after]: [&Question; 2], (tests, day): (&[&Test], Date)) {
    let mut seen = BTreeSet::new();
    for period in old.vague_periods() {
        let cut = |question: &Question| fits(question, Answer::Given(Value::Period(period)), day);
        let (Ok(Answer::Given(one)), Ok(Answer::Given(other))) = (cut(before), cut(after)) else { continue };
        let told = [&one, &other].map(|value| told(tests, State::Answered(value), day));
        if told.iter().flatten().any(|truth| *truth == Truth::Unknown) && seen.insert(told) {
            old.add(one);
            new.add(other);
        }
    }
}

/// What is the same in both versions, by index in the new one.
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
    fn says(&self, (old, before): (&Questionnaire, &Condition), (new, after): (&Questionnaire, &Condition)) -> bool {
        let known = |node: &&Condition| match &node.node {
            ConditionNode::Named(condition) => self.conditions.contains(condition),
            ConditionNode::Test(Test::Score(score, ..)) => self.scores.contains(score),
            ConditionNode::Test(test) => test.questions().iter().all(|question| self.questions.contains(question)),
            ConditionNode::Not(_) | ConditionNode::All(_) | ConditionNode::Any(_) | ConditionNode::AtLeast(..) => true,
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

    fn rules(&self, old: &Questionnaire, new: &Questionnaire) -> Vec<(RuleIx, RuleIx)> {
        let both = new.rules().enumerated().filter_map(|(after, rule)| Some((old.rule(&rule.id)?, after)));
        both.filter(|(before, after)| self.says((old, &old[*before].when), (new, &new[*after].when))).collect()
    }
}

/// What a type takes, besides its options. A unit is only words, so it takes no part.
#[derive(PartialEq)]
enum Taken {
    YesNo,
    Choice,
    Scale,
    Choices { min: usize, max: usize },
    Number { range: Option<(Decimal, Decimal)>, decimals: u32 },
    Date(DateRange),
    Text,
}

impl Taken {
    fn of(kind: &QuestionKind) -> Taken {
        match kind {
            QuestionKind::YesNo => Taken::YesNo,
            QuestionKind::Choice(_) => Taken::Choice,
            QuestionKind::Scale(_) => Taken::Scale,
            QuestionKind::Choices { min, max, .. } => Taken::Choices { min: *min, max: *max },
            QuestionKind::Number { range, decimals, .. } => Taken::Number { range: *range, decimals: *decimals },
            QuestionKind::Date(range) => Taken::Date(*range),
            QuestionKind::Text => Taken::Text,
        }
    }
}
