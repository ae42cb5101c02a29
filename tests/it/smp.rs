//! The SMP reports, for people whose answers differ most: golden files of what they read, one page that is one page, the same
//! words in every format, pages that load nothing, and words that no report may hold.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};

use candidacy::catalog;
use candidacy::questionnaire::Audience;
use candidacy::report::{Format, Report, Templates, check, render};
use candidacy::source::Sources;

use crate::readers::{finds_everything, judged, own_lines, summary};
use crate::support::{self, contract_on, report_on, set, smp};

const FORMATS: [Format; 3] = [Format::Text, Format::Markdown, Format::Html];
const READERS: [Audience; 2] = [Audience::Client, Audience::Technician];

fn templates() -> &'static Templates {
    static CELL: OnceLock<Templates> = OnceLock::new();
    CELL.get_or_init(|| catalog::templates_for("smp").unwrap())
}

/// The people, by name, with the file that holds their answers.
fn people() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/smp");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let yaml = files.filter(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    let named = |path: PathBuf| {
        (path.file_stem().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(&path).unwrap())
    };
    yaml.map(named).collect()
}

/// The report of some answers; worked out once for each, as several tests look at the same people.
fn report_of(answers: &str, audience: Audience) -> Report {
    static KNOWN: Mutex<BTreeMap<(String, &str), Report>> = Mutex::new(BTreeMap::new());
    let key = (answers.to_owned(), audience.name());
    if let Some(known) = KNOWN.lock().unwrap().get(&key) {
        return known.clone();
    }
    let fresh = fresh_report(answers, audience);
    KNOWN.lock().unwrap().insert(key, fresh.clone());
    fresh
}

fn contract_of(answers: &str, audience: Audience) -> String {
    contract_on(smp(), &support::answers(smp(), answers), audience)
}

fn fresh_report(answers: &str, audience: Audience) -> Report {
    report_on(smp(), &support::answers(smp(), answers), audience)
}

fn rendered(answers: &str, audience: Audience, format: Format) -> String {
    let name = format.template(audience);
    render(&report_of(answers, audience), format, &name, templates(), 80).unwrap_or_else(|fault| panic!("{fault:?}"))
}

/// A golden file holds its input, and not what a new picture or style changes.
fn golden(answers: &str, output: &str) -> String {
    let lines = output.lines().map(|line| line.split("sha256:").next().unwrap_or_default().trim_end());
    let mut quiet = lines.collect::<Vec<_>>().join("\n");
    if let Some((before, rest)) = quiet.clone().split_once("<style>") {
        quiet = format!("{before}<style>…{}", rest.split_once("</style>").map_or("", |(_, after)| after));
    }
    while let Some((before, rest)) = quiet.clone().split_once("data:image/svg+xml,") {
        quiet = format!("{before}…{}", rest.split_once('"').map_or("", |(_, after)| after));
    }
    format!("{answers}\n────────\n{quiet}\n")
}

/// One golden file for each format and reader, of people who differ much.
#[test]
fn reports_are_golden() {
    let people = people();
    for (person, audience, format) in [
        ("defer", Audience::Client, Format::Text),
        ("alternative", Audience::Technician, Format::Text),
        ("conditions", Audience::Client, Format::Markdown),
        ("refer", Audience::Technician, Format::Markdown),
        ("suitable", Audience::Client, Format::Html),
        ("examined", Audience::Technician, Format::Html),
        ("refer", Audience::Client, Format::Summary),
    ] {
        let (answers, output) = (&people[person], rendered(&people[person], audience, format));
        insta::assert_snapshot!(format!("{person}_{}", format.template(audience)), golden(answers, &output));
    }
}

/// Each reader of each person finds everything in every format.
#[test]
fn every_reader_finds_everything_in_every_format() {
    for (person, answers) in people() {
        for audience in READERS {
            let data = serde_json::to_value(report_of(&answers, audience)).unwrap();
            for format in FORMATS {
                let page = rendered(&answers, audience, format);
                finds_everything(&format!("{person}, {audience:?}, {format:?}"), &data, &page, audience, format);
            }
        }
    }
}

#[test]
fn a_summary_says_all_in_five_lines() {
    for (person, answers) in people() {
        let data = serde_json::to_value(report_of(&answers, Audience::Client)).unwrap();
        let said = render(&report_of(&answers, Audience::Client), Format::Summary, "summary.txt", templates(), 10_000);
        assert_eq!(said.unwrap().lines().collect::<Vec<_>>(), summary(&data), "{person}");
    }
}

/// What is judged of all people, by ids alone.
#[test]
fn what_is_judged_of_all_people_is_golden() {
    let told = people().into_iter().map(|(person, answers)| {
        let [client, technician] = READERS.map(|reader| judged(&contract_of(&answers, reader)));
        assert_eq!(client, technician, "{person}");
        format!("{person}: {client}")
    });
    insta::assert_snapshot!("judged", told.collect::<Vec<_>>().join("\n"));
}

/// Every line that the templates and the parts of the set say by themselves, and who reads it. A sentence that changes shows
/// once, whoever reads it.
#[test]
fn who_reads_what_is_golden() {
    let people = people();
    for (reader, name) in [(Audience::Client, "client"), (Audience::Technician, "technician")] {
        let mut lines: Vec<(String, Vec<&str>)> = Vec::new();
        for (person, answers) in &people {
            let template = Format::Text.template(reader);
            // So wide that nothing is wrapped.
            let page = render(&report_of(answers, reader), Format::Text, &template, templates(), 10_000).unwrap();
            let mut behind = 0;
            for line in own_lines(&page, reader) {
                match lines.iter().position(|(known, _)| *known == line) {
                    Some(at) => {
                        behind = at + 1;
                        let readers = &mut lines[at].1;
                        if readers.last() != Some(&person.as_str()) {
                            readers.push(person);
                        }
                    }
                    // A new line stands where its reader meets it.
                    None => {
                        lines.insert(behind, (line, vec![person]));
                        behind += 1;
                    }
                }
            }
        }
        let told = lines.iter().map(|(line, readers)| match readers.len() {
            count if count == people.len() => format!("{line}\n    all\n"),
            _ => format!("{line}\n    {}\n", readers.join(" ")),
        });
        insta::assert_snapshot!(format!("lines_{name}"), told.collect::<String>());
    }
}

/// Every result appears once among the people.
#[test]
fn the_people_show_every_verdict() {
    let verdict = |answers: &String| {
        let line = contract_of(answers, Audience::Client);
        serde_json::from_str::<serde_json::Value>(&line).unwrap()["verdict"].as_str().unwrap().to_owned()
    };
    let shown: BTreeSet<String> = people().values().map(verdict).collect();
    let all: BTreeSet<String> = smp().verdicts().iter().map(|verdict| verdict.id.clone()).collect();
    assert_eq!(shown, all);
}

/// What must and must not stand in a person's report, in all formats.
#[test]
fn each_report_holds_what_fits_the_person_and_nothing_else() {
    let cases: [(&str, &[&str], &[&str]); 9] = [
        (
            "suitable",
            &[
                "What to expect for you",
                "three visits of two to four hours",
                "First visit: 3 December 2026 at the soonest.",
                "Your plan",
            ],
            &["What would change this result", "density"],
        ),
        (
            "conditions",
            &["Dots between your own hairs", "First visit: 31 December 2026 at the soonest.", "On deep skin"],
            &["Clip it as the clinic asks", "Razor"],
        ),
        (
            "alternative",
            &["Your options, side by side", "A hair system", "What would change this result"],
            &["Get help", "Fibres"],
        ),
        (
            "defer",
            &[
                "First visit: 20 March 2027 at the soonest, once 2 more things are clear.",
                "Waits end 10 March 2027.",
                "To clear up",
            ],
            &["No day can be given"],
        ),
        (
            "refer",
            &["For your doctor", "20 February 2027"],
            &["Your plan", "Questions to ask the clinic", "What to expect for you", "SMP [1]"],
        ),
        (
            "not_suitable",
            &["Your options, side by side", "Nothing that is left to answer can change this result"],
            &["How often things happen", "What to expect", "Your plan", "Get help"],
        ),
        ("minor", &["We stop here"], &["What SMP is", "Sources", "Suitable with"]),
        ("help_now", &["We stop here", "116 123"], &["What SMP is", "How sure we are", "Sources"]),
        (
            "begun",
            &["Not known yet", "41 questions for you are still open"],
            &["Suitable:", "What to expect", "When did your bald areas last change?"],
        ),
    ];
    let people = people();
    for (person, holds, lacks) in cases {
        for format in FORMATS {
            let text = flat(&rendered(&people[person], Audience::Client, format));
            for wanted in holds {
                assert!(text.contains(wanted), "{person}, {format:?}: {wanted} is missing");
            }
            for unwanted in lacks {
                assert!(!text.contains(unwanted), "{person}, {format:?}: {unwanted} should not be there");
            }
        }
    }
}

/// One line, without the markup of a style sheet.
fn flat(text: &str) -> String {
    let body = text.split_once("</style>").map_or(text, |(_, body)| body);
    body.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_section_without_answers_is_not_called_suitable() {
    for format in FORMATS {
        let text = flat(&rendered(&people()["begun"], Audience::Client, format));
        assert!(!text.contains("Suitable"), "{format:?}");
        assert!(text.matches("Not known yet").count() > 10, "{format:?}");
    }
}

#[test]
fn the_drawing_stands_beside_the_stage_that_was_chosen() {
    for (person, shown) in [("suitable", true), ("conditions", true), ("refer", false), ("begun", false)] {
        let page = rendered(&people()[person], Audience::Client, Format::Html);
        let stages = page.matches("<span class=\"stage\"><img src=\"data:image/svg+xml,").count();
        assert_eq!(stages, usize::from(shown), "{person}");
    }
}

#[test]
fn a_letter_is_written_when_a_doctor_is_to_be_asked_and_only_then() {
    for (person, answers) in people() {
        for format in [Format::Text, Format::Markdown] {
            let sheet = flat(&rendered(&answers, Audience::Technician, format));
            assert_eq!(sheet.contains("Dear doctor,"), person == "refer", "{person}, {format:?}");
        }
    }
}

/// The phrases of a template: what stands between tags, marks and stops, if it has at least four words.
fn phrases(source: &str) -> BTreeSet<String> {
    let mut text = source.to_owned();
    for (open, close) in [("{{", "}}"), ("{%", "%}"), ("<", ">")] {
        while let Some((before, rest)) = text.clone().split_once(open) {
            text = format!("{before}\n{}", rest.split_once(close).map_or("", |(_, after)| after));
        }
    }
    let text = text.replace("**", "\n").replace("Leave out", "\n").replace("[ ]", "\n");
    let parts = text
        .split(['\n', '.', ':', ';', '?', '!', '|', '…', '_'])
        .map(|part| part.trim_matches([' ', '-', '#', '\'', '→']));
    parts.filter(|part| part.split_whitespace().count() >= 4).map(str::to_owned).collect()
}

#[test]
fn the_three_formats_of_a_part_say_the_same() {
    for part in
        ["client_more", "client_values", "client_doctor", "technician_first", "technician_more", "technician_consent"]
    {
        let of = |ending: &str| templates().by_name.get(&format!("{part}.{ending}")).map(|text| phrases(text));
        let text = of("txt").unwrap();
        for other in ["md", "html"].map(|ending| of(ending).unwrap()) {
            let only: Vec<_> = text.symmetric_difference(&other).collect();
            assert!(only.is_empty(), "{part}: {only:#?}");
        }
    }
}

/// Claims that the sources do not bear, and advice that is not ours to give.
const NEVER: [&str; 18] = [
    "non-invasive",
    "painless",
    "permanent hair",
    "semi-permanent",
    "guarantee",
    "risk-free",
    "no risk",
    "completely safe",
    "undetectable",
    "three-dimensional",
    "hypoallergenic",
    "stop taking",
    "hiv",
    "success rate",
    "looks like real hair",
    "all skin types",
    "boosts",
    "any age",
];

#[test]
fn no_report_makes_a_promise_or_repeats_a_myth() {
    for (person, answers) in people() {
        for audience in READERS {
            let text = flat(&rendered(&answers, audience, Format::Text)).to_lowercase();
            for claim in NEVER {
                assert!(!text.split(" sources ").next().unwrap().contains(claim), "{person}: {claim}");
            }
            assert!(audience == Audience::Technician || !text.contains('%'), "{person}: a percentage");
        }
    }
}

/// The tags of a page, in order, with all they hold.
fn tags(page: &str) -> impl Iterator<Item = &str> {
    page.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or_default())
}

#[test]
fn pages_are_whole_load_nothing_and_step_down_their_headings() {
    const VOID: [&str; 4] = ["meta", "br", "img", "!doctype"];
    for (person, answers) in people() {
        for audience in READERS {
            let page = rendered(&answers, audience, Format::Html);
            let (mut open, mut level) = (Vec::new(), 0);
            for tag in tags(&page) {
                let name = tag.split_whitespace().next().unwrap_or_default();
                assert!(
                    !["script", "link", "iframe", "object", "embed", "form", "base"].contains(&name),
                    "{person}: {tag}"
                );
                assert!(
                    !tag.contains("src=\"http")
                        && !tag.split_whitespace().any(|one| one.starts_with("on") && name != "img"),
                    "{tag}"
                );
                assert!(
                    name != "img" || (tag.contains("alt=\"") && tag.contains("src=\"data:image/svg+xml,")),
                    "{tag}"
                );
                match name.strip_prefix('/') {
                    Some(closed) => assert_eq!(open.pop(), Some(closed), "{person} {audience:?} at {tag}"),
                    None if VOID.contains(&name) => {}
                    None => open.push(name),
                }
                if let Some(next) = name.strip_prefix('h').and_then(|level| level.parse::<u32>().ok()) {
                    assert!(next <= level + 1, "{person}: h{next} after h{level}");
                    level = next;
                }
            }
            assert!(open.is_empty(), "{person}: {open:?}");
            for empty in ["<ul>\n</ul>", "<tbody>\n</tbody>", "<p></p>", "<h3></h3>", "<ol>\n</ol>"] {
                assert!(!page.contains(empty), "{person}: {empty}");
            }
            let ids: Vec<_> = tags(&page).filter_map(|tag| tag.split(" id=\"").nth(1)?.split('"').next()).collect();
            assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{person}: an id stands twice");
            for named in tags(&page).filter_map(|tag| tag.split("aria-labelledby=\"").nth(1)?.split('"').next()) {
                assert!(ids.contains(&named), "{person}: nothing is called {named}");
            }
        }
    }
}

/// A questionnaire of one question, to break its parts.
const SMALL: &str = "questionnaire: small\nversion: 1.0.0\ntitle: Small\nverdicts:\n  - good: { title: Good, says: Go. }\n  - bad: { title: Bad, says: Stay. }\nsections:\n  - id: one\n    title: One\n    questions:\n      - { id: age, ask: How old are you?, type: number, range: 0..120, unsure: bad }\n      - { id: kind, ask: Which?, type: choice, options: { left: Left, right: Right }, unsure: bad }\n    conditions:\n      old: age > 90\n    rules:\n      - { id: too_old, when: old, verdict: bad, finding: Too old. }\n";

#[test]
fn a_misspelt_name_in_a_part_is_found_without_answers() {
    let small = set(SMALL);
    let mut shown = String::new();
    for part in [
        "{% if chose.kind.left %}{{ answer.age.answer }}{% endif %}",
        "{% if chose.kind.lefft %}x{% endif %}",
        "{% if chose.kin.left %}x{% endif %}",
        "{% if found.too_odl %}x{% endif %}",
        "{% if condition.oldd %}x{% endif %}",
        "{% if stopped and settled and audience == \"x\" %}{{ answer.agee.answer }}{% endif %}",
        "{% for finding in findings if finding.rul == \"x\" %}{{ finding.text }}{% endfor %}",
        "{% for finding in findings %}{% for said in finding.because %}{{ said.aks }}{% endfor %}{% endfor %}",
        "{% for finding in findings %}x{% endfor %}{{ finding.text }}",
        "{{ earliest.date|later(10) }} {{ answer[\"age\"].ask }} {{ answer[\"aeg\"].ask }}",
        "{{ findings }}",
        "{% include \"drawings.html\" %}",
        "{% if settled %}",
    ] {
        let mut templates = catalog::shipped_templates();
        templates.by_name.insert("client_more.txt".to_owned(), part.to_owned());
        shown += &format!("{part}\n");
        for fault in check(&small, &templates, &["client_more.txt".to_owned()]) {
            let place =
                fault.range.clone().and_then(|range| templates.by_name[&fault.name].get(range).map(str::to_owned));
            shown += &format!(
                "    {} @ {:?} in {}\n    {}\n",
                fault.message,
                place.unwrap_or_default(),
                fault.name,
                fault.help.unwrap_or_default()
            );
        }
    }
    insta::assert_snapshot!(shown);
}

/// The parts of a folder are read, checked with their place, and stand below a clinic's own template.
#[test]
fn a_folder_brings_its_own_parts() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report");
    std::fs::create_dir(&report).unwrap();
    std::fs::write(folder.path().join("questionnaire.yaml"), SMALL).unwrap();
    std::fs::write(report.join("client_more.txt"), "ours\n{{ answer.agge.answer }}\n").unwrap();
    std::fs::write(report.join("other.txt"), "{{ nonsense").unwrap();
    let name = folder.path().to_str().unwrap();
    let mut sources = Sources::default();
    let (sound, diagnostics) = catalog::open(name, &mut sources).unwrap();
    assert!(sound.is_none());
    let told = candidacy::diagnostic::render::short(&diagnostics.sorted(), &sources);
    assert!(told.contains("client_more.txt:2:11: error[template-name]: there is no `agge` here"), "{told}");
    std::fs::write(report.join("client_more.txt"), "ours {{ answer.age.ask }}\n").unwrap();
    assert!(catalog::open(name, &mut Sources::default()).unwrap().0.is_some());
    let brought = catalog::templates_for(name).unwrap();
    assert_eq!(brought.by_name["client_more.txt"], "ours {{ answer.age.ask }}\n");
    assert!(!brought.by_name.contains_key("other.txt"));
    let clinic = folder.path().join("clinic");
    std::fs::create_dir(&clinic).unwrap();
    std::fs::write(clinic.join("client.txt"), "theirs").unwrap();
    std::fs::write(clinic.join("client_more.txt"), "theirs too").unwrap();
    let (over, name) = catalog::templates_beside(brought, &clinic.join("client.txt")).unwrap();
    assert_eq!((name.as_str(), over.by_name["client_more.txt"].as_str()), ("client.txt", "theirs too"));
}
