//! Every guarantee speaks of some response and holds for every one; if not, the smallest response that breaks it.

use std::cmp::Reverse;

use super::reach::{Claim, refute};
use crate::assessment::{Cause, Open};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::plan::care_plan;
use crate::proof::pairs::ResponsePair;
use crate::proof::plan::Plan;
use crate::proof::spoken_of::SpokenOf;
use crate::proof::undecided::undecided;
use crate::proof::witness::{Breach, broken_by, can_be, can_be_treated};
use crate::questionnaire::{Audience, CountedFrom, Guarantee, PairKind, PairPromise, Promise, StepWait};
use crate::response::{Response, answers_inline, earlier_inline};
use crate::source::Span;
use crate::value::index::{QuestionIx, RuleIx, StepIx, VerdictIx};
use crate::value::{Date, Truth};

/// Proves the guarantees.
pub(super) fn prove(plan: &Plan<'_>) -> Diagnostics {
    let mut found = Diagnostics::default();
    for diagnostic in plan.questionnaire.guarantees().iter().filter_map(|guarantee| fault(plan, guarantee)) {
        found.push(diagnostic);
    }
    found
}

/// What is wrong with a guarantee, if anything is.
pub(super) fn fault(plan: &Plan<'_>, guarantee: &Guarantee) -> Option<Diagnostic> {
    match broken_by(plan, guarantee) {
        // A promise about nobody cannot be broken either.
        Ok(None) => empty(plan, guarantee),
        Ok(Some(Breach::Response(response))) => Some(broken(plan, guarantee, &response)),
        Ok(Some(Breach::Pair(pair))) => Some(broken_by_two(plan, guarantee, &pair)),
        Ok(Some(Breach::Asked(question, word))) => Some(asked(plan, guarantee, question, &word)),
        Err(gave_up) => Some(undecided(gave_up, guarantee.span, &format!("whether `{}` always holds", guarantee.id))),
    }
}

fn empty(plan: &Plan<'_>, guarantee: &Guarantee) -> Option<Diagnostic> {
    let claim = Claim {
        code: Code::EmptyGuarantee,
        span: guarantee.span,
        message: format!("the guarantee `{}` speaks of nobody: its `when` can never hold", guarantee.id),
        conditions: vec![guarantee.when.as_ref()?],
        help: "correct its `when`, or remove the guarantee: a promise about nobody protects nobody",
    };
    refute(plan, &claim).or_else(|| nobody_so(plan, guarantee)).or_else(|| nobody_treated(plan, guarantee))
}

/// A promise about people of whom there is none among those who are asked, or none whose answers are complete.
fn nobody_so(plan: &Plan<'_>, guarantee: &Guarantee) -> Option<Diagnostic> {
    let these = SpokenOf::by(guarantee);
    if !these.is_narrowed() {
        return None;
    }
    match can_be(plan, these) {
        Ok(true) => None,
        Ok(false) => {
            let message = format!(
                "the guarantee `{}` speaks of nobody: its `when` never holds of {}",
                guarantee.id,
                told_of(guarantee)
            );
            Some(
                Diagnostic::new(Code::EmptyGuarantee, guarantee.span, message)
                    .help("correct its `when`, or take out `complete` or `for`"),
            )
        }
        Err(gave_up) => {
            Some(undecided(gave_up, guarantee.span, &format!("whether `{}` speaks of anybody", guarantee.id)))
        }
    }
}

/// The responses of which a guarantee speaks, beside its `when`.
fn told_of(guarantee: &Guarantee) -> String {
    let which = if guarantee.complete { "a complete response" } else { "a response" };
    match guarantee.audience {
        Audience::Everyone => which.to_owned(),
        Audience::Client | Audience::Technician => {
            format!("{which} to what the {} is asked", guarantee.audience.name())
        }
    }
}

/// A promise about the plan of people of whom none may be treated.
fn nobody_treated(plan: &Plan<'_>, guarantee: &Guarantee) -> Option<Diagnostic> {
    match &guarantee.promise {
        Promise::Planned(_) | Promise::Waits(_) => {}
        Promise::AtLeast(_)
        | Promise::AtMost(_)
        | Promise::Exactly(_)
        | Promise::Finding(_)
        | Promise::Never(_)
        | Promise::OneOf(_)
        | Promise::Asks(_)
        | Promise::Settled
        | Promise::OfTwo(_)
        | Promise::NeverAsks(_) => return None,
    }
    match can_be_treated(plan, SpokenOf::by(guarantee)) {
        Ok(true) => None,
        Ok(false) => {
            let message = format!(
                "the guarantee `{}` speaks of nobody: whoever its `when` holds for may not be treated, and has no plan",
                guarantee.id
            );
            Some(
                Diagnostic::new(Code::EmptyGuarantee, guarantee.span, message)
                    .help("correct its `when`, or promise a `verdict` of these people"),
            )
        }
        Err(gave_up) => {
            Some(undecided(gave_up, guarantee.span, &format!("whether `{}` speaks of anybody", guarantee.id)))
        }
    }
}

/// The most places that are pointed at beside the guarantee: the first few tell enough.
const MOST_PLACES: usize = 3;

fn broken(plan: &Plan<'_>, guarantee: &Guarantee, response: &Response) -> Diagnostic {
    let answers = answers_inline(plan.questionnaire, response);
    let earlier = earlier_inline(plan.questionnaire, response, plan.day);
    let verdict = &plan.questionnaire[plan.assess(response).verdict].id;
    let message = format!("the guarantee `{}` does not hold: {}", guarantee.id, promised(plan, guarantee));
    let steps = planned(plan, &guarantee.promise, response);
    let scenario = format!(
        "{{ id: {}_broken, today: {}, answers: {answers}{earlier}, verdict: {verdict}{steps} }}",
        guarantee.id, plan.day
    );
    let which = if guarantee.complete { "the smallest complete response" } else { "the smallest response" };
    let diagnostic = Diagnostic::new(Code::BrokenGuarantee, guarantee.span, message)
        .help(format!("{which} that breaks it, ready to paste into `scenarios.yaml`"))
        .help(scenario);
    let diagnostic = if is_kept_in_the_end(plan, guarantee) {
        diagnostic.help("every finished interview keeps it: if only those are meant, add `complete: true`")
    } else {
        diagnostic
    };
    let diagnostic = with_reason(diagnostic, guarantee);
    let places = breaking(plan, &guarantee.promise, response).into_iter().take(MOST_PLACES);
    places.fold(diagnostic, |diagnostic, (span, label)| diagnostic.also(span, label))
}

/// Whether every complete response keeps a promise that the first answers cannot keep yet: what is found, and asked, shows itself only as
/// answers come in.
fn is_kept_in_the_end(plan: &Plan<'_>, guarantee: &Guarantee) -> bool {
    match guarantee.promise {
        Promise::OneOf(_) | Promise::Asks(_) => {
            let finished = Guarantee { complete: true, ..guarantee.clone() };
            !guarantee.complete && matches!(broken_by(plan, &finished), Ok(None))
        }
        Promise::AtLeast(_)
        | Promise::AtMost(_)
        | Promise::Exactly(_)
        | Promise::Finding(_)
        | Promise::Never(_)
        | Promise::Settled
        | Promise::Planned(_)
        | Promise::Waits(_)
        | Promise::OfTwo(_)
        | Promise::NeverAsks(_) => false,
    }
}

/// With why it was promised.
fn with_reason(diagnostic: Diagnostic, guarantee: &Guarantee) -> Diagnostic {
    let because = guarantee.because.iter();
    let because = because.map(|because| format!("it was promised because: {}", because.trim_end_matches('.')));
    because.fold(diagnostic, Diagnostic::help)
}

/// A promise about two responses, with what differs between them first: the rest of the answers is long, and the same.
fn broken_by_two(plan: &Plan<'_>, guarantee: &Guarantee, pair: &ResponsePair) -> Diagnostic {
    let questionnaire = plan.questionnaire;
    let both = [("first", &pair.first), ("second", &pair.second)];
    let verdict = |response: &Response| &questionnaire[plan.weigh(response).0].id;
    let differing = |response: &Response, other: &Response| {
        let alike = response.iter().filter(|(question, answer)| other.get(*question) == Some(answer));
        let alike: Vec<QuestionIx> = alike.map(|(question, _)| question).collect();
        answers_inline(questionnaire, &response.without(&alike))
    };
    let message = format!("the guarantee `{}` does not hold: {}", guarantee.id, promised(plan, guarantee));
    let told = format!(
        "with {} the verdict is `{}`, with {} it is `{}`, and all else that both are asked is answered alike",
        differing(&pair.first, &pair.second),
        verdict(&pair.first),
        differing(&pair.second, &pair.first),
        verdict(&pair.second)
    );
    let which = if pair.smallest { "the smallest two responses" } else { "two responses" };
    let diagnostic = Diagnostic::new(Code::BrokenGuarantee, guarantee.span, message)
        .help(told)
        .help(format!("{which} that break it, ready to paste into `scenarios.yaml`"));
    let scenario = |(which, response): (&str, &Response)| {
        let answers = answers_inline(questionnaire, response);
        let (id, day) = (&guarantee.id, plan.day);
        format!("{{ id: {id}_{which}, today: {day}, answers: {answers}, verdict: {} }}", verdict(response))
    };
    let diagnostic = both.map(scenario).into_iter().fold(diagnostic, Diagnostic::help);
    let [first, second] = both.map(|(_, response)| plan.weigh(response).1);
    let only = |one: &[Cause], other: &[Cause], which: &str| -> Vec<(Span, String)> {
        let rules = one.iter().filter(|cause| !other.contains(cause)).filter_map(|cause| cause.rule());
        let place = |rule: RuleIx| {
            let rule = &questionnaire[rule];
            (rule.span, format!("this rule holds of the {which} only: `{}`", questionnaire[rule.verdict].id))
        };
        rules.map(place).collect()
    };
    let places = only(&first, &second, "first").into_iter().chain(only(&second, &first, "second"));
    let diagnostic = with_reason(diagnostic, guarantee);
    places.take(MOST_PLACES).fold(diagnostic, |diagnostic, (span, label)| diagnostic.also(span, label))
}

/// A question about something that is never to be asked about.
fn asked(plan: &Plan<'_>, guarantee: &Guarantee, question: QuestionIx, word: &str) -> Diagnostic {
    let question = &plan.questionnaire[question];
    let message = format!("the guarantee `{}` does not hold: `{}` asks about \"{word}\"", guarantee.id, question.id);
    let diagnostic = Diagnostic::new(Code::BrokenGuarantee, guarantee.span, message)
        .also(question.span, "the word stands in its id, a tag, what it asks, or an option")
        .help("take the question or the option out, or the word out of the guarantee");
    with_reason(diagnostic, guarantee)
}

/// The places that break a promise for this response, each with what happens there.
fn breaking(plan: &Plan<'_>, promise: &Promise, response: &Response) -> Vec<(Span, String)> {
    let rule = |index: RuleIx, label: &str| vec![(plan.questionnaire[index].span, label.to_owned())];
    match promise {
        Promise::AtLeast(bound) | Promise::AtMost(bound) | Promise::Exactly(bound) => deciding(plan, *bound, response),
        Promise::Finding(index) => rule(*index, "this rule does not hold"),
        Promise::Never(index) => rule(*index, "this rule holds"),
        Promise::OneOf(rules) => counted(plan, rules, response),
        Promise::Asks(index) => {
            let asked = &plan.questionnaire[*index];
            let label = match plan.engine.situation(response).applies(*index) {
                Truth::True => format!("this is asked of the {} only", asked.audience.name()),
                Truth::False => "this is not asked".to_owned(),
                Truth::Unknown => "whether this is asked is open".to_owned(),
            };
            vec![(asked.span, label)]
        }
        Promise::Settled => open(plan, response),
        Promise::Planned(step) => {
            vec![(plan.questionnaire[*step].span, "no rule that holds wants this step".to_owned())]
        }
        Promise::Waits(StepWait { step, .. }) => {
            let day = day_of(plan, *step, response);
            day.map(|day| (plan.questionnaire[*step].span, format!("this step lies on {day}"))).into_iter().collect()
        }
        // These have places of their own.
        Promise::OfTwo(_) | Promise::NeverAsks(_) => Vec::new(),
    }
}

/// What the plan of a response says of the steps that are promised, as a scenario expects it.
fn planned(plan: &Plan<'_>, promise: &Promise, response: &Response) -> String {
    let dated = |step: StepIx| {
        let day = day_of(plan, step, response)?;
        Some(format!("{}: {day}", plan.questionnaire[step].id))
    };
    match promise {
        Promise::Planned(step) => format!(", plan: {{ {}: none }}", plan.questionnaire[*step].id),
        Promise::Waits(StepWait { step, after, .. }) => {
            let start = match after {
                CountedFrom::Step(start) => Some(*start),
                CountedFrom::Today | CountedFrom::Question(_) => None,
            };
            let days: Vec<String> = start.into_iter().chain([*step]).filter_map(dated).collect();
            format!(", plan: {{ {} }}", days.join(", "))
        }
        Promise::AtLeast(_)
        | Promise::AtMost(_)
        | Promise::Exactly(_)
        | Promise::Finding(_)
        | Promise::Never(_)
        | Promise::OneOf(_)
        | Promise::Asks(_)
        | Promise::Settled
        | Promise::OfTwo(_)
        | Promise::NeverAsks(_) => String::new(),
    }
}

/// The day of a step in the plan of a response.
fn day_of(plan: &Plan<'_>, step: StepIx, response: &Response) -> Option<Date> {
    care_plan(&plan.engine.situation(response), &plan.assess(response))?.step(step)?.on
}

/// The rules of which one is to be found and several are; all of them, if none is.
fn counted(plan: &Plan<'_>, rules: &[RuleIx], response: &Response) -> Vec<(Span, String)> {
    let findings = plan.assess(response).findings;
    let found: Vec<RuleIx> =
        rules.iter().copied().filter(|rule| findings.iter().any(|finding| finding.rule == *rule)).collect();
    let (which, label) =
        if found.is_empty() { (rules.to_vec(), "this rule does not hold") } else { (found, "this rule holds") };
    which.into_iter().map(|rule| (plan.questionnaire[rule].span, label.to_owned())).collect()
}

/// What gives verdicts graver than the bound, the gravest first; if the verdict is too mild for it, what gives that.
fn deciding(plan: &Plan<'_>, bound: VerdictIx, response: &Response) -> Vec<(Span, String)> {
    let (verdict, mut causes) = plan.weigh(response);
    causes.sort_by_key(|cause| Reverse(plan.verdict_of(*cause)));
    // Nothing needs to give the first verdict: it is what is left.
    let least = if verdict > bound { bound.at() + 1 } else { verdict.at().max(1) };
    let grave = causes.into_iter().filter(|cause| plan.verdict_of(*cause).at() >= least);
    let place = |cause: Cause| {
        let (span, who) = match cause {
            Cause::Rule(rule) => (plan.questionnaire[rule].span, "this rule"),
            Cause::Unsure(question) => (plan.questionnaire[question].span, "\"not sure\" here"),
        };
        (span, format!("{who} gives `{}`", plan.questionnaire[plan.verdict_of(cause)].id))
    };
    grave.map(place).collect()
}

/// The questions that leave the verdict unsettled.
fn open(plan: &Plan<'_>, response: &Response) -> Vec<(Span, String)> {
    let place = |open: &Open| {
        let could_become = &plan.questionnaire[open.could_become].id;
        (plan.questionnaire[open.question].span, format!("this is open, and can still lead to `{could_become}`"))
    };
    plan.assess(response).open.iter().map(place).collect()
}

fn promised(plan: &Plan<'_>, guarantee: &Guarantee) -> String {
    let verdict = |index: &VerdictIx| &plan.questionnaire[*index].id;
    let rule = |index: &RuleIx| plan.questionnaire[*index].id.as_str();
    match &guarantee.promise {
        Promise::AtLeast(index) => format!("the verdict is to be at least `{}`", verdict(index)),
        Promise::AtMost(index) => format!("the verdict is to be at most `{}`", verdict(index)),
        Promise::Exactly(index) => format!("the verdict is to be exactly `{}`", verdict(index)),
        Promise::Finding(index) => format!("`{}` is to be found", rule(index)),
        Promise::Never(index) => format!("`{}` is never to be found", rule(index)),
        Promise::OneOf(rules) => {
            let rules: Vec<String> = rules.iter().map(|index| format!("`{}`", rule(index))).collect();
            format!("exactly one of {} is to be found", rules.join(", "))
        }
        Promise::Asks(index) => {
            let asked = &plan.questionnaire[*index].id;
            match guarantee.audience {
                Audience::Everyone => format!("`{asked}` is to be asked"),
                Audience::Client | Audience::Technician => {
                    format!("the {} is to be asked `{asked}`", guarantee.audience.name())
                }
            }
        }
        Promise::Settled => "the verdict is to be settled".to_owned(),
        Promise::OfTwo(PairPromise { kind, of, except }) => {
            let of = &plan.questionnaire[*of].id;
            let except: Vec<&str> = except.iter().map(rule).collect();
            let but = if except.is_empty() { String::new() } else { format!(", {} left out", except.join(" and ")) };
            match kind {
                PairKind::Monotone => format!("a graver answer to `{of}` is never to lead to a milder verdict{but}"),
                PairKind::Independent => format!("the answer to `{of}` is to change no verdict and no wait{but}"),
            }
        }
        Promise::NeverAsks(words) => format!("no question is to ask about {}", words.join(", ")),
        Promise::Planned(step) => {
            format!("`{}` is to be in the plan of whoever may be treated", plan.questionnaire[*step].id)
        }
        Promise::Waits(StepWait { step, wait, after }) => {
            let after = match after {
                CountedFrom::Today => "today".to_owned(),
                CountedFrom::Question(question) => format!("`{}`", plan.questionnaire[*question].id),
                CountedFrom::Step(other) => format!("`{}`", plan.questionnaire[*other].id),
            };
            format!("`{}` is to lie at least {wait} after {after}", plan.questionnaire[*step].id)
        }
    }
}
