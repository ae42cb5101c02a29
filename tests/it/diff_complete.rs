//! What two versions are said to have in common, held against all that an assessment, a plan and an interview say: random pairs,
//! random responses whose answers have days of their own, and random days of assessment.

use std::collections::{BTreeMap, BTreeSet};

use candidacy::assessment::{Assessment, Engine};
use candidacy::diff::{Budget, Diff, DifferenceKind, diff};
use candidacy::interview::Interview;
use candidacy::plan::{CarePlan, Unclear, care_plan};
use candidacy::questionnaire::{Audience, Questionnaire};
use candidacy::response::{Response, accept};
use candidacy::value::index::{QuestionIx, VerdictIx};
use candidacy::value::{Answer, Date, Duration, OptionSet, Truth, Unit, Value};

use crate::diff::{mutated, named, numbers, planted, read};
use crate::generate::{Tape, answer, questionnaire};
use crate::plans::with_steps;
use crate::support::{DAY, day, ran_in, setting, smp};

/// Days of assessment, one of them after a short month and one in a leap year.
const DAYS: [(i16, i8, i8); 6] =
    [(2026, 11, 22), (2026, 11, 23), (2026, 12, 31), (2027, 2, 28), (2028, 2, 29), (2031, 8, 31)];

/// How many days before the assessment answers were given.
const AGES: [i32; 6] = [0, 1, 13, 14, 200, 400];

// ---- All that anybody is told ----

/// All that a version comes to, by ids, without texts.
fn told(engine: &Engine<'_>, response: &Response) -> BTreeMap<String, String> {
    let questionnaire = engine.questionnaire();
    let assessment = engine.assess(response, Audience::Everyone);
    let mut told = BTreeMap::new();
    let verdict = |index: VerdictIx| questionnaire[index].id.clone();
    let question = |index: QuestionIx| questionnaire[index].id.clone();
    let mut note = |key: String, says: String| told.insert(key, says);
    note("verdict".into(), verdict(assessment.verdict));
    note("at_least".into(), verdict(assessment.at_least));
    note("could_become".into(), verdict(assessment.could_become));
    note("open_could_make_it".into(), verdict(assessment.open_could_make_it));
    note("not_before".into(), format!("{:?}", assessment.not_before()));
    note("by".into(), format!("{:?}", assessment.by()));
    note("stopped".into(), format!("{:?}", assessment.stopped.map(|rule| questionnaire[rule].id.clone())));
    for finding in &assessment.findings {
        let because: Vec<String> =
            finding.because.iter().map(|it| format!("{} {:?}", question(it.question), it.answered_on)).collect();
        let says = format!("{:?} {:?} {because:?}", finding.not_before, finding.by);
        note(format!("finding {}", questionnaire[finding.rule].id), says);
    }
    for unsure in &assessment.unsure {
        note(format!("unsure {}", question(unsure.question)), verdict(unsure.verdict));
    }
    for open in &assessment.open {
        let rules: Vec<String> = open.rules().map(|rule| questionnaire[rule].id.clone()).collect();
        note(format!("open {}", question(open.question)), format!("{} {rules:?}", verdict(open.could_become)));
    }
    for section in &assessment.sections {
        let says = [section.verdict, section.at_least, section.could_become].map(verdict);
        note(format!("section {}", questionnaire[section.section].id), format!("{says:?}"));
    }
    for (score, points) in questionnaire.scores().iter().zip(&assessment.scores) {
        note(format!("score {}", score.id), format!("{points:?}"));
    }
    for aged in &assessment.aged {
        note(format!("aged {}", question(aged.question)), aged.answered_on.to_string());
    }
    note(
        "not_offered".into(),
        format!("{:?}", assessment.not_offered.iter().map(|it| question(*it)).collect::<Vec<_>>()),
    );
    let plan = care_plan(&engine.situation(response), &assessment);
    note("plan".into(), plan.as_ref().map_or("none".into(), |plan| planned(questionnaire, plan)));
    for audience in [Audience::Client, Audience::Technician] {
        let interview = Interview::new(engine, response.clone(), audience);
        let asked: Vec<String> = interview.asked().into_iter().map(question).collect();
        note(format!("asked of {}", audience.name()), format!("{asked:?}"));
        let situation = engine.situation(response);
        let applies = questionnaire
            .questions()
            .enumerated()
            .filter(|(index, of)| situation.applies(*index) == Truth::True && of.audience.includes(audience));
        let applies: Vec<&str> = applies.map(|(_, of)| of.id.as_str()).collect();
        note(format!("applies to {}", audience.name()), format!("{applies:?}"));
    }
    told
}

fn planned(questionnaire: &Questionnaire, plan: &CarePlan) -> String {
    let unclear = plan.unclear.iter().map(|unclear| match unclear {
        Unclear::Finding(rule) => questionnaire[*rule].id.clone(),
        Unclear::Answer(question) => questionnaire[*question].id.clone(),
    });
    let unclear: Vec<String> = unclear.collect();
    let steps = plan.steps.iter().map(|step| {
        let after: Vec<String> = step
            .after
            .iter()
            .map(|link| {
                let (wait, at_latest) = (lasts(link.wait), lasts(link.at_latest));
                format!("{} {wait:?} {at_latest:?}", questionnaire[link.step].id)
            })
            .collect();
        let because: Vec<&str> = step.because.iter().map(|rule| questionnaire[*rule].id.as_str()).collect();
        let id = &questionnaire[step.step].id;
        format!(
            "{id} {:?} {:?} {} {} {after:?} {:?} {because:?}",
            step.on,
            step.at_latest,
            step.done,
            step.appointed,
            lasts(step.rest)
        )
    });
    format!("{} {unclear:?} {:?}", plan.dated, steps.collect::<Vec<_>>())
}

/// How long a span lasts, however it is written: months and days.
fn lasts(span: Option<Duration>) -> Option<(u32, u32, bool)> {
    span.map(|Duration { count, unit }| match unit {
        Unit::Days => (0, count, false),
        Unit::Weeks => (0, 7 * count, false),
        Unit::Months | Unit::MonthsNext => (count, 0, unit == Unit::MonthsNext),
        Unit::Years | Unit::YearsNext => (12 * count, 0, unit == Unit::YearsNext),
    })
}

// ---- Random pairs ----

/// Changes of what the random sets of the comparison by enumeration do not have: plans, ages, who is asked. The first ones change
/// nothing that counts.
const MORE: [(&str, &str); 31] = [
    ("title: Random", "title: Drawn"),
    ("says: It is v1.", "says: It is so."),
    ("Option 1", "Another one"),
    ("finding: It is so.", "finding: So it is."),
    ("Ask q", "Tell us about q"),
    ("title: Section", "title: Part"),
    ("language: en", "language: en\nabout: This is new."),
    ("title: Step", "title: Stage"),
    ("valid_for: visit", "valid_for: 2 weeks"),
    ("valid_for: 6 months", "valid_for: always"),
    ("valid_for: 1 year", "valid_for: 12 months"),
    ("valid_for: 2 weeks", "valid_for: 14 days"),
    ("wait: 1 day", "wait: 3 days"),
    ("wait: 2 weeks", "wait: 1 day"),
    ("wait: 2 weeks", "wait: 14 days"),
    (", on_request: true", ""),
    (", prepares: true", ""),
    ("treats_up_to: v1", "treats_up_to: v2"),
    ("treats_up_to: v3", "treats_up_to: v1"),
    (": 4 weeks } }", ": 3 days } }"),
    (": again } }", ": 9 days } }"),
    (", plan: t0 }", " }"),
    ("at_latest: 6 weeks", "at_latest: 20 weeks"),
    (", required: false", ""),
    (", for: technician", ""),
    ("q1, ask", "q1, label: Short, ask"),
    ("4 weeks after today", "1 month after today"),
    ("not_before: 6 months after", "not_before: 1 year after"),
    (", by: 3 days after today", ""),
    ("by: 2 weeks before", "by: 3 weeks before"),
    (", not_before: 4 weeks after today", ""),
];

struct Pair {
    old: Questionnaire,
    new: Questionnaire,
    yaml: [String; 2],
}

fn pair(seed: u64) -> Option<Pair> {
    let drawn = numbers(seed);
    let mut tape = Tape(&drawn);
    let mut draft = questionnaire(&mut tape).ageing(&mut Tape(&numbers(seed ^ 0x33)));
    let before =
        if seed.is_multiple_of(3) { draft.yaml() } else { with_steps(&mut draft, &mut Tape(&numbers(seed ^ 0x77))) };
    let changes = numbers(seed ^ 0x5555);
    let mut changes = Tape(&changes);
    let mut after = before.clone();
    for _ in 0..=changes.pick(2) {
        let next = if changes.once_in(3) { mutated(&after, &mut changes) } else { changed(&after, &mut changes) };
        if read(&next).is_some() {
            after = next;
        }
    }
    let (old, new) = (read(&before)?, read(&after)?);
    (before != after).then_some(Pair { old, new, yaml: [before, after] })
}

fn changed(yaml: &str, tape: &mut Tape) -> String {
    let fitting: Vec<_> = MORE.iter().filter(|(from, _)| yaml.contains(from)).collect();
    if fitting.is_empty() {
        return yaml.to_owned();
    }
    let (from, to) = tape.one(&fitting);
    let places: Vec<usize> = yaml.match_indices(from).map(|(at, _)| at).collect();
    let at = *tape.one(&places);
    format!("{}{to}{}", &yaml[..at], &yaml[at + from.len()..])
}

/// The same answers for both versions, each given on a day of its own; only such as both take.
fn said(pair: &Pair, today: Date, tape: &mut Tape) -> (Response, Response) {
    let (mut old, mut new) = (Response::new(&pair.old), Response::new(&pair.new));
    let ages = tape.pick(3);
    for (index, question) in pair.old.questions().enumerated() {
        let Some(twin) = pair.new.question(&question.id).filter(|_| !tape.once_in(4)) else { continue };
        let options = OptionSet::first(question.options().len());
        let Some(given) = answer(question, options, tape) else { continue };
        let Some(other) = translated(&pair.old, &pair.new, (index, twin), &given) else { continue };
        let days = if ages == 0 { 0 } else { *tape.one(&AGES) };
        let on = today.checked_sub(jiff::Span::new().days(days)).unwrap();
        let undated = tape.once_in(6);
        let both = [accept(&pair.old, index, given, on), accept(&pair.new, twin, other, on)];
        if let [Ok(one), Ok(other)] = both {
            old.set(if undated { one.undated() } else { one });
            new.set(if undated { other.undated() } else { other });
        }
    }
    (old, new)
}

/// An answer by the options of the other version.
fn translated(
    old: &Questionnaire,
    new: &Questionnaire,
    (before, after): (QuestionIx, QuestionIx),
    answer: &Answer,
) -> Option<Answer> {
    let place = |position: usize| {
        let id = &old[before].options()[position].id;
        new[after].options().iter().position(|option| option.id == *id)
    };
    Some(match answer {
        Answer::Given(Value::Choice(position)) => Answer::Given(Value::Choice(place(*position)?)),
        Answer::Given(Value::Choices(set)) => {
            Answer::Given(Value::Choices(set.iter().map(place).collect::<Option<OptionSet>>()?))
        }
        answer => answer.clone(),
    })
}

fn date((year, month, day): (i16, i8, i8)) -> Date {
    Date::new(year, month, day).unwrap()
}

fn compared(pair: &Pair) -> Diff {
    diff(&Engine::new(&pair.old, day()), &Engine::new(&pair.new, day()), Budget::Small)
}

/// What is called alike is alike: on every day, for every response, however old its answers are. And where nothing may be less
/// cautious, nothing is on the day of the comparison. `COMPLETE_CASES=20000 COMPLETE_SEED=7` tries more, and others.
#[test]
fn what_is_called_alike_is_alike() {
    let (mut left, mut seed) = (setting("COMPLETE_CASES", 400), setting("COMPLETE_SEED", 0) << 32);
    let (mut alike, mut no_less, mut differ) = (0, 0, 0);
    while left > 0 {
        seed += 1;
        let Some(pair) = pair(seed) else { continue };
        left -= 1;
        let found = compared(&pair);
        let tape = numbers(seed ^ 0x1234);
        let mut tape = Tape(&tape);
        for round in 0..12 {
            let today = date(DAYS[if round < 4 { 0 } else { tape.pick(DAYS.len()) }]);
            let (was, is) = (Engine::new(&pair.old, today), Engine::new(&pair.new, today));
            let (before, after) = said(&pair, today, &mut tape);
            let (one, other) = (told(&was, &before), told(&is, &after));
            let describe = || format!("{}\n----\n{}\n{before:?}\non {today}\n{found:#?}", pair.yaml[0], pair.yaml[1]);
            if found.same_judgement() {
                assert_eq!(one, other, "{}", describe());
            }
            differ += usize::from(one != other);
            if today == day() && !found.may_be_less_cautious() {
                let less = less_cautious([&was, &is], [&before, &after]);
                assert!(less.is_empty(), "{less:?}: {}", describe());
                no_less += 1;
            }
        }
        alike += usize::from(found.same_judgement());
    }
    println!("{alike} pairs alike; {differ} responses differ; {no_less} held against what is less cautious");
    assert!(alike > 40 && differ > 300 && no_less > 300, "{alike} {differ} {no_less}");
}

/// What is less cautious of one response: a milder verdict or outlook, an earlier wait or day of a step, a stop that is gone.
fn less_cautious([was, is]: [&Engine<'_>; 2], [before, after]: [&Response; 2]) -> Vec<String> {
    let (old, new) = (was.questionnaire(), is.questionnaire());
    let (one, other) = (was.assess(before, Audience::Everyone), is.assess(after, Audience::Everyone));
    let milder = |from: VerdictIx, to: VerdictIx| old.verdict(&new[to].id).is_none_or(|to| to < from);
    let mut less = Vec::new();
    let mut note = |is_less: bool, what: &str| less.extend(is_less.then(|| what.to_owned()));
    note(milder(one.verdict, other.verdict), "verdict");
    note(milder(one.at_least, other.at_least), "at_least");
    note(milder(one.could_become, other.could_become), "could_become");
    note(other.not_before().unwrap_or(Date::MIN) < one.not_before().unwrap_or(Date::MIN), "not_before");
    note(one.stopped.is_some() && other.stopped.is_none(), "stopped");
    note(other.by().unwrap_or(Date::MAX) > one.by().unwrap_or(Date::MAX), "by");
    let plan = |engine: &Engine<'_>, response: &Response, assessment: &Assessment| {
        care_plan(&engine.situation(response), assessment)
    };
    if let (Some(one), Some(other)) = (plan(was, before, &one), plan(is, after, &other)) {
        for step in &one.steps {
            let id = &old[step.step].id;
            let twin = other.steps.iter().find(|twin| new[twin.step].id == *id);
            note(twin.is_none(), &format!("step {id} gone"));
            let sooner = twin.is_some_and(|twin| {
                !step.done && !twin.done && step.on.zip(twin.on).is_some_and(|(day, then)| then < day)
            });
            note(sooner, &format!("step {id} sooner"));
        }
    }
    less
}

/// Every response that is named as showing something does show it, kind by kind, by what the two versions say of it.
#[test]
fn every_witness_shows_what_it_is_named_for() {
    let mut met: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 1..=setting("COMPLETE_CASES", 400) {
        let Some(pair) = pair(seed) else { continue };
        for one in &compared(&pair).differences {
            let (was, is) = (Engine::new(&pair.old, one.day), Engine::new(&pair.new, one.day));
            let (before, after) = (told(&was, &one.witness.old), told(&is, &one.witness.new));
            let name = named(&pair.old, &pair.new, &one.kind);
            let key = match &one.kind {
                DifferenceKind::Verdict { .. } => "verdict".to_owned(),
                DifferenceKind::CouldBecome { .. } => "open_could_make_it".to_owned(),
                DifferenceKind::Finding { rule, .. }
                | DifferenceKind::NotBefore { rule, .. }
                | DifferenceKind::By { rule, .. } => format!("finding {rule}"),
                DifferenceKind::Unsure { question, .. } => format!("unsure {question}"),
                DifferenceKind::Section { section, .. } => format!("section {section}"),
                DifferenceKind::Score { score } => format!("score {score}"),
                DifferenceKind::Stopped { .. } => "stopped".to_owned(),
                DifferenceKind::Plan { .. } => "plan".to_owned(),
                DifferenceKind::Validity { question, .. } => format!("aged {question}"),
                DifferenceKind::Asked { .. } | DifferenceKind::AskedOf { .. } | DifferenceKind::Order { .. } => {
                    let differs = ["applies to client", "applies to technician"].map(|key| before[key] != after[key]);
                    assert!(differs.contains(&true), "{name}\n{}\n----\n{}", pair.yaml[0], pair.yaml[1]);
                    "verdict".to_owned()
                }
                DifferenceKind::Taken { .. } => {
                    *met.entry("taken").or_default() += 1;
                    continue;
                }
            };
            let is_asked = matches!(
                one.kind,
                DifferenceKind::Asked { .. } | DifferenceKind::AskedOf { .. } | DifferenceKind::Order { .. }
            );
            let (then, now) = (before.get(&key), after.get(&key));
            assert!(is_asked || then != now, "{name}: {then:?}\n{}\n----\n{}", pair.yaml[0], pair.yaml[1]);
            *met.entry(kind_of(&one.kind)).or_default() += 1;
        }
    }
    println!("{met:?}");
    let all: BTreeSet<&str> = KINDS.into_iter().collect();
    assert_eq!(met.keys().copied().collect::<BTreeSet<_>>(), all, "every kind is met");
}

const KINDS: [&str; 15] = [
    "verdict", "could", "finding", "asked", "asked_of", "taken", "order", "stopped", "wait", "due", "unsure",
    "section", "score", "plan", "validity",
];

fn kind_of(kind: &DifferenceKind) -> &'static str {
    match kind {
        DifferenceKind::Verdict { .. } => "verdict",
        DifferenceKind::CouldBecome { .. } => "could",
        DifferenceKind::Finding { .. } => "finding",
        DifferenceKind::Asked { .. } => "asked",
        DifferenceKind::AskedOf { .. } => "asked_of",
        DifferenceKind::Taken { .. } => "taken",
        DifferenceKind::Order { .. } => "order",
        DifferenceKind::Stopped { .. } => "stopped",
        DifferenceKind::NotBefore { .. } => "wait",
        DifferenceKind::By { .. } => "due",
        DifferenceKind::Unsure { .. } => "unsure",
        DifferenceKind::Section { .. } => "section",
        DifferenceKind::Score { .. } => "score",
        DifferenceKind::Plan { .. } => "plan",
        DifferenceKind::Validity { .. } => "validity",
    }
}

// ---- The shipped set ----

/// Changes of the shipped set that were once told only as changed lines, with what they must be told as, whether that is less
/// cautious, and a line of what people read.
#[test]
fn nothing_that_clients_meet_is_passed_over_in_silence() {
    let wait = "    not_before: isotretinoin_wait after isotretinoin_stopped\n";
    for (change, kind, less, says) in [
        // A wait is dropped: without a word, it would last as long as its rule.
        (("medicines.yaml", wait, "    not_before: none\n"), "wait med_09_isotretinoin_recent sooner", true, "no wait"),
        (
            ("questionnaire.yaml", "  isotretinoin_wait: 6 months", "  isotretinoin_wait: 12 months"),
            "finding med_09_isotretinoin_recent new",
            false,
            "Last capsule of isotretinoin: 6 to 12 months ago: Suitable -> Not now",
        ),
    ] {
        let changed = planted(change);
        let (was, is) = (Engine::new(smp(), day()), Engine::new(&changed, day()));
        let found = diff(&was, &is, Budget::Small);
        let one = found.differences.iter().find(|one| named(smp(), &changed, &one.kind) == kind);
        let one = one.unwrap_or_else(|| panic!("{kind}: {found:#?}"));
        assert_eq!(one.less_cautious, less, "{kind}");
        let words = candidacy::diff::DifferenceWords::new([&was, &is]).line(one);
        assert!(words.contains(says), "{kind}: {words}");
        assert!(!found.same_judgement());
    }
}

const THREE: &str = "questionnaire: q
version: 1.0.0
title: Q
verdicts:
  - fine: { title: Fine, says: Fine. }
  - later: { title: Later, says: Later. }
  - never: { title: Never, says: Never. }
sections:
  - id: one
    title: One
    questions:
      - { id: p, ask: P?, type: yes_no }
    rules:
      - { id: first, when: p, verdict: never, finding: So. }
  - id: two
    title: Two
    questions:
      - { id: q, ask: Q?, type: yes_no }
    rules:
      - { id: second, when: q, verdict: never, finding: So. }
";

/// What a verdict could become may turn milder as well: that is less cautious.
#[test]
fn a_milder_outlook_is_less_cautious() {
    let old = read(THREE).unwrap();
    let new = read(&THREE.replace("when: q, verdict: never", "when: q, verdict: later")).unwrap();
    let found = diff(&Engine::new(&old, day()), &Engine::new(&new, day()), Budget::default());
    let milder = found.differences.iter().find(|one| named(&old, &new, &one.kind) == "could never later").unwrap();
    assert!(milder.less_cautious, "{milder:?}");
    // The other way it is not.
    let back = diff(&Engine::new(&new, day()), &Engine::new(&old, day()), Budget::default());
    assert!(!back.may_be_less_cautious(), "{back:#?}");
}

/// Two rules with one verdict, each with a wait of its own.
const TWO_WAITS: &str = "questionnaire: waits
version: 1.0.0
title: Waits
language: en
verdicts: [{ fine: { title: Fine, says: It is. } }, { later: { title: Later, says: Wait. } }]
sections:
  - id: s
    title: S
    valid_for: always
    questions:
      - { id: sore, ask: Is it sore?, type: yes_no, unsure: later }
      - { id: red, ask: Is it red?, type: yes_no, unsure: later }
    rules:
      - { id: of_sore, when: sore, verdict: later, finding: Sore., not_before: 2 weeks after today }
      - { id: of_red, when: sore or red, verdict: later, finding: Red., not_before: 4 weeks after today }
";

/// Whoever loses a finding loses its day as well, also where another finding keeps the verdict; unless one names a day as strict.
#[test]
fn a_day_that_is_gone_with_its_finding_is_less_cautious() {
    for (from, to, less) in [
        ("when: sore or red,", "when: red,", true),
        // By the longer wait of the other the shorter one was nobody's day.
        ("when: sore, verdict", "when: sore and red, verdict", false),
        (
            "when: sore or red, verdict: later, finding: Red., not_before: 4 weeks",
            "when: red, verdict: later, finding: Red., not_before: 1 week",
            true,
        ),
    ] {
        let (old, new) = (read(TWO_WAITS).unwrap(), read(&TWO_WAITS.replace(from, to)).unwrap());
        let found = diff(&Engine::new(&old, day()), &Engine::new(&new, day()), Budget::default());
        assert!(!found.differences.is_empty(), "{to}");
        assert_eq!(found.may_be_less_cautious(), less, "{to}: {found:#?}");
    }
}

/// A set with a step on request, which is done on a day that is asked for; what follows it waits five weeks.
const ON_REQUEST: &str = "questionnaire: steps
version: 1.0.0
title: Steps
language: en
verdicts: [{ fine: { title: Fine, says: It is. } }, { later: { title: Later, says: Wait. } }]
treats_up_to: fine
plan:
  - { id: talk, title: Talk }
  - { id: spot, title: Spot, after: { talk: { wait: 3 days } }, on_request: true, done: spot_date }
  - { id: visit, title: Visit, after: { spot: { wait: 5 weeks } }, treats: true }
sections:
  - id: s
    title: S
    valid_for: always
    questions:
      - { id: spot_date, ask: When was the spot?, type: date }
      - { id: wish, ask: Is a spot wished?, type: yes_no }
    rules:
      - { id: wished, when: wish, verdict: fine, finding: It is wished., plan: [spot] }
";

/// A step that is wanted more often asks for more, but where it is done already: what follows it no longer waits for what comes before it,
/// unless it says so itself.
#[test]
fn a_step_that_is_wanted_after_all_may_let_others_come_sooner() {
    let waits_itself =
        ON_REQUEST.replace("{ spot: { wait: 5 weeks } }", "{ talk: { wait: 5 weeks }, spot: { wait: 5 weeks } }");
    for (set, from, to, less) in [
        (ON_REQUEST, "on_request: true, done", "done", true),
        (ON_REQUEST, "when: wish,", "when: wish or spot_date is answered,", true),
        (&*waits_itself, "on_request: true, done", "done", false),
        (&*waits_itself, "when: wish,", "when: wish or spot_date is answered,", false),
    ] {
        let (old, new) = (read(set).unwrap(), read(&set.replace(from, to)).unwrap());
        let found = diff(&Engine::new(&old, day()), &Engine::new(&new, day()), Budget::default());
        assert_eq!(found.may_be_less_cautious(), less, "{to}: {found:#?}");
    }
}

/// Sections that change places are asked in another order.
#[test]
fn sections_that_change_places_are_told() {
    let (head, sections) = THREE.split_once("  - id: one").unwrap();
    let (one, two) = sections.split_once("  - id: two").unwrap();
    let swapped = format!("{head}  - id: two{two}  - id: one{one}");
    let (old, new) = (read(THREE).unwrap(), read(&swapped).unwrap());
    let found = diff(&Engine::new(&old, day()), &Engine::new(&new, day()), Budget::default());
    let names: Vec<String> = found.differences.iter().map(|one| named(&old, &new, &one.kind)).collect();
    assert_eq!(names, ["order"], "{found:#?}");
    assert!(!found.may_be_less_cautious());
    assert!(found.differences[0].witness.new.iter().count() == 0);
}

/// The same by the command, which ends with 1 for each of these changes.
#[test]
fn the_command_fails_on_every_change_that_counts() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("old.yaml"), STEPS_AND_STOPS).unwrap();
    for (from, to, less, says) in [
        (", stop: true", "", 1, "interview ended by `minor` only in the old: LESS CAUTIOUS"),
        (
            "id: pregnant, ",
            "id: pregnant, for: technician, ",
            1,
            "question `pregnant` put to the client only by the old: LESS CAUTIOUS",
        ),
        (", unsure: later", "", 1, "\"not sure\" to `pace` taken only by the old: LESS CAUTIOUS"),
        (", not_before: 6 weeks after today", "", 1, "wait of `ill` ends sooner or is gone: LESS CAUTIOUS"),
        ("6 weeks after today", "8 weeks after today", 0, "wait of `ill` ends later or is new"),
        ("wait: 3 days", "wait: 1 day", 1, "step `visit` comes sooner: LESS CAUTIOUS"),
        ("wait: 3 days", "wait: 9 days", 0, "step `visit` comes later"),
        ("valid_for: 6 months", "valid_for: 1 year", 1, "answers to `pregnant` believed for longer: LESS CAUTIOUS"),
        ("valid_for: 6 months", "valid_for: 3 months", 0, "answers to `pregnant` believed for shorter"),
        ("range: 0..120", "range: 18..120", 1, "some answers to `age` taken only by the old: LESS CAUTIOUS"),
        (
            "options: { slow: Slow, fast: Fast }",
            "options: { slow: Slow, fast: Fast, both: Both }",
            0,
            "answer `pace: both` taken only by the new",
        ),
    ] {
        let new = STEPS_AND_STOPS.replacen(from, to, 1);
        assert_ne!(new, STEPS_AND_STOPS, "{from}");
        std::fs::write(folder.path().join("new.yaml"), new).unwrap();
        let run = |fail_on: &str| {
            ran_in(folder.path(), &["diff", "old.yaml", "new.yaml", "--today", DAY, "--fail-on", fail_on])
        };
        let any = run("any");
        let told = any.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(any.status == 1 && told.contains(says), "{from} -> {to}: {}\n{}", any.status, any.out);
        assert_eq!(run("less-cautious").status, less, "{from} -> {to}\n{}", any.out);
    }
}

const STEPS_AND_STOPS: &str = "questionnaire: q
version: 1.0.0
title: Q
treats_up_to: later
plan:
  - { id: test, title: Test }
  - { id: visit, title: Visit, after: test, wait: 3 days, treats: true }
verdicts:
  - fine: { title: Fine, says: Fine. }
  - later: { title: Later, says: Later. }
  - never: { title: Never, says: Never. }
sections:
  - id: one
    title: One
    questions:
      - { id: age, ask: Age?, type: number, range: 0..120 }
      - { id: pregnant, ask: Pregnant?, type: yes_no, valid_for: 6 months }
      - { id: pace, ask: How fast?, type: choice, options: { slow: Slow, fast: Fast }, unsure: later }
      - { id: fever, ask: Fever?, type: yes_no }
    rules:
      - { id: minor, when: age < 18, verdict: never, finding: So., stop: true }
      - { id: expects, when: pregnant, verdict: never, finding: So. }
      - { id: quick, when: pace == fast, verdict: later, finding: So. }
      - { id: ill, when: fever, verdict: later, finding: So., not_before: 6 weeks after today }
";
