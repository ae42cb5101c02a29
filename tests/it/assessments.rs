//! Assessments of one small questionnaire, as golden texts with the answers above them, and the rules of judging as tables.

use candidacy::assessment::{Assessment, Engine};
use candidacy::questionnaire::{Audience, Questionnaire};
use candidacy::response::Response;
use candidacy::value::index::{ScoreIx, VerdictIx};
use candidacy::value::{State, Truth};

use crate::support::{self, DAY, Room, answer_json, day, set};

/// Shows every way a verdict comes about.
const SKIN: &str = include_str!("assessments.yaml");

/// Reads the answers of a response, which must fit.
fn answers(questionnaire: &Questionnaire, answers: &str) -> Response {
    support::answers(questionnaire, &format!("answers: {answers}\n"))
}

/// Everything in an assessment, by the names in the questionnaire.
fn tell(questionnaire: &Questionnaire, assessment: &Assessment) -> String {
    let verdict = |index: VerdictIx| questionnaire.verdicts()[index].id.as_str();
    let settled = if assessment.settled() { "settled" } else { "not settled" };
    let not_before = assessment.not_before().map(|day| format!(", not before {day}")).unwrap_or_default();
    let mut lines = vec![format!(
        "verdict {}, could become {}, {settled}{not_before}",
        verdict(assessment.verdict),
        verdict(assessment.could_become)
    )];
    for section in &assessment.sections {
        let id = &questionnaire.sections()[section.section].id;
        lines.push(format!(
            "section {id}: {}, could become {}",
            verdict(section.verdict),
            verdict(section.could_become)
        ));
    }
    for finding in &assessment.findings {
        let rule = &questionnaire.rules()[finding.rule];
        let because = finding.because.iter().map(|reason| {
            let question = &questionnaire.questions()[reason.question];
            let answer = reason.answer.as_ref().map(|answer| answer_json(question, answer).to_string());
            format!("{} {}", question.id, answer.as_deref().unwrap_or("does not apply"))
        });
        let because: Vec<String> = because.collect();
        let until = finding.not_before.map(|day| format!(", not before {day}")).unwrap_or_default();
        lines.push(format!("finding {}: {}{until}, because {}", rule.id, verdict(rule.verdict), because.join(", ")));
    }
    for unsure in &assessment.unsure {
        let id = &questionnaire.questions()[unsure.question].id;
        lines.push(format!("unsure {id} ({:?}): {}", unsure.answer, verdict(unsure.verdict)));
    }
    for open in &assessment.open {
        let id = &questionnaire.questions()[open.question].id;
        let rules: Vec<&str> = open.rules().map(|rule| questionnaire.rules()[rule].id.as_str()).collect();
        lines.push(format!("open {id}: could become {}, for [{}]", verdict(open.could_become), rules.join(", ")));
    }
    for (score, range) in questionnaire.scores().iter().zip(&assessment.scores) {
        lines.push(format!("score {}: {} to {}", score.id, range.low, range.high));
    }
    if let Some(rule) = assessment.stopped {
        lines.push(format!("stopped by {}", questionnaire.rules()[rule].id));
    }
    lines.join("\n")
}

#[test]
fn golden_assessments() {
    let questionnaire = set(SKIN);
    let mut told = format!("# The questionnaire\n\n{SKIN}\n# Responses, on {}\n", day());
    for (title, response) in [
        ("nothing answered", "{}"),
        (
            "all is well",
            "{ age: 34, keloid: never, isotretinoin: no, skin_now: [none], worry_time: low, worry_mirror: low, diabetes: no, pressure_mark: no }",
        ),
        (
            "a client's answers, before the technician has looked",
            "{ age: 34, keloid: never, isotretinoin: no, skin_now: [none], worry_time: low, worry_mirror: low, diabetes: no }",
        ),
        ("the gravest finding leaves nothing that could change the verdict", "{ keloid: often }"),
        (
            "a date counts, and its day stays beside a graver finding",
            "{ age: 34, keloid: once, isotretinoin: yes, isotretinoin_stopped: 2026-06-22, skin_now: [sunburn, psoriasis], worry_time: low, worry_mirror: low, diabetes: no, pressure_mark: yes }",
        ),
        (
            "not sure and rather not say make it at least so cautious",
            "{ age: 34, keloid: unsure, isotretinoin: withheld, skin_now: [none], worry_time: low, worry_mirror: low, diabetes: no, pressure_mark: no }",
        ),
        (
            "an answer under a question that does not apply is not judged",
            "{ age: 34, keloid: never, isotretinoin: no, isotretinoin_stopped: 2026-11-01, skin_now: [none], worry_time: low, worry_mirror: low, diabetes: no, sugar: 12, pressure_mark: no }",
        ),
        (
            "what hangs on an open question is open with it",
            "{ age: 34, keloid: never, skin_now: [none], worry_time: low, worry_mirror: low, diabetes: yes, pressure_mark: no }",
        ),
        (
            "a score counts as soon as nothing can take it away",
            "{ age: 34, keloid: never, isotretinoin: no, skin_now: [none], worry_time: high, diabetes: no, pressure_mark: no }",
        ),
        (
            "an option chosen that may not be offered leaves its question open",
            "{ age: 34, isotretinoin: no, skin_now: [healing], worry_time: low, worry_mirror: low, diabetes: no, pressure_mark: no, keloid: family }",
        ),
        (
            "whether it is offered hangs on what the person does not know",
            "{ age: 34, isotretinoin: unsure, skin_now: [healing], worry_time: low, worry_mirror: low, diabetes: no, pressure_mark: no, keloid: once }",
        ),
        ("a rule that stops", "{ age: 17 }"),
    ] {
        let answered = answers(&questionnaire, response);
        let assessment = Engine::new(&questionnaire, day()).assess(&answered, Audience::Client);
        told += &format!("\n## {title}\n\n{response}\n\n{}\n", tell(&questionnaire, &assessment));
    }
    insta::assert_snapshot!(told);
}

#[test]
fn states_of_a_question() {
    let questionnaire = set(SKIN);
    // The question, the answers, whether it applies, its state.
    for (id, response, applies, state) in [
        ("keloid", "{}", Truth::True, "Open"),
        ("keloid", "{ keloid: never }", Truth::True, "Answered"),
        ("keloid", "{ keloid: unsure }", Truth::True, "Unsure"),
        ("keloid", "{ keloid: withheld }", Truth::True, "Withheld"),
        ("note", "{ note: null }", Truth::True, "Open"),
        ("note", "{ note: hello }", Truth::True, "Answered"),
        // Its own `when`.
        ("isotretinoin_stopped", "{ isotretinoin_stopped: 2026-01-01 }", Truth::Unknown, "Open"),
        (
            "isotretinoin_stopped",
            "{ isotretinoin: no, isotretinoin_stopped: 2026-01-01 }",
            Truth::False,
            "NotApplicable",
        ),
        ("isotretinoin_stopped", "{ isotretinoin: unsure, isotretinoin_stopped: 2026-01-01 }", Truth::Unknown, "Open"),
        ("isotretinoin_stopped", "{ isotretinoin: yes, isotretinoin_stopped: 2026-01-01 }", Truth::True, "Answered"),
        ("isotretinoin_stopped", "{ isotretinoin: yes }", Truth::True, "Open"),
        // Its section's `when`.
        ("sugar", "{ sugar: 7 }", Truth::Unknown, "Open"),
        ("sugar", "{ diabetes: no, sugar: 7 }", Truth::False, "NotApplicable"),
        ("sugar", "{ diabetes: yes, sugar: 7 }", Truth::Unknown, "Open"),
        ("sugar", "{ diabetes: yes, isotretinoin: no, sugar: 7 }", Truth::True, "Answered"),
        // The `when` of the option chosen.
        ("skin_now", "{ skin_now: [healing] }", Truth::True, "Open"),
        ("skin_now", "{ isotretinoin: no, skin_now: [healing] }", Truth::True, "Open"),
        ("skin_now", "{ isotretinoin: yes, skin_now: [healing] }", Truth::True, "Answered"),
        ("skin_now", "{ isotretinoin: no, skin_now: [none] }", Truth::True, "Answered"),
    ] {
        let response_read = answers(&questionnaire, response);
        let situation = Engine::new(&questionnaire, day()).situation(&response_read);
        let index = questionnaire.question(id).unwrap();
        let seen = match situation.state(index) {
            State::Answered(_) => "Answered",
            State::NotApplicable => "NotApplicable",
            State::Unsure => "Unsure",
            State::Withheld => "Withheld",
            State::Open => "Open",
        };
        assert_eq!((situation.applies(index), seen), (applies, state), "{id} after {response}");
    }
}

#[test]
fn options_are_offered_until_they_are_ruled_out() {
    let questionnaire = set(SKIN);
    let index = questionnaire.question("skin_now").unwrap();
    for (response, expected) in [
        ("{}", "psoriasis sunburn healing none"),
        ("{ isotretinoin: unsure }", "psoriasis sunburn healing none"),
        ("{ isotretinoin: no }", "psoriasis sunburn none"),
        ("{ isotretinoin: yes }", "psoriasis sunburn healing none"),
    ] {
        let answered = answers(&questionnaire, response);
        let offered = Engine::new(&questionnaire, day()).situation(&answered).offered(index);
        let options = questionnaire.questions()[index].options();
        let ids: Vec<&str> = offered.iter().map(|position| options[position].id.as_str()).collect();
        assert_eq!(ids.join(" "), expected, "{response}");
    }
}

#[test]
fn scores_are_ranges_until_all_is_known() {
    const ALONE: &str = ", x: { label: X, points: 9, exclusive: true }";
    for ((bounds, more), response, expected) in [
        (("", ""), "{ gate: yes }", (-2, 4)),
        (("", ALONE), "{ gate: yes }", (-2, 9)),
        (("min: 2,", ""), "{ gate: yes }", (-1, 4)),
        (("min: 3,", ""), "{ gate: yes }", (2, 2)),
        (("max: 1,", ""), "{ gate: yes }", (-2, 3)),
        // Not known to apply: it may yet add nothing.
        (("min: 3,", ""), "{}", (0, 2)),
        (("", ALONE), "{ gate: no, q: [p] }", (0, 0)),
        (("", ALONE), "{ gate: yes, q: [p, m] }", (1, 1)),
        (("", ALONE), "{ gate: yes, q: [x] }", (9, 9)),
        (("", ALONE), "{ gate: yes, q: unsure }", (-2, 9)),
    ] {
        let options =
            format!("p: {{ label: P, points: 3 }}, m: {{ label: M, points: -2 }}, o: {{ label: O, points: 1 }}{more}");
        let questionnaire = set(&SCORED.replace("BOUNDS", bounds).replace("OPTIONS", &options));
        let assessment =
            Engine::new(&questionnaire, day()).assess(&answers(&questionnaire, response), Audience::Client);
        let range = assessment.scores[ScoreIx(0)];
        assert_eq!((range.low, range.high), expected, "{bounds} {more} {response}");
    }
}

const SCORED: &str = "
questionnaire: scored
version: 1.0.0
title: Scored
language: en
verdicts:
  - a: { title: A, says: A. }
  - b: { title: B, says: B. }
sections:
  - id: one
    title: One
    questions:
      - { id: gate, ask: Gate?, type: yes_no }
      - { id: q, ask: Q?, type: choices, BOUNDS unsure: b, when: gate, options: { OPTIONS } }
    scores:
      total: { title: Total, sum: [q] }
    rules:
      - { id: r, when: total > 2, verdict: b, finding: F. }
";

/// Days until when something is due: each counts from what it names, the earliest is that of the whole, and one that has
/// passed is said as such.
#[test]
fn a_day_by_which_something_is_due_counts_from_what_it_names() {
    let due = |by: &str| {
        set(&format!(
            "questionnaire: q
version: 1.0.0
title: Q
valid_for: always
verdicts:
  - fine: {{ title: Fine, says: Fine. }}
  - later: {{ title: Later, says: Later. }}
sections:
  - id: s
    title: S
    questions:
      - {{ id: trip, ask: Trip?, type: date, unsure: fine, required: false }}
      - {{ id: ill, ask: Ill?, type: yes_no }}
    rules:
      - {{ id: a, when: ill, verdict: later, finding: So., by: {by} }}
      - {{ id: b, when: ill, finding: Also so., by: 8 weeks after today }}
"
        ))
    };
    let judged = |by: &str, answers: &str| {
        let due = due(by);
        let response = support::answers(&due, answers);
        let assessment = Engine::new(&due, day()).assess(&response, Audience::Client);
        let told = assessment.findings.iter().map(|finding| finding.by.map_or("-".to_owned(), |day| day.to_string()));
        (told.collect::<Vec<_>>().join(" "), assessment.by().map(|day| day.to_string()))
    };
    for (by, answers, days, earliest) in [
        ("4 weeks before trip", "{ trip: 2026-12-31, ill: yes }", "2026-12-03 2027-01-17", "2026-12-03"),
        ("1 month before trip", "{ trip: 2027-03-31, ill: yes }", "2027-02-28 2027-01-17", "2027-01-17"),
        ("2 days after trip", "{ trip: 2026-12-31, ill: yes }", "2027-01-02 2027-01-17", "2027-01-02"),
        ("trip", "{ trip: 2026-12-31, ill: yes }", "2026-12-31 2027-01-17", "2026-12-31"),
        ("3 days after today", "{ ill: yes }", "2026-11-25 2027-01-17", "2026-11-25"),
        ("4 weeks before trip", "{ trip: 2026-12-01, ill: yes }", "2026-11-03 2027-01-17", "2026-11-03"),
        ("4 weeks before trip", "{ trip: unsure, ill: yes }", "- 2027-01-17", "2027-01-17"),
        ("4 weeks before trip", "{ ill: yes }", "- 2027-01-17", "2027-01-17"),
    ] {
        let got = judged(by, &format!("answers: {answers}"));
        assert_eq!((got.0.as_str(), got.1.as_deref()), (days, Some(earliest)), "{by} {answers}");
    }
    let (days, _) = judged("2 days after ill", "answered_on: 2026-11-01\nanswers: { ill: yes }");
    assert_eq!(days, "2026-11-03 2027-01-17");
    let (_, none) = judged("trip", "answers: { ill: no }");
    assert_eq!(none, None);

    // What people read.
    let room = Room::new();
    let page = |answers: &str, format: &str, reader: &str| {
        room.has("answers.yaml", format!("answers: {answers}\n"));
        let line = ["assess", "q.yaml", "--answers", "answers.yaml", "--no-input", "--today", DAY];
        // The sheet to print has what must be seen first; its findings are a part of their own.
        let part: &[&str] =
            if (reader, format) == ("technician", "html") { &["--part", "sheet,findings"] } else { &[] };
        let ran = room.runs(&[&line[..], &["--format", format, "--for", reader], part].concat());
        assert_eq!(ran.status, 0, "{ran:?}");
        ran.out.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    room.has("q.yaml", QUESTIONS_DUE);
    for reader in ["client", "technician"] {
        for format in ["text", "markdown", "html"] {
            let ahead = page("{ trip: 2026-12-31, ill: yes }", format, reader);
            assert_eq!(ahead.matches("Do this by 3 December 2026.").count(), 2, "{ahead}");
            let passed = page("{ trip: 2026-12-01, ill: yes }", format, reader);
            let told = "This was to be done by 3 November 2026. This day has passed.";
            assert!(passed.matches(told).count() == 2 && !passed.contains("Do this by"), "{passed}");
        }
        assert!(page("{ trip: 2026-12-31, ill: yes }", "summary", reader).contains("; do by 2026-12-03 "));
        assert!(
            page("{ trip: 2026-12-01, ill: yes }", "summary", reader)
                .contains("; do by 2026-11-03 (this day has passed)")
        );
        let json = page("{ trip: 2026-12-31, ill: yes }", "json", reader);
        assert_eq!(json.matches("\"by\":\"2026-12-03\"").count(), 2, "{json}");
        assert!(!page("{ ill: no }", "json", reader).contains("\"by\""));
    }
    let line = "{\"id\":\"p\",\"answers\":{\"trip\":\"2026-12-31\",\"ill\":true}}\n{\"id\":\"q\",\"answers\":{\"ill\":false}}\n";
    let ran = room.runs_with(&["batch", "q.yaml", "--today", DAY, "--fields", "id,by"], line.as_bytes());
    assert_eq!(ran.out, "{\"id\":\"p\",\"by\":\"2026-12-03\"}\n{\"id\":\"q\",\"by\":null}\n");
    room.has("later.yaml", QUESTIONS_DUE.replace("4 weeks before", "2 weeks before"));
    let ran = room.runs(&["diff", "q.yaml", "later.yaml", "--today", DAY]);
    assert!(ran.out.contains("4 weeks before trip") && ran.out.contains("2 weeks before trip"), "{ran:?}");
}

const QUESTIONS_DUE: &str = "questionnaire: q
version: 1.0.0
title: Q
valid_for: always
verdicts:
  - fine: { title: Fine, says: Fine. }
  - later: { title: Later, says: Later. }
sections:
  - id: s
    title: S
    questions:
      - { id: trip, ask: Trip?, type: date, required: false }
      - { id: ill, ask: Ill?, type: yes_no }
    rules:
      - { id: a, when: ill, verdict: later, finding: So., by: 4 weeks before trip }
";
