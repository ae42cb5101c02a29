//! Two versions side by side: the questions that both have, the answers that both take, and what is the same in both down
//! to everything that it rests on.

use std::collections::BTreeSet;

use super::kind::Side;
use super::same::Same;
use crate::assessment::Engine;
use crate::classes::{all_conditions, tests, told};
use crate::condition::Test;
use crate::proof::domain::Domain;
use crate::proof::plan::Plan;
use crate::questionnaire::{DateRange, Done, Question, QuestionKind, Questionnaire, Rule};
use crate::response::fits;
use crate::value::index::{QuestionIx, RuleIx};
use crate::value::{Answer, Date, State, Truth, Value};

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
    /// The ids of these.
    alike_rules: BTreeSet<&'q str>,
    /// What is the same in both, by index in the new one.
    pub(super) same: Same,
    /// The questions of the old version on which more than the mildest verdict, a wait, a stop or a plan can rest.
    pub(super) weighty: BTreeSet<QuestionIx>,
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
        let same_rules = same.rules(old, new);
        let alike_rules = same_rules.iter().map(|(before, _)| old[*before].id.as_str()).collect();
        let weighty = weighty(&old_plan);
        Joint { old: old_plan, new: new_plan, shared, same_rules, alike_rules, same, weighty }
    }

    /// Whether both versions have the rule, and it holds for the same responses.
    pub(super) fn holds_alike(&self, rule: &str) -> bool {
        self.alike_rules.contains(rule)
    }

    /// Whether both versions have the rule, it holds for the same responses, and it leads to the same verdict.
    pub(super) fn leads_alike(&self, rule: &str) -> bool {
        let [old, new] = self.versions();
        let verdict = |version: &'q Questionnaire| version.rule(rule).map(|rule| &version[version[rule].verdict].id);
        self.holds_alike(rule) && verdict(old) == verdict(new)
    }

    /// Both versions.
    pub(super) fn versions(&self) -> [&'q Questionnaire; 2] {
        [self.old.questionnaire, self.new.questionnaire]
    }

    /// One version, made ready for proofs.
    pub(super) fn plan(&self, side: Side) -> &Plan<'q> {
        side.of([&self.old, &self.new])
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

/// The questions on which something rests that matters: a rule with more than the mildest verdict, a wait, a stop or a step, a
/// "not sure" with such a verdict, or a step that is done. What decides whether they are asked is among them.
fn weighty(plan: &Plan<'_>) -> BTreeSet<QuestionIx> {
    let questionnaire = plan.questionnaire;
    let matters = |rule: &&Rule| {
        rule.verdict.at() > 0 || rule.stop || rule.not_before.is_some() || rule.by.is_some() || !rule.plan.is_empty()
    };
    let steps = questionnaire.plan().into_iter().flat_map(|plan| &plan.steps);
    let (mut asked, mut conditions) = (Vec::new(), Vec::new());
    for rule in questionnaire.rules().iter().filter(matters) {
        conditions.push(&rule.when);
        asked.extend(rule.not_before.and_then(|wait| wait.question));
        asked.extend(rule.by.and_then(|due| due.question));
    }
    for step in steps {
        match &step.done {
            Some(Done::On(question)) => asked.push(*question),
            Some(Done::When(condition)) => conditions.push(condition),
            None => {}
        }
    }
    let floors = questionnaire.questions().enumerated();
    asked.extend(floors.filter(|(_, of)| of.unsure.is_some_and(|floor| floor.at() > 0)).map(|(index, _)| index));
    plan.questions_in_cone(conditions, asked)
}
