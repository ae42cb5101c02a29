//! What is certain, exactly: the mildest and the gravest verdict of all ways of going on from a response.
//!
//! A *way of going on* answers every open question that comes to apply, whoever it is for: with any answer that is offered,
//! with "not sure", or, where it may be passed over, with nothing. What was answered stays as it was said; what "not sure"
//! hides stays open. For the gravest verdict alone, whoever was unsure may find out: any answer may stand in the place of "not
//! sure", or the day in the place of its month or year, and the verdict that "not sure" left still counts.
//!
//! The bounds of [`Engine::assess`](crate::assessment::Engine::assess) go rule by rule. They are asked first, and where both are
//! the same they are exact: whatever lies between them is nothing. Otherwise the solver decides, on one encoding for all
//! responses of a run, with the answers as assumptions.

use std::collections::BTreeMap;

use crate::assessment::{Assessment, Bounds, Cause, Open, SectionVerdict};
use crate::proof::encode::Encoder;
use crate::proof::plan::Plan;
use crate::proof::solver::{Lit, Undecided};
use crate::questionnaire::Audience;
use crate::response::Response;
use crate::value::index::{IndexVec, QuestionIx, RuleIx, SectionIx, VerdictIx, fault, item};
use crate::value::{Answer, Date, Decimal, Period, Value};

/// A questionnaire made ready to find the exact bounds of many responses.
///
/// ```
/// use candidacy::assessment::{Bounds, Engine};
/// use candidacy::outlook::ExactBounds;
/// use candidacy::proof::Plan;
/// use candidacy::questionnaire::Audience;
/// use candidacy::response::Response;
/// use candidacy::value::Date;
///
/// let (smp, _) = candidacy::catalog::open("smp", &mut candidacy::source::Sources::default()).unwrap();
/// let smp = smp.unwrap();
/// let engine = Engine::new(&smp, Date::constant(2026, 11, 22));
/// let plan = Plan::new(&engine);
/// let nobody = Response::new(&smp);
/// let exact = ExactBounds::new(&plan).sharpen(&nobody, engine.assess(&nobody, Audience::Client))?;
/// assert_eq!(exact.bounds, Bounds::Exact);
/// assert!(exact.at_least < exact.could_become, "everything is still open");
/// # Ok::<(), candidacy::proof::Undecided>(())
/// ```
pub struct ExactBounds<'p, 'q> {
    pub(super) encoder: Encoder<'p, 'q>,
    /// "This rule holds", "this was answered with *not sure*": of all that leads to more than the mildest verdict.
    causes: BTreeMap<Cause, Lit>,
    /// "This rule holds": of those that wait for a day.
    waits: Vec<(RuleIx, Lit)>,
    /// "The verdict is at least this", by verdict.
    pub(super) reaches: IndexVec<VerdictIx, Lit>,
    /// The same of one section.
    sections: IndexVec<SectionIx, IndexVec<VerdictIx, Lit>>,
    /// By question, "nothing more is to be asked here", and "nobody answered".
    completed: IndexVec<QuestionIx, Lit>,
    unanswered: IndexVec<QuestionIx, Lit>,
    /// "It says still what it said", by whether it is left to be asked, and what was said. Kept, because the next response says much the same.
    said: BTreeMap<(QuestionIx, bool, Said), Lit>,
}

/// What was said to a question, as far as the encoding tells it apart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Said {
    Skipped,
    Unsure,
    Withheld,
    Cell(usize),
    Picks(u64),
    /// Of a number that is held against others, or worked with: itself.
    Number(Decimal),
    /// The same of a date.
    Day(Date),
}

impl<'p, 'q> ExactBounds<'p, 'q> {
    /// Encodes a whole questionnaire.
    pub fn new(plan: &'p Plan<'q>) -> Self {
        let mut encoder = Encoder::new(plan);
        let questionnaire = plan.questionnaire;
        let causes = plan.causes(|verdict| verdict > VerdictIx(0));
        let causes: BTreeMap<Cause, Lit> = causes.into_iter().map(|cause| (cause, encoder.cause(cause))).collect();
        let waits = questionnaire.rules().enumerated().filter(|(_, rule)| rule.not_before.is_some());
        let known = |index: RuleIx| causes.get(&Cause::Rule(index)).copied();
        let waits = waits.map(|(index, _)| (index, known(index).unwrap_or_else(|| encoder.rule(index).yes))).collect();
        let reaches = scale(&mut encoder, &causes, |_| true);
        let sections = questionnaire.sections().indices();
        let sections = sections.map(|section| scale(&mut encoder, &causes, |cause| stands_in(plan, cause) == section));
        let sections = sections.collect();
        let completed = questionnaire.questions().indices().map(|question| encoder.completed(question)).collect();
        let unanswered = questionnaire.questions().indices().map(|question| encoder.unanswered(question)).collect();
        ExactBounds { encoder, causes, waits, reaches, sections, completed, unanswered, said: BTreeMap::new() }
    }

    /// The same assessment with exact bounds: of the whole, of each section, and of what is left for whoever it was made for. The
    /// open points stay as they are.
    ///
    /// # Errors
    /// [`Undecided`] if deciding takes more work than allowed. The assessment as it was is right as well, only less exact.
    pub fn bound(&mut self, response: &Response, quick: Assessment) -> Result<Assessment, Undecided> {
        self.on_its_plan(response, |exact| exact.bounded(response, quick))
    }

    /// The same; and of the open points, those stay that can still make the verdict graver.
    ///
    /// # Errors
    /// [`Undecided`] if deciding takes more work than allowed.
    pub fn sharpen(&mut self, response: &Response, quick: Assessment) -> Result<Assessment, Undecided> {
        self.on_its_plan(response, |exact| {
            let bounded = exact.bounded(response, quick)?;
            let opened = response.without(&exact.encoder.plan.engine.aged(response));
            let cleared = exact.cleared_up(&opened, |_| true);
            let open = exact.open_points(&cleared, &bounded)?;
            Ok(Assessment { open, ..bounded })
        })
    }

    /// Whether no way of answering the questions left for whoever is asked changes the verdict; `left` says whether one would be put.
    ///
    /// # Errors
    /// [`Undecided`] if deciding takes more work than allowed.
    pub fn settles(
        &mut self,
        response: &Response,
        quick: &Assessment,
        left: impl Fn(QuestionIx) -> bool,
    ) -> Result<bool, Undecided> {
        self.on_its_plan(response, |exact| {
            let here = exact.ways_here(response, left);
            exact.stays(&here, quick)
        })
    }

    /// The gravest verdict that those questions can lead to, and what is unclear if it were cleared up.
    ///
    /// # Errors
    /// [`Undecided`] if deciding takes more work than allowed.
    pub fn gravest_here(
        &mut self,
        response: &Response,
        quick: &Assessment,
        left: impl Fn(QuestionIx) -> bool,
    ) -> Result<VerdictIx, Undecided> {
        self.on_its_plan(response, |exact| {
            let cleared = exact.cleared_up(response, left);
            exact.gravest_of(&cleared, &exact.reaches.clone(), (quick.verdict, quick.could_become))
        })
    }

    /// Whether on some way of answering those questions a rule comes to hold that waits for a day.
    ///
    /// # Errors
    /// [`Undecided`] if deciding takes more work than allowed.
    pub fn day_can_move(
        &mut self,
        response: &Response,
        quick: &Assessment,
        left: impl Fn(QuestionIx) -> bool,
    ) -> Result<bool, Undecided> {
        let held = |rule: RuleIx| quick.findings.iter().any(|finding| finding.rule == rule);
        self.on_its_plan(response, |exact| {
            let here = exact.ways_here(response, left);
            let waits: Vec<Lit> =
                exact.waits.iter().filter(|(rule, _)| !held(*rule)).map(|(_, holds)| *holds).collect();
            for holds in waits {
                if exact.can(&here, &[holds])? {
                    return Ok(true);
                }
            }
            Ok(false)
        })
    }

    /// Does something on an encoding that knows all answers of a response. One of an earlier day may be one that its question would
    /// not take today: its case is added for once.
    pub(super) fn on_its_plan<T>(
        &mut self,
        response: &Response,
        what: impl FnOnce(&mut ExactBounds<'_, 'q>) -> T,
    ) -> T {
        let plan = self.encoder.plan;
        self.encoder.solver.refill();
        if response.iter().all(|(question, answer)| said(plan, question, answer).is_some()) {
            return what(self);
        }
        let plan = Plan::for_changes(plan.engine, response);
        what(&mut ExactBounds::new(&plan))
    }

    fn bounded(&mut self, response: &Response, quick: Assessment) -> Result<Assessment, Undecided> {
        let opened = response.without(&self.encoder.plan.engine.aged(response));
        let (on, cleared) = (self.ways_here(&opened, |_| true), self.cleared_up(&opened, |_| true));
        let whole = (self.reaches.clone(), quick.verdict, (quick.at_least, quick.could_become));
        let sections = quick.sections.iter().map(|section| {
            let between = (section.at_least, section.could_become);
            (self.sections[section.section].clone(), section.verdict, between)
        });
        let scales: Vec<Scale> = std::iter::once(whole).chain(sections).collect();
        let mildest = self.mildest(&on, &scales)?;
        let gravest = self.gravest(&cleared, &scales)?;
        let (Some((at_least, least)), Some((could_become, most))) = (mildest.split_first(), gravest.split_first())
        else {
            fault("the whole is the first of all scales, yet there is none")
        };
        let open_could_make_it = if unclear(response).next().is_some() {
            // The old answers are one of the ways on, so what they came to can be had again.
            self.gravest_of(&on, &self.reaches.clone(), (quick.verdict.max(*at_least), *could_become))?
        } else {
            *could_become
        };
        let of_sections = quick.sections.iter().zip(least.iter().zip(most));
        let sections = of_sections.map(|(section, (at_least, could_become))| SectionVerdict {
            at_least: *at_least,
            could_become: *could_become,
            ..section.clone()
        });
        let (at_least, could_become, sections) = (*at_least, *could_become, sections.collect());
        let settled_here = Some(self.is_settled_here(response, &quick)?);
        let bounds = Bounds::Exact;
        Ok(Assessment { at_least, could_become, open_could_make_it, sections, bounds, settled_here, ..quick })
    }

    fn is_settled_here(&mut self, response: &Response, quick: &Assessment) -> Result<bool, Undecided> {
        if quick.stopped.is_some() {
            return Ok(true);
        }
        let plan = self.encoder.plan;
        let aged = plan.engine.aged(response);
        let left = |question: QuestionIx| is_left(plan, &aged, (question, quick.audience));
        // What has aged and is not asked here is believed, as everywhere in the verdict.
        let asked: Vec<QuestionIx> = aged.iter().copied().filter(|question| left(*question)).collect();
        let here = self.ways_here(&response.without(&asked), left);
        self.stays(&here, quick)
    }

    /// Whether the verdict stays what it is on all of these ways.
    fn stays(&mut self, ways: &[Lit], quick: &Assessment) -> Result<bool, Undecided> {
        let (now, most) = (quick.verdict, quick.open_could_make_it);
        if now < most && self.can(ways, &[self.reaches[VerdictIx::new(now.at() + 1)]])? {
            return Ok(false);
        }
        // Only what has aged can make it milder.
        Ok(quick.at_least >= now || !self.can(ways, &[!self.reaches[now]])?)
    }

    /// The ways of going on in which some questions are left for others, who say nothing.
    fn ways_here(&mut self, response: &Response, left: impl Fn(QuestionIx) -> bool) -> Vec<Lit> {
        let questions = self.encoder.plan.questionnaire.questions().indices();
        questions
            .map(|question| match answered(response, question) {
                Some(answer) => self.stays_said((question, left(question)), answer),
                None => self.open(question, left(question)),
            })
            .collect()
    }

    /// The same, in which also what was unsure may be found out.
    fn cleared_up(&mut self, response: &Response, left: impl Fn(QuestionIx) -> bool) -> Vec<Lit> {
        let questions = self.encoder.plan.questionnaire.questions().indices();
        let known = questions.filter_map(|question| match answered(response, question) {
            Some(Answer::Unsure | Answer::Withheld) => None,
            Some(answer @ Answer::Given(Value::Period(period))) => {
                let stays = self.stays_said((question, left(question)), answer);
                Some(self.one_of_its_days(question, *period, stays))
            }
            Some(answer) => Some(self.stays_said((question, left(question)), answer)),
            None => Some(self.open(question, left(question))),
        });
        known.collect()
    }

    /// "It says still what was said, or which of its days it was."
    fn one_of_its_days(&mut self, question: QuestionIx, period: Period, stays: Lit) -> Lit {
        let Some(cells) = self.encoder.plan.domains[question].cells_of_days(period) else {
            fault("a month or year of which no day is taken has a case of its own, yet here is none")
        };
        let states = self.encoder.states(question);
        let days = cells.into_iter().map(|cell| *item(&states.cells, cell, "cell"));
        let may_be: Vec<Lit> = days.chain([stays]).collect();
        self.encoder.solver.any(&may_be)
    }

    /// Nothing more is to be asked here, if it is left for whoever goes on; else nobody answers.
    fn open(&self, question: QuestionIx, left: bool) -> Lit {
        if left { self.completed[question] } else { self.unanswered[question] }
    }

    /// "It says still what was said, or an option of that is surely not offered, and it is as open as if nothing had been
    /// said."
    fn stays_said(&mut self, (question, left): (QuestionIx, bool), answer: &Answer) -> Lit {
        let Some(said) = said(self.encoder.plan, question, answer) else {
            fault("an answer that its question does not take has a case of its own, yet here is none")
        };
        if let Some(known) = self.said.get(&(question, left, said)) {
            return *known;
        }
        let kept = self.encoder.kept(question, Some(answer));
        let ruled_out = self.encoder.ruled_out(question, answer);
        let stays = self.encoder.solver.all(&[kept, !ruled_out]);
        let anew = self.encoder.solver.all(&[ruled_out, self.open(question, left)]);
        let stays = self.encoder.solver.any(&[stays, anew]);
        self.said.insert((question, left, said), stays);
        stays
    }

    /// The mildest verdict on each scale. Nearly always one way is the mildest on all of them at once.
    fn mildest(&mut self, ways: &[Lit], scales: &[Scale]) -> Result<Vec<VerdictIx>, Undecided> {
        let milder = |(reaches, _, (low, high)): &Scale| (low < high).then(|| !reaches[VerdictIx::new(low.at() + 1)]);
        if self.can(ways, &scales.iter().filter_map(milder).collect::<Vec<_>>())? {
            return Ok(scales.iter().map(|(_, _, (low, _))| *low).collect());
        }
        scales.iter().map(|(reaches, _, between)| self.mildest_of(ways, reaches, *between)).collect()
    }

    /// The gravest verdict on each scale; never less than the verdict so far. Often one way is the gravest on all of them.
    fn gravest(&mut self, ways: &[Lit], scales: &[Scale]) -> Result<Vec<VerdictIx>, Undecided> {
        let graver = |(reaches, now, (_, high)): &Scale| (now < high).then(|| reaches[*high]);
        if self.can(ways, &scales.iter().filter_map(graver).collect::<Vec<_>>())? {
            return Ok(scales.iter().map(|(_, now, (_, high))| *now.max(high)).collect());
        }
        scales.iter().map(|(reaches, now, (_, high))| self.gravest_of(ways, reaches, (*now, *high))).collect()
    }

    /// The mildest verdict of these ways, which lies between two others.
    fn mildest_of(
        &mut self,
        ways: &[Lit],
        reaches: &IndexVec<VerdictIx, Lit>,
        (low, high): (VerdictIx, VerdictIx),
    ) -> Result<VerdictIx, Undecided> {
        for verdict in (low.at()..high.at()).map(VerdictIx::new) {
            if self.can(ways, &[!reaches[VerdictIx::new(verdict.at() + 1)]])? {
                return Ok(verdict);
            }
        }
        Ok(high)
    }

    /// The gravest verdict of these ways, which lies between two others.
    fn gravest_of(
        &mut self,
        ways: &[Lit],
        reaches: &IndexVec<VerdictIx, Lit>,
        (low, high): (VerdictIx, VerdictIx),
    ) -> Result<VerdictIx, Undecided> {
        for verdict in (low.at() + 1..=high.at()).rev().map(VerdictIx::new) {
            if self.can(ways, &[reaches[verdict]])? {
                return Ok(verdict);
            }
        }
        Ok(low)
    }

    fn can(&mut self, ways: &[Lit], also: &[Lit]) -> Result<bool, Undecided> {
        self.encoder.solve(&[ways, also].concat())
    }

    /// Of the open points, those through which the verdict can still become graver, each with what can come to lead to it.
    fn open_points(&mut self, ways: &[Lit], quick: &Assessment) -> Result<Vec<Open>, Undecided> {
        let plan = self.encoder.plan;
        let mut known = BTreeMap::new();
        let mut points = Vec::new();
        for open in &quick.open {
            let mut causes = Vec::new();
            for cause in &open.causes {
                if self.can_lead(ways, *cause, &mut known)? {
                    causes.push(*cause);
                }
            }
            let gravest = causes.iter().map(|cause| plan.verdict_of(*cause)).max();
            points.extend(gravest.map(|could_become| Open { question: open.question, could_become, causes }));
        }
        Ok(points)
    }

    /// Whether one of these ways ends with that. Each way that is found shows more than was asked of it.
    fn can_lead(&mut self, ways: &[Lit], cause: Cause, known: &mut BTreeMap<Cause, bool>) -> Result<bool, Undecided> {
        if let Some(can) = known.get(&cause) {
            return Ok(*can);
        }
        let Some(leads) = self.causes.get(&cause).copied() else {
            fault("an open point leads to more than the mildest verdict, yet here is one that does not")
        };
        let can = self.can(ways, &[leads])?;
        if can {
            let shown = self.causes.iter().filter(|(_, leads)| self.encoder.solver.holds(**leads));
            known.extend(shown.map(|(shown, _)| (*shown, true)));
        }
        known.insert(cause, can);
        Ok(can)
    }
}

/// "The verdict is at least this", by verdict; the verdict so far; and between which two the bounds lie.
type Scale = (IndexVec<VerdictIx, Lit>, VerdictIx, (VerdictIx, VerdictIx));

/// "The verdict is at least this", by verdict, of some of the causes.
fn scale(
    encoder: &mut Encoder<'_, '_>,
    causes: &BTreeMap<Cause, Lit>,
    among: impl Fn(Cause) -> bool,
) -> IndexVec<VerdictIx, Lit> {
    let plan = encoder.plan;
    let at_least = |least: VerdictIx| {
        let such = causes.iter().filter(|(cause, _)| among(**cause) && plan.verdict_of(**cause) >= least);
        let such: Vec<Lit> = such.map(|(_, leads)| *leads).collect();
        if least.at() == 0 { encoder.solver.yes() } else { encoder.solver.any(&such) }
    };
    plan.questionnaire.verdicts().indices().map(at_least).collect()
}

/// The section whose verdict something takes part in.
fn stands_in(plan: &Plan<'_>, cause: Cause) -> SectionIx {
    match cause {
        Cause::Rule(rule) => plan.questionnaire[rule].section,
        Cause::Unsure(question) => plan.questionnaire[question].section,
    }
}

/// What was answered, if it was.
fn answered(response: &Response, question: QuestionIx) -> Option<&Answer> {
    response.get(question).filter(|answer| **answer != Answer::Skipped)
}

/// The questions that were answered "not sure" or "rather not say", or with a month or a year.
fn unclear(response: &Response) -> impl Iterator<Item = QuestionIx> {
    let is_unclear = |answer: &Answer| match answer {
        Answer::Unsure | Answer::Withheld | Answer::Given(Value::Period(_)) => true,
        Answer::Given(_) | Answer::Skipped => false,
    };
    let unclear = response.iter().filter(move |(_, answer)| is_unclear(answer));
    unclear.map(|(question, _)| question)
}

/// Which case of its question an answer is; none if the question takes no such answer today.
fn said(plan: &Plan<'_>, question: QuestionIx, answer: &Answer) -> Option<Said> {
    match answer {
        Answer::Skipped => Some(Said::Skipped),
        Answer::Unsure => Some(Said::Unsure),
        Answer::Withheld => Some(Said::Withheld),
        Answer::Given(Value::Choices(set)) => Some(Said::Picks(set.0)),
        Answer::Given(value) => {
            let domain = &plan.domains[question];
            let days_known = match value {
                Value::Period(period) => domain.cells_of_days(*period).is_some(),
                Value::YesNo(_)
                | Value::Choice(_)
                | Value::Choices(_)
                | Value::Number(_)
                | Value::Date(_)
                | Value::Text(_) => true,
            };
            let cell = domain.cell_of(value).filter(|_| days_known)?;
            Some(match (plan.exact.contains(&question), value) {
                (true, Value::Number(number)) => Said::Number(*number),
                (true, Value::Date(day)) => Said::Day(*day),
                (_, _) => Said::Cell(cell),
            })
        }
    }
}

/// Whether a question without a believed answer is put to whoever holds the interview. What has aged is asked again, and a
/// technician asks the client's then as well.
fn is_left(plan: &Plan<'_>, aged: &[QuestionIx], (question, holder): (QuestionIx, Audience)) -> bool {
    plan.questionnaire[question].audience.includes(holder) || (holder == Audience::Technician && !aged.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::Engine;
    use crate::catalog;
    use crate::questionnaire::QuestionKind;
    use crate::response::fits;
    use crate::source::Sources;
    use crate::value::OptionSet;

    /// What answers that age are promised, for all responses to the shipped set at once. Asked anew, a question can be answered as
    /// it was; so the ways on from a response with an aged answer are those from the response where it is believed, and more.
    /// Hence the bounds only widen, hold whatever is answered anew, and meet only if nothing that is answered anew matters.
    #[test]
    fn what_was_said_is_one_of_the_ways_of_answering_anew() {
        let smp = catalog::open("smp", &mut Sources::default()).unwrap().0.unwrap();
        let engine = Engine::new(&smp, Date::constant(2026, 11, 22));
        let plan = Plan::new(&engine);
        let mut exact = ExactBounds::new(&plan);
        let mut said = 0;
        for (index, question) in smp.questions().enumerated().filter(|(_, question)| question.valid_for.can_age()) {
            let anew = exact.open(index, true);
            // Found out, as whoever was unsure may.
            let is_open = exact.encoder.states(index).open;
            assert!(!exact.can(&[!is_open, !anew], &[]).unwrap(), "{}", question.id);
            let answers: Vec<Answer> = match question.kind {
                QuestionKind::Choices { .. } => {
                    let picks = (0..question.options().len()).map(OptionSet::of).map(Value::Choices);
                    picks.map(Answer::Given).filter(|picks| fits(question, picks.clone(), plan.day).is_ok()).collect()
                }
                _ => (0..plan.domains[index].cells.len()).map(|cell| plan.answer_in(index, cell)).collect(),
            };
            let unsure = question.unsure.iter().flat_map(|_| [Answer::Unsure, Answer::Withheld]);
            for answer in answers.into_iter().chain(unsure) {
                exact.encoder.solver.refill();
                let stays = exact.stays_said((index, true), &answer);
                assert!(exact.can(&[stays], &[]).unwrap(), "{}: nobody says {answer:?}", question.id);
                assert!(!exact.can(&[stays, !anew], &[]).unwrap(), "{}: not {answer:?}", question.id);
                said += 1;
            }
        }
        assert!(said > 400, "{said}");
    }
}
