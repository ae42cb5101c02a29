//! Each law of reports, broken on purpose: by a copy of the set that lacks what keeps it, by a template that does, or by hand. A law
//! that nothing breaks would hold of anything.

use std::collections::BTreeSet;

use candidacy::assessment::Engine;
use candidacy::outlook::{Outlook, assess_with_outlook};
use candidacy::questionnaire::Audience;
use candidacy::value::index::VerdictIx;
use candidacy::value::{Answer, Value};
use serde_json::{Value as Json, json};

use super::{LAWS, Told, templates};
use crate::support::{Edit, answers, day, smp, smp_with};

/// Whose report is broken: a file of answers, and what they say besides.
type Person = (&'static str, &'static str);

const TANNED: Person = (SUITABLE, "age: 23, skin_today: [tan], tan_last_sun: 2026-10-26");
const SUITABLE: &str = include_str!("../smp/suitable.yaml");
const WAITS: &str = include_str!("../smp/defer.yaml");
const REFERRED: &str = include_str!("../smp/refer.yaml");
const STOPPED: &str = include_str!("../smp/minor.yaml");
const REFUSED: &str = include_str!("../smp/not_suitable.yaml");

/// What is done to the report.
enum Planted {
    /// It is told by a copy of the set with these edits, and judged by the set itself.
    Set(&'static [Edit]),
    /// In the template of this name, this text becomes that, wherever it stands.
    Template(&'static str, &'static str, &'static str),
    /// What the proofs say of it is another.
    Outlook(fn(&mut Outlook)),
    /// What is told is another.
    Told(fn(&mut Told<'_>)),
    /// It goes on after a stop.
    GoesOn,
}

/// A law that is broken, what it says then, and how.
struct Breach(&'static str, &'static str, Person, Planted);

const BREACHES: &[Breach] = &[
    Breach(
        "no day before a wait",
        "first_visit on 2026-11-23, before",
        (WAITS, ""),
        Planted::Told(|told| {
            let steps = told.contract["plan"].as_array_mut().unwrap();
            steps.iter_mut().find(|step| step["step"] == "first_visit").unwrap()["on"] = json!("2026-11-23");
        }),
    ),
    Breach(
        "no day before a wait",
        "the first treatment on 2026-11-23, before",
        (WAITS, ""),
        Planted::Told(|told| {
            told.data["plan"]["first"]["on"]["date"] = json!("2026-11-23");
        }),
    ),
    Breach(
        "no advice that a finding forbids",
        "exp_06_feel",
        (SUITABLE, "goal: [feel_long]"),
        Planted::Set(&[("hairstyle.yaml", "silences: [exp_06_feel]", "")]),
    ),
    Breach(
        "each advice stands once",
        "advises again: ",
        (WAITS, ""),
        Planted::Told(|told| {
            let findings = told.data["findings"].as_array_mut().unwrap();
            let advice = findings[0]["advice"].clone();
            findings.last_mut().unwrap()["advice"] = advice;
        }),
    ),
    Breach(
        "each advice stands once",
        "nobody reads: ",
        (WAITS, ""),
        Planted::Told(|told| {
            told.data["findings"][0]["advice"] = json!([]);
        }),
    ),
    Breach(
        "no treatment for whoever is not treated",
        "a plan for somebody who is not treated",
        (REFERRED, ""),
        Planted::Set(&[("questionnaire.yaml", "treats_up_to: defer\n", "treats_up_to: not_suitable\n")]),
    ),
    Breach(
        "no treatment for whoever is not treated",
        "the option fading_dots for somebody who is not treated",
        (REFERRED, "loss_pace: fast"),
        Planted::Set(&[(
            "questionnaire.yaml",
            "title: Dots that fade by design\n      treats: true\n",
            "title: Dots that fade by design\n",
        )]),
    ),
    Breach(
        "no treatment for whoever is not treated",
        " tells of treatment: ",
        (REFERRED, ""),
        Planted::Told(|told| {
            let rule = told.rules().find(|rule| rule.advice_if_treated.iter().any(|text| !text.source().contains('{')));
            let rule = rule.unwrap();
            let advice =
                rule.advice_if_treated.iter().find(|text| !text.source().contains('{')).unwrap().source().to_owned();
            let of_rule = |one: &&mut Json| one["rule"] == *rule.id;
            told.data["findings"].as_array_mut().unwrap().iter_mut().find(of_rule).unwrap()["advice"] = json!([advice]);
        }),
    ),
    Breach(
        "no treatment for whoever is not treated",
        "chances of a treatment",
        (REFERRED, ""),
        Planted::Told(|told| told.data["decision"]["chances"] = json!([{ "what": "pain" }])),
    ),
    Breach("nothing but the stop", "is told after a stop", (STOPPED, "mood: low_most_days"), Planted::GoesOn),
    Breach(
        "nothing but the stop",
        "What this result means after a stop",
        (STOPPED, ""),
        Planted::Template("client.txt", "We stop here", "What this result means"),
    ),
    Breach(
        "nothing but the stop",
        "a plan or options after a stop",
        (STOPPED, ""),
        Planted::Told(|told| {
            told.data["decision"] = json!({});
        }),
    ),
    Breach(
        "no point above without a point",
        "each point above, and there is none",
        (SUITABLE, "keloid: unsure"),
        Planted::Template(
            "what_if.txt",
            "{% if not stopped",
            "Each point above says what would help. {% if not stopped",
        ),
    ),
    Breach(
        "the deciding reason stands first",
        "what decides does not stand first",
        (WAITS, ""),
        Planted::Told(|told| {
            told.data["findings"].as_array_mut().unwrap().reverse();
        }),
    ),
    Breach(
        "the deciding reason stands first",
        "no reason",
        (SUITABLE, "keloid: unsure"),
        Planted::Told(|told| {
            told.data["reason"] = Json::Null;
        }),
    ),
    Breach(
        "the deciding reason stands first",
        "the reason is not the first finding",
        (WAITS, ""),
        Planted::Told(|told| told.data["reason"]["title"] = json!("The weather")),
    ),
    Breach(
        "the deciding reason stands first",
        "what decides is told nowhere",
        (SUITABLE, "keloid: unsure"),
        Planted::Told(|told| told.data["unclear"] = json!([])),
    ),
    Breach(
        "the deciding reason stands first",
        "Text lacks the reason",
        (SUITABLE, "keloid: unsure"),
        Planted::Template("client.txt", "{{ reason.text }}", ""),
    ),
    Breach(
        "the deciding reason stands first",
        "the reason comes after what happens next",
        (WAITS, ""),
        Planted::Template("client.txt", "{% include \"letterhead.txt\" %}", "What happens next"),
    ),
    Breach(
        "what decides is enough and told alike",
        "no answers decide",
        (REFUSED, ""),
        Planted::Outlook(|outlook| outlook.decided_by = None),
    ),
    Breach(
        "what decides is enough and told alike",
        "are not enough",
        (REFUSED, ""),
        Planted::Outlook(|outlook| {
            // An answer of the same person that leads to nothing.
            let answers = &mut outlook.decided_by.as_mut().unwrap().answers;
            answers[0].question = smp().question("budget").unwrap();
            answers[0].answer = Some(Answer::Given(Value::YesNo(true)));
        }),
    ),
    Breach(
        "what decides is enough and told alike",
        "[] decide on the page",
        (REFUSED, ""),
        Planted::Told(|told| told.data["deciding"]["answers"] = json!([])),
    ),
    Breach(
        "what decides is enough and told alike",
        "whose_idea is private",
        (REFUSED, ""),
        Planted::Told(|told| told.contract["decided_by"]["answers"][0]["question"] = json!("whose_idea")),
    ),
    Breach(
        "what decides is enough and told alike",
        "budget decides, and the reader is told of something else first",
        (REFUSED, ""),
        Planted::Told(|told| {
            told.data["deciding"]["answers"][0]["question"] = json!("budget");
            told.contract["decided_by"]["answers"][0]["question"] = json!("budget");
        }),
    ),
    Breach(
        "what decides is enough and told alike",
        "Html tells of what is enough: false",
        (REFUSED, ""),
        Planted::Template("client.html", "deciding.answers|length <= 3", "deciding.answers|length < 1"),
    ),
    Breach(
        "what decides is enough and told alike",
        "lacks what decides before what happens next",
        (REFUSED, ""),
        Planted::Template("deciding.txt", "{{ said.name }}", ""),
    ),
    Breach(
        "what decides is enough and told alike",
        "answers decide where nothing has to be decided",
        (SUITABLE, ""),
        Planted::Told(|told| told.data["deciding"] = json!({ "answers": [], "minimum": true })),
    ),
    Breach(
        "other ways lead to something milder",
        "lead to nothing milder",
        TANNED,
        Planted::Outlook(|outlook| outlook.ways[0].verdict = VerdictIx(5)),
    ),
    Breach(
        "other ways lead to something milder",
        "from a day that has passed",
        TANNED,
        Planted::Outlook(|outlook| {
            outlook.ways.iter_mut().for_each(|way| way.from = Some(day().yesterday().unwrap()));
        }),
    ),
    Breach(
        "other ways lead to something milder",
        "whose_idea is private",
        TANNED,
        Planted::Outlook(|outlook| {
            let change = outlook.ways.iter_mut().find_map(|way| way.changes.first_mut()).unwrap();
            change.question = smp().question("whose_idea").unwrap();
            (change.from, change.to) = (Answer::Given(Value::Choice(3)), Answer::Given(Value::Choice(0)));
        }),
    ),
    Breach(
        "other ways lead to something milder",
        "What would change this result, or not",
        (WAITS, ""),
        Planted::Template("what_if.html", "What would change this result", ""),
    ),
    Breach(
        "all formats agree",
        "verdict: ",
        (WAITS, ""),
        Planted::Told(|told| {
            told.contract["verdict"] = json!("refer");
        }),
    ),
    Breach(
        "all formats agree",
        "settled: ",
        (WAITS, ""),
        Planted::Told(|told| {
            told.contract["settled"] = json!(!told.contract["settled"].as_bool().unwrap());
        }),
    ),
    Breach(
        "all formats agree",
        "days: ",
        (WAITS, ""),
        Planted::Told(|told| {
            told.contract["not_before"] = json!("2030-01-01");
        }),
    ),
    Breach(
        "all formats agree",
        "Summary lacks Not now",
        (WAITS, ""),
        Planted::Template("summary.txt", "{{ verdict.title }}", ""),
    ),
    Breach(
        "all formats agree",
        "Html lacks the day",
        (WAITS, ""),
        Planted::Template("client.html", "{% include \"day.txt\" %}", ""),
    ),
    Breach(
        "all formats agree",
        "the summary tells",
        (WAITS, ""),
        Planted::Template("summary.txt", "{{ finding.rule }}", "{{ loop.index }}"),
    ),
    Breach(
        "all formats agree",
        "JSON lacks",
        (WAITS, ""),
        Planted::Told(|told| {
            told.contract["findings"] = json!([]);
        }),
    ),
];

/// The report of a person to the client, with what is planted in it.
fn told((file, more): Person, planted: &Planted) -> Told<'static> {
    let mut response = answers(smp(), file);
    let besides = answers(smp(), &format!("answers: {{ {more} }}"));
    besides.iter().filter_map(|(question, _)| besides.accepted(question)).for_each(|answer| response.set(answer));
    let engine = Engine::new(smp(), day());
    let stop = engine.stop_alone(&response, Audience::Client);
    let alone = stop.filter(|_| !matches!(planted, Planted::GoesOn)).unwrap_or_else(|| response.clone());
    let (assessment, mut outlook) = assess_with_outlook(&engine, &alone, Audience::Client);
    match planted {
        Planted::Set(edits) => {
            let copy = smp_with(edits);
            let (engine, alone) = (Engine::new(&copy, day()), alone.bound_to(&copy, smp(), day()).0);
            let theirs = assess_with_outlook(&engine, &alone, Audience::Client);
            let Told { outlook, of_what_decides, data, contract, pages, audience, .. } =
                Told::by(&engine, &alone, theirs, templates());
            Told { questionnaire: smp(), assessment, outlook, of_what_decides, data, contract, pages, audience }
        }
        Planted::Template(name, from, to) => {
            let mut templates = templates().clone();
            let text = templates.by_name.get_mut(*name).unwrap();
            assert!(text.contains(from), "{name}: {from}");
            *text = text.replace(from, to);
            Told::by(&engine, &alone, (assessment, outlook), &templates)
        }
        Planted::Outlook(change) => {
            change(&mut outlook);
            Told::by(&engine, &alone, (assessment, outlook), templates())
        }
        Planted::Told(change) => {
            let mut told = Told::by(&engine, &alone, (assessment, outlook), templates());
            change(&mut told);
            told
        }
        Planted::GoesOn => Told::by(&engine, &alone, (assessment, outlook), templates()),
    }
}

#[test]
fn a_report_that_breaks_a_law_is_found_by_it() {
    let mut unfound = Vec::new();
    for Breach(name, says, who, planted) in BREACHES {
        let (_, law) = LAWS.iter().find(|(law, _)| law == name).unwrap_or_else(|| panic!("there is no law “{name}”"));
        let sound = told(*who, &Planted::Set(&[]));
        assert_eq!(sound.laws(), Ok(()), "{name}: {who:?}");
        match law(&told(*who, planted)) {
            Err(how) if how.contains(says) => {}
            other => unfound.push(format!("{name}: {says}: {other:?}")),
        }
    }
    assert!(unfound.is_empty(), "{} breaches are not found:\n{unfound:#?}", unfound.len());
    let broken: BTreeSet<&str> = BREACHES.iter().map(|Breach(name, ..)| *name).collect();
    assert_eq!(broken, LAWS.iter().map(|(name, _)| *name).collect(), "each law is broken");
}
