//! Which question comes next: a state machine without I/O and without a clock. Terminals, plain mode and tests drive it.
//!
//! One rule moves it: ask the first question, in the order of the questionnaire, that is known to apply, is meant for
//! whoever holds the interview, and has no answer that still fits. When none is left, comes the review. Going back and
//! changing only put another question first for a moment. So dependents appear and vanish by themselves, and an answer
//! given once is never asked for again unless the person goes back to it or its option is no longer offered.
//!
//! A question whose `when` is unknown, because an earlier answer was "not sure", is not asked: it is not known to apply.
//! It stays an open point of the assessment.
//!
//! Whoever comes back has answers that are past their time. Until they are asked again they count as open, so that none of them
//! ends an interview or rules a question out: see `stale.rs`.

mod progress;
mod stale;

pub use progress::Progress;

use std::collections::BTreeSet;

use crate::assessment::{Engine, Situation, chosen_options};
use crate::condition::evaluate;
use crate::questionnaire::{Audience, QuestionKind, Questionnaire, Rule};
use crate::response::{Accepted, Rejection, Response, accept, option_id};
use crate::value::index::{QuestionIx, RuleIx, SectionIx, fault};
use crate::value::{Answer, Date, OptionSet, Truth};
use stale::Stale;
pub use stale::note_hidden;

/// What the driver has to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Ask this question.
    Ask(QuestionIx),
    /// Show old answers that were harmless and let the person say that they are still so, or change any.
    Confirm,
    /// Show all answers that apply and let the person change any or finish.
    Review,
    /// A rule with `stop: true` holds: show its finding, keep nothing.
    Stopped(RuleIx),
    /// The person confirmed the answers.
    Done,
}

/// How many old answers a list has at most.
pub const LINES: usize = 9;

/// What a person who was here before is still asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOnReturn {
    /// Questions that were answered on an earlier day and are asked again by themselves.
    pub old: Vec<QuestionIx>,
    /// Questions that were never answered.
    pub new: Vec<QuestionIx>,
    /// Old answers to confirm in lists.
    pub lines: Vec<QuestionIx>,
}

impl LeftOnReturn {
    /// How many lists of old answers there are to confirm.
    pub fn lists(&self) -> usize {
        self.lines.len().div_ceil(LINES)
    }
}

/// Where the interview is, if not at the first question without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Wherever the next missing answer is; at the review if none is missing.
    Forward,
    /// Went back to this question.
    Back(QuestionIx),
    /// Asked again from the review, or from a list of old answers.
    Change(QuestionIx),
    /// What would stop the interview is asked before all else.
    First(QuestionIx),
    /// A rule ended it.
    Stopped(RuleIx),
    /// The person confirmed.
    Done,
}

/// An interview in progress.
#[derive(Clone)]
pub struct Interview<'q> {
    engine: &'q Engine<'q>,
    response: Response,
    /// The same with everything open that is to be asked again.
    opened: Response,
    stale: Stale,
    /// What was answered here.
    answered: BTreeSet<QuestionIx>,
    /// The client's questions that a technician asks, since going through the client's answers opened them.
    opened_by_change: BTreeSet<QuestionIx>,
    audience: Audience,
    place: Place,
    progress: Progress,
}

impl<'q> Interview<'q> {
    /// Starts, or goes on from the answers of `response`.
    pub fn new(engine: &'q Engine<'q>, mut response: Response, audience: Audience) -> Self {
        note_hidden(engine, &mut response);
        let progress = Progress { done: 0, of: 0 };
        let stale = Stale::of(engine, &response, audience);
        let opened = stale.opened(&response);
        let place = stale.stopping().map_or(Place::Forward, Place::First);
        let (answered, opened_by_change) = (BTreeSet::new(), BTreeSet::new());
        let mut interview =
            Interview { engine, response, opened, stale, answered, opened_by_change, audience, place, progress };
        interview.progress = interview.count();
        interview.stop_if_a_rule_says_so();
        interview
    }

    /// What comes now.
    pub fn step(&self) -> Step {
        match self.place {
            Place::Back(question) | Place::Change(question) | Place::First(question) => Step::Ask(question),
            Place::Stopped(rule) => Step::Stopped(rule),
            Place::Done => Step::Done,
            Place::Forward => match self.first_missing() {
                Some(question) => Step::Ask(question),
                None if self.unconfirmed().next().is_some() => Step::Confirm,
                None => Step::Review,
            },
        }
    }

    /// Answers the question of the current step. Without such a question, nothing happens.
    ///
    /// # Errors
    /// Says why the answer does not fit; nothing has changed then.
    pub fn answer(&mut self, answer: Answer) -> Result<(), Rejection> {
        let Step::Ask(index) = self.step() else { return Ok(()) };
        let question = &self.questionnaire()[index];
        let accepted = accept(self.questionnaire(), index, answer, self.day())?;
        if let Some(position) = chosen_options(Some(accepted.answer())).without(self.offered(index)).iter().next() {
            return Err(Rejection::NotOffered { option: option_id(question, position) });
        }
        let waiting = self.waiting_of_another();
        self.renew(accepted);
        self.opened = self.stale.opened(&self.response);
        self.answered.insert(index);
        if self.is_for_another(index) {
            let opened = self.waiting_of_another().into_iter().filter(|question| !waiting.contains(question));
            self.opened_by_change.extend(opened);
        }
        self.move_on();
        Ok(())
    }

    /// What the client said, for a technician who goes through it with the client: the answers that apply, in order, but for what
    /// is private or in the client's own words.
    pub fn said_by_the_client(&self) -> Vec<QuestionIx> {
        let situation = self.situation();
        let is_shown = |question: &QuestionIx| {
            let asked = &self.questionnaire()[*question];
            let theirs = asked.audience != Audience::Technician;
            theirs && !asked.private && !matches!(asked.kind, QuestionKind::Text)
        };
        let applies = |question: &QuestionIx| {
            situation.applies(*question) == Truth::True && !self.is_missing(&situation, *question)
        };
        self.all().filter(is_shown).filter(applies).collect()
    }

    /// The questions for another that apply and lack an answer.
    fn waiting_of_another(&self) -> BTreeSet<QuestionIx> {
        let situation = self.situation();
        let waits = |question: &QuestionIx| {
            self.is_for_another(*question)
                && situation.applies(*question) == Truth::True
                && situation.can_be_answered(*question)
                && self.is_missing(&situation, *question)
        };
        self.all().filter(waits).collect()
    }

    /// Whether a question is for another than whoever holds the interview.
    fn is_for_another(&self, question: QuestionIx) -> bool {
        !self.questionnaire()[question].audience.includes(self.audience)
    }

    /// The questions of the current screen, where several are asked together: those of one group that lack an answer or are to be
    /// asked again; going back, all of the group that were asked. None if one question is asked alone.
    pub fn together(&self) -> Vec<QuestionIx> {
        let Step::Ask(question) = self.step() else { return Vec::new() };
        let Some(group) = self.questionnaire().together_with(question) else { return Vec::new() };
        let situation = self.situation();
        let missing = |line: &QuestionIx| self.is_missing(&situation, *line) && !self.can_be_listed(&situation, *line);
        let is_line = |line: &QuestionIx| match self.place {
            Place::Forward => missing(line),
            Place::Back(_) => missing(line) || !self.is_return() || self.answered.contains(line),
            Place::Change(_) | Place::First(_) | Place::Stopped(_) | Place::Done => false,
        };
        let lines = group.questions.iter().filter(|line| self.is_for_us(&situation, *line) && is_line(line));
        let lines: Vec<QuestionIx> = lines.collect();
        if lines.len() > 1 { lines } else { Vec::new() }
    }

    /// Answers questions of the current screen, where several are asked together. Elsewhere, and for a question that is not on
    /// it, nothing happens.
    ///
    /// # Errors
    /// Says why an answer does not fit; nothing has changed then.
    pub fn answer_together(&mut self, answers: &[(QuestionIx, Answer)]) -> Result<(), Rejection> {
        let lines = self.together();
        let mut accepted = Vec::new();
        for (question, answer) in answers.iter().filter(|(question, _)| lines.contains(question)) {
            accepted.push(accept(self.questionnaire(), *question, answer.clone(), self.day())?);
        }
        if accepted.is_empty() {
            return Ok(());
        }
        for accepted in accepted {
            self.answered.insert(accepted.question());
            self.renew(accepted);
        }
        self.opened = self.stale.opened(&self.response);
        self.move_on();
        Ok(())
    }

    /// The old answers that can be said to be still so, at most so many: those that were harmless, in order, as they apply
    /// after what was answered so far.
    pub fn to_confirm(&self, most: usize) -> Vec<QuestionIx> {
        self.unconfirmed().take(most).collect()
    }

    /// From the list of old answers: these are still so. They are as good as answered today. Elsewhere, and for a question that
    /// is no line of the list, nothing happens.
    pub fn still_so(&mut self, questions: &[QuestionIx]) {
        if self.step() != Step::Confirm {
            return;
        }
        let listed: Vec<QuestionIx> = self.unconfirmed().filter(|question| questions.contains(question)).collect();
        for question in listed {
            let answer = self.response.get(question).cloned();
            let renewed = answer.and_then(|answer| accept(self.questionnaire(), question, answer, self.day()).ok());
            self.renew(renewed.unwrap_or_else(|| fault("an old answer is confirmed only if it fits today")));
        }
        // A list is no place to end an interview from: what would stop it is asked by itself first.
        self.reopen_stops(|rule| !rule.helps);
        self.move_on();
        if let Some(question) = self.stale.stopping() {
            self.place = Place::First(question);
        }
    }

    /// After a stop: that was not meant. Whatever led to it is asked again, of what can be asked here. False if nothing can.
    pub fn take_back_stop(&mut self) -> bool {
        self.reopen_stops(|_| true);
        self.place = self.stale.stopping().map_or(Place::Forward, Place::First);
        self.progress = self.count();
        self.stop_if_a_rule_says_so();
        !matches!(self.place, Place::Stopped(_))
    }

    /// What was said to a question on an earlier day, if it is to be asked again, with that day as far as it is known.
    pub fn before(&self, question: QuestionIx) -> Option<(&Answer, Option<Date>)> {
        let before = self.stale.contains(question).then(|| self.response.get(question)).flatten()?;
        Some((before, self.response.answered_on(question)))
    }

    /// What is left to ask of a person who was here before, as far as it is known; none for anybody else.
    pub fn left_on_return(&self) -> Option<LeftOnReturn> {
        if !self.is_return() {
            return None;
        }
        let situation = self.situation();
        let asked = |question: &QuestionIx| {
            self.is_for_us(&situation, *question)
                && self.is_missing(&situation, *question)
                && !self.can_be_listed(&situation, *question)
        };
        let (old, new) = self.all().filter(asked).partition(|question| self.stale.contains(*question));
        Some(LeftOnReturn { old, new, lines: self.unconfirmed().collect() })
    }

    /// How many questions were answered here by themselves.
    pub fn answered_here(&self) -> usize {
        self.answered.len()
    }

    /// Whether the person was here before: some old answers were to be asked again at the start.
    pub fn is_return(&self) -> bool {
        self.stale.is_return()
    }

    /// Goes back one question; its answer stays. From a change begun in the review, goes back to the review. False at the
    /// first question and after the end.
    pub fn back(&mut self) -> bool {
        self.back_past(|question| question)
    }

    /// Goes back one screen: from questions that are asked together past all of them. Else as [`back`](Interview::back).
    pub fn back_a_screen(&mut self) -> bool {
        let first = self.together().first().copied();
        self.back_past(|question| first.unwrap_or(question))
    }

    /// Goes back to the last question before this one.
    fn back_past(&mut self, first_here: impl Fn(QuestionIx) -> QuestionIx) -> bool {
        let before = match self.step() {
            Step::Ask(_) if matches!(self.place, Place::Change(_)) => {
                self.place = Place::Forward;
                return true;
            }
            Step::Ask(_) if matches!(self.place, Place::First(_)) => return false,
            Step::Ask(question) => Some(first_here(question)),
            Step::Confirm | Step::Review => None,
            Step::Stopped(_) | Step::Done => return false,
        };
        // Whoever was here before goes back among what was asked today, not through all that was said then.
        let earlier = |question: &QuestionIx| {
            before.is_none_or(|before| *question < before) && (!self.is_return() || self.answered.contains(question))
        };
        let Some(question) = self.asked().into_iter().rfind(earlier) else { return false };
        self.place = Place::Back(question);
        true
    }

    /// From the review, from the list of old answers, or from a question that goes through what the client said: asks one question
    /// again, then whatever its change opens, then returns. Elsewhere, and for a question that is no line there, nothing happens.
    pub fn change(&mut self, question: QuestionIx) {
        let listed = match self.step() {
            Step::Review => self.asked().contains(&question),
            Step::Confirm => self.unconfirmed().any(|line| line == question),
            Step::Ask(asked) => {
                self.questionnaire()[asked].goes_through_answers() && self.said_by_the_client().contains(&question)
            }
            Step::Stopped(_) | Step::Done => false,
        };
        if listed {
            self.place = Place::Change(question);
        }
    }

    /// Asks one question again that was asked here, then goes on from there. Elsewhere than among the questions, and for a question
    /// that is not asked, nothing happens.
    pub fn ask_again(&mut self, question: QuestionIx) {
        if matches!(self.step(), Step::Ask(_)) && self.asked().contains(&question) {
            self.place = Place::Back(question);
        }
    }

    /// Whether whoever holds the interview is asked a question, should it apply and be open.
    pub fn puts(&self, question: QuestionIx) -> bool {
        self.is_asked_of_us(question)
    }

    /// From the review: the answers are right. Elsewhere nothing happens.
    pub fn confirm(&mut self) {
        if self.step() == Step::Review {
            self.place = Place::Done;
        }
    }

    /// How far it is. As a fraction it never goes down while answering forward, and it is whole at the review; going back to
    /// change an answer may open questions, and then it may go down.
    pub fn progress(&self) -> Progress {
        self.progress
    }

    /// The answers so far, hidden ones included.
    pub fn response(&self) -> &Response {
        &self.response
    }

    /// The answers so far without those that are to be asked again: what the interview goes by.
    pub fn opened(&self) -> &Response {
        &self.opened
    }

    /// The answers, when nothing more is asked.
    pub fn into_response(self) -> Response {
        self.response
    }

    /// The questions that apply now and are for this audience, answered or not, in order: the lines of the review.
    pub fn asked(&self) -> Vec<QuestionIx> {
        let situation = self.situation();
        self.all().filter(|question| self.is_for_us(&situation, *question)).collect()
    }

    /// The answer that the current question already has, to fill in; none if it is no longer offered.
    pub fn current(&self) -> Option<&Answer> {
        let Step::Ask(question) = self.step() else { return None };
        self.response.get(question).filter(|_| !self.is_missing(&self.situation(), question))
    }

    /// The section of the current question.
    pub fn section(&self) -> Option<SectionIx> {
        let Step::Ask(question) = self.step() else { return None };
        Some(self.questionnaire()[question].section)
    }

    /// Whether there is nothing to go back to.
    pub fn is_first(&self) -> bool {
        !self.clone().back()
    }

    /// The options that a question offers after the answers so far; only these can be chosen.
    pub fn offered(&self, question: QuestionIx) -> OptionSet {
        self.situation().offered(question)
    }

    /// The questionnaire that is asked.
    pub fn questionnaire(&self) -> &'q Questionnaire {
        self.engine.questionnaire()
    }

    /// What judges the answers.
    pub fn engine(&self) -> &'q Engine<'q> {
        self.engine
    }

    /// For whom it is held.
    pub fn audience(&self) -> Audience {
        self.audience
    }

    /// The day of assessment.
    pub fn day(&self) -> Date {
        self.engine.day()
    }

    /// Takes an answer of today in the place of an old one.
    fn renew(&mut self, accepted: Accepted) {
        self.stale.renew(accepted.question());
        self.response.set(accepted);
    }

    /// Opens again what would stop the interview by a rule such as these.
    fn reopen_stops(&mut self, such: impl Fn(&Rule) -> bool) {
        self.stale.reopen_stops(self.engine, &self.response, (self.audience, such));
        self.opened = self.stale.opened(&self.response);
    }

    /// After an answer: whatever comes next, and how far that is.
    fn move_on(&mut self) {
        let counted = self.count();
        self.progress = match self.place {
            Place::Forward => self.progress.further(counted),
            _ => counted,
        };
        self.place = Place::Forward;
        self.stop_if_a_rule_says_so();
    }

    fn stop_if_a_rule_says_so(&mut self) {
        let situation = self.situation();
        let rules = self.questionnaire().rules();
        if let Some(rule) = rules.find(|rule| rule.stop && evaluate(&rule.when, &situation) == Truth::True) {
            self.place = Place::Stopped(rule);
        }
    }

    /// The answers so far, seen through the questionnaire.
    pub fn situation(&self) -> Situation<'_> {
        self.engine.situation(&self.opened)
    }

    fn all(&self) -> impl Iterator<Item = QuestionIx> + use<> {
        self.questionnaire().questions().indices()
    }

    /// The question that comes next: of those that apply and are for this audience, the first without an answer, or with an
    /// old one that is to be asked again by itself.
    fn first_missing(&self) -> Option<QuestionIx> {
        let situation = self.situation();
        let asks = |question: &QuestionIx| {
            self.is_for_us(&situation, *question)
                && self.is_missing(&situation, *question)
                && !self.can_be_listed(&situation, *question)
        };
        self.all().find(asks)
    }

    /// Whether an old answer may stand in a list: it was harmless, and what was chosen is still offered.
    fn can_be_listed(&self, situation: &Situation<'_>, question: QuestionIx) -> bool {
        let chosen = chosen_options(self.response.get(question));
        self.stale.is_harmless(question) && chosen.without(situation.offered(question)).is_empty()
    }

    /// The old answers that were harmless and apply, if the harmless ones among the old answers are still so.
    fn unconfirmed(&self) -> impl ExactSizeIterator<Item = QuestionIx> + use<> {
        if !self.stale.has_lists() {
            return Vec::new().into_iter();
        }
        let believed = self.stale.believed(&self.response, |question| self.is_asked_of_us(question));
        let situation = self.engine.situation(&believed);
        let lines = self
            .all()
            .filter(|question| self.is_for_us(&situation, *question) && self.can_be_listed(&situation, *question));
        lines.collect::<Vec<_>>().into_iter()
    }

    /// Whether a question is known to apply and can be put to whoever holds the interview.
    fn is_for_us(&self, situation: &Situation<'_>, question: QuestionIx) -> bool {
        situation.applies(question) == Truth::True && self.could_be_put(situation, question)
    }

    /// Whether a question is for whoever holds the interview, and offers something to answer.
    fn could_be_put(&self, situation: &Situation<'_>, index: QuestionIx) -> bool {
        self.is_asked_of_us(index) && situation.can_be_answered(index)
    }

    /// Whether whoever holds the interview puts the question: it is for them, or it is the client's and an old answer of the
    /// client's is to be asked again, or one that was changed opened it.
    fn is_asked_of_us(&self, question: QuestionIx) -> bool {
        !self.is_for_another(question)
            || self.stale.asks_of_the_client(question)
            || self.opened_by_change.contains(&question)
    }

    /// Whether there is no answer, or an old one to be asked again, or one that is no longer offered.
    fn is_missing(&self, situation: &Situation<'_>, question: QuestionIx) -> bool {
        let answer = self.opened.get(question);
        answer.is_none() || !chosen_options(answer).without(situation.offered(question)).is_empty()
    }
}
