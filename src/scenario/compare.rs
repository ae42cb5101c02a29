//! One expectation against what came.

use super::results::Failure;
use super::why::{AssessedScenario, few, said};
use super::{Expectation, ExpectedStep, Proposed};
use crate::assessment::chosen_options;
use crate::source::{Span, Spanned};
use crate::value::index::{QuestionIx, RuleIx, SectionIx, StepIx, VerdictIx};
use crate::value::{Answer, Date, Value};

/// Whether something is to be in a list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    There,
    Absent,
}

/// How a verdict is called that open answers can still change.
pub(super) const UNSETTLED: &str = "unsettled";

/// What differs, if anything does.
pub(super) fn compare(view: &AssessedScenario<'_>, expected: &Spanned<Expectation>) -> Option<Failure> {
    let failure = match &expected.value {
        Expectation::Verdict(verdict) => of_verdict(view, *verdict),
        Expectation::CouldBecome(verdict) => of_could_become(view, *verdict),
        Expectation::Settled(settled) => of_settled(view, *settled),
        Expectation::Stopped(stopped) => of_stopped(view, *stopped),
        Expectation::NotBefore(day) => of_not_before(view, *day),
        Expectation::Section(section, verdict) => of_section(view, *section, *verdict),
        Expectation::Finding(rule) => of_finding(view, *rule, Wanted::There),
        Expectation::NoFinding(rule) => of_finding(view, *rule, Wanted::Absent),
        Expectation::OnlyFindings(rules) => of_findings(view, rules),
        Expectation::Open(question) => of_open(view, *question, Wanted::There),
        Expectation::NoOpen(question) => of_open(view, *question, Wanted::Absent),
        Expectation::Unsure(question) => of_unsure(view, *question),
        Expectation::NoPlan => of_no_plan(view),
        Expectation::Step(step, expected) => of_step(view, *step, *expected),
        Expectation::NotProposed(question, answer) => of_proposed(view, *question, *answer),
    };
    failure.map(|failure| Failure { span: expected.span, ..failure })
}

/// A failure whose place is not known yet.
fn differs(about: impl Into<String>, expected: impl Into<String>, got: impl Into<String>) -> Failure {
    Failure {
        about: about.into(),
        expected: expected.into(),
        got: got.into(),
        reasons: Vec::new(),
        span: Span::default(),
        also: None,
    }
}

impl Failure {
    fn reason(mut self, reason: String) -> Self {
        self.reasons.extend(Some(reason).filter(|reason| !reason.is_empty()));
        self
    }
}

fn in_ticks(name: &str) -> String {
    format!("`{name}`")
}

fn of_verdict(view: &AssessedScenario<'_>, expected: VerdictIx) -> Option<Failure> {
    let got = view.assessment.verdict;
    (got != expected).then(|| {
        let failure = differs("the verdict", in_ticks(view.verdict_id(expected)), in_ticks(view.verdict_id(got)));
        let failure = failure.reason(view.of_verdict(None, got));
        if expected > got { failure.reason(view.of_open(expected)) } else { failure }
    })
}

fn of_could_become(view: &AssessedScenario<'_>, expected: VerdictIx) -> Option<Failure> {
    let got = view.assessment.could_become;
    (got != expected).then(|| {
        let expected = in_ticks(view.verdict_id(expected));
        differs("what the verdict could become", expected, in_ticks(view.verdict_id(got)))
            .reason(view.of_open(view.assessment.verdict))
    })
}

fn of_settled(view: &AssessedScenario<'_>, expected: bool) -> Option<Failure> {
    let word = |settled: bool| if settled { "settled" } else { UNSETTLED };
    let got = view.assessment.settled();
    (got != expected)
        .then(|| differs("the verdict", word(expected), word(got)).reason(view.of_open(view.assessment.verdict)))
}

fn of_stopped(view: &AssessedScenario<'_>, expected: bool) -> Option<Failure> {
    let word = |stopped: bool| if stopped { "stopped" } else { "held to its end" };
    let stopped = view.assessment.stopped;
    (stopped.is_some() != expected).then(|| {
        let failure = differs("the interview", word(expected), word(stopped.is_some()));
        let reason = stopped.map_or_else(|| "no rule with `stop: true` holds".to_owned(), |rule| view.of_rule(rule));
        with_rule(view, failure, stopped).reason(reason)
    })
}

fn of_not_before(view: &AssessedScenario<'_>, expected: Option<Date>) -> Option<Failure> {
    let word = |day: Option<Date>| day.map_or_else(|| "`none`".to_owned(), |day| format!("`{day}`"));
    let got = view.assessment.not_before();
    (got != expected).then(|| {
        let findings = view.assessment.findings.iter();
        let dated =
            findings.filter_map(|finding| Some(format!("`{}`: {}", view.rule_id(finding.rule), finding.not_before?)));
        let dated: Vec<String> = dated.collect();
        let reason = if dated.is_empty() { "no finding gives a day".to_owned() } else { few(dated) };
        differs("`not_before`", word(expected), word(got)).reason(reason)
    })
}

fn of_no_plan(view: &AssessedScenario<'_>) -> Option<Failure> {
    let plan = view.plan?;
    let steps = plan.steps.iter().map(|item| in_ticks(view.step_id(item.step))).collect();
    Some(differs("the plan", "`none`", few(steps)).reason(view.of_verdict(None, view.assessment.verdict)))
}

fn of_step(view: &AssessedScenario<'_>, step: StepIx, expected: ExpectedStep) -> Option<Failure> {
    let item = view.plan.and_then(|plan| plan.step(step));
    let is_so = match (expected, item) {
        (ExpectedStep::Absent, item) => item.is_none(),
        (_, None) => false,
        (ExpectedStep::There, Some(_)) => true,
        (ExpectedStep::Done, Some(item)) => item.done,
        (ExpectedStep::Undated, Some(item)) => !item.done && item.on.is_none(),
        (ExpectedStep::On(day), Some(item)) => item.on == Some(day),
    };
    let wanted = match expected {
        ExpectedStep::There => "in the plan".to_owned(),
        ExpectedStep::Absent => "not in the plan".to_owned(),
        ExpectedStep::Done => "done".to_owned(),
        ExpectedStep::Undated => "in the plan without a day".to_owned(),
        ExpectedStep::On(day) => format!("on `{day}`"),
    };
    let got = match (item.map(|item| (item.on, item.done)), view.plan.is_some()) {
        (Some((Some(day), true)), _) => format!("done on `{day}`"),
        (Some((Some(day), false)), _) => format!("on `{day}`"),
        (Some((None, true)), _) => "done".to_owned(),
        (Some((None, false)), _) => "in the plan without a day".to_owned(),
        (None, true) => "not in the plan".to_owned(),
        (None, false) => "in no plan, as there is none".to_owned(),
    };
    (!is_so).then(|| {
        let failure = differs(format!("the step `{}`", view.step_id(step)), wanted, got);
        let because = item.into_iter().flat_map(|item| &item.because).map(|rule| in_ticks(view.rule_id(*rule)));
        let because: Vec<String> = because.collect();
        match (because.is_empty(), view.plan.is_none()) {
            (false, _) => failure.reason(format!("because of {}", few(because))),
            (true, true) => failure.reason(view.of_verdict(None, view.assessment.verdict)),
            (true, false) => failure,
        }
    })
}

fn of_section(view: &AssessedScenario<'_>, section: SectionIx, expected: Option<VerdictIx>) -> Option<Failure> {
    let found = view.assessment.sections.iter().find(|found| found.section == section);
    let got = found.map(|found| found.verdict);
    let word = |verdict: Option<VerdictIx>| {
        verdict.map_or_else(|| "without a verdict".to_owned(), |verdict| in_ticks(view.verdict_id(verdict)))
    };
    (got != expected).then(|| {
        let about = format!("the section `{}`", view.section_id(section));
        let reason = match got {
            Some(got) => view.of_verdict(Some(section), got),
            None => {
                let when = &view.questionnaire[section].when;
                when.as_ref().map_or_else(String::new, |when| format!("it does not apply, {}", view.because(when)))
            }
        };
        differs(about, word(expected), word(got)).reason(reason)
    })
}

fn of_finding(view: &AssessedScenario<'_>, rule: RuleIx, wanted: Wanted) -> Option<Failure> {
    let found = view.assessment.findings.iter().any(|finding| finding.rule == rule);
    (found != (wanted == Wanted::There)).then(|| {
        let about = format!("the finding `{}`", view.rule_id(rule));
        let word = |found: bool| if found { "made" } else { "absent" };
        let failure = differs(about, word(!found), word(found));
        with_rule(view, failure, Some(rule)).reason(view.of_rule(rule))
    })
}

fn of_findings(view: &AssessedScenario<'_>, expected: &[RuleIx]) -> Option<Failure> {
    let got: Vec<RuleIx> = view.assessment.findings.iter().map(|finding| finding.rule).collect();
    let differing = |these: &[RuleIx], others: &[RuleIx]| -> Vec<RuleIx> {
        these.iter().copied().filter(|rule| !others.contains(rule)).collect()
    };
    let (missing, surplus) = (differing(expected, &got), differing(&got, expected));
    (got != expected).then(|| {
        let names = |rules: &[RuleIx]| {
            let names = rules.iter().map(|rule| in_ticks(view.rule_id(*rule))).collect();
            if rules.is_empty() { "none".to_owned() } else { few(names) }
        };
        let failure = differs("the list of findings", names(expected), names(&got));
        let differing = missing.iter().chain(&surplus).take(6);
        differing.fold(failure, |failure, rule| {
            let word = if missing.contains(rule) { "missing" } else { "too many" };
            failure.reason(format!("{word}: {}", view.of_rule(*rule)))
        })
    })
}

fn of_open(view: &AssessedScenario<'_>, question: QuestionIx, wanted: Wanted) -> Option<Failure> {
    let open = view.assessment.open.iter().find(|open| open.question == question);
    let id = view.question_id(question);
    let failure = match (open, wanted) {
        (None, Wanted::There) => {
            differs(format!("the question `{id}`"), "among the open points", "not").reason(view.not_open(question))
        }
        (Some(open), Wanted::Absent) => {
            differs(format!("the question `{id}`"), "absent from the open points", "among them")
                .reason(format!("it could make the verdict `{}`", view.verdict_id(open.could_become)))
        }
        _ => return None,
    };
    Some(failure)
}

fn of_unsure(view: &AssessedScenario<'_>, question: QuestionIx) -> Option<Failure> {
    let unsure = view.assessment.unsure.iter().any(|unsure| unsure.question == question);
    (!unsure).then(|| {
        let state = view.state(question);
        let got = state.strip_prefix("is ").unwrap_or("missing");
        differs(format!("the answer to `{}`", view.question_id(question)), "`unsure`", got)
            .reason(view.not_asked(question))
    })
}

fn of_proposed(view: &AssessedScenario<'_>, question: QuestionIx, answer: Option<Proposed>) -> Option<Failure> {
    let id = view.question_id(question);
    let ways = match view.ways {
        Ok(ways) => ways,
        Err(undecided) => return Some(differs("the changes that would help", "known", undecided.to_string())),
    };
    let told = ways.iter().flat_map(|way| &way.changes).filter(|change| change.question == question);
    let told = told.map(|change| &change.to).find(|to| answer.is_none_or(|answer| says(to, answer)))?;
    let told = said(&view.questionnaire[question], told);
    Some(differs(format!("a change of `{id}`"), "never proposed", format!("proposed: {told}")))
}

fn says(answer: &Answer, proposed: Proposed) -> bool {
    match (answer, proposed) {
        (Answer::Given(Value::YesNo(said)), Proposed::YesNo(yes)) => *said == yes,
        _ => match proposed {
            Proposed::Option(position) => chosen_options(Some(answer)).contains(position),
            Proposed::YesNo(_) => false,
        },
    }
}

/// Points at the rule as well.
fn with_rule(view: &AssessedScenario<'_>, failure: Failure, rule: Option<RuleIx>) -> Failure {
    let also = rule.map(|rule| (view.questionnaire[rule].span, "the rule".to_owned()));
    Failure { also, ..failure }
}
