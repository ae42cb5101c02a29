//! What would have to change for a less cautious verdict: the smallest sets of answers, first those in the person's hands,
//! then with time.

use std::collections::BTreeSet;

use crate::assessment::{Assessment, Engine, Finding};
use crate::classes::{all_conditions, tests, turning_days};
use crate::proof::encode::{Encoder, States};
use crate::proof::exact::units;
use crate::proof::plan::Plan;
use crate::proof::solver::{Lit, Undecided};
use crate::questionnaire::{
    Audience, CanChange, ChangedBy, DateRange, Direction, EvaluationStep, NotBefore, QuestionKind, Questionnaire, Rule,
};
use crate::response::{Accepted, Response};
use crate::value::index::{QuestionIx, RuleIx, VerdictIx, fault};
use crate::value::{Answer, Date, OptionSet, State, Truth, Value};

/// The most sets of changes that are told for one verdict.
const MOST_SETS: usize = 6;
/// The most days in the future that are looked at.
const MOST_DAYS: usize = 24;

/// A smallest set of changes that leads to a less cautious verdict.
///
/// Time goes forward only: an answer changes along what its author allows, in one step; a day that was answered stays; and no
/// day is named before a wait is over, neither before one that holds today nor before one that the change begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhatIf {
    /// The answers that would have to be others, in questionnaire order; empty if time alone does it.
    pub changes: Vec<AnswerChange>,
    /// The days that the changes ask for, each answered with the day of assessment: when it passes today at the earliest, that
    /// is "when did it end?". Empty if time alone does it.
    pub opened: Vec<(QuestionIx, Date)>,
    /// The first day on which this gives the verdict, if it needs time.
    pub from: Option<Date>,
    /// The verdict that it leads to.
    pub verdict: VerdictIx,
    /// What that verdict could still become, by questions that the change leaves or makes open.
    pub could_become: VerdictIx,
}

impl WhatIf {
    /// Whether it is not in the person's hands alone: a day has to come, or an answer that only time or a prescriber changes.
    pub fn takes_time(&self) -> bool {
        self.from.is_some() || self.changes.iter().any(|change| change.by != ChangedBy::Person)
    }
}

/// One answer that would have to be another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerChange {
    /// The question.
    pub question: QuestionIx,
    /// What it says now.
    pub from: Answer,
    /// What it would have to say.
    pub to: Answer,
    /// Who brings it about.
    pub by: ChangedBy,
}

/// The smallest sets of changes that lead to a less cautious verdict: first those in the person's hands, then those that take
/// time, each by the verdict that they reach, best first. Each is minimal by construction: no set with fewer changes reaches a
/// verdict as good on that day. The same set is told once, with its first day.
///
/// # Errors
/// [`Undecided`] if deciding takes more work than allowed.
pub fn what_if(engine: &Engine<'_>, response: &Response) -> Result<Vec<WhatIf>, Undecided> {
    let now = engine.assess(response, Audience::Everyone);
    if now.verdict.at() == 0 {
        return Ok(Vec::new());
    }
    let moment = Moment::new(engine, response, now);
    let mut found: Vec<WhatIf> = Vec::new();
    for day in moment.days() {
        let later = (day > moment.today).then(|| Engine::new(engine.questionnaire(), day));
        for way in ways(later.as_ref().unwrap_or(engine), &moment)? {
            let shows = way.opened.iter().any(|(question, _)| engine.questionnaire()[*question].private);
            if !shows && !found.iter().any(|known| as_good(known, &way)) {
                found.push(way);
            }
        }
    }
    // First what is in the person's hands, then what a wait alone brings, then what has to change as well.
    found.sort_by_key(|way| (way.takes_time(), !way.changes.is_empty(), way.verdict, way.changes.len(), way.from));
    Ok(found)
}

/// Whether `known`, which comes no later, asks for the same, or for nothing more and leads to a verdict as good.
fn as_good(known: &WhatIf, way: &WhatIf) -> bool {
    let asked: BTreeSet<QuestionIx> = way.changes.iter().map(|change| change.question).collect();
    known.changes == way.changes
        || known.verdict <= way.verdict && known.changes.iter().all(|change| asked.contains(&change.question))
}

/// One response as it stands today, whatever the day on which it is judged again.
struct Moment<'m> {
    today: Date,
    questionnaire: &'m Questionnaire,
    response: &'m Response,
    /// What the answers come to today.
    now: Assessment,
    /// The answers, and for each day that only a change would ask for, today: nothing ended before it ends.
    onward: Response,
    /// The questions of those days.
    opens: BTreeSet<QuestionIx>,
    /// The days on which a test on an answered date changes by itself.
    turning: BTreeSet<Date>,
    /// The rules that make one wait and that hold, or that a change or time could make hold.
    waiting: Vec<RuleIx>,
}

impl<'m> Moment<'m> {
    fn new(engine: &Engine<'m>, response: &'m Response, now: Assessment) -> Moment<'m> {
        let (questionnaire, today) = (engine.questionnaire(), engine.day());
        let situation = engine.situation(response);
        let plan = Plan::new(engine);
        let changeable = changeable(questionnaire, response);
        let rests = |cone: Vec<EvaluationStep>, on: &BTreeSet<QuestionIx>| {
            let mut questions = cone.into_iter().filter_map(|step| match step {
                EvaluationStep::Question(question) => Some(question),
                EvaluationStep::Section(_) | EvaluationStep::Condition(_) | EvaluationStep::Score(_) => None,
            });
            questions.any(|question| on.contains(&question))
        };
        let past = |index: &QuestionIx| matches!(questionnaire[*index].kind, QuestionKind::Date(DateRange::Past));
        let past = questionnaire.questions().indices().filter(past);
        let opens: BTreeSet<QuestionIx> = past.filter(|index| situation.applies(*index) == Truth::False).collect();
        let told = |index: &QuestionIx| !opens.contains(index) || rests(plan.cone_of_questions([*index]), &changeable);
        // A day on which a private answer turns something would tell what it was.
        let open = questionnaire.questions().indices().filter(|index| !questionnaire[*index].private);
        let told: BTreeSet<QuestionIx> = open.filter(told).collect();
        let mut onward = response.clone();
        for question in &opens {
            let said = Answer::Given(Value::Date(today));
            onward.set(Accepted::known_to_fit(*question, said, Some(today)));
        }
        let turning = turning(questionnaire, &onward, &told);
        let moves: BTreeSet<QuestionIx> =
            turning.iter().filter(|(_, day)| *day > today).map(|(question, _)| *question).chain(changeable).collect();
        let held: BTreeSet<RuleIx> = now.findings.iter().map(|finding| finding.rule).collect();
        let waiting = questionnaire.rules().enumerated();
        let waiting = waiting.filter(|(_, rule)| rule.not_before.is_some());
        let waiting = waiting.filter(|(index, rule)| held.contains(index) || rests(plan.cone([&rule.when]), &moves));
        let waiting = waiting.map(|(index, _)| index).collect();
        let turning = turning.into_iter().map(|(_, day)| day).collect();
        Moment { today, questionnaire, response, now, onward, opens, turning, waiting }
    }

    /// The days on which the answers are judged again, soonest first: the first one on which no wait stands in the way, and
    /// each later one on which a test on an answered date changes by itself, or a wait ends. An answer that is hidden counts as
    /// well: a change of another one may bring it back.
    fn days(&self) -> Vec<Date> {
        let first = self.now.not_before().map_or(self.today, |day| day.max(self.today));
        let mut days = self.turning.clone();
        days.extend(self.waiting.iter().filter_map(|rule| self.wait(&self.questionnaire[*rule])));
        let later = days.into_iter().filter(|day| *day > first).take(MOST_DAYS);
        std::iter::once(first).chain(later).collect()
    }

    /// The day on which the wait of a rule ends, if the rule holds and what it waits for begins no later than today.
    fn wait(&self, rule: &Rule) -> Option<Date> {
        let not_before = rule.not_before?;
        let start = match not_before.question {
            Some(question) => dates(&self.onward, question).last()?,
            None => self.today,
        };
        Some(not_before.duration.after(start))
    }

    /// What the answers come to on a later day if nothing changes.
    fn time_alone(&self, plan: &Plan<'_>) -> Option<WhatIf> {
        let after = plan.assess(self.response);
        // A wait that counts from the day of assessment began today.
        let wait = |finding: &Finding| match self.questionnaire[finding.rule].not_before {
            Some(NotBefore { question: None, duration }) => Some(duration.after(self.today)),
            Some(NotBefore { question: Some(_), .. }) | None => finding.not_before,
        };
        let over = after.findings.iter().filter_map(wait).all(|wait| wait <= plan.day);
        (over && after.verdict < self.now.verdict).then(|| WhatIf {
            changes: Vec::new(),
            opened: Vec::new(),
            from: Some(plan.day),
            verdict: after.verdict,
            could_become: after.could_become,
        })
    }
}

/// The day that was answered; of a month or a year the first that it can be, and the last.
fn dates(response: &Response, question: QuestionIx) -> impl Iterator<Item = Date> + use<> {
    let (first, last) = match response.get(question) {
        Some(Answer::Given(Value::Date(date))) => (None, Some(*date)),
        Some(Answer::Given(Value::Period(period))) => (Some(period.first()), Some(period.last())),
        Some(_) | None => (None, None),
    };
    first.into_iter().chain(last)
}

/// The days on which a test on one of these questions changes by itself, if its day was answered.
fn turning(
    questionnaire: &Questionnaire,
    response: &Response,
    among: &BTreeSet<QuestionIx>,
) -> BTreeSet<(QuestionIx, Date)> {
    let tests = tests(questionnaire, &all_conditions(questionnaire));
    let of = |question: &QuestionIx| {
        // What a test says of a month or year turns with its first day or with its last.
        let dates: Vec<Date> = dates(response, *question).collect();
        let days = tests[*question].iter().flat_map(|test| dates.iter().flat_map(|date| turning_days(test, *date)));
        days.map(|day| (*question, day)).collect::<Vec<_>>()
    };
    among.iter().flat_map(of).collect()
}

/// The questions whose answer may become another one.
fn changeable(questionnaire: &Questionnaire, response: &Response) -> BTreeSet<QuestionIx> {
    let given = response.iter().filter(|(_, answer)| matches!(answer, Answer::Given(_)));
    given
        .map(|(question, _)| question)
        .filter(|question| questionnaire[*question].can_change != CanChange::No)
        .collect()
}

/// The smallest sets of changes for each less cautious verdict, judged on one day.
fn ways(engine: &Engine<'_>, moment: &Moment<'_>) -> Result<Vec<WhatIf>, Undecided> {
    let plan = Plan::for_changes(engine, &moment.onward);
    let mut search = Search::new(&plan, moment);
    let mut found: Vec<WhatIf> = moment.time_alone(&plan).into_iter().collect();
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
    moment: &'s Moment<'s>,
    /// "This question says something else than it did", for those that may.
    changed: Vec<(QuestionIx, Lit)>,
}

impl<'s, 'q> Search<'s, 'q> {
    fn new(plan: &'s Plan<'q>, moment: &'s Moment<'s>) -> Self {
        let mut encoder = Encoder::new(plan);
        // Everything that a verdict rests on is encoded first, so that no question is forgotten.
        for verdict in plan.questionnaire.verdicts().indices() {
            encoder.verdict(verdict);
        }
        let mut search = Search { encoder, moment, changed: Vec::new() };
        search.wait();
        for question in search.encoder.encoded() {
            search.bind(question);
        }
        // What time alone does is known without a search.
        let changed: Vec<Lit> = search.changed.iter().map(|(_, changed)| *changed).collect();
        search.encoder.solver.clause(&changed);
        search
    }

    /// No rule holds whose wait is not over on this day: it would be named too early.
    fn wait(&mut self) {
        let plan = self.encoder.plan;
        for (index, rule) in plan.questionnaire.rules().enumerated() {
            if self.moment.wait(rule).is_none_or(|wait| wait <= plan.day) {
                continue;
            }
            let holds = self.encoder.rule(index).yes;
            let counted = rule.not_before.and_then(|not_before| not_before.question);
            let given = counted.map(|question| {
                let answer = self.moment.onward.get(question);
                self.encoder.said(question, answer)
            });
            let clause: Vec<Lit> = std::iter::once(!holds).chain(given.map(|given| !given)).collect();
            self.encoder.solver.clause(&clause);
        }
    }

    /// Lets a question change, or not, as its author says. An answer that nobody gave stays open, and "not sure" stays: only
    /// given ones change, and only to others of the kind.
    fn bind(&mut self, index: QuestionIx) {
        let answer = self.moment.onward.get(index).filter(|answer| **answer != Answer::Skipped);
        let kept = self.encoder.kept(index, answer);
        let may = &self.encoder.plan.questionnaire[index].can_change;
        let Some(Answer::Given(now)) = answer.filter(|_| *may != CanChange::No) else {
            self.encoder.solver.clause(&[kept]);
            return;
        };
        self.changed.push((index, !kept));
        let states = self.encoder.states(index).clone();
        let clause: Vec<Lit> = states.cells.iter().copied().chain([kept]).collect();
        self.encoder.solver.clause(&clause);
        if let (CanChange::Number(direction), true) = (may, self.encoder.plan.exact.contains(&index)) {
            return self.goes(index, now, *direction, kept);
        }
        for barred in self.barred(index, now, &states) {
            self.encoder.solver.clause(&[!barred, kept]);
        }
    }

    /// Lets a number whose exact value matters go only its way.
    fn goes(&mut self, index: QuestionIx, now: &Value, direction: Direction, kept: Lit) {
        let reaches = self.encoder.answers_at_least(index, now);
        match direction {
            Direction::Either => {}
            Direction::Up => self.encoder.solver.clause(&[reaches, kept]),
            Direction::Down => self.encoder.solver.clause(&[!reaches, kept]),
        }
    }

    /// What a changed answer never says: the cells that the one given does not become, and of picks those that do not pass.
    fn barred(&self, index: QuestionIx, now: &Value, states: &States) -> Vec<Lit> {
        let plan = self.encoder.plan;
        let question = &plan.questionnaire[index];
        let alone = question.exclusive();
        if let Value::Choices(set) = now {
            let pick = |(position, pick): (usize, &Lit)| {
                let without = Value::Choices(set.without(OptionSet::of(position)));
                match (set.contains(position), alone.contains(position)) {
                    (true, _) => question.can_change.changed_by(now, &without, alone).is_none().then_some(!*pick),
                    (false, true) => None,
                    (false, false) => Some(*pick),
                }
            };
            return states.picks.iter().enumerate().filter_map(pick).collect();
        }
        let cells = plan.domains[index].cells.iter().zip(&states.cells);
        let barred = cells.filter(|(value, _)| question.can_change.changed_by(now, value, alone).is_none());
        barred.map(|(_, cell)| *cell).collect()
    }

    /// The smallest sets of changes that reach at most `target`.
    fn reach(&mut self, target: VerdictIx) -> Result<Vec<WhatIf>, Undecided> {
        let worse = self.encoder.verdict(VerdictIx::new(target.at() + 1)).yes;
        let costs: Vec<Lit> = self.changed.iter().map(|(_, changed)| *changed).collect();
        let still_open = self.encoder.solver.fresh();
        let mut assumed = vec![!worse, still_open];
        let mut found = Vec::new();
        let mut least = None;
        while found.len() < MOST_SETS && !costs.is_empty() {
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
        let fixed = self.no_further(fixed, &among)?;
        self.choose_first(fixed, &among)?;
        let changes: Vec<AnswerChange> = among.into_iter().filter_map(|question| self.change(question)).collect();
        let plan = self.encoder.plan;
        let mut response = self.moment.onward.clone();
        for change in &changes {
            response.set(Accepted::known_to_fit(change.question, change.to.clone(), None));
        }
        let situation = plan.engine.situation(&response);
        let asked = |question: &QuestionIx| matches!(situation.state(*question), State::Answered(_));
        let opened = self.moment.opens.iter().copied().filter(asked);
        let opened = opened.map(|question| (question, self.moment.today)).collect();
        let after = plan.assess(&response);
        let from = (plan.day > self.moment.today).then_some(plan.day);
        Ok(WhatIf { changes, opened, from, verdict: after.verdict, could_become: after.could_become })
    }

    /// Lets each number whose exact value matters go no further than it must, halving the distance.
    fn no_further(&mut self, mut fixed: Vec<Lit>, among: &BTreeSet<QuestionIx>) -> Result<Vec<Lit>, Undecided> {
        for question in among.iter().filter(|question| self.encoder.plan.exact.contains(question)) {
            let Some(Answer::Given(now)) = self.moment.onward.get(*question) else { continue };
            let distance = |search: &Self| {
                let asked = &search.encoder.plan.questionnaire[*question];
                search.encoder.exact_value(*question).map_or(0, |then| (units(asked, &then) - units(asked, now)).abs())
            };
            let (mut least, mut most) = (0, distance(self));
            let mut within = self.encoder.answers_near(*question, now, most);
            while least < most {
                let middle = least + (most - least) / 2;
                let near = self.encoder.answers_near(*question, now, middle);
                if self.encoder.solve(&[fixed.as_slice(), &[near]].concat())? {
                    (most, within) = (distance(self).min(middle), near);
                } else {
                    least = middle + 1;
                }
            }
            fixed.push(within);
        }
        self.encoder.solve(&fixed)?;
        Ok(fixed)
    }

    /// What a question says in the answer just found, if it became another.
    fn change(&self, question: QuestionIx) -> Option<AnswerChange> {
        let from = self.moment.onward.get(question)?;
        let to = self.encoder.answer(question)?;
        let (Answer::Given(now), Answer::Given(then)) = (from, &to) else { return None };
        let asked = &self.encoder.plan.questionnaire[question];
        match asked.can_change.changed_by(now, then, asked.exclusive()) {
            Some(by) => Some(AnswerChange { question, from: from.clone(), to, by }),
            None => fault("what an answer does not become is barred, yet a way changes it so"),
        }
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
        match (&question.kind, self.moment.onward.get(index)) {
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
        let Some(Answer::Given(Value::Choices(set))) = self.moment.onward.get(index) else { return Vec::new() };
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
        let Some(Answer::Given(value)) = self.moment.onward.get(index) else { return Vec::new() };
        let Some(now) = domain.cell_of(value) else { return Vec::new() };
        let cells = self.encoder.states(index).cells.clone();
        let at_least = |far: usize| {
            let away = cells.iter().enumerate().filter(|(position, _)| position.abs_diff(now) >= far);
            self.encoder.solver.any(&away.map(|(_, cell)| *cell).collect::<Vec<_>>())
        };
        (1..cells.len()).map(at_least).collect()
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
