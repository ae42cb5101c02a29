//! The plan: its steps, what each follows, and the steps that rules want. That a plan exists for everybody is proved elsewhere.

use super::Checker;
use super::names::Namespace;
use super::private::shows_private;
use super::rules::IF_TREATED;
use super::shape::{self, Fields, Form};
use crate::condition::AnswerType;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Entry, Scalar, YamlNode, YamlValue};
use crate::questionnaire::{Done, Follows, PlanDefinition, PlanStep, Rule, Want, WantedStep};
use crate::source::Span;
use crate::value::Duration;
use crate::value::index::{Ix, QuestionIx, StepIx, VerdictIx};

pub(super) const STEP: Form = Form {
    noun: "step",
    keys: &["id", "title", "after", "wait", "at_latest", "done", "on_request", "prepares", "treats"],
};

/// How far behind one earlier step another follows, where each has its own.
pub(super) const BOUNDS: Form = Form { noun: "bound", keys: &["wait", "at_latest"] };

const MOST_STEPS: usize = 100;

/// The word by which a rule wants a step done once more.
const AGAIN: &str = "again";

/// How far behind an earlier step another follows.
#[derive(Clone, Copy, Default)]
struct Bounds {
    wait: Option<Duration>,
    at_latest: Option<Duration>,
}

impl Checker<'_> {
    /// The verdict that stands under a key, if the key is there.
    pub(super) fn verdict_under(&mut self, fields: &Fields<'_>, key: &str) -> Option<VerdictIx> {
        let scalar = fields.text(key, &mut self.out)?;
        self.verdict_named(scalar)
    }

    /// The steps of the plan. What rules want of them is known by now.
    pub(super) fn plan(&mut self, fields: &Fields<'_>, rules: &[Rule]) -> Option<PlanDefinition> {
        let waits_from = self.verdict_under(fields, "waits_from");
        let Some(entry) = fields.entry("plan") else {
            if let Some(entry) = fields.entry("waits_from") {
                self.out.push(without_plan(entry));
            }
            return None;
        };
        if !fields.means("treats_up_to") {
            self.out.push(without_bound("a plan", entry.key.span));
        }
        let items = shape::list(entry, &mut self.out)?;
        if self.check_most("steps", items.len(), MOST_STEPS, entry.key.span) {
            return None;
        }
        let steps: Vec<PlanStep> =
            items.iter().enumerate().filter_map(|(position, item)| self.step(item, position)).collect();
        if steps.len() == items.len() && !steps.iter().any(|step| step.treats) {
            self.out.push(without_treatment(entry));
        }
        self.idle_steps(&steps, rules);
        let waits_from = waits_from.or(self.treats_up_to)?;
        Some(PlanDefinition { waits_from, steps: steps.into() })
    }

    fn step(&mut self, item: &YamlValue, position: usize) -> Option<PlanStep> {
        let fields = Fields::of_item(item, STEP, &mut self.out)?;
        let id = self.own_id(&fields, Namespace::Step, "step");
        let after = self.after(&fields, position);
        if after.is_empty() && !fields.means("after") {
            let idle = ["wait", "at_latest"].into_iter().find_map(|key| fields.entry(key));
            if let Some(entry) = idle {
                self.out.push(follows_nothing(&fields.what, entry));
            }
        }
        Some(PlanStep {
            id: id.unwrap_or_default(),
            title: self.needed_plain(&fields, "title").unwrap_or_default(),
            after,
            done: self.done(&fields),
            on_request: fields.flag("on_request", &mut self.out).unwrap_or(false),
            prepares: fields.flag("prepares", &mut self.out).unwrap_or(false),
            treats: fields.flag("treats", &mut self.out).unwrap_or(false),
            span: fields.head,
        })
    }

    /// What a step follows: one step, a list of them, or each with its own bounds.
    fn after(&mut self, fields: &Fields<'_>, position: usize) -> Vec<Follows> {
        let shared = self.bounds(fields);
        let Some(entry) = fields.entry("after") else { return Vec::new() };
        let mut after: Vec<Follows> = Vec::new();
        let named: Vec<(Scalar, Bounds)> = match &entry.value.node {
            YamlNode::Map(entries) => entries
                .iter()
                .map(|entry| {
                    (Scalar::verbatim(entry.key.value.clone(), entry.key.span), self.own_bounds(entry, shared))
                })
                .collect(),
            _ => {
                let scalars = shape::one_or_more(entry, fields, &mut self.out);
                scalars.into_iter().map(|scalar| (scalar.clone(), shared)).collect()
            }
        };
        for (name, bounds) in named {
            let Some(step) = self.step_named(&name) else { continue };
            if step.at() >= position {
                self.out.push(not_earlier(&fields.what, &name));
            } else if after.iter().any(|other| other.step == step) {
                self.out.push(named_twice(&fields.what, &name));
            } else {
                after.push(Follows { step, wait: bounds.wait, at_latest: bounds.at_latest });
            }
        }
        after
    }

    fn bounds(&mut self, fields: &Fields<'_>) -> Bounds {
        let wait = self.duration(fields, "wait");
        Bounds { wait, at_latest: self.duration(fields, "at_latest") }
    }

    fn duration(&mut self, fields: &Fields<'_>, key: &str) -> Option<Duration> {
        let scalar = fields.text(key, &mut self.out)?;
        self.span_of_time(scalar)
    }

    /// `patch_test: 10 days`, or `patch_test: { wait: 10 days, at_latest: 6 months }`; nothing means what holds for all.
    fn own_bounds(&mut self, entry: &Entry, shared: Bounds) -> Bounds {
        match &entry.value.node {
            YamlNode::Null => shared,
            YamlNode::Map(_) => match Fields::of_entry(entry, BOUNDS, &mut self.out) {
                Some(fields) => {
                    let own = self.bounds(&fields);
                    Bounds { wait: own.wait.or(shared.wait), at_latest: own.at_latest.or(shared.at_latest) }
                }
                None => shared,
            },
            _ => {
                let scalar = shape::text(entry, &mut self.out);
                let wait = scalar.and_then(|scalar| self.span_of_time(scalar));
                Bounds { wait: wait.or(shared.wait), ..shared }
            }
        }
    }

    /// A date question, or a condition.
    fn done(&mut self, fields: &Fields<'_>) -> Option<Done> {
        let scalar = fields.text("done", &mut self.out)?;
        let question = self.outline.question_named(scalar.text.trim());
        let declared = question.and_then(|position| self.outline.questions.as_slice().get(position));
        if let Some(date) = declared.filter(|question| question.kind == Some(AnswerType::Date)) {
            if date.private {
                self.out.push(shows_private(scalar.span, "the day of this step", date).help(NOT_DONE));
            }
            return question.and_then(QuestionIx::fitting).map(Done::On);
        }
        let when = self.condition(scalar, |outline| outline.whole())?;
        if let Some(private) = self.outline.private_in(&when) {
            self.out.push(shows_private(scalar.span, "whether this step is done", private).help(NOT_DONE));
        }
        Some(Done::When(when))
    }

    pub(super) fn step_named(&mut self, scalar: &Scalar) -> Option<StepIx> {
        let found = self.outline.steps.iter().position(|step| *step == scalar.text);
        if found.is_none() && !self.outline.has_gaps() {
            self.out.push(unknown_step(scalar, self.outline.steps.iter().map(String::as_str)));
        }
        found.and_then(StepIx::fitting)
    }

    /// The steps that a rule wants: one, a list of them, or each with the time that what follows it waits.
    pub(super) fn wanted_steps(&mut self, fields: &Fields<'_>, verdict: Option<VerdictIx>) -> Vec<WantedStep> {
        let Some(entry) = fields.entry("plan") else { return Vec::new() };
        if self.is_refused(verdict) {
            self.out.push(never_planned(fields, entry, "so no plan ever holds what it wants"));
        }
        let named: Vec<(Scalar, Want)> = match &entry.value.node {
            YamlNode::Map(entries) => entries
                .iter()
                .filter_map(|entry| {
                    Some((Scalar::verbatim(entry.key.value.clone(), entry.key.span), self.want(entry)?))
                })
                .collect(),
            _ => {
                let scalars = shape::one_or_more(entry, fields, &mut self.out);
                scalars.into_iter().map(|scalar| (scalar.clone(), Want::Planned)).collect()
            }
        };
        let wanted =
            named.into_iter().filter_map(|(name, how)| Some(WantedStep { step: self.step_named(&name)?, how }));
        wanted.collect()
    }

    fn want(&mut self, entry: &Entry) -> Option<Want> {
        let scalar = shape::text(entry, &mut self.out)?;
        if scalar.text == AGAIN {
            return Some(Want::Again);
        }
        self.span_of_time(scalar).map(Want::Rest)
    }

    /// Reports what a rule says to people who may be treated, where nobody says up to which verdict that is, or where the rule
    /// itself refuses.
    pub(super) fn treatment_speaks(&mut self, fields: &Fields<'_>, verdict: Option<VerdictIx>) {
        let refused = self.is_refused(verdict);
        let has_bound = self.treats_up_to.is_some() || self.broken.contains(&Namespace::Verdict);
        for entry in IF_TREATED.iter().filter_map(|key| fields.entry(key)) {
            if !has_bound {
                self.out.push(without_bound(&format!("`{}`", entry.key.value), entry.key.span));
            } else if refused {
                self.out.push(never_planned(fields, entry, "so nobody ever reads this"));
            }
        }
    }

    /// Whether nobody is treated for whom a rule of this verdict holds.
    fn is_refused(&self, verdict: Option<VerdictIx>) -> bool {
        verdict.zip(self.treats_up_to).is_some_and(|(verdict, bound)| verdict > bound)
    }

    /// Reports steps on request that nobody requests.
    fn idle_steps(&mut self, steps: &[PlanStep], rules: &[Rule]) {
        if self.outline.has_gaps() {
            return;
        }
        for (position, step) in steps.iter().enumerate().filter(|(_, step)| step.on_request) {
            let index = StepIx::new(position);
            if !rules.iter().flat_map(|rule| &rule.plan).any(|wanted| wanted.step == index) {
                self.out.push(idle_step(step));
            }
        }
    }
}

/// What to do where a step would be done by a private answer.
const NOT_DONE: &str = "leave `done` out, or let it name what may be shown";

fn without_plan(entry: &Entry) -> Diagnostic {
    Diagnostic::new(Code::UnusedKey, entry.key.span, "`waits_from` says when a plan has no days, but there is no plan")
        .help("add the steps under `plan`, or leave it out")
}

fn without_bound(what: &str, place: Span) -> Diagnostic {
    let message = format!("{what} is for people who may be treated, and nothing says who that is");
    Diagnostic::new(Code::BadPlan, place, message)
        .help("add `treats_up_to: VERDICT` at the top: the gravest verdict with which a person may be treated")
}

fn without_treatment(entry: &Entry) -> Diagnostic {
    Diagnostic::new(Code::BadPlan, entry.key.span, "the plan leads to no treatment")
        .help("say `treats: true` at each step that is one: the first of them is the day that reports tell")
}

fn follows_nothing(what: &str, entry: &Entry) -> Diagnostic {
    let message = format!("{what} has a `{}` but follows nothing", entry.key.value);
    Diagnostic::new(Code::BadPlan, entry.key.span, message).help("say which step it follows, as in `after: patch_test`")
}

fn not_earlier(what: &str, name: &Scalar) -> Diagnostic {
    Diagnostic::new(
        Code::BadPlan,
        name.span,
        format!("{what} cannot follow `{}`, which does not stand before it", name.text),
    )
    .help("steps stand in the order in which they are taken: move one of the two")
}

fn named_twice(what: &str, name: &Scalar) -> Diagnostic {
    Diagnostic::new(Code::BadPlan, name.span, format!("{what} follows `{}` twice", name.text)).help("name it once")
}

fn unknown_step<'a>(scalar: &Scalar, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    Diagnostic::new(Code::UnknownStep, scalar.span, format!("there is no step `{}`", scalar.text))
        .nearest(&scalar.text, known)
        .help("the steps are those under `plan` at the top")
}

fn never_planned(fields: &Fields<'_>, entry: &Entry, so: &str) -> Diagnostic {
    let message = format!("{} is graver than `treats_up_to`, {so}", fields.what);
    Diagnostic::new(Code::UnusedKey, entry.key.span, message).help(format!("leave `{}` out here", entry.key.value))
}

fn idle_step(step: &PlanStep) -> Diagnostic {
    let message = format!("no rule wants the step `{}`, so it is in no plan", step.id);
    Diagnostic::new(Code::UnusedKey, step.span, message)
        .help(format!("want it with `plan: {}` at a rule, or leave `on_request` out", step.id))
}
