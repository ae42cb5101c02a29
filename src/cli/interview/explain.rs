//! What the person reads on a page: the question, why it is asked, and the answers to check.

use std::collections::BTreeSet;

use candidacy::interview::Interview;
use candidacy::outlook::{can_still_hold, key_slips};
use candidacy::proof::Plan;
use candidacy::questionnaire::{Audience, Question, Questionnaire, Rule, opened_by, rules_testing};
use candidacy::report::{entry, words};
use candidacy::template::Words;
use candidacy::value::Answer;
use candidacy::value::index::{QuestionIx, RuleIx, VerdictIx};

use super::again;
use super::line::line;
use super::page::{Above, Page, Place};
use super::prompter::{Menu, MenuRow, Notice};
use super::remaining::Remaining;

/// The most rules that an explanation names.
const RULES: usize = 8;

/// A question as it is put.
pub fn page<'q>(interview: &Interview<'q>, remaining: &mut Remaining<'_, 'q>, index: QuestionIx) -> Page<'q> {
    let questionnaire = interview.questionnaire();
    let question = &questionnaire[index];
    let section = &questionnaire[question.section];
    let words = filled(interview);
    let asked = interview.asked();
    let opens_section = asked.iter().copied().find(|asked| section.questions.contains(*asked));
    let intro = section.intro.as_ref().filter(|_| opens_section == Some(index));
    Page {
        section: section.title.clone(),
        intro: intro.map(|intro| intro.fill(&words)),
        place: remaining.at(interview, index),
        together: questionnaire
            .together_with(index)
            .map(|group| Above { title: group.title.fill(&words), told: false }),
        ask: question.ask.fill(&words),
        help: help(question, &words).into_iter().chain(to_go_through(interview, question)).reduce(joined),
        before: again::before(interview, index),
        question,
        images: questionnaire.images(),
        offered: interview.offered(index),
        day: interview.day(),
        // Whoever goes back, or on from a draft, may be somebody else: a private answer is given anew.
        earlier: interview.current().filter(|_| !question.private).cloned(),
        fault: None,
    }
}

/// What helps to answer a question; of a private one also what becomes of the answer, before it is given.
fn help(question: &Question, words: &Words) -> Option<String> {
    let written = question.help.as_ref().map(|help| help.fill(words));
    let kept = question.private.then(|| "Your answer decides with the others. It is in no report.".to_owned());
    let told: Vec<String> = written.into_iter().chain(kept).collect();
    (!told.is_empty()).then(|| told.join(" "))
}

fn joined(one: String, other: String) -> String {
    format!("{one} {other}")
}

/// What was said to the questions that a technician is to go through with the client: those that its tags name.
fn to_go_through(interview: &Interview<'_>, question: &Question) -> Option<String> {
    if !question.goes_through_answers() {
        return None;
    }
    let (questionnaire, words) = (interview.questionnaire(), filled(interview));
    let said = question.tags.iter().filter_map(|tag| {
        let index = questionnaire.question(tag).filter(|index| !questionnaire[*index].private)?;
        let answer = entry(&questionnaire[index], interview.response().get(index)?);
        Some(format!("{} {answer}.", questionnaire[index].ask.fill(&words)))
    });
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| format!("The client said: {}", said.join(" ")))
}

/// What the gaps of texts are filled with, as the answers stand.
pub fn filled(interview: &Interview<'_>) -> Words {
    let questionnaire = interview.questionnaire();
    words(questionnaire, &interview.situation())
}

/// Why a question is asked, what its answers mean, and what it plays a part in.
pub fn explain(interview: &Interview<'_>, index: QuestionIx, page: &Page<'_>) -> Notice {
    let words = filled(interview);
    let why = page.question.why.as_ref().map(|why| why.fill(&words));
    let mut lines: Vec<String> = why.into_iter().chain(page.help.clone()).collect();
    for (_, option) in page.options() {
        let about: Vec<&str> = [&option.help, &option.alt].into_iter().flatten().map(String::as_str).collect();
        if !about.is_empty() {
            lines.push(format!("{}: {}", option.label, about.join(" ")));
        }
    }
    lines.extend(uses(interview, index));
    Notice::new(format!("Why we ask: {}", page.ask), lines)
}

/// What a question plays a part in: for a client the results, for a technician the rules by their names in the files.
fn uses(interview: &Interview<'_>, index: QuestionIx) -> Vec<String> {
    let questionnaire = interview.questionnaire();
    let testing = rules_testing(questionnaire, index);
    if testing.is_empty() {
        return vec![without_rules(questionnaire, index)];
    }
    let rules = on_the_way(interview, index, &testing);
    if rules.is_empty() {
        vec!["After your other answers, no rule depends on this one any more.".to_owned()]
    } else if interview.audience() == Audience::Client {
        vec![results(questionnaire, &rules)]
    } else {
        named(questionnaire, &rules)
    }
}

/// Of these rules, those that can still come to hold after the other answers, from the least cautious.
fn on_the_way<'q>(interview: &Interview<'q>, index: QuestionIx, testing: &[RuleIx]) -> Vec<&'q Rule> {
    let questionnaire = interview.questionnaire();
    let mut others = interview.opened().clone();
    others.clear(index);
    let plan = Plan::new(interview.engine());
    // What cannot be decided is not left out.
    let possible = testing.iter().filter(|rule| can_still_hold(&plan, &others, **rule).unwrap_or(true));
    let mut rules: Vec<&Rule> = possible.map(|rule| &questionnaire[*rule]).collect();
    rules.sort_by_key(|rule| rule.verdict);
    rules
}

/// What an answer is for that no rule judges.
fn without_rules(questionnaire: &Questionnaire, index: QuestionIx) -> String {
    let title = questionnaire[index].unsure.map(|floor| questionnaire[floor].title.as_str());
    let opens = !opened_by(questionnaire, index).is_empty();
    let what = if opens {
        "It decides what is asked next."
    } else {
        "No rule judges this answer; it is for the people who read the report."
    };
    title.map_or(what.to_owned(), |title| format!("{what} “Not sure” alone leaves the result at least at “{title}”."))
}

/// Which results the rules may lead to, from the least cautious. No finding is told before it is one, and nothing of what the
/// technician is to look for.
fn results(questionnaire: &Questionnaire, rules: &[&Rule]) -> String {
    let of_a_technician = |question: QuestionIx| questionnaire[question].audience == Audience::Technician;
    let examines = |rule: &&&Rule| questionnaire[rule.section].questions.iter().all(of_a_technician);
    let reached: BTreeSet<VerdictIx> = rules.iter().filter(|rule| !examines(rule)).map(|rule| rule.verdict).collect();
    if reached.is_empty() {
        return "It helps the technician who looks at you.".to_owned();
    }
    let titles: Vec<String> =
        reached.into_iter().map(|verdict| format!("“{}”", questionnaire[verdict].title)).collect();
    format!("Together with your other answers, it may lead to {}.", titles.join(" or "))
}

fn named(questionnaire: &Questionnaire, rules: &[&Rule]) -> Vec<String> {
    let line = |rule: &&Rule| format!("• {} (can lead to “{}”)", rule.id, questionnaire[rule.verdict].title);
    let mut lines = vec!["Rules that use it:".to_owned()];
    lines.extend(rules.iter().take(RULES).map(line));
    if rules.len() > RULES {
        lines.push(format!("• and {} more", rules.len() - RULES));
    }
    lines
}

/// What stands above the answers one key beside which lies a result that treats nobody.
const SLIPS: &str = "Please read these once more: one key beside each lies another result";

/// All answers to check, but for private ones, and the questions behind the first rows; then comes "right". First, where the list opens,
/// stand those that a slip of a key could have made what they are.
pub fn review(interview: &Interview<'_>, place: Place) -> (Menu, Vec<QuestionIx>) {
    let questionnaire = interview.questionnaire();
    let words = filled(interview);
    let told = |question: &QuestionIx| !questionnaire[*question].private;
    let slips = key_slips(interview.engine(), interview.response(), interview.audience());
    let slips: BTreeSet<QuestionIx> = slips.into_iter().map(|slip| slip.question).collect();
    let asked = interview.asked().into_iter().filter(told);
    let (first, others): (Vec<QuestionIx>, Vec<QuestionIx>) = asked.partition(|question| slips.contains(question));
    let asked = [first, others].concat();
    let mut rows: Vec<MenuRow> = Vec::new();
    let mut last_group = None;
    for (index, number) in asked.iter().zip(1..) {
        let question = &questionnaire[*index];
        let answer = interview.response().get(*index);
        let clear_up = question.clear_up.as_ref().filter(|_| answer == Some(&Answer::Unsure));
        let clear_up = clear_up.map_or(String::new(), |text| format!(". {}", text.fill(&words)));
        let label = format!("{}{clear_up}", line(interview, &words, *index));
        let group = if slips.contains(index) { None } else { Some(question.section) };
        let title = || group.map_or(SLIPS.to_owned(), |section| questionnaire[section].title.clone());
        let heading = (last_group != Some(group)).then(title);
        last_group = Some(group);
        rows.push(MenuRow { heading, key: number.to_string(), label });
    }
    rows.push(MenuRow {
        heading: Some("Ready?".to_owned()),
        key: "y".to_owned(),
        label: "These are right — show the result".to_owned(),
    });
    let notice = Notice { title: "Check your answers".to_owned(), place: Some(place), lines: Vec::new() };
    let question = "Choose a line to change it.".to_owned();
    (Menu { notice, question, rows, careful: false, names_back: true }, asked)
}

#[cfg(test)]
mod tests {
    use candidacy::response::{Response, accept};
    use candidacy::value::Value;

    use super::*;

    /// `why` says the same of them: no rule tests these answers, yet they are not idle.
    #[test]
    fn an_answer_that_opens_questions_is_not_said_to_be_for_nobody() {
        let (smp, _) = candidacy::catalog::open("smp", &mut candidacy::source::Sources::default()).unwrap();
        let smp = smp.unwrap();
        let told = |id: &str| without_rules(&smp, smp.question(id).unwrap());
        let opens =
            "It decides what is asked next. “Not sure” alone leaves the result at least at “Suitable with conditions”.";
        assert_eq!((told("trip"), told("upset")), (opens.to_owned(), opens.to_owned()));
        assert_eq!(told("exam_note"), "No rule judges this answer; it is for the people who read the report.");
    }

    #[test]
    fn what_other_answers_rule_out_is_not_told() {
        let yaml = "questionnaire: dive\nversion: 1.0.0\ntitle: Dive\nlanguage: en\nverdicts:\n  - fine: { title: Fine, says: So. }\n  - later: { title: Later, says: So. }\n  - never: { title: Never, says: So. }\nsections:\n  - id: s\n    title: You\n    questions:\n      - { id: age, ask: How old?, type: number, range: 0..120 }\n      - { id: smokes, ask: Do you smoke?, type: yes_no }\n    rules:\n      - { id: old_smoker, when: smokes and age >= 50, verdict: never, finding: Your lungs have smoked for long. }\n      - { id: smoker, when: smokes, verdict: later, finding: \"You say of smoking: {{ smokes }}.\" }\n";
        let files = candidacy::questionnaire::Texts::one("questionnaire.yaml", yaml);
        let sources = &mut candidacy::source::Sources::default();
        let set = candidacy::questionnaire::load(&files, "questionnaire.yaml", sources).0.unwrap();
        let day = candidacy::value::parse_date("2026-11-22").unwrap();
        let (age, smokes) = (set.question("age").unwrap(), set.question("smokes").unwrap());
        let told = |years: i64| {
            let mut response = Response::new(&set);
            response.set(accept(&set, age, Answer::Given(Value::Number(years.into())), day).unwrap());
            // Its own answer does not count: it is what may be changed.
            response.set(accept(&set, smokes, Answer::Given(Value::YesNo(false)), day).unwrap());
            let engine = candidacy::assessment::Engine::new(&set, day);
            uses(&Interview::new(&engine, response, Audience::Client), smokes)
        };
        let result = "Together with your other answers, it may lead to";
        // What is found is told to whom it is found of: nobody learns here which answer to avoid.
        assert_eq!(told(60), [format!("{result} “Later” or “Never”.")]);
        assert_eq!(told(20), [format!("{result} “Later”.")]);
    }
}
