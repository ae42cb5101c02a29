//! Why an assessment came out as it did, in a line for the author of a scenario.

use super::Scenario;
use crate::assessment::{Assessment, Situation};
use crate::condition::{Condition, evaluate, support};
use crate::outlook::WhatIf;
use crate::plan::CarePlan;
use crate::proof::Undecided;
use crate::questionnaire::{Question, Questionnaire};
use crate::response::AnswerValue;
use crate::value::index::{QuestionIx, RuleIx, SectionIx, StepIx, VerdictIx};
use crate::value::{Answer, State, Truth};

/// The most names in one line: nobody reads more.
const MOST_NAMES: usize = 6;

/// A scenario with everything that is known of it.
pub(super) struct AssessedScenario<'a> {
    pub questionnaire: &'a Questionnaire,
    pub scenario: &'a Scenario,
    pub situation: &'a Situation<'a>,
    pub assessment: &'a Assessment,
    /// The person's plan; none if there is none.
    pub plan: Option<&'a CarePlan>,
    /// What would change the verdict; asked of the proofs only if something is expected of it.
    pub ways: &'a Result<Vec<WhatIf>, Undecided>,
}

impl<'a> AssessedScenario<'a> {
    pub fn truth(&self, rule: RuleIx) -> Truth {
        evaluate(&self.questionnaire[rule].when, self.situation)
    }

    pub fn rule_id(&self, rule: RuleIx) -> &'a str {
        &self.questionnaire[rule].id
    }

    pub fn question_id(&self, question: QuestionIx) -> &'a str {
        &self.questionnaire[question].id
    }

    pub fn verdict_id(&self, verdict: VerdictIx) -> &'a str {
        &self.questionnaire[verdict].id
    }

    pub fn step_id(&self, step: StepIx) -> &'a str {
        &self.questionnaire[step].id
    }

    pub fn section_id(&self, section: SectionIx) -> &'a str {
        &self.questionnaire[section].id
    }

    /// ``because `keloid` is `never` ``: the answers that decide a condition.
    pub fn because(&self, when: &Condition) -> String {
        let decided = support(when, self.situation);
        let states =
            decided.iter().map(|question| format!("`{}` {}", self.question_id(*question), self.state(*question)));
        let states: Vec<String> = states.collect();
        if states.is_empty() {
            "because nothing it asks about applies".to_owned()
        } else {
            format!("because {}", few(states))
        }
    }

    /// What a question says now.
    pub fn state(&self, question: QuestionIx) -> String {
        match self.situation.state(question) {
            State::NotApplicable => "does not apply".to_owned(),
            State::Unsure => "is unsure".to_owned(),
            State::Withheld => "is withheld".to_owned(),
            State::Open => "is open".to_owned(),
            State::Answered(value) => {
                format!("is {}", said(&self.questionnaire[question], &Answer::Given(value.clone())))
            }
        }
    }

    /// Why a rule holds, does not hold, or is not decided.
    pub fn of_rule(&self, index: RuleIx) -> String {
        let rule = &self.questionnaire[index];
        let truth = match self.truth(index) {
            Truth::True => "holds",
            Truth::False => "does not hold",
            Truth::Unknown => "is not decided",
        };
        format!("`{}` {truth}, {}", rule.id, self.because(&rule.when))
    }

    /// Why a question is not asked, or not known to be.
    pub fn not_asked(&self, question: QuestionIx) -> String {
        let asked = &self.questionnaire[question];
        let section = &self.questionnaire[asked.section];
        let whens = [
            section.when.as_ref().map(|when| (format!("its section `{}`", section.id), when)),
            asked.when.as_ref().map(|when| (format!("`{}`", asked.id), when)),
        ];
        let undecided = whens.into_iter().flatten().find(|(_, when)| evaluate(when, self.situation) != Truth::True);
        undecided.map_or_else(String::new, |(what, when)| format!("{what} is not asked, {}", self.because(when)))
    }

    /// Why a question is no open point.
    pub fn not_open(&self, question: QuestionIx) -> String {
        let said = format!("`{}` {}", self.question_id(question), self.state(question));
        match self.situation.state(question) {
            State::Open => format!("{said}, but nothing graver than the verdict rests on it"),
            _ => said,
        }
    }

    /// What gives the verdict, of one section or of the whole.
    pub fn of_verdict(&self, section: Option<SectionIx>, verdict: VerdictIx) -> String {
        let inside = |own: SectionIx| section.is_none_or(|section| section == own);
        let findings = self.assessment.findings.iter().map(|finding| &self.questionnaire[finding.rule]);
        let rules = findings.filter(|rule| rule.verdict == verdict && inside(rule.section));
        let rules = rules.map(|rule| format!("`{}` ({})", rule.id, self.because(&rule.when)));
        let unsure = self.assessment.unsure.iter().filter(|unsure| unsure.verdict == verdict);
        let unsure = unsure.filter(|unsure| inside(self.questionnaire[unsure.question].section));
        let unsure = unsure
            .map(|unsure| format!("`{}`, which {}", self.question_id(unsure.question), self.state(unsure.question)));
        let makers: Vec<String> = rules.chain(unsure).collect();
        match makers.is_empty() {
            true => format!("nothing gives a verdict graver than `{}`", self.verdict_id(verdict)),
            false => format!("`{}` comes from {}", self.verdict_id(verdict), few(makers)),
        }
    }

    /// What is open and could make the verdict at least this grave.
    pub fn of_open(&self, verdict: VerdictIx) -> String {
        let open = self.assessment.open.iter().filter(|open| open.could_become >= verdict);
        let open = open.map(|open| {
            format!("`{}` (could make it `{}`)", self.question_id(open.question), self.verdict_id(open.could_become))
        });
        let open: Vec<String> = open.collect();
        match open.is_empty() {
            true if verdict > self.assessment.verdict => {
                format!("nothing that is open can make it `{}`", self.verdict_id(verdict))
            }
            true => "nothing that is open can change the verdict".to_owned(),
            false => format!("still open: {}", few(open)),
        }
    }
}

/// An answer as it stands in a scenario file.
pub(super) fn said(question: &Question, answer: &Answer) -> String {
    let shown = match AnswerValue::of(question, answer) {
        AnswerValue::YesNo(true) => "yes".to_owned(),
        AnswerValue::YesNo(false) => "no".to_owned(),
        AnswerValue::Word(word) => word.to_owned(),
        AnswerValue::Options(options) => format!("[{}]", options.join(", ")),
        AnswerValue::Whole(number) => number.to_string(),
        AnswerValue::Fraction(number) => number.to_string(),
        AnswerValue::Text(text) => text,
        AnswerValue::Skipped => "null".to_owned(),
    };
    format!("`{}`", shown.replace(['`', '\n', '\r'], " "))
}

/// The first few of a list, and how many more there are.
pub(super) fn few(mut names: Vec<String>) -> String {
    let more = names.len().saturating_sub(MOST_NAMES);
    names.truncate(MOST_NAMES);
    let list = names.join(", ");
    if more > 0 { format!("{list} and {more} more") } else { list }
}
