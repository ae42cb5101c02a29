//! Why a question is asked: the findings and verdicts that it can lead to, from the rules themselves.

use std::collections::BTreeSet;

use super::encode::Encoder;
use super::plan::Plan;
use super::solver::Undecided;
use crate::condition::{Condition, Node, Test};
use crate::questionnaire::{Questionnaire, Step};
use crate::value::index::{ConditionIx, QuestionIx, RuleIx, VerdictIx};

/// What a question is for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Purpose {
    /// The rules whose condition tests its answer, by itself or through named conditions and scores, and that can hold.
    pub decides: Vec<RuleIx>,
    /// The questions that are asked, or not, by its answer.
    pub opens: Vec<QuestionIx>,
    /// The rules that rest on questions which it opens.
    pub leads_to: Vec<RuleIx>,
    /// The least verdict that "not sure" leaves, if that is offered.
    pub unsure: Option<VerdictIx>,
}

/// Works out what a question is for.
///
/// # Errors
/// [`Undecided`] if deciding takes more work than allowed.
pub fn purpose(plan: &Plan<'_>, question: QuestionIx) -> Result<Purpose, Undecided> {
    let questionnaire = plan.questionnaire;
    let mut purpose = Purpose {
        unsure: questionnaire.questions().get(question.at()).and_then(|asked| asked.unsure),
        ..Purpose::default()
    };
    for (position, rule) in questionnaire.rules().iter().enumerate() {
        let index = RuleIx::new(position);
        let direct = tested(questionnaire, &rule.when).contains(&question);
        let rests = direct || plan.cone([&rule.when]).contains(&Step::Question(question));
        if !rests || !can_hold(plan, index)? {
            continue;
        }
        if direct { purpose.decides.push(index) } else { purpose.leads_to.push(index) }
    }
    let others = (0..questionnaire.questions().len()).map(QuestionIx::new).filter(|other| *other != question);
    purpose.opens = others.filter(|other| opens(questionnaire, question, *other)).collect();
    Ok(purpose)
}

fn can_hold(plan: &Plan<'_>, rule: RuleIx) -> Result<bool, Undecided> {
    let mut encoder = Encoder::new(plan);
    let holds = encoder.rule(rule).yes;
    encoder.solve(&[holds])
}

/// Whether `other`'s own skip logic, or its section's, tests `question`.
fn opens(questionnaire: &Questionnaire, question: QuestionIx, other: QuestionIx) -> bool {
    let Some(asked) = questionnaire.questions().get(other.at()) else { return false };
    let section = questionnaire.sections().get(asked.section.at()).and_then(|section| section.when.as_ref());
    let mut whens = section.into_iter().chain(asked.when.as_ref());
    whens.any(|when| tested(questionnaire, when).contains(&question))
}

/// The questions that a condition tests, by itself or through named conditions and scores.
pub fn tested(questionnaire: &Questionnaire, condition: &Condition) -> BTreeSet<QuestionIx> {
    let mut questions = BTreeSet::new();
    let mut seen: BTreeSet<ConditionIx> = BTreeSet::new();
    let mut waiting = vec![condition];
    while let Some(condition) = waiting.pop() {
        for node in condition.walk() {
            match &node.node {
                Node::Named(named) if seen.insert(*named) => {
                    waiting.extend(questionnaire.conditions().get(named.at()).map(|named| &named.condition));
                }
                Node::Test(Test::Score(score, ..)) => {
                    questions.extend(
                        questionnaire.scores().get(score.at()).into_iter().flat_map(|score| score.sum.iter().copied()),
                    );
                }
                Node::Test(test) => questions.extend(test.question()),
                Node::Named(_) | Node::Not(_) | Node::All(_) | Node::Any(_) => {}
            }
        }
    }
    questions
}
