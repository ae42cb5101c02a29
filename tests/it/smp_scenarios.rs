//! The shipped SMP set, shown by its scenarios: all pass, all is shown, each wait from both sides. And how many questions
//! an interview puts.

use std::collections::{BTreeMap, BTreeSet};

use candidacy::assessment::Engine;
use candidacy::catalog;
use candidacy::condition::{Condition, ConditionNode, DateTest, Test};
use candidacy::diagnostic::render::short;
use candidacy::interview::{Interview, Step};
use candidacy::outlook::{ExactBounds, Path, Walk, assess_with_outlook, key_slips, paths, typical};
use candidacy::proof::Plan;
use candidacy::questionnaire::{Audience, QuestionKind, Questionnaire, Status};
use candidacy::report::report;
use candidacy::response::{Response, accept, parse_value};
use candidacy::scenario::{CoverageRow, Expectation, Results, Scenario, Suite, read, run};
use candidacy::source::Sources;
use candidacy::value::index::{QuestionIx, RuleIx, VerdictIx};
use candidacy::value::{Answer, Date, OptionSet, State, Value};
use proptest::prelude::*;

use crate::generate::{Tape, answer, put, questionnaire, tapes};
use crate::oracle::answered;
use crate::support::{day, sample, set_with_sources, setting};

/// The set with its scenarios.
struct Smp {
    questionnaire: Questionnaire,
    suite: Suite,
    results: Results,
    sources: Sources,
}

fn smp() -> Smp {
    let found = catalog::find("smp").unwrap();
    let (questionnaire, mut sources) = set_with_sources(found.files.as_ref());
    let (suite, faults) = read(&questionnaire, found.files.as_ref(), &found.main, &mut sources, day());
    assert_eq!(short(&faults, &sources), "", "the scenarios are sound");
    let suite = suite.unwrap();
    let results = run(&questionnaire, &suite);
    Smp { questionnaire, suite, results, sources }
}

impl Smp {
    fn question(&self, id: &str) -> QuestionIx {
        self.questionnaire.question(id).unwrap_or_else(|| panic!("no question `{id}`"))
    }

    fn scenario(&self, id: &str) -> &Scenario {
        self.suite.scenarios.iter().find(|scenario| scenario.id == id).unwrap_or_else(|| panic!("no scenario `{id}`"))
    }

    /// The id of the verdict of a response.
    fn verdict(&self, response: &Response) -> &str {
        let assessment = Engine::new(&self.questionnaire, day()).assess(response, Audience::Everyone);
        &self.questionnaire.verdicts()[assessment.verdict].id
    }
}

#[test]
fn the_scenarios_pass_and_show_everything() {
    let smp = smp();
    assert_eq!(short(&smp.results.diagnostics(), &smp.sources), "");
    assert_eq!(smp.results.failed(), 0);
    assert!(smp.suite.scenarios.len() >= 80, "{}", smp.suite.scenarios.len());
    for row in CoverageRow::ALL {
        let missing: Vec<&str> = smp.results.coverage.missing(row).map(|part| part.name.as_str()).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", row.title());
    }
    assert!(smp.results.coverage.is_complete());
    assert_eq!((smp.questionnaire.version(), smp.questionnaire.status()), ("1.1.0", Status::Active));
}

/// Every test on a date that a rule makes, itself or through a named condition.
fn date_tests(questionnaire: &Questionnaire) -> Vec<Test> {
    let rules = questionnaire.rules().iter().map(|rule| &rule.when);
    let named = questionnaire.conditions().iter().map(|named| &named.condition);
    let mut found = Vec::new();
    for node in rules.chain(named).flat_map(Condition::walk) {
        if let ConditionNode::Test(test @ Test::Date(..)) = &node.node
            && !found.contains(test)
        {
            found.push(test.clone());
        }
    }
    found
}

/// Whether a test holds on a day, and whether on the day before and the day after.
fn around(test: &Test, date: Date, day: Date) -> [bool; 3] {
    let holds = |day: Date| answered(test, &Value::Date(date), day);
    [holds(day.yesterday().unwrap()), holds(day), holds(day.tomorrow().unwrap())]
}

#[test]
fn each_wait_is_shown_on_both_sides_of_its_boundary() {
    let smp = smp();
    let tests = date_tests(&smp.questionnaire);
    assert!(tests.len() >= 30, "{}", tests.len());
    let engines: BTreeMap<Date, Engine<'_>> =
        smp.suite.scenarios.iter().map(|one| (one.day, Engine::new(&smp.questionnaire, one.day))).collect();
    let situations: Vec<_> =
        smp.suite.scenarios.iter().map(|one| (one.day, engines[&one.day].situation(&one.response))).collect();
    for test in tests {
        let question = test.question().unwrap();
        let mut seen = BTreeSet::new();
        for (day, situation) in &situations {
            if let State::Answered(Value::Date(date)) = situation.state(question) {
                seen.insert(around(&test, *date, *day));
            }
        }
        // The last day on which it holds, and the first on which it no longer does.
        let ends = vec![[true, true, false], [true, false, false]];
        // The last day on which it is still too far ahead or too near, and the first on which it holds.
        let begins = vec![[false, false, true], [false, true, true]];
        let Test::Date(_, asked) = test else { panic!("no test on a date") };
        let sides = match asked {
            DateTest::Within(_) | DateTest::Ahead => ends,
            DateTest::WithinNext(_) | DateTest::Past => begins,
            DateTest::BetweenAgo(..) | DateTest::BetweenAhead(..) => [ends, begins].concat(),
            DateTest::Calendar(..) => vec![],
        };
        for side in sides {
            assert!(seen.contains(&side), "{}: {test:?} {side:?}", smp.questionnaire.questions()[question].id);
        }
    }
}

#[test]
fn each_day_that_a_rule_gives_is_stated_by_a_scenario() {
    let smp = smp();
    let mut stated = BTreeSet::new();
    for scenario in &smp.suite.scenarios {
        let assessment = Engine::new(&smp.questionnaire, scenario.day).assess(&scenario.response, scenario.audience);
        let days = assessment.findings.iter().filter(|finding| finding.not_before.is_some());
        for expected in &scenario.expected {
            if let Expectation::NotBefore(Some(day)) = expected.value {
                stated
                    .extend(days.clone().filter(|finding| finding.not_before == Some(day)).map(|finding| finding.rule));
            }
        }
    }
    for (position, rule) in smp.questionnaire.rules().iter().enumerate() {
        assert!(rule.not_before.is_none() || stated.contains(&RuleIx::new(position)), "{}", rule.id);
    }
}

/// The questions whose answer must be known before anybody says yes.
const BLOCKING: &[&str] = &[
    "age",
    "pregnancy",
    "medicine_list",
    "aspirin_why",
    "health_list",
    "keloid",
    "scar_look",
    "skin_today",
    "skin_disease",
    "immune_list",
    "immune_why",
    "heart_kind",
    "cancer_treatment",
    "cancer_ended",
    "isotretinoin",
    "isotretinoin_stopped",
    "allergies",
    "tattoo_reaction",
];

/// What client and technician both judge, and the rules that may go by the client alone: another rule is their twin, or they only tell
/// something.
const SEEN_BY_BOTH: &[(&str, &[&str], &[&str])] = &[
    (
        "pattern",
        &["exam_kind"],
        &[
            "exam_spot_young_scar",
            "fit_02_small_gain",
            "int_01_keloid_scar",
            "loss_01_all_gone",
            "loss_01_patches",
            "loss_07_front_band",
            "loss_12_tight_before",
            "loss_13_other_cause",
            "psy_01_little_loss",
            "sty_01_length_bald",
        ],
    ),
    (
        "norwood",
        &["exam_norwood"],
        &["fit_01_shaved_look", "int_02_thin_sides", "psy_01_little_loss", "sty_01_length_bald"],
    ),
    ("ludwig", &["exam_ludwig"], &["sty_01_length_bald", "sty_02_density_fill"]),
    ("sides", &["exam_density"], &["int_02_thin_sides", "sty_02_crown"]),
    ("skin_type", &["exam_skin_type"], &["skin_08_deep_skin", "skin_08_type_iv"]),
    ("old_smp", &["exam_old_ink"], &["pri_03_old_smp_bad", "pri_03_old_smp_good", "pri_03_other_tattoo"]),
    (
        "skin_today",
        &["exam_skin_now"],
        &["skin_01_rash", "skin_01_red", "skin_01_sunburn", "skin_01_wound", "skin_07_fake_tan", "skin_07_tan_left"],
    ),
    ("scar_look", &["exam_scars"], &["int_01_scar_is_keloid", "skin_06_scar_red", "skin_06_scar_ripe"]),
];

/// Every question that a condition tests, through names.
fn read_by(questionnaire: &Questionnaire, condition: &Condition, found: &mut BTreeSet<QuestionIx>) {
    for part in condition.walk() {
        match &part.node {
            ConditionNode::Named(name) => read_by(questionnaire, &questionnaire.conditions()[*name].condition, found),
            ConditionNode::Test(test) => found.extend(test.questions()),
            _ => {}
        }
    }
}

/// A rule that reads what the client says of a fact reads what the technician sees of it as well, so that the graver of the
/// two counts; or it is named above.
#[test]
fn the_graver_of_what_both_see_counts() {
    let smp = smp();
    let mut alone = BTreeMap::new();
    for rule in smp.questionnaire.rules().iter() {
        let mut read = BTreeSet::new();
        read_by(&smp.questionnaire, &rule.when, &mut read);
        let reads = |id: &str| read.contains(&smp.question(id));
        for (said, seen, _) in SEEN_BY_BOTH {
            // What only compares both reads both.
            if reads(said) && !seen.iter().any(|seen| reads(seen)) {
                alone.entry(*said).or_insert_with(BTreeSet::new).insert(rule.id.as_str());
            }
        }
    }
    for (said, _, meant) in SEEN_BY_BOTH {
        let found = alone.remove(said).unwrap_or_default();
        assert_eq!(found, meant.iter().copied().collect::<BTreeSet<_>>(), "rules that read only `{said}`");
    }
}

/// Scenarios in which one fact is told in two ways, and the findings that must be the same.
#[test]
fn one_fact_told_in_two_ways_is_judged_alike() {
    let smp = smp();
    let engine = Engine::new(&smp.questionnaire, day());
    let told = |base: &str, answers: &[(&str, &str)]| {
        let mut response = smp.scenario(base).response.clone();
        for (id, said) in answers {
            let question = smp.question(id);
            let answer = parse_value(&smp.questionnaire.questions()[question], said, day()).unwrap();
            put(&smp.questionnaire, &mut response, question, answer);
        }
        let assessment = engine.assess(&response, Audience::Client);
        let ids = assessment.findings.iter().map(|finding| smp.questionnaire.rules()[finding.rule].id.clone());
        (smp.questionnaire.verdicts()[assessment.verdict].id.clone(), ids.collect::<BTreeSet<_>>())
    };
    for (base, one, other) in [
        (
            "healthy_but_not_examined",
            &[("skin_type", "ii"), ("hair_colour", "grey_white")][..],
            &[("skin_type", "ii"), ("hair_colour", "black"), ("grey", "mostly")][..],
        ),
        ("fill_long", &[("hair_colour", "grey_white")], &[("hair_colour", "black"), ("grey", "mostly")]),
        (
            "healthy_but_not_examined",
            &[("style", "long"), ("pattern", "all_gone"), ("loss_cause", "total"), ("areata_changed", "2019-05-04")],
            &[("style", "long"), ("pattern", "patches"), ("loss_cause", "total"), ("areata_changed", "2019-05-04")],
        ),
    ] {
        assert_eq!(told(base, one), told(base, other), "{one:?}");
    }
}

#[test]
fn what_blocks_waits_until_it_is_known() {
    let smp = smp();
    let floor = |id: &str| smp.questionnaire.questions()[smp.question(id)].unsure.unwrap();
    let wait = smp.questionnaire.verdicts().iter().position(|verdict| verdict.id == "defer").unwrap();
    for id in BLOCKING {
        assert!(floor(id).at() >= wait, "{id}");
    }
}

#[test]
fn an_unknown_never_makes_a_harmless_answer_milder() {
    let smp = smp();
    for base in ["healthy_but_not_examined", "fill_long", "scar_ripe", "old_ink_good", "exam_sound"] {
        let scenario = smp.scenario(base);
        let engine = Engine::new(&smp.questionnaire, scenario.day);
        let before = engine.assess(&scenario.response, Audience::Everyone).verdict;
        for (position, question) in smp.questionnaire.questions().iter().enumerate() {
            if question.unsure.is_some() {
                for answer in [Answer::Unsure, Answer::Withheld] {
                    let mut response = scenario.response.clone();
                    put(&smp.questionnaire, &mut response, QuestionIx::new(position), answer);
                    let after = engine.assess(&response, Audience::Everyone);
                    let open = after.could_become >= before && (after.verdict >= before || !after.settled());
                    assert!(open, "{base}: {} lowers it", question.id);
                }
            }
        }
    }
}

/// The scenarios that differ from the healthy client in one answer and are judged more cautiously, with that verdict.
fn risks(smp: &Smp) -> Vec<(&Scenario, VerdictIx)> {
    let engine = Engine::new(&smp.questionnaire, day());
    let of = |scenario: &Scenario| engine.assess(&scenario.response, Audience::Everyone).verdict;
    let healthy = smp.scenario("healthy_but_not_examined");
    let single =
        smp.suite.scenarios.iter().filter(|scenario| scenario.own.len() == 1 && differs_once(scenario, healthy));
    single.map(|scenario| (scenario, of(scenario))).filter(|(_, verdict)| *verdict > of(healthy)).collect()
}

fn differs_once(scenario: &Scenario, healthy: &Scenario) -> bool {
    let own = scenario.own[0].value;
    scenario.response.iter().all(|(question, answer)| question == own || healthy.response.get(question) == Some(answer))
}

#[test]
fn adding_a_risk_to_a_risk_lowers_nothing() {
    let smp = smp();
    let risks = risks(&smp);
    let engine = Engine::new(&smp.questionnaire, day());
    assert!(risks.len() > 100, "{}", risks.len());
    // Hair and style make another head, not a further risk: only what leaves the head as it is is added.
    let weighs = |scenario: &Scenario| {
        let section = smp.questionnaire.questions()[scenario.own[0].value].section;
        ["skin", "healing", "health", "medicines"].contains(&smp.questionnaire.sections()[section].id.as_str())
    };
    for (one, verdict) in &risks {
        for (other, worse) in risks.iter().filter(|(other, _)| weighs(other)) {
            let question = other.own[0].value;
            if question == one.own[0].value || (weighs(one) && one.id > other.id) {
                continue;
            }
            let mut both = one.response.clone();
            put(&smp.questionnaire, &mut both, question, other.response.get(question).cloned());
            let together = engine.assess(&both, Audience::Everyone).verdict;
            assert!(together >= *verdict.max(worse), "{} and {}", one.id, other.id);
        }
    }
}

/// How many screens an interview shows on the way that the answers lead along, if it reaches the end.
fn walked(questionnaire: &Questionnaire, answers: &Response, before: &Response, holder: Audience) -> usize {
    let engine = Engine::new(questionnaire, day());
    let mut interview = Interview::new(&engine, before.clone(), holder);
    let mut screens = BTreeSet::new();
    for _ in 0..1000 {
        match interview.step() {
            Step::Ask(question) => {
                screens.insert(questionnaire.screen_of(question));
                let answer = answers.get(question).cloned().unwrap_or_else(|| open_answer(&interview, question));
                interview.answer(answer).unwrap_or_else(|fault| panic!("{fault:?}"));
            }
            Step::Review => return screens.len(),
            step => panic!("{step:?}"),
        }
    }
    panic!("the interview does not end");
}

/// An answer that leaves a question open: none, or an option that is not known to be offered.
fn open_answer(interview: &Interview, question: QuestionIx) -> Answer {
    let picks = interview.offered(question).iter();
    let kind = &interview.questionnaire().questions()[question].kind;
    let answer = |position| match kind {
        QuestionKind::Choices { .. } => Answer::Given(Value::Choices(OptionSet::of(position))),
        _ => Answer::Given(Value::Choice(position)),
    };
    let leaves_open = |given: &Answer| {
        let mut response = interview.response().clone();
        put(interview.questionnaire(), &mut response, question, given.clone());
        let situation = Engine::new(interview.questionnaire(), day()).situation(&response);
        let fits = interview.clone().answer(given.clone()).is_ok();
        fits && matches!(situation.state(question), State::Open)
    };
    picks.map(answer).find(leaves_open).unwrap_or(Answer::Skipped)
}

const WALKS: [Walk; 3] = [
    Walk { holder: Audience::Client, answered: None },
    Walk { holder: Audience::Technician, answered: Some(Audience::Client) },
    Walk { holder: Audience::Technician, answered: None },
];

/// What was answered before a walk begins, of the answers along it.
fn before(questionnaire: &Questionnaire, walk: Walk, path: &Path) -> Response {
    let mut response = Response::new(questionnaire);
    for (question, answer) in path.response.iter() {
        let audience = questionnaire.questions()[question].audience;
        if walk.answered.is_some_and(|answered| audience.includes(answered)) {
            put(questionnaire, &mut response, question, answer.clone());
        }
    }
    response
}

#[test]
fn the_ways_through_the_interview_are_counted() {
    let smp = smp();
    let engine = Engine::new(&smp.questionnaire, day());
    let plan = Plan::new(&engine);
    let mut told = String::new();
    for walk in WALKS {
        let found = paths(&plan, walk).unwrap().unwrap();
        for path in [&found.shortest, &found.longest] {
            let before = before(&smp.questionnaire, walk, path);
            assert_eq!(walked(&smp.questionnaire, &path.response, &before, walk.holder), path.screens);
        }
        let (shortest, longest) = (found.shortest.screens, found.longest.screens);
        assert!((shortest..=longest).contains(&found.typical));
        told.push_str(&format!("{:?}: {shortest} {} {longest}\n", walk.holder, found.typical));
    }
    for id in ["healthy_but_not_examined", "fill_long", "scar_ripe"] {
        let (answers, nothing) = (&smp.scenario(id).response, Response::new(&smp.questionnaire));
        told.push_str(&format!("{id}: {}\n", walked(&smp.questionnaire, answers, &nothing, Audience::Client)));
    }
    insta::assert_snapshot!("paths", told);
}

#[test]
fn what_was_answered_is_not_counted_again() {
    let smp = smp();
    let engine = Engine::new(&smp.questionnaire, day());
    let plan = Plan::new(&engine);
    let nothing = Response::new(&smp.questionnaire);
    let all = &smp.scenario("exam_sound").response;
    let walk = Walk::from_nothing(Audience::Client);
    assert_eq!(typical(&plan, walk, all), 0);
    assert!(typical(&plan, walk, &nothing) > 30);
    let mut minor = nothing;
    minor.set(smp.scenario("minor_17").response.accepted(smp.question("age")).unwrap());
    assert_eq!(smp.verdict(&minor), "not_suitable");
    assert_eq!(typical(&plan, walk, &minor), 0, "a rule ends every way");
}

proptest! {
    #![proptest_config(sample(48))]

    /// No interview is shorter than the shortest way or longer than the longest, and both can be walked.
    #[test]
    fn every_interview_lies_between_the_shortest_and_the_longest(drawn in tapes(), said in tapes()) {
        let questionnaire = questionnaire(&mut Tape(&drawn)).load();
        let engine = Engine::new(&questionnaire, day());
        let plan = Plan::new(&engine);
        let mut tape = Tape(&said);
        for holder in [Audience::Client, Audience::Technician] {
            let Ok(found) = paths(&plan, Walk::from_nothing(holder)) else { continue };
            if let Some(found) = &found {
                for path in [&found.shortest, &found.longest] {
                    let nothing = Response::new(&questionnaire);
                    prop_assert_eq!(walked(&questionnaire, &path.response, &nothing, holder), path.screens);
                }
            }
            for _ in 0..5 {
                let Some(count) = drawn_walk(&questionnaire, holder, &mut tape) else { continue };
                let found = found.as_ref().expect("this way reaches the end");
                prop_assert!((found.shortest.screens..=found.longest.screens).contains(&count));
            }
        }
    }
}

/// How many questions an interview with random answers puts; nothing if a rule ends it.
fn drawn_walk(questionnaire: &Questionnaire, holder: Audience, tape: &mut Tape) -> Option<usize> {
    let engine = Engine::new(questionnaire, day());
    let mut interview = Interview::new(&engine, Response::new(questionnaire), holder);
    for count in 0..1000 {
        match interview.step() {
            Step::Ask(index) => {
                let (question, offered) = (&questionnaire.questions()[index], interview.offered(index));
                let given = answer(question, offered, tape).or_else(|| answer(question, offered, &mut Tape(&[])));
                interview.answer(given.expect("a question that is asked can be answered")).unwrap();
            }
            Step::Review => return Some(count),
            _ => return None,
        }
    }
    panic!("the interview does not end");
}

/// Of the people of the scenarios who do not get the mildest verdict; `REASON_EACH=1` looks at all of them.
#[test]
fn for_nearly_everybody_the_fewest_deciding_answers_are_proved() {
    let smp = smp();
    let each = setting("REASON_EACH", 6) as usize;
    let (mut all, mut minimum, mut sizes) = (0, 0, BTreeMap::new());
    for scenario in smp.suite.scenarios.iter().step_by(each) {
        let engine = Engine::new(&smp.questionnaire, scenario.day);
        let plan = Plan::new(&engine);
        let Some(reason) = ExactBounds::new(&plan).sufficient_reason(&scenario.response, &[]).unwrap() else {
            continue;
        };
        all += 1;
        minimum += usize::from(reason.minimum);
        *sizes.entry(reason.answers.len()).or_insert(0) += 1;
    }
    println!("{minimum} of {all} proved, by number of answers {sizes:?}");
    assert!(all > 80 && minimum * 100 >= all * 95, "{minimum} of {all}");
}

/// Of people who may be treated, the answers are read back of which a neighbour would have led to a doctor or further: those of yes
/// or no, of single options, and of lists to which nothing applied, one by one.
#[test]
fn every_answer_one_key_beside_another_result_is_read_back() {
    let smp = smp();
    let set = &smp.questionnaire;
    let mut read_back = 0;
    for scenario in smp.suite.scenarios.iter().step_by(9) {
        let engine = Engine::new(set, scenario.day);
        let slips = key_slips(&engine, &scenario.response, Audience::Client);
        let is_treated = |response: &Response| engine.assess(response, Audience::Client).may_be_treated(set);
        if !is_treated(&scenario.response) {
            assert!(slips.is_empty(), "{}", scenario.id);
            continue;
        }
        let situation = engine.situation(&scenario.response);
        let with = |index: QuestionIx, value: Value| {
            let mut other = scenario.response.clone();
            other.set(accept(set, index, Answer::Given(value), scenario.day).unwrap());
            other
        };
        for slip in &slips {
            let Answer::Given(beside) = slip.beside.clone() else { panic!("{slip:?}") };
            assert!(!is_treated(&with(slip.question, beside)), "{}: {slip:?}", scenario.id);
            assert!(!set[slip.question].private, "{}: {slip:?}", scenario.id);
        }
        for (index, answer) in scenario.response.iter() {
            let question = &set[index];
            let shown: Vec<usize> = situation.offered(index).iter().collect();
            let State::Answered(value) = situation.state(index) else { continue };
            let plain = |at: &&usize| !question.exclusive().contains(**at);
            let beside: Vec<Value> = match value {
                Value::YesNo(false) if set.together_with(index).is_some() => vec![],
                Value::YesNo(yes) => vec![Value::YesNo(!yes)],
                Value::Choice(at) => {
                    let place = shown.iter().position(|one| one == at).unwrap();
                    let near = shown.iter().enumerate().filter(|(other, _)| other.abs_diff(place) == 1);
                    near.map(|(_, one)| Value::Choice(*one)).collect()
                }
                Value::Choices(picks) if picks.iter().all(|pick| question.exclusive().contains(pick)) => {
                    shown.iter().filter(plain).map(|one| Value::Choices(OptionSet::of(*one))).collect()
                }
                _ => continue,
            };
            let leads = beside.into_iter().any(|value| !is_treated(&with(index, value)));
            let read = slips.iter().any(|slip| slip.question == index);
            assert_eq!(read, leads && !question.private, "{}: {} {answer:?}", scenario.id, question.id);
            read_back += usize::from(read);
        }
    }
    assert!(read_back > 100, "{read_back}");
}

/// A report names no answer as enough that is not behind the reason that it tells first.
#[test]
fn what_is_enough_is_the_reason_that_is_told_first() {
    let smp = smp();
    let mut shown = 0;
    for scenario in smp.suite.scenarios.iter().step_by(7) {
        let engine = Engine::new(&smp.questionnaire, scenario.day);
        let (assessment, outlook) = assess_with_outlook(&engine, &scenario.response, Audience::Client);
        let report = report(&engine, &scenario.response, &assessment, &outlook);
        let data = serde_json::to_value(&report).unwrap();
        let questions = |answers: &serde_json::Value| -> BTreeSet<String> {
            let answers = answers.as_array().into_iter().flatten();
            answers.map(|answer| answer["question"].as_str().unwrap().to_owned()).collect()
        };
        let enough = questions(&data["deciding"]["answers"]);
        let first = [questions(&data["findings"][0]["because"]), questions(&data["unclear"])];
        assert!(first.iter().any(|first| enough.is_subset(first)), "{}: {enough:?}, but {first:?}", scenario.id);
        shown += usize::from(!enough.is_empty());
    }
    assert!(shown > 30, "{shown}");
}
