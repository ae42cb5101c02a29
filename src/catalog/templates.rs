//! Report templates: the shipped ones, and a clinic's own beside them.

use std::path::Path;

use super::shipped::TEMPLATES;
use super::{CatalogFault, Folder, not_text, outside, pictures, read_limited, unreadable};
use crate::report::Templates;
use crate::text::is_control;

/// The largest template that is read.
pub(super) const MAX_TEMPLATE_BYTES: usize = 64 << 10;
/// The most templates that one folder gives.
const MAX_TEMPLATES: usize = 200;
/// The endings of files that count as templates.
const ENDINGS: [&str; 5] = ["html", "md", "txt", "jinja", "j2"];

/// The templates in the binary.
pub fn shipped_templates() -> Templates {
    let mut templates = Templates::default();
    for file in TEMPLATES.files() {
        if let (Some(name), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
            templates.by_name.insert(name.to_owned(), text.to_owned());
        }
    }
    templates
}

/// The templates of `base`, and over them `file` and the templates that lie beside it. Gives also the name of `file` among
/// them. Nothing outside its folder is read.
///
/// # Errors
/// When `file` cannot be read, is too large or is not text.
pub fn templates_beside(base: Templates, file: &Path) -> Result<(Templates, String), CatalogFault> {
    let fault = |reason: &str| CatalogFault::Unreadable { path: file.to_owned(), reason: reason.to_owned() };
    let name = file.file_name().and_then(|name| name.to_str()).ok_or_else(|| fault("it has no usable file name"))?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let real = |path: &Path| path.canonicalize().map_err(|error| unreadable(file, &error));
    if !real(file)?.starts_with(real(folder)?) {
        return Err(outside(file));
    }
    let text = template_text(file)?;
    let mut templates = base;
    let mut own = Vec::new();
    for (sibling, text) in siblings(folder) {
        own.push(sibling.clone());
        templates.by_name.insert(sibling, text);
    }
    templates.by_name.insert(name.to_owned(), text);
    let mut names = own;
    names.push(name.to_owned());
    let files = Folder::new(folder).map_err(|error| unreadable(file, &error))?;
    pictures::embed(&mut templates, &names, &files, "");
    Ok((templates, name.to_owned()))
}

fn template_text(file: &Path) -> Result<String, CatalogFault> {
    let fault = |reason: &str| CatalogFault::Unreadable { path: file.to_owned(), reason: reason.to_owned() };
    let bytes = read_limited(file, MAX_TEMPLATE_BYTES).map_err(|error| unreadable(file, &error))?;
    if bytes.len() > MAX_TEMPLATE_BYTES {
        return Err(fault("a template can have at most 64 KiB"));
    }
    let text = String::from_utf8(bytes).map_err(|error| fault(&not_text(&error)))?;
    match text.char_indices().find(|(_, sign)| is_control(*sign)) {
        Some((at, sign)) => Err(fault(&control_character(&text, at, sign))),
        None => Ok(text),
    }
}

/// In a terminal, control characters can do anything.
fn control_character(text: &str, at: usize, sign: char) -> String {
    let line = text.get(..at).unwrap_or_default().matches('\n').count() + 1;
    format!(
        "line {line} has a control character (U+{:04X}); delete it, it may be invisible in your editor",
        u32::from(sign)
    )
}

/// The readable templates of a folder, by name. Links are left out: they could lead anywhere.
fn siblings(folder: &Path) -> Vec<(String, String)> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let plain = entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
    let mut paths: Vec<_> = plain.map(|entry| entry.path()).filter(|path| has_ending(path)).collect();
    paths.sort_unstable();
    paths.truncate(MAX_TEMPLATES);
    let named = |path: &Path| Some((path.file_name()?.to_str()?.to_owned(), template_text(path).ok()?));
    paths.iter().filter_map(|path| named(path)).collect()
}

fn has_ending(path: &Path) -> bool {
    path.extension().and_then(|ending| ending.to_str()).is_some_and(|ending| ENDINGS.contains(&ending))
}
