//! The pages of `docs/diagnostics` are what happens: each wrong example gives the code of its page and the message that the
//! page shows, each right one is free of faults. How a page is written stands in `docs/diagnostics/README.md`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, iter};

use candidacy::caution::{OverlayFiles, hold_to_base};
use candidacy::diagnostic::{Code, Diagnostic, Diagnostics};
use candidacy::guideline::{hold, read_guideline};
use candidacy::proof::prove;
use candidacy::questionnaire::{Questionnaire, Texts, load as load_set, unlisted_files};
use candidacy::response::load as load_response;
use candidacy::scenario::{read as read_scenarios, run as run_scenarios};
use candidacy::source::{Sources, Span};
use candidacy::wording::lint;

use crate::proofs::scores_that_explode;
use crate::support::Room;
use crate::support::day;

const SET: &str = "questionnaire.yaml";
const ANSWERS: &str = "answers.yaml";
const SCENARIOS: &str = "scenarios.yaml";
const TEMPLATE: &str = "report.html";
const TABLE: &str = "table.csv";

/// Keys of a section. An example that has them at its left edge is put into one.
const IN_A_SECTION: &[&str] = &["questions", "conditions", "scores", "derived", "rules"];

/// What no example can show, and why. Everything else has a wrong one.
const NOT_SHOWN: &[(&str, &str)] = &[
    ("template-fails", "no text is known that reads well and fails when it is filled in"),
    ("shipped-id", "it is told of a set on disk only: `catalog::a_set_that_calls_itself_as_a_shipped_one_is_told`"),
];

/// A fenced block of a document.
#[derive(Clone, Debug)]
pub struct Block {
    /// The words after the fence.
    pub words: Vec<String>,
    pub text: String,
}

/// All fenced blocks of a document, in order.
pub fn blocks(document: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for line in document.lines() {
        match line.strip_prefix("```") {
            Some(_) if open => open = false,
            Some(info) => {
                let words = info.split_whitespace().map(str::to_owned).collect();
                blocks.push(Block { words, text: String::new() });
                open = true;
            }
            None if open => writeln!(blocks.last_mut().unwrap().text, "{line}").unwrap(),
            None => {}
        }
    }
    assert!(!open, "a block is never closed: {document}");
    blocks
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Claim {
    Wrong,
    Right,
}

/// An example with all its files, and the messages that the document shows for it.
#[derive(Debug)]
struct Example {
    claim: Claim,
    files: BTreeMap<String, String>,
    messages: String,
}

/// A document taken apart: examples in order, and how many parts the test has to make.
#[derive(Debug, Default)]
struct Page {
    examples: Vec<Example>,
    sketches: usize,
    messages_of_sketches: String,
}

impl Page {
    fn read(document: &str) -> Result<Page, String> {
        let mut page = Page::default();
        let mut given = BTreeMap::new();
        for block in blocks(document) {
            let words: Vec<&str> = block.words.iter().map(String::as_str).collect();
            let text = block.text.replace('→', "\t");
            match words[..] {
                ["yaml" | "svg" | "html" | "csv", what @ ("wrong" | "right" | "given"), ref name @ ..]
                    if name.len() <= 1 =>
                {
                    let name = name.first().map_or(SET, |name| *name).to_owned();
                    match what {
                        "given" => _ = given.insert(name, text),
                        _ => page.add(if what == "wrong" { Claim::Wrong } else { Claim::Right }, name, text, &given),
                    }
                }
                ["yaml", "sketch"] => page.sketches += 1,
                ["text", "message"] => match page.examples.last_mut().filter(|last| last.claim == Claim::Wrong) {
                    Some(wrong) => wrong.messages.push_str(&text),
                    None => page.messages_of_sketches.push_str(&text),
                },
                _ => return Err(format!("```{} is not a block of a page", words.join(" "))),
            }
        }
        Ok(page)
    }

    /// A file of an example: of the last one, if that claims the same and has no such file yet.
    fn add(&mut self, claim: Claim, name: String, text: String, given: &BTreeMap<String, String>) {
        match self.examples.last_mut().filter(|last| last.claim == claim && !last.files.contains_key(&name)) {
            Some(last) => _ = last.files.insert(name, text),
            None => {
                let files = given.clone().into_iter().chain([(name, text)]).collect();
                self.examples.push(Example { claim, files, messages: String::new() });
            }
        }
    }
}

/// The small set that examples are parts of: its head, and its questions by name.
pub struct Surroundings {
    /// It as a whole, which the examples of overlays stand on.
    whole: String,
    head: Vec<(String, String)>,
    questions: Vec<(String, String)>,
}

/// A YAML text by the keys at its left edge, each with its lines. It need not be good YAML.
fn by_key(text: &str) -> Vec<(String, String)> {
    let mut parts: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        let key = line.split_once(':').map(|(key, _)| key);
        match key.filter(|key| key.chars().all(|c| c.is_ascii_lowercase() || c == '_') && !key.is_empty()) {
            Some(key) => parts.push((key.to_owned(), format!("{line}\n"))),
            None if parts.is_empty() => parts.push((String::new(), format!("{line}\n"))),
            None => writeln!(parts.last_mut().unwrap().1, "{line}").unwrap(),
        }
    }
    parts
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
}

impl Surroundings {
    /// Those that a document gives in its first plain YAML block.
    pub fn of(document: &str) -> Self {
        let set = blocks(document).into_iter().find(|block| block.words == ["yaml"]).unwrap().text;
        let questions = set.lines().filter_map(|line| {
            let id = line.trim().strip_prefix("- { id: ")?.split(',').next()?;
            Some((id.to_owned(), format!("{line}\n")))
        });
        let head = by_key(&set).into_iter().filter(|(key, _)| key != "sections" && !key.is_empty()).collect();
        let questions = questions.collect();
        // An overlay needs rules to change.
        let rules = blocks(document).into_iter().find(|block| block.words == ["yaml", "rules"]);
        let rules =
            rules.map_or(String::new(), |block| block.text.lines().map(|line| format!("    {line}\n")).collect());
        Surroundings { whole: format!("{set}{rules}"), head, questions }
    }

    /// The questions that a text names and does not define, as lines of a section.
    fn questions_for(&self, text: &str) -> String {
        let defines = |id: &str| text.contains(&format!("id: {id}\n")) || text.contains(&format!("id: {id},"));
        let names = |id: &str| words(text).any(|word| word == id);
        let questions = self.questions.iter().filter(|(id, _)| names(id) && !defines(id));
        questions.map(|(_, line)| line.as_str()).collect()
    }

    /// A whole set of questions around a part of one. `others` are texts that name questions, too.
    fn around(&self, part: &str, others: &str) -> String {
        if part.contains("questionnaire:") {
            return part.to_owned();
        }
        let keys = by_key(part);
        let mut set = String::new();
        for (key, text) in &self.head {
            if !keys.iter().any(|(given, _)| given == key) {
                set += text;
            }
        }
        let questions = self.questions_for(&format!("{part}{others}"));
        let before = |id: &str| format!("  - id: {id}\n    title: Health\n    questions:\n{questions}");
        let in_section: Vec<_> = keys.iter().filter(|(key, _)| IN_A_SECTION.contains(&key.as_str())).collect();
        for (key, text) in &keys {
            match key.as_str() {
                "sections" if !questions.is_empty() => {
                    set += &text.replacen("sections:\n", &format!("sections:\n{}", before("before")), 1);
                }
                key if IN_A_SECTION.contains(&key) => {}
                _ => set += text,
            }
        }
        if keys.iter().any(|(key, _)| key == "sections") {
            return set;
        }
        // A set has a section with a question, even where an example speaks of neither.
        let questions = if questions.is_empty() { self.questions[0].1.clone() } else { questions };
        set += "sections:\n  - id: page\n    title: Your health\n";
        if !in_section.iter().any(|(key, _)| key == "questions") {
            set += &format!("    questions:\n{questions}");
        }
        for (key, text) in in_section {
            for (number, line) in text.lines().enumerate() {
                set += &format!("    {line}\n");
                if number == 0 && key == "questions" {
                    set += &self.questions_for(&format!("{part}{others}"));
                }
            }
        }
        set
    }

    /// The files of an example, made whole. A block of `when:` lines makes as many sets as it has lines.
    fn complete(&self, files: &BTreeMap<String, String>) -> Vec<BTreeMap<String, String>> {
        let part = files.get(SET).map_or("", String::as_str);
        let others: String = files.iter().filter(|(name, _)| *name != SET).map(|(_, text)| text.as_str()).collect();
        let conditions: Vec<&str> = part.lines().filter(|line| line.starts_with("when: ")).collect();
        let parts: Vec<String> = if !conditions.is_empty() && conditions.len() == part.lines().count() {
            conditions.iter().map(|when| rule(when)).collect()
        } else if files.keys().any(|name| ![SET, ANSWERS, SCENARIOS, TABLE].contains(&name.as_str())) && part.is_empty()
        {
            let section = files.keys().next().unwrap();
            vec![format!("sections:\n  - {section}\n")]
        } else {
            vec![part.to_owned()]
        };
        let with = |part: String| {
            let is_overlay = part.lines().any(|line| line.starts_with("based_on:"));
            let set = (SET.to_owned(), if is_overlay { part } else { self.around(&part, &others) });
            files.clone().into_iter().chain([set]).collect()
        };
        parts.into_iter().map(with).collect()
    }
}

/// A rule with this line in it.
fn rule(when: &str) -> String {
    format!("rules:\n  - id: page\n    {when}\n    verdict: defer\n    finding: Please wait.\n")
}

/// What is said of the files of an example.
struct Said {
    sources: Sources,
    /// Found when the files are read.
    read: Diagnostics,
    /// Found by the lints, the proofs or the scenarios.
    found: Diagnostics,
    questionnaire: Option<Questionnaire>,
}

fn said(files: &BTreeMap<String, String>) -> Said {
    let base = Texts::one(SET, surroundings().whole);
    let texts = files.iter().fold(Texts::default(), |texts, (name, text)| texts.with(name.clone(), text.clone()));
    let texts = texts.with_base("example", "1.0.0", base);
    let mut sources = Sources::default();
    let (questionnaire, mut read) = load_set(&texts, SET, &mut sources);
    read.append(unlisted_files(&texts, SET, &sources));
    let mut found = Diagnostics::default();
    if let Some(questionnaire) = &questionnaire {
        if let Some(answers) = files.get(ANSWERS) {
            let source = sources.add(ANSWERS, answers.clone());
            read.append(load_response(questionnaire, source, &sources, day()).1);
        }
        if let Some(table) = files.get(TABLE) {
            let index = sources.add(TABLE, table.clone());
            let (guideline, faults) = read_guideline(questionnaire, index, sources.get(index).unwrap());
            read.append(faults);
            if let Some(guideline) = guideline {
                found.append(hold(questionnaire, &guideline, day()).diagnostics(questionnaire));
            }
        }
        let (suite, faults) = read_scenarios(questionnaire, &texts, SET, &mut sources, day());
        read.append(faults);
        if let Some(suite) = suite {
            let results = run_scenarios(questionnaire, &suite);
            found.append(results.diagnostics());
            found.append(results.warnings);
        }
        found.append(lint(questionnaire));
        let mut proofs = prove(questionnaire, day());
        if let Some(held) = hold_to_base(OverlayFiles { files: &texts, main: SET }, questionnaire, day()) {
            let promise = |span: Span| questionnaire.guarantees().iter().find(|promise| promise.span == span);
            proofs = proofs.filtered(|fault| promise(fault.span).is_none_or(|one| !held.explained.contains(&one.id)));
            found.append(held.found);
        }
        found.append(proofs);
    }
    Said { sources, read, found, questionnaire }
}

impl Said {
    fn all(&self) -> impl Iterator<Item = &Diagnostic> {
        self.read.iter().chain(self.found.iter())
    }

    fn told(&self) -> String {
        let line =
            |fault: &Diagnostic| format!("    {}: {} | {}\n", fault.code.name(), fault.message, fault.help.join(" | "));
        self.all().map(line).collect()
    }

    /// What may stand under a message: the places with their labels, and what to do.
    fn adds(&self, line: &str) -> bool {
        self.all().any(|fault| {
            let places = fault.also.iter().map(|(span, label)| (*span, label.as_str()));
            let mut places = iter::once((fault.span, fault.label.as_str())).chain(places);
            let place = |(span, label): (Span, &str)| {
                let source = self.sources.get(span.source).unwrap();
                let text = source.slice(span).lines().next().unwrap_or_default().trim();
                line == format!("{label}: `{text}`") || line == format!("{label} `{text}`")
            };
            let helps = || fault.help.iter().any(|help| help.contains(line));
            places.any(place) || helps()
        })
    }
}

/// What is wrong with an example.
fn fault_of(code: Code, example: &Example, surroundings: &Surroundings) -> Result<(), String> {
    if let Some(template) = example.files.get(TEMPLATE) {
        return fault_of_template(code, example, template);
    }
    let sets = surroundings.complete(&example.files);
    let said: Vec<Said> = sets.iter().map(said).collect();
    let told = |said: &Said, files: &BTreeMap<String, String>| format!("{}    in\n{}", said.told(), files[SET]);
    for (said, files) in said.iter().zip(&sets) {
        match example.claim {
            Claim::Right => {
                if let Some(fault) = said.read.iter().next() {
                    return Err(format!("the right example has a fault, {}\n{}", fault.message, told(said, files)));
                }
                if said.questionnaire.is_none() || said.found.iter().any(|fault| fault.code == code) {
                    return Err(format!("the right example gives the code\n{}", told(said, files)));
                }
            }
            Claim::Wrong => {
                if !said.all().any(|fault| fault.code == code) {
                    return Err(format!("the wrong example does not give the code\n{}", told(said, files)));
                }
                if said.read.iter().any(|fault| fault.code != code) {
                    return Err(format!("the wrong example gives something else, too\n{}", told(said, files)));
                }
            }
        }
    }
    for line in example.messages.lines() {
        let shown = match line.trim_start() {
            same if same == line && !line.starts_with("help: ") => {
                said.iter().flat_map(Said::all).any(|fault| fault.code == code && fault.message == line)
            }
            further => said.iter().any(|said| said.adds(further.trim_start_matches("help: "))),
        };
        if !shown {
            let all: String = said.iter().map(Said::told).collect();
            return Err(format!("nothing says\n    {line}\n  but\n{all}"));
        }
    }
    Ok(())
}

/// What is wrong with an example that is a template of a report: the program itself looks at it, beside a small set.
fn fault_of_template(code: Code, example: &Example, template: &str) -> Result<(), String> {
    let room = Room::new();
    for (name, text) in &example.files {
        room.has(name, text.as_str());
    }
    room.has(TEMPLATE, template);
    let ran = room.runs(&["check", "small.yaml", "--template", TEMPLATE, "--format", "json"]);
    let gives = ran.out.contains(&format!("\"code\":\"{}\"", code.name()));
    if gives != (example.claim == Claim::Wrong) {
        return Err(format!("the template {} the code: {ran:?}", if gives { "gives" } else { "does not give" }));
    }
    match example.messages.lines().find(|line| !ran.out.contains(&format!("\"message\":\"{line}\""))) {
        Some(line) => Err(format!("nothing says {line}: {ran:?}")),
        None => Ok(()),
    }
}

/// What the pages only sketch: the faults and the page's words for them.
fn made(code: Code) -> Option<BTreeMap<String, String>> {
    let set = match code.name() {
        "too-many" => {
            let options: Vec<String> = (1930..=2026).map(|year| format!("y{year}: {year}")).collect();
            let options = options.join(", ");
            format!(
                "questions:\n  - id: birth_year\n    ask: In which year were you born?\n    type: choice\n    options: {{ {options} }}\n"
            )
        }
        "undecided" => scores_that_explode(),
        _ => return None,
    };
    Some([(SET.to_owned(), set)].into())
}

/// Files that are not text, or too long for a text: only the program itself meets them.
fn made_as_bytes(code: Code) -> Option<Vec<u8>> {
    match code.name() {
        "not-text" => Some("\u{feff}questionnaire: ears\n".encode_utf16().flat_map(u16::to_le_bytes).collect()),
        "too-large" => Some(b"# a note\n".repeat(600_000)),
        _ => None,
    }
}

/// What does not hold on a page.
fn check(code: Code, document: &str, surroundings: &Surroundings) -> Result<(), String> {
    let page = Page::read(document)?;
    let is_made = made(code).is_some() || made_as_bytes(code).is_some();
    let says_so = document.split_whitespace().collect::<Vec<_>>().join(" ").contains("the test of this page makes it");
    if is_made != says_so {
        return Err("the page must say that the test makes the wrong example, exactly if it does".to_owned());
    }
    let has = |claim| page.examples.iter().any(|example| example.claim == claim);
    let not_shown = NOT_SHOWN.iter().any(|(name, _)| *name == code.name());
    match (made(code), made_as_bytes(code)) {
        (Some(files), _) => {
            if page.sketches == 0 {
                return Err("the test makes the wrong example, but the page does not sketch it".to_owned());
            }
            let messages = page.messages_of_sketches.clone();
            fault_of(code, &Example { claim: Claim::Wrong, files, messages }, surroundings)?;
        }
        (None, Some(bytes)) => {
            let room = Room::new();
            room.has("wrong.yaml", bytes);
            let ran = room.runs(&["check", "wrong.yaml"]);
            let told = format!("error[{}]: {}\n", code.name(), page.messages_of_sketches.trim_end());
            if ran.status != 1 || !format!("{}{}", ran.out, ran.err).contains(&told) {
                return Err(format!("the program does not say {told}{ran:?}"));
            }
        }
        (None, None) => {
            if page.sketches > 0 && !not_shown {
                return Err("the page sketches what the test does not make".to_owned());
            }
            if !has(Claim::Wrong) && !not_shown {
                return Err("there is no wrong example".to_owned());
            }
            if !page.messages_of_sketches.is_empty() {
                return Err("a message stands before every wrong example".to_owned());
            }
        }
    }
    if !has(Claim::Right) && code != Code::NotText {
        return Err("there is no right example".to_owned());
    }
    page.examples.iter().try_for_each(|example| fault_of(code, example, surroundings))
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/diagnostics")
}

fn surroundings() -> Surroundings {
    Surroundings::of(&fs::read_to_string(folder().join("README.md")).unwrap())
}

#[test]
fn every_page_is_what_happens() {
    let surroundings = surroundings();
    let mut wrong = String::new();
    let mut pages = 0;
    for file in fs::read_dir(folder()).unwrap().map(|file| file.unwrap().path()) {
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let Some(code) = Code::ALL.iter().find(|code| code.name() == name) else {
            assert_eq!(name, "README", "no diagnostic has this page");
            continue;
        };
        pages += 1;
        if let Err(fault) = check(*code, &fs::read_to_string(&file).unwrap(), &surroundings) {
            writeln!(wrong, "{name}: {fault}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert_eq!(pages, Code::ALL.len());
}

/// Pages that say what is not so, and what is said of them.
const PLANTED: &[(&str, &str, &str, &str)] = &[
    ("bad-id", "id: skin_type", "id: Skin-type", "the right example has a fault"),
    ("bad-id", "id: Skin-Type", "id: skin_type", "the wrong example does not give the code"),
    ("bad-id", "type: choice", "typo: choice", "the wrong example gives something else, too"),
    ("bad-id", "cannot be an id", "is not an id", "nothing says"),
    ("bad-id", "```yaml right", "```yaml", "is not a block of a page"),
    ("bad-id", "```yaml wrong", "```yaml right", "there is no wrong example"),
    ("dead-rule", "age >= 12", "age >= 17", "the right example gives the code"),
    ("dead-rule", "this … `pregnant`", "this … `age < 16`", "nothing says"),
    ("broken-guarantee", "`a_keloid`", "`keloids`", "nothing says"),
    ("wrong-test", "age < 18.5  ", "age < 18", "the wrong example does not give the code"),
    ("too-many", "97 options", "98 options", "nothing says"),
    ("not-text", "not UTF-8", "not UTF-16", "the program does not say"),
    ("wrong-answer", "stopped: 2026-02-28", "stopped: 2026-02-30", "the right example has a fault"),
    ("scenario-failed", "should be `suitable`", "should be `conditions`", "nothing says"),
];

#[test]
fn a_page_that_says_what_is_not_so_is_found() {
    let surroundings = surroundings();
    for (name, from, to, fault) in PLANTED {
        let code = Code::ALL.iter().find(|code| code.name() == *name).unwrap();
        let page = code.explanation();
        assert!(page.contains(from), "{name}: {from}");
        let found = check(*code, &page.replacen(from, to, 1), &surroundings).unwrap_err();
        assert!(found.contains(fault), "{name}: {from} -> {to}: {found}");
    }
    let without = check(Code::BadId, "# bad-id\n\nNot so.\n", &surroundings).unwrap_err();
    assert_eq!(without, "there is no wrong example");
}

/// What a block shows is for this test. People see a plain fence.
#[test]
fn explain_prints_pages_without_the_words_for_the_test() {
    for code in Code::ALL {
        let ran = Room::new().runs(&["explain", code.name()]);
        let fences: Vec<&str> = ran.out.lines().filter(|line| line.starts_with("```")).collect();
        assert!(
            fences.iter().all(|fence| ["```", "```yaml", "```text", "```svg", "```html", "```csv"].contains(fence)),
            "{fences:?}"
        );
        let plain =
            |text: &str| text.lines().filter(|line| !line.starts_with("```")).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(plain(&ran.out), plain(code.explanation()), "{}", code.name());
        assert_eq!(fences.len(), blocks(code.explanation()).len() * 2, "{}", code.name());
    }
}
