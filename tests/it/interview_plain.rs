//! The interview line by line, through pipes.

use std::fs;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::Stdio;

use candidacy::response::to_yaml;

use crate::support::{DAY, Ran, Room, answers, smp};

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
    for text in ["About 45 screens, ", "About you. Part 1 of ", " minutes left."] {
        assert!(said.contains(text), "{text:?} was not said:\n{said}");
    }
}

#[test]
fn a_whole_interview_by_lines() {
    let home = Home::new();
    let outcome = home.types("1\n34\n2\nu\n1, 2\nyes\n2026-06-22\nI am fine\ny\n");
    outcome.ended(0).said_in_turn(&[
        "A small test of everything",
        "About 6 screens, 2 minutes.",
        "Your skin. Part 1 of 3, about 2 minutes left.",
        "These answers tell us about your skin.",
        "(A number from 0 to 120, in years)",
        "2. Deep temples (Hair in the middle)",
        "Such a scar is called a keloid.",
        "(u not sure, r rather not say, ? why, b back, q leave)",
        "(One answer or several. Give numbers with commas, such as 1, 3)",
        "Psoriasis; Sunburn",
        "y. Yes",
        "(A day in the past, such as 2026-06-22, or a month or year)",
        "(1 today, 2 yesterday, 3 this month, 4 last month, 5 three months ago, 6 half a year ago, 7 a year ago, u not sure, r rather not say, ? why, b back, q leave)",
        "22 June 2026",
        "Anything else. Part 2 of 3, about 1 minute left.",
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
        ("34\n1\n1\n", "", "Type the numbers of all that apply, with commas, such as 1, 3."),
        ("34\n1\n1\n", "1 3", "“None of these” cannot go together with other answers."),
        ("34\n1\n1\n", "1 9", "Give numbers from 1 to 3 with commas, such as 1, 3."),
        ("34\n1\n1\n", "1 or 2", "Give numbers from 1 to 3 with commas, such as 1, 3."),
        ("34\n1\n1\n3\n", "maybe", "Type y for yes or n for no."),
        (
            "34\n1\n1\n3\ny\n",
            "soon",
            "“soon” is not understood. Write a day such as 2026-06-22 or 22 June 2026, a month such as June 2026, or a year.",
        ),
        ("34\n1\n1\n3\ny\n", "31.2.2026", "There is no day 31.2.2026."),
        ("34\n1\n1\n3\ny\n", "1/12/2026 1", "“1/12/2026 1” is not understood."),
        ("34\n1\n1\n3\ny\n", "December 2026", "A day in the past"),
        ("34\n1\n1\n3\ny\n", "tomorrow", "A day in the past"),
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
        ("34\n1\n1\n1 and 2\nNo\ns\n", "skin_now: [psoriasis, sunburn]"),
        ("34\n1\n1\n1, and 2\nNo\ns\n", "skin_now: [psoriasis, sunburn]"),
        ("34\n1\n1\nsunburn\nNO\ns\n", "skin_now: [sunburn]"),
        ("34\n1\n1\nnone of these\nno\nskip\n", "skin_now: [none]"),
        ("34\n1\n1\n3\ny\n1\ns\n", "2026-11-22"),
        // A date in a form of one's own is said back.
        ("34\n1\n1\n3\ny\n2026-6-2\n1\ns\n", "2026-06-02"),
        ("34\n1\n1\n3\ny\n2026/06/02\n1\ns\n", "2026-06-02"),
        ("34\n1\n1\n3\ny\n1/6/2026\n1\ns\n", "2026-06-01"),
        ("34\n1\n1\n3\ny\n1/6/2026\n2\ns\n", "2026-01-06"),
        ("34\n1\n1\n3\ny\n1/6/2026\nb\n2026-06-02\ns\n", "2026-06-02"),
        ("34\n1\n1\n3\ny\n1/12/2026\n1\ns\n", "2026-01-12"),
        ("34\n1\n1\n3\ny\nyesterday\n1\ns\n", "2026-11-21"),
        ("34\n1\n1\n3\ny\n2 years ago\n1\ns\n", "isotretinoin_stopped: \"2024\""),
        // The result depends on the day, and then on the month.
        ("34\n1\n1\n3\ny\nMay 2026\n1\n15\ns\n", "2026-05-15"),
        ("34\n1\n1\n3\ny\nMay 2026\n1\n\ns\n", "\"2026-05\""),
        ("34\n1\n1\n3\ny\nMay 2026\n1\n2026-06-01\n15 May\ns\n", "2026-05-15"),
        ("34\n1\n1\n3\ny\n2026\n1\nmay\ns\n", "\"2026-05\""),
        ("34\n1\n1\n3\ny\n2026\n1\n1 June\ns\n", "2026-06-01"),
        ("34\n1\n1\n3\ny\nOctober 2026\n1\ns\n", "\"2026-10\""),
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
    let left = ["Someone stopped here on ", ", after 2 questions.", "What was kept earlier is still there."];
    home.types("").ended(130).said(&left);
    home.types("2\n1\n3\nn\ns\ny\n").ended(0).said(&["Has a scar"]);
    assert!(home.saved().contains("age: 34"));
    assert!(!home.draft().exists());
}

#[test]
fn an_answer_that_no_longer_fits_is_named_and_asked_again() {
    let home = Home::new();
    home.types("1\n34\n2\n").ended(130);
    let draft = fs::read_to_string(home.draft()).unwrap().replace("age: 34", "age: 340");
    fs::write(home.draft(), draft).unwrap();
    let outcome = home.types("2\n35\n1\n3\nn\ns\ny\n");
    outcome.ended(0).said_in_turn(&[
        "after 2 questions.",
        "no longer fit",
        "`age` must be from 0 to 120",
        "The questions have changed since you answered.",
        "How old are you?",
        "Has a scar",
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
    home.types("2\nb\nb\n3\n").ended(130).said(&["Of this interview, no answers are kept."]);
    assert!(!home.draft().exists());
}

#[test]
fn answers_that_came_with_the_command_are_not_asked() {
    let home = Home::new();
    let arguments = [SMALL, "--save", "saved.yaml", "--set", "age=40", "--set", "keloid=never"];
    home.types_for(&arguments, "1\n1\n3\nn\ns\ny\n").ended(0).said(&["About 4 screens"]);
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
    home.types("2\ny\n").ended(0).said(&["after 6 questions."]);
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

/// The files in the folder of drafts.
fn kept(home: &Home) -> Vec<String> {
    let Ok(files) = fs::read_dir(home.0.path("state/candidacy")) else { return Vec::new() };
    let mut names: Vec<String> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn two_clients_are_never_mixed() {
    let home = Home::new();
    home.0.has("alice.yaml", "answered_on: 2026-11-22\nanswers: { age: 34, keloid: never }\n");
    home.0.has("bob.yaml", "answered_on: 2026-11-22\nanswers: { age: 40, keloid: never }\n");
    let from = |file: &'static str| [SMALL, "--answers", file, "--save", "saved.yaml", "--force"];
    let whose = |file: &str| format!("These are the answers of {file}.");
    home.types_for(&from("alice.yaml"), "1\n2\n1,2\n").ended(130).said(&[&whose("alice.yaml")]);
    // Bob is shown nothing of Alice, and her draft is as it was.
    let before = fs::read_to_string(home.draft()).unwrap();
    let bob = home.types_for(&from("bob.yaml"), "1\n1\n3\nn\ns\ny\n");
    bob.ended(0).said_in_turn(&[&whose("bob.yaml"), "1. Start from the answers of bob.yaml", "Which drawing"]);
    assert!(!bob.said.contains("stopped here"), "{}", bob.said);
    assert!(home.saved().contains("age: 40") && home.saved().contains("skin_now: [none]"), "{}", home.saved());
    assert_eq!(fs::read_to_string(home.draft()).unwrap(), before);
    // Alice finds it again, below a fresh start from her file; what she changed is younger than the file.
    let alice = home.types_for(&from("alice.yaml"), "2\nn\ns\n1\n35\nq\n");
    alice.ended(130).said_in_turn(&[
        "Someone stopped here on ",
        ", after 4 questions.",
        "1. Start from the answers of alice.yaml",
        "2. That was me: go on where I stopped",
        "Have you ever taken",
    ]);
    home.types_for(&from("alice.yaml"), "2\ny\n").ended(0);
    assert!(home.saved().contains("age: 35") && home.saved().contains("[psoriasis, sunburn]"), "{}", home.saved());
    assert_eq!(kept(&home), Vec::<String>::new());
}

#[test]
fn a_named_client_is_found_by_name_alone() {
    let home = Home::new();
    let of = |client: &'static str| [SMALL, "--client", client, "--save", "saved.yaml"];
    home.types_for(&of("c-0042"), "1\n34\n2\n").ended(130).said(&["Client: c-0042."]);
    home.types_for(&of("C-0042"), "1\n50\n").ended(130);
    home.types_for(&[SMALL], "1\n60\n").ended(130);
    assert_eq!(kept(&home).len(), 3, "{:?}", kept(&home));
    for (arguments, said, unsaid) in [
        (&of("c-0042")[..], "This interview stopped here on", "after 1 question"),
        (&of("c-0043")[..], "1. Begin", "stopped here"),
        (&[SMALL][..], "Someone stopped here on", "after 2 questions"),
    ] {
        let outcome = home.types_for(arguments, "");
        outcome.ended(130).said(&[said]);
        assert!(!outcome.said.contains(unsaid), "{}", outcome.said);
    }
    home.types_for(&of("c-0042"), "1\n1\n3\nn\ns\ny\n").ended(0).said(&["1. Go on where", "Has a scar"]);
    assert!(home.saved().contains("age: 34"));
    assert_eq!(kept(&home).len(), 2, "{:?}", kept(&home));
    for refused in ["", "  ", "a\u{202e}b", &"x".repeat(65)] {
        let outcome = home.types_for(&[SMALL, "--client", refused], "");
        outcome.ended(2).said(&["write a name or number"]);
    }
}

#[test]
fn of_several_unnamed_each_finds_their_own_and_deletes_only_that() {
    let home = Home::new();
    home.types("1\n34\n2\n").ended(130);
    home.types("1\n50\n").ended(130).said(&["1. Start new, and leave those answers alone"]);
    assert_eq!(kept(&home), ["small.client.2.draft.yaml", "small.client.draft.yaml"]);
    let outcome = home.types("4\n2\n1\n40\n");
    outcome.ended(130).said_in_turn(&[
        "2 interviews stopped here before their end.",
        "2. Go on: that was me on ",
        ", after 1 question\n",
        "3. Go on: that was me on ",
        ", after 2 questions\n",
        "4. That was me: delete those answers",
        "Which answers are yours, and to be deleted?",
        "Those answers are deleted.",
        "after 1 question.",
        "1. Start new",
        "How old are you?",
    ]);
    for (file, answer) in [("small.client.draft.yaml", "age: 40"), ("small.client.2.draft.yaml", "age: 50")] {
        assert!(home.0.read(&format!("state/candidacy/{file}")).contains(answer), "{:?}", kept(&home));
    }
}

#[test]
fn a_changed_byte_in_the_set_costs_nobody_an_answer() {
    let home = Home::new();
    let small = fs::read_to_string(SMALL).unwrap();
    let arguments = ["set.yaml", "--save", "saved.yaml"];
    home.0.has("set.yaml", &small);
    home.types_for(&arguments, "1\n34\n2\n").ended(130);
    home.0.has("set.yaml", format!("{small}\n# a note\n").replace("How old are you?", "Your age?"));
    let outcome = home.types_for(&arguments, "2\n1\n");
    outcome.ended(130).said(&["after 2 questions", "Has a scar"]);
    assert!(!outcome.said.contains("have changed"), "{}", outcome.said);
    home.0.has("set.yaml", small.replace("version: 1.0.0", "version: 1.1.0").replace("iii:", "iv:"));
    let outcome = home.types_for(&arguments, "2\n2\n");
    outcome.ended(130).said(&["`iii` is not an option of `stage`", "have changed since", "Which drawing"]);
}

#[test]
fn a_stop_is_said_back_before_anything_is_deleted() {
    let home = Home::new();
    let outcome = home.types("1\n34\n1\n1\n3\nn\ns\n1\n3\nn\n\ny\n");
    outcome.ended(0).said_in_turn(&[
        "Check your answers",
        "How old are you?",
        "You answered: 3 years",
        "Is that right?",
        "Your answer so far: 34 years.",
        "Check your answers",
    ]);
    assert!(home.saved().contains("age: 34"));
    let outcome = home.types_for(&[SMALL], "1\n3\ny\n");
    outcome.ended(0).said(&["Your answers were not kept."]);
    assert!(outcome.report.contains("This is only for adults.") && !outcome.report.contains("not kept"));
    assert_eq!(kept(&home), Vec::<String>::new());
}

#[test]
fn a_stop_that_comes_from_a_file_asks_its_question() {
    let home = Home::new();
    home.0.has("minor.yaml", "answered_on: 2026-11-22\nanswers: { age: 12, stage: i }\n");
    let arguments = [SMALL, "--answers", "minor.yaml"];
    let outcome = home.types_for(&arguments, "1\n12\ny\n");
    outcome.ended(0).said_in_turn(&[
        "How old are you?",
        "On 22 November 2026 you said: 12 years.",
        "You answered: 12 years",
        "of your answers only minor.yaml stays",
        "The answers stay in minor.yaml",
    ]);
    home.types_for(&arguments, "1\n34\n").ended(130).said(&["How old are you?", "Has a scar of yours"]);
    let stopped = home.types_for(&[SMALL, "--answers", "minor.yaml", "--no-input"], "");
    stopped.ended(0).said(&["The answers stay in minor.yaml, where they came from. Nothing else was kept."]);
    assert!(stopped.report.contains("This is only for adults.") && !stopped.report.contains("not kept"));
}

#[test]
fn help_is_shown_at_once_and_a_wrong_key_leads_back() {
    let home = Home::new();
    // Everything was said before, but how the last two weeks have been.
    let mut said = answers(smp(), include_str!("smp/suitable.yaml"));
    said.clear(smp().question("mood").unwrap());
    home.0.has("before.yaml", to_yaml(smp(), &said, &[]));
    let arguments = ["smp", "--answers", "before.yaml"];
    let outcome = home.types_for(&arguments, "1\n4\n2\n1\nq\n");
    outcome.ended(130).said_in_turn(&[
        "We stop here",
        "Please reach out to someone right now.",
        "116 123",
        "2. That was a wrong key: go back",
        "How have you felt",
    ]);
    assert!(!outcome.said.contains("Is that right?"), "{}", outcome.said);
    let drafts = kept(&home);
    let [draft] = drafts.as_slice() else { panic!("{drafts:?}") };
    assert!(home.0.read(&format!("state/candidacy/{draft}")).contains("mood: fine"));
}

#[test]
fn a_result_that_nobody_reads_is_not_delivered() {
    let home = Home::new();
    let typed = "1\n34\n1\n1\n3\nn\ns\ny\n";
    let script = format!("printf '{}' | \"$0\" assess \"$1\" --today {DAY} | true", typed.replace('\n', "\\n"));
    let mut command = std::process::Command::new("bash");
    command.args(["-c", &format!("set -o pipefail; {script}"), crate::support::PROGRAM, SMALL]);
    command.current_dir(home.0.folder()).env("XDG_STATE_HOME", home.0.path("state")).env("HOME", home.0.folder());
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(4), "{said}");
    assert!(said.contains("nobody has read the result") && said.contains("run the same command again"), "{said}");
    home.types("2\ny\n").ended(0).said(&["after 6 questions."]);
    assert_eq!(kept(&home), Vec::<String>::new());
}

#[test]
fn yes_and_no_work_wherever_an_option_begins_so() {
    let home = Home::new();
    let set = fs::read_to_string(SMALL).unwrap();
    home.0.has(
        "set.yaml",
        set.replace("never: Never, family: Only in my family", "never: No, family: \"Yes, in my family\""),
    );
    let arguments = ["set.yaml", "--save", "saved.yaml", "--force"];
    for (typed, keloid) in [("n", "never"), ("No", "never"), ("y", "family"), ("yes", "family")] {
        home.types_for(&arguments, &format!("1\n34\n1\n{typed}\n3\nn\ns\ny\n")).ended(0);
        assert!(home.saved().contains(&format!("keloid: {keloid}")), "{typed}: {}", home.saved());
    }
    home.0
        .has("set.yaml", set.replace("once: Once, often: More than once", "once: \"Yes, once\", often: \"Yes, more\""));
    home.types_for(&arguments, "1\n34\n1\ny\n").said(&["More than one answer begins so: type its number."]);
}

/// Whoever is stopped is told of the stop, in every format and whoever reads it.
#[test]
fn after_a_stop_nothing_but_the_stop_is_told() {
    let home = Home::new();
    for arguments in [&["--format", "json"][..], &["--format", "text"], &["--for", "technician"], &["--format", "html"]]
    {
        let set = ["--set", "age=12", "--set", "keloid=often", "--set", "skin_now=sunburn", "--no-input"];
        let outcome = home.types_for(&[&[SMALL], &set[..], arguments].concat(), "");
        outcome.ended(0).said(&["Your answers were not kept."]);
        assert!(outcome.report.contains("This is only for adults."), "{}", outcome.report);
        for other in ["keloid_prone", "keloids more than once", "restless", "sunburn"] {
            assert!(!outcome.report.contains(other), "{arguments:?} tells of {other}: {}", outcome.report);
        }
    }
}

/// A clock that is a day behind, or `--today` in the past, costs nobody an answer.
#[test]
fn answers_of_a_later_day_are_neither_offered_nor_touched() {
    for client in [&[][..], &["--client", "c-0042"]] {
        let home = Home::new();
        home.types_for(&[&[SMALL], client].concat(), "1\n34\n2\n").ended(130);
        let [file] = kept(&home).try_into().unwrap();
        let file = format!("state/candidacy/{file}");
        let before = home.0.read(&file);
        let arguments = [&["assess", SMALL, "--today", "2026-11-21"], client].concat();
        let earlier = home.0.runs_with(&arguments, b"1\n40\n1\n1\n3\nn\ns\ny\n");
        assert_eq!(earlier.status, 0, "{}", earlier.err);
        assert!(earlier.err.contains("Answers of a later day are kept here; they stay."), "{}", earlier.err);
        assert!(!earlier.err.contains("cannot be read") && !earlier.err.contains("stopped here"), "{}", earlier.err);
        assert_eq!((kept(&home).len(), home.0.read(&file)), (1, before), "{:?}", kept(&home));
        home.types_for(&[&[SMALL], client].concat(), "").ended(130).said(&["stopped here on", "after 2 questions."]);
    }
}

#[test]
fn going_on_puts_no_older_answer_over_a_newer_one() {
    let home = Home::new();
    home.0.has("old.yaml", "answered_on: 2026-11-20\nanswers: { age: 33, stage: i, keloid: never }\n");
    home.0.has("today.yaml", "answered_on: 2026-11-22\nanswers: { age: 36 }\n");
    home.0.has("some_day.yaml", "answers: { age: 37, stage: vii }\n");
    let client = [SMALL, "--client", "c-0042"];
    for (arguments, age, stage, keloid) in [
        (&["--answers", "old.yaml"][..], "age: 34", "stage: iii", "keloid: never"),
        (&["--answers", "some_day.yaml"], "age: 34", "stage: iii", "keloid: once"),
        (&["--answers", "today.yaml"], "age: 36", "stage: iii", "keloid: once"),
        (&["--answers", "old.yaml", "--set", "age=50"], "age: 50", "stage: iii", "keloid: never"),
    ] {
        home.types_for(&client, "1\n34\n2\n").ended(130);
        let go_on = [&client[..], arguments, &["--save", "saved.yaml", "--force"]].concat();
        let typed = if keloid == "keloid: once" { "2\n3\n3\nn\ns\ny\n" } else { "2\n3\nn\ns\ny\n" };
        home.types_for(&go_on, typed).ended(0);
        for line in [age, stage, keloid] {
            assert!(home.saved().contains(line), "{arguments:?}: no {line} in\n{}", home.saved());
        }
    }
}

#[test]
fn what_does_not_fit_in_a_file_is_said_also_by_whoever_goes_on() {
    let home = Home::new();
    let client = [SMALL, "--client", "c-0042"];
    home.0.has("old.yaml", "answered_on: 2026-11-20\nanswers: { age: 333, gone: yes }\n");
    home.types_for(&client, "1\n34\n2\n").ended(130);
    let outcome = home.types_for(&[&client[..], &["--answers", "old.yaml"]].concat(), "2\n1\n3\nn\ns\ny\n");
    outcome.ended(0).said(&["no longer fit", "`gone`"]);
    assert!(!outcome.said.contains("`age`"), "{}", outcome.said);
    assert!(outcome.report.contains("gone"), "{}", outcome.report);
}

#[test]
fn a_file_that_changes_meanwhile_costs_nobody_an_answer() {
    let home = Home::new();
    home.0.has("alice.yaml", "answered_on: 2026-11-20\nanswers: { age: 33, stage: i }\n");
    let arguments = [SMALL, "--answers", "alice.yaml", "--save", "alice.yaml"];
    let mut command = home.0.command(&[&["assess"], &arguments[..], &["--today", DAY]].concat());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let (mut keys, mut screen) = (child.stdin.take().unwrap(), child.stderr.take().unwrap());
    keys.write_all(b"1\n1\n3\nn\ns\n").unwrap();
    let mut said = Vec::new();
    while !String::from_utf8_lossy(&said).contains("Check your answers") {
        let mut bytes = [0; 4096];
        let count = screen.read(&mut bytes).unwrap();
        assert!(count > 0, "{}", String::from_utf8_lossy(&said));
        said.extend(&bytes[..count]);
    }
    home.0.has("alice.yaml", "answered_on: 2026-11-21\nanswers: { age: 35, stage: i }\n");
    keys.write_all(b"y\n").unwrap();
    drop(keys);
    screen.read_to_end(&mut said).unwrap();
    let said = String::from_utf8_lossy(&said);
    assert_eq!(child.wait().unwrap().code(), Some(4), "{said}");
    for text in ["it has changed since", "Your answers are still kept"] {
        assert!(said.contains(text), "{text:?} was not said:\n{said}");
    }
    // Neither is lost: what was written to the file is newer than what these answers began from.
    home.0.has("bob.yaml", "answered_on: 2026-11-21\nanswers: { age: 35, stage: i }\n");
    let bob = home.types_for(&[SMALL, "--answers", "bob.yaml"], "");
    assert!(!bob.said.contains("stopped here"), "{}", bob.said);
    home.types_for(&arguments, "2\ny\n").ended(0).said(&["Someone stopped here on"]);
    let saved = home.0.read("alice.yaml");
    assert!(saved.contains("age: 35") && saved.contains("keloid: never"), "{saved}");
    assert_eq!(kept(&home), Vec::<String>::new());
}
