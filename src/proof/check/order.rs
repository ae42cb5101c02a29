//! What can decide most is asked early, so that whoever it decides for can stop soon.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::proof::plan::Plan;
use crate::questionnaire::{Audience, EvaluationStep, Question, Section};
use crate::value::index::{IndexVec, QuestionIx, VerdictIx};

/// In each section, looks for questions that could stand earlier by what they can lead to: those that are always asked of a client,
/// and stand behind one of the same kind that leads to less.
pub(super) fn prove(plan: &Plan<'_>) -> Diagnostics {
    let gravest = gravest(plan);
    let mut found = Diagnostics::default();
    for section in plan.questionnaire.sections() {
        late(plan, section, &gravest).into_iter().for_each(|diagnostic| found.push(diagnostic));
    }
    found
}

/// The gravest verdict of the rules that rest on a question, also through what it opens, or on another of the same screen.
fn gravest(plan: &Plan<'_>) -> IndexVec<QuestionIx, VerdictIx> {
    let questionnaire = plan.questionnaire;
    let mut of_screens = IndexVec::like(questionnaire.questions(), VerdictIx(0));
    for rule in questionnaire.rules() {
        for step in plan.cone([&rule.when]) {
            if let EvaluationStep::Question(question) = step {
                let screen = questionnaire.screen_of(question);
                of_screens[screen] = rule.verdict.max(of_screens[screen]);
            }
        }
    }
    questionnaire.questions().indices().map(|question| of_screens[questionnaire.screen_of(question)]).collect()
}

/// The gravest question of a section that stands behind a milder one; one for each section, since the rest follows from it.
fn late(plan: &Plan<'_>, section: &Section, gravest: &IndexVec<QuestionIx, VerdictIx>) -> Option<Diagnostic> {
    let questionnaire = plan.questionnaire;
    let always = |question: &Question| question.when.is_none() && question.audience.includes(Audience::Client);
    let asked: Vec<QuestionIx> =
        section.questions.iter().filter(|question| always(&questionnaire[*question])).collect();
    let behind = |(position, question): (usize, &QuestionIx)| {
        let before = asked.iter().take(position).find(|before| gravest[**before] < gravest[*question])?;
        Some((*before, *question))
    };
    let pairs = asked.iter().enumerate().filter_map(behind);
    let (before, question) = pairs.max_by_key(|(_, question)| (gravest[*question], std::cmp::Reverse(*question)))?;
    let id = |question: QuestionIx| &questionnaire[question].id;
    let verdict = |question: QuestionIx| &questionnaire[gravest[question]].id;
    let message = format!(
        "`{}` can lead to `{}`, and is asked after `{}`, which leads to `{}` at most",
        id(question),
        verdict(question),
        id(before),
        verdict(before),
    );
    Some(
        Diagnostic::new(Code::LateQuestion, questionnaire[question].span, message)
            .also(questionnaire[before].span, "this one is asked before it")
            .help("ask what can decide most first: whoever it decides for can then stop, and answers nothing in vain"),
    )
}
