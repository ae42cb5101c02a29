//! What tools read: the contract is held against its published schema, and costs no proof; JSON has no empty answer.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use candidacy::assessment::{Engine, engines_made};
use candidacy::outlook::{Outlook, assess_with_outlook};
use candidacy::questionnaire::Audience;
use candidacy::report::{contract, report};
use candidacy::response::Response;
use serde_json::Value as Json;

use crate::support::{answers, day, opened};

const SCHEMA: &str = include_str!("../../docs/contract.schema.json");
/// The contracts of some answers for every reader.
fn contracts(engine: &Engine<'_>, response: &Response) -> Vec<Json> {
    let readers = [Audience::Client, Audience::Technician, Audience::Everyone];
    let judged = readers.map(|reader| engine.assess(response, reader));
    judged.iter().map(|judged| serde_json::from_str(&contract(engine, response, judged).to_json()).unwrap()).collect()
}

/// Contracts of all kinds of people.
fn samples() -> Vec<Json> {
    let smp = opened("smp");
    let engine = Engine::new(&smp, day());
    let mut samples = contracts(&engine, &Response::new(&smp));
    for set in ["fixtures/small.yaml", "fixtures/clinic/questionnaire.yaml"] {
        let set = opened(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(set).display().to_string());
        samples.extend(contracts(&Engine::new(&set, day()), &Response::new(&set)));
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/smp");
    let people: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    for path in people.iter().filter(|path| path.extension().is_some_and(|ending| ending == "yaml")) {
        samples.extend(contracts(&engine, &answers(&smp, &fs::read_to_string(path).unwrap())));
    }
    // With the answers that decide, of which the proofs were asked.
    let many = answers(&smp, "answers: { age: 34, keloid: two_or_more }");
    let (judged, outlook) = assess_with_outlook(&engine, &many, Audience::Client);
    let decided = contract(&engine, &many, &judged).decided_by(&smp, &outlook.decided_by.unwrap());
    samples.push(serde_json::from_str(&decided.to_json()).unwrap());
    assert_eq!(samples.last().unwrap()["decided_by"]["answers"][0]["question"], "keloid");
    // Of a version that had another option, and three years old.
    let old = "version: 0.9.0\nanswered_on: 2023-11-22\nanswers: { age: 34, skin_type: iii, keloid: sometimes }";
    samples.extend(contracts(&engine, &answers(&smp, old)));
    assert!(samples.len() > 20, "the test looks at the wrong folder");
    samples
}

/// A set that other systems know.
pub const CODED: &str = "questionnaire: coded
version: 1.0.0
title: Coded
codes: { loinc: 69737-5 }
verdicts:
  - fine: { title: Fine, says: Fine. }
  - later: { title: Later, says: Later. }
option_lists:
  often: { never: { label: Never, codes: { loinc: LA6568-5 } }, daily: { label: Every day, codes: { loinc: LA6571-9, snomed: 70232002 } }, other: Other }
sections:
  - id: a
    title: A
    valid_for: always
    questions:
      - { id: pulse, ask: Pulse?, type: number, range: 20..250, unsure: later, codes: { loinc: 8867-4, snomed: '364075005' } }
      - { id: joy, ask: Joy?, type: choice, options: often, valid_for: 6 months, codes: { loinc: 44250-9 } }
      - { id: signs, ask: Signs?, type: choices, options: { red: { label: Red, codes: { a: '1' } }, hot: { label: Hot, codes: { b: '1' } }, wet: { label: Wet, codes: { a: '2' } } } }
      - { id: plain, ask: Plain?, type: yes_no, unsure: later }
    rules:
      - { id: r, when: 'joy == daily or signs has any [red, wet] or plain', verdict: later, finding: So. }
      - { id: fast, when: pulse > 100, verdict: later, finding: So. }
";

/// Codes stand beside each question and answer that is named, and nowhere else.
#[test]
fn codes_stand_beside_what_they_are_of() {
    let coded = crate::support::set(CODED);
    let engine = Engine::new(&coded, day());
    let told = |yaml: &str| contracts(&engine, &answers(&coded, yaml)).remove(2);
    let schema: Json = serde_json::from_str(SCHEMA).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let given = told("answered_on: 2025-11-22\nanswers: { pulse: unsure, joy: daily, signs: [red, hot], plain: yes }");
    assert!(validator.is_valid(&given), "{given:#}");
    let daily = serde_json::json!({ "daily": { "loinc": "LA6571-9", "snomed": "70232002" } });
    assert_eq!(given["questionnaire"]["codes"], serde_json::json!({ "loinc": "69737-5" }));
    assert_eq!(given["aged"][0]["codes"], serde_json::json!({ "loinc": "44250-9" }));
    assert_eq!(given["aged"][0]["answer_codes"], daily);
    assert_eq!(given["unsure"][0]["codes"], serde_json::json!({ "loinc": "8867-4", "snomed": "364075005" }));
    let because = given["findings"][0]["because"].as_array().unwrap();
    let of = |id: &str| because.iter().find(|reason| reason["question"] == *id).unwrap();
    assert_eq!((&of("joy")["codes"]["loinc"], &of("joy")["answer_codes"]), (&"44250-9".into(), &daily));
    let picked = serde_json::json!({ "red": { "a": "1" }, "hot": { "b": "1" } });
    assert_eq!((of("signs").get("codes"), &of("signs")["answer_codes"]), (None, &picked));
    assert_eq!((of("plain").get("codes"), of("plain").get("answer_codes")), (None, None));
    let open = told("answers: { joy: other }");
    assert!(validator.is_valid(&open), "{open:#}");
    assert_eq!(open["open"][0]["codes"]["loinc"], "8867-4");
}

/// Ids first, then codes with their system, then a code alone if it can mean one option only.
#[test]
fn answers_may_be_written_by_their_codes() {
    let coded = crate::support::set(CODED);
    let judged = |yaml: &str| {
        let response = answers(&coded, yaml);
        let all = response.iter().map(|(index, answer)| {
            let question = &coded[index];
            format!("{}={}", question.id, crate::support::answer_json(question, answer))
        });
        all.collect::<Vec<_>>().join(" ")
    };
    for (yaml, expected) in [
        ("loinc:8867-4: 70", "pulse=70"),
        ("'snomed:364075005': 70", "pulse=70"),
        ("loinc:44250-9: LA6568-5", "joy=\"never\""),
        ("joy: loinc:LA6571-9", "joy=\"daily\""),
        ("joy: 70232002", "joy=\"daily\""),
        ("joy: daily", "joy=\"daily\""),
        ("signs: [2, 'b:1']", "signs=[\"hot\",\"wet\"]"),
        ("signs: 'a:1, wet'", "signs=[\"red\",\"wet\"]"),
    ] {
        assert_eq!(judged(&format!("answers: {{ {yaml} }}")), expected, "{yaml}");
    }
    for (yaml, message) in [
        // `1` is the code of two options, in different systems.
        ("signs: [1]", "`1` is not an option of `signs`"),
        ("joy: loinc:70232002", "is not an option of `joy`"),
        ("8867-4: 70", "is not a question of `coded`"),
        ("snomed:8867-4: 70", "is not a question of `coded`"),
        ("pulse: 70, loinc:8867-4: 80", "`pulse` is answered under two of its names"),
    ] {
        let mut sources = candidacy::source::Sources::default();
        let source = sources.add("a.yaml", format!("answers: {{ {yaml} }}"));
        let (_, faults) = candidacy::response::load(&coded, source, &sources, day());
        let found: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
        assert!(matches!(found.as_slice(), [one] if one.contains(message)), "{yaml}: {found:?}");
    }
}

#[test]
fn every_contract_fits_its_schema() {
    let schema: Json = serde_json::from_str(SCHEMA).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    for sample in samples() {
        let faults: Vec<String> =
            validator.iter_errors(&sample).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{faults:#?}\n{sample:#}");
    }
}

/// What is not there where there is nothing to say: a plan, and what a step of it lacks.
const MAY_BE_ABSENT: [(&str, &[&str]); 9] = [
    ("finding", &["by", "title"]),
    ("questionnaire", &["codes"]),
    ("aged", &["codes", "answer_codes"]),
    ("reason", &["codes", "answer_codes"]),
    ("unsure", &["codes", "clear_up"]),
    ("open", &["codes"]),
    ("contract", &["plan", "by", "at_least", "settled_here", "decided_by"]),
    ("step", &["on", "at_latest", "done", "appointed", "after"]),
    ("follows", &["wait", "at_latest"]),
];

/// The keys of each kind of object in the schema, by the name under which it is defined.
fn keys_of_schema(schema: &Json) -> BTreeMap<String, BTreeSet<String>> {
    let definitions = schema["$defs"].as_object().unwrap().iter().map(|(name, schema)| (name.clone(), schema));
    let objects = definitions.chain([("contract".to_owned(), schema)]);
    let closed = objects.filter(|(_, schema)| schema["additionalProperties"] == Json::Bool(false));
    closed
        .map(|(name, schema)| {
            let keys: BTreeSet<String> = schema["properties"].as_object().unwrap().keys().cloned().collect();
            let required: BTreeSet<String> =
                schema["required"].as_array().unwrap().iter().map(|key| key.as_str().unwrap().to_owned()).collect();
            let absent = MAY_BE_ABSENT.iter().filter(|(of, _)| *of == name).flat_map(|(_, keys)| keys.iter());
            let all: BTreeSet<String> = required.into_iter().chain(absent.map(|key| (*key).to_owned())).collect();
            assert_eq!(keys, all, "every other key of `{name}` is always there");
            (name, keys)
        })
        .collect()
}

/// A field that is added to the type is in every sample, and so must be in the schema: an object takes no other key. The
/// other way round every key is required. So the two have the same keys, where each object stands in some sample.
#[test]
fn the_schema_closes_every_object_and_every_object_stands_in_a_sample() {
    let schema: Json = serde_json::from_str(SCHEMA).unwrap();
    let keys = keys_of_schema(&schema);
    let names: Vec<&str> = keys.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "aged",
            "contract",
            "finding",
            "follows",
            "interval",
            "open",
            "put_aside",
            "questionnaire",
            "reason",
            "section",
            "step",
            "unsure"
        ]
    );
    let samples = samples();
    let any = |list: &str| samples.iter().any(|sample| !sample[list].as_array().unwrap().is_empty());
    for list in ["aged", "put_aside", "sections", "findings", "unsure", "open"] {
        assert!(any(list), "no sample has {list}");
    }
    let planned = |sample: &&Json| sample["plan"].as_array().is_some_and(|steps| steps.len() > 1);
    assert!(samples.iter().any(|sample| planned(&sample)) && samples.iter().any(|sample| sample.get("plan").is_none()));
    assert!(samples.iter().any(|sample| !sample["scores"].as_object().unwrap().is_empty()));
    let mut because = samples
        .iter()
        .flat_map(|sample| sample["findings"].as_array().unwrap())
        .flat_map(|finding| finding["because"].as_array().unwrap());
    assert!(because.any(|reason| !reason["answer"].is_null()));
}

#[test]
fn a_breach_of_the_contract_is_found() {
    let schema: Json = serde_json::from_str(SCHEMA).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let sound = samples().into_iter().find(|sample| !sample["findings"].as_array().unwrap().is_empty()).unwrap();
    assert!(validator.is_valid(&sound));
    for (place, value) in [
        ("/verdict", Json::Null),
        ("/settled", "yes".into()),
        ("/assessed_on", "22 November 2026".into()),
        ("/audience", "nobody".into()),
        ("/findings/0/advice", Json::Null),
        ("/findings/0/because/0/question", 7.into()),
    ] {
        let mut broken = sound.clone();
        *broken.pointer_mut(place).unwrap() = value;
        assert!(!validator.is_valid(&broken), "{place}");
    }
    let mut more = sound.clone();
    more["findings"][0]["more"] = "unknown".into();
    assert!(!validator.is_valid(&more), "a key that nobody agreed on");
    let mut less = sound;
    less.as_object_mut().unwrap().remove("not_before");
    assert!(!validator.is_valid(&less), "a key that is gone");
}

/// Each day that a what-if looks at takes an engine of its own; a contract has the one that judged.
#[test]
fn a_contract_asks_for_no_proof() {
    let smp = opened("smp");
    let engine = Engine::new(&smp, day());
    let defer = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/smp/defer.yaml")).unwrap();
    let response = answers(&smp, &defer);
    let assessment = engine.assess(&response, Audience::Client);
    let made_by = |work: &dyn Fn()| {
        let before = engines_made();
        work();
        engines_made() - before
    };
    assert_eq!(made_by(&|| drop(contract(&engine, &response, &assessment).to_json())), 0);
    assert_eq!(made_by(&|| drop(report(&engine, &response, &assessment, &Outlook::unasked()))), 0);
    assert_ne!(made_by(&|| drop(Outlook::of(&engine, &response, &assessment))), 0, "this count sees no proof");
}
