//! The command line as people and scripts meet it: help, exit statuses, formats, and the same bytes every time.

use crate::support::{Ran, Room, commands, run};

const CLINIC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/clinic");
/// A response that answers everything, in YAML and as the same JSON.
const YAML: &str = "answers:\n  stage: i\n  age: 34\n  temperature: 36.6\n  keloid: unsure\n  skin_now: [psoriasis, sunburn]\n  \
                    isotretinoin: yes\n  isotretinoin_stopped: 2026-06-22\n  note: \"a: b\"\n";
const JSON: &str = r#"{"answers":{"stage":"i","age":34,"temperature":36.60,"keloid":"unsure","skin_now":["psoriasis","sunburn"],
"isotretinoin":true,"isotretinoin_stopped":"2026-06-22","note":"a: b"}}"#;

fn ran(arguments: &[&str]) -> Ran {
    Room::new().runs(arguments)
}

#[test]
fn help_is_golden_for_every_command() {
    let mut all = ran(&["--help"]).out;
    for command in &commands() {
        let short = ran(&[command, "-h"]);
        let long = ran(&[command, "--help"]);
        assert_eq!((short.status, long.status), (0, 0), "{command}");
        // `help batch` is the page of that name.
        assert!(long.err.is_empty() && (long.out == ran(&["help", command]).out || command == "batch"), "{command}");
        all.push_str(&format!("\n──── {command}\n\n{}", long.out));
    }
    insta::assert_snapshot!("help", all);
}

#[test]
fn every_command_with_arguments_shows_examples() {
    for command in commands().iter().filter(|command| *command != "list") {
        let help = ran(&[command, "--help"]).out;
        let examples = help.split("Example").nth(1).unwrap_or_else(|| panic!("{command}: {help}"));
        assert!(examples.contains(&format!("  candidacy {command}")), "{command}: {examples}");
    }
}

/// Arguments, status, and what is on stdout.
const STATUSES: &[(&[&str], i32, &str)] = &[
    (&["--version"], 0, concat!("candidacy ", env!("CARGO_PKG_VERSION"), "\n")),
    (&["-V"], 0, "candidacy "),
    (&["--help"], 0, "Usage: candidacy"),
    (&["list"], 0, "smp  "),
    (&["check", "small.yaml", CLINIC], 0, ": sound, proved until "),
    (&["check", "small.yaml", "--format", "json"], 0, "\"errors\":0"),
    (&["check", "bad.yaml"], 1, "error[duplicate-key]"),
    (&["check", "small.yaml", "bad.yaml"], 1, "small.yaml: small 1.0.0"),
    (&["check", "bad.yaml", "gone.yaml"], 4, "error[duplicate-key]"),
    (&["assess", "small.yaml", "--no-input"], 0, "May I go swimming today?"),
    (&["assess", "small.yaml", "--no-input", "--set", "fever=yes"], 0, "Not now"),
    (&["assess", "bad.yaml", "--no-input"], 1, ""),
    (&["assess", "small.yaml", "--no-input", "--set", "fever=often"], 3, ""),
    (&["assess", "gone.yaml", "--no-input"], 4, ""),
    (&["assess", "--frobnicate"], 2, ""),
    (&["assess", "small.yaml", "--plain", "--no-draft"], 130, ""),
    (&["drafts"], 0, "No answers are kept.\n"),
    (&["drafts", "--delete", "gone"], 2, ""),
    (&["explain"], 0, "unknown-name"),
    (&["explain", "unknown-name"], 0, "# unknown-name\n"),
    (&["explain", "alias-limit"], 0, "# alias-refused\n"),
    (&["explain", "nonsense"], 2, ""),
];

#[test]
fn every_exit_status_is_as_documented() {
    let room = Room::new();
    room.has("bad.yaml", "a: 1\na: 2\n");
    for (arguments, status, shown) in STATUSES {
        let ran = room.runs(arguments);
        assert_eq!(ran.status, *status, "{arguments:?}: {ran:?}");
        assert!(ran.out.contains(shown) && ran.out.is_empty() == shown.is_empty(), "{arguments:?}: {ran:?}");
        // Each failure says why, on stderr unless faults are the result; each success says nothing but its result.
        let told = !ran.err.is_empty();
        assert!(told == (*status != 0) || (arguments[0] == "check" && *status == 1), "{arguments:?}: {ran:?}");
    }
}

#[test]
fn without_a_command_the_shipped_questions_are_asked() {
    let none = Room::new().runs_with(&[], b"");
    let assess = Room::new().runs_with(&["assess", "smp"], b"");
    assert_eq!((none.status, assess.status), (130, 130));
    let title = "Is scalp micropigmentation right for you?";
    assert!(none.err.contains(title) && assess.err.contains(title), "{}", none.err);
}

/// Whoever cannot use the screen is not stopped at the door.
#[test]
fn without_a_command_the_options_of_assess_are_taken() {
    let room = Room::new();
    let none = room.runs(&["--plain", "--no-draft", "--for", "technician"]);
    let assess = room.runs(&["assess", "smp", "--plain", "--no-draft", "--for", "technician"]);
    assert_eq!((none.status, &none.err), (130, &assess.err));
    assert!(room.runs(&["--plain", "--client", "c-0042"]).err.contains("Client: c-0042."));
    let none = room.runs(&["--no-input", "--set", "age=34", "--format", "json", "--today", "2026-11-22"]);
    let assess =
        room.runs(&["assess", "smp", "--no-input", "--set", "age=34", "--format", "json", "--today", "2026-11-22"]);
    assert_eq!((none.status, &none.out), (0, &assess.out));
    // A command takes its options behind its name.
    assert_eq!(room.runs(&["--plain", "check", "small.yaml"]).status, 2);
}

#[test]
fn an_argument_takes_what_the_interview_takes() {
    let room = Room::new();
    let assess = |sets: &[&str]| {
        let mut arguments = vec!["assess", CLINIC, "--no-input", "--format", "json", "--today", "2026-11-22"];
        arguments.extend(sets.iter().flat_map(|set| ["--set", set]));
        room.runs(&arguments)
    };
    let (strict, free) = (
        assess(&["isotretinoin=yes", "isotretinoin_stopped=2026-06-02", "skin_now=psoriasis,sunburn", "age=34"]),
        assess(&["isotretinoin=y", "isotretinoin_stopped=2026/6/2", "skin_now=psoriasis,SUNBURN", "age= 34 "]),
    );
    assert_eq!((strict.status, free.status, &free.err), (0, 0, &String::new()));
    assert_eq!(strict.out, free.out);
    // A unit may stand behind its number.
    let small = |age: &str| {
        room.runs(&["assess", "small.yaml", "--no-input", "--format", "json", "--today", "2026-11-22", "--set", age])
    };
    let (strict, free) = (small("age=34"), small("age=34 years"));
    assert_eq!((free.status, &free.err, &free.out), (0, &strict.err, &strict.out));
    // What depends on what stands on the screen is not taken, and a fault reads as before.
    for (set, says) in [
        ("skin_now=1", "there is no option `1` here"),
        ("isotretinoin=1", "this question takes `yes` or `no`"),
        ("isotretinoin_stopped=2026-02-30", "there is no day `2026-02-30` in the calendar"),
        ("isotretinoin_stopped=June", "this question takes a day such as `2026-11-22`"),
    ] {
        let ran = assess(&[set]);
        assert!(ran.status == 3 && ran.err.contains(says), "{set}: {ran:?}");
    }
}

#[test]
fn completions_know_every_command() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = ran(&["completions", shell]);
        assert_eq!(script.status, 0);
        let options = ["--no-input", "--today", "--output"].map(str::to_owned);
        for word in commands().iter().chain(&options) {
            // Some shells have options without their dashes.
            assert!(script.out.contains(word.trim_start_matches('-')), "{shell} does not know {word}");
        }
    }
}

#[test]
fn every_code_is_explained() {
    let list = ran(&["explain"]).out;
    let codes: Vec<&str> = list.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(codes.len() >= 35, "{}", codes.len());
    for code in codes {
        let page = ran(&["explain", code]);
        assert_eq!(page.status, 0, "{code}");
        assert!(page.out.starts_with(&format!("# {code}\n")), "{code}: {}", page.out);
        assert!(page.out.lines().count() >= 5, "{code} is hardly explained: {}", page.out);
    }
}

#[test]
fn a_check_writes_its_result_to_stdout_in_every_format() {
    let room = Room::new();
    room.has("bad.yaml", "questionnaire: bad\ntitle: T\ntitel: T\n");
    for (format, shows) in [
        ("human", "error[unknown-key]: `titel` has no meaning in a questionnaire\n --> bad.yaml:3:1\n"),
        ("short", "bad.yaml:3:1: error[unknown-key]: `titel` has no meaning in a questionnaire\n"),
        ("json", "\"code\":\"unknown-key\""),
        ("sarif", "\"ruleId\": \"unknown-key\""),
    ] {
        let ran = room.runs(&["check", "bad.yaml", "--format", format]);
        assert_eq!((ran.status, ran.err.as_str()), (1, ""), "{format}");
        assert!(ran.out.contains(shows), "{format}: {}", ran.out);
        if ["json", "sarif"].contains(&format) {
            serde_json::from_str::<serde_json::Value>(&ran.out).unwrap();
        }
    }
}

/// The helper refuses every escape that comes through a pipe; what is left are terminals that are asked for none, which the
/// tests on a terminal drive. Here: colours that somebody forces are there, so that the refusal means something.
#[test]
fn pipes_get_no_escapes_unless_they_are_forced() {
    let room = Room::new();
    room.has("bad.yaml", "a: 1\na: 2\n");
    let runs = |variables: &[(&str, &str)]| {
        let mut command = room.command(&["check", "bad.yaml"]);
        command.envs(variables.iter().copied()).output().unwrap().stdout
    };
    let plain = runs(&[]);
    for variables in [&[("NO_COLOR", "1")][..], &[("TERM", "dumb")], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]] {
        let shown = String::from_utf8(runs(variables)).unwrap();
        let forced = variables.iter().any(|(name, _)| *name == "CLICOLOR_FORCE");
        assert!(forced || shown.as_bytes() == plain, "{variables:?}: {shown}");
    }
    assert!(!plain.contains(&0x1b));
}

/// What is run to compare bytes, with `YAML` as `me.yaml`.
const REPEATED: &[&[&str]] = &[
    &["assess", CLINIC, "--answers", "me.yaml", "--no-input", "--format", "json", "--today", "2026-11-22"],
    &["assess", CLINIC, "--answers", "me.yaml", "--no-input", "--format", "text", "--today", "2026-11-22"],
    &["assess", CLINIC, "--answers", "me.yaml", "--no-input", "--format", "markdown", "--today", "2026-11-22"],
    &["assess", CLINIC, "--answers", "me.yaml", "--no-input", "--format", "html", "--today", "2026-11-22"],
    &[
        "assess",
        CLINIC,
        "--answers",
        "me.yaml",
        "--no-input",
        "--for",
        "technician",
        "--today",
        "2026-11-22",
        "--save",
        "saved.yaml",
    ],
    &["check", CLINIC, "small.yaml", "--today", "2026-11-22", "--format", "json"],
    &["check", CLINIC, "small.yaml", "--today", "2026-11-22"],
    &["what-if", CLINIC, "--answers", "me.yaml", "--today", "2026-11-22", "--format", "json"],
    &["why", CLINIC, "keloid"],
    &["list"],
    &["explain"],
];

#[test]
fn the_same_inputs_give_the_same_bytes_anywhere() {
    let first = all_bytes(&[]);
    assert!(first.iter().all(|(ran, _)| ran.status == 0), "{first:?}");
    for world in [
        &[][..],
        &[("TZ", "EAST-14"), ("LANG", "de_DE.UTF-8"), ("LC_ALL", "de_DE.UTF-8")],
        &[("TZ", "WEST+12"), ("LANG", "tr_TR.UTF-8"), ("LC_ALL", "C")],
        &[("TZ", "nonsense"), ("LANG", "nonsense"), ("LANGUAGE", "ja")],
    ] {
        for (one, other) in first.iter().zip(all_bytes(world)) {
            assert_eq!(*one, other, "{world:?}");
        }
    }
}

fn all_bytes(world: &[(&str, &str)]) -> Vec<(Ran, String)> {
    let bytes = |arguments: &&[&str]| {
        let room = Room::new();
        room.has("me.yaml", YAML).has("saved.yaml", "");
        let mut command = room.command(arguments);
        command.envs(world.iter().copied());
        (run(command, b""), room.read("saved.yaml"))
    };
    REPEATED.iter().map(bytes).collect()
}

#[test]
fn the_day_is_the_persons_unless_it_is_given() {
    // Between these two zones there are 26 hours: never the same day in both.
    let room = Room::new();
    let day = |zone: &str| {
        let mut command = room.command(&["assess", "smp", "--no-input", "--format", "json"]);
        command.env("TZ", zone);
        let assessment: serde_json::Value = serde_json::from_str(&run(command, b"").out).unwrap();
        assessment["assessed_on"].as_str().unwrap().to_owned()
    };
    let days = [day("EAST-14"), day("WEST+12")];
    assert!(days[0] > days[1], "{days:?}");
    // Zones have names where the system knows them.
    if std::path::Path::new("/usr/share/zoneinfo/Pacific/Kiritimati").exists() {
        assert_eq!(day("Pacific/Kiritimati"), days[0]);
    }
}

#[test]
fn yaml_json_standard_input_and_arguments_say_the_same() {
    let room = Room::new();
    room.has("me.yaml", YAML).has("me.json", JSON);
    let assess = ["assess", CLINIC, "--no-input", "--format", "json", "--today", "2026-11-22"];
    let with = |more: &[&str], input: &str| {
        let mut arguments = assess.to_vec();
        arguments.extend(more);
        let ran = room.runs_with(&arguments, input.as_bytes());
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{more:?}");
        ran.out
    };
    let expected = with(&["--answers", "me.yaml"], "");
    assert!(expected.contains("\"verdict\""));
    assert_eq!(with(&["--answers", "me.json"], ""), expected);
    assert_eq!(with(&["--answers", "-"], YAML), expected);
    assert_eq!(with(&["--answers", "-"], JSON), expected);
    let sets = [
        "stage=i",
        "age=34",
        "temperature=36.6",
        "keloid=unsure",
        "skin_now=psoriasis,sunburn",
        "isotretinoin=yes",
        "isotretinoin_stopped=2026-06-22",
        "note=a: b",
    ];
    let sets: Vec<&str> = sets.iter().flat_map(|set| ["--set", set]).collect();
    // What is said on the command line is said today; of the file nobody knows.
    assert_eq!(with(&sets, "").replace("\"answered_on\":\"2026-11-22\"", "\"answered_on\":null"), expected);
    // An argument wins over the file.
    let changed = with(&["--answers", "me.yaml", "--set", "keloid=often"], "");
    assert!(changed.contains("\"verdict\":\"not_suitable\"") && !expected.contains("\"verdict\":\"not_suitable\""));
}

#[test]
fn an_interview_and_its_saved_answers_give_the_same_result() {
    let questionnaire = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/interview/small.yaml");
    let common = ["--format", "json", "--today", "2026-11-22"];
    for typed in
        ["34\n2\nu\n1, 2\nyes\n2026-06-22\nI am fine\n", "80\n1\n4\n3\n3\nn\ns\n", "18\n3\n2\n2\nu\n2020-01-01\nx\n"]
    {
        let room = Room::new();
        let asked = [&["assess", questionnaire, "--plain", "--save", "saved.yaml"][..], &common].concat();
        let interview = room.runs_with(&asked, format!("1\n{typed}y\n").as_bytes());
        assert_eq!(interview.status, 0, "{typed:?}: {}", interview.err);
        let given = [&["assess", questionnaire, "--no-input", "--answers", "saved.yaml"][..], &common].concat();
        let again = room.runs(&given);
        assert_eq!((again.out, again.err), (interview.out, String::new()), "{typed:?}");
    }
}

#[test]
fn the_ending_of_the_output_chooses_the_format() {
    let room = Room::new();
    for (name, format) in [
        ("r.html", "html"),
        ("r.htm", "html"),
        ("r.md", "markdown"),
        ("r.json", "json"),
        ("r.txt", "text"),
        ("r", "text"),
    ] {
        let ran = room.runs(&["assess", "small.yaml", "--no-input", "--today", "2026-11-22", "--output", name]);
        assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{name}");
        let printed = room.runs(&["assess", "small.yaml", "--no-input", "--today", "2026-11-22", "--format", format]);
        assert_eq!(room.read(name), printed.out, "{name}");
    }
}

#[test]
fn a_rule_that_stops_saves_nothing() {
    let room = Room::new();
    let arguments = ["assess", CLINIC, "--no-input", "--set", "age=12", "--save", "saved.yaml"];
    assert!(room.runs(&arguments).out.contains("A tattoo is only for adults."));
    assert!(!room.path("saved.yaml").exists());
}

/// A branch that wants several findings at once is taken by no witness; its names are checked all the same.
#[test]
fn a_clinics_template_is_checked_in_every_branch() {
    let room = Room::new();
    let set = include_str!("../fixtures/small.yaml");
    room.has("small.yaml", set);
    room.has(
        "own.txt",
        "{% if found.feverish and found.sore_ear and verdict.id == \"later\" %}\n{{ verdict.nope }}\n{% endif %}\n",
    );
    let ran = room.runs(&["check", "small.yaml", "--template", "own.txt", "--format", "short"]);
    assert_eq!(ran.status, 1, "{}", ran.out);
    assert!(ran.out.contains("own.txt:2:12: error[template-name]: there is no `nope` here"), "{}", ran.out);
    room.has("own.txt", "{% if found.feverish %}{{ verdict.title }}{% endif %}\n");
    assert_eq!(room.runs(&["check", "small.yaml", "--template", "own.txt"]).status, 0);
}

/// A page of a clinic's own that writes values where they could act is warned of, beside the set and as a part of it; the page
/// still renders.
#[test]
fn a_clinics_page_is_warned_of_values_in_unsafe_places() {
    let room = Room::new();
    room.has("set/questionnaire.yaml", include_str!("../fixtures/small.yaml"));
    let warned = || {
        let ran = room.runs(&["check", "set/questionnaire.yaml", "--template", "own.html", "--format", "short"]);
        assert_eq!(ran.status, 0, "{}", ran.out);
        ran.out.lines().filter(|line| line.contains("[unsafe-place]")).map(str::to_owned).collect::<Vec<_>>()
    };
    room.has("own.html", "<p>{{ verdict.title }}</p>\n<p class={{ audience }}>ok</p>\n{% include \"client.html\" %}\n");
    let without_quotes = "this value stands in an attribute without quotes, where it can do harm";
    assert_eq!(warned(), [format!("own.html:2:10: warning[unsafe-place]: {without_quotes}")]);
    for (page, place) in [
        ("<script>let title = '{{ verdict.title }}';</script>", "1:22: in a script"),
        ("<p onclick=\"alert('{{ verdict.title }}')\">ok</p>", "1:20: in an attribute that is a script"),
        ("<p style=\"color: {{ audience }}\">ok</p>", "1:18: in an attribute that is a style sheet"),
        ("<p {{ audience }}>ok</p>", "1:4: in a tag, outside the quotes of an attribute"),
        ("<a href=\"{{ verdict.title }}\">ok</a>", "1:10: where an address begins"),
    ] {
        room.has("own.html", format!("{page}\n"));
        let (at, place) = place.split_once(": ").unwrap();
        let expected = format!("own.html:{at}: warning[unsafe-place]: this value stands {place}, where it can do harm");
        assert_eq!(warned(), [expected], "{page}");
    }
    room.has("own.html", "<p class=\"{{ audience }}\">ok</p>\n");
    assert_eq!(warned(), Vec::<String>::new());
    room.has("set/report/client_first.html", "<script>\n  let title = '{{ verdict.title }}';\n</script>\n");
    let [part] = &warned()[..] else { panic!("{:?}", warned()) };
    let in_a_script = "report/client_first.html:2:16: warning[unsafe-place]: this value stands in a script";
    assert!(part.contains(in_a_script), "{part}");
    let severe = include_str!("../fixtures/small.yaml").to_owned() + "lints: { unsafe-place: error }\n";
    room.has("set/questionnaire.yaml", &*severe);
    assert_eq!(room.runs(&["check", "set/questionnaire.yaml"]).status, 1);
}
