//! Every diagnostic code has a fixture, and its expectation is drawn in the file.
//!
//! A fixture is a file `tests/diagnostics/CODE/NAME.yaml`; what it includes lies in a folder beside it. Marks are drawn under the
//! line they speak of and are taken out before the file is read, so they can stand anywhere:
//!
//! ```text
//!       - id: Age
//! #           ^^^ error[bad-id]: `Age` cannot be an id
//! #             = help: write `age`
//! ```
//!
//! * `^^^ LEVEL[CODE]: MESSAGE` is a diagnostic; the carets stand under its place.
//! * `--- also[CODE]: LABEL` is a second place of a diagnostic with that code.
//! * `= label: …` and `= help: …` belong to the diagnostic above them.
//! * Carets right after the `#` stand one column too far to the right, since the `#` needs the first one.
//! * `…` after the carets says that the place goes on below this line.
//!
//! A file must give exactly what is drawn. `BLESS=1 cargo test --test it diagnostics` draws what is given; read it before you commit.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use candidacy::condition::{Condition, ConditionNode, Test};
use candidacy::diagnostic::render::{Colour, human, json, sarif, short};
use candidacy::diagnostic::{Code, Diagnostic, Diagnostics, Level};
use candidacy::proof::prove;
use candidacy::questionnaire::{EvaluationStep, FileFault, Files, Questionnaire, Texts, load, unlisted_files};
use candidacy::source::{Source, SourceIx, Sources, Span};
use candidacy::wording::lint;
use proptest::prelude::*;

use crate::support::{clinic, day, sample};

/// Whether a code is raised by something else than reading a questionnaire, so that other tests show it.
fn shown_elsewhere(code: Code) -> bool {
    let response = Code::UnknownQuestion..=Code::OtherVersion;
    let scenario = Code::ScenarioFailed..=Code::UnusedBase;
    let table = Code::BadTable..=Code::RowsOverlap;
    // Texts are held against all their words and none when they are read, so nothing is known that still fails.
    // Unsafe places, and what would be loaded, are in report templates, which are no part of a questionnaire's own texts.
    // That a set calls itself as a shipped one is found where both are known.
    let elsewhere =
        matches!(code, Code::TemplateFails | Code::UnsafePlace | Code::ReportLoads | Code::Undecided | Code::ShippedId);
    let overlay = Code::UnknownSet..=Code::CautionUndecided;
    response.contains(&code)
        || scenario.contains(&code)
        || table.contains(&code)
        || overlay.contains(&code)
        || elsewhere
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics")
}

/// The fixtures of a code, without what they include.
fn fixtures(code: Code) -> Vec<PathBuf> {
    let files = fs::read_dir(folder().join(code.name())).into_iter().flatten();
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).filter(|path| path.is_file()).collect();
    files.sort();
    files
}

fn all_fixtures() -> Vec<(Code, PathBuf)> {
    Code::ALL.iter().flat_map(|code| fixtures(*code).into_iter().map(|path| (*code, path))).collect()
}

/// The folder of a fixture, whose files are read without their marks.
struct Folder(PathBuf);

impl Files for Folder {
    fn read(&self, path: &str) -> Result<String, FileFault> {
        // Nobody wants megabytes in a repository.
        if path.ends_with("too-large.yaml") {
            return Err(FileFault::TooLarge);
        }
        let bytes = fs::read(self.0.join(path)).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => FileFault::Missing,
            _ => FileFault::Unreadable,
        })?;
        String::from_utf8(bytes).map(|text| without_marks(&text)).map_err(|_| FileFault::NotText)
    }

    fn name(&self, path: &str) -> String {
        path.to_owned()
    }

    /// What a fixture includes lies in a folder beside it; the other files are other fixtures.
    fn paths(&self) -> Vec<String> {
        let Ok(parts) = fs::read_dir(self.0.join("parts")) else { return Vec::new() };
        let mut parts: Vec<String> =
            parts.map(|part| format!("parts/{}", part.unwrap().file_name().to_str().unwrap())).collect();
        parts.sort();
        parts
    }
}

fn is_mark(line: &str) -> bool {
    let Some(rest) = line.strip_prefix('#') else { return false };
    let rest = rest.trim_start();
    let drawn = rest.trim_start_matches(['^', '-', '…']);
    let drawing = drawn.len() < rest.len()
        && [" error[", " warning[", " note[", " also["].iter().any(|word| drawn.starts_with(word));
    drawing || rest.starts_with("= help: ") || rest.starts_with("= label: ")
}

pub fn without_marks(text: &str) -> String {
    text.split_inclusive('\n').filter(|line| !is_mark(line.trim_end())).collect()
}

/// A source with the marks of all diagnostics in it.
pub fn with_marks(index: SourceIx, source: &Source, diagnostics: &Diagnostics) -> String {
    let mut marks: BTreeMap<usize, String> = BTreeMap::new();
    for diagnostic in diagnostics.iter() {
        if diagnostic.span.source == index {
            let marks = marks.entry(source.line_column(diagnostic.span.start).0).or_default();
            draw(source, diagnostic, marks);
        }
        for (span, label) in diagnostic.also.iter().filter(|(span, _)| span.source == index) {
            let marks = marks.entry(source.line_column(span.start).0).or_default();
            let name = diagnostic.code.name();
            writeln!(marks, "{} also[{name}]: {label}", pointer(source, *span, '-')).unwrap();
        }
    }
    let mut drawn = String::new();
    for (number, line) in (1..).zip(source.text.split_inclusive('\n')) {
        drawn += line;
        if let Some(marks) = marks.remove(&number) {
            if !line.ends_with('\n') {
                drawn.push('\n');
            }
            drawn += &marks;
        }
    }
    drawn + &marks.into_values().collect::<String>()
}

fn draw(source: &Source, diagnostic: &Diagnostic, marks: &mut String) {
    let pointer = pointer(source, diagnostic.span, '^');
    let Diagnostic { code, level, message, label, help, .. } = diagnostic;
    writeln!(marks, "{pointer} {}[{}]: {message}", level.name(), code.name()).unwrap();
    let indent = " ".repeat(pointer.chars().take_while(|c| "# ".contains(*c)).count() + 1);
    let label = Some(label).filter(|label| !label.is_empty()).map(|label| format!("label: {label}"));
    for line in label.into_iter().chain(help.iter().map(|help| format!("help: {help}"))) {
        writeln!(marks, "#{indent}= {line}").unwrap();
    }
}

fn pointer(source: &Source, span: Span, mark: char) -> String {
    let column = source.line_column(span.start).1;
    assert_ne!(column, 2, "a place in the second column cannot be drawn: indent the fixture otherwise");
    let text = source.slice(span);
    let line = text.lines().next().unwrap_or_default();
    let marks = mark.to_string().repeat(line.chars().count().max(1));
    let more = if text.trim_end().lines().count() > 1 { "…" } else { "" };
    format!("#{}{marks}{more}", " ".repeat(column.saturating_sub(2)))
}

/// Whether a fixture is about words. The others are about something else, and are not held to good words.
fn shows_a_lint(path: &Path) -> bool {
    let folder = path.parent().unwrap().file_name().unwrap();
    let lints = Code::ReadingAge..=Code::LeadingQuestion;
    Code::ALL.iter().any(|code| lints.contains(code) && *code.name() == *folder)
}

/// Whether a fixture is of a code that only the proofs find.
fn is_proof(path: &Path) -> bool {
    let folder = path.parent().and_then(Path::file_name).unwrap();
    let proofs = Code::ALL.iter().filter(|code| (Code::UnreachableSection..=Code::Undecided).contains(code));
    proofs.into_iter().any(|code| *code.name() == *folder)
}

fn read(path: &Path) -> (Option<Questionnaire>, Diagnostics, Sources) {
    let mut sources = Sources::default();
    let main = path.file_name().unwrap().to_str().unwrap();
    let folder = Folder(path.parent().unwrap().to_owned());
    let (questionnaire, mut diagnostics) = load(&folder, main, &mut sources);
    diagnostics.append(unlisted_files(&folder, main, &sources));
    if let Some(questionnaire) = questionnaire.as_ref().filter(|_| shows_a_lint(path)) {
        diagnostics.append(lint(questionnaire));
        diagnostics = diagnostics.sorted();
    }
    // What the proofs find is shown only where it is meant to be: the other fixtures are too small to be sound.
    if let Some(questionnaire) = questionnaire.as_ref().filter(|_| is_proof(path)) {
        diagnostics.append(prove(questionnaire, day()));
        diagnostics = diagnostics.sorted();
    }
    (questionnaire, diagnostics, sources)
}

#[test]
fn every_fixture_gives_exactly_what_is_drawn_in_it() {
    let mut different = String::new();
    for (code, path) in all_fixtures() {
        let (_, diagnostics, sources) = read(&path);
        assert!(diagnostics.iter().any(|diagnostic| diagnostic.code == code), "{} does not show it", path.display());
        for (index, source) in sources.iter() {
            let file = path.with_file_name(&source.name);
            let drawn = with_marks(index, source, &diagnostics);
            if std::env::var_os("BLESS").is_some() {
                fs::write(&file, &drawn).unwrap();
            } else if fs::read_to_string(&file).unwrap() != drawn {
                writeln!(different, "{} should be:\n{drawn}", file.display()).unwrap();
            }
        }
    }
    assert!(different.is_empty(), "{different}");
}

#[test]
fn every_code_of_a_questionnaire_has_a_fixture() {
    let without = Code::ALL.iter().filter(|code| !shown_elsewhere(**code) && fixtures(**code).is_empty());
    assert_eq!(without.collect::<Vec<_>>(), Vec::<&Code>::new());
    for entry in fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name();
        assert!(Code::ALL.iter().any(|code| *code.name() == name), "{} is no code", name.display());
    }
}

#[test]
fn a_questionnaire_is_given_exactly_when_there_is_no_error() {
    for (_, path) in all_fixtures() {
        let (questionnaire, diagnostics, _) = read(&path);
        if is_proof(&path) {
            assert!(questionnaire.is_some(), "{}", path.display());
            continue;
        }
        assert_eq!(questionnaire.is_some(), !diagnostics.has_errors(), "{}", path.display());
    }
}

#[test]
fn every_diagnostic_can_be_shown_in_every_format() {
    for (_, path) in all_fixtures() {
        let (_, diagnostics, sources) = read(&path);
        for text in [
            human(&diagnostics, &sources, 60, Colour::Ansi),
            human(&diagnostics, &sources, 100, Colour::Plain),
            short(&diagnostics, &sources),
            json(&diagnostics, &sources),
            sarif(&diagnostics, &sources),
        ] {
            for code in diagnostics.iter().map(|diagnostic| diagnostic.code.name()) {
                assert!(text.contains(code), "{}: {text}", path.display());
            }
        }
    }
}

/// Lower case unless a name in backticks comes first, no final stop, and the help says what to do.
#[test]
fn messages_keep_the_style_of_the_house() {
    let mut errors_without_help = Vec::new();
    for (_, path) in all_fixtures() {
        let (_, diagnostics, _) = read(&path);
        for diagnostic in diagnostics.iter() {
            let labels = diagnostic.also.iter().map(|(_, label)| label).chain([&diagnostic.label]);
            let texts = labels.filter(|label| !label.is_empty()).chain([&diagnostic.message]).chain(&diagnostic.help);
            for text in texts {
                let first = text.chars().next().unwrap();
                assert!(!first.is_uppercase() && !text.starts_with(' '), "{text}");
                assert!(!text.ends_with('.') && !text.ends_with(' '), "{text}");
                assert_eq!(text.matches('`').count() % 2, 0, "{text}");
                assert!(!text.contains('\n') && text.chars().count() <= 400, "{text}");
            }
            // What MiniJinja itself refuses comes in its own words.
            if diagnostic.help.is_empty() && diagnostic.code != Code::TemplateSyntax {
                errors_without_help.push(diagnostic.message.clone());
            }
        }
    }
    assert_eq!(errors_without_help, Vec::<String>::new(), "these say what is wrong, but not what to do");
}

#[test]
fn codes_are_unique_and_each_has_a_page() {
    let mut names: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Code::ALL.len());
    for code in Code::ALL {
        let (name, page) = (code.name(), code.explanation());
        assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{name}");
        assert!(page.starts_with(&format!("# {name}\n")), "{name}: the page opens with the code");
        let fences = page.matches("```").count();
        assert!(fences >= 2 && fences.is_multiple_of(2), "{name}: the page shows an example");
    }
    let pages = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/diagnostics")).unwrap();
    for page in pages.map(|page| page.unwrap().path()) {
        let name = page.file_stem().unwrap().to_str().unwrap();
        assert!(name == "README" || Code::ALL.iter().any(|code| code.name() == name), "{name} is no code");
    }
}

fn text(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(path)).unwrap()
}

fn faults(files: &Texts) -> (Option<Questionnaire>, Vec<String>) {
    let mut sources = Sources::default();
    let (questionnaire, diagnostics) = load(files, "questionnaire.yaml", &mut sources);
    let lines = short(&diagnostics, &sources).lines().map(str::to_owned).collect();
    (questionnaire, lines)
}

#[test]
fn the_good_fixtures_are_good() {
    assert_eq!(faults(&clinic()).1, Vec::<String>::new());
    assert_eq!(faults(&Texts::one("questionnaire.yaml", text("small.yaml"))).1, Vec::<String>::new());
}

#[test]
fn the_fingerprint_changes_with_every_file_and_not_with_the_name_of_the_main_file() {
    let print = |files: &Texts, main: &str| {
        load(files, main, &mut Sources::default()).0.map(|questionnaire| questionnaire.fingerprint().to_owned())
    };
    let first = print(&clinic(), "questionnaire.yaml").unwrap();
    assert_eq!(first.len(), "sha256:".len() + 64);
    for path in ["questionnaire.yaml", "hair_loss.yaml", "images/full.svg"] {
        let changed = clinic().with(path, text(&format!("clinic/{path}")) + "\n");
        assert_ne!(print(&changed, "questionnaire.yaml").unwrap(), first, "{path}");
    }
    let small = |name: &str| print(&Texts::one(name, text("small.yaml")), name).unwrap();
    assert_eq!(small("a.yaml"), small("b.yaml"));
}

/// What is done to a good questionnaire.
#[derive(Clone, Debug)]
pub enum Damage {
    Delete(usize),
    Duplicate(usize),
    Swap(usize, usize),
    Insert(usize, String),
    Cut(usize),
}

pub fn damage() -> impl Strategy<Value = Damage> {
    let place = || 0usize..100_000;
    let tokens = prop::sample::select(vec![
        "{{",
        "}}",
        "[",
        "]",
        "{",
        ":",
        "- ",
        "|",
        ">",
        "\"",
        "'",
        "#",
        "&a",
        "*a",
        "!!x",
        "\t",
        "\r",
        "\u{feff}",
        "\u{0}",
        "\u{1b}[31m",
        "é",
        "🏳️‍🌈",
        " and ",
        " not ",
        "..",
        "null",
        "~",
        "-1",
        "1e400",
        "99999999999999999999",
        "..",
        "%}",
        "{% if",
        "unsure",
        "../x",
        "\n",
        "\n\n  ",
        "id: ",
        "when: ",
        "exclusive: true",
        "\u{202e}",
        "\u{2028}",
    ]);
    prop_oneof![
        place().prop_map(Damage::Delete),
        place().prop_map(Damage::Duplicate),
        (place(), place()).prop_map(|(a, b)| Damage::Swap(a, b)),
        (place(), tokens.prop_map(str::to_owned)).prop_map(|(at, token)| Damage::Insert(at, token)),
        (place(), ".{1,4}").prop_map(|(at, token)| Damage::Insert(at, token)),
        place().prop_map(Damage::Cut),
    ]
}

pub fn damaged(text: &str, damage: &Damage) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let count = lines.len().max(1);
    let border = |at: usize| (0..=at % (text.len() + 1)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    match damage {
        Damage::Delete(at) if !lines.is_empty() => drop(lines.remove(at % count)),
        Damage::Duplicate(at) if !lines.is_empty() => lines.insert(at % count, lines[at % count].clone()),
        Damage::Swap(a, b) if !lines.is_empty() => lines.swap(a % count, b % count),
        Damage::Insert(at, token) => return format!("{}{token}{}", &text[..border(*at)], &text[border(*at)..]),
        Damage::Cut(at) => return text[..border(*at)].to_owned(),
        _ => {}
    }
    lines.concat()
}

fn unharmed(files: &Texts) {
    let mut sources = Sources::default();
    let (questionnaire, diagnostics) = load(files, "questionnaire.yaml", &mut sources);
    assert_eq!(questionnaire.is_some(), !diagnostics.has_errors());
    for diagnostic in diagnostics.iter() {
        let source = sources.get(diagnostic.span.source).unwrap();
        assert!(diagnostic.span.end as usize <= source.text.len(), "{diagnostic:?}");
    }
    human(&diagnostics, &sources, 80, Colour::Plain);
}

proptest! {
    #![proptest_config(sample(200))]

    #[test]
    fn no_damage_makes_the_check_fail(damages in prop::collection::vec(damage(), 1..6), which in 0usize..3) {
        let path = ["questionnaire.yaml", "hair_loss.yaml", "images/full.svg"][which];
        let good = text(&format!("clinic/{path}"));
        unharmed(&clinic().with(path, damages.iter().fold(good, |text, damage| damaged(&text, damage))));
    }

    #[test]
    fn no_text_makes_the_check_fail(noise in "\\PC{0,200}") {
        unharmed(&Texts::one("questionnaire.yaml", noise));
    }
}

/// Each line of a good questionnaire is needed or idle, but never fatal: every single deletion and doubling, in turn.
#[test]
fn every_single_line_can_go_or_stand_twice() {
    let good = text("clinic/questionnaire.yaml");
    for line in 0..good.lines().count() {
        for damage in [Damage::Delete(line), Damage::Duplicate(line)] {
            unharmed(&clinic().with("questionnaire.yaml", damaged(&good, &damage)));
        }
    }
}

#[test]
fn lints_set_the_level_of_warnings() {
    let with = |level: &str| {
        let text = text("small.yaml")
            .replace("language: en\n", &format!("language: en\nlints: {{ finding-missing: {level} }}\n"));
        let text = text.replace("        finding: Swimming with a fever strains the heart.\n", "");
        let mut sources = Sources::default();
        let (questionnaire, found) = load(&Texts::one("a.yaml", text), "a.yaml", &mut sources);
        (questionnaire.is_some(), found.iter().map(|one| (one.code, one.level)).collect::<Vec<_>>())
    };
    assert_eq!(with("off"), (true, vec![]));
    assert_eq!(with("note"), (true, vec![(Code::FindingMissing, Level::Note)]));
    assert_eq!(with("warning"), (true, vec![(Code::FindingMissing, Level::Warning)]));
    assert_eq!(with("error"), (false, vec![(Code::FindingMissing, Level::Error)]));
}

/// Every key arrives where it belongs: the good fixture as the check understood it.
#[test]
fn the_model_holds_what_the_files_say() {
    let (questionnaire, _) = faults(&clinic());
    let questionnaire = questionnaire.unwrap();
    let mut text = String::new();
    writeln!(
        text,
        "{} {} {} {:?}",
        questionnaire.id(),
        questionnaire.version(),
        questionnaire.language(),
        questionnaire.status()
    )
    .unwrap();
    for section in questionnaire.sections() {
        writeln!(
            text,
            "section {} questions {:?} rules {:?} when {}",
            section.id,
            section.questions,
            section.rules,
            section.when.is_some()
        )
        .unwrap();
    }
    for question in questionnaire.questions() {
        let options: Vec<_> = question.options().iter().map(|option| option.id.as_str()).collect();
        let (kind, audience, change) = (question.type_name().name(), question.audience, &question.can_change);
        let unsure = question.unsure.map(|verdict| questionnaire.verdicts()[verdict].id.as_str());
        writeln!(
            text,
            "{kind} {} {options:?} {audience:?} {change:?} valid for {} required {} unsure {unsure:?}",
            question.id, question.valid_for, question.required
        )
        .unwrap();
    }
    for rule in questionnaire.rules() {
        let verdict = &questionnaire.verdicts()[rule.verdict].id;
        let (sources, advice) = (rule.sources.len(), rule.advice.len());
        let not_before =
            rule.not_before.map(|day| (day.duration.to_string(), day.question.map(|question| question.at())));
        writeln!(
            text,
            "rule {} {verdict} sources {sources} advice {advice} stop {} {not_before:?}",
            rule.id, rule.stop
        )
        .unwrap();
    }
    for guarantee in questionnaire.guarantees() {
        writeln!(text, "guarantee {} {:?}", guarantee.id, guarantee.promise).unwrap();
    }
    writeln!(text, "lints {:?}", questionnaire.lints()).unwrap();
    writeln!(
        text,
        "steps {}",
        questionnaire.steps().iter().map(|step| format!("{step:?}")).collect::<Vec<_>>().join(" ")
    )
    .unwrap();
    insta::assert_snapshot!(text);
}

/// What [`Questionnaire::steps`] promises: each thing once, and after everything it needs.
#[test]
fn steps_hold_everything_once_and_nothing_before_what_it_needs() {
    let questionnaire = faults(&clinic()).0.unwrap();
    let mut done = Vec::new();
    for step in questionnaire.steps() {
        assert!(!done.contains(step), "{step:?} stands twice");
        for needed in needs(&questionnaire, *step) {
            assert!(done.contains(&needed), "{step:?} needs {needed:?}");
        }
        done.push(*step);
    }
    let things = questionnaire.sections().len() + questionnaire.questions().len();
    assert_eq!(done.len(), things + questionnaire.conditions().len() + questionnaire.scores().len());
}

fn needs(questionnaire: &Questionnaire, step: EvaluationStep) -> Vec<EvaluationStep> {
    match step {
        EvaluationStep::Section(section) => names(questionnaire.sections()[section].when.as_ref()),
        EvaluationStep::Condition(condition) => names(Some(&questionnaire.conditions()[condition].condition)),
        EvaluationStep::Score(score) => {
            let score = &questionnaire.scores()[score];
            let asked = score.answers().map(|answer| EvaluationStep::Question(answer.question));
            asked.chain(score.conditions().flat_map(|when| names(Some(when)))).collect()
        }
        EvaluationStep::Question(question) => {
            let question = &questionnaire.questions()[question];
            let options = question.options().iter().flat_map(|option| names(option.when.as_ref()));
            [EvaluationStep::Section(question.section)]
                .into_iter()
                .chain(names(question.when.as_ref()))
                .chain(options)
                .collect()
        }
    }
}

fn names(condition: Option<&Condition>) -> Vec<EvaluationStep> {
    let parts = condition.into_iter().flat_map(Condition::walk);
    let step = |part: &Condition| match &part.node {
        ConditionNode::Named(condition) => vec![EvaluationStep::Condition(*condition)],
        ConditionNode::Test(Test::Score(score, ..)) => vec![EvaluationStep::Score(*score)],
        ConditionNode::Test(test) => test.questions().into_iter().map(EvaluationStep::Question).collect(),
        _ => Vec::new(),
    };
    parts.flat_map(step).collect()
}

/// As many questions and rules as are taken, each naming the one before, are read without a fault.
#[test]
fn a_questionnaire_at_the_limits_is_read() {
    let mut text = String::from(
        "questionnaire: big\nversion: 1.0.0\ntitle: Big\nverdicts:\n  - ok: { title: Ok, says: Ok. }\n  - no: { title: No, says: No. }\nsections:\n  - id: s\n    title: S\n    questions:\n",
    );
    for at in 0..2_000 {
        let when = if at > 0 { format!(", when: q{}", at - 1) } else { String::new() };
        writeln!(text, "      - {{ id: q{at}, ask: Is it so?, type: yes_no{when} }}").unwrap();
    }
    text += "    rules:\n";
    for at in 0..10_000 {
        writeln!(
            text,
            "      - {{ id: r{at}, when: q{}, verdict: no, finding: \"So: {{{{ q{} }}}}\" }}",
            at % 2_000,
            at % 1_999
        )
        .unwrap();
    }
    let (questionnaire, faults) = faults(&Texts::one("questionnaire.yaml", text));
    assert_eq!(faults, Vec::<String>::new());
    assert_eq!(questionnaire.map(|questionnaire| questionnaire.steps().len()), Some(2_001));
}

/// The world's answer to a path, whatever it is.
struct Broken(FileFault);

impl Files for Broken {
    fn read(&self, _: &str) -> Result<String, FileFault> {
        Err(self.0)
    }

    fn name(&self, path: &str) -> String {
        path.to_owned()
    }
}

#[test]
fn a_main_file_that_cannot_be_had_is_one_fault() {
    for (fault, code) in [
        (FileFault::Missing, Code::MissingFile),
        (FileFault::Unreadable, Code::MissingFile),
        (FileFault::Outside, Code::OutsideFolder),
        (FileFault::NotText, Code::NotText),
        (FileFault::TooLarge, Code::TooLarge),
    ] {
        let mut sources = Sources::default();
        let (questionnaire, found) = load(&Broken(fault), "q.yaml", &mut sources);
        assert!(questionnaire.is_none());
        assert_eq!(found.iter().map(|one| one.code).collect::<Vec<_>>(), [code]);
        assert!(short(&found, &sources).starts_with("q.yaml:1:1: error["));
    }
}
