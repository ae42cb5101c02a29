//! Pictures that templates name: files beside them, written into the page, which loads nothing.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use super::{CatalogFault, Folder, unreadable};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::questionnaire::{FileFault, Files, MAX_PICTURE_BYTES, picture};
use crate::report::{Templates, loaded_addresses, picture_mark};
use crate::source::{Sources, Span};

/// The most different pictures of all templates of one set.
const MOST_PICTURES: usize = 20;

/// A picture that a template names, and where.
struct Named {
    path: Option<String>,
    text: String,
    range: Range<usize>,
}

/// What pages named so would load; `folder` is that of the template, below the folder of `files`.
fn named(template: &str, text: &str, files: &dyn Files, folder: &str) -> Vec<Named> {
    if !template.ends_with(".html") && !template.ends_with(".htm") {
        return Vec::new();
    }
    // What is marked has its picture already.
    let found = loaded_addresses(text).into_iter().filter(|one| !one.text.starts_with('<'));
    found.map(|one| Named { path: path_of(&one.text, files, folder), text: one.text, range: one.range }).collect()
}

/// The file that an address means: beside the template, else beside the main file; none of an address elsewhere.
fn path_of(address: &str, files: &dyn Files, folder: &str) -> Option<String> {
    let parts: Vec<&str> = address.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    if address.starts_with('/') || address.contains([':', '\\', '?', '#']) || parts.contains(&"..") || parts.is_empty()
    {
        return None;
    }
    let path = parts.join("/");
    let beside = if folder.is_empty() { path.clone() } else { format!("{folder}/{path}") };
    let missing = matches!(files.bytes(&beside, 0), Err(FileFault::Missing));
    Some(if missing { path } else { beside })
}

/// Puts the pictures that some templates name into them; those that cannot be had stay as they are, and the check says so.
pub(super) fn embed(templates: &mut Templates, names: &[String], files: &dyn Files, folder: &str) {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for name in names {
        let Some(text) = templates.by_name.get(name) else { continue };
        let mut marked = text.clone();
        // From the end, so that the places before stay where they are.
        for one in named(name, text, files, folder).into_iter().rev() {
            let Some(path) = one.path else { continue };
            let number = known.get(&path).copied().or_else(|| {
                let sources = &mut Sources::default();
                let place = Span::new(sources.add("", ""), 0, 0);
                let uri = picture(files, &path, place, sources).0.filter(|_| known.len() < MOST_PICTURES)?;
                templates.pictures.push(uri);
                known.insert(path, templates.pictures.len() - 1);
                Some(templates.pictures.len() - 1)
            });
            if let Some(number) = number {
                marked.replace_range(one.range, &picture_mark(number));
            }
        }
        templates.by_name.insert(name.clone(), marked);
    }
}

/// The pictures that some templates name, by their paths in the folder of `files`, as far as they can be had.
pub(super) fn named_by(texts: &BTreeMap<String, String>, files: &dyn Files, folder: &str) -> Vec<(String, Vec<u8>)> {
    let named = texts.iter().flat_map(|(name, text)| named(name, text, files, folder)).filter_map(|one| one.path);
    named.filter_map(|path| Some((path.clone(), files.bytes(&path, MAX_PICTURE_BYTES).ok()?))).collect()
}

/// What is wrong with what some templates would load; `shown` says how messages call a template.
pub(super) fn check(
    texts: &BTreeMap<String, String>,
    (files, folder): (&dyn Files, &str),
    shown: impl Fn(&str) -> String,
    sources: &mut Sources,
) -> Diagnostics {
    let mut out = Diagnostics::default();
    let mut paths: Vec<String> = Vec::new();
    for (name, text) in texts {
        for one in named(name, text, files, folder) {
            let index = sources.add(shown(name), text.clone());
            let place = Span::new(index, one.range.start, one.range.end);
            let Some(path) = one.path else {
                out.push(loads(&one.text, place));
                continue;
            };
            out.append(picture(files, &path, place, sources).1);
            if !paths.contains(&path) {
                paths.push(path);
            }
            if paths.len() == MOST_PICTURES + 1 {
                let message = format!("templates name more than {MOST_PICTURES} pictures");
                out.push(Diagnostic::new(Code::TooMany, place, message).help("leave some out"));
            }
        }
    }
    out
}

/// The same of a template that a clinic names, into which the pictures beside it were put.
pub(super) fn check_beside(
    file: &Path,
    name: &str,
    templates: &Templates,
    sources: &mut Sources,
) -> Result<Diagnostics, CatalogFault> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let files = Folder::new(folder).map_err(|error| unreadable(file, &error))?;
    let text = templates.by_name.get(name).cloned();
    let texts = text.map(|text| (name.to_owned(), text)).into_iter().collect();
    Ok(check(&texts, (&files, ""), str::to_owned, sources))
}

fn loads(address: &str, place: Span) -> Diagnostic {
    Diagnostic::new(Code::ReportLoads, place, format!("this page would load `{address}`, and a report loads nothing"))
        .help("put the picture into the folder of the question set and name it from there, as in `src=\"logo.png\"`: it is written into the page")
}
