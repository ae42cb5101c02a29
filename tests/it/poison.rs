//! Nothing that a terminal obeys, or that hides in a text, leaves the program as it came in: not from a question set, not
//! from answers, not from a path or an argument.
//!
//! The commands are those of `candidacy --help`, the formats those of the completion script. A command without a row here
//! fails the test; a new format of a command is run like the others.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Stdio;

use candidacy::text::{escape, is_unseen};

use crate::support::{Room, commands, read_all};

/// A style that no part of the program uses, a write to the clipboard, a bell, a C1 sequence, a line end of old, marks of
/// direction, characters without width and a tag.
const POISON: &str = "P\u{1b}[7;5m\u{1b}]52;c;aGk=\u{7}\u{9b}7m\u{85}\u{7f}\u{202e}\u{2066}\u{200b}\u{200f}\u{61c}\u{2028}\u{feff}\u{e0041}Q";
/// The same for a path.
const FOLDER: &str = "p\u{1b}[7;5m\u{7}\u{9b}7m\u{202e}\u{200b}\u{e0041}q";

/// The poison as YAML and JSON take it, behind other words.
fn text(words: &str) -> String {
    escape::json(&serde_json::to_string(&format!("{words} {POISON}")).unwrap()).into_owned()
}

fn set(unit: &str) -> String {
    let yaml = "questionnaire: poisoned
version: 1.0.0
title: <title>
language: en
about: <about>
verdicts:
  - fine: { title: <fine>, says: <go ahead> }
  - later: { title: <later>, says: <wait> }
evidence:
  - studied: <some studies>
sources:
  T1: { title: <paper>, publisher: <press>, year: 2021, url: https://example.org/a }
sections:
  - id: body
    title: <body>
    intro: <intro>
    questions:
      - id: age
        ask: <how old are you?>
        help: <help>
        why: <why>
        type: number
        unit: <unit>
        range: 0..120
      - id: skin
        ask: <how is your skin?>
        type: choice
        options:
          good: { label: <good>, help: <clean>, image: arm.svg, alt: <arm> }
          sore: { label: <sore>, drawing: <drawing> }
        unsure: later
      - id: note
        ask: <anything else?>
        type: text
        required: false
    rules:
      - id: is_sore
        when: skin == sore
        verdict: later
        finding: <finding {{ note }}>
        technician: <technician>
        advice: [<advice>]
        changes: <changes>
        evidence: studied
        sources: [T1]
      - id: young
        when: age < 18
        verdict: later
        finding: <young {{ age }}>
";
    let yaml = yaml.replace("<unit>", &text(unit));
    yaml.split('<').enumerate().fold(String::new(), |all, (at, part)| match part.split_once('>') {
        Some((words, rest)) if at > 0 && !words.starts_with(' ') => all + &text(words) + rest,
        _ if at > 0 => all + "<" + part,
        _ => all + part,
    })
}

/// The room with the poisoned set twice, answers good and bad, templates and batches.
fn room() -> Room {
    let room = Room::new();
    for (folder, unit) in [(FOLDER.to_owned(), "years"), (format!("{FOLDER}2"), "winters")] {
        let at = |name: &str| format!("{folder}/{name}");
        room.has(&at("questionnaire.yaml"), set(unit));
        room.has(
            &at("arm.svg"),
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><!-- \u{9b}7m\u{202e}\u{200b} --><path d=\"M0 0h9\"/></svg>",
        );
        room.has(
            &at("scenarios.yaml"),
            format!(
                "scenarios:\n  - id: right\n    answers: {{ skin: good, note: {0} }}\n    verdict: fine\n  - id: wrong\n    answers: {{ skin: sore, age: 12, note: {0} }}\n    verdict: fine\n",
                text("n")
            ),
        );
    }
    let bare = set("years").replace("image: arm.svg, ", "");
    room.has(&format!("{FOLDER}/bare.yaml"), &bare);
    room.has(&format!("{FOLDER}/broken.yaml"), bare.replace("type: number", &format!("type: {}", text("number"))));
    room.has(&format!("{FOLDER}/broken.svg.yaml"), set("years").replace("arm.svg", "bad.svg"));
    room.has(&format!("{FOLDER}/bad.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\">\n<b \u{9b}7m\u{202e}></svg>");
    room.has(&format!("{FOLDER}/answers.yaml"), format!("answers: {{ age: 17, skin: sore, note: {} }}\n", text("n")));
    room.has(&format!("{FOLDER}/bad.yaml"), format!("answers: {{ skin: {0}, {0}: 1, age: {0} }}\n", text("n")));
    let note = text("n");
    let records = format!(
        "{{\"id\":{note},\"answers\":{{\"skin\":\"sore\",\"note\":{note}}}}}\n{{\"id\":{note},\"answers\":{{\"skin\":{note},{note}:1}}}}\n{{\"id\":\"\u{9b}7m\u{202e}\u{200b}\",\"answers\":{{\"skin\":\"good\"}}}}\n\u{1b}[7;5m\n"
    );
    room.has(&format!("{FOLDER}/records.ndjson"), records);
    room.has(
        &format!("{FOLDER}/records.csv"),
        format!("id,skin,note\n\"{POISON}\",sore,\"{POISON}\"\n\"={POISON}\",{POISON},\n"),
    );
    room.has(
        &format!("{FOLDER}/table.csv"),
        format!("when,label,body\nskin == sore,\"{POISON}\",fine\nage < 0,{POISON},\n"),
    );
    room.has(&format!("{FOLDER}/names.csv"), format!("when,label,{POISON}\n{POISON},{POISON},{POISON}\n"));
    let draft = format!("id: {note}\nanswers: {{ note: {note} }}\n");
    room.has(&format!("state/candidacy/set.client.{FOLDER}.draft.yaml"), draft);
    // Controls in a template are refused when it is read; the rest may be meant, as in a page in Hebrew.
    let marks: String = POISON.chars().filter(|c| !c.is_control()).collect();
    for ending in ["txt", "md", "html"] {
        let template = format!("{marks} {{{{ questionnaire.title }}}} {marks}\n{{{{ verdict.says }}}}\n");
        room.has(&format!("{FOLDER}/own.{ending}"), template);
    }
    room
}

/// What is run of each command. `S` is the set, `F` its folder; a row is run with each format, if the command has some.
const ROWS: &[(&str, &[&str])] = &[
    ("assess", &["S", "--no-input", "--answers", "F/answers.yaml"]),
    ("assess", &["S", "--no-input", "--answers", "F/answers.yaml", "--for", "technician"]),
    ("assess", &["S", "--no-input", "--set", "note=P", "--set", "skin=sore", "--save", "F/saved.yaml"]),
    ("assess", &["S", "--no-input", "--answers", "F/bad.yaml"]),
    ("assess", &["S", "--no-input", "--answers", "F/gone.yaml"]),
    ("assess", &["S", "--no-input", "--set", "P=1"]),
    ("assess", &["S", "--no-input", "--set", "skin=P"]),
    ("assess", &["S", "--no-input", "--set", "skin=sore", "--template", "F/own.txt"]),
    ("assess", &["S", "--no-input", "--set", "skin=sore", "--template", "F/own.md"]),
    ("assess", &["S", "--no-input", "--set", "skin=sore", "--template", "F/own.html"]),
    ("assess", &["S", "--no-input", "--template", "F/gone.txt"]),
    ("assess", &["S", "--no-input", "--output", "F/gone/report.txt"]),
    ("assess", &["S", "--plain"]),
    ("assess", &["S", "--plain", "--answers", "F/answers.yaml", "--no-draft"]),
    ("assess", &["F/broken.yaml", "--no-input"]),
    ("assess", &["P", "--no-input"]),
    ("check", &["S", "F/broken.yaml", "F/broken.svg.yaml", "F/gone.yaml"]),
    ("check", &["S", "--template", "F/own.txt"]),
    ("check", &["S", "--against", "F/table.csv"]),
    ("check", &["S", "--against", "F/names.csv"]),
    ("check", &["S", "--against", "F/gone.csv"]),
    ("test", &["S"]),
    ("test", &["S", "--coverage", "--require-coverage"]),
    ("test", &["F/bare.yaml", "F/broken.yaml"]),
    ("what-if", &["S", "--answers", "F/answers.yaml"]),
    ("why", &["S", "skin"]),
    ("why", &["S", "note"]),
    ("why", &["S", "P"]),
    ("show", &["S"]),
    ("show", &["S", "skin"]),
    ("show", &["S", "P"]),
    ("graph", &["S"]),
    ("graph", &["S", "--detail", "rules"]),
    ("graph", &["S", "--detail", "rules", "--format", "svg"]),
    ("graph", &["S", "--section", "P"]),
    ("diff", &["S", "S2", "--responses", "F/answers.yaml", "F/bad.yaml"]),
    ("print", &["S", "--blank"]),
    ("print", &["S", "--blank", "--for", "technician"]),
    ("print", &["S"]),
    ("new", &["F/new"]),
    ("new", &["F/gone/new"]),
    ("new", &["new", "--title", "P"]),
    ("new", &["F/new", "--from", "P"]),
    ("upgrade", &["S"]),
    ("upgrade", &["S", "--keep", "P"]),
    ("rename", &["S", "skin", "P"]),
    ("rename", &["S", "P", "skin"]),
    ("flatten", &["S"]),
    ("flatten", &["S", "--output", "F/gone/flat"]),
    ("schema", &[]),
    ("batch", &["S", "--input", "F/records.ndjson"]),
    ("batch", &["S", "--input", "F/records.ndjson", "--fields", "id,verdict"]),
    ("batch", &["S", "--input", "F/records.csv", "--against", "S2", "--summary"]),
    ("batch", &["S", "--input", "F/records.csv", "--summary=json"]),
    ("batch", &["S", "--input", "F/gone.csv"]),
    ("batch", &["S", "--fields", "P"]),
    ("explain", &["P"]),
    ("explain", &[]),
    ("list", &["S"]),
    ("list", &["P"]),
    ("drafts", &[]),
    ("drafts", &["--delete", "P"]),
    ("drafts", &["--older-than", "P"]),
    ("drafts", &["--all", "--dry-run"]),
    ("assess", &["S", "--plain", "--client", "P"]),
    ("completions", &["bash"]),
    ("completions", &["P"]),
    ("man", &[]),
    ("man", &["P"]),
];

/// Whether a style of our own: the only thing that may stand behind an escape.
fn without_styles(text: &str) -> String {
    let mut pieces = text.split("\u{1b}[");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |all, piece| {
        let style = piece.find(|c: char| !c.is_ascii_digit() && c != ';').filter(|end| piece[*end..].starts_with('m'));
        match style {
            Some(end) if &piece[..end] != "7;5" => all + &piece[end + 1..],
            _ => all + "\u{1b}[" + piece,
        }
    })
}

#[track_caller]
fn clean(said: &str, of: &[String]) {
    let found: BTreeSet<String> = without_styles(said)
        .chars()
        .filter(|c| is_unseen(*c) && !matches!(c, '\n' | '\t'))
        .map(|c| format!("U+{:04X}", u32::from(c)))
        .collect();
    let line = said.lines().find(|line| without_styles(line).chars().any(|c| is_unseen(c) && c != '\t'));
    assert!(found.is_empty(), "{of:?} writes {found:?}: {line:?}");
}

/// Runs, and looks at all that was written. Gives stdout.
fn runs(room: &Room, arguments: &[String], colours: bool) -> String {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut command = room.command(&words);
    if colours {
        command.env("CLICOLOR_FORCE", "1");
    }
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let lines = format!("1\n{POISON}\n17\n{POISON}\n2\n?\n\n{POISON}\ny\n");
    std::thread::spawn(move || std::io::Write::write_all(&mut input, lines.as_bytes()));
    let (out, err) = (read_all(child.stdout.take().unwrap()), read_all(child.stderr.take().unwrap()));
    child.wait().unwrap();
    let [out, err] = [out, err].map(|stream| String::from_utf8(stream.join().unwrap()).unwrap());
    assert!(!err.contains("panicked at"), "{arguments:?}: {err}");
    clean(&out, arguments);
    clean(&err, arguments);
    out
}

fn argument(word: &str) -> String {
    match word {
        "S" => format!("{FOLDER}/questionnaire.yaml"),
        "S2" => format!("{FOLDER}2/questionnaire.yaml"),
        _ => word.replacen("F/", &format!("{FOLDER}/"), 1).replace('P', POISON),
    }
}

/// The formats of each command, as the completion script has them.
fn formats(room: &Room) -> BTreeMap<String, Vec<String>> {
    let script = room.runs(&["completions", "bash"]).out;
    let mut formats: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut command = String::new();
    let mut lines = script.lines().map(str::trim);
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix("candidacy__subcmd__").and_then(|line| line.strip_suffix(')')) {
            command = name.replace("__", "-");
        }
        if line == "--format)" {
            let words = lines.next().unwrap().split('"').nth(1).unwrap();
            formats.insert(command.clone(), words.split_whitespace().map(str::to_owned).collect());
        }
    }
    formats
}

#[test]
fn nothing_unseen_leaves_any_command_in_any_format() {
    let room = room();
    let formats = formats(&room);
    assert_eq!(formats.get("test").map(Vec::len), Some(3), "{formats:?}");
    for command in commands() {
        let rows: Vec<_> = ROWS.iter().filter(|(name, _)| *name == command).collect();
        assert!(!rows.is_empty(), "no row of this test runs `candidacy {command}` with poisoned texts");
        for (_, words) in rows {
            let plain: Vec<String> =
                std::iter::once(command.clone()).chain(words.iter().map(|word| argument(word))).collect();
            runs(&room, &plain, true);
            for format in formats.get(&command).into_iter().flatten() {
                let out = runs(&room, &[plain.clone(), vec!["--format".to_owned(), format.clone()]].concat(), false);
                let json =
                    ["json", "sarif"].contains(&format.as_str()) && !out.is_empty() && !out.contains(" judged, ");
                assert!(
                    !json || out.lines().count() == 0 || serde_json::from_str::<serde_json::Value>(&out).is_ok(),
                    "{plain:?}: {out}"
                );
            }
        }
        for bad in [format!("--{POISON}"), POISON.to_owned(), format!("--format={POISON}"), format!("--today={POISON}")]
        {
            runs(&room, &[command.clone(), bad.clone()], true);
            runs(&room, &[command.clone(), bad.clone(), bad.clone(), bad], false);
        }
    }
    runs(&room, &[POISON.to_owned()], true);
    runs(&room, &["check".to_owned(), argument("S"), "--reading".to_owned()], false);
    clean(&room.read(&format!("{FOLDER}/saved.yaml")), &["--save".to_owned()]);
}

#[test]
fn nothing_unseen_stands_in_a_file_that_is_written() {
    let room = room();
    for (ending, template) in [
        ("txt", Some("own.txt")),
        ("md", Some("own.md")),
        ("html", Some("own.html")),
        ("json", None),
        ("txt", None),
        ("md", None),
        ("html", None),
    ] {
        let path = format!("{FOLDER}/report.{ending}");
        let mut words = ["assess", "S", "--no-input", "--answers", "F/answers.yaml", "--output"].map(argument).to_vec();
        words.push(path.clone());
        words.extend(template.into_iter().flat_map(|name| ["--template".to_owned(), format!("{FOLDER}/{name}")]));
        runs(&room, &words, false);
        clean(&room.read(&path), &words);
    }
    for ending in ["csv", "ndjson"] {
        let path = format!("{FOLDER}/out.{ending}");
        let mut words = ["batch", "S", "--input", "F/records.csv", "--output"].map(argument).to_vec();
        words.push(path.clone());
        runs(&room, &words, false);
        let written = room.read(&path);
        clean(&written, &words);
        assert!(ending != "csv" || written.contains("'=P␛"), "{written}");
    }
}

/// The same texts for a program: what was escaped reads back as it was.
#[test]
fn json_says_what_stands_in_the_files() {
    let room = room();
    let words = ["assess", "S", "--no-input", "--answers", "F/answers.yaml", "--format", "json"].map(argument);
    let out = runs(&room, &words, false);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    let finding = json["findings"][0]["text"].as_str().unwrap();
    // A text is one paragraph: whatever counts as white space in it has become one blank.
    let poison = POISON.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(finding, format!("finding n {poison} {poison}"));
}

#[test]
fn an_answer_of_which_nothing_is_seen_is_none() {
    let room = Room::new();
    let set = set("years").replace("required: false", "required: true").replace("image: arm.svg, ", "");
    room.has("set.yaml", set);
    for blank in ["\u{200b}", "\u{feff} \u{2060}", "\u{3164}", "\u{ad}\u{200d}"] {
        let typed = format!("note={blank}");
        let ran = room.runs(&["assess", "set.yaml", "--no-input", "--set", &typed]);
        assert!(ran.status == 3 && ran.err.contains("this question needs an answer"), "{blank:?}: {ran:?}");
        let line = format!("{{\"answers\":{{\"note\":\"{blank}\"}}}}\n");
        let ran = room.runs_with(&["batch", "set.yaml", "--fields", "verdict"], line.as_bytes());
        assert!(ran.status == 3 && ran.out.contains("required-answer"), "{blank:?}: {ran:?}");
    }
    let ran = room.runs(&["assess", "set.yaml", "--no-input", "--set", "note=é\u{200b}"]);
    assert_eq!(ran.status, 0, "{ran:?}");
}
