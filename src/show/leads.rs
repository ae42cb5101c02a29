//! What each answer to a question leads to, whatever else is answered.

use crate::condition::{Condition, ConditionNode, print};
use crate::proof::encode::Encoder;
use crate::proof::plan::Plan;
use crate::proof::solver::{Lit, Undecided};
use crate::questionnaire::{Questionnaire, rules_testing, tested};
use crate::value::Value;
use crate::value::index::{QuestionIx, RuleIx, VerdictIx, item};

/// What one answer leads to.
pub(super) struct Leads {
    /// The rules that hold in every response in which the question is asked and answered so, the gravest first.
    pub always: Vec<RuleIx>,
    /// The rules that can hold then, and what must be so besides; the gravest first.
    pub perhaps: Vec<(RuleIx, String)>,
}

impl Leads {
    /// The verdict that such a response has at least; none if that is any.
    pub fn at_least(&self, questionnaire: &Questionnaire) -> Option<VerdictIx> {
        self.always.iter().map(|rule| questionnaire[*rule].verdict).max().filter(|verdict| verdict.at() > 0)
    }
}

/// For yes and no, or for each option in its order, what it leads to. Nothing for numbers, days and texts: see [`tests`].
///
/// # Errors
/// [`Undecided`] if deciding takes more work than allowed.
pub(super) fn of_answers(plan: &Plan<'_>, question: QuestionIx) -> Result<Vec<Leads>, Undecided> {
    let questionnaire = plan.questionnaire;
    let rules = rules_testing(questionnaire, question);
    let mut encoder = Encoder::new(plan);
    let answers = literals(&mut encoder, plan, question);
    let mut leads = Vec::new();
    for answer in answers {
        let (mut always, mut perhaps) = (Vec::new(), Vec::new());
        for rule in &rules {
            let holds = encoder.rule(*rule).yes;
            if !encoder.solve_of_many(&[answer, holds])? {
                continue;
            }
            match encoder.solve_of_many(&[answer, !holds])? {
                false => always.push(*rule),
                true => perhaps.push((*rule, besides(questionnaire, question, &questionnaire[*rule].when))),
            }
        }
        let graver = |rule: &RuleIx| std::cmp::Reverse((questionnaire[*rule].verdict, std::cmp::Reverse(*rule)));
        always.sort_by_key(graver);
        perhaps.sort_by_key(|(rule, _)| graver(rule));
        leads.push(Leads { always, perhaps });
    }
    Ok(leads)
}

/// "The question is answered so", for each answer of a question that has few: no and yes, or its options.
fn literals(encoder: &mut Encoder<'_, '_>, plan: &Plan<'_>, question: QuestionIx) -> Vec<Lit> {
    let options = plan.questionnaire[question].options().len();
    let states = encoder.states(question).clone();
    if options > 0 {
        let by_option = if states.picks.is_empty() { &states.cells } else { &states.picks };
        return (0..options).map(|position| *item(by_option, position, "option")).collect();
    }
    let said = |yes: bool| {
        let cell = plan.values(question).iter().position(|value| *value == Value::YesNo(yes))?;
        Some(*item(&states.cells, cell, "cell"))
    };
    [true, false].into_iter().filter_map(said).collect()
}

/// The rules that look at a number, a day or a text by themselves, with their conditions; the gravest first.
pub(super) fn tests(questionnaire: &Questionnaire, question: QuestionIx) -> Vec<(RuleIx, String)> {
    let rules = rules_testing(questionnaire, question).into_iter();
    let mut tests: Vec<_> = rules.map(|rule| (rule, print(&questionnaire[rule].when, questionnaire))).collect();
    tests.sort_by_key(|(rule, _)| std::cmp::Reverse((questionnaire[*rule].verdict, std::cmp::Reverse(*rule))));
    tests
}

/// What a condition asks besides this question: of parts that `and` joins, those that do not rest on it alone.
fn besides(questionnaire: &Questionnaire, question: QuestionIx, when: &Condition) -> String {
    let parts = match &when.node {
        ConditionNode::All(parts) => parts.as_slice(),
        _ => std::slice::from_ref(when),
    };
    let alone = |part: &&Condition| {
        let tested = tested(questionnaire, part);
        tested.len() == 1 && tested.contains(&question)
    };
    let others: Vec<String> = parts.iter().filter(|part| !alone(part)).map(|part| print(part, questionnaire)).collect();
    if others.is_empty() { print(when, questionnaire) } else { others.join(" and ") }
}
