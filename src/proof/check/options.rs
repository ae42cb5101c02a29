//! Every pick counts for something, and a question that is asked has something to choose.

use crate::classes::{all_conditions, tests};
use crate::condition::{Condition, ConditionNode, PicksTest, Test};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::proof::encode::Encoder;
use crate::proof::plan::Plan;
use crate::proof::solver::Undecided;
use crate::proof::undecided::undecided;
use crate::questionnaire::{AnswerOption, Points, Question, QuestionKind, Score};
use crate::value::OptionSet;
use crate::value::index::{IndexVec, QuestionIx, item};

/// Looks at the options of every question.
pub(super) fn prove(plan: &Plan<'_>) -> Diagnostics {
    let asked = Asked::of(plan);
    let mut found = Diagnostics::default();
    for (index, question) in plan.questionnaire.questions().enumerated() {
        match &question.kind {
            QuestionKind::Choices { options, .. } => picks(&asked, index, question, options, &mut found),
            // Of one choice, options that nothing tells apart make an answer easier to find.
            QuestionKind::Choice(_)
            | QuestionKind::Scale(_)
            | QuestionKind::YesNo
            | QuestionKind::Number { .. }
            | QuestionKind::Date(_)
            | QuestionKind::Text => {}
        }
        match may_offer_too_few(plan, index, question) {
            Ok(false) => {}
            Ok(true) => found.push(few_offered(question)),
            Err(gave_up) => found.push(undecided(
                gave_up,
                question.span,
                &format!("whether `{}` always offers two options", question.id),
            )),
        }
    }
    found
}

/// What is asked of each question, by conditions of whatever kind, and what else an answer is wanted for.
struct Asked<'q> {
    tests: IndexVec<QuestionIx, Vec<&'q Test>>,
    /// Of these the answer itself is read, or held against another.
    shown: IndexVec<QuestionIx, bool>,
    /// What their answers add to scores.
    added: IndexVec<QuestionIx, Vec<&'q Points>>,
}

impl<'q> Asked<'q> {
    fn of(plan: &Plan<'q>) -> Asked<'q> {
        let questionnaire = plan.questionnaire;
        let aid = questionnaire.decision().into_iter();
        let aid = aid.flat_map(|aid| {
            let options = aid.options.iter().filter_map(|option| option.when.as_ref());
            options.chain(aid.chances.iter().filter_map(|chance| chance.when.as_ref()))
        });
        let conditions: Vec<&Condition> = all_conditions(questionnaire).into_iter().chain(aid).collect();
        let mut shown = IndexVec::like(questionnaire.questions(), false);
        for (index, question) in questionnaire.questions().enumerated() {
            shown[index] = question.tags.iter().any(|tag| tag == super::use_of::RECORD);
        }
        let pairs = conditions.iter().flat_map(|condition| condition.walk()).filter_map(|node| match &node.node {
            ConditionNode::Test(test @ Test::Pair(..)) => Some(test.questions()),
            _ => None,
        });
        let named = super::use_of::texts(plan).into_iter().flat_map(|text| text.names());
        let named = named.filter_map(|name| questionnaire.question(name));
        pairs.flatten().chain(named).for_each(|question| shown[question] = true);
        let mut added = IndexVec::like(questionnaire.questions(), Vec::new());
        questionnaire.scores().iter().flat_map(Score::answers).for_each(|of| added[of.question].push(&of.points));
        Asked { tests: tests(questionnaire, &conditions), shown, added }
    }

    /// What each option of a question adds to scores.
    fn points(&self, question: QuestionIx, position: usize) -> Vec<i64> {
        let added = self.added[question].iter().map(|points| match points {
            Points::Options(each) => *item(each, position, "option"),
            Points::YesNo { .. } | Points::Bands { .. } => 0,
        });
        added.collect()
    }
}

/// Of picks: an option that nothing looks at, or that counts only along with others.
fn picks(asked: &Asked<'_>, index: QuestionIx, question: &Question, options: &[AnswerOption], found: &mut Diagnostics) {
    let tests = &asked.tests[index];
    let named = |wanted: fn(PicksTest, OptionSet) -> bool| {
        tests.iter().fold(OptionSet::default(), |named, test| match test {
            Test::Picks(_, test, options) if wanted(*test, *options) => named.or(*options),
            _ => named,
        })
    };
    let all = named(|_, _| true);
    let alone = named(|test, options| test != PicksTest::All || options.len() < 2);
    // A question that nothing looks at at all is told of as a whole; and of one that shows its answer each option is read.
    if asked.shown[index] {
        return;
    }
    for (position, option) in options.iter().enumerate().filter(|(_, option)| !option.exclusive) {
        let adds = asked.points(index, position).iter().any(|points| *points != 0);
        if adds || alone.contains(position) || tests.is_empty() && asked.points(index, position).is_empty() {
            continue;
        }
        if !all.contains(position) {
            found.push(
                Diagnostic::new(
                    Code::IdleOption,
                    option.span,
                    format!("nothing looks at `{}` of `{}`", option.id, question.id),
                )
                .help("add it to the condition of a rule, or leave the option out"),
            );
        } else {
            found.push(
                Diagnostic::new(
                    Code::OnlyTogether,
                    option.span,
                    format!("`{}` of `{}` counts only for people who pick others with it", option.id, question.id),
                )
                .help("where one of them is enough, write `has any` instead of `has all`"),
            );
        }
    }
}

/// Whether the question can be asked of somebody to whom it offers nothing to choose between.
fn may_offer_too_few(plan: &Plan<'_>, index: QuestionIx, question: &Question) -> Result<bool, Undecided> {
    let options = question.options();
    let always = options.iter().filter(|option| option.when.is_none()).count();
    if options.is_empty() || always >= 2 {
        return Ok(false);
    }
    let mut encoder = Encoder::new(plan);
    let states = encoder.states(index);
    let (applies, refused): (_, Vec<_>) = (states.applies.yes, states.offered.iter().map(|offer| offer.no).collect());
    let counts = encoder.solver.counts(&refused, refused.len() - 1);
    let Some(too_many) = counts.last().copied() else { return Ok(false) };
    encoder.solve(&[applies, too_many])
}

fn few_offered(question: &Question) -> Diagnostic {
    let message = format!("`{}` can be asked with fewer than two options to choose from", question.id);
    let whens = question.options().iter().filter_map(|option| option.when.as_ref());
    let fault = Diagnostic::new(Code::FewOffered, question.span, message)
        .help("add an option that is always offered, or ask the question only where there is something to choose");
    whens.take(2).fold(fault, |fault, when| fault.also(when.span, "offered only when this holds"))
}
