//! For every key that a questionnaire may have: a change of it is told as a kind of difference, or as something that may differ,
//! or it is without effect on what is judged, planned and asked.

use std::collections::BTreeSet;

use candidacy::assessment::Engine;
use candidacy::diff::{Budget, Diff, diff};
use candidacy::questionnaire::{Questionnaire, Texts, load};
use candidacy::source::Sources;
use serde_json::Value as Json;

use crate::diff::named;
use crate::support::{day, ran_in};

/// What must be told of a change.
enum Told {
    /// A kind of difference whose name begins so.
    Kind(&'static str),
    /// A change of which something may differ, by its key.
    May(&'static str),
    /// Nothing: nobody comes to anything else by it.
    Nothing,
}

use Told::{Kind, May, Nothing};

/// Key by key, as `object.key` of the JSON Schema: what stands in the set, what stands there afterwards, and what is told.
const FIELDS: &[(&str, &str, &str, Told)] = &[
    // The questionnaire.
    (".questionnaire", "questionnaire: base", "questionnaire: other", Nothing),
    (".version", "version: 1.0.0", "version: 1.1.0", Nothing),
    (".title", "title: Base", "title: Basis", Nothing),
    (".language", "language: en", "language: de", Nothing),
    (".about", "about: This is it.", "about: This is something else.", Nothing),
    (".url", "url: https://example.org/a", "url: https://example.org/b", Nothing),
    (".status", "status: draft", "status: active", Nothing),
    (".tags", "tags: [plain]", "tags: [other]", Nothing),
    (".codes", "codes: { loinc: 1-1 }", "codes: { loinc: 2-2 }", Nothing),
    (".clinic", "phone: \"1\", ", "", Nothing),
    ("clinic.name", "clinic: { name: Lake", "clinic: { name: Sea", Nothing),
    ("clinic.address", "address: Leeds", "address: York", Nothing),
    ("clinic.phone", "phone: \"1\"", "phone: \"2\"", Nothing),
    ("clinic.email", "email: a@b.example", "email: c@b.example", Nothing),
    ("clinic.web", "web: https://a.example", "web: https://b.example", Nothing),
    ("clinic.helpline", "helpline: Ring us.", "helpline: Ring her.", Nothing),
    (".values", "calm: 6 weeks", "calm: 7 weeks", Kind("finding recent")),
    (".valid_for", "\nvalid_for: 1 year", "\nvalid_for: 2 years", Kind("validity")),
    (".treats_up_to", "treats_up_to: wait", "treats_up_to: fine", Kind("plan")),
    (".waits_from", "waits_from: wait", "waits_from: never", Kind("plan")),
    (
        ".verdicts",
        "- wait: { title: Wait, says: Wait. }\n  - never: { title: Never, says: Never. }",
        "- never: { title: Never, says: Never. }\n  - wait: { title: Wait, says: Wait. }",
        Kind("verdict"),
    ),
    (".evidence", "strong: Shown well.", "strong: Well shown.", Nothing),
    (".sources", "book: { title: A book }", "book: { title: The book }", Nothing),
    (".lints", "lints: { missing-source: off }", "lints: { missing-source: off, missing-title: off }", Nothing),
    (
        ".sections",
        "  - id: last\n    title: Last\n    questions:\n      - { id: extra, ask: Extra?, type: yes_no }\n",
        "",
        Kind("asked extra old"),
    ),
    (
        ".guarantees",
        "promise_one, when: ill, verdict: at least wait",
        "promise_one, when: ill, verdict: at least fine",
        Nothing,
    ),
    (".plan", "  - { id: call, title: Call }\n", "", Kind("plan call only_in_old")),
    (".decision", "renewed: Each year.", "renewed: Every year.", Nothing),
    // Verdicts, sources.
    ("verdict_texts.title", "{ title: Wait, says", "{ title: Hold, says", Nothing),
    ("verdict_texts.says", "says: Wait.", "says: Hold on.", Nothing),
    ("source.title", "book: { title: A book }", "book: { title: The book }", Nothing),
    // The decision aid.
    ("decision.written", "written: 2026-01-01", "written: 2026-02-01", Nothing),
    ("decision.renewed", "renewed: Each year.", "renewed: Every year.", Nothing),
    ("decision.interests", "interests: None.", "interests: Nobody earns.", Nothing),
    ("decision_option.title", "title: Leave it", "title: Let it be", Nothing),
    ("decision_option.when", "id: do_it, when: not ill", "id: do_it, when: not sore", May("when")),
    ("decision_option.treats", "treats: true, title: Do it", "treats: false, title: Do it", May("treats")),
    ("decision_option.benefits", "benefits: [It is gone.]", "benefits: [It goes away.]", Nothing),
    ("decision_option.harms", "harms: [It hurts.]", "harms: [It may hurt.]", Nothing),
    ("decision_option.life", "life: It stays so.", "life: It stays as it is.", Nothing),
    ("chance.what", "what: It comes back", "what: It returns", Nothing),
    ("chance.when", "what: It comes back, when: ill", "what: It comes back, when: sore", May("when")),
    ("chance.count", "count: 3", "count: 4", Nothing),
    ("chance.of", "of: 100", "of: 200", Nothing),
    ("chance.group", "group: people", "group: adults", Nothing),
    ("chance.time", "time: in a year", "time: in two years", Nothing),
    // Sections.
    ("section.id", "- id: last", "- id: final", Kind("section last")),
    ("section.title", "title: Last", "title: Final", Nothing),
    ("section.intro", "intro: Some words.", "intro: A few words.", Nothing),
    ("section.when", "when: not child\n    questions", "when: child\n    questions", Kind("asked")),
    ("section.valid_for", "    valid_for: 3 months\n", "    valid_for: 4 months\n", Kind("validity trip")),
    ("section.tags", "tags: [page]", "tags: [sheet]", Nothing),
    (
        "section.questions",
        "      - { id: extra, ask: Extra?, type: yes_no }\n",
        "      - { id: extra, ask: Extra?, type: yes_no }\n      - { id: more, ask: More?, type: yes_no }\n",
        Kind("asked more new"),
    ),
    (
        "section.rules",
        "      - { id: looked, when: seen, verdict: wait, finding: Seen. }\n",
        "",
        Kind("finding looked old"),
    ),
    ("section.conditions", "child: age < 18", "child: age < 17", Kind("asked")),
    ("section.scores", "      extra_points: { title: Extra points, sum: [ill] }\n", "", Kind("score extra_points")),
    (
        "section.derived",
        "heavy: { product: [age, age] }",
        "heavy: { product: [age, age], scale: 2 }",
        Kind("finding heavy_one"),
    ),
    ("worked_out.product", "product: [age, age]", "product: [age]", Kind("finding heavy_one")),
    (
        "worked_out.scale",
        "heavy: { product: [age, age] }",
        "heavy: { product: [age, age], scale: 0.5 }",
        Kind("finding heavy_one"),
    ),
    // Scores.
    ("score.title", "title: Extra points", "title: More points", Nothing),
    ("score.sum", "sum: [ill]", "sum: [ill, mood]", Kind("score extra_points")),
    ("score.missing", "missing: { up_to: 0 }", "missing: { up_to: 1 }", Kind("finding many_points")),
    ("limit.up_to", "missing: { up_to: 0 }", "missing: { up_to: 1 }", Kind("finding many_points")),
    (
        "summand.of",
        "{ of: mood, points: { low: 0, high: 2 } }",
        "{ of: colour, points: { red: 0, blue: 2 } }",
        Kind("score points"),
    ),
    ("summand.points", "points: { low: 0, high: 2 }", "points: { low: 0, high: 3 }", Kind("score points")),
    ("summand.when", "{ when: sore, points: 1 }", "{ when: ill, points: 1 }", Kind("score points")),
    ("summand.bands", "bands: { ..17: 0, 18..: 1 }", "bands: { ..17: 0, 18..: 2 }", Kind("score points")),
    // Questions.
    ("question.id", "id: extra,", "id: other,", Kind("asked extra old")),
    ("question.was", "was: [trip_day]", "was: [day_of_trip]", May("was")),
    ("question.ask", "ask: Extra?", "ask: Anything extra?", Nothing),
    ("question.help", "help: It helps.", "help: It may help.", Nothing),
    ("question.why", "why: We must know.", "why: We have to know.", Nothing),
    ("question.label", "label: Illness", "label: Being ill", Nothing),
    ("question.clear_up", "clear_up: Ask a doctor.", "clear_up: Ask your doctor.", Nothing),
    ("question.codes", "codes: { loinc: 3-3 }", "codes: { loinc: 4-4 }", Nothing),
    ("question.tags", "tags: [quick]", "tags: [slow]", Nothing),
    ("question.type", "id: mood, ask: Mood?, type: choice", "id: mood, ask: Mood?, type: scale", Nothing),
    (
        "question.options",
        "colour, ask: Colour?, type: choice, options: { red: Red, blue: Blue }",
        "colour, ask: Colour?, type: choice, options: { red: Red, blue: Blue, green: Green }",
        Kind("taken colour Option(\"green\") new"),
    ),
    ("question.range", "range: 0..120", "range: 0..110", Kind("taken age Values old")),
    ("question.decimals", "range: 30..250", "range: 30..250, decimals: 1", Kind("taken weight Values new")),
    ("question.unit", "unit: years", "unit: full years", Nothing),
    ("question.min", "min: 1, max: 2", "min: 0, max: 2", Kind("taken skin Values new")),
    ("question.max", "min: 1, max: 2", "min: 1, max: 1", Kind("taken skin Values old")),
    (
        "question.unsure",
        "type: yes_no, unsure: wait, clear_up",
        "type: yes_no, unsure: never, clear_up",
        Kind("unsure ill"),
    ),
    (
        "question.required",
        "id: note, ask: Note?, type: text, required: false",
        "id: note, ask: Note?, type: text",
        Kind("taken note Silence old"),
    ),
    ("question.private", "id: extra,", "id: extra, private: true,", May("private")),
    ("question.for", "for: technician", "for: client", Kind("asked_of seen")),
    ("question.when", "type: date, when: ill", "type: date, when: sore", Kind("asked since")),
    ("question.valid_for", "valid_for: visit", "valid_for: always", Kind("validity sore")),
    ("question.can_change", "can_change: up", "can_change: yes", May("can_change")),
    ("question.yes", "yes: { becomes: no, by: time }", "yes: { becomes: no }", May("yes")),
    (
        "question.no",
        "yes: { becomes: no, by: time }",
        "yes: { becomes: no, by: time }, no: { becomes: yes }",
        May("no"),
    ),
    ("side.points", "yes: { points: 1 }", "yes: { points: 2 }", Kind("score extra_points")),
    ("side.becomes", "yes: { becomes: no, by: time }", "", May("yes")),
    ("side.by", "becomes: no, by: time", "becomes: no, by: prescriber", May("yes")),
    // Options.
    ("long_option.label", "label: Low", "label: Rather low", Nothing),
    ("long_option.help", "help: A low one.", "help: One that is low.", Nothing),
    ("long_option.alt", "alt: A line", "alt: A thin line", Nothing),
    ("long_option.drawing", "drawing: \"--\"", "drawing: \"==\"", Nothing),
    ("long_option.codes", "codes: { loinc: 5-5 }", "codes: { loinc: 6-6 }", Nothing),
    ("long_option.points", "points: 2, was: [up]", "points: 1, was: [up]", Kind("score by_options")),
    ("long_option.was", "was: [up]", "was: [upper]", May("was")),
    ("long_option.when", "label: Wart, when: ill", "label: Wart, when: sore", Kind("taken skin Option(\"wart\")")),
    ("long_option.exclusive", "label: None, exclusive: true", "label: None", Kind("taken skin")),
    ("long_option.passes", "passes: true", "passes: false", May("passes")),
    ("long_option.becomes", "becomes: low", "becomes: []", May("becomes")),
    // Together.
    ("together.together", "together: Any of these?", "together: One of these?", Nothing),
    (
        "together.questions",
        "          - { id: hot, type: yes_no, ask: Hot? }\n",
        "          - { id: hot, type: yes_no, ask: Hot? }\n          - { id: wet, type: yes_no, ask: Wet? }\n",
        Kind("asked wet new"),
    ),
    (
        "together.when",
        "together: Any of these?\n        when: ill",
        "together: Any of these?\n        when: sore",
        Kind("asked cold"),
    ),
    // Rules.
    ("rule.id", "id: looked, when", "id: saw, when", Kind("finding looked old")),
    ("rule.when", "id: plain, when: sore", "id: plain, when: ill", Kind("finding plain")),
    ("rule.title", "title: Illness, finding", "title: Ill, finding", Nothing),
    ("rule.verdict", "when: sore, verdict: fine", "when: sore, verdict: wait", Kind("verdict")),
    ("rule.finding", "finding: Plain.", "finding: So plain.", Nothing),
    ("rule.technician", "technician: Look.", "technician: Look well.", Nothing),
    ("rule.technician_if_treated", "technician_if_treated: Look twice.", "technician_if_treated: Look again.", Nothing),
    ("rule.advice", "advice: [Rest.]", "advice: [Rest well.]", Nothing),
    ("rule.advice_if_treated", "advice_if_treated: [Sleep.]", "advice_if_treated: [Sleep well.]", Nothing),
    ("rule.changes", "changes: Time.", "changes: Time alone.", Nothing),
    ("rule.changes_if_treated", "changes_if_treated: Care.", "changes_if_treated: Good care.", Nothing),
    ("rule.evidence", "evidence: strong", "evidence: weak", Nothing),
    ("rule.sources", "sources: [book]", "sources: [paper]", Nothing),
    ("rule.silences", "silences: [plain]", "silences: [many_points]", May("silences")),
    ("rule.tags", "tags: [rule_tag]", "tags: [tag_of_rule]", Nothing),
    ("rule.not_before", "not_before: calm after since", "not_before: 8 weeks after since", Kind("wait recent later")),
    ("rule.by", "by: 2 weeks before trip", "by: 3 weeks before trip", Kind("due travels sooner")),
    ("rule.plan", "plan: { spot: 4 weeks }", "plan: { spot: 5 weeks }", Kind("plan visit")),
    ("rule.stop", "finding: Too young., stop: true", "finding: Too young.", Kind("stopped young old")),
    // Steps.
    ("step.id", "id: call, title: Call", "id: phone, title: Call", Kind("plan call only_in_old")),
    ("step.title", "title: Call", "title: A call", Nothing),
    ("step.after", "after: { test: 3 days }", "after: { call: 3 days }", Kind("plan")),
    ("step.wait", "after: { test: 3 days }", "after: { test: 2 days }", Kind("plan spot")),
    (
        "bound.wait",
        "test: { wait: 5 days, at_latest: 9 weeks }",
        "test: { wait: 6 days, at_latest: 9 weeks }",
        Kind("plan visit"),
    ),
    (
        "bound.at_latest",
        "test: { wait: 5 days, at_latest: 9 weeks }",
        "test: { wait: 5 days, at_latest: 8 weeks }",
        Kind("plan"),
    ),
    ("step.at_latest", "test: { wait: 5 days, at_latest: 9 weeks }", "test: { wait: 5 days }", Kind("plan")),
    ("step.done", "title: Test, done: tested", "title: Test", Kind("plan test")),
    ("step.on_request", "on_request: true", "on_request: false", Kind("plan spot")),
    (
        "step.prepares",
        "title: Test, done: tested",
        "title: Test, prepares: true, done: tested",
        Kind("plan test sooner"),
    ),
    ("step.treats", "{ id: call, title: Call }", "{ id: call, title: Call, treats: true }", May("treats")),
    // Guarantees.
    ("guarantee.id", "promise_one", "promise_two", Nothing),
    ("guarantee.when", "promise_one, when: ill", "promise_one, when: ill and sore", Nothing),
    (
        "guarantee.verdict",
        "promise_one, when: ill, verdict: at least wait",
        "promise_one, when: ill, verdict: at least fine",
        Nothing,
    ),
    ("guarantee.complete", "promise_one, when: ill", "promise_one, complete: true, when: ill", Nothing),
    ("guarantee.for", "promise_one, when: ill", "promise_one, for: client, when: ill", Nothing),
    ("guarantee.because", "because: It must.", "because: It has to.", Nothing),
];

/// Keys that no change of this set can try, each with the reason.
const ELSEWHERE: &[(&str, &str)] = &[
    // Compared are sets as they come out: the rows of what an overlay changes say what differs.
    (".based_on", "where a set comes from: what is made of it is compared"),
    (".add", "put in before anything is compared"),
    (".change", "put in before anything is compared"),
    (".remove", "taken out before anything is compared"),
    (".accepts", "what somebody took upon them: the sheet shows it"),
    (".forbidden", "words that a lint forbids: no person meets them"),
    (".glossary", "words that a lint knows"),
    (".medicines", "words that a lint knows"),
    (".reading_grade", "a bound of a lint"),
    (".option_lists", "options written once: each question shows them as its own"),
    ("section.title", "a text"),
    ("source.for_clients", "a text"),
    ("source.kind", "a word beside a source"),
    ("source.publisher", "a text"),
    ("source.url", "a text"),
    ("source.year", "a text"),
    ("decision.options", "tried option by option"),
    ("decision.chances", "tried chance by chance"),
    ("decision_option.id", "tried as a change of the option"),
    ("decision_option.sources", "a list of sources"),
    ("chance.id", "tried as a change of the chance"),
    ("chance.counted", "that nobody has counted: a word of the page"),
    ("chance.sources", "a list of sources"),
    ("worked_out.ratio", "tried as a product: a condition prints both with all that they rest on"),
    ("worked_out.table", "becomes conditions, which are compared as such"),
    ("worked_out.classes", "becomes conditions, which are compared as such"),
    ("long_option.image", "a picture"),
    ("clinic.logo", "a picture"),
    ("long_option.by", "tried at a side"),
    ("guarantee.finding", "tried as a promise of a verdict: no promise is judged"),
    ("guarantee.never", "as above"),
    ("guarantee.one_of", "as above"),
    ("guarantee.asks", "as above"),
    ("guarantee.settled", "as above"),
    ("guarantee.plan", "as above"),
    ("guarantee.monotone", "as above"),
    ("guarantee.independent", "as above"),
    ("guarantee.never_asks", "as above"),
];

fn read(yaml: &str) -> Result<Questionnaire, String> {
    let mut sources = Sources::default();
    let (set, faults) = load(&Texts::one("questionnaire.yaml", yaml), "questionnaire.yaml", &mut sources);
    set.ok_or_else(|| candidacy::diagnostic::render::short(&faults, &sources))
}

fn compared(old: &Questionnaire, new: &Questionnaire) -> Diff {
    diff(&Engine::new(old, day()), &Engine::new(new, day()), Budget::Small)
}

#[test]
fn a_change_of_any_key_is_told_or_without_effect() {
    let base = include_str!("diff/every_field.yaml");
    let old = read(base).unwrap_or_else(|faults| panic!("{faults}"));
    let mut wrong = Vec::new();
    for (field, from, to, told) in FIELDS {
        if !base.contains(from) {
            wrong.push(format!("{field}: `{from}` is not in the set"));
            continue;
        }
        let new = match read(&base.replacen(from, to, 1)) {
            Ok(new) => new,
            Err(faults) => {
                wrong.push(format!("{field}: {faults}"));
                continue;
            }
        };
        let found = compared(&old, &new);
        let kinds: Vec<String> = found.differences.iter().map(|one| named(&old, &new, &one.kind)).collect();
        let may: Vec<&str> = found.may_differ.iter().map(|one| one.key).collect();
        let is_told = match told {
            Kind(kind) => kinds.iter().any(|found| found.starts_with(kind)),
            May(key) => kinds.is_empty() && may.contains(key) && !found.same_judgement(),
            Nothing => found.same_judgement(),
        };
        if !is_told {
            wrong.push(format!("{field}: {kinds:?} {may:?} {:?}", found.undecided));
        }
        // What people only read is listed as well, but for lints, which nobody meets, and for what a source says of itself.
        if matches!(told, Nothing)
            && found.changes.is_empty()
            && ![".lints", ".sources", "source.title", ".evidence", "guarantee.id"].contains(field)
        {
            wrong.push(format!("{field}: nothing is listed"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// No key of the schema is forgotten.
#[test]
fn every_key_of_the_schema_is_tried() {
    let schema: Json =
        serde_json::from_str(&ran_in(env!("CARGO_MANIFEST_DIR"), &["schema", "questionnaire"]).out).unwrap();
    let tried: BTreeSet<&str> = FIELDS.iter().map(|it| it.0).chain(ELSEWHERE.iter().map(|it| it.0)).collect();
    let keys = |object: &Json, name: &str| -> Vec<String> {
        object["properties"].as_object().into_iter().flatten().map(|(key, _)| format!("{name}.{key}")).collect()
    };
    let mut all = keys(&schema, "");
    for (name, object) in schema["$defs"].as_object().unwrap() {
        all.extend(keys(object, name));
    }
    let missing: Vec<&String> = all.iter().filter(|key| !tried.contains(key.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(ELSEWHERE.iter().all(|(_, why)| !why.is_empty()));
}
