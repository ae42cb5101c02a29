//! What one version makes of a response, as far as two versions can differ in it.

use crate::assessment::{Assessment, Engine, Finding};
use crate::plan::{CarePlan, care_plan};
use crate::questionnaire::{Audience, Questionnaire};
use crate::response::Response;
use crate::value::index::{IndexVec, QuestionIx, VerdictIx};
use crate::value::{Date, Interval, Truth, day_in_words};

/// What one version makes of a response.
pub(super) struct Judged<'q> {
    pub(super) questionnaire: &'q Questionnaire,
    pub(super) assessment: Assessment,
    pub(super) plan: Option<CarePlan>,
    applies: IndexVec<QuestionIx, Truth>,
    answered: IndexVec<QuestionIx, bool>,
}

impl<'q> Judged<'q> {
    pub(super) fn of(engine: &Engine<'q>, response: &Response) -> Judged<'q> {
        let questionnaire = engine.questionnaire();
        let assessment = engine.assess(response, Audience::Everyone);
        let situation = engine.situation(response);
        let plan = care_plan(&situation, &assessment);
        let questions = || questionnaire.questions().indices();
        Judged {
            questionnaire,
            plan,
            applies: questions().map(|question| situation.applies(question)).collect(),
            answered: questions().map(|question| response.get(question).is_some()).collect(),
            assessment,
        }
    }

    pub(super) fn question(&self, question: &str) -> Option<QuestionIx> {
        self.questionnaire.question(question)
    }

    pub(super) fn asks(&self, question: &str) -> bool {
        self.question(question).is_some_and(|index| self.applies[index] == Truth::True)
    }

    pub(super) fn has_answer(&self, question: &str) -> bool {
        self.question(question).is_some_and(|index| self.answered[index])
    }

    pub(super) fn finding(&self, rule: &str) -> Option<&Finding> {
        self.assessment.findings.iter().find(|finding| self.questionnaire[finding.rule].id == rule)
    }

    /// A day of a finding.
    pub(super) fn day_of(&self, rule: &str, day: impl Fn(&Finding) -> Option<Date>) -> Option<Date> {
        self.finding(rule).and_then(day)
    }

    /// What a score comes to, in words.
    pub(super) fn points(&self, score: &str) -> String {
        match self.score(score) {
            None => "no such score".to_owned(),
            Some(points) if points.low == points.high => points.low.to_string(),
            Some(points) => format!("{} to {}", points.low, points.high),
        }
    }

    /// When a step is, in words; of the plan as a whole, whether there is one.
    pub(super) fn step_in_words(&self, step: Option<&str>) -> String {
        let Some(plan) = &self.plan else { return "no plan".to_owned() };
        let Some(id) = step else { return "a plan".to_owned() };
        match plan.steps.iter().find(|of| self.questionnaire[of.step].id == id) {
            None => format!("no `{id}`"),
            Some(of) if of.done => format!("`{id}` done"),
            Some(of) => match of.on {
                Some(day) => format!("`{id}` on {}", day_in_words(day)),
                None => format!("`{id}` without a day"),
            },
        }
    }

    pub(super) fn stopped(&self) -> Option<&str> {
        self.assessment.stopped.map(|rule| self.questionnaire[rule].id.as_str())
    }

    pub(super) fn leaves(&self, question: &str) -> Option<VerdictIx> {
        let unsure = self.assessment.unsure.iter().find(|unsure| self.questionnaire[unsure.question].id == question);
        unsure.map(|unsure| unsure.verdict)
    }

    pub(super) fn section(&self, section: &str) -> Option<VerdictIx> {
        let found = self.assessment.sections.iter().find(|of| self.questionnaire[of.section].id == section);
        found.map(|of| of.verdict)
    }

    pub(super) fn is_aged(&self, question: &str) -> bool {
        self.assessment.aged.iter().any(|aged| self.questionnaire[aged.question].id == question)
    }

    pub(super) fn score(&self, score: &str) -> Option<Interval> {
        let index = self.questionnaire.scores().find(|of| of.id == score)?;
        Some(self.assessment.scores[index])
    }
}
