//! Reading YAML and JSON: what the tree says, where every character came from, and what hostile files lead to.

use candidacy::diagnostic::render::{Colour, human, json, sarif, short};
use candidacy::diagnostic::{Code, Diagnostic, Diagnostics, Level};
use candidacy::document::{MAX_BYTES, MAX_DEPTH, Scalar, Style, YamlNode, YamlValue, parse};
use candidacy::source::{Source, SourceIx, Sources, Span};
use proptest::prelude::*;

fn source(text: &str) -> Source {
    Source { name: "test.yaml".into(), text: text.into() }
}

fn read(text: &str) -> (Option<YamlValue>, Diagnostics) {
    parse(SourceIx(0), &source(text))
}

/// The tree in one line: plain texts bare, others as Rust writes them.
fn outline(value: &YamlValue) -> String {
    let list = |items: Vec<String>| items.join(", ");
    match &value.node {
        YamlNode::Null => "~".into(),
        YamlNode::Scalar(scalar) if scalar.style == Style::Plain => scalar.text.clone(),
        YamlNode::Scalar(scalar) => format!("{:?}", scalar.text),
        YamlNode::List(items) => format!("[{}]", list(items.iter().map(outline).collect())),
        YamlNode::Map(entries) => {
            let entry = |entry: &candidacy::document::Entry| format!("{}: {}", entry.key.value, outline(&entry.value));
            format!("{{{}}}", list(entries.iter().map(entry).collect()))
        }
    }
}

fn scalars(value: &YamlValue) -> Vec<&Scalar> {
    match &value.node {
        YamlNode::Null => Vec::new(),
        YamlNode::Scalar(scalar) => vec![scalar],
        YamlNode::List(items) => items.iter().flat_map(scalars).collect(),
        YamlNode::Map(entries) => entries.iter().flat_map(|entry| scalars(&entry.value)).collect(),
    }
}

#[test]
fn texts_become_trees() {
    let table = [
        ("a: 1\nb: [x, 'y z', \"q\"]\n", r#"{a: 1, b: [x, "y z", "q"]}"#),
        ("a:\nb: ~\nc: null\nd: 'null'\ne: \"\"\n", r#"{a: ~, b: ~, c: ~, d: "null", e: ""}"#),
        ("no: no\non: on\nnull: 012\n~: 1e3\n0o7: yes\n", "{no: no, on: on, null: 012, ~: 1e3, 0o7: yes}"),
        ("- a\n-\n- - b\n  - c: d\n", "[a, ~, [b, {c: d}]]"),
        ("\u{FEFF}a: 1\r\nb: |\r\n  x\r\n  y\r\n", r#"{a: 1, b: "x\ny\n"}"#),
        ("---\na: 1\n...\n", "{a: 1}"),
        ("%YAML 1.2\n---\na: 1\n", "{a: 1}"),
        ("a: b # note\n# note\nc: d\n", "{a: b, c: d}"),
        ("just words", "just words"),
        ("a: {b: {c: [1, {d: e}]}}", "{a: {b: {c: [1, {d: e}]}}}"),
        ("a: {b, c}", "{a: {b: ~, c: ~}}"),
        ("? long\n: value\n", "{long: value}"),
        ("a: >-\n  one\n  two\n\n  three\n", r#"{a: "one two\nthree"}"#),
        ("{\"a\":1,\"b\":[true,null,-1.5e3],\"\":\"\"}", r#"{a: 1, b: [true, ~, -1.5e3], : ""}"#),
        ("{\n\t\"a\": [\n\t\t\"\\uD83D\\uDE00\\/\\n\"\n\t]\n}\n", r#"{a: ["😀/\n"]}"#),
        ("{\r\n  \"a\" : {\r\n  }\r\n}", "{a: {}}"),
        ("[]", "[]"),
        ("\"text\"", "\"text\""),
        ("a: é\u{301} 👩‍🔬 \u{5D0}\u{5D1}\n", "{a: é\u{301} 👩‍🔬 \u{5D0}\u{5D1}}"),
    ];
    for (text, expected) in table {
        let (value, faults) = read(text);
        assert!(faults.is_empty(), "{text:?}: {faults:?}");
        assert_eq!(outline(&value.expect(text)), expected, "{text:?}");
    }
}

#[test]
fn every_value_knows_its_place() {
    let text = "a: 'x'\nlist:\n  - one\n  - {k: v }\nnothing:\nblock: |\n  words\n  more\n\nlast: z\n";
    let (value, _) = read(text);
    let value = value.unwrap();
    let at = |key: &str| source(text).slice(value.get(key).unwrap().span).to_owned();
    assert_eq!(at("a"), "'x'");
    assert_eq!(at("list"), "- one\n  - {k: v }");
    assert_eq!(at("nothing"), "");
    assert_eq!(at("block"), "words\n  more");
    assert_eq!(source(text).slice(value.span), text.trim_end());
    let YamlNode::Map(entries) = &value.node else { panic!() };
    let keys = entries.iter().map(|entry| source(text).slice(entry.key.span).to_owned()).collect::<Vec<_>>();
    assert_eq!(keys, ["a", "list", "nothing", "block", "last"]);
}

/// Code, line and column of each fault, in file order.
fn faults(text: &str) -> Vec<(&'static str, (usize, usize))> {
    let (_, faults) = read(text);
    let source = source(text);
    faults.sorted().iter().map(|fault| (fault.code.name(), source.line_column(fault.span.start))).collect()
}

#[test]
fn faults_have_their_place_and_reading_goes_on() {
    let table: &[(&str, &[(&str, (usize, usize))])] = &[
        ("", &[("empty-file", (1, 1))]),
        ("\u{FEFF}", &[("empty-file", (1, 1))]),
        ("# only a note\n\n", &[("empty-file", (1, 1))]),
        ("~", &[("empty-file", (1, 1))]),
        ("---\n---\n", &[("second-document", (2, 1))]),
        ("a: 1\n---\nb: 2\n---\nc: 3\n", &[("second-document", (2, 1))]),
        (
            "a: 1\nb: 2\na: 3\nb: 4\nc: {d: 1, d: 2}\n",
            &[("duplicate-key", (3, 1)), ("duplicate-key", (4, 1)), ("duplicate-key", (5, 11))],
        ),
        ("'a': 1\n\"\\x61\": 2\n", &[("duplicate-key", (2, 1))]),
        (
            "a: !!str x\nb: !mine [1]\nc: !<tag:x> {}\n",
            &[("yaml-tag", (1, 4)), ("yaml-tag", (2, 4)), ("yaml-tag", (3, 4))],
        ),
        ("a: !x!y z\n", &[("yaml-tag", (1, 4))]),
        (
            "a: &x 1\nb: *x\nc: *y\n<<: *x\n",
            &[
                ("alias-refused", (1, 4)),
                ("alias-refused", (2, 4)),
                ("alias-refused", (3, 4)),
                ("alias-refused", (4, 5)),
            ],
        ),
        ("a:\n\tb: 1\n", &[("tab-indent", (2, 1))]),
        ("a:\n  b: 1\n  \tc: 2\n", &[("tab-indent", (3, 3))]),
        ("a:\n  - x\n\t- y\n", &[("tab-indent", (3, 1))]),
        ("a: [\n\t1]\n", &[("tab-indent", (2, 1))]),
        (
            "? [a]\n: b\n? {c: d}\n: e\n: f\n",
            &[("wrong-shape", (1, 3)), ("wrong-shape", (3, 3)), ("wrong-shape", (5, 1))],
        ),
        ("a: {{ name }} is here\n", &[("wrong-shape", (1, 5))]),
        ("a: {{ name }}\n", &[("wrong-shape", (1, 5))]),
        ("a: b: c\n", &[("yaml-syntax", (1, 5))]),
        ("a: \"open\n", &[("yaml-syntax", (2, 1))]),
        ("a: [1, 2\nb: 3\n", &[("yaml-syntax", (2, 2))]),
        ("a: (1]\nb: ]\n", &[("yaml-syntax", (2, 4))]),
        ("a: @home\n", &[("yaml-syntax", (1, 4))]),
        ("a: 'it's'\n", &[("yaml-syntax", (1, 8))]),
        ("a: \"\\d\"\n", &[("yaml-syntax", (1, 4))]),
        ("a: \"\\uD83D\"\n", &[("yaml-syntax", (1, 4))]),
        ("a: 1\n b: 2\n", &[("yaml-syntax", (2, 3))]),
        ("a\0b: 1\n", &[("yaml-syntax", (1, 2))]),
        ("a: \x1b[31m\n", &[("yaml-syntax", (1, 4))]),
        ("a: \u{9b}\n", &[("yaml-syntax", (1, 4))]),
        ("%TAG ! tag:x,2000:\n---\na: !b c\n", &[("yaml-tag", (3, 4))]),
    ];
    let differing = table.iter().filter(|(text, expected)| faults(text) != *expected);
    let differing = differing.map(|(text, _)| format!("{text:?} has {:?}", faults(text))).collect::<Vec<_>>();
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn hostile_files_end_in_one_message() {
    let deep = |open: &str, close: &str| open.repeat(100_000) + &close.repeat(100_000);
    let steps = (0..1000).fold(String::new(), |text, level| text + &" ".repeat(level) + "a:\n");
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    let bomb = (1..30).fold("a0: &a0 [x, x]\n".to_owned(), |text, n| {
        text + &format!("a{n}: &a{n} [*a{m}, *a{m}, *a{m}]\n", m = n - 1)
    });
    let table: Vec<(&str, String, &str, usize)> = vec![
        ("nested lists", deep("[", "]"), "too-deep", 1),
        ("nested lists, open", deep("[", ""), "too-deep", 1),
        ("nested mappings", deep("{a: ", "}"), "too-deep", 1),
        ("nested mappings, bare", deep("{", "}"), "too-deep", 1),
        ("nested dashes", deep("- ", "") + "x", "too-deep", 1),
        ("nested explicit keys", deep("? ", "") + "x", "too-deep", 1),
        ("nested blocks", steps, "too-deep", 1),
        ("one level too deep", nested(MAX_DEPTH + 1), "too-deep", 1),
        ("as deep as can be", nested(MAX_DEPTH), "", 0),
        ("an alias bomb", bomb, "alias-refused", 100),
        ("nothing but aliases", "- *a\n".repeat(100_000), "alias-refused", 100),
        ("nothing but anchors", "- &a\n".repeat(100_000), "alias-refused", 100),
        ("nothing but tags", "- !a\n".repeat(100_000), "yaml-tag", 100),
        ("the same key for ever", "a: 1\n".repeat(100_000), "duplicate-key", 100),
        ("documents for ever", "---\na\n".repeat(100_000), "second-document", 1),
        ("50 MB", "x".repeat(50 << 20), "too-large", 1),
        ("a byte too many", "x".repeat(MAX_BYTES + 1), "too-large", 1),
        ("as large as can be", "x".repeat(MAX_BYTES), "", 0),
        ("one long line of JSON", format!("[{}1]", "1,".repeat(500_000)), "", 0),
        ("one long quoted text", format!("a: \"{}\"", "\\u00e9 ".repeat(200_000)), "", 0),
        ("many keys", (0..50_000).map(|n| format!("k{n}: v\n")).collect(), "", 0),
        ("many empty lines in a block", format!("a: |\n{}  x\n", "\n".repeat(500_000)), "", 0),
        ("many blocks after empty lines", "- >\n\n\n\n  x\n   y\n\n".repeat(20_000), "", 0),
        ("comments only", "# x\n".repeat(500_000), "empty-file", 1),
        ("colons only", ":".repeat(100_000), "yaml-syntax", 1),
        ("quotes only", "'".repeat(100_000), "", 0),
        ("a long key", format!("{}: 1", "k".repeat(100_000)), "yaml-syntax", 1),
        ("spaces only", " ".repeat(1 << 20), "empty-file", 1),
        ("dashes only", "-\n".repeat(100_000), "", 0),
    ];
    for (name, text, code, count) in table {
        let (_, faults) = read(&text);
        assert!(faults.iter().all(|fault| fault.code.name() == code), "{name}: {:?}", faults.iter().next());
        assert_eq!(faults.len(), count, "{name}: {:?}", faults.iter().next());
    }
}

/// A text and what people see of its faults.
fn picture(text: &str, width: usize) -> String {
    let mut sources = Sources::default();
    let index = sources.add("skin.yaml", text);
    let (_, faults) = parse(index, sources.get(index).unwrap());
    format!("{text}\n{}\n{}", "=".repeat(width), human(&faults, &sources, width, Colour::Plain))
}

#[test]
fn faults_as_people_see_them() {
    let table = [
        ("duplicate_keys", "id: skin\ntitle: Your skin\nquestions: []\n\ntitle: Skin\n"),
        ("second_document", "id: skin\n---\nid: hair\n"),
        ("tab", "questions:\n  - id: age\n\task: How old are you?\n"),
        ("colon", "help: A keloid: a raised scar\n"),
        ("template", "finding: {{ name }} is too young\n"),
        ("quote", "ask: \"How old are you?\nhelp: In years\n"),
        ("bracket", "options: [a, b\nhelp: In years\n"),
        ("tag_and_alias", "ask: !Important text\nhelp: *bold* words\nwhy: &more\n"),
        ("control", "ask: How \u{1b}[31mold?\n"),
        ("empty", ""),
        ("too_deep", &format!("a: {}", "[".repeat(200))),
        ("too_large", &" ".repeat(MAX_BYTES + 1)[..]),
    ];
    for (name, text) in table {
        let shown = if text.len() > 1000 { picture(text, 60).trim_start().to_owned() } else { picture(text, 60) };
        insta::assert_snapshot!(format!("fault_{name}"), shown);
    }
}

/// Two files and the faults that rooms find in them, with everything that a diagnostic can have.
fn example() -> (Diagnostics, Sources) {
    let mut sources = Sources::default();
    let skin = "id: skin\r\nrules:\r\n  - when: keloids == often and skin_now has any [psoriasis, sunburn, eczema] or age < 18\r\n\
                    finding: |\r\n      Ünïcode \u{202E}evil\u{1b}[31m 👩‍🔬 text\r\n";
    let skin = sources.add("skin.yaml", skin);
    let hair = sources.add("<embedded>/hair loss.yaml", "\u{FEFF}id: hair\nquestions:\n  - id: keloid\n    ask: x\n");
    let at = |index: SourceIx, needle: &str| {
        let start = sources.get(index).unwrap().text.find(needle).unwrap();
        Span::new(index, start, start + needle.len())
    };
    let mut diagnostics = Diagnostics::default();
    diagnostics.push(
        Diagnostic::new(Code::UnknownName, at(skin, "keloids"), "no question, named condition or score is called `keloids`")
            .label("not known")
            .also(at(hair, "keloid"), "a question that is nearly called so")
            .also(at(skin, "skin"), "needed by this section")
            .help("did you mean `keloid`?")
            .help("a name must be written exactly as in `id`, with small letters, digits and underscores, wherever it is used"),
    );
    diagnostics.push(Diagnostic::new(
        Code::EmptyText,
        at(skin, "evil\u{1b}"),
        "a text has \u{1b}[31m in it\nand a break",
    ));
    diagnostics.push(Diagnostic::new(Code::UnusedKey, at(hair, "id"), "`id` has no effect").label("here"));
    diagnostics.push(Diagnostic::new(Code::UnusedKey, at(hair, "id"), "`id` has no effect").label("here"));
    let whole = at(skin, "rules:\r\n  - when: keloids");
    diagnostics
        .push(Diagnostic { level: Level::Note, ..Diagnostic::new(Code::TooMany, whole, "a place of many lines") });
    diagnostics.push(Diagnostic::new(Code::MissingKey, Span::new(hair, 9999, 10_000), "a place past the end"));
    diagnostics
        .push(Diagnostic::new(Code::MissingFile, Span::new(SourceIx(9), 3, 4), "a place in no file").help("none"));
    (diagnostics, sources)
}

/// The files of the example, then what was made of them.
fn beside(sources: &Sources, output: &str) -> String {
    let files = sources.iter().map(|(_, source)| format!("{}: {:?}\n", source.name, source.text));
    files.chain(["=".repeat(60), "\n".to_owned(), output.to_owned()]).collect()
}

#[test]
fn every_format_shows_the_same_faults() {
    let (diagnostics, sources) = example();
    let narrow = human(&diagnostics, &sources, 60, Colour::Plain);
    for line in narrow.lines() {
        assert!(line.chars().count() <= 60 || line.contains(" | "), "too wide: {line}");
    }
    insta::assert_snapshot!("format_human_60", beside(&sources, &narrow));
    insta::assert_snapshot!("format_human_100", beside(&sources, &human(&diagnostics, &sources, 100, Colour::Plain)));
    insta::assert_snapshot!("format_short", beside(&sources, &short(&diagnostics, &sources)));
    let pretty = serde_json::from_str::<serde_json::Value>(&json(&diagnostics, &sources)).unwrap();
    insta::assert_snapshot!("format_json", beside(&sources, &format!("{pretty:#}")));
    let mut log = serde_json::from_str::<serde_json::Value>(&sarif(&diagnostics, &sources)).unwrap();
    for rule in log["runs"][0]["tool"]["driver"]["rules"].as_array_mut().unwrap() {
        assert!(rule["help"]["text"].is_string() && rule["help"]["markdown"].is_string());
        // The pages of the documentation have their own readers.
        rule["help"] = serde_json::Value::Null;
    }
    insta::assert_snapshot!("format_sarif", beside(&sources, &format!("{log:#}")));
}

#[test]
fn colours_come_only_when_asked_for_and_nothing_else_escapes() {
    let (diagnostics, sources) = example();
    let plain = human(&diagnostics, &sources, 80, Colour::Plain);
    assert!(!plain.contains('\u{1b}') && !plain.contains('\u{202E}'), "{plain}");
    let coloured = human(&diagnostics, &sources, 80, Colour::Ansi);
    assert!(coloured.contains("\u{1b}["));
    assert!(!coloured.contains("\u{1b}[31m text"), "an escape of the file came through");
}

#[test]
fn long_lines_and_far_places_are_drawn_apart() {
    let mut sources = Sources::default();
    let long = sources.add("long.yaml", format!("[{}]", "a, ".repeat(100_000)));
    let far = sources.add("far.yaml", format!("first: 1\n{}first: 2\n", "# note\n".repeat(100_000)));
    let mut diagnostics = Diagnostics::default();
    diagnostics.push(Diagnostic::new(Code::BadId, Span::new(long, 150_001, 150_002), "far to the right"));
    let twice = Diagnostic::new(Code::DuplicateKey, Span::new(far, 700_009, 700_014), "far down").label("again");
    diagnostics.push(twice.also(Span::new(far, 0, 5), "first here"));
    insta::assert_snapshot!("format_far", human(&diagnostics, &sources, 60, Colour::Plain));
}

#[test]
fn nothing_wrong_is_nothing_to_say() {
    let (none, sources) = (Diagnostics::default(), Sources::default());
    assert_eq!(human(&none, &sources, 80, Colour::Plain), "");
    assert_eq!(short(&none, &sources), "");
    assert_eq!(json(&none, &sources), "{\"diagnostics\":[],\"errors\":0,\"warnings\":0}\n");
}

#[test]
fn every_character_of_the_shipped_questionnaire_knows_its_place() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/questionnaires/smp");
    let mut characters = 0;
    for file in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if file.extension().is_none_or(|ending| ending != "yaml") {
            continue;
        }
        let source = source(&std::fs::read_to_string(&file).unwrap());
        let (value, faults) = parse(SourceIx(0), &source);
        assert!(faults.is_empty(), "{}: {faults:?}", file.display());
        for scalar in value.iter().flat_map(scalars) {
            for (offset, c) in scalar.text.char_indices() {
                let from = source.slice(scalar.place(offset, offset + c.len_utf8()));
                let folded = c.is_whitespace() && from.trim().is_empty();
                let fits = from == c.to_string() || from == "''" || from.starts_with('\\') || folded;
                assert!(fits, "{}: {c:?} from {from:?}", file.display());
                characters += 1;
            }
        }
    }
    assert!(characters > 10_000, "only {characters} characters were read");
}

/// A text in the file with, for each character it stands for, the bytes that it came from.
#[derive(Default)]
struct Written {
    file: String,
    text: String,
    places: Vec<(usize, usize)>,
}

impl Written {
    fn raw(&mut self, raw: &str) {
        self.file.push_str(raw);
    }

    fn stand_for(&mut self, raw: &str, text: char) {
        self.places.push((self.file.len(), self.file.len() + raw.len()));
        self.file.push_str(raw);
        self.text.push(text);
    }

    fn verbatim(&mut self, text: &str) {
        text.chars().for_each(|c| self.stand_for(c.encode_utf8(&mut [0; 4]), c));
    }

    fn check(self) {
        let (value, faults) = read(&self.file);
        assert!(faults.is_empty(), "{:?}: {faults:?}", self.file);
        let value = value.unwrap();
        let scalar = scalars(&value).into_iter().next().expect("a scalar");
        assert_eq!(scalar.text, self.text, "{:?}", self.file);
        for ((offset, c), (start, end)) in self.text.char_indices().zip(&self.places) {
            let place = scalar.place(offset, offset + c.len_utf8());
            assert_eq!(
                (place.start as usize, place.end as usize),
                (*start, *end),
                "{c:?} at {offset} of {:?}",
                self.file
            );
        }
        let all = scalar.place(0, self.text.len());
        let ends = (self.places[0].0, self.places.last().unwrap().1);
        assert_eq!((all.start as usize, all.end as usize), ends, "{:?}", self.file);
    }
}

fn word() -> impl Strategy<Value = String> {
    "[a-zé😀\u{301}]{1,6}"
}

/// Words with the number of line breaks (0: one space) after each.
fn folded_words() -> impl Strategy<Value = Vec<(String, usize)>> {
    prop::collection::vec((word(), 0..4usize), 1..8)
}

fn newline() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["\n", "\r\n"])
}

/// One line break is a space, more are one less.
fn write_folds(written: &mut Written, words: &[(String, usize)], newline: &str, verbatim: impl Fn(&mut Written, &str)) {
    for (at, (word, breaks)) in words.iter().enumerate() {
        verbatim(written, word);
        if at + 1 == words.len() {
            break;
        }
        let raw = format!(" {}   ", newline.repeat(*breaks));
        match breaks {
            0 => written.verbatim(" "),
            1 => written.stand_for(&raw, ' '),
            breaks => {
                let start = written.file.len();
                written.raw(&raw);
                written.places.extend(vec![(start, start + raw.len()); breaks - 1]);
                written.text.push_str(&"\n".repeat(breaks - 1));
            }
        }
    }
}

fn lines() -> impl Strategy<Value = Vec<String>> {
    let line = prop::string::string_regex("([a-zé😀'\"\\\\:#]{1,4}[ \t]?){0,4}").unwrap();
    (word(), prop::collection::vec((0..3usize, line), 0..6)).prop_map(|(first, rest)| {
        let rest = rest.into_iter().map(|(indent, line)| match line.trim_end() {
            "" => String::new(),
            words => " ".repeat(indent) + words,
        });
        let mut lines: Vec<String> = std::iter::once(first).chain(rest).collect();
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        lines
    })
}

proptest! {
    #![proptest_config(crate::support::sample(256))]

    #[test]
    fn a_plain_text_knows_its_places(words in folded_words(), newline in newline()) {
        let mut written = Written::default();
        written.raw("a: [");
        write_folds(&mut written, &words, newline, |written, word| written.verbatim(word));
        written.raw("]\n");
        // `null` and the like would be nothing.
        prop_assume!(!matches!(written.text.as_str(), "null"));
        written.check();
    }

    #[test]
    fn a_single_quoted_text_knows_its_places(words in folded_words(), newline in newline()) {
        let mut written = Written::default();
        written.raw("a: '");
        write_folds(&mut written, &words, newline, |written, word| {
            for c in word.chars() {
                match c {
                    'a'..='g' => written.stand_for("''", '\''),
                    _ => written.verbatim(&c.to_string()),
                }
            }
        });
        written.raw("'\n");
        written.check();
    }

    #[test]
    fn a_double_quoted_text_knows_its_places(words in folded_words(), newline in newline()) {
        let mut written = Written::default();
        written.raw("a: \"");
        write_folds(&mut written, &words, newline, |written, word| {
            for c in word.chars() {
                match c {
                    'a' => written.stand_for("\\x61", 'a'),
                    'b' => written.stand_for("\\n", '\n'),
                    'c' => written.stand_for("\\\"", '"'),
                    'd' => written.stand_for("\\\\", '\\'),
                    'e' => written.stand_for("\\ ", ' '),
                    'f' => written.stand_for("\\U0001F600", '😀'),
                    'g' => written.stand_for("\\uD83D\\uDE00", '😀'),
                    'h' => written.stand_for("\\u00e9", 'é'),
                    'i' => written.stand_for("\\_", '\u{A0}'),
                    'j' => { written.raw("\\"); written.raw(newline); written.raw("   "); written.verbatim("j") },
                    'k' => written.stand_for("\\/", '/'),
                    'l' => written.stand_for("\\\t", '\t'),
                    _ => written.verbatim(&c.to_string()),
                }
            }
        });
        written.raw("\"\n");
        prop_assume!(!written.places.is_empty());
        written.check();
    }

    #[test]
    fn a_literal_block_knows_its_places(
        lines in lines(), newline in newline(), indent in 1..5usize, before in 0..3usize, after in 0..3usize, explicit: bool,
    ) {
        let mut written = Written::default();
        let (digit, keep) = (if explicit { indent.to_string() } else { String::new() }, ["-", "", "+"][after]);
        written.raw(&format!("a: |{digit}{keep} # note{newline}"));
        (0..before).for_each(|_| written.stand_for(newline, '\n'));
        for (at, line) in lines.iter().enumerate() {
            if !line.is_empty() {
                written.raw(&" ".repeat(indent));
            }
            written.verbatim(line);
            if at + 1 < lines.len() || after > 0 {
                written.stand_for(newline, '\n');
            } else {
                written.raw(newline);
            }
        }
        if after == 2 {
            written.stand_for(newline, '\n');
        }
        written.raw("b: 1\n");
        written.check();
    }

    #[test]
    fn a_folded_block_knows_its_places(words in folded_words(), newline in newline(), after in 0..3usize) {
        let mut written = Written::default();
        written.raw(&format!("a: >{}{newline}", ["-", "", "+"][after]));
        for (at, (word, breaks)) in words.iter().enumerate() {
            written.raw("  ");
            written.verbatim(word);
            if at + 1 == words.len() {
                break;
            }
            match breaks {
                0 | 1 => written.stand_for(newline, ' '),
                breaks => {
                    written.raw(newline);
                    (1..*breaks).for_each(|_| written.stand_for(newline, '\n'));
                }
            }
        }
        match after {
            0 => written.raw(newline),
            kept => (0..kept).for_each(|_| written.stand_for(newline, '\n')),
        }
        written.raw("b: 1\n");
        written.check();
    }

    /// Whatever the text is, reading ends well, and each character of each scalar comes from itself, from an escape, or
    /// from the white space that was folded into it.
    #[test]
    fn whatever_is_read_knows_its_places(
        pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..24),
    ) {
        let text = pieces.concat();
        let (value, faults) = read(&text);
        for fault in faults.iter() {
            prop_assert!(fault.span.end as usize <= text.len());
        }
        let source = source(&text);
        for scalar in value.iter().flat_map(scalars) {
            for (offset, c) in scalar.text.char_indices() {
                let from = source.slice(scalar.place(offset, offset + c.len_utf8()));
                let white = || " \n".contains(c) && from.trim().is_empty();
                // The library reads on after a note that a tab stands before; such a text has only its whole place.
                let unknown = || text.contains('\t') && text.contains('#') && from == source.slice(scalar.span);
                let fits = from == c.to_string() || from == "''" || from.starts_with('\\') || white() || unknown();
                prop_assert!(fits, "{c:?} from {from:?} in {text:?}");
            }
        }
    }

    #[test]
    fn any_text_is_read_and_drawn(text in "\\PC{0,40}|[\\x00-\\x7F]{0,60}", ends in any::<(u8, u8)>()) {
        let mut sources = Sources::default();
        let index = sources.add("any.yaml", text.clone());
        let (_, mut faults) = parse(index, sources.get(index).unwrap());
        let span = Span { source: index, start: ends.0.into(), end: ends.1.into() };
        faults.push(Diagnostic::new(Code::BadId, span, text.clone()).also(span, text.clone()).help(text));
        let picture = human(&faults, &sources, 60, Colour::Plain);
        prop_assert!(picture.chars().all(|c| c == '\n' || !c.is_control()), "{picture:?}");
        short(&faults, &sources);
        serde_json::from_str::<serde_json::Value>(&json(&faults, &sources)).unwrap();
        serde_json::from_str::<serde_json::Value>(&sarif(&faults, &sources)).unwrap();
    }
}

/// What YAML is made of, to be thrown together.
const PIECES: &[&str] = &[
    "a",
    "b c",
    "é",
    "😀",
    ":",
    ": ",
    "- ",
    "\n",
    "\n  ",
    "\n ",
    "\r\n",
    "\n\n",
    " ",
    "\t",
    "'",
    "''",
    "\"",
    "\\n",
    "\\",
    "\\\n",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "|\n  ",
    ">\n  ",
    "|-\n ",
    ">+\n ",
    "|2\n   ",
    "#",
    " # x",
    "a: ",
    "\nb: ",
    "\n- ",
    "? ",
    "&a ",
    "*a",
    "!t ",
    "---\n",
    "\u{FEFF}",
    "~",
    "x\n   y",
    "\\u00e9",
    "\\ud83d\\ude00",
    ">\n\n  ",
    "\n\n  ",
    "\n   ",
    "a: >\n  ",
    "a: |\n  ",
    "a: \"",
    "a: '",
    "[\"",
];
