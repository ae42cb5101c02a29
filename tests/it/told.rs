//! What is said to a person's face: words that were once wrong, each on the page, in the text and wherever else they are read.

use candidacy::catalog;
use candidacy::questionnaire::{Audience, Questionnaire};
use candidacy::report::{Format, entry, render};
use candidacy::response::{Response, parse_typed};
use candidacy::value::{Answer, Decimal, Value};

use crate::support::{Edit, answers, day, report_on, smp, smp_with};

/// A healthy client who has told all, and what is otherwise.
fn client(set: &Questionnaire, besides: &str) -> Response {
    let mut response = answers(set, include_str!("smp/suitable.yaml"));
    let besides = answers(set, &format!("answers: {{ {besides} }}"));
    besides.iter().filter_map(|(question, _)| besides.accepted(question)).for_each(|answer| response.set(answer));
    response
}

/// The client's report in a format, with single blanks.
fn told(set: &Questionnaire, besides: &str, format: Format) -> String {
    let report = report_on(set, &client(set, besides), Audience::Client);
    let templates = catalog::templates_for("smp").unwrap();
    let page = render(&report, format, &format.template(Audience::Client), &templates, 10_000).unwrap();
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn an_amount_of_one_has_one_unit() {
    let age = &smp()[smp().question("age").unwrap()];
    for (number, says) in [(0, "0 years"), (1, "1 year"), (2, "2 years"), (21, "21 years")] {
        assert_eq!(entry(age, &Answer::Given(Value::Number(Decimal::from(number)))), says);
        let typed = parse_typed(age, says, day()).unwrap();
        assert_eq!(typed, Answer::Given(Value::Number(Decimal::from(number))), "{says} is read back");
    }
    let page = told(smp(), "age: 1", Format::Text);
    assert!(!page.contains("1 years"), "{page}");
}

/// Several findings about the mind bring one helpline, and a clinic's own stands behind it, once.
#[test]
fn whoever_feels_low_reads_one_helpline_and_the_clinics() {
    const CLINIC: &[Edit] = &[(
        "questionnaire.yaml",
        "\nverdicts:\n",
        "\nclinic: { name: Lakeside Studio, helpline: \"Our nurse: 0113 496 0001.\" }\n\nverdicts:\n",
    )];
    let set = smp_with(CLINIC);
    let low = "mood: low_most_days, upset: yes, upset_on: 2026-10-20, hair_medicine: [finasteride], hair_medicine_since: 2020-01-01";
    let worried = "worry: lot, worry_time: hours, worry_check: many, worry_avoid: often, others_see: most, close_up: not_accept, \
                   earlier_work: yes, mood: low_most_days";
    for besides in [low, worried] {
        for format in [Format::Text, Format::Markdown, Format::Html] {
            let page = told(&set, besides, format);
            // The letterhead does not name it: only advice does.
            let lines = ["To talk at any hour", "Our nurse: 0113 496 0001."].map(|line| page.matches(line).count());
            let once_more =
                usize::from(page.contains("What happens next") && next(&page).contains("To talk at any hour"));
            assert_eq!(lines[0], 1 + once_more, "{format:?}: {page}");
            assert!((1..=2).contains(&lines[1]), "{format:?}: {page}");
        }
    }
}

/// What stands under "What happens next".
fn next(page: &str) -> &str {
    let (_, rest) = page.split_once("What happens next").unwrap();
    rest.split_once("What this result means").unwrap().0
}

/// Where something has to be done today, nobody reads that nobody has to be rung.
#[test]
fn low_mood_with_a_hair_medicine_is_for_today() {
    let low = "mood: low_most_days, hair_medicine: [finasteride], hair_medicine_since: 2020-01-01";
    for besides in [low.to_owned(), format!("{low}, immune_list: [liver_kidney]")] {
        let page = told(smp(), &besides, Format::Text);
        assert!(next(&page).contains("Today, read the card or leaflet in the pack"), "{page}");
        assert!(next(&page).contains("Ring: Today: whoever gave you the hair medicine, or a pharmacist."), "{page}");
        assert!(!page.contains("Nobody has to be rung"), "{page}");
    }
}

/// A worry is no reason to look at heads from near, nor to take photos.
#[test]
fn whoever_worries_is_not_sent_to_look_closer() {
    let worried = "age: 23, worry: lot, worry_time: many_hours, worry_avoid: often, close_up: very_unhappy";
    let page = told(smp(), worried, Format::Text);
    for text in ["Look at healed work", "Take photos", "test spot"] {
        assert!(!page.contains(text), "{text}: {page}");
    }
    assert!(page.contains("Does worry about the hair take more of this person's life than it should"), "{page}");
    assert!(!page.contains("What should the clinic take care of?"), "{page}");
    let both = told(smp(), &format!("{worried}, health_list: [bleeding]"), Format::Text);
    assert!(both.contains("Should talking help come before any ink?"), "{both}");
    assert!(both.contains("What should the clinic take care of?"), "{both}");
}

/// Whoever keeps an answer back is told which.
#[test]
fn what_is_kept_back_is_named() {
    let page = told(smp(), "medicine_list: withheld", Format::Text);
    assert!(next(&page).contains("- Medicines and remedies: You need not tell us."), "{page}");
}

/// The wait alone comes before what has to change as well, and a number that grows in its own time has no day.
#[test]
fn what_time_alone_brings_comes_first() {
    let page = told(smp(), "age: 23, skin_today: [tan], tan_last_sun: 2026-10-26", Format::Text);
    let (_, ways) = page.split_once("These are the smallest changes that would lead to a milder result.").unwrap();
    let (ways, _) = ways.split_once("The parts of this result").unwrap();
    let alone = ways.find("From 23 November 2026: Suitable with conditions, if nothing else changes.");
    let older = ways
        .find("With time: Suitable, if this is true: - Once you can say: How old are you? 25 years (now: 23 years)");
    assert!(alone.is_some() && older.is_some() && alone < older, "{ways}");
}

/// Two findings do not say the opposite of each other, nor the same.
#[test]
fn a_cancer_of_the_past_and_a_wish_for_length_are_told_once() {
    let page = told(
        smp(),
        "health_list: [cancer], cancer_treatment: ended, cancer_ended: 2020-05-04, cancer_scalp: no, loss_cause: chemo",
        Format::Text,
    );
    assert!(page.contains("may well stay thin") && !page.contains("It may still come back"), "{page}");
    let page = told(smp(), "goal: [feel_long]", Format::Text);
    assert_eq!(page.matches("Ask a hair surgeon").count(), 2, "once as the next step, once with its finding: {page}");
}

/// The stage stands among all drawings, small, and is marked.
#[test]
fn the_chosen_drawing_is_marked_among_all() {
    for (besides, drawings) in [("", 12), ("pattern: thinning, ludwig: ii, style: medium, goal: [hide_thinning]", 3)] {
        let page = told(smp(), besides, Format::Html);
        let (_, row) = page.split_once("<span class=\"picker\"").unwrap();
        let (row, _) = row.split_once("</span>").unwrap();
        assert_eq!(row.matches("<img ").count(), drawings, "{besides}");
        assert_eq!(row.matches("class=\"chosen\"").count(), 1, "{besides}");
    }
    let page = told(smp(), "norwood: unsure", Format::Html);
    assert!(!page.contains("<span class=\"picker\""));
}
