//! How long answers may be believed: who says so, when a span ends, what SMP asks at each visit, and what `diff` says of it.

use candidacy::assessment::Engine;
use candidacy::proof::prove;
use candidacy::questionnaire::{Audience, Questionnaire, ValidFor, ValidForFrom};
use candidacy::value::{Answer, Date, Duration, Unit, Value};
use candidacy::{Response, accept};

use crate::support::{Room, answers, day, set, smp};

/// A set with two questions: what stands at the top, at the section, and at the first of the questions.
fn said(top: &str, section: &str, question: &str) -> Questionnaire {
    let key = |valid_for: &str| match valid_for {
        "" => String::new(),
        valid_for => format!("valid_for: {valid_for}"),
    };
    let comma = if question.is_empty() { "" } else { ", " };
    set(&format!(
        "questionnaire: q\nversion: 1.0.0\ntitle: Title\n{}\nverdicts:\n  - fine: {{ title: Fine, says: Fine. }}\n  - later: {{ title: Later, says: Later. }}\nsections:\n  - id: s\n    title: Section\n    {}\n    questions:\n      - {{ id: first, ask: First?, type: yes_no{comma}{} }}\n      - {{ id: second, ask: Second?, type: yes_no }}\n    rules:\n      - {{ id: r, when: first or second, verdict: later, finding: So. }}\n",
        key(top),
        key(section),
        key(question),
    ))
}

#[test]
fn the_nearest_word_counts() {
    use ValidForFrom::{Nowhere, Question, Questionnaire, Section};
    for (written, first, second) in [
        (("", "", ""), ("always", Nowhere), ("always", Nowhere)),
        (("6 months", "", ""), ("6 months", Questionnaire), ("6 months", Questionnaire)),
        (("6 months", "1 week", ""), ("1 week", Section), ("1 week", Section)),
        (("6 months", "1 week", "visit"), ("visit", Question), ("1 week", Section)),
        (("6 months", "", "always"), ("always", Question), ("6 months", Questionnaire)),
        (("visit", "always", "visit"), ("visit", Question), ("always", Section)),
        (("", "", "2 days"), ("2 days", Question), ("always", Nowhere)),
    ] {
        let set = said(written.0, written.1, written.2);
        let of = |id: &str| {
            let question = &set[set.question(id).unwrap()];
            (question.valid_for.to_string(), question.valid_for_from)
        };
        let expected = [first, second].map(|(valid_for, from)| (valid_for.to_owned(), from));
        assert_eq!([of("first"), of("second")], expected, "{written:?}");
    }
}

/// One rule for all spans of time: an answer is aged on the first day on which a condition would no longer call its day
/// `within` the span. Tried on every day of two years, so that short months and a leap day are among them.
#[test]
fn a_span_ends_where_within_ends() {
    for (count, unit) in
        [(1, Unit::Days), (2, Unit::Weeks), (1, Unit::Months), (6, Unit::Months), (13, Unit::Months), (1, Unit::Years)]
    {
        let span = Duration { count, unit };
        let set = set(&format!(
            "questionnaire: q\nversion: 1.0.0\ntitle: Title\nverdicts:\n  - fine: {{ title: Fine, says: Fine. }}\n  - later: {{ title: Later, says: Later. }}\nsections:\n  - id: s\n    title: Section\n    questions:\n      - {{ id: d, ask: When?, type: date }}\n    rules:\n      - {{ id: r, when: d within {span}, verdict: later, finding: So. }}\n"
        ));
        let question = set.question("d").unwrap();
        let mut answered_on = Date::constant(2023, 7, 1);
        while answered_on < Date::constant(2025, 7, 1) {
            let end = span.after(answered_on);
            for today in [answered_on, end.yesterday().unwrap(), end, end.tomorrow().unwrap()] {
                let mut response = Response::new(&set);
                response.set(accept(&set, question, Answer::Given(Value::Date(answered_on)), today).unwrap());
                let within = !Engine::new(&set, today).assess(&response, Audience::Everyone).findings.is_empty();
                let aged = ValidFor::Span(span).is_aged(answered_on, today);
                assert_eq!(aged, !within, "{span} from {answered_on}, on {today}");
                assert_eq!(ValidFor::Visit.is_aged(answered_on, today), today != answered_on);
                assert!(!ValidFor::Always.is_aged(answered_on, today));
            }
            answered_on = answered_on.tomorrow().unwrap();
        }
    }
}

/// The same set gives one warning where nothing is said, one where only the default speaks, and none where somebody thought.
#[test]
fn a_default_alone_is_no_thought() {
    for (written, warned) in [
        (("", "", ""), "`first`, `second`"),
        (("6 months", "", ""), "`first`, `second`"),
        (("6 months", "", "visit"), "`second`"),
        (("6 months", "1 week", ""), ""),
        (("", "always", "visit"), ""),
    ] {
        let found = prove(&said(written.0, written.1, written.2), day());
        let messages: Vec<&str> = found.iter().map(|fault| fault.message.as_str()).collect();
        match warned {
            "" => assert_eq!(messages, [""; 0], "{written:?}"),
            warned => assert!(matches!(messages[..], [one] if one.ends_with(warned)), "{written:?}: {messages:?}"),
        }
    }
}

/// The ids of the questions of SMP that are so, for these readers.
fn questions(valid_for: ValidFor, audiences: &[Audience]) -> Vec<&'static str> {
    let questions = smp().questions().iter();
    let so = questions.filter(|one| one.valid_for == valid_for && audiences.contains(&one.audience));
    so.map(|one| one.id.as_str()).collect()
}

const CLIENT: [Audience; 2] = [Audience::Client, Audience::Everyone];

/// What must be asked on the day itself. Who takes one out, or makes it last longer, changes this list with a reason.
#[test]
fn what_is_asked_of_smp_clients_at_each_visit() {
    let visit = questions(ValidFor::Visit, &CLIENT);
    assert_eq!(
        visit.join(" "),
        "scar_look old_smp scar_raised autoimmune_state cancer_treatment last_fit recent antibiotics_end surgery_date mri_date \
         pregnancy scalp_signs medicine_list aspirin_why immune_why isotretinoin skin_today psoriasis_where eczema_where \
         seb_derm_now lichen_lupus_active tan_last_sun other_medicine"
    );
    assert_eq!(questions(ValidFor::Always, &CLIENT), [""; 0]);
    assert_eq!(questions(ValidFor::Always, &[Audience::Technician]), ["exam_id"]);
    // What a person can bear a second time, three days after all of it was answered.
    let suitable = answers(smp(), include_str!("smp/suitable.yaml"));
    let asked: Vec<&str> = suitable.iter().map(|(question, _)| smp()[question].id.as_str()).collect();
    let again: Vec<&str> = asked.iter().copied().filter(|id| visit.contains(id)).collect();
    assert!(asked.len() > 45 && again.len() <= 8, "{} of {}: {again:?}", again.len(), asked.len());
}

#[test]
fn another_validity_is_named_by_diff() {
    let room = Room::new();
    let old = include_str!("../fixtures/small.yaml");
    let new = old.replacen("unsure: later\n", "unsure: later\n        valid_for: visit\n", 1);
    room.has("old.yaml", old).has("new.yaml", new);
    let ran = room.runs(&["diff", "old.yaml", "new.yaml"]);
    let told = ran.succeeded().out.split_whitespace().collect::<Vec<_>>().join(" ");
    for text in [
        "No response gets another verdict, but other things differ. Nothing is less cautious.",
        "Do you have a fever? not sure: still believed -> asked again (answers to `fever` believed for shorter)",
        "~ question `fever`: valid_for was: always now: visit",
    ] {
        assert!(told.contains(text), "{told}");
    }
}

/// A wait counts from the day that a date was answered with; of any other question, from the day on which it was answered,
/// whatever was said; and where nobody knows that day, from today, as the answer is believed to be.
#[test]
fn a_wait_counts_from_the_day_of_the_answer() {
    let set = set(
        "questionnaire: q\nversion: 1.0.0\ntitle: Title\nverdicts:\n  - fine: { title: Fine, says: Fine. }\n  - later: { title: Later, says: Later. }\nsections:\n  - id: s\n    title: Section\n    questions:\n      - { id: cough, ask: Cough?, type: yes_no, unsure: later }\n      - { id: ended, ask: When?, type: date, unsure: later, required: false }\n    rules:\n      - { id: coughs, when: cough or cough is unsure, verdict: later, finding: So., not_before: 2 weeks after cough }\n      - { id: had, when: ended is answered or ended is unsure, verdict: later, finding: So., not_before: 1 month after ended }\n",
    );
    let today = Date::constant(2026, 3, 31);
    let engine = Engine::new(&set, today);
    let (cough, ended) = (set.question("cough").unwrap(), set.question("ended").unwrap());
    let wait = |question, answer: Answer, answered_on: Option<Date>| {
        let mut response = Response::new(&set);
        let on = answered_on.unwrap_or(today);
        let accepted = accept(&set, question, answer, on).unwrap();
        response.set(if answered_on.is_some() { accepted } else { accepted.undated() });
        engine.assess(&response, Audience::Client).not_before()
    };
    let yes = || Answer::Given(Value::YesNo(true));
    let day = |day| Some(Date::constant(2026, 3, day));
    for (answer, answered_on, until) in [
        (yes(), day(31), Date::constant(2026, 4, 14)),
        (yes(), day(1), Date::constant(2026, 3, 15)),
        (yes(), None, Date::constant(2026, 4, 14)),
        (Answer::Unsure, day(20), Date::constant(2026, 4, 3)),
        (Answer::Withheld, day(20), Date::constant(2026, 4, 3)),
    ] {
        assert_eq!(wait(cough, answer.clone(), answered_on), Some(until), "{answer:?} on {answered_on:?}");
    }
    // A date counts from itself, whenever it was told; months are clamped at their end.
    let january = || Answer::Given(Value::Date(Date::constant(2026, 1, 31)));
    for answered_on in [day(1), day(31), None] {
        assert_eq!(wait(ended, january(), answered_on), Some(Date::constant(2026, 2, 28)));
        assert_eq!(wait(ended, Answer::Unsure, answered_on), None, "nobody knows that day");
    }
}
