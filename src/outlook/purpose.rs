//! Why a question is asked: the findings and verdicts that it can lead to, from the rules themselves.

use crate::proof::encode::Encoder;
use crate::proof::plan::Plan;
use crate::proof::solver::Undecided;
use crate::questionnaire::{EvaluationStep, Questionnaire, opened_by, rules_testing};
use crate::value::index::{QuestionIx, RuleIx, VerdictIx};

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
    /// Whether no response reaches it, so that it is for nothing.
    pub never_asked: bool,
}

impl Purpose {
    /// Of the questions that it opens, those that are not private.
    pub fn told_opens(&self, questionnaire: &Questionnaire) -> impl Iterator<Item = QuestionIx> {
        self.opens.iter().copied().filter(|opened| !questionnaire[*opened].private)
    }
}

/// Works out what a question is for.
///
/// # Errors
/// [`Undecided`] if deciding takes more work than allowed.
pub fn purpose(plan: &Plan<'_>, question: QuestionIx) -> Result<Purpose, Undecided> {
    let questionnaire = plan.questionnaire;
    if !can_be_asked(plan, question)? {
        return Ok(Purpose { never_asked: true, ..Purpose::default() });
    }
    let mut purpose = Purpose {
        unsure: questionnaire[question].unsure,
        opens: opened_by(questionnaire, question),
        ..Purpose::default()
    };
    let testing = rules_testing(questionnaire, question);
    for (index, rule) in questionnaire.rules().enumerated() {
        let direct = testing.binary_search(&index).is_ok();
        let rests = direct || plan.cone([&rule.when]).contains(&EvaluationStep::Question(question));
        if !rests || !can_hold(plan, index)? {
            continue;
        }
        if direct { purpose.decides.push(index) } else { purpose.leads_to.push(index) }
    }
    Ok(purpose)
}

fn can_be_asked(plan: &Plan<'_>, question: QuestionIx) -> Result<bool, Undecided> {
    let mut encoder = Encoder::new(plan);
    let applies = encoder.states(question).applies.yes;
    encoder.solve(&[applies])
}

fn can_hold(plan: &Plan<'_>, rule: RuleIx) -> Result<bool, Undecided> {
    let mut encoder = Encoder::new(plan);
    let holds = encoder.rule(rule).yes;
    encoder.solve(&[holds])
}
