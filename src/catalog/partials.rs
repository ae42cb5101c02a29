//! The parts that a questionnaire brings to the reports about it, in the folder `report` beside its main file.

use std::collections::BTreeMap;

use super::Found;
use super::templates::{MAX_TEMPLATE_BYTES, shipped_templates};
use crate::diagnostic::Diagnostics;
use crate::questionnaire::{FileFault, Questionnaire, file_fault};
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
    let endings = Format::endings();
    for name in NAMES.iter().flat_map(|name| endings.iter().map(move |ending| format!("{name}.{ending}"))) {
        let path = format!("{FOLDER}/{name}");
        let fault = match read(found, &path) {
            Ok(text) if text.len() <= MAX_TEMPLATE_BYTES => {
                texts.insert(name, text);
                continue;
            }
            Err(FileFault::Missing) => continue,
            Ok(_) => FileFault::TooLarge,
            Err(fault) => fault,
        };
        let index = sources.add(found.files.name(&path), "");
        faults.push(file_fault(&path, fault, Span::new(index, 0, 0)));
    }
    (texts, faults)
}

/// A part that a questionnaire brings itself, or else the one that its base brings.
fn read(found: &Found, path: &str) -> Result<String, FileFault> {
    match (found.files.read(path), &found.base) {
        (Err(FileFault::Missing), Some(base)) => base.read(path),
        (read, _) => read,
    }
}

/// The parts that a questionnaire or its base brings, by their paths in its folder.
pub fn parts_of_reports(found: &Found) -> BTreeMap<String, String> {
    let (texts, _) = partials(found, &mut Sources::default());
    texts.into_iter().map(|(name, text)| (format!("{FOLDER}/{name}"), text)).collect()
}

/// The shipped templates, and over them the parts that a questionnaire brings.
pub(super) fn templates_of(found: &Found) -> Templates {
    let mut templates = shipped_templates();
    templates.by_name.extend(partials(found, &mut Sources::default()).0);
    templates
}

/// What is wrong with the parts that a questionnaire brings.
pub(super) fn check_partials(found: &Found, questionnaire: &Questionnaire, sources: &mut Sources) -> Diagnostics {
    let (texts, mut faults) = partials(found, sources);
    let names: Vec<String> = texts.keys().cloned().collect();
    let mut templates = shipped_templates();
    templates.by_name.extend(texts);
    let unsafe_values = unsafe_places(&templates, &names);
    for fault in check(questionnaire, &templates, &names).into_iter().chain(unsafe_values) {
        let shown = found.files.name(&format!("{FOLDER}/{}", fault.name));
        faults.push(fault.diagnostic(shown, &templates.by_name, sources));
    }
    faults.with_levels(questionnaire.lints())
}
