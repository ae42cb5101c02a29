//! What would have to change for a less cautious verdict: the smallest sets of answers, first those in the person's hands,
//! then with time. And which open questions can still change the verdict.

use std::collections::BTreeSet;

use super::domain::tests;
use super::encode::Encoder;
use super::plan::Plan;
use super::solver::{Lit, Undecided};
use crate::assessment::{Assessment, Situation, assess};
use crate::condition::Test;
use crate::questionnaire::{Audience, CanChange, Questionnaire};
use crate::response::Response;
use crate::value::index::{QuestionIx, RuleIx, VerdictIx};
use crate::value::{Answer, Date, State, Value};

/// The most sets of changes that are told for one verdict.
const MOST_SETS: usize = 6;
/// The most days in the future that are looked at.
const MOST_DAYS: usize = 24;

/// A smallest set of changes that leads to a less cautious verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhatIf {
    /// The answers that would have to be others, in questionnaire order; empty if time alone does it.
    pub changes: Vec<Change>,
    /// The first day on which this gives the verdict, if it needs time.
    pub from: Option<Date>,
    /// The verdict that it leads to.
    pub verdict: VerdictIx,
    /// What that verdict could still become, by questions that the change leaves or makes open.
    pub could_become: VerdictIx,
}

/// One answer that would have to be another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The question.
    pub question: QuestionIx,
    /// What it says now.
    pub from: Option<Answer>,
    /// What it would have to say.
    pub to: Answer,
}

/// A rule that open answers can still make true, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reachable {
    /// The most cautious verdict that any way of answering the open questions leads to.
    pub verdict: VerdictIx,
    /// The rules that can still come to hold and would make the verdict more cautious.
    pub rules: Vec<RuleIx>,
}

/// The smallest sets of changes that lead to a less cautious verdict, by the verdict that they reach, best first. Each is
/// minimal by construction: no set with fewer changes reaches a verdict as good on that day.
///
/// # Errors
/// [`Undecided`] if deciding takes more work than allowed.
pub fn what_if(questionnaire: &Questionnaire, response: &Response, day: Date) -> Result<Vec<WhatIf>, Undecided> {
    let now = assess(questionnaire, response, Audience::Everyone, day).verdict;
    let mut found = ways(questionnaire, response, &Moment { today: day, day, now })?;
    for later in later_days(questionnaire, response, day) {
        for way in ways(questionnaire, response, &Moment { today: day, day: later, now })? {
            if !found.iter().any(|known| as_good(known, &way)) {
                found.push(way);
            }
        }
    }
    found.sort_by_key(|way| (way.verdict, way.changes.len(), way.from));
    Ok(found)
}

/// Whether `known` asks for nothing that `way` does not ask for, comes no later, and leads to a verdict as good.
fn as_good(known: &WhatIf, way: &WhatIf) -> bool {
    let asked: BTreeSet<QuestionIx> = way.changes.iter().map(|change| change.question).collect();
    known.verdict <= way.verdict
        && known.from <= way.from
        && known.changes.iter().all(|change| asked.contains(&change.question))
}

/// When the answers are judged again, and what the verdict is today.
struct Moment {
    today: Date,
    day: Date,
    now: VerdictIx,
}

/// The days on which a test on an answered date changes by itself, soonest first.
fn later_days(questionnaire: &Questionnaire, response: &Response, day: Date) -> Vec<Date> {
    let situation = Situation::new(questionnaire, response, day);
    let mut days = BTreeSet::new();
    for test in tests(questionnaire).into_iter().flatten() {
        let Some(State::Answered(Value::Date(date))) = test.question().map(|question| situation.state(question)) else {
            continue;
        };
        match test {
            Test::Within(_, duration) => days.extend([*date, duration.after(*date)]),
            Test::WithinNext(_, duration) => {
                days.extend([Some(duration.earliest_past(*date)), date.tomorrow().ok()].into_iter().flatten());
            }
            _ => {}
        }
    }
    days.into_iter().filter(|later| *later > day).take(MOST_DAYS).collect()
}

/// The smallest sets of changes for each less cautious verdict, judged on one day.
fn ways(questionnaire: &Questionnaire, response: &Response, moment: &Moment) -> Result<Vec<WhatIf>, Undecided> {
    let plan = Plan::new(questionnaire, moment.day).with_answers(response);
    let mut search = Search::new(&plan, response, moment);
    let mut found: Vec<WhatIf> = Vec::new();
    for target in (0..moment.now.at()).map(VerdictIx::new) {
        for way in search.reach(target)? {
            if !found.iter().any(|known| as_good(known, &way)) {
                found.push(way);
            }
        }
    }
    Ok(found)
}

/// A search for changes of one response on one day.
struct Search<'s, 'q> {
    encoder: Encoder<'s, 'q>,
    response: &'s Response,
    moment: &'s Moment,
    /// "This question says something else than it did", for those that may.
    changed: Vec<(QuestionIx, Lit)>,
}

impl<'s, 'q> Search<'s, 'q> {
    fn new(plan: &'s Plan<'q>, response: &'s Response, moment: &'s Moment) -> Self {
        let mut encoder = Encoder::new(plan);
        // Everything that a verdict rests on is encoded first, so that no question is forgotten.
        for verdict in (0..plan.questionnaire.verdicts().len()).map(VerdictIx::new) {
            encoder.verdict(verdict);
        }
        let mut search = Search { encoder, response, moment, changed: Vec::new() };
        for question in search.encoder.encoded() {
            search.bind(question);
        }
        search
    }

    /// Lets a question change, or not, as its author says. An answer that nobody gave stays open: only given ones change.
    fn bind(&mut self, index: QuestionIx) {
        let answer = self.response.get(index).filter(|answer| **answer != Answer::Skipped);
        let kept = self.encoder.kept(index, answer);
        if answer.is_none() || !self.may_change(index) {
            self.encoder.solver.clause(&[kept]);
            return;
        }
        self.changed.push((index, !kept));
        // A change is to an answer, neither to "not sure" nor to silence.
        let Some(states) = self.encoder.states(index) else { return };
        let clause: Vec<Lit> = states.cells.iter().copied().chain([kept]).collect();
        let earlier = self.earlier_cells(index);
        self.encoder.solver.clause(&clause);
        for cell in earlier {
            self.encoder.solver.clause(&[!cell, kept]);
        }
    }

    fn may_change(&self, index: QuestionIx) -> bool {
        let question = self.encoder.plan.questionnaire.questions().get(index.at());
        match question.map(|question| question.can_change) {
            Some(CanChange::Yes) => true,
            // A day in the past stays where it is: time passes, and that is looked at day by day.
            Some(CanChange::WithTime) => !matches!(self.response.get(index), Some(Answer::Given(Value::Date(_)))),
            Some(CanChange::No) | None => false,
        }
    }

    /// Of a number that changes with time, the answers that lie in the past: nobody grows younger.
    fn earlier_cells(&mut self, index: QuestionIx) -> Vec<Lit> {
        let plan = self.encoder.plan;
        let question = plan.questionnaire.questions().get(index.at());
        let with_time = question.is_some_and(|question| question.can_change == CanChange::WithTime);
        let (Some(Answer::Given(Value::Number(now))), true) = (self.response.get(index), with_time) else {
            return Vec::new();
        };
        let Some(domain) = plan.domains.get(index.at()) else { return Vec::new() };
        let Some(states) = self.encoder.states(index) else { return Vec::new() };
        let cells = domain.cells.iter().zip(&states.cells);
        cells
            .filter(|(value, _)| matches!(value, Value::Number(number) if number < now))
            .map(|(_, cell)| *cell)
            .collect()
    }

    /// The smallest sets of changes that reach at most `target`.
    fn reach(&mut self, target: VerdictIx) -> Result<Vec<WhatIf>, Undecided> {
        let worse = self.encoder.verdict(VerdictIx::new(target.at() + 1)).yes;
        let costs: Vec<Lit> = self.changed.iter().map(|(_, changed)| *changed).collect();
        let still_open = self.encoder.solver.fresh();
        let mut assumed = vec![!worse, still_open];
        let mut found = Vec::new();
        let mut least = None;
        while found.len() < MOST_SETS {
            self.encoder.solve(&[])?;
            let Some(cost) = self.encoder.solver.fewest(&assumed, &costs)? else { break };
            if *least.get_or_insert(cost) < cost {
                break;
            }
            let changed: Vec<(QuestionIx, Lit)> =
                self.changed.iter().copied().filter(|(_, changed)| self.encoder.solver.holds(*changed)).collect();
            found.push(self.way(&assumed, &changed)?);
            // The next set must leave one of these alone.
            let block: Vec<Lit> = changed.iter().map(|(_, changed)| !*changed).chain([!still_open]).collect();
            self.encoder.solver.clause(&block);
            assumed.truncate(2);
        }
        self.encoder.solver.clause(&[!still_open]);
        Ok(found)
    }

    /// The mildest way to make exactly these changes: of lists, as few picks as possible become others.
    fn way(&mut self, assumed: &[Lit], changed: &[(QuestionIx, Lit)]) -> Result<WhatIf, Undecided> {
        let among: BTreeSet<QuestionIx> = changed.iter().map(|(question, _)| *question).collect();
        let fixed =
            self.changed.iter().map(|(question, changed)| if among.contains(question) { *changed } else { !*changed });
        let fixed: Vec<Lit> = assumed.iter().copied().chain(fixed).collect();
        let flips: Vec<Lit> = among.iter().flat_map(|question| self.flips(*question)).collect();
        self.encoder.solver.fewest(&fixed, &flips)?;
        let mut response = self.response.clone();
        let mut changes = Vec::new();
        for question in among {
            if let Some(to) = self.encoder.answer(question) {
                response.set(question, Some(to.clone()));
                changes.push(Change { question, from: self.response.get(question).cloned(), to });
            }
        }
        let after = self.encoder.plan.assess(&response);
        let from = (self.moment.day > self.moment.today).then_some(self.moment.day);
        Ok(WhatIf {
            from: from.or_else(|| self.waiting(&changes)),
            changes,
            verdict: after.verdict,
            could_become: after.could_become,
        })
    }

    /// Picks of a list that become others.
    fn flips(&mut self, question: QuestionIx) -> Vec<Lit> {
        let Some(Answer::Given(Value::Choices(set))) = self.response.get(question) else { return Vec::new() };
        let Some(states) = self.encoder.states(question) else { return Vec::new() };
        let picks = states.picks.iter().enumerate();
        picks.map(|(position, pick)| if set.contains(position) { !*pick } else { *pick }).collect()
    }

    /// The day named by the findings that these changes take away, if a change needs time.
    fn waiting(&self, changes: &[Change]) -> Option<Date> {
        let plan = self.encoder.plan;
        let timed = |change: &Change| {
            let question = plan.questionnaire.questions().get(change.question.at());
            question.is_some_and(|question| question.can_change == CanChange::WithTime)
        };
        let timed: BTreeSet<QuestionIx> =
            changes.iter().filter(|change| timed(change)).map(|change| change.question).collect();
        let now = assess(plan.questionnaire, self.response, Audience::Everyone, self.moment.today);
        let rests =
            now.findings.iter().filter(|finding| finding.because.iter().any(|reason| timed.contains(&reason.question)));
        rests.filter_map(|finding| finding.not_before).max()
    }
}

/// What the open questions of an assessment can still lead to, exactly: a rule counts only if some way of answering makes
/// it true together with all that was answered.
///
/// # Errors
/// [`Undecided`] if deciding takes more work than allowed.
pub fn reachable(plan: &Plan<'_>, response: &Response, assessment: &Assessment) -> Result<Reachable, Undecided> {
    let mut result = Reachable { verdict: assessment.verdict, rules: Vec::new() };
    let held: BTreeSet<RuleIx> = assessment.findings.iter().map(|finding| finding.rule).collect();
    for (position, rule) in plan.questionnaire.rules().iter().enumerate() {
        let index = RuleIx::new(position);
        if rule.verdict <= assessment.verdict || held.contains(&index) {
            continue;
        }
        let mut encoder = Encoder::new(plan);
        let holds = encoder.rule(index).yes;
        keep_answers(&mut encoder, response);
        if encoder.solve(&[holds])? {
            result.verdict = result.verdict.max(rule.verdict);
            result.rules.push(index);
        }
    }
    result.verdict = result.verdict.max(reachable_floor(plan, response, assessment.verdict)?);
    Ok(result)
}

/// Every answer that was given stays, unless other answers rule it out; what is open may become anything.
fn keep_answers(encoder: &mut Encoder<'_, '_>, response: &Response) {
    for question in encoder.encoded() {
        if let Some(answer) = response.get(question).filter(|answer| **answer != Answer::Skipped) {
            let kept = encoder.kept(question, Some(answer));
            let ruled_out = encoder.ruled_out(question, answer);
            encoder.solver.clause(&[kept, ruled_out]);
        }
    }
}

/// The most cautious verdict above `now` that "not sure" to an open question leaves.
fn reachable_floor(plan: &Plan<'_>, response: &Response, now: VerdictIx) -> Result<VerdictIx, Undecided> {
    let mut highest = now;
    for (position, question) in plan.questionnaire.questions().iter().enumerate() {
        let index = QuestionIx::new(position);
        let Some(floor) = question.unsure.filter(|floor| *floor > highest) else { continue };
        let mut encoder = Encoder::new(plan);
        let Some(unsure) = encoder.states(index).and_then(|states| states.unsure) else { continue };
        keep_answers(&mut encoder, response);
        if encoder.solve(&[unsure])? {
            highest = floor;
        }
    }
    Ok(highest)
}
