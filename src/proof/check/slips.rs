//! Slips of the pen that the set alone shows, without any knowledge of what it is about: no proof is needed, only a look at what is
//! written beside what.

use std::collections::{BTreeMap, BTreeSet};

use super::lone::{lone_parts, own_test};
use crate::classes::{all_conditions, tests};
use crate::condition::{DateTest, Test};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::proof::plan::Plan;
use crate::questionnaire::{
    AnswerOption, DateRange, Points, Question, QuestionKind, Questionnaire, Rule, Score, ScoreItem, tests_of,
};
use crate::value::OptionSet;
use crate::value::index::{QuestionIx, VerdictIx, item};

/// Looks for them all.
pub(super) fn prove(plan: &Plan<'_>) -> Diagnostics {
    let questionnaire = plan.questionnaire;
    let mut found = Diagnostics::default();
    for fault in unsure_answers(questionnaire).into_iter().chain(scales(questionnaire)).chain(futures(plan)) {
        found.push(fault);
    }
    for score in questionnaire.scores() {
        points(questionnaire, score).into_iter().for_each(|fault| found.push(fault));
    }
    optional_answers(plan).into_iter().for_each(|fault| found.push(fault));
    same_words(questionnaire).into_iter().for_each(|fault| found.push(fault));
    questionnaire.rules().iter().filter_map(|rule| mild_stop(questionnaire, rule)).for_each(|fault| found.push(fault));
    found
}

/// What one answer alone leads to, beyond what may be treated: of each question the mildest and the rule that says it.
fn alone_grave(questionnaire: &Questionnaire, bound: VerdictIx) -> BTreeMap<QuestionIx, (VerdictIx, &Rule)> {
    let mut grave: BTreeMap<QuestionIx, (VerdictIx, &Rule)> = BTreeMap::new();
    for rule in questionnaire.rules().iter().filter(|rule| rule.verdict > bound) {
        for test in lone_parts(questionnaire, &rule.when).into_iter().filter_map(|part| part.test()) {
            let Some(question) = test.question().filter(|_| !is_about_unsure(test)) else { continue };
            let mildest = grave.entry(question).or_insert((rule.verdict, rule));
            if rule.verdict < mildest.0 {
                *mildest = (rule.verdict, rule);
            }
        }
    }
    grave
}

fn is_about_unsure(test: &Test) -> bool {
    matches!(test, Test::Unsure(_) | Test::Withheld(_) | Test::Answered(_))
}

/// "Not sure" where an answer alone keeps a person from being treated: it must be there, and must not count for nothing.
/// A set that does not say whom it treats is not held to it.
fn unsure_answers(questionnaire: &Questionnaire) -> Vec<Diagnostic> {
    let Some(bound) = questionnaire.treats_up_to() else { return Vec::new() };
    let answered_by_rule = answered_by_rules(questionnaire);
    let mut found = Vec::new();
    for (index, (verdict, rule)) in alone_grave(questionnaire, bound) {
        let question = &questionnaire[index];
        // People know numbers or can look them up, and whoever examines can look again.
        let must_offer = !matches!(question.kind, QuestionKind::Number { .. });
        match question.unsure {
            None if must_offer => found.push(
                Diagnostic::new(
                    Code::MissingUnsure,
                    question.span,
                    format!(
                        "an answer to `{}` alone leads to `{}`, and nobody can say \"not sure\"",
                        question.id, questionnaire[verdict].id
                    ),
                )
                .also(rule.span, "this rule gives it")
                .help("add `unsure: VERDICT`, with the verdict that a \"not sure\" leaves at least"),
            ),
            Some(VerdictIx(0)) if !answered_by_rule.contains(&index) => found.push(
                Diagnostic::new(
                    Code::MildUnsure,
                    question.span,
                    format!(
                        "\"not sure\" of `{}` counts for nothing, though an answer alone leads to `{}`",
                        question.id, questionnaire[verdict].id
                    ),
                )
                .also(rule.span, "this rule gives it")
                .help("write a verdict under `unsure` that says that this must be cleared up first"),
            ),
            None | Some(_) => {}
        }
    }
    found
}

/// The questions of which a rule of its own gives "not sure" more than the first verdict.
fn answered_by_rules(questionnaire: &Questionnaire) -> BTreeSet<QuestionIx> {
    let rules = questionnaire.rules().iter().filter(|rule| rule.verdict > VerdictIx(0));
    let parts = rules.flat_map(|rule| lone_parts(questionnaire, &rule.when));
    let asked = parts.filter_map(|part| match part.test() {
        Some(Test::Unsure(question)) => Some(*question),
        _ => None,
    });
    asked.collect()
}

/// Scales of which more of the thing leads to less: the verdict of the rules that hold a scale against its options alone rises,
/// and no rule that looks at a graver option gives as much.
fn scales(questionnaire: &Questionnaire) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let of_alone = led_to(questionnaire, |rule| own_test(questionnaire, &rule.when).into_iter().collect());
    let of_most = led_to(questionnaire, |rule| tests_of(questionnaire, &rule.when));
    for (index, question) in questionnaire.questions().enumerated() {
        let QuestionKind::Scale(options) = &question.kind else { continue };
        let verdicts = |led_to: &BTreeMap<QuestionIx, Vec<(OptionSet, VerdictIx)>>| {
            let mut verdicts = vec![VerdictIx(0); options.len()];
            for (set, leads_to) in led_to.get(&index).into_iter().flatten() {
                let told = verdicts.iter_mut().enumerate().filter(|(position, _)| set.contains(*position));
                told.for_each(|(_, verdict)| *verdict = (*leads_to).max(*verdict));
            }
            verdicts
        };
        let (alone, at_most) = (verdicts(&of_alone), verdicts(&of_most));
        if let Some((high, low)) = fall(&alone, &at_most) {
            found.push(falling(
                questionnaire,
                question,
                (high, alone_at(&alone, high)),
                (low, alone_at(&at_most, low)),
            ));
        }
    }
    found
}

/// Of each question the options that tests of rules name, with the verdicts of the rules.
fn led_to<'q>(
    questionnaire: &'q Questionnaire,
    tests: impl Fn(&'q Rule) -> Vec<&'q Test>,
) -> BTreeMap<QuestionIx, Vec<(OptionSet, VerdictIx)>> {
    let mut led_to: BTreeMap<QuestionIx, Vec<(OptionSet, VerdictIx)>> = BTreeMap::new();
    for rule in questionnaire.rules() {
        for test in tests(rule) {
            if let Test::OneOf(question, set) = test {
                led_to.entry(*question).or_default().push((*set, rule.verdict));
            }
        }
    }
    led_to
}

fn alone_at(verdicts: &[VerdictIx], position: usize) -> VerdictIx {
    *item(verdicts, position, "option")
}

/// Where verdicts fall again: a place that is higher than something before it, and one behind it at which they are lower at most.
fn fall(alone: &[VerdictIx], at_most: &[VerdictIx]) -> Option<(usize, usize)> {
    let risen = |(position, verdict): &(usize, &VerdictIx)| alone.iter().take(*position).any(|before| before < verdict);
    let mut pairs = alone.iter().enumerate().filter(risen).filter_map(|(position, verdict)| {
        let behind = at_most.iter().enumerate().skip(position + 1).find(|(_, behind)| *behind < verdict)?;
        Some((position, behind.0))
    });
    pairs.next()
}

fn falling(
    questionnaire: &Questionnaire,
    question: &Question,
    (high, graver): (usize, VerdictIx),
    (low, milder): (usize, VerdictIx),
) -> Diagnostic {
    let option = |position: usize| question.option(position);
    let message = format!(
        "`{}` rises and falls: `{}` leads to `{}`, and `{}`, which is more, only to `{}`",
        question.id,
        option(high).id,
        questionnaire[graver].id,
        option(low).id,
        questionnaire[milder].id
    );
    Diagnostic::new(Code::FallingVerdict, option(low).span, message)
        .also(option(high).span, "less of it, and graver")
        .help("correct the verdicts, or let the rule of the lesser option also take what is more, as in `stage >= ii`")
}

/// Dates that take days ahead, of which conditions only ask how long ago they were: a day ahead is silently no.
fn futures(plan: &Plan<'_>) -> Vec<Diagnostic> {
    let questionnaire = plan.questionnaire;
    let conditions = all_conditions(questionnaire);
    let tests = tests(questionnaire, &conditions);
    let mut found = Vec::new();
    for (index, question) in questionnaire.questions().enumerated() {
        let QuestionKind::Date(DateRange::Any) = question.kind else { continue };
        let looks_back =
            |test: &DateTest| matches!(test, DateTest::Within(_) | DateTest::BetweenAgo(..) | DateTest::Past);
        let asked: Vec<&DateTest> = tests[index]
            .iter()
            .filter_map(|test| if let Test::Date(_, test) = test { Some(test) } else { None })
            .collect();
        if !asked.is_empty() && asked.iter().all(|test| looks_back(test)) && !plan.exact.contains(&index) {
            found.push(
                Diagnostic::new(
                    Code::UnaskedFuture,
                    question.span,
                    format!("`{}` takes days ahead, and conditions only ask how long ago it was", question.id),
                )
                .help("add `range: past`, or ask what a day ahead means, as in `is ahead`"),
            );
        }
    }
    found
}

/// What a score adds that cannot matter, or that rises and falls along a scale.
fn points(questionnaire: &Questionnaire, score: &Score) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for item in &score.sum {
        let ScoreItem::Answer(answer) = item else { continue };
        let question = &questionnaire[answer.question];
        let idle = match &answer.points {
            Points::YesNo { no, yes } => no == yes,
            // Picks add together: only where none adds anything is it all the same.
            Points::Options(each) if matches!(question.kind, QuestionKind::Choices { .. }) => {
                each.iter().all(|points| *points == 0)
            }
            Points::Options(each) => each.windows(2).all(|pair| pair.first() == pair.last()),
            Points::Bands { lowest, above } => above.iter().all(|(_, points)| points == lowest),
        };
        if idle {
            let message = format!("every answer to `{}` adds the same to `{}`", question.id, score.id);
            let fault = Diagnostic::new(Code::IdlePoints, question.span, message).also(score.span, "this score");
            found.push(fault.help("give its answers different points, or leave it out of the score"));
            continue;
        }
        if let (QuestionKind::Scale(options), Points::Options(each)) = (&question.kind, &answer.points)
            && let Some(turn) = turn(each)
        {
            found.push(turning(question, options, score, turn));
        }
    }
    found
}

/// The place at which a list that rose falls, or one that fell rises.
fn turn(points: &[i64]) -> Option<usize> {
    let mut way = None;
    for (position, pair) in points.windows(2).enumerate() {
        let [one, other] = pair else { continue };
        let here = one.cmp(other);
        if here.is_eq() {
            continue;
        }
        if way.is_some_and(|way| way != here) {
            return Some(position + 1);
        }
        way = Some(here);
    }
    None
}

fn turning(question: &Question, options: &[AnswerOption], score: &Score, turn: usize) -> Diagnostic {
    let span = item(options, turn, "option").span;
    let message = format!("the points of `{}` in `{}` rise and fall along the scale", question.id, score.id);
    Diagnostic::new(Code::FallingPoints, span, message)
        .label("here they turn")
        .help("let them only rise, or only fall; where the order of the options has no meaning, use `type: choice`")
}

/// Questions that may be passed over, though rules rest on them, by themselves or through what they open: passed over, they leave the
/// verdict open for good. Where a rule that rests on other answers gives as much, nothing is lost.
fn optional_answers(plan: &Plan<'_>) -> Vec<Diagnostic> {
    let questionnaire = plan.questionnaire;
    let optional = questionnaire.questions().enumerated().filter(|(_, question)| !question.required);
    let mut found = Vec::new();
    for (index, question) in optional.filter(|(_, question)| !question.kind.is_free_text()) {
        let resting = plan.resting_on(index);
        let rests = |rule: &&Rule| rule.verdict > VerdictIx(0) && plan.touches(&resting, &rule.when);
        // Only asked where a rule holds that gives as much.
        let settled = |rule: &&Rule| {
            question.when.as_ref().is_some_and(|when| {
                let same = |other: &&Rule| other.verdict >= rule.verdict && other.when.says_the_same(when);
                questionnaire.rules().iter().find(same).is_some()
            })
        };
        let Some(rule) = questionnaire.rules().iter().find(|rule| rests(rule) && !settled(rule)) else { continue };
        let message = format!(
            "`{}` may be passed over, and `{}` rests on it: the verdict is then never settled",
            question.id, rule.id
        );
        found.push(
            Diagnostic::new(Code::OptionalAnswer, question.span, message)
                .also(rule.when.span, "this rests on it")
                .help("leave `required: false` out, and offer \"not sure\" with `unsure: VERDICT`"),
        );
    }
    found
}

/// How words look to whoever reads them: without case, and however many blanks there are.
fn as_read(text: &str) -> String {
    text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// Two options of a question, or two questions, that read the same.
fn same_words(questionnaire: &Questionnaire) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for question in questionnaire.questions() {
        let mut seen: BTreeMap<String, &AnswerOption> = BTreeMap::new();
        for option in question.options() {
            match seen.get(&as_read(&option.label)) {
                Some(first) => {
                    let message = format!("`{}` and `{}` of `{}` read the same", first.id, option.id, question.id);
                    let fault =
                        Diagnostic::new(Code::SameWords, option.span, message).also(first.span, "the other one");
                    found.push(fault.help("give each option words of its own, or leave one out"));
                }
                None => {
                    seen.insert(as_read(&option.label), option);
                }
            }
        }
    }
    // "When was it?" may follow two questions; what is the same in all that people read is not told apart by anybody.
    let mut seen: BTreeMap<Vec<String>, &Question> = BTreeMap::new();
    for question in questionnaire.questions() {
        let help = question.help.as_ref().map_or("", |help| help.source());
        let labels = question.options().iter().map(|option| option.label.as_str());
        let texts = [question.ask.source(), help, question.label.as_deref().unwrap_or_default()];
        let texts: Vec<String> = texts.into_iter().chain(labels).map(as_read).collect();
        match seen.get(&texts) {
            Some(first) => {
                let message = format!("the questions `{}` and `{}` read the same", first.id, question.id);
                let fault = Diagnostic::new(Code::SameWords, question.span, message).also(first.span, "the other one");
                found.push(fault.help("say in each what it is about, or leave one out"));
            }
            None => {
                seen.insert(texts, question);
            }
        }
    }
    found
}

/// A rule that ends the interview of somebody who may be treated.
fn mild_stop(questionnaire: &Questionnaire, rule: &Rule) -> Option<Diagnostic> {
    let bound = questionnaire.treats_up_to()?;
    if !rule.stop || rule.helps || rule.verdict > bound {
        return None;
    }
    let message = format!(
        "`{}` stops the interview, though with `{}` a person may be treated",
        rule.id, questionnaire[rule.verdict].id
    );
    Some(
        Diagnostic::new(Code::MildStop, rule.span, message)
            .help("leave `stop` out: whoever may be treated is asked everything; or give it a graver verdict"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_rises_and_falls_is_found_and_one_that_only_falls_is_not() {
        let fall = |list: &[u16]| {
            let list: Vec<VerdictIx> = list.iter().map(|verdict| VerdictIx(*verdict)).collect();
            fall(&list, &list)
        };
        assert_eq!(fall(&[0, 2, 1]), Some((1, 2)));
        assert_eq!(fall(&[0, 1, 1, 0]), Some((1, 3)));
        for list in [&[0, 1, 2][..], &[2, 1, 0], &[1, 0, 1], &[0, 0], &[]] {
            assert_eq!(fall(list), None, "{list:?}");
        }
        assert_eq!(turn(&[0, 1, 3, 2]), Some(3));
        assert_eq!(turn(&[3, 0, 0, 1]), Some(3));
        for list in [&[0, 1, 1, 2][..], &[3, 2, 0], &[1, 1], &[0]] {
            assert_eq!(turn(list), None, "{list:?}");
        }
    }
}
