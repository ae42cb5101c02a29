//! A clinic's letterhead stands on what is printed from its set, and nowhere a page would load something. Pictures that parts of
//! reports name are written into the page, or are a fault with its own cure.

use candidacy::questionnaire::{Questionnaire, Texts, load};
use candidacy::source::Sources;

use crate::pages::blocks;
use crate::support::{Ran, Room, SMALL, set_of};

/// A drawing that does nothing.
const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><circle r=\"4\"/></svg>";
/// The same as an address.
const DRAWN: &str = "data:image/svg+xml,%3Csvg%20xmlns=";

/// The smallest whole PNG: one dot. Nobody here decodes it, so its data may be anything.
fn png(padding: usize) -> Vec<u8> {
    let chunk = |kind: &[u8; 4], data: &[u8]| {
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        [length.as_slice(), kind, data, &[0; 4]].concat()
    };
    let head = [&1u32.to_be_bytes()[..], &1u32.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    let chunks = [chunk(b"IHDR", &head), chunk(b"IDAT", &vec![7; padding]), chunk(b"IEND", &[])];
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunks.concat()].concat()
}

/// The letterhead that the page on the language shows.
fn shown() -> String {
    let page = include_str!("../../docs/language.md");
    blocks(page).into_iter().find(|block| block.words == ["yaml", "clinic"]).unwrap().text
}

/// The small set with a letterhead, in a folder.
fn room(clinic: &str) -> Room {
    let room = Room::new();
    room.has("set/questionnaire.yaml", format!("{SMALL}\n{clinic}")).has("set/logo.svg", DRAWING);
    room.has("answers.yaml", "questionnaire: small\nanswers: { age: 30, fever: yes, ear: well }\n");
    room
}

/// Everything that can be printed of the set in a room: a name, and what is on it.
fn papers(room: &Room) -> Vec<(String, String)> {
    let mut papers = Vec::new();
    for format in ["html", "markdown", "text"] {
        for reader in ["client", "technician"] {
            let ran = room.runs(&[
                "assess",
                "set/",
                "--answers",
                "answers.yaml",
                "--no-input",
                "--today",
                "2026-11-22",
                "--for",
                reader,
                "--format",
                format,
            ]);
            assert_eq!(ran.status, 0, "{}", ran.err);
            papers.push((format!("{reader} {format}"), ran.out));
        }
        let ran = room.runs(&["print", "set/", "--blank", "--format", format]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        papers.push((format!("blank {format}"), ran.out));
    }
    papers
}

/// What is told of a set in a room, each with its place.
fn faults(room: &Room) -> String {
    let ran = room.runs(&["check", "set/", "--format", "short"]);
    ran.out + &ran.err
}

#[test]
fn the_letterhead_of_the_page_stands_on_everything_that_is_printed() {
    let room = room(&shown());
    for (name, paper) in papers(&room) {
        let lines = ["Lakeside Studio", "12 Mill Lane", "Leeds LS1 1AA", "0113 496 0000", "lakeside.example"];
        for line in lines {
            assert!(paper.contains(line), "{line} is not on {name}:\n{paper}");
        }
        assert!(paper.contains("hello@lakeside.example") || paper.contains("hello\\@lakeside.example"), "{name}");
        // The logo stands on pages, once, and is no file.
        assert_eq!(paper.matches(DRAWN).count(), usize::from(name.ends_with("html")), "{name}");
        assert!(!paper.contains("logo.svg"), "{name}");
        // It stands before the title, whose place it takes in nothing.
        let head = paper.split("</head>").last().unwrap();
        assert!(head.find("Lakeside Studio") < head.find("May I go swimming today?"), "{name}");
    }
}

/// Whoever has no letterhead gets nothing of it, not even its looks.
#[test]
fn without_a_clinic_nothing_of_it_is_written() {
    for (name, paper) in papers(&room("")) {
        assert!(
            !paper.contains("clinic\"") && !paper.contains(".clinic") && !paper.contains("reach"),
            "{name}:\n{paper}"
        );
    }
}

#[test]
fn no_line_of_a_letterhead_acts_in_what_is_printed() {
    let hostile = "clinic:\n  name: '<script>alert(1)</script>\"**x**'\n  address: \"</p><img src=x onerror=y>\\n\\e[31m# head\"\n  \
                   phone: '\"><a href=//e.example>1'\n  web: https://a.example/?a=1&b='\n  helpline: <b>now</b>\n";
    for (name, paper) in papers(&room(hostile)) {
        for bad in ["<script>", "<img src=x", "<a href=//e", "\u{1b}", "<b>now"] {
            let is_text = name.ends_with("text") && bad.starts_with('<');
            assert!(is_text || !paper.contains(bad), "{bad} on {name}:\n{paper}");
        }
        assert!(!name.ends_with("markdown") || !paper.contains("**x**"), "{name}:\n{paper}");
    }
}

/// The numbers that a letterhead must keep to, and what else cannot stand in it, each with its place and its cure.
#[test]
fn what_cannot_stand_in_a_letterhead_is_told_where_it_stands() {
    let of = |clinic: &str| -> Vec<(String, String)> {
        let texts = Texts::one("questionnaire.yaml", format!("{SMALL}\n{clinic}")).with("logo.svg", DRAWING);
        let (_, found) = load(&texts, "questionnaire.yaml", &mut Sources::default());
        found.iter().map(|fault| (fault.message.clone(), fault.help.join("; "))).collect()
    };
    assert_eq!(of(&shown()), []);
    let long = "x".repeat(61);
    let whole = ["a", "b", "c", "d"].map(|line| line.repeat(55)).join("\\n");
    for (clinic, message, help) in [
        ("clinic: { address: Leeds }".to_owned(), "clinic `clinic` has no `name`", "add a line `name: …`"),
        (format!("clinic: {{ name: {long} }}"), "`name` has 61 characters, more than", "60 characters"),
        ("clinic: { name: \"a\\nb\" }".to_owned(), "`name` has more than one line", "only `address`"),
        (
            "clinic: { name: A, address: \"a\\nb\\nc\\nd\\ne\" }".to_owned(),
            "the address has 5 lines",
            "4 lines or fewer",
        ),
        (format!("clinic: {{ name: A, address: \"{whole}\" }}"), "have 220 characters together", "200"),
        ("clinic: { name: A, phone: ring us }".to_owned(), "`phone` cannot be `ring us`", "0113 496 0000"),
        ("clinic: { name: A, email: \"a@b.c?bcc=x@y.z\" }".to_owned(), "`email` cannot be", "hello@clinic.example"),
        ("clinic: { name: A, web: lakeside.example }".to_owned(), "`web` is not a web address", "https://"),
        ("clinic: { name: A, helpline: \"{{ age }}\" }".to_owned(), "`helpline` cannot be", "without `{`"),
        ("clinic: { name: A, fax: 1 }".to_owned(), "`fax` has no meaning in a clinic", "`phone`"),
        ("clinic: { name: A, logo: ../logo.svg }".to_owned(), "is not a path inside", "put the file into the folder"),
        ("clinic: { name: A, logo: none.svg }".to_owned(), "`none.svg` is not there", "spelling"),
        ("clinic: { name: A, logo: logo.gif }".to_owned(), "`logo.gif` is neither an SVG nor a PNG", "`.png`"),
    ] {
        let found = of(&clinic);
        assert!(found.iter().any(|(said, cure)| said.contains(message) && cure.contains(help)), "{clinic}: {found:?}");
        assert_eq!(found.len(), 1, "{clinic}: {found:?}");
    }
}

#[test]
fn a_logo_is_looked_through_before_it_stands_on_a_page() {
    let room = room("clinic: { name: Lakeside, logo: logo.png }\n");
    room.has("set/logo.png", png(1000));
    assert_eq!(faults(&room).lines().filter(|line| line.contains("logo")).collect::<Vec<_>>(), [""; 0]);
    let (_, page) = papers(&room).into_iter().next().unwrap();
    assert_eq!(page.matches("src=\"data:image/png;base64,iVBORw0KGgo").count(), 1);
    for (bytes, fault) in [
        (png(200 << 10), "error[too-large]: the picture `logo.png` has more than 200 KiB"),
        (png(10)[..40].to_vec(), "error[broken-image]: the picture `logo.png` ends before it is complete"),
        (
            b"<svg onload='x'/>".to_vec(),
            "error[broken-image]: the picture `logo.png` is no PNG, whatever its name says",
        ),
    ] {
        room.has("set/logo.png", bytes);
        assert!(faults(&room).contains(fault), "{fault}: {}", faults(&room));
    }
    room.has("set/questionnaire.yaml", format!("{SMALL}\nclinic: {{ name: Lakeside, logo: logo.svg }}\n"));
    room.has("set/logo.svg", DRAWING.replace("<circle", "<script>x</script><circle"));
    assert!(
        faults(&room).contains("logo.svg:1:59: error[unsafe-image]: the picture `logo.svg` has a script in it"),
        "{}",
        faults(&room)
    );
}

/// The same set with another logo is another set: what a page shows is part of what its fingerprint stands for.
#[test]
fn the_fingerprint_tells_logos_apart() {
    let set = |logo: &str| -> Questionnaire {
        let clinic = "clinic: { name: Lakeside, logo: logo.svg }\n";
        set_of(&Texts::one("questionnaire.yaml", format!("{SMALL}\n{clinic}")).with("logo.svg", logo))
    };
    assert_eq!(set(DRAWING).fingerprint(), set(DRAWING).fingerprint());
    assert_ne!(set(DRAWING).fingerprint(), set(&DRAWING.replace('4', "3")).fingerprint());
}

/// The helpline stands behind what is advised where a rule brings help, and where a text writes its name; without one the name is unknown.
#[test]
fn the_helpline_stands_where_help_is_told_of() {
    let helps = SMALL.replace(
        "finding: Swimming with a fever",
        "stop: help\n        advice: Lie down.\n        finding: Swimming with a fever",
    );
    let named = helps.replace("Water makes that worse.", "Water makes that worse. {{ helpline }}");
    let line = "Our nurse answers at any hour: 0113 496 0001.";
    let room = room("");
    room.has("set/questionnaire.yaml", format!("{named}\n{}", shown()));
    let report = |answers: &str| -> Ran {
        room.has("answers.yaml", format!("questionnaire: small\nanswers: {answers}\n"));
        room.runs(&[
            "assess",
            "set/",
            "--answers",
            "answers.yaml",
            "--no-input",
            "--today",
            "2026-11-22",
            "--format",
            "markdown",
        ])
    };
    assert!(report("{ age: 30, fever: yes }").out.contains(&format!("- Lie down.\n- {line}\n")));
    assert!(report("{ age: 30, fever: no, ear: hurts }").out.contains(&format!("Water makes that worse. {line}")));
    // Whoever is asked reads it on the screen, before any report.
    room.has("answers.yaml", "questionnaire: small\nanswers: { age: 30, fever: yes }\n");
    let asked = room.runs_with(&["assess", "set/", "--plain", "--answers", "answers.yaml"], b"1\n1\n1\n1\n");
    assert!(asked.err.contains(line) || asked.err.replace("\n  ", " ").contains(line), "{asked:?}");
    room.has("set/questionnaire.yaml", &*named);
    assert!(faults(&room).contains("error[template-name]: there is no question `helpline`"), "{}", faults(&room));
}

/// A picture that a part of a report names is written into the page, wherever it lies in the folder and however it is named.
#[test]
fn pictures_of_parts_are_written_into_the_page() {
    let room = room("");
    room.has("set/report/beside.svg", DRAWING).has("set/images/mark.png", png(10)).has("set/top.svg", DRAWING);
    room.has(
        "set/report/client_first.html",
        "<img src=\"beside.svg\" alt=\"\"><img alt=\"\" src='images/mark.png'>\n<p style=\"background: url(top.svg)\">{{ verdict.title }}</p>\n",
    );
    assert_eq!(faults(&room).lines().filter(|line| line.contains("client_first")).collect::<Vec<_>>(), [""; 0]);
    let (_, page) = papers(&room).into_iter().next().unwrap();
    assert!(page.contains(&format!("<img src=\"{DRAWN}")), "{page}");
    assert!(page.contains("src='data:image/png;base64,iVBORw0KGgo"), "{page}");
    assert!(page.contains(&format!("url({DRAWN}")), "{page}");
    assert!(!page.contains("<picture") && !page.contains("beside.svg"), "{page}");
    // A template of the clinic's own has its pictures beside it.
    room.has(
        "own.html",
        "<p>{{ verdict.title }}</p><img src=\"mine.svg\" alt=\"\">{% include \"client_first.html\" %}\n",
    )
    .has("mine.svg", DRAWING);
    let ran = room.runs(&["assess", "set/", "--answers", "answers.yaml", "--no-input", "--template", "own.html"]);
    assert_eq!((ran.status, ran.out.matches(DRAWN).count()), (0, 3), "{ran:?}");
}

#[test]
fn a_picture_that_cannot_be_written_into_the_page_is_a_fault_with_its_cure() {
    let room = room("");
    let told = |part: &str| {
        room.has("set/report/client_first.html", part);
        faults(&room)
    };
    for (part, fault) in [
        (
            "<p>a</p>\n<img src=\"logo.png\">",
            "report/client_first.html:2:11: error[missing-file]: `logo.png` is not there",
        ),
        (
            "<img src=\"../secret.png\">",
            "1:11: error[report-loads]: this page would load `../secret.png`, and a report loads nothing",
        ),
        (
            "<img src=\"https://a.example/b.png\">",
            "1:11: error[report-loads]: this page would load `https://a.example/b.png`",
        ),
        ("<img src=\"a.gif\">", "1:11: error[wrong-value]: `a.gif` is neither an SVG nor a PNG"),
        ("<style>p { background: url(//a.example/b.png) }</style>", "1:28: error[report-loads]"),
    ] {
        assert!(told(part).contains(fault), "{fault}: {}", told(part));
    }
    // Nothing is asked of what stands in the page already, or is only a link.
    for part in [
        "<img src=\"data:image/png;base64,AA==\">",
        "<a href=\"https://a.example\">a</a>",
        "<p>{{ verdict.title }}</p>",
    ] {
        assert!(!told(part).contains("client_first"), "{}", told(part));
    }
    let large = format!("<img src=\"data:image/png;base64,{}\">", "A".repeat(80_000));
    room.has("set/report/client_first.html", large);
    let ran = room.runs(&["check", "set/", "--format", "json"]);
    assert!(ran.out.contains("has more than 64 KiB, with a picture written out in it"), "{ran:?}");
    assert!(ran.out.contains("name it, as in `<img src=\\\"logo.png\\\" alt=\\\"\\\">`"), "{ran:?}");
}

/// In a loop a picture would be written again and again: a page has a bound.
#[test]
fn a_page_with_its_pictures_has_a_bound() {
    let room = room("");
    room.has("set/report/mark.png", png(190 << 10));
    let many = "{% for verdict in verdicts %}<img src=\"mark.png\">{% endfor %}";
    room.has("set/report/client_first.html", many.repeat(20));
    let ran = room.runs(&["assess", "set/", "--answers", "answers.yaml", "--no-input", "--format", "html"]);
    assert_ne!(ran.status, 0);
    assert!(ran.err.contains("with its pictures this page has more than 8 MiB"), "{}", ran.err);
}
