//! The full assessment: what the masks say, with reasons.

use std::borrow::Cow;

use super::engine::Engine;
use super::points::chosen_options;
use super::program::Scratch;
use super::tables::Cause;
use super::{Aged, Assessment, Bounds, Finding, Open, Reason, SectionVerdict, Situation, Unsure};
use crate::condition::{Condition, support};
use crate::questionnaire::{Audience, DueBy, DueSide, Question, QuestionKind, Questionnaire, Rule};
use crate::response::{PutAside, Response};
use crate::value::index::{IndexVec, QuestionIx, RuleIx, SectionIx, VerdictIx, fault};
use crate::value::{Date, State, Truth, Value};

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
        self.assess_and_see(response, audience, scratch).0
    }

    /// The same, and what was seen of the response on the way.
    pub(crate) fn assess_and_see<'a>(
        &'a self,
        response: &'a Response,
        audience: Audience,
        scratch: &mut Scratch,
    ) -> (Assessment, Situation<'a>) {
        let aged = self.aged(response);
        let unclear = self.unclear(response);
        let opened = if aged.is_empty() { Cow::Borrowed(response) } else { Cow::Owned(response.without(&aged)) };
        let cleared_up = (!unclear.is_empty()).then(|| opened.without(&unclear));
        let given = Reading::of(self, response, scratch);
        let reopened = (!aged.is_empty()).then(|| Reading::of(self, &opened, scratch));
        let open = reopened.as_ref().unwrap_or(&given);
        let cleared = cleared_up.as_ref().map(|cleared_up| Reading::of(self, cleared_up, scratch));
        // The old answers stay one of the ways on.
        let open_could_make_it = open.could_become.max(given.could_become);
        let could_become =
            cleared.as_ref().map_or(VerdictIx(0), |cleared| cleared.could_become).max(open_could_make_it);
        let counts = |question: &QuestionIx| given.situation.applies(*question) == Truth::True;
        let assessment = Assessment {
            assessed_on: self.day(),
            answered_on: response.newest(),
            audience,
            findings: given.findings(),
            open: open.open_points(given.verdict),
            sections: given.sections(reopened.as_ref(), cleared.as_ref()),
            scores: self.questionnaire().scores().indices().map(|score| given.situation.sum(score)).collect(),
            verdict: given.verdict,
            at_least: open.verdict,
            could_become,
            open_could_make_it,
            bounds: Bounds::Quick,
            settled_here: None,
            unsure: given.unsure(),
            aged: aged.into_iter().filter(counts).map(|question| Aged::of(response, question)).collect(),
            not_offered: given.not_offered(),
            stopped: open.rules(&open.certain).find(|(_, rule)| rule.stop).map(|(rule, _)| rule),
        };
        (assessment, given.situation)
    }

    /// The questions whose answers are past their time on the day of assessment, whether they apply or not, and those that were
    /// hidden on an earlier day. An answer of which
    /// nobody knows the day is believed as if it were of today.
    pub fn aged(&self, response: &Response) -> Vec<QuestionIx> {
        let questions = self.questionnaire().questions().enumerated();
        let is_aged = |(index, question): &(QuestionIx, &Question)| {
            response.answered_on(*index).is_some_and(|answered_on| {
                let comes_back = response.is_hidden(*index) && answered_on < self.day();
                comes_back || question.valid_for.is_aged(answered_on, self.day())
            })
        };
        questions.filter(is_aged).map(|(index, _)| index).collect()
    }
}

impl Assessment {
    /// The answers that count for nothing: those that do not fit the questions, and those that do not fit the other answers.
    /// Their questions are open. Of private ones nothing is told.
    pub fn put_aside(&self, questionnaire: &Questionnaire, response: &Response) -> Vec<PutAside> {
        let not_offered = self.not_offered.iter().map(|question| {
            let question = questionnaire[*question].id.clone();
            PutAside { question, because: "an option is picked that is not offered after the other answers".to_owned() }
        });
        let told = |aside: &PutAside| !questionnaire.is_private(&aside.question);
        response.put_aside(questionnaire).cloned().chain(not_offered).filter(told).collect()
    }
}

impl Aged {
    fn of(response: &Response, question: QuestionIx) -> Aged {
        match (response.answered_on(question), response.get(question)) {
            (Some(answered_on), Some(answer)) => Aged { question, answered_on, answer: answer.clone() },
            _ => fault("an answer is past its time by its day, yet it has none"),
        }
    }
}

/// One reading of a response: everything that carries a verdict, what holds and what may yet hold.
struct Reading<'a> {
    questionnaire: &'a Questionnaire,
    response: &'a Response,
    situation: Situation<'a>,
    verdict: VerdictIx,
    could_become: VerdictIx,
    certain: Vec<Cause>,
    unknown: Vec<Cause>,
}

impl<'a> Reading<'a> {
    fn of(engine: &Engine<'a>, response: &'a Response, scratch: &mut Scratch) -> Reading<'a> {
        engine.encode(response, scratch);
        let weighed = engine.weigh(scratch);
        let (verdict, could_become) = (weighed.verdict, weighed.open_could_make_it);
        let mut certain: Vec<Cause> = weighed.certain().collect();
        certain.dedup();
        let mut unknown: Vec<Cause> = weighed.possible().collect();
        unknown.dedup();
        // Both are in questionnaire order, and what is certain is possible.
        let mut known = certain.iter().peekable();
        unknown.retain(|cause| known.next_if_eq(&cause).is_none());
        let situation = weighed.situation(response);
        let questionnaire = engine.questionnaire();
        Reading { questionnaire, response, situation, verdict, could_become, certain, unknown }
    }

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
            let answer = match self.response.get(question) {
                Some(answer) => answer.clone(),
                None => fault("\"not sure\" leads to a verdict where it was said, yet here nothing was"),
            };
            Unsure { question, answer, verdict }
        });
        unsure.collect()
    }

    /// The verdict of each section and what it could become.
    fn verdicts(&self) -> IndexVec<SectionIx, (VerdictIx, VerdictIx)> {
        let mut verdicts = IndexVec::like(self.questionnaire.sections(), (VerdictIx(0), VerdictIx(0)));
        let mut note = |causes: &[Cause], is_certain: bool| {
            let rules = self.rules(causes).map(|(_, rule)| (rule.section, rule.verdict));
            let floors = self.floors(causes).map(|(question, verdict)| (self.questionnaire[question].section, verdict));
            for (section, verdict) in rules.chain(floors) {
                let (is, could_become) = &mut verdicts[section];
                *could_become = (*could_become).max(verdict);
                if is_certain {
                    *is = (*is).max(verdict);
                }
            }
        };
        note(&self.certain, true);
        note(&self.unknown, false);
        verdicts
    }

    /// The sections that apply or may yet apply, as this reading judges them, and as those bound them in which aged answers are
    /// open again, and in which what is unclear could be cleared up, where there are such.
    fn sections(&self, reopened: Option<&Reading<'_>>, cleared: Option<&Reading<'_>>) -> Vec<SectionVerdict> {
        let open = reopened.unwrap_or(self);
        let may_apply =
            self.questionnaire.sections().indices().filter(|section| open.situation.section(*section) != Truth::False);
        let given = self.verdicts();
        let [reopened, cleared] = [reopened, cleared].map(|reading| reading.map(Reading::verdicts));
        let open = reopened.as_ref().unwrap_or(&given);
        let cleared = cleared.as_ref().unwrap_or(open);
        may_apply
            .map(|section| {
                let (verdict, could_become) = given[section];
                let (at_least, opened) = open[section];
                let (_, clear) = cleared[section];
                SectionVerdict { section, verdict, at_least, could_become: could_become.max(opened).max(clear) }
            })
            .collect()
    }

    /// The questions that apply and whose answer picks what is not offered, or not known to be.
    fn not_offered(&self) -> Vec<QuestionIx> {
        let picked = self.response.iter().filter(|(_, answer)| !chosen_options(Some(answer)).is_empty());
        let left_open = |question: &QuestionIx| {
            self.situation.applies(*question) == Truth::True && self.situation.state(*question) == State::Open
        };
        picked.map(|(question, _)| question).filter(left_open).collect()
    }

    fn findings(&self) -> Vec<Finding> {
        let finding = |(index, rule): (RuleIx, &Rule)| Finding {
            rule: index,
            not_before: rule.not_before.and_then(|wait| Some(wait.duration.after(self.start(wait.question)?))),
            by: rule.by.and_then(|due| self.due(due)),
            because: self.because(&rule.when),
        };
        self.rules(&self.certain).map(finding).collect()
    }

    fn due(&self, due: DueBy) -> Option<Date> {
        let start = self.start(due.question)?;
        Some(match due.side {
            DueSide::Before => due.duration.before(start),
            DueSide::After => due.duration.after(start),
        })
    }

    /// The day that a wait, or the time until something is due, counts from: of assessment, if from no question. None if the
    /// question was not answered. Where nobody knows the day of an answer, it is believed to be of today, as everywhere.
    fn start(&self, question: Option<QuestionIx>) -> Option<Date> {
        let Some(question) = question else { return Some(self.situation.day()) };
        let is_date = matches!(self.questionnaire[question].kind, QuestionKind::Date(_));
        match self.situation.state(question) {
            State::Open | State::NotApplicable => None,
            State::Answered(Value::Date(date)) => Some(*date),
            // Nobody knows the day: the wait is over when it is over for each that it can be.
            State::Answered(Value::Period(period)) => Some(period.last()),
            // A day that the person does not know.
            State::Unsure | State::Withheld if is_date => None,
            State::Answered(_) | State::Unsure | State::Withheld => {
                Some(self.response.answered_on(question).unwrap_or_else(|| self.situation.day()))
            }
        }
    }

    /// The answers that decided. A score can be decided while some of its questions are open: those are no reason.
    fn because(&self, when: &Condition) -> Vec<Reason> {
        let deciding = support(when, &self.situation).into_iter();
        deciding
            .filter_map(|question| match self.situation.state(question) {
                State::Open => None,
                State::NotApplicable => Some(Reason { question, answer: None, answered_on: None }),
                State::Answered(_) | State::Unsure | State::Withheld => {
                    let answered_on = self.response.answered_on(question);
                    Some(Reason { question, answer: self.response.get(question).cloned(), answered_on })
                }
            })
            .collect()
    }

    /// Whether a question that something undecided rests on is to be answered, or answered more closely. "Not sure" is not to be
    /// asked again, and neither is a month or a year that stands for it.
    fn is_open(&self, question: QuestionIx) -> bool {
        match self.situation.state(question) {
            State::Open => true,
            State::Answered(Value::Period(_)) => self.questionnaire[question].unsure.is_none(),
            State::Answered(_) | State::NotApplicable | State::Unsure | State::Withheld => false,
        }
    }

    /// What could still make the verdict graver than it is.
    fn open_points(&self, verdict: VerdictIx) -> Vec<Open> {
        let mut open = IndexVec::like(self.questionnaire.questions(), None);
        let mut awaited = Awaited::by(self);
        let mut note = |question: QuestionIx, verdict: VerdictIx, cause: Cause| {
            for question in awaited.of(question) {
                let none = || Open { question: *question, could_become: verdict, causes: Vec::new() };
                let point = open[*question].get_or_insert_with(none);
                point.could_become = point.could_become.max(verdict);
                if point.causes.last() != Some(&cause) {
                    point.causes.push(cause);
                }
            }
        };
        for (question, floor) in self.floors(&self.unknown).filter(|(_, floor)| *floor > verdict) {
            note(question, floor, Cause::Unsure(question));
        }
        for (index, rule) in self.rules(&self.unknown).filter(|(_, rule)| rule.verdict > verdict) {
            for question in support(&rule.when, &self.situation) {
                note(question, rule.verdict, Cause::Rule(index));
            }
        }
        open.into_iter().flatten().collect()
    }
}

/// The answers that open questions wait for. Many causes wait for the same questions, and questions skipped one after the other
/// for each other, so that nothing is looked up twice.
struct Awaited<'r, 'a> {
    reading: &'r Reading<'a>,
    /// Of each question looked at, what decides whether it applies and which options it offers.
    deciding: IndexVec<QuestionIx, Option<Vec<QuestionIx>>>,
    /// Of each question asked about, the answers that it waits for.
    found: IndexVec<QuestionIx, Option<Vec<QuestionIx>>>,
}

impl<'r, 'a> Awaited<'r, 'a> {
    fn by(reading: &'r Reading<'a>) -> Self {
        let questions = reading.questionnaire.questions();
        Awaited { reading, deciding: IndexVec::like(questions, None), found: IndexVec::like(questions, None) }
    }

    /// The questions to be answered for what rests on an open one: itself, and all that it waits for. Of a question that was
    /// answered, and whose answer only waits for others, those are the open ones.
    fn of(&mut self, question: QuestionIx) -> &[QuestionIx] {
        let found = self.found[question].take().unwrap_or_else(|| self.find(question));
        self.found[question].insert(found)
    }

    fn find(&mut self, question: QuestionIx) -> Vec<QuestionIx> {
        let mut met = IndexVec::like(self.reading.questionnaire.questions(), false);
        let mut waiting = vec![question];
        let mut found = Vec::new();
        while let Some(question) = waiting.pop() {
            if std::mem::replace(&mut met[question], true) || !self.reading.is_open(question) {
                continue;
            }
            waiting.extend(self.deciding(question));
            if !self.reading.situation.waits_for_others(question) {
                found.push(question);
            }
        }
        found
    }

    fn deciding(&mut self, question: QuestionIx) -> &[QuestionIx] {
        let situation = &self.reading.situation;
        let find = || situation.undecided(question).into_iter().flat_map(|when| support(when, situation)).collect();
        self.deciding[question].get_or_insert_with(find)
    }
}
