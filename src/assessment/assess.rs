//! The full assessment: what the masks say, with reasons.

use std::collections::BTreeMap;

use super::engine::Engine;
use super::program::Scratch;
use super::tables::Cause;
use super::{Assessment, Finding, Open, Reason, SectionVerdict, Situation, Unsure};
use crate::condition::{Condition, Facts, support};
use crate::questionnaire::{Audience, Questionnaire, Rule};
use crate::response::Response;
use crate::value::index::{QuestionIx, RuleIx, SectionIx, VerdictIx, fault};
use crate::value::{Answer, Date, State, Truth, Value};

impl Engine<'_> {
    /// Judges a response. `audience` is recorded; answers for other audiences count if they are there.
    ///
    /// A rule judges also when its own section does not apply: tests on that section's questions are false then, tests on
    /// others are not.
    pub fn assess(&self, response: &Response, audience: Audience) -> Assessment {
        self.assess_with(response, audience, &mut Scratch::default())
    }

    /// Judges a response as [`assess`](Engine::assess) does. Whoever judges many keeps the scratch paper.
    pub fn assess_with(&self, response: &Response, audience: Audience, scratch: &mut Scratch) -> Assessment {
        self.encode(response, scratch);
        let weighed = self.weigh(scratch);
        let (verdict, could_become) = (weighed.verdict, weighed.could_become);
        let mut certain: Vec<Cause> = weighed.certain().collect();
        certain.dedup();
        let mut unknown: Vec<Cause> = weighed.possible().filter(|cause| !certain.contains(cause)).collect();
        unknown.dedup();
        let situation = &weighed.situation(response);
        let judged = Judged { questionnaire: self.questionnaire(), response, situation, certain, unknown };
        Assessment {
            assessed_on: self.day(),
            audience,
            findings: judged.findings(),
            open: judged.open_points(verdict),
            sections: judged.sections(),
            scores: self.questionnaire().scores().indices().map(|score| situation.score(score)).collect(),
            verdict,
            could_become,
            unsure: judged.unsure(),
        }
    }
}

/// Everything that carries a verdict: what holds, and what may yet hold.
struct Judged<'a> {
    questionnaire: &'a Questionnaire,
    response: &'a Response,
    situation: &'a Situation<'a>,
    certain: Vec<Cause>,
    unknown: Vec<Cause>,
}

impl<'a> Judged<'a> {
    fn rules(&self, causes: &[Cause]) -> impl Iterator<Item = (RuleIx, &'a Rule)> {
        causes.iter().filter_map(|cause| cause.rule()).map(|rule| (rule, &self.questionnaire[rule]))
    }

    /// Questions of these causes that offer "not sure", with the verdict that it leaves.
    fn floors(&self, causes: &[Cause]) -> impl Iterator<Item = (QuestionIx, VerdictIx)> {
        causes.iter().filter_map(|cause| cause.question()).map(|question| match self.questionnaire[question].unsure {
            Some(verdict) => (question, verdict),
            None => fault("\"not sure\" leads to a verdict where it is offered, yet here it is not"),
        })
    }

    fn unsure(&self) -> Vec<Unsure> {
        let unsure = self.floors(&self.certain).map(|(question, verdict)| {
            let withheld = matches!(self.situation.state(question), State::Withheld);
            let answer = if withheld { Answer::Withheld } else { Answer::Unsure };
            Unsure { question, answer, verdict }
        });
        unsure.collect()
    }

    /// The verdict of one section and what it could become.
    fn verdicts(&self, section: SectionIx) -> (VerdictIx, VerdictIx) {
        let highest = |causes: &[Cause]| {
            let rules = self.rules(causes).filter(|(_, rule)| rule.section == section).map(|(_, rule)| rule.verdict);
            let floors = self.floors(causes).filter(|(question, _)| self.questionnaire[*question].section == section);
            rules.chain(floors.map(|(_, verdict)| verdict)).max().unwrap_or(VerdictIx(0))
        };
        let verdict = highest(&self.certain);
        (verdict, highest(&self.unknown).max(verdict))
    }

    fn sections(&self) -> Vec<SectionVerdict> {
        let may_apply =
            self.questionnaire.sections().indices().filter(|section| self.situation.section(*section) != Truth::False);
        may_apply
            .map(|section| {
                let (verdict, could_become) = self.verdicts(section);
                SectionVerdict { section, verdict, could_become }
            })
            .collect()
    }

    fn findings(&self) -> Vec<Finding> {
        let finding = |(index, rule): (RuleIx, &Rule)| Finding {
            rule: index,
            not_before: self.not_before(rule),
            because: self.because(&rule.when),
        };
        self.rules(&self.certain).map(finding).collect()
    }

    /// None if the rule gives no day, or if the day it is reckoned from was not answered.
    fn not_before(&self, rule: &Rule) -> Option<Date> {
        let not_before = rule.not_before?;
        let start = match not_before.question.map(|question| self.situation.state(question)) {
            None => self.situation.day(),
            Some(State::Answered(Value::Date(date))) => *date,
            Some(_) => return None,
        };
        Some(not_before.duration.after(start))
    }

    /// The answers that decided. A score can be decided while some of its questions are open: those are no reason.
    fn because(&self, when: &Condition) -> Vec<Reason> {
        let deciding = support(when, self.situation).into_iter();
        deciding
            .filter_map(|question| match self.situation.state(question) {
                State::Open => None,
                State::NotApplicable => Some(Reason { question, answer: None }),
                State::Answered(_) | State::Unsure | State::Withheld => {
                    Some(Reason { question, answer: self.response.get(question).cloned() })
                }
            })
            .collect()
    }

    /// What could still make the verdict graver than it is.
    fn open_points(&self, verdict: VerdictIx) -> Vec<Open> {
        let mut open = BTreeMap::new();
        for (question, floor) in self.floors(&self.unknown).filter(|(_, floor)| *floor > verdict) {
            self.open_point(&mut open, question, (floor, None));
        }
        for (index, rule) in self.rules(&self.unknown).filter(|(_, rule)| rule.verdict > verdict) {
            for question in support(&rule.when, self.situation) {
                self.open_point(&mut open, question, (rule.verdict, Some(index)));
            }
        }
        open.into_values().collect()
    }

    /// Notes that an open question could lead to `(verdict, rule)`, and so could whatever decides whether it applies.
    fn open_point(
        &self,
        open: &mut BTreeMap<QuestionIx, Open>,
        question: QuestionIx,
        (verdict, rule): (VerdictIx, Option<RuleIx>),
    ) {
        let mut waiting = vec![question];
        let mut met = Vec::new();
        while let Some(question) = waiting.pop() {
            if met.contains(&question) || self.situation.state(question) != State::Open {
                continue;
            }
            met.push(question);
            let undecided = self.situation.undecided(question);
            waiting.extend(undecided.into_iter().flat_map(|when| support(when, self.situation)));
            let none = || Open { question, could_become: verdict, rules: Vec::new() };
            let point = open.entry(question).or_insert_with(none);
            point.could_become = point.could_become.max(verdict);
            point.rules.extend(rule.filter(|rule| point.rules.last() != Some(rule)));
        }
    }
}
