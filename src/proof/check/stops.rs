//! Every rule is come to by some interview: none stands only behind a rule that ends it.

use crate::diagnostic::{Code, Diagnostic};
use crate::proof::encode::Encoder;
use crate::proof::plan::Plan;
use crate::proof::solver::Undecided;
use crate::proof::undecided::undecided;
use crate::proof::witness::Witnesses;
use crate::questionnaire::{Audience, EvaluationStep, Rule};
use crate::value::index::{QuestionIx, RuleIx};

/// Rules that can hold, but in no interview of a client: whoever answers so was stopped before. Judged by a file of answers they
/// hold all the same.
pub(super) fn prove(plan: &Plan<'_>, witnesses: &Witnesses) -> Vec<Diagnostic> {
    let questionnaire = plan.questionnaire;
    let stops: Vec<RuleIx> =
        questionnaire.rules().enumerated().filter(|(_, rule)| rule.stop).map(|(rule, _)| rule).collect();
    let behind = witnesses.found().filter(|(rule, witness)| {
        // Whoever the witness shows is not stopped.
        let stopped = witness.causes.iter().filter_map(|cause| cause.rule()).any(|other| questionnaire[other].stop);
        stopped && !questionnaire[*rule].stop && is_asked_of_clients(plan, *rule)
    });
    behind.filter_map(|(rule, _)| found(plan, rule, &stops)).collect()
}

fn found(plan: &Plan<'_>, rule: RuleIx, stops: &[RuleIx]) -> Option<Diagnostic> {
    let of = &plan.questionnaire[rule];
    match comes_to(plan, rule, stops) {
        Ok(true) => None,
        Ok(false) => Some(told(of, always_before(plan, rule, stops))),
        Err(gave_up) => Some(undecided(gave_up, of.span, &format!("whether an interview comes to `{}`", of.id))),
    }
}

/// Whether it holds for somebody whom nothing stops, or at the very answer that stops.
///
/// A stop ends the interview at the latest with the last question that its condition rests on, since more answers only make
/// known what was not. So a rule that holds together with a stop is come to if it can hold with nothing answered behind that
/// question; where it stands on one screen with others, behind the screen. A stop that ends sooner must not hold then.
fn comes_to(plan: &Plan<'_>, rule: RuleIx, stops: &[RuleIx]) -> Result<bool, Undecided> {
    let mut free = Encoder::new(plan);
    let mut assumed = vec![free.rule(rule).yes];
    for stop in stops {
        assumed.push(!free.rule(*stop).yes);
    }
    if free.solve(&assumed)? {
        return Ok(true);
    }
    let asked = questions(plan, rule);
    for stop in stops {
        let last = last_answered(plan, *stop);
        let mut at_once = Encoder::new(plan);
        let mut assumed = vec![at_once.rule(rule).yes, at_once.rule(*stop).yes];
        for earlier in stops.iter().filter(|other| last_answered(plan, **other) < last) {
            assumed.push(!at_once.rule(*earlier).yes);
        }
        for question in asked.iter().filter(|question| Some(**question) > last) {
            let states = at_once.states(*question);
            let unanswered = [states.absent, states.open];
            assumed.push(at_once.solver.any(&unanswered));
        }
        if at_once.solve(&assumed)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The questions that a rule rests on, also through when they are asked.
fn questions(plan: &Plan<'_>, rule: RuleIx) -> Vec<QuestionIx> {
    let steps = plan.cone([&plan.questionnaire[rule].when]).into_iter();
    steps
        .filter_map(|step| match step {
            EvaluationStep::Question(question) => Some(question),
            EvaluationStep::Section(_) | EvaluationStep::Condition(_) | EvaluationStep::Score(_) => None,
        })
        .collect()
}

/// The last question that is answered when a rule stops: the last that it rests on, or that is asked on the same screen.
fn last_answered(plan: &Plan<'_>, stop: RuleIx) -> Option<QuestionIx> {
    let questionnaire = plan.questionnaire;
    let last = questions(plan, stop).into_iter().max()?;
    let screen = questionnaire.screen_of(last);
    questionnaire.questions().indices().filter(|question| questionnaire.screen_of(*question) == screen).max()
}

fn is_asked_of_clients(plan: &Plan<'_>, rule: RuleIx) -> bool {
    questions(plan, rule).iter().all(|question| plan.questionnaire[*question].audience.includes(Audience::Client))
}

/// A single stop that always holds with it, if there is one.
fn always_before<'p>(plan: &Plan<'p>, rule: RuleIx, stops: &[RuleIx]) -> Option<&'p Rule> {
    let always = |stop: &&RuleIx| {
        let mut encoder = Encoder::new(plan);
        let (holds, stop) = (encoder.rule(rule).yes, encoder.rule(**stop).yes);
        encoder.solve(&[holds, !stop]) == Ok(false)
    };
    stops.iter().find(always).map(|stop| &plan.questionnaire[*stop])
}

fn told(rule: &Rule, stop: Option<&Rule>) -> Diagnostic {
    let message = format!("no client's interview comes to `{}`: another rule ends it before", rule.id);
    let diagnostic = Diagnostic::new(Code::BehindStop, rule.span, message)
        .help("take out of its `when` what the other rule asks, ask its questions earlier, or remove it");
    match stop {
        Some(stop) => diagnostic.also(stop.span, format!("`{}` has `stop`, and always holds with it", stop.id)),
        None => diagnostic,
    }
}
