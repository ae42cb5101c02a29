//! Drawings at the question on a real terminal: greys, braille, images or words, by what the terminal says of itself; and not one byte
//! of a protocol to one that did not say that it knows it.

use std::fs;

use crate::interview_pty::{CTRL_C, DOWN, Home, Person};

/// The query for a terminal's name, and the beginning of whatever kitty's protocol says.
const QUERY: &str = "\u{1b}[>q";
const IMAGE: &str = "\u{1b}_G";

const PICTURES: [(&str, &str); 5] =
    [("i", "norwood-i"), ("iii", "norwood-iii"), ("iv", "norwood-iv"), ("vi", "norwood-vi"), ("vii", "norwood-vii")];

/// A set that asks for one of the shipped drawings.
fn has_heads(home: &Home) {
    let folder = home.file("heads");
    fs::create_dir_all(folder.join("images")).unwrap();
    let mut options = String::new();
    for (id, name) in PICTURES {
        let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/questionnaires/smp/images");
        fs::copy(format!("{shipped}/{name}.svg"), folder.join(format!("images/{name}.svg"))).unwrap();
        options += &format!(
            "          {id}: {{ label: \"Stage {id}: as drawn\", image: images/{name}.svg, alt: What {id} shows. }}\n"
        );
    }
    let set = format!(
        "questionnaire: heads\nversion: 1.0.0\ntitle: Heads\nverdicts: [{{ fine: {{ title: Fine, says: F. }} }}, {{ wait: {{ title: Wait, says: W. }} }}]\nsections:\n  - id: s\n    title: Your head\n    questions:\n      - id: stage\n        ask: Which is like yours?\n        type: scale\n        unsure: wait\n        options:\n{options}    rules:\n      - {{ id: r, when: stage == vii, verdict: wait, finding: W. }}\n"
    );
    fs::write(folder.join("questionnaire.yaml"), set).unwrap();
}

/// Somebody at the question with the drawings.
fn at_the_drawings(home: &Home, window: (u16, u16), term: &str, env: &[(&str, &str)]) -> Person {
    has_heads(home);
    let person = home.sits_down_at(window, term, env, &["heads", "--no-draft"]);
    person.reads_to("1 Begin").presses("\r");
    person
}

fn has_braille(text: &str) -> bool {
    text.chars().any(|sign| ('\u{2801}'..='\u{28ff}').contains(&sign))
}

#[test]
fn drawings_stand_side_by_side_and_keys_choose_among_them() {
    let home = Home::new();
    let person = at_the_drawings(&home, (80, 24), "xterm-256color", &[]);
    person.sees_line(&["1 Stage i", "2 Stage iii", "3 Stage iv"]).sees(&["5 Stage vii", "u Not sure", "? why"]);
    assert!(person.contents().contains('▀') && person.raw().contains("\u{1b}[38;5;"), "{}", person.contents());
    // Nothing is chosen beforehand, nor answered by one key.
    person
        .presses("\r")
        .sees(&["Choose with ↑ and ↓"])
        .presses("2")
        .sees(&[">2 Stage iii", "Stage iii: as drawn. What iii shows."]);
    person.presses("\u{1b}[C").sees(&[">3 Stage iv"]).presses(DOWN).sees(&["> u Not sure"]);
    person.presses("5\r").sees(&["Check your answers", "Stage vii"]).presses("1\r");
    person.sees(&["Your answer so far: Stage vii: as drawn.", ">5 Stage vii"]);
    assert!(!person.raw().contains(QUERY) && !person.raw().contains(IMAGE));
    person.presses(CTRL_C).is_free_again(130);
}

#[test]
fn without_colours_they_are_braille_and_in_small_windows_one_or_words() {
    let home = Home::new();
    let person = at_the_drawings(&home, (80, 24), "xterm-256color", &[("NO_COLOR", "1")]);
    person.sees(&["2 Stage iii"]);
    assert!(has_braille(&person.contents()) && !person.raw().contains("38;5"), "{}", person.contents());
    let person = at_the_drawings(&home, (60, 14), "xterm", &[]);
    person.sees(&["   5 Stage vii: as drawn", "move to see it"]).presses("5").sees(&[">  5 Stage vii"]);
    assert!(has_braille(&person.contents()), "{}", person.contents());
    for (window, term) in [((40, 15), "xterm-256color"), ((80, 24), "linux")] {
        let person = at_the_drawings(&home, window, term, &[]);
        person.sees(&["   5 Stage vii: as drawn"]).presses("5").sees(&[">  5 Stage vii", "What vii shows."]);
        assert!(!has_braille(&person.contents()) && !person.contents().contains('▀'), "{}", person.contents());
    }
}

#[test]
fn images_go_only_to_a_terminal_that_said_its_name() {
    for (answer, gets) in [(Some("kitty(0.35.2)"), true), (Some("xterm(390)"), false), (None, false)] {
        let home = Home::new();
        let person = at_the_drawings(&home, (80, 24), "xterm-kitty", &[]);
        let until = std::time::Instant::now() + std::time::Duration::from_secs(15);
        while !person.raw().contains(QUERY) {
            assert!(std::time::Instant::now() < until, "not asked: {:?}", person.raw());
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        if let Some(name) = answer {
            person.presses(&format!("\u{1b}P>|{name}\u{1b}\\"));
        }
        person.sees(&["5 Stage vii", "? why"]).presses("2").sees(&[">2 Stage iii"]);
        assert_eq!(person.raw().contains("\u{1b}_Ga=T,q=2,f=24,o=z,"), gets, "{answer:?}");
        assert_eq!(person.raw().contains(IMAGE), gets, "{answer:?}");
        assert_eq!(person.contents().contains('▀'), !gets, "{answer:?}: {}", person.contents());
        // It is asked once, and what was shown is taken away.
        person.presses("\r").sees(&["Check your answers"]).presses("1\r").sees(&[">2 Stage iii"]);
        assert_eq!(person.raw().matches(QUERY).count(), 1);
        assert_eq!(person.raw().contains("\u{1b}_Ga=d"), gets);
        person.presses(CTRL_C).is_free_again(130);
    }
}

#[test]
fn plain_lines_say_what_drawings_show() {
    let home = Home::new();
    has_heads(&home);
    let person = home.sits_down_at((80, 24), "xterm-kitty", &[], &["heads", "--no-draft", "--plain"]);
    person.has_been_asked(1).types("1").sees(&["2. Stage iii: as drawn (What iii shows.)"]);
    assert!(!person.raw().contains('\u{1b}') && !has_braille(&person.raw()) && !person.raw().contains('▀'));
}

/// `o` is a key only where something opens pages; the page has every drawing and no answer.
#[test]
fn drawings_open_as_a_page_where_there_is_a_desktop() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::new();
    let opener = home.file("bin/xdg-open");
    fs::create_dir_all(home.file("bin")).unwrap();
    fs::write(&opener, format!("#!/bin/sh\ncat \"$1\" > {}\n", home.file("page.html").display())).unwrap();
    fs::set_permissions(&opener, fs::Permissions::from_mode(0o700)).unwrap();
    let path = format!("{}:{}", home.file("bin").display(), std::env::var("PATH").unwrap());
    let person = at_the_drawings(&home, (100, 30), "xterm-256color", &[("DISPLAY", ":0"), ("PATH", &path)]);
    person.sees(&["o drawings as a page"]).presses("o").sees(&["open in a window of their own"]);
    let page = fs::read_to_string(home.file("page.html")).unwrap();
    assert_eq!(page.matches("data:image/svg+xml;base64,").count(), PICTURES.len(), "{page}");
    assert!(page.contains("<b>2</b> Stage iii: as drawn<br><small>What iii shows.</small>"), "{page}");
    let person = at_the_drawings(&home, (100, 30), "xterm-256color", &[]);
    person.sees(&["5 Stage vii"]).does_not_see("as a page").presses("o").does_not_see("cannot");
}
