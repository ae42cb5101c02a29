//! The plan of the house, held against the code: who may use whom, which room knows which library, how files look.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Each room and the rooms that it may use, lowest floor first. A room may only use rooms that stand above it in this
/// list, so there can be no circle.
const PLAN: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("source", &[]),
    ("value", &[]),
    ("diagnostic", &["source", "value"]),
    ("document", &["source", "diagnostic"]),
    ("schema", &["diagnostic"]),
    ("condition", &["source", "value", "diagnostic", "document"]),
    ("template", &["source", "value", "diagnostic", "document"]),
    ("questionnaire", &["source", "value", "diagnostic", "document", "condition", "template"]),
    ("graph", &["source", "value", "condition", "template", "questionnaire"]),
    ("blank", &["value", "condition", "template", "questionnaire"]),
    ("response", &["source", "value", "diagnostic", "document", "questionnaire"]),
    ("classes", &["value", "condition", "questionnaire"]),
    ("assessment", &["value", "condition", "questionnaire", "response", "classes"]),
    ("plan", &["value", "condition", "questionnaire", "assessment"]),
    ("wording", &["value", "diagnostic", "questionnaire"]),
    (
        "proof",
        &[
            "source",
            "value",
            "diagnostic",
            "condition",
            "template",
            "questionnaire",
            "response",
            "classes",
            "assessment",
            "plan",
        ],
    ),
    ("outlook", &["value", "condition", "template", "questionnaire", "response", "classes", "assessment", "proof"]),
    ("show", &["source", "value", "diagnostic", "condition", "template", "questionnaire", "outlook", "proof"]),
    (
        "diff",
        &[
            "source",
            "value",
            "diagnostic",
            "condition",
            "template",
            "questionnaire",
            "response",
            "classes",
            "assessment",
            "plan",
            "proof",
        ],
    ),
    (
        "guideline",
        &["source", "value", "diagnostic", "document", "condition", "questionnaire", "response", "assessment", "proof"],
    ),
    (
        "scenario",
        &[
            "source",
            "value",
            "diagnostic",
            "document",
            "condition",
            "questionnaire",
            "response",
            "assessment",
            "plan",
            "proof",
            "outlook",
        ],
    ),
    ("caution", &["source", "value", "diagnostic", "questionnaire", "assessment", "diff", "proof"]),
    ("interview", &["value", "condition", "questionnaire", "response", "assessment"]),
    // A report proves nothing: what it says about other ways is asked before, and comes in as an outlook.
    ("report", &["value", "template", "questionnaire", "response", "assessment", "plan", "outlook"]),
    (
        "batch",
        &[
            "source",
            "value",
            "diagnostic",
            "document",
            "questionnaire",
            "response",
            "classes",
            "assessment",
            "plan",
            "outlook",
            "proof",
            "report",
        ],
    ),
    (
        "catalog",
        &[
            "source",
            "value",
            "diagnostic",
            "document",
            "questionnaire",
            "response",
            "assessment",
            "wording",
            "proof",
            "caution",
            "report",
        ],
    ),
];

/// Rooms that every room may use: they use none themselves.
const FOR_EVERYBODY: &[&str] = &["text"];

/// Libraries that only one room may know. `cli` is the binary.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("granit_parser", &["document"]),
    ("minijinja", &["template"]),
    ("annotate_snippets", &["diagnostic"]),
    ("strsim", &["diagnostic"]),
    ("batsat", &["proof"]),
    ("include_dir", &["catalog"]),
    ("inquire", &["cli"]),
    ("crossterm", &["cli"]),
    ("clap", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("signal_hook", &["cli"]),
    ("anstream", &["cli"]),
    ("tempfile", &["cli"]),
    ("csv", &["cli"]),
    ("flate2", &["catalog", "cli"]),
    ("indicatif", &["cli"]),
    ("memchr", &["batch", "cli"]),
    ("unicode_width", &["text"]),
    ("unicode_segmentation", &["text"]),
    ("textwrap", &["text"]),
    ("roxmltree", &["questionnaire", "cli"]),
];

fn source_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every Rust file below `src`, with its room and its text before the tests.
fn files() -> Vec<(PathBuf, String, String)> {
    let mut waiting = vec![source_root()];
    let mut files = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                waiting.push(entry);
            } else if entry.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&entry).unwrap();
                let room = room_of(&entry);
                let production = text.split("\n#[cfg(test)]\nmod tests").next().unwrap().to_owned();
                files.push((entry, room, production));
            }
        }
    }
    assert!(files.len() > 20, "the test looks at the wrong folder");
    files.sort();
    files
}

fn room_of(file: &Path) -> String {
    let inside = file.strip_prefix(source_root()).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// The rooms that a text names after `prefix` (`crate::` in the library, `candidacy::` in the binary).
fn rooms_named(text: &str, prefix: &str) -> BTreeSet<String> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let word = |rest: &str| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    code.flat_map(|line| line.match_indices(prefix).map(|(at, _)| word(&line[at + prefix.len()..])).collect::<Vec<_>>())
        .collect()
}

#[test]
fn no_room_uses_a_room_above_it() {
    let mut faults = Vec::new();
    for (path, room, text) in files() {
        let Some((_, allowed)) = PLAN.iter().find(|(name, _)| *name == room) else {
            assert!(["lib", "main", "cli"].contains(&room.as_str()), "{} is in no room of the plan", path.display());
            continue;
        };
        for used in rooms_named(&text, "crate::") {
            if used != room && !allowed.contains(&used.as_str()) && !FOR_EVERYBODY.contains(&used.as_str()) {
                faults.push(format!("{} uses `{used}`", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn the_plan_itself_has_no_circle() {
    for (position, (room, allowed)) in PLAN.iter().enumerate() {
        for used in *allowed {
            let floor = PLAN.iter().position(|(name, _)| name == used);
            assert!(
                floor.is_some_and(|floor| floor < position),
                "`{room}` may use `{used}`, which does not stand above it"
            );
        }
    }
}

#[test]
fn each_library_stays_in_its_room() {
    let mut faults = Vec::new();
    for (path, room, text) in files() {
        for (library, rooms) in ONLY_IN {
            let named = text.lines().any(|line| {
                !line.trim_start().starts_with("//")
                    && (line.contains(&format!("{library}::")) || line.contains(&format!("use {library}")))
            });
            if named && !rooms.contains(&room.as_str()) {
                faults.push(format!("{} names `{library}`", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_file_says_what_it_is_for() {
    for (path, _, text) in files() {
        let shown = path.display();
        assert!(text.starts_with("//!"), "{shown} does not open with `//!`");
        assert!(!text.contains("use crate::{"), "{shown} groups rooms in one `use`");
        for (number, line) in text.lines().enumerate() {
            let bad = line.contains("TODO")
                || line.contains("FIXME")
                || line.contains("todo!(")
                || line.contains("unimplemented!(");
            assert!(!bad, "{shown}:{}: {line}", number + 1);
        }
    }
}

#[test]
fn no_permission_of_the_plan_is_unused() {
    let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (_, room, text) in files() {
        used.entry(room).or_default().extend(rooms_named(&text, "crate::"));
    }
    for (room, allowed) in PLAN {
        let unused: Vec<_> = allowed.iter().filter(|other| !used[*room].contains(**other)).collect();
        assert!(unused.is_empty(), "`{room}` may use {unused:?}, and does not");
    }
}

/// A file as a module: `["proof", "check", "reach"]`. A `mod.rs` is the folder's own.
type Module = Vec<String>;

/// Which files name which, where both are ordinary files of one room. A name that a `mod.rs` hands on counts as its file's.
fn uses_between_files(files: &[(Module, String)]) -> BTreeMap<Module, BTreeSet<Module>> {
    let known: BTreeSet<&Module> = files.iter().map(|(module, _)| module).collect();
    let folders: BTreeSet<Module> = files.iter().map(|(module, _)| module[..module.len() - 1].to_vec()).collect();
    let below = |module: &[String], name: &str| [module, &[name.to_owned()]].concat();
    let mut handed_on: BTreeMap<Module, Module> = BTreeMap::new();
    for (module, text) in files {
        for line in statements(text).filter(|line| line.starts_with("pub") && line.contains("use ")) {
            let paths = line.split_once("use ").map(|(_, path)| expanded(path)).unwrap_or_default();
            for path in paths.iter().filter(|path| path.len() >= 2 && known.contains(&below(module, &path[0]))) {
                handed_on.insert(below(module, path.last().unwrap()), below(module, &path[0]));
            }
        }
    }
    let mut uses: BTreeMap<Module, BTreeSet<Module>> = BTreeMap::new();
    for (module, text) in files.iter().filter(|(module, _)| !folders.contains(module)) {
        for (start, path) in paths_in(module, text) {
            let mut place = start;
            for name in path {
                let next = below(&place, &name);
                if let Some(file) = handed_on.get(&next) {
                    place = file.clone();
                    break;
                }
                if !known.contains(&next) {
                    break;
                }
                place = next;
            }
            let other_file = known.contains(&place) && !folders.contains(&place) && place != *module;
            if other_file && place.first() == module.first() {
                uses.entry(module.clone()).or_default().insert(place);
            }
        }
    }
    uses
}

/// The text without its comments, cut at `;`.
fn statements(text: &str) -> impl Iterator<Item = String> {
    let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    code.join("\n").split(';').map(|part| part.trim().to_owned()).collect::<Vec<_>>().into_iter()
}

/// `a::{b, c::d}` as `a::b` and `a::c::d`.
fn expanded(path: &str) -> Vec<Module> {
    let names = |text: &str| {
        let names = text.split("::").map(|name| name.trim().to_owned());
        names.filter(|name| !name.is_empty()).collect::<Module>()
    };
    let Some((before, rest)) = path.split_once('{') else {
        let plain = path.split_whitespace().next().unwrap_or_default();
        return vec![names(plain.split(['(', '<', ')', ',', '&']).next().unwrap_or_default())];
    };
    let (mut depth, mut parts, mut part) = (0, Vec::new(), String::new());
    for sign in rest.chars() {
        match sign {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            _ => {}
        }
        if sign == ',' && depth == 0 { parts.push(std::mem::take(&mut part)) } else { part.push(sign) }
    }
    parts.push(part);
    let before = names(before.trim_end_matches("::"));
    let inner = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).flat_map(expanded);
    inner.map(|path| [before.clone(), path].concat()).collect()
}

/// The paths that a file names, each with the module from which it starts.
fn paths_in(module: &Module, text: &str) -> Vec<(Module, Module)> {
    let mut paths = Vec::new();
    for statement in statements(text) {
        for (at, _) in statement.match_indices("super::") {
            if statement[..at].ends_with("super::") {
                continue;
            }
            let rest = &statement[at..];
            let up = rest.split("::").take_while(|part| *part == "super").count();
            let start = module[..module.len().saturating_sub(up)].to_vec();
            paths.extend(expanded(&rest[7 * up..]).into_iter().map(|path| (start.clone(), path)));
        }
        for (at, _) in statement.match_indices("crate::") {
            paths.extend(expanded(&statement[at + 7..]).into_iter().map(|path| (Module::new(), path)));
        }
    }
    paths
}

/// Files that use each other, directly or through others.
fn circles(uses: &BTreeMap<Module, BTreeSet<Module>>) -> Vec<String> {
    let reached = |start: &Module| {
        let (mut reached, mut waiting) = (BTreeSet::new(), vec![start.clone()]);
        while let Some(module) = waiting.pop() {
            for next in uses.get(&module).into_iter().flatten() {
                if reached.insert(next.clone()) {
                    waiting.push(next.clone());
                }
            }
        }
        reached
    };
    uses.keys().filter(|module| reached(module).contains(*module)).map(|module| module.join("/")).collect()
}

fn modules() -> Vec<(Module, String)> {
    let module = |path: &Path| {
        let inside = path.strip_prefix(source_root()).unwrap().with_extension("");
        let mut names: Module = inside.iter().map(|name| name.to_str().unwrap().to_owned()).collect();
        names.pop_if(|name| name == "mod");
        names
    };
    files().into_iter().map(|(path, _, text)| (module(&path), text)).filter(|(module, _)| module.len() > 1).collect()
}

#[test]
fn no_files_of_a_room_use_each_other_in_a_circle() {
    assert_eq!(circles(&uses_between_files(&modules())), Vec::<String>::new());
}

#[test]
fn a_planted_circle_is_found() {
    let file = |path: &str, text: &str| (path.split('/').map(str::to_owned).collect::<Module>(), text.to_owned());
    let planted = |a: &str, b: &str| {
        let house =
            [file("r", "mod a;\nmod b;\npub use a::{A, make};"), file("r/a", a), file("r/b", b), file("r/c", "")];
        circles(&uses_between_files(&house))
    };
    assert_eq!(planted("use super::b::B;", "use super::c::C;"), Vec::<String>::new());
    assert_eq!(planted("use super::b::B;", "// use super::a::A;"), Vec::<String>::new());
    for back in ["use super::a::A;", "use super::{c::C, a};", "use super::A;", "fn b() { crate::r::make() }"] {
        assert_eq!(planted("use super::b::B;", back), ["r/a", "r/b"], "{back}");
    }
}

#[test]
fn no_two_public_types_of_the_library_have_one_name() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, room, text) in files() {
        for line in text.lines().filter(|_| !["cli", "main"].contains(&room.as_str())) {
            let declared =
                ["pub struct ", "pub enum ", "pub trait ", "pub type "].iter().find_map(|word| line.strip_prefix(word));
            if let Some(rest) = declared {
                let name = rest.chars().take_while(|sign| sign.is_alphanumeric()).collect();
                places.entry(name).or_default().push(path.display().to_string());
            }
        }
    }
    places.retain(|_, places| places.len() > 1);
    assert!(places.is_empty(), "{places:#?}");
}

/// What the check has proved is an index that cannot miss: whoever looks it up invents an answer for "not there".
#[test]
fn only_the_list_itself_asks_whether_an_index_is_there() {
    let mut faults = Vec::new();
    for (path, room, text) in files() {
        for (number, line) in text.lines().enumerate() {
            let asks = (line.contains(".get(") || line.contains(".get_mut(")) && line.contains(".at())");
            if asks && room != "value" {
                faults.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn a_questionnaire_is_compiled_in_one_place() {
    let builds = |text: &str| text.lines().filter(|line| line.contains("Builder::new(questionnaire, day)")).count();
    let places: Vec<_> = files().into_iter().filter(|(_, _, text)| builds(text) > 0).map(|(path, ..)| path).collect();
    assert_eq!(places.len(), 1, "{places:?}");
    assert!(places[0].ends_with("assessment/engine.rs"));
}

/// The table of rooms in the architecture page is the plan.
#[test]
fn the_architecture_page_lists_the_rooms_of_the_plan() {
    let page = include_str!("../../docs/ARCHITECTURE.md");
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |"));
    let rows: Vec<Vec<&str>> =
        rows.map(|row| row.split(" | ").collect()).filter(|row: &Vec<&str>| row.len() == 3).collect();
    let listed: Vec<(String, String)> =
        rows.iter().map(|row| (row[0].trim_end_matches('`').to_owned(), row[2].to_owned())).collect();
    let words = |rooms: &[&str]| match rooms {
        [] => "–".to_owned(),
        rooms => rooms.iter().map(|room| format!("`{room}`")).collect::<Vec<_>>().join(", "),
    };
    let planned: Vec<(String, String)> =
        PLAN.iter().map(|(room, allowed)| ((*room).to_owned(), words(allowed))).collect();
    assert_eq!(listed, planned);
}
