//! The parts that a questionnaire brings to the reports about it, in the folder `report` beside its main file.

use std::collections::BTreeMap;

use super::Found;
use super::pictures;
use super::templates::{MAX_TEMPLATE_BYTES, shipped_templates};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest_name};
use crate::questionnaire::{FileFault, Files as _, Questionnaire, file_fault};
use crate::report::{Format, Templates, check, unsafe_places};
use crate::source::{Sources, Span};

/// Where they lie.
const FOLDER: &str = "report";
/// What they can be called, before the ending. Only these are looked for.
const NAMES: [&str; 17] = [
    "client_first",
    "client_day",
    "client_more",
    "client_options",
    "client_values",
    "client_doctor",
    "client_contact",
    "next_ring",
    "next_bring",
    "next_return",
    "technician_first",
    "technician_more",
    "technician_map",
    "technician_tests",
    "technician_last",
    "technician_consent",
    "technician_letter",
];

/// The parts that are there, by template name; what cannot be read is a fault.
fn partials(found: &Found, sources: &mut Sources) -> (BTreeMap<String, String>, Diagnostics) {
    let (mut texts, mut faults) = (BTreeMap::new(), Diagnostics::default());
    let files = found.layers();
    let endings = Format::endings();
    for name in NAMES.iter().flat_map(|name| endings.iter().map(move |ending| format!("{name}.{ending}"))) {
        let path = format!("{FOLDER}/{name}");
        let fault = match files.read(&path) {
            Ok(text) if text.len() <= MAX_TEMPLATE_BYTES => {
                texts.insert(name, text);
                continue;
            }
            Err(FileFault::Missing) => continue,
            Ok(text) if text.contains("data:image") => {
                let index = sources.add(files.name(&path), "");
                faults.push(holds_a_picture(&path, Span::new(index, 0, 0)));
                continue;
            }
            Ok(_) => FileFault::TooLarge,
            Err(fault) => fault,
        };
        let index = sources.add(files.name(&path), "");
        faults.push(file_fault(&path, fault, Span::new(index, 0, 0)));
    }
    (texts, faults)
}

/// The parts that a questionnaire or its base brings, with the pictures that they name, by their paths in its folder.
pub fn parts_of_reports(found: &Found) -> Vec<(String, Vec<u8>)> {
    let (texts, _) = partials(found, &mut Sources::default());
    let pictures = pictures::named_by(&texts, &found.layers(), FOLDER);
    let parts = texts.into_iter().map(|(name, text)| (format!("{FOLDER}/{name}"), text.into_bytes()));
    parts.chain(pictures).collect()
}

/// The shipped templates, and over them the parts that a questionnaire brings.
pub(super) fn templates_of(found: &Found) -> Templates {
    let mut templates = shipped_templates();
    let texts = partials(found, &mut Sources::default()).0;
    let names: Vec<String> = texts.keys().cloned().collect();
    templates.by_name.extend(texts);
    pictures::embed(&mut templates, &names, &found.layers(), FOLDER);
    templates
}

/// What is wrong with the parts that a questionnaire brings.
pub(super) fn check_partials(found: &Found, questionnaire: &Questionnaire, sources: &mut Sources) -> Diagnostics {
    let (texts, mut faults) = partials(found, sources);
    let names: Vec<String> = texts.keys().cloned().collect();
    let files = found.layers();
    let shown = |name: &str| files.name(&format!("{FOLDER}/{name}"));
    faults.append(pictures::check(&texts, (&files, FOLDER), shown, sources));
    let mut templates = shipped_templates();
    templates.by_name.extend(texts);
    let unsafe_values = unsafe_places(&templates, &names);
    for fault in check(questionnaire, &templates, &names).into_iter().chain(unsafe_values) {
        faults.push(fault.diagnostic(shown(&fault.name), &templates.by_name, sources));
    }
    faults.with_levels(questionnaire.lints())
}

/// Says of each file that lies where parts lie and has their endings whether it is none, so that nothing reads it. A `README` is
/// for people.
pub(super) fn unread_parts(found: &Found, sources: &mut Sources) -> Diagnostics {
    let mut out = Diagnostics::default();
    let endings = Format::endings();
    for path in found.files.paths() {
        let part = path.strip_prefix(FOLDER).and_then(|name| name.strip_prefix('/')?.rsplit_once('.'));
        let Some((name, ending)) = part.filter(|(_, ending)| endings.contains(ending)) else { continue };
        if NAMES.contains(&name) || name.eq_ignore_ascii_case("readme") {
            continue;
        }
        let index = sources.add(found.files.name(&path), "");
        let message = format!("`{path}` is called like no part of a report, so nothing reads it");
        let fault = Diagnostic::new(Code::UnlistedFile, Span::new(index, 0, 0), message);
        let near = nearest_name(name, &NAMES).map(|near| format!("call it `{near}.{ending}`, or "));
        out.push(
            fault.help(format!("{}see `candidacy help templates` for the names of parts", near.unwrap_or_default())),
        );
    }
    out
}

/// A picture cannot be split, and need not stand in the text.
fn holds_a_picture(path: &str, place: Span) -> Diagnostic {
    let most = MAX_TEMPLATE_BYTES >> 10;
    Diagnostic::new(Code::TooLarge, place, format!("`{path}` has more than {most} KiB, with a picture written out in it"))
        .help("put the picture into the folder as a file and name it, as in `<img src=\"logo.png\" alt=\"\">`: it is written into the page")
}
