//! Answers that age: the two readings of a response, and whoever comes back.

use candidacy::assessment::{Assessment, Engine};
use candidacy::interview::{Interview, Step};
use candidacy::outlook::assess_exactly;
use candidacy::questionnaire::{Audience, Questionnaire};
use candidacy::response::{Response, accept, load, to_yaml};
use candidacy::source::Sources;
use candidacy::value::index::QuestionIx;
use candidacy::value::{Answer, Date, OptionSet};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::generate::{Tape, answer, questionnaire, tapes};
use crate::oracle::Oracle;
use crate::support::{day, sample, set};

/// How many days ago answers were given.
const AGES: [i32; 8] = [0, 1, 3, 13, 14, 100, 200, 400];

fn days_ago(days: i32) -> Date {
    day().checked_sub(jiff_days(days)).unwrap()
}

fn jiff_days(days: i32) -> jiff::Span {
    jiff::Span::new().days(days)
}

/// A response of which every answer has a day of its own; nobody knows some of them.
fn dated(questionnaire: &Questionnaire, tape: &mut Tape) -> Response {
    let mut response = Response::new(questionnaire);
    for (index, question) in questionnaire.questions().enumerated() {
        if tape.once_in(5) {
            continue;
        }
        let Some(given) = answer(question, OptionSet::first(question.options().len()), tape) else { continue };
        let accepted = accept(questionnaire, index, given, days_ago(*tape.one(&AGES))).unwrap();
        response.set(if tape.once_in(8) { accepted.undated() } else { accepted });
    }
    response
}

fn assess(questionnaire: &Questionnaire, response: &Response) -> Assessment {
    Engine::new(questionnaire, day()).assess(response, Audience::Everyone)
}

/// What the oracle says of a response, believed whole and with all that has aged opened.
fn told(questionnaire: &Questionnaire, response: &Response) -> ((u16, u16), (u16, u16)) {
    let mut opened = response.clone();
    for (index, question) in questionnaire.questions().enumerated() {
        let aged = response.answered_on(index).is_some_and(|on| question.valid_for.is_aged(on, day()));
        if aged {
            opened.clear(index);
        }
    }
    let of = |response| Oracle { questionnaire, response, day: day() }.verdicts();
    (of(response), of(&opened))
}

proptest! {
    #![proptest_config(sample(256))]

    #[test]
    fn the_two_readings_are_what_the_oracle_says(drawn in tapes(), times in tapes(), said in tapes()) {
        let draft = questionnaire(&mut Tape(&drawn)).ageing(&mut Tape(&times));
        let questionnaire = draft.load();
        let response = dated(&questionnaire, &mut Tape(&said));
        let assessment = assess(&questionnaire, &response);
        let (given, open) = told(&questionnaire, &response);
        prop_assert_eq!(assessment.verdict.0, given.0, "{}", draft.yaml());
        prop_assert_eq!(assessment.at_least.0, open.0, "{}", draft.yaml());
        prop_assert_eq!(assessment.open_could_make_it.0, given.1.max(open.1), "{}", draft.yaml());
    }

    /// Against the same questions whose answers never age.
    #[test]
    fn age_settles_nothing_and_forgives_nothing(drawn in tapes(), times in tapes(), said in tapes()) {
        let draft = questionnaire(&mut Tape(&drawn));
        let (ageing, ageless) = (draft.clone().ageing(&mut Tape(&times)).load(), draft.load());
        let response = dated(&ageing, &mut Tape(&said));
        let (bound, unbound) = response.bound_to(&ageless, &ageing, day());
        prop_assert!(unbound.is_empty());
        let (with, without) = (assess(&ageing, &response), assess(&ageless, &bound));
        prop_assert_eq!((with.verdict, &with.findings), (without.verdict, &without.findings));
        prop_assert_eq!((&with.unsure, with.not_before()), (&without.unsure, without.not_before()));
        prop_assert!(with.could_become >= without.could_become && with.at_least <= without.at_least);
        prop_assert!(without.aged.is_empty() && without.at_least == without.verdict);
        prop_assert!(with.settled() <= without.settled());
    }

    /// However the old questions are answered anew, or left.
    #[test]
    fn whatever_is_said_anew_lies_within_the_bounds(
        drawn in tapes(), times in tapes(), said in tapes(), ways in vec(tapes(), 1..6)
    ) {
        let draft = questionnaire(&mut Tape(&drawn)).ageing(&mut Tape(&times));
        let questionnaire = draft.load();
        let engine = Engine::new(&questionnaire, day());
        let response = dated(&questionnaire, &mut Tape(&said));
        let assessment = engine.assess(&response, Audience::Everyone);
        for way in ways {
            let (mut anew, mut tape) = (response.clone(), Tape(&way));
            for question in engine.aged(&response) {
                let asked = &questionnaire[question];
                let now = match tape.pick(4) {
                    0 => response.get(question).cloned(),
                    _ => answer(asked, OptionSet::first(asked.options().len()), &mut tape),
                };
                match now {
                    Some(now) => anew.set(accept(&questionnaire, question, now, day()).unwrap()),
                    None => anew.clear(question),
                }
            }
            let then = engine.assess(&anew, Audience::Everyone);
            prop_assert!(then.aged.is_empty());
            prop_assert!(assessment.at_least <= then.verdict && then.verdict <= assessment.could_become);
            prop_assert!(!assessment.settled() || then.verdict == assessment.verdict, "two ways differ");
            prop_assert!(assessment.stopped.is_none() || then.stopped.is_some(), "an old answer stopped it");
        }
    }

    /// Saved on one day, loaded on another, and answered truthfully where asked: as if all had been asked that day.
    #[test]
    fn a_return_comes_to_what_a_first_visit_comes_to(
        drawn in tapes(), times in tapes(), said in tapes(), truth in vec(tapes(), 40), age in prop::sample::select(AGES.to_vec()),
        audience in prop::sample::select(vec![Audience::Client, Audience::Everyone]), cut in 1usize..12
    ) {
        let draft = questionnaire(&mut Tape(&drawn)).ageing(&mut Tape(&times));
        let questionnaire = draft.load();
        let then = Engine::new(&questionnaire, days_ago(age));
        let mut first = Interview::new(&then, Response::new(&questionnaire), audience);
        let mut tape = Tape(&said);
        while let Step::Ask(index) = first.step() {
            let (question, offered) = (&questionnaire[index], first.offered(index));
            let given = answer(question, offered, &mut tape).or_else(|| answer(question, offered, &mut Tape(&[])));
            first.answer(given.unwrap()).unwrap();
        }
        // Some went back and forth: what they said to questions that do not apply any more is kept as well.
        let mut saved = first.response().clone();
        for (index, question) in questionnaire.questions().enumerated() {
            if saved.get(index).is_none() && tape.once_in(2)
                && let Some(given) = answer(question, OptionSet::first(question.options().len()), &mut tape)
                && question.audience.includes(audience)
            {
                saved.set(accept(&questionnaire, index, given, days_ago(age)).unwrap());
            }
        }
        let loaded = reloaded(&questionnaire, &saved);
        prop_assert_eq!(&loaded, &saved);

        let now = Engine::new(&questionnaire, day());
        let back = Interview::new(&now, loaded.clone(), audience);
        let still = |index: QuestionIx| match back.before(index) {
            Some(_) => None,
            None => loaded.get(index).cloned(),
        };
        let truthful = |interview: &Interview<'_>, index: QuestionIx| -> Answer {
            let (question, offered) = (&questionnaire[index], interview.offered(index));
            let fits = |answer: &Answer| {
                let mut trial = interview.clone();
                trial.step() == Step::Ask(index) && trial.answer(answer.clone()).is_ok()
            };
            let seed = &truth[index.at() % truth.len()];
            still(index).filter(fits).or_else(|| answer(question, offered, &mut Tape(seed)))
                .or_else(|| answer(question, offered, &mut Tape(&[]))).unwrap()
        };
        let mut returning = back.clone();
        let mut steps = 0;
        loop {
            steps += 1;
            if steps == cut {
                // Left in the middle, and gone on with from what was kept.
                returning = Interview::new(&now, reloaded(&questionnaire, returning.response()), audience);
            }
            prop_assert!(steps < 1000, "the return does not end: {}", draft.yaml());
            match returning.step() {
                Step::Ask(index) => {
                    let said = truthful(&returning, index);
                    returning.answer(said).unwrap();
                }
                Step::Confirm => {
                    let lines = returning.to_confirm(3);
                    prop_assert!(!lines.is_empty() && lines.len() <= 3);
                    let changed = lines.iter().find(|line| {
                        let mut trial = returning.clone();
                        trial.change(**line);
                        Some(&truthful(&trial, **line)) != loaded.get(**line)
                    });
                    match changed {
                        Some(line) => returning.change(*line),
                        None => returning.still_so(&lines),
                    }
                }
                Step::Review | Step::Stopped(_) | Step::Done => break,
            }
        }
        let mut afresh = Interview::new(&now, Response::new(&questionnaire), audience);
        while let Step::Ask(index) = afresh.step() {
            let said = truthful(&afresh, index);
            afresh.answer(said).unwrap();
        }
        let (came, comes) = (now.assess(returning.response(), audience), now.assess(afresh.response(), audience));
        if matches!(afresh.step(), Step::Stopped(_)) || matches!(returning.step(), Step::Stopped(_)) {
            // Which rule stops first depends on what is asked first; that one stops does not.
            prop_assert!(came.stopped.is_some() && comes.stopped.is_some(), "{}", draft.yaml());
        } else {
            prop_assert_eq!((came.verdict, &came.aged), (comes.verdict, &comes.aged), "{}", draft.yaml());
            let rules = |of: &Assessment| of.findings.iter().map(|it| (it.rule, it.not_before)).collect::<Vec<_>>();
            prop_assert_eq!(rules(&came), rules(&comes), "{}", draft.yaml());
            prop_assert!(came.aged.is_empty(), "{}", draft.yaml());
        }
    }
}

proptest! {
    #![proptest_config(sample(96))]

    /// However the old, the open and the unclear is answered, the report has said how grave it could become.
    #[test]
    fn no_report_says_less_than_can_come(
        drawn in tapes(), times in tapes(), said in tapes(), ways in vec(tapes(), 1..8)
    ) {
        let draft = questionnaire(&mut Tape(&drawn)).ageing(&mut Tape(&times));
        let questionnaire = draft.load();
        let engine = Engine::new(&questionnaire, day());
        let response = dated(&questionnaire, &mut Tape(&said));
        let assessment = engine.assess(&response, Audience::Everyone);
        if assessment.stopped.is_some() {
            return Ok(());
        }
        let assessment = assess_exactly(&engine, &response, Audience::Everyone);
        let aged = engine.aged(&response);
        for way in ways {
            let (mut anew, mut tape) = (response.clone(), Tape(&way));
            let mut clears = false;
            for (index, asked) in questionnaire.questions().enumerated() {
                let unclear = matches!(response.get(index), Some(Answer::Unsure | Answer::Withheld));
                let open = response.get(index).is_none() || aged.contains(&index);
                if !(open || unclear) || tape.once_in(3) {
                    continue;
                }
                if let Some(now) = answer(asked, OptionSet::first(asked.options().len()), &mut tape) {
                    clears |= unclear && !open;
                    anew.set(accept(&questionnaire, index, now, day()).unwrap());
                }
            }
            let then = engine.assess(&anew, Audience::Everyone).verdict;
            let bound = if clears { assessment.could_become } else { assessment.open_could_make_it };
            prop_assert!(then <= bound.max(assessment.verdict), "{then:?} {bound:?} {clears}\n{}", draft.yaml());
        }
    }
}

fn reloaded(questionnaire: &Questionnaire, response: &Response) -> Response {
    let mut sources = Sources::default();
    let source = sources.add("answers.yaml", to_yaml(questionnaire, response, &[]));
    let (loaded, faults) = load(questionnaire, source, &sources, day());
    assert!(!faults.has_errors(), "{faults:?}");
    loaded.response
}

const VISITS: &str = "
questionnaire: v
version: 1.0.0
title: T
valid_for: 6 months
verdicts: [{ fine: { title: F, says: F. } }, { wait: { title: W, says: W. } }, { never: { title: N, says: N. } }]
sections:
  - id: s
    title: S
    questions:
      - { id: born, ask: Born before 2000?, type: yes_no, valid_for: always }
      - { id: pregnant, ask: Pregnant?, type: yes_no, valid_for: visit }
      - { id: scar, ask: Scar?, type: yes_no, unsure: wait }
      - { id: spread, ask: Spread?, type: yes_no, when: scar }
      - { id: smokes, ask: Smoke?, type: yes_no }
    rules:
      - { id: wait_for_it, when: pregnant, verdict: wait, finding: Wait. }
      - { id: scarred, when: scar, verdict: wait, finding: Scar. }
      - { id: stops, when: spread, verdict: never, finding: Spread., stop: true }
";

/// The answers with their age in days, as `id=answer@age`.
fn visit(questionnaire: &Questionnaire, said: &str) -> Response {
    let mut response = Response::new(questionnaire);
    for one in said.split_whitespace() {
        let ((id, text), age) = one.split_once('@').map(|(said, age)| (said.split_once('=').unwrap(), age)).unwrap();
        let index = questionnaire.question(id).unwrap();
        let on = if age == "?" { day() } else { days_ago(age.parse().unwrap()) };
        let given = candidacy::response::parse_value(&questionnaire[index], text, on).unwrap();
        let accepted = accept(questionnaire, index, given, on).unwrap();
        response.set(if age == "?" { accepted.undated() } else { accepted });
    }
    response
}

#[test]
fn what_is_asked_again_is_what_could_have_changed() {
    let questionnaire = set(VISITS);
    let engine = Engine::new(&questionnaire, day());
    for (said, asked) in [
        // All of today: nothing.
        ("born=yes@0 pregnant=no@0 scar=no@0 smokes=no@0", "review"),
        // Three days later only what holds for one day.
        ("born=yes@3 pregnant=no@3 scar=no@3 smokes=no@3", "pregnant review"),
        // Seven months later the rest too: harmless answers in a list, what never ages not at all.
        ("born=yes@210 pregnant=no@210 scar=no@210 smokes=no@210", "pregnant [scar smokes] review"),
        // An answer that decided is asked by itself, and with it what hangs on it.
        ("born=yes@210 pregnant=no@210 scar=unsure@210 smokes=no@210", "pregnant scar [smokes] review"),
        // No old answer ends an interview: it is asked again first.
        ("born=yes@210 pregnant=no@210 scar=yes@210 spread=yes@210 smokes=no@210", "pregnant scar [smokes] review"),
        // Nor does an answer of today that comes from a file.
        ("born=yes@0 pregnant=no@0 scar=yes@0 spread=yes@0 smokes=no@0", "spread review"),
        // Nobody knows the day: asked once, but for what never ages.
        ("born=yes@? pregnant=no@? scar=no@? smokes=no@?", "pregnant [scar smokes] review"),
    ] {
        let mut interview = Interview::new(&engine, visit(&questionnaire, said), Audience::Client);
        let mut told = Vec::new();
        loop {
            match interview.step() {
                Step::Ask(index) => {
                    told.push(questionnaire[index].id.clone());
                    interview.answer(Answer::Given(candidacy::value::Value::YesNo(false))).unwrap();
                }
                Step::Confirm => {
                    let lines = interview.to_confirm(9);
                    let ids: Vec<&str> = lines.iter().map(|line| questionnaire[*line].id.as_str()).collect();
                    told.push(format!("[{}]", ids.join(" ")));
                    interview.still_so(&lines);
                }
                Step::Review => {
                    told.push("review".to_owned());
                    break;
                }
                Step::Stopped(_) | Step::Done => panic!("{said}"),
            }
        }
        let told = told.join(" ");
        assert_eq!(told, asked, "{said}");
        let today = engine.assess(interview.response(), Audience::Client);
        assert!(today.aged.is_empty(), "{said}");
    }
}

/// Two harmless answers that stop together: the list does not end the interview, and going back from there does not pass it.
#[test]
fn no_list_ends_an_interview() {
    let questionnaire = set(&VISITS.replace("when: spread, verdict: never", "when: scar and smokes, verdict: never"));
    let engine = Engine::new(&questionnaire, day());
    let old = visit(&questionnaire, "born=yes@0 pregnant=no@0 scar=no@210 smokes=yes@210");
    let mut interview = Interview::new(&engine, old, Audience::Client);
    let [scar, spread, smokes] = ["scar", "spread", "smokes"].map(|id| questionnaire.question(id).unwrap());
    let yes = |yes| Answer::Given(candidacy::value::Value::YesNo(yes));
    assert_eq!((interview.step(), interview.to_confirm(9)), (Step::Confirm, vec![scar, smokes]));
    interview.change(scar);
    interview.answer(yes(true)).unwrap();
    assert_eq!(interview.step(), Step::Ask(spread));
    interview.answer(yes(false)).unwrap();
    assert_eq!((interview.step(), interview.to_confirm(9)), (Step::Confirm, vec![smokes]));
    interview.still_so(&[smokes]);
    assert_eq!(interview.step(), Step::Ask(smokes), "asked by itself before it stops anything");
    assert!(!interview.back(), "there is no way around it");
    interview.answer(yes(true)).unwrap();
    assert_eq!(interview.step(), Step::Ask(scar));
    interview.answer(yes(true)).unwrap();
    assert!(matches!(interview.step(), Step::Stopped(_)));
}

/// What an aged answer alone makes of a section is not settled.
#[test]
fn no_section_is_settled_by_an_aged_answer() {
    let questionnaire = set(&VISITS.replace("verdict: wait, finding: Wait.", "verdict: never, finding: Wait."));
    let engine = Engine::new(&questionnaire, day());
    let old = visit(&questionnaire, "born=yes@0 pregnant=yes@1 scar=no@0 smokes=no@0");
    let assessment = engine.assess(&old, Audience::Client);
    let section = &assessment.sections[0];
    assert_eq!((section.verdict, section.could_become), (assessment.verdict, assessment.verdict));
    assert!(section.at_least < section.verdict && !assessment.settled());
}

#[test]
fn a_technician_asks_the_client_again_with_the_client_there() {
    let questionnaire =
        set(&VISITS.replace("rules:", "  - { id: look, ask: Look?, type: yes_no, for: technician }\n    rules:"));
    let engine = Engine::new(&questionnaire, day());
    let said = visit(&questionnaire, "born=yes@3 pregnant=no@3 scar=no@3 smokes=no@3");
    let mut interview = Interview::new(&engine, said.clone(), Audience::Technician);
    let id = |step: Step| match step {
        Step::Ask(index) => questionnaire[index].id.clone(),
        other => format!("{other:?}"),
    };
    assert_eq!(id(interview.step()), "look");
    interview.answer(Answer::Given(candidacy::value::Value::YesNo(true))).unwrap();
    assert_eq!(interview.step(), Step::Confirm);
    let lines = interview.to_confirm(9);
    assert_eq!(lines.iter().map(|line| questionnaire[*line].id.as_str()).collect::<Vec<_>>(), ["pregnant"]);
    interview.still_so(&lines);
    assert_eq!(interview.step(), Step::Review);
    assert_eq!(interview.response().newest(), Some(day()));

    // Of an old answer that changes, what it opens is asked as well.
    let old = visit(&questionnaire, "born=yes@300 pregnant=no@300 scar=no@300 smokes=no@300 look=yes@0");
    let mut interview = Interview::new(&engine, old, Audience::Technician);
    assert_eq!(interview.step(), Step::Confirm);
    interview.change(questionnaire.question("scar").unwrap());
    interview.answer(Answer::Given(candidacy::value::Value::YesNo(true))).unwrap();
    assert_eq!(id(interview.step()), "spread");
}

/// The people of the shipped set's own scenarios who answered everything, by the file they stand in.
const PEOPLE: [&str; 5] = ["suitable", "alternative", "conditions", "defer", "refer"];

/// What one visit asks: questions by themselves, lists, and the lines in them. Everybody says what they said before.
#[derive(Debug, Default, PartialEq)]
struct Asked {
    singly: usize,
    lists: usize,
    lines: usize,
}

fn returns(engine: &Engine<'_>, before: &Response, audience: Audience) -> Asked {
    let questionnaire = engine.questionnaire();
    let (mut asked, mut interview) = (Asked::default(), Interview::new(engine, before.clone(), audience));
    loop {
        match interview.step() {
            Step::Ask(index)
                if !audience.includes(Audience::Technician)
                    || questionnaire[index].audience != Audience::Technician =>
            {
                asked.singly += 1;
                let again = interview.before(index).map(|(answer, _)| answer.clone());
                let offered = interview.offered(index);
                let answer = again.unwrap_or_else(|| some_answer(&questionnaire[index], offered));
                interview.answer(answer.clone()).unwrap_or_else(|fault| panic!("{}: {fault}", questionnaire[index].id));
            }
            // The technician's own examination.
            Step::Ask(index) => {
                let offered = interview.offered(index);
                let answer = some_answer(&questionnaire[index], offered);
                interview.answer(answer).unwrap();
            }
            Step::Confirm => {
                let lines = interview.to_confirm(9);
                asked.lists += 1;
                asked.lines += lines.len();
                interview.still_so(&lines);
            }
            Step::Review | Step::Stopped(_) | Step::Done => return asked,
        }
    }
}

fn some_answer(question: &candidacy::questionnaire::Question, offered: OptionSet) -> Answer {
    let otherwise = if question.unsure.is_some() { Answer::Unsure } else { Answer::Skipped };
    answer(question, offered, &mut Tape(&[])).unwrap_or(otherwise)
}

/// On the shipped set: seven months later, and three days later at the technician's.
#[test]
fn a_return_is_short() {
    let smp = crate::support::smp();
    let (first, later, soon) = (day(), days_ago(-212), days_ago(-3));
    let (later, soon) = (Engine::new(smp, later), Engine::new(smp, soon));
    for person in PEOPLE {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/it/smp/{person}.yaml"));
        let response = crate::support::answers(smp, &std::fs::read_to_string(path).unwrap());
        assert_eq!(response.newest(), Some(first));
        let home = returns(&later, &response, Audience::Client);
        let clinic = returns(&soon, &response, Audience::Technician);
        println!("{person}: {home:?} {clinic:?}");
        assert!(home.singly <= 24 && home.lists <= 10, "{person}: {home:?}");
        assert!(clinic.singly + clinic.lines <= 8 && clinic.lists <= 1, "{person}: {clinic:?}");
    }
}

/// On the shipped set, with everybody of its scenarios: each answer is of a day of its own, and what has aged is answered anew.
#[test]
fn the_laws_of_age_hold_for_everybody_of_the_shipped_set() {
    let (smp, today) = (crate::support::smp(), candidacy::value::parse_date("2040-01-01").unwrap());
    let engine = Engine::new(smp, today);
    let mut aged = 0;
    for (person, line) in include_str!("../fixtures/smp/saved-under-1.0.0.ndjson").lines().enumerate() {
        let mut sources = Sources::default();
        let source = sources.add("saved", line);
        let (loaded, _) = load(smp, source, &sources, today);
        let (mut dated, mut ageless) = (Response::new(smp), Response::new(smp));
        for (index, said) in loaded.response.iter() {
            let mixed = (person * 31 + index.at() * 17) % AGES.len();
            let on = today.checked_sub(jiff_days(AGES[mixed])).unwrap();
            let Ok(accepted) = accept(smp, index, said.clone(), on) else { continue };
            ageless.set(accepted.clone().undated());
            dated.set(accepted);
        }
        let (with, without) = (engine.assess(&dated, Audience::Everyone), engine.assess(&ageless, Audience::Everyone));
        let findings = |of: &Assessment| of.findings.iter().map(|it| (it.rule, it.not_before)).collect::<Vec<_>>();
        assert_eq!((with.verdict, findings(&with)), (without.verdict, findings(&without)), "{line}");
        assert!(with.could_become >= without.could_become && with.at_least <= without.at_least, "{line}");
        aged += with.aged.len();
        for way in 0..3 {
            let mut anew = dated.clone();
            for question in engine.aged(&dated) {
                let tape = [(person * 7 + way * 13 + question.at() * 5) as u16, person as u16, way as u16, 3, 1];
                let options = OptionSet::first(smp[question].options().len());
                match answer(&smp[question], options, &mut Tape(&tape)).map(|now| accept(smp, question, now, today)) {
                    Some(Ok(now)) => anew.set(now),
                    _ => anew.clear(question),
                }
            }
            let then = engine.assess(&anew, Audience::Everyone);
            assert!(with.at_least <= then.verdict && then.verdict <= with.could_become, "{way}: {line}");
            assert!(!with.settled() || then.verdict == with.verdict, "{way}: {line}");
        }
    }
    assert!(aged > 10_000, "{aged}");
}
