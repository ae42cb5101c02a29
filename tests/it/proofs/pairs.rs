//! Promises about two responses, against trying every two.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use candidacy::assessment::Engine;
use candidacy::condition::Condition;
use candidacy::outlook::slips_of_set;
use candidacy::proof::{Breach, Plan, broken_by};
use candidacy::questionnaire::{Audience, Guarantee, PairKind, PairPromise, Promise, QuestionKind, Questionnaire};
use candidacy::response::Response;
use candidacy::value::index::{QuestionIx, RuleIx, SectionIx};
use candidacy::value::{Answer, Date, Value};

use super::brute::responses;
use super::for_many;
use crate::oracle::{Known, Oracle};
use crate::support::{day, set};

/// One complete response without "not sure", and what it comes to.
struct Complete {
    response: Response,
    /// By question: what is said to it, as text; none where it is not asked.
    said: Vec<Option<String>>,
    /// The rules that hold, with the day that each waits for.
    rules: BTreeMap<RuleIx, Option<Date>>,
}

impl Complete {
    fn of(questionnaire: &Questionnaire, engine: &Engine<'_>, response: Response) -> Option<Complete> {
        let oracle = Oracle { questionnaire, response: &response, day: day() };
        let vague = oracle.vague();
        let mut said = Vec::new();
        for (position, question) in questionnaire.questions().iter().enumerate() {
            let index = QuestionIx::new(position);
            let written = response.get(index);
            match oracle.known(index) {
                Known::Unsure => return None,
                Known::Value(_) if question.unsure.is_some() && vague.contains(&index) => return None,
                Known::Value(value) => said.push(Some(format!("{value:?}"))),
                // An answer that does not count is one too many.
                Known::Absent | Known::Nothing if written.is_some() => return None,
                Known::Absent => said.push(None),
                Known::Nothing if is_put(&oracle, index) => return None,
                Known::Nothing => said.push(Some("nothing".to_owned())),
            }
        }
        let assessment = engine.assess(&response, Audience::Everyone);
        let rules = questionnaire.rules().indices().filter(|rule| oracle.rule(&questionnaire[*rule]) == Some(true));
        let wait = |rule: RuleIx| assessment.findings.iter().find(|finding| finding.rule == rule)?.not_before;
        let rules = rules.map(|rule| (rule, wait(rule))).collect();
        Some(Complete { said, rules, response })
    }

    /// Verdicts of sections and waits, without some rules.
    fn without(
        &self,
        questionnaire: &Questionnaire,
        except: &[RuleIx],
    ) -> (BTreeMap<SectionIx, u16>, Vec<(RuleIx, Date)>) {
        let mut sections = BTreeMap::new();
        let kept: Vec<_> = self.rules.iter().filter(|(rule, _)| !except.contains(rule)).collect();
        for (rule, _) in &kept {
            let rule = &questionnaire[**rule];
            let verdict = sections.entry(rule.section).or_insert(0);
            *verdict = rule.verdict.0.max(*verdict);
        }
        sections.retain(|_, verdict| *verdict > 0);
        (sections, kept.into_iter().filter_map(|(rule, day)| Some((*rule, (*day)?))).collect())
    }
}

/// Whether a question can be put, and would have to be answered.
fn is_put(oracle: &Oracle<'_>, index: QuestionIx) -> bool {
    let question = &oracle.questionnaire[index];
    let offers: Vec<Option<bool>> =
        (0..question.options().len()).map(|position| oracle.offers(question, position)).collect();
    let exclusive = question.exclusive();
    let may = |position: &usize| offers[*position] != Some(false);
    let plain = (0..offers.len()).filter(|position| !exclusive.contains(*position)).filter(may).count();
    let can = match &question.kind {
        QuestionKind::Choice(_) | QuestionKind::Scale(_) => (0..offers.len()).any(|position| may(&position)),
        QuestionKind::Choices { min, .. } => {
            plain >= (*min).max(1) || exclusive.iter().any(|position| may(&position)) || *min == 0
        }
        _ => true,
    };
    oracle.applies(question) == Some(true) && can && offers.iter().all(Option::is_some)
}

/// Whether the second answer to a question is graver.
fn is_graver(questionnaire: &Questionnaire, of: QuestionIx, mild: &Answer, grave: &Answer) -> bool {
    let question = &questionnaire[of];
    match (mild, grave) {
        (Answer::Given(Value::YesNo(mild)), Answer::Given(Value::YesNo(grave))) => !mild && *grave,
        (Answer::Given(Value::Choice(mild)), Answer::Given(Value::Choice(grave))) => mild < grave,
        (Answer::Given(Value::Choices(mild)), Answer::Given(Value::Choices(grave))) => {
            let nothing = question.exclusive();
            let plain = |picks: &candidacy::value::OptionSet| -> BTreeSet<usize> {
                picks.iter().filter(|pick| !nothing.contains(*pick)).collect()
            };
            let from_nothing = mild.iter().all(|pick| nothing.contains(pick));
            let to_nothing = grave.iter().any(|pick| nothing.contains(pick));
            mild != grave && !to_nothing && (from_nothing || plain(mild).is_subset(&plain(grave)))
        }
        _ => false,
    }
}

/// Whether two answer alike whatever both are asked, but for one question.
fn alike(of: QuestionIx, first: &Complete, second: &Complete) -> bool {
    let others = first.said.iter().zip(&second.said).enumerate().filter(|(position, _)| *position != of.at());
    others.into_iter().all(|(_, (one, other))| one.is_none() || other.is_none() || one == other)
}

fn breaks(questionnaire: &Questionnaire, promise: &PairPromise, first: &Complete, second: &Complete) -> bool {
    let of = promise.of;
    let (Some(mild), Some(grave)) = (first.response.get(of), second.response.get(of)) else { return false };
    if !alike(of, first, second) || mild == grave {
        return false;
    }
    let [first, second] = [first, second].map(|one| one.without(questionnaire, &promise.except));
    match promise.kind {
        PairKind::Monotone => {
            is_graver(questionnaire, of, mild, grave) && first.0.values().max() > second.0.values().max()
        }
        PairKind::Independent => first != second,
    }
}

fn promises(questionnaire: &Questionnaire, tape: &mut crate::generate::Tape) -> Vec<PairPromise> {
    let rules: Vec<RuleIx> = questionnaire.rules().indices().collect();
    let mut promises = Vec::new();
    for (of, question) in questionnaire.questions().enumerated() {
        let mut promised = |kind: PairKind, times: usize| {
            let except = rules.iter().copied().filter(|_| tape.once_in(times)).collect();
            promises.push(PairPromise { kind, of, except });
        };
        promised(PairKind::Independent, 2);
        if matches!(question.kind, QuestionKind::YesNo | QuestionKind::Scale(_) | QuestionKind::Choices { .. }) {
            promised(PairKind::Monotone, 4);
        }
    }
    promises
}

#[test]
fn what_two_responses_break_is_what_trying_every_two_shows() {
    let broken = Cell::new(0);
    for_many(60, |yaml, questionnaire, tape| {
        let engine = Engine::new(questionnaire, day());
        let plan = Plan::new(&engine);
        let all = responses(questionnaire, day()).into_iter();
        let complete: Vec<Complete> =
            all.filter_map(|response| Complete::of(questionnaire, &engine, response)).collect();
        let when: Option<Condition> = questionnaire.guarantees().iter().find_map(|guarantee| guarantee.when.clone());
        for promise in promises(questionnaire, tape) {
            let when = when.clone().filter(|_| tape.once_in(3));
            let spoken = |one: &&Complete| {
                let situation = engine.situation(&one.response);
                when.as_ref().is_none_or(|when| {
                    candidacy::condition::evaluate(when, &situation) == candidacy::value::Truth::True
                })
            };
            let of_these: Vec<&Complete> = complete.iter().filter(spoken).collect();
            let mut least: Option<usize> = None;
            for first in &of_these {
                let seconds = of_these.iter().filter(|second| breaks(questionnaire, &promise, first, second));
                let sizes = seconds.map(|second| first.response.iter().count() + second.response.iter().count());
                least = least.into_iter().chain(sizes).min();
            }
            let guarantee = Guarantee {
                id: "two".to_owned(),
                when: when.clone(),
                complete: false,
                audience: Audience::Everyone,
                promise: Promise::OfTwo(promise.clone()),
                because: None,
                span: questionnaire[questionnaire.guarantees().indices().next().unwrap()].span,
            };
            let found = broken_by(&plan, &guarantee).unwrap();
            broken.set(broken.get() + usize::from(found.is_some()));
            let size = found.as_ref().map(|breach| {
                let Breach::Pair(pair) = breach else { panic!("{breach:?}") };
                let [first, second] = [&pair.first, &pair.second].map(|response| {
                    Complete::of(questionnaire, &engine, response.clone())
                        .unwrap_or_else(|| panic!("{yaml}\n{promise:?}\n{pair:?}"))
                });
                assert!(breaks(questionnaire, &promise, &first, &second), "{yaml}\n{promise:?}\n{pair:?}");
                pair.first.iter().count() + pair.second.iter().count()
            });
            assert_eq!(size, least, "{yaml}\n{promise:?} when {when:?}\n{found:?}");
        }
    });
    println!("{} promises broken", broken.get());
    assert!(broken.get() > 10, "nearly nothing was broken: the test shows little");
}

/// Which answers of a set stand one key beside another with which nobody is treated, of yes or no and of single options.
#[test]
fn what_stands_one_key_beside_is_what_trying_every_two_shows() {
    let found = Cell::new(0);
    for_many(80, |yaml, _, _| {
        let yaml = yaml.replacen("sections:\n", "treats_up_to: v1\nsections:\n", 1);
        let questionnaire = &set(&yaml);
        let engine = Engine::new(questionnaire, day());
        let all = responses(questionnaire, day()).into_iter();
        let complete: Vec<Complete> =
            all.filter_map(|response| Complete::of(questionnaire, &engine, response)).collect();
        let is_treated = |one: &Complete| !one.rules.keys().any(|rule| questionnaire[*rule].verdict.at() > 1);
        let mut shown = BTreeSet::new();
        for (of, question) in questionnaire.questions().enumerated() {
            for first in complete.iter().filter(|first| is_treated(first)) {
                for second in complete.iter().filter(|second| alike(of, first, second) && !is_treated(second)) {
                    let beside = match (first.response.get(of), second.response.get(of)) {
                        (Some(Answer::Given(Value::YesNo(one))), Some(Answer::Given(Value::YesNo(other)))) => {
                            one != other
                        }
                        (Some(Answer::Given(Value::Choice(one))), Some(Answer::Given(Value::Choice(other)))) => {
                            one.abs_diff(*other) == 1
                        }
                        _ => false,
                    };
                    if beside {
                        shown.insert((
                            question.id.clone(),
                            format!("{:?}{:?}", first.said[of.at()], second.said[of.at()]),
                        ));
                    }
                }
            }
        }
        let proved = slips_of_set(&Plan::new(&engine)).unwrap();
        let told = proved.iter().filter_map(|slip| {
            let (Answer::Given(said), Answer::Given(beside)) = (&slip.said, &slip.beside) else { return None };
            let single = matches!(said, Value::YesNo(_) | Value::Choice(_));
            let both = format!("{:?}{:?}", Some(format!("{said:?}")), Some(format!("{beside:?}")));
            single.then(|| (questionnaire[slip.question].id.clone(), both))
        });
        assert_eq!(told.collect::<BTreeSet<_>>(), shown, "{yaml}");
        found.set(found.get() + shown.len());
    });
    println!("{} answers beside another result", found.get());
    assert!(found.get() > 5, "the test shows little");
}
