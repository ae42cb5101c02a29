//! What is certain, against trying every way of going on.

use std::cell::Cell;
use std::collections::BTreeSet;

use candidacy::assessment::{Assessment, Bounds, Cause, Engine};
use candidacy::outlook::ExactBounds;
use candidacy::proof::Plan;
use candidacy::questionnaire::{Audience, Questionnaire};
use candidacy::response::{Accepted, Response, accept};
use candidacy::value::index::{IndexVec, QuestionIx, SectionIx, VerdictIx};
use candidacy::value::{Answer, Value};

use super::{for_many, small};
use crate::generate::Tape;
use crate::oracle::{Known, Oracle, picked};
use crate::support::{self, day, set};

/// Every way of going on from a response, by brute force.
struct Ways<'a> {
    questionnaire: &'a Questionnaire,
    given: &'a Response,
    aged: Vec<QuestionIx>,
    /// Whether what is unclear may be found out.
    clears: bool,
    /// Whose open questions are answered.
    holder: Option<Audience>,
}

/// What the ways come to.
struct Ends {
    verdicts: BTreeSet<u16>,
    sections: IndexVec<SectionIx, BTreeSet<u16>>,
    causes: BTreeSet<Cause>,
}

impl Ways<'_> {
    fn ends(&self) -> Ends {
        let sections = self.questionnaire.sections().iter().map(|_| BTreeSet::new()).collect();
        let mut ends = Ends { verdicts: BTreeSet::new(), sections, causes: BTreeSet::new() };
        // What has aged is open from the start: what comes later must not see it.
        // What has aged and is not asked here is believed.
        let asked =
            self.aged.iter().copied().filter(|aged| self.holder.is_none_or(|holder| self.is_left(*aged, holder)));
        let mut response = self.given.without(&asked.collect::<Vec<_>>());
        self.go_on(0, &mut response, &mut ends);
        ends
    }

    /// Questions look back, so what is said to one is decided in the order of the file.
    fn go_on(&self, position: usize, response: &mut Response, ends: &mut Ends) {
        if position == self.questionnaire.questions().len() {
            return self.note(response, ends);
        }
        let index = QuestionIx::new(position);
        let before = response.accepted(index);
        let ways = self.ways_of(index, response);
        for way in ways {
            match way {
                Some(answer) => response.set(answer),
                None => response.clear(index),
            }
            self.go_on(position + 1, response, ends);
        }
        match before {
            Some(answer) => response.set(answer),
            None => response.clear(index),
        }
    }

    fn ways_of(&self, index: QuestionIx, response: &Response) -> Vec<Option<Accepted>> {
        let question = &self.questionnaire[index];
        let oracle = Oracle { questionnaire: self.questionnaire, response, day: day() };
        let stays = vec![response.accepted(index)];
        if oracle.applies(question) != Some(true) {
            return stays;
        }
        let may_be_picked = |answer: &Answer| match answer {
            Answer::Given(value) => picked(value).iter().all(|at| oracle.offers(question, at) != Some(false)),
            _ => true,
        };
        let said = response.get(index).filter(|answer| **answer != Answer::Skipped);
        let unclear = matches!(said, Some(Answer::Unsure | Answer::Withheld));
        if let (Some(Answer::Given(Value::Period(period))), true) = (said, self.clears) {
            // The day may be found out.
            let on = response.answered_on(index).unwrap();
            let day = |date| accept(self.questionnaire, index, Answer::Given(Value::Date(date)), on).unwrap();
            let mut seen = BTreeSet::new();
            let days = period.days().filter(|date| seen.insert(small::class(*date, support::day())));
            return days.map(|date| Some(day(date))).chain(stays).collect();
        }
        if said.is_some_and(may_be_picked) && !(unclear && self.clears) {
            return stays;
        }
        if !unclear && !self.holder.is_none_or(|holder| self.is_left(index, holder)) {
            return stays;
        }
        let old = self.given.accepted(index).filter(|_| self.aged.contains(&index));
        let can = small::answers(question, day()).into_iter();
        let mut can: Vec<Option<Accepted>> =
            can.map(|answer| answer.map(|answer| accept(self.questionnaire, index, answer, day()).unwrap())).collect();
        can.extend(old.map(Some));
        let put =
            can.iter().flatten().any(|way| matches!(way.answer(), Answer::Given(_)) && may_be_picked(way.answer()));
        can.retain(|way| match way.as_ref().map(Accepted::answer) {
            None | Some(Answer::Skipped) => !question.required || !put,
            Some(Answer::Unsure | Answer::Withheld) => put || unclear,
            Some(answer) => may_be_picked(answer),
        });
        can
    }

    /// Whether whoever holds the interview is asked.
    fn is_left(&self, question: QuestionIx, holder: Audience) -> bool {
        let of = self.questionnaire[question].audience;
        of.includes(holder) || (holder == Audience::Technician && !self.aged.is_empty())
    }

    fn note(&self, response: &Response, ends: &mut Ends) {
        let oracle = Oracle { questionnaire: self.questionnaire, response, day: day() };
        let mut sections: IndexVec<SectionIx, u16> = self.questionnaire.sections().iter().map(|_| 0).collect();
        for (index, rule) in self.questionnaire.rules().enumerated() {
            if oracle.rule(rule) == Some(true) {
                sections[rule.section] = sections[rule.section].max(rule.verdict.0);
                ends.causes.insert(Cause::Rule(index));
            }
        }
        for (index, question) in self.questionnaire.questions().enumerated() {
            let floor = oracle.known(index) == Known::Unsure || oracle.vague().contains(&index);
            if let Some(floor) = question.unsure.filter(|_| floor) {
                sections[question.section] = sections[question.section].max(floor.0);
                ends.causes.insert(Cause::Unsure(index));
            }
        }
        ends.verdicts.insert(oracle.verdicts().0);
        for (verdict, all) in sections.iter().zip(ends.sections.iter_mut()) {
            all.insert(*verdict);
        }
    }
}

/// The same set with questions for others, and answers that age.
pub(super) fn mixed(yaml: &str, tape: &mut Tape) -> String {
    let mut mixed = String::new();
    for line in yaml.lines() {
        let audience = *tape.one(&["", "", ", for: technician", ", for: client"]);
        let valid_for = *tape.one(&["", "", ", valid_for: visit"]);
        mixed += &match line.find("?, type: ") {
            Some(at) if !audience.is_empty() || !valid_for.is_empty() => {
                format!("{}{audience}{valid_for}{}\n", &line[..at + 1], &line[at + 1..])
            }
            _ => format!("{line}\n"),
        };
    }
    mixed
}

/// Draws a response of today and of ten days ago; one question in three stays open.
fn response(questionnaire: &Questionnaire, tape: &mut Tape) -> Response {
    let mut response = Response::new(questionnaire);
    for (index, question) in questionnaire.questions().enumerated() {
        let on = if tape.once_in(3) { day() - jiff::Span::new().days(10) } else { day() };
        let all: Vec<Answer> = small::answers(question, on).into_iter().flatten().collect();
        if !all.is_empty() && !tape.once_in(3) {
            response.set(accept(questionnaire, index, tape.one(&all).clone(), on).unwrap());
        }
    }
    response
}

/// What brute force says of a quick assessment.
fn expected(questionnaire: &Questionnaire, given: &Response, quick: Assessment) -> Assessment {
    let engine = Engine::new(questionnaire, day());
    let ways = |clears, holder| Ways { questionnaire, given, aged: engine.aged(given), clears, holder }.ends();
    let (on, cleared, here) = (ways(false, None), ways(true, None), ways(false, Some(quick.audience)));
    let least = |all: &BTreeSet<u16>| VerdictIx(*all.first().unwrap());
    let most = |all: &BTreeSet<u16>, now: VerdictIx| now.max(VerdictIx(*all.last().unwrap()));
    let sections = quick.sections.iter().cloned().map(|mut section| {
        section.at_least = least(&on.sections[section.section]);
        section.could_become = most(&cleared.sections[section.section], section.verdict);
        section
    });
    let open = quick.open.iter().cloned().filter_map(|mut open| {
        open.causes.retain(|cause| cleared.causes.contains(cause));
        let verdict = |cause: &Cause| match cause {
            Cause::Rule(rule) => Some(questionnaire[*rule].verdict),
            Cause::Unsure(question) => questionnaire[*question].unsure,
        };
        open.could_become = open.causes.iter().filter_map(verdict).max()?;
        Some(open)
    });
    Assessment {
        at_least: least(&on.verdicts),
        could_become: most(&cleared.verdicts, quick.verdict),
        open_could_make_it: most(&on.verdicts, quick.verdict),
        sections: sections.collect(),
        open: open.collect(),
        bounds: Bounds::Exact,
        settled_here: Some(here.verdicts == BTreeSet::from([quick.verdict.0])),
        ..quick
    }
}

/// One encoding serves several responses: "rather not say" is not the "not sure" of the one before, nor a number that is held against
/// another one in the same class.
#[test]
fn one_response_leaves_nothing_to_the_next() {
    let questionnaire = set("\
questionnaire: swim
version: 1.0.0
title: May I go swimming?
verdicts:
  - fine: { title: Go swimming, says: Nothing stands in the way. }
  - later: { title: Not now, says: Wait a little. }
sections:
  - id: health
    title: Your health
    questions:
      - { id: fever, ask: Do you have a fever?, type: yes_no, unsure: fine }
      - { id: deep, ask: 'How deep is it, in m?', type: number, range: 0..9 }
      - { id: tall, ask: 'How deep do you dive, in m?', type: number, range: 0..9 }
    rules:
      - { id: silent, when: fever is withheld, verdict: later, finding: Say how you are. }
      - { id: over, when: tall > deep, verdict: later, finding: It is not so deep. }
");
    let engine = Engine::new(&questionnaire, day());
    let plan = Plan::new(&engine);
    let mut shared = ExactBounds::new(&plan);
    let mut verdicts = Vec::new();
    for said in [
        "fever: unsure, deep: 3, tall: 2",
        "fever: withheld, deep: 3, tall: 2",
        "fever: unsure, deep: 3, tall: 4",
        "fever: unsure, deep: 5, tall: 4",
        "fever: no, deep: 5, tall: 8",
    ] {
        let mut response = Response::new(&questionnaire);
        for (at, answer) in said.split(", ").map(|said| said.split_once(": ").unwrap().1).enumerate() {
            let answer = match answer {
                "unsure" => Answer::Unsure,
                "withheld" => Answer::Withheld,
                "no" => Answer::Given(Value::YesNo(false)),
                number => Answer::Given(Value::Number(number.parse().unwrap())),
            };
            response.set(accept(&questionnaire, QuestionIx::new(at), answer, day()).unwrap());
        }
        let quick = engine.assess(&response, Audience::Everyone);
        let found = shared.sharpen(&response, quick.clone()).unwrap();
        assert_eq!(found, ExactBounds::new(&plan).sharpen(&response, quick).unwrap(), "{said}");
        verdicts.push((found.at_least.0, found.settled()));
    }
    assert_eq!(verdicts, [(0, false), (1, true), (1, true), (0, false), (1, true)]);
}

/// Of random sets with random responses, of which some answers have aged: one encoding for several responses, and each bound as
/// trying every way shows it. Rule by rule the bounds are never narrower.
#[test]
fn bounds_are_what_every_way_of_going_on_shows() {
    let (open, wide, above, here) = (Cell::new(0), Cell::new(0), Cell::new(0), Cell::new(0));
    let count = |cell: &Cell<u32>, so: bool| cell.set(cell.get() + u32::from(so));
    for_many(150, |yaml, _, tape| {
        let yaml = mixed(yaml, tape);
        let questionnaire = set(&yaml);
        let engine = Engine::new(&questionnaire, day());
        let plan = Plan::new(&engine);
        let mut exact = ExactBounds::new(&plan);
        for _ in 0..3 {
            let given = response(&questionnaire, tape);
            let holder = *tape.one(&[Audience::Client, Audience::Technician, Audience::Everyone]);
            let quick = engine.assess(&given, holder);
            let found = exact.sharpen(&given, quick.clone()).unwrap();
            let expected = expected(&questionnaire, &given, quick.clone());
            assert_eq!(found, expected, "{given:?}\n{yaml}");
            assert!(quick.at_least <= found.at_least && found.could_become <= quick.could_become);
            assert!(!quick.settled() || found.settled());
            count(&open, !found.settled());
            count(&wide, found.could_become < quick.could_become || found.settled() && !quick.settled());
            count(&above, found.at_least > quick.at_least);
            count(&here, found.settled_here == Some(true) && !found.settled());
        }
    });
    let seen = [&open, &wide, &above, &here].map(Cell::get);
    println!("not settled, quick too wide, at least more than now, settled here alone: {seen:?}");
    assert!(seen.iter().all(|count| *count > 3), "too few to prove anything: {seen:?}");
}

/// Both answers lead to the same: then it will be so, whatever is said.
#[test]
fn what_every_answer_leads_to_is_certain() {
    let questionnaire = set(
        "questionnaire: q\nversion: 1.0.0\ntitle: Title\nverdicts:\n  - fine: { title: Fine, says: Fine. }\n  - later: { title: Later, says: Later. }\nsections:\n  - id: s\n    title: Section\n    questions:\n      - { id: side, ask: Which?, type: choice, options: { left: Left, right: Right } }\n    rules:\n      - { id: l, when: side == left, verdict: later, finding: So. }\n      - { id: r, when: side == right, verdict: later, finding: So. }\n",
    );
    let engine = Engine::new(&questionnaire, day());
    let nobody = Response::new(&questionnaire);
    let plan = Plan::new(&engine);
    let found = ExactBounds::new(&plan).sharpen(&nobody, engine.assess(&nobody, Audience::Client)).unwrap();
    let later = VerdictIx(1);
    assert_eq!((found.verdict, found.at_least, found.could_become), (VerdictIx(0), later, later));
    assert!(found.settled() && found.settled_here == Some(false), "the verdict found so far still changes");
}
