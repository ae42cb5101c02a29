//! The one function that judges.

use std::collections::BTreeMap;

use super::{Assessment, Finding, Open, Reason, SectionVerdict, Situation, Unsure};
use crate::condition::{Condition, Facts, evaluate, support};
use crate::questionnaire::{Audience, Questionnaire, Rule};
use crate::response::Response;
use crate::value::index::{QuestionIx, RuleIx, ScoreIx, SectionIx, VerdictIx};
use crate::value::{Answer, Date, State, Truth, Value};

/// Judges a response on a day. `audience` is recorded; answers for other audiences count if they are there.
///
/// A rule judges also when its own section does not apply: tests on that section's questions are false then, tests on
/// others are not.
pub fn assess(questionnaire: &Questionnaire, response: &Response, audience: Audience, day: Date) -> Assessment {
    let situation = Situation::new(questionnaire, response, day);
    let judged = Judged::new(questionnaire, response, &situation);
    let (verdict, could_become) = judged.verdicts(None);
    Assessment {
        assessed_on: day,
        audience,
        findings: judged.findings(),
        open: judged.open_points(verdict),
        sections: judged.sections(),
        scores: (0..questionnaire.scores().len()).map(|score| situation.score(ScoreIx::new(score))).collect(),
        verdict,
        could_become,
        unsure: judged.unsure,
    }
}

/// Everything that carries a verdict: what holds, and what may yet hold.
struct Judged<'a> {
    questionnaire: &'a Questionnaire,
    response: &'a Response,
    situation: &'a Situation<'a>,
    rules: Vec<Truth>,
    unsure: Vec<Unsure>,
    /// Questions still open that offer "not sure", with the verdict that it would leave.
    floors: Vec<(QuestionIx, VerdictIx)>,
}

impl<'a> Judged<'a> {
    fn new(questionnaire: &'a Questionnaire, response: &'a Response, situation: &'a Situation<'a>) -> Self {
        let rules = questionnaire.rules().iter().map(|rule| evaluate(&rule.when, situation)).collect();
        let (mut unsure, mut floors) = (Vec::new(), Vec::new());
        for (position, question) in questionnaire.questions().iter().enumerate() {
            let (index, Some(verdict)) = (QuestionIx::new(position), question.unsure) else { continue };
            match situation.state(index) {
                State::Unsure => unsure.push(Unsure { question: index, answer: Answer::Unsure, verdict }),
                State::Withheld => unsure.push(Unsure { question: index, answer: Answer::Withheld, verdict }),
                State::Open => floors.push((index, verdict)),
                State::Answered(_) | State::NotApplicable => {}
            }
        }
        Judged { questionnaire, response, situation, rules, unsure, floors }
    }

    /// The rules with that truth value.
    fn rules(&self, truth: Truth) -> impl Iterator<Item = (RuleIx, &'a Rule)> {
        let rules = self.questionnaire.rules().iter().enumerate().zip(&self.rules);
        rules.filter(move |(_, found)| **found == truth).map(|((position, rule), _)| (RuleIx::new(position), rule))
    }

    /// The verdict and what it could become: of one section, or of the whole.
    fn verdicts(&self, section: Option<SectionIx>) -> (VerdictIx, VerdictIx) {
        let inside = |own: SectionIx| section.is_none_or(|section| section == own);
        let of_rules = |truth| self.rules(truth).filter(|(_, rule)| inside(rule.section)).map(|(_, rule)| rule.verdict);
        let asked_inside = |question: QuestionIx| self.section_of(question).is_some_and(inside);
        let unsure = self.unsure.iter().filter(|unsure| asked_inside(unsure.question)).map(|unsure| unsure.verdict);
        let floors = self.floors.iter().filter(|(question, _)| asked_inside(*question)).map(|(_, verdict)| *verdict);
        let verdict = of_rules(Truth::True).chain(unsure).max().unwrap_or(VerdictIx(0));
        let could_become = of_rules(Truth::Unknown).chain(floors).max().unwrap_or(verdict);
        (verdict, could_become.max(verdict))
    }

    fn section_of(&self, question: QuestionIx) -> Option<SectionIx> {
        self.questionnaire.questions().get(question.at()).map(|question| question.section)
    }

    fn sections(&self) -> Vec<SectionVerdict> {
        let sections = (0..self.questionnaire.sections().len()).map(SectionIx::new);
        let may_apply = sections.filter(|section| self.situation.section(*section) != Truth::False);
        may_apply
            .map(|section| {
                let (verdict, could_become) = self.verdicts(Some(section));
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
        self.rules(Truth::True).map(finding).collect()
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
                _ => Some(Reason { question, answer: self.response.get(question).cloned() }),
            })
            .collect()
    }

    /// What could still make the verdict graver than it is.
    fn open_points(&self, verdict: VerdictIx) -> Vec<Open> {
        let mut open = BTreeMap::new();
        for (question, floor) in self.floors.iter().filter(|(_, floor)| *floor > verdict) {
            self.open_point(&mut open, *question, (*floor, None));
        }
        for (index, rule) in self.rules(Truth::Unknown).filter(|(_, rule)| rule.verdict > verdict) {
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
