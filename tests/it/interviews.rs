//! The interview as a state machine: driven at random over random questionnaires, and by hand through its turns.

use candidacy::assessment::{Assessment, Engine};
use candidacy::interview::{Interview, Step};
use candidacy::questionnaire::{Audience, Questionnaire};
use candidacy::response::{Rejection, Response, parse_value};
use candidacy::value::index::QuestionIx;
use candidacy::value::{Answer, Truth, Value};
use proptest::prelude::*;

use crate::generate::{Tape, answer, put, questionnaire, response, tapes};
use crate::support::{day, sample, set};

fn fraction(interview: &Interview) -> f64 {
    let progress = interview.progress();
    assert!(progress.done <= progress.of);
    if progress.of == 0 { 1.0 } else { progress.done as f64 / progress.of as f64 }
}

/// One random move: answer, answer with something that does not fit, go back, change a line, or look at the review.
fn wander(interview: &mut Interview, tape: &mut Tape) {
    let before = interview.response().clone();
    let was = fraction(interview);
    match interview.step() {
        Step::Ask(index) => {
            let question = &interview.questionnaire().questions()[index];
            let situation = Engine::new(interview.questionnaire(), day()).situation(&before);
            assert_eq!(situation.applies(index), Truth::True, "asked what does not apply");
            assert!(question.audience.includes(interview.audience()), "asked of the wrong person");
            if tape.once_in(4) {
                let first = interview.is_first();
                assert_eq!(interview.back(), !first);
                assert_eq!(interview.response(), &before, "going back lost an answer");
                return;
            }
            let forward = interview.current().is_none();
            let Some(given) = answer(question, interview.offered(index), tape) else { return };
            interview.answer(given.clone()).unwrap();
            let mut expected = before;
            put(interview.questionnaire(), &mut expected, index, given);
            assert_eq!(interview.response(), &expected, "an answer was lost or changed");
            assert!(!forward || fraction(interview) >= was, "progress went back");
        }
        Step::Review => {
            assert_eq!(fraction(interview), 1.0, "the review is the end");
            let lines = interview.asked();
            if !lines.is_empty() {
                interview.change(*tape.one(&lines));
            }
        }
        Step::Confirm => panic!("nothing here is old"),
        Step::Stopped(_) | Step::Done => {}
    }
}

/// Answers whatever is asked until nothing is, and says how many answers it took.
fn finish(interview: &mut Interview, tape: &mut Tape, mut answers: impl FnMut(QuestionIx) -> Option<Answer>) -> usize {
    for count in 0..1000 {
        let Step::Ask(index) = interview.step() else { return count };
        let question = &interview.questionnaire().questions()[index];
        let was = fraction(interview);
        let forward = interview.current().is_none();
        let offered = interview.offered(index);
        let given = answers(index)
            .or_else(|| answer(question, offered, tape))
            .or_else(|| answer(question, offered, &mut Tape(&[])));
        interview.answer(given.expect("a question that is asked can be answered")).unwrap();
        assert!(!forward || fraction(interview) >= was, "progress went back");
    }
    panic!("the interview does not end");
}

fn audiences() -> impl Strategy<Value = Audience> {
    prop_oneof![Just(Audience::Client), Just(Audience::Technician), Just(Audience::Everyone)]
}

proptest! {
    #![proptest_config(sample(256))]

    #[test]
    fn it_ends_and_the_way_there_does_not_matter(
        drawn in tapes(), begun in tapes(), moves in tapes(), audience in audiences(), from_file in any::<bool>()
    ) {
        let draft = questionnaire(&mut Tape(&drawn));
        let questionnaire = draft.load();
        let start = if from_file { response(&questionnaire, &mut Tape(&begun)) } else { Response::new(&questionnaire) };
        let engine = Engine::new(&questionnaire, day());
        let mut interview = Interview::new(&engine, start.clone(), audience);
        let mut tape = Tape(&moves);
        while !tape.0.is_empty() && !matches!(interview.step(), Step::Stopped(_)) {
            let left = tape.0.len();
            wander(&mut interview, &mut tape);
            if tape.0.len() == left {
                break;
            }
        }
        let taken = finish(&mut interview, &mut tape, |_| None);
        // A question may be asked twice if an answer took away the option chosen.
        prop_assert!(taken <= 2 * questionnaire.questions().len() + 1);
        if matches!(interview.step(), Step::Stopped(_)) {
            let assessment = Engine::new(&questionnaire, day()).assess(interview.response(), audience);
            prop_assert!(assessment.stopped.is_some());
            return Ok(());
        }
        prop_assert_eq!(interview.step(), Step::Review);
        prop_assert_eq!(fraction(&interview), 1.0);

        let answers = interview.response().clone();
        let fresh = if from_file { start } else { Response::new(&questionnaire) };
        let mut cleared = fresh;
        for index in interview.asked() {
            cleared.clear(index);
        }
        let engine = Engine::new(&questionnaire, day());
        let mut straight = Interview::new(&engine, cleared, audience);
        finish(&mut straight, &mut Tape(&[]), |index| answers.get(index).cloned());
        if straight.step() == Step::Review {
            prop_assert_eq!(straight.asked(), interview.asked(), "{}", draft.yaml());
            let (one, other) = (
                Engine::new(&questionnaire, day()).assess(straight.response(), audience),
                Engine::new(&questionnaire, day()).assess(interview.response(), audience),
            );
            // Answers to questions of another audience whose options went away are not of this law; and what was answered on the
            // way, and is hidden now, is no open point.
            let told = |of: Assessment| {
                let open = of.open.iter().filter(|open| answers.get(open.question).is_none()).cloned().collect();
                Assessment { not_offered: Vec::new(), open, ..of }
            };
            prop_assert_eq!(told(one), told(other), "{}", draft.yaml());
        }
        interview.confirm();
        prop_assert_eq!(interview.step(), Step::Done);
        prop_assert!(!interview.back());
    }
}

/// A questionnaire with every turn an interview can take.
const TURNS: &str = r#"
questionnaire: turns
version: 1.0.0
title: Turns
language: en
verdicts:
  - fine: { title: Fine, says: Fine. }
  - wait: { title: Wait, says: Wait. }
sections:
  - id: one
    title: One
    questions:
      - { id: adult, ask: Adult?, type: yes_no }
      - { id: smoker, ask: Smoker?, type: yes_no, unsure: wait }
      - { id: packs, ask: Packs?, type: number, range: 0..9, when: smoker }
      - { id: marks, ask: Marks?, type: yes_no, for: technician }
      - { id: colour, ask: Colour?, type: choice, options: { red: Red, blue: { label: Blue, when: not smoker }, green: Green } }
      - { id: note, ask: Note?, type: text, required: false }
    rules:
      - { id: child, when: not adult, verdict: wait, finding: Only for adults., stop: true }
      - { id: many, when: packs > 3, verdict: wait, finding: Many. }
"#;

/// Plays a script, a word a move, and writes down where it leads.
fn play(questionnaire: &Questionnaire, audience: Audience, script: &str) -> String {
    let engine = Engine::new(questionnaire, day());
    let mut interview = Interview::new(&engine, Response::new(questionnaire), audience);
    let mut told = vec![place(&interview)];
    for word in script.split_whitespace() {
        match (word.split_once(':'), interview.step()) {
            (Some(("change", id)), _) => interview.change(questionnaire.question(id).unwrap()),
            (_, _) if word == "back" => {
                interview.back();
            }
            (_, _) if word == "confirm" => interview.confirm(),
            (_, Step::Ask(index)) => {
                let text = if word == "skip" { "" } else { word };
                let given = parse_value(&questionnaire.questions()[index], text, day());
                if let Err(rejection) = given.and_then(|given| interview.answer(given)) {
                    told.push(format!("({rejection})"));
                }
            }
            _ => told.push("(nothing asked)".into()),
        }
        told.push(place(&interview));
    }
    told.join(" ")
}

fn place(interview: &Interview) -> String {
    let progress = interview.progress();
    let at = match interview.step() {
        Step::Ask(index) => interview.questionnaire().questions()[index].id.clone(),
        Step::Confirm => "old".into(),
        Step::Review => "review".into(),
        Step::Stopped(_) => "stopped".into(),
        Step::Done => "done".into(),
    };
    let filled = if interview.current().is_some() { "*" } else { "" };
    format!("{at}{filled} {}/{}", progress.done, progress.of)
}

#[test]
fn scripts_lead_where_they_should() {
    let questionnaire = set(TURNS);
    for (audience, script, expected) in [
        // Straight through: the number of questions shrinks when the follow-up falls away, and never grows.
        (Audience::Client, "yes no blue skip confirm", "adult 0/5 smoker 1/5 colour 2/4 note 3/4 review 4/4 done 4/4"),
        (Audience::Client, "yes yes 2 red skip", "adult 0/5 smoker 1/5 packs 2/5 colour 3/5 note 4/5 review 5/5"),
        (Audience::Technician, "yes no yes", "adult 0/6 smoker 1/6 marks 2/5 colour 3/5"),
        // A rule that stops, stops at once, for good.
        (Audience::Client, "no back yes", "adult 0/5 stopped 1/5 stopped 1/5 (nothing asked) stopped 1/5"),
        // "Not sure" leaves the follow-up unasked: it is not known to apply.
        (Audience::Client, "yes unsure blue", "adult 0/5 smoker 1/5 colour 2/4 note 3/4"),
        // What does not fit changes nothing.
        (
            Audience::Client,
            "maybe yes yes 99 2 blue",
            "adult 0/5 (this question takes `yes` or `no`) adult 0/5 smoker 1/5 packs 2/5 (must be from 0 to 9) packs 2/5 \
             colour 3/5 (`blue` is not offered after the earlier answers) colour 3/5",
        ),
        // Back goes through the answers, which stay; the next answer returns to where there is none.
        (
            Audience::Client,
            "yes yes 2 back back back back yes",
            "adult 0/5 smoker 1/5 packs 2/5 colour 3/5 packs* 3/5 smoker* 3/5 adult* 3/5 adult* 3/5 colour 3/5",
        ),
        // Hidden answers come back with their question.
        (
            Audience::Client,
            "yes yes 2 back back no back yes back",
            "adult 0/5 smoker 1/5 packs 2/5 colour 3/5 packs* 3/5 smoker* 3/5 colour 2/4 smoker* 2/4 colour 3/5 packs* 3/5",
        ),
        // A change in the review asks what it opens, and again what is no longer offered, then returns.
        (
            Audience::Client,
            "yes no blue skip change:smoker yes 2 red",
            "adult 0/5 smoker 1/5 colour 2/4 note 3/4 review 4/4 smoker* 4/4 packs 3/5 colour 4/5 review 5/5",
        ),
        // Back from a change returns to the review; a line that is not there cannot be changed.
        (
            Audience::Client,
            "yes no red skip change:colour back change:packs back",
            "adult 0/5 smoker 1/5 colour 2/4 note 3/4 review 4/4 colour* 4/4 review 4/4 review 4/4 note* 4/4",
        ),
    ] {
        assert_eq!(play(&questionnaire, audience, script), expected, "{script}");
    }
}

#[test]
fn it_goes_on_from_a_response() {
    let questionnaire = set(TURNS);
    let mut response = Response::new(&questionnaire);
    let mut say = |id: &str, text: &str| {
        let index = questionnaire.question(id).unwrap();
        put(&questionnaire, &mut response, index, parse_value(&questionnaire[index], text, day()).unwrap());
    };
    say("smoker", "yes");
    say("colour", "blue");
    let engine = Engine::new(&questionnaire, day());
    let interview = Interview::new(&engine, response.clone(), Audience::Client);
    assert_eq!(place(&interview), "adult 1/5", "what is missing first; a colour that is not offered does not count");
    assert!(interview.is_first());
    let mut say = |id: &str, text: &str| {
        let index = questionnaire.question(id).unwrap();
        put(&questionnaire, &mut response, index, parse_value(&questionnaire[index], text, day()).unwrap());
    };
    say("adult", "no");
    let engine = Engine::new(&questionnaire, day());
    let interview = Interview::new(&engine, response, Audience::Client);
    assert_eq!(place(&interview), "adult 1/5", "what stops is asked again: a file cannot say it for a person");
}

#[test]
fn progress_waits_rather_than_going_back_when_an_answer_falls_away() {
    let twice = TURNS.replace(
        "      - { id: note",
        "      - { id: second, ask: Second?, type: choice, options: { red: Red, blue: { label: Blue, when: not smoker } } }\n      - { id: third, ask: Third?, type: choice, options: { red: Red, blue: { label: Blue, when: not smoker } } }\n      - { id: note",
    );
    let questionnaire = set(&twice);
    let mut response = Response::new(&questionnaire);
    for (id, text) in [("adult", "yes"), ("colour", "blue"), ("second", "blue"), ("third", "blue")] {
        let index = questionnaire.question(id).unwrap();
        put(&questionnaire, &mut response, index, parse_value(&questionnaire[index], text, day()).unwrap());
    }
    let engine = Engine::new(&questionnaire, day());
    let mut interview = Interview::new(&engine, response, Audience::Client);
    assert_eq!(place(&interview), "smoker 4/7");
    interview.answer(Answer::Given(Value::YesNo(true))).unwrap();
    assert_eq!(place(&interview), "packs 4/7", "three colours are no longer offered, and have to be asked again");
}

#[test]
fn an_option_that_is_not_offered_is_refused_by_name() {
    let questionnaire = set(TURNS);
    let engine = Engine::new(&questionnaire, day());
    let mut interview = Interview::new(&engine, Response::new(&questionnaire), Audience::Client);
    for text in ["yes", "yes", "1"] {
        let Step::Ask(index) = interview.step() else { panic!("asks") };
        interview.answer(parse_value(&questionnaire.questions()[index], text, day()).unwrap()).unwrap();
    }
    let blue = Answer::Given(Value::Choice(1));
    assert_eq!(interview.answer(blue), Err(Rejection::NotOffered { option: "blue".into() }));
}

#[test]
fn the_rules_that_use_a_question_are_found_through_names_and_scores() {
    let questionnaire = set(r#"
questionnaire: uses
version: 1.0.0
title: Uses
language: en
verdicts:
  - fine: { title: Fine, says: Fine. }
  - wait: { title: Wait, says: Wait. }
sections:
  - id: one
    title: One
    questions:
      - { id: a, ask: A?, type: yes_no }
      - { id: b, ask: B?, type: scale, options: { low: { label: Low, points: 0 }, high: { label: High, points: 2 } } }
      - { id: c, ask: C?, type: yes_no, when: a }
    conditions:
      named: a and c
      named_again: named or a
    scores:
      worry: { title: Worry, sum: [b] }
    rules:
      - { id: direct, when: a, verdict: wait, finding: Direct. }
      - { id: by_name, when: not named_again, verdict: wait, finding: By name. }
      - { id: by_score, when: worry > 1, verdict: wait, finding: By score. }
"#);
    for (question, expected) in [("a", "direct by_name"), ("b", "by_score"), ("c", "by_name")] {
        let rules = candidacy::questionnaire::rules_testing(&questionnaire, questionnaire.question(question).unwrap());
        let ids: Vec<&str> = rules.iter().map(|rule| questionnaire.rules()[*rule].id.as_str()).collect();
        assert_eq!(ids.join(" "), expected, "{question}");
    }
}
