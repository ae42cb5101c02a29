//! What README and the pages below `docs/` show is run, loaded or counted: commands, examples, figures, names and paths.
//!
//! Times cannot be held by a test. Of them it is only held that the tables agree with one another, and that the commands
//! that print them exist. The pages of diagnostics have tests of their own (`pages`), and so has the language (`language`).

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Arc, LazyLock, Mutex, OnceLock};
use std::{env, fs};

use candidacy::assessment::Engine;
use candidacy::catalog;
use candidacy::diagnostic::Code;
use candidacy::outlook::{Pace, Walk, in_minutes, typical_effort};
use candidacy::proof::Plan;
use candidacy::questionnaire::{Audience, Questionnaire};
use candidacy::response::Response;
use candidacy::scenario::CoverageRow;
use candidacy::source::Sources;
use candidacy::value::index::QuestionIx;
use candidacy::value::{Answer, Value};

use crate::pages::blocks;
use crate::slips::{Count, FOREIGN, foreign_questions, usual_draw};
use crate::support::{Room, answers, commands, day, ran_in};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub fn document(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// README and all pages but those of the diagnostics.
fn documents() -> Vec<(String, String)> {
    let mut names: Vec<String> = fs::read_dir(root().join("docs"))
        .unwrap()
        .map(|file| format!("docs/{}", file.unwrap().file_name().to_str().unwrap()))
        .filter(|name| name.ends_with(".md"))
        .chain(["README.md".to_owned()])
        .collect();
    names.sort();
    names.into_iter().map(|name| (name.clone(), document(&name))).collect()
}

/// A table of a document.
#[derive(Clone, Debug, Default)]
pub struct Table {
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// All tables of a document, in order.
pub fn tables(document: &str) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    let mut in_table = false;
    for line in without_blocks(document).lines() {
        let Some(cells) = line.strip_prefix('|').and_then(|line| line.trim_end().strip_suffix('|')) else {
            in_table = false;
            continue;
        };
        let cells: Vec<String> = cells.split('|').map(|cell| cell.trim().to_owned()).collect();
        if cells.iter().all(|cell| !cell.is_empty() && cell.chars().all(|c| c == '-')) {
            continue;
        }
        if in_table {
            tables.last_mut().unwrap().rows.push(cells);
        } else {
            tables.push(Table { head: cells, rows: Vec::new() });
        }
        in_table = true;
    }
    tables
}

/// The table of a document whose first heading is this.
fn table(document: &str, head: &str) -> Table {
    tables(document).into_iter().find(|table| table.head[0] == head).unwrap_or_else(|| panic!("no table `{head}`"))
}

fn without_blocks(document: &str) -> String {
    let mut inside = false;
    let mut text = String::new();
    for line in document.lines() {
        if line.starts_with("```") {
            inside = !inside;
        } else if !inside {
            text += line;
            text.push('\n');
        }
    }
    text
}

/// The code spans of a text.
pub fn spans(text: &str) -> Vec<String> {
    let text = text.replace('\n', " ");
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// A text in one line, to look for words that may be wrapped.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn says(document: &str, words: &str) {
    assert!(flat(document).contains(words), "it does not say: {words}");
}

const SWIM: &str = "README.md";

/// The set that README shows.
fn swim() -> String {
    blocks(&document(SWIM)).into_iter().find(|block| block.words == ["yaml"]).unwrap().text
}

/// A folder that holds what the commands of the documents speak of.
fn clinic() -> Room {
    let room = Room::new();
    let copy = |from: &str, to: &str| _ = room.has(to, fs::read(root().join(from)).unwrap());
    copy("tests/fixtures/smp/client.yaml", "tests/fixtures/smp/client.yaml");
    copy("tests/fixtures/smp/client.yaml", "client.yaml");
    copy("tests/it/smp/suitable.yaml", "tests/it/smp/suitable.yaml");
    for file in ["questionnaire.yaml", "hair_loss.yaml", "images/full.svg", "images/rim.svg"] {
        copy(&format!("tests/fixtures/clinic/{file}"), &format!("my-clinic/{file}"));
    }
    let scenarios = blocks(&document("docs/scenarios.md")).into_iter().find(|block| block.words == ["yaml"]).unwrap();
    room.has("my-clinic/scenarios.yaml", scenarios.text);
    room.has("our-report.html", "<p>{{ verdict.title }}</p>\n");
    room.has("before/questionnaire.yaml", swim());
    room.has(
        "after/questionnaire.yaml",
        swim()
            .replace("when: fever\n        verdict: later", "when: fever\n        verdict: fine")
            .replace("unsure: later", "unsure: fine")
            .replace("at least later", "at least fine"),
    );
    room.has("kept/ada.yaml", "answers: { fever: yes }\n");
    fs::create_dir_all(room.path("bin")).unwrap();
    symlink(env!("CARGO_BIN_EXE_candidacy"), room.path("bin/candidacy")).unwrap();
    room
}

/// What a command line printed, and its status. No input, no colours.
fn shell(room: &Room, line: &str) -> (i32, String, String) {
    let path = format!("{}:{}", room.path("bin").display(), env::var("PATH").unwrap());
    let mut command = Command::new("sh");
    command.args(["-c", line]).current_dir(room.path("")).env("PATH", path);
    command.env("HOME", room.path("")).env("XDG_STATE_HOME", room.path("state")).env("NO_COLOR", "1");
    let output = command.stdin(Stdio::null()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// What a command prints, run once for all tests: who asks for it meanwhile waits. It must succeed.
pub fn printed(line: &str) -> String {
    static PRINTED: LazyLock<Mutex<BTreeMap<String, Arc<OnceLock<String>>>>> = LazyLock::new(Mutex::default);
    let once = Arc::clone(PRINTED.lock().unwrap().entry(line.to_owned()).or_default());
    once.get_or_init(|| {
        let (status, out, err) = shell(&clinic(), line);
        assert_eq!(status, 0, "{line}: {out}{err}");
        out
    })
    .clone()
}

/// Commands that do not end with 0, and why.
const STATUSES: &[(&str, i32)] = &[
    // Nobody answers.
    ("cargo run --release", 130),
    ("candidacy assess smp --answers tests/it/smp/suitable.yaml --today 2027-06-22 --plain", 130),
    ("candidacy assess smp --answers tests/it/smp/suitable.yaml --today 2026-11-25 --plain --for technician", 130),
    // The version after is less cautious.
    ("candidacy diff before/ after/ --fail-on less-cautious", 1),
];

/// Every command that a document shows in a block is run, word for word, but for what cargo does.
#[test]
fn every_command_that_is_shown_runs() {
    let mut count = 0;
    for (name, text) in documents() {
        let shown = blocks(&text).into_iter().filter(|block| block.words == ["console"]);
        let lines: Vec<String> =
            shown.flat_map(|block| block.text.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
        for line in lines {
            let line = line.strip_prefix("$ ").unwrap_or_else(|| panic!("{name}: {line}"));
            let command = line.split(" #").next().unwrap().trim();
            count += 1;
            if let Some(exists) = exists(command) {
                assert!(exists, "{name}: {command}");
                continue;
            }
            let run = command.strip_prefix("cargo run --release").map_or(command.to_owned(), |arguments| {
                format!("candidacy {}", arguments.trim_start().trim_start_matches("-- "))
            });
            let expected = STATUSES.iter().find(|(line, _)| *line == command).map_or(0, |(_, status)| *status);
            let room = clinic();
            let (status, out, err) = shell(&room, &run);
            assert_eq!(status, expected, "{name}: {command}\n{out}{err}");
            if let Some(file) = command.split(" --output ").nth(1) {
                // README: "nothing is shown in the terminal".
                assert!(room.read(file).contains("</html>") && out.is_empty(), "{name}: {command}\n{out}{err}");
            }
        }
    }
    assert!(count >= 10, "{count}");
}

/// Whether what a command of the house names is there; nothing for commands of Candidacy.
fn exists(command: &str) -> Option<bool> {
    let manifest = document("Cargo.toml");
    let words: Vec<&str> =
        command.split_whitespace().filter(|word| !word.contains("_CASES=") && !word.starts_with("SLIPS")).collect();
    for setting in command.split_whitespace().filter(|word| word.starts_with("PROOF_")) {
        let name = setting.split('=').next().unwrap();
        if !document("tests/it/proofs.rs").contains(name) {
            return Some(false);
        }
    }
    let is_file = |path: &str| root().join(path).is_file();
    match words[..] {
        ["cargo", "install", "--locked", "--path", "."] => Some(manifest.contains("default-run = \"candidacy\"")),
        ["cargo", "install", "cargo-fuzz", "--locked", "&&", script] => Some(is_file(script)),
        ["cargo", "test", "--locked"] => Some(is_file("Cargo.lock")),
        [script @ (".ci/run" | ".ci/release")] => Some(is_file(script)),
        ["cargo", "audit", "--deny", "warnings"] => Some(document(".ci/release").contains(command)),
        ["sha256sum", "-c", sums] => Some(document(".ci/release").contains(sums)),
        ["BLESS=1", "cargo", "test", module] => Some(document(&format!("tests/it/{module}.rs")).contains("\"BLESS\"")),
        ["INSTA_UPDATE=always", "cargo", "test"] => Some(manifest.contains("insta")),
        ["cargo", "test", "--test", "it", "--", "--ignored", "--nocapture", test] => {
            let (module, name) = test.split_once("::").unwrap();
            let text = document(&format!("tests/it/{module}.rs"));
            let settings = command.split_whitespace().filter_map(|word| word.split_once('='));
            let mut settings = settings.map(|(setting, _)| text.contains(&format!("\"{setting}\"")));
            Some(text.contains(&format!("fn {name}")) && settings.all(|there| there))
        }
        ["cargo", "test", "--test", "it", module] => Some(is_file(&format!("tests/it/{module}.rs"))),
        ["cargo", "bench", "--bench", bench] => Some(manifest.contains(&format!("[[bench]]\nname = \"{bench}\""))),
        // They are run by `tests/long/scale.sh`.
        ["spark-submit" | "python", script, ..] => {
            let name = script.rsplit('/').next().unwrap();
            Some(is_file(script) && document("tests/long/scale.py").contains(name))
        }
        ["node", script, ..] => Some(is_file(&format!("benches/peers/{script}"))),
        [script, ..] if script.starts_with("benches/") || script.starts_with("fuzz/") => {
            Some(root().join(script).exists())
        }
        ["cargo", "run", ..] | ["candidacy", ..] => None,
        _ => Some(false),
    }
}

/// Commands within a sentence: those that name no file of the reader's are run, of the others all words are known.
#[test]
fn every_command_that_is_named_exists() {
    let commands = table(&document("README.md"), "command").rows;
    let commands = commands.iter().map(|row| row[0].split([' ', '`']).nth(2).unwrap().to_owned());
    // Pages are named behind `help`, which is no command of ours.
    let commands: BTreeSet<String> = commands.chain(["help".to_owned()]).collect();
    for (name, text) in documents() {
        for span in spans(&without_blocks(&text)) {
            let words: Vec<&str> = span.split_whitespace().collect();
            let starts = ["candidacy", "cargo", "node"].contains(words.first().unwrap_or(&"")) && words.len() > 1;
            if !starts && !span.contains(" cargo ") {
                continue;
            }
            if let Some(exists) = exists(&span) {
                assert!(exists, "{name}: {span}");
            } else if words[1].starts_with("--")
                || (words.len() > 2 && words[2..].iter().all(|word| word.starts_with("--") || *word == "smp"))
            {
                if words.contains(&"--help") || words.contains(&"smp") || words.contains(&"--version") {
                    printed(&span);
                }
            } else {
                assert!(commands.contains(words[1]), "{name}: {span}");
            }
            let help = || printed(&format!("candidacy {} --help", words[1]));
            for option in words.iter().skip(2).filter(|word| word.starts_with("--") && words[0] == "candidacy") {
                assert!(help().contains(*option), "{name}: {span}");
            }
        }
    }
}

/// A path that a document names is there.
#[test]
fn every_path_that_is_named_is_there() {
    let roots = ["docs/", "src/", "tests/", "benches/", "fuzz/", ".ci/", "questionnaires/", "report_templates/"];
    for (name, text) in documents() {
        let linked = text.split("](").skip(1).map(|rest| rest.split(')').next().unwrap().to_owned());
        for span in spans(&without_blocks(&text)).into_iter().chain(linked) {
            let path = span.split_whitespace().next().unwrap_or_default();
            if roots.iter().any(|root| path.starts_with(root)) {
                assert!(root().join(path).exists(), "{name}: {path}");
            }
        }
    }
}

/// A law that is tried on a sample here is tried on its full number by a script in `tests/long`.
#[test]
fn every_law_is_run_at_length_by_a_script() {
    let scripts: String = ["proofs", "diff", "properties", "kills", "slips"]
        .iter()
        .map(|name| document(&format!("tests/long/{name}.sh")))
        .collect();
    let mut folders = vec![root().join("tests/it")];
    let (mut laws, mut settings) = (0, 0);
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_none_or(|ending| ending != "rs") || path.ends_with("support.rs") {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            if text.contains(concat!("sample", "(")) {
                laws += 1;
                let module = path.with_extension("");
                let names = module.iter().rev().take(2).map(|name| format!("{}::", name.to_str().unwrap()));
                assert!(names.into_iter().any(|name| scripts.contains(&name)), "{}", path.display());
            }
            for name in text.split(concat!("setting", "(\"")).skip(1).map(|rest| rest.split('"').next().unwrap()) {
                settings += 1;
                assert!(scripts.contains(&format!("{name}=")), "{name}");
            }
        }
    }
    assert!(laws > 10 && settings > 4, "{laws} and {settings}");
}

/// Every block is of a kind that some test looks at.
#[test]
fn every_block_is_of_a_kind_that_is_tested() {
    let known = |name: &str| match name {
        "README.md" => vec!["console", "yaml"],
        "docs/ARCHITECTURE.md" => vec!["text"],
        // The table is held by `certainty::results_of_the_shipped_set_are_certain_early`.
        "docs/certainty.md" => vec!["text"],
        "docs/CONTRIBUTING.md" | "docs/diff.md" | "docs/scale.md" | "docs/speed.md" => vec!["console"],
        "docs/language.md" => vec![
            "yaml clinic",
            "yaml",
            "yaml plan",
            "yaml guarantees",
            "yaml values",
            "yaml derived",
            "yaml derived classes",
            "yaml edges",
            "yaml option_lists",
            "yaml shared",
            "yaml codes",
            "yaml clear_up",
            "yaml private",
            "yaml together",
            "yaml decision",
            "yaml silences",
            // Held against each other by `language::the_promises_about_one_are_broken_as_the_page_says`, and so for two.
            "yaml one",
            "text one",
            "yaml two",
            "text two",
            "ebnf",
        ],
        // What it shows is run by `guidelines::the_page_shows_what_happens`.
        "docs/guidelines.md" => vec!["yaml", "csv", "text"],
        // Read by `overlays::the_overlays_of_the_page_are_sound`.
        "docs/overlays.md" => vec!["yaml overlay", "yaml accepted"],
        "docs/scenarios.md" => vec!["console", "yaml"],
        "docs/templates.md" => vec!["console", "jinja"],
        "docs/visits.md" => vec!["console", "yaml"],
        _ => vec![],
    };
    for (name, text) in documents() {
        for block in blocks(&text) {
            assert!(known(&name).contains(&block.words.join(" ").as_str()), "{name}: {block:?}");
        }
        let yaml = blocks(&text).iter().filter(|block| block.words == ["yaml"]).count();
        assert!(yaml <= 1, "{name}: the tests look at one block of YAML");
    }
}

// README.

#[test]
fn readme_names_every_command_and_every_exit_status() {
    let readme = document("README.md");
    let rows = table(&readme, "command").rows;
    let named: BTreeSet<String> = rows.iter().map(|row| row[0].split([' ', '`']).nth(2).unwrap().to_owned()).collect();
    let help = printed("candidacy --help");
    let listed: BTreeSet<String> = commands().into_iter().collect();
    assert_eq!(named, listed);
    let numbers = |text: &str| -> Vec<String> {
        let parts = text.split(['·', '\n']);
        parts
            .filter_map(|part| part.split_whitespace().next())
            .filter(|word| word.parse::<u8>().is_ok())
            .map(str::to_owned)
            .collect()
    };
    let statuses = flat(&readme).split("Exit status: ").nth(1).unwrap().split(" ## ").next().unwrap().to_owned();
    assert_eq!(numbers(&statuses), numbers(help.split("Exit status:").nth(1).unwrap()));
}

/// The figure before a word in a line of output, as `128` before `questions`.
fn figure(output: &str, word: &str) -> usize {
    let words: Vec<&str> =
        output.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()).collect();
    let at =
        words.iter().position(|one| one.trim_end_matches(':') == word).unwrap_or_else(|| panic!("{word}: {output}"));
    words[at - 1].parse().unwrap_or_else(|_| panic!("{word}: {output}"))
}

/// Shortest, typical and longest, by who answers.
fn ways() -> BTreeMap<String, [usize; 3]> {
    let output = printed("candidacy list smp");
    let rows = output.lines().filter(|line| line.starts_with("of a "));
    rows.map(|line| {
        let mut words: Vec<&str> = line.split_whitespace().collect();
        let numbers: Vec<usize> = words.split_off(words.len() - 3).iter().map(|word| word.parse().unwrap()).collect();
        (words.join(" "), [numbers[0], numbers[1], numbers[2]])
    })
    .collect()
}

#[test]
fn the_figures_of_the_shipped_set_are_counted() {
    let readme = document("README.md");
    let check = printed("candidacy check smp");
    let [questions, rules, guarantees] = ["questions", "rules", "guarantees"].map(|word| figure(&check, word));
    assert!(check.contains(": sound, proved until "), "{check}");
    says(&readme, &format!("{questions} questions, {rules} rules, {guarantees} guarantees, sound"));
    says(&readme, &format!("The SMP set carries {guarantees} guarantees."));
    let ways = ways();
    let [shortest, typical, longest] = ways["of a client"];
    let [least, middle, most] = ways["of a technician, beside a client's answers"];
    says(
        &readme,
        &format!(
            "asks a client {shortest} screens on the shortest way, {typical} on a typical one and {longest} on the longest; a technician then adds {least} to {most}."
        ),
    );
    says(
        &readme,
        &format!(
            "a client is shown {shortest} screens at least, {typical} typically, {longest} at most; a technician beside a client's answers {least}, {middle}, {most}"
        ),
    );
    let test = printed("candidacy test smp --coverage");
    let scenarios = figure(&test, "scenarios");
    assert!(test.contains(&format!("{scenarios} passed, 0 failed")), "{test}");
    assert!(printed("candidacy test smp").contains("The scenarios show everything."));
    says(&readme, &format!("{scenarios} scenarios; every rule made to hold and not to hold"));
    says(&readme, &format!("More than {} worked people", scenarios / 100 * 100));
    let reading = printed("candidacy check smp --reading");
    let all: Vec<&str> = reading.lines().last().unwrap().split_whitespace().collect();
    assert_eq!((all[0], all[4..].join(" ").as_str()), ("all", "(at most 7 a text)"), "{reading}");
    says(&readme, &format!("client texts at reading grade 7 or below each, {} over all", all[3]));
    let table = table(&readme, "");
    assert!(table.rows.len() == 4, "a row that nothing counts: {table:?}");
}

#[test]
fn readme_counts_the_slips_that_are_found() {
    let readme = document("README.md").split_whitespace().collect::<Vec<_>>().join(" ");
    let says = |text: String| assert!(readme.contains(&text), "README does not say: {text}");
    says(format!("an MRI scan: {} questions)", foreign_questions()));
    assert_eq!(FOREIGN.len(), 3);
    let (shown, known) = usual_draw();
    let Count { drawn, check, .. } = shown;
    says(format!("Of {drawn} slips that the set alone shows, `check` finds {check};"));
    let Count { drawn, check, scenarios, .. } = known;
    says(format!("of {drawn} that only knowledge of the field shows, `check` finds {check}, and"));
    says(format!("`check` and the scenarios together {} (`cargo test --test it slips`)", check + scenarios));
}

#[test]
fn readme_says_what_is_needed_to_build() {
    let manifest = document("Cargo.toml");
    let version = manifest.split("rust-version = \"").nth(1).unwrap().split('"').next().unwrap();
    says(&document("README.md"), &format!("You need [Rust](https://rustup.rs) {version} or later"));
    let licence = manifest.split("license = \"").nth(1).unwrap().split('"').next().unwrap();
    says(&document("README.md"), &format!("{}, as you like.", licence.replace("OR", "or")));
    // What `.ci/run` takes out of the page.
    let tests: Vec<String> =
        document("README.md").lines().filter(|line| line.starts_with("<!-- tests -->")).map(str::to_owned).collect();
    assert_eq!(tests, ["<!-- tests -->`cargo test --locked`"]);
}

#[test]
fn the_set_in_a_minute_is_sound_and_its_report_names_the_day() {
    let room = Room::new();
    room.has("swim.yaml", swim());
    let check = room.runs(&["check", "swim.yaml"]);
    assert!(
        check.status == 0
            && check.out.contains("1 question, 1 rule, 1 guarantee: sound, proved until ")
            && check.err.is_empty(),
        "{check:?}"
    );
    let report = room.runs(&["assess", "swim.yaml", "--no-input", "--set", "fever=yes", "--today", "2026-11-22"]);
    assert!(report.out.contains("From 24 November 2026 at the earliest: Go swimming"), "{report:?}");
}

#[test]
fn the_bound_of_a_proof_is_the_one_that_its_message_names() {
    let bound =
        |text: &str| flat(text).split("not decided within ").nth(1).unwrap().split(' ').next().unwrap().to_owned();
    // The page's message is held by the test of pages.
    let named = bound(&document("docs/diagnostics/undecided.md"));
    assert_eq!(bound(&document("README.md")), named);
    assert_eq!(bound(&document("docs/speed.md")), named);
}

// Speed: no time is held, only that one time is not given twice in two ways.

/// A number as it is written, and how finely: `1,694` is 1694 to within 0.5, `0.86` to within 0.005.
fn number(text: &str) -> Option<(f64, f64)> {
    let plain = text.replace(',', "");
    let decimals = plain.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    Some((plain.parse().ok()?, 0.5 / 10f64.powi(decimals as i32)))
}

/// A time in nanoseconds, and how finely it is written.
fn nanoseconds(text: &str) -> (f64, f64) {
    let (written, unit) = text.split_once(' ').unwrap_or_else(|| panic!("{text}"));
    let factor = BTreeMap::from([("ns", 1.0), ("µs", 1e3), ("ms", 1e6)])[unit];
    let (value, within) = number(written).unwrap();
    (value * factor, within * factor)
}

#[track_caller]
fn agree((rough, within): (f64, f64), exact: &str, about: &str) {
    let (exact, finely) = number(exact).unwrap_or_else(|| panic!("{about}: {exact}"));
    assert!((rough - exact).abs() <= within + finely, "{about}: {rough} and {exact}");
}

/// Three digits are enough to see a slip.
fn ratio(of: &str, to: &str) -> (f64, f64) {
    let ((value, finely), (base, base_finely)) = (number(of).unwrap(), number(to).unwrap());
    let ratio = value / base;
    (ratio, ratio * (finely / value + base_finely / base))
}

#[test]
fn the_tables_of_speed_agree() {
    let (readme, speed) = (document("README.md"), document("docs/speed.md"));
    let engines = tables(&speed)
        .into_iter()
        .filter(|table| table.head[0] == "engine" && table.head.len() == 5)
        .collect::<Vec<_>>();
    let [course, smp] = &engines[..] else { panic!("{engines:?}") };
    let row = |table: &Table, engine: &str| {
        table.rows.iter().find(|row| row[0] == engine).unwrap_or_else(|| panic!("{engine}")).clone()
    };
    for short in table(&readme, "engine").rows {
        let name = match short[0].as_str() {
            "candidacy (three truth values)" => "candidacy",
            "hand-written Rust, serde" => "hand-written",
            "zen-engine, decision table" => "zen-engine table",
            name => name.trim_end_matches(" (Node)"),
        };
        let long = row(course, name);
        agree(nanoseconds(&short[1]), &long[1], name);
        agree(number(&short[2]).unwrap(), &long[2], name);
        agree(nanoseconds(&short[3]), &long[3], name);
        agree(number(&short[4]).unwrap(), &long[4], name);
    }
    for (table, by_hand) in [(course, "hand-written"), (smp, "straight-line Rust, generated")] {
        let (judging, line) = (row(table, by_hand)[1].clone(), row(table, "serde_json: valid or not")[3].clone());
        for row in &table.rows {
            if row[1] != "–" {
                agree(ratio(&row[1], &judging), &row[2], &row[0]);
            }
            agree(ratio(&row[3], &line), &row[4], &row[0]);
        }
    }
    // What was aimed at repeats the tables.
    let aimed = table(&speed, "figure").rows;
    let repeats = |words: &str, column: usize, figure: String| {
        let row = aimed.iter().find(|row| row[0].starts_with(words)).unwrap_or_else(|| panic!("{words}"));
        let times = row[column].split(['*', ':', ' ']).find_map(number).unwrap_or_else(|| panic!("{row:?}"));
        agree(times, &figure, words);
    };
    for (column, table) in [(2, course), (3, smp)] {
        repeats("judging, against the hand-written", column, row(table, "candidacy")[2].clone());
        repeats("whole line, against serde_json", column, row(table, "candidacy")[4].clone());
        for (words, peer, cell) in [
            ("judging, against the fastest peer", "json-logic-engine", 1),
            ("whole line, against the fastest peer", "datalogic-rs", 3),
        ] {
            let (times, _) = ratio(&row(table, peer)[cell], &row(table, "candidacy")[cell]);
            repeats(words, column, format!("{times:.1}"));
        }
    }
}

/// The table of counted instructions is what was kept, and was counted with the set that is shipped.
#[test]
fn the_counts_of_instructions_are_those_that_are_kept() {
    let kept: serde_json::Value = serde_json::from_str(&document("benches/instructions.json")).unwrap();
    assert_eq!(kept["smp"], smp().version(), "count again: benches/instructions.py CANDIDACY --bless");
    let rows = table(&document("docs/speed.md"), "fixed run").rows;
    assert_eq!(rows.len(), 5);
    let millions = |which: &str, run: &str| kept[which][run].as_f64().map(|count| count / 1e6);
    for row in &rows {
        let now = millions("now", &row[0]).unwrap_or_else(|| panic!("{} is not kept", row[0]));
        agree(number(&row[2]).unwrap(), &format!("{now:.1}"), &row[0]);
        let Some(before) = millions("before", &row[0]) else { continue };
        agree(number(&row[1]).unwrap(), &format!("{before:.1}"), &row[0]);
        let change = number(row[3].trim_end_matches(" %").trim_start_matches('+')).unwrap();
        agree(change, &format!("{:.1}", (now / before - 1.0) * 100.0), &row[0]);
    }
}

/// The sizes that headings and sentences name, and the times that README repeats.
#[test]
fn the_sentences_on_speed_agree() {
    let (readme, speed) = (document("README.md"), document("docs/speed.md"));
    let check = printed("candidacy check smp");
    says(
        &speed,
        &format!("### The SMP set: {} questions, {} rules", figure(&check, "questions"), figure(&check, "rules")),
    );
    says(&speed, &format!("which of {} questions apply", figure(&check, "questions")));
    let coverage = printed("candidacy test smp --coverage");
    let skipped = coverage.lines().find_map(|line| line.trim().strip_prefix("questions skipped")).unwrap();
    says(&speed, &format!("({} may not)", skipped.split_whitespace().next().unwrap()));
    // Sentences of README.
    let sentence =
        |text: &str, before: &str| flat(text).split(before).nth(1).unwrap_or_else(|| panic!("{before}")).to_owned();
    let of_smp = sentence(&speed, "The SMP set: loading ");
    let words: Vec<&str> = of_smp.split([' ', ',']).collect();
    let short = sentence(&readme, "Loading it takes ");
    let short: Vec<&str> = short.split(' ').collect();
    agree(number(short[0]).unwrap(), words[0], "loading");
    agree(number(short[5]).unwrap(), words[5], "proofs");
    let whole = table(&speed, "run").rows;
    let report = sentence(&readme, "A report from the command line takes ");
    let report_row = whole.iter().find(|row| row[0].starts_with("`candidacy assess`")).unwrap();
    agree(number(report.split(' ').next().unwrap()).unwrap(), &report_row[1], "a report");
    says(&readme, "`candidacy check smp` takes 2.9 seconds");
    says(&speed, "`candidacy check smp` takes 2.9 s:");
}

// The SMP set.

fn smp() -> Questionnaire {
    catalog::open("smp", &mut Sources::default()).unwrap().0.unwrap()
}

#[test]
fn the_table_of_smp_rules_is_the_sets() {
    let (page, set) = (document("docs/smp-rules.md"), smp());
    let planned = table(&page, "planned rule").rows;
    assert_eq!(planned.len(), 70);
    let section = |rule: &str| {
        let rule = set.rule(rule).unwrap_or_else(|| panic!("there is no rule `{rule}`"));
        set.sections()[set.rules()[rule].section].id.clone()
    };
    let mut shown = BTreeSet::new();
    for row in &planned {
        let tagged: BTreeSet<String> =
            set.rules().iter().filter(|rule| rule.tags.contains(&row[0])).map(|rule| rule.id.clone()).collect();
        let rules: BTreeSet<String> = spans(&row[3]).into_iter().collect();
        assert_eq!(rules, tagged, "{}", row[0]);
        let sections: BTreeSet<String> = rules.iter().map(|rule| section(rule)).collect();
        assert_eq!(spans(&row[2]).into_iter().collect::<BTreeSet<_>>(), sections, "{}", row[0]);
        shown.extend(rules);
    }
    let left_out = planned.iter().filter(|row| row[3] == "–").count();
    assert_eq!(left_out, 1);
    says(&page, "69 of 70 are rules; one is left out on purpose.");
    let beyond = tables(&page).into_iter().find(|table| table.head == ["section", "rules"]).unwrap().rows;
    for row in beyond {
        for rule in spans(&row[1]) {
            assert_eq!(spans(&row[0]), [section(&rule)], "{rule}");
            assert!(shown.insert(rule.clone()), "{rule} stands twice");
        }
    }
    let all: BTreeSet<String> = set.rules().iter().map(|rule| rule.id.clone()).collect();
    assert_eq!(shown, all, "every rule stands in one of the tables");
}

#[test]
fn the_figures_of_smp_rules_are_counted() {
    let (page, set) = (document("docs/smp-rules.md"), smp());
    let counts =
        tables(&page).into_iter().find(|table| table.head.len() == 4 && table.head[1] == "questions").unwrap().rows;
    let mut expected = Vec::new();
    let mut together = [0; 3];
    for (index, section) in set.sections().enumerated() {
        let questions: Vec<_> = set.questions().iter().filter(|question| question.section == index).collect();
        let technician = questions.iter().filter(|question| question.audience == Audience::Technician).count();
        let rules = set.rules().iter().filter(|rule| rule.section == index).count();
        let row = [questions.len(), technician, rules];
        together = [0, 1, 2].map(|column| together[column] + row[column]);
        expected.push(
            [format!("`{}`", section.id)].into_iter().chain(row.map(|count| count.to_string())).collect::<Vec<_>>(),
        );
    }
    expected.push(["together".to_owned()].into_iter().chain(together.map(|count| count.to_string())).collect());
    assert_eq!(counts, expected);
    let shown: BTreeMap<String, [usize; 3]> = table(&page, "who")
        .rows
        .iter()
        .map(|row| {
            let who = row[0].trim_start_matches("a ");
            (format!("of a {who}"), [1, 2, 3].map(|column: usize| row[column].parse().unwrap()))
        })
        .collect();
    assert_eq!(shown, ways());
    let [buzz, fill, scar] = ["buzz", "fill", "scar"].map(asked);
    says(
        &page,
        &format!(
            "a healthy client with a buzz cut and stage 4 is asked {} questions, one with a density fill {}, one with only a scar to hide {}.",
            buzz.len(),
            fill.len(),
            scar.len()
        ),
    );
    // An interview ends with the answer that stops it: nothing behind it is asked.
    let place = |question: &str| buzz.iter().position(|asked| asked == question).unwrap() + 1;
    says(
        &page,
        &format!("Under 18 it ends after {} question, at \"I need help now\" after {}.", place("age"), place("mood")),
    );
    for answer in ["age=17", "mood=help_now"] {
        let json = printed(&format!("candidacy assess smp --no-input --format json --set {answer}"));
        assert!(json.contains("\"stopped\":true"), "{answer}: {json}");
    }
    let engine = Engine::new(&set, day());
    let (plan, pace) = (Plan::new(&engine), Pace::of(&set));
    let nothing = Response::new(&set);
    let effort = typical_effort(&plan, Walk::from_nothing(Audience::Client), (&pace, &nothing));
    says(&page, &format!("a typical way takes {} minutes.", in_minutes(effort.seconds)));
    let lengths = tables(&page).into_iter().find(|table| table.head[0] == "a healthy client with").unwrap().rows;
    let people = ["buzz", "fill", "scar"]
        .map(|name| answers(&set, &format!("answers: {{ {}, {} }}\n", base("calm"), base(name))));
    for ((row, asked), person) in lengths.iter().zip([buzz, fill, scar]).zip(people) {
        let asked: Vec<QuestionIx> = asked.iter().map(|id| set.question(id).unwrap()).collect();
        let screens: BTreeSet<_> = asked.iter().map(|question| set.screen_of(*question)).collect();
        let keys = screens.len() + asked.iter().map(|question| keys(&set, *question, &person)).sum::<usize>();
        let minutes = format!("{:.1}", pace.seconds(&set, &asked) as f64 / 60.0);
        let figures = [screens.len(), asked.len(), keys, pace.words(&set, &asked)].map(|figure| figure.to_string());
        assert_eq!(row[5..9], figures, "{row:?}");
        assert_eq!(row[9], minutes, "{row:?}");
    }
}

/// The keys that an answer takes on its screen, without the Enter that goes on: a line or an option has one key, a number and a day
/// have their signs.
fn keys(set: &Questionnaire, question: QuestionIx, person: &Response) -> usize {
    match person.get(question) {
        Some(Answer::Given(Value::Choices(picked))) => picked.iter().count(),
        Some(Answer::Given(Value::Number(number))) => number.to_string().len(),
        Some(Answer::Given(Value::Date(date))) => date.to_string().len(),
        // One that may apply, and that the person has not answered, is one of a choice.
        Some(Answer::Given(Value::YesNo(_) | Value::Choice(_)) | Answer::Unsure | Answer::Withheld) | None => 1,
        other => panic!("{}: {other:?}", set[question].id),
    }
}

/// What a careful practitioner tells, by the page on the rules, stands in the texts of the rules that it names.
#[test]
fn what_a_careful_practitioner_tells_stands_in_the_rules() {
    let (page, set) = (document("docs/smp-rules.md"), smp());
    let rows = table(&page, "what is told").rows;
    assert!(rows.len() > 10);
    for row in rows {
        let words = row[1].trim_matches('“').trim_end_matches('”');
        let places = spans(&row[2]);
        assert!(!places.is_empty(), "{row:?}");
        for place in places {
            let told = match set.rules().iter().find(|rule| rule.id == place) {
                Some(rule) => rule.texts().map(|text| text.source().to_owned()).collect::<Vec<_>>().join(" "),
                None => document(&place),
            };
            let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(told.contains(words), "{place} does not tell “{words}”:\n{told}");
        }
    }
}

/// The scenarios of the SMP set as they are written.
fn scenarios() -> String {
    document("questionnaires/smp/scenarios.yaml")
}

/// The answers of a base of the SMP scenarios.
fn base(name: &str) -> String {
    let scenarios = scenarios();
    let answers = scenarios.split(&format!("\n  {name}: {{")).nth(1).unwrap_or_else(|| panic!("no base `{name}`"));
    flat(answers.split('}').next().unwrap())
}

/// The questions that a healthy client of a base is asked: those that apply, and those that may.
fn asked(name: &str) -> Vec<String> {
    let room = clinic();
    room.has("answers.yaml", format!("answers: {{ {}, {} }}\n", base("calm"), base(name)));
    room.has(
        "asked.txt",
        "{% for section in answers %}{% for said in section.answers %}{% if said.state != \"not_applicable\" %}{{ said.question }}\n\n{% endif %}{% endfor %}{% endfor %}",
    );
    let line = "candidacy assess smp --answers answers.yaml --no-input --template asked.txt";
    let (status, out, err) = shell(&room, line);
    assert_eq!(status, 0, "{out}{err}");
    // What is private is in no report, and asked all the same.
    out.split_whitespace().map(str::to_owned).chain(["whose_idea".to_owned()]).collect()
}

/// Names in `code` on the page of rules are those of something in the set.
#[test]
fn every_name_on_the_page_of_smp_rules_is_there() {
    let set = smp();
    let scenarios = scenarios();
    let mut known: BTreeSet<String> =
        scenarios.lines().filter_map(|line| line.strip_prefix("  - id: ")).map(str::to_owned).collect();
    known.extend(set.rules().iter().map(|one| one.id.clone()));
    known.extend(set.questions().iter().map(|one| one.id.clone()));
    known.extend(set.sections().iter().map(|one| one.id.clone()));
    known.extend(set.guarantees().iter().map(|one| one.id.clone()));
    known.extend(set.verdicts().iter().map(|one| one.id.clone()));
    known.extend(Code::ALL.iter().map(|code| code.name().to_owned()));
    known.insert("tags".to_owned());
    for span in spans(&without_blocks(&document("docs/smp-rules.md"))) {
        let part = span.trim_matches('…');
        let fits = |id: &String| match (span.starts_with('…'), span.ends_with('…')) {
            (true, _) => id.ends_with(part),
            (_, true) => id.starts_with(part),
            _ => *id == span,
        };
        let other = span.contains(['/', ' ', ':']);
        assert!(other || known.iter().any(fits), "{span}");
    }
}

// Scenarios, batches, versions, templates.

#[test]
fn the_scenarios_that_are_shown_pass() {
    let ran = printed("candidacy test my-clinic/");
    assert!(ran.starts_with("my-clinic/: 2 scenarios, 2 passed, 0 failed"), "{ran}");
    // The two sides of a wait that the page speaks of: a day later it is over.
    let room = clinic();
    let later = room.read("my-clinic/scenarios.yaml").replace("today: 2026-12-21", "today: 2026-12-22");
    room.has("my-clinic/scenarios.yaml", later);
    assert_eq!(shell(&room, "candidacy test my-clinic/").0, 1);
}

#[test]
fn every_key_of_a_scenario_is_documented() {
    let page = document("docs/scenarios.md");
    let rows = [
        table(&page, "key").rows,
        tables(&page).into_iter().filter(|table| table.head[0] == "key").nth(1).unwrap().rows,
    ]
    .concat();
    let keys = rows.iter().flat_map(|row| spans(&row[0])).map(|span| span.split(':').next().unwrap().to_owned());
    let keys: BTreeSet<String> = keys.collect();
    let schema: serde_json::Value = serde_json::from_str(&printed("candidacy schema scenarios")).unwrap();
    let mut known = BTreeSet::new();
    fn properties(value: &serde_json::Value, known: &mut BTreeSet<String>) {
        if let Some(keys) =
            value.get("properties").and_then(|keys| keys.as_object()).filter(|keys| keys.contains_key("no_findings"))
        {
            known.extend(keys.keys().cloned());
        }
        match value {
            serde_json::Value::Object(entries) => entries.values().for_each(|value| properties(value, known)),
            serde_json::Value::Array(items) => items.iter().for_each(|value| properties(value, known)),
            _ => {}
        }
    }
    properties(&schema, &mut known);
    assert_eq!(keys, known);
    let covered: Vec<String> = table(&page, "row")
        .rows
        .iter()
        .flat_map(|row| match row[0].as_str() {
            "rules made to hold, made not to hold" => {
                vec!["rules made to hold".to_owned(), "rules made not to hold".to_owned()]
            }
            "questions asked, questions skipped" => vec!["questions asked".to_owned(), "questions skipped".to_owned()],
            row => vec![row.to_owned()],
        })
        .collect();
    let titles = [
        CoverageRow::Held,
        CoverageRow::NotHeld,
        CoverageRow::Chosen,
        CoverageRow::Unsure,
        CoverageRow::Asked,
        CoverageRow::Skipped,
        CoverageRow::Verdict,
    ]
    .map(CoverageRow::title);
    assert_eq!(covered, titles);
}

#[test]
fn the_examples_of_batches_are_read_and_written_so() {
    let page = document("docs/batch.md");
    let room = clinic();
    let line = spans(&page).into_iter().find(|span| span.starts_with("{\"id\"")).unwrap();
    room.has("one.ndjson", format!("{line}\n"));
    let (status, out, _) = shell(&room, "candidacy batch my-clinic/ --input one.ndjson --fields id,verdict");
    assert_eq!((status, out.starts_with("{\"id\":\"p1\",\"verdict\":")), (0, true), "{out}");
    // The cells of the table, in a row each.
    let row = |heading: &str, cell: &str| {
        room.has("cells.csv", format!("id,{heading}\na,{cell}\n"));
        shell(&room, "candidacy batch my-clinic/ --input cells.csv --format ndjson")
    };
    let cells: BTreeMap<String, Vec<String>> =
        table(&page, "answer").rows.iter().map(|row| (row[0].clone(), spans(&row[1]))).collect();
    let expected: &[(&str, &str)] = &[
        ("a number, a day, an option", "age holiday keloid"),
        ("yes or no", "isotretinoin isotretinoin isotretinoin isotretinoin"),
        ("not sure, rather not say", "keloid keloid"),
    ];
    for (answer, questions) in expected {
        let questions: Vec<&str> = questions.split(' ').collect();
        assert_eq!(cells[*answer].len(), questions.len(), "{answer}");
        for (cell, question) in cells[*answer].iter().zip(questions) {
            let (status, out, err) = row(question, cell);
            assert_eq!(status, 0, "{question} {cell}: {out}{err}");
        }
    }
    let picks = &cells["several options"][0];
    let (status, out, err) = row("skin_now", &picks.replace("acne,wound", "psoriasis,sunburn"));
    assert_eq!(status, 0, "{picks}: {out}{err}");
    assert_eq!(table(&page, "answer").rows.len(), expected.len() + 2);
    // What comes out.
    let (_, out, _) = shell(&room, "candidacy batch my-clinic/ --input one.ndjson --format csv");
    let columns = spans(flat(&page).split("without `--fields` they are ").nth(1).unwrap().split(". ").next().unwrap());
    assert_eq!(out.lines().next().unwrap(), [&columns[..], &["errors".to_owned()]].concat().join(","));
    let help = flat(&printed("candidacy batch --help"));
    let fields = help.split("parts of each assessment: ").nth(1).unwrap().split(" --").next().unwrap();
    let fields: Vec<String> = fields.split([',', ' ']).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let named = spans(flat(&page).split("`--fields` chooses among ").nth(1).unwrap().split(". ").next().unwrap());
    assert_eq!(fields, named);
    room.has("bad.ndjson", "{\"id\":\"p7\",\"answers\":{\"keloid\":\"oftn\"}}\n");
    let (status, out, _) = shell(&room, "candidacy batch my-clinic/ --input bad.ndjson");
    let record = spans(&page).into_iter().find(|span| span.starts_with("{\"line\":7")).unwrap();
    let start = record.split('…').next().unwrap().trim_end_matches(',').replace("\"line\":7", "\"line\":1");
    assert!(status == 3 && out.starts_with(&start), "{start}: {out}");
}

/// The file of the page is read by the set of README, and the counts are what the two commands say.
#[test]
fn the_page_of_visits_says_what_is_so() {
    let page = document("docs/visits.md");
    let room = Room::new();
    let file = blocks(&page).into_iter().find(|block| block.words == ["yaml"]).unwrap().text;
    room.has("swim.yaml", swim()).has("c.yaml", &file);
    let assess =
        ["assess", "swim.yaml", "--answers", "c.yaml", "--no-input", "--today", "2026-11-22", "--format", "json"];
    let json: serde_json::Value = serde_json::from_str(&room.runs(&assess).out).unwrap();
    assert_eq!(
        (&json["client"], &json["answered_on"], &json["aged"]),
        (&"c-0042".into(), &"2026-11-22".into(), &serde_json::json!([]))
    );
    let next =
        ["assess", "swim.yaml", "--answers", "c.yaml", "--no-input", "--today", "2026-11-23", "--format", "json"];
    let json: serde_json::Value = serde_json::from_str(&room.runs(&next).out).unwrap();
    assert_eq!(
        json["aged"],
        serde_json::json!([{ "question": "fever", "answered_on": "2026-11-22", "answer": false }])
    );

    let commands = blocks(&page).into_iter().find(|block| block.words == ["console"]).unwrap().text;
    let told: Vec<String> = commands
        .lines()
        .map(|line| {
            let arguments: Vec<&str> = line.trim_start_matches("$ candidacy ").split_whitespace().collect();
            let err = ran_in(root(), &arguments).err;
            let start = "Some answers may have changed: ";
            err.split(start).nth(1).unwrap_or_else(|| panic!("{line}: {err}")).split([',']).next().unwrap().to_owned()
        })
        .collect();
    says(&page, &format!("say `{}` and `{}`", told[0], told[1]));
}

#[test]
fn the_keys_of_a_comparison_are_documented() {
    let page = document("docs/diff.md");
    let json: serde_json::Value =
        serde_json::from_str(&printed("candidacy diff before/ after/ --format json")).unwrap();
    let named: BTreeSet<String> = spans(page.split("## As JSON").nth(1).unwrap()).into_iter().collect();
    let missing = |value: &serde_json::Value| -> Vec<String> {
        value.as_object().unwrap().keys().filter(|key| !named.contains(*key)).cloned().collect()
    };
    assert_eq!(missing(&json), Vec::<String>::new());
    for part in [
        &json["old"],
        &json["responses"],
        &json["differences"][0],
        &json["differences"][0]["witness"],
        &json["changes"][0],
    ] {
        assert_eq!(missing(part), Vec::<String>::new(), "{part}");
    }
    let help = flat(&printed("candidacy diff --help"));
    for budget in ["small", "normal", "large"] {
        assert!(help.contains(budget) && flat(&page).contains(budget), "{budget}: {help}");
    }
    assert!(help.contains("[default: normal]"), "{help}");
}

#[test]
fn the_templates_that_are_shown_render() {
    let page = document("docs/templates.md");
    let jinja = blocks(&page).into_iter().find(|block| block.words == ["jinja"]).unwrap().text;
    let room = clinic();
    let render = |template: &str| {
        room.has("try.txt", template);
        shell(&room, "candidacy assess smp --answers client.yaml --no-input --template try.txt --today 2026-11-22")
    };
    // The example, and each form of the first table.
    let (status, out, err) = render(&jinja);
    assert!(status == 0 && out.contains("ten days after"), "{out}{err}");
    for row in table(&page, "written").rows.iter() {
        for span in spans(&row[0]) {
            // A form with a gap in it is a sketch: its gaps are closed first.
            let written = span.replace("{% elif … %}", "{% elif settled %}");
            let (status, out, err) = render(&format!("{written}\n"));
            assert_eq!(status, 0, "{span}: {out}{err}");
        }
    }
    let later = render("{{ earliest.date|later(14) }}\n").1;
    assert!(later.contains("December 2026") || later.contains("2027"), "{later}");
    // Every key of the data: a name that does not exist is a fault.
    let keys = table(&page, "key").rows;
    for key in keys.iter().flat_map(|row| spans(&row[0])).filter(|key| !key.starts_with('.')) {
        let (status, out, err) = render(&format!("{{% if {key} %}}x{{% endif %}}\n"));
        assert_eq!(status, 0, "{key}: {out}{err}");
    }
}
