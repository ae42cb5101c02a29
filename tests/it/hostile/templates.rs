//! Report templates that loop, recurse, leave their folder or are no templates.

use super::{Make, Room};

/// A name, what to put into the room, the exit status, and what is said. The template is `t/t.txt`.
type BadTemplate = (&'static str, Make, i32, &'static [&'static str]);

const TEMPLATES: &[BadTemplate] = &[
    (
        "loops for ever",
        |room| template(room, &loops(14, &loops(1, "x").repeat(200))),
        1,
        &["error[template-large]", "this template works too long"],
    ),
    (
        "counts for ever",
        |room| template(room, "a\n{% for i in range(1000000000) %}x{% endfor %}"),
        1,
        &["t.txt:2:13", "there are no functions in a template"],
    ),
    (
        "writes for ever",
        |room| template(room, &loops(8, &"x".repeat(60_000))),
        1,
        &["error[template-large]", "writes more than 4 MiB"],
    ),
    (
        "includes itself",
        |room| template(room, "{% include \"t.txt\" %}"),
        1,
        &["t.txt:1:12", "`t.txt` includes itself"],
    ),
    (
        "includes itself by another",
        |room| template(room, "{% include \"u.txt\" %}").has("t/u.txt", "\n{% include \"t.txt\" %}"),
        1,
        &["u.txt:2:12", "`t.txt` includes itself"],
    ),
    (
        "a macro that calls itself",
        |room| template(room, "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"),
        1,
        &["t.txt:1:4", "`macro` is not taken in a template"],
    ),
    (
        "a loop that calls itself",
        |room| template(room, "{% for v in verdicts recursive %}{{ loop(verdicts) }}{% endfor %}"),
        1,
        &["t.txt:1:22", "`recursive` is not taken"],
    ),
    (
        "includes ../../etc/passwd",
        |room| template(room, "{% include \"../../etc/passwd\" %}"),
        1,
        &["t.txt:1:12", "there is no template `../../etc/passwd`"],
    ),
    (
        "includes /etc/passwd",
        |room| template(room, "{% include \"/etc/passwd\" %}"),
        1,
        &["t.txt:1:12", "there is no template `/etc/passwd`"],
    ),
    (
        "includes through a link",
        |room| template(room, "{% include \"l.txt\" %}").has_link("t/l.txt", "/etc/passwd"),
        1,
        &["t.txt:1:12", "there is no template `l.txt`"],
    ),
    (
        "is a link that leads out",
        |room| room.has_link("t/t.txt", "/etc/passwd"),
        4,
        &["cannot read `t/t.txt`: it is a link that leads out of its folder"],
    ),
    (
        "an unknown field",
        |room| template(room, "a\n{{ verdict.titel }}"),
        1,
        &["error[template-name]", "t.txt:2:4", "there is no `titel` here", "did you mean `title`?"],
    ),
    (
        "an unknown name",
        |room| template(room, "a\n{{ verdic.title }}"),
        1,
        &["error[template-name]", "t.txt:2:4", "did you mean `verdict`?"],
    ),
    ("an unknown filter", |room| template(room, "{{ verdict.title|uper }}"), 1, &["t.txt:1:18", "upper"]),
    (
        "an `if` without end",
        |room| template(room, "{% if settled %}"),
        1,
        &["error[template-syntax]", "t.txt:1:1", "this `if` is never closed"],
    ),
    ("reckons", |room| template(room, "{{ \"x\" * 1000000000 }}"), 1, &["t.txt:1:8", "`*` has no meaning in a tag"]),
    (
        "20,000 brackets",
        |room| template(room, &format!("{{{{ {}1{} }}}}", "(".repeat(20_000), ")".repeat(20_000))),
        1,
        &["error[template-large]", "this tag is too long"],
    ),
    (
        "10,000 times `not`",
        |room| template(room, &format!("{{{{ {}settled }}}}", "not ".repeat(10_000))),
        1,
        &["error[template-large]", "this tag is too long"],
    ),
    (
        "2,000 times `if`",
        |room| template(room, &format!("{}{}", "{% if settled %}".repeat(2_000), "{% endif %}".repeat(2_000))),
        1,
        &["t.txt:1:"],
    ),
    (
        "50 MB",
        |room| template(room, &"x".repeat(50_000_000)),
        4,
        &["cannot read `t/t.txt`: a template can have at most 64 KiB"],
    ),
    (
        "binary",
        |room| room.has("t/t.txt", [0x7f, b'E', b'L', b'F', b'\n', 0xff, 0xfe]),
        4,
        &["cannot read `t/t.txt`: line 2 is not UTF-8 text"],
    ),
    (
        "an escape sequence",
        |room| template(room, "a\n\u{1b}[2J"),
        4,
        &["cannot read `t/t.txt`: line 2 has a control character (U+001B)"],
    ),
    ("not there", |room| room, 4, &["cannot read `t/t.txt`: no such file or directory"]),
    ("a folder", |room| room.has_folder("t/t.txt"), 4, &["cannot read `t/t.txt`: it is a folder"]),
    ("a pipe", |room| room.has_pipe("t/t.txt"), 4, &["cannot read `t/t.txt`: it is not a plain file"]),
];

fn template<'r>(room: &'r Room, text: &str) -> &'r Room {
    room.has("t/t.txt", text)
}

/// Loops in loops over the two verdicts of `small.yaml` and the letters around them.
fn loops(depth: usize, body: &str) -> String {
    format!("{}{body}{}", "{% for v in verdicts %}".repeat(depth), "{% endfor %}".repeat(depth))
}

#[test]
fn bad_templates_write_no_report() {
    for (name, make, status, says) in TEMPLATES {
        let room = Room::new();
        make(&room);
        room.has("kept.txt", "earlier report").has("kept.yaml", "earlier answers");
        for wanted in [&["--output", "kept.txt", "--save", "kept.yaml", "--force"][..], &[]] {
            let mut arguments = vec!["assess", "small.yaml", "--no-input", "--template", "t/t.txt"];
            arguments.extend(wanted);
            let ran = room.runs_and_changes_nothing(&arguments, b"");
            assert_eq!(ran.status, *status, "{name}: {ran:?}");
            ran.failed(*status, says);
        }
    }
}

#[test]
fn a_folder_of_2_000_files_beside_a_template_is_no_trouble() {
    let room = Room::new();
    template(&room, "{{ verdict.title }}");
    for number in 0..2_000 {
        room.has(&format!("t/{number}.txt"), "{% if");
    }
    assert_eq!(
        room.runs(&["assess", "small.yaml", "--no-input", "--template", "t/t.txt"]).succeeded().out,
        "Go swimming\n"
    );
}
