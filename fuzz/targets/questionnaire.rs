//! Any bytes as a questionnaire. A line `#file NAME` starts another file of its folder.
#![no_main]

mod world;

use candidacy::assessment::Engine;
use candidacy::catalog::shipped_templates;
use candidacy::interview::{Interview, Step};
use candidacy::outlook::Outlook;
use candidacy::questionnaire::{Audience, Question, QuestionKind, Texts, load};
use candidacy::report::{Format, contract, render, report};
use candidacy::response::{Response, fits, load as load_response, to_yaml};
use candidacy::source::Sources;
use candidacy::value::{Answer, OptionSet, Value, parse_date, parse_decimal};
use libfuzzer_sys::fuzz_target;
use world::{day, expect_sane, is_rendered};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.split("\n#file ");
    let main = parts.next().unwrap_or_default();
    let files = parts.filter_map(|part| part.split_once('\n'));
    let files = files.fold(Texts::one("questionnaire.yaml", main), |files, (name, text)| files.with(name, text));
    let mut sources = Sources::default();
    let (questionnaire, diagnostics) = load(&files, "questionnaire.yaml", &mut sources);
    assert_eq!(questionnaire.is_none(), diagnostics.has_errors(), "{diagnostics:?}");
    expect_sane(bytes, &diagnostics, &sources);
    if let Some(questionnaire) = questionnaire {
        let engine = Engine::new(&questionnaire, day());
        let nothing = Response::new(&questionnaire);
        let holders = [(Audience::Client, 0), (Audience::Technician, 1), (Audience::Client, 2)];
        let interviewed = holders.map(|(holder, seed)| interviewed(&engine, holder, seed));
        for response in interviewed.iter().chain([&nothing]) {
            judges(&engine, response);
            if is_rendered(bytes) {
                reports(&engine, response);
            }
        }
    }
});

/// A response to a sound questionnaire can be judged, saved and read back.
fn judges(engine: &Engine<'_>, response: &Response) {
    let questionnaire = engine.questionnaire();
    let assessment = engine.assess(response, Audience::Client);
    assert!(assessment.verdict <= assessment.could_become);
    let yaml = to_yaml(questionnaire, response, &[]);
    let mut sources = Sources::default();
    let source = sources.add("response.yaml", yaml.clone());
    let (loaded, faults) = load_response(questionnaire, source, &sources, day());
    assert!(!faults.has_errors(), "{yaml}\n{faults:?}");
    assert_eq!(&loaded.response, response, "{yaml}");
}

/// A response to a sound questionnaire can be reported.
fn reports(engine: &Engine<'_>, response: &Response) {
    let assessment = engine.assess(response, Audience::Client);
    assert!(contract(engine, response, &assessment).to_json().starts_with('{'));
    let report = report(engine, response, &assessment, &Outlook::of(engine, response, &assessment));
    for (format, template) in [(Format::Text, "client.txt"), (Format::Html, "technician.html")] {
        render(&report, format, template, &shipped_templates(), 40).unwrap();
    }
}

/// An interview that gives every question the first answer that it takes, counted from `seed`, comes to an end.
fn interviewed(engine: &Engine<'_>, holder: Audience, seed: usize) -> Response {
    let questionnaire = engine.questionnaire();
    let mut interview = Interview::new(engine, Response::new(questionnaire), holder);
    let mut left = questionnaire.questions().len() + 1;
    while let Step::Ask(index) = interview.step() {
        assert!(left > 0, "the interview asks more than it has");
        left -= 1;
        let question = &questionnaire.questions()[index];
        let offered = interview.offered(index);
        let mut answers = candidates(question, offered);
        let count = answers.len().max(1);
        answers.rotate_left(seed % count);
        let answer = answers.into_iter().find_map(|answer| fits(question, answer, day()).ok());
        // A number between two bounds that are not whole, say, is not worth looking for.
        let Some(answer) = answer else { break };
        if interview.answer(answer).is_err() {
            break;
        }
    }
    interview.into_response()
}

fn candidates(question: &Question, offered: OptionSet) -> Vec<Answer> {
    let mut answers: Vec<Answer> = match &question.kind {
        QuestionKind::YesNo => [true, false].map(|yes| Answer::Given(Value::YesNo(yes))).into(),
        QuestionKind::Choice(_) | QuestionKind::Scale(_) => {
            offered.iter().map(|position| Answer::Given(Value::Choice(position))).collect()
        }
        QuestionKind::Choices { .. } => {
            let sets = (1..=offered.len()).map(|count| offered.iter().take(count).collect());
            let alone = offered.iter().map(OptionSet::of);
            alone.chain(sets).map(|set| Answer::Given(Value::Choices(set))).collect()
        }
        QuestionKind::Number { .. } => {
            let numbers = ["0", "1", "17", "34.5", "-1", "100", "1000000"].into_iter().filter_map(parse_decimal);
            numbers.map(|number| Answer::Given(Value::Number(number))).collect()
        }
        QuestionKind::Date(_) => {
            let days = ["2026-11-22", "2026-06-22", "2027-01-01", "0001-01-01", "9999-12-31"];
            days.into_iter().filter_map(parse_date).map(|day| Answer::Given(Value::Date(day))).collect()
        }
        QuestionKind::Text => vec![Answer::Given(Value::Text("<b>*x*</b> {{ x }}\u{1b}[2J".into()))],
    };
    answers.extend([Answer::Unsure, Answer::Withheld, Answer::Skipped]);
    answers
}
