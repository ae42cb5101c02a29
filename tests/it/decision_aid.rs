//! The page `docs/decision-aid.md`: each of the twelve points stands where the page says, in every format.

use candidacy::catalog;
use candidacy::questionnaire::Audience;
use candidacy::report::{Format, render};

use crate::support::{answers, report_on, smp};

/// The rows of the table: a number, and the places with the words that stand there.
fn rows() -> Vec<(String, Vec<(String, Option<String>)>)> {
    let page = include_str!("../../docs/decision-aid.md");
    let lines = page.lines().filter_map(|line| line.strip_prefix("| "));
    let cells = lines.map(|line| line.split(" | ").map(str::to_owned).collect::<Vec<_>>());
    let numbered = cells.filter(|cells| cells[0].trim().parse::<u32>().is_ok());
    numbered
        .map(|cells| {
            let mut parts = cells[2].split('`');
            let mut places: Vec<(String, Option<String>)> = Vec::new();
            parts.next();
            while let (Some(heading), after) = (parts.next(), parts.next().unwrap_or_default()) {
                let quoted = after.split_once('"').and_then(|(_, rest)| Some(rest.split_once('"')?.0.to_owned()));
                places.push((heading.to_owned(), quoted));
            }
            (cells[0].clone(), places)
        })
        .collect()
}

fn flat(page: &str) -> String {
    let body = page.rsplit_once("</style>").map_or(page, |(_, body)| body);
    // Tags part words; in a table of Markdown cells do.
    let pieces = body.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    let text = pieces.collect::<Vec<_>>().join(" ").replace("**", " ").replace("&quot;", "\"");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn each_of_the_twelve_points_stands_where_the_page_says() {
    let rows = rows();
    assert_eq!(rows.len(), 12, "{rows:?}");
    let people = include_str!("smp/suitable.yaml");
    let report = report_on(smp(), &answers(smp(), people), Audience::Client);
    for format in [Format::Text, Format::Markdown, Format::Html] {
        let name = format.template(Audience::Client);
        let page = render(&report, format, &name, &catalog::templates_for("smp").unwrap(), 10_000).unwrap();
        let page = flat(&page);
        for (number, places) in &rows {
            assert!(!places.is_empty(), "{number} names no place");
            for (heading, quoted) in places {
                let words = quoted.as_deref().unwrap_or(heading);
                let stands = page.match_indices(heading.as_str()).any(|(at, _)| page[at..].contains(words));
                assert!(stands, "{format:?}, {number}: {words:?} does not stand below {heading:?}");
            }
        }
    }
}
