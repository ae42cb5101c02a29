//! The schemas, held by an independent validator against every sound file and every fault of shape.

use std::fs;
use std::path::{Path, PathBuf};

use candidacy::diagnostic::Code;
use candidacy::questionnaire::{Texts, load};
use candidacy::schema::{SchemaKind, schema};
use candidacy::source::Sources;
use jsonschema::Validator;
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn validator(kind: SchemaKind) -> Validator {
    let schema: Value = serde_json::from_str(&schema(kind)).unwrap();
    assert!(jsonschema::meta::is_valid(&schema), "{kind:?} is no schema of 2020-12");
    jsonschema::validator_for(&schema).unwrap()
}

/// A file as an editor reads it, without the marks of fixtures; nothing if it is not plain YAML.
pub fn read(path: &Path) -> Option<Value> {
    let text = fs::read_to_string(path).ok()?;
    let is_mark =
        |line: &str| line.strip_prefix('#').is_some_and(|rest| rest.trim_start().starts_with(['^', '-', '=', '…']));
    let text: String = text.split_inclusive('\n').filter(|line| !is_mark(line)).collect();
    // Numbers beyond 64 bits have no place in JSON values; a smaller one is just as wrong.
    serde_yaml::from_str(&text.replace("99999999999999999999", "9999999999999999999")).ok()
}

/// What the schema has to say about a file, one line each.
pub fn complaints(validator: &Validator, value: &Value) -> Vec<String> {
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// The section files that a main file names.
fn included(main: &Path, value: &Value) -> Vec<PathBuf> {
    let items = value["sections"].as_array().into_iter().flatten();
    items.filter_map(Value::as_str).map(|path| main.with_file_name("").join(path)).collect()
}

#[test]
fn every_sound_file_is_valid() {
    let (whole, part) = (validator(SchemaKind::Questionnaire), validator(SchemaKind::Section));
    let mut mains: Vec<PathBuf> =
        fs::read_dir(root().join("questionnaires")).unwrap().map(|folder| folder.unwrap().path()).collect();
    mains.iter_mut().for_each(|path| path.push("questionnaire.yaml"));
    mains.retain(|path| path.is_file());
    let fixtures =
        ["fixtures/clinic/questionnaire", "fixtures/interview/small", "fixtures/small", "it/reports/questionnaire"];
    mains.extend(fixtures.map(|path| root().join(format!("tests/{path}.yaml"))));
    let mut sections = 0;
    for main in mains {
        let value = read(&main).unwrap();
        assert_eq!(complaints(&whole, &value), [""; 0], "{}", main.display());
        for path in included(&main, &value) {
            assert_eq!(complaints(&part, &read(&path).unwrap()), [""; 0], "{}", path.display());
            sections += 1;
        }
    }
    assert!(sections > 9, "only {sections} section files");
}

#[test]
fn every_scenario_file_is_valid() {
    let validator = validator(SchemaKind::Scenarios);
    for folder in fs::read_dir(root().join("questionnaires")).unwrap() {
        let path = folder.unwrap().path().join("scenarios.yaml");
        if let Some(value) = read(&path) {
            assert_eq!(complaints(&validator, &value), [""; 0], "{}", path.display());
        }
    }
}

/// What a schema makes of a kind of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sight {
    /// It sees every such fault.
    Sees,
    /// It sees those that are wrong in their shape, not those that are wrong in their meaning.
    SeesShape,
    /// It cannot see it: it is in names, conditions, other files, or gone once YAML is read.
    Blind,
    /// No YAML reader gets so far.
    Unread,
}

/// What can be seen of each code that reading a questionnaire gives.
#[rustfmt::skip]
fn sight(code: Code) -> Sight {
    use Sight::{Blind, Sees, SeesShape, Unread};
    match code {
        Code::NotText | Code::TooLarge | Code::YamlSyntax | Code::TabIndent | Code::SecondDocument => Unread,
        Code::EmptyFile | Code::UnknownKey | Code::MissingKey | Code::WrongShape | Code::WrongValue | Code::BadId
        | Code::ReservedId | Code::EmptyText | Code::UnusedKey | Code::OutsideFolder | Code::ExclusiveOption
        | Code::TooFewOptions | Code::RuleWithoutEffect | Code::BadPromise | Code::BadNumber => Sees,
        // An id in the wrong letters, an addend that stands twice, ends of ranges that are no days …
        Code::TooMany | Code::TooDeep | Code::BadRange | Code::BadDate | Code::BadDuration | Code::BadNotBefore | Code::BadScore
        | Code::UnknownVerdict | Code::BadChance | Code::BadCode | Code::BadBy | Code::BadDerived | Code::BadTogether => SeesShape,
        _ => Blind,
    }
}

#[test]
fn every_fault_that_a_schema_can_see_is_seen_and_no_other() {
    let validator = validator(SchemaKind::Questionnaire);
    let mut tried = 0;
    for code in Code::ALL {
        let files = fs::read_dir(root().join("tests/diagnostics").join(code.name())).into_iter().flatten();
        let mains = files.map(|file| file.unwrap().path()).filter(|path| path.is_file());
        // Blanks that are none for us are some for other readers, who then read something else.
        let is_odd = |path: &Path| path.file_name().unwrap().to_str().unwrap().starts_with("odd-");
        for path in mains.filter(|path| !path.ends_with("broken-section.yaml") && !is_odd(path)) {
            let shown = path.display();
            let found = read(&path).map(|value| complaints(&validator, &value));
            match (sight(*code), found) {
                (Sight::Unread, None) => {}
                // What is wrong with these lies in another file.
                (Sight::Unread, Some(found)) => assert_eq!(found, [""; 0], "{shown}"),
                (Sight::Blind, Some(found)) => assert_eq!(found, [""; 0], "{shown}"),
                (Sight::Sees | Sight::SeesShape, Some(found)) => assert!(!found.is_empty(), "{shown}"),
                (_, None) => panic!("{shown} cannot be read"),
            }
            tried += 1;
        }
    }
    assert!(tried > 50, "only {tried} fixtures");
}

/// A sound questionnaire with one of everything; each row of [`FAULTS`] spoils one place.
const SOUND: &str = include_str!("sound.yaml");

/// What is replaced, by what, and the fault that this makes; whether the schema sees it.
type Fault = (&'static str, &'static str, Code, bool);

#[rustfmt::skip]
const FAULTS: &[Fault] = &[
    ("version: 1.0.0", "version: 1.0", Code::WrongValue, true),
    ("version: 1.0.0", "version: 01.0.0", Code::WrongValue, true),
    ("version: 1.0.0\n", "", Code::MissingKey, true),
    ("language: en", "language: english", Code::WrongValue, true),
    ("status: draft", "status: ready", Code::WrongValue, true),
    ("url: https://a.example", "url: a.example", Code::WrongValue, true),
    ("tags: [one]", "tags: one", Code::WrongShape, true),
    ("says: All is well.", "say: All is well.", Code::UnknownKey, true),
    ("says: All is well.", "says: ''", Code::EmptyText, true),
    ("- fine:", "- Fine:", Code::BadId, true),
    ("unused-source: off", "unused-source: quiet", Code::WrongValue, true),
    ("unused-source: off", "unused-sauce: off", Code::UnknownKey, true),
    ("unused-source: off", "bad-id: off", Code::WrongValue, true),
    ("reading_grade: 9", "reading_grade: 21", Code::WrongValue, true),
    ("forbidden: [cure]", "forbidden: cure", Code::WrongShape, true),
    ("medicines: [botox]", "medicines: botox", Code::WrongShape, true),
    ("medicines: [botox]", "medicines: [[botox]]", Code::WrongShape, true),
    ("medicines: [botox]", "medicines: ['']", Code::EmptyText, true),
    ("year: 2023", "yaer: 2023", Code::UnknownKey, true),
    ("  B1:", "  1B:", Code::BadId, true),
    ("- id: age", "- id: within", Code::ReservedId, true),
    ("- id: age", "- id: Age", Code::BadId, true),
    ("type: number\n        range", "type: numbr\n        range", Code::WrongValue, true),
    ("type: number\n        range", "type: yes_no\n        range", Code::UnusedKey, true),
    ("range: 0..120", "range: 0-120", Code::BadRange, true),
    ("range: 0..120", "range: 120..0", Code::BadRange, false),
    ("range: 0..120", "range: past", Code::BadRange, true),
    ("decimals: 1", "decimals: 11", Code::BadNumber, true),
    ("decimals: 1", "decimals: -1", Code::BadNumber, true),
    ("range: past", "range: 0..9", Code::BadDate, true),
    ("range: past", "range: yesterday", Code::BadRange, true),
    ("min: 1", "min: one", Code::BadNumber, true),
    ("max: 2", "max: 9", Code::BadPicks, false),
    ("exclusive: true", "exclusive: 'true'", Code::WrongValue, true),
    ("label: A lot, points: 2", "label: A lot, points: 2.5", Code::BadNumber, true),
    ("label: A lot, points: 2", "label: A lot, point: 2", Code::UnknownKey, true),
    ("label: A lot, points: 2", "points: 2", Code::MissingKey, true),
    ("label: A lot, points: 2", "label: A lot, exclusive: true", Code::ExclusiveOption, true),
    ("options: { low: Low, high: High }", "options: [low, high]", Code::WrongShape, true),
    ("options: { low: Low, high: High }", "options: { high: High }", Code::TooFewOptions, true),
    ("options: { low: Low, high: High }", "options: { unsure: Low, high: High }", Code::ReservedId, true),
    ("        options: { low: Low, high: High }\n", "", Code::MissingKey, true),
    ("required: false", "required: no", Code::WrongValue, true),
    ("for: technician", "for: nurse", Code::WrongValue, true),
    ("can_change: no", "can_change: true", Code::WrongValue, true),
    ("can_change: no", "can_change: yes", Code::WrongValue, true),
    ("valid_for: visit", "valid_for: vist", Code::WrongValue, true),
    ("valid_for: visit", "valid_for: Visit", Code::WrongValue, true),
    ("valid_for: visit", "valid_for: 6", Code::BadDuration, true),
    ("valid_for: visit", "valid_for: 6 fortnights", Code::BadDuration, true),
    ("valid_for: visit", "valid_for: [visit]", Code::WrongShape, true),
    ("valid_for: always", "valid_for: 0 days", Code::BadDuration, true),
    ("valid_for: always", "valid_for:", Code::EmptyText, true),
    ("valid_for: 6 months", "valid_for: 6 months ago", Code::BadDuration, true),
    ("valid_for: 6 months", "valid_for: 6 month", Code::BadDuration, false),
    ("unsure: later", "unsure: latre", Code::UnknownVerdict, false),
    ("sum: [worry]", "sum: []", Code::BadScore, true),
    ("sum: [worry]", "sum: [age]", Code::BadScore, false),
    ("{ when: adult, points: 2 }", "{ when: adult }", Code::MissingKey, true),
    ("{ when: adult, points: 2 }", "{ when: adult, points: 2.5 }", Code::BadNumber, true),
    ("{ when: adult, points: 2 }", "{ when: adult, points: '1,000' }", Code::BadNumber, true),
    ("{ when: adult, points: 2 }", "{ when: adult, points: 2, of: pain }", Code::BadScore, true),
    ("{ when: adult, points: 2 }", "{ if: adult, points: 2 }", Code::UnknownKey, true),
    ("{ when: adult, points: 2 }", "{ when: risk > 1, points: 2 }", Code::NameCircle, false),
    ("bands: { ..17: 3, 18..: -1 }", "bands: { ..17: 3, 19..: -1 }", Code::BadScore, false),
    ("bands: { ..17: 3, 18..: -1 }", "bands: { ..17: 3, 18-: -1 }", Code::BadNumber, true),
    ("bands: { ..17: 3, 18..: -1 }", "bands: [3, -1]", Code::WrongShape, true),
    ("points: { little: 0, much: 3 }", "points: { little: 0, mach: 3 }", Code::UnknownOption, false),
    ("points: { little: 0, much: 3 }", "points: 3", Code::WrongShape, true),
    ("up_to: 1", "up_to: some", Code::BadNumber, true),
    ("up_to: 1", "prorate: true", Code::UnknownKey, true),
    ("up_to: 1", "up_to: 3", Code::BadScore, false),
    ("adult: age >= 18", "adult: [age, 18]", Code::WrongShape, true),
    ("adult: age >= 18", "adult: agee >= 18", Code::UnknownName, false),
    ("adult: age >= 18", "Adult: age >= 18", Code::BadId, true),
    ("when: not adult", "when:", Code::EmptyText, true),
    ("        when: not adult\n", "", Code::MissingKey, true),
    ("stop: true", "stop: yes", Code::WrongValue, true),
    ("advice: [Wait.]", "advice: [[Wait.]]", Code::WrongShape, true),
    ("not_before: 4 weeks after today", "not_before: in 4 weeks", Code::BadNotBefore, true),
    ("not_before: 4 weeks after today", "not_before: 4 weeks after tomorrow", Code::BadNotBefore, false),
    ("sources: [B1]", "sources: B1", Code::WrongShape, true),
    ("- { id: kept, verdict: at least later }", "- { id: kept, verdict: later }", Code::BadPromise, true),
    ("- { id: kept, verdict: at least later }", "- { id: kept }", Code::BadPromise, true),
    ("- { id: kept, verdict: at least later }", "- { id: kept, settled: true, never: minor }", Code::BadPromise, true),
    ("- { id: kept, verdict: at least later }", "- { id: kept, settled: false }", Code::WrongValue, true),
    ("- { id: kept, verdict: at least later }", "- { id: kept, never: nothing }", Code::UnknownRule, false),
    ("- { id: kept, verdict: at least later }", "- { id: kept, one_of: [minor] }", Code::BadPromise, true),
    ("- { id: kept, verdict: at least later }", "- { id: kept, one_of: [minor, minor] }", Code::BadPromise, true),
    ("- { id: kept, verdict: at least later }", "- { id: kept, asks: nothing }", Code::BadPromise, false),
    ("- { id: kept, verdict: at least later }", "- { id: kept, settled: true, complete: yes }", Code::WrongValue, true),
    ("- { id: kept, verdict: at least later }", "- { id: kept, settled: true, for: me }", Code::WrongValue, true),
];

/// The codes that the check gives for a questionnaire of one file.
fn codes(text: &str) -> Vec<Code> {
    let (_, found) = load(&Texts::one("questionnaire.yaml", text), "questionnaire.yaml", &mut Sources::default());
    found.iter().map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn one_fault_at_a_time_is_seen_by_the_check_and_by_the_schema_where_it_can() {
    let validator = validator(SchemaKind::Questionnaire);
    let value = serde_yaml::from_str(SOUND).unwrap();
    assert_eq!(complaints(&validator, &value), [""; 0]);
    assert_eq!(codes(SOUND), [], "the sound one is not sound");
    for (from, to, code, seen) in FAULTS {
        assert_eq!(SOUND.matches(from).count(), 1, "{from:?} does not stand there once");
        let spoilt = SOUND.replace(from, to);
        assert!(codes(&spoilt).contains(code), "{to:?} gives {:?}, not {code:?}", codes(&spoilt));
        let found = complaints(&validator, &serde_yaml::from_str(&spoilt).unwrap());
        assert_eq!(!found.is_empty(), *seen, "{to:?}: {found:?}");
    }
}

#[test]
fn scenarios_and_responses_are_held_to_their_shapes() {
    let rows: &[(SchemaKind, &str, bool)] = &[
        (SchemaKind::Scenarios, "scenarios: [{ id: a, verdict: fine }]", true),
        (
            SchemaKind::Scenarios,
            "[{ id: a, base: [b, c], answers: { q: [x, y], r: null, s: 3 }, settled: false }]",
            true,
        ),
        (SchemaKind::Scenarios, "[{ id: a, not_before: none, today: 2026-11-22, sections: { s: null } }]", true),
        (SchemaKind::Scenarios, "bases: { b: { q: yes } }\nscenarios: []", true),
        (SchemaKind::Scenarios, "bases: { b: { q: yes } }", false),
        (SchemaKind::Scenarios, "[{ id: a }]", false),
        (SchemaKind::Scenarios, "[{ id: a, findings: [] }]", false),
        (SchemaKind::Scenarios, "[{ id: a, only_findings: [] }]", true),
        (SchemaKind::Scenarios, "[{ id: A, verdict: fine }]", false),
        (SchemaKind::Scenarios, "[{ id: a, verdict: fine, for: nobody }]", false),
        (SchemaKind::Scenarios, "[{ id: a, verdict: fine, today: tomorrow }]", false),
        (SchemaKind::Scenarios, "[{ id: a, verdikt: fine }]", false),
        (
            SchemaKind::Response,
            "questionnaire: q\nversion: 1.0.0\nanswered_on: 2026-11-22\nid: 7\nanswers: { a: yes, b: [x], c: 3.5 }",
            true,
        ),
        (SchemaKind::Response, "answers:", true),
        (SchemaKind::Response, "answers: { a: { b: c } }", false),
        (SchemaKind::Response, "answers: [a]", false),
        (SchemaKind::Response, "a: yes", false),
        (SchemaKind::Response, "answers: {}\nanswered_on: today", false),
    ];
    for (kind, text, valid) in rows {
        assert_eq!(complaints(&validator(*kind), &serde_yaml::from_str(text).unwrap()).is_empty(), *valid, "{text}");
    }
}

/// A reader of YAML 1.2 takes `yes` and `no` for texts, as the check does: the schema must offer them so.
#[test]
fn yes_and_no_are_words() {
    let value: Value = serde_yaml::from_str("[yes, no, on, off, 1.0.0, 0..9, 2026-11-22]").unwrap();
    assert!(value.as_array().unwrap().iter().all(Value::is_string), "{value}");
}
