//! What of an earlier day is to be asked again.
//!
//! - Answers past their time, and, where time matters at all, answers of which nobody knows the day.
//! - Answers that were hidden when they were last looked at: if their question comes back on a later day, nobody may remember
//!   what was said to it.
//! - Answers that would end the interview before anybody was asked anything. A file cannot say "stop" for a person; only help
//!   is shown at once.
//!
//! An old answer that decided something, or that may only be believed on its day, is asked again by itself. The others are
//! *harmless*: they are put before the person as a list, to be confirmed.

use std::collections::BTreeSet;

use crate::assessment::Engine;
use crate::condition::{evaluate, support};
use crate::questionnaire::{Audience, Question, Rule, ValidFor};
use crate::response::{Response, fits};
use crate::value::index::QuestionIx;
use crate::value::{State, Truth};

/// The questions whose answers are to be asked again, and how.
#[derive(Clone, Debug, Default)]
pub(super) struct Stale {
    /// Asked again by themselves.
    singly: BTreeSet<QuestionIx>,
    /// Confirmed in lists.
    harmless: BTreeSet<QuestionIx>,
    /// Of those asked by themselves, what would end the interview: it is asked before all others.
    stopping: Option<QuestionIx>,
    /// What a technician asks of the client, if anything is.
    of_the_client: Option<OfTheClient>,
    is_return: bool,
}

/// What a technician asks again although the client answered it.
#[derive(Clone, Debug)]
struct OfTheClient {
    /// The client's old answers.
    old: BTreeSet<QuestionIx>,
    /// What applied before: of the client's other questions, those are asked that come to apply by what is answered now.
    applied: BTreeSet<QuestionIx>,
}

impl Stale {
    /// Looks for what is to be asked again by whoever holds the interview.
    pub(super) fn of(engine: &Engine<'_>, response: &Response, audience: Audience) -> Stale {
        let mut stale = Stale::default();
        if response.iter().next().is_none() {
            return stale;
        }
        let old = old_answers(engine, response);
        let grave = grave_answers(engine, response, audience);
        let said = response.iter().map(|(question, _)| question);
        let hidden = said.filter(|question| response.is_hidden(*question));
        stale.singly = hidden.filter(|question| response.answered_on(*question) != Some(engine.day())).collect();
        for question in old.into_iter().filter(|question| !response.is_hidden(*question)) {
            let singly = grave.contains(&question) || !can_be_confirmed(engine, response, question, audience);
            let list = if singly { &mut stale.singly } else { &mut stale.harmless };
            list.insert(question);
        }
        stale.note_the_clients(engine, response, audience);
        stale.is_return = !stale.singly.is_empty() || !stale.harmless.is_empty();
        stale.reopen_stops(engine, response, (audience, |rule| !rule.helps));
        stale
    }

    pub(super) fn contains(&self, question: QuestionIx) -> bool {
        self.singly.contains(&question) || self.harmless.contains(&question)
    }

    pub(super) fn is_harmless(&self, question: QuestionIx) -> bool {
        self.harmless.contains(&question)
    }

    /// What is asked before all others.
    pub(super) fn stopping(&self) -> Option<QuestionIx> {
        self.stopping
    }

    /// Whether lists of harmless answers may be due.
    pub(super) fn has_lists(&self) -> bool {
        !self.harmless.is_empty()
    }

    pub(super) fn is_return(&self) -> bool {
        self.is_return
    }

    /// Whether a technician puts a question of the client.
    pub(super) fn asks_of_the_client(&self, question: QuestionIx) -> bool {
        self.of_the_client.as_ref().is_some_and(|of| of.old.contains(&question) || !of.applied.contains(&question))
    }

    /// A question was answered anew.
    pub(super) fn renew(&mut self, question: QuestionIx) {
        self.singly.remove(&question);
        self.harmless.remove(&question);
    }

    /// The response with everything open that is to be asked again.
    pub(super) fn opened(&self, response: &Response) -> Response {
        let old: Vec<QuestionIx> = self.singly.iter().chain(&self.harmless).copied().collect();
        response.without(&old)
    }

    /// The response in which harmless old answers are believed, if they are put before whoever holds the interview.
    pub(super) fn believed(&self, response: &Response, is_put: impl Fn(QuestionIx) -> bool) -> Response {
        let unasked = self.harmless.iter().filter(|question| !is_put(**question));
        let open: Vec<QuestionIx> = self.singly.iter().chain(unasked).copied().collect();
        response.without(&open)
    }

    /// A technician has the client there: what the client said on another day is asked again as well.
    fn note_the_clients(&mut self, engine: &Engine<'_>, response: &Response, audience: Audience) {
        let questionnaire = engine.questionnaire();
        let theirs = |question: &QuestionIx| !questionnaire[*question].audience.includes(audience);
        let old: BTreeSet<QuestionIx> = self.singly.iter().chain(&self.harmless).copied().filter(theirs).collect();
        if audience == Audience::Technician && !old.is_empty() {
            let situation = engine.situation(response);
            let applies = |question: &QuestionIx| situation.applies(*question) != Truth::False;
            let applied = questionnaire.questions().indices().filter(applies).collect();
            self.of_the_client = Some(OfTheClient { old, applied });
        }
    }

    /// Opens the answers, of those that can be asked, that would end the interview at once, by a rule such as these.
    pub(super) fn reopen_stops(
        &mut self,
        engine: &Engine<'_>,
        response: &Response,
        (audience, such): (Audience, impl Fn(&Rule) -> bool),
    ) {
        let questionnaire = engine.questionnaire();
        self.stopping = None;
        loop {
            let opened = self.opened(response);
            let situation = engine.situation(&opened);
            let holds = |rule: &&Rule| rule.stop && such(rule) && evaluate(&rule.when, &situation) == Truth::True;
            let deciding = questionnaire.rules().iter().filter(holds).flat_map(|rule| support(&rule.when, &situation));
            let asked = |question: &QuestionIx| {
                let can_be_asked =
                    questionnaire[*question].audience.includes(audience) || self.asks_of_the_client(*question);
                can_be_asked && situation.state(*question) != State::NotApplicable && opened.get(*question).is_some()
            };
            let deciding: Vec<QuestionIx> = deciding.filter(asked).collect();
            if deciding.is_empty() {
                return;
            }
            self.stopping = self.stopping.or(deciding.last().copied());
            self.singly.extend(deciding);
        }
    }
}

/// The answers past their time, and those of which nobody knows the day although time matters.
fn old_answers(engine: &Engine<'_>, response: &Response) -> BTreeSet<QuestionIx> {
    engine.aged(response).into_iter().chain(response.undated(engine.questionnaire())).collect()
}

/// The answers that led to more than the mildest verdict.
fn grave_answers(engine: &Engine<'_>, response: &Response, audience: Audience) -> BTreeSet<QuestionIx> {
    let assessment = engine.assess(response, audience);
    let questionnaire = engine.questionnaire();
    let findings = assessment.findings.iter().filter(|finding| questionnaire[finding.rule].verdict.at() > 0);
    let reasons = findings.flat_map(|finding| finding.because.iter().map(|reason| reason.question));
    reasons.chain(assessment.unsure.iter().map(|unsure| unsure.question)).collect()
}

/// Whether an old answer may stand in a list: not if it may only be believed on its day (but a technician reads those aloud
/// together), not if nobody could give it today, and not if it is private.
fn can_be_confirmed(engine: &Engine<'_>, response: &Response, question: QuestionIx, audience: Audience) -> bool {
    let asked: &Question = &engine.questionnaire()[question];
    let read_aloud = audience == Audience::Technician && asked.audience != Audience::Technician;
    let fits_today = response.get(question).is_some_and(|answer| fits(asked, answer.clone(), engine.day()).is_ok());
    !asked.private && (asked.valid_for != ValidFor::Visit || read_aloud) && fits_today
}

/// Notes which answers were hidden on the day on which answers were last given, before any newer one is laid over them: their
/// questions did not apply, or were not known to.
///
/// Whoever changes a response that comes from an earlier day calls this first; the notes go with the response, into its file.
pub fn note_hidden(engine: &Engine<'_>, response: &mut Response) {
    let seen_on = response.newest().unwrap_or(engine.day());
    let hidden: Vec<QuestionIx> = {
        let there = response.clone();
        let of = |engine: &Engine<'_>| {
            let situation = engine.situation(&there);
            let hidden = |question: &QuestionIx| situation.applies(*question) != Truth::True;
            there.iter().map(|(question, _)| question).filter(hidden).collect()
        };
        if seen_on == engine.day() { of(engine) } else { of(&Engine::new(engine.questionnaire(), seen_on)) }
    };
    hidden.into_iter().for_each(|question| response.hide(question));
}
