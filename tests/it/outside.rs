//! Published instruments as question sets, held against what was published: each set is sound, its scenarios pass, every edge of
//! every band lies where the table has it, and random complete responses come to what a straight-line function of that table says.

use std::fmt::Debug;

use candidacy::assessment::Engine;
use candidacy::diagnostic::render::short;
use candidacy::proof::prove;
use candidacy::questionnaire::{Audience, Questionnaire, Texts};
use candidacy::scenario::{read, run};
use candidacy::value::index::ScoreIx;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::support::{answers, day, fixtures, opened, sample, set, set_with_sources};

/// What a complete response comes to: its score, the verdict of the whole, and those of sections that are asked for.
type Outcome = (i64, String, Vec<String>);

fn file(name: &str) -> String {
    std::fs::read_to_string(fixtures().join("outside").join(name)).unwrap()
}

fn outside(name: &str) -> Questionnaire {
    opened(fixtures().join("outside").join(format!("{name}.yaml")).to_str().unwrap())
}

/// What the engine says of a response of which everything is known.
fn comes_to(engine: &Engine<'_>, response: &str, sections: &[&str]) -> Outcome {
    let questionnaire = engine.questionnaire();
    let response_read = answers(questionnaire, &format!("answers: {{ {response} }}\n"));
    let found = engine.assess(&response_read, Audience::Everyone);
    let score = found.scores[ScoreIx(0)];
    assert_eq!((score.low, found.could_become), (score.high, found.verdict), "{response} is not complete");
    let section = |id: &&str| {
        let of = found.sections.iter().find(|of| questionnaire[of.section].id == **id);
        questionnaire[of.unwrap().verdict].id.clone()
    };
    (score.low, questionnaire[found.verdict].id.clone(), sections.iter().map(section).collect())
}

/// Holds a set against its table, on random complete responses.
fn agrees<P: Strategy>(
    name: &str,
    people: P,
    written: impl Fn(&P::Value) -> String,
    sections: &[&str],
    table: impl Fn(&P::Value) -> Outcome,
) where
    P::Value: Debug,
{
    let questionnaire = outside(name);
    let engine = Engine::new(&questionnaire, day());
    let agree = |person| {
        let response = written(&person);
        prop_assert_eq!(comes_to(&engine, &response, sections), table(&person), "{}", response);
        Ok(())
    };
    TestRunner::new(sample(2_000)).run(&people, agree).unwrap();
}

/// Holds each answer, in place of that of a person who has no points but `base`, against its points.
fn edges(name: &str, base: &[(&str, &str)], rows: &[(&str, &[(&str, i64)])]) {
    let questionnaire = outside(name);
    let engine = Engine::new(&questionnaire, day());
    for (question, values) in rows {
        for (value, points) in *values {
            let others = base.iter().filter(|(other, _)| other != question);
            let response: Vec<String> =
                others.chain([&(*question, *value)]).map(|(id, value)| format!("{id}: {value}")).collect();
            assert_eq!(comes_to(&engine, &response.join(", "), &[]).0, *points, "{question}: {value}");
        }
    }
}

fn yes_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

fn tenths(units: i64) -> String {
    format!("{}.{}", units / 10, units % 10)
}

#[test]
fn each_set_is_sound_and_its_scenarios_pass() {
    for (name, scenarios) in [("phq_9", 19), ("stop_bang", 16), ("news_2", 15), ("ausdrisk", 11)] {
        let main = format!("{name}.yaml");
        let beside = format!("{name}.scenarios.yaml");
        let files = Texts::one(&main, file(&main)).with(&beside, file(&beside));
        let mut sources = candidacy::source::Sources::default();
        let (questionnaire, faults) = candidacy::questionnaire::load(&files, &main, &mut sources);
        assert_eq!(short(&faults, &sources), "");
        let questionnaire = questionnaire.unwrap();
        assert_eq!(short(&prove(&questionnaire, day()), &sources), "");
        let (suite, faults) = read(&questionnaire, &files, &main, &mut sources, day());
        assert_eq!(short(&faults, &sources), "");
        let results = run(&questionnaire, &suite.unwrap());
        assert_eq!(short(&results.diagnostics(), &sources), "");
        assert_eq!((results.outcomes.len(), results.failed()), (scenarios, 0), "{name}");
    }
}

// ---- PHQ-9 ----

const ITEMS: [&str; 9] = ["interest", "mood", "sleep", "energy", "appetite", "worth", "focus", "pace", "death"];
const HOW_OFTEN: [&str; 4] = ["never", "some_days", "most_days", "daily"];

fn phq_9(items: &[usize; 9]) -> Outcome {
    let sum: usize = items.iter().sum();
    let mut count = 0;
    for item in &items[..8] {
        if *item >= 2 {
            count += 1;
        }
    }
    if items[8] >= 1 {
        count += 1;
    }
    let first_two = items[0] >= 2 || items[1] >= 2;
    let diagnosis = if first_two && count >= 5 {
        "major_syndrome"
    } else if first_two && count >= 2 {
        "other_syndrome"
    } else {
        "minimal"
    };
    let severity = match sum {
        0..=4 => "minimal",
        5..=9 => "mild",
        10..=14 => "moderate",
        15..=19 => "moderately_severe",
        _ => "severe",
    };
    let verdict = if items[8] >= 1 {
        "help_first"
    } else if diagnosis != "minimal" {
        diagnosis
    } else {
        severity
    };
    (sum as i64, verdict.to_owned(), vec![diagnosis.to_owned(), severity.to_owned()])
}

#[test]
fn phq_9_is_its_published_rule() {
    let written = |items: &[usize; 9]| {
        let each: Vec<String> =
            ITEMS.iter().zip(items).map(|(id, often)| format!("{id}: {}", HOW_OFTEN[*often])).collect();
        each.join(", ")
    };
    // Half of them without thoughts of death, which hide all else in the verdict.
    let last = prop_oneof![Just(0usize), 0usize..4];
    let people = (prop::array::uniform8(0usize..4), last).prop_map(|(first, last)| {
        let mut items = [0; 9];
        items[..8].copy_from_slice(&first);
        items[8] = last;
        items
    });
    agrees("phq_9", people, written, &["diagnosis", "severity"], phq_9);
}

/// The guarantees say the least sum that must count five, and the largest that cannot: one further, each fails.
#[test]
fn the_sums_that_the_guarantees_of_phq_9_name_are_the_outermost() {
    let sound = file("phq_9.yaml");
    for (from, to, broken) in [
        ("total >= 18 and first_two", "total >= 17 and first_two", "a_sum_of_18_counts_five"),
        ("when: total <= 8, never: major", "when: total <= 9, never: major", "a_sum_of_8_is_never_major"),
        ("when: \"at least 8 of [interest <", "when: \"at least 7 of [interest <", "one_is_never_other"),
        ("when: \"at least 5 of [interest <", "when: \"at least 4 of [interest <", "four_are_never_major"),
    ] {
        assert_eq!(sound.matches(from).count(), 1, "{from}");
        let (questionnaire, sources) = set_with_sources(&Texts::one("questionnaire.yaml", sound.replace(from, to)));
        let said = short(&prove(&questionnaire, day()), &sources);
        assert!(said.contains("error[broken-guarantee]") && said.contains(broken), "{to}: {said}");
        assert_eq!(said.lines().count(), 1, "{to}: {said}");
    }
}

// ---- STOP-Bang ----

#[derive(Clone, Debug)]
struct Sleeper {
    stop: [bool; 4],
    /// Tenths of a kilogram.
    weight: i64,
    height: i64,
    age: i64,
    /// Tenths of a centimetre.
    neck: i64,
    male: bool,
}

fn stop_bang(person: &Sleeper) -> Outcome {
    let stop = person.stop.iter().filter(|yes| **yes).count() as i64;
    // kg / m² > 35, in whole numbers.
    let heavy = person.weight * 1_000 > 35 * person.height * person.height;
    let wide = person.neck >= if person.male { 430 } else { 410 };
    let sum = stop + i64::from(heavy) + i64::from(person.age > 50) + i64::from(wide) + i64::from(person.male);
    let risk = if sum >= 5 || (stop >= 2 && (person.male || heavy || wide)) {
        "high"
    } else if sum >= 3 {
        "intermediate"
    } else {
        "low"
    };
    (sum, risk.to_owned(), vec![])
}

#[test]
fn stop_bang_is_its_published_rule() {
    let people = (any::<[bool; 4]>(), 500i64..1_500, 145i64..200, 30i64..75, 350i64..480, any::<bool>());
    let people =
        people.prop_map(|(stop, weight, height, age, neck, male)| Sleeper { stop, weight, height, age, neck, male });
    let written = |person: &Sleeper| {
        let [snoring, tired, observed, pressure] = person.stop.map(yes_no);
        format!(
            "snoring: {snoring}, tired: {tired}, observed: {observed}, pressure: {pressure}, weight: {}, height: {}, \
             age: {}, neck: {}, sex: {}",
            tenths(person.weight),
            person.height,
            person.age,
            tenths(person.neck),
            if person.male { "male" } else { "female" },
        )
    };
    agrees("stop_bang", people, written, &[], stop_bang);
}

#[test]
fn the_edges_of_stop_bang_lie_where_they_were_published() {
    let woman = [
        ("snoring", "no"),
        ("tired", "no"),
        ("observed", "no"),
        ("pressure", "no"),
        ("weight", "60"),
        ("height", "160"),
        ("age", "40"),
        ("neck", "35"),
        ("sex", "female"),
    ];
    let mut man = woman;
    man[8] = ("sex", "male");
    let shared: [(&str, &[(&str, i64)]); 3] = [
        ("weight", &[("89.5", 0), ("89.6", 0), ("89.7", 1)]),
        ("height", &[("131", 0), ("130", 1)]),
        ("age", &[("50", 0), ("51", 1)]),
    ];
    edges("stop_bang", &woman, &shared);
    edges("stop_bang", &woman, &[("neck", &[("40.9", 0), ("41", 1)])]);
    edges("stop_bang", &man, &[("neck", &[("41", 1), ("42.9", 1), ("43", 2)])]);
}

// ---- NEWS2 ----

#[derive(Clone, Debug)]
struct Measured {
    breaths: i64,
    retains: bool,
    spo2: i64,
    oxygen: bool,
    systolic: i64,
    pulse: i64,
    mind: &'static str,
    /// Tenths of a degree.
    heat: i64,
}

fn news_2(of: &Measured) -> Outcome {
    let breaths = match of.breaths {
        ..=8 => 3,
        9..=11 => 1,
        12..=20 => 0,
        21..=24 => 2,
        25.. => 3,
    };
    let saturation = match (of.retains, of.oxygen, of.spo2) {
        (false, _, ..=91) => 3,
        (false, _, 92..=93) => 2,
        (false, _, 94..=95) => 1,
        (false, _, 96..) => 0,
        (true, _, ..=83) => 3,
        (true, _, 84..=85) => 2,
        (true, _, 86..=87) => 1,
        (true, _, 88..=92) => 0,
        (true, false, 93..) => 0,
        (true, true, 93..=94) => 1,
        (true, true, 95..=96) => 2,
        (true, true, 97..) => 3,
    };
    let systolic = match of.systolic {
        ..=90 => 3,
        91..=100 => 2,
        101..=110 => 1,
        111..=219 => 0,
        220.. => 3,
    };
    let pulse = match of.pulse {
        ..=40 => 3,
        41..=50 => 1,
        51..=90 => 0,
        91..=110 => 1,
        111..=130 => 2,
        131.. => 3,
    };
    let mind = if of.mind == "alert" { 0 } else { 3 };
    let heat = match of.heat {
        ..=350 => 3,
        351..=360 => 1,
        361..=380 => 0,
        381..=390 => 1,
        391.. => 2,
    };
    let oxygen = if of.oxygen { 2 } else { 0 };
    let each = [breaths, saturation, oxygen, systolic, pulse, mind, heat];
    let sum = each.iter().sum();
    let risk = match sum {
        7.. => "high",
        5..=6 => "medium",
        _ if each.contains(&3) => "low_medium",
        _ => "low",
    };
    (sum, risk.to_owned(), vec![])
}

#[test]
fn news_2_is_its_published_chart() {
    let mind = prop_oneof![
        4 => Just("alert"),
        1 => prop::sample::select(vec!["confused", "voice", "pain", "unresponsive"]),
    ];
    // Close to the edges, and often without points.
    let breaths = prop_oneof![5i64..30, 12i64..21];
    let systolic = prop_oneof![80i64..230, 111i64..220];
    let pulse = prop_oneof![35i64..140, 51i64..91];
    let heat = prop_oneof![340i64..400, 361i64..381];
    let people = (breaths, any::<bool>(), 80i64..=100, any::<bool>(), systolic, pulse, mind, heat);
    let people = people.prop_map(|(breaths, retains, spo2, oxygen, systolic, pulse, mind, heat)| Measured {
        breaths,
        retains,
        spo2,
        oxygen,
        systolic,
        pulse,
        mind,
        heat,
    });
    let written = |of: &Measured| {
        format!(
            "breaths: {}, retains: {}, {}: {}, oxygen: {}, systolic: {}, pulse: {}, mind: {}, heat: {}",
            of.breaths,
            yes_no(of.retains),
            if of.retains { "spo2_2" } else { "spo2" },
            of.spo2,
            yes_no(of.oxygen),
            of.systolic,
            of.pulse,
            of.mind,
            tenths(of.heat),
        )
    };
    agrees("news_2", people, written, &[], news_2);
}

#[test]
fn the_edges_of_news_2_lie_where_they_were_published() {
    let well = [
        ("breaths", "16"),
        ("retains", "no"),
        ("spo2", "98"),
        ("oxygen", "no"),
        ("systolic", "120"),
        ("pulse", "70"),
        ("mind", "alert"),
        ("heat", "37.0"),
    ];
    let pulse: &[(&str, i64)] = &[
        ("40", 3),
        ("41", 1),
        ("50", 1),
        ("51", 0),
        ("90", 0),
        ("91", 1),
        ("110", 1),
        ("111", 2),
        ("130", 2),
        ("131", 3),
    ];
    let heat: &[(&str, i64)] =
        &[("35.0", 3), ("35.1", 1), ("36.0", 1), ("36.1", 0), ("38.0", 0), ("38.1", 1), ("39.0", 1), ("39.1", 2)];
    edges(
        "news_2",
        &well,
        &[
            ("breaths", &[("8", 3), ("9", 1), ("11", 1), ("12", 0), ("20", 0), ("21", 2), ("24", 2), ("25", 3)]),
            ("spo2", &[("91", 3), ("92", 2), ("93", 2), ("94", 1), ("95", 1), ("96", 0)]),
            ("oxygen", &[("no", 0), ("yes", 2)]),
            (
                "systolic",
                &[("90", 3), ("91", 2), ("100", 2), ("101", 1), ("110", 1), ("111", 0), ("219", 0), ("220", 3)],
            ),
            ("pulse", pulse),
            ("mind", &[("alert", 0), ("confused", 3), ("voice", 3), ("pain", 3), ("unresponsive", 3)]),
            ("heat", heat),
        ],
    );
    let low: &[(&str, i64)] = &[("83", 3), ("84", 2), ("85", 2), ("86", 1), ("87", 1), ("88", 0), ("92", 0)];
    let mut scale_2 = well;
    scale_2[1] = ("retains", "yes");
    scale_2[2] = ("spo2_2", "90");
    let on_air = [low, &[("93", 0), ("97", 0), ("100", 0)]].concat();
    edges("news_2", &scale_2, &[("spo2_2", &on_air)]);
    scale_2[3] = ("oxygen", "yes");
    let on_oxygen = [low, &[("93", 1), ("94", 1), ("95", 2), ("96", 2), ("97", 3), ("100", 3)]].concat();
    // The oxygen itself has 2.
    let on_oxygen: Vec<(&str, i64)> = on_oxygen.into_iter().map(|(value, points)| (value, points + 2)).collect();
    edges("news_2", &scale_2, &[("spo2_2", &on_oxygen)]);
}

// ---- AUSDRISK ----

#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "the form asks so many yes/no questions")]
struct Asked {
    age: i64,
    male: bool,
    /// None for "none of these".
    descent: Vec<&'static str>,
    born: &'static str,
    family: bool,
    glucose: bool,
    tablets: bool,
    smoking: bool,
    greens: bool,
    moves: bool,
    /// Tenths of a centimetre.
    waist: i64,
}

fn ausdrisk(of: &Asked) -> Outcome {
    let mut sum = match of.age {
        ..=34 => 0,
        35..=44 => 2,
        45..=54 => 4,
        55..=64 => 6,
        65.. => 8,
    };
    if of.male {
        sum += 3;
    }
    if of.descent.iter().any(|from| *from != "asian") {
        sum += 2;
    }
    if !["australia", "other"].contains(&of.born) {
        sum += 2;
    }
    for (counts, points) in
        [(of.family, 3), (of.glucose, 6), (of.tablets, 2), (of.smoking, 2), (!of.greens, 1), (!of.moves, 2)]
    {
        if counts {
            sum += points;
        }
    }
    let lower = of.descent.iter().any(|from| ["aboriginal", "torres_strait", "asian"].contains(from));
    let (from, over) = match (lower, of.male) {
        (true, true) => (900, 1_000),
        (true, false) => (800, 900),
        (false, true) => (1_020, 1_100),
        (false, false) => (880, 1_000),
    };
    sum += match of.waist {
        waist if waist > over => 7,
        waist if waist >= from => 4,
        _ => 0,
    };
    let risk = match sum {
        ..=5 => "low",
        6..=11 => "intermediate",
        _ => "high",
    };
    (sum, risk.to_owned(), vec![])
}

#[test]
fn ausdrisk_is_its_published_form() {
    let descent = prop_oneof![
        2 => Just(Vec::new()),
        3 => prop::sample::subsequence(vec!["aboriginal", "torres_strait", "pacific", "maori", "asian"], 1..=2),
    ];
    let born = prop_oneof![
        Just("australia"),
        prop::sample::select(vec!["asia", "middle_east", "north_africa", "southern_europe", "other"]),
    ];
    let rare = || prop::bool::weighted(0.25);
    let habits = (prop::bool::weighted(0.6), prop::bool::weighted(0.6));
    let people = (15i64..80, any::<bool>(), descent, born, (rare(), rare(), rare(), rare()), habits, 750i64..1_150);
    let people = people.prop_map(|(age, male, descent, born, told, (greens, moves), waist)| {
        let (family, glucose, tablets, smoking) = told;
        Asked { age, male, descent, born, family, glucose, tablets, smoking, greens, moves, waist }
    });
    let written = |of: &Asked| {
        let descent = if of.descent.is_empty() { "none".to_owned() } else { of.descent.join(", ") };
        let sides = [
            ("family", of.family),
            ("glucose", of.glucose),
            ("tablets", of.tablets),
            ("smoking", of.smoking),
            ("greens", of.greens),
            ("moves", of.moves),
        ];
        let sides: Vec<String> = sides.iter().map(|(id, yes)| format!("{id}: {}", yes_no(*yes))).collect();
        format!(
            "age: {}, sex: {}, descent: [{descent}], born: {}, {}, waist: {}",
            of.age,
            if of.male { "male" } else { "female" },
            of.born,
            sides.join(", "),
            tenths(of.waist),
        )
    };
    agrees("ausdrisk", people, written, &[], ausdrisk);
}

#[test]
fn the_edges_of_ausdrisk_lie_where_they_were_published() {
    let plain = [
        ("age", "34"),
        ("sex", "female"),
        ("descent", "[none]"),
        ("born", "australia"),
        ("family", "no"),
        ("glucose", "no"),
        ("tablets", "no"),
        ("smoking", "no"),
        ("greens", "yes"),
        ("moves", "yes"),
        ("waist", "75"),
    ];
    let descents: &[(&str, i64)] = &[
        ("[aboriginal]", 2),
        ("[torres_strait]", 2),
        ("[pacific]", 2),
        ("[maori]", 2),
        ("[asian]", 0),
        ("[maori, asian]", 2),
        ("[aboriginal, pacific]", 2),
    ];
    edges(
        "ausdrisk",
        &plain,
        &[
            ("age", &[("34", 0), ("35", 2), ("44", 2), ("45", 4), ("54", 4), ("55", 6), ("64", 6), ("65", 8)]),
            ("sex", &[("female", 0), ("male", 3)]),
            ("descent", descents),
            (
                "born",
                &[
                    ("australia", 0),
                    ("asia", 2),
                    ("middle_east", 2),
                    ("north_africa", 2),
                    ("southern_europe", 2),
                    ("other", 0),
                ],
            ),
            ("family", &[("yes", 3)]),
            ("glucose", &[("yes", 6)]),
            ("tablets", &[("yes", 2)]),
            ("smoking", &[("yes", 2)]),
            ("greens", &[("no", 1)]),
            ("moves", &[("no", 2)]),
        ],
    );
    for (sex, descent, others, [from, over]) in [
        ("male", "[asian]", 3, [90, 100]),
        ("female", "[asian]", 0, [80, 90]),
        ("male", "[torres_strait]", 5, [90, 100]),
        ("female", "[aboriginal]", 2, [80, 90]),
        ("male", "[none]", 3, [102, 110]),
        ("female", "[none]", 0, [88, 100]),
        ("male", "[pacific]", 5, [102, 110]),
        ("female", "[maori]", 2, [88, 100]),
    ] {
        let mut person = plain;
        (person[1].1, person[2].1) = (sex, descent);
        let (below, from) = (format!("{}.9", from - 1), from.to_string());
        let (last, over) = (over.to_string(), format!("{over}.1"));
        let rows: [(&str, i64); 4] = [(&below, others), (&from, others + 4), (&last, others + 4), (&over, others + 7)];
        edges("ausdrisk", &person, &[("waist", &rows)]);
    }
}

// ---- Counts, and counts written out ----

/// A set with one rule over so many yes-or-no questions.
fn over_questions(count: usize, when: &str) -> Questionnaire {
    let questions: String =
        (0..count).map(|at| format!("      - {{ id: q{at}, ask: Item {at}?, type: yes_no }}\n")).collect();
    set(&format!(
        "questionnaire: counts
version: 1.0.0
title: Counts
verdicts: [{{ fine: {{ title: Fine, says: Go. }} }}, {{ later: {{ title: Later, says: Wait. }} }}]
sections:
  - id: one
    title: One
    valid_for: visit
    questions:
{questions}    rules:
      - {{ id: many, when: \"{when}\", verdict: later, finding: Many. }}
"
    ))
}

/// Every group of so many questions, as `or` of `and`s.
fn written_out(least: usize, count: usize) -> String {
    let all: Vec<usize> = (0..count).collect();
    let mut groups = vec![(Vec::new(), 0)];
    for _ in 0..least {
        let longer = groups.iter().flat_map(|(group, next)| {
            all[*next..].iter().map(move |at| ([group.as_slice(), &[format!("q{at}")]].concat(), at + 1))
        });
        groups = longer.collect();
    }
    let groups: Vec<String> = groups.iter().map(|(group, _)| format!("({})", group.join(" and "))).collect();
    groups.join(" or ")
}

fn proved(questionnaire: &Questionnaire) -> Vec<String> {
    let found = prove(questionnaire, day());
    found.iter().map(|diagnostic| format!("{}: {}", diagnostic.code.name(), diagnostic.message)).collect()
}

#[test]
fn counts_are_decided() {
    for (least, count) in [(5, 9), (8, 16), (12, 24)] {
        let names: Vec<String> = (0..count).map(|at| format!("q{at}")).collect();
        let questionnaire = over_questions(count, &format!("at least {least} of [{}]", names.join(", ")));
        assert_eq!(proved(&questionnaire), Vec::<String>::new(), "{least} of {count}");
    }
}

#[test]
fn counts_that_are_written_out_are_decided_too() {
    for (least, count, groups) in [(4, 7, 35), (4, 8, 70), (5, 9, 126)] {
        let when = written_out(least, count);
        assert_eq!(when.matches('(').count(), groups);
        assert_eq!(proved(&over_questions(count, &when)), Vec::<String>::new(), "{least} of {count}");
    }
    // One group says what a shorter one says already: of all parts only that one never matters.
    let idle = format!("{} or (q0 and q1 and q2 and q3 and q4 and q5)", written_out(5, 7));
    assert_eq!(proved(&over_questions(7, &idle)), ["idle-part: this part never matters"]);
}

/// Hundreds of groups take too many small proofs: that is said, with the name of the rule, and soon.
#[test]
fn what_is_written_out_too_long_is_not_decided() {
    let questionnaire = over_questions(15, &written_out(3, 15));
    let [said] = proved(&questionnaire).try_into().unwrap_or_else(|said| panic!("{said:?}"));
    let expected = "undecided: not decided within 20000000 propagations: whether every part of the rule `many` matters";
    assert_eq!(said, expected);
}
