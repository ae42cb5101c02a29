//! Everything that the shipped set proposes to the people of its own scenarios, read one by one: nobody is told to leave out a
//! medicine, to have another past, to lose a diagnosis or how to answer a screening; and no day comes too early.

use std::sync::atomic::{AtomicUsize, Ordering};

use candidacy::assessment::{Assessment, Engine};
use candidacy::catalog;
use candidacy::diagnostic::render::short;
use candidacy::outlook::{Outlook, WhatIf, what_if};
use candidacy::questionnaire::{Audience, ChangedBy, Questionnaire};
use candidacy::report::{Format, render, report};
use candidacy::response::{Response, accept};
use candidacy::scenario::{Suite, read};
use candidacy::value::{Answer, Date, Value};

use crate::support::{day, set_with_sources};

/// What was read.
#[derive(Debug, Default)]
struct Read {
    people: AtomicUsize,
    ways: AtomicUsize,
    with_a_day: AtomicUsize,
    by_prescriber: AtomicUsize,
}

fn people() -> (Questionnaire, Suite) {
    let found = catalog::find("smp").unwrap();
    let (questionnaire, mut sources) = set_with_sources(found.files.as_ref());
    let (suite, faults) = read(&questionnaire, found.files.as_ref(), &found.main, &mut sources, day());
    assert_eq!(short(&faults, &sources), "");
    (questionnaire, suite.unwrap())
}

/// The answers after a way, with the days that it asks for.
fn after(questionnaire: &Questionnaire, response: &Response, way: &WhatIf, today: Date) -> Response {
    let mut after = response.clone();
    for (question, said) in &way.opened {
        after.set(accept(questionnaire, *question, Answer::Given(Value::Date(*said)), today).unwrap());
    }
    let changes = way.changes.iter().map(|change| accept(questionnaire, change.question, change.to.clone(), today));
    changes.for_each(|change| after.set(change.unwrap()));
    after
}

fn nothing_is_proposed_that_must_not_be(engine: &Engine<'_>, response: &Response, now: &Assessment, way: &WhatIf) {
    let (questionnaire, today) = (engine.questionnaire(), engine.day());
    for change in &way.changes {
        let question = &questionnaire[change.question];
        let tagged = |tags: &[&str]| question.tags.iter().any(|tag| tags.contains(&tag.as_str()));
        assert!(!tagged(&["history", "screening", "diagnosis"]), "{}: {way:?}", question.id);
        assert!(!tagged(&["medicine", "treatment"]) || change.by == ChangedBy::Prescriber, "{}: {way:?}", question.id);
        let (Answer::Given(from), Answer::Given(to)) = (&change.from, &change.to) else { panic!("{way:?}") };
        assert!(!matches!(to, Value::Date(_)), "a day is moved: {way:?}");
        let by = question.can_change.changed_by(from, to, question.exclusive());
        assert_eq!(by, Some(change.by), "{}: {way:?}", question.id);
    }
    // No past day, no day before a wait that it would lift, and none before a wait that it begins.
    let on = way.from.unwrap_or(today);
    assert!(way.from.is_none_or(|from| from > today), "{way:?}");
    assert!(now.not_before().is_none_or(|wait| wait <= on), "before {:?}: {way:?}", now.not_before());
    assert!(way.opened.iter().all(|(_, said)| *said == today), "{way:?}");
    let after = after(questionnaire, response, way, today);
    let then = Engine::new(questionnaire, on).assess(&after, Audience::Everyone);
    assert_eq!((then.verdict, then.could_become), (way.verdict, way.could_become), "{way:?}");
    assert!(then.verdict < now.verdict, "{way:?}");
    for finding in &then.findings {
        let Some(wait) = questionnaire[finding.rule].not_before else { continue };
        let over = if wait.question.is_none() { Some(wait.duration.after(today)) } else { finding.not_before };
        assert!(over.is_none_or(|over| over <= on), "before {over:?}: {way:?}");
    }
}

/// What the client's page says where nothing is proposed: never that time does not help under a day to wait for, nor that
/// nothing does where an answer can be cleared up.
fn the_page_does_not_deny_it(engine: &Engine<'_>, response: &Response, ways: &[WhatIf]) {
    let assessment = engine.assess(response, Audience::Client);
    let outlook = Outlook { ways: ways.to_vec(), ..Outlook::unasked() };
    let report = report(engine, response, &assessment, &outlook);
    let templates = catalog::shipped_templates();
    // The three formats say the same, which a test of reports holds: one for each person is enough.
    let formats = [(Format::Text, "client.txt"), (Format::Markdown, "client.md"), (Format::Html, "client.html")];
    let (format, file) = formats[assessment.findings.len() % formats.len()];
    let page = render(&report, format, file, &templates, 80).unwrap();
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    let denied = page.contains("Other answers or time alone");
    assert!(!denied || assessment.not_before().is_none(), "{page}");
    let helps = page.contains("Each point above says") && assessment.findings.is_empty();
    assert!(!helps, "{page}");
    let decided = assessment.findings.iter().any(|finding| {
        let rule = &engine.questionnaire()[finding.rule];
        rule.verdict == assessment.verdict
    });
    let grave = assessment.verdict.at() > 0 && assessment.stopped.is_none();
    assert!(!grave || decided || page.contains("This is not clear:"), "no reason: {page}");
}

#[test]
fn no_proposal_drops_a_medicine_or_a_past_or_names_a_day_too_early() {
    let (questionnaire, suite) = people();
    let (next, seen) = (AtomicUsize::new(0), Read::default());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, std::num::NonZero::get) {
            scope.spawn(|| {
                while let Some(scenario) = suite.scenarios.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let engine = Engine::new(&questionnaire, scenario.day);
                    let response = &scenario.response;
                    let now = engine.assess(response, Audience::Everyone);
                    let ways = what_if(&engine, response).unwrap();
                    for (position, way) in ways.iter().enumerate() {
                        nothing_is_proposed_that_must_not_be(&engine, response, &now, way);
                        let again = ways.iter().skip(position + 1).find(|other| other.changes == way.changes);
                        assert_eq!(again, None, "{}: told twice", scenario.id);
                        let prescribed = way.changes.iter().any(|change| change.by == ChangedBy::Prescriber);
                        seen.by_prescriber.fetch_add(usize::from(prescribed), Ordering::Relaxed);
                        seen.with_a_day.fetch_add(usize::from(way.from.is_some()), Ordering::Relaxed);
                    }
                    the_page_does_not_deny_it(&engine, response, &ways);
                    seen.ways.fetch_add(ways.len(), Ordering::Relaxed);
                    seen.people.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    println!("{seen:?}");
    let of = |count: &AtomicUsize| count.load(Ordering::Relaxed);
    assert!(of(&seen.people) == suite.scenarios.len() && of(&seen.ways) > 150, "{seen:?}");
    assert!(of(&seen.with_a_day) > 50 && of(&seen.by_prescriber) > 0, "{seen:?}");
}

/// The questions that the set asks of medicines, histories, diagnoses and screenings say so.
#[test]
fn what_never_changes_is_tagged() {
    let (questionnaire, _) = people();
    let tagged = |tag: &str| {
        let questions = questionnaire.questions().iter().filter(|question| question.tags.iter().any(|own| own == tag));
        questions.map(|question| question.id.as_str()).collect::<Vec<_>>().join(" ")
    };
    let tags = ["medicine", "treatment", "history", "screening", "diagnosis"];
    insta::assert_snapshot!(tags.map(|tag| format!("{tag}: {}", tagged(tag))).join("\n"));
}
