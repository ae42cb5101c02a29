//! Reading what a scenario expects.

use super::read::ScenarioReader;
use super::{Expectation, ExpectedStep, Proposed, faults};
use crate::document::{Scalar, YamlNode};
use crate::questionnaire::shape::{self, Fields};
use crate::questionnaire::{Question, QuestionKind, Questionnaire};
use crate::source::{Span, Spanned};
use crate::value::index::{QuestionIx, RuleIx, SectionIx, StepIx, VerdictIx};

type Expected = Vec<Spanned<Expectation>>;

impl ScenarioReader<'_> {
    /// Everything that a scenario expects, in file order.
    pub(super) fn expected(&mut self, fields: &Fields<'_>) -> Expected {
        let faults = self.out.len();
        let mut expected = Vec::new();
        expected.extend(self.verdict_under(fields, "verdict", Expectation::Verdict));
        expected.extend(self.verdict_under(fields, "could_become", Expectation::CouldBecome));
        expected.extend(self.flag_under(fields, "settled", Expectation::Settled));
        expected.extend(self.flag_under(fields, "stopped", Expectation::Stopped));
        expected.extend(self.not_before(fields));
        expected.extend(self.plan(fields));
        expected.extend(self.sections(fields));
        expected.extend(self.rules_under(fields, "findings", Expectation::Finding));
        expected.extend(self.rules_under(fields, "no_findings", Expectation::NoFinding));
        expected.extend(self.only_findings(fields));
        expected.extend(self.questions_under(fields, "open", Expectation::Open));
        expected.extend(self.questions_under(fields, "no_open", Expectation::NoOpen));
        expected.extend(self.questions_under(fields, "unsure", Expectation::Unsure));
        expected.extend(self.not_proposed(fields));
        expected.sort_by_key(|expected: &Spanned<Expectation>| expected.span);
        if expected.is_empty() && self.out.len() == faults {
            self.out.push(faults::nothing_expected(fields));
        }
        expected
    }

    fn verdict_under(
        &mut self,
        fields: &Fields<'_>,
        key: &str,
        make: fn(VerdictIx) -> Expectation,
    ) -> Option<Spanned<Expectation>> {
        let scalar = fields.text(key, &mut self.out)?;
        self.verdict(scalar).map(|verdict| Spanned::new(make(verdict), scalar.span))
    }

    fn flag_under(
        &mut self,
        fields: &Fields<'_>,
        key: &str,
        make: fn(bool) -> Expectation,
    ) -> Option<Spanned<Expectation>> {
        let entry = fields.entry(key)?;
        fields.flag(key, &mut self.out).map(|flag| Spanned::new(make(flag), entry.value.span))
    }

    fn not_before(&mut self, fields: &Fields<'_>) -> Option<Spanned<Expectation>> {
        let scalar = fields.text("not_before", &mut self.out)?;
        let day = if scalar.text == "none" { None } else { Some(self.date(scalar)?) };
        Some(Spanned::new(Expectation::NotBefore(day), scalar.span))
    }

    /// `none`, a step, a list of them, or each with its day.
    fn plan(&mut self, fields: &Fields<'_>) -> Expected {
        let Some(entry) = fields.entry("plan") else { return Vec::new() };
        let mut expected = Vec::new();
        match &entry.value.node {
            YamlNode::Map(entries) => {
                for entry in entries {
                    let step = self.step(&entry.key.value, entry.key.span);
                    let (how, place) = if entry.value.node == YamlNode::Null {
                        (Some(ExpectedStep::There), entry.key.span)
                    } else {
                        let Some(scalar) = shape::text(entry, &mut self.out) else { continue };
                        (self.expected_step(scalar), scalar.span)
                    };
                    let both = step.zip(how);
                    expected.extend(both.map(|(step, how)| Spanned::new(Expectation::Step(step, how), place)));
                }
            }
            _ => {
                for scalar in shape::one_or_more(entry, fields, &mut self.out) {
                    if scalar.text == "none" && !matches!(entry.value.node, YamlNode::List(_)) {
                        expected.push(Spanned::new(Expectation::NoPlan, scalar.span));
                        continue;
                    }
                    let step = self.step(&scalar.text, scalar.span);
                    let there = |step| Spanned::new(Expectation::Step(step, ExpectedStep::There), scalar.span);
                    expected.extend(step.map(there));
                }
            }
        }
        expected
    }

    fn step(&mut self, id: &str, place: Span) -> Option<StepIx> {
        let found = self.questionnaire.plan().and_then(|plan| plan.step(id));
        if found.is_none() {
            self.out.push(faults::unknown_step(id, place, self.questionnaire));
        }
        found
    }

    fn expected_step(&mut self, scalar: &Scalar) -> Option<ExpectedStep> {
        match scalar.text.trim() {
            "none" => Some(ExpectedStep::Absent),
            "done" => Some(ExpectedStep::Done),
            "undated" => Some(ExpectedStep::Undated),
            _ => self.date(scalar).map(ExpectedStep::On),
        }
    }

    fn sections(&mut self, fields: &Fields<'_>) -> Expected {
        let mut expected = Vec::new();
        for entry in fields.map("sections", &mut self.out) {
            let Some(section) = section(self.questionnaire, &entry.key.value) else {
                self.out.push(faults::unknown_section(&entry.key, self.questionnaire));
                continue;
            };
            if entry.value.node == YamlNode::Null {
                expected.push(Spanned::new(Expectation::Section(section, None), entry.key.span));
                continue;
            }
            let Some(scalar) = shape::text(entry, &mut self.out) else { continue };
            let verdict = self.verdict(scalar);
            expected
                .extend(verdict.map(|verdict| Spanned::new(Expectation::Section(section, Some(verdict)), scalar.span)));
        }
        expected
    }

    fn rules_under(&mut self, fields: &Fields<'_>, key: &str, make: fn(RuleIx) -> Expectation) -> Expected {
        let rules = self.rules(fields, key);
        rules.into_iter().map(|rule| Spanned::new(make(rule.value), rule.span)).collect()
    }

    /// An empty list says that nothing is found.
    fn only_findings(&mut self, fields: &Fields<'_>) -> Option<Spanned<Expectation>> {
        let entry = fields.entry("only_findings")?;
        let faults = self.out.len();
        let mut rules: Vec<RuleIx> = self.rules(fields, "only_findings").iter().map(|rule| rule.value).collect();
        rules.sort_unstable();
        rules.dedup();
        (self.out.len() == faults).then(|| Spanned::new(Expectation::OnlyFindings(rules), entry.key.span))
    }

    fn rules(&mut self, fields: &Fields<'_>, key: &str) -> Vec<Spanned<RuleIx>> {
        let mut rules = Vec::new();
        for scalar in fields.texts(key, &mut self.out) {
            match self.questionnaire.rule(&scalar.text) {
                Some(rule) => rules.push(Spanned::new(rule, scalar.span)),
                None => self.out.push(faults::unknown_rule(scalar, self.questionnaire)),
            }
        }
        rules
    }

    fn questions_under(&mut self, fields: &Fields<'_>, key: &str, make: fn(QuestionIx) -> Expectation) -> Expected {
        let mut expected = Vec::new();
        for scalar in fields.texts(key, &mut self.out) {
            match self.questionnaire.question(&scalar.text) {
                Some(question) => expected.push(Spanned::new(make(question), scalar.span)),
                None => self.out.push(faults::unknown_question(scalar, self.questionnaire)),
            }
        }
        expected
    }

    /// `worry`, or one answer to it as `worry.bit`.
    fn not_proposed(&mut self, fields: &Fields<'_>) -> Expected {
        let mut expected = Vec::new();
        for scalar in fields.texts("not_proposed", &mut self.out) {
            let (name, answer) = match scalar.text.find('.') {
                None => (scalar.clone(), None),
                Some(at) => (part(scalar, 0, at), Some(part(scalar, at + 1, scalar.text.len()))),
            };
            let Some(question) = self.questionnaire.question(&name.text) else {
                self.out.push(faults::unknown_question(&name, self.questionnaire));
                continue;
            };
            let known = answer.as_ref().map(|answer| proposed(&self.questionnaire[question], &answer.text));
            match (known, &answer) {
                (Some(None), Some(answer)) => {
                    self.out.push(faults::unknown_option(answer, &self.questionnaire[question]));
                }
                (known, _) => {
                    expected.push(Spanned::new(Expectation::NotProposed(question, known.flatten()), scalar.span));
                }
            }
        }
        expected
    }

    fn verdict(&mut self, scalar: &Scalar) -> Option<VerdictIx> {
        let found = self.questionnaire.verdict(&scalar.text);
        if found.is_none() {
            self.out.push(faults::unknown_verdict(scalar, self.questionnaire));
        }
        found
    }
}

fn part(scalar: &Scalar, start: usize, end: usize) -> Scalar {
    Scalar::verbatim(scalar.text.get(start..end).unwrap_or_default(), scalar.place(start, end))
}

fn proposed(question: &Question, answer: &str) -> Option<Proposed> {
    match (&question.kind, answer) {
        (QuestionKind::YesNo, "yes") => Some(Proposed::YesNo(true)),
        (QuestionKind::YesNo, "no") => Some(Proposed::YesNo(false)),
        _ => question.options().iter().position(|option| option.id == answer).map(Proposed::Option),
    }
}

fn section(questionnaire: &Questionnaire, id: &str) -> Option<SectionIx> {
    questionnaire.sections().find(|section| section.id == id)
}
