//! `together:`: yes/no questions on one screen. Nothing in the logic changes; only how they are asked does.

use candidacy::assessment::Engine;
use candidacy::interview::{Interview, Step};
use candidacy::questionnaire::{Audience, Questionnaire};
use candidacy::response::Response;
use candidacy::value::index::QuestionIx;
use candidacy::value::{Answer, Value};
use serde_json::Value as Json;

use crate::interview_pty::Home;
use crate::support::{DAY, Room, answers, contract_on, day, set};

const SET: &str = "\
questionnaire: lungs
version: 1.0.0
title: Your lungs
language: en
valid_for: 6 months
verdicts:
  - fine: { title: Suitable, says: Nothing stands in the way. }
  - later: { title: Not now, says: Wait a little. }
  - never: { title: Not for you, says: Please do not. }
sections:
  - id: health
    title: Your health
    questions:
      - { id: ill, ask: Were you ever ill?, type: yes_no }
      - together: Have you ever had any of these?
        when: ill
        questions:
          - { id: asthma, ask: Asthma, type: yes_no, unsure: later }
          - { id: fits, ask: Fits, type: yes_no }
          - { id: heart, ask: A weak heart, type: yes_no, unsure: later }
      - { id: attacks, ask: How many attacks a year?, type: number, range: 0..99, when: asthma }
      - { id: smoker, ask: Do you smoke?, type: yes_no }
    rules:
      - { id: wheeze, when: asthma and attacks > 3, verdict: later, finding: Your asthma must be treated first. }
      - { id: shakes, when: fits and heart, verdict: later, finding: Speak to your doctor. }
      - { id: weak, when: heart, verdict: never, finding: It is too much for your heart., stop: true }
";

/// The same questions, each by itself.
fn singly() -> String {
    let mut lines = Vec::new();
    for line in SET
        .lines()
        .filter(|line| !line.contains("together: ") && *line != "        questions:" && *line != "        when: ill")
    {
        match line.strip_prefix("          - ") {
            Some(line) => lines.push(format!("      - {}", line.replace(" }", ", when: ill }"))),
            None => lines.push(line.to_owned()),
        }
    }
    lines.join("\n")
}

fn judged(set: &Questionnaire, given: &str) -> Json {
    let response = answers(set, &format!("questionnaire: lungs\nversion: 1.0.0\nanswers: {given}\n"));
    let mut json: Json = serde_json::from_str(&contract_on(set, &response, Audience::Client)).unwrap();
    json["questionnaire"] = Json::Null;
    json
}

#[test]
fn nothing_in_the_logic_changes() {
    let (together, alone) = (set(SET), set(&singly()));
    assert_eq!((together.together().len(), alone.together().len()), (1, 0));
    let ids = |set: &Questionnaire| set.questions().iter().map(|one| one.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&together), ids(&alone));
    let said = ["", "yes", "no", "unsure"];
    for ill in said {
        for asthma in said {
            for heart in said {
                let answer =
                    |id: &str, said: &str| if said.is_empty() { String::new() } else { format!("{id}: {said}, ") };
                let ill = if ill == "unsure" { "no" } else { ill };
                let given = [answer("ill", ill), answer("asthma", asthma), answer("heart", heart)].concat();
                let given = format!("{{ {given}smoker: no }}");
                assert_eq!(judged(&together, &given), judged(&alone, &given), "{given}");
            }
        }
    }
}

fn yes_no(yes: bool) -> Answer {
    Answer::Given(Value::YesNo(yes))
}

#[test]
fn a_screen_of_the_interview_has_the_lines_that_lack_an_answer() {
    let set = set(SET);
    let engine = Engine::new(&set, day());
    let at = |id: &str| set.question(id).unwrap();
    let [ill, asthma, fits, heart] = ["ill", "asthma", "fits", "heart"].map(at);
    let mut interview = Interview::new(&engine, Response::new(&set), Audience::Client);
    let progress = |interview: &Interview| (interview.progress().done, interview.progress().of);
    // At most: whether one was ill, the group, the attacks, whether one smokes.
    assert_eq!((interview.together(), progress(&interview)), (vec![], (0, 4)));
    interview.answer(yes_no(true)).unwrap();
    assert_eq!((interview.together(), progress(&interview)), (vec![asthma, fits, heart], (1, 4)));
    // What is on no screen is not answered, and a faulty answer changes nothing.
    interview.answer_together(&[(ill, yes_no(false))]).unwrap();
    assert!(interview.answer_together(&[(asthma, yes_no(true)), (fits, Answer::Unsure)]).is_err());
    assert_eq!((interview.together(), progress(&interview)), (vec![asthma, fits, heart], (1, 4)));
    // One alone is asked as ever, and the rest stays a screen.
    interview.answer(yes_no(false)).unwrap();
    assert_eq!((interview.together(), progress(&interview)), (vec![fits, heart], (1, 3)));
    interview.answer_together(&[(fits, yes_no(false)), (heart, yes_no(false))]).unwrap();
    assert_eq!((interview.step(), progress(&interview)), (Step::Ask(at("smoker")), (2, 3)));
    // Back is to the whole group, and from there past it.
    assert!(interview.back_a_screen());
    assert_eq!(interview.together(), [asthma, fits, heart]);
    assert!(interview.back_a_screen());
    assert_eq!(interview.step(), Step::Ask(ill));
    interview.answer(yes_no(true)).unwrap();
    // Of the review, each is a line of its own.
    interview.answer(yes_no(false)).unwrap();
    assert_eq!((interview.step(), progress(&interview)), (Step::Review, (3, 3)));
    interview.change(fits);
    assert_eq!((interview.step(), interview.together()), (Step::Ask(fits), Vec::<QuestionIx>::new()));
    interview.back();
    // An answer that stops, among others.
    interview.change(fits);
    interview.answer(yes_no(true)).unwrap();
    interview.change(heart);
    interview.answer(yes_no(true)).unwrap();
    assert!(matches!(interview.step(), Step::Stopped(_)));
}

#[test]
fn old_answers_of_a_group_are_asked_again_and_the_others_are_not() {
    let mut text = SET.to_owned();
    for line in ["ask: Were you ever ill?, type: yes_no", "ask: Fits, type: yes_no"] {
        text = text.replace(line, &format!("{line}, valid_for: always"));
    }
    let set = set(&text);
    let engine = Engine::new(&set, day());
    let old = "questionnaire: lungs\nversion: 1.0.0\nanswered_on: 2026-01-01\nanswers: { ill: yes, asthma: unsure, fits: no, heart: unsure, smoker: no }\n";
    let mut interview = Interview::new(&engine, answers(&set, old), Audience::Client);
    let at = |id: &str| set.question(id).unwrap();
    assert_eq!(interview.together(), [at("asthma"), at("heart")]);
    interview.answer_together(&[(at("asthma"), yes_no(false)), (at("heart"), yes_no(false))]).unwrap();
    assert_eq!(interview.step(), Step::Confirm);
}

#[test]
fn by_lines_all_are_answered_in_one_and_read_back() {
    let room = Room::empty();
    room.has("lungs.yaml", SET);
    let arguments = ["assess", "lungs.yaml", "--plain", "--today", DAY, "--save", "me.yaml"];
    // Back and forth; what is no answer; why; read back and taken back; at last as it is.
    let lines = b"1\ny\nb\ny\n9\n2u\n?3\n1\nn\n1u, and 2\ny\nn\ny\n";
    let ran = room.runs_with(&arguments, lines);
    let mut rest = ran.succeeded().err.as_str();
    for said in [
        "Your health. Part 1 of 2, about 1 minute left.\nHave you ever had any of these?\n  1. Asthma\n  2. Fits\n  3. A weak heart\n",
        "Type the numbers of those that are yes, such as 3 5. Put u behind a number where you are not sure",
        "> “9” is not understood. Type numbers from 1 to 3",
        "> 2: ",
        "> \nWhy we ask: A weak heart",
        "> Yes: 1, Asthma. No to the other 2.\nIs that right? (y yes, n no)\n> Then type the line again.",
        "> Yes: 2, Fits. Not sure: 1, Asthma. No to the other one.\nIs that right?",
        "Asthma — Not sure",
        "A weak heart — No",
    ] {
        (_, rest) = rest.split_once(said).unwrap_or_else(|| panic!("{said:?} not in turn:\n{}", ran.err));
    }
    assert!(room.read("me.yaml").contains("asthma: unsure\n  fits: yes\n  heart: no\n"), "{}", room.read("me.yaml"));
}

#[test]
fn on_a_terminal_all_are_on_one_screen() {
    let home = Home::new();
    std::fs::write(home.file("lungs.yaml"), SET).unwrap();
    let person = home.sits_down(&["lungs.yaml"]);
    person.reads_to("1 Begin").presses("\r").sees(&["Were you ever ill?"]).types("y");
    person.sees(&["Have you ever had any of these?", "Fits", "A weak heart", "part 1 of 2", "u not sure · "]);
    // Nothing is answered beforehand, and Enter does not go on without an answer.
    person.sees_line(&["> ", "Asthma", "–"]).presses("\r").sees(&["3 lines have no answer yet."]);
    // A key answers the line and goes to the next; one that is no answer there does nothing.
    person.presses("y").sees_line(&["Asthma", "Yes"]).presses("u").sees(&["That is no answer to this line."]);
    person.presses("n").sees_line(&["Fits", "No"]).presses("?").sees(&["Why we ask: A weak heart"]).presses("\r");
    person.sees_line(&["Asthma", "Yes"]).sees_line(&["> ", "A weak heart", "–"]).presses("y").sees(&["Enter goes on."]);
    // It stops; the wrong key is taken back, and all is asked again.
    person.presses("\r").sees(&["A weak heart", "Is that right?"]).presses("n\r");
    person.sees(&["Have you ever had any of these?"]).sees_line(&["Asthma", "–"]);
    // One key sets all that is empty, and Enter is still to be pressed.
    person.presses("n").sees(&["a The 2 empty lines are all No"]).presses("a").sees(&["Read them once more"]);
    person.sees_line(&["A weak heart", "No"]).presses("\r");
    person.sees(&["Do you smoke?"]).presses("\u{1b}").sees_line(&["A weak heart", "No"]).presses("\r");
    person.sees(&["Do you smoke?"]).types("n");
    person.sees(&["Check your answers", "Asthma — No", "A weak heart — No"]).presses("y\r").keeps_nothing();
    person.is_free_again(0);
}
