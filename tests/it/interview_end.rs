//! The end of an interview on a real terminal: what is asked, what is written where, and what stays of it.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use crate::interview_pty::{CTRL_C, DOWN, Home, Person, SMALL, answers, saved, was_here_before};

const DEFER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/smp/defer.yaml");
const EXAMINED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/smp/examined.yaml");

/// A home with a folder for documents.
fn home() -> Home {
    let home = Home::new();
    fs::create_dir(home.file("Documents")).unwrap();
    home
}

/// Answers all questions and confirms the answers.
fn comes_to_the_end(person: &Person) {
    person.reads_to("1 Begin");
    person.presses("\r");
    answers(person, 0, 7);
    person.sees(&["Check your answers"]).presses("y\r");
}

/// The names in the folder for documents.
fn documents(home: &Home) -> BTreeSet<String> {
    let names = fs::read_dir(home.file("Documents")).unwrap();
    names.map(|name| name.unwrap().file_name().into_string().unwrap()).collect()
}

fn set<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
    names.map(str::to_owned).into_iter().collect()
}

#[test]
fn a_client_keeps_both_and_nothing_is_ever_replaced() {
    let home = home();
    fs::write(home.file("Documents/small-2026-11-22.html"), "somebody's").unwrap();
    for number in ["-2", "-3"] {
        let person = home.sits_down(&[SMALL]);
        comes_to_the_end(&person);
        person.sees(&[
            "Your result, 22 November 2026: Not now",
            "Why",
            "Nothing is saved yet.",
            ">  1 Both: my page",
            "Another folder; now it is ~/Documents",
        ]);
        assert!(home.draft().exists(), "nothing is chosen yet");
        person.presses("\r").sees(&["Saved. Only you can read this", ">  d Done", "Nothing else of this interview"]);
        let [page, answers] = ["html", "yaml"].map(|ending| format!("small-2026-11-22{number}.{ending}"));
        person.sees(&[&format!("~/Documents/{page}"), &format!("~/Documents/{answers}")]);
        assert!(!home.draft().exists(), "the answers are kept twice");
        // No desktop is here: the path is said.
        person.presses("o\r").sees(&["It cannot be opened from here. It is the file"]);
        person.presses("\r").is_free_again(0).sees(&["Your page: /", "Your answers: /", &page, &answers]);
        for name in [&page, &answers] {
            let about = fs::metadata(home.file("Documents").join(name)).unwrap();
            assert_eq!(about.permissions().mode() & 0o777, 0o600, "{name}");
        }
        assert!(saved(&home.file("Documents").join(&page)).contains("<html"));
        let kept = saved(&home.file("Documents").join(&answers));
        assert!(kept.contains("answered_on: \"2026-11-22\"") && kept.contains("verdict: defer"), "{kept}");
    }
    assert_eq!(saved(&home.file("Documents/small-2026-11-22.html")), "somebody's");
}

#[test]
fn only_what_is_chosen_is_written() {
    for (key, names, said) in [
        ("2", set(["small-2026-11-22.html"]), "Your answers are not kept."),
        ("3", set(["small-2026-11-22.yaml"]), "Your page is not kept; the answers can make it again."),
    ] {
        let home = home();
        let person = home.sits_down(&[SMALL]);
        comes_to_the_end(&person);
        person.sees(&["Nothing is saved yet."]).presses(key).presses("\r").sees(&[said]).presses("\r").is_free_again(0);
        assert_eq!(documents(&home), names);
        assert!(!home.draft().exists());
    }
}

#[test]
fn nothing_is_deleted_before_it_is_said_twice() {
    let home = home();
    let person = home.sits_down(&[SMALL]);
    comes_to_the_end(&person);
    person.sees(&["Nothing is saved yet."]).presses("4\r").sees(&["Delete my answers?"]);
    // Nothing is chosen beforehand, and one can go back.
    person.presses("\r").sees(&["Choose with ↑ and ↓"]);
    assert!(home.draft().exists());
    person.presses("n\r").sees(&["Nothing is saved yet."]);
    person.keeps_nothing().is_free_again(0).sees(&["Nothing of this interview is left here."]);
    assert!(!home.draft().exists());
    assert_eq!(documents(&home), set([]));
    assert_eq!(fs::read_dir(home.file("state/candidacy")).unwrap().count(), 0);
}

#[test]
fn whoever_breaks_off_at_the_end_finds_the_answers_again() {
    for signal in ["ctrl-c", "-HUP", "-TERM"] {
        let home = home();
        let person = home.sits_down(&[SMALL]);
        comes_to_the_end(&person);
        person.sees(&["Nothing is saved yet."]);
        if signal == "ctrl-c" {
            person.presses(CTRL_C)
        } else {
            person.gets_signal(signal)
        };
        person.is_free_again(130).sees(&["Your answers so far are kept in"]);
        assert!(saved(&home.draft()).contains("age: 34"));
        assert_eq!(documents(&home), set([]));
    }
}

/// What is done is done: a window that is closed over the last screen changes nothing, and nothing untrue is said.
#[test]
fn once_it_is_saved_an_interruption_only_ends_it() {
    for (signal, status) in [("ctrl-c", 0), ("-HUP", 130)] {
        let home = home();
        let person = home.sits_down(&[SMALL]);
        comes_to_the_end(&person);
        person.sees(&["Nothing is saved yet."]).presses("1\r").sees(&["Saved."]);
        if signal == "ctrl-c" {
            person.presses(CTRL_C)
        } else {
            person.gets_signal(signal)
        };
        person.is_free_again(status).sees(&["Your answers: /"]).does_not_see("no answers are kept");
        assert_eq!(documents(&home), set(["small-2026-11-22.html", "small-2026-11-22.yaml"]));
    }
}

#[test]
fn another_folder_is_looked_at_before_anything_is_promised() {
    let home = home();
    fs::create_dir(home.file("mine")).unwrap();
    let person = home.sits_down(&[SMALL]);
    comes_to_the_end(&person);
    person.sees(&["Nothing is saved yet."]).presses("f\r").sees(&["In which folder"]).types("~/nowhere");
    person.sees(&["There is no folder", "nowhere."]).types("state/candidacy").sees(&["Nothing may be written there"]);
    person
        .types("~/mine")
        .sees(&["They will go to ~/mine.", "now it is ~/mine"])
        .presses("3\r")
        .sees(&["~/mine/small"]);
    person.presses("\r").is_free_again(0);
    assert!(home.file("mine/small-2026-11-22.yaml").exists());
}

#[test]
fn a_folder_that_has_gone_loses_nothing() {
    let home = home();
    let person = home.sits_down(&[SMALL]);
    comes_to_the_end(&person);
    person.sees(&["Nothing is saved yet."]);
    fs::remove_dir(home.file("Documents")).unwrap();
    person.presses("1\r").sees(&["Nothing was saved. There is no folder", ">  1 Both"]);
    assert!(home.draft().exists());
    fs::create_dir(home.file("Documents")).unwrap();
    person.presses("1\r").sees(&["Saved."]).presses("\r").is_free_again(0);
}

#[test]
fn the_page_can_be_read_first_in_the_pager_or_here() {
    let home = home();
    let pager = home.file("pager");
    fs::write(&pager, "#!/bin/sh\nexec cat > \"$1\"\n").unwrap();
    fs::set_permissions(&pager, fs::Permissions::from_mode(0o700)).unwrap();
    let read = home.file("read");
    let pager = format!("{} {}", pager.display(), read.display());
    let person = home.sits_down_at((80, 24), "xterm", &[("PAGER", &pager)], &[SMALL]);
    comes_to_the_end(&person);
    person.sees(&["Nothing is saved yet."]).presses("5").sees(&[">  5 Read"]).presses("\r");
    person.sees(&[">  1 Both"]).presses("2\r").sees(&["Saved."]).presses("\r").is_free_again(0);
    assert!(saved(&read).contains("Your report, 22 November 2026"));

    // What is no pager, or only passes the text on, would leave nothing to read.
    for none in ["cat", "no-such-pager"] {
        let home = Home::new();
        let person = home.sits_down_at((80, 24), "xterm", &[("PAGER", none)], &[SMALL]);
        comes_to_the_end(&person);
        person.sees(&["Nothing is saved yet.", "now it is ~"]).presses("5\r");
        person.sees(&["Your report, 22 November 2026"]).reads_to("> Go on");
        person.presses("\r").keeps_nothing().is_free_again(0);
    }
}

#[test]
fn a_page_opens_without_touching_the_terminal() {
    let home = home();
    let bin = home.file("bin");
    fs::create_dir(&bin).unwrap();
    let opener = bin.join("xdg-open");
    fs::write(&opener, "#!/bin/sh\necho \"$1\" > \"$HOME/opened\"\necho noise; echo noise >&2\n").unwrap();
    fs::set_permissions(&opener, fs::Permissions::from_mode(0o700)).unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let person = home.sits_down_at((80, 24), "xterm", &[("PATH", &path), ("DISPLAY", ":0")], &[SMALL]);
    comes_to_the_end(&person);
    person.sees(&["Nothing is saved yet."]).presses("2\r").sees(&["Saved."]).presses("o\r");
    person.sees(&["It opens in a window of its own."]).does_not_see("noise").presses("\r").is_free_again(0);
    assert!(saved(&home.file("opened")).ends_with("Documents/small-2026-11-22.html\n"));
}

#[test]
fn the_end_fits_smaller_windows_with_the_same_parts_in_order() {
    for window in [(80, 24), (60, 20), (40, 15)] {
        let home = home();
        let person = home.sits_down_at(window, "xterm-256color", &[], &["smp", "--answers", DEFER]);
        person.reads_to("1 Start from");
        person.presses("\r").sees(&["Check your answers"]).presses("y\r");
        let parts = [
            "Your result, 22 November 2026: Not now",
            "on 20 March 2027",
            "Why",
            "isotretinoin until 10",
            "Do next",
            "1. Red or itchy scalp: Ask",
        ];
        if window.0 == 40 {
            // What does not fit is read a window at a time; the rows stand below the last.
            let mut read = String::new();
            person.sees(&[parts[0], "There is more."]);
            while !person.contents().contains("1 Both") {
                read += &person.contents();
                let before = person.contents();
                person.presses("\r");
                while person.contents() == before {
                    std::thread::sleep(std::time::Duration::from_millis(20));
                }
                std::thread::sleep(std::time::Duration::from_millis(200));
            }
            read += &person.contents();
            for part in parts {
                assert!(read.contains(part), "{part}: {read}");
            }
        } else {
            person.sees(&parts);
            let screen = person.contents();
            let places: Vec<usize> = parts.iter().map(|part| screen.find(part).unwrap()).collect();
            assert!(places.is_sorted(), "{screen}");
        }
        person.sees(&["1 Both: my page", "5 Read my page here first", "f Another folder", "Enter"]);
        person.keeps_nothing().is_free_again(0);
    }
}

#[test]
fn a_technician_writes_the_sheet_and_clears_the_screen_for_the_next_client() {
    let home = home();
    let arguments = ["smp", "--answers", EXAMINED, "--for", "technician", "--client", "c-0042"];
    let person = home.sits_down(&arguments);
    person.reads_to("1 Start from");
    person.presses("\r").sees(&["Check your answers"]).presses("y\r");
    person.sees(&[
        "c-0042, 22 November 2026",
        "Suitable with conditions",
        "First visit: 30 November 2026",
        "Stages differ",
        "Both: the sheet",
    ]);
    person.does_not_see("exam_").presses("1\r").sees(&["The sheet", ">  o Open the sheet to print", "n Next client"]);
    person.presses("n").sees(&[">  n Next client"]).presses("\r").is_free_again(0);
    person.does_not_see("c-0042");
    // The history of the window goes, too.
    assert!(person.raw().contains("\u{1b}[3J"));
    assert_eq!(documents(&home), set(["c-0042-2026-11-22-sheet.html", "c-0042-2026-11-22.yaml"]));
}

#[test]
fn who_comes_back_reads_what_has_changed() {
    let home = home();
    was_here_before(&home);
    let person = home.sits_down(&["v.yaml", "--answers", "anna.yaml"]);
    person.sees(&["1 Start from"]).presses("\r").sees(&["Are you pregnant?"]).types("y");
    person.sees(&["You told us on 3 April 2026:"]).presses("y\r").sees(&["Check your answers"]).presses("y\r");
    person.sees(&["Since 3 April 2026: 1 answer changed. The result: Fine → Wait.", "Your result"]);
    person.presses("3\r").sees(&["~/Documents/anna-2026-11-22.yaml", "anna.yaml stays as it"]).presses("\r");
    person.is_free_again(0);
}

#[test]
fn where_the_command_says_what_to_write_nothing_is_asked_and_it_is_said() {
    for (arguments, said) in [
        (vec!["--output", "page.html", "--save", "a.yaml"], vec!["Your page: page.html", "Your answers: a.yaml"]),
        (
            vec!["--output", "page.html"],
            vec!["Your page: page.html", "Your answers are not kept. `--save FILE` keeps them."],
        ),
        (vec!["--save", "a.yaml"], vec!["Not now", "Your answers: a.yaml"]),
        (vec!["--format", "summary"], vec!["Not now", "Your answers are not kept."]),
    ] {
        let home = home();
        let person = home.sits_down(&[&[SMALL], &arguments[..]].concat());
        comes_to_the_end(&person);
        person.is_free_again(0).sees(&said).does_not_see("Nothing is saved yet.");
        assert_eq!(documents(&home), set([]));
    }
}

#[test]
fn plain_lines_on_a_terminal_ask_the_same() {
    let home = home();
    let person = home.sits_down(&[SMALL, "--plain"]);
    let lines = ["1", "34", "2", "u", "2", "y", "2026-06-22", "s", "y", "5", "n", "n", "1", "o", "d"];
    for (line, asked) in lines.iter().zip(1..) {
        person.has_been_asked(asked).types(line);
    }
    person.is_free_again(0);
    let raw = person.raw();
    assert!(!raw.contains('\u{1b}'), "{raw:?}");
    for text in [
        "Your result, 22 November 2026: Not now",
        "Why: ",
        "5. Read my page here first",
        "Who decides",
        "Type one of",
        "~/Documents/small-2026-11-22.html",
    ] {
        assert!(raw.contains(text), "{text}: {raw}");
    }
    assert_eq!(documents(&home), set(["small-2026-11-22.html", "small-2026-11-22.yaml"]));
}

#[test]
fn down_and_enter_choose_as_keys_do() {
    let home = home();
    let person = home.sits_down(&[SMALL]);
    comes_to_the_end(&person);
    person.sees(&[">  1 Both"]).presses(DOWN).sees(&[">  2 Only my page"]).presses("\r").sees(&["Saved."]);
    person.presses("\r").is_free_again(0);
    assert_eq!(documents(&home), set(["small-2026-11-22.html"]));
}
