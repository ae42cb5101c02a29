//! In the folder of a set the commands mean that set, a page stands for its set, and the pages of help are in the program.

use std::fs;

use crate::support::{Room, SMALL, ran_in};

/// A set of two files in a folder of its own, and its scenarios.
fn room() -> Room {
    let room = Room::empty();
    room.runs(&["new", "mine", "--title", "Mine"]).succeeded();
    room
}

const HERE: &str = "No set is named: the one in this folder is meant (`questionnaire.yaml`).\n";

#[test]
fn in_the_folder_of_a_set_the_commands_mean_that_set() {
    let room = room();
    let mine = room.path("mine");
    for (arguments, says) in [
        (&["check"][..], "mine 1.0.0: 1 section"),
        (&["test"], "8 scenarios, 8 passed"),
        (&["--no-input"], "Mine"),
        (&["assess", "--no-input"], "Mine"),
        (&["graph"], "digraph"),
        (&["print", "--blank", "--format", "text"], "Mine"),
        (&["why", "scars"], "Has a scar of yours"),
        (&["show", "scars"], "Has a scar of yours"),
        (&["show", "minor"], "age < 18"),
        (&["show"], "Mine"),
    ] {
        let ran = ran_in(&mine, arguments);
        assert_eq!((ran.status, ran.err.as_str()), (0, HERE), "{arguments:?}: {}", ran.out);
        assert!(ran.out.contains(says), "{arguments:?}: {}", ran.out);
    }
    // What comes of it may lie beside it, but not in the place of its files.
    room.has("mine/me.yaml", "questionnaire: mine\nversion: 1.0.0\nanswers: { age: 34 }\n");
    let ran = ran_in(&mine, &["assess", "--no-input", "--answers", "me.yaml", "--output", "me.html"]);
    assert!(ran.status == 0 && room.read("mine/me.html").contains("<html"), "{}", ran.err);
    let ran = ran_in(&mine, &["assess", "--no-input", "--output", "health.yaml"]);
    assert!(ran.status == 2 && ran.err.contains("would overwrite the questionnaire"), "{}", ran.err);
    // What is named is meant, wherever one is.
    let ran = ran_in(&mine, &["why", "smp", "age"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert_eq!(ran_in(&mine, &["check", "questionnaire.yaml"]).err, "");
}

#[test]
fn where_no_set_lies_it_is_told_what_to_name() {
    let room = Room::empty();
    for arguments in [&["check"][..], &["test"], &["graph"], &["show"], &["batch"]] {
        let ran = room.runs(arguments);
        assert_eq!(ran.status, 2, "{arguments:?}");
        assert!(ran.err.contains("name a question set: a shipped one (smp)"), "{arguments:?}: {}", ran.err);
    }
    let ran = room.runs(&["--no-input"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("scalp micropigmentation"), "{}", ran.out);
}

#[test]
fn a_page_stands_for_its_set() {
    let room = room();
    fs::create_dir(room.path("mine/pages")).unwrap();
    fs::rename(room.path("mine/health.yaml"), room.path("mine/pages/health.yaml")).unwrap();
    let main = room.read("mine/questionnaire.yaml").replace("- health.yaml", "- pages/health.yaml");
    room.has("mine/questionnaire.yaml", main);
    for (page, set) in [("mine/pages/health.yaml", "mine"), ("mine/scenarios.yaml", "mine")] {
        let ran = room.runs(&["check", page]);
        let told = format!("`{page}` is a part of the question set `{set}`, which is meant.\n");
        assert_eq!((ran.status, ran.err.as_str()), (0, told.as_str()), "{}", ran.out);
        assert!(ran.out.contains("mine: mine 1.0.0: 1 section"), "{}", ran.out);
    }
    let ran = ran_in(room.path("mine"), &["assess", "pages/health.yaml", "--no-input"]);
    assert_eq!(ran.err, "`pages/health.yaml` is a part of the question set `questionnaire.yaml`, which is meant.\n");
    assert_eq!(ran.status, 0);
    // A fault of the page is told at the page.
    let health = room.read("mine/pages/health.yaml").replace("finding:", "findng:");
    room.has("mine/pages/health.yaml", health);
    let ran = room.runs(&["check", "mine/pages/health.yaml", "--format", "short"]);
    let told = |line: &str| line.starts_with("mine/pages/health.yaml:") && line.contains("[unknown-key]");
    assert!(ran.out.lines().count() == 5 && ran.out.lines().all(told), "once each: {}", ran.out);
    // A file by itself is a set of its own, also beside others.
    room.has("small.yaml", SMALL);
    assert_eq!(room.runs(&["check", "small.yaml"]).err, "");
    room.has("small.scenarios.yaml", "scenarios: []\n");
    let ran = room.runs(&["test", "small.scenarios.yaml"]);
    assert!(ran.err.starts_with("`small.scenarios.yaml` is a part of the question set `small.yaml`"), "{}", ran.err);
}

/// What stands on a page of help is what stands in `docs/`.
#[test]
fn the_pages_of_help_are_those_of_the_documentation() {
    let room = Room::empty();
    let help = room.runs(&["--help"]).out;
    for topic in ["language", "scenarios", "templates", "overlays", "batch"] {
        let ran = room.runs(&["help", topic]);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{topic}");
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/").to_owned() + topic + ".md";
        assert_eq!(ran.out, fs::read_to_string(page).unwrap(), "{topic}");
        assert!(help.contains(&format!("\n  {topic} ")), "{help}");
    }
    assert!(room.runs(&["help", "check"]).out.contains("Usage: candidacy check"));
    assert_eq!(room.runs(&["help"]).out, help);
    let ran = room.runs(&["help", "langage"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("`language` is nearest") && ran.err.contains("scenarios"), "{}", ran.err);
}

#[test]
fn a_wrong_option_behind_set_is_told_with_the_nearest() {
    let room = room();
    for (set, says) in [
        ("scars=nevr", "there is no option `nevr` here; did you mean `never`?"),
        ("skin=rash,sunbrn", "there is no option `sunbrn` here; did you mean `sunburn`?"),
        ("scarz=never", "there is no question `scarz`; did you mean `scars`?"),
    ] {
        let ran = room.runs(&["assess", "mine", "--no-input", "--set", set]);
        assert_eq!(ran.status, 3, "{set}");
        assert!(ran.err.contains(says), "{}", ran.err);
    }
}

/// A shipped part of a report in a place where its names are not there: what is wrong is the include.
#[test]
fn a_part_that_is_included_in_a_wrong_place_is_told_at_the_include() {
    let room = room();
    room.has("own.html", "<p>Hello</p>\n{% include \"client_finding.html\" %}\n");
    let ran = room.runs(&["check", "mine", "--template", "own.html", "--format", "short"]);
    assert_eq!(ran.status, 1);
    let line = ran.out.lines().next().unwrap();
    assert!(line.starts_with("own.html:2:12: error[template-name]: `client_finding.html` cannot be included here: there is no `finding` here"), "{line}");
    // One's own part with a fault of its own is told where that stands.
    room.has("part.html", "{{ titel }}\n").has("own.html", "{% include \"part.html\" %}\n");
    let ran = room.runs(&["check", "mine", "--template", "own.html", "--format", "short"]);
    assert!(ran.out.starts_with("part.html:1:4: error[template-name]"), "{}", ran.out);
}

#[test]
fn a_scenario_that_a_new_question_unsettles_is_told_its_cure() {
    let room = room();
    let health = room.read("mine/health.yaml");
    let question = "\n  - id: smoker\n    ask: Do you smoke?\n    type: yes_no\n    unsure: not_now\n\nconditions:";
    let rule = "rules:\n  - id: smokes\n    when: smoker\n    verdict: not_now\n    finding: You smoke.\n";
    let health = health.replacen("\nconditions:", question, 1).replacen("rules:", rule, 1);
    // The remarks above both words stay where they are.
    room.has("mine/health.yaml", health);
    let ran = room.runs(&["test", "mine"]);
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("add `smoker: no` to the base that it starts from, or to its own"), "{}", ran.out);
    let before = room.read("mine/scenarios.yaml");
    let fixed = room.runs(&["test", "mine", "--fix"]);
    assert_eq!(fixed.status, 0, "{fixed:?}");
    assert!(fixed.err.contains("base `healthy`: added smoker: no"), "{}", fixed.err);
    assert_eq!(room.read("mine/scenarios.yaml").lines().count(), before.lines().count(), "nothing else was touched");
    let nothing = room.runs(&["test", "mine", "--fix"]);
    assert!(nothing.err.contains("nothing is added"), "{}", nothing.err);
    room.has("mine/scenarios.yaml", before.clone());
    let scenarios = before.replacen("tablets: no }", "tablets: no, smoker: no }", 1);
    room.has("mine/scenarios.yaml", scenarios);
    assert_eq!(room.runs(&["test", "mine"]).status, 0, "what it says cures it");
}
