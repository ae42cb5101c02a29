//! `candidacy graph`: the pictures of a small set, and that no text can break them.

use std::collections::BTreeSet;

use candidacy::graph::{Detail, Graph, View, graph};
use candidacy::questionnaire::Texts;
use candidacy::value::index::SectionIx;
use proptest::prelude::*;

use crate::support::{fixtures, ran_in, sample, set_with_sources, smp};

const SMALL: &str = "\
questionnaire: small
version: 1.0.0
title: May I go swimming?
verdicts:
  - fine: { title: Go swimming, says: Nothing stands in the way. }
  - later: { title: Not now, says: Wait a little. }
  - never: { title: Stay on land, says: We advise against it. }
sections:
  - id: body
    title: Your body
    questions:
      - { id: fever, ask: Do you have a fever?, type: yes_no, unsure: later }
      - { id: degrees, ask: \"How warm are you, with {{ fever }} fever?\", type: number, range: 30..45, when: fever }
      - id: ear
        ask: How is your ear?
        type: choice
        options: { well: { label: Well, points: 0 }, hurts: { label: It hurts, points: 2, when: not fever } }
      - { id: mark, ask: Do you see a mark?, type: yes_no, for: technician }
    conditions:
      poorly: degrees > 38 or ear == hurts
    scores:
      pain: { title: Pain, sum: [ear] }
    rules:
      - { id: feverish, when: poorly and not mark, verdict: later, finding: Stay in bed. }
      - { id: painful, when: pain > 1, verdict: never, finding: It hurts. }
  - id: mind
    title: Your mind
    when: ear == well
    questions:
      - { id: afraid, ask: Are you afraid of deep water?, type: yes_no }
    rules:
      - { id: timid, when: afraid or poorly, verdict: later, finding: Learn to dive first. }
  - { id: end, title: The end }
";

fn drawn(text: &str, view: View) -> Graph {
    let (questionnaire, sources) = set_with_sources(&Texts::one("questionnaire.yaml", text));
    graph(&questionnaire, &sources, view)
}

const OVERVIEW: View = View { detail: Detail::Overview, section: None };
const RULES: View = View { detail: Detail::Rules, section: None };

#[test]
fn a_small_set_for_graphviz() {
    insta::assert_snapshot!("overview_dot", drawn(SMALL, OVERVIEW).dot());
    insta::assert_snapshot!("rules_dot", drawn(SMALL, RULES).dot());
}

#[test]
fn a_small_set_for_mermaid() {
    insta::assert_snapshot!("overview_mermaid", drawn(SMALL, OVERVIEW).mermaid());
    insta::assert_snapshot!("rules_mermaid", drawn(SMALL, RULES).mermaid());
}

#[test]
fn a_small_set_as_svg() {
    insta::assert_snapshot!("rules_svg", drawn(SMALL, RULES).svg());
}

/// Whatever an SVG shows: each thing once in its section, with what it is called and on what it is asked.
#[test]
fn the_svg_names_everything_of_the_shipped_set() {
    let svg = Svg::read(&ran_in(".", &["graph", "smp", "--detail", "rules", "--format", "svg"]).out);
    let set = smp();
    let shows = |text: &str| svg.texts.iter().filter(|shown| *shown == text).count();
    for question in set.questions().iter() {
        assert!(shows(&question.id) >= 1, "{}", question.id);
    }
    for rule in set.rules().iter() {
        assert!(shows(&rule.id) >= 1, "{}", rule.id);
    }
    for section in set.sections().iter() {
        assert!(shows(&section.title) >= 1, "{}", section.title);
    }
    assert!(svg.texts.iter().any(|text| text.starts_with("if ")), "skip logic is told");
    // The same, section by section.
    for section in set.sections().iter() {
        let svg = Svg::read(&ran_in(".", &["graph", "smp", "--section", &section.id, "--format", "svg"]).out);
        for rule in section.rules.iter() {
            assert!(svg.texts.contains(&set[rule].id), "{}", set[rule].id);
        }
    }
}

/// What a reader of XML finds in a picture.
struct Svg {
    texts: Vec<String>,
}

impl Svg {
    /// Reads a picture: it draws and does nothing else, its boxes lie within it and no two of a group on each other, and no text
    /// runs out of the picture.
    fn read(text: &str) -> Svg {
        let document = roxmltree::Document::parse(text).unwrap_or_else(|fault| panic!("{fault}: {text}"));
        let number = |node: roxmltree::Node<'_, '_>, name: &str| -> usize {
            node.attribute(name).map_or(0, |value| value.parse().unwrap_or_else(|_| panic!("{name}={value}")))
        };
        let root = document.root_element();
        let (whole, height) = (number(root, "width"), number(root, "height"));
        let allowed = ["svg", "title", "rect", "text", "g", "path"];
        let mut end = 0;
        for node in document.descendants().filter(roxmltree::Node::is_element) {
            assert!(allowed.contains(&node.tag_name().name()), "{:?}", node.tag_name());
            assert!(
                !node.attributes().any(|one| one.name().starts_with("on") || one.name().contains("href")),
                "{node:?}"
            );
        }
        for group in document.descendants().filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "g"))) {
            let boxes: Vec<[usize; 4]> = group
                .children()
                .filter(|node| node.tag_name().name() == "rect")
                .map(|node| ["x", "y", "width", "height"].map(|name| number(node, name)))
                .collect();
            let (panel, boxes) = boxes.split_first().unwrap();
            let top: usize = group
                .attribute("transform")
                .unwrap()
                .trim_matches(|c: char| !c.is_ascii_digit())
                .rsplit(' ')
                .next()
                .unwrap()
                .parse()
                .unwrap();
            assert!(top >= end, "sections stand below each other");
            end = top + panel[3];
            for (at, one) in boxes.iter().enumerate() {
                assert!(one[0] + one[2] < whole && one[1] + one[3] <= panel[3], "{one:?} leaves its section");
                let apart = |other: &&[usize; 4]| {
                    one[0] + one[2] <= other[0]
                        || other[0] + other[2] <= one[0]
                        || one[1] + one[3] <= other[1]
                        || other[1] + other[3] <= one[1]
                };
                assert!(boxes[at + 1..].iter().all(|other| apart(&other)), "{one:?} lies on another box");
            }
        }
        assert!(end <= height, "the picture is too short");
        let texts = document.descendants().filter(|node| ["text", "title"].contains(&node.tag_name().name()));
        Svg { texts: texts.filter_map(|node| node.text()).map(str::to_owned).collect() }
    }
}

#[test]
fn one_section_shows_what_it_rests_on_and_no_more() {
    let mind = View { detail: Detail::Rules, section: Some(SectionIx::new(1)) };
    let dot = Dot::read(&drawn(SMALL, mind).dot());
    let named: Vec<&str> = dot.nodes.iter().map(|(_, label)| label.lines().next().unwrap()).collect();
    // `poorly` stands in the other section, and rests on two questions of it, but not on its rules or its score.
    let all = [
        "How warm are you, with … fever?",
        "How is your ear?",
        "poorly",
        "Are you afraid of deep water?",
        "timid",
        "Not now",
    ];
    assert_eq!(named, all);
}

#[test]
fn the_command_draws_every_view_the_same_twice() {
    for arguments in [
        &["smp"][..],
        &["smp", "--detail", "rules"],
        &["smp", "--section", "skin"],
        &["smp", "--format", "mermaid"],
        &["smp", "--format", "svg"],
        &["smp", "--detail", "rules", "--format", "svg"],
    ] {
        let arguments = [&["graph"], arguments].concat();
        let ran = ran_in(".", &arguments);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{arguments:?}");
        assert_eq!(ran.out, ran_in(".", &arguments).out);
        if arguments.contains(&"svg") {
            Svg::read(&ran.out);
        } else if !arguments.contains(&"mermaid") {
            Dot::read(&ran.out);
        }
    }
    let unknown = ran_in(fixtures(), &["graph", "clinic/", "--section", "skinn"]);
    assert_eq!((unknown.status, unknown.out.as_str()), (2, ""));
    assert_eq!(unknown.err, "error: there is no section `skinn`; did you mean `skin`?\n");
}

/// In an overview, every rule is counted on exactly one arrow to its verdict.
#[test]
fn the_overview_counts_every_rule_once() {
    let text = ran_in(".", &["graph", "smp"]).out;
    let arrows = text.lines().filter(|line| line.trim_start().starts_with('s') && line.contains(" -> v"));
    let counts = arrows.map(|line| line.split('"').nth(1).unwrap().parse::<usize>().unwrap());
    assert_eq!(counts.sum::<usize>(), smp().rules().len());
}

/// A text as YAML takes it, whatever is in it.
fn yaml(text: &str) -> String {
    let escaped = |c: char| if c.is_ascii_alphanumeric() { c.to_string() } else { format!("\\U{:08X}", u32::from(c)) };
    format!("\"{}\"", text.chars().map(escaped).collect::<String>())
}

/// The small set with a text wherever a text can stand.
fn with_text(text: &str) -> String {
    let plain = ["May I go swimming?", "Go swimming", "Your body", "It hurts,", "Pain,"];
    let mut set = SMALL.to_owned();
    for old in plain {
        let comma = if old.ends_with(',') { "," } else { "" };
        set = set.replacen(old, &format!("{}{comma}", yaml(text)), 1);
    }
    // Questions are templates, where braces mean something.
    if text.contains(['{', '}']) { set } else { set.replacen("How is your ear?", &yaml(text), 1) }
}

/// What a reader of the language of Graphviz finds.
struct Dot {
    nodes: Vec<(String, String)>,
    edges: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Text(String),
    Sign(&'static str),
}

/// Splits a graph into words, quoted texts and signs; anything else is no graph.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if first.is_whitespace() {
            rest = rest.trim_start();
        } else if first == '"' {
            let (content, after) = quoted(&rest[1..]);
            tokens.push(Token::Text(content));
            rest = after;
        } else if let Some(sign) = ["->", "{", "}", "[", "]", "=", ","].into_iter().find(|sign| rest.starts_with(sign))
        {
            tokens.push(Token::Sign(sign));
            rest = &rest[sign.len()..];
        } else {
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "_.".contains(c))).unwrap_or(rest.len());
            assert!(end > 0, "{first:?} stands outside quotes in {text}");
            tokens.push(Token::Word(rest[..end].to_owned()));
            rest = &rest[end..];
        }
    }
    tokens
}

/// The content of a quoted text, and what comes after it.
fn quoted(text: &str) -> (String, &str) {
    let mut content = String::new();
    let mut characters = text.char_indices();
    while let Some((at, c)) = characters.next() {
        match c {
            '"' => return (content, &text[at + 1..]),
            '\\' => match characters.next().expect("an escape is cut off").1 {
                'n' => content.push('\n'),
                escaped @ ('"' | '\\') => content.push(escaped),
                other => panic!("an escape of {other:?}"),
            },
            '\n' => panic!("a quoted text over two lines: {content}"),
            c => content.push(c),
        }
    }
    panic!("a quote that never ends: {content}")
}

impl Dot {
    /// Reads a graph: nested braces, statements of names joined by arrows, each with or without attributes.
    fn read(text: &str) -> Dot {
        let tokens = tokens(text);
        let mut dot = Dot { nodes: Vec::new(), edges: Vec::new() };
        let (mut depth, mut at) = (0, 0);
        while at < tokens.len() {
            match &tokens[at] {
                Token::Sign("{") => depth += 1,
                Token::Sign("}") => depth -= 1,
                Token::Word(word) if ["digraph", "subgraph"].contains(&word.as_str()) => {
                    assert_eq!(tokens[at + 2], Token::Sign("{"));
                    at += 1;
                }
                Token::Word(name) => at = dot.statement(&tokens, at, name),
                other => panic!("{other:?} begins no statement in {text}"),
            }
            at += 1;
            assert!(depth > 0 || at == tokens.len() || at < 3, "the graph ends too early: {text}");
        }
        assert_eq!(depth, 0, "{text}");
        let known: BTreeSet<&String> = dot.nodes.iter().map(|(name, _)| name).collect();
        for (from, to) in &dot.edges {
            assert!(known.contains(from) && known.contains(to), "{from} -> {to} joins no boxes");
        }
        dot
    }

    /// Reads one statement; gives the place of its last token.
    fn statement(&mut self, tokens: &[Token], start: usize, name: &str) -> usize {
        let mut at = start;
        let mut last = name.to_owned();
        while tokens.get(at + 1) == Some(&Token::Sign("->")) {
            let Token::Word(to) = &tokens[at + 2] else { panic!("an arrow to {:?}", tokens[at + 2]) };
            self.edges.push((last, to.clone()));
            last = to.clone();
            at += 2;
        }
        match tokens.get(at + 1) {
            Some(Token::Sign("=")) => at + 2,
            Some(Token::Sign("[")) => {
                let end = at + tokens[at..].iter().position(|token| *token == Token::Sign("]")).unwrap();
                let attributes: Vec<&[Token]> = tokens[at + 2..end].split(|token| *token == Token::Sign(",")).collect();
                for attribute in &attributes {
                    assert!(matches!(attribute, [Token::Word(_), Token::Sign("="), _]), "{attribute:?}");
                }
                let label = attributes.iter().find(|attribute| attribute[0] == Token::Word("label".to_owned()));
                let of_all = ["graph", "node", "edge"].contains(&name);
                if let (Some([.., Token::Text(label)]), true, false) = (label, at == start, of_all) {
                    self.nodes.push((name.to_owned(), label.clone()));
                }
                end
            }
            _ => at,
        }
    }
}

/// Holds every line of a Mermaid chart to the few forms that are written.
fn read_mermaid(text: &str) {
    for line in text.lines().skip(4) {
        let outside: String = line.split('"').step_by(2).collect::<Vec<_>>().join("\u{22}");
        assert_eq!(line.matches('"').count() % 2, 0, "{line}");
        assert!(
            outside.chars().all(|c| c.is_ascii_alphanumeric() || " _-=>|()[]{}:,\"".contains(c)),
            "{line} has more than names outside quotes"
        );
        for inside in line.split('"').skip(1).step_by(2) {
            let plain = inside.replace("<br/>", "");
            assert!(!plain.contains(['<', '>', '`', '&', '|', '{', '[', '\\', '_', '*', ':']), "{line}");
            for (at, _) in plain.match_indices('#') {
                let code = plain[at + 1..].split(';').next().unwrap();
                assert!(!code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit()), "{line}");
            }
        }
    }
}

#[test]
fn no_text_breaks_a_picture() {
    for text in HOSTILE {
        for view in [OVERVIEW, RULES] {
            let graph = drawn(&with_text(text), view);
            let dot = Dot::read(&graph.dot());
            assert_eq!(dot.nodes.iter().find(|(name, _)| name == "v0").unwrap().1, *text);
            read_mermaid(&graph.mermaid());
            assert!(Svg::read(&graph.svg()).texts.iter().any(|shown| shown == text));
        }
    }
}

const HOSTILE: &[&str] = &[
    "\"",
    "\\",
    "\\\"",
    "\\N \\G \\L",
    "<b>bold</b>",
    "a|b",
    "end",
    "end;",
    "graph",
    "subgraph x",
    "%% remark",
    "1. one",
    "- two",
    "# three",
    "#quot;",
    "#35;",
    "&amp;",
    "`code`",
    "**bold** _it_",
    "🧑‍⚕️ é 日本 ً",
    "{{x}} {% y %}",
    "--> x[y]",
    "style: #f;",
    "click x href",
    "$$x$$",
    "]",
    ")",
    "fa:fa-car",
];

proptest! {
    #![proptest_config(sample(128))]

    #[test]
    fn any_text_gives_a_picture_that_reads(text in "(\\PC|[\"\\\\<>|{}#;&`\\[\\]()%-])*") {
        prop_assume!(!text.trim().is_empty() && !text.trim().starts_with('\u{feff}'));
        for view in [OVERVIEW, RULES] {
            let graph = drawn(&with_text(&text), view);
            let dot = Dot::read(&graph.dot());
            prop_assert!(dot.nodes.iter().any(|(name, _)| name == "v0"));
            read_mermaid(&graph.mermaid());
            Svg::read(&graph.svg());
        }
    }
}

/// Writes the pictures of every hostile text into the folder `GRAPHS`, for `dot` and Mermaid themselves to judge.
#[test]
fn pictures_for_the_real_tools() {
    let Ok(folder) = std::env::var("GRAPHS") else { return };
    for (number, text) in HOSTILE.iter().enumerate() {
        let graph = drawn(&with_text(text), RULES);
        std::fs::write(format!("{folder}/{number}.dot"), graph.dot()).unwrap();
        std::fs::write(format!("{folder}/{number}.mmd"), graph.mermaid()).unwrap();
    }
}
