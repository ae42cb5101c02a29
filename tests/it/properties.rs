//! Properties that hold for every questionnaire and every response, tried on random ones.

use std::collections::BTreeMap;
use std::fmt;

use candidacy::assessment::{Assessment, Engine};
use candidacy::condition::support;
use candidacy::questionnaire::{Audience, Questionnaire, ScoreItem};
use candidacy::response::{Response, load, to_yaml};
use candidacy::source::Sources;
use candidacy::value::index::{QuestionIx, RuleIx};
use candidacy::value::{Answer, OptionSet, State};
use proptest::prelude::*;
use proptest::strategy::ValueTree;

use crate::generate::{Draft, Tape, answer, put, questionnaire, response, rule, tapes};
use crate::oracle::{Known, Oracle, picked};
use crate::support::{day, sample};

/// Tapes for a questionnaire, for a response to it, and for what else a property needs.
struct Drawn {
    questionnaire: Vec<u16>,
    response: Vec<u16>,
    more: Vec<u16>,
}

fn cases() -> impl Strategy<Value = Drawn> {
    (tapes(), tapes(), tapes()).prop_map(|(questionnaire, response, more)| Drawn { questionnaire, response, more })
}

impl fmt::Debug for Drawn {
    /// Shows the questionnaire: a tape says nothing to people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", questionnaire(&mut Tape(&self.questionnaire)).yaml())
    }
}

struct Case {
    draft: Draft,
    questionnaire: Questionnaire,
    response: Response,
}

impl Case {
    fn of(drawn: &Drawn) -> Case {
        let draft = questionnaire(&mut Tape(&drawn.questionnaire));
        let questionnaire = draft.load();
        let response = response(&questionnaire, &mut Tape(&drawn.response));
        Case { draft, questionnaire, response }
    }

    fn assess(&self) -> Assessment {
        judge(&self.questionnaire, &self.response)
    }

    /// What to show when a property fails.
    fn told(&self) -> String {
        format!("{}\n{}", self.draft.yaml(), to_yaml(&self.questionnaire, &self.response, &[]))
    }
}

fn judge(questionnaire: &Questionnaire, response: &Response) -> Assessment {
    Engine::new(questionnaire, day()).assess(response, Audience::Client)
}

/// The parts of an assessment that do not depend on where a rule stands, by id.
fn by_id(questionnaire: &Questionnaire, assessment: &Assessment) -> String {
    let id = |rule: RuleIx| questionnaire.rules()[rule].id.clone();
    let mut findings: Vec<String> = assessment
        .findings
        .iter()
        .map(|finding| format!("{} {:?} {:?}", id(finding.rule), finding.not_before, finding.because))
        .collect();
    findings.sort();
    let open = assessment.open.iter().map(|open| {
        let mut rules: Vec<String> = open.rules().map(id).collect();
        rules.sort();
        (open.question, open.could_become, rules)
    });
    let open: Vec<_> = open.collect();
    let Assessment { unsure, sections, scores, verdict, could_become, .. } = assessment;
    format!("{findings:?} {open:?} {unsure:?} {sections:?} {scores:?} {verdict:?} {could_become:?}")
}

fn questions(questionnaire: &Questionnaire) -> impl Iterator<Item = QuestionIx> {
    (0..questionnaire.questions().len()).map(QuestionIx::new)
}

/// Whether changing the answer to `question` may decide whether one of `others` applies.
fn gates(questionnaire: &Questionnaire, question: QuestionIx, others: &[QuestionIx]) -> bool {
    others.iter().any(|other| {
        let asked = &questionnaire.questions()[*other];
        let section = &questionnaire.sections()[asked.section];
        let options = asked.options().iter().filter_map(|option| option.when.as_ref());
        let whens = section.when.iter().chain(&asked.when).chain(options);
        let named: Vec<QuestionIx> = whens.flat_map(|when| crate::oracle::names(questionnaire, when)).collect();
        named.contains(&question) || gates(questionnaire, question, &named)
    })
}

proptest! {
    #![proptest_config(sample(256))]

    #[test]
    fn the_judge_agrees_with_the_oracle(drawn in cases()) {
        let case = Case::of(&drawn);
        let oracle = Oracle { questionnaire: &case.questionnaire, response: &case.response, day: day() };
        let situation = Engine::new(&case.questionnaire, day()).situation(&case.response);
        for index in questions(&case.questionnaire) {
            let same = match (oracle.known(index), situation.state(index)) {
                (Known::Value(expected), State::Answered(value)) => expected == value,
                (Known::Unsure, State::Unsure | State::Withheld) => true,
                (Known::Absent, State::NotApplicable) | (Known::Nothing, State::Open) => true,
                _ => false,
            };
            prop_assert!(same, "the state of question {index:?} in\n{}", case.told());
        }
        let assessment = case.assess();
        prop_assert_eq!((assessment.verdict.0, assessment.open_could_make_it.0), oracle.verdicts(), "{}", case.told());
        prop_assert_eq!(assessment.could_become.0, oracle.cleared_up(), "{}", case.told());
    }

    #[test]
    fn the_order_of_rules_never_matters(drawn in cases()) {
        let case = Case::of(&drawn);
        let mut turned = case.draft.clone();
        turned.sections.iter_mut().for_each(|section| section.rules.reverse());
        let turned = turned.load();
        let before = by_id(&case.questionnaire, &case.assess());
        let (same_answers, lost) = case.response.bound_to(&turned, &case.questionnaire, day());
        prop_assert_eq!(lost, []);
        prop_assert_eq!(before, by_id(&turned, &judge(&turned, &same_answers)), "{}", case.told());
    }

    #[test]
    fn one_more_rule_never_makes_it_less_cautious(drawn in cases()) {
        let case = Case::of(&drawn);
        let mut tape = Tape(&drawn.more);
        let mut longer = case.draft.clone();
        let section = tape.pick(longer.sections.len());
        let rule = rule(&longer, &mut tape);
        longer.sections[section].rules.extend(rule);
        let longer = longer.load();
        let (same_answers, lost) = case.response.bound_to(&longer, &case.questionnaire, day());
        // A rule may hold a date against another one, which takes the day: a month is put aside then.
        prop_assume!(longer.questions().iter().zip(case.questionnaire.questions()).all(|(one, other)| one.day_only == other.day_only));
        prop_assert_eq!(lost, []);
        let (before, after) = (case.assess(), judge(&longer, &same_answers));
        prop_assert!(after.verdict >= before.verdict && after.could_become >= before.could_become, "{}", case.told());
    }

    #[test]
    fn not_sure_is_never_less_cautious_than_an_answer_that_made_no_finding(drawn in cases()) {
        let case = Case::of(&drawn);
        let before = case.assess();
        let situation = Engine::new(&case.questionnaire, day()).situation(&case.response);
        let whens: Vec<_> =
            before.findings.iter().map(|finding| &case.questionnaire.rules()[finding.rule].when).collect();
        let reasons: Vec<QuestionIx> = whens.iter().flat_map(|when| support(when, &situation)).collect();
        // More than the reasons: a score also rests on the questions that add nothing because they do not apply.
        let named: Vec<QuestionIx> =
            whens.iter().flat_map(|when| crate::oracle::names(&case.questionnaire, when)).collect();
        let unsure: Vec<QuestionIx> = before.unsure.iter().map(|unsure| unsure.question).collect();
        for index in questions(&case.questionnaire) {
            let offered = case.questionnaire.questions()[index].unsure.is_some();
            let decided = [named.clone(), unsure.clone()].concat();
            if !offered || reasons.contains(&index) || gates(&case.questionnaire, index, &decided) {
                continue;
            }
            let mut response = case.response.clone();
            put(&case.questionnaire, &mut response, index, Answer::Unsure);
            let after = judge(&case.questionnaire, &response);
            prop_assert!(after.verdict >= before.verdict, "{index:?} unsure in\n{}", case.told());
        }
    }

    #[test]
    fn an_answer_to_an_open_question_never_widens_what_is_possible(drawn in cases()) {
        let case = Case::of(&drawn);
        let before = case.assess();
        let situation = Engine::new(&case.questionnaire, day()).situation(&case.response);
        let mut tape = Tape(&drawn.more);
        for index in questions(&case.questionnaire).filter(|index| situation.state(*index) == State::Open) {
            let question = &case.questionnaire.questions()[index];
            // What was answered, and only waits to be known to apply or to be offered, is not asked.
            let said = case.response.get(index).filter(|said| **said != Answer::Skipped);
            let picked = said.map(|said| match said {
                Answer::Given(value) => picked(value),
                Answer::Unsure | Answer::Withheld | Answer::Skipped => OptionSet::default(),
            });
            if picked.is_some_and(|picked| picked.without(situation.offered(index)).is_empty()) {
                continue;
            }
            let Some(given) = answer(question, situation.offered(index), &mut tape) else { continue };
            let mut response = case.response.clone();
            put(&case.questionnaire, &mut response, index, given);
            let after = judge(&case.questionnaire, &response);
            let narrower = before.verdict <= after.verdict && after.could_become <= before.could_become;
            prop_assert!(narrower, "{index:?} answered in\n{}", case.told());
            for section in &after.sections {
                let same = before.sections.iter().find(|earlier| earlier.section == section.section);
                prop_assert!(
                    same.is_some_and(|same| same.verdict <= section.verdict && section.could_become <= same.could_become),
                    "section {section:?} when {index:?} is answered in\n{}", case.told()
                );
            }
            let open = before.open.iter().any(|open| open.question == index);
            prop_assert!(open || after.verdict == before.verdict, "{index:?} was no open point in\n{}", case.told());
        }
    }

    #[test]
    fn saved_and_read_again_it_is_the_same(drawn in cases()) {
        let case = Case::of(&drawn);
        let yaml = to_yaml(&case.questionnaire, &case.response, &[]);
        let mut sources = Sources::default();
        let source = sources.add("response.yaml", yaml.clone());
        let (loaded, faults) = load(&case.questionnaire, source, &sources, day());
        prop_assert!(faults.is_empty(), "{yaml}\n{faults:?}");
        prop_assert_eq!(&loaded.response, &case.response, "{}", yaml);
        prop_assert_eq!(loaded.as_written.on, case.response.newest());
        prop_assert_eq!(judge(&case.questionnaire, &loaded.response), case.assess());
    }
}

/// Properties prove nothing about what is never drawn.
#[test]
fn the_cases_drawn_are_varied() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    let mut meet = |what: String| *met.entry(what).or_default() += 1;
    for _ in 0..300 {
        let drawn = cases().new_tree(&mut runner).unwrap().current();
        let case = Case::of(&drawn);
        let assessment = case.assess();
        meet(format!("verdict {}", assessment.verdict.0));
        meet(format!("settled {}", assessment.settled()));
        let situation = Engine::new(&case.questionnaire, day()).situation(&case.response);
        for index in questions(&case.questionnaire) {
            let kind = case.questionnaire.questions()[index].type_name().name();
            let state = format!("{:?}", situation.state(index));
            let state = state.split('(').next().unwrap().replace("Withheld", "Unsure");
            meet(format!("{kind} {state}"));
            meet(format!("applies {:?}", situation.applies(index)));
            let offered = situation.offered(index).len() == case.questionnaire.questions()[index].options().len();
            meet(format!("all offered {offered}"));
        }
        for score in &assessment.scores {
            meet(format!("score known {}", score.low == score.high));
        }
        for score in case.questionnaire.scores() {
            meet(format!("score with a limit {}", score.missing_up_to.is_some()));
            for item in &score.sum {
                meet(match item {
                    ScoreItem::When { .. } => "condition with points".to_owned(),
                    ScoreItem::Answer(answer) => {
                        let points = format!("{:?}", answer.points);
                        format!("points of {}", points.split([' ', '(']).next().unwrap())
                    }
                });
            }
        }
        for rule in case.questionnaire.rules() {
            meet(format!("rule {:?}", candidacy::condition::evaluate(&rule.when, &situation)));
        }
        assessment
            .open
            .iter()
            .for_each(|open| meet(format!("open point with rules {}", open.rules().next().is_some())));
        assessment.findings.iter().for_each(|finding| meet(format!("not before {}", finding.not_before.is_some())));
    }
    let rare: Vec<_> = met.iter().filter(|(_, count)| **count < 5).collect();
    assert!(rare.is_empty() && met.len() == 53, "{} kinds, rare: {rare:?} of {met:#?}", met.len());
}
