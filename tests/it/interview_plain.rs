//! The interview line by line, through pipes.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;

use crate::support::{DAY, Ran, Room};

const SMALL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/interview/small.yaml");

/// Where somebody is interviewed, and drafts are kept.
struct Home(Room);

/// What came of an interview.
struct Outcome {
    status: i32,
    report: String,
    said: String,
}

impl Home {
    fn new() -> Home {
        Home(Room::empty())
    }

    fn draft(&self) -> PathBuf {
        self.0.path("state/candidacy/small.client.draft.yaml")
    }

    fn types(&self, input: &str) -> Outcome {
        self.types_for(&[SMALL, "--save", "saved.yaml"], input)
    }

    fn types_for(&self, arguments: &[&str], input: &str) -> Outcome {
        let arguments = [&["assess"], arguments, &["--today", DAY]].concat();
        let Ran { status, out, err } = self.0.runs_with(&arguments, input.as_bytes());
        Outcome { status, report: out, said: err }
    }

    fn saved(&self) -> String {
        self.0.read("saved.yaml")
    }
}

impl Outcome {
    fn said(&self, texts: &[&str]) -> &Self {
        for text in texts {
            assert!(self.said.contains(text), "{text:?} was not said:\n{}", self.said);
        }
        self
    }

    /// The texts were said in this order.
    fn said_in_turn(&self, texts: &[&str]) -> &Self {
        let mut rest = self.said.as_str();
        for text in texts {
            let (_, after) = rest.split_once(text).unwrap_or_else(|| panic!("{text:?} not in turn:\n{}", self.said));
            rest = after;
        }
        self
    }

    fn ended(&self, status: i32) -> &Self {
        assert_eq!(self.status, status, "{}", self.said);
        self
    }
}

/// The longest way has more than a hundred questions, and hardly anybody goes it.
#[test]
fn a_long_set_does_not_frighten() {
    let said = Home::new().types_for(&["smp", "--no-draft"], "1\n34\n").said;
    for text in ["About 59 questions", "About you. Question 1 of about 59.", "Question 2 of about 59."] {
        assert!(said.contains(text), "{text:?} was not said:\n{said}");
    }
}

#[test]
fn a_whole_interview_by_lines() {
    let home = Home::new();
    let outcome = home.types("1\n34\n2\nu\n1, 2\nyes\n2026-06-22\nI am fine\ny\n");
    outcome.ended(0).said_in_turn(&[
        "A small test of everything",
        "About 6 questions",
        "Your skin. Question 1 of 7.",
        "These answers tell us about your skin.",
        "(A number from 0 to 120, in years)",
        "2. Deep temples (Hair in the middle)",
        "Such a scar is called a keloid.",
        "(u not sure, r rather not say, ? why, b back, q leave)",
        "(One answer or several)",
        "Psoriasis and Sunburn",
        "y. Yes",
        "(A day in the past, such as 2026-06-22)",
        "Anything else. Question 7 of 7.",
        "(s skip, ? why, b back, q leave)",
        "Check your answers",
        "1. How old are you? — 34 years",
        "3. Has a scar of yours ever grown beyond the wound? — Not sure",
        "6. When did you take the last tablet? — 22 June 2026",
        "y. These are right",
    ]);
    assert!(!outcome.said.contains('\u{1b}') && !outcome.report.contains('\u{1b}'));
    assert!(outcome.report.contains("Not now"), "{}", outcome.report);
    assert!(!home.draft().exists());
    for line in ["age: 34", "stage: iii", "keloid: unsure", "psoriasis", "sunburn", "isotretinoin: yes", "I am fine"] {
        assert!(home.saved().contains(line), "{line}: {}", home.saved());
    }
}

#[test]
fn what_is_not_understood_is_asked_again_with_one_sentence() {
    for (before, typed, sentence) in [
        ("", "", "Write a number in digits, such as 34."),
        ("", "thirty", "Write a number in digits, such as 34."),
        ("", "NaN", "Write a number in digits, such as 34."),
        ("", "1e400", "Write a number in digits, such as 34."),
        ("", "u", "Write a number in digits, such as 34."),
        ("", "-1", "Must be from 0 to 120."),
        ("", "34.5", "Takes whole numbers only."),
        ("34\n", "4", "Choose one of the numbers 1 to 3."),
        ("34\n", "", "Choose one of the numbers 1 to 3."),
        ("34\n1\n", "o", "Choose one of the numbers 1 to 4."),
        ("34\n1\n", "n", "Choose one of the numbers 1 to 4."),
        ("34\n1\n1\n", "", "Type the numbers of all that apply, such as 1, 3."),
        ("34\n1\n1\n", "1 3", "“None of these” cannot go together with other answers."),
        ("34\n1\n1\n", "1 9", "Choose one of the numbers 1 to 3."),
        ("34\n1\n1\n3\n", "maybe", "Type y for yes or n for no."),
        ("34\n1\n1\n3\ny\n", "22.6.2026", "“22.6.2026” is not understood. Write year-month-day, such as 2026-06-22."),
        ("34\n1\n1\n3\ny\n", "2026-02-31", "There is no day 2026-02-31."),
        ("34\n1\n1\n3\ny\n", "0000-00-00", "There is no day 0000-00-00."),
        ("34\n1\n1\n3\ny\n", "2026-11-23", "A day in the past"),
        ("34\n1\n1\n3\nn\n", "", "Write something, or type s to skip."),
        ("34\n1\n1\n3\nn\ns\n", "9", "Type one of 1 to 6, y, b."),
    ] {
        let outcome = Home::new().types(&format!("1\n{before}{typed}\nq\n"));
        outcome.ended(130).said(&[&format!("> {sentence}")]);
    }
}

#[test]
fn what_people_write_is_taken() {
    for (typed, saved) in [
        ("34 years\n1\n1\n3\nn\ns\n", "age: 34"),
        ("34\ndeep temples\n1\n3\nn\ns\n", "stage: iii"),
        ("34\ndeep\n1\n3\nn\ns\n", "stage: iii"),
        ("34\n1\nNot sure\n3\nn\ns\n", "keloid: unsure"),
        ("34\n1\nr\n3\nn\ns\n", "keloid: withheld"),
        ("34\n1\n1\n2 1\nNo\ns\n", "skin_now: [psoriasis, sunburn]"),
        ("34\n1\n1\nsunburn\nNO\ns\n", "skin_now: [sunburn]"),
        ("34\n1\n1\nnone of these\nno\nskip\n", "skin_now: [none]"),
        ("34\n1\n1\n3\ny\n2026-6-2\ns\n", "2026-06-02"),
        ("34\n1\n1\n3\ny\n2026/06/02\ns\n", "2026-06-02"),
        ("34\n1\n1\n3\ny\ntoday\ns\n", "2026-11-22"),
        ("34\n1\n1\n3\nn\ncafé 👩‍🦲 שלום\n", "café 👩‍🦲 שלום"),
    ] {
        let home = Home::new();
        home.types(&format!("1\n{typed}y\n")).ended(0);
        let file = home.saved();
        let flow = file.replace(":\n  - ", ": [").replace("\n  - ", ", ");
        assert!(file.contains(saved) || flow.contains(saved), "{typed:?}: {file}");
    }
}

#[test]
fn back_review_and_help_work_by_lines() {
    let home = Home::new();
    let outcome = home.types("1\n34\n?\nb\n\nb\n35\n1\n1\n3\ny\nu\nb\nb\nb\nback\n\n\n\n\n\ns\n5\nn\n1\n40\ny\n");
    outcome.ended(0).said_in_turn(&[
        "Why we ask: Which drawing is closest?",
        "Your answer so far: 34 years. Press Enter to keep it.",
        "Your answer so far: 34 years. Press Enter to keep it.",
        "Check your answers",
        "6. When did you take the last tablet? — Not sure",
        "Your answer so far: Yes. Press Enter to keep it.",
        "5. Have you ever taken isotretinoin? — No",
        "Your answer so far: 35 years. Press Enter to keep it.",
        "1. How old are you? — 40 years",
    ]);
    assert!(home.saved().contains("age: 40"), "{}", home.saved());
}

#[test]
fn the_end_of_the_input_keeps_the_answers() {
    let home = Home::new();
    home.types("1\n34\n2")
        .ended(130)
        .said(&["Your answers so far are kept in", "Run the same command again to go on."]);
    assert!(fs::read_to_string(home.draft()).unwrap().contains("stage: iii"));
    home.types("").ended(130).said(&["Go on with 2 earlier answers"]);
    home.types("1\n1\n3\nn\ns\ny\n").ended(0).said(&["Question 3 of 7"]);
    assert!(home.saved().contains("age: 34"));
    assert!(!home.draft().exists());
}

#[test]
fn an_answer_that_no_longer_fits_is_named_and_asked_again() {
    let home = Home::new();
    home.types("1\n34\n2\n").ended(130);
    let draft = fs::read_to_string(home.draft()).unwrap().replace("age: 34", "age: 340");
    fs::write(home.draft(), draft).unwrap();
    let outcome = home.types("1\n35\n1\n3\nn\ns\ny\n");
    outcome.ended(0).said_in_turn(&[
        "Go on with one earlier answer",
        "no longer fit",
        "Question 1 of 7",
        "Question 3 of 7",
    ]);
    assert!(home.saved().contains("age: 35") && home.saved().contains("stage: iii"), "{}", home.saved());
}

#[test]
fn nonsense_without_end_ends_with_the_input() {
    let home = Home::new();
    home.types(&format!("1\n{}", "x\n".repeat(20_000))).ended(130).said(&["Write a number in digits"]);
    home.types(&format!("1\n34\n{}", "9".repeat(3 << 20))).ended(130);
    home.types("1\n\u{0}\u{1b}[2J\n").ended(130);
}

#[test]
fn a_first_question_without_a_way_back_asks_whether_to_leave() {
    let home = Home::new();
    home.types("1\nb\n2\n").ended(130).said(&["Do you want to leave?", "Leave, and keep my answers for later"]);
    home.types("1\n34\nq\n").ended(130);
    assert!(home.draft().exists());
    home.types("1\nb\nb\n3\n").ended(130).said(&["No answers are kept."]);
    assert!(!home.draft().exists());
}

#[test]
fn answers_that_came_with_the_command_are_not_asked() {
    let home = Home::new();
    let arguments = [SMALL, "--save", "saved.yaml", "--set", "age=40", "--set", "keloid=never"];
    home.types_for(&arguments, "1\n1\n3\nn\ns\ny\n").ended(0).said(&["About 4 questions"]);
    assert!(home.saved().contains("age: 40") && home.saved().contains("keloid: never"), "{}", home.saved());
}

#[test]
fn a_result_that_cannot_be_written_loses_no_answers() {
    let home = Home::new();
    let mut command = home.0.command(&["assess", SMALL, "--today", DAY]);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut child = command.stdin(Stdio::piped()).stdout(full).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"1\n34\n1\n1\n3\nn\ns\ny\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(4), "{}", String::from_utf8_lossy(&output.stderr));
    home.types("1\ny\n").ended(0).said(&["Go on with 6 earlier answers"]);
    assert!(!home.draft().exists());
}

#[test]
fn only_the_owner_can_read_a_draft() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    home.types("1\n34\n").ended(130);
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&home.draft()), 0o600);
    assert_eq!(mode(home.draft().parent().unwrap()), 0o700);
}
