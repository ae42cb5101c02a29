//! Every question is used: ask for no more than is needed.

use std::collections::BTreeSet;

use crate::classes::all_conditions;
use crate::condition::{ConditionNode, Test};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::proof::plan::Plan;
use crate::questionnaire::{CountedFrom, Done, Promise, Question, Score};
use crate::source::Span;
use crate::template::Text;
use crate::value::index::{ConditionIx, QuestionIx, ScoreIx};

/// The tag by which an author says that a question is kept for the record, though nothing judges it.
pub(super) const RECORD: &str = "record";

/// Finds what nothing uses.
pub(super) fn prove(plan: &Plan<'_>) -> Diagnostics {
    let used = Used::of(plan);
    let mut found = Diagnostics::default();
    for (index, question) in plan.questionnaire.questions().enumerated() {
        let free = question.kind.is_free_text() || question.tags.iter().any(|tag| tag == RECORD);
        if !free && !used.questions.contains(&index) {
            found.push(idle_question(question));
        }
    }
    for (index, named) in plan.questionnaire.conditions().enumerated() {
        if !used.conditions.contains(&index) {
            found.push(
                Diagnostic::new(Code::IdleCondition, named.span, format!("nothing uses the condition `{}`", named.id))
                    .help("remove it"),
            );
        }
    }
    for (index, score) in plan.questionnaire.scores().enumerated() {
        if !used.scores.contains(&index) {
            found.push(
                Diagnostic::new(Code::IdleCondition, score.span, format!("nothing uses the score `{}`", score.id))
                    .help("remove it"),
            );
        }
    }
    let values = plan.questionnaire.values().iter().filter(|value| !value.used);
    let tables = plan.questionnaire.tables().iter().filter(|named| !named.used);
    let tables = tables.map(|named| ("class", &named.table.name, named.span));
    let values = values.map(|value| ("value", &value.id, value.span)).chain(tables);
    for (what, id, span) in values.chain(used.idle_numbers(plan)) {
        let message = format!("nothing uses the {what} `{id}`");
        found.push(Diagnostic::new(Code::IdleCondition, span, message).help("remove it"));
    }
    found
}

fn idle_question(question: &Question) -> Diagnostic {
    Diagnostic::new(Code::IdleQuestion, question.span, format!("nothing uses the answer to `{}`", question.id)).help(
        "ask only what is used: add a rule, remove the question, or say `tags: [record]` if it is kept for the record",
    )
}

/// What conditions, scores and texts name.
#[derive(Default)]
struct Used {
    questions: BTreeSet<QuestionIx>,
    conditions: BTreeSet<ConditionIx>,
    scores: BTreeSet<ScoreIx>,
    numbers: BTreeSet<String>,
}

impl Used {
    fn of(plan: &Plan<'_>) -> Used {
        let mut used = Used::default();
        let questionnaire = plan.questionnaire;
        for node in all_conditions(questionnaire).into_iter().flat_map(|condition| condition.walk()) {
            match &node.node {
                ConditionNode::Named(named) => used.conditions.extend([*named]),
                ConditionNode::Test(Test::Score(score, ..)) => used.scores.extend([*score]),
                ConditionNode::Test(test) => {
                    used.questions.extend(test.questions());
                    if let Test::Derived(number, _) = test {
                        used.numbers.insert(number.name.clone());
                    }
                }
                ConditionNode::Not(_) | ConditionNode::All(_) | ConditionNode::Any(_) | ConditionNode::AtLeast(..) => {}
            }
        }
        used.questions.extend(questionnaire.scores().iter().flat_map(Score::answers).map(|answer| answer.question));
        used.questions.extend(questionnaire.rules().iter().filter_map(|rule| rule.not_before?.question));
        used.questions.extend(questionnaire.rules().iter().filter_map(|rule| rule.by?.question));
        used.questions
            .extend(questionnaire.guarantees().iter().filter_map(|guarantee| counted_from(&guarantee.promise)));
        let steps = questionnaire.plan().into_iter().flat_map(|plan| &plan.steps);
        used.questions.extend(steps.filter_map(|step| match step.done {
            Some(Done::On(question)) => Some(question),
            Some(Done::When(_)) | None => None,
        }));
        let names = texts(plan).into_iter().flat_map(Text::names);
        used.questions.extend(names.filter_map(|name| questionnaire.question(name)));
        used
    }
}

impl Used {
    /// The worked-out numbers that no condition tests.
    fn idle_numbers<'p>(&self, plan: &Plan<'p>) -> impl Iterator<Item = (&'static str, &'p String, Span)> {
        let numbers = plan.questionnaire.derived().iter().filter(|named| !self.numbers.contains(&named.number.name));
        numbers.map(|named| ("worked-out number", &named.number.name, named.span))
    }
}

/// The question whose day a promise counts from.
fn counted_from(promise: &Promise) -> Option<QuestionIx> {
    match promise.wait()?.after {
        CountedFrom::Question(question) => Some(question),
        CountedFrom::Today | CountedFrom::Step(_) => None,
    }
}

/// Every text that people read.
pub(super) fn texts<'p>(plan: &Plan<'p>) -> Vec<&'p Text> {
    let questions = plan.questionnaire.questions().iter();
    let asked = questions.flat_map(|question| [Some(&question.ask), question.help.as_ref(), question.why.as_ref()]);
    let rules = plan.questionnaire.rules().iter();
    let found = rules.flat_map(|rule| rule.texts().map(Some));
    let intros = plan.questionnaire.sections().iter().map(|section| section.intro.as_ref());
    asked.chain(found).chain(intros).flatten().collect()
}
