//! Answers as people and programs write them: what is taken, what is refused and where, and what is written back.

use candidacy::diagnostic::Diagnostics;
use candidacy::questionnaire::Questionnaire;
use candidacy::response::{Loaded, MAX_TEXT, Response, fits, load, parse_value, reads_back, to_yaml};
use candidacy::source::Sources;
use candidacy::value::{Answer, Value};
use proptest::prelude::*;

use crate::generate::{Tape, put, questionnaire, response, tapes};
use crate::support::{answer_json, day, sample, set, small};

const EVERY_TYPE: &str = r#"
questionnaire: every_type
version: 1.2.0
title: Every type
language: en
verdicts:
  - fine: { title: Fine, says: Fine. }
  - wait: { title: Wait, says: Wait. }
sections:
  - id: one
    title: One
    questions:
      - { id: smoker, ask: Smoker?, type: yes_no, unsure: wait }
      - { id: colour, ask: Colour?, type: choice, options: { red: Red, no: No colour, on: Switched on } }
      - { id: stage, ask: Stage?, type: scale, options: { i: First, ii: Second } }
      - { id: skin, ask: Skin?, type: choices, max: 2, options: { dry: Dry, sore: Sore, oily: Oily, none: { label: None, exclusive: true } } }
      - { id: age, ask: Age?, type: number, range: 0..120 }
      - { id: weight, ask: Weight?, type: number, decimals: 2, required: false }
      - { id: last, ask: Last?, type: date, range: past }
      - { id: soon, ask: Soon?, type: date, range: future }
      - { id: term, ask: Term?, type: date, range: 2026-01-01..2026-12-31 }
      - { id: note, ask: Note?, type: text, required: false }
      - { id: name, ask: Name?, type: text }
    rules:
      - { id: rule, when: smoker, verdict: wait, finding: Smoker. }
"#;

fn read(questionnaire: &Questionnaire, text: &str) -> (Loaded, Diagnostics, Sources) {
    let mut sources = Sources::default();
    let source = sources.add("response.yaml", text);
    let (loaded, faults) = load(questionnaire, source, &sources, day());
    (loaded, faults.sorted(), sources)
}

/// Faults, a line each: code, the text that is pointed at, message, help.
fn told(faults: &Diagnostics, sources: &Sources) -> String {
    let line = |fault: &candidacy::diagnostic::Diagnostic| {
        let source = sources.get(fault.span.source).unwrap();
        let help = fault.help.iter().map(|help| format!(" | {help}")).collect::<String>();
        let (line, column) = source.line_column(fault.span.start);
        format!("{line}:{column} {} «{}» {}{help}\n", fault.code.name(), source.slice(fault.span), fault.message)
    };
    faults.iter().map(line).collect()
}

#[test]
fn every_form_of_an_answer_is_read() {
    let questionnaire = set(EVERY_TYPE);
    // What the file says; the answer as JSON, or where that does not tell, the answer itself.
    for (answers, expected) in [
        ("smoker: yes", "smoker true"),
        ("smoker: No", "smoker false"),
        ("smoker: true", "smoker true"),
        ("smoker: 'false'", "smoker false"),
        ("smoker: unsure", r#"smoker "unsure""#),
        ("smoker: \"withheld\"", r#"smoker "withheld""#),
        ("colour: no", r#"colour "no""#),
        ("colour: on", r#"colour "on""#),
        ("stage: ii", r#"stage "ii""#),
        ("skin: [dry, sore]", r#"skin ["dry","sore"]"#),
        ("skin: sore, dry", r#"skin ["dry","sore"]"#),
        ("skin: dry", r#"skin ["dry"]"#),
        ("skin:\n    - none", r#"skin ["none"]"#),
        ("age: 34", "age 34"),
        ("age: '034.0'", "age 34"),
        ("weight: -0.50", "weight -0.5"),
        ("weight: 1234567890123456789012345.25", r#"weight "1234567890123456789012345.25""#),
        ("weight: null", "weight null"),
        ("weight:", "weight null"),
        ("last: 2026-11-22", r#"last "2026-11-22""#),
        ("soon: '2026-11-22'", r#"soon "2026-11-22""#),
        ("term: 2026-12-31", r#"term "2026-12-31""#),
        ("note: no", r#"note "no""#),
        ("note: 1e3", r#"note "1e3""#),
        ("note: unsure", r#"note "unsure""#),
        ("note: \"a\\0 \\x1b \\u2028\"", "note \"a\\u0000 \\u001b \u{2028}\""),
        ("note: |\n    two\n    lines\n", r#"note "two\nlines\n""#),
        ("note: '  '", "note null"),
        ("note: ~", "note null"),
        ("name: '~'", r#"name "~""#),
    ] {
        let (loaded, faults, sources) = read(&questionnaire, &format!("answers:\n  {answers}\n"));
        assert!(faults.is_empty(), "{answers}\n{}", told(&faults, &sources));
        let told: Vec<String> = loaded
            .response
            .iter()
            .map(|(index, answer)| {
                let question = &questionnaire.questions()[index];
                format!("{} {}", question.id, answer_json(question, answer))
            })
            .collect();
        assert_eq!(told, [expected], "{answers}");
    }
}

#[test]
fn what_does_not_fit_is_said_at_its_place() {
    let questionnaire = set(EVERY_TYPE);
    let number =
        "`age` takes a number such as `12` or `-0.5` | write digits, with a point if need be; no exponent, no unit";
    let day = "takes a day such as `2026-11-22`, a month such as `2026-11`, or a year | write year, month and day, or only the year and the month, or only the year";
    for (answers, expected) in [
        ("agee: 3", "3 unknown-question «agee» `agee` is not a question of `every_type` | did you mean `age`?".into()),
        ("smoker: perhaps", "11 wrong-answer «perhaps» `smoker` takes `yes` or `no`".into()),
        ("smoker: 1", "11 wrong-answer «1» `smoker` takes `yes` or `no`".into()),
        ("smoker: [yes]", "11 wrong-answer «[yes]» `smoker` takes `yes` or `no`".into()),
        ("smoker: { a: b }", "11 wrong-answer «{ a: b }» `smoker` takes `yes` or `no`".into()),
        ("smoker:", "3 required-answer «smoker» `smoker` needs an answer | answer it, or leave the line out to keep the question open".into()),
        ("age: ~", "8 required-answer «~» `age` needs an answer | answer it, or leave the line out to keep the question open".into()),
        ("name: ''", "9 required-answer «''» `name` needs an answer | answer it, or leave the line out to keep the question open".into()),
        ("age: unsure", "8 unsure-not-offered «unsure» `age` does not offer \"not sure\" or \"rather not say\" | answer it, or leave the line out to keep the question open".into()),
        ("colour: redd", "11 unknown-option «redd» `redd` is not an option of `colour` | did you mean `red`?".into()),
        ("colour: purple", "11 unknown-option «purple» `purple` is not an option of `colour` | known here: `red`, `no`, `on`".into()),
        ("colour: [red]", "11 wrong-answer «[red]» `colour` takes one option".into()),
        ("skin: [dry, sor]", "15 unknown-option «sor» `sor` is not an option of `skin` | did you mean `sore`?".into()),
        ("skin: 'dry, sor'", "15 unknown-option «sor» `sor` is not an option of `skin` | did you mean `sore`?".into()),
        ("skin: [dry, [sore]]", "9 wrong-answer «[dry, [sore]]» `skin` takes a list of options".into()),
        ("skin: [dry, none]", "15 excluded-options «none» `none` cannot be combined with other options of `skin` | remove `none`, or everything else".into()),
        ("skin: [dry, sore, oily]", "9 wrong-picks «[dry, sore, oily]» `skin` has 3 options picked | pick 1 to 2 of them".into()),
        ("skin: []", "9 wrong-picks «[]» `skin` has 0 options picked | pick 1 to 2 of them".into()),
        ("skin: [dry, dry]", "15 repeated-option «dry» `dry` stands twice in the answer to `skin` | remove one of them; it counts once".into()),
        ("age: NaN", format!("8 wrong-answer «NaN» {number}")),
        ("age: .inf", format!("8 wrong-answer «.inf» {number}")),
        ("age: 1e400", format!("8 wrong-answer «1e400» {number}")),
        ("age: 0x1F", format!("8 wrong-answer «0x1F» {number}")),
        ("age: +5", format!("8 wrong-answer «+5» {number}")),
        ("age: 34 years", format!("8 wrong-answer «34 years» {number}")),
        ("age: '3,5'", "8 wrong-answer «'3,5'» `age` takes a number such as `12` or `-0.5` | write the number with a point, and no commas".into()),
        ("age: 121", "8 answer-out-of-range «121» `age` must be from 0 to 120".into()),
        ("age: -1", "8 answer-out-of-range «-1» `age` must be from 0 to 120".into()),
        ("age: 3.5", "8 answer-out-of-range «3.5» `age` takes whole numbers only".into()),
        ("weight: 0.125", "11 answer-out-of-range «0.125» `weight` takes at most 2 digits after the point".into()),
        ("last: 2026-02-31", "9 wrong-answer «2026-02-31» there is no day `2026-02-31`".into()),
        ("last: 0000-00-00", "9 wrong-answer «0000-00-00» there is no day `0000-00-00`".into()),
        ("last: 31.2.2026", "9 wrong-answer «31.2.2026» there is no day `31.2.2026`".into()),
        ("last: 2026-13", "9 wrong-answer «2026-13» there is no day `2026-13`".into()),
        ("last: 1/6/2026", "9 wrong-answer «1/6/2026» this can be read as 1 June 2026 or as 6 January 2026 | write 2026-06-01 or 2026-01-06".into()),
        ("last: yesterday", "9 wrong-answer «yesterday» a file can be read on any day, so this could be any day | write the day itself, such as 2026-11-22, or only the month (2026-11) or the year (2026)".into()),
        ("last: 3 months ago", "9 wrong-answer «3 months ago» a file can be read on any day, so this could be any day | write the day itself, such as 2026-11-22, or only the month (2026-11) or the year (2026)".into()),
        ("last: 22.11.26", format!("9 wrong-answer «22.11.26» `last` {day}")),
        ("last: 2026-11-22T10:00:00", format!("9 wrong-answer «2026-11-22T10:00:00» `last` {day}")),
        ("last: 2026-11-23", "9 answer-out-of-range «2026-11-23» `last` must be today or earlier".into()),
        ("soon: 2026-11-21", "9 answer-out-of-range «2026-11-21» `soon` must be today or later".into()),
        ("last: 2026-12", "9 answer-out-of-range «2026-12» `last` must be today or earlier".into()),
        ("soon: 2025", "9 answer-out-of-range «2025» `soon` must be today or later".into()),
        ("term: 2027-01-01", "9 answer-out-of-range «2027-01-01» `term` must be from 2026-01-01 to 2026-12-31".into()),
        ("note: [a]", "9 wrong-answer «[a]» `note` takes a text".into()),
        ("age: 3\n  age: 4", "3 duplicate-key «age»".into()),
    ] {
        let (loaded, faults, sources) = read(&questionnaire, &format!("answers:\n  {answers}\n"));
        let told = told(&faults, &sources);
        let line = if answers.contains('\n') { 3 } else { 2 };
        assert!(told.starts_with(&format!("{line}:{expected}")) && told.lines().count() == 1, "{answers}\n{told}");
        let kept = loaded.response.iter().count();
        assert_eq!(kept > 0, answers.contains("dry, dry") || answers.contains('\n'), "{answers}: what does not fit is not kept");
    }
}

#[test]
fn all_faults_of_a_file_are_said_at_once() {
    let questionnaire = set(EVERY_TYPE);
    let text = "questionnaire: every_type\nversion: 1.0.0\nanswered_on: yesterday\nid: [1]\nanswer: {}\nage: 34\nanswers:\n  age: old\n  hat: red\n";
    let (_, faults, sources) = read(&questionnaire, text);
    insta::assert_snapshot!(format!("{text}\n{}", told(&faults, &sources)));
    for (text, expected) in [
        (
            "questionnaire: other\nanswers: { hat: red }",
            "1:16 other-questionnaire «other» these answers belong to `other`, not to `every_type` | use the answers with the questionnaire `other`, or take a response to this one\n",
        ),
        ("[1, 2]", "1:1 wrong-shape «[1, 2]» a response file is a mapping, and this is a list\n"),
        (
            "answers: [1]",
            "1:10 wrong-shape «[1]» `answers` is a mapping from questions to answers, and this is a list\n",
        ),
        (
            "version: 1.2.0",
            "1:1 missing-key «» a response file needs `answers` | write `answers:` and below it a line such as `age: 34` for each answer\n",
        ),
        ("answers:", ""),
    ] {
        let (_, faults, sources) = read(&questionnaire, text);
        assert_eq!(told(&faults, &sources), expected, "{text}");
    }
    let (loaded, faults, _) =
        read(&questionnaire, r#"{"id": 17, "answered_on": "2026-11-01", "answers": {"age": 34}}"#);
    assert!(faults.is_empty());
    assert_eq!(
        (loaded.id.as_deref(), loaded.as_written.on.map(|day| day.to_string())),
        (Some("17"), Some("2026-11-01".into()))
    );
}

#[test]
fn a_response_is_written_so_that_nobody_can_misread_it() {
    let questionnaire = set(EVERY_TYPE);
    let mut response = Response::new(&questionnaire);
    for (id, text) in [
        ("smoker", "no"),
        ("colour", "no"),
        ("stage", "ii"),
        ("skin", "none"),
        ("age", "34"),
        ("weight", "1234567890123456789012345.25"),
        ("last", "2026-06-22"),
        ("soon", "2027-01-01"),
        ("note", "1e3"),
        ("name", "Zoë \"Z\" 😀\n\u{1b}[31m \u{202e}\u{feff}\u{85}\\"),
    ] {
        let index = questionnaire.question(id).unwrap();
        put(&questionnaire, &mut response, index, parse_value(&questionnaire[index], text, day()).unwrap());
    }
    insta::assert_snapshot!(to_yaml(&questionnaire, &response, &[]));
    insta::assert_snapshot!(to_yaml(&questionnaire, &Response::new(&questionnaire), &[]), @r#"
    questionnaire: every_type
    version: "1.2.0"
    answers: {}
    "#);
}

#[test]
fn a_text_has_a_longest_length() {
    let questionnaire = set(EVERY_TYPE);
    let note = &questionnaire.questions()[questionnaire.question("note").unwrap()];
    let said = |count: usize| Answer::Given(Value::Text("é".repeat(count)));
    assert_eq!(fits(note, said(MAX_TEXT), day()), Ok(said(MAX_TEXT)));
    assert!(fits(note, said(MAX_TEXT + 1), day()).is_err());
}

#[test]
fn answers_of_another_type_or_past_the_options_are_refused() {
    let questionnaire = set(EVERY_TYPE);
    let values = [
        Value::YesNo(true),
        Value::Choice(99),
        Value::Choices(candidacy::value::OptionSet(1 << 63)),
        Value::Number(candidacy::value::Decimal::MAX),
        Value::Date(candidacy::value::Date::MIN),
        Value::Text("a".into()),
    ];
    for question in questionnaire.questions() {
        let fits: Vec<&Value> =
            values.iter().filter(|value| fits(question, Answer::Given((*value).clone()), day()).is_ok()).collect();
        let expected = match question.id.as_str() {
            "smoker" => 1,
            "weight" | "note" | "name" => 1,
            _ => 0,
        };
        assert_eq!(fits.len(), expected, "{}: {fits:?}", question.id);
    }
}

/// The text of a value as a second reader sees it.
/// What reads back differently, to us or to the second reader, is not put on disk.
#[test]
fn a_text_that_does_not_read_back_is_noticed() {
    let questionnaire = small();
    let mut response = Response::new(&questionnaire);
    let fever = questionnaire.question("fever").unwrap();
    put(&questionnaire, &mut response, fever, Answer::Given(Value::YesNo(true)));
    let yaml = to_yaml(&questionnaire, &response, &[]);
    assert!(reads_back(&questionnaire, (&response, &[]), &yaml, day()));
    for (cut, put) in [
        ("yes", "no"),
        ("fever", "ear"),
        ("  fever: yes\n", ""),
        ("answers:", "answers: ["),
        ("version:", "\tversion:"),
    ] {
        let doctored = yaml.replace(cut, put);
        assert_ne!(doctored, yaml, "{cut}");
        assert!(!reads_back(&questionnaire, (&response, &[]), &doctored, day()), "{cut} → {put}");
    }
}

fn second_reading(value: &serde_yaml::Value) -> String {
    match value {
        serde_yaml::Value::Null => "null".into(),
        serde_yaml::Value::Bool(truth) => truth.to_string(),
        serde_yaml::Value::Number(number) => number.to_string(),
        serde_yaml::Value::String(text) => text.clone(),
        serde_yaml::Value::Sequence(items) => items.iter().map(second_reading).collect::<Vec<_>>().join(","),
        other => panic!("{other:?}"),
    }
}

proptest! {
    #![proptest_config(sample(256))]

    #[test]
    fn a_second_reader_sees_the_same_answers(drawn in tapes(), answered in tapes()) {
        let questionnaire = questionnaire(&mut Tape(&drawn)).load();
        let response = response(&questionnaire, &mut Tape(&answered));
        let yaml = to_yaml(&questionnaire, &response, &[]);
        let read: serde_yaml::Value = serde_yaml::from_str(&yaml).unwrap();
        let answers = read.get("answers").and_then(|answers| answers.as_mapping()).unwrap();
        prop_assert_eq!(answers.len(), response.iter().count());
        for (index, answer) in response.iter() {
            let question = &questionnaire.questions()[index];
            let text = second_reading(&answers[question.id.as_str()]);
            let again = if *answer == Answer::Skipped { Ok(Answer::Skipped) } else { parse_value(question, &text, day()) };
            prop_assert_eq!(again.as_ref(), Ok(answer), "{}", &yaml);
        }
    }

    #[test]
    fn json_answers_read_back_as_the_same(drawn in tapes(), answered in tapes()) {
        let questionnaire = questionnaire(&mut Tape(&drawn)).load();
        let response = response(&questionnaire, &mut Tape(&answered));
        let answers = response.iter().map(|(index, answer)| {
            let question = &questionnaire.questions()[index];
            (question.id.clone(), answer_json(question, answer))
        });
        let line = serde_json::json!({ "answered_on": day().to_string(), "answers": answers.collect::<serde_json::Map<_, _>>() }).to_string();
        let (loaded, faults, sources) = read(&questionnaire, &line);
        prop_assert!(faults.is_empty(), "{line}\n{}", told(&faults, &sources));
        prop_assert_eq!(loaded.response, response, "{}", line);
    }

    #[test]
    fn any_text_is_read_without_panic(text in "(answers:\n)?(  (smoker|skin|age|last|note): ?[\\PC]{0,12}\n){0,4}") {
        let questionnaire = set(EVERY_TYPE);
        let (loaded, faults, _) = read(&questionnaire, &text);
        prop_assert!(faults.has_errors() || loaded.response.iter().count() <= 5);
    }
}
