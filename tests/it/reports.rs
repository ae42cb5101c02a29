//! Reports: golden files of every format and variant, what people type shows as typed, templates cannot do harm, and the page
//! keeps its promises to the eye.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use candidacy::assessment::{Engine, Finding};
use candidacy::catalog::{self, shipped_templates};
use candidacy::document::Scalar;
use candidacy::outlook::Outlook;
use candidacy::questionnaire::{Audience, Questionnaire, Texts};
use candidacy::report::{Format, Report, Templates, render, report};
use candidacy::response::{Response, accept};
use candidacy::source::{SourceIx, Sources, Span};
use candidacy::template::{TemplateFault, Text};
use candidacy::value::index::QuestionIx;
use candidacy::value::{Answer, OptionSet, Value};

use crate::readers::{finds_everything, judged};
use crate::support::{self, contract_on, day, report_on, sample, set_of};

const QUESTIONNAIRE: &str = include_str!("reports/questionnaire.yaml");
const RASH: &str = include_str!("reports/rash.svg");

/// A response with a finding of every kind, something not sure and something open.
const FULL: &str = "questionnaire: fitness\nversion: 2.1.0\nanswers:\n  age: 34\n  faint: once\n  skin_now: [rash, burn]\n  \
                    operation: 2026-06-22\n  note: My arm itches\n";
const UNSURE: &str = "questionnaire: fitness\nversion: 2.1.0\nanswers: { age: 34, faint: unsure, skin_now: [none], operation: 2020-01-01, note: null }\n";
const CLEAR: &str = "questionnaire: fitness\nversion: 2.1.0\nanswers: { age: 34.0, faint: never, pulse: yes, skin_now: [none], operation: 2020-01-01, note: null }\n";
const STOPPED: &str = "questionnaire: fitness\nversion: 2.1.0\nanswers: { age: 17 }\n";

const CASES: [(&str, &str); 4] = [("full", FULL), ("unsure", UNSURE), ("clear", CLEAR), ("stopped", STOPPED)];
const READERS: [(&str, Audience); 2] = [("client", Audience::Client), ("technician", Audience::Technician)];

/// The made-up set of this file: few questions, but a finding of every kind and a picture.
fn questionnaire() -> &'static Questionnaire {
    static CELL: OnceLock<Questionnaire> = OnceLock::new();
    CELL.get_or_init(|| set_of(&Texts::one("questionnaire.yaml", QUESTIONNAIRE).with("images/rash.svg", RASH)))
}

fn report_of(answers: &str, audience: Audience) -> Report {
    report_on(questionnaire(), &support::answers(questionnaire(), answers), audience)
}

fn contract_of(answers: &str, audience: Audience) -> String {
    contract_on(questionnaire(), &support::answers(questionnaire(), answers), audience)
}

fn rendered(answers: &str, audience: Audience, format: Format, template: &str) -> String {
    render(&report_of(answers, audience), format, template, &shipped_templates(), 72)
        .unwrap_or_else(|fault| panic!("{fault:?}"))
}

/// A golden file holds its input.
fn golden(answers: &str, output: &str) -> String {
    format!("{answers}\n────────\n{output}")
}

/// One golden file for each format and reader, of the response that has something to say in every chapter.
#[test]
fn shipped_reports_are_golden() {
    for (variant, audience) in READERS {
        for format in [Format::Text, Format::Markdown, Format::Html] {
            let template = format!("{variant}.{}", format.ending());
            let output = rendered(FULL, audience, format, &template);
            insta::assert_snapshot!(format!("full_{template}"), golden(FULL, &output));
        }
    }
    let json = contract_of(FULL, Audience::Client) + "\n";
    insta::assert_snapshot!("full_client.json", golden(FULL, &json));
    let summary = rendered(FULL, Audience::Client, Format::Summary, "summary.txt");
    insta::assert_snapshot!("full_summary.txt", golden(FULL, &summary));
}

/// Each reader finds everything in every format: verdict, first day, findings with their reasons and advice, what is open or
/// not sure, sections, answers, sources. And no chapter is there that has nothing to say.
#[test]
fn every_reader_finds_everything_in_every_format() {
    for (case, answers) in CASES {
        for (variant, audience) in READERS {
            let data = serde_json::to_value(report_of(answers, audience)).unwrap();
            for format in [Format::Text, Format::Markdown, Format::Html] {
                let page = rendered(answers, audience, format, &format!("{variant}.{}", format.ending()));
                finds_everything(&format!("{case}, {variant}, {format:?}"), &data, &page, audience, format);
            }
        }
    }
}

/// What is judged of each case, by its JSON, which is the same for both readers but for their name.
#[test]
fn what_is_judged_is_what_the_answers_say() {
    let judged_for = |answers: &str| {
        let [client, technician] = [Audience::Client, Audience::Technician].map(|reader| {
            let line = contract_of(answers, reader);
            assert!(line.contains(&format!("\"audience\":\"{}\"", reader.name())));
            line.replace(&format!("\"{}\"", reader.name()), "\"reader\"").replace("\"reader\":null", "\"client\":null")
        });
        assert_eq!(client, technician);
        judged(&client)
    };
    assert_eq!(
        judged_for(UNSURE),
        "doctor, could become doctor, settled\n  section heart: doctor\n  section skin: go\n  faint unsure: doctor\n  \
         caution: 0..3\n"
    );
    assert_eq!(
        judged_for(CLEAR),
        "go, could become go, settled\n  section heart: go\n  section skin: go\n  \
         finding no_worry because faint \"never\"\n  caution: 0..0\n"
    );
    assert_eq!(
        judged_for(STOPPED),
        "never, could become never, settled, stopped\n  section heart: never\n  section skin: go to later\n  \
         finding young because age 17\n  caution: 0..3\n"
    );
}

/// Five lines, each with its part: which set and day, result, findings by rule, what is not sure, what is open.
#[test]
fn a_summary_says_all_in_five_lines() {
    let head = "Is cold-water swimming right for you? (fitness 2.1.0), 2026-11-22";
    for (answers, rest) in [
        (
            UNSURE,
            [
                "Result: Ask a doctor first",
                "Findings: none",
                "Not sure or not said: faint",
                "Open: nothing that matters",
            ],
        ),
        (CLEAR, ["Result: Suitable", "Findings: none", "Not sure or not said: none", "Open: nothing that matters"]),
        (
            STOPPED,
            [
                "Stopped; result: Not suitable",
                "Findings: young",
                "Not sure or not said: none",
                "Open: nothing more is asked",
            ],
        ),
    ] {
        let summary = rendered(answers, Audience::Client, Format::Summary, "summary.txt");
        assert_eq!(summary.lines().collect::<Vec<_>>(), [&[head], &rest[..]].concat());
    }
}

#[test]
#[ignore = "writes pages to look at into the folder named by REPORT_PAGES"]
fn write_pages_to_look_at() {
    let folder = std::path::PathBuf::from(std::env::var("REPORT_PAGES").unwrap());
    for (case, answers) in CASES {
        for (variant, audience) in READERS {
            let page = rendered(answers, audience, Format::Html, &format!("{variant}.html"));
            std::fs::write(folder.join(format!("{case}-{variant}.html")), page).unwrap();
        }
    }
}

/// Answers that try to be markup, commands or structure. None may come out as what it pretends to be.
const HOSTILE: [&str; 9] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "*bold* _under_ `code` | cell |",
    "[x](http://evil.example)",
    "\u{1b}[31mred\u{1b}[0m \u{9b}2J\u{7}",
    "\u{202e}turned\u{202c} \u{2066}round\u{2069}",
    "first\r\nRESULT: Suitable\n# Heading\u{2028}next",
    "{{ verdict.title }} {% include \"x\" %} {# gone #}",
    "# one\n\n1. two",
];

/// A free text that flows into a finding, into its reasons and into the answers.
fn hostile_response(note: &str) -> Response {
    let questionnaire = questionnaire();
    let mut response = Response::new(questionnaire);
    for (id, value) in [
        ("age", Value::Number(34.into())),
        ("skin_now", Value::Choices(OptionSet::of(0))),
        ("note", Value::Text(note.to_owned())),
    ] {
        let question = questionnaire.question(id).unwrap();
        response.set(accept(questionnaire, question, Answer::Given(value), day()).unwrap());
    }
    response
}

fn hostile_report(note: &str) -> Report {
    report_on(questionnaire(), &hostile_response(note), Audience::Technician)
}

#[test]
fn what_people_type_shows_as_typed_in_every_format() {
    let mut shown = String::new();
    let one_line = BTreeMap::from([("x".to_owned(), "{% for page in answers %}{% for said in page.answers %}{% if said.question == \"note\" %}{{ said.answer }}{% endif %}{% endfor %}{% endfor %}".to_owned())]);
    for note in HOSTILE {
        shown += &format!("{note:?}\n");
        for format in [Format::Text, Format::Markdown, Format::Html] {
            let templates = Templates { by_name: one_line.clone(), ..Templates::default() };
            let line = render(&hostile_report(note), format, "x", &templates, 200).unwrap();
            assert_eq!(line.lines().count(), 1, "{note:?} made a line of its own: {line}");
            shown += &format!("  {:<4} {line}", format.ending());
        }
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn no_answer_reaches_a_shipped_report_as_markup_or_control() {
    for note in HOSTILE {
        for (variant, format) in ["client", "technician"]
            .into_iter()
            .flat_map(|variant| [Format::Text, Format::Markdown, Format::Html].map(|format| (variant, format)))
        {
            let name = format!("{variant}.{}", format.ending());
            let page = render(&hostile_report(note), format, &name, &shipped_templates(), 60).unwrap();
            let acts = |c: char| {
                (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            };
            assert!(!page.contains(acts), "{name}: {note:?}");
            for line in page.lines() {
                assert!(
                    !line.starts_with("RESULT:") && !line.starts_with("# Heading") && !line.starts_with("# one"),
                    "{name}: {line}"
                );
            }
            // What stands after a backslash is only a sign.
            let page = if format == Format::Markdown { without_escapes(&page) } else { page };
            let markup: &[&str] = match format {
                Format::Html => &["<script", "<img src=x", "onerror=alert(1)>"],
                Format::Markdown => &["<script", "<img", "*bold*", "[x](", "`code`"],
                _ => &[],
            };
            for markup in markup {
                assert!(!page.contains(markup), "{name}: {note:?} gave {markup}");
            }
        }
    }
}

fn without_escapes(markdown: &str) -> String {
    let mut rest = markdown.chars();
    let mut plain = String::new();
    while let Some(c) = rest.next() {
        match c {
            '\\' => _ = rest.next(),
            _ => plain.push(c),
        }
    }
    plain
}

/// What the contract says survives every JSON reader, whatever was typed.
#[test]
fn the_contract_is_one_line_of_json_with_the_documented_keys() {
    for note in HOSTILE {
        let line = contract_on(questionnaire(), &hostile_response(note), Audience::Technician);
        assert_eq!(line.lines().count(), 1);
        let json: serde_json::Value = serde_json::from_str(&line).unwrap();
        let keys: Vec<_> = json.as_object().unwrap().keys().map(String::as_str).collect();
        let expected = "contract questionnaire client assessed_on answered_on audience verdict at_least could_become bounds settled settled_here not_before stopped aged put_aside sections findings unsure open scores";
        assert_eq!(keys.join(" "), expected);
        let finding: Vec<_> = json["findings"][0].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(finding.join(" "), "rule section verdict not_before text advice changes evidence sources because");
    }
}

/// Every colour of the page by its name, for one of the three looks.
fn colours(style: &str, look: usize) -> BTreeMap<String, [f64; 3]> {
    let block = style.split(":root {").nth(look).unwrap().split('}').next().unwrap();
    let named = block.split(';').filter_map(|line| line.trim().strip_prefix("--")?.split_once(": #"));
    let channel = |hex: &str, at: usize| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
    named.map(|(name, hex)| (name.to_owned(), [0, 2, 4].map(|at| channel(hex, at)))).collect()
}

/// The contrast of WCAG 2.2, from 1 to 21.
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let linear = |c: f64| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
    let light = |[r, g, b]: [f64; 3]| 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) + 0.05;
    let (one, other) = (light(one), light(other));
    one.max(other) / one.min(other)
}

#[test]
fn every_text_has_the_contrast_of_wcag() {
    let style = shipped_templates().by_name["style.html"].clone();
    for (look, name) in [(1, "light"), (2, "dark"), (3, "print")] {
        let colours = colours(&style, look);
        let mut pairs: Vec<(String, String)> =
            ["ink", "soft", "link"].map(|text| (text.to_owned(), "paper".to_owned())).into();
        pairs.extend(["ink", "soft"].map(|text| (text.to_owned(), "wash".to_owned())));
        for tone in 0..5 {
            let on = |text: &str| (text.to_owned(), format!("wash-{tone}"));
            pairs.extend([
                on("ink"),
                on("soft"),
                on(&format!("tone-{tone}")),
                (format!("tone-{tone}"), "paper".to_owned()),
            ]);
        }
        for (text, ground) in pairs {
            let ratio = contrast(colours[&text], colours[&ground]);
            assert!(ratio >= 4.5, "{name}: {text} on {ground} has {ratio:.2}");
        }
    }
}

/// The shipped pages of all cases, hostile ones among them.
fn pages() -> Vec<String> {
    let mut pages = Vec::new();
    for (variant, audience) in [("client.html", Audience::Client), ("technician.html", Audience::Technician)] {
        pages.extend([FULL, UNSURE, CLEAR, STOPPED].map(|answers| rendered(answers, audience, Format::Html, variant)));
        let hostile =
            HOSTILE.iter().map(|note| render(&hostile_report(note), Format::Html, variant, &shipped_templates(), 80));
        pages.extend(hostile.map(Result::unwrap));
    }
    pages
}

/// The tags of a page, in order: `h2`, `/h2`, …, with all they hold.
fn tags(page: &str) -> impl Iterator<Item = &str> {
    page.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or_default())
}

#[test]
fn pages_load_nothing_and_run_nothing() {
    for page in pages() {
        assert!(page.contains("<html lang=\"en\">"));
        for tag in tags(&page) {
            let name = tag.split_whitespace().next().unwrap_or_default();
            assert!(!["script", "link", "iframe", "object", "embed", "form", "base", "svg"].contains(&name), "{tag}");
            assert!(!tag.split_whitespace().any(|attribute| attribute.starts_with("on")), "{tag}");
            if let Some(source) = tag.split("src=\"").nth(1) {
                assert!(source.starts_with("data:image/svg+xml,"), "{tag}");
            }
            if let Some(link) = tag.split("href=\"").nth(1) {
                assert!(link.starts_with("https://") || link.starts_with('#'), "{tag}");
            }
            assert!(name != "img" || tag.contains("alt=\""), "{tag}");
        }
        assert!(!page.contains("@import") && !page.contains("url("));
    }
}

#[test]
fn tags_are_closed_and_headings_step_down_by_one() {
    const VOID: [&str; 4] = ["meta", "br", "img", "!doctype"];
    for page in pages() {
        let (mut open, mut level) = (Vec::new(), 0);
        for tag in tags(&page) {
            let name = tag.split_whitespace().next().unwrap_or_default();
            match name.strip_prefix('/') {
                Some(closed) => assert_eq!(open.pop(), Some(closed)),
                None if VOID.contains(&name) => {}
                None => open.push(name),
            }
            if let Some(next) = name.strip_prefix('h').and_then(|level| level.parse::<u32>().ok()) {
                assert!(next <= level + 1, "h{next} after h{level}");
                level = next;
            }
        }
        assert!(open.is_empty(), "{open:?}");
        assert_eq!(page.matches("<h1").count(), 1);
        let mut ids: Vec<_> = tags(&page).filter_map(|tag| tag.split(" id=\"").nth(1)?.split('"').next()).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "an id stands twice");
    }
}

#[test]
fn text_fits_every_width() {
    for width in [20, 40, 72, 100] {
        let report = report_of(FULL, Audience::Technician);
        let text = render(&report, Format::Text, "technician.txt", &shipped_templates(), width).unwrap();
        for line in text.lines() {
            assert!(unicode_width::UnicodeWidthStr::width(line) <= width, "{width}: {line}");
        }
    }
}

#[test]
fn a_summary_has_five_lines() {
    for answers in [FULL, UNSURE, CLEAR, STOPPED] {
        assert_eq!(rendered(answers, Audience::Client, Format::Summary, "summary.txt").lines().count(), 5, "{answers}");
    }
}

/// Templates that are wrong or mean harm, and what is said about each. Nothing that a person answered may be in a message.
#[test]
fn template_faults_are_clear_and_bounded() {
    let nested = |depth: usize| format!("{}x{}", "{% if settled %}".repeat(depth), "{% endif %}".repeat(depth));
    let endless = "{% for a in answers %}{% for b in a.answers %}{% for c in verdicts %}".repeat(5)
        + "x"
        + &"{% endfor %}{% endfor %}{% endfor %}".repeat(5);
    let loud = "{% for a in verdicts %}{% for b in verdicts %}{% for c in verdicts %}{% for d in verdicts %}"
        .to_owned()
        + &"word ".repeat(2000)
        + "{% endfor %}{% endfor %}{% endfor %}{% endfor %}";
    let cases = [
        ("an unknown name", "{{ verdikt.title }}".to_owned()),
        ("an unknown part", "\n\n  {{ verdict.titel }}".to_owned()),
        ("an unknown part in a loop", "{% for finding in findings %}{{ finding.txet }}{% endfor %}".to_owned()),
        ("an unknown list", "{% for finding in fidnings %}{% endfor %}".to_owned()),
        ("an unknown name in a condition", "{% if seetled %}x{% endif %}".to_owned()),
        ("a whole mapping", "{{ verdict }}".to_owned()),
        ("a whole list", "{{ findings }}".to_owned()),
        ("a loop over a text", "{% for x in audience.y %}{% endfor %}".to_owned()),
        ("a loop without end", endless),
        ("far too much output", loud),
        ("itself", "{% include \"case\" %}".to_owned()),
        ("each other", "{% include \"other\" %}".to_owned()),
        ("a path", "{% include \"../../etc/passwd\" %}".to_owned()),
        ("a path that may be missing", "{% include \"../../etc/passwd\" ignore missing %}".to_owned()),
        ("a template that is not there", "{% include \"othre\" %}".to_owned()),
        ("a name that is made up", "{% include audience %}".to_owned()),
        ("a chain of signs", format!("{{{{ {}1 }}}}", "-".repeat(5000))),
        ("a chain of nots", format!("{{{{ {}settled }}}}", "not ".repeat(5000))),
        ("a chain of points", format!("{{{{ a{} }}}}", ".b".repeat(20_000))),
        ("a chain of brackets", format!("{{{{ {}1{} }}}}", "(".repeat(5000), ")".repeat(5000))),
        ("nested blocks", nested(400)),
        ("thirty brackets", format!("{{{{ {}1{} }}}}", "(".repeat(30), ")".repeat(30))),
        ("a long chain of templates", "{% include \"t0\" %}".to_owned()),
        ("a macro", "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}".to_owned()),
        ("a variable", "{% set a = 1 %}".to_owned()),
        ("another frame", "{% extends \"other\" %}".to_owned()),
        ("a function", "{{ range(1) }}".to_owned()),
        ("a debug print", "{{ debug() }}".to_owned()),
        ("a filter that is not there", "{{ verdict.title|uper }}".to_owned()),
        ("a filter that unlocks", "{{ verdict.title|safe }}".to_owned()),
        ("a doubling", "{{ audience ~ audience }}".to_owned()),
        ("a multiplication", "{{ audience * 1000000000 }}".to_owned()),
        ("an open tag", "a\n  {{ verdict.title".to_owned()),
        ("an open text", "{{ \"verdict }}".to_owned()),
        ("an open block", "{% if settled %}x".to_owned()),
        ("a stray end", "{% endif %}".to_owned()),
        ("nothing", "{{ }}".to_owned()),
        ("too large", "x".repeat(70_000)),
    ];
    let mut shown = String::new();
    for (what, template) in &cases {
        let chain = (0..40).map(|at| (format!("t{at}"), format!("{{% include \"t{}\" %}}", at + 1)));
        let mut by_name: BTreeMap<_, _> = if template.contains("t0") { chain.collect() } else { BTreeMap::new() };
        by_name.insert("case".to_owned(), template.clone());
        by_name.insert("other".to_owned(), "{% include \"case\" %}".to_owned());
        let outcome = render(
            &report_of(FULL, Audience::Client),
            Format::Text,
            "case",
            &Templates { by_name, ..Templates::default() },
            80,
        );
        shown += &format!("{what}: {}\n", told(template, outcome));
    }
    assert!(!shown.contains("itches") && !shown.contains("Once"), "an answer is in a message");
    insta::assert_snapshot!(shown);
}

fn told(template: &str, outcome: Result<String, TemplateFault>) -> String {
    let fault = match outcome {
        Ok(text) => return format!("renders {text:?}"),
        Err(fault) => fault,
    };
    let place = fault.range.clone().and_then(|range| template.get(range)).unwrap_or_default();
    let place: String = place.chars().take(40).collect();
    format!("{} @ {:?} in {}\n    {}", fault.message, place, fault.name, fault.help.unwrap_or_default())
}

/// Under these the keys are ids of the questionnaire.
const BY_ID: [&str; 8] = ["answer", "chose", "drawn", "found", "tagged", "condition", "score", "reasons"];

/// Under `chose` there is one more layer of ids.
fn chosen_keys(key: &str, value: &serde_json::Value, found: &mut std::collections::BTreeSet<String>) {
    if key != "chose" {
        keys(value, found);
    }
}

/// Every name that stands anywhere in the data.
fn keys(json: &serde_json::Value, found: &mut std::collections::BTreeSet<String>) {
    match json {
        serde_json::Value::Object(map) => map.iter().for_each(|(key, value)| {
            found.insert(key.clone());
            match value.as_object().filter(|_| BY_ID.contains(&key.as_str())) {
                Some(by_id) => by_id.values().for_each(|value| chosen_keys(key, value, found)),
                None => keys(value, found),
            }
        }),
        serde_json::Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
        _ => {}
    }
}

#[test]
fn every_key_given_to_templates_is_documented() {
    let documentation = include_str!("../../docs/templates.md");
    let mut found = std::collections::BTreeSet::new();
    for answers in [FULL, UNSURE, "answers: {}"] {
        keys(&serde_json::to_value(report_of(answers, Audience::Client)).unwrap(), &mut found);
    }
    assert!(found.len() > 50, "{found:?}");
    for key in found {
        let forms = [format!("`{key}`"), format!("`{key}."), format!(".{key}`")];
        assert!(forms.iter().any(|form| documentation.contains(form)), "{key} is not documented");
    }
}

#[test]
fn every_shipped_template_is_documented() {
    let documentation = include_str!("../../docs/templates.md");
    for name in shipped_templates().by_name.keys() {
        let stem = name.split('.').next().unwrap();
        let known = documentation.contains(&format!("`{name}`")) || documentation.contains(&format!("`{stem}.…`"));
        assert!(known, "{name} is not documented");
    }
}

/// Bits of templates: what is taken, what is not, and what only looks like it.
const BITS: [&str; 40] = [
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "-%}",
    "{%-",
    "{{ verdict.title }}",
    "{% if settled %}",
    "{% endif %}",
    "{% else %}",
    "{% for x in findings %}",
    "{% endfor %}",
    "{{ x.text }}",
    "{% include \"other\" %}",
    "verdict",
    "findings",
    "x",
    ".",
    "|",
    "lower",
    "join",
    "(",
    ")",
    "[",
    "]",
    "not ",
    "and ",
    "in ",
    "if ",
    "for ",
    "else",
    "0",
    "\"",
    "'",
    " ",
    "\n",
    "é",
    "👍🏽",
];

proptest::proptest! {
    #![proptest_config(sample(400))]

    /// No template, however broken, breaks the engine: it renders or says what is wrong, at a place that exists.
    #[test]
    fn any_template_renders_or_is_told_why(bits in proptest::collection::vec(0..BITS.len(), 0..40)) {
        let template: String = bits.iter().map(|bit| BITS[*bit]).collect();
        let by_name = BTreeMap::from([("case".to_owned(), template.clone()), ("other".to_owned(), "{{ x }}".to_owned())]);
        let report = FULL_REPORT.with(Clone::clone);
        if let Err(fault) = render(&report, Format::Html, "case", &Templates { by_name, ..Templates::default() }, 80) {
            assert!(!fault.message.is_empty());
            if fault.name == "case" && let Some(range) = fault.range {
                assert!(template.get(range.clone()).is_some(), "{range:?} of {template:?}");
            }
        }
    }

    /// A text of a questionnaire that passes the check always fills, whatever the words.
    #[test]
    fn any_text_that_passes_the_check_fills(bits in proptest::collection::vec(0..BITS.len(), 0..24), word in ".{0,12}") {
        let text: String = bits.iter().map(|bit| BITS[*bit]).collect();
        let scalar = Scalar::verbatim(text.clone(), Span::new(SourceIx(0), 0, text.len()));
        if let (Some(checked), faults) = Text::check(&scalar, &["x", "verdict"]) {
            assert!(!faults.has_errors());
            let words = BTreeMap::from([("x".to_owned(), word.clone())]);
            let filled = checked.fill(&words);
            assert!(checked.names().is_empty() || !filled.contains("{{ x") || word.contains("{{"), "{text:?}");
        }
    }
}

thread_local! {
    static FULL_REPORT: Report = report_of(FULL, Audience::Client);
}

/// The deepest template that is taken: all includes, each within all blocks, the longest tag at the bottom. A test runs on a
/// small stack, so this shows that depth cannot overflow it.
#[test]
fn the_deepest_template_fits_the_stack() {
    let blocks = |inside: &str| "{% if settled %}".repeat(16) + inside + &"{% endif %}".repeat(16);
    let mut by_name = BTreeMap::new();
    for at in 0..9 {
        by_name.insert(format!("t{at}"), blocks(&format!("{{% include \"t{}\" %}}", at + 1)));
    }
    by_name.insert("t9".to_owned(), blocks(&format!("{{{{ {}1{} }}}}", "(".repeat(31), ")".repeat(31))));
    let templates = Templates { by_name, ..Templates::default() };
    let text = render(&report_of(FULL, Audience::Client), Format::Text, "t0", &templates, 80);
    assert_eq!(text.unwrap_or_else(|fault| panic!("{fault:?}")), "1\n");
    for tag in ["not ".repeat(63) + "settled", "x.".repeat(31) + "x", "verdict[".repeat(31) + "0" + &"]".repeat(31)] {
        let by_name = BTreeMap::from([("case".to_owned(), format!("{{{{ {tag} }}}}"))]);
        let _ = render(
            &report_of(FULL, Audience::Client),
            Format::Text,
            "case",
            &Templates { by_name, ..Templates::default() },
            80,
        );
    }
}

/// What a technician found is no answer of the client's, and what is asked of a technician is no sentence for a client.
#[test]
fn what_the_technician_found_is_told_as_that() {
    let found = catalog::find("smp").unwrap();
    let questionnaire = support::smp();
    let (suite, _) =
        candidacy::scenario::read(questionnaire, found.files.as_ref(), &found.main, &mut Sources::default(), day());
    let templates = catalog::templates_for("smp").unwrap();
    let of_technician = |at: QuestionIx| questionnaire[at].audience == Audience::Technician;
    let (mut told, mut left) = (0, 0);
    for scenario in suite.unwrap().scenarios {
        let engine = Engine::new(questionnaire, scenario.day);
        let assessment = engine.assess(&scenario.response, Audience::Client);
        let report = report(&engine, &scenario.response, &assessment, &Outlook::unasked());
        let page = render(&report, Format::Text, "client.txt", &templates, 72).unwrap();
        let plain = page.split_whitespace().collect::<Vec<_>>().join(" ");
        let answered =
            scenario.response.iter().filter(|(at, answer)| of_technician(*at) && matches!(answer, Answer::Given(_)));
        for (at, _) in answered {
            let ask = questionnaire[at].ask.source().trim();
            assert!(!plain.contains(ask), "{}: {ask}", scenario.id);
        }
        let found = |finding: &Finding| {
            finding.because.iter().any(|reason| reason.answer.is_some() && of_technician(reason.question))
        };
        if assessment.stopped.is_none() && assessment.findings.iter().any(found) {
            told += 1;
            assert!(plain.contains("The technician found: - "), "{}: {page}", scenario.id);
        }
        // Whoever has answered all that is asked of them is not told that something is not known yet.
        if assessment.open.iter().all(|open| of_technician(open.question)) && assessment.stopped.is_none() {
            left += usize::from(plain.contains("The technician has to look"));
            assert!(!page.contains(": Not known yet"), "{}: {page}", scenario.id);
        }
    }
    assert!(told > 50 && left > 100, "{told} and {left}");
}
