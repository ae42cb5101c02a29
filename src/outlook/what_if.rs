//! What would have to change for a less cautious verdict: the smallest sets of answers, first those in the person's hands,
//! then with time.

use std::collections::BTreeSet;

use crate::assessment::{Assessment, Engine};
use crate::classes::{all_conditions, tests, turning_days};
use crate::proof::encode::Encoder;
use crate::proof::plan::Plan;
use crate::proof::solver::{Lit, Undecided};
use crate::questionnaire::{Audience, CanChange, QuestionKind, Questionnaire};
use crate::response::{Accepted, Response};
use crate::value::index::{QuestionIx, RuleIx, VerdictIx};
use crate::value::{Answer, Date, Value};

/// The most sets of changes that are told for one verdict.
const MOST_SETS: usize = 6;
/// The most days in the future that are looked at.
const MOST_DAYS: usize = 24;

/// A smallest set of changes that leads to a less cautious verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhatIf {
    /// The answers that would have to be others, in questionnaire order; empty if time alone does it.
    pub changes: Vec<AnswerChange>,
    /// The first day on which this gives the verdict, if it needs time.
    pub from: Option<Date>,
    /// The verdict that it leads to.
    pub verdict: VerdictIx,
    /// What that verdict could still become, by questions that the change leaves or makes open.
    pub could_become: VerdictIx,
}

impl WhatIf {
    /// Whether it is not in the person's hands alone: a day has to come, or an answer that only time changes.
    pub fn takes_time(&self, questionnaire: &Questionnaire) -> bool {
        let timed = |change: &AnswerChange| questionnaire[change.question].can_change == CanChange::WithTime;
        self.from.is_some() || self.changes.iter().any(timed)
    }
}

/// One answer that would have to be another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerChange {
    /// The question.
    pub question: QuestionIx,
    /// What it says now.
    pub from: Option<Answer>,
    /// What it would have to say.
    pub to: Answer,
}

/// The smallest sets of changes that lead to a less cautious verdict: first those in the person's hands, then those that take
/// time, each by the verdict that they reach, best first. Each is minimal by construction: no set with fewer changes reaches a
/// verdict as good on that day.
///
/// # Errors
/// [`Undecided`] if deciding takes more work than allowed.
pub fn what_if(engine: &Engine<'_>, response: &Response) -> Result<Vec<WhatIf>, Undecided> {
    let (questionnaire, day) = (engine.questionnaire(), engine.day());
    let now = engine.assess(response, Audience::Everyone);
    let moment = Moment { today: day, now: &now };
    let mut found = ways(engine, response, &moment)?;
    for later in later_days(questionnaire, response, day) {
        for way in ways(&Engine::new(questionnaire, later), response, &moment)? {
            if !found.iter().any(|known| as_good(known, &way)) {
                found.push(way);
            }
        }
    }
    found.sort_by_key(|way| (way.takes_time(questionnaire), way.verdict, way.changes.len(), way.from));
    Ok(found)
}

/// Whether `known` asks for nothing that `way` does not ask for, comes no later, and leads to a verdict as good.
fn as_good(known: &WhatIf, way: &WhatIf) -> bool {
    let asked: BTreeSet<QuestionIx> = way.changes.iter().map(|change| change.question).collect();
    known.verdict <= way.verdict
        && known.from <= way.from
        && known.changes.iter().all(|change| asked.contains(&change.question))
}

/// Today, whatever the day on which the answers are judged again.
struct Moment<'m> {
    today: Date,
    /// What the answers come to today.
    now: &'m Assessment,
}

/// The days on which a test on an answered date changes by itself, soonest first. An answer that is hidden counts as well: a
/// change of another one may bring it back.
fn later_days(questionnaire: &Questionnaire, response: &Response, day: Date) -> Vec<Date> {
    let mut days = BTreeSet::new();
    for (question, tests) in tests(questionnaire, &all_conditions(questionnaire)).enumerated() {
        if let Some(Answer::Given(Value::Date(date))) = response.get(question) {
            days.extend(tests.iter().flat_map(|test| turning_days(test, *date)));
        }
    }
    days.into_iter().filter(|later| *later > day).take(MOST_DAYS).collect()
}

/// The smallest sets of changes for each less cautious verdict, judged on one day.
fn ways(engine: &Engine<'_>, response: &Response, moment: &Moment<'_>) -> Result<Vec<WhatIf>, Undecided> {
    let plan = Plan::for_changes(engine, response);
    let mut search = Search::new(&plan, response, moment);
    let mut found: Vec<WhatIf> = Vec::new();
    for target in (0..moment.now.verdict.at()).map(VerdictIx::new) {
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
    moment: &'s Moment<'s>,
    /// "This question says something else than it did", for those that may.
    changed: Vec<(QuestionIx, Lit)>,
}

impl<'s, 'q> Search<'s, 'q> {
    fn new(plan: &'s Plan<'q>, response: &'s Response, moment: &'s Moment<'s>) -> Self {
        let mut encoder = Encoder::new(plan);
        // Everything that a verdict rests on is encoded first, so that no question is forgotten.
        for verdict in plan.questionnaire.verdicts().indices() {
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
        let states = self.encoder.states(index);
        let clause: Vec<Lit> = states.cells.iter().copied().chain([kept]).collect();
        let earlier = self.earlier_cells(index);
        self.encoder.solver.clause(&clause);
        for cell in earlier {
            self.encoder.solver.clause(&[!cell, kept]);
        }
    }

    fn may_change(&self, index: QuestionIx) -> bool {
        match self.encoder.plan.questionnaire[index].can_change {
            CanChange::Yes => true,
            // A day in the past stays where it is: time passes, and that is looked at day by day.
            CanChange::WithTime => !matches!(self.response.get(index), Some(Answer::Given(Value::Date(_)))),
            CanChange::No => false,
        }
    }

    /// Of a number that changes with time, the answers that lie in the past: nobody grows younger.
    fn earlier_cells(&mut self, index: QuestionIx) -> Vec<Lit> {
        let plan = self.encoder.plan;
        let with_time = plan.questionnaire[index].can_change == CanChange::WithTime;
        let (Some(Answer::Given(Value::Number(now))), true) = (self.response.get(index), with_time) else {
            return Vec::new();
        };
        let domain = &plan.domains[index];
        let states = self.encoder.states(index);
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

    /// The mildest way to make exactly these changes: of lists, as few picks as possible become others; numbers and scales go
    /// no further than they must.
    fn way(&mut self, assumed: &[Lit], changed: &[(QuestionIx, Lit)]) -> Result<WhatIf, Undecided> {
        let among: BTreeSet<QuestionIx> = changed.iter().map(|(question, _)| *question).collect();
        let fixed =
            self.changed.iter().map(|(question, changed)| if among.contains(question) { *changed } else { !*changed });
        let fixed: Vec<Lit> = assumed.iter().copied().chain(fixed).collect();
        let flips: Vec<Lit> =
            among.iter().flat_map(|question| [self.steps(*question), self.flips(*question)].concat()).collect();
        self.encoder.solver.fewest(&fixed, &flips)?;
        self.choose_first(fixed, &among)?;
        let mut response = self.response.clone();
        let mut changes = Vec::new();
        for question in among {
            if let Some(to) = self.encoder.answer(question) {
                response.set(Accepted::known_to_fit(question, to.clone(), None));
                changes.push(AnswerChange { question, from: self.response.get(question).cloned(), to });
            }
        }
        let after = self.encoder.plan.assess(&response);
        let judged_on = self.encoder.plan.day;
        let from = (judged_on > self.moment.today).then_some(judged_on);
        Ok(WhatIf {
            from: from.or_else(|| self.waiting(&changes)),
            changes,
            verdict: after.verdict,
            could_become: after.could_become,
        })
    }

    /// Of options that do as well, takes the one that stands first in its question: the same every time, however the solver
    /// goes about it.
    fn choose_first(&mut self, fixed: Vec<Lit>, among: &BTreeSet<QuestionIx>) -> Result<(), Undecided> {
        let lists: Vec<Vec<Lit>> = among.iter().map(|question| self.listed(*question)).collect();
        let states = among.iter().map(|question| self.encoder.states(*question).clone()).collect::<Vec<_>>();
        let solver = &self.encoder.solver;
        let said = states.iter().flat_map(|states| states.cells.iter().chain(&states.picks));
        let said = said.map(|said| if solver.holds(*said) { *said } else { !*said });
        let mut said: Vec<Lit> = fixed.into_iter().chain(said).collect();
        for list in lists {
            let Some((position, taken)) = list.iter().enumerate().find(|(_, pick)| said.contains(pick)) else {
                continue;
            };
            for earlier in list.iter().take(position) {
                let swap = |lit: &Lit| if *lit == *taken || *lit == !*earlier { !*lit } else { *lit };
                let swapped: Vec<Lit> = said.iter().map(swap).collect();
                if self.encoder.solve(&swapped)? {
                    said = swapped;
                    break;
                }
            }
        }
        self.encoder.solve(&said).map(|_| ())
    }

    /// The options that a question can newly be answered with, in their order, where no order among them means anything.
    fn listed(&mut self, index: QuestionIx) -> Vec<Lit> {
        let question = &self.encoder.plan.questionnaire[index];
        let states = self.encoder.states(index);
        match (&question.kind, self.response.get(index)) {
            (QuestionKind::Choice(_), _) => states.cells.clone(),
            (QuestionKind::Choices { .. }, Some(Answer::Given(Value::Choices(set)))) => {
                let known = set.or(question.exclusive());
                let picks = states.picks.iter().enumerate();
                picks.filter(|(position, _)| !known.contains(*position)).map(|(_, pick)| *pick).collect()
            }
            (
                QuestionKind::YesNo
                | QuestionKind::Scale(_)
                | QuestionKind::Choices { .. }
                | QuestionKind::Number { .. }
                | QuestionKind::Date(_)
                | QuestionKind::Text,
                _,
            ) => Vec::new(),
        }
    }

    /// Picks of a list that become others. What is picked anew counts twice, so that nobody is told to have another pain
    /// rather than none; what excludes the rest is no more than leaving them out.
    fn flips(&mut self, index: QuestionIx) -> Vec<Lit> {
        let question = &self.encoder.plan.questionnaire[index];
        let Some(Answer::Given(Value::Choices(set))) = self.response.get(index) else { return Vec::new() };
        let alone = question.exclusive();
        let states = self.encoder.states(index);
        let flip = |(position, pick): (usize, &Lit)| match (set.contains(position), alone.contains(position)) {
            (true, _) => vec![!*pick],
            (false, true) => vec![*pick],
            (false, false) => vec![*pick; 2],
        };
        states.picks.iter().enumerate().flat_map(flip).collect()
    }

    /// "The answer lies at least so far from the one given", for each distance: of a number and of a scale.
    fn steps(&mut self, index: QuestionIx) -> Vec<Lit> {
        let plan = self.encoder.plan;
        let (question, domain) = (&plan.questionnaire[index], &plan.domains[index]);
        let ordered = match question.kind {
            QuestionKind::Number { .. } | QuestionKind::Scale(_) => true,
            QuestionKind::YesNo
            | QuestionKind::Choice(_)
            | QuestionKind::Choices { .. }
            | QuestionKind::Date(_)
            | QuestionKind::Text => false,
        };
        if !ordered {
            return Vec::new();
        }
        let Some(Answer::Given(value)) = self.response.get(index) else { return Vec::new() };
        let Some(now) = domain.cell_of(value) else { return Vec::new() };
        let cells = self.encoder.states(index).cells.clone();
        let at_least = |far: usize| {
            let away = cells.iter().enumerate().filter(|(position, _)| position.abs_diff(now) >= far);
            self.encoder.solver.any(&away.map(|(_, cell)| *cell).collect::<Vec<_>>())
        };
        (1..cells.len()).map(at_least).collect()
    }

    /// The day named by the findings that these changes take away, if a change needs time.
    fn waiting(&self, changes: &[AnswerChange]) -> Option<Date> {
        let plan = self.encoder.plan;
        let timed = |change: &AnswerChange| plan.questionnaire[change.question].can_change == CanChange::WithTime;
        let timed: BTreeSet<QuestionIx> =
            changes.iter().filter(|change| timed(change)).map(|change| change.question).collect();
        let rests = self
            .moment
            .now
            .findings
            .iter()
            .filter(|finding| finding.because.iter().any(|reason| timed.contains(&reason.question)));
        rests.filter_map(|finding| finding.not_before).max()
    }
}

/// Whether a rule can hold with the answers given so far, whatever is answered to the rest.
///
/// # Errors
/// [`Undecided`] if deciding takes more work than allowed.
pub fn can_still_hold(plan: &Plan<'_>, response: &Response, rule: RuleIx) -> Result<bool, Undecided> {
    let mut encoder = Encoder::new(plan);
    let holds = encoder.rule(rule).yes;
    keep_answers(&mut encoder, response);
    encoder.solve(&[holds])
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
